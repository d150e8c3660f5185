//! Who is part of a round, and therefore no officer in it: whoever stands in it, has a seat on its
//! committee, or waits for one as a reserve. Whoever moves up has then read nothing as an officer that
//! members do not read.

use std::collections::BTreeSet;

use super::{Member, store};
use crate::access::{Actor, Denial};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;
use crate::people::PersonId;
use crate::selection::nominations;
use crate::selection::rounds::RoundId;

/// What somebody has at stake in a round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stake {
    /// Whether they are nominated, and have not given up.
    pub stands: bool,
    /// The seat that they have, or may come to.
    pub seat: Option<Member>,
}

impl Stake {
    /// Of whoever acts; the program itself has none.
    pub fn load(conn: &mut Conn, actor: &Actor, round: RoundId) -> Result<Stake, Error> {
        let Some(person) = actor.person else {
            return Ok(Stake::default());
        };
        let nomination = nominations::store::find(conn, round, person)?;
        let seat = store::find_member(conn, round, person)?;
        Ok(Stake {
            stands: nomination.is_some_and(|it| it.state.stands()),
            seat: seat.filter(|it| it.state.is_drawn()),
        })
    }

    /// Whether there is nothing.
    pub fn is_none(&self) -> bool {
        !self.stands && self.seat.is_none()
    }
}

/// Refuses whoever stands in a round or serves in it: they act in it as nothing else. Schools and
/// districts are no such officers, their cases are their own (`workflow`).
pub fn check_apart(conn: &mut Conn, context: &Context, round: RoundId) -> Result<(), Error> {
    if Stake::load(conn, &context.actor, round)?.is_none() {
        Ok(())
    } else {
        Err(Error::not_allowed(Message::new("round-apart")))
    }
}

/// Refuses whoever stands in a round.
pub fn check_stands_not(conn: &mut Conn, context: &Context, round: RoundId) -> Result<(), Error> {
    if Stake::load(conn, &context.actor, round)?.stands {
        Err(Denial::OwnCase.into())
    } else {
        Ok(())
    }
}

/// Everybody who is part of a round.
pub fn list_parts(conn: &mut Conn, round: RoundId) -> Result<BTreeSet<PersonId>, Error> {
    let standing = nominations::store::list_standing(conn, round)?;
    let members = store::list_members(conn, round)?.into_iter();
    let seated = members
        .filter(|it| it.state.is_drawn())
        .map(|it| it.person_id);
    Ok(standing.into_iter().chain(seated).collect())
}
