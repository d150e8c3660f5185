//! Addresses of versions.

use rocket::{Route, get, routes};

use super::pages::{Chosen, VersionPage, VersionsPage};
use crate::selection::nominations::NominationId;
use crate::web::answer::Answer;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![compare, show]
}

#[get("/nominations/<id>/versions?<before>&<after>")]
async fn compare(
    visit: Visit,
    id: NominationId,
    before: Option<i64>,
    after: Option<i64>,
) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let chosen = Chosen { before, after };
            VersionsPage::load(conn, context, frame, id, chosen)
        })
        .await
}

#[get("/nominations/<id>/versions/<number>")]
async fn show(visit: Visit, id: NominationId, number: i64) -> Answer {
    visit
        .show(move |conn, context, frame| VersionPage::load(conn, context, frame, id, number))
        .await
}
