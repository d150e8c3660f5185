//! The one error type, and which kind to use where.
//!
//! - **Input**: the form is wrong. Shown again with a message by field (422).
//! - **Refused**: a rule says no. A sentence with the facts (403 or 409).
//! - **`NotFound`**: it does not exist, or one may not know that it does (404).
//! - **Stale**: somebody else changed it since the page was shown (409).
//! - **Fault**: database, disk or bug. Logged with a request id, shown as a bare 500.

use std::fmt;

use crate::message::Message;

/// Why something was not done.
#[derive(Debug)]
pub enum Error {
    /// The form is wrong: messages by field.
    Input(FieldErrors),
    /// A rule says no, and says why.
    Refused(Refused),
    /// It does not exist, or not for this person.
    NotFound,
    /// Nobody is signed in.
    SignInNeeded,
    /// Someone else changed it meanwhile.
    Stale,
    /// Too much is going on; trying again later will do.
    Busy,
    /// The database said no.
    Database(diesel::result::Error),
    /// Anything else that should not happen.
    Fault(String),
}

/// A rule's answer to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What kind of no.
    pub kind: RefusalKind,
    /// The sentence to show.
    pub message: Message,
}

/// What kind of no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// This person may not do it (403).
    NotAllowed,
    /// Nobody may do it now, in this state (409).
    NotNow,
}

/// Messages for the fields of a form, in the order of the form.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<(&'static str, Message)>);

impl FieldErrors {
    /// One field, one message.
    pub fn one(field: &'static str, message: Message) -> FieldErrors {
        FieldErrors(vec![(field, message)])
    }

    /// Adds a message for a field.
    pub fn add(&mut self, field: &'static str, message: Message) {
        self.0.push((field, message));
    }

    /// What a field was read as; its message is noted if it was not.
    pub fn take<T: Default>(&mut self, field: &'static str, read: Result<T, Message>) -> T {
        read.unwrap_or_else(|message| {
            self.add(field, message);
            T::default()
        })
    }

    /// The message for a field, if it has one.
    pub fn get(&self, field: &str) -> Option<&Message> {
        self.0
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, message)| message)
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` if nothing is wrong.
    pub fn check(self) -> Result<(), Error> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(Error::Input(self))
        }
    }
}

impl Error {
    /// Wraps a fault of a library. Its text goes to the log only.
    pub fn fault(error: impl fmt::Display) -> Error {
        Error::Fault(error.to_string())
    }

    /// A rule forbids it to this person.
    pub fn not_allowed(message: Message) -> Error {
        Error::Refused(Refused {
            kind: RefusalKind::NotAllowed,
            message,
        })
    }

    /// A rule forbids it in this state.
    pub fn not_now(message: Message) -> Error {
        Error::Refused(Refused {
            kind: RefusalKind::NotNow,
            message,
        })
    }

    /// One field of the form is wrong.
    pub fn input(field: &'static str, message: Message) -> Error {
        Error::Input(FieldErrors::one(field, message))
    }

    /// Whether the database refused a row because another has the same unique value.
    pub fn is_duplicate(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error as DieselError};
        matches!(
            self,
            Error::Database(DieselError::DatabaseError(
                DatabaseErrorKind::UniqueViolation,
                _
            ))
        )
    }
}

impl fmt::Display for Error {
    /// For logs and the command line; pages have their own words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Input(errors) => {
                write!(f, "input: ")?;
                for (field, message) in &errors.0 {
                    write!(f, "{field}: {}; ", message.key)?;
                }
                Ok(())
            }
            Error::Refused(refused) => write!(f, "refused: {}", refused.message.key),
            Error::NotFound => f.write_str("not found"),
            Error::SignInNeeded => f.write_str("sign-in needed"),
            Error::Stale => f.write_str("changed by someone else meanwhile"),
            Error::Busy => f.write_str("busy"),
            Error::Database(error) => write!(f, "database: {error}"),
            Error::Fault(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Error {}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Error {
        match error {
            diesel::result::Error::NotFound => Error::NotFound,
            other => Error::Database(other),
        }
    }
}
