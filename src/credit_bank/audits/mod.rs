//! Audits (抽查): a district draws some of what its schools confirmed and looks again.
//!
//! Nobody can choose what is drawn. When a round opens, the hash of a random seed is published and
//! the seed itself is sealed; at the draw the seed is published too, and from then on anybody can
//! work out which completions it takes. What is not drawn is posted at once; what is drawn waits
//! for the audit. Start with `rules.rs`. The bureau audits the schools that it runs itself.

pub mod actions;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod store;

use diesel::prelude::*;

use crate::access::Facts;
use crate::db::At;
use crate::db::schema::audit_rounds;
use crate::organizations::OrganizationId;

pub use rules::AuditState;

crate::id_type!(
    /// An audit round.
    AuditRoundId
);

/// An audit round as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_rounds, treat_none_as_default_value = false)]
pub struct AuditRound {
    /// Its id.
    pub id: AuditRoundId,
    /// The district; none for the schools that the bureau runs itself.
    pub district_id: Option<OrganizationId>,
    /// Its name.
    pub name: String,
    /// SHA-256 of the seed, public from the start.
    pub commitment: Vec<u8>,
    /// The seed, sealed.
    pub seed_cipher: Vec<u8>,
    /// The seed, once it was drawn.
    pub seed: Option<Vec<u8>>,
    /// Share of the sample for a completion of plain weight, in thousandths.
    pub share_permille: i32,
    /// How far it is.
    pub state: AuditState,
    /// When it was opened.
    pub opened_at: At,
    /// When it was drawn.
    pub drawn_at: Option<At>,
    /// When the last audit was decided.
    pub closed_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}

impl AuditRound {
    /// Where it belongs, for questions of access.
    pub fn facts(&self) -> Facts {
        facts_of(self.district_id)
    }
}

/// Where a district's audits belong; none for the schools that the bureau runs itself.
pub fn facts_of(district: Option<OrganizationId>) -> Facts {
    Facts {
        district,
        ..Facts::default()
    }
}
