//! The pages of people: the list, and one person's file.

use askama::Template;

use super::documents::DocumentNumber;
use super::search::{self, Found, Part, Wanted};
use super::store::{AssessmentRow, TitleRow};
use super::tabs::{Tab, tabs};
use super::{Employment, Person, PersonId, actions, matches, rules, store};
use crate::access::{Action, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::journal::{self, Entry, JournalId};
use crate::message::{Fact, Message};
use crate::organizations::{self, Organization, OrganizationId};
use crate::web::form::Values;
use crate::web::frame::{Frame, NavItem};
use crate::web::parts::{Happening, Link, Pager, Problems};

use super::routes::Query;

/// People on one page.
const PEOPLE_PER_PAGE: i64 = 50;

/// Everybody within reach, by pinyin.
#[derive(Debug, Template)]
#[template(path = "people/list.html")]
pub struct PeoplePage {
    frame: Frame,
    query: Query,
    school: Option<Organization>,
    found: Vec<Found>,
    total: i64,
    has_previous: bool,
    has_next: bool,
    may_edit: bool,
}

impl PeoplePage {
    /// A part of the list.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        query: Query,
    ) -> Result<PeoplePage, Error> {
        let reach = context.actor.reach(Action::ViewPerson);
        if reach.is_empty() {
            return Err(Error::NotFound);
        }
        let wanted = query.wanted();
        let today = context.today();
        let part = query.part();
        let mut found = search::list(conn, &reach, &wanted, part, today, PEOPLE_PER_PAGE + 1)?;
        let most = usize::try_from(PEOPLE_PER_PAGE).map_err(Error::fault)?;
        let has_more = found.len() > most;
        let (has_previous, has_next) = match part {
            Part::First => (false, has_more),
            Part::After(_) => (true, has_more),
            Part::Before(_) => (has_more, true),
        };
        if has_more {
            // The one too many is at the end that was read last.
            let extra = if matches!(part, Part::Before(_)) {
                0
            } else {
                most
            };
            found.remove(extra);
        }
        let school = match wanted.school {
            Some(id) => Some(organizations::store::load(conn, id)?),
            None => None,
        };
        Ok(PeoplePage {
            total: search::count(conn, &reach, &wanted, today)?,
            may_edit: context.actor.can_ever(Action::EditPeople),
            frame,
            query,
            school,
            found,
            has_previous,
            has_next,
        })
    }

    fn lead(&self) -> String {
        let message = match &self.school {
            Some(school) => Message::new("people-lead-school")
                .with("school", school.name_in(self.frame.words.language)),
            None => Message::new("people-lead"),
        };
        self.frame.tell(message.with("count", self.total))
    }

    fn export_href(&self, format: &str) -> String {
        format!("/people/export/{format}{}", self.query.address(None))
    }

    fn pager(&self) -> Pager {
        let shown = Message::new("people-shown")
            .with("shown", self.found.len())
            .with("total", self.total);
        let first = self.found.first().map(|it| Part::Before(it.person.id));
        let last = self.found.last().map(|it| Part::After(it.person.id));
        let href = |part: Option<Part>| format!("/people{}", self.query.address(part));
        Pager {
            shown: self.frame.tell(shown),
            previous_href: self.has_previous.then(|| href(first)),
            next_href: self.has_next.then(|| href(last)),
        }
    }

    fn post(&self, found: &Found) -> String {
        let kept_by = found.kept_by.as_ref();
        let post = kept_by.map_or(String::new(), |(it, _)| self.frame.say(it.post.name_key()));
        match kept_by.and_then(|(it, _)| it.subject.as_deref()) {
            Some(subject) => format!("{post} · {subject}"),
            None => post,
        }
    }
}

/// One person's file.
#[derive(Debug, Template)]
#[template(path = "people/show.html")]
pub struct PersonPage {
    frame: Frame,
    person: Person,
    employments: Vec<(Employment, Organization)>,
    titles: Vec<TitleRow>,
    assessments: Vec<AssessmentRow>,
    second_documents: usize,
    history: Vec<Entry>,
    revealed: Option<DocumentNumber>,
    may_edit: Result<(), String>,
    may_reveal: bool,
    may_see_bank: bool,
    tabs: Vec<NavItem>,
    problems: Problems,
    purpose: String,
}

impl PersonPage {
    /// The file, for whoever may see it. `ticket` shows the document number for a moment.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        person: Person,
        ticket: Option<JournalId>,
    ) -> Result<PersonPage, Error> {
        let facts = store::find_facts(conn, person.id, context.today())?;
        let asks = |action| may(&context.actor, action, &facts);
        asks(Action::ViewPerson)?;
        let may_edit = match asks(Action::EditPeople).map_err(Error::from) {
            Ok(_) => Ok(()),
            Err(Error::Refused(refused)) => Err(frame.tell(refused.message)),
            Err(error) => return Err(error),
        };
        let revealed = match ticket {
            Some(ticket) => actions::revealed_document(conn, context, &person, ticket)?,
            None => None,
        };
        let mut employments = Vec::new();
        for employment in store::list_employments(conn, person.id)?.into_iter().rev() {
            let school = organizations::store::load(conn, employment.organization_id)?;
            employments.push((employment, school));
        }
        let mut history = journal::list_of_subject(conn, person.id.0)?;
        history.reverse();
        Ok(PersonPage {
            titles: store::list_titles(conn, person.id)?,
            assessments: store::list_assessments(conn, person.id)?,
            second_documents: matches::store::list_same_person(conn, person.id)?.len(),
            may_reveal: asks(Action::RevealDocument).is_ok(),
            may_see_bank: asks(Action::ViewCreditBank).is_ok(),
            tabs: tabs(context, &frame, &person, &facts, Tab::Particulars),
            problems: Problems::default(),
            purpose: String::new(),
            frame,
            person,
            employments,
            history,
            revealed,
            may_edit,
        })
    }

    /// The same page after a purpose that will not do.
    #[must_use]
    pub fn again(mut self, values: &Values, errors: &FieldErrors) -> PersonPage {
        self.problems = errors.in_words(self.frame.words);
        values.get("purpose").clone_into(&mut self.purpose);
        self
    }

    fn href(&self, what: &str) -> String {
        format!("/people/{}/{what}", self.person.teacher_number)
    }

    fn document(&self) -> String {
        match &self.revealed {
            Some(number) => number.reveal().to_owned(),
            None => format!("••••••{}", self.person.document_tail),
        }
    }

    fn present(&self) -> Option<&Employment> {
        self.employments
            .iter()
            .map(|(it, _)| it)
            .find(|it| it.ended_on.is_none())
    }

    fn lead(&self) -> String {
        match self
            .employments
            .iter()
            .find(|(it, _)| it.ended_on.is_none())
        {
            Some((employment, school)) => format!(
                "{} · {}",
                school.name_in(self.frame.words.language),
                self.frame.say(employment.post.name_key())
            ),
            None => self.frame.say("person-not-employed"),
        }
    }

    fn school_name<'a>(&self, school: &'a Organization) -> &'a str {
        school.name_in(self.frame.words.language)
    }

    fn until(&self, employment: &Employment) -> String {
        match employment.ended_on {
            Some(last) => self.frame.words.date(last),
            None => self.frame.say("employment-lasts"),
        }
    }

    fn age(&self) -> String {
        let today = crate::clock::day_of(crate::db::At::new(self.frame.now));
        let age = self.person.born_on.and_then(|it| rules::age_on(it, today));
        age.map_or(String::new(), |age| {
            let age = Message::new("person-age").with("age", i64::from(age));
            self.frame.tell(age)
        })
    }

    fn happenings(&self) -> Vec<Happening> {
        let words = self.frame.words;
        let happening = |entry: &Entry| Happening {
            what: self.frame.tell(told(entry)),
            by: format!(
                "{} · {}",
                entry.actor_name,
                words.date_time(entry.recorded_at.utc())
            ),
            why: entry.reason.clone().unwrap_or_default(),
            is_now: false,
        };
        self.history.iter().map(happening).collect()
    }
}

/// What an entry of the journal says, in a sentence.
fn told(entry: &Entry) -> Message {
    let payload = &entry.payload.0;
    let text = |path: &str| {
        let value = payload.pointer(path).and_then(|it| it.as_str());
        Fact::Text(value.unwrap_or_default().to_owned())
    };
    match entry.event.as_str() {
        "person_registered" => Message::new("happened-person-registered"),
        "person_employed" => Message::new("happened-person-employed"),
        "employment_ended" => Message::new("happened-employment-ended"),
        "person_transferred" => Message::new("happened-person-transferred"),
        "post_corrected" => Message::new("happened-post-corrected"),
        "person_renamed" => Message::new("happened-person-renamed")
            .with("before", text("/before"))
            .with("after", text("/after")),
        "title_granted" => Message::new("happened-title-granted"),
        "assessment_recorded" => Message::new("happened-assessment-recorded").with(
            "year",
            payload["year"].as_i64().unwrap_or_default().to_string(),
        ),
        "document_revealed" => Message::new("happened-document-revealed"),
        "match_decided" if payload["decision"] == "same_person" => {
            Message::new("happened-match-same").with("name", text("/name"))
        }
        "match_decided" => Message::new("happened-match-other").with("name", text("/name")),
        event => Message::new(journal::words::event_key(event).unwrap_or("happened-other")),
    }
}

/// The address of somebody's file.
pub fn href_of_file(conn: &mut Conn, person: PersonId) -> Result<String, Error> {
    let number = store::load_number(conn, person)?;
    Ok(format!("/people/{number}"))
}

/// The way back to somebody's file.
pub fn way_to(frame: &Frame, person: &Person) -> [Link; 2] {
    [
        Link::new(frame.say("nav-people"), "/people"),
        Link::new(&person.name, format!("/people/{}", person.teacher_number)),
    ]
}

/// Whoever has the number, if the actor may see the file; otherwise nobody has it.
pub fn load_visible(conn: &mut Conn, context: &Context, number: &str) -> Result<Person, Error> {
    let person = store::find_by_number(conn, number)?.ok_or(Error::NotFound)?;
    let facts = store::find_facts(conn, person.id, context.today())?;
    may(&context.actor, Action::ViewPerson, &facts)?;
    Ok(person)
}

/// Schools that a form offers; none if there are too many to choose from.
pub(super) fn schools_to_choose(
    conn: &mut Conn,
    context: &Context,
) -> Result<Vec<Organization>, Error> {
    const CHOICES_MAX: i64 = 300;
    let reach = context.actor.reach(Action::EditPeople);
    let today = context.today();
    let list = organizations::store::list_schools_within(conn, &reach, today, CHOICES_MAX + 1)?;
    let is_too_long = list.len() > usize::try_from(CHOICES_MAX).map_err(Error::fault)?;
    Ok(if is_too_long { Vec::new() } else { list })
}

/// The school with this code, as a field of a form names it.
pub(super) fn school_in(conn: &mut Conn, code: &str) -> Result<OrganizationId, Error> {
    let code: String = code.split_whitespace().collect();
    let school = organizations::store::find_by_code(conn, &code)?;
    school.map(|it| it.id).ok_or_else(|| {
        let unknown = Message::new("roster-school-code-unknown").with("code", code.as_str());
        Error::input("school", unknown)
    })
}

/// The search of a list as [`Wanted`].
impl Query {
    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            text: self.q.clone().unwrap_or_default(),
            school: self.school,
        }
    }

    pub(super) fn part(&self) -> Part {
        match (self.after, self.before) {
            (Some(id), _) => Part::After(id),
            (None, Some(id)) => Part::Before(id),
            (None, None) => Part::First,
        }
    }

    /// The query as an address, from this part of the list on.
    pub(super) fn address(&self, part: Option<Part>) -> String {
        let encoded = |text: &str| rocket::http::RawStr::new(text).percent_encode().to_string();
        let mut parts = Vec::new();
        if let Some(text) = self.q.as_deref().filter(|it| !it.is_empty()) {
            parts.push(format!("q={}", encoded(text)));
        }
        if let Some(school) = self.school {
            parts.push(format!("school={school}"));
        }
        match part {
            Some(Part::After(id)) => parts.push(format!("after={id}")),
            Some(Part::Before(id)) => parts.push(format!("before={id}")),
            Some(Part::First) | None => {}
        }
        if parts.is_empty() {
            String::new()
        } else {
            format!("?{}", parts.join("&"))
        }
    }
}
