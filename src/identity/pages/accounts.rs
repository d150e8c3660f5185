//! Accounts, as the system administrator sees them.

use askama::Template;

use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::identity::rules::{ActivationCode, minutes_to_wait};
use crate::identity::store::{self, Account, codes, grants};
use crate::identity::{AccountId, AccountState};
use crate::message::Message;
use crate::people;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Link, Pager, Problems};

const PAGE_SIZE: usize = 50;

/// An account as a row of a table.
#[derive(Debug)]
pub struct AccountRow {
    /// Where its page is.
    pub href: String,
    /// Its login.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// Whether it can be signed in to.
    pub chip: Chip,
}

/// How an account stands, in a word or two.
fn state_chip(frame: &Frame, account: &Account, context: &Context) -> Chip {
    let say = |key| frame.say(key);
    match account.state {
        AccountState::New => Chip::wait(say("account-state-new")),
        AccountState::Closed => Chip::plain(say("account-state-closed")),
        AccountState::Active if minutes_to_wait(account.locked_until, context.at).is_some() => {
            Chip::due(say("account-state-locked"))
        }
        AccountState::Active => Chip::ok(say("account-state-active")),
    }
}

/// One page of accounts whose login or name begins so, and the login to go on after.
pub(super) fn list_rows(
    conn: &mut Conn,
    context: &Context,
    frame: &Frame,
    (folder, search, after): (&str, &str, &str),
) -> Result<(Vec<AccountRow>, Option<String>), Error> {
    let limit = i64::try_from(PAGE_SIZE + 1).expect("a page is small");
    let mut found = store::list(conn, search, after, limit)?;
    let has_more = found.len() > PAGE_SIZE;
    found.truncate(PAGE_SIZE);
    let next = found.last().filter(|_| has_more).map(|it| it.login.clone());
    let rows = found
        .into_iter()
        .map(|account| AccountRow {
            href: format!("{folder}/{}", account.id),
            chip: state_chip(frame, &account, context),
            login: account.login,
            name: account.display_name,
        })
        .collect();
    Ok((rows, next))
}

/// The way to the next accounts, and back to the first.
pub(super) fn pager(
    frame: &Frame,
    folder: &str,
    search: &str,
    after: &str,
    rows: &[AccountRow],
    next: Option<&str>,
) -> Pager {
    let encoded = |text: &str| rocket::http::RawStr::new(text).percent_encode().to_string();
    let href = |after: &str| {
        format!(
            "{folder}?search={}&after={}",
            encoded(search),
            encoded(after)
        )
    };
    Pager {
        shown: frame.tell(Message::new("accounts-shown").with("count", rows.len())),
        previous_href: (!after.is_empty()).then(|| href("")),
        next_href: next.map(href),
    }
}

/// The list of accounts.
#[derive(Debug, Template)]
#[template(path = "identity/accounts.html")]
pub struct AccountsPage {
    frame: Frame,
    search: String,
    rows: Vec<AccountRow>,
    pager: Pager,
}

impl AccountsPage {
    /// Accounts whose login or name begins so, after a login.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        search: &str,
        after: &str,
    ) -> Result<AccountsPage, Error> {
        check_right(context)?;
        let folder = "/admin/accounts";
        let (rows, next) = list_rows(conn, context, &frame, (folder, search, after))?;
        Ok(AccountsPage {
            pager: pager(&frame, folder, search, after, &rows, next.as_deref()),
            search: search.to_owned(),
            rows,
            frame,
        })
    }
}

fn check_right(context: &Context) -> Result<(), Error> {
    may(
        &context.actor,
        Action::AdministerAccounts,
        &Facts::default(),
    )?;
    Ok(())
}

/// The form that opens an account.
#[derive(Debug, Template)]
#[template(path = "identity/account_new.html")]
pub struct NewAccountPage {
    frame: Frame,
    values: Values,
    problems: Problems,
}

impl NewAccountPage {
    /// Empty, or with what was typed and what is wrong.
    pub fn new(
        context: &Context,
        frame: Frame,
        values: &Values,
        errors: &FieldErrors,
    ) -> Result<NewAccountPage, Error> {
        check_right(context)?;
        Ok(NewAccountPage {
            values: values.clone(),
            problems: errors.in_words(frame.words),
            frame,
        })
    }

    fn trail(&self) -> Vec<Link> {
        trail(&self.frame)
    }
}

fn trail(frame: &Frame) -> Vec<Link> {
    vec![Link::new(frame.say("nav-accounts"), "/admin/accounts")]
}

/// One account, with what can be done about it.
#[derive(Debug, Template)]
#[template(path = "identity/account_admin.html")]
pub struct AccountAdminPage {
    frame: Frame,
    account: Account,
    chip: Chip,
    teacher_number: Option<String>,
    opened: String,
    /// Why nobody can sign in now, if it waits after wrong passwords.
    locked: Option<String>,
    /// Until when an activation code works.
    code_until: Option<String>,
    is_own: bool,
    is_one_of_three: bool,
    problems: Problems,
}

impl AccountAdminPage {
    /// One account.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: AccountId,
        errors: &FieldErrors,
    ) -> Result<AccountAdminPage, Error> {
        check_right(context)?;
        let account = store::load(conn, id)?;
        let teacher_number = match account.person_id {
            Some(person) => Some(people::store::load(conn, person)?.teacher_number),
            None => None,
        };
        let code_until = codes::find_expiry(conn, id, context.at)?;
        let locked = minutes_to_wait(account.locked_until, context.at).map(|minutes| {
            let message = Message::new("account-locked-for")
                .with("minutes", minutes)
                .with("count", account.failed_count);
            frame.tell(message)
        });
        Ok(AccountAdminPage {
            chip: state_chip(&frame, &account, context),
            teacher_number,
            opened: frame.words.date_time(account.created_at.utc()),
            locked,
            code_until: code_until.map(|until| frame.words.date_time(until.utc())),
            is_own: context.actor.account == Some(id),
            is_one_of_three: grants::list_open(conn, id, context.today())?
                .iter()
                .any(|it| it.term.role.is_one_of_three()),
            problems: errors.in_words(frame.words),
            account,
            frame,
        })
    }

    fn trail(&self) -> Vec<Link> {
        trail(&self.frame)
    }

    fn is_closed(&self) -> bool {
        self.account.state == AccountState::Closed
    }

    fn is_active(&self) -> bool {
        self.account.state == AccountState::Active
    }

    /// Why no code can be issued, or nothing.
    fn no_code(&self) -> String {
        if self.is_active() && self.is_one_of_three {
            self.frame.say("account-code-three-apart")
        } else {
            String::new()
        }
    }

    /// Why the account cannot be closed, or nothing.
    fn not_closable(&self) -> String {
        if self.is_own {
            self.frame.say("account-not-ones-own")
        } else {
            String::new()
        }
    }
}

/// An activation code, shown this once.
#[derive(Debug, Template)]
#[template(path = "identity/code.html")]
pub struct CodePage {
    frame: Frame,
    account: Account,
    code: String,
    until: String,
}

impl CodePage {
    /// The code that was just made for an account.
    pub fn new(frame: Frame, account: Account, code: &ActivationCode) -> CodePage {
        let until = frame.now + crate::identity::rules::CODE_LIFE;
        CodePage {
            code: code.in_groups(),
            until: frame.words.date_time(until),
            account,
            frame,
        }
    }
}
