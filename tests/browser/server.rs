//! The product as a person meets it: the compiled program, serving a demonstration city of its
//! own, on either database.
//!
//! Playing the city takes a while, so each database is filled once and then copied for each story.

use std::cell::RefCell;
use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use tempfile::TempDir;

use crate::browser::Browser;
use crate::browser_is_left_out;

const PATIENCE: Duration = Duration::from_secs(30);
const POLL_EVERY: Duration = Duration::from_millis(20);
/// Seen from the folder in which the program is at home.
const SQLITE_URL: &str = "sqlite://data/xingtan.db";
/// The untouched city on the PostgreSQL server.
const DEMONSTRATION: &str = "xingtan_demonstration";
/// The day on which every story begins: the city was made on it, and the holidays of its year are
/// announced.
pub const TODAY: &str = "2026-11-23";
/// The password of everybody in the demonstration city.
pub const PASSWORD: &str = "xingtan-demo";
const LOG: &str = "server.log";

/// Which of the two databases a story is played on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file beside the program.
    Sqlite,
    /// The throwaway server of `scripts/postgres`.
    Postgres,
}

/// Plays a story in a demonstration city of its own, and checks afterwards that every invariant
/// of the database still holds. Does nothing when browser or database are left out by name.
pub fn play(backend: Backend, story: impl FnOnce(&City)) {
    if browser_is_left_out() || (backend == Backend::Postgres && postgres_is_left_out()) {
        return;
    }
    let city = City::open(backend);
    story(&city);
    let check = city.xingtan(&["check"]);
    assert!(
        check.status.success(),
        "after the story: {}",
        String::from_utf8_lossy(&check.stdout)
    );
}

/// A served demonstration city; ends, with its data, when dropped.
pub struct City {
    server: RefCell<Child>,
    port: u16,
    url: String,
    directory: TempDir,
    _database: Option<PostgresDatabase>,
}

impl City {
    fn open(backend: Backend) -> City {
        let directory = TempDir::with_prefix("xingtan-").expect("a temporary directory");
        copy_folder(demonstration(backend), directory.path());
        let database = (backend == Backend::Postgres).then(PostgresDatabase::copy_of_demonstration);
        let url = database
            .as_ref()
            .map_or(SQLITE_URL.to_owned(), |it| postgres_url(&it.name));
        let port = free_port();
        let log = File::create(directory.path().join(LOG)).expect("the directory is ours");
        let server = serve(&url, directory.path(), port, TODAY, log);
        let city = City {
            server: RefCell::new(server),
            port,
            url,
            directory,
            _database: database,
        };
        city.wait_until_it_listens();
        city
    }

    /// Ends the server and starts it on another day, at the same address and with the same data.
    /// Whoever is signed in has to sign in again after a day.
    pub fn live_on(&self, day: &str) {
        self.end_server();
        let log = File::options()
            .append(true)
            .open(self.directory.path().join(LOG));
        let log = log.expect("made at the start");
        *self.server.borrow_mut() = serve(&self.url, self.directory.path(), self.port, day, log);
        self.wait_until_it_listens();
    }

    /// Somebody opens a browser on the city's address.
    pub fn visit(&self, width: u32) -> Browser {
        Browser::open(&format!("http://127.0.0.1:{}", self.port), width)
    }

    /// Runs a command on the city's database while it is being served.
    pub fn xingtan(&self, arguments: &[&str]) -> Output {
        xingtan(&self.url, self.directory.path())
            .args(arguments)
            .output()
            .expect("cargo built the program")
    }

    /// The folder in which the program is at home.
    pub fn folder(&self) -> &Path {
        self.directory.path()
    }

    fn end_server(&self) {
        let mut server = self.server.borrow_mut();
        if let Err(error) = server.kill().and_then(|()| server.wait()) {
            eprintln!("the server did not end: {error}");
        }
    }

    fn wait_until_it_listens(&self) {
        let give_up_at = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let ended = self
                .server
                .borrow_mut()
                .try_wait()
                .expect("it is our own child");
            assert!(ended.is_none(), "the server ended: {}", self.log());
            assert!(
                Instant::now() < give_up_at,
                "the server does not listen: {}",
                self.log()
            );
            std::thread::sleep(POLL_EVERY);
        }
    }

    fn log(&self) -> String {
        let log = fs::read(self.directory.path().join(LOG)).expect("made at the start");
        String::from_utf8_lossy(&log).into_owned()
    }
}

impl Drop for City {
    fn drop(&mut self) {
        self.end_server();
        if std::thread::panicking() {
            let log = self.log();
            let tail_from = log.lines().count().saturating_sub(40);
            let tail: Vec<&str> = log.lines().skip(tail_from).collect();
            eprintln!("the server said last:\n{}", tail.join("\n"));
        }
    }
}

/// A database on the throwaway PostgreSQL server; deleted when dropped.
struct PostgresDatabase {
    name: String,
}

impl PostgresDatabase {
    fn copy_of_demonstration() -> PostgresDatabase {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("xingtan_story_{}_{count}", std::process::id());
        on_postgres(&format!("CREATE DATABASE {name} TEMPLATE {DEMONSTRATION}"));
        PostgresDatabase { name }
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        on_postgres(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

/// The folder of a demonstration city that nobody has touched; filled once for each backend.
fn demonstration(backend: Backend) -> &'static Path {
    static SQLITE: OnceLock<PathBuf> = OnceLock::new();
    static POSTGRES: OnceLock<PathBuf> = OnceLock::new();
    let (once, name, url) = match backend {
        Backend::Sqlite => (&SQLITE, "sqlite", SQLITE_URL.to_owned()),
        Backend::Postgres => (&POSTGRES, "postgres", postgres_url(DEMONSTRATION)),
    };
    once.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("demonstration-{name}"));
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("an earlier run left it here");
        }
        fs::create_dir_all(folder.join("data")).expect("the target directory is ours");
        if backend == Backend::Postgres {
            on_postgres(&format!(
                "DROP DATABASE IF EXISTS {DEMONSTRATION} WITH (FORCE)"
            ));
            on_postgres(&format!("CREATE DATABASE {DEMONSTRATION}"));
        }
        let demo = xingtan(&url, &folder)
            .args(["demo", "--teachers", "600", "--on", TODAY])
            .output()
            .expect("cargo built the program");
        assert!(
            demo.status.success(),
            "demo: {}",
            String::from_utf8_lossy(&demo.stderr)
        );
        folder
    })
}

/// The program, serving on a day.
fn serve(url: &str, folder: &Path, port: u16, day: &str, log: File) -> Child {
    let port = port.to_string();
    xingtan(url, folder)
        .args(["serve", "--address", "127.0.0.1", "--port", &port])
        .args(["--rehearse-on", day])
        .stdout(log.try_clone().expect("a file has room for two writers"))
        .stderr(log)
        .spawn()
        .expect("cargo built the program")
}

/// The program itself, at home in a folder: keys and evidence go there too.
fn xingtan(url: &str, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xingtan"));
    command
        .current_dir(folder)
        .env("XINGTAN_DATABASE_URL", url)
        .stdin(Stdio::null());
    command
}

fn copy_folder(from: &Path, to: &Path) {
    let copy = Command::new("cp")
        .arg("--recursive")
        .arg(from.join("."))
        .arg(to)
        .status();
    assert!(
        copy.expect("cp is everywhere").success(),
        "cannot copy {}",
        from.display()
    );
}

fn postgres_is_left_out() -> bool {
    let is_left_out = std::env::var_os("XINGTAN_TEST_WITHOUT_POSTGRES").is_some();
    if is_left_out {
        eprintln!("SKIPPED: no PostgreSQL, as XINGTAN_TEST_WITHOUT_POSTGRES says");
    }
    is_left_out
}

/// The address of a database on the server that `XINGTAN_TEST_POSTGRES_URL` names.
fn postgres_url(database: &str) -> String {
    let url = std::env::var("XINGTAN_TEST_POSTGRES_URL").expect(
        "stories on PostgreSQL need a server: XINGTAN_TEST_POSTGRES_URL=$(scripts/postgres start); \
         to leave them out: XINGTAN_TEST_WITHOUT_POSTGRES=1",
    );
    let (server, _) = url
        .rsplit_once('/')
        .expect("the address ends with a database");
    format!("{server}/{database}")
}

fn on_postgres(statement: &str) {
    PgConnection::establish(&postgres_url("postgres"))
        .expect("the throwaway server is running")
        .batch_execute(statement)
        .unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// A port that was free a moment ago; the program opens it at once.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("some port is free");
    listener.local_addr().expect("it is bound").port()
}
