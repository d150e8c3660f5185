//! Ties that a nominee states: to relatives, mentors and others who may sit on the committee. Nobody but
//! the committee's secretary reads them, beside a member who was drawn.

use chrono::NaiveDate;
use uuid::Uuid;

use super::actions::NOTE_CHARACTERS_MAX;
use super::{StatedBy, StatedTie, TieKind, store};
use crate::access::{Action, Denial, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations;
use crate::people::{self, PersonId};
use crate::selection::nominations::{self, Nomination, NominationId};
use crate::selection::phases::Permission;
use crate::selection::rounds::Running;

/// A tie as the form sends it.
#[derive(Debug, Clone, Copy)]
pub struct TieFields<'a> {
    /// What.
    pub kind: TieKind,
    /// The other's number.
    pub teacher_number: &'a str,
    /// The other's name, as proof that one knows whom one means.
    pub name: &'a str,
    /// In the nominee's words.
    pub note: &'a str,
}

/// One's own nomination: nobody else reads what is stated here.
pub fn load_own(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
) -> Result<(Nomination, Running), Error> {
    let (nomination, running) = nominations::actions::load_visible(conn, context, id)?;
    may(
        &context.actor,
        Action::ApplyForSelection,
        &nomination.facts(),
    )?;
    if context.actor.person == Some(nomination.person_id) {
        Ok((nomination, running))
    } else {
        Err(Denial::NotAllowed.into())
    }
}

/// Ties are stated before the committee is drawn, while applications are made or put right.
pub fn may_state(running: &Running, today: NaiveDate) -> Result<(), Error> {
    let applies = running.may_now(Permission::Apply, today);
    let corrects = running.may_now(Permission::Correct, today);
    Ok(applies.or(corrects)?)
}

/// States a tie. Whether a number exists is told only to whoever knows whose it is.
pub fn state(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    fields: &TieFields<'_>,
) -> Result<(), Error> {
    let (nomination, running) = load_own(conn, context, id)?;
    may_state(&running, context.today())?;
    let mut errors = FieldErrors::default();
    let note = fields.note.trim();
    if note.is_empty() || note.chars().count() > NOTE_CHARACTERS_MAX {
        let length = Message::new("conflict-note-length").with("most", NOTE_CHARACTERS_MAX);
        errors.add("note", length);
    }
    let found = people::store::find_by_number(conn, fields.teacher_number.trim())?;
    let is_meant =
        |it: &people::Person| it.name == fields.name.trim() && it.id != nomination.person_id;
    let other = found.filter(is_meant);
    if other.is_none() {
        errors.add("teacher_number", Message::new("tie-nobody-so-called"));
    }
    errors.check()?;
    let other = other.ok_or(Error::NotFound)?;
    let tie = StatedTie {
        person_id: nomination.person_id,
        other_id: other.id,
        kind: fields.kind,
        stated_by: StatedBy::Nominee,
        note: note.to_owned(),
        since_on: None,
        until_on: None,
        stated_at: context.at,
    };
    store::save_stated(conn, &tie)?;
    record(conn, context, &running, "tie_stated")
}

/// Takes back what one stated, before the committee is drawn.
pub fn take_back(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    (other, kind): (PersonId, TieKind),
) -> Result<(), Error> {
    let (nomination, running) = load_own(conn, context, id)?;
    may_state(&running, context.today())?;
    let tie = (nomination.person_id, other, kind);
    if !store::remove_stated(conn, tie, StatedBy::Nominee)? {
        return Err(Error::NotFound);
    }
    record(conn, context, &running, "tie_taken_back")
}

/// Says that something was stated, and to whom and what only to whoever may know: neither the person's
/// page nor the nomination's tells.
fn record(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    event: &'static str,
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("stated_ties", Uuid::now_v7()),
        organization: Some(organizations::store::load_bureau(conn)?.id),
        reason: None,
        payload: serde_json::json!({ "title": running.round.title }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}
