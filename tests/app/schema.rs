//! The two databases and `src/db/schema.rs` say the same: tables, columns in order, types,
//! nullability, keys, indexes and, loosely, checks.

pub mod catalog;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use catalog::{Column, Table};

use crate::support::databases::TestDatabase;

/// How a type of `schema.rs` is spelt in each database.
fn spelling(diesel_type: &str) -> (&'static str, &'static str) {
    match diesel_type {
        "Uid" => ("BLOB", "uuid"),
        "Binary" => ("BLOB", "bytea"),
        "Text" => ("TEXT", "text"),
        "Date" => ("TEXT", "date"),
        "Bool" => ("INTEGER", "boolean"),
        "Integer" => ("INTEGER", "integer"),
        "BigInt" => ("INTEGER", "bigint"),
        "Instant" => ("INTEGER", "timestamp with time zone"),
        other => panic!("schema.rs has a type that no column has here: {other}"),
    }
}

/// A table of `schema.rs`: primary key, and columns with their types.
struct Declared {
    primary_key: Vec<String>,
    columns: Vec<Column>,
}

/// Reads the `table!` blocks of `src/db/schema.rs`.
fn declared() -> BTreeMap<String, Declared> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/db/schema.rs");
    let text = fs::read_to_string(path).expect("schema.rs");
    let mut tables = BTreeMap::new();
    for block in text.split("diesel::table! {").skip(1) {
        let mut lines = block
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with("use "));
        let head = lines.next().expect("a table has a name");
        let (name, key) = head.split_once(" (").expect("name (key) {");
        let key = key.split(')').next().expect("a key in parentheses");
        let columns = lines
            .map_while(|line| line.strip_suffix(',')?.split_once(" -> "))
            .map(|(name, kind)| {
                let inner = kind
                    .strip_prefix("Nullable<")
                    .and_then(|it| it.strip_suffix('>'));
                Column {
                    name: name.to_owned(),
                    kind: inner.unwrap_or(kind).to_owned(),
                    is_nullable: inner.is_some(),
                }
            })
            .collect();
        let table = Declared {
            primary_key: key.split(", ").map(str::to_owned).collect(),
            columns,
        };
        tables.insert(name.to_owned(), table);
    }
    tables
}

fn read_catalog(database: &TestDatabase) -> BTreeMap<String, Table> {
    catalog::read(&mut database.url.connect().expect("the database opens"))
}

/// Compares one database with `schema.rs`.
fn compare(found: &BTreeMap<String, Table>, pick: impl Fn(&str) -> &'static str) {
    let declared = declared();
    assert_eq!(
        found.keys().collect::<Vec<_>>(),
        declared.keys().collect::<Vec<_>>(),
        "tables"
    );
    for (name, table) in &declared {
        let columns: Vec<Column> = table
            .columns
            .iter()
            .map(|column| Column {
                kind: pick(&column.kind).to_owned(),
                ..column.clone()
            })
            .collect();
        assert_eq!(found[name].columns, columns, "columns of {name}");
        assert_eq!(
            found[name].primary_key, table.primary_key,
            "primary key of {name}"
        );
    }
}

#[test]
fn schema_rs_describes_sqlite() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let found = read_catalog(&TestDatabase::on_sqlite(folder.path()));
    compare(&found, |kind| spelling(kind).0);
}

#[test]
fn schema_rs_describes_postgres() {
    if let Some(database) = TestDatabase::on_postgres() {
        compare(&read_catalog(&database), |kind| spelling(kind).1);
    }
}

#[test]
fn both_databases_have_the_same_constraints() {
    let Some(postgres) = TestDatabase::on_postgres() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let on_sqlite = read_catalog(&TestDatabase::on_sqlite(folder.path()));
    let on_postgres = read_catalog(&postgres);
    for (name, sqlite) in &on_sqlite {
        let postgres = &on_postgres[name];
        assert_eq!(sqlite.indexes, postgres.indexes, "indexes of {name}");
        assert_eq!(sqlite.uniques, postgres.uniques, "unique keys of {name}");
        assert_eq!(
            sqlite.foreign_keys, postgres.foreign_keys,
            "foreign keys of {name}"
        );
        assert_eq!(sqlite.checks, postgres.checks, "checks of {name}");
    }
}
