//! Months before a registration runs out: what is still missing, and what a changed rule would do.

use chrono::NaiveDate;

use super::assessment::{Assessment, Condition, Cure, Verdict};
use super::cycle::registered_until;
use super::facts::Facts;
use super::span::Span;
use super::{Policies, assess};
use crate::policy::{ConditionKey, RegistrationProcedure, last_day_of};

/// What somebody is still missing for the next registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The last day of the registration.
    pub until: NaiveDate,
    /// How long that is from the day asked about.
    pub left: Span,
    /// The last day whose hours count for it: the end of the last year of the cycle.
    pub hours_until: NaiveDate,
    /// The conditions that are not met.
    pub short: Vec<Condition>,
}

/// Registrations that end by this day are warned of.
pub fn ends_by(rule: &RegistrationProcedure, on: NaiveDate) -> NaiveDate {
    last_day_of(on, rule.warning_months)
}

/// The warning of a day: none before the first registration, after a deferral, after the end, too
/// early, or when nothing is missing.
pub fn warn(facts: &Facts, policies: &Policies, on: NaiveDate) -> Option<Warning> {
    let rule = &policies.conditions.parameters;
    let registered_on = facts.registered_on?;
    let until = registered_until(registered_on, rule);
    let is_early = ends_by(&policies.procedure.parameters, on) < until;
    if facts.deferred_on.is_some() || until < on || is_early {
        return None;
    }
    let short: Vec<Condition> = assess(facts, policies, on).unmet().cloned().collect();
    let first_year = rule.hours_basis.year_of(registered_on);
    let last_year = first_year + rule.cycle_years.cast_signed() - 1;
    (!short.is_empty()).then(|| Warning {
        until,
        left: Span::between(on, until),
        hours_until: rule.hours_basis.last_day_of(last_year),
        short,
    })
}

impl Warning {
    /// Whether something that is missing can still be made good in time. A failed year and an
    /// interruption cannot: they are only made up for after a deferral.
    pub fn is_in_time(&self, condition: &Condition) -> bool {
        match (condition.key, condition.cure) {
            (_, Cure::NotNeeded | Cure::OncePutRight) => true,
            (_, Cure::NotInThisCycle | Cure::Never)
            | (ConditionKey::Assessments | ConditionKey::Interruption, Cure::From(_)) => false,
            (ConditionKey::Hours, Cure::From(day)) => day <= self.hours_until.min(self.until),
            (_, Cure::From(day)) => day <= self.until,
        }
    }
}

/// What a changed rule does to somebody: the verdict before and after, if they differ.
pub fn flip(before: &Assessment, after: &Assessment) -> Option<(Verdict, Verdict)> {
    (before.verdict != after.verdict).then_some((before.verdict, after.verdict))
}
