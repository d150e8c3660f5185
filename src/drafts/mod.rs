//! Drafts: what somebody has typed into a long form and not sent yet.
//!
//! The browser saves a form as one types (`static/drafts.js`) and fills it in again on return; the
//! form's own act deletes the draft in its transaction (`web::visit`). A draft is its author's alone,
//! sealed with the account and the form's name, so that it opens nowhere else. It is no record:
//! nothing of it is in the journal, and what is forgotten goes after a month. Without script, and
//! without a draft, every form works as before.

pub mod routes;
mod store;

use std::collections::BTreeMap;

use chrono::Duration;

use crate::context::Context;
use crate::db::{At, Conn};
use crate::error::Error;
use crate::identity::AccountId;
use crate::message::Message;
use crate::secrets::Purpose;

crate::id_type!(
    /// A draft.
    DraftId
);

/// Characters of a form's name, at most.
const KEY_CHARACTERS_MAX: usize = 80;
/// Bytes of what was typed, at most: the longest statement, several times over.
const BYTES_MAX: usize = 48_000;
/// Fields of a form, at most.
const FIELDS_MAX: usize = 100;
/// Drafts of one account; the oldest give way.
const DRAFTS_MAX: i64 = 30;
/// What nobody came back to is forgotten after so long.
const KEPT: Duration = Duration::days(30);

/// The name of a form: which, and about what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormKey(String);

impl FormKey {
    /// A name as a form carries it: small letters, digits and dashes.
    pub fn parse(text: &str) -> Option<FormKey> {
        let is_plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
        let is_key = (1..=KEY_CHARACTERS_MAX).contains(&text.len()) && text.bytes().all(is_plain);
        is_key.then(|| FormKey(text.to_owned()))
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

/// What was typed, field by field.
pub type Fields = BTreeMap<String, Vec<String>>;

/// A draft that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What was typed.
    pub fields: Fields,
    /// When it was saved.
    pub saved_at: At,
}

/// What is worth keeping of what was sent: no password, and nothing that belongs to one page only.
fn tidied(fields: Fields) -> Fields {
    let is_typed =
        |name: &str| !name.contains("password") && !name.starts_with("form_") && name != "draft";
    fields
        .into_iter()
        .filter(|(name, _)| is_typed(name))
        .collect()
}

/// What a draft is sealed with: it opens for this account and this form only.
fn bound_to(account: AccountId, key: &FormKey) -> Vec<u8> {
    [account.0.as_bytes(), key.as_str().as_bytes()].concat()
}

fn author(context: &Context) -> Result<AccountId, Error> {
    context.actor.account.ok_or(Error::SignInNeeded)
}

/// Keeps what was typed, in place of what was kept before.
pub fn save(
    conn: &mut Conn,
    context: &Context,
    key: &FormKey,
    fields: Fields,
) -> Result<(), Error> {
    let account = author(context)?;
    let fields = tidied(fields);
    let plain = serde_json::to_vec(&fields).map_err(Error::fault)?;
    if fields.len() > FIELDS_MAX || plain.len() > BYTES_MAX {
        return Err(Error::input("fields", Message::new("draft-too-large")));
    }
    let keys = &context.house.keys;
    let sealed = keys.seal(Purpose::Draft, &bound_to(account, key), &plain);
    store::delete(conn, account, key)?;
    store::delete_oldest(conn, account, DRAFTS_MAX - 1)?;
    store::insert(conn, account, key, sealed, context.at)
}

/// One's own draft of a form.
pub fn find(conn: &mut Conn, context: &Context, key: &FormKey) -> Result<Option<Draft>, Error> {
    let account = author(context)?;
    let Some((sealed, saved_at)) = store::find(conn, account, key)? else {
        return Ok(None);
    };
    let keys = &context.house.keys;
    let plain = keys.open(Purpose::Draft, &bound_to(account, key), &sealed)?;
    let fields = serde_json::from_slice(&plain).map_err(Error::fault)?;
    Ok(Some(Draft { fields, saved_at }))
}

/// Forgets one's own draft of a form: it was sent, or its author wants it no more.
pub fn forget(conn: &mut Conn, context: &Context, key: &FormKey) -> Result<(), Error> {
    match context.actor.account {
        Some(account) => store::delete(conn, account, key),
        None => Ok(()),
    }
}

/// Forgets what nobody came back to; tells how many. For the program itself, so many at a time.
pub fn forget_old(conn: &mut Conn, context: &Context, limit: i64) -> Result<usize, Error> {
    let before = At::new(context.at.utc() - KEPT);
    store::delete_saved_before(conn, before, limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_a_plain_name() {
        for good in ["claim-new", "nomination-01a20b0e942d76278582"] {
            assert!(FormKey::parse(good).is_some(), "{good}");
        }
        let long = "a".repeat(KEY_CHARACTERS_MAX + 1);
        for bad in ["", "Claim", "claim new", "../claim", "申报", long.as_str()] {
            assert_eq!(FormKey::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn neither_passwords_nor_tokens_are_kept() {
        let names = ["title", "new_password", "form_token", "form_id", "draft"];
        let typed = |name: &str| (name.to_owned(), vec!["x".to_owned()]);
        let kept = tidied(names.into_iter().map(typed).collect());
        assert_eq!(kept.keys().collect::<Vec<_>>(), ["title"]);
    }
}
