//! Addresses of the pool and of committees.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::actions::{self, AnswerTo};
use super::experts::{self, Appointment};
use super::pages::{CommitteePage, EXPERTS, ExpertsPage, OWN, SeatsPage, href};
use super::{ExpertId, MemberId, repeat, store};
use crate::error::FieldErrors;
use crate::message::Message;
use crate::selection::rounds::RoundId;
use crate::selection::typed::Typed;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Button, Sent, Values};
use crate::web::frame::Mood;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        pool,
        appoint,
        end_term,
        committee,
        announce,
        draw,
        repeat_draw,
        invite,
        release,
        lead,
        seats,
        answer
    ]
}

#[get("/experts")]
async fn pool(visit: Visit) -> Answer {
    visit
        .show(|conn, context, frame| {
            ExpertsPage::load(
                conn,
                context,
                frame,
                (Values::default(), &FieldErrors::default()),
            )
        })
        .await
}

/// A term as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct NewTerm {
    teacher_number: String,
    subject: String,
    starts_on: String,
    ends_on: String,
}

#[post("/experts", data = "<sent>")]
async fn appoint(visit: Visit, sent: Sent<NewTerm>) -> Answer {
    visit
        .act(
            sent,
            EXPERTS,
            |conn, context, form: &NewTerm| {
                let mut typed = Typed::default();
                let starts_on = typed.day("starts_on", &form.starts_on);
                let ends_on = typed.day("ends_on", &form.ends_on);
                typed.check()?;
                let wanted = Appointment {
                    teacher_number: &form.teacher_number,
                    subject: &form.subject,
                    starts_on,
                    ends_on,
                };
                experts::appoint(conn, context, &wanted)?;
                Ok(Goto::to(EXPERTS).saying("expert-appointed"))
            },
            |conn, context, frame, values, errors| {
                ExpertsPage::load(conn, context, frame, (values.clone(), errors))
            },
        )
        .await
}

/// A version that was seen, with a reason.
#[derive(Debug, FromForm, Validate)]
struct WithReason {
    version: i64,
    reason: String,
}

#[post("/experts/<id>/end", data = "<sent>")]
async fn end_term(visit: Visit, id: ExpertId, sent: Sent<WithReason>) -> Answer {
    visit
        .act(
            sent,
            EXPERTS,
            move |conn, context, form: &WithReason| {
                experts::end(conn, context, id, form.version, &form.reason)?;
                Ok(Goto::to(EXPERTS).saying("expert-ended"))
            },
            |conn, context, frame, values, errors| {
                ExpertsPage::load(conn, context, frame, (values.clone(), errors))
            },
        )
        .await
}

#[get("/selection/<id>/committee")]
async fn committee(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            CommitteePage::load(conn, context, frame, id, &FieldErrors::default())
        })
        .await
}

#[post("/selection/<id>/committee/announce", data = "<sent>")]
async fn announce(visit: Visit, id: RoundId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, _: &Button| {
            actions::announce_draw(conn, context, id)?;
            Ok(Goto::to(href(id)).saying("draw-announced"))
        })
        .await
}

#[post("/selection/<id>/committee/draw", data = "<sent>")]
async fn draw(visit: Visit, id: RoundId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, _: &Button| {
            actions::draw(conn, context, id)?;
            Ok(Goto::to(href(id)).saying("committee-drawn"))
        })
        .await
}

#[get("/selection/<id>/committee/draw.json")]
async fn repeat_draw(visit: Visit, id: RoundId) -> Answer {
    visit
        .download(move |conn, context, _| repeat::download(conn, context, id))
        .await
}

#[post("/selection/<id>/committee/invite", data = "<sent>")]
async fn invite(visit: Visit, id: RoundId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, _: &Button| {
            let count = actions::invite_all(conn, context, id)?;
            let said = Message::new("members-invited").with("count", count);
            Ok(Goto::to(href(id)).telling(Mood::Success, said))
        })
        .await
}

#[post("/members/<id>/release", data = "<sent>")]
async fn release(visit: Visit, id: MemberId, sent: Sent<WithReason>) -> Answer {
    visit
        .act(
            sent,
            OWN,
            move |conn, context, form: &WithReason| {
                let round = store::load(conn, id)?.round_id;
                actions::release(conn, context, id, form.version, &form.reason)?;
                Ok(Goto::to(href(round)).saying("member-was-released"))
            },
            move |conn, context, frame, _, errors| {
                let round = store::load(conn, id)?.round_id;
                CommitteePage::load(conn, context, frame, round, errors)
            },
        )
        .await
}

#[post("/members/<id>/lead", data = "<sent>")]
async fn lead(visit: Visit, id: MemberId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, OWN, move |conn, context, _: &Button| {
            let round = store::load(conn, id)?.round_id;
            actions::name_chair(conn, context, id)?;
            Ok(Goto::to(href(round)).saying("chair-was-named"))
        })
        .await
}

#[get("/committee")]
async fn seats(visit: Visit) -> Answer {
    visit
        .show(|conn, context, frame| {
            SeatsPage::load(conn, context, frame, (None, &FieldErrors::default()))
        })
        .await
}

/// An answer to an invitation as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct AnswerForm {
    version: i64,
    accept: bool,
    reason: String,
}

#[post("/members/<id>/answer", data = "<sent>")]
async fn answer(visit: Visit, id: MemberId, sent: Sent<AnswerForm>) -> Answer {
    visit
        .act(
            sent,
            OWN,
            move |conn, context, form: &AnswerForm| {
                let answer = if form.accept {
                    AnswerTo::Accept
                } else {
                    AnswerTo::Decline(form.reason.clone())
                };
                actions::answer(conn, context, id, form.version, &answer)?;
                Ok(Goto::to(OWN).saying("invitation-answered"))
            },
            move |conn, context, frame, _, errors| {
                SeatsPage::load(conn, context, frame, (Some(id), errors))
            },
        )
        .await
}
