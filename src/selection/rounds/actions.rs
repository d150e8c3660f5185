//! What the bureau does with rounds: one function per use case.

use chrono::NaiveDate;

use super::rules::moving::{Move, go_on, step_back};
use super::rules::{self, RoundFields};
use super::{RoundId, RoundPhase, Running, SelectionRound, standing, store};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations;
use crate::selection::committees::apart::check_apart;
use crate::selection::conflicts;
use crate::selection::phases::{Permission, Phase};
use crate::selection::programmes;

/// A round that somebody may know of, with everything that says what may be done in it.
pub fn load_visible(conn: &mut Conn, context: &Context, id: RoundId) -> Result<Running, Error> {
    let running = store::load_running(conn, id)?;
    running.round.visible(&context.actor)?;
    Ok(running)
}

/// As [`load_visible`], for the bureau, which runs it: for an officer with nothing at stake in it.
pub fn load_own(conn: &mut Conn, context: &Context, id: RoundId) -> Result<Running, Error> {
    let running = load_visible(conn, context, id)?;
    may(&context.actor, Action::RunSelection, &Facts::default())?;
    check_apart(conn, context, id)?;
    Ok(running)
}

/// Opens a round of a programme's newest version, in preparation, with its phases planned.
pub fn open_round(
    conn: &mut Conn,
    context: &Context,
    (programme, track): (&str, &str),
    fields: &RoundFields,
) -> Result<RoundId, Error> {
    may(&context.actor, Action::RunSelection, &Facts::default())?;
    let unknown = || Error::input("track", Message::new("round-track-unknown"));
    let (programme_id, programme) =
        programmes::store::find_newest(conn, programme)?.ok_or_else(unknown)?;
    let track = programme.track(track).ok_or_else(unknown)?;
    let title = rules::check(fields, track, context.today()).map_err(Error::Input)?;
    let round = SelectionRound {
        id: RoundId::new(),
        programme_id,
        track: track.key.clone(),
        title,
        seats: fields.seats,
        places: rules::places(fields.seats, programme.funnel.nominees_per_seat.value),
        cutoff_on: fields.cutoff_on,
        phase: Phase::Preparation,
        created_at: context.at,
        closed_at: None,
        version: 1,
    };
    let phases = rules::plan(round.id, &programme, fields.starts_on);
    store::insert(conn, &round, &phases)?;
    let payload = serde_json::json!({
        "title": round.title,
        "programme": programme.name,
        "track": track.name,
        "seats": round.seats,
        "places": round.places,
        "cutoff_on": round.cutoff_on.to_string(),
    });
    record(conn, context, &round, "round_opened", (None, payload))?;
    Ok(round.id)
}

/// How a round goes on.
#[derive(Debug, Clone, Copy)]
pub struct Onward<'a> {
    /// The last day of the next phase.
    pub ends_on: NaiveDate,
    /// Why now.
    pub reason: &'a str,
    /// Whether what could not be done any more may be left undone.
    pub accepts_stranded: bool,
}

/// Goes on to the next phase, whose last day is said anew; after the last phase the round is closed.
/// Refused while the next phase could not be, and while something would be left undone for good,
/// unless that is accepted.
pub fn advance_round(
    conn: &mut Conn,
    context: &Context,
    id: RoundId,
    seen: i64,
    onward: &Onward<'_>,
) -> Result<Phase, Error> {
    let running = load_own(conn, context, id)?;
    let today = context.today();
    let standing = standing::load(conn, &running)?;
    let to = Move {
        to: running.next_phase(),
        ends_on: onward.ends_on,
        reason: onward.reason,
        today,
    };
    let next = go_on(&running.round, &standing, &to, onward.accepts_stranded)?;
    let before = running.round.phase;
    if let Ok(over) = running.phase(before) {
        let over = RoundPhase {
            closed_at: Some(context.at),
            ..over.clone()
        };
        store::save_phase(conn, &over)?;
    }
    if next != Phase::Closed {
        let opened = RoundPhase {
            starts_on: today,
            ends_on: onward.ends_on,
            opened_at: Some(context.at),
            ..running.phase(next)?.clone()
        };
        store::save_phase(conn, &opened)?;
        for later in rules::follow(&running.phases, running.phase(next)?, &opened) {
            store::save_phase(conn, &later)?;
        }
    }
    let left_undone: i64 = standing.stranded.iter().map(|it| it.count).sum();
    let mut payload = serde_json::json!({ "phase": next, "phase_before": before });
    if left_undone > 0 {
        payload["left_undone"] = left_undone.into();
    }
    let told = ("round_advanced", onward.reason, payload);
    save_moved(conn, context, running, (next, seen), told)?;
    Ok(next)
}

/// Goes back to the phase before, which is open until a day. What was done since stays; nothing goes
/// back behind a ballot or behind posted results.
pub fn step_back_round(
    conn: &mut Conn,
    context: &Context,
    id: RoundId,
    seen: i64,
    (ends_on, reason): (NaiveDate, &str),
) -> Result<Phase, Error> {
    let running = load_own(conn, context, id)?;
    let standing = standing::load(conn, &running)?;
    let back = Move {
        to: running.phase_before(),
        ends_on,
        reason,
        today: context.today(),
    };
    let before = step_back(&running.round, &standing, &back)?;
    let left = running.round.phase;
    let planned = RoundPhase {
        opened_at: None,
        ..running.phase(left)?.clone()
    };
    let open_again = RoundPhase {
        ends_on,
        closed_at: None,
        ..running.phase(before)?.clone()
    };
    store::save_phase(conn, &planned)?;
    store::save_phase(conn, &open_again)?;
    let payload = serde_json::json!({ "phase": before, "phase_before": left });
    let told = ("round_stepped_back", reason, payload);
    save_moved(conn, context, running, (before, seen), told)?;
    Ok(before)
}

/// Saves a round in another phase. Candidates may have come since conflicts were last looked for, so
/// they are looked for again where anything can be decided about them.
fn save_moved(
    conn: &mut Conn,
    context: &Context,
    running: Running,
    (phase, seen): (Phase, i64),
    (event, reason, mut payload): (&'static str, &str, serde_json::Value),
) -> Result<(), Error> {
    let round = SelectionRound {
        phase,
        closed_at: (phase == Phase::Closed).then_some(context.at),
        ..running.round
    };
    store::save(conn, &round, seen)?;
    payload["title"] = round.title.as_str().into();
    record(conn, context, &round, event, (Some(reason), payload))?;
    if phase.permissions().contains(&Permission::ManageConflicts) {
        let running = store::load_running(conn, round.id)?;
        conflicts::actions::find_new(conn, context, &running)?;
    }
    Ok(())
}

/// Changes the days of a phase that is not over; what is planned after it moves along if it gets
/// longer.
pub fn reschedule_phase(
    conn: &mut Conn,
    context: &Context,
    (id, phase): (RoundId, Phase),
    seen: i64,
    days: (NaiveDate, NaiveDate),
    reason: &str,
) -> Result<(), Error> {
    let running = load_own(conn, context, id)?;
    let changed = rules::reschedule(running.phase(phase)?, days, reason, context.today())?;
    store::save_phase(conn, &changed)?;
    for later in rules::move_along(&running.phases, running.phase(phase)?, &changed) {
        store::save_phase(conn, &later)?;
    }
    store::save(conn, &running.round, seen)?;
    let payload = serde_json::json!({
        "title": running.round.title,
        "phase": phase,
        "starts_on": changed.starts_on.to_string(),
        "ends_on": changed.ends_on.to_string(),
    });
    record(
        conn,
        context,
        &running.round,
        "phase_rescheduled",
        (Some(reason), payload),
    )
}

/// Writes what was done with a round into the journal.
pub fn record(
    conn: &mut Conn,
    context: &Context,
    round: &SelectionRound,
    event: &'static str,
    (reason, payload): (Option<&str>, serde_json::Value),
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("selection_rounds", round.id.0),
        organization: Some(organizations::store::load_bureau(conn)?.id),
        reason: reason.map(str::trim),
        payload,
    };
    journal::record(conn, context, act)?;
    Ok(())
}
