//! The commands of the program, one function each. `main` only reads the arguments.
//!
//! What a command prints is for a person or a script; nothing else in the program prints.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod selection;
mod serve;

pub use selection::{Engine, selection};
pub use serve::serve;

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
        organizations::reference::load(conn)
    })?;
    Ok(Open {
        db,
        clock,
        house: Arc::new(house),
    })
}

/// Brings the schema and the reference data up to date.
pub fn migrate(data: &DataOptions) -> Result<(), Error> {
    open(data, 1)?;
    println!("The database is up to date.");
    Ok(())
}

/// Says on standard error what went wrong.
pub fn complain(error: &Error) {
    eprintln!("xingtan: {error}");
}
