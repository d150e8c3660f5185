//! Places for nominees (名额): shared out over districts, stages and subjects.
//!
//! The engine is `apportion`; weights are the teachers on file, floors and caps are the bureau's. The
//! arithmetic is shown, and follows again from what is stored. Start with `rules`; whom a
//! programme wants among the nominees is in `tilts`.

pub mod actions;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod store;
pub mod tilts;

use diesel::prelude::*;

use super::rounds::RoundId;
use crate::db::schema::round_shares;

crate::text_enum!(
    /// Over what places are shared out, each for itself.
    Dimension {
        /// Districts, and the schools that the bureau runs.
        District => "district",
        /// Stages: kindergarten, primary …
        Stage => "stage",
        /// Subjects.
        Subject => "subject",
    }
);

impl Dimension {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Dimension::District => "dimension-district",
            Dimension::Stage => "dimension-stage",
            Dimension::Subject => "dimension-subject",
        }
    }

    /// Key of what the bureau should know before it shares out.
    pub const fn hint_key(self) -> &'static str {
        match self {
            Dimension::District => "dimension-district-hint",
            Dimension::Stage => "dimension-stage-hint",
            Dimension::Subject => "dimension-subject-hint",
        }
    }
}

/// The places of one district, stage or subject, with what they followed from.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = round_shares, treat_none_as_default_value = false)]
pub struct Share {
    /// Of which round.
    pub round_id: RoundId,
    /// Over what.
    pub dimension: Dimension,
    /// An area code, a stage, a subject; empty for the schools that the bureau runs.
    pub key: String,
    /// Teachers on file on the day up to which evidence counts.
    pub weight: i64,
    /// At least so many.
    pub floor: i64,
    /// At most so many, if there is a limit.
    pub cap: Option<i64>,
    /// So many it is.
    pub places: i64,
}
