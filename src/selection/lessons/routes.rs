//! Addresses of lessons.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::actions;
use super::pages::{LessonsPage, OwnLessonsPage, href, own_href};
use super::rules::{read_points, read_timetable};
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::selection::committees::MemberId;
use crate::selection::nominations::NominationId;
use crate::selection::reviews::sight::Handle;
use crate::selection::rounds::RoundId;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Sent, Values};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![show, plan, draw, move_lesson, presence, list_own, score]
}

#[get("/selection/<id>/lessons")]
async fn show(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            LessonsPage::load(conn, context, frame, id, typed)
        })
        .await
}

/// When and where, as typed.
#[derive(Debug, FromForm, Validate)]
struct PlanForm {
    version: i64,
    days: String,
    rooms: String,
    hours: String,
    pause: String,
}

#[post("/selection/<id>/lessons", data = "<sent>")]
async fn plan(visit: Visit, id: RoundId, sent: Sent<PlanForm>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &PlanForm| {
                let typed = (&*form.days, &*form.rooms, &*form.hours, &*form.pause);
                let table = read_timetable(typed, context.today()).map_err(Error::Input)?;
                actions::plan(conn, context, id, form.version, &table)?;
                Ok(Goto::to(href(id)).saying("lessons-planned"))
            },
            move |conn, context, frame, values, errors| {
                LessonsPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// The plan as it was seen.
#[derive(Debug, FromForm, Validate)]
struct Seen {
    version: i64,
}

#[post("/selection/<id>/lessons/draw", data = "<sent>")]
async fn draw(visit: Visit, id: RoundId, sent: Sent<Seen>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, form: &Seen| {
            actions::draw_order(conn, context, id, form.version)?;
            Ok(Goto::to(href(id)).saying("lessons-drawn"))
        })
        .await
}

/// Another place for a lesson, by its number in the timetable.
#[derive(Debug, FromForm, Validate)]
struct MoveForm {
    version: i64,
    candidate: NominationId,
    to: usize,
    reason: String,
}

#[post("/selection/<id>/lessons/move", data = "<sent>")]
async fn move_lesson(visit: Visit, id: RoundId, sent: Sent<MoveForm>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &MoveForm| {
                let whom = (id, form.candidate);
                let to = (form.to, form.reason.as_str());
                actions::move_lesson(conn, context, whom, form.version, to)?;
                Ok(Goto::to(href(id)).saying("lesson-moved"))
            },
            move |conn, context, frame, values, errors| {
                LessonsPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// Who is there.
#[derive(Debug, FromForm, Validate)]
struct PresenceForm {
    held_on: String,
    members: Vec<MemberId>,
}

#[post("/selection/<id>/lessons/presence", data = "<sent>")]
async fn presence(visit: Visit, id: RoundId, sent: Sent<PresenceForm>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, form: &PresenceForm| {
            let missing = |_| Error::input("held_on", Message::new("selection-day-missing"));
            let held_on = form.held_on.parse().map_err(missing)?;
            actions::record_presence(conn, context, (id, held_on), &form.members)?;
            Ok(Goto::to(href(id)).saying("presence-recorded"))
        })
        .await
}

#[get("/lessons/<id>")]
async fn list_own(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            OwnLessonsPage::load(conn, context, frame, id, &FieldErrors::default())
        })
        .await
}

/// Points given on the spot.
#[derive(Debug, FromForm, Validate)]
struct ScoreForm {
    candidate: Handle,
    version: i64,
    lesson: String,
    defence: String,
}

#[post("/lessons/<id>", data = "<sent>")]
async fn score(visit: Visit, id: RoundId, sent: Sent<ScoreForm>) -> Answer {
    visit
        .act(
            sent,
            own_href(id),
            move |conn, context, form: &ScoreForm| {
                let given = read_points(&form.lesson, &form.defence).map_err(Error::Input)?;
                let which = (id, form.candidate);
                actions::score(conn, context, which, form.version, given)?;
                Ok(Goto::to(own_href(id)).saying("lesson-scored"))
            },
            move |conn, context, frame, _, errors| {
                OwnLessonsPage::load(conn, context, frame, id, errors)
            },
        )
        .await
}
