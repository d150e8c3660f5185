//! Class hours (学时): the money of the credit bank.
//!
//! An amount is a whole number of hundredths of a class hour, so that sums are exact.
//! One class hour is 45 minutes; what a day is worth is policy, not arithmetic.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Class hours in hundredths. `Hours(150)` is one and a half class hours.
#[derive(
    Debug,
    Default,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::BigInt)]
pub struct Hours(pub i64);

/// Why a text is not an amount of class hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoursError {
    /// Not a decimal number.
    NotANumber,
    /// More than two decimals: the ledger cannot hold it exactly.
    TooPrecise,
    /// Beyond what a ledger line may hold.
    TooLarge,
}

impl Hours {
    /// No hours at all.
    pub const ZERO: Hours = Hours(0);
    /// No single line of the ledger is larger: a million class hours.
    pub const LARGEST: Hours = Hours(100_000_000);

    /// Whole class hours.
    pub const fn whole(hours: i64) -> Hours {
        Hours(hours * 100)
    }

    /// Reads `12`, `12.5`, `-0.25` or `+8.00`; plain ASCII digits only.
    pub fn parse(text: &str) -> Result<Hours, HoursError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(fraction) || digits.ends_with('.') {
            return Err(HoursError::NotANumber);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > 2 {
            return Err(HoursError::TooPrecise);
        }
        if whole.len() > 9 {
            return Err(HoursError::TooLarge);
        }
        let whole: i64 = whole.parse().map_err(|_| HoursError::NotANumber)?;
        let cents: i64 = format!("{fraction:0<2}")
            .parse()
            .map_err(|_| HoursError::NotANumber)?;
        let amount = whole * 100 + cents;
        if amount > Hours::LARGEST.0 {
            return Err(HoursError::TooLarge);
        }
        Ok(Hours(if negative { -amount } else { amount }))
    }

    /// What is missing to reach `required`; never negative.
    #[must_use]
    pub fn short_of(self, required: Hours) -> Hours {
        Hours((required.0 - self.0).max(0))
    }

    /// True for more than nothing.
    pub fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The number as JSON and spreadsheets show it, at most two decimals.
    #[allow(clippy::cast_precision_loss)] // amounts stay far below 2^53
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl fmt::Display for Hours {
    /// `12`, `12.5` or `-0.25`: no unit, no trailing zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, cents) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match cents {
            0 => write!(f, "{sign}{whole}"),
            _ if cents % 10 == 0 => write!(f, "{sign}{whole}.{}", cents / 10),
            _ => write!(f, "{sign}{whole}.{cents:02}"),
        }
    }
}

impl Add for Hours {
    type Output = Hours;
    fn add(self, other: Hours) -> Hours {
        Hours(self.0 + other.0)
    }
}

impl Sub for Hours {
    type Output = Hours;
    fn sub(self, other: Hours) -> Hours {
        Hours(self.0 - other.0)
    }
}

impl Neg for Hours {
    type Output = Hours;
    fn neg(self) -> Hours {
        Hours(-self.0)
    }
}

impl AddAssign for Hours {
    fn add_assign(&mut self, other: Hours) {
        self.0 += other.0;
    }
}

impl SubAssign for Hours {
    fn sub_assign(&mut self, other: Hours) {
        self.0 -= other.0;
    }
}

impl Sum for Hours {
    fn sum<I: Iterator<Item = Hours>>(hours: I) -> Hours {
        hours.fold(Hours::ZERO, Add::add)
    }
}

impl serde::Serialize for Hours {
    /// A plain number, whole where it is whole.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 {
            serializer.serialize_i64(self.0 / 100)
        } else {
            serializer.serialize_f64(self.as_f64())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_the_same_amount() {
        for (text, amount, shown) in [
            ("0", 0, "0"),
            ("8", 800, "8"),
            ("8.5", 850, "8.5"),
            ("8.50", 850, "8.5"),
            ("+0.25", 25, "0.25"),
            ("-4", -400, "-4"),
            ("-0.05", -5, "-0.05"),
        ] {
            assert_eq!(Hours::parse(text), Ok(Hours(amount)), "{text}");
            assert_eq!(Hours(amount).to_string(), shown);
        }
    }

    #[test]
    fn refuses_what_is_not_an_amount() {
        for text in [
            "", "-", ".5", "5.", "1e3", "8h", "1,000", "８", "1.2.3", "--1",
        ] {
            assert_eq!(Hours::parse(text), Err(HoursError::NotANumber), "{text:?}");
        }
        assert_eq!(Hours::parse("1.125"), Err(HoursError::TooPrecise));
        assert_eq!(Hours::parse("99999999999"), Err(HoursError::TooLarge));
        assert_eq!(Hours::parse("1000000.01"), Err(HoursError::TooLarge));
    }
}
