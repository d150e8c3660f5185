//! What the security administrator does: give roles and take them away. No accounts.

use chrono::NaiveDate;

use crate::access::{Action, Facts, Role, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::identity::rules::{
    GrantRefusal, Term, WantedGrant, check_end, check_grant, ends_by_reset,
};
use crate::identity::store::{self, codes, grants};
use crate::identity::{AccountId, AccountState, GrantId};
use crate::journal::{self, Act};
use crate::organizations::{self, Organization, OrganizationId};

/// A role to be given.
#[derive(Debug, Clone)]
pub struct NewGrant {
    /// Who gets it.
    pub account: AccountId,
    /// What.
    pub role: Role,
    /// Where.
    pub organization: OrganizationId,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day, if there is one.
    pub ends_on: Option<NaiveDate>,
}

fn check_right(context: &Context) -> Result<(), Error> {
    may(&context.actor, Action::AdministerRights, &Facts::default())?;
    Ok(())
}

/// As a sentence at its field, or as a refusal where it belongs to none.
fn refused(refusal: GrantRefusal) -> Error {
    match refusal.field() {
        Some(field) => Error::input(field, refusal.message()),
        None if refusal == GrantRefusal::OwnRights => Error::not_allowed(refusal.message()),
        None => Error::not_now(refusal.message()),
    }
}

/// Gives a role. The rules are those of [`check_grant`].
pub fn grant_role(conn: &mut Conn, context: &Context, new: &NewGrant) -> Result<GrantId, Error> {
    check_right(context)?;
    let account = store::load(conn, new.account)?;
    let place = organizations::store::load(conn, new.organization)?;
    let term = Term {
        role: new.role,
        starts_on: new.starts_on,
        ends_on: new.ends_on,
    };
    let open = grants::list_open(conn, new.account, context.today())?;
    let is_here =
        |it: &&grants::HeldRole| it.term.role == new.role && it.organization == new.organization;
    let held: Vec<Term> = open.iter().map(|it| it.term).collect();
    let held_here: Vec<Term> = open.iter().filter(is_here).map(|it| it.term).collect();
    check_grant(&WantedGrant {
        giver: context.actor.account,
        account: new.account,
        state: account.state,
        has_person: account.person_id.is_some(),
        term,
        place: place.kind,
        held: &held,
        held_here: &held_here,
    })
    .map_err(refused)?;
    let row = grants::NewRow {
        id: GrantId::new(),
        account_id: new.account,
        role: new.role,
        organization_id: new.organization,
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        granted_by: context.actor.account,
    };
    let id = row.id;
    grants::insert(conn, row)?;
    if new.role.is_one_of_three() && account.state == AccountState::Active {
        // Nobody resets the password of an administrator, not with an earlier code either.
        codes::expire_all(conn, new.account, context.at)?;
    }
    record(conn, context, "role_granted", &account, &term, &place, None)?;
    Ok(id)
}

/// Takes a role away at once.
pub fn end_role(
    conn: &mut Conn,
    context: &Context,
    id: GrantId,
    reason: &str,
) -> Result<(), Error> {
    check_right(context)?;
    let (holder, held) = grants::load(conn, id)?;
    check_end(context.actor.account, holder, &held.term, context.today()).map_err(refused)?;
    if !grants::end(conn, id, context.at)? {
        return Err(refused(GrantRefusal::HasEnded));
    }
    let account = store::load(conn, holder)?;
    let place = organizations::store::load(conn, held.organization)?;
    record(
        conn,
        context,
        "role_ended",
        &account,
        &held.term,
        &place,
        Some(reason),
    )
}

/// Ends the offices of an account whose password was reset with a code: each rests until the
/// security administrator grants it anew. Part of redeeming the code, so nobody's right is asked.
pub(super) fn end_roles_by_reset(
    conn: &mut Conn,
    owner: &Context,
    account: &store::Account,
) -> Result<(), Error> {
    for held in grants::list_open(conn, account.id, owner.today())? {
        if !ends_by_reset(held.term.role) {
            continue;
        }
        grants::end(conn, held.id, owner.at)?;
        let place = organizations::store::load(conn, held.organization)?;
        let event = "role_ended_by_reset";
        record(conn, owner, event, account, &held.term, &place, None)?;
    }
    Ok(())
}

fn record(
    conn: &mut Conn,
    context: &Context,
    event: &'static str,
    account: &store::Account,
    term: &Term,
    place: &Organization,
    reason: Option<&str>,
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("accounts", account.id.0),
        organization: Some(place.id),
        reason,
        payload: serde_json::json!({
            "login": account.login,
            "name": account.display_name,
            "role": term.role,
            "organization": place.name,
            "starts_on": term.starts_on.to_string(),
            "ends_on": term.ends_on.map(|it| it.to_string()),
        }),
    };
    journal::record(conn, context, act).map(drop)
}
