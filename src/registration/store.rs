//! Windows, cases, proposals and registrations in the database.

mod proposals;
mod trials;

pub use proposals::{
    Proposal, SchoolCount, Warned, Warning, count_by_school, count_proposals, count_warnings,
    delete_proposals, find_proposal, insert_proposals, list_due_after, list_warnings,
};
pub use trials::{
    FlipCount, Flipped, count_due, count_flips, insert_flips, insert_trial, list_flips,
    list_trials, load_trial, save_looked_at,
};

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::files::{Decided, Grade, Place};
use super::rules::assessment::Verdict;
use super::rules::windows::WindowKind;
use super::{CaseId, CaseRow, CaseState, Registration, WindowId, WindowRow};
use crate::access::Reach;
use crate::clock::day_of;
use crate::db::schema::{
    annual_assessments, employments, organizations, people, registration_cases,
    registration_windows, registrations,
};
use crate::db::{At, Conn, Prepared};
use crate::db::{counters, one_changed};
use crate::error::Error;
use crate::on_backend;
use crate::organizations::OrganizationId;
use crate::people::PersonId;

/// Rows in one INSERT: well below SQLite's limit of bound values.
const ROWS_PER_INSERT: usize = 500;

/// The counter that registration numbers come from, one for each year.
fn number_counter(year: i32) -> String {
    format!("registration_number_{year}")
}

// Windows.

/// One window.
pub fn load_window(conn: &mut Conn, id: WindowId) -> Result<WindowRow, Error> {
    Ok(registration_windows::table
        .find(id)
        .select(WindowRow::as_select())
        .first(conn)?)
}

/// Every window, the latest first. A city has two or three a year.
pub fn list_windows(conn: &mut Conn) -> Result<Vec<WindowRow>, Error> {
    Ok(registration_windows::table
        .order((
            registration_windows::opens_on.desc(),
            registration_windows::id.desc(),
        ))
        .select(WindowRow::as_select())
        .load(conn)?)
}

/// The windows in which applications are taken on a day.
pub fn list_open_windows(conn: &mut Conn, on: NaiveDate) -> Result<Vec<WindowRow>, Error> {
    Ok(registration_windows::table
        .filter(registration_windows::opens_on.le(on))
        .filter(registration_windows::closes_on.ge(on))
        .order(registration_windows::kind)
        .select(WindowRow::as_select())
        .load(conn)?)
}

/// The windows of a kind. To be read in the transaction that opens another.
pub fn list_windows_of_kind(conn: &mut Conn, kind: WindowKind) -> Result<Vec<WindowRow>, Error> {
    Ok(registration_windows::table
        .filter(registration_windows::kind.eq(kind))
        .order(registration_windows::opens_on)
        .select(WindowRow::as_select())
        .load(conn)?)
}

/// Adds a window.
pub fn insert_window(conn: &mut Conn, window: &WindowRow) -> Result<(), Error> {
    diesel::insert_into(registration_windows::table)
        .values(window.clone())
        .execute(conn)?;
    Ok(())
}

/// Notes how far the assessment of the city has come.
pub fn save_survey(
    conn: &mut Conn,
    id: WindowId,
    on: NaiveDate,
    through: Option<PersonId>,
    done_at: Option<At>,
) -> Result<(), Error> {
    Prepared(diesel::update(registration_windows::table.find(id)).set((
        registration_windows::assessed_on.eq(on),
        registration_windows::assessed_through.eq(through),
        registration_windows::assessed_at.eq(done_at),
    )))
    .execute(conn)?;
    Ok(())
}

// The facts of many people.

/// Of these people: sort key, and when the running cycle began as far as the roster told.
pub fn list_people(
    conn: &mut Conn,
    persons: &[PersonId],
) -> Result<Vec<(PersonId, String, Option<NaiveDate>)>, Error> {
    Ok(people::table
        .filter(people::id.eq_any(persons.iter().copied()))
        .select((people::id, people::name_pinyin, people::cycle_started_on))
        .load(conn)?)
}

/// How many people there are.
pub fn count_people(conn: &mut Conn) -> Result<u64, Error> {
    let count: i64 = people::table.count().get_result(conn)?;
    u64::try_from(count).map_err(Error::fault)
}

/// People by id, after a keyset cursor.
pub fn list_people_after(
    conn: &mut Conn,
    after: Option<PersonId>,
    limit: usize,
) -> Result<Vec<PersonId>, Error> {
    let limit = i64::try_from(limit).map_err(Error::fault)?;
    let mut query = people::table
        .order(people::id)
        .limit(limit)
        .select(people::id)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(people::id.gt(after));
    }
    Ok(query.load(conn)?)
}

/// Who works at a school on a day, by name.
pub fn list_staff(
    conn: &mut Conn,
    school: OrganizationId,
    on: NaiveDate,
) -> Result<Vec<PersonId>, Error> {
    Ok(employments::table
        .filter(employments::organization_id.eq(school))
        .filter(employments::started_on.le(on))
        .filter(
            employments::ended_on
                .is_null()
                .or(employments::ended_on.ge(on).assume_not_null()),
        )
        .select(employments::person_id)
        .distinct()
        .load(conn)?)
}

/// The employments of these people that had begun by a day, person by person, in order of time.
pub fn list_places_of(
    conn: &mut Conn,
    persons: &[PersonId],
    on: NaiveDate,
) -> Result<Vec<Place>, Error> {
    let rows: Vec<(_, _, _, _, _, _, _, _, _)> = employments::table
        .inner_join(organizations::table)
        .filter(employments::person_id.eq_any(persons.iter().copied()))
        .filter(employments::started_on.le(on))
        .order((employments::started_on, employments::id))
        .select((
            employments::person_id,
            employments::organization_id,
            organizations::district_id,
            organizations::stage,
            organizations::credit_code,
            employments::post,
            employments::subject,
            employments::started_on,
            employments::ended_on,
        ))
        .load(conn)?;
    let place = |row| {
        let (person, school, district, stage, credit_code, post, subject, started_on, ended_on) =
            row;
        Place {
            person,
            school,
            district,
            stage,
            credit_code,
            post,
            subject,
            started_on,
            ended_on,
        }
    };
    Ok(rows.into_iter().map(place).collect())
}

/// When the latest registration of each of these people began that was decided by a day.
pub fn list_registered_on(
    conn: &mut Conn,
    persons: &[PersonId],
    on: NaiveDate,
) -> Result<HashMap<PersonId, NaiveDate>, Error> {
    let rows: Vec<(PersonId, NaiveDate)> = registrations::table
        .filter(registrations::person_id.eq_any(persons.iter().copied()))
        .filter(registrations::registered_on.le(on))
        .order(registrations::valid_from)
        .select((registrations::person_id, registrations::valid_from))
        .load(conn)?;
    // The last one of each person stays.
    Ok(rows.into_iter().collect())
}

/// How cases of these people were decided by a day, in order of time.
pub fn list_decided(
    conn: &mut Conn,
    persons: &[PersonId],
    on: NaiveDate,
) -> Result<Vec<Decided>, Error> {
    let concluded = [
        CaseState::Registered,
        CaseState::Deferred,
        CaseState::Refused,
    ];
    let rows: Vec<(PersonId, CaseState, Option<At>, Option<NaiveDate>)> = registration_cases::table
        .filter(registration_cases::person_id.eq_any(persons.iter().copied()))
        .filter(registration_cases::state.eq_any(concluded))
        .order((registration_cases::decided_at, registration_cases::id))
        .select((
            registration_cases::person_id,
            registration_cases::state,
            registration_cases::decided_at,
            registration_cases::barred_until,
        ))
        .load(conn)?;
    let decided = rows.into_iter().filter_map(|(person, state, at, bar)| {
        let decided = Decided {
            person,
            state,
            on: day_of(at?),
            barred_until: bar,
        };
        (decided.on <= on).then_some(decided)
    });
    Ok(decided.collect())
}

/// The annual assessments of these people.
pub fn list_grades(conn: &mut Conn, persons: &[PersonId]) -> Result<Vec<Grade>, Error> {
    let rows: Vec<(_, _, _)> = annual_assessments::table
        .filter(annual_assessments::person_id.eq_any(persons.iter().copied()))
        .select((
            annual_assessments::person_id,
            annual_assessments::year,
            annual_assessments::grade,
        ))
        .load(conn)?;
    let grade = |(person_id, year, grade)| Grade {
        person_id,
        year,
        grade,
    };
    Ok(rows.into_iter().map(grade).collect())
}

// Cases.

/// One case.
pub fn load(conn: &mut Conn, id: CaseId) -> Result<CaseRow, Error> {
    Ok(registration_cases::table
        .find(id)
        .select(CaseRow::as_select())
        .first(conn)?)
}

/// These cases, by id.
pub fn list_by_id(conn: &mut Conn, ids: &[CaseId]) -> Result<Vec<CaseRow>, Error> {
    Ok(registration_cases::table
        .filter(registration_cases::id.eq_any(ids.iter().copied()))
        .order(registration_cases::id)
        .select(CaseRow::as_select())
        .load(conn)?)
}

/// Adds cases. A second case of somebody in a window is a unique violation.
pub fn insert(conn: &mut Conn, cases: &[CaseRow]) -> Result<(), Error> {
    for chunk in cases.chunks(ROWS_PER_INSERT) {
        on_backend!(conn, |it| diesel::insert_into(registration_cases::table)
            .values(chunk)
            .execute(it))?;
    }
    Ok(())
}

/// Saves a case that was changed since version `seen`; `Stale` if somebody else was faster.
pub fn save(conn: &mut Conn, case: &CaseRow, seen: i64) -> Result<(), Error> {
    let fresh = CaseRow {
        version: seen + 1,
        ..case.clone()
    };
    let changed = Prepared(
        diesel::update(registration_cases::table)
            .filter(registration_cases::id.eq(case.id))
            .filter(registration_cases::version.eq(seen))
            .set(fresh),
    )
    .execute(conn)?;
    one_changed(changed)
}

/// The cases of a school in a window, exceptions first, then by name.
pub fn list_of_school(
    conn: &mut Conn,
    window: WindowId,
    school: OrganizationId,
) -> Result<Vec<CaseRow>, Error> {
    Ok(registration_cases::table
        .filter(registration_cases::school_id.eq(school))
        .filter(registration_cases::window_id.eq(window))
        .order((
            registration_cases::is_exception.desc(),
            registration_cases::name_pinyin,
        ))
        .select(CaseRow::as_select())
        .load(conn)?)
}

/// The cases of a teacher, the newest first.
pub fn list_of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<CaseRow>, Error> {
    Ok(registration_cases::table
        .filter(registration_cases::person_id.eq(person))
        .order(registration_cases::id.desc())
        .select(CaseRow::as_select())
        .load(conn)?)
}

/// Which of these people have a case in a window.
pub fn list_with_case(
    conn: &mut Conn,
    window: WindowId,
    persons: &[PersonId],
) -> Result<Vec<PersonId>, Error> {
    Ok(registration_cases::table
        .filter(registration_cases::window_id.eq(window))
        .filter(registration_cases::person_id.eq_any(persons.iter().copied()))
        .select(registration_cases::person_id)
        .load(conn)?)
}

/// Cases that were sent back to whoever handed them in and not handed in again by their deadline.
pub fn list_overdue(
    conn: &mut Conn,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<(CaseRow, NaiveDate)>, Error> {
    let due_on = registration_cases::due_on.assume_not_null();
    Ok(registration_cases::table
        .filter(registration_cases::state.eq(CaseState::Returned))
        .filter(due_on.lt(today))
        .order(registration_cases::id)
        .limit(limit)
        .select((CaseRow::as_select(), due_on))
        .load(conn)?)
}

/// How many cases of a window are in each state.
pub fn count_by_state(
    conn: &mut Conn,
    window: WindowId,
) -> Result<BTreeMap<CaseState, i64>, Error> {
    let rows: Vec<(CaseState, i64)> = registration_cases::table
        .filter(registration_cases::window_id.eq(window))
        .group_by(registration_cases::state)
        .select((registration_cases::state, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// What a queue says about a case.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Listed {
    /// Its id.
    pub id: CaseId,
    /// Its version, for acting on many at once.
    pub version: i64,
    /// Name of the teacher.
    pub name: String,
    /// Permanent number.
    pub teacher_number: String,
    /// Name of the school.
    pub school: String,
    /// First registration or renewal.
    pub kind: crate::policy::RegistrationKind,
    /// How far it is.
    pub state: CaseState,
    /// What the rules propose.
    pub proposed: Verdict,
    /// What the offices so far hold.
    pub opinion: Verdict,
    /// Whether it is to be reviewed first.
    pub is_exception: bool,
    /// The last day for whoever has it.
    pub due_on: Option<NaiveDate>,
}

/// Which cases a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Within this reach.
    pub reach: Reach,
    /// In these states.
    pub states: Vec<CaseState>,
    /// Of this window only.
    pub window: Option<WindowId>,
    /// Of this school only.
    pub school: Option<OrganizationId>,
    /// Not this person's own.
    pub not_of: Option<PersonId>,
}

/// Narrows a query of cases to what a list shows.
macro_rules! narrow {
    ($query:ident, $wanted:expr) => {
        use registration_cases as table;
        let Wanted { reach, .. } = $wanted;
        if !reach.everywhere {
            $query = $query.filter(
                table::school_id
                    .eq_any(reach.organizations.clone())
                    .or(table::district_id
                        .assume_not_null()
                        .eq_any(reach.districts.clone()))
                    .or(table::district_id
                        .is_null()
                        .and(reach.bureau_run.into_sql::<Bool>())),
            );
        }
        if let Some(window) = $wanted.window {
            $query = $query.filter(table::window_id.eq(window));
        }
        if let Some(school) = $wanted.school {
            $query = $query.filter(table::school_id.eq(school));
        }
        if let Some(person) = $wanted.not_of {
            $query = $query.filter(table::person_id.ne(person));
        }
    };
}

/// Cases that a list shows, exceptions first, then by id, from an offset on.
pub fn list_queue(
    conn: &mut Conn,
    wanted: &Wanted,
    offset: i64,
    limit: i64,
) -> Result<Vec<Listed>, Error> {
    let mut query = registration_cases::table
        .inner_join(people::table)
        .inner_join(organizations::table.on(organizations::id.eq(registration_cases::school_id)))
        .filter(registration_cases::state.eq_any(wanted.states.clone()))
        .order((
            registration_cases::is_exception.desc(),
            registration_cases::id,
        ))
        .offset(offset)
        .limit(limit)
        .select((
            registration_cases::id,
            registration_cases::version,
            people::name,
            people::teacher_number,
            organizations::name,
            registration_cases::kind,
            registration_cases::state,
            registration_cases::proposed,
            registration_cases::opinion,
            registration_cases::is_exception,
            registration_cases::due_on,
        ))
        .into_boxed();
    narrow!(query, wanted);
    Ok(query.load(conn)?)
}

/// How many cases a list shows in all, and the earliest deadline among them.
pub fn count_queue(conn: &mut Conn, wanted: &Wanted) -> Result<(i64, Option<NaiveDate>), Error> {
    let mut query = registration_cases::table
        .filter(registration_cases::state.eq_any(wanted.states.clone()))
        .select((
            diesel::dsl::count_star(),
            diesel::dsl::min(registration_cases::due_on),
        ))
        .into_boxed();
    narrow!(query, wanted);
    Ok(query.first(conn)?)
}

// Registrations.

/// Takes so many numbers of a year; the first is returned.
pub fn take_numbers(conn: &mut Conn, year: i32, count: usize) -> Result<i64, Error> {
    counters::take(conn, &number_counter(year), count)
}

/// Adds registrations.
pub fn insert_registrations(conn: &mut Conn, rows: &[Registration]) -> Result<(), Error> {
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        on_backend!(conn, |it| diesel::insert_into(registrations::table)
            .values(chunk)
            .execute(it))?;
    }
    Ok(())
}

/// The registrations of a teacher, the latest first.
pub fn list_registrations(conn: &mut Conn, person: PersonId) -> Result<Vec<Registration>, Error> {
    Ok(registrations::table
        .filter(registrations::person_id.eq(person))
        .order(registrations::valid_from.desc())
        .select(Registration::as_select())
        .load(conn)?)
}

/// The registration that a case led to.
pub fn find_registration(conn: &mut Conn, case: CaseId) -> Result<Option<Registration>, Error> {
    Ok(registrations::table
        .filter(registrations::case_id.eq(case))
        .select(Registration::as_select())
        .first(conn)
        .optional()?)
}
