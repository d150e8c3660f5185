//! Addresses of the candidates of a round, for members.

use rocket::{Route, get, routes};

use super::load_board;
use super::pages::{CandidatePage, CandidatesPage, Sort};
use crate::error::Error;
use crate::evidence::store::EvidenceId;
use crate::selection::reviews::dossier;
use crate::selection::reviews::sight::Handle;
use crate::selection::rounds::RoundId;
use crate::web::answer::{Answer, Download};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![list, show, file]
}

#[get("/candidates/<id>?<sort>")]
async fn list(visit: Visit, id: RoundId, sort: Option<String>) -> Answer {
    let sort = Sort::of(sort.as_deref().unwrap_or_default());
    visit
        .show(move |conn, context, frame| CandidatesPage::load(conn, context, frame, id, sort))
        .await
}

#[get("/candidates/<id>/<nomination>")]
async fn show(visit: Visit, id: RoundId, nomination: Handle) -> Answer {
    visit
        .show(move |conn, context, frame| {
            CandidatePage::load(conn, context, frame, (id, nomination))
        })
        .await
}

#[get("/candidates/<id>/<nomination>/files/<file>")]
async fn file(visit: Visit, id: RoundId, nomination: Handle, file: EvidenceId) -> Answer {
    visit
        .download(move |conn, context, _| {
            let board = load_board(conn, context, id)?;
            let mut all = board.standings.iter();
            let found = all.find(|it| it.face.handle() == nomination);
            let which = (found.ok_or(Error::NotFound)?.face.nomination, file);
            let file = dossier::read_file(conn, context, &board.running, which)?;
            Ok(Download {
                name: file.name,
                media_type: file.media_type.content_type(),
                body: file.content,
            })
        })
        .await
}
