//! Who does the jobs: a thread of the server, the command line, or a test.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::upkeep::Duty;
use super::{Job, JobId, JobKind, JobState, Running, WorkerId, store};
use crate::access::Actor;
use crate::clock::{Clock, day_of};
use crate::context::House;
use crate::db::Db;
use crate::error::Error;
use crate::message::Message;
use crate::web::language::Said;

/// The function that does a kind of job.
pub type Runner = fn(&Running<'_>) -> Result<(), Error>;

/// How often what waited too long is looked for.
const KEEP_UP_EVERY: Duration = Duration::from_hours(1);

/// How often an idle worker looks for work.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// All that a worker needs.
#[derive(Clone)]
pub struct Worker {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// The house.
    pub house: Arc<House>,
    /// Which function does which kind.
    pub runner: fn(JobKind) -> Runner,
    /// What is done once an hour without anybody's asking.
    pub duties: &'static [Duty],
}

impl Worker {
    /// Does the oldest waiting job; `None` if there is none.
    pub fn run_next(&self) -> Result<Option<JobId>, Error> {
        self.run(None, &|_, _| {})
    }

    /// Does this job now, reporting rows done and rows in all.
    pub fn run_now(
        &self,
        id: JobId,
        report: &(dyn Fn(i64, Option<i64>) + Send + Sync),
    ) -> Result<Job, Error> {
        self.run(Some(id), report)?;
        self.db.read(|conn| store::load(conn, id))
    }

    fn run(
        &self,
        only: Option<JobId>,
        report: &(dyn Fn(i64, Option<i64>) + Send + Sync),
    ) -> Result<Option<JobId>, Error> {
        let worker = WorkerId::new();
        let claimed = self
            .db
            .write(|conn| store::claim(conn, worker, self.clock.now(), only))?;
        let Some(job) = claimed else { return Ok(None) };
        let id = job.id;
        let result = self.actor_of(&job).and_then(|actor| {
            let run = (self.runner)(job.kind);
            run(&Running {
                job,
                worker,
                db: &self.db,
                clock: &self.clock,
                house: Arc::clone(&self.house),
                actor,
                report,
            })
        });
        match result {
            // `Stale`: somebody else took the job over; it is theirs now.
            Ok(()) | Err(Error::Stale) => {}
            Err(error) => {
                log::warn!("job {id} failed: {error}");
                let said = Said::of(&reason_of(&error)).to_json();
                self.db.write(|conn| {
                    let now = self.clock.now();
                    store::finish(conn, id, worker, now, JobState::Failed, Some(said.clone()))
                })?;
            }
        }
        Ok(Some(id))
    }

    /// A job is done with the rights that its author holds now.
    fn actor_of(&self, job: &Job) -> Result<Actor, Error> {
        let Some(account) = job.created_by else {
            return Ok(Actor::system("xingtan"));
        };
        let today = day_of(self.clock.now());
        self.db
            .read(|conn| crate::identity::store::load_actor(conn, account, today))
    }

    /// Does jobs and duties in a thread of its own until `stop` is set.
    pub fn spawn(self, stop: Arc<AtomicBool>) -> JoinHandle<()> {
        std::thread::spawn(move || {
            let mut kept_up_at: Option<Instant> = None;
            while !stop.load(Ordering::Relaxed) {
                if kept_up_at.is_none_or(|it| it.elapsed() >= KEEP_UP_EVERY) {
                    kept_up_at = Some(Instant::now());
                    if let Err(error) = self.keep_up() {
                        log::error!("what waited too long could not expire: {error}");
                    }
                }
                match self.run_next() {
                    Ok(Some(_)) => {}
                    Ok(None) => std::thread::sleep(LOOK_EVERY),
                    Err(error) => {
                        log::error!("the worker could not look for jobs: {error}");
                        std::thread::sleep(LOOK_EVERY * 10);
                    }
                }
            }
        })
    }
}

/// What the person who waits is told.
fn reason_of(error: &Error) -> Message {
    match error {
        Error::Refused(refused) => refused.message.clone(),
        Error::Input(errors) => errors
            .0
            .first()
            .map_or_else(|| Message::new("job-failed"), |(_, it)| it.clone()),
        _ => Message::new("job-failed"),
    }
}
