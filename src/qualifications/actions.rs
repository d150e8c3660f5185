//! What schools enter about certificates, and offices about their loss: one function per use case.

use serde_json::json;

use super::rules::EventKind;
use super::rules::entry::{CertificateEntry, EventEntry, Known, check, check_event};
use super::rules::number::CertificateNumber;
use super::store::{self, CertificateRow, EventRow};
use super::{CertificateId, QualificationEventId};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations::{self, OrganizationId};
use crate::people::{self, Person, PersonId};
use crate::policy::{self, QualificationBars, RuleSet};

/// Enters a certificate.
pub fn record_certificate(
    conn: &mut Conn,
    context: &Context,
    person: PersonId,
    entry: &CertificateEntry,
) -> Result<CertificateId, Error> {
    let (person, facts) = open(conn, context, person, Action::EditPeople)?;
    let number = accept(conn, context, &person, None, entry)?;
    let row = new_row(context, person.id, entry, &number);
    store::insert_certificates(conn, std::slice::from_ref(&row))?;
    let note = ("certificate_recorded", None, payload(&row));
    record(conn, context, &person, &facts, note)?;
    Ok(row.id)
}

/// Enters certificates of a school's teachers, one for each, as one act.
pub fn record_certificates(
    conn: &mut Conn,
    context: &Context,
    school: OrganizationId,
    entries: &[(PersonId, CertificateEntry)],
) -> Result<(), Error> {
    let school = organizations::store::load(conn, school)?;
    may(&context.actor, Action::EditPeople, &school.facts())?;
    let ids: Vec<PersonId> = entries.iter().map(|(id, _)| *id).collect();
    let timelines = people::store::list_employments_of(conn, &ids)?;
    let works_here = |id: PersonId| {
        timelines
            .iter()
            .any(|it| it.person_id == id && it.organization_id == school.id)
    };
    if !ids.iter().copied().all(works_here) {
        return Err(Error::NotFound);
    }
    let (mut persons, mut wanted) = (Vec::new(), Vec::new());
    for (id, entry) in entries {
        persons.push(people::store::load(conn, *id)?);
        wanted.push(entry.clone());
    }
    let numbers = accept_all(conn, context, &persons, None, &wanted)?;
    let rows: Vec<CertificateRow> = entries
        .iter()
        .zip(&numbers)
        .map(|((id, entry), number)| new_row(context, *id, entry, number))
        .collect();
    store::insert_certificates(conn, &rows)?;
    let act = Act {
        event: "certificates_recorded",
        subject: ("organizations", school.id.0),
        organization: Some(school.id),
        reason: None,
        payload: json!({ "count": rows.len() }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}

/// Corrects a certificate that was typed wrongly, or adds what came later.
pub fn correct_certificate(
    conn: &mut Conn,
    context: &Context,
    id: CertificateId,
    seen: i64,
    entry: &CertificateEntry,
) -> Result<(), Error> {
    let before = store::load_certificate(conn, id)?;
    let (person, facts) = open(conn, context, before.person_id, Action::EditPeople)?;
    let number = accept(conn, context, &person, Some(id), entry)?;
    let after = filled(before.clone(), entry, &number);
    store::save_certificate(conn, &after, seen)?;
    let facts_of_change = json!({ "before": payload(&before), "after": payload(&after) });
    let note = ("certificate_corrected", None, facts_of_change);
    record(conn, context, &person, &facts, note)
}

/// Takes out a certificate that was entered by mistake. The journal keeps it.
pub fn withdraw_certificate(
    conn: &mut Conn,
    context: &Context,
    id: CertificateId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let row = store::load_certificate(conn, id)?;
    let (person, facts) = open(conn, context, row.person_id, Action::EditPeople)?;
    let reason = needed(reason)?;
    let gone = CertificateRow {
        withdrawn_at: Some(context.at),
        ..row
    };
    store::save_certificate(conn, &gone, seen)?;
    let note = ("certificate_withdrawn", Some(reason), payload(&gone));
    record(conn, context, &person, &facts, note)
}

/// Enters the loss or revocation of a qualification, or cheating in the examination.
pub fn record_event(
    conn: &mut Conn,
    context: &Context,
    person: PersonId,
    entry: &EventEntry,
) -> Result<QualificationEventId, Error> {
    let (person, facts) = open(conn, context, person, Action::DecideQualification)?;
    check_event(entry, context.today()).map_err(Error::Input)?;
    let row = EventRow {
        id: QualificationEventId::new(),
        person_id: person.id,
        kind: entry.kind,
        happened_on: entry.happened_on,
        document: entry.document.trim().to_owned(),
        reason: entry.reason.trim().to_owned(),
        recorded_at: context.at,
        withdrawn_at: None,
        version: 1,
    };
    store::insert_event(conn, &row)?;
    let event = match row.kind {
        EventKind::Lost => "qualification_lost",
        EventKind::Revoked => "qualification_revoked",
        EventKind::Cheated => "qualification_cheated",
    };
    let note = (event, Some(row.reason.as_str()), event_payload(&row));
    record(conn, context, &person, &facts, note)?;
    Ok(row.id)
}

/// Takes out an event that was entered by mistake, or whose decision did not stand.
pub fn withdraw_event(
    conn: &mut Conn,
    context: &Context,
    id: QualificationEventId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let row = store::load_event(conn, id)?;
    let (person, facts) = open(conn, context, row.person_id, Action::DecideQualification)?;
    let reason = needed(reason)?;
    store::withdraw_event(conn, id, seen, context.at)?;
    let note = (
        "qualification_event_withdrawn",
        Some(reason),
        event_payload(&row),
    );
    record(conn, context, &person, &facts, note)
}

/// A file in which the actor may do this.
fn open(
    conn: &mut Conn,
    context: &Context,
    person: PersonId,
    action: Action,
) -> Result<(Person, Facts), Error> {
    let person = people::store::load(conn, person)?;
    let facts = people::store::find_facts(conn, person.id, context.today())?;
    may(&context.actor, action, &facts)?;
    Ok((person, facts))
}

/// The number of a certificate that can stand in this file, `own` being the one that is corrected.
fn accept(
    conn: &mut Conn,
    context: &Context,
    person: &Person,
    own: Option<CertificateId>,
    entry: &CertificateEntry,
) -> Result<CertificateNumber, Error> {
    let persons = std::slice::from_ref(person);
    let mut numbers = accept_all(conn, context, persons, own, std::slice::from_ref(entry))?;
    numbers.pop().ok_or(Error::NotFound)
}

/// The numbers of certificates, one for each person, that can stand in their files.
fn accept_all(
    conn: &mut Conn,
    context: &Context,
    persons: &[Person],
    own: Option<CertificateId>,
    entries: &[CertificateEntry],
) -> Result<Vec<CertificateNumber>, Error> {
    let rule: RuleSet<QualificationBars> = policy::load_at(conn, context.today())?;
    let ids: Vec<PersonId> = persons.iter().map(|it| it.id).collect();
    let events = store::list_events_of(conn, &ids)?;
    let mut numbers = Vec::with_capacity(entries.len());
    for (person, entry) in persons.iter().zip(entries) {
        let own = events.iter().filter(|it| it.person_id == person.id);
        let events: Vec<_> = own.map(EventRow::event).collect();
        let known = Known {
            born_on: person.born_on,
            events: &events,
            bars: &rule.parameters,
            today: context.today(),
        };
        numbers.push(check(entry, &known).map_err(Error::Input)?);
    }
    let same = store::list_with_numbers(conn, numbers.iter().map(CertificateNumber::as_str))?;
    for (person, number) in persons.iter().zip(&numbers) {
        let of_number = same.iter().filter(|it| it.number == number.as_str());
        let mut others = of_number.filter(|it| Some(it.id) != own);
        // Old forms were numbered by each body for itself: only in one file is it a slip.
        let is_unified = matches!(number, CertificateNumber::Unified(_));
        match others.find(|it| is_unified || it.person_id == person.id) {
            None => {}
            Some(it) if it.person_id == person.id => {
                return Err(Error::input("number", Message::new("certificate-known")));
            }
            Some(_) => {
                let elsewhere = Message::new("certificate-of-somebody-else");
                return Err(Error::input("number", elsewhere));
            }
        }
    }
    Ok(numbers)
}

/// A certificate as it is entered now.
fn new_row(
    context: &Context,
    person: PersonId,
    entry: &CertificateEntry,
    number: &CertificateNumber,
) -> CertificateRow {
    let blank = CertificateRow {
        id: CertificateId::new(),
        person_id: person,
        kind: entry.kind,
        subject: None,
        number: String::new(),
        certified_on: entry.certified_on,
        issued_by: None,
        putonghua: None,
        exam_passed_on: None,
        exam_number: None,
        preschool_trained_on: None,
        recorded_at: context.at,
        withdrawn_at: None,
        version: 1,
    };
    filled(blank, entry, number)
}

fn filled(
    row: CertificateRow,
    entry: &CertificateEntry,
    number: &CertificateNumber,
) -> CertificateRow {
    CertificateRow {
        kind: entry.kind,
        subject: entry.subject.clone(),
        number: number.as_str().to_owned(),
        certified_on: entry.certified_on,
        issued_by: entry.issued_by.clone(),
        putonghua: entry.putonghua,
        exam_passed_on: entry.exam_passed_on,
        exam_number: entry.exam_number.clone(),
        preschool_trained_on: entry.preschool_trained_on,
        ..row
    }
}

fn needed(reason: &str) -> Result<&str, Error> {
    let reason = reason.trim();
    if reason.is_empty() {
        Err(Error::input("reason", Message::new("reason-needed")))
    } else {
        Ok(reason)
    }
}

fn payload(row: &CertificateRow) -> serde_json::Value {
    json!({
        "certificate": row.kind,
        "number": row.number,
        "certified_on": row.certified_on.to_string(),
        "subject": row.subject,
    })
}

fn event_payload(row: &EventRow) -> serde_json::Value {
    json!({ "happened_on": row.happened_on.to_string(), "document": row.document })
}

/// Event, reason and facts of an entry in the journal.
type Note<'a> = (&'static str, Option<&'a str>, serde_json::Value);

fn record(
    conn: &mut Conn,
    context: &Context,
    person: &Person,
    facts: &Facts,
    (event, reason, payload): Note<'_>,
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("people", person.id.0),
        organization: facts.organization,
        reason,
        payload,
    };
    journal::record(conn, context, act)?;
    Ok(())
}
