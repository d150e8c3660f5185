//! Programmes in the database: versions that are never edited.

use diesel::prelude::*;

use super::rules::parse;
use super::{Programme, ProgrammeId};
use crate::db::schema::programmes;
use crate::db::{At, Conn, Json};
use crate::error::Error;

/// The programmes that come with the program.
pub const SHIPPED: &[(&str, &str)] = &[
    (
        "city_special_teacher",
        include_str!("../../../seeds/programmes/city_special_teacher.toml"),
    ),
    (
        "city_famous_educators",
        include_str!("../../../seeds/programmes/city_famous_educators.toml"),
    ),
    (
        "hundred_thousand_ten_thousand",
        include_str!("../../../seeds/programmes/hundred_thousand_ten_thousand.toml"),
    ),
    (
        "vocational_full_senior",
        include_str!("../../../seeds/programmes/vocational_full_senior.toml"),
    ),
];

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = programmes, treat_none_as_default_value = false)]
struct Row {
    id: ProgrammeId,
    key: String,
    version: i32,
    body: Json,
    loaded_at: At,
}

impl Row {
    fn programme(&self) -> Result<Programme, Error> {
        self.body
            .read()
            .map_err(|error| Error::Fault(format!("programme {}: {error}", self.id)))
    }
}

/// What became of a version that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is new.
    Added(ProgrammeId),
    /// The same stood there already.
    Known(ProgrammeId),
    /// Another text stands under its key and number, and stays.
    Differs,
}

/// Loads the shipped programmes that the database does not have yet. A version that it has is never
/// edited: if the file differs, the correction must come as a new version.
pub fn load_reference(conn: &mut Conn, now: At) -> Result<usize, Error> {
    let mut added = 0;
    for (name, text) in SHIPPED {
        let programme =
            parse(text).map_err(|error| Error::Fault(format!("{name}.toml: {error}")))?;
        match keep(conn, &programme, now)? {
            Kept::Added(_) => added += 1,
            Kept::Known(_) => {}
            Kept::Differs => {
                let version = programme.version;
                return Err(Error::Fault(format!(
                    "{name}.toml: version {version} was changed; add a new version instead"
                )));
            }
        }
    }
    Ok(added)
}

/// Keeps a version, unless one stands under its key and number.
pub fn keep(conn: &mut Conn, programme: &Programme, now: At) -> Result<Kept, Error> {
    let known: Option<Row> = programmes::table
        .filter(programmes::key.eq(&programme.key))
        .filter(programmes::version.eq(programme.version))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    if let Some(row) = known {
        let is_same = row.programme()? == *programme;
        return Ok(if is_same {
            Kept::Known(row.id)
        } else {
            Kept::Differs
        });
    }
    let row = Row {
        id: ProgrammeId::new(),
        key: programme.key.clone(),
        version: programme.version,
        body: Json::of(programme),
        loaded_at: now,
    };
    let id = row.id;
    diesel::insert_into(programmes::table)
        .values(row)
        .execute(conn)?;
    Ok(Kept::Added(id))
}

/// One version.
pub fn load(conn: &mut Conn, id: ProgrammeId) -> Result<Programme, Error> {
    let row: Row = programmes::table
        .find(id)
        .select(Row::as_select())
        .first(conn)?;
    row.programme()
}

/// The newest version of each programme, by key.
pub fn list_newest(conn: &mut Conn) -> Result<Vec<(ProgrammeId, Programme)>, Error> {
    let mut rows: Vec<Row> = programmes::table
        .order((programmes::key, programmes::version.desc()))
        .select(Row::as_select())
        .load(conn)?;
    rows.dedup_by(|later, kept| later.key == kept.key);
    rows.iter()
        .map(|row| Ok((row.id, row.programme()?)))
        .collect()
}

/// One version of a programme, by its number.
pub fn find_version(conn: &mut Conn, key: &str, version: i32) -> Result<Option<Programme>, Error> {
    let row: Option<Row> = programmes::table
        .filter(programmes::key.eq(key))
        .filter(programmes::version.eq(version))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| row.programme()).transpose()
}

/// The newest version of one programme.
pub fn find_newest(conn: &mut Conn, key: &str) -> Result<Option<(ProgrammeId, Programme)>, Error> {
    let row: Option<Row> = programmes::table
        .filter(programmes::key.eq(key))
        .order(programmes::version.desc())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| Ok((row.id, row.programme()?))).transpose()
}
