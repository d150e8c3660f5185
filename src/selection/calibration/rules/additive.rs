//! The additive model: a score is what the candidate is worth plus what the member always adds, plus
//! chance. Both are found together, by least squares, so that nobody is called mild for having had
//! the candidates whom others misjudged. Pure, in whole numbers.
//!
//! A member with fewer than [`COMPARED_MIN`] scores on candidates whom other members of the model
//! scored too is left out of it and not corrected: a mean of one or two differences is mostly chance,
//! and taking it off would put that chance into the order. Such a score is read as one of the middle
//! member. We do not shrink instead: how far to shrink is a guess that no rule makes, and a shrunken
//! correction leaves a part of every known leniency in the order.
//!
//! Members and candidates that hang together through scores are one group. What members add is
//! centred at 0 within each, since scores say nothing about how groups compare.
//!
//! The normal equations of members are a Laplacian: each candidate ties its members to each other.
//! It is solved directly, member after member, by turning a star into a mesh; only products and sums
//! of positive weights occur, so nothing cancels and nothing has to converge. Fractions have
//! [`FRACTION_BITS`] bits; errors stay far below a thousandth of a thousandth of a point.

use std::collections::{BTreeMap, BTreeSet};

use super::Score;
use crate::selection::committees::MemberId;
use crate::selection::nominations::NominationId;

/// Scores on candidates whom others scored too, at least, before a member is corrected.
pub const COMPARED_MIN: usize = 3;
/// Bits behind the point. A sum of ten thousand scores times the weight of a thousand still fits.
pub const FRACTION_BITS: u32 = 36;
/// One, in fractions.
const ONE: i128 = 1 << FRACTION_BITS;
/// Added before rounding, so that an exact half goes up whatever its last bits are.
const HAIR: i128 = ONE >> 12;

/// To the nearest whole number, a half up.
pub fn whole(fraction: i128) -> i64 {
    let rounded = (fraction + ONE / 2 + HAIR) >> FRACTION_BITS;
    i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
}

/// Whom the scores of which members tie together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Design {
    /// Members of the model, group by group; groups in the order of their first member.
    groups: Vec<Vec<MemberId>>,
    /// Each candidate whom a member of the model scored: the group, and by how many.
    candidates: BTreeMap<NominationId, (usize, usize)>,
}

impl Design {
    /// Who is in the model, and what hangs together.
    pub fn of(scores: &[Score]) -> Design {
        let members = comparable(scores);
        let fitted = scores.iter().filter(|it| members.contains(&it.member));
        let mut by_member: BTreeMap<MemberId, Vec<NominationId>> = BTreeMap::new();
        let mut by_candidate: BTreeMap<NominationId, Vec<MemberId>> = BTreeMap::new();
        for it in fitted {
            by_member.entry(it.member).or_default().push(it.candidate);
            let of_candidate = by_candidate.entry(it.candidate).or_default();
            of_candidate.push(it.member);
        }
        let mut groups: Vec<Vec<MemberId>> = Vec::new();
        let mut candidates = BTreeMap::new();
        let mut left = members;
        while let Some(first) = left.pop_first() {
            let mut group = vec![first];
            let mut at = 0;
            while let Some(member) = group.get(at) {
                at += 1;
                let mut reached: Vec<MemberId> = Vec::new();
                for candidate in &by_member[member] {
                    let scored = &by_candidate[candidate];
                    candidates.insert(*candidate, (groups.len(), scored.len()));
                    reached.extend(scored.iter().filter(|it| left.remove(it)));
                }
                group.extend(reached);
            }
            group.sort_unstable();
            groups.push(group);
        }
        Design { groups, candidates }
    }

    /// Groups that scores do not compare.
    pub fn groups(&self) -> usize {
        self.groups.len()
    }

    /// Members who are corrected.
    pub fn members(&self) -> usize {
        self.groups.iter().map(Vec::len).sum()
    }

    /// The group of a candidate; none whom no member of the model scored.
    pub fn group_of(&self, candidate: NominationId) -> Option<usize> {
        self.candidates.get(&candidate).map(|it| it.0)
    }

    /// Whether a member is corrected.
    pub fn has(&self, member: MemberId) -> bool {
        let mut all = self.groups.iter();
        all.any(|it| it.binary_search(&member).is_ok())
    }
}

/// Members with enough scores on candidates whom other such members scored too: whoever has too few
/// goes, until all who are left have enough.
fn comparable(scores: &[Score]) -> BTreeSet<MemberId> {
    let mut members: BTreeSet<MemberId> = scores.iter().map(|it| it.member).collect();
    loop {
        let mut scored: BTreeMap<NominationId, usize> = BTreeMap::new();
        for it in scores.iter().filter(|it| members.contains(&it.member)) {
            *scored.entry(it.candidate).or_default() += 1;
        }
        let is_enough = |member: &MemberId| {
            let own = scores.iter().filter(|it| it.member == *member);
            own.filter(|it| scored[&it.candidate] > 1).count() >= COMPARED_MIN
        };
        let kept: BTreeSet<MemberId> = members.iter().copied().filter(is_enough).collect();
        if kept.len() == members.len() {
            return kept;
        }
        members = kept;
    }
}

/// What members add, and what candidates are worth without it; in fractions of a thousandth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// By member of the model; centred within each group.
    members: BTreeMap<MemberId, i128>,
    /// By candidate with a score.
    candidates: BTreeMap<NominationId, i128>,
}

impl Fit {
    /// What a member adds; none where the member is not corrected.
    pub fn of_member(&self, member: MemberId) -> Option<i128> {
        self.members.get(&member).copied()
    }

    /// What a candidate is worth: the mean of all scores, each without what its member adds.
    pub fn of_candidate(&self, candidate: NominationId) -> i128 {
        self.candidates.get(&candidate).copied().unwrap_or(0)
    }

    /// What neither candidate nor member explains of a score.
    pub fn rest(&self, score: &Score, value: i64) -> i128 {
        let of_member = self.of_member(score.member).unwrap_or(0);
        (i128::from(value) << FRACTION_BITS) - of_member - self.of_candidate(score.candidate)
    }
}

/// Scores of a candidate by members of one group, by the member's place in it.
struct Star {
    scores: Vec<(usize, i64)>,
}

/// Solves the model for values that belong to scores, one each.
pub fn fit(design: &Design, scores: &[Score], value: impl Fn(&Score) -> i64) -> Fit {
    let mut members = BTreeMap::new();
    for group in &design.groups {
        let mut stars: BTreeMap<NominationId, Star> = BTreeMap::new();
        for it in scores {
            if let Ok(place) = group.binary_search(&it.member) {
                let star = stars.entry(it.candidate);
                let star = star.or_insert_with(|| Star { scores: Vec::new() });
                star.scores.push((place, value(it)));
            }
        }
        let effects = solve(group.len(), &stars);
        members.extend(group.iter().copied().zip(effects));
    }
    let mut sums: BTreeMap<NominationId, (i128, i128)> = BTreeMap::new();
    for it in scores {
        let of_member = members.get(&it.member).copied().unwrap_or(0);
        let sum = sums.entry(it.candidate).or_default();
        sum.0 += (i128::from(value(it)) << FRACTION_BITS) - of_member;
        sum.1 += 1;
    }
    let sums = sums.into_iter();
    let candidates = sums
        .map(|(candidate, (sum, count))| (candidate, sum.div_euclid(count)))
        .collect();
    Fit {
        members,
        candidates,
    }
}

/// What each of so many members adds, centred at 0. For member `a` with candidates `i`, the sum of
/// (score − mean of `i`) is the sum over other members `b` of weight(`a`, `b`) × (`a` − `b`), where
/// each candidate whom both scored weighs one over its number of scores.
fn solve(count: usize, stars: &BTreeMap<NominationId, Star>) -> Vec<i128> {
    let mut weight = vec![vec![0_i128; count]; count];
    let mut above = vec![0_i128; count];
    for star in stars.values() {
        let scored = star.scores.len() as i128;
        let sum: i128 = star.scores.iter().map(|it| i128::from(it.1)).sum();
        for (member, score) in &star.scores {
            above[*member] += ((i128::from(*score) * scored - sum) << FRACTION_BITS) / scored;
            for (other, _) in star.scores.iter().filter(|it| it.0 != *member) {
                weight[*member][*other] += ONE / scored;
            }
        }
    }
    let mut total = vec![0_i128; count];
    for last in (1..count).rev() {
        let star = weight[last][..last].to_vec();
        // Everybody in a group is tied to it, so there is always something to divide by.
        total[last] = star.iter().sum::<i128>().max(1);
        for (one, to_one) in star.iter().enumerate().filter(|it| *it.1 > 0) {
            above[one] += above[last] * to_one / total[last];
            for (other, to_other) in star.iter().enumerate().filter(|it| it.0 != one) {
                weight[one][other] += to_one * to_other / total[last];
            }
        }
    }
    let mut adds = vec![0_i128; count];
    for member in 1..count {
        let tied: i128 = weight[member][..member]
            .iter()
            .zip(&adds)
            .map(|(weight, adds)| weight * adds)
            .sum();
        adds[member] = (above[member] * ONE + tied) / total[member];
    }
    let middle = adds.iter().sum::<i128>() / (count.max(1) as i128);
    adds.iter().map(|it| it - middle).collect()
}

/// What is known about what a member adds, in fractions of one score: one for each of the member's
/// scores, less what of it goes into knowing the candidate. The square of the standard error is the
/// square of the deviation of single scores over it.
pub fn known_of(design: &Design, given: &[&Score]) -> i128 {
    let scored = given.iter().filter_map(|it| {
        let (_, scored) = design.candidates.get(&it.candidate)?;
        Some(ONE - ONE / (*scored as i128))
    });
    scored.sum()
}
