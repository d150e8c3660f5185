//! Absences in the database.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{AbsenceId, AbsenceKind};
use crate::db::schema::absences;
use crate::db::{At, Conn, one_changed};
use crate::error::Error;
use crate::people::PersonId;

/// An absence as the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(
    table_name = absences,
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
pub struct AbsenceRow {
    /// Its id.
    pub id: AbsenceId,
    /// Whose.
    pub person_id: PersonId,
    /// Why.
    pub kind: AbsenceKind,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day; none while it lasts.
    pub ended_on: Option<NaiveDate>,
    /// Who approved it; none where nobody did.
    pub approved_by: Option<String>,
    /// When it was entered.
    pub recorded_at: At,
    /// When it was taken out, since it had been entered by mistake.
    pub withdrawn_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}

/// The absences of these people, person by person, in order of time. One query.
pub fn list_of(conn: &mut Conn, persons: &[PersonId]) -> Result<Vec<AbsenceRow>, Error> {
    Ok(absences::table
        .filter(absences::person_id.eq_any(persons.iter().copied()))
        .filter(absences::withdrawn_at.is_null())
        .order((absences::person_id, absences::started_on, absences::id))
        .select(AbsenceRow::as_select())
        .load(conn)?)
}

/// One absence that was not taken out.
pub fn load(conn: &mut Conn, id: AbsenceId) -> Result<AbsenceRow, Error> {
    Ok(absences::table
        .find(id)
        .filter(absences::withdrawn_at.is_null())
        .select(AbsenceRow::as_select())
        .first(conn)?)
}

/// Adds an absence.
pub fn insert(conn: &mut Conn, row: &AbsenceRow) -> Result<(), Error> {
    diesel::insert_into(absences::table)
        .values(row.clone())
        .execute(conn)?;
    Ok(())
}

/// Saves an absence that was changed since version `seen`; `Stale` if somebody was faster.
pub fn save(conn: &mut Conn, row: &AbsenceRow, seen: i64) -> Result<(), Error> {
    let fresh = AbsenceRow {
        version: seen + 1,
        ..row.clone()
    };
    let changed = diesel::update(absences::table)
        .filter(absences::id.eq(row.id))
        .filter(absences::version.eq(seen))
        .filter(absences::withdrawn_at.is_null())
        .set(fresh)
        .execute(conn)?;
    one_changed(changed)
}
