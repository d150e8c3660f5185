//! Lessons in the database.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rules::Slot;
use super::{Lesson, LessonScore, Move, Plan, Presence, ScoreBefore};
use crate::db::schema::{
    committee_members, lesson_moves, lesson_plans, lesson_presences, lesson_scores,
    lesson_scores_before, lessons,
};
use crate::db::{At, Conn, one_changed};
use crate::error::Error;
use crate::selection::committees::MemberId;
use crate::selection::nominations::NominationId;
use crate::selection::rounds::RoundId;

/// The plan of a round.
pub fn find_plan(conn: &mut Conn, round: RoundId) -> Result<Option<Plan>, Error> {
    Ok(lesson_plans::table
        .find(round)
        .select(Plan::as_select())
        .first(conn)
        .optional()?)
}

/// Adds a plan.
pub fn insert_plan(conn: &mut Conn, plan: &Plan) -> Result<(), Error> {
    diesel::insert_into(lesson_plans::table)
        .values(plan.clone())
        .execute(conn)?;
    Ok(())
}

/// Saves a plan that was changed since version `seen`; `Stale` if somebody else was faster.
pub fn save_plan(conn: &mut Conn, plan: &Plan, seen: i64) -> Result<(), Error> {
    let row = lesson_plans::table
        .find(plan.round_id)
        .filter(lesson_plans::version.eq(seen));
    let changed = diesel::update(row)
        .set((
            lesson_plans::draw_id.eq(plan.draw_id),
            lesson_plans::timetable.eq(&plan.timetable),
            lesson_plans::drawn_at.eq(plan.drawn_at),
            lesson_plans::version.eq(seen + 1),
        ))
        .execute(conn)?;
    one_changed(changed)
}

/// Adds lessons.
pub fn insert_lessons(conn: &mut Conn, rows: &[Lesson]) -> Result<(), Error> {
    for row in rows {
        diesel::insert_into(lessons::table)
            .values(row.clone())
            .execute(conn)?;
    }
    Ok(())
}

/// The lessons of a round in their order.
pub fn list_lessons(conn: &mut Conn, round: RoundId) -> Result<Vec<Lesson>, Error> {
    Ok(lessons::table
        .filter(lessons::round_id.eq(round))
        .order(lessons::place)
        .select(Lesson::as_select())
        .load(conn)?)
}

/// The lesson of one candidate.
pub fn find_lesson(conn: &mut Conn, id: NominationId) -> Result<Option<Lesson>, Error> {
    Ok(lessons::table
        .find(id)
        .select(Lesson::as_select())
        .first(conn)
        .optional()?)
}

/// Puts a lesson into a place that is free.
pub fn place(conn: &mut Conn, id: NominationId, slot: &Slot) -> Result<(), Error> {
    let changed = diesel::update(lessons::table.find(id))
        .set((
            lessons::held_on.eq(slot.held_on),
            lessons::room.eq(&slot.room),
            lessons::starts_minute.eq(slot.starts_minute),
            lessons::ends_minute.eq(slot.ends_minute),
        ))
        .execute(conn)?;
    one_changed(changed)
}

/// Lets two lessons change places: no two are ever in one place, so one of them waits outside.
pub fn exchange(conn: &mut Conn, one: &Lesson, other: &Lesson) -> Result<(), Error> {
    let outside = Slot {
        room: one.nomination_id.to_string(),
        ..one.slot()
    };
    place(conn, one.nomination_id, &outside)?;
    place(conn, other.nomination_id, &one.slot())?;
    place(conn, one.nomination_id, &other.slot())
}

/// Keeps that a lesson was moved.
pub fn insert_move(conn: &mut Conn, moved: &Move) -> Result<(), Error> {
    diesel::insert_into(lesson_moves::table)
        .values(moved.clone())
        .execute(conn)?;
    Ok(())
}

/// Lessons of a round that were moved, the earliest first.
pub fn list_moves(conn: &mut Conn, round: RoundId) -> Result<Vec<Move>, Error> {
    Ok(lesson_moves::table
        .filter(lesson_moves::round_id.eq(round))
        .order(lesson_moves::id)
        .select(Move::as_select())
        .load(conn)?)
}

/// Who was there in a round, day by day.
pub fn list_presences(conn: &mut Conn, round: RoundId) -> Result<Vec<Presence>, Error> {
    Ok(lesson_presences::table
        .inner_join(committee_members::table)
        .filter(committee_members::round_id.eq(round))
        .select(Presence::as_select())
        .load(conn)?)
}

/// Writes down who of a round's members is there on a day, in place of what was written before.
pub fn replace_presences(
    conn: &mut Conn,
    (all, present): (&[MemberId], &[MemberId]),
    held_on: NaiveDate,
    at: At,
) -> Result<(), Error> {
    let before = lesson_presences::table
        .filter(lesson_presences::held_on.eq(held_on))
        .filter(lesson_presences::member_id.eq_any(all.iter().copied()));
    diesel::delete(before).execute(conn)?;
    for member in present {
        let row = Presence {
            member_id: *member,
            held_on,
            recorded_at: at,
        };
        diesel::insert_into(lesson_presences::table)
            .values(row)
            .execute(conn)?;
    }
    Ok(())
}

/// All points of a round.
pub fn list_scores(conn: &mut Conn, round: RoundId) -> Result<Vec<LessonScore>, Error> {
    Ok(lesson_scores::table
        .inner_join(lessons::table)
        .filter(lessons::round_id.eq(round))
        .select(LessonScore::as_select())
        .load(conn)?)
}

/// What a member gave a candidate.
pub fn find_score(
    conn: &mut Conn,
    (nomination, member): (NominationId, MemberId),
) -> Result<Option<LessonScore>, Error> {
    Ok(lesson_scores::table
        .find((nomination, member))
        .select(LessonScore::as_select())
        .first(conn)
        .optional()?)
}

/// Keeps points that are about to be replaced.
pub fn insert_before(conn: &mut Conn, before: &ScoreBefore) -> Result<(), Error> {
    diesel::insert_into(lesson_scores_before::table)
        .values(before.clone())
        .execute(conn)?;
    Ok(())
}

/// Points of a round that were replaced, in their order.
pub fn list_before(conn: &mut Conn, round: RoundId) -> Result<Vec<ScoreBefore>, Error> {
    Ok(lesson_scores_before::table
        .inner_join(lessons::table)
        .filter(lessons::round_id.eq(round))
        .order((
            lesson_scores_before::nomination_id,
            lesson_scores_before::member_id,
            lesson_scores_before::version,
        ))
        .select(ScoreBefore::as_select())
        .load(conn)?)
}

/// Keeps points; `seen` is 0 for the first. `Stale` if something else was kept in between.
pub fn save_score(conn: &mut Conn, score: &LessonScore, seen: i64) -> Result<(), Error> {
    let key = (score.nomination_id, score.member_id);
    if seen == 0 {
        if find_score(conn, key)?.is_some() {
            return Err(Error::Stale);
        }
        diesel::insert_into(lesson_scores::table)
            .values(score.clone())
            .execute(conn)?;
        return Ok(());
    }
    let row = lesson_scores::table
        .find(key)
        .filter(lesson_scores::version.eq(seen));
    let changed = diesel::update(row)
        .set((
            lesson_scores::lesson.eq(score.lesson),
            lesson_scores::defence.eq(score.defence),
            lesson_scores::scored_at.eq(score.scored_at),
            lesson_scores::version.eq(seen + 1),
        ))
        .execute(conn)?;
    one_changed(changed)
}
