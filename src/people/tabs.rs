//! The parts of one person's file, each a page of its own: particulars, qualification, absences and,
//! for whoever may know of it, ethics.

use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::people::Person;
use crate::web::frame::{Frame, NavItem};

/// A part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Who it is, and where employed.
    Particulars,
    /// Certificates and what they allow.
    Certificates,
    /// Time away.
    Absences,
    /// Breaches of ethics.
    Ethics,
}

impl Tab {
    const ALL: [Tab; 4] = [
        Tab::Particulars,
        Tab::Certificates,
        Tab::Absences,
        Tab::Ethics,
    ];

    const fn name_key(self) -> &'static str {
        match self {
            Tab::Particulars => "tab-particulars",
            Tab::Certificates => "tab-certificates",
            Tab::Absences => "tab-absences",
            Tab::Ethics => "tab-ethics",
        }
    }

    /// What one has to be allowed to read it.
    const fn action(self) -> Action {
        match self {
            Tab::Particulars | Tab::Certificates | Tab::Absences => Action::ViewPerson,
            Tab::Ethics => Action::ViewEthics,
        }
    }

    /// Its address.
    pub fn href(self, person: &Person) -> String {
        let file = format!("/people/{}", person.teacher_number);
        match self {
            Tab::Particulars => file,
            Tab::Certificates => format!("{file}/certificates"),
            Tab::Absences => format!("{file}/absences"),
            Tab::Ethics => format!("{file}/ethics"),
        }
    }
}

/// The ways to the parts that the reader may see.
pub fn tabs(
    context: &Context,
    frame: &Frame,
    person: &Person,
    facts: &Facts,
    current: Tab,
) -> Vec<NavItem> {
    let visible = Tab::ALL
        .into_iter()
        .filter(|tab| may(&context.actor, tab.action(), facts).is_ok());
    visible
        .map(|tab| NavItem {
            label: frame.say(tab.name_key()),
            href: tab.href(person),
            is_current: tab == current,
            waiting: 0,
            is_tucked: false,
        })
        .collect()
}
