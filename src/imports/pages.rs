//! The page of an import: how many rows went where, and what is wrong with the rest.

use askama::Template;

use super::SoFar;
use super::report::in_language;
use super::store::Problem;
use crate::jobs::{Job, JobKind};
use crate::message::Message;
use crate::web::frame::Frame;
use crate::web::parts::{Link, Pager};

/// Refused rows on one page.
pub(super) const ROWS_PER_PAGE: i64 = 100;

/// What came of an import.
#[derive(Debug, Template)]
#[template(path = "imports/report.html")]
pub struct ReportPage {
    /// The frame.
    pub frame: Frame,
    /// The import.
    pub job: Job,
    /// Its counts.
    pub so_far: SoFar,
    /// Whether nothing was stored.
    pub is_trial: bool,
    /// Whether the reader may decide what is doubtful.
    pub may_decide: bool,
    /// Refused rows, a page of them and one more if there are more.
    pub problems: Vec<Problem>,
    /// The row that this page begins after.
    pub after: i32,
}

impl ReportPage {
    /// The counts in the order of their meaning: label and figure.
    fn counts(&self) -> Vec<(String, String)> {
        let so_far = &self.so_far;
        [
            ("import-rows", so_far.rows),
            ("import-accepted", so_far.accepted),
            ("import-duplicates", so_far.duplicates),
            ("import-tasks", so_far.tasks),
            ("import-refused", so_far.refused),
        ]
        .into_iter()
        .map(|(key, count)| {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            (self.frame.say(key), self.frame.words.number(count))
        })
        .collect()
    }

    /// Whether rows wait for a decision, and this reader may be the one to decide.
    fn has_tasks(&self) -> bool {
        self.so_far.tasks > 0 && !self.is_trial && self.may_decide
    }

    fn shown(&self) -> &[Problem] {
        let most = usize::try_from(ROWS_PER_PAGE).unwrap_or(usize::MAX);
        &self.problems[..self.problems.len().min(most)]
    }

    fn message(&self, problem: &Problem) -> String {
        in_language(&problem.message, self.frame.words.language)
    }

    fn pager(&self) -> Pager {
        let href = |after: i32| format!("/imports/{}?after={after}", self.job.id);
        let shown = Message::new("import-rows-shown")
            .with("shown", self.shown().len())
            .with("refused", self.so_far.refused);
        Pager {
            shown: self.frame.tell(&shown),
            previous_href: (self.after > 0).then(|| href(0)),
            next_href: (self.problems.len() > self.shown().len())
                .then(|| self.shown().last().map(|it| href(it.row_number)))
                .flatten(),
        }
    }

    /// Where the feature's imports begin.
    fn start(&self) -> Link {
        let say = |key| self.frame.say(key);
        match self.job.kind {
            JobKind::ImportRoster => Link::new(say("roster-title"), "/people/roster"),
            _ => Link::new(say("nav-projects"), "/projects"),
        }
    }
}
