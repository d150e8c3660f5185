//! A round in numbers: how far nominees came, by district, stage, sex and age. Pure.
//!
//! Whether places and tilts were kept is in `quotas::tilts`.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::organizations::Stage;
use crate::people::SexCode;

/// How far a nominee came; whoever came further counts for all before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// Handed in.
    HandedIn,
    /// Recommended by the district.
    Recommended,
    /// Signed as eligible.
    Eligible,
    /// Enough votes.
    Passed,
    /// A seat.
    Selected,
    /// A certificate.
    Certified,
    /// A certificate whose honour ended since: given up, or taken away.
    Ended,
}

impl Reached {
    /// In order.
    pub const ALL: [Reached; 7] = [
        Reached::HandedIn,
        Reached::Recommended,
        Reached::Eligible,
        Reached::Passed,
        Reached::Selected,
        Reached::Certified,
        Reached::Ended,
    ];

    /// Key of a column's heading.
    pub const fn name_key(self) -> &'static str {
        match self {
            Reached::HandedIn => "reached-handed-in",
            Reached::Recommended => "reached-recommended",
            Reached::Eligible => "reached-eligible",
            Reached::Passed => "reached-passed",
            Reached::Selected => "reached-selected",
            Reached::Certified => "reached-certified",
            Reached::Ended => "reached-ended",
        }
    }
}

/// Ages as they are counted, on the day up to which evidence counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgeBand {
    /// 35 and younger.
    To35,
    /// 36 to 40.
    To40,
    /// 41 to 45.
    To45,
    /// 46 to 50.
    To50,
    /// 51 to 55.
    To55,
    /// Older.
    Older,
    /// The birthday is not known.
    Unknown,
}

impl AgeBand {
    /// The band of somebody on a day.
    pub fn on(born_on: Option<NaiveDate>, on: NaiveDate) -> AgeBand {
        let Some(born_on) = born_on else {
            return AgeBand::Unknown;
        };
        let had_birthday = (on.month(), on.day()) >= (born_on.month(), born_on.day());
        match on.year() - born_on.year() - i32::from(!had_birthday) {
            ..=35 => AgeBand::To35,
            36..=40 => AgeBand::To40,
            41..=45 => AgeBand::To45,
            46..=50 => AgeBand::To50,
            51..=55 => AgeBand::To55,
            _ => AgeBand::Older,
        }
    }

    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            AgeBand::To35 => "age-to-35",
            AgeBand::To40 => "age-to-40",
            AgeBand::To45 => "age-to-45",
            AgeBand::To50 => "age-to-50",
            AgeBand::To55 => "age-to-55",
            AgeBand::Older => "age-older",
            AgeBand::Unknown => "age-unknown",
        }
    }
}

/// A nominee as far as statistics ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nominee {
    /// The district's area code; empty for bureau-run schools.
    pub district: String,
    /// What the school teaches.
    pub stage: Option<Stage>,
    /// As the file states it.
    pub sex: SexCode,
    /// On the day up to which evidence counts.
    pub age: AgeBand,
    /// How far.
    pub reached: Reached,
}

/// So many came so far, one number for each of [`Reached::ALL`].
pub type Counts = [i64; Reached::ALL.len()];

/// Nominees by whatever a row is about.
pub fn count_by<K: Ord>(nominees: &[Nominee], key: impl Fn(&Nominee) -> K) -> BTreeMap<K, Counts> {
    let mut rows: BTreeMap<K, Counts> = BTreeMap::new();
    for nominee in nominees {
        let counts = rows.entry(key(nominee)).or_default();
        for (count, step) in counts.iter_mut().zip(Reached::ALL) {
            *count += i64::from(step <= nominee.reached);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    fn nominee(district: &str, stage: Stage, reached: Reached) -> Nominee {
        Nominee {
            district: district.to_owned(),
            stage: Some(stage),
            sex: SexCode::Female,
            age: AgeBand::To40,
            reached,
        }
    }

    #[test]
    fn an_age_is_counted_in_full_years() {
        let on = day(2026, 11, 1);
        for (born_on, band) in [
            (day(1990, 11, 2), AgeBand::To35),
            (day(1990, 11, 1), AgeBand::To40),
            (day(1980, 11, 1), AgeBand::To50),
            (day(1970, 11, 2), AgeBand::To55),
            (day(1970, 11, 1), AgeBand::Older),
        ] {
            assert_eq!(AgeBand::on(Some(born_on), on), band, "{born_on}");
        }
        assert_eq!(AgeBand::on(None, on), AgeBand::Unknown);
    }

    #[test]
    fn whoever_came_further_counts_for_all_before() {
        let nominees = [
            nominee("440106", Stage::Primary, Reached::Certified),
            nominee("440106", Stage::Junior, Reached::Recommended),
            nominee("440118", Stage::Junior, Reached::HandedIn),
            nominee("440118", Stage::Junior, Reached::Ended),
        ];
        let rows = count_by(&nominees, |it| it.district.clone());
        assert_eq!(rows["440106"], [2, 2, 1, 1, 1, 1, 0]);
        assert_eq!(rows["440118"], [2, 1, 1, 1, 1, 1, 1]);
        let all = count_by(&nominees, |_| ());
        assert_eq!(all[&()], [4, 3, 2, 2, 2, 2, 1]);
    }
}
