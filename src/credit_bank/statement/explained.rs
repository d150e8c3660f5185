//! A line in words: what it was, whose word it is, which rule it was counted by, what a cap took.
//!
//! Page, print and export say the same. Not here: figures (`rules.rs`).

use std::collections::{HashMap, HashSet};

use super::rules::{Happening, Line, LineState};
use super::store::{self, ClaimOrigin, Origin};
use crate::clock::day_of;
use crate::db::Conn;
use crate::error::Error;
use crate::hours::Hours;
use crate::journal::{self, JournalId, Signature};
use crate::ledger::{OriginId, TransferKind};
use crate::message::Message;
use crate::web::language::{Language, Words};
use crate::web::parts::{self, Chip};

/// What stands behind some lines.
#[derive(Debug, Default)]
pub struct Details {
    origins: HashMap<OriginId, Origin>,
    signatures: HashMap<JournalId, Signature>,
}

impl Details {
    /// Loads what stands behind these lines: three queries, however many lines.
    pub fn load(conn: &mut Conn, lines: &[&Line]) -> Result<Details, Error> {
        let ids: Vec<OriginId> = lines.iter().map(|it| it.origin).collect();
        let origins = store::list_origins(conn, &ids)?;
        let of_schools = origins.values().filter_map(|it| match it {
            Origin::Completion(it) => it.school_decision,
            Origin::Claim(_) => None,
        });
        let mut decisions: Vec<JournalId> = lines
            .iter()
            .flat_map(|it| it.happenings.iter().map(|it| it.journal))
            .chain(of_schools)
            .collect();
        decisions.sort_unstable();
        decisions.dedup();
        let mut signatures = HashMap::with_capacity(decisions.len());
        for ids in decisions.chunks(500) {
            for signature in journal::list_signatures(conn, ids)? {
                signatures.insert(signature.id, signature);
            }
        }
        Ok(Details {
            origins,
            signatures,
        })
    }
}

/// A line as it is shown.
#[derive(Debug, Clone)]
pub struct Told {
    /// The line itself.
    pub line: Line,
    /// What it was.
    pub title: String,
    /// Where more is told, if anywhere.
    pub href: Option<String>,
    /// Who offered it, how it was counted, what a cap took, why not.
    pub notes: Vec<String>,
    /// Its state.
    pub chip: Chip,
    /// Who did what with it, oldest first.
    pub history: Vec<parts::Happening>,
}

/// Lines in words. A voided announcement that was made anew is left out: the new one tells it.
pub fn tell_all(words: Words, lines: &[&Line], details: &Details) -> Vec<Told> {
    let mut seen = HashSet::new();
    lines
        .iter()
        .filter(|line| {
            // Newest first, so what is seen already is the later one.
            seen.insert((line.origin, line.state == LineState::Reversal))
                || line.state != LineState::Voided
        })
        .map(|line| tell(words, line, details))
        .collect()
}

fn tell(words: Words, line: &Line, details: &Details) -> Told {
    let origin = details.origins.get(&line.origin);
    let title = match origin {
        Some(Origin::Completion(it)) => it.title.clone(),
        Some(Origin::Claim(it)) => it.title.clone(),
        None => words.say("statement-unknown-origin"),
    };
    let title = match line.state {
        LineState::Reversal => {
            words.tell(Message::new("statement-reversal-of").with("title", title))
        }
        _ => title,
    };
    Told {
        title,
        href: match origin {
            Some(Origin::Claim(it)) => Some(format!("/claims/{}", it.id)),
            _ => None,
        },
        notes: notes(words, line, origin, details),
        chip: chip(words, line, origin),
        history: history(words, line, origin, details),
        line: line.clone(),
    }
}

fn chip(words: Words, line: &Line, origin: Option<&Origin>) -> Chip {
    match line.state {
        LineState::Pending => Chip::wait(words.say(match origin {
            Some(Origin::Completion(it)) => it.state.name_key(),
            Some(Origin::Claim(it)) => it.state.name_key(),
            None => "chart-pending",
        })),
        LineState::Posted => Chip::ok(words.say("statement-state-posted")),
        LineState::Capped => Chip::ok(words.say("statement-state-capped")),
        LineState::Voided => Chip::plain(words.say("statement-state-voided")),
        LineState::Expired => Chip::plain(words.say("statement-state-expired")),
        LineState::Reversed => Chip::plain(words.say("statement-state-reversed")),
        LineState::Reversal => Chip::plain(words.say("statement-state-reversal")),
    }
}

fn notes(words: Words, line: &Line, origin: Option<&Origin>, details: &Details) -> Vec<String> {
    let mut notes = Vec::new();
    match origin {
        Some(Origin::Completion(it)) => notes.push(it.provider.clone()),
        Some(Origin::Claim(it)) => notes.extend(converted(words, it)),
        None => {}
    }
    if line.over_cap.is_positive() {
        let cap = match origin {
            Some(Origin::Claim(it)) => it.item.as_ref().and_then(|it| it.cap_per_year),
            _ => None,
        };
        let message = match cap {
            Some(cap) => Message::new("statement-over-cap-of").with("cap", cap),
            None => Message::new("statement-over-cap"),
        };
        notes.push(words.tell(message.with("hours", line.over_cap)));
    }
    if let LineState::Voided | LineState::Expired | LineState::Reversal = line.state {
        let decision = line.happenings.last();
        let signature = decision.and_then(|it| details.signatures.get(&it.journal));
        if let Some(reason) = signature.and_then(|it| it.reason.as_deref()) {
            notes.push(words.tell(Message::new("statement-because").with("reason", reason)));
        }
    }
    if let Some(Origin::Claim(it)) = origin
        && it.is_late
    {
        notes.push(words.say("statement-late"));
    }
    if let Some(recorded_on) = line.recorded_at().map(day_of)
        && recorded_on != line.effective_on
    {
        notes.push(words.tell(Message::new("statement-recorded-on").with("day", recorded_on)));
    }
    notes
}

/// `公开课：3 节 × 6 学时 = 18 学时`
fn converted(words: Words, claim: &ClaimOrigin) -> Option<String> {
    let item = claim.item.as_ref()?;
    let name = match words.language {
        Language::Chinese => &item.name,
        Language::English => &item.name_en,
    };
    let message = Message::new("statement-converted")
        .with("item", name.as_str())
        .with("quantity", Hours(claim.quantity))
        .with("each", item.hours_per_unit)
        .with("hours", claim.hours);
    Some(words.tell(message))
}

fn history(
    words: Words,
    line: &Line,
    origin: Option<&Origin>,
    details: &Details,
) -> Vec<parts::Happening> {
    let of_ledger = line.happenings.iter().map(|it| (it.journal, what(it)));
    let of_school = match origin {
        Some(Origin::Completion(it)) => it.school_decision,
        _ => None,
    };
    // A refusal is the school's decision and the ledger's; it is told once.
    let of_school = of_school
        .filter(|it| line.happenings.iter().all(|told| told.journal != *it))
        .filter(|_| line.state != LineState::Reversal)
        .map(|it| (it, "statement-school-confirmed"));
    let mut told: Vec<(&Signature, &'static str)> = of_ledger
        .chain(of_school)
        .filter_map(|(id, what)| Some((details.signatures.get(&id)?, what)))
        .collect();
    told.sort_by_key(|(signature, _)| signature.recorded_at);
    let last = told.len().saturating_sub(1);
    told.into_iter()
        .enumerate()
        .map(|(place, (signature, what))| {
            let by = Message::new("statement-signed")
                .with("name", signature.actor_name.as_str())
                .with("at", words.date_time(signature.recorded_at.utc()));
            parts::Happening {
                what: words.say(what),
                by: words.tell(by),
                why: signature.reason.clone().unwrap_or_default(),
                is_now: place == last,
            }
        })
        .collect()
}

fn what(happening: &Happening) -> &'static str {
    match happening.kind {
        TransferKind::Pending => "statement-announced",
        TransferKind::Post | TransferKind::Direct | TransferKind::Settle => "statement-posted",
        TransferKind::Void => "statement-voided",
        TransferKind::Expire => "statement-expired",
        TransferKind::Reversal => "statement-reversed",
    }
}
