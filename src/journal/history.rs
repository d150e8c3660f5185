//! What the journal says about one thing, told as a history.

use super::Entry;
use super::words::{event_name, value_name};
use crate::message::Message;
use crate::web::language::Words;
use crate::web::parts::Happening;

/// The entries, which come oldest first, as a history, which goes from now on back. The same thing
/// done several times in one minute is told once, with the number of times.
pub fn happenings(words: Words, entries: &[Entry]) -> Vec<Happening> {
    entries
        .chunk_by(is_the_same)
        .rev()
        .enumerate()
        .filter_map(|(index, several)| several.last().map(|last| (index, several.len(), last)))
        .map(|(index, times, entry)| Happening {
            what: what(words, entry, times),
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

fn is_the_same(one: &Entry, next: &Entry) -> bool {
    let minute = |entry: &Entry| entry.recorded_at.utc().timestamp() / 60;
    one.event == next.event
        && one.actor_name == next.actor_name
        && one.reason == next.reason
        && minute(one) == minute(next)
}

/// The facts without which a line of a history says too little: each tells where it went on to.
const TOLD: [&str; 2] = ["phase", "draw"];

fn what(words: Words, entry: &Entry, times: usize) -> String {
    let name = event_name(words, &entry.event);
    let told = TOLD.iter().find_map(|fact| {
        let word = entry.payload.0.get(fact)?.as_str()?;
        value_name(words, fact, word)
    });
    let name = match told {
        Some(fact) => {
            let message = Message::new("fact-with-value").with("fact", name);
            words.tell(message.with("value", fact))
        }
        None => name,
    };
    if times == 1 {
        return name;
    }
    let several = Message::new("history-times");
    words.tell(several.with("what", name).with("count", times))
}
