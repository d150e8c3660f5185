//! The executable in a folder of its own, on a test's database or on none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use xingtan::db::DbUrl;

use crate::support::{MASTER_KEY, TestApp};

/// The program, at home in a folder.
pub struct Program {
    folder: PathBuf,
    url: String,
}

/// What it said, and the number that it ended with.
#[derive(Debug)]
pub struct Answer {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Program {
    /// On the database of a test, with its key and its vault.
    pub fn of(app: &TestApp) -> Program {
        let url = match app.url() {
            DbUrl::Sqlite(path) => format!("sqlite://{}", path.display()),
            DbUrl::Postgres(url) => url.clone(),
        };
        let key = MASTER_KEY.map(|byte| format!("{byte:02x}")).concat();
        fs::write(app.folder().join("secret.key"), key).expect("the test's folder");
        Program::at(app.folder(), &url)
    }

    /// On whatever this address is.
    pub fn at(folder: &Path, url: &str) -> Program {
        Program {
            folder: folder.to_owned(),
            url: url.to_owned(),
        }
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        let output = self.command(arguments).output().expect("cargo built it");
        let text = |bytes| String::from_utf8(bytes).expect("it speaks UTF-8");
        Answer {
            code: output.status.code().expect("it ended by itself"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Starts a command.
    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        let silent = command.stdout(Stdio::null()).stderr(Stdio::null());
        silent.spawn().expect("cargo built it")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xingtan"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("XINGTAN_DATABASE_URL", &self.url)
            .env("XINGTAN_KEY_FILE", "secret.key")
            .env("XINGTAN_EVIDENCE", "vault")
            .env("XINGTAN_LANGUAGE", "en")
            .stdin(Stdio::null());
        command
    }
}

impl Answer {
    /// Standard output as the one JSON value that it must be.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
