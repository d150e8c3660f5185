//! Long work that survives a crash: imports, bulk confirmations, exports.
//!
//! A job is a row. Some process claims it and works through it chunk by chunk; each chunk is one
//! write transaction that also moves the job's checkpoint, so that a chunk is done exactly once
//! however often the process is killed. A claim without a sign of life is taken over by another.
//! Not here: what a job does. `app` knows which function runs which kind.

mod made_file;
pub mod pages;
pub mod routes;
mod running;
mod store;
pub mod upkeep;
pub mod worker;

pub use made_file::MadeFile;
pub use running::{Running, Step};
pub use store::{enqueue, list_unfinished, load, request_cancel};

use diesel::prelude::*;

use crate::access::Actor;
use crate::db::schema::jobs;
use crate::db::{At, Json};
use crate::identity::AccountId;
use crate::organizations::OrganizationId;

crate::id_type!(
    /// A job.
    JobId
);
crate::id_type!(
    /// A process, or a thread of one, that works on jobs.
    WorkerId
);

crate::text_enum!(
    /// What a job does.
    JobKind {
        /// Takes in a roster file.
        ImportRoster => "import_roster",
        /// Takes in a file of completions.
        ImportCompletions => "import_completions",
        /// Confirms many completions of a school.
        ConfirmCompletions => "confirm_completions",
        /// Draws an audit sample and posts the rest.
        DrawAudit => "draw_audit",
        /// Writes a long list of teachers into a file.
        ExportTeachers => "export_teachers",
        /// Assesses the city for a registration window.
        SurveyRegistration => "survey_registration",
        /// Tries a draft of the conditions of registration.
        TryRegistrationRules => "try_registration_rules",
    }
);

impl JobKind {
    /// Whether who asked for it may also stop it.
    pub const fn can_be_cancelled(self) -> bool {
        !matches!(self, JobKind::DrawAudit)
    }
}

crate::text_enum!(
    /// How far a job is.
    JobState {
        /// Nobody has begun.
        Waiting => "waiting",
        /// Somebody works on it.
        Running => "running",
        /// Finished.
        Done => "done",
        /// Stopped by an error; what its chunks stored stays.
        Failed => "failed",
        /// Stopped on request; what its chunks stored stays.
        Cancelled => "cancelled",
    }
);

impl JobState {
    /// Whether nothing will happen any more.
    pub const fn is_over(self) -> bool {
        matches!(
            self,
            JobState::Done | JobState::Failed | JobState::Cancelled
        )
    }
}

/// A job as it stands.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = jobs, treat_none_as_default_value = false)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// For the person who waits: the file's name, or what is confirmed.
    pub title: String,
    /// What it was asked; never changed.
    pub parameters: Json,
    /// How far it is.
    pub state: JobState,
    /// Rows or steps done.
    pub done: i64,
    /// Rows or steps in all, once known.
    pub total: Option<i64>,
    /// Where to go on, and what came out so far.
    pub checkpoint: Json,
    /// Whether somebody asked to stop it.
    pub is_cancel_wanted: bool,
    /// Who works on it.
    pub claimed_by: Option<WorkerId>,
    /// The worker's last sign of life.
    pub claimed_at: Option<At>,
    /// Who asked for it; none for the command line.
    pub created_by: Option<AccountId>,
    /// Where it belongs.
    pub organization_id: Option<OrganizationId>,
    /// When it was asked for.
    pub created_at: At,
    /// When it was over.
    pub finished_at: Option<At>,
    /// What stopped it, in both languages (`web::language::Said` as JSON).
    pub failure: Option<String>,
    /// Grows by one with each change.
    pub version: i64,
}

impl Job {
    /// Only who asked for it, and the program itself, may see and stop it.
    pub fn is_visible_to(&self, actor: &Actor) -> bool {
        actor.is_system() || (actor.account.is_some() && actor.account == self.created_by)
    }
}

/// What a new job needs.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// What it does.
    pub kind: JobKind,
    /// For the person who waits.
    pub title: String,
    /// What it is asked.
    pub parameters: Json,
    /// Where it belongs.
    pub organization: Option<OrganizationId>,
}
