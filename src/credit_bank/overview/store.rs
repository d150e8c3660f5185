//! Overviews in the database.

use diesel::prelude::*;

use super::{Line, Sort};
use crate::credit_bank::rules::ByCategory;
use crate::db::Conn;
use crate::db::schema::{organizations, people, school_standings, standings};
use crate::error::Error;
use crate::hours::Hours;
use crate::organizations::OrganizationId;
use crate::people::PersonId;

/// The years that anything is kept for, the newest first.
pub fn list_years(conn: &mut Conn) -> Result<Vec<i32>, Error> {
    Ok(school_standings::table
        .select(school_standings::year)
        .distinct()
        .order(school_standings::year.desc())
        .load(conn)?)
}

/// Which schools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schools {
    /// All of the city: some 3,000.
    All,
    /// Those of a district.
    OfDistrict(OrganizationId),
    /// Those that the bureau runs itself.
    BureauRun,
    /// A single one.
    One(OrganizationId),
}

type SchoolRow = (
    OrganizationId,
    String,
    Option<String>,
    Option<OrganizationId>,
    i64,
    i64,
    Hours,
    Hours,
    Hours,
    Hours,
);

/// How schools stand in a year, by code; with the district of each.
pub fn list_schools(
    conn: &mut Conn,
    schools: Schools,
    year: i32,
) -> Result<Vec<(Line, Option<OrganizationId>)>, Error> {
    let mut query = school_standings::table
        .inner_join(organizations::table)
        .filter(school_standings::year.eq(year))
        .filter(school_standings::teachers.gt(0))
        .order(organizations::code)
        .select((
            organizations::id,
            organizations::name,
            organizations::name_en,
            school_standings::district_id,
            school_standings::teachers,
            school_standings::complete,
            school_standings::short_general,
            school_standings::short_professional,
            school_standings::short_elective,
            school_standings::short_total,
        ))
        .into_boxed();
    match schools {
        Schools::All => {}
        Schools::OfDistrict(district) => {
            query = query.filter(school_standings::district_id.eq(district));
        }
        Schools::BureauRun => query = query.filter(school_standings::district_id.is_null()),
        Schools::One(school) => query = query.filter(school_standings::school_id.eq(school)),
    }
    let rows: Vec<SchoolRow> = query.load(conn)?;
    Ok(rows
        .into_iter()
        .map(
            |(
                id,
                name,
                name_en,
                district,
                teachers,
                complete,
                general,
                professional,
                elective,
                short_total,
            )| {
                let short = ByCategory {
                    general,
                    professional,
                    elective,
                };
                let line = Line {
                    organization: Some(id),
                    name,
                    name_en,
                    teachers,
                    complete,
                    short,
                    short_total,
                };
                (line, district)
            },
        )
        .collect())
}

/// Whose teachers are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Of a school.
    School(OrganizationId),
    /// Of a district.
    District(OrganizationId),
    /// Of the schools that the bureau runs itself.
    BureauRun,
    /// Of the city.
    City,
}

/// Which teachers, in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Whose.
    pub scope: Scope,
    /// The calendar year.
    pub year: i32,
    /// Only those who fall short.
    pub only_short: bool,
    /// The order.
    pub sort: Sort,
}

/// A teacher in a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct TeacherLine {
    /// The teacher.
    pub person: PersonId,
    /// Permanent number.
    pub teacher_number: String,
    /// Name.
    pub name: String,
    /// Sort key of the name.
    pub name_pinyin: String,
    /// The school that answers for the year.
    pub school: OrganizationId,
    /// Its name.
    pub school_name: String,
    /// Posted in general subjects.
    pub posted_general: Hours,
    /// Posted in professional subjects.
    pub posted_professional: Hours,
    /// Posted in elective subjects.
    pub posted_elective: Hours,
    /// Waiting, in general subjects.
    pub pending_general: Hours,
    /// Waiting, in professional subjects.
    pub pending_professional: Hours,
    /// Waiting, in elective subjects.
    pub pending_elective: Hours,
    /// Missing in general subjects.
    pub short_general: Hours,
    /// Missing in professional subjects.
    pub short_professional: Hours,
    /// Missing in elective subjects.
    pub short_elective: Hours,
    /// Missing in all.
    pub short_total: Hours,
}

impl TeacherLine {
    /// What waits, in all.
    pub fn pending(&self) -> Hours {
        self.pending_general + self.pending_professional + self.pending_elective
    }

    /// What the list is ordered by, for the address of the next page.
    pub fn sorted_by(&self, sort: Sort) -> Hours {
        match sort {
            Sort::Name => Hours::ZERO,
            Sort::Short | Sort::Share => self.short_total,
            Sort::General => self.short_general,
            Sort::Professional => self.short_professional,
            Sort::Elective => self.short_elective,
        }
    }
}

/// Where a page of teachers begins: after this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// Value of the sort column.
    pub value: Hours,
    /// Sort key of the name.
    pub name_pinyin: String,
    /// The teacher.
    pub person: PersonId,
}

/// Teachers of a year, `limit` at most, in the order asked for; only those who fall short, if told.
#[expect(
    clippy::too_many_lines,
    reason = "one query, with its columns and orders"
)]
pub fn list_teachers(
    conn: &mut Conn,
    wanted: &Wanted,
    after: Option<&After>,
    limit: i64,
) -> Result<Vec<TeacherLine>, Error> {
    let mut query = standings::table
        .inner_join(people::table)
        .inner_join(organizations::table)
        .filter(standings::year.eq(wanted.year))
        .limit(limit)
        .select((
            people::id,
            people::teacher_number,
            people::name,
            standings::name_pinyin,
            organizations::id,
            organizations::name,
            standings::posted_general,
            standings::posted_professional,
            standings::posted_elective,
            standings::pending_general,
            standings::pending_professional,
            standings::pending_elective,
            standings::short_general,
            standings::short_professional,
            standings::short_elective,
            standings::short_total,
        ))
        .into_boxed();
    query = match wanted.scope {
        Scope::School(school) => query.filter(standings::school_id.eq(school)),
        Scope::District(district) => query.filter(standings::district_id.eq(district)),
        Scope::BureauRun => query.filter(standings::district_id.is_null()),
        Scope::City => query,
    };
    if wanted.only_short {
        query = query.filter(standings::short_total.gt(Hours::ZERO));
    }
    // Largest shortfall first, then by name; a page goes on after the last line of the one before.
    macro_rules! by_hours {
        ($column:expr) => {{
            let query = query.order((
                $column.desc(),
                standings::name_pinyin.asc(),
                standings::person_id.asc(),
            ));
            match after {
                None => query,
                Some(it) => query.filter(
                    $column.lt(it.value).or($column.eq(it.value).and(
                        standings::name_pinyin.gt(it.name_pinyin.clone()).or(
                            standings::name_pinyin
                                .eq(it.name_pinyin.clone())
                                .and(standings::person_id.gt(it.person)),
                        ),
                    )),
                ),
            }
        }};
    }
    let query = match wanted.sort {
        Sort::Short | Sort::Share => by_hours!(standings::short_total),
        Sort::General => by_hours!(standings::short_general),
        Sort::Professional => by_hours!(standings::short_professional),
        Sort::Elective => by_hours!(standings::short_elective),
        Sort::Name => {
            let query = query.order((standings::name_pinyin.asc(), standings::person_id.asc()));
            match after {
                None => query,
                Some(it) => query.filter(
                    standings::name_pinyin
                        .gt(it.name_pinyin.clone())
                        .or(standings::name_pinyin
                            .eq(it.name_pinyin.clone())
                            .and(standings::person_id.gt(it.person))),
                ),
            }
        }
    };
    Ok(query.load(conn)?)
}
