//! What must hold of selections: one open phase a round, places that follow from what is stored.

use diesel::prelude::*;

use super::Pass;
use super::report::Invariant;
use crate::db::Conn;
use crate::db::schema::selection_rounds;
use crate::error::Error;
use crate::selection::phases::Phase;
use crate::selection::quotas::{self, Dimension};
use crate::selection::rounds::{self, RoundId, Running};

/// Reads every round.
pub(super) fn check(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    let rounds: Vec<RoundId> = selection_rounds::table
        .select(selection_rounds::id)
        .load(conn)?;
    pass.finish("selection_rounds", rounds.len() as u64);
    for id in rounds {
        let running = rounds::store::load_running(conn, id)?;
        if let Err(detail) = one_open_phase(&running) {
            pass.report
                .add(Invariant::RoundPhase, "round_phases", id, detail);
        }
        for dimension in Dimension::ALL.iter().copied() {
            let shares = quotas::store::list(conn, id, dimension)?;
            pass.finish("round_shares", shares.len() as u64);
            if shares.is_empty() {
                continue;
            }
            let places: i64 = shares.iter().map(|it| it.places).sum();
            let again = quotas::rules::again(&shares);
            let follows = again.is_ok_and(|again| {
                let same = |it: &quotas::Share| again.seats.get(&it.key) == Some(&it.places);
                shares.iter().all(same)
            });
            if !follows || places != running.round.places {
                let detail = format!("over {dimension}: {places} places, and not as shared out");
                pass.report
                    .add(Invariant::RoundPlaces, "round_shares", id, detail);
            }
        }
    }
    Ok(())
}

/// The phases before the open one are done, the open one is open, the rest is planned.
fn one_open_phase(running: &Running) -> Result<(), String> {
    let open = running.round.phase;
    for it in &running.phases {
        let stands = (it.opened_at.is_some(), it.closed_at.is_some());
        let expected = match it.phase.cmp(&open) {
            std::cmp::Ordering::Less => (true, true),
            std::cmp::Ordering::Equal => (true, false),
            std::cmp::Ordering::Greater => (false, false),
        };
        if stands != expected {
            return Err(format!("{open} is open, and {} says otherwise", it.phase));
        }
    }
    let has_row = running.phases.iter().any(|it| it.phase == open);
    if !has_row && !matches!(open, Phase::Preparation | Phase::Closed) {
        return Err(format!("{open} is open, and the round has no such phase"));
    }
    Ok(())
}
