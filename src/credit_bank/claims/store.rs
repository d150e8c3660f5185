//! Claims in the database.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::rules::Earlier;
use super::{Claim, ClaimId, ClaimState};
use crate::access::Reach;
use crate::db::schema::{claims, completions, courses, employments, organizations, people};
use crate::db::{Conn, one_changed};
use crate::error::Error;
use crate::hours::Hours;
use crate::people::PersonId;
use crate::within;

/// One claim.
pub fn load(conn: &mut Conn, id: ClaimId) -> Result<Claim, Error> {
    Ok(claims::table
        .find(id)
        .select(Claim::as_select())
        .first(conn)?)
}

/// Adds a claim.
pub fn insert(conn: &mut Conn, claim: &Claim) -> Result<(), Error> {
    diesel::insert_into(claims::table)
        .values(claim.clone())
        .execute(conn)?;
    Ok(())
}

/// Saves a claim that was changed since version `seen`; `Stale` if somebody else was faster.
pub fn save(conn: &mut Conn, claim: &Claim, seen: i64) -> Result<(), Error> {
    let fresh = Claim {
        version: seen + 1,
        ..claim.clone()
    };
    let changed = diesel::update(claims::table)
        .filter(claims::id.eq(claim.id))
        .filter(claims::version.eq(seen))
        .set(fresh)
        .execute(conn)?;
    one_changed(changed)
}

/// The claims of one teacher, the newest first.
pub fn list_of_person(conn: &mut Conn, person: PersonId, limit: i64) -> Result<Vec<Claim>, Error> {
    Ok(claims::table
        .filter(claims::person_id.eq(person))
        .order(claims::id.desc())
        .limit(limit)
        .select(Claim::as_select())
        .load(conn)?)
}

/// Claims that were sent back and whose last day is over, with that day.
pub fn list_overdue(
    conn: &mut Conn,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<(Claim, NaiveDate)>, Error> {
    let due_on = claims::due_on.assume_not_null();
    Ok(claims::table
        .filter(claims::state.eq(ClaimState::Returned))
        .filter(due_on.lt(today))
        .order(claims::id)
        .limit(limit)
        .select((Claim::as_select(), due_on))
        .load(conn)?)
}

/// What the same item gave a teacher in a year before, without one claim.
pub fn sum_posted(conn: &mut Conn, claim: &Claim) -> Result<Hours, Error> {
    let sum = diesel::dsl::sql::<BigInt>("CAST(COALESCE(SUM(hours_posted), 0) AS BIGINT)");
    Ok(claims::table
        .filter(claims::person_id.eq(claim.person_id))
        .filter(claims::year.eq(claim.year))
        .filter(claims::item.eq(&claim.item))
        .filter(claims::state.eq(ClaimState::Recognised))
        .filter(claims::id.ne(claim.id))
        .select(sum)
        .first(conn)?)
}

/// Another claim of the teacher under the same title, that counts or still may.
pub fn list_same_title(conn: &mut Conn, claim: &Claim) -> Result<Vec<Claim>, Error> {
    let live = ClaimState::ALL.iter().copied().filter(|it| it.is_live());
    Ok(claims::table
        .filter(claims::person_id.eq(claim.person_id))
        .filter(claims::title_key.eq(&claim.title_key))
        .filter(claims::state.eq_any(live))
        .filter(claims::id.ne(claim.id))
        .order(claims::id)
        .select(Claim::as_select())
        .load(conn)?)
}

/// Courses that the teacher did under the same title, that count or still may.
pub fn list_same_course(conn: &mut Conn, claim: &Claim) -> Result<Vec<Earlier>, Error> {
    let rows: Vec<(String, NaiveDate, NaiveDate)> = completions::table
        .inner_join(courses::table)
        .filter(completions::person_id.eq(claim.person_id))
        .filter(completions::title_key.eq(&claim.title_key))
        .filter(completions::state.eq_any(["submitted", "confirmed", "sampled", "posted"]))
        .order(completions::id)
        .select((courses::title, courses::starts_on, courses::ends_on))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(title, first, last)| Earlier {
            title,
            days: (first, last),
        })
        .collect())
}

/// The first day of somebody's first employment.
pub fn find_first_employment(
    conn: &mut Conn,
    person: PersonId,
) -> Result<Option<NaiveDate>, Error> {
    Ok(employments::table
        .filter(employments::person_id.eq(person))
        .select(diesel::dsl::min(employments::started_on))
        .first(conn)?)
}

/// A claim with what a queue says about it.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct ListedClaim {
    /// Its id.
    pub id: ClaimId,
    /// Its title.
    pub title: String,
    /// Name of the teacher.
    pub name: String,
    /// Name of the school.
    pub school: String,
    /// Hours before any cap.
    pub hours: Hours,
    /// How far it is.
    pub state: ClaimState,
    /// Whether it came after its year had closed.
    pub is_late: bool,
    /// The last day for whoever has it.
    pub due_on: Option<NaiveDate>,
}

/// Claims in a state within a reach, one's own left out, by id after a keyset cursor.
pub fn list_queue(
    conn: &mut Conn,
    reach: &Reach,
    states: &[ClaimState],
    not_of: Option<PersonId>,
    after: Option<ClaimId>,
    limit: i64,
) -> Result<Vec<ListedClaim>, Error> {
    let mut query = claims::table
        .inner_join(people::table)
        .inner_join(organizations::table.on(organizations::id.eq(claims::school_id)))
        .filter(claims::state.eq_any(states.to_vec()))
        .order(claims::id)
        .limit(limit)
        .select((
            claims::id,
            claims::title,
            people::name,
            organizations::name,
            claims::hours,
            claims::state,
            claims::is_late,
            claims::due_on,
        ))
        .into_boxed();
    query = within!(query, reach, claims::school_id, claims::district_id);
    if let Some(person) = not_of {
        query = query.filter(claims::person_id.ne(person));
    }
    if let Some(after) = after {
        query = query.filter(claims::id.gt(after));
    }
    Ok(query.load(conn)?)
}

/// How many claims in a state lie within a reach, and the earliest deadline among them.
pub fn count_queue(
    conn: &mut Conn,
    reach: &Reach,
    state: ClaimState,
    not_of: Option<PersonId>,
) -> Result<(i64, Option<NaiveDate>), Error> {
    let mut query = claims::table
        .filter(claims::state.eq(state))
        .select((diesel::dsl::count_star(), diesel::dsl::min(claims::due_on)))
        .into_boxed();
    query = within!(query, reach, claims::school_id, claims::district_id);
    if let Some(person) = not_of {
        query = query.filter(claims::person_id.ne(person));
    }
    Ok(query.first(conn)?)
}
