//! Addresses of matches.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::MatchId;
use super::actions::{self, Decision};
use super::pages::{MatchPage, MatchesPage};
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Sent, Values};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![list, show, decide]
}

/// What an officer says about a match.
#[derive(Debug, FromForm, Validate)]
struct DecisionForm {
    version: i64,
    #[field(default = "")]
    decision: String,
    takes_name: bool,
    reason: String,
}

#[get("/people/matches?<after>")]
async fn list(visit: Visit, after: Option<MatchId>) -> Answer {
    visit
        .show(move |conn, context, frame| MatchesPage::load(conn, context, frame, after))
        .await
}

#[get("/people/matches/<id>")]
async fn show(visit: Visit, id: MatchId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let nothing = (Values::default(), &FieldErrors::default());
            MatchPage::load(conn, context, frame, id, nothing)
        })
        .await
}

#[post("/people/matches/<id>", data = "<sent>")]
async fn decide(visit: Visit, id: MatchId, sent: Sent<DecisionForm>) -> Answer {
    visit
        .act(
            sent,
            "/people/matches",
            move |conn, context, form: &DecisionForm| {
                let decision = match form.decision.as_str() {
                    "same" => Decision::SamePerson {
                        takes_name: form.takes_name,
                    },
                    "another" => Decision::AnotherPerson,
                    _ => return Err(Error::input("decision", Message::new("match-decide"))),
                };
                actions::decide(conn, context, id, form.version, decision, &form.reason)?;
                Ok(Goto::to("/people/matches").saying("match-decided"))
            },
            move |conn, context, frame, values, errors| {
                MatchPage::load(conn, context, frame, id, (values.clone(), errors))
            },
        )
        .await
}
