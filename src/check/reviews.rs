//! What must hold of reviews: each joins a member and a candidate of its round, nobody has more of them
//! than the programme wants, a total follows from points, and a covered text does not have the name in
//! it.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::Pass;
use super::report::Invariant;
use crate::db::Conn;
use crate::db::schema::nominations as nomination_table;
use crate::error::Error;
use crate::selection::assignments::{self, DealId};
use crate::selection::committees::{self, MemberId};
use crate::selection::lessons;
use crate::selection::nominations::{self, NominationId};
use crate::selection::reviews::rules::ReviewState;
use crate::selection::reviews::rules::rubric::Rubric;
use crate::selection::reviews::{Review, covers, store};
use crate::selection::rounds::Running;

/// Reads all reviews and covers of a round.
pub(super) fn check(conn: &mut Conn, pass: &mut Pass<'_>, running: &Running) -> Result<(), Error> {
    let reviews = store::list_of_round(conn, running.round.id)?;
    pass.finish("reviews", reviews.len() as u64);
    check_round(conn, pass, running, &reviews)?;
    check_counts(conn, pass, running)?;
    check_deals(conn, pass, running, &reviews)?;
    for review in reviews
        .iter()
        .filter(|it| it.state == ReviewState::Submitted)
    {
        check_total(pass, running, review)?;
    }
    check_covers(conn, pass, running)?;
    check_lessons(conn, pass, running)
}

/// Member and candidate belong to the round, and are not the same person.
fn check_round(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    running: &Running,
    reviews: &[Review],
) -> Result<(), Error> {
    let members = committees::store::list_members(conn, running.round.id)?;
    let members: BTreeMap<MemberId, _> = members.iter().map(|it| (it.id, it.person_id)).collect();
    let candidates: Vec<(NominationId, crate::people::PersonId)> = nomination_table::table
        .filter(nomination_table::round_id.eq(running.round.id))
        .select((nomination_table::id, nomination_table::person_id))
        .load(conn)?;
    let candidates: BTreeMap<NominationId, _> = candidates.into_iter().collect();
    for review in reviews {
        let member = members.get(&review.member_id);
        let candidate = candidates.get(&review.nomination_id);
        if member.is_none() || candidate.is_none() || member == candidate {
            let detail = "it joins no member of its round with a candidate of it".to_owned();
            pass.report
                .add(Invariant::ReviewPair, "reviews", review.id, detail);
        }
    }
    Ok(())
}

/// Exactly so many reviews each, and until all are dealt out no more.
fn check_counts(conn: &mut Conn, pass: &mut Pass<'_>, running: &Running) -> Result<(), Error> {
    let board = assignments::store::load_table(conn, running)?.board;
    for served in &board.candidates {
        if served.reviews > board.reviews_each {
            let detail = format!("{} reviews count of {}", served.reviews, board.reviews_each);
            pass.report
                .add(Invariant::ReviewCount, "nominations", served.id, detail);
        }
    }
    Ok(())
}

/// A deal dealt out as many reviews as say that they come from it, or more: some went to others since.
fn check_deals(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    running: &Running,
    reviews: &[Review],
) -> Result<(), Error> {
    let deals = assignments::store::list_deals(conn, running.round.id)?;
    pass.finish("review_deals", deals.len() as u64);
    let known: BTreeSet<DealId> = deals.iter().map(|it| it.id).collect();
    for deal in &deals {
        let rows = reviews
            .iter()
            .filter(|it| it.deal_id == Some(deal.id))
            .count();
        if i64::try_from(rows).map_err(Error::fault)? > deal.reviews {
            let detail = format!("{rows} reviews come from it, and it dealt {}", deal.reviews);
            pass.report
                .add(Invariant::ReviewPair, "review_deals", deal.id, detail);
        }
    }
    for review in reviews {
        if review.deal_id.is_some_and(|it| !known.contains(&it)) {
            let detail = "it comes from a deal of another round".to_owned();
            pass.report
                .add(Invariant::ReviewPair, "reviews", review.id, detail);
        }
    }
    Ok(())
}

/// A total follows from points and comment by the programme.
fn check_total(pass: &mut Pass<'_>, running: &Running, review: &Review) -> Result<(), Error> {
    let rubric = Rubric::of(&running.programme.review, &running.round.track);
    let again = rubric.total(&review.points()?, &review.comment).ok();
    if again.is_none() || again != review.total {
        let detail = format!("its total is {:?}, and follows as {again:?}", review.total);
        pass.report
            .add(Invariant::ReviewTotal, "reviews", review.id, detail);
    }
    Ok(())
}

/// What members see of a covered candidate does not have the name in it.
fn check_covers(conn: &mut Conn, pass: &mut Pass<'_>, running: &Running) -> Result<(), Error> {
    let list = store::list_covers(conn, running.round.id)?;
    pass.finish("blind_candidates", list.len() as u64);
    for cover in list.iter().filter(|it| it.confirmed_at.is_some()) {
        let nomination = nominations::store::load(conn, cover.nomination_id)?;
        let identity = covers::identity(conn, &nomination)?;
        if identity.names.iter().any(|it| cover.statement.contains(it)) {
            let detail = "the name is in the text without names".to_owned();
            let id = cover.nomination_id;
            pass.report
                .add(Invariant::ReviewCover, "blind_candidates", id, detail);
        }
    }
    Ok(())
}

/// Lessons are a drawn plan's, in order and without two at once in a room; points come from members of
/// the round who were there.
fn check_lessons(conn: &mut Conn, pass: &mut Pass<'_>, running: &Running) -> Result<(), Error> {
    let round = running.round.id;
    let held = lessons::store::list_lessons(conn, round)?;
    pass.finish("lessons", held.len() as u64);
    let plan = lessons::store::find_plan(conn, round)?;
    let is_drawn = plan.is_some_and(|it| it.drawn_at.is_some());
    for (index, lesson) in held.iter().enumerate() {
        let meets = |other: &lessons::Lesson| other.slot().meets(&lesson.slot());
        if !is_drawn || held[index + 1..].iter().any(meets) {
            let detail = "it was not drawn, or another is held in its room".to_owned();
            pass.report.add(
                Invariant::LessonPlan,
                "lessons",
                lesson.nomination_id,
                detail,
            );
        }
    }
    let present = lessons::store::list_presences(conn, round)?;
    let present: BTreeSet<_> = present
        .iter()
        .map(|it| (it.member_id, it.held_on))
        .collect();
    let before = lessons::store::list_before(conn, round)?;
    for score in lessons::store::list_scores(conn, round)? {
        let of_score = before.iter().filter(|it| {
            (it.nomination_id, it.member_id) == (score.nomination_id, score.member_id)
        });
        if of_score.into_iter().any(|it| it.version >= score.version) {
            let detail = format!(
                "member {}: points that are newer were replaced",
                score.member_id
            );
            pass.report.add(
                Invariant::LessonScore,
                "lesson_scores",
                score.nomination_id,
                detail,
            );
        }
        let lesson = held
            .iter()
            .find(|it| it.nomination_id == score.nomination_id);
        let was_there = lesson.is_some_and(|it| present.contains(&(score.member_id, it.held_on)));
        if !was_there {
            let detail = format!("member {} was not there", score.member_id);
            pass.report.add(
                Invariant::LessonScore,
                "lesson_scores",
                score.nomination_id,
                detail,
            );
        }
    }
    Ok(())
}
