//! Versions of nominations in the database. Rows are added, and never anything else.

use std::collections::BTreeMap;

use diesel::dsl::max;
use diesel::prelude::*;

use super::Version;
use crate::db::Conn;
use crate::db::schema::{nomination_versions, nominations};
use crate::error::Error;
use crate::selection::nominations::NominationId;
use crate::selection::rounds::RoundId;

/// Adds a version.
pub fn insert(conn: &mut Conn, version: &Version) -> Result<(), Error> {
    diesel::insert_into(nomination_versions::table)
        .values(version.clone())
        .execute(conn)?;
    Ok(())
}

/// The versions of a nomination, the earliest first.
pub fn list(conn: &mut Conn, id: NominationId) -> Result<Vec<Version>, Error> {
    Ok(nomination_versions::table
        .filter(nomination_versions::nomination_id.eq(id))
        .order(nomination_versions::number)
        .select(Version::as_select())
        .load(conn)?)
}

/// The versions of all nominations of a round, nomination by nomination, the earliest first.
pub fn list_of_round(conn: &mut Conn, round: RoundId) -> Result<Vec<Version>, Error> {
    Ok(nomination_versions::table
        .inner_join(nominations::table)
        .filter(nominations::round_id.eq(round))
        .order((
            nomination_versions::nomination_id,
            nomination_versions::number,
        ))
        .select(Version::as_select())
        .load(conn)?)
}

/// The newest version of each nomination of a round, by its number.
pub fn list_numbers(conn: &mut Conn, round: RoundId) -> Result<BTreeMap<NominationId, i64>, Error> {
    let rows: Vec<(NominationId, Option<i64>)> = nomination_versions::table
        .inner_join(nominations::table)
        .filter(nominations::round_id.eq(round))
        .group_by(nomination_versions::nomination_id)
        .select((
            nomination_versions::nomination_id,
            max(nomination_versions::number),
        ))
        .load(conn)?;
    let numbers = rows.into_iter();
    Ok(numbers
        .filter_map(|(id, number)| Some((id, number?)))
        .collect())
}

/// One version.
pub fn load(conn: &mut Conn, id: NominationId, number: i64) -> Result<Version, Error> {
    Ok(nomination_versions::table
        .find((id, number))
        .select(Version::as_select())
        .first(conn)?)
}

/// The newest version; none for what was never handed in.
pub fn find_newest(conn: &mut Conn, id: NominationId) -> Result<Option<Version>, Error> {
    Ok(nomination_versions::table
        .filter(nomination_versions::nomination_id.eq(id))
        .order(nomination_versions::number.desc())
        .select(Version::as_select())
        .first(conn)
        .optional()?)
}

/// The newest version of what was handed in: the one that everybody but the teacher reads.
pub fn load_newest(conn: &mut Conn, id: NominationId) -> Result<Version, Error> {
    let missing = || Error::Fault(format!("nomination {id} was handed in and not kept"));
    find_newest(conn, id)?.ok_or_else(missing)
}
