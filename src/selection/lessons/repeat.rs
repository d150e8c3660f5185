//! What an order of lessons is drawn from, kept with its draw so that whoever may see it can draw
//! again: `docs/selection-engines.md` says how.

use serde::{Deserialize, Serialize};

use super::rules::Slot;
use crate::db::Conn;
use crate::error::Error;
use crate::selection::draws::{self, Draw, DrawPurpose};
use crate::selection::nominations::NominationId;
use crate::selection::rounds::RoundId;

/// What an order was drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inputs {
    /// Who was put in order: the lot goes by the id.
    pub candidates: Vec<NominationId>,
    /// The number of the first.
    pub first: i64,
    /// Places that were free, in the order in which they are taken.
    pub places: Vec<Slot>,
}

/// What a draw was made from; none where it was made before that was kept.
pub fn inputs(draw: &Draw) -> Result<Option<Inputs>, Error> {
    let broken = |error| Error::Fault(format!("draw {}: {error}", draw.id));
    let inputs = draw.inputs.as_ref();
    inputs.map(|it| it.read().map_err(broken)).transpose()
}

/// The draw that puts a candidate in order, or will: the one that was made from their id. One of
/// before that was kept is the only one.
pub fn find_draw(
    conn: &mut Conn,
    round: RoundId,
    candidate: NominationId,
) -> Result<Option<Draw>, Error> {
    let mut newest = None;
    for draw in draws::list(conn, round)? {
        if draw.purpose != DrawPurpose::Lessons {
            continue;
        }
        let inputs = inputs(&draw)?;
        if inputs.is_some_and(|it| it.candidates.contains(&candidate)) {
            return Ok(Some(draw));
        }
        newest = Some(draw);
    }
    Ok(newest)
}
