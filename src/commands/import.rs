//! `xingtan import`: takes in a file at once, with a bar for a person and JSON for a script.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use indicatif::ProgressBar;
use serde::Serialize;

use super::{Open, Outcome, Terminal, open};
use crate::access::Actor;
use crate::app;
use crate::config::DataOptions;
use crate::context::Context;
use crate::credit_bank::completions;
use crate::error::Error;
use crate::imports::Mode;
use crate::imports::report::{RefusedRow, Report};
use crate::jobs::worker::Worker;
use crate::message::Message;
use crate::people::roster;
use crate::web::language::Language;

const EXAMPLES: &str = "\
Examples:
  xingtan import roster seeds/demo/roster.xlsx --dry-run
  xingtan import completions seeds/demo/completions-gb18030.csv \\
      --provider JF440106 --project JF440106-2026-02 --json

The JSON form, alone on standard output:
  {\"rows\":n,\"accepted\":n,\"refused\":[{\"row\":n,\"column\":\"…\",\"code\":\"…\",\"message\":\"…\"}],
  \"duplicates\":n}
A roster may also say \"tasks\":n: rows that may be somebody already known wait for a human. A file
that cannot be read at all is one refused row with the number 0.

Exit codes: 0 every row was accepted or there already; 3 some rows were refused, the others are
stored; 2 the file is no such table, or the codes are unknown. An import that was killed is simply
run again: rows that are there already are counted as duplicates.";

/// What to take in.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct ImportOptions {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Clone, Subcommand)]
enum What {
    /// A school's or district's roster of people
    #[command(after_help = EXAMPLES)]
    Roster {
        /// The file: xlsx, or CSV in UTF-8 or GB 18030
        file: PathBuf,

        #[command(flatten)]
        how: How,
    },
    /// A provider's completions, for one of its projects
    #[command(after_help = EXAMPLES)]
    Completions {
        /// The file: xlsx, or CSV in UTF-8 or GB 18030
        file: PathBuf,

        /// The provider's code
        #[arg(long, value_name = "CODE")]
        provider: String,

        /// The project's code
        #[arg(long, value_name = "CODE")]
        project: String,

        #[command(flatten)]
        how: How,
    },
}

#[derive(Debug, Clone, Copy, Args)]
struct How {
    /// Check every row and store nothing
    #[arg(long)]
    dry_run: bool,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What came of a file, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Answer {
    rows: usize,
    accepted: usize,
    refused: Vec<RefusedRow>,
    duplicates: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    tasks: Option<usize>,
    #[serde(skip)]
    is_file_refused: bool,
}

impl From<Report> for Answer {
    fn from(report: Report) -> Answer {
        Answer {
            rows: report.rows,
            accepted: report.accepted,
            refused: report.refused,
            duplicates: report.duplicates,
            tasks: Some(report.tasks).filter(|it| *it > 0),
            is_file_refused: report.is_file_refused,
        }
    }
}

/// A job with a worker of its own, who acts for whoever can run commands here.
struct Importer<'a> {
    open: &'a Open,
    worker: Worker,
    terminal: Terminal,
    how: How,
    bar: ProgressBar,
}

/// Imports, and tells what became of each row.
pub fn import(
    terminal: Terminal,
    data: &DataOptions,
    options: &ImportOptions,
) -> Result<Outcome, Error> {
    let (What::Roster { file, how } | What::Completions { file, how, .. }) = &options.what;
    // Before a database is made for it.
    if !file.is_file() {
        let path = file.display().to_string();
        let message = Message::new("command-no-such-file").with("path", path);
        return Err(Error::input("file", message));
    }
    let open = open(data, 2)?;
    let importer = Importer {
        worker: app::worker(open.db.clone(), open.clock.clone(), Arc::clone(&open.house)),
        bar: terminal.progress(Message::new("command-importing"), how.json),
        open: &open,
        terminal,
        how: *how,
    };
    let answer = match &options.what {
        What::Roster { file, .. } => importer.roster(file)?,
        What::Completions {
            file,
            provider,
            project,
            ..
        } => importer.completions(file, (provider, project))?,
    };
    importer.bar.finish_and_clear();
    importer.tell(&answer)
}

impl Importer<'_> {
    fn context(&self) -> Context {
        let actor = Actor::system("command line");
        Context::new(actor, self.open.clock.now(), Arc::clone(&self.open.house))
    }

    fn step(&self, done: i64, total: Option<i64>) {
        let length = total.and_then(|it| it.try_into().ok());
        self.bar.set_length(length.unwrap_or(0));
        self.bar.set_position(done.try_into().unwrap_or(0));
    }

    /// Trial or not, and the language of the answer.
    fn told(&self) -> (Mode, Language) {
        let mode = if self.how.dry_run {
            Mode::Trial
        } else {
            Mode::Store
        };
        (mode, self.terminal.words.language)
    }

    fn roster(&self, file: &Path) -> Result<Answer, Error> {
        let progress = |done, total| self.step(done, total);
        let context = || self.context();
        roster::import::import_file(&self.worker, context, file, self.told(), &progress)
            .map(Answer::from)
    }

    fn completions(&self, file: &Path, codes: (&str, &str)) -> Result<Answer, Error> {
        let progress = |done, total| self.step(done, total);
        let (worker, context) = (&self.worker, || self.context());
        completions::import::import_file(worker, context, file, codes, self.told(), &progress)
            .map(Answer::from)
    }

    fn tell(&self, answer: &Answer) -> Result<Outcome, Error> {
        if self.how.json {
            self.terminal.print_json(answer)?;
        } else {
            self.tell_in_words(answer);
        }
        Ok(if answer.is_file_refused {
            Outcome::CannotBe
        } else if answer.refused.is_empty() {
            Outcome::Done
        } else {
            Outcome::NeedsAttention
        })
    }

    fn tell_in_words(&self, answer: &Answer) {
        for it in &answer.refused {
            let place = if it.row == 0 {
                Message::new("command-import-refused-file")
            } else {
                Message::new("command-import-refused")
                    .with("row", i64::from(it.row))
                    .with("column", it.column.as_str())
            };
            let sentence = place.with("message", it.message.as_str());
            self.terminal.tell(sentence);
        }
        let sum = if self.how.dry_run {
            Message::new("command-import-would")
        } else {
            Message::new("command-import-did")
        };
        self.terminal.tell(
            sum.with("rows", answer.rows)
                .with("accepted", answer.accepted)
                .with("duplicates", answer.duplicates)
                .with("refused", answer.refused.len()),
        );
        if let Some(tasks) = answer.tasks {
            let waiting = Message::new("command-import-tasks").with("count", tasks);
            self.terminal.tell(waiting);
        }
    }
}
