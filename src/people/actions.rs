//! What can be done to people's files: one function per use case. `registration` opens them.
//!
//! Called by pages, the roster import, the demonstration city and tests alike. Every change of one
//! file takes the version that the user saw and is refused as stale if somebody was faster.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::documents::{self, DocumentNumber};
use super::rules::{self, NewEmployment, RecordRefusal};
use super::store::{self, AssessmentRow, TitleRow};
use super::{AssessmentGrade, Employment, EmploymentId, Person, PersonId, Post, Title};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::credit_bank::standings;
use crate::db::Conn;
use crate::error::Error;
use crate::journal::{self, Act, JournalId};
use crate::message::Message;
use crate::organizations::{self, OrganizationId};
use crate::secrets::Purpose;

/// An employment as it goes into the table.
pub(super) fn begin(person: PersonId, new: &NewEmployment) -> Employment {
    Employment {
        id: EmploymentId::new(),
        person_id: person,
        organization_id: new.organization,
        post: new.post,
        subject: new.subject.clone(),
        started_on: new.started_on,
        ended_on: None,
    }
}

/// A file that the actor may change: the person, and where the file is kept.
fn open_for_change(
    conn: &mut Conn,
    context: &Context,
    id: PersonId,
) -> Result<(Person, Facts), Error> {
    let person = store::load(conn, id)?;
    let facts = store::find_facts(conn, id, context.today())?;
    may(&context.actor, Action::EditPeople, &facts)?;
    Ok((person, facts))
}

/// Begins an employment of somebody who works nowhere at present.
pub fn employ(
    conn: &mut Conn,
    context: &Context,
    id: PersonId,
    seen: i64,
    new: &NewEmployment,
) -> Result<(), Error> {
    let person = store::load(conn, id)?;
    // Whoever takes somebody on needs no right over the school that let the person go.
    let school = organizations::store::load(conn, new.organization)?;
    let there = Facts {
        person: Some(id),
        ..school.facts()
    };
    may(&context.actor, Action::EditPeople, &there)?;
    let timeline = store::list_employments(conn, id)?;
    rules::may_employ(&timeline, new.started_on)?;
    rules::check_place(&school, person.born_on, new.started_on, context.today())?;
    store::save_version(conn, id, seen)?;
    let employment = begin(id, new);
    store::insert_employments(conn, std::slice::from_ref(&employment))?;
    follow_school(conn, context, &employment)?;
    record(
        conn,
        context,
        &person,
        there.organization,
        Note {
            event: "person_employed",
            reason: None,
            payload: json!({ "employment": employment_payload(&employment) }),
        },
    )?;
    Ok(())
}

/// Ends the present employment after a last day.
pub fn end_employment(
    conn: &mut Conn,
    context: &Context,
    id: PersonId,
    seen: i64,
    last_day: NaiveDate,
    reason: &str,
) -> Result<(), Error> {
    let (person, facts) = open_for_change(conn, context, id)?;
    expect_reason(reason)?;
    let timeline = store::list_employments(conn, id)?;
    let employment = rules::may_end(&timeline, last_day)?;
    store::save_version(conn, id, seen)?;
    store::save_last_day(conn, employment, last_day)?;
    record(
        conn,
        context,
        &person,
        facts.organization,
        Note {
            event: "employment_ended",
            reason: Some(reason),
            payload: json!({ "employment": employment, "ended_on": last_day.to_string() }),
        },
    )?;
    Ok(())
}

/// Moves somebody to another school: the present employment ends on the day before.
///
/// The actor must be responsible for both places; a move between districts is the bureau's.
pub fn transfer(
    conn: &mut Conn,
    context: &Context,
    id: PersonId,
    seen: i64,
    to: &NewEmployment,
    reason: Option<&str>,
) -> Result<(), Error> {
    let (person, from) = open_for_change(conn, context, id)?;
    let school = organizations::store::load(conn, to.organization)?;
    let there = Facts {
        person: Some(id),
        ..school.facts()
    };
    may(&context.actor, Action::EditPeople, &there)
        .map_err(|_| Error::input("school", Message::new("transfer-out-of-reach")))?;
    let timeline = store::list_employments(conn, id)?;
    let (ended, last_day) = rules::may_transfer(&timeline, to.organization, to.started_on)?;
    rules::check_place(&school, person.born_on, to.started_on, context.today())?;
    store::save_version(conn, id, seen)?;
    store::save_last_day(conn, ended, last_day)?;
    let employment = begin(id, to);
    store::insert_employments(conn, std::slice::from_ref(&employment))?;
    follow_school(conn, context, &employment)?;
    record(
        conn,
        context,
        &person,
        there.organization,
        Note {
            event: "person_transferred",
            reason,
            payload: json!({
                "from": from.organization,
                "ended_on": last_day.to_string(),
                "employment": employment_payload(&employment),
            }),
        },
    )?;
    Ok(())
}

/// Corrects post and subject of the present employment.
pub fn correct_post(
    conn: &mut Conn,
    context: &Context,
    id: PersonId,
    seen: i64,
    post: Post,
    subject: Option<&str>,
) -> Result<(), Error> {
    let (person, facts) = open_for_change(conn, context, id)?;
    let timeline = store::list_employments(conn, id)?;
    let present = rules::present(&timeline).ok_or(rules::EmploymentRefusal::NotEmployed)?;
    store::save_version(conn, id, seen)?;
    store::save_post(conn, present.id, post, subject)?;
    record(
        conn,
        context,
        &person,
        facts.organization,
        Note {
            event: "post_corrected",
            reason: None,
            payload: json!({
                "employment": present.id,
                "before": { "post": present.post, "subject": present.subject },
                "after": { "post": post, "subject": subject },
            }),
        },
    )?;
    Ok(())
}

/// Gives a person another name, as the document now has it. The journal keeps the old one.
pub fn rename(
    conn: &mut Conn,
    context: &Context,
    id: PersonId,
    seen: i64,
    name: &str,
    reason: &str,
) -> Result<(), Error> {
    let (person, facts) = open_for_change(conn, context, id)?;
    let name = rules::parse_name(name)?;
    expect_reason(reason)?;
    store::save_version(conn, id, seen)?;
    store::save_name(conn, id, &name)?;
    // Lists of a year sort by the name too.
    for standing in standings::list_of_person(conn, id)? {
        standings::refold(conn, id, standing.year)?;
    }
    record(
        conn,
        context,
        &person,
        facts.organization,
        Note {
            event: "person_renamed",
            reason: Some(reason),
            payload: json!({ "before": person.name, "after": name }),
        },
    )?;
    Ok(())
}

/// Enters a title.
pub fn grant_title(
    conn: &mut Conn,
    context: &Context,
    id: PersonId,
    seen: i64,
    title: Title,
    granted_on: Option<NaiveDate>,
) -> Result<(), Error> {
    let (person, facts) = open_for_change(conn, context, id)?;
    if granted_on.is_some_and(|on| on > context.today()) {
        return Err(RecordRefusal::TitleInFuture.into());
    }
    let titles = store::list_titles(conn, id)?;
    if titles.iter().any(|known| known.title == title) {
        return Err(RecordRefusal::TitleKnown.into());
    }
    store::save_version(conn, id, seen)?;
    store::insert_titles(
        conn,
        &[TitleRow {
            person_id: id,
            title,
            granted_on,
        }],
    )?;
    record(
        conn,
        context,
        &person,
        facts.organization,
        Note {
            event: "title_granted",
            reason: None,
            payload: json!({ "title": title, "granted_on": granted_on.map(|on| on.to_string()) }),
        },
    )?;
    Ok(())
}

/// Enters or corrects one person's assessment of a year.
pub fn record_assessment(
    conn: &mut Conn,
    context: &Context,
    id: PersonId,
    seen: i64,
    year: i32,
    grade: AssessmentGrade,
) -> Result<(), Error> {
    let (person, facts) = open_for_change(conn, context, id)?;
    rules::check_assessment_year(year, context.today())?;
    store::save_version(conn, id, seen)?;
    let before = save_assessments(conn, year, &[(id, grade)])?;
    record(
        conn,
        context,
        &person,
        facts.organization,
        Note {
            event: "assessment_recorded",
            reason: None,
            payload: json!({ "year": year, "before": before.get(&id), "after": grade }),
        },
    )?;
    Ok(())
}

/// Enters a school's assessments of a year, as one act.
pub fn record_school_assessments(
    conn: &mut Conn,
    context: &Context,
    school: OrganizationId,
    year: i32,
    grades: &[(PersonId, AssessmentGrade)],
) -> Result<(), Error> {
    let school = organizations::store::load(conn, school)?;
    may(&context.actor, Action::EditPeople, &school.facts())?;
    rules::check_assessment_year(year, context.today())?;
    let ids: Vec<PersonId> = grades.iter().map(|(id, _)| *id).collect();
    let timelines = store::list_employments_of(conn, &ids)?;
    let worked_here = |id: PersonId| {
        timelines
            .iter()
            .any(|it| it.person_id == id && it.organization_id == school.id)
    };
    if !ids.iter().copied().all(worked_here) {
        return Err(Error::NotFound);
    }
    let before = save_assessments(conn, year, grades)?;
    let act = Act {
        event: "assessments_recorded",
        subject: ("organizations", school.id.0),
        organization: Some(school.id),
        reason: None,
        payload: json!({ "year": year, "before": before, "after": grades }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}

/// Saves grades and tells those that were there before.
fn save_assessments(
    conn: &mut Conn,
    year: i32,
    grades: &[(PersonId, AssessmentGrade)],
) -> Result<BTreeMap<PersonId, AssessmentGrade>, Error> {
    let ids: Vec<PersonId> = grades.iter().map(|(id, _)| *id).collect();
    let before: BTreeMap<PersonId, AssessmentGrade> =
        store::list_assessments_of_year(conn, &ids, year)?
            .into_iter()
            .map(|row| (row.person_id, row.grade))
            .collect();
    let rows = grades.iter().map(|&(person_id, grade)| AssessmentRow {
        person_id,
        year,
        grade,
    });
    let (known, new): (Vec<_>, Vec<_>) = rows.partition(|row| before.contains_key(&row.person_id));
    store::insert_assessments(conn, &new)?;
    for row in known {
        if before[&row.person_id] != row.grade {
            store::save_assessment(conn, &row)?;
        }
    }
    Ok(before)
}

/// How long after its revelation a document number can be looked at.
const REVEALED_FOR: chrono::TimeDelta = chrono::TimeDelta::minutes(5);

/// Permits a look at a document number. The purpose goes into the journal, which the person sees;
/// the entry is the ticket for [`revealed_document`].
pub fn reveal_document(
    conn: &mut Conn,
    context: &Context,
    id: PersonId,
    purpose: &str,
) -> Result<JournalId, Error> {
    let person = store::load(conn, id)?;
    let facts = store::find_facts(conn, id, context.today())?;
    may(&context.actor, Action::RevealDocument, &facts)?;
    if purpose.trim().chars().count() < 2 {
        return Err(Error::input("purpose", Message::new("purpose-needed")));
    }
    record(
        conn,
        context,
        &person,
        facts.organization,
        Note {
            event: "document_revealed",
            reason: Some(purpose),
            payload: json!({ "kind": person.document_kind }),
        },
    )
}

/// The document number in clear, for whoever revealed it a moment ago; none for anybody else.
pub fn revealed_document(
    conn: &mut Conn,
    context: &Context,
    person: &Person,
    ticket: JournalId,
) -> Result<Option<DocumentNumber>, Error> {
    let entry = journal::load(conn, ticket)?;
    let is_ticket = entry.event == "document_revealed"
        && entry.subject_id.0 == person.id.0
        && entry.actor_id == context.actor.account
        && context.at.utc() - entry.recorded_at.utc() <= REVEALED_FOR;
    if is_ticket {
        open_document(conn, context, person).map(Some)
    } else {
        Ok(None)
    }
}

/// Decrypts a document for code that compares it; pages use [`reveal_document`].
fn open_document(
    conn: &mut Conn,
    context: &Context,
    person: &Person,
) -> Result<DocumentNumber, Error> {
    let cipher = store::load_document_cipher(conn, person.id)?;
    let keys = &context.house.keys;
    let plain = keys.open(Purpose::DocumentNumber, person.id.0.as_bytes(), &cipher)?;
    let text = String::from_utf8(plain).map_err(Error::fault)?;
    documents::parse(person.document_kind, &text)
        .map_err(|error| Error::Fault(format!("a kept document is not well formed: {error:?}")))
}

/// The school that answers for a year's hours is the last one of the year: standings follow.
fn follow_school(conn: &mut Conn, context: &Context, new: &Employment) -> Result<(), Error> {
    for standing in standings::list_of_person(conn, new.person_id)? {
        if standing.year >= new.started_on.year() {
            standings::refold(conn, new.person_id, standing.year)?;
        }
    }
    let this_year = context.today().year();
    if new.started_on.year() <= this_year {
        standings::open_for(conn, &[new.person_id], this_year)?;
    }
    Ok(())
}

/// Every change that matters later has a reason.
fn expect_reason(reason: &str) -> Result<(), Error> {
    if reason.trim().is_empty() {
        Err(Error::input("reason", Message::new("reason-needed")))
    } else {
        Ok(())
    }
}

pub(super) fn employment_payload(employment: &Employment) -> serde_json::Value {
    json!({
        "id": employment.id,
        "organization": employment.organization_id,
        "post": employment.post,
        "subject": employment.subject,
        "started_on": employment.started_on.to_string(),
    })
}

/// What goes into the journal about a person.
struct Note<'a> {
    event: &'static str,
    reason: Option<&'a str>,
    payload: serde_json::Value,
}

fn record(
    conn: &mut Conn,
    context: &Context,
    person: &Person,
    organization: Option<OrganizationId>,
    note: Note<'_>,
) -> Result<JournalId, Error> {
    let act = Act {
        event: note.event,
        subject: ("people", person.id.0),
        organization,
        reason: note.reason,
        payload: note.payload,
    };
    journal::record(conn, context, act)
}
