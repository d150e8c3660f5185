//! Taking a file in: limits, what its bytes say, and its way into the vault. Whose it becomes is for
//! whoever asked for it.

use std::fs;
use std::path::Path;

use super::Vault;
use super::kinds::{FileKind, SIZE_MAX, sniff};
use crate::error::Error;
use crate::message::Message;

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

/// A file that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Where its content is.
    pub sha256: Vec<u8>,
    /// Bytes.
    pub size: i64,
    /// What it is.
    pub kind: FileKind,
    /// The name that a download has.
    pub name: String,
}

/// Why a file is not taken, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There are enough already.
    TooMany {
        /// The limit.
        most: usize,
    },
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
            Refusal::TooMany { most } => Message::new("files-too-many").with("most", most),
            Refusal::TooLarge => Message::new("file-too-large"),
            Refusal::Empty => Message::new("file-empty"),
            Refusal::WrongKind => Message::new("file-wrong-kind"),
        }
    }
}

/// Whether a file may join so many others, given its size and what its bytes say.
pub fn check(
    (others, most): (usize, usize),
    size: u64,
    is_cut_off: bool,
    kind: Option<FileKind>,
) -> Result<FileKind, Refusal> {
    if others >= most {
        return Err(Refusal::TooMany { most });
    }
    if is_cut_off || size > SIZE_MAX {
        return Err(Refusal::TooLarge);
    }
    if size == 0 {
        return Err(Refusal::Empty);
    }
    kind.ok_or(Refusal::WrongKind)
}

/// Puts a file into the vault, if it may join so many others, of so many at most. What is wrong with
/// it is told at `field`.
pub fn receive(
    vault: &Vault,
    incoming: Incoming<'_>,
    room: (usize, usize),
    field: &'static str,
) -> Result<Received, Error> {
    let mut content = fs::File::open(incoming.path).map_err(Error::fault)?;
    let size = content.metadata().map_err(Error::fault)?.len();
    let kind = if size > SIZE_MAX {
        None
    } else {
        sniff(&mut content).map_err(Error::fault)?
    };
    let kind = check(room, size, incoming.is_cut_off, kind)
        .map_err(|refusal| Error::input(field, refusal.message()))?;
    let content = fs::File::open(incoming.path).map_err(Error::fault)?;
    let stored = vault.put(content)?;
    Ok(Received {
        sha256: stored.sha256.to_vec(),
        size: i64::try_from(stored.size).map_err(Error::fault)?,
        name: kind.download_name(incoming.name),
        kind,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_come_in_order_of_precedence() {
        const MOST: usize = 10;
        for (found, expected) in [
            (
                check((MOST, MOST), SIZE_MAX + 1, true, None),
                Refusal::TooMany { most: MOST },
            ),
            (
                check((0, MOST), SIZE_MAX + 1, false, None),
                Refusal::TooLarge,
            ),
            (
                check((0, MOST), 10, true, Some(FileKind::Pdf)),
                Refusal::TooLarge,
            ),
            (check((0, MOST), 0, false, None), Refusal::Empty),
            (check((0, MOST), SIZE_MAX, false, None), Refusal::WrongKind),
        ] {
            assert_eq!(found, Err(expected), "{expected:?}");
        }
        let fits = check((MOST - 1, MOST), SIZE_MAX, false, Some(FileKind::Png));
        assert_eq!(fits, Ok(FileKind::Png));
    }
}
