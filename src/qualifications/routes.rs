//! Addresses of somebody's qualification, within the person's file.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::pages::{CertificatePage, CertificatesPage, EventPage, load_of, visible};
use super::rules::EventKind;
use super::rules::entry::{CertificateEntry, EventEntry, Judgment};
use super::{CertificateId, QualificationEventId, actions, store};
use crate::error::Error;
use crate::people::forms::{day_in, optional_day_in, optional_text};
use crate::policy::{CertificateType, PutonghuaLevel};
use crate::web::answer::{Answer, Goto};
use crate::web::form::Sent;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        show,
        blank,
        add,
        edit,
        correct,
        withdraw,
        event,
        add_event,
        withdraw_event
    ]
}

fn href(number: &str) -> String {
    format!("/people/{number}/certificates")
}

#[get("/people/<number>/certificates", rank = 1)]
async fn show(visit: Visit, number: String) -> Answer {
    visit
        .show(move |conn, context, frame| CertificatesPage::load(conn, context, frame, &number))
        .await
}

/// A certificate as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct CertificateForm {
    /// The version that was corrected; 0 for a new one.
    version: i64,
    kind: CertificateType,
    subject: String,
    number: String,
    certified_on: String,
    issued_by: String,
    /// Empty where it is not known.
    putonghua: String,
    exam_passed_on: String,
    exam_number: String,
    preschool_trained_on: String,
}

impl CertificateForm {
    fn entry(&self) -> Result<CertificateEntry, Error> {
        let text = |it: &str| optional_text(it).map(str::to_owned);
        let day = |field, it: &str| optional_day_in(field, it);
        Ok(CertificateEntry {
            kind: self.kind,
            subject: text(&self.subject),
            number: self.number.clone(),
            certified_on: day_in("certified_on", &self.certified_on)?,
            issued_by: text(&self.issued_by),
            // What the select does not offer is as good as nothing.
            putonghua: self.putonghua.parse::<PutonghuaLevel>().ok(),
            exam_passed_on: day("exam_passed_on", &self.exam_passed_on)?,
            exam_number: text(&self.exam_number),
            preschool_trained_on: day("preschool_trained_on", &self.preschool_trained_on)?,
        })
    }
}

#[get("/people/<number>/certificates/new", rank = 1)]
async fn blank(visit: Visit, number: String) -> Answer {
    visit
        .show(move |conn, context, frame| {
            CertificatePage::load(conn, context, frame, &number, None)
        })
        .await
}

#[post("/people/<number>/certificates", data = "<sent>", rank = 1)]
async fn add(visit: Visit, number: String, sent: Sent<CertificateForm>) -> Answer {
    let (back, again) = (href(&number), number.clone());
    visit
        .act(
            sent,
            back,
            move |conn, context, form| {
                let (person, _) = visible(conn, context, &number)?;
                actions::record_certificate(conn, context, person.id, &form.entry()?)?;
                Ok(Goto::to(href(&number)).saying("certificate-saved"))
            },
            move |conn, context, frame, values, errors| {
                let page = CertificatePage::load(conn, context, frame, &again, None)?;
                Ok(page.again(values, errors))
            },
        )
        .await
}

#[get("/people/<number>/certificates/<id>", rank = 2)]
async fn edit(visit: Visit, number: String, id: CertificateId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            CertificatePage::load(conn, context, frame, &number, Some(id))
        })
        .await
}

#[post("/people/<number>/certificates/<id>", data = "<sent>", rank = 2)]
async fn correct(
    visit: Visit,
    number: String,
    id: CertificateId,
    sent: Sent<CertificateForm>,
) -> Answer {
    let (back, again) = (href(&number), number.clone());
    visit
        .act(
            sent,
            back,
            move |conn, context, form| {
                let (person, _) = visible(conn, context, &number)?;
                let row = load_of(conn, &person, id)?;
                actions::correct_certificate(conn, context, row.id, form.version, &form.entry()?)?;
                Ok(Goto::to(href(&number)).saying("certificate-saved"))
            },
            move |conn, context, frame, values, errors| {
                let page = CertificatePage::load(conn, context, frame, &again, Some(id))?;
                Ok(page.again(values, errors))
            },
        )
        .await
}

/// Takes something out again, with the reason.
#[derive(Debug, FromForm, Validate)]
struct WithdrawForm {
    version: i64,
    reason: String,
}

#[post("/people/<number>/certificates/<id>/withdraw", data = "<sent>")]
async fn withdraw(
    visit: Visit,
    number: String,
    id: CertificateId,
    sent: Sent<WithdrawForm>,
) -> Answer {
    let (back, again) = (href(&number), number.clone());
    visit
        .act(
            sent,
            back,
            move |conn, context, form| {
                let (person, _) = visible(conn, context, &number)?;
                let row = load_of(conn, &person, id)?;
                let (seen, reason) = (form.version, &form.reason);
                actions::withdraw_certificate(conn, context, row.id, seen, reason)?;
                Ok(Goto::to(href(&number)).saying("certificate-taken-out"))
            },
            move |conn, context, frame, _, errors| {
                Ok(CertificatesPage::load(conn, context, frame, &again)?.again(errors))
            },
        )
        .await
}

/// A loss, a revocation or cheating as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct EventForm {
    kind: EventKind,
    /// Empty unless it is a loss.
    judgment: String,
    happened_on: String,
    document: String,
    reason: String,
}

impl EventForm {
    fn entry(&self) -> Result<EventEntry, Error> {
        Ok(EventEntry {
            kind: self.kind,
            // What the select does not offer is as good as nothing.
            judgment: self.judgment.parse::<Judgment>().ok(),
            happened_on: day_in("happened_on", &self.happened_on)?,
            document: self.document.clone(),
            reason: self.reason.clone(),
        })
    }
}

#[get("/people/<number>/qualification/new", rank = 1)]
async fn event(visit: Visit, number: String) -> Answer {
    visit
        .show(move |conn, context, frame| EventPage::load(conn, context, frame, &number))
        .await
}

#[post("/people/<number>/qualification", data = "<sent>", rank = 1)]
async fn add_event(visit: Visit, number: String, sent: Sent<EventForm>) -> Answer {
    let (back, again) = (href(&number), number.clone());
    visit
        .act(
            sent,
            back,
            move |conn, context, form| {
                let (person, _) = visible(conn, context, &number)?;
                actions::record_event(conn, context, person.id, &form.entry()?)?;
                Ok(Goto::to(href(&number)).saying("qualification-event-saved"))
            },
            move |conn, context, frame, values, errors| {
                Ok(EventPage::load(conn, context, frame, &again)?.again(values, errors))
            },
        )
        .await
}

#[post("/people/<number>/qualification/<id>/withdraw", data = "<sent>")]
async fn withdraw_event(
    visit: Visit,
    number: String,
    id: QualificationEventId,
    sent: Sent<WithdrawForm>,
) -> Answer {
    let (back, again) = (href(&number), number.clone());
    visit
        .act(
            sent,
            back,
            move |conn, context, form| {
                let (person, _) = visible(conn, context, &number)?;
                let row = store::load_event(conn, id)?;
                if row.person_id != person.id {
                    return Err(Error::NotFound);
                }
                actions::withdraw_event(conn, context, id, form.version, &form.reason)?;
                Ok(Goto::to(href(&number)).saying("qualification-event-taken-out"))
            },
            move |conn, context, frame, _, errors| {
                Ok(CertificatesPage::load(conn, context, frame, &again)?.again(errors))
            },
        )
        .await
}
