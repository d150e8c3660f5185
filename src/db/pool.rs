//! The pool, and the two ways to use it: [`Db::read`] and [`Db::write`].

use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use diesel::connection::{
    AnsiTransactionManager, InstrumentationEvent, SimpleConnection, TransactionManager,
};
use diesel::r2d2::{CustomizeConnection, ManageConnection, Pool, PooledConnection, R2D2Connection};
use diesel::result::{ConnectionError, ConnectionResult, DatabaseErrorKind, Error as DieselError};
use diesel::{Connection, PgConnection, SqliteConnection};

use super::Conn;
use crate::error::Error;
use crate::private;

/// A transaction that lost a race is run again, so often at most.
const ATTEMPTS_MAX: u32 = 5;
/// Queries slower than this are logged, without their values.
const SLOW_QUERY: Duration = Duration::from_millis(500);
/// A request waits this long for a connection before it is told that the server is busy.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(20);
/// SQLite waits this long for another writer.
const BUSY_TIMEOUT_MS: u32 = 15_000;
/// SQLite carries changes over from its log to the database after so many pages, 40 MB: an import
/// touches the same pages of its indexes again and again, and they are carried over once.
const PAGES_PER_CHECKPOINT: u32 = 10_000;

/// Where the database is: `sqlite://path` or `postgres://…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DbUrl {
    /// A file, made when it does not exist.
    Sqlite(PathBuf),
    /// A server; the text is handed to libpq as it is.
    Postgres(String),
}

/// A database address that is neither of the two kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DbUrlError(String);

impl fmt::Display for DbUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the database address must begin with sqlite:// or postgres://, not {:?}",
            self.0
        )
    }
}

impl std::error::Error for DbUrlError {}

impl std::str::FromStr for DbUrl {
    type Err = DbUrlError;

    /// A typo in the scheme is an error, never a new file of that name.
    fn from_str(text: &str) -> Result<DbUrl, DbUrlError> {
        if let Some(path) = text.strip_prefix("sqlite://") {
            if !path.is_empty() && path != ":memory:" {
                return Ok(DbUrl::Sqlite(PathBuf::from(path)));
            }
        } else if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(DbUrl::Postgres(text.to_owned()));
        }
        // The rest of the address may hold a password: only the scheme is repeated.
        Err(DbUrlError(
            text.split_inclusive("://")
                .next()
                .unwrap_or(text)
                .to_owned(),
        ))
    }
}

impl DbUrl {
    /// The SQLite file, if it is one.
    pub fn sqlite_path(&self) -> Option<&Path> {
        match self {
            DbUrl::Sqlite(path) => Some(path),
            DbUrl::Postgres(_) => None,
        }
    }

    /// Opens one connection with the settings that every connection of ours has.
    pub fn connect(&self) -> ConnectionResult<Conn> {
        match self {
            DbUrl::Sqlite(path) => {
                let path = path.to_str().ok_or_else(|| {
                    ConnectionError::InvalidConnectionUrl("the path is not UTF-8".to_owned())
                })?;
                // SQLite gives its journal the rights of the database.
                match private::create_new(path.as_ref()) {
                    Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                        return Err(ConnectionError::BadConnection(error.to_string()));
                    }
                    _ => {}
                }
                let mut conn = SqliteConnection::establish(path)?;
                conn.batch_execute(&format!(
                    "PRAGMA busy_timeout = {BUSY_TIMEOUT_MS};
                     PRAGMA journal_mode = WAL;
                     PRAGMA synchronous = NORMAL;
                     PRAGMA wal_autocheckpoint = {PAGES_PER_CHECKPOINT};
                     PRAGMA foreign_keys = ON;
                     PRAGMA secure_delete = ON;
                     PRAGMA cache_size = -16000;
                     PRAGMA temp_store = MEMORY;"
                ))
                .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Conn::Sqlite(conn))
            }
            DbUrl::Postgres(url) => {
                let mut conn = PgConnection::establish(url)?;
                conn.batch_execute("SET TIME ZONE 'UTC'; SET client_min_messages = warning")
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(Conn::Postgres(conn))
            }
        }
    }
}

impl DbUrl {
    /// Opens a connection to a database that must be there: a mistyped path makes no file.
    pub fn connect_to_existing(&self) -> Result<Conn, Error> {
        if let DbUrl::Sqlite(path) = self
            && !path.exists()
        {
            let problem = format!("there is no database {}", path.display());
            return Err(Error::Fault(problem));
        }
        self.connect().map_err(Error::fault)
    }

    /// Opens the one connection that fills an empty database: fast, and what it made is worthless
    /// after a crash. [`DbUrl::finish_filling`] closes it.
    pub fn connect_to_fill(&self) -> ConnectionResult<Conn> {
        let mut conn = self.connect()?;
        let settings = match &conn {
            Conn::Sqlite(_) => {
                "PRAGMA locking_mode = EXCLUSIVE;
                 PRAGMA journal_mode = OFF;
                 PRAGMA synchronous = OFF;
                 PRAGMA cache_size = -500000;"
            }
            Conn::Postgres(_) => "SET synchronous_commit = off",
        };
        conn.batch_execute(settings)
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(conn)
    }

    /// Makes a filled database one for daily use: with its journal, and with what the planner of
    /// queries must know.
    pub fn finish_filling(&self, mut conn: Conn) -> ConnectionResult<()> {
        conn.batch_execute("ANALYZE")
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        drop(conn);
        self.connect().map(drop)
    }
}

impl ManageConnection for DbUrl {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        DbUrl::connect(self).map_err(diesel::r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Self::Error> {
        conn.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        conn.is_broken()
    }
}

/// Logs queries that take too long: the statement, never its values.
#[derive(Debug)]
struct LogSlowQueries;

impl CustomizeConnection<Conn, diesel::r2d2::Error> for LogSlowQueries {
    fn on_acquire(&self, conn: &mut Conn) -> Result<(), diesel::r2d2::Error> {
        let mut started_at = None;
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| match event {
            InstrumentationEvent::StartQuery { .. } => started_at = Some(Instant::now()),
            InstrumentationEvent::FinishQuery { query, .. } => {
                let took = started_at.take().map(|start: Instant| start.elapsed());
                if let Some(took) = took.filter(|took| *took >= SLOW_QUERY) {
                    let text = query.to_string();
                    let statement = text.split("-- binds").next().unwrap_or_default().trim();
                    log::warn!("slow query, {} ms: {statement}", took.as_millis());
                }
            }
            _ => {}
        });
        Ok(())
    }
}

/// The database: a pool of connections and the rules for using them.
#[derive(Clone)]
pub struct Db {
    pool: Pool<DbUrl>,
}

impl Db {
    /// Opens the pool. The database must have been migrated (see [`super::migrate`]).
    pub fn open(url: &DbUrl, connections_max: u32) -> Result<Db, Error> {
        let pool = Pool::builder()
            .max_size(connections_max)
            .min_idle(Some(1))
            .connection_timeout(WAIT_FOR_CONNECTION)
            .test_on_check_out(matches!(url, DbUrl::Postgres(_)))
            .connection_customizer(Box::new(LogSlowQueries))
            .build(url.clone())
            .map_err(Error::fault)?;
        Ok(Db { pool })
    }

    /// A connection of one's own, for long work outside a request.
    pub fn connection(&self) -> Result<PooledConnection<DbUrl>, Error> {
        self.pool.get().map_err(|_| Error::Busy)
    }

    /// Reads from one consistent state of the database. Blocking.
    pub fn read<T>(&self, job: impl FnOnce(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        read(&mut *self.connection()?, job)
    }

    /// Runs one write transaction and commits it if the job succeeds. Blocking.
    ///
    /// The job may be run again when another writer was faster, so it must touch only the
    /// database.
    pub fn write<T>(&self, job: impl Fn(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
        write(&mut *self.connection()?, job)
    }
}

/// As [`Db::read`], on a connection at hand.
pub fn read<T>(
    conn: &mut Conn,
    job: impl FnOnce(&mut Conn) -> Result<T, Error>,
) -> Result<T, Error> {
    in_transaction(
        conn,
        "BEGIN",
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        job,
    )
}

/// As [`Db::write`], on a connection at hand.
pub fn write<T>(conn: &mut Conn, job: impl Fn(&mut Conn) -> Result<T, Error>) -> Result<T, Error> {
    let mut attempt = 1;
    loop {
        // SQLite takes the write lock at once: a reader that becomes a writer does not wait.
        let result = in_transaction(
            conn,
            "BEGIN IMMEDIATE",
            "BEGIN ISOLATION LEVEL SERIALIZABLE",
            &job,
        );
        match result {
            Err(error) if attempt < ATTEMPTS_MAX && lost_a_race(&error) => {
                std::thread::sleep(Duration::from_millis(u64::from(attempt * attempt) * 5));
                attempt += 1;
            }
            result => return result,
        }
    }
}

/// True when running the same transaction again may succeed.
fn lost_a_race(error: &Error) -> bool {
    match error {
        Error::Database(DieselError::DatabaseError(kind, information)) => {
            matches!(kind, DatabaseErrorKind::SerializationFailure)
                || information.message().contains("deadlock detected")
                || information.message() == "database is locked"
        }
        _ => false,
    }
}

fn in_transaction<T>(
    conn: &mut Conn,
    begin_on_sqlite: &str,
    begin_on_postgres: &str,
    job: impl FnOnce(&mut Conn) -> Result<T, Error>,
) -> Result<T, Error> {
    type Transactions = <Conn as Connection>::TransactionManager;
    match conn {
        Conn::Sqlite(it) => AnsiTransactionManager::begin_transaction_sql(it, begin_on_sqlite)?,
        Conn::Postgres(it) => AnsiTransactionManager::begin_transaction_sql(it, begin_on_postgres)?,
    }
    match job(conn) {
        Ok(value) => {
            Transactions::commit_transaction(conn)?;
            Ok(value)
        }
        Err(error) => {
            // A lost connection cannot roll back; the first error is the one worth telling.
            if let Err(rollback) = Transactions::rollback_transaction(conn) {
                log::warn!("a transaction could not be rolled back: {rollback}");
            }
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_sqlite_or_postgres_and_nothing_else() {
        assert_eq!(
            "sqlite://a/b.db".parse(),
            Ok(DbUrl::Sqlite(PathBuf::from("a/b.db")))
        );
        assert_eq!(
            "sqlite:///a.db".parse(),
            Ok(DbUrl::Sqlite(PathBuf::from("/a.db")))
        );
        assert!(matches!("postgres://h/d".parse(), Ok(DbUrl::Postgres(_))));
        assert!(matches!("postgresql://h/d".parse(), Ok(DbUrl::Postgres(_))));
        for typo in [
            "posgres://h/d",
            "sqlite:a.db",
            "a.db",
            "",
            "sqlite://",
            "sqlite://:memory:",
        ] {
            assert!(typo.parse::<DbUrl>().is_err(), "{typo:?}");
        }
    }

    #[test]
    fn a_refused_address_does_not_repeat_the_password() {
        let error = "posgres://me:secret@host/db"
            .parse::<DbUrl>()
            .expect_err("a typo");
        assert!(!error.to_string().contains("secret"), "{error}");
        assert!(error.to_string().contains("posgres://"), "{error}");
    }
}
