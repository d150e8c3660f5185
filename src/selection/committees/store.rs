//! Experts and members in the database.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Expert, ExpertId, Member, MemberId};
use crate::db::schema::{committee_members, experts, people, selection_rounds};
use crate::db::{Conn, one_changed};
use crate::error::Error;
use crate::people::PersonId;
use crate::selection::phases::Phase;
use crate::selection::rounds::RoundId;

/// A term in the pool.
pub fn load_expert(conn: &mut Conn, id: ExpertId) -> Result<Expert, Error> {
    Ok(experts::table
        .find(id)
        .select(Expert::as_select())
        .first(conn)?)
}

/// All terms of a person.
pub fn list_terms(conn: &mut Conn, person: PersonId) -> Result<Vec<Expert>, Error> {
    Ok(experts::table
        .filter(experts::person_id.eq(person))
        .order(experts::starts_on)
        .select(Expert::as_select())
        .load(conn)?)
}

/// Terms that are not over on a day, by name; each with name and number of the expert.
pub fn list_experts(
    conn: &mut Conn,
    on: NaiveDate,
    limit: i64,
) -> Result<Vec<(Expert, String, String)>, Error> {
    Ok(experts::table
        .inner_join(people::table)
        .filter(experts::ends_on.ge(on))
        .filter(
            experts::ended_on
                .is_null()
                .or(experts::ended_on.ge(on).assume_not_null()),
        )
        .order((people::name_pinyin, experts::starts_on, experts::id))
        .limit(limit)
        .select((Expert::as_select(), people::name, people::teacher_number))
        .load(conn)?)
}

/// Adds a term.
pub fn insert_expert(conn: &mut Conn, expert: &Expert) -> Result<(), Error> {
    diesel::insert_into(experts::table)
        .values(expert.clone())
        .execute(conn)?;
    Ok(())
}

/// Ends a term early, since version `seen`.
pub fn end_term(
    conn: &mut Conn,
    id: ExpertId,
    seen: i64,
    (ended_on, reason): (NaiveDate, &str),
) -> Result<(), Error> {
    let row = experts::table.find(id).filter(experts::version.eq(seen));
    let changed = diesel::update(row)
        .set((
            experts::ended_on.eq(ended_on),
            experts::reason.eq(reason),
            experts::version.eq(seen + 1),
        ))
        .execute(conn)?;
    one_changed(changed)
}

/// A member.
pub fn load(conn: &mut Conn, id: MemberId) -> Result<Member, Error> {
    Ok(committee_members::table
        .find(id)
        .select(Member::as_select())
        .first(conn)?)
}

/// Everybody who was drawn for a round, in the order of the draw.
pub fn list_members(conn: &mut Conn, round: RoundId) -> Result<Vec<Member>, Error> {
    Ok(committee_members::table
        .filter(committee_members::round_id.eq(round))
        .order(committee_members::position)
        .select(Member::as_select())
        .load(conn)?)
}

/// The same with names.
pub fn list_named(conn: &mut Conn, round: RoundId) -> Result<Vec<(Member, String)>, Error> {
    Ok(committee_members::table
        .inner_join(people::table)
        .filter(committee_members::round_id.eq(round))
        .order(committee_members::position)
        .select((Member::as_select(), people::name))
        .load(conn)?)
}

/// Somebody's seat in a round, whatever became of it.
pub fn find_member(
    conn: &mut Conn,
    round: RoundId,
    person: PersonId,
) -> Result<Option<Member>, Error> {
    Ok(committee_members::table
        .filter(committee_members::round_id.eq(round))
        .filter(committee_members::person_id.eq(person))
        .select(Member::as_select())
        .first(conn)
        .optional()?)
}

/// Somebody's seats in rounds that are not closed, the newest round first.
pub fn list_of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Member>, Error> {
    Ok(committee_members::table
        .inner_join(selection_rounds::table)
        .filter(committee_members::person_id.eq(person))
        .filter(selection_rounds::phase.ne(Phase::Closed))
        .order(committee_members::round_id.desc())
        .select(Member::as_select())
        .load(conn)?)
}

/// Adds members.
pub fn insert(conn: &mut Conn, members: &[Member]) -> Result<(), Error> {
    for member in members {
        diesel::insert_into(committee_members::table)
            .values(member.clone())
            .execute(conn)?;
    }
    Ok(())
}

/// Saves a member that was changed since version `seen`; `Stale` if somebody else was faster.
pub fn save(conn: &mut Conn, member: &Member, seen: i64) -> Result<(), Error> {
    let fresh = Member {
        version: seen + 1,
        ..member.clone()
    };
    let row = committee_members::table
        .find(member.id)
        .filter(committee_members::version.eq(seen));
    let changed = diesel::update(row).set(fresh).execute(conn)?;
    one_changed(changed)
}
