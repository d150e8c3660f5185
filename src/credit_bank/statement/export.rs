//! A statement for machines: JSON for the command line, rows for spreadsheets.

use serde_json::{Value, json};

use super::actions::Statement;
use super::explained::{Details, Told, tell_all};
use super::rules::Line;
use crate::clock::day_of;
use crate::credit_bank::rules::{ByCategory, Requirement, Shortfall};
use crate::db::Conn;
use crate::error::Error;
use crate::hours::Hours;
use crate::spreadsheets::write::{Format, Table, TableCell, TableWriter};
use crate::web::answer::Download;
use crate::web::language::Words;

/// The stable form that scripts read. Hours are numbers with at most two decimals.
pub fn to_json(statement: &Statement) -> Value {
    let years: Vec<Value> = statement
        .years
        .iter()
        .map(|it| {
            json!({
                "year": it.year,
                "required": required(&it.required),
                "posted": sum(&it.amounts.posted),
                "pending": sum(&it.amounts.pending),
                "over_cap": sum(&it.amounts.over_cap),
                "short": short(&it.short),
                "complete": it.is_complete(),
            })
        })
        .collect();
    json!({
        "teacher_number": statement.person.teacher_number,
        "years": years,
        "cycle": {
            "required": statement.cycle.required,
            "counted": statement.cycle.counted,
        },
    })
}

fn hours(by_category: &ByCategory, total: Hours) -> Value {
    json!({
        "general": by_category.general,
        "professional": by_category.professional,
        "elective": by_category.elective,
        "total": total,
    })
}

fn sum(by_category: &ByCategory) -> Value {
    hours(by_category, by_category.total())
}

fn required(it: &Requirement) -> Value {
    hours(&it.by_category, it.total)
}

fn short(it: &Shortfall) -> Value {
    hours(&it.by_category, it.total)
}

/// Headings of the spreadsheet, in the order of [`row`].
const HEADINGS: [&str; 12] = [
    "statement-teacher-number",
    "statement-name",
    "statement-year",
    "statement-done-on",
    "statement-recorded",
    "statement-what",
    "statement-category",
    "statement-counted",
    "statement-pending",
    "statement-over",
    "statement-state",
    "statement-explanation",
];

/// All lines of a statement as a spreadsheet, newest first, each with its explanation.
pub fn to_file(
    conn: &mut Conn,
    words: Words,
    statement: &Statement,
    format: Format,
) -> Result<Download, Error> {
    let lines: Vec<&Line> = statement.lines.iter().collect();
    let details = Details::load(conn, &lines)?;
    let name = format!(
        "{}-{}-{}",
        words.say("statement-file"),
        statement.person.teacher_number,
        statement.day
    );
    let table = Table {
        title: words.say("statement-file"),
        headings: HEADINGS.iter().map(|key| words.say(key)).collect(),
        created_on: statement.day,
    };
    let mut writer = TableWriter::start(format, &table, Vec::new()).map_err(Error::fault)?;
    for told in tell_all(words, &lines, &details) {
        writer
            .add_row(&row(words, statement, &told))
            .map_err(Error::fault)?;
    }
    let body = writer.finish().map_err(Error::fault)?;
    let name = format!("{name}.{}", format.extension());
    Ok(match format {
        Format::Xlsx => Download::xlsx(name, body),
        Format::Csv => Download::csv(name, body),
    })
}

fn row(words: Words, statement: &Statement, told: &Told) -> [TableCell; 12] {
    let line = &told.line;
    [
        TableCell::Text(statement.person.teacher_number.clone()),
        TableCell::Text(statement.person.name.clone()),
        TableCell::Integer(i64::from(line.year)),
        TableCell::Date(line.effective_on),
        line.recorded_at()
            .map_or(TableCell::Empty, |it| TableCell::Date(day_of(it))),
        TableCell::Text(told.title.clone()),
        TableCell::Text(words.say(line.category.name_key())),
        TableCell::Hours(line.posted),
        TableCell::Hours(line.pending),
        TableCell::Hours(line.over_cap),
        TableCell::Text(told.chip.label.clone()),
        TableCell::Text(told.notes.join(" · ")),
    ]
}
