//! What the secretary does: announce, look at a deal, keep it; add, move and take away single reviews.

use super::rules::{self, Deal, Refusal, may_add, may_remove};
use super::store::{self, Table};
use super::{DealId, KeptDeal};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::journal::{self, Act};
use crate::organizations;
use crate::secrets::{hex, sha256};
use crate::selection::committees::MemberId;
use crate::selection::committees::actions::load_as_secretary;
use crate::selection::conflicts;
use crate::selection::draws::{self, Draw, DrawPurpose};
use crate::selection::nominations::NominationId;
use crate::selection::phases::Permission;
use crate::selection::reviews::rules::rubric::Scores;
use crate::selection::reviews::rules::{ReviewState, Step, next};
use crate::selection::reviews::{self, Review, ReviewId};
use crate::selection::rounds::{self, RoundId, Running};

/// A round in which the secretary may change who reviews whom now.
pub(super) fn load_open(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
) -> Result<Running, Error> {
    let running = load_as_secretary(conn, context, round)?;
    running.may_now(Permission::AssignReviews, context.today())?;
    Ok(running)
}

/// Announces a deal: from now on the seed is fixed, and nobody knows it.
pub fn announce(conn: &mut Conn, context: &Context, round: RoundId) -> Result<(), Error> {
    load_open(conn, context, round)?;
    draws::announce(conn, context, round, DrawPurpose::Reviews)?;
    Ok(())
}

/// A deal as it would be kept.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Members, candidates and what was before.
    pub table: Table,
    /// The deal.
    pub deal: Deal,
    /// What tells it from any other.
    pub fingerprint: String,
    /// The draw that decided among equals.
    pub draw: Draw,
}

/// What tells a deal from any other.
fn fingerprint(deal: &Deal) -> String {
    let mut bytes = Vec::with_capacity(deal.pairs.len() * 32);
    for (member, nomination) in &deal.pairs {
        bytes.extend_from_slice(member.0.as_bytes());
        bytes.extend_from_slice(nomination.0.as_bytes());
    }
    hex(&sha256(&bytes))
}

/// What a deal goes by, after a search for conflicts: what it finds bars, and is not kept here.
pub(super) fn load_searched(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
) -> Result<Table, Error> {
    let new = conflicts::actions::list_new(conn, context, running)?;
    store::load_table_barring(conn, running, new)
}

/// Works a deal out and keeps nothing.
pub fn preview(conn: &mut Conn, context: &Context, round: RoundId) -> Result<Preview, Error> {
    let running = load_open(conn, context, round)?;
    let (draw, seed) = draws::load_sealed(conn, context, round, DrawPurpose::Reviews)?;
    let table = load_searched(conn, context, &running)?;
    check_blind(conn, &running, &table)?;
    let deal = rules::deal(&table.board, &seed)?;
    Ok(Preview {
        fingerprint: fingerprint(&deal),
        deal,
        table,
        draw,
    })
}

/// Where members must not see names, every candidate's blind text is confirmed first.
pub(super) fn check_blind(conn: &mut Conn, running: &Running, table: &Table) -> Result<(), Error> {
    if !running.programme.review.is_blind {
        return Ok(());
    }
    let covered = reviews::store::count_confirmed(conn, running.round.id)?;
    let open = i64::try_from(table.candidates.len()).map_err(Error::fault)? - covered;
    if open > 0 {
        return Err(Refusal::NotBlindYet { open }.into());
    }
    Ok(())
}

/// Keeps the deal that was shown, and publishes its seed. Tells how many reviews it dealt out.
pub fn keep(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    shown: &str,
) -> Result<usize, Error> {
    let running = load_open(conn, context, round)?;
    conflicts::actions::find_new(conn, context, &running)?;
    let found = preview(conn, context, round)?;
    if found.fingerprint != shown {
        return Err(Refusal::Changed.into());
    }
    draws::open(conn, context, round, DrawPurpose::Reviews)?;
    let kept = KeptDeal {
        id: DealId::new(),
        round_id: round,
        draw_id: found.draw.id,
        total: found.deal.total,
        reviews: i64::try_from(found.deal.pairs.len()).map_err(Error::fault)?,
        kept_at: context.at,
    };
    store::insert_deal(conn, &kept)?;
    let mut fresh = Vec::with_capacity(found.deal.pairs.len());
    for pair in &found.deal.pairs {
        if found.table.board.met.contains_key(pair) {
            assign_again(conn, context, *pair, Some(kept.id))?;
        } else {
            fresh.push(new_review(context, round, *pair, Some(kept.id)));
        }
    }
    reviews::store::insert(conn, &fresh)?;
    let payload = serde_json::json!({
        "title": running.round.title,
        "count": kept.reviews,
        "total": kept.total,
    });
    rounds::actions::record(
        conn,
        context,
        &running.round,
        "reviews_dealt",
        (None, payload),
    )?;
    Ok(found.deal.pairs.len())
}

fn new_review(
    context: &Context,
    round: RoundId,
    (member, nomination): (MemberId, NominationId),
    deal: Option<DealId>,
) -> Review {
    Review {
        id: ReviewId::new(),
        round_id: round,
        nomination_id: nomination,
        member_id: member,
        state: ReviewState::Due,
        deal_id: deal,
        scores: Json::of(&Scores::new()),
        comment: String::new(),
        total: None,
        reason: None,
        assigned_at: context.at,
        saved_at: None,
        submitted_at: None,
        version: 1,
    }
}

/// Brings two together once more who were parted.
fn assign_again(
    conn: &mut Conn,
    context: &Context,
    (member, nomination): (MemberId, NominationId),
    deal: Option<DealId>,
) -> Result<ReviewId, Error> {
    let before = reviews::store::find(conn, member, nomination)?.ok_or(Error::NotFound)?;
    let seen = before.version;
    let again = Review {
        state: next(before.state, Step::Assign)?,
        deal_id: deal,
        reason: None,
        assigned_at: context.at,
        ..before
    };
    reviews::store::save(conn, &again, seen)?;
    Ok(again.id)
}

/// Saves that a member has a candidate from now on; the two may have met before.
pub(super) fn bring_together(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    (pair, has_met): ((MemberId, NominationId), bool),
    reason: &str,
) -> Result<ReviewId, Error> {
    let id = if has_met {
        assign_again(conn, context, pair, None)?
    } else {
        let review = new_review(context, running.round.id, pair, None);
        let id = review.id;
        reviews::store::insert(conn, &[review])?;
        id
    };
    record(conn, context, running, id, ("review_assigned", reason))?;
    Ok(id)
}

/// Gives one candidate to one more member, with a reason.
pub fn add(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    pair: (MemberId, NominationId),
    reason: &str,
) -> Result<ReviewId, Error> {
    let running = load_open(conn, context, round)?;
    conflicts::actions::check_known(conn, context, &running, |it| *it == pair)?;
    let table = store::load_table(conn, &running)?;
    table.candidate(pair.1)?;
    check_blind(conn, &running, &table)?;
    let reason = required(reason)?;
    add_to(conn, context, &running, &table, (pair, reason))
}

fn add_to(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    table: &Table,
    (pair, reason): ((MemberId, NominationId), &str),
) -> Result<ReviewId, Error> {
    may_add(&table.board, pair)?;
    let has_met = table.board.met.contains_key(&pair);
    bring_together(conn, context, running, (pair, has_met), reason)
}

fn required(reason: &str) -> Result<&str, Error> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    Ok(reason)
}

/// Takes a review that is not in away from a member, with a reason.
pub fn remove(
    conn: &mut Conn,
    context: &Context,
    (round, id): (RoundId, ReviewId),
    seen: i64,
    reason: &str,
) -> Result<Review, Error> {
    let running = load_open(conn, context, round)?;
    release(conn, context, &running, id, (seen, reason))
}

pub(super) fn release(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    id: ReviewId,
    (seen, reason): (i64, &str),
) -> Result<Review, Error> {
    let review = reviews::store::load(conn, id)?;
    if review.round_id != running.round.id {
        return Err(Error::NotFound);
    }
    may_remove(Some(review.state), reason)?;
    let released = Review {
        state: next(review.state, Step::Release)?,
        reason: Some(reason.trim().to_owned()),
        ..review
    };
    reviews::store::save(conn, &released, seen)?;
    record(conn, context, running, id, ("review_released", reason))?;
    Ok(released)
}

/// Takes a review from one member and gives the candidate to another.
pub fn move_to(
    conn: &mut Conn,
    context: &Context,
    (round, id): (RoundId, ReviewId),
    seen: i64,
    (to, reason): (MemberId, &str),
) -> Result<ReviewId, Error> {
    let running = load_open(conn, context, round)?;
    let pair = (to, reviews::store::load(conn, id)?.nomination_id);
    conflicts::actions::check_known(conn, context, &running, |it| *it == pair)?;
    release(conn, context, &running, id, (seen, reason))?;
    let table = store::load_table(conn, &running)?;
    add_to(conn, context, &running, &table, (pair, reason.trim()))
}

pub(super) fn record(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    id: ReviewId,
    (event, reason): (&'static str, &str),
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("reviews", id.0),
        organization: Some(organizations::store::load_bureau(conn)?.id),
        reason: Some(reason.trim()).filter(|it| !it.is_empty()),
        payload: serde_json::json!({ "title": running.round.title }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}
