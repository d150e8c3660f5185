//! Projects and courses in the database.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Course, CourseId, Project, ProjectId, ProjectState};
use crate::access::Reach;
use crate::db::schema::{completions, courses, organizations, projects};
use crate::db::{Conn, one_changed};
use crate::error::Error;
use crate::organizations::OrganizationId;

/// A project with what a list says about it.
#[derive(Debug, Clone)]
pub struct ListedProject {
    /// The project.
    pub project: Project,
    /// Name of its provider.
    pub provider_name: String,
    /// The provider's district.
    pub district: Option<OrganizationId>,
}

/// One project.
pub fn load(conn: &mut Conn, id: ProjectId) -> Result<Project, Error> {
    Ok(projects::table
        .find(id)
        .select(Project::as_select())
        .first(conn)?)
}

/// One project by its code.
pub fn find_by_code(conn: &mut Conn, code: &str) -> Result<Option<Project>, Error> {
    Ok(projects::table
        .filter(projects::code.eq(code))
        .select(Project::as_select())
        .first(conn)
        .optional()?)
}

/// How many projects a provider has filed for a year, whatever became of them.
pub fn count_of_year(conn: &mut Conn, provider: OrganizationId, year: i32) -> Result<i64, Error> {
    Ok(projects::table
        .filter(projects::provider_id.eq(provider))
        .filter(projects::year.eq(year))
        .count()
        .get_result(conn)?)
}

/// Adds a project.
pub fn insert(conn: &mut Conn, project: &Project) -> Result<(), Error> {
    diesel::insert_into(projects::table)
        .values(project.clone())
        .execute(conn)?;
    Ok(())
}

/// Saves a changed project over the version that was seen. `Stale` if somebody was faster.
pub fn save(conn: &mut Conn, project: &Project, seen: i64) -> Result<(), Error> {
    let changed = diesel::update(projects::table.find(project.id))
        .filter(projects::version.eq(seen))
        .set((
            projects::title.eq(&project.title),
            projects::year.eq(project.year),
            projects::starts_on.eq(project.starts_on),
            projects::ends_on.eq(project.ends_on),
            projects::state.eq(project.state),
            projects::decision_reason.eq(&project.decision_reason),
            projects::version.eq(seen + 1),
        ))
        .execute(conn)?;
    one_changed(changed)
}

/// Projects within a reach, newest first, after a keyset cursor.
pub fn list(
    conn: &mut Conn,
    reach: &Reach,
    states: &[ProjectState],
    before: Option<ProjectId>,
    limit: i64,
) -> Result<Vec<ListedProject>, Error> {
    let mut query = projects::table
        .inner_join(organizations::table)
        .filter(projects::state.eq_any(states.iter().copied()))
        .order(projects::id.desc())
        .limit(limit)
        .select((
            Project::as_select(),
            organizations::name,
            organizations::district_id,
        ))
        .into_boxed();
    if !reach.everywhere {
        query = query.filter(
            projects::provider_id
                .eq_any(reach.organizations.clone())
                .or(projects::authority_id.eq_any(reach.districts.clone()))
                .or(organizations::district_id
                    .is_null()
                    .and(reach.bureau_run.into_sql::<Bool>())),
        );
    }
    if let Some(before) = before {
        query = query.filter(projects::id.lt(before));
    }
    let rows: Vec<(Project, String, Option<OrganizationId>)> = query.load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(project, provider_name, district)| ListedProject {
            project,
            provider_name,
            district,
        })
        .collect())
}

/// The courses of a project, by code.
pub fn list_courses(conn: &mut Conn, project: ProjectId) -> Result<Vec<Course>, Error> {
    Ok(courses::table
        .filter(courses::project_id.eq(project))
        .order(courses::code)
        .select(Course::as_select())
        .load(conn)?)
}

/// One course of a project.
pub fn load_course(conn: &mut Conn, id: CourseId) -> Result<Course, Error> {
    Ok(courses::table
        .find(id)
        .select(Course::as_select())
        .first(conn)?)
}

/// Adds a course.
pub fn insert_course(conn: &mut Conn, course: &Course) -> Result<(), Error> {
    diesel::insert_into(courses::table)
        .values(course.clone())
        .execute(conn)?;
    Ok(())
}

/// Saves a changed course of a draft.
pub fn save_course(conn: &mut Conn, course: &Course) -> Result<(), Error> {
    diesel::update(courses::table.find(course.id))
        .set((
            courses::title.eq(&course.title),
            courses::title_key.eq(&course.title_key),
            courses::category.eq(course.category),
            courses::hours.eq(course.hours),
            courses::headcount_max.eq(course.headcount_max),
            courses::starts_on.eq(course.starts_on),
            courses::ends_on.eq(course.ends_on),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes a course out of a draft. Nothing refers to it yet.
pub fn remove_course(conn: &mut Conn, id: CourseId) -> Result<(), Error> {
    diesel::delete(courses::table.find(id)).execute(conn)?;
    Ok(())
}

/// A course that teachers can still attend.
#[derive(Debug, Clone)]
pub struct OpenCourse {
    /// The course.
    pub course: Course,
    /// Title of its project.
    pub project_title: String,
    /// Who offers it.
    pub provider: OrganizationId,
    /// The provider's name.
    pub provider_name: String,
    /// The provider's district; none reaches everybody.
    pub provider_district: Option<OrganizationId>,
}

/// Courses of approved projects that are not over, the soonest to end first.
pub fn list_open_courses(
    conn: &mut Conn,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<OpenCourse>, Error> {
    type Row = (
        Course,
        String,
        OrganizationId,
        String,
        Option<OrganizationId>,
    );
    let rows: Vec<Row> = courses::table
        .inner_join(projects::table.inner_join(organizations::table))
        .filter(projects::state.eq(ProjectState::Approved))
        .filter(courses::ends_on.ge(today))
        .order((courses::ends_on, courses::id))
        .limit(limit)
        .select((
            Course::as_select(),
            projects::title,
            organizations::id,
            organizations::name,
            organizations::district_id,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|row| OpenCourse {
            course: row.0,
            project_title: row.1,
            provider: row.2,
            provider_name: row.3,
            provider_district: row.4,
        })
        .collect())
}

/// How many completions each course of a project has, whatever their state.
pub fn count_completions(
    conn: &mut Conn,
    project: ProjectId,
) -> Result<Vec<(CourseId, i64)>, Error> {
    Ok(completions::table
        .inner_join(courses::table)
        .filter(courses::project_id.eq(project))
        .group_by(completions::course_id)
        .select((completions::course_id, diesel::dsl::count_star()))
        .load(conn)?)
}
