//! Counting secret ballots in exact integers.
//!
//! A vote passes when `yes / base ≥ pass`, a meeting is quorate when `present / committee ≥ quorum`
//! (职称评审管理暂行规定, 人社部令第 40 号: both two thirds; recalled, needs confirmation). What the base is,
//! is data. An abstention is not a yes. Nobody votes by proxy or late: whoever is absent, or recused
//! from a candidate, has no ballot there.

use std::collections::{BTreeMap, BTreeSet};

/// A fraction between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    /// Above the line; more than 0.
    pub numerator: i64,
    /// Below the line; at least the numerator.
    pub denominator: i64,
}

impl Ratio {
    /// Whether `part` of `whole` reaches it.
    pub fn is_reached(self, part: i64, whole: i64) -> bool {
        i128::from(part) * i128::from(self.denominator)
            >= i128::from(whole) * i128::from(self.numerator)
    }

    /// The smallest part of `whole` that reaches it.
    pub fn needed(self, whole: i64) -> i64 {
        let product = i128::from(whole) * i128::from(self.numerator);
        let denominator = i128::from(self.denominator);
        i64::try_from((product + denominator - 1) / denominator).expect("at most the whole")
    }

    fn is_valid(self) -> bool {
        0 < self.numerator && self.numerator <= self.denominator
    }
}

/// What a share of votes is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// Members who are present.
    Present,
    /// The whole committee.
    Committee,
    /// Members who are present and not recused from the candidate.
    PresentMinusRecused,
}

/// The rule of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Of the committee.
    pub quorum: Ratio,
    /// Of the base.
    pub pass: Ratio,
    /// What the pass is taken of.
    pub base: Base,
}

/// The ballots on one candidate.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Ballots {
    /// For.
    pub yes: i64,
    /// Against.
    pub no: i64,
    /// Neither; not a yes.
    pub abstain: i64,
}

/// A meeting's vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Members of the committee.
    pub committee: i64,
    /// Who is present.
    pub present: Vec<String>,
    /// Who is recused, by candidate.
    pub recused: BTreeMap<String, Vec<String>>,
    /// What was cast, by candidate.
    pub ballots: BTreeMap<String, Ballots>,
    /// The rule.
    pub rule: Rule,
}

/// The result for one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CandidateResult {
    /// What the share was taken of.
    pub base: i64,
    /// Votes for.
    pub yes: i64,
    /// Votes that were needed.
    pub needed: i64,
    /// Whether it passed.
    pub has_passed: bool,
}

/// The result of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Whether enough members were present.
    pub is_quorate: bool,
    /// By candidate.
    pub results: BTreeMap<String, CandidateResult>,
}

/// Why a vote cannot be counted, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Uncountable {
    /// A ratio that is not more than 0 and at most 1.
    BadRatio {
        /// `quorum` or `pass`.
        which: &'static str,
    },
    /// A committee without members.
    EmptyCommittee,
    /// Somebody is named twice among those present.
    PresentTwice {
        /// Who.
        member: String,
    },
    /// More are present than the committee has members.
    TooManyPresent,
    /// Somebody is named twice among those recused from a candidate.
    RecusedTwice {
        /// From whom.
        candidate: String,
        /// Who.
        member: String,
    },
    /// A number of ballots below 0.
    NegativeBallots {
        /// On whom.
        candidate: String,
    },
    /// More ballots than members who may vote: a proxy, a late vote or a mistake.
    TooManyBallots {
        /// On whom.
        candidate: String,
        /// Cast.
        cast: i64,
        /// Members who may vote.
        voters: i64,
    },
}

/// Counts.
pub fn tally(meeting: &Meeting) -> Result<Tally, Uncountable> {
    let present = check(meeting)?;
    let present_count = count(present.len());
    let is_quorate = meeting
        .rule
        .quorum
        .is_reached(present_count, meeting.committee);
    let mut results = BTreeMap::new();
    for (candidate, ballots) in &meeting.ballots {
        let recused = meeting.recused.get(candidate).map_or(0, |names| {
            count(
                names
                    .iter()
                    .filter(|name| present.contains(name.as_str()))
                    .count(),
            )
        });
        let voters = present_count - recused;
        if ballots.yes < 0 || ballots.no < 0 || ballots.abstain < 0 {
            return Err(Uncountable::NegativeBallots {
                candidate: candidate.clone(),
            });
        }
        let cast = [ballots.no, ballots.abstain]
            .into_iter()
            .fold(ballots.yes, i64::saturating_add);
        if cast > voters {
            let candidate = candidate.clone();
            return Err(Uncountable::TooManyBallots {
                candidate,
                cast,
                voters,
            });
        }
        let base = match meeting.rule.base {
            Base::Present => present_count,
            Base::Committee => meeting.committee,
            Base::PresentMinusRecused => voters,
        };
        // Where nobody may vote nobody passes, though nothing of nothing is any share.
        let has_passed =
            is_quorate && ballots.yes > 0 && meeting.rule.pass.is_reached(ballots.yes, base);
        let needed = meeting.rule.pass.needed(base).max(1);
        results.insert(
            candidate.clone(),
            CandidateResult {
                base,
                yes: ballots.yes,
                needed,
                has_passed,
            },
        );
    }
    Ok(Tally {
        is_quorate,
        results,
    })
}

/// Checks all but the ballots; answers who is present.
fn check(meeting: &Meeting) -> Result<BTreeSet<&str>, Uncountable> {
    for (which, ratio) in [("quorum", meeting.rule.quorum), ("pass", meeting.rule.pass)] {
        if !ratio.is_valid() {
            return Err(Uncountable::BadRatio { which });
        }
    }
    if meeting.committee <= 0 {
        return Err(Uncountable::EmptyCommittee);
    }
    let mut present = BTreeSet::new();
    for member in &meeting.present {
        if !present.insert(member.as_str()) {
            return Err(Uncountable::PresentTwice {
                member: member.clone(),
            });
        }
    }
    if count(present.len()) > meeting.committee {
        return Err(Uncountable::TooManyPresent);
    }
    for (candidate, members) in &meeting.recused {
        let mut seen = BTreeSet::new();
        if let Some(member) = members.iter().find(|member| !seen.insert(member.as_str())) {
            return Err(Uncountable::RecusedTwice {
                candidate: candidate.clone(),
                member: member.clone(),
            });
        }
    }
    Ok(present)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_THIRDS: Ratio = Ratio {
        numerator: 2,
        denominator: 3,
    };

    fn meeting(committee: i64, present: usize, base: Base, yes: i64, no: i64) -> Meeting {
        Meeting {
            committee,
            present: (0..present).map(|it| format!("m{it}")).collect(),
            recused: BTreeMap::new(),
            ballots: BTreeMap::from([(
                "a".to_owned(),
                Ballots {
                    yes,
                    no,
                    abstain: 0,
                },
            )]),
            rule: Rule {
                quorum: TWO_THIRDS,
                pass: TWO_THIRDS,
                base,
            },
        }
    }

    fn result(meeting: &Meeting) -> (bool, CandidateResult) {
        let tally = tally(meeting).expect("countable");
        (tally.is_quorate, tally.results["a"])
    }

    #[test]
    fn the_quorum_is_two_thirds_of_the_committee() {
        for (committee, present, is_quorate) in [
            (25, 17, true),
            (25, 16, false),
            (27, 18, true),
            (3, 2, true),
            (1, 1, true),
            (1, 0, false),
        ] {
            let meeting = meeting(committee, present, Base::Present, 0, 0);
            assert_eq!(result(&meeting).0, is_quorate, "{present} of {committee}");
        }
    }

    #[test]
    fn the_base_decides() {
        // 18 present of 25, two of them recused.
        for (base, needed) in [
            (Base::Present, 12),
            (Base::Committee, 17),
            (Base::PresentMinusRecused, 11),
        ] {
            for (yes, has_passed) in [(needed, true), (needed - 1, false)] {
                let mut meeting = meeting(25, 18, base, yes, 0);
                if base != Base::Committee {
                    let recused = vec!["m0".to_owned(), "m1".to_owned()];
                    meeting.recused.insert("a".to_owned(), recused);
                }
                let (_, result) = result(&meeting);
                assert_eq!(
                    (result.needed, result.has_passed),
                    (needed, has_passed),
                    "{base:?}"
                );
            }
        }
    }

    /// Every committee up to thirty, everybody who may be present, some of them recused, for every base
    /// and the usual shares, against the formula written out apart from the code.
    #[test]
    fn the_table_of_every_base() {
        for (above, below) in [(1, 2), (2, 3)] {
            let share = Ratio {
                numerator: above,
                denominator: below,
            };
            for base in [Base::Present, Base::Committee, Base::PresentMinusRecused] {
                for committee in 1..=30 {
                    for present in 0..=committee {
                        for recused in [0, 1, present / 3] {
                            check_row(share, base, (committee, present, recused.min(present)));
                        }
                    }
                }
            }
        }
    }

    /// One row: just enough yes votes pass, one less does not.
    fn check_row(share: Ratio, base: Base, (committee, present, recused): (i64, i64, i64)) {
        let of = match base {
            Base::Present => present,
            Base::Committee => committee,
            Base::PresentMinusRecused => present - recused,
        };
        let (above, below) = (share.numerator, share.denominator);
        let is_quorate = present * below >= committee * above;
        let voters = present - recused;
        let enough = (1..=of.max(1)).find(|it| it * below >= of * above);
        let enough = enough.expect("all of them are enough");
        let edges = [0, enough - 1, enough, voters];
        for yes in edges.into_iter().filter(|it| *it <= voters) {
            let count = usize::try_from(present).expect("few");
            let mut meeting = meeting(committee, count, base, yes, voters - yes);
            (meeting.rule.quorum, meeting.rule.pass) = (share, share);
            let names = (0..recused).map(|it| format!("m{it}")).collect();
            meeting.recused.insert("a".to_owned(), names);
            let wanted = is_quorate && yes > 0 && yes * below >= of * above;
            let (quorate, result) = result(&meeting);
            let told = format!("{base:?} {above}/{below}: {yes} of {present} of {committee}");
            assert_eq!((quorate, result.has_passed), (is_quorate, wanted), "{told}");
            assert_eq!(result.base, of, "{told}");
            assert_eq!(result.needed, enough, "{told}");
        }
    }

    #[test]
    fn an_abstention_is_not_a_yes() {
        let mut meeting = meeting(18, 18, Base::Present, 11, 0);
        meeting.ballots.insert(
            "a".to_owned(),
            Ballots {
                yes: 11,
                no: 0,
                abstain: 7,
            },
        );
        assert!(!result(&meeting).1.has_passed);
    }

    #[test]
    fn without_quorum_or_voters_nobody_passes() {
        assert!(!result(&meeting(25, 16, Base::Present, 16, 0)).1.has_passed);
        let mut alone = meeting(1, 1, Base::PresentMinusRecused, 0, 0);
        alone.recused.insert("a".to_owned(), vec!["m0".to_owned()]);
        assert_eq!(
            result(&alone),
            (
                true,
                CandidateResult {
                    base: 0,
                    yes: 0,
                    needed: 1,
                    has_passed: false
                }
            )
        );
    }

    #[test]
    fn an_absent_member_who_is_recused_takes_no_seat_away() {
        let mut meeting = meeting(25, 18, Base::PresentMinusRecused, 12, 6);
        meeting
            .recused
            .insert("a".to_owned(), vec!["absent".to_owned()]);
        assert_eq!(result(&meeting).1.base, 18);
    }

    #[test]
    fn what_cannot_be_counted_says_why() {
        let good = meeting(5, 4, Base::Present, 3, 1);
        let with = |change: &dyn Fn(&mut Meeting)| {
            let mut meeting = good.clone();
            change(&mut meeting);
            tally(&meeting).expect_err("uncountable")
        };
        let a = || "a".to_owned();
        assert_eq!(
            with(&|it| it.rule.pass = Ratio {
                numerator: 4,
                denominator: 3
            }),
            Uncountable::BadRatio { which: "pass" }
        );
        assert_eq!(
            with(&|it| it.rule.quorum = Ratio {
                numerator: 0,
                denominator: 3
            }),
            Uncountable::BadRatio { which: "quorum" }
        );
        assert_eq!(with(&|it| it.committee = 0), Uncountable::EmptyCommittee);
        assert_eq!(
            with(&|it| it.present[1] = "m0".to_owned()),
            Uncountable::PresentTwice {
                member: "m0".to_owned()
            }
        );
        assert_eq!(with(&|it| it.committee = 3), Uncountable::TooManyPresent);
        assert_eq!(
            with(&|it| {
                it.recused
                    .insert("a".to_owned(), vec!["m0".to_owned(), "m0".to_owned()]);
            }),
            Uncountable::RecusedTwice {
                candidate: a(),
                member: "m0".to_owned()
            }
        );
        assert_eq!(
            with(&|it| {
                it.ballots.insert(
                    "a".to_owned(),
                    Ballots {
                        yes: 1,
                        no: -1,
                        abstain: 0,
                    },
                );
            }),
            Uncountable::NegativeBallots { candidate: a() }
        );
        assert_eq!(
            with(&|it| {
                it.recused.insert("a".to_owned(), vec!["m0".to_owned()]);
            }),
            Uncountable::TooManyBallots {
                candidate: a(),
                cast: 4,
                voters: 3
            }
        );
    }

    #[test]
    fn one_more_yes_never_hurts() {
        for base in [Base::Present, Base::Committee, Base::PresentMinusRecused] {
            let passes = |yes| result(&meeting(9, 7, base, yes, 0)).1.has_passed;
            for yes in 0..7 {
                assert!(passes(yes + 1) >= passes(yes), "{base:?} {yes}");
            }
        }
    }
}
