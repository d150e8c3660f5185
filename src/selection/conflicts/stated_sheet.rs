//! Ties from the bureau's lists: studios with their members, mentors with their pupils, authors of one
//! work. A spreadsheet, tried first and then taken in; all of it or nothing.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::Path;

use super::rules::pair;
use super::{StatedBy, StatedTie, TieKind, actions, store};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::journal::{self, Act};
use crate::message::{Fact, Message};
use crate::organizations;
use crate::people::{self, PersonId};
use crate::selection::phases::Permission;
use crate::selection::rounds;
use crate::spreadsheets::cell::Cell;
use crate::spreadsheets::header::{Column, Need};
use crate::spreadsheets::limits::Limits;
use crate::spreadsheets::read::{self, Row};
use crate::spreadsheets::refusal::ReadError;

/// Lines that are wrong and told, at most.
const PROBLEMS_MAX: usize = 50;
/// Lines of one file, at most.
const LINES_MAX: usize = 5_000;

const COLUMNS: &[Column] = &[
    Column {
        key: "kind",
        names: &["关系", "Kind"],
        need: Need::Required,
    },
    Column {
        key: "one",
        names: &["教师编号", "Teacher number"],
        need: Need::Required,
    },
    Column {
        key: "other",
        names: &["对方教师编号", "The other's teacher number"],
        need: Need::Required,
    },
    Column {
        key: "since",
        names: &["开始日期", "Since"],
        need: Need::Optional,
    },
    Column {
        key: "until",
        names: &["结束日期", "Until"],
        need: Need::Optional,
    },
    Column {
        key: "source",
        names: &["来源", "Source"],
        need: Need::Required,
    },
];

/// What a kind is called in a list.
fn read_kind(text: &str) -> Option<TieKind> {
    match text.trim() {
        "亲属" | "kin" => Some(TieKind::Kin),
        "师徒" | "mentor" => Some(TieKind::Mentor),
        "同一工作室" | "工作室" | "studio" => Some(TieKind::Studio),
        "合作者" | "co-author" | "co_author" => Some(TieKind::CoAuthor),
        "其他利害关系" | "其他" | "other" => Some(TieKind::Other),
        _ => None,
    }
}

/// Reads a list and takes its ties in; a dry run only says whether it could. Tells how many there are.
/// Lines that cannot be are told, and then nothing is done. Rounds in which conflicts can be decided
/// are searched at once.
pub fn take_in(
    conn: &mut Conn,
    context: &Context,
    path: &Path,
    is_dry: bool,
) -> Result<usize, Error> {
    may(&context.actor, Action::ManageExperts, &Facts::default())?;
    let ties = read_ties(conn, context, path)?;
    if is_dry {
        return Ok(ties.len());
    }
    for tie in &ties {
        store::save_stated(conn, tie)?;
    }
    let bureau = organizations::store::load_bureau(conn)?;
    let act = Act {
        event: "ties_taken_in",
        subject: ("organizations", bureau.id.0),
        organization: Some(bureau.id),
        reason: None,
        payload: serde_json::json!({ "count": ties.len() }),
    };
    journal::record(conn, context, act)?;
    for round in rounds::store::list_in_phase_of(conn, Permission::ManageConflicts)? {
        let running = rounds::store::load_running(conn, round)?;
        actions::find_new(conn, context, &running)?;
    }
    Ok(ties.len())
}

fn read_ties(conn: &mut Conn, context: &Context, path: &Path) -> Result<Vec<StatedTie>, Error> {
    let mut file = read::open(path, &Limits::default()).map_err(told)?;
    let mut errors = FieldErrors::default();
    let mut known: BTreeMap<String, Option<PersonId>> = BTreeMap::new();
    let mut ties = Vec::new();
    let mut lines = 0;
    for row in file.rows(COLUMNS).map_err(told)? {
        let row = row.map_err(told)?;
        lines += 1;
        if lines > LINES_MAX {
            let most = Message::new("assignment-too-many-lines").with("most", LINES_MAX);
            return Err(Error::input("file", most));
        }
        for key in ["one", "other"] {
            let number = row.cell(key).text().unwrap_or_default();
            if let Entry::Vacant(unknown) = known.entry(number) {
                let person = people::store::find_by_number(conn, unknown.key())?;
                unknown.insert(person.map(|it| it.id));
            }
        }
        match read_tie(context, &row, &known) {
            Ok(tie) => ties.push(tie),
            Err(problem) if errors.0.len() < PROBLEMS_MAX => {
                let line = Message::new("assignment-line-wrong")
                    .with("row", i64::from(row.number))
                    .with("problem", Fact::Key(problem));
                errors.add("file", line);
            }
            Err(_) => {}
        }
    }
    errors.check()?;
    Ok(ties)
}

/// One line, or the key of what is wrong with it.
fn read_tie(
    context: &Context,
    row: &Row,
    known: &BTreeMap<String, Option<PersonId>>,
) -> Result<StatedTie, &'static str> {
    let text = |key: &str| row.cell(key).text().unwrap_or_default();
    let person = |key: &str| {
        let found = known.get(&text(key)).copied().flatten();
        found.ok_or("stated-line-nobody")
    };
    let (one, other) = (person("one")?, person("other")?);
    if one == other {
        return Err("stated-line-oneself");
    }
    let day = |key: &str| {
        let cell = row.cell(key);
        cell.optional(Cell::date).map_err(|_| "stated-line-day")
    };
    let (since_on, until_on) = (day("since")?, day("until")?);
    if since_on
        .zip(until_on)
        .is_some_and(|(since, until)| until < since)
    {
        return Err("stated-line-day");
    }
    let note = text("source");
    if note.trim().is_empty() {
        return Err("stated-line-source");
    }
    let (person_id, other_id) = pair(one, other);
    Ok(StatedTie {
        person_id,
        other_id,
        kind: read_kind(&text("kind")).ok_or("stated-line-kind")?,
        stated_by: StatedBy::Bureau,
        note: note.trim().to_owned(),
        since_on,
        until_on,
        stated_at: context.at,
    })
}

/// Why a file cannot be read; a broken disk is a fault.
fn told(error: ReadError) -> Error {
    match error {
        ReadError::Refused(refusal) => Error::input("file", refusal.message()),
        ReadError::Fault(error) => Error::fault(error),
    }
}
