//! What offices do with alerts: open, close, open again. One function per use case.
//!
//! The journal keeps them under the alert, not under the person: whoever may read a file's record
//! does not learn of an alert by it.

use chrono::NaiveDate;
use serde_json::json;

use super::AlertId;
use super::rules::{self, Alert, Gravity, Hearing, Intent, Step};
use super::store::{self, AlertRow};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::journal::{self, Act};
use crate::message::Message;
use crate::people::{self, PersonId};
use crate::policy::{self, EthicsHandling, RuleSet, SanctionTerms, StaffClass};

/// A decision about a breach of ethics, as somebody enters it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertEntry {
    /// How bad the breach was.
    pub gravity: Gravity,
    /// How it is handled.
    pub intent: Intent,
    /// Which law of sanctions binds the teacher.
    pub staff: StaffClass,
    /// When the teacher was heard.
    pub heard_on: Option<NaiveDate>,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// Who decided.
    pub decided_by: String,
    /// The number of the decision.
    pub document: String,
    /// What happened, in short.
    pub summary: String,
}

/// The first day of the handling measures (教师〔2018〕18号); older decisions have run out and lie
/// beyond every look-back.
fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2018, 11, 8).expect("a day of the calendar")
}

/// Enters a decision. Its effect begins on its day, whenever it is entered.
pub fn open_alert(
    conn: &mut Conn,
    context: &Context,
    person: PersonId,
    entry: &AlertEntry,
) -> Result<AlertId, Error> {
    let facts = people::store::find_facts(conn, person, context.today())?;
    may(&context.actor, Action::DecideEthics, &facts)?;
    check(entry, context.today()).map_err(Error::Input)?;
    let heard_on = entry.heard_on.filter(|day| *day <= entry.decided_on);
    let hearing = heard_on.map_or(Hearing::NotHeard, |_| Hearing::Heard);
    let terms: RuleSet<SanctionTerms> = policy::load_at(conn, entry.decided_on)?;
    let other: RuleSet<EthicsHandling> = policy::load_at(conn, entry.decided_on)?;
    let handling = rules::decide(
        entry.intent,
        entry.staff,
        hearing,
        entry.decided_on,
        &terms.parameters,
        &other.parameters,
    )?;
    let (kind, measure, ends_on) = handling.columns();
    let row = AlertRow {
        id: AlertId::new(),
        person_id: person,
        gravity: entry.gravity,
        handling: kind,
        measure,
        staff: entry.staff,
        // Without a hearing the rules have refused above.
        heard_on: heard_on.unwrap_or(entry.decided_on),
        decided_on: entry.decided_on,
        ends_on,
        decided_by: entry.decided_by.trim().to_owned(),
        document: entry.document.trim().to_owned(),
        summary: entry.summary.trim().to_owned(),
        state: rules::AlertState::Open,
        state_reason: None,
        recorded_at: context.at,
        version: 1,
    };
    store::insert(conn, &row)?;
    record(conn, context, &row, &facts, "alert_opened", &row.document)?;
    Ok(row.id)
}

/// Closes an alert or opens it again, as the rules allow.
pub fn change_alert(
    conn: &mut Conn,
    context: &Context,
    id: AlertId,
    seen: i64,
    step: Step<'_>,
) -> Result<(), Error> {
    let (row, facts) = load_visible(conn, context, id)?;
    may(&context.actor, Action::DecideEthics, &facts)?;
    let state = rules::next(&row.alert()?, step, context.today())?;
    let (event, reason) = match step {
        Step::Lift { document } => ("alert_lifted", document.trim()),
        Step::SetAside { reason } => ("alert_set_aside", reason.trim()),
        Step::Reopen { reason } => ("alert_reopened", reason.trim()),
    };
    store::save_state(conn, id, seen, state, reason)?;
    record(conn, context, &row, &facts, event, reason)
}

/// An alert, for whoever may know of it.
pub fn load_visible(
    conn: &mut Conn,
    context: &Context,
    id: AlertId,
) -> Result<(AlertRow, Facts), Error> {
    let row = store::load(conn, id)?;
    let facts = people::store::find_facts(conn, row.person_id, context.today())?;
    may(&context.actor, Action::ViewEthics, &facts)?;
    Ok((row, facts))
}

/// The alerts of somebody, closed ones with them, for whoever may know of them.
pub fn list_visible(
    conn: &mut Conn,
    context: &Context,
    person: PersonId,
) -> Result<(Vec<AlertRow>, Vec<Alert>), Error> {
    let facts = people::store::find_facts(conn, person, context.today())?;
    may(&context.actor, Action::ViewEthics, &facts)?;
    let rows = store::list_rows_of(conn, &[person])?;
    let alerts: Result<Vec<Alert>, Error> = rows.iter().map(AlertRow::alert).collect();
    Ok((rows, alerts?))
}

fn check(entry: &AlertEntry, today: NaiveDate) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    if entry.decided_on > today {
        errors.add("decided_on", Message::new("alert-day-in-future"));
    } else if entry.decided_on < first_day() {
        errors.add("decided_on", Message::new("alert-day-too-early"));
    }
    for (field, text) in [
        ("decided_by", &entry.decided_by),
        ("document", &entry.document),
        ("summary", &entry.summary),
    ] {
        if text.trim().is_empty() {
            errors.add(field, Message::new("alert-field-needed"));
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

fn record(
    conn: &mut Conn,
    context: &Context,
    row: &AlertRow,
    facts: &Facts,
    event: &'static str,
    reason: &str,
) -> Result<(), Error> {
    let measure = row.measure.as_deref().unwrap_or(row.handling.as_str());
    let act = Act {
        event,
        subject: ("ethics_alerts", row.id.0),
        organization: facts.organization,
        reason: Some(reason),
        payload: json!({
            "gravity": row.gravity,
            "measure": measure,
            "decided_on": row.decided_on.to_string(),
            "ends_on": row.ends_on.map(|day| day.to_string()),
        }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}
