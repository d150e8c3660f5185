//! Words for sanctions, alerts and refusals.

use super::{AdmonitionKind, AlertState, Bar, Because, Gravity, Progress, Refusal};
use crate::error::Error;
use crate::message::{Fact, Message};
use crate::policy::{GradeBarred, Purpose, SanctionKind, StaffClass};

impl SanctionKind {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            SanctionKind::Warning => "sanction-warning",
            SanctionKind::Demerit => "sanction-demerit",
            SanctionKind::MajorDemerit => "sanction-major-demerit",
            SanctionKind::LowerPost => "sanction-lower-post",
            SanctionKind::LowerRank => "sanction-lower-rank",
            SanctionKind::Removal => "sanction-removal",
            SanctionKind::Dismissal => "sanction-dismissal",
        }
    }
}

impl StaffClass {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            StaffClass::Teacher => "staff-teacher",
            StaffClass::PublicOfficial => "staff-public-official",
        }
    }
}

impl AdmonitionKind {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            AdmonitionKind::Criticism => "admonition-criticism",
            AdmonitionKind::AdmonishingTalk => "admonition-talk",
            AdmonitionKind::SelfExamination => "admonition-self-examination",
            AdmonitionKind::CircularCriticism => "admonition-circular-criticism",
        }
    }
}

impl Gravity {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Gravity::Ordinary => "gravity-ordinary",
            Gravity::Grave => "gravity-grave",
        }
    }
}

impl AlertState {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            AlertState::Open => "alert-open",
            AlertState::Lifted => "alert-lifted",
            AlertState::SetAside => "alert-set-aside",
        }
    }
}

impl Purpose {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Purpose::Registration => "purpose-registration",
            Purpose::Title => "purpose-title",
            Purpose::Selection => "purpose-selection",
            Purpose::TalentPool => "purpose-talent-pool",
            Purpose::Studio => "purpose-studio",
            Purpose::Promotion => "purpose-promotion",
        }
    }
}

impl From<GradeBarred> for Message {
    fn from(barred: GradeBarred) -> Message {
        match barred {
            GradeBarred::Excellent => Message::new("grade-barred-excellent"),
            GradeBarred::Pass => Message::new("grade-barred-pass"),
        }
    }
}

impl From<Progress> for Message {
    fn from(progress: Progress) -> Message {
        match progress {
            Progress::NotYet => Message::new("alert-not-yet"),
            Progress::Running(Some(until)) => Message::new("alert-running").with("until", until),
            Progress::Running(None) => Message::new("alert-without-end"),
            Progress::AwaitsLifting => Message::new("alert-awaits-lifting"),
            Progress::Over => Message::new("alert-over"),
            Progress::SetAside => Message::new("alert-void"),
        }
    }
}

impl From<Bar> for Message {
    fn from(bar: Bar) -> Message {
        match (bar.because, bar.until) {
            (_, None) => Message::new("alert-without-end"),
            (Because::Sanction, Some(until)) => {
                Message::new("bar-by-sanction").with("until", until)
            }
            (Because::RightsLoss, Some(until)) => {
                Message::new("bar-by-rights-loss").with("until", until)
            }
            (Because::LookBack, Some(until)) => {
                Message::new("bar-by-look-back").with("until", until)
            }
        }
    }
}

impl From<Refusal> for Message {
    fn from(refusal: Refusal) -> Message {
        match refusal {
            Refusal::NotHeard => Message::new("ethics-not-heard"),
            Refusal::NotForStaff(kind, staff) => Message::new("ethics-not-for-staff")
                .with("sanction", Fact::Key(kind.name_key()))
                .with("staff", Fact::Key(staff.name_key())),
            Refusal::RightsLossTooShort { least } => {
                Message::new("ethics-rights-loss-too-short").with("least", i64::from(least))
            }
            Refusal::Closed(state) => {
                Message::new("ethics-closed").with("state", Fact::Key(state.name_key()))
            }
            Refusal::StillOpen => Message::new("ethics-still-open"),
            Refusal::NeverEnds => Message::new("ethics-never-ends"),
            Refusal::StillRunning(until) => {
                Message::new("ethics-still-running").with("until", until)
            }
            Refusal::DocumentMissing => Message::new("ethics-document-missing"),
            Refusal::ReasonMissing => Message::new("ethics-reason-missing"),
        }
    }
}

impl From<Refusal> for Error {
    /// What stands in the form is the form's; what the state forbids is "not now".
    fn from(refusal: Refusal) -> Error {
        let message = Message::from(refusal);
        match refusal {
            Refusal::NotHeard => Error::input("heard_on", message),
            Refusal::NotForStaff(..) => Error::input("sanction", message),
            Refusal::RightsLossTooShort { .. } => Error::input("months", message),
            Refusal::DocumentMissing => Error::input("document", message),
            Refusal::ReasonMissing => Error::input("reason", message),
            Refusal::Closed(_)
            | Refusal::StillOpen
            | Refusal::NeverEnds
            | Refusal::StillRunning(_) => Error::not_now(message),
        }
    }
}
