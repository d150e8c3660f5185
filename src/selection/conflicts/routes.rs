//! Addresses of conflicts of interest.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::actions::Seen;
use super::pages::{CandidatesPage, ConflictsPage, href, own_href};
use super::{TieKind, actions};
use crate::error::FieldErrors;
use crate::selection::committees::MemberId;
use crate::selection::nominations::NominationId;
use crate::selection::rounds::RoundId;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Button, Sent, Values};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![list, find, pin, candidates, declare]
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
