//! The ledger's store: repeats are harmless, a pending transfer ends once, also in a race.

use std::sync::Barrier;

use chrono::NaiveDate;
use xingtan::check::Invariant;
use xingtan::db::{At, Conn};
use xingtan::error::{Error, RefusalKind};
use xingtan::hours::Hours;
use xingtan::journal::{self, JournalId};
use xingtan::ledger::{
    self, Account, AsOf, Category, OriginId, Refusal, Totals, Transfer, TransferId, TransferKind,
};
use xingtan::people::Person;

use crate::support::TestApp;
use crate::support::city::City;

on_each_backend!(
    a_repeat_is_harmless_and_another_body_is_refused,
    a_pending_transfer_ends_once,
    of_two_at_once_one_posts,
    a_balance_has_two_dates,
    accounts_are_opened_once,
);

/// A teacher with eight pending hours from some project.
struct Story {
    city: City,
    teacher: Person,
    pending: Transfer,
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day of 2026")
}

/// Tells the story up to the pending hours; leaves a journal entry and a transfer behind.
pub fn announce_hours(app: &TestApp) -> City {
    story(app).city
}

fn story(app: &TestApp) -> Story {
    // Straight to the ledger: no completion, no standing.
    app.tolerates(&[Invariant::StandingMissing, Invariant::TransferOrigin]);
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let source = Account::source(city.provider.id.0);
    let credit = Account::credit(teacher.id, 2026, Category::Professional);
    let pending = app
        .write(|conn, context| {
            let journal = some_entry(conn, context)?;
            ledger::open_accounts(conn, &[source, credit])?;
            let pending = Transfer {
                id: TransferId::new(),
                kind: TransferKind::Pending,
                debit: source.id(),
                credit: credit.id(),
                amount: Hours::whole(8),
                holder: teacher.id,
                year: 2026,
                target: None,
                effective_on: day(10, 1),
                recorded_at: context.at,
                origin: OriginId::new(),
                journal,
            };
            ledger::save_transfers(conn, std::slice::from_ref(&pending))?;
            Ok(pending)
        })
        .expect("hours are announced");
    Story {
        city,
        teacher,
        pending,
    }
}

fn some_entry(conn: &mut Conn, context: &xingtan::context::Context) -> Result<JournalId, Error> {
    journal::record(
        conn,
        context,
        journal::Act {
            event: "completions_submitted",
            subject: ("completions", uuid::Uuid::now_v7()),
            organization: None,
            reason: None,
            payload: serde_json::json!({}),
        },
    )
}

fn ending(pending: &Transfer, kind: TransferKind) -> Transfer {
    Transfer {
        id: TransferId::new(),
        kind,
        target: Some(pending.id),
        effective_on: day(11, 2),
        ..pending.clone()
    }
}

fn save(app: &TestApp, transfer: &Transfer) -> Result<(), Error> {
    app.write(|conn, _| ledger::save_transfers(conn, std::slice::from_ref(transfer)).map(drop))
}

#[track_caller]
fn assert_refused(result: Result<(), Error>, refusal: Refusal) {
    match result {
        Err(Error::Refused(refused)) => {
            assert_eq!(refused.kind, RefusalKind::NotNow);
            assert_eq!(refused.message, refusal.message());
        }
        other => panic!("{other:?} instead of {refusal:?}"),
    }
}

fn totals(app: &TestApp, story: &Story, as_of: AsOf) -> Totals {
    let balances = app
        .read(|conn| ledger::balances(conn, story.teacher.id, 2026..=2026, as_of))
        .expect("balances");
    balances[&Account::credit(story.teacher.id, 2026, Category::Professional)]
}

fn a_repeat_is_harmless_and_another_body_is_refused(app: &TestApp) {
    let story = story(app);
    save(app, &story.pending).expect("the same again changes nothing");
    assert_eq!(totals(app, &story, AsOf::NOW).pending, Hours::whole(8));
    let more = Transfer {
        amount: Hours::whole(9),
        ..story.pending.clone()
    };
    assert_refused(save(app, &more), Refusal::ExistsWithAnotherBody);
    assert_eq!(totals(app, &story, AsOf::NOW).pending, Hours::whole(8));
}

fn a_pending_transfer_ends_once(app: &TestApp) {
    let story = story(app);
    let post = ending(&story.pending, TransferKind::Post);
    save(app, &post).expect("posted");
    save(app, &post).expect("the same post again is harmless");
    for kind in [TransferKind::Post, TransferKind::Void, TransferKind::Expire] {
        let second = ending(&story.pending, kind);
        assert_refused(save(app, &second), Refusal::TargetAlreadyEnded);
    }
    let all = Totals {
        posted: Hours::whole(8),
        pending: Hours::ZERO,
    };
    assert_eq!(totals(app, &story, AsOf::NOW), all);
    let stray = Transfer {
        target: Some(TransferId::new()),
        ..ending(&story.pending, TransferKind::Post)
    };
    assert_refused(save(app, &stray), Refusal::TargetMissing);
}

fn of_two_at_once_one_posts(app: &TestApp) {
    const WRITERS: usize = 4;
    let story = story(app);
    let start = Barrier::new(WRITERS);
    let results: Vec<Result<(), Error>> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                scope.spawn(|| {
                    let post = ending(&story.pending, TransferKind::Post);
                    start.wait();
                    save(app, &post)
                })
            })
            .collect();
        writers
            .into_iter()
            .map(|writer| writer.join().expect("no writer panics"))
            .collect()
    });
    let (done, refused): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1, "{refused:?}");
    for result in refused {
        assert_refused(result, Refusal::TargetAlreadyEnded);
    }
    assert_eq!(totals(app, &story, AsOf::NOW).posted, Hours::whole(8));
}

fn a_balance_has_two_dates(app: &TestApp) {
    let story = story(app);
    let announced_at = app.clock.now();
    let later = announced_at.utc() + chrono::TimeDelta::days(3);
    app.clock.set(later);
    let post = Transfer {
        recorded_at: At::new(later),
        ..ending(&story.pending, TransferKind::Post)
    };
    save(app, &post).expect("posted");

    let pending = Totals {
        posted: Hours::ZERO,
        pending: Hours::whole(8),
    };
    let posted = Totals {
        posted: Hours::whole(8),
        pending: Hours::ZERO,
    };
    let as_of = |effective_on, known_at| {
        totals(
            app,
            &story,
            AsOf {
                effective_on,
                known_at,
            },
        )
    };
    assert_eq!(as_of(None, None), posted);
    assert_eq!(as_of(None, Some(announced_at)), pending);
    assert_eq!(as_of(Some(day(10, 31)), None), pending);
    assert_eq!(as_of(Some(day(11, 2)), None), posted);
    assert_eq!(as_of(Some(day(9, 30)), None), Totals::default());
}

fn accounts_are_opened_once(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let accounts = Category::ALL
        .iter()
        .map(|&category| Account::credit(teacher.id, 2026, category))
        .collect::<Vec<_>>();
    for _ in 0..2 {
        app.write(|conn, _| ledger::open_accounts(conn, &accounts))
            .expect("opening again changes nothing");
    }
    let mut found = app
        .read(|conn| ledger::accounts_of(conn, teacher.id.0, 2026..=2026))
        .expect("accounts");
    found.sort();
    assert_eq!(found, accounts);
}
