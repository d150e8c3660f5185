//! What was typed into a form, as values of the domain. What cannot be read is noted at its field,
//! so that all of a form's mistakes are told at once.

use chrono::NaiveDate;

use crate::error::{Error, FieldErrors};
use crate::hours::{Hours, HoursError};
use crate::message::Message;

/// Reads fields one after another. Values are to be used only after [`Typed::check`].
#[derive(Debug, Default)]
pub struct Typed {
    errors: FieldErrors,
}

impl Typed {
    /// A day, as browsers send it: 2026-11-23.
    pub fn day(&mut self, field: &'static str, text: &str) -> NaiveDate {
        text.trim().parse().unwrap_or_else(|_| {
            self.errors.add(field, Message::new("typed-not-a-day"));
            NaiveDate::MIN
        })
    }

    /// Class hours: 8 or 7.5, full-width digits forgiven.
    pub fn hours(&mut self, field: &'static str, text: &str) -> Hours {
        Hours::parse(&plain(text)).unwrap_or_else(|error| {
            let message = match error {
                HoursError::NotANumber => Message::new("typed-not-hours"),
                HoursError::TooPrecise => Message::new("typed-hours-too-precise"),
                HoursError::TooLarge => Message::new("typed-too-large"),
            };
            self.errors.add(field, message);
            Hours::ZERO
        })
    }

    /// A count.
    pub fn count(&mut self, field: &'static str, text: &str) -> i64 {
        plain(text).parse().unwrap_or_else(|_| {
            self.errors.add(field, Message::new("typed-not-a-count"));
            0
        })
    }

    /// One of a set of choices.
    pub fn choice<T: std::str::FromStr>(&mut self, field: &'static str, text: &str, or: T) -> T {
        text.parse().unwrap_or_else(|_| {
            self.errors.add(field, Message::new("typed-choose"));
            or
        })
    }

    /// `Ok` if everything could be read.
    pub fn check(self) -> Result<(), Error> {
        self.errors.check()
    }
}

/// Full-width digits and points become plain, blanks go.
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().filter(|it| !it.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_mistakes_are_told_at_once() {
        let mut typed = Typed::default();
        typed.day("day", "23.11.2026");
        typed.hours("hours", "许多");
        typed.count("count", "1.5");
        let Err(Error::Input(errors)) = typed.check() else {
            panic!("three mistakes");
        };
        let fields: Vec<&str> = errors.0.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["day", "hours", "count"]);
    }

    #[test]
    fn full_width_digits_are_forgiven() {
        let mut typed = Typed::default();
        assert_eq!(typed.hours("hours", " ７．５ "), Hours(750));
        assert_eq!(typed.count("count", "３０"), 30);
        assert!(typed.check().is_ok());
    }
}
