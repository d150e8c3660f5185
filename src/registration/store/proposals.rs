//! What surveys propose, in the database, and what a window's page counts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::ROWS_PER_INSERT;
use crate::access::{Facts, Reach};
use crate::db::Conn;
use crate::db::schema::{organizations, people, registration_cases, registration_proposals};
use crate::error::Error;
use crate::hours::Hours;
use crate::on_backend;
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::registration::rules::assessment::Verdict;
use crate::registration::{CaseState, WindowId};

/// What the rules said of somebody when the city was assessed for a window.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = registration_proposals, treat_none_as_default_value = false)]
pub struct Proposal {
    /// For which window.
    pub window_id: WindowId,
    /// The teacher.
    pub person_id: PersonId,
    /// The school on that day.
    pub school_id: OrganizationId,
    /// Its district.
    pub district_id: Option<OrganizationId>,
    /// Sort key.
    pub name_pinyin: String,
    /// Whether the window is for this person.
    pub is_due: bool,
    /// The last day of the running registration.
    pub registered_until: Option<NaiveDate>,
    /// What the rules propose.
    pub verdict: Verdict,
    /// The keys of the conditions that are not met, with commas.
    pub unmet: String,
    /// Hours that are missing.
    pub short_hours: Hours,
    /// The earliest day on which all of it can be made good.
    pub curable_on: Option<NaiveDate>,
    /// The day of the assessment.
    pub assessed_on: NaiveDate,
}

/// Forgets what an earlier survey of a window proposed.
pub fn delete_proposals(conn: &mut Conn, window: WindowId) -> Result<(), Error> {
    use registration_proposals as table;
    diesel::delete(table::table)
        .filter(table::window_id.eq(window))
        .execute(conn)?;
    Ok(())
}

/// Adds proposals.
pub fn insert_proposals(conn: &mut Conn, rows: &[Proposal]) -> Result<(), Error> {
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        on_backend!(conn, |it| diesel::insert_into(
            registration_proposals::table
        )
        .values(chunk)
        .execute(it))?;
    }
    Ok(())
}

/// People for whom a window is, as its survey found, by id after a keyset cursor.
pub fn list_due_after(
    conn: &mut Conn,
    window: WindowId,
    after: Option<PersonId>,
    limit: usize,
) -> Result<Vec<PersonId>, Error> {
    use registration_proposals as table;
    let limit = i64::try_from(limit).map_err(Error::fault)?;
    let mut query = table::table
        .filter(table::window_id.eq(window))
        .filter(table::is_due.eq(true))
        .order(table::person_id)
        .limit(limit)
        .select(table::person_id)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(table::person_id.gt(after));
    }
    Ok(query.load(conn)?)
}

/// How many people a window's assessment looked at, by whether it is for them and by verdict.
pub fn count_proposals(
    conn: &mut Conn,
    window: WindowId,
) -> Result<Vec<(bool, Verdict, i64)>, Error> {
    use registration_proposals as table;
    Ok(table::table
        .filter(table::window_id.eq(window))
        .group_by((table::is_due, table::verdict))
        .select((table::is_due, table::verdict, diesel::dsl::count_star()))
        .load(conn)?)
}

/// How a school stands in a window: proposals of those for whom it is, and cases by state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolCount {
    /// The school.
    pub school: OrganizationId,
    /// Its district.
    pub district: Option<OrganizationId>,
    /// By what the last survey proposed.
    pub due: BTreeMap<Verdict, i64>,
    /// By state.
    pub cases: BTreeMap<CaseState, i64>,
}

/// How every school within a reach stands in a window.
pub fn count_by_school(
    conn: &mut Conn,
    window: WindowId,
    reach: &Reach,
) -> Result<Vec<SchoolCount>, Error> {
    type Place = (OrganizationId, Option<OrganizationId>);
    let proposed: Vec<(Place, Verdict, i64)> = {
        use registration_proposals as table;
        table::table
            .filter(table::window_id.eq(window))
            .filter(table::is_due.eq(true))
            .group_by((table::school_id, table::district_id, table::verdict))
            .select((
                (table::school_id, table::district_id),
                table::verdict,
                diesel::dsl::count_star(),
            ))
            .load(conn)?
    };
    let cases: Vec<(Place, CaseState, i64)> = {
        use registration_cases as table;
        table::table
            .filter(table::window_id.eq(window))
            .group_by((table::school_id, table::district_id, table::state))
            .select((
                (table::school_id, table::district_id),
                table::state,
                diesel::dsl::count_star(),
            ))
            .load(conn)?
    };
    let mut schools: BTreeMap<OrganizationId, SchoolCount> = BTreeMap::new();
    let nothing = |(school, district): Place| SchoolCount {
        school,
        district,
        due: BTreeMap::new(),
        cases: BTreeMap::new(),
    };
    for (place, verdict, count) in proposed {
        let school = schools.entry(place.0).or_insert_with(|| nothing(place));
        school.due.insert(verdict, count);
    }
    for (place, state, count) in cases {
        let school = schools.entry(place.0).or_insert_with(|| nothing(place));
        school.cases.insert(state, count);
    }
    let within = |it: &SchoolCount| {
        reach.covers(&Facts {
            person: None,
            organization: Some(it.school),
            district: it.district,
        })
    };
    Ok(schools.into_values().filter(within).collect())
}

/// Somebody for whom a window is, or who falls due soon after it, and who is short of something.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Warning {
    /// Name.
    pub name: String,
    /// Permanent number.
    pub teacher_number: String,
    /// The school.
    pub school: String,
    /// Whether the window is for this person.
    pub is_due: bool,
    /// The last day of the running registration.
    pub registered_until: Option<NaiveDate>,
    /// What is proposed as things stand.
    pub verdict: Verdict,
    /// The keys of the conditions that are not met.
    pub unmet: String,
    /// Hours that are missing.
    pub short_hours: Hours,
    /// The earliest day on which all of it can be made good.
    pub curable_on: Option<NaiveDate>,
}

/// Whom a list of warnings shows; those who have a case are on the list of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warned {
    /// As the last survey of this window found.
    pub window: WindowId,
    /// Within this reach.
    pub reach: Reach,
    /// Of this school only.
    pub school: Option<OrganizationId>,
    /// For whom the window is, or whose registration ends by this day.
    pub ends_by: NaiveDate,
}

/// Narrows a query of proposals to whom a list of warnings shows.
macro_rules! narrow {
    ($query:ident, $wanted:expr) => {
        use registration_proposals as table;
        let Warned { reach, .. } = $wanted;
        let with_case = registration_cases::table
            .filter(registration_cases::window_id.eq($wanted.window))
            .select(registration_cases::person_id);
        let ends_by = table::registered_until
            .le($wanted.ends_by)
            .assume_not_null();
        $query = $query
            .filter(table::window_id.eq($wanted.window))
            .filter(table::verdict.eq_any([Verdict::Deferred, Verdict::Unqualified]))
            .filter(table::is_due.eq(true).or(ends_by))
            .filter(table::person_id.ne_all(with_case));
        $query = crate::within!($query, reach, table::school_id, table::district_id);
        if let Some(school) = $wanted.school {
            $query = $query.filter(table::school_id.eq(school));
        }
    };
}

/// Who is short of something, as the last survey of a window found: school by school, whom the
/// window is for first.
pub fn list_warnings(
    conn: &mut Conn,
    wanted: &Warned,
    offset: i64,
    limit: i64,
) -> Result<Vec<Warning>, Error> {
    let mut query = registration_proposals::table
        .inner_join(people::table)
        .inner_join(organizations::table)
        .order((
            organizations::code,
            registration_proposals::is_due.desc(),
            registration_proposals::verdict,
            registration_proposals::name_pinyin,
            registration_proposals::person_id,
        ))
        .offset(offset)
        .limit(limit)
        .select((
            people::name,
            people::teacher_number,
            organizations::name,
            registration_proposals::is_due,
            registration_proposals::registered_until,
            registration_proposals::verdict,
            registration_proposals::unmet,
            registration_proposals::short_hours,
            registration_proposals::curable_on,
        ))
        .into_boxed();
    narrow!(query, wanted);
    Ok(query.load(conn)?)
}

/// How many such a list shows in all.
pub fn count_warnings(conn: &mut Conn, wanted: &Warned) -> Result<i64, Error> {
    let mut query = registration_proposals::table
        .select(diesel::dsl::count_star())
        .into_boxed();
    narrow!(query, wanted);
    Ok(query.first(conn)?)
}

/// What the last survey of a window proposed for somebody.
pub fn find_proposal(
    conn: &mut Conn,
    window: WindowId,
    person: PersonId,
) -> Result<Option<Proposal>, Error> {
    Ok(registration_proposals::table
        .find((window, person))
        .select(Proposal::as_select())
        .first(conn)
        .optional()?)
}
