//! The evidence vault: files by the hash of their content.
//!
//! Bytes live in a folder under their SHA-256; the database says what each file is and whose.
//! A file is always served as a download with a fixed type, never shown inside a page.
//! `kinds.rs` tells what a file is by its bytes, `store.rs` whose it is, `receive.rs` takes one in.
//! Teachers keep files of their own (`actions.rs`, `pages.rs`) and use them in one case after another.

pub mod actions;
pub mod kinds;
pub mod pages;
pub mod receive;
pub mod routes;
pub mod store;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::private;
use crate::secrets::hex;

/// The folder of contents. Writing the same content twice stores it once.
#[derive(Debug, Clone)]
pub struct Vault {
    folder: PathBuf,
}

/// What was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// SHA-256 of the content.
    pub sha256: [u8; 32],
    /// Bytes.
    pub size: u64,
}

impl Vault {
    /// A vault in this folder, which is made when the first file comes.
    pub fn new(folder: impl Into<PathBuf>) -> Vault {
        Vault {
            folder: folder.into(),
        }
    }

    /// Stores a content, reading it once. When this returns, the content is on disk under its hash.
    pub fn put(&self, mut content: impl Read) -> Result<Stored, Error> {
        let incoming = self.folder.join("incoming");
        private::create_folders(&incoming).map_err(Error::fault)?;
        let waiting = incoming.join(uuid::Uuid::now_v7().simple().to_string());
        let mut file = private::create_new(&waiting).map_err(Error::fault)?;
        let mut digest = Sha256::new();
        let mut size = 0;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let count = content.read(&mut buffer).map_err(Error::fault)?;
            if count == 0 {
                break;
            }
            digest.update(&buffer[..count]);
            file.write_all(&buffer[..count]).map_err(Error::fault)?;
            size += count as u64;
        }
        file.sync_all().map_err(Error::fault)?;
        let sha256: [u8; 32] = digest.finalize().into();
        let place = self.path(&sha256);
        if let Some(folder) = place.parent() {
            private::create_folders(folder).map_err(Error::fault)?;
        }
        fs::rename(&waiting, &place).map_err(Error::fault)?;
        Ok(Stored { sha256, size })
    }

    /// Where a content is, whether or not it is there.
    pub fn path(&self, sha256: &[u8]) -> PathBuf {
        let name = hex(sha256);
        let (shelf, rest) = name.split_at(2);
        self.folder.join(shelf).join(rest)
    }

    /// Reads a content back.
    pub fn read(&self, sha256: &[u8]) -> Result<Vec<u8>, Error> {
        fs::read(self.path(sha256)).map_err(Error::fault)
    }

    /// The folder, for backups and checks.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_content_is_stored_once_and_found_by_its_hash() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let vault = Vault::new(folder.path());
        let first = vault.put("证明".as_bytes()).expect("stored");
        let again = vault.put("证明".as_bytes()).expect("stored again");
        assert_eq!(first, again);
        assert_eq!(first.size, 6);
        let read = fs::read(vault.path(&first.sha256)).expect("it is there");
        assert_eq!(read, "证明".as_bytes());
        let left = fs::read_dir(folder.path().join("incoming"))
            .expect("a folder")
            .count();
        assert_eq!(left, 0, "nothing half-written stays behind");
    }
}
