//! Files made for the tests, and short ways to read them.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::spreadsheets::cell::Cell;
use crate::spreadsheets::header::{Column, Need};
use crate::spreadsheets::limits::Limits;
use crate::spreadsheets::read::{self, SpreadsheetFile};
use crate::spreadsheets::refusal::{FileRefusal, ReadError};

/// The columns of a completion file.
pub const COLUMNS: &[Column] = &[
    Column {
        key: "teacher",
        names: &["教师编号", "Teacher number"],
        need: Need::OneOf("person"),
    },
    Column {
        key: "document",
        names: &["证件号码", "ID number"],
        need: Need::OneOf("person"),
    },
    Column {
        key: "name",
        names: &["姓名", "Name"],
        need: Need::Required,
    },
    Column {
        key: "course",
        names: &["课程名称", "Course"],
        need: Need::Required,
    },
    Column {
        key: "hours",
        names: &["学时", "Hours"],
        need: Need::Required,
    },
    Column {
        key: "date",
        names: &["完成日期", "Completed on"],
        need: Need::Required,
    },
];

pub const HEADINGS: [&str; 5] = ["教师编号", "姓名", "课程名称", "学时", "完成日期"];

pub const GOOD_ROW: [&str; 5] = ["4401001", "张三", "新课标解读", "8", "2026-03-05"];

/// A workbook with one sheet.
pub fn sheet(fill: impl FnOnce(&mut Worksheet) -> Result<&mut Worksheet, XlsxError>) -> Vec<u8> {
    workbook(|book| {
        fill(book.add_worksheet())?;
        Ok(())
    })
}

pub fn workbook(fill: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book).expect("the sample is within Excel's limits");
    book.save_to_buffer().expect("the sample can be saved")
}

/// Headings in the first row and one good row below.
pub fn good_sheet(sheet: &mut Worksheet) -> Result<&mut Worksheet, XlsxError> {
    sheet.write_row(0, 0, HEADINGS)?;
    sheet.write_row(1, 0, GOOD_ROW)
}

/// The parts of an archive.
pub fn parts(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).expect("a whole archive");
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).expect("a part");
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("a whole part");
            (part.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

pub fn archive(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(name.as_str(), SimpleFileOptions::default())
            .expect("a new part");
        writer.write_all(bytes).expect("bytes in memory");
    }
    writer.finish().expect("a whole archive").into_inner()
}

/// The same workbook with one part changed by hand.
pub fn with_part(xlsx: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut parts = parts(xlsx);
    let part = parts
        .iter_mut()
        .find(|(it, _)| it == name)
        .expect("the part is there");
    part.1 = change(std::str::from_utf8(&part.1).expect("XML is text")).into_bytes();
    archive(&parts)
}

pub const SHEET: &str = "xl/worksheets/sheet1.xml";

pub fn open(bytes: &[u8]) -> Result<SpreadsheetFile, FileRefusal> {
    open_within(bytes, &Limits::default())
}

pub fn open_within(bytes: &[u8], limits: &Limits) -> Result<SpreadsheetFile, FileRefusal> {
    read::open_bytes(bytes.to_vec(), limits).map_err(refusal_of)
}

fn refusal_of(error: ReadError) -> FileRefusal {
    match error {
        ReadError::Refused(refusal) => refusal,
        ReadError::Fault(fault) => panic!("memory does not fail: {fault}"),
    }
}

/// Every row as its number and a text for each column: the value, or the code of what is wrong.
pub fn rows(bytes: &[u8]) -> Vec<(u32, String)> {
    try_rows(bytes, &Limits::default()).expect("a good file")
}

pub fn try_rows(bytes: &[u8], limits: &Limits) -> Result<Vec<(u32, String)>, FileRefusal> {
    let mut file = open_within(bytes, limits)?;
    let rows = file.rows(COLUMNS).map_err(refusal_of)?;
    rows.map(|row| {
        let row = row.map_err(refusal_of)?;
        let texts = COLUMNS
            .iter()
            .map(|column| reading(column.key, &row.cell(column.key)));
        Ok((row.number, texts.collect::<Vec<_>>().join("|")))
    })
    .collect()
}

fn reading(key: &str, cell: &Cell<'_>) -> String {
    let text = match key {
        "hours" => cell.hours().map(|hours| hours.to_string()),
        "date" => cell.date().map(|date| date.to_string()),
        _ => cell.text(),
    };
    text.unwrap_or_else(|error| format!("!{}", error.code()))
}

/// The refusal of a file that must not be read.
pub fn refusal(bytes: &[u8]) -> FileRefusal {
    try_rows(bytes, &Limits::default()).expect_err("a file to refuse")
}
