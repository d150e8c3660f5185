//! A round in numbers: how far nominees came, by district, stage, sex and age, and whether the places
//! were kept. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use crate::message::Message;
use crate::organizations::Stage;
use crate::people::{Post, SexCode};
use crate::selection::programmes::Funnel;

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
}

impl Reached {
    /// In order.
    pub const ALL: [Reached; 6] = [
        Reached::HandedIn,
        Reached::Recommended,
        Reached::Eligible,
        Reached::Passed,
        Reached::Selected,
        Reached::Certified,
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
    /// Whether the school is rural.
    pub is_rural: bool,
    /// Employed as.
    pub post: Post,
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

/// A rule about who is nominated, and whether the round kept to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The rule, with what was found.
    pub told: Message,
    /// Whether it was kept.
    pub is_kept: bool,
}

/// Whether the places of districts and the rules of the funnel were kept by those recommended.
pub fn quotas(funnel: &Funnel, places: &BTreeMap<String, i64>, nominees: &[Nominee]) -> Vec<Kept> {
    let recommended: Vec<&Nominee> = nominees
        .iter()
        .filter(|it| it.reached >= Reached::Recommended)
        .collect();
    let all = count(recommended.len());
    let of = |district: &str| -> Vec<&Nominee> {
        let here = recommended.iter().copied();
        here.filter(|it| it.district == district).collect()
    };
    let mut kept = Vec::new();
    if !places.is_empty() {
        let over = places
            .iter()
            .filter(|(key, places)| count(of(key).len()) > **places)
            .count();
        kept.push(Kept {
            told: Message::new("kept-places")
                .with("districts", places.len())
                .with("over", over),
            is_kept: over == 0,
        });
    }
    if let Some(least) = &funnel.rural_per_district {
        let districts: BTreeSet<&str> = recommended
            .iter()
            .map(|it| it.district.as_str())
            .filter(|it| !it.is_empty())
            .collect();
        let short = districts
            .iter()
            .filter(|key| count(of(key).iter().filter(|it| it.is_rural).count()) < least.value)
            .count();
        kept.push(Kept {
            told: Message::new("kept-rural")
                .with("least", least.value)
                .with("short", short),
            is_kept: short == 0,
        });
    }
    if let Some(share) = &funnel.stage_share {
        let stages = &share.value.stages;
        let inside = |it: &&&Nominee| it.stage.is_some_and(|stage| stages.contains(&stage));
        let part = count(recommended.iter().filter(inside).count());
        kept.push(Kept {
            told: Message::new("kept-stages")
                .with("permille", share.value.permille)
                .with("part", part)
                .with("all", all),
            is_kept: part * 1000 >= all * share.value.permille,
        });
    }
    if let Some(most) = &funnel.leaders_permille_max {
        let leads = |it: &&&Nominee| matches!(it.post, Post::Principal | Post::DeputyPrincipal);
        let part = count(recommended.iter().filter(leads).count());
        kept.push(Kept {
            told: Message::new("kept-leaders")
                .with("permille", most.value)
                .with("part", part)
                .with("all", all),
            is_kept: part * 1000 <= all * most.value,
        });
    }
    kept
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Certainty;
    use crate::selection::programmes::{Sourced, StageShare};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    fn nominee(district: &str, stage: Stage, reached: Reached) -> Nominee {
        Nominee {
            district: district.to_owned(),
            stage: Some(stage),
            is_rural: district == "440118",
            post: Post::Teacher,
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
        ];
        let rows = count_by(&nominees, |it| it.district.clone());
        assert_eq!(rows["440106"], [2, 2, 1, 1, 1, 1]);
        assert_eq!(rows["440118"], [1, 0, 0, 0, 0, 0]);
        let all = count_by(&nominees, |_| ());
        assert_eq!(all[&()], [3, 2, 1, 1, 1, 1]);
    }

    fn sourced<T>(value: T) -> Sourced<T> {
        Sourced {
            value,
            certainty: Certainty::Recalled,
            source: String::new(),
        }
    }

    #[test]
    fn quotas_are_kept_by_whoever_is_recommended() {
        let funnel = Funnel {
            nominees_per_seat: sourced([2, 1]),
            rural_per_district: Some(sourced(1)),
            stage_share: Some(sourced(StageShare {
                stages: vec![Stage::Junior],
                permille: 300,
            })),
            leaders_permille_max: Some(sourced(0)),
        };
        let places = BTreeMap::from([("440106".to_owned(), 2), ("440118".to_owned(), 1)]);
        let kept = |nominees: &[Nominee]| -> Vec<bool> {
            let kept = quotas(&funnel, &places, nominees);
            kept.iter().map(|it| it.is_kept).collect()
        };
        let fine = [
            nominee("440118", Stage::Junior, Reached::Eligible),
            nominee("440106", Stage::Primary, Reached::HandedIn),
        ];
        assert_eq!(kept(&fine), [true, true, true, true]);
        let mut poor = vec![nominee("440106", Stage::Primary, Reached::Recommended); 3];
        poor[0].post = Post::Principal;
        assert_eq!(kept(&poor), [false, false, false, false]);
        assert_eq!(kept(&[]), [true, true, true, true]);
    }
}
