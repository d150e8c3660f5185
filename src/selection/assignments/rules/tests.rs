//! Small committees by the table, random ones by property.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn member(number: usize) -> MemberId {
    MemberId(Uuid::from_u128(1_000 + number as u128))
}

fn candidate(number: usize) -> NominationId {
    NominationId(Uuid::from_u128(2_000 + number as u128))
}

fn board(members: usize, candidates: usize, reviews_each: i64, load_max: i64) -> Board {
    let subject = |number: usize| Some(["语文", "数学"][number % 2].to_owned());
    Board {
        reviews_each,
        load_max,
        reviewers: (0..members)
            .map(|it| Reviewer {
                id: member(it),
                subject: subject(it),
                load: 0,
                load_max,
            })
            .collect(),
        candidates: (0..candidates)
            .map(|it| Served {
                id: candidate(it),
                subject: subject(it),
                reviews: 0,
            })
            .collect(),
        wishes: BTreeMap::new(),
        barred: BTreeSet::new(),
        met: BTreeMap::new(),
    }
}

#[test]
fn a_wish_counts_as_its_band() {
    for (wish, counted) in [
        (-20, -2),
        (-11, -2),
        (-10, -1),
        (-1, -1),
        (0, 0),
        (1, 1),
        (10, 1),
        (11, 2),
        (20, 2),
    ] {
        assert_eq!(band(wish), counted, "{wish}");
    }
}

#[test]
fn a_deal_follows_expertise_and_lots_decide_among_equals() {
    let board = board(8, 4, 2, 4);
    let deals: Vec<Deal> = (0..20_u8)
        .map(|seed| deal(&board, &[seed; 32]).expect("enough members"))
        .collect();
    for it in &deals {
        assert_eq!(it.total, 8 * EXPERTISE, "everybody gets experts");
        assert_eq!(it.total, deals[0].total);
    }
    assert_eq!(deal(&board, &[3; 32]).as_ref(), Ok(&deals[3]), "repeatable");
    let different: BTreeSet<_> = deals.iter().map(|it| it.pairs.clone()).collect();
    assert!(different.len() > 5, "{} of 20", different.len());
}

#[test]
fn loads_are_even_after_expertise_and_whatever_the_lots() {
    // Nobody knows more than others: twelve reviews come to four each, whatever each may take.
    let mut equals = board(3, 6, 2, 10);
    for it in &mut equals.reviewers {
        it.subject = None;
    }
    for seed in 0..20_u8 {
        let loads = deal(&equals, &[seed; 32]).expect("enough members").loads;
        assert!(loads.values().all(|it| *it == 4), "{loads:?}");
    }
    // Whoever has some already gets fewer.
    equals.reviewers[0].load = 3;
    let loads = deal(&equals, &[1; 32]).expect("enough members").loads;
    assert!(loads.values().all(|it| *it == 5), "{loads:?}");
    // The only two who know the subject get all of it all the same.
    let mut experts = board(4, 6, 2, 10);
    for it in &mut experts.candidates {
        it.subject = experts.reviewers[0].subject.clone();
    }
    let dealt = deal(&experts, &[1; 32]).expect("enough members");
    assert_eq!(dealt.total, 12 * EXPERTISE);
    assert_eq!([dealt.loads[&member(0)], dealt.loads[&member(2)]], [6, 6]);
}

#[test]
fn what_cannot_be_says_why_and_what_would_help() {
    assert_eq!(deal(&board(1, 0, 1, 1), &[]), Err(Refusal::NoCandidates));
    assert_eq!(deal(&board(0, 1, 1, 1), &[]), Err(Refusal::NoMembers));
    assert_eq!(
        deal(&board(2, 2, 3, 9), &[]),
        Err(Refusal::Infeasible(Obstacle::TooFewMembers {
            members: 2,
            reviews_possible: 2,
        }))
    );
    let mut barred = board(3, 2, 2, 9);
    barred.barred = BTreeSet::from([(member(0), candidate(1)), (member(2), candidate(1))]);
    assert_eq!(
        deal(&barred, &[]),
        Err(Refusal::Infeasible(Obstacle::TooFewEligible {
            candidate: candidate(1),
            eligible: 1,
            reviews_possible: 1,
        }))
    );
    let Err(Refusal::Infeasible(Obstacle::LoadsTooSmall {
        missing, raises, ..
    })) = deal(&board(2, 3, 2, 2), &[])
    else {
        panic!("six reviews, and four hands");
    };
    assert_eq!(missing, 2);
    assert_eq!(raises.iter().map(|(_, it)| it).sum::<i64>(), 2);
    let mut done = board(2, 1, 2, 2);
    done.candidates[0].reviews = 2;
    assert_eq!(deal(&done, &[]), Err(Refusal::NothingMissing));
}

#[test]
fn a_single_change_is_refused_in_order_of_precedence() {
    let pair = (member(0), candidate(0));
    let base = board(2, 2, 1, 1);
    assert_eq!(may_add(&base, pair), Ok(()));
    let mut now = base.clone();
    now.reviewers[0].load = 1;
    assert_eq!(may_add(&now, pair), Err(Refusal::LoadFull { load_max: 1 }));
    now.candidates[0].reviews = 1;
    assert_eq!(may_add(&now, pair), Err(Refusal::EnoughReviews { each: 1 }));
    for (state, refusal) in [
        (ReviewState::Declined, Refusal::Declined),
        (ReviewState::Due, Refusal::AlreadyTogether),
        (ReviewState::Submitted, Refusal::AlreadyTogether),
        (ReviewState::Released, Refusal::EnoughReviews { each: 1 }),
    ] {
        now.met.insert(pair, state);
        assert_eq!(may_add(&now, pair), Err(refusal), "{state}");
    }
    now.barred.insert(pair);
    assert_eq!(may_add(&now, pair), Err(Refusal::Barred));
    now.reviewers.clear();
    assert_eq!(may_add(&now, pair), Err(Refusal::DoesNotServe));
    for (state, reason, answer) in [
        (None, "", Err(Refusal::NotDue)),
        (Some(ReviewState::Submitted), "换人", Err(Refusal::NotDue)),
        (Some(ReviewState::Due), " ", Err(Refusal::ReasonMissing)),
        (Some(ReviewState::Due), "换人", Ok(())),
    ] {
        assert_eq!(may_remove(state, reason), answer, "{state:?}");
    }
}

#[test]
fn suggestions_come_with_experts_and_the_least_loaded_first() {
    let mut board = board(6, 1, 1, 3);
    board.reviewers[0].load = 2;
    board.reviewers[4].load = 3;
    board.barred.insert((member(1), candidate(0)));
    board
        .met
        .insert((member(3), candidate(0)), ReviewState::Declined);
    let named: Vec<_> = suggestions(&board, candidate(0))
        .iter()
        .map(|it| it.id)
        .collect();
    assert_eq!(named, [member(2), member(0), member(5)]);
}

fn boards() -> impl Strategy<Value = Board> {
    let pairs = || (0..5_usize, 0..6_usize);
    (
        (1..=5_usize, 1..=6_usize, 1..=3_i64, 1..=6_i64),
        proptest::collection::btree_map(pairs(), -20..=20_i64, 0..20),
        proptest::collection::btree_set(pairs(), 0..6),
        proptest::collection::btree_map(pairs(), 0..ReviewState::ALL.len(), 0..4),
    )
        .prop_map(|((members, candidates, each, load), wishes, barred, met)| {
            let mut board = board(members, candidates, each, load);
            let pair = |(m, c): (usize, usize)| (member(m), candidate(c));
            board.wishes = wishes
                .into_iter()
                .map(|(it, wish)| (pair(it), wish))
                .collect();
            board.barred = barred.into_iter().map(pair).collect();
            for (it, state) in met {
                let state = ReviewState::ALL[state];
                board.met.insert(pair(it), state);
                if matches!(state, ReviewState::Due | ReviewState::Submitted) {
                    for reviewer in &mut board.reviewers {
                        reviewer.load += i64::from(reviewer.id == pair(it).0);
                    }
                    for served in &mut board.candidates {
                        served.reviews += i64::from(served.id == pair(it).1);
                    }
                }
            }
            board
        })
}

proptest! {
    #[test]
    fn a_deal_keeps_every_wall_and_no_seed_has_more(board in boards(), seed in any::<[u8; 4]>()) {
        let Ok(dealt) = deal(&board, &seed) else { return Ok(()) };
        let mut after = board.clone();
        for pair in &dealt.pairs {
            prop_assert!(may_add(&after, *pair).is_ok(), "{:?}", may_add(&after, *pair));
            after.met.insert(*pair, ReviewState::Due);
            after.reviewers.iter_mut().filter(|it| it.id == pair.0).for_each(|it| it.load += 1);
            after.candidates.iter_mut().filter(|it| it.id == pair.1).for_each(|it| it.reviews += 1);
        }
        prop_assert_eq!(after.missing(), 0);
        for it in &after.reviewers {
            prop_assert_eq!(dealt.loads.get(&it.id), Some(&it.load));
        }
        let other = deal(&board, b"another seed").expect("possible with any seed");
        prop_assert_eq!(other.total, dealt.total, "lots never weigh more than a band");
    }
}
