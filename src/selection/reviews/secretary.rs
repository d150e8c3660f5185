//! The secretary's pages around reviews: names to cover, questions to pass on.

use askama::Template;

use super::blind::redact;
use super::rules::QuestionState;
use super::{Cover, Question, covers, store};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::evidence::store::EvidenceId;
use crate::message::Message;
use crate::selection::assignments::pages::{href as coverage_href, way_to};
use crate::selection::committees;
use crate::selection::committees::actions::{load_as_secretary, load_visible};
use crate::selection::nominations::candidates::{Candidate, list_candidates};
use crate::selection::nominations::versions::rules::{Content, Paper};
use crate::selection::nominations::{self, Nomination, NominationId, versions};
use crate::selection::phases::Permission;
use crate::selection::rounds::{RoundId, Running};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Link, Problems};

/// Where the covers of a round are.
pub fn covers_href(round: RoundId) -> String {
    format!("/selection/{round}/covers")
}

/// Where the cover of one candidate is.
pub fn cover_href(round: RoundId, nomination: NominationId) -> String {
    format!("/selection/{round}/covers/{nomination}")
}

/// Where the questions of a round are.
pub fn questions_href(round: RoundId) -> String {
    format!("/selection/{round}/questions")
}

fn way(frame: &Frame, running: &Running) -> Vec<Link> {
    let mut way = way_to(frame, running);
    let coverage = coverage_href(running.round.id);
    way.push(Link::new(frame.say("coverage-title"), coverage));
    way
}

/// Which candidates are covered.
#[derive(Debug, Template)]
#[template(path = "selection/covers.html")]
pub struct CoversPage {
    frame: Frame,
    running: Running,
    covers: Vec<(Cover, Candidate)>,
    without: usize,
}

impl CoversPage {
    /// For the secretary: who is which number is for nobody else.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        round: RoundId,
    ) -> Result<CoversPage, Error> {
        let running = load_as_secretary(conn, context, round)?;
        let candidates = list_candidates(conn, round)?;
        let covers = store::list_covers(conn, round)?;
        let named = covers.into_iter().filter_map(|cover| {
            let mut all = candidates.iter();
            let candidate = all.find(|it| it.nomination == cover.nomination_id)?;
            Some((cover, candidate.clone()))
        });
        let covers: Vec<_> = named.collect();
        Ok(CoversPage {
            without: candidates.len() - covers.len(),
            covers,
            running,
            frame,
        })
    }

    fn way(&self) -> Vec<Link> {
        way(&self.frame, &self.running)
    }

    fn number(&self, cover: &Cover) -> String {
        self.frame
            .tell(Message::new("review-candidate").with("number", cover.number))
    }

    fn href(&self, cover: &Cover) -> String {
        cover_href(self.running.round.id, cover.nomination_id)
    }

    fn chip(&self, cover: &Cover) -> Chip {
        chip(&self.frame, cover)
    }
}

fn chip(frame: &Frame, cover: &Cover) -> Chip {
    if cover.confirmed_at.is_some() {
        Chip::ok(frame.say("cover-confirmed"))
    } else {
        Chip::due(frame.say("cover-open"))
    }
}

/// What members see of one candidate, beside what it was made from.
#[derive(Debug, Template)]
#[template(path = "selection/cover.html")]
pub struct CoverPage {
    frame: Frame,
    running: Running,
    nomination: Nomination,
    cover: Cover,
    name: String,
    /// What was handed in, as members would read it without a cover.
    content: Content,
    shown: Vec<EvidenceId>,
    proposed: String,
    values: Values,
    problems: Problems,
}

impl CoverPage {
    /// For the secretary.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        (round, id): (RoundId, NominationId),
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<CoverPage, Error> {
        let running = load_as_secretary(conn, context, round)?;
        let cover = store::find_cover(conn, id)?.filter(|it| it.round_id == round);
        let cover = cover.ok_or(Error::NotFound)?;
        let nomination = nominations::store::load(conn, id)?;
        let identity = covers::identity(conn, &nomination)?;
        let content = versions::store::load_newest(conn, id)?.content()?;
        let broken = |error| Error::Fault(format!("cover {id}: {error}"));
        Ok(CoverPage {
            name: identity.names.first().cloned().unwrap_or_default(),
            shown: cover.files.read().map_err(broken)?,
            proposed: redact(&content.statement, &identity),
            content,
            problems: errors.in_words(frame.words),
            values: values.clone(),
            cover,
            nomination,
            running,
            frame,
        })
    }

    fn way(&self) -> Vec<Link> {
        let mut way = way(&self.frame, &self.running);
        let covers = covers_href(self.running.round.id);
        way.push(Link::new(self.frame.say("covers-title"), covers));
        way
    }

    fn number(&self) -> String {
        self.frame
            .tell(Message::new("review-candidate").with("number", self.cover.number))
    }

    fn chip(&self) -> Chip {
        chip(&self.frame, &self.cover)
    }

    /// As typed, as confirmed, or as proposed from what was handed in.
    fn statement(&self) -> &str {
        match self.values.get("statement") {
            "" if self.cover.confirmed_at.is_some() => &self.cover.statement,
            "" => &self.proposed,
            typed => typed,
        }
    }

    /// As ticked in a form that was sent, or as confirmed.
    fn is_shown(&self, file: &Paper) -> bool {
        if self.problems.is_empty() {
            self.shown.contains(&file.id)
        } else {
            self.values.has("files", &file.id.to_string())
        }
    }
}

/// Questions of members to candidates.
#[derive(Debug, Template)]
#[template(path = "selection/questions.html")]
pub struct QuestionsPage {
    frame: Frame,
    running: Running,
    questions: Vec<(Question, String, String)>,
    can_decide: bool,
    /// Why questions go nowhere now.
    blocked: String,
    problems: Problems,
}

impl QuestionsPage {
    /// For whoever may know of the committee's work.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        round: RoundId,
        errors: &FieldErrors,
    ) -> Result<QuestionsPage, Error> {
        let running = load_visible(conn, context, round)?;
        let members = committees::store::list_named(conn, round)?;
        let candidates = list_candidates(conn, round)?;
        let questions = store::list_questions(conn, round)?;
        let in_phase = running.may_now(Permission::WriteReview, context.today());
        let named = questions.into_iter().map(|(question, member)| {
            let by = members.iter().find(|it| it.0.id == member);
            let to = candidates
                .iter()
                .find(|it| it.nomination == question.nomination_id);
            let by = by.map_or_else(String::new, |it| it.1.clone());
            let to = to.map_or_else(String::new, |it| it.name.clone());
            (question, by, to)
        });
        Ok(QuestionsPage {
            questions: named.collect(),
            can_decide: load_as_secretary(conn, context, round).is_ok() && in_phase.is_ok(),
            blocked: frame
                .why_not(in_phase.map_err(Error::from))?
                .err()
                .unwrap_or_default(),
            problems: errors.in_words(frame.words),
            running,
            frame,
        })
    }

    fn way(&self) -> Vec<Link> {
        way(&self.frame, &self.running)
    }

    fn is_open(&self, question: &Question) -> bool {
        self.can_decide && question.state == QuestionState::Asked
    }

    /// Why a question that waits goes no further.
    fn why_stuck(&self, question: &Question) -> &str {
        match question.state {
            QuestionState::Asked | QuestionState::Forwarded => &self.blocked,
            QuestionState::Refused | QuestionState::Answered => "",
        }
    }

    fn chip(&self, question: &Question) -> Chip {
        let label = self.frame.say(question.state.name_key());
        match question.state {
            QuestionState::Asked => Chip::due(label),
            QuestionState::Forwarded => Chip::wait(label),
            QuestionState::Answered => Chip::ok(label),
            QuestionState::Refused => Chip::plain(label),
        }
    }

    fn between(&self, by: &str, to: &str) -> String {
        let told = Message::new("question-between")
            .with("by", by)
            .with("to", to);
        self.frame.tell(told)
    }
}
