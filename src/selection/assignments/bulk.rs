//! Assignments as a spreadsheet: written out, changed by hand, read back; all of it or nothing.

use std::collections::BTreeMap;
use std::path::Path;

use super::actions::{bring_together, check_blind, release};
use super::rules::{Refusal, may_add, may_remove};
use super::store::{self, Table};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::{Fact, Message};
use crate::people;
use crate::selection::committees::MemberId;
use crate::selection::committees::actions::{load_as_secretary, load_visible};
use crate::selection::conflicts;
use crate::selection::nominations::NominationId;
use crate::selection::phases::Permission;
use crate::selection::reviews::rules::ReviewState;
use crate::selection::rounds::{RoundId, Running};
use crate::spreadsheets::header::{Column, Need};
use crate::spreadsheets::limits::Limits;
use crate::spreadsheets::read::{self, Row};
use crate::spreadsheets::refusal::ReadError;
use crate::spreadsheets::write::{Format, Table as Sheet, TableCell, TableWriter};
use crate::web::answer::Download;
use crate::web::language::Words;

/// Lines that are wrong and told, at most.
const PROBLEMS_MAX: usize = 50;
/// Lines of one file, at most.
const LINES_MAX: usize = 5_000;

const COLUMNS: &[Column] = &[
    Column {
        key: "candidate",
        names: &["候选人教师编号", "Candidate's teacher number"],
        need: Need::Required,
    },
    Column {
        key: "member",
        names: &["评委教师编号", "Member's teacher number"],
        need: Need::Required,
    },
    Column {
        key: "change",
        names: &["操作", "Change"],
        need: Need::Required,
    },
    Column {
        key: "reason",
        names: &["理由", "Reason"],
        need: Need::Optional,
    },
];

/// What a line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    /// Leaves it as it is.
    Keep,
    /// Brings two together.
    Add,
    /// Parts them.
    Remove,
}

impl Change {
    fn read(text: &str) -> Option<Change> {
        match text.trim() {
            "" | "不变" | "keep" => Some(Change::Keep),
            "增加" | "add" => Some(Change::Add),
            "取消" | "remove" => Some(Change::Remove),
            _ => None,
        }
    }
}

/// What a file would do, or did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Pairs that are new.
    pub added: usize,
    /// Pairs that are gone.
    pub removed: usize,
}

/// All assignments that count, one a line, with names beside the numbers.
pub fn write(
    conn: &mut Conn,
    context: &Context,
    words: Words,
    round: RoundId,
) -> Result<Download, Error> {
    let running = load_visible(conn, context, round)?;
    let table = store::load_table(conn, &running)?;
    let numbers = numbers(conn, &table)?;
    let sheet = Sheet {
        title: words.say("coverage-title"),
        headings: [
            "assignment-column-candidate",
            "assignment-column-candidate-name",
            "assignment-column-member",
            "assignment-column-member-name",
            "assignment-column-state",
            "assignment-column-change",
            "assignment-column-reason",
        ]
        .map(|key| words.say(key))
        .to_vec(),
        created_on: context.today(),
    };
    let mut writer = TableWriter::start(Format::Csv, &sheet, Vec::new()).map_err(Error::fault)?;
    let text = |text: &str| TableCell::Text(text.to_owned());
    for review in &table.reviews {
        let Ok(candidate) = table.candidate(review.nomination) else {
            continue;
        };
        let number = |number: Option<&String>| text(number.map_or("", String::as_str));
        let row = [
            number(numbers.candidates.get(&review.nomination)),
            text(&candidate.name),
            number(numbers.members.get(&review.member)),
            text(table.name_of(review.member)),
            TableCell::Text(words.say(review.state.name_key())),
            TableCell::Empty,
            TableCell::Empty,
        ];
        writer.add_row(&row).map_err(Error::fault)?;
    }
    let body = writer.finish().map_err(Error::fault)?;
    let name = format!("{}-{}.csv", sheet.title, sheet.created_on);
    Ok(Download::csv(name, body))
}

/// Teacher numbers: what a spreadsheet knows people by.
struct Numbers {
    members: BTreeMap<MemberId, String>,
    candidates: BTreeMap<NominationId, String>,
}

fn numbers(conn: &mut Conn, table: &Table) -> Result<Numbers, Error> {
    let members = table.members.iter().map(|it| it.0.person_id);
    let persons: Vec<_> = members
        .chain(table.candidates.iter().map(|it| it.person))
        .collect();
    let numbers = people::store::list_numbers(conn, &persons)?;
    let number = |person| numbers.get(&person).cloned().unwrap_or_default();
    Ok(Numbers {
        members: table
            .members
            .iter()
            .map(|it| (it.0.id, number(it.0.person_id)))
            .collect(),
        candidates: table
            .candidates
            .iter()
            .map(|it| (it.nomination, number(it.person)))
            .collect(),
    })
}

/// One line that could be read.
struct Line {
    row: u32,
    pair: (MemberId, NominationId),
    change: Change,
    reason: String,
}

/// One line, or the key of what is wrong with it.
fn read_line(row: &Row, numbers: &Numbers) -> Result<Line, &'static str> {
    let text = |key: &str| row.cell(key).text().unwrap_or_default();
    let (member, candidate) = (text("member"), text("candidate"));
    let found = numbers.members.iter().find(|it| *it.1 == member);
    let member = found.ok_or("assignment-line-no-member")?;
    let found = numbers.candidates.iter().find(|it| *it.1 == candidate);
    let candidate = found.ok_or("assignment-line-no-candidate")?;
    let change = Change::read(&text("change"));
    Ok(Line {
        row: row.number,
        pair: (*member.0, *candidate.0),
        change: change.ok_or("assignment-line-no-change")?,
        reason: text("reason"),
    })
}

/// Reads a changed spreadsheet and does what it asks for; a dry run only says what it would do. Lines
/// that cannot be are told, and then nothing is done.
pub fn read_back(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    path: &Path,
    is_dry: bool,
) -> Result<Outcome, Error> {
    let running = load_as_secretary(conn, context, round)?;
    running.may_now(Permission::AssignReviews, context.today())?;
    conflicts::actions::find_new(conn, context, &running)?;
    let mut table = store::load_table(conn, &running)?;
    let numbers = numbers(conn, &table)?;
    let lines = read_lines(path, &numbers)?;
    let mut outcome = Outcome {
        added: 0,
        removed: 0,
    };
    let mut errors = FieldErrors::default();
    if lines.iter().any(|it| it.change == Change::Add) {
        check_blind(conn, &running, &table)?;
    }
    // What is taken away makes room for what is added, wherever it stands in the file.
    let removing = lines.iter().filter(|it| it.change == Change::Remove);
    let adding = lines.iter().filter(|it| it.change == Change::Add);
    for line in removing.chain(adding) {
        let done = if is_dry {
            try_line(&mut table, line)
        } else {
            do_line(conn, context, &running, &mut table, line)?
        };
        match done {
            Ok(()) if line.change == Change::Add => outcome.added += 1,
            Ok(()) => outcome.removed += 1,
            Err(refusal) => tell(&mut errors, line.row, refusal.short_key()),
        }
    }
    errors.check()?;
    Ok(outcome)
}

fn read_lines(path: &Path, numbers: &Numbers) -> Result<Vec<Line>, Error> {
    let mut file = read::open(path, &Limits::default()).map_err(told)?;
    let mut errors = FieldErrors::default();
    let mut lines = Vec::new();
    for row in file.rows(COLUMNS).map_err(told)? {
        let row = row.map_err(told)?;
        if lines.len() >= LINES_MAX {
            let most = Message::new("assignment-too-many-lines").with("most", LINES_MAX);
            return Err(Error::input("file", most));
        }
        match read_line(&row, numbers) {
            Ok(line) => lines.push(line),
            Err(problem) => tell(&mut errors, row.number, problem),
        }
    }
    errors.check()?;
    Ok(lines)
}

/// Why a file cannot be read; a broken disk is a fault.
fn told(error: ReadError) -> Error {
    match error {
        ReadError::Refused(refusal) => Error::input("file", refusal.message()),
        ReadError::Fault(error) => Error::fault(error),
    }
}

fn tell(errors: &mut FieldErrors, row: u32, problem: &'static str) {
    if errors.0.len() < PROBLEMS_MAX {
        let line = Message::new("assignment-line-wrong")
            .with("row", i64::from(row))
            .with("problem", Fact::Key(problem));
        errors.add("file", line);
    }
}

/// Whether a line could be done, as if the lines before it had been.
fn try_line(table: &mut Table, line: &Line) -> Result<(), Refusal> {
    let board = &mut table.board;
    let state = board.met.get(&line.pair).copied();
    if line.change == Change::Add {
        may_add(board, line.pair)?;
        if line.reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        board.met.insert(line.pair, ReviewState::Due);
        board.count(line.pair, 1);
    } else {
        may_remove(state, &line.reason)?;
        // Of a member who left, or of a pair in conflict, nothing counted.
        let counted = state.is_some_and(|it| board.counts(line.pair, it));
        board.met.insert(line.pair, ReviewState::Released);
        board.count(line.pair, -i64::from(counted));
    }
    Ok(())
}

fn do_line(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    table: &mut Table,
    line: &Line,
) -> Result<Result<(), Refusal>, Error> {
    let has_met = table.board.met.contains_key(&line.pair);
    if let Err(refusal) = try_line(table, line) {
        return Ok(Err(refusal));
    }
    if line.change == Change::Add {
        bring_together(conn, context, running, (line.pair, has_met), &line.reason)?;
    } else {
        let review = table
            .reviews
            .iter()
            .find(|it| (it.member, it.nomination) == line.pair)
            .ok_or(Error::NotFound)?;
        let seen = review.version;
        release(conn, context, running, review.id, (seen, &line.reason))?;
    }
    Ok(Ok(()))
}
