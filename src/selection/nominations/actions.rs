//! What teachers do with their own nomination, and what everybody needs to look at one.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::rules::{self, NominationState, read_statement};
use super::sight::Sight;
use super::{Nomination, NominationId, store, versions};
use crate::access::{Action, Denial, may};
use crate::context::Context;
use crate::credit_bank::claims::rules::{Offices, SEATS};
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::journal;
use crate::message::Message;
use crate::notices::actions::strike_lines;
use crate::organizations::{self, OrganizationKind};
use crate::people;
use crate::selection::phases::Permission;
use crate::selection::results;
use crate::selection::rounds::{self, RoundId, Running};
use crate::tasks::Task;
use crate::workflow::approval::acting::acting;
use crate::workflow::approval::case::{Act, Applicant, Case, Person};
use crate::workflow::approval::{next, progress, stored};

/// A nomination that somebody may know of, with its round.
pub fn load_visible(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
) -> Result<(Nomination, Running), Error> {
    let nomination = store::load(conn, id)?;
    let running = rounds::store::load_running(conn, nomination.round_id)?;
    Sight::load(conn, &context.actor, &running)?.check(&nomination)?;
    Ok((nomination, running))
}

/// Begins one's own application as a draft.
pub fn apply(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    statement: &str,
) -> Result<NominationId, Error> {
    let running = rounds::actions::load_visible(conn, context, round)?;
    let not_allowed = || Error::from(Denial::NotAllowed);
    let person = context.actor.person.ok_or_else(not_allowed)?;
    let today = context.today();
    let workplace = people::store::find_workplace(conn, person, today)?
        .ok_or_else(|| Error::not_now(Message::new("nomination-without-school")))?;
    may(
        &context.actor,
        Action::ApplyForSelection,
        &workplace.facts(),
    )?;
    running.may_now(Permission::Apply, today)?;
    let revoked = results::store::list_revoked(conn, person)?;
    let years = running.programme.award.fraud_bar_years.value;
    if let Some(until) = results::rules::barred_until(&revoked, years, today) {
        let barred = Message::new("nomination-barred").with("until", until);
        return Err(Error::not_now(barred));
    }
    if store::find(conn, round, person)?.is_some() {
        return Err(Error::not_now(Message::new("nomination-exists")));
    }
    let school = organizations::store::load(conn, workplace.school)?;
    if school.kind != OrganizationKind::School {
        return Err(Error::not_now(Message::new("nomination-without-school")));
    }
    let statement = read_statement(statement).map_err(Error::Input)?;
    let employments = people::store::list_employments(conn, person)?;
    let present = employments.iter().rfind(|it| it.covers(today));
    let offices = Offices {
        school: workplace.school,
        district: workplace.district,
        bureau: organizations::store::load_bureau(conn)?.id,
    };
    let route = rules::route(&offices, &running.programme.approval);
    let case = Case::open(Applicant::Person(Person(person.0)), Vec::new(), route);
    let nomination = Nomination {
        id: NominationId::new(),
        round_id: round,
        person_id: person,
        school_id: workplace.school,
        district_id: workplace.district,
        post: workplace.post,
        subject: present.and_then(|it| it.subject.clone()),
        statement,
        state: NominationState::Draft,
        approval: Json(stored::to_json(&case, &[])),
        due_on: None,
        verdict: None,
        is_eligible: None,
        signed_reason: None,
        signed_at: None,
        created_at: context.at,
        version: 1,
    };
    store::insert(conn, &nomination)?;
    record(conn, context, &nomination, "nomination_begun", None)?;
    Ok(nomination.id)
}

/// One's own nomination, while it can be changed.
pub(super) fn load_own(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
) -> Result<(Nomination, Running), Error> {
    let (nomination, running) = load_visible(conn, context, id)?;
    may(
        &context.actor,
        Action::ApplyForSelection,
        &nomination.facts(),
    )?;
    Ok((nomination, running))
}

/// What changing it needs: applications are made in their phase, and put right as long as offices
/// may send them back.
pub(super) fn permission_to_change(nomination: &Nomination) -> Permission {
    if nomination.state == NominationState::Returned {
        Permission::Correct
    } else {
        Permission::Apply
    }
}

/// Changes one's own statement while it is a draft or was sent back.
pub fn change_statement(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    seen: i64,
    statement: &str,
) -> Result<(), Error> {
    let (nomination, running) = load_own(conn, context, id)?;
    if !matches!(
        nomination.state,
        NominationState::Draft | NominationState::Returned
    ) {
        return Err(rules::Refusal::NotHere.into());
    }
    running.may_now(permission_to_change(&nomination), context.today())?;
    let statement = read_statement(statement).map_err(Error::Input)?;
    let changed = Nomination {
        statement,
        ..nomination
    };
    store::save(conn, &changed, seen)?;
    record(conn, context, &changed, "nomination_changed", None)
}

/// Hands in what stands in the form, saved or not.
pub fn hand_in(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    seen: i64,
    statement: &str,
) -> Result<(), Error> {
    let (nomination, _) = load_own(conn, context, id)?;
    if nomination.statement == statement.trim() {
        return submit(conn, context, id, seen);
    }
    change_statement(conn, context, id, seen, statement)?;
    submit(conn, context, id, seen + 1)
}

/// Hands one's own application in, and keeps it as it is handed in.
pub fn submit(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    seen: i64,
) -> Result<(), Error> {
    let (nomination, running) = load_own(conn, context, id)?;
    running.may_now(permission_to_change(&nomination), context.today())?;
    let after = step(context, &nomination, &Act::Submit)?;
    versions::actions::keep(conn, context, &nomination, running.round.cutoff_on)?;
    record(conn, context, &nomination, "nomination_submitted", None)?;
    save_case(conn, context, nomination, &after, seen)
}

/// Takes one's own application back, until the district has recommended it.
pub fn withdraw(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let (nomination, _) = load_own(conn, context, id)?;
    let reason = reason.trim();
    let act = Act::Withdraw {
        reason: reason.to_owned(),
    };
    let after = step(context, &nomination, &act)?;
    let why = Some(reason).filter(|it| !it.is_empty());
    record(conn, context, &nomination, "nomination_withdrawn", why)?;
    leave_lists(conn, context, &nomination, reason)?;
    save_case(conn, context, nomination, &after, seen)
}

/// Lets nominations expire that were sent back and not handed in again by their deadline; tells how
/// many. For the program itself, so many at a time.
pub fn expire_overdue(conn: &mut Conn, context: &Context, limit: i64) -> Result<usize, Error> {
    if !context.actor.is_system() {
        return Err(Denial::NotAllowed.into());
    }
    let overdue = store::list_overdue(conn, context.today(), limit)?;
    let count = overdue.len();
    for (nomination, deadline) in overdue {
        let after = step(context, &nomination, &Act::Expire { deadline })?;
        record(conn, context, &nomination, "nomination_expired", None)?;
        leave_lists(conn, context, &nomination, "")?;
        let seen = nomination.version;
        save_case(conn, context, nomination, &after, seen)?;
    }
    Ok(count)
}

/// Takes a nominee who gave up off the lists that hang.
fn leave_lists(
    conn: &mut Conn,
    context: &Context,
    nomination: &Nomination,
    reason: &str,
) -> Result<(), Error> {
    let person = BTreeSet::from([nomination.person_id]);
    for entry in store::list_entries(conn, nomination.id)? {
        strike_lines(conn, context, entry.notice_id, &person, reason)?;
    }
    Ok(())
}

/// One step of the engine by whoever acts; its refusals are ours.
pub(super) fn step(context: &Context, nomination: &Nomination, act: &Act) -> Result<Case, Error> {
    let actor = acting(&context.actor, &SEATS).ok_or_else(|| Error::from(Denial::NotAllowed))?;
    Ok(next(&nomination.case()?, act, &actor, context.today())?)
}

/// Saves a nomination with its case as it stands now.
pub(super) fn save_case(
    conn: &mut Conn,
    context: &Context,
    nomination: Nomination,
    case: &Case,
    seen: i64,
) -> Result<(), Error> {
    // The holidays of next year are announced in November; until then nobody can name the day.
    let due_on: Option<NaiveDate> = progress::due_on(case, &context.house.calendar).unwrap_or(None);
    let saved = Nomination {
        state: NominationState::of(case),
        approval: Json(stored::to_json(case, &[])),
        due_on,
        ..nomination
    };
    store::save(conn, &saved, seen)
}

/// Writes what was done with a nomination into the journal.
pub(super) fn record(
    conn: &mut Conn,
    context: &Context,
    nomination: &Nomination,
    event: &'static str,
    reason: Option<&str>,
) -> Result<(), Error> {
    let nothing = serde_json::json!({});
    record_with(conn, context, nomination, (event, reason), nothing)
}

/// The same with what else is to be known of it.
pub(super) fn record_with(
    conn: &mut Conn,
    context: &Context,
    nomination: &Nomination,
    (event, reason): (&'static str, Option<&str>),
    mut payload: serde_json::Value,
) -> Result<(), Error> {
    let round = rounds::store::load(conn, nomination.round_id)?;
    payload["title"] = round.title.into();
    let act = journal::Act {
        event,
        subject: ("nominations", nomination.id.0),
        organization: Some(nomination.school_id),
        reason,
        payload,
    };
    journal::record(conn, context, act)?;
    Ok(())
}

/// Nominations that wait for this officer.
pub fn tasks(conn: &mut Conn, context: &Context) -> Result<Vec<Task>, Error> {
    let actor = &context.actor;
    let mut tasks = Vec::new();
    for (action, state) in [
        (Action::RecommendAtSchool, NominationState::AtSchool),
        (Action::RecommendAtDistrict, NominationState::AtDistrict),
    ] {
        let reach = actor.reach(action);
        if !reach.is_empty() {
            let count = store::count_waiting(conn, &reach, state, actor.person)?;
            tasks.push(Task {
                message: Message::new("task-nominations").with("count", count),
                count,
                href: "/selection".into(),
                due_on: None,
            });
        }
    }
    Ok(tasks)
}
