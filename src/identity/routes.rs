//! Addresses of identity.

use chrono::NaiveDate;
use rocket::http::Cookie;
use rocket::time::Duration;
use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::actions::door::{self, Caller, SessionToken};
use super::actions::{accounts, rights};
use super::pages::accounts::{AccountAdminPage, AccountsPage, CodePage, NewAccountPage};
use super::pages::door::{AccountPage, ActivatePage, SignInPage};
use super::pages::rights::{RightsAccountPage, RightsPage};
use super::store::{self, grants};
use super::{AccountId, GrantId, SessionId};
use crate::access::Role;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::organizations::store::find_named;
use crate::web::answer::{Answer, Goto, own_path};
use crate::web::form::{Button, Sent, Values};
use crate::web::language::Language;
use crate::web::visit::{LANGUAGE_COOKIE, SESSION_COOKIE, Shared, Visit, cookie};

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        sign_in_page,
        sign_in,
        sign_out,
        activate_page,
        activate,
        switch_language,
        account,
        change_password,
        revoke_session,
        list_accounts,
        new_account,
        open_account,
        show_account,
        issue_code,
        unlock_account,
        close_account,
        reopen_account,
        list_rights,
        show_rights,
        grant_role,
        end_role,
    ]
}

fn caller(visit: &Visit) -> Caller {
    Caller {
        user_agent: visit.device.clone(),
        address: visit.address.map(|it| it.to_string()),
        session_hash: visit.session_hash(),
    }
}

/// The cookie ends with the browser; the session ends earlier if nobody uses it.
fn session_cookie(shared: &Shared, token: SessionToken) -> Cookie<'static> {
    cookie(shared, SESSION_COOKIE, token.into_text())
}

fn expired_cookie(shared: &Shared) -> Cookie<'static> {
    let mut gone = cookie(shared, SESSION_COOKIE, String::new());
    gone.set_max_age(Duration::ZERO);
    gone
}

#[derive(Debug, FromForm, Validate)]
struct SignIn {
    login: String,
    password: String,
    back: String,
}

#[get("/sign-in?<next>&<login>")]
async fn sign_in_page(visit: Visit, next: Option<String>, login: Option<String>) -> Answer {
    let back = next.as_deref().and_then(own_path).unwrap_or("/").to_owned();
    let demonstration = visit.shared().demonstration;
    visit
        .show_public(move |_, _, frame| {
            let login = login.unwrap_or_default();
            Ok(SignInPage::new(frame, demonstration, &login, &back))
        })
        .await
}

#[post("/sign-in", data = "<sent>")]
async fn sign_in(visit: Visit, sent: Sent<SignIn>) -> Answer {
    let (shared, caller) = (visit.shared().clone(), caller(&visit));
    let demonstration = shared.demonstration;
    visit
        .act_in_steps(
            sent,
            "/",
            move |db, context, form| {
                let token = door::sign_in(db, context, &form.login, &form.password, &caller)?;
                let back = own_path(&form.back).unwrap_or("/");
                Ok(Goto::to(back).setting(session_cookie(&shared, token)))
            },
            move |_, _, frame, values, errors| {
                Ok(SignInPage::again(frame, demonstration, values, errors))
            },
        )
        .await
}

#[post("/sign-out", data = "<sent>")]
async fn sign_out(visit: Visit, sent: Sent<Button>) -> Answer {
    let (shared, hash) = (visit.shared().clone(), visit.session_hash());
    visit
        .act_plain(sent, "/sign-in", move |conn, context, _| {
            door::sign_out(conn, context, &hash.unwrap_or_default())?;
            let goto = Goto::to("/sign-in").saying("signed-out");
            Ok(goto.setting(expired_cookie(&shared)))
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct Activation {
    code: String,
    password: String,
    password_again: String,
}

/// Both times the same, or a problem at the second field.
fn check_typed_twice(once: &str, again: &str) -> Result<(), Error> {
    if once == again {
        Ok(())
    } else {
        Err(Error::input(
            "password_again",
            Message::new("password-not-the-same"),
        ))
    }
}

#[get("/activate")]
async fn activate_page(visit: Visit) -> Answer {
    visit
        .show_public(|_, _, frame| {
            Ok(ActivatePage::new(
                frame,
                &Values::default(),
                &FieldErrors::default(),
            ))
        })
        .await
}

#[post("/activate", data = "<sent>")]
async fn activate(visit: Visit, sent: Sent<Activation>) -> Answer {
    let (shared, caller) = (visit.shared().clone(), caller(&visit));
    visit
        .act_in_steps(
            sent,
            "/",
            move |db, context, form| {
                check_typed_twice(&form.password, &form.password_again)?;
                let token = door::activate(db, context, &form.code, &form.password, &caller)?;
                let goto = Goto::to("/").saying("account-activated");
                Ok(goto.setting(session_cookie(&shared, token)))
            },
            |_, _, frame, values, errors| Ok(ActivatePage::new(frame, values, errors)),
        )
        .await
}

#[get("/language/<tag>?<back>")]
fn switch_language(visit: Visit, tag: &str, back: Option<String>) -> Option<Answer> {
    let language = Language::from_tag(tag)?;
    let mut chosen = cookie(
        visit.shared(),
        LANGUAGE_COOKIE,
        language.as_tag().to_owned(),
    );
    chosen.set_max_age(Duration::days(365));
    let to = back.as_deref().and_then(own_path).unwrap_or("/").to_owned();
    Some(Answer::SeeOther {
        to,
        flash: None,
        cookies: vec![chosen],
    })
}

#[get("/account")]
async fn account(visit: Visit) -> Answer {
    let hash = visit.session_hash().unwrap_or_default();
    visit
        .show(move |conn, context, frame| {
            AccountPage::load(conn, context, frame, &hash, &FieldErrors::default())
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct PasswordChange {
    present_password: String,
    password: String,
    password_again: String,
}

#[post("/account/password", data = "<sent>")]
async fn change_password(visit: Visit, sent: Sent<PasswordChange>) -> Answer {
    let hash = visit.session_hash().unwrap_or_default();
    visit
        .act_in_steps(
            sent,
            "/account",
            move |db, context, form| {
                check_typed_twice(&form.password, &form.password_again)?;
                let (present, new) = (&form.present_password, &form.password);
                door::change_password(db, context, present, new, &hash)?;
                Ok(Goto::to("/account").saying("password-changed"))
            },
            move |conn, context, frame, _, errors| {
                AccountPage::load(conn, context, frame, &hash, errors)
            },
        )
        .await
}

#[post("/account/sessions/<id>/revoke", data = "<sent>")]
async fn revoke_session(visit: Visit, id: SessionId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, "/account", move |conn, context, _| {
            door::revoke_session(conn, context, id)?;
            Ok(Goto::to("/account").saying("session-revoked"))
        })
        .await
}

#[get("/admin/accounts?<search>&<after>")]
async fn list_accounts(visit: Visit, search: Option<String>, after: Option<String>) -> Answer {
    let (search, after) = (search.unwrap_or_default(), after.unwrap_or_default());
    visit
        .show(move |conn, context, frame| AccountsPage::load(conn, context, frame, &search, &after))
        .await
}

#[get("/admin/accounts/new")]
async fn new_account(visit: Visit) -> Answer {
    visit
        .show(|_, context, frame| {
            NewAccountPage::new(context, frame, &Values::default(), &FieldErrors::default())
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct AccountForm {
    login: String,
    #[validate(length(min = 1, max = 60, code = "field-needed"))]
    display_name: String,
    teacher_number: String,
}

#[post("/admin/accounts", data = "<sent>")]
async fn open_account(visit: Visit, sent: Sent<AccountForm>) -> Answer {
    visit
        .act(
            sent,
            "/admin/accounts",
            |conn, context, form| {
                let new = accounts::NewAccount {
                    login: form.login.clone(),
                    display_name: form.display_name.clone(),
                    teacher_number: Some(form.teacher_number.clone()),
                };
                let id = accounts::open_account(conn, context, &new)?;
                Ok(Goto::to(format!("/admin/accounts/{id}")).saying("account-opened"))
            },
            |_, context, frame, values, errors| NewAccountPage::new(context, frame, values, errors),
        )
        .await
}

#[get("/admin/accounts/<id>")]
async fn show_account(visit: Visit, id: AccountId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            AccountAdminPage::load(conn, context, frame, id, &FieldErrors::default())
        })
        .await
}

#[post("/admin/accounts/<id>/code", data = "<sent>")]
async fn issue_code(visit: Visit, id: AccountId, sent: Sent<Button>) -> Answer {
    visit
        .act_and_show(
            sent,
            format!("/admin/accounts/{id}"),
            move |conn, context, _| {
                let code = accounts::issue_activation_code(conn, context, id)?;
                Ok((store::load(conn, id)?, code))
            },
            |frame, (account, code)| CodePage::new(frame, account, &code),
        )
        .await
}

#[post("/admin/accounts/<id>/unlock", data = "<sent>")]
async fn unlock_account(visit: Visit, id: AccountId, sent: Sent<Button>) -> Answer {
    let back = format!("/admin/accounts/{id}");
    visit
        .act_plain(sent, back.clone(), move |conn, context, _| {
            accounts::unlock_account(conn, context, id)?;
            Ok(Goto::to(back.clone()).saying("account-unlocked"))
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct Closing {
    version: i64,
    #[validate(length(min = 1, max = 200, code = "field-needed"))]
    reason: String,
}

#[post("/admin/accounts/<id>/close", data = "<sent>")]
async fn close_account(visit: Visit, id: AccountId, sent: Sent<Closing>) -> Answer {
    let back = format!("/admin/accounts/{id}");
    visit
        .act(
            sent,
            back.clone(),
            move |conn, context, form| {
                accounts::close_account(conn, context, id, form.version, &form.reason)?;
                Ok(Goto::to(back.clone()).saying("account-closed"))
            },
            move |conn, context, frame, _, errors| {
                AccountAdminPage::load(conn, context, frame, id, errors)
            },
        )
        .await
}

#[derive(Debug, FromForm, Validate)]
struct Reopening {
    version: i64,
}

#[post("/admin/accounts/<id>/reopen", data = "<sent>")]
async fn reopen_account(visit: Visit, id: AccountId, sent: Sent<Reopening>) -> Answer {
    let back = format!("/admin/accounts/{id}");
    visit
        .act_plain(sent, back.clone(), move |conn, context, form| {
            accounts::reopen_account(conn, context, id, form.version)?;
            Ok(Goto::to(back.clone()).saying("account-reopened"))
        })
        .await
}

#[get("/admin/rights?<search>&<after>&<organization>")]
async fn list_rights(
    visit: Visit,
    search: Option<String>,
    after: Option<String>,
    organization: Option<String>,
) -> Answer {
    let text = Option::unwrap_or_default;
    let asked: [String; 3] = [text(search), text(after), text(organization)];
    visit
        .show(move |conn, context, frame| {
            let [search, after, organization] = &asked;
            RightsPage::load(conn, context, frame, (search, after, organization))
        })
        .await
}

#[get("/admin/rights/<id>")]
async fn show_rights(visit: Visit, id: AccountId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let values = Values::of([("starts_on", context.today().to_string())]);
            let nothing = (&values, &FieldErrors::default());
            RightsAccountPage::load(conn, context, frame, id, nothing)
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct GrantForm {
    role: Role,
    organization: String,
    starts_on: String,
    ends_on: String,
}

/// A day as a date field sends it.
fn day(field: &'static str, text: &str) -> Result<NaiveDate, Error> {
    text.parse()
        .map_err(|_| Error::input(field, Message::new("field-not-valid")))
}

#[post("/admin/rights/<id>/grant", data = "<sent>")]
async fn grant_role(visit: Visit, id: AccountId, sent: Sent<GrantForm>) -> Answer {
    let back = format!("/admin/rights/{id}");
    visit
        .act(
            sent,
            back.clone(),
            move |conn, context, form| {
                let place = find_named(conn, &form.organization)?.ok_or_else(|| {
                    Error::input("organization", Message::new("rights-no-such-organization"))
                })?;
                let ends_on = Some(form.ends_on.as_str()).filter(|it| !it.is_empty());
                let new = rights::NewGrant {
                    account: id,
                    role: form.role,
                    organization: place.id,
                    starts_on: day("starts_on", &form.starts_on)?,
                    ends_on: ends_on.map(|it| day("ends_on", it)).transpose()?,
                };
                rights::grant_role(conn, context, &new)?;
                Ok(Goto::to(back.clone()).saying("role-granted"))
            },
            move |conn, context, frame, values, errors| {
                RightsAccountPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

#[derive(Debug, FromForm, Validate)]
struct Ending {
    #[validate(length(min = 1, max = 200, code = "field-needed"))]
    reason: String,
}

#[post("/admin/rights/grants/<id>/end", data = "<sent>")]
async fn end_role(visit: Visit, id: GrantId, sent: Sent<Ending>) -> Answer {
    visit
        .act_plain(sent, "/admin/rights", move |conn, context, form| {
            rights::end_role(conn, context, id, &form.reason)?;
            let (holder, _) = grants::load(conn, id)?;
            Ok(Goto::to(format!("/admin/rights/{holder}")).saying("role-ended"))
        })
        .await
}
