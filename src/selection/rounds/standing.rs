//! How the rooms of a round stand, as far as its phases rest on them.

use super::Running;
use super::rules::moving::{Standing, Stranded, Waiting};
use crate::db::Conn;
use crate::error::Error;
use crate::selection::assignments::store::load_table;
use crate::selection::committees::{self, MemberState};
use crate::selection::conflicts;
use crate::selection::lessons;
use crate::selection::meetings::{self, minutes, rules::Running as Meeting, voting};
use crate::selection::nominations;
use crate::selection::nominations::candidates::list_candidates;
use crate::selection::nominations::rules::NominationState;
use crate::selection::phases::Phase;
use crate::selection::quotas::{self, Dimension};
use crate::selection::results;
use crate::selection::results::rules::ResultState;
use crate::selection::reviews::{self, rules::ReviewState};

/// Reads them.
pub fn load(conn: &mut Conn, running: &Running) -> Result<Standing, Error> {
    let round = running.round.id;
    let ballots = meetings::store::list_ballots(conn, round)?;
    let counted = voting::load_standing(conn, &running.round, &ballots)?;
    let (mut is_meeting, mut leaves_seats_empty) = (false, false);
    let mut is_signed = true;
    for meeting in meetings::store::list(conn, round)? {
        is_meeting |= meeting.state == Meeting::Open;
        leaves_seats_empty |= meeting.leaves_seats_empty;
        is_signed &= minutes::is_signed(conn, meeting.id)?;
    }
    let members = committees::store::list_members(conn, round)?;
    let with = |state| {
        let count = members.iter().filter(|it| it.state == state).count();
        i64::try_from(count).map_err(Error::fault)
    };
    let phases = running.phases.iter().map(|it| it.phase);
    let later: Vec<Phase> = phases.filter(|it| *it > running.round.phase).collect();
    Ok(Standing {
        has_places: quotas::store::has_shares(conn, round, Dimension::District)?,
        has_candidates: !list_candidates(conn, round)?.is_empty(),
        members: running.programme.committee.members.value,
        serving: with(MemberState::Accepted)?,
        unanswered: with(MemberState::Invited)?,
        is_meeting,
        has_ballot: !ballots.is_empty(),
        is_counted: counted.is_some(),
        is_tied: counted.is_some_and(|it| it.tie.is_some()) && !leaves_seats_empty,
        is_signed,
        has_results: !results::store::list(conn, round)?.is_empty(),
        has_seen_faces: running.programme.review.is_blind
            && !lessons::store::list_presences(conn, round)?.is_empty(),
        stranded: load_stranded(conn, running, &later)?,
        later,
    })
}

/// What waits in the round and could not be done any more once it has gone on.
fn load_stranded(
    conn: &mut Conn,
    running: &Running,
    later: &[Phase],
) -> Result<Vec<Stranded>, Error> {
    let mut stranded = Vec::new();
    for what in Waiting::ALL.iter().copied() {
        if !what.ends_with(running.round.phase, later) {
            continue;
        }
        let count = count(conn, running, what)?;
        if count > 0 {
            stranded.push(Stranded { what, count });
        }
    }
    Ok(stranded)
}

fn count(conn: &mut Conn, running: &Running, what: Waiting) -> Result<i64, Error> {
    use NominationState::{AtDistrict, AtSchool, Returned};
    let round = running.round.id;
    let with_vote =
        |conn: &mut Conn, states: &[_]| nominations::store::count_with_vote(conn, round, states);
    let number = match what {
        Waiting::WithoutVote => {
            let all = nominations::store::count_in(conn, round, &[AtSchool, Returned])?;
            return Ok(all - with_vote(conn, &[AtSchool, Returned])?);
        }
        Waiting::AtSchool => return with_vote(conn, &[AtSchool]),
        Waiting::Returned => return with_vote(conn, &[Returned]),
        Waiting::AtDistrict => return nominations::store::count_in(conn, round, &[AtDistrict]),
        Waiting::Unsigned => return nominations::store::count_unsigned(conn, &[round], None),
        Waiting::Uninvited => {
            let members = committees::store::list_members(conn, round)?;
            let drawn = members.iter().filter(|it| it.state == MemberState::Drawn);
            drawn.count()
        }
        Waiting::Undecided => conflicts::store::list_open_of(conn, round)?.len(),
        Waiting::Unreviewed => {
            let table = load_table(conn, running)?;
            let counting = table.with_counting();
            let due = counting.filter(|(it, counts)| *counts && it.state == ReviewState::Due);
            return Ok(i64::try_from(due.count()).map_err(Error::fault)? + table.board.missing());
        }
        Waiting::QuestionsOpen => return reviews::store::count_open_questions(conn, round),
        Waiting::LessonsOpen => lessons::list_open(conn, running)?.len(),
        Waiting::Uncertified => {
            let results = results::store::list(conn, round)?;
            let proposed = results
                .iter()
                .filter(|it| it.state == ResultState::Proposed);
            proposed.count()
        }
    };
    i64::try_from(number).map_err(Error::fault)
}
