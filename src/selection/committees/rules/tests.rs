//! Every step from every state; draws against all committees there are.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

#[test]
fn every_step_from_every_state() {
    use MemberState::*;
    for &state in MemberState::ALL {
        for step in Step::ALL {
            let expected = match (state, step) {
                (Reserve, Step::MoveUp) => Some(Drawn),
                (Drawn, Step::Invite) => Some(Invited),
                (Invited, Step::Accept) => Some(Accepted),
                (Invited, Step::Decline) => Some(Declined),
                (Reserve | Drawn | Invited | Accepted, Step::Release) => Some(Released),
                _ => None,
            };
            let refused = Err(Refusal::WrongState(state));
            assert_eq!(
                next(state, step),
                expected.ok_or(()).or(refused),
                "{state} {step:?}"
            );
        }
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

#[test]
fn terms_are_refused_in_order_of_precedence() {
    let others = [(day(2020, 1, 1), day(2022, 12, 31))];
    for (starts, ends, answer) in [
        (
            day(2026, 1, 1),
            day(2025, 1, 1),
            Err(TermRefusal::EndsBeforeStart),
        ),
        (
            day(2022, 1, 1),
            day(2025, 1, 1),
            Err(TermRefusal::TooLong(3)),
        ),
        (
            day(2022, 12, 31),
            day(2024, 12, 31),
            Err(TermRefusal::Overlaps),
        ),
        (day(2023, 1, 1), day(2025, 12, 31), Ok(())),
    ] {
        assert_eq!(
            check_term((starts, ends), 3, &others),
            answer,
            "{starts} {ends}"
        );
    }
}

fn ticket(number: u128, subject: &str, district: &str) -> Ticket {
    Ticket {
        person: PersonId(Uuid::from_u128(number)),
        subject: subject.to_owned(),
        district: district.to_owned(),
        recused: BTreeSet::new(),
    }
}

/// The same, recused from some candidates.
fn recused(number: u128, from: &[u128]) -> Ticket {
    let candidate = |it: &u128| NominationId(Uuid::from_u128(*it));
    Ticket {
        recused: from.iter().map(candidate).collect(),
        ..ticket(number, "", "")
    }
}

fn wanted(members: usize, reserves: usize, max: usize, subjects: &[&str]) -> Wanted {
    Wanted {
        members,
        reserves,
        per_district_max: max,
        subjects: subjects.iter().map(|it| (*it).to_owned()).collect(),
        each: 0,
    }
}

#[test]
fn nobody_is_left_with_too_few_who_may_look() {
    let pool = [
        recused(1, &[1]),
        recused(2, &[1]),
        recused(3, &[1, 2]),
        recused(4, &[2]),
        recused(5, &[]),
    ];
    let with = |members, each| Wanted {
        each,
        ..wanted(members, 0, 9, &[])
    };
    for seed in 0..32 {
        let drawn = draw(&[seed; 32], &[], &pool, &with(2, 1)).expect("many can be");
        let members: Vec<&Ticket> = pool
            .iter()
            .filter(|it| drawn.members.contains(&it.person))
            .collect();
        for candidate in [1, 2].map(|it| NominationId(Uuid::from_u128(it))) {
            let free = members.iter().filter(|it| !it.recused.contains(&candidate));
            assert!(free.count() >= 1, "{members:?}");
        }
    }
    // Only the last may look at both, and only the last two at the first.
    let why = Err(Infeasible::Recused { each: 2 });
    assert_eq!(draw(&[7; 32], &[], &pool, &with(2, 2)), why);
    assert!(draw(&[7; 32], &[], &pool, &with(4, 2)).is_ok());
}

#[test]
fn what_cannot_be_says_the_smallest_change() {
    let pool = [
        ticket(1, "语文", "天河"),
        ticket(2, "语文", "天河"),
        ticket(3, "数学", "天河"),
        ticket(4, "数学", "番禺"),
    ];
    for (wanted, why) in [
        (
            wanted(4, 1, 4, &[]),
            Infeasible::PoolTooSmall { has: 4, needs: 5 },
        ),
        (
            wanted(1, 0, 4, &["语文", "数学"]),
            Infeasible::TooManySubjects { subjects: 2 },
        ),
        (
            wanted(2, 0, 4, &["英语"]),
            Infeasible::SubjectsMissing(vec!["英语".to_owned()]),
        ),
        (
            wanted(3, 1, 1, &[]),
            Infeasible::DistrictMaxTooSmall { least: 3 },
        ),
    ] {
        assert_eq!(draw(&[7; 32], &[], &pool, &wanted), Err(why));
    }
}

/// Whether a choice keeps every constraint, said in the plainest way.
fn holds(choice: &[Ticket], wanted: &Wanted) -> bool {
    let of = |district: &str| choice.iter().filter(|it| it.district == district).count();
    let members = &choice[..wanted.members];
    choice
        .iter()
        .all(|it| of(&it.district) <= wanted.per_district_max)
        && wanted
            .subjects
            .iter()
            .all(|subject| members.iter().any(|it| it.subject == *subject))
        && members.iter().flat_map(|it| &it.recused).all(|candidate| {
            let free = members.iter().filter(|it| !it.recused.contains(candidate));
            free.count() >= wanted.each
        })
}

/// The first choice in the order of lots, by trying all of them.
fn first_of_all(taken: &[Ticket], ordered: &[Ticket], wanted: &Wanted) -> Option<Vec<Ticket>> {
    fn extend(ordered: &[Ticket], chosen: &mut Vec<Ticket>, wanted: &Wanted) -> bool {
        if chosen.len() == wanted.members + wanted.reserves {
            return holds(chosen, wanted);
        }
        for next in ordered {
            if !chosen.contains(next) {
                chosen.push(next.clone());
                if extend(ordered, chosen, wanted) {
                    return true;
                }
                chosen.pop();
            }
        }
        false
    }
    let mut chosen = taken.to_vec();
    extend(ordered, &mut chosen, wanted).then(|| chosen.split_off(taken.len()))
}

proptest! {
    #[test]
    fn a_draw_is_the_earliest_by_lot_of_all_that_can_be(
        kinds in prop::collection::vec((0_usize..3, 0_usize..3, 0_u128..8), 1..7),
        each in 0_usize..3,
        members in 1_usize..4,
        reserves in 0_usize..2,
        taken in 0_usize..2,
        max in 1_usize..4,
        subjects in prop::collection::btree_set(0_usize..3, 0..3),
        seed in any::<[u8; 32]>(),
    ) {
        let names = ["语文", "数学", "英语"];
        let pool: Vec<Ticket> = kinds
            .iter()
            .enumerate()
            .map(|(at, (subject, district, from))| {
                let district = ["天河", "番禺", ""][*district];
                let from = (0..3).filter(|it| from & (1 << it) != 0);
                Ticket {
                    recused: from.map(|it| NominationId(Uuid::from_u128(it))).collect(),
                    ..ticket(at as u128, names[*subject], district)
                }
            })
            .collect();
        let subjects: Vec<&str> = subjects.into_iter().map(|it| names[it]).collect();
        let wanted = Wanted {
            each: each.min(members),
            ..wanted(members, reserves, max, &subjects)
        };
        let (taken, pool) = pool.split_at(taken.min(members).min(pool.len()));
        let ordered = lots::in_order(&seed, pool.to_vec(), |it| it.person.0);
        let expected = first_of_all(taken, &ordered, &wanted);
        match draw(&seed, taken, pool, &wanted) {
            Err(_) => prop_assert_eq!(expected, None),
            Ok(drawn) => {
                let persons: Vec<PersonId> =
                    drawn.members.iter().chain(&drawn.reserves).copied().collect();
                let expected = expected.expect("all of them can be tried");
                let expected: Vec<PersonId> = expected.iter().map(|it| it.person).collect();
                prop_assert_eq!(persons, expected);
            }
        }
    }
}
