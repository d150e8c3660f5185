//! Looks up what roster rows are held against: schools, people by document, number, name and
//! birthday, and what humans said before. One query of each kind for a whole chunk.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rules::{self, Known, KnownPerson, Said};
use super::{RosterRow, SchoolName};
use crate::db::Conn;
use crate::db::schema::{organizations, people};
use crate::error::Error;
use crate::organizations::{Organization, OrganizationId, OrganizationKind};
use crate::people::documents::DocumentKind;
use crate::people::names::{NameKeys, same_name};
use crate::people::numbers::TeacherNumber;
use crate::people::registration::document_index;
use crate::people::{Person, PersonId, matches, store};
use crate::secrets::Keys;

/// What one row is looked up by.
#[derive(Debug, Clone)]
pub(super) struct Traces {
    /// Blind index of the document.
    pub document: Vec<u8>,
    /// Blind index of the 15-digit form, which an office may have entered as another document.
    other_form: Option<Vec<u8>>,
    joined: String,
}

impl Traces {
    pub(super) fn of(row: &RosterRow, keys: &Keys) -> Traces {
        let other_form = row.document.first_generation();
        Traces {
            document: document_index(keys, row.document.kind(), row.document.reveal()),
            other_form: other_form.map(|old| document_index(keys, DocumentKind::Other, &old)),
            joined: NameKeys::of(&row.name).joined,
        }
    }
}

/// Schools as rows name them.
#[derive(Debug, Default)]
pub(super) struct Schools {
    by_id: HashMap<OrganizationId, Organization>,
    by_name: HashMap<SchoolName, Vec<OrganizationId>>,
}

impl Schools {
    /// The schools that these rows name.
    pub(super) fn load<'a>(
        conn: &mut Conn,
        rows: impl Iterator<Item = &'a RosterRow>,
    ) -> Result<Schools, Error> {
        let (mut codes, mut names) = (HashSet::new(), HashSet::new());
        for row in rows {
            match &row.school {
                SchoolName::Code(code) => codes.insert(code.clone()),
                SchoolName::Name(name) => names.insert(name.clone()),
            };
        }
        let list: Vec<Organization> = organizations::table
            .filter(organizations::kind.eq(OrganizationKind::School))
            .filter(
                organizations::code
                    .eq_any(codes)
                    .or(organizations::name.eq_any(names)),
            )
            .select(Organization::as_select())
            .load(conn)?;
        let mut schools = Schools::default();
        for school in list {
            let names = [
                SchoolName::Code(school.code.clone()),
                SchoolName::Name(school.name.clone()),
            ];
            for name in names {
                schools.by_name.entry(name).or_default().push(school.id);
            }
            schools.by_id.insert(school.id, school);
        }
        Ok(schools)
    }

    /// The one school that a row means.
    pub(super) fn find(&self, name: &SchoolName) -> Result<&Organization, rules::Refusal> {
        match self.by_name.get(name).map(Vec::as_slice) {
            None | Some([]) => Err(rules::Refusal::SchoolUnknown(name.clone())),
            Some([one]) => Ok(&self.by_id[one]),
            Some(_) => Err(rules::Refusal::SchoolAmbiguous),
        }
    }
}

/// Everybody that rows might be.
#[derive(Debug, Default)]
pub(super) struct People {
    by_id: HashMap<PersonId, KnownPerson>,
    by_document: HashMap<Vec<u8>, PersonId>,
    by_number: HashMap<String, PersonId>,
    by_birth: HashMap<(String, NaiveDate), Vec<PersonId>>,
    said: HashMap<Vec<u8>, Vec<(PersonId, Said)>>,
    /// Where they work, for questions of reach.
    places: HashMap<OrganizationId, Organization>,
}

impl People {
    /// Everybody on file that these rows might be.
    pub(super) fn load(conn: &mut Conn, rows: &[(&RosterRow, &Traces)]) -> Result<People, Error> {
        let mut people = People::default();
        let documents: Vec<Vec<u8>> = rows
            .iter()
            .flat_map(|(_, it)| [Some(it.document.clone()), it.other_form.clone()])
            .flatten()
            .collect();
        for decided in matches::store::list_of_documents(conn, &documents)? {
            let said = (decided.candidate_id, decided.said()?);
            if matches!(said.1, Said::Same { .. }) {
                let index = decided.document_index.clone();
                people.by_document.insert(index, decided.candidate_id);
            }
            people
                .said
                .entry(decided.document_index)
                .or_default()
                .push(said);
        }
        let numbers = rows
            .iter()
            .filter_map(|(row, _)| row.teacher_number.as_ref());
        let found: Vec<(Person, Vec<u8>)> = people::table
            .filter(
                people::document_index
                    .eq_any(&documents)
                    .or(people::teacher_number.eq_any(numbers.map(TeacherNumber::as_str)))
                    .or(people::id.eq_any(people.by_document.values().copied())),
            )
            .select((Person::as_select(), people::document_index))
            .load(conn)?;
        let joined: HashSet<&str> = rows.iter().map(|(_, it)| it.joined.as_str()).collect();
        let born: HashSet<NaiveDate> = rows.iter().map(|(row, _)| row.born_on).collect();
        let namesakes: Vec<(Person, Vec<u8>)> = people::table
            .filter(people::name_joined.eq_any(joined))
            .filter(people::born_on.assume_not_null().eq_any(born))
            .select((Person::as_select(), people::document_index))
            .load(conn)?;
        for (person, document) in found.into_iter().chain(namesakes) {
            people.add_person(person, document);
        }
        people.load_work(conn)?;
        Ok(people)
    }

    fn add_person(&mut self, person: Person, document: Vec<u8>) {
        let known = KnownPerson {
            id: person.id,
            teacher_number: Some(person.teacher_number),
            name: person.name,
            born_on: person.born_on,
            version: person.version,
            employments: Vec::new(),
            titles: Vec::new(),
        };
        self.add(known, document);
    }

    /// Adds somebody, or puts a changed file in place of the one that is here.
    pub(super) fn add(&mut self, person: KnownPerson, document: Vec<u8>) {
        self.by_document.insert(document, person.id);
        if let Some(number) = &person.teacher_number {
            self.by_number.insert(number.clone(), person.id);
        }
        if let Some(born_on) = person.born_on {
            let joined = NameKeys::of(&person.name).joined;
            let namesakes = self.by_birth.entry((joined, born_on)).or_default();
            if !namesakes.contains(&person.id) {
                namesakes.push(person.id);
            }
        }
        self.by_id.insert(person.id, person);
    }

    /// Remembers a school that somebody works at.
    pub(super) fn add_place(&mut self, school: &Organization) {
        self.places
            .entry(school.id)
            .or_insert_with(|| school.clone());
    }

    /// Everybody of another collection, as a trial run remembers them.
    pub(super) fn overlay(&mut self, other: &People) {
        for (document, id) in &other.by_document {
            self.add(other.by_id[id].clone(), document.clone());
        }
        for school in other.places.values() {
            self.add_place(school);
        }
    }

    fn load_work(&mut self, conn: &mut Conn) -> Result<(), Error> {
        let ids: Vec<PersonId> = self.by_id.keys().copied().collect();
        for employment in store::list_employments_of(conn, &ids)? {
            if let Some(person) = self.by_id.get_mut(&employment.person_id) {
                person.employments.push(employment);
            }
        }
        for row in store::list_titles_of(conn, &ids)? {
            if let Some(person) = self.by_id.get_mut(&row.person_id) {
                person.titles.push(row.title);
            }
        }
        let places: HashSet<OrganizationId> = self
            .by_id
            .values()
            .flat_map(|it| it.employments.iter().map(|it| it.organization_id))
            .collect();
        let places: Vec<Organization> = organizations::table
            .filter(organizations::id.eq_any(places))
            .select(Organization::as_select())
            .load(conn)?;
        self.places = places.into_iter().map(|it| (it.id, it)).collect();
        Ok(())
    }

    /// Somebody by id.
    pub(super) fn get(&self, id: PersonId) -> &KnownPerson {
        &self.by_id[&id]
    }

    /// What is known about one row.
    pub(super) fn about(&self, row: &RosterRow, traces: &Traces, today: NaiveDate) -> Known<'_> {
        let by_document = self.by_document.get(&traces.document);
        let by_document = by_document.and_then(|id| self.by_id.get(id));
        let other_form = traces.other_form.as_ref();
        let by_other_form = other_form.and_then(|it| self.by_document.get(it));
        let namesakes = self.by_birth.get(&(traces.joined.clone(), row.born_on));
        let number = row.teacher_number.as_ref();
        Known {
            by_document,
            by_other_form: by_other_form.and_then(|id| self.by_id.get(id)),
            by_number: number
                .and_then(|it| self.by_number.get(it.as_str()))
                .and_then(|id| self.by_id.get(id)),
            by_name_and_birth: namesakes
                .into_iter()
                .flatten()
                .map(|id| &self.by_id[id])
                .filter(|it| same_name(&it.name, &row.name))
                .collect(),
            said: self.said.get(&traces.document).cloned().unwrap_or_default(),
            kept_at: by_document
                .map(|it| rules::kept_at(it, today, |id| self.places.get(&id)))
                .unwrap_or_default(),
        }
    }
}
