//! Ballots: opened by the secretary, cast by members, counted when closed. Nobody, not even an
//! auditor, is told what is in an open box: no function here reads it.

use std::collections::{BTreeMap, BTreeSet};

use super::actions::{load_own, load_room, record};
use super::rules::votes::{
    Counted, Refusal as VoteRefusal, Standing, Turnout, Voting, may_cast, stand,
};
use super::rules::{self, Choice, Refusal, Running, votes};
use super::{Ballot, BallotCandidate, BallotId, Count, MeetingId, Paper, PaperId, store};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::selection::committees::{self, Member, MemberId};
use crate::selection::conflicts;
use crate::selection::nominations::NominationId;
use crate::selection::nominations::candidates::list_candidates;
use crate::selection::phases::Permission;
use crate::selection::rounds::{self, SelectionRound};
use crate::selection::tally::{self, Ballots, tally};

/// Opens a ballot: the first on everybody, a further one on those who are tied at the last seats.
/// Whoever is in the room now may vote in it.
pub fn open_ballot(conn: &mut Conn, context: &Context, id: MeetingId) -> Result<BallotId, Error> {
    let (meeting, running) = load_own(conn, context, id)?;
    running.may_now(Permission::CastVote, context.today())?;
    let round = meeting.round_id;
    let ballots = store::list_ballots(conn, round)?;
    let is_open = ballots.iter().any(|it| it.state == Running::Open);
    let (room, voters) = load_room(conn, &meeting, &running)?;
    if ballots.is_empty() {
        // All ballots of a round are on what was decided before the first; going back to the meeting
        // is still possible.
        conflicts::actions::check_known(conn, context, &running, |it| voters.contains(&it.0))?;
    }
    let standing = load_standing(conn, &running.round, &ballots)?;
    let is_among_tied = standing.is_some();
    let (candidates, seats) = match standing {
        None => {
            let all = list_candidates(conn, round)?;
            let all = all.into_iter().map(|it| it.nomination).collect();
            (all, running.round.seats)
        }
        Some(Standing { tie: Some(tie), .. }) => {
            let seats = i64::try_from(tie.seats).map_err(Error::fault)?;
            (tie.candidates, seats)
        }
        Some(_) => (Vec::new(), 0),
    };
    rules::may_open_ballot(meeting.state, is_open, &room, candidates.len())?;
    let on: BTreeSet<NominationId> = candidates.iter().copied().collect();
    let barred = conflicts::store::list_all_barred(conn, round)?;
    let recusals = barred
        .into_iter()
        .filter(|(member, candidate)| voters.contains(member) && on.contains(candidate))
        .map(|(member, candidate)| (candidate, member))
        .collect();
    let ballot = Ballot {
        id: BallotId::new(),
        meeting_id: id,
        round_id: round,
        number: i64::try_from(ballots.len() + 1).map_err(Error::fault)?,
        seats,
        committee: room.serving,
        state: Running::Open,
        close_reason: None,
        opened_at: context.at,
        closed_at: None,
        version: 1,
        is_among_tied,
        is_void: false,
    };
    store::insert_ballot(conn, &ballot, &voters, &candidates, &recusals).map_err(|error| {
        if error.is_duplicate() {
            Refusal::BallotRuns.into()
        } else {
            error
        }
    })?;
    let facts = serde_json::json!({
        "ballot": ballot.number,
        "candidates": candidates.len(),
        "present": room.present,
        "seats": seats,
    });
    record(
        conn,
        context,
        &running,
        &meeting,
        ("ballot_opened", None, facts),
    )?;
    Ok(ballot.id)
}

/// Where candidates of a round stand after the ballots that were counted; none before the first. A
/// void ballot was never held.
pub fn load_standing(
    conn: &mut Conn,
    round: &SelectionRound,
    ballots: &[Ballot],
) -> Result<Option<Standing<NominationId>>, Error> {
    let mut counted = Vec::new();
    for ballot in ballots.iter().filter(|it| it.is_counted()) {
        let candidates = store::list_candidates(conn, ballot.id)?;
        let counts: Option<Vec<Count>> = candidates.iter().map(BallotCandidate::count).collect();
        let uncounted = || Error::Fault(format!("ballot {} was not counted", ballot.id));
        counted.push(counts.ok_or_else(uncounted)?);
    }
    let Some((first, among_tied)) = counted.split_first() else {
        return Ok(None);
    };
    let first: BTreeMap<NominationId, Counted> = first
        .iter()
        .map(|it| {
            let (yes, has_passed) = (it.ballots.yes, it.has_passed);
            (it.nomination, Counted { yes, has_passed })
        })
        .collect();
    let among_tied: Vec<BTreeMap<NominationId, i64>> = among_tied
        .iter()
        .map(|counts| {
            counts
                .iter()
                .map(|it| (it.nomination, it.ballots.yes))
                .collect()
        })
        .collect();
    let seats = usize::try_from(round.seats).map_err(Error::fault)?;
    Ok(Some(stand(seats, &first, &among_tied)))
}

/// A ballot as a member meets it.
pub fn load_voting(
    conn: &mut Conn,
    ballot: &Ballot,
    member: &Member,
) -> Result<Voting<NominationId>, Error> {
    let recusals = store::list_recusals(conn, ballot.id)?;
    let own = |it: &NominationId| !recusals.contains(&(*it, member.id));
    let barred = conflicts::store::list_barred(conn, member.id)?;
    let candidates = store::list_candidates(conn, ballot.id)?;
    let casts = store::list_casts(conn, ballot.id)?;
    let cast = casts.into_iter().filter(|(_, by)| *by == member.id);
    let present = store::list_present(conn, ballot.meeting_id)?;
    Ok(Voting {
        is_open: ballot.state == Running::Open,
        is_voter: store::list_voters(conn, ballot.id)?.contains(&member.id),
        is_here: member.serves() && present.contains(&member.id),
        candidates: candidates
            .into_iter()
            .map(|it| it.nomination_id)
            .filter(own)
            .filter(|it| !barred.contains(it))
            .collect(),
        cast: cast.map(|(candidate, _)| candidate).collect(),
        yes_max: ballot.yes_max(),
    })
}

/// Whether a ballot waits for papers of whoever asks.
pub(super) fn is_awaited(
    conn: &mut Conn,
    context: &Context,
    ballot: &Ballot,
) -> Result<bool, Error> {
    let Some(person) = context.actor.person else {
        return Ok(false);
    };
    let Some(member) = committees::store::find_member(conn, ballot.round_id, person)? else {
        return Ok(false);
    };
    let voting = load_voting(conn, ballot, &member)?;
    let is_done = voting.candidates.is_subset(&voting.cast);
    Ok(voting.is_open && voting.is_voter && voting.is_here && !is_done)
}

/// Casts a member's own papers. Nobody casts for another, after the ballot was closed, or twice.
pub fn cast(
    conn: &mut Conn,
    context: &Context,
    id: BallotId,
    papers: &BTreeMap<NominationId, Choice>,
) -> Result<(), Error> {
    let ballot = store::load_ballot(conn, id)?;
    let (running, member) = committees::actions::load_as_member(conn, context, ballot.round_id)?;
    let voting = load_voting(conn, &ballot, &member)?;
    // Whoever is no candidate, or is not to be known of, is neither.
    if !papers.keys().all(|it| voting.candidates.contains(it)) {
        return Err(Error::NotFound);
    }
    may_cast(&voting, papers)?;
    running.may_now(Permission::CastVote, context.today())?;
    let cast: Vec<Paper> = papers
        .iter()
        .map(|(candidate, choice)| Paper {
            id: PaperId::random(),
            ballot_id: id,
            nomination_id: *candidate,
            choice: *choice,
        })
        .collect();
    store::insert_papers(conn, member.id, &cast).map_err(|error| {
        if error.is_duplicate() {
            VoteRefusal::AlreadyCast.into()
        } else {
            error
        }
    })?;
    // The digest of the form would tell what it said to whoever holds the keys and can guess. The
    // same form sent twice is refused by the papers that were cast.
    context.request.set(None);
    let meeting = store::load(conn, ballot.meeting_id)?;
    let facts = serde_json::json!({ "ballot": ballot.number, "count": cast.len() });
    record(
        conn,
        context,
        &running,
        &meeting,
        ("ballot_cast", None, facts),
    )
}

/// How many have voted in a ballot so far.
pub fn load_turnout(
    conn: &mut Conn,
    running: &rounds::Running,
    ballot: &Ballot,
) -> Result<Turnout, Error> {
    let expected = list_expected(conn, ballot)?;
    let casts = store::list_casts(conn, ballot.id)?;
    let mut voted = store::list_voters(conn, ballot.id)?;
    let mut papers_missing = 0;
    for (_, member) in expected.difference(&casts) {
        voted.remove(member);
        papers_missing += 1;
    }
    let rule = &running.programme.ballot.value;
    Ok(Turnout {
        voted: i64::try_from(voted.len()).map_err(Error::fault)?,
        needed: rules::needed_for_quorum(rule, ballot.committee),
        papers_missing,
    })
}

/// Who may vote on whom in a ballot.
pub fn list_expected(
    conn: &mut Conn,
    ballot: &Ballot,
) -> Result<BTreeSet<(NominationId, MemberId)>, Error> {
    let voters = store::list_voters(conn, ballot.id)?;
    let recusals = store::list_recusals(conn, ballot.id)?;
    let candidates = store::list_candidates(conn, ballot.id)?;
    Ok(candidates
        .iter()
        .flat_map(|it| voters.iter().map(|voter| (it.nomination_id, *voter)))
        .filter(|pair| !recusals.contains(pair))
        .collect())
}

/// Closes a ballot and counts it, once a quorum has voted. What was begun can be brought to its end in
/// any phase.
pub fn close_ballot(
    conn: &mut Conn,
    context: &Context,
    id: BallotId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let ballot = store::load_ballot(conn, id)?;
    let (meeting, running) = load_own(conn, context, ballot.meeting_id)?;
    let turnout = load_turnout(conn, &running, &ballot)?;
    votes::may_close(ballot.state == Running::Open, &turnout, reason)?;
    let reason = reason.trim();
    let reason = (!reason.is_empty()).then_some(reason);
    let papers = store::open_box(conn, id)?;
    for count in count(conn, &running, &ballot, &papers)? {
        store::save_count(conn, id, &count)?;
    }
    store::close_ballot(conn, id, seen, (reason, false, context.at))?;
    let facts = serde_json::json!({ "ballot": ballot.number, "count": papers.len() });
    record(
        conn,
        context,
        &running,
        &meeting,
        ("ballot_closed", reason, facts),
    )
}

/// Declares an open ballot void: its box is emptied and nobody reads what was in it, minutes and journal
/// keep why, and it is voted anew.
pub fn void_ballot(
    conn: &mut Conn,
    context: &Context,
    id: BallotId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let ballot = store::load_ballot(conn, id)?;
    let (meeting, running) = load_own(conn, context, ballot.meeting_id)?;
    let reason = votes::may_void(ballot.state == Running::Open, reason)?;
    store::empty_box(conn, id)?;
    store::close_ballot(conn, id, seen, (Some(reason), true, context.at))?;
    let facts = serde_json::json!({ "ballot": ballot.number });
    record(
        conn,
        context,
        &running,
        &meeting,
        ("ballot_voided", Some(reason), facts),
    )
}

/// What the papers of a ballot come to by the programme's rule.
pub fn count(
    conn: &mut Conn,
    running: &rounds::Running,
    ballot: &Ballot,
    papers: &[Paper],
) -> Result<Vec<Count>, Error> {
    let mut on: BTreeMap<String, (NominationId, Ballots)> = BTreeMap::new();
    for candidate in store::list_candidates(conn, ballot.id)? {
        let id = candidate.nomination_id;
        on.insert(id.to_string(), (id, Ballots::default()));
    }
    for paper in papers {
        let stranger = || Error::Fault(format!("a paper of ballot {} on nobody", ballot.id));
        let (_, ballots) = on
            .get_mut(&paper.nomination_id.to_string())
            .ok_or_else(stranger)?;
        match paper.choice {
            Choice::Yes => ballots.yes += 1,
            Choice::No => ballots.no += 1,
            Choice::Abstain => ballots.abstain += 1,
        }
    }
    let mut recused: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (candidate, member) in store::list_recusals(conn, ballot.id)? {
        let members = recused.entry(candidate.to_string()).or_default();
        members.push(member.to_string());
    }
    let voters = store::list_voters(conn, ballot.id)?;
    let vote = tally::Meeting {
        committee: ballot.committee,
        present: voters.iter().map(MemberId::to_string).collect(),
        recused,
        ballots: on.iter().map(|(key, (_, it))| (key.clone(), *it)).collect(),
        rule: running.programme.ballot.value.rule(),
    };
    let uncountable = |error| Error::Fault(format!("ballot {}: {error:?}", ballot.id));
    let counted = tally(&vote).map_err(uncountable)?;
    let counts = on.into_iter().map(|(key, (nomination, ballots))| {
        let result = &counted.results[&key];
        Count {
            nomination,
            base: result.base,
            ballots,
            needed: result.needed,
            has_passed: result.has_passed,
        }
    });
    Ok(counts.collect())
}
