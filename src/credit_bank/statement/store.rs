//! What stands behind the lines of a statement, and which courses are open. Reads only; every
//! query asks for one person or for a list that was limited before.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::cure::OFFERS_MAX;
use crate::credit_bank::claims::ClaimState;
use crate::credit_bank::completions::CompletionState;
use crate::credit_bank::titles::title_key;
use crate::db::Conn;
use crate::db::schema::{
    claims, completions, courses, employments, organizations, policy_versions, projects,
    registrations,
};
use crate::error::Error;
use crate::hours::Hours;
use crate::journal::JournalId;
use crate::ledger::{Category, OriginId};
use crate::organizations::OrganizationId;
use crate::organizations::store::list_allies;
use crate::people::{Person, PersonId, Workplace};
use crate::policy::{PolicyVersionId, RecognitionItem, RecognitionTable};

/// Ids in one IN list.
const IDS_PER_QUERY: usize = 500;

/// When the cycle began that a day lies in: with the latest registration, else on the day that the
/// roster told.
pub fn find_cycle_start(
    conn: &mut Conn,
    person: &Person,
    on: NaiveDate,
) -> Result<Option<NaiveDate>, Error> {
    let registered: Option<NaiveDate> = registrations::table
        .filter(registrations::person_id.eq(person.id))
        .filter(registrations::valid_from.le(on))
        .select(diesel::dsl::max(registrations::valid_from))
        .first(conn)?;
    Ok(registered.or(person.cycle_started_on))
}

/// What a line comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A course that somebody else reported.
    Completion(CompletionOrigin),
    /// Own study that was recognised.
    Claim(Box<ClaimOrigin>),
}

/// A course that somebody else reported.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct CompletionOrigin {
    /// The completion.
    pub id: OriginId,
    /// Title of the course.
    pub title: String,
    /// Who offered it.
    pub provider: String,
    /// How far it is today.
    pub state: CompletionState,
    /// Why it was refused or undone.
    pub reason: Option<String>,
    /// The school's decision in the journal, which moves no hours.
    pub school_decision: Option<JournalId>,
}

/// Own study that was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimOrigin {
    /// The claim.
    pub id: OriginId,
    /// Its title.
    pub title: String,
    /// The row of the conversion table that it was recognised by.
    pub item: Option<RecognitionItem>,
    /// How much of it, in hundredths of the item's unit.
    pub quantity: i64,
    /// What the table gives for it, before any cap.
    pub hours: Hours,
    /// Whether it was handed in after its year had closed.
    pub is_late: bool,
    /// How far it is today.
    pub state: ClaimState,
}

/// What these lines come from.
pub fn list_origins(
    conn: &mut Conn,
    origins: &[OriginId],
) -> Result<HashMap<OriginId, Origin>, Error> {
    let mut found = HashMap::with_capacity(origins.len());
    for ids in origins.chunks(IDS_PER_QUERY) {
        let of_completions: Vec<CompletionOrigin> = completions::table
            .inner_join(courses::table.inner_join(projects::table.inner_join(organizations::table)))
            .filter(completions::id.eq_any(ids.iter().copied()))
            .select((
                completions::id,
                courses::title,
                organizations::name,
                completions::state,
                completions::reason,
                completions::school_decision_id,
            ))
            .load(conn)?;
        found.extend(
            of_completions
                .into_iter()
                .map(|it| (it.id, Origin::Completion(it))),
        );
        for claim in list_claims(conn, ids)? {
            found.insert(claim.id, Origin::Claim(Box::new(claim)));
        }
    }
    Ok(found)
}

fn list_claims(conn: &mut Conn, ids: &[OriginId]) -> Result<Vec<ClaimOrigin>, Error> {
    type Row = (
        OriginId,
        String,
        String,
        PolicyVersionId,
        i64,
        Hours,
        bool,
        ClaimState,
    );
    let rows: Vec<Row> = claims::table
        .filter(claims::id.eq_any(ids.iter().copied()))
        .select((
            claims::id,
            claims::title,
            claims::item,
            claims::policy_version_id,
            claims::quantity,
            claims::hours,
            claims::is_late,
            claims::state,
        ))
        .load(conn)?;
    let mut tables: HashMap<PolicyVersionId, RecognitionTable> = HashMap::new();
    let mut found = Vec::with_capacity(rows.len());
    for (id, title, item, version, quantity, hours, is_late, state) in rows {
        let table = match tables.entry(version) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(fresh) => {
                fresh.insert(load_table(conn, version)?)
            }
        };
        found.push(ClaimOrigin {
            id,
            title,
            item: table.find(&item).cloned(),
            quantity,
            hours,
            is_late,
            state,
        });
    }
    Ok(found)
}

fn load_table(conn: &mut Conn, version: PolicyVersionId) -> Result<RecognitionTable, Error> {
    let parameters: crate::db::Json = policy_versions::table
        .find(version)
        .select(policy_versions::parameters)
        .first(conn)?;
    parameters.read().map_err(Error::fault)
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

/// A course that this teacher could still take.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct OpenCourse {
    /// Title of the course.
    pub title: String,
    /// The class that it counts in.
    pub category: Category,
    /// Its accredited hours.
    pub hours: Hours,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Who offers it.
    pub provider: String,
}

/// Courses that end between today and the last day and that would count for somebody of this
/// school: of providers of its district, of the bureau's own, and of allies. Courses that the
/// teacher has done or claimed in the year under any spelling are left out.
pub fn list_open_courses(
    conn: &mut Conn,
    workplace: &Workplace,
    today: NaiveDate,
    last_on: NaiveDate,
    taken: &[String],
) -> Result<Vec<OpenCourse>, Error> {
    let mut allies: Vec<OrganizationId> = list_allies(conn, workplace.school, today)?;
    if let Some(district) = workplace.district {
        allies.extend(list_allies(conn, district, today)?);
    }
    let mut query = courses::table
        .inner_join(projects::table.inner_join(organizations::table))
        .filter(projects::state.eq("approved"))
        .filter(courses::ends_on.between(today, last_on))
        .order((courses::ends_on, courses::code))
        .limit(i64::try_from(2 * OFFERS_MAX).unwrap_or(i64::MAX))
        .select((
            courses::title,
            courses::category,
            courses::hours,
            courses::starts_on,
            courses::ends_on,
            organizations::name,
        ))
        .into_boxed();
    let is_ours = organizations::district_id
        .is_null()
        .or(organizations::id.eq_any(allies));
    query = match workplace.district {
        Some(district) => {
            query.filter(is_ours.or(organizations::district_id.eq(district).assume_not_null()))
        }
        None => query.filter(is_ours),
    };
    let mut open: Vec<OpenCourse> = query.load(conn)?;
    open.retain(|it| !taken.contains(&title_key(&it.title)));
    open.truncate(OFFERS_MAX);
    Ok(open)
}
