//! What decisions on conflicts do to reviews: nobody keeps a candidate who does not exist for them, and
//! whoever is cleared comes back only where there is room.

use std::collections::BTreeSet;

use super::actions::{bring_together, record};
use super::rules::{may_add, may_stay};
use super::store::{self, Table};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::selection::conflicts;
use crate::selection::conflicts::store::Pair;
use crate::selection::reviews::Review;
use crate::selection::reviews::rules::{FOR_CONFLICT, ReviewState, Step, next};
use crate::selection::reviews::store::{self as reviews, Brief};
use crate::selection::rounds::Running;

/// Lets reviews follow what became of conflicts since `before`, in the same act.
pub fn follow_conflicts(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    before: &BTreeSet<Pair>,
) -> Result<(), Error> {
    let after = conflicts::store::list_all_barred(conn, running.round.id)?;
    if after == *before {
        return Ok(());
    }
    let mut table = store::load_table(conn, running)?;
    for review in table.reviews.clone() {
        let pair = (review.member, review.nomination);
        match (before.contains(&pair), after.contains(&pair)) {
            (false, true) if review.state == ReviewState::Due => {
                take_away(conn, context, running, (&review, Step::Release))?;
            }
            (true, false) => clear(conn, context, running, (&mut table, &review))?,
            _ => {}
        }
    }
    Ok(())
}

/// Somebody else may have taken the place of a review while its pair was barred.
fn clear(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    (table, review): (&mut Table, &Brief),
) -> Result<(), Error> {
    let pair = (review.member, review.nomination);
    match review.state {
        ReviewState::Submitted if !may_stay(&table.board, review.nomination) => {
            take_away(conn, context, running, (review, Step::Replace))?;
            table.board.count(pair, -1);
        }
        ReviewState::Released => {
            let full = reviews::load(conn, review.id)?;
            let is_ours = full.reason.as_deref() == Some(FOR_CONFLICT);
            if is_ours && may_add(&table.board, pair).is_ok() {
                bring_together(conn, context, running, (pair, true), "")?;
                table.board.count(pair, 1);
            }
        }
        ReviewState::Due | ReviewState::Submitted | ReviewState::Declined => {}
    }
    Ok(())
}

fn take_away(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    (review, step): (&Brief, Step),
) -> Result<(), Error> {
    let full = reviews::load(conn, review.id)?;
    let seen = full.version;
    let released = Review {
        state: next(full.state, step)?,
        reason: Some(FOR_CONFLICT.to_owned()),
        total: None,
        submitted_at: None,
        ..full
    };
    reviews::save(conn, &released, seen)?;
    record(conn, context, running, review.id, ("review_barred", ""))
}
