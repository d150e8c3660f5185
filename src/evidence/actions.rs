//! A teacher's own files, kept for use in one case after another: put in, replaced, taken out.
//!
//! A file that took another's place says so, and the earlier one can still be read. A case that uses a
//! file has a row of its own, so that what an office has seen stays with the case.

use chrono::NaiveDate;
use serde_json::json;

use super::kinds::PaperKind;
use super::receive::{Incoming, receive};
use super::store::{self, EvidenceFile, EvidenceId, OwnerId};
use crate::access::Role;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::people::PersonId;

/// What one's own files belong to.
const OWNER_KIND: &str = "people";
/// Nobody keeps more files than this.
pub const FILES_MAX: usize = 200;

/// What a file is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// What paper.
    pub paper: PaperKind,
    /// The day that it bears.
    pub dated_on: Option<NaiveDate>,
}

/// The teacher behind the account; the files of others do not exist.
pub fn owner(context: &Context) -> Result<PersonId, Error> {
    let actor = &context.actor;
    let is_teacher = actor.holds(Role::Teacher);
    actor.person.filter(|_| is_teacher).ok_or(Error::NotFound)
}

/// One's own files, the newest first.
pub fn list_own(conn: &mut Conn, context: &Context) -> Result<Vec<EvidenceFile>, Error> {
    let mut files = store::list_of(conn, OWNER_KIND, owner(context)?.0)?;
    files.reverse();
    Ok(files)
}

/// One of one's own files that was not taken out.
pub fn load_own(conn: &mut Conn, context: &Context, id: EvidenceId) -> Result<EvidenceFile, Error> {
    let files = list_own(conn, context)?;
    files
        .into_iter()
        .find(|it| it.id == id)
        .ok_or(Error::NotFound)
}

/// Puts a file in.
pub fn add(
    conn: &mut Conn,
    context: &Context,
    incoming: Incoming<'_>,
    label: Label,
) -> Result<EvidenceId, Error> {
    let others = list_own(conn, context)?.len();
    let file = save(conn, context, incoming, (others, FILES_MAX), label, None)?;
    record(conn, context, &file, "evidence_added")?;
    Ok(file.id)
}

/// Puts a newer version in the place of a file.
pub fn replace(
    conn: &mut Conn,
    context: &Context,
    id: EvidenceId,
    incoming: Incoming<'_>,
    label: Label,
) -> Result<EvidenceId, Error> {
    let before = load_own(conn, context, id)?;
    let file = save(
        conn,
        context,
        incoming,
        (0, FILES_MAX),
        label,
        Some(before.id),
    )?;
    store::withdraw(conn, before.id, context.at)?;
    record(conn, context, &file, "evidence_replaced")?;
    Ok(file.id)
}

/// Takes a file out. Cases that use it keep it.
pub fn withdraw(conn: &mut Conn, context: &Context, id: EvidenceId) -> Result<(), Error> {
    let file = load_own(conn, context, id)?;
    store::withdraw(conn, file.id, context.at)?;
    record(conn, context, &file, "evidence_withdrawn")
}

/// One of one's own files with its content; earlier versions of what is there can be read too.
pub fn read(
    conn: &mut Conn,
    context: &Context,
    id: EvidenceId,
) -> Result<(EvidenceFile, Vec<u8>), Error> {
    let all = store::list_all_of(conn, OWNER_KIND, owner(context)?.0)?;
    let file = store::find_readable(&all, id).ok_or(Error::NotFound)?;
    let content = context.house.vault.read(&file.sha256)?;
    Ok((file.clone(), content))
}

fn save(
    conn: &mut Conn,
    context: &Context,
    incoming: Incoming<'_>,
    room: (usize, usize),
    label: Label,
    replaces: Option<EvidenceId>,
) -> Result<EvidenceFile, Error> {
    let owner = owner(context)?;
    if label.dated_on.is_some_and(|day| day > context.today()) {
        let future = Message::new("evidence-day-in-future");
        return Err(Error::input("dated_on", future));
    }
    let received = receive(&context.house.vault, incoming, room, "file")?;
    let file = EvidenceFile {
        id: EvidenceId::new(),
        sha256: received.sha256,
        size: received.size,
        media_type: received.kind,
        name: received.name,
        owner_kind: OWNER_KIND.to_owned(),
        owner_id: OwnerId(owner.0),
        uploaded_by: context.actor.account,
        uploaded_at: context.at,
        withdrawn_at: None,
        paper: Some(label.paper),
        dated_on: label.dated_on,
        replaces,
    };
    store::insert(conn, &file)?;
    Ok(file)
}

fn record(
    conn: &mut Conn,
    context: &Context,
    file: &EvidenceFile,
    event: &'static str,
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("evidence_files", file.id.0),
        organization: None,
        reason: None,
        payload: json!({ "paper": file.paper, "title": file.name }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}
