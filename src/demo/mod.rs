//! The demonstration city: Guangzhou's real districts with schools, providers and teachers that
//! do not exist, five years of their hours, and a few people whose stories show each state.
//!
//! It is the same city every time: everything is drawn from fixed streams of `chance`, and every
//! instant follows from the day on which the city is made, which is its last day. What happens
//! afterwards is up to whoever tries it: nothing in the city moves by itself, and when a year has
//! passed its fixed codes carry the year before. Everything is played through `actions`, by the
//! officer whose office it is, so a seed that breaks a rule fails.
//!
//! Tables: `city`, `names`, `catalogue`, `personas`, `registrants`, `colleagues`. Drawn from them, pure:
//! `residents`, `projects`, `attendance`. Played: `world` (offices and accounts), `history` with
//! `quarters`, `stories` with `claims`, `records` with certificates, leaves, an alert and a notice,
//! `registrations` with a window in each state.
//! `files` writes the files in seeds/demo.

pub mod attendance;
pub mod catalogue;
pub mod chance;
pub mod city;
pub mod claims;
pub mod colleagues;
pub mod committees;
pub mod files;
pub mod history;
pub mod lessons;
pub mod meetings;
pub mod names;
pub mod personas;
pub mod projects;
pub mod quarters;
pub mod records;
pub mod registrants;
pub mod registrations;
pub mod residents;
pub mod reviews;
pub mod rounds;
pub mod selections;
pub mod stories;
pub mod world;

use std::cell::Cell;
use std::sync::Arc;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::access::Actor;
use crate::clock::day_of;
use crate::context::{Context, House};
use crate::db::schema::{journal_entries, organizations as organization_table};
use crate::db::{At, Conn, Db};
use crate::error::Error;
use crate::identity::passwords::HashedPassword;
use crate::journal::{self, Act};
use crate::organizations::{self, OrganizationKind};

use history::History;
use personas::PASSWORD;
use stories::Told;

/// Teachers of the city, unless told otherwise.
pub const TEACHERS: usize = 3_000;

/// What the journal says when the city stands.
const MADE: &str = "demonstration_made";

/// How far the making is, for a progress bar.
pub struct Steps<'a> {
    tell: &'a dyn Fn(usize, usize),
    done: Cell<usize>,
    total: Cell<usize>,
}

impl<'a> Steps<'a> {
    /// Steps that are told as so many done, of so many.
    pub fn new(tell: &'a dyn Fn(usize, usize)) -> Steps<'a> {
        Steps {
            tell,
            done: Cell::new(0),
            total: Cell::new(0),
        }
    }

    /// Each completion takes three steps: submitted, confirmed, drawn.
    fn expect(&self, completions: usize) {
        self.total.set(completions * 3);
        self.advance(0);
    }

    fn advance(&self, steps: usize) {
        self.done.set(self.done.get() + steps);
        (self.tell)(self.done.get(), self.total.get());
    }
}

/// What a database holds, seen from the demonstration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// No school and no provider: the city can be made here.
    Empty,
    /// The city.
    City,
    /// Something else: the city is not made beside it.
    Other,
}

/// The day on which the city of this database was made; its codes carry that year.
pub fn made_on(conn: &mut Conn) -> Result<Option<NaiveDate>, Error> {
    let at: Option<At> = journal_entries::table
        .filter(journal_entries::event.eq(MADE))
        .select(journal_entries::recorded_at)
        .first(conn)
        .optional()?;
    Ok(at.map(day_of))
}

/// What a database holds.
pub fn look(conn: &mut Conn) -> Result<Found, Error> {
    if made_on(conn)?.is_some() {
        return Ok(Found::City);
    }
    let kinds = [OrganizationKind::School, OrganizationKind::Provider];
    let bodies = organization_table::table.filter(organization_table::kind.eq_any(kinds));
    let is_used: bool = diesel::select(diesel::dsl::exists(bodies)).get_result(conn)?;
    Ok(if is_used { Found::Other } else { Found::Empty })
}

/// Makes the city in an empty database: all of it or, when something fails, nothing.
///
/// One transaction, so that whoever stops it half-way can simply start again.
pub fn make(
    db: &Db,
    house: &Arc<House>,
    now: At,
    teachers: usize,
    tell: &dyn Fn(usize, usize),
) -> Result<Told, Error> {
    let password = house.passwords.hash(PASSWORD)?;
    db.write(|conn| make_in(conn, house, now, &password, teachers, &Steps::new(tell)))
}

fn make_in(
    conn: &mut Conn,
    house: &Arc<House>,
    now: At,
    password: &HashedPassword,
    teachers: usize,
    steps: &Steps<'_>,
) -> Result<Told, Error> {
    let world = world::found(conn, house, now, password)?;
    let history = History::play(conn, &world, teachers, steps)?;
    let told = stories::play(conn, &history)?;
    let bureau = organizations::store::load_bureau(conn)?;
    let program = Context::new(Actor::system("demonstration"), now, Arc::clone(house));
    let act = Act {
        event: MADE,
        subject: ("organizations", bureau.id.0),
        organization: Some(bureau.id),
        reason: None,
        payload: serde_json::json!({ "teachers": teachers }),
    };
    journal::record(conn, &program, act)?;
    Ok(told)
}
