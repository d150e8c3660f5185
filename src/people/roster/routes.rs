//! Addresses of roster imports. What came of one is under `/imports`.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::import::check_importer;
use super::pages::{self, RosterPage};
use super::{import, sheet};
use crate::error::{Error, FieldErrors};
use crate::imports::{self, Asked, Mode};
use crate::message::Message;
use crate::web::answer::{Answer, Download, Goto};
use crate::web::form::{Sent, Upload, Values};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![show, blank_form, send]
}

/// A roster on its way in.
#[derive(Debug, FromForm, Validate)]
struct RosterForm {
    file: Upload,
    mode: String,
}

#[get("/people/roster")]
async fn show(visit: Visit) -> Answer {
    visit
        .show(|_, context, frame| {
            check_importer(context)?;
            Ok(RosterPage::new(
                frame,
                &Values::default(),
                &FieldErrors::default(),
            ))
        })
        .await
}

#[get("/people/roster/form.xlsx")]
async fn blank_form(visit: Visit) -> Answer {
    visit
        .download(|_, context, words| {
            check_importer(context)?;
            let body = pages::blank_form(words, context.today())?;
            let name = format!("{}.xlsx", words.say("roster-form-title"));
            Ok(Download::xlsx(name, body))
        })
        .await
}

#[post("/people/roster", data = "<sent>")]
async fn send(visit: Visit, sent: Sent<RosterForm>) -> Answer {
    visit
        .act(
            sent,
            "/people/roster",
            |conn, context, form: &RosterForm| {
                check_importer(context)?;
                if form.file.is_cut_off {
                    let too_large =
                        Message::new("spreadsheet-too-large").with("megabytes", 200_i64);
                    return Err(Error::input("file", too_large));
                }
                let mode = match form.mode.as_str() {
                    "store" => Mode::Store,
                    _ => Mode::Trial,
                };
                let sha256 = imports::receive(&context.house, form.file.path(), sheet::COLUMNS)?;
                let asked = Asked { sha256, mode };
                let job = import::start(conn, context, &form.file.name, &asked)?;
                Ok(Goto::to(format!("/jobs/{job}")))
            },
            |_, context, frame, values, errors| {
                check_importer(context)?;
                Ok(RosterPage::new(frame, values, errors))
            },
        )
        .await
}
