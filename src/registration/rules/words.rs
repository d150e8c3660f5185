//! Words for conditions, verdicts, duties, windows and refusals.

mod findings;

use super::absence::AbsenceReason;
use super::assessment::{Cure, Verdict};
use super::cycle::{Duty, OutOfScope};
use super::decision::{Outcome, SignRefusal};
use super::windows::{ApplyRefusal, WindowKind, WindowRefusal, WindowState};
use crate::error::Error;
use crate::message::{Fact, Message};
use crate::policy::{ConditionKey, RegistrationKind};

impl Verdict {
    /// Key of its name: exactly the three legal words.
    pub const fn name_key(self) -> &'static str {
        match self {
            Verdict::Qualified => "registration-qualified",
            Verdict::Deferred => "registration-deferred",
            Verdict::Unqualified => "registration-unqualified",
        }
    }
}

impl RegistrationKind {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            RegistrationKind::First => "registration-first",
            RegistrationKind::Renewal => "registration-renewal",
        }
    }
}

impl ConditionKey {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            ConditionKey::QualificationHeld => "condition-qualification-held",
            ConditionKey::Ethics => "condition-ethics",
            ConditionKey::AssessmentsInARow => "condition-assessments-in-a-row",
            ConditionKey::Assessments => "condition-assessments",
            ConditionKey::Hours => "condition-hours",
            ConditionKey::Interruption => "condition-interruption",
            ConditionKey::TypeFitsPost => "condition-type-fits-post",
            ConditionKey::Sanction => "condition-sanction",
            ConditionKey::Fitness => "condition-fitness",
            ConditionKey::Employment => "condition-employment",
            ConditionKey::Probation => "condition-probation",
            ConditionKey::LastAssessment => "condition-last-assessment",
            ConditionKey::TimeInPost => "condition-time-in-post",
            ConditionKey::FirstHours => "condition-first-hours",
            ConditionKey::TeachingLoad => "condition-teaching-load",
            ConditionKey::TermAssessment => "condition-term-assessment",
            ConditionKey::EnterprisePractice => "condition-enterprise-practice",
            ConditionKey::YearHours => "condition-year-hours",
        }
    }
}

impl AbsenceReason {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            AbsenceReason::Study => "absence-study",
            AbsenceReason::Training => "absence-training",
            AbsenceReason::Exchange => "absence-exchange",
            AbsenceReason::Sick => "absence-sick",
            AbsenceReason::Maternity => "absence-maternity",
            AbsenceReason::Personal => "absence-personal",
            AbsenceReason::OtherWork => "absence-other-work",
            AbsenceReason::Unapproved => "absence-unapproved",
            AbsenceReason::NotEmployed => "absence-not-employed",
        }
    }
}

impl WindowKind {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            WindowKind::First => "registration-first",
            WindowKind::Renewal => "registration-renewal",
            WindowKind::Recheck => "registration-recheck",
        }
    }
}

impl WindowState {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            WindowState::Planned => "window-planned",
            WindowState::Open => "window-open",
            WindowState::Deciding => "window-deciding",
            WindowState::Overdue => "window-overdue",
            WindowState::Concluded => "window-concluded",
        }
    }
}

impl Cure {
    /// When it can be made good; nothing to say where nothing is missing.
    pub fn words(self) -> Option<Message> {
        match self {
            Cure::NotNeeded => None,
            Cure::From(day) => Some(Message::new("cure-from").with("day", day)),
            Cure::OncePutRight => Some(Message::new("cure-once-put-right")),
            Cure::NotInThisCycle => Some(Message::new("cure-not-in-this-cycle")),
            Cure::Never => Some(Message::new("cure-never")),
        }
    }
}

impl From<OutOfScope> for Message {
    fn from(reason: OutOfScope) -> Message {
        match reason {
            OutOfScope::NotEmployed => Message::new("registration-not-employed"),
            OutOfScope::DoesNotTeach => Message::new("registration-does-not-teach"),
            OutOfScope::PrivateSchool => Message::new("registration-private-school"),
            OutOfScope::NotOnEstablishment => Message::new("registration-not-on-establishment"),
        }
    }
}

impl From<Duty> for Message {
    fn from(duty: Duty) -> Message {
        match duty {
            Duty::OutOfScope(reason) => reason.into(),
            Duty::OnProbation { ends_on } => Message::new("duty-on-probation").with("day", ends_on),
            Duty::ProbationFailed => Message::new("duty-probation-failed"),
            Duty::ApplyFirst { by: Some(by) } => Message::new("duty-apply-first").with("day", by),
            Duty::ApplyFirst { by: None } => Message::new("duty-apply-first-any-time"),
            Duty::FirstOverdue { since } => Message::new("duty-first-overdue").with("day", since),
            Duty::Recheck { deferred_on } => Message::new("duty-recheck").with("day", deferred_on),
            Duty::Registered { until } => Message::new("duty-registered").with("day", until),
            Duty::Renew { until } => Message::new("duty-renew").with("day", until),
            Duty::Expired { since } => Message::new("duty-expired").with("day", since),
        }
    }
}

impl From<&Outcome> for Message {
    fn from(outcome: &Outcome) -> Message {
        match outcome {
            Outcome::Registered { from, until } => Message::new("outcome-registered")
                .with("from", *from)
                .with("until", *until),
            Outcome::Deferred { trial_until, .. } => {
                Message::new("outcome-deferred").with("trial", *trial_until)
            }
            Outcome::Refused { trial_until } => {
                Message::new("outcome-refused").with("trial", *trial_until)
            }
        }
    }
}

impl From<SignRefusal> for Message {
    fn from(refusal: SignRefusal) -> Message {
        match refusal {
            SignRefusal::QualificationGone => Message::new("sign-qualification-gone"),
            SignRefusal::NothingUnmet => Message::new("sign-nothing-unmet"),
            SignRefusal::ReasonMissing => Message::new("sign-reason-missing"),
        }
    }
}

impl From<SignRefusal> for Error {
    fn from(refusal: SignRefusal) -> Error {
        let message = Message::from(refusal);
        match refusal {
            SignRefusal::QualificationGone | SignRefusal::NothingUnmet => {
                Error::input("verdict", message)
            }
            SignRefusal::ReasonMissing => Error::input("reason", message),
        }
    }
}

impl From<WindowRefusal> for Message {
    fn from(refusal: WindowRefusal) -> Message {
        match refusal {
            WindowRefusal::Backwards => Message::new("window-backwards"),
            WindowRefusal::Past => Message::new("window-past"),
            WindowRefusal::DueBeforeOpening => Message::new("window-due-before-opening"),
            WindowRefusal::Overlaps {
                opens_on,
                closes_on,
            } => Message::new("window-overlaps")
                .with("opens", opens_on)
                .with("closes", closes_on),
        }
    }
}

impl From<WindowRefusal> for Error {
    fn from(refusal: WindowRefusal) -> Error {
        let field = match refusal {
            WindowRefusal::Backwards | WindowRefusal::Past => "closes_on",
            WindowRefusal::DueBeforeOpening => "due_until",
            WindowRefusal::Overlaps { .. } => "opens_on",
        };
        Error::input(field, refusal.into())
    }
}

impl From<ApplyRefusal> for Message {
    fn from(refusal: ApplyRefusal) -> Message {
        match refusal {
            ApplyRefusal::OutOfScope(reason) => reason.into(),
            ApplyRefusal::FraudBar { until } => Message::new("apply-fraud-bar").with("day", until),
            ApplyRefusal::NotOpenYet { opens_on } => {
                Message::new("apply-not-open-yet").with("day", opens_on)
            }
            ApplyRefusal::Closed { closed_on } => {
                Message::new("apply-closed").with("day", closed_on)
            }
            ApplyRefusal::ProbationNotPassed => Message::new("apply-probation-not-passed"),
            ApplyRefusal::NotDue { until } => Message::new("apply-not-due").with("day", until),
            ApplyRefusal::OtherKind(kind) => {
                Message::new("apply-other-kind").with("kind", Fact::Key(kind.name_key()))
            }
        }
    }
}

impl From<ApplyRefusal> for Error {
    fn from(refusal: ApplyRefusal) -> Error {
        Error::not_now(refusal.into())
    }
}
