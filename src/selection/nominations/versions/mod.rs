//! Versions of a nomination: what was handed in, each time, kept as it stood then.
//!
//! Handing in keeps the statement, the files and what the person file says up to the round's cut-off
//! ([`actions::keep`]); nothing changes it afterwards, on either database. The teacher goes on writing
//! in the nomination itself. Offices, reviewers and committee read the newest version
//! ([`store::load_newest`]), so that nothing shifts under a decision. What changed between two is
//! `rules`. Who may look is said by [`super::Nomination::visible`]; members of a committee go through
//! `reviews::sight` and see the newest alone. Not here: the verdict on conditions, which asks the file
//! of now until an officer signs it (`super::verdicts`).

pub mod actions;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod store;
pub mod told;

use diesel::prelude::*;

use super::NominationId;
use crate::db::schema::nomination_versions;
use crate::db::{At, Json};
use crate::error::Error;
use rules::Content;

/// What was handed in, one time.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(
    table_name = nomination_versions,
    primary_key(nomination_id, number),
    treat_none_as_default_value = false
)]
pub struct Version {
    /// Of which nomination.
    pub nomination_id: NominationId,
    /// 1, 2, … as often as it was handed in.
    pub number: i64,
    /// In the teacher's words.
    pub statement: String,
    /// Its files: a list of [`rules::Paper`].
    pub files: Json,
    /// What the person file said: [`rules::FileFacts`].
    pub facts: Json,
    /// When it was handed in.
    pub kept_at: At,
}

impl Version {
    /// What it says. One that was not written here is a fault.
    pub fn content(&self) -> Result<Content, Error> {
        let broken = |error| {
            let id = self.nomination_id;
            Error::Fault(format!("nomination {id}, version {}: {error}", self.number))
        };
        Ok(Content {
            statement: self.statement.clone(),
            files: self.files.read().map_err(broken)?,
            facts: self.facts.read().map_err(broken)?,
        })
    }
}
