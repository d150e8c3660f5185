//! Why a whole file is refused: nothing of it is read then, and the person is told what to do.
//!
//! Problems of a single cell are in [`super::cell`]; they leave the rest of the file alone.

use std::{fmt, io};

use super::limits::MEGABYTE;
use crate::message::Message;

/// Why a file cannot be read, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileRefusal {
    /// No bytes, or a sheet without a single value.
    Empty,
    /// More bytes than allowed.
    TooLarge {
        /// The limit.
        bytes_max: u64,
    },
    /// Something else than xlsx or CSV, whatever its name says.
    WrongKind(FoundKind),
    /// Unpacks to far more than any office needs: a zip bomb.
    UnpacksTooLarge,
    /// An xlsx that is cut off or damaged.
    Damaged,
    /// Text in neither UTF-8, UTF-16 nor GB18030.
    UnknownEncoding,
    /// Data on a sheet that the sender cannot see.
    HiddenSheet {
        /// Its name.
        name: String,
    },
    /// Data on more than one sheet: which is meant?
    SeveralSheets {
        /// Their names.
        names: Vec<String>,
    },
    /// An error value that only newer programs know, such as `#SPILL!`.
    UnknownErrorValue {
        /// The value.
        found: String,
        /// It stands in this row or below.
        row: u32,
    },
    /// A CSV record without end: a quotation mark was opened and never closed.
    RecordTooLong {
        /// Where it begins.
        row: u32,
    },
    /// More rows than allowed.
    TooManyRows {
        /// The limit.
        rows_max: u32,
    },
    /// No row looks like headings.
    NoHeadings {
        /// What was looked for.
        expected: Vec<String>,
    },
    /// Headings were found, but not all that are needed.
    MissingColumns {
        /// The headings that are missing; alternatives are joined with a slash.
        missing: Vec<String>,
        /// The headings that the file has.
        found: Vec<String>,
        /// Where they stand.
        row: u32,
    },
    /// Two headings mean the same column.
    DuplicateColumn {
        /// Both, as they stand in the file.
        headings: [String; 2],
        /// Where they stand.
        row: u32,
    },
}

/// What a file turned out to be when it was neither xlsx nor CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundKind {
    /// xlsx behind a password.
    Encrypted,
    /// Excel 97-2003 (.xls) or another old Office file.
    OldExcel,
    /// Excel's binary workbook (.xlsb).
    BinaryWorkbook,
    /// `OpenDocument` spreadsheet (.ods).
    OpenDocument,
    /// Word or `PowerPoint`.
    OfficeDocument,
    /// A zip, rar, 7z or gzip archive.
    Archive,
    /// PDF.
    Pdf,
    /// A picture or a scan.
    Image,
    /// A web page or XML under an .xls name, as many systems export it.
    WebPage,
    /// Bytes that mean nothing to us.
    Unknown,
}

impl FileRefusal {
    /// Stable name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            FileRefusal::Empty => "file_empty",
            FileRefusal::TooLarge { .. } => "file_too_large",
            FileRefusal::WrongKind(FoundKind::Encrypted) => "file_encrypted",
            FileRefusal::WrongKind(_) => "not_a_spreadsheet",
            FileRefusal::UnpacksTooLarge => "unpacks_too_large",
            FileRefusal::Damaged => "file_damaged",
            FileRefusal::UnknownEncoding => "unknown_encoding",
            FileRefusal::HiddenSheet { .. } => "hidden_sheet",
            FileRefusal::SeveralSheets { .. } => "several_sheets",
            FileRefusal::UnknownErrorValue { .. } => "unknown_error_value",
            FileRefusal::RecordTooLong { .. } => "record_too_long",
            FileRefusal::TooManyRows { .. } => "too_many_rows",
            FileRefusal::NoHeadings { .. } => "no_headings",
            FileRefusal::MissingColumns { .. } => "missing_columns",
            FileRefusal::DuplicateColumn { .. } => "duplicate_column",
        }
    }

    /// The row that the refusal points at, if it points at one.
    pub fn row(&self) -> Option<u32> {
        match self {
            FileRefusal::UnknownErrorValue { row, .. }
            | FileRefusal::RecordTooLong { row }
            | FileRefusal::MissingColumns { row, .. }
            | FileRefusal::DuplicateColumn { row, .. } => Some(*row),
            _ => None,
        }
    }

    /// What the sender is told, with the way out.
    pub fn message(&self) -> Message {
        match self {
            FileRefusal::Empty => Message::new("spreadsheet-empty"),
            FileRefusal::TooLarge { bytes_max } => {
                let megabytes = i64::try_from(bytes_max / MEGABYTE).unwrap_or(i64::MAX);
                Message::new("spreadsheet-too-large").with("megabytes", megabytes)
            }
            FileRefusal::WrongKind(kind) => kind.message(),
            FileRefusal::UnpacksTooLarge => Message::new("spreadsheet-unpacks-too-large"),
            FileRefusal::Damaged => Message::new("spreadsheet-damaged"),
            FileRefusal::UnknownEncoding => Message::new("spreadsheet-unknown-encoding"),
            FileRefusal::HiddenSheet { name } => {
                Message::new("spreadsheet-hidden-sheet").with("sheet", name.as_str())
            }
            FileRefusal::SeveralSheets { names } => {
                Message::new("spreadsheet-several-sheets").with("sheets", listed(names))
            }
            FileRefusal::UnknownErrorValue { found, row } => {
                Message::new("spreadsheet-unknown-error-value")
                    .with("found", found.as_str())
                    .with("row", i64::from(*row))
            }
            FileRefusal::RecordTooLong { row } => {
                Message::new("spreadsheet-record-too-long").with("row", i64::from(*row))
            }
            FileRefusal::TooManyRows { rows_max } => {
                Message::new("spreadsheet-too-many-rows").with("max", i64::from(*rows_max))
            }
            FileRefusal::NoHeadings { expected } => {
                Message::new("spreadsheet-no-headings").with("expected", listed(expected))
            }
            FileRefusal::MissingColumns {
                missing,
                found,
                row,
            } => Message::new("spreadsheet-missing-columns")
                .with("missing", listed(missing))
                .with("found", listed(found))
                .with("row", i64::from(*row)),
            FileRefusal::DuplicateColumn {
                headings: [first, second],
                row,
            } => Message::new("spreadsheet-duplicate-column")
                .with("first", first.as_str())
                .with("second", second.as_str())
                .with("row", i64::from(*row)),
        }
    }
}

impl FoundKind {
    fn message(self) -> Message {
        Message::new(match self {
            FoundKind::Encrypted => "spreadsheet-is-encrypted",
            FoundKind::OldExcel => "spreadsheet-is-old-excel",
            FoundKind::BinaryWorkbook => "spreadsheet-is-binary-workbook",
            FoundKind::OpenDocument => "spreadsheet-is-open-document",
            FoundKind::OfficeDocument => "spreadsheet-is-office-document",
            FoundKind::Archive => "spreadsheet-is-archive",
            FoundKind::Pdf => "spreadsheet-is-pdf",
            FoundKind::Image => "spreadsheet-is-image",
            FoundKind::WebPage => "spreadsheet-is-web-page",
            FoundKind::Unknown => "spreadsheet-is-unknown",
        })
    }
}

/// Names one after another, joined in a way that both languages read.
fn listed(names: &[String]) -> String {
    names.join(" · ")
}

/// Why reading stopped: the file is refused, or the machine failed.
#[derive(Debug)]
pub enum ReadError {
    /// The sender can mend it.
    Refused(FileRefusal),
    /// The disk failed: a fault, not the sender's business.
    Fault(io::Error),
}

impl ReadError {
    /// Damaged contents show up as I/O errors of the unpacker. Those of the disk carry the
    /// system's number.
    pub(super) fn from_unpacking(error: io::Error) -> ReadError {
        if error.raw_os_error().is_some() {
            ReadError::Fault(error)
        } else {
            FileRefusal::Damaged.into()
        }
    }
}

impl From<FileRefusal> for ReadError {
    fn from(refusal: FileRefusal) -> ReadError {
        ReadError::Refused(refusal)
    }
}

impl From<FoundKind> for ReadError {
    fn from(kind: FoundKind) -> ReadError {
        ReadError::Refused(FileRefusal::WrongKind(kind))
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> ReadError {
        ReadError::Fault(error)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Refused(refusal) => write!(f, "file refused: {}", refusal.code()),
            ReadError::Fault(error) => write!(f, "file could not be read: {error}"),
        }
    }
}

impl std::error::Error for ReadError {}
