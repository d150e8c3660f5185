//! Pages of completions: upload and form for providers, the queue of a school, one completion.

use askama::Template;

use super::rules::{Step, next};
use super::store::ListedCompletion;
use super::{Completion, CompletionId, CompletionState};
use crate::credit_bank::projects::pages::href::{LIST, project};
use crate::credit_bank::projects::{Course, Project};
use crate::journal::Entry;
use crate::journal::history::happenings;
use crate::message::Message;
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Choice, Happening, Link, Pager, Problems};

/// Completions on one page.
pub const COMPLETIONS_PER_PAGE: i64 = 100;

/// Which completions a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// Those that wait for the school.
    Waiting,
    /// Those that the school confirmed and the district has.
    Confirmed,
    /// Those that were posted.
    Posted,
    /// Those that were refused, expired, failed or undone.
    Over,
}

impl Show {
    /// Every choice, in the order of the tabs.
    pub const ALL: [Show; 4] = [Show::Waiting, Show::Confirmed, Show::Posted, Show::Over];

    /// Reads the address; what waits comes first.
    pub fn from_text(text: Option<&str>) -> Show {
        let found = Show::ALL.into_iter().find(|it| Some(it.as_str()) == text);
        found.unwrap_or(Show::Waiting)
    }

    /// As the address has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Show::Waiting => "waiting",
            Show::Confirmed => "confirmed",
            Show::Posted => "posted",
            Show::Over => "over",
        }
    }

    /// The states that belong to it.
    pub fn states(self) -> Vec<CompletionState> {
        use CompletionState::*;
        match self {
            Show::Waiting => vec![Submitted],
            Show::Confirmed => vec![Confirmed, Sampled],
            Show::Posted => vec![Posted],
            Show::Over => vec![Refused, FailedAudit, Expired, Reversed],
        }
    }

    const fn label_key(self) -> &'static str {
        match self {
            Show::Waiting => "completions-show-waiting",
            Show::Confirmed => "completions-show-confirmed",
            Show::Posted => "completions-show-posted",
            Show::Over => "completions-show-over",
        }
    }
}

/// Whose turn it is, for a school or for anybody else.
pub fn chip(frame: &Frame, state: CompletionState, is_school: bool) -> Chip {
    use CompletionState::*;
    let label = frame.say(state.name_key());
    match state {
        Submitted if is_school => Chip::due(label),
        Submitted | Confirmed | Sampled => Chip::wait(label),
        Posted => Chip::ok(label),
        Refused | FailedAudit | Expired | Reversed => Chip::plain(label),
    }
}

/// Uploads a file for a project.
#[derive(Debug, Template)]
#[template(path = "credit_bank/upload.html")]
pub struct UploadPage {
    /// The frame.
    pub frame: Frame,
    /// The project.
    pub project: Project,
    /// What was typed.
    pub values: Values,
    /// What is wrong with it.
    pub problems: Problems,
}

impl UploadPage {
    fn trail(&self) -> [Link; 2] {
        trail(&self.frame, &self.project)
    }

    fn modes(&self) -> [Choice; 2] {
        let chosen = match self.values.get("mode") {
            "" => "trial",
            chosen => chosen,
        };
        let say = |key| self.frame.say(key);
        [
            Choice::new("trial", say("upload-trial"), chosen).explained(say("upload-trial-hint")),
            Choice::new("store", say("upload-store"), chosen).explained(say("upload-store-hint")),
        ]
    }
}

/// Submits one completion.
#[derive(Debug, Template)]
#[template(path = "credit_bank/completion_form.html")]
pub struct CompletionFormPage {
    /// The frame.
    pub frame: Frame,
    /// The project.
    pub project: Project,
    /// Its courses.
    pub courses: Vec<Course>,
    /// What was typed.
    pub values: Values,
    /// What is wrong with it.
    pub problems: Problems,
}

impl CompletionFormPage {
    fn trail(&self) -> [Link; 2] {
        trail(&self.frame, &self.project)
    }

    fn choices(&self) -> Vec<Choice> {
        let chosen = self.values.get("course");
        self.courses
            .iter()
            .map(|it| Choice::new(it.title.as_str(), it.title.as_str(), chosen))
            .collect()
    }
}

fn trail(frame: &Frame, of: &Project) -> [Link; 2] {
    [
        Link::new(frame.say("projects-title"), LIST),
        Link::new(of.title.as_str(), project(of.id)),
    ]
}

/// A list of completions: what waits for a school, what an office sees, what a provider submitted.
#[derive(Debug, Template)]
#[template(path = "credit_bank/completions.html")]
pub struct CompletionsPage {
    /// The frame.
    pub frame: Frame,
    /// The project, when a provider looks at what it submitted.
    pub project: Option<Project>,
    /// Which ones are shown.
    pub show: Show,
    /// A page of them, and one more if there are more.
    pub completions: Vec<ListedCompletion>,
    /// How many wait for the reader's school.
    pub waiting: i64,
    /// Schools that the reader confirms for.
    pub schools: Vec<(OrganizationId, String)>,
    /// The reader, who cannot confirm one's own.
    pub reader: Option<PersonId>,
    /// What was typed.
    pub values: Values,
    /// What is wrong with it.
    pub problems: Problems,
}

impl CompletionsPage {
    fn title(&self) -> String {
        match &self.project {
            Some(project) => project.title.clone(),
            None => self.frame.say("completions-title"),
        }
    }

    fn trail(&self) -> Vec<Link> {
        let project = self.project.as_ref();
        project.map_or_else(Vec::new, |it| trail(&self.frame, it).to_vec())
    }

    fn lead(&self) -> String {
        if self.project.is_some() {
            self.frame.say("completions-lead-provider")
        } else if self.schools.is_empty() {
            self.frame.say("completions-lead-office")
        } else {
            let message = Message::new("completions-lead-school").with("count", self.waiting);
            self.frame.tell(&message)
        }
    }

    fn shown(&self) -> &[ListedCompletion] {
        let most = usize::try_from(COMPLETIONS_PER_PAGE).unwrap_or(usize::MAX);
        &self.completions[..self.completions.len().min(most)]
    }

    fn base(&self) -> String {
        match &self.project {
            Some(project) => format!("/projects/{}/completions", project.id),
            None => "/completions".to_owned(),
        }
    }

    fn tabs(&self) -> Vec<(String, String, bool)> {
        let tab = |it: Show| {
            let href = format!("{}?show={}", self.base(), it.as_str());
            (self.frame.say(it.label_key()), href, it == self.show)
        };
        Show::ALL.into_iter().map(tab).collect()
    }

    fn is_queue(&self) -> bool {
        self.show == Show::Waiting && !self.schools.is_empty()
    }

    fn is_own(&self, it: &ListedCompletion) -> bool {
        Some(it.completion.person_id) == self.reader
    }

    fn is_ticked(&self, it: &ListedCompletion) -> bool {
        self.values.has("ids", &it.completion.id.to_string())
    }

    fn chip(&self, it: &ListedCompletion) -> Chip {
        chip(&self.frame, it.completion.state, !self.schools.is_empty())
    }

    fn confirm_all_label(&self, school: &str) -> String {
        let message = if self.schools.len() == 1 {
            Message::new("completions-confirm-all").with("count", self.waiting)
        } else {
            Message::new("completions-confirm-all-of").with("school", school)
        };
        self.frame.tell(&message)
    }

    fn pager(&self) -> Pager {
        let has_more = self.completions.len() > self.shown().len();
        let next = self.shown().last().filter(|_| has_more);
        Pager {
            shown: String::new(),
            previous_href: None,
            next_href: next.map(|it| {
                let (base, show) = (self.base(), self.show.as_str());
                format!("{base}?show={show}&after={}", it.completion.id)
            }),
        }
    }
}

/// One completion with its history.
#[derive(Debug, Template)]
#[template(path = "credit_bank/completion.html")]
pub struct CompletionPage {
    /// The frame.
    pub frame: Frame,
    /// The completion and its names.
    pub listed: ListedCompletion,
    /// What was decided about it, oldest first.
    pub entries: Vec<Entry>,
    /// Whether the reader may undo posted hours.
    pub can_reverse: bool,
    /// What was typed.
    pub values: Values,
    /// What is wrong with it.
    pub problems: Problems,
}

impl CompletionPage {
    fn it(&self) -> &Completion {
        &self.listed.completion
    }

    fn chip(&self) -> Chip {
        chip(&self.frame, self.it().state, false)
    }

    fn waits_for(&self) -> String {
        let key = self.it().state.waits_for_key();
        key.map_or_else(String::new, |key| self.frame.say(key))
    }

    fn is_to_reverse(&self) -> bool {
        self.can_reverse && next(self.it().state, Step::Reverse).is_ok()
    }

    fn happenings(&self) -> Vec<Happening> {
        happenings(self.frame.words, &self.entries)
    }
}

/// Where one completion is.
pub fn href(id: CompletionId) -> String {
    format!("/completions/{id}")
}
