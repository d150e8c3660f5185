//! Addresses of claims.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::actions::{self, Verdict};
use super::files::{self, Incoming};
use super::pages::{ClaimPage, ClaimsPage, EditPage};
use super::rules::ClaimFields;
use super::{ClaimId, ClaimState};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::evidence::store::EvidenceId;
use crate::hours::Hours;
use crate::message::Message;
use crate::web::answer::{Answer, Download, Goto};
use crate::web::form::{Button, Sent, Upload};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        list,
        blank,
        create,
        show,
        edit,
        change,
        submit,
        withdraw,
        reopen,
        decide,
        reverse,
        add_files,
        reuse_file,
        replace_file,
        withdraw_file,
        download,
    ]
}

/// Where a claim is.
pub fn href(id: ClaimId) -> String {
    format!("/claims/{id}")
}

/// A claim as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct ClaimForm {
    item: String,
    title: String,
    done_on: String,
    quantity: String,
    description: String,
    late_reason: String,
    /// The version that was changed; 0 for a new one.
    version: i64,
    /// `submit` hands it in at once; anything else keeps a draft.
    then: String,
    files: Vec<Upload>,
}

impl ClaimForm {
    fn wants_to_submit(&self) -> bool {
        self.then == "submit"
    }

    /// Days and numbers out of texts; each says at its field what cannot be read.
    fn fields(&self) -> Result<ClaimFields, FieldErrors> {
        let mut errors = FieldErrors::default();
        let done_on = self.done_on.trim().parse().ok();
        if done_on.is_none() {
            errors.add("done_on", Message::new("claim-day-missing"));
        }
        let quantity = Hours::parse(self.quantity.trim()).ok();
        if quantity.is_none() {
            errors.add("quantity", Message::new("claim-quantity-not-a-number"));
        }
        match (done_on, quantity) {
            (Some(done_on), Some(quantity)) => Ok(ClaimFields {
                item: self.item.clone(),
                title: self.title.clone(),
                description: self.description.clone(),
                done_on,
                quantity: quantity.0,
                late_reason: self.late_reason.clone(),
            }),
            _ => Err(errors),
        }
    }

    /// Adds what was uploaded with it; a browser sends an empty part where nothing was chosen.
    fn add_files(&self, conn: &mut Conn, context: &Context, id: ClaimId) -> Result<(), Error> {
        add_all(conn, context, id, &self.files)
    }
}

fn add_all(
    conn: &mut Conn,
    context: &Context,
    id: ClaimId,
    uploads: &[Upload],
) -> Result<(), Error> {
    for upload in uploads.iter().filter(|it| !it.name.is_empty()) {
        let incoming = Incoming {
            name: &upload.name,
            path: upload.path(),
            is_cut_off: upload.is_cut_off,
        };
        files::add(conn, context, id, incoming)?;
    }
    Ok(())
}

#[get("/claims?<after>")]
async fn list(visit: Visit, after: Option<ClaimId>) -> Answer {
    visit
        .show(move |conn, context, frame| ClaimsPage::load(conn, context, frame, after))
        .await
}

#[get("/claims/new")]
async fn blank(visit: Visit) -> Answer {
    visit.show(EditPage::blank).await
}

#[post("/claims", data = "<sent>")]
async fn create(visit: Visit, sent: Sent<ClaimForm>) -> Answer {
    visit
        .act(
            sent,
            "/claims",
            |conn, context, form| {
                let fields = form.fields().map_err(Error::Input)?;
                let id = actions::draft_claim(conn, context, &fields)?;
                form.add_files(conn, context, id)?;
                if form.wants_to_submit() {
                    actions::submit_claim(conn, context, id, 1)?;
                    return Ok(Goto::to(href(id)).saying("claim-handed-in"));
                }
                Ok(Goto::to(href(id)).saying("claim-saved"))
            },
            |conn, context, frame, values, errors| {
                Ok(EditPage::blank(conn, context, frame)?.again(values, errors))
            },
        )
        .await
}

#[get("/claims/<id>")]
async fn show(visit: Visit, id: ClaimId) -> Answer {
    visit
        .show(move |conn, context, frame| ClaimPage::load(conn, context, frame, id))
        .await
}

#[get("/claims/<id>/edit")]
async fn edit(visit: Visit, id: ClaimId) -> Answer {
    visit
        .show(move |conn, context, frame| EditPage::of(conn, context, frame, id))
        .await
}

#[post("/claims/<id>/edit", data = "<sent>")]
async fn change(visit: Visit, id: ClaimId, sent: Sent<ClaimForm>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form| {
                let fields = form.fields().map_err(Error::Input)?;
                actions::change_claim(conn, context, id, form.version, &fields)?;
                form.add_files(conn, context, id)?;
                if form.wants_to_submit() {
                    actions::submit_claim(conn, context, id, form.version + 1)?;
                    return Ok(Goto::to(href(id)).saying("claim-handed-in"));
                }
                Ok(Goto::to(href(id)).saying("claim-saved"))
            },
            move |conn, context, frame, values, errors| {
                Ok(EditPage::of(conn, context, frame, id)?.again(values, errors))
            },
        )
        .await
}

/// Does something to a claim; what is wrong is told on its page.
async fn act_on<F: Send + Sync + 'static>(
    visit: Visit,
    id: ClaimId,
    sent: Sent<F>,
    job: impl Fn(&mut Conn, &Context, &F) -> Result<Goto, Error> + Send + 'static,
) -> Answer {
    visit
        .act(
            sent,
            href(id),
            job,
            move |conn, context, frame, values, errors| {
                Ok(ClaimPage::load(conn, context, frame, id)?.again(values, errors))
            },
        )
        .await
}

/// A button on a claim, with the version that it was pressed on.
#[derive(Debug, FromForm, Validate)]
struct Press {
    version: i64,
}

#[post("/claims/<id>/submit", data = "<sent>")]
async fn submit(visit: Visit, id: ClaimId, sent: Sent<Press>) -> Answer {
    act_on(visit, id, sent, move |conn, context, form: &Press| {
        actions::submit_claim(conn, context, id, form.version)?;
        Ok(Goto::to(href(id)).saying("claim-handed-in"))
    })
    .await
}

#[post("/claims/<id>/withdraw", data = "<sent>")]
async fn withdraw(visit: Visit, id: ClaimId, sent: Sent<Press>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, form| {
            actions::withdraw_claim(conn, context, id, form.version)?;
            Ok(Goto::to(href(id)).saying("claim-taken-back"))
        })
        .await
}

/// A step that needs a reason.
#[derive(Debug, FromForm, Validate)]
struct Reasoned {
    version: i64,
    reason: String,
}

#[post("/claims/<id>/reopen", data = "<sent>")]
async fn reopen(visit: Visit, id: ClaimId, sent: Sent<Reasoned>) -> Answer {
    act_on(visit, id, sent, move |conn, context, form| {
        actions::reopen_claim(conn, context, id, form.version, &form.reason)?;
        Ok(Goto::to(href(id)).saying("claim-opened-again"))
    })
    .await
}

#[post("/claims/<id>/reverse", data = "<sent>")]
async fn reverse(visit: Visit, id: ClaimId, sent: Sent<Reasoned>) -> Answer {
    act_on(visit, id, sent, move |conn, context, form| {
        actions::reverse_claim(conn, context, id, form.version, &form.reason)?;
        Ok(Goto::to(href(id)).saying("claim-undone"))
    })
    .await
}

/// What an office decided.
#[derive(Debug, FromForm, Validate)]
struct DecisionForm {
    version: i64,
    /// `endorse`, `return` or `refuse`.
    verdict: String,
    /// Opinion or reason.
    reason: String,
    /// What to put right, by the names of the fields.
    fields: Vec<String>,
}

impl DecisionForm {
    fn verdict(&self) -> Result<Verdict, Error> {
        let reason = self.reason.clone();
        match self.verdict.as_str() {
            "endorse" => Ok(Verdict::Endorse { opinion: reason }),
            "return" => Ok(Verdict::Return {
                fields: self.fields.clone(),
                reason,
            }),
            "refuse" => Ok(Verdict::Refuse { reason }),
            _ => Err(Error::input(
                "verdict",
                Message::new("claim-verdict-missing"),
            )),
        }
    }
}

#[post("/claims/<id>/decide", data = "<sent>")]
async fn decide(visit: Visit, id: ClaimId, sent: Sent<DecisionForm>) -> Answer {
    act_on(visit, id, sent, move |conn, context, form| {
        let verdict = form.verdict()?;
        let state = actions::decide_claim(conn, context, id, form.version, verdict)?;
        Ok(Goto::to(next_href(conn, context, id)?).saying(match state {
            ClaimState::Recognised => "claim-decided-recognised",
            ClaimState::Refused => "claim-decided-refused",
            ClaimState::Returned => "claim-decided-returned",
            _ => "claim-decided-endorsed",
        }))
    })
    .await
}

/// The next one of the officer's queue, else the one that was decided.
fn next_href(conn: &mut Conn, context: &Context, id: ClaimId) -> Result<String, Error> {
    let queue = super::queue::load(conn, context, None)?;
    Ok(href(queue.first().map_or(id, |it| it.id)))
}

/// Files for a claim that can be changed.
#[derive(Debug, FromForm, Validate)]
struct FilesForm {
    files: Vec<Upload>,
}

#[post("/claims/<id>/files", data = "<sent>")]
async fn add_files(visit: Visit, id: ClaimId, sent: Sent<FilesForm>) -> Answer {
    act_on(visit, id, sent, move |conn, context, form| {
        if form.files.iter().all(|it| it.name.is_empty()) {
            return Err(Error::input("files", Message::new("claim-files-missing")));
        }
        add_all(conn, context, id, &form.files)?;
        Ok(Goto::to(href(id)).saying("claim-files-added"))
    })
    .await
}

/// One of one's own files.
#[derive(Debug, FromForm, Validate)]
struct ReuseForm {
    file: EvidenceId,
}

#[post("/claims/<id>/files/reuse", data = "<sent>")]
async fn reuse_file(visit: Visit, id: ClaimId, sent: Sent<ReuseForm>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form| {
                files::reuse(conn, context, id, form.file)?;
                Ok(Goto::to(href(id)).saying("claim-files-added"))
            },
            move |conn, context, frame, values, errors| {
                Ok(ClaimPage::load(conn, context, frame, id)?.again(values, errors))
            },
        )
        .await
}

#[post("/claims/<id>/files/<file>/replace", data = "<sent>")]
async fn replace_file(
    visit: Visit,
    id: ClaimId,
    file: EvidenceId,
    sent: Sent<FilesForm>,
) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form| {
                let mut chosen = form.files.iter().filter(|it| !it.name.is_empty());
                let Some(upload) = chosen.next() else {
                    return Err(Error::input("files", Message::new("claim-files-missing")));
                };
                let incoming = Incoming {
                    name: &upload.name,
                    path: upload.path(),
                    is_cut_off: upload.is_cut_off,
                };
                files::replace(conn, context, id, file, incoming)?;
                Ok(Goto::to(href(id)).saying("claim-files-added"))
            },
            move |conn, context, frame, values, errors| {
                Ok(ClaimPage::load(conn, context, frame, id)?.again(values, errors))
            },
        )
        .await
}

#[post("/claims/<id>/files/<file>/withdraw", data = "<sent>")]
async fn withdraw_file(visit: Visit, id: ClaimId, file: EvidenceId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, href(id), move |conn, context, _| {
            files::withdraw(conn, context, id, file)?;
            Ok(Goto::to(href(id)).saying("claim-file-taken-back"))
        })
        .await
}

#[get("/claims/<id>/files/<file>")]
async fn download(visit: Visit, id: ClaimId, file: EvidenceId) -> Answer {
    visit
        .download(move |conn, context, _| {
            let (file, body) = files::read(conn, context, id, file)?;
            Ok(Download {
                name: file.name,
                media_type: file.media_type.content_type(),
                body,
            })
        })
        .await
}
