//! Addresses of assignments.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::pages::{
    CoveragePage, DealPage, ReviewersPage, Show, WishesPage, candidate_href, deal_href, href,
    wishes_href,
};
use super::{actions, bulk, loads, wishes};
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::selection::committees::MemberId;
use crate::selection::committees::actions::load_as_secretary;
use crate::selection::nominations::NominationId;
use crate::selection::reviews::ReviewId;
use crate::selection::reviews::sight::Handle;
use crate::selection::rounds::RoundId;
use crate::selection::typed::Typed;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Button, Sent, Upload, Values};
use crate::web::frame::Mood;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        coverage,
        table,
        read_table,
        announce,
        look,
        keep,
        raise,
        set_load,
        reviewers,
        add,
        remove,
        move_to,
        list_wishes,
        keep_wishes
    ]
}

#[get("/selection/<id>/assignments?<show>")]
async fn coverage(visit: Visit, id: RoundId, show: Option<String>) -> Answer {
    let show = Show::of(show.as_deref().unwrap_or_default());
    visit
        .show(move |conn, context, frame| {
            CoveragePage::load(conn, context, frame, (id, show), &FieldErrors::default())
        })
        .await
}

#[get("/selection/<id>/assignments.csv")]
async fn table(visit: Visit, id: RoundId) -> Answer {
    visit
        .download(move |conn, context, words| bulk::write(conn, context, words, id))
        .await
}

/// A changed spreadsheet.
#[derive(Debug, FromForm, Validate)]
struct TableForm {
    file: Option<Upload>,
    /// The button that was pressed.
    keep: bool,
}

#[post("/selection/<id>/assignments.csv", data = "<sent>")]
async fn read_table(visit: Visit, id: RoundId, sent: Sent<TableForm>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &TableForm| {
                load_as_secretary(conn, context, id)?;
                let chosen = form.file.as_ref().filter(|it| !it.name.is_empty());
                let missing = || Error::input("file", Message::new("evidence-file-missing"));
                let path = chosen.ok_or_else(missing)?.path();
                let found = bulk::read_back(conn, context, id, path, !form.keep)?;
                let (mood, told) = if form.keep {
                    (Mood::Success, Message::new("assignments-changed"))
                } else {
                    (Mood::Info, Message::new("assignments-would-change"))
                };
                let told = told
                    .with("added", found.added)
                    .with("removed", found.removed);
                Ok(Goto::to(href(id)).telling(mood, told))
            },
            move |conn, context, frame, _, errors| {
                CoveragePage::load(conn, context, frame, (id, Show::All), errors)
            },
        )
        .await
}

#[post("/selection/<id>/deal/announce", data = "<sent>")]
async fn announce(visit: Visit, id: RoundId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, _| {
            actions::announce(conn, context, id)?;
            Ok(Goto::to(deal_href(id)).saying("deal-announced"))
        })
        .await
}

#[get("/selection/<id>/deal")]
async fn look(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            DealPage::load(conn, context, frame, id, typed)
        })
        .await
}

/// The raises that were shown.
#[derive(Debug, FromForm, Validate)]
struct Raised {
    shown: String,
    reason: String,
}

#[post("/selection/<id>/deal/raise", data = "<sent>")]
async fn raise(visit: Visit, id: RoundId, sent: Sent<Raised>) -> Answer {
    visit
        .act(
            sent,
            deal_href(id),
            move |conn, context, form: &Raised| {
                let kept = (form.shown.as_str(), form.reason.as_str());
                loads::raise_loads(conn, context, id, kept)?;
                Ok(Goto::to(deal_href(id)).saying("loads-raised"))
            },
            move |conn, context, frame, values, errors| {
                DealPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// What one member reviews at most.
#[derive(Debug, FromForm, Validate)]
struct LoadForm {
    member: MemberId,
    version: i64,
    load_max: String,
    reason: String,
}

#[post("/selection/<id>/loads", data = "<sent>")]
async fn set_load(visit: Visit, id: RoundId, sent: Sent<LoadForm>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &LoadForm| {
                load_as_secretary(conn, context, id)?;
                let mut typed = Typed::default();
                let most = typed.count("load_max", &form.load_max);
                typed.check()?;
                let (which, set) = ((id, form.member), (most, form.reason.as_str()));
                loads::set_load(conn, context, which, form.version, set)?;
                Ok(Goto::to(href(id)).saying("load-set"))
            },
            move |conn, context, frame, _, errors| {
                CoveragePage::load(conn, context, frame, (id, Show::All), errors)
            },
        )
        .await
}

/// The deal that was shown.
#[derive(Debug, FromForm, Validate)]
struct Shown {
    fingerprint: String,
}

#[post("/selection/<id>/deal", data = "<sent>")]
async fn keep(visit: Visit, id: RoundId, sent: Sent<Shown>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, form: &Shown| {
            actions::keep(conn, context, id, &form.fingerprint)?;
            Ok(Goto::to(href(id)).saying("deal-kept"))
        })
        .await
}

#[get("/selection/<id>/assignments/<nomination>")]
async fn reviewers(visit: Visit, id: RoundId, nomination: NominationId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            ReviewersPage::load(conn, context, frame, (id, nomination), typed)
        })
        .await
}

/// One more reviewer.
#[derive(Debug, FromForm, Validate)]
struct Added {
    member: MemberId,
    reason: String,
}

#[post("/selection/<id>/assignments/<nomination>/add", data = "<sent>")]
async fn add(visit: Visit, id: RoundId, nomination: NominationId, sent: Sent<Added>) -> Answer {
    let here = candidate_href(id, nomination);
    visit
        .act(
            sent,
            here.clone(),
            move |conn, context, form: &Added| {
                let pair = (form.member, nomination);
                actions::add(conn, context, id, pair, &form.reason)?;
                Ok(Goto::to(here.clone()).saying("reviewer-added"))
            },
            move |conn, context, frame, values, errors| {
                let typed = (values, errors);
                ReviewersPage::load(conn, context, frame, (id, nomination), typed)
            },
        )
        .await
}

/// A review that is taken away.
#[derive(Debug, FromForm, Validate)]
struct Removed {
    review: ReviewId,
    version: i64,
    reason: String,
}

#[post("/selection/<id>/assignments/<nomination>/remove", data = "<sent>")]
async fn remove(
    visit: Visit,
    id: RoundId,
    nomination: NominationId,
    sent: Sent<Removed>,
) -> Answer {
    let here = candidate_href(id, nomination);
    visit
        .act(
            sent,
            here.clone(),
            move |conn, context, form: &Removed| {
                let which = (id, form.review);
                actions::remove(conn, context, which, form.version, &form.reason)?;
                Ok(Goto::to(here.clone()).saying("reviewer-removed"))
            },
            move |conn, context, frame, values, errors| {
                let typed = (values, errors);
                ReviewersPage::load(conn, context, frame, (id, nomination), typed)
            },
        )
        .await
}

/// A review that goes to somebody else.
#[derive(Debug, FromForm, Validate)]
struct Moved {
    review: ReviewId,
    version: i64,
    member: MemberId,
    reason: String,
}

#[post("/selection/<id>/assignments/<nomination>/move", data = "<sent>")]
async fn move_to(visit: Visit, id: RoundId, nomination: NominationId, sent: Sent<Moved>) -> Answer {
    let here = candidate_href(id, nomination);
    visit
        .act(
            sent,
            here.clone(),
            move |conn, context, form: &Moved| {
                let to = (form.member, form.reason.as_str());
                actions::move_to(conn, context, (id, form.review), form.version, to)?;
                Ok(Goto::to(here.clone()).saying("reviewer-moved"))
            },
            move |conn, context, frame, values, errors| {
                let typed = (values, errors);
                ReviewersPage::load(conn, context, frame, (id, nomination), typed)
            },
        )
        .await
}

#[get("/wishes/<id>")]
async fn list_wishes(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            WishesPage::load(conn, context, frame, id, typed)
        })
        .await
}

/// Wishes, candidate by candidate.
#[derive(Debug, FromForm, Validate)]
struct WishesForm {
    candidates: Vec<Handle>,
    wishes: Vec<String>,
}

impl WishesForm {
    fn read(&self) -> Result<Vec<(Handle, i64)>, Error> {
        let number = |text: &String| match text.trim() {
            "" => Ok(0),
            typed => typed
                .parse()
                .map_err(|_| Error::input("wishes", Message::new("wish-number"))),
        };
        let pairs = self.candidates.iter().zip(&self.wishes);
        pairs.map(|(id, text)| Ok((*id, number(text)?))).collect()
    }
}

#[post("/wishes/<id>", data = "<sent>")]
async fn keep_wishes(visit: Visit, id: RoundId, sent: Sent<WishesForm>) -> Answer {
    visit
        .act(
            sent,
            wishes_href(id),
            move |conn, context, form: &WishesForm| {
                wishes::keep(conn, context, id, &form.read()?)?;
                Ok(Goto::to(wishes_href(id)).saying("wishes-kept"))
            },
            move |conn, context, frame, values, errors| {
                WishesPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}
