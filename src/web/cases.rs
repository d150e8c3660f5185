//! A running case as every procedure's page shows it.

use crate::message::{Fact, Message};
use crate::web::language::Words;
use crate::web::parts::{Chip, Happening};
use crate::workflow::approval::case::{Act, Applicant, Case, Level, Place, Record, Round};
use crate::workflow::approval::progress::{Standing, progress};

/// The offices on the way, each with how far it has come.
pub fn stages(words: Words, case: &Case) -> Vec<(String, Chip)> {
    progress(case)
        .into_iter()
        .map(|stage| {
            let office = name_of(words, stage.step.level);
            let chip = match stage.standing {
                Standing::Endorsed(_) => Chip::ok(words.say("claim-stage-endorsed")),
                Standing::Holds(_) => Chip::wait(words.say("claim-stage-holds")),
                Standing::Refused(_) => Chip::plain(words.say("claim-stage-refused")),
                Standing::ToRedo(_) => Chip::plain(words.say("claim-stage-again")),
                Standing::Ahead => Chip::plain(words.say("claim-stage-ahead")),
            };
            (office, chip)
        })
        .collect()
}

/// All that was done with a case, the latest first. Offices stand here, not people: a journal has
/// their names, where somebody acted on this case alone.
pub fn history(words: Words, case: &Case) -> Vec<Happening> {
    let rounds = case.past_rounds().iter().chain([case.round()]);
    let records = rounds.flat_map(|round| round.records.iter().map(move |it| (round, it)));
    let mut told: Vec<Happening> = records
        .map(|(round, record)| Happening {
            what: what(words, &record.act),
            by: words.tell(
                Message::new("history-by")
                    .with("name", by(words, case.applicant(), round, record))
                    .with("at", words.date(record.on)),
            ),
            why: why(&record.act).to_owned(),
            is_now: false,
        })
        .collect();
    told.reverse();
    if let Some(latest) = told.first_mut() {
        latest.is_now = true;
    }
    told
}

fn name_of(words: Words, level: Level) -> String {
    match level.words() {
        Fact::Key(key) => words.say(key),
        _ => String::new(),
    }
}

fn by(words: Words, applicant: Applicant, round: &Round, record: &Record) -> String {
    match (record.place, applicant) {
        (Some(Place::Step(number)), _) => {
            let step = round.route.steps().get(number);
            step.map_or_else(String::new, |it| name_of(words, it.level))
        }
        (_, _) if record.person.is_none() => words.say("case-by-time"),
        (_, Applicant::Person(_)) => words.say("case-by-applicant"),
        (_, Applicant::Office(_)) => words.say("case-by-office"),
    }
}

fn what(words: Words, act: &Act) -> String {
    words.say(match act {
        Act::Submit => "case-submitted",
        Act::Endorse { .. } => "case-endorsed",
        Act::Return { .. } => "case-returned",
        Act::Refuse { .. } => "case-refused",
        Act::Withdraw { .. } => "case-withdrawn",
        Act::Expire { .. } => "case-expired",
        Act::Reopen { .. } => "case-reopened",
    })
}

fn why(act: &Act) -> &str {
    match act {
        Act::Endorse { opinion } => opinion,
        Act::Return { reason, .. }
        | Act::Refuse { reason }
        | Act::Withdraw { reason }
        | Act::Reopen { reason, .. } => reason,
        Act::Submit | Act::Expire { .. } => "",
    }
}
