//! Reviews, covers and questions in the database.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::rules::{QuestionState, ReviewState};
use super::{Cover, Question, QuestionId, Review, ReviewId};
use crate::db::schema::{
    blind_candidates, committee_members, nominations, review_questions, reviews,
};
use crate::db::{Conn, one_changed};
use crate::error::Error;
use crate::on_backend;
use crate::people::PersonId;
use crate::selection::committees::{MemberId, MemberState};
use crate::selection::nominations::NominationId;
use crate::selection::nominations::rules::NominationState;
use crate::selection::rounds::RoundId;

/// Rows in one INSERT: well below `SQLite`'s limit of bound values.
const ROWS_PER_INSERT: usize = 500;

/// A review without what is written in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Brief {
    /// Its id.
    pub id: ReviewId,
    /// By whom.
    pub member: MemberId,
    /// On whom.
    pub nomination: NominationId,
    /// How far it is.
    pub state: ReviewState,
    /// Its total, once it is in.
    pub total: Option<i64>,
    /// Grows by one with each change.
    pub version: i64,
}

/// One review.
pub fn load(conn: &mut Conn, id: ReviewId) -> Result<Review, Error> {
    Ok(reviews::table
        .find(id)
        .select(Review::as_select())
        .first(conn)?)
}

/// What a member has of a candidate.
pub fn find(
    conn: &mut Conn,
    member: MemberId,
    nomination: NominationId,
) -> Result<Option<Review>, Error> {
    Ok(reviews::table
        .filter(reviews::member_id.eq(member))
        .filter(reviews::nomination_id.eq(nomination))
        .select(Review::as_select())
        .first(conn)
        .optional()?)
}

/// All reviews of a round, without what is written in them.
pub fn list_brief(conn: &mut Conn, round: RoundId) -> Result<Vec<Brief>, Error> {
    Ok(reviews::table
        .filter(reviews::round_id.eq(round))
        .order(reviews::id)
        .select((
            reviews::id,
            reviews::member_id,
            reviews::nomination_id,
            reviews::state,
            reviews::total,
            reviews::version,
        ))
        .load(conn)?)
}

/// All reviews of a round.
pub fn list_of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<Review>, Error> {
    Ok(reviews::table
        .filter(reviews::round_id.eq(round))
        .order(reviews::id)
        .select(Review::as_select())
        .load(conn)?)
}

/// What a member has, taken away ones left out.
pub fn list_of_member(conn: &mut Conn, member: MemberId) -> Result<Vec<Brief>, Error> {
    Ok(reviews::table
        .filter(reviews::member_id.eq(member))
        .filter(reviews::state.ne(ReviewState::Released))
        .order(reviews::id)
        .select((
            reviews::id,
            reviews::member_id,
            reviews::nomination_id,
            reviews::state,
            reviews::total,
            reviews::version,
        ))
        .load(conn)?)
}

/// Everything that was written about a candidate, or is being written.
pub fn list_of_candidate(conn: &mut Conn, nomination: NominationId) -> Result<Vec<Review>, Error> {
    Ok(reviews::table
        .filter(reviews::nomination_id.eq(nomination))
        .order(reviews::id)
        .select(Review::as_select())
        .load(conn)?)
}

/// How many reviews wait for a person who serves, in rounds whose reviews are open.
pub fn list_due_of_person(
    conn: &mut Conn,
    person: PersonId,
) -> Result<Vec<(RoundId, NominationId, MemberId)>, Error> {
    Ok(reviews::table
        .inner_join(committee_members::table)
        .inner_join(nominations::table.on(nominations::id.eq(reviews::nomination_id)))
        .filter(committee_members::person_id.eq(person))
        .filter(committee_members::state.eq(MemberState::Accepted))
        .filter(reviews::state.eq(ReviewState::Due))
        .filter(nominations::state.eq(NominationState::Endorsed))
        .select((
            reviews::round_id,
            reviews::nomination_id,
            reviews::member_id,
        ))
        .load(conn)?)
}

/// Adds reviews.
pub fn insert(conn: &mut Conn, rows: &[Review]) -> Result<(), Error> {
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        on_backend!(conn, |it| diesel::insert_into(reviews::table)
            .values(chunk)
            .execute(it))?;
    }
    Ok(())
}

/// Saves a review that was changed since version `seen`; `Stale` if somebody else was faster.
pub fn save(conn: &mut Conn, review: &Review, seen: i64) -> Result<(), Error> {
    let fresh = Review {
        version: seen + 1,
        ..review.clone()
    };
    let row = reviews::table
        .find(review.id)
        .filter(reviews::version.eq(seen));
    let changed = diesel::update(row).set(fresh).execute(conn)?;
    one_changed(changed)
}

/// Covers of a round, by number.
pub fn list_covers(conn: &mut Conn, round: RoundId) -> Result<Vec<Cover>, Error> {
    Ok(blind_candidates::table
        .filter(blind_candidates::round_id.eq(round))
        .order(blind_candidates::number)
        .select(Cover::as_select())
        .load(conn)?)
}

/// The cover of a candidate.
pub fn find_cover(conn: &mut Conn, nomination: NominationId) -> Result<Option<Cover>, Error> {
    Ok(blind_candidates::table
        .find(nomination)
        .select(Cover::as_select())
        .first(conn)
        .optional()?)
}

/// How many candidates of a round the secretary has covered and confirmed.
pub fn count_confirmed(conn: &mut Conn, round: RoundId) -> Result<i64, Error> {
    Ok(blind_candidates::table
        .filter(blind_candidates::round_id.eq(round))
        .filter(blind_candidates::confirmed_at.is_not_null())
        .select(count_star())
        .first(conn)?)
}

/// Adds covers.
pub fn insert_covers(conn: &mut Conn, rows: &[Cover]) -> Result<(), Error> {
    for row in rows {
        diesel::insert_into(blind_candidates::table)
            .values(row.clone())
            .execute(conn)?;
    }
    Ok(())
}

/// Saves a cover that was changed since version `seen`; `Stale` if somebody else was faster.
pub fn save_cover(conn: &mut Conn, cover: &Cover, seen: i64) -> Result<(), Error> {
    let fresh = Cover {
        version: seen + 1,
        ..cover.clone()
    };
    let row = blind_candidates::table
        .find(cover.nomination_id)
        .filter(blind_candidates::version.eq(seen));
    let changed = diesel::update(row).set(fresh).execute(conn)?;
    one_changed(changed)
}

/// One question.
pub fn load_question(conn: &mut Conn, id: QuestionId) -> Result<Question, Error> {
    Ok(review_questions::table
        .find(id)
        .select(Question::as_select())
        .first(conn)?)
}

/// Questions to a candidate, the earliest first.
pub fn list_questions_to(
    conn: &mut Conn,
    nomination: NominationId,
) -> Result<Vec<Question>, Error> {
    Ok(review_questions::table
        .filter(review_questions::nomination_id.eq(nomination))
        .order(review_questions::id)
        .select(Question::as_select())
        .load(conn)?)
}

/// Questions of a round, the earliest first, with whoever asked.
pub fn list_questions(conn: &mut Conn, round: RoundId) -> Result<Vec<(Question, MemberId)>, Error> {
    Ok(review_questions::table
        .inner_join(reviews::table)
        .filter(reviews::round_id.eq(round))
        .order(review_questions::id)
        .select((Question::as_select(), reviews::member_id))
        .load(conn)?)
}

/// How many questions of each round wait for its secretary.
pub fn count_asked(conn: &mut Conn) -> Result<Vec<(RoundId, i64)>, Error> {
    Ok(review_questions::table
        .inner_join(reviews::table)
        .filter(review_questions::state.eq(QuestionState::Asked))
        .group_by(reviews::round_id)
        .select((reviews::round_id, count_star()))
        .load(conn)?)
}

/// How many questions of each round were passed on to a person, and wait for an answer.
pub fn count_forwarded_to(conn: &mut Conn, person: PersonId) -> Result<Vec<(RoundId, i64)>, Error> {
    let own = nominations::table
        .filter(nominations::person_id.eq(person))
        .select(nominations::id);
    Ok(review_questions::table
        .inner_join(reviews::table)
        .filter(review_questions::state.eq(QuestionState::Forwarded))
        .filter(review_questions::nomination_id.eq_any(own))
        .group_by(reviews::round_id)
        .select((reviews::round_id, count_star()))
        .load(conn)?)
}

/// How many questions to the candidates of a round were not passed on yet, or not answered.
pub fn count_open_questions(conn: &mut Conn, round: RoundId) -> Result<i64, Error> {
    let open = [QuestionState::Asked, QuestionState::Forwarded];
    let candidates = nominations::table
        .filter(nominations::round_id.eq(round))
        .filter(nominations::state.eq(NominationState::Endorsed))
        .select(nominations::id);
    Ok(review_questions::table
        .filter(review_questions::state.eq_any(open))
        .filter(review_questions::nomination_id.eq_any(candidates))
        .count()
        .get_result(conn)?)
}

/// Adds a question.
pub fn insert_question(conn: &mut Conn, question: &Question) -> Result<(), Error> {
    diesel::insert_into(review_questions::table)
        .values(question.clone())
        .execute(conn)?;
    Ok(())
}

/// Saves a question that was changed since version `seen`; `Stale` if somebody else was faster.
pub fn save_question(conn: &mut Conn, question: &Question, seen: i64) -> Result<(), Error> {
    let fresh = Question {
        version: seen + 1,
        ..question.clone()
    };
    let row = review_questions::table
        .find(question.id)
        .filter(review_questions::version.eq(seen));
    let changed = diesel::update(row).set(fresh).execute(conn)?;
    one_changed(changed)
}
