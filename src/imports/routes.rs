//! Addresses of imports, whatever they bring in.

use rocket::{Route, get, post, routes};

use super::pages::{ROWS_PER_PAGE, ReportPage};
use super::{Asked, Mode, load_visible, report, so_far, store, store_after_trial};
use crate::access::Action;
use crate::error::Error;
use crate::jobs::{JobId, JobKind};
use crate::spreadsheets::header::Column;
use crate::web::answer::{Answer, Download, Goto};
use crate::web::form::{Button, Sent};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![show, refused_rows, store_now]
}

#[get("/imports/<id>?<after>")]
async fn show(visit: Visit, id: JobId, after: Option<i32>) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let job = load_visible(conn, context, id)?;
            let asked: Asked = job.parameters.read().map_err(Error::fault)?;
            let after = after.unwrap_or(0);
            Ok(ReportPage {
                frame,
                so_far: so_far(&job)?,
                is_trial: asked.mode == Mode::Trial,
                problems: store::list_problems(conn, id, after, ROWS_PER_PAGE + 1)?,
                after,
                may_decide: context.actor.can_ever(Action::DecideMatch),
                job,
            })
        })
        .await
}

#[get("/imports/<id>/refused.xlsx")]
async fn refused_rows(visit: Visit, id: JobId) -> Answer {
    visit
        .download(move |conn, context, words| {
            let job = load_visible(conn, context, id)?;
            let today = context.today();
            let columns = columns(job.kind)?;
            let body = report::write_refused(conn, &context.house, &job, columns, words, today)?;
            let name = format!("{}-{today}.xlsx", words.say("import-refused-rows"));
            Ok(Download::xlsx(name, body))
        })
        .await
}

#[post("/imports/<id>/store", data = "<sent>")]
async fn store_now(visit: Visit, id: JobId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, format!("/imports/{id}"), move |conn, context, _| {
            let job = store_after_trial(conn, context, id)?;
            Ok(Goto::to(format!("/jobs/{job}")))
        })
        .await
}

/// The columns of each kind of import.
fn columns(kind: JobKind) -> Result<&'static [Column], Error> {
    match kind {
        JobKind::ImportRoster => Ok(crate::people::roster::sheet::COLUMNS),
        JobKind::ImportCompletions => Ok(crate::credit_bank::completions::sheet::COLUMNS),
        _ => Err(Error::NotFound),
    }
}
