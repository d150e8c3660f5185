//! The one connection type over both databases. The derive stands alone in this file because its
//! generated code would otherwise catch names of its neighbours.

use diesel::{PgConnection, SqliteConnection};

/// A connection to whichever database the bureau runs.
#[derive(diesel::MultiConnection)]
#[allow(missing_docs)]
pub enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}
