//! What scores say about whoever gave them: leniency, spread, disagreement, one's own district; and
//! how sure an order is. Pure, in thousandths of a point, without floats.
//!
//! Raw scores stay what they are; the programme says which mean is official. What members add is
//! found by the model of [`additive`]. Means are rounded half up, once each.

pub mod additive;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::organizations::OrganizationId;
use crate::selection::committees::MemberId;
use crate::selection::nominations::NominationId;
use crate::selection::programmes::committee::OfficialMean;
use additive::{Design, Fit, fit, known_of, whole};

/// A band reaches so many standard errors to either side.
const BAND_ERRORS: i128 = 2;
/// A member stands out who is so many standard errors from the middle, and so many times as far as
/// half of all members.
const OUTLIER_TIMES: i128 = 3;
/// From so many scores on, the highest and the lowest are left out of the trimmed mean.
const TRIMMED_FROM: usize = 4;
/// Candidates whom two members both scored, at least, before their difference is a habit.
const SHARED_MIN: usize = 3;
/// Bits behind the point of what neither candidate nor member explains.
const REST_BITS: u32 = 10;

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
    /// What the member always adds, by the model; negative if the member is strict. None where too
    /// few scores can be compared, and nothing is corrected.
    pub leniency: Option<i64>,
    /// How far one's own scores lie apart: their standard deviation.
    pub spread: i64,
    /// Whether the leniency is beyond chance, and far from that of most.
    pub stands_out: bool,
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

/// How a candidate with a score stands.
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
    /// With each score corrected by what its member adds.
    pub calibrated: i64,
    /// The official mean, give or take what chance may do; none where nobody can tell.
    pub band: Option<(i64, i64)>,
    /// Which of the groups that scores do not compare; none without a corrected score.
    pub group: Option<usize>,
    /// By the official mean, from 1; equal means share a place. None where it would compare groups.
    pub rank: Option<usize>,
    /// By the calibrated mean. None where it would compare groups.
    pub calibrated_rank: Option<usize>,
    /// Whether the band reaches the cut, so that the order there is chance.
    pub is_in_tie_zone: bool,
}

impl CandidateFigures {
    /// The mean that counts.
    pub fn official(&self, official: OfficialMean) -> i64 {
        match official {
            OfficialMean::Raw => self.raw,
            OfficialMean::Trimmed => self.trimmed,
            OfficialMean::Calibrated => self.calibrated,
        }
    }
}

/// What members do with candidates of their own district.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DistrictLift {
    /// Scores within a district, on candidates who have scores of both kinds.
    pub same: usize,
    /// Scores across, on the same candidates.
    pub other: usize,
    /// How much more within than across, candidates and members being equal.
    pub lift: i64,
}

/// The whole report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The mean that counts.
    pub official: OfficialMean,
    /// The mildest first; at the end those who cannot be judged.
    pub members: Vec<MemberFigures>,
    /// Those with enough candidates in common first, and those who differ most first of these.
    pub pairs: Vec<PairFigures>,
    /// By official mean, the highest first; group by group where it would compare groups.
    pub candidates: Vec<CandidateFigures>,
    /// Whoever has no score at all.
    pub unscored: Vec<NominationId>,
    /// None where no candidate has scores of both kinds from members who are corrected.
    pub district: Option<DistrictLift>,
    /// Between the last seat and the next; none where there are seats for all, or no places.
    pub cut: Option<i64>,
    /// Groups of members and candidates that scores do not compare.
    pub groups: usize,
    /// How far single scores are from what candidate and member explain: their standard deviation.
    /// None where there are too few scores to tell.
    pub deviation: Option<i64>,
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

/// The middle of values, between the two middle ones of an even number; 0 of nothing.
fn median(mut values: Vec<i64>) -> i64 {
    values.sort_unstable();
    let half = values.len() / 2;
    match values.len() % 2 {
        _ if values.is_empty() => 0,
        1 => values[half],
        _ => mean(values[half - 1] + values[half], 2),
    }
}

/// All scores of a round, by candidate.
type Sheet<'a> = BTreeMap<NominationId, Vec<&'a Score>>;

fn sheet(scores: &[Score]) -> Sheet<'_> {
    let mut by_candidate = Sheet::new();
    for score in scores {
        by_candidate.entry(score.candidate).or_default().push(score);
    }
    by_candidate
}

/// What neither candidate nor member explains of a score, with [`REST_BITS`].
fn rest(fit: &Fit, score: &Score, value: i64) -> i128 {
    let bits = additive::FRACTION_BITS - REST_BITS;
    (fit.rest(score, value) + (1 << (bits - 1))) >> bits
}

/// What is left of all scores once candidates and members are taken off: the measure of chance.
#[derive(Debug, Clone, Copy)]
struct Chance {
    /// The sum of squares, with twice [`REST_BITS`].
    squares: i128,
    /// Degrees of freedom: scores less candidates less members, and one for each group. Never 0.
    freedom: i128,
}

impl Chance {
    fn of(design: &Design, fit: &Fit, scores: &[Score], candidates: usize) -> Option<Chance> {
        let estimated = candidates + design.members();
        let freedom = (scores.len() + design.groups()).checked_sub(estimated);
        let rests = scores.iter().map(|it| rest(fit, it, it.total));
        Some(Chance {
            squares: rests.map(|it| it * it).sum(),
            freedom: freedom.filter(|it| *it > 0)? as i128,
        })
    }

    /// How far so many standard errors of a mean of so many scores reach.
    fn reach(self, errors: i128, count: usize) -> i64 {
        let square = errors * errors * self.squares / (self.freedom * count.max(1) as i128);
        (root(square) + (1 << (REST_BITS - 1))) >> REST_BITS
    }
}

fn member_figures(
    (scores, sheet): (&[Score], &Sheet<'_>),
    design: &Design,
    fit: &Fit,
    chance: Option<Chance>,
) -> Vec<MemberFigures> {
    let mut given: BTreeMap<MemberId, Vec<&Score>> = BTreeMap::new();
    for score in scores {
        given.entry(score.member).or_default().push(score);
    }
    let is_compared = |it: &&&Score| sheet[&it.candidate].len() > 1;
    let figures = |(member, given): (&MemberId, &Vec<&Score>)| MemberFigures {
        member: *member,
        scores: given.len(),
        compared: given.iter().filter(is_compared).count(),
        leniency: fit.of_member(*member).map(whole),
        spread: deviation(&given.iter().map(|it| it.total).collect::<Vec<_>>()),
        stands_out: false,
    };
    let mut members: Vec<MemberFigures> = given.iter().map(figures).collect();
    if let Some(chance) = chance {
        let known = |member: MemberId| known_of(design, &given[&member]);
        mark_outliers(&mut members, chance, known);
    }
    members.sort_by_key(|it| (it.leniency.is_none(), Reverse(it.leniency), it.member));
    members
}

/// Marks members whose leniency is further from the middle than three of its standard errors, and
/// than three times the middle distance. A rule of deviations from the mean could mark nobody among
/// few: of five, nobody is two deviations away.
fn mark_outliers(members: &mut [MemberFigures], chance: Chance, known: impl Fn(MemberId) -> i128) {
    let middle = median(members.iter().filter_map(|it| it.leniency).collect());
    let far = |it: &MemberFigures| it.leniency.map(|leniency| (leniency - middle).abs());
    let usual = i128::from(median(members.iter().filter_map(far).collect()));
    for it in members {
        let Some(far) = far(it).map(i128::from) else {
            continue;
        };
        let square = (far * far * chance.freedom) << (2 * REST_BITS);
        let by_chance = OUTLIER_TIMES * OUTLIER_TIMES * chance.squares;
        let is_beyond_chance = square * known(it.member) > by_chance << additive::FRACTION_BITS;
        it.stands_out = is_beyond_chance && far > OUTLIER_TIMES * usual;
    }
}

fn pair_figures(sheet: &Sheet<'_>) -> Vec<PairFigures> {
    let mut differences: BTreeMap<(MemberId, MemberId), (i64, usize)> = BTreeMap::new();
    for scores in sheet.values() {
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
    pairs.sort_by_key(|it| {
        let is_chance = it.shared < SHARED_MIN;
        (is_chance, -it.difference, Reverse(it.shared), it.members)
    });
    pairs
}

/// What one's own district adds, found together with candidates and members: what neither explains
/// of the scores, against what neither explains of where they were given. Only candidates with
/// scores of both kinds say anything.
fn district_lift(design: &Design, scores: &[Score]) -> Option<DistrictLift> {
    const WITHIN: i64 = 1_000_000;
    let where_given = |it: &Score| if it.is_same_district { WITHIN } else { 0 };
    let fitted: Vec<Score> = scores
        .iter()
        .filter(|it| design.has(it.member))
        .copied()
        .collect();
    let of_scores = fit(design, &fitted, |it| it.total);
    let of_places = fit(design, &fitted, where_given);
    let (mut product, mut square) = (0_i128, 0_i128);
    for it in &fitted {
        let place = rest(&of_places, it, where_given(it));
        product += place * rest(&of_scores, it, it.total);
        square += place * place;
    }
    let by_candidate = sheet(&fitted);
    let has_both = |it: &&Score| {
        let all = &by_candidate[&it.candidate];
        all.iter().any(|it| it.is_same_district) && !all.iter().all(|it| it.is_same_district)
    };
    let both: Vec<&Score> = fitted.iter().filter(has_both).collect();
    let same = both.iter().filter(|it| it.is_same_district).count();
    let lift = (square > 0).then(|| {
        let twice = 2 * product * i128::from(WITHIN);
        (twice + square).div_euclid(2 * square)
    })?;
    Some(DistrictLift {
        same,
        other: both.len() - same,
        lift: i64::try_from(lift).ok()?,
    })
}

/// Places from 1 by a figure, the highest first; equal figures share one.
fn rank_by(
    candidates: &mut [CandidateFigures],
    figure: impl Fn(&CandidateFigures) -> i64,
    place: impl Fn(&mut CandidateFigures) -> &mut Option<usize>,
) {
    candidates.sort_by_key(|it| (-figure(it), it.candidate));
    let mut before: Option<(i64, usize)> = None;
    for (index, it) in candidates.iter_mut().enumerate() {
        let rank = match before {
            Some((same, rank)) if same == figure(it) => rank,
            _ => index + 1,
        };
        before = Some((figure(it), rank));
        *place(it) = Some(rank);
    }
}

fn candidate_figures(
    sheet: &Sheet<'_>,
    design: &Design,
    fit: &Fit,
    chance: Option<Chance>,
    official: OfficialMean,
) -> Vec<CandidateFigures> {
    let figures = |(candidate, scores): (&NominationId, &Vec<&Score>)| {
        let totals: Vec<i64> = scores.iter().map(|it| it.total).collect();
        let mut figures = CandidateFigures {
            candidate: *candidate,
            scores: totals.len(),
            raw: mean(totals.iter().sum(), totals.len()),
            trimmed: trimmed(&totals),
            calibrated: whole(fit.of_candidate(*candidate)),
            band: None,
            group: design.group_of(*candidate),
            rank: None,
            calibrated_rank: None,
            is_in_tie_zone: false,
        };
        let mean = figures.official(official);
        figures.band = chance.map(|it| {
            let reach = it.reach(BAND_ERRORS, totals.len());
            (mean - reach, mean + reach)
        });
        figures
    };
    let mut candidates: Vec<CandidateFigures> = sheet.iter().map(figures).collect();
    if design.groups() > 1 {
        candidates.sort_by_key(|it| (it.group.is_none(), it.group, -it.calibrated, it.candidate));
    } else {
        rank_by(
            &mut candidates,
            |it| it.calibrated,
            |it| &mut it.calibrated_rank,
        );
    }
    if design.groups() < 2 || official != OfficialMean::Calibrated {
        rank_by(
            &mut candidates,
            |it| it.official(official),
            |it| &mut it.rank,
        );
    }
    candidates
}

/// Reads all scores of a round with these candidates and so many seats.
pub fn report(
    scores: &[Score],
    all: &[NominationId],
    seats: usize,
    official: OfficialMean,
) -> Report {
    let sheet = sheet(scores);
    let design = Design::of(scores);
    let fit = fit(&design, scores, |it| it.total);
    let chance = Chance::of(&design, &fit, scores, sheet.len());
    let mut candidates = candidate_figures(&sheet, &design, &fit, chance, official);
    let is_ranked = candidates.iter().all(|it| it.rank.is_some());
    let is_short = 0 < seats && seats < candidates.len() && is_ranked;
    let cut = is_short.then(|| {
        let [last, next] = [seats - 1, seats].map(|it| candidates[it].official(official));
        mean(last + next, 2)
    });
    if let Some(cut) = cut {
        for it in &mut candidates {
            it.is_in_tie_zone = it.band.is_some_and(|it| it.0 <= cut && cut <= it.1);
        }
    }
    let mut unscored = all.to_vec();
    unscored.retain(|it| !sheet.contains_key(it));
    Report {
        official,
        members: member_figures((scores, &sheet), &design, &fit, chance),
        pairs: pair_figures(&sheet),
        candidates,
        unscored,
        district: district_lift(&design, scores),
        cut,
        groups: design.groups(),
        deviation: chance.map(|it| it.reach(1, 1)),
    }
}

/// Whether a member and a candidate belong to the same district; bureau-run schools are none.
pub fn is_same_district(one: Option<OrganizationId>, other: Option<OrganizationId>) -> bool {
    one.is_some() && one == other
}

#[cfg(test)]
mod tests;
