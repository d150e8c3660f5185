//! How large a file may be, so that one upload cannot take the server's memory or its day.

/// The limits of one reading. The defaults suit an upload through the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest xlsx file. A full sheet of 200,000 completions is about 12 MB.
    pub xlsx_bytes: u64,
    /// Largest CSV file. It is streamed, so this is patience rather than memory.
    pub csv_bytes: u64,
    /// Most rows that hold something, titles and headings included.
    pub rows: u32,
    /// Most bytes that all parts of an xlsx may have when unpacked.
    pub unpacked_bytes: u64,
    /// Most bytes of the parts that must be held in memory: texts and styles.
    pub held_bytes: u64,
    /// How many times larger than packed a part may be. Sheets stay below 50; bombs reach 1000.
    pub unpacked_ratio: u64,
    /// Most parts in an xlsx.
    pub parts: usize,
    /// Longest CSV record, and longest run of text inside an xlsx. Excel's longest cell is 32 KB.
    pub record_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            xlsx_bytes: 20 * MEGABYTE,
            csv_bytes: 200 * MEGABYTE,
            rows: 200_000,
            unpacked_bytes: 400 * MEGABYTE,
            held_bytes: 64 * MEGABYTE,
            unpacked_ratio: 200,
            parts: 2000,
            record_bytes: 1 << 20,
        }
    }
}

/// A megabyte as people count it.
pub const MEGABYTE: u64 = 1_000_000;
