//! What came of an import: as scripts read it, and as a spreadsheet to mend and send again.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::store::list_problems;
use super::{Asked, SoFar, so_far, told};
use crate::context::House;
use crate::db::Conn;
use crate::error::Error;
use crate::jobs::{Job, JobId};
use crate::spreadsheets::header::Column;
use crate::spreadsheets::limits::Limits;
use crate::spreadsheets::read;
use crate::spreadsheets::refusal::FileRefusal;
use crate::spreadsheets::write::{Format, Table, TableCell, TableWriter};
use crate::web::language::{Language, Said, Words};

/// Problems read at once.
const PROBLEMS_PER_QUERY: i64 = 2_000;

/// What came of an import, as `--json` prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Rows of data in the file: accepted, refused, duplicates and tasks together.
    pub rows: usize,
    /// Rows that were stored; in a trial run, that would be.
    pub accepted: usize,
    /// Rows that were refused, in their order.
    pub refused: Vec<RefusedRow>,
    /// Rows that were there already.
    pub duplicates: usize,
    /// Rows that wait for a human's decision.
    pub tasks: usize,
    /// Whether the file as a whole was refused and nothing was read.
    #[serde(skip)]
    pub is_file_refused: bool,
}

/// One refused row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedRow {
    /// The row as Excel numbers it; 0 for the file as a whole.
    pub row: i32,
    /// The heading as it stands in the file.
    pub column: String,
    /// Stable name of the problem.
    pub code: String,
    /// The sentence.
    pub message: String,
}

impl Report {
    /// The report of a file of which nothing can be read.
    pub fn of_refused_file(refusal: &FileRefusal, language: Language) -> Report {
        let row = refusal.row().and_then(|row| i32::try_from(row).ok());
        Report {
            rows: 0,
            accepted: 0,
            refused: vec![RefusedRow {
                row: row.unwrap_or(0),
                column: String::new(),
                code: refusal.code().to_owned(),
                message: Words::of(language).tell(refusal.message()),
            }],
            duplicates: 0,
            tasks: 0,
            is_file_refused: true,
        }
    }
}

/// What came of an import, whole.
pub fn load(conn: &mut Conn, job: &Job, language: Language) -> Result<Report, Error> {
    let SoFar {
        rows,
        accepted,
        duplicates,
        tasks,
        refused,
    } = so_far(job)?;
    let mut problems = Vec::with_capacity(refused);
    each_problem(conn, job.id, |problem| {
        problems.push(RefusedRow {
            row: problem.row_number,
            column: problem.column_name,
            code: problem.code,
            message: in_language(&problem.message, language),
        });
    })?;
    Ok(Report {
        rows,
        accepted,
        refused: problems,
        duplicates,
        tasks,
        is_file_refused: false,
    })
}

fn each_problem(
    conn: &mut Conn,
    job: JobId,
    mut with: impl FnMut(super::store::Problem),
) -> Result<(), Error> {
    let mut after = 0;
    loop {
        let problems = list_problems(conn, job, after, PROBLEMS_PER_QUERY)?;
        let Some(last) = problems.last() else {
            return Ok(());
        };
        after = last.row_number;
        problems.into_iter().for_each(&mut with);
    }
}

/// A kept sentence in a language.
pub fn in_language(kept: &str, language: Language) -> String {
    Said::from_json(kept).map_or_else(|| kept.to_owned(), |it| it.in_language(language))
}

/// The usual heading of a column in a language.
pub fn heading(column: &Column, language: Language) -> &'static str {
    let english = column.names.iter().find(|name| name.is_ascii());
    match (language, english) {
        (Language::English, Some(name)) => name,
        _ => column.names[0],
    }
}

/// The refused rows as they were sent, with what is wrong in the last column. The headings are
/// those that an import understands, so the mended file can be sent again as it is.
pub fn write_refused(
    conn: &mut Conn,
    house: &House,
    job: &Job,
    columns: &[Column],
    words: Words,
    today: NaiveDate,
) -> Result<Vec<u8>, Error> {
    let mut wrong: BTreeMap<u32, String> = BTreeMap::new();
    each_problem(conn, job.id, |problem| {
        let message = in_language(&problem.message, words.language);
        let told = format!("{}: {message}", problem.column_name);
        wrong.insert(u32::try_from(problem.row_number).unwrap_or(0), told);
    })?;
    let asked: Asked = job.parameters.read().map_err(Error::fault)?;
    let path = house.vault.path(&asked.sha256);
    let mut file = read::open(&path, &Limits::default()).map_err(told)?;
    let rows = file.rows(columns).map_err(told)?;
    let present: Vec<&Column> = columns
        .iter()
        .filter(|column| rows.header().has(column.key))
        .collect();
    let mut headings: Vec<String> = present
        .iter()
        .map(|column| heading(column, words.language).to_owned())
        .collect();
    headings.push(words.say("import-problem"));
    let table = Table {
        title: words.say("import-refused-rows"),
        headings,
        created_on: today,
    };
    let mut writer = TableWriter::start(Format::Xlsx, &table, std::io::Cursor::new(Vec::new()))
        .map_err(Error::fault)?;
    for row in rows {
        let row = row.map_err(told)?;
        if let Some(problem) = wrong.get(&row.number) {
            let sent = present
                .iter()
                .map(|column| TableCell::Text(row.cell(column.key).shown()));
            let cells: Vec<TableCell> = sent.chain([TableCell::Text(problem.clone())]).collect();
            writer.add_row(&cells).map_err(Error::fault)?;
        }
    }
    Ok(writer.finish().map_err(Error::fault)?.into_inner())
}
