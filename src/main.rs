//! The command line: reads arguments and calls one command.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xingtan::commands;
use xingtan::config::{DataOptions, ServeOptions};

/// Xingtan 杏坛: teacher credentials and development ledger
#[derive(Debug, Parser)]
#[command(version, about, long_about = None, arg_required_else_help = true)]
struct Arguments {
    #[command(flatten)]
    data: DataOptions,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Bring the schema and the reference data up to date, then answer requests
    Serve(ServeOptions),
    /// Bring the schema and the reference data up to date
    Migrate,
}

fn main() -> ExitCode {
    env_logger::Builder::from_env(
        env_logger::Env::default().default_filter_or("warn,xingtan=info"),
    )
    .init();
    let Arguments { data, command } = Arguments::parse();
    let result = match command {
        Command::Serve(options) => commands::serve(&data, &options),
        Command::Migrate => commands::migrate(&data),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            commands::complain(&error);
            ExitCode::FAILURE
        }
    }
}
