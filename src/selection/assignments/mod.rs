//! Assignments: who reviews whom. Members say whom they would like, the secretary deals candidates
//! out to them at once, and changes single ones with a reason.
//!
//! `rules` keeps the walls: conflicts, exactly so many reviews, nobody beyond the load. A deal goes by
//! an announced draw (`draws`): it is shown before it is kept, and what was shown is what is kept.
//! Start with `rules`, then `actions`. Not here: what is written in a review (`reviews`).

pub mod actions;
pub mod bulk;
pub mod follow;
pub mod loads;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod store;
pub mod wishes;

use diesel::prelude::*;

use super::committees::MemberId;
use super::draws::DrawId;
use super::nominations::NominationId;
use super::rounds::RoundId;
use crate::db::At;
use crate::db::schema::{review_deals, review_preferences};

crate::id_type!(
    /// A deal.
    DealId
);

/// A deal that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = review_deals, treat_none_as_default_value = false)]
pub struct KeptDeal {
    /// Its id.
    pub id: DealId,
    /// In which round.
    pub round_id: RoundId,
    /// The draw whose seed decided among equals.
    pub draw_id: DrawId,
    /// Wishes and expertise together.
    pub total: i64,
    /// How many reviews it dealt out.
    pub reviews: i64,
    /// When.
    pub kept_at: At,
}

/// How much a member wants a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = review_preferences, treat_none_as_default_value = false)]
pub struct Wish {
    /// Who.
    pub member_id: MemberId,
    /// Whom.
    pub nomination_id: NominationId,
    /// From -20 to 20, and not 0.
    pub preference: i64,
}
