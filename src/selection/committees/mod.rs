//! Committees: the pool of experts, members drawn by a published seed, who accepts.
//!
//! `rules` draws within the constraints of the programme, or says which of them cannot be met;
//! `experts` keeps the pool. A member serves once they accepted, and never on a candidate with whom
//! `conflicts` finds something. Not here: reviews, meetings.

pub mod actions;
pub mod apart;
pub mod experts;
pub mod pages;
pub mod repeat;
pub mod routes;
pub mod rules;
pub mod store;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rounds::RoundId;
use crate::db::At;
use crate::db::schema::{committee_members, experts as expert_table};
use crate::organizations::OrganizationId;
use crate::people::PersonId;

pub use rules::MemberState;

crate::id_type!(
    /// A term of an expert in the pool.
    ExpertId
);
crate::id_type!(
    /// A member of a round's committee.
    MemberId
);

/// A term in the pool.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = expert_table, treat_none_as_default_value = false)]
pub struct Expert {
    /// Its id.
    pub id: ExpertId,
    /// Who.
    pub person_id: PersonId,
    /// The subject that the expert knows.
    pub subject: Option<String>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day, as appointed.
    pub ends_on: NaiveDate,
    /// Last day, if the bureau ended it early.
    pub ended_on: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub appointed_at: At,
    /// Grows by one with each change.
    pub version: i64,
}

impl Expert {
    /// The last day of the term as it is.
    pub fn last_day(&self) -> NaiveDate {
        self.ended_on
            .map_or(self.ends_on, |it| it.min(self.ends_on))
    }

    /// Whether the expert can be drawn on a day.
    pub fn covers(&self, on: NaiveDate) -> bool {
        self.starts_on <= on && on <= self.last_day()
    }
}

/// A member of a committee, or somebody who was drawn for it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(
    table_name = committee_members,
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// In which round.
    pub round_id: RoundId,
    /// Who.
    pub person_id: PersonId,
    /// Where the member belonged when drawn; none for bureau-run schools.
    pub district_id: Option<OrganizationId>,
    /// What the member knows.
    pub subject: Option<String>,
    /// The place in the order of the draw, from 1.
    pub position: i64,
    /// Whether the member leads the meeting.
    pub is_chair: bool,
    /// How far it is.
    pub state: MemberState,
    /// Why it was declined or released.
    pub reason: Option<String>,
    /// When it last changed.
    pub changed_at: At,
    /// Grows by one with each change.
    pub version: i64,
    /// Reviews at most, where the secretary said so; else what the programme says.
    pub load_max: Option<i64>,
}

impl Member {
    /// Whether the member reviews and votes.
    pub fn serves(&self) -> bool {
        self.state == MemberState::Accepted
    }
}
