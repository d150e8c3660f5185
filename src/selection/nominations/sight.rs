//! Who may know of which nominations of a round: the one answer for pages, files, lists and counts.
//!
//! Roles say how far somebody sees. Whoever stands in the round or has a seat on its committee sees
//! nothing as an officer of the whole city; and a seat takes away those with whom its member is in
//! conflict, or, where members must not know who is who, everybody.

use std::collections::BTreeSet;

use super::rules::NominationState;
use super::{Nomination, NominationId};
use crate::access::{Action, Actor, Denial, Reach};
use crate::db::Conn;
use crate::error::Error;
use crate::people::PersonId;
use crate::selection::committees::apart::Stake;
use crate::selection::conflicts;
use crate::selection::rounds::Running;

/// What a seat on the committee hides.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Hidden {
    /// There is no seat.
    Nothing,
    /// Those with whom the member is in conflict.
    Barred(BTreeSet<NominationId>),
    /// All others: a member who reviews by number must not find the names here.
    Everybody,
}

/// How far somebody sees into the nominations of one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    reader: Option<PersonId>,
    sees_drafts: bool,
    reach: Reach,
    hidden: Hidden,
}

impl Sight {
    /// As roles and the seat have it today.
    pub fn load(conn: &mut Conn, actor: &Actor, running: &Running) -> Result<Sight, Error> {
        let stake = Stake::load(conn, actor, running.round.id)?;
        let mut reach = actor.reach(Action::ViewNomination);
        reach.everywhere &= stake.is_none();
        let hidden = match stake.seat {
            None => Hidden::Nothing,
            Some(_) if running.programme.review.is_blind => Hidden::Everybody,
            Some(seat) => Hidden::Barred(conflicts::store::list_barred(conn, seat.id)?),
        };
        Ok(Sight {
            reader: actor.person,
            sees_drafts: actor.is_system(),
            reach,
            hidden,
        })
    }

    /// Whether the reader may know of a nomination. A draft is the teacher's own, whoever else looks.
    pub fn check(&self, nomination: &Nomination) -> Result<(), Denial> {
        let is_own = self.reader == Some(nomination.person_id);
        let is_draft = nomination.state == NominationState::Draft;
        let is_hidden = match &self.hidden {
            Hidden::Nothing => false,
            Hidden::Barred(barred) => barred.contains(&nomination.id),
            Hidden::Everybody => true,
        };
        let is_kept = (is_draft && !self.sees_drafts) || is_hidden;
        if (is_kept && !is_own) || !self.reach.covers(&nomination.facts()) {
            return Err(Denial::NotVisible);
        }
        Ok(())
    }

    /// Within which lists are read, before each nomination on them is checked.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Within which nominations are counted: a number would tell a member of a candidate who does not
    /// exist for them.
    pub fn counted(&self) -> Reach {
        match self.hidden {
            Hidden::Nothing => self.reach.clone(),
            Hidden::Barred(_) | Hidden::Everybody => Reach::default(),
        }
    }
}
