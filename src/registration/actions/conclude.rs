//! What follows from an office's agreement: the case moves on, and from the last one a registration
//! with its number, a deferral with its plan, or a refusal that leaves the certificate alone.

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::{Today, persons};
use crate::context::Context;
use crate::credit_bank::posting::{self, Settlement};
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::journal::JournalId;
use crate::organizations;
use crate::people;
use crate::registration::rules::assessment::{Assessment, Entry};
use crate::registration::rules::decision::Outcome;
use crate::registration::rules::hours_counted;
use crate::registration::rules::windows::fraud_bar_until;
use crate::registration::{CaseRow, CaseState, Registration, RegistrationId, store};

/// A case after an office agreed, and what that would come to if it is the last.
pub(super) struct Concluded {
    pub(super) row: CaseRow,
    pub(super) seen: i64,
    pub(super) outcome: Outcome,
    pub(super) assessment: Assessment,
    pub(super) has_false_statements: bool,
}

impl Concluded {
    fn is_concluded(&self) -> bool {
        matches!(
            self.row.state,
            CaseState::Registered | CaseState::Deferred | CaseState::Refused
        )
    }
}

/// Saves cases after an act, with everything that follows from those that were concluded.
pub(super) fn save_all(
    conn: &mut Conn,
    context: &Context,
    journal: JournalId,
    cases: Vec<Concluded>,
    today: &Today,
) -> Result<(), Error> {
    let on = context.today();
    for case in &cases {
        let row = if case.is_concluded() {
            signed(context, journal, case, today)
        } else {
            case.row.clone()
        };
        store::save(conn, &row, case.seen)?;
    }
    let registered: Vec<&Concluded> = cases
        .iter()
        .filter(|it| it.row.state == CaseState::Registered)
        .collect();
    register(conn, context, &registered)?;
    let settlements: Vec<Settlement> = registered
        .iter()
        .filter_map(|it| settlement(it, today, on))
        .collect();
    let decision = posting::Decision {
        journal,
        at: context.at,
    };
    posting::settle(conn, decision, &settlements)
}

fn signed(context: &Context, journal: JournalId, case: &Concluded, today: &Today) -> CaseRow {
    let rule = &today.policies.procedure.parameters;
    let (trial_until, barred_until) = match &case.outcome {
        Outcome::Registered { .. } => (None, None),
        Outcome::Deferred { trial_until, .. } => (Some(*trial_until), None),
        Outcome::Refused { trial_until } => {
            let bar = case.has_false_statements;
            let bar = bar.then(|| fraud_bar_until(context.today(), rule));
            (Some(*trial_until), bar)
        }
    };
    CaseRow {
        decision_id: Some(journal),
        signed_by: Some(context.actor.name.clone()),
        trial_until,
        barred_until,
        ..case.row.clone()
    }
}

/// Records registrations, numbered by the year of the decision.
fn register(conn: &mut Conn, context: &Context, cases: &[&Concluded]) -> Result<(), Error> {
    if cases.is_empty() {
        return Ok(());
    }
    let on = context.today();
    let rows: Vec<CaseRow> = cases.iter().map(|it| it.row.clone()).collect();
    let names = people::store::list_names(conn, &persons(&rows))?;
    let schools = organizations::store::load_names(conn, rows.iter().map(|it| it.school_id))?;
    let area = organizations::store::load_bureau(conn)?.code;
    let first = store::take_numbers(conn, on.year(), cases.len())?;
    let mut registrations = Vec::with_capacity(cases.len());
    for (serial, case) in (first..).zip(cases) {
        let Outcome::Registered { from, until } = case.outcome else {
            continue;
        };
        let row = &case.row;
        registrations.push(Registration {
            id: RegistrationId::new(),
            number: format!("{area}{}{serial:06}", on.year()),
            person_id: row.person_id,
            case_id: row.id,
            kind: row.kind,
            valid_from: from,
            valid_to: until,
            registered_on: on,
            sheet: Json(json!({
                "name": names.get(&row.person_id),
                "school": schools.get(&row.school_id),
                "signed_by": context.actor.name,
                "document": row.opinion_reason,
            })),
            registered_at: context.at,
        });
    }
    store::insert_registrations(conn, &registrations)
}

/// The hours that a registration used. A first registration uses none, unless its rules ask for some.
fn settlement(case: &Concluded, today: &Today, on: NaiveDate) -> Option<Settlement> {
    let mut entries = case.assessment.conditions.iter().flat_map(|it| &it.entries);
    if !entries.any(|it| matches!(it, Entry::Hours { .. })) {
        return None;
    }
    let facts = &today.files.get(&case.row.person_id)?.facts;
    let counted = hours_counted(facts, &today.policies, on);
    Some(Settlement {
        origin: case.row.origin(),
        person: case.row.person_id,
        cycle: counted.first_year,
        years: counted.days.iter().map(NaiveDate::year).collect(),
        on,
    })
}
