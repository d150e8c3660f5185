//! Completions (结业记录): which teacher finished which course, on whose word.
//!
//! A provider submits them by form or file; they are pending in the ledger. The teacher's school
//! confirms or refuses; the district draws some for audit and the rest is posted. Read `rules.rs`
//! for the way of one completion and `rows.rs` for what a row of a file must be like; `import.rs`
//! takes files in chunk by chunk. Not here: audits (next door), the hours themselves (`posting.rs`).

pub mod actions;
mod batch;
pub mod import;
pub mod pages;
pub mod routes;
pub mod rows;
pub mod rules;
pub mod sheet;
pub mod store;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::access::Facts;
use crate::db::At;
use crate::db::schema::completions;
use crate::hours::Hours;
use crate::jobs::JobId;
use crate::journal::JournalId;
use crate::ledger::{Category, OriginId, TransferId};
use crate::organizations::OrganizationId;
use crate::people::PersonId;

use super::audits::AuditRoundId;
use super::posting::announcement_id;
use super::projects::{CourseId, ProjectId};

pub use rules::CompletionState;

crate::id_type!(
    /// A completion.
    CompletionId
);

/// A completion as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = completions, treat_none_as_default_value = false)]
pub struct Completion {
    /// Its id.
    pub id: CompletionId,
    /// The course.
    pub course_id: CourseId,
    /// The course's project.
    pub project_id: ProjectId,
    /// The teacher.
    pub person_id: PersonId,
    /// Where the teacher worked on that day: the school that confirms.
    pub school_id: OrganizationId,
    /// The school's district; none for a bureau-run school.
    pub district_id: Option<OrganizationId>,
    /// The calendar year that it counts in.
    pub year: i32,
    /// The day on which the course was finished.
    pub completed_on: NaiveDate,
    /// Hours that the provider reports.
    pub hours: Hours,
    /// The course's class.
    pub category: Category,
    /// What titles of the same course share.
    pub title_key: String,
    /// How far it is.
    pub state: CompletionState,
    /// Why a school refused, an audit failed or a reversal was needed.
    pub reason: Option<String>,
    /// Counts up when an earlier one of the same course and day was refused, failed or expired.
    pub attempt: i32,
    /// How much more likely than others it is drawn for audit, in thousandths.
    pub audit_weight: i32,
    /// The audit round that it was in.
    pub audit_round_id: Option<AuditRoundId>,
    /// The school's decision in the journal.
    pub school_decision_id: Option<JournalId>,
    /// The import that brought it.
    pub job_id: Option<JobId>,
    /// The row of the import's file.
    pub source_row: Option<i32>,
    /// When it was submitted.
    pub submitted_at: At,
    /// When somebody decided last.
    pub decided_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}

impl Completion {
    /// Where it belongs, for questions of access.
    pub fn facts(&self) -> Facts {
        Facts {
            person: Some(self.person_id),
            organization: Some(self.school_id),
            district: self.district_id,
        }
    }

    /// Its pending transfer.
    pub fn announcement(&self) -> TransferId {
        announcement(self.id)
    }
}

/// The pending transfer of a completion. A completion is announced once.
pub fn announcement(id: CompletionId) -> TransferId {
    announcement_id(OriginId(id.0), 1)
}
