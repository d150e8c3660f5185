//! Activation codes in the database, as keyed digests.

use diesel::prelude::*;

use super::Account;
use crate::db::schema::{accounts, activation_codes};
use crate::db::{At, Conn};
use crate::error::Error;
use crate::identity::{AccountId, AccountState, CodeId};

/// Keeps a new code.
pub fn insert(
    conn: &mut Conn,
    account: AccountId,
    code_hash: &[u8],
    issued_at: At,
    expires_at: At,
) -> Result<(), Error> {
    diesel::insert_into(activation_codes::table)
        .values((
            activation_codes::id.eq(CodeId::new()),
            activation_codes::account_id.eq(account),
            activation_codes::code_hash.eq(code_hash),
            activation_codes::issued_at.eq(issued_at),
            activation_codes::expires_at.eq(expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// The code that works now, and its account, which is not closed.
pub fn find_working(
    conn: &mut Conn,
    code_hash: &[u8],
    now: At,
) -> Result<Option<(CodeId, Account)>, Error> {
    Ok(activation_codes::table
        .inner_join(accounts::table)
        .filter(activation_codes::code_hash.eq(code_hash))
        .filter(activation_codes::used_at.is_null())
        .filter(activation_codes::expires_at.gt(now))
        .filter(accounts::state.ne(AccountState::Closed))
        .select((activation_codes::id, Account::as_select()))
        .first(conn)
        .optional()?)
}

/// Marks a code as used; answers whether this was the first time.
pub fn use_up(conn: &mut Conn, id: CodeId, now: At) -> Result<bool, Error> {
    let unused = activation_codes::table
        .find(id)
        .filter(activation_codes::used_at.is_null());
    let used = diesel::update(unused)
        .set(activation_codes::used_at.eq(Some(now)))
        .execute(conn)?;
    Ok(used == 1)
}

/// Ends all codes of an account that still work.
pub fn expire_all(conn: &mut Conn, account: AccountId, now: At) -> Result<(), Error> {
    let working = activation_codes::table
        .filter(activation_codes::account_id.eq(account))
        .filter(activation_codes::used_at.is_null())
        .filter(activation_codes::expires_at.gt(now));
    diesel::update(working)
        .set(activation_codes::expires_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Until when the newest code of an account works, if one does.
pub fn find_expiry(conn: &mut Conn, account: AccountId, now: At) -> Result<Option<At>, Error> {
    Ok(activation_codes::table
        .filter(activation_codes::account_id.eq(account))
        .filter(activation_codes::used_at.is_null())
        .filter(activation_codes::expires_at.gt(now))
        .order(activation_codes::expires_at.desc())
        .select(activation_codes::expires_at)
        .first(conn)
        .optional()?)
}
