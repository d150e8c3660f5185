//! Addresses of the credit bank.

use chrono::NaiveDate;
use rocket::{FromForm, Route, get, routes};

use super::pages::{PrintPage, StatementPage};
use super::{actions, export};
use crate::clock::end_of;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::ledger::AsOf;
use crate::people;
use crate::spreadsheets::write::Format;
use crate::web::answer::Answer;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![own, show, print, download]
}

/// Which year, seen from when. A day that is none counts as not given.
#[derive(Debug, Clone, Default, FromForm)]
pub struct Query {
    /// The calendar year to look at; the present one unless told.
    pub year: Option<i32>,
    effective_on: Option<String>,
    known_on: Option<String>,
}

impl Query {
    /// Only what was done on this day or before.
    pub fn effective_on(&self) -> Option<NaiveDate> {
        self.effective_on.as_deref()?.parse().ok()
    }

    /// Only what was known at the end of this day.
    pub fn known_on(&self) -> Option<NaiveDate> {
        self.known_on.as_deref()?.parse().ok()
    }

    fn as_of(&self) -> AsOf {
        AsOf {
            effective_on: self.effective_on(),
            known_at: self.known_on().map(end_of),
        }
    }

    /// A page of the same statement, seen from the same dates.
    pub fn href(&self, teacher_number: &str, rest: &str, year: i32) -> String {
        let mut href = format!("/credit-bank/{teacher_number}{rest}?year={year}");
        for (name, day) in [
            ("effective_on", self.effective_on()),
            ("known_on", self.known_on()),
        ] {
            if let Some(day) = day {
                href = format!("{href}&{name}={day}");
            }
        }
        href
    }
}

/// The number of the person behind the account.
fn own_number(conn: &mut Conn, context: &Context) -> Result<String, Error> {
    let person = context.actor.person.ok_or(Error::NotFound)?;
    Ok(people::store::load(conn, person)?.teacher_number)
}

#[get("/credit-bank?<query..>")]
async fn own(visit: Visit, query: Query) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let number = own_number(conn, context)?;
            let statement = actions::load(conn, context, &number, query.as_of())?;
            StatementPage::load(conn, context, frame, statement, query)
        })
        .await
}

#[get("/credit-bank/<number>?<query..>")]
async fn show(visit: Visit, number: String, query: Query) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let statement = actions::load(conn, context, &number, query.as_of())?;
            StatementPage::load(conn, context, frame, statement, query)
        })
        .await
}

#[get("/credit-bank/<number>/print?<query..>")]
async fn print(visit: Visit, number: String, query: Query) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let statement = actions::load(conn, context, &number, query.as_of())?;
            PrintPage::load(conn, frame, statement, query)
        })
        .await
}

#[get("/credit-bank/<number>/export/<format>?<query..>")]
async fn download(visit: Visit, number: String, format: &str, query: Query) -> Answer {
    let format = match format {
        "xlsx" => Ok(Format::Xlsx),
        "csv" => Ok(Format::Csv),
        _ => Err(Error::NotFound),
    };
    visit
        .download(move |conn, context, words| {
            let statement = actions::load(conn, context, &number, query.as_of())?;
            export::to_file(conn, words, &statement, format?)
        })
        .await
}
