//! What teachers do with their own nomination, and what everybody needs to look at one.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::decisions::action_at;
use super::rules::{self, Exit, Leaving, ListLevel, NominationState, may_leave, read_statement};
use super::sight::Sight;
use super::{Nomination, NominationId, fraud, store, versions};
use crate::access::{Action, Denial, may};
use crate::context::Context;
use crate::credit_bank::claims::rules::{Offices, SEATS};
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::journal;
use crate::message::Message;
use crate::notices::actions::strike_lines;
use crate::notices::{self, NoticeSubjectId};
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
    let mut found_on = results::store::list_revoked(conn, person)?;
    found_on.extend(fraud::list_days(conn, person)?);
    let years = running.programme.award.fraud_bar_years.value;
    if let Some(until) = results::rules::barred_until(&found_on, years, today) {
        let barred = Message::new("nomination-barred").with("until", until);
        return Err(Error::not_now(barred));
    }
    let honour = (running.programme.key.as_str(), running.round.track.as_str());
    if store::holds_honour(conn, person, honour)? {
        return Err(Error::not_now(Message::new("nomination-honour-held")));
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
    notices::actions::bar_from_subject(conn, NoticeSubjectId(round.0), person)?;
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

/// Takes one's own application back, until results are posted; a ballot that was opened stays as it
/// is.
pub fn withdraw(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let (nomination, running) = load_own(conn, context, id)?;
    let reason = reason.trim();
    if nomination.state == NominationState::Endorsed {
        let leave = (Exit::Withdrawal, "nomination_withdrawn", reason);
        return leave_round(conn, context, (nomination, &running), seen, leave);
    }
    let act = Act::Withdraw {
        reason: reason.to_owned(),
    };
    let after = step(context, &nomination, &act)?;
    let why = Some(reason).filter(|it| !it.is_empty());
    record(conn, context, &nomination, "nomination_withdrawn", why)?;
    leave_lists(conn, context, &nomination, reason)?;
    save_case(conn, context, nomination, &after, seen)
}

/// Takes a candidate out whom the bureau had found eligible, with a reason that the candidate reads.
/// From now on the committee neither reviews nor votes on them; a ballot that was opened stays as it is.
pub fn exclude(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let (nomination, running) = load_visible(conn, context, id)?;
    may(
        &context.actor,
        Action::CheckEligibility,
        &nomination.facts(),
    )?;
    let leave = (Exit::Exclusion, "nomination_excluded", reason.trim());
    leave_round(conn, context, (nomination, &running), seen, leave)
}

/// Whether somebody whom all offices recommended can leave now, and where that leads.
pub(super) fn may_leave_round(
    conn: &mut Conn,
    nomination: &Nomination,
    running: &Running,
    exit: Exit,
) -> Result<NominationState, Error> {
    let round = running.round.id;
    let has_results = !results::store::list(conn, round)?.is_empty();
    let leaving = Leaving {
        state: nomination.state,
        is_eligible: nomination.is_eligible,
        has_results: has_results || running.round.closed_at.is_some(),
    };
    Ok(may_leave(leaving, exit)?)
}

fn leave_round(
    conn: &mut Conn,
    context: &Context,
    (nomination, running): (Nomination, &Running),
    seen: i64,
    (exit, event, reason): (Exit, &'static str, &str),
) -> Result<(), Error> {
    let state = may_leave_round(conn, &nomination, running, exit)?;
    if exit == Exit::Exclusion && reason.is_empty() {
        return Err(rules::Refusal::ReasonMissing.into());
    }
    let why = Some(reason).filter(|it| !it.is_empty());
    record(conn, context, &nomination, event, why)?;
    leave_lists(conn, context, &nomination, reason)?;
    let left = Nomination {
        state,
        due_on: None,
        ..nomination
    };
    store::save(conn, &left, seen)
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

/// Nominations that wait for this person, in rounds that permit to do something about them: one's own
/// to be put right, others' to be recommended or signed for.
pub fn tasks(conn: &mut Conn, context: &Context) -> Result<Vec<Task>, Error> {
    let (actor, today) = (&context.actor, context.today());
    let mut tasks = Vec::new();
    let task = |message: Message, (count, due_on): store::Queue| Task {
        message: message.with("count", count),
        count,
        href: "/selection".into(),
        due_on,
    };
    if let Some(person) = actor.person {
        let rounds = rounds::store::list_permitting(conn, Permission::Correct, today)?;
        let returned = store::count_returned(conn, &rounds, person)?;
        tasks.push(task(Message::new("task-nominations-returned"), returned));
    }
    for level in ListLevel::ALL.iter().copied() {
        let reach = actor.reach(action_at(level));
        if !reach.is_empty() {
            let rounds = rounds::store::list_permitting(conn, level.permission(), today)?;
            let state = level.state();
            let waiting = store::count_waiting(conn, &rounds, &reach, state, actor.person)?;
            tasks.push(task(Message::new("task-nominations"), waiting));
        }
    }
    if actor.can_ever(Action::CheckEligibility) {
        let permission = Permission::CheckEligibility;
        let rounds = rounds::store::list_permitting(conn, permission, today)?;
        let unsigned = store::count_unsigned(conn, &rounds, actor.person)?;
        tasks.push(task(
            Message::new("task-nominations-to-sign"),
            (unsigned, None),
        ));
    }
    Ok(tasks)
}
