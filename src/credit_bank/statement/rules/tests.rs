//! Years and cycles, a table of what a line can become, and the property that lines add up.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn day(ordinal: u32) -> NaiveDate {
    NaiveDate::from_yo_opt(2026, ordinal).expect("a day of 2026")
}

fn at(second: i64) -> At {
    At::from_micros(second * 1_000_000).expect("in range")
}

/// A teacher's ledger that grows second by second.
struct Book {
    person: PersonId,
    source: Uuid,
    clock: i64,
    transfers: Vec<Transfer>,
}

impl Book {
    fn new() -> Book {
        Book {
            person: PersonId::new(),
            source: Uuid::now_v7(),
            clock: 0,
            transfers: Vec::new(),
        }
    }

    fn announce(&mut self, category: Category, hours: i64) -> Transfer {
        self.clock += 1;
        let transfer = Transfer {
            id: TransferId::new(),
            kind: TransferKind::Pending,
            debit: Account::source(self.source).id(),
            credit: Account::credit(self.person, 2026, category).id(),
            amount: Hours(hours),
            holder: self.person,
            year: 2026,
            target: None,
            effective_on: day(100),
            recorded_at: at(self.clock),
            origin: OriginId::new(),
            journal: JournalId::new(),
        };
        self.transfers.push(transfer.clone());
        transfer
    }

    fn end(&mut self, first: &Transfer, kind: TransferKind, hours: i64) -> Transfer {
        self.clock += 1;
        let end = Transfer {
            id: TransferId::new(),
            kind,
            amount: Hours(hours),
            target: Some(first.id),
            recorded_at: at(self.clock),
            journal: JournalId::new(),
            ..first.clone()
        };
        self.transfers.push(end.clone());
        end
    }

    /// Within the decision that wrote `end`.
    fn put_over_cap(&mut self, end: &Transfer, category: Category, hours: i64) -> Transfer {
        let beyond = Transfer {
            id: TransferId::new(),
            kind: TransferKind::Direct,
            credit: Account::over_cap(self.person, 2026, category).id(),
            amount: Hours(hours),
            target: None,
            ..end.clone()
        };
        self.transfers.push(beyond.clone());
        beyond
    }

    fn reverse(&mut self, undone: &[&Transfer]) {
        self.clock += 1;
        let journal = JournalId::new();
        for transfer in undone {
            self.transfers.push(Transfer {
                id: TransferId::new(),
                kind: TransferKind::Reversal,
                debit: transfer.credit,
                credit: transfer.debit,
                target: Some(transfer.id),
                recorded_at: at(self.clock),
                journal,
                ..(*transfer).clone()
            });
        }
    }

    fn lines(&self, as_of: AsOf) -> Vec<Line> {
        explain(self.person, &self.transfers, as_of)
    }
}

#[test]
fn a_line_tells_what_became_of_an_announcement() {
    use LineState::*;
    let category = Category::Professional;
    let tell = |story: &dyn Fn(&mut Book, &Transfer)| {
        let mut book = Book::new();
        let first = book.announce(category, 4_000);
        story(&mut book, &first);
        book.lines(AsOf::NOW)
            .iter()
            .map(|it| {
                (
                    it.state,
                    it.posted.0,
                    it.pending.0,
                    it.over_cap.0,
                    it.shown().0,
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(tell(&|_, _| {}), [(Pending, 0, 4_000, 0, 4_000)]);
    let posted = tell(&|book, first| {
        book.end(first, TransferKind::Post, 4_000);
    });
    assert_eq!(posted, [(Posted, 4_000, 0, 0, 4_000)]);
    let capped = tell(&|book, first| {
        let end = book.end(first, TransferKind::Post, 2_800);
        book.put_over_cap(&end, category, 1_200);
    });
    assert_eq!(capped, [(Capped, 2_800, 0, 1_200, 2_800)]);
    let all_over = tell(&|book, first| {
        let end = book.end(first, TransferKind::Void, 4_000);
        book.put_over_cap(&end, category, 4_000);
    });
    assert_eq!(all_over, [(Capped, 0, 0, 4_000, 0)]);
    let voided = tell(&|book, first| {
        book.end(first, TransferKind::Void, 4_000);
    });
    assert_eq!(voided, [(Voided, 0, 0, 0, 4_000)]);
    let expired = tell(&|book, first| {
        book.end(first, TransferKind::Expire, 4_000);
    });
    assert_eq!(expired, [(Expired, 0, 0, 0, 4_000)]);
    let reversed = tell(&|book, first| {
        let end = book.end(first, TransferKind::Post, 2_800);
        let beyond = book.put_over_cap(&end, category, 1_200);
        book.reverse(&[&end, &beyond]);
    });
    assert_eq!(
        reversed,
        [
            (Reversal, -2_800, 0, -1_200, -2_800),
            (Reversed, 2_800, 0, 1_200, 2_800)
        ]
    );
}

#[test]
fn a_statement_as_known_then_does_not_know_what_came_later() {
    let mut book = Book::new();
    let first = book.announce(Category::General, 800);
    let end = book.end(&first, TransferKind::Post, 800);
    book.reverse(&[&end]);
    let states = |second| {
        let as_of = AsOf {
            effective_on: None,
            known_at: Some(at(second)),
        };
        book.lines(as_of)
            .iter()
            .map(|it| it.state)
            .collect::<Vec<_>>()
    };
    assert_eq!(states(0), []);
    assert_eq!(states(1), [LineState::Pending]);
    assert_eq!(states(2), [LineState::Posted]);
    assert_eq!(states(3), [LineState::Reversal, LineState::Reversed]);
}

#[test]
fn who_decided_is_told_in_the_order_of_the_decisions() {
    let mut book = Book::new();
    let first = book.announce(Category::Professional, 4_000);
    let end = book.end(&first, TransferKind::Post, 2_800);
    book.put_over_cap(&end, Category::Professional, 1_200);
    let lines = book.lines(AsOf::NOW);
    let told: Vec<_> = lines[0]
        .happenings
        .iter()
        .map(|it| (it.kind, it.journal))
        .collect();
    assert_eq!(
        told,
        [
            (TransferKind::Pending, first.journal),
            (TransferKind::Post, end.journal)
        ],
        "one decision is told once, however many transfers it wrote"
    );
}

#[test]
fn settling_a_cycle_leaves_the_year_its_hours() {
    let mut book = Book::new();
    let first = book.announce(Category::General, 800);
    let end = book.end(&first, TransferKind::Post, 800);
    book.transfers.push(Transfer {
        id: TransferId::new(),
        kind: TransferKind::Settle,
        debit: end.credit,
        credit: LedgerAccountId::new(),
        target: None,
        ..end.clone()
    });
    let amounts = amounts_by_year(book.person, &book.transfers, AsOf::NOW);
    assert_eq!(amounts[&2026].posted.general, Hours(800));
    assert_eq!(sum_of(&book.lines(AsOf::NOW), 2026), amounts[&2026]);
}

#[test]
fn a_cycle_follows_the_one_before() {
    let started = |text: &str| Some(text.parse().expect("a date"));
    for (started_on, year, first, last) in [
        (started("2022-09-01"), 2022, 2022, 2026),
        (started("2022-09-01"), 2026, 2022, 2026),
        (started("2022-09-01"), 2027, 2027, 2031),
        (started("2012-09-01"), 2026, 2022, 2026),
        // A cycle that lies ahead is shown as it will be.
        (started("2027-09-01"), 2026, 2027, 2031),
        (None, 2026, 2022, 2026),
    ] {
        let cycle = Cycle::around(started_on, 5, year);
        assert_eq!(
            (cycle.first_year, cycle.last_year),
            (first, last),
            "{started_on:?} {year}"
        );
        assert_eq!(cycle.is_known, started_on.is_some());
    }
}

#[test]
fn the_years_shown_are_those_worked_and_those_with_hours() {
    let cycle = Cycle::around(None, 5, 2026);
    let employed = |text: &str| text.parse::<NaiveDate>().expect("a date");
    let with_hours = BTreeMap::from([(2019, Amounts::default()), (2024, Amounts::default())]);
    let shown = |first: &str, amounts: &BTreeMap<i32, Amounts>| {
        years_shown(cycle, employed(first), 2026, amounts)
    };
    assert_eq!(
        shown("2001-09-01", &BTreeMap::new()),
        [2022, 2023, 2024, 2025, 2026]
    );
    assert_eq!(shown("2025-09-01", &BTreeMap::new()), [2025, 2026]);
    assert_eq!(shown("2025-09-01", &with_hours), [2019, 2024, 2025, 2026]);
}

proptest! {
    /// Whatever happens to however many announcements, and from whichever date one looks.
    #[test]
    fn lines_add_up_to_the_balances(
        story in prop::collection::vec(
            (0..3_usize, 2..5_000_i64, 0..6_u8, 1..4_999_i64),
            0..20,
        ),
        known in 0..80_i64,
    ) {
        let mut book = Book::new();
        for (category, amount, end, part) in story {
            let category = Category::ALL[category];
            let first = book.announce(category, amount);
            let part = part.min(amount - 1);
            match end {
                0 => {}
                1 => {
                    book.end(&first, TransferKind::Post, amount);
                }
                2 => {
                    let end = book.end(&first, TransferKind::Post, part);
                    book.put_over_cap(&end, category, amount - part);
                }
                3 => {
                    book.end(&first, TransferKind::Void, amount);
                }
                4 => {
                    book.end(&first, TransferKind::Expire, amount);
                }
                _ => {
                    let end = book.end(&first, TransferKind::Post, part);
                    let beyond = book.put_over_cap(&end, category, amount - part);
                    book.reverse(&[&end, &beyond]);
                }
            }
        }
        for known_at in [None, Some(at(known))] {
            let as_of = AsOf { effective_on: None, known_at };
            let balance = amounts_by_year(book.person, &book.transfers, as_of);
            let expected = balance.get(&2026).copied().unwrap_or_default();
            prop_assert_eq!(sum_of(&book.lines(as_of), 2026), expected);
        }
    }
}
