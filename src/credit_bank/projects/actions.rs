//! What providers and offices do with projects: one function per use case.

use chrono::Datelike;

use super::rules::{
    CourseFacts, CourseFields, ProjectFields, Step, check_course, check_project, next,
};
use super::{Course, CourseId, Project, ProjectId, ProjectState, store};
use crate::access::{Action, may};
use crate::context::Context;
use crate::credit_bank::titles::title_key;
use crate::db::Conn;
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations::{self, OrganizationId, OrganizationKind};
use crate::policy::{self, DayHours, RuleSet};

/// What an office says about a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Yes.
    Approve,
    /// Mend it, because …
    Return(String),
    /// No, because …
    Refuse(String),
}

/// Files a draft for a provider. Its code follows from the provider's, the year and a count.
pub fn file_project(
    conn: &mut Conn,
    context: &Context,
    provider: OrganizationId,
    fields: &ProjectFields,
) -> Result<ProjectId, Error> {
    let provider = organizations::store::load(conn, provider)?;
    may(&context.actor, Action::FileProject, &provider.facts())?;
    if provider.kind != OrganizationKind::Provider {
        return Err(Error::not_now(Message::new("project-not-a-provider")));
    }
    check_project(fields).map_err(Error::Input)?;
    let authority = match provider.district_id {
        Some(district) => district,
        None => organizations::store::load_bureau(conn)?.id,
    };
    let year = fields.starts_on.year();
    let number = store::count_of_year(conn, provider.id, year)? + 1;
    let project = Project {
        id: ProjectId::new(),
        provider_id: provider.id,
        code: format!("{}-{year}-{number:02}", provider.code),
        title: fields.title.trim().to_owned(),
        authority_id: authority,
        year,
        starts_on: fields.starts_on,
        ends_on: fields.ends_on,
        state: ProjectState::Draft,
        decision_reason: None,
        created_at: context.at,
        version: 1,
    };
    store::insert(conn, &project)?;
    record(conn, context, &project, "project_filed", None)?;
    Ok(project.id)
}

/// Changes title and dates of a draft. Its courses must still lie within it.
pub fn change_project(
    conn: &mut Conn,
    context: &Context,
    id: ProjectId,
    seen: i64,
    fields: &ProjectFields,
) -> Result<(), Error> {
    let project = load_permitted(conn, context, id, Action::FileProject)?;
    next(project.state, Step::Change, 1)?;
    check_project(fields).map_err(Error::Input)?;
    if fields.starts_on.year() != project.year {
        let message = Message::new("project-year-stays").with("year", i64::from(project.year));
        return Err(Error::input("starts_on", message));
    }
    let courses = store::list_courses(conn, id)?;
    let is_outside = |it: &Course| it.starts_on < fields.starts_on || it.ends_on > fields.ends_on;
    if let Some(course) = courses.into_iter().find(is_outside) {
        let message = Message::new("project-leaves-course-outside").with("title", course.title);
        return Err(Error::input("ends_on", message));
    }
    let changed = Project {
        title: fields.title.trim().to_owned(),
        starts_on: fields.starts_on,
        ends_on: fields.ends_on,
        ..project
    };
    store::save(conn, &changed, seen)?;
    record(conn, context, &changed, "project_changed", None)
}

/// Adds a course to a draft.
pub fn add_course(
    conn: &mut Conn,
    context: &Context,
    id: ProjectId,
    fields: &CourseFields,
) -> Result<CourseId, Error> {
    let project = load_permitted(conn, context, id, Action::FileProject)?;
    next(project.state, Step::Change, 1)?;
    let others = store::list_courses(conn, id)?;
    check_with_facts(conn, &project, fields, &others)?;
    let number = others.iter().map(number_of).max().unwrap_or(0) + 1;
    let course = course_of(
        fields,
        CourseId::new(),
        id,
        format!("{}-{number:02}", project.code),
    );
    store::insert_course(conn, &course)?;
    record(conn, context, &project, "course_added", None)?;
    Ok(course.id)
}

/// Changes a course of a draft.
pub fn change_course(
    conn: &mut Conn,
    context: &Context,
    id: CourseId,
    fields: &CourseFields,
) -> Result<(), Error> {
    let course = store::load_course(conn, id)?;
    let project = load_permitted(conn, context, course.project_id, Action::FileProject)?;
    next(project.state, Step::Change, 1)?;
    let mut others = store::list_courses(conn, project.id)?;
    others.retain(|it| it.id != id);
    check_with_facts(conn, &project, fields, &others)?;
    store::save_course(conn, &course_of(fields, id, project.id, course.code))?;
    record(conn, context, &project, "course_changed", None)
}

/// Takes a course out of a draft.
pub fn remove_course(conn: &mut Conn, context: &Context, id: CourseId) -> Result<(), Error> {
    let course = store::load_course(conn, id)?;
    let project = load_permitted(conn, context, course.project_id, Action::FileProject)?;
    next(project.state, Step::Change, 1)?;
    store::remove_course(conn, id)?;
    record(conn, context, &project, "course_removed", None)
}

/// Hands a draft to the office.
pub fn submit_project(
    conn: &mut Conn,
    context: &Context,
    id: ProjectId,
    seen: i64,
) -> Result<(), Error> {
    let project = load_permitted(conn, context, id, Action::FileProject)?;
    let courses = store::list_courses(conn, id)?.len();
    let state = next(project.state, Step::Submit, courses)?;
    let changed = Project {
        state,
        decision_reason: None,
        ..project
    };
    store::save(conn, &changed, seen)?;
    record(conn, context, &changed, "project_submitted", None)
}

/// Approves, returns or refuses a project for the office that decides.
pub fn decide_project(
    conn: &mut Conn,
    context: &Context,
    id: ProjectId,
    seen: i64,
    verdict: &Verdict,
) -> Result<(), Error> {
    let project = load_permitted(conn, context, id, Action::DecideProject)?;
    let (step, event, reason) = match verdict {
        Verdict::Approve => (Step::Approve, "project_approved", None),
        Verdict::Return(reason) => (Step::Return, "project_returned", Some(reason)),
        Verdict::Refuse(reason) => (Step::Refuse, "project_refused", Some(reason)),
    };
    let reason = reason.map(|it| it.trim());
    if reason.is_some_and(str::is_empty) {
        return Err(Error::input(
            "reason",
            Message::new("project-reason-missing"),
        ));
    }
    let changed = Project {
        state: next(project.state, step, 1)?,
        decision_reason: reason.map(str::to_owned),
        ..project
    };
    store::save(conn, &changed, seen)?;
    record(conn, context, &changed, event, reason)
}

/// Takes no more completions.
pub fn close_project(
    conn: &mut Conn,
    context: &Context,
    id: ProjectId,
    seen: i64,
) -> Result<(), Error> {
    let project = load_permitted(conn, context, id, Action::FileProject)?;
    let changed = Project {
        state: next(project.state, Step::Close, 1)?,
        ..project
    };
    store::save(conn, &changed, seen)?;
    record(conn, context, &changed, "project_closed", None)
}

/// A project that this person may do this to.
pub fn load_permitted(
    conn: &mut Conn,
    context: &Context,
    id: ProjectId,
    action: Action,
) -> Result<Project, Error> {
    let project = store::load(conn, id)?;
    let provider = organizations::store::load(conn, project.provider_id)?;
    may(&context.actor, action, &project.facts(provider.district_id))?;
    Ok(project)
}

fn check_with_facts(
    conn: &mut Conn,
    project: &Project,
    fields: &CourseFields,
    others: &[Course],
) -> Result<(), Error> {
    let rule: RuleSet<DayHours> = policy::load_at(conn, project.starts_on)?;
    let facts = CourseFacts {
        starts_on: project.starts_on,
        ends_on: project.ends_on,
        full_day: rule.parameters.full_day,
        others,
    };
    check_course(fields, &facts).map_err(Error::Input)
}

fn course_of(fields: &CourseFields, id: CourseId, project_id: ProjectId, code: String) -> Course {
    Course {
        id,
        project_id,
        code,
        title: fields.title.trim().to_owned(),
        title_key: title_key(&fields.title),
        category: fields.category,
        hours: fields.hours,
        headcount_max: fields.headcount_max,
        starts_on: fields.starts_on,
        ends_on: fields.ends_on,
    }
}

/// The number at the end of a course's code; codes of removed courses are not given again to a
/// later one as long as that one stands.
fn number_of(course: &Course) -> u32 {
    course
        .code
        .rsplit('-')
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

fn record(
    conn: &mut Conn,
    context: &Context,
    project: &Project,
    event: &'static str,
    reason: Option<&str>,
) -> Result<(), Error> {
    journal::record(
        conn,
        context,
        Act {
            event,
            subject: ("projects", project.id.0),
            organization: Some(project.authority_id),
            reason,
            payload: serde_json::json!({
                "code": project.code,
                "title": project.title,
                "state": project.state,
                "starts_on": project.starts_on.to_string(),
                "ends_on": project.ends_on.to_string(),
            }),
        },
    )?;
    Ok(())
}
