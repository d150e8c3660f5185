//! What must hold of votes, minutes and results: every paper was cast by somebody who might, every vote
//! comes to the same again, minutes are what was signed, results are those of the ballots, no more seats
//! are taken than there are.
//!
//! Papers of an open ballot are counted, never read.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::Pass;
use super::report::Invariant;
use crate::db::Conn;
use crate::db::schema::{ballot_papers, ballots};
use crate::error::Error;
use crate::selection::committees::MemberId;
use crate::selection::draws::{self, DrawPurpose};
use crate::selection::meetings::rules::Running;
use crate::selection::meetings::{Ballot, Meeting, Minutes, Paper, minutes, store, voting};
use crate::selection::nominations::rules::{VoteCount, count_vote};
use crate::selection::nominations::{self, NominationId};
use crate::selection::results;
use crate::selection::results::rules::{ResultState, order_by_lot};
use crate::selection::rounds;

/// Checks one round.
pub(super) fn check(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    running: &rounds::Running,
) -> Result<(), Error> {
    let held = store::list_ballots(conn, running.round.id)?;
    pass.finish("ballots", held.len() as u64);
    let mut is_counted = true;
    for ballot in &held {
        if let Err(detail) = check_papers(conn, running, ballot)? {
            is_counted = false;
            pass.report
                .add(Invariant::BallotPapers, "ballots", ballot.id, detail);
        }
    }
    check_schools(conn, pass, running)?;
    check_minutes(conn, pass, running)?;
    // What follows from a wrong count is not told again.
    if is_counted {
        check_places(conn, pass, (running, &held))?;
    }
    check_results(conn, pass, running)
}

/// A school's vote comes to the same again.
fn check_schools(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    running: &rounds::Running,
) -> Result<(), Error> {
    let votes = nominations::store::list_votes(conn, running.round.id)?;
    pass.finish("nomination_votes", votes.len() as u64);
    for vote in votes {
        let count = VoteCount {
            held_on: vote.held_on,
            staff: vote.staff,
            present: vote.present,
            yes: vote.yes,
            no: vote.no,
            abstain: vote.abstain,
        };
        let again = count_vote(&running.programme, &count, (vote.held_on, vote.held_on));
        let again = again.ok().map(|it| it.has_passed);
        if again != Some(vote.has_passed) {
            let detail = format!("passed: {}, and follows as {again:?}", vote.has_passed);
            let id = vote.nomination_id;
            pass.report
                .add(Invariant::NominationVote, "nomination_votes", id, detail);
        }
    }
    Ok(())
}

/// Whoever has a result stood in the ballots; who passed, and in which place without a seat, is theirs
/// and the lot's among equals. No more seats are taken than they gave.
fn check_places(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    (running, held): (&rounds::Running, &[Ballot]),
) -> Result<(), Error> {
    let standing = voting::load_standing(conn, &running.round, held)?;
    let draw = draws::find_newest(conn, running.round.id, DrawPurpose::Reserves)?;
    let seed = draw.and_then(|it| it.seed);
    let voted: Vec<_> = standing.iter().flat_map(results::rules::results).collect();
    let results = results::store::list(conn, running.round.id)?;
    let given = standing.as_ref().map_or(0, |it| it.placed.len());
    let taken = results.iter().filter(|it| it.state.has_seat()).count();
    if taken > given {
        let (round, detail) = (
            running.round.id,
            format!("{taken} taken, and {given} given"),
        );
        pass.report
            .add(Invariant::ResultSeats, "selection_results", round, detail);
    }
    let waited = results.iter().filter(|it| it.reserve_rank.is_some());
    let waited: BTreeSet<NominationId> = waited.map(|it| it.nomination_id).collect();
    let ranks: BTreeMap<_, _> = voted
        .iter()
        .filter(|(id, _, _)| waited.contains(id))
        .filter_map(|(id, _, rank)| Some((id.0, (*rank)?)))
        .collect();
    let drawn = seed.map(|it| order_by_lot(&it, &ranks)).unwrap_or_default();
    let voted: BTreeMap<NominationId, (bool, Option<i64>)> = voted
        .into_iter()
        .map(|(id, state, rank)| {
            let rank = drawn.get(&id.0).copied().or(rank);
            (id, (state != ResultState::NotPassed, rank))
        })
        .collect();
    for result in results {
        let stored = (result.state != ResultState::NotPassed, result.reserve_rank);
        let again = voted.get(&result.nomination_id);
        let has_given_up = matches!(result.state, ResultState::Declined | ResultState::Struck);
        // Whoever left after the ballot was opened has neither seat nor place by it.
        let has_left = has_given_up
            && nominations::store::load(conn, result.nomination_id)?
                .state
                .exit()
                .is_some();
        if has_left && result.reserve_rank.is_none() && again.is_some() {
            continue;
        }
        if again != Some(&stored) {
            let detail = format!("passed and rank: {stored:?}, and follows as {again:?}");
            let id = result.nomination_id;
            pass.report
                .add(Invariant::ResultVotes, "selection_results", id, detail);
        }
    }
    Ok(())
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Papers lie where casts say, within the rights of voters, and come to what was counted.
fn check_papers(
    conn: &mut Conn,
    running: &rounds::Running,
    ballot: &Ballot,
) -> Result<Result<(), String>, Error> {
    let expected = voting::list_expected(conn, ballot)?;
    let casts = store::list_casts(conn, ballot.id)?;
    if !casts.is_subset(&expected) {
        return Ok(Err("somebody voted who might not".to_owned()));
    }
    let on: Vec<(NominationId, i64)> = ballot_papers::table
        .filter(ballot_papers::ballot_id.eq(ballot.id))
        .group_by(ballot_papers::nomination_id)
        .select((ballot_papers::nomination_id, count_star()))
        .load(conn)?;
    let of = |casts: &BTreeSet<(NominationId, MemberId)>, id: NominationId| {
        number(casts.iter().filter(|(it, _)| *it == id).count())
    };
    let papers: i64 = on.iter().map(|it| it.1).sum();
    if ballot.is_void {
        return if papers == 0 {
            check_uncounted(conn, ballot)
        } else {
            Ok(Err(format!("void, and {papers} papers are in its box")))
        };
    }
    let is_even = on.iter().all(|(id, count)| of(&casts, *id) == *count);
    if !is_even || papers != number(casts.len()) {
        return Ok(Err(format!("{papers} papers, {} casts", casts.len())));
    }
    if ballot.state == Running::Open {
        return check_uncounted(conn, ballot);
    }
    let candidates = store::list_candidates(conn, ballot.id)?;
    let papers: Vec<Paper> = ballot_papers::table
        .filter(ballot_papers::ballot_id.eq(ballot.id))
        .select(Paper::as_select())
        .load(conn)?;
    let again = voting::count(conn, running, ballot, &papers)?;
    let is_same = candidates.len() == again.len()
        && candidates
            .iter()
            .all(|it| it.count().is_some_and(|count| again.contains(&count)));
    Ok(if is_same {
        Ok(())
    } else {
        Err("the papers come to something else".to_owned())
    })
}

/// Nothing is counted of a ballot that is open or void.
fn check_uncounted(conn: &mut Conn, ballot: &Ballot) -> Result<Result<(), String>, Error> {
    let candidates = store::list_candidates(conn, ballot.id)?;
    Ok(if candidates.iter().any(|it| it.count().is_some()) {
        Err("open or void, and counted".to_owned())
    } else {
        Ok(())
    })
}

/// A closed meeting has minutes that are what was signed and say what was counted; an open one has none,
/// nor an open ballot without an open meeting.
fn check_minutes(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    running: &rounds::Running,
) -> Result<(), Error> {
    let meetings = store::list(conn, running.round.id)?;
    pass.finish("committee_meetings", meetings.len() as u64);
    for meeting in meetings {
        let drawn_up = store::find_minutes(conn, meeting.id)?;
        let open: i64 = ballots::table
            .filter(ballots::meeting_id.eq(meeting.id))
            .filter(ballots::state.eq(Running::Open))
            .select(count_star())
            .first(conn)?;
        let signatures = store::list_signatures(conn, meeting.id)?;
        let is_right = match (meeting.state, drawn_up) {
            (Running::Open, None) => true,
            (Running::Closed, Some(minutes)) => {
                minutes.digest == minutes::digest(&minutes.body)
                    && signatures.iter().all(|it| it.digest == minutes.digest)
                    && open == 0
                    && says_what_was_counted(conn, running, &meeting, &minutes)?
            }
            (Running::Open, Some(_)) | (Running::Closed, None) => false,
        };
        if !is_right {
            let detail = format!("{} and its minutes disagree", meeting.state);
            pass.report
                .add(Invariant::Minutes, "committee_meetings", meeting.id, detail);
        }
    }
    Ok(())
}

/// Whether minutes say of each ballot what is stored of it.
fn says_what_was_counted(
    conn: &mut Conn,
    running: &rounds::Running,
    meeting: &Meeting,
    minutes: &Minutes,
) -> Result<bool, Error> {
    let stored = minutes::write_ballots(conn, running, meeting)?;
    let said = minutes.read()?.ballots;
    let is_same = |(said, stored): (&minutes::Voted, &minutes::Voted)| {
        let (mut said, mut stored) = (said.clone(), stored.clone());
        // Older minutes leave it to the number.
        said.is_among_tied = Some(said.is_among_tied());
        stored.is_among_tied = Some(stored.is_among_tied());
        said == stored
    };
    Ok(said.len() == stored.len() && said.iter().zip(&stored).all(is_same))
}

/// Whoever is certified has a certificate.
fn check_results(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    running: &rounds::Running,
) -> Result<(), Error> {
    let round = running.round.id;
    let all = results::store::list(conn, round)?;
    pass.finish("selection_results", all.len() as u64);
    let certificates = results::store::list_certificates(conn, round)?;
    pass.finish("selection_certificates", certificates.len() as u64);
    let given: BTreeSet<NominationId> = certificates.iter().map(|it| it.nomination_id).collect();
    let certified: BTreeSet<NominationId> = all
        .iter()
        .filter(|it| it.state == ResultState::Certified)
        .map(|it| it.nomination_id)
        .collect();
    for id in given.symmetric_difference(&certified) {
        let detail = "certified without a certificate, or the other way round";
        pass.report.add(
            Invariant::ResultCertificate,
            "selection_results",
            id,
            detail,
        );
    }
    Ok(())
}
