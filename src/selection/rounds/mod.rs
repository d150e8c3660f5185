//! Rounds: one run of a programme for one of its tracks, phase by phase.
//!
//! The bureau opens a round and goes from phase to phase with reasons; what a phase permits is in
//! `phases`. Start with `rules` (opening, moving, going on and back), then `actions`; `standing` reads
//! what going on rests on. Who sees a round is said
//! in one place, [`SelectionRound::visible`]. Not here: places (`quotas`), nominations.

pub mod actions;
pub mod change_page;
pub mod draw_files;
pub mod pages;
pub mod preparing;
pub mod routes;
pub mod rules;
pub mod standing;
pub mod store;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::phases::{OpenPhase, Permission, Phase, Refusal, may_now};
use super::programmes::{Circle, Programme, ProgrammeId};
use crate::access::{Action, Actor, Denial, Facts, may};
use crate::db::At;
use crate::db::schema::{round_phases, selection_rounds};
use crate::error::Error;

crate::id_type!(
    /// A round.
    RoundId
);

/// A round as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = selection_rounds, treat_none_as_default_value = false)]
pub struct SelectionRound {
    /// Its id.
    pub id: RoundId,
    /// The version of the programme that it runs under.
    pub programme_id: ProgrammeId,
    /// What can be won: a track's key.
    pub track: String,
    /// Its title.
    pub title: String,
    /// How many can win; a seat may stay empty.
    pub seats: i64,
    /// How many can be nominated.
    pub places: i64,
    /// Evidence counts up to this day.
    pub cutoff_on: NaiveDate,
    /// The one open phase.
    pub phase: Phase,
    /// When it was made.
    pub created_at: At,
    /// When it ended.
    pub closed_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}

/// A phase of a round.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = round_phases, treat_none_as_default_value = false)]
pub struct RoundPhase {
    /// Of which round.
    pub round_id: RoundId,
    /// Which.
    pub phase: Phase,
    /// Its first day: planned, or when it was opened.
    pub starts_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// When the bureau opened it.
    pub opened_at: Option<At>,
    /// When the bureau went on.
    pub closed_at: Option<At>,
}

impl SelectionRound {
    /// Whether somebody may know of it: the one answer for pages, lists and everything in it. While it
    /// is prepared it is the bureau's own.
    pub fn visible(&self, actor: &Actor) -> Result<(), Denial> {
        let action = if self.phase == Phase::Preparation {
            Action::ViewPreparedSelection
        } else {
            Action::ViewSelection
        };
        may(actor, action, &Facts::default()).map(|_| ())
    }
}

/// A round with everything that says what may be done in it.
#[derive(Debug, Clone)]
pub struct Running {
    /// The round.
    pub round: SelectionRound,
    /// Its programme.
    pub programme: Programme,
    /// Its phases, in order.
    pub phases: Vec<RoundPhase>,
}

impl Running {
    /// The open phase with its days. Preparation has no row: it lasts until the bureau goes on.
    pub fn open_phase(&self) -> OpenPhase {
        let row = self.phases.iter().find(|it| it.phase == self.round.phase);
        OpenPhase {
            phase: self.round.phase,
            starts_on: row.map_or(NaiveDate::MIN, |it| it.starts_on),
            ends_on: row.map_or(NaiveDate::MAX, |it| it.ends_on),
        }
    }

    /// Whether something may be done in the round on a day.
    pub fn may_now(&self, permission: Permission, today: NaiveDate) -> Result<(), Refusal> {
        may_now(&self.open_phase(), permission, today)
    }

    /// The phase that comes next.
    pub fn next_phase(&self) -> Option<Phase> {
        let planned: Vec<Phase> = self.phases.iter().map(|it| it.phase).collect();
        super::phases::after(self.round.phase, &planned)
    }

    /// The phase before the open one, if there is one: preparation is none, since the round would be
    /// hidden from whoever has seen it.
    pub fn phase_before(&self) -> Option<Phase> {
        let planned = self.phases.iter().map(|it| it.phase);
        planned.filter(|it| *it < self.round.phase).max()
    }

    /// Who can apply at all.
    pub fn circle(&self) -> Circle {
        self.programme.circle(&self.round.track)
    }

    /// The row of a phase.
    pub fn phase(&self, phase: Phase) -> Result<&RoundPhase, Error> {
        let row = self.phases.iter().find(|it| it.phase == phase);
        row.ok_or(Error::NotFound)
    }
}
