//! Exports: one table as xlsx or CSV, row by row, with memory that does not grow by the row.
//!
//! The same rows written on the same day give the same bytes. Blank forms are in
//! [`super::template`].

use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as Style, Workbook, Worksheet};
use rust_xlsxwriter::{FormatBorder, XlsxError};

use crate::hours::Hours;

/// The two forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Excel and WPS.
    Xlsx,
    /// Everything else.
    Csv,
}

impl Format {
    /// Ending of the file name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::Csv => "csv",
        }
    }

    /// For the `Content-Type` header.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// What a table is called and what its columns are.
#[derive(Debug, Clone)]
pub struct Table {
    /// Names the sheet and the document.
    pub title: String,
    /// One for each column.
    pub headings: Vec<String>,
    /// Goes into the document's properties; passed in, so that equal exports are equal files.
    pub created_on: NaiveDate,
}

/// One cell of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableCell {
    /// Nothing.
    Empty,
    /// Text, never taken for a formula. Numbers that identify, such as 教师编号, are text too.
    Text(String),
    /// Class hours, as a number that can be summed.
    Hours(Hours),
    /// A count.
    Integer(i64),
    /// Points in thousandths, as a number of two decimals.
    Points(i64),
    /// A day.
    Date(NaiveDate),
}

/// Writes a table: start, add rows, finish.
pub struct TableWriter<W: Write + Send> {
    to: Target<W>,
}

enum Target<W: Write + Send> {
    Xlsx(Box<XlsxTable<W>>),
    Csv(Box<csv::Writer<W>>),
}

/// Beginnings that make a spreadsheet program take text for a formula. The full-width forms are
/// taken likewise by programs set to Chinese.
pub(super) const FORMULA_STARTS: [char; 10] =
    ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

impl<W: Write + Send> TableWriter<W> {
    /// Begins a table with its headings.
    pub fn start(format: Format, table: &Table, mut to: W) -> Result<Self, WriteError> {
        let to = match format {
            Format::Xlsx => Target::Xlsx(Box::new(XlsxTable::start(table, to)?)),
            Format::Csv => {
                // Without the mark Excel takes UTF-8 for GBK.
                to.write_all("\u{FEFF}".as_bytes())?;
                let builder = &mut csv::WriterBuilder::new();
                let mut writer = builder
                    .terminator(csv::Terminator::CRLF)
                    .flexible(true)
                    .from_writer(to);
                writer.write_record(table.headings.iter().map(|heading| guarded(heading)))?;
                Target::Csv(Box::new(writer))
            }
        };
        Ok(TableWriter { to })
    }

    /// Adds a row; the cells follow the headings.
    pub fn add_row(&mut self, cells: &[TableCell]) -> Result<(), WriteError> {
        match &mut self.to {
            Target::Xlsx(table) => table.add_row(cells),
            Target::Csv(writer) => Ok(writer.write_record(cells.iter().map(csv_text))?),
        }
    }

    /// Writes what is left and hands the target back.
    pub fn finish(self) -> Result<W, WriteError> {
        match self.to {
            Target::Xlsx(table) => table.finish(),
            Target::Csv(writer) => writer
                .into_inner()
                .map_err(|error| WriteError::Io(error.into_error())),
        }
    }
}

fn csv_text(cell: &TableCell) -> String {
    match cell {
        TableCell::Empty => String::new(),
        TableCell::Text(text) => guarded(text),
        TableCell::Hours(hours) => hours.to_string(),
        TableCell::Integer(number) => number.to_string(),
        TableCell::Points(thousandths) => points(*thousandths).to_string(),
        TableCell::Date(date) => date.to_string(),
    }
}

/// Points to two decimals, as people read them.
#[allow(clippy::cast_precision_loss)] // points stay far below 2^53
fn points(thousandths: i64) -> f64 {
    (thousandths as f64 / 10.0).round() / 100.0
}

/// Text that a spreadsheet program will not run as a formula. [`super::read`] takes the
/// apostrophe off again.
fn guarded(text: &str) -> String {
    if text.starts_with(FORMULA_STARTS) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A table on its way into a workbook. Rows go to a temporary file; only texts that differ are
/// held in memory.
struct XlsxTable<W> {
    workbook: Workbook,
    to: W,
    next_row: u32,
    /// The widest cell of each column so far.
    widths: Vec<usize>,
    date: Style,
}

impl<W: Write + Send> XlsxTable<W> {
    fn start(table: &Table, to: W) -> Result<Self, WriteError> {
        let mut workbook = workbook(&table.title, table.created_on)?;
        let sheet = workbook.add_worksheet_with_low_memory()?;
        let widths = begin_sheet(sheet, &table.title, &table.headings)?;
        Ok(XlsxTable {
            workbook,
            to,
            next_row: 1,
            widths,
            date: date_style(),
        })
    }

    fn add_row(&mut self, cells: &[TableCell]) -> Result<(), WriteError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        write_row(sheet, self.next_row, cells, &mut self.widths, &self.date)?;
        self.next_row += 1;
        Ok(())
    }

    fn finish(mut self) -> Result<W, WriteError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        end_sheet(sheet, self.next_row - 1, &self.widths)?;
        self.workbook.save_to_writer(&mut self.to)?;
        Ok(self.to)
    }
}

/// Names a sheet and writes its headings; tells how wide they are.
fn begin_sheet(
    sheet: &mut Worksheet,
    title: &str,
    headings: &[String],
) -> Result<Vec<usize>, XlsxError> {
    sheet.set_name(sheet_name(title))?;
    sheet.set_freeze_panes(1, 0)?;
    let style = heading_style();
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.write_string_with_format(0, column, heading, &style)?;
    }
    let widths = headings.iter().map(|it| width(it) + FILTER_ARROW);
    Ok(widths.collect())
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    cells: &[TableCell],
    widths: &mut [usize],
    date_style: &Style,
) -> Result<(), XlsxError> {
    for ((column, cell), widest) in (0_u16..).zip(cells).zip(widths) {
        write_cell(sheet, (row, column), cell, date_style)?;
        *widest = (*widest).max(cell_width(cell));
    }
    Ok(())
}

/// Fits the columns and gives each a filter.
fn end_sheet(sheet: &mut Worksheet, last_row: u32, widths: &[usize]) -> Result<(), XlsxError> {
    for (column, width) in (0_u16..).zip(widths) {
        sheet.set_column_width(column, column_width(*width))?;
    }
    if let Some(last) = widths.len().checked_sub(1) {
        let last = u16::try_from(last).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, last_row, last)?;
    }
    Ok(())
}

/// One sheet of a workbook with several.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What it is called.
    pub title: String,
    /// One for each column.
    pub headings: Vec<String>,
    /// Cells that follow the headings.
    pub rows: Vec<Vec<TableCell>>,
}

/// Writes a small workbook with several sheets.
pub fn write_sheets(
    title: &str,
    created_on: NaiveDate,
    sheets: &[Sheet],
) -> Result<Vec<u8>, WriteError> {
    let mut workbook = workbook(title, created_on)?;
    let date = date_style();
    for it in sheets {
        let sheet = workbook.add_worksheet();
        let mut widths = begin_sheet(sheet, &it.title, &it.headings)?;
        let mut last_row = 0;
        for (row, cells) in (1_u32..).zip(&it.rows) {
            write_row(sheet, row, cells, &mut widths, &date)?;
            last_row = row;
        }
        end_sheet(sheet, last_row, &widths)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// Excel opens no file with a longer cell; the longest reason that anybody wrote is shorter.
const CELL_CHARACTERS_MAX: usize = 16_000;

/// Writes one cell, numbers as numbers and days as days.
pub(super) fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &TableCell,
    date_style: &Style,
) -> Result<(), XlsxError> {
    match cell {
        TableCell::Empty => return Ok(()),
        TableCell::Text(text) => {
            let text: String = text.chars().take(CELL_CHARACTERS_MAX).collect();
            sheet.write_string(row, column, text)?
        }
        TableCell::Hours(hours) => sheet.write_number(row, column, hours.as_f64())?,
        #[allow(clippy::cast_precision_loss)] // counts stay far below 2^53
        TableCell::Integer(number) => sheet.write_number(row, column, *number as f64)?,
        TableCell::Points(thousandths) => sheet.write_number(row, column, points(*thousandths))?,
        TableCell::Date(date) => {
            sheet.write_number_with_format(row, column, day_count(*date), date_style)?
        }
    };
    Ok(())
}

/// A workbook whose bytes depend on nothing but its contents.
pub(super) fn workbook(title: &str, created_on: NaiveDate) -> Result<Workbook, XlsxError> {
    let year = u16::try_from(created_on.year()).unwrap_or(1900);
    let [month, day] = [created_on.month(), created_on.day()].map(|it| it.to_le_bytes()[0]);
    let created = ExcelDateTime::from_ymd(year, month, day)?;
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_creation_datetime(&created),
    );
    Ok(workbook)
}

/// A sheet may not be called anything: at most 31 characters, some of them barred.
pub(super) fn sheet_name(title: &str) -> String {
    let barred = |it: char| matches!(it, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let name: String = title
        .chars()
        .map(|it| if barred(it) { ' ' } else { it })
        .take(31)
        .collect();
    let name = name.trim();
    if name.is_empty() {
        "Sheet1".to_owned()
    } else {
        name.to_owned()
    }
}

pub(super) fn heading_style() -> Style {
    Style::new()
        .set_bold()
        .set_background_color("F3E9DC")
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap()
}

pub(super) fn date_style() -> Style {
    Style::new().set_num_format("yyyy-mm-dd")
}

/// Excel counts days from the last but one of 1899, believing in 29 February 1900.
fn day_count(date: NaiveDate) -> f64 {
    let origin = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day of the calendar");
    let days = date.signed_duration_since(origin).num_days();
    f64::from(i32::try_from(days).unwrap_or(0))
}

/// Room for the arrow of the filter.
const FILTER_ARROW: usize = 3;

/// Width in Latin letters: a Chinese character takes two.
pub(super) fn width(text: &str) -> usize {
    text.chars()
        .map(|it| if it < '\u{1100}' { 1 } else { 2 })
        .sum()
}

fn cell_width(cell: &TableCell) -> usize {
    match cell {
        TableCell::Empty => 0,
        TableCell::Text(text) => width(text),
        TableCell::Hours(hours) => hours.to_string().len(),
        TableCell::Integer(number) => number.to_string().len(),
        TableCell::Points(thousandths) => points(*thousandths).to_string().len(),
        TableCell::Date(_) => 10,
    }
}

/// Wide enough to read, narrow enough to print.
pub(super) fn column_width(letters: usize) -> f64 {
    let letters = u8::try_from(letters.clamp(8, 48)).unwrap_or(48);
    f64::from(letters) + 1.5
}

/// A table could not be written: a fault of the disk or of the program, never of the reader.
#[derive(Debug)]
pub enum WriteError {
    /// The target does not take the bytes.
    Io(io::Error),
    /// The workbook cannot hold it, for instance a million and a half rows.
    Xlsx(XlsxError),
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> WriteError {
        WriteError::Io(error)
    }
}

impl From<csv::Error> for WriteError {
    fn from(error: csv::Error) -> WriteError {
        WriteError::Io(error.into())
    }
}

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> WriteError {
        WriteError::Xlsx(error)
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Io(error) => write!(f, "table could not be written: {error}"),
            WriteError::Xlsx(error) => write!(f, "table does not fit a workbook: {error}"),
        }
    }
}

impl std::error::Error for WriteError {}
