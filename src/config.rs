//! Settings, read once at the start. Each has a flag and an environment variable.

use std::ffi::OsStr;
use std::net::IpAddr;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use clap::{Arg, Args, Command};

use crate::db::{DbUrl, DbUrlError};

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct DataOptions {
    /// Database: `sqlite://path` or `postgres://user@host/name`
    #[arg(
        long,
        global = true,
        env = "XINGTAN_DATABASE_URL",
        default_value = "sqlite://data/xingtan.db",
        hide_env_values = true,
        value_parser = Address
    )]
    pub database_url: DbUrl,

    /// Folder of evidence files; shared by all processes of a bureau
    #[arg(
        long,
        global = true,
        env = "XINGTAN_EVIDENCE",
        default_value = "data/evidence"
    )]
    pub evidence: PathBuf,

    /// File with the master key, made at the first start; keep a copy in a safe place
    #[arg(
        long,
        global = true,
        env = "XINGTAN_KEY_FILE",
        default_value = "data/secret.key"
    )]
    pub key_file: PathBuf,
}

/// Reads the address of a database. What is wrong with it is told without repeating it, as clap
/// would: it may hold a password.
#[derive(Debug, Clone, Copy)]
struct Address;

impl TypedValueParser for Address {
    type Value = DbUrl;

    fn parse_ref(
        &self,
        command: &Command,
        _: Option<&Arg>,
        value: &OsStr,
    ) -> Result<DbUrl, clap::Error> {
        let text = value.to_string_lossy();
        let told = |error: DbUrlError| {
            let sentence = format!("{error}\n");
            clap::Error::raw(ErrorKind::ValueValidation, sentence).with_cmd(command)
        };
        text.parse().map_err(told)
    }
}

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct ServeOptions {
    /// Address to listen on
    #[arg(long, env = "XINGTAN_ADDRESS", default_value = "127.0.0.1")]
    pub address: IpAddr,

    /// Port to listen on
    #[arg(long, env = "XINGTAN_PORT", default_value_t = 8000)]
    pub port: u16,

    /// Database connections at most
    #[arg(long, env = "XINGTAN_CONNECTIONS_MAX", default_value_t = 8)]
    pub connections_max: u32,

    /// Send cookies over TLS only; set it behind a TLS proxy
    #[arg(long, env = "XINGTAN_SECURE_COOKIES")]
    pub secure_cookies: bool,

    /// Header in which the proxy says where a request comes from, such as X-Real-IP
    #[arg(long, env = "XINGTAN_IP_HEADER")]
    pub ip_header: Option<String>,

    /// Leave long work to other processes
    #[arg(long, env = "XINGTAN_WITHOUT_WORKER")]
    pub without_worker: bool,

    /// In a demonstration city: live on this day, such as 2026-12-07, to see what comes next
    #[arg(long, value_name = "DAY")]
    pub rehearse_on: Option<NaiveDate>,
}

/// How large a city to make for measuring.
#[derive(Debug, Clone, Copy, Args)]
pub struct BenchDataOptions {
    /// Teachers of the city; Guangzhou has some 163,000
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..10_000_000))]
    pub teachers: u32,

    /// Calendar years, this one included
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=20))]
    pub years: u8,
}

/// How to check.
#[derive(Debug, Clone, Copy, Args)]
pub struct CheckOptions {
    /// Read every evidence file too, which is slow
    #[arg(long)]
    pub with_evidence: bool,

    /// Answer as JSON
    #[arg(long)]
    pub json: bool,
}
