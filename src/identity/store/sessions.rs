//! Sessions in the database. The cookie's secret is kept as its SHA-256 only.

use diesel::prelude::*;

use crate::db::schema::sessions;
use crate::db::{At, Conn};
use crate::error::Error;
use crate::identity::rules::{SESSION_IDLE, SESSION_LIFE, later};
use crate::identity::{AccountId, SessionId};

/// A session, as its owner sees it in the list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Browser and system.
    pub device: String,
    /// Sign-in.
    pub created_at: At,
    /// When it was last used, to within some minutes.
    pub seen_at: At,
    /// When it ends at the latest.
    pub expires_at: At,
}

/// Begins a session.
pub fn insert(
    conn: &mut Conn,
    account: AccountId,
    token_hash: &[u8],
    device: &str,
    now: At,
) -> Result<SessionId, Error> {
    let id = SessionId::new();
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id),
            sessions::account_id.eq(account),
            sessions::token_hash.eq(token_hash),
            sessions::device.eq(device),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::expires_at.eq(later(now, SESSION_LIFE)),
        ))
        .execute(conn)?;
    Ok(id)
}

/// The sessions of an account that run, the one used last first.
pub fn list_running(conn: &mut Conn, account: AccountId, now: At) -> Result<Vec<Session>, Error> {
    Ok(sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::seen_at.gt(later(now, -SESSION_IDLE)))
        .order((sessions::seen_at.desc(), sessions::id.desc()))
        .limit(100)
        .select(Session::as_select())
        .load(conn)?)
}

/// Writes down that a session was used just now.
pub fn touch(conn: &mut Conn, id: SessionId, now: At) -> Result<(), Error> {
    diesel::update(sessions::table.find(id))
        .set(sessions::seen_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Ends one session of an account; answers whether it was running.
pub fn revoke(conn: &mut Conn, account: AccountId, id: SessionId, now: At) -> Result<bool, Error> {
    let running = sessions::table
        .find(id)
        .filter(sessions::account_id.eq(account))
        .filter(sessions::revoked_at.is_null());
    let ended = diesel::update(running)
        .set(sessions::revoked_at.eq(Some(now)))
        .execute(conn)?;
    Ok(ended == 1)
}

/// Ends the session that a cookie belongs to, whoever holds it.
pub fn revoke_by_token(conn: &mut Conn, token_hash: &[u8], now: At) -> Result<(), Error> {
    let running = sessions::table
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::revoked_at.is_null());
    diesel::update(running)
        .set(sessions::revoked_at.eq(Some(now)))
        .execute(conn)?;
    Ok(())
}

/// Ends all sessions of an account but one; answers how many were running.
pub fn revoke_others(
    conn: &mut Conn,
    account: AccountId,
    keep: Option<SessionId>,
    now: At,
) -> Result<usize, Error> {
    let others: Vec<SessionId> = list_running(conn, account, now)?
        .into_iter()
        .map(|session| session.id)
        .filter(|id| Some(*id) != keep)
        .collect();
    let running = sessions::table.filter(sessions::id.eq_any(others));
    Ok(diesel::update(running)
        .set(sessions::revoked_at.eq(Some(now)))
        .execute(conn)?)
}
