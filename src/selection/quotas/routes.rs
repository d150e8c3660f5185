//! Addresses of places.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::pages::{PlacesPage, href};
use super::rules::Typed;
use super::{Dimension, actions};
use crate::error::FieldErrors;
use crate::selection::rounds::RoundId;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Sent, Values};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![show, share]
}

#[get("/selection/<id>/places")]
async fn show(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            PlacesPage::load(conn, context, frame, id, typed)
        })
        .await
}

/// Floors and caps as the form sends them, line by line.
#[derive(Debug, FromForm, Validate)]
struct ShareForm {
    version: i64,
    dimension: Dimension,
    keys: Vec<String>,
    floors: Vec<String>,
    caps: Vec<String>,
}

impl ShareForm {
    fn lines(&self) -> Vec<Typed> {
        let lines = self.keys.iter().zip(&self.floors).zip(&self.caps);
        lines
            .map(|((key, floor), cap)| Typed {
                key: key.clone(),
                floor: floor.clone(),
                cap: cap.clone(),
            })
            .collect()
    }
}

#[post("/selection/<id>/places", data = "<sent>")]
async fn share(visit: Visit, id: RoundId, sent: Sent<ShareForm>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &ShareForm| {
                let (dimension, lines) = (form.dimension, form.lines());
                actions::share_places(conn, context, id, form.version, dimension, &lines)?;
                Ok(Goto::to(href(id)).saying("places-shared"))
            },
            move |conn, context, frame, values, errors| {
                PlacesPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}
