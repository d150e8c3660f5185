//! Where the pace of so far leads. Pure.
//!
//! The method, in full: hours are taken to come evenly, day by day, from the first day of the
//! period until today; the same number a day is taken for the days that are left. There are no
//! seasons in it and no weights. Each class has its own pace, and so has the total. Hours that wait
//! are left out; a second forecast counts them as if they had been confirmed today.
//! It decides nothing: it tells a teacher whether to hurry.

use chrono::{Days, NaiveDate};

use crate::credit_bank::rules::{ByCategory, Requirement, Shortfall, shortfall};
use crate::hours::Hours;
use crate::ledger::Category;

/// A year or a cycle, seen from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub first_on: NaiveDate,
    /// Its last day.
    pub last_on: NaiveDate,
    /// The day from which it is seen.
    pub today: NaiveDate,
}

impl Period {
    /// Days in all, first and last included.
    pub fn days(&self) -> i64 {
        (self.last_on - self.first_on).num_days() + 1
    }

    /// Days until today, today included; none before the period, all after it.
    pub fn elapsed(&self) -> i64 {
        ((self.today - self.first_on).num_days() + 1).clamp(0, self.days())
    }

    /// Days that are left after today.
    pub fn left(&self) -> i64 {
        self.days() - self.elapsed()
    }

    /// Whether nothing can be done any more.
    pub fn is_over(&self) -> bool {
        self.today > self.last_on
    }

    /// The day with this number, counted from 1.
    fn day(&self, number: i64) -> Option<NaiveDate> {
        let days = u64::try_from(number - 1).ok()?;
        self.first_on.checked_add_days(Days::new(days))
    }
}

/// How a period will end if the pace stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    /// Nothing is missing already.
    Met,
    /// The last day is over, and something is missing.
    Missed,
    /// Nothing was done in a class that asks for something, so there is no pace to go by.
    NoPace,
    /// Everything will be there on this day, in time.
    InTime(NaiveDate),
    /// Everything would be there on this day, which is too late.
    TooLate(NaiveDate),
}

/// What the pace of so far leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// Hours in all on the last day.
    pub expected: Hours,
    /// What will be missing on the last day.
    pub expected_short: Shortfall,
    /// Whether and when it will be met.
    pub outlook: Outlook,
}

/// Hours after so many days at the pace of the elapsed ones.
fn projected(held: Hours, elapsed: i64, days: i64) -> Hours {
    if elapsed <= 0 {
        return held;
    }
    let hours = i128::from(held.0) * i128::from(days) / i128::from(elapsed);
    Hours(i64::try_from(hours).unwrap_or(i64::MAX))
}

/// The number of the day on which the pace reaches what is required; none if it never does.
fn reached_on(required: Hours, held: Hours, elapsed: i64) -> Option<i64> {
    if held >= required {
        return Some(elapsed);
    }
    if !held.is_positive() || elapsed <= 0 {
        return None;
    }
    let (required, held) = (i128::from(required.0), i128::from(held.0));
    let day = (required * i128::from(elapsed) + held - 1) / held;
    i64::try_from(day).ok()
}

/// Forecasts a period by the simple pace described above.
pub fn forecast(period: &Period, required: &Requirement, held: &ByCategory) -> Forecast {
    let (elapsed, days) = (period.elapsed(), period.days());
    let at_end = |hours| projected(hours, elapsed, days);
    let expected_by_category = ByCategory {
        general: at_end(held.general),
        professional: at_end(held.professional),
        elective: at_end(held.elective),
    };
    Forecast {
        // Not the sum of the three, which would be rounded down three times.
        expected: at_end(held.total()),
        expected_short: shortfall(required, &expected_by_category),
        outlook: outlook(period, required, held),
    }
}

fn outlook(period: &Period, required: &Requirement, held: &ByCategory) -> Outlook {
    if shortfall(required, held).is_complete() {
        return Outlook::Met;
    }
    if period.is_over() {
        return Outlook::Missed;
    }
    let elapsed = period.elapsed();
    let classes = Category::ALL
        .iter()
        .map(|&it| (required.by_category.of(it), held.of(it)));
    let day = classes
        .chain([(required.total, held.total())])
        .map(|(required, held)| reached_on(required, held, elapsed))
        .try_fold(0, |latest: i64, day| day.map(|day| latest.max(day)))
        .and_then(|number| period.day(number));
    match day {
        None => Outlook::NoPace,
        Some(day) if day <= period.last_on => Outlook::InTime(day),
        Some(day) => Outlook::TooLate(day),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::credit_bank::rules::{first_day, last_day};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in the test")
    }

    fn year(today: &str) -> Period {
        Period {
            first_on: first_day(2026),
            last_on: last_day(2026),
            today: day(today),
        }
    }

    fn hours(general: i64, professional: i64, elective: i64) -> ByCategory {
        ByCategory {
            general: Hours(general),
            professional: Hours(professional),
            elective: Hours(elective),
        }
    }

    fn teacher() -> Requirement {
        Requirement {
            by_category: hours(3_000, 4_200, 1_800),
            total: Hours::whole(90),
        }
    }

    #[test]
    fn tells_how_the_year_will_end() {
        use Outlook::*;
        // 2 July is day 183 of 365: half a year and half a day.
        for (today, held, expected) in [
            ("2026-07-02", hours(3_000, 4_200, 1_800), Met),
            ("2027-01-01", hours(3_000, 4_200, 1_800), Met),
            ("2027-01-01", hours(3_000, 4_200, 1_799), Missed),
            ("2026-07-02", hours(0, 4_200, 1_800), NoPace),
            ("2026-01-01", hours(0, 0, 0), NoPace),
            ("2025-12-31", hours(100, 100, 100), NoPace),
            (
                "2026-07-02",
                hours(1_500, 2_100, 900),
                TooLate(day("2027-01-01")),
            ),
            (
                "2026-07-02",
                hours(1_510, 2_110, 910),
                InTime(day("2026-12-31")),
            ),
            // The slowest class decides: elective hours need three times the days so far.
            (
                "2026-04-10",
                hours(3_000, 4_200, 600),
                InTime(day("2026-10-27")),
            ),
            (
                "2026-12-31",
                hours(3_000, 4_200, 1_799),
                TooLate(day("2027-01-01")),
            ),
        ] {
            let found = forecast(&year(today), &teacher(), &held).outlook;
            assert_eq!(found, expected, "{today} {held:?}");
        }
    }

    #[test]
    fn the_pace_of_half_a_year_gives_twice_the_hours() {
        let held = hours(1_500, 2_000, 0);
        let found = forecast(&year("2026-07-02"), &teacher(), &held);
        assert_eq!(found.expected, Hours(6_980), "3,500 × 365 / 183");
        assert_eq!(found.expected_short.by_category, hours(9, 211, 1_800));
    }

    proptest! {
        /// The day it names is the first on which the pace has everything.
        #[test]
        fn the_day_is_the_first_on_which_the_pace_is_enough(
            held in 1_i64..20_000,
            required in 1_i64..20_000,
            elapsed in 1_i64..365,
        ) {
            let found = reached_on(Hours(required), Hours(held), elapsed)
                .expect("there is a pace");
            prop_assert!(projected(Hours(held), elapsed, found) >= Hours(required));
            if held < required {
                prop_assert!(found > elapsed);
                prop_assert!(projected(Hours(held), elapsed, found - 1) < Hours(required));
            }
        }

        /// Who has more is never told a later day.
        #[test]
        fn more_hours_are_never_a_worse_outlook(
            today in 0_u64..365,
            held in prop::array::uniform3(1_i64..5_000),
            more in prop::array::uniform3(0_i64..5_000),
        ) {
            let period = Period {
                today: first_day(2026) + Days::new(today),
                ..year("2026-01-01")
            };
            let [general, professional, elective] = held;
            let held = hours(general, professional, elective);
            let [general, professional, elective] = more;
            let richer = held.zip(&hours(general, professional, elective), |a, b| a + b);
            let rank = |outlook| match outlook {
                Outlook::Met => (0, None),
                Outlook::InTime(day) | Outlook::TooLate(day) => (1, Some(day)),
                Outlook::NoPace | Outlook::Missed => (2, None),
            };
            let poor = forecast(&period, &teacher(), &held);
            let rich = forecast(&period, &teacher(), &richer);
            prop_assert!(rank(rich.outlook) <= rank(poor.outlook));
            prop_assert!(rich.expected >= poor.expected);
        }
    }
}
