//! One cell: what the file holds, and what it means as text, hours, a date or a whole number.
//!
//! A cell never guesses. A formula's last value may be stale, a date in a text column is Excel's
//! own doing, digits that Excel rounded are gone: each is an error with the way out.

use chrono::NaiveDate;

use super::RowProblem;
use super::dates::{self, DateError, Epoch};
use super::text;
use crate::hours::{Hours, HoursError};
use crate::message::Message;

/// What a file holds in one place.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, or nothing but white space.
    Empty,
    /// Text, as it stands in the file.
    Text(String),
    /// A number. Excel keeps fifteen digits.
    Number(f64),
    /// A number that Excel shows as a day.
    Date(NaiveDate),
    /// A number that Excel shows as a date or time, but that is no day; kept as digits.
    Time(String),
    /// True or false.
    Bool(bool),
    /// A formula, whatever it last came to.
    Formula {
        /// True if a person sees nothing in the cell.
        shows_nothing: bool,
    },
    /// An error such as `#N/A`.
    Error(String),
}

impl Value {
    /// True if a person sees nothing in the cell.
    pub(super) fn shows_nothing(&self) -> bool {
        matches!(
            self,
            Value::Empty
                | Value::Formula {
                    shows_nothing: true
                }
        )
    }
}

/// A cell in its row and column, ready to be read.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    /// What the file holds.
    pub value: &'a Value,
    /// The heading as it stands in the file.
    pub heading: &'a str,
    /// The row number that the person sees.
    pub row: u32,
    pub(super) epoch: Epoch,
}

/// Why a cell cannot be read, in order of precedence. `found` is what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellError {
    /// Empty, but needed.
    Missing,
    /// A formula: its value may be stale, and nobody signed for it.
    Formula,
    /// An error value such as `#N/A`.
    ErrorValue {
        /// What stands there.
        found: String,
    },
    /// Excel turned a long number into `4.40106E+17`: the last digits are lost.
    NumberLostPrecision {
        /// What stands there.
        found: String,
    },
    /// A date where none belongs: Excel makes one of `3-5`.
    UnexpectedDate {
        /// What stands there.
        found: String,
    },
    /// Longer than any text that belongs in a table.
    TextTooLong {
        /// The limit in characters.
        characters_max: usize,
    },
    /// Hours by the clock: one class hour is 45 minutes, so they are not the same.
    ClockHours {
        /// What stands there.
        found: String,
    },
    /// Not an amount of class hours.
    NotHours {
        /// What stands there.
        found: String,
    },
    /// More than two decimals.
    HoursTooPrecise {
        /// What stands there.
        found: String,
    },
    /// Beyond what the ledger can hold.
    HoursTooLarge {
        /// What stands there.
        found: String,
    },
    /// Not a whole number.
    NotAnInteger {
        /// What stands there.
        found: String,
    },
    /// From one day to another.
    DateRange {
        /// What stands there.
        found: String,
    },
    /// Could be two days: the year does not come first.
    AmbiguousDate {
        /// What stands there.
        found: String,
    },
    /// Year, month or day is missing.
    IncompleteDate {
        /// What stands there.
        found: String,
    },
    /// No such day.
    ImpossibleDate {
        /// What stands there.
        found: String,
    },
    /// Nothing like a date.
    NotADate {
        /// What stands there.
        found: String,
    },
}

/// No heading, name or course title is longer.
pub const TEXT_CHARACTERS_MAX: usize = 2000;

/// From here on a number has more digits than Excel keeps.
const SIXTEEN_DIGITS: f64 = 1e15;

impl<'a> Cell<'a> {
    /// True if a person sees nothing in the cell.
    pub fn is_blank(&self) -> bool {
        self.value.shows_nothing()
    }

    /// The text, tidied; empty for an empty cell. Numbers become their digits.
    pub fn text(&self) -> Result<String, CellError> {
        match self.content() {
            Err(CellError::Missing) => Ok(String::new()),
            Err(error) => Err(error),
            Ok(Value::Text(text)) if is_scientific(text) => Err(CellError::NumberLostPrecision {
                found: self.shown(),
            }),
            Ok(Value::Text(text)) => {
                let text = text::tidy(text);
                if text.chars().count() > TEXT_CHARACTERS_MAX {
                    return Err(CellError::TextTooLong {
                        characters_max: TEXT_CHARACTERS_MAX,
                    });
                }
                Ok(text)
            }
            Ok(Value::Number(number)) if number.abs() >= SIXTEEN_DIGITS => {
                Err(CellError::NumberLostPrecision {
                    found: self.shown(),
                })
            }
            Ok(Value::Date(_) | Value::Time(_)) => Err(CellError::UnexpectedDate {
                found: self.shown(),
            }),
            Ok(_) => Ok(self.shown()),
        }
    }

    /// The text, tidied and not empty.
    pub fn required_text(&self) -> Result<String, CellError> {
        let text = self.text()?;
        if text.is_empty() {
            Err(CellError::Missing)
        } else {
            Ok(text)
        }
    }

    /// Class hours: `8`, `8.0`, `８`, `8学时`, as a number or as text. Whether zero, a negative
    /// amount or a very large one makes sense is for the caller.
    pub fn hours(&self) -> Result<Hours, CellError> {
        let found = || self.shown();
        let digits = match self.content()? {
            Value::Number(number) => digits_of(*number),
            Value::Text(raw) => {
                let text = text::compact(raw).to_lowercase();
                if text.ends_with("小时") || text.ends_with("分钟") {
                    return Err(CellError::ClockHours { found: found() });
                }
                [
                    "个学时",
                    "学时",
                    "课时",
                    "classhours",
                    "classhour",
                    "hours",
                    "hour",
                ]
                .iter()
                .find_map(|unit| text.strip_suffix(unit))
                .unwrap_or(&text)
                .to_owned()
            }
            Value::Date(_) | Value::Time(_) => {
                return Err(CellError::UnexpectedDate { found: found() });
            }
            _ => return Err(CellError::NotHours { found: found() }),
        };
        Hours::parse(&digits).map_err(|error| match error {
            HoursError::NotANumber => CellError::NotHours { found: found() },
            HoursError::TooPrecise => CellError::HoursTooPrecise { found: found() },
            HoursError::TooLarge => CellError::HoursTooLarge { found: found() },
        })
    }

    /// A day, in any of the forms that offices use; see `dates.rs`. Not checked against today.
    pub fn date(&self) -> Result<NaiveDate, CellError> {
        let date = match self.content()? {
            Value::Date(date) => dates::plausible(*date),
            Value::Number(number) => dates::from_number(*number, self.epoch),
            Value::Text(text) => dates::from_text(text),
            _ => Err(DateError::NotADate),
        };
        let found = || self.shown();
        date.map_err(|error| match error {
            DateError::NotADate => CellError::NotADate { found: found() },
            DateError::Range => CellError::DateRange { found: found() },
            DateError::Ambiguous => CellError::AmbiguousDate { found: found() },
            DateError::Incomplete => CellError::IncompleteDate { found: found() },
            DateError::Impossible => CellError::ImpossibleDate { found: found() },
        })
    }

    /// A whole number.
    pub fn integer(&self) -> Result<i64, CellError> {
        let digits = match self.content()? {
            Value::Number(number) if number.abs() >= SIXTEEN_DIGITS => {
                return Err(CellError::NumberLostPrecision {
                    found: self.shown(),
                });
            }
            Value::Number(number) => digits_of(*number),
            Value::Text(text) => text::compact(text),
            _ => {
                return Err(CellError::NotAnInteger {
                    found: self.shown(),
                });
            }
        };
        let whole = match digits.split_once('.') {
            Some((whole, zeros)) if zeros.bytes().all(|digit| digit == b'0') => whole,
            _ => &digits,
        };
        whole.parse().map_err(|_| CellError::NotAnInteger {
            found: self.shown(),
        })
    }

    /// Nothing for an empty cell, otherwise what `read` makes of it:
    /// `cell.optional(Cell::date)`.
    pub fn optional<T>(
        &self,
        read: impl FnOnce(&Cell<'a>) -> Result<T, CellError>,
    ) -> Result<Option<T>, CellError> {
        match self.content() {
            Err(CellError::Missing) => Ok(None),
            _ => read(self).map(Some),
        }
    }

    /// What a person sees in the cell, cut to one line.
    pub fn shown(&self) -> String {
        match self.value {
            Value::Empty | Value::Formula { .. } => String::new(),
            Value::Text(text) => text::excerpt(text),
            Value::Number(number) => text::excerpt(&digits_of(*number)),
            Value::Date(date) => date.to_string(),
            Value::Time(text) | Value::Error(text) => text.clone(),
            Value::Bool(true) => "TRUE".to_owned(),
            Value::Bool(false) => "FALSE".to_owned(),
        }
    }

    /// The error, told at this cell.
    pub fn problem(&self, error: &CellError) -> RowProblem {
        self.refuse(error.code(), error.message())
    }

    /// A refusal of the caller's own rules, told at this cell.
    pub fn refuse(&self, code: &'static str, message: Message) -> RowProblem {
        RowProblem {
            row: self.row,
            column: self.heading.to_owned(),
            code,
            message,
        }
    }

    /// The value, unless there is nothing to read.
    fn content(&self) -> Result<&'a Value, CellError> {
        match self.value {
            Value::Empty => Err(CellError::Missing),
            Value::Text(text) if text::is_blank(text) => Err(CellError::Missing),
            Value::Formula { .. } => Err(CellError::Formula),
            Value::Error(found) => Err(CellError::ErrorValue {
                found: found.clone(),
            }),
            value => Ok(value),
        }
    }
}

impl CellError {
    /// Stable name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            CellError::Missing => "missing",
            CellError::Formula => "formula",
            CellError::ErrorValue { .. } => "error_value",
            CellError::NumberLostPrecision { .. } => "number_lost_precision",
            CellError::UnexpectedDate { .. } => "unexpected_date",
            CellError::TextTooLong { .. } => "text_too_long",
            CellError::ClockHours { .. } => "clock_hours",
            CellError::NotHours { .. } => "not_hours",
            CellError::HoursTooPrecise { .. } => "hours_too_precise",
            CellError::HoursTooLarge { .. } => "hours_too_large",
            CellError::NotAnInteger { .. } => "not_an_integer",
            CellError::DateRange { .. } => "date_range",
            CellError::AmbiguousDate { .. } => "ambiguous_date",
            CellError::IncompleteDate { .. } => "incomplete_date",
            CellError::ImpossibleDate { .. } => "impossible_date",
            CellError::NotADate { .. } => "not_a_date",
        }
    }

    /// What the sender is told, with the way out.
    pub fn message(&self) -> Message {
        let (key, found) = match self {
            CellError::Missing => return Message::new("cell-missing"),
            CellError::Formula => return Message::new("cell-formula"),
            CellError::TextTooLong { characters_max } => {
                return Message::new("cell-text-too-long").with("max", *characters_max);
            }
            CellError::ErrorValue { found } => ("cell-error-value", found),
            CellError::NumberLostPrecision { found } => ("cell-number-lost-precision", found),
            CellError::UnexpectedDate { found } => ("cell-unexpected-date", found),
            CellError::ClockHours { found } => ("cell-clock-hours", found),
            CellError::NotHours { found } => ("cell-not-hours", found),
            CellError::HoursTooPrecise { found } => ("cell-hours-too-precise", found),
            CellError::HoursTooLarge { found } => ("cell-hours-too-large", found),
            CellError::NotAnInteger { found } => ("cell-not-an-integer", found),
            CellError::DateRange { found } => ("cell-date-range", found),
            CellError::AmbiguousDate { found } => ("cell-ambiguous-date", found),
            CellError::IncompleteDate { found } => ("cell-incomplete-date", found),
            CellError::ImpossibleDate { found } => ("cell-impossible-date", found),
            CellError::NotADate { found } => ("cell-not-a-date", found),
        };
        Message::new(key).with("found", found.as_str())
    }
}

/// The number as Excel shows it: fifteen significant digits, so that 0.1 + 0.2 is 0.3.
fn digits_of(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    if rounded == 0.0 {
        "0".to_owned()
    } else {
        rounded.to_string()
    }
}

/// `4.40106E+17`: what a CSV holds after Excel had the identity number.
fn is_scientific(text: &str) -> bool {
    let text = text::compact(text);
    let Some((digits, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let Some(exponent) = exponent.strip_prefix('+') else {
        return false;
    };
    let is_decimal = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_decimal && !digits.is_empty() && exponent.parse::<u8>().is_ok_and(|power| power >= 11)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cell(value: &Value) -> Cell<'_> {
        Cell {
            value,
            heading: "列",
            row: 4,
            epoch: Epoch::default(),
        }
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn reads_text() {
        for (value, expected) in [
            (Value::Empty, ""),
            (text(" 张　三 "), "张 三"),
            (text("４４０１"), "4401"),
            (Value::Number(12_345.0), "12345"),
            (Value::Number(44_010_619_900_101.0), "44010619900101"),
            (Value::Number(8.5), "8.5"),
            (Value::Bool(true), "TRUE"),
        ] {
            assert_eq!(cell(&value).text(), Ok(expected.to_owned()), "{value:?}");
        }
        assert_eq!(
            cell(&text("\u{3000}")).required_text(),
            Err(CellError::Missing)
        );
    }

    #[test]
    fn refuses_text_that_excel_has_spoiled() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day");
        for (value, code) in [
            (
                Value::Number(440_106_199_001_011_200.0),
                "number_lost_precision",
            ),
            (text("4.40106E+17"), "number_lost_precision"),
            (Value::Date(date), "unexpected_date"),
            (Value::Time("0.5".to_owned()), "unexpected_date"),
            (
                Value::Formula {
                    shows_nothing: false,
                },
                "formula",
            ),
            (Value::Error("#N/A".to_owned()), "error_value"),
            (text(&"长".repeat(TEXT_CHARACTERS_MAX + 1)), "text_too_long"),
        ] {
            let error = cell(&value).text().expect_err("spoiled");
            assert_eq!(error.code(), code, "{value:?}");
            assert_eq!(cell(&value).problem(&error).row, 4);
        }
        for name in ["1E5", "E+17", "课程 3E+17", "1.5E+5"] {
            assert_eq!(cell(&text(name)).text(), Ok(name.to_owned()));
        }
    }

    #[test]
    fn reads_hours() {
        for (value, amount) in [
            (Value::Number(8.0), 800),
            (Value::Number(7.25), 725),
            (Value::Number(0.1 + 0.2), 30),
            (Value::Number(-4.0), -400),
            (text("8"), 800),
            (text(" ８．５ "), 850),
            (text("8学时"), 800),
            (text("8 个学时"), 800),
            (text("8.0课时"), 800),
            (text("8 hours"), 800),
            (text("-0.5"), -50),
        ] {
            assert_eq!(cell(&value).hours(), Ok(Hours(amount)), "{value:?}");
        }
    }

    #[test]
    fn refuses_what_is_not_hours() {
        for (value, code) in [
            (Value::Empty, "missing"),
            (text("八"), "not_hours"),
            (text("8+4"), "not_hours"),
            (text("学时"), "not_hours"),
            (Value::Bool(true), "not_hours"),
            (text("8小时"), "clock_hours"),
            (text("360分钟"), "clock_hours"),
            (text("1.125"), "hours_too_precise"),
            (Value::Number(1.0 / 3.0), "hours_too_precise"),
            (Value::Number(1e300), "hours_too_large"),
            (Value::Number(1e-300), "hours_too_precise"),
            (Value::Time("0.3333".to_owned()), "unexpected_date"),
            (
                Value::Formula {
                    shows_nothing: true,
                },
                "formula",
            ),
        ] {
            assert_eq!(
                cell(&value).hours().expect_err("no hours").code(),
                code,
                "{value:?}"
            );
        }
    }

    #[test]
    fn reads_whole_numbers() {
        for (value, expected) in [
            (Value::Number(2026.0), Ok(2026)),
            (text("１２.0"), Ok(12)),
            (text("-3"), Ok(-3)),
        ] {
            assert_eq!(cell(&value).integer(), expected);
        }
        for value in [
            Value::Number(1.5),
            text("1,000"),
            text("九"),
            Value::Bool(false),
        ] {
            assert_eq!(
                cell(&value).integer().expect_err("not whole").code(),
                "not_an_integer"
            );
        }
    }

    #[test]
    fn an_empty_cell_is_no_error_where_it_is_optional() {
        assert_eq!(cell(&text(" ")).optional(Cell::date), Ok(None));
        assert_eq!(
            cell(&text("8")).optional(Cell::hours),
            Ok(Some(Hours::whole(8)))
        );
        assert!(cell(&text("x")).optional(Cell::date).is_err());
    }

    proptest! {
        #[test]
        fn every_amount_survives_excel(amount in -100_000_000_i64..=100_000_000) {
            let value = Value::Number(Hours(amount).as_f64());
            prop_assert_eq!(cell(&value).hours(), Ok(Hours(amount)));
        }

        #[test]
        fn no_number_makes_it_panic(bits in any::<u64>()) {
            let value = Value::Number(f64::from_bits(bits));
            let cell = cell(&value);
            let _ = (cell.text(), cell.hours(), cell.date(), cell.integer());
        }
    }
}
