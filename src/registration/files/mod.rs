//! The facts of many people at once, as the files have them on a day.
//!
//! However many people: one query for each kind of fact, never one for each person. What was not
//! known or not yet so on that day is left out here; what follows from the facts is for `rules`.
//! `hours.rs` has the class hours, by sums or line by line.

mod hours;

use std::collections::HashMap;

use chrono::NaiveDate;

use super::rules::Policies;
use super::rules::absence::{Absence, AbsenceReason, gaps};
use super::rules::facts::{Extras, Facts, Ownership, Probation, Service, Unfit};
use super::{CaseState, store};
use crate::db::Conn;
use crate::error::Error;
use crate::ethics;
use crate::organizations::{OrganizationId, Stage};
use crate::people::absences::AbsenceKind;
use crate::people::{self, AssessmentGrade, PersonId, Post};
use crate::policy::{self, last_day_of};
use crate::qualifications;

pub use hours::Detail;

/// People whose facts are loaded together: well below SQLite's limit of bound values.
pub const PEOPLE_PER_CHUNK: usize = 1_000;

/// The facts about somebody, and where they belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The teacher.
    pub person: PersonId,
    /// Sort key of lists.
    pub name_pinyin: String,
    /// The school that keeps the file on that day.
    pub school: OrganizationId,
    /// Its district; none for a bureau-run school.
    pub district: Option<OrganizationId>,
    /// False statements bar from registration to the end of this day.
    pub barred_until: Option<NaiveDate>,
    /// The facts.
    pub facts: Facts,
}

/// The rule sets in force on a day.
pub fn load_policies(conn: &mut Conn, on: NaiveDate) -> Result<Policies, Error> {
    Ok(Policies {
        conditions: policy::load_at(conn, on)?,
        procedure: policy::load_at(conn, on)?,
        validity: policy::load_at(conn, on)?,
        bars: policy::load_at(conn, on)?,
        day: policy::load_at(conn, on)?,
    })
}

/// The files of these people on a day, in the order of their ids. Who was never employed by then
/// has none.
pub fn load(
    conn: &mut Conn,
    persons: &[PersonId],
    policies: &Policies,
    on: NaiveDate,
    detail: Detail,
) -> Result<Vec<File>, Error> {
    let mut files = Vec::with_capacity(persons.len());
    for persons in persons.chunks(PEOPLE_PER_CHUNK) {
        files.extend(load_chunk(conn, persons, policies, on, detail)?);
    }
    files.sort_unstable_by_key(|it| it.person);
    Ok(files)
}

fn load_chunk(
    conn: &mut Conn,
    persons: &[PersonId],
    policies: &Policies,
    on: NaiveDate,
    detail: Detail,
) -> Result<Vec<File>, Error> {
    let rule = &policies.conditions.parameters;
    let people = store::list_people(conn, persons)?;
    let mut places = by_person(store::list_places_of(conn, persons, on)?, |it| it.person);
    let mut registered = store::list_registered_on(conn, persons, on)?;
    let mut decided = by_person(store::list_decided(conn, persons, on)?, |it| it.person);
    let mut grades = by_person(store::list_grades(conn, persons)?, |it| it.person_id);
    let mut qualifications = qualifications::store::load_files(conn, persons)?;
    let mut alerts = ethics::store::list_alerts_of(conn, persons)?;
    let away = people::absences::store::list_of(conn, persons)?;
    let mut away = by_person(away, |it| it.person_id);
    let mut hours = hours::load(conn, persons, rule.hours_basis, on, detail)?;
    let mut files = Vec::with_capacity(people.len());
    for (person, name_pinyin, cycle_started_on) in people {
        let places = places.remove(&person).unwrap_or_default();
        let Some(place) = keeper(&places, on) else {
            continue;
        };
        let since = registered.remove(&person);
        let registered_on = since.or(cycle_started_on.filter(|it| *it <= on));
        let qualification = qualifications.remove(&person).unwrap_or_default();
        let absences = away.remove(&person).unwrap_or_default();
        let grades = grades.remove(&person).unwrap_or_default();
        let decided = decided.remove(&person).unwrap_or_default();
        let facts = Facts {
            registered_on,
            deferred_on: deferred_since(&decided),
            service: service(&places, place, policies, on),
            certificates: qualification.certificates,
            qualification_events: qualification.events,
            preschool_trained_on: qualification.preschool_trained_on,
            alerts: alerts.remove(&person).unwrap_or_default(),
            assessments: grades.iter().map(|it| (it.year, it.grade)).collect(),
            hours: hours.remove(&person).unwrap_or_default(),
            absences: absences
                .iter()
                .map(|it| Absence {
                    from: it.started_on,
                    to: it.ended_on,
                    reason: AbsenceReason::from(it.kind),
                })
                .chain(between_employments(&places, on))
                .collect(),
            unfit: absences
                .iter()
                .filter(|it| it.kind == AbsenceKind::Unfit)
                .map(|it| Unfit {
                    from: it.started_on,
                    to: it.ended_on,
                })
                .collect(),
            // No file keeps these yet; the conditions that ask for them are switched off.
            extras: Extras::default(),
        };
        files.push(File {
            person,
            name_pinyin,
            school: place.school,
            district: place.district,
            barred_until: decided.iter().filter_map(|it| it.barred_until).max(),
            facts,
        });
    }
    Ok(files)
}

fn by_person<T>(rows: Vec<T>, person: fn(&T) -> PersonId) -> HashMap<PersonId, Vec<T>> {
    let mut found: HashMap<PersonId, Vec<T>> = HashMap::new();
    for row in rows {
        found.entry(person(&row)).or_default().push(row);
    }
    found
}

/// An employment with what the school says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Whose.
    pub person: PersonId,
    /// Where.
    pub school: OrganizationId,
    /// The school's district.
    pub district: Option<OrganizationId>,
    /// What the school teaches.
    pub stage: Option<Stage>,
    /// 统一社会信用代码, which tells who runs it.
    pub credit_code: Option<String>,
    /// As what.
    pub post: Post,
    /// The subject taught.
    pub subject: Option<String>,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day; none while it lasts.
    pub ended_on: Option<NaiveDate>,
}

/// A result of an annual assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grade {
    /// Whose.
    pub person_id: PersonId,
    /// The calendar year.
    pub year: i32,
    /// The result.
    pub grade: AssessmentGrade,
}

/// How a case of somebody was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    /// Whose.
    pub person: PersonId,
    /// How.
    pub state: CaseState,
    /// When.
    pub on: NaiveDate,
    /// False statements bar to the end of this day.
    pub barred_until: Option<NaiveDate>,
}

/// The place that keeps the file: the present one, else the last. Places are in order of time.
fn keeper(places: &[Place], on: NaiveDate) -> Option<&Place> {
    let present = |it: &&Place| it.ended_on.is_none_or(|last| on <= last);
    places.iter().rfind(present).or(places.last())
}

/// Since when somebody is deferred: the first of the deferrals that nothing has followed but others.
fn deferred_since(decided: &[Decided]) -> Option<NaiveDate> {
    let still = |it: &&Decided| it.state == CaseState::Deferred;
    decided
        .iter()
        .rev()
        .take_while(still)
        .last()
        .map(|it| it.on)
}

fn service(places: &[Place], place: &Place, policies: &Policies, on: NaiveDate) -> Service {
    let ownership = ownership(place.credit_code.as_deref());
    Service {
        post: place.post,
        ownership,
        // Files know who is employed; that public schools employ on establishment is assumed.
        is_on_establishment: ownership == Ownership::Public,
        started_on: unbroken_since(places),
        ended_on: place.ended_on.filter(|last| *last < on),
        levels: qualifications::rules::levels_of(place.stage).to_vec(),
        subject: place.subject.clone(),
        is_professional_course: false,
        probation: probation(places, policies.procedure.parameters.probation_months, on),
    }
}

/// Unified codes of private schools begin with 52 (non-profit) or 91 (for profit).
fn ownership(credit_code: Option<&str>) -> Ownership {
    let is_private = credit_code.is_some_and(|it| it.starts_with("52") || it.starts_with("91"));
    if is_private {
        Ownership::Private
    } else {
        Ownership::Public
    }
}

/// The first day of the last run of employments that follow one another without a gap.
fn unbroken_since(places: &[Place]) -> NaiveDate {
    let mut since = NaiveDate::MIN;
    let mut covered_to = NaiveDate::MIN;
    for place in places {
        if policy::day_after(covered_to) < place.started_on {
            since = place.started_on;
        }
        covered_to = covered_to.max(place.ended_on.unwrap_or(NaiveDate::MAX));
    }
    since
}

/// The probation of a first job, as long as the rule says. A file has no decision about it: whoever
/// was kept on after its end has passed.
fn probation(places: &[Place], months: u32, on: NaiveDate) -> Probation {
    match places.first() {
        None => Probation::NotRequired,
        Some(first) => {
            let ends_on = last_day_of(first.started_on, months);
            if on <= ends_on {
                Probation::Running { ends_on }
            } else {
                Probation::Passed { on: ends_on }
            }
        }
    }
}

/// The gaps between employments that the file knows; what was before the first is not known.
fn between_employments(places: &[Place], on: NaiveDate) -> Vec<Absence> {
    let Some(first) = places.first() else {
        return Vec::new();
    };
    let known: Vec<_> = places
        .iter()
        .map(|it| (it.started_on, it.ended_on))
        .collect();
    gaps(&known, first.started_on, on)
}
