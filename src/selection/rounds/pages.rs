//! Pages of rounds: the list, the form, one round phase by phase.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use askama::Template;
use chrono::NaiveDate;

use super::rules::moving::{Standing, may_go_back, may_leave};
use super::{RoundId, RoundPhase, Running, SelectionRound, actions, draw_files, standing, store};
use crate::access::{Action, Facts, may};
use crate::clock::day_of;
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::journal::{self, history};
use crate::message::Message;
use crate::selection::committees::apart::check_apart;
use crate::selection::draws::Draw;
use crate::selection::phases::{Permission, Phase};
use crate::selection::programmes::{self, Programme, ProgrammeId};
use crate::selection::results::honours;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Choice, Happening, Link, Problems};

/// Rounds on the list, at most.
const ROUNDS_MAX: i64 = 200;

/// Where a round is.
pub fn href(id: RoundId) -> String {
    format!("/selection/{id}")
}

/// How far a round is, as a chip.
pub fn phase_chip(frame: &Frame, phase: Phase) -> Chip {
    let label = frame.say(phase.name_key());
    match phase {
        Phase::Preparation => Chip::plain(label),
        Phase::Closed => Chip::ok(label),
        _ => Chip::wait(label),
    }
}

/// The rounds that the reader may know of, and the programmes.
#[derive(Debug, Template)]
#[template(path = "selection/rounds.html")]
pub struct RoundsPage {
    frame: Frame,
    rounds: Vec<(SelectionRound, String)>,
    programmes: Vec<Programme>,
    can_run: bool,
    /// Whether the reader has a list of honours.
    has_honours: bool,
}

impl RoundsPage {
    /// For whoever may see selections at all.
    pub fn load(conn: &mut Conn, context: &Context, frame: Frame) -> Result<RoundsPage, Error> {
        let actor = &context.actor;
        may(actor, Action::ViewSelection, &Facts::default())?;
        let with_prepared = actor.can_ever(Action::ViewPreparedSelection);
        let language = frame.words.language;
        let mut rounds = Vec::new();
        let mut known: BTreeMap<ProgrammeId, Programme> = BTreeMap::new();
        for round in store::list(conn, with_prepared, ROUNDS_MAX)? {
            let programme = match known.entry(round.programme_id) {
                Entry::Occupied(it) => it.into_mut(),
                Entry::Vacant(it) => it.insert(programmes::store::load(conn, round.programme_id)?),
            };
            let track = programme.track(&round.track);
            let track = track.map_or("", |it| it.name_in(language));
            rounds.push((round, format!("{} · {track}", programme.name_in(language))));
        }
        let newest = programmes::store::list_newest(conn)?;
        Ok(RoundsPage {
            rounds,
            programmes: newest.into_iter().map(|(_, it)| it).collect(),
            can_run: actor.can_ever(Action::RunSelection),
            has_honours: honours::has_list(actor),
            frame,
        })
    }

    fn chip(&self, round: &SelectionRound) -> Chip {
        phase_chip(&self.frame, round.phase)
    }

    fn name<'a>(&self, programme: &'a Programme) -> &'a str {
        programme.name_in(self.frame.words.language)
    }
}

/// The form of a new round.
#[derive(Debug, Template)]
#[template(path = "selection/round_form.html")]
pub struct RoundForm {
    frame: Frame,
    programmes: Vec<Programme>,
    values: Values,
    problems: Problems,
}

impl RoundForm {
    /// For the bureau, with what was typed so far.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        (values, errors): (Values, &FieldErrors),
    ) -> Result<RoundForm, Error> {
        may(&context.actor, Action::RunSelection, &Facts::default())?;
        let newest = programmes::store::list_newest(conn)?;
        Ok(RoundForm {
            programmes: newest.into_iter().map(|(_, it)| it).collect(),
            problems: errors.in_words(frame.words),
            frame,
            values,
        })
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(self.frame.say("nav-selection"), "/selection")]
    }

    /// A programme and a track in one choice, with its seats where a document names them.
    fn tracks(&self) -> Vec<Choice> {
        let words = self.frame.words;
        let chosen = self.values.get("track");
        let mut choices = Vec::new();
        for programme in &self.programmes {
            for track in &programme.tracks {
                let name = Message::new("round-track-choice")
                    .with("programme", programme.name_in(words.language))
                    .with("track", track.name_in(words.language));
                let label = match &track.seats {
                    Some(seats) => words.tell(
                        Message::new("round-track-seats")
                            .with("name", words.tell(name))
                            .with("seats", seats.value),
                    ),
                    None => words.tell(name),
                };
                let value = format!("{}/{}", programme.key, track.key);
                choices.push(Choice::new(value, label, chosen));
            }
        }
        choices
    }
}

/// What the bureau has to know before it goes on or back.
#[derive(Debug, Default)]
struct Moving {
    /// Why it cannot go on yet, apart from what it types.
    blocked: String,
    /// What could not be done any more after going on.
    stranded: Vec<String>,
    /// Whose answer it waits for, as long as they can give it; empty for nobody's.
    unanswered: String,
    /// The phase before.
    back_to: String,
    /// Why it cannot go back there.
    cannot_go_back: String,
}

impl Moving {
    fn of(frame: &Frame, running: &Running, standing: &Standing) -> Result<Moving, Error> {
        let round = &running.round;
        let leave = may_leave(round.phase, standing).map_err(Error::from);
        let before = running.phase_before();
        let back = may_go_back(round, standing, before).map_err(Error::from);
        let stranded = standing.stranded.iter();
        Ok(Moving {
            blocked: frame.why_not(leave)?.err().unwrap_or_default(),
            stranded: stranded
                .map(|it| frame.tell(it.what.told(it.count)))
                .collect(),
            unanswered: unanswered(frame, round.phase, standing),
            back_to: before.map_or_else(String::new, |it| frame.say(it.name_key())),
            cannot_go_back: frame.why_not(back)?.err().unwrap_or_default(),
        })
    }
}

/// Who was invited and has not answered, and how many a meeting needs.
fn unanswered(frame: &Frame, open: Phase, standing: &Standing) -> String {
    if standing.unanswered == 0 || !open.permits(Permission::AssignReviews) {
        return String::new();
    }
    let message = Message::new("round-unanswered")
        .with("count", standing.unanswered)
        .with("members", standing.members)
        .with("serving", standing.serving);
    frame.tell(message)
}

/// The newest step of a round, if it went back: where from, when and why.
fn stepped_back(frame: &Frame, entries: &[journal::Entry]) -> Option<String> {
    let moved =
        |it: &&journal::Entry| matches!(it.event.as_str(), "round_advanced" | "round_stepped_back");
    let last = entries.iter().rfind(moved)?;
    if last.event != "round_stepped_back" {
        return None;
    }
    let phase = |fact: &str| {
        let phase: Option<Phase> = last.payload.0[fact].as_str()?.parse().ok();
        phase.map(|it| frame.say(it.name_key()))
    };
    let told = Message::new("round-stepped-back-told")
        .with("day", day_of(last.recorded_at))
        .with("from", phase("phase_before")?)
        .with("to", phase("phase")?)
        .with("reason", last.reason.clone().unwrap_or_default());
    Some(frame.tell(told))
}

/// One round.
#[derive(Debug, Template)]
#[template(path = "selection/round.html")]
pub struct RoundPage {
    frame: Frame,
    running: Running,
    today: NaiveDate,
    /// Whether the reader runs it.
    can_run: bool,
    /// Whether the reader may know of the committee's work.
    sees_committee: bool,
    /// What the bureau has to know before it goes on or back; for whoever runs the round.
    moving: Moving,
    /// How the round came back to the phase that is open, if it did.
    stepped_back: Option<String>,
    /// Why the reader is no officer here.
    not_apart: String,
    entries: Vec<journal::Entry>,
    /// Draws that concern the reader: the committee's everybody, lessons those who teach them.
    draws: Vec<Draw>,
    values: Values,
    problems: Problems,
}

impl RoundPage {
    /// For whoever may know of it.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: RoundId,
        (values, errors): (Values, &FieldErrors),
    ) -> Result<RoundPage, Error> {
        let running = actions::load_visible(conn, context, id)?;
        let actor = &context.actor;
        let apart = check_apart(conn, context, id);
        let is_apart = apart.is_ok();
        let can_run = may(actor, Action::RunSelection, &Facts::default()).is_ok();
        let is_officer = can_run || actor.can_ever(Action::ViewCommittee);
        let moving = if can_run && is_apart {
            let standing = standing::load(conn, &running)?;
            Moving::of(&frame, &running, &standing)?
        } else {
            Moving::default()
        };
        let all = journal::list_of_subject(conn, id.0)?;
        let reads_history = is_apart && actor.can_ever(Action::ViewPreparedSelection);
        Ok(RoundPage {
            stepped_back: stepped_back(&frame, &all),
            entries: if reads_history { all } else { Vec::new() },
            moving,
            draws: draw_files::list_draws(conn, context, id)?,
            not_apart: match frame.why_not(apart)? {
                Err(why) if is_officer => why,
                _ => String::new(),
            },
            sees_committee: is_apart && actor.can_ever(Action::ViewCommittee),
            today: context.today(),
            problems: errors.in_words(frame.words),
            can_run: can_run && is_apart,
            frame,
            running,
            values,
        })
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(self.frame.say("nav-selection"), "/selection")]
    }

    fn draw_href(draw: &Draw) -> Option<String> {
        draw_files::href(draw)
    }

    /// Where its work is done, in the order of the phases: what the reader may know of.
    fn ways(&self) -> Vec<Link> {
        let id = self.round().id;
        let mut ways = vec![("round-to-nominations", "nominations")];
        if self.sees_committee {
            ways.extend([
                ("committee-title", "committee"),
                ("conflicts-title", "conflicts"),
                ("coverage-title", "assignments"),
            ]);
            if self.running.programme.lesson.is_some() {
                ways.push(("lessons-title", "lessons"));
            }
            if self.round().phase >= Phase::Calibration {
                ways.push(("calibration-title", "calibration"));
            }
            ways.extend([("meetings-title", "meetings"), ("results-title", "results")]);
        }
        let link = |(key, part): (&'static str, &str)| {
            Link::new(self.frame.say(key), format!("/selection/{id}/{part}"))
        };
        ways.into_iter().map(link).collect()
    }

    fn round(&self) -> &SelectionRound {
        &self.running.round
    }

    fn lead(&self) -> String {
        let language = self.frame.words.language;
        let programme = &self.running.programme;
        let track = programme.track(&self.round().track);
        let message = Message::new("round-lead")
            .with("programme", programme.name_in(language))
            .with("track", track.map_or("", |it| it.name_in(language)));
        self.frame.tell(message)
    }

    fn chip(&self) -> Chip {
        phase_chip(&self.frame, self.round().phase)
    }

    fn programme_href(&self) -> String {
        programmes::pages::version_href(&self.running.programme)
    }

    /// Whether the reader can say anew what the round is.
    fn can_change(&self) -> bool {
        self.can_run && self.round().phase == Phase::Preparation
    }

    /// What may be done now, in words.
    fn permissions(&self) -> Vec<String> {
        let permissions = self.round().phase.permissions().iter();
        permissions
            .map(|it| self.frame.say(it.name_key()))
            .collect()
    }

    /// Whether its work is to answer objections.
    fn is_answering(&self) -> bool {
        self.round().phase == Phase::Objections
    }

    fn is_closed(&self) -> bool {
        self.round().phase == Phase::Closed
    }

    fn is_overdue(&self) -> bool {
        self.round().phase != Phase::Closed && self.running.open_phase().ends_on < self.today
    }

    fn standing(&self, phase: &RoundPhase) -> Chip {
        let words = self.frame.words;
        if phase.closed_at.is_some() {
            Chip::ok(words.say("round-phase-done"))
        } else if phase.opened_at.is_none() {
            Chip::plain(words.say("round-phase-planned"))
        } else if phase.ends_on < self.today {
            Chip::due(words.say("round-phase-overdue"))
        } else {
            Chip::wait(words.say("round-phase-open"))
        }
    }

    /// From when to when; a phase that is done ended when the bureau went on.
    fn days(&self, phase: &RoundPhase) -> String {
        let words = self.frame.words;
        let last_day = phase.closed_at.map_or(phase.ends_on, day_of);
        let (first, last) = (words.date(phase.starts_on), words.date(last_day));
        format!("{first} – {last}")
    }

    /// The phase that comes next, unless it is the end.
    fn next(&self) -> Option<&RoundPhase> {
        let next = self.running.next_phase()?;
        self.running.phases.iter().find(|it| it.phase == next)
    }

    fn go_on_label(&self) -> String {
        match self.next() {
            Some(next) => {
                let name = self.frame.say(next.phase.name_key());
                let message = Message::new("round-go-on").with("phase", name);
                self.frame.tell(message)
            }
            None => self.frame.say("round-end"),
        }
    }

    /// The last day of the next phase: as typed, as planned, or today if the plan is over.
    fn next_ends_on(&self) -> String {
        match (self.values.get("ends_on"), self.next()) {
            ("", Some(next)) => next.ends_on.max(self.today).to_string(),
            ("", None) => self.today.to_string(),
            (typed, _) => typed.to_owned(),
        }
    }

    /// The last day of the phase before, if the round goes back: as typed, or as it was.
    fn back_ends_on(&self) -> String {
        let before = self.running.phase_before();
        let row = self
            .running
            .phases
            .iter()
            .find(|it| Some(it.phase) == before);
        match (self.values.get("back_ends_on"), row) {
            ("", Some(row)) => row.ends_on.max(self.today).to_string(),
            (typed, _) => typed.to_owned(),
        }
    }

    fn back_label(&self) -> String {
        let message = Message::new("round-step-back");
        self.frame
            .tell(message.with("phase", self.moving.back_to.as_str()))
    }

    fn accepts_stranded(&self) -> bool {
        self.values.get("accepts_stranded") == "true"
    }

    /// The phases whose days can be changed.
    fn movable(&self) -> Vec<Choice> {
        let chosen = self.values.get("phase");
        let left = self
            .running
            .phases
            .iter()
            .filter(|it| it.closed_at.is_none());
        left.map(|it| {
            Choice::new(
                it.phase.as_str(),
                self.frame.say(it.phase.name_key()),
                chosen,
            )
        })
        .collect()
    }

    fn history(&self) -> Vec<Happening> {
        history::happenings(self.frame.words, &self.entries)
    }
}
