//! From decisions to hours: the one place that makes transfers of the credit bank.
//!
//! A decision names announcements; this module finds what was announced, writes the transfers that
//! end or undo it, opens the accounts they need and moves the standings, all in the caller's
//! transaction. Not here: whether the decision may be made (the features).
//!
//! Every end and every reversal keeps the effective date of what it ends: the hours were done, or
//! were not done, on that day. When the bureau learned it is the transfer's other date.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::db::{At, Conn};
use crate::error::Error;
use crate::hours::Hours;
use crate::journal::JournalId;
use crate::ledger::{
    self, Account, AccountKind, AsOf, Category, LedgerAccountId, OriginId, Refusal, Side, Totals,
    Transfer, TransferId, TransferKind,
};
use crate::people::PersonId;
use crate::secrets::sha256;

use super::rules::Amounts;
use super::standings::{self, Changes};

/// Announcements in one round trip: well below SQLite's limit of bound values.
const ANNOUNCEMENTS_PER_QUERY: usize = 1_000;
/// Teachers whose ledgers are folded together.
const TEACHERS_PER_SETTLEMENT: usize = 200;

/// The decision that a batch follows from.
#[derive(Debug, Clone, Copy)]
pub struct Decision {
    /// Its journal entry.
    pub journal: JournalId,
    /// Its instant.
    pub at: At,
}

/// Hours on their way from a source to a teacher.
#[derive(Debug, Clone, Copy)]
pub struct Announcement {
    /// See [`announcement_id`].
    pub id: TransferId,
    /// The completion or claim.
    pub origin: OriginId,
    /// The project, or the office that recognises own study.
    pub source: Uuid,
    /// The teacher.
    pub person: PersonId,
    /// The year that they count in.
    pub year: i32,
    /// The class that they count in.
    pub category: Category,
    /// How many.
    pub hours: Hours,
    /// When they were done.
    pub effective_on: NaiveDate,
}

/// How an announcement is posted.
#[derive(Debug, Clone, Copy)]
pub struct Posting {
    /// What was announced.
    pub announcement: TransferId,
    /// How much of it counts.
    pub counted: Hours,
    /// How much of it lies over a cap; what remains is not recognised at all.
    pub over_cap: Hours,
}

/// The id of the announcement that an origin makes in a round of its case, counted from 1.
///
/// It follows from the origin, so that a repeated announcement is recognised, and the first one
/// has the origin's own id, which keeps the ledger's rows in the order of time.
pub fn announcement_id(origin: OriginId, round: u32) -> TransferId {
    if round <= 1 {
        TransferId(origin.0)
    } else {
        derived_id(b"announcement 1\0", origin.0, round)
    }
}

/// The id of the transfer that carries what lies over a cap.
fn over_cap_id(announcement: TransferId) -> TransferId {
    derived_id(b"over cap 1\0", announcement.0, 0)
}

fn derived_id(purpose: &[u8], from: Uuid, round: u32) -> TransferId {
    let digest = sha256(&[purpose, from.as_bytes(), &round.to_be_bytes()].concat());
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    // Version 8: an application's own layout.
    TransferId(uuid::Builder::from_custom_bytes(id).into_uuid())
}

/// Announces hours: they are pending until [`post`], [`void`] or [`expire`] ends them.
pub fn announce(conn: &mut Conn, decision: Decision, batch: &[Announcement]) -> Result<(), Error> {
    arrive(conn, decision, TransferKind::Pending, batch)
}

/// Moves hours at once, without anybody to wait for.
pub fn direct(conn: &mut Conn, decision: Decision, batch: &[Announcement]) -> Result<(), Error> {
    arrive(conn, decision, TransferKind::Direct, batch)
}

/// Posts announced hours, each as it says: what counts, and what lies over a cap.
///
/// Refused when an announcement has ended already, or when more is posted than was announced.
pub fn post(conn: &mut Conn, decision: Decision, batch: &[Posting]) -> Result<(), Error> {
    for batch in batch.chunks(ANNOUNCEMENTS_PER_QUERY) {
        let ids: Vec<TransferId> = batch.iter().map(|it| it.announcement).collect();
        let announced = load_announced(conn, &ids)?;
        let mut lines = Vec::with_capacity(batch.len());
        for (posting, target) in batch.iter().zip(&announced) {
            lines.extend(post_one(decision, posting, target)?);
        }
        commit(conn, &lines)?;
    }
    Ok(())
}

/// Posts announced hours in full.
pub fn post_in_full(
    conn: &mut Conn,
    decision: Decision,
    announcements: &[TransferId],
) -> Result<(), Error> {
    end(conn, decision, TransferKind::Post, announcements)
}

/// Ends announcements without moving anything: somebody refused.
pub fn void(
    conn: &mut Conn,
    decision: Decision,
    announcements: &[TransferId],
) -> Result<(), Error> {
    end(conn, decision, TransferKind::Void, announcements)
}

/// Ends announcements that waited too long.
pub fn expire(
    conn: &mut Conn,
    decision: Decision,
    announcements: &[TransferId],
) -> Result<(), Error> {
    end(conn, decision, TransferKind::Expire, announcements)
}

/// Undoes what became of announcements: the posted part and the part over a cap, or the hours that
/// were moved at once. Refused when there is nothing to undo, or when it was undone before.
pub fn reverse(
    conn: &mut Conn,
    decision: Decision,
    announcements: &[TransferId],
) -> Result<(), Error> {
    for ids in announcements.chunks(ANNOUNCEMENTS_PER_QUERY) {
        let mut posted: BTreeMap<TransferId, Vec<Transfer>> = BTreeMap::new();
        for end in ledger::list_by_target(conn, ids)? {
            if let Some(target) = end.target.filter(|_| end.kind == TransferKind::Post) {
                posted.entry(target).or_default().push(end);
            }
        }
        let beyond: HashMap<TransferId, TransferId> =
            ids.iter().map(|&id| (over_cap_id(id), id)).collect();
        let at_once: Vec<TransferId> = beyond.keys().chain(ids).copied().collect();
        for transfer in ledger::list_by_id(conn, &at_once)? {
            if transfer.kind == TransferKind::Direct {
                let announcement = beyond.get(&transfer.id).copied().unwrap_or(transfer.id);
                posted.entry(announcement).or_default().push(transfer);
            }
        }
        refuse_settled(conn, posted.values().flatten())?;
        let mut lines = Vec::with_capacity(ids.len());
        for id in ids {
            let undone = posted
                .get(id)
                .ok_or_else(|| Error::not_now(Refusal::TargetMissing.message()))?;
            for transfer in undone {
                lines.push(reversal(decision, transfer)?);
            }
        }
        commit(conn, &lines)?;
    }
    Ok(())
}

/// Hours that were counted into a registration are not undone here: the registration would stand on
/// hours that are not there.
fn refuse_settled<'a>(
    conn: &mut Conn,
    undone: impl Iterator<Item = &'a Transfer> + Clone,
) -> Result<(), Error> {
    let holders: BTreeSet<PersonId> = undone.clone().map(|it| it.holder).collect();
    let settled = ledger::list_settled(conn, &Vec::from_iter(holders))?;
    let took = |it: &Transfer| {
        let mut of_account = settled.iter().filter(|by| by.debit == it.credit);
        of_account.any(|by| by.recorded_at >= it.recorded_at)
    };
    if undone.into_iter().any(took) {
        return Err(Error::not_now(Refusal::TargetSettled.message()));
    }
    Ok(())
}

/// Hours that a registration used: whatever the accounts of these years hold.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// The registration case.
    pub origin: OriginId,
    /// The teacher.
    pub person: PersonId,
    /// The year in which the cycle began.
    pub cycle: i32,
    /// The calendar years that counted. Under school years, those that they touch: what an account
    /// holds on the day of the decision is settled whole, so that nothing counts twice.
    pub years: BTreeSet<i32>,
    /// The day of the decision.
    pub on: NaiveDate,
}

/// Moves hours that a registration used to the cycle's settlement accounts, so that they cannot count
/// for another one. Standings stay as they are: the hours were done in their year.
pub fn settle(conn: &mut Conn, decision: Decision, batch: &[Settlement]) -> Result<(), Error> {
    for batch in batch.chunks(TEACHERS_PER_SETTLEMENT) {
        let persons: Vec<PersonId> = batch.iter().map(|it| it.person).collect();
        let totals = ledger::fold(&ledger::list_transfers_of(conn, &persons)?, AsOf::NOW);
        let mut opened = Vec::new();
        let mut transfers = Vec::new();
        for settlement in batch {
            for (account, category) in settlement.accounts() {
                let held = totals.get(&account.id()).copied().unwrap_or_default();
                if held.posted.is_positive() {
                    let cycle = Account::settlement(settlement.person, settlement.cycle, category);
                    transfers.push(settlement.transfer(decision, &account, &cycle, held.posted));
                    opened.push(cycle);
                }
            }
        }
        ledger::open_accounts(conn, &opened)?;
        ledger::save_transfers(conn, &transfers)?;
    }
    Ok(())
}

impl Settlement {
    fn accounts(&self) -> impl Iterator<Item = (Account, Category)> {
        let person = self.person;
        self.years.iter().flat_map(move |&year| {
            let account = move |&it: &Category| (Account::credit(person, year, it), it);
            Category::ALL.iter().map(account)
        })
    }

    fn transfer(
        &self,
        decision: Decision,
        from: &Account,
        cycle: &Account,
        amount: Hours,
    ) -> Transfer {
        Transfer {
            id: TransferId::new(),
            kind: TransferKind::Settle,
            debit: from.id(),
            credit: cycle.id(),
            amount,
            holder: self.person,
            year: from.year,
            target: None,
            effective_on: self.on,
            recorded_at: decision.at,
            origin: self.origin,
            journal: decision.journal,
        }
    }
}

/// A transfer, and the teacher's account that it touches.
struct Line {
    transfer: Transfer,
    /// The teacher's side of it.
    account: Account,
    /// Whether hours arrive at that account or leave it.
    side: Side,
    /// What had been announced, if it ends an announcement.
    announced: Hours,
}

impl Line {
    /// What it changes in the teacher's year.
    fn change(&self) -> Amounts {
        let mut totals = Totals::default();
        totals.apply(
            self.transfer.kind,
            self.side,
            self.transfer.amount,
            self.announced,
        );
        let mut change = Amounts::default();
        let Some(category) = self.account.category else {
            return change;
        };
        match self.account.kind {
            AccountKind::OverCap => *change.over_cap.of_mut(category) = totals.posted,
            AccountKind::Credit | AccountKind::Source | AccountKind::Settlement => {
                *change.posted.of_mut(category) = totals.posted;
                *change.pending.of_mut(category) = totals.pending;
            }
        }
        change
    }
}

/// Opens the accounts of a batch, saves its transfers and moves the standings. Nothing else here
/// writes.
fn commit(conn: &mut Conn, lines: &[Line]) -> Result<(), Error> {
    let opened: BTreeSet<Account> = lines
        .iter()
        .filter(|it| it.transfer.target.is_none())
        .map(|it| it.account)
        .collect();
    ledger::open_accounts(conn, &Vec::from_iter(opened))?;
    let transfers: Vec<Transfer> = lines.iter().map(|it| it.transfer.clone()).collect();
    let saved = ledger::save_transfers(conn, &transfers)?;
    let mut changes = Changes::new();
    for line in lines.iter().filter(|it| saved.contains(&it.transfer.id)) {
        let key = (line.transfer.holder, line.transfer.year);
        let sum = changes.entry(key).or_default();
        *sum = sum.plus(&line.change());
    }
    standings::apply(conn, &changes)
}

fn arrive(
    conn: &mut Conn,
    decision: Decision,
    kind: TransferKind,
    batch: &[Announcement],
) -> Result<(), Error> {
    let sources: BTreeSet<Account> = batch.iter().map(|it| Account::source(it.source)).collect();
    ledger::open_accounts(conn, &Vec::from_iter(sources))?;
    let lines: Vec<Line> = batch
        .iter()
        .map(|it| {
            let account = Account::credit(it.person, it.year, it.category);
            Line {
                transfer: Transfer {
                    id: it.id,
                    kind,
                    debit: Account::source(it.source).id(),
                    credit: account.id(),
                    amount: it.hours,
                    holder: it.person,
                    year: it.year,
                    target: None,
                    effective_on: it.effective_on,
                    recorded_at: decision.at,
                    origin: it.origin,
                    journal: decision.journal,
                },
                account,
                side: Side::Credit,
                announced: Hours::ZERO,
            }
        })
        .collect();
    commit(conn, &lines)
}

/// Ends announcements in full, in one of the three ways.
fn end(
    conn: &mut Conn,
    decision: Decision,
    kind: TransferKind,
    announcements: &[TransferId],
) -> Result<(), Error> {
    for ids in announcements.chunks(ANNOUNCEMENTS_PER_QUERY) {
        let lines = load_announced(conn, ids)?
            .iter()
            .map(|target| ending(decision, kind, target, target.amount))
            .collect::<Result<Vec<Line>, Error>>()?;
        commit(conn, &lines)?;
    }
    Ok(())
}

fn post_one(decision: Decision, posting: &Posting, target: &Transfer) -> Result<Vec<Line>, Error> {
    if posting.counted + posting.over_cap > target.amount {
        let refusal = Refusal::AmountDiffersFromTarget {
            target: target.amount,
            amount: posting.counted + posting.over_cap,
        };
        return Err(Error::not_now(refusal.message()));
    }
    let mut lines = vec![if posting.counted.is_positive() {
        ending(decision, TransferKind::Post, target, posting.counted)?
    } else {
        // A transfer moves more than nothing: what does not count at all ends as a void.
        ending(decision, TransferKind::Void, target, target.amount)?
    }];
    if posting.over_cap.is_positive() {
        let category = teacher_account(target, target.credit)?.category;
        let account = Account {
            kind: AccountKind::OverCap,
            owner: target.holder.0,
            year: target.year,
            category,
        };
        lines.push(Line {
            transfer: Transfer {
                id: over_cap_id(target.id),
                kind: TransferKind::Direct,
                credit: account.id(),
                amount: posting.over_cap,
                recorded_at: decision.at,
                journal: decision.journal,
                ..target.clone()
            },
            account,
            side: Side::Credit,
            announced: Hours::ZERO,
        });
    }
    Ok(lines)
}

/// The transfer that ends an announcement.
fn ending(
    decision: Decision,
    kind: TransferKind,
    target: &Transfer,
    amount: Hours,
) -> Result<Line, Error> {
    Ok(Line {
        account: teacher_account(target, target.credit)?,
        side: Side::Credit,
        announced: target.amount,
        transfer: Transfer {
            id: TransferId::new(),
            kind,
            amount,
            target: Some(target.id),
            recorded_at: decision.at,
            journal: decision.journal,
            ..target.clone()
        },
    })
}

/// The transfer that undoes another one.
fn reversal(decision: Decision, undone: &Transfer) -> Result<Line, Error> {
    Ok(Line {
        account: teacher_account(undone, undone.credit)?,
        side: Side::Debit,
        announced: Hours::ZERO,
        transfer: Transfer {
            id: TransferId::new(),
            kind: TransferKind::Reversal,
            debit: undone.credit,
            credit: undone.debit,
            target: Some(undone.id),
            recorded_at: decision.at,
            journal: decision.journal,
            ..undone.clone()
        },
    })
}

/// Announcements in the order of their ids; one that is missing is refused.
fn load_announced(conn: &mut Conn, ids: &[TransferId]) -> Result<Vec<Transfer>, Error> {
    let mut found: HashMap<TransferId, Transfer> = ledger::list_by_id(conn, ids)?
        .into_iter()
        .map(|it| (it.id, it))
        .collect();
    ids.iter()
        .map(|id| found.remove(id))
        .map(|it| it.ok_or_else(|| Error::not_now(Refusal::TargetMissing.message())))
        .collect()
}

/// The teacher's account behind an id. It is one of six, and ids follow from what accounts are.
fn teacher_account(transfer: &Transfer, id: LedgerAccountId) -> Result<Account, Error> {
    let (person, year) = (transfer.holder, transfer.year);
    Category::ALL
        .iter()
        .flat_map(|&category| {
            [
                Account::credit(person, year, category),
                Account::over_cap(person, year, category),
            ]
        })
        .find(|account| account.id() == id)
        .ok_or_else(|| Error::Fault(format!("transfer {} credits no teacher", transfer.id)))
}
