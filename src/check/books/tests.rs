//! The books fold any ledger in any order as `ledger::fold` does, and tell what does not fit.

use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::db::At;
use crate::ledger::{AsOf, Transfer, fold};

/// What becomes of announced hours.
#[derive(Debug, Clone, Copy)]
enum Outcome {
    Waits,
    Ends(TransferKind),
    Reversed,
}

/// Hours of one of three teachers in one of two years.
#[derive(Debug, Clone)]
struct Case {
    person: u128,
    year: i32,
    category: Category,
    hours: i64,
    outcome: Outcome,
}

fn cases() -> impl Strategy<Value = Case> {
    let outcome = prop_oneof![
        Just(Outcome::Waits),
        Just(Outcome::Reversed),
        prop::sample::select(vec![
            TransferKind::Post,
            TransferKind::Void,
            TransferKind::Expire
        ])
        .prop_map(Outcome::Ends),
    ];
    let category = prop::sample::select(Category::ALL.to_vec());
    (1_u128..4, 2025_i32..2027, category, 1_i64..1_000, outcome).prop_map(
        |(person, year, category, hours, outcome)| Case {
            person,
            year,
            category,
            hours,
            outcome,
        },
    )
}

fn transfer(id: u128, case: &Case) -> Transfer {
    let person = PersonId(Uuid::from_u128(case.person));
    Transfer {
        id: TransferId(Uuid::from_u128(id)),
        kind: TransferKind::Pending,
        debit: Account::source(Uuid::nil()).id(),
        credit: Account::credit(person, case.year, case.category).id(),
        amount: Hours(case.hours),
        holder: person,
        year: case.year,
        target: None,
        effective_on: NaiveDate::MIN,
        recorded_at: At::from_micros(0).expect("1970"),
        origin: OriginId(Uuid::from_u128(id)),
        journal: JournalId(Uuid::from_u128(1)),
    }
}

/// The transfers of a case, the first with this id.
fn transfers(id: u128, case: &Case) -> Vec<Transfer> {
    let pending = transfer(id, case);
    let end = |kind| Transfer {
        id: TransferId(Uuid::from_u128(id + 1)),
        kind,
        target: Some(pending.id),
        ..pending.clone()
    };
    match case.outcome {
        Outcome::Waits => vec![pending],
        Outcome::Ends(kind) => vec![pending.clone(), end(kind)],
        Outcome::Reversed => {
            let post = end(TransferKind::Post);
            let reversal = Transfer {
                id: TransferId(Uuid::from_u128(id + 2)),
                kind: TransferKind::Reversal,
                debit: post.credit,
                credit: post.debit,
                target: Some(post.id),
                ..post.clone()
            };
            vec![pending, post, reversal]
        }
    }
}

fn line(it: &Transfer) -> Line {
    Line {
        id: it.id,
        kind: it.kind,
        debit: it.debit,
        credit: it.credit,
        amount: it.amount,
        holder: it.holder,
        year: it.year,
        target: it.target,
        origin: it.origin,
        journal: it.journal,
    }
}

/// Enters lines, and collects what is told.
fn enter(books: &mut Books, lines: &[Line], origins: &mut Origins) -> Vec<Wrong> {
    let mut told = Vec::new();
    books.enter_all(lines, origins, |_, wrong| told.push(wrong));
    told
}

fn books() -> Books {
    let mut books = Books::default();
    let source = Account::source(Uuid::nil());
    books.open(source.id(), &source);
    for person in 1..4 {
        let person = PersonId(Uuid::from_u128(person));
        for year in 2025..2027 {
            for &category in Category::ALL {
                let account = Account::credit(person, year, category);
                books.open(account.id(), &account);
            }
        }
    }
    books
}

/// What a completion with this outcome says of itself.
fn says(case: &Case) -> Fate {
    match case.outcome {
        Outcome::Waits => Fate::Waiting,
        Outcome::Reversed => Fate::Undone,
        Outcome::Ends(TransferKind::Post) => Fate::Posted,
        Outcome::Ends(TransferKind::Expire) => Fate::Expired,
        Outcome::Ends(_) => Fate::TurnedDown,
    }
}

fn one() -> Case {
    Case {
        person: 1,
        year: 2026,
        category: Category::General,
        hours: 800,
        outcome: Outcome::Reversed,
    }
}

#[test]
fn what_never_fits_is_told_at_once() {
    let [pending, post, reversal] = &transfers(10, &one())[..] else {
        panic!("three transfers");
    };
    let elsewhere = Account::credit(pending.holder, 2026, Category::Elective).id();
    for (broken, invariant) in [
        (
            Transfer {
                amount: Hours::ZERO,
                ..pending.clone()
            },
            Invariant::TransferAmount,
        ),
        (
            Transfer {
                year: 2020,
                ..pending.clone()
            },
            Invariant::TransferAccounts,
        ),
        (
            Transfer {
                debit: elsewhere,
                ..pending.clone()
            },
            Invariant::TransferAccounts,
        ),
        (
            Transfer {
                debit: reversal.credit,
                credit: reversal.debit,
                ..reversal.clone()
            },
            Invariant::TransferAccounts,
        ),
        (
            Transfer {
                target: None,
                ..post.clone()
            },
            Invariant::TransferTarget,
        ),
    ] {
        let told = enter(&mut books(), &[line(&broken)], &mut Origins::default());
        let [wrong] = &told[..] else {
            panic!("it does not fit: {broken:?}");
        };
        assert_eq!(wrong.invariant, invariant, "{}", wrong.detail);
    }
}

#[test]
fn an_end_without_its_start_and_a_second_end_are_suspect() {
    let [pending, post, _] = &transfers(10, &one())[..] else {
        panic!("three transfers");
    };
    let void = Transfer {
        id: TransferId(Uuid::from_u128(99)),
        kind: TransferKind::Void,
        ..post.clone()
    };
    for (entered, suspects) in [
        (vec![post], 1),
        (vec![post, pending], 0),
        (vec![pending, post], 0),
        (vec![pending, post, &void], 1),
        (vec![post, &void, pending], 1),
    ] {
        let mut books = books();
        let lines: Vec<Line> = entered.iter().map(|it| line(it)).collect();
        assert_eq!(enter(&mut books, &lines, &mut Origins::default()), []);
        assert_eq!(books.suspects().len(), suspects, "{entered:?}");
    }
}

proptest! {
    #[test]
    fn the_books_are_the_fold_in_any_order(
        cases in prop::collection::vec(cases(), 1..20),
        swaps in prop::collection::vec((any::<Index>(), any::<Index>()), 0..40),
        batch in 1_usize..9,
    ) {
        let numbered: Vec<(u128, &Case)> = (0..).step_by(10).skip(1).zip(&cases).collect();
        let mut all: Vec<Transfer> = numbered
            .iter()
            .flat_map(|(id, case)| transfers(*id, case))
            .collect();
        for (one, other) in swaps {
            let (one, other) = (one.index(all.len()), other.index(all.len()));
            all.swap(one, other);
        }
        let (mut books, mut origins) = (books(), Origins::default());
        let lines: Vec<Line> = all.iter().map(line).collect();
        for batch in lines.chunks(batch) {
            prop_assert_eq!(enter(&mut books, batch, &mut origins), []);
        }
        // Reversals are always looked at; nothing else is suspect.
        let reversals = cases.iter().filter(|it| matches!(it.outcome, Outcome::Reversed)).count();
        prop_assert_eq!(books.suspects().len(), reversals);

        let totals = fold(&all, AsOf::NOW);
        for person in 1..4 {
            let person = PersonId(Uuid::from_u128(person));
            for year in 2025..2027 {
                let held = books.take(person, year);
                for &category in Category::ALL {
                    let id = Account::credit(person, year, category).id();
                    let total = totals.get(&id).copied().unwrap_or_default();
                    prop_assert_eq!(held.posted.of(category), total.posted);
                    prop_assert_eq!(held.pending.of(category), total.pending);
                }
            }
        }

        // The completions say the same, so that every sum is zero; one that says otherwise is told.
        for (id, case) in &numbered {
            origins.take_away(&story(*id, case), says(case), Hours(case.hours));
        }
        prop_assert!(origins.disputed().is_none());
        let (id, case) = numbered[0];
        origins.take_away(&story(id, case), Fate::Posted, Hours(1));
        let disputed = origins.disputed().expect("one says too much");
        prop_assert!(disputed.contains(OriginId(Uuid::from_u128(id))));
    }
}

fn story(id: u128, case: &Case) -> Story {
    let person = PersonId(Uuid::from_u128(case.person));
    Story::of(
        OriginId(Uuid::from_u128(id)),
        person,
        case.year,
        case.category,
    )
}
