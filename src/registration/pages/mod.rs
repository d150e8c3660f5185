//! The pages of registration: windows, a school's list, the queue of an office, one case, the sheet.

mod case;
mod home;
mod lists;
mod warnings;
mod what_if;

pub use case::{CasePage, SheetPage};
pub use home::{HomePage, WindowPage};
pub use lists::{QueuePage, SchoolPage, queues};
pub use warnings::WarningsPage;
pub use what_if::{TrialPage, TrialSchoolPage, WhatIfPage};

use super::rules::assessment::{Assessment, Condition, Verdict};
use super::rules::windows::WindowState;
use super::store::Listed;
use super::what_if::TrialId;
use super::{CaseId, CaseState, WindowId};
use crate::organizations::OrganizationId;
use crate::web::frame::Frame;
use crate::web::language::Words;
use crate::web::parts::{self, Chip};

/// Addresses of this feature.
pub mod href {
    use std::borrow::Borrow;

    use super::{CaseId, OrganizationId, TrialId, WindowId};

    /// A window.
    pub fn window(id: impl Borrow<WindowId>) -> String {
        format!("/registration/windows/{}", id.borrow())
    }

    /// A school's list in a window.
    pub fn school(window: impl Borrow<WindowId>, school: impl Borrow<OrganizationId>) -> String {
        let (window, school) = (window.borrow(), school.borrow());
        format!("/registration/windows/{window}/schools/{school}")
    }

    /// The early warnings of a window.
    pub fn warnings(window: impl Borrow<WindowId>) -> String {
        format!("/registration/warnings?window={}", window.borrow())
    }

    /// The console on which a draft of the rules is tried.
    pub fn what_if(window: impl Borrow<WindowId>) -> String {
        format!("/registration/windows/{}/what-if", window.borrow())
    }

    /// A trial.
    pub fn trial(id: impl Borrow<TrialId>) -> String {
        format!("/registration/trials/{}", id.borrow())
    }

    /// Who changes sides at a school.
    pub fn trial_school(id: impl Borrow<TrialId>, school: impl Borrow<OrganizationId>) -> String {
        let (id, school) = (id.borrow(), school.borrow());
        format!("/registration/trials/{id}/schools/{school}")
    }

    /// A case.
    pub fn case(id: impl Borrow<CaseId>) -> String {
        format!("/registration/cases/{}", id.borrow())
    }
}

/// How a case or a proposal looks on a list.
fn verdict_chip(words: Words, verdict: Verdict) -> Chip {
    let label = words.say(verdict.name_key());
    match verdict {
        Verdict::Qualified => Chip::ok(label),
        Verdict::Deferred => Chip::wait(label),
        Verdict::Unqualified => Chip::due(label),
    }
}

fn state_chip(words: Words, state: CaseState) -> Chip {
    let label = words.say(state.name_key());
    match state {
        CaseState::Registered => Chip::ok(label),
        CaseState::Returned => Chip::due(label),
        CaseState::AtSchool
        | CaseState::AtDistrict
        | CaseState::AtCity
        | CaseState::AtProvince
        | CaseState::Deferred => Chip::wait(label),
        CaseState::Refused | CaseState::Withdrawn => Chip::plain(label),
    }
}

fn window_chip(words: Words, state: Option<WindowState>) -> Chip {
    match state {
        Some(state @ (WindowState::Open | WindowState::Overdue)) => {
            Chip::due(words.say(state.name_key()))
        }
        Some(state @ WindowState::Deciding) => Chip::wait(words.say(state.name_key())),
        Some(state @ WindowState::Concluded) => Chip::ok(words.say(state.name_key())),
        Some(state @ WindowState::Planned) => Chip::plain(words.say(state.name_key())),
        None => Chip::plain(words.say("window-deciding")),
    }
}

/// The verdict tree as a page shows it: what is short comes open, with its cure and clause.
fn tree(frame: &Frame, assessment: &Assessment) -> Vec<parts::Verdict> {
    let words = frame.words;
    let part = |it: &Condition| parts::Verdict {
        title: words.say(it.key.name_key()),
        found: words.tell(it.finding()),
        chip: if it.met {
            Chip::ok(words.say("registration-met"))
        } else {
            verdict_chip(words, Verdict::from(it.effect))
        },
        clause: it.clause.clone(),
        cure: it
            .cure
            .words()
            .map_or_else(String::new, |it| words.tell(it)),
        parts: Vec::new(),
        is_open: !it.met,
    };
    let (short, met): (Vec<&Condition>, Vec<&Condition>) =
        assessment.conditions.iter().partition(|it| !it.met);
    short.into_iter().chain(met).map(part).collect()
}

/// The value of a checkbox: the case with the version that was seen.
fn tick(listed: &Listed) -> String {
    format!("{}:{}", listed.id, listed.version)
}
