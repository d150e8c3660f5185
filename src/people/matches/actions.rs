//! Asks whether a row is somebody known, and takes the answer.

use serde_json::json;

use super::{Match, MatchId, MatchState, store};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations::{self, Organization};
use crate::people::documents::{self, DocumentKind, DocumentNumber};
use crate::people::names::same_name;
use crate::people::registration::{document_index, register_person};
use crate::people::roster::import::apply;
use crate::people::roster::rules::{Cause, KnownPerson, compare};
use crate::people::roster::{KeptRow, RosterRow, SchoolName};
use crate::people::{self, PersonId, actions as people_actions};
use crate::secrets::Purpose;

/// What a human says about a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// They are one. The row's employment goes into the file, and its document is remembered as a
    /// second one of the same person.
    SamePerson {
        /// Whether the file takes the row's name.
        takes_name: bool,
    },
    /// They are two. The row opens a file, unless the document is already somebody's.
    AnotherPerson,
}

/// Keeps a row as a task for whoever decides; once for each candidate.
pub fn ask(
    conn: &mut Conn,
    context: &Context,
    row: &RosterRow,
    school: &Organization,
    candidates: &[(PersonId, Cause)],
) -> Result<(), Error> {
    let keys = &context.house.keys;
    let number = &row.document;
    let index = document_index(keys, number.kind(), number.reveal());
    for &(candidate, cause) in candidates {
        if store::find(conn, &index, candidate)?.is_some() {
            continue;
        }
        let kept = people::store::find_facts(conn, candidate, context.today())?;
        let id = MatchId::new();
        // The kind goes before the number, so that the number can be read again.
        let plain = format!("{} {}", number.kind(), number.reveal());
        let cipher = keys.seal(Purpose::DocumentNumber, id.0.as_bytes(), plain.as_bytes());
        store::insert(
            conn,
            &Match {
                id,
                organization_id: school.id,
                district_id: school.district_id.filter(|it| kept.district == Some(*it)),
                roster_row: Json::of(&KeptRow::of(row)),
                document_cipher: cipher,
                document_index: index.clone(),
                candidate_id: candidate,
                cause,
                state: MatchState::Open,
                created_at: context.at,
                decided_at: None,
                version: 1,
            },
        )?;
    }
    Ok(())
}

/// A match that the actor may decide.
pub fn load_permitted(conn: &mut Conn, context: &Context, id: MatchId) -> Result<Match, Error> {
    let found = store::load(conn, id)?;
    may(&context.actor, Action::DecideMatch, &found.facts())?;
    // The candidate may have moved since: whoever decides must be allowed to see the file.
    let candidate = found.candidate_id;
    let kept: Facts = people::store::find_facts(conn, candidate, context.today())?;
    may(&context.actor, Action::ViewPerson, &kept)?;
    Ok(found)
}

/// The document number of the row.
pub fn open_document(context: &Context, found: &Match) -> Result<DocumentNumber, Error> {
    let keys = &context.house.keys;
    let context_bytes = found.id.0.as_bytes();
    let plain = keys.open(
        Purpose::DocumentNumber,
        context_bytes,
        &found.document_cipher,
    )?;
    let plain = String::from_utf8(plain).map_err(Error::fault)?;
    let (kind, number) = plain.split_once(' ').unwrap_or(("", &plain));
    let kind: DocumentKind = kind.parse().map_err(Error::Fault)?;
    documents::parse(kind, number)
        .map_err(|error| Error::Fault(format!("a kept document is not well formed: {error:?}")))
}

/// Takes a decision, with its reason, and does what follows from it.
pub fn decide(
    conn: &mut Conn,
    context: &Context,
    id: MatchId,
    seen: i64,
    decision: Decision,
    reason: &str,
) -> Result<(), Error> {
    let found = load_permitted(conn, context, id)?;
    if reason.trim().is_empty() {
        return Err(Error::input("reason", Message::new("reason-needed")));
    }
    let state = match decision {
        Decision::SamePerson { .. } => MatchState::SamePerson,
        Decision::AnotherPerson => MatchState::AnotherPerson,
    };
    store::save_decision(conn, id, seen, state, context.at)?;
    record(conn, context, &found, state, reason)?;
    match decision {
        Decision::SamePerson { takes_name } => link(conn, context, &found, takes_name, reason),
        Decision::AnotherPerson => separate(conn, context, &found),
    }
}

/// The row is the candidate: its employment and title go into the file.
fn link(
    conn: &mut Conn,
    context: &Context,
    found: &Match,
    takes_name: bool,
    reason: &str,
) -> Result<(), Error> {
    let candidate = found.candidate_id;
    for other in store::list_of_documents(conn, std::slice::from_ref(&found.document_index))? {
        if other.state == MatchState::Open {
            // One document, one person: whom else it might have been, it is not.
            let state = MatchState::AnotherPerson;
            store::save_decision(conn, other.id, other.version, state, context.at)?;
            record(conn, context, &other, state, reason)?;
        }
    }
    let school = organizations::store::load(conn, found.organization_id)?;
    let row = full_row(context, found, &school)?;
    let mut person = load_known(conn, candidate)?;
    if takes_name && !same_name(&person.name, &row.name) {
        let version = person.version;
        people_actions::rename(conn, context, candidate, version, &row.name, reason)?;
        person.version += 1;
    }
    let change = compare(&row, &school, &person)
        .map_err(|refusal| Error::input("decision", Message::from(&refusal)))?;
    apply(conn, context, (candidate, person.version), &change)?;
    Ok(())
}

/// The row is not the candidate: it opens a file when it is nobody else either.
fn separate(conn: &mut Conn, context: &Context, found: &Match) -> Result<(), Error> {
    let index = &found.document_index;
    let is_known = people::store::find_by_document(conn, index)?.is_some();
    let others = store::list_of_documents(conn, std::slice::from_ref(index))?;
    let is_settled = others
        .iter()
        .all(|it| it.state == MatchState::AnotherPerson);
    if is_known || !is_settled || found.row()?.is_old_form {
        return Ok(());
    }
    let school = organizations::store::load(conn, found.organization_id)?;
    let row = full_row(context, found, &school)?;
    register_person(conn, context, &row.newcomer(PersonId::new(), school.id))?;
    Ok(())
}

fn full_row(context: &Context, found: &Match, school: &Organization) -> Result<RosterRow, Error> {
    let document = open_document(context, found)?;
    found
        .row()?
        .row(document, SchoolName::Code(school.code.clone()))
}

fn load_known(conn: &mut Conn, id: PersonId) -> Result<KnownPerson, Error> {
    let person = people::store::load(conn, id)?;
    let titles = people::store::list_titles(conn, id)?;
    Ok(KnownPerson {
        id,
        teacher_number: Some(person.teacher_number),
        name: person.name,
        born_on: person.born_on,
        version: person.version,
        employments: people::store::list_employments(conn, id)?,
        titles: titles.into_iter().map(|it| it.title).collect(),
    })
}

fn record(
    conn: &mut Conn,
    context: &Context,
    found: &Match,
    state: MatchState,
    reason: &str,
) -> Result<(), Error> {
    let act = Act {
        event: "match_decided",
        subject: ("people", found.candidate_id.0),
        organization: Some(found.organization_id),
        reason: Some(reason),
        payload: json!({
            "match": found.id,
            "cause": found.cause,
            "decision": state,
            "name": found.row()?.name,
        }),
    };
    journal::record(conn, context, act)?;
    Ok(())
}
