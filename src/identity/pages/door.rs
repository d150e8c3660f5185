//! Sign-in, activation, one's own account.

use askama::Template;

use super::{RoleRow, role_row};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::identity::Demonstration;
use crate::identity::actions::door::WHOLE_FORM;
use crate::identity::rules::PASSWORD_CHARACTERS_MIN;
use crate::identity::store::{self, grants, sessions};
use crate::message::Message;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::Problems;

/// What is wrong with the form as a whole, in words.
fn refused(frame: &Frame, errors: &FieldErrors) -> String {
    errors
        .get(WHOLE_FORM)
        .map_or_else(String::new, |message| frame.tell(message))
}

fn password_hint(frame: &Frame) -> String {
    frame.tell(Message::new("password-hint").with("count", PASSWORD_CHARACTERS_MIN))
}

/// The sign-in form.
#[derive(Debug, Template)]
#[template(path = "identity/sign_in.html")]
pub struct SignInPage {
    frame: Frame,
    login: String,
    problems: Problems,
    refused: String,
    /// Where to go after.
    back: String,
    demonstration: Option<&'static Demonstration>,
}

impl SignInPage {
    /// Empty, or with a login that is already known.
    pub fn new(
        frame: Frame,
        demonstration: Option<&'static Demonstration>,
        login: &str,
        back: &str,
    ) -> SignInPage {
        SignInPage {
            frame,
            login: login.to_owned(),
            problems: Problems::default(),
            refused: String::new(),
            back: back.to_owned(),
            demonstration,
        }
    }

    /// With what was typed and what is wrong.
    pub fn again(
        frame: Frame,
        demonstration: Option<&'static Demonstration>,
        values: &Values,
        errors: &FieldErrors,
    ) -> SignInPage {
        SignInPage {
            refused: refused(&frame, errors),
            problems: errors.in_words(frame.words),
            ..SignInPage::new(
                frame,
                demonstration,
                values.get("login"),
                values.get("back"),
            )
        }
    }

    fn invitation(&self, password: &str) -> String {
        self.frame
            .tell(Message::new("sign-in-demonstration").with("password", password))
    }
}

/// The form that sets a password with a code.
#[derive(Debug, Template)]
#[template(path = "identity/activate.html")]
pub struct ActivatePage {
    frame: Frame,
    code: String,
    password_hint: String,
    problems: Problems,
    refused: String,
}

impl ActivatePage {
    /// Empty, or with what was typed and what is wrong.
    pub fn new(frame: Frame, values: &Values, errors: &FieldErrors) -> ActivatePage {
        ActivatePage {
            code: values.get("code").to_owned(),
            password_hint: password_hint(&frame),
            refused: refused(&frame, errors),
            problems: errors.in_words(frame.words),
            frame,
        }
    }
}

/// A session as a row of a table.
#[derive(Debug)]
pub struct SessionRow {
    id: String,
    device: String,
    seen: String,
    since: String,
    is_this_one: bool,
}

/// One's own account: roles, password, sessions.
#[derive(Debug, Template)]
#[template(path = "identity/account.html")]
pub struct AccountPage {
    frame: Frame,
    login: String,
    roles: Vec<RoleRow>,
    sessions: Vec<SessionRow>,
    password_hint: String,
    problems: Problems,
    refused: String,
}

impl AccountPage {
    /// The account of whoever is here. `session_hash` is that of this browser's session.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        session_hash: &[u8],
        errors: &FieldErrors,
    ) -> Result<AccountPage, Error> {
        let account = context.actor.account.ok_or(Error::SignInNeeded)?;
        let this_one = store::find_actor(conn, session_hash, context.at)?.map(|(it, _)| it.id);
        let roles = grants::list_of_account(conn, account)?
            .iter()
            .map(|held| role_row(&frame, held, context.today()))
            .collect();
        let sessions = sessions::list_running(conn, account, context.at)?
            .into_iter()
            .map(|it| SessionRow {
                id: it.id.to_string(),
                seen: frame.words.date_time(it.seen_at.utc()),
                since: frame.words.date_time(it.created_at.utc()),
                is_this_one: Some(it.id) == this_one,
                device: if it.device.is_empty() {
                    frame.say("session-unknown-device")
                } else {
                    it.device
                },
            })
            .collect();
        Ok(AccountPage {
            login: store::load(conn, account)?.login,
            roles,
            sessions,
            password_hint: password_hint(&frame),
            refused: refused(&frame, errors),
            problems: errors.in_words(frame.words),
            frame,
        })
    }
}
