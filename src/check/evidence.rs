//! Reads every evidence file, and holds it against the hash that is its name.

use std::fs::File;
use std::io::{ErrorKind, Read};

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::Pass;
use super::report::Invariant;
use crate::db::schema::evidence_files;
use crate::db::{Conn, each_row};
use crate::error::Error;
use crate::evidence::Vault;

crate::id_type!(
    /// A row of the table of evidence files.
    FileId
);

/// Every file that is named in the table is there, whole and unchanged.
pub(super) fn check(conn: &mut Conn, pass: &mut Pass<'_>, vault: &Vault) -> Result<(), Error> {
    type Row = (FileId, Vec<u8>, i64);
    let mut rows = 0;
    let query = evidence_files::table.order(evidence_files::sha256).select((
        evidence_files::id,
        evidence_files::sha256,
        evidence_files::size,
    ));
    let mut last: Option<(Vec<u8>, Result<u64, String>)> = None;
    each_row(conn, query, |(id, sha256, size): Row| {
        rows += 1;
        (pass.progress)("evidence_files", rows);
        // The same content may be named by several rows; it is read once.
        let found = match last.take() {
            Some((hash, found)) if hash == sha256 => found,
            _ => read(vault, &sha256),
        };
        let broken = match &found {
            Err(problem) => Some(problem.clone()),
            Ok(bytes) if i64::try_from(*bytes) != Ok(size) => {
                Some(format!("it has {bytes} bytes, and should have {size}"))
            }
            Ok(_) => None,
        };
        if let Some(detail) = broken {
            let report = &mut pass.report;
            report.add(Invariant::EvidenceFile, "evidence_files", id, detail);
        }
        last = Some((sha256, found));
        Ok(())
    })?;
    pass.finish("evidence_files", rows);
    Ok(())
}

/// How many bytes the file has, if it is what its name says.
fn read(vault: &Vault, sha256: &[u8]) -> Result<u64, String> {
    let mut file = File::open(vault.path(sha256)).map_err(|error| match error.kind() {
        ErrorKind::NotFound => "its file is not there".to_owned(),
        _ => error.to_string(),
    })?;
    let mut digest = Sha256::new();
    let mut size = 0;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = file.read(&mut buffer).map_err(|error| error.to_string())?;
        if count == 0 {
            break;
        }
        digest.update(&buffer[..count]);
        size += count as u64;
    }
    if digest.finalize().as_slice() == sha256 {
        Ok(size)
    } else {
        Err("its file is not what its name says".to_owned())
    }
}
