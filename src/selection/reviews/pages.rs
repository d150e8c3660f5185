//! A member's pages: what is left, and one review.

use std::borrow::Borrow;

use askama::Template;

use super::actions::next_due;
use super::dossier;
use super::rules::rubric::{Answer, Rubric, Scores};
use super::rules::{self, QuestionState, ReviewState};
use super::sight::{self, Face, Own, Queue};
use super::{Question, Review, ReviewId, questions};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::{Fact, Message};
use crate::people;
use crate::selection::assignments::pages::wishes_href;
use crate::selection::candidates;
use crate::selection::committees;
use crate::selection::nominations::versions::rules::{Content, Paper};
use crate::selection::nominations::versions::told::{self, Line};
use crate::selection::phases::Permission;
use crate::selection::programmes::committee::{AnswerKind, Criterion, Grade};
use crate::selection::rounds::{self, Running};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Link, Problems};

/// Where one's reviews are.
pub const HERE: &str = "/reviews";

/// Where a review is.
pub fn href(id: ReviewId) -> String {
    format!("/reviews/{id}")
}

/// What a candidate is called in front of a member.
pub fn title(frame: &Frame, face: &Face) -> String {
    match face.number {
        Some(number) => frame.tell(Message::new("review-candidate").with("number", number)),
        None => face.name.clone(),
    }
}

/// School and subject, as far as a member may know them.
pub fn lead(face: &Face) -> String {
    let subject = face.subject.as_deref().unwrap_or_default();
    format!("{} {subject}", face.school).trim().to_owned()
}

/// What a file of a candidate is called in front of a member.
pub fn file_name(frame: &Frame, face: &Face, file: &Paper) -> String {
    if face.number.is_some() {
        frame.tell(Message::new("dossier-file").with("name", file.name.as_str()))
    } else {
        file.name.clone()
    }
}

/// The way to a member's page of a round: one's own work, and which selection it is about.
pub fn way(frame: &Frame, running: &Running) -> [Link; 2] {
    let round = &running.round;
    [
        Link::new(frame.say("reviews-title"), HERE),
        Link::new(&round.title, rounds::pages::href(round.id)),
    ]
}

fn chip(frame: &Frame, state: ReviewState) -> Chip {
    let label = frame.say(state.name_key());
    match state {
        ReviewState::Due => Chip::due(label),
        ReviewState::Submitted => Chip::ok(label),
        ReviewState::Declined | ReviewState::Released => Chip::plain(label),
    }
}

/// One round of the list.
#[derive(Debug)]
struct Part {
    queue: Queue,
    due: usize,
    submitted: usize,
    can_wish: bool,
    has_lessons: bool,
    /// Where all candidates are, once reviews are over.
    candidates: Option<String>,
}

/// What one has to review.
#[derive(Debug, Template)]
#[template(path = "selection/reviews.html")]
pub struct QueuePage {
    frame: Frame,
    parts: Vec<Part>,
}

impl QueuePage {
    /// For whoever may serve on a committee.
    pub fn load(conn: &mut Conn, context: &Context, frame: Frame) -> Result<QueuePage, Error> {
        let today = context.today();
        let part = |queue: Queue| {
            let count = |state| {
                let items = queue.items.iter();
                items.filter(|(brief, _)| brief.state == state).count()
            };
            let may_wish = queue.running.may_now(Permission::AssignReviews, today);
            Part {
                due: count(ReviewState::Due),
                submitted: count(ReviewState::Submitted),
                can_wish: may_wish.is_ok(),
                has_lessons: queue.running.programme.lesson.is_some()
                    && sight::is_released(&queue.running),
                candidates: candidates::is_open(&queue.running)
                    .then(|| candidates::pages::list_href(queue.running.round.id)),
                queue,
            }
        };
        let queues = sight::list_queues(conn, context)?;
        Ok(QueuePage {
            parts: queues.into_iter().map(part).collect(),
            frame,
        })
    }

    fn title(&self, face: &Face) -> String {
        title(&self.frame, face)
    }

    fn chip(&self, state: impl Borrow<ReviewState>) -> Chip {
        chip(&self.frame, *state.borrow())
    }

    fn wishes_href(part: &Part) -> String {
        wishes_href(part.queue.running.round.id)
    }

    fn progress(&self, part: &Part) -> String {
        let told = Message::new("review-progress")
            .with("done", part.submitted)
            .with("all", part.submitted + part.due);
        self.frame.tell(told)
    }

    /// Until when one can write, or that it is over.
    fn until(&self, part: &Part) -> String {
        let open = part.queue.running.open_phase();
        if open.phase.permits(Permission::WriteReview) {
            let until = Message::new("review-until").with("day", open.ends_on);
            self.frame.tell(until)
        } else {
            self.frame.say("review-over")
        }
    }

    fn first_due(part: &Part) -> Option<String> {
        let mut items = part.queue.items.iter();
        let due = items.find(|(brief, _)| brief.state == ReviewState::Due);
        due.map(|(brief, _)| href(brief.id))
    }
}

/// What somebody else wrote.
#[derive(Debug)]
struct Other {
    /// The name, or none where the programme covers names.
    name: Option<String>,
    review: Review,
    points: Scores,
}

/// One's own review of one candidate.
#[derive(Debug, Template)]
#[template(path = "selection/review.html")]
pub struct ReviewPage {
    frame: Frame,
    own: Own,
    dossier: Content,
    points: Scores,
    others: Vec<Other>,
    questions: Vec<Question>,
    can_write: bool,
    /// The place in the list, and how long it is.
    place: (usize, usize),
    next: Option<ReviewId>,
    values: Values,
    problems: Problems,
}

impl ReviewPage {
    /// For the member whose review it is.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: ReviewId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<ReviewPage, Error> {
        let own = sight::load_own(conn, context, id)?;
        let queues = sight::list_queues(conn, context)?;
        let queue = queues
            .iter()
            .find(|it| it.running.round.id == own.running.round.id);
        let items = queue.map_or(&[][..], |it| &it.items[..]);
        let place = items.iter().position(|(brief, _)| brief.id == id);
        let is_blind = own.face.number.is_some();
        let mut others = Vec::new();
        for review in sight::list_others(conn, &own)? {
            let name = if is_blind {
                None
            } else {
                let member = committees::store::load(conn, review.member_id)?;
                Some(people::store::load(conn, member.person_id)?.name)
            };
            others.push(Other {
                points: review.points()?,
                name,
                review,
            });
        }
        let may_write = own
            .running
            .may_now(Permission::WriteReview, context.today());
        Ok(ReviewPage {
            dossier: dossier::load(conn, &own.running, own.review.nomination_id)?,
            points: own.review.points()?,
            questions: questions::list_beside(conn, &own)?,
            can_write: may_write.is_ok() && own.review.state == ReviewState::Due,
            place: (place.map_or(0, |it| it + 1), items.len()),
            next: next_due(&queues, id),
            problems: errors.in_words(frame.words),
            values: values.clone(),
            others,
            own,
            frame,
        })
    }

    fn way(&self) -> [Link; 2] {
        way(&self.frame, &self.own.running)
    }

    /// Whether names are covered.
    fn is_covered(&self) -> bool {
        self.own.face.number.is_some()
    }

    fn title(&self) -> String {
        title(&self.frame, &self.own.face)
    }

    fn lead(&self) -> String {
        lead(&self.own.face)
    }

    fn chip(&self) -> Chip {
        chip(&self.frame, self.own.review.state)
    }

    fn where_in_list(&self) -> String {
        let told = Message::new("review-place")
            .with("place", self.place.0)
            .with("all", self.place.1);
        self.frame.tell(told)
    }

    fn next_href(&self) -> Option<String> {
        self.next.map(href)
    }

    fn rubric(&self) -> Rubric<'_> {
        let running = &self.own.running;
        Rubric::of(&running.programme.review, &running.round.track)
    }

    fn criteria(&self) -> Vec<&Criterion> {
        self.rubric().criteria()
    }

    /// Full marks, by which points are weighed; 0 of a text.
    fn full(&self, criterion: &Criterion) -> i64 {
        self.rubric().full(criterion).unwrap_or(0)
    }

    fn criterion_name<'a>(&self, criterion: &'a Criterion) -> &'a str {
        criterion.name_in(self.frame.words.language)
    }

    /// What a criterion counts, or how much is to be written.
    fn weight(&self, criterion: &Criterion) -> String {
        self.frame.tell(match &criterion.answer {
            AnswerKind::Points { .. } | AnswerKind::Choice { .. } => {
                Message::new("review-weight").with("percent", Fact::Permille(criterion.weight))
            }
            AnswerKind::Text { characters_min } => {
                Message::new("review-text-least").with("least", i64::from(*characters_min))
            }
        })
    }

    fn option_name<'a>(&self, grade: &'a Grade) -> &'a str {
        grade.name_in(self.frame.words.language)
    }

    /// As typed, or as kept: a number, the key of an option, or words.
    fn points_of(&self, index: impl Borrow<usize>, criterion: &Criterion) -> String {
        match self.values.all("points").get(*index.borrow()) {
            Some(typed) => typed.clone(),
            None => match self.points.get(&criterion.key) {
                Some(Answer::Points(points)) => points.to_string(),
                Some(Answer::Words(words)) => words.clone(),
                None => String::new(),
            },
        }
    }

    /// As people read it.
    fn given(&self, scores: &Scores, criterion: &Criterion) -> String {
        match scores.get(&criterion.key) {
            Some(Answer::Points(points)) => points.to_string(),
            Some(Answer::Words(words)) => match &criterion.answer {
                AnswerKind::Choice { options } => {
                    let chosen = options.iter().find(|it| it.key == *words);
                    chosen.map_or_else(String::new, |it| self.option_name(it).to_owned())
                }
                AnswerKind::Points { .. } | AnswerKind::Text { .. } => words.clone(),
            },
            None => String::new(),
        }
    }

    fn comment(&self) -> &str {
        match self.values.get("comment") {
            "" => &self.own.review.comment,
            typed => typed,
        }
    }

    fn comment_hint(&self) -> String {
        let least = self.rubric().comment_characters_min();
        self.frame
            .tell(Message::new("review-comment-hint").with("least", least))
    }

    fn total(review: &Review) -> String {
        review.total.map_or_else(String::new, rules::points)
    }

    fn other_name(&self, index: impl Borrow<usize>, other: &Other) -> String {
        other.name.clone().unwrap_or_else(|| {
            let told = Message::new("review-other").with("number", *index.borrow());
            self.frame.tell(told)
        })
    }

    fn saved(&self) -> String {
        match self.own.review.saved_at {
            Some(at) => {
                let at = self.frame.words.date_time(at.utc());
                self.frame
                    .tell(Message::new("review-saved-at").with("at", at))
            }
            None => self.frame.say("review-not-saved"),
        }
    }

    fn posts(&self) -> Vec<Line> {
        told::posts_of(self.frame.words, &self.dossier.facts, self.own.face.number)
    }

    fn titles(&self) -> Vec<Line> {
        told::titles_of(self.frame.words, &self.dossier.facts, self.own.face.number)
    }

    fn file_href(&self, file: &Paper) -> String {
        format!("/reviews/{}/files/{}", self.own.review.id, file.id)
    }

    fn late(&self, file: &Paper) -> Option<Chip> {
        told::late(self.frame.words, file, self.own.running.round.cutoff_on)
    }

    fn file_name(&self, file: &Paper) -> String {
        file_name(&self.frame, &self.own.face, file)
    }

    fn question_chip(&self, question: &Question) -> Chip {
        let label = self.frame.say(question.state.name_key());
        match question.state {
            QuestionState::Asked | QuestionState::Forwarded => Chip::wait(label),
            QuestionState::Answered => Chip::ok(label),
            QuestionState::Refused => Chip::plain(label),
        }
    }

    /// One's own words to oneself; to others as it was passed on.
    fn question_text<'a>(&self, question: &'a Question) -> &'a str {
        if question.review_id == self.own.review.id {
            &question.question
        } else {
            question.forwarded.as_deref().unwrap_or_default()
        }
    }
}
