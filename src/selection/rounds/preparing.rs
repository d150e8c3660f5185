//! What the bureau does with a round that is being prepared: as long as nobody else has seen it, it can
//! be changed, or dropped.

use chrono::NaiveDate;

use super::actions::{load_own, record};
use super::rules::{self, RoundFields};
use super::{RoundId, Running, SelectionRound, store};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;
use crate::selection::phases::Permission;
use crate::selection::quotas;

/// What can be said anew; track and days have ways of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its title.
    pub title: String,
    /// How many can win.
    pub seats: i64,
    /// Evidence counts up to this day.
    pub cutoff_on: NaiveDate,
}

/// A round in preparation, for the officer who runs it.
pub fn load_prepared(conn: &mut Conn, context: &Context, id: RoundId) -> Result<Running, Error> {
    let running = load_own(conn, context, id)?;
    running.may_now(Permission::SetQuotas, context.today())?;
    Ok(running)
}

/// Changes title, seats or day of a round. What was shared out is shared out again within the same
/// floors and caps.
pub fn change_round(
    conn: &mut Conn,
    context: &Context,
    id: RoundId,
    seen: i64,
    change: &Change,
) -> Result<(), Error> {
    let running = load_prepared(conn, context, id)?;
    let before = &running.round;
    let unknown = || Error::Fault(format!("round {id} is of no track"));
    let track = running.programme.track(&before.track).ok_or_else(unknown)?;
    let today = context.today();
    let starts_on = running.phases.first().map_or(today, |it| it.starts_on);
    let fields = RoundFields {
        title: change.title.clone(),
        seats: change.seats,
        cutoff_on: change.cutoff_on,
        starts_on,
    };
    // Its first day was checked when it was opened; time goes on while it is prepared.
    let title = rules::check(&fields, track, today.min(starts_on)).map_err(Error::Input)?;
    let ratio = running.programme.funnel.nominees_per_seat.value;
    let round = SelectionRound {
        title,
        seats: change.seats,
        places: rules::places(change.seats, ratio),
        cutoff_on: change.cutoff_on,
        ..before.clone()
    };
    let payload = serde_json::json!({
        "title": round.title,
        "title_before": before.title,
        "seats": round.seats,
        "seats_before": before.seats,
        "places": round.places,
        "cutoff_on": round.cutoff_on.to_string(),
        "cutoff_on_before": before.cutoff_on.to_string(),
    });
    let is_weighed_anew = (round.places, round.cutoff_on) != (before.places, before.cutoff_on);
    store::save(conn, &round, seen)?;
    record(conn, context, &round, "round_changed", (None, payload))?;
    if is_weighed_anew {
        let changed = Running { round, ..running };
        quotas::actions::share_again(conn, context, &changed)?;
    }
    Ok(())
}

/// Drops a round that was opened by mistake. The journal keeps that it was, and why it is gone.
pub fn drop_round(
    conn: &mut Conn,
    context: &Context,
    id: RoundId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let round = load_prepared(conn, context, id)?.round;
    if reason.trim().is_empty() {
        let missing = Message::new("workflow-reason-missing");
        return Err(Error::input("reason", missing));
    }
    store::save(conn, &round, seen)?;
    for dimension in quotas::Dimension::ALL {
        quotas::store::replace(conn, id, *dimension, &[])?;
    }
    store::delete(conn, id)?;
    let payload = serde_json::json!({ "title": round.title });
    record(
        conn,
        context,
        &round,
        "round_dropped",
        (Some(reason), payload),
    )
}
