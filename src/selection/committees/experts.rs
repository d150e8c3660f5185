//! What the bureau does with the pool of experts.

use chrono::NaiveDate;

use super::{Expert, ExpertId, rules, store};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations;
use crate::people;
use crate::selection::programmes;

/// A term as the bureau says it.
#[derive(Debug, Clone)]
pub struct Appointment<'a> {
    /// Who.
    pub teacher_number: &'a str,
    /// What the expert knows; may be empty.
    pub subject: &'a str,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

/// Takes somebody into the pool for a term.
pub fn appoint(
    conn: &mut Conn,
    context: &Context,
    wanted: &Appointment<'_>,
) -> Result<ExpertId, Error> {
    may(&context.actor, Action::ManageExperts, &Facts::default())?;
    let person = people::store::find_by_number(conn, wanted.teacher_number.trim())?;
    let unknown = || Error::input("teacher_number", Message::new("expert-unknown"));
    let person = person.ok_or_else(unknown)?;
    let terms = store::list_terms(conn, person.id)?;
    let others: Vec<_> = terms
        .iter()
        .map(|it| (it.starts_on, it.last_day()))
        .collect();
    let newest = programmes::store::list_newest(conn)?;
    let years = newest
        .iter()
        .map(|(_, it)| it.committee.term_years_max.value);
    let days = (wanted.starts_on, wanted.ends_on);
    rules::check_term(days, years.max().unwrap_or_default(), &others)?;
    let subject = wanted.subject.trim();
    let expert = Expert {
        id: ExpertId::new(),
        person_id: person.id,
        subject: (!subject.is_empty()).then(|| subject.to_owned()),
        starts_on: wanted.starts_on,
        ends_on: wanted.ends_on,
        ended_on: None,
        reason: None,
        appointed_at: context.at,
        version: 1,
    };
    store::insert_expert(conn, &expert)?;
    record(conn, context, &expert, ("expert_appointed", None))?;
    Ok(expert.id)
}

/// Ends a term today, with a reason. Committees that were drawn keep their members.
pub fn end(
    conn: &mut Conn,
    context: &Context,
    id: ExpertId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    may(&context.actor, Action::ManageExperts, &Facts::default())?;
    let expert = store::load_expert(conn, id)?;
    if !expert.covers(context.today()) && expert.starts_on <= context.today() {
        return Err(Error::not_now(Message::new("expert-term-is-over")));
    }
    let reason = rules::required_reason(reason)?;
    store::end_term(conn, id, seen, (context.today(), &reason))?;
    record(conn, context, &expert, ("expert_ended", Some(&reason)))
}

fn record(
    conn: &mut Conn,
    context: &Context,
    expert: &Expert,
    (event, reason): (&'static str, Option<&str>),
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("people", expert.person_id.0),
        organization: Some(organizations::store::load_bureau(conn)?.id),
        reason,
        payload: serde_json::json!({
            "subject": expert.subject,
            "starts_on": expert.starts_on.to_string(),
            "ends_on": expert.ends_on.to_string(),
        }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}
