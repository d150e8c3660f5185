//! A city in a folder: its database, its key, and the program that works on it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use xingtan::access::Actor;
use xingtan::clock::Clock;
use xingtan::context::{Context, House};
use xingtan::db::{Conn, DbUrl};
use xingtan::evidence::Vault;
use xingtan::secrets::Keys;

use crate::Outcome;
use crate::process;

/// A made-up city.
pub struct City {
    folder: PathBuf,
    /// How many teachers it has.
    pub teachers: u32,
}

impl City {
    /// Makes the city, or takes the one that is there.
    pub fn make(parent: &Path, teachers: u32, years: u8) -> Outcome<City> {
        let folder = parent.join(format!("city-{teachers}-{years}"));
        let city = City { folder, teachers };
        let is_complete = city.folder.join("complete");
        if !is_complete.exists() {
            std::fs::create_dir_all(&city.folder)?;
            let (teachers, years) = (teachers.to_string(), years.to_string());
            let size = ["--teachers", &teachers, "--years", &years];
            process::run(city.xingtan("bench-data").args(size))?;
            std::fs::write(is_complete, [])?;
        }
        // A kept city may be older than the newest migration.
        process::run(&mut city.xingtan("migrate"))?;
        Ok(city)
    }

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The database's file.
    pub fn database(&self) -> PathBuf {
        self.folder.join("xingtan.db")
    }

    /// The database's address.
    pub fn url(&self) -> DbUrl {
        DbUrl::Sqlite(self.database())
    }

    /// A connection as the server has it.
    pub fn connect(&self) -> Outcome<Conn> {
        self.url().connect_to_existing().map_err(told)
    }

    /// A command of the program, on this city.
    pub fn xingtan(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xingtan"));
        command
            .arg(name)
            .env(
                "XINGTAN_DATABASE_URL",
                format!("sqlite://{}", self.database().display()),
            )
            .env("XINGTAN_KEY_FILE", self.folder.join("secret.key"))
            .env("XINGTAN_EVIDENCE", self.folder.join("evidence"))
            .env("RUST_LOG", "warn");
        command
    }

    /// The program itself, acting now.
    pub fn context(&self) -> Outcome<Context> {
        let keys = Keys::load_or_make(&self.folder.join("secret.key")).map_err(told)?;
        let house = House::new(keys, Vault::new(self.folder.join("evidence")));
        let actor = Actor::system("benchmark");
        Ok(Context::new(actor, Clock::System.now(), Arc::new(house)))
    }
}

/// An error of the program as one of the benchmark.
pub fn told(error: xingtan::error::Error) -> Box<dyn std::error::Error> {
    format!("{error:?}").into()
}
