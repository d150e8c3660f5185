//! What tests are made of: a [`TestApp`] on either database, and the people of a small city.
//!
//! `databases.rs` makes databases quickly, `city.rs` fills them.

// Each feature's tests use a part of this.
#![allow(
    dead_code,
    reason = "the next feature's tests use what this one's leave"
)]

pub mod bank;
pub mod city;
pub mod committee;
pub mod databases;
pub mod meeting;
pub mod records;
pub mod reviews;
pub mod selection;
pub mod web;

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use diesel::prelude::*;
use tempfile::TempDir;
use xingtan::access::Actor;
use xingtan::check::{self, Invariant};
use xingtan::clock::{Clock, china};
use xingtan::context::{Context, House};
use xingtan::db::schema::journal_entries;
use xingtan::db::{Conn, Db, DbUrl};
use xingtan::error::Error;
use xingtan::evidence::Vault;
use xingtan::identity::passwords::Passwords;
use xingtan::journal;
use xingtan::secrets::Keys;

pub use city::TestAccount;
use databases::TestDatabase;

/// Declares tests that run on SQLite and on PostgreSQL: `on_each_backend!(one_thing, another);`
/// beside `fn one_thing(app: &TestApp)`. A function that is not named here is a warning.
macro_rules! on_each_backend {
    ($($test:ident),+ $(,)?) => {
        $(mod $test {
            #[test]
            fn sqlite() {
                $crate::support::TestApp::on_sqlite().run(super::$test);
            }

            #[test]
            fn postgres() {
                if let Some(app) = $crate::support::TestApp::on_postgres() {
                    app.run(super::$test);
                }
            }
        })+
    };
}

/// The key of every test's house.
pub const MASTER_KEY: [u8; 32] = [7; 32];

/// Threads of one test at once, at most.
const CONNECTIONS_MAX: u32 = 8;

/// A house of its own for one test: database, folder, clock that stands still, known keys.
pub struct TestApp {
    /// The database, migrated, with the rule sets loaded and nothing else in it.
    pub db: Db,
    /// Stands at 2026-11-23 10:00 in China until the test moves it.
    pub clock: Clock,
    /// Keys, and a vault in the test's own folder.
    pub house: Arc<House>,
    folder: TempDir,
    tolerated: Mutex<&'static [Invariant]>,
    // Fields are dropped in this order: the pool has let go when the database is dropped.
    database: TestDatabase,
}

/// Why something was refused, or what was wrong first: the key of the sentence.
#[track_caller]
pub fn why<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    match result {
        Err(Error::Refused(refused)) => refused.message.key,
        Err(Error::Input(errors)) => errors.0[0].1.key,
        other => panic!("refused, and not {other:?}"),
    }
}

/// Ten o'clock on a Monday morning.
pub fn opening_time() -> DateTime<Utc> {
    china()
        .with_ymd_and_hms(2026, 11, 23, 10, 0, 0)
        .single()
        .expect("China has no summer time")
        .to_utc()
}

impl TestApp {
    /// On a SQLite file.
    pub fn on_sqlite() -> TestApp {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let database = TestDatabase::on_sqlite(folder.path());
        TestApp::open(folder, database)
    }

    /// On a PostgreSQL database; `None` if the tester asked for none.
    pub fn on_postgres() -> Option<TestApp> {
        let database = TestDatabase::on_postgres()?;
        let folder = tempfile::tempdir().expect("a temporary folder");
        Some(TestApp::open(folder, database))
    }

    /// The same house on copies of its SQLite database as it stands now.
    pub fn copies(&self) -> impl Fn() -> TestApp + Sync {
        let content = self.database.content();
        let (clock, house) = (self.clock.clone(), Arc::clone(&self.house));
        move || {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let database = TestDatabase::on_sqlite_with(folder.path(), &content);
            TestApp {
                clock: clock.clone(),
                house: Arc::clone(&house),
                ..TestApp::open(folder, database)
            }
        }
    }

    fn open(folder: TempDir, database: TestDatabase) -> TestApp {
        TestApp {
            db: Db::open(&database.url, CONNECTIONS_MAX).expect("a migrated database opens"),
            clock: Clock::fixed(opening_time()),
            house: Arc::new(House {
                passwords: Passwords::fast(),
                ..House::new(
                    Keys::from_master(MASTER_KEY),
                    Vault::new(folder.path().join("vault")),
                )
            }),
            folder,
            tolerated: Mutex::new(&[]),
            database,
        }
    }

    /// Runs a test, and afterwards checks what must hold whatever it did.
    pub fn run(self, test: impl FnOnce(&TestApp)) {
        test(&self);
        self.check_invariants();
    }

    /// Where the test's database is.
    pub fn url(&self) -> &DbUrl {
        &self.database.url
    }

    /// The test's own folder, for files.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// One write transaction of the program itself.
    pub fn write<T>(
        &self,
        job: impl Fn(&mut Conn, &Context) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.write_by(&Actor::system("test"), job)
    }

    /// One write transaction of somebody who holds a session.
    pub fn write_as<T>(
        &self,
        account: &TestAccount,
        job: impl Fn(&mut Conn, &Context) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.write_by(&self.actor(account), job)
    }

    fn write_by<T>(
        &self,
        actor: &Actor,
        job: impl Fn(&mut Conn, &Context) -> Result<T, Error>,
    ) -> Result<T, Error> {
        // A context for each attempt: the request in it is taken by the first journal entry.
        self.db
            .write(|conn| job(conn, &self.context(actor.clone())))
    }

    /// One read transaction.
    pub fn read<T>(&self, job: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        self.db.read(job)
    }

    /// What an action is told when this actor does it now.
    pub fn context(&self, actor: Actor) -> Context {
        Context::new(actor, self.clock.now(), Arc::clone(&self.house))
    }

    /// Lets time pass.
    pub fn wait(&self, time: TimeDelta) {
        self.clock.set(self.clock.now().utc() + time);
    }

    /// This test writes what no action would: the check afterwards passes these over.
    pub fn tolerates(&self, invariants: &'static [Invariant]) {
        *self
            .tolerated
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = invariants;
    }

    /// What must hold on any database at any time.
    fn check_invariants(&self) {
        let tolerated = *self
            .tolerated
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if !tolerated.contains(&Invariant::StandingAmounts) {
            self.check_standings();
        }
        self.check_words_of_the_journal();
        let options = check::Options {
            now: self.clock.now(),
            vault: Some(&self.house.vault),
            progress: &|_, _| {},
        };
        let mut report = self
            .read(|conn| check::run(conn, &options))
            .expect("the check comes to its end");
        let found = &mut report.broken;
        found.retain(|it| !tolerated.contains(&it.invariant));
        assert_eq!(*found, [], "xingtan check finds nothing");
    }

    /// The auditor reads words: src/journal/words.rs names each event and fact.
    fn check_words_of_the_journal(&self) {
        let entries: Vec<journal::Entry> = self
            .read(|conn| {
                Ok(journal_entries::table
                    .select(journal::Entry::as_select())
                    .load(conn)?)
            })
            .expect("the journal can be read");
        for entry in entries {
            let is_named = journal::words::event_key(&entry.event).is_some();
            assert!(is_named, "the event {} has no name", entry.event);
            let unnamed = journal::words::unnamed(&entry.payload.0);
            assert!(
                unnamed.is_empty(),
                "{}: {unnamed:?} have no name",
                entry.event
            );
        }
    }
}
