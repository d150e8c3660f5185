//! Whom registration binds, when each has to apply, and when a registration runs out.

use chrono::{Days, NaiveDate};

use super::Policies;
use super::facts::{Facts, Ownership, Probation, Service};
use crate::people::Post;
use crate::policy::{RegistrationConditions, RegistrationProcedure, last_day_of};
use crate::workflow::calendar::{Calendar, YearMissing};

/// Why registration does not bind somebody, in order of precedence. A certificate is valid without
/// registration: "not registered" never means "not certified".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutOfScope {
    /// Works nowhere on that day.
    NotEmployed,
    /// Holds a post that does not teach or manage teaching.
    DoesNotTeach,
    /// At a private school, and the province leaves those out.
    PrivateSchool,
    /// Not on establishment (不在编).
    NotOnEstablishment,
}

/// Whether registration binds somebody on a day.
pub fn scope(
    service: &Service,
    rule: &RegistrationConditions,
    on: NaiveDate,
) -> Result<(), OutOfScope> {
    let teaches = match service.post {
        Post::Teacher | Post::Principal | Post::DeputyPrincipal => true,
        Post::ResearchStaff => rule.research_staff,
        Post::Support => false,
    };
    let is_private = service.ownership == Ownership::Private;
    if !service.covers(on) {
        Err(OutOfScope::NotEmployed)
    } else if !teaches {
        Err(OutOfScope::DoesNotTeach)
    } else if is_private && !rule.private_schools {
        Err(OutOfScope::PrivateSchool)
    } else if !is_private && !service.is_on_establishment {
        // Private schools have no establishment (编制); where they are in scope, employment is enough.
        Err(OutOfScope::NotOnEstablishment)
    } else {
        Ok(())
    }
}

/// The last day of a registration.
pub fn registered_until(registered_on: NaiveDate, rule: &RegistrationConditions) -> NaiveDate {
    last_day_of(registered_on, rule.cycle_years * 12)
}

/// The last day to apply for the first registration: some days (日) after passing probation, and the
/// next working day where that day is none (民法典 arts 201, 203).
pub fn first_deadline(
    passed_on: NaiveDate,
    rule: &RegistrationProcedure,
    calendar: &Calendar,
) -> Result<NaiveDate, YearMissing> {
    let mut day = first_plain_deadline(passed_on, rule);
    while !calendar.is_working_day(day)? {
        day = day + Days::new(1);
    }
    Ok(day)
}

fn first_plain_deadline(passed_on: NaiveDate, rule: &RegistrationProcedure) -> NaiveDate {
    let days = Days::new(u64::from(rule.first_apply_days));
    passed_on.checked_add_days(days).unwrap_or(NaiveDate::MAX)
}

/// Longer than any holiday with the weekends around it.
const HOLIDAY_DAYS_MAX: i64 = 31;

/// What somebody has to do about registration on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// Nothing: it does not bind.
    OutOfScope(OutOfScope),
    /// Nothing yet: the probation runs.
    OnProbation {
        /// Its last day.
        ends_on: NaiveDate,
    },
    /// Nothing: the probation was not passed.
    ProbationFailed,
    /// Apply for the first time.
    ApplyFirst {
        /// To the end of this day; none where probation was not required.
        by: Option<NaiveDate>,
    },
    /// Should have applied for the first time.
    FirstOverdue {
        /// By the end of this day.
        since: NaiveDate,
    },
    /// Make up what a deferral named, then be looked at again.
    Recheck {
        /// When it was deferred.
        deferred_on: NaiveDate,
    },
    /// Nothing yet: the registration runs for longer.
    Registered {
        /// Its last day.
        until: NaiveDate,
    },
    /// Apply for renewal.
    Renew {
        /// Before the end of this day.
        until: NaiveDate,
    },
    /// The registration ran out.
    Expired {
        /// Its last day.
        since: NaiveDate,
    },
}

/// What somebody has to do about registration on a day. A deadline in a year without announced
/// holidays is an error while it matters which day it is exactly.
pub fn duty(
    facts: &Facts,
    policies: &Policies,
    on: NaiveDate,
    calendar: &Calendar,
) -> Result<Duty, YearMissing> {
    let (rule, procedure) = (
        &policies.conditions.parameters,
        &policies.procedure.parameters,
    );
    if let Err(reason) = scope(&facts.service, rule, on) {
        return Ok(Duty::OutOfScope(reason));
    }
    if let Some(deferred_on) = facts.deferred_on {
        return Ok(Duty::Recheck { deferred_on });
    }
    let Some(registered_on) = facts.registered_on else {
        return first_duty(facts.service.probation, procedure, on, calendar);
    };
    let until = registered_until(registered_on, rule);
    Ok(if until < on {
        Duty::Expired { since: until }
    } else if last_day_of(on, procedure.warning_months) < until {
        Duty::Registered { until }
    } else {
        Duty::Renew { until }
    })
}

/// What somebody has to do, where the exact day of a first deadline does not matter: it is left out
/// when it falls into a year without announced holidays.
pub fn duty_without_day(
    facts: &Facts,
    policies: &Policies,
    on: NaiveDate,
    calendar: &Calendar,
) -> Duty {
    duty(facts, policies, on, calendar).unwrap_or(Duty::ApplyFirst { by: None })
}

fn first_duty(
    probation: Probation,
    rule: &RegistrationProcedure,
    on: NaiveDate,
    calendar: &Calendar,
) -> Result<Duty, YearMissing> {
    let passed_on = match probation {
        Probation::NotRequired => return Ok(Duty::ApplyFirst { by: None }),
        Probation::Running { ends_on } => return Ok(Duty::OnProbation { ends_on }),
        Probation::Failed { .. } => return Ok(Duty::ProbationFailed),
        Probation::Passed { on } => on,
    };
    let plain = first_plain_deadline(passed_on, rule);
    if (on - plain).num_days() > HOLIDAY_DAYS_MAX {
        return Ok(Duty::FirstOverdue { since: plain });
    }
    let by = first_deadline(passed_on, rule, calendar)?;
    Ok(if by < on {
        Duty::FirstOverdue { since: by }
    } else {
        Duty::ApplyFirst { by: Some(by) }
    })
}
