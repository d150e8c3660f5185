//! Drafts in the database.

use diesel::prelude::*;

use super::{DraftId, FormKey};
use crate::db::schema::drafts;
use crate::db::{At, Conn};
use crate::error::Error;
use crate::identity::AccountId;

/// A draft of an account: sealed, with when it was saved.
pub fn find(
    conn: &mut Conn,
    account: AccountId,
    key: &FormKey,
) -> Result<Option<(Vec<u8>, At)>, Error> {
    Ok(drafts::table
        .filter(drafts::account_id.eq(account))
        .filter(drafts::form_key.eq(key.as_str()))
        .select((drafts::sealed, drafts::saved_at))
        .first(conn)
        .optional()?)
}

/// Adds a draft.
pub fn insert(
    conn: &mut Conn,
    account: AccountId,
    key: &FormKey,
    sealed: Vec<u8>,
    saved_at: At,
) -> Result<(), Error> {
    diesel::insert_into(drafts::table)
        .values((
            drafts::id.eq(DraftId::new()),
            drafts::account_id.eq(account),
            drafts::form_key.eq(key.as_str()),
            drafts::sealed.eq(sealed),
            drafts::saved_at.eq(saved_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes a draft, if there is one.
pub fn delete(conn: &mut Conn, account: AccountId, key: &FormKey) -> Result<(), Error> {
    diesel::delete(drafts::table)
        .filter(drafts::account_id.eq(account))
        .filter(drafts::form_key.eq(key.as_str()))
        .execute(conn)?;
    Ok(())
}

/// Deletes all drafts of an account but the newest so many.
pub fn delete_oldest(conn: &mut Conn, account: AccountId, but: i64) -> Result<(), Error> {
    let of_account = drafts::table.filter(drafts::account_id.eq(account));
    let kept: Vec<DraftId> = of_account
        .order((drafts::saved_at.desc(), drafts::id.desc()))
        .limit(but)
        .select(drafts::id)
        .load(conn)?;
    diesel::delete(drafts::table)
        .filter(drafts::account_id.eq(account))
        .filter(drafts::id.ne_all(kept))
        .execute(conn)?;
    Ok(())
}

/// Deletes at most so many drafts that were saved before an instant; tells how many.
pub fn delete_saved_before(conn: &mut Conn, before: At, limit: i64) -> Result<usize, Error> {
    let old: Vec<DraftId> = drafts::table
        .filter(drafts::saved_at.lt(before))
        .order(drafts::saved_at)
        .limit(limit)
        .select(drafts::id)
        .load(conn)?;
    Ok(diesel::delete(drafts::table)
        .filter(drafts::id.eq_any(old))
        .execute(conn)?)
}
