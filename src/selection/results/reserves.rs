//! The order of equals on the reserve list: a lot that was sealed before anybody could know it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{Refusal, ResultState, has_equals, order_by_lot};
use super::{SelectionResult, store};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::selection::committees;
use crate::selection::draws::{self, DrawPurpose};
use crate::selection::phases::Permission;
use crate::selection::rounds::{RoundId, Running};

/// What an order of equals is drawn from, as it is kept with the draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inputs {
    /// Places by the ballots, by nomination: equals have the same, and the lot goes by the id.
    pub ranks: BTreeMap<Uuid, i64>,
}

/// Whether some who wait on the reserve list share a place.
pub fn is_undrawn(results: &[SelectionResult]) -> bool {
    let waiting = results.iter().filter(|it| it.state == ResultState::Reserve);
    has_equals(waiting.filter_map(|it| it.reserve_rank))
}

/// A round in which a draw is due, for its secretary.
fn load_due(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
) -> Result<(Running, Vec<SelectionResult>), Error> {
    let running = committees::actions::load_as_secretary(conn, context, round)?;
    running.may_now(Permission::PostResults, context.today())?;
    let results = store::list(conn, round)?;
    if !is_undrawn(&results) {
        return Err(Refusal::NothingToDraw.into());
    }
    Ok((running, results))
}

/// Announces the draw: from now on the seed is fixed, and nobody knows it.
pub fn announce_order(conn: &mut Conn, context: &Context, round: RoundId) -> Result<(), Error> {
    load_due(conn, context, round)?;
    draws::announce(conn, context, round, DrawPurpose::Reserves)?;
    Ok(())
}

/// Opens the seed, and gives equals their places by it.
pub fn draw_order(conn: &mut Conn, context: &Context, round: RoundId) -> Result<(), Error> {
    let (_, results) = load_due(conn, context, round)?;
    let inputs = Inputs {
        ranks: results
            .iter()
            .filter_map(|it| Some((it.nomination_id.0, it.reserve_rank?)))
            .collect(),
    };
    draws::keep_inputs(conn, round, DrawPurpose::Reserves, &Json::of(&inputs))?;
    let seed = draws::open(conn, context, round, DrawPurpose::Reserves)?;
    let drawn = order_by_lot(&seed, &inputs.ranks);
    for result in results {
        let rank = drawn.get(&result.nomination_id.0).copied();
        if rank != result.reserve_rank {
            let moved = SelectionResult {
                reserve_rank: rank,
                ..result
            };
            store::save(conn, &moved)?;
        }
    }
    Ok(())
}
