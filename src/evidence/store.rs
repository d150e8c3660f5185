//! Whose file is which, in the database. Contents are in the vault.

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use super::kinds::{FileKind, PaperKind};
use crate::db::schema::evidence_files;
use crate::db::{At, Conn, one_changed};
use crate::error::Error;
use crate::identity::AccountId;

crate::id_type!(
    /// A file and what it belongs to.
    EvidenceId
);
crate::id_type!(
    /// Whatever a file belongs to.
    OwnerId
);

/// A file as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = evidence_files, treat_none_as_default_value = false)]
pub struct EvidenceFile {
    /// Its id.
    pub id: EvidenceId,
    /// Where its content is.
    pub sha256: Vec<u8>,
    /// Bytes.
    pub size: i64,
    /// What it is, found by looking.
    pub media_type: FileKind,
    /// What the uploader called it.
    pub name: String,
    /// What it belongs to: a table's name.
    pub owner_kind: String,
    /// And a row's id.
    pub owner_id: OwnerId,
    /// Who handed it in.
    pub uploaded_by: Option<AccountId>,
    /// When.
    pub uploaded_at: At,
    /// When it was taken back.
    pub withdrawn_at: Option<At>,
    /// What paper it is, as its owner says; none where nobody was asked.
    pub paper: Option<PaperKind>,
    /// The day that the paper bears.
    pub dated_on: Option<NaiveDate>,
    /// The file whose place it takes.
    pub replaces: Option<EvidenceId>,
}

/// Adds a file.
pub fn insert(conn: &mut Conn, file: &EvidenceFile) -> Result<(), Error> {
    diesel::insert_into(evidence_files::table)
        .values(file.clone())
        .execute(conn)?;
    Ok(())
}

/// The files of one thing that were not taken back, oldest first.
pub fn list_of(conn: &mut Conn, owner_kind: &str, owner: Uuid) -> Result<Vec<EvidenceFile>, Error> {
    Ok(evidence_files::table
        .filter(evidence_files::owner_kind.eq(owner_kind))
        .filter(evidence_files::owner_id.eq(OwnerId(owner)))
        .filter(evidence_files::withdrawn_at.is_null())
        .order(evidence_files::id)
        .select(EvidenceFile::as_select())
        .load(conn)?)
}

/// Takes a file back: it stays in the vault, and is listed no more.
pub fn withdraw(conn: &mut Conn, id: EvidenceId, at: At) -> Result<(), Error> {
    let changed = diesel::update(evidence_files::table.find(id))
        .filter(evidence_files::withdrawn_at.is_null())
        .set(evidence_files::withdrawn_at.eq(at))
        .execute(conn)?;
    one_changed(changed)
}

/// The files of one thing, those that were taken back with them, oldest first.
pub fn list_all_of(
    conn: &mut Conn,
    owner_kind: &str,
    owner: Uuid,
) -> Result<Vec<EvidenceFile>, Error> {
    Ok(evidence_files::table
        .filter(evidence_files::owner_kind.eq(owner_kind))
        .filter(evidence_files::owner_id.eq(OwnerId(owner)))
        .order(evidence_files::id)
        .select(EvidenceFile::as_select())
        .load(conn)?)
}

/// A file among all of one thing that may be read: it is there, or what is there goes back to it.
pub fn find_readable(all: &[EvidenceFile], id: EvidenceId) -> Option<&EvidenceFile> {
    let find = |id: EvidenceId| all.iter().find(|it| it.id == id);
    let mut current = all.iter().filter(|it| it.withdrawn_at.is_none());
    let leads_there = |file: &EvidenceFile| {
        let mut step = Some(file);
        // Each version is older than the next, so that the way back ends.
        while let Some(it) = step {
            if it.id == id {
                return true;
            }
            step = it.replaces.filter(|before| *before < it.id).and_then(find);
        }
        false
    };
    current.any(leads_there).then(|| find(id)).flatten()
}

/// A size as people say it: `0.3 MB`.
pub fn megabytes(size: i64) -> String {
    let tenths = (size * 10 / (1024 * 1024)).max(1);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
