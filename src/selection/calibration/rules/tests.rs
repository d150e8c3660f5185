//! Sheets worked out by hand, and what must hold of any.

use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn member(number: usize) -> MemberId {
    MemberId(Uuid::from_u128(1_000 + number as u128))
}

fn candidate(number: usize) -> NominationId {
    NominationId(Uuid::from_u128(2_000 + number as u128))
}

fn score(by: usize, to: usize, total: i64) -> Score {
    Score {
        member: member(by),
        candidate: candidate(to),
        total,
        is_same_district: by == to,
    }
}

/// By the raw mean, with nobody but those who were scored.
fn raw(scores: &[Score], seats: usize) -> Report {
    report(scores, &[], seats, OfficialMean::Raw)
}

/// Scores of what candidates are worth and members add, without any chance.
fn planted(who: &[(usize, usize)], adds: &[i64], worth: &[i64]) -> Vec<Score> {
    let pairs = who.iter();
    pairs
        .map(|(by, to)| score(*by, *to, worth[*to] + adds[*by]))
        .collect()
}

/// What members add, by their number; `None` where nothing is corrected.
fn leniencies(report: &Report, count: usize) -> Vec<Option<i64>> {
    let of = |it| {
        report
            .members
            .iter()
            .find(|found| found.member == member(it))
    };
    (0..count).map(|it| of(it)?.leniency).collect()
}

/// Calibrated means by the number of the candidate.
fn calibrated(report: &Report, count: usize) -> Vec<i64> {
    let of = |it| {
        let mut all = report.candidates.iter();
        all.find(|found| found.candidate == candidate(it))
    };
    (0..count)
        .map(|it| of(it).expect("a score").calibrated)
        .collect()
}

#[test]
fn a_sheet_worked_out_by_hand() {
    // Member 0 gives ten points more than the two others, who agree but for the last candidate.
    let mut scores: Vec<Score> = (0..3)
        .flat_map(|to| {
            let total = 60_000 + 10_000 * i64::try_from(to).expect("few");
            [
                score(0, to, total + 10_000),
                score(1, to, total),
                score(2, to, total),
            ]
        })
        .collect();
    let exact = raw(&scores, 2);
    assert_eq!(
        leniencies(&exact, 3),
        [Some(6_667), Some(-3_333), Some(-3_333)]
    );
    assert_eq!(exact.deviation, Some(0), "the model explains all of it");
    let pair = exact.pairs[2];
    assert_eq!(
        (pair.members, pair.shared, pair.difference),
        ((member(1), member(2)), 3, 0)
    );
    let best = exact.candidates[0];
    assert_eq!(
        (best.candidate, best.raw, best.trimmed, best.calibrated),
        (candidate(2), 83_333, 83_333, 83_333)
    );
    assert_eq!((exact.cut, exact.groups), (Some(68_333), 1));
    // Member 1 is six points off on the last candidate. Of that the model takes a third for the
    // candidate and a third for the member, and puts a ninth to everybody: the squares of what is
    // left come to 16, on nine scores less three less three and one.
    scores[7].total += 6_000;
    let rough = raw(&scores, 2);
    assert_eq!(rough.deviation, Some(2_000));
    let best = rough.candidates[0];
    assert_eq!((best.raw, best.band), (85_333, Some((83_024, 87_642))));
    assert!(rough.candidates.iter().all(|it| !it.is_in_tie_zone));
}

#[test]
fn equal_candidates_stay_equal_whoever_scores_them() {
    // Quality 60 throughout; member 0 adds twelve; each three of four members score one candidate.
    let who: Vec<(usize, usize)> = (0..4)
        .flat_map(|to| {
            (0..4)
                .filter(move |by| by + to != 3)
                .map(move |by| (by, to))
        })
        .collect();
    let scores = planted(&who, &[12_000, 0, 0, 0], &[60_000; 4]);
    let found = raw(&scores, 2);
    let means: Vec<i64> = found.candidates.iter().map(|it| it.raw).collect();
    assert_eq!(means, [64_000, 64_000, 64_000, 60_000]);
    assert_eq!(calibrated(&found, 4), [63_000; 4]);
    assert!(
        found
            .candidates
            .iter()
            .all(|it| it.calibrated_rank == Some(1))
    );
    // Three members, each two of whom score a candidate: two scores each are too few to correct.
    let who = [(0, 0), (1, 0), (0, 1), (2, 1), (1, 2), (2, 2)];
    let scores = planted(&who, &[10_000, 0, 0], &[60_000; 3]);
    let few = raw(&scores, 1);
    assert_eq!(calibrated(&few, 3), [65_000, 65_000, 60_000]);
    assert_eq!(leniencies(&few, 3), [None; 3]);
    // Twice as many candidates are enough.
    let twice: Vec<(usize, usize)> = who
        .iter()
        .flat_map(|(by, to)| [(*by, *to), (*by, to + 3)])
        .collect();
    let scores = planted(&twice, &[10_000, 0, 0], &[60_000; 6]);
    assert_eq!(calibrated(&raw(&scores, 1), 6), [63_333; 6]);
}

#[test]
fn few_scores_are_no_reason_to_divide_by_nothing() {
    assert_eq!(raw(&[], 3).candidates, []);
    let one = raw(&[score(0, 0, 50_000)], 1);
    let only = one.candidates[0];
    assert_eq!(
        (only.raw, only.calibrated, only.band),
        (50_000, 50_000, None)
    );
    assert_eq!(
        (one.cut, one.district, one.members[0].compared, one.groups),
        (None, None, 0, 0)
    );
    // One score gets the error of all others, larger by its being alone.
    let scores = [
        score(0, 0, 50_000),
        score(0, 1, 60_000),
        score(1, 1, 70_000),
    ];
    let lonely = raw(&scores, 1);
    let last = lonely.candidates.last().expect("two candidates");
    assert_eq!(last.band, Some((50_000 - 2 * 7_071, 50_000 + 2 * 7_071)));
}

#[test]
fn whoever_agrees_by_chance_has_no_narrower_band() {
    // Two of candidate 0 agree to the point; the same chance rules them as all others.
    let totals = [
        [70_000, 70_000, 70_000],
        [64_000, 76_000, 69_000],
        [60_000, 66_000, 72_000],
        [58_000, 50_000, 63_000],
    ];
    let scores: Vec<Score> = (0..12)
        .map(|it| score(it % 3, it / 3, totals[it / 3][it % 3]))
        .collect();
    let found = raw(&scores, 1);
    let widths: BTreeSet<i64> = found
        .candidates
        .iter()
        .filter_map(|it| it.band.map(|(low, high)| high - low))
        .collect();
    assert_eq!(widths.len(), 1, "as many scores, the same band");
    assert!(widths.iter().all(|it| *it > 0));
    assert!(found.candidates[0].is_in_tie_zone && found.candidates[1].is_in_tie_zone);
    assert!(!found.candidates[3].is_in_tie_zone);
}

#[test]
fn whoever_nobody_scored_is_listed_all_the_same() {
    let scores = [score(0, 0, 50_000), score(1, 0, 60_000)];
    let all = [candidate(0), candidate(1)];
    let found = report(&scores, &all, 1, OfficialMean::Raw);
    assert_eq!(found.unscored, [candidate(1)]);
    assert_eq!((found.candidates.len(), found.cut), (1, None));
}

#[test]
fn the_official_mean_orders_and_cuts() {
    // Four score the first, and one of them far too low; the trimmed mean forgives it.
    let totals = [
        [80_000, 80_000, 80_000, 20_000],
        [70_000, 70_000, 70_000, 70_000],
    ];
    let scores: Vec<Score> = (0..8)
        .map(|it| score(it % 4, it / 4, totals[it / 4][it % 4]))
        .collect();
    let order = |official| {
        let found = report(&scores, &[], 1, official);
        let ids: Vec<NominationId> = found.candidates.iter().map(|it| it.candidate).collect();
        (ids, found.cut)
    };
    let (one, other) = (candidate(0), candidate(1));
    assert_eq!(order(OfficialMean::Raw), (vec![other, one], Some(67_500)));
    assert_eq!(
        order(OfficialMean::Trimmed),
        (vec![one, other], Some(75_000))
    );
}

#[test]
fn groups_that_share_nobody_are_not_compared() {
    // Two members score candidates 0 to 2, two others 3 to 5 and add twenty.
    let who: Vec<(usize, usize)> = (0..12).map(|it| (it % 2 + it / 6 * 2, it / 2)).collect();
    let worth = [50_000, 60_000, 70_000, 50_000, 60_000, 70_000];
    let scores = planted(&who, &[1_000, -1_000, 21_000, 19_000], &worth);
    let found = report(&scores, &[], 2, OfficialMean::Calibrated);
    assert_eq!((found.groups, found.cut), (2, None));
    let is_placed = |it: &CandidateFigures| it.rank.is_some() || it.calibrated_rank.is_some();
    assert!(!found.candidates.iter().any(is_placed));
    let groups: Vec<Option<usize>> = found.candidates.iter().map(|it| it.group).collect();
    assert_eq!(
        groups,
        [Some(0), Some(0), Some(0), Some(1), Some(1), Some(1)]
    );
    assert_eq!(
        leniencies(&found, 4),
        [Some(1_000), Some(-1_000), Some(1_000), Some(-1_000)],
        "centred within each group"
    );
    let by_raw = raw(&scores, 2);
    assert!(
        by_raw.candidates.iter().all(|it| it.rank.is_some()),
        "the rule says raw"
    );
    // One member who scores in both ties them together: the twenty points are found.
    let tie: Vec<Score> = (0..6).map(|to| score(4, to, worth[to])).collect();
    let tied = raw(&[scores, tie].concat(), 2);
    assert_eq!(tied.groups, 1);
    let worths = calibrated(&tied, 6);
    assert_eq!(worths[0], worths[3]);
}

#[test]
fn one_or_two_scores_are_left_as_they_are() {
    let mut who: Vec<(usize, usize)> = (0..9).map(|it| (it % 3, it / 3)).collect();
    who.extend([(3, 0), (3, 1)]);
    let scores = planted(&who, &[3_000, 0, -3_000, 8_000], &[60_000; 3]);
    let found = raw(&scores, 1);
    assert_eq!(
        leniencies(&found, 4),
        [Some(3_000), Some(0), Some(-3_000), None]
    );
    assert_eq!(calibrated(&found, 3), [62_000, 62_000, 60_000]);
    let last = found.members.last().expect("four members");
    assert_eq!((last.member, last.compared), (member(3), 2));
}

#[test]
fn the_trimmed_mean_leaves_out_one_at_each_end() {
    assert_eq!(trimmed(&[10, 20, 90]), 40);
    assert_eq!(trimmed(&[0, 20, 30, 90]), 25);
    assert_eq!(trimmed(&[5, 5, 5, 5, 5]), 5);
}

#[test]
fn the_middle_is_between_the_two_in_the_middle() {
    assert_eq!(median(vec![]), 0);
    assert_eq!(median(vec![9, 1, 5]), 5);
    assert_eq!(median(vec![9, 1, 5, 6]), 6);
}

#[test]
fn whoever_stands_out_is_named_even_among_few() {
    // Six candidates, all scored by all; everybody is off by a point now and then.
    let marked = |adds: &[i64]| -> BTreeSet<MemberId> {
        let scores: Vec<Score> = (0..6 * adds.len())
            .map(|it| {
                let (by, to) = (it % adds.len(), it / adds.len());
                let chance = if (by + to) % 2 == 0 { 1_000 } else { -1_000 };
                score(by, to, 60_000 + adds[by] + chance)
            })
            .collect();
        let members = raw(&scores, 2).members.into_iter();
        members
            .filter(|it| it.stands_out)
            .map(|it| it.member)
            .collect()
    };
    assert_eq!(marked(&[0, 0, 0, 0]), BTreeSet::new(), "all the same");
    assert_eq!(marked(&[0, 0, 0, 9_000]), BTreeSet::from([member(3)]));
    assert_eq!(marked(&[500, 0, -9_000]), BTreeSet::from([member(2)]));
    assert_eq!(
        marked(&[9_000, 0]),
        BTreeSet::new(),
        "of two, nobody knows which"
    );
    assert_eq!(
        marked(&[0, 0, 0, 1_500]),
        BTreeSet::new(),
        "that may be chance"
    );
    let wide = [-8_000, -4_000, 0, 4_000, 8_000];
    assert_eq!(
        marked(&wide),
        BTreeSet::new(),
        "no further than is usual here"
    );
}

#[test]
fn a_habit_comes_before_a_single_difference() {
    let mut scores: Vec<Score> = (0..3)
        .flat_map(|to| [score(0, to, 60_000), score(1, to, 64_000)])
        .collect();
    scores.extend([score(2, 3, 20_000), score(3, 3, 90_000)]);
    let pairs = raw(&scores, 1).pairs;
    assert_eq!(
        (pairs[0].members, pairs[0].shared, pairs[0].difference),
        ((member(0), member(1)), 3, 4_000)
    );
    assert_eq!((pairs[1].shared, pairs[1].difference), (1, 70_000));
}

#[test]
fn what_ones_own_district_adds_is_not_taken_for_leniency() {
    // Members 0 and 1 are of the district of candidates 0 to 3 and add five there. Member 0 is mild
    // by seven besides; members 2 and 3 are of another district.
    let mut scores = Vec::new();
    for to in 0..8 {
        for by in 0..4 {
            let is_same_district = by < 2 && to < 4;
            let adds = [7_000, 0, 0, 0][by] + if is_same_district { 5_000 } else { 0 };
            scores.push(Score {
                is_same_district,
                ..score(by, to, 60_000 + adds)
            });
        }
    }
    let lift = raw(&scores, 2).district.expect("both happened");
    assert_eq!((lift.same, lift.other, lift.lift), (8, 8, 5_000));
    // Nobody scored within: nothing to tell.
    for it in &mut scores {
        it.is_same_district = false;
    }
    assert_eq!(raw(&scores, 2).district, None);
}

#[test]
fn a_long_chain_is_solved_as_exactly_as_any() {
    // Member n shares three candidates with member n + 1 and with nobody else.
    let who: Vec<(usize, usize)> = (0..59)
        .flat_map(|link| {
            (0..3).flat_map(move |it| [(link, 3 * link + it), (link + 1, 3 * link + it)])
        })
        .collect();
    let adds: Vec<i64> = (0..60).map(|it| (it * 7_919) % 20_000 - 10_000).collect();
    let scores = planted(&who, &adds, &[50_000; 177]);
    let found = raw(&scores, 20);
    assert_eq!(found.groups, 1);
    let worths: BTreeSet<i64> = calibrated(&found, 177).into_iter().collect();
    assert_eq!(worths.len(), 1, "all are worth the same");
    assert_eq!(found.deviation, Some(0));
}

fn sheets() -> impl Strategy<Value = Vec<Score>> {
    proptest::collection::btree_map((0..6_usize, 0..8_usize), 0..=100_000_i64, 0..40).prop_map(
        |sheet| {
            let scores = sheet.into_iter();
            scores
                .map(|((by, to), total)| score(by, to, total))
                .collect()
        },
    )
}

/// Who scores whom, where all hang together and everybody has enough to be corrected.
fn connected() -> impl Strategy<Value = Vec<(usize, usize)>> {
    let all = proptest::collection::btree_set((0..5_usize, 0..8_usize), 14..40);
    all.prop_map(|it| it.into_iter().collect::<Vec<_>>())
        .prop_filter("everybody is in one group", |who| {
            let design = Design::of(&planted(who, &[0; 5], &[0; 8]));
            let scored: BTreeSet<usize> = who.iter().map(|it| it.1).collect();
            design.groups() == 1 && design.members() == 5 && scored.len() == 8
        })
}

proptest! {
    #[test]
    fn the_report_does_not_depend_on_the_order_of_scores(scores in sheets(), seats in 0..9_usize) {
        let mut turned = scores.clone();
        turned.reverse();
        prop_assert_eq!(raw(&scores, seats), raw(&turned, seats));
    }

    #[test]
    fn means_lie_within_what_was_given(scores in sheets()) {
        for it in raw(&scores, 3).candidates {
            let given = scores.iter().filter(|score| score.candidate == it.candidate);
            let given: Vec<i64> = given.map(|score| score.total).collect();
            let range = *given.iter().min().expect("one")..=*given.iter().max().expect("one");
            prop_assert!(range.contains(&it.raw) && range.contains(&it.trimmed));
            prop_assert!(it.band.is_none_or(|band| band.0 <= it.raw && it.raw <= band.1));
        }
    }

    #[test]
    fn without_chance_everything_planted_is_found(
        who in connected(),
        adds in proptest::collection::vec(-4_000..=4_000_i64, 5),
        worth in proptest::collection::vec(20_000..=80_000_i64, 8),
    ) {
        // Multiples of five, so that the mean of five members is whole.
        let adds: Vec<i64> = adds.iter().map(|it| it * 5).collect();
        let middle = adds.iter().sum::<i64>() / 5;
        let found = raw(&planted(&who, &adds, &worth), 4);
        let expected: Vec<Option<i64>> = adds.iter().map(|it| Some(it - middle)).collect();
        prop_assert_eq!(leniencies(&found, 5), expected);
        let expected: Vec<i64> = worth.iter().map(|it| it + middle).collect();
        prop_assert_eq!(calibrated(&found, 8), expected);
    }

    #[test]
    fn whatever_one_member_always_adds_changes_no_calibrated_place(
        who in connected(),
        totals in proptest::collection::vec(0..=60_000_i64, 40),
        more in 0..=8_000_i64,
    ) {
        let more = 5 * more;
        let sheet = |more: i64| -> Vec<Score> {
            let given = who.iter().zip(&totals);
            given
                .map(|((by, to), total)| score(*by, *to, total + if *by == 0 { more } else { 0 }))
                .collect()
        };
        let (before, after) = (raw(&sheet(0), 4), raw(&sheet(more), 4));
        let moved = |it: Vec<i64>| -> Vec<i64> { it.iter().map(|it| it + more / 5).collect() };
        prop_assert_eq!(calibrated(&after, 8), moved(calibrated(&before, 8)));
        let places = |report: &Report| {
            let all = report.candidates.iter();
            all.map(|it| (it.candidate, it.calibrated_rank)).collect::<BTreeMap<_, _>>()
        };
        prop_assert_eq!(places(&before), places(&after));
    }
}
