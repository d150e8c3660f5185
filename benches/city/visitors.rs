//! People who are signed in: sessions put into the database, since signing in is not measured.

use chrono::Days;
use diesel::prelude::*;

use xingtan::access::Role;
use xingtan::clock::day_of;
use xingtan::context::Context;
use xingtan::db::schema::{accounts, people, role_grants};
use xingtan::db::{Conn, pool};
use xingtan::error::Error;
use xingtan::identity::store::{find_by_login, sessions};
use xingtan::identity::{AccountId, AccountState, GrantId};
use xingtan::organizations::store::load_bureau;
use xingtan::people::PersonId;
use xingtan::secrets::{hex, sha256};
use xingtan::web::visit::SESSION_COOKIE;

use crate::Outcome;
use crate::city::{City, told};

/// What a browser sends to be known.
pub type Cookie = String;

/// Signs in so many teachers, spread evenly over the city.
pub fn teachers(city: &City, count: u32) -> Outcome<Vec<Cookie>> {
    let context = city.context()?;
    pool::write(&mut city.connect()?, |conn| {
        let every = i64::from(city.teachers / count);
        (0..i64::from(count))
            .map(|it| {
                let person = people::table
                    .order(people::teacher_number)
                    .offset(it * every)
                    .select(people::id)
                    .first(conn)?;
                let account = account_of(conn, &context, person)?;
                open_session(conn, &context, account)
            })
            .collect()
    })
    .map_err(told)
}

/// Signs in one of those whom `xingtan bench-data` made.
pub fn known(city: &City, login: &str) -> Outcome<Cookie> {
    let context = city.context()?;
    pool::write(&mut city.connect()?, |conn| {
        let (account, _) = find_by_login(conn, login)?.ok_or(Error::NotFound)?;
        open_session(conn, &context, account.id)
    })
    .map_err(told)
}

/// Signs in an account with a role at the bureau: a teacher's, or one of nobody's.
pub fn of_person(city: &City, person: Option<PersonId>, role: Role) -> Outcome<Cookie> {
    let context = city.context()?;
    pool::write(&mut city.connect()?, |conn| {
        let account = match person {
            Some(person) => account_of(conn, &context, person)?,
            None => make_account(conn, &context, None)?,
        };
        grant(conn, &context, account, role)?;
        open_session(conn, &context, account)
    })
    .map_err(told)
}

/// The teacher's account; made if there is none.
fn account_of(conn: &mut Conn, context: &Context, person: PersonId) -> Result<AccountId, Error> {
    let known = accounts::table
        .filter(accounts::person_id.eq(person))
        .select(accounts::id)
        .first(conn)
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    let id = make_account(conn, context, Some(person))?;
    grant(conn, context, id, Role::Teacher)?;
    Ok(id)
}

fn make_account(
    conn: &mut Conn,
    context: &Context,
    person: Option<PersonId>,
) -> Result<AccountId, Error> {
    let id = AccountId::new();
    let name = format!("bench-{id}");
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(id),
            accounts::login.eq(&name),
            accounts::display_name.eq(&name),
            accounts::person_id.eq(person),
            accounts::password_hash.eq("none that a password fits"),
            accounts::state.eq(AccountState::Active),
            accounts::failed_count.eq(0),
            accounts::created_at.eq(context.at),
            accounts::version.eq(1),
        ))
        .execute(conn)?;
    Ok(id)
}

/// Gives an account a role at the bureau since yesterday, once.
fn grant(conn: &mut Conn, context: &Context, id: AccountId, role: Role) -> Result<(), Error> {
    let held: Option<GrantId> = role_grants::table
        .filter(role_grants::account_id.eq(id))
        .filter(role_grants::role.eq(role))
        .select(role_grants::id)
        .first(conn)
        .optional()?;
    if held.is_some() {
        return Ok(());
    }
    diesel::insert_into(role_grants::table)
        .values((
            role_grants::id.eq(GrantId::new()),
            role_grants::account_id.eq(id),
            role_grants::role.eq(role),
            role_grants::organization_id.eq(load_bureau(conn)?.id),
            role_grants::starts_on.eq(day_of(context.at) - Days::new(1)),
        ))
        .execute(conn)?;
    Ok(())
}

fn open_session(conn: &mut Conn, context: &Context, account: AccountId) -> Result<Cookie, Error> {
    let token = hex(&rand::random::<[u8; 32]>());
    let hash = sha256(token.as_bytes());
    sessions::insert(conn, account, &hash, "benchmark", context.at)?;
    Ok(format!("{SESSION_COOKIE}={token}"))
}
