//! The candidates of a round as a member reads them: all of them, and one.

use std::cmp::Reverse;

use askama::Template;

use super::{Board, Standing, load_board};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::{Fact, Message};
use crate::selection::lessons::rules::Means;
use crate::selection::nominations::versions::rules::{Content, Paper};
use crate::selection::nominations::versions::told::{self, Line};
use crate::selection::reviews::pages::{self as review_pages, title, way};
use crate::selection::reviews::rules::{ReviewState, points};
use crate::selection::reviews::sight::Handle;
use crate::selection::reviews::{ReviewId, dossier, store};
use crate::selection::rounds::{RoundId, Running};
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Link};

/// Where the candidates of a round are.
pub fn list_href(round: RoundId) -> String {
    format!("/candidates/{round}")
}

/// Where one of them is.
pub fn href(round: RoundId, candidate: Handle) -> String {
    format!("/candidates/{round}/{candidate}")
}

/// In which order candidates stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// By the official mean, the highest first.
    Points,
    /// By number or name.
    Name,
    /// By subject.
    Subject,
    /// By lesson and defence together, the highest first.
    Lesson,
}

impl Sort {
    const ALL: [Sort; 4] = [Sort::Points, Sort::Name, Sort::Subject, Sort::Lesson];

    const fn as_str(self) -> &'static str {
        match self {
            Sort::Points => "points",
            Sort::Name => "name",
            Sort::Subject => "subject",
            Sort::Lesson => "lesson",
        }
    }

    /// Reads an address; what is unknown is by points.
    pub fn of(text: &str) -> Sort {
        let found = Sort::ALL.into_iter().find(|it| it.as_str() == text);
        found.unwrap_or(Sort::Points)
    }
}

/// The candidates of a round.
#[derive(Debug, Template)]
#[template(path = "selection/standings.html")]
pub struct CandidatesPage {
    frame: Frame,
    board: Board,
    sort: Sort,
}

impl CandidatesPage {
    /// For a member.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        round: RoundId,
        sort: Sort,
    ) -> Result<CandidatesPage, Error> {
        let mut board = load_board(conn, context, round)?;
        let official = board.running.programme.review.official.value;
        let mean = |it: &Standing| it.figures.map(|it| it.official(official));
        // A stable sort: equal ones stay by number or name.
        match sort {
            Sort::Name => {}
            Sort::Points => board.standings.sort_by_key(|it| Reverse(mean(it))),
            Sort::Subject => board.standings.sort_by_key(|it| it.face.subject.clone()),
            Sort::Lesson => board
                .standings
                .sort_by_key(|it| Reverse(it.lesson.map(|it| it.lesson + it.defence))),
        }
        Ok(CandidatesPage { frame, board, sort })
    }

    fn way(&self) -> [Link; 2] {
        way(&self.frame, &self.board.running)
    }

    fn lead(&self) -> String {
        self.frame
            .tell(Message::new("standings-lead").with("official", official(&self.board.running)))
    }

    fn official(&self) -> String {
        self.frame.say(
            self.board
                .running
                .programme
                .review
                .official
                .value
                .name_key(),
        )
    }

    fn sort_href(&self, sort: &str) -> String {
        let here = list_href(self.board.running.round.id);
        format!("{here}?sort={sort}")
    }

    /// What a heading says to a screen reader about the order.
    fn sorted(&self, sort: &str) -> &'static str {
        match (self.sort.as_str() == sort, self.sort) {
            (false, _) => "none",
            (true, Sort::Points | Sort::Lesson) => "descending",
            (true, Sort::Name | Sort::Subject) => "ascending",
        }
    }

    fn has_lessons(&self) -> bool {
        self.board.running.programme.lesson.is_some()
    }

    fn title(&self, standing: &Standing) -> String {
        title(&self.frame, &standing.face)
    }

    fn href(&self, standing: &Standing) -> String {
        href(self.board.running.round.id, standing.face.handle())
    }

    fn mean(&self, standing: &Standing) -> String {
        mean(&self.board.running, standing)
    }

    fn count(standing: &Standing) -> usize {
        standing.figures.map_or(0, |it| it.scores)
    }

    fn band(standing: &Standing) -> String {
        band(standing)
    }

    fn lesson(standing: &Standing) -> String {
        lesson(standing)
    }
}

fn official(running: &Running) -> Fact {
    Fact::Key(running.programme.review.official.value.name_key())
}

fn mean(running: &Running, standing: &Standing) -> String {
    let official = running.programme.review.official.value;
    let mean = standing.figures.map(|it| it.official(official));
    mean.map_or_else(|| "—".to_owned(), points)
}

fn band(standing: &Standing) -> String {
    let band = standing.figures.and_then(|it| it.band);
    band.map_or_else(
        || "—".to_owned(),
        |(low, high)| format!("{} – {}", points(low), points(high)),
    )
}

fn lesson(standing: &Standing) -> String {
    let told = |it: Means| format!("{} / {}", points(it.lesson), points(it.defence));
    standing.lesson.map_or_else(|| "—".to_owned(), told)
}

/// One candidate: the means, and what was handed in.
#[derive(Debug, Template)]
#[template(path = "selection/standing.html")]
pub struct CandidatePage {
    frame: Frame,
    running: Running,
    standing: Standing,
    dossier: Content,
    /// The reader's own review, where there is one.
    review: Option<ReviewId>,
}

impl CandidatePage {
    /// For a member, on a candidate that exists for them.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        (round, candidate): (RoundId, Handle),
    ) -> Result<CandidatePage, Error> {
        let board = load_board(conn, context, round)?;
        let mut all = board.standings.into_iter();
        let standing = all
            .find(|it| it.face.handle() == candidate)
            .ok_or(Error::NotFound)?;
        let nomination = standing.face.nomination;
        let review = store::find(conn, board.member.id, nomination)?;
        let review = review.filter(|it| it.state != ReviewState::Released);
        Ok(CandidatePage {
            dossier: dossier::load(conn, &board.running, nomination)?,
            review: review.map(|it| it.id),
            running: board.running,
            standing,
            frame,
        })
    }

    fn way(&self) -> [Link; 3] {
        let list = list_href(self.running.round.id);
        let [mine, round] = way(&self.frame, &self.running);
        [
            mine,
            round,
            Link::new(self.frame.say("standings-title"), list),
        ]
    }

    /// Whether names are covered.
    fn is_covered(&self) -> bool {
        self.standing.face.number.is_some()
    }

    fn title(&self) -> String {
        title(&self.frame, &self.standing.face)
    }

    fn lead(&self) -> String {
        review_pages::lead(&self.standing.face)
    }

    fn review_href(&self) -> Option<String> {
        self.review.map(review_pages::href)
    }

    fn official(&self) -> String {
        self.frame
            .say(self.running.programme.review.official.value.name_key())
    }

    fn mean(&self) -> String {
        mean(&self.running, &self.standing)
    }

    fn count(&self) -> usize {
        self.standing.figures.map_or(0, |it| it.scores)
    }

    fn band(&self) -> String {
        band(&self.standing)
    }

    fn lesson(&self) -> Option<String> {
        let has_lesson = self.running.programme.lesson.is_some();
        has_lesson.then(|| lesson(&self.standing))
    }

    fn posts(&self) -> Vec<Line> {
        told::posts_of(
            self.frame.words,
            &self.dossier.facts,
            self.standing.face.number,
        )
    }

    fn titles(&self) -> Vec<Line> {
        told::titles_of(
            self.frame.words,
            &self.dossier.facts,
            self.standing.face.number,
        )
    }

    fn file_href(&self, file: &Paper) -> String {
        let here = href(self.running.round.id, self.standing.face.handle());
        format!("{here}/files/{}", file.id)
    }

    fn late(&self, file: &Paper) -> Option<Chip> {
        told::late(self.frame.words, file, self.running.round.cutoff_on)
    }

    fn file_name(&self, file: &Paper) -> String {
        review_pages::file_name(&self.frame, &self.standing.face, file)
    }
}
