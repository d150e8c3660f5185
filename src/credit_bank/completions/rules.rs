//! The way of a completion from provider to ledger, and how likely it is audited. Pure.

use chrono::NaiveDate;

use crate::error::Error;
use crate::hours::Hours;
use crate::message::{Fact, Message};

crate::text_enum!(
    /// How far a completion is.
    CompletionState {
        /// The school has to confirm it.
        Submitted => "submitted",
        /// The school confirmed it; the district's next draw decides.
        Confirmed => "confirmed",
        /// Drawn for audit; the district has to decide.
        Sampled => "sampled",
        /// In the teacher's account.
        Posted => "posted",
        /// The school said no.
        Refused => "refused",
        /// The audit found it wrong.
        FailedAudit => "failed_audit",
        /// The school let it lie too long.
        Expired => "expired",
        /// Posted once, and undone by the district.
        Reversed => "reversed",
    }
);

impl CompletionState {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            CompletionState::Submitted => "completion-state-submitted",
            CompletionState::Confirmed => "completion-state-confirmed",
            CompletionState::Sampled => "completion-state-sampled",
            CompletionState::Posted => "completion-state-posted",
            CompletionState::Refused => "completion-state-refused",
            CompletionState::FailedAudit => "completion-state-failed-audit",
            CompletionState::Expired => "completion-state-expired",
            CompletionState::Reversed => "completion-state-reversed",
        }
    }

    /// Key of the sentence that says what it waits for; none if it is over.
    pub const fn waits_for_key(self) -> Option<&'static str> {
        match self {
            CompletionState::Submitted => Some("completion-waits-for-school"),
            CompletionState::Confirmed => Some("completion-waits-for-draw"),
            CompletionState::Sampled => Some("completion-waits-for-audit"),
            CompletionState::Posted
            | CompletionState::Refused
            | CompletionState::FailedAudit
            | CompletionState::Expired
            | CompletionState::Reversed => None,
        }
    }

    /// Whether it counts, or still may: the same course is not taken a second time.
    pub const fn is_live(self) -> bool {
        match self {
            CompletionState::Submitted
            | CompletionState::Confirmed
            | CompletionState::Sampled
            | CompletionState::Posted => true,
            CompletionState::Refused
            | CompletionState::FailedAudit
            | CompletionState::Expired
            | CompletionState::Reversed => false,
        }
    }
}

/// What may happen to a completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The school says that it is so.
    Confirm,
    /// The school says that it is not so.
    Refuse,
    /// Nobody at the school looked in time.
    Expire,
    /// The draw takes it for audit.
    Sample,
    /// The draw lets it pass.
    Release,
    /// The audit finds it right.
    Pass,
    /// The audit finds it wrong.
    Fail,
    /// The district undoes it.
    Reverse,
}

/// Why a step cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not from this state.
    WrongState(CompletionState),
}

impl Refusal {
    /// The sentence for it.
    pub fn message(self) -> Message {
        let Refusal::WrongState(state) = self;
        Message::new("completion-wrong-state").with("state", Fact::Key(state.name_key()))
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::not_now(refusal.message())
    }
}

/// Where a step leads.
pub fn next(state: CompletionState, step: Step) -> Result<CompletionState, Refusal> {
    use CompletionState::*;
    match (state, step) {
        (Submitted, Step::Confirm) => Ok(Confirmed),
        (Submitted, Step::Refuse) => Ok(Refused),
        (Submitted, Step::Expire) => Ok(Expired),
        (Confirmed, Step::Sample) => Ok(Sampled),
        (Confirmed, Step::Release) | (Sampled, Step::Pass) => Ok(Posted),
        (Sampled, Step::Fail) => Ok(FailedAudit),
        (Posted, Step::Reverse) => Ok(Reversed),
        (
            Submitted | Confirmed | Sampled | Posted | Refused | FailedAudit | Expired | Reversed,
            _,
        ) => Err(Refusal::WrongState(state)),
    }
}

/// DESIGN: a school has so many days; after that a completion expires, and the provider may submit
/// it again. No rule on this was found.
pub const EXPIRES_AFTER_DAYS: i64 = 90;

/// The weight of a completion without any sign of risk, in thousandths.
pub const PLAIN_WEIGHT: i32 = 1_000;

/// What makes a completion worth a second look.
#[derive(Debug, Clone, Copy)]
pub struct Risk {
    /// Hours that the provider reports.
    pub hours: Hours,
    /// When the course was finished.
    pub completed_on: NaiveDate,
    /// When it was submitted.
    pub submitted_on: NaiveDate,
    /// Whether provider and school are in different districts.
    pub is_across_districts: bool,
}

/// How much more likely than others a completion is drawn for audit, in thousandths.
///
/// DESIGN: many hours at once, submitted long after, or from another district: each adds a half.
pub fn audit_weight(risk: &Risk) -> i32 {
    const MANY_HOURS: Hours = Hours::whole(24);
    const LONG_AFTER_DAYS: i64 = 30;
    let signs = [
        risk.hours >= MANY_HOURS,
        (risk.submitted_on - risk.completed_on).num_days() > LONG_AFTER_DAYS,
        risk.is_across_districts,
    ];
    signs
        .into_iter()
        .filter(|it| *it)
        .fold(PLAIN_WEIGHT, |weight, _| weight + PLAIN_WEIGHT / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Step; 8] = [
        Step::Confirm,
        Step::Refuse,
        Step::Expire,
        Step::Sample,
        Step::Release,
        Step::Pass,
        Step::Fail,
        Step::Reverse,
    ];

    #[test]
    fn every_step_from_every_state() {
        use CompletionState::*;
        let allowed = [
            (Submitted, Step::Confirm, Confirmed),
            (Submitted, Step::Refuse, Refused),
            (Submitted, Step::Expire, Expired),
            (Confirmed, Step::Sample, Sampled),
            (Confirmed, Step::Release, Posted),
            (Sampled, Step::Pass, Posted),
            (Sampled, Step::Fail, FailedAudit),
            (Posted, Step::Reverse, Reversed),
        ];
        for &state in CompletionState::ALL {
            for step in STEPS {
                let expected = allowed
                    .iter()
                    .find(|it| (it.0, it.1) == (state, step))
                    .map_or(Err(Refusal::WrongState(state)), |it| Ok(it.2));
                assert_eq!(next(state, step), expected, "{state} {step:?}");
            }
        }
    }

    #[test]
    fn what_is_over_never_moves_and_waits_for_nobody() {
        for &state in CompletionState::ALL {
            let moves = STEPS.iter().any(|&step| next(state, step).is_ok());
            let is_pending = state.waits_for_key().is_some();
            assert_eq!(moves, state.is_live(), "{state}");
            assert_eq!(
                is_pending,
                state.is_live() && state != CompletionState::Posted
            );
        }
    }

    #[test]
    fn each_sign_of_risk_adds_a_half() {
        let day = |text: &str| text.parse().expect("a date");
        let plain = Risk {
            hours: Hours::whole(8),
            completed_on: day("2026-03-01"),
            submitted_on: day("2026-03-31"),
            is_across_districts: false,
        };
        assert_eq!(audit_weight(&plain), 1_000);
        let late = Risk {
            submitted_on: day("2026-04-01"),
            ..plain
        };
        assert_eq!(audit_weight(&late), 1_500);
        let long = Risk {
            hours: Hours::whole(24),
            ..late
        };
        assert_eq!(audit_weight(&long), 2_000);
        let far = Risk {
            is_across_districts: true,
            ..long
        };
        assert_eq!(audit_weight(&far), 2_500);
    }
}
