//! The running case of a claim: how it is read, stepped, told and saved.

use super::rules::{ClaimState, SEATS, times_submitted};
use super::{Claim, store};
use crate::access::{Action, Denial};
use crate::context::Context;
use crate::credit_bank::posting::{Decision, announcement_id};
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::journal::{self, JournalId};
use crate::ledger::TransferId;
use crate::workflow::approval::acting::acting;
use crate::workflow::approval::case::{Act, Case, Level, Place};
use crate::workflow::approval::{next, progress, stored};

/// The engine's case of a claim. One that the rules would not have made is a fault.
pub fn load_case(claim: &Claim) -> Result<Case, Error> {
    stored::from_json(&claim.approval.0)
        .map_err(|error| Error::Fault(format!("claim {}: {error}", claim.id)))
}

/// What deciding it now would need: school or district. Where nobody decides, because it is with
/// the teacher or has ended, that is asked of the last office, and the engine says why not.
pub fn action_at(case: &Case) -> Action {
    let steps = case.round().route.steps();
    let step = match case.holder() {
        Some(Place::Step(number)) => steps.get(number),
        Some(Place::Applicant) | None => steps.last(),
    };
    match step.map(|it| it.level) {
        Some(Level::School) => Action::DecideClaimAtSchool,
        _ => Action::DecideClaimAtDistrict,
    }
}

/// Writes what was done with a claim into the journal.
pub fn record(
    conn: &mut Conn,
    context: &Context,
    claim: &Claim,
    event: &'static str,
    reason: Option<&str>,
) -> Result<JournalId, Error> {
    let act = journal::Act {
        event,
        subject: ("claims", claim.id.0),
        organization: Some(claim.school_id),
        reason,
        payload: serde_json::json!({
            "study": claim.title,
            "year": claim.year,
            "hours": claim.hours,
            "is_late": claim.is_late,
        }),
    };
    journal::record(conn, context, act)
}

/// One step of the engine by whoever acts; its refusals are ours.
pub(super) fn step(context: &Context, case: &Case, act: &Act) -> Result<Case, Error> {
    let actor = acting(&context.actor, &SEATS).ok_or_else(|| Error::from(Denial::NotAllowed))?;
    Ok(next(case, act, &actor, context.today())?)
}

/// What the ledger is told about a decision.
pub(super) fn decision(context: &Context, journal: JournalId) -> Decision {
    Decision {
        journal,
        at: context.at,
    }
}

/// The pending transfer of the last time that it was handed in.
pub(super) fn announced(claim: &Claim, case: &Case) -> TransferId {
    announcement_id(claim.origin(), times_submitted(case))
}

/// What an act is called in the journal, and its reason.
pub(super) fn told(act: &Act, to: ClaimState) -> (&'static str, Option<&str>) {
    fn words(text: &str) -> Option<&str> {
        Some(text).filter(|it| !it.is_empty())
    }
    match act {
        Act::Endorse { opinion } if to == ClaimState::Recognised => {
            ("claim_recognised", words(opinion))
        }
        Act::Endorse { opinion } => ("claim_endorsed", words(opinion)),
        Act::Return { reason, .. } => ("claim_returned", words(reason)),
        Act::Refuse { reason } => ("claim_refused", words(reason)),
        Act::Reopen { reason, .. } => ("claim_reopened", words(reason)),
        Act::Submit => ("claim_submitted", None),
        Act::Withdraw { reason } => ("claim_withdrawn", words(reason)),
        Act::Expire { .. } => ("claim_expired", None),
    }
}

/// Saves a claim with its case as it stands now.
pub(super) fn save_case(
    conn: &mut Conn,
    context: &Context,
    claim: Claim,
    case: &Case,
    seen: i64,
) -> Result<(), Error> {
    // The holidays of next year are announced in November; until then nobody can name the day.
    let due_on = progress::due_on(case, &context.house.calendar).unwrap_or(None);
    let state = ClaimState::of(case);
    let has_ended = case.holder().is_none();
    let saved = Claim {
        state,
        approval: Json(stored::to_json(case, &[])),
        due_on,
        decided_at: has_ended.then_some(context.at),
        ..claim
    };
    store::save(conn, &saved, seen)
}
