//! Addresses of the rules.

use rocket::{Route, get, routes};

use super::list_all;
use super::pages::PoliciesPage;
use crate::web::answer::Answer;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![list]
}

#[get("/policies")]
async fn list(visit: Visit) -> Answer {
    visit
        .show(|conn, context, frame| Ok(PoliciesPage::new(frame, context.today(), list_all(conn)?)))
        .await
}
