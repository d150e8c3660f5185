//! The rules of registration: facts and rule sets in, a verdict with every condition out. Pure.
//!
//! [`assess`] proposes and never decides: a named officer signs ([`decision`]), with reasons. It lists
//! every condition that binds, met or not, with what was required, what was found, the entries it
//! used and when it can be cured. Which conditions bind, with what effect and what amounts, is data,
//! so a what-if is the same call with another [`Policies`].
//! Read `facts`, then `conditions`, then `decision`.

pub mod absence;
pub mod assessment;
mod conditions;
pub mod cycle;
pub mod decision;
pub mod facts;
mod json;
pub mod span;
pub mod state;
#[cfg(test)]
mod tests;
pub mod warning;
pub mod windows;
mod words;

use chrono::NaiveDate;

use self::assessment::{Assessment, Condition, PolicyReference, Verdict};
use self::conditions::Case;
use self::facts::Facts;
use crate::policy::{
    CertificateValidity, DayHours, Effect, QualificationBars, RegistrationConditions,
    RegistrationProcedure, RuleSet,
};

/// The rule sets in force on a day. A draft in one of them makes a what-if.
#[derive(Debug, Clone)]
pub struct Policies {
    /// Whom registration binds and what it takes.
    pub conditions: RuleSet<RegistrationConditions>,
    /// The time limits.
    pub procedure: RuleSet<RegistrationProcedure>,
    /// Which certificate fits which post.
    pub validity: RuleSet<CertificateValidity>,
    /// How long a revocation bars.
    pub bars: RuleSet<QualificationBars>,
    /// How many class hours a day can give.
    pub day: RuleSet<DayHours>,
}

/// What the facts of a day come to. The gravest effect of a condition that is not met decides:
/// 注册不合格 before 暂缓注册 before 注册合格.
pub fn assess(facts: &Facts, policies: &Policies, on: NaiveDate) -> Assessment {
    let case = Case::new(facts, policies, on);
    let rules = policies.conditions.parameters.binding(case.kind);
    let conditions: Vec<Condition> = rules.into_iter().map(|rule| case.judge(rule)).collect();
    let unmet = conditions.iter().filter(|it| !it.met);
    let verdict = unmet.map(|it| Verdict::from(it.effect)).max();
    Assessment {
        verdict: verdict.unwrap_or(Verdict::Qualified),
        kind: case.kind,
        on,
        registered_until: case.registered_until(),
        conditions,
        policy: PolicyReference::of(&policies.conditions),
        rules: vec![
            PolicyReference::of(&policies.procedure),
            PolicyReference::of(&policies.validity),
            PolicyReference::of(&policies.bars),
            PolicyReference::of(&policies.day),
        ],
    }
}

/// Which class hours count for the registration that a cycle ends with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoursCounted {
    /// The year in which the time that is looked at began.
    pub first_year: i32,
    /// The days of the hours.
    pub days: Vec<NaiveDate>,
}

/// The class hours that count on a day.
///
/// Each year belongs to one cycle as a whole: to the one that begins in it. What is done between an
/// early signature and the end of the cycle therefore counts for neither, and what is done between the
/// end of a cycle and a late registration counts only if a deferral lies between them.
pub fn hours_counted(facts: &Facts, policies: &Policies, on: NaiveDate) -> HoursCounted {
    let basis = policies.conditions.parameters.hours_basis;
    let years = Case::new(facts, policies, on).years(basis);
    let days = facts.hours.iter().map(|it| it.counted_on);
    HoursCounted {
        first_year: *years.start(),
        days: days
            .filter(|it| years.contains(&basis.year_of(*it)))
            .collect(),
    }
}

impl From<Effect> for Verdict {
    fn from(effect: Effect) -> Verdict {
        match effect {
            Effect::Defer => Verdict::Deferred,
            Effect::Fail => Verdict::Unqualified,
        }
    }
}
