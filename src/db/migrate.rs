//! Brings the schema up to date, once, however many processes start together.

use std::fs::{File, create_dir_all};

use diesel::RunQueryDsl;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Conn, DbUrl};
use crate::error::Error;

/// The migrations for SQLite, inside the binary.
pub const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
/// The migrations for PostgreSQL, inside the binary, under the same names.
pub const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number will do, as long as every Xingtan process uses the same.
const ADVISORY_LOCK: i64 = 0x0078_696e_6774_616e;

/// Runs the migrations that are still missing and answers their names.
///
/// Two processes that start at once take turns: a lock file beside a SQLite database, an advisory
/// lock on PostgreSQL.
pub fn migrate(url: &DbUrl) -> Result<Vec<String>, Error> {
    let _turn = match url {
        DbUrl::Sqlite(path) => {
            if let Some(folder) = path.parent() {
                create_dir_all(folder).map_err(Error::fault)?;
            }
            let lock = File::create(path.with_extension("migrate.lock")).map_err(Error::fault)?;
            lock.lock().map_err(Error::fault)?;
            Some(lock)
        }
        DbUrl::Postgres(_) => None,
    };
    let mut conn = url.connect().map_err(Error::fault)?;
    match &mut conn {
        Conn::Sqlite(it) => names(it.run_pending_migrations(SQLITE)),
        Conn::Postgres(it) => {
            let lock =
                |function: &str| diesel::sql_query(format!("SELECT {function}({ADVISORY_LOCK})"));
            lock("pg_advisory_lock").execute(it)?;
            let result = names(it.run_pending_migrations(POSTGRES));
            lock("pg_advisory_unlock").execute(it)?;
            result
        }
    }
}

fn names(
    result: diesel::migration::Result<Vec<diesel::migration::MigrationVersion<'_>>>,
) -> Result<Vec<String>, Error> {
    let versions = result.map_err(|error| Error::Fault(error.to_string()))?;
    Ok(versions.iter().map(ToString::to_string).collect())
}
