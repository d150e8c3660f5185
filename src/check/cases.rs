//! Holds completions and claims against what became of their hours in the ledger.

use std::collections::HashMap;

use diesel::prelude::*;

use super::Pass;
use super::books::Line;
use super::hash::IdMap;
use super::ledger::each_line;
use super::origins::{Disputed, Fate, Fates, Origins, Story};
use super::report::Invariant;
use crate::credit_bank::claims::ClaimState;
use crate::credit_bank::completions::CompletionState;
use crate::credit_bank::projects::CourseId;
use crate::db::schema::{claims, completions, courses};
use crate::db::{Conn, each_row};
use crate::error::Error;
use crate::hours::Hours;
use crate::ledger::{Account, Category, OriginId, TransferKind};
use crate::people::PersonId;

/// What the hours of a completion must have become.
fn fate(state: CompletionState) -> Fate {
    match state {
        CompletionState::Submitted | CompletionState::Confirmed | CompletionState::Sampled => {
            Fate::Waiting
        }
        CompletionState::Posted => Fate::Posted,
        CompletionState::Refused | CompletionState::FailedAudit => Fate::TurnedDown,
        CompletionState::Expired => Fate::Expired,
        CompletionState::Reversed => Fate::Undone,
    }
}

/// A completion, as far as the ledger knows of it.
#[derive(Debug, Clone, Copy)]
struct Completion {
    origin: OriginId,
    course: CourseId,
    person: PersonId,
    year: i32,
    hours: Hours,
    category: Category,
    state: CompletionState,
}

fn each_completion(
    conn: &mut Conn,
    mut read: impl FnMut(Completion) -> Result<(), Error>,
) -> Result<(), Error> {
    type Row = (
        OriginId,
        CourseId,
        PersonId,
        i32,
        Hours,
        Category,
        CompletionState,
    );
    let query = completions::table.select((
        completions::id,
        completions::course_id,
        completions::person_id,
        completions::year,
        completions::hours,
        completions::category,
        completions::state,
    ));
    each_row(conn, query, |row: Row| {
        let (origin, course, person, year, hours, category, state) = row;
        read(Completion {
            origin,
            course,
            person,
            year,
            hours,
            category,
            state,
        })
    })
}

/// Compares completions with their transfers, and courses with their ceilings.
pub(super) fn compare_completions(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    origins: &mut Origins,
) -> Result<(), Error> {
    let mut rows = 0;
    let mut heads: IdMap<CourseId, i64> = IdMap::default();
    each_completion(conn, |it| {
        pass.count("completions", &mut rows);
        let story = Story::of(it.origin, it.person, it.year, it.category);
        origins.take_away(&story, fate(it.state), it.hours);
        if it.state.is_live() {
            *heads.entry(it.course).or_default() += 1;
        }
        Ok(())
    })?;
    pass.finish("completions", rows);
    if let Some(disputed) = origins.disputed() {
        tell_apart(conn, pass, origins, &disputed)?;
    }
    compare_headcounts(conn, pass, &heads)
}

/// Reads the disputed cases again, and tells which of them differ from the ledger.
fn tell_apart(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    origins: &Origins,
    disputed: &Disputed,
) -> Result<(), Error> {
    let mut lines: HashMap<OriginId, Vec<Line>> = HashMap::new();
    each_line(conn, |line| {
        if disputed.contains(line.origin) && !origins.is_claim(line.origin) {
            lines.entry(line.origin).or_default().push(line);
        }
        Ok(())
    })?;
    each_completion(conn, |it| {
        if disputed.contains(it.origin) {
            let lines = lines.remove(&it.origin).unwrap_or_default();
            if let Err(detail) = compare(&it, &lines) {
                let report = &mut pass.report;
                report.add(Invariant::CompletionState, "completions", it.origin, detail);
            }
        }
        Ok(())
    })?;
    for (origin, lines) in lines {
        let detail = format!("there is no completion or claim {origin}");
        for line in lines {
            pass.report
                .add(Invariant::TransferOrigin, "transfers", line.id, &detail);
        }
    }
    Ok(())
}

fn compare(completion: &Completion, lines: &[Line]) -> Result<(), String> {
    let said = Fates::all(fate(completion.state), completion.hours);
    let found = fates(lines);
    if said != found {
        let state = completion.state;
        return Err(format!("it is {state}: {said}; the ledger has {found}"));
    }
    let (person, year, category) = (completion.person, completion.year, completion.category);
    let accounts = [
        Account::credit(person, year, category).id(),
        Account::over_cap(person, year, category).id(),
    ];
    let is_elsewhere = |it: &&Line| {
        !accounts.contains(match it.kind {
            TransferKind::Reversal => &it.debit,
            _ => &it.credit,
        })
    };
    match lines.iter().find(is_elsewhere) {
        Some(line) => Err(format!(
            "transfer {} went to another teacher, year or category",
            line.id
        )),
        None => Ok(()),
    }
}

/// What became of the hours of one case.
fn fates(lines: &[Line]) -> Fates {
    let mut fates = Fates::default();
    for line in lines {
        let target = lines.iter().find(|it| Some(it.id) == line.target);
        let announced = target.map_or(line.amount, |it| it.amount);
        match line.kind {
            TransferKind::Pending => fates.waiting += line.amount,
            TransferKind::Post => {
                fates.waiting -= announced;
                fates.posted += line.amount;
            }
            TransferKind::Void => {
                fates.waiting -= announced;
                fates.turned_down += announced;
            }
            TransferKind::Expire => {
                fates.waiting -= announced;
                fates.expired += announced;
            }
            TransferKind::Direct => fates.posted += line.amount,
            TransferKind::Reversal => {
                fates.posted -= line.amount;
                fates.undone += line.amount;
            }
            TransferKind::Settle => {}
        }
    }
    fates
}

fn compare_headcounts(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    heads: &IdMap<CourseId, i64>,
) -> Result<(), Error> {
    let counted: Vec<(CourseId, i64, i64)> = courses::table
        .select((courses::id, courses::headcount, courses::headcount_max))
        .load(conn)?;
    pass.finish("courses", counted.len() as u64);
    for (course, said, ceiling) in counted {
        let found = heads.get(&course).copied().unwrap_or(0);
        let detail = if found > ceiling {
            format!("{found} teachers, and its ceiling is {ceiling}")
        } else if said != found {
            format!("it says {said} teachers, and there are {found}")
        } else {
            continue;
        };
        pass.report
            .add(Invariant::CourseHeadcount, "courses", course, detail);
    }
    Ok(())
}

/// Reads the claims, so that their transfers are told from those of completions.
pub(super) fn note_claims(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    origins: &mut Origins,
) -> Result<(), Error> {
    let mut rows = 0;
    each_row(conn, claims::table.select(claims::id), |id: OriginId| {
        pass.count("claims", &mut rows);
        origins.note_claim(id);
        Ok(())
    })?;
    pass.finish("claims", rows);
    Ok(())
}

/// Compares claims with their transfers.
pub(super) fn compare_claims(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    origins: &Origins,
) -> Result<(), Error> {
    type Row = (OriginId, ClaimState, Hours, Option<Hours>, Option<Hours>);
    let query = claims::table.select((
        claims::id,
        claims::state,
        claims::hours,
        claims::hours_posted,
        claims::hours_over_cap,
    ));
    each_row(conn, query, |(id, state, hours, posted, over_cap): Row| {
        let recognised = posted.unwrap_or_default() + over_cap.unwrap_or_default();
        let found = origins.claim(id);
        let (is_waiting, posted) = match state {
            ClaimState::AtSchool | ClaimState::AtDistrict => (found.waiting == hours, Hours::ZERO),
            // What was announced waits, while the teacher may be changing the claim.
            ClaimState::Returned => (found.waiting.is_positive(), Hours::ZERO),
            ClaimState::Recognised => (found.waiting == Hours::ZERO, recognised),
            ClaimState::Draft
            | ClaimState::Refused
            | ClaimState::Withdrawn
            | ClaimState::Reversed => (found.waiting == Hours::ZERO, Hours::ZERO),
        };
        if !is_waiting || found.posted != posted {
            let detail = format!("it is {state}, of {hours} hours; the ledger has {found}");
            let report = &mut pass.report;
            report.add(Invariant::ClaimState, "claims", id, detail);
        }
        Ok(())
    })
}
