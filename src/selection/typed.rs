//! What people type into forms of a selection, read field by field. Pure.

use chrono::NaiveDate;

use crate::error::{Error, FieldErrors};
use crate::message::Message;

/// What was wrong so far.
#[derive(Debug, Default)]
pub struct Typed {
    errors: FieldErrors,
}

impl Typed {
    /// A day; one that cannot be read is noted, and stands as the first day there is.
    pub fn day(&mut self, field: &'static str, text: &str) -> NaiveDate {
        text.trim().parse().unwrap_or_else(|_| {
            self.errors
                .add(field, Message::new("selection-day-missing"));
            NaiveDate::MIN
        })
    }

    /// A whole number, 0 or more.
    pub fn count(&mut self, field: &'static str, text: &str) -> i64 {
        let number = text.trim().parse().ok().filter(|it| *it >= 0);
        number.unwrap_or_else(|| {
            let message = Message::new("selection-number-missing");
            self.errors.add(field, message);
            0
        })
    }

    /// Whether all of it could be read.
    pub fn check(self) -> Result<(), Error> {
        self.errors.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_told_at_its_field() {
        let mut typed = Typed::default();
        assert_eq!(typed.count("yes", " 12 "), 12);
        typed.count("no", "-1");
        typed.day("held_on", "明天");
        let Err(Error::Input(errors)) = typed.check() else {
            panic!("two fields are wrong");
        };
        let fields: Vec<_> = errors.0.iter().map(|it| it.0).collect();
        assert_eq!(fields, ["no", "held_on"]);
    }
}
