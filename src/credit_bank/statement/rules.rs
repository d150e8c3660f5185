//! Years, cycle and lines of a statement. Pure: transfers and rule sets in, figures out.
//!
//! Every figure comes from [`ledger::fold`], seen from the two dates of [`AsOf`]; the lines of
//! [`explain`] tell the same hours one by one and add up to it, which a test holds.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use crate::credit_bank::rules::{
    Amounts, ByCategory, Requirement, Shortfall, class_in, last_day, shortfall,
};
use crate::db::At;
use crate::hours::Hours;
use crate::journal::JournalId;
use crate::ledger::{
    self, Account, AccountKind, AsOf, Category, LedgerAccountId, OriginId, Transfer, TransferId,
    TransferKind,
};
use crate::people::PersonId;
use crate::policy::{AnnualHours, Certainty, CycleHours, RuleSet};

/// What a requirement rests on, as the page quotes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What the rule is called.
    pub title: String,
    /// The document's number, where known.
    pub document_number: Option<String>,
    /// The article, where known.
    pub article: Option<String>,
    /// How certain the text is.
    pub certainty: Certainty,
}

impl<T> From<&RuleSet<T>> for Source {
    fn from(rule: &RuleSet<T>) -> Source {
        Source {
            title: rule.title.clone(),
            document_number: rule.document_number.clone(),
            article: rule.article.clone(),
            certainty: rule.certainty,
        }
    }
}

/// How one calendar year stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearStatement {
    /// The calendar year.
    pub year: i32,
    /// What it requires.
    pub required: Requirement,
    /// What the requirement rests on.
    pub source: Source,
    /// The last day on which hours of this year can be done.
    pub closes_on: NaiveDate,
    /// What is there, what waits, and what lies over a cap.
    pub amounts: Amounts,
    /// What is missing.
    pub short: Shortfall,
}

impl YearStatement {
    /// A year of somebody who was first employed on this day, by the rule in force at its end.
    pub fn new(
        year: i32,
        rule: &RuleSet<AnnualHours>,
        first_employed_on: NaiveDate,
        amounts: Amounts,
    ) -> YearStatement {
        let required = Requirement::from(rule.parameters.of(class_in(year, first_employed_on)));
        YearStatement {
            year,
            required,
            source: Source::from(rule),
            closes_on: rule.parameters.last_day(year),
            amounts,
            short: shortfall(&required, &amounts.posted),
        }
    }

    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.short.is_complete()
    }

    /// What would be missing if everything that waits were posted.
    pub fn short_after_pending(&self) -> Shortfall {
        let Amounts {
            posted, pending, ..
        } = &self.amounts;
        shortfall(
            &self.required,
            &posted.zip(pending, |one, other| one + other),
        )
    }
}

/// The calendar years of a registration cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cycle {
    /// The first.
    pub first_year: i32,
    /// The last.
    pub last_year: i32,
    /// Whether the person's file says when the cycle began; else it is taken to end this year.
    pub is_known: bool,
}

impl Cycle {
    /// The cycle that a year lies in. A cycle that has run out is followed by the next.
    ///
    /// DESIGN: where the file does not say when the cycle began, the years that end with this one
    /// are shown, and the page says so; nothing is decided from it.
    pub fn around(started_on: Option<NaiveDate>, years: i32, year: i32) -> Cycle {
        let years = years.max(1);
        let first_year = match started_on.map(|day| day.year()) {
            Some(first) if first <= year => year - (year - first).rem_euclid(years),
            Some(first) => first,
            None => year - years + 1,
        };
        Cycle {
            first_year,
            last_year: first_year + years - 1,
            is_known: started_on.is_some(),
        }
    }

    /// Its calendar years.
    pub fn years(&self) -> RangeInclusive<i32> {
        self.first_year..=self.last_year
    }
}

/// One year's part of a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CycleYear {
    /// The calendar year.
    pub year: i32,
    /// Hours that count.
    pub posted: Hours,
    /// Hours that wait.
    pub pending: Hours,
}

/// How a five-year cycle stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleStatement {
    /// Which years.
    pub cycle: Cycle,
    /// What they require together. Apart from each year's own requirement: five years of 72 hours
    /// just fill it, five of 90 exceed it, and a missed year stays missed.
    pub required: Hours,
    /// What the requirement rests on.
    pub source: Source,
    /// Year by year.
    pub years: Vec<CycleYear>,
    /// Hours that count, all years together.
    pub counted: Hours,
}

impl CycleStatement {
    /// A cycle, given what each year holds.
    pub fn new(
        cycle: Cycle,
        rule: &RuleSet<CycleHours>,
        amounts: &BTreeMap<i32, Amounts>,
    ) -> CycleStatement {
        let years: Vec<CycleYear> = cycle
            .years()
            .map(|year| {
                let it = amounts.get(&year).copied().unwrap_or_default();
                CycleYear {
                    year,
                    posted: it.posted.total(),
                    pending: it.pending.total(),
                }
            })
            .collect();
        CycleStatement {
            cycle,
            required: rule.parameters.total,
            source: Source::from(rule),
            counted: years.iter().map(|it| it.posted).sum(),
            years,
        }
    }

    /// What is missing to the total.
    pub fn short(&self) -> Hours {
        self.counted.short_of(self.required)
    }

    /// The last day of its last year.
    pub fn closes_on(&self) -> NaiveDate {
        last_day(self.cycle.last_year)
    }
}

/// The years that a statement shows: those of the cycle in which the person worked, and every
/// other year with hours. None after `year` unless hours already wait there.
pub fn years_shown(
    cycle: Cycle,
    first_employed_on: NaiveDate,
    year: i32,
    amounts: &BTreeMap<i32, Amounts>,
) -> Vec<i32> {
    let mut years: Vec<i32> = cycle
        .years()
        .filter(|it| (first_employed_on.year()..=year).contains(it))
        .chain(amounts.keys().copied())
        .collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// The person's accounts of some years, by id: what a transfer's two sides are.
fn accounts(
    person: PersonId,
    years: impl IntoIterator<Item = i32>,
) -> HashMap<LedgerAccountId, Account> {
    years
        .into_iter()
        .flat_map(|year| Category::ALL.iter().map(move |&category| (year, category)))
        .flat_map(|(year, category)| {
            [
                Account::credit(person, year, category),
                Account::over_cap(person, year, category),
            ]
        })
        .map(|account| (account.id(), account))
        .collect()
}

/// Settling moves hours from a year's account to a cycle's, so that they cannot count twice; the
/// year in which they were done keeps them on its statement.
fn is_of_the_year(transfer: &Transfer) -> bool {
    transfer.kind != TransferKind::Settle
}

/// What each year holds, seen from two dates. A year without a transfer is not there.
pub fn amounts_by_year(
    person: PersonId,
    transfers: &[Transfer],
    as_of: AsOf,
) -> BTreeMap<i32, Amounts> {
    let accounts = accounts(person, transfers.iter().map(|it| it.year));
    let transfers = transfers.iter().filter(|it| is_of_the_year(it));
    let mut by_year: BTreeMap<i32, Amounts> = BTreeMap::new();
    for (id, totals) in ledger::fold(transfers, as_of) {
        let Some((account, category)) = accounts.get(&id).and_then(|it| Some((it, it.category?)))
        else {
            continue;
        };
        let amounts = by_year.entry(account.year).or_default();
        match account.kind {
            AccountKind::Credit => {
                *amounts.posted.of_mut(category) += totals.posted;
                *amounts.pending.of_mut(category) += totals.pending;
            }
            AccountKind::OverCap => *amounts.over_cap.of_mut(category) += totals.posted,
            AccountKind::Source | AccountKind::Settlement => {}
        }
    }
    by_year
}

/// What became of one announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    /// It waits for an office.
    Pending,
    /// It counts in full.
    Posted,
    /// A part of it, or all, lies over a cap.
    Capped,
    /// An office refused it, or the teacher took it back.
    Voided,
    /// It waited too long.
    Expired,
    /// It counted, and a later line undoes it.
    Reversed,
    /// It undoes an earlier line.
    Reversal,
}

/// Something that happened to a line, with the decision behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happening {
    /// What the ledger did.
    pub kind: TransferKind,
    /// When we learned it.
    pub recorded_at: At,
    /// Who decided, and why.
    pub journal: JournalId,
}

/// One line of the statement: hours of one completion or claim, or the opposite of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The completion or claim.
    pub origin: OriginId,
    /// The year that it counts in.
    pub year: i32,
    /// The class that it counts in.
    pub category: Category,
    /// When it was done.
    pub effective_on: NaiveDate,
    /// What became of it.
    pub state: LineState,
    /// What was announced.
    pub announced: Hours,
    /// What counts; less than nothing in a reversal.
    pub posted: Hours,
    /// What waits.
    pub pending: Hours,
    /// What lies over a cap.
    pub over_cap: Hours,
    /// What happened to it, oldest first.
    pub happenings: Vec<Happening>,
}

impl Line {
    fn open(transfer: &Transfer, account: &Account, category: Category) -> Line {
        Line {
            origin: transfer.origin,
            year: account.year,
            category,
            effective_on: transfer.effective_on,
            state: LineState::Pending,
            announced: Hours::ZERO,
            posted: Hours::ZERO,
            pending: Hours::ZERO,
            over_cap: Hours::ZERO,
            happenings: Vec::new(),
        }
    }

    /// When we learned of it last.
    pub fn recorded_at(&self) -> Option<At> {
        self.happenings.last().map(|it| it.recorded_at)
    }

    /// Whether it counts, may count, or takes back what counted; a refused line does neither.
    pub fn counts(&self) -> bool {
        !matches!(self.state, LineState::Voided | LineState::Expired)
    }

    /// The hours to show beside it: what waits, else what counts, else what had been announced.
    pub fn shown(&self) -> Hours {
        match self.state {
            LineState::Pending => self.pending,
            LineState::Voided | LineState::Expired => self.announced,
            LineState::Posted | LineState::Capped | LineState::Reversed | LineState::Reversal => {
                self.posted
            }
        }
    }
}

/// What a line of the statement is made of: an announcement with its end, or a reversal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Announcement(TransferId),
    Reversal(OriginId, JournalId),
}

/// Tells a teacher's transfers as lines, newest first. What is posted, pending and over a cap on
/// the lines of a year adds up to [`amounts_by_year`].
pub fn explain(person: PersonId, transfers: &[Transfer], as_of: AsOf) -> Vec<Line> {
    let accounts = accounts(person, transfers.iter().map(|it| it.year));
    let mut included: Vec<&Transfer> = transfers
        .iter()
        .filter(|it| is_of_the_year(it) && as_of.includes(it.effective_on, it.recorded_at))
        .collect();
    included.sort_by_key(|it| (it.recorded_at, order_within_a_decision(it.kind)));
    let mut lines: BTreeMap<Key, Line> = BTreeMap::new();
    let mut key_of: HashMap<TransferId, Key> = HashMap::new();
    let mut ended_by: HashMap<(OriginId, JournalId), Key> = HashMap::new();
    for transfer in included {
        let side = [transfer.credit, transfer.debit]
            .iter()
            .find_map(|id| accounts.get(id));
        let Some((account, category)) = side.and_then(|it| Some((it, it.category?))) else {
            continue;
        };
        let decision = (transfer.origin, transfer.journal);
        let key = match (transfer.kind, transfer.target) {
            (TransferKind::Reversal, target) => {
                let undone = target
                    .and_then(|it| key_of.get(&it))
                    .and_then(|it| lines.get_mut(it));
                if let Some(undone) = undone {
                    undone.state = LineState::Reversed;
                }
                Key::Reversal(transfer.origin, transfer.journal)
            }
            (_, Some(target)) => Key::Announcement(target),
            (_, None) if account.kind == AccountKind::OverCap => ended_by
                .get(&decision)
                .copied()
                .unwrap_or(Key::Announcement(transfer.id)),
            (_, None) => Key::Announcement(transfer.id),
        };
        key_of.insert(transfer.id, key);
        if matches!(transfer.kind, TransferKind::Post | TransferKind::Void) {
            ended_by.insert(decision, key);
        }
        let line = lines
            .entry(key)
            .or_insert_with(|| Line::open(transfer, account, category));
        tell(line, transfer, account.kind);
    }
    let mut lines: Vec<Line> = lines.into_values().collect();
    lines.sort_by_key(|it| std::cmp::Reverse((it.effective_on, it.recorded_at())));
    lines
}

/// A decision happens in one instant: what it ends comes before what it puts over a cap.
fn order_within_a_decision(kind: TransferKind) -> u8 {
    match kind {
        TransferKind::Pending => 0,
        TransferKind::Post | TransferKind::Void | TransferKind::Expire => 1,
        TransferKind::Direct | TransferKind::Settle => 2,
        TransferKind::Reversal => 3,
    }
}

/// Adds one transfer to the line that it belongs to.
fn tell(line: &mut Line, transfer: &Transfer, account: AccountKind) {
    let amount = transfer.amount;
    match (transfer.kind, account) {
        (TransferKind::Pending, _) => {
            line.announced += amount;
            line.pending += amount;
        }
        (TransferKind::Void, _) => {
            line.pending = Hours::ZERO;
            line.state = LineState::Voided;
        }
        (TransferKind::Expire, _) => {
            line.pending = Hours::ZERO;
            line.state = LineState::Expired;
        }
        (TransferKind::Direct, AccountKind::OverCap) => {
            line.over_cap += amount;
            line.state = LineState::Capped;
        }
        (TransferKind::Post, _) => {
            line.pending = Hours::ZERO;
            line.posted += amount;
            line.state = LineState::Posted;
        }
        (TransferKind::Direct, _) => {
            line.announced += amount;
            line.posted += amount;
            line.state = LineState::Posted;
        }
        (TransferKind::Reversal, kind) => {
            let part = if kind == AccountKind::OverCap {
                &mut line.over_cap
            } else {
                &mut line.posted
            };
            *part -= amount;
            line.state = LineState::Reversal;
        }
        // Never comes here: see `is_of_the_year`.
        (TransferKind::Settle, _) => {}
    }
    let happening = Happening {
        kind: transfer.kind,
        recorded_at: transfer.recorded_at,
        journal: transfer.journal,
    };
    if line.happenings.last().map(|it| it.journal) != Some(transfer.journal) {
        line.happenings.push(happening);
    }
}

/// What the lines of one year add up to.
pub fn sum_of(lines: &[Line], year: i32) -> Amounts {
    let mut sum = Amounts::default();
    for line in lines.iter().filter(|it| it.year == year) {
        let mut change = Amounts::default();
        let set = |part: &mut ByCategory, hours| *part.of_mut(line.category) = hours;
        set(&mut change.posted, line.posted);
        set(&mut change.pending, line.pending);
        set(&mut change.over_cap, line.over_cap);
        sum = sum.plus(&change);
    }
    sum
}

#[cfg(test)]
mod tests;
