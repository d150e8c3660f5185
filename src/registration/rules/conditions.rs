//! The conditions, one function each: what was required, what was found, with which entries, and
//! when it can be made good.
//!
//! A deferral does not begin a new cycle: what is made up after it counts for the deferred one. How a
//! failed year or an interruption, which nobody can undo, is made good is not in the texts that were
//! found; the procedure's rule set proposes it (`cure_years`, `cure_months_at_work`).

mod conduct;
mod work;

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use super::Policies;
use super::assessment::{Condition, Cure, Entry, Measure};
use super::cycle::registered_until;
use super::facts::Facts;
use crate::people::AssessmentGrade;
use crate::policy::{
    ConditionKey, ConditionRule, RegistrationConditions, RegistrationKind, RegistrationProcedure,
    YearBasis,
};

/// The facts of one teacher under the rule sets of a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'a> {
    /// First registration or renewal.
    pub(super) kind: RegistrationKind,
    facts: &'a Facts,
    policies: &'a Policies,
    on: NaiveDate,
}

/// What a condition found.
struct Finding {
    required: Measure,
    found: Measure,
    met: bool,
    cure: Cure,
    entries: Vec<Entry>,
}

impl Finding {
    /// Something that is so or not; `cure` for when it is not.
    fn fact(is_so: bool, cure: Cure) -> Finding {
        Finding {
            required: Measure::Fact(true),
            found: Measure::Fact(is_so),
            met: is_so,
            cure,
            entries: Vec::new(),
        }
    }

    fn with_entries(self, entries: Vec<Entry>) -> Finding {
        Finding { entries, ..self }
    }
}

impl<'a> Case<'a> {
    pub(super) fn new(facts: &'a Facts, policies: &'a Policies, on: NaiveDate) -> Case<'a> {
        let kind = match facts.registered_on {
            None => RegistrationKind::First,
            Some(_) => RegistrationKind::Renewal,
        };
        Case {
            kind,
            facts,
            policies,
            on,
        }
    }

    /// The last day of the registration that runs or ran.
    pub(super) fn registered_until(&self) -> Option<NaiveDate> {
        let registered_on = self.facts.registered_on?;
        Some(registered_until(registered_on, self.rule()))
    }

    /// One condition, as its rule asks.
    pub(super) fn judge(&self, rule: &ConditionRule) -> Condition {
        let finding = self.look_at(rule.key);
        Condition {
            key: rule.key,
            clause: rule.clause.clone(),
            certainty: rule.certainty,
            effect: rule.effect,
            required: finding.required,
            found: finding.found,
            met: finding.met,
            cure: if finding.met {
                Cure::NotNeeded
            } else {
                finding.cure
            },
            entries: finding.entries,
        }
    }

    fn look_at(&self, key: ConditionKey) -> Finding {
        match key {
            ConditionKey::QualificationHeld => self.qualification_held(),
            ConditionKey::Ethics => self.ethics(),
            ConditionKey::AssessmentsInARow => self.assessments_in_a_row(),
            ConditionKey::Assessments => self.assessments(),
            ConditionKey::Hours => self.hours(self.rule().cycle_hours),
            ConditionKey::Interruption => self.interruption(),
            ConditionKey::TypeFitsPost => self.type_fits_post(),
            ConditionKey::Sanction => self.sanction(),
            ConditionKey::Fitness => self.fitness(),
            ConditionKey::Employment => self.employment(),
            ConditionKey::Probation => self.probation(),
            ConditionKey::LastAssessment => self.last_assessment(),
            ConditionKey::TimeInPost => self.time_in_post(),
            ConditionKey::FirstHours => self.hours(self.rule().first_hours),
            ConditionKey::TeachingLoad => self.teaching_load(),
            ConditionKey::TermAssessment => self.term_assessment(),
            ConditionKey::EnterprisePractice => self.enterprise_practice(),
            ConditionKey::YearHours => self.year_hours(),
        }
    }

    fn rule(&self) -> &'a RegistrationConditions {
        &self.policies.conditions.parameters
    }

    fn procedure(&self) -> &'a RegistrationProcedure {
        &self.policies.procedure.parameters
    }

    /// Where the time looked at begins: the cycle, or the service before the first registration.
    fn started_on(&self) -> NaiveDate {
        self.facts
            .registered_on
            .unwrap_or(self.facts.service.started_on)
    }

    /// The years looked at: those of the cycle, and after a deferral those since; before the first
    /// registration those of the service.
    pub(super) fn years(&self, basis: YearBasis) -> RangeInclusive<i32> {
        let first = basis.year_of(self.started_on());
        let last_of_cycle = first + self.rule().cycle_years.cast_signed() - 1;
        let present = basis.year_of(self.on);
        let is_open = self.kind == RegistrationKind::First || self.facts.deferred_on.is_some();
        let last = if is_open {
            present.max(last_of_cycle)
        } else {
            last_of_cycle
        };
        first..=last
    }

    /// The calendar years looked at that are over: only those have a result.
    fn assessed_years(&self) -> RangeInclusive<i32> {
        let years = self.years(YearBasis::Calendar);
        *years.start()..=(*years.end()).min(self.on.year() - 1)
    }

    fn grade(&self, year: i32) -> Option<AssessmentGrade> {
        self.facts.assessments.get(&year).copied()
    }

    /// Whether a grade is 合格 or better.
    fn passes(&self, grade: AssessmentGrade) -> bool {
        match grade {
            AssessmentGrade::Excellent | AssessmentGrade::Pass => true,
            AssessmentGrade::BasicPass => self.rule().basic_pass_counts,
            AssessmentGrade::Fail | AssessmentGrade::Ungraded => false,
        }
    }
}
