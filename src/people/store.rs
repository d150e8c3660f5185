//! People in the database.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Person, PersonId, Post, Workplace};
use crate::db::Conn;
use crate::db::schema::{employments, organizations, people};
use crate::error::Error;
use crate::organizations::OrganizationId;

/// One person.
pub fn load(conn: &mut Conn, id: PersonId) -> Result<Person, Error> {
    Ok(people::table
        .find(id)
        .select(Person::as_select())
        .first(conn)?)
}

/// One person by the permanent number.
pub fn find_by_number(conn: &mut Conn, teacher_number: &str) -> Result<Option<Person>, Error> {
    Ok(people::table
        .filter(people::teacher_number.eq(teacher_number))
        .select(Person::as_select())
        .first(conn)
        .optional()?)
}

/// Where somebody works on a day; the later start wins if two employments overlap.
pub fn find_workplace(
    conn: &mut Conn,
    person: PersonId,
    on: NaiveDate,
) -> Result<Option<Workplace>, Error> {
    Ok(list_workplaces(conn, &[person], on)?.pop())
}

/// Where each of these people works on a day; who works nowhere is left out.
pub fn list_workplaces(
    conn: &mut Conn,
    persons: &[PersonId],
    on: NaiveDate,
) -> Result<Vec<Workplace>, Error> {
    type Row = (
        PersonId,
        OrganizationId,
        Option<OrganizationId>,
        Post,
        NaiveDate,
    );
    let rows: Vec<Row> = employments::table
        .inner_join(organizations::table)
        .filter(employments::person_id.eq_any(persons.iter().copied()))
        .filter(employments::started_on.le(on))
        .filter(
            employments::ended_on
                .is_null()
                .or(employments::ended_on.ge(on).assume_not_null()),
        )
        .order((
            employments::person_id,
            employments::started_on.desc(),
            employments::id.desc(),
        ))
        .select((
            employments::person_id,
            employments::organization_id,
            organizations::district_id,
            employments::post,
            employments::started_on,
        ))
        .load(conn)?;
    let mut workplaces: Vec<Workplace> = rows
        .into_iter()
        .map(|(person, school, district, post, since)| Workplace {
            person,
            school,
            district,
            post,
            since,
        })
        .collect();
    workplaces.dedup_by_key(|workplace| workplace.person);
    Ok(workplaces)
}
