//! Rights, as the security administrator sees them.

use askama::Template;

use super::accounts::{AccountRow, list_rows, pager};
use super::{RoleRow, days, role_row};
use crate::access::{Action, Facts, Role, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::identity::AccountId;
use crate::identity::store::{self, Account, grants};
use crate::organizations;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Choice, Link, Pager, Problems};

/// More holders than this at one organization are not listed; the accounts are found by name.
const HOLDERS_MAX: i64 = 500;

fn check_right(context: &Context) -> Result<(), Error> {
    may(&context.actor, Action::AdministerRights, &Facts::default())?;
    Ok(())
}

/// Somebody who holds a role at the chosen organization.
#[derive(Debug)]
pub struct HolderRow {
    href: String,
    login: String,
    name: String,
    role: String,
    days: String,
}

/// Accounts to choose from, or the holders of roles at one organization.
#[derive(Debug, Template)]
#[template(path = "identity/rights.html")]
pub struct RightsPage {
    frame: Frame,
    search: String,
    organization: String,
    /// Name of the organization, if one was asked for and found.
    found: Option<String>,
    holders: Vec<HolderRow>,
    rows: Vec<AccountRow>,
    pager: Pager,
}

impl RightsPage {
    /// By account, or by organization if one is named.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        (search, after, organization): (&str, &str, &str),
    ) -> Result<RightsPage, Error> {
        check_right(context)?;
        let folder = "/admin/rights";
        let mut page = RightsPage {
            search: search.to_owned(),
            organization: organization.to_owned(),
            found: None,
            holders: Vec::new(),
            rows: Vec::new(),
            pager: Pager::default(),
            frame,
        };
        if organization.trim().is_empty() {
            let asked = (folder, search, after);
            let (rows, next) = list_rows(conn, context, &page.frame, asked)?;
            page.pager = pager(&page.frame, folder, search, after, &rows, next.as_deref());
            page.rows = rows;
        } else if let Some(place) = organizations::store::find_named(conn, organization)? {
            let today = context.today();
            let found = grants::list_of_organization(conn, place.id, today, HOLDERS_MAX)?;
            page.holders = found
                .into_iter()
                .map(|it| HolderRow {
                    href: format!("{folder}/{}", it.account),
                    role: page.frame.say(it.term.role.name_key()),
                    days: days(&page.frame, it.term.starts_on, it.term.ends_on),
                    login: it.login,
                    name: it.display_name,
                })
                .collect();
            page.found = Some(place.name);
        }
        Ok(page)
    }

    fn is_by_organization(&self) -> bool {
        !self.organization.trim().is_empty()
    }
}

/// The roles of one account, and the form that gives another.
#[derive(Debug, Template)]
#[template(path = "identity/rights_account.html")]
pub struct RightsAccountPage {
    frame: Frame,
    account: Account,
    roles: Vec<RoleRow>,
    /// Why this person cannot change them, or nothing.
    blocked: String,
    choices: Vec<Choice>,
    values: Values,
    problems: Problems,
}

impl RightsAccountPage {
    /// One account, with what was typed and what is wrong.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: AccountId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<RightsAccountPage, Error> {
        check_right(context)?;
        let account = store::load(conn, id)?;
        let roles = grants::list_of_account(conn, id)?
            .iter()
            .map(|held| role_row(&frame, held, context.today()))
            .collect();
        let blocked = if context.actor.account == Some(id) {
            frame.say("rights-own")
        } else {
            String::new()
        };
        let chosen = values.get("role");
        let choices = Role::ALL
            .iter()
            .map(|role| Choice::new(role.as_str(), frame.say(role.name_key()), chosen))
            .collect();
        Ok(RightsAccountPage {
            account,
            roles,
            blocked,
            choices,
            values: values.clone(),
            problems: errors.in_words(frame.words),
            frame,
        })
    }

    fn trail(&self) -> Vec<Link> {
        vec![Link::new(self.frame.say("nav-rights"), "/admin/rights")]
    }
}
