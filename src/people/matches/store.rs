//! Matches in the database.

use diesel::prelude::*;

use super::{Match, MatchId, MatchState};
use crate::access::Reach;
use crate::db::schema::person_matches;
use crate::db::{At, Conn, one_changed};
use crate::error::Error;
use crate::people::PersonId;

/// One match.
pub fn load(conn: &mut Conn, id: MatchId) -> Result<Match, Error> {
    Ok(person_matches::table
        .find(id)
        .select(Match::as_select())
        .first(conn)?)
}

/// What was said, or is open, about these documents.
pub fn list_of_documents(conn: &mut Conn, indexes: &[Vec<u8>]) -> Result<Vec<Match>, Error> {
    Ok(person_matches::table
        .filter(person_matches::document_index.eq_any(indexes))
        .order(person_matches::id)
        .select(Match::as_select())
        .load(conn)?)
}

/// The second documents of somebody, as humans decided.
pub fn list_same_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Match>, Error> {
    Ok(person_matches::table
        .filter(person_matches::candidate_id.eq(person))
        .filter(person_matches::state.eq(MatchState::SamePerson))
        .order(person_matches::id)
        .select(Match::as_select())
        .load(conn)?)
}

/// The match of a document with somebody.
pub fn find(conn: &mut Conn, index: &[u8], candidate: PersonId) -> Result<Option<Match>, Error> {
    Ok(person_matches::table
        .filter(person_matches::document_index.eq(index))
        .filter(person_matches::candidate_id.eq(candidate))
        .select(Match::as_select())
        .first(conn)
        .optional()?)
}

type Open<'a> = person_matches::BoxedQuery<'a, crate::db::MultiBackend>;

/// Open matches that somebody decides.
fn open(reach: &Reach) -> Open<'_> {
    let query = person_matches::table
        .filter(person_matches::state.eq(MatchState::Open))
        .into_boxed();
    if reach.everywhere {
        return query;
    }
    query.filter(
        person_matches::district_id
            .assume_not_null()
            .eq_any(&reach.districts),
    )
}

/// Open matches within reach, the oldest first, after one of them.
pub fn list_open(
    conn: &mut Conn,
    reach: &Reach,
    after: Option<MatchId>,
    limit: i64,
) -> Result<Vec<Match>, Error> {
    let mut query = open(reach)
        .order(person_matches::id)
        .limit(limit)
        .select(Match::as_select());
    if let Some(after) = after {
        query = query.filter(person_matches::id.gt(after));
    }
    Ok(query.load(conn)?)
}

/// How many wait within reach.
pub fn count_open(conn: &mut Conn, reach: &Reach) -> Result<i64, Error> {
    Ok(open(reach).count().get_result(conn)?)
}

/// Adds a match. A second one of the same document and person is a unique violation.
pub fn insert(conn: &mut Conn, row: &Match) -> Result<(), Error> {
    diesel::insert_into(person_matches::table)
        .values(row.clone())
        .execute(conn)?;
    Ok(())
}

/// Saves what was said. [`Error::Stale`] if somebody was faster.
pub fn save_decision(
    conn: &mut Conn,
    id: MatchId,
    seen: i64,
    state: MatchState,
    at: At,
) -> Result<(), Error> {
    let changed = diesel::update(person_matches::table.find(id))
        .filter(person_matches::version.eq(seen))
        .filter(person_matches::state.eq(MatchState::Open))
        .set((
            person_matches::state.eq(state),
            person_matches::decided_at.eq(at),
            person_matches::version.eq(seen + 1),
        ))
        .execute(conn)?;
    one_changed(changed)
}
