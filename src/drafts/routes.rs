//! Addresses of drafts, for our own script alone.

use rocket::http::ContentType;
use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::{Fields, FormKey};
use crate::error::Error;
use crate::message::Message;
use crate::web::answer::{Answer, Download};
use crate::web::form::Sent;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![find, save]
}

/// What was typed so far, as the script sends it.
#[derive(Debug, FromForm, Validate)]
struct DraftForm {
    /// The name of the form.
    key: String,
    /// Its fields as JSON; empty to forget them.
    fields: String,
}

/// What was typed before, or nothing: that there is none is no failure, for the console of every
/// browser would tell it as one.
#[get("/drafts/<key>")]
async fn find(visit: Visit, key: &str) -> Answer {
    let key = FormKey::parse(key);
    visit
        .download(move |conn, context, _| {
            let key = key.ok_or(Error::NotFound)?;
            let draft = super::find(conn, context, &key)?;
            let answer = draft.map(|it| {
                serde_json::json!({
                    "saved_at": it.saved_at.utc().to_rfc3339(),
                    "fields": it.fields,
                })
            });
            Ok(Download {
                name: "draft.json".to_owned(),
                media_type: ContentType::JSON,
                body: serde_json::to_vec(&answer).map_err(Error::fault)?,
            })
        })
        .await
}

#[post("/drafts", data = "<sent>")]
async fn save(visit: Visit, sent: Sent<DraftForm>) -> Answer {
    visit
        .act_quietly(sent, |conn, context, form| {
            let unreadable = || Error::input("fields", Message::new("field-not-valid"));
            let key = FormKey::parse(&form.key).ok_or_else(unreadable)?;
            if form.fields.is_empty() {
                return super::forget(conn, context, &key);
            }
            let fields: Fields = serde_json::from_str(&form.fields).map_err(|_| unreadable())?;
            super::save(conn, context, &key, fields)
        })
        .await
}
