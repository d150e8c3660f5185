//! How much each member reviews at most: what the programme says, until the secretary says otherwise.

use super::actions::load_open;
use super::rules::{LOADS, Obstacle, Refusal, deal};
use super::store;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations;
use crate::secrets::{hex, sha256};
use crate::selection::committees::rules::required_reason;
use crate::selection::committees::{self, Member, MemberId};
use crate::selection::conflicts;
use crate::selection::rounds::{RoundId, Running};

/// Sets what one member reviews at most, with a reason. What the member has already stays.
pub fn set_load(
    conn: &mut Conn,
    context: &Context,
    (round, id): (RoundId, MemberId),
    seen: i64,
    (most, reason): (i64, &str),
) -> Result<(), Error> {
    let running = load_open(conn, context, round)?;
    let member = committees::store::load(conn, id)?;
    if member.round_id != round {
        return Err(Error::NotFound);
    }
    if !member.serves() {
        return Err(Refusal::DoesNotServe.into());
    }
    if !LOADS.contains(&most) {
        let range = Message::new("load-range")
            .with("least", *LOADS.start())
            .with("most", *LOADS.end());
        return Err(Error::input("load_max", range));
    }
    let reason = required_reason(reason)?;
    save(conn, context, &running, member, (seen, most, &reason))
}

/// What tells proposed raises from any others.
pub fn fingerprint(raises: &[(MemberId, i64)]) -> String {
    let mut bytes = Vec::with_capacity(raises.len() * 24);
    for (member, more) in raises {
        bytes.extend_from_slice(member.0.as_bytes());
        bytes.extend_from_slice(&more.to_be_bytes());
    }
    hex(&sha256(&bytes))
}

/// Raises loads as the refused deal proposed: the fewest reviews more that make it possible. What was
/// shown is what is kept.
pub fn raise_loads(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    (shown, reason): (&str, &str),
) -> Result<(), Error> {
    let running = load_open(conn, context, round)?;
    conflicts::actions::find_new(conn, context, &running)?;
    let board = store::load_table(conn, &running)?.board;
    // Whether it can be does not depend on the seed.
    let Err(Refusal::Infeasible(Obstacle::LoadsTooSmall { raises, .. })) = deal(&board, &[]) else {
        return Err(Refusal::Changed.into());
    };
    if fingerprint(&raises) != shown {
        return Err(Refusal::Changed.into());
    }
    let reason = required_reason(reason)?;
    for (id, more) in raises {
        let member = committees::store::load(conn, id)?;
        let present = member.load_max.unwrap_or(board.load_max);
        let has = board.reviewers.iter().find(|it| it.id == id);
        // Whoever has more than they may has no room to begin with.
        let most = present.max(has.map_or(0, |it| it.load)) + more;
        let seen = member.version;
        save(conn, context, &running, member, (seen, most, &reason))?;
    }
    Ok(())
}

fn save(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    member: Member,
    (seen, most, reason): (i64, i64, &str),
) -> Result<(), Error> {
    let id = member.id;
    let changed = Member {
        load_max: Some(most),
        changed_at: context.at,
        ..member
    };
    committees::store::save(conn, &changed, seen)?;
    let act = Act {
        event: "member_load_set",
        subject: ("committee_members", id.0),
        organization: Some(organizations::store::load_bureau(conn)?.id),
        reason: Some(reason),
        payload: serde_json::json!({ "title": running.round.title, "load_max": most }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}
