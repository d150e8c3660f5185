//! Certificates: approved by the bureau, checked by anybody, given up, taken away.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::actions::{Notices, record};
use super::rules::{
    Act, CertificateState, Refusal, ResultState, allowance_stops_on, check_day, counter, next,
    number, read_reason,
};
use super::{Certificate, CertificateId, SelectionResult, bars, store};
use crate::access::{Action, Denial, may};
use crate::context::Context;
use crate::db::{Conn, counters};
use crate::error::Error;
use crate::identity::rules::minutes_to_wait;
use crate::identity::tries::Tried;
use crate::message::Message;
use crate::notices;
use crate::people::{self, PersonId};
use crate::selection::committees::apart::check_apart;
use crate::selection::nominations::{self, Nomination, NominationId};
use crate::selection::phases::Permission;
use crate::selection::rounds::{self, RoundId, Running};

/// Approves candidates whose list hung its days without an objection that was right, and certifies
/// them; tells the numbers.
pub fn certify(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    ids: &[NominationId],
    reason: &str,
) -> Result<Vec<String>, Error> {
    let running = rounds::actions::load_visible(conn, context, round)?;
    let mut chosen = Vec::new();
    for id in ids {
        let nomination = nominations::store::load(conn, *id)?;
        may(
            &context.actor,
            Action::CertifySelection,
            &nomination.facts(),
        )?;
        if nomination.round_id != round {
            return Err(Error::NotFound);
        }
        chosen.push(nomination);
    }
    if chosen.is_empty() {
        may(
            &context.actor,
            Action::CertifySelection,
            &crate::access::Facts::default(),
        )?;
        return Err(Error::input("ids", Message::new("results-nobody-chosen")));
    }
    check_apart(conn, context, round)?;
    running.may_now(Permission::Certify, context.today())?;
    let reason = read_reason(reason)?;
    let mut numbers = Vec::new();
    for nomination in &chosen {
        numbers.push(certify_one(conn, context, &running, nomination, reason)?);
    }
    Ok(numbers)
}

fn certify_one(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    nomination: &Nomination,
    reason: &str,
) -> Result<String, Error> {
    let result = store::find(conn, nomination.id)?.ok_or(Error::NotFound)?;
    let state = next(result.state, Act::Certify)?;
    let notice = result.notice_id.ok_or(Refusal::NotPosted)?;
    notices::actions::may_certify_line(conn, context, notice, nomination.person_id)?;
    bars::check(conn, context, running, nomination.person_id)?;
    let certified = SelectionResult {
        state,
        reason: Some(reason.to_owned()),
        decided_at: context.at,
        ..result
    };
    store::save(conn, &certified)?;
    let award = &running.programme.award;
    let today = context.today();
    let prefix = &award.number_prefix;
    let serial = counters::take(conn, &counter(prefix, today.year()), 1)?;
    let track = running.programme.track(&running.round.track);
    let track = track.ok_or_else(|| Error::Fault(format!("round {}", running.round.id)))?;
    let certificate = Certificate {
        id: CertificateId::new(),
        nomination_id: nomination.id,
        round_id: running.round.id,
        person_id: nomination.person_id,
        number: number(prefix, today.year(), serial),
        name: people::store::load(conn, nomination.person_id)?.name,
        honour: track.name.clone(),
        honour_en: track.name_en.clone(),
        issued_on: today,
        reason: reason.to_owned(),
        state: CertificateState::Valid,
        ended_on: None,
        end_reason: None,
        approved_by: None,
        document: None,
        allowance_yuan: award.allowance_yuan.as_ref().map(|it| it.value),
        left_on: None,
        allowance_stops_on: None,
        version: 1,
    };
    store::insert_certificate(conn, &certificate)?;
    let payload = serde_json::json!({
        "title": running.round.title,
        "number": certificate.number,
    });
    let event = "award_certified";
    record(conn, context, nomination, event, (Some(reason), payload))?;
    Ok(certificate.number)
}

/// What anybody may ask: whether a number is a certificate's. Whoever asks from one address often waits,
/// so that nobody lists the holders number by number.
pub fn check(
    conn: &mut Conn,
    context: &Context,
    address: Option<&str>,
    number: &str,
) -> Result<Option<Certificate>, Error> {
    if let Some(address) = address {
        let tries = &context.house.tries;
        let until = tries.locked_until(Tried::Checker(address), context.at);
        if let Some(minutes) = minutes_to_wait(until, context.at) {
            let wait = Message::new("honour-wait").with("minutes", minutes);
            return Err(Error::input("number", wait));
        }
        tries.add_wrong(Tried::Checker(address), context.at);
    }
    store::find_by_number(conn, number)
}

/// A certificate for whoever may see the nomination it followed from.
pub fn load_visible(
    conn: &mut Conn,
    context: &Context,
    number: &str,
) -> Result<(Certificate, Nomination), Error> {
    let certificate = store::find_by_number(conn, number)?.ok_or(Error::NotFound)?;
    let (nomination, _) =
        nominations::actions::load_visible(conn, context, certificate.nomination_id)?;
    Ok((certificate, nomination))
}

fn load_held(
    conn: &mut Conn,
    context: &Context,
    number: &str,
) -> Result<(Certificate, Nomination), Error> {
    let (certificate, nomination) = load_visible(conn, context, number)?;
    may(
        &context.actor,
        Action::CertifySelection,
        &nomination.facts(),
    )?;
    check_apart(conn, context, certificate.round_id)?;
    Ok((certificate, nomination))
}

fn expect_held(certificate: &Certificate) -> Result<(), Refusal> {
    match certificate.state {
        CertificateState::Valid => Ok(()),
        CertificateState::Renounced | CertificateState::Revoked => Err(Refusal::NotHeld),
    }
}

/// What a revocation rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// The day of the decision.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Under which document.
    pub document: String,
    /// Who approved it.
    pub approved_by: String,
}

/// Takes an honour away, for fraud and the like, with who approved it and under which document.
pub fn revoke(
    conn: &mut Conn,
    context: &Context,
    number: &str,
    seen: i64,
    revocation: &Revocation,
) -> Result<(), Error> {
    let (certificate, nomination) = load_held(conn, context, number)?;
    expect_held(&certificate)?;
    check_day(certificate.issued_on, revocation.on, context.today())?;
    let reason = read_reason(&revocation.reason)?;
    let tidy = |text: &str| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
    let document = tidy(&revocation.document);
    let approved_by = tidy(&revocation.approved_by);
    if document.is_none() || approved_by.is_none() {
        return Err(Refusal::DocumentMissing.into());
    }
    let payload = serde_json::json!({
        "number": number,
        "document": document,
        "approved_by": approved_by,
        "decided_on": revocation.on.to_string(),
    });
    let ended = Certificate {
        state: CertificateState::Revoked,
        ended_on: Some(revocation.on),
        end_reason: Some(reason.to_owned()),
        allowance_stops_on: stop(&certificate, revocation.on),
        document,
        approved_by,
        ..certificate
    };
    store::save_certificate(conn, &ended, seen)?;
    let event = "award_revoked";
    record(conn, context, &nomination, event, (Some(reason), payload))
}

/// Gives one's own honour up.
pub fn renounce(
    conn: &mut Conn,
    context: &Context,
    number: &str,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let (certificate, nomination) = load_visible(conn, context, number)?;
    let is_own = context.actor.person == Some(certificate.person_id);
    if !is_own && !context.actor.is_system() {
        return Err(Denial::NotAllowed.into());
    }
    expect_held(&certificate)?;
    let reason = read_reason(reason)?;
    let today = context.today();
    let ended = Certificate {
        state: CertificateState::Renounced,
        ended_on: Some(today),
        end_reason: Some(reason.to_owned()),
        allowance_stops_on: stop(&certificate, today),
        ..certificate
    };
    store::save_certificate(conn, &ended, seen)?;
    let payload = serde_json::json!({ "number": number });
    let event = "award_renounced";
    record(conn, context, &nomination, event, (Some(reason), payload))
}

/// Writes down that a holder left the school system: the honour stays, the allowance stops. Whoever
/// retires keeps both, so that no employment that ends says this by itself. A day that was wrong is put
/// right the same way.
pub fn stop_allowance(
    conn: &mut Conn,
    context: &Context,
    number: &str,
    seen: i64,
    (left_on, reason): (NaiveDate, &str),
) -> Result<NaiveDate, Error> {
    let (certificate, nomination) = load_held(conn, context, number)?;
    expect_held(&certificate)?;
    if certificate.allowance_yuan.is_none() || certificate.left_on == Some(left_on) {
        return Err(Refusal::NoAllowance.into());
    }
    check_day(certificate.issued_on, left_on, context.today())?;
    let reason = read_reason(reason)?;
    let stops_on = allowance_stops_on(left_on);
    let before = certificate.left_on.map(|it| it.to_string());
    let event = if before.is_some() {
        "allowance_corrected"
    } else {
        "allowance_stopped"
    };
    let stopped = Certificate {
        left_on: Some(left_on),
        allowance_stops_on: Some(stops_on),
        ..certificate
    };
    store::save_certificate(conn, &stopped, seen)?;
    let payload = serde_json::json!({
        "number": number,
        "left_on": left_on.to_string(),
        "left_on_before": before,
        "stops_on": stops_on.to_string(),
    });
    record(conn, context, &nomination, event, (Some(reason), payload))?;
    Ok(stops_on)
}

/// The first day without allowance when an honour ends; one that stopped before stays so.
fn stop(certificate: &Certificate, ended_on: NaiveDate) -> Option<NaiveDate> {
    certificate.allowance_yuan?;
    let stops_on = allowance_stops_on(ended_on);
    let before = certificate.allowance_stops_on.unwrap_or(stops_on);
    Some(before.min(stops_on))
}

/// Whether a proposed candidate can be certified today, or why not, given who is barred today and the
/// notices that were read so far.
pub fn may_be_certified(
    conn: &mut Conn,
    context: &Context,
    (result, person): (&SelectionResult, PersonId),
    (barred, notices): (&BTreeSet<PersonId>, &mut Notices),
) -> Result<(), Error> {
    if result.state != ResultState::Proposed {
        return Err(Refusal::NotHere(result.state).into());
    }
    let notice = result.notice_id.ok_or(Refusal::NotPosted)?;
    notices
        .load(conn, notice)?
        .may_certify(context, Some(person))?;
    if barred.contains(&person) {
        return Err(Refusal::Barred.into());
    }
    Ok(())
}
