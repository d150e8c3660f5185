//! What a file is, by its first bytes: names lie, and half of the .xls files on earth are HTML.

use std::io::{self, Read, Seek, SeekFrom};

use super::refusal::FoundKind;

/// What can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    /// A zip archive, perhaps an xlsx.
    Zip,
    /// Perhaps text.
    Text,
}

/// The longest signature is short; markup may come after a comment.
const BYTES_READ: u64 = 4096;

const SIGNATURES: &[(&[u8], FoundKind)] = &[
    (b"PK\x05\x06", FoundKind::Archive), // an empty zip
    (b"Rar!", FoundKind::Archive),
    (b"7z\xBC\xAF\x27\x1C", FoundKind::Archive),
    (b"\x1F\x8B", FoundKind::Archive),
    (b"%PDF", FoundKind::Pdf),
    (b"\x89PNG", FoundKind::Image),
    (b"\xFF\xD8\xFF", FoundKind::Image),
    (b"GIF8", FoundKind::Image),
    (b"II*\0", FoundKind::Image),
    (b"MM\0*", FoundKind::Image),
    (b"RIFF", FoundKind::Image),
    (b"\x09\x08\x10\x00", FoundKind::OldExcel), // BIFF without its OLE container
    (b"MIME-Version", FoundKind::WebPage),
];

/// Looks at the first bytes.
pub fn sniff(source: &mut (impl Read + Seek)) -> io::Result<Result<Contents, FoundKind>> {
    let mut head = Vec::new();
    source.seek(SeekFrom::Start(0))?;
    source.take(BYTES_READ).read_to_end(&mut head)?;
    if head.starts_with(b"PK\x03\x04") {
        return Ok(Ok(Contents::Zip));
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        let is_encrypted = contains_utf16(source, "EncryptedPackage")?;
        return Ok(Err(if is_encrypted {
            FoundKind::Encrypted
        } else {
            FoundKind::OldExcel
        }));
    }
    if let Some((_, kind)) = SIGNATURES.iter().find(|(bytes, _)| head.starts_with(bytes)) {
        return Ok(Err(*kind));
    }
    let text = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(&head)
        .trim_ascii_start();
    Ok(if text.starts_with(b"<") {
        Err(FoundKind::WebPage)
    } else {
        Ok(Contents::Text)
    })
}

/// An encrypted xlsx is an OLE file with a stream of this name; the names are in UTF-16.
fn contains_utf16(source: &mut (impl Read + Seek), name: &str) -> io::Result<bool> {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut window = Vec::new();
    source.seek(SeekFrom::Start(0))?;
    loop {
        let kept = window.len().saturating_sub(name.len());
        window.drain(..kept);
        if source.by_ref().take(64 * 1024).read_to_end(&mut window)? == 0 {
            return Ok(false);
        }
        if window.windows(name.len()).any(|part| part == name) {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn kind(bytes: &[u8]) -> Result<Contents, FoundKind> {
        sniff(&mut Cursor::new(bytes)).expect("bytes in memory")
    }

    #[test]
    fn goes_by_content() {
        let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        let mut encrypted = ole.clone();
        encrypted.resize(70_000, 0);
        encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        for (bytes, expected) in [
            (&b"PK\x03\x04rest"[..], Ok(Contents::Zip)),
            (b"PK\x05\x06", Err(FoundKind::Archive)),
            (&ole, Err(FoundKind::OldExcel)),
            (&encrypted, Err(FoundKind::Encrypted)),
            (b"%PDF-1.7", Err(FoundKind::Pdf)),
            (b"\x89PNG\r\n", Err(FoundKind::Image)),
            (b"\xEF\xBB\xBF \r\n<html>", Err(FoundKind::WebPage)),
            (b"<?xml version='1.0'?>", Err(FoundKind::WebPage)),
            ("姓名,学时".as_bytes(), Ok(Contents::Text)),
            (b"", Ok(Contents::Text)),
        ] {
            assert_eq!(kind(bytes), expected);
        }
    }
}
