//! A database per test, in milliseconds: one is migrated, the others are copies of it.
//!
//! SQLite: the bytes of a migrated file. PostgreSQL: `CREATE DATABASE … TEMPLATE`, which took a
//! third of the time of replaying 27 tables into a schema of the test's own; and as copied files,
//! which takes half the time of the page by page that is usual since PostgreSQL 15.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query, sql_types};
use xingtan::db::{At, DbUrl, migrate, pool};
use xingtan::policy;
use xingtan::secrets::{hex, sha256};
use xingtan::selection::programmes;

use super::opening_time;

/// Any number; all test processes on one server take turns by it.
const TEMPLATE_LOCK: i64 = 0x7465_7374;

/// A database that ends with the test.
pub struct TestDatabase {
    /// Where it is.
    pub url: DbUrl,
    /// On PostgreSQL, where it must be dropped, and its name.
    server: Option<(String, String)>,
}

impl TestDatabase {
    /// A migrated SQLite file with the rule sets, in this folder.
    pub fn on_sqlite(folder: &Path) -> TestDatabase {
        static TEMPLATE: LazyLock<Vec<u8>> = LazyLock::new(|| {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let path = folder.path().join("template.db");
            prepare(&DbUrl::Sqlite(path.clone()));
            fs::read(path).expect("the last connection wrote the log back into the file")
        });
        TestDatabase::on_sqlite_with(folder, &TEMPLATE)
    }

    /// A SQLite file with this content, in this folder.
    pub fn on_sqlite_with(folder: &Path, content: &[u8]) -> TestDatabase {
        let path = folder.join("xingtan.db");
        fs::write(&path, content).expect("a copy of a database");
        TestDatabase {
            url: DbUrl::Sqlite(path),
            server: None,
        }
    }

    /// The bytes of a SQLite file, with everything that was committed.
    pub fn content(&self) -> Vec<u8> {
        let mut conn = self.url.connect().expect("the database opens");
        conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")
            .expect("the log goes back into the file");
        let path = self.url.sqlite_path().expect("asked for SQLite files only");
        fs::read(path).expect("the database's file")
    }

    /// An empty SQLite file that nobody has migrated.
    pub fn empty_on_sqlite(folder: &Path) -> TestDatabase {
        TestDatabase {
            url: DbUrl::Sqlite(folder.join("empty.db")),
            server: None,
        }
    }

    /// A migrated PostgreSQL database with the rule sets; `None` if the tester asked for none.
    pub fn on_postgres() -> Option<TestDatabase> {
        static TEMPLATE: LazyLock<Option<String>> =
            LazyLock::new(|| server_url().map(|server| make_template(&server)));
        let template = TEMPLATE.as_ref()?;
        Some(TestDatabase::create(&format!(
            "TEMPLATE {template}{}",
            as_files()
        )))
    }

    /// An empty PostgreSQL database that nobody has migrated.
    pub fn empty_on_postgres() -> Option<TestDatabase> {
        server_url().map(|_| TestDatabase::create("TEMPLATE template0"))
    }

    fn create(from: &str) -> TestDatabase {
        let server = server_url().expect("asked only when there is one");
        let name = format!("xingtan_test_{}", uuid::Uuid::now_v7().simple());
        connect(&server)
            .batch_execute(&format!("CREATE DATABASE {name} {from}"))
            .expect("the template has no other user");
        TestDatabase {
            url: DbUrl::Postgres(with_name(&server, &name)),
            server: Some((server, name)),
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.server {
            let dropped =
                connect(server).batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
            // A panic during a panic would hide the failure that the test is about.
            if !std::thread::panicking() {
                dropped.expect("a test's database can be dropped");
            }
        }
    }
}

/// The test server's address; `None` if the tester asked for no PostgreSQL.
fn server_url() -> Option<String> {
    if let Ok(url) = std::env::var("XINGTAN_TEST_POSTGRES_URL") {
        return Some(url);
    }
    assert!(
        std::env::var_os("XINGTAN_TEST_WITHOUT_POSTGRES").is_some(),
        "PostgreSQL is missing. Start a throwaway server with\n  \
         export XINGTAN_TEST_POSTGRES_URL=$(scripts/postgres start)\n\
         or leave it out with XINGTAN_TEST_WITHOUT_POSTGRES=1"
    );
    eprintln!("SKIPPED on PostgreSQL, as XINGTAN_TEST_WITHOUT_POSTGRES says");
    None
}

fn connect(url: &str) -> PgConnection {
    PgConnection::establish(url).expect("the PostgreSQL server of XINGTAN_TEST_POSTGRES_URL")
}

/// Copies a template's files; servers before 15 know no other way and have no word for it.
fn as_files() -> &'static str {
    static STRATEGY: LazyLock<&str> = LazyLock::new(|| {
        let server = server_url().expect("asked only when there is one");
        let version: Count =
            sql_query("SELECT current_setting('server_version_num')::bigint AS count")
                .get_result(&mut connect(&server))
                .expect("a server knows its version");
        if version.count < 150_000 {
            ""
        } else {
            " STRATEGY FILE_COPY"
        }
    });
    *STRATEGY
}

/// The same server, another database.
fn with_name(server: &str, name: &str) -> String {
    let (front, options) = match server.split_once('?') {
        Some((front, options)) => (front, format!("?{options}")),
        None => (server, String::new()),
    };
    let (host, _) = front.rsplit_once('/').expect("postgres://host/database");
    format!("{host}/{name}{options}")
}

/// Migrates, and loads the rule sets and programmes.
fn prepare(url: &DbUrl) {
    migrate::migrate(url).expect("the migrations run");
    let mut conn = url.connect().expect("a migrated database opens");
    pool::write(&mut conn, |conn| {
        let now = At::new(opening_time());
        policy::load_reference(conn, now)?;
        programmes::store::load_reference(conn, now)
    })
    .expect("the rule sets load");
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = sql_types::BigInt)]
    count: i64,
}

/// Makes the template once for each state of the migrations and rule sets, and answers its name.
fn make_template(server: &str) -> String {
    let name = format!("xingtan_template_{}", fingerprint());
    let mut conn = connect(server);
    sql_query(format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})"))
        .execute(&mut conn)
        .expect("test processes take turns");
    let known: Count = sql_query(format!(
        "SELECT count(*) AS count FROM pg_database WHERE datname = '{name}'"
    ))
    .get_result(&mut conn)
    .expect("the catalog can be read");
    if known.count == 0 {
        // Prepared under another name: a run that is killed leaves no half-made template.
        let unfinished = format!("{name}_unfinished");
        conn.batch_execute(&format!(
            "DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)"
        ))
        .expect("an unfinished template goes");
        conn.batch_execute(&format!(
            "CREATE DATABASE {unfinished} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
        ))
        .expect("a new database");
        prepare(&DbUrl::Postgres(with_name(server, &unfinished)));
        conn.batch_execute(&format!("ALTER DATABASE {unfinished} RENAME TO {name}"))
            .expect("the preparing connection is closed");
    }
    name
}

/// Changes with every file that a template is made from: see [`prepare`].
fn fingerprint() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["migrations/postgres", "seeds/policies", "seeds/programmes"] {
        list_files(&root.join(folder), &mut files);
    }
    files.sort();
    let contents: Vec<u8> = files
        .iter()
        .flat_map(|path| fs::read(path).expect("a file of the repository"))
        .collect();
    hex(&sha256(&contents)[..8])
}

fn list_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            list_files(&path, files);
        } else {
            files.push(path);
        }
    }
}
