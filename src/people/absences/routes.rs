//! Addresses of somebody's absences, within the person's file.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::pages::{AbsencePage, AbsencesPage, load_of};
use super::rules::AbsenceEntry;
use super::{AbsenceId, AbsenceKind, actions};
use crate::error::Error;
use crate::people::forms::{day_in, optional_day_in, optional_text};
use crate::people::pages::load_visible;
use crate::web::answer::{Answer, Goto};
use crate::web::form::Sent;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![show, blank, add, edit, correct, withdraw]
}

fn href(number: &str) -> String {
    format!("/people/{number}/absences")
}

/// An absence as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct AbsenceForm {
    /// The version that was corrected; 0 for a new one.
    version: i64,
    kind: AbsenceKind,
    started_on: String,
    ended_on: String,
    approved_by: String,
}

impl AbsenceForm {
    fn entry(&self) -> Result<AbsenceEntry, Error> {
        Ok(AbsenceEntry {
            kind: self.kind,
            started_on: day_in("started_on", &self.started_on)?,
            ended_on: optional_day_in("ended_on", &self.ended_on)?,
            approved_by: optional_text(&self.approved_by).map(str::to_owned),
        })
    }
}

#[get("/people/<number>/absences", rank = 1)]
async fn show(visit: Visit, number: String) -> Answer {
    visit
        .show(move |conn, context, frame| AbsencesPage::load(conn, context, frame, &number))
        .await
}

#[get("/people/<number>/absences/new", rank = 1)]
async fn blank(visit: Visit, number: String) -> Answer {
    visit
        .show(move |conn, context, frame| AbsencePage::load(conn, context, frame, &number, None))
        .await
}

#[post("/people/<number>/absences", data = "<sent>", rank = 1)]
async fn add(visit: Visit, number: String, sent: Sent<AbsenceForm>) -> Answer {
    let (back, again) = (href(&number), number.clone());
    visit
        .act(
            sent,
            back,
            move |conn, context, form| {
                let person = load_visible(conn, context, &number)?;
                actions::record_absence(conn, context, person.id, &form.entry()?)?;
                Ok(Goto::to(href(&number)).saying("absence-saved"))
            },
            move |conn, context, frame, values, errors| {
                let page = AbsencePage::load(conn, context, frame, &again, None)?;
                Ok(page.again(values, errors))
            },
        )
        .await
}

#[get("/people/<number>/absences/<id>", rank = 2)]
async fn edit(visit: Visit, number: String, id: AbsenceId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            AbsencePage::load(conn, context, frame, &number, Some(id))
        })
        .await
}

#[post("/people/<number>/absences/<id>", data = "<sent>", rank = 2)]
async fn correct(visit: Visit, number: String, id: AbsenceId, sent: Sent<AbsenceForm>) -> Answer {
    let (back, again) = (href(&number), number.clone());
    visit
        .act(
            sent,
            back,
            move |conn, context, form| {
                let person = load_visible(conn, context, &number)?;
                let row = load_of(conn, &person, id)?;
                actions::correct_absence(conn, context, row.id, form.version, &form.entry()?)?;
                Ok(Goto::to(href(&number)).saying("absence-saved"))
            },
            move |conn, context, frame, values, errors| {
                let page = AbsencePage::load(conn, context, frame, &again, Some(id))?;
                Ok(page.again(values, errors))
            },
        )
        .await
}

/// Takes an absence out again, with the reason.
#[derive(Debug, FromForm, Validate)]
struct WithdrawForm {
    version: i64,
    reason: String,
}

#[post("/people/<number>/absences/<id>/withdraw", data = "<sent>")]
async fn withdraw(visit: Visit, number: String, id: AbsenceId, sent: Sent<WithdrawForm>) -> Answer {
    let (back, again) = (href(&number), number.clone());
    visit
        .act(
            sent,
            back,
            move |conn, context, form| {
                let person = load_visible(conn, context, &number)?;
                let row = load_of(conn, &person, id)?;
                actions::withdraw_absence(conn, context, row.id, form.version, &form.reason)?;
                Ok(Goto::to(href(&number)).saying("absence-taken-out"))
            },
            move |conn, context, frame, _, errors| {
                Ok(AbsencesPage::load(conn, context, frame, &again)?.again(errors))
            },
        )
        .await
}
