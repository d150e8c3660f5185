//! Addresses of the overviews.

use rocket::{FromForm, Route, get, post, routes};
use serde::{Deserialize, Serialize};

use super::pages::{OrganizationPage, TeachersPage};
use super::{Sort, long_export, pages};
use crate::access::{Action, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::organizations::{self, Organization, OrganizationId, OrganizationKind};
use crate::spreadsheets::write::Format;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Button, Sent};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        home,
        show,
        teachers,
        export_lines,
        export_teachers,
        start_export
    ]
}

/// What a list is narrowed and ordered by.
#[derive(Debug, Clone, FromForm, Serialize, Deserialize)]
pub struct Query {
    /// Calendar year; the present one unless told.
    pub year: Option<i32>,
    /// The order; worst first unless told.
    pub sort: Option<Sort>,
    /// `bureau-run`: only the schools that the bureau runs itself.
    pub group: Option<String>,
    /// `all`: also teachers who have everything.
    pub show: Option<String>,
    /// Where the page begins, as the page before said.
    pub after: Option<String>,
}

impl Query {
    /// Whether only bureau-run schools are asked for.
    pub fn is_bureau_run(&self) -> bool {
        self.group.as_deref() == Some("bureau-run")
    }

    /// Whether those who have everything are shown too.
    pub fn shows_all(&self) -> bool {
        self.show.as_deref() == Some("all")
    }
}

/// The organization, if this person may see how it stands.
pub(super) fn visible(
    conn: &mut Conn,
    context: &Context,
    id: OrganizationId,
) -> Result<Organization, Error> {
    let organization = organizations::store::load(conn, id)?;
    may(&context.actor, Action::ViewOverview, &organization.facts())?;
    match organization.kind {
        OrganizationKind::Provider => Err(Error::NotFound),
        _ => Ok(organization),
    }
}

#[get("/overview")]
async fn home(visit: Visit) -> Answer {
    visit
        .lead(|conn, context| {
            let reach = context.actor.reach(Action::ViewOverview);
            let own = reach
                .districts
                .first()
                .or(reach.organizations.first())
                .copied();
            let id = match own {
                Some(id) => id,
                None if reach.everywhere => organizations::store::load_bureau(conn)?.id,
                None => return Err(Error::NotFound),
            };
            Ok(Goto::to(format!("/overview/{id}")))
        })
        .await
}

#[get("/overview/<id>?<query..>")]
async fn show(visit: Visit, id: OrganizationId, query: Query) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let organization = visible(conn, context, id)?;
            OrganizationPage::load(conn, context, frame, organization, &query)
        })
        .await
}

#[get("/overview/<id>/teachers?<query..>")]
async fn teachers(visit: Visit, id: OrganizationId, query: Query) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let organization = visible(conn, context, id)?;
            TeachersPage::load(conn, context, frame, organization, &query)
        })
        .await
}

#[get("/overview/<id>/export/<format>?<query..>")]
async fn export_lines(visit: Visit, id: OrganizationId, format: &str, query: Query) -> Answer {
    let format = parse_format(format);
    visit
        .download(move |conn, context, words| {
            let organization = visible(conn, context, id)?;
            pages::export_lines(conn, context, words, &organization, &query, format?)
        })
        .await
}

#[get("/overview/<id>/teachers/export/<format>?<query..>")]
async fn export_teachers(visit: Visit, id: OrganizationId, format: &str, query: Query) -> Answer {
    let format = parse_format(format);
    visit
        .download(move |conn, context, words| {
            let organization = visible(conn, context, id)?;
            pages::export_teachers(conn, context, words, &organization, &query, format?)
        })
        .await
}

#[post("/overview/<id>/teachers/export/<format>?<query..>", data = "<sent>")]
async fn start_export(
    visit: Visit,
    id: OrganizationId,
    format: &str,
    query: Query,
    sent: Sent<Button>,
) -> Answer {
    let format = parse_format(format);
    let words = visit.words;
    visit
        .act_plain(sent, "/overview", move |conn, context, _| {
            let format = format.as_ref().map_err(|_| Error::NotFound)?;
            let job = long_export::start(conn, context, words, id, (&query, *format))?;
            Ok(Goto::to(format!("/jobs/{job}")))
        })
        .await
}

fn parse_format(text: &str) -> Result<Format, Error> {
    match text {
        "xlsx" => Ok(Format::Xlsx),
        "csv" => Ok(Format::Csv),
        _ => Err(Error::NotFound),
    }
}
