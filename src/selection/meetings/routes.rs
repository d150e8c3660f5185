//! Addresses of meetings, ballots and minutes.

use std::collections::{BTreeMap, HashMap};

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::ballot_page::BallotPage;
use super::minutes_page::MinutesPage;
use super::pages::{MeetingPage, MeetingsPage, OwnMeetingsPage, ballot_href, href, list_href};
use super::rules::{Choice, Seat};
use super::{BallotId, MeetingId, actions, minutes, voting};
use crate::error::FieldErrors;
use crate::selection::committees::MemberId;
use crate::selection::nominations::NominationId;
use crate::selection::rounds::RoundId;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Button, Sent, Values};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        list,
        open,
        own,
        show,
        attend,
        open_ballot,
        close,
        paper,
        sign,
        ballot,
        cast,
        close_ballot,
        void_ballot
    ]
}

#[get("/selection/<id>/meetings")]
async fn list(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            MeetingsPage::load(conn, context, frame, id, typed)
        })
        .await
}

/// A new meeting as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct NewMeeting {
    place: String,
}

#[post("/selection/<id>/meetings", data = "<sent>")]
async fn open(visit: Visit, id: RoundId, sent: Sent<NewMeeting>) -> Answer {
    visit
        .act(
            sent,
            list_href(id),
            move |conn, context, form: &NewMeeting| {
                let meeting = actions::open_meeting(conn, context, id, &form.place)?;
                Ok(Goto::to(href(meeting)).saying("meeting-opened"))
            },
            move |conn, context, frame, values, errors| {
                MeetingsPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

#[get("/meetings")]
async fn own(visit: Visit) -> Answer {
    visit.show(OwnMeetingsPage::load).await
}

#[get("/meetings/<id>")]
async fn show(visit: Visit, id: MeetingId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            MeetingPage::load(conn, context, frame, id, typed)
        })
        .await
}

/// Who comes or goes.
#[derive(Debug, FromForm, Validate)]
struct Attendance {
    ids: Vec<MemberId>,
    /// The button that was pressed.
    is_arrival: bool,
}

#[post("/meetings/<id>/attendance", data = "<sent>")]
async fn attend(visit: Visit, id: MeetingId, sent: Sent<Attendance>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, form: &Attendance| {
            if form.is_arrival {
                actions::arrive(conn, context, id, &form.ids)?;
            } else {
                actions::leave(conn, context, id, &form.ids)?;
            }
            Ok(Goto::to(href(id)).saying("attendance-kept"))
        })
        .await
}

#[post("/meetings/<id>/ballots", data = "<sent>")]
async fn open_ballot(visit: Visit, id: MeetingId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, _: &Button| {
            let ballot = voting::open_ballot(conn, context, id)?;
            Ok(Goto::to(ballot_href(ballot)).saying("ballot-opened"))
        })
        .await
}

/// The end of a meeting as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Closing {
    version: i64,
    remarks: String,
    /// The box that is ticked when the tied are not voted on again.
    leaves_seats_empty: bool,
}

#[post("/meetings/<id>/close", data = "<sent>")]
async fn close(visit: Visit, id: MeetingId, sent: Sent<Closing>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &Closing| {
                let close = if form.leaves_seats_empty {
                    actions::close_leaving_seats_empty
                } else {
                    actions::close_meeting
                };
                close(conn, context, id, form.version, &form.remarks)?;
                Ok(Goto::to(minutes_href(id)).saying("meeting-ended"))
            },
            move |conn, context, frame, values, errors| {
                MeetingPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

fn minutes_href(id: MeetingId) -> String {
    format!("/meetings/{id}/minutes")
}

#[get("/meetings/<id>/minutes")]
async fn paper(visit: Visit, id: MeetingId) -> Answer {
    visit
        .show(move |conn, context, frame| MinutesPage::load(conn, context, frame, id))
        .await
}

/// A signature as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Signing {
    seat: Seat,
}

#[post("/meetings/<id>/sign", data = "<sent>")]
async fn sign(visit: Visit, id: MeetingId, sent: Sent<Signing>) -> Answer {
    visit
        .act_plain(
            sent,
            minutes_href(id),
            move |conn, context, form: &Signing| {
                minutes::sign(conn, context, id, form.seat)?;
                Ok(Goto::to(minutes_href(id)).saying("minutes-signed"))
            },
        )
        .await
}

#[get("/ballots/<id>")]
async fn ballot(visit: Visit, id: BallotId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            BallotPage::load(conn, context, frame, id, typed)
        })
        .await
}

/// Papers as the form sends them: `choices[<candidate>]`.
#[derive(Debug, FromForm, Validate)]
struct Papers {
    choices: HashMap<NominationId, Choice>,
}

#[post("/ballots/<id>/papers", data = "<sent>")]
async fn cast(visit: Visit, id: BallotId, sent: Sent<Papers>) -> Answer {
    visit
        .act(
            sent,
            ballot_href(id),
            move |conn, context, form: &Papers| {
                let papers = form.choices.iter();
                let papers: BTreeMap<NominationId, Choice> =
                    papers.map(|(it, choice)| (*it, *choice)).collect();
                voting::cast(conn, context, id, &papers)?;
                Ok(Goto::to(ballot_href(id)).saying("ballot-papers-cast"))
            },
            move |conn, context, frame, values, errors| {
                BallotPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// The end of a ballot as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Counting {
    version: i64,
    reason: String,
}

#[post("/ballots/<id>/close", data = "<sent>")]
async fn close_ballot(visit: Visit, id: BallotId, sent: Sent<Counting>) -> Answer {
    visit
        .act(
            sent,
            ballot_href(id),
            move |conn, context, form: &Counting| {
                voting::close_ballot(conn, context, id, form.version, &form.reason)?;
                Ok(Goto::to(ballot_href(id)).saying("ballot-counted"))
            },
            move |conn, context, frame, values, errors| {
                BallotPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// A ballot that is declared void, as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Voiding {
    version: i64,
    void_reason: String,
}

#[post("/ballots/<id>/void", data = "<sent>")]
async fn void_ballot(visit: Visit, id: BallotId, sent: Sent<Voiding>) -> Answer {
    visit
        .act(
            sent,
            ballot_href(id),
            move |conn, context, form: &Voiding| {
                voting::void_ballot(conn, context, id, form.version, &form.void_reason)?;
                Ok(Goto::to(ballot_href(id)).saying("ballot-was-voided"))
            },
            move |conn, context, frame, values, errors| {
                BallotPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}
