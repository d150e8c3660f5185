//! Evidence of a claim: what is taken, by whom it can be read, and until when it can be changed.
//!
//! A file comes from the teacher's disk or from the teacher's own files. One that is refilled stays:
//! the new version names the one whose place it takes, and whoever decides can read both.

use super::actions::{load_own, load_visible};
use super::casework::record;
use super::{Claim, ClaimId};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::evidence::actions as own_files;
use crate::evidence::receive::receive;
use crate::evidence::store::{self, EvidenceFile, EvidenceId, OwnerId};

pub use crate::evidence::receive::Incoming;

/// What the files of claims belong to.
const OWNER_KIND: &str = "claims";
/// A claim has no more files than this.
pub const FILES_MAX: usize = 10;

/// The files of a claim, for whoever may see the claim.
pub fn list(conn: &mut Conn, claim: &Claim) -> Result<Vec<EvidenceFile>, Error> {
    store::list_of(conn, OWNER_KIND, claim.id.0)
}

/// A file of a claim with the version that it took the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned {
    /// The file that counts.
    pub file: EvidenceFile,
    /// The one before it.
    pub before: Option<EvidenceFile>,
}

impl Versioned {
    /// The size of the newer one, as people say it.
    pub fn size(&self) -> String {
        store::megabytes(self.file.size)
    }

    /// Whether the newer file says what the older one said.
    pub fn is_unchanged(&self) -> bool {
        let before = self.before.as_ref();
        before.is_some_and(|it| it.sha256 == self.file.sha256)
    }
}

/// The files of a claim with their earlier versions, for whoever may see the claim.
pub fn list_versions(conn: &mut Conn, claim: &Claim) -> Result<Vec<Versioned>, Error> {
    let all = store::list_all_of(conn, OWNER_KIND, claim.id.0)?;
    let current = all.iter().filter(|it| it.withdrawn_at.is_none());
    Ok(current
        .map(|file| Versioned {
            before: all.iter().find(|it| Some(it.id) == file.replaces).cloned(),
            file: file.clone(),
        })
        .collect())
}

/// Adds evidence to one's own claim while it can be changed.
pub fn add(
    conn: &mut Conn,
    context: &Context,
    id: ClaimId,
    incoming: Incoming<'_>,
) -> Result<EvidenceId, Error> {
    let claim = load_own(conn, context, id)?;
    let others = list(conn, &claim)?.len();
    let file = take(context, &claim, incoming, others)?;
    store::insert(conn, &file)?;
    record(conn, context, &claim, "claim_evidence_added", None)?;
    Ok(file.id)
}

/// Puts a newer version in the place of a file. Whoever decides sees that, and both.
pub fn replace(
    conn: &mut Conn,
    context: &Context,
    id: ClaimId,
    before: EvidenceId,
    incoming: Incoming<'_>,
) -> Result<EvidenceId, Error> {
    let claim = load_own(conn, context, id)?;
    let before = find(conn, &claim, before)?;
    let file = EvidenceFile {
        replaces: Some(before.id),
        ..take(context, &claim, incoming, 0)?
    };
    store::insert(conn, &file)?;
    store::withdraw(conn, before.id, context.at)?;
    record(conn, context, &claim, "claim_evidence_replaced", None)?;
    Ok(file.id)
}

/// Adds one of one's own files to one's own claim. The claim keeps it, whatever becomes of that file.
pub fn reuse(
    conn: &mut Conn,
    context: &Context,
    id: ClaimId,
    own: EvidenceId,
) -> Result<EvidenceId, Error> {
    let claim = load_own(conn, context, id)?;
    let own = own_files::load_own(conn, context, own)?;
    let there = list(conn, &claim)?;
    if let Some(same) = there.iter().find(|it| it.sha256 == own.sha256) {
        return Ok(same.id);
    }
    if there.len() >= FILES_MAX {
        let refusal = crate::evidence::receive::Refusal::TooMany { most: FILES_MAX };
        return Err(Error::input("file", refusal.message()));
    }
    let file = EvidenceFile {
        id: EvidenceId::new(),
        owner_kind: OWNER_KIND.to_owned(),
        owner_id: OwnerId(id.0),
        uploaded_by: context.actor.account,
        uploaded_at: context.at,
        replaces: None,
        ..own
    };
    store::insert(conn, &file)?;
    record(conn, context, &claim, "claim_evidence_added", None)?;
    Ok(file.id)
}

/// One's own files that a claim does not have yet.
pub fn list_reusable(
    conn: &mut Conn,
    context: &Context,
    claim: &Claim,
) -> Result<Vec<EvidenceFile>, Error> {
    let there = list(conn, claim)?;
    let mut own = own_files::list_own(conn, context)?;
    own.retain(|it| there.iter().all(|other| other.sha256 != it.sha256));
    Ok(own)
}

/// Takes evidence back from one's own claim while it can be changed.
pub fn withdraw(
    conn: &mut Conn,
    context: &Context,
    id: ClaimId,
    file: EvidenceId,
) -> Result<(), Error> {
    let claim = load_own(conn, context, id)?;
    let file = find(conn, &claim, file)?;
    store::withdraw(conn, file.id, context.at)?;
    record(conn, context, &claim, "claim_evidence_withdrawn", None)?;
    Ok(())
}

/// One file with its content, for whoever may see the claim; earlier versions of what is there too.
pub fn read(
    conn: &mut Conn,
    context: &Context,
    id: ClaimId,
    file: EvidenceId,
) -> Result<(EvidenceFile, Vec<u8>), Error> {
    let claim = load_visible(conn, context, id)?;
    let all = store::list_all_of(conn, OWNER_KIND, claim.id.0)?;
    let file = store::find_readable(&all, file).ok_or(Error::NotFound)?;
    let content = context.house.vault.read(&file.sha256)?;
    Ok((file.clone(), content))
}

fn take(
    context: &Context,
    claim: &Claim,
    incoming: Incoming<'_>,
    others: usize,
) -> Result<EvidenceFile, Error> {
    let received = receive(&context.house.vault, incoming, (others, FILES_MAX), "files")?;
    Ok(EvidenceFile {
        id: EvidenceId::new(),
        sha256: received.sha256,
        size: received.size,
        media_type: received.kind,
        name: received.name,
        owner_kind: OWNER_KIND.to_owned(),
        owner_id: OwnerId(claim.id.0),
        uploaded_by: context.actor.account,
        uploaded_at: context.at,
        withdrawn_at: None,
        paper: None,
        dated_on: None,
        replaces: None,
    })
}

fn find(conn: &mut Conn, claim: &Claim, file: EvidenceId) -> Result<EvidenceFile, Error> {
    list(conn, claim)?
        .into_iter()
        .find(|it| it.id == file)
        .ok_or(Error::NotFound)
}
