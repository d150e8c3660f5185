//! Opening a window.

use chrono::NaiveDate;
use serde_json::json;

use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::journal::{self, Act};
use crate::message::Message;
use crate::registration::rules::windows::{WindowKind, may_open};
use crate::registration::{WindowId, WindowRow, store};

/// Longest name, in characters.
pub const NAME_CHARACTERS_MAX: usize = 60;

/// A window, before it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWindow {
    /// What the bureau calls it.
    pub name: String,
    /// What it is for.
    pub kind: WindowKind,
    /// The first day of applications.
    pub opens_on: NaiveDate,
    /// The last day of applications.
    pub closes_on: NaiveDate,
    /// Takes registrations that end by this day.
    pub due_until: NaiveDate,
}

/// Opens a window for the bureau; one that overlaps another of its kind is refused.
pub fn open_window(conn: &mut Conn, context: &Context, new: &NewWindow) -> Result<WindowId, Error> {
    may(
        &context.actor,
        Action::OpenRegistrationWindow,
        &Facts::default(),
    )?;
    check_name(&new.name)?;
    let row = WindowRow {
        id: WindowId::new(),
        name: new.name.trim().to_owned(),
        kind: new.kind,
        opens_on: new.opens_on,
        closes_on: new.closes_on,
        due_until: new.due_until,
        opened_at: context.at,
        assessed_on: None,
        assessed_through: None,
        assessed_at: None,
        version: 1,
    };
    let others = store::list_windows_of_kind(conn, new.kind)?;
    let others: Vec<_> = others.iter().map(WindowRow::window).collect();
    may_open(&row.window(), &others, context.today())?;
    store::insert_window(conn, &row)?;
    let act = Act {
        event: "registration_window_opened",
        subject: ("registration_windows", row.id.0),
        organization: None,
        reason: None,
        payload: json!({
            "name": row.name,
            "opens_on": row.opens_on.to_string(),
            "closes_on": row.closes_on.to_string(),
            "due_until": row.due_until.to_string(),
        }),
    };
    journal::record(conn, context, act)?;
    Ok(row.id)
}

fn check_name(name: &str) -> Result<(), Error> {
    let mut errors = FieldErrors::default();
    match name.trim().chars().count() {
        0 => errors.add("name", Message::new("window-name-missing")),
        count if count > NAME_CHARACTERS_MAX => {
            let most = Message::new("window-name-too-long").with("most", NAME_CHARACTERS_MAX);
            errors.add("name", most);
        }
        _ => {}
    }
    errors.check()
}
