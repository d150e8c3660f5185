//! Why an act is refused, and the words for it.

use chrono::NaiveDate;

use super::case::{Level, Place, RouteError, State};
use crate::error::Error;
use crate::message::Message;

/// Why an act may not happen, in order of precedence: first what the state of the case allows,
/// then who may do it, then what is missing from the act itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The round has ended; it can only be reopened.
    Closed(State),
    /// Only a round that has ended is reopened.
    StillOpen,
    /// The applicant has it; the offices wait.
    WithApplicant,
    /// An office has it; the applicant waits, and it does not expire.
    WithOffice(Level),
    /// Only the passing of time lets a case expire.
    ClockOnly,
    /// The applicant may act until the end of this day.
    NotDue(NaiveDate),
    /// Only the applicant does this.
    NotApplicant,
    /// Nobody decides on their own case.
    OwnCase,
    /// This lies with another office.
    NotYourOffice(Level),
    /// At this step the holder of the office signs in person.
    SubstituteBarred(Level),
    /// This person acted at another place in this round.
    ActedElsewhere(Place),
    /// A return goes to an earlier step or to the applicant.
    NotEarlier,
    /// A return names the fields to put right.
    FieldsMissing,
    /// A return, a refusal and a reopening need a reason.
    ReasonMissing,
}

impl From<Refusal> for Message {
    fn from(refusal: Refusal) -> Message {
        use Refusal::*;
        match refusal {
            Closed(state) => Message::new("workflow-closed").with("state", state.words()),
            StillOpen => Message::new("workflow-still-open"),
            WithApplicant => Message::new("workflow-with-applicant"),
            WithOffice(level) => Message::new("workflow-with-office").with("office", level.words()),
            ClockOnly => Message::new("workflow-clock-only"),
            NotDue(deadline) => Message::new("workflow-not-due").with("deadline", deadline),
            NotApplicant => Message::new("workflow-not-applicant"),
            OwnCase => Message::new("workflow-own-case"),
            NotYourOffice(level) => {
                Message::new("workflow-not-your-office").with("office", level.words())
            }
            SubstituteBarred(level) => {
                Message::new("workflow-substitute-barred").with("office", level.words())
            }
            ActedElsewhere(Place::Applicant) => Message::new("workflow-acted-as-applicant"),
            ActedElsewhere(Place::Step(step)) => {
                Message::new("workflow-acted-elsewhere").with("step", step + 1)
            }
            NotEarlier => Message::new("workflow-not-earlier"),
            FieldsMissing => Message::new("workflow-fields-missing"),
            ReasonMissing => Message::new("workflow-reason-missing"),
        }
    }
}

impl From<Refusal> for Error {
    /// The state says "not now", the person "not allowed", and a gap in the act is the form's.
    fn from(refusal: Refusal) -> Error {
        use Refusal::*;
        let message = Message::from(refusal);
        match refusal {
            Closed(_) | StillOpen | WithApplicant | WithOffice(_) | NotDue(_) | NotEarlier => {
                Error::not_now(message)
            }
            ClockOnly | NotApplicant | OwnCase | NotYourOffice(_) | SubstituteBarred(_)
            | ActedElsewhere(_) => Error::not_allowed(message),
            FieldsMissing => Error::input("fields", message),
            ReasonMissing => Error::input("reason", message),
        }
    }
}

impl From<RouteError> for Message {
    fn from(error: RouteError) -> Message {
        match error {
            RouteError::Empty => Message::new("workflow-route-empty"),
            RouteError::TooLong(count) => {
                Message::new("workflow-route-too-long").with("steps", count)
            }
        }
    }
}
