//! What teachers and schools do: apply, hand in the whole list, give the working group's opinion and
//! publish it. Confirming to the next office is a decision like any other (`offices`).

use std::collections::HashSet;

use serde_json::json;

use super::publication::Superseded;
use super::{
    Pick, Today, Told, action_at, left_out, load_case, load_visible, persons, record_batch,
    record_case, step, subjects, with_assessment, with_case,
};
use crate::access::{Action, Denial, Facts, may};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::message::Message;
use crate::notices::NoticeKind;
use crate::notices::actions::{NewNotice, open_notice};
use crate::notices::rules::{Entry, Proposal};
use crate::organizations::{self, OrganizationId};
use crate::people::{self, PersonId};
use crate::policy::RegistrationProcedure;
use crate::registration::files::File;
use crate::registration::rules::assess;
use crate::registration::rules::assessment::Verdict;
use crate::registration::rules::cycle::duty_without_day;
use crate::registration::rules::decision::{Offices, route, sign};
use crate::registration::rules::windows::may_apply;
use crate::registration::{CaseId, CaseRow, CaseState, WindowId, WindowRow, store};
use crate::workflow::approval::case::{Act, Applicant, Case, Office, Person, Route};
use crate::workflow::approval::stored;

/// Applies for oneself in a window.
pub fn apply(conn: &mut Conn, context: &Context, window: WindowId) -> Result<CaseId, Error> {
    let person = context
        .actor
        .person
        .ok_or_else(|| Error::from(Denial::NotAllowed))?;
    let window = store::load_window(conn, window)?;
    let today = Today::load(conn, context, &[person])?;
    let file = today.files.get(&person).ok_or_else(not_employed)?;
    may(
        &context.actor,
        Action::ApplyForRegistration,
        &facts_of(file),
    )?;
    check_due(context, &window, file, &today)?;
    let applicant = Applicant::Person(Person(person.0));
    let row = handed_in(conn, context, &window, file, &today, applicant)?;
    store::insert(conn, std::slice::from_ref(&row)).map_err(|error| {
        if error.is_duplicate() {
            Error::not_now(Message::new("apply-already"))
        } else {
            error
        }
    })?;
    record_case(conn, context, &row, "registration_applied", None)?;
    Ok(row.id)
}

/// Hands in everybody of a school for whom a window is and who has no case in it, in one act
/// (集体办理). Answers how many.
pub fn hand_in(
    conn: &mut Conn,
    context: &Context,
    window: WindowId,
    school: OrganizationId,
) -> Result<Vec<CaseId>, Error> {
    let place = organizations::store::load(conn, school)?;
    may(&context.actor, Action::HandInRegistrations, &place.facts())?;
    let window = store::load_window(conn, window)?;
    let staff = store::list_staff(conn, school, context.today())?;
    let known = store::list_with_case(conn, window.id, &staff)?;
    let known: HashSet<PersonId> = known.into_iter().collect();
    let today = Today::load(conn, context, &staff)?;
    let applicant = Applicant::Office(Office(school.0));
    let mut rows = Vec::new();
    for person in staff.iter().filter(|it| !known.contains(it)) {
        let Some(file) = today.files.get(person).filter(|it| it.school == school) else {
            continue;
        };
        if check_due(context, &window, file, &today).is_ok() {
            rows.push(handed_in(conn, context, &window, file, &today, applicant)?);
        }
    }
    if rows.is_empty() {
        return Err(Error::not_now(Message::new(
            "registration-nobody-to-hand-in",
        )));
    }
    store::insert(conn, &rows)?;
    let subject = ("registration_windows", window.id.0);
    let facts = json!({ "cases": rows.len() });
    let event = "registrations_handed_in";
    record_batch(conn, context, subject, Some(school), event, None, facts)?;
    Ok(rows.iter().map(|it| it.id).collect())
}

/// Hands a case in again that was sent back, or that was taken back before.
pub fn hand_in_again(
    conn: &mut Conn,
    context: &Context,
    pick: Pick,
    reason: &str,
) -> Result<(), Error> {
    let row = load_visible(conn, context, pick.case)?;
    let mut case = load_case(&row)?;
    let today = Today::load(conn, context, &[row.person_id])?;
    if row.state == CaseState::Withdrawn {
        let window = store::load_window(conn, row.window_id)?;
        let file = today.files.get(&row.person_id).ok_or_else(not_employed)?;
        check_due(context, &window, file, &today)?;
        let rule = &today.policies.procedure.parameters;
        let reopen = Act::Reopen {
            route: route_of(conn, row.school_id, row.district_id, rule)?,
            reason: reason.trim().to_owned(),
        };
        case = step(context, &case, &reopen)?;
    }
    let case = step(context, &case, &Act::Submit)?;
    let mut superseded = Superseded::default();
    superseded.add(conn, &row, reason)?;
    let assessment = today.assess(context, row.person_id)?;
    let row = CaseRow {
        opinion: assessment.verdict,
        opinion_reason: None,
        is_exception: assessment.verdict != Verdict::Qualified,
        notice_id: None,
        submitted_at: context.at,
        ..with_assessment(row, &assessment, &today.policies)
    };
    let row = with_case(context, row, &case);
    store::save(conn, &row, pick.seen)?;
    superseded.strike(conn, context, reason)?;
    record_case(conn, context, &row, "registration_applied", Some(reason))?;
    Ok(())
}

/// Takes a case back for whoever handed it in.
pub fn withdraw(conn: &mut Conn, context: &Context, pick: Pick, reason: &str) -> Result<(), Error> {
    let row = load_visible(conn, context, pick.case)?;
    let reason = reason.trim();
    let act = Act::Withdraw {
        reason: reason.to_owned(),
    };
    let case = step(context, &load_case(&row)?, &act)?;
    let row = with_case(context, row, &case);
    // It keeps its notice, so that handing it in again does not pass over an objection.
    let mut superseded = Superseded::default();
    superseded.take_back(&row);
    store::save(conn, &row, pick.seen)?;
    superseded.strike(conn, context, reason)?;
    record_case(conn, context, &row, "registration_withdrawn", Some(reason))?;
    Ok(())
}

/// Lets cases expire that were sent back and not handed in again by their deadline; tells how many.
/// For the program itself, so many at a time.
pub fn expire_overdue(conn: &mut Conn, context: &Context, limit: i64) -> Result<usize, Error> {
    if !context.actor.is_system() {
        return Err(Denial::NotAllowed.into());
    }
    let overdue = store::list_overdue(conn, context.today(), limit)?;
    for (row, deadline) in &overdue {
        let act = Act::Expire {
            deadline: *deadline,
        };
        let case = step(context, &load_case(row)?, &act)?;
        let expired = with_case(context, row.clone(), &case);
        store::save(conn, &expired, row.version)?;
        record_case(conn, context, &expired, "registration_expired", None)?;
    }
    Ok(overdue.len())
}

/// Gives the opinion of a school's working group on many cases, and publishes it at school.
///
/// The opinion is what the rules propose, unless `verdict` says otherwise; whatever is not a plain
/// 注册合格 needs the reason. Cases to which that does not apply are left as they were.
pub fn give_opinion(
    conn: &mut Conn,
    context: &Context,
    picks: &[Pick],
    verdict: Option<Verdict>,
    reason: &str,
) -> Result<Told, Error> {
    let ids: Vec<CaseId> = picks.iter().map(|it| it.case).collect();
    let rows = store::list_by_id(conn, &ids)?;
    let today = Today::load(conn, context, &persons(&rows))?;
    let mut told = Told::default();
    let mut given = Vec::with_capacity(rows.len());
    let mut superseded = Superseded::default();
    for row in rows {
        let id = row.id;
        let seen = picks.iter().find(|it| it.case == id).map(|it| it.seen);
        let opined = opine(context, row, seen, &today, verdict, reason)
            .and_then(|row| superseded.add(conn, &row, reason).map(|()| row));
        match opined {
            Ok(row) => given.push(row),
            Err(error) => told.left.push((id, left_out(error)?)),
        }
    }
    let Some(first) = given.first() else {
        return Ok(told);
    };
    let (school, window) = (first.school_id, first.window_id);
    if given
        .iter()
        .any(|it| (it.school_id, it.window_id) != (school, window))
    {
        return Err(Error::not_now(Message::new("registration-one-school")));
    }
    let notice = publish(conn, context, &given, &today.policies.procedure.parameters)?;
    for row in &given {
        let seen = row.version;
        let row = CaseRow {
            notice_id: Some(notice),
            ..row.clone()
        };
        store::save(conn, &row, seen)?;
        told.done.push(row.id);
    }
    superseded.strike(conn, context, reason)?;
    let subject = ("registration_windows", window.0);
    let facts = json!({ "cases": given.len(), "left_out": told.left.len() });
    let event = "registration_opinion_given";
    record_batch(
        conn,
        context,
        subject,
        Some(school),
        event,
        Some(reason.trim()),
        facts,
    )?;
    Ok(told)
}

fn opine(
    context: &Context,
    row: CaseRow,
    seen: Option<i64>,
    today: &Today,
    verdict: Option<Verdict>,
    reason: &str,
) -> Result<CaseRow, Error> {
    may(&context.actor, action_at(CaseState::AtSchool), &row.facts())?;
    if seen != Some(row.version) {
        return Err(Error::Stale);
    }
    if row.state != CaseState::AtSchool {
        return Err(Error::not_now(
            Message::new("registration-not-at-school").with("state", row.state.words()),
        ));
    }
    let assessment = today.assess(context, row.person_id)?;
    let opinion = verdict.unwrap_or(assessment.verdict);
    sign(
        &assessment,
        opinion,
        reason,
        context.today(),
        &today.policies,
    )?;
    Ok(CaseRow {
        opinion,
        opinion_reason: Some(reason.trim().to_owned()).filter(|it| !it.is_empty()),
        is_exception: opinion != Verdict::Qualified || opinion != assessment.verdict,
        ..with_assessment(row, &assessment, &today.policies)
    })
}

/// Posts the working group's opinion: names and what is proposed, nothing else.
fn publish(
    conn: &mut Conn,
    context: &Context,
    given: &[CaseRow],
    rule: &RegistrationProcedure,
) -> Result<crate::notices::NoticeId, Error> {
    let (school, window) = (given[0].school_id, given[0].window_id);
    let title = store::load_window(conn, window)?.name;
    let names = people::store::list_names(conn, &persons(given))?;
    let entries: Vec<Entry> = given
        .iter()
        .map(|it| Entry {
            person: Some(it.person_id),
            name: names.get(&it.person_id).cloned().unwrap_or_default(),
            detail: String::new(),
            proposal: match it.opinion {
                Verdict::Qualified => Proposal::Registered,
                Verdict::Deferred => Proposal::Deferred,
                Verdict::Unqualified => Proposal::NotRegistered,
            },
            is_struck: false,
        })
        .collect();
    let new = NewNotice {
        kind: NoticeKind::Registration,
        title: &title,
        subject: ("registration_windows", window.0),
        organization: school,
        working_days: rule.publicity_working_days,
        entries: &entries,
        occasion: None,
    };
    open_notice(conn, context, &new)
}

fn facts_of(file: &File) -> Facts {
    Facts {
        person: Some(file.person),
        organization: Some(file.school),
        district: file.district,
    }
}

fn not_employed() -> Error {
    Error::not_now(Message::new("registration-not-employed"))
}

fn check_due(
    context: &Context,
    window: &WindowRow,
    file: &File,
    today: &Today,
) -> Result<(), Error> {
    let day = context.today();
    let duty = duty_without_day(&file.facts, &today.policies, day, &context.house.calendar);
    Ok(may_apply(&window.window(), duty, file.barred_until, day)?)
}

/// A case that is handed in at once: there is nothing to draft.
fn handed_in(
    conn: &mut Conn,
    context: &Context,
    window: &WindowRow,
    file: &File,
    today: &Today,
    applicant: Applicant,
) -> Result<CaseRow, Error> {
    let assessment = assess(&file.facts, &today.policies, context.today());
    let rule = &today.policies.procedure.parameters;
    let route = route_of(conn, file.school, file.district, rule)?;
    let row = CaseRow {
        id: CaseId::new(),
        window_id: window.id,
        person_id: file.person,
        school_id: file.school,
        district_id: file.district,
        name_pinyin: file.name_pinyin.clone(),
        kind: assessment.kind,
        state: CaseState::AtSchool,
        approval: Json(serde_json::Value::Null),
        due_on: None,
        assessment: Json::of(&assessment),
        policy_version_id: today.policies.conditions.id,
        proposed: assessment.verdict,
        opinion: assessment.verdict,
        opinion_reason: None,
        is_exception: assessment.verdict != Verdict::Qualified,
        notice_id: None,
        decision_id: None,
        signed_by: None,
        trial_until: None,
        barred_until: None,
        submitted_at: context.at,
        decided_at: None,
        version: 1,
    };
    let draft = Case::open(applicant, subjects(&row).to_vec(), route);
    let case = step(context, &draft, &Act::Submit)?;
    Ok(CaseRow {
        approval: Json(stored::to_json(&case, &subjects(&row))),
        ..with_case(context, row, &case)
    })
}

/// School, district, city, province; the city comes first for a bureau-run school.
fn route_of(
    conn: &mut Conn,
    school: OrganizationId,
    district: Option<OrganizationId>,
    rule: &RegistrationProcedure,
) -> Result<Route, Error> {
    let bureau = organizations::store::load_bureau(conn)?;
    let offices = Offices {
        school: Office(school.0),
        district: district.map(|it| Office(it.0)),
        city: Office(bureau.id.0),
        // The province has no account here: its answer comes through the bureau.
        province: Office(bureau.id.0),
    };
    route(offices, rule).map_err(|error| Error::Fault(format!("{error:?}")))
}
