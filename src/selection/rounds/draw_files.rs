//! Draws that a reader can compare, and what candidates' lots were drawn from as a file, with ids in
//! place of names: whoever may see such a draw can draw again. `docs/selection-engines.md` says how.

use rocket::http::ContentType;
use serde_json::{Value, json};

use super::{RoundId, actions};
use crate::access::Action;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::selection::committees::apart::Stake;
use crate::selection::draws::{self, Draw, DrawPurpose};
use crate::selection::nominations::rules::Stand;
use crate::selection::{lessons, nominations, results};
use crate::web::answer::Download;

/// Draws whose commitment and seed the reader can compare: the committee's for everybody, the order of
/// lessons for those who have one, the order of equals for those on the reserve list, and all of them
/// for officers.
pub fn list_draws(conn: &mut Conn, context: &Context, id: RoundId) -> Result<Vec<Draw>, Error> {
    let stake = Stake::load(conn, &context.actor, id)?;
    let is_officer = stake.is_none() && context.actor.can_ever(Action::ViewCommittee);
    let waits = waits(conn, context, id)?;
    let teaches = teaches(conn, context, id)?;
    let mut draws = draws::list(conn, id)?;
    draws.retain(|it| match it.purpose {
        DrawPurpose::Committee => true,
        DrawPurpose::Lessons => teaches || is_officer,
        DrawPurpose::Reserves => waits || is_officer,
        DrawPurpose::Reviews => is_officer,
    });
    Ok(draws)
}

/// Whether the reader is a candidate of the order of lessons, drawn or about to be.
fn teaches(conn: &mut Conn, context: &Context, id: RoundId) -> Result<bool, Error> {
    let Some(person) = context.actor.person else {
        return Ok(false);
    };
    let nomination = nominations::store::find(conn, id, person)?;
    Ok(nomination.is_some_and(|it| Stand::of(&it) == Stand::Eligible))
}

/// Whether the reader has a place on the reserve list, or moved up from it.
fn waits(conn: &mut Conn, context: &Context, id: RoundId) -> Result<bool, Error> {
    let Some(person) = context.actor.person else {
        return Ok(false);
    };
    let Some(nomination) = nominations::store::find(conn, id, person)? else {
        return Ok(false);
    };
    let result = results::store::find(conn, nomination.id)?;
    Ok(result.is_some_and(|it| it.reserve_rank.is_some()))
}

/// Where the file of a draw is; none while its seed is sealed, and for draws that no file can repeat.
pub fn href(draw: &Draw) -> Option<String> {
    let has_file = matches!(draw.purpose, DrawPurpose::Lessons | DrawPurpose::Reserves);
    let is_made = draw.seed.is_some() && draw.inputs.is_some();
    (has_file && is_made)
        .then(|| format!("/selection/{}/draws/{}.json", draw.round_id, draw.purpose))
}

/// The draws of a purpose that were made, for whoever can compare them.
pub fn download(
    conn: &mut Conn,
    context: &Context,
    id: RoundId,
    purpose: DrawPurpose,
) -> Result<Download, Error> {
    let running = actions::load_visible(conn, context, id)?;
    let mut all = list_draws(conn, context, id)?;
    all.retain(|it| it.purpose == purpose && it.seed.is_some());
    if all.is_empty() {
        return Err(Error::NotFound);
    }
    let told = |it: &Draw| {
        json!({
            "commitment": it.commitment_hex(),
            "seed": it.seed_hex(),
            "inputs": it.inputs.as_ref().map(|it| &it.0),
        })
    };
    let file = json!({
        "round": running.round.title,
        "draws": all.iter().map(told).collect::<Vec<Value>>(),
        "drawn": list_drawn(conn, id, purpose)?,
    });
    Ok(Download {
        name: format!("{}-{purpose}.json", running.round.title),
        media_type: ContentType::JSON,
        body: serde_json::to_vec_pretty(&file).map_err(Error::fault)?,
    })
}

/// What came out: who has which place.
fn list_drawn(conn: &mut Conn, id: RoundId, purpose: DrawPurpose) -> Result<Vec<Value>, Error> {
    let placed = match purpose {
        DrawPurpose::Lessons => {
            let lessons = lessons::store::list_lessons(conn, id)?.into_iter();
            lessons.map(|it| (it.place, it.nomination_id)).collect()
        }
        DrawPurpose::Reserves => {
            let results = results::store::list(conn, id)?.into_iter();
            let placed = results.filter_map(|it| Some((it.reserve_rank?, it.nomination_id)));
            let mut placed: Vec<_> = placed.collect();
            placed.sort_unstable_by_key(|it| it.0);
            placed
        }
        DrawPurpose::Committee | DrawPurpose::Reviews => Vec::new(),
    };
    let told = placed.into_iter();
    Ok(told
        .map(|(place, candidate)| json!({ "place": place, "candidate": candidate }))
        .collect())
}
