//! Files of rows, taken in chunk by chunk as a job: rosters and completions go the same way.
//!
//! Each chunk is one transaction that also moves the job's checkpoint, so that a kill in the middle
//! loses nothing and doubles nothing. A trial run (试运行) does everything but storing: it remembers
//! what it would have stored, and so starts over after a crash. What was refused is kept row by
//! row, with the words in both languages.
//! Read [`run()`] for the way of a file, `report.rs` for what came of it.
//! Not here: what a row must be like; each feature says it by an [`Import`].

pub mod pages;
pub mod report;
pub mod routes;
mod run;
mod store;

pub use run::run;
pub use store::list_problems;

use std::fs::File;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::context::{Context, House};
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::jobs::{self, Job, JobId, JobKind, NewJob};
use crate::message::Message;
use crate::organizations::OrganizationId;
use crate::spreadsheets::RowProblem;
use crate::spreadsheets::header::Column;
use crate::spreadsheets::limits::Limits;
use crate::spreadsheets::read;
use crate::spreadsheets::refusal::ReadError;

/// Whether rows are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Accepted rows are stored.
    Store,
    /// Nothing is stored but what would be refused.
    Trial,
}

/// What every import was asked; a feature may have asked more in the same parameters.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asked {
    /// The file in the vault.
    pub sha256: [u8; 32],
    /// Whether rows are stored.
    pub mode: Mode,
}

/// Where an import stands; the checkpoint of its job.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoFar {
    /// Rows of data that were read.
    pub rows: usize,
    /// Rows that were stored, or would be.
    pub accepted: usize,
    /// Rows that were there already.
    pub duplicates: usize,
    /// Rows that wait for a human's decision.
    #[serde(default)]
    pub tasks: usize,
    /// Rows that were refused.
    pub refused: usize,
}

/// What became of a chunk of rows. Each row is counted once; a refused row has one problem.
#[derive(Debug)]
pub struct Taken<F> {
    /// Rows that were stored, or would be.
    pub accepted: usize,
    /// Rows that were there already.
    pub duplicates: usize,
    /// Rows that wait for a human's decision.
    pub tasks: usize,
    /// What is wrong with the others.
    pub problems: Vec<RowProblem>,
    /// What a trial run must remember of them.
    pub fresh: F,
}

/// How a feature takes in rows.
pub trait Import {
    /// The columns that it understands.
    const COLUMNS: &'static [Column];
    /// Rows in one transaction: long enough to be fast, short enough to let others write in between.
    const ROWS_PER_CHUNK: usize = 1_000;
    /// What a trial run would have stored in earlier chunks.
    type Memory: Default;
    /// What it would have stored in the chunk at hand.
    type Fresh;

    /// Takes in a chunk inside its transaction; may be run again after a lost race.
    fn take_in(
        &self,
        conn: &mut Conn,
        context: &Context,
        rows: &[read::Row],
        memory: &Self::Memory,
    ) -> Result<Taken<Self::Fresh>, Error>;

    /// Adds what a chunk of a trial run would have stored.
    fn remember(memory: &mut Self::Memory, fresh: Self::Fresh);
}

/// Looks into a file and keeps it; returns its hash. A file that is not what it claims, or lacks a
/// column, is told at the field `file` and not kept.
pub fn receive(house: &House, path: &Path, columns: &[Column]) -> Result<[u8; 32], Error> {
    let at_field = |error| match told(error) {
        Error::Refused(refused) => Error::input("file", refused.message),
        other => other,
    };
    let mut file = read::open(path, &Limits::default()).map_err(at_field)?;
    file.rows(columns).map_err(at_field)?;
    let stored = house.vault.put(File::open(path).map_err(Error::fault)?)?;
    Ok(stored.sha256)
}

/// Why a file cannot be read, as a rule's answer; a broken disk is a fault.
fn told(error: ReadError) -> Error {
    match error {
        ReadError::Refused(refusal) => Error::not_now(refusal.message()),
        ReadError::Fault(error) => Error::fault(error),
    }
}

/// Puts a file in the queue. `asked` must contain what [`Asked`] does.
pub fn enqueue(
    conn: &mut Conn,
    context: &Context,
    kind: JobKind,
    (name, asked): (&str, &impl Serialize),
    organization: Option<OrganizationId>,
) -> Result<JobId, Error> {
    let new = NewJob {
        kind,
        title: name.to_owned(),
        parameters: Json::of(asked),
        organization,
    };
    jobs::enqueue(conn, context, new)
}

/// The import with this id, if the actor asked for it.
pub fn load_visible(conn: &mut Conn, context: &Context, id: JobId) -> Result<Job, Error> {
    let job = jobs::load(conn, id)?;
    let is_import = matches!(job.kind, JobKind::ImportRoster | JobKind::ImportCompletions);
    if is_import && job.is_visible_to(&context.actor) {
        Ok(job)
    } else {
        Err(Error::NotFound)
    }
}

/// Imports in earnest what a trial run has tried: the same file, asked the same.
pub fn store_after_trial(conn: &mut Conn, context: &Context, id: JobId) -> Result<JobId, Error> {
    let trial = load_visible(conn, context, id)?;
    let asked: Asked = trial.parameters.read().map_err(Error::fault)?;
    if asked.mode != Mode::Trial || !trial.state.is_over() {
        return Err(Error::not_now(Message::new("import-is-no-trial")));
    }
    let mut parameters = trial.parameters.0;
    parameters["mode"] = serde_json::json!(Mode::Store);
    let file = (trial.title.as_str(), &parameters);
    enqueue(conn, context, trial.kind, file, trial.organization_id)
}

/// Where an import stands; the beginning if no chunk is through.
pub fn so_far(job: &Job) -> Result<SoFar, Error> {
    if job.checkpoint.0.is_null() {
        return Ok(SoFar::default());
    }
    job.checkpoint.read().map_err(Error::fault)
}
