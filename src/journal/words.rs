//! The journal in words: what each event and each fact is called.
//!
//! Features write short names; here they get sentences. The tests' check after each story finds an
//! event or fact that has none.

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use crate::access::Role;
use crate::hours::Hours;
use crate::message::Message;
use crate::web::language::Words;

/// Every event with the key of its name, in the order of the filter.
pub const EVENTS: &[(&str, &str)] = &[
    ("signed_in", "event-signed-in"),
    ("signed_out", "event-signed-out"),
    ("sign_in_failed", "event-sign-in-failed"),
    ("session_revoked", "event-session-revoked"),
    ("account_activated", "event-account-activated"),
    ("password_changed", "event-password-changed"),
    ("password_reset", "event-password-reset"),
    ("account_opened", "event-account-opened"),
    ("activation_code_issued", "event-activation-code-issued"),
    ("account_unlocked", "event-account-unlocked"),
    ("account_closed", "event-account-closed"),
    ("account_reopened", "event-account-reopened"),
    ("role_granted", "event-role-granted"),
    ("role_ended", "event-role-ended"),
];

/// Every fact of a payload with the key of its name.
const FACTS: &[(&str, &str)] = &[
    ("device", "fact-device"),
    ("wrong_tries", "fact-wrong-tries"),
    ("wait_minutes", "fact-wait-minutes"),
    ("sessions_ended", "fact-sessions-ended"),
    ("login", "sign-in-login"),
    ("name", "fact-name"),
    ("role", "role-name"),
    ("organization", "role-place"),
    ("starts_on", "role-first-day"),
    ("ends_on", "role-last-day"),
];

fn find(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    let found = table.iter().find(|(known, _)| *known == name);
    found.map(|(_, key)| *key)
}

/// Key of an event's name.
pub fn event_key(event: &str) -> Option<&'static str> {
    find(EVENTS, event)
}

/// Key of a fact's name.
pub fn fact_key(fact: &str) -> Option<&'static str> {
    find(FACTS, fact)
}

/// What an event is called; one without a name is shown as it was written.
pub fn event_name(words: Words, event: &str) -> String {
    event_key(event).map_or_else(|| event.to_owned(), |key| words.say(key))
}

/// The facts of a payload, each with its name. Ids and what is empty are left out.
pub fn facts(words: Words, payload: &Value) -> Vec<(String, String)> {
    let Value::Object(facts) = payload else {
        return Vec::new();
    };
    facts
        .iter()
        .filter_map(|(name, value)| {
            let text = value_text(words, name, value)?;
            let label = fact_key(name).map_or_else(|| name.clone(), |key| words.say(key));
            Some((label, text))
        })
        .collect()
}

/// A value as a person reads it; `None` for an id, an empty value, a list of ids.
fn value_text(words: Words, name: &str, value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(is_so) => Some(words.say(if *is_so { "yes" } else { "no" })),
        Value::Number(number) => Some(number_text(words, name, &number.to_string())),
        Value::String(text) => text_value(words, name, text),
        Value::Array(items) => {
            let texts: Vec<String> = items
                .iter()
                .filter_map(|item| value_text(words, name, item))
                .collect();
            (!texts.is_empty()).then(|| texts.join(&words.say("list-comma")))
        }
        Value::Object(_) => {
            let inner: Vec<String> = facts(words, value)
                .into_iter()
                .map(|(label, value)| {
                    let message = Message::new("fact-with-value");
                    words.tell(message.with("fact", label).with("value", value))
                })
                .collect();
            (!inner.is_empty()).then(|| inner.join(&words.say("list-comma")))
        }
    }
}

fn number_text(words: Words, name: &str, text: &str) -> String {
    match (name, Hours::parse(text)) {
        ("hours", Ok(hours)) => words.hours_with_unit(hours),
        // A year has no comma.
        ("year", _) => text.to_owned(),
        _ => text
            .parse()
            .map_or_else(|_| text.to_owned(), |number: i64| words.number(number)),
    }
}

fn text_value(words: Words, name: &str, text: &str) -> Option<String> {
    if text.is_empty() || Uuid::parse_str(text).is_ok() {
        return None;
    }
    if name == "role"
        && let Ok(role) = text.parse::<Role>()
    {
        return Some(words.say(role.name_key()));
    }
    if let Ok(date) = text.parse::<NaiveDate>() {
        return Some(words.date(date));
    }
    Some(text.to_owned())
}
