//! The check (核对): reads a live database and tells every row that breaks what must hold.
//!
//! It writes nothing, reads one consistent state, and streams: memory grows with teachers and years
//! (some 250 bytes each), never with transfers. [`books`] folds the ledger once more, in one pass
//! in the order of storage; [`origins`] tells by sums whether completions and transfers tell the
//! same story, and searches for rows only where they do not. The rules themselves are those that
//! write: `ledger::check`, `Totals::apply`, `shortfall`, `journal::commitment`.
//! Not here: mending anything. A broken row is a human's business.

mod ballots;
pub mod books;
mod cases;
mod evidence;
mod hash;
mod house;
mod ledger;
pub mod origins;
mod records;
mod registrations;
pub mod report;
mod reviews;
mod selection;
mod standings;
mod versions;

use std::time::Instant;

use crate::credit_bank;
use crate::db::{At, Conn};
use crate::error::Error;
use crate::evidence::Vault;

use books::Books;
use origins::Origins;
pub use report::{Finding, Invariant, Report};

/// How to check.
pub struct Options<'a> {
    /// Now: by it a job is alive or stuck.
    pub now: At,
    /// The vault, if every evidence file is to be read too, which is slow.
    pub vault: Option<&'a Vault>,
    /// Is told the table being read, and how many rows so far.
    pub progress: &'a dyn Fn(&'static str, u64),
}

/// Rows between two calls of the progress function.
const ROWS_PER_PROGRESS: u64 = 1 << 16;

/// Checks everything. To be run in a read transaction: `Db::read`, or `pool::read`.
pub fn run(conn: &mut Conn, options: &Options<'_>) -> Result<Report, Error> {
    let started_at = Instant::now();
    let mut pass = Pass {
        report: Report::default(),
        progress: options.progress,
    };
    let standings = credit_bank::standings::count(conn)?;
    let mut books = Books::for_standings(standings);
    let mut origins = Origins::default();
    ledger::open_books(conn, &mut pass, &mut books)?;
    cases::note_claims(conn, &mut pass, &mut origins)?;
    ledger::enter_transfers(conn, &mut pass, &mut books, &mut origins)?;
    standings::compare(conn, &mut pass, &mut books)?;
    cases::compare_completions(conn, &mut pass, &mut origins)?;
    cases::compare_claims(conn, &mut pass, &origins)?;
    house::check_journal(conn, &mut pass, books.decisions())?;
    drop(books);
    registrations::check(conn, &mut pass)?;
    house::check_employments(conn, &mut pass)?;
    house::check_administrators(conn, &mut pass)?;
    house::check_policies(conn, &mut pass)?;
    house::check_jobs(conn, &mut pass, options.now)?;
    selection::check(conn, &mut pass)?;
    records::check_certificates(conn, &mut pass)?;
    records::check_alerts(conn, &mut pass)?;
    records::check_absences(conn, &mut pass)?;
    records::check_notices(conn, &mut pass)?;
    records::check_objections(conn, &mut pass)?;
    records::check_versions(conn, &mut pass)?;
    if let Some(vault) = options.vault {
        evidence::check(conn, &mut pass, vault)?;
    }
    let mut report = pass.report;
    report.seconds = started_at.elapsed().as_secs_f64();
    Ok(report)
}

/// The check as it goes.
struct Pass<'a> {
    report: Report,
    progress: &'a dyn Fn(&'static str, u64),
}

impl Pass<'_> {
    /// Counts a row that was read.
    fn count(&mut self, table: &'static str, rows: &mut u64) {
        *rows += 1;
        if rows.is_multiple_of(ROWS_PER_PROGRESS) {
            (self.progress)(table, *rows);
        }
    }

    /// Notes how many rows of a table were read.
    fn finish(&mut self, table: &'static str, rows: u64) {
        (self.progress)(table, rows);
        *self.report.checked.entry(table).or_default() += rows;
    }
}
