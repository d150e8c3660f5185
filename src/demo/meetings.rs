//! How committees of the demonstration city come to their decisions: a meeting, a secret ballot,
//! minutes with two signatures, a posted list, certificates.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::committees::Pool;
use super::selections::{Round, by_bureau};
use crate::access::Actor;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::notices;
use crate::selection::committees::{self, Member, MemberId};
use crate::selection::meetings::rules::{Choice, Seat};
use crate::selection::meetings::{BallotId, MeetingId, actions, minutes, store, voting};
use crate::selection::nominations::NominationId;
use crate::selection::phases::Phase;
use crate::selection::results::rules::ResultState;
use crate::selection::results::{self, certificates};

/// Where they meet.
const PLACE: &str = "市教育局三楼会议室";

/// From the first day of the meeting to where the round is planned to be; all lists hang as long as
/// the programme says, or the round stays before it.
pub(super) fn play(
    conn: &mut Conn,
    round: &Round<'_>,
    pool: &Pool,
    met: NaiveDate,
) -> Result<(), Error> {
    round.go_on(conn, met)?;
    if round.goal() == Phase::Meeting {
        sit(conn, round, pool, met)?;
        return Ok(());
    }
    let voted = met + Days::new(1);
    round.go_on(conn, voted)?;
    let meeting = sit(conn, round, pool, voted)?;
    let is_open = round.goal() == Phase::Ballot;
    vote(conn, round, pool, (meeting, voted), is_open)?;
    if is_open {
        return Ok(());
    }
    sign(conn, round, pool, (meeting, voted))?;
    let posted = voted + Days::new(1);
    round.go_on(conn, posted)?;
    let secretary = by_secretary(conn, round, pool, (posted, 15))?;
    results::actions::post_results(conn, &secretary, round.id)?;
    if round.goal() == Phase::Publicity {
        return Ok(());
    }
    if round.goal() == Phase::Objections {
        object(conn, round, posted + Days::new(1))?;
    }
    let Some(hung) = round.hung(posted) else {
        return Ok(());
    };
    round.go_on(conn, hung)?;
    if round.goal() == Phase::Objections {
        return Ok(());
    }
    let certified = hung + Days::new(1);
    round.go_on(conn, certified)?;
    certify(conn, round, certified)
}

fn by_secretary(
    conn: &mut Conn,
    round: &Round<'_>,
    pool: &Pool,
    (on, hour): (NaiveDate, u32),
) -> Result<Context, Error> {
    let world = round.world();
    world.acting(conn, pool.secretary, world.at(on, hour))
}

/// Everybody who serves comes, but one who is away.
fn sit(conn: &mut Conn, round: &Round<'_>, pool: &Pool, on: NaiveDate) -> Result<MeetingId, Error> {
    let secretary = by_secretary(conn, round, pool, (on, 14))?;
    let meeting = actions::open_meeting(conn, &secretary, round.id, PLACE)?;
    let serving = list_serving(conn, round)?;
    // The chair and whoever signs in as a member are there.
    let away = serving
        .iter()
        .rfind(|it| !it.is_chair && !pool.is_member(it.person_id));
    let away = away.map(|it| it.id);
    let present = serving.iter().map(|it| it.id);
    let present: Vec<MemberId> = present.filter(|it| Some(*it) != away).collect();
    actions::arrive(conn, &secretary, meeting, &present)?;
    Ok(meeting)
}

fn list_serving(conn: &mut Conn, round: &Round<'_>) -> Result<Vec<Member>, Error> {
    let mut members = committees::store::list_members(conn, round.id)?;
    members.retain(Member::serves);
    // The chair is there.
    members.sort_by_key(|it| !it.is_chair);
    Ok(members)
}

/// Members cast their papers; in a ballot that is still open, some have yet to.
fn vote(
    conn: &mut Conn,
    round: &Round<'_>,
    pool: &Pool,
    (meeting, on): (MeetingId, NaiveDate),
    is_open: bool,
) -> Result<BallotId, Error> {
    let secretary = by_secretary(conn, round, pool, (on, 15))?;
    let id = voting::open_ballot(conn, &secretary, meeting)?;
    let ballot = store::load_ballot(conn, id)?;
    let mut own: BTreeMap<MemberId, Vec<NominationId>> = BTreeMap::new();
    for (nomination, member) in voting::list_expected(conn, &ballot)? {
        own.entry(member).or_default().push(nomination);
    }
    let world = round.world();
    let mut against = votes_against(&own, ballot.seats);
    let left = if is_open { own.len() / 3 } else { 0 };
    let casting = own.len() - left;
    let mut voters = Vec::new();
    for (member, nominations) in own {
        voters.push((committees::store::load(conn, member)?, nominations));
    }
    // Whoever signs in as a member votes last.
    voters.sort_by_key(|(member, _)| pool.is_member(member.person_id));
    for (nth, (member, nominations)) in voters.into_iter().take(casting).enumerate() {
        let mut choice = |it: NominationId| match against.get_mut(&it) {
            Some(left) if *left > 0 => {
                *left -= 1;
                if nth == 0 {
                    Choice::Abstain
                } else {
                    Choice::No
                }
            }
            _ => Choice::Yes,
        };
        let papers = nominations.into_iter().map(|it| (it, choice(it))).collect();
        let account = pool.account(&member);
        let context = world.acting(conn, account, world.at(on, 15))?;
        voting::cast(conn, &context, id, &papers)?;
    }
    Ok(id)
}

/// How many do not say yes to each candidate: each convinces two members fewer than the one before,
/// whoever is recused, so that nobody is tied. The last convinces few, unless that would leave nobody
/// to wait for a seat.
fn votes_against(
    voters: &BTreeMap<MemberId, Vec<NominationId>>,
    seats: i64,
) -> BTreeMap<NominationId, usize> {
    let mut rights: BTreeMap<NominationId, usize> = BTreeMap::new();
    for nomination in voters.values().flatten() {
        *rights.entry(*nomination).or_default() += 1;
    }
    let last = rights.len().saturating_sub(1);
    let is_waiting = i64::try_from(last) == Ok(seats);
    let against = rights.into_iter().enumerate();
    let against = against.map(|(place, (nomination, rights))| {
        let yes = if place == last && !is_waiting {
            voters.len() / 3
        } else {
            voters.len().saturating_sub(2 + 2 * place)
        };
        (nomination, rights.saturating_sub(yes))
    });
    against.collect()
}

fn sign(
    conn: &mut Conn,
    round: &Round<'_>,
    pool: &Pool,
    (meeting, on): (MeetingId, NaiveDate),
) -> Result<(), Error> {
    let secretary = by_secretary(conn, round, pool, (on, 16))?;
    for ballot in store::list_ballots(conn, round.id)? {
        voting::close_ballot(conn, &secretary, ballot.id, ballot.version, "")?;
    }
    let seen = store::load(conn, meeting)?.version;
    actions::close_meeting(conn, &secretary, meeting, seen, "")?;
    minutes::sign(conn, &secretary, meeting, Seat::Secretary)?;
    let world = round.world();
    for chair in list_serving(conn, round)?.iter().filter(|it| it.is_chair) {
        let context = world.acting(conn, pool.account(chair), world.at(on, 17))?;
        minutes::sign(conn, &context, meeting, Seat::Chair)?;
    }
    Ok(())
}

/// Somebody of the public objects to the list.
fn object(conn: &mut Conn, round: &Round<'_>, on: NaiveDate) -> Result<(), Error> {
    let results = results::store::list(conn, round.id)?;
    let Some(notice) = results.iter().find_map(|it| it.notice_id) else {
        return Ok(());
    };
    let context = by_bureau(conn, round.world(), on)?;
    let anybody = Context {
        actor: Actor::nobody(),
        ..context
    };
    let text = "公示人选中有一位的课题结题证书署名顺序与本人陈述不一致，请核实。";
    notices::actions::object(conn, &anybody, notice, text, "")?;
    Ok(())
}

/// The bureau certifies the first half of those whose list hung its days; the others still wait.
fn certify(conn: &mut Conn, round: &Round<'_>, on: NaiveDate) -> Result<(), Error> {
    let proposed: Vec<NominationId> = results::store::list(conn, round.id)?
        .into_iter()
        .filter(|it| it.state == ResultState::Proposed)
        .map(|it| it.nomination_id)
        .collect();
    let certified = &proposed[..proposed.len().div_ceil(2)];
    if certified.is_empty() {
        return Ok(());
    }
    let context = by_bureau(conn, round.world(), on)?;
    let reason = "公示期满无异议，经局长办公会审议通过。";
    certificates::certify(conn, &context, round.id, certified, reason)?;
    Ok(())
}
