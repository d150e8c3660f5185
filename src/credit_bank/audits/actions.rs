//! What a district does with audits: open, draw, decide.

use serde::{Deserialize, Serialize};

use super::rules::{AuditState, Refusal, Step, is_sampled, next};
use super::{AuditRound, AuditRoundId, facts_of, store};
use crate::access::{Action, may};
use crate::context::Context;
use crate::credit_bank::completions::actions::{
    announcements, decision, load_for, required_reason,
};
use crate::credit_bank::completions::rules as completion_rules;
use crate::credit_bank::completions::store::{Change, save_state};
use crate::credit_bank::completions::{CompletionId, CompletionState};
use crate::credit_bank::posting;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::jobs::{self, JobId, JobKind, NewJob, Running};
use crate::journal::{self, Act, JournalId};
use crate::message::Message;
use crate::organizations::OrganizationId;
use crate::secrets::{Purpose, hex};

/// Completions that a draw settles in one transaction.
const DRAWN_PER_CHUNK: usize = 1_000;

/// Opens a round and publishes the commitment to its seed. None as district stands for the schools
/// that the bureau runs itself.
pub fn open_round(
    conn: &mut Conn,
    context: &Context,
    district: Option<OrganizationId>,
    name: &str,
    share_permille: i32,
) -> Result<AuditRoundId, Error> {
    may(
        &context.actor,
        Action::AuditCompletions,
        &facts_of(district),
    )?;
    if name.trim().is_empty() {
        return Err(Error::input("name", Message::new("audit-name-missing")));
    }
    if !(1..=1_000).contains(&share_permille) {
        return Err(Error::input("share", Message::new("audit-share-range")));
    }
    if store::find_open(conn, district)?.is_some() {
        return Err(Refusal::AnotherIsOpen.into());
    }
    let id = AuditRoundId::new();
    let keys = &context.house.keys;
    let (commitment, seed_cipher) = keys.bind_seed(Purpose::AuditSeed, id.0.as_bytes());
    let round = AuditRound {
        id,
        district_id: district,
        name: name.trim().to_owned(),
        commitment,
        seed_cipher,
        seed: None,
        share_permille,
        state: AuditState::Open,
        opened_at: context.at,
        drawn_at: None,
        closed_at: None,
        version: 1,
    };
    store::insert(conn, &round)?;
    record(conn, context, &round, "audit_opened")?;
    Ok(id)
}

/// Draws a round: publishes its seed and fixes what it is drawn from. Sampling and posting follow
/// as a job, for there may be thousands.
pub fn draw_round(
    conn: &mut Conn,
    context: &Context,
    id: AuditRoundId,
    seen: i64,
) -> Result<JobId, Error> {
    let (drawn, asked) = begin_draw(conn, context, id, seen)?;
    jobs::enqueue(
        conn,
        context,
        NewJob {
            kind: JobKind::DrawAudit,
            title: drawn.name,
            parameters: Json::of(&asked),
            organization: drawn.district_id,
        },
    )
}

/// Draws a round and settles all of it in the caller's transaction, for callers who have no worker
/// and no page to keep waiting.
pub fn draw_at_once(
    conn: &mut Conn,
    context: &Context,
    id: AuditRoundId,
    seen: i64,
) -> Result<(), Error> {
    let (_, asked) = begin_draw(conn, context, id, seen)?;
    while settle_some(conn, context, &asked)? == DRAWN_PER_CHUNK {}
    close_if_decided(conn, context, id)
}

/// Publishes the seed, and fixes what the round is drawn from.
fn begin_draw(
    conn: &mut Conn,
    context: &Context,
    id: AuditRoundId,
    seen: i64,
) -> Result<(AuditRound, Draw), Error> {
    let round = store::load(conn, id)?;
    may(&context.actor, Action::AuditCompletions, &round.facts())?;
    let state = next(round.state, Step::Draw)?;
    let keys = &context.house.keys;
    let bound = (round.commitment.as_slice(), round.seed_cipher.as_slice());
    let seed = keys.open_seed(Purpose::AuditSeed, id.0.as_bytes(), bound)?;
    if store::take_in(conn, &round)? == 0 {
        return Err(Refusal::NothingToDraw.into());
    }
    let drawn = AuditRound {
        seed: Some(seed),
        state,
        drawn_at: Some(context.at),
        ..round
    };
    store::save(conn, &drawn, seen)?;
    let journal = record(conn, context, &drawn, "audit_drawn")?;
    Ok((drawn, Draw { round: id, journal }))
}

/// What a draw was asked.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Draw {
    round: AuditRoundId,
    /// The decision that posting follows from.
    journal: JournalId,
}

/// Where a draw stands.
#[derive(Debug, Default, Clone, Copy, Serialize, Deserialize)]
struct DrawnSoFar {
    done: i64,
}

/// Works on a draw: what the seed takes waits for the audit, the rest is posted.
pub fn run_draw(running: &Running<'_>) -> Result<(), Error> {
    let asked: Draw = running.parameters()?;
    running.each_chunk(|conn, context, so_far: DrawnSoFar| {
        let settled = settle_some(conn, context, &asked)?;
        let done = so_far.done + i64::try_from(settled).unwrap_or(i64::MAX);
        let is_last = settled < DRAWN_PER_CHUNK;
        if is_last {
            close_if_decided(conn, context, asked.round)?;
        }
        Ok(jobs::Step {
            done,
            total: None,
            checkpoint: DrawnSoFar { done },
            is_last,
        })
    })
}

fn settle_some(conn: &mut Conn, context: &Context, asked: &Draw) -> Result<usize, Error> {
    let round = store::load(conn, asked.round)?;
    let seed = round.seed.as_deref().ok_or(Error::NotFound)?;
    let from = CompletionState::Confirmed;
    let limit = i64::try_from(DRAWN_PER_CHUNK).unwrap_or(i64::MAX);
    let waiting = store::list_in_round(conn, round.id, from, limit)?;
    let (mut sampled, mut released) = (Vec::new(), Vec::new());
    for &(id, weight) in &waiting {
        if is_sampled(seed, id, weight, round.share_permille) {
            sampled.push(id);
        } else {
            released.push(id);
        }
    }
    let to = completion_rules::next(from, completion_rules::Step::Sample)?;
    save_state(conn, &sampled, &change(context, from, to, None))?;
    let to = completion_rules::next(from, completion_rules::Step::Release)?;
    save_state(conn, &released, &change(context, from, to, None))?;
    let decision = decision(context, asked.journal);
    posting::post_in_full(conn, decision, &announcements(&released))?;
    Ok(waiting.len())
}

/// Finds drawn completions right: their hours are posted.
pub fn pass_audit(
    conn: &mut Conn,
    context: &Context,
    round: AuditRoundId,
    ids: &[CompletionId],
) -> Result<(), Error> {
    let journal = decide(conn, context, round, ids, None)?;
    posting::post_in_full(conn, decision(context, journal), &announcements(ids))?;
    close_if_decided(conn, context, round)
}

/// Finds drawn completions wrong, with a reason: their hours are voided.
pub fn fail_audit(
    conn: &mut Conn,
    context: &Context,
    round: AuditRoundId,
    ids: &[CompletionId],
    reason: &str,
) -> Result<(), Error> {
    let reason = required_reason(reason)?;
    let journal = decide(conn, context, round, ids, Some(reason))?;
    posting::void(conn, decision(context, journal), &announcements(ids))?;
    close_if_decided(conn, context, round)
}

/// Moves drawn completions on: right without a reason, wrong with one.
fn decide(
    conn: &mut Conn,
    context: &Context,
    round: AuditRoundId,
    ids: &[CompletionId],
    reason: Option<&str>,
) -> Result<JournalId, Error> {
    let completions = load_for(conn, context, ids, Action::AuditCompletions)?;
    if completions
        .iter()
        .any(|it| it.audit_round_id != Some(round))
    {
        return Err(Error::NotFound);
    }
    let (step, event) = match reason {
        None => (completion_rules::Step::Pass, "audit_passed"),
        Some(_) => (completion_rules::Step::Fail, "audit_failed"),
    };
    for completion in &completions {
        completion_rules::next(completion.state, step)?;
    }
    let from = CompletionState::Sampled;
    let to = completion_rules::next(from, step)?;
    save_state(conn, ids, &change(context, from, to, reason))?;
    let round = store::load(conn, round)?;
    journal::record(
        conn,
        context,
        Act {
            event,
            subject: ("audit_rounds", round.id.0),
            organization: round.district_id,
            reason,
            payload: serde_json::json!({ "round": round.name, "completions": ids }),
        },
    )
}

/// Closes a drawn round when nothing of it waits any more.
fn close_if_decided(conn: &mut Conn, context: &Context, id: AuditRoundId) -> Result<(), Error> {
    let waits = |(state, count): &(CompletionState, i64)| {
        *count > 0 && matches!(state, CompletionState::Confirmed | CompletionState::Sampled)
    };
    if store::count_by_state(conn, id)?.iter().any(waits) {
        return Ok(());
    }
    let round = store::load(conn, id)?;
    let closed = AuditRound {
        state: next(round.state, Step::Close)?,
        closed_at: Some(context.at),
        ..round.clone()
    };
    store::save(conn, &closed, round.version)?;
    record(conn, context, &closed, "audit_closed")?;
    Ok(())
}

fn change(
    context: &Context,
    from: CompletionState,
    to: CompletionState,
    reason: Option<&str>,
) -> Change {
    Change {
        from,
        to,
        reason: reason.map(str::to_owned),
        school_decision: None,
        at: context.at,
    }
}

fn record(
    conn: &mut Conn,
    context: &Context,
    round: &AuditRound,
    event: &'static str,
) -> Result<JournalId, Error> {
    journal::record(
        conn,
        context,
        Act {
            event,
            subject: ("audit_rounds", round.id.0),
            organization: round.district_id,
            reason: None,
            payload: serde_json::json!({
                "name": round.name,
                "commitment": hex(&round.commitment),
                "seed": round.seed.as_deref().map(hex),
                "share_permille": round.share_permille,
            }),
        },
    )
}
