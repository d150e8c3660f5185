//! What secretary and members do about lessons: plan, draw, say who is there, give points.

use chrono::NaiveDate;
use serde_json::json;

use super::repeat::Inputs;
use super::rules::{
    Refusal, Slot, Timetable, check_room, draw, free, may_hold, may_move, may_score,
};
use super::{Lesson, LessonScore, Move, MoveId, Plan, ScoreBefore, store};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations;
use crate::selection::committees::actions::{load_as_member, load_as_secretary};
use crate::selection::committees::{self, MemberId};
use crate::selection::draws::{self, DrawPurpose};
use crate::selection::nominations::NominationId;
use crate::selection::nominations::candidates::list_candidates;
use crate::selection::phases::{Permission, Phase};
use crate::selection::reviews::sight::{self, Handle};
use crate::selection::rounds::{self, RoundId, Running};

/// Minutes of lesson and defence together, where the programme has them.
pub fn minutes(running: &Running) -> Result<i64, Refusal> {
    let lesson = running.programme.lesson.as_ref().ok_or(Refusal::NoLesson)?;
    Ok(i64::from(lesson.minutes.value) + i64::from(lesson.defence_minutes.value))
}

fn load_open(conn: &mut Conn, context: &Context, round: RoundId) -> Result<Running, Error> {
    let running = load_as_secretary(conn, context, round)?;
    running.may_now(Permission::HoldLessons, context.today())?;
    Ok(running)
}

/// Whether lessons may be held in a round as it is, and members may know when.
pub fn check_held(running: &Running) -> Result<(), Refusal> {
    may_hold(running.programme.review.is_blind, running.round.phase)
}

/// Candidates who are in no order yet: everybody before the first draw, then who came later.
pub fn list_waiting(
    conn: &mut Conn,
    round: RoundId,
    held: &[Lesson],
) -> Result<Vec<NominationId>, Error> {
    let all = list_candidates(conn, round)?.into_iter();
    let mut waiting: Vec<NominationId> = all.map(|it| it.nomination).collect();
    waiting.retain(|id| held.iter().all(|it| it.nomination_id != *id));
    Ok(waiting)
}

/// Where those who are in no order yet can be, by a timetable.
fn list_free(
    context: &Context,
    running: &Running,
    timetable: &Timetable,
    held: &[Lesson],
) -> Result<Vec<Slot>, Refusal> {
    let taken: Vec<Slot> = held.iter().map(Lesson::slot).collect();
    let slots = timetable.slots(minutes(running)?);
    Ok(free(slots, &taken, context.today()))
}

/// Refuses days on which blind reviews are still written.
fn check_days(running: &Running, timetable: &Timetable) -> Result<(), Error> {
    if check_held(running).is_ok() {
        return Ok(());
    }
    let until = running.phase(Phase::Review)?.ends_on;
    if timetable.days.iter().any(|it| *it <= until) {
        let within = Message::new("lesson-days-covered").with("day", until);
        return Err(Error::input("days", within));
    }
    Ok(())
}

/// Sets when and where, and announces the draw; may be set anew until the order is drawn, and again
/// for candidates who came later. `seen` is 0 for the first plan.
pub fn plan(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    seen: i64,
    timetable: &Timetable,
) -> Result<(), Error> {
    let running = load_open(conn, context, round)?;
    let held = store::list_lessons(conn, round)?;
    let waiting = list_waiting(conn, round, &held)?.len();
    if waiting == 0 && !held.is_empty() {
        return Err(Refusal::AlreadyDrawn.into());
    }
    let free = list_free(context, &running, timetable, &held)?;
    check_room(free.len(), waiting)?;
    check_days(&running, timetable)?;
    let announced = draws::find_newest(conn, round, DrawPurpose::Lessons)?;
    let announced = announced.filter(|it| it.seed.is_none());
    let draw_id = match announced {
        Some(draw) => draw.id,
        None => draws::announce(conn, context, round, DrawPurpose::Lessons)?,
    };
    let before = store::find_plan(conn, round)?;
    let plan = Plan {
        round_id: round,
        draw_id,
        timetable: Json::of(timetable),
        drawn_at: before.as_ref().and_then(|it| it.drawn_at),
        version: 1,
    };
    match before {
        Some(_) => store::save_plan(conn, &plan, seen)?,
        None => store::insert_plan(conn, &plan)?,
    }
    let payload = json!({ "title": running.round.title, "count": timetable.days.len() });
    rounds::actions::record(
        conn,
        context,
        &running.round,
        "lessons_planned",
        (None, payload),
    )
}

/// Opens the seed and puts everybody in order who is in none yet, behind those who are.
pub fn draw_order(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    seen: i64,
) -> Result<(), Error> {
    let running = load_open(conn, context, round)?;
    let plan = store::find_plan(conn, round)?.ok_or(Error::NotFound)?;
    let held = store::list_lessons(conn, round)?;
    let candidates = list_waiting(conn, round, &held)?;
    if candidates.is_empty() && !held.is_empty() {
        return Err(Refusal::AlreadyDrawn.into());
    }
    let last = held.iter().map(|it| it.place).max().unwrap_or(0);
    let inputs = Inputs {
        places: list_free(context, &running, &plan.read()?, &held)?,
        candidates,
        first: last + 1,
    };
    draws::keep_inputs(conn, round, DrawPurpose::Lessons, &Json::of(&inputs))?;
    let seed = draws::open(conn, context, round, DrawPurpose::Lessons)?;
    let drawn = draw(inputs.places, inputs.candidates, &seed)?;
    let lessons: Vec<Lesson> = drawn
        .into_iter()
        .zip(inputs.first..)
        .map(|((nomination_id, slot), place)| Lesson {
            nomination_id,
            round_id: round,
            place,
            held_on: slot.held_on,
            room: slot.room,
            starts_minute: slot.starts_minute,
            ends_minute: slot.ends_minute,
        })
        .collect();
    store::insert_lessons(conn, &lessons)?;
    let drawn = Plan {
        drawn_at: Some(context.at),
        ..plan
    };
    store::save_plan(conn, &drawn, seen)?;
    let payload = json!({ "title": running.round.title, "count": lessons.len() });
    rounds::actions::record(
        conn,
        context,
        &running.round,
        "lessons_drawn",
        (None, payload),
    )
}

/// Puts a lesson into another place of the timetable, by its number there; whoever has that place gets
/// the other. The number drawn by lot stays. `seen` is the version of the plan.
pub fn move_lesson(
    conn: &mut Conn,
    context: &Context,
    (round, nomination): (RoundId, NominationId),
    seen: i64,
    (place, reason): (usize, &str),
) -> Result<(), Error> {
    let running = load_open(conn, context, round)?;
    let plan = store::find_plan(conn, round)?.ok_or(Refusal::NotDrawn)?;
    let lessons = store::list_lessons(conn, round)?;
    if lessons.is_empty() {
        return Err(Refusal::NotDrawn.into());
    }
    let lesson = lessons.iter().find(|it| it.nomination_id == nomination);
    let lesson = lesson.ok_or(Error::NotFound)?;
    let slots = plan.read()?.slots(minutes(&running)?);
    let to = slots.get(place);
    let to = to.ok_or_else(|| Error::input("to", Message::new("lesson-place-unknown")))?;
    let reason = reason.trim();
    if reason.is_empty() {
        let missing = Message::new("workflow-reason-missing");
        return Err(Error::input("reason", missing));
    }
    let scores = store::list_scores(conn, round)?;
    let has_points = |it: &Lesson| {
        let mut all = scores.iter();
        all.any(|score| score.nomination_id == it.nomination_id)
    };
    let (today, from) = (context.today(), lesson.slot());
    may_move(has_points(lesson), (&from, to), today)?;
    let other = lessons.iter().find(|it| it.slot() == *to);
    let mut others = lessons.iter().filter(|it| it.nomination_id != nomination);
    if other.is_none() && others.any(|it| it.slot().meets(to)) {
        return Err(Error::input("to", Message::new("lesson-place-half-taken")));
    }
    match other {
        Some(other) => {
            may_move(has_points(other), (to, &from), today)?;
            store::exchange(conn, lesson, other)?;
        }
        None => store::place(conn, nomination, to)?,
    }
    let moved = Move {
        id: MoveId::new(),
        round_id: round,
        nomination_id: nomination,
        other_id: other.map(|it| it.nomination_id),
        moved_from: Json::of(&from),
        moved_to: Json::of(to),
        reason: reason.to_owned(),
        moved_at: context.at,
    };
    store::insert_move(conn, &moved)?;
    store::save_plan(conn, &plan, seen)?;
    let candidates = list_candidates(conn, round)?;
    let candidate = candidates.iter().find(|it| it.nomination == nomination);
    let payload = json!({
        "title": running.round.title,
        "candidate": candidate.map(|it| &it.name),
    });
    rounds::actions::record(
        conn,
        context,
        &running.round,
        "lesson_moved",
        (Some(reason), payload),
    )
}

/// Writes down who is there on a day.
pub fn record_presence(
    conn: &mut Conn,
    context: &Context,
    (round, held_on): (RoundId, NaiveDate),
    present: &[MemberId],
) -> Result<(), Error> {
    let running = load_open(conn, context, round)?;
    check_held(&running)?;
    let lessons = store::list_lessons(conn, round)?;
    if lessons.is_empty() {
        return Err(Refusal::NotDrawn.into());
    }
    if lessons.iter().all(|it| it.held_on != held_on) {
        return Err(Error::NotFound);
    }
    if context.today() < held_on {
        return Err(Refusal::NotYet { held_on }.into());
    }
    let mut members = committees::store::list_members(conn, round)?;
    members.retain(committees::Member::serves);
    let all: Vec<MemberId> = members.iter().map(|it| it.id).collect();
    if present.iter().any(|it| !all.contains(it)) {
        return Err(Error::NotFound);
    }
    let of_day = |id| {
        lessons
            .iter()
            .any(|it| it.nomination_id == id && it.held_on == held_on)
    };
    let scores = store::list_scores(conn, round)?;
    // Points of whoever serves no more stay; nobody asks whether they were there.
    let of_serving = scores.iter().filter(|it| all.contains(&it.member_id));
    let mut scores = of_serving.filter(|it| of_day(it.nomination_id));
    if scores.any(|it| !present.contains(&it.member_id)) {
        return Err(Refusal::HasScored.into());
    }
    store::replace_presences(conn, (&all, present), held_on, context.at)?;
    let payload = json!({ "title": running.round.title, "count": present.len() });
    rounds::actions::record(
        conn,
        context,
        &running.round,
        "presence_recorded",
        (None, payload),
    )
}

/// The lesson at the same time at which a member gave points: rooms run side by side, and members
/// share themselves out over them.
fn find_elsewhere(
    conn: &mut Conn,
    held: &Lesson,
    member: MemberId,
) -> Result<Option<Lesson>, Error> {
    let scores = store::list_scores(conn, held.round_id)?;
    let has_scored = |it: &Lesson| {
        scores
            .iter()
            .any(|score| score.member_id == member && score.nomination_id == it.nomination_id)
    };
    let lessons = store::list_lessons(conn, held.round_id)?.into_iter();
    let mut others = lessons.filter(|it| it.nomination_id != held.nomination_id);
    Ok(others.find(|it| it.overlaps(held) && has_scored(it)))
}

/// Gives a candidate points on the spot. `seen` is 0 for the first.
pub fn score(
    conn: &mut Conn,
    context: &Context,
    (round, candidate): (RoundId, Handle),
    seen: i64,
    (lesson, defence): (i64, i64),
) -> Result<(), Error> {
    let (running, member) = load_as_member(conn, context, round)?;
    let faces = sight::list_faces(conn, &running, &member)?;
    let face = faces.iter().find(|it| it.handle() == candidate);
    let nomination = face.ok_or(Error::NotFound)?.nomination;
    running.may_now(Permission::HoldLessons, context.today())?;
    check_held(&running)?;
    let held = store::find_lesson(conn, nomination)?.ok_or(Refusal::NotDrawn)?;
    let presences = store::list_presences(conn, round)?;
    let is_present = presences
        .iter()
        .any(|it| it.member_id == member.id && it.held_on == held.held_on);
    may_score(is_present, held.held_on, context.today())?;
    if let Some(elsewhere) = find_elsewhere(conn, &held, member.id)? {
        let room = elsewhere.room;
        return Err(Refusal::Elsewhere { room }.into());
    }
    let score = LessonScore {
        nomination_id: nomination,
        member_id: member.id,
        lesson,
        defence,
        scored_at: context.at,
        version: 1,
    };
    let before = store::find_score(conn, (nomination, member.id))?;
    store::save_score(conn, &score, seen)?;
    let event = match before {
        None => "lesson_scored",
        Some(before) => {
            store::insert_before(conn, &replaced(before))?;
            "lesson_rescored"
        }
    };
    let candidates = list_candidates(conn, round)?;
    let candidate = candidates.iter().find(|it| it.nomination == nomination);
    let act = Act {
        event,
        subject: ("committee_members", member.id.0),
        organization: Some(organizations::store::load_bureau(conn)?.id),
        reason: None,
        payload: json!({
            "title": running.round.title,
            "candidate": candidate.map(|it| &it.name),
        }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}

fn replaced(score: LessonScore) -> ScoreBefore {
    ScoreBefore {
        nomination_id: score.nomination_id,
        member_id: score.member_id,
        version: score.version,
        lesson: score.lesson,
        defence: score.defence,
        scored_at: score.scored_at,
    }
}
