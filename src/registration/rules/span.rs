//! A length of time in months and days, written as ISO 8601 does: `P6M`, `P6M1D`, `P0D`.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use crate::policy::last_day_of;

/// Whole months and the days over.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Whole months.
    pub months: u32,
    /// The days over, fewer than a month.
    pub days: u32,
}

impl Span {
    /// Whole months.
    pub const fn months(months: u32) -> Span {
        Span { months, days: 0 }
    }

    /// From one day to another, the last one not counted; nothing if it is not later.
    pub fn between(first: NaiveDate, end: NaiveDate) -> Span {
        if end <= first {
            return Span::default();
        }
        let month = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
        let apart = (month(end) - month(first)).unsigned_abs();
        let months = if last_day_of(first, apart) > end {
            apart - 1
        } else {
            apart
        };
        let days = (end - last_day_of(first, months)).num_days();
        Span {
            months,
            days: u32::try_from(days).unwrap_or(0),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.months, self.days) {
            (0, days) => write!(f, "P{days}D"),
            (months, 0) => write!(f, "P{months}M"),
            (months, days) => write!(f, "P{months}M{days}D"),
        }
    }
}

impl FromStr for Span {
    type Err = String;
    fn from_str(text: &str) -> Result<Span, String> {
        let read = || {
            let rest = text.strip_prefix('P')?;
            let (months, days) = match rest.split_once('M') {
                Some((months, "")) => (months, "0"),
                Some((months, days)) => (months, days.strip_suffix('D')?),
                None => ("0", rest.strip_suffix('D')?),
            };
            Some(Span {
                months: months.parse().ok()?,
                days: days.parse().ok()?,
            })
        };
        read().ok_or_else(|| format!("{text:?} is no length of time"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn counts_months_and_the_days_over() {
        for (first, end, span) in [
            ("2024-09-01", "2025-03-01", "P6M"),
            ("2024-09-01", "2025-03-02", "P6M1D"),
            ("2024-09-01", "2025-02-28", "P5M27D"),
            ("2024-08-31", "2025-02-28", "P6M"),
            ("2024-08-31", "2025-03-01", "P6M1D"),
            ("2024-01-01", "2024-01-01", "P0D"),
            ("2024-01-02", "2024-01-01", "P0D"),
            ("2024-12-31", "2025-01-01", "P1D"),
        ] {
            assert_eq!(Span::between(day(first), day(end)).to_string(), span);
        }
    }

    #[test]
    fn a_text_of_another_form_is_refused() {
        for text in ["", "P", "6M", "PM", "PD", "P6", "P6M1", "P-1D", "P1DM"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn is_read_as_it_was_written(months in 0_u32..100, days in 0_u32..31) {
            let span = Span { months, days };
            prop_assert_eq!(span.to_string().parse(), Ok(span));
        }

        #[test]
        fn a_later_end_is_never_shorter(start in 0_u64..9_000, one in 0_u64..900, more in 0_u64..90) {
            let start = day("2010-01-01") + chrono::Days::new(start);
            let end = start + chrono::Days::new(one);
            let later = end + chrono::Days::new(more);
            prop_assert!(Span::between(start, end) <= Span::between(start, later));
        }
    }
}
