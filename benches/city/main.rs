//! What a city costs: makes one of any size, measures the release build on it, and prints every
//! figure beside its goal. `scripts/bench` runs it; docs/benchmarks.md says how to read it.
//!
//! Start with [`measure`]: one line for each measurement, each in a file of its own. A figure that
//! has a goal is a ratio of two things measured in the same run, or a rate of processor time, so
//! that a busy machine spoils it little. Needs Linux: times and memory are read from `/proc`.
#![allow(
    clippy::cast_precision_loss,
    reason = "figures are rounded when they are shown"
)]

mod assignment;
mod bulk;
mod check;
mod city;
mod pages;
mod process;
mod registration;
mod report;
mod reviews;
mod server;
mod visitors;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use city::City;
use report::{Format, Report};

/// Whatever goes wrong ends the run.
type Outcome<T> = Result<T, Box<dyn Error>>;

/// The demonstration city's size: what a page costs there is the measure for a larger city.
const DEMONSTRATION_TEACHERS: u32 = 3_000;

/// Measures a made-up city and prints each figure beside its goal
#[derive(Debug, Parser)]
#[command(name = "scripts/bench")]
struct Options {
    /// The city of Guangzhou: 163,000 teachers; half an hour and 15 GB
    #[arg(long, conflicts_with = "teachers")]
    full: bool,

    /// Teachers of the large city
    #[arg(long, default_value_t = 16_000, value_parser = clap::value_parser!(u32).range(3_000..))]
    teachers: u32,

    /// Calendar years of both cities
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=20))]
    years: u8,

    /// Rows to import and to confirm; a tenth must be more than an import takes at once
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(50_000..))]
    rows: u32,

    /// Keep the cities in this folder, and use those that are there with the rows of earlier runs
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,

    /// Measure only this
    #[arg(long, value_enum)]
    only: Option<Part>,

    /// Exit with 3 if a goal is missed
    #[arg(long)]
    check_goals: bool,

    /// What cargo says to a benchmark
    #[arg(long = "bench", hide = true)]
    is_bench: bool,
}

/// What can be measured by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// What it costs to assess everybody for registration
    Registration,
    /// What pages cost in a selection with 1,500 reviews
    Selection,
}

fn main() -> ExitCode {
    let mut options = Options::parse();
    if options.full {
        options.teachers = 163_000;
    }
    match measure(&options) {
        Ok(report) if options.check_goals && !report.all_met() => ExitCode::from(3),
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            complain(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::print_stderr, reason = "a command says what went wrong")]
fn complain(error: &dyn Error) {
    eprintln!("scripts/bench: {error}");
}

/// Makes the cities and measures one thing after another.
fn measure(options: &Options) -> Outcome<Report> {
    let scratch = tempfile::tempdir()?;
    let folder = options.keep.as_deref().unwrap_or(scratch.path());
    let mut report = Report::begin();
    let large = City::make(folder, options.teachers, options.years)?;
    if let Some(part) = options.only {
        match part {
            Part::Registration => registration::measure(&large, &mut report)?,
            Part::Selection => reviews::measure(&large, &mut report)?,
        }
        return Ok(report);
    }
    let small = City::make(folder, DEMONSTRATION_TEACHERS, options.years)?;
    let size = std::fs::metadata(large.database())?.len();
    report.tell("the large city's file", Format::Megabytes.show(size as f64));
    check::measure(&large, &mut report)?;
    pages::measure(&small, &large, &mut report)?;
    assignment::measure(folder, &mut report)?;
    registration::measure(&large, &mut report)?;
    reviews::measure(&small, &mut report)?;
    // Last, for it adds rows; and in a kept city the next run finds them.
    bulk::measure(&large, options.rows, &mut report)?;
    Ok(report)
}
