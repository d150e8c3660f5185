//! Standings in the database.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Counts, Standing};
use crate::credit_bank::rules::{Amounts, ByCategory, Requirement, Shortfall, first_day, last_day};
use crate::db::schema::{employments, organizations, people, school_standings, standings};
use crate::db::{Conn, Prepared, each_row};
use crate::error::Error;
use crate::hours::Hours;
use crate::on_backend;
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::policy::PolicyVersionId;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = standings, treat_none_as_default_value = false)]
struct Row {
    person_id: PersonId,
    year: i32,
    school_id: OrganizationId,
    district_id: Option<OrganizationId>,
    name_pinyin: String,
    policy_version_id: Option<PolicyVersionId>,
    required_general: Hours,
    required_professional: Hours,
    required_elective: Hours,
    required_total: Hours,
    posted_general: Hours,
    posted_professional: Hours,
    posted_elective: Hours,
    pending_general: Hours,
    pending_professional: Hours,
    pending_elective: Hours,
    over_cap_general: Hours,
    over_cap_professional: Hours,
    over_cap_elective: Hours,
    short_general: Hours,
    short_professional: Hours,
    short_elective: Hours,
    short_total: Hours,
}

impl From<Row> for Standing {
    fn from(row: Row) -> Standing {
        let hours = |general, professional, elective| ByCategory {
            general,
            professional,
            elective,
        };
        Standing {
            person: row.person_id,
            year: row.year,
            school: row.school_id,
            district: row.district_id,
            name_pinyin: row.name_pinyin,
            policy_version: row.policy_version_id,
            required: Requirement {
                by_category: hours(
                    row.required_general,
                    row.required_professional,
                    row.required_elective,
                ),
                total: row.required_total,
            },
            amounts: Amounts {
                posted: hours(
                    row.posted_general,
                    row.posted_professional,
                    row.posted_elective,
                ),
                pending: hours(
                    row.pending_general,
                    row.pending_professional,
                    row.pending_elective,
                ),
                over_cap: hours(
                    row.over_cap_general,
                    row.over_cap_professional,
                    row.over_cap_elective,
                ),
            },
            short: Shortfall {
                by_category: hours(
                    row.short_general,
                    row.short_professional,
                    row.short_elective,
                ),
                total: row.short_total,
            },
        }
    }
}

impl From<&Standing> for Row {
    fn from(it: &Standing) -> Row {
        let (required, short) = (&it.required.by_category, &it.short.by_category);
        let Amounts {
            posted,
            pending,
            over_cap,
        } = &it.amounts;
        Row {
            person_id: it.person,
            year: it.year,
            school_id: it.school,
            district_id: it.district,
            name_pinyin: it.name_pinyin.clone(),
            policy_version_id: it.policy_version,
            required_general: required.general,
            required_professional: required.professional,
            required_elective: required.elective,
            required_total: it.required.total,
            posted_general: posted.general,
            posted_professional: posted.professional,
            posted_elective: posted.elective,
            pending_general: pending.general,
            pending_professional: pending.professional,
            pending_elective: pending.elective,
            over_cap_general: over_cap.general,
            over_cap_professional: over_cap.professional,
            over_cap_elective: over_cap.elective,
            short_general: short.general,
            short_professional: short.professional,
            short_elective: short.elective,
            short_total: it.short.total,
        }
    }
}

/// How many teacher-years were opened.
pub fn count(conn: &mut Conn) -> Result<usize, Error> {
    let count: i64 = standings::table.count().get_result(conn)?;
    usize::try_from(count).map_err(Error::fault)
}

/// Every standing there is, one at a time.
pub fn each(
    conn: &mut Conn,
    mut read: impl FnMut(Standing) -> Result<(), Error>,
) -> Result<(), Error> {
    each_row(conn, standings::table, |row: Row| read(Standing::from(row)))
}

/// One teacher's year, if it was opened.
pub fn find(conn: &mut Conn, person: PersonId, year: i32) -> Result<Option<Standing>, Error> {
    let row: Option<Row> = standings::table
        .find((person, year))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Standing::from))
}

/// All years of one teacher that were opened, oldest first.
pub fn list_of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Standing>, Error> {
    let rows: Vec<Row> = standings::table
        .filter(standings::person_id.eq(person))
        .order(standings::year)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Standing::from).collect())
}

/// One year of some teachers, by id; who has none is left out.
pub fn list_of_persons(
    conn: &mut Conn,
    persons: &[PersonId],
    year: i32,
) -> Result<Vec<Standing>, Error> {
    let rows: Vec<Row> = standings::table
        .filter(standings::person_id.eq_any(persons.iter().copied()))
        .filter(standings::year.eq(year))
        .order(standings::person_id)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Standing::from).collect())
}

/// What these people were ever credited with, year by year.
pub fn list_posted(
    conn: &mut Conn,
    persons: &[PersonId],
) -> Result<Vec<(PersonId, i32, Hours)>, Error> {
    let posted = (
        standings::posted_general,
        standings::posted_professional,
        standings::posted_elective,
    );
    let rows: Vec<(PersonId, i32, (Hours, Hours, Hours))> = standings::table
        .filter(standings::person_id.eq_any(persons.iter().copied()))
        .select((standings::person_id, standings::year, posted))
        .load(conn)?;
    let sum = |(person, year, (general, professional, elective))| {
        (person, year, general + professional + elective)
    };
    Ok(rows.into_iter().map(sum).collect())
}

/// Where somebody worked in a year, and since when at all.
pub(super) struct Place {
    pub school: OrganizationId,
    pub district: Option<OrganizationId>,
    pub name_pinyin: String,
    pub first_employed_on: NaiveDate,
}

/// Where each of these people worked last in a year; else the last place before it.
pub(super) fn list_places(
    conn: &mut Conn,
    persons: &[PersonId],
    year: i32,
) -> Result<HashMap<PersonId, Place>, Error> {
    type Employment = (
        PersonId,
        OrganizationId,
        Option<OrganizationId>,
        String,
        NaiveDate,
    );
    // Oldest first, so that the last one to be seen is the place, and the first one the start.
    let rows: Vec<Employment> = employments::table
        .inner_join(organizations::table)
        .inner_join(people::table)
        .filter(employments::person_id.eq_any(persons.iter().copied()))
        .filter(employments::started_on.le(last_day(year)))
        .order((
            employments::person_id,
            employments::started_on,
            employments::id,
        ))
        .select((
            employments::person_id,
            employments::organization_id,
            organizations::district_id,
            people::name_pinyin,
            employments::started_on,
        ))
        .load(conn)?;
    let mut places: HashMap<PersonId, Place> = HashMap::with_capacity(persons.len());
    for (person, school, district, name_pinyin, started_on) in rows {
        let first_employed_on = places
            .get(&person)
            .map_or(started_on, |place| place.first_employed_on);
        places.insert(
            person,
            Place {
                school,
                district,
                name_pinyin,
                first_employed_on,
            },
        );
    }
    Ok(places)
}

/// The next people, by id, who were employed on any day of a year.
pub(super) fn list_employed(
    conn: &mut Conn,
    year: i32,
    after: Option<PersonId>,
    limit: usize,
) -> Result<Vec<PersonId>, Error> {
    let mut query = employments::table
        .filter(employments::started_on.le(last_day(year)))
        .filter(
            employments::ended_on
                .is_null()
                .or(employments::ended_on.ge(first_day(year)).assume_not_null()),
        )
        .select(employments::person_id)
        .distinct()
        .order(employments::person_id)
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(employments::person_id.gt(after));
    }
    Ok(query.load(conn)?)
}

/// Adds standings that are not there yet.
pub(super) fn insert(conn: &mut Conn, batch: &[Standing]) -> Result<(), Error> {
    if batch.is_empty() {
        return Ok(());
    }
    let rows: Vec<Row> = batch.iter().map(Row::from).collect();
    on_backend!(conn, |it| diesel::insert_into(standings::table)
        .values(&rows)
        .execute(it))?;
    Ok(())
}

/// Saves amounts and what is missing of standings that are there.
pub(super) fn save_amounts(conn: &mut Conn, batch: &[Standing]) -> Result<(), Error> {
    use standings as table;
    for standing in batch {
        let row = Row::from(standing);
        let query = diesel::update(table::table)
            .filter(table::person_id.eq(row.person_id))
            .filter(table::year.eq(row.year))
            .set((
                table::posted_general.eq(row.posted_general),
                table::posted_professional.eq(row.posted_professional),
                table::posted_elective.eq(row.posted_elective),
                table::pending_general.eq(row.pending_general),
                table::pending_professional.eq(row.pending_professional),
                table::pending_elective.eq(row.pending_elective),
                table::over_cap_general.eq(row.over_cap_general),
                table::over_cap_professional.eq(row.over_cap_professional),
                table::over_cap_elective.eq(row.over_cap_elective),
                table::short_general.eq(row.short_general),
                table::short_professional.eq(row.short_professional),
                table::short_elective.eq(row.short_elective),
                table::short_total.eq(row.short_total),
            ));
        on_backend!(&mut *conn, |it| Prepared(query).execute(it))?;
    }
    Ok(())
}

/// Takes a standing away, to be put back anew.
pub(super) fn remove(conn: &mut Conn, person: PersonId, year: i32) -> Result<(), Error> {
    diesel::delete(standings::table.find((person, year))).execute(conn)?;
    Ok(())
}

/// Moves the counters of schools.
pub(super) fn add_counts(conn: &mut Conn, year: i32, counts: &Counts) -> Result<(), Error> {
    use school_standings as table;
    for (&school, count) in &counts.0 {
        let short = &count.short;
        let query = diesel::update(table::table)
            .filter(table::school_id.eq(school))
            .filter(table::year.eq(year))
            .set((
                table::teachers.eq(table::teachers + count.teachers),
                table::complete.eq(table::complete + count.complete),
                table::short_general.eq(table::short_general + short.by_category.general.0),
                table::short_professional
                    .eq(table::short_professional + short.by_category.professional.0),
                table::short_elective.eq(table::short_elective + short.by_category.elective.0),
                table::short_total.eq(table::short_total + short.total.0),
            ));
        if Prepared(query).execute(conn)? == 1 {
            continue;
        }
        diesel::insert_into(table::table)
            .values((
                table::school_id.eq(school),
                table::year.eq(year),
                table::district_id.eq(count.district),
                table::teachers.eq(count.teachers),
                table::complete.eq(count.complete),
                table::short_general.eq(short.by_category.general),
                table::short_professional.eq(short.by_category.professional),
                table::short_elective.eq(short.by_category.elective),
                table::short_total.eq(short.total),
            ))
            .execute(conn)?;
    }
    Ok(())
}
