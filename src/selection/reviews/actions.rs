//! What a member does with a review: keep it, hand it in, decline.

use std::collections::BTreeSet;

use super::rules::rubric::{Rubric, Scores};
use super::rules::{Step, next, read_comment};
use super::sight::{self, Own, Queue};
use super::{Review, ReviewId, rules, store};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations;
use crate::selection::conflicts;
use crate::selection::phases::Permission;
use crate::selection::phases::Phase;
use crate::selection::rounds;
use crate::tasks::Task;

/// What a member typed: points by criterion, and a comment.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// Key and text; an empty text is no answer yet.
    pub points: &'a [(&'a str, &'a str)],
    /// What the member says.
    pub comment: &'a str,
}

/// One's own review, while it can be written.
fn load_open(conn: &mut Conn, context: &Context, id: ReviewId, step: Step) -> Result<Own, Error> {
    let own = sight::load_own(conn, context, id)?;
    own.running
        .may_now(Permission::WriteReview, context.today())?;
    next(own.review.state, step)?;
    Ok(own)
}

fn read(own: &Own, written: &Written<'_>) -> Result<(Scores, String), Error> {
    let rubric = Rubric::of(&own.running.programme.review, &own.running.round.track);
    let scores = rubric.read_scores(written.points).map_err(Error::Input)?;
    let comment = read_comment(written.comment).map_err(Error::Input)?;
    Ok((scores, comment))
}

/// Keeps what is there so far; tells the version that is now. A draft is nobody's decision, so the
/// journal has nothing of it.
pub fn save(
    conn: &mut Conn,
    context: &Context,
    id: ReviewId,
    seen: i64,
    written: &Written<'_>,
) -> Result<i64, Error> {
    let own = load_open(conn, context, id, Step::Save)?;
    let (scores, comment) = read(&own, written)?;
    let saved = Review {
        scores: Json::of(&scores),
        comment,
        saved_at: Some(context.at),
        ..own.review
    };
    store::save(conn, &saved, seen)?;
    Ok(seen + 1)
}

/// Hands a complete review in; tells its total. It stays as it is from now on.
pub fn submit(
    conn: &mut Conn,
    context: &Context,
    id: ReviewId,
    seen: i64,
    written: &Written<'_>,
) -> Result<i64, Error> {
    let own = load_open(conn, context, id, Step::Submit)?;
    let (scores, comment) = read(&own, written)?;
    let rubric = Rubric::of(&own.running.programme.review, &own.running.round.track);
    let total = rubric.total(&scores, &comment).map_err(Error::Input)?;
    let submitted = Review {
        state: next(own.review.state, Step::Submit)?,
        scores: Json::of(&scores),
        comment,
        total: Some(total),
        saved_at: Some(context.at),
        submitted_at: Some(context.at),
        ..own.review.clone()
    };
    store::save(conn, &submitted, seen)?;
    record(conn, context, &own, ("review_submitted", None))?;
    Ok(total)
}

/// Gives a review back to the secretary, with a reason.
pub fn decline(
    conn: &mut Conn,
    context: &Context,
    id: ReviewId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let own = load_open(conn, context, id, Step::Decline)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(rules::Refusal::ReasonMissing.into());
    }
    let declined = Review {
        state: next(own.review.state, Step::Decline)?,
        reason: Some(reason.to_owned()),
        ..own.review.clone()
    };
    store::save(conn, &declined, seen)?;
    record(conn, context, &own, ("review_declined", Some(reason)))
}

fn record(
    conn: &mut Conn,
    context: &Context,
    own: &Own,
    (event, reason): (&'static str, Option<&str>),
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("reviews", own.review.id.0),
        organization: Some(organizations::store::load_bureau(conn)?.id),
        reason,
        payload: serde_json::json!({ "title": own.running.round.title }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}

/// The review to write after this one: the next of the list that is due, from the beginning if there
/// is none behind it.
pub fn next_due(queues: &[Queue], after: ReviewId) -> Option<ReviewId> {
    let queue = queues
        .iter()
        .find(|it| it.items.iter().any(|(brief, _)| brief.id == after))?;
    let at = queue
        .items
        .iter()
        .position(|(brief, _)| brief.id == after)?;
    let (before, behind) = queue.items.split_at(at);
    behind
        .iter()
        .chain(before)
        .map(|(brief, _)| brief)
        .find(|it| it.state == rules::ReviewState::Due && it.id != after)
        .map(|it| it.id)
}

/// Reviews that wait for this person. One on a candidate who does not exist for them is not counted.
pub fn tasks(conn: &mut Conn, context: &Context) -> Result<Vec<Task>, Error> {
    let Some(person) = context.actor.person else {
        return Ok(Vec::new());
    };
    let due = store::list_due_of_person(conn, person)?;
    let (mut count, mut due_on) = (0, None);
    let rounds: BTreeSet<_> = due.iter().map(|it| (it.0, it.2)).collect();
    for (round, member) in rounds {
        let running = rounds::store::load_running(conn, round)?;
        if running.round.phase != Phase::Review {
            continue;
        }
        let barred = conflicts::store::list_barred(conn, member)?;
        let mine = due
            .iter()
            .filter(|it| it.0 == round && !barred.contains(&it.1));
        count += i64::try_from(mine.count()).map_err(Error::fault)?;
        let ends_on = Some(running.open_phase().ends_on);
        due_on = due_on.min(ends_on).or(ends_on);
    }
    Ok(vec![Task {
        message: Message::new("task-reviews").with("count", count),
        count,
        href: "/reviews".into(),
        due_on,
    }])
}
