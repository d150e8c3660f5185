//! Files of completions, taken in chunk by chunk as a job: each chunk is one transaction that also
//! moves the job's checkpoint, so that a kill in the middle loses nothing and doubles nothing.
//!
//! A trial run (试运行) does everything but storing. It remembers what it would have stored, and so
//! starts over after a crash. Not here: what a row must be like (`rows.rs`, `batch.rs`).

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::rows::{Row, Taken, Verdict};
use super::store::{Problem, ProblemId};
use super::{batch, sheet, store};
use crate::access::Action;
use crate::context::{Context, House};
use crate::credit_bank::projects::{self, ProjectId};
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::evidence::Stored;
use crate::jobs::worker::Worker;
use crate::jobs::{self, Job, JobId, JobKind, NewJob, Running};
use crate::message::Message;
use crate::people::PersonId;
use crate::spreadsheets::RowProblem;
use crate::spreadsheets::limits::Limits;
use crate::spreadsheets::read::{self, SpreadsheetFile};
use crate::spreadsheets::refusal::ReadError;
use crate::web::language::{Language, Said};

/// Rows in one transaction.
const ROWS_PER_CHUNK: usize = 1_000;

/// Whether rows are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Accepted rows are stored.
    Store,
    /// Nothing is stored but what would be refused.
    Trial,
}

/// A file that can be read and lies in the vault.
#[derive(Debug, Clone)]
pub struct Received {
    /// Its name, as the provider has it.
    pub name: String,
    /// Where it lies.
    pub stored: Stored,
}

/// Looks into a file and keeps it. A file that is not what it claims, or lacks a column, is told
/// at the field `file`, and not kept.
pub fn receive(house: &House, path: &Path, name: &str) -> Result<Received, Error> {
    let at_field = |error| match told(error) {
        Error::Refused(refused) => Error::input("file", refused.message),
        other => other,
    };
    let mut file = read::open(path, &Limits::default()).map_err(at_field)?;
    file.rows(sheet::COLUMNS).map_err(at_field)?;
    let stored = house.vault.put(File::open(path).map_err(Error::fault)?)?;
    Ok(Received {
        name: name.to_owned(),
        stored,
    })
}

/// What an import was asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asked {
    /// The project.
    pub project: ProjectId,
    /// The file in the vault.
    pub sha256: [u8; 32],
    /// Whether rows are stored.
    pub mode: Mode,
}

/// Where an import stands.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoFar {
    /// Rows of data that were read.
    pub rows: usize,
    /// Rows that were stored, or would be.
    pub accepted: usize,
    /// Rows that were there already.
    pub duplicates: usize,
    /// Rows that were refused.
    pub refused: usize,
}

/// Puts a file of completions in the queue.
pub fn start_import(
    conn: &mut Conn,
    context: &Context,
    project: ProjectId,
    received: &Received,
    mode: Mode,
) -> Result<JobId, Error> {
    let action = Action::SubmitCompletions;
    let project = projects::actions::load_permitted(conn, context, project, action)?;
    batch::check_takes_completions(&project)?;
    let asked = Asked {
        project: project.id,
        sha256: received.stored.sha256,
        mode,
    };
    let job = jobs::enqueue(
        conn,
        context,
        NewJob {
            kind: JobKind::ImportCompletions,
            title: received.name.clone(),
            parameters: Json::of(&asked),
            organization: Some(project.provider_id),
        },
    )?;
    store::insert_evidence(conn, context, job, received)?;
    Ok(job)
}

/// Works on an import.
pub fn run_import(running: &Running<'_>) -> Result<(), Error> {
    let asked: Asked = running.parameters()?;
    let path = running.house().vault.path(&asked.sha256);
    let mut file = read::open(&path, &Limits::default()).map_err(told)?;
    let trial = Trial::default();
    let mut so_far = match asked.mode {
        Mode::Store => checkpoint(running.job())?,
        Mode::Trial => SoFar::default(),
    };
    let mut chunks = Chunks::after(&mut file, so_far.rows)?;
    loop {
        let chunk = chunks.next_chunk()?;
        let reached = Cell::new(so_far);
        let goes_on = running.next_chunk(&|conn, context, stored: SoFar| {
            if asked.mode == Mode::Store && stored != so_far {
                // Another worker took the job over and went on.
                return Err(Error::Stale);
            }
            let next = take_in(
                conn,
                context,
                running.job().id,
                &asked,
                &chunk,
                so_far,
                &trial,
            )?;
            reached.set(next);
            Ok(jobs::Step {
                done: chunk.lines_read,
                total: Some(chunk.lines_total),
                checkpoint: next,
                is_last: chunk.is_last,
            })
        })?;
        so_far = reached.get();
        trial.keep();
        if !goes_on {
            return Ok(());
        }
    }
}

/// Reads the checkpoint of an import; the beginning if it has none.
pub fn checkpoint(job: &Job) -> Result<SoFar, Error> {
    if job.checkpoint.0.is_null() {
        return Ok(SoFar::default());
    }
    job.checkpoint.read().map_err(Error::fault)
}

/// What a trial run would have stored: of the chunk at hand, and of those before it.
#[derive(Default)]
struct Trial {
    before: RefCell<Taken>,
    at_hand: RefCell<Vec<super::rows::Earlier>>,
}

impl Trial {
    /// Adds the chunk at hand to those before it, once its transaction is through.
    fn keep(&self) {
        let mut before = self.before.borrow_mut();
        let mut counted: HashMap<_, std::collections::HashSet<PersonId>> = HashMap::new();
        for earlier in self.at_hand.borrow_mut().drain(..) {
            counted
                .entry(earlier.course)
                .or_default()
                .insert(earlier.person);
            before.add(earlier);
        }
        for (course, persons) in counted {
            *before.heads.entry(course).or_default() +=
                i64::try_from(persons.len()).unwrap_or(i64::MAX);
        }
    }
}

/// One chunk in its transaction: judge, store, keep what was refused.
fn take_in(
    conn: &mut Conn,
    context: &Context,
    job: JobId,
    asked: &Asked,
    chunk: &Chunk,
    so_far: SoFar,
    trial: &Trial,
) -> Result<SoFar, Error> {
    let action = Action::SubmitCompletions;
    let project = projects::actions::load_permitted(conn, context, asked.project, action)?;
    batch::check_takes_completions(&project)?;
    if so_far == SoFar::default() {
        // A trial run that was killed leaves what it had refused so far.
        store::remove_problems(conn, job)?;
    }
    let source = batch::Source {
        project: &project,
        job: Some(job),
    };
    let before = trial.before.borrow();
    let judged = batch::judge_all(conn, context, source, &chunk.rows, &before)?;
    let mut next = SoFar {
        rows: so_far.rows + chunk.rows_read,
        ..so_far
    };
    let mut problems: Vec<Problem> = chunk
        .unreadable
        .iter()
        .map(|it| problem_of(job, it))
        .collect();
    for (verdict, cells) in judged.verdicts.iter().zip(&chunk.cells) {
        match verdict {
            Verdict::Accepted(_) => next.accepted += 1,
            Verdict::Duplicate => next.duplicates += 1,
            Verdict::Refused(refusal) => {
                problems.push(problem_of(job, &sheet::problem(cells, refusal)));
            }
        }
    }
    next.refused += problems.len();
    match asked.mode {
        Mode::Store => batch::save(conn, context, source, &judged.completions)?,
        Mode::Trial => *trial.at_hand.borrow_mut() = judged.fresh,
    }
    store::insert_problems(conn, &problems)?;
    Ok(next)
}

fn problem_of(job: JobId, it: &RowProblem) -> Problem {
    Problem {
        id: ProblemId::new(),
        job_id: job,
        row_number: i32::try_from(it.row).unwrap_or(i32::MAX),
        column_name: it.column.clone(),
        code: it.code.to_owned(),
        message: Said::of(&it.message).to_json(),
    }
}

/// Some rows of a file.
struct Chunk {
    /// Rows that could be read, and their cells.
    rows: Vec<Row>,
    cells: Vec<read::Row>,
    /// Rows that could not.
    unreadable: Vec<RowProblem>,
    rows_read: usize,
    lines_read: i64,
    lines_total: i64,
    is_last: bool,
}

/// A file in chunks.
struct Chunks<'a> {
    rows: std::iter::Peekable<read::Rows<'a>>,
    lines_total: i64,
    lines_read: i64,
}

impl<'a> Chunks<'a> {
    /// Goes on after so many rows of data.
    fn after(file: &'a mut SpreadsheetFile, rows_done: usize) -> Result<Chunks<'a>, Error> {
        let lines_total = i64::from(file.lines_total());
        let mut rows = file.rows(sheet::COLUMNS).map_err(told)?;
        for row in rows.by_ref().take(rows_done) {
            row.map_err(told)?;
        }
        Ok(Chunks {
            lines_read: i64::from(rows.lines_read()),
            rows: rows.peekable(),
            lines_total,
        })
    }

    fn next_chunk(&mut self) -> Result<Chunk, Error> {
        let mut chunk = Chunk {
            rows: Vec::with_capacity(ROWS_PER_CHUNK),
            cells: Vec::with_capacity(ROWS_PER_CHUNK),
            unreadable: Vec::new(),
            rows_read: 0,
            lines_read: 0,
            lines_total: self.lines_total,
            is_last: false,
        };
        for row in self.rows.by_ref().take(ROWS_PER_CHUNK) {
            let cells = row.map_err(told)?;
            chunk.rows_read += 1;
            match sheet::read_row(&cells) {
                Ok(row) => {
                    chunk.rows.push(row);
                    chunk.cells.push(cells);
                }
                Err(problem) => chunk.unreadable.push(problem),
            }
        }
        chunk.is_last = self.rows.peek().is_none();
        self.lines_read += i64::try_from(chunk.rows_read).unwrap_or(i64::MAX);
        chunk.lines_read = if chunk.is_last {
            self.lines_total
        } else {
            self.lines_read
        };
        Ok(chunk)
    }
}

/// Why a file cannot be read, as a rule's answer; a broken disk is a fault.
fn told(error: ReadError) -> Error {
    match error {
        ReadError::Refused(refusal) => Error::not_now(refusal.message()),
        ReadError::Fault(error) => Error::fault(error),
    }
}

/// What came of an import, as scripts read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Rows of data in the file.
    pub rows: usize,
    /// Rows that were stored; in a trial run, that would be.
    pub accepted: usize,
    /// Rows that were refused, in their order.
    pub refused: Vec<RefusedRow>,
    /// Rows that were there already.
    pub duplicates: usize,
}

/// One refused row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedRow {
    /// The row as Excel numbers it.
    pub row: i32,
    /// The heading as it stands in the file.
    pub column: String,
    /// Stable name of the problem.
    pub code: String,
    /// The sentence.
    pub message: String,
}

/// What came of an import, whole.
pub fn load_report(conn: &mut Conn, job: JobId, language: Language) -> Result<Report, Error> {
    const PROBLEMS_PER_QUERY: i64 = 2_000;
    let so_far = checkpoint(&jobs::load(conn, job)?)?;
    let mut refused: Vec<RefusedRow> = Vec::with_capacity(so_far.refused);
    loop {
        let after = refused.last().map_or(0, |it| it.row);
        let problems = store::list_problems(conn, job, after, PROBLEMS_PER_QUERY)?;
        if problems.is_empty() {
            break;
        }
        refused.extend(problems.into_iter().map(|it| RefusedRow {
            row: it.row_number,
            column: it.column_name,
            code: it.code,
            message: in_language(&it.message, language),
        }));
    }
    Ok(Report {
        rows: so_far.rows,
        accepted: so_far.accepted,
        refused,
        duplicates: so_far.duplicates,
    })
}

/// A kept sentence in a language.
pub fn in_language(kept: &str, language: Language) -> String {
    Said::from_json(kept).map_or_else(|| kept.to_owned(), |it| it.in_language(language))
}

/// Imports a file at once, for the command line: provider and project by code, progress told in
/// lines. The file is refused as a whole with [`Error::Input`] or [`Error::Refused`].
pub fn import_file(
    worker: &Worker,
    context: impl Fn() -> Context,
    path: &Path,
    (provider, project): (&str, &str),
    mode: Mode,
    progress: &(dyn Fn(i64, Option<i64>) + Send + Sync),
) -> Result<JobId, Error> {
    let project = worker.db.read(|conn| {
        let unknown = || Error::input("project", Message::new("import-project-unknown"));
        let found = projects::store::find_by_code(conn, project)?.ok_or_else(unknown)?;
        let owner = crate::organizations::store::load(conn, found.provider_id)?;
        if owner.code == provider {
            Ok(found.id)
        } else {
            Err(unknown())
        }
    })?;
    let name = path
        .file_name()
        .map(|it| it.to_string_lossy().into_owned())
        .unwrap_or_default();
    let received = receive(&worker.house, path, &name)?;
    let job = worker
        .db
        .write(|conn| start_import(conn, &context(), project, &received, mode))?;
    let done = worker.run_now(job, progress)?;
    match done.failure {
        None => Ok(job),
        Some(failure) => Err(Error::Fault(in_language(&failure, Language::English))),
    }
}
