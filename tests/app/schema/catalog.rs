//! What a database says about its own tables, in one form for both.

use std::collections::{BTreeMap, BTreeSet};

use diesel::sql_types::{BigInt, Bool, Text};
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use xingtan::db::Conn;

/// A table, as a database has it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// In order.
    pub columns: Vec<Column>,
    /// Columns of the primary key, in order.
    pub primary_key: Vec<String>,
    /// Columns of each UNIQUE constraint.
    pub uniques: BTreeSet<String>,
    /// `column -> table (column)`.
    pub foreign_keys: BTreeSet<String>,
    /// `name: columns`, with the marks `unique` and `partial`.
    pub indexes: BTreeSet<String>,
    /// For each check the words in it: columns, literals and numbers.
    pub checks: Vec<BTreeSet<String>>,
}

/// A column, as a database has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type, in the database's own spelling.
    pub kind: String,
    /// Whether it may be NULL.
    pub is_nullable: bool,
}

#[derive(QueryableByName)]
struct Fact {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    text: String,
}

#[derive(QueryableByName)]
struct ColumnFact {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    is_nullable: bool,
    /// From 1; 0 outside the primary key.
    #[diesel(sql_type = BigInt)]
    key_position: i64,
}

/// The questions to a catalog; each answers rows of a table's name and a text.
struct Questions {
    columns: &'static str,
    uniques: &'static str,
    foreign_keys: &'static str,
    indexes: &'static str,
    checks: &'static str,
}

const SQLITE: Questions = Questions {
    columns: "SELECT t.name AS table_name, c.name AS column_name, c.type AS kind,
            c.\"notnull\" = 0 AS is_nullable, c.pk AS key_position
        FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'
        ORDER BY t.name, c.cid",
    uniques: "SELECT t.name AS table_name, (
            SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name))
        ) AS text
        FROM sqlite_schema t JOIN pragma_index_list(t.name) i
        WHERE t.type = 'table' AND i.origin = 'u'",
    foreign_keys: "SELECT t.name AS table_name,
            f.\"from\" || ' -> ' || f.\"table\" || ' (' || f.\"to\" || ')' AS text
        FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'",
    indexes: "SELECT t.name AS table_name, i.name || ': ' || (
            SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name))
        ) || CASE WHEN i.\"unique\" THEN ' unique' ELSE '' END
          || CASE WHEN i.partial THEN ' partial' ELSE '' END AS text
        FROM sqlite_schema t JOIN pragma_index_list(t.name) i
        WHERE t.type = 'table' AND i.origin = 'c'",
    // The whole statement; the checks are cut out of it below.
    checks: "SELECT name AS table_name, sql AS text FROM sqlite_schema WHERE type = 'table'",
};

const POSTGRES: Questions = Questions {
    columns: "SELECT t.relname::text AS table_name, c.attname::text AS column_name,
            format_type(c.atttypid, c.atttypmod) AS kind, NOT c.attnotnull AS is_nullable,
            COALESCE(array_position(k.conkey, c.attnum), 0)::bigint AS key_position
        FROM pg_class t
        JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
        LEFT JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
        WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
        ORDER BY t.relname, c.attnum",
    uniques: "SELECT conrelid::regclass::text AS table_name,
            regexp_replace(pg_get_constraintdef(oid), '^UNIQUE \\((.*)\\)$', '\\1') AS text
        FROM pg_constraint WHERE contype = 'u' AND connamespace = 'public'::regnamespace",
    foreign_keys: "SELECT conrelid::regclass::text AS table_name,
            regexp_replace(pg_get_constraintdef(oid),
                '^FOREIGN KEY \\((.*)\\) REFERENCES (\\w+)\\((.*)\\)$', '\\1 -> \\2 (\\3)') AS text
        FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace",
    indexes: "SELECT i.indrelid::regclass::text AS table_name,
            i.indexrelid::regclass || ': ' || (
                SELECT string_agg(pg_get_indexdef(i.indexrelid, n, true), ', ' ORDER BY n)
                FROM generate_series(1, i.indnkeyatts) n
            ) || CASE WHEN i.indisunique THEN ' unique' ELSE '' END
              || CASE WHEN i.indpred IS NOT NULL THEN ' partial' ELSE '' END AS text
        FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
        WHERE t.relnamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid
                          AND contype IN ('p', 'u'))",
    checks: "SELECT conrelid::regclass::text AS table_name, pg_get_constraintdef(oid) AS text
        FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace",
};

/// Reads the catalog: every table of ours, by name.
pub fn read(conn: &mut Conn) -> BTreeMap<String, Table> {
    let questions = match conn {
        Conn::Sqlite(_) => SQLITE,
        Conn::Postgres(_) => POSTGRES,
    };
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let columns: Vec<ColumnFact> = sql_query(questions.columns)
        .load(conn)
        .expect("the catalog knows columns");
    let mut keys: BTreeMap<String, BTreeMap<i64, String>> = BTreeMap::new();
    for fact in columns {
        if fact.key_position > 0 {
            keys.entry(fact.table_name.clone())
                .or_default()
                .insert(fact.key_position, fact.column_name.clone());
        }
        let column = Column {
            name: fact.column_name,
            kind: fact.kind,
            is_nullable: fact.is_nullable,
        };
        let table = tables.entry(fact.table_name).or_default();
        table.columns.push(column);
    }
    for (name, key) in keys {
        tables.entry(name).or_default().primary_key = key.into_values().collect();
    }
    let mut ask = |question: &str| -> Vec<Fact> {
        sql_query(question).load(conn).expect("the catalog answers")
    };
    for fact in ask(questions.uniques) {
        tables
            .entry(fact.table_name)
            .or_default()
            .uniques
            .insert(fact.text);
    }
    for fact in ask(questions.foreign_keys) {
        let table = tables.entry(fact.table_name).or_default();
        table.foreign_keys.insert(fact.text);
    }
    for fact in ask(questions.indexes) {
        tables
            .entry(fact.table_name)
            .or_default()
            .indexes
            .insert(fact.text);
    }
    for fact in ask(questions.checks) {
        let table = tables.entry(fact.table_name).or_default();
        let words = check_clauses(&fact.text)
            .into_iter()
            .map(|clause| words(clause, &table.columns))
            .collect::<Vec<_>>();
        table.checks.extend(words);
        table.checks.sort();
    }
    // Diesel's own table is not ours; each backend has it in its own types.
    tables.retain(|name, _| !name.starts_with("__diesel") && !name.starts_with("sqlite_"));
    tables
}

/// What stands between the parentheses of each CHECK.
fn check_clauses(statement: &str) -> Vec<&str> {
    statement
        .split("CHECK (")
        .skip(1)
        .map(|rest| {
            let mut depth = 1;
            let end = rest.find(|letter| {
                match letter {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
                depth == 0
            });
            &rest[..end.expect("parentheses are balanced")]
        })
        .collect()
}

/// Columns, quoted words and numbers: what a check speaks of, however a database puts it.
fn words(clause: &str, columns: &[Column]) -> BTreeSet<String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let mut words = BTreeSet::new();
    for (index, piece) in clause.split('\'').enumerate() {
        if index % 2 == 1 {
            words.insert(format!("'{piece}'"));
            continue;
        }
        for word in piece.split(|letter| !is_part(letter)) {
            let is_number = !word.is_empty() && word.bytes().all(|it| it.is_ascii_digit());
            if is_number || columns.iter().any(|column| column.name == word) {
                words.insert(word.to_owned());
            }
        }
    }
    words
}
