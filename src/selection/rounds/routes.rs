//! Addresses of programmes and rounds.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::RoundId;
use super::actions::{self, Onward};
use super::change_page::ChangePage;
use super::draw_files;
use super::pages::{RoundForm, RoundPage, RoundsPage, href};
use super::preparing::{self, Change};
use super::rules::RoundFields;
use crate::access::{Action, Facts, may};
use crate::error::{Error, FieldErrors};
use crate::selection::draws::DrawPurpose;
use crate::selection::phases::Phase;
use crate::selection::programmes;
use crate::selection::programmes::pages::ProgrammePage;
use crate::selection::typed::Typed;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Sent, Values};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        list,
        programme,
        blank,
        open,
        show,
        change,
        save_change,
        discard,
        advance,
        step_back,
        reschedule,
        lesson_draws,
        reserve_draws
    ]
}

#[get("/selection")]
async fn list(visit: Visit) -> Answer {
    visit.show(RoundsPage::load).await
}

#[get("/programmes/<key>?<version>")]
async fn programme(visit: Visit, key: String, version: Option<i32>) -> Answer {
    visit
        .show(move |conn, context, frame| {
            may(&context.actor, Action::ViewSelection, &Facts::default())?;
            let found = match version {
                Some(version) => programmes::store::find_version(conn, &key, version)?,
                None => programmes::store::find_newest(conn, &key)?.map(|it| it.1),
            };
            let programme = found.ok_or(Error::NotFound)?;
            Ok(ProgrammePage { frame, programme })
        })
        .await
}

#[get("/selection/new")]
async fn blank(visit: Visit) -> Answer {
    visit
        .show(|conn, context, frame| {
            let typed = (Values::default(), &FieldErrors::default());
            RoundForm::load(conn, context, frame, typed)
        })
        .await
}

/// A new round as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct NewRound {
    /// Keys of programme and track, with a slash between them.
    track: String,
    title: String,
    seats: String,
    cutoff_on: String,
    starts_on: String,
}

impl NewRound {
    fn fields(&self) -> Result<RoundFields, Error> {
        let mut typed = Typed::default();
        let fields = RoundFields {
            title: self.title.clone(),
            seats: typed.count("seats", &self.seats),
            cutoff_on: typed.day("cutoff_on", &self.cutoff_on),
            starts_on: typed.day("starts_on", &self.starts_on),
        };
        typed.check()?;
        Ok(fields)
    }
}

#[post("/selection", data = "<sent>")]
async fn open(visit: Visit, sent: Sent<NewRound>) -> Answer {
    visit
        .act(
            sent,
            "/selection",
            |conn, context, form: &NewRound| {
                may(&context.actor, Action::RunSelection, &Facts::default())?;
                let track = form.track.split_once('/').unwrap_or_default();
                let id = actions::open_round(conn, context, track, &form.fields()?)?;
                Ok(Goto::to(href(id)).saying("round-opened"))
            },
            |conn, context, frame, values, errors| {
                RoundForm::load(conn, context, frame, (values.clone(), errors))
            },
        )
        .await
}

#[get("/selection/<id>")]
async fn show(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (Values::default(), &FieldErrors::default());
            RoundPage::load(conn, context, frame, id, typed)
        })
        .await
}

#[get("/selection/<id>/change")]
async fn change(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            ChangePage::load(conn, context, frame, id, typed)
        })
        .await
}

/// What is said anew of a round in preparation, as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Changed {
    version: i64,
    title: String,
    seats: String,
    cutoff_on: String,
}

#[post("/selection/<id>/change", data = "<sent>")]
async fn save_change(visit: Visit, id: RoundId, sent: Sent<Changed>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &Changed| {
                preparing::load_prepared(conn, context, id)?;
                let mut typed = Typed::default();
                let change = Change {
                    title: form.title.clone(),
                    seats: typed.count("seats", &form.seats),
                    cutoff_on: typed.day("cutoff_on", &form.cutoff_on),
                };
                typed.check()?;
                preparing::change_round(conn, context, id, form.version, &change)?;
                Ok(Goto::to(href(id)).saying("round-changed"))
            },
            move |conn, context, frame, values, errors| {
                ChangePage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// Why a round is dropped.
#[derive(Debug, FromForm, Validate)]
struct Dropped {
    version: i64,
    reason: String,
}

#[post("/selection/<id>/drop", data = "<sent>")]
async fn discard(visit: Visit, id: RoundId, sent: Sent<Dropped>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &Dropped| {
                preparing::drop_round(conn, context, id, form.version, &form.reason)?;
                Ok(Goto::to("/selection").saying("round-dropped"))
            },
            move |conn, context, frame, values, errors| {
                ChangePage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// Going on as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct GoOn {
    version: i64,
    ends_on: String,
    reason: String,
    /// Ticked where something would be left undone for good.
    #[field(default = false)]
    accepts_stranded: bool,
}

#[post("/selection/<id>/advance", data = "<sent>")]
async fn advance(visit: Visit, id: RoundId, sent: Sent<GoOn>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &GoOn| {
                actions::load_own(conn, context, id)?;
                let mut typed = Typed::default();
                let ends_on = typed.day("ends_on", &form.ends_on);
                typed.check()?;
                let onward = Onward {
                    ends_on,
                    reason: &form.reason,
                    accepts_stranded: form.accepts_stranded,
                };
                actions::advance_round(conn, context, id, form.version, &onward)?;
                Ok(Goto::to(href(id)).saying("round-advanced"))
            },
            move |conn, context, frame, values, errors| {
                RoundPage::load(conn, context, frame, id, (values.clone(), errors))
            },
        )
        .await
}

/// Going back as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct GoBack {
    version: i64,
    back_ends_on: String,
    reason: String,
}

#[post("/selection/<id>/back", data = "<sent>")]
async fn step_back(visit: Visit, id: RoundId, sent: Sent<GoBack>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &GoBack| {
                actions::load_own(conn, context, id)?;
                let mut typed = Typed::default();
                let ends_on = typed.day("back_ends_on", &form.back_ends_on);
                typed.check()?;
                let back = (ends_on, form.reason.as_str());
                actions::step_back_round(conn, context, id, form.version, back)?;
                Ok(Goto::to(href(id)).saying("round-stepped-back"))
            },
            move |conn, context, frame, values, errors| {
                RoundPage::load(conn, context, frame, id, (values.clone(), errors))
            },
        )
        .await
}

/// Other days of a phase, as the form sends them.
#[derive(Debug, FromForm, Validate)]
struct OtherDays {
    version: i64,
    phase: Phase,
    starts_on: String,
    ends_on: String,
    reason: String,
}

#[post("/selection/<id>/days", data = "<sent>")]
async fn reschedule(visit: Visit, id: RoundId, sent: Sent<OtherDays>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &OtherDays| {
                actions::load_own(conn, context, id)?;
                let mut typed = Typed::default();
                let starts_on = typed.day("starts_on", &form.starts_on);
                let days = (starts_on, typed.day("ends_on", &form.ends_on));
                typed.check()?;
                let which = (id, form.phase);
                let reason = form.reason.as_str();
                actions::reschedule_phase(conn, context, which, form.version, days, reason)?;
                Ok(Goto::to(href(id)).saying("round-rescheduled"))
            },
            move |conn, context, frame, values, errors| {
                RoundPage::load(conn, context, frame, id, (values.clone(), errors))
            },
        )
        .await
}

#[get("/selection/<id>/draws/lessons.json")]
async fn lesson_draws(visit: Visit, id: RoundId) -> Answer {
    visit
        .download(move |conn, context, _| {
            draw_files::download(conn, context, id, DrawPurpose::Lessons)
        })
        .await
}

#[get("/selection/<id>/draws/reserves.json")]
async fn reserve_draws(visit: Visit, id: RoundId) -> Answer {
    visit
        .download(move |conn, context, _| {
            draw_files::download(conn, context, id, DrawPurpose::Reserves)
        })
        .await
}
