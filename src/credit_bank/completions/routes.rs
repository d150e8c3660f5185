//! Addresses of completions.

use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::import::{self, Asked};
use super::pages::{
    COMPLETIONS_PER_PAGE, CompletionFormPage, CompletionPage, CompletionsPage, Show, UploadPage,
    href,
};
use super::rows::Row;
use super::store::Filter;
use super::{CompletionId, actions, sheet, store};
use crate::access::{Action, Denial, Reach, Role, may};
use crate::context::Context;
use crate::credit_bank::projects::{self, ProjectId};
use crate::credit_bank::typed::Typed;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::imports::{self, Mode};
use crate::message::Message;
use crate::organizations::{self, OrganizationId};
use crate::web::answer::{Answer, Download, Goto};
use crate::web::form::{Sent, Upload, Values};
use crate::web::frame::{Frame, Mood};
use crate::web::parts::Problems;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        upload_page,
        upload,
        template,
        form_page,
        submit,
        of_project,
        queue,
        confirm,
        confirm_all,
        show,
        reverse,
    ]
}

#[derive(Debug, FromForm, Validate)]
struct UploadForm {
    file: Upload,
    mode: String,
}

impl UploadForm {
    /// Whoever chose nothing tries first.
    fn mode(&self) -> Mode {
        if self.mode == "store" {
            Mode::Store
        } else {
            Mode::Trial
        }
    }
}

fn upload_form(
    conn: &mut Conn,
    context: &Context,
    frame: Frame,
    id: ProjectId,
    (values, errors): (Values, &FieldErrors),
) -> Result<UploadPage, Error> {
    let action = Action::SubmitCompletions;
    Ok(UploadPage {
        project: projects::actions::load_permitted(conn, context, id, action)?,
        problems: errors.in_words(frame.words),
        frame,
        values,
    })
}

#[get("/projects/<id>/upload")]
async fn upload_page(visit: Visit, id: ProjectId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (Values::default(), &FieldErrors::default());
            upload_form(conn, context, frame, id, typed)
        })
        .await
}

#[post("/projects/<id>/upload", data = "<sent>")]
async fn upload(visit: Visit, id: ProjectId, sent: Sent<UploadForm>) -> Answer {
    visit
        .act_in_steps(
            sent,
            format!("/projects/{id}/upload"),
            move |db, context, form| {
                // Looking into a file may take seconds, in which nobody else could write.
                let path = form.file.path();
                let asked = Asked {
                    sha256: imports::receive(&context.house, path, sheet::COLUMNS)?,
                    mode: form.mode(),
                    project: id,
                };
                let name = &form.file.name;
                let job = db.write(|conn| import::start(conn, context, name, &asked))?;
                Ok(Goto::to(format!("/jobs/{job}")))
            },
            move |conn, context, frame, values, errors| {
                upload_form(conn, context, frame, id, (values.clone(), errors))
            },
        )
        .await
}

#[get("/projects/<id>/template.xlsx")]
async fn template(visit: Visit, id: ProjectId) -> Answer {
    visit
        .download(move |conn, context, words| {
            let action = Action::SubmitCompletions;
            let project = projects::actions::load_permitted(conn, context, id, action)?;
            let courses = projects::store::list_courses(conn, id)?;
            let body = sheet::template(words, &project, &courses, context.today())?;
            let name = format!("{}-{}.xlsx", words.say("upload-template"), project.code);
            Ok(Download::xlsx(name, body))
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct CompletionForm {
    teacher_number: String,
    document: String,
    name: String,
    course: String,
    hours: String,
    completed_on: String,
}

impl CompletionForm {
    fn row(&self) -> Result<Row, Error> {
        let mut typed = Typed::default();
        let number = self.teacher_number.trim().to_uppercase();
        let documents = match self.document.trim() {
            "" => Vec::new(),
            text => sheet::read_document(text)
                .map_err(|error| Error::input("document", Message::from(error)))?,
        };
        if number.is_empty() && documents.is_empty() {
            let message = Message::new("row-teacher-missing");
            return Err(Error::input("teacher_number", message));
        }
        let row = Row {
            number: None,
            teacher_number: Some(number).filter(|it| !it.is_empty()),
            documents,
            name: self.name.trim().to_owned(),
            course: self.course.clone(),
            category: None,
            hours: typed.hours("hours", &self.hours),
            completed_on: typed.day("completed_on", &self.completed_on),
        };
        typed.check()?;
        Ok(row)
    }
}

fn completion_form(
    conn: &mut Conn,
    context: &Context,
    frame: Frame,
    id: ProjectId,
    (values, errors): (Values, &FieldErrors),
) -> Result<CompletionFormPage, Error> {
    let action = Action::SubmitCompletions;
    Ok(CompletionFormPage {
        project: projects::actions::load_permitted(conn, context, id, action)?,
        courses: projects::store::list_courses(conn, id)?,
        problems: errors.in_words(frame.words),
        frame,
        values,
    })
}

#[get("/projects/<id>/completions/new")]
async fn form_page(visit: Visit, id: ProjectId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (Values::default(), &FieldErrors::default());
            completion_form(conn, context, frame, id, typed)
        })
        .await
}

#[post("/projects/<id>/completions", data = "<sent>")]
async fn submit(visit: Visit, id: ProjectId, sent: Sent<CompletionForm>) -> Answer {
    let again = format!("/projects/{id}/completions/new");
    visit
        .act(
            sent,
            again.clone(),
            move |conn, context, form: &CompletionForm| {
                actions::submit_completion(conn, context, id, &form.row()?)?;
                Ok(Goto::to(again.clone()).saying("completion-submitted"))
            },
            move |conn, context, frame, values, errors| {
                completion_form(conn, context, frame, id, (values.clone(), errors))
            },
        )
        .await
}

#[get("/projects/<id>/completions?<show>&<after>")]
async fn of_project(
    visit: Visit,
    id: ProjectId,
    show: Option<String>,
    after: Option<CompletionId>,
) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let action = Action::ViewProject;
            let project = projects::actions::load_permitted(conn, context, id, action)?;
            // A provider sees all that it submitted, wherever the teachers work.
            let reach = Reach {
                everywhere: true,
                ..Reach::default()
            };
            let show = Show::from_text(show.as_deref());
            let filter = Filter {
                states: show.states(),
                project: Some(id),
                ..Filter::default()
            };
            let limit = COMPLETIONS_PER_PAGE + 1;
            Ok(CompletionsPage {
                frame,
                project: Some(project),
                show,
                completions: store::list(conn, &reach, &filter, after, limit)?,
                waiting: 0,
                schools: Vec::new(),
                reader: None,
                values: Values::default(),
                problems: Problems::default(),
            })
        })
        .await
}

fn queue_page(
    conn: &mut Conn,
    context: &Context,
    frame: Frame,
    (show, after): (Show, Option<CompletionId>),
    (values, errors): (Values, &FieldErrors),
) -> Result<CompletionsPage, Error> {
    let actor = &context.actor;
    let reach = actor.reach(Action::ViewCompletions);
    if reach.is_empty() {
        return Err(Denial::NotVisible.into());
    }
    let filter = |show: Show| Filter {
        states: show.states(),
        ..Filter::default()
    };
    let confirms = actor.reach(Action::ConfirmCompletions);
    let places = actor.places(Role::SchoolHr);
    Ok(CompletionsPage {
        completions: store::list(conn, &reach, &filter(show), after, COMPLETIONS_PER_PAGE + 1)?,
        waiting: store::count(conn, &confirms, &filter(Show::Waiting))?,
        schools: places
            .map(|it| (it.organization, it.organization_name.clone()))
            .collect(),
        reader: actor.person,
        problems: errors.in_words(frame.words),
        project: None,
        show,
        values,
        frame,
    })
}

#[get("/completions?<show>&<after>")]
async fn queue(visit: Visit, show: Option<String>, after: Option<CompletionId>) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let show = Show::from_text(show.as_deref());
            let typed = (Values::default(), &FieldErrors::default());
            queue_page(conn, context, frame, (show, after), typed)
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct BulkForm {
    ids: Vec<CompletionId>,
    /// The button that was pressed.
    verdict: String,
    reason: String,
}

#[post("/completions/decide", data = "<sent>")]
async fn confirm(visit: Visit, sent: Sent<BulkForm>) -> Answer {
    visit
        .act(
            sent,
            "/completions",
            |conn, context, form: &BulkForm| {
                let count = form.ids.len();
                let message = if form.verdict == "refuse" {
                    actions::refuse_completions(conn, context, &form.ids, &form.reason)?;
                    Message::new("completions-refused")
                } else {
                    actions::confirm_completions(conn, context, &form.ids)?;
                    Message::new("completions-confirmed")
                };
                let told = message.with("count", count);
                Ok(Goto::to("/completions").telling(Mood::Success, told))
            },
            |conn, context, frame, values, errors| {
                let typed = (values.clone(), errors);
                queue_page(conn, context, frame, (Show::Waiting, None), typed)
            },
        )
        .await
}

#[derive(Debug, FromForm, Validate)]
struct SchoolForm {
    school: OrganizationId,
}

#[post("/completions/confirm-all", data = "<sent>")]
async fn confirm_all(visit: Visit, sent: Sent<SchoolForm>) -> Answer {
    visit
        .act_plain(sent, "/completions", |conn, context, form| {
            let job = actions::confirm_all(conn, context, form.school)?;
            Ok(Goto::to(format!("/jobs/{job}")))
        })
        .await
}

fn completion_page(
    conn: &mut Conn,
    context: &Context,
    frame: Frame,
    id: CompletionId,
    (values, errors): (Values, &FieldErrors),
) -> Result<CompletionPage, Error> {
    let listed = store::load_listed(conn, id)?;
    let (it, actor) = (&listed.completion, &context.actor);
    let project = projects::store::load(conn, it.project_id)?;
    let provider = organizations::store::load(conn, project.provider_id)?;
    let is_own = actor.person == Some(it.person_id);
    let is_submitted_here = may(actor, Action::SubmitCompletions, &provider.facts()).is_ok();
    if !is_own && !is_submitted_here {
        may(actor, Action::ViewCompletions, &it.facts())?;
    }
    Ok(CompletionPage {
        entries: actions::load_history(conn, it)?,
        can_reverse: may(actor, Action::ReverseHours, &it.facts()).is_ok(),
        problems: errors.in_words(frame.words),
        listed,
        values,
        frame,
    })
}

#[get("/completions/<id>")]
async fn show(visit: Visit, id: CompletionId) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let typed = (Values::default(), &FieldErrors::default());
            completion_page(conn, context, frame, id, typed)
        })
        .await
}

#[derive(Debug, FromForm, Validate)]
struct ReasonForm {
    reason: String,
}

#[post("/completions/<id>/reverse", data = "<sent>")]
async fn reverse(visit: Visit, id: CompletionId, sent: Sent<ReasonForm>) -> Answer {
    visit
        .act(
            sent,
            href(id),
            move |conn, context, form: &ReasonForm| {
                actions::reverse_completion(conn, context, id, &form.reason)?;
                Ok(Goto::to(href(id)).saying("completion-reversed"))
            },
            move |conn, context, frame, values, errors| {
                completion_page(conn, context, frame, id, (values.clone(), errors))
            },
        )
        .await
}
