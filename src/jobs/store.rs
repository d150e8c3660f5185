//! Jobs in the database.

use chrono::Duration;
use diesel::prelude::*;

use super::{Job, JobId, JobKind, JobState, NewJob, WorkerId};
use crate::context::Context;
use crate::db::schema::jobs;
use crate::db::{At, Conn, Json, Prepared, one_changed};
use crate::error::Error;
use crate::message::Message;

/// A worker that gave no sign of life for so long is taken for dead.
const SILENCE_MAX: Duration = Duration::seconds(60);

/// Puts a job in the queue, in the transaction of whatever asks for it.
pub fn enqueue(conn: &mut Conn, context: &Context, new: NewJob) -> Result<JobId, Error> {
    let job = Job {
        id: JobId::new(),
        kind: new.kind,
        title: new.title,
        parameters: new.parameters,
        state: JobState::Waiting,
        done: 0,
        total: None,
        checkpoint: Json(serde_json::Value::Null),
        is_cancel_wanted: false,
        claimed_by: None,
        claimed_at: None,
        created_by: context.actor.account,
        organization_id: new.organization,
        created_at: context.at,
        finished_at: None,
        failure: None,
        version: 1,
    };
    let id = job.id;
    diesel::insert_into(jobs::table).values(job).execute(conn)?;
    Ok(id)
}

/// One job.
pub fn load(conn: &mut Conn, id: JobId) -> Result<Job, Error> {
    Ok(jobs::table.find(id).select(Job::as_select()).first(conn)?)
}

/// The jobs of a kind that are not over.
pub fn list_unfinished(conn: &mut Conn, kind: JobKind) -> Result<Vec<Job>, Error> {
    Ok(jobs::table
        .filter(jobs::kind.eq(kind))
        .filter(jobs::state.eq_any([JobState::Waiting, JobState::Running]))
        .order(jobs::id)
        .select(Job::as_select())
        .load(conn)?)
}

/// Asks a job to stop after its present chunk. Harmless when it is over.
///
/// A draw goes to its end: its seed is public, and whoever could stop it could choose the sample.
pub fn request_cancel(conn: &mut Conn, id: JobId) -> Result<(), Error> {
    if !load(conn, id)?.kind.can_be_cancelled() {
        return Err(Error::not_now(Message::new("job-cannot-be-cancelled")));
    }
    diesel::update(jobs::table.find(id))
        .set(jobs::is_cancel_wanted.eq(true))
        .execute(conn)?;
    Ok(())
}

/// Claims the oldest job that waits or whose worker fell silent; `only` narrows to one job.
pub(super) fn claim(
    conn: &mut Conn,
    worker: WorkerId,
    now: At,
    only: Option<JobId>,
) -> Result<Option<Job>, Error> {
    let silent_since = At::new(now.utc() - SILENCE_MAX);
    let mut query = jobs::table
        .filter(
            jobs::state.eq(JobState::Waiting).or(jobs::state
                .eq(JobState::Running)
                .and(jobs::claimed_at.lt(silent_since).assume_not_null())),
        )
        .order((jobs::created_at, jobs::id))
        .select(Job::as_select())
        .into_boxed();
    if let Some(only) = only {
        query = query.filter(jobs::id.eq(only));
    }
    let Some(job): Option<Job> = query.first(conn).optional()? else {
        return Ok(None);
    };
    let changed = diesel::update(jobs::table.find(job.id))
        .filter(jobs::version.eq(job.version))
        .set((
            jobs::state.eq(JobState::Running),
            jobs::claimed_by.eq(worker),
            jobs::claimed_at.eq(now),
            jobs::version.eq(job.version + 1),
        ))
        .execute(conn)?;
    // Another worker was faster: the next call finds what is left.
    if changed == 0 {
        Ok(None)
    } else {
        load(conn, job.id).map(Some)
    }
}

/// Moves the checkpoint. `Stale` if the job is no longer this worker's.
pub(super) fn save_progress(
    conn: &mut Conn,
    id: JobId,
    worker: WorkerId,
    now: At,
    (done, total): (i64, Option<i64>),
    checkpoint: Json,
) -> Result<(), Error> {
    let changed = Prepared(
        diesel::update(jobs::table.find(id))
            .filter(jobs::claimed_by.eq(worker))
            .filter(jobs::state.eq(JobState::Running))
            .set((
                jobs::done.eq(done),
                jobs::total.eq(total),
                jobs::checkpoint.eq(checkpoint),
                jobs::claimed_at.eq(now),
                jobs::version.eq(jobs::version + 1),
            )),
    )
    .execute(conn)?;
    one_changed(changed)
}

/// Ends a job. `Stale` if it is no longer this worker's.
pub(super) fn finish(
    conn: &mut Conn,
    id: JobId,
    worker: WorkerId,
    now: At,
    state: JobState,
    failure: Option<String>,
) -> Result<(), Error> {
    let changed = diesel::update(jobs::table.find(id))
        .filter(jobs::claimed_by.eq(worker))
        .filter(jobs::state.eq(JobState::Running))
        .set((
            jobs::state.eq(state),
            jobs::failure.eq(failure),
            jobs::finished_at.eq(now),
            jobs::version.eq(jobs::version + 1),
        ))
        .execute(conn)?;
    one_changed(changed)
}
