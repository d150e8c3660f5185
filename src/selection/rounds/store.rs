//! Rounds in the database.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{RoundId, RoundPhase, Running, SelectionRound};
use crate::db::schema::{round_phases, selection_rounds};
use crate::db::{Conn, one_changed};
use crate::error::Error;
use crate::selection::phases::{Permission, Phase};
use crate::selection::programmes;

/// One round.
pub fn load(conn: &mut Conn, id: RoundId) -> Result<SelectionRound, Error> {
    Ok(selection_rounds::table
        .find(id)
        .select(SelectionRound::as_select())
        .first(conn)?)
}

/// One round with its programme and phases.
pub fn load_running(conn: &mut Conn, id: RoundId) -> Result<Running, Error> {
    let round = load(conn, id)?;
    let mut phases: Vec<RoundPhase> = round_phases::table
        .filter(round_phases::round_id.eq(id))
        .select(RoundPhase::as_select())
        .load(conn)?;
    phases.sort_by_key(|it| it.phase);
    Ok(Running {
        programme: programmes::store::load(conn, round.programme_id)?,
        phases,
        round,
    })
}

/// Rounds, the newest first; those in preparation only where wanted.
pub fn list(
    conn: &mut Conn,
    with_prepared: bool,
    limit: i64,
) -> Result<Vec<SelectionRound>, Error> {
    let mut query = selection_rounds::table
        .order(selection_rounds::id.desc())
        .limit(limit)
        .select(SelectionRound::as_select())
        .into_boxed();
    if !with_prepared {
        query = query.filter(selection_rounds::phase.ne(Phase::Preparation));
    }
    Ok(query.load(conn)?)
}

/// The rounds whose open phase permits something on a day.
pub fn list_permitting(
    conn: &mut Conn,
    permission: Permission,
    today: NaiveDate,
) -> Result<Vec<RoundId>, Error> {
    let phases = permitting(permission);
    let is_open = round_phases::phase.eq(selection_rounds::phase);
    Ok(selection_rounds::table
        .inner_join(
            round_phases::table.on(is_open.and(round_phases::round_id.eq(selection_rounds::id))),
        )
        .filter(selection_rounds::phase.eq_any(phases))
        .filter(round_phases::starts_on.le(today))
        .filter(round_phases::ends_on.ge(today))
        .select(selection_rounds::id)
        .load(conn)?)
}

/// The rounds whose open phase permits something, on whatever day.
pub fn list_in_phase_of(conn: &mut Conn, permission: Permission) -> Result<Vec<RoundId>, Error> {
    Ok(selection_rounds::table
        .filter(selection_rounds::phase.eq_any(permitting(permission)))
        .order(selection_rounds::id)
        .select(selection_rounds::id)
        .load(conn)?)
}

fn permitting(permission: Permission) -> Vec<Phase> {
    let phases = Phase::ALL.iter().copied();
    phases.filter(|it| it.permits(permission)).collect()
}

/// Adds a round with its phases.
pub fn insert(conn: &mut Conn, round: &SelectionRound, phases: &[RoundPhase]) -> Result<(), Error> {
    diesel::insert_into(selection_rounds::table)
        .values(round.clone())
        .execute(conn)?;
    for phase in phases {
        diesel::insert_into(round_phases::table)
            .values(phase.clone())
            .execute(conn)?;
    }
    Ok(())
}

/// Saves a round as it is, since version `seen`; `Stale` if somebody else was faster.
pub fn save(conn: &mut Conn, round: &SelectionRound, seen: i64) -> Result<(), Error> {
    let changed = diesel::update(selection_rounds::table)
        .filter(selection_rounds::id.eq(round.id))
        .filter(selection_rounds::version.eq(seen))
        .set((
            selection_rounds::title.eq(&round.title),
            selection_rounds::seats.eq(round.seats),
            selection_rounds::places.eq(round.places),
            selection_rounds::cutoff_on.eq(round.cutoff_on),
            selection_rounds::phase.eq(round.phase),
            selection_rounds::closed_at.eq(round.closed_at),
            selection_rounds::version.eq(seen + 1),
        ))
        .execute(conn)?;
    one_changed(changed)
}

/// Saves a phase as it is now.
pub fn save_phase(conn: &mut Conn, phase: &RoundPhase) -> Result<(), Error> {
    let row = round_phases::table
        .filter(round_phases::round_id.eq(phase.round_id))
        .filter(round_phases::phase.eq(phase.phase));
    diesel::update(row)
        .set((
            round_phases::starts_on.eq(phase.starts_on),
            round_phases::ends_on.eq(phase.ends_on),
            round_phases::opened_at.eq(phase.opened_at),
            round_phases::closed_at.eq(phase.closed_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes a round with its phases; nothing else may hang on it any more.
pub fn delete(conn: &mut Conn, id: RoundId) -> Result<(), Error> {
    diesel::delete(round_phases::table.filter(round_phases::round_id.eq(id))).execute(conn)?;
    one_changed(diesel::delete(selection_rounds::table.find(id)).execute(conn)?)
}
