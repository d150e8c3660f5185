//! A job in the hands of a worker: chunk after chunk, each exactly once.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Job, JobState, WorkerId, store};
use crate::access::Actor;
use crate::clock::Clock;
use crate::context::{Context, House};
use crate::db::{Conn, Db, Json};
use crate::error::Error;

/// What one chunk did.
#[derive(Debug)]
pub struct Step<C> {
    /// Rows or steps done in all.
    pub done: i64,
    /// Rows or steps in all, once known.
    pub total: Option<i64>,
    /// Where the next chunk goes on.
    pub checkpoint: C,
    /// Whether there is no next chunk.
    pub is_last: bool,
}

/// A claimed job.
pub struct Running<'a> {
    pub(super) job: Job,
    pub(super) worker: WorkerId,
    pub(super) db: &'a Db,
    pub(super) clock: &'a Clock,
    pub(super) house: Arc<House>,
    pub(super) actor: Actor,
    pub(super) report: &'a (dyn Fn(i64, Option<i64>) + Send + Sync),
}

impl Running<'_> {
    /// The job as it was claimed.
    pub fn job(&self) -> &Job {
        &self.job
    }

    /// The house, for files of the vault.
    pub fn house(&self) -> &House {
        &self.house
    }

    /// What the job was asked.
    pub fn parameters<P: DeserializeOwned>(&self) -> Result<P, Error> {
        self.job.parameters.read().map_err(Error::fault)
    }

    /// Reads, as who asked for the job, outside any write transaction.
    pub fn read<R>(
        &self,
        job: impl FnOnce(&mut Conn, &Context) -> Result<R, Error>,
    ) -> Result<R, Error> {
        let house = Arc::clone(&self.house);
        let context = Context::new(self.actor.clone(), self.clock.now(), house);
        self.db.read(|conn| job(conn, &context))
    }

    /// Works through the job from its checkpoint to its end, one write transaction a chunk.
    ///
    /// The chunk is given the checkpoint of the last one, the default at first. It may be run
    /// again after a lost race, so it must touch only the database.
    pub fn each_chunk<C>(
        &self,
        chunk: impl Fn(&mut Conn, &Context, C) -> Result<Step<C>, Error>,
    ) -> Result<(), Error>
    where
        C: Default + Serialize + DeserializeOwned,
    {
        while self.next_chunk(&chunk)? {}
        Ok(())
    }

    /// Does one chunk; `false` when the job is over or was asked to stop.
    pub fn next_chunk<C>(
        &self,
        chunk: &impl Fn(&mut Conn, &Context, C) -> Result<Step<C>, Error>,
    ) -> Result<bool, Error>
    where
        C: Default + Serialize + DeserializeOwned,
    {
        let (goes_on, done, total) = self.db.write(|conn| {
            let now = self.clock.now();
            let job = store::load(conn, self.job.id)?;
            if job.is_cancel_wanted {
                store::finish(conn, job.id, self.worker, now, JobState::Cancelled, None)?;
                return Ok((false, job.done, job.total));
            }
            let checkpoint = match &job.checkpoint.0 {
                serde_json::Value::Null => C::default(),
                _ => job.checkpoint.read().map_err(Error::fault)?,
            };
            let context = Context::new(self.actor.clone(), now, Arc::clone(&self.house));
            let step = chunk(conn, &context, checkpoint)?;
            let progress = (step.done, step.total);
            let checkpoint = Json::of(&step.checkpoint);
            store::save_progress(conn, job.id, self.worker, now, progress, checkpoint)?;
            if step.is_last {
                store::finish(conn, job.id, self.worker, now, JobState::Done, None)?;
            }
            Ok((!step.is_last, step.done, step.total))
        })?;
        (self.report)(done, total);
        Ok(goes_on)
    }
}
