//! The files in seeds/demo, as offices really send them, and what becomes of each of their rows.
//!
//! They are written against the fixed identifiers of the city. Codes and days carry the year in
//! which it is made, so the files in the repository are those of [`SHIPPED_YEAR`], and
//! `xingtan demo --write-files` writes those of any other city. A test imports each row.

mod bad_rows;
mod completions;
mod roster;
mod sheet;

use std::fs;
use std::path::Path;

use chrono::{Days, NaiveDate};

use super::projects::day;
use crate::error::Error;
use sheet::{Line, Sheet};

/// The year of the files in the repository.
pub const SHIPPED_YEAR: i32 = 2026;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is stored.
    Accepted,
    /// It is there already.
    Duplicate,
    /// A human must decide.
    Task,
    /// It is refused, with this code.
    Refused(&'static str),
}

/// What a file is imported as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A roster of people.
    Roster,
    /// Completions of a project.
    Completions {
        /// Code of the provider.
        provider: &'static str,
        /// Code of the project.
        project: String,
    },
}

/// A row of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Its number as Excel shows it.
    pub row: u32,
    /// What stands there, in a few words.
    pub about: &'static str,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// A file.
#[derive(Debug)]
pub struct DemoFile {
    /// Its name.
    pub name: &'static str,
    /// What it is imported as.
    pub kind: Kind,
    /// Its contents.
    pub bytes: Vec<u8>,
    /// Its rows.
    pub rows: Vec<Expected>,
}

impl DemoFile {
    /// A file whose sheet is written one way or the other.
    fn of(
        name: &'static str,
        kind: Kind,
        sheet: &Sheet,
        write: impl FnOnce(&Sheet) -> Result<Vec<u8>, Error>,
    ) -> Result<DemoFile, Error> {
        let expected = |(row, line): (u32, &Line)| Expected {
            row,
            about: line.about,
            outcome: line.outcome,
        };
        Ok(DemoFile {
            name,
            kind,
            bytes: write(sheet)?,
            rows: (sheet.first_row()..)
                .zip(&sheet.lines)
                .map(expected)
                .collect(),
        })
    }
}

/// The files of a city that was made in a year.
pub fn of_year(year: i32) -> Result<Vec<DemoFile>, Error> {
    Ok(vec![
        roster::file(year)?,
        completions::in_gb18030(year)?,
        completions::with_titles(year)?,
        bad_rows::file(year)?,
    ])
}

/// Writes the files of a year into a folder, which is made if need be.
pub fn write_to(folder: &Path, year: i32) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(Error::fault)?;
    for file in of_year(year)? {
        fs::write(folder.join(file.name), &file.bytes).map_err(Error::fault)?;
    }
    Ok(())
}

/// The day on which most courses of the files were finished: as early as can be, so that the files
/// fit a city made on nearly any day of the year.
pub fn finished_on(year: i32) -> NaiveDate {
    day(year, 1, 8)
}

/// From this day on a city has all that the files meet. One that was made in January answers some
/// rows otherwise: its projects have just been approved, and its new teacher began in that month.
pub fn met_from(year: i32) -> NaiveDate {
    day(year, 2, 1) + Days::new(1)
}
