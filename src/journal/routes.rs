//! Addresses of the journal.

use rocket::{Route, get, routes};

use super::pages::{JournalPage, Question};
use super::{JournalId, SubjectId};
use crate::web::answer::Answer;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![read]
}

#[get("/journal?<actor>&<about>&<event>&<subject>&<before>")]
async fn read(
    visit: Visit,
    actor: Option<String>,
    about: Option<String>,
    event: Option<String>,
    subject: Option<SubjectId>,
    before: Option<JournalId>,
) -> Answer {
    let question = Question {
        actor: actor.unwrap_or_default(),
        about: about.unwrap_or_default(),
        event: event.unwrap_or_default(),
        subject,
        before,
    };
    visit
        .show(move |conn, context, frame| JournalPage::load(conn, context, frame, question))
        .await
}
