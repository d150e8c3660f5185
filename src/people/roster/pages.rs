//! The page that takes a roster, and the blank form for one.

use std::io::Cursor;

use askama::Template;
use chrono::NaiveDate;

use super::sheet::{COLUMNS, choices};
use crate::error::{Error, FieldErrors};
use crate::imports::report::heading;
use crate::spreadsheets::header::Need;
use crate::spreadsheets::template::{self, TemplateColumn};
use crate::spreadsheets::write::TableCell;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::language::Words;
use crate::web::parts::{Choice, Link, Problems};

/// Where a roster is handed in.
#[derive(Debug, Template)]
#[template(path = "people/roster.html")]
pub struct RosterPage {
    frame: Frame,
    mode: String,
    problems: Problems,
}

impl RosterPage {
    /// The page, with what is wrong with the file that was sent.
    pub fn new(frame: Frame, values: &Values, errors: &FieldErrors) -> RosterPage {
        let mode = match values.get("mode") {
            "store" => "store",
            _ => "trial",
        };
        RosterPage {
            mode: mode.to_owned(),
            problems: errors.in_words(frame.words),
            frame,
        }
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(self.frame.say("nav-people"), "/people")]
    }

    fn modes(&self) -> [Choice; 2] {
        let say = |key| self.frame.say(key);
        [
            Choice::new("trial", say("roster-trial"), &self.mode)
                .explained(say("roster-trial-hint")),
            Choice::new("store", say("roster-store"), &self.mode)
                .explained(say("roster-store-hint")),
        ]
    }

    /// The columns that a roster has: name, and whether it must be there.
    fn columns(&self) -> Vec<(String, String)> {
        let language = self.frame.words.language;
        COLUMNS
            .iter()
            .map(|column| {
                let need = match column.need {
                    Need::OneOf("school") => "roster-column-school",
                    Need::Required | Need::OneOf(_) => "roster-column-required",
                    Need::Optional => "optional",
                };
                (heading(column, language).to_owned(), self.frame.say(need))
            })
            .collect()
    }
}

/// The blank form: headings, an example above them, and lists to choose from.
pub fn blank_form(words: Words, today: NaiveDate) -> Result<Vec<u8>, Error> {
    let columns = COLUMNS
        .iter()
        .map(|column| TemplateColumn {
            heading: heading(column, words.language).to_owned(),
            is_required: !matches!(column.need, Need::Optional) && column.key != "school_name",
            example: example(column.key, words),
            choices: choices(column.key)
                .into_iter()
                .map(|key| words.say(key))
                .collect(),
        })
        .collect();
    let form = template::Template {
        title: words.say("roster-form-title"),
        note: words.say("roster-form-note"),
        columns,
        created_on: today,
    };
    let written = template::write_template(&form, Cursor::new(Vec::new()));
    Ok(written.map_err(Error::fault)?.into_inner())
}

/// An example for each column: the standard's own number, whose bearer does not exist.
fn example(key: &str, words: Words) -> TableCell {
    let text = |text: &str| TableCell::Text(text.to_owned());
    let say = |key: &str| TableCell::Text(words.say(key));
    let day = |year, month, day| {
        NaiveDate::from_ymd_opt(year, month, day).map_or(TableCell::Empty, TableCell::Date)
    };
    match key {
        "name" => say("roster-example-name"),
        "document_kind" => say("document-citizen-id"),
        "document_number" => text("11010519491231002X"),
        "sex" => say("sex-female"),
        "born_on" => day(1949, 12, 31),
        "school_code" => text("2144000001"),
        "school_name" => say("roster-example-school"),
        "post" => say("post-teacher"),
        "subject" => say("roster-example-subject"),
        "started_on" => day(2024, 9, 1),
        "title" => say("title-first-grade"),
        _ => TableCell::Text(String::new()),
    }
}
