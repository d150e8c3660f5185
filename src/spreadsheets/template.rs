//! Blank forms to fill in: headings, an example, lists to choose from, and text columns where
//! Excel would otherwise eat digits.
//!
//! The example stands above the headings. A reader looks for data below them, so an example that
//! nobody deleted is never taken for a person.

use std::io::Write;

use chrono::NaiveDate;
use rust_xlsxwriter::{Color, DataValidation, Format as Style, Worksheet, XlsxError};

use super::write::{self, TableCell, WriteError};

/// A form with one sheet.
#[derive(Debug, Clone)]
pub struct Template {
    /// Names the sheet and the document.
    pub title: String,
    /// One sentence above everything, which should say that the example is not read.
    pub note: String,
    /// From left to right.
    pub columns: Vec<TemplateColumn>,
    /// Goes into the document's properties; passed in, so that equal forms are equal files.
    pub created_on: NaiveDate,
}

/// A column to fill in.
#[derive(Debug, Clone)]
pub struct TemplateColumn {
    /// As the reader will look for it.
    pub heading: String,
    /// Must be filled in; shown with an asterisk, which the reader ignores.
    pub is_required: bool,
    /// An example. Its kind formats the column: below a text nothing is turned into a number.
    pub example: TableCell,
    /// What may be chosen; empty for a free column.
    pub choices: Vec<String>,
}

const NOTE_ROW: u32 = 0;
const EXAMPLE_ROW: u32 = 1;
const HEADING_ROW: u32 = 2;

/// Lists to choose from go down to this row.
const LAST_ROW_WITH_LIST: u32 = 10_000;

/// Excel keeps a list inside a cell's rule only up to this length.
const LIST_LENGTH_MAX: usize = 255;

/// Writes a form as xlsx and hands the target back.
pub fn write_template<W: Write + Send>(template: &Template, mut to: W) -> Result<W, WriteError> {
    let mut workbook = write::workbook(&template.title, template.created_on)?;
    let sheet = workbook.add_worksheet();
    sheet.set_name(write::sheet_name(&template.title))?;
    for (position, column) in (0_u16..).zip(&template.columns) {
        write_column(sheet, position, column)?;
    }
    sheet.write_string_with_format(NOTE_ROW, 0, &template.note, &quiet())?;
    sheet.set_freeze_panes(HEADING_ROW + 1, 0)?;
    workbook.save_to_writer(&mut to)?;
    Ok(to)
}

fn write_column(
    sheet: &mut Worksheet,
    position: u16,
    column: &TemplateColumn,
) -> Result<(), XlsxError> {
    sheet.set_column_format(position, &column_style(&column.example))?;
    let example = (EXAMPLE_ROW, position);
    write::write_cell(sheet, example, &column.example, &write::date_style())?;
    sheet.set_cell_format(
        EXAMPLE_ROW,
        position,
        &column_style(&column.example).merge(&quiet()),
    )?;
    let star = if column.is_required { " *" } else { "" };
    let heading = format!("{}{star}", column.heading);
    sheet.write_string_with_format(HEADING_ROW, position, &heading, &write::heading_style())?;
    let widest = match &column.example {
        TableCell::Text(text) => write::width(text).max(write::width(&heading)),
        _ => write::width(&heading).max(10),
    };
    sheet.set_column_width(position, write::column_width(widest))?;
    let list_length: usize = column
        .choices
        .iter()
        .map(|it| it.encode_utf16().count() + 1)
        .sum();
    if !column.choices.is_empty() && list_length <= LIST_LENGTH_MAX {
        let list = DataValidation::new().allow_list_strings(&column.choices)?;
        let first = HEADING_ROW + 1;
        sheet.add_data_validation(first, position, LAST_ROW_WITH_LIST, position, &list)?;
    }
    Ok(())
}

fn column_style(example: &TableCell) -> Style {
    match example {
        TableCell::Text(_) | TableCell::Empty => Style::new().set_num_format("@"),
        TableCell::Date(_) => write::date_style(),
        TableCell::Hours(_) | TableCell::Integer(_) | TableCell::Points(_) => Style::new(),
    }
}

fn quiet() -> Style {
    Style::new().set_italic().set_font_color(Color::Gray)
}
