//! Addresses of people. `matches` and `roster` have their own, and go before: `/people/matches/…`
//! would fit `/people/<number>/…` too, hence the ranks.

use rocket::{FromForm, Route, get, post, routes};

use super::forms::{
    AssessmentForm, Edit, EditPage, EndForm, NameForm, PlaceForm, PostForm, RevealForm, TitleForm,
    day_in, optional_day_in, optional_text,
};
use super::pages::{PeoplePage, PersonPage, load_visible, school_in};
use super::rules::NewEmployment;
use super::{PersonId, actions, export};
use crate::db::Conn;
use crate::error::Error;
use crate::journal::JournalId;
use crate::organizations::OrganizationId;
use crate::spreadsheets::write::Format;
use crate::web::answer::{Answer, Goto};
use crate::web::form::Sent;
use crate::web::visit::Visit;

/// All addresses of this module.
pub fn routes() -> Vec<Route> {
    routes![
        list, download, show, reveal, edit, employ, transfer, end, post, name, title, assessment
    ]
}

/// What the list is narrowed by, and where it begins.
#[derive(Debug, Clone, FromForm)]
pub struct Query {
    /// What is looked for.
    pub q: Option<String>,
    /// Only this school.
    pub school: Option<OrganizationId>,
    /// What follows this person.
    pub after: Option<PersonId>,
    /// What comes before this person.
    pub before: Option<PersonId>,
}

#[get("/people?<query..>")]
async fn list(visit: Visit, query: Query) -> Answer {
    visit
        .show(move |conn, context, frame| PeoplePage::load(conn, context, frame, query))
        .await
}

#[get("/people/export/<format>?<query..>")]
async fn download(visit: Visit, format: &str, query: Query) -> Answer {
    let format = match format {
        "xlsx" => Ok(Format::Xlsx),
        "csv" => Ok(Format::Csv),
        _ => Err(Error::NotFound),
    };
    visit
        .download(move |conn, context, words| {
            export::write(conn, context, words, &query.wanted(), format?)
        })
        .await
}

#[get("/people/<number>?<revealed>")]
async fn show(visit: Visit, number: String, revealed: Option<JournalId>) -> Answer {
    visit
        .show(move |conn, context, frame| {
            let person = load_visible(conn, context, &number)?;
            PersonPage::load(conn, context, frame, person, revealed)
        })
        .await
}

#[post("/people/<number>/reveal", data = "<sent>", rank = 2)]
async fn reveal(visit: Visit, number: String, sent: Sent<RevealForm>) -> Answer {
    let (back, again) = (file(&number), number.clone());
    visit
        .act(
            sent,
            back,
            move |conn, context, form: &RevealForm| {
                let person = load_visible(conn, context, &number)?;
                let ticket = actions::reveal_document(conn, context, person.id, &form.purpose)?;
                Ok(Goto::to(format!("{}?revealed={ticket}", file(&number))))
            },
            move |conn, context, frame, values, errors| {
                let person = load_visible(conn, context, &again)?;
                let page = PersonPage::load(conn, context, frame, person, None)?;
                Ok(page.again(values, errors))
            },
        )
        .await
}

#[get("/people/<number>/<edit>", rank = 2)]
async fn edit(visit: Visit, number: String, edit: &str) -> Answer {
    // An address that nobody wrote is no form with a mistake in it: it does not exist.
    let edit: Result<Edit, Error> = edit.parse().map_err(|_| Error::NotFound);
    visit
        .show(move |conn, context, frame| EditPage::fresh(conn, context, frame, &number, edit?))
        .await
}

#[post("/people/<number>/employ", data = "<sent>", rank = 2)]
async fn employ(visit: Visit, number: String, sent: Sent<PlaceForm>) -> Answer {
    change(
        visit,
        number,
        Edit::Employ,
        sent,
        |conn, context, id, form| {
            let new = place(conn, form)?;
            actions::employ(conn, context, id, form.version, &new)
        },
    )
    .await
}

#[post("/people/<number>/transfer", data = "<sent>", rank = 2)]
async fn transfer(visit: Visit, number: String, sent: Sent<PlaceForm>) -> Answer {
    change(
        visit,
        number,
        Edit::Transfer,
        sent,
        |conn, context, id, form| {
            let new = place(conn, form)?;
            let reason = optional_text(&form.reason);
            actions::transfer(conn, context, id, form.version, &new, reason)
        },
    )
    .await
}

#[post("/people/<number>/end", data = "<sent>", rank = 2)]
async fn end(visit: Visit, number: String, sent: Sent<EndForm>) -> Answer {
    change(visit, number, Edit::End, sent, |conn, context, id, form| {
        let last_day = day_in("on", &form.on)?;
        actions::end_employment(conn, context, id, form.version, last_day, &form.reason)
    })
    .await
}

#[post("/people/<number>/post", data = "<sent>", rank = 2)]
async fn post(visit: Visit, number: String, sent: Sent<PostForm>) -> Answer {
    change(
        visit,
        number,
        Edit::Post,
        sent,
        |conn, context, id, form| {
            let subject = optional_text(&form.subject);
            actions::correct_post(conn, context, id, form.version, form.post, subject)
        },
    )
    .await
}

#[post("/people/<number>/name", data = "<sent>", rank = 2)]
async fn name(visit: Visit, number: String, sent: Sent<NameForm>) -> Answer {
    change(
        visit,
        number,
        Edit::Name,
        sent,
        |conn, context, id, form| {
            actions::rename(conn, context, id, form.version, &form.name, &form.reason)
        },
    )
    .await
}

#[post("/people/<number>/title", data = "<sent>", rank = 2)]
async fn title(visit: Visit, number: String, sent: Sent<TitleForm>) -> Answer {
    change(
        visit,
        number,
        Edit::Title,
        sent,
        |conn, context, id, form| {
            let granted_on = optional_day_in("granted_on", &form.granted_on)?;
            actions::grant_title(conn, context, id, form.version, form.title, granted_on)
        },
    )
    .await
}

#[post("/people/<number>/assessment", data = "<sent>", rank = 2)]
async fn assessment(visit: Visit, number: String, sent: Sent<AssessmentForm>) -> Answer {
    change(
        visit,
        number,
        Edit::Assessment,
        sent,
        |conn, context, id, form| {
            actions::record_assessment(conn, context, id, form.version, form.year, form.grade)
        },
    )
    .await
}

/// Does what one of the forms asks and goes back to the file, or shows the form again.
async fn change<F: Send + Sync + 'static>(
    visit: Visit,
    number: String,
    edit: Edit,
    sent: Sent<F>,
    job: fn(&mut Conn, &crate::context::Context, PersonId, &F) -> Result<(), Error>,
) -> Answer {
    let (back, again) = (file(&number), number.clone());
    visit
        .act(
            sent,
            back,
            move |conn, context, form: &F| {
                let person = load_visible(conn, context, &number)?;
                job(conn, context, person.id, form)?;
                Ok(Goto::to(file(&number)).saying("person-saved"))
            },
            move |conn, context, frame, values, errors| {
                let values = values.clone();
                EditPage::load(conn, context, frame, (&again, edit), values, errors)
            },
        )
        .await
}

fn place(conn: &mut Conn, form: &PlaceForm) -> Result<NewEmployment, Error> {
    Ok(NewEmployment {
        organization: school_in(conn, &form.school)?,
        post: form.post,
        subject: optional_text(&form.subject).map(str::to_owned),
        started_on: day_in("on", &form.on)?,
    })
}

fn file(number: &str) -> String {
    format!("/people/{number}")
}
