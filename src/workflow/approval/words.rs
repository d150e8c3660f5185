//! Words for offices, states and acts, the same in every procedure.

use super::case::{Act, Level, Place, State};
use crate::message::Fact;

impl Level {
    /// The kind of office in words.
    pub fn words(self) -> Fact {
        Fact::Key(match self {
            Level::School => "workflow-level-school",
            Level::District => "workflow-level-district",
            Level::City => "workflow-level-city",
            Level::Province => "workflow-level-province",
        })
    }
}

impl State {
    /// The state in words, the same for every procedure.
    pub fn words(self) -> Fact {
        Fact::Key(match self {
            State::Draft => "workflow-state-draft",
            State::Awaiting(_) => "workflow-state-awaiting",
            State::Returned(Place::Applicant) => "workflow-state-returned",
            State::Returned(Place::Step(_)) => "workflow-state-returned-to-office",
            State::Approved => "workflow-state-approved",
            State::Refused => "workflow-state-refused",
            State::Withdrawn => "workflow-state-withdrawn",
            State::Expired => "workflow-state-expired",
        })
    }
}

impl Act {
    /// What was done, in words, for buttons and the history.
    pub fn words(&self) -> Fact {
        Fact::Key(match self {
            Act::Submit => "workflow-act-submit",
            Act::Endorse { .. } => "workflow-act-endorse",
            Act::Return { .. } => "workflow-act-return",
            Act::Refuse { .. } => "workflow-act-refuse",
            Act::Withdraw { .. } => "workflow-act-withdraw",
            Act::Expire { .. } => "workflow-act-expire",
            Act::Reopen { .. } => "workflow-act-reopen",
        })
    }
}
