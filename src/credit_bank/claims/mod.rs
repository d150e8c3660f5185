//! Claims (自主研修认定): own study that a teacher asks to have recognised as hours — a paper, a
//! degree, open lessons, mentoring, teaching in a rural school.
//!
//! `rules.rs` has the conversion, the caps, the duplicates and the route; the walk from office to
//! office is the engine of `workflow::approval`. Hours are announced when a claim is handed in and
//! posted when it is recognised, by `posting`. Not here: courses that a provider reports
//! (`completions`), the conversion table itself (`policy`).

pub mod actions;
pub mod casework;
pub mod files;
mod pages;
pub mod queue;
pub mod routes;
pub mod rules;
pub mod store;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::access::Facts;
use crate::db::schema::claims;
use crate::db::{At, Json};
use crate::hours::Hours;
use crate::ledger::{Category, OriginId};
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::policy::PolicyVersionId;

pub use rules::ClaimState;

crate::id_type!(
    /// A claim.
    ClaimId
);

/// A claim as it stands.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = claims, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// The teacher.
    pub person_id: PersonId,
    /// The school that decides first: where the teacher worked when it was drafted.
    pub school_id: OrganizationId,
    /// The school's district; none for a bureau-run school, whose claims the bureau decides.
    pub district_id: Option<OrganizationId>,
    /// A row of the conversion table.
    pub item: String,
    /// The version of the table.
    pub policy_version_id: PolicyVersionId,
    /// What it is called: of the paper, the lesson, the degree.
    pub title: String,
    /// What titles of the same thing share.
    pub title_key: String,
    /// What the teacher adds.
    pub description: String,
    /// The calendar year that it counts in.
    pub year: i32,
    /// When it was done, or finished.
    pub done_on: NaiveDate,
    /// How much of it, in hundredths of the item's unit.
    pub quantity: i64,
    /// The class that it counts in.
    pub category: Category,
    /// By the conversion table, before caps.
    pub hours: Hours,
    /// What counted in the end.
    pub hours_posted: Option<Hours>,
    /// What lay over the cap in the end.
    pub hours_over_cap: Option<Hours>,
    /// Whether its year had closed when it was handed in.
    pub is_late: bool,
    /// Why it comes late.
    pub late_reason: Option<String>,
    /// How far it is.
    pub state: ClaimState,
    /// The engine's case: route, rounds, who acted.
    pub approval: Json,
    /// The last day for whoever has it; none for a draft, an ended claim, and where the holidays of
    /// the next year are not announced yet.
    pub due_on: Option<NaiveDate>,
    /// When it was drafted.
    pub created_at: At,
    /// When it was handed in last.
    pub submitted_at: Option<At>,
    /// When it ended.
    pub decided_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}

impl Claim {
    /// Where it belongs, for questions of access.
    pub fn facts(&self) -> Facts {
        Facts {
            person: Some(self.person_id),
            organization: Some(self.school_id),
            district: self.district_id,
        }
    }

    /// What its transfers name as their origin.
    pub fn origin(&self) -> OriginId {
        OriginId(self.id.0)
    }
}
