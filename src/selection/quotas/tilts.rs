//! Whom a programme wants among its nominees (倾斜): rural teachers of each district, a share of some
//! stages, few school leaders. Told as it stands while offices recommend, and at the end. Pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::message::{Fact, Message};
use crate::organizations::Stage;
use crate::people::Post;
use crate::selection::programmes::Funnel;

/// Somebody whom all offices recommended.
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
}

/// A rule about who is nominated, and whether the round kept to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The rule, with what was found.
    pub told: Message,
    /// Whether it was kept.
    pub is_kept: bool,
    /// The districts that fell short, where it is about each of them.
    pub short: Vec<String>,
}

impl Kept {
    fn of(told: Message, is_kept: bool) -> Kept {
        Kept {
            told,
            is_kept,
            short: Vec::new(),
        }
    }
}

/// Whether the places of districts and the rules of the funnel are kept by those recommended so far.
/// Nothing is missing where there is nobody: `rural` are the districts with a rural school.
pub fn kept(
    funnel: &Funnel,
    places: &BTreeMap<String, i64>,
    rural: &BTreeSet<String>,
    recommended: &[Nominee],
) -> Vec<Kept> {
    let all = count(recommended.len());
    let of = |district: &str| -> Vec<&Nominee> {
        let here = recommended.iter();
        here.filter(|it| it.district == district).collect()
    };
    let mut kept = Vec::new();
    if !places.is_empty() {
        let over = places
            .iter()
            .filter(|(key, places)| count(of(key).len()) > **places)
            .count();
        let told = Message::new("kept-places")
            .with("districts", places.len())
            .with("over", over);
        kept.push(Kept::of(told, over == 0));
    }
    if let Some(least) = &funnel.rural_per_district {
        let districts: BTreeSet<&str> = recommended
            .iter()
            .map(|it| it.district.as_str())
            .filter(|it| rural.contains(*it))
            .collect();
        let is_short = |key: &&str| {
            let rural = of(key).into_iter().filter(|it| it.is_rural);
            count(rural.count()) < least.value
        };
        let short: Vec<String> = districts
            .into_iter()
            .filter(is_short)
            .map(str::to_owned)
            .collect();
        kept.push(Kept {
            told: Message::new("kept-rural")
                .with("least", least.value)
                .with("short", short.len()),
            is_kept: short.is_empty(),
            short,
        });
    }
    if let Some(share) = &funnel.stage_share {
        let stages = &share.value.stages;
        let inside = |it: &&Nominee| it.stage.is_some_and(|stage| stages.contains(&stage));
        let part = count(recommended.iter().filter(inside).count());
        let told = Message::new("kept-stages")
            .with("share", Fact::Permille(share.value.permille))
            .with("part", part)
            .with("all", all);
        kept.push(Kept::of(told, part * 1000 >= all * share.value.permille));
    }
    if let Some(most) = &funnel.leaders_permille_max {
        let leads = |it: &&Nominee| matches!(it.post, Post::Principal | Post::DeputyPrincipal);
        let part = count(recommended.iter().filter(leads).count());
        let told = Message::new("kept-leaders")
            .with("share", Fact::Permille(most.value))
            .with("part", part)
            .with("all", all);
        kept.push(Kept::of(told, part * 1000 <= all * most.value));
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

    fn nominee(district: &str, stage: Stage) -> Nominee {
        Nominee {
            district: district.to_owned(),
            stage: Some(stage),
            is_rural: district == "440118",
            post: Post::Teacher,
        }
    }

    fn sourced<T>(value: T) -> Sourced<T> {
        Sourced {
            value,
            certainty: Certainty::Recalled,
            source: String::new(),
        }
    }

    #[test]
    fn places_and_tilts_are_kept_by_whoever_is_recommended() {
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
        let with_rural = |nominees: &[Nominee], rural: &[&str]| {
            let rural = rural.iter().map(|it| (*it).to_owned()).collect();
            kept(&funnel, &places, &rural, nominees)
        };
        let are_kept = |nominees: &[Nominee]| -> Vec<bool> {
            let kept = with_rural(nominees, &["440106", "440118"]);
            kept.iter().map(|it| it.is_kept).collect()
        };
        let fine = [nominee("440118", Stage::Junior)];
        assert_eq!(are_kept(&fine), [true, true, true, true]);
        let mut poor = vec![nominee("440106", Stage::Primary); 3];
        poor[0].post = Post::Principal;
        assert_eq!(are_kept(&poor), [false, false, false, false]);
        assert_eq!(are_kept(&[]), [true, true, true, true]);
        let rural = |rural: &[&str]| with_rural(&poor, rural).remove(1);
        assert_eq!(rural(&["440106"]).short, ["440106"]);
        assert!(
            rural(&["440118"]).is_kept,
            "no rural school, nobody is missing"
        );
    }
}
