//! Notices and objections in the database.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{
    Notice, NoticeId, NoticeState, NoticeSubjectId, Objection, ObjectionId, ObjectionState,
};
use crate::access::Reach;
use crate::db::schema::{notice_barred, notices, objections, organizations};
use crate::db::{At, Conn, Json, one_changed};
use crate::error::Error;
use crate::people::PersonId;

/// One notice.
pub fn load(conn: &mut Conn, id: NoticeId) -> Result<Notice, Error> {
    Ok(notices::table
        .find(id)
        .select(Notice::as_select())
        .first(conn)?)
}

/// The notices about something, the newest first.
pub fn list_of_subject(conn: &mut Conn, subject: NoticeSubjectId) -> Result<Vec<Notice>, Error> {
    Ok(notices::table
        .filter(notices::subject_id.eq(subject))
        .order(notices::id.desc())
        .select(Notice::as_select())
        .load(conn)?)
}

/// Adds a notice.
pub fn insert(conn: &mut Conn, notice: &Notice) -> Result<(), Error> {
    diesel::insert_into(notices::table)
        .values(notice.clone())
        .execute(conn)?;
    Ok(())
}

/// Keeps people from answering objections to a notice.
pub fn insert_barred(
    conn: &mut Conn,
    id: NoticeId,
    persons: &BTreeSet<PersonId>,
) -> Result<(), Error> {
    for person in persons {
        diesel::insert_into(notice_barred::table)
            .values((
                notice_barred::notice_id.eq(id),
                notice_barred::person_id.eq(person),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Whether somebody was kept from answering objections to a notice.
pub fn is_barred(conn: &mut Conn, id: NoticeId, person: PersonId) -> Result<bool, Error> {
    let found: Option<NoticeId> = notice_barred::table
        .find((id, person))
        .select(notice_barred::notice_id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Takes a notice down.
pub fn withdraw(conn: &mut Conn, id: NoticeId, seen: i64) -> Result<(), Error> {
    let changed = diesel::update(notices::table)
        .filter(notices::id.eq(id))
        .filter(notices::version.eq(seen))
        .filter(notices::state.eq(NoticeState::Posted))
        .set((
            notices::state.eq(NoticeState::Withdrawn),
            notices::version.eq(seen + 1),
        ))
        .execute(conn)?;
    expect_one(changed)
}

/// Saves the lines of a notice that hangs.
pub fn save_entries(conn: &mut Conn, id: NoticeId, seen: i64, entries: Json) -> Result<(), Error> {
    let changed = diesel::update(notices::table)
        .filter(notices::id.eq(id))
        .filter(notices::version.eq(seen))
        .filter(notices::state.eq(NoticeState::Posted))
        .set((notices::entries.eq(entries), notices::version.eq(seen + 1)))
        .execute(conn)?;
    expect_one(changed)
}

/// A notice with the name of whose it is.
pub type Listed = (Notice, String);

/// Notices that hang on a day, the newest first, after a keyset cursor. `school` narrows by a part of
/// the organization's name.
pub fn list_public(
    conn: &mut Conn,
    today: NaiveDate,
    school: &str,
    after: Option<NoticeId>,
    limit: i64,
) -> Result<Vec<Listed>, Error> {
    let mut query = notices::table
        .inner_join(organizations::table)
        .filter(notices::state.eq(NoticeState::Posted))
        .filter(notices::posted_on.le(today))
        .filter(notices::last_day.ge(today))
        .order(notices::id.desc())
        .limit(limit)
        .select((Notice::as_select(), organizations::name))
        .into_boxed();
    // A percent sign or an underscore would match anything; no organization has one.
    let school: String = school.chars().filter(|it| !"%_\\".contains(*it)).collect();
    if !school.is_empty() {
        query = query.filter(organizations::name.like(format!("%{school}%")));
    }
    if let Some(after) = after {
        query = query.filter(notices::id.lt(after));
    }
    Ok(query.load(conn)?)
}

/// Adds an objection.
pub fn insert_objection(conn: &mut Conn, objection: &Objection) -> Result<(), Error> {
    diesel::insert_into(objections::table)
        .values(objection.clone())
        .execute(conn)?;
    Ok(())
}

/// One objection.
pub fn load_objection(conn: &mut Conn, id: ObjectionId) -> Result<Objection, Error> {
    Ok(objections::table
        .find(id)
        .select(Objection::as_select())
        .first(conn)?)
}

/// The objection that a receipt belongs to.
pub fn find_by_receipt(conn: &mut Conn, digest: &[u8]) -> Result<Option<Objection>, Error> {
    Ok(objections::table
        .filter(objections::receipt_digest.eq(digest))
        .select(Objection::as_select())
        .first(conn)
        .optional()?)
}

/// The objections to a notice, in the order in which they came.
pub fn list_objections(conn: &mut Conn, notice: NoticeId) -> Result<Vec<Objection>, Error> {
    Ok(objections::table
        .filter(objections::notice_id.eq(notice))
        .order(objections::id)
        .select(Objection::as_select())
        .load(conn)?)
}

/// Saves the answer to an open objection; `Stale` if somebody was faster.
pub fn save_answer(
    conn: &mut Conn,
    id: ObjectionId,
    seen: i64,
    (state, concerns): (ObjectionState, Option<Json>),
    (answer, at): (&str, At),
) -> Result<(), Error> {
    let changed = diesel::update(objections::table)
        .filter(objections::id.eq(id))
        .filter(objections::version.eq(seen))
        .filter(objections::state.eq(ObjectionState::Open))
        .set((
            objections::state.eq(state),
            objections::concerns.eq(concerns),
            objections::answer.eq(answer),
            objections::answered_at.eq(at),
            objections::version.eq(seen + 1),
        ))
        .execute(conn)?;
    expect_one(changed)
}

/// Whether a notice lies within a reach that is not everywhere.
macro_rules! within {
    ($reach:expr) => {
        notices::organization_id
            .eq_any($reach.organizations.clone())
            .or(notices::district_id
                .assume_not_null()
                .eq_any($reach.districts.clone()))
            .or(notices::district_id
                .is_null()
                .and($reach.bureau_run.into_sql::<Bool>()))
    };
}

/// Objections without an answer within a reach, the oldest first, with their notices.
pub fn list_open(
    conn: &mut Conn,
    reach: &Reach,
    limit: i64,
) -> Result<Vec<(Objection, Notice)>, Error> {
    let mut query = objections::table
        .inner_join(notices::table)
        .filter(objections::state.eq(ObjectionState::Open))
        .filter(notices::state.eq(NoticeState::Posted))
        .order(objections::id)
        .limit(limit)
        .select((Objection::as_select(), Notice::as_select()))
        .into_boxed();
    if !reach.everywhere {
        query = query.filter(within!(reach));
    }
    Ok(query.load(conn)?)
}

/// How many objections without an answer lie within a reach, and the earliest last day of their
/// notices.
pub fn count_open(conn: &mut Conn, reach: &Reach) -> Result<(i64, Option<NaiveDate>), Error> {
    let mut query = objections::table
        .inner_join(notices::table)
        .filter(objections::state.eq(ObjectionState::Open))
        .filter(notices::state.eq(NoticeState::Posted))
        .select((
            diesel::dsl::count_star(),
            diesel::dsl::min(notices::last_day),
        ))
        .into_boxed();
    if !reach.everywhere {
        query = query.filter(within!(reach));
    }
    Ok(query.first(conn)?)
}

fn expect_one(changed: usize) -> Result<(), Error> {
    one_changed(changed)
}
