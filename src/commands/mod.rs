//! The commands of the program, one file each. `main` only reads the arguments.
//!
//! What a command prints is for a person or a script; nothing else in the program prints. Long work
//! shows a progress bar on standard error. How a command ended is an [`Outcome`] or an error, and
//! [`exit_code`] turns it into the number that a script sees.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod bench_data;
mod check;
mod demo;
mod import;
mod migrate;
mod programme;
mod registration;
mod selection;
mod serve;
mod statement;
mod terminal;

pub use bench_data::bench_data;
pub use check::check;
pub use demo::{DemoOptions, demo};
pub use import::{ImportOptions, import};
pub use migrate::migrate;
pub use programme::{ProgrammeOptions, programme};
pub use registration::{RegistrationOptions, registration};
pub use selection::{Engine, selection};
pub use serve::serve;
pub use statement::{StatementOptions, statement};
pub use terminal::Terminal;

use std::process::ExitCode;
use std::sync::Arc;

use crate::clock::Clock;
use crate::config::DataOptions;
use crate::context::House;
use crate::db::{Db, migrate as schema};
use crate::error::Error;
use crate::evidence::Vault;
use crate::organizations;
use crate::policy;
use crate::secrets::Keys;
use crate::selection::programmes;

/// How a command ended that did what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Done,
    /// It was done, and something needs attention: refused rows, broken invariants.
    NeedsAttention,
    /// It could not be done, and the answer says why.
    CannotBe,
}

/// The number that a script sees. `--help` says the same in words.
pub fn exit_code(result: &Result<Outcome, Error>) -> ExitCode {
    ExitCode::from(match result {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::NeedsAttention) => 3,
        // Like an option that does not exist, which clap answers with 2 as well.
        Ok(Outcome::CannotBe)
        | Err(Error::Input(_) | Error::Refused(_) | Error::NotFound | Error::SignInNeeded) => 2,
        Err(Error::Stale | Error::Busy | Error::Database(_) | Error::Fault(_)) => 1,
    })
}

/// An open house: what every command needs.
pub struct Open {
    /// The database, migrated and with its reference data.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// Keys, files, calendar.
    pub house: Arc<House>,
}

/// Opens the house: migrates, loads reference data, reads the key.
pub fn open(data: &DataOptions, connections_max: u32) -> Result<Open, Error> {
    for name in schema::migrate(&data.database_url)? {
        log::info!("migrated {name}");
    }
    let house = House::new(
        Keys::load_or_make(&data.key_file)?,
        Vault::new(&data.evidence),
    );
    let db = Db::open(&data.database_url, connections_max)?;
    let clock = Clock::System;
    db.write(|conn| {
        policy::load_reference(conn, clock.now())?;
        programmes::store::load_reference(conn, clock.now())?;
        organizations::reference::load(conn)
    })?;
    Ok(Open {
        db,
        clock,
        house: Arc::new(house),
    })
}
