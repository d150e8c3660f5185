//! The forms that change a person's file, and the one page that shows them all.

use askama::Template;
use chrono::NaiveDate;
use rocket::FromForm;
use validator::Validate;

use super::pages::{load_visible, schools_to_choose, way_to};
use super::{AssessmentGrade, Person, Post, Title, rules, store};
use crate::access::{Action, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::organizations::Organization;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Choice, Link, Problems};

crate::text_enum!(
    /// Which form.
    Edit {
        /// Begin to work somewhere, after a break.
        Employ => "employ",
        /// Move to another school.
        Transfer => "transfer",
        /// End the present employment.
        End => "end",
        /// Correct post and subject.
        Post => "post",
        /// Another name.
        Name => "name",
        /// A title.
        Title => "title",
        /// A year's assessment.
        Assessment => "assessment",
    }
);

impl Edit {
    /// Key of the form's heading.
    pub const fn name_key(self) -> &'static str {
        match self {
            Edit::Employ => "edit-employ",
            Edit::Transfer => "edit-transfer",
            Edit::End => "edit-end",
            Edit::Post => "edit-post",
            Edit::Name => "edit-name",
            Edit::Title => "edit-title",
            Edit::Assessment => "edit-assessment",
        }
    }

    /// Key of the sentence that explains the form.
    pub const fn lead_key(self) -> &'static str {
        match self {
            Edit::Employ => "edit-employ-lead",
            Edit::Transfer => "edit-transfer-lead",
            Edit::End => "edit-end-lead",
            Edit::Post => "edit-post-lead",
            Edit::Name => "edit-name-lead",
            Edit::Title => "edit-title-lead",
            Edit::Assessment => "edit-assessment-lead",
        }
    }
}

/// A new place of work.
#[derive(Debug, FromForm, Validate)]
pub struct PlaceForm {
    /// Version of the file that the user saw.
    pub version: i64,
    /// School identifier code.
    pub school: String,
    /// As what.
    pub post: Post,
    /// The subject taught.
    pub subject: String,
    /// First day.
    pub on: String,
    /// Why.
    pub reason: String,
}

/// The end of an employment.
#[derive(Debug, FromForm, Validate)]
pub struct EndForm {
    /// Version of the file that the user saw.
    pub version: i64,
    /// Last day.
    pub on: String,
    /// Why.
    pub reason: String,
}

/// Another post or subject.
#[derive(Debug, FromForm, Validate)]
pub struct PostForm {
    /// Version of the file that the user saw.
    pub version: i64,
    /// As what.
    pub post: Post,
    /// The subject taught.
    pub subject: String,
}

/// Another name.
#[derive(Debug, FromForm, Validate)]
pub struct NameForm {
    /// Version of the file that the user saw.
    pub version: i64,
    /// As the document has it.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// A title.
#[derive(Debug, FromForm, Validate)]
pub struct TitleForm {
    /// Version of the file that the user saw.
    pub version: i64,
    /// Which.
    pub title: Title,
    /// Since when; may be empty.
    pub granted_on: String,
}

/// A year's assessment.
#[derive(Debug, FromForm, Validate)]
pub struct AssessmentForm {
    /// Version of the file that the user saw.
    pub version: i64,
    /// The year.
    pub year: i32,
    /// The result.
    pub grade: AssessmentGrade,
}

/// Why somebody looks at a document number.
#[derive(Debug, FromForm, Validate)]
pub struct RevealForm {
    /// In the words of who looks.
    pub purpose: String,
}

/// A day as browsers send it.
pub fn day_in(field: &'static str, text: &str) -> Result<NaiveDate, Error> {
    text.trim()
        .parse()
        .map_err(|_| Error::input(field, Message::new("day-needed")))
}

/// A day, or nothing.
pub fn optional_day_in(field: &'static str, text: &str) -> Result<Option<NaiveDate>, Error> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    day_in(field, text).map(Some)
}

/// A text, or nothing.
pub fn optional_text(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|it| !it.is_empty())
}

/// One form about one person.
#[derive(Debug, Template)]
#[template(path = "people/edit.html")]
pub struct EditPage {
    frame: Frame,
    person: Person,
    edit: Edit,
    schools: Vec<Organization>,
    values: Values,
    problems: Problems,
}

impl EditPage {
    /// The form as it is first shown.
    pub fn fresh(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        number: &str,
        edit: Edit,
    ) -> Result<EditPage, Error> {
        let person = load_visible(conn, context, number)?;
        let timeline = store::list_employments(conn, person.id)?;
        let present = rules::present(&timeline);
        let values = Values::of([
            ("version", person.version.to_string()),
            ("name", person.name.clone()),
            (
                "post",
                present.map_or(Post::Teacher, |it| it.post).to_string(),
            ),
            (
                "subject",
                present
                    .and_then(|it| it.subject.clone())
                    .unwrap_or_default(),
            ),
        ]);
        EditPage::load(
            conn,
            context,
            frame,
            (number, edit),
            values,
            &FieldErrors::default(),
        )
    }

    /// The form with what was typed and what is wrong with it.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        (number, edit): (&str, Edit),
        values: Values,
        errors: &FieldErrors,
    ) -> Result<EditPage, Error> {
        let person = load_visible(conn, context, number)?;
        let facts = store::find_facts(conn, person.id, context.today())?;
        may(&context.actor, Action::EditPeople, &facts)?;
        let needs_school = matches!(edit, Edit::Employ | Edit::Transfer);
        Ok(EditPage {
            schools: if needs_school {
                schools_to_choose(conn, context)?
            } else {
                Vec::new()
            },
            problems: errors.in_words(frame.words),
            frame,
            person,
            edit,
            values,
        })
    }

    fn way(&self) -> [Link; 2] {
        way_to(&self.frame, &self.person)
    }

    fn value(&self, field: &str) -> &str {
        self.values.get(field)
    }

    fn school_choices(&self) -> Vec<Choice> {
        let language = self.frame.words.language;
        let choice =
            |it: &Organization| Choice::new(&it.code, it.name_in(language), self.value("school"));
        self.schools.iter().map(choice).collect()
    }

    fn choices<T: Copy>(
        &self,
        field: &str,
        all: &[T],
        words: impl Fn(T) -> (&'static str, &'static str),
    ) -> Vec<Choice> {
        let choice = |it: &T| {
            let (value, key) = words(*it);
            Choice::new(value, self.frame.say(key), self.value(field))
        };
        all.iter().map(choice).collect()
    }

    fn posts(&self) -> Vec<Choice> {
        self.choices("post", Post::ALL, |it| (it.as_str(), it.name_key()))
    }

    fn titles(&self) -> Vec<Choice> {
        self.choices("title", Title::ALL, |it| (it.as_str(), it.name_key()))
    }

    fn grades(&self) -> Vec<Choice> {
        self.choices("grade", AssessmentGrade::ALL, |it| {
            (it.as_str(), it.name_key())
        })
    }
}
