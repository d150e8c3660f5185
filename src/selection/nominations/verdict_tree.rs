//! A verdict as a tree: each condition with what was found, by whom and from which text, and below it
//! the entries of the file that it looked at.

use super::Confirmation;
use super::rules::eligibility::{Outcome, Weight};
use super::verdicts::Told;
use crate::journal::Entry;
use crate::message::Message;
use crate::selection::programmes::{Condition, Programme};
use crate::web::language::Words;
use crate::web::parts::{Chip, Verdict};

/// The conditions in the order of the findings; what is short or open shows its entries at once.
pub(super) fn verdict_tree(
    (words, programme): (Words, &Programme),
    findings: &[Told],
    confirmations: &[Confirmation],
    entries: &[Entry],
) -> Vec<Verdict> {
    let verdict = |finding: &Told| {
        let condition = programme.condition(&finding.condition);
        let mut confirmed = confirmations.iter();
        let confirmed = confirmed.find(|it| it.condition == finding.condition);
        // What a person confirmed comes first; what the file told stays below it.
        let (found, cure) = match confirmed {
            Some(it) => (
                told_confirmed(words, it, condition, entries),
                finding.found.clone(),
            ),
            None => (finding.found.clone(), finding.cure.clone()),
        };
        let is_short = matches!(finding.outcome, Outcome::NotMet | Outcome::ToConfirm);
        Verdict {
            title: condition
                .map_or("", |it| it.name_in(words.language))
                .to_owned(),
            found,
            chip: outcome_chip(words, finding.outcome),
            clause: condition.map_or_else(String::new, |it| it.source.clone()),
            cure,
            parts: finding.parts.iter().map(|it| entry(words, it)).collect(),
            is_open: is_short && !(finding.parts.is_empty() && finding.cure.is_empty()),
        }
    };
    findings.iter().map(verdict).collect()
}

fn outcome_chip(words: Words, outcome: Outcome) -> Chip {
    let label = words.say(outcome.name_key());
    match outcome {
        Outcome::Met => Chip::ok(label),
        Outcome::NotMet | Outcome::ToConfirm => Chip::due(label),
        Outcome::NotAsked => Chip::plain(label),
    }
}

fn entry(words: Words, (told, weight): &(String, Weight)) -> Verdict {
    let label = words.say(weight.name_key());
    Verdict {
        title: told.clone(),
        found: String::new(),
        chip: match weight {
            Weight::Counts => Chip::ok(label),
            Weight::Against => Chip::due(label),
            Weight::Silent | Weight::Beside => Chip::plain(label),
        },
        clause: String::new(),
        cure: String::new(),
        parts: Vec::new(),
        is_open: false,
    }
}

/// Who confirmed a condition, by what, and when; the name stands in the journal.
fn told_confirmed(
    words: Words,
    confirmation: &Confirmation,
    condition: Option<&Condition>,
    entries: &[Entry],
) -> String {
    let asked = condition.map(|it| it.name.as_str());
    let by = entries
        .iter()
        .rfind(|it| it.event == "nomination_confirmed" && it.payload.0["asked"].as_str() == asked);
    let told = Message::new("condition-confirmed")
        .with("reason", confirmation.reason.as_str())
        .with("at", words.date_time(confirmation.confirmed_at.utc()))
        .with("name", by.map_or("", |it| it.actor_name.as_str()));
    words.tell(told)
}
