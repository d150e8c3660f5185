//! `xingtan registration`: why somebody is registered, deferred or not, and what the rules say of
//! the whole city.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::{Open, Outcome, Terminal, open};
use crate::access::Actor;
use crate::clock::day_of;
use crate::config::DataOptions;
use crate::context::Context;
use crate::error::Error;
use crate::message::{Fact, Message};
use crate::people;
use crate::registration::files::{self, Detail};
use crate::registration::rules::assess;
use crate::registration::rules::assessment::Assessment;
use crate::registration::survey::{self, Found};
use crate::registration::{WindowId, store};

/// What to ask about registration.
#[derive(Debug, Clone, Args)]
pub struct RegistrationOptions {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Clone, Subcommand)]
enum Question {
    /// Print what the rules say of one teacher on a day, condition by condition
    Explain(ExplainOptions),
    /// Assess everybody in the city for a window; goes on where an interrupted run stopped
    Assess(AssessOptions),
}

#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  xingtan registration explain T440100000014
  xingtan registration explain T440100000014 --on 2027-06-30 --json

The JSON form:
  {\"verdict\":\"qualified|deferred|unqualified\",\"kind\":\"first|renewal\",\"conditions\":[
  {\"key\":\"hours\",\"clause\":\"…\",\"required\":360,\"found\":350,\"met\":false,
  \"curable_on\":\"2026-11-25\",\"entries\":[…]}],\"policy\":{\"key\":\"…\",\"version\":1}}

Exit code 2 for a number that nobody has, and for somebody who was not employed by that day.")]
struct ExplainOptions {
    /// The permanent teacher number
    teacher_number: String,

    /// The day whose facts and rules count; today unless told
    #[arg(long, value_name = "DAY")]
    on: Option<NaiveDate>,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Args)]
#[command(after_help = "\
The survey writes down a proposal for everybody, which lists and early warnings read; nobody is
decided by it. Killed and started again on the same day, it goes on where it stopped.

The JSON form:
  {\"window\":\"…\",\"on\":\"2026-11-23\",\"assessed\":163000,\"due\":32511,\"qualified\":…,
  \"deferred\":…,\"unqualified\":…}")]
struct AssessOptions {
    /// The window, by its id or its whole name
    #[arg(long, value_name = "WINDOW")]
    window: String,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Answers the question.
pub fn registration(
    terminal: Terminal,
    data: &DataOptions,
    options: &RegistrationOptions,
) -> Result<Outcome, Error> {
    let open = open(data, 1)?;
    match &options.question {
        Question::Explain(options) => explain(terminal, &open, options),
        Question::Assess(options) => assess_city(terminal, &open, options),
    }
}

fn explain(terminal: Terminal, open: &Open, options: &ExplainOptions) -> Result<Outcome, Error> {
    let on = options.on.unwrap_or(day_of(open.clock.now()));
    // A number typed with small letters or blanks is the same number.
    let number: String = options.teacher_number.split_whitespace().collect();
    let number = number.to_uppercase();
    let assessment = open.db.read(|conn| {
        let person = people::store::find_by_number(conn, &number)?.ok_or_else(|| {
            let message = Message::new("command-no-such-teacher");
            Error::input("teacher_number", message.with("number", number.as_str()))
        })?;
        let policies = files::load_policies(conn, on)?;
        let files = files::load(conn, &[person.id], &policies, on, Detail::Lines)?;
        let file = files.first().ok_or_else(|| {
            let message = Message::new("command-not-employed-yet");
            let message = message.with("number", number.as_str()).with("date", on);
            Error::input("teacher_number", message)
        })?;
        Ok(assess(&file.facts, &policies, on))
    })?;
    if options.json {
        terminal.print_json(&assessment)?;
    } else {
        print_tree(terminal, &assessment);
    }
    Ok(Outcome::Done)
}

/// The verdict, then a line for each condition, with its cure and clause below it where it is short.
fn print_tree(terminal: Terminal, assessment: &Assessment) {
    let words = terminal.words;
    terminal.tell(
        Message::new("command-registration-verdict")
            .with("verdict", Fact::Key(assessment.verdict.name_key()))
            .with("kind", Fact::Key(assessment.kind.name_key()))
            .with("date", assessment.on),
    );
    for condition in &assessment.conditions {
        let mark = if condition.met { "✓" } else { "✗" };
        let name = words.say(condition.key.name_key());
        let finding = words.tell(condition.finding());
        terminal.print(&format!("  {mark} {name}  {finding}"));
        if !condition.met {
            let cure = condition.cure.words().map(|it| words.tell(it));
            for line in cure.iter().chain([&condition.clause]) {
                terminal.print(&format!("      {line}"));
            }
        }
    }
}

fn assess_city(terminal: Terminal, open: &Open, options: &AssessOptions) -> Result<Outcome, Error> {
    let on = day_of(open.clock.now());
    let context = || {
        let actor = Actor::system("command line");
        Context::new(actor, open.clock.now(), std::sync::Arc::clone(&open.house))
    };
    let (window, people) = open.db.read(|conn| {
        let windows = store::list_windows(conn)?;
        let wanted = options.window.trim();
        let is_wanted = |it: &crate::registration::WindowRow| {
            it.name == wanted || it.id.to_string() == wanted || it.id.0.to_string() == wanted
        };
        let window = windows.into_iter().find(is_wanted).ok_or_else(|| {
            let message = Message::new("command-no-such-window").with("window", wanted);
            Error::input("window", message)
        })?;
        Ok((window, store::count_people(conn)?))
    })?;
    let bar = terminal.progress(Message::new("command-registration-assessing"), options.json);
    bar.set_length(people);
    let mut after = open
        .db
        .write(|conn| survey::begin(conn, &context(), window.id, on))?;
    loop {
        let step = open
            .db
            .write(|conn| survey::go_on(conn, &context(), window.id, on, after))?;
        bar.inc(step.looked_at as u64);
        if step.through.is_none() {
            break;
        }
        after = step.through;
    }
    bar.finish_and_clear();
    let found = open.db.read(|conn| survey::found(conn, window.id))?;
    tell_found(terminal, window.id, on, found, options.json)?;
    Ok(Outcome::Done)
}

/// What a survey found, as a script reads it.
#[derive(serde::Serialize)]
struct Answer {
    window: String,
    on: String,
    #[serde(flatten)]
    found: Found,
}

fn tell_found(
    terminal: Terminal,
    window: WindowId,
    on: NaiveDate,
    found: Found,
    is_json: bool,
) -> Result<(), Error> {
    if is_json {
        return terminal.print_json(&Answer {
            window: window.to_string(),
            on: on.to_string(),
            found,
        });
    }
    terminal.tell(
        Message::new("command-registration-assessed")
            .with("assessed", found.assessed)
            .with("due", found.due)
            .with("qualified", found.qualified)
            .with("deferred", found.deferred)
            .with("unqualified", found.unqualified),
    );
    Ok(())
}
