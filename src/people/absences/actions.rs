//! What school HR enters about time away: one function per use case.

use serde_json::json;

use super::rules::{AbsenceEntry, Other, check};
use super::store::{self, AbsenceRow};
use super::{AbsenceId, AbsenceKind};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::people::{self, PersonId};

/// Enters an absence.
pub fn record_absence(
    conn: &mut Conn,
    context: &Context,
    person: PersonId,
    entry: &AbsenceEntry,
) -> Result<AbsenceId, Error> {
    let facts = open(conn, context, person)?;
    accept(conn, context, person, None, entry)?;
    let row = filled(
        AbsenceRow {
            id: AbsenceId::new(),
            person_id: person,
            kind: entry.kind,
            started_on: entry.started_on,
            ended_on: None,
            approved_by: None,
            recorded_at: context.at,
            withdrawn_at: None,
            version: 1,
        },
        entry,
    );
    store::insert(conn, &row)?;
    record(conn, context, &row, &facts, "absence_recorded", None)?;
    Ok(row.id)
}

/// Corrects an absence, or enters its end.
pub fn correct_absence(
    conn: &mut Conn,
    context: &Context,
    id: AbsenceId,
    seen: i64,
    entry: &AbsenceEntry,
) -> Result<(), Error> {
    let row = store::load(conn, id)?;
    let facts = open(conn, context, row.person_id)?;
    accept(conn, context, row.person_id, Some(id), entry)?;
    let corrected = filled(row, entry);
    store::save(conn, &corrected, seen)?;
    record(conn, context, &corrected, &facts, "absence_corrected", None)
}

/// Takes out an absence that was entered by mistake. The journal keeps it.
pub fn withdraw_absence(
    conn: &mut Conn,
    context: &Context,
    id: AbsenceId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let row = store::load(conn, id)?;
    let facts = open(conn, context, row.person_id)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::input("reason", Message::new("reason-needed")));
    }
    let gone = AbsenceRow {
        withdrawn_at: Some(context.at),
        ..row
    };
    store::save(conn, &gone, seen)?;
    record(
        conn,
        context,
        &gone,
        &facts,
        "absence_withdrawn",
        Some(reason),
    )
}

fn open(conn: &mut Conn, context: &Context, person: PersonId) -> Result<Facts, Error> {
    let facts = people::store::find_facts(conn, person, context.today())?;
    may(&context.actor, Action::EditPeople, &facts)?;
    Ok(facts)
}

fn accept(
    conn: &mut Conn,
    context: &Context,
    person: PersonId,
    own: Option<AbsenceId>,
    entry: &AbsenceEntry,
) -> Result<(), Error> {
    let others: Vec<Other> = store::list_of(conn, &[person])?
        .iter()
        .map(|it| Other {
            id: it.id,
            started_on: it.started_on,
            ended_on: it.ended_on,
        })
        .collect();
    check(entry, own, &others, context.today()).map_err(Error::Input)
}

fn filled(row: AbsenceRow, entry: &AbsenceEntry) -> AbsenceRow {
    let approved_by = entry.approved_by.clone();
    AbsenceRow {
        kind: entry.kind,
        started_on: entry.started_on,
        ended_on: entry.ended_on,
        approved_by: approved_by.filter(|_| entry.kind != AbsenceKind::Unapproved),
        ..row
    }
}

fn record(
    conn: &mut Conn,
    context: &Context,
    row: &AbsenceRow,
    facts: &Facts,
    event: &'static str,
    reason: Option<&str>,
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("people", row.person_id.0),
        organization: facts.organization,
        reason,
        payload: json!({
            "absence": row.kind,
            "started_on": row.started_on.to_string(),
            "ended_on": row.ended_on.map(|day| day.to_string()),
        }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}
