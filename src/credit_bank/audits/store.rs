//! Audit rounds in the database.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{AuditRound, AuditRoundId, AuditState};
use crate::access::Reach;
use crate::credit_bank::completions::{CompletionId, CompletionState};
use crate::db::schema::{audit_rounds, completions};
use crate::db::{Conn, one_changed};
use crate::error::Error;
use crate::organizations::OrganizationId;

/// One round.
pub fn load(conn: &mut Conn, id: AuditRoundId) -> Result<AuditRound, Error> {
    Ok(audit_rounds::table
        .find(id)
        .select(AuditRound::as_select())
        .first(conn)?)
}

/// Adds a round.
pub fn insert(conn: &mut Conn, round: &AuditRound) -> Result<(), Error> {
    diesel::insert_into(audit_rounds::table)
        .values(round.clone())
        .execute(conn)?;
    Ok(())
}

/// Saves a changed round over the version that was seen. `Stale` if somebody was faster.
pub fn save(conn: &mut Conn, round: &AuditRound, seen: i64) -> Result<(), Error> {
    let changed = diesel::update(audit_rounds::table.find(round.id))
        .filter(audit_rounds::version.eq(seen))
        .set((
            audit_rounds::seed.eq(&round.seed),
            audit_rounds::state.eq(round.state),
            audit_rounds::drawn_at.eq(round.drawn_at),
            audit_rounds::closed_at.eq(round.closed_at),
            audit_rounds::version.eq(seen + 1),
        ))
        .execute(conn)?;
    one_changed(changed)
}

/// The open round of a district, if there is one.
pub fn find_open(
    conn: &mut Conn,
    district: Option<OrganizationId>,
) -> Result<Option<AuditRound>, Error> {
    let query = audit_rounds::table
        .filter(audit_rounds::state.eq(AuditState::Open))
        .select(AuditRound::as_select())
        .into_boxed();
    let query = match district {
        Some(district) => query.filter(audit_rounds::district_id.assume_not_null().eq(district)),
        None => query.filter(audit_rounds::district_id.is_null()),
    };
    Ok(query.first(conn).optional()?)
}

/// The rounds within a reach, newest first.
pub fn list(conn: &mut Conn, reach: &Reach, limit: i64) -> Result<Vec<AuditRound>, Error> {
    let mut query = audit_rounds::table
        .order(audit_rounds::id.desc())
        .limit(limit)
        .select(AuditRound::as_select())
        .into_boxed();
    if !reach.everywhere {
        query = query.filter(
            audit_rounds::district_id
                .assume_not_null()
                .eq_any(reach.districts.clone())
                .or(audit_rounds::district_id
                    .is_null()
                    .and(reach.bureau_run.into_sql::<Bool>())),
        );
    }
    Ok(query.load(conn)?)
}

/// The newest rounds of everybody, for the public list of commitments.
pub fn list_public(conn: &mut Conn, limit: i64) -> Result<Vec<AuditRound>, Error> {
    Ok(audit_rounds::table
        .order(audit_rounds::id.desc())
        .limit(limit)
        .select(AuditRound::as_select())
        .load(conn)?)
}

/// Takes everything that the district's schools confirmed, and no round has taken yet, into a
/// round: what is confirmed later waits for the next one. Tells how many.
pub fn take_in(conn: &mut Conn, round: &AuditRound) -> Result<usize, Error> {
    let query = diesel::update(completions::table)
        .filter(completions::state.eq(CompletionState::Confirmed))
        .filter(completions::audit_round_id.is_null());
    let taken = completions::audit_round_id.eq(round.id);
    let count = match round.district_id {
        Some(district) => query
            .filter(completions::district_id.assume_not_null().eq(district))
            .set(taken)
            .execute(conn)?,
        None => query
            .filter(completions::district_id.is_null())
            .set(taken)
            .execute(conn)?,
    };
    Ok(count)
}

/// The next completions of a round in a state: id and weight.
pub fn list_in_round(
    conn: &mut Conn,
    round: AuditRoundId,
    state: CompletionState,
    limit: i64,
) -> Result<Vec<(CompletionId, i32)>, Error> {
    Ok(completions::table
        .filter(completions::audit_round_id.assume_not_null().eq(round))
        .filter(completions::state.eq(state))
        .order(completions::id)
        .limit(limit)
        .select((completions::id, completions::audit_weight))
        .load(conn)?)
}

/// How many completions of a round are in each state.
pub fn count_by_state(
    conn: &mut Conn,
    round: AuditRoundId,
) -> Result<Vec<(CompletionState, i64)>, Error> {
    Ok(completions::table
        .filter(completions::audit_round_id.assume_not_null().eq(round))
        .group_by(completions::state)
        .select((completions::state, diesel::dsl::count_star()))
        .load(conn)?)
}

/// Everything that a round was drawn from: id and weight.
pub fn list_population(
    conn: &mut Conn,
    round: AuditRoundId,
) -> Result<Vec<(CompletionId, i32)>, Error> {
    Ok(completions::table
        .filter(completions::audit_round_id.assume_not_null().eq(round))
        .order(completions::id)
        .select((completions::id, completions::audit_weight))
        .load(conn)?)
}
