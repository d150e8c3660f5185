//! Periods in months as the Civil Code counts them (民法典 arts 200–203): the first day is not
//! counted, and a period ends on the day of the same number, or on the last day of a shorter month.
//!
//! Not here: working days (`workflow::calendar`).

use chrono::{Months, NaiveDate};

/// The last day of a period of months that begins with `start`; the period is over the day after.
pub fn last_day_of(start: NaiveDate, months: u32) -> NaiveDate {
    start
        .checked_add_months(Months::new(months))
        .unwrap_or(NaiveDate::MAX)
}

/// The day after; the end of time stays where it is.
pub fn day_after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_ends_on_the_day_of_the_same_number_or_with_the_month() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        for (start, months, last) in [
            ("2024-03-15", 6, "2024-09-15"),
            ("2024-08-31", 6, "2025-02-28"),
            ("2023-08-31", 6, "2024-02-29"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2020-02-29", 60, "2025-02-28"),
            ("2024-01-31", 0, "2024-01-31"),
        ] {
            assert_eq!(last_day_of(day(start), months), day(last), "{start}");
        }
        assert_eq!(last_day_of(NaiveDate::MAX, 1), NaiveDate::MAX);
        assert_eq!(day_after(NaiveDate::MAX), NaiveDate::MAX);
    }
}
