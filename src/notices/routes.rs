//! Addresses of notices, most of them open to everybody, and of objections.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::pages::{NoticePage, NoticesPage, ObjectionPage, ObjectionsPage, ReceiptPage};
use super::{NoticeId, ObjectionId, actions};
use crate::error::Error;
use crate::message::Message;
use crate::web::answer::{Answer, Goto};
use crate::web::form::Sent;
use crate::web::visit::Visit;
use crate::workflow::publicity::Finding;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![list, receipt, show, object, objections, objection, answer]
}

/// Where a notice is.
pub fn href(id: NoticeId) -> String {
    format!("/notices/{id}")
}

/// Where an officer finds an objection.
pub fn objection_href(id: ObjectionId) -> String {
    format!("/objections/{id}")
}

#[get("/notices?<school>&<after>")]
async fn list(visit: Visit, school: Option<String>, after: Option<NoticeId>) -> Answer {
    visit
        .show_public(move |conn, context, frame| {
            NoticesPage::load(conn, context, frame, &school.unwrap_or_default(), after)
        })
        .await
}

#[get("/notices/receipt?<code>")]
async fn receipt(visit: Visit, code: Option<String>) -> Answer {
    let address = visit.address.map(|it| it.to_string());
    visit
        .show_public(move |conn, context, frame| {
            let typed = code.unwrap_or_default();
            ReceiptPage::load(conn, context, frame, address.as_deref(), &typed)
        })
        .await
}

#[get("/notices/<id>", rank = 1)]
async fn show(visit: Visit, id: NoticeId) -> Answer {
    visit
        .show_public(move |conn, context, frame| NoticePage::load(conn, context, frame, id))
        .await
}

/// An objection as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct ObjectionForm {
    text: String,
    contact: String,
}

#[post("/notices/<id>/objections", data = "<sent>")]
async fn object(visit: Visit, id: NoticeId, sent: Sent<ObjectionForm>) -> Answer {
    let address = visit.address.map(|it| it.to_string());
    visit
        .act_in_steps(
            sent,
            href(id),
            move |db, context, form| {
                let said = (form.text.as_str(), form.contact.as_str());
                let code = actions::object_from(db, context, address.as_deref(), id, said)?;
                let receipt = format!("/notices/receipt?code={code}");
                Ok(Goto::to(receipt).saying("objection-taken"))
            },
            move |conn, context, frame, values, errors| {
                Ok(NoticePage::load(conn, context, frame, id)?.again(values, errors))
            },
        )
        .await
}

#[get("/objections")]
async fn objections(visit: Visit) -> Answer {
    visit.show(ObjectionsPage::load).await
}

#[get("/objections/<id>")]
async fn objection(visit: Visit, id: ObjectionId) -> Answer {
    visit
        .show(move |conn, context, frame| ObjectionPage::load(conn, context, frame, id))
        .await
}

/// An answer as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct AnswerForm {
    version: i64,
    /// `dismiss` or `uphold`.
    finding: String,
    /// Lines that it is right about, by their place; none for the whole list.
    lines: Vec<usize>,
    reason: String,
}

impl AnswerForm {
    fn finding(&self) -> Result<Finding, Error> {
        match self.finding.as_str() {
            "dismiss" => Ok(Finding::Dismiss),
            "uphold" => Ok(Finding::Uphold),
            _ => Err(Error::input("finding", Message::new("finding-missing"))),
        }
    }
}

#[post("/objections/<id>/answer", data = "<sent>")]
async fn answer(visit: Visit, id: ObjectionId, sent: Sent<AnswerForm>) -> Answer {
    visit
        .act(
            sent,
            objection_href(id),
            move |conn, context, form| {
                let finding = form.finding()?;
                let (seen, about) = ((id, form.version), (finding, &form.lines[..]));
                actions::answer_about(conn, context, seen, about, &form.reason)?;
                Ok(Goto::to(objection_href(id)).saying("objection-answer-saved"))
            },
            move |conn, context, frame, values, errors| {
                Ok(ObjectionPage::load(conn, context, frame, id)?.again(values, errors))
            },
        )
        .await
}
