//! The number of a qualification certificate, read softly.
//!
//! The unified form has 17 digits: year (4), province (2), certifying body (3), type (1), sex (1),
//! serial (6). The digit for the sex was given by two encodings and sources contradict each other on
//! the older one, so it is never read. Certificates from before the unified system have other
//! numbers: those are kept as they were written, with a note, and never refused.

use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use crate::organizations::codes::is_province;
use crate::people::documents::{self, DocumentKind};
use crate::policy::CertificateType;

/// Characters that no number of any form goes beyond.
const CHARACTERS_MAX: usize = 40;

/// The types, and so the form, came with the 教师资格条例 of December 1995.
const FIRST_YEAR: i32 = 1995;

/// A number of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateNumber {
    /// Of the unified form.
    Unified(UnifiedNumber),
    /// Of another form, as it was written.
    Other(String),
}

/// A number of the unified form, without the digit for the sex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnifiedNumber {
    /// The year of certification.
    pub year: i32,
    /// The province, as in GB/T 2260: 44 is Guangdong.
    pub province: String,
    /// The certifying body's code, given by the province.
    pub body: String,
    /// The type.
    pub kind: CertificateType,
    /// The serial number within body and year.
    pub serial: String,
    text: String,
}

/// Why a text is no number of a certificate, in the order in which it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing was given.
    Empty,
    /// Longer than any number.
    TooLong {
        /// The limit.
        most: usize,
    },
    /// The number of an identity card, which must not end up here.
    IdentityNumber,
    /// 17 digits whose year cannot be.
    Year {
        /// The year read.
        found: i32,
        /// The first that can be.
        first: i32,
        /// The last that can be.
        last: i32,
    },
    /// 17 digits whose province does not exist.
    Province,
    /// 17 digits whose type does not exist.
    Type {
        /// The digit read.
        digit: u8,
    },
}

/// Reads a number. Full-width digits, blanks and hyphens are forgiven.
pub fn parse(text: &str, today: NaiveDate) -> Result<CertificateNumber, NumberError> {
    let written = text.trim();
    if written.is_empty() {
        return Err(NumberError::Empty);
    }
    if written.chars().count() > CHARACTERS_MAX {
        return Err(NumberError::TooLong {
            most: CHARACTERS_MAX,
        });
    }
    if documents::parse(DocumentKind::CitizenId, written).is_ok() {
        return Err(NumberError::IdentityNumber);
    }
    let is_padding = |letter: &char| letter.is_whitespace() || "-‐‑–—'".contains(*letter);
    let digits: String = written.nfkc().filter(|it| !is_padding(it)).collect();
    if digits.len() == 17 && digits.bytes().all(|it| it.is_ascii_digit()) {
        unified(digits, today.year()).map(CertificateNumber::Unified)
    } else {
        Ok(CertificateNumber::Other(written.to_owned()))
    }
}

fn unified(digits: String, last: i32) -> Result<UnifiedNumber, NumberError> {
    let found: i32 = digits[..4].parse().expect("four digits");
    if !(FIRST_YEAR..=last).contains(&found) {
        return Err(NumberError::Year {
            found,
            first: FIRST_YEAR,
            last,
        });
    }
    if !is_province(&digits[4..6]) {
        return Err(NumberError::Province);
    }
    let digit = digits.as_bytes()[9] - b'0';
    let kind = CertificateType::from_digit(digit).ok_or(NumberError::Type { digit })?;
    Ok(UnifiedNumber {
        year: found,
        province: digits[4..6].to_owned(),
        body: digits[6..9].to_owned(),
        kind,
        serial: digits[11..].to_owned(),
        text: digits,
    })
}

impl CertificateNumber {
    /// A number that was accepted when it was entered.
    pub fn of_stored(text: &str) -> CertificateNumber {
        parse(text, NaiveDate::MAX).unwrap_or_else(|_| CertificateNumber::Other(text.to_owned()))
    }

    /// The number as it is kept and shown.
    pub fn as_str(&self) -> &str {
        match self {
            CertificateNumber::Unified(number) => &number.text,
            CertificateNumber::Other(text) => text,
        }
    }
}

impl CertificateType {
    /// Its digit in the unified number.
    pub const fn digit(self) -> u8 {
        match self {
            CertificateType::Kindergarten => 1,
            CertificateType::Primary => 2,
            CertificateType::Junior => 3,
            CertificateType::Senior => 4,
            CertificateType::Vocational => 5,
            CertificateType::PracticeInstructor => 6,
            CertificateType::Higher => 7,
        }
    }

    /// The type of a digit.
    pub fn from_digit(digit: u8) -> Option<CertificateType> {
        let mut types = CertificateType::ALL.iter().copied();
        types.find(|it| it.digit() == digit)
    }
}
