//! What the journal says about one thing, told as a history.

use super::Entry;
use super::words::event_name;
use crate::message::Message;
use crate::web::language::Words;
use crate::web::parts::Happening;

/// The entries, which come oldest first, as a history, which goes from now on back.
pub fn happenings(words: Words, entries: &[Entry]) -> Vec<Happening> {
    entries
        .iter()
        .rev()
        .enumerate()
        .map(|(index, entry)| Happening {
            what: event_name(words, &entry.event),
            by: words.tell(
                Message::new("history-by")
                    .with("name", entry.actor_name.as_str())
                    .with("at", words.date_time(entry.recorded_at.utc())),
            ),
            why: entry.reason.clone().unwrap_or_default(),
            is_now: index == 0,
        })
        .collect()
}
