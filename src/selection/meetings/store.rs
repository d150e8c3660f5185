//! Meetings, ballots and minutes in the database.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::rules::{Choice, Running};
use super::{
    Ballot, BallotCandidate, BallotId, Count, Meeting, MeetingId, Minutes, Paper, PaperId,
    Signature, Stay, StayId,
};
use crate::db::schema::{
    ballot_candidates, ballot_casts, ballot_papers, ballot_recusals, ballot_voters, ballots,
    committee_meetings, committee_members, meeting_minutes, meeting_stays, minutes_signatures,
    selection_rounds,
};
use crate::db::{At, Conn, one_changed};
use crate::error::Error;
use crate::people::PersonId;
use crate::selection::committees::{MemberId, MemberState};
use crate::selection::nominations::NominationId;
use crate::selection::rounds::RoundId;
use crate::selection::tally::Ballots;

/// One meeting.
pub fn load(conn: &mut Conn, id: MeetingId) -> Result<Meeting, Error> {
    Ok(committee_meetings::table
        .find(id)
        .select(Meeting::as_select())
        .first(conn)?)
}

/// The meetings of a round, in order.
pub fn list(conn: &mut Conn, round: RoundId) -> Result<Vec<Meeting>, Error> {
    Ok(committee_meetings::table
        .filter(committee_meetings::round_id.eq(round))
        .order(committee_meetings::id)
        .select(Meeting::as_select())
        .load(conn)?)
}

/// Meetings of rounds in which somebody serves, the newest first, with the title of the round.
pub fn list_of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<(Meeting, String)>, Error> {
    let rounds: Vec<RoundId> = committee_members::table
        .filter(committee_members::person_id.eq(person))
        .filter(committee_members::state.eq(MemberState::Accepted))
        .select(committee_members::round_id)
        .load(conn)?;
    Ok(committee_meetings::table
        .inner_join(selection_rounds::table)
        .filter(committee_meetings::round_id.eq_any(rounds))
        .order(committee_meetings::id.desc())
        .select((Meeting::as_select(), selection_rounds::title))
        .load(conn)?)
}

/// Adds a meeting.
pub fn insert(conn: &mut Conn, meeting: &Meeting) -> Result<(), Error> {
    diesel::insert_into(committee_meetings::table)
        .values(meeting.clone())
        .execute(conn)?;
    Ok(())
}

/// Closes a meeting since version `seen`; `Stale` if somebody else was faster.
pub fn close(
    conn: &mut Conn,
    id: MeetingId,
    seen: i64,
    (remarks, leaves_seats_empty, at): (Option<&str>, bool, At),
) -> Result<(), Error> {
    let changed = diesel::update(committee_meetings::table)
        .filter(committee_meetings::id.eq(id))
        .filter(committee_meetings::version.eq(seen))
        .filter(committee_meetings::state.eq(Running::Open))
        .set((
            committee_meetings::state.eq(Running::Closed),
            committee_meetings::remarks.eq(remarks),
            committee_meetings::closed_at.eq(at),
            committee_meetings::leaves_seats_empty.eq(leaves_seats_empty),
            committee_meetings::version.eq(seen + 1),
        ))
        .execute(conn)?;
    expect_one(changed)
}

/// Every stay at a meeting, in the order of arrival.
pub fn list_stays(conn: &mut Conn, meeting: MeetingId) -> Result<Vec<Stay>, Error> {
    Ok(meeting_stays::table
        .filter(meeting_stays::meeting_id.eq(meeting))
        .order(meeting_stays::id)
        .select(Stay::as_select())
        .load(conn)?)
}

/// Who is in the room.
pub fn list_present(conn: &mut Conn, meeting: MeetingId) -> Result<BTreeSet<MemberId>, Error> {
    let present: Vec<MemberId> = meeting_stays::table
        .filter(meeting_stays::meeting_id.eq(meeting))
        .filter(meeting_stays::left_at.is_null())
        .select(meeting_stays::member_id)
        .load(conn)?;
    Ok(present.into_iter().collect())
}

/// Somebody comes in.
pub fn insert_stay(conn: &mut Conn, stay: &Stay) -> Result<(), Error> {
    diesel::insert_into(meeting_stays::table)
        .values(stay.clone())
        .execute(conn)?;
    Ok(())
}

/// Somebody goes out; `Stale` if they are out.
pub fn end_stay(conn: &mut Conn, id: StayId, at: At) -> Result<(), Error> {
    let changed = diesel::update(meeting_stays::table.find(id))
        .filter(meeting_stays::left_at.is_null())
        .set(meeting_stays::left_at.eq(at))
        .execute(conn)?;
    expect_one(changed)
}

/// Everybody goes home.
pub fn end_stays(conn: &mut Conn, meeting: MeetingId, at: At) -> Result<(), Error> {
    diesel::update(meeting_stays::table)
        .filter(meeting_stays::meeting_id.eq(meeting))
        .filter(meeting_stays::left_at.is_null())
        .set(meeting_stays::left_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// One ballot.
pub fn load_ballot(conn: &mut Conn, id: BallotId) -> Result<Ballot, Error> {
    Ok(ballots::table
        .find(id)
        .select(Ballot::as_select())
        .first(conn)?)
}

/// The ballots of a round, in order.
pub fn list_ballots(conn: &mut Conn, round: RoundId) -> Result<Vec<Ballot>, Error> {
    Ok(ballots::table
        .filter(ballots::round_id.eq(round))
        .order(ballots::number)
        .select(Ballot::as_select())
        .load(conn)?)
}

/// Adds a ballot with its voters, candidates, and who is recused from whom.
pub fn insert_ballot(
    conn: &mut Conn,
    ballot: &Ballot,
    voters: &BTreeSet<MemberId>,
    candidates: &[NominationId],
    recusals: &BTreeSet<(NominationId, MemberId)>,
) -> Result<(), Error> {
    diesel::insert_into(ballots::table)
        .values(ballot.clone())
        .execute(conn)?;
    for voter in voters {
        let row = (
            ballot_voters::ballot_id.eq(ballot.id),
            ballot_voters::member_id.eq(*voter),
        );
        diesel::insert_into(ballot_voters::table)
            .values(row)
            .execute(conn)?;
    }
    for candidate in candidates {
        let row = (
            ballot_candidates::ballot_id.eq(ballot.id),
            ballot_candidates::nomination_id.eq(*candidate),
        );
        diesel::insert_into(ballot_candidates::table)
            .values(row)
            .execute(conn)?;
    }
    for (candidate, member) in recusals {
        let row = (
            ballot_recusals::ballot_id.eq(ballot.id),
            ballot_recusals::nomination_id.eq(*candidate),
            ballot_recusals::member_id.eq(*member),
        );
        diesel::insert_into(ballot_recusals::table)
            .values(row)
            .execute(conn)?;
    }
    Ok(())
}

/// Closes a ballot since version `seen`; `Stale` if somebody else was faster. From now on nothing of it
/// changes, so that the counting comes before.
pub fn close_ballot(
    conn: &mut Conn,
    id: BallotId,
    seen: i64,
    (reason, is_void, at): (Option<&str>, bool, At),
) -> Result<(), Error> {
    let changed = diesel::update(ballots::table)
        .filter(ballots::id.eq(id))
        .filter(ballots::version.eq(seen))
        .filter(ballots::state.eq(Running::Open))
        .set((
            ballots::state.eq(Running::Closed),
            ballots::close_reason.eq(reason),
            ballots::closed_at.eq(at),
            ballots::is_void.eq(is_void),
            ballots::version.eq(seen + 1),
        ))
        .execute(conn)?;
    expect_one(changed)
}

/// Who was in the room when a ballot was opened.
pub fn list_voters(conn: &mut Conn, ballot: BallotId) -> Result<BTreeSet<MemberId>, Error> {
    let voters: Vec<MemberId> = ballot_voters::table
        .filter(ballot_voters::ballot_id.eq(ballot))
        .select(ballot_voters::member_id)
        .load(conn)?;
    Ok(voters.into_iter().collect())
}

/// Who has no vote on whom in a ballot.
pub fn list_recusals(
    conn: &mut Conn,
    ballot: BallotId,
) -> Result<BTreeSet<(NominationId, MemberId)>, Error> {
    let rows: Vec<(NominationId, MemberId)> = ballot_recusals::table
        .filter(ballot_recusals::ballot_id.eq(ballot))
        .select((ballot_recusals::nomination_id, ballot_recusals::member_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The candidates of a ballot, with what was counted once it is closed.
pub fn list_candidates(conn: &mut Conn, ballot: BallotId) -> Result<Vec<BallotCandidate>, Error> {
    Ok(ballot_candidates::table
        .filter(ballot_candidates::ballot_id.eq(ballot))
        .order(ballot_candidates::nomination_id)
        .select(BallotCandidate::as_select())
        .load(conn)?)
}

/// Who has voted on whom.
pub fn list_casts(
    conn: &mut Conn,
    ballot: BallotId,
) -> Result<BTreeSet<(NominationId, MemberId)>, Error> {
    let rows: Vec<(NominationId, MemberId)> = ballot_casts::table
        .filter(ballot_casts::ballot_id.eq(ballot))
        .select((ballot_casts::nomination_id, ballot_casts::member_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Puts papers into the box and notes that their member voted. The box is laid anew with every vote:
/// else the transaction that wrote a paper, which PostgreSQL keeps beside each row, would name the cast
/// that was written with it. What is in it is not told to the caller.
pub fn insert_papers(conn: &mut Conn, member: MemberId, papers: &[Paper]) -> Result<(), Error> {
    let Some(ballot) = papers.first().map(|it| it.ballot_id) else {
        return Ok(());
    };
    for paper in papers {
        diesel::insert_into(ballot_casts::table)
            .values((
                ballot_casts::ballot_id.eq(ballot),
                ballot_casts::nomination_id.eq(paper.nomination_id),
                ballot_casts::member_id.eq(member),
            ))
            .execute(conn)?;
    }
    let mut all = take_out(conn, ballot)?;
    all.extend_from_slice(papers);
    lay(conn, all)
}

/// Takes every paper out of a box.
fn take_out(conn: &mut Conn, ballot: BallotId) -> Result<Vec<Paper>, Error> {
    let of_ballot = ballot_papers::table.filter(ballot_papers::ballot_id.eq(ballot));
    let papers = of_ballot.select(Paper::as_select()).load(conn)?;
    diesel::delete(of_ballot).execute(conn)?;
    Ok(papers)
}

/// Lays papers into the box under new random ids and in their order, which tells nothing: neither the
/// place of a row nor a comparison with the box of before says which paper came last.
fn lay(conn: &mut Conn, papers: Vec<Paper>) -> Result<(), Error> {
    let mut papers: Vec<Paper> = papers
        .into_iter()
        .map(|it| Paper {
            id: PaperId::random(),
            ..it
        })
        .collect();
    papers.sort_by_key(|it| it.id);
    for paper in papers {
        diesel::insert_into(ballot_papers::table)
            .values(paper)
            .execute(conn)?;
    }
    Ok(())
}

/// Opens the box of a ballot that is about to be closed, and lays the papers back.
pub fn open_box(conn: &mut Conn, ballot: BallotId) -> Result<Vec<Paper>, Error> {
    let papers = take_out(conn, ballot)?;
    lay(conn, papers.clone())?;
    Ok(papers)
}

/// Empties the box of a ballot that is declared void; nobody reads what was in it.
pub fn empty_box(conn: &mut Conn, ballot: BallotId) -> Result<(), Error> {
    let of_ballot = ballot_papers::table.filter(ballot_papers::ballot_id.eq(ballot));
    diesel::delete(of_ballot).execute(conn)?;
    Ok(())
}

/// Papers of a closed ballot by candidate.
pub fn count_papers(
    conn: &mut Conn,
    ballot: BallotId,
) -> Result<BTreeMap<NominationId, Ballots>, Error> {
    let rows: Vec<(NominationId, Choice, i64)> = ballot_papers::table
        .filter(ballot_papers::ballot_id.eq(ballot))
        .group_by((ballot_papers::nomination_id, ballot_papers::choice))
        .select((
            ballot_papers::nomination_id,
            ballot_papers::choice,
            count_star(),
        ))
        .load(conn)?;
    let mut counted: BTreeMap<NominationId, Ballots> = BTreeMap::new();
    for (candidate, choice, count) in rows {
        let ballots = counted.entry(candidate).or_default();
        match choice {
            Choice::Yes => ballots.yes = count,
            Choice::No => ballots.no = count,
            Choice::Abstain => ballots.abstain = count,
        }
    }
    Ok(counted)
}

/// Writes down what was counted.
pub fn save_count(conn: &mut Conn, ballot: BallotId, count: &Count) -> Result<(), Error> {
    let row = ballot_candidates::table
        .filter(ballot_candidates::ballot_id.eq(ballot))
        .filter(ballot_candidates::nomination_id.eq(count.nomination));
    let changed = diesel::update(row)
        .set((
            ballot_candidates::base.eq(count.base),
            ballot_candidates::yes.eq(count.ballots.yes),
            ballot_candidates::no.eq(count.ballots.no),
            ballot_candidates::abstain.eq(count.ballots.abstain),
            ballot_candidates::needed.eq(count.needed),
            ballot_candidates::has_passed.eq(count.has_passed),
        ))
        .execute(conn)?;
    expect_one(changed)
}

/// The minutes of a meeting.
pub fn find_minutes(conn: &mut Conn, meeting: MeetingId) -> Result<Option<Minutes>, Error> {
    Ok(meeting_minutes::table
        .find(meeting)
        .select(Minutes::as_select())
        .first(conn)
        .optional()?)
}

/// Keeps minutes for good.
pub fn insert_minutes(conn: &mut Conn, minutes: &Minutes) -> Result<(), Error> {
    diesel::insert_into(meeting_minutes::table)
        .values(minutes.clone())
        .execute(conn)?;
    Ok(())
}

/// Who signed the minutes of a meeting.
pub fn list_signatures(conn: &mut Conn, meeting: MeetingId) -> Result<Vec<Signature>, Error> {
    Ok(minutes_signatures::table
        .filter(minutes_signatures::meeting_id.eq(meeting))
        .order(minutes_signatures::seat)
        .select(Signature::as_select())
        .load(conn)?)
}

/// Signs.
pub fn insert_signature(conn: &mut Conn, signature: &Signature) -> Result<(), Error> {
    diesel::insert_into(minutes_signatures::table)
        .values(signature.clone())
        .execute(conn)?;
    Ok(())
}

fn expect_one(changed: usize) -> Result<(), Error> {
    one_changed(changed)
}
