//! Pages of projects and courses.

use std::borrow::Borrow;

use askama::Template;

use super::rules::{ProjectState, Refusal, Step, next};
use super::store::{ListedProject, OpenCourse};
use super::{Course, CourseId, Project};
use crate::hours::Hours;
use crate::journal;
use crate::journal::history::happenings;
use crate::ledger::Category;
use crate::message::Message;
use crate::organizations::{Organization, OrganizationId};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Choice, Happening, Link, Pager, Problems};

/// Projects on one page.
pub const PROJECTS_PER_PAGE: i64 = 50;

/// Where things of this feature are.
pub mod href {
    use super::super::{CourseId, ProjectId};

    /// The list.
    pub const LIST: &str = "/projects";

    /// One project.
    pub fn project(id: ProjectId) -> String {
        format!("/projects/{id}")
    }

    /// A new course of a project.
    pub fn new_course(id: ProjectId) -> String {
        format!("/projects/{id}/courses/new")
    }

    /// One course of a draft.
    pub fn course(id: CourseId) -> String {
        format!("/courses/{id}")
    }
}

impl ListedProject {
    fn href(&self) -> String {
        href::project(self.project.id)
    }
}

impl Course {
    fn href(&self) -> String {
        href::course(self.id)
    }
}

/// Whose turn it is, for a provider or for the office that decides.
fn chip(frame: &Frame, state: ProjectState, decides: bool) -> Chip {
    let label = frame.say(state.name_key());
    match (state, decides) {
        (ProjectState::Submitted, true) | (ProjectState::Draft | ProjectState::Returned, false) => {
            Chip::due(label)
        }
        (ProjectState::Submitted, false) | (ProjectState::Draft | ProjectState::Returned, true) => {
            Chip::wait(label)
        }
        (ProjectState::Approved, _) => Chip::ok(label),
        (ProjectState::Refused | ProjectState::Closed, _) => Chip::plain(label),
    }
}

/// The list of projects, for a provider or an office.
#[derive(Debug, Template)]
#[template(path = "credit_bank/projects.html")]
pub struct ProjectsPage {
    /// The frame.
    pub frame: Frame,
    /// A page of projects, and one more if there are more.
    pub projects: Vec<ListedProject>,
    /// Whether the reader files projects.
    pub can_file: bool,
    /// Whether the reader decides.
    pub decides: bool,
    /// Whether only those are shown that wait for a decision.
    pub is_waiting_only: bool,
}

impl ProjectsPage {
    fn shown(&self) -> &[ListedProject] {
        let most = usize::try_from(PROJECTS_PER_PAGE).unwrap_or(usize::MAX);
        &self.projects[..self.projects.len().min(most)]
    }

    fn chip(&self, it: &ListedProject) -> Chip {
        chip(&self.frame, it.project.state, self.decides)
    }

    fn pager(&self) -> Pager {
        let has_more = self.projects.len() > self.shown().len();
        let tab = if self.is_waiting_only {
            "waiting"
        } else {
            "all"
        };
        let next = self.shown().last().filter(|_| has_more);
        Pager {
            shown: String::new(),
            previous_href: None,
            next_href: next.map(|it| format!("/projects?show={tab}&before={}", it.project.id)),
        }
    }
}

/// One project with its courses, and what the reader can do with it.
#[derive(Debug, Template)]
#[template(path = "credit_bank/project.html")]
pub struct ProjectPage {
    /// The frame.
    pub frame: Frame,
    /// The project.
    pub project: Project,
    /// Its provider.
    pub provider: Organization,
    /// The office that decides.
    pub authority: Organization,
    /// Its courses.
    pub courses: Vec<Course>,
    /// How many completions each course has.
    pub completions: Vec<(CourseId, i64)>,
    /// Whether the reader may change and submit it.
    pub can_file: bool,
    /// Whether the reader may decide it.
    pub can_decide: bool,
    /// What was decided about it, oldest first.
    pub entries: Vec<journal::Entry>,
    /// What was typed into the decision.
    pub values: Values,
    /// What is wrong with it.
    pub problems: Problems,
}

impl ProjectPage {
    fn trail(&self) -> [Link; 1] {
        [Link::new(self.frame.say("projects-title"), href::LIST)]
    }

    fn chip(&self) -> Chip {
        chip(&self.frame, self.project.state, self.can_decide)
    }

    fn lead(&self) -> String {
        let message = Message::new("project-lead")
            .with("provider", self.provider.name.as_str())
            .with("code", self.project.code.as_str());
        self.frame.tell(&message)
    }

    fn may(&self, step: Step) -> Result<ProjectState, Refusal> {
        next(self.project.state, step, self.courses.len())
    }

    fn can_change(&self) -> bool {
        self.can_file && self.may(Step::Change).is_ok()
    }

    /// Why a draft cannot be submitted yet; empty if it can.
    fn submit_blocked(&self) -> String {
        match self.may(Step::Submit) {
            Ok(_) => String::new(),
            Err(refusal) => self.frame.tell(refusal.message()),
        }
    }

    fn is_to_decide(&self) -> bool {
        self.can_decide && self.may(Step::Approve).is_ok()
    }

    fn takes_completions(&self) -> bool {
        self.project.state == ProjectState::Approved
    }

    fn count_of(&self, course: &Course) -> i64 {
        self.completions
            .iter()
            .find(|(id, _)| *id == course.id)
            .map_or(0, |(_, count)| *count)
    }

    fn hours_total(&self) -> Hours {
        self.courses.iter().map(|it| it.hours).sum()
    }

    fn new_course_href(&self) -> String {
        href::new_course(self.project.id)
    }

    fn happenings(&self) -> Vec<Happening> {
        happenings(self.frame.words, &self.entries)
    }
}

/// A project that is filed or changed.
#[derive(Debug, Template)]
#[template(path = "credit_bank/project_form.html")]
pub struct ProjectFormPage {
    /// The frame.
    pub frame: Frame,
    /// The project, if it is there already.
    pub project: Option<Project>,
    /// Providers that the reader may file for.
    pub providers: Vec<(OrganizationId, String)>,
    /// What was typed.
    pub values: Values,
    /// What is wrong with it.
    pub problems: Problems,
}

impl ProjectFormPage {
    fn title(&self) -> String {
        self.frame.say(if self.project.is_some() {
            "project-change"
        } else {
            "project-file"
        })
    }

    fn trail(&self) -> Vec<Link> {
        let mut trail = vec![Link::new(self.frame.say("projects-title"), href::LIST)];
        if let Some(project) = &self.project {
            trail.push(Link::new(project.title.as_str(), href::project(project.id)));
        }
        trail
    }

    fn choices(&self) -> Vec<Choice> {
        let chosen = self.values.get("provider");
        self.providers
            .iter()
            .map(|(id, name)| Choice::new(id.to_string(), name.as_str(), chosen))
            .collect()
    }
}

/// A course that is added or changed.
#[derive(Debug, Template)]
#[template(path = "credit_bank/course_form.html")]
pub struct CourseFormPage {
    /// The frame.
    pub frame: Frame,
    /// Its project.
    pub project: Project,
    /// The course, if it is there already.
    pub course: Option<Course>,
    /// What a day can give.
    pub full_day: Hours,
    /// What was typed.
    pub values: Values,
    /// What is wrong with it.
    pub problems: Problems,
}

impl CourseFormPage {
    fn title(&self) -> String {
        self.frame.say(if self.course.is_some() {
            "course-change"
        } else {
            "course-add"
        })
    }

    fn trail(&self) -> [Link; 2] {
        [
            Link::new(self.frame.say("projects-title"), href::LIST),
            Link::new(self.project.title.as_str(), href::project(self.project.id)),
        ]
    }

    fn categories(&self) -> Vec<Choice> {
        category_choices(&self.frame, self.values.get("category"))
    }

    fn hours_hint(&self) -> String {
        let message = Message::new("course-hours-hint").with("full_day", self.full_day);
        self.frame.tell(&message)
    }
}

/// The three classes to choose from.
pub fn category_choices(frame: &Frame, chosen: &str) -> Vec<Choice> {
    Category::ALL
        .iter()
        .map(|it| Choice::new(it.as_str(), frame.say(it.name_key()), chosen))
        .collect()
}

/// What a teacher can still attend.
#[derive(Debug, Template)]
#[template(path = "credit_bank/courses.html")]
pub struct CoursesPage {
    /// The frame.
    pub frame: Frame,
    /// Courses that reach the reader, of the chosen class.
    pub courses: Vec<OpenCourse>,
    /// The chosen class.
    pub category: Option<Category>,
    /// How many there are of each class.
    pub counts: [(Category, usize); 3],
    /// What the reader still owes this year, by class; none for who owes nothing.
    pub short: Option<crate::credit_bank::rules::Shortfall>,
}

impl CoursesPage {
    fn lead(&self) -> String {
        match &self.short {
            Some(short) if short.is_complete() => self.frame.say("courses-lead-complete"),
            Some(short) => self.frame.tell(
                Message::new("courses-lead-short")
                    .with("total", short.total)
                    .with("general", short.by_category.general)
                    .with("professional", short.by_category.professional)
                    .with("elective", short.by_category.elective),
            ),
            None => self.frame.say("courses-lead"),
        }
    }

    fn all(&self) -> usize {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    fn is_chosen(&self, category: impl Borrow<Category>) -> bool {
        self.category == Some(*category.borrow())
    }
}
