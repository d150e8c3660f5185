//! The form that takes in one person, by the same rules as a roster of one row.

use askama::Template;
use rocket::{FromForm, Route, get, post, routes};
use validator::Validate;

use super::documents::DocumentKind;
use super::pages::schools_to_choose;
use super::roster::import::{Entered, check_importer, enter};
use super::roster::sheet::{COLUMNS, choices};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::organizations::Organization;
use crate::spreadsheets::read::Row;
use crate::web::answer::{Answer, Goto};
use crate::web::form::{Sent, Values};
use crate::web::frame::Frame;
use crate::web::parts::{Choice, Link, Problems};
use crate::web::visit::Visit;

/// All addresses of this module. They go before `/people/<number>`.
pub fn routes() -> Vec<Route> {
    routes![blank, take_in]
}

/// Somebody new, as typed; the fields are named as the columns of a roster.
#[derive(Debug, FromForm, Validate)]
struct NewcomerForm {
    name: String,
    document_kind: String,
    document_number: String,
    sex: String,
    born_on: String,
    school_code: String,
    post: String,
    subject: String,
    started_on: String,
    title: String,
}

impl NewcomerForm {
    fn value(&self, column: &str) -> &str {
        match column {
            "name" => &self.name,
            "document_kind" => &self.document_kind,
            "document_number" => &self.document_number,
            "sex" => &self.sex,
            "born_on" => &self.born_on,
            "school_code" => &self.school_code,
            "post" => &self.post,
            "subject" => &self.subject,
            "started_on" => &self.started_on,
            "title" => &self.title,
            _ => "",
        }
    }
}

/// The form.
#[derive(Debug, Template)]
#[template(path = "people/new.html")]
struct NewcomerPage {
    frame: Frame,
    schools: Vec<Organization>,
    values: Values,
    problems: Problems,
}

impl NewcomerPage {
    fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        (values, errors): (Values, &FieldErrors),
    ) -> Result<NewcomerPage, Error> {
        check_importer(context)?;
        Ok(NewcomerPage {
            schools: schools_to_choose(conn, context)?,
            problems: errors.in_words(frame.words),
            frame,
            values,
        })
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(self.frame.say("nav-people"), "/people")]
    }

    fn value(&self, field: &str) -> &str {
        self.values.get(field)
    }

    /// What a column of a roster may say, in the words that are read back from it.
    fn choices(&self, column: &str) -> Vec<Choice> {
        let chosen = match self.value(column) {
            "" if column == "document_kind" => self.frame.say(DocumentKind::CitizenId.name_key()),
            value => value.to_owned(),
        };
        choices(column)
            .into_iter()
            .map(|key| self.frame.say(key))
            .map(|word| Choice::new(word.clone(), word, &chosen))
            .collect()
    }

    fn school_choices(&self) -> Vec<Choice> {
        let language = self.frame.words.language;
        let chosen = self.value("school_code");
        self.schools
            .iter()
            .map(|it| Choice::new(&it.code, it.name_in(language), chosen))
            .collect()
    }
}

#[get("/people/new")]
async fn blank(visit: Visit) -> Answer {
    visit
        .show(|conn, context, frame| {
            let nothing = (Values::default(), &FieldErrors::default());
            NewcomerPage::load(conn, context, frame, nothing)
        })
        .await
}

#[post("/people/new", data = "<sent>")]
async fn take_in(visit: Visit, sent: Sent<NewcomerForm>) -> Answer {
    visit
        .act(
            sent,
            "/people",
            |conn, context, form: &NewcomerForm| {
                let row = Row::of_form(COLUMNS, |column| form.value(column).trim());
                Ok(match enter(conn, context, &row)? {
                    Entered::OnFile(number) => {
                        Goto::to(format!("/people/{number}")).saying("newcomer-on-file")
                    }
                    Entered::Asked => Goto::to("/people").saying("newcomer-asked"),
                })
            },
            |conn, context, frame, values, errors| {
                NewcomerPage::load(conn, context, frame, (values.clone(), errors))
            },
        )
        .await
}
