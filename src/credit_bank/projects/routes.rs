//! Addresses of projects and courses.

use chrono::Datelike;
use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::actions::{self, Verdict};
use super::pages::{
    CourseFormPage, CoursesPage, PROJECTS_PER_PAGE, ProjectFormPage, ProjectPage, ProjectsPage,
    href,
};
use super::rules::{CourseFields, ProjectFields};
use super::{CourseId, ProjectId, ProjectState, store};
use crate::access::{Action, Denial, Role, may};
use crate::context::Context;
use crate::credit_bank::rules::Shortfall;
use crate::credit_bank::typed::Typed;
use crate::credit_bank::{completions, standings};
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::journal;
use crate::ledger::Category;
use crate::organizations::{self, OrganizationId};
use crate::people::{self, Workplace};
use crate::policy::{self, DayHours, RuleSet};
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Button, Sent, Values};
use crate::web::frame::Frame;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        list,
        new,
        file,
        show,
        edit,
        change,
        new_course,
        add_course,
        edit_course,
        change_course,
        remove_course,
        submit,
        decide,
        close,
        open_courses,
    ]
}

#[get("/projects?<show>&<before>")]
async fn list(visit: Visit, show: Option<String>, before: Option<ProjectId>) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let actor = &context.actor;
            let reach = actor.reach(Action::ViewProject);
            if reach.is_empty() {
                return Err(Denial::NotVisible.into());
            }
            let decides = actor.can_ever(Action::DecideProject);
            let is_waiting_only = decides && show.as_deref() != Some("all");
            let states = if is_waiting_only {
                &[ProjectState::Submitted]
            } else {
                ProjectState::ALL
            };
            Ok(ProjectsPage {
                frame,
                projects: store::list(conn, &reach, states, before, PROJECTS_PER_PAGE + 1)?,
                can_file: actor.holds(Role::Provider),
                decides,
                is_waiting_only,
            })
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct ProjectForm {
    provider: Option<OrganizationId>,
    version: i64,
    title: String,
    starts_on: String,
    ends_on: String,
}

impl ProjectForm {
    fn fields(&self) -> Result<ProjectFields, Error> {
        let mut typed = Typed::default();
        let fields = ProjectFields {
            title: self.title.clone(),
            starts_on: typed.day("starts_on", &self.starts_on),
            ends_on: typed.day("ends_on", &self.ends_on),
        };
        typed.check()?;
        Ok(fields)
    }
}

/// The form of a project, new or at hand.
fn project_form(
    conn: &mut Conn,
    context: &Context,
    frame: Frame,
    id: Option<ProjectId>,
    (values, errors): (Values, &FieldErrors),
) -> Result<ProjectFormPage, Error> {
    let project = match id {
        Some(id) => Some(actions::load_permitted(
            conn,
            context,
            id,
            Action::FileProject,
        )?),
        None => None,
    };
    let places = context.actor.places(Role::Provider);
    let providers: Vec<_> = places
        .map(|it| (it.organization, it.organization_name.clone()))
        .collect();
    if project.is_none() && providers.is_empty() {
        return Err(Denial::NotVisible.into());
    }
    Ok(ProjectFormPage {
        problems: errors.in_words(frame.words),
        frame,
        project,
        providers,
        values,
    })
}

#[get("/projects/new")]
async fn new(visit: Visit) -> Answer {
    visit
        .show(|conn, context, frame| {
            let year = context.today().year();
            let values = Values::of([
                ("starts_on", context.today().to_string()),
                ("ends_on", format!("{year}-12-31")),
                ("version", "0".to_owned()),
            ]);
            project_form(
                conn,
                context,
                frame,
                None,
                (values, &FieldErrors::default()),
            )
        })
        .await
}

#[post("/projects", data = "<sent>")]
async fn file(visit: Visit, sent: Sent<ProjectForm>) -> Answer {
    visit
        .act(
            sent,
            href::LIST,
            |conn, context, form: &ProjectForm| {
                let provider = form.provider.ok_or(Error::NotFound)?;
                let id = actions::file_project(conn, context, provider, &form.fields()?)?;
                Ok(Goto::to(href::project(id)).saying("project-filed-now-courses"))
            },
            |conn, context, frame, values, errors| {
                project_form(conn, context, frame, None, (values.clone(), errors))
            },
        )
        .await
}

#[get("/projects/<id>", rank = 2)]
async fn show(visit: Visit, id: ProjectId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (Values::default(), &FieldErrors::default());
            project_page(conn, context, frame, id, typed)
        })
        .await
}

fn project_page(
    conn: &mut Conn,
    context: &Context,
    frame: Frame,
    id: ProjectId,
    (values, errors): (Values, &FieldErrors),
) -> Result<ProjectPage, Error> {
    let project = actions::load_permitted(conn, context, id, Action::ViewProject)?;
    let provider = organizations::store::load(conn, project.provider_id)?;
    let facts = provider.facts();
    Ok(ProjectPage {
        courses: store::list_courses(conn, id)?,
        completions: store::count_completions(conn, id)?,
        authority: organizations::store::load(conn, project.authority_id)?,
        can_file: may(&context.actor, Action::FileProject, &facts).is_ok(),
        can_decide: may(&context.actor, Action::DecideProject, &facts).is_ok(),
        entries: journal::list_of_subject(conn, id.0)?,
        problems: errors.in_words(frame.words),
        values,
        frame,
        project,
        provider,
    })
}

#[get("/projects/<id>/edit")]
async fn edit(visit: Visit, id: ProjectId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let project = actions::load_permitted(conn, context, id, Action::FileProject)?;
            let values = Values::of([
                ("title", project.title),
                ("starts_on", project.starts_on.to_string()),
                ("ends_on", project.ends_on.to_string()),
                ("version", project.version.to_string()),
            ]);
            let typed = (values, &FieldErrors::default());
            project_form(conn, context, frame, Some(id), typed)
        })
        .await
}

#[post("/projects/<id>/edit", data = "<sent>")]
async fn change(visit: Visit, id: ProjectId, sent: Sent<ProjectForm>) -> Answer {
    visit
        .act(
            sent,
            href::project(id),
            move |conn, context, form: &ProjectForm| {
                actions::change_project(conn, context, id, form.version, &form.fields()?)?;
                Ok(Goto::to(href::project(id)).saying("project-saved"))
            },
            move |conn, context, frame, values, errors| {
                project_form(conn, context, frame, Some(id), (values.clone(), errors))
            },
        )
        .await
}

#[derive(Debug, FromForm, Validate)]
struct CourseForm {
    title: String,
    category: String,
    hours: String,
    headcount_max: String,
    starts_on: String,
    ends_on: String,
}

impl CourseForm {
    fn fields(&self) -> Result<CourseFields, Error> {
        let mut typed = Typed::default();
        let fields = CourseFields {
            title: self.title.clone(),
            category: typed.choice("category", &self.category, Category::General),
            hours: typed.hours("hours", &self.hours),
            headcount_max: typed.count("headcount_max", &self.headcount_max),
            starts_on: typed.day("starts_on", &self.starts_on),
            ends_on: typed.day("ends_on", &self.ends_on),
        };
        typed.check()?;
        Ok(fields)
    }
}

fn course_form(
    conn: &mut Conn,
    context: &Context,
    frame: Frame,
    (project, course): (ProjectId, Option<CourseId>),
    (values, errors): (Values, &FieldErrors),
) -> Result<CourseFormPage, Error> {
    let project = actions::load_permitted(conn, context, project, Action::FileProject)?;
    let rule: RuleSet<DayHours> = policy::load_at(conn, project.starts_on)?;
    let course = match course {
        Some(id) => Some(store::load_course(conn, id)?),
        None => None,
    };
    Ok(CourseFormPage {
        problems: errors.in_words(frame.words),
        frame,
        project,
        course,
        full_day: rule.parameters.full_day,
        values,
    })
}

#[get("/projects/<id>/courses/new")]
async fn new_course(visit: Visit, id: ProjectId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let project = actions::load_permitted(conn, context, id, Action::FileProject)?;
            let values = Values::of([
                ("starts_on", project.starts_on.to_string()),
                ("ends_on", project.ends_on.to_string()),
            ]);
            let typed = (values, &FieldErrors::default());
            course_form(conn, context, frame, (id, None), typed)
        })
        .await
}

#[post("/projects/<id>/courses", data = "<sent>")]
async fn add_course(visit: Visit, id: ProjectId, sent: Sent<CourseForm>) -> Answer {
    visit
        .act(
            sent,
            href::project(id),
            move |conn, context, form: &CourseForm| {
                actions::add_course(conn, context, id, &form.fields()?)?;
                Ok(Goto::to(href::project(id)).saying("course-saved"))
            },
            move |conn, context, frame, values, errors| {
                course_form(conn, context, frame, (id, None), (values.clone(), errors))
            },
        )
        .await
}

#[get("/courses/<id>/edit")]
async fn edit_course(visit: Visit, id: CourseId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let course = store::load_course(conn, id)?;
            let values = Values::of([
                ("title", course.title),
                ("category", course.category.to_string()),
                ("hours", course.hours.to_string()),
                ("headcount_max", course.headcount_max.to_string()),
                ("starts_on", course.starts_on.to_string()),
                ("ends_on", course.ends_on.to_string()),
            ]);
            let typed = (values, &FieldErrors::default());
            course_form(conn, context, frame, (course.project_id, Some(id)), typed)
        })
        .await
}

#[post("/courses/<id>/edit", data = "<sent>")]
async fn change_course(visit: Visit, id: CourseId, sent: Sent<CourseForm>) -> Answer {
    visit
        .act(
            sent,
            href::LIST,
            move |conn, context, form: &CourseForm| {
                actions::change_course(conn, context, id, &form.fields()?)?;
                let project = store::load_course(conn, id)?.project_id;
                Ok(Goto::to(href::project(project)).saying("course-saved"))
            },
            move |conn, context, frame, values, errors| {
                let project = store::load_course(conn, id)?.project_id;
                let typed = (values.clone(), errors);
                course_form(conn, context, frame, (project, Some(id)), typed)
            },
        )
        .await
}

#[post("/courses/<id>/remove", data = "<sent>")]
async fn remove_course(visit: Visit, id: CourseId, sent: Sent<Button>) -> Answer {
    visit
        .act_plain(sent, href::LIST, move |conn, context, _| {
            let project = store::load_course(conn, id)?.project_id;
            actions::remove_course(conn, context, id)?;
            Ok(Goto::to(href::project(project)).saying("course-removed"))
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct Seen {
    version: i64,
}

#[post("/projects/<id>/submit", data = "<sent>")]
async fn submit(visit: Visit, id: ProjectId, sent: Sent<Seen>) -> Answer {
    visit
        .act_plain(sent, href::project(id), move |conn, context, form| {
            actions::submit_project(conn, context, id, form.version)?;
            Ok(Goto::to(href::project(id)).saying("project-submitted"))
        })
        .await
}

#[post("/projects/<id>/close", data = "<sent>")]
async fn close(visit: Visit, id: ProjectId, sent: Sent<Seen>) -> Answer {
    visit
        .act_plain(sent, href::project(id), move |conn, context, form| {
            actions::close_project(conn, context, id, form.version)?;
            Ok(Goto::to(href::project(id)).saying("project-closed"))
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct Decision {
    version: i64,
    /// The button that was pressed.
    verdict: String,
    reason: String,
}

impl Decision {
    fn verdict(&self) -> Result<Verdict, Error> {
        match self.verdict.as_str() {
            "approve" => Ok(Verdict::Approve),
            "return" => Ok(Verdict::Return(self.reason.clone())),
            "refuse" => Ok(Verdict::Refuse(self.reason.clone())),
            _ => Err(Error::NotFound),
        }
    }
}

#[post("/projects/<id>/decide", data = "<sent>")]
async fn decide(visit: Visit, id: ProjectId, sent: Sent<Decision>) -> Answer {
    visit
        .act(
            sent,
            href::project(id),
            move |conn, context, form: &Decision| {
                actions::decide_project(conn, context, id, form.version, &form.verdict()?)?;
                Ok(Goto::to(href::LIST).saying("project-decided"))
            },
            move |conn, context, frame, values, errors| {
                project_page(conn, context, frame, id, (values.clone(), errors))
            },
        )
        .await
}

#[get("/courses?<category>")]
async fn open_courses(visit: Visit, category: Option<Category>) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let today = context.today();
            let workplace = match context.actor.person {
                Some(person) => people::store::find_workplace(conn, person, today)?,
                None => None,
            };
            let mut courses = store::list_open_courses(conn, today, 500)?;
            if let Some(workplace) = &workplace {
                courses = reaching(conn, workplace, today, courses)?;
            }
            let counts = [
                Category::General,
                Category::Professional,
                Category::Elective,
            ]
            .map(|category| {
                let count = courses.iter().filter(|it| it.course.category == category);
                (category, count.count())
            });
            courses.retain(|it| category.is_none_or(|category| it.course.category == category));
            Ok(CoursesPage {
                short: short_of(conn, context)?,
                frame,
                courses,
                category,
                counts,
            })
        })
        .await
}

/// What the reader still owes this year; nothing for who owes nothing.
fn short_of(conn: &mut Conn, context: &Context) -> Result<Option<Shortfall>, Error> {
    let Some(person) = context.actor.person else {
        return Ok(None);
    };
    let standing = standings::find(conn, person, context.today().year())?;
    Ok(standing.map(|it| it.short))
}

/// Only the courses that count for somebody who works there.
fn reaching(
    conn: &mut Conn,
    workplace: &Workplace,
    today: chrono::NaiveDate,
    courses: Vec<store::OpenCourse>,
) -> Result<Vec<store::OpenCourse>, Error> {
    let mut answers = std::collections::HashMap::new();
    let mut kept = Vec::with_capacity(courses.len());
    for course in courses {
        let provider = (course.provider, course.provider_district);
        let is_reached = if let Some(known) = answers.get(&provider.0) {
            *known
        } else {
            let answer = completions::actions::is_reached(conn, provider, workplace, today)?;
            answers.insert(provider.0, answer);
            answer
        };
        if is_reached {
            kept.push(course);
        }
    }
    Ok(kept)
}
