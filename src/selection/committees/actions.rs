//! What secretary and members do with a committee: announce, draw, invite, answer, release, lead.

use std::collections::{BTreeMap, BTreeSet};

use super::apart::check_apart;
use super::repeat::Inputs;
use super::rules::{self, MemberState, Refusal, Step, Ticket, Wanted, next};
use super::{Member, MemberId, store};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations::{self, OrganizationId};
use crate::people::{self, PersonId};
use crate::selection::conflicts;
use crate::selection::draws::{self, DrawPurpose};
use crate::selection::meetings;
use crate::selection::nominations;
use crate::selection::nominations::candidates::{Candidate, list_candidates};
use crate::selection::phases::Permission;
use crate::selection::rounds::{self, RoundId, Running};
use crate::tasks::Task;

/// Experts in the pool, at most.
pub const EXPERTS_MAX: i64 = 2_000;

/// A round whose committee's work an officer may know of. Whoever stands in it does not look into it
/// as an officer, and whoever serves in it sees it from the own seat only: else an office would tell
/// what reviews and conflicts hide.
pub fn load_visible(conn: &mut Conn, context: &Context, id: RoundId) -> Result<Running, Error> {
    let running = rounds::actions::load_visible(conn, context, id)?;
    may(&context.actor, Action::ViewCommittee, &Facts::default())?;
    check_apart(conn, context, id)?;
    Ok(running)
}

/// As [`load_visible`], for its secretary.
pub fn load_as_secretary(
    conn: &mut Conn,
    context: &Context,
    id: RoundId,
) -> Result<Running, Error> {
    let running = load_visible(conn, context, id)?;
    may(&context.actor, Action::RunCommittee, &Facts::default())?;
    Ok(running)
}

/// The seat of whoever acts, if they serve in the round. Whoever does not is told that there is
/// nothing.
pub fn load_as_member(
    conn: &mut Conn,
    context: &Context,
    id: RoundId,
) -> Result<(Running, Member), Error> {
    let running = rounds::actions::load_visible(conn, context, id)?;
    may(&context.actor, Action::ServeOnCommittee, &Facts::default())?;
    let seat = match context.actor.person {
        Some(person) => store::find_member(conn, id, person)?,
        None => None,
    };
    let member = seat.filter(Member::serves).ok_or(Error::NotFound)?;
    Ok((running, member))
}

/// Announces the draw: from now on the seed is fixed, and nobody knows it.
pub fn announce_draw(conn: &mut Conn, context: &Context, id: RoundId) -> Result<(), Error> {
    let running = load_as_secretary(conn, context, id)?;
    running.may_now(Permission::ComposeCommittee, context.today())?;
    draws::announce(conn, context, id, DrawPurpose::Committee)?;
    Ok(())
}

/// Draws the committee from the pool of the day, or what it lacks of members and reserves.
pub fn draw(conn: &mut Conn, context: &Context, id: RoundId) -> Result<(), Error> {
    let running = load_as_secretary(conn, context, id)?;
    running.may_now(Permission::ComposeCommittee, context.today())?;
    let before = store::list_members(conn, id)?;
    let candidates = list_candidates(conn, id)?;
    let pool = load_pool(conn, context, (&running, &candidates), &before)?;
    let in_already = load_seated(conn, id, &before)?;
    let wanted = wanted(&running, &candidates);
    if in_already.len() >= wanted.members {
        return Err(Error::not_now(Message::new("draw-committee-is-full")));
    }
    let tickets: Vec<Ticket> = pool.iter().map(|it| it.0.clone()).collect();
    let inputs = Inputs::of(&in_already, &tickets, &wanted);
    draws::keep_inputs(conn, id, DrawPurpose::Committee, &Json::of(&inputs))?;
    let seed = draws::open(conn, context, id, DrawPurpose::Committee)?;
    let drawn = rules::draw(&seed, &in_already, &tickets, &wanted)?;
    let districts: BTreeMap<PersonId, Option<OrganizationId>> = pool
        .iter()
        .map(|(it, district)| (it.person, *district))
        .collect();
    let subjects: BTreeMap<PersonId, &str> = tickets
        .iter()
        .map(|it| (it.person, it.subject.as_str()))
        .collect();
    let places = drawn
        .members
        .iter()
        .map(|it| (*it, MemberState::Drawn))
        .chain(drawn.reserves.iter().map(|it| (*it, MemberState::Reserve)));
    let first = before.iter().map(|it| it.position).max().unwrap_or(0) + 1;
    let members: Vec<Member> = (first..)
        .zip(places)
        .map(|(position, (person, state))| Member {
            id: MemberId::new(),
            round_id: id,
            person_id: person,
            district_id: districts[&person],
            subject: Some(subjects[&person].to_owned()).filter(|it| !it.is_empty()),
            position,
            is_chair: false,
            state,
            reason: None,
            changed_at: context.at,
            version: 1,
            load_max: None,
        })
        .collect();
    store::insert(conn, &members)?;
    let payload = serde_json::json!({
        "title": running.round.title,
        "pool": tickets.len(),
        "members": drawn.members.len(),
        "reserves": drawn.reserves.len(),
    });
    rounds::actions::record(
        conn,
        context,
        &running.round,
        "committee_drawn",
        (None, payload),
    )?;
    conflicts::actions::find_all(conn, context, &running)
}

/// Those who have or may yet have a seat, as tickets.
fn load_seated(conn: &mut Conn, round: RoundId, members: &[Member]) -> Result<Vec<Ticket>, Error> {
    let barred = conflicts::store::list_all_barred(conn, round)?;
    let ticket = |it: &Member| {
        let of_member = barred.iter().filter(|pair| pair.0 == it.id);
        Ticket {
            person: it.person_id,
            subject: it.subject.clone().unwrap_or_default(),
            district: it.district_id.map(|it| it.to_string()).unwrap_or_default(),
            recused: of_member.map(|pair| pair.1).collect(),
        }
    };
    let seated = members.iter().filter(|it| it.state.is_in());
    Ok(seated.map(ticket).collect())
}

/// Experts of the day who are neither drawn already nor candidates, as tickets.
fn load_pool(
    conn: &mut Conn,
    context: &Context,
    (running, candidates): (&Running, &[Candidate]),
    before: &[Member],
) -> Result<Vec<(Ticket, Option<OrganizationId>)>, Error> {
    let today = context.today();
    let mut out: BTreeSet<PersonId> = before.iter().map(|it| it.person_id).collect();
    out.extend(nominations::store::list_persons(conn, running.round.id)?);
    let mut experts = Vec::new();
    for (expert, _, _) in store::list_experts(conn, today, EXPERTS_MAX)? {
        if expert.covers(today) && out.insert(expert.person_id) {
            experts.push(expert);
        }
    }
    let persons: Vec<PersonId> = experts.iter().map(|it| it.person_id).collect();
    let workplaces: BTreeMap<PersonId, Option<OrganizationId>> =
        people::store::list_workplaces(conn, &persons, today)?
            .into_iter()
            .map(|it| (it.person, it.district))
            .collect();
    let recused =
        conflicts::actions::find_of_persons(conn, context, running, (&persons, candidates))?;
    Ok(experts
        .into_iter()
        .map(|it| {
            let district = workplaces.get(&it.person_id).copied().flatten();
            let ticket = Ticket {
                recused: recused.get(&it.person_id).cloned().unwrap_or_default(),
                person: it.person_id,
                subject: it.subject.unwrap_or_default(),
                district: district.map(|it| it.to_string()).unwrap_or_default(),
            };
            (ticket, district)
        })
        .collect())
}

/// What the draw has to come to: each subject of candidates with a member, if there are members
/// enough, or the subjects with most candidates.
fn wanted(running: &Running, candidates: &[Candidate]) -> Wanted {
    let committee = &running.programme.committee;
    let size = |value: i64| usize::try_from(value).unwrap_or_default();
    let members = size(committee.members.value);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for subject in candidates.iter().filter_map(|it| it.subject.as_deref()) {
        *counts.entry(subject).or_default() += 1;
    }
    let mut subjects: Vec<(&str, usize)> = counts.into_iter().collect();
    subjects.sort_by_key(|(subject, count)| (std::cmp::Reverse(*count), *subject));
    Wanted {
        members,
        reserves: size(committee.reserves.value),
        per_district_max: size(committee.per_district_max.value),
        subjects: subjects
            .into_iter()
            .take(members)
            .map(|it| it.0.to_owned())
            .collect(),
        each: size(running.programme.review.each.value),
    }
}

/// Invites everybody who was drawn and whose conflicts are decided; tells how many.
pub fn invite_all(conn: &mut Conn, context: &Context, id: RoundId) -> Result<usize, Error> {
    let running = load_as_secretary(conn, context, id)?;
    running.may_now(Permission::ComposeCommittee, context.today())?;
    let members = store::list_members(conn, id)?;
    let drawn = members.iter().filter(|it| it.state == MemberState::Drawn);
    let drawn: BTreeSet<MemberId> = drawn.map(|it| it.id).collect();
    conflicts::actions::check_known(conn, context, &running, |it| drawn.contains(&it.0))?;
    let undecided = conflicts::store::list_undecided_members(conn, id)?;
    let mut invited = 0;
    for member in members {
        if member.state == MemberState::Drawn && !undecided.contains(&member.id) {
            step(
                conn,
                context,
                &member,
                Step::Invite,
                ("member_invited", None),
            )?;
            invited += 1;
        }
    }
    if invited == 0 {
        return Err(Refusal::ConflictUndecided.into());
    }
    Ok(invited)
}

/// A member's answer to the invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerTo {
    /// Serves.
    Accept,
    /// Does not, and why.
    Decline(String),
}

/// Answers one's own invitation; after a no, the next reserve moves up.
pub fn answer(
    conn: &mut Conn,
    context: &Context,
    id: MemberId,
    seen: i64,
    answer: &AnswerTo,
) -> Result<(), Error> {
    let member = load_own(conn, context, id)?;
    let running = rounds::store::load_running(conn, member.round_id)?;
    // As long as reviews can be dealt out: whoever comes or goes later changes who may vote on what.
    running.may_now(Permission::AssignReviews, context.today())?;
    if member.version != seen {
        return Err(Error::Stale);
    }
    match answer {
        AnswerTo::Accept => step(
            conn,
            context,
            &member,
            Step::Accept,
            ("member_accepted", None),
        ),
        AnswerTo::Decline(reason) => {
            let reason = rules::required_reason(reason)?;
            let what = ("member_declined", Some(reason.as_str()));
            step(conn, context, &member, Step::Decline, what)?;
            move_up(conn, context, &member)
        }
    }
}

/// One's own seat, once one is asked.
pub fn load_own(conn: &mut Conn, context: &Context, id: MemberId) -> Result<Member, Error> {
    may(&context.actor, Action::ServeOnCommittee, &Facts::default())?;
    let member = store::load(conn, id)?;
    let is_asked = !matches!(member.state, MemberState::Reserve | MemberState::Drawn);
    if context.actor.person == Some(member.person_id) && is_asked {
        Ok(member)
    } else {
        Err(Error::NotFound)
    }
}

/// Takes a member out, with a reason; the next reserve moves up.
pub fn release(
    conn: &mut Conn,
    context: &Context,
    id: MemberId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let member = store::load(conn, id)?;
    let running = load_as_secretary(conn, context, member.round_id)?;
    running.may_now(Permission::AssignReviews, context.today())?;
    let reason = rules::required_reason(reason)?;
    if member.version != seen {
        return Err(Error::Stale);
    }
    let what = ("member_released", Some(reason.as_str()));
    step(conn, context, &member, Step::Release, what)?;
    if member.state.is_in() {
        move_up(conn, context, &member)?;
    }
    Ok(())
}

/// Names who leads the meeting, in place of whoever did. While one goes on it is somebody in the room,
/// and not before minutes are signed by whoever led.
pub fn name_chair(conn: &mut Conn, context: &Context, id: MemberId) -> Result<(), Error> {
    let chosen = store::load(conn, id)?;
    let running = load_as_secretary(conn, context, chosen.round_id)?;
    let today = context.today();
    if running.may_now(Permission::HoldMeeting, today).is_err() {
        running.may_now(Permission::AssignReviews, today)?;
    }
    if !chosen.serves() {
        return Err(Refusal::ChairDoesNotServe.into());
    }
    meetings::actions::check_chair(conn, &chosen)?;
    for member in store::list_members(conn, chosen.round_id)? {
        let is_chair = member.id == id;
        if member.is_chair != is_chair {
            let seen = member.version;
            store::save(conn, &Member { is_chair, ..member }, seen)?;
        }
    }
    record(conn, context, &chosen, ("chair_named", None))
}

/// The reserve who takes the place of one who is out, if there is one.
fn move_up(conn: &mut Conn, context: &Context, out: &Member) -> Result<(), Error> {
    let members = store::list_members(conn, out.round_id)?;
    match rules::successor(out, &members) {
        Some(next) => step(conn, context, next, Step::MoveUp, ("member_moved_up", None)),
        None => Ok(()),
    }
}

fn step(
    conn: &mut Conn,
    context: &Context,
    member: &Member,
    step: Step,
    (event, reason): (&'static str, Option<&str>),
) -> Result<(), Error> {
    let state = next(member.state, step)?;
    let changed = Member {
        state,
        is_chair: member.is_chair && state.is_in(),
        reason: reason.map(str::to_owned),
        changed_at: context.at,
        ..member.clone()
    };
    store::save(conn, &changed, member.version)?;
    record(conn, context, &changed, (event, reason))
}

fn record(
    conn: &mut Conn,
    context: &Context,
    member: &Member,
    (event, reason): (&'static str, Option<&str>),
) -> Result<(), Error> {
    let round = rounds::store::load(conn, member.round_id)?;
    let act = Act {
        event,
        subject: ("committee_members", member.id.0),
        organization: Some(organizations::store::load_bureau(conn)?.id),
        reason,
        payload: serde_json::json!({ "title": round.title, "position": member.position }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}

/// Invitations that wait for this person.
pub fn tasks(conn: &mut Conn, context: &Context) -> Result<Vec<Task>, Error> {
    let actor = &context.actor;
    let Some(person) = actor
        .person
        .filter(|_| actor.can_ever(Action::ServeOnCommittee))
    else {
        return Ok(Vec::new());
    };
    let seats = store::list_of_person(conn, person)?;
    let invited = seats
        .iter()
        .filter(|it| it.state == MemberState::Invited)
        .count();
    let count = i64::try_from(invited).unwrap_or(i64::MAX);
    Ok(vec![Task {
        message: Message::new("task-invitations").with("count", count),
        count,
        href: "/committee".into(),
        due_on: None,
    }])
}
