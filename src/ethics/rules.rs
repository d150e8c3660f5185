//! Sanctions and other handling of a breach of ethics, by date. Pure.
//!
//! A sanction (处分) runs from its decision for a term that the law fixes; other handling may take
//! rights away for at least two years; and a look-back window finds a breach long after both are
//! over. The three are different periods and are never mixed up. Eligibility follows from dates: a
//! period that is over bars nothing, though its sanction still waits to be lifted in writing.

mod words;

#[cfg(test)]
mod tests;

use chrono::{Datelike, NaiveDate};

use super::AlertId;
use crate::people::AssessmentGrade;
use crate::policy::{
    EthicsHandling, GradeBarred, LookBacks, Purpose, SanctionKind, SanctionTerms, SanctionedGrades,
    StaffClass, last_day_of,
};

crate::text_enum!(
    /// How bad a breach was.
    Gravity {
        /// No more than the handling says.
        Ordinary => "ordinary",
        /// 恶劣影响: fails a registration, and may lead to revocation.
        Grave => "grave",
    }
);

crate::text_enum!(
    /// Handling that is no sanction and takes no rights away.
    AdmonitionKind {
        /// 批评教育
        Criticism => "criticism",
        /// 诫勉谈话
        AdmonishingTalk => "admonishing_talk",
        /// 责令检查
        SelfExamination => "self_examination",
        /// 通报批评
        CircularCriticism => "circular_criticism",
    }
);

/// How a breach was handled, with the last day of its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handling {
    /// A sanction; a dismissal has no end.
    Sanction(SanctionKind, Option<NaiveDate>),
    /// Rights taken away: awards, promotion, titles, posts, talent plans.
    RightsLoss(NaiveDate),
    /// Neither.
    Admonition(AdmonitionKind),
}

/// What somebody is about to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// A sanction; its term follows from the law.
    Sanction(SanctionKind),
    /// Rights taken away for so many months.
    RightsLoss {
        /// How long.
        months: u32,
    },
    /// Neither.
    Admonition(AdmonitionKind),
}

/// Whether the teacher was heard before the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hearing {
    /// The teacher's statement was taken.
    Heard,
    /// It was not.
    NotHeard,
}

/// A breach in somebody's file, as it was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// How bad it was.
    pub gravity: Gravity,
    /// The day of the decision, from which every period runs.
    pub decided_on: NaiveDate,
    /// How it was handled.
    pub handling: Handling,
    /// Whether it stands.
    pub state: AlertState,
}

crate::text_enum!(
    /// Whether an alert stands.
    AlertState {
        /// It was decided, and nothing came after.
        Open => "open",
        /// Closed: lifted in writing after its period. It was right, and look-backs still find it.
        Lifted => "lifted",
        /// Closed: set aside on review or appeal, as if it had never been.
        SetAside => "set_aside",
    }
);

/// What can be done with an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// Close it after its period, by a document.
    Lift {
        /// The number of the document (事业单位人事管理条例 art. 31: lifted in writing).
        document: &'a str,
    },
    /// Close it because the decision did not stand.
    SetAside {
        /// Why.
        reason: &'a str,
    },
    /// Open it again: it was closed by mistake.
    Reopen {
        /// Why.
        reason: &'a str,
    },
}

/// Why nothing is decided or changed, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The teacher has to be heard first.
    NotHeard,
    /// This sanction is not for such staff: 记大过 and 降级 are for public officials only.
    NotForStaff(SanctionKind, StaffClass),
    /// Rights are lost for longer than this, or not at all.
    RightsLossTooShort {
        /// Months, at least.
        least: u32,
    },
    /// The alert is closed already.
    Closed(AlertState),
    /// Only what is closed can be opened again.
    StillOpen,
    /// A dismissal has no end and is never lifted; it can only be set aside.
    NeverEnds,
    /// The period runs until the end of this day.
    StillRunning(NaiveDate),
    /// Lifting takes a document.
    DocumentMissing,
    /// This takes a reason.
    ReasonMissing,
}

/// How a breach is handled, with its last day, if it may be handled so.
///
/// Both rule sets are those in force on the day of the decision.
pub fn decide(
    intent: Intent,
    staff: StaffClass,
    hearing: Hearing,
    decided_on: NaiveDate,
    terms: &SanctionTerms,
    other: &EthicsHandling,
) -> Result<Handling, Refusal> {
    if hearing == Hearing::NotHeard {
        return Err(Refusal::NotHeard);
    }
    match intent {
        Intent::Sanction(kind) => {
            let term = terms
                .find(kind, staff)
                .ok_or(Refusal::NotForStaff(kind, staff))?;
            let ends_on = term.months.map(|months| last_day_of(decided_on, months));
            Ok(Handling::Sanction(kind, ends_on))
        }
        Intent::RightsLoss { months } if months < other.rights_loss_months_min => {
            Err(Refusal::RightsLossTooShort {
                least: other.rights_loss_months_min,
            })
        }
        Intent::RightsLoss { months } => Ok(Handling::RightsLoss(last_day_of(decided_on, months))),
        Intent::Admonition(kind) => Ok(Handling::Admonition(kind)),
    }
}

/// What becomes of an alert. The only way in which one changes.
pub fn next(alert: &Alert, step: Step, today: NaiveDate) -> Result<AlertState, Refusal> {
    use AlertState::*;
    match (alert.state, step) {
        (Open, Step::Lift { document }) => match alert.handling.last_day(alert.decided_on) {
            None => Err(Refusal::NeverEnds),
            Some(last) if today <= last => Err(Refusal::StillRunning(last)),
            Some(_) if document.trim().is_empty() => Err(Refusal::DocumentMissing),
            Some(_) => Ok(Lifted),
        },
        // A decision may be set aside on appeal after it was lifted, too.
        (Open | Lifted, Step::SetAside { reason }) => with_reason(SetAside, reason),
        (Lifted | SetAside, Step::Reopen { reason }) => with_reason(Open, reason),
        (Open, Step::Reopen { .. }) => Err(Refusal::StillOpen),
        (Lifted | SetAside, Step::Lift { .. }) | (SetAside, Step::SetAside { .. }) => {
            Err(Refusal::Closed(alert.state))
        }
    }
}

fn with_reason(state: AlertState, reason: &str) -> Result<AlertState, Refusal> {
    if reason.trim().is_empty() {
        Err(Refusal::ReasonMissing)
    } else {
        Ok(state)
    }
}

impl Handling {
    /// The last day of its effect; an admonition has none beyond its day, a dismissal never ends.
    fn last_day(self, decided_on: NaiveDate) -> Option<NaiveDate> {
        match self {
            Handling::Sanction(_, ends_on) => ends_on,
            Handling::RightsLoss(ends_on) => Some(ends_on),
            Handling::Admonition(_) => Some(decided_on),
        }
    }
}

/// How far an alert has come on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Decided after that day.
    NotYet,
    /// Its period runs to the end of this day; none for a dismissal.
    Running(Option<NaiveDate>),
    /// The period is over and bars nothing; the sanction waits to be lifted in writing.
    AwaitsLifting,
    /// Over: lifted, or an admonition.
    Over,
    /// It was set aside.
    SetAside,
}

impl Alert {
    /// How far it has come on a day.
    pub fn progress(&self, on: NaiveDate) -> Progress {
        if self.state == AlertState::SetAside {
            return Progress::SetAside;
        }
        if on < self.decided_on {
            return Progress::NotYet;
        }
        // Dates decide, not the state: only what is past can have been lifted.
        match self.handling {
            Handling::Sanction(_, None) => Progress::Running(None),
            Handling::Sanction(_, Some(last)) | Handling::RightsLoss(last) if on <= last => {
                Progress::Running(Some(last))
            }
            Handling::Sanction(..) if self.state == AlertState::Open => Progress::AwaitsLifting,
            Handling::Sanction(..) | Handling::RightsLoss(_) | Handling::Admonition(_) => {
                Progress::Over
            }
        }
    }

    /// Whether its sanction runs on a day.
    pub fn sanction_runs(&self, on: NaiveDate) -> bool {
        matches!(self.handling, Handling::Sanction(..))
            && matches!(self.progress(on), Progress::Running(_))
    }

    /// Whether it is a breach with 恶劣影响 that stands and was decided in a period.
    pub fn is_grave_between(&self, first: NaiveDate, last: NaiveDate) -> bool {
        self.gravity == Gravity::Grave
            && self.state != AlertState::SetAside
            && (first..=last).contains(&self.decided_on)
    }
}

/// Why an alert keeps somebody from something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// A sanction runs.
    Sanction,
    /// Rights were taken away.
    RightsLoss,
    /// The breach lies within the look-back window.
    LookBack,
}

/// What keeps somebody from something on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// By which alert.
    pub alert: AlertId,
    /// Why.
    pub because: Because,
    /// To the end of this day; none for a dismissal.
    pub until: Option<NaiveDate>,
}

/// What keeps somebody from a purpose on a day, each alert by what bars longest. Nothing means
/// eligible.
///
/// Rights that were taken away do not touch registration, which has conditions of its own.
pub fn bars(alerts: &[Alert], purpose: Purpose, look_backs: &LookBacks, on: NaiveDate) -> Vec<Bar> {
    let bar = |alert: &Alert| {
        let running = match (alert.progress(on), alert.handling) {
            (Progress::NotYet | Progress::SetAside, _) => return None,
            (Progress::Running(until), Handling::Sanction(..)) => Some((Because::Sanction, until)),
            (Progress::Running(until), _) if purpose != Purpose::Registration => {
                Some((Because::RightsLoss, until))
            }
            _ => None,
        };
        let window = look_backs.months_for(purpose).map(|months| {
            let until = last_day_of(alert.decided_on, months);
            (Because::LookBack, Some(until))
        });
        let still = |it: &(Because, Option<NaiveDate>)| it.1.is_none_or(|last| on <= last);
        let candidates = [running, window.filter(still)].into_iter().flatten();
        let longest = candidates.max_by_key(|it| (it.1.unwrap_or(NaiveDate::MAX), it.0));
        longest.map(|(because, until)| Bar {
            alert: alert.id,
            because,
            until,
        })
    };
    alerts.iter().filter_map(bar).collect()
}

/// What sanctions rule out in the annual assessment of a calendar year: the gravest effect of those
/// that ran on any day of it.
pub fn barred_grade(alerts: &[Alert], rule: &SanctionedGrades, year: i32) -> Option<GradeBarred> {
    let touches = |alert: &&Alert| {
        alert.state != AlertState::SetAside
            && alert.decided_on.year() <= year
            && alert
                .handling
                .last_day(alert.decided_on)
                .is_none_or(|last| year <= last.year())
    };
    let effect = |alert: &Alert| match alert.handling {
        Handling::Sanction(kind, _) => rule.of(kind),
        Handling::RightsLoss(_) | Handling::Admonition(_) => None,
    };
    alerts.iter().filter(touches).filter_map(effect).max()
}

/// Whether a grade can be given beside what sanctions rule out.
pub fn grade_is_possible(grade: AssessmentGrade, barred: Option<GradeBarred>) -> bool {
    match barred {
        None => true,
        Some(GradeBarred::Excellent) => grade != AssessmentGrade::Excellent,
        Some(GradeBarred::Pass) => {
            !matches!(grade, AssessmentGrade::Excellent | AssessmentGrade::Pass)
        }
    }
}
