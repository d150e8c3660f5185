//! The two databases. The only place that knows which one it is.
//!
//! Everything else takes `&mut Conn`, writes ordinary Diesel and never matches on a backend.
//! Start with [`Db`] in `pool.rs`; `dialect.rs` holds what Diesel's combined backend lacks.

pub mod columns;
#[allow(missing_docs)]
pub mod connection;
pub mod counters;
pub mod dialect;
pub mod migrate;
pub mod pool;
#[allow(missing_docs, unused_qualifications)]
pub mod schema;
mod within;

pub use columns::{At, Json};
pub use connection::{Conn, MultiBackend};
pub use dialect::{Both, Prepared, each_row};
pub use pool::{Db, DbUrl, DbUrlError};

use crate::error::Error;

/// What an update of one row, as it was seen, came to: `Stale` if somebody else was faster.
pub fn one_changed(rows: usize) -> Result<(), Error> {
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}
