//! How a bureau brings in a programme of its own: a file as `seeds/programmes/` has them.

use super::Programme;
use super::rules::{ProgrammeError, parse};
use super::store::{self, Kept, SHIPPED};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations;

/// Why a file is not taken in, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is no programme, or one that cannot be followed.
    Wrong(ProgrammeError),
    /// Its key belongs to a programme that comes with the program, whose versions are counted there.
    Shipped(String),
    /// Versions count up by one, and this is not the next.
    NotNext(i32),
    /// Another text stands under its key and number.
    Changed(i32),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        let message = match refusal {
            Refusal::Wrong(error) => {
                Message::new("programme-wrong").with("detail", error.to_string())
            }
            Refusal::Shipped(key) => Message::new("programme-shipped").with("key", key),
            Refusal::NotNext(next) => {
                Message::new("programme-not-next").with("next", i64::from(next))
            }
            Refusal::Changed(version) => {
                Message::new("programme-changed").with("version", i64::from(version))
            }
        };
        Error::input("file", message)
    }
}

/// Whether a file could be taken in: the programme that it holds.
pub fn read(conn: &mut Conn, text: &str) -> Result<Programme, Error> {
    let programme = parse(text).map_err(Refusal::Wrong)?;
    if SHIPPED.iter().any(|(key, _)| *key == programme.key) {
        return Err(Refusal::Shipped(programme.key).into());
    }
    let newest = store::find_newest(conn, &programme.key)?;
    let next = newest.map_or(1, |(_, it)| it.version + 1);
    if (1..=next).contains(&programme.version) {
        Ok(programme)
    } else {
        Err(Refusal::NotNext(next).into())
    }
}

/// Takes in a programme, or the next version of one; the same file again changes nothing. Rounds keep
/// the version that they were opened under. Whoever may run the program on the database decides, so
/// there is no question of roles.
pub fn take_in(conn: &mut Conn, context: &Context, text: &str) -> Result<Kept, Error> {
    let programme = read(conn, text)?;
    let kept = store::keep(conn, &programme, context.at)?;
    match kept {
        Kept::Known(_) => {}
        Kept::Differs => return Err(Refusal::Changed(programme.version).into()),
        Kept::Added(id) => {
            let act = Act {
                event: "programme_taken_in",
                subject: ("programmes", id.0),
                organization: Some(organizations::store::load_bureau(conn)?.id),
                reason: None,
                payload: serde_json::json!({
                    "title": programme.name,
                    "version": programme.version,
                }),
            };
            journal::record(conn, context, act)?;
        }
    }
    Ok(kept)
}
