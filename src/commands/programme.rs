//! `xingtan programme`: takes in the rules of a selection that the bureau wrote itself.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::{Outcome, Terminal, open};
use crate::access::Actor;
use crate::config::DataOptions;
use crate::context::Context;
use crate::error::Error;
use crate::message::Message;
use crate::selection::programmes::actions;
use crate::selection::programmes::store::Kept;

/// Which file, and whether to keep it.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
A programme is a TOML file; the four in seeds/programmes show everything that it says. Give your own
a key that none of them has. A version is never edited: what changes comes with the next number, and
rounds keep the version that they were opened under. A rule of a vote in which one more yes could
hurt is refused.

Examples:
  xingtan programme our-teachers.toml --check
  xingtan programme our-teachers.toml

Exit code 2 for a file that is no programme or cannot be followed.")]
pub struct ProgrammeOptions {
    /// The TOML file
    file: PathBuf,

    /// Only say whether it could be taken in
    #[arg(long)]
    check: bool,
}

/// Takes it in, or says why not.
pub fn programme(
    terminal: Terminal,
    data: &DataOptions,
    options: &ProgrammeOptions,
) -> Result<Outcome, Error> {
    let Ok(text) = fs::read_to_string(&options.file) else {
        let path = options.file.display().to_string();
        let message = Message::new("command-no-such-file").with("path", path);
        return Err(Error::input("file", message));
    };
    let open = open(data, 1)?;
    if options.check {
        let programme = open.db.read(|conn| actions::read(conn, &text))?;
        terminal.tell(
            Message::new("command-programme-right")
                .with("name", programme.name)
                .with("version", i64::from(programme.version)),
        );
        return Ok(Outcome::Done);
    }
    let kept = open.db.write(|conn| {
        let actor = Actor::system("command line");
        let context = Context::new(actor, open.clock.now(), Arc::clone(&open.house));
        actions::take_in(conn, &context, &text)
    })?;
    terminal.tell(Message::new(match kept {
        Kept::Added(_) => "command-programme-taken-in",
        Kept::Known(_) | Kept::Differs => "command-programme-known",
    }));
    Ok(Outcome::Done)
}
