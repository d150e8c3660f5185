//! How a project moves, and what a project and a course must be like. Pure.

use chrono::{Datelike, NaiveDate};

use super::Course;
use crate::credit_bank::rules::{first_day, last_day};
use crate::credit_bank::titles::title_key;
use crate::error::{Error, FieldErrors};
use crate::hours::Hours;
use crate::ledger::Category;
use crate::message::{Fact, Message};

crate::text_enum!(
    /// How far a project is.
    ProjectState {
        /// The provider works on it.
        Draft => "draft",
        /// The office has it.
        Submitted => "submitted",
        /// The office sent it back to be mended.
        Returned => "returned",
        /// Its courses run, and their completions are taken.
        Approved => "approved",
        /// The office said no.
        Refused => "refused",
        /// No more completions are taken.
        Closed => "closed",
    }
);

impl ProjectState {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            ProjectState::Draft => "project-state-draft",
            ProjectState::Submitted => "project-state-submitted",
            ProjectState::Returned => "project-state-returned",
            ProjectState::Approved => "project-state-approved",
            ProjectState::Refused => "project-state-refused",
            ProjectState::Closed => "project-state-closed",
        }
    }
}

/// What may happen to a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The provider changes it or its courses.
    Change,
    /// The provider hands it in.
    Submit,
    /// The office says yes.
    Approve,
    /// The office sends it back with a reason.
    Return,
    /// The office says no, with a reason.
    Refuse,
    /// The provider takes no more completions.
    Close,
}

/// Why a step cannot be made, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not from this state.
    WrongState(ProjectState),
    /// There is nothing to approve.
    NoCourses,
}

impl Refusal {
    /// The sentence for it.
    pub fn message(self) -> Message {
        match self {
            Refusal::WrongState(state) => {
                Message::new("project-wrong-state").with("state", Fact::Key(state.name_key()))
            }
            Refusal::NoCourses => Message::new("project-without-courses"),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::not_now(refusal.message())
    }
}

/// Where a step leads.
pub fn next(state: ProjectState, step: Step, courses: usize) -> Result<ProjectState, Refusal> {
    use ProjectState::*;
    match (state, step) {
        (Draft | Returned, Step::Change) => Ok(state),
        (Draft | Returned, Step::Submit) if courses == 0 => Err(Refusal::NoCourses),
        (Draft | Returned, Step::Submit) => Ok(Submitted),
        (Submitted, Step::Approve) => Ok(Approved),
        (Submitted, Step::Return) => Ok(Returned),
        (Submitted, Step::Refuse) => Ok(Refused),
        (Approved, Step::Close) => Ok(Closed),
        (Draft | Submitted | Returned | Approved | Refused | Closed, _) => {
            Err(Refusal::WrongState(state))
        }
    }
}

/// What a provider says of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectFields {
    /// Its title.
    pub title: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

/// Longest title of a project or a course, in characters.
pub const TITLE_CHARACTERS_MAX: usize = 80;

/// More teachers than the city has in one course is a slip of the keyboard.
pub const HEADCOUNT_MAX: i64 = 200_000;

/// Whether a project can be as it says: a title, and days within one calendar year, since its
/// hours count in the year that they were done in.
pub fn check_project(fields: &ProjectFields) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    check_title(&fields.title, &mut errors);
    if fields.ends_on < fields.starts_on {
        errors.add("ends_on", Message::new("project-ends-before-it-starts"));
    } else if fields.ends_on.year() != fields.starts_on.year() {
        let message = Message::new("project-over-two-years")
            .with("first", first_day(fields.starts_on.year()))
            .with("last", last_day(fields.starts_on.year()));
        errors.add("ends_on", message);
    }
    into_result(errors)
}

/// What a provider says of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseFields {
    /// Its title.
    pub title: String,
    /// Which class its hours count in.
    pub category: Category,
    /// Accredited hours.
    pub hours: Hours,
    /// So many teachers at most.
    pub headcount_max: i64,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

/// What a course is held against.
#[derive(Debug, Clone, Copy)]
pub struct CourseFacts<'a> {
    /// First day of its project.
    pub starts_on: NaiveDate,
    /// Last day of its project.
    pub ends_on: NaiveDate,
    /// What a day can give: rule set `hours.day`.
    pub full_day: Hours,
    /// The project's other courses.
    pub others: &'a [Course],
}

/// Whether a course can be as it says: no more hours than its days can hold, within its project,
/// and no second course of the same title in it.
pub fn check_course(fields: &CourseFields, facts: &CourseFacts<'_>) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    check_title(&fields.title, &mut errors);
    let key = title_key(&fields.title);
    if let Some(other) = facts.others.iter().find(|it| it.title_key == key) {
        let message = Message::new("course-title-taken").with("title", other.title.as_str());
        errors.add("title", message);
    }
    if !(1..=HEADCOUNT_MAX).contains(&fields.headcount_max) {
        errors.add("headcount_max", Message::new("course-headcount-range"));
    }
    if fields.starts_on < facts.starts_on || fields.starts_on > facts.ends_on {
        errors.add("starts_on", outside_project(facts));
    }
    if fields.ends_on < fields.starts_on {
        errors.add("ends_on", Message::new("project-ends-before-it-starts"));
    } else if fields.ends_on > facts.ends_on {
        errors.add("ends_on", outside_project(facts));
    }
    let most = most_hours(fields.starts_on, fields.ends_on, facts.full_day);
    if !fields.hours.is_positive() {
        errors.add("hours", Message::new("course-hours-not-positive"));
    } else if most.is_positive() && fields.hours > most {
        let message = Message::new("course-hours-beyond-days")
            .with("days", days_between(fields.starts_on, fields.ends_on))
            .with("full_day", facts.full_day)
            .with("most", most);
        errors.add("hours", message);
    }
    into_result(errors)
}

/// Days from one to another, both counted; nothing if they are the wrong way round.
pub fn days_between(first: NaiveDate, last: NaiveDate) -> i64 {
    ((last - first).num_days() + 1).max(0)
}

/// The most class hours that fit into these days (3.1: 8 a day, 6 in the older rule).
pub fn most_hours(first: NaiveDate, last: NaiveDate, full_day: Hours) -> Hours {
    Hours(days_between(first, last) * full_day.0)
}

fn check_title(title: &str, errors: &mut FieldErrors) {
    if !title.chars().any(char::is_alphanumeric) {
        errors.add("title", Message::new("project-title-missing"));
    } else if title.chars().count() > TITLE_CHARACTERS_MAX {
        let message = Message::new("project-title-too-long").with("most", TITLE_CHARACTERS_MAX);
        errors.add("title", message);
    }
}

fn outside_project(facts: &CourseFacts<'_>) -> Message {
    Message::new("course-outside-project")
        .with("first", facts.starts_on)
        .with("last", facts.ends_on)
}

fn into_result(errors: FieldErrors) -> Result<(), FieldErrors> {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credit_bank::projects::{CourseId, ProjectId};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn every_step_from_every_state() {
        use ProjectState::*;
        let allowed = [
            (Draft, Step::Change, Draft),
            (Draft, Step::Submit, Submitted),
            (Returned, Step::Change, Returned),
            (Returned, Step::Submit, Submitted),
            (Submitted, Step::Approve, Approved),
            (Submitted, Step::Return, Returned),
            (Submitted, Step::Refuse, Refused),
            (Approved, Step::Close, Closed),
        ];
        let steps = [
            Step::Change,
            Step::Submit,
            Step::Approve,
            Step::Return,
            Step::Refuse,
            Step::Close,
        ];
        for &state in ProjectState::ALL {
            for step in steps {
                let expected = allowed
                    .iter()
                    .find(|it| (it.0, it.1) == (state, step))
                    .map_or(Err(Refusal::WrongState(state)), |it| Ok(it.2));
                assert_eq!(next(state, step, 1), expected, "{state} {step:?}");
            }
        }
        assert_eq!(next(Draft, Step::Submit, 0), Err(Refusal::NoCourses));
        assert_eq!(
            next(Approved, Step::Submit, 0),
            Err(Refusal::WrongState(Approved))
        );
    }

    fn fields() -> CourseFields {
        CourseFields {
            title: "课堂评价设计".to_owned(),
            category: Category::Professional,
            hours: Hours::whole(16),
            headcount_max: 50,
            starts_on: day("2026-03-07"),
            ends_on: day("2026-03-08"),
        }
    }

    fn wrong_fields(fields: &CourseFields) -> Vec<&'static str> {
        let others = [Course {
            id: CourseId::new(),
            project_id: ProjectId::new(),
            code: "A-01".to_owned(),
            title: "第一讲 班级管理".to_owned(),
            title_key: title_key("第一讲 班级管理"),
            category: Category::Elective,
            hours: Hours::whole(8),
            headcount_max: 10,
            starts_on: day("2026-03-01"),
            ends_on: day("2026-03-01"),
        }];
        let facts = CourseFacts {
            starts_on: day("2026-03-01"),
            ends_on: day("2026-06-30"),
            full_day: Hours::whole(8),
            others: &others,
        };
        match check_course(fields, &facts) {
            Ok(()) => Vec::new(),
            Err(errors) => errors.0.into_iter().map(|(field, _)| field).collect(),
        }
    }

    #[test]
    fn what_a_course_must_be_like() {
        type Change = fn(&mut CourseFields);
        assert!(wrong_fields(&fields()).is_empty());
        let cases: [(Change, &[&str]); 10] = [
            (|it| it.title = " ，".to_owned(), &["title"]),
            (|it| it.title = "长".repeat(81), &["title"]),
            (|it| it.title = "班级 管理".to_owned(), &["title"]),
            (|it| it.headcount_max = 0, &["headcount_max"]),
            (|it| it.hours = Hours::ZERO, &["hours"]),
            (|it| it.hours = Hours(-100), &["hours"]),
            (|it| it.hours = Hours(1601), &["hours"]),
            (|it| it.starts_on = day("2026-02-28"), &["starts_on"]),
            (|it| it.ends_on = day("2026-07-01"), &["ends_on"]),
            (|it| it.ends_on = day("2026-03-06"), &["ends_on"]),
        ];
        for (index, (change, expected)) in cases.into_iter().enumerate() {
            let mut fields = fields();
            change(&mut fields);
            assert_eq!(wrong_fields(&fields), expected, "case {index}");
        }
    }

    #[test]
    fn a_project_stays_within_its_year() {
        let check = |first, last| {
            check_project(&ProjectFields {
                title: "2026 年全员培训".to_owned(),
                starts_on: day(first),
                ends_on: day(last),
            })
            .is_ok()
        };
        assert!(check("2026-01-01", "2026-12-31"));
        assert!(check("2026-05-01", "2026-05-01"));
        assert!(!check("2026-05-02", "2026-05-01"));
        assert!(!check("2026-12-31", "2027-01-01"));
    }
}
