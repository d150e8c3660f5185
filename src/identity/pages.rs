//! The pages of identity: at the door, one's own account, accounts and rights.

pub mod accounts;
pub mod door;
pub mod rights;

use chrono::NaiveDate;

use super::store::grants::HeldRole;
use crate::message::Message;
use crate::web::frame::Frame;
use crate::web::parts::Chip;

/// A role as a row of a table.
#[derive(Debug)]
pub struct RoleRow {
    /// Its grant, for the button that ends it.
    pub id: String,
    /// The role's name.
    pub role: String,
    /// Where.
    pub organization: String,
    /// From when to when.
    pub days: String,
    /// To come, held, over.
    pub chip: Chip,
    /// Whether it can still be ended.
    pub is_open: bool,
}

/// From when to when, as a sentence.
fn days(frame: &Frame, from: NaiveDate, to: Option<NaiveDate>) -> String {
    frame.tell(match to {
        Some(to) => Message::new("role-from-to")
            .with("from", from)
            .with("to", to),
        None => Message::new("role-since").with("from", from),
    })
}

fn role_row(frame: &Frame, held: &HeldRole, today: NaiveDate) -> RoleRow {
    let term = &held.term;
    let chip = if !held.is_open(today) {
        Chip::plain(frame.say("role-over"))
    } else if term.starts_on > today {
        Chip::wait(frame.say("role-to-come"))
    } else {
        Chip::ok(frame.say("role-held"))
    };
    RoleRow {
        id: held.id.to_string(),
        role: frame.say(term.role.name_key()),
        organization: held.organization_name.clone(),
        days: days(frame, term.starts_on, term.ends_on),
        chip,
        is_open: held.is_open(today),
    }
}
