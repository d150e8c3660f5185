//! A sheet worked out by hand, and what must hold of any.

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

#[test]
fn a_sheet_worked_out_by_hand() {
    // Member 0 gives ten points more than the two others, who agree.
    let scores: Vec<Score> = (0..3)
        .flat_map(|to| {
            let total = 60_000 + 10_000 * i64::try_from(to).expect("few");
            [
                score(0, to, total + 10_000),
                score(1, to, total),
                score(2, to, total),
            ]
        })
        .collect();
    let report = report(&scores, 2);
    let first = report.members[0];
    assert_eq!(
        (first.member, first.leniency, first.spread, first.compared),
        (member(0), 10_000, 10_000, 3)
    );
    assert_eq!(report.members[1].leniency, -5_000);
    let pair = report.pairs[2];
    assert_eq!(
        (pair.members, pair.shared, pair.difference),
        ((member(1), member(2)), 3, 0)
    );
    let best = report.candidates[0];
    assert_eq!(
        (best.candidate, best.raw, best.trimmed, best.calibrated),
        (candidate(2), 83_333, 83_333, 83_333)
    );
    // Deviation 5,773, error 3,333, two of them to either side.
    assert_eq!(best.band, (83_333 - 6_666, 83_333 + 6_666));
    assert_eq!(report.cut, Some(68_333));
    let tied: Vec<usize> = report
        .candidates
        .iter()
        .filter(|it| it.is_in_tie_zone)
        .map(|it| it.rank)
        .collect();
    assert_eq!(tied, [2, 3]);
    // Within: +10, -5, -5 in thousandths of 10,000; across the same sum over six.
    let lift = report.district.expect("both happened");
    assert_eq!((lift.same, lift.other, lift.lift), (3, 6, 0));
}

#[test]
fn few_scores_are_no_reason_to_divide_by_nothing() {
    assert_eq!(report(&[], 3).candidates, []);
    let one = report(&[score(0, 0, 50_000)], 1);
    let only = one.candidates[0];
    assert_eq!(
        (only.raw, only.calibrated, only.band),
        (50_000, 50_000, (50_000, 50_000))
    );
    assert_eq!(
        (one.cut, one.district, one.members[0].compared),
        (None, None, 0)
    );
    // One score gets the error of all others.
    let scores = [
        score(0, 0, 50_000),
        score(0, 1, 60_000),
        score(1, 1, 70_000),
    ];
    let lonely = report(&scores, 1);
    let last = lonely.candidates.last().expect("two candidates");
    assert_eq!(last.band, (50_000 - 2 * 7_071, 50_000 + 2 * 7_071));
}

#[test]
fn the_trimmed_mean_leaves_out_one_at_each_end() {
    assert_eq!(trimmed(&[10, 20, 90]), 40);
    assert_eq!(trimmed(&[0, 20, 30, 90]), 25);
    assert_eq!(trimmed(&[5, 5, 5, 5, 5]), 5);
}

#[test]
fn whoever_stands_out_is_named() {
    let mut members: Vec<MemberFigures> = (0..10)
        .map(|it| MemberFigures {
            member: member(it),
            scores: 5,
            compared: 5,
            leniency: 0,
            spread: 0,
        })
        .collect();
    assert!(outliers(&members).is_empty(), "all the same");
    members[4].leniency = 9_000;
    assert_eq!(outliers(&members), BTreeSet::from([member(4)]));
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

proptest! {
    #[test]
    fn the_report_does_not_depend_on_the_order_of_scores(scores in sheets(), seats in 0..9_usize) {
        let mut turned = scores.clone();
        turned.reverse();
        let (mut one, mut other) = (report(&scores, seats), report(&turned, seats));
        for it in [&mut one, &mut other] {
            it.pairs.sort_by_key(|it| it.members);
        }
        prop_assert_eq!(one, other);
    }

    #[test]
    fn means_lie_within_what_was_given(scores in sheets()) {
        for it in report(&scores, 3).candidates {
            let given = scores.iter().filter(|score| score.candidate == it.candidate);
            let given: Vec<i64> = given.map(|score| score.total).collect();
            let range = *given.iter().min().expect("one")..=*given.iter().max().expect("one");
            prop_assert!(range.contains(&it.raw) && range.contains(&it.trimmed));
            prop_assert!(it.band.0 <= it.raw && it.raw <= it.band.1);
        }
    }

    #[test]
    fn who_gives_everybody_more_is_milder_by_as_much(
        totals in proptest::collection::vec(0..=50_000_i64, 24),
        more in 0..=40_000_i64,
    ) {
        // Four members score all six candidates; then member 0 adds the same to all.
        let sheet = |more: i64| -> Vec<Score> {
            let given = totals.iter().enumerate();
            given
                .map(|(it, total)| {
                    let (by, to) = (it % 4, it / 4);
                    score(by, to, total + if by == 0 { more } else { 0 })
                })
                .collect()
        };
        let leniency = |report: &Report| {
            let found = report.members.iter().find(|it| it.member == member(0));
            found.expect("member 0 scored").leniency
        };
        let (before, after) = (report(&sheet(0), 2), report(&sheet(more), 2));
        prop_assert!((leniency(&after) - leniency(&before) - more).abs() <= 1);
        // Everybody was scored by the same members: correcting them changes no place.
        for it in &after.candidates {
            prop_assert!((it.calibrated - it.raw).abs() <= 2);
        }
    }
}
