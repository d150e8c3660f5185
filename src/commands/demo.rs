//! `xingtan demo`: makes the demonstration city and says who can sign in.

use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};
use clap::Args;

use super::{Outcome, Terminal, open};
use crate::clock::Clock;
use crate::config::DataOptions;
use crate::demo::{self, Found, files, personas, projects};
use crate::error::Error;
use crate::message::{Fact, Message};

/// What the demonstration is made of.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  xingtan demo                    make the city, or print its sign-ins again
  xingtan demo --if-empty         the same, and leave a database with other data alone
  xingtan demo --teachers 300     a smaller city, ready sooner
  xingtan demo --write-files DIR  make the city, and files to import into it (docs/demo.md)

The city is there whole or not at all: whoever stops it half-way can start again.")]
pub struct DemoOptions {
    /// Leave a database that holds other data alone, and say so; without it that is an error
    #[arg(long)]
    if_empty: bool,

    /// How many teachers the city has
    #[arg(long, default_value_t = demo::TEACHERS, value_name = "N")]
    teachers: usize,

    /// Make the city as it would be on this day, such as 2026-11-23, instead of today
    #[arg(long, value_name = "DAY")]
    on: Option<NaiveDate>,

    /// Write a roster and three files of completions, made for this city, into a folder
    #[arg(long, value_name = "DIR")]
    write_files: Option<PathBuf>,
}

/// Makes the city where there is nothing, and prints one sign-in per role.
pub fn demo(
    terminal: Terminal,
    data: &DataOptions,
    options: &DemoOptions,
) -> Result<Outcome, Error> {
    let open = open(data, 2)?;
    match open.db.read(demo::look)? {
        Found::City => {}
        Found::Other if options.if_empty => {
            terminal.tell(Message::new("command-demo-other-data"));
            return Ok(Outcome::Done);
        }
        Found::Other => return Err(Error::not_now(Message::new("command-demo-other-data"))),
        Found::Empty => {
            let bar = terminal.progress(Message::new("command-demo-making"), false);
            let tell = |done: usize, total: usize| {
                bar.set_length(total as u64);
                bar.set_position(done as u64);
            };
            let clock = options.on.map_or(open.clock, Clock::rehearsing);
            let (now, teachers) = (clock.now(), options.teachers);
            let told = demo::make(&open.db, &open.house, now, teachers, &tell)?;
            bar.finish_and_clear();
            terminal.tell(
                Message::new("command-demo-code")
                    .with("login", told.login)
                    .with("code", told.activation_code),
            );
        }
    }
    print_sign_ins(terminal);
    let year = open.db.read(demo::made_on)?.map(|it| it.year());
    let year = year.ok_or_else(|| Error::Fault("nobody made the city".to_owned()))?;
    let open_project = projects::open_project(year);
    terminal.tell(
        Message::new("command-demo-project")
            .with("provider", open_project.provider)
            .with("project", open_project.code()),
    );
    if let Some(folder) = &options.write_files {
        files::write_to(folder, year)?;
        let folder = folder.display().to_string();
        terminal.tell(Message::new("command-demo-files").with("folder", folder));
    }
    Ok(Outcome::Done)
}

/// The address hint, and who can sign in with what.
fn print_sign_ins(terminal: Terminal) {
    terminal.tell(Message::new("command-demo-sign-ins").with("password", personas::PASSWORD));
    for sign_in in personas::DEMONSTRATION.sign_ins {
        let role = terminal.words.tell(
            Message::new("command-demo-sign-in")
                .with("role", Fact::Key(sign_in.role.name_key()))
                .with("place", sign_in.place),
        );
        terminal.print(&format!("  {:<16} {role}", sign_in.login));
    }
    terminal.tell(Message::new("command-demo-address"));
}
