//! The timetable of a round, for the secretary and on paper; and where members give points.

use std::borrow::Borrow;

use askama::Template;
use chrono::NaiveDate;

use super::actions::{check_held, list_waiting, minutes};
use super::rules::{Slot, clock};
use super::{Lesson, LessonScore, Move, Plan, Presence, is_over, list_counting, means_of, store};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::selection::assignments::pages::way_to;
use crate::selection::committees::actions::{load_as_member, load_visible};
use crate::selection::committees::{self, Member};
use crate::selection::draws::{self, Draw, DrawPurpose};
use crate::selection::nominations::NominationId;
use crate::selection::nominations::candidates::{Candidate, list_candidates};
use crate::selection::phases::Permission;
use crate::selection::reviews::rules::points;
use crate::selection::reviews::sight::{self, Face};
use crate::selection::reviews::{self};
use crate::selection::rounds::{self, RoundId, Running};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Choice, Link, Problems};

/// Where the timetable of a round is.
pub fn href(round: RoundId) -> String {
    format!("/selection/{round}/lessons")
}

/// Where a member gives points.
pub fn own_href(round: RoundId) -> String {
    format!("/lessons/{round}")
}

/// The timetable of a round.
#[derive(Debug, Template)]
#[template(path = "selection/lessons.html")]
pub struct LessonsPage {
    frame: Frame,
    running: Running,
    plan: Option<Plan>,
    draw: Option<Draw>,
    lessons: Vec<(Lesson, Option<Candidate>)>,
    members: Vec<(Member, String)>,
    presences: Vec<Presence>,
    scores: Vec<LessonScore>,
    moves: Vec<Move>,
    /// Places of the timetable.
    slots: Vec<Slot>,
    today: NaiveDate,
    /// Candidates in no order yet.
    waiting: usize,
    can_change: bool,
    /// Why lessons are not held yet; empty if they are.
    covered: String,
    values: Values,
    problems: Problems,
}

impl LessonsPage {
    /// For whoever may know of the committee's work.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        round: RoundId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<LessonsPage, Error> {
        let running = load_visible(conn, context, round)?;
        let candidates = list_candidates(conn, round)?;
        let lessons = store::list_lessons(conn, round)?;
        let waiting = list_waiting(conn, round, &lessons)?.len();
        let named = lessons.into_iter().map(|lesson| {
            let mut all = candidates.iter();
            let candidate = all.find(|it| it.nomination == lesson.nomination_id);
            (lesson, candidate.cloned())
        });
        let mut members = committees::store::list_named(conn, round)?;
        members.retain(|(it, _)| it.serves());
        let plan = store::find_plan(conn, round)?;
        let slots = match (&plan, minutes(&running)) {
            (Some(plan), Ok(minutes)) => plan.read()?.slots(minutes),
            _ => Vec::new(),
        };
        let can_run = may(&context.actor, Action::RunCommittee, &Facts::default()).is_ok();
        let is_open = running.may_now(Permission::HoldLessons, context.today());
        Ok(LessonsPage {
            lessons: named.collect(),
            moves: store::list_moves(conn, round)?,
            plan,
            slots,
            draw: draws::find_newest(conn, round, DrawPurpose::Lessons)?,
            presences: store::list_presences(conn, round)?,
            scores: list_counting(conn, round)?,
            today: context.today(),
            waiting,
            covered: covered(&frame, &running)?,
            can_change: can_run && is_open.is_ok(),
            problems: errors.in_words(frame.words),
            values: values.clone(),
            members,
            running,
            frame,
        })
    }

    fn way(&self) -> Vec<Link> {
        way_to(&self.frame, &self.running)
    }

    fn lead(&self) -> String {
        match &self.running.programme.lesson {
            Some(lesson) => {
                let told = Message::new("lessons-lead")
                    .with("lesson", i64::from(lesson.minutes.value))
                    .with("defence", i64::from(lesson.defence_minutes.value));
                self.frame.tell(told)
            }
            None => self.frame.say("lesson-none-in-programme"),
        }
    }

    fn can_plan(&self) -> bool {
        let is_drawn = self.waiting == 0 && !self.lessons.is_empty();
        self.can_change && self.running.programme.lesson.is_some() && !is_drawn
    }

    /// Whether the seed of an order is sealed.
    fn can_draw(&self) -> bool {
        let is_sealed = self.draw.as_ref().is_some_and(|it| it.seed.is_none());
        self.can_plan() && is_sealed
    }

    /// How many came after the draw; empty if nobody did.
    fn late_told(&self) -> String {
        if self.lessons.is_empty() || self.waiting == 0 {
            return String::new();
        }
        let told = Message::new("lessons-late").with("count", self.waiting);
        self.frame.tell(told)
    }

    fn draw_href(draw: &Draw) -> Option<String> {
        rounds::draw_files::href(draw)
    }

    /// Whether places can be changed: after the draw.
    fn can_move(&self) -> bool {
        self.can_change && !self.lessons.is_empty()
    }

    fn name_of(&self, id: NominationId) -> &str {
        let mut all = self.lessons.iter();
        let found = all.find(|it| it.0.nomination_id == id);
        let candidate = found.and_then(|it| it.1.as_ref());
        candidate.map_or("", |it| it.name.as_str())
    }

    fn slot_told(&self, slot: &Slot) -> String {
        let day = self.frame.words.date(slot.held_on);
        format!("{day} {} · {}", slot.hours(), slot.room)
    }

    /// Candidates whose lesson has no points yet.
    fn movable(&self) -> Vec<Choice> {
        let chosen = self.values.get("candidate");
        let lessons = self.lessons.iter().map(|it| &it.0);
        lessons
            .filter(|it| means_of(&self.scores, it.nomination_id).is_none())
            .map(|it| {
                let id = it.nomination_id;
                Choice::new(id.to_string(), self.name_of(id).to_owned(), chosen)
            })
            .collect()
    }

    /// Places that are not over, with who has them.
    fn places(&self) -> Vec<Choice> {
        let chosen = self.values.get("to");
        let slots = self.slots.iter().enumerate();
        slots
            .filter(|(_, slot)| slot.held_on >= self.today && self.is_whole(slot))
            .map(|(number, slot)| {
                let taken = self.lessons.iter().find(|it| it.0.slot() == *slot);
                let told = match taken {
                    Some((lesson, _)) => Message::new("lesson-place-taken")
                        .with("name", self.name_of(lesson.nomination_id)),
                    None => Message::new("lesson-place-free"),
                };
                let told = told.with("place", self.slot_told(slot));
                Choice::new(number.to_string(), self.frame.tell(told), chosen)
            })
            .collect()
    }

    /// Whether a place is free, or is somebody's as it stands: no part of it is another's.
    fn is_whole(&self, slot: &Slot) -> bool {
        let lessons = || self.lessons.iter().map(|it| it.0.slot());
        lessons().any(|it| it == *slot) || !lessons().any(|it| it.meets(slot))
    }

    /// What was moved, in words.
    fn move_told(&self, moved: &Move) -> String {
        let Ok((from, to)) = moved.slots() else {
            return String::new();
        };
        let told = match moved.other_id {
            Some(other) => Message::new("lesson-exchanged").with("other", self.name_of(other)),
            None => Message::new("lesson-moved-to"),
        };
        let told = told
            .with("name", self.name_of(moved.nomination_id))
            .with("from", self.slot_told(&from))
            .with("to", self.slot_told(&to));
        self.frame.tell(told)
    }

    fn moved_chip(&self, lesson: &Lesson) -> Option<Chip> {
        let id = lesson.nomination_id;
        let mut all = self.moves.iter();
        all.any(|it| it.nomination_id == id || it.other_id == Some(id))
            .then(|| Chip::plain(self.frame.say("lesson-is-moved")))
    }

    fn version(&self) -> i64 {
        self.plan.as_ref().map_or(0, |it| it.version)
    }

    /// As typed, or as kept: days, rooms, hours, pause.
    fn typed(&self, field: &str) -> String {
        let typed = self.values.get(field);
        let kept = self.plan.as_ref().and_then(|it| it.read().ok());
        let Some(kept) = kept.filter(|_| typed.is_empty()) else {
            return typed.to_owned();
        };
        match field {
            "days" => lines(kept.days.iter()),
            "rooms" => lines(kept.rooms.iter()),
            "hours" => lines(
                kept.hours
                    .iter()
                    .map(|(from, until)| format!("{}-{}", clock(*from), clock(*until))),
            ),
            _ => kept.pause.to_string(),
        }
    }

    /// The days on which something is held, that have come; none while nothing may be held.
    fn days(&self) -> Vec<NaiveDate> {
        if !self.covered.is_empty() {
            return Vec::new();
        }
        let mut days: Vec<NaiveDate> = self.lessons.iter().map(|it| it.0.held_on).collect();
        days.dedup();
        days.retain(|it| *it <= self.today);
        days
    }

    fn day(&self, day: impl Borrow<NaiveDate>) -> String {
        self.frame.words.date(*day.borrow())
    }

    fn is_present(&self, member: &Member, day: impl Borrow<NaiveDate>) -> bool {
        let day = *day.borrow();
        let mut all = self.presences.iter();
        all.any(|it| it.member_id == member.id && it.held_on == day)
    }

    /// How many gave points, and their means once nobody can give any more: nobody's single points, and
    /// no running score.
    fn result(&self, lesson: &Lesson) -> String {
        let Some(means) = means_of(&self.scores, lesson.nomination_id) else {
            return String::new();
        };
        if !is_over(&self.running) {
            let told = Message::new("lesson-points-given").with("count", means.count);
            return self.frame.tell(told);
        }
        let told = Message::new("lesson-result")
            .with("count", means.count)
            .with("lesson", points(means.lesson))
            .with("defence", points(means.defence));
        self.frame.tell(told)
    }
}

/// Why lessons of a round are not held yet; empty if they are.
fn covered(frame: &Frame, running: &Running) -> Result<String, Error> {
    let held = check_held(running).map_err(Error::from);
    Ok(frame.why_not(held)?.err().unwrap_or_default())
}

fn lines(all: impl Iterator<Item = impl ToString>) -> String {
    let all: Vec<String> = all.map(|it| it.to_string()).collect();
    all.join("\n")
}

/// Where a member gives points.
#[derive(Debug, Template)]
#[template(path = "selection/own_lessons.html")]
pub struct OwnLessonsPage {
    frame: Frame,
    running: Running,
    lessons: Vec<(Lesson, Face, Option<LessonScore>)>,
    present_on: Vec<NaiveDate>,
    can_score: bool,
    /// Why the reader is not told yet who teaches when; empty if told.
    covered: String,
    problems: Problems,
}

impl OwnLessonsPage {
    /// For a member: the lessons of candidates that exist for them.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        round: RoundId,
        errors: &FieldErrors,
    ) -> Result<OwnLessonsPage, Error> {
        let (running, member) = load_as_member(conn, context, round)?;
        let covered = covered(&frame, &running)?;
        let faces = if covered.is_empty() {
            sight::list_faces(conn, &running, &member)?
        } else {
            Vec::new()
        };
        let scores = store::list_scores(conn, round)?;
        let mut lessons = Vec::new();
        for lesson in store::list_lessons(conn, round)? {
            let face = faces
                .iter()
                .find(|it| it.nomination == lesson.nomination_id);
            let own = scores
                .iter()
                .find(|it| it.member_id == member.id && it.nomination_id == lesson.nomination_id);
            if let Some(face) = face {
                lessons.push((lesson, face.clone(), own.cloned()));
            }
        }
        let presences = store::list_presences(conn, round)?;
        let own = presences.iter().filter(|it| it.member_id == member.id);
        let is_open = running.may_now(Permission::HoldLessons, context.today());
        Ok(OwnLessonsPage {
            present_on: own.map(|it| it.held_on).collect(),
            can_score: is_open.is_ok(),
            covered,
            problems: errors.in_words(frame.words),
            lessons,
            running,
            frame,
        })
    }

    fn way(&self) -> [Link; 2] {
        reviews::pages::way(&self.frame, &self.running)
    }

    fn title(&self, face: &Face) -> String {
        reviews::pages::title(&self.frame, face)
    }

    fn is_open(&self, lesson: &Lesson) -> bool {
        self.can_score && self.present_on.contains(&lesson.held_on)
    }

    fn seen(score: Option<&LessonScore>) -> i64 {
        score.map_or(0, |it| it.version)
    }

    fn lesson_points(score: Option<&LessonScore>) -> String {
        score.map_or_else(String::new, |it| it.lesson.to_string())
    }

    fn defence_points(score: Option<&LessonScore>) -> String {
        score.map_or_else(String::new, |it| it.defence.to_string())
    }
}
