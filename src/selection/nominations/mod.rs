//! Nominations: one's own application, the school's vote, lists posted by school and district, and
//! who is eligible.
//!
//! The way through the offices is the approval engine's, lists and objections are `notices`, what may
//! be done when is the round's. Start with `rules` and `rules::eligibility`, then `actions` (the
//! teacher), `decisions` (offices) and `verdicts` (the bureau). Who sees a nomination is said in one
//! place, [`sight::Sight`], which lists and counts follow. What was handed in is kept each time
//! (`versions`), and that is what everybody but the teacher reads. Not here: what a committee does
//! with it.

pub mod actions;
pub mod candidates;
pub mod decisions;
pub mod files;
pub mod fraud;
pub mod list_page;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod sight;
pub mod store;
mod verdict_tree;
pub mod verdicts;
pub mod versions;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rounds::RoundId;
use crate::access::Facts;
use crate::db::schema::{
    nomination_confirmations, nomination_lists, nomination_votes, nominations,
};
use crate::db::{At, Json};
use crate::error::Error;
use crate::notices::NoticeId;
use crate::organizations::OrganizationId;
use crate::people::{PersonId, Post};
use crate::workflow::approval::case::Case;
use crate::workflow::approval::stored;
use rules::{ListLevel, NominationState};

pub use files::NOMINATION_FILES;

crate::id_type!(
    /// A nomination.
    NominationId
);

/// A nomination as it stands.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = nominations, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Nomination {
    /// Its id.
    pub id: NominationId,
    /// In which round.
    pub round_id: RoundId,
    /// Whose.
    pub person_id: PersonId,
    /// The school that the teacher belonged to when applying.
    pub school_id: OrganizationId,
    /// The school's district; none for a bureau-run school.
    pub district_id: Option<OrganizationId>,
    /// Employed as, then.
    pub post: Post,
    /// The subject, then, where there was one.
    pub subject: Option<String>,
    /// What the teacher says.
    pub statement: String,
    /// How far it is.
    pub state: NominationState,
    /// The running case of the approval engine.
    pub approval: Json,
    /// The last day for whoever has it.
    pub due_on: Option<NaiveDate>,
    /// What was found for each condition when an officer signed.
    pub verdict: Option<Json>,
    /// What the officer signed.
    pub is_eligible: Option<bool>,
    /// Why.
    pub signed_reason: Option<String>,
    /// When.
    pub signed_at: Option<At>,
    /// When it was begun.
    pub created_at: At,
    /// Grows by one with each change.
    pub version: i64,
}

/// A school's vote.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = nomination_votes, treat_none_as_default_value = false)]
pub struct Vote {
    /// On whom.
    pub nomination_id: NominationId,
    /// When it was held.
    pub held_on: NaiveDate,
    /// All who may vote.
    pub staff: i64,
    /// Who came.
    pub present: i64,
    /// Ballots that say yes.
    pub yes: i64,
    /// Ballots that say no.
    pub no: i64,
    /// Ballots that say neither.
    pub abstain: i64,
    /// Whether the teachers recommend, by the programme's rule.
    pub has_passed: bool,
    /// When it was written down.
    pub recorded_at: At,
}

/// A list on which a nominee stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = nomination_lists, treat_none_as_default_value = false)]
pub struct ListEntry {
    /// Who.
    pub nomination_id: NominationId,
    /// On which notice.
    pub notice_id: NoticeId,
    /// Posted by which level.
    pub level: ListLevel,
}

/// What a person confirmed where the file does not tell.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = nomination_confirmations, treat_none_as_default_value = false)]
pub struct Confirmation {
    /// Of which nomination.
    pub nomination_id: NominationId,
    /// Which condition.
    pub condition: String,
    /// Whether it is met.
    pub is_met: bool,
    /// What it was seen by.
    pub reason: String,
    /// When.
    pub confirmed_at: At,
}

impl Nomination {
    /// Where it belongs, for questions of access.
    pub fn facts(&self) -> Facts {
        Facts {
            person: Some(self.person_id),
            organization: Some(self.school_id),
            district: self.district_id,
        }
    }

    /// The engine's case. One that the rules would not have made is a fault.
    pub fn case(&self) -> Result<Case, Error> {
        stored::from_json(&self.approval.0)
            .map_err(|error| Error::Fault(format!("nomination {}: {error}", self.id)))
    }
}
