//! Spreadsheets: the files that offices really send, and the ones we hand back.
//!
//! Offices work in Excel and WPS. Their files carry title rows, merged cells, hidden sheets,
//! numbers stored as text, dates in six forms and a line of signatures at the bottom. This
//! module turns such a file into typed cells, or says in plain words why it cannot. It knows no
//! feature and no database: what a column means, and whether 25 hours are too many, is for the
//! caller.
//!
//! Reading: [`read`] opens a file and iterates over rows, [`header`] says which columns are
//! wanted, [`cell`] reads one cell. Writing: [`write`] for exports, [`template`] for blank forms.
//! Start with [`read`].

pub mod cell;
pub mod header;
pub mod limits;
pub mod read;
pub mod refusal;
pub mod template;
pub mod write;

mod archive;
mod csv_file;
mod dates;
mod encoding;
mod sniff;
mod text;
mod xlsx_file;

#[cfg(test)]
mod tests;

use crate::message::Message;

/// What is wrong with one row, said at the cell where the person can mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The row number that the person sees in Excel.
    pub row: u32,
    /// The heading as it stands in the file.
    pub column: String,
    /// Stable name of the problem, for scripts.
    pub code: &'static str,
    /// The same for a person.
    pub message: Message,
}

/// One non-empty line of a sheet: its number as Excel shows it, and the cells that hold
/// something, by ascending column (the first column is 0).
#[derive(Debug)]
struct Line {
    number: u32,
    cells: Vec<(u32, cell::Value)>,
}

impl Line {
    /// What stands in a column.
    fn value(&self, column: u32) -> &cell::Value {
        match self
            .cells
            .binary_search_by_key(&column, |(position, _)| *position)
        {
            Ok(index) => &self.cells[index].1,
            Err(_) => &cell::Value::Empty,
        }
    }
}
