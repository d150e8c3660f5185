//! What scores say about whoever gave them: leniency, spread, disagreement, one's own district; and
//! how sure an order is. Pure, in thousandths of a point, without floats.
//!
//! Raw scores stay what they are. Means are rounded half up, once each.

use std::collections::{BTreeMap, BTreeSet};

use crate::organizations::OrganizationId;
use crate::selection::committees::MemberId;
use crate::selection::nominations::NominationId;

/// A band reaches so many standard errors to either side.
const BAND_ERRORS: i64 = 2;
/// From so many scores on, the highest and the lowest are left out of the trimmed mean.
const TRIMMED_FROM: usize = 4;

/// One score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// Who gave it.
    pub member: MemberId,
    /// To whom.
    pub candidate: NominationId,
    /// How much, in thousandths.
    pub total: i64,
    /// Whether both belong to the same district.
    pub is_same_district: bool,
}

/// How a member scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberFigures {
    /// Who.
    pub member: MemberId,
    /// Scores given.
    pub scores: usize,
    /// Those on candidates whom others scored too.
    pub compared: usize,
    /// Above the others who scored the same candidates, in the mean; below if negative.
    pub leniency: i64,
    /// How far one's own scores lie apart: their standard deviation.
    pub spread: i64,
}

/// How two members differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairFigures {
    /// One and the other, in order.
    pub members: (MemberId, MemberId),
    /// Candidates whom both scored.
    pub shared: usize,
    /// How far apart, in the mean.
    pub difference: i64,
}

/// How a candidate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CandidateFigures {
    /// Who.
    pub candidate: NominationId,
    /// Scores received.
    pub scores: usize,
    /// Their mean.
    pub raw: i64,
    /// Without the highest and the lowest, where there are enough.
    pub trimmed: i64,
    /// With each score corrected by the leniency of whoever gave it.
    pub calibrated: i64,
    /// The raw mean, give or take what chance may do.
    pub band: (i64, i64),
    /// From 1; equal means share a place.
    pub rank: usize,
    /// By the calibrated mean.
    pub calibrated_rank: usize,
    /// Whether the band reaches the cut, so that the order there is chance.
    pub is_in_tie_zone: bool,
}

/// What members do with candidates of their own district.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DistrictLift {
    /// Scores within a district.
    pub same: usize,
    /// Scores across.
    pub other: usize,
    /// How much more within than across, each against the others on the same candidate.
    pub lift: i64,
}

/// The whole report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The mildest first.
    pub members: Vec<MemberFigures>,
    /// Those who differ most first.
    pub pairs: Vec<PairFigures>,
    /// By raw mean, the highest first.
    pub candidates: Vec<CandidateFigures>,
    /// None where nobody scored within a district, or nobody across.
    pub district: Option<DistrictLift>,
    /// Between the last seat and the next; none where there are seats for all.
    pub cut: Option<i64>,
}

/// A mean, rounded half up; 0 of nothing.
fn mean(sum: i64, count: usize) -> i64 {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    if count == 0 {
        return 0;
    }
    (2 * sum + count).div_euclid(2 * count)
}

/// The largest whole number whose square is not above.
fn root(square: i128) -> i64 {
    i64::try_from(square.max(0).isqrt()).unwrap_or(i64::MAX)
}

/// The sum of squares around the mean, times the number of values: a whole number.
fn scatter(values: &[i64]) -> i128 {
    let count = values.len() as i128;
    let sum: i128 = values.iter().map(|it| i128::from(*it)).sum();
    let squares: i128 = values.iter().map(|it| i128::from(*it).pow(2)).sum();
    count * squares - sum * sum
}

/// The standard deviation of values, for a sample; 0 of fewer than two.
fn deviation(values: &[i64]) -> i64 {
    let count = values.len() as i128;
    if count < 2 {
        return 0;
    }
    root(scatter(values) / (count * (count - 1)))
}

/// Without the highest and the lowest, where there are enough.
fn trimmed(values: &[i64]) -> i64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let kept = if sorted.len() < TRIMMED_FROM {
        &sorted[..]
    } else {
        &sorted[1..sorted.len() - 1]
    };
    mean(kept.iter().sum(), kept.len())
}

/// All scores of a round, by candidate.
struct Sheet<'a> {
    by_candidate: BTreeMap<NominationId, Vec<&'a Score>>,
}

impl<'a> Sheet<'a> {
    fn new(scores: &'a [Score]) -> Sheet<'a> {
        let mut by_candidate: BTreeMap<NominationId, Vec<&Score>> = BTreeMap::new();
        for score in scores {
            by_candidate.entry(score.candidate).or_default().push(score);
        }
        Sheet { by_candidate }
    }

    /// A score against the mean of the others on the same candidate, times their number, to stay
    /// whole; none where nobody else scored.
    fn against_others(&self, score: &Score) -> Option<i64> {
        let all = self.by_candidate.get(&score.candidate)?;
        let others = all.len().checked_sub(1).filter(|it| *it > 0)?;
        let sum: i64 = all.iter().map(|it| it.total).sum();
        Some(score.total - mean(sum - score.total, others))
    }
}

fn member_figures(scores: &[Score], sheet: &Sheet<'_>) -> Vec<MemberFigures> {
    let mut given: BTreeMap<MemberId, Vec<&Score>> = BTreeMap::new();
    for score in scores {
        given.entry(score.member).or_default().push(score);
    }
    let figures = |(member, given): (MemberId, Vec<&Score>)| {
        let against: Vec<i64> = given
            .iter()
            .filter_map(|it| sheet.against_others(it))
            .collect();
        let totals: Vec<i64> = given.iter().map(|it| it.total).collect();
        MemberFigures {
            member,
            scores: given.len(),
            compared: against.len(),
            leniency: mean(against.iter().sum(), against.len()),
            spread: deviation(&totals),
        }
    };
    let mut members: Vec<MemberFigures> = given.into_iter().map(figures).collect();
    members.sort_by_key(|it| (-it.leniency, it.member));
    members
}

fn pair_figures(sheet: &Sheet<'_>) -> Vec<PairFigures> {
    let mut differences: BTreeMap<(MemberId, MemberId), (i64, usize)> = BTreeMap::new();
    for scores in sheet.by_candidate.values() {
        for (index, one) in scores.iter().enumerate() {
            for other in &scores[index + 1..] {
                let pair = (one.member.min(other.member), one.member.max(other.member));
                let entry = differences.entry(pair).or_default();
                entry.0 += (one.total - other.total).abs();
                entry.1 += 1;
            }
        }
    }
    let mut pairs: Vec<PairFigures> = differences
        .into_iter()
        .map(|(members, (sum, shared))| PairFigures {
            members,
            shared,
            difference: mean(sum, shared),
        })
        .collect();
    pairs.sort_by_key(|it| (-it.difference, std::cmp::Reverse(it.shared), it.members));
    pairs
}

fn district_lift(scores: &[Score], sheet: &Sheet<'_>) -> Option<DistrictLift> {
    let against = |is_same: bool| -> Vec<i64> {
        let chosen = scores.iter().filter(|it| it.is_same_district == is_same);
        chosen.filter_map(|it| sheet.against_others(it)).collect()
    };
    let (same, other) = (against(true), against(false));
    (!same.is_empty() && !other.is_empty()).then(|| DistrictLift {
        same: same.len(),
        other: other.len(),
        lift: mean(same.iter().sum(), same.len()) - mean(other.iter().sum(), other.len()),
    })
}

/// How far two standard errors reach. A candidate with one score has the deviation of all who have
/// more: one score alone says nothing about its error.
fn reach(totals: &[i64], pooled: i64) -> i64 {
    let count = totals.len() as i128;
    let variance = if count < 2 {
        i128::from(pooled).pow(2)
    } else {
        scatter(totals) / (count * (count - 1))
    };
    BAND_ERRORS * root(variance / count.max(1))
}

/// The deviation within candidates, over all who have at least two scores.
fn pooled_deviation(sheet: &Sheet<'_>) -> i64 {
    let (mut squares, mut freedom) = (0_i128, 0_i128);
    for scores in sheet.by_candidate.values().filter(|it| it.len() > 1) {
        let totals: Vec<i64> = scores.iter().map(|it| it.total).collect();
        squares += scatter(&totals) / totals.len() as i128;
        freedom += totals.len() as i128 - 1;
    }
    if freedom == 0 {
        0
    } else {
        root(squares / freedom)
    }
}

/// Places from 1 by a figure, the highest first; equal figures share one.
fn rank_by(
    candidates: &mut [CandidateFigures],
    figure: impl Fn(&CandidateFigures) -> i64,
    place: impl Fn(&mut CandidateFigures) -> &mut usize,
) {
    candidates.sort_by_key(|it| (-figure(it), it.candidate));
    let mut before: Option<(i64, usize)> = None;
    for (index, it) in candidates.iter_mut().enumerate() {
        let rank = match before {
            Some((same, rank)) if same == figure(it) => rank,
            _ => index + 1,
        };
        before = Some((figure(it), rank));
        *place(it) = rank;
    }
}

/// Reads all scores of a round with so many seats.
pub fn report(scores: &[Score], seats: usize) -> Report {
    let sheet = Sheet::new(scores);
    let members = member_figures(scores, &sheet);
    let leniency: BTreeMap<MemberId, i64> =
        members.iter().map(|it| (it.member, it.leniency)).collect();
    let pooled = pooled_deviation(&sheet);
    let mut candidates: Vec<CandidateFigures> = sheet
        .by_candidate
        .iter()
        .map(|(candidate, scores)| {
            let totals: Vec<i64> = scores.iter().map(|it| it.total).collect();
            let corrected = scores
                .iter()
                .map(|it| it.total - leniency[&it.member])
                .sum();
            let raw = mean(totals.iter().sum(), totals.len());
            let reach = reach(&totals, pooled);
            CandidateFigures {
                candidate: *candidate,
                scores: totals.len(),
                raw,
                trimmed: trimmed(&totals),
                calibrated: mean(corrected, totals.len()),
                band: (raw - reach, raw + reach),
                rank: 0,
                calibrated_rank: 0,
                is_in_tie_zone: false,
            }
        })
        .collect();
    rank_by(
        &mut candidates,
        |it| it.calibrated,
        |it| &mut it.calibrated_rank,
    );
    rank_by(&mut candidates, |it| it.raw, |it| &mut it.rank);
    let cut = (0 < seats && seats < candidates.len())
        .then(|| mean(candidates[seats - 1].raw + candidates[seats].raw, 2));
    if let Some(cut) = cut {
        for it in &mut candidates {
            it.is_in_tie_zone = it.band.0 <= cut && cut <= it.band.1;
        }
    }
    Report {
        pairs: pair_figures(&sheet),
        district: district_lift(scores, &sheet),
        members,
        candidates,
        cut,
    }
}

/// Whether a member and a candidate belong to the same district; bureau-run schools are none.
pub fn is_same_district(one: Option<OrganizationId>, other: Option<OrganizationId>) -> bool {
    one.is_some() && one == other
}

/// Members whose leniency stands out: further from the middle than two deviations of all.
pub fn outliers(members: &[MemberFigures]) -> BTreeSet<MemberId> {
    let all: Vec<i64> = members.iter().map(|it| it.leniency).collect();
    let (middle, far) = (mean(all.iter().sum(), all.len()), 2 * deviation(&all));
    let stands_out = |it: &&MemberFigures| far > 0 && (it.leniency - middle).abs() > far;
    members
        .iter()
        .filter(stands_out)
        .map(|it| it.member)
        .collect()
}

#[cfg(test)]
mod tests;
