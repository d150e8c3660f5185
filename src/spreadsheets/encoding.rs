//! Text files in the encodings of Chinese offices, streamed as UTF-8.
//!
//! A CSV does not say how it is encoded, so the whole file is tried: text that is UTF-8 from the
//! first byte to the last is UTF-8, otherwise GB18030 must hold as long. Deciding on the beginning
//! alone would spoil the first rare name in row 9,000. Guessing by frequency, as browsers do, takes
//! a short list of names for Big5 now and then; real Big5 ends as a file without known headings.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{Decoder, Encoding, GB18030, UTF_8};

use super::refusal::{FileRefusal, FoundKind, ReadError};

const CHUNK: usize = 64 * 1024;

/// Decides how a text file is encoded. Leaves the position anywhere.
pub fn detect(source: &mut (impl Read + Seek)) -> Result<&'static Encoding, ReadError> {
    let mut head = [0; 3];
    source.seek(SeekFrom::Start(0))?;
    let mut length = 0;
    while length < head.len() {
        match source.read(&mut head[length..])? {
            0 => break,
            count => length += count,
        }
    }
    if let Some((encoding, _)) = Encoding::for_bom(&head[..length]) {
        let refusal = FileRefusal::UnknownEncoding;
        return if is_clean(source, encoding)? {
            Ok(encoding)
        } else {
            Err(refusal.into())
        };
    }
    if contains_nul(source)? {
        return Err(FoundKind::Unknown.into());
    }
    if is_clean(source, UTF_8)? {
        return Ok(UTF_8);
    }
    if is_clean(source, GB18030)? {
        return Ok(GB18030);
    }
    Err(FileRefusal::UnknownEncoding.into())
}

fn is_clean(source: &mut (impl Read + Seek), encoding: &'static Encoding) -> io::Result<bool> {
    source.seek(SeekFrom::Start(0))?;
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut raw = vec![0; CHUNK];
    let mut text = vec![0; decoder.max_utf8_buffer_length(CHUNK).unwrap_or(CHUNK * 4)];
    loop {
        let count = source.read(&mut raw)?;
        let (.., has_errors) = decoder.decode_to_utf8(&raw[..count], &mut text, count == 0);
        if has_errors {
            return Ok(false);
        }
        if count == 0 {
            return Ok(true);
        }
    }
}

fn contains_nul(source: &mut (impl Read + Seek)) -> io::Result<bool> {
    source.seek(SeekFrom::Start(0))?;
    let mut raw = vec![0; CHUNK];
    loop {
        match source.read(&mut raw)? {
            0 => return Ok(false),
            count if raw[..count].contains(&0) => return Ok(true),
            _ => {}
        }
    }
}

/// A reader that decodes as it goes, with a bound on how much may be read before the next
/// [`Decoded::allow`].
pub struct Decoded<R> {
    source: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    /// What of `text` has been handed out.
    taken: usize,
    allowed: usize,
    /// The last byte decoded.
    last: u8,
    ended: bool,
}

/// The reader asked for more than it was allowed: a record without end.
#[derive(Debug)]
pub struct RecordTooLong;

impl std::fmt::Display for RecordTooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a record is longer than allowed")
    }
}

impl std::error::Error for RecordTooLong {}

impl<R: Read + Seek> Decoded<R> {
    /// Decodes from the beginning, without the byte order mark.
    pub fn new(mut source: R, encoding: &'static Encoding) -> io::Result<Decoded<R>> {
        source.seek(SeekFrom::Start(0))?;
        Ok(Decoded {
            source,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            text: Vec::new(),
            taken: 0,
            allowed: usize::MAX,
            last: b'\n',
            ended: false,
        })
    }

    /// Allows so many more bytes.
    pub fn allow(&mut self, bytes: usize) {
        self.allowed = bytes;
    }

    fn refill(&mut self) -> io::Result<()> {
        let count = self.source.read(&mut self.raw)?;
        let room = self
            .decoder
            .max_utf8_buffer_length(count)
            .unwrap_or(CHUNK * 4);
        self.text.resize(room, 0);
        let raw = &self.raw[..count];
        let (_, _, written, _) = self.decoder.decode_to_utf8(raw, &mut self.text, count == 0);
        self.text.truncate(written);
        self.taken = 0;
        self.ended = count == 0;
        self.unify_line_breaks();
        Ok(())
    }

    /// Whatever the system, a line ends with one line feed, the last one too. Then counting line
    /// feeds counts the rows that a person sees, blank ones included.
    fn unify_line_breaks(&mut self) {
        let last = &mut self.last;
        self.text.retain_mut(|byte| {
            let is_second_half = *last == b'\r' && *byte == b'\n';
            *last = *byte;
            if *byte == b'\r' {
                *byte = b'\n';
            }
            !is_second_half
        });
        if self.ended && !matches!(self.last, b'\n' | b'\r') {
            self.text.push(b'\n');
        }
    }
}

impl<R: Read + Seek> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() && !self.ended {
            self.refill()?;
        }
        if self.allowed == 0 {
            return Err(io::Error::other(RecordTooLong));
        }
        let count = buffer
            .len()
            .min(self.text.len() - self.taken)
            .min(self.allowed);
        buffer[..count].copy_from_slice(&self.text[self.taken..self.taken + count]);
        self.taken += count;
        self.allowed -= count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn detected(bytes: &[u8]) -> Option<&'static Encoding> {
        detect(&mut Cursor::new(bytes)).ok()
    }

    fn decoded(bytes: &[u8]) -> String {
        let encoding = detected(bytes).expect("a known encoding");
        let mut text = String::new();
        let mut reader = Decoded::new(Cursor::new(bytes), encoding).expect("bytes in memory");
        reader.read_to_string(&mut text).expect("clean text");
        text
    }

    fn utf16_le(text: &str) -> Vec<u8> {
        let units = "\u{FEFF}".encode_utf16().chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn reads_the_encodings_of_chinese_offices() {
        // 㑇 has four bytes in GB18030 and none in GBK.
        let text = "教师编号,姓名\n4401001,陈㑇\n";
        let (gb18030, ..) = GB18030.encode(text);
        for bytes in [text.as_bytes(), &gb18030, &utf16_le(text)] {
            assert_eq!(decoded(bytes), text);
        }
        assert_eq!(decoded(format!("\u{FEFF}{text}").as_bytes()), text);
    }

    #[test]
    fn one_rare_name_far_down_does_not_change_the_encoding() {
        let mut text = "name,hours\n".to_owned();
        text.push_str(&"Li Lei,8\n".repeat(20_000));
        assert_eq!(detected(text.as_bytes()), Some(UTF_8));
        let (bytes, ..) = GB18030.encode("张三");
        let mixed = [text.as_bytes(), &bytes].concat();
        assert_eq!(detected(&mixed), Some(GB18030));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        assert_eq!(detected(b"name\xFF\xFF\xFF"), None);
        assert_eq!(detected(b"name\0hours"), None);
        assert_eq!(detected(b"\xEF\xBB\xBFname\xFF"), None);
    }

    #[test]
    fn lines_end_alike_and_the_last_one_ends() {
        for (raw, lines) in [
            ("a\r\nb", "a\nb\n"),
            ("a\rb\r", "a\nb\n"),
            ("a\n\r\n\nb\n", "a\n\n\nb\n"),
            ("", ""),
        ] {
            assert_eq!(decoded(raw.as_bytes()), lines, "{raw:?}");
        }
        // The pair falls between two chunks.
        let long = format!("{}\r\nb", "a".repeat(CHUNK - 1));
        assert_eq!(
            decoded(long.as_bytes()),
            format!("{}\nb\n", "a".repeat(CHUNK - 1))
        );
    }
}
