//! Addresses of results, outcomes, certificates and statistics.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::certificate_pages::{CertificatePage, CheckPage, paper_href};
use super::certificates::{self, Revocation};
use super::honours::{self, HonoursPage};
use super::pages::{OutcomePage, ResultsPage, StatisticsPage, href, outcome_href};
use super::{actions, reserves, statistics};
use crate::error::{Error, FieldErrors};
use crate::selection::meetings::actions::load_visible;
use crate::selection::nominations::NominationId;
use crate::selection::rounds::RoundId;
use crate::selection::typed::Typed;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Button, Sent, Values};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        list,
        post_results,
        announce_order,
        draw_order,
        certify,
        outcome,
        decline,
        strike,
        promote,
        numbers,
        export,
        ask,
        check,
        paper,
        revoke,
        renounce,
        stop_allowance,
        list_honours,
        export_honours
    ]
}

#[get("/selection/<id>/results")]
async fn list(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            ResultsPage::load(conn, context, frame, id, typed)
        })
        .await
}

/// A list as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Posting {
    /// Asked for after an objection that was right.
    post_reason: Option<String>,
}

#[post("/selection/<id>/results", data = "<sent>")]
async fn post_results(visit: Visit, id: RoundId, sent: Sent<Posting>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &Posting| {
                let reason = form.post_reason.as_deref().unwrap_or_default();
                match actions::post_results_again(conn, context, id, reason)? {
                    Some(notice) => {
                        let to = format!("/notices/{notice}");
                        Ok(Goto::to(to).saying("results-were-posted"))
                    }
                    None => Ok(Goto::to(href(id)).saying("results-nobody-passed")),
                }
            },
            move |conn, context, frame, values, errors| {
                ResultsPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

#[post("/selection/<id>/results/order/announce", data = "<sent>")]
async fn announce_order(visit: Visit, id: RoundId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, _: &Button| {
            reserves::announce_order(conn, context, id)?;
            Ok(Goto::to(href(id)).saying("results-order-announced"))
        })
        .await
}

#[post("/selection/<id>/results/order", data = "<sent>")]
async fn draw_order(visit: Visit, id: RoundId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, _: &Button| {
            reserves::draw_order(conn, context, id)?;
            Ok(Goto::to(href(id)).saying("results-order-drawn"))
        })
        .await
}

/// Who is certified, as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Approval {
    ids: Vec<NominationId>,
    reason: String,
}

#[post("/selection/<id>/certificates", data = "<sent>")]
async fn certify(visit: Visit, id: RoundId, sent: Sent<Approval>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &Approval| {
                certificates::certify(conn, context, id, &form.ids, &form.reason)?;
                Ok(Goto::to(href(id)).saying("results-certified"))
            },
            move |conn, context, frame, values, errors| {
                ResultsPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

#[get("/nominations/<id>/outcome")]
async fn outcome(visit: Visit, id: NominationId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            OutcomePage::load(conn, context, frame, id, typed)
        })
        .await
}

/// A button with a reason.
#[derive(Debug, FromForm, Validate)]
struct Reasoned {
    reason: String,
}

#[post("/nominations/<id>/decline", data = "<sent>")]
async fn decline(visit: Visit, id: NominationId, sent: Sent<Reasoned>) -> Answer {
    visit
        .act(
            sent,
            outcome_href(id),
            move |conn, context, form: &Reasoned| {
                actions::decline(conn, context, id, &form.reason)?;
                Ok(Goto::to(outcome_href(id)).saying("outcome-was-declined"))
            },
            move |conn, context, frame, values, errors| {
                OutcomePage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

#[post("/nominations/<id>/strike", data = "<sent>")]
async fn strike(visit: Visit, id: NominationId, sent: Sent<Reasoned>) -> Answer {
    visit
        .act(
            sent,
            outcome_href(id),
            move |conn, context, form: &Reasoned| {
                actions::strike(conn, context, id, &form.reason)?;
                Ok(Goto::to(outcome_href(id)).saying("outcome-was-struck"))
            },
            move |conn, context, frame, values, errors| {
                OutcomePage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

#[post("/nominations/<id>/promote", data = "<sent>")]
async fn promote(visit: Visit, id: NominationId, sent: Sent<Reasoned>) -> Answer {
    visit
        .act(
            sent,
            outcome_href(id),
            move |conn, context, form: &Reasoned| {
                let notice = actions::promote(conn, context, id, &form.reason)?;
                let to = format!("/notices/{notice}");
                Ok(Goto::to(to).saying("outcome-was-promoted"))
            },
            move |conn, context, frame, values, errors| {
                OutcomePage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

#[get("/selection/<id>/statistics")]
async fn numbers(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| StatisticsPage::load(conn, context, frame, id))
        .await
}

#[get("/selection/<id>/statistics.xlsx")]
async fn export(visit: Visit, id: RoundId) -> Answer {
    visit
        .download(move |conn, context, words| {
            let (running, sight) = load_visible(conn, context, id)?;
            if !sight.sees_all {
                return Err(Error::NotFound);
            }
            let counted = statistics::load(conn, &running, words)?;
            statistics::export(context, &running, &counted, words)
        })
        .await
}

#[get("/certificates?<number>")]
async fn ask(visit: Visit, number: Option<String>) -> Answer {
    let address = visit.address.map(|it| it.to_string());
    visit
        .show_public(move |conn, context, frame| {
            let typed = number.unwrap_or_default();
            CheckPage::load(conn, context, frame, address.as_deref(), &typed)
        })
        .await
}

#[get("/certificates/<number>")]
async fn check(visit: Visit, number: String) -> Answer {
    let address = visit.address.map(|it| it.to_string());
    visit
        .show_public(move |conn, context, frame| {
            CheckPage::load(conn, context, frame, address.as_deref(), &number)
        })
        .await
}

#[get("/certificates/<number>/paper")]
async fn paper(visit: Visit, number: String) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            CertificatePage::load(conn, context, frame, &number, typed)
        })
        .await
}

/// A revocation as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct RevocationForm {
    version: i64,
    on: String,
    reason: String,
    document: String,
    approved_by: String,
}

#[post("/certificates/<number>/revoke", data = "<sent>")]
async fn revoke(visit: Visit, number: String, sent: Sent<RevocationForm>) -> Answer {
    let again = number.clone();
    visit
        .act(
            sent,
            paper_href(&number),
            move |conn, context, form: &RevocationForm| {
                certificates::load_visible(conn, context, &number)?;
                let mut typed = Typed::default();
                let revocation = Revocation {
                    on: typed.day("on", &form.on),
                    reason: form.reason.clone(),
                    document: form.document.clone(),
                    approved_by: form.approved_by.clone(),
                };
                typed.check()?;
                certificates::revoke(conn, context, &number, form.version, &revocation)?;
                Ok(Goto::to(paper_href(&number)).saying("award-was-revoked"))
            },
            move |conn, context, frame, values, errors| {
                CertificatePage::load(conn, context, frame, &again, (values, errors))
            },
        )
        .await
}

/// Giving an honour up, as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Renunciation {
    version: i64,
    reason: String,
}

#[post("/certificates/<number>/renounce", data = "<sent>")]
async fn renounce(visit: Visit, number: String, sent: Sent<Renunciation>) -> Answer {
    let again = number.clone();
    visit
        .act(
            sent,
            paper_href(&number),
            move |conn, context, form: &Renunciation| {
                certificates::renounce(conn, context, &number, form.version, &form.reason)?;
                Ok(Goto::to(paper_href(&number)).saying("award-was-renounced"))
            },
            move |conn, context, frame, values, errors| {
                CertificatePage::load(conn, context, frame, &again, (values, errors))
            },
        )
        .await
}

/// That a holder left the school system, as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Leaving {
    version: i64,
    on: String,
    reason: String,
}

#[post("/certificates/<number>/allowance", data = "<sent>")]
async fn stop_allowance(visit: Visit, number: String, sent: Sent<Leaving>) -> Answer {
    let again = number.clone();
    visit
        .act(
            sent,
            paper_href(&number),
            move |conn, context, form: &Leaving| {
                certificates::load_visible(conn, context, &number)?;
                let mut typed = Typed::default();
                let left_on = typed.day("on", &form.on);
                typed.check()?;
                let leaving = (left_on, form.reason.as_str());
                certificates::stop_allowance(conn, context, &number, form.version, leaving)?;
                Ok(Goto::to(paper_href(&number)).saying("allowance-was-stopped"))
            },
            move |conn, context, frame, values, errors| {
                CertificatePage::load(conn, context, frame, &again, (values, errors))
            },
        )
        .await
}

#[get("/honours?<wanted..>")]
async fn list_honours(visit: Visit, wanted: honours::Wanted) -> Answer {
    visit
        .show(move |conn, context, frame| HonoursPage::load(conn, context, frame, wanted))
        .await
}

#[get("/honours.xlsx?<wanted..>")]
async fn export_honours(visit: Visit, wanted: honours::Wanted) -> Answer {
    visit
        .download(move |conn, context, words| honours::export(conn, context, words, &wanted))
        .await
}
