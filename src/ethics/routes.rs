//! Addresses of somebody's alerts, within the person's file.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::actions::{self, AlertEntry};
use super::pages::{AlertPage, EthicsPage, visible};
use super::rules::{AdmonitionKind, Gravity, Intent, Step};
use super::store::HandlingKind;
use super::{AlertId, store};
use crate::error::Error;
use crate::message::Message;
use crate::people::forms::{day_in, optional_day_in};
use crate::policy::{SanctionKind, StaffClass};
use crate::web::answer::{Answer, Goto};
use crate::web::form::Sent;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![show, blank, open, change]
}

fn href(number: &str) -> String {
    format!("/people/{number}/ethics")
}

#[get("/people/<number>/ethics", rank = 1)]
async fn show(visit: Visit, number: String) -> Answer {
    visit
        .show(move |conn, context, frame| EthicsPage::load(conn, context, frame, &number))
        .await
}

#[get("/people/<number>/ethics/new", rank = 1)]
async fn blank(visit: Visit, number: String) -> Answer {
    visit
        .show(move |conn, context, frame| AlertPage::load(conn, context, frame, &number))
        .await
}

/// An alert as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct AlertForm {
    gravity: Gravity,
    staff: StaffClass,
    handling: HandlingKind,
    /// Each empty unless the handling asks for it.
    sanction: String,
    admonition: String,
    months: String,
    heard_on: String,
    decided_on: String,
    decided_by: String,
    document: String,
    summary: String,
}

impl AlertForm {
    fn intent(&self) -> Result<Intent, Error> {
        let missing = |field| Error::input(field, Message::new("alert-field-needed"));
        match self.handling {
            HandlingKind::Sanction => self
                .sanction
                .parse::<SanctionKind>()
                .map(Intent::Sanction)
                .map_err(|_| missing("sanction")),
            HandlingKind::Admonition => self
                .admonition
                .parse::<AdmonitionKind>()
                .map(Intent::Admonition)
                .map_err(|_| missing("admonition")),
            HandlingKind::RightsLoss => match self.months.trim().parse() {
                Ok(months @ 1..=600) => Ok(Intent::RightsLoss { months }),
                _ => Err(Error::input("months", Message::new("alert-months-needed"))),
            },
        }
    }

    fn entry(&self) -> Result<AlertEntry, Error> {
        Ok(AlertEntry {
            gravity: self.gravity,
            intent: self.intent()?,
            staff: self.staff,
            heard_on: optional_day_in("heard_on", &self.heard_on)?,
            decided_on: day_in("decided_on", &self.decided_on)?,
            decided_by: self.decided_by.clone(),
            document: self.document.clone(),
            summary: self.summary.clone(),
        })
    }
}

#[post("/people/<number>/ethics", data = "<sent>", rank = 1)]
async fn open(visit: Visit, number: String, sent: Sent<AlertForm>) -> Answer {
    let (back, again) = (href(&number), number.clone());
    visit
        .act(
            sent,
            back,
            move |conn, context, form| {
                let (person, _) = visible(conn, context, &number)?;
                actions::open_alert(conn, context, person.id, &form.entry()?)?;
                Ok(Goto::to(href(&number)).saying("alert-saved"))
            },
            move |conn, context, frame, values, errors| {
                Ok(AlertPage::load(conn, context, frame, &again)?.again(values, errors))
            },
        )
        .await
}

/// A step with an alert, as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct StepForm {
    version: i64,
    /// `lift`, `set_aside` or `reopen`.
    step: String,
    /// The document or the reason.
    reason: String,
}

impl StepForm {
    fn step(&self) -> Result<Step<'_>, Error> {
        let reason = self.reason.as_str();
        match self.step.as_str() {
            "lift" => Ok(Step::Lift { document: reason }),
            "set_aside" => Ok(Step::SetAside { reason }),
            "reopen" => Ok(Step::Reopen { reason }),
            _ => Err(Error::input("step", Message::new("alert-step-missing"))),
        }
    }
}

#[post("/people/<number>/ethics/<id>", data = "<sent>", rank = 1)]
async fn change(visit: Visit, number: String, id: AlertId, sent: Sent<StepForm>) -> Answer {
    let (back, again) = (href(&number), number.clone());
    visit
        .act(
            sent,
            back,
            move |conn, context, form| {
                let (person, _) = visible(conn, context, &number)?;
                if store::load(conn, id)?.person_id != person.id {
                    return Err(Error::NotFound);
                }
                actions::change_alert(conn, context, id, form.version, form.step()?)?;
                Ok(Goto::to(href(&number)).saying("alert-saved"))
            },
            move |conn, context, frame, values, errors| {
                Ok(EthicsPage::load(conn, context, frame, &again)?.again(values, errors))
            },
        )
        .await
}
