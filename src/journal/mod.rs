//! The journal (台账): an append-only record of every decision, written in the deciding transaction.
//!
//! An entry says who, when, what and why. It carries a commitment, SHA-256 over a version byte, a
//! random salt and the canonical payload, which can be sealed in a public log without carrying
//! personal data: whoever holds salt and payload can prove what was recorded, nobody else can guess.

pub mod history;
pub mod pages;
pub mod routes;
mod store;
pub mod words;

pub use store::{
    Entry, Filter, Signature, SubjectId, find_request, list, list_of_subject, list_signatures,
    load, record,
};

use uuid::Uuid;

use crate::db::Json;
use crate::organizations::OrganizationId;
use crate::secrets::sha256;

crate::id_type!(
    /// A journal entry.
    JournalId
);

/// One decision, before it is written down.
#[derive(Debug)]
pub struct Act<'a> {
    /// What happened, in the past tense: `completions_confirmed`.
    pub event: &'static str,
    /// What it is about: a table's name and a row's id.
    pub subject: (&'static str, Uuid),
    /// Whose business it is; decides which auditors and officers may read it.
    pub organization: Option<OrganizationId>,
    /// Why, in the words of the person who decided.
    pub reason: Option<&'a str>,
    /// The facts. No identity numbers, no passwords.
    pub payload: serde_json::Value,
}

/// First byte under every commitment; a new layout takes a new number.
const LAYOUT: u8 = 1;

/// The commitment of an entry. `serde_json` keeps keys sorted, so the payload's text is canonical.
pub fn commitment(salt: &[u8], event: &str, subject: Uuid, payload: &Json) -> [u8; 32] {
    let mut bytes = vec![LAYOUT];
    for part in [
        salt,
        event.as_bytes(),
        subject.as_bytes().as_slice(),
        payload.0.to_string().as_bytes(),
    ] {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    sha256(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_byte_changes_the_commitment() {
        let payload = Json(serde_json::json!({"b": 1, "a": "x"}));
        let subject = Uuid::nil();
        let sealed = commitment(&[1; 16], "done", subject, &payload);
        let reordered = Json(serde_json::json!({"a": "x", "b": 1}));
        assert_eq!(sealed, commitment(&[1; 16], "done", subject, &reordered));
        let changed = Json(serde_json::json!({"a": "x", "b": 2}));
        assert_ne!(sealed, commitment(&[1; 16], "done", subject, &changed));
        assert_ne!(sealed, commitment(&[2; 16], "done", subject, &payload));
        assert_ne!(sealed, commitment(&[1; 16], "don", subject, &payload));
        assert_ne!(sealed, commitment(&[1; 16], "done", Uuid::max(), &payload));
    }
}
