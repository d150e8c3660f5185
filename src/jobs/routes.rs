//! Addresses of jobs.

use rocket::{Route, get, post, routes};

use super::pages::JobPage;
use super::{JobId, MadeFile, store};
use crate::error::Error;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Button, Sent};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![show, cancel, file]
}

#[get("/jobs/<id>")]
async fn show(visit: Visit, id: JobId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let job = store::load(conn, id)?;
            if job.is_visible_to(&context.actor) {
                Ok(JobPage { frame, job })
            } else {
                Err(Error::NotFound)
            }
        })
        .await
}

#[get("/jobs/<id>/file")]
async fn file(visit: Visit, id: JobId) -> Answer {
    visit
        .download(move |conn, context, _| {
            let job = store::load(conn, id)?;
            match MadeFile::of(&job) {
                Some(file) if job.is_visible_to(&context.actor) => file.read(context),
                _ => Err(Error::NotFound),
            }
        })
        .await
}

#[post("/jobs/<id>/cancel", data = "<sent>")]
async fn cancel(visit: Visit, id: JobId, sent: Sent<Button>) -> Answer {
    let back = format!("/jobs/{id}");
    visit
        .act_plain(sent, back.clone(), move |conn, context, _| {
            if !store::load(conn, id)?.is_visible_to(&context.actor) {
                return Err(Error::NotFound);
            }
            store::request_cancel(conn, id)?;
            Ok(Goto::to(back.clone()).saying("job-cancel-wanted"))
        })
        .await
}
