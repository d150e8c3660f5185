//! Addresses of nominations.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::decisions::{self, Verdict};
use super::list_page::NominationsPage;
use super::pages::{NominationPage, href, list_href};
use super::rules::{ListLevel, Stand, VoteCount};
use super::store::Wanted;
use super::{NominationId, actions, files, fraud, verdicts};
use crate::error::{Error, FieldErrors};
use crate::evidence::store::EvidenceId;
use crate::message::Message;
use crate::selection::rounds::RoundId;
use crate::selection::typed::Typed;
use crate::web::answer::{Answer, Download, Goto};
use crate::web::form::{Sent, Values};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        list, apply, post_list, show, change, submit, withdraw, exclude, vote, decide, confirm,
        sign, find_fraud, attach, detach, file
    ]
}

#[get("/selection/<id>/nominations?<stand>&<text>")]
async fn list(visit: Visit, id: RoundId, stand: Option<Stand>, text: Option<String>) -> Answer {
    let wanted = Wanted {
        stand,
        text: text.unwrap_or_default(),
    };
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            NominationsPage::load(conn, context, frame, id, wanted, typed)
        })
        .await
}

/// An application as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Application {
    statement: String,
}

#[post("/selection/<id>/nominations", data = "<sent>")]
async fn apply(visit: Visit, id: RoundId, sent: Sent<Application>) -> Answer {
    visit
        .act(
            sent,
            list_href(id),
            move |conn, context, form: &Application| {
                let nomination = actions::apply(conn, context, id, &form.statement)?;
                Ok(Goto::to(href(nomination)).saying("nomination-begun"))
            },
            move |conn, context, frame, values, errors| {
                NominationsPage::load(
                    conn,
                    context,
                    frame,
                    id,
                    Wanted::default(),
                    (values, errors),
                )
            },
        )
        .await
}

/// Who is put on a list.
#[derive(Debug, FromForm, Validate)]
struct Chosen {
    level: ListLevel,
    ids: Vec<NominationId>,
    /// Asked for where an earlier list was brought down.
    #[field(default = "")]
    reason: String,
}

#[post("/selection/<id>/lists", data = "<sent>")]
async fn post_list(visit: Visit, id: RoundId, sent: Sent<Chosen>) -> Answer {
    visit
        .act(
            sent,
            list_href(id),
            move |conn, context, form: &Chosen| {
                let notice = decisions::post_list(
                    conn,
                    context,
                    (id, form.level),
                    (&form.ids, &form.reason),
                )?;
                Ok(Goto::to(format!("/notices/{notice}")).saying("nomination-list-posted"))
            },
            move |conn, context, frame, values, errors| {
                NominationsPage::load(
                    conn,
                    context,
                    frame,
                    id,
                    Wanted::default(),
                    (values, errors),
                )
            },
        )
        .await
}

#[get("/nominations/<id>")]
async fn show(visit: Visit, id: NominationId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            NominationPage::load(conn, context, frame, id, typed)
        })
        .await
}

/// A changed statement as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Changed {
    version: i64,
    statement: String,
}

#[post("/nominations/<id>/statement", data = "<sent>")]
async fn change(visit: Visit, id: NominationId, sent: Sent<Changed>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &Changed| {
                let statement = form.statement.as_str();
                actions::change_statement(conn, context, id, form.version, statement)?;
                Ok(Goto::to(href(id)).saying("nomination-saved"))
            },
            move |conn, context, frame, values, errors| {
                NominationPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

#[post("/nominations/<id>/submit", data = "<sent>")]
async fn submit(visit: Visit, id: NominationId, sent: Sent<Changed>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &Changed| {
                actions::hand_in(conn, context, id, form.version, &form.statement)?;
                Ok(Goto::to(href(id)).saying("nomination-submitted"))
            },
            move |conn, context, frame, values, errors| {
                NominationPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// A button with a reason.
#[derive(Debug, FromForm, Validate)]
struct Reasoned {
    version: i64,
    reason: String,
}

#[post("/nominations/<id>/withdraw", data = "<sent>")]
async fn withdraw(visit: Visit, id: NominationId, sent: Sent<Reasoned>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, form: &Reasoned| {
            actions::withdraw(conn, context, id, form.version, &form.reason)?;
            Ok(Goto::to(href(id)).saying("nomination-taken-back"))
        })
        .await
}

#[post("/nominations/<id>/exclude", data = "<sent>")]
async fn exclude(visit: Visit, id: NominationId, sent: Sent<Reasoned>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, form: &Reasoned| {
            actions::exclude(conn, context, id, form.version, &form.reason)?;
            Ok(Goto::to(href(id)).saying("nomination-was-excluded"))
        })
        .await
}

/// A school's vote as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct VoteForm {
    version: i64,
    held_on: String,
    staff: String,
    present: String,
    yes: String,
    no: String,
    abstain: String,
    /// Why there is another vote.
    #[field(default = "")]
    vote_reason: String,
}

impl VoteForm {
    fn count(&self) -> Result<VoteCount, Error> {
        let mut typed = Typed::default();
        let count = VoteCount {
            held_on: typed.day("held_on", &self.held_on),
            staff: typed.count("staff", &self.staff),
            present: typed.count("present", &self.present),
            yes: typed.count("yes", &self.yes),
            no: typed.count("no", &self.no),
            abstain: typed.count("abstain", &self.abstain),
        };
        typed.check()?;
        Ok(count)
    }
}

#[post("/nominations/<id>/vote", data = "<sent>")]
async fn vote(visit: Visit, id: NominationId, sent: Sent<VoteForm>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &VoteForm| {
                actions::load_visible(conn, context, id)?;
                let count = form.count()?;
                let told = (&count, form.vote_reason.as_str());
                decisions::record_vote(conn, context, id, form.version, told)?;
                Ok(Goto::to(href(id)).saying("vote-recorded"))
            },
            move |conn, context, frame, values, errors| {
                NominationPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// An office's decision as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct Decision {
    version: i64,
    /// The button that was pressed.
    verdict: String,
    reason: String,
}

impl Decision {
    fn verdict(&self) -> Result<Verdict, Error> {
        let reason = self.reason.clone();
        match self.verdict.as_str() {
            "endorse" => Ok(Verdict::Endorse { opinion: reason }),
            "return" => Ok(Verdict::Return { reason }),
            "refuse" => Ok(Verdict::Refuse { reason }),
            _ => Err(Error::input(
                "reason",
                Message::new("nomination-verdict-missing"),
            )),
        }
    }
}

#[post("/nominations/<id>/decide", data = "<sent>")]
async fn decide(visit: Visit, id: NominationId, sent: Sent<Decision>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &Decision| {
                decisions::decide(conn, context, id, form.version, &form.verdict()?)?;
                Ok(Goto::to(href(id)).saying("nomination-decided"))
            },
            move |conn, context, frame, values, errors| {
                NominationPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// What a person saw of a condition.
#[derive(Debug, FromForm, Validate)]
struct Confirmed {
    version: i64,
    condition: String,
    is_met: bool,
    reason: String,
}

#[post("/nominations/<id>/confirm", data = "<sent>")]
async fn confirm(visit: Visit, id: NominationId, sent: Sent<Confirmed>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &Confirmed| {
                let seen = (form.condition.as_str(), form.is_met, form.reason.as_str());
                verdicts::confirm(conn, context, id, form.version, seen)?;
                Ok(Goto::to(href(id)).saying("condition-kept"))
            },
            move |conn, context, frame, values, errors| {
                NominationPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// What the bureau signs.
#[derive(Debug, FromForm, Validate)]
struct Signed {
    version: i64,
    /// The button that was pressed.
    is_eligible: bool,
    reason: String,
}

#[post("/nominations/<id>/sign", data = "<sent>")]
async fn sign(visit: Visit, id: NominationId, sent: Sent<Signed>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &Signed| {
                let signed = (form.is_eligible, form.reason.as_str());
                verdicts::sign(conn, context, id, form.version, signed)?;
                let signed = if form.is_eligible {
                    "verdict-signed"
                } else {
                    "verdict-signed-free"
                };
                Ok(Goto::to(href(id)).saying(signed))
            },
            move |conn, context, frame, values, errors| {
                NominationPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// What was found about a nominee who is out.
#[derive(Debug, FromForm, Validate)]
struct FraudForm {
    version: i64,
    is_found: bool,
    reason: String,
}

#[post("/nominations/<id>/fraud", data = "<sent>")]
async fn find_fraud(visit: Visit, id: NominationId, sent: Sent<FraudForm>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &FraudForm| {
                let found = (form.is_found, form.reason.as_str());
                fraud::record(conn, context, id, form.version, found)?;
                Ok(Goto::to(href(id)).saying("nomination-fraud-kept"))
            },
            move |conn, context, frame, values, errors| {
                NominationPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// One of one's own files.
#[derive(Debug, FromForm, Validate)]
struct ChosenFile {
    file: EvidenceId,
}

#[post("/nominations/<id>/files", data = "<sent>")]
async fn attach(visit: Visit, id: NominationId, sent: Sent<ChosenFile>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &ChosenFile| {
                files::attach(conn, context, id, form.file)?;
                Ok(Goto::to(href(id)).saying("nomination-file-added"))
            },
            move |conn, context, frame, values, errors| {
                NominationPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

#[post("/nominations/<id>/files/remove", data = "<sent>")]
async fn detach(visit: Visit, id: NominationId, sent: Sent<ChosenFile>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, form: &ChosenFile| {
            files::detach(conn, context, id, form.file)?;
            Ok(Goto::to(href(id)).saying("nomination-file-removed"))
        })
        .await
}

#[get("/nominations/<id>/files/<file>")]
async fn file(visit: Visit, id: NominationId, file: EvidenceId) -> Answer {
    visit
        .download(move |conn, context, _| {
            let (file, body) = files::read(conn, context, (id, file))?;
            Ok(Download {
                name: file.name,
                media_type: file.media_type.content_type(),
                body,
            })
        })
        .await
}
