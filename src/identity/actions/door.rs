//! At the door: sign in and out, set a password with a code, change it, end sessions.
//!
//! What hashes a password takes the database and makes short transactions of its own around the
//! hash, so that nobody else waits for it. Everything else runs inside the caller's transaction.

use crate::access::Actor;
use crate::context::Context;
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::identity::actions::rights;
use crate::identity::passwords::HashedPassword;
use crate::identity::rules::{
    ActivationCode, check_password, device_name, later, minutes_to_wait, normal_login, wait_after,
};
use crate::identity::store::{self, Account, codes, sessions};
use crate::identity::tries::Tried;
use crate::identity::{AccountId, AccountState, SessionId};
use crate::journal::{self, Act};
use crate::message::Message;
use crate::secrets::{Purpose, hex, sha256};

/// The secret of a session, as the browser's cookie has it. Its `Debug` form shows nothing.
pub struct SessionToken(String);

impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

impl SessionToken {
    fn random() -> SessionToken {
        SessionToken(hex(&rand::random::<[u8; 32]>()))
    }

    /// For the cookie.
    pub fn into_text(self) -> String {
        self.0
    }

    /// For the database.
    fn hash(&self) -> [u8; 32] {
        sha256(self.0.as_bytes())
    }
}

/// Where a request to sign in comes from.
#[derive(Debug, Default, Clone)]
pub struct Caller {
    /// What the browser calls itself.
    pub user_agent: String,
    /// The network address, where it is known.
    pub address: Option<String>,
    /// Hash of the session that the browser held until now; it ends.
    pub session_hash: Option<[u8; 32]>,
}

impl Caller {
    fn tried(&self) -> Option<Tried<'_>> {
        self.address.as_deref().map(Tried::Address)
    }
}

/// Field under which a sentence about the form as a whole is found.
pub const WHOLE_FORM: &str = "form";

fn wrong() -> Error {
    Error::input(WHOLE_FORM, Message::new("sign-in-wrong"))
}

fn waiting(minutes: i64) -> Error {
    Error::input(
        WHOLE_FORM,
        Message::new("sign-in-waiting").with("minutes", minutes),
    )
}

/// Begins a session for whoever knows login and password.
///
/// An unknown login costs the same work and gets the same answers as a known one. The token is new
/// each time, and the session that the browser held before ends. Signing in twice is no repeat: the
/// browser keeps the later session, so the form's id is not looked at.
pub fn sign_in(
    db: &Db,
    context: &Context,
    login: &str,
    password: &str,
    caller: &Caller,
) -> Result<SessionToken, Error> {
    context.request.take();
    let (account, hash) = verify(db, context, &normal_login(login), password, caller)?;
    let token = SessionToken::random();
    db.write(|conn| {
        // Meanwhile the password may have been changed, or the account closed or locked.
        let now = store::load(conn, account)?;
        let is_same = store::load_password_hash(conn, account)?.as_deref() == Some(hash.as_str());
        if let Some(minutes) = minutes_to_wait(now.locked_until, context.at) {
            return Err(waiting(minutes));
        }
        if !is_same || now.state != AccountState::Active {
            return Err(wrong());
        }
        store::save_tries(conn, account, 0, None)?;
        begin_session(conn, context, account, &token, caller, "signed_in")
    })?;
    Ok(token)
}

/// Finds the account that a login and a password open, with the hash that was verified.
fn verify(
    db: &Db,
    context: &Context,
    login: &str,
    password: &str,
    caller: &Caller,
) -> Result<(AccountId, String), Error> {
    let (tries, unknown) = (&context.house.tries, Tried::Login(login));
    for tried in caller.tried().into_iter().chain([unknown]) {
        let until = tries.locked_until(tried, context.at);
        if let Some(minutes) = minutes_to_wait(until, context.at) {
            return Err(waiting(minutes));
        }
    }
    let found = db.read(|conn| store::find_by_login(conn, login))?;
    // An account that nobody can sign in to is as good as none.
    let active = found.and_then(|(account, hash)| {
        let is_active = account.state == AccountState::Active;
        hash.filter(|_| is_active).map(|hash| (account, hash))
    });
    let until = active.as_ref().and_then(|(it, _)| it.locked_until);
    if let Some(minutes) = minutes_to_wait(until, context.at) {
        return Err(waiting(minutes));
    }
    let hash = active.as_ref().map(|(_, hash)| hash.as_str());
    let is_right = context.house.passwords.is_right(password, hash)?;
    let minutes = match active {
        Some((account, hash)) if is_right => return Ok((account.id, hash)),
        Some((account, _)) => db.write(|conn| count_wrong(conn, context, account.id))?,
        None => {
            tries.add_wrong(unknown, context.at);
            minutes_to_wait(tries.locked_until(unknown, context.at), context.at)
        }
    };
    count_address(context, caller);
    Err(minutes.map_or_else(wrong, waiting))
}

fn count_address(context: &Context, caller: &Caller) {
    if let Some(address) = caller.tried() {
        context.house.tries.add_wrong(address, context.at);
    }
}

/// Counts a wrong password of an account; answers how many minutes it waits now, if it does.
fn count_wrong(
    conn: &mut Conn,
    context: &Context,
    account: AccountId,
) -> Result<Option<i64>, Error> {
    let now = store::load(conn, account)?;
    // Of many tries at once the first few lock the account; the rest were never made.
    if let Some(minutes) = minutes_to_wait(now.locked_until, context.at) {
        return Ok(Some(minutes));
    }
    let count = now.failed_count + 1;
    let until = wait_after(count).map(|wait| later(context.at, wait));
    store::save_tries(conn, account, count, until)?;
    let minutes = minutes_to_wait(until, context.at);
    // The same form may come again with another password.
    let context = context.clone();
    context.request.take();
    record(
        conn,
        &context,
        "sign_in_failed",
        account,
        serde_json::json!({"wrong_tries": count, "wait_minutes": minutes}),
    )?;
    Ok(minutes)
}

/// Ends the browser's former session and begins a new one, in the name of its owner.
fn begin_session(
    conn: &mut Conn,
    context: &Context,
    account: AccountId,
    token: &SessionToken,
    caller: &Caller,
    event: &'static str,
) -> Result<(), Error> {
    if let Some(former) = caller.session_hash {
        sessions::revoke_by_token(conn, &former, context.at)?;
    }
    let device = device_name(&caller.user_agent);
    sessions::insert(conn, account, &token.hash(), &device, context.at)?;
    let owner = in_the_name_of(conn, context, account)?;
    let payload = serde_json::json!({"device": device});
    record(conn, &owner, event, account, payload)
}

/// The same form at the same time, in the name of whoever proved to own an account.
fn in_the_name_of(
    conn: &mut Conn,
    context: &Context,
    account: AccountId,
) -> Result<Context, Error> {
    let owner = Context {
        actor: store::load_actor(conn, account, context.today())?,
        ..context.clone()
    };
    context.request.take();
    Ok(owner)
}

fn record(
    conn: &mut Conn,
    context: &Context,
    event: &'static str,
    account: AccountId,
    payload: serde_json::Value,
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("accounts", account.0),
        organization: None,
        reason: None,
        payload,
    };
    journal::record(conn, context, act).map(drop)
}

/// Who acts with an account of one's own.
fn own_account(actor: &Actor) -> Result<AccountId, Error> {
    actor.account.ok_or(Error::SignInNeeded)
}

/// Ends the session of this browser.
pub fn sign_out(conn: &mut Conn, context: &Context, session_hash: &[u8]) -> Result<(), Error> {
    let account = own_account(&context.actor)?;
    sessions::revoke_by_token(conn, session_hash, context.at)?;
    record(conn, context, "signed_out", account, serde_json::json!({}))
}

fn code_unknown() -> Error {
    Error::input("code", Message::new("activation-code-unknown"))
}

/// The digest under which a code is kept.
pub(super) fn code_hash(context: &Context, code: &ActivationCode) -> [u8; 32] {
    let keys = &context.house.keys;
    keys.digest(Purpose::ActivationCode, &[code.as_bytes()])
}

fn check_new_password(password: &str, account: &Account) -> Result<(), Error> {
    check_password(password, &account.login, &account.display_name)
        .map_err(|refusal| Error::input("password", refusal.message()))
}

/// Sets a password with a one-time code and begins a session. All former sessions end.
pub fn activate(
    db: &Db,
    context: &Context,
    code: &str,
    password: &str,
    caller: &Caller,
) -> Result<SessionToken, Error> {
    let until = caller
        .tried()
        .and_then(|address| context.house.tries.locked_until(address, context.at));
    if let Some(minutes) = minutes_to_wait(until, context.at) {
        return Err(waiting(minutes));
    }
    let found = match ActivationCode::read(code) {
        Some(code) => {
            let hash = code_hash(context, &code);
            db.read(|conn| codes::find_working(conn, &hash, context.at))?
                .map(|(_, account)| (code, account))
        }
        None => None,
    };
    let Some((code, account)) = found else {
        count_address(context, caller);
        return Err(code_unknown());
    };
    check_new_password(password, &account)?;
    let hashed = context.house.passwords.hash(password)?;
    let token = SessionToken::random();
    db.write(|conn| {
        // A copy for each attempt: its first journal entry takes the form's id out of it.
        let context = context.clone();
        let account = redeem_code(conn, &context, &code, &hashed)?;
        begin_session(conn, &context, account, &token, caller, "signed_in")
    })?;
    Ok(token)
}

/// Sets a password with a one-time code. The code works once, and all sessions end.
///
/// If the account had a password before, its offices end with it: a reset gives nobody rights.
pub fn redeem_code(
    conn: &mut Conn,
    context: &Context,
    code: &ActivationCode,
    password: &HashedPassword,
) -> Result<AccountId, Error> {
    let hash = code_hash(context, code);
    let (id, account) = codes::find_working(conn, &hash, context.at)?.ok_or_else(code_unknown)?;
    if !codes::use_up(conn, id, context.at)? {
        return Err(code_unknown());
    }
    codes::expire_all(conn, account.id, context.at)?;
    store::save_password(conn, account.id, password)?;
    let ended = sessions::revoke_others(conn, account.id, None, context.at)?;
    let owner = in_the_name_of(conn, context, account.id)?;
    let event = match account.state {
        AccountState::New => "account_activated",
        AccountState::Active | AccountState::Closed => "password_reset",
    };
    let payload = serde_json::json!({"sessions_ended": ended});
    record(conn, &owner, event, account.id, payload)?;
    if account.state == AccountState::Active {
        rights::end_roles_by_reset(conn, &owner, &account)?;
    }
    Ok(account.id)
}

/// Changes one's own password. All other sessions end.
///
/// A wrong present password counts as at sign-in, so that an open browser is no way to guess it.
pub fn change_password(
    db: &Db,
    context: &Context,
    present: &str,
    new: &str,
    session_hash: &[u8],
) -> Result<(), Error> {
    let id = own_account(&context.actor)?;
    let (account, hash) =
        db.read(|conn| Ok((store::load(conn, id)?, store::load_password_hash(conn, id)?)))?;
    if let Some(minutes) = minutes_to_wait(account.locked_until, context.at) {
        return Err(waiting(minutes));
    }
    check_new_password(new, &account)?;
    if !context.house.passwords.is_right(present, hash.as_deref())? {
        let minutes = db.write(|conn| count_wrong(conn, context, id))?;
        return Err(minutes.map_or_else(
            || Error::input("present_password", Message::new("password-present-wrong")),
            waiting,
        ));
    }
    let hashed = context.house.passwords.hash(new)?;
    db.write(|conn| {
        if store::load_password_hash(conn, id)? != hash {
            return Err(Error::Stale);
        }
        store::save_password(conn, id, &hashed)?;
        let session = store::find_actor(conn, session_hash, context.at)?;
        let keep = session.map(|(session, _)| session.id);
        let ended = sessions::revoke_others(conn, id, keep, context.at)?;
        let payload = serde_json::json!({"sessions_ended": ended});
        record(conn, &context.clone(), "password_changed", id, payload)
    })
}

/// Ends one of one's own sessions.
pub fn revoke_session(conn: &mut Conn, context: &Context, session: SessionId) -> Result<(), Error> {
    let account = own_account(&context.actor)?;
    if !sessions::revoke(conn, account, session, context.at)? {
        return Err(Error::NotFound);
    }
    let payload = serde_json::json!({"sessions_ended": 1});
    record(conn, context, "session_revoked", account, payload)
}
