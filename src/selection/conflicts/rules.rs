//! What is a conflict of interest, and what is decided about it. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::selection::programmes::day;
use crate::selection::rounds::RoundId;

crate::text_enum!(
    /// What stands between a member and a candidate.
    ConflictKind {
        /// 近年同在一所学校
        SameSchool => "same_school",
        /// 同轮被推荐
        CoNominee => "co_nominee",
        /// 亲属
        Kin => "kin",
        /// 师徒
        Mentor => "mentor",
        /// 同一工作室
        Studio => "studio",
        /// 合作者
        CoAuthor => "co_author",
        /// 其他利害关系
        Other => "other",
    }
);

crate::text_enum!(
    /// What people say they are to each other.
    TieKind {
        /// 亲属
        Kin => "kin",
        /// 师徒
        Mentor => "mentor",
        /// 同一工作室
        Studio => "studio",
        /// 合作者
        CoAuthor => "co_author",
        /// 其他利害关系
        Other => "other",
    }
);

crate::text_enum!(
    /// Who states a tie that no member declared.
    StatedBy {
        /// The nominee, of oneself.
        Nominee => "nominee",
        /// The bureau, from a list.
        Bureau => "bureau",
    }
);

impl ConflictKind {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            ConflictKind::SameSchool => "conflict-same-school",
            ConflictKind::CoNominee => "conflict-co-nominee",
            ConflictKind::Kin => "conflict-kin",
            ConflictKind::Mentor => "conflict-mentor",
            ConflictKind::Studio => "conflict-studio",
            ConflictKind::CoAuthor => "conflict-co-author",
            ConflictKind::Other => "conflict-other",
        }
    }
}

impl TieKind {
    /// The conflict that it is.
    pub const fn conflict(self) -> ConflictKind {
        match self {
            TieKind::Kin => ConflictKind::Kin,
            TieKind::Mentor => ConflictKind::Mentor,
            TieKind::Studio => ConflictKind::Studio,
            TieKind::CoAuthor => ConflictKind::CoAuthor,
            TieKind::Other => ConflictKind::Other,
        }
    }
}

/// What a conflict was found by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Detail {
    /// Days together in a school.
    School {
        /// Which.
        school: OrganizationId,
        /// The first of them.
        #[serde(with = "day")]
        from: NaiveDate,
        /// The last of them so far.
        #[serde(with = "day")]
        until: NaiveDate,
    },
    /// Nominated in the same round.
    Round {
        /// Which.
        round: RoundId,
    },
    /// A nominee or the bureau stated it.
    Stated {
        /// Who.
        stated_by: StatedBy,
        /// In these words, or from this source.
        note: String,
        /// Since when, where that is known.
        #[serde(with = "crate::days::optional_day")]
        since: Option<NaiveDate>,
        /// Until when.
        #[serde(with = "crate::days::optional_day")]
        until: Option<NaiveDate>,
    },
    /// A member said so.
    Said {
        /// In these words.
        note: String,
    },
}

/// What files tell about a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Schools with the first and the last day; no last day while it lasts.
    pub schools: Vec<(OrganizationId, NaiveDate, Option<NaiveDate>)>,
    /// Rounds in which the person was nominated.
    pub rounds: BTreeSet<RoundId>,
}

/// From when to when colleagues in one school, or nominees of one round, are in conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day that counts.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
}

impl Period {
    /// The years before a day, the day with them.
    pub fn before(until: NaiveDate, years: u32) -> Period {
        let from = until.checked_sub_months(Months::new(12 * years));
        Period {
            from: from.unwrap_or(NaiveDate::MIN),
            until,
        }
    }
}

/// What files tell of two people.
pub fn find(member: &History, candidate: &History, period: Period) -> Vec<(ConflictKind, Detail)> {
    let mut found = Vec::new();
    // The latest days together are said; more of them would not make it more of a conflict.
    let together = member
        .schools
        .iter()
        .flat_map(|ours| {
            candidate
                .schools
                .iter()
                .filter_map(|it| days_together(ours, it, period))
        })
        .max_by_key(|(_, from, until)| (*until, *from));
    if let Some((school, from, until)) = together {
        let detail = Detail::School {
            school,
            from,
            until,
        };
        found.push((ConflictKind::SameSchool, detail));
    }
    if let Some(round) = member.rounds.intersection(&candidate.rounds).max() {
        let detail = Detail::Round { round: *round };
        found.push((ConflictKind::CoNominee, detail));
    }
    found
}

type Stay = (OrganizationId, NaiveDate, Option<NaiveDate>);

fn days_together(
    ours: &Stay,
    theirs: &Stay,
    period: Period,
) -> Option<(OrganizationId, NaiveDate, NaiveDate)> {
    let last = |it: &Stay| it.2.unwrap_or(period.until).min(period.until);
    let from = ours.1.max(theirs.1).max(period.from);
    let until = last(ours).min(last(theirs));
    (ours.0 == theirs.0 && from <= until).then_some((ours.0, from, until))
}

/// Two people in the order in which a tie is kept.
pub fn pair(one: PersonId, other: PersonId) -> (PersonId, PersonId) {
    if one.0 < other.0 {
        (one, other)
    } else {
        (other, one)
    }
}

/// How a member stands to a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Found, and not decided: counts as a conflict.
    Undecided,
    /// The secretary says it is one.
    Conflict,
    /// The secretary says it is none.
    Cleared,
}

/// How each pair stands about which there is anything to say.
pub fn standings<P: Ord + Copy>(
    found: &BTreeSet<P>,
    pins: &BTreeMap<P, bool>,
) -> BTreeMap<P, Standing> {
    let mut standings: BTreeMap<P, Standing> =
        found.iter().map(|it| (*it, Standing::Undecided)).collect();
    standings.extend(pins.iter().map(|(pair, is_conflict)| {
        let standing = if *is_conflict {
            Standing::Conflict
        } else {
            Standing::Cleared
        };
        (*pair, standing)
    }));
    standings
}

/// Pairs that were cleared before somebody knew of everything that is known now: what was found of a
/// kind that was not there when the secretary decided is not decided.
pub fn reopened<P: Ord + Copy>(
    before: &BTreeMap<P, BTreeSet<ConflictKind>>,
    after: &BTreeMap<P, BTreeSet<ConflictKind>>,
    cleared: &BTreeSet<P>,
) -> Vec<P> {
    let none = BTreeSet::new();
    let has_more = |pair: &&P| {
        let known = before.get(pair).unwrap_or(&none);
        let found = after.get(pair).unwrap_or(&none);
        !found.is_subset(known)
    };
    cleared.iter().filter(has_more).copied().collect()
}

/// What the secretary sees of a pair, in one word: a decision follows from this and nothing else.
pub fn glimpse(kinds: &BTreeSet<ConflictKind>, pinned: Option<(bool, i64)>) -> String {
    let kinds: Vec<&str> = kinds.iter().map(|it| it.as_str()).collect();
    let kinds = kinds.join(",");
    match pinned {
        None => kinds,
        Some((is_conflict, at)) => format!("{kinds}/{is_conflict}/{at}"),
    }
}

impl Standing {
    /// Whether the candidate does not exist for the member.
    pub const fn bars(self) -> bool {
        matches!(self, Standing::Undecided | Standing::Conflict)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    fn school(number: u128) -> OrganizationId {
        OrganizationId(Uuid::from_u128(number))
    }

    fn stays(of: &[(u128, NaiveDate, Option<NaiveDate>)]) -> History {
        History {
            schools: of
                .iter()
                .map(|(at, from, until)| (school(*at), *from, *until))
                .collect(),
            rounds: BTreeSet::new(),
        }
    }

    #[test]
    fn colleagues_of_the_last_years_are_in_conflict() {
        let today = day(2026, 11, 24);
        let period = Period::before(today, 5);
        let member = stays(&[
            (1, day(2010, 9, 1), Some(day(2022, 8, 31))),
            (2, day(2022, 9, 1), None),
        ]);
        for (name, candidate, expected) in [
            (
                "colleagues until 2022",
                stays(&[(1, day(2015, 9, 1), None)]),
                Some((1, day(2021, 11, 24), day(2022, 8, 31))),
            ),
            (
                "colleagues now",
                stays(&[
                    (1, day(2015, 9, 1), Some(day(2023, 8, 31))),
                    (2, day(2023, 9, 1), None),
                ]),
                Some((2, day(2023, 9, 1), today)),
            ),
            (
                "came when the other had left",
                stays(&[(1, day(2022, 9, 1), None)]),
                None,
            ),
            (
                "long ago",
                stays(&[(1, day(2010, 9, 1), Some(day(2021, 11, 23)))]),
                None,
            ),
            (
                "on the very first day that counts",
                stays(&[(1, day(2010, 9, 1), Some(day(2021, 11, 24)))]),
                Some((1, day(2021, 11, 24), day(2021, 11, 24))),
            ),
            ("elsewhere", stays(&[(3, day(2010, 9, 1), None)]), None),
        ] {
            let expected: Vec<_> = expected
                .map(|(at, from, until)| {
                    let detail = Detail::School {
                        school: school(at),
                        from,
                        until,
                    };
                    (ConflictKind::SameSchool, detail)
                })
                .into_iter()
                .collect();
            assert_eq!(find(&member, &candidate, period), expected, "{name}");
            assert_eq!(
                find(&candidate, &member, period),
                expected,
                "{name}, the other way"
            );
        }
    }

    #[test]
    fn nominees_of_one_round_are_in_conflict() {
        let (first, second) = (RoundId::new(), RoundId::new());
        let of = |rounds: &[RoundId]| History {
            schools: Vec::new(),
            rounds: rounds.iter().copied().collect(),
        };
        let period = Period::before(day(2026, 11, 24), 5);
        let found = find(&of(&[first, second]), &of(&[second]), period);
        assert_eq!(
            found,
            [(ConflictKind::CoNominee, Detail::Round { round: second })]
        );
        assert_eq!(find(&of(&[first]), &of(&[second]), period), []);
    }

    #[test]
    fn a_kind_that_is_new_opens_what_was_cleared() {
        use ConflictKind::{Kin, Mentor, SameSchool};
        let of = |kinds: &[ConflictKind]| kinds.iter().copied().collect::<BTreeSet<_>>();
        let before = BTreeMap::from([(1, of(&[SameSchool])), (2, of(&[SameSchool]))]);
        let after = BTreeMap::from([
            (1, of(&[SameSchool])),
            (2, of(&[SameSchool, Kin])),
            (3, of(&[Mentor])),
            (4, of(&[Mentor])),
        ]);
        // Nothing is known of the fifth any more; the fourth was never cleared.
        let cleared = BTreeSet::from([1, 2, 3, 5]);
        assert_eq!(reopened(&before, &after, &cleared), [2, 3]);
    }

    #[test]
    fn a_glimpse_tells_what_a_decision_follows_from() {
        let kinds = BTreeSet::from([ConflictKind::Kin]);
        let all = [
            glimpse(&BTreeSet::new(), None),
            glimpse(&kinds, None),
            glimpse(&kinds, Some((true, 1))),
            glimpse(&kinds, Some((false, 1))),
            glimpse(&kinds, Some((false, 2))),
        ];
        let different: BTreeSet<&String> = all.iter().collect();
        assert_eq!(different.len(), all.len(), "{all:?}");
        assert_eq!(all[0], "", "nothing is known of the pair");
    }

    #[test]
    fn what_is_found_counts_until_the_secretary_says_otherwise() {
        let found = BTreeSet::from([1, 2, 3]);
        let pins = BTreeMap::from([(2, false), (3, true), (4, true), (5, false)]);
        let standings = standings(&found, &pins);
        let barred: Vec<i32> = standings
            .iter()
            .filter(|(_, it)| it.bars())
            .map(|(pair, _)| *pair)
            .collect();
        assert_eq!(barred, [1, 3, 4]);
        assert_eq!(standings[&1], Standing::Undecided);
    }
}
