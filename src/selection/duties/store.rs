//! What is counted in all running rounds at once.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;

use super::rules::Facts;
use crate::db::Conn;
use crate::db::schema::{
    ballots, committee_meetings, committee_members, meeting_minutes, minutes_signatures, reviews,
    round_phases, selection_results, selection_rounds,
};
use crate::error::Error;
use crate::selection::committees::MemberState;
use crate::selection::conflicts;
use crate::selection::meetings::rules::{Running, Seat};
use crate::selection::phases::Phase;
use crate::selection::results::rules::ResultState;
use crate::selection::rounds::RoundId;

/// Rounds that run at once, at most.
const ROUNDS_MAX: i64 = 200;

/// The rounds that have begun and not ended, with what is known of them.
pub fn list(conn: &mut Conn) -> Result<Vec<(RoundId, Facts)>, Error> {
    let running: Vec<(RoundId, String, Phase, Option<NaiveDate>)> = selection_rounds::table
        .left_join(
            round_phases::table.on(round_phases::round_id
                .eq(selection_rounds::id)
                .and(round_phases::phase.eq(selection_rounds::phase))),
        )
        .filter(selection_rounds::phase.ne_all([Phase::Preparation, Phase::Closed]))
        .order(selection_rounds::id)
        .limit(ROUNDS_MAX)
        .select((
            selection_rounds::id,
            selection_rounds::title,
            selection_rounds::phase,
            round_phases::ends_on.nullable(),
        ))
        .load(conn)?;
    let ids: Vec<RoundId> = running.iter().map(|it| it.0).collect();
    let mut members = count_members(conn, &ids)?;
    let undecided = count_undecided(conn, &ids)?;
    let reviews = count_reviews(conn, &ids)?;
    let meetings = count_meetings(conn, &ids)?;
    let unsigned = count_unsigned(conn, &ids)?;
    let counted = count_ballots(conn, &ids)?;
    let results = count_results(conn, &ids)?;
    let of = |counts: &BTreeMap<RoundId, i64>, id| counts.get(&id).copied().unwrap_or(0);
    let facts = running.into_iter().map(|(id, title, phase, ends_on)| {
        let states = results.get(&id);
        let facts = Facts {
            title,
            phase,
            ends_on,
            members: members.remove(&id).unwrap_or_default(),
            undecided: of(&undecided, id),
            reviews: of(&reviews, id),
            meetings: of(&meetings, id),
            unsigned: of(&unsigned, id),
            counted: of(&counted, id),
            results: states.map_or(0, |it| it.values().sum()),
            proposed: states
                .and_then(|it| it.get(&ResultState::Proposed))
                .copied()
                .unwrap_or(0),
        };
        (id, facts)
    });
    Ok(facts.collect())
}

fn count_members(
    conn: &mut Conn,
    rounds: &[RoundId],
) -> Result<BTreeMap<RoundId, BTreeMap<MemberState, i64>>, Error> {
    let counted: Vec<(RoundId, MemberState, i64)> = committee_members::table
        .filter(committee_members::round_id.eq_any(rounds))
        .group_by((committee_members::round_id, committee_members::state))
        .select((
            committee_members::round_id,
            committee_members::state,
            count_star(),
        ))
        .load(conn)?;
    let mut by_round: BTreeMap<RoundId, BTreeMap<MemberState, i64>> = BTreeMap::new();
    for (round, state, count) in counted {
        by_round.entry(round).or_default().insert(state, count);
    }
    Ok(by_round)
}

fn count_undecided(conn: &mut Conn, rounds: &[RoundId]) -> Result<BTreeMap<RoundId, i64>, Error> {
    let mut counts = BTreeMap::new();
    for (round, pairs) in conflicts::store::list_open(conn, rounds)? {
        counts.insert(round, i64::try_from(pairs.len()).map_err(Error::fault)?);
    }
    Ok(counts)
}

fn count_reviews(conn: &mut Conn, rounds: &[RoundId]) -> Result<BTreeMap<RoundId, i64>, Error> {
    let counted: Vec<(RoundId, i64)> = reviews::table
        .filter(reviews::round_id.eq_any(rounds))
        .group_by(reviews::round_id)
        .select((reviews::round_id, count_star()))
        .load(conn)?;
    Ok(counted.into_iter().collect())
}

fn count_meetings(conn: &mut Conn, rounds: &[RoundId]) -> Result<BTreeMap<RoundId, i64>, Error> {
    let counted: Vec<(RoundId, i64)> = committee_meetings::table
        .filter(committee_meetings::round_id.eq_any(rounds))
        .group_by(committee_meetings::round_id)
        .select((committee_meetings::round_id, count_star()))
        .load(conn)?;
    Ok(counted.into_iter().collect())
}

/// Minutes without the secretary's signature.
fn count_unsigned(conn: &mut Conn, rounds: &[RoundId]) -> Result<BTreeMap<RoundId, i64>, Error> {
    let signed = minutes_signatures::table
        .filter(minutes_signatures::meeting_id.eq(meeting_minutes::meeting_id))
        .filter(minutes_signatures::seat.eq(Seat::Secretary));
    let counted: Vec<(RoundId, i64)> = meeting_minutes::table
        .inner_join(
            committee_meetings::table.on(committee_meetings::id.eq(meeting_minutes::meeting_id)),
        )
        .filter(committee_meetings::round_id.eq_any(rounds))
        .filter(not(exists(signed)))
        .group_by(committee_meetings::round_id)
        .select((committee_meetings::round_id, count_star()))
        .load(conn)?;
    Ok(counted.into_iter().collect())
}

/// Ballots that are over and were counted.
fn count_ballots(conn: &mut Conn, rounds: &[RoundId]) -> Result<BTreeMap<RoundId, i64>, Error> {
    let counted: Vec<(RoundId, i64)> = ballots::table
        .filter(ballots::round_id.eq_any(rounds))
        .filter(ballots::state.eq(Running::Closed))
        .filter(ballots::is_void.eq(false))
        .group_by(ballots::round_id)
        .select((ballots::round_id, count_star()))
        .load(conn)?;
    Ok(counted.into_iter().collect())
}

fn count_results(
    conn: &mut Conn,
    rounds: &[RoundId],
) -> Result<BTreeMap<RoundId, BTreeMap<ResultState, i64>>, Error> {
    let counted: Vec<(RoundId, ResultState, i64)> = selection_results::table
        .filter(selection_results::round_id.eq_any(rounds))
        .group_by((selection_results::round_id, selection_results::state))
        .select((
            selection_results::round_id,
            selection_results::state,
            count_star(),
        ))
        .load(conn)?;
    let mut by_round: BTreeMap<RoundId, BTreeMap<ResultState, i64>> = BTreeMap::new();
    for (round, state, count) in counted {
        by_round.entry(round).or_default().insert(state, count);
    }
    Ok(by_round)
}
