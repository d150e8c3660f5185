//! What must hold around the ledger: the journal, employments, the three administrators, rule
//! sets, jobs.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;

use super::Pass;
use super::hash::IdMap;
use super::report::Invariant;
use crate::access::Role;
use crate::clock::day_of;
use crate::db::schema::{employments, jobs, journal_entries, role_grants};
use crate::db::{At, Conn, Json, each_row};
use crate::error::Error;
use crate::identity::{AccountId, GrantId};
use crate::jobs::{JobId, JobState};
use crate::journal::{self, JournalId, SubjectId};
use crate::ledger::TransferId;
use crate::people::{EmploymentId, PersonId};
use crate::policy;

/// A worker moves its job's checkpoint every few seconds; another takes over after a minute.
const SILENCE_MAX: Duration = Duration::minutes(10);

/// Recomputes every commitment, and finds the decisions that transfers name.
pub(super) fn check_journal(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    mut decisions: IdMap<JournalId, TransferId>,
) -> Result<(), Error> {
    type Row = (JournalId, String, SubjectId, Json, Vec<u8>, Vec<u8>);
    let mut rows = 0;
    let query = journal_entries::table.select((
        journal_entries::id,
        journal_entries::event,
        journal_entries::subject_id,
        journal_entries::payload,
        journal_entries::salt,
        journal_entries::commitment,
    ));
    each_row(conn, query, |row: Row| {
        let (id, event, subject, payload, salt, commitment) = row;
        pass.count("journal_entries", &mut rows);
        decisions.remove(&id);
        if commitment != journal::commitment(&salt, &event, subject.0, &payload) {
            pass.report.add(
                Invariant::JournalCommitment,
                "journal_entries",
                id,
                "event, subject, payload or salt are not what was committed to",
            );
        }
        Ok(())
    })?;
    pass.finish("journal_entries", rows);
    for (decision, transfer) in decisions {
        let detail = format!("its decision {decision} is not in the journal");
        pass.report
            .add(Invariant::TransferJournal, "transfers", transfer, detail);
    }
    Ok(())
}

/// Nobody has two main employments on one day.
pub(super) fn check_employments(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    type Row = (EmploymentId, PersonId, NaiveDate, Option<NaiveDate>);
    let mut rows = 0;
    let query = employments::table
        .order((
            employments::person_id,
            employments::started_on,
            employments::id,
        ))
        .select((
            employments::id,
            employments::person_id,
            employments::started_on,
            employments::ended_on,
        ));
    let mut before: Option<(PersonId, NaiveDate)> = None;
    each_row(conn, query, |(id, person, started_on, ended_on): Row| {
        pass.count("employments", &mut rows);
        let last_day = ended_on.unwrap_or(NaiveDate::MAX);
        let earlier = before
            .filter(|it| it.0 == person)
            .map(|(_, last_day)| last_day);
        if earlier.is_some_and(|earlier| started_on <= earlier) {
            let detail = format!("it begins on {started_on}, before the one before it ends");
            pass.report
                .add(Invariant::EmploymentOverlap, "employments", id, detail);
        }
        before = Some((person, earlier.map_or(last_day, |it| it.max(last_day))));
        Ok(())
    })?;
    pass.finish("employments", rows);
    Ok(())
}

/// A role with its first and last day, and when it was taken away before.
type Grant = (GrantId, Role, NaiveDate, Option<NaiveDate>, Option<At>);

/// One of the three administrators holds no other role on any day (三员分立).
pub(super) fn check_administrators(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    let three = Role::ALL.iter().filter(|it| it.is_one_of_three());
    let administrators: Vec<AccountId> = role_grants::table
        .filter(role_grants::role.eq_any(three))
        .select(role_grants::account_id)
        .distinct()
        .load(conn)?;
    let mut rows = 0;
    for account in administrators {
        let grants: Vec<Grant> = role_grants::table
            .filter(role_grants::account_id.eq(account))
            .order((role_grants::starts_on, role_grants::id))
            .select((
                role_grants::id,
                role_grants::role,
                role_grants::starts_on,
                role_grants::ends_on,
                role_grants::ended_at,
            ))
            .load(conn)?;
        rows += grants.len() as u64;
        for (index, one) in grants.iter().enumerate() {
            let clash = grants[..index].iter().find(|other| clash(one, other));
            if let Some(other) = clash {
                let detail = format!("{} beside {}", one.1, other.1);
                let report = &mut pass.report;
                report.add(Invariant::AdministratorsApart, "role_grants", one.0, detail);
            }
        }
    }
    pass.finish("role_grants", rows);
    Ok(())
}

fn clash(one: &Grant, other: &Grant) -> bool {
    let is_apart = one.1.is_one_of_three() || other.1.is_one_of_three();
    // A role that was taken away is not held from that instant on; another may begin that day.
    let last_day = |it: &Grant| {
        let taken = it.4.and_then(|at| day_of(at).pred_opt());
        let ends_on = it.3.unwrap_or(NaiveDate::MAX);
        taken.map_or(ends_on, |day| day.min(ends_on))
    };
    is_apart && one.1 != other.1 && one.2 <= last_day(other) && other.2 <= last_day(one)
}

/// The versions of each rule set tile the time.
pub(super) fn check_policies(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    let mut by_key: BTreeMap<String, Vec<_>> = BTreeMap::new();
    let versions = policy::list_all(conn)?;
    pass.finish("policy_versions", versions.len() as u64);
    for version in versions {
        by_key.entry(version.key.clone()).or_default().push(version);
    }
    for (key, versions) in by_key {
        if let Err(error) = policy::check_timeline(&versions) {
            pass.report
                .add(Invariant::PolicyTimeline, "policy_versions", key, error);
        }
    }
    Ok(())
}

/// No job runs without a sign of life.
pub(super) fn check_jobs(conn: &mut Conn, pass: &mut Pass<'_>, now: At) -> Result<(), Error> {
    let running: Vec<(JobId, Option<At>)> = jobs::table
        .filter(jobs::state.eq(JobState::Running))
        .select((jobs::id, jobs::claimed_at))
        .load(conn)?;
    pass.finish("jobs", running.len() as u64);
    let silent_since = At::new(now.utc() - SILENCE_MAX);
    for (id, claimed_at) in running {
        if claimed_at.is_none_or(|at| at < silent_since) {
            let detail = match claimed_at {
                Some(at) => format!("it runs, and its worker is silent since {at}"),
                None => "it runs without a worker".to_owned(),
            };
            pass.report.add(Invariant::JobAlive, "jobs", id, detail);
        }
    }
    Ok(())
}
