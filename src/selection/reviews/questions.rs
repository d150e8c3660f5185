//! Questions to a candidate: a member asks, the secretary passes it on without telling who asked, the
//! candidate answers, and everybody who reviews the candidate can read it.

use chrono::NaiveDate;

use super::blind::redact;
use super::rules::{QuestionState, QuestionStep, Refusal, next_question, read_question};
use super::sight::{self, Own};
use super::{Question, QuestionId, ReviewId, covers, rules, store};
use crate::access::Action;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations;
use crate::selection::committees::actions::load_as_secretary;
use crate::selection::committees::apart::check_apart;
use crate::selection::nominations::{self, NominationId};
use crate::selection::phases::Permission;
use crate::selection::rounds::{self, RoundId, Running};
use crate::tasks::Task;

/// Asks, while one writes the review.
pub fn ask(conn: &mut Conn, context: &Context, id: ReviewId, text: &str) -> Result<(), Error> {
    let own = sight::load_own(conn, context, id)?;
    own.running
        .may_now(Permission::WriteReview, context.today())?;
    rules::next(own.review.state, rules::Step::Save)?;
    let question = Question {
        id: QuestionId::new(),
        review_id: id,
        nomination_id: own.review.nomination_id,
        state: QuestionState::Asked,
        question: read_question("question", text).map_err(Error::Input)?,
        forwarded: None,
        reason: None,
        answer: None,
        asked_at: context.at,
        decided_at: None,
        answered_at: None,
        version: 1,
    };
    store::insert_question(conn, &question)?;
    record(
        conn,
        context,
        &own.running,
        &question,
        ("question_asked", None),
    )
}

/// A question of a round, for its secretary.
fn load_to_decide(
    conn: &mut Conn,
    context: &Context,
    (round, id): (RoundId, QuestionId),
) -> Result<(Running, Question), Error> {
    let running = load_as_secretary(conn, context, round)?;
    let question = store::load_question(conn, id)?;
    let review = store::load(conn, question.review_id)?;
    if review.round_id != round {
        return Err(Error::NotFound);
    }
    running.may_now(Permission::WriteReview, context.today())?;
    Ok((running, question))
}

/// Passes a question on in words that do not tell who asked.
pub fn forward(
    conn: &mut Conn,
    context: &Context,
    which: (RoundId, QuestionId),
    seen: i64,
    text: &str,
) -> Result<(), Error> {
    let (running, question) = load_to_decide(conn, context, which)?;
    let forwarded = Question {
        state: next_question(question.state, QuestionStep::Forward)?,
        forwarded: Some(read_question("forwarded", text).map_err(Error::Input)?),
        decided_at: Some(context.at),
        ..question
    };
    store::save_question(conn, &forwarded, seen)?;
    record(
        conn,
        context,
        &running,
        &forwarded,
        ("question_forwarded", None),
    )
}

/// Does not pass a question on, with a reason for whoever asked.
pub fn refuse(
    conn: &mut Conn,
    context: &Context,
    which: (RoundId, QuestionId),
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let (running, question) = load_to_decide(conn, context, which)?;
    let state = next_question(question.state, QuestionStep::Refuse)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    let refused = Question {
        state,
        reason: Some(reason.to_owned()),
        decided_at: Some(context.at),
        ..question
    };
    store::save_question(conn, &refused, seen)?;
    record(
        conn,
        context,
        &running,
        &refused,
        ("question_refused", Some(reason)),
    )
}

/// Answers a question that was passed on to oneself.
pub fn answer(
    conn: &mut Conn,
    context: &Context,
    (nomination, id): (NominationId, QuestionId),
    seen: i64,
    text: &str,
) -> Result<(), Error> {
    let (own, running) = nominations::actions::load_visible(conn, context, nomination)?;
    let question = store::load_question(conn, id)?;
    let is_mine = context.actor.person == Some(own.person_id);
    let is_passed_on = question.nomination_id == own.id && question.forwarded.is_some();
    if !is_mine || !is_passed_on {
        return Err(Error::NotFound);
    }
    running.may_now(Permission::WriteReview, context.today())?;
    let answered = Question {
        state: next_question(question.state, QuestionStep::Answer)?,
        answer: Some(read_question("answer", text).map_err(Error::Input)?),
        answered_at: Some(context.at),
        ..question
    };
    store::save_question(conn, &answered, seen)?;
    record(
        conn,
        context,
        &running,
        &answered,
        ("question_answered", None),
    )
}

/// What a candidate was asked: as it was passed on, and nothing that was not.
pub fn list_passed_on(conn: &mut Conn, nomination: NominationId) -> Result<Vec<Question>, Error> {
    let mut questions = store::list_questions_to(conn, nomination)?;
    questions.retain(|it| it.forwarded.is_some());
    Ok(questions)
}

/// What a member can read beside a review: one's own questions, and those of others as they were passed
/// on. Where names are covered, they are in answers too.
pub fn list_beside(conn: &mut Conn, own: &Own) -> Result<Vec<Question>, Error> {
    let nomination = own.review.nomination_id;
    let mut questions = store::list_questions_to(conn, nomination)?;
    questions.retain(|it| it.review_id == own.review.id || it.forwarded.is_some());
    if own.face.number.is_some() {
        let nomination = nominations::store::load(conn, nomination)?;
        let identity = covers::identity(conn, &nomination)?;
        for question in &mut questions {
            if let Some(answer) = &mut question.answer {
                *answer = redact(answer, &identity);
            }
        }
    }
    Ok(questions)
}

fn record(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    question: &Question,
    (event, reason): (&'static str, Option<&str>),
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("review_questions", question.id.0),
        organization: Some(organizations::store::load_bureau(conn)?.id),
        reason,
        payload: serde_json::json!({ "title": running.round.title }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}

/// Questions that wait for the secretary, and those that were passed on to oneself: in rounds where
/// they can still be decided and answered.
pub fn tasks(conn: &mut Conn, context: &Context) -> Result<Vec<Task>, Error> {
    let mut tasks = Vec::new();
    if context.actor.can_ever(Action::RunCommittee) {
        let mut count = 0;
        for (round, asked) in store::count_asked(conn)? {
            let until = open_until(conn, context, round)?;
            if until.is_some() && check_apart(conn, context, round).is_ok() {
                count += asked;
            }
        }
        tasks.push(Task {
            message: Message::new("task-questions").with("count", count),
            count,
            href: "/selection".into(),
            due_on: None,
        });
    }
    if let Some(person) = context.actor.person {
        let (mut count, mut due_on) = (0, None);
        for (round, waiting) in store::count_forwarded_to(conn, person)? {
            if let Some(last_day) = open_until(conn, context, round)? {
                count += waiting;
                due_on = due_on.min(Some(last_day)).or(Some(last_day));
            }
        }
        tasks.push(Task {
            message: Message::new("task-questions-to-answer").with("count", count),
            count,
            href: "/selection".into(),
            due_on,
        });
    }
    Ok(tasks)
}

/// The last day on which questions of a round can be passed on and answered, if that is now.
fn open_until(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
) -> Result<Option<NaiveDate>, Error> {
    let running = rounds::store::load_running(conn, round)?;
    let may = running.may_now(Permission::WriteReview, context.today());
    Ok(may.ok().map(|()| running.open_phase().ends_on))
}
