//! Charts drawn on the server: figures become shares of a width, templates become SVG.
//!
//! Everything is placed in hundredths of a percent, so lines and bars stretch with the page
//! while words keep their size, and nothing can become NaN. Fills are classes of the stylesheet
//! and follow the theme. Not here: where the figures come from, or what they mean.

use std::borrow::Borrow;
use std::fmt::{self, Write};

use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{Datelike, NaiveDate};

use crate::hours::Hours;
use crate::message::Message;
use crate::web::language::Words;

/// A share of a whole in hundredths of a percent, from nothing to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(i64);

impl Share {
    const WHOLE: i64 = 10_000;

    /// How much of `whole` is `part`: never below nothing or above the whole.
    pub fn of(part: i64, whole: i64) -> Share {
        if whole <= 0 {
            return Share(0);
        }
        // Wide enough for any product of two amounts.
        let share = i128::from(part.clamp(0, whole)) * i128::from(Share::WHOLE) / i128::from(whole);
        Share(i64::try_from(share).unwrap_or(Share::WHOLE))
    }

    /// What is left of the whole.
    #[must_use]
    pub fn rest(self) -> Share {
        Share(Share::WHOLE - self.0)
    }

    /// As a percentage that people read, with one decimal; only nothing and the whole have none.
    pub fn as_percent(self) -> String {
        let tenths = (self.0 + 5) / 10;
        // Only the whole is 100 %: 9,999 of 10,000 must not look complete.
        let tenths = if self.0 < Share::WHOLE {
            tenths.min(999)
        } else {
            tenths
        };
        match tenths {
            0 => "0%".to_owned(),
            1_000 => "100%".to_owned(),
            _ => format!("{}.{}%", tenths / 10, tenths % 10),
        }
    }
}

impl fmt::Display for Share {
    /// As SVG reads it: `72.62%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

/// Hours of one category against its requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryBar {
    /// Name of the category.
    pub label: String,
    /// Hours that count.
    pub posted: Hours,
    /// Hours that wait for confirmation.
    pub pending: Hours,
    /// Hours that are required; zero if nothing is.
    pub required: Hours,
}

impl CategoryBar {
    /// The bar ends at the requirement, or beyond it where there are more hours.
    fn scale(&self) -> i64 {
        self.required
            .0
            .max(self.posted.0.max(0) + self.pending.0.max(0))
    }

    /// How far the counted hours reach.
    pub fn posted_share(&self) -> Share {
        Share::of(self.posted.0, self.scale())
    }

    /// How much the waiting hours would add.
    pub fn pending_share(&self) -> Share {
        Share::of(self.pending.0, self.scale())
    }

    /// Where the requirement lies, if it is not the end of the bar.
    pub fn required_mark(&self) -> Option<Share> {
        let is_inside = self.required.is_positive() && self.scale() > self.required.0;
        is_inside.then(|| Share::of(self.required.0, self.scale()))
    }

    /// True if nothing is missing.
    pub fn is_full(&self) -> bool {
        self.posted >= self.required
    }
}

/// A bar for each category: counted, waiting, required.
#[derive(Debug, Clone, Template)]
#[template(path = "charts/category_bars.html")]
pub struct CategoryBars {
    /// The reader's language.
    pub words: Words,
    /// The categories in their usual order.
    pub bars: Vec<CategoryBar>,
}

impl HtmlSafe for CategoryBars {}

impl CategoryBars {
    /// `30.5 / 42 · 待确认 8`: the same figures in words.
    fn figures(&self, bar: &CategoryBar) -> String {
        let words = self.words;
        let mut text = if bar.required.is_positive() {
            format!(
                "{} / {}",
                words.hours(bar.posted),
                words.hours(bar.required)
            )
        } else {
            format!(
                "{} · {}",
                words.hours(bar.posted),
                words.say("chart-nothing-required")
            )
        };
        if bar.required.is_positive() && bar.is_full() {
            text = text + " · " + &words.say("chart-full");
        }
        if bar.pending.is_positive() {
            let pending = Message::new("chart-pending-hours").with("hours", bar.pending);
            text = text + " · " + &words.tell(pending);
        }
        text
    }

    fn title(&self, bar: &CategoryBar) -> String {
        let message = Message::new("chart-bar-title")
            .with("label", bar.label.as_str())
            .with("posted", bar.posted)
            .with("pending", bar.pending)
            .with("required", bar.required);
        self.words.tell(message)
    }
}

/// One year of a five-year cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleYear {
    /// The calendar year.
    pub year: i32,
    /// Hours that count.
    pub posted: Hours,
    /// Hours that wait for confirmation.
    pub pending: Hours,
    /// Hours required in that year.
    pub required: Hours,
    /// True for the year one is in.
    pub is_current: bool,
}

/// The years of a cycle side by side, each against its requirement.
#[derive(Debug, Clone, Template)]
#[template(path = "charts/cycle.html")]
pub struct CycleChart {
    /// The reader's language.
    pub words: Words,
    /// The years, oldest first.
    pub years: Vec<CycleYear>,
}

impl HtmlSafe for CycleChart {}

impl CycleChart {
    /// All columns share one scale, so that they can be compared.
    fn scale(&self) -> i64 {
        let tops = self
            .years
            .iter()
            .map(|it| it.required.0.max(it.posted.0 + it.pending.0));
        tops.max().unwrap_or(0)
    }

    fn posted(&self, year: &CycleYear) -> Share {
        Share::of(year.posted.0, self.scale())
    }

    fn pending(&self, year: &CycleYear) -> Share {
        Share::of(year.pending.0, self.scale())
    }

    /// Where posted and pending end together, seen from the top.
    fn pending_top(&self, year: &CycleYear) -> Share {
        Share::of(year.posted.0.max(0) + year.pending.0.max(0), self.scale()).rest()
    }

    fn required(&self, year: &CycleYear) -> Share {
        Share::of(year.required.0, self.scale())
    }

    fn title(&self, year: &CycleYear) -> String {
        let message = Message::new("chart-bar-title")
            .with("label", year.year.to_string())
            .with("posted", year.posted)
            .with("pending", year.pending)
            .with("required", year.required);
        self.words.tell(message)
    }

    fn pending_note(&self, year: &CycleYear) -> String {
        self.words
            .tell(Message::new("chart-pending-hours").with("hours", year.pending))
    }
}

/// Hours gathered over time, where they lead at this pace, and where they should lead.
#[derive(Debug, Clone, Template)]
#[template(path = "charts/pace.html")]
pub struct PaceChart {
    /// The reader's language.
    pub words: Words,
    /// First day of the year or cycle.
    pub from: NaiveDate,
    /// Last day of it.
    pub until: NaiveDate,
    /// Up to here the figures are facts.
    pub today: NaiveDate,
    /// Hours in all after each day on which some were added, oldest first.
    pub steps: Vec<(NaiveDate, Hours)>,
    /// Hours on the last day if the pace stays; none when there is nothing to go by.
    pub expected: Option<Hours>,
    /// Hours required by the last day.
    pub required: Hours,
}

impl HtmlSafe for PaceChart {}

impl PaceChart {
    /// Words need room: above the highest line and below the lowest.
    const TOP: i64 = 900;
    const BOTTOM: i64 = 8_700;

    fn x(&self, date: NaiveDate) -> Share {
        Share::of(
            (date - self.from).num_days(),
            (self.until - self.from).num_days(),
        )
    }

    fn y(&self, hours: impl Borrow<Hours>) -> Share {
        let hours = hours.borrow();
        let highest = self
            .required
            .max(self.now())
            .max(self.expected.unwrap_or_default());
        let height = Share::of(hours.0, highest.0).0 * (Self::BOTTOM - Self::TOP) / Share::WHOLE;
        Share(Self::BOTTOM - height)
    }

    /// Hours today.
    fn now(&self) -> Hours {
        self.steps.last().map_or(Hours::ZERO, |(_, hours)| *hours)
    }

    fn today_share(&self) -> Share {
        self.x(self.today)
    }

    /// True where words beside today's dot would leave the chart on the left.
    fn is_early(&self) -> bool {
        self.today_share() < Share(3_000)
    }

    /// The line so far: level, then up on the day on which hours were added.
    fn line(&self) -> String {
        let mut path = format!("M{},{}", self.x(self.from).0, self.y(Hours::ZERO).0);
        for (date, hours) in &self.steps {
            // Writing to a string cannot fail.
            let _ = write!(path, "H{}V{}", self.x(*date).0, self.y(*hours).0);
        }
        let _ = write!(path, "H{}", self.today_share().0);
        path
    }

    /// The same line, closed down to the ground.
    fn area(&self) -> String {
        let ground = self.y(Hours::ZERO).0;
        format!("{}V{ground}H{}Z", self.line(), self.x(self.from).0)
    }

    /// From today to the last day; none on the last day itself.
    fn ahead(&self) -> Option<String> {
        let expected = self.expected.filter(|_| self.today < self.until)?;
        let (x, y) = (self.today_share().0, self.y(self.now()).0);
        Some(format!("M{x},{y}L{},{}", Share::WHOLE, self.y(expected).0))
    }

    /// Months at which a quarter begins within a year, years within a cycle.
    fn ticks(&self) -> Vec<(Share, String)> {
        let is_year = (self.until - self.from).num_days() <= 400;
        self.from
            .iter_days()
            .take_while(|date| *date <= self.until)
            .filter(|date| date.day() == 1 && date.month0() % if is_year { 3 } else { 12 } == 0)
            .map(|date| {
                let label = if is_year {
                    self.words.month(date)
                } else {
                    date.year().to_string()
                };
                (self.x(date), label)
            })
            .collect()
    }

    fn title(&self) -> String {
        let message = Message::new("chart-pace-title")
            .with("hours", self.now())
            .with("today", self.today)
            .with("required", self.required)
            .with("until", self.until);
        self.words.tell(message)
    }

    fn required_label(&self) -> String {
        self.words
            .tell(Message::new("chart-required-hours").with("hours", self.required))
    }

    fn expected_label(&self, expected: impl Borrow<Hours>) -> String {
        self.words
            .tell(Message::new("chart-expected-hours").with("hours", *expected.borrow()))
    }
}

/// How many people of a district or school have met what is asked of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplianceRow {
    /// Name of the district or school.
    pub label: String,
    /// Where its people are listed, if the reader may go there.
    pub href: Option<String>,
    /// People who have met it.
    pub met: i64,
    /// All people of whom it is asked.
    pub people: i64,
}

/// Districts or schools against each other: bars inside a table, so that figures stand beside.
#[derive(Debug, Clone, Template)]
#[template(path = "charts/compliance.html")]
pub struct ComplianceBars {
    /// The reader's language.
    pub words: Words,
    /// What the rows are: "区" or "学校".
    pub heading: String,
    /// What was met, as a caption.
    pub caption: String,
    /// The rows in the order to show.
    pub rows: Vec<ComplianceRow>,
}

impl HtmlSafe for ComplianceBars {}

impl ComplianceRow {
    /// Their share; nobody asked counts as nobody met.
    pub fn share(&self) -> Share {
        Share::of(self.met, self.people)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::web::language::Language;

    fn bar(posted: i64, pending: i64, required: i64) -> CategoryBar {
        let [posted, pending, required] = [posted, pending, required].map(Hours::whole);
        CategoryBar {
            label: String::from("professional"),
            posted,
            pending,
            required,
        }
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a real day")
    }

    fn pace(steps: Vec<(NaiveDate, Hours)>, expected: Option<Hours>) -> PaceChart {
        PaceChart {
            words: Words::of(Language::English),
            from: day(2026, 1, 1),
            until: day(2026, 12, 31),
            today: day(2026, 7, 2),
            steps,
            expected,
            required: Hours::whole(90),
        }
    }

    #[test]
    fn shares_stay_between_nothing_and_the_whole() {
        for (part, whole, shown) in [
            (1, 3, "33.33%"),
            (0, 3, "0.00%"),
            (5, 3, "100.00%"),
            (-5, 3, "0.00%"),
            (5, 0, "0.00%"),
            (i64::MAX, i64::MAX, "100.00%"),
        ] {
            assert_eq!(
                Share::of(part, whole).to_string(),
                shown,
                "{part} of {whole}"
            );
        }
    }

    #[test]
    fn nearly_all_is_not_all() {
        assert_eq!(Share::of(9_999, 10_000).as_percent(), "99.9%");
        assert_eq!(Share::of(3, 3).as_percent(), "100%");
        assert_eq!(Share::of(7, 8).as_percent(), "87.5%");
    }

    #[test]
    fn a_bar_ends_at_its_requirement() {
        let bar = bar(21, 8, 42);
        assert_eq!(bar.posted_share().to_string(), "50.00%");
        assert_eq!(bar.pending_share().to_string(), "19.04%");
        assert_eq!(bar.required_mark(), None);
        assert!(!bar.is_full());
    }

    #[test]
    fn a_bar_grows_beyond_its_requirement() {
        let bar = bar(60, 0, 30);
        assert_eq!(bar.posted_share(), Share(10_000));
        assert_eq!(bar.required_mark(), Some(Share(5_000)));
        assert!(bar.is_full());
    }

    #[test]
    fn nothing_required_and_nothing_done_is_an_empty_bar() {
        let bar = bar(0, 0, 0);
        assert_eq!((bar.posted_share(), bar.required_mark()), (Share(0), None));
    }

    #[test]
    fn the_line_rises_on_the_day_of_each_gain() {
        let chart = pace(
            vec![(day(2026, 4, 1), Hours::whole(45))],
            Some(Hours::whole(90)),
        );
        assert_eq!(chart.line(), "M0,8700H2472V4800H5000");
        assert_eq!(chart.ahead().as_deref(), Some("M5000,4800L10000,900"));
        assert!(chart.to_string().contains("<title>"));
    }

    #[test]
    fn a_chart_without_a_single_hour_can_be_drawn() {
        let mut chart = pace(Vec::new(), None);
        chart.required = Hours::ZERO;
        assert_eq!(chart.line(), "M0,8700H5000");
        assert_eq!(chart.ahead(), None);
    }

    #[test]
    fn a_year_is_marked_by_quarters_and_a_cycle_by_years() {
        let mut chart = pace(Vec::new(), None);
        let labels = |chart: &PaceChart| {
            chart
                .ticks()
                .into_iter()
                .map(|(_, label)| label)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(labels(&chart), "Jan Apr Jul Oct");
        chart.until = day(2030, 12, 31);
        assert_eq!(labels(&chart), "2026 2027 2028 2029 2030");
    }

    proptest! {
        #[test]
        fn bars_never_overflow(posted in -5_000i64..50_000, pending in 0i64..50_000, required in 0i64..50_000) {
            let bar = bar(posted, pending, required);
            prop_assert!(bar.posted_share().0 + bar.pending_share().0 <= Share::WHOLE);
        }

        #[test]
        fn more_hours_are_never_drawn_lower(less in 0i64..20_000, more in 0i64..20_000) {
            let chart = pace(vec![(day(2026, 4, 1), Hours(12_000))], None);
            prop_assume!(less <= more);
            prop_assert!(chart.y(Hours(less)) >= chart.y(Hours(more)));
        }
    }
}
