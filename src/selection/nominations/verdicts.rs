//! Who is eligible: what the file tells, what a person confirms, and who signs.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::actions::{load_visible, record_with};
use super::decisions::check_places_left;
use super::rules::eligibility::{
    Candidate, Confirmed, Finding, Job, Obstacle, Outcome, Weight, assess, may_be_eligible,
};
use super::rules::{NominationState, Refusal};
use super::{Confirmation, Nomination, NominationId, fraud, store};
use crate::access::{Action, may};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::ethics;
use crate::message::Message;
use crate::organizations;
use crate::people;
use crate::policy::{self, LookBacks};
use crate::selection::committees::apart::check_apart;
use crate::selection::phases::Permission;
use crate::selection::rounds::Running;
use crate::web::language::{Said, Words};

/// What stands for every condition of a nominee.
pub fn findings(
    conn: &mut Conn,
    nomination: &Nomination,
    running: &Running,
    today: NaiveDate,
) -> Result<Vec<Finding>, Error> {
    let candidate = candidate(conn, nomination, running, today)?;
    let confirmed: BTreeMap<String, Confirmed> = store::list_confirmations(conn, nomination.id)?
        .into_iter()
        .map(|it| {
            let (is_met, reason) = (it.is_met, it.reason);
            (it.condition, Confirmed { is_met, reason })
        })
        .collect();
    let cutoff_on = running.round.cutoff_on;
    Ok(assess(
        (&running.programme, &running.round.track),
        cutoff_on,
        &candidate,
        &confirmed,
    ))
}

/// What the file tells about a nominee. Breaches of ethics count up to today, all else up to the
/// round's own day.
fn candidate(
    conn: &mut Conn,
    nomination: &Nomination,
    running: &Running,
    today: NaiveDate,
) -> Result<Candidate, Error> {
    let person = people::store::load(conn, nomination.person_id)?;
    let school = organizations::store::load(conn, nomination.school_id)?;
    let titles = people::store::list_titles(conn, person.id)?;
    let assessments = people::store::list_assessments(conn, person.id)?;
    let mut jobs = Vec::new();
    for employment in people::store::list_employments(conn, person.id)? {
        let place = organizations::store::load(conn, employment.organization_id)?;
        jobs.push(Job {
            post: employment.post,
            days: (
                employment.started_on,
                employment.ended_on.unwrap_or(NaiveDate::MAX),
            ),
            is_rural: place.is_rural,
        });
    }
    let alerts = ethics::store::list_alerts_of(conn, &[person.id])?;
    let alerts = alerts.get(&person.id).map_or(&[][..], Vec::as_slice);
    let look_backs = policy::load_at::<LookBacks>(conn, today)?.parameters;
    let purpose = running.programme.purpose;
    Ok(Candidate {
        post: nomination.post,
        stage: school.stage,
        is_rural: school.is_rural,
        born_on: person.born_on,
        titles: titles
            .into_iter()
            .map(|it| (it.title, it.granted_on))
            .collect(),
        jobs,
        grades: assessments
            .into_iter()
            .map(|it| (it.year, it.grade))
            .collect(),
        ethics_bars: ethics::rules::bars(alerts, purpose, &look_backs, today).len(),
    })
}

/// A nomination whose eligibility the actor may check now.
fn load_to_check(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
) -> Result<(Nomination, Running), Error> {
    let (nomination, running) = load_visible(conn, context, id)?;
    may(
        &context.actor,
        Action::CheckEligibility,
        &nomination.facts(),
    )?;
    check_apart(conn, context, nomination.round_id)?;
    running.may_now(Permission::CheckEligibility, context.today())?;
    if nomination.state != NominationState::Endorsed {
        return Err(Refusal::NotHere.into());
    }
    Ok((nomination, running))
}

/// Confirms a condition that the file leaves open, or says that it is not met.
pub fn confirm(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    seen: i64,
    (condition, is_met, reason): (&str, bool, &str),
) -> Result<(), Error> {
    let (nomination, running) = load_to_check(conn, context, id)?;
    let findings = findings(conn, &nomination, &running, context.today())?;
    let finding = findings.iter().find(|it| it.condition == condition);
    if finding.ok_or(Error::NotFound)?.by_file != Outcome::ToConfirm {
        return Err(Refusal::FileTells.into());
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    let confirmation = Confirmation {
        nomination_id: id,
        condition: condition.to_owned(),
        is_met,
        reason: reason.to_owned(),
        confirmed_at: context.at,
    };
    let before = store::list_confirmations(conn, id)?;
    let before = before.into_iter().find(|it| it.condition == condition);
    store::save_confirmation(conn, &confirmation)?;
    store::save(conn, &nomination, seen)?;
    let payload = serde_json::json!({
        "asked": running.programme.condition(condition).map(|it| it.name.as_str()),
        "confirmed": outcome(is_met),
        "confirmed_before": before.as_ref().map(|it| outcome(it.is_met)),
        "reason_before": before.as_ref().map(|it| it.reason.as_str()),
    });
    let event = ("nomination_confirmed", Some(reason));
    record_with(conn, context, &nomination, event, payload)
}

/// What somebody said, as the journal has it.
fn outcome(is_met: bool) -> Outcome {
    if is_met {
        Outcome::Met
    } else {
        Outcome::NotMet
    }
}

/// Signs whether a nominee is eligible, or signs anew as long as the phase lasts. Nobody is, while a
/// condition is open or not met, or while fraud is written down; whoever is refused is told why.
pub fn sign(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    seen: i64,
    (is_eligible, reason): (bool, &str),
) -> Result<(), Error> {
    let (nomination, running) = load_to_check(conn, context, id)?;
    let findings = findings(conn, &nomination, &running, context.today())?;
    if is_eligible {
        // Whoever was found ineligible gave the place back; another may have it by now.
        if fraud::find(conn, id)?.is_some() {
            return Err(Refusal::FraudStands.into());
        }
        if nomination.is_eligible == Some(false) {
            check_places_left(conn, &running, &nomination, 1)?;
        }
        let obstacle = |it: Obstacle| Error::not_now(Message::from(it));
        may_be_eligible(&findings).map_err(obstacle)?;
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    let kept: Vec<_> = findings.iter().map(kept).collect();
    let payload = match nomination.is_eligible {
        None => serde_json::json!({}),
        Some(before) => serde_json::json!({
            "confirmed_before": outcome(before),
            "reason_before": nomination.signed_reason,
        }),
    };
    let signed = Nomination {
        verdict: Some(Json::of(&kept)),
        is_eligible: Some(is_eligible),
        signed_reason: Some(reason.to_owned()),
        signed_at: Some(context.at),
        ..nomination
    };
    store::save(conn, &signed, seen)?;
    let event = if is_eligible {
        "nomination_eligible"
    } else {
        "nomination_not_eligible"
    };
    record_with(conn, context, &signed, (event, Some(reason)), payload)
}

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The condition's key.
    pub condition: String,
    /// By the file alone.
    pub by_file: Outcome,
    /// With what a person confirmed.
    pub outcome: Outcome,
    /// What was found.
    pub found: String,
    /// By how much it is short, or from when on it would do; may be empty.
    pub cure: String,
    /// The entries of the file that were looked at.
    pub parts: Vec<(String, Weight)>,
}

/// A finding as it is kept, in both languages: the file may change, what was signed does not.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    condition: String,
    by_file: Outcome,
    outcome: Outcome,
    found: String,
    /// Verdicts of before 2026-11-29 have neither.
    #[serde(default)]
    cure: Option<String>,
    #[serde(default)]
    parts: Vec<(String, Weight)>,
}

fn kept(finding: &Finding) -> Kept {
    let said = |message: &Message| Said::of(message).to_json();
    let parts = finding.parts.iter();
    Kept {
        condition: finding.condition.clone(),
        by_file: finding.by_file,
        outcome: finding.outcome,
        found: said(&finding.found),
        cure: finding.cure.as_ref().map(said),
        parts: parts.map(|it| (said(&it.told), it.weight)).collect(),
    }
}

/// What stands for every condition, in a reader's language: as it was signed, or else as it is now.
pub fn tell(
    nomination: &Nomination,
    findings: Vec<Finding>,
    words: Words,
) -> Result<Vec<Told>, Error> {
    let Some(verdict) = &nomination.verdict else {
        return Ok(findings.iter().map(|it| told_now(it, words)).collect());
    };
    let broken = || {
        Error::Fault(format!(
            "nomination {}: its verdict is broken",
            nomination.id
        ))
    };
    let signed: Vec<Kept> = verdict.read().map_err(|_| broken())?;
    let told = signed.into_iter().map(|it| told_then(it, words));
    told.collect::<Option<_>>().ok_or_else(broken)
}

fn told_now(finding: &Finding, words: Words) -> Told {
    let parts = finding.parts.iter();
    Told {
        condition: finding.condition.clone(),
        by_file: finding.by_file,
        outcome: finding.outcome,
        found: words.tell(&finding.found),
        cure: finding
            .cure
            .as_ref()
            .map_or_else(String::new, |it| words.tell(it)),
        parts: parts.map(|it| (words.tell(&it.told), it.weight)).collect(),
    }
}

/// None if a sentence was not kept as it should be.
fn told_then(kept: Kept, words: Words) -> Option<Told> {
    let said = |text: &str| Some(Said::from_json(text)?.in_language(words.language));
    let parts = kept.parts.iter();
    let parts = parts.map(|(told, weight)| Some((said(told)?, *weight)));
    Some(Told {
        found: said(&kept.found)?,
        cure: kept.cure.as_deref().map_or(Some(String::new()), said)?,
        parts: parts.collect::<Option<_>>()?,
        condition: kept.condition,
        by_file: kept.by_file,
        outcome: kept.outcome,
    })
}
