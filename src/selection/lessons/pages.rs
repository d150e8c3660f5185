//! The timetable of a round, for the secretary and on paper; and where members give points.

use std::borrow::Borrow;

use askama::Template;
use chrono::NaiveDate;

use super::rules::clock;
use super::{Lesson, LessonScore, Plan, Presence, is_over, list_counting, means_of, store};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::selection::assignments::pages::way_to;
use crate::selection::committees::actions::{load_as_member, load_visible};
use crate::selection::committees::{self, Member};
use crate::selection::draws::{self, Draw, DrawPurpose};
use crate::selection::nominations::candidates::{Candidate, list_candidates};
use crate::selection::phases::Permission;
use crate::selection::reviews::rules::points;
use crate::selection::reviews::sight::{self, Face};
use crate::selection::reviews::{self};
use crate::selection::rounds::{RoundId, Running};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Link, Problems};

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
    today: NaiveDate,
    can_change: bool,
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
        let named = lessons.into_iter().map(|lesson| {
            let mut all = candidates.iter();
            let candidate = all.find(|it| it.nomination == lesson.nomination_id);
            (lesson, candidate.cloned())
        });
        let mut members = committees::store::list_named(conn, round)?;
        members.retain(|(it, _)| it.serves());
        let can_run = may(&context.actor, Action::RunCommittee, &Facts::default()).is_ok();
        let is_open = running.may_now(Permission::HoldLessons, context.today());
        Ok(LessonsPage {
            lessons: named.collect(),
            plan: store::find_plan(conn, round)?,
            draw: draws::find_newest(conn, round, DrawPurpose::Lessons)?,
            presences: store::list_presences(conn, round)?,
            scores: list_counting(conn, round)?,
            today: context.today(),
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
        let is_drawn = self.plan.as_ref().is_some_and(|it| it.drawn_at.is_some());
        self.can_change && self.running.programme.lesson.is_some() && !is_drawn
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

    /// The days on which something is held, that have come.
    fn days(&self) -> Vec<NaiveDate> {
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
        let faces = sight::list_faces(conn, &running, &member)?;
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
            problems: errors.in_words(frame.words),
            lessons,
            running,
            frame,
        })
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(
            self.frame.say("reviews-title"),
            reviews::pages::HERE,
        )]
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
