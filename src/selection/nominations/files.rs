//! Files of a nomination: chosen from the teacher's own, kept with the application, whatever becomes of
//! them there. What was handed in stays readable when it is taken out of the application again.

use super::actions::{load_own, load_visible, permission_to_change, record_with};
use super::rules::{NominationState, Refusal};
use super::{Nomination, NominationId, versions};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::evidence::actions as own_files;
use crate::evidence::receive;
use crate::evidence::store::{self, EvidenceFile, EvidenceId, OwnerId};

/// What files of a nomination belong to.
pub const NOMINATION_FILES: &str = "nominations";
/// Files of one nomination, at most.
const FILES_MAX: usize = 20;

/// The files of a nomination, the earliest first.
pub fn list(conn: &mut Conn, nomination: &Nomination) -> Result<Vec<EvidenceFile>, Error> {
    store::list_of(conn, NOMINATION_FILES, nomination.id.0)
}

/// One's own nomination, while its files can be changed.
fn load_open(conn: &mut Conn, context: &Context, id: NominationId) -> Result<Nomination, Error> {
    let (nomination, running) = load_own(conn, context, id)?;
    if !matches!(
        nomination.state,
        NominationState::Draft | NominationState::Returned
    ) {
        return Err(Refusal::NotHere.into());
    }
    running.may_now(permission_to_change(&nomination), context.today())?;
    Ok(nomination)
}

/// Adds one of one's own files.
pub fn attach(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    own: EvidenceId,
) -> Result<EvidenceId, Error> {
    let nomination = load_open(conn, context, id)?;
    let own = own_files::load_own(conn, context, own)?;
    let there = list(conn, &nomination)?;
    if let Some(same) = there.iter().find(|it| it.sha256 == own.sha256) {
        return Ok(same.id);
    }
    if there.len() >= FILES_MAX {
        let refusal = receive::Refusal::TooMany { most: FILES_MAX };
        return Err(Error::input("file", refusal.message()));
    }
    let file = EvidenceFile {
        id: EvidenceId::new(),
        owner_kind: NOMINATION_FILES.to_owned(),
        owner_id: OwnerId(id.0),
        uploaded_by: context.actor.account,
        uploaded_at: context.at,
        replaces: None,
        ..own
    };
    store::insert(conn, &file)?;
    let event = ("nomination_file_added", None);
    record_with(conn, context, &nomination, event, told(&file))?;
    Ok(file.id)
}

/// Takes a file out again.
pub fn detach(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    file: EvidenceId,
) -> Result<(), Error> {
    let nomination = load_open(conn, context, id)?;
    let there = list(conn, &nomination)?;
    let file = there
        .iter()
        .find(|it| it.id == file)
        .ok_or(Error::NotFound)?;
    store::withdraw(conn, file.id, context.at)?;
    let event = ("nomination_file_removed", None);
    record_with(conn, context, &nomination, event, told(file))
}

/// Which file, as the journal says it.
fn told(file: &EvidenceFile) -> serde_json::Value {
    serde_json::json!({ "file": file.name })
}

/// One's own files that a nomination does not have yet.
pub fn list_attachable(
    conn: &mut Conn,
    context: &Context,
    nomination: &Nomination,
) -> Result<Vec<EvidenceFile>, Error> {
    let there = list(conn, nomination)?;
    let mut own = own_files::list_own(conn, context)?;
    own.retain(|it| there.iter().all(|other| other.sha256 != it.sha256));
    Ok(own)
}

/// One file with its content, for whoever may see the nomination: what was handed in, and for the
/// teacher what will be.
pub fn read(
    conn: &mut Conn,
    context: &Context,
    (id, file): (NominationId, EvidenceId),
) -> Result<(EvidenceFile, Vec<u8>), Error> {
    let (nomination, _) = load_visible(conn, context, id)?;
    let is_own = context.actor.person == Some(nomination.person_id);
    let is_there = list(conn, &nomination)?.iter().any(|it| it.id == file);
    let mut is_readable = is_own && is_there;
    for version in versions::store::list(conn, id)? {
        is_readable |= version.content()?.files.iter().any(|it| it.id == file);
    }
    if !is_readable {
        return Err(Error::NotFound);
    }
    read_content(conn, context, (id, file))
}

/// One file with its content, whether or not it was taken out since. Whoever calls this has found out
/// that the reader may.
pub fn read_content(
    conn: &mut Conn,
    context: &Context,
    (id, file): (NominationId, EvidenceId),
) -> Result<(EvidenceFile, Vec<u8>), Error> {
    let all = store::list_all_of(conn, NOMINATION_FILES, id.0)?;
    let found = all.into_iter().find(|it| it.id == file);
    let file = found.ok_or(Error::NotFound)?;
    let content = context.house.vault.read(&file.sha256)?;
    Ok((file, content))
}
