//! Addresses of conflicts of interest.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::actions::Seen;
use super::pages::{CandidatesPage, ConflictsPage, StatedTiesPage, href, own_href, stated_href};
use super::stated::{self, TieFields};
use super::{TieKind, actions, stated_sheet};
use crate::access::{Action, Facts, may};
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::people::PersonId;
use crate::selection::committees::MemberId;
use crate::selection::committees::pages::{EXPERTS, ExpertsPage};
use crate::selection::nominations::NominationId;
use crate::selection::rounds::RoundId;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Button, Sent, Upload, Values};
use crate::web::frame::Mood;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        list,
        find,
        pin,
        candidates,
        declare,
        stated_ties,
        state,
        take_back,
        take_in
    ]
}

#[get("/selection/<id>/conflicts")]
async fn list(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (Values::default(), &FieldErrors::default());
            ConflictsPage::load(conn, context, frame, id, typed)
        })
        .await
}

#[post("/selection/<id>/conflicts/find", data = "<sent>")]
async fn find(visit: Visit, id: RoundId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, _: &Button| {
            actions::find_again(conn, context, id)?;
            Ok(Goto::to(href(id)).saying("conflicts-found"))
        })
        .await
}

/// A decision as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Decision {
    /// Of the list, as the page has them: `member:nomination:glimpse`.
    pairs: Vec<String>,
    /// A pair that is not on the list.
    member: Option<MemberId>,
    nomination: Option<NominationId>,
    is_conflict: bool,
    reason: String,
}

impl Decision {
    fn seen(&self) -> Vec<Seen> {
        let tick = |text: &String| {
            let mut parts = text.splitn(3, ':');
            let member = MemberId(parts.next()?.parse().ok()?);
            let nomination = NominationId(parts.next()?.parse().ok()?);
            Some(Seen {
                pair: (member, nomination),
                glimpse: parts.next()?.to_owned(),
            })
        };
        let other = self.member.zip(self.nomination).map(Seen::unknown);
        self.pairs.iter().filter_map(tick).chain(other).collect()
    }
}

#[post("/selection/<id>/conflicts", data = "<sent>")]
async fn pin(visit: Visit, id: RoundId, sent: Sent<Decision>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &Decision| {
                let decision = (form.is_conflict, form.reason.as_str());
                actions::pin(conn, context, id, &form.seen(), decision)?;
                Ok(Goto::to(href(id)).saying("conflict-decided"))
            },
            move |conn, context, frame, values, errors| {
                ConflictsPage::load(conn, context, frame, id, (values.clone(), errors))
            },
        )
        .await
}

#[get("/committee/<id>")]
async fn candidates(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (Values::default(), &FieldErrors::default());
            CandidatesPage::load(conn, context, frame, id, typed)
        })
        .await
}

/// A tie as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Declared {
    nomination: NominationId,
    kind: TieKind,
    note: String,
}

#[post("/committee/<id>/ties", data = "<sent>")]
async fn declare(visit: Visit, id: RoundId, sent: Sent<Declared>) -> Answer {
    visit
        .act(
            sent,
            own_href(id),
            move |conn, context, form: &Declared| {
                let whom = (id, form.nomination);
                actions::declare(conn, context, whom, form.kind, &form.note)?;
                Ok(Goto::to(own_href(id)).saying("tie-declared"))
            },
            move |conn, context, frame, values, errors| {
                CandidatesPage::load(conn, context, frame, id, (values.clone(), errors))
            },
        )
        .await
}

#[get("/nominations/<id>/ties")]
async fn stated_ties(visit: Visit, id: NominationId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            StatedTiesPage::load(conn, context, frame, id, typed)
        })
        .await
}

/// A nominee's tie as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Stated {
    kind: TieKind,
    teacher_number: String,
    name: String,
    note: String,
}

#[post("/nominations/<id>/ties", data = "<sent>")]
async fn state(visit: Visit, id: NominationId, sent: Sent<Stated>) -> Answer {
    visit
        .act(
            sent,
            stated_href(id),
            move |conn, context, form: &Stated| {
                let fields = TieFields {
                    kind: form.kind,
                    teacher_number: &form.teacher_number,
                    name: &form.name,
                    note: &form.note,
                };
                stated::state(conn, context, id, &fields)?;
                Ok(Goto::to(stated_href(id)).saying("tie-stated"))
            },
            move |conn, context, frame, values, errors| {
                StatedTiesPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// A tie that is taken back.
#[derive(Debug, FromForm, Validate)]
struct TakenBack {
    other: PersonId,
    kind: TieKind,
}

#[post("/nominations/<id>/ties/remove", data = "<sent>")]
async fn take_back(visit: Visit, id: NominationId, sent: Sent<TakenBack>) -> Answer {
    visit
        .act_plain(
            sent,
            stated_href(id),
            move |conn, context, form: &TakenBack| {
                stated::take_back(conn, context, id, (form.other, form.kind))?;
                Ok(Goto::to(stated_href(id)).saying("tie-taken-back"))
            },
        )
        .await
}

/// A list of ties.
#[derive(Debug, FromForm, Validate)]
struct ListForm {
    file: Option<Upload>,
    /// The button that was pressed.
    keep: bool,
}

#[post("/experts/ties", data = "<sent>")]
async fn take_in(visit: Visit, sent: Sent<ListForm>) -> Answer {
    visit
        .act(
            sent,
            EXPERTS,
            move |conn, context, form: &ListForm| {
                may(&context.actor, Action::ManageExperts, &Facts::default())?;
                let chosen = form.file.as_ref().filter(|it| !it.name.is_empty());
                let missing = || Error::input("file", Message::new("evidence-file-missing"));
                let path = chosen.ok_or_else(missing)?.path();
                let count = stated_sheet::take_in(conn, context, path, !form.keep)?;
                let (mood, told) = if form.keep {
                    (Mood::Success, Message::new("ties-taken-in"))
                } else {
                    (Mood::Info, Message::new("ties-would-be-taken-in"))
                };
                Ok(Goto::to(EXPERTS).telling(mood, told.with("count", count)))
            },
            move |conn, context, frame, values, errors| {
                ExpertsPage::load(conn, context, frame, (values.clone(), errors))
            },
        )
        .await
}
