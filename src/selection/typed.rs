//! What people type into forms of a selection, read field by field. Pure.

use chrono::NaiveDate;

use crate::error::{Error, FieldErrors};
use crate::message::{Fact, Message};

/// What was wrong so far.
#[derive(Debug, Default)]
pub struct Typed {
    errors: FieldErrors,
}

impl Typed {
    /// A day; one that cannot be read is noted, and stands as the first day there is.
    pub fn day(&mut self, field: &'static str, text: &str) -> NaiveDate {
        text.trim().parse().unwrap_or_else(|_| {
            let message = Message::new("selection-day-missing");
            self.errors.add(field, message.with("field", label(field)));
            NaiveDate::MIN
        })
    }

    /// A whole number, 0 or more.
    pub fn count(&mut self, field: &'static str, text: &str) -> i64 {
        let number = text.trim().parse().ok().filter(|it| *it >= 0);
        number.unwrap_or_else(|| {
            let message = Message::new("selection-number-missing");
            self.errors.add(field, message.with("field", label(field)));
            0
        })
    }

    /// Whether all of it could be read.
    pub fn check(self) -> Result<(), Error> {
        self.errors.check()
    }
}

/// What a field is called on its form, so that a list of mistakes can be read by itself.
fn label(field: &str) -> Fact {
    Fact::Key(match field {
        "staff" => "vote-staff",
        "present" => "vote-present",
        "yes" => "vote-yes",
        "no" => "vote-no",
        "abstain" => "vote-abstain",
        "held_on" => "vote-held-on",
        "seats" => "round-seats",
        "cutoff_on" => "round-cutoff-on",
        "starts_on" => "round-first-day",
        "ends_on" => "round-last-day",
        _ => "selection-day",
    })
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
