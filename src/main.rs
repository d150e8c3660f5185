//! The command line: reads arguments and calls one command.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use xingtan::commands::{
    self, DemoOptions, ImportOptions, Outcome, ProgrammeOptions, RegistrationOptions,
    StatementOptions, Terminal,
};
use xingtan::config::{BenchDataOptions, CheckOptions, DataOptions, ServeOptions};
use xingtan::web::language::Language;

const EXAMPLES: &str = "\
Examples:
  xingtan demo                 make the demonstration city and print who can sign in
  xingtan serve                then open http://127.0.0.1:8000
  xingtan --database-url postgres://xingtan@localhost/xingtan migrate
                               the same on PostgreSQL

Exit codes:
  0  done
  1  failed: the database, a disk or the program itself; nothing half-done is kept
  2  what was asked cannot be: an unknown option, number or code, or a file that is no table
  3  done, and something needs attention: rows were refused, or an invariant is broken

Answers go to standard output, everything else to standard error. With --json the answer is one
JSON value. A progress bar is shown on a terminal only.";

/// Xingtan 杏坛: teacher credentials and development ledger
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    long_about = None,
    after_help = EXAMPLES,
    subcommand_required = true
)]
struct Arguments {
    #[command(flatten)]
    data: DataOptions,

    /// Language of the answers, zh-CN or en; unless told, what `LC_ALL` or `LANG` say
    #[arg(long, global = true, env = "XINGTAN_LANGUAGE", value_parser = language)]
    language: Option<Language>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Bring the schema and the reference data up to date, then answer requests
    Serve(ServeOptions),
    /// Make the demonstration city in an empty database, and print who can sign in
    Demo(DemoOptions),
    /// Bring the schema and the reference data up to date
    Migrate,
    /// Take in a file: a roster, or a provider's completions
    Import(ImportOptions),
    /// Print what a teacher owes and has, year by year
    Statement(StatementOptions),
    /// Print what the rules of registration say of a teacher, or assess the whole city
    Registration(RegistrationOptions),
    /// Take in the rules of a selection programme of your own, or a new version of them
    Programme(ProgrammeOptions),
    /// Run a pure engine of a selection on a file (docs/selection-engines.md)
    Selection(SelectionOptions),
    /// Read the whole database and tell every row that breaks what must hold; changes nothing
    Check(CheckOptions),
    /// Fill an empty database with a made-up city, for measuring
    BenchData(BenchDataOptions),
}

#[derive(Debug, Args)]
struct SelectionOptions {
    /// Which engine
    engine: EngineName,

    /// The JSON file
    #[arg(long)]
    input: PathBuf,

    /// The answer is JSON with or without it
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum EngineName {
    /// Deal candidates out to committee members
    Assign,
    /// Count ballots
    Tally,
    /// Share seats by largest remainder
    Apportion,
}

impl SelectionOptions {
    fn run(&self) -> ExitCode {
        let engine = match self.engine {
            EngineName::Assign => commands::Engine::Assign,
            EngineName::Tally => commands::Engine::Tally,
            EngineName::Apportion => commands::Engine::Apportion,
        };
        commands::selection(engine, &self.input)
    }
}

fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag).ok_or_else(|| "zh-CN or en".to_owned())
}

/// Whoever asks for nothing is told what there is.
#[allow(
    clippy::print_stderr,
    reason = "help that nobody asked for is no answer"
)]
fn teach() -> ExitCode {
    eprint!("{}", Arguments::command().render_help());
    ExitCode::from(2)
}

fn main() -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or(
        // Rocket names whole addresses in its own lines, and people stand in addresses.
        "warn,rocket=off,xingtan=info",
    ))
    .init();
    // clap would do this by itself if no option had a default.
    if std::env::args_os().len() == 1 {
        return teach();
    }
    let arguments = Arguments::parse();
    let terminal = Terminal::new(arguments.language);
    let data = &arguments.data;
    let result = match &arguments.command {
        Command::Serve(options) => commands::serve(terminal, data, options),
        Command::Demo(options) => commands::demo(terminal, data, options),
        Command::Migrate => commands::migrate(terminal, data),
        Command::Import(options) => commands::import(terminal, data, options),
        Command::Statement(options) => commands::statement(terminal, data, options),
        Command::Registration(options) => commands::registration(terminal, data, options),
        Command::Programme(options) => commands::programme(terminal, data, options),
        // Its answers and errors are JSON, whoever asks.
        Command::Selection(options) => return options.run(),
        Command::Check(options) => commands::check(data, options).map(|is_sound| {
            if is_sound {
                Outcome::Done
            } else {
                Outcome::NeedsAttention
            }
        }),
        Command::BenchData(options) => commands::bench_data(data, options).map(|()| Outcome::Done),
    };
    if let Err(error) = &result {
        terminal.complain(error);
    }
    commands::exit_code(&result)
}
