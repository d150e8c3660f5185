//! What Diesel's combined backend lacks, in four small pieces: [`Both`] runs a query that either
//! backend understands, [`Prepared`] keeps a statement of fixed shape prepared, [`each_row`] reads
//! more rows than fit in memory, and `on_backend!` repeats a body for each backend at compile time.

use std::sync::LazyLock;

use diesel::backend::Backend;
use diesel::internal::derives::multiconnection::AstPassHelper;
use diesel::pg::{Pg, PgRowByRowLoadingMode};
use diesel::query_builder::{AstPass, Query, QueryBuilder, QueryFragment, QueryId};
use diesel::query_dsl::methods::LoadQuery;
use diesel::sqlite::Sqlite;
use diesel::{PgConnection, QueryResult, RunQueryDsl, SqliteConnection};

use super::connection::{Conn, MultiBackend};
use crate::error::Error;

/// Runs a query that both backends understand on a [`Conn`], with everything that the combined
/// backend has no implementation for: ON CONFLICT, RETURNING, set operations.
#[derive(Debug, Clone, Copy)]
pub struct Both<Q>(pub Q);

impl<Q> QueryFragment<MultiBackend> for Both<Q>
where
    Q: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, pass)
    }
}

impl<Q: QueryId> QueryId for Both<Q> {
    type QueryId = Q::QueryId;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}

impl<Q: Query> Query for Both<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> RunQueryDsl<Conn> for Both<Q> {}

/// Like [`Both`], and keeps the statement prepared. Diesel treats every UPDATE, ON CONFLICT DO
/// UPDATE and insert with defaults as unsafe to cache and parses it again at each call.
/// Only for statements of a fixed shape: the cache is keyed by the SQL text.
#[derive(Debug, Clone, Copy)]
pub struct Prepared<Q>(pub Q);

static SQLITE: LazyLock<Sqlite> = LazyLock::new(Sqlite::default);
static POSTGRES: LazyLock<Pg> = LazyLock::new(Pg::default);

/// Writes the query's text in one piece, which leaves the "may be cached" mark untouched.
fn walk_prepared<'b, DB, Q>(
    query: &'b Q,
    backend: &'b DB,
    mut pass: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    DB::QueryBuilder: Default,
    Q: QueryFragment<DB>,
{
    let mut text = DB::QueryBuilder::default();
    query.to_sql(&mut text, backend)?;
    pass.push_sql(&text.finish());
    if let Some((collector, lookup)) = pass.bind_collector() {
        query.collect_binds(collector, lookup, backend)?;
    }
    Ok(())
}

impl<Q: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Prepared<Q> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        walk_prepared(&self.0, &*SQLITE, pass)
    }
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Prepared<Q> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        walk_prepared(&self.0, &*POSTGRES, pass)
    }
}

impl<Q> QueryFragment<MultiBackend> for Prepared<Q>
where
    Q: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, pass)
    }
}

impl<Q> QueryId for Prepared<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Prepared<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> RunQueryDsl<Conn> for Prepared<Q> {}
impl<Q> RunQueryDsl<PgConnection> for Prepared<Q> {}
impl<Q> RunQueryDsl<SqliteConnection> for Prepared<Q> {}

/// Gives the rows of a query to a function, one at a time, as the database finds them: memory does
/// not grow with their number. The connection is taken until the last row.
pub fn each_row<'a, Q, T>(
    conn: &'a mut Conn,
    query: Q,
    mut read: impl FnMut(T) -> Result<(), Error>,
) -> Result<(), Error>
where
    Q: LoadQuery<'a, SqliteConnection, T> + LoadQuery<'a, PgConnection, T, PgRowByRowLoadingMode>,
    Q: 'a,
    T: 'a,
{
    match conn {
        Conn::Sqlite(it) => {
            for row in LoadQuery::<SqliteConnection, T>::internal_load(query, it)? {
                read(row?)?;
            }
        }
        Conn::Postgres(it) => {
            let rows =
                LoadQuery::<PgConnection, T, PgRowByRowLoadingMode>::internal_load(query, it)?;
            for row in rows {
                read(row?)?;
            }
        }
    }
    Ok(())
}

/// Repeats a body for each backend at compile time: `on_backend!(conn, |it| query.execute(it))`.
#[macro_export]
macro_rules! on_backend {
    ($conn:expr, |$it:ident| $body:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite($it) => $body,
            $crate::db::Conn::Postgres($it) => $body,
        }
    };
}
