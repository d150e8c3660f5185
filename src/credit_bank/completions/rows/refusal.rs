//! Why a row of completions is refused, with code, field and sentence.

use chrono::NaiveDate;

use super::Field;
use crate::hours::Hours;
use crate::ledger::Category;
use crate::message::{Fact, Message};

/// Why a row is refused, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody has this number.
    UnknownTeacher(String),
    /// Nobody has this document.
    UnknownDocument,
    /// Number and document belong to two people.
    NumberAndDocumentDiffer,
    /// The number belongs to somebody of another name.
    NameDiffers,
    /// The project has no such course.
    CourseNotInProject(String),
    /// The course is of another class.
    CategoryDiffers {
        /// What the project has.
        approved: Category,
        /// What the row says.
        found: Category,
    },
    /// No hours, or less than none.
    HoursNotPositive(Hours),
    /// More than was accredited.
    HoursOverAccredited {
        /// What the project has.
        accredited: Hours,
        /// What the row says.
        found: Hours,
    },
    /// Later than today.
    DateInFuture(NaiveDate),
    /// Before or after the course.
    DateOutsideCourse {
        /// First day of the course.
        first: NaiveDate,
        /// Last day of the course.
        last: NaiveDate,
    },
    /// More than the days from the beginning of the course can hold.
    HoursBeyondDays {
        /// What these days can hold.
        most: Hours,
        /// What the row says.
        found: Hours,
    },
    /// The year is closed: the teacher's late claim is the way.
    YearClosed(i32),
    /// Nowhere employed on that day.
    NotEmployed(NaiveDate),
    /// The provider's courses do not count in the teacher's district.
    NotReached,
    /// The same course and day is there with other hours.
    HoursDifferFromStored {
        /// What is there.
        stored: Hours,
        /// The row of this file that it came from.
        row: Option<u32>,
    },
    /// The same completion was refused before, and nothing has changed.
    RefusedBefore(String),
    /// The same course is there already, on days that overlap.
    CourseTwice {
        /// Its title there.
        title: String,
        /// The project there.
        project: String,
        /// When it was finished there.
        completed_on: NaiveDate,
        /// The row of this file that it came from.
        row: Option<u32>,
    },
    /// The course has as many teachers as were approved.
    CourseFull(i64),
}

impl Refusal {
    /// Stable name, for scripts.
    pub const fn code(&self) -> &'static str {
        match self {
            Refusal::UnknownTeacher(_) => "unknown_teacher",
            Refusal::UnknownDocument => "unknown_document",
            Refusal::NumberAndDocumentDiffer => "number_and_document_differ",
            Refusal::NameDiffers => "name_differs",
            Refusal::CourseNotInProject(_) => "course_not_in_project",
            Refusal::CategoryDiffers { .. } => "category_differs",
            Refusal::HoursNotPositive(_) => "hours_not_positive",
            Refusal::HoursOverAccredited { .. } => "hours_over_accredited",
            Refusal::DateInFuture(_) => "date_in_future",
            Refusal::DateOutsideCourse { .. } => "date_outside_course",
            Refusal::HoursBeyondDays { .. } => "hours_beyond_days",
            Refusal::YearClosed(_) => "year_closed",
            Refusal::NotEmployed(_) => "not_employed",
            Refusal::NotReached => "district_not_reached",
            Refusal::HoursDifferFromStored { .. } => "hours_differ_from_stored",
            Refusal::RefusedBefore(_) => "refused_before",
            Refusal::CourseTwice { .. } => "course_twice",
            Refusal::CourseFull(_) => "course_full",
        }
    }

    /// The field where it can be mended.
    pub const fn field(&self) -> Field {
        match self {
            Refusal::UnknownTeacher(_)
            | Refusal::NumberAndDocumentDiffer
            | Refusal::NotEmployed(_)
            | Refusal::NotReached => Field::TeacherNumber,
            Refusal::UnknownDocument => Field::Document,
            Refusal::NameDiffers => Field::Name,
            Refusal::CourseNotInProject(_)
            | Refusal::RefusedBefore(_)
            | Refusal::CourseTwice { .. }
            | Refusal::CourseFull(_) => Field::Course,
            Refusal::CategoryDiffers { .. } => Field::Category,
            Refusal::HoursNotPositive(_)
            | Refusal::HoursOverAccredited { .. }
            | Refusal::HoursBeyondDays { .. }
            | Refusal::HoursDifferFromStored { .. } => Field::Hours,
            Refusal::DateInFuture(_)
            | Refusal::DateOutsideCourse { .. }
            | Refusal::YearClosed(_) => Field::CompletedOn,
        }
    }

    /// The sentence for the provider. It reveals nothing about a person that the row did not say.
    pub fn message(&self) -> Message {
        match self {
            Refusal::UnknownTeacher(number) => {
                Message::new("row-unknown-teacher").with("number", number.as_str())
            }
            Refusal::UnknownDocument => Message::new("row-unknown-document"),
            Refusal::NumberAndDocumentDiffer => Message::new("row-number-and-document-differ"),
            Refusal::NameDiffers => Message::new("row-name-differs"),
            Refusal::CourseNotInProject(title) => {
                Message::new("row-course-not-in-project").with("title", title.as_str())
            }
            Refusal::CategoryDiffers { approved, found } => Message::new("row-category-differs")
                .with("approved", Fact::Key(approved.name_key()))
                .with("found", Fact::Key(found.name_key())),
            Refusal::HoursNotPositive(found) => {
                Message::new("row-hours-not-positive").with("found", *found)
            }
            Refusal::HoursOverAccredited { accredited, found } => {
                Message::new("row-hours-over-accredited")
                    .with("accredited", *accredited)
                    .with("found", *found)
            }
            Refusal::DateInFuture(day) => Message::new("row-date-in-future").with("date", *day),
            Refusal::DateOutsideCourse { first, last } => Message::new("row-date-outside-course")
                .with("first", *first)
                .with("last", *last),
            Refusal::HoursBeyondDays { most, found } => Message::new("row-hours-beyond-days")
                .with("most", *most)
                .with("found", *found),
            Refusal::YearClosed(year) => {
                Message::new("row-year-closed").with("year", year.to_string())
            }
            Refusal::NotEmployed(day) => Message::new("row-not-employed").with("date", *day),
            Refusal::NotReached => Message::new("row-not-reached"),
            Refusal::HoursDifferFromStored { stored, row } => match row {
                Some(row) => Message::new("row-hours-differ-from-row")
                    .with("stored", *stored)
                    .with("row", i64::from(*row)),
                None => Message::new("row-hours-differ-from-stored").with("stored", *stored),
            },
            Refusal::RefusedBefore(reason) => {
                Message::new("row-refused-before").with("reason", reason.as_str())
            }
            Refusal::CourseTwice {
                title,
                project,
                completed_on,
                row,
            } => match row {
                Some(row) => Message::new("row-course-twice-in-file")
                    .with("title", title.as_str())
                    .with("row", i64::from(*row)),
                None => Message::new("row-course-twice")
                    .with("title", title.as_str())
                    .with("project", project.as_str())
                    .with("date", *completed_on),
            },
            Refusal::CourseFull(most) => Message::new("row-course-full").with("most", *most),
        }
    }
}
