//! What the system administrator does: open, close and unlock accounts, hand out codes. No rights.

use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::identity::actions::door::code_hash;
use crate::identity::rules::{ActivationCode, CODE_LIFE, later, normal_login};
use crate::identity::store::{self, Account, codes, grants, sessions};
use crate::identity::{AccountId, AccountState};
use crate::journal::{self, Act};
use crate::message::Message;
use crate::people;

/// A login has so many characters.
const LOGIN_CHARACTERS: std::ops::RangeInclusive<usize> = 3..=60;

/// What an account is opened with.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What its owner will sign in with.
    pub login: String,
    /// The name that others see.
    pub display_name: String,
    /// The teacher whose account it is, by number.
    pub teacher_number: Option<String>,
}

fn check_right(context: &Context) -> Result<(), Error> {
    may(
        &context.actor,
        Action::AdministerAccounts,
        &Facts::default(),
    )?;
    Ok(())
}

fn record(
    conn: &mut Conn,
    context: &Context,
    event: &'static str,
    account: &Account,
    reason: Option<&str>,
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("accounts", account.id.0),
        organization: None,
        reason,
        payload: serde_json::json!({"login": account.login, "name": account.display_name}),
    };
    journal::record(conn, context, act).map(drop)
}

/// Opens an account without a password. It has no rights until somebody else grants them.
pub fn open_account(
    conn: &mut Conn,
    context: &Context,
    new: &NewAccount,
) -> Result<AccountId, Error> {
    check_right(context)?;
    let login = normal_login(&new.login);
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._-@".contains(letter);
    if !LOGIN_CHARACTERS.contains(&login.len()) || !login.chars().all(is_plain) {
        return Err(Error::input("login", Message::new("account-login-form")));
    }
    if store::find_by_login(conn, &login)?.is_some() {
        return Err(Error::input("login", Message::new("account-login-taken")));
    }
    let person = match new.teacher_number.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(number) => Some(people::store::find_by_number(conn, number)?.ok_or_else(|| {
            Error::input("teacher_number", Message::new("account-no-such-teacher"))
        })?),
    };
    if let Some(person) = &person
        && store::find_of_person(conn, person.id)?.is_some()
    {
        let message = Message::new("account-teacher-has-one").with("name", person.name.as_str());
        return Err(Error::input("teacher_number", message));
    }
    let account = Account {
        id: AccountId::new(),
        login,
        display_name: new.display_name.trim().to_owned(),
        person_id: person.map(|it| it.id),
        state: AccountState::New,
        failed_count: 0,
        locked_until: None,
        created_at: context.at,
        version: 1,
    };
    store::insert(conn, &account)?;
    record(conn, context, "account_opened", &account, None)?;
    Ok(account.id)
}

/// Makes a one-time code with which the account's owner sets a password. Earlier codes end.
///
/// The code is shown to the administrator once and kept only as a keyed digest. For an active
/// account it resets the password, so nobody but the program itself makes one for any of the three
/// administrators: the security administrator ends the role first (三员分立).
pub fn issue_activation_code(
    conn: &mut Conn,
    context: &Context,
    id: AccountId,
) -> Result<ActivationCode, Error> {
    check_right(context)?;
    let account = store::load(conn, id)?;
    if account.state == AccountState::Closed {
        return Err(Error::not_now(Message::new("account-is-closed")));
    }
    if account.state == AccountState::Active && !context.actor.is_system() {
        let held = grants::list_open(conn, id, context.today())?;
        if held.iter().any(|it| it.term.role.is_one_of_three()) {
            return Err(Error::not_allowed(Message::new("account-code-three-apart")));
        }
    }
    let code = loop {
        if let Some(code) = ActivationCode::from_random(rand::random::<[u8; 32]>()) {
            break code;
        }
    };
    codes::expire_all(conn, id, context.at)?;
    let (hash, until) = (code_hash(context, &code), later(context.at, CODE_LIFE));
    codes::insert(conn, id, &hash, context.at, until)?;
    record(conn, context, "activation_code_issued", &account, None)?;
    Ok(code)
}

/// Lets an account that waits after wrong passwords sign in again at once.
pub fn unlock_account(conn: &mut Conn, context: &Context, id: AccountId) -> Result<(), Error> {
    check_right(context)?;
    let account = store::load(conn, id)?;
    store::save_tries(conn, id, 0, None)?;
    record(conn, context, "account_unlocked", &account, None)
}

/// Closes an account: its sessions and codes end. Nobody closes one's own.
pub fn close_account(
    conn: &mut Conn,
    context: &Context,
    id: AccountId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    check_right(context)?;
    if context.actor.account == Some(id) {
        return Err(Error::not_allowed(Message::new("account-not-ones-own")));
    }
    let account = store::load(conn, id)?;
    if account.state == AccountState::Closed {
        return Err(Error::Stale);
    }
    store::save_state(conn, id, seen, AccountState::Closed)?;
    codes::expire_all(conn, id, context.at)?;
    sessions::revoke_others(conn, id, None, context.at)?;
    record(conn, context, "account_closed", &account, Some(reason))
}

/// Opens a closed account again, with the password that it had.
pub fn reopen_account(
    conn: &mut Conn,
    context: &Context,
    id: AccountId,
    seen: i64,
) -> Result<(), Error> {
    check_right(context)?;
    let account = store::load(conn, id)?;
    if account.state != AccountState::Closed {
        return Err(Error::Stale);
    }
    let state = match store::load_password_hash(conn, id)? {
        Some(_) => AccountState::Active,
        None => AccountState::New,
    };
    store::save_state(conn, id, seen, state)?;
    record(conn, context, "account_reopened", &account, None)
}
