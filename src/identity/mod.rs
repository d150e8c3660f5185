//! Accounts, sign-in and sessions: who somebody is. `access` says what they may do.
//!
//! A first password comes from a one-time code, never from an identity number. Three administrators
//! watch each other (三员分立): one opens accounts and gives no rights, one gives rights and opens no
//! accounts, one reads the journal and changes nothing. Start with `rules`; `passwords` and `tries`
//! are what the program keeps in memory; `actions` does what a form asks.

pub mod actions;
pub mod pages;
pub mod passwords;
pub mod routes;
pub mod rules;
pub mod store;
pub mod tries;

use crate::access::Role;

/// What the sign-in page of a demonstration offers to try.
#[derive(Debug)]
pub struct Demonstration {
    /// The password of all its accounts.
    pub password: &'static str,
    /// One sign-in per role, in the order in which a first visit makes sense.
    pub sign_ins: &'static [SignIn],
}

/// A sign-in that shows what a role sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn {
    /// The role.
    pub role: Role,
    /// What one signs in with.
    pub login: &'static str,
    /// Where the role is held, in words.
    pub place: &'static str,
}

crate::id_type!(
    /// An account that can sign in.
    AccountId
);
crate::id_type!(
    /// A session of an account.
    SessionId
);
crate::id_type!(
    /// A role held by an account.
    GrantId
);
crate::id_type!(
    /// A one-time code that sets a password.
    CodeId
);

crate::text_enum!(
    /// Whether an account can be signed in to.
    AccountState {
        /// Opened, and waiting for its owner to set a password.
        New => "new",
        /// In use.
        Active => "active",
        /// Closed; it keeps its history and may be opened again.
        Closed => "closed",
    }
);
