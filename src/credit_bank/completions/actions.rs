//! What providers, schools and districts do with completions: one function per use case.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};

use super::rows::{self, Row, Taken, Verdict};
use super::rules::{CompletionState, EXPIRES_AFTER_DAYS, Step, next};
use super::store::Change;
use super::{Completion, CompletionId, announcement, batch, store};
use crate::access::{Action, Denial, may};
use crate::context::Context;
use crate::credit_bank::posting::{self, Decision};
use crate::credit_bank::projects::{self, ProjectId};
use crate::db::{At, Conn, Json};
use crate::error::Error;
use crate::hours::Hours;
use crate::jobs::{self, JobId, JobKind, NewJob, Running};
use crate::journal::{self, Act, JournalId};
use crate::ledger::{self, TransferId};
use crate::message::Message;
use crate::organizations::{self, OrganizationId};
use crate::people::Workplace;

/// So many completions are confirmed in one transaction; more become a job.
pub const CONFIRMED_AT_ONCE_MAX: usize = 1_000;

/// Submits one completion by form. What a file's row would be refused for is told at the field.
pub fn submit_completion(
    conn: &mut Conn,
    context: &Context,
    project: ProjectId,
    row: &Row,
) -> Result<CompletionId, Error> {
    let ids = submit_completions(conn, context, project, std::slice::from_ref(row))?;
    ids.first().copied().ok_or(Error::NotFound)
}

/// Submits completions that a caller has as rows: all of them, or none. The first row that would
/// be refused is told like that of a form. Files go another way: see `import`.
pub fn submit_completions(
    conn: &mut Conn,
    context: &Context,
    project: ProjectId,
    rows: &[Row],
) -> Result<Vec<CompletionId>, Error> {
    let action = Action::SubmitCompletions;
    let project = projects::actions::load_permitted(conn, context, project, action)?;
    batch::check_takes_completions(&project)?;
    let source = batch::Source {
        project: &project,
        job: None,
    };
    let judged = batch::judge_all(conn, context, source, rows, &Taken::default())?;
    for verdict in &judged.verdicts {
        match verdict {
            Verdict::Accepted(_) => {}
            Verdict::Refused(refusal) => {
                return Err(Error::input(refusal.field().key(), refusal.message()));
            }
            Verdict::Duplicate => {
                return Err(Error::input("course", Message::new("row-already-there")));
            }
        }
    }
    batch::save(conn, context, source, &judged.completions)?;
    Ok(judged.completions.iter().map(|it| it.id).collect())
}

/// Confirms completions for a school: all of them, or none. Nobody confirms one's own.
pub fn confirm_completions(
    conn: &mut Conn,
    context: &Context,
    ids: &[CompletionId],
) -> Result<(), Error> {
    let completions = load_for(conn, context, ids, Action::ConfirmCompletions)?;
    let to = step_all(&completions, Step::Confirm)?;
    for (school, of_school) in by_school(&completions) {
        let decision = record(
            conn,
            context,
            school,
            "completions_confirmed",
            None,
            &of_school,
        )?;
        let ids: Vec<CompletionId> = of_school.iter().map(|it| it.id).collect();
        let change = Change {
            from: CompletionState::Submitted,
            to,
            reason: None,
            school_decision: Some(decision),
            at: context.at,
        };
        store::save_state(conn, &ids, &change)?;
    }
    Ok(())
}

/// Refuses completions for a school, with a reason that teacher and provider read.
pub fn refuse_completions(
    conn: &mut Conn,
    context: &Context,
    ids: &[CompletionId],
    reason: &str,
) -> Result<(), Error> {
    let reason = required_reason(reason)?;
    let completions = load_for(conn, context, ids, Action::ConfirmCompletions)?;
    let to = step_all(&completions, Step::Refuse)?;
    for (school, of_school) in by_school(&completions) {
        let event = "completions_refused";
        let journal = record(conn, context, school, event, Some(reason), &of_school)?;
        let ids: Vec<CompletionId> = of_school.iter().map(|it| it.id).collect();
        let change = Change {
            from: CompletionState::Submitted,
            to,
            reason: Some(reason.to_owned()),
            school_decision: Some(journal),
            at: context.at,
        };
        store::save_state(conn, &ids, &change)?;
        posting::void(conn, decision(context, journal), &announcements(&ids))?;
    }
    Ok(())
}

/// What a bulk confirmation was asked.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct ConfirmAll {
    school: OrganizationId,
    /// Nothing that came after the button was pressed.
    up_to: CompletionId,
}

/// Where a bulk confirmation stands.
#[derive(Debug, Default, Clone, Copy, Serialize, Deserialize)]
struct ConfirmedSoFar {
    after: Option<CompletionId>,
    confirmed: i64,
}

/// Confirms everything that waits for a school now, one's own excepted. A job, for there may be
/// thousands.
pub fn confirm_all(
    conn: &mut Conn,
    context: &Context,
    school: OrganizationId,
) -> Result<JobId, Error> {
    let school = organizations::store::load(conn, school)?;
    may(&context.actor, Action::ConfirmCompletions, &school.facts())?;
    let asked = ConfirmAll {
        school: school.id,
        up_to: CompletionId::new(),
    };
    jobs::enqueue(
        conn,
        context,
        NewJob {
            kind: JobKind::ConfirmCompletions,
            title: school.name,
            parameters: Json::of(&asked),
            organization: Some(school.id),
        },
    )
}

/// Works on a bulk confirmation.
pub fn run_confirm_all(running: &Running<'_>) -> Result<(), Error> {
    let asked: ConfirmAll = running.parameters()?;
    running.each_chunk(|conn, context, so_far: ConfirmedSoFar| {
        let limit = i64::try_from(CONFIRMED_AT_ONCE_MAX).unwrap_or(i64::MAX);
        let waiting = store::list_ids_of_school(
            conn,
            asked.school,
            CompletionState::Submitted,
            (so_far.after, asked.up_to),
            limit,
        )?;
        let is_last = waiting.len() < CONFIRMED_AT_ONCE_MAX;
        let ids: Vec<CompletionId> = waiting
            .iter()
            .filter(|(_, person)| Some(*person) != context.actor.person)
            .map(|(id, _)| *id)
            .collect();
        if !ids.is_empty() {
            confirm_completions(conn, context, &ids)?;
        }
        let confirmed = so_far.confirmed + i64::try_from(ids.len()).unwrap_or(i64::MAX);
        Ok(jobs::Step {
            done: confirmed,
            total: None,
            checkpoint: ConfirmedSoFar {
                after: waiting.last().map(|(id, _)| *id).or(so_far.after),
                confirmed,
            },
            is_last,
        })
    })
}

/// Undoes posted hours for a district, with a reason.
pub fn reverse_completion(
    conn: &mut Conn,
    context: &Context,
    id: CompletionId,
    reason: &str,
) -> Result<(), Error> {
    let reason = required_reason(reason)?;
    let completions = load_for(conn, context, &[id], Action::ReverseHours)?;
    let to = step_all(&completions, Step::Reverse)?;
    let of_school: Vec<&Completion> = completions.iter().collect();
    let school = completions[0].school_id;
    let event = "completion_reversed";
    let journal = record(conn, context, school, event, Some(reason), &of_school)?;
    let change = Change {
        from: CompletionState::Posted,
        to,
        reason: Some(reason.to_owned()),
        school_decision: None,
        at: context.at,
    };
    store::save_state(conn, &[id], &change)?;
    posting::reverse(conn, decision(context, journal), &[announcement(id)])
}

/// Lets completions expire that waited too long for their school; tells how many. For the program
/// itself, so many at a time.
pub fn expire_overdue(conn: &mut Conn, context: &Context, limit: i64) -> Result<usize, Error> {
    if !context.actor.is_system() {
        return Err(Denial::NotAllowed.into());
    }
    let before = At::new(context.at.utc() - Duration::days(EXPIRES_AFTER_DAYS));
    let ids = store::list_overdue(conn, before, limit)?;
    let completions = store::list_by_id(conn, &ids)?;
    let to = match completions.first() {
        Some(first) => next(first.state, Step::Expire)?,
        None => return Ok(0),
    };
    for (school, of_school) in by_school(&completions) {
        let journal = record(
            conn,
            context,
            school,
            "completions_expired",
            None,
            &of_school,
        )?;
        let ids: Vec<CompletionId> = of_school.iter().map(|it| it.id).collect();
        let change = Change {
            from: CompletionState::Submitted,
            to,
            reason: None,
            school_decision: None,
            at: context.at,
        };
        store::save_state(conn, &ids, &change)?;
        posting::expire(conn, decision(context, journal), &announcements(&ids))?;
    }
    Ok(completions.len())
}

/// Whether a provider's courses count for somebody who works there on a day.
pub fn is_reached(
    conn: &mut Conn,
    (provider, district): (OrganizationId, Option<OrganizationId>),
    workplace: &Workplace,
    day: NaiveDate,
) -> Result<bool, Error> {
    let allies = store::list_allies(conn, provider)?;
    let place = (workplace.school, workplace.district);
    Ok(rows::is_reached(district, &allies, place, day))
}

/// Completions that this person may do this to. One that is missing or invisible is not found.
pub fn load_for(
    conn: &mut Conn,
    context: &Context,
    ids: &[CompletionId],
    action: Action,
) -> Result<Vec<Completion>, Error> {
    if ids.is_empty() {
        return Err(Error::input("ids", Message::new("completion-none-chosen")));
    }
    let completions = store::list_by_id(conn, ids)?;
    if completions.len() != ids.len() {
        return Err(Error::NotFound);
    }
    for completion in &completions {
        may(&context.actor, action, &completion.facts())?;
    }
    Ok(completions)
}

/// Every decision about a completion, oldest first: who submitted, confirmed, drew, posted, undid.
pub fn load_history(conn: &mut Conn, it: &Completion) -> Result<Vec<journal::Entry>, Error> {
    let announced = ledger::list_by_id(conn, &[it.announcement()])?;
    let ends = ledger::list_by_target(conn, &[it.announcement()])?;
    let ended: Vec<TransferId> = ends.iter().map(|end| end.id).collect();
    let undone = ledger::list_by_target(conn, &ended)?;
    let ids: BTreeSet<JournalId> = [announced, ends, undone]
        .iter()
        .flatten()
        .map(|transfer| transfer.journal)
        .chain(it.school_decision_id)
        .collect();
    ids.into_iter().map(|id| journal::load(conn, id)).collect()
}

/// The pending transfers of completions.
pub fn announcements(ids: &[CompletionId]) -> Vec<TransferId> {
    ids.iter().copied().map(announcement).collect()
}

/// What posting needs to know of a journal entry.
pub fn decision(context: &Context, journal: JournalId) -> Decision {
    Decision {
        journal,
        at: context.at,
    }
}

/// A reason with words in it.
pub fn required_reason(reason: &str) -> Result<&str, Error> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::input(
            "reason",
            Message::new("completion-reason-missing"),
        ));
    }
    Ok(reason)
}

/// Where a step leads, for all of them alike.
fn step_all(completions: &[Completion], step: Step) -> Result<CompletionState, Error> {
    let mut to = Err(Error::NotFound);
    for completion in completions {
        to = Ok(next(completion.state, step)?);
    }
    to
}

fn by_school(completions: &[Completion]) -> Vec<(OrganizationId, Vec<&Completion>)> {
    let mut schools: BTreeMap<OrganizationId, Vec<&Completion>> = BTreeMap::new();
    for completion in completions {
        schools
            .entry(completion.school_id)
            .or_default()
            .push(completion);
    }
    schools.into_iter().collect()
}

/// One journal entry for a school's completions that are decided alike.
fn record(
    conn: &mut Conn,
    context: &Context,
    school: OrganizationId,
    event: &'static str,
    reason: Option<&str>,
    completions: &[&Completion],
) -> Result<JournalId, Error> {
    let subject = match completions {
        [only] => ("completions", only.id.0),
        _ => ("organizations", school.0),
    };
    journal::record(
        conn,
        context,
        Act {
            event,
            subject,
            organization: Some(school),
            reason,
            payload: serde_json::json!({
                "count": completions.len(),
                "hours": completions.iter().map(|it| it.hours).sum::<Hours>(),
                "first": completions.first().map(|it| it.id),
                "last": completions.last().map(|it| it.id),
            }),
        },
    )
}
