//! A CSV as a stream of lines: any delimiter that Excel writes, rows numbered as Excel shows them.
//!
//! Memory does not grow with the file. The whole file is read once when it is opened, so that a
//! broken or too long one is refused before a row was used.

use std::io::Read;

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};
use encoding_rs::Encoding;

use super::cell::Value;
use super::encoding::{self, Decoded, RecordTooLong};
use super::limits::Limits;
use super::read::Source;
use super::refusal::{FileRefusal, ReadError};
use super::{Line, text};

/// An open CSV file.
pub struct CsvFile {
    source: Source,
    encoding: &'static Encoding,
    delimiter: u8,
    record_bytes: usize,
    /// Lines that hold something.
    pub lines_total: u32,
}

impl CsvFile {
    /// Finds out encoding and delimiter and reads the file once to its end.
    pub fn open(mut source: Source, limits: &Limits) -> Result<CsvFile, ReadError> {
        let encoding = encoding::detect(&mut source)?;
        let delimiter = delimiter(Decoded::new(&mut source, encoding)?)?;
        let record_bytes = limits.record_bytes;
        let mut file = CsvFile {
            source,
            encoding,
            delimiter,
            record_bytes,
            lines_total: 0,
        };
        file.lines_total = file.count_lines(limits)?;
        if file.lines_total == 0 {
            return Err(FileRefusal::Empty.into());
        }
        Ok(file)
    }

    /// The lines from the top.
    pub fn lines(&mut self) -> Result<CsvLines<'_>, ReadError> {
        let decoded = Decoded::new(&mut self.source, self.encoding)?;
        let reader = ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(decoded);
        let record_bytes = self.record_bytes;
        Ok(CsvLines {
            reader,
            record: StringRecord::new(),
            number: 0,
            record_bytes,
        })
    }

    fn count_lines(&mut self, limits: &Limits) -> Result<u32, ReadError> {
        let mut lines = self.lines()?;
        let mut count = 0;
        while lines.next_line()?.is_some() {
            count += 1;
            if count > limits.rows {
                return Err(FileRefusal::TooManyRows {
                    rows_max: limits.rows,
                }
                .into());
            }
        }
        Ok(count)
    }
}

/// The lines of a CSV file, read as they are asked for.
pub struct CsvLines<'a> {
    reader: Reader<Decoded<&'a mut Source>>,
    record: StringRecord,
    number: u32,
    record_bytes: usize,
}

impl CsvLines<'_> {
    /// The next line that holds something.
    pub fn next_line(&mut self) -> Result<Option<Line>, ReadError> {
        loop {
            self.reader.get_mut().allow(self.record_bytes);
            let before = self.reader.position().line();
            match self.reader.read_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err(error) => return Err(self.read_error(error)),
            }
            // Blank lines are rows in Excel; line breaks inside a cell are not.
            let line_breaks = self.reader.position().line() - before;
            let inside = self
                .record
                .as_slice()
                .bytes()
                .filter(|byte| *byte == b'\n')
                .count();
            let rows = line_breaks.saturating_sub(inside as u64);
            self.number = self
                .number
                .saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
            let fields = (0_u32..).zip(&self.record);
            let cells: Vec<(u32, Value)> = fields
                .map(|(column, field)| (column, value_of(field)))
                .filter(|(_, value)| *value != Value::Empty)
                .collect();
            if !cells.is_empty() {
                return Ok(Some(Line {
                    number: self.number,
                    cells,
                }));
            }
        }
    }

    fn read_error(&self, error: csv::Error) -> ReadError {
        let ErrorKind::Io(error) = error.into_kind() else {
            return FileRefusal::UnknownEncoding.into();
        };
        match error.get_ref() {
            Some(inner) if inner.is::<RecordTooLong>() => FileRefusal::RecordTooLong {
                row: self.number + 1,
            }
            .into(),
            _ => ReadError::Fault(error),
        }
    }
}

/// What a field means. A CSV has no types, but three conventions of the programs that write it:
/// `="0123"` keeps digits as text, a leading apostrophe likewise, and `=…` is a formula.
fn value_of(field: &str) -> Value {
    let trimmed = field.trim();
    if text::is_blank(trimmed) {
        return Value::Empty;
    }
    if let Some(formula) = trimmed.strip_prefix('=') {
        let quoted = formula
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        return match quoted {
            Some(text) if text::is_blank(text) => Value::Empty,
            Some(text) if !text.contains('"') => Value::Text(text.to_owned()),
            _ => Value::Formula {
                shows_nothing: false,
            },
        };
    }
    match trimmed.strip_prefix('\'') {
        Some(text) if text.starts_with(is_guarded) => Value::Text(text.to_owned()),
        _ => Value::Text(field.to_owned()),
    }
}

/// Beginnings that an apostrophe protects from Excel: our own exports write it, and so do people
/// before long numbers.
fn is_guarded(first: char) -> bool {
    first.is_ascii_digit() || super::write::FORMULA_STARTS.contains(&first)
}

/// The delimiter that occurs most often in the first lines, outside quotation marks.
fn delimiter(text: impl Read) -> Result<u8, ReadError> {
    const BYTES_READ: u64 = 64 * 1024;
    const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];
    let mut head = Vec::new();
    text.take(BYTES_READ).read_to_end(&mut head)?;
    let mut counts = [0_u32; DELIMITERS.len()];
    let mut is_quoted = false;
    for byte in head {
        is_quoted ^= byte == b'"';
        if let (false, Some(index)) = (is_quoted, DELIMITERS.iter().position(|it| *it == byte)) {
            counts[index] += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    let index = counts.iter().position(|count| *count == most).unwrap_or(0);
    Ok(DELIMITERS[index])
}
