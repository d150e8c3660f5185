//! Fraud in a nomination: written down by the bureau once the nominee is out, whenever it is found.
//! Whoever did it applies for no other honour for as long as the programme says.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::actions::{load_visible, record_with};
use super::rules::{NominationState, Refusal, Stand};
use super::{Nomination, NominationId, store};
use crate::access::{Action, may};
use crate::context::Context;
use crate::db::Conn;
use crate::db::schema::{nomination_frauds, nominations};
use crate::error::Error;
use crate::people::PersonId;
use crate::selection::committees::apart::check_apart;
use crate::selection::results;
use crate::selection::results::rules::{CertificateState, ResultState};
use crate::selection::rounds::Running;

/// What the bureau found.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = nomination_frauds)]
pub struct Fraud {
    /// In which nomination.
    pub nomination_id: NominationId,
    /// When.
    pub found_on: NaiveDate,
    /// What, and by which decision.
    pub reason: String,
}

/// What was found in a nomination, if anything was.
pub fn find(conn: &mut Conn, id: NominationId) -> Result<Option<Fraud>, Error> {
    Ok(nomination_frauds::table
        .find(id)
        .select(Fraud::as_select())
        .first(conn)
        .optional()?)
}

/// The days on which fraud was found in nominations of a person.
pub fn list_days(conn: &mut Conn, person: PersonId) -> Result<Vec<NaiveDate>, Error> {
    Ok(nomination_frauds::table
        .inner_join(nominations::table)
        .filter(nominations::person_id.eq(person))
        .select(nomination_frauds::found_on)
        .load(conn)?)
}

/// Whether somebody is out, so that what was found is about something that has ended: by the offices, by
/// the result, with the honour itself, or with the round. Whoever holds a certificate loses that
/// instead.
fn is_out(conn: &mut Conn, nomination: &Nomination, running: &Running) -> Result<bool, Error> {
    if let Some(certificate) = results::store::find_certificate(conn, nomination.id)? {
        return Ok(certificate.state != CertificateState::Valid);
    }
    let result = results::store::find(conn, nomination.id)?;
    let has_lost = result.is_some_and(|it| {
        use ResultState::{Declined, NotPassed, Struck};
        matches!(it.state, Struck | Declined | NotPassed)
    });
    let has_ended = matches!(
        Stand::of(nomination),
        Stand::NotEligible | Stand::Refused | Stand::Excluded | Stand::Withdrawn | Stand::Expired
    );
    Ok(has_lost || has_ended || running.round.closed_at.is_some())
}

/// Whether the actor may write down what was found in a nomination, or take back what was.
pub fn may_find(
    conn: &mut Conn,
    context: &Context,
    (nomination, running): (&Nomination, &Running),
) -> Result<(), Error> {
    let facts = nomination.facts();
    may(&context.actor, Action::CheckEligibility, &facts)?;
    check_apart(conn, context, nomination.round_id)?;
    let is_draft = nomination.state == NominationState::Draft;
    if find(conn, nomination.id)?.is_none() && (is_draft || !is_out(conn, nomination, running)?) {
        return Err(Refusal::NotOut.into());
    }
    Ok(())
}

/// Writes down that there was fraud, or that there was none after all, with a reason that the nominee
/// reads.
pub fn record(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    seen: i64,
    (is_found, reason): (bool, &str),
) -> Result<(), Error> {
    let (nomination, running) = load_visible(conn, context, id)?;
    may_find(conn, context, (&nomination, &running))?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    if find(conn, id)?.is_some() == is_found {
        return Err(Refusal::FraudKnown.into());
    }
    store::save(conn, &nomination, seen)?;
    let event = if is_found {
        let fraud = Fraud {
            nomination_id: id,
            found_on: context.today(),
            reason: reason.to_owned(),
        };
        diesel::insert_into(nomination_frauds::table)
            .values(fraud)
            .execute(conn)?;
        "nomination_fraud_found"
    } else {
        diesel::delete(nomination_frauds::table.find(id)).execute(conn)?;
        "nomination_fraud_lifted"
    };
    let payload = serde_json::json!({ "title": running.round.title });
    record_with(conn, context, &nomination, (event, Some(reason)), payload)
}
