//! People in the database.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::documents::DocumentKind;
use super::names::{self, NameKeys};
use super::rules;
use super::{AssessmentGrade, Employment, EmploymentId, Person, PersonId, Post, Title, Workplace};
use crate::access::Facts;
use crate::db::schema::{annual_assessments, employments, organizations, people, titles};
use crate::db::{At, Conn, Prepared};
use crate::db::{counters, one_changed};
use crate::error::Error;
use crate::on_backend;
use crate::organizations::OrganizationId;

/// Rows in one INSERT: well below `SQLite`'s limit of bound values.
const ROWS_PER_INSERT: usize = 500;

/// The counter that permanent numbers come from.
const NUMBER_COUNTER: &str = "teacher_number";

/// A person as the table has it, with what only the store sees.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = people, treat_none_as_default_value = false)]
#[allow(missing_docs)]
pub struct PersonRow {
    pub id: PersonId,
    pub teacher_number: String,
    pub name: String,
    pub name_pinyin: String,
    pub name_joined: String,
    pub name_initials: String,
    pub sex: i32,
    pub born_on: Option<NaiveDate>,
    pub document_kind: DocumentKind,
    pub document_cipher: Vec<u8>,
    pub document_index: Vec<u8>,
    pub document_tail: String,
    pub cycle_started_on: Option<NaiveDate>,
    pub created_at: At,
    pub version: i64,
}

/// A title of a person. A roster names the title without the day.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = titles, treat_none_as_default_value = false)]
#[allow(missing_docs)]
pub struct TitleRow {
    pub person_id: PersonId,
    pub title: Title,
    pub granted_on: Option<NaiveDate>,
}

/// A year's assessment of a person.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = annual_assessments, treat_none_as_default_value = false)]
#[allow(missing_docs)]
pub struct AssessmentRow {
    pub person_id: PersonId,
    pub year: i32,
    pub grade: AssessmentGrade,
}

/// One person.
pub fn load(conn: &mut Conn, id: PersonId) -> Result<Person, Error> {
    Ok(people::table
        .find(id)
        .select(Person::as_select())
        .first(conn)?)
}

/// Somebody's permanent number, for the address of the file.
pub fn load_number(conn: &mut Conn, id: PersonId) -> Result<String, Error> {
    Ok(people::table
        .find(id)
        .select(people::teacher_number)
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

/// Where a person's file is kept, for questions of access: at the present place of work; after the
/// last one ended, still there; before the first one begins, already there. [`super::search`]
/// follows the same rule in SQL.
pub fn find_facts(conn: &mut Conn, person: PersonId, today: NaiveDate) -> Result<Facts, Error> {
    let timeline = list_employments(conn, person)?;
    let Some(keeper) = rules::keeper(&timeline, today) else {
        return Ok(Facts {
            person: Some(person),
            ..Facts::default()
        });
    };
    let organization = keeper.organization_id;
    let district: Option<OrganizationId> = organizations::table
        .find(organization)
        .select(organizations::district_id)
        .first(conn)?;
    Ok(Facts {
        person: Some(person),
        organization: Some(organization),
        district,
    })
}

/// The encrypted document number.
pub fn load_document_cipher(conn: &mut Conn, id: PersonId) -> Result<Vec<u8>, Error> {
    Ok(people::table
        .find(id)
        .select(people::document_cipher)
        .first(conn)?)
}

/// The person with this document, by the blind index.
pub fn find_by_document(conn: &mut Conn, index: &[u8]) -> Result<Option<Person>, Error> {
    Ok(people::table
        .filter(people::document_index.eq(index))
        .select(Person::as_select())
        .first(conn)
        .optional()?)
}

/// All employments of a person, the earliest first.
pub fn list_employments(conn: &mut Conn, person: PersonId) -> Result<Vec<Employment>, Error> {
    list_employments_of(conn, &[person])
}

/// All employments of these people, person by person, the earliest first.
pub fn list_employments_of(
    conn: &mut Conn,
    persons: &[PersonId],
) -> Result<Vec<Employment>, Error> {
    Ok(employments::table
        .filter(employments::person_id.eq_any(persons.iter().copied()))
        .order((employments::person_id, employments::started_on))
        .select(Employment::as_select())
        .load(conn)?)
}

/// The names of these people.
pub fn list_names(
    conn: &mut Conn,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, String>, Error> {
    let rows: Vec<(PersonId, String)> = people::table
        .filter(people::id.eq_any(persons.iter().copied()))
        .select((people::id, people::name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The permanent numbers of these people.
pub fn list_numbers(
    conn: &mut Conn,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, String>, Error> {
    let rows: Vec<(PersonId, String)> = people::table
        .filter(people::id.eq_any(persons.iter().copied()))
        .select((people::id, people::teacher_number))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The titles of a person; those without a day come first.
pub fn list_titles(conn: &mut Conn, person: PersonId) -> Result<Vec<TitleRow>, Error> {
    list_titles_of(conn, &[person])
}

/// The titles of these people.
pub fn list_titles_of(conn: &mut Conn, persons: &[PersonId]) -> Result<Vec<TitleRow>, Error> {
    Ok(titles::table
        .filter(titles::person_id.eq_any(persons.iter().copied()))
        .order((titles::person_id, titles::title))
        .select(TitleRow::as_select())
        .load(conn)?)
}

/// The assessments of a person, the latest first.
pub fn list_assessments(conn: &mut Conn, person: PersonId) -> Result<Vec<AssessmentRow>, Error> {
    Ok(annual_assessments::table
        .filter(annual_assessments::person_id.eq(person))
        .order(annual_assessments::year.desc())
        .select(AssessmentRow::as_select())
        .load(conn)?)
}

/// The assessments of these people in one year.
pub fn list_assessments_of_year(
    conn: &mut Conn,
    persons: &[PersonId],
    year: i32,
) -> Result<Vec<AssessmentRow>, Error> {
    Ok(annual_assessments::table
        .filter(annual_assessments::year.eq(year))
        .filter(annual_assessments::person_id.eq_any(persons.iter().copied()))
        .select(AssessmentRow::as_select())
        .load(conn)?)
}

/// Takes so many permanent numbers from the counter; the first serial is returned.
pub fn take_serials(conn: &mut Conn, count: usize) -> Result<i64, Error> {
    counters::take(conn, NUMBER_COUNTER, count)
}

/// Adds people. A document that is known is a unique violation.
pub fn insert_people(conn: &mut Conn, rows: &[PersonRow]) -> Result<(), Error> {
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        on_backend!(conn, |it| diesel::insert_into(people::table)
            .values(chunk)
            .execute(it))?;
    }
    Ok(())
}

/// Adds employments; that none overlaps is for the rules.
pub fn insert_employments(conn: &mut Conn, rows: &[Employment]) -> Result<(), Error> {
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        on_backend!(conn, |it| diesel::insert_into(employments::table)
            .values(chunk)
            .execute(it))?;
    }
    Ok(())
}

/// Ends an employment after a last day.
pub fn save_last_day(conn: &mut Conn, id: EmploymentId, last_day: NaiveDate) -> Result<(), Error> {
    expect_one(
        Prepared(
            diesel::update(employments::table.find(id)).set(employments::ended_on.eq(last_day)),
        )
        .execute(conn)?,
    )
}

/// Corrects post and subject of an employment.
pub fn save_post(
    conn: &mut Conn,
    id: EmploymentId,
    post: Post,
    subject: Option<&str>,
) -> Result<(), Error> {
    expect_one(
        Prepared(
            diesel::update(employments::table.find(id))
                .set((employments::post.eq(post), employments::subject.eq(subject))),
        )
        .execute(conn)?,
    )
}

/// Adds titles; that nobody has one twice is for the rules.
pub fn insert_titles(conn: &mut Conn, rows: &[TitleRow]) -> Result<(), Error> {
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        on_backend!(conn, |it| diesel::insert_into(titles::table)
            .values(chunk)
            .execute(it))?;
    }
    Ok(())
}

/// Adds assessments of years that the file does not have yet.
pub fn insert_assessments(conn: &mut Conn, rows: &[AssessmentRow]) -> Result<(), Error> {
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        on_backend!(conn, |it| diesel::insert_into(annual_assessments::table)
            .values(chunk)
            .execute(it))?;
    }
    Ok(())
}

/// Corrects an assessment.
pub fn save_assessment(conn: &mut Conn, row: &AssessmentRow) -> Result<(), Error> {
    expect_one(
        Prepared(
            diesel::update(annual_assessments::table.find((row.person_id, row.year)))
                .set(annual_assessments::grade.eq(row.grade)),
        )
        .execute(conn)?,
    )
}

/// Marks the file as changed. [`Error::Stale`] if somebody changed it since `seen`.
pub fn save_version(conn: &mut Conn, id: PersonId, seen: i64) -> Result<(), Error> {
    let changed = Prepared(
        diesel::update(people::table.find(id))
            .filter(people::version.eq(seen))
            .set(people::version.eq(seen + 1)),
    )
    .execute(conn)?;
    one_changed(changed)
}

/// Gives a person another name, with the keys it is found by.
pub fn save_name(conn: &mut Conn, id: PersonId, name: &str) -> Result<(), Error> {
    let keys = NameKeys::of(name);
    expect_one(
        Prepared(diesel::update(people::table.find(id)).set((
            people::name.eq(name),
            people::name_pinyin.eq(names::sort_key(name)),
            people::name_joined.eq(keys.joined),
            people::name_initials.eq(keys.initials),
        )))
        .execute(conn)?,
    )
}

/// A row that was loaded in this transaction is still there.
fn expect_one(changed: usize) -> Result<(), Error> {
    one_changed(changed)
}
