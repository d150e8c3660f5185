//! From a proposal to a signed decision, and what follows from it.
//!
//! A machine proposes, a named officer signs: with the proposal, or away from it with a reason. None
//! of the outcomes touches the certificate: refused or deferred, the qualification stays what it was.

use chrono::NaiveDate;

use super::Policies;
use super::assessment::{Assessment, Verdict};
use super::cycle::registered_until;
use crate::policy::{ConditionKey, RegistrationProcedure, day_after, last_day_of};
use crate::workflow::approval::case::{Level, Office, Route, RouteError, Step, Substitutes};

/// What a signed decision comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// 注册合格: a cycle begins.
    Registered {
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        until: NaiveDate,
    },
    /// 暂缓注册: no teaching post in principle until the plan is done.
    Deferred {
        /// What has to be made good, in the order of the conditions.
        plan: Vec<CureStep>,
        /// The last day that a trial contract may run to.
        trial_until: NaiveDate,
    },
    /// 注册不合格: no teaching post. The certificate stays intact.
    Refused {
        /// The last day that a trial contract may run to, in special cases.
        trial_until: NaiveDate,
    },
}

/// One condition of a cure plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CureStep {
    /// Which.
    pub key: ConditionKey,
    /// The earliest day, where it can be told.
    pub curable_on: Option<NaiveDate>,
}

/// Why a decision is not signed, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignRefusal {
    /// Nobody is registered whose qualification is lost or revoked, whatever the officer thinks.
    QualificationGone,
    /// Without a condition that is not met there is nothing to defer for and nothing to fail for.
    NothingUnmet,
    /// A deferral, a refusal and whatever departs from the proposal need a written reason.
    ReasonMissing,
}

/// What a decision comes to, if an officer may sign it.
pub fn sign(
    assessment: &Assessment,
    verdict: Verdict,
    reason: &str,
    signed_on: NaiveDate,
    policies: &Policies,
) -> Result<Outcome, SignRefusal> {
    let procedure = &policies.procedure.parameters;
    let qualification = assessment.find(ConditionKey::QualificationHeld);
    if verdict == Verdict::Qualified && qualification.is_some_and(|it| !it.met) {
        return Err(SignRefusal::QualificationGone);
    }
    if verdict != Verdict::Qualified && assessment.verdict == Verdict::Qualified {
        return Err(SignRefusal::NothingUnmet);
    }
    let needs_reason = verdict != Verdict::Qualified || verdict != assessment.verdict;
    if needs_reason && reason.trim().is_empty() {
        return Err(SignRefusal::ReasonMissing);
    }
    Ok(match verdict {
        Verdict::Qualified => {
            // A renewal in time continues where the last one ends; a late one begins when signed.
            let next = assessment.registered_until.map(day_after);
            let from = next.map_or(signed_on, |next| next.max(signed_on));
            let until = registered_until(from, &policies.conditions.parameters);
            Outcome::Registered { from, until }
        }
        Verdict::Deferred => Outcome::Deferred {
            plan: plan(assessment),
            trial_until: last_day_of(signed_on, procedure.deferred_trial_months),
        },
        Verdict::Unqualified => Outcome::Refused {
            trial_until: last_day_of(signed_on, procedure.failed_trial_months),
        },
    })
}

/// What has to be made good before somebody can be registered.
pub fn plan(assessment: &Assessment) -> Vec<CureStep> {
    let step = |it: &super::assessment::Condition| CureStep {
        key: it.key,
        curable_on: it.cure.on(),
    };
    assessment.unmet().map(step).collect()
}

/// The earliest day on which all of a plan can be done; none if a step has no day, or there is none.
pub fn recheck_from(plan: &[CureStep]) -> Option<NaiveDate> {
    let days: Option<Vec<NaiveDate>> = plan.iter().map(|it| it.curable_on).collect();
    days?.into_iter().max()
}

/// The steps of a plan that are still to do, by an assessment of a later day.
pub fn left_to_do<'a>(plan: &'a [CureStep], now: &Assessment) -> Vec<&'a CureStep> {
    let is_open = |it: &&CureStep| now.unmet().any(|condition| condition.key == it.key);
    plan.iter().filter(is_open).collect()
}

impl Outcome {
    /// Whether teaching goes on without a trial contract.
    pub const fn may_teach(&self) -> bool {
        match self {
            Outcome::Registered { .. } => true,
            Outcome::Deferred { .. } | Outcome::Refused { .. } => false,
        }
    }
}

/// The offices that an application passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offices {
    /// The school, which handles the applications of its staff together.
    pub school: Office,
    /// The district; none for a bureau-run school, where the city is the first authority.
    pub district: Option<Office>,
    /// The city.
    pub city: Office,
    /// The province.
    pub province: Office,
}

/// School, district, city, province, each with its working days.
pub fn route(offices: Offices, rule: &RegistrationProcedure) -> Result<Route, RouteError> {
    let step = |level, office, working_days| Step {
        level,
        office,
        working_days,
        // The head of the school's working group signs in person.
        substitutes: if level == Level::School {
            Substitutes::Barred
        } else {
            Substitutes::Allowed
        },
    };
    let mut steps = vec![step(
        Level::School,
        offices.school,
        rule.school_working_days,
    )];
    let district = offices.district;
    steps.extend(district.map(|it| step(Level::District, it, rule.district_working_days)));
    steps.push(step(Level::City, offices.city, rule.city_working_days));
    steps.push(step(
        Level::Province,
        offices.province,
        rule.province_working_days,
    ));
    Route::new(steps, rule.correction_working_days)
}
