//! Opens people's files: one by one from a form, a city at a time from a roster.
//!
//! Each file gets its permanent number from a counter, its document number is encrypted, and the
//! blind index refuses a document that is known. Not here: whether a newcomer might be somebody
//! known under another document (`roster`), and what happens to a file later (`actions`).

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::actions::{begin, employment_payload};
use super::documents::{DocumentKind, DocumentNumber};
use super::names::{self, NameKeys};
use super::numbers::TeacherNumber;
use super::rules::{self, NewEmployment};
use super::store::{self, PersonRow, TitleRow};
use super::{Employment, PersonId, SexCode, Title};
use crate::access::{Action, may};
use crate::context::Context;
use crate::credit_bank::standings;
use crate::db::Conn;
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations::{self, Organization, OrganizationId};
use crate::secrets::{Keys, Purpose};

/// Everything that opens a person's file.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Made by the caller, so that the same newcomer sent twice is refused.
    pub id: PersonId,
    /// As in the document.
    pub name: String,
    /// The identity document.
    pub document: DocumentNumber,
    /// Needed where the document does not tell it.
    pub born_on: Option<NaiveDate>,
    /// As stated; the document's word counts where it has one.
    pub sex: SexCode,
    /// Where the person begins.
    pub employment: NewEmployment,
    /// The professional title, where there is one.
    pub title: Option<Title>,
    /// Start of the running five-year registration cycle, where it is known.
    pub cycle_started_on: Option<NaiveDate>,
}

/// Whose file was opened, and under which number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The person.
    pub id: PersonId,
    /// The permanent number.
    pub teacher_number: TeacherNumber,
}

/// The blind index of a document: equal documents, equal indexes, and no way back.
pub fn document_index(keys: &Keys, kind: DocumentKind, number: &str) -> Vec<u8> {
    let parts: [&[u8]; 2] = [kind.as_str().as_bytes(), number.as_bytes()];
    keys.digest(Purpose::DocumentIndex, &parts).to_vec()
}

/// Opens one person's file.
pub fn register_person(
    conn: &mut Conn,
    context: &Context,
    new: &NewPerson,
) -> Result<Registered, Error> {
    let registered = register_people(conn, context, std::slice::from_ref(new))?;
    Ok(registered.into_iter().next().expect("one in, one out"))
}

/// Opens the files of many people at once; all or none.
///
/// A document that is already known, also within the batch, is refused.
pub fn register_people(
    conn: &mut Conn,
    context: &Context,
    batch: &[NewPerson],
) -> Result<Vec<Registered>, Error> {
    let today = context.today();
    let schools = load_schools(conn, batch.iter().map(|new| new.employment.organization))?;
    let first = store::take_serials(conn, batch.len())?;
    let mut opened = Vec::with_capacity(batch.len());
    for (serial, new) in (first..).zip(batch) {
        let school = &schools[&new.employment.organization];
        may(&context.actor, Action::EditPeople, &school.facts())?;
        opened.push(open_file(context, new, school, serial, today)?);
    }
    let people: Vec<PersonRow> = opened.iter().map(|it| it.person.clone()).collect();
    store::insert_people(conn, &people).map_err(|error| {
        if error.is_duplicate() {
            Error::input("document_number", Message::new("document-known"))
        } else {
            error
        }
    })?;
    let employments: Vec<Employment> = opened.iter().map(|it| it.employment.clone()).collect();
    store::insert_employments(conn, &employments)?;
    let titles: Vec<TitleRow> = opened.iter().filter_map(|it| it.title.clone()).collect();
    store::insert_titles(conn, &titles)?;
    open_standings(conn, &employments, today.year())?;
    for file in &opened {
        record(conn, context, file)?;
    }
    Ok(opened
        .into_iter()
        .map(|file| Registered {
            id: file.person.id,
            teacher_number: file.number,
        })
        .collect())
}

struct OpenedFile {
    number: TeacherNumber,
    person: PersonRow,
    employment: Employment,
    title: Option<TitleRow>,
}

/// A file as it goes into the tables, or the rule that it breaks.
fn open_file(
    context: &Context,
    new: &NewPerson,
    school: &Organization,
    serial: i64,
    today: NaiveDate,
) -> Result<OpenedFile, Error> {
    let name = rules::parse_name(&new.name)?;
    let (born_on, sex) = rules::particulars(&new.document, new.born_on, new.sex, today)?;
    rules::check_place(school, Some(born_on), new.employment.started_on, today)?;
    let id = new.id;
    let number = TeacherNumber::of_serial(serial);
    let keys = &context.house.keys;
    let plain = new.document.reveal();
    let name_keys = NameKeys::of(&name);
    Ok(OpenedFile {
        person: PersonRow {
            id,
            teacher_number: number.to_string(),
            name_pinyin: names::sort_key(&name),
            name_joined: name_keys.joined,
            name_initials: name_keys.initials,
            name,
            sex: sex.into(),
            born_on: Some(born_on),
            document_kind: new.document.kind(),
            document_cipher: keys.seal(Purpose::DocumentNumber, id.0.as_bytes(), plain.as_bytes()),
            document_index: document_index(keys, new.document.kind(), plain),
            document_tail: new.document.tail().to_owned(),
            cycle_started_on: new.cycle_started_on,
            created_at: context.at,
            version: 1,
        },
        employment: begin(id, &new.employment),
        title: new.title.map(|title| TitleRow {
            person_id: id,
            title,
            granted_on: None,
        }),
        number,
    })
}

/// Whoever works this year owes its hours.
fn open_standings(
    conn: &mut Conn,
    employments: &[Employment],
    this_year: i32,
) -> Result<(), Error> {
    let at_work: Vec<PersonId> = employments
        .iter()
        .filter(|it| it.started_on.year() <= this_year)
        .map(|it| it.person_id)
        .collect();
    standings::open_for(conn, &at_work, this_year)?;
    Ok(())
}

fn record(conn: &mut Conn, context: &Context, file: &OpenedFile) -> Result<(), Error> {
    let act = Act {
        event: "person_registered",
        subject: ("people", file.person.id.0),
        organization: Some(file.employment.organization_id),
        reason: None,
        payload: json!({
            "teacher_number": file.person.teacher_number,
            "name": file.person.name,
            "employment": employment_payload(&file.employment),
            "title": file.title.as_ref().map(|it| it.title),
        }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}

/// The organizations by id; one that does not exist is not found.
fn load_schools(
    conn: &mut Conn,
    ids: impl Iterator<Item = OrganizationId>,
) -> Result<HashMap<OrganizationId, Organization>, Error> {
    let mut schools = HashMap::new();
    for id in ids {
        if let std::collections::hash_map::Entry::Vacant(place) = schools.entry(id) {
            place.insert(organizations::store::load(conn, id)?);
        }
    }
    Ok(schools)
}
