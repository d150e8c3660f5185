//! What the journal says about one thing, told as a history.

use super::Entry;
use super::words::event_name;
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

fn what(words: Words, entry: &Entry, times: usize) -> String {
    let name = event_name(words, &entry.event);
    if times == 1 {
        return name;
    }
    let several = Message::new("history-times");
    words.tell(several.with("what", name).with("count", times))
}
