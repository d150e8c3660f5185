//! The page of somebody's absences, and its form.

use askama::Template;

use super::store::{self, AbsenceRow};
use super::{AbsenceId, AbsenceKind};
use crate::access::{Action, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::people::pages::{load_visible, way_to};
use crate::people::tabs::{Tab, tabs};
use crate::people::{self, Person};
use crate::web::form::Values;
use crate::web::frame::{Frame, NavItem};
use crate::web::parts::{Choice, Link, Problems};

/// Everything that keeps, or kept, somebody from teaching.
#[derive(Debug, Template)]
#[template(path = "people/absences.html")]
pub struct AbsencesPage {
    frame: Frame,
    person: Person,
    tabs: Vec<NavItem>,
    absences: Vec<AbsenceRow>,
    may_edit: bool,
    problems: Problems,
}

impl AbsencesPage {
    /// The page, for whoever may see the file.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        number: &str,
    ) -> Result<AbsencesPage, Error> {
        let person = load_visible(conn, context, number)?;
        let facts = people::store::find_facts(conn, person.id, context.today())?;
        let mut absences = store::list_of(conn, &[person.id])?;
        absences.reverse();
        Ok(AbsencesPage {
            tabs: tabs(context, &frame, &person, &facts, Tab::Absences),
            may_edit: may(&context.actor, Action::EditPeople, &facts).is_ok(),
            problems: Problems::default(),
            frame,
            person,
            absences,
        })
    }

    /// The same page after a reason that will not do.
    #[must_use]
    pub fn again(mut self, errors: &FieldErrors) -> AbsencesPage {
        self.problems = errors.in_words(self.frame.words);
        self
    }

    fn href(&self, rest: &str) -> String {
        format!("{}{rest}", Tab::Absences.href(&self.person))
    }

    fn until(&self, absence: &AbsenceRow) -> String {
        match absence.ended_on {
            Some(last) => self.frame.words.date(last),
            None => self.frame.say("absence-lasts"),
        }
    }
}

/// The form of an absence.
#[derive(Debug, Template)]
#[template(path = "people/absence.html")]
pub struct AbsencePage {
    frame: Frame,
    person: Person,
    absence: Option<AbsenceRow>,
    values: Values,
    problems: Problems,
}

impl AbsencePage {
    /// A new one, or one that is to be corrected.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        number: &str,
        id: Option<AbsenceId>,
    ) -> Result<AbsencePage, Error> {
        let person = load_visible(conn, context, number)?;
        let facts = people::store::find_facts(conn, person.id, context.today())?;
        may(&context.actor, Action::EditPeople, &facts)?;
        let absence = match id {
            Some(id) => Some(load_of(conn, &person, id)?),
            None => None,
        };
        Ok(AbsencePage {
            values: absence.as_ref().map(values_of).unwrap_or_default(),
            problems: Problems::default(),
            frame,
            person,
            absence,
        })
    }

    /// With what was typed, and what is wrong with it.
    #[must_use]
    pub fn again(self, values: &Values, errors: &FieldErrors) -> AbsencePage {
        AbsencePage {
            problems: errors.in_words(self.frame.words),
            values: values.clone(),
            ..self
        }
    }

    fn way(&self) -> [Link; 2] {
        let file = way_to(&self.frame, &self.person)[1].clone();
        [file, Link::new(self.frame.say("tab-absences"), self.back())]
    }

    fn title(&self) -> String {
        self.frame.say(if self.absence.is_some() {
            "absence-correct"
        } else {
            "absence-add"
        })
    }

    fn back(&self) -> String {
        Tab::Absences.href(&self.person)
    }

    fn value(&self, field: &str) -> &str {
        self.values.get(field)
    }

    fn version(&self) -> &str {
        match self.value("version") {
            "" => "0",
            seen => seen,
        }
    }

    fn kinds(&self) -> Vec<Choice> {
        let choice = |it: &AbsenceKind| {
            Choice::new(
                it.as_str(),
                self.frame.say(it.name_key()),
                self.value("kind"),
            )
        };
        AbsenceKind::ALL.iter().map(choice).collect()
    }
}

fn values_of(row: &AbsenceRow) -> Values {
    Values::of([
        ("version", row.version.to_string()),
        ("kind", row.kind.to_string()),
        ("started_on", row.started_on.to_string()),
        (
            "ended_on",
            row.ended_on.map(|day| day.to_string()).unwrap_or_default(),
        ),
        ("approved_by", row.approved_by.clone().unwrap_or_default()),
    ])
}

/// An absence of this person; somebody else's does not exist here.
pub(super) fn load_of(
    conn: &mut Conn,
    person: &Person,
    id: AbsenceId,
) -> Result<AbsenceRow, Error> {
    let row = store::load(conn, id)?;
    if row.person_id == person.id {
        Ok(row)
    } else {
        Err(Error::NotFound)
    }
}
