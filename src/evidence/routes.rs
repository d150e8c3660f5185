//! Addresses of one's own files.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::actions::{self, Label};
use super::kinds::PaperKind;
use super::pages::EvidencePage;
use super::receive::Incoming;
use super::store::EvidenceId;
use crate::error::Error;
use crate::message::Message;
use crate::web::answer::{Answer, Download, Goto};
use crate::web::form::{Button, Sent, Upload};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![list, add, again, replace, withdraw, download]
}

const HERE: &str = "/evidence";

/// A file with its label, as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct FileForm {
    paper: PaperKind,
    /// Empty where the paper bears no day.
    dated_on: String,
    file: Option<Upload>,
}

impl FileForm {
    fn label(&self) -> Result<Label, Error> {
        let typed = self.dated_on.trim();
        let day = typed.parse();
        let day = day.map_err(|_| Error::input("dated_on", Message::new("day-needed")));
        Ok(Label {
            paper: self.paper,
            dated_on: if typed.is_empty() { None } else { Some(day?) },
        })
    }

    /// A browser sends an empty part where nothing was chosen.
    fn incoming(&self) -> Result<Incoming<'_>, Error> {
        let chosen = self.file.as_ref().filter(|it| !it.name.is_empty());
        let upload =
            chosen.ok_or_else(|| Error::input("file", Message::new("evidence-file-missing")))?;
        Ok(Incoming {
            name: &upload.name,
            path: upload.path(),
            is_cut_off: upload.is_cut_off,
        })
    }
}

#[get("/evidence")]
async fn list(visit: Visit) -> Answer {
    visit
        .show(|conn, context, frame| EvidencePage::load(conn, context, frame, None))
        .await
}

#[post("/evidence", data = "<sent>")]
async fn add(visit: Visit, sent: Sent<FileForm>) -> Answer {
    visit
        .act(
            sent,
            HERE,
            |conn, context, form| {
                actions::add(conn, context, form.incoming()?, form.label()?)?;
                Ok(Goto::to(HERE).saying("evidence-saved"))
            },
            |conn, context, frame, values, errors| {
                Ok(EvidencePage::load(conn, context, frame, None)?.again(values, errors))
            },
        )
        .await
}

#[get("/evidence/<id>/replace")]
async fn again(visit: Visit, id: EvidenceId) -> Answer {
    visit
        .show(move |conn, context, frame| EvidencePage::load(conn, context, frame, Some(id)))
        .await
}

#[post("/evidence/<id>/replace", data = "<sent>")]
async fn replace(visit: Visit, id: EvidenceId, sent: Sent<FileForm>) -> Answer {
    visit
        .act(
            sent,
            HERE,
            move |conn, context, form| {
                actions::replace(conn, context, id, form.incoming()?, form.label()?)?;
                Ok(Goto::to(HERE).saying("evidence-saved"))
            },
            move |conn, context, frame, values, errors| {
                Ok(EvidencePage::load(conn, context, frame, Some(id))?.again(values, errors))
            },
        )
        .await
}

#[post("/evidence/<id>/withdraw", data = "<sent>")]
async fn withdraw(visit: Visit, id: EvidenceId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, HERE, move |conn, context, _| {
            actions::withdraw(conn, context, id)?;
            Ok(Goto::to(HERE).saying("evidence-taken-out"))
        })
        .await
}

#[get("/evidence/<id>")]
async fn download(visit: Visit, id: EvidenceId) -> Answer {
    visit
        .download(move |conn, context, _| {
            let (file, body) = actions::read(conn, context, id)?;
            Ok(Download {
                name: file.name,
                media_type: file.media_type.content_type(),
                body,
            })
        })
        .await
}
