//! The class hours that count for a registration: posted, and not settled into an earlier cycle.
//!
//! The sums of years come from the standings, which hold every hour ever posted, less what the
//! ledger has settled; lines come from the ledger itself. Both add up to the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::credit_bank::rules::last_day;
use crate::credit_bank::standings;
use crate::db::Conn;
use crate::error::Error;
use crate::hours::Hours;
use crate::ledger::{self, Account, Category, Transfer, TransferId, TransferKind};
use crate::people::PersonId;
use crate::policy::YearBasis;
use crate::registration::rules::facts::HoursEntry;

/// How closely hours are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// The sum of each year, as it stands now: for many people.
    Sums,
    /// Each transfer up to the day: for one person, or for a day in the past.
    Lines,
}

/// The hours of these people. School years need days, which sums do not have.
pub(super) fn load(
    conn: &mut Conn,
    persons: &[PersonId],
    basis: YearBasis,
    on: NaiveDate,
    detail: Detail,
) -> Result<HashMap<PersonId, Vec<HoursEntry>>, Error> {
    match (detail, basis) {
        (Detail::Sums, YearBasis::Calendar) => load_sums(conn, persons),
        (Detail::Lines, _) | (_, YearBasis::School) => load_lines(conn, persons, on),
    }
}

fn load_sums(
    conn: &mut Conn,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, Vec<HoursEntry>>, Error> {
    let mut settled: HashMap<(PersonId, i32), Hours> = HashMap::new();
    for transfer in ledger::list_settled(conn, persons)? {
        *settled.entry((transfer.holder, transfer.year)).or_default() += transfer.amount;
    }
    let mut found: HashMap<PersonId, Vec<HoursEntry>> = HashMap::with_capacity(persons.len());
    for (person, year, posted) in standings::list_posted(conn, persons)? {
        let left = posted - settled.get(&(person, year)).copied().unwrap_or_default();
        if left.is_positive() {
            found.entry(person).or_default().push(HoursEntry {
                counted_on: last_day(year),
                hours: left,
                transfer: None,
            });
        }
    }
    Ok(found)
}

fn load_lines(
    conn: &mut Conn,
    persons: &[PersonId],
    on: NaiveDate,
) -> Result<HashMap<PersonId, Vec<HoursEntry>>, Error> {
    let mut by_person: BTreeMap<PersonId, Vec<Transfer>> = BTreeMap::new();
    for transfer in ledger::list_transfers_of(conn, persons)? {
        if transfer.effective_on <= on {
            by_person.entry(transfer.holder).or_default().push(transfer);
        }
    }
    let lines = by_person
        .iter()
        .map(|(it, transfers)| (*it, lines(transfers)));
    Ok(lines.collect())
}

/// What counts of one teacher's transfers, oldest first: posted to a credit account, not undone, and
/// not settled since. A settlement takes all that an account holds.
fn lines(transfers: &[Transfer]) -> Vec<HoursEntry> {
    let undone: BTreeSet<TransferId> = transfers
        .iter()
        .filter(|it| it.kind == TransferKind::Reversal)
        .filter_map(|it| it.target)
        .collect();
    let settled_at: BTreeMap<_, _> = transfers
        .iter()
        .filter(|it| it.kind == TransferKind::Settle)
        .map(|it| (it.debit, it.recorded_at))
        .collect();
    let is_credit = |it: &Transfer| {
        let account = |category: &Category| Account::credit(it.holder, it.year, *category).id();
        Category::ALL.iter().map(account).any(|id| id == it.credit)
    };
    transfers
        .iter()
        .filter(|it| matches!(it.kind, TransferKind::Post | TransferKind::Direct))
        .filter(|it| !undone.contains(&it.id) && is_credit(it))
        .filter(|it| {
            let settled = settled_at.get(&it.credit);
            settled.is_none_or(|settled| *settled < it.recorded_at)
        })
        .map(|it| HoursEntry {
            counted_on: it.effective_on,
            hours: it.amount,
            transfer: Some(it.id),
        })
        .collect()
}
