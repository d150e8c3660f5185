//! Results of a round: who is proposed, posted, certified; what each applicant is told; what becomes of
//! an honour later; a round in numbers.
//!
//! Until the secretary posts results there are none: they follow from ballots, which only the
//! secretary, the bureau and the auditor see as a whole. `rules` says how a candidate goes on, `actions`
//! posts lists and keeps to the reserve list, `certificates` approves and certifies, `statistics` counts,
//! `honours` lists what was certified across rounds.
//! The days of a list and the objections to it are `notices`'. Not here: how votes are counted
//! (`meetings`).

pub mod actions;
pub mod bars;
pub mod certificate_pages;
pub mod certificates;
pub mod honours;
pub mod pages;
pub mod reserves;
pub mod routes;
pub mod rules;
pub mod statistics;
pub mod store;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::nominations::NominationId;
use super::rounds::RoundId;
use crate::db::At;
use crate::db::schema::{selection_certificates, selection_results};
use crate::notices::NoticeId;
use crate::people::PersonId;
use crate::web::language::Language;
use rules::{CertificateState, ResultState};

crate::id_type!(
    /// A certificate of an honour.
    CertificateId
);

/// Where a candidate stands since results were posted.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(
    table_name = selection_results,
    primary_key(nomination_id),
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
pub struct SelectionResult {
    /// Who.
    pub nomination_id: NominationId,
    /// In which round.
    pub round_id: RoundId,
    /// How it stands.
    pub state: ResultState,
    /// Place on the reserve list; kept by whoever moved up from it.
    pub reserve_rank: Option<i64>,
    /// The newest notice that names the candidate.
    pub notice_id: Option<NoticeId>,
    /// Why it last changed.
    pub reason: Option<String>,
    /// When.
    pub decided_at: At,
    /// Grows by one with each change.
    pub version: i64,
}

/// An honour with its number.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(
    table_name = selection_certificates,
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
pub struct Certificate {
    /// Its id.
    pub id: CertificateId,
    /// What it followed from.
    pub nomination_id: NominationId,
    /// In which round.
    pub round_id: RoundId,
    /// Whose.
    pub person_id: PersonId,
    /// Its number.
    pub number: String,
    /// The name, as printed.
    pub name: String,
    /// The honour, as printed.
    pub honour: String,
    /// The honour in English.
    pub honour_en: String,
    /// The day of approval.
    pub issued_on: NaiveDate,
    /// The bureau's reason.
    pub reason: String,
    /// Whether it is held.
    pub state: CertificateState,
    /// The day on which it ended.
    pub ended_on: Option<NaiveDate>,
    /// Why it ended.
    pub end_reason: Option<String>,
    /// Who approved the revocation.
    pub approved_by: Option<String>,
    /// Under which document.
    pub document: Option<String>,
    /// Yuan a month, where the programme gives any.
    pub allowance_yuan: Option<i64>,
    /// When the holder left the school system.
    pub left_on: Option<NaiveDate>,
    /// The first day without allowance.
    pub allowance_stops_on: Option<NaiveDate>,
    /// Grows by one with each change.
    pub version: i64,
}

impl Certificate {
    /// The honour in a language.
    pub fn honour_in(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.honour,
            Language::English => &self.honour_en,
        }
    }
}
