//! Holds registration cases against the approval engine, and registrations and settlements against
//! their cases.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Pass;
use super::report::Invariant;
use crate::db::schema::{registration_cases, registration_windows, registrations, transfers};
use crate::db::{Conn, each_row};
use crate::error::Error;
use crate::ledger::{OriginId, TransferId, TransferKind};
use crate::people::PersonId;
use crate::registration::rules::windows::WindowKind;
use crate::registration::{CaseId, CaseRow, CaseState, RegistrationId, WindowId};
use crate::workflow::approval::case::Person;
use crate::workflow::approval::stored;

/// Checks everything about registration.
pub(super) fn check(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    let registered = check_cases(conn, pass)?;
    check_registrations(conn, pass, &registered)?;
    check_settlements(conn, pass, &registered)?;
    check_windows(conn, pass)
}

/// Answers the cases that ended with a registration.
fn check_cases(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<HashSet<CaseId>, Error> {
    let mut rows = 0;
    let mut registered = HashSet::new();
    each_row(conn, registration_cases::table, |row: CaseRow| {
        pass.count("registration_cases", &mut rows);
        if row.state == CaseState::Registered {
            registered.insert(row.id);
        }
        if let Err(detail) = check_case(&row) {
            let report = &mut pass.report;
            let invariant = Invariant::RegistrationCase;
            report.add(invariant, "registration_cases", row.id, detail);
        }
        Ok(())
    })?;
    pass.finish("registration_cases", rows);
    Ok(registered)
}

fn check_case(row: &CaseRow) -> Result<(), String> {
    let case = stored::from_json(&row.approval.0)?;
    if !case.is_about(Person(row.person_id.0)) {
        return Err("its chain is not about its teacher".to_owned());
    }
    let state = CaseState::of(&case, row.opinion);
    if state != row.state {
        return Err(format!("it is {}; its chain says {state}", row.state));
    }
    let assessment = row.assessment().map_err(|error| format!("{error:?}"))?;
    if assessment.verdict != row.proposed {
        return Err(format!(
            "{} is proposed; its tree says {}",
            row.proposed, assessment.verdict
        ));
    }
    Ok(())
}

fn check_registrations(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    registered: &HashSet<CaseId>,
) -> Result<(), Error> {
    type Row = (RegistrationId, PersonId, CaseId, NaiveDate, NaiveDate);
    let mut rows = 0;
    let mut without: HashSet<CaseId> = registered.clone();
    let mut last: BTreeMap<PersonId, NaiveDate> = BTreeMap::new();
    let query = registrations::table
        .order((registrations::person_id, registrations::valid_from))
        .select((
            registrations::id,
            registrations::person_id,
            registrations::case_id,
            registrations::valid_from,
            registrations::valid_to,
        ));
    each_row(conn, query, |(id, person, case, from, to): Row| {
        pass.count("registrations", &mut rows);
        let mut wrong = |detail| {
            let invariant = Invariant::RegistrationRecord;
            pass.report.add(invariant, "registrations", id, detail);
        };
        if !without.remove(&case) {
            wrong("its case did not end with a registration");
        }
        if last.insert(person, to).is_some_and(|before| from <= before) {
            wrong("it begins before the one before it ends");
        }
        Ok(())
    })?;
    pass.finish("registrations", rows);
    for case in without {
        let detail = "it ended with a registration that is not recorded";
        let invariant = Invariant::RegistrationRecord;
        pass.report
            .add(invariant, "registration_cases", case, detail);
    }
    Ok(())
}

fn check_settlements(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    registered: &HashSet<CaseId>,
) -> Result<(), Error> {
    let query = transfers::table
        .filter(transfers::kind.eq(TransferKind::Settle))
        .select((transfers::id, transfers::origin_id));
    each_row(conn, query, |(id, origin): (TransferId, OriginId)| {
        if !registered.contains(&CaseId(origin.0)) {
            let detail = "it settles for no registration";
            let report = &mut pass.report;
            report.add(Invariant::Settlement, "transfers", id, detail);
        }
        Ok(())
    })
}

fn check_windows(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    let rows: Vec<(WindowId, WindowKind, NaiveDate, NaiveDate)> = registration_windows::table
        .order((registration_windows::kind, registration_windows::opens_on))
        .select((
            registration_windows::id,
            registration_windows::kind,
            registration_windows::opens_on,
            registration_windows::closes_on,
        ))
        .load(conn)?;
    pass.finish("registration_windows", rows.len() as u64);
    for pair in rows.windows(2) {
        let [(_, kind, _, closes_on), (id, other, opens_on, _)] = pair else {
            continue;
        };
        if kind == other && opens_on <= closes_on {
            let detail = "it shares a day with another of its kind";
            let invariant = Invariant::RegistrationWindows;
            pass.report
                .add(invariant, "registration_windows", id, detail);
        }
    }
    Ok(())
}
