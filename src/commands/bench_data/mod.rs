//! `xingtan bench-data`: fills an empty database with a made-up city of any size, for measuring.
//!
//! Every teacher has some twelve courses a year: those of past years moved at once, those of the
//! running year announced and then confirmed, refused or left waiting. The same size gives the same
//! city on the same day, and `xingtan check` finds nothing wrong with it. Rows go to the stores
//! directly, in batches; no constraint is dropped. Not here: the demonstration city, which is played
//! through the actions and worth looking at.

mod city;
mod files;
mod years;

use diesel::prelude::*;
use indicatif::{ProgressBar, ProgressStyle};

use super::{House, Keys, Vault, schema};
use crate::access::Actor;
use crate::clock::{Clock, day_of};
use crate::config::{BenchDataOptions, DataOptions};
use crate::context::Context;
use crate::db::schema::people;
use crate::db::{At, Conn};
use crate::error::Error;
use crate::selection::programmes;
use crate::{organizations, policy};
use std::sync::Arc;

/// What the whole command needs.
struct Bench {
    house: Arc<House>,
    now: At,
}

impl Bench {
    /// The program itself, at some instant.
    fn context(&self, at: At) -> Context {
        Context::new(Actor::system("bench-data"), at, Arc::clone(&self.house))
    }
}

/// Fills an empty database with so many teachers and years; refuses any other database.
pub fn bench_data(data: &DataOptions, options: &BenchDataOptions) -> Result<(), Error> {
    schema::migrate(&data.database_url)?;
    let keys = Keys::load_or_make(&data.key_file)?;
    let bench = Bench {
        house: Arc::new(House::new(keys, Vault::new(&data.evidence))),
        now: Clock::System.now(),
    };
    let mut conn = data.database_url.connect_to_fill().map_err(Error::fault)?;
    refuse_unless_empty(&mut conn)?;
    conn.transaction(|conn| {
        policy::load_reference(conn, bench.now)?;
        programmes::store::load_reference(conn, bench.now)?;
        organizations::reference::load(conn)
    })?;
    let this_year = chrono::Datelike::year(&day_of(bench.now));
    let years = this_year - i32::from(options.years) + 1..=this_year;
    let city = city::settle(&mut conn, &bench, options.teachers, *years.start())?;
    let bar = progress_bar(city.teachers.len() * usize::from(options.years) * 12);
    for year in years {
        years::play(&mut conn, &bench, &city, year, &bar)?;
    }
    bar.finish();
    files::fill(&mut conn, &bench, &city)?;
    data.database_url
        .finish_filling(conn)
        .map_err(Error::fault)?;
    println!(
        "{} teachers, {} schools, {} years. Sign in as {} with the password {}.",
        city.teachers.len(),
        city.schools.len(),
        options.years,
        city::LOGINS.join(", "),
        city::PASSWORD
    );
    Ok(())
}

fn refuse_unless_empty(conn: &mut Conn) -> Result<(), Error> {
    let people: i64 = people::table.count().get_result(conn)?;
    if people == 0 {
        Ok(())
    } else {
        Err(Error::Fault(
            "this database has people in it; bench-data only fills an empty one".to_owned(),
        ))
    }
}

fn progress_bar(length: usize) -> ProgressBar {
    let style = "{bar:40} {percent:>3} %  {per_sec}  {eta} left";
    ProgressBar::new(length as u64)
        .with_style(ProgressStyle::with_template(style).expect("a template that was tried"))
}

/// A number below `below`, the same for the same parts every time: chance without a seed.
fn lot(parts: [usize; 3], below: usize) -> usize {
    let mut state = 0x9e37_79b9_7f4a_7c15_usize;
    for part in parts {
        state = (state ^ part).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state ^= state >> 29;
    }
    (state.wrapping_mul(0x94d0_49bb_1331_11eb) >> 33) % below
}
