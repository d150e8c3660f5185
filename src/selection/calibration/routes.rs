//! Addresses of the calibration report.

use rocket::{Route, get, routes};

use super::pages::{self, CalibrationPage};
use crate::selection::rounds::RoundId;
use crate::web::answer::Answer;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![show, table]
}

#[get("/selection/<id>/calibration")]
async fn show(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| CalibrationPage::load(conn, context, frame, id))
        .await
}

#[get("/selection/<id>/calibration.xlsx")]
async fn table(visit: Visit, id: RoundId) -> Answer {
    visit
        .download(move |conn, context, words| pages::write(conn, context, words, id))
        .await
}
