//! Accounts in the database, and who stands behind a session.
//!
//! Sessions, codes and roles have a file each.

pub mod codes;
pub mod grants;
pub mod sessions;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::passwords::HashedPassword;
use super::rules::{SESSION_IDLE, later};
use super::{AccountId, AccountState, SessionId};
use crate::access::Actor;
use crate::clock::day_of;
use crate::db::schema::{accounts, sessions as session_table};
use crate::db::{At, Conn, one_changed};
use crate::error::Error;
use crate::people::PersonId;

/// An account as it stands. Its password hash stays in the database.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = accounts, treat_none_as_default_value = false)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What its owner signs in with, in the one spelling of [`super::rules::normal_login`].
    pub login: String,
    /// The name that others see.
    pub display_name: String,
    /// The teacher behind it, if there is one.
    pub person_id: Option<PersonId>,
    /// Whether it can be signed in to.
    pub state: AccountState,
    /// Wrong passwords in a row.
    pub failed_count: i64,
    /// Nobody signs in before this instant.
    pub locked_until: Option<At>,
    /// When it was opened.
    pub created_at: At,
    /// Grows by one with each change by an administrator or a new password.
    pub version: i64,
}

/// A session that runs, as a request finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunningSession {
    /// Its id.
    pub id: SessionId,
    /// When its use was last written down.
    pub seen_at: At,
}

/// Who holds a session, with the roles of today. `None` if it has ended.
pub fn find_actor(
    conn: &mut Conn,
    token_hash: &[u8],
    now: At,
) -> Result<Option<(RunningSession, Actor)>, Error> {
    use session_table as sessions;
    type Row = (SessionId, At, AccountId, String, Option<PersonId>);
    let found: Option<Row> = sessions::table
        .inner_join(accounts::table)
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::seen_at.gt(later(now, -SESSION_IDLE)))
        .filter(accounts::state.eq(AccountState::Active))
        .select((
            sessions::id,
            sessions::seen_at,
            accounts::id,
            accounts::display_name,
            accounts::person_id,
        ))
        .first(conn)
        .optional()?;
    let Some((id, seen_at, account, name, person)) = found else {
        return Ok(None);
    };
    let roles = grants::list_of_day(conn, account, day_of(now))?;
    Ok(Some((
        RunningSession { id, seen_at },
        Actor::signed_in(account, name, person, roles),
    )))
}

/// Somebody by account, with the roles of a day: for work that goes on without a session.
pub fn load_actor(conn: &mut Conn, account: AccountId, on: NaiveDate) -> Result<Actor, Error> {
    let (name, person): (String, Option<PersonId>) = accounts::table
        .find(account)
        .filter(accounts::state.eq(AccountState::Active))
        .select((accounts::display_name, accounts::person_id))
        .first(conn)?;
    let roles = grants::list_of_day(conn, account, on)?;
    Ok(Actor::signed_in(account, name, person, roles))
}

/// One account.
pub fn load(conn: &mut Conn, id: AccountId) -> Result<Account, Error> {
    Ok(accounts::table
        .find(id)
        .select(Account::as_select())
        .first(conn)?)
}

/// One account by its login, with the hash of its password.
pub fn find_by_login(
    conn: &mut Conn,
    login: &str,
) -> Result<Option<(Account, Option<String>)>, Error> {
    Ok(accounts::table
        .filter(accounts::login.eq(login))
        .select((Account::as_select(), accounts::password_hash))
        .first(conn)
        .optional()?)
}

/// The hash of an account's password.
pub fn load_password_hash(conn: &mut Conn, id: AccountId) -> Result<Option<String>, Error> {
    Ok(accounts::table
        .find(id)
        .select(accounts::password_hash)
        .first(conn)?)
}

/// The account of a person.
pub fn find_of_person(conn: &mut Conn, person: PersonId) -> Result<Option<Account>, Error> {
    Ok(accounts::table
        .filter(accounts::person_id.eq(person))
        .select(Account::as_select())
        .first(conn)
        .optional()?)
}

/// Accounts whose login or name begins so, by login, after a login. Everything begins with nothing.
pub fn list(
    conn: &mut Conn,
    beginning: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<Account>, Error> {
    let plain = beginning.replace(['%', '_', '\\'], "");
    let login = format!("{}%", plain.to_lowercase());
    Ok(accounts::table
        .filter(
            accounts::login
                .like(login)
                .or(accounts::display_name.like(format!("{plain}%"))),
        )
        .filter(accounts::login.gt(after))
        .order(accounts::login)
        .limit(limit)
        .select(Account::as_select())
        .load(conn)?)
}

/// Adds an account without a password. A login or person that has one is a unique violation.
pub fn insert(conn: &mut Conn, account: &Account) -> Result<(), Error> {
    diesel::insert_into(accounts::table)
        .values(account.clone())
        .execute(conn)?;
    Ok(())
}

/// Sets a password: the account is in use, and nothing is held against it.
pub fn save_password(
    conn: &mut Conn,
    id: AccountId,
    password: &HashedPassword,
) -> Result<(), Error> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::password_hash.eq(Some(password.as_str())),
            accounts::state.eq(AccountState::Active),
            accounts::failed_count.eq(0),
            accounts::locked_until.eq(None::<At>),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps how many passwords in a row were wrong, and until when the account waits.
pub fn save_tries(
    conn: &mut Conn,
    id: AccountId,
    failed_count: i64,
    locked_until: Option<At>,
) -> Result<(), Error> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::failed_count.eq(failed_count),
            accounts::locked_until.eq(locked_until),
        ))
        .execute(conn)?;
    Ok(())
}

/// Closes or opens an account, if it still is as it was seen.
pub fn save_state(
    conn: &mut Conn,
    id: AccountId,
    seen: i64,
    state: AccountState,
) -> Result<(), Error> {
    let changed = diesel::update(accounts::table.find(id).filter(accounts::version.eq(seen)))
        .set((accounts::state.eq(state), accounts::version.eq(seen + 1)))
        .execute(conn)?;
    one_changed(changed)
}
