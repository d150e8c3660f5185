//! Accounts, sessions and roles in the database.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{AccountId, SessionId};
use crate::access::{Actor, Grant, Role};
use crate::clock::day_of;
use crate::db::schema::{accounts, organizations, role_grants, sessions};
use crate::db::{At, Conn};
use crate::error::Error;
use crate::organizations::OrganizationId;
use crate::people::PersonId;

/// Who holds a session, with the roles of today. `None` if it has ended.
pub fn find_actor(
    conn: &mut Conn,
    token_hash: &[u8],
    now: At,
) -> Result<Option<(SessionId, Actor)>, Error> {
    type Row = (SessionId, AccountId, String, Option<PersonId>);
    let found: Option<Row> = sessions::table
        .inner_join(accounts::table)
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(accounts::state.eq("active"))
        .select((
            sessions::id,
            accounts::id,
            accounts::display_name,
            accounts::person_id,
        ))
        .first(conn)
        .optional()?;
    let Some((session, account, name, person)) = found else {
        return Ok(None);
    };
    let grants = list_grants(conn, account, day_of(now))?;
    Ok(Some((
        session,
        Actor::signed_in(account, name, person, grants),
    )))
}

/// The roles that an account holds on a day.
pub fn list_grants(
    conn: &mut Conn,
    account: AccountId,
    on: NaiveDate,
) -> Result<Vec<Grant>, Error> {
    let rows: Vec<(Role, OrganizationId, String)> = role_grants::table
        .inner_join(organizations::table)
        .filter(role_grants::account_id.eq(account))
        .filter(role_grants::starts_on.le(on))
        .filter(
            role_grants::ends_on
                .is_null()
                .or(role_grants::ends_on.ge(on).assume_not_null()),
        )
        .order((role_grants::starts_on, role_grants::id))
        .select((role_grants::role, organizations::id, organizations::name))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(role, organization, organization_name)| Grant {
            role,
            organization,
            organization_name,
        })
        .collect())
}

/// Somebody by account, with the roles of a day: for work that goes on without a session.
pub fn load_actor(conn: &mut Conn, account: AccountId, on: NaiveDate) -> Result<Actor, Error> {
    let (name, person): (String, Option<PersonId>) = accounts::table
        .find(account)
        .filter(accounts::state.eq("active"))
        .select((accounts::display_name, accounts::person_id))
        .first(conn)?;
    let grants = list_grants(conn, account, on)?;
    Ok(Actor::signed_in(account, name, person, grants))
}
