//! Evidence of a claim: what is taken, by whom it can be read, and until when it can be changed.

use std::fs;
use std::path::Path;

use super::actions::{load_own, load_visible};
use super::casework::record;
use super::{Claim, ClaimId};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::evidence::kinds::{FileKind, SIZE_MAX, sniff};
use crate::evidence::store::{self, EvidenceFile, EvidenceId, OwnerId};
use crate::message::Message;

/// What the files of claims belong to.
const OWNER_KIND: &str = "claims";
/// A claim has no more files than this.
pub const FILES_MAX: usize = 10;

/// A file that somebody hands in.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// What the uploader calls it; never used as a path.
    pub name: &'a str,
    /// Where its content waits.
    pub path: &'a Path,
    /// Whether it was larger than the program takes at all.
    pub is_cut_off: bool,
}

/// Why a file is not taken, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There are enough already.
    TooMany,
    /// It is larger than 20 MB.
    TooLarge,
    /// It has no content.
    Empty,
    /// It is no PDF, picture, Word or Excel document, whatever its name says.
    WrongKind,
}

impl Refusal {
    /// The sentence for it.
    pub fn message(self) -> Message {
        match self {
            Refusal::TooMany => Message::new("claim-files-too-many").with("most", FILES_MAX),
            Refusal::TooLarge => Message::new("claim-file-too-large"),
            Refusal::Empty => Message::new("claim-file-empty"),
            Refusal::WrongKind => Message::new("claim-file-wrong-kind"),
        }
    }
}

/// Whether a file may join so many others, given its size and what its bytes say.
pub fn check(
    others: usize,
    size: u64,
    is_cut_off: bool,
    kind: Option<FileKind>,
) -> Result<FileKind, Refusal> {
    if others >= FILES_MAX {
        return Err(Refusal::TooMany);
    }
    if is_cut_off || size > SIZE_MAX {
        return Err(Refusal::TooLarge);
    }
    if size == 0 {
        return Err(Refusal::Empty);
    }
    kind.ok_or(Refusal::WrongKind)
}

/// The files of a claim, for whoever may see the claim.
pub fn list(conn: &mut Conn, claim: &Claim) -> Result<Vec<EvidenceFile>, Error> {
    store::list_of(conn, OWNER_KIND, claim.id.0)
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
    let mut content = fs::File::open(incoming.path).map_err(Error::fault)?;
    let size = content.metadata().map_err(Error::fault)?.len();
    let kind = if size > SIZE_MAX {
        None
    } else {
        sniff(&mut content).map_err(Error::fault)?
    };
    let kind = check(others, size, incoming.is_cut_off, kind)
        .map_err(|refusal| Error::input("files", refusal.message()))?;
    let content = fs::File::open(incoming.path).map_err(Error::fault)?;
    let stored = context.house.vault.put(content)?;
    let file = EvidenceFile {
        id: EvidenceId::new(),
        sha256: stored.sha256.to_vec(),
        size: i64::try_from(stored.size).map_err(Error::fault)?,
        media_type: kind,
        name: kind.download_name(incoming.name),
        owner_kind: OWNER_KIND.to_owned(),
        owner_id: OwnerId(id.0),
        uploaded_by: context.actor.account,
        uploaded_at: context.at,
        withdrawn_at: None,
        paper: None,
        dated_on: None,
        replaces: None,
    };
    store::insert(conn, &file)?;
    record(conn, context, &claim, "claim_evidence_added", None)?;
    Ok(file.id)
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

/// One file with its content, for whoever may see the claim.
pub fn read(
    conn: &mut Conn,
    context: &Context,
    id: ClaimId,
    file: EvidenceId,
) -> Result<(EvidenceFile, Vec<u8>), Error> {
    let claim = load_visible(conn, context, id)?;
    let file = find(conn, &claim, file)?;
    let content = context.house.vault.read(&file.sha256)?;
    Ok((file, content))
}

fn find(conn: &mut Conn, claim: &Claim, file: EvidenceId) -> Result<EvidenceFile, Error> {
    list(conn, claim)?
        .into_iter()
        .find(|it| it.id == file)
        .ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_come_in_order_of_precedence() {
        let row = |refusal| match refusal {
            Refusal::TooMany => 0,
            Refusal::TooLarge => 1,
            Refusal::Empty => 2,
            Refusal::WrongKind => 3,
        };
        let rows = [
            (check(FILES_MAX, SIZE_MAX + 1, true, None), Refusal::TooMany),
            (check(0, SIZE_MAX + 1, false, None), Refusal::TooLarge),
            (check(0, 10, true, Some(FileKind::Pdf)), Refusal::TooLarge),
            (check(0, 0, false, None), Refusal::Empty),
            (check(0, SIZE_MAX, false, None), Refusal::WrongKind),
        ];
        for (found, expected) in rows {
            assert_eq!(found, Err(expected), "row {}", row(expected));
        }
        assert_eq!(
            check(FILES_MAX - 1, SIZE_MAX, false, Some(FileKind::Png)),
            Ok(FileKind::Png)
        );
    }
}
