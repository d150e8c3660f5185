//! Whether a candidate meets the conditions of a programme: one finding for each, with what was
//! found. Pure.
//!
//! What the file does not tell is never silently met: it is to be confirmed by a person. Nobody is
//! eligible by the program alone: a named officer signs.

mod look;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::message::Message;
use crate::organizations::Stage;
use crate::people::{AssessmentGrade, Post, Title};
use crate::selection::programmes::{Condition, Programme};

crate::text_enum!(
    /// What came of a condition.
    Outcome {
        /// It is met.
        Met => "met",
        /// It is not.
        NotMet => "not_met",
        /// The file does not tell; a person has to.
        ToConfirm => "to_confirm",
        /// It is not asked of this candidate.
        NotAsked => "not_asked",
    }
);

impl Outcome {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Outcome::Met => "outcome-met",
            Outcome::NotMet => "outcome-not-met",
            Outcome::ToConfirm => "outcome-to-confirm",
            Outcome::NotAsked => "outcome-not-asked",
        }
    }
}

crate::text_enum!(
    /// What an entry of the file does to the condition that looked at it.
    Weight {
        /// It counts towards it.
        Counts => "counts",
        /// It speaks against it.
        Against => "against",
        /// It does not tell what is asked.
        Silent => "silent",
        /// It is of another kind than the one asked for.
        Beside => "beside",
    }
);

impl Weight {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Weight::Counts => "weight-counts",
            Weight::Against => "weight-against",
            Weight::Silent => "weight-silent",
            Weight::Beside => "weight-beside",
        }
    }
}

/// An entry of the file that a condition looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The entry in words.
    pub told: Message,
    /// What it does to the condition.
    pub weight: Weight,
}

/// An employment, as far as conditions ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    /// As what.
    pub post: Post,
    /// First and last day.
    pub days: (NaiveDate, NaiveDate),
    /// Whether at a rural school.
    pub is_rural: bool,
}

/// What the file tells about a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Employed as, when the application was made.
    pub post: Post,
    /// What the school teaches.
    pub stage: Option<Stage>,
    /// Whether at a rural school.
    pub is_rural: bool,
    /// Birthday, where known.
    pub born_on: Option<NaiveDate>,
    /// Titles, each with its day where known.
    pub titles: Vec<(Title, Option<NaiveDate>)>,
    /// All employments.
    pub jobs: Vec<Job>,
    /// Grades of yearly assessments.
    pub grades: BTreeMap<i32, AssessmentGrade>,
    /// Alerts about ethics that bar the purpose of the programme.
    pub ethics_bars: usize,
}

/// What a person confirmed in place of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// Whether the condition is met.
    pub is_met: bool,
    /// What it was seen by.
    pub reason: String,
}

/// What came of one condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The condition's key.
    pub condition: String,
    /// By the file alone.
    pub by_file: Outcome,
    /// With what a person confirmed.
    pub outcome: Outcome,
    /// What was found.
    pub found: Message,
    /// By how much it is short, or from when on it would do; where the file tells.
    pub cure: Option<Message>,
    /// The entries of the file that were looked at.
    pub parts: Vec<Part>,
}

/// Looks into every condition of a track, in the order of the programme.
pub fn assess(
    (programme, track): (&Programme, &str),
    cutoff_on: NaiveDate,
    candidate: &Candidate,
    confirmed: &BTreeMap<String, Confirmed>,
) -> Vec<Finding> {
    let finding = |condition: &Condition| {
        let look = look::look(&condition.test, cutoff_on, candidate);
        let outcome = match (look.outcome, confirmed.get(&condition.key)) {
            // Only what the file left open is a person's to confirm.
            (Outcome::ToConfirm, Some(it)) if it.is_met => Outcome::Met,
            (Outcome::ToConfirm, Some(_)) => Outcome::NotMet,
            (by_file, _) => by_file,
        };
        Finding {
            condition: condition.key.clone(),
            by_file: look.outcome,
            outcome,
            found: look.found,
            cure: look.cure,
            parts: look.parts,
        }
    };
    programme.asked(track).map(finding).collect()
}

/// Why nobody can be signed for as eligible, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// So many conditions are not met.
    NotMet(usize),
    /// So many wait for a person.
    ToConfirm(usize),
}

/// Whether an officer may sign that the candidate is eligible.
pub fn may_be_eligible(findings: &[Finding]) -> Result<(), Obstacle> {
    let count = |outcome| findings.iter().filter(|it| it.outcome == outcome).count();
    match (count(Outcome::NotMet), count(Outcome::ToConfirm)) {
        (0, 0) => Ok(()),
        (0, open) => Err(Obstacle::ToConfirm(open)),
        (short, _) => Err(Obstacle::NotMet(short)),
    }
}

impl From<Obstacle> for Message {
    fn from(obstacle: Obstacle) -> Message {
        match obstacle {
            Obstacle::NotMet(count) => Message::new("eligibility-short").with("count", count),
            Obstacle::ToConfirm(count) => Message::new("eligibility-open").with("count", count),
        }
    }
}

#[cfg(test)]
mod tests;
