//! What the bureau does with places.

use super::rules::{self, Limits, Typed};
use super::{Dimension, store};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::{Fact, Message};
use crate::organizations::{self, Stage};
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
    let limits = match rules::read(lines) {
        Ok(limits) => limits,
        Err(mut errors) => {
            for (_, message) in &mut errors.0 {
                name_key(conn, dimension, message)?;
            }
            return Err(Error::Input(errors));
        }
    };
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
    let shares = match rules::share_out(round.id, dimension, round.places, &weights, limits) {
        Ok(shares) => shares,
        Err(impossible) => {
            let mut message = Message::from(impossible);
            name_key(conn, dimension, &mut message)?;
            return Err(Error::input(field, message));
        }
    };
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

/// Puts what a key is called into a message that has it as a fact.
fn name_key(conn: &mut Conn, dimension: Dimension, message: &mut Message) -> Result<(), Error> {
    for (name, fact) in &mut message.facts {
        let Fact::Text(key) = &*fact else { continue };
        if *name != "key" {
            continue;
        }
        let called = match dimension {
            Dimension::District if key.is_empty() => Some(Fact::Key("quota-bureau-run")),
            Dimension::District => {
                organizations::store::find_by_code(conn, key)?.map(|it| it.named())
            }
            Dimension::Stage => key.parse().ok().map(|it: Stage| Fact::Key(it.name_key())),
            Dimension::Subject => None,
        };
        *fact = called.unwrap_or_else(|| fact.clone());
    }
    Ok(())
}
