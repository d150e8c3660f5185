//! Matches: roster rows that might be somebody already known wait here for a human.
//!
//! An officer of the district, or the bureau, sees both sides and says: the same person, or another.
//! Nothing is merged or doubled before that. Not here: when a row is doubtful (`roster::rules`).

pub mod actions;
pub mod pages;
pub mod routes;
pub mod store;

use diesel::prelude::*;

use super::PersonId;
use super::roster::KeptRow;
use super::roster::rules::{Cause, Said};
use crate::access::Facts;
use crate::db::schema::person_matches;
use crate::db::{At, Json};
use crate::error::Error;
use crate::organizations::OrganizationId;

crate::id_type!(
    /// A roster row beside somebody whom it might be.
    MatchId
);

crate::text_enum!(
    /// What a human said.
    MatchState {
        /// Nothing yet.
        Open => "open",
        /// They are one.
        SamePerson => "same_person",
        /// They are two.
        AnotherPerson => "another_person",
    }
);

/// A roster row beside somebody whom it might be.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = person_matches, treat_none_as_default_value = false)]
pub struct Match {
    /// Its id.
    pub id: MatchId,
    /// The school of the row.
    pub organization_id: OrganizationId,
    /// The district that decides; none for the bureau.
    pub district_id: Option<OrganizationId>,
    /// The row without its document number ([`KeptRow`] as JSON).
    pub roster_row: Json,
    /// The row's document number, sealed.
    pub document_cipher: Vec<u8>,
    /// The row's document, as blind index.
    pub document_index: Vec<u8>,
    /// Whom the row might be.
    pub candidate_id: PersonId,
    /// Why.
    pub cause: Cause,
    /// What was said.
    pub state: MatchState,
    /// When the row came.
    pub created_at: At,
    /// When somebody decided.
    pub decided_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}

impl Match {
    /// The row as it is kept.
    pub fn row(&self) -> Result<KeptRow, Error> {
        self.roster_row.read().map_err(Error::fault)
    }

    /// Where the decision belongs, for questions of access.
    pub fn facts(&self) -> Facts {
        Facts {
            person: Some(self.candidate_id),
            organization: Some(self.organization_id),
            district: self.district_id,
        }
    }

    /// What it says to the next row with the same document.
    pub fn said(&self) -> Result<Said, Error> {
        Ok(match self.state {
            MatchState::Open => Said::Open,
            MatchState::SamePerson => Said::Same {
                name: self.row()?.name,
            },
            MatchState::AnotherPerson => Said::Other,
        })
    }
}
