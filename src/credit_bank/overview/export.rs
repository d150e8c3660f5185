//! Overviews as spreadsheets.

use chrono::NaiveDate;

use super::store::{self, After, TeacherLine, Wanted};
use super::{Line, Sort};
use crate::db::Conn;
use crate::error::Error;
use crate::spreadsheets::write::{Format, Table, TableCell, TableWriter};
use crate::web::answer::Download;
use crate::web::language::{Language, Words};

/// Teachers read at a time.
const PAGE: i64 = 5_000;

/// What a file is called and when it was made.
pub struct Cover<'a> {
    /// Name without ending.
    pub name: &'a str,
    /// The day it is made.
    pub on: NaiveDate,
    /// The reader's language.
    pub words: Words,
    /// Excel or CSV.
    pub format: Format,
}

impl Cover<'_> {
    fn start(&self, headings: &[&str]) -> Result<TableWriter<Vec<u8>>, Error> {
        let table = Table {
            title: self.name.to_owned(),
            headings: headings.iter().map(|key| self.words.say(key)).collect(),
            created_on: self.on,
        };
        TableWriter::start(self.format, &table, Vec::new()).map_err(Error::fault)
    }

    fn finish(&self, writer: TableWriter<Vec<u8>>) -> Result<Download, Error> {
        let body = writer.finish().map_err(Error::fault)?;
        let name = format!("{}.{}", self.name, self.format.extension());
        Ok(match self.format {
            Format::Xlsx => Download::xlsx(name, body),
            Format::Csv => Download::csv(name, body),
        })
    }
}

/// Districts or schools, a row each.
pub fn lines(cover: &Cover<'_>, lines: &[Line]) -> Result<Download, Error> {
    let mut writer = cover.start(&[
        "overview-organization",
        "overview-teachers",
        "overview-complete",
        "overview-short-general",
        "overview-short-professional",
        "overview-short-elective",
        "overview-short-total",
    ])?;
    for line in lines {
        let row = [
            TableCell::Text(name_of(line, cover.words)),
            TableCell::Integer(line.teachers),
            TableCell::Integer(line.complete),
            TableCell::Hours(line.short.general),
            TableCell::Hours(line.short.professional),
            TableCell::Hours(line.short.elective),
            TableCell::Hours(line.short_total),
        ];
        writer.add_row(&row).map_err(Error::fault)?;
    }
    cover.finish(writer)
}

/// The name of a line in the reader's language; schools have one name only.
pub fn name_of(line: &Line, words: Words) -> String {
    match (&line.organization, words.language, &line.name_en) {
        (None, _, _) => words.say("overview-bureau-run"),
        (_, Language::English, Some(name)) => name.clone(),
        _ => line.name.clone(),
    }
}

/// Teachers, a row each, read page by page.
pub fn teachers(conn: &mut Conn, cover: &Cover<'_>, wanted: &Wanted) -> Result<Download, Error> {
    let mut writer = cover.start(&[
        "overview-teacher-number",
        "overview-name",
        "overview-school",
        "overview-posted-general",
        "overview-posted-professional",
        "overview-posted-elective",
        "overview-pending",
        "overview-short-general",
        "overview-short-professional",
        "overview-short-elective",
        "overview-short-total",
    ])?;
    let mut after = None;
    loop {
        let page = store::list_teachers(conn, wanted, after.as_ref(), PAGE)?;
        for line in &page {
            writer.add_row(&row_of(line)).map_err(Error::fault)?;
        }
        after = page.last().map(|line| after_line(line, wanted.sort));
        if i64::try_from(page.len()).is_ok_and(|length| length < PAGE) {
            return cover.finish(writer);
        }
    }
}

/// Where the next page begins.
pub fn after_line(line: &TeacherLine, sort: Sort) -> After {
    After {
        value: line.sorted_by(sort),
        name_pinyin: line.name_pinyin.clone(),
        person: line.person,
    }
}

fn row_of(line: &TeacherLine) -> [TableCell; 11] {
    [
        TableCell::Text(line.teacher_number.clone()),
        TableCell::Text(line.name.clone()),
        TableCell::Text(line.school_name.clone()),
        TableCell::Hours(line.posted_general),
        TableCell::Hours(line.posted_professional),
        TableCell::Hours(line.posted_elective),
        TableCell::Hours(line.pending()),
        TableCell::Hours(line.short_general),
        TableCell::Hours(line.short_professional),
        TableCell::Hours(line.short_elective),
        TableCell::Hours(line.short_total),
    ]
}
