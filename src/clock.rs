//! What time it is. Pure code never asks; it is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};

use crate::db::At;

/// The bureau's clock: the machine's, or one that stands still for a test or a rehearsal.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// The machine's clock, so many days away: a rehearsal in a demonstration city.
    Rehearsal(TimeDelta),
    /// Stands still until it is set; shared by its clones.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at this instant.
    pub fn fixed(at: DateTime<Utc>) -> Clock {
        Clock::Fixed(Arc::new(AtomicI64::new(at.timestamp_micros())))
    }

    /// The machine's clock, on another day.
    pub fn rehearsing(day: NaiveDate) -> Clock {
        Clock::Rehearsal(day - day_of(At::new(Utc::now())))
    }

    /// Now, in UTC and whole microseconds.
    pub fn now(&self) -> At {
        match self {
            Clock::System => At::new(Utc::now()),
            Clock::Rehearsal(days) => At::new(Utc::now() + *days),
            Clock::Fixed(micros) => At::from_micros(micros.load(Ordering::SeqCst))
                .expect("a fixed clock was set from a valid instant"),
        }
    }

    /// Sets a fixed clock; the machine's clock is left alone.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Clock::Fixed(micros) = self {
            micros.store(at.timestamp_micros(), Ordering::SeqCst);
        }
    }
}

/// China has one time zone, without summer time.
pub fn china() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("eight hours are a valid offset")
}

/// The last instant of a calendar day in China.
pub fn end_of(day: NaiveDate) -> At {
    let evening = day
        .and_hms_micro_opt(23, 59, 59, 999_999)
        .and_then(|local| local.and_local_timezone(china()).single());
    At::new(evening.map_or(DateTime::<Utc>::MAX_UTC, |it| it.to_utc()))
}

/// The calendar day in China.
pub fn day_of(at: At) -> NaiveDate {
    at.utc().with_timezone(&china()).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_china() {
        let day: NaiveDate = "2026-11-23".parse().expect("a day");
        let end = end_of(day);
        assert_eq!(end.to_string(), "2026-11-23T15:59:59.999999Z");
        assert_eq!(day_of(end), day);
    }
}
