//! Looks into an xlsx before anything opens it: is it one, is it whole, and is it a zip bomb?
//!
//! Every part is unpacked once and thrown away, because sizes that an archive declares about
//! itself are the first thing a bomb lies about. What the parts mean is for [`super::xlsx_file`].

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::limits::Limits;
use super::refusal::{FileRefusal, FoundKind, ReadError};

/// Small parts may be as empty as they like.
const BYTES_BEFORE_RATIO_COUNTS: u64 = 1 << 20;

/// Refuses what is not a workbook, is damaged, or would unpack beyond the limits.
pub fn inspect(source: &mut (impl Read + Seek), limits: &Limits) -> Result<(), ReadError> {
    source.seek(SeekFrom::Start(0))?;
    let mut archive = ZipArchive::new(source).map_err(zip_error)?;
    if archive.len() > limits.parts {
        return Err(FileRefusal::UnpacksTooLarge.into());
    }
    let names = archive
        .file_names()
        .map(|name| name.map(|name| normal_name(&name)));
    let names: Vec<String> = names.collect::<Result<_, _>>().map_err(zip_error)?;
    workbook_kind(&names)?;
    let mut left = limits.unpacked_bytes;
    for (index, name) in names.iter().enumerate() {
        let part = archive.by_index(index).map_err(zip_error)?;
        if part.encrypted() {
            return Err(FoundKind::Encrypted.into());
        }
        if part.size() > left {
            return Err(FileRefusal::UnpacksTooLarge.into());
        }
        let packed = part.compressed_size();
        left -= inspect_part(part, name, packed, left, limits)?;
    }
    Ok(())
}

/// Says what kind of document the parts make up.
fn workbook_kind(names: &[String]) -> Result<(), FoundKind> {
    let has = |part: &str| names.iter().any(|name| name == part);
    let has_folder = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if !has("[content_types].xml") {
        let is_open_document = has("mimetype") && has("content.xml");
        return Err(if is_open_document {
            FoundKind::OpenDocument
        } else {
            FoundKind::Archive
        });
    }
    if has("xl/workbook.bin") {
        return Err(FoundKind::BinaryWorkbook);
    }
    if has_folder("word/") || has_folder("ppt/") {
        return Err(FoundKind::OfficeDocument);
    }
    // Which part is the workbook is written in the relationships; that is calamine's to follow.
    if has("_rels/.rels") {
        Ok(())
    } else {
        Err(FoundKind::Archive)
    }
}

/// Unpacks one part into nowhere and answers how many bytes came out.
fn inspect_part(
    mut part: impl Read,
    name: &str,
    packed: u64,
    left: u64,
    limits: &Limits,
) -> Result<u64, ReadError> {
    let is_markup = [".xml", ".rels", ".vml"]
        .iter()
        .any(|ending| name.ends_with(ending));
    let is_shared_strings = name.ends_with("sharedstrings.xml");
    let is_held = is_markup && !name.contains("/worksheets/");
    let most = if is_held {
        left.min(limits.held_bytes)
    } else {
        left
    };
    let mut buffer = vec![0; 64 * 1024];
    let mut unpacked = 0_u64;
    let mut run = 0;
    loop {
        let count = fill(&mut part, &mut buffer).map_err(ReadError::from_unpacking)?;
        if count == 0 {
            return Ok(unpacked);
        }
        let chunk = &buffer[..count];
        if is_shared_strings && unpacked == 0 {
            check_declared_strings(chunk, limits)?;
        }
        unpacked += count as u64;
        let is_bomb = unpacked > BYTES_BEFORE_RATIO_COUNTS
            && unpacked / packed.max(1) > limits.unpacked_ratio;
        run = if is_markup {
            longest_run(chunk, run, limits.record_bytes)
        } else {
            0
        };
        if unpacked > most || is_bomb || run > limits.record_bytes {
            return Err(FileRefusal::UnpacksTooLarge.into());
        }
    }
}

/// Fills the buffer as far as the source goes.
fn fill(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}

/// Follows the bytes since the last `<`: a reader of XML holds them in memory all at once.
/// Answers the run that goes on after the chunk, or the first one that is too long.
fn longest_run(chunk: &[u8], mut run: usize, most: usize) -> usize {
    let mut rest = chunk;
    while let Some(next) = rest.iter().position(|byte| *byte == b'<') {
        if run + next > most {
            return run + next;
        }
        run = 0;
        rest = &rest[next + 1..];
    }
    run + rest.len()
}

/// The table of shared texts says how many it holds, and calamine reserves memory for as many; a
/// declared billion would end the process. The declaration stands in the first tag.
fn check_declared_strings(head: &[u8], limits: &Limits) -> Result<(), FileRefusal> {
    let mut head = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    if head.starts_with(b"<?") {
        let end = find(head, b"?>").ok_or(FileRefusal::Damaged)?;
        head = head[end + 2..].trim_ascii_start();
    }
    let tag = &head[..find(head, b">").ok_or(FileRefusal::Damaged)?];
    let name = tag
        .split(|byte| b" \t\r\n/".contains(byte))
        .next()
        .unwrap_or(tag);
    if !name.starts_with(b"<") || !name.ends_with(b"sst") {
        return Err(FileRefusal::Damaged);
    }
    let mut rest = tag;
    while let Some(at) = find(rest, b"uniqueCount") {
        rest = &rest[at + b"uniqueCount".len()..];
        let declared: String = rest
            .iter()
            .skip_while(|byte| !byte.is_ascii_digit())
            .take_while(|byte| byte.is_ascii_digit())
            .map(|byte| char::from(*byte))
            .collect();
        // The shortest text is `<si/>`, five bytes.
        if declared
            .parse::<u64>()
            .is_ok_and(|count| count > limits.held_bytes / 5)
        {
            return Err(FileRefusal::UnpacksTooLarge);
        }
    }
    Ok(())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

/// Part names compare without letter case, and some programs write them with backslashes.
fn normal_name(name: &str) -> String {
    name.replace('\\', "/").to_lowercase()
}

fn zip_error(error: ZipError) -> ReadError {
    match error {
        ZipError::Io(error) => ReadError::from_unpacking(error),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => FoundKind::Encrypted.into(),
        _ => FileRefusal::Damaged.into(),
    }
}

impl From<FoundKind> for FileRefusal {
    fn from(kind: FoundKind) -> FileRefusal {
        FileRefusal::WrongKind(kind)
    }
}
