//! Working days (工作日): which days count towards a deadline.
//!
//! Weekends rest, public holidays rest, and a weekend day swapped for a holiday works. The State
//! Council announces both a year at a time, so they are data (`seeds/holidays.toml`), and a year
//! that is not in the data is an error, never a guess. Deadlines counted in plain days (日) do
//! not belong here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;

use crate::message::Message;

/// The announced years, each with its days off and its swapped working days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Year {
    off: BTreeSet<NaiveDate>,
    work: BTreeSet<NaiveDate>,
}

/// A deadline needs a year whose holidays are not in the data yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearMissing(pub i32);

/// Why a holiday file is refused, in the order in which it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarError {
    /// Not TOML, or not the fields that a holiday file has.
    Syntax(String),
    /// The same year is given twice.
    YearTwice(i32),
    /// A period of days off that ends before it begins.
    PeriodBackwards(NaiveDate),
    /// A day listed under another year than its own.
    OutsideYear(NaiveDate),
    /// A day that is listed twice, as off, as work or as both.
    DayTwice(NaiveDate),
    /// A working day that is no weekend: it would work anyway, so the list is wrong.
    WorkOnWeekday(NaiveDate),
}

impl Calendar {
    /// Reads a holiday file and refuses one that contradicts itself.
    pub fn from_toml(text: &str) -> Result<Calendar, CalendarError> {
        let file: HolidayFile =
            toml::from_str(text).map_err(|error| CalendarError::Syntax(error.to_string()))?;
        let mut years = BTreeMap::new();
        for entry in file.years {
            let number = entry.year;
            if years.insert(number, Year::from_entry(entry)?).is_some() {
                return Err(CalendarError::YearTwice(number));
            }
        }
        Ok(Calendar { years })
    }

    /// The years that have been announced, in order.
    pub fn years(&self) -> impl Iterator<Item = i32> {
        self.years.keys().copied()
    }

    /// Whether offices work on `day`.
    pub fn is_working_day(&self, day: NaiveDate) -> Result<bool, YearMissing> {
        let year = self.years.get(&day.year()).ok_or(YearMissing(day.year()))?;
        Ok(year.work.contains(&day) || (!is_weekend(day) && !year.off.contains(&day)))
    }

    /// The last day of a period of `count` working days; `start` itself is not counted
    /// (民法典 art. 201). A period of no days ends on its start.
    pub fn add_working_days(&self, start: NaiveDate, count: u32) -> Result<NaiveDate, YearMissing> {
        let mut day = start;
        let mut left = count;
        while left > 0 {
            day = day.succ_opt().ok_or(YearMissing(day.year()))?;
            if self.is_working_day(day)? {
                left -= 1;
            }
        }
        Ok(day)
    }

    /// How many working days lie after `start`, up to and including `end`; none when `end` is
    /// not later. The inverse of [`Calendar::add_working_days`].
    pub fn working_days_between(
        &self,
        start: NaiveDate,
        end: NaiveDate,
    ) -> Result<u32, YearMissing> {
        let mut count = 0;
        for day in start.iter_days().skip(1).take_while(|day| *day <= end) {
            count += u32::from(self.is_working_day(day)?);
        }
        Ok(count)
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayFile {
    years: Vec<YearEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearEntry {
    year: i32,
    /// The notice behind the days: asked for so that no year comes without one.
    #[serde(rename = "source")]
    _source: String,
    off: Vec<Period>,
    work: Vec<toml::value::Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Period {
    #[serde(rename = "name")]
    _name: String,
    first: toml::value::Date,
    last: toml::value::Date,
}

impl Year {
    fn from_entry(entry: YearEntry) -> Result<Year, CalendarError> {
        let mut year = Year {
            off: BTreeSet::new(),
            work: BTreeSet::new(),
        };
        let in_year = |day: NaiveDate| {
            if day.year() == entry.year {
                Ok(day)
            } else {
                Err(CalendarError::OutsideYear(day))
            }
        };
        for period in &entry.off {
            // Both ends are in the year before the days between them are walked, so a mistyped
            // century is refused instead of filling the memory.
            let (first, last) = (in_year(date(period.first)?)?, in_year(date(period.last)?)?);
            if last < first {
                return Err(CalendarError::PeriodBackwards(first));
            }
            for day in first.iter_days().take_while(|day| *day <= last) {
                if !year.off.insert(day) {
                    return Err(CalendarError::DayTwice(day));
                }
            }
        }
        for day in entry.work {
            let day = in_year(date(day)?)?;
            if year.off.contains(&day) || !year.work.insert(day) {
                return Err(CalendarError::DayTwice(day));
            }
            if !is_weekend(day) {
                return Err(CalendarError::WorkOnWeekday(day));
            }
        }
        Ok(year)
    }
}

fn date(day: toml::value::Date) -> Result<NaiveDate, CalendarError> {
    NaiveDate::from_ymd_opt(
        i32::from(day.year),
        u32::from(day.month),
        u32::from(day.day),
    )
    .ok_or_else(|| CalendarError::Syntax(day.to_string()))
}

impl From<YearMissing> for Message {
    fn from(YearMissing(year): YearMissing) -> Message {
        Message::new("workflow-holidays-missing").with("year", i64::from(year))
    }
}

impl From<CalendarError> for Message {
    fn from(error: CalendarError) -> Message {
        use CalendarError::*;
        match error {
            Syntax(detail) => Message::new("workflow-holidays-syntax").with("detail", detail),
            YearTwice(year) => {
                Message::new("workflow-holidays-year-twice").with("year", i64::from(year))
            }
            PeriodBackwards(day) => Message::new("workflow-holidays-backwards").with("day", day),
            OutsideYear(day) => Message::new("workflow-holidays-outside-year").with("day", day),
            DayTwice(day) => Message::new("workflow-holidays-day-twice").with("day", day),
            WorkOnWeekday(day) => Message::new("workflow-holidays-weekday").with("day", day),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SEED: &str = include_str!("../../seeds/holidays.toml");

    fn calendar() -> Calendar {
        Calendar::from_toml(SEED).expect("the shipped holidays are sound")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in the test")
    }

    #[test]
    fn counts_the_working_days_of_each_announced_year() {
        let calendar = calendar();
        assert_eq!(calendar.years().collect::<Vec<_>>(), [2024, 2025, 2026]);
        for (year, working_days) in [(2024, 251), (2025, 248), (2026, 248)] {
            let new_year = NaiveDate::from_ymd_opt(year, 1, 1).expect("a date");
            let year_end = NaiveDate::from_ymd_opt(year, 12, 31).expect("a date");
            // 1 January is always a holiday, so nothing is lost by not counting it.
            assert_eq!(
                calendar.working_days_between(new_year, year_end),
                Ok(working_days)
            );
        }
    }

    #[test]
    fn counts_over_holidays_and_swapped_weekends() {
        let calendar = calendar();
        for (start, count, end) in [
            ("2024-02-02", 5, "2024-02-08"),
            ("2024-09-12", 5, "2024-09-20"),
            ("2025-01-24", 5, "2025-02-07"),
            ("2025-09-26", 5, "2025-10-10"),
            ("2025-12-30", 5, "2026-01-07"),
            ("2026-02-12", 5, "2026-02-26"),
            ("2026-04-30", 5, "2026-05-11"),
            ("2026-09-17", 7, "2026-09-28"),
            ("2026-09-24", 5, "2026-10-09"),
            ("2026-03-07", 0, "2026-03-07"),
        ] {
            assert_eq!(
                calendar.add_working_days(day(start), count),
                Ok(day(end)),
                "{start}"
            );
        }
        assert_eq!(
            calendar.is_working_day(day("2024-02-09")),
            Ok(true),
            "New Year's Eve"
        );
        assert_eq!(
            calendar.is_working_day(day("2026-01-04")),
            Ok(true),
            "a swapped Sunday"
        );
        assert_eq!(
            calendar.is_working_day(day("2026-01-02")),
            Ok(false),
            "a Friday off"
        );
        assert_eq!(
            calendar.working_days_between(day("2026-03-09"), day("2026-03-02")),
            Ok(0)
        );
    }

    #[test]
    fn a_year_without_an_announcement_is_an_error() {
        let calendar = calendar();
        assert_eq!(
            calendar.is_working_day(day("2023-12-31")),
            Err(YearMissing(2023))
        );
        assert_eq!(
            calendar.add_working_days(day("2026-12-30"), 2),
            Err(YearMissing(2027))
        );
        assert_eq!(
            calendar.working_days_between(day("2026-12-30"), day("2027-01-08")),
            Err(YearMissing(2027))
        );
        assert_eq!(
            calendar.add_working_days(NaiveDate::MAX, 1),
            Err(YearMissing(262_142))
        );
    }

    #[test]
    fn refuses_a_file_that_contradicts_itself() {
        use CalendarError::*;
        let file = |off: &str, work: &str| {
            format!("[[years]]\nyear = 2026\nsource = \"x\"\noff = [{off}]\nwork = [{work}]\n")
        };
        let off = |first: &str, last: &str| {
            format!("{{ name = \"x\", first = {first}, last = {last} }},")
        };
        let spring = off("2026-02-15", "2026-02-23");
        let twice = file("", "").repeat(2);
        for (text, error) in [
            (twice, YearTwice(2026)),
            (
                file(&off("2026-02-23", "2026-02-15"), ""),
                PeriodBackwards(day("2026-02-23")),
            ),
            (
                file(&off("2025-12-31", "2026-01-02"), ""),
                OutsideYear(day("2025-12-31")),
            ),
            (
                file(&off("2026-12-31", "9026-01-02"), ""),
                OutsideYear(day("9026-01-02")),
            ),
            (file("", "2027-01-03"), OutsideYear(day("2027-01-03"))),
            (
                file(&(off("2026-02-20", "2026-02-20") + &spring), ""),
                DayTwice(day("2026-02-20")),
            ),
            (file(&spring, "2026-02-22"), DayTwice(day("2026-02-22"))),
            (
                file("", "2026-02-14, 2026-02-14"),
                DayTwice(day("2026-02-14")),
            ),
            (file("", "2026-02-13"), WorkOnWeekday(day("2026-02-13"))),
        ] {
            assert_eq!(Calendar::from_toml(&text), Err(error), "{text}");
        }
        for text in [
            "",
            "years = 1",
            "[[years]]\nyear = 2026\noff = []\nwork = []\n",
        ] {
            assert!(
                matches!(Calendar::from_toml(text), Err(Syntax(_))),
                "{text:?}"
            );
        }
        let not_a_day = file(&off("2026-02-30", "2026-02-30"), "");
        assert!(matches!(Calendar::from_toml(&not_a_day), Err(Syntax(_))));
    }

    proptest! {
        #[test]
        fn counting_back_gives_the_same_number(start in 0_u64..900, count in 0_u32..90) {
            let calendar = calendar();
            let start = day("2024-01-01") + chrono::Days::new(start);
            let end = calendar.add_working_days(start, count).expect("within three years");
            prop_assert_eq!(calendar.working_days_between(start, end), Ok(count));
            prop_assert!(count == 0 || calendar.is_working_day(end) == Ok(true));
        }
    }
}
