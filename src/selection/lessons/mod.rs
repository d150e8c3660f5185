//! Lessons and defences: planned by the secretary, put in order by lot, scored on the spot.
//!
//! The order goes by an announced draw (`draws`): the timetable is set first, then the seed is opened;
//! whoever becomes a candidate later is put behind by a further draw. Whoever is there and not in
//! conflict gives points on the day, and where reviews are blind that day is after them. After the
//! draw a place changes only with a reason, and points that are changed are kept. Start with `rules`. Not here: written
//! reviews (`reviews`), and what the points come to in the end.

pub mod actions;
pub mod pages;
pub mod repeat;
pub mod routes;
pub mod rules;
pub mod store;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::committees::MemberId;
use super::conflicts;
use super::draws::DrawId;
use super::nominations::NominationId;
use super::nominations::candidates::{Candidate, list_candidates};
use super::phases::{Permission, Phase};
use super::rounds::{RoundId, Running};
use crate::db::schema::{
    lesson_moves, lesson_plans, lesson_presences, lesson_scores, lesson_scores_before, lessons,
};
use crate::db::{At, Conn, Json};
use crate::error::Error;
use rules::{Means, Slot, Timetable};

/// When and where lessons of a round are held.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = lesson_plans, treat_none_as_default_value = false)]
pub struct Plan {
    /// The round.
    pub round_id: RoundId,
    /// The draw that puts candidates in order.
    pub draw_id: DrawId,
    /// Days, rooms and hours: [`Timetable`].
    pub timetable: Json,
    /// When the order was drawn.
    pub drawn_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}

impl Plan {
    /// Days, rooms and hours. Ones that nobody could have typed are a fault.
    pub fn read(&self) -> Result<Timetable, Error> {
        let broken = |error| Error::Fault(format!("lessons of round {}: {error}", self.round_id));
        self.timetable.read().map_err(broken)
    }
}

/// When and where one candidate teaches and defends.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = lessons, treat_none_as_default_value = false)]
pub struct Lesson {
    /// Who.
    pub nomination_id: NominationId,
    /// In which round.
    pub round_id: RoundId,
    /// The place in the order, from 1.
    pub place: i64,
    /// The day.
    pub held_on: NaiveDate,
    /// The room.
    pub room: String,
    /// From, in minutes after midnight.
    pub starts_minute: i64,
    /// Until.
    pub ends_minute: i64,
}

impl Lesson {
    /// From and until as people read it.
    pub fn hours(&self) -> String {
        self.slot().hours()
    }

    /// Where it stands in the timetable.
    pub fn slot(&self) -> Slot {
        Slot {
            held_on: self.held_on,
            room: self.room.clone(),
            starts_minute: self.starts_minute,
            ends_minute: self.ends_minute,
        }
    }

    /// Whether nobody can be at both from beginning to end.
    pub fn overlaps(&self, other: &Lesson) -> bool {
        self.held_on == other.held_on
            && self.starts_minute < other.ends_minute
            && other.starts_minute < self.ends_minute
    }
}

/// Who was there on a day.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = lesson_presences, treat_none_as_default_value = false)]
pub struct Presence {
    /// Who.
    pub member_id: MemberId,
    /// When.
    pub held_on: NaiveDate,
    /// When it was written down.
    pub recorded_at: At,
}

/// What a member gave a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = lesson_scores, treat_none_as_default_value = false)]
pub struct LessonScore {
    /// Whom.
    pub nomination_id: NominationId,
    /// Who.
    pub member_id: MemberId,
    /// For the lesson.
    pub lesson: i64,
    /// For the defence.
    pub defence: i64,
    /// When.
    pub scored_at: At,
    /// Grows by one with each change.
    pub version: i64,
}

crate::id_type!(
    /// A lesson that was moved.
    MoveId
);

/// A lesson that was moved after the draw.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = lesson_moves, treat_none_as_default_value = false)]
pub struct Move {
    /// Its id.
    pub id: MoveId,
    /// In which round.
    pub round_id: RoundId,
    /// Whose lesson.
    pub nomination_id: NominationId,
    /// Whose place it was, who got the other in exchange; none where it was free.
    pub other_id: Option<NominationId>,
    /// The place before: [`Slot`].
    pub moved_from: Json,
    /// The place since: [`Slot`].
    pub moved_to: Json,
    /// Why.
    pub reason: String,
    /// When.
    pub moved_at: At,
}

impl Move {
    /// The places before and since. Ones that no timetable has are a fault.
    pub fn slots(&self) -> Result<(Slot, Slot), Error> {
        let broken = |error| Error::Fault(format!("move {}: {error}", self.id));
        let from = self.moved_from.read().map_err(broken)?;
        Ok((from, self.moved_to.read().map_err(broken)?))
    }
}

/// Points that were replaced.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = lesson_scores_before, treat_none_as_default_value = false)]
pub struct ScoreBefore {
    /// Whom.
    pub nomination_id: NominationId,
    /// Who.
    pub member_id: MemberId,
    /// Which version they were.
    pub version: i64,
    /// For the lesson.
    pub lesson: i64,
    /// For the defence.
    pub defence: i64,
    /// When they were given.
    pub scored_at: At,
}

/// Points that count: those of members who are in conflict with the candidate do not, as with reviews.
pub fn list_counting(conn: &mut Conn, round: RoundId) -> Result<Vec<LessonScore>, Error> {
    let barred = conflicts::store::list_all_barred(conn, round)?;
    let mut scores = store::list_scores(conn, round)?;
    scores.retain(|it| !barred.contains(&(it.member_id, it.nomination_id)));
    Ok(scores)
}

/// What a candidate got in the mean.
pub fn means_of(scores: &[LessonScore], nomination: NominationId) -> Option<Means> {
    let given = scores.iter().filter(|it| it.nomination_id == nomination);
    let points: Vec<(i64, i64)> = given.map(|it| (it.lesson, it.defence)).collect();
    rules::means(&points)
}

/// Candidates who have no points yet: their lesson was not drawn, or nobody scored it. None where the
/// programme has no lesson.
pub fn list_open(conn: &mut Conn, running: &Running) -> Result<Vec<Candidate>, Error> {
    if running.programme.lesson.is_none() {
        return Ok(Vec::new());
    }
    let round = running.round.id;
    let scores = list_counting(conn, round)?;
    let mut candidates = list_candidates(conn, round)?;
    candidates.retain(|it| means_of(&scores, it.nomination).is_none());
    Ok(candidates)
}

/// Whether nobody can give points any more, so that means are no running score.
pub fn is_over(running: &Running) -> bool {
    let phase = running.round.phase;
    phase > Phase::Review && !phase.permits(Permission::HoldLessons)
}
