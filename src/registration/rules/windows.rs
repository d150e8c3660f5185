//! Windows (批次): when applications are taken, and by when everybody is told.

use chrono::{Days, Months, NaiveDate};

use super::cycle::{Duty, OutOfScope};
use crate::policy::{RegistrationProcedure, last_day_of};
use crate::registration::WindowId;
use crate::workflow::calendar::{Calendar, YearMissing};

crate::text_enum!(
    /// What a window is for.
    WindowKind {
        /// 首次注册
        First => "first",
        /// 定期注册
        Renewal => "renewal",
        /// 暂缓注册复核: those deferred before
        Recheck => "recheck",
    }
);

/// A window as it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Its id.
    pub id: WindowId,
    /// What it is for.
    pub kind: WindowKind,
    /// The first day of applications.
    pub opens_on: NaiveDate,
    /// The last day of applications.
    pub closes_on: NaiveDate,
    /// Takes renewals of registrations that end by this day.
    pub due_until: NaiveDate,
}

/// Why a window is not opened, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowRefusal {
    /// It would close before it opens.
    Backwards,
    /// It would be closed already.
    Past,
    /// It would take only registrations that ended before it opens, and none that runs out.
    DueBeforeOpening,
    /// It shares a day with another window of its kind.
    Overlaps {
        /// The other one opens.
        opens_on: NaiveDate,
        /// The other one closes.
        closes_on: NaiveDate,
    },
}

/// Whether a window may be opened beside those that are there.
pub fn may_open(window: &Window, others: &[Window], today: NaiveDate) -> Result<(), WindowRefusal> {
    if window.closes_on < window.opens_on {
        return Err(WindowRefusal::Backwards);
    }
    if window.closes_on < today {
        return Err(WindowRefusal::Past);
    }
    if window.kind == WindowKind::Renewal && window.due_until < window.opens_on {
        return Err(WindowRefusal::DueBeforeOpening);
    }
    let overlaps = |it: &&Window| {
        it.id != window.id
            && it.kind == window.kind
            && it.opens_on <= window.closes_on
            && window.opens_on <= it.closes_on
    };
    match others.iter().find(overlaps) {
        Some(other) => Err(WindowRefusal::Overlaps {
            opens_on: other.opens_on,
            closes_on: other.closes_on,
        }),
        None => Ok(()),
    }
}

/// A survey is made anew after so many days, as long as a warning may still help.
const SURVEY_DAYS: Days = Days::new(7);

/// Whether the city is to be surveyed for a window on a day: from as long before it opens as warnings
/// are given, until it closes, once a week.
pub fn wants_survey(
    window: &Window,
    surveyed_on: Option<NaiveDate>,
    on: NaiveDate,
    rule: &RegistrationProcedure,
) -> bool {
    let ahead = Months::new(rule.warning_months);
    let from = window.opens_on.checked_sub_months(ahead);
    let is_near = from.is_none_or(|from| from <= on) && on <= window.closes_on;
    let is_old = |day: NaiveDate| day.checked_add_days(SURVEY_DAYS).is_none_or(|it| it <= on);
    is_near && surveyed_on.is_none_or(is_old)
}

crate::text_enum!(
    /// How far a window has come.
    WindowState {
        /// It will open.
        Planned => "planned",
        /// Applications are taken.
        Open => "open",
        /// Applications are closed, decisions are under way.
        Deciding => "deciding",
        /// Decisions are late.
        Overdue => "overdue",
        /// Every application has its decision.
        Concluded => "concluded",
    }
);

/// The last day to tell everybody.
pub fn conclude_by(
    window: &Window,
    rule: &RegistrationProcedure,
    calendar: &Calendar,
) -> Result<NaiveDate, YearMissing> {
    calendar.add_working_days(window.closes_on, rule.conclusion_working_days)
}

/// How far a window has come on a day, with so many applications undecided. Counts only working days
/// that are past, so that next year's holidays need not be announced yet.
pub fn state(
    window: &Window,
    undecided: usize,
    on: NaiveDate,
    rule: &RegistrationProcedure,
    calendar: &Calendar,
) -> Result<WindowState, YearMissing> {
    if on < window.opens_on {
        return Ok(WindowState::Planned);
    }
    if on <= window.closes_on {
        return Ok(WindowState::Open);
    }
    if undecided == 0 {
        return Ok(WindowState::Concluded);
    }
    let passed = calendar.working_days_between(window.closes_on, on)?;
    let limit = rule.conclusion_working_days;
    // On the last day itself nobody is late, on a weekend after it everybody is.
    let is_late = passed > limit || (passed == limit && !calendar.is_working_day(on)?);
    Ok(if is_late {
        WindowState::Overdue
    } else {
        WindowState::Deciding
    })
}

/// Why somebody cannot apply in a window, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApplyRefusal {
    /// Registration does not bind.
    OutOfScope(OutOfScope),
    /// False statements bar.
    FraudBar {
        /// The last day of the bar.
        until: NaiveDate,
    },
    /// The window is not open yet.
    NotOpenYet {
        /// It opens.
        opens_on: NaiveDate,
    },
    /// The window is closed.
    Closed {
        /// It closed.
        closed_on: NaiveDate,
    },
    /// The probation is not passed.
    ProbationNotPassed,
    /// The registration runs for longer than this window looks.
    NotDue {
        /// Its last day.
        until: NaiveDate,
    },
    /// The window is for others.
    OtherKind(WindowKind),
}

/// The last day without registration after false statements.
pub fn fraud_bar_until(found_on: NaiveDate, rule: &RegistrationProcedure) -> NaiveDate {
    last_day_of(found_on, rule.fraud_months)
}

/// Whether somebody with a duty of a day may apply in a window on that day. `fraud_bar` is the last
/// day of a bar after false statements, if there is one.
pub fn may_apply(
    window: &Window,
    duty: Duty,
    fraud_bar: Option<NaiveDate>,
    on: NaiveDate,
) -> Result<(), ApplyRefusal> {
    if let Duty::OutOfScope(reason) = duty {
        return Err(ApplyRefusal::OutOfScope(reason));
    }
    if let Some(until) = fraud_bar.filter(|last| on <= *last) {
        return Err(ApplyRefusal::FraudBar { until });
    }
    if on < window.opens_on {
        return Err(ApplyRefusal::NotOpenYet {
            opens_on: window.opens_on,
        });
    }
    if window.closes_on < on {
        return Err(ApplyRefusal::Closed {
            closed_on: window.closes_on,
        });
    }
    falls_due(window, duty)
}

/// Whether a window is for somebody with this duty: the list that a bureau opens it for.
pub fn falls_due(window: &Window, duty: Duty) -> Result<(), ApplyRefusal> {
    let kind = match duty {
        Duty::OutOfScope(reason) => return Err(ApplyRefusal::OutOfScope(reason)),
        Duty::OnProbation { .. } | Duty::ProbationFailed => {
            return Err(ApplyRefusal::ProbationNotPassed);
        }
        Duty::ApplyFirst { .. } | Duty::FirstOverdue { .. } => WindowKind::First,
        Duty::Recheck { .. } => WindowKind::Recheck,
        Duty::Registered { .. } | Duty::Renew { .. } | Duty::Expired { .. } => WindowKind::Renewal,
    };
    if kind != window.kind {
        return Err(ApplyRefusal::OtherKind(window.kind));
    }
    match duty {
        Duty::Registered { until } | Duty::Renew { until } if window.due_until < until => {
            Err(ApplyRefusal::NotDue { until })
        }
        _ => Ok(()),
    }
}
