//! Journal entries in the database. There is no update and no delete, here or in the triggers.

use std::collections::HashMap;

use diesel::prelude::*;
use uuid::Uuid;

use super::{Act, JournalId, commitment};
use crate::context::{Context, Request};
use crate::db::schema::{journal_entries, organizations};
use crate::db::{At, Conn, Json, Prepared};
use crate::error::Error;
use crate::identity::AccountId;
use crate::organizations::OrganizationId;

crate::id_type!(
    /// The row that an entry is about, of whatever table.
    SubjectId
);
crate::id_type!(
    /// The id that a form carried.
    RequestId
);

/// One line of the journal.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = journal_entries, treat_none_as_default_value = false)]
#[allow(missing_docs)]
pub struct Entry {
    pub id: JournalId,
    pub recorded_at: At,
    pub actor_id: Option<AccountId>,
    pub actor_name: String,
    pub event: String,
    pub subject_kind: String,
    pub subject_id: SubjectId,
    pub organization_id: Option<OrganizationId>,
    pub reason: Option<String>,
    pub request_id: Option<RequestId>,
    pub request_digest: Option<Vec<u8>>,
    pub payload: Json,
    pub salt: Vec<u8>,
    pub commitment: Vec<u8>,
}

/// Writes one entry. Must run inside the transaction that does what it records.
pub fn record(conn: &mut Conn, context: &Context, act: Act<'_>) -> Result<JournalId, Error> {
    let request = context.request.take();
    let salt: [u8; 16] = rand::random();
    let payload = Json(act.payload);
    let (subject_kind, subject_id) = act.subject;
    let entry = Entry {
        id: JournalId::new(),
        recorded_at: context.at,
        actor_id: context.actor.account,
        actor_name: context.actor.name.clone(),
        event: act.event.to_owned(),
        subject_kind: subject_kind.to_owned(),
        subject_id: SubjectId(subject_id),
        organization_id: act.organization,
        reason: act.reason.map(str::to_owned),
        request_id: request.map(|request| RequestId(request.id)),
        request_digest: request.map(|request| request.digest.to_vec()),
        commitment: commitment(&salt, act.event, subject_id, &payload).to_vec(),
        salt: salt.to_vec(),
        payload,
    };
    let id = entry.id;
    Prepared(diesel::insert_into(journal_entries::table).values(entry)).execute(conn)?;
    Ok(id)
}

/// The entry that a form has already made, if it was sent before.
///
/// The same id with other fields is refused, never taken for a repeat.
pub fn find_request(conn: &mut Conn, request: Request) -> Result<Option<JournalId>, Error> {
    let found: Option<(JournalId, Option<Vec<u8>>)> = journal_entries::table
        .filter(journal_entries::request_id.eq(RequestId(request.id)))
        .select((journal_entries::id, journal_entries::request_digest))
        .first(conn)
        .optional()?;
    match found {
        None => Ok(None),
        Some((id, Some(digest))) if digest == request.digest => Ok(Some(id)),
        Some(_) => Err(Error::Stale),
    }
}

/// One entry.
pub fn load(conn: &mut Conn, id: JournalId) -> Result<Entry, Error> {
    Ok(journal_entries::table
        .find(id)
        .select(Entry::as_select())
        .first(conn)?)
}

/// Who decided what and why, without the facts: what a line of a statement tells.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = journal_entries)]
pub struct Signature {
    /// The entry.
    pub id: JournalId,
    /// When.
    pub recorded_at: At,
    /// What happened.
    pub event: String,
    /// Who did it.
    pub actor_name: String,
    /// Why, if a reason was given.
    pub reason: Option<String>,
}

/// Who signed these entries, in no order. Payloads of bulk decisions stay where they are.
pub fn list_signatures(conn: &mut Conn, ids: &[JournalId]) -> Result<Vec<Signature>, Error> {
    Ok(journal_entries::table
        .filter(journal_entries::id.eq_any(ids.iter().copied()))
        .select(Signature::as_select())
        .load(conn)?)
}

/// What was decided about one thing, oldest first.
pub fn list_of_subject(conn: &mut Conn, subject: Uuid) -> Result<Vec<Entry>, Error> {
    Ok(journal_entries::table
        .filter(journal_entries::subject_id.eq(SubjectId(subject)))
        .order(journal_entries::id)
        .limit(500)
        .select(Entry::as_select())
        .load(conn)?)
}

/// Which entries are wanted; nothing set means all.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Filter<'a> {
    /// What they are about: any of these.
    pub subjects: Option<&'a [SubjectId]>,
    /// Who acted.
    pub actor: Option<AccountId>,
    /// What happened.
    pub event: Option<&'a str>,
}

/// The newest entries before `before` that the filter lets through.
pub fn list(
    conn: &mut Conn,
    filter: Filter<'_>,
    before: Option<JournalId>,
    limit: i64,
) -> Result<Vec<Entry>, Error> {
    let mut query = journal_entries::table
        .order(journal_entries::id.desc())
        .limit(limit)
        .select(Entry::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(journal_entries::id.lt(before));
    }
    if let Some(subjects) = filter.subjects {
        query = query.filter(journal_entries::subject_id.eq_any(subjects));
    }
    if let Some(actor) = filter.actor {
        query = query.filter(journal_entries::actor_id.eq(actor));
    }
    if let Some(event) = filter.event {
        query = query.filter(journal_entries::event.eq(event));
    }
    Ok(query.load(conn)?)
}

/// Names of organizations; ids of anything else are passed over.
pub(super) fn load_place_names(
    conn: &mut Conn,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, Error> {
    let wanted: Vec<OrganizationId> = ids.iter().copied().map(OrganizationId).collect();
    let rows: Vec<(OrganizationId, String)> = organizations::table
        .filter(organizations::id.eq_any(wanted))
        .select((organizations::id, organizations::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name)| (id.0, name)).collect())
}
