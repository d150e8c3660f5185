//! `xingtan statement`: what one teacher owes and has, seen from two dates.

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;

use super::{Outcome, Terminal, open};
use crate::access::Actor;
use crate::config::DataOptions;
use crate::context::Context;
use crate::credit_bank::rules::ByCategory;
use crate::credit_bank::statement::actions::{self, Statement};
use crate::credit_bank::statement::export;
use crate::db::At;
use crate::error::Error;
use crate::ledger::{AsOf, Category};
use crate::message::Message;

/// Whose statement, and seen from when.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  xingtan statement T440100000014
  xingtan statement T440100000014 --json
  xingtan statement T440100000014 --effective-on 2025-12-31 --known-at 2026-02-01T00:00:00Z
                 what had happened by New Year, as far as it was known on 1 February

The JSON form:
  {\"teacher_number\":\"…\",\"years\":[{\"year\":2025,\"required\":{\"general\":30,\"professional\":42,
  \"elective\":18,\"total\":90},\"posted\":{…},\"pending\":{…},\"over_cap\":{…},\"short\":{…},
  \"complete\":false}],\"cycle\":{\"required\":360,\"counted\":…}}

Exit code 2 for a number that nobody has.")]
pub struct StatementOptions {
    /// The permanent teacher number
    teacher_number: String,

    /// Count what had happened by this day, such as 2025-12-31
    #[arg(long, value_name = "DAY")]
    effective_on: Option<NaiveDate>,

    /// Count what was known at this instant: 2026-02-01T08:00:00+08:00, or a day for its end in China
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    known_at: Option<At>,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Reads an instant with its offset, or a day, which stands for its last moment in China.
fn instant(text: &str) -> Result<At, String> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        let next = day.succ_opt().ok_or("too late a day")?;
        let midnight = next.and_time(chrono::NaiveTime::MIN);
        let local = midnight.and_local_timezone(crate::clock::china());
        let instant = local.single().ok_or("no such instant")?.to_utc();
        return Ok(At::new(instant - chrono::TimeDelta::microseconds(1)));
    }
    DateTime::parse_from_rfc3339(text)
        .map(|it| At::new(it.with_timezone(&Utc)))
        .map_err(|_| "a day such as 2026-02-01, or 2026-02-01T08:00:00+08:00".to_owned())
}

/// Prints the statement.
pub fn statement(
    terminal: Terminal,
    data: &DataOptions,
    options: &StatementOptions,
) -> Result<Outcome, Error> {
    let open = open(data, 1)?;
    let actor = Actor::system("command line");
    let context = Context::new(actor, open.clock.now(), open.house);
    let as_of = AsOf {
        effective_on: options.effective_on,
        known_at: options.known_at,
    };
    // A number typed with small letters or blanks is the same number.
    let number: String = options.teacher_number.split_whitespace().collect();
    let number = number.to_uppercase();
    let statement = open
        .db
        .read(|conn| actions::load(conn, &context, &number, as_of))
        .map_err(|error| match error {
            Error::NotFound => Error::input(
                "teacher_number",
                Message::new("command-no-such-teacher").with("number", number.as_str()),
            ),
            other => other,
        })?;
    if options.json {
        terminal.print_json(&export::to_json(&statement))?;
    } else {
        print_table(terminal, &statement);
    }
    Ok(Outcome::Done)
}

/// A table for a person: a line for each year, hours by class.
fn print_table(terminal: Terminal, statement: &Statement) {
    let words = terminal.words;
    terminal.tell(
        Message::new("command-statement-of")
            .with("name", statement.person.name.as_str())
            .with("number", statement.person.teacher_number.as_str())
            .with("date", statement.day),
    );
    let line = |of: &ByCategory, total| {
        Category::ALL
            .iter()
            .map(|&it| format!("{} {}", words.say(it.name_key()), of.of(it)))
            .chain([format!("{} {total}", words.say("command-statement-total"))])
            .collect::<Vec<String>>()
            .join("  ")
    };
    for year in &statement.years {
        terminal.print(&year.year.to_string());
        let amounts = &year.amounts;
        for (label, hours, total) in [
            (
                "command-statement-required",
                &year.required.by_category,
                year.required.total,
            ),
            (
                "command-statement-posted",
                &amounts.posted,
                amounts.posted.total(),
            ),
            (
                "command-statement-pending",
                &amounts.pending,
                amounts.pending.total(),
            ),
            (
                "command-statement-over-cap",
                &amounts.over_cap,
                amounts.over_cap.total(),
            ),
            (
                "command-statement-short",
                &year.short.by_category,
                year.short.total,
            ),
        ] {
            terminal.print(&format!("  {}  {}", words.say(label), line(hours, total)));
        }
    }
    terminal.tell(
        Message::new("command-statement-cycle")
            .with("required", statement.cycle.required)
            .with("counted", statement.cycle.counted),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_stands_for_its_last_moment_in_china() {
        let at = |text: &str| instant(text).map(|it| it.utc().to_rfc3339());
        assert_eq!(
            at("2026-02-01").as_deref(),
            Ok("2026-02-01T15:59:59.999999+00:00")
        );
        assert_eq!(
            at("2026-02-01T08:00:00+08:00").as_deref(),
            Ok("2026-02-01T00:00:00+00:00")
        );
        assert!(at("1 February").is_err());
    }
}
