//! Opens a file and iterates over its rows.
//!
//! ```no_run
//! # use xingtan::spreadsheets::{header::{Column, Need}, limits::Limits, read, refusal::ReadError};
//! # fn main() -> Result<(), ReadError> {
//! const COLUMNS: &[Column] = &[
//!     Column { key: "name", names: &["姓名", "Name"], need: Need::Required },
//!     Column { key: "hours", names: &["学时", "Hours"], need: Need::Required },
//! ];
//! let mut file = read::open(std::path::Path::new("completions.xlsx"), &Limits::default())?;
//! for row in file.rows(COLUMNS)? {
//!     let row = row?;
//!     let hours = row.cell("hours");
//!     match hours.hours() {
//!         Ok(amount) => println!("row {}: {amount}", row.number),
//!         Err(error) => println!("{:?}", hours.problem(&error)),
//!     }
//! }
//! # Ok(())
//! # }
//! ```

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use super::Line;
use super::cell::{Cell, Value};
use super::csv_file::{CsvFile, CsvLines};
use super::dates::Epoch;
use super::header::{Column, Header};
use super::limits::Limits;
use super::refusal::{FileRefusal, ReadError};
use super::sniff::{self, Contents};
use super::xlsx_file::{SheetLines, Workbook};

/// Bytes that can be read from the beginning more than once.
pub(super) type Source = Box<dyn ReadSeek>;

pub(super) trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// A file that is known to be whole and within the limits.
pub struct SpreadsheetFile {
    format: Format,
}

enum Format {
    Xlsx(Box<Workbook>),
    Csv(CsvFile),
}

/// Opens a file on disk, whatever its name says.
pub fn open(path: &Path, limits: &Limits) -> Result<SpreadsheetFile, ReadError> {
    open_source(Box::new(BufReader::new(File::open(path)?)), limits)
}

/// Opens bytes in memory.
pub fn open_bytes(bytes: Vec<u8>, limits: &Limits) -> Result<SpreadsheetFile, ReadError> {
    open_source(Box::new(Cursor::new(bytes)), limits)
}

fn open_source(mut source: Source, limits: &Limits) -> Result<SpreadsheetFile, ReadError> {
    let length = source.seek(SeekFrom::End(0))?;
    if length == 0 {
        return Err(FileRefusal::Empty.into());
    }
    let contents = sniff::sniff(&mut source)??;
    let bytes_max = match contents {
        Contents::Zip => limits.xlsx_bytes,
        Contents::Text => limits.csv_bytes,
    };
    if length > bytes_max {
        return Err(FileRefusal::TooLarge { bytes_max }.into());
    }
    let format = match contents {
        Contents::Zip => Format::Xlsx(Box::new(Workbook::open(source, limits)?)),
        Contents::Text => Format::Csv(CsvFile::open(source, limits)?),
    };
    Ok(SpreadsheetFile { format })
}

impl SpreadsheetFile {
    /// How many lines hold something, titles and headings included: the length of a progress bar
    /// that moves by [`Rows::lines_read`].
    pub fn lines_total(&self) -> u32 {
        match &self.format {
            Format::Xlsx(workbook) => workbook.lines_total,
            Format::Csv(file) => file.lines_total,
        }
    }

    /// The rows below the headings, from the first one; may be asked for again. Refuses a file
    /// without the needed columns.
    pub fn rows(&mut self, columns: &[Column]) -> Result<Rows<'_>, ReadError> {
        let (mut lines, epoch) = match &mut self.format {
            Format::Xlsx(workbook) => {
                let epoch = workbook.epoch;
                (Lines::Xlsx(Box::new(workbook.lines()?)), epoch)
            }
            Format::Csv(file) => (Lines::Csv(Box::new(file.lines()?)), Epoch::default()),
        };
        let mut lines_read = 0;
        let header = Header::find(columns, || {
            lines_read += 1;
            lines.next_line()
        })?;
        lines.forget_merged();
        let header = Arc::new(header);
        Ok(Rows {
            lines,
            header,
            epoch,
            lines_read,
            notes: 0,
            has_ended: false,
        })
    }
}

enum Lines<'a> {
    Xlsx(Box<SheetLines<'a>>),
    Csv(Box<CsvLines<'a>>),
}

impl Lines<'_> {
    fn next_line(&mut self) -> Result<Option<Line>, ReadError> {
        match self {
            Lines::Xlsx(lines) => lines.next_line(),
            Lines::Csv(lines) => lines.next_line(),
        }
    }

    fn forget_merged(&mut self) {
        if let Lines::Xlsx(lines) = self {
            lines.forget_merged();
        }
    }
}

/// The rows of a file that hold data. Blank form lines are passed over; so are totals, remarks,
/// signatures and repeated headings, which [`Rows::notes`] counts.
pub struct Rows<'a> {
    lines: Lines<'a>,
    header: Arc<Header>,
    epoch: Epoch,
    lines_read: u32,
    notes: u32,
    has_ended: bool,
}

impl Rows<'_> {
    /// Where the headings stand and what they are.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Lines read so far, of [`SpreadsheetFile::lines_total`].
    pub fn lines_read(&self) -> u32 {
        self.lines_read
    }

    /// Lines so far that were totals, remarks, signatures or headings once more.
    pub fn notes(&self) -> u32 {
        self.notes
    }

    fn next_row(&mut self) -> Result<Option<Row>, ReadError> {
        while let Some(line) = self.lines.next_line()? {
            self.lines_read += 1;
            if self.header.is_footer(&line) || self.header.is_repeated(&line) {
                self.notes += 1;
            } else if !self.header.is_blank(&line) {
                let values = self.header.pick(&line);
                let header = Arc::clone(&self.header);
                return Ok(Some(Row {
                    number: line.number,
                    values,
                    header,
                    epoch: self.epoch,
                }));
            }
        }
        Ok(None)
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_ended {
            return None;
        }
        let row = self.next_row().transpose();
        self.has_ended = !matches!(row, Some(Ok(_)));
        row
    }
}

/// One row of data.
#[derive(Debug, Clone)]
pub struct Row {
    /// The row number that a person sees in Excel.
    pub number: u32,
    values: Vec<Value>,
    header: Arc<Header>,
    epoch: Epoch,
}

impl Row {
    /// A row that somebody typed into a form: what is wrong with it names the column by its key.
    pub fn of_form<'v>(columns: &[Column], value: impl Fn(&str) -> &'v str) -> Row {
        let values = columns.iter().map(|column| match value(column.key) {
            "" => Value::Empty,
            text => Value::Text(text.to_owned()),
        });
        Row {
            number: 1,
            values: values.collect(),
            header: Arc::new(Header::of_form(columns)),
            epoch: Epoch::default(),
        }
    }

    /// True if the file has this one of the caller's columns.
    pub fn has(&self, key: &str) -> bool {
        self.header.has(key)
    }

    /// The cell of one of the caller's columns; empty if the file does not have the column.
    pub fn cell(&self, key: &str) -> Cell<'_> {
        let index = self.header.index_of(key);
        Cell {
            value: &self.values[index],
            heading: self.header.heading(index),
            row: self.number,
            epoch: self.epoch,
        }
    }
}
