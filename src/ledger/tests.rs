//! The ledger's rules: a table of refusals in order of precedence, and properties of the fold.

use proptest::prelude::*;

use super::*;

fn day(ordinal: u32) -> NaiveDate {
    NaiveDate::from_yo_opt(2026, ordinal).expect("a day of 2026")
}

fn at(second: i64) -> At {
    At::from_micros(second * 1_000_000).expect("in range")
}

fn pending(amount: i64) -> Transfer {
    let holder = PersonId::new();
    Transfer {
        id: TransferId::new(),
        kind: TransferKind::Pending,
        debit: Account::source(Uuid::now_v7()).id(),
        credit: Account::credit(holder, 2026, Category::Professional).id(),
        amount: Hours(amount),
        holder,
        year: 2026,
        target: None,
        effective_on: day(100),
        recorded_at: at(100),
        origin: OriginId::new(),
        journal: JournalId::new(),
    }
}

fn ending(first: &Transfer, kind: TransferKind) -> Transfer {
    let mut end = Transfer {
        id: TransferId::new(),
        kind,
        target: Some(first.id),
        recorded_at: at(200),
        ..first.clone()
    };
    if kind == TransferKind::Reversal {
        std::mem::swap(&mut end.debit, &mut end.credit);
    }
    end
}

#[test]
fn refusals_come_in_order_of_precedence() {
    let first = pending(800);
    let posted = ending(&first, TransferKind::Post);
    // A new refusal does not compile until it has a row below, or a test of the store.
    let name = |refusal: Refusal| match refusal {
        Refusal::ExistsWithAnotherBody | Refusal::TargetAlreadyEnded | Refusal::TargetSettled => {
            "the stories of the store and of registration"
        }
        Refusal::AmountNotPositive(_) => "amount",
        Refusal::AccountsMustDiffer => "same account",
        Refusal::TargetMissing => "missing",
        Refusal::TargetOfWrongKind(_) => "kind",
        Refusal::AccountsDifferFromTarget => "other accounts",
        Refusal::AmountDiffersFromTarget { .. } => "other amount",
    };
    // Wrong in every way; each step mends the first thing that was refused.
    let mut broken = Transfer {
        amount: Hours(0),
        debit: posted.credit,
        target: None,
        ..posted.clone()
    };
    let mut seen = Vec::new();
    let mut step = |transfer: &Transfer, target: Option<&Transfer>| {
        seen.push(name(check(transfer, target).expect_err("still broken")));
    };
    step(&broken, None);
    broken.amount = Hours(900);
    step(&broken, None);
    broken.debit = LedgerAccountId::new();
    step(&broken, None);
    step(&broken, Some(&posted));
    step(&broken, Some(&first));
    broken.debit = first.debit;
    step(&broken, Some(&first));
    broken.amount = Hours(800);
    assert_eq!(check(&broken, Some(&first)), Ok(()));
    assert_eq!(
        seen,
        [
            "amount",
            "same account",
            "missing",
            "kind",
            "other accounts",
            "other amount"
        ]
    );
}

#[test]
fn a_post_may_take_a_part_and_a_void_never() {
    let first = pending(4000);
    let part = Transfer {
        amount: Hours(2800),
        ..ending(&first, TransferKind::Post)
    };
    assert_eq!(check(&part, Some(&first)), Ok(()));
    let part_void = Transfer {
        amount: Hours(2800),
        ..ending(&first, TransferKind::Void)
    };
    assert!(matches!(
        check(&part_void, Some(&first)),
        Err(Refusal::AmountDiffersFromTarget { .. })
    ));
    let credit = fold(&[first.clone(), part], AsOf::NOW)[&first.credit];
    assert_eq!(
        credit,
        Totals {
            posted: Hours(2800),
            pending: Hours(0)
        }
    );
}

#[test]
fn a_reversal_is_the_whole_in_the_other_direction() {
    let first = Transfer {
        kind: TransferKind::Direct,
        ..pending(800)
    };
    let back = ending(&first, TransferKind::Reversal);
    assert_eq!(check(&back, Some(&first)), Ok(()));
    let same_way = Transfer {
        debit: first.debit,
        credit: first.credit,
        ..back.clone()
    };
    assert_eq!(
        check(&same_way, Some(&first)),
        Err(Refusal::AccountsDifferFromTarget)
    );
    assert_eq!(
        fold(&[first.clone(), back], AsOf::NOW)[&first.credit],
        Totals::default()
    );
}

#[test]
fn a_balance_has_two_dates() {
    let first = pending(800);
    let post = ending(&first, TransferKind::Post);
    let seen = |effective: Option<u32>, known: Option<i64>| {
        let as_of = AsOf {
            effective_on: effective.map(day),
            known_at: known.map(at),
        };
        fold(&[first.clone(), post.clone()], as_of)
            .get(&first.credit)
            .copied()
            .unwrap_or_default()
    };
    assert_eq!(seen(None, Some(99)), Totals::default());
    assert_eq!(
        seen(None, Some(150)),
        Totals {
            posted: Hours(0),
            pending: Hours(800)
        }
    );
    assert_eq!(
        seen(None, Some(200)),
        Totals {
            posted: Hours(800),
            pending: Hours(0)
        }
    );
    assert_eq!(seen(Some(99), None), Totals::default());
    assert_eq!(seen(Some(100), None).posted, Hours(800));
}

#[test]
fn an_account_id_follows_from_what_the_account_is() {
    let person = PersonId::new();
    let one = Account::credit(person, 2026, Category::General);
    assert_eq!(
        one.id(),
        Account::credit(person, 2026, Category::General).id()
    );
    for other in [
        Account::credit(person, 2025, Category::General),
        Account::credit(person, 2026, Category::Elective),
        Account::over_cap(person, 2026, Category::General),
        Account::credit(PersonId::new(), 2026, Category::General),
    ] {
        assert_ne!(one.id(), other.id());
    }
}

/// Stories of pending transfers: amount, how each ends, and how much of it is posted.
fn stories() -> impl Strategy<Value = Vec<(i64, u8, i64)>> {
    proptest::collection::vec((1..5000_i64, 0..5_u8, 1..5000_i64), 0..30)
}

proptest! {
    #[test]
    fn hours_are_neither_made_nor_lost_in_whatever_order(
        story in stories(),
        order in any::<proptest::sample::Index>(),
    ) {
        let template = pending(1);
        let mut transfers = Vec::new();
        let (mut posted, mut waiting) = (0, 0);
        for (amount, end, part) in story {
            let first =
                Transfer { id: TransferId::new(), amount: Hours(amount), ..template.clone() };
            transfers.push(first.clone());
            match end {
                0 => waiting += amount,
                1 => {
                    let part = part.min(amount);
                    posted += part;
                    transfers
                        .push(Transfer { amount: Hours(part), ..ending(&first, TransferKind::Post) });
                }
                2 => transfers.push(ending(&first, TransferKind::Void)),
                3 => transfers.push(ending(&first, TransferKind::Expire)),
                _ => {
                    let post = ending(&first, TransferKind::Post);
                    transfers.push(ending(&post, TransferKind::Reversal));
                    transfers.push(post);
                }
            }
        }
        if !transfers.is_empty() {
            let turn = order.index(transfers.len());
            transfers.rotate_left(turn);
        }
        let totals = fold(&transfers, AsOf::NOW);
        let sum: Hours = totals.values().map(|it| it.posted + it.pending).sum();
        prop_assert_eq!(sum, Hours(0), "debits and credits cancel");
        let credit = totals.get(&template.credit).copied().unwrap_or_default();
        prop_assert_eq!(credit, Totals { posted: Hours(posted), pending: Hours(waiting) });
    }
}
