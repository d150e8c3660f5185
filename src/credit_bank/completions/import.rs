//! Takes in a file of completions, chunk by chunk: reads, judges, stores. A trial run judges only.
//!
//! The way of a file is [`crate::imports`]; what a row must be like is `rows.rs`.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::rows::{Earlier, Row, Taken as There, Verdict};
use super::{batch, sheet};
use crate::access::Action;
use crate::context::Context;
use crate::credit_bank::projects::{self, CourseId, ProjectId};
use crate::db::Conn;
use crate::error::Error;
use crate::imports::report::{self, Report};
use crate::imports::{self, Import, Mode, Taken};
use crate::jobs::worker::Worker;
use crate::jobs::{JobId, JobKind, JobState, Running};
use crate::message::Message;
use crate::organizations;
use crate::people::PersonId;
use crate::spreadsheets::RowProblem;
use crate::spreadsheets::header::Column;
use crate::spreadsheets::limits::Limits;
use crate::spreadsheets::read;
use crate::spreadsheets::refusal::ReadError;
use crate::web::language::Language;

/// What an import was asked: what every import is, and the project.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Asked {
    /// The file in the vault.
    pub sha256: [u8; 32],
    /// Whether rows are stored.
    pub mode: Mode,
    /// The project.
    pub project: ProjectId,
}

/// A file of completions as [`crate::imports`] sees it.
#[derive(Debug)]
struct Completions {
    job: JobId,
    asked: Asked,
}

impl Import for Completions {
    const COLUMNS: &'static [Column] = sheet::COLUMNS;
    // A file is mostly sorted by course, so that only a longer chunk has a teacher twice: each
    // standing, account and page of an index is then written once. A chunk takes a quarter of a
    // second in a city.
    const ROWS_PER_CHUNK: usize = 4_000;
    type Memory = There;
    type Fresh = Vec<Earlier>;

    fn take_in(
        &self,
        conn: &mut Conn,
        context: &Context,
        rows: &[read::Row],
        memory: &There,
    ) -> Result<Taken<Vec<Earlier>>, Error> {
        let (project, action) = (self.asked.project, Action::SubmitCompletions);
        let project = projects::actions::load_permitted(conn, context, project, action)?;
        batch::check_takes_completions(&project)?;
        let source = batch::Source {
            project: &project,
            job: Some(self.job),
        };
        let mut taken = Taken {
            accepted: 0,
            duplicates: 0,
            tasks: 0,
            problems: Vec::new(),
            fresh: Vec::new(),
        };
        let (cells, rows) = readable(rows, &mut taken.problems);
        let judged = batch::judge_all(conn, context, source, &rows, memory)?;
        for (verdict, cells) in judged.verdicts.iter().zip(cells) {
            match verdict {
                Verdict::Accepted(_) => taken.accepted += 1,
                Verdict::Duplicate => taken.duplicates += 1,
                Verdict::Refused(refusal) => taken.problems.push(sheet::problem(cells, refusal)),
            }
        }
        match self.asked.mode {
            Mode::Store => batch::save(conn, context, source, &judged.completions)?,
            Mode::Trial => taken.fresh = judged.fresh,
        }
        Ok(taken)
    }

    fn remember(memory: &mut There, fresh: Vec<Earlier>) {
        let mut heads: HashMap<CourseId, HashSet<PersonId>> = HashMap::new();
        for earlier in fresh {
            heads
                .entry(earlier.course)
                .or_default()
                .insert(earlier.person);
            memory.add(earlier);
        }
        for (course, persons) in heads {
            let count = i64::try_from(persons.len()).unwrap_or(i64::MAX);
            *memory.heads.entry(course).or_default() += count;
        }
    }
}

/// The rows whose cells can be read; what is wrong with the others.
fn readable<'a>(
    rows: &'a [read::Row],
    problems: &mut Vec<RowProblem>,
) -> (Vec<&'a read::Row>, Vec<Row>) {
    let mut found = (
        Vec::with_capacity(rows.len()),
        Vec::with_capacity(rows.len()),
    );
    for cells in rows {
        match sheet::read_row(cells) {
            Ok(row) => {
                found.0.push(cells);
                found.1.push(row);
            }
            Err(problem) => problems.push(problem),
        }
    }
    found
}

/// Puts a file that was received in the queue.
pub fn start(
    conn: &mut Conn,
    context: &Context,
    name: &str,
    asked: &Asked,
) -> Result<JobId, Error> {
    let action = Action::SubmitCompletions;
    let project = projects::actions::load_permitted(conn, context, asked.project, action)?;
    batch::check_takes_completions(&project)?;
    let provider = Some(project.provider_id);
    imports::enqueue(
        conn,
        context,
        JobKind::ImportCompletions,
        (name, asked),
        provider,
    )
}

/// Works on a file of completions.
pub fn run(running: &Running<'_>) -> Result<(), Error> {
    let import = Completions {
        job: running.job().id,
        asked: running.parameters()?,
    };
    imports::run(running, &import)
}

/// Imports a file at once, for the command line: provider and project by code, progress told in
/// lines. A file that cannot be read at all is told in the report, too.
pub fn import_file(
    worker: &Worker,
    context: impl Fn() -> Context,
    path: &Path,
    (provider, project): (&str, &str),
    (mode, language): (Mode, Language),
    progress: &(dyn Fn(i64, Option<i64>) + Send + Sync),
) -> Result<Report, Error> {
    let project = worker
        .db
        .read(|conn| find_project(conn, provider, project))?;
    if let Err(ReadError::Refused(refusal)) =
        read::open(path, &Limits::default()).and_then(|mut it| it.rows(sheet::COLUMNS).map(drop))
    {
        return Ok(Report::of_refused_file(&refusal, language));
    }
    let sha256 = imports::receive(&worker.house, path, sheet::COLUMNS)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let asked = Asked {
        sha256,
        mode,
        project,
    };
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

/// A provider's project, both by code.
fn find_project(conn: &mut Conn, provider: &str, code: &str) -> Result<ProjectId, Error> {
    let unknown = || Error::input("project", Message::new("import-project-unknown"));
    let project = projects::store::find_by_code(conn, code)?.ok_or_else(unknown)?;
    let owner = organizations::store::load(conn, project.provider_id)?;
    if owner.code == provider {
        Ok(project.id)
    } else {
        Err(unknown())
    }
}
