//! Accounts, passwords, sessions and roles, as the actions leave them.

mod accounts;
mod door;
mod rights;
mod web;

use xingtan::error::{Error, FieldErrors, RefusalKind};
use xingtan::message::Message;

/// A password that nothing is wrong with.
const PASSWORD: &str = "tiger-9-lantern";
/// Another.
const OTHER_PASSWORD: &str = "river-7-bamboo";

/// What is wrong with a form: its only field and the key of the sentence.
#[track_caller]
fn input<T: std::fmt::Debug>(result: Result<T, Error>) -> (&'static str, &'static str) {
    match result {
        Err(Error::Input(FieldErrors(errors))) if errors.len() == 1 => {
            (errors[0].0, errors[0].1.key)
        }
        other => panic!("{other:?} instead of one wrong field"),
    }
}

/// A rule's answer.
#[track_caller]
fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> (RefusalKind, Message) {
    match result {
        Err(Error::Refused(refused)) => (refused.kind, refused.message),
        other => panic!("{other:?} instead of a refusal"),
    }
}
