//! The procedure: what the bureau, teachers, schools and offices do, one function a use case.
//!
//! `windows` opens a window; `school` hands in, publishes and confirms; `offices` decides; and
//! `conclude` is what follows from the last signature; `publication` takes notices down. This file has what they share. Every act is
//! one step of the approval engine, which says who may do it; the facts are looked at anew each
//! time, for all cases of an act together.

mod conclude;
pub mod offices;
mod publication;
pub mod school;
pub mod windows;

use std::collections::HashMap;

use serde_json::{Value, json};

use super::files::{self, Detail, File};
use super::rules::assessment::Assessment;
use super::rules::state::SEATS;
use super::rules::{Policies, assess};
use super::{CaseId, CaseRow, CaseState, store};
use crate::access::{Action, Denial, may};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::journal::{self, JournalId};
use crate::message::Message;
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::workflow::approval::acting::acting;
use crate::workflow::approval::case::{Act, Case};
use crate::workflow::approval::{next, progress, stored};

/// A case that somebody saw, with the version that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    /// Which.
    pub case: CaseId,
    /// Its version on the page.
    pub seen: i64,
}

/// What came of an act on many cases.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Told {
    /// Done.
    pub done: Vec<CaseId>,
    /// Left as they were, each with the reason.
    pub left: Vec<(CaseId, Message)>,
}

/// A case that this person may see.
pub fn load_visible(conn: &mut Conn, context: &Context, id: CaseId) -> Result<CaseRow, Error> {
    let case = store::load(conn, id)?;
    may(&context.actor, Action::ViewRegistration, &case.facts())?;
    Ok(case)
}

/// The engine's case. One that the rules would not have made is a fault.
pub fn load_case(row: &CaseRow) -> Result<Case, Error> {
    stored::from_json(&row.approval.0)
        .map_err(|error| Error::Fault(format!("registration case {}: {error}", row.id)))
}

/// What deciding a case in this state would need.
pub const fn action_at(state: CaseState) -> Action {
    match state {
        CaseState::AtSchool | CaseState::Returned => Action::DecideRegistrationAtSchool,
        CaseState::AtDistrict => Action::DecideRegistrationAtDistrict,
        CaseState::AtCity
        | CaseState::AtProvince
        | CaseState::Registered
        | CaseState::Deferred
        | CaseState::Refused
        | CaseState::Withdrawn => Action::DecideRegistrationAtCity,
    }
}

/// The facts and rule sets of today for many people.
struct Today {
    policies: Policies,
    files: HashMap<PersonId, File>,
}

impl Today {
    fn load(conn: &mut Conn, context: &Context, persons: &[PersonId]) -> Result<Today, Error> {
        let policies = files::load_policies(conn, context.today())?;
        let files = files::load(conn, persons, &policies, context.today(), Detail::Sums)?;
        Ok(Today {
            policies,
            files: files.into_iter().map(|it| (it.person, it)).collect(),
        })
    }

    fn assess(&self, context: &Context, person: PersonId) -> Result<Assessment, Error> {
        let file = self.files.get(&person).ok_or(Error::NotFound)?;
        Ok(assess(&file.facts, &self.policies, context.today()))
    }
}

fn persons(cases: &[CaseRow]) -> Vec<PersonId> {
    cases.iter().map(|it| it.person_id).collect()
}

/// One step of the engine by whoever acts.
fn step(context: &Context, case: &Case, act: &Act) -> Result<Case, Error> {
    let actor = acting(&context.actor, &SEATS).ok_or_else(|| Error::from(Denial::NotAllowed))?;
    Ok(next(case, act, &actor, context.today())?)
}

/// A row with its case as it stands now.
fn with_case(context: &Context, row: CaseRow, case: &Case) -> CaseRow {
    let state = CaseState::of(case, row.opinion);
    CaseRow {
        state,
        approval: Json(stored::to_json(case, &subjects(&row))),
        // The holidays of next year are announced in November; until then nobody can name the day.
        due_on: progress::due_on(case, &context.house.calendar).unwrap_or(None),
        decided_at: (!state.is_open()).then_some(context.at),
        ..row
    }
}

/// Whom a case is about: one teacher, who may not decide it, whoever handed it in.
fn subjects(row: &CaseRow) -> [crate::workflow::approval::case::Person; 1] {
    [crate::workflow::approval::case::Person(row.person_id.0)]
}

/// A row with what the rules say today.
fn with_assessment(row: CaseRow, assessment: &Assessment, policies: &Policies) -> CaseRow {
    CaseRow {
        assessment: Json::of(assessment),
        policy_version_id: policies.conditions.id,
        proposed: assessment.verdict,
        ..row
    }
}

/// Leaves a refusal for the reader and lets everything else stop the whole act.
fn left_out(error: Error) -> Result<Message, Error> {
    match error {
        Error::Refused(refused) => Ok(refused.message),
        Error::Input(errors) => match errors.0.into_iter().next() {
            Some((_, message)) => Ok(message),
            None => Err(Error::Fault("an input error without a field".to_owned())),
        },
        Error::Stale => Ok(Message::new("registration-moved-meanwhile")),
        other => Err(other),
    }
}

/// Writes into the journal what was done with one case.
fn record_case(
    conn: &mut Conn,
    context: &Context,
    row: &CaseRow,
    event: &'static str,
    reason: Option<&str>,
) -> Result<JournalId, Error> {
    let act = journal::Act {
        event,
        subject: ("registration_cases", row.id.0),
        organization: Some(row.school_id),
        reason: reason.filter(|it| !it.is_empty()),
        payload: json!({
            "verdict": row.opinion,
            "proposed": row.proposed,
        }),
    };
    journal::record(conn, context, act)
}

/// Writes into the journal what was done with many cases of a window in one act.
fn record_batch(
    conn: &mut Conn,
    context: &Context,
    subject: (&'static str, uuid::Uuid),
    organization: Option<OrganizationId>,
    event: &'static str,
    reason: Option<&str>,
    payload: Value,
) -> Result<JournalId, Error> {
    let act = journal::Act {
        event,
        subject,
        organization,
        reason: reason.filter(|it| !it.is_empty()),
        payload,
    };
    journal::record(conn, context, act)
}
