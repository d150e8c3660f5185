//! Addresses of reviews, covers and questions.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::actions::{self, Written, next_due};
use super::pages::{HERE, QueuePage, ReviewPage, href};
use super::secretary::{
    CoverPage, CoversPage, QuestionsPage, cover_href, covers_href, questions_href,
};
use super::{QuestionId, ReviewId, covers, dossier, questions, sight};
use crate::error::FieldErrors;
use crate::evidence::store::EvidenceId;
use crate::selection::nominations::{self, NominationId};
use crate::selection::rounds::RoundId;
use crate::web::answer::{Answer, Download, Goto};
use crate::web::form::{Button, Sent, Values};
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        queue,
        show,
        save,
        submit,
        decline,
        ask,
        file,
        list_covers,
        prepare,
        show_cover,
        confirm,
        list_questions,
        forward,
        refuse,
        answer
    ]
}

#[get("/reviews")]
async fn queue(visit: Visit) -> Answer {
    visit.show(QueuePage::load).await
}

#[get("/reviews/<id>")]
async fn show(visit: Visit, id: ReviewId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            ReviewPage::load(conn, context, frame, id, typed)
        })
        .await
}

/// A review as the form sends it.
#[derive(Debug, FromForm, Validate)]
struct ReviewForm {
    version: i64,
    keys: Vec<String>,
    points: Vec<String>,
    comment: String,
}

impl ReviewForm {
    fn points(&self) -> Vec<(&str, &str)> {
        let keys = self.keys.iter().map(String::as_str);
        keys.zip(self.points.iter().map(String::as_str)).collect()
    }
}

#[post("/reviews/<id>/save", data = "<sent>")]
async fn save(visit: Visit, id: ReviewId, sent: Sent<ReviewForm>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &ReviewForm| {
                let (points, comment) = (&form.points()[..], form.comment.as_str());
                actions::save(
                    conn,
                    context,
                    id,
                    form.version,
                    &Written { points, comment },
                )?;
                Ok(Goto::to(href(id)).saying("review-saved"))
            },
            move |conn, context, frame, values, errors| {
                ReviewPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

#[post("/reviews/<id>/submit", data = "<sent>")]
async fn submit(visit: Visit, id: ReviewId, sent: Sent<ReviewForm>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &ReviewForm| {
                let (points, comment) = (&form.points()[..], form.comment.as_str());
                actions::submit(
                    conn,
                    context,
                    id,
                    form.version,
                    &Written { points, comment },
                )?;
                let queues = sight::list_queues(conn, context)?;
                let next = next_due(&queues, id).map_or_else(|| HERE.to_owned(), href);
                Ok(Goto::to(next).saying("review-submitted"))
            },
            move |conn, context, frame, values, errors| {
                ReviewPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// Why a review is given back.
#[derive(Debug, FromForm, Validate)]
struct Declined {
    version: i64,
    reason: String,
}

#[post("/reviews/<id>/decline", data = "<sent>")]
async fn decline(visit: Visit, id: ReviewId, sent: Sent<Declined>) -> Answer {
    visit
        .act(
            sent,
            HERE,
            move |conn, context, form: &Declined| {
                actions::decline(conn, context, id, form.version, &form.reason)?;
                Ok(Goto::to(HERE).saying("review-declined"))
            },
            move |conn, context, frame, values, errors| {
                ReviewPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

/// A question to the candidate.
#[derive(Debug, FromForm, Validate)]
struct Asked {
    question: String,
}

#[post("/reviews/<id>/ask", data = "<sent>")]
async fn ask(visit: Visit, id: ReviewId, sent: Sent<Asked>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &Asked| {
                questions::ask(conn, context, id, &form.question)?;
                Ok(Goto::to(href(id)).saying("question-sent"))
            },
            move |conn, context, frame, values, errors| {
                ReviewPage::load(conn, context, frame, id, (values, errors))
            },
        )
        .await
}

#[get("/reviews/<id>/files/<file>")]
async fn file(visit: Visit, id: ReviewId, file: EvidenceId) -> Answer {
    visit
        .download(move |conn, context, _| {
            let own = sight::load_own(conn, context, id)?;
            let which = (own.review.nomination_id, file);
            let file = dossier::read_file(conn, context, &own.running, which)?;
            Ok(Download {
                name: file.name,
                media_type: file.media_type.content_type(),
                body: file.content,
            })
        })
        .await
}

#[get("/selection/<id>/covers")]
async fn list_covers(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| CoversPage::load(conn, context, frame, id))
        .await
}

#[post("/selection/<id>/covers", data = "<sent>")]
async fn prepare(visit: Visit, id: RoundId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, covers_href(id), move |conn, context, _| {
            covers::prepare(conn, context, id)?;
            Ok(Goto::to(covers_href(id)).saying("covers-prepared"))
        })
        .await
}

#[get("/selection/<id>/covers/<nomination>")]
async fn show_cover(visit: Visit, id: RoundId, nomination: NominationId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (&Values::default(), &FieldErrors::default());
            CoverPage::load(conn, context, frame, (id, nomination), typed)
        })
        .await
}

/// What members will see.
#[derive(Debug, FromForm, Validate)]
struct Covered {
    version: i64,
    statement: String,
    files: Vec<EvidenceId>,
}

#[post("/selection/<id>/covers/<nomination>", data = "<sent>")]
async fn confirm(
    visit: Visit,
    id: RoundId,
    nomination: NominationId,
    sent: Sent<Covered>,
) -> Answer {
    visit
        .act(
            sent,
            cover_href(id, nomination),
            move |conn, context, form: &Covered| {
                let seen = (form.statement.as_str(), &form.files[..]);
                covers::confirm(conn, context, (id, nomination), form.version, seen)?;
                Ok(Goto::to(covers_href(id)).saying("cover-kept"))
            },
            move |conn, context, frame, values, errors| {
                CoverPage::load(conn, context, frame, (id, nomination), (values, errors))
            },
        )
        .await
}

#[get("/selection/<id>/questions")]
async fn list_questions(visit: Visit, id: RoundId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            QuestionsPage::load(conn, context, frame, id, &FieldErrors::default())
        })
        .await
}

/// A question as the secretary passes it on.
#[derive(Debug, FromForm, Validate)]
struct Forwarded {
    question: QuestionId,
    version: i64,
    #[field(name = "forwarded")]
    text: String,
}

#[post("/selection/<id>/questions/forward", data = "<sent>")]
async fn forward(visit: Visit, id: RoundId, sent: Sent<Forwarded>) -> Answer {
    visit
        .act(
            sent,
            questions_href(id),
            move |conn, context, form: &Forwarded| {
                let which = (id, form.question);
                questions::forward(conn, context, which, form.version, &form.text)?;
                Ok(Goto::to(questions_href(id)).saying("question-passed-on"))
            },
            move |conn, context, frame, _, errors| {
                QuestionsPage::load(conn, context, frame, id, errors)
            },
        )
        .await
}

/// A question that is not passed on.
#[derive(Debug, FromForm, Validate)]
struct Refused {
    question: QuestionId,
    version: i64,
    reason: String,
}

#[post("/selection/<id>/questions/refuse", data = "<sent>")]
async fn refuse(visit: Visit, id: RoundId, sent: Sent<Refused>) -> Answer {
    visit
        .act(
            sent,
            questions_href(id),
            move |conn, context, form: &Refused| {
                let which = (id, form.question);
                questions::refuse(conn, context, which, form.version, &form.reason)?;
                Ok(Goto::to(questions_href(id)).saying("question-not-passed-on"))
            },
            move |conn, context, frame, _, errors| {
                QuestionsPage::load(conn, context, frame, id, errors)
            },
        )
        .await
}

/// A candidate's answer.
#[derive(Debug, FromForm, Validate)]
struct Answered {
    question: QuestionId,
    version: i64,
    answer: String,
}

#[post("/nominations/<id>/answer", data = "<sent>")]
async fn answer(visit: Visit, id: NominationId, sent: Sent<Answered>) -> Answer {
    let here = nominations::pages::href(id);
    visit
        .act(
            sent,
            here.clone(),
            move |conn, context, form: &Answered| {
                let which = (id, form.question);
                questions::answer(conn, context, which, form.version, &form.answer)?;
                Ok(Goto::to(here.clone()).saying("answer-sent"))
            },
            move |conn, context, frame, values, errors| {
                let typed = (values, errors);
                nominations::pages::NominationPage::load(conn, context, frame, id, typed)
            },
        )
        .await
}
