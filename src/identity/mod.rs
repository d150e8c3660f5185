//! Accounts, sign-in and sessions. Who somebody is; `access` says what they may do.

pub mod store;

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
