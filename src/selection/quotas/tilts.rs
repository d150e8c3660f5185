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
}

/// Whether the places of districts and the rules of the funnel are kept by those recommended so far.
pub fn kept(funnel: &Funnel, places: &BTreeMap<String, i64>, recommended: &[Nominee]) -> Vec<Kept> {
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
        let inside = |it: &&Nominee| it.stage.is_some_and(|stage| stages.contains(&stage));
        let part = count(recommended.iter().filter(inside).count());
        kept.push(Kept {
            told: Message::new("kept-stages")
                .with("share", Fact::Permille(share.value.permille))
                .with("part", part)
                .with("all", all),
            is_kept: part * 1000 >= all * share.value.permille,
        });
    }
    if let Some(most) = &funnel.leaders_permille_max {
        let leads = |it: &&Nominee| matches!(it.post, Post::Principal | Post::DeputyPrincipal);
        let part = count(recommended.iter().filter(leads).count());
        kept.push(Kept {
            told: Message::new("kept-leaders")
                .with("share", Fact::Permille(most.value))
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
        let are_kept = |nominees: &[Nominee]| -> Vec<bool> {
            let kept = kept(&funnel, &places, nominees);
            kept.iter().map(|it| it.is_kept).collect()
        };
        let fine = [nominee("440118", Stage::Junior)];
        assert_eq!(are_kept(&fine), [true, true, true, true]);
        let mut poor = vec![nominee("440106", Stage::Primary); 3];
        poor[0].post = Post::Principal;
        assert_eq!(are_kept(&poor), [false, false, false, false]);
        assert_eq!(are_kept(&[]), [true, true, true, true]);
    }
}
