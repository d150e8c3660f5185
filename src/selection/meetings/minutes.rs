//! Minutes: drawn up from what is stored when a meeting is closed, signed by chair and secretary, never
//! changed. They are kept without a language; the page says them in the reader's.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::actions::{load_own, record};
use super::rules::{Refusal, Seat, may_sign};
use super::{Ballot, Meeting, MeetingId, Minutes, Signature, store, voting};
use crate::access::Denial;
use crate::context::Context;
use crate::db::{At, Conn, Json};
use crate::error::Error;
use crate::identity::AccountId;
use crate::secrets::sha256;
use crate::selection::committees::{self, MemberId};
use crate::selection::conflicts;
use crate::selection::nominations::NominationId;
use crate::selection::nominations::candidates::list_ever;
use crate::selection::programmes::{Sourced, VoteRule};
use crate::selection::rounds::Running;

/// What minutes say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// The round.
    pub title: String,
    /// Where.
    pub place: String,
    /// Microseconds since 1970, as all times here.
    pub opened_at: i64,
    /// When it ended.
    pub closed_at: i64,
    /// Members who served.
    pub committee: i64,
    /// The rule of the vote, with its source and how certain that is.
    pub rule: Sourced<VoteRule>,
    /// Everybody who serves, with each stay.
    pub attendance: Vec<Attended>,
    /// Candidates in the order in which they were talked about.
    pub agenda: Vec<Item>,
    /// What was voted at this meeting.
    pub ballots: Vec<Voted>,
    /// Whether it decided that the seats stay empty for which candidates are tied.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leaves_seats_empty: bool,
    /// What the secretary added.
    pub remarks: Option<String>,
}

/// A member's attendance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attended {
    /// Who.
    pub member: MemberId,
    /// By name.
    pub name: String,
    /// Whether the member led the meeting.
    pub is_chair: bool,
    /// From when to when; none for whoever did not come.
    pub stays: Vec<(i64, i64)>,
}

/// A candidate on the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Who.
    pub nomination: NominationId,
    /// By name, with the school.
    pub name: String,
    /// The school.
    pub school: String,
    /// Members who are recused.
    pub recused: Vec<MemberId>,
}

/// A ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voted {
    /// Counts every ballot of the round.
    pub number: i64,
    /// Whether it was on those only who were tied; minutes of before a ballot could be void leave it to
    /// the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_among_tied: Option<bool>,
    /// Whether it was declared void, and nothing counted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_void: bool,
    /// Seats that were voted on.
    pub seats: i64,
    /// When it was opened.
    pub opened_at: i64,
    /// When it was closed.
    pub closed_at: i64,
    /// Members who were in the room when it was opened.
    pub voters: i64,
    /// Papers that were not cast, and why it was closed without them.
    pub missing: i64,
    /// The secretary's reason.
    pub close_reason: Option<String>,
    /// What was counted.
    pub counts: Vec<Counted>,
}

impl Voted {
    /// Whether it was on those only who were tied at the last seats.
    pub fn is_among_tied(&self) -> bool {
        self.is_among_tied.unwrap_or(self.number > 1)
    }
}

/// What was counted for a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// Who.
    pub nomination: NominationId,
    /// Members in the room who had no vote on the candidate.
    pub recused: i64,
    /// What the share is taken of.
    pub base: i64,
    /// For.
    pub yes: i64,
    /// Against.
    pub no: i64,
    /// Neither.
    pub abstain: i64,
    /// Yes votes that were needed.
    pub needed: i64,
    /// Whether that was enough.
    pub has_passed: bool,
}

impl Body {
    /// Without the candidates who do not exist for a member.
    #[must_use]
    pub fn without(mut self, barred: &BTreeSet<NominationId>) -> Body {
        self.agenda.retain(|it| !barred.contains(&it.nomination));
        for ballot in &mut self.ballots {
            ballot.counts.retain(|it| !barred.contains(&it.nomination));
        }
        self
    }
}

impl Minutes {
    /// What they say.
    pub fn read(&self) -> Result<Body, Error> {
        self.body
            .read()
            .map_err(|error| Error::Fault(format!("minutes {}: {error}", self.meeting_id)))
    }
}

/// SHA-256 of minutes; their text is canonical, since keys are sorted.
pub fn digest(body: &Json) -> [u8; 32] {
    sha256(body.0.to_string().as_bytes())
}

fn micros(at: At) -> i64 {
    at.utc().timestamp_micros()
}

/// Draws minutes up for a meeting that was just closed.
pub(super) fn draw_up(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    meeting: &Meeting,
) -> Result<(), Error> {
    let body = Json::of(&write(conn, running, meeting)?);
    let minutes = Minutes {
        meeting_id: meeting.id,
        digest: digest(&body).to_vec(),
        body,
        drawn_up_at: context.at,
    };
    store::insert_minutes(conn, &minutes)
}

/// What the minutes of a meeting say by what is stored.
pub fn write(conn: &mut Conn, running: &Running, meeting: &Meeting) -> Result<Body, Error> {
    let stays = store::list_stays(conn, meeting.id)?;
    let mut attendance = Vec::new();
    for (member, name) in committees::store::list_named(conn, meeting.round_id)? {
        let own = stays.iter().filter(|it| it.member_id == member.id);
        let own: Vec<(i64, i64)> = own
            .filter_map(|it| Some((micros(it.arrived_at), micros(it.left_at?))))
            .collect();
        if member.serves() || !own.is_empty() {
            attendance.push(Attended {
                member: member.id,
                name,
                is_chair: member.is_chair,
                stays: own,
            });
        }
    }
    let barred = conflicts::store::list_all_barred(conn, meeting.round_id)?;
    let candidates = list_ever(conn, meeting.round_id)?;
    let mut agenda = Vec::new();
    for id in meeting.agenda()? {
        let candidate = candidates.iter().find(|it| it.nomination == id);
        let serve = |member: &MemberId| attendance.iter().any(|it| it.member == *member);
        agenda.push(Item {
            nomination: id,
            name: candidate.map_or_else(String::new, |it| it.name.clone()),
            school: candidate.map_or_else(String::new, |it| it.school_name.clone()),
            recused: barred
                .iter()
                .filter(|(member, on)| *on == id && serve(member))
                .map(|(member, _)| *member)
                .collect(),
        });
    }
    let ballots = write_ballots(conn, running, meeting)?;
    let closed_at = meeting.closed_at.unwrap_or(meeting.opened_at);
    Ok(Body {
        title: running.round.title.clone(),
        place: meeting.place.clone(),
        opened_at: micros(meeting.opened_at),
        closed_at: micros(closed_at),
        committee: meeting.committee,
        rule: running.programme.ballot.clone(),
        attendance,
        agenda,
        ballots,
        leaves_seats_empty: meeting.leaves_seats_empty,
        remarks: meeting.remarks.clone(),
    })
}

/// What the ballots of a meeting came to by what is stored. Nothing of it changes once they are over.
pub fn write_ballots(
    conn: &mut Conn,
    running: &Running,
    meeting: &Meeting,
) -> Result<Vec<Voted>, Error> {
    let mut ballots = Vec::new();
    for ballot in store::list_ballots(conn, meeting.round_id)? {
        if ballot.meeting_id == meeting.id {
            ballots.push(voted(conn, running, meeting, &ballot)?);
        }
    }
    Ok(ballots)
}

fn voted(
    conn: &mut Conn,
    running: &Running,
    meeting: &Meeting,
    ballot: &Ballot,
) -> Result<Voted, Error> {
    let order = meeting.agenda()?;
    let recusals = store::list_recusals(conn, ballot.id)?;
    let candidates = store::list_candidates(conn, ballot.id)?;
    let mut counts = Vec::new();
    for count in candidates.iter().filter_map(super::BallotCandidate::count) {
        let of = recusals.iter().filter(|(on, _)| *on == count.nomination);
        counts.push(Counted {
            nomination: count.nomination,
            recused: i64::try_from(of.count()).map_err(Error::fault)?,
            base: count.base,
            yes: count.ballots.yes,
            no: count.ballots.no,
            abstain: count.ballots.abstain,
            needed: count.needed,
            has_passed: count.has_passed,
        });
    }
    counts.sort_by_key(|count| order.iter().position(|it| *it == count.nomination));
    let voters = store::list_voters(conn, ballot.id)?.len();
    Ok(Voted {
        number: ballot.number,
        is_among_tied: Some(ballot.is_among_tied),
        is_void: ballot.is_void,
        seats: ballot.seats,
        opened_at: micros(ballot.opened_at),
        closed_at: micros(ballot.closed_at.unwrap_or(ballot.opened_at)),
        voters: i64::try_from(voters).map_err(Error::fault)?,
        missing: voting::load_turnout(conn, running, ballot)?.papers_missing,
        close_reason: ballot.close_reason.clone(),
        counts,
    })
}

/// Whether minutes name a member as who led the meeting; only that member signs as chair.
pub fn was_led_by(body: &Body, member: MemberId) -> bool {
    let mut attended = body.attendance.iter();
    attended.any(|it| it.member == member && it.is_chair)
}

/// Signs the minutes of a meeting as chair or as secretary, each with an account of its own.
pub fn sign(conn: &mut Conn, context: &Context, id: MeetingId, seat: Seat) -> Result<(), Error> {
    let meeting = store::load(conn, id)?;
    let (running, member) = match seat {
        Seat::Secretary => (load_own(conn, context, id)?.1, None),
        Seat::Chair => {
            let round = meeting.round_id;
            let (running, member) = committees::actions::load_as_member(conn, context, round)?;
            (running, Some(member.id))
        }
    };
    let account = context.actor.account.ok_or(Denial::NotAllowed)?;
    let minutes = store::find_minutes(conn, id)?.ok_or(Refusal::NoMinutes)?;
    let body = minutes.read()?;
    if member.is_some_and(|it| !was_led_by(&body, it)) {
        return Err(Denial::NotAllowed.into());
    }
    let signed: Vec<(Seat, AccountId)> = store::list_signatures(conn, id)?
        .into_iter()
        .map(|it| (it.seat, it.account_id))
        .collect();
    may_sign(&signed, seat, &account)?;
    let signature = Signature {
        meeting_id: id,
        seat,
        account_id: account,
        name: context.actor.name.clone(),
        digest: minutes.digest,
        signed_at: context.at,
    };
    store::insert_signature(conn, &signature).map_err(|error| {
        if error.is_duplicate() {
            Refusal::Signed.into()
        } else {
            error
        }
    })?;
    let facts = serde_json::json!({ "seat": seat });
    record(
        conn,
        context,
        &running,
        &meeting,
        ("minutes_signed", None, facts),
    )
}

/// Whether both have signed the minutes of a meeting.
pub fn is_signed(conn: &mut Conn, id: MeetingId) -> Result<bool, Error> {
    let signed = store::list_signatures(conn, id)?;
    let has = |seat| signed.iter().any(|it| it.seat == seat);
    Ok(Seat::ALL.iter().all(|it| has(*it)))
}
