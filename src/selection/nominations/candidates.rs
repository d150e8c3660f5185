//! Candidates: nominees whom a district recommended and an officer signed as eligible. What the
//! committee works on. Whoever left since is none any more, and is named where something stays that
//! was decided on them.

use diesel::prelude::*;

use super::NominationId;
use super::rules::NominationState;
use crate::db::Conn;
use crate::db::schema::{nominations, organizations, people};
use crate::error::Error;
use crate::organizations::{OrganizationId, Stage};
use crate::people::{PersonId, Post};
use crate::selection::rounds::RoundId;

/// A candidate with what lists say about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The nomination.
    pub nomination: NominationId,
    /// Who.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// Sort key of lists.
    pub name_pinyin: String,
    /// The school.
    pub school: OrganizationId,
    /// Its name.
    pub school_name: String,
    /// What the school teaches.
    pub stage: Option<Stage>,
    /// Whether it counts as rural.
    pub is_rural: bool,
    /// Its district; none for the schools that the bureau runs itself.
    pub district: Option<OrganizationId>,
    /// The subject taught.
    pub subject: Option<String>,
    /// Employed as.
    pub post: Post,
}

type Row = (
    NominationId,
    PersonId,
    String,
    String,
    OrganizationId,
    String,
    Option<Stage>,
    bool,
    Option<OrganizationId>,
    Option<String>,
    Post,
);

/// The candidates of a round, by name. Whoever shows them to a member leaves out those that the
/// member is in conflict with (`conflicts::store::list_barred`).
pub fn list_candidates(conn: &mut Conn, round: RoundId) -> Result<Vec<Candidate>, Error> {
    list(conn, round, &[NominationState::Endorsed])
}

/// The same with those who left: for minutes, ballots and results, which stay as they are.
pub fn list_ever(conn: &mut Conn, round: RoundId) -> Result<Vec<Candidate>, Error> {
    let states = [
        NominationState::Endorsed,
        NominationState::Withdrawn,
        NominationState::Excluded,
    ];
    list(conn, round, &states)
}

fn list(
    conn: &mut Conn,
    round: RoundId,
    states: &[NominationState],
) -> Result<Vec<Candidate>, Error> {
    let rows: Vec<Row> = nominations::table
        .inner_join(people::table)
        .inner_join(organizations::table)
        .filter(nominations::round_id.eq(round))
        .filter(nominations::state.eq_any(states.iter().copied()))
        .filter(nominations::is_eligible.eq(true))
        .order((people::name_pinyin, nominations::id))
        .select((
            nominations::id,
            people::id,
            people::name,
            people::name_pinyin,
            organizations::id,
            organizations::name,
            organizations::stage,
            organizations::is_rural,
            nominations::district_id,
            nominations::subject,
            nominations::post,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(candidate).collect())
}

fn candidate(row: Row) -> Candidate {
    Candidate {
        nomination: row.0,
        person: row.1,
        name: row.2,
        name_pinyin: row.3,
        school: row.4,
        school_name: row.5,
        stage: row.6,
        is_rural: row.7,
        district: row.8,
        subject: row.9,
        post: row.10,
    }
}
