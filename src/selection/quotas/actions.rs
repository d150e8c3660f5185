//! What the bureau does with places.

use super::rules::{self, Limits, Typed};
use super::{Dimension, store};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;
use crate::selection::phases::Permission;
use crate::selection::programmes::Circle;
use crate::selection::rounds::{self, RoundId, Running, SelectionRound};

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
    let limits = rules::read(lines).map_err(Error::Input)?;
    let shared = (dimension, "floors", &limits);
    share(conn, context, (&running.round, &running.circle()), shared)?;
    rounds::store::save(conn, &running.round, seen)
}

/// Shares out again what a round has shared out, within the same floors and caps, after its places or
/// its day changed; refused at the field `seats` if that cannot be.
pub fn share_again(conn: &mut Conn, context: &Context, running: &Running) -> Result<(), Error> {
    let circle = running.circle();
    for dimension in Dimension::ALL.iter().copied() {
        let shares = store::list(conn, running.round.id, dimension)?;
        if shares.is_empty() {
            continue;
        }
        let limits = shares.into_iter().map(|it| (it.key, (it.floor, it.cap)));
        let shared = (dimension, "seats", &limits.collect());
        share(conn, context, (&running.round, &circle), shared)?;
    }
    Ok(())
}

/// Shares out over one dimension; `field` is where the form says that it cannot be.
fn share(
    conn: &mut Conn,
    context: &Context,
    (round, circle): (&SelectionRound, &Circle),
    (dimension, field, limits): (Dimension, &'static str, &Limits),
) -> Result<(), Error> {
    let weights = store::count_teachers(conn, dimension, circle, round.cutoff_on)?;
    let shares = rules::share_out(round.id, dimension, round.places, &weights, limits)
        .map_err(|impossible| Error::input(field, Message::from(impossible)))?;
    store::replace(conn, round.id, dimension, &shares)?;
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
    rounds::actions::record(conn, context, round, "places_shared", (None, payload))
}
