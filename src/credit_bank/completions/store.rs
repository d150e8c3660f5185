//! Completions in the database.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rows::{Ally, Earlier, Employment, KnownPerson};
use super::{Completion, CompletionId, CompletionState};
use crate::access::Reach;
use crate::credit_bank::audits::AuditRoundId;
use crate::credit_bank::projects::{CourseId, ProjectId};
use crate::db::schema::{
    alliance_members, completions, courses, employments, organizations, people, projects,
};
use crate::db::{At, Conn, Prepared};
use crate::error::Error;
use crate::hours::Hours;
use crate::journal::JournalId;
use crate::on_backend;
use crate::organizations::{AllianceId, OrganizationId};
use crate::people::PersonId;
use crate::within;

/// Rows in one INSERT: 23 columns each, below SQLite's limit of bound values.
const ROWS_PER_INSERT: usize = 500;

/// Ids in one IN list.
pub const IDS_PER_QUERY: usize = 500;

/// One completion.
pub fn load(conn: &mut Conn, id: CompletionId) -> Result<Completion, Error> {
    Ok(completions::table
        .find(id)
        .select(Completion::as_select())
        .first(conn)?)
}

/// These completions, by id; what does not exist is left out.
pub fn list_by_id(conn: &mut Conn, ids: &[CompletionId]) -> Result<Vec<Completion>, Error> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(IDS_PER_QUERY) {
        let mut some: Vec<Completion> = completions::table
            .filter(completions::id.eq_any(ids.iter().copied()))
            .order(completions::id)
            .select(Completion::as_select())
            .load(conn)?;
        found.append(&mut some);
    }
    Ok(found)
}

/// Adds completions, and counts them into their courses.
pub fn insert(conn: &mut Conn, batch: &[Completion]) -> Result<(), Error> {
    for rows in batch.chunks(ROWS_PER_INSERT) {
        on_backend!(conn, |it| diesel::insert_into(completions::table)
            .values(rows)
            .execute(it))?;
    }
    let mut heads: BTreeMap<CourseId, i64> = BTreeMap::new();
    for completion in batch.iter().filter(|it| it.state.is_live()) {
        *heads.entry(completion.course_id).or_default() += 1;
    }
    add_heads(conn, heads)
}

/// Moves the counters of courses, which a batch asks instead of counting all their completions.
fn add_heads(
    conn: &mut Conn,
    changes: impl IntoIterator<Item = (CourseId, i64)>,
) -> Result<(), Error> {
    for (course, change) in changes {
        let query = diesel::update(courses::table.find(course))
            .set(courses::headcount.eq(courses::headcount + change));
        Prepared(query).execute(conn)?;
    }
    Ok(())
}

/// What a decision changes.
#[derive(Debug, Clone)]
pub struct Change {
    /// Only completions in this state.
    pub from: CompletionState,
    /// The state that they come to.
    pub to: CompletionState,
    /// Why, if there is something to say.
    pub reason: Option<String>,
    /// The journal entry, if the school decided.
    pub school_decision: Option<JournalId>,
    /// When.
    pub at: At,
}

/// Moves completions from one state to another; all of them, or `Stale`. Those that end leave a
/// seat in their course.
pub fn save_state(conn: &mut Conn, ids: &[CompletionId], change: &Change) -> Result<(), Error> {
    for ids in ids.chunks(IDS_PER_QUERY) {
        let query = diesel::update(completions::table)
            .filter(completions::id.eq_any(ids.iter().copied()))
            .filter(completions::state.eq(change.from));
        let state = (
            completions::state.eq(change.to),
            completions::reason.eq(&change.reason),
            completions::decided_at.eq(change.at),
            completions::version.eq(completions::version + 1),
        );
        let changed = match change.school_decision {
            Some(decision) => query
                .set((state, completions::school_decision_id.eq(decision)))
                .execute(conn)?,
            None => query.set(state).execute(conn)?,
        };
        if changed != ids.len() {
            return Err(Error::Stale);
        }
        if change.from.is_live() && !change.to.is_live() {
            let ended: Vec<(CourseId, i64)> = completions::table
                .filter(completions::id.eq_any(ids.iter().copied()))
                .group_by(completions::course_id)
                .select((completions::course_id, diesel::dsl::count_star()))
                .load(conn)?;
            add_heads(
                conn,
                ended.into_iter().map(|(course, heads)| (course, -heads)),
            )?;
        }
    }
    Ok(())
}

/// People by permanent number.
pub(super) fn people_by_number(
    conn: &mut Conn,
    numbers: &[String],
) -> Result<HashMap<String, KnownPerson>, Error> {
    let rows: Vec<(String, PersonId, String)> = people::table
        .filter(people::teacher_number.eq_any(numbers))
        .select((people::teacher_number, people::id, people::name))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(number, id, name)| (number, KnownPerson { id, name }))
        .collect())
}

/// People by the blind index of their document.
pub(super) fn people_by_document(
    conn: &mut Conn,
    indexes: &[Vec<u8>],
) -> Result<HashMap<Vec<u8>, KnownPerson>, Error> {
    let mut found = HashMap::with_capacity(indexes.len());
    for indexes in indexes.chunks(IDS_PER_QUERY) {
        let rows: Vec<(Vec<u8>, PersonId, String)> = people::table
            .filter(people::document_index.eq_any(indexes))
            .select((people::document_index, people::id, people::name))
            .load(conn)?;
        found.extend(
            rows.into_iter()
                .map(|(index, id, name)| (index, KnownPerson { id, name })),
        );
    }
    Ok(found)
}

/// All employments of these people, the oldest first.
pub(super) fn employments_of(
    conn: &mut Conn,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, Vec<Employment>>, Error> {
    type Row = (
        PersonId,
        OrganizationId,
        Option<OrganizationId>,
        NaiveDate,
        Option<NaiveDate>,
    );
    let mut found: HashMap<PersonId, Vec<Employment>> = HashMap::with_capacity(persons.len());
    let rows: Vec<Row> = employments::table
        .inner_join(organizations::table)
        .filter(employments::person_id.eq_any(persons.iter().copied()))
        .order((
            employments::person_id,
            employments::started_on,
            employments::id,
        ))
        .select((
            employments::person_id,
            employments::organization_id,
            organizations::district_id,
            employments::started_on,
            employments::ended_on,
        ))
        .load(conn)?;
    for (person, school, district, started_on, ended_on) in rows {
        found.entry(person).or_default().push(Employment {
            school,
            district,
            started_on,
            ended_on,
        });
    }
    Ok(found)
}

/// What these people have done of courses with one of these title keys, on overlapping days and
/// whoever offers them.
///
/// First the few courses, then people and courses by their index: a look at everything that these
/// people ever did would cost more than all the rest of an import.
pub(super) fn list_earlier(
    conn: &mut Conn,
    persons: &[PersonId],
    title_keys: &[&str],
    (first_on, last_on): (NaiveDate, NaiveDate),
) -> Result<Vec<Earlier>, Error> {
    type OfCourse = (CourseId, String, NaiveDate, NaiveDate, String);
    let of_courses: Vec<OfCourse> = courses::table
        .inner_join(projects::table)
        .filter(courses::title_key.eq_any(title_keys))
        .filter(courses::starts_on.le(last_on))
        .filter(courses::ends_on.ge(first_on))
        .select((
            courses::id,
            courses::title,
            courses::starts_on,
            courses::ends_on,
            projects::title,
        ))
        .load(conn)?;
    let rows: Vec<Completion> = completions::table
        .filter(completions::person_id.eq_any(persons.iter().copied()))
        .filter(completions::course_id.eq_any(of_courses.iter().map(|it| it.0)))
        .select(Completion::as_select())
        .load(conn)?;
    let by_id: HashMap<CourseId, &OfCourse> = of_courses.iter().map(|it| (it.0, it)).collect();
    Ok(rows
        .into_iter()
        .map(|it| {
            let (_, course_title, first, last, project_title) = by_id[&it.course_id];
            Earlier {
                id: it.id,
                person: it.person_id,
                course: it.course_id,
                course_title: course_title.clone(),
                title_key: it.title_key,
                course_days: (*first, *last),
                project_title: project_title.clone(),
                completed_on: it.completed_on,
                hours: it.hours,
                state: it.state,
                reason: it.reason,
                attempt: it.attempt,
                source: it
                    .job_id
                    .zip(it.source_row.and_then(|row| u32::try_from(row).ok())),
            }
        })
        .collect())
}

/// How many teachers each course of a project has, not counting what was refused or undone.
pub(super) fn load_heads(
    conn: &mut Conn,
    project: ProjectId,
) -> Result<HashMap<CourseId, i64>, Error> {
    let rows: Vec<(CourseId, i64)> = courses::table
        .filter(courses::project_id.eq(project))
        .select((courses::id, courses::headcount))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Who shares an alliance with an organization, and since when until when.
pub fn list_allies(conn: &mut Conn, of: OrganizationId) -> Result<Vec<Ally>, Error> {
    type Membership = (AllianceId, OrganizationId, NaiveDate, Option<NaiveDate>);
    let own: Vec<Membership> = alliance_members::table
        .filter(alliance_members::organization_id.eq(of))
        .select(alliance_members::all_columns)
        .load(conn)?;
    let all: Vec<Membership> = alliance_members::table
        .filter(alliance_members::alliance_id.eq_any(own.iter().map(|it| it.0)))
        .select(alliance_members::all_columns)
        .load(conn)?;
    let shared = all.iter().flat_map(|member| {
        own.iter().filter(|it| it.0 == member.0).map(|mine| Ally {
            organization: member.1,
            from: mine.2.max(member.2),
            until: match (mine.3, member.3) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
        })
    });
    Ok(shared
        .filter(|ally| ally.until.is_none_or(|last| ally.from <= last))
        .collect())
}

/// A completion with what a list says about it.
#[derive(Debug, Clone)]
pub struct ListedCompletion {
    /// The completion.
    pub completion: Completion,
    /// Name of the teacher.
    pub name: String,
    /// Permanent number of the teacher.
    pub teacher_number: String,
    /// Title of the course.
    pub course_title: String,
    /// Title of the project.
    pub project_title: String,
    /// Name of the teacher's school.
    pub school_name: String,
}

/// Which completions a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// In one of these states.
    pub states: Vec<CompletionState>,
    /// Of one project only.
    pub project: Option<ProjectId>,
    /// Of one audit round only.
    pub round: Option<AuditRoundId>,
    /// Only this one.
    pub only: Option<CompletionId>,
}

/// Completions within a reach, the oldest first, after a keyset cursor.
pub fn list(
    conn: &mut Conn,
    reach: &Reach,
    filter: &Filter,
    after: Option<CompletionId>,
    limit: i64,
) -> Result<Vec<ListedCompletion>, Error> {
    type Row = (Completion, String, String, String, String, String);
    let mut query = completions::table
        .inner_join(people::table)
        .inner_join(courses::table.inner_join(projects::table))
        .inner_join(organizations::table.on(organizations::id.eq(completions::school_id)))
        .filter(completions::state.eq_any(filter.states.clone()))
        .order(completions::id)
        .limit(limit)
        .select((
            Completion::as_select(),
            people::name,
            people::teacher_number,
            courses::title,
            projects::title,
            organizations::name,
        ))
        .into_boxed();
    query = within!(
        query,
        reach,
        completions::school_id,
        completions::district_id
    );
    if let Some(project) = filter.project {
        query = query.filter(completions::project_id.eq(project));
    }
    if let Some(round) = filter.round {
        query = query.filter(completions::audit_round_id.assume_not_null().eq(round));
    }
    if let Some(only) = filter.only {
        query = query.filter(completions::id.eq(only));
    }
    if let Some(after) = after {
        query = query.filter(completions::id.gt(after));
    }
    let rows: Vec<Row> = query.load(conn)?;
    Ok(rows
        .into_iter()
        .map(|row| ListedCompletion {
            completion: row.0,
            name: row.1,
            teacher_number: row.2,
            course_title: row.3,
            project_title: row.4,
            school_name: row.5,
        })
        .collect())
}

/// One completion with what a page says about it.
pub fn load_listed(conn: &mut Conn, id: CompletionId) -> Result<ListedCompletion, Error> {
    let completion = load(conn, id)?;
    let everywhere = Reach {
        everywhere: true,
        ..Reach::default()
    };
    let filter = Filter {
        states: vec![completion.state],
        project: Some(completion.project_id),
        only: Some(id),
        ..Filter::default()
    };
    list(conn, &everywhere, &filter, None, 1)?
        .pop()
        .ok_or(Error::NotFound)
}

/// How many completions within a reach are in one of these states.
pub fn count(conn: &mut Conn, reach: &Reach, filter: &Filter) -> Result<i64, Error> {
    let mut query = completions::table
        .filter(completions::state.eq_any(filter.states.clone()))
        .count()
        .into_boxed();
    query = within!(
        query,
        reach,
        completions::school_id,
        completions::district_id
    );
    if let Some(project) = filter.project {
        query = query.filter(completions::project_id.eq(project));
    }
    Ok(query.get_result(conn)?)
}

/// The next ids of a school in a state, up to a last one.
pub fn list_ids_of_school(
    conn: &mut Conn,
    school: OrganizationId,
    state: CompletionState,
    (after, up_to): (Option<CompletionId>, CompletionId),
    limit: i64,
) -> Result<Vec<(CompletionId, PersonId)>, Error> {
    let mut query = completions::table
        .filter(completions::school_id.eq(school))
        .filter(completions::state.eq(state))
        .filter(completions::id.le(up_to))
        .order(completions::id)
        .limit(limit)
        .select((completions::id, completions::person_id))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(completions::id.gt(after));
    }
    Ok(query.load(conn)?)
}

/// The next completions that were submitted before a day and still wait for their school.
pub fn list_overdue(
    conn: &mut Conn,
    submitted_before: At,
    limit: i64,
) -> Result<Vec<CompletionId>, Error> {
    Ok(completions::table
        .filter(completions::state.eq(CompletionState::Submitted))
        .filter(completions::submitted_at.lt(submitted_before))
        .order(completions::id)
        .limit(limit)
        .select(completions::id)
        .load(conn)?)
}

/// Hours that wait in a district, by school: what the audit page says about the next draw.
pub fn count_confirmed(
    conn: &mut Conn,
    district: Option<OrganizationId>,
) -> Result<(i64, Hours), Error> {
    use diesel::dsl::{count_star, sql};
    use diesel::sql_types::BigInt;
    let query = completions::table
        .filter(completions::state.eq(CompletionState::Confirmed))
        .select((
            count_star(),
            sql::<BigInt>("CAST(COALESCE(SUM(completions.hours), 0) AS BIGINT)"),
        ))
        .into_boxed();
    let query = match district {
        Some(district) => query.filter(completions::district_id.assume_not_null().eq(district)),
        None => query.filter(completions::district_id.is_null()),
    };
    Ok(query.get_result(conn)?)
}
