//! What a secretary does with a meeting, and who sees it.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::{
    self, Decided, PLACE_CHARACTERS_MAX, REMARKS_CHARACTERS_MAX, Refusal, Room, Running, Seat,
    agenda,
};
use super::{Meeting, MeetingId, Stay, StayId, minutes, store, voting};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::message::Message;
use crate::people::{self, PersonId};
use crate::selection::committees::{self, Member, MemberId};
use crate::selection::conflicts;
use crate::selection::nominations::NominationId;
use crate::selection::nominations::candidates::list_candidates;
use crate::selection::phases::Permission;
use crate::selection::programmes::VoteBase;
use crate::selection::rounds::{self, RoundId};
use crate::tasks::Task;

/// As what somebody looks at a committee's decisions.
#[derive(Debug, Clone)]
pub struct Sight {
    /// The seat of a member who serves.
    pub member: Option<Member>,
    /// Whether all of it is seen: by the secretary, the bureau and the auditor.
    pub sees_all: bool,
    /// Whether the reader is the secretary.
    pub is_secretary: bool,
    /// Candidates who do not exist for the member.
    pub barred: BTreeSet<NominationId>,
}

impl Sight {
    /// Whether a candidate exists for the reader.
    pub fn sees(&self, candidate: NominationId) -> bool {
        !self.barred.contains(&candidate)
    }

    /// Whether the reader is told what a share of votes is taken of. Where whoever is recused is taken
    /// off, it tells how many are, which members are not to know.
    pub fn sees_base(&self, base: VoteBase) -> bool {
        self.sees_all || base != VoteBase::PresentMinusRecused
    }
}

/// A round with what somebody may see of its meetings: members what does not concern their conflicts,
/// officers who may know of the committee's work everything. Nobody looks into a round in which they
/// are nominated.
pub fn load_visible(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
) -> Result<(rounds::Running, Sight), Error> {
    match committees::actions::load_as_member(conn, context, round) {
        Ok((running, member)) => {
            committees::apart::check_stands_not(conn, context, round)?;
            let barred = conflicts::store::list_barred(conn, member.id)?;
            let sight = Sight {
                member: Some(member),
                sees_all: false,
                is_secretary: false,
                barred,
            };
            Ok((running, sight))
        }
        Err(Error::NotFound) => {
            let running = committees::actions::load_visible(conn, context, round)?;
            let sight = Sight {
                member: None,
                sees_all: true,
                is_secretary: may(&context.actor, Action::RunCommittee, &Facts::default()).is_ok(),
                barred: BTreeSet::new(),
            };
            Ok((running, sight))
        }
        Err(error) => Err(error),
    }
}

/// Members who serve, by id.
pub fn list_serving(conn: &mut Conn, round: RoundId) -> Result<BTreeMap<MemberId, Member>, Error> {
    let members = committees::store::list_members(conn, round)?;
    let serving = members.into_iter().filter(Member::serves);
    Ok(serving.map(|it| (it.id, it)).collect())
}

/// What stands against opening a meeting of a round now.
pub fn check_open(conn: &mut Conn, running: &rounds::Running) -> Result<(), Error> {
    let round = running.round.id;
    let meetings = store::list(conn, round)?;
    let runs = meetings.iter().any(|it| it.state == Running::Open);
    let serving = list_serving(conn, round)?.len();
    let serving = i64::try_from(serving).map_err(Error::fault)?;
    let members = running.programme.committee.members.value;
    let candidates = list_candidates(conn, round)?.len();
    Ok(rules::may_open(runs, (members, serving), candidates)?)
}

/// A meeting's room as the rules ask about it, with who may vote in a ballot that is opened now.
pub fn load_room<'a>(
    conn: &mut Conn,
    meeting: &Meeting,
    running: &'a rounds::Running,
) -> Result<(Room<'a>, BTreeSet<MemberId>), Error> {
    let round = meeting.round_id;
    let serving = list_serving(conn, round)?;
    let mut present = store::list_present(conn, meeting.id)?;
    present.retain(|it| serving.contains_key(it));
    let chair = serving.values().find(|it| it.is_chair).map(|it| it.id);
    let barred = conflicts::store::list_all_barred(conn, round)?;
    let recused: BTreeSet<MemberId> = barred.into_iter().map(|(member, _)| member).collect();
    let room = Room {
        rule: &running.programme.ballot.value,
        members: running.programme.committee.members.value,
        serving: i64::try_from(serving.len()).map_err(Error::fault)?,
        present: i64::try_from(present.len()).map_err(Error::fault)?,
        lead: rules::lead(chair, &present, &recused),
    };
    Ok((room, present))
}

/// Refuses to let somebody else lead who is not in the room of a meeting, or while minutes wait for the
/// signature of whoever led.
pub fn check_chair(conn: &mut Conn, chosen: &Member) -> Result<(), Error> {
    let (mut is_absent, mut waits) = (false, false);
    for meeting in store::list(conn, chosen.round_id)? {
        match meeting.state {
            Running::Open => {
                is_absent |= !store::list_present(conn, meeting.id)?.contains(&chosen.id);
            }
            Running::Closed => {
                let signed = store::list_signatures(conn, meeting.id)?;
                waits |= !signed.iter().any(|it| it.seat == Seat::Chair);
            }
        }
    }
    Ok(rules::may_lead(is_absent, waits)?)
}

/// Opens a meeting: the agenda is put in order by the conflicts of everybody who serves.
pub fn open_meeting(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    place: &str,
) -> Result<MeetingId, Error> {
    let running = committees::actions::load_as_secretary(conn, context, round)?;
    running.may_now(Permission::HoldMeeting, context.today())?;
    let place = read_place(place)?;
    check_open(conn, &running)?;
    conflicts::actions::find_new(conn, context, &running)?;
    let serving = list_serving(conn, round)?;
    let candidates: Vec<NominationId> = list_candidates(conn, round)?
        .into_iter()
        .map(|it| it.nomination)
        .collect();
    let mut recused: BTreeMap<NominationId, BTreeSet<MemberId>> = BTreeMap::new();
    for (member, candidate) in conflicts::store::list_all_barred(conn, round)? {
        if serving.contains_key(&member) {
            recused.entry(candidate).or_default().insert(member);
        }
    }
    let of = |it: &NominationId| recused.get(it).cloned().unwrap_or_default();
    let recused: Vec<BTreeSet<MemberId>> = candidates.iter().map(of).collect();
    let order = agenda::order(&recused);
    let agenda: Vec<NominationId> = order.into_iter().map(|it| candidates[it]).collect();
    let meeting = Meeting {
        id: MeetingId::new(),
        round_id: round,
        place,
        committee: i64::try_from(serving.len()).map_err(Error::fault)?,
        agenda: Json::of(&agenda),
        state: Running::Open,
        remarks: None,
        opened_at: context.at,
        closed_at: None,
        version: 1,
        leaves_seats_empty: false,
    };
    store::insert(conn, &meeting).map_err(|error| {
        if error.is_duplicate() {
            Refusal::MeetingRuns.into()
        } else {
            error
        }
    })?;
    let facts = serde_json::json!({ "candidates": agenda.len(), "members": meeting.committee });
    record(
        conn,
        context,
        &running,
        &meeting,
        ("meeting_opened", None, facts),
    )?;
    Ok(meeting.id)
}

fn read_place(text: &str) -> Result<String, Error> {
    let text = text.trim();
    if (1..=PLACE_CHARACTERS_MAX).contains(&text.chars().count()) {
        return Ok(text.to_owned());
    }
    let length = Message::new("meeting-place-length").with("most", PLACE_CHARACTERS_MAX);
    Err(Error::input("place", length))
}

/// A meeting for its secretary.
pub fn load_own(
    conn: &mut Conn,
    context: &Context,
    id: MeetingId,
) -> Result<(Meeting, rounds::Running), Error> {
    let meeting = store::load(conn, id)?;
    let running = committees::actions::load_as_secretary(conn, context, meeting.round_id)?;
    Ok((meeting, running))
}

/// A meeting for whoever may see it.
pub fn load_seen(
    conn: &mut Conn,
    context: &Context,
    id: MeetingId,
) -> Result<(Meeting, rounds::Running, Sight), Error> {
    let meeting = store::load(conn, id)?;
    let (running, sight) = load_visible(conn, context, meeting.round_id)?;
    Ok((meeting, running, sight))
}

fn load_open(
    conn: &mut Conn,
    context: &Context,
    id: MeetingId,
) -> Result<(Meeting, rounds::Running), Error> {
    let (meeting, running) = load_own(conn, context, id)?;
    running.may_now(Permission::HoldMeeting, context.today())?;
    if meeting.state == Running::Closed {
        return Err(Refusal::MeetingOver.into());
    }
    Ok((meeting, running))
}

/// Members come in.
pub fn arrive(
    conn: &mut Conn,
    context: &Context,
    id: MeetingId,
    members: &[MemberId],
) -> Result<(), Error> {
    let (meeting, running) = load_open(conn, context, id)?;
    if members.is_empty() {
        return Err(Refusal::NobodyChosen.into());
    }
    let serving = list_serving(conn, meeting.round_id)?;
    let present = store::list_present(conn, id)?;
    for member in members {
        if !serving.contains_key(member) {
            return Err(Refusal::DoesNotServe.into());
        }
        if present.contains(member) {
            return Err(Refusal::IsHere.into());
        }
        let stay = Stay {
            id: StayId::new(),
            meeting_id: id,
            member_id: *member,
            arrived_at: context.at,
            left_at: None,
        };
        store::insert_stay(conn, &stay).map_err(|error| {
            if error.is_duplicate() {
                Refusal::IsHere.into()
            } else {
                error
            }
        })?;
    }
    let facts = serde_json::json!({ "name": names(conn, &serving, members)? });
    record(
        conn,
        context,
        &running,
        &meeting,
        ("members_arrived", None, facts),
    )
}

/// Members go out; their vote in a ballot that is open is lost unless they come back.
pub fn leave(
    conn: &mut Conn,
    context: &Context,
    id: MeetingId,
    members: &[MemberId],
) -> Result<(), Error> {
    let (meeting, running) = load_open(conn, context, id)?;
    if members.is_empty() {
        return Err(Refusal::NobodyChosen.into());
    }
    let serving = list_serving(conn, meeting.round_id)?;
    let stays = store::list_stays(conn, id)?;
    for member in members {
        let stay = stays
            .iter()
            .find(|it| it.member_id == *member && it.left_at.is_none())
            .ok_or(Refusal::IsNotHere)?;
        store::end_stay(conn, stay.id, context.at)?;
    }
    let facts = serde_json::json!({ "name": names(conn, &serving, members)? });
    record(
        conn,
        context,
        &running,
        &meeting,
        ("members_left", None, facts),
    )
}

fn names(
    conn: &mut Conn,
    serving: &BTreeMap<MemberId, Member>,
    members: &[MemberId],
) -> Result<Vec<String>, Error> {
    let persons = members.iter().filter_map(|it| serving.get(it));
    let persons: Vec<PersonId> = persons.map(|it| it.person_id).collect();
    let mut names = people::store::list_names(conn, &persons)?;
    Ok(persons.iter().filter_map(|it| names.remove(it)).collect())
}

/// Closes a meeting and draws its minutes up. What was begun can be brought to its end in any phase.
pub fn close_meeting(
    conn: &mut Conn,
    context: &Context,
    id: MeetingId,
    seen: i64,
    remarks: &str,
) -> Result<(), Error> {
    close(conn, context, (id, seen), (remarks, false))
}

/// The same for a meeting that decided not to vote again on whoever is tied at the last seats: these
/// stay empty, and the minutes say so.
pub fn close_leaving_seats_empty(
    conn: &mut Conn,
    context: &Context,
    id: MeetingId,
    seen: i64,
    remarks: &str,
) -> Result<(), Error> {
    close(conn, context, (id, seen), (remarks, true))
}

/// What stands against closing a meeting.
pub fn check_close(
    conn: &mut Conn,
    meeting: &Meeting,
    running: &rounds::Running,
    (leaves_seats_empty, remarks): (bool, &str),
) -> Result<(), Error> {
    let ballots = store::list_ballots(conn, meeting.round_id)?;
    let is_ballot_open = ballots.iter().any(|it| it.state == Running::Open);
    let decided = load_decided(conn, running)?;
    let lead = load_room(conn, meeting, running)?.0.lead;
    let outcome = (decided, leaves_seats_empty);
    Ok(rules::may_close(
        meeting.state,
        is_ballot_open,
        lead,
        outcome,
        remarks,
    )?)
}

/// What the ballots of a round came to so far.
pub fn load_decided(conn: &mut Conn, running: &rounds::Running) -> Result<Decided, Error> {
    let ballots = store::list_ballots(conn, running.round.id)?;
    let standing = voting::load_standing(conn, &running.round, &ballots)?;
    Ok(match standing {
        None => Decided::Nothing,
        Some(standing) if standing.tie.is_some() => Decided::Tied,
        Some(_) => Decided::All,
    })
}

fn close(
    conn: &mut Conn,
    context: &Context,
    (id, seen): (MeetingId, i64),
    (remarks, leaves_seats_empty): (&str, bool),
) -> Result<(), Error> {
    let (meeting, running) = load_own(conn, context, id)?;
    let remarks = remarks.trim();
    if remarks.chars().count() > REMARKS_CHARACTERS_MAX {
        let length = Message::new("meeting-remarks-length").with("most", REMARKS_CHARACTERS_MAX);
        return Err(Error::input("remarks", length));
    }
    check_close(conn, &meeting, &running, (leaves_seats_empty, remarks))?;
    let remarks = (!remarks.is_empty()).then_some(remarks);
    store::end_stays(conn, id, context.at)?;
    store::close(conn, id, seen, (remarks, leaves_seats_empty, context.at))?;
    let meeting = store::load(conn, id)?;
    minutes::draw_up(conn, context, &running, &meeting)?;
    let facts = serde_json::json!({});
    record(
        conn,
        context,
        &running,
        &meeting,
        ("meeting_closed", remarks, facts),
    )
}

/// Writes what happened at a meeting into the journal.
pub(super) fn record(
    conn: &mut Conn,
    context: &Context,
    running: &rounds::Running,
    meeting: &Meeting,
    (event, reason, mut facts): (&'static str, Option<&str>, serde_json::Value),
) -> Result<(), Error> {
    facts["title"] = running.round.title.as_str().into();
    let act = crate::journal::Act {
        event,
        subject: ("committee_meetings", meeting.id.0),
        organization: Some(crate::organizations::store::load_bureau(conn)?.id),
        reason,
        payload: facts,
    };
    crate::journal::record(conn, context, act)?;
    Ok(())
}

/// Ballots and minutes that wait for this member.
pub fn tasks(conn: &mut Conn, context: &Context) -> Result<Vec<Task>, Error> {
    let actor = &context.actor;
    let Some(person) = actor.person else {
        return Ok(Vec::new());
    };
    if may(actor, Action::ServeOnCommittee, &Facts::default()).is_err() {
        return Ok(Vec::new());
    }
    let mut count = 0;
    for (meeting, _) in store::list_of_person(conn, person)? {
        let ballots = store::list_ballots(conn, meeting.round_id)?;
        let open = ballots.iter().filter(|it| it.state == Running::Open);
        for ballot in open {
            count += i64::from(voting::is_awaited(conn, context, ballot)?);
        }
    }
    Ok(vec![Task {
        message: Message::new("task-ballots").with("count", count),
        count,
        href: "/meetings".into(),
        due_on: None,
    }])
}
