//! Takes in a roster, chunk by chunk: reads, judges, stores. A trial run judges only.

use std::collections::HashMap;
use std::path::Path;

use chrono::NaiveDate;

use super::known::{People, Schools, Traces};
use super::rules::{self, Change, EmploymentChange, Importer, Verdict, judge};
use super::{RosterRow, sheet};
use crate::access::Action;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::imports::report::{self, Report};
use crate::imports::{self, Asked, Import, Mode, Taken};
use crate::jobs::worker::Worker;
use crate::jobs::{JobId, JobKind, JobState, Running};
use crate::message::Message;
use crate::organizations::Organization;
use crate::people::registration::{NewPerson, register_people};
use crate::people::{PersonId, actions, matches, store};
use crate::spreadsheets::RowProblem;
use crate::spreadsheets::header::Column;
use crate::spreadsheets::limits::Limits;
use crate::spreadsheets::read;
use crate::spreadsheets::refusal::ReadError;
use crate::web::language::Language;

/// Rows of one chunk with the same name and birthday: more of them are no people, but guesses at
/// somebody's document number.
const ALIKE_MAX: usize = 3;

/// A roster as [`crate::imports`] sees it.
#[derive(Debug)]
struct Roster {
    mode: Mode,
}

impl Import for Roster {
    const COLUMNS: &'static [Column] = sheet::COLUMNS;
    type Memory = People;
    type Fresh = People;

    fn take_in(
        &self,
        conn: &mut Conn,
        context: &Context,
        rows: &[read::Row],
        memory: &People,
    ) -> Result<Taken<People>, Error> {
        Chunk::read(conn, context, self.mode, rows, memory)?.take_in(conn)
    }

    fn remember(memory: &mut People, fresh: People) {
        memory.overlay(&fresh);
    }
}

/// What became of somebody who was entered alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// On file: opened, changed, or as it was. The teacher number.
    OnFile(String),
    /// Perhaps somebody known: a human will say.
    Asked,
}

/// Takes in one person from a form, by the same rules as a roster of one row.
pub fn enter(conn: &mut Conn, context: &Context, typed: &read::Row) -> Result<Entered, Error> {
    check_importer(context)?;
    let rows = std::slice::from_ref(typed);
    let chunk = Chunk::read(conn, context, Mode::Store, rows, &People::default())?;
    let document = chunk.rows.first().map(|(_, it, _)| it.document.clone());
    let taken = chunk.take_in(conn)?;
    if let Some(problem) = taken.problems.into_iter().next() {
        let field = sheet::COLUMNS.iter().find(|it| it.key == problem.column);
        return Err(Error::input(
            field.map_or("name", |it| it.key),
            problem.message,
        ));
    }
    let on_file = match document {
        Some(document) => store::find_by_document(conn, &document)?,
        None => None,
    };
    Ok(match on_file {
        Some(person) if taken.tasks == 0 => Entered::OnFile(person.teacher_number),
        _ => Entered::Asked,
    })
}

/// Whoever keeps no files does not know of rosters.
pub fn check_importer(context: &Context) -> Result<(), Error> {
    if context.actor.can_ever(Action::EditPeople) {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Puts a file that was received in the queue; any officer who keeps people's files may.
pub fn start(
    conn: &mut Conn,
    context: &Context,
    name: &str,
    asked: &Asked,
) -> Result<JobId, Error> {
    let reach = context.actor.reach(Action::EditPeople);
    if reach.is_empty() {
        return Err(Error::NotFound);
    }
    let organization = reach.organizations.first().or(reach.districts.first());
    let file = (name, asked);
    imports::enqueue(
        conn,
        context,
        JobKind::ImportRoster,
        file,
        organization.copied(),
    )
}

/// Works on a roster.
pub fn run(running: &Running<'_>) -> Result<(), Error> {
    let asked: Asked = running.parameters()?;
    imports::run(running, &Roster { mode: asked.mode })
}

/// Imports a file at once, for the command line; progress is told in lines.
///
/// A file that cannot be read at all is told in the report, too.
pub fn import_file(
    worker: &Worker,
    context: impl Fn() -> Context,
    path: &Path,
    (mode, language): (Mode, Language),
    progress: &(dyn Fn(i64, Option<i64>) + Send + Sync),
) -> Result<Report, Error> {
    if let Err(ReadError::Refused(refusal)) =
        read::open(path, &Limits::default()).and_then(|mut it| it.rows(sheet::COLUMNS).map(drop))
    {
        return Ok(Report::of_refused_file(&refusal, language));
    }
    let sha256 = imports::receive(&worker.house, path, sheet::COLUMNS)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let asked = Asked { sha256, mode };
    let job = worker
        .db
        .write(|conn| start(conn, &context(), &name, &asked))?;
    let done = worker.run_now(job, progress)?;
    match (done.state, &done.failure) {
        (JobState::Done, _) => worker.db.read(|conn| report::load(conn, &done, language)),
        (_, Some(failure)) => Err(Error::Fault(report::in_language(failure, language))),
        (_, None) => Err(Error::Busy),
    }
}

/// Rows that could be read, with what they are held against.
struct Chunk<'a> {
    context: &'a Context,
    mode: Mode,
    rows: Vec<(RosterRow, Traces, &'a read::Row)>,
    schools: Schools,
    people: People,
    problems: Vec<RowProblem>,
    /// Newcomers that are not stored yet: they go in together, for speed.
    waiting: Vec<NewPerson>,
    fresh: People,
}

impl<'a> Chunk<'a> {
    fn read(
        conn: &mut Conn,
        context: &'a Context,
        mode: Mode,
        rows: &'a [read::Row],
        memory: &People,
    ) -> Result<Chunk<'a>, Error> {
        let (mut read, mut problems) = (Vec::with_capacity(rows.len()), Vec::new());
        for cells in rows {
            match sheet::read_row(cells, context.today()) {
                Ok(row) => {
                    let traces = Traces::of(&row, &context.house.keys);
                    read.push((row, traces, cells));
                }
                Err(problem) => problems.push(problem),
            }
        }
        let schools = Schools::load(conn, read.iter().map(|(row, ..)| row))?;
        let lookups: Vec<(&RosterRow, &Traces)> =
            read.iter().map(|(row, traces, _)| (row, traces)).collect();
        let mut people = People::load(conn, &lookups)?;
        people.overlay(memory);
        Ok(Chunk {
            context,
            mode,
            rows: read,
            schools,
            people,
            problems,
            waiting: Vec::new(),
            fresh: People::default(),
        })
    }

    /// Judges the rows in their order; each sees what the ones before it did.
    fn take_in(mut self, conn: &mut Conn) -> Result<Taken<People>, Error> {
        let (mut accepted, mut duplicates, mut tasks) = (0, 0, 0);
        let mut alike: HashMap<(String, NaiveDate), usize> = HashMap::new();
        let reach = self.context.actor.reach(Action::EditPeople);
        let by = Importer {
            reach: &reach,
            own: self.context.actor.person,
            today: self.context.today(),
        };
        for (row, traces, cells) in std::mem::take(&mut self.rows) {
            let school = match self.schools.find(&row.school) {
                Ok(school) => school.clone(),
                Err(refusal) => {
                    self.problems.push(problem(cells, &refusal));
                    continue;
                }
            };
            let namesakes = alike.entry((row.name.clone(), row.born_on)).or_insert(0);
            *namesakes += 1;
            if *namesakes > ALIKE_MAX {
                let message = Message::new("roster-too-many-alike").with("count", ALIKE_MAX);
                let name = cells.cell("name");
                self.problems.push(name.refuse("too_many_alike", message));
                continue;
            }
            let known = self.people.about(&row, &traces, by.today);
            match judge(&row, &school, &known, &by) {
                Verdict::New => {
                    accepted += 1;
                    self.add(&row, traces, &school);
                }
                Verdict::Unchanged => duplicates += 1,
                Verdict::Changed(id, change) => {
                    accepted += 1;
                    self.change(conn, id, &change, traces, &school)?;
                }
                Verdict::Perhaps(candidates) => {
                    tasks += 1;
                    self.ask(conn, &row, &school, &candidates)?;
                }
                Verdict::Refused(refusal) => self.problems.push(problem(cells, &refusal)),
            }
        }
        self.store_waiting(conn)?;
        self.problems.sort_by_key(|it| it.row);
        Ok(Taken {
            accepted,
            duplicates,
            tasks,
            problems: self.problems,
            fresh: self.fresh,
        })
    }

    fn add(&mut self, row: &RosterRow, traces: Traces, school: &Organization) {
        let id = PersonId::new();
        if self.mode == Mode::Store {
            self.waiting.push(row.newcomer(id, school.id));
        }
        let person = rules::arrived(row, id, school);
        for people in [&mut self.people, &mut self.fresh] {
            people.add_place(school);
            people.add(person.clone(), traces.document.clone());
        }
    }

    fn change(
        &mut self,
        conn: &mut Conn,
        id: PersonId,
        change: &Change,
        traces: Traces,
        school: &Organization,
    ) -> Result<(), Error> {
        let mut person = self.people.get(id).clone();
        if self.mode == Mode::Store {
            // The person may have come with a row above.
            self.store_waiting(conn)?;
            person.version = apply(conn, self.context, (id, person.version), change)?;
        }
        rules::apply(&mut person, change);
        for people in [&mut self.people, &mut self.fresh] {
            people.add_place(school);
            people.add(person.clone(), traces.document.clone());
        }
        Ok(())
    }

    fn ask(
        &mut self,
        conn: &mut Conn,
        row: &RosterRow,
        school: &Organization,
        candidates: &[(PersonId, rules::Cause)],
    ) -> Result<(), Error> {
        if self.mode == Mode::Trial {
            return Ok(());
        }
        self.store_waiting(conn)?;
        matches::actions::ask(conn, self.context, row, school, candidates)
    }

    fn store_waiting(&mut self, conn: &mut Conn) -> Result<(), Error> {
        if !self.waiting.is_empty() {
            register_people(conn, self.context, &self.waiting)?;
            self.waiting.clear();
        }
        Ok(())
    }
}

/// Changes a file as the rules said; returns its version.
pub(in crate::people) fn apply(
    conn: &mut Conn,
    context: &Context,
    (id, mut version): (PersonId, i64),
    change: &Change,
) -> Result<i64, Error> {
    match &change.employment {
        None => {}
        Some(EmploymentChange::Employ(new)) => {
            actions::employ(conn, context, id, version, new)?;
            version += 1;
        }
        Some(EmploymentChange::Transfer(new)) => {
            actions::transfer(conn, context, id, version, new, None)?;
            version += 1;
        }
        Some(EmploymentChange::Correct { post, subject }) => {
            actions::correct_post(conn, context, id, version, *post, subject.as_deref())?;
            version += 1;
        }
    }
    if let Some(title) = change.title {
        actions::grant_title(conn, context, id, version, title, None)?;
        version += 1;
    }
    Ok(version)
}

fn problem(cells: &read::Row, refusal: &rules::Refusal) -> RowProblem {
    // A file may have only one of the two columns that name a school.
    let column = match refusal.column() {
        "school_code" if !cells.has("school_code") => "school_name",
        column => column,
    };
    cells
        .cell(column)
        .refuse(refusal.code(), Message::from(refusal))
}
