//! What must hold of selections: one open phase a round, places that follow from what is stored.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::report::Invariant;
use super::{Pass, ballots};
use crate::db::schema::{nominations as nomination_table, selection_draws, selection_rounds};
use crate::db::{Conn, Json, each_row};
use crate::error::Error;
use crate::lots;
use crate::people::PersonId;
use crate::selection::committees;
use crate::selection::conflicts;
use crate::selection::draws::Draw;
use crate::selection::nominations::rules::NominationState;
use crate::selection::nominations::{self, NominationId};
use crate::selection::phases::Phase;
use crate::selection::quotas::{self, Dimension};
use crate::selection::rounds::{self, RoundId, Running};
use crate::workflow::approval::stored;

/// Reads every round.
pub(super) fn check(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    let rounds: Vec<RoundId> = selection_rounds::table
        .select(selection_rounds::id)
        .load(conn)?;
    pass.finish("selection_rounds", rounds.len() as u64);
    check_nominations(conn, pass)?;
    check_draws(conn, pass)?;
    for id in rounds {
        check_committee(conn, pass, id)?;
        check_endorsed(conn, pass, id)?;
        let running = rounds::store::load_running(conn, id)?;
        ballots::check(conn, pass, &running)?;
        super::reviews::check(conn, pass, &running)?;
        super::versions::check(conn, pass, id)?;
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

/// Every nomination is where its case says.
fn check_nominations(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    type Row = (NominationId, NominationState, Json, Option<bool>);
    let mut rows = 0;
    let query = nomination_table::table.select((
        nomination_table::id,
        nomination_table::state,
        nomination_table::approval,
        nomination_table::is_eligible,
    ));
    each_row(conn, query, |(id, state, approval, is_eligible): Row| {
        pass.count("nominations", &mut rows);
        let case = stored::from_json(&approval.0);
        let follows = case.as_ref().is_ok_and(|case| state.follows(case));
        let is_signable =
            case.is_ok_and(|it| NominationState::of(&it) == NominationState::Endorsed);
        if !follows || (is_eligible.is_some() && !is_signable) {
            let detail = format!("it is {state}, and its case says otherwise");
            pass.report
                .add(Invariant::NominationState, "nominations", id, detail);
        }
        Ok(())
    })?;
    pass.finish("nominations", rows);
    Ok(())
}

/// Every seed is what was promised.
fn check_draws(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    let draws: Vec<Draw> = selection_draws::table
        .select(Draw::as_select())
        .load(conn)?;
    for draw in &draws {
        let promised = draw.seed.as_deref().map(lots::commitment);
        if promised.is_some_and(|it| it.as_slice() != draw.commitment) {
            let detail = "its seed is not what its commitment says".to_owned();
            pass.report
                .add(Invariant::DrawSeed, "selection_draws", draw.id, detail);
        }
    }
    pass.finish("selection_draws", draws.len() as u64);
    Ok(())
}

/// Members are no candidates, one of them leads at most, and conflicts stay within the round.
fn check_committee(conn: &mut Conn, pass: &mut Pass<'_>, id: RoundId) -> Result<(), Error> {
    let members = committees::store::list_members(conn, id)?;
    let nominees = nominations::store::list_submitted(conn, id)?;
    let persons: BTreeSet<PersonId> = nominees.iter().map(|it| it.1).collect();
    let within: BTreeSet<NominationId> = nominees.iter().map(|it| it.0).collect();
    for it in &members {
        if it.serves() && persons.contains(&it.person_id) {
            let detail = "somebody decides who is a nominee of the round".to_owned();
            pass.report
                .add(Invariant::CommitteeSeat, "committee_members", it.id, detail);
        }
    }
    let chairs = members.iter().filter(|it| it.is_chair).count();
    if chairs > 1 || members.iter().any(|it| it.is_chair && !it.serves()) {
        let detail = format!("{chairs} lead, or somebody who does not serve");
        pass.report
            .add(Invariant::CommitteeSeat, "selection_rounds", id, detail);
    }
    for (member, nomination) in conflicts::store::list_standings(conn, id)?.into_keys() {
        if !within.contains(&nomination) {
            let detail = format!("{nomination} is of another round");
            pass.report
                .add(Invariant::ConflictRound, "conflicts", member, detail);
        }
    }
    pass.finish("committee_members", members.len() as u64);
    Ok(())
}

/// No district recommends more than its places.
fn check_endorsed(conn: &mut Conn, pass: &mut Pass<'_>, id: RoundId) -> Result<(), Error> {
    let shares = quotas::store::list(conn, id, Dimension::District)?;
    for (district, endorsed) in nominations::store::count_endorsed(conn, id)? {
        let key = nominations::store::load_share_key(conn, district)?;
        let share = shares.iter().find(|it| it.key == key);
        let places = share.map_or(0, |it| it.places);
        if endorsed > places {
            let detail = format!("{key:?} recommends {endorsed}, and has {places} places");
            pass.report
                .add(Invariant::NominationPlaces, "nominations", id, detail);
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
