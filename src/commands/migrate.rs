//! `xingtan migrate`: brings the schema and the reference data up to date.

use super::{Outcome, Terminal, open};
use crate::config::DataOptions;
use crate::error::Error;
use crate::message::Message;

/// Migrates, and says so.
pub fn migrate(terminal: Terminal, data: &DataOptions) -> Result<Outcome, Error> {
    open(data, 1)?;
    terminal.tell(Message::new("command-database-up-to-date"));
    Ok(Outcome::Done)
}
