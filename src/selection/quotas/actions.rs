//! What the bureau does with places.

use super::rules::{self, Typed};
use super::{Dimension, store};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;
use crate::selection::phases::Permission;
use crate::selection::rounds::{self, RoundId};

/// Shares the places of a round out over a dimension, by the teachers on file on the round's day, in
/// place of what was there. While the round is prepared; nominees rely on it afterwards.
pub fn share_places(
    conn: &mut Conn,
    context: &Context,
    id: RoundId,
    seen: i64,
    dimension: Dimension,
    lines: &[Typed],
) -> Result<(), Error> {
    let running = rounds::actions::load_own(conn, context, id)?;
    running.may_now(Permission::SetQuotas, context.today())?;
    let circle = running.circle();
    let round = running.round;
    let limits = rules::read(lines).map_err(Error::Input)?;
    let weights = store::count_teachers(conn, dimension, &circle, round.cutoff_on)?;
    let shares = rules::share_out(id, dimension, round.places, &weights, &limits)
        .map_err(|impossible| Error::input("floors", Message::from(impossible)))?;
    store::replace(conn, id, dimension, &shares)?;
    rounds::store::save(conn, &round, seen)?;
    let payload = serde_json::json!({
        "title": round.title,
        "dimension": dimension,
        "places": round.places,
        "shares": shares.iter().map(|it| serde_json::json!({
            "share": it.key,
            "weight": it.weight,
            "floor": it.floor,
            "cap": it.cap,
            "places": it.places,
        })).collect::<Vec<_>>(),
    });
    rounds::actions::record(conn, context, &round, "places_shared", (None, payload))
}
