//! Reviews: points and a comment by a member on a candidate, kept while they are written, in once and
//! for all when they are handed in.
//!
//! THE RULE OF SIGHT is in [`sight`]: a candidate with whom a member is in conflict does not exist, and
//! what others wrote does not exist before one's own review is in. Where the programme wants it, a
//! candidate is a number (`blind`, `covers`). Questions to a candidate go through the secretary
//! (`questions`). Start with `rules`. Not here: who reviews whom (`assignments`).

pub mod actions;
pub mod blind;
pub mod covers;
pub mod dossier;
pub mod pages;
pub mod questions;
pub mod routes;
pub mod rules;
pub mod secretary;
pub mod sight;
pub mod store;

use diesel::prelude::*;

use super::assignments::DealId;
use super::committees::MemberId;
use super::nominations::NominationId;
use super::rounds::RoundId;
use crate::db::schema::{blind_candidates, review_questions, reviews};
use crate::db::{At, Json};
use crate::error::Error;
use rules::rubric::Scores;
use rules::{QuestionState, ReviewState};

crate::id_type!(
    /// A review.
    ReviewId
);
crate::id_type!(
    /// A question to a candidate.
    QuestionId
);

/// A review as it stands.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reviews, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// In which round.
    pub round_id: RoundId,
    /// On whom.
    pub nomination_id: NominationId,
    /// By whom.
    pub member_id: MemberId,
    /// How far it is.
    pub state: ReviewState,
    /// The deal that brought the two together; none where a person chose.
    pub deal_id: Option<DealId>,
    /// Answers by criterion, as far as there are any: [`Scores`].
    pub scores: Json,
    /// What the member says.
    pub comment: String,
    /// The weighted total in thousandths of a point of 100, once it is in.
    pub total: Option<i64>,
    /// Why it was declined or taken away.
    pub reason: Option<String>,
    /// When the two were brought together.
    pub assigned_at: At,
    /// When something was last kept.
    pub saved_at: Option<At>,
    /// When it was handed in.
    pub submitted_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}

impl Review {
    /// Answers by criterion. Ones that nobody could have given are a fault.
    pub fn points(&self) -> Result<Scores, Error> {
        let broken = |error| Error::Fault(format!("review {}: {error}", self.id));
        self.scores.read().map_err(broken)
    }
}

/// What members see of a candidate in place of name and school.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(
    table_name = blind_candidates,
    primary_key(nomination_id),
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
pub struct Cover {
    /// The candidate.
    pub nomination_id: NominationId,
    /// In which round.
    pub round_id: RoundId,
    /// What the candidate is called.
    pub number: i64,
    /// The statement without names.
    pub statement: String,
    /// The files that tell no name: a list of ids.
    pub files: Json,
    /// When the secretary confirmed it.
    pub confirmed_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}

/// A question to a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(
    table_name = review_questions,
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// The review that it was asked for.
    pub review_id: ReviewId,
    /// Whom.
    pub nomination_id: NominationId,
    /// How far it is.
    pub state: QuestionState,
    /// As the member asked it.
    pub question: String,
    /// As the secretary passed it on.
    pub forwarded: Option<String>,
    /// Why it was not passed on.
    pub reason: Option<String>,
    /// What the candidate answered.
    pub answer: Option<String>,
    /// When it was asked.
    pub asked_at: At,
    /// When the secretary decided.
    pub decided_at: Option<At>,
    /// When the candidate answered.
    pub answered_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}
