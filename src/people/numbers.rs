//! The permanent teacher number: how it is made and how a typing error is found.
//!
//! `T4401` + seven digits + a check digit, such as `T440100000014`. The letter keeps a spreadsheet
//! from taking it for an amount; the city's area code lets a province put its cities together.
//! The check digit is that of ISO 7064 MOD 11,10: it finds every wrong digit and nearly every
//! pair of digits changed about. A number says nothing about its bearer, and is never given twice.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::message::Message;

/// What every number begins with: T for teacher, and the city (GB/T 2260).
pub const PREFIX: &str = "T4401";

/// Digits between the prefix and the check digit.
const SERIAL_DIGITS: usize = 7;

/// A teacher number that was read or made; always well formed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TeacherNumber(String);

/// Why a text is not a teacher number, in the order in which it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// Another prefix, length or character than every number has.
    Form,
    /// The last digit does not agree with the others.
    CheckDigit,
}

impl TeacherNumber {
    /// The number with this serial. The counter stays far below ten million.
    pub fn of_serial(serial: i64) -> TeacherNumber {
        let body = format!("{PREFIX}{serial:0SERIAL_DIGITS$}");
        let check = check_digit(&body);
        TeacherNumber(format!("{body}{check}"))
    }

    /// Reads a number; full-width characters, small letters and blanks are forgiven.
    pub fn parse(text: &str) -> Result<TeacherNumber, NumberError> {
        let number: String = text
            .nfkc()
            .filter(|letter| !letter.is_whitespace())
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        let digits = number.strip_prefix(PREFIX).ok_or(NumberError::Form)?;
        let is_whole = digits.len() == SERIAL_DIGITS + 1;
        if !is_whole || !digits.bytes().all(|it| it.is_ascii_digit()) {
            return Err(NumberError::Form);
        }
        let (body, check) = number.split_at(number.len() - 1);
        if check == check_digit(body).to_string() {
            Ok(TeacherNumber(number))
        } else {
            Err(NumberError::CheckDigit)
        }
    }

    /// The number as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TeacherNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// ISO 7064 MOD 11,10 over the digits.
fn check_digit(body: &str) -> u32 {
    let mut product = 10;
    for digit in body.chars().filter_map(|letter| letter.to_digit(10)) {
        let sum = match (digit + product) % 10 {
            0 => 10,
            sum => sum,
        };
        product = sum * 2 % 11;
    }
    (11 - product) % 10
}

impl NumberError {
    /// Stable name for scripts.
    pub const fn code(self) -> &'static str {
        match self {
            NumberError::Form => "teacher_number_form",
            NumberError::CheckDigit => "teacher_number_check_digit",
        }
    }
}

impl From<NumberError> for Message {
    fn from(error: NumberError) -> Message {
        match error {
            NumberError::Form => Message::new("teacher-number-form"),
            NumberError::CheckDigit => Message::new("teacher-number-check-digit"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_read_as_offices_type_it() {
        let number = TeacherNumber::of_serial(1);
        assert_eq!(number.as_str().len(), 13);
        let wide: String = number
            .as_str()
            .chars()
            .map(|it| char::from_u32(u32::from(it) + 0xfee0).expect("a full-width form"))
            .collect();
        for text in [wide, format!(" {}", number.as_str().to_lowercase())] {
            assert_eq!(TeacherNumber::parse(&text), Ok(number.clone()), "{text}");
        }
    }

    #[test]
    fn the_check_digit_is_that_of_the_standard() {
        // ISO 7064 gives 0794 with check digit 5.
        assert_eq!(check_digit("0794"), 5);
    }

    #[test]
    fn what_has_another_form_is_no_number() {
        for text in [
            "",
            "T4401",
            "X440100000011",
            "T44010000001A",
            "T4401000000011",
        ] {
            assert_eq!(TeacherNumber::parse(text), Err(NumberError::Form), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_wrong_digit_is_found(serial in 0_i64..10_000_000, place in 5_usize..13, by in 1_u8..10) {
            let number = TeacherNumber::of_serial(serial);
            prop_assert_eq!(TeacherNumber::parse(number.as_str()), Ok(number.clone()));
            let mut bytes = number.as_str().as_bytes().to_vec();
            bytes[place] = b'0' + (bytes[place] - b'0' + by) % 10;
            let wrong = String::from_utf8(bytes).expect("digits");
            prop_assert_eq!(TeacherNumber::parse(&wrong), Err(NumberError::CheckDigit));
        }
    }
}
