//! Conflicts of interest between members and candidates: found from data, declared by members and
//! nominees, taken in from the bureau's lists, decided by the secretary with a reason.
//!
//! What is found counts until the secretary decides otherwise. THE RULE OF SIGHT: of a candidate with
//! whom a member is in conflict, the member sees nothing: no file, no score, no place in a list, no
//! count, no hit of a search. Everything that a member gets subtracts [`store::list_barred`].

pub mod actions;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod stated;
pub mod stated_sheet;
pub mod store;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::committees::MemberId;
use super::nominations::NominationId;
use crate::db::schema::{conflict_pins, conflicts, person_ties, stated_ties};
use crate::db::{At, Json};
use crate::people::PersonId;

pub use rules::{ConflictKind, StatedBy, TieKind};

/// Something that was found between a member and a candidate.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = conflicts, treat_none_as_default_value = false)]
pub struct Conflict {
    /// The member.
    pub member_id: MemberId,
    /// The candidate.
    pub nomination_id: NominationId,
    /// What it is.
    pub kind: ConflictKind,
    /// What it was found by: [`rules::Detail`].
    pub detail: Json,
    /// When.
    pub found_at: At,
}

/// What the secretary decided about a member and a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = conflict_pins, treat_none_as_default_value = false)]
pub struct Pin {
    /// The member.
    pub member_id: MemberId,
    /// The candidate.
    pub nomination_id: NominationId,
    /// Whether they are in conflict.
    pub is_conflict: bool,
    /// Why.
    pub reason: String,
    /// When.
    pub pinned_at: At,
}

impl Pin {
    /// As a glimpse of the pair has it.
    pub fn seen(&self) -> (bool, i64) {
        let pinned_at = self.pinned_at.utc().timestamp_micros();
        (self.is_conflict, pinned_at)
    }
}

/// What two people are to each other; the smaller id stands first.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = person_ties, treat_none_as_default_value = false)]
pub struct Tie {
    /// One.
    pub person_id: PersonId,
    /// The other.
    pub other_id: PersonId,
    /// What.
    pub kind: TieKind,
    /// In the words of whoever said it.
    pub note: String,
    /// When.
    pub declared_at: At,
}

/// What a nominee stated of oneself, or the bureau took in from a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = stated_ties, treat_none_as_default_value = false)]
pub struct StatedTie {
    /// The nominee; for the bureau's, whoever has the smaller id.
    pub person_id: PersonId,
    /// The other.
    pub other_id: PersonId,
    /// What.
    pub kind: TieKind,
    /// Who says so.
    pub stated_by: StatedBy,
    /// In the nominee's words, or the bureau's source.
    pub note: String,
    /// Since when, where that is known.
    pub since_on: Option<NaiveDate>,
    /// Until when.
    pub until_on: Option<NaiveDate>,
    /// When it was stated.
    pub stated_at: At,
}
