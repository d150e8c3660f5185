//! A sheet with everything that offices do to one, written as xlsx or as CSV in GB 18030.
//!
//! Not `spreadsheets::write`, which writes tidy tables: these are untidy on purpose.

use chrono::NaiveDate;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};

use super::Outcome;
use crate::error::Error;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day, as a number that Excel shows as one.
    Day(NaiveDate),
    /// A number that Excel shows as a day, though nobody meant one.
    Count(f64),
    /// A formula, and what it last came to.
    Formula(&'static str, &'static str),
    /// Merged with the cell above.
    Merged,
}

/// Text in a cell.
pub fn text(text: impl Into<String>) -> Content {
    Content::Text(text.into())
}

/// A row of data.
#[derive(Debug, Clone)]
pub struct Line {
    /// What is the matter with it, in a few words.
    pub about: &'static str,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Its cells.
    pub cells: Vec<Content>,
}

/// A sheet.
#[derive(Debug)]
pub struct Sheet {
    /// Lines over the headings, each as wide as the table; an empty one is a blank line.
    pub titles: Vec<String>,
    /// The headings.
    pub headings: &'static [&'static str],
    /// The rows of data.
    pub lines: Vec<Line>,
    /// What stands below: totals, signatures.
    pub footer: Vec<Vec<Content>>,
    /// When the file was made.
    pub created_on: NaiveDate,
}

impl Sheet {
    /// The number of the first row of data, as Excel shows it.
    pub fn first_row(&self) -> u32 {
        to_u32(self.titles.len()) + 2
    }
}

/// The sheet as CSV in GB 18030, as Excel on a Chinese Windows saves it.
pub fn gb18030(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    let width = sheet.headings.len();
    for title in &sheet.titles {
        let mut cells = vec![String::new(); width];
        cells[0].clone_from(title);
        writer.write_record(cells).map_err(Error::fault)?;
    }
    writer.write_record(sheet.headings).map_err(Error::fault)?;
    let rows = sheet.lines.iter().map(|it| &it.cells).chain(&sheet.footer);
    for cells in rows {
        let shown = cells.iter().map(shown);
        writer.write_record(shown).map_err(Error::fault)?;
    }
    let utf8 = writer.into_inner().map_err(Error::fault)?;
    let text = String::from_utf8(utf8).map_err(Error::fault)?;
    let (bytes, _, has_unmappable) = encoding_rs::GB18030.encode(&text);
    debug_assert!(!has_unmappable, "GB 18030 has every character");
    Ok(bytes.into_owned())
}

fn shown(content: &Content) -> String {
    match content {
        Content::Empty | Content::Merged => String::new(),
        Content::Text(text) => text.clone(),
        Content::Number(number) | Content::Count(number) => number.to_string(),
        // Excel's short date of a Chinese Windows.
        Content::Day(day) => day.format("%Y/%-m/%-d").to_string(),
        Content::Formula(_, result) => (*result).to_owned(),
    }
}

/// The sheet as xlsx. The same sheet gives the same bytes.
pub fn xlsx(sheet: &Sheet) -> Result<Vec<u8>, Error> {
    write_workbook(sheet).map_err(Error::fault)
}

struct Styles {
    title: Format,
    note: Format,
    heading: Format,
    cell: Format,
    day: Format,
}

impl Styles {
    fn new() -> Styles {
        let cell = Format::new()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter);
        Styles {
            title: Format::new()
                .set_bold()
                .set_font_size(16)
                .set_align(FormatAlign::Center),
            note: Format::new(),
            heading: cell.clone().set_bold().set_align(FormatAlign::Center),
            day: cell.clone().set_num_format("yyyy/m/d"),
            cell,
        }
    }
}

fn write_workbook(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::parse_from_str(&sheet.created_on.to_string())?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let styles = Styles::new();
    let page = workbook.add_worksheet();
    let last_column = to_u16(sheet.headings.len()) - 1;
    for ((row, title), is_first) in (0..).zip(&sheet.titles).zip((0..).map(|it| it == 0)) {
        let style = if is_first {
            &styles.title
        } else {
            &styles.note
        };
        if !title.is_empty() {
            page.merge_range(row, 0, row, last_column, title, style)?;
        }
    }
    let heading_row = to_u32(sheet.titles.len());
    for (column, heading) in (0..).zip(sheet.headings) {
        page.write_with_format(heading_row, column, *heading, &styles.heading)?;
        page.set_column_width(column, width(sheet, usize::from(column)))?;
    }
    let rows: Vec<&[Content]> = sheet
        .lines
        .iter()
        .map(|it| it.cells.as_slice())
        .chain(sheet.footer.iter().map(Vec::as_slice))
        .collect();
    let first = heading_row + 1;
    for (index, cells) in rows.iter().enumerate() {
        for (column, content) in cells.iter().enumerate() {
            let merged = rows[index + 1..]
                .iter()
                .take_while(|it| it.get(column) == Some(&Content::Merged))
                .count();
            let place = (first + to_u32(index), to_u16(column));
            if merged > 0 && *content != Content::Merged {
                let last_row = place.0 + to_u32(merged);
                page.merge_range(place.0, place.1, last_row, place.1, "", &styles.cell)?;
            }
            write_cell(page, place, content, &styles)?;
        }
    }
    workbook.save_to_buffer()
}

fn write_cell(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    content: &Content,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match content {
        Content::Merged => return Ok(()),
        Content::Empty => page.write_blank(row, column, &styles.cell)?,
        Content::Text(text) => page.write_with_format(row, column, text, &styles.cell)?,
        Content::Number(number) => page.write_with_format(row, column, *number, &styles.cell)?,
        Content::Day(day) => {
            let day = ExcelDateTime::parse_from_str(&day.to_string())?;
            page.write_with_format(row, column, &day, &styles.day)?
        }
        Content::Count(number) => page.write_with_format(row, column, *number, &styles.day)?,
        Content::Formula(formula, result) => {
            let formula = Formula::new(*formula).set_result(*result);
            page.write_with_format(row, column, formula, &styles.cell)?
        }
    };
    Ok(())
}

/// Wide enough for what stands in a column; a Chinese character is two letters wide.
fn width(sheet: &Sheet, column: usize) -> f64 {
    let letters = |text: &str| -> u32 { text.chars().map(|it| 1 + u32::from(it > '\u{ff}')).sum() };
    let cells = sheet.lines.iter().filter_map(|it| it.cells.get(column));
    let widest = cells.map(|it| letters(&shown(it))).max().unwrap_or(0);
    f64::from(widest.max(letters(sheet.headings[column])).min(40) + 2)
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn to_u16(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
