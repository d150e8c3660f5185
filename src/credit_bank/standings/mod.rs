//! How each teacher's year stands: the fold of the transfers, kept as one row per teacher and year
//! so that a list of a district never has to add up a ledger.
//!
//! A standing changes only in the transaction that saves the transfers it folds; `posting.rs` calls
//! [`apply`] and nobody else does. [`refold`] builds one anew and must find the same.
//! Not here: where hours come from (`posting.rs`), who may look (`access`).

mod store;

pub use store::{count, each, find, list_of_person, list_of_persons, list_posted};

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::db::Conn;
use crate::error::Error;
use crate::hours::Hours;
use crate::ledger::{self, AsOf};
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::policy::{self, AnnualHours, PolicyVersionId, RuleSet};

use super::rules::{Amounts, Requirement, Shortfall, class_in, last_day, shortfall};
use super::statement::rules::amounts_by_year;

/// Teachers in one round trip: well below SQLite's limit of bound values.
const TEACHERS_PER_QUERY: usize = 500;

/// How a teacher's year stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The teacher.
    pub person: PersonId,
    /// The calendar year.
    pub year: i32,
    /// The school that answers for the year: the last one the teacher worked at in it.
    pub school: OrganizationId,
    /// Its district; none for a bureau-run school.
    pub district: Option<OrganizationId>,
    /// Sort key of lists.
    pub name_pinyin: String,
    /// The rule set that the requirement comes from.
    pub policy_version: Option<PolicyVersionId>,
    /// What the year requires.
    pub required: Requirement,
    /// What is there, and what waits.
    pub amounts: Amounts,
    /// What is missing.
    pub short: Shortfall,
}

impl Standing {
    /// The same standing after a change. Less than nothing is a broken ledger, never saved.
    fn after(&self, change: &Amounts) -> Result<Standing, Error> {
        let amounts = self.amounts.plus(change);
        if !amounts.is_sound() {
            return Err(Error::Fault(format!(
                "the standing of {} in {} would fall below nothing",
                self.person, self.year
            )));
        }
        Ok(Standing {
            amounts,
            short: shortfall(&self.required, &amounts.posted),
            ..self.clone()
        })
    }
}

/// What changes, by teacher and year.
pub type Changes = BTreeMap<(PersonId, i32), Amounts>;

/// Adds what a batch of transfers changes. A standing that is missing is opened first.
///
/// Must run in the transaction that saves the transfers.
pub(super) fn apply(conn: &mut Conn, changes: &Changes) -> Result<(), Error> {
    let mut persons_by_year: BTreeMap<i32, Vec<PersonId>> = BTreeMap::new();
    for &(person, year) in changes.keys() {
        persons_by_year.entry(year).or_default().push(person);
    }
    for (year, persons) in persons_by_year {
        for persons in persons.chunks(TEACHERS_PER_QUERY) {
            apply_to_some(conn, year, persons, changes)?;
        }
    }
    Ok(())
}

fn apply_to_some(
    conn: &mut Conn,
    year: i32,
    persons: &[PersonId],
    changes: &Changes,
) -> Result<(), Error> {
    let known: HashMap<PersonId, Standing> = list_of_persons(conn, persons, year)?
        .into_iter()
        .map(|it| (it.person, it))
        .collect();
    let missing: Vec<PersonId> = persons
        .iter()
        .copied()
        .filter(|it| !known.contains_key(it))
        .collect();
    let (mut opened, mut changed) = (Vec::new(), Vec::with_capacity(known.len()));
    for standing in open(conn, year, &missing)? {
        let change = &changes[&(standing.person, year)];
        opened.push(standing.after(change)?);
    }
    for (person, standing) in &known {
        changed.push(standing.after(&changes[&(*person, year)])?);
    }
    store::insert(conn, &opened)?;
    store::save_amounts(conn, &changed)?;
    let mut counts = Counts::default();
    counts.add(opened.iter().chain(&changed));
    counts.take_away(known.values());
    store::add_counts(conn, year, &counts)
}

/// Adds standings of one year that were folded elsewhere, and counts them for their schools. For a
/// city that is made at once; what somebody decides goes through `posting.rs`.
pub fn add(conn: &mut Conn, year: i32, batch: &[Standing]) -> Result<(), Error> {
    store::insert(conn, batch)?;
    let mut counts = Counts::default();
    counts.add(batch);
    store::add_counts(conn, year, &counts)
}

/// Opens the year of everybody who is employed in it and has no standing yet; tells how many.
pub fn open_year(conn: &mut Conn, year: i32) -> Result<usize, Error> {
    let mut opened = 0;
    let mut after = None;
    loop {
        let persons = store::list_employed(conn, year, after, TEACHERS_PER_QUERY)?;
        let Some(&last) = persons.last() else {
            return Ok(opened);
        };
        after = Some(last);
        opened += open_for(conn, &persons, year)?;
    }
}

/// Opens the year of these people where they have no standing yet; tells how many had none.
pub fn open_for(conn: &mut Conn, persons: &[PersonId], year: i32) -> Result<usize, Error> {
    let mut opened = 0;
    for persons in persons.chunks(TEACHERS_PER_QUERY) {
        let known: HashSet<PersonId> = list_of_persons(conn, persons, year)?
            .into_iter()
            .map(|it| it.person)
            .collect();
        let missing: Vec<PersonId> = persons
            .iter()
            .copied()
            .filter(|person| !known.contains(person))
            .collect();
        let standings = open(conn, year, &missing)?;
        store::insert(conn, &standings)?;
        let mut counts = Counts::default();
        counts.add(&standings);
        store::add_counts(conn, year, &counts)?;
        opened += standings.len();
    }
    Ok(opened)
}

/// Builds a standing anew from employments, rule sets and the ledger, and puts it in place of the
/// old one. Needed after a change of school; anywhere else it must change nothing.
pub fn refold(conn: &mut Conn, person: PersonId, year: i32) -> Result<Standing, Error> {
    let old = find(conn, person, year)?;
    let change = held(conn, person, year)?;
    let fresh = open(conn, year, &[person])?
        .pop()
        .ok_or(Error::NotFound)?
        .after(&change)?;
    if old.as_ref() == Some(&fresh) {
        return Ok(fresh);
    }
    let mut counts = Counts::default();
    if let Some(old) = &old {
        store::remove(conn, person, year)?;
        counts.take_away([old]);
    }
    store::insert(conn, std::slice::from_ref(&fresh))?;
    counts.add([&fresh]);
    store::add_counts(conn, year, &counts)?;
    Ok(fresh)
}

/// What a teacher's accounts of one year hold, by the ledger's fold. Hours that were settled into a
/// registration cycle stay with the year in which they were done.
pub fn held(conn: &mut Conn, person: PersonId, year: i32) -> Result<Amounts, Error> {
    let transfers = ledger::list_transfers(conn, person, year..=year)?;
    let mut by_year = amounts_by_year(person, &transfers, AsOf::NOW);
    Ok(by_year.remove(&year).unwrap_or_default())
}

/// Empty standings, with the requirement in force. Who never worked before the year ends has none,
/// which is a fault: nobody announces hours of such a year.
fn open(conn: &mut Conn, year: i32, persons: &[PersonId]) -> Result<Vec<Standing>, Error> {
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let rule: RuleSet<AnnualHours> = policy::load_at(conn, last_day(year))?;
    let places = store::list_places(conn, persons, year)?;
    persons
        .iter()
        .map(|person| {
            let place = places
                .get(person)
                .ok_or_else(|| Error::Fault(format!("{person} worked nowhere in {year}")))?;
            let class = class_in(year, place.first_employed_on);
            let required = Requirement::from(rule.parameters.of(class));
            let amounts = Amounts::default();
            Ok(Standing {
                person: *person,
                year,
                school: place.school,
                district: place.district,
                name_pinyin: place.name_pinyin.clone(),
                policy_version: Some(rule.id),
                required,
                amounts,
                short: shortfall(&required, &amounts.posted),
            })
        })
        .collect()
}

/// One school's counters of a year, or how they change.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Count {
    district: Option<OrganizationId>,
    teachers: i64,
    complete: i64,
    short: Shortfall,
}

/// How the counters of schools change.
#[derive(Debug, Default)]
struct Counts(BTreeMap<OrganizationId, Count>);

impl Counts {
    fn add<'a>(&mut self, standings: impl IntoIterator<Item = &'a Standing>) {
        for standing in standings {
            self.move_by(standing, 1, |one, other| one + other);
        }
    }

    fn take_away<'a>(&mut self, standings: impl IntoIterator<Item = &'a Standing>) {
        for standing in standings {
            self.move_by(standing, -1, |one, other| one - other);
        }
    }

    fn move_by(&mut self, it: &Standing, teachers: i64, with: fn(Hours, Hours) -> Hours) {
        let count = self.0.entry(it.school).or_default();
        count.district = it.district;
        count.teachers += teachers;
        if it.short.is_complete() {
            count.complete += teachers;
        }
        count.short = Shortfall {
            by_category: count.short.by_category.zip(&it.short.by_category, with),
            total: with(count.short.total, it.short.total),
        };
    }
}
