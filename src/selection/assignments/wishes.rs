//! Whom a member would like to review: said by the member, weighed by the deal, seen by nobody else.

use std::collections::BTreeMap;

use super::rules::WISHES;
use super::{Wish, store};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations;
use crate::selection::committees::actions::load_as_member;
use crate::selection::phases::Permission;
use crate::selection::reviews::sight::{self, Face, Handle};
use crate::selection::rounds::RoundId;

/// The candidates that exist for a member, with what the member wishes; 0 for the rest.
pub fn list_own(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
) -> Result<Vec<(Face, i64)>, Error> {
    let (running, member) = load_as_member(conn, context, round)?;
    let wishes = store::list_wishes_of(conn, member.id)?;
    let faces = sight::list_faces(conn, &running, &member)?;
    let told = faces.into_iter().map(|face| {
        let wish = wishes.get(&face.nomination).copied().unwrap_or(0);
        (face, wish)
    });
    Ok(told.collect())
}

/// Keeps what a member wishes; candidates that are not named are as welcome as any.
pub fn keep(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    typed: &[(Handle, i64)],
) -> Result<(), Error> {
    let (running, member) = load_as_member(conn, context, round)?;
    running.may_now(Permission::AssignReviews, context.today())?;
    let visible = sight::list_faces(conn, &running, &member)?;
    let mut wishes = BTreeMap::new();
    for (candidate, preference) in typed {
        // Whoever became barred since the page was shown does not exist, and the rest is kept.
        let Some(face) = visible.iter().find(|it| it.handle() == *candidate) else {
            continue;
        };
        if !WISHES.contains(preference) {
            let range = Message::new("wish-range")
                .with("least", *WISHES.start())
                .with("most", *WISHES.end());
            return Err(Error::input("wishes", range));
        }
        wishes.insert(face.nomination, *preference);
    }
    wishes.retain(|_, preference| *preference != 0);
    let wishes: Vec<Wish> = wishes
        .into_iter()
        .map(|(nomination_id, preference)| Wish {
            member_id: member.id,
            nomination_id,
            preference,
        })
        .collect();
    store::replace_wishes(conn, member.id, &wishes)?;
    let act = Act {
        event: "wishes_stated",
        subject: ("committee_members", member.id.0),
        organization: Some(organizations::store::load_bureau(conn)?.id),
        reason: None,
        payload: serde_json::json!({ "title": running.round.title, "count": wishes.len() }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}
