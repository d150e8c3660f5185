//! Roles in the database: who holds which, where, and from when to when.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::access::{Grant, Role};
use crate::db::schema::{accounts, organizations, role_grants};
use crate::db::{At, Conn};
use crate::error::Error;
use crate::identity::rules::Term;
use crate::identity::{AccountId, GrantId};
use crate::organizations::OrganizationId;
use crate::people::PersonId;

/// A role of an account, with the name of its organization.
#[derive(Debug, Clone)]
pub struct HeldRole {
    /// The grant.
    pub id: GrantId,
    /// Role and days.
    pub term: Term,
    /// Where.
    pub organization: OrganizationId,
    /// Its name.
    pub organization_name: String,
    /// Taken away before its last day.
    pub ended_at: Option<At>,
}

impl HeldRole {
    /// Whether it is, or will be, held.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        self.ended_at.is_none() && self.term.ends_on.is_none_or(|end| today <= end)
    }
}

/// Somebody who holds a role at an organization.
#[derive(Debug, Clone)]
pub struct Holder {
    /// The account.
    pub account: AccountId,
    /// Its login.
    pub login: String,
    /// The name that others see.
    pub display_name: String,
    /// Role and days.
    pub term: Term,
}

/// A role to be kept.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = role_grants, treat_none_as_default_value = false)]
pub struct NewRow {
    /// Made by the action.
    pub id: GrantId,
    /// Who gets it.
    pub account_id: AccountId,
    /// What.
    pub role: Role,
    /// Where.
    pub organization_id: OrganizationId,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day, if there is one.
    pub ends_on: Option<NaiveDate>,
    /// Who gave it; none for the program itself.
    pub granted_by: Option<AccountId>,
}

/// The roles that an account holds on a day.
pub fn list_of_day(
    conn: &mut Conn,
    account: AccountId,
    on: NaiveDate,
) -> Result<Vec<Grant>, Error> {
    let rows: Vec<(Role, OrganizationId, String)> = role_grants::table
        .inner_join(organizations::table)
        .filter(role_grants::account_id.eq(account))
        .filter(role_grants::ended_at.is_null())
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

type Row = (
    GrantId,
    Role,
    NaiveDate,
    Option<NaiveDate>,
    OrganizationId,
    String,
    Option<At>,
);

fn held_role((id, role, starts_on, ends_on, organization, name, ended_at): Row) -> HeldRole {
    HeldRole {
        id,
        term: Term {
            role,
            starts_on,
            ends_on,
        },
        organization,
        organization_name: name,
        ended_at,
    }
}

/// Which of these people hold a role on a day, by any open account.
pub fn list_holders(
    conn: &mut Conn,
    role: Role,
    persons: &[PersonId],
    on: NaiveDate,
) -> Result<BTreeSet<PersonId>, Error> {
    let rows: Vec<Option<PersonId>> = role_grants::table
        .inner_join(accounts::table.on(accounts::id.eq(role_grants::account_id)))
        .filter(accounts::person_id.eq_any(persons.iter().copied()))
        .filter(role_grants::role.eq(role))
        .filter(role_grants::ended_at.is_null())
        .filter(role_grants::starts_on.le(on))
        .filter(
            role_grants::ends_on
                .is_null()
                .or(role_grants::ends_on.ge(on).assume_not_null()),
        )
        .select(accounts::person_id)
        .load(conn)?;
    Ok(rows.into_iter().flatten().collect())
}

/// All roles that an account ever had, the latest first.
pub fn list_of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<HeldRole>, Error> {
    let rows: Vec<Row> = role_grants::table
        .inner_join(organizations::table)
        .filter(role_grants::account_id.eq(account))
        .order((role_grants::starts_on.desc(), role_grants::id.desc()))
        .limit(200)
        .select((
            role_grants::id,
            role_grants::role,
            role_grants::starts_on,
            role_grants::ends_on,
            organizations::id,
            organizations::name,
            role_grants::ended_at,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(held_role).collect())
}

/// The roles that an account holds, or will hold: those that `is_open`, however many there are.
pub fn list_open(
    conn: &mut Conn,
    account: AccountId,
    today: NaiveDate,
) -> Result<Vec<HeldRole>, Error> {
    let rows: Vec<Row> = role_grants::table
        .inner_join(organizations::table)
        .filter(role_grants::account_id.eq(account))
        .filter(role_grants::ended_at.is_null())
        .filter(
            role_grants::ends_on
                .is_null()
                .or(role_grants::ends_on.ge(today).assume_not_null()),
        )
        .order((role_grants::starts_on, role_grants::id))
        .select((
            role_grants::id,
            role_grants::role,
            role_grants::starts_on,
            role_grants::ends_on,
            organizations::id,
            organizations::name,
            role_grants::ended_at,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(held_role).collect())
}

/// One role of whoever holds it.
pub fn load(conn: &mut Conn, id: GrantId) -> Result<(AccountId, HeldRole), Error> {
    let (account, row): (AccountId, Row) = role_grants::table
        .find(id)
        .inner_join(organizations::table)
        .select((
            role_grants::account_id,
            (
                role_grants::id,
                role_grants::role,
                role_grants::starts_on,
                role_grants::ends_on,
                organizations::id,
                organizations::name,
                role_grants::ended_at,
            ),
        ))
        .first(conn)?;
    Ok((account, held_role(row)))
}

/// Who holds, or will hold, a role at an organization, by role and login.
pub fn list_of_organization(
    conn: &mut Conn,
    organization: OrganizationId,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<Holder>, Error> {
    type Row = (
        AccountId,
        String,
        String,
        Role,
        NaiveDate,
        Option<NaiveDate>,
    );
    let rows: Vec<Row> = role_grants::table
        .inner_join(accounts::table.on(accounts::id.eq(role_grants::account_id)))
        .filter(role_grants::organization_id.eq(organization))
        .filter(role_grants::ended_at.is_null())
        .filter(
            role_grants::ends_on
                .is_null()
                .or(role_grants::ends_on.ge(today).assume_not_null()),
        )
        .order((role_grants::role, accounts::login))
        .limit(limit)
        .select((
            accounts::id,
            accounts::login,
            accounts::display_name,
            role_grants::role,
            role_grants::starts_on,
            role_grants::ends_on,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(
            |(account, login, display_name, role, starts_on, ends_on)| Holder {
                account,
                login,
                display_name,
                term: Term {
                    role,
                    starts_on,
                    ends_on,
                },
            },
        )
        .collect())
}

/// Keeps a role.
pub fn insert(conn: &mut Conn, row: NewRow) -> Result<(), Error> {
    diesel::insert_into(role_grants::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Takes a role away at once; answers whether it had not been taken away before.
pub fn end(conn: &mut Conn, id: GrantId, now: At) -> Result<bool, Error> {
    let open = role_grants::table
        .find(id)
        .filter(role_grants::ended_at.is_null());
    let ended = diesel::update(open)
        .set(role_grants::ended_at.eq(Some(now)))
        .execute(conn)?;
    Ok(ended == 1)
}
