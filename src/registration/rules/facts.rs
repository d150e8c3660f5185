//! The facts that a registration looks at, as the files have them on a day.
//!
//! Whoever loads them leaves out what is not known yet on that day; the rules compare dates, they do
//! not ask when something was entered.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::absence::Absence;
use crate::ethics::rules::Alert;
use crate::hours::Hours;
use crate::ledger::TransferId;
use crate::people::{AssessmentGrade, Post};
use crate::policy::TeachingLevel;
use crate::qualifications::rules::{Certificate, Event};

/// Everything about one teacher that a verdict may rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// When the running registration began; none before the first.
    pub registered_on: Option<NaiveDate>,
    /// When it was deferred, if it is: what is made up afterwards counts for the same cycle.
    pub deferred_on: Option<NaiveDate>,
    /// The employment.
    pub service: Service,
    /// All certificates ever held.
    pub certificates: Vec<Certificate>,
    /// What happened to the qualification.
    pub qualification_events: Vec<Event>,
    /// When a pre-school training course was passed.
    pub preschool_trained_on: Option<NaiveDate>,
    /// Breaches of ethics, closed ones with them.
    pub alerts: Vec<Alert>,
    /// Results of the annual assessments by calendar year.
    pub assessments: BTreeMap<i32, AssessmentGrade>,
    /// Posted hours that are not settled into an earlier cycle.
    pub hours: Vec<HoursEntry>,
    /// Time away from teaching and education management.
    pub absences: Vec<Absence>,
    /// Times for which a hospital of county level or above certified temporary unfitness.
    pub unfit: Vec<Unfit>,
    /// What only some provinces ask for.
    pub extras: Extras,
}

/// Where somebody works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// As what.
    pub post: Post,
    /// At what kind of school.
    pub ownership: Ownership,
    /// 在编.
    pub is_on_establishment: bool,
    /// The first day of unbroken service.
    pub started_on: NaiveDate,
    /// The last day; none while it lasts.
    pub ended_on: Option<NaiveDate>,
    /// What the post teaches; several where the file only has the school (完全中学), none where it
    /// has neither.
    pub levels: Vec<TeachingLevel>,
    /// The subject taught, where the file has it.
    pub subject: Option<String>,
    /// A professional course at a vocational school.
    pub is_professional_course: bool,
    /// The probation (试用期).
    pub probation: Probation,
}

crate::text_enum!(
    /// Who runs a school.
    Ownership {
        /// 公办
        Public => "public",
        /// 民办
        Private => "private",
    }
);

/// How the probation went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probation {
    /// Not a first job.
    NotRequired,
    /// It runs.
    Running {
        /// Its last day.
        ends_on: NaiveDate,
    },
    /// Passed.
    Passed {
        /// The day of the decision.
        on: NaiveDate,
    },
    /// Not passed.
    Failed {
        /// The day of the decision.
        on: NaiveDate,
    },
}

/// Class hours that count, one transfer or the sum of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoursEntry {
    /// The day they belong to; the last day of the year for the sum of a year.
    pub counted_on: NaiveDate,
    /// How many.
    pub hours: Hours,
    /// The transfer, unless it is a sum.
    pub transfer: Option<TransferId>,
}

/// A time of temporary unfitness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfit {
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while it lasts.
    pub to: Option<NaiveDate>,
}

/// What only some provinces ask for; `None` where nobody entered it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Extras {
    /// Whether the teaching load was done.
    pub teaching_load_done: Option<bool>,
    /// The last assessment of a term of employment (聘期考核).
    pub term_assessment: Option<AssessmentGrade>,
    /// Months of practice in enterprises within the cycle.
    pub enterprise_months: u32,
}

impl Service {
    /// Whether the employment covers a day.
    pub fn covers(&self, on: NaiveDate) -> bool {
        self.started_on <= on && self.ended_on.is_none_or(|last| on <= last)
    }
}

impl Unfit {
    /// Whether it covers a day.
    pub fn covers(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|last| on <= last)
    }
}
