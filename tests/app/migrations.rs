//! Migrations go up, down to nothing, and up again; tables that only grow refuse anything else.

use diesel::connection::SimpleConnection;
use diesel_migrations::MigrationHarness;
use xingtan::db::{Conn, migrate};

use crate::schema::catalog;
use crate::support::TestApp;
use crate::support::databases::TestDatabase;

on_each_backend!(append_only_tables_refuse_changes);

/// Tables whose rows are written once, each with a column.
const APPEND_ONLY: [(&str, &str); 4] = [
    ("journal_entries", "id"),
    ("nomination_versions", "number"),
    ("policy_versions", "id"),
    ("transfers", "id"),
];

#[test]
fn up_down_up_on_sqlite() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    up_down_up(&TestDatabase::empty_on_sqlite(folder.path()));
}

#[test]
fn up_down_up_on_postgres() {
    if let Some(database) = TestDatabase::empty_on_postgres() {
        up_down_up(&database);
    }
}

fn up_down_up(database: &TestDatabase) {
    let read = || catalog::read(&mut database.url.connect().expect("the database opens"));
    let names = migrate::migrate(&database.url).expect("up");
    assert!(!names.is_empty());
    let first = read();
    assert_eq!(
        migrate::migrate(&database.url).expect("up to date"),
        Vec::<String>::new()
    );

    let mut conn = database.url.connect().expect("the database opens");
    let reverted = match &mut conn {
        Conn::Sqlite(it) => it.revert_all_migrations(migrate::SQLITE).map(|it| it.len()),
        Conn::Postgres(it) => it
            .revert_all_migrations(migrate::POSTGRES)
            .map(|it| it.len()),
    };
    drop(conn);
    assert_eq!(reverted.expect("down"), names.len());
    assert!(read().is_empty(), "down.sql leaves: {:#?}", read());

    assert_eq!(migrate::migrate(&database.url).expect("up again"), names);
    assert_eq!(read(), first);
}

fn append_only_tables_refuse_changes(app: &TestApp) {
    // A row in each: SQLite's triggers look at rows. The rule sets are there already.
    let city = crate::ledger::announce_hours(app);
    app.committee_in(&city, 1, 0);
    for (table, column) in APPEND_ONLY {
        for statement in [
            format!("UPDATE {table} SET {column} = {column}"),
            format!("DELETE FROM {table}"),
        ] {
            let result = app.write(|conn, _| Ok(conn.batch_execute(&statement)?));
            let error = result.expect_err("a trigger refuses it").to_string();
            assert!(
                error.contains(&format!("{table} is append-only")),
                "{statement}: {error}"
            );
        }
    }
}
