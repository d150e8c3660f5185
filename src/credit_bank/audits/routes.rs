//! Addresses of audits.

use std::fmt::Write as _;

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::pages::{Area, AuditPage, AuditsPage, CommitmentsPage, SAMPLED_PER_PAGE, href};
use super::rules::is_sampled;
use super::{AuditRoundId, actions, store};
use crate::access::{Action, Denial, Reach, may};
use crate::context::Context;
use crate::credit_bank::completions::store::{Filter, count_confirmed, list};
use crate::credit_bank::completions::{CompletionId, CompletionState};
use crate::credit_bank::typed::Typed;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::journal;
use crate::organizations::{self, OrganizationId};
use crate::web::answer::{Answer, Download, Goto};
use crate::web::form::{Sent, Values};
use crate::web::frame::Frame;
use crate::web::visit::Visit;

/// Rounds in a list.
const ROUNDS_SHOWN: i64 = 100;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        list_rounds,
        open,
        commitments,
        show,
        draw,
        decide,
        population
    ]
}

fn audits_page(
    conn: &mut Conn,
    context: &Context,
    frame: Frame,
    (values, errors): (Values, &FieldErrors),
) -> Result<AuditsPage, Error> {
    let seen = context.actor.reach(Action::ViewCompletions);
    let reach = context.actor.reach(Action::AuditCompletions);
    if reach.is_empty() && !seen.everywhere {
        return Err(Denial::NotVisible.into());
    }
    let own = reach.bureau_run.then_some(None);
    let districts = reach.districts.iter().copied().map(Some).chain(own);
    let areas = districts.map(|district| area(conn, district));
    let areas = areas.collect::<Result<_, Error>>()?;
    let listed = if seen.everywhere { &seen } else { &reach };
    Ok(AuditsPage {
        areas,
        rounds: store::list(conn, listed, ROUNDS_SHOWN)?,
        problems: errors.in_words(frame.words),
        frame,
        values,
    })
}

fn area(conn: &mut Conn, district: Option<OrganizationId>) -> Result<Area, Error> {
    let (waiting, hours) = count_confirmed(conn, district)?;
    Ok(Area {
        name: match district {
            Some(id) => organizations::store::load(conn, id)?.name,
            None => String::new(),
        },
        open: store::find_open(conn, district)?,
        district,
        waiting,
        hours,
    })
}

#[get("/audits")]
async fn list_rounds(visit: Visit) -> Answer {
    visit
        .show(|conn, context, frame| {
            let typed = (Values::default(), &FieldErrors::default());
            audits_page(conn, context, frame, typed)
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct RoundForm {
    district: String,
    name: String,
    /// In per cent.
    share: String,
}

#[post("/audits", data = "<sent>")]
async fn open(visit: Visit, sent: Sent<RoundForm>) -> Answer {
    visit
        .act(
            sent,
            "/audits",
            |conn, context, form: &RoundForm| {
                let district = match form.district.as_str() {
                    "" => None,
                    id => Some(id.parse().map_err(|_| Error::NotFound)?),
                };
                let mut typed = Typed::default();
                let share = typed.hours("share", form.share.trim_end_matches(['%', '％']));
                typed.check()?;
                // Hundredths of a per cent to thousandths.
                let permille = i32::try_from(share.0 / 10).unwrap_or(i32::MAX);
                let id = actions::open_round(conn, context, district, &form.name, permille)?;
                Ok(Goto::to(href(id)).saying("audit-opened"))
            },
            |conn, context, frame, values, errors| {
                audits_page(conn, context, frame, (values.clone(), errors))
            },
        )
        .await
}

#[get("/audits/commitments")]
async fn commitments(visit: Visit) -> Answer {
    visit
        .show_public(|conn, _, frame| {
            Ok(CommitmentsPage {
                frame,
                rounds: store::list_public(conn, ROUNDS_SHOWN)?,
            })
        })
        .await
}

fn audit_page(
    conn: &mut Conn,
    context: &Context,
    frame: Frame,
    id: AuditRoundId,
    (values, errors): (Values, &FieldErrors),
) -> Result<AuditPage, Error> {
    let round = store::load(conn, id)?;
    may(&context.actor, Action::ViewCompletions, &round.facts())?;
    let reach = Reach {
        everywhere: true,
        ..Reach::default()
    };
    let filter = Filter {
        states: vec![CompletionState::Sampled],
        round: Some(id),
        ..Filter::default()
    };
    Ok(AuditPage {
        waiting: count_confirmed(conn, round.district_id)?,
        counts: store::count_by_state(conn, id)?,
        sampled: list(conn, &reach, &filter, None, SAMPLED_PER_PAGE)?,
        can_audit: may(&context.actor, Action::AuditCompletions, &round.facts()).is_ok(),
        reader: context.actor.person,
        entries: journal::list_of_subject(conn, id.0)?,
        problems: errors.in_words(frame.words),
        frame,
        round,
        values,
    })
}

#[get("/audits/<id>", rank = 2)]
async fn show(visit: Visit, id: AuditRoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (Values::default(), &FieldErrors::default());
            audit_page(conn, context, frame, id, typed)
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct Seen {
    version: i64,
}

#[post("/audits/<id>/draw", data = "<sent>")]
async fn draw(visit: Visit, id: AuditRoundId, sent: Sent<Seen>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, form| {
            let job = actions::draw_round(conn, context, id, form.version)?;
            Ok(Goto::to(format!("/jobs/{job}")))
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct AuditForm {
    ids: Vec<CompletionId>,
    /// The button that was pressed.
    verdict: String,
    reason: String,
}

#[post("/audits/<id>/decide", data = "<sent>")]
async fn decide(visit: Visit, id: AuditRoundId, sent: Sent<AuditForm>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &AuditForm| {
                if form.verdict == "fail" {
                    actions::fail_audit(conn, context, id, &form.ids, &form.reason)?;
                } else {
                    actions::pass_audit(conn, context, id, &form.ids)?;
                }
                Ok(Goto::to(href(id)).saying("audit-decided"))
            },
            move |conn, context, frame, values, errors| {
                audit_page(conn, context, frame, id, (values.clone(), errors))
            },
        )
        .await
}

/// What a round was drawn from: ids, weights, whether drawn. No names, so whoever is signed in may
/// have it and work out the sample.
#[get("/audits/<id>/population.csv")]
async fn population(visit: Visit, id: AuditRoundId) -> Answer {
    visit
        .download(move |conn, _, _| {
            let round = store::load(conn, id)?;
            let seed = round.seed.ok_or(Error::NotFound)?;
            let mut body = String::from("completion_id,weight_permille,is_drawn\r\n");
            for (completion, weight) in store::list_population(conn, id)? {
                let drawn = is_sampled(&seed, completion, weight, round.share_permille);
                write!(body, "{completion},{weight},{}\r\n", u8::from(drawn))
                    .map_err(Error::fault)?;
            }
            Ok(Download::csv(format!("{id}.csv"), body.into_bytes()))
        })
        .await
}
