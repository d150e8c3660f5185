//! Dates as offices write them. The year comes first, or the month is a word; anything else
//! could be two different days and is not guessed at.

use chrono::{Datelike, Days, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use super::text;

/// Why something is not a date, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateError {
    /// Nothing like a date.
    NotADate,
    /// From one day to another: `2026.3.5-3.7`.
    Range,
    /// The year does not come first, or has two digits: `03/05/2026`.
    Ambiguous,
    /// The year, the month or the day is missing: `2026.3`.
    Incomplete,
    /// 30 February, month 13, or a year that nobody means.
    Impossible,
}

/// From which day a workbook counts its days.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Epoch {
    /// Excel for Windows, WPS and nearly everybody.
    #[default]
    Since1900,
    /// Old Excel for Mac; a setting of the workbook.
    Since1904,
}

/// The years that a person may mean, birthdays and plans included.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// A bare number is taken for a day count only within 1930 to 2100: below are small numbers that
/// somebody put in the wrong column.
const DAY_COUNTS: std::ops::RangeInclusive<f64> = 10_959.0..=73_415.0;

/// Reads a date from text: `2026-03-05`, `2026/3/5`, `2026.3.5`, `20260305`, `2026年3月5日`,
/// `5-Mar-2026`, a day count, each also full-width, with a weekday or with a time of day.
pub fn from_text(raw: &str) -> Result<NaiveDate, DateError> {
    let plain: String = text::tidy(raw)
        .nfkc()
        .flat_map(char::to_lowercase)
        .collect();
    let plain = without_weekday(&plain);
    let date = without_time(&plain)?;
    let parts = split(date.trim()).ok_or(DateError::NotADate)?;
    if parts.month_word.is_some() {
        from_month_word(&parts)
    } else {
        from_digits(&parts)
    }
}

/// Reads a date from a bare number: `20260305` or a day count.
#[allow(clippy::cast_possible_truncation)] // both casts are within the ranges just checked
pub fn from_number(number: f64, epoch: Epoch) -> Result<NaiveDate, DateError> {
    if number.fract() == 0.0 && (19_000_000.0..=21_009_999.0).contains(&number) {
        let digits = number as i32;
        return from_parts(digits / 10_000, digits / 100 % 100, digits % 100);
    }
    let since_1900 = match epoch {
        Epoch::Since1900 => number,
        Epoch::Since1904 => number + 1462.0,
    };
    if DAY_COUNTS.contains(&since_1900) {
        return from_day_count(number, epoch).ok_or(DateError::NotADate);
    }
    // 2026, 202603, and 2026.3, which Excel takes for a decimal number.
    let year = if number >= 190_000.0 {
        number / 100.0
    } else {
        number
    };
    if (1900.0..2101.0).contains(&year) {
        return Err(DateError::Incomplete);
    }
    Err(DateError::NotADate)
}

/// The day of a cell that Excel shows as a date; none for a time of day, a negative count and
/// 29 February 1900, which Excel believes in.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within the range checked
pub fn from_day_count(count: f64, epoch: Epoch) -> Option<NaiveDate> {
    if !(1.0..2_958_466.0).contains(&count) {
        return None;
    }
    let days = count as u64;
    let (year, month, day) = match epoch {
        Epoch::Since1900 if days < 60 => (1899, 12, 31),
        Epoch::Since1900 if days == 60 => return None,
        Epoch::Since1900 => (1899, 12, 30),
        Epoch::Since1904 => (1904, 1, 1),
    };
    NaiveDate::from_ymd_opt(year, month, day)?.checked_add_days(Days::new(days))
}

/// Refuses years that nobody means.
pub fn plausible(date: NaiveDate) -> Result<NaiveDate, DateError> {
    if YEARS.contains(&date.year()) {
        Ok(date)
    } else {
        Err(DateError::Impossible)
    }
}

/// `2026年3月5日（星期四）` without the weekday.
fn without_weekday(text: &str) -> String {
    for mark in ["星期", "礼拜", "周"] {
        if let Some((before, after)) = text.split_once(mark) {
            let mut after = after.chars();
            let is_weekday = after
                .next()
                .is_some_and(|day| "一二三四五六日天".contains(day));
            if is_weekday {
                let before = before.trim_end_matches(['(', '（', ' ']);
                let after = after.as_str().trim_start_matches([')', '）']);
                return format!("{before}{after}");
            }
        }
    }
    text.to_owned()
}

/// `2026-03-05 08:30` and `2026年3月5日8时` without the time of day. Two times on one day are
/// still that day; a second date after the time makes a range.
fn without_time(text: &str) -> Result<&str, DateError> {
    const PARTS_OF_DAY: [char; 8] = ['t', ' ', '上', '下', '午', '早', '晚', '中'];
    let Some(mark) = text.find([':', '时', '点']) else {
        return Ok(text.trim_end_matches(PARTS_OF_DAY));
    };
    let before = text[..mark].trim_end_matches(|it: char| it.is_ascii_digit());
    let hour = &text[before.len()..mark];
    let minutes = text[mark..].trim_end_matches('z');
    if hour.is_empty() || hour.len() > 2 {
        return Err(DateError::NotADate);
    }
    if minutes
        .split(|it: char| !it.is_ascii_digit())
        .any(|digits| digits.len() == 4)
    {
        return Err(DateError::Range);
    }
    let is_time = |it: char| it.is_ascii_digit() || ":时点分秒半.-~+ apm至".contains(it);
    if !minutes.chars().all(is_time) {
        return Err(DateError::NotADate);
    }
    Ok(before.trim_end_matches(PARTS_OF_DAY))
}

/// A date taken apart: its digits, what stands between them, and the month if it is a word.
struct Parts<'a> {
    digits: Vec<&'a str>,
    has_range_mark: bool,
    month_word: Option<i32>,
}

fn split(text: &str) -> Option<Parts<'_>> {
    let mut parts = Parts {
        digits: Vec::new(),
        has_range_mark: false,
        month_word: None,
    };
    let mut rest = text;
    let mut marks = 1; // a date does not begin with a mark
    while let Some(first) = rest.chars().next() {
        let run = |of: fn(&char) -> bool| rest.find(|it| !of(&it)).unwrap_or(rest.len());
        let (token, tail) = rest.split_at(match first {
            '0'..='9' => run(char::is_ascii_digit),
            'a'..='z' => run(char::is_ascii_lowercase),
            _ => first.len_utf8(),
        });
        match first {
            '0'..='9' => parts.digits.push(token),
            'a'..='z' => parts.month_word = Some(month_of(token)?),
            '~' | '至' | '到' => parts.has_range_mark = true,
            '-' | '–' | '—' | '−' | '/' | '.' | '。' | ',' | '年' | '月' | '日' | '号' =>
                {}
            ' ' => {
                rest = tail;
                continue;
            }
            _ => return None,
        }
        marks = if first.is_ascii_alphanumeric() {
            0
        } else {
            marks + 1
        };
        if marks > 2 || (marks > 1 && parts.digits.is_empty()) {
            return None;
        }
        rest = tail;
    }
    Some(parts)
}

fn month_of(word: &str) -> Option<i32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = if word == "sept" { "sep" } else { word };
    let index = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.starts_with(word))?;
    i32::try_from(index + 1).ok()
}

fn from_digits(parts: &Parts<'_>) -> Result<NaiveDate, DateError> {
    let lengths: Vec<usize> = parts.digits.iter().map(|digits| digits.len()).collect();
    match lengths[..] {
        [1..=8] => from_number(f64::from(number(parts.digits[0])?), Epoch::default()),
        [8, 8] | [4, 1..=2, 1..=2, _, ..] => Err(DateError::Range),
        [4, 1..=2, 1..=2] if parts.has_range_mark => Err(DateError::Range),
        [4, 1..=2, 1..=2] => from_parts(
            number(parts.digits[0])?,
            number(parts.digits[1])?,
            number(parts.digits[2])?,
        ),
        [1..=2, 1..=2, 1..=2 | 4] => Err(DateError::Ambiguous),
        [4 | 1..=2, 1..=2] | [1..=2, 4] => Err(DateError::Incomplete),
        _ => Err(DateError::NotADate),
    }
}

fn from_month_word(parts: &Parts<'_>) -> Result<NaiveDate, DateError> {
    let month = parts.month_word.ok_or(DateError::NotADate)?;
    match parts.digits[..] {
        [day, year] | [year, day] if day.len() <= 2 && year.len() == 4 => {
            from_parts(number(year)?, month, number(day)?)
        }
        [_, _] => Err(DateError::Ambiguous),
        [_] => Err(DateError::Incomplete),
        _ => Err(DateError::NotADate),
    }
}

fn from_parts(year: i32, month: i32, day: i32) -> Result<NaiveDate, DateError> {
    let month = u32::try_from(month).map_err(|_| DateError::Impossible)?;
    let day = u32::try_from(day).map_err(|_| DateError::Impossible)?;
    NaiveDate::from_ymd_opt(year, month, day)
        .ok_or(DateError::Impossible)
        .and_then(plausible)
}

fn number(digits: &str) -> Result<i32, DateError> {
    digits.parse().map_err(|_| DateError::NotADate)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
    }

    #[test]
    fn reads_every_form_of_the_same_day() {
        for text in [
            "2026-03-05",
            "2026-3-5",
            "2026/3/5",
            "2026/03/05",
            "2026.3.5",
            "2026.03.05",
            "20260305",
            "2026年3月5日",
            "2026年03月05号",
            "2026 年 3 月 5 日",
            " 2026-3-5 ",
            "２０２６－０３－０５",
            "２０２６．３．５",
            "2026。3。5",
            "2026年3月5日（星期四）",
            "2026-03-05 周四",
            "2026-03-05 08:30",
            "2026-03-05T08:30:00Z",
            "2026/3/5 8:30:00 AM",
            "2026年3月5日 上午8:30",
            "2026年3月5日8时30分",
            "2026-03-05 08:30-17:00",
            "20260305 08:30",
            "5-Mar-2026",
            "05 Mar 2026",
            "March 5, 2026",
            "Mar 5 2026",
            "46086",
        ] {
            assert_eq!(from_text(text), Ok(day(2026, 3, 5)), "{text}");
        }
    }

    #[test]
    fn refuses_each_kind_of_doubt_by_its_own_name() {
        use DateError::*;
        for (text, error) in [
            ("03/05/2026", Ambiguous),
            ("25/12/2026", Ambiguous),
            ("3-5-26", Ambiguous),
            ("26.3.5", Ambiguous),
            ("5-Mar-26", Ambiguous),
            ("2026-02-30", Impossible),
            ("20261301", Impossible),
            ("2026年0月5日", Impossible),
            ("1026-03-05", Impossible),
            ("2206-03-05", Impossible),
            ("2026.3.5-3.7", Range),
            ("2026.3.5-7", Range),
            ("2026年3月5日至7日", Range),
            ("2026-03-05~2026-03-07", Range),
            ("2026/3/5—2026/3/7", Range),
            ("20260305-20260307", Range),
            ("2026-03-05 08:30 ~ 2026-03-07 17:00", Range),
            ("2026年3月", Incomplete),
            ("2026.3", Incomplete),
            ("3月5日", Incomplete),
            ("2026", Incomplete),
            ("202603", Incomplete),
            ("Mar 2026", Incomplete),
            ("", NotADate),
            ("三月五日", NotADate),
            ("约2026-3-5", NotADate),
            ("2026-3-5前", NotADate),
            ("-2026-3-5", NotADate),
            ("8", NotADate),
            ("13800138000", NotADate),
            ("12:30", NotADate),
            ("May", NotADate),
            ("Monday 5 2026", NotADate),
        ] {
            assert_eq!(from_text(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn numbers_are_digits_or_day_counts() {
        assert_eq!(
            from_number(20_260_305.0, Epoch::Since1900),
            Ok(day(2026, 3, 5))
        );
        assert_eq!(from_number(46_086.0, Epoch::Since1900), Ok(day(2026, 3, 5)));
        assert_eq!(
            from_number(46_086.75, Epoch::Since1900),
            Ok(day(2026, 3, 5))
        );
        assert_eq!(from_number(44_624.0, Epoch::Since1904), Ok(day(2026, 3, 5)));
        assert_eq!(
            from_number(2026.3, Epoch::Since1900),
            Err(DateError::Incomplete)
        );
        assert_eq!(
            from_number(20_260_231.0, Epoch::Since1900),
            Err(DateError::Impossible)
        );
        for number in [0.0, -1.0, 8.0, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(
                from_number(number, Epoch::Since1900),
                Err(DateError::NotADate)
            );
        }
    }

    #[test]
    fn day_counts_follow_excel_around_its_leap_year_mistake() {
        for (count, date) in [
            (1.0, Some(day(1900, 1, 1))),
            (59.0, Some(day(1900, 2, 28))),
            (60.0, None),
            (61.0, Some(day(1900, 3, 1))),
            (0.5, None),
            (-3.0, None),
        ] {
            assert_eq!(from_day_count(count, Epoch::Since1900), date, "{count}");
        }
        assert_eq!(from_day_count(1.0, Epoch::Since1904), Some(day(1904, 1, 2)));
    }

    proptest! {
        #[test]
        fn whatever_is_written_year_first_is_read_back(days in 0_i64..73_000, form in 0_usize..5) {
            let date = day(1901, 1, 1) + chrono::TimeDelta::days(days);
            let form = ["%Y-%m-%d", "%Y/%-m/%-d", "%Y.%-m.%-d", "%Y%m%d", "%Y年%-m月%-d日"][form];
            prop_assert_eq!(from_text(&date.format(form).to_string()), Ok(date));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,24}|[0-9年月日:./ ~-]{0,24}") {
            let _ = from_text(&text);
        }
    }
}
