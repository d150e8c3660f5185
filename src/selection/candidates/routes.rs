//! Addresses of the candidates of a round, for members.

use rocket::{Route, get, routes};

use super::load_board;
use super::pages::{CandidatePage, CandidatesPage, Sort};
use crate::error::Error;
use crate::evidence::store::EvidenceId;
use crate::selection::nominations::NominationId;
use crate::selection::reviews::dossier;
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
async fn show(visit: Visit, id: RoundId, nomination: NominationId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            CandidatePage::load(conn, context, frame, (id, nomination))
        })
        .await
}

#[get("/candidates/<id>/<nomination>/files/<file>")]
async fn file(visit: Visit, id: RoundId, nomination: NominationId, file: EvidenceId) -> Answer {
    visit
        .download(move |conn, context, _| {
            let board = load_board(conn, context, id)?;
            let mut all = board.standings.iter();
            all.find(|it| it.face.nomination == nomination)
                .ok_or(Error::NotFound)?;
            let file = dossier::read_file(conn, context, &board.running, (nomination, file))?;
            Ok(Download {
                name: file.name,
                media_type: file.media_type.content_type(),
                body: file.content,
            })
        })
        .await
}
