//! The list of people as a spreadsheet: what the page shows, all of it, in the same order.

use std::io::Cursor;

use super::search::{self, Found, Part, Wanted};
use crate::access::Action;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::spreadsheets::write::{Format, Table, TableCell, TableWriter};
use crate::web::answer::Download;
use crate::web::language::Words;

/// People read at once.
const PEOPLE_PER_QUERY: i64 = 1_000;

/// Everybody who is found within the actor's reach. Document numbers stay masked.
pub fn write(
    conn: &mut Conn,
    context: &Context,
    words: Words,
    wanted: &Wanted,
    format: Format,
) -> Result<Download, Error> {
    let reach = context.actor.reach(Action::ViewPerson);
    let today = context.today();
    let table = Table {
        title: words.say("nav-people"),
        headings: [
            "person-number",
            "person-name",
            "person-sex",
            "person-born-on",
            "employment-school",
            "employment-post",
            "employment-subject",
            "employment-since",
            "employment-until",
        ]
        .map(|key| words.say(key))
        .to_vec(),
        created_on: today,
    };
    let to = Cursor::new(Vec::new());
    let mut writer = TableWriter::start(format, &table, to).map_err(Error::fault)?;
    let mut part = Part::First;
    loop {
        let found = search::list(conn, &reach, wanted, part, today, PEOPLE_PER_QUERY)?;
        let Some(last) = found.last() else { break };
        part = Part::After(last.person.id);
        for it in &found {
            writer.add_row(&cells(it, words)).map_err(Error::fault)?;
        }
    }
    let body = writer.finish().map_err(Error::fault)?.into_inner();
    let name = format!("{}-{today}.{}", table.title, format.extension());
    Ok(match format {
        Format::Xlsx => Download::xlsx(name, body),
        Format::Csv => Download::csv(name, body),
    })
}

fn cells(found: &Found, words: Words) -> Vec<TableCell> {
    let person = &found.person;
    let date = |day: Option<chrono::NaiveDate>| day.map_or(TableCell::Empty, TableCell::Date);
    let text = |text: &str| TableCell::Text(text.to_owned());
    let mut cells = vec![
        text(&person.teacher_number),
        text(&person.name),
        TableCell::Text(words.say(person.sex.name_key())),
        date(person.born_on),
    ];
    if let Some((employment, school)) = &found.kept_by {
        cells.extend([
            text(school),
            TableCell::Text(words.say(employment.post.name_key())),
            text(employment.subject.as_deref().unwrap_or_default()),
            date(Some(employment.started_on)),
            date(employment.ended_on),
        ]);
    }
    cells
}
