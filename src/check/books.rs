//! The ledger once more: folds every transfer into what accounts hold, in one pass and any order.
//! Pure: rows in, findings out; `ledger.rs` next door reads the rows.
//!
//! A pending transfer waits in memory until its end comes by, an end until its pending transfer
//! does; what is left over at the end, and what does not fit, is suspect and looked at one by one.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasherDefault;

use uuid::Uuid;

use crate::credit_bank::rules::{Amounts, ByCategory};
use crate::hours::Hours;
use crate::journal::JournalId;
use crate::ledger::{
    Account, AccountKind, Category, LedgerAccountId, OriginId, Side, Totals, TransferId,
    TransferKind,
};
use crate::people::PersonId;

use super::hash::IdMap;
use super::origins::{Fate, Origins, Story};
use super::report::Invariant;

/// A transfer, as far as its fold needs it.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Its id.
    pub id: TransferId,
    /// What it does.
    pub kind: TransferKind,
    /// Hours leave this account.
    pub debit: LedgerAccountId,
    /// Hours arrive at this one.
    pub credit: LedgerAccountId,
    /// How many.
    pub amount: Hours,
    /// The teacher.
    pub holder: PersonId,
    /// The year.
    pub year: i32,
    /// What it ends or undoes.
    pub target: Option<TransferId>,
    /// The completion or claim.
    pub origin: OriginId,
    /// The decision.
    pub journal: JournalId,
}

/// What is wrong with one line.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Which invariant.
    pub invariant: Invariant,
    /// What was found.
    pub detail: String,
}

/// An account of a teacher and what it holds, side by side in memory.
#[derive(Debug, Default, Clone, Copy)]
struct Slot {
    account: Uuid,
    totals: Totals,
}

/// A teacher's accounts of one year: credit by category, then over cap by category.
type Page = [Slot; 6];

/// Where a line's account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Source,
    Credit(Category),
    OverCap(Category),
    Settlement(Category),
}

impl Place {
    const fn category(self) -> Option<Category> {
        match self {
            Place::Source => None,
            Place::Credit(it) | Place::OverCap(it) | Place::Settlement(it) => Some(it),
        }
    }

    const fn index(self) -> Option<usize> {
        match self {
            Place::Credit(it) => Some(it as usize),
            Place::OverCap(it) => Some(3 + it as usize),
            Place::Source | Place::Settlement(_) => None,
        }
    }
}

/// The page of a line's holder and year, if there is one, and where debit and credit stand.
type Places = Option<(u32, Option<Place>, Option<Place>)>;

/// A pending transfer that waits for its end, or an end that waits for its pending transfer.
#[derive(Debug, Clone, Copy)]
struct Open {
    id: TransferId,
    kind: TransferKind,
    amount: Hours,
    page: u32,
    category: Category,
    source: LedgerAccountId,
    origin: OriginId,
}

/// The books of the whole ledger.
#[derive(Debug, Default)]
pub struct Books {
    index: IdMap<(PersonId, i32), u32>,
    pages: Vec<Page>,
    /// Whether a page has lines.
    has_lines: Vec<bool>,
    sources: IdMap<LedgerAccountId, Uuid>,
    settlements: IdMap<LedgerAccountId, (Uuid, Category)>,
    pending: IdMap<TransferId, Open>,
    early: IdMap<TransferId, Open>,
    /// Counted into a registration. The year keeps them.
    settled: BTreeMap<(PersonId, i32, Category), Hours>,
    suspects: Vec<TransferId>,
    decisions: IdMap<JournalId, TransferId>,
    last_decision: Option<JournalId>,
}

impl Books {
    /// Books with room for so many teacher-years.
    pub fn for_standings(count: usize) -> Books {
        Books {
            index: IdMap::with_capacity_and_hasher(count, BuildHasherDefault::default()),
            pages: Vec::with_capacity(count),
            has_lines: Vec::with_capacity(count),
            ..Books::default()
        }
    }

    /// Opens an account. Lines name it by the id that it has in the table.
    pub fn open(&mut self, id: LedgerAccountId, account: &Account) {
        let place = match (account.kind, account.category) {
            (AccountKind::Source, _) => {
                self.sources.insert(id, account.owner);
                return;
            }
            (_, None) => return,
            (AccountKind::Settlement, Some(category)) => {
                self.settlements.insert(id, (account.owner, category));
                return;
            }
            (AccountKind::Credit, Some(category)) => Place::Credit(category),
            (AccountKind::OverCap, Some(category)) => Place::OverCap(category),
        };
        let page = match self.index.entry((PersonId(account.owner), account.year)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                self.pages.push(Page::default());
                self.has_lines.push(false);
                *free.insert(u32::try_from(self.pages.len() - 1).expect("fewer than 2³² years"))
            }
        };
        if let (Some(page), Some(index)) = (self.pages.get_mut(page as usize), place.index()) {
            page[index].account = id.0;
        }
    }

    /// Folds lines in their order, and tells those with which something is wrong: they are kept
    /// out of the fold.
    ///
    /// Teachers' years lie far apart in memory, and to wait for them is most of the work. So all
    /// those of a batch are looked up first, and the processor waits for many of them at once.
    pub fn enter_all(
        &mut self,
        lines: &[Line],
        origins: &mut Origins,
        mut tell: impl FnMut(&Line, Wrong),
    ) {
        let pages: Vec<Option<u32>> = lines
            .iter()
            .map(|it| self.index.get(&(it.holder, it.year)).copied())
            .collect();
        let places: Vec<Places> = lines
            .iter()
            .zip(&pages)
            .map(|(line, page)| page.map(|page| self.places(page, line)))
            .collect();
        for (line, places) in lines.iter().zip(places) {
            if let Err(wrong) = self.enter(line, places, origins) {
                tell(line, wrong);
            }
        }
    }

    fn enter(&mut self, line: &Line, places: Places, origins: &mut Origins) -> Result<(), Wrong> {
        self.note_decision(line);
        if !line.amount.is_positive() {
            let detail = format!("{} hours", line.amount);
            return Err(wrong(Invariant::TransferAmount, detail));
        }
        let unfit = |detail: &str| wrong(Invariant::TransferAccounts, detail);
        let (page, debit, credit) =
            places.ok_or_else(|| unfit("its holder has no account of its year"))?;
        let debit =
            debit.ok_or_else(|| unfit("the debit account is neither a source nor the holder's"))?;
        let credit = credit
            .ok_or_else(|| unfit("the credit account is neither a source nor the holder's"))?;
        if !fits(line.kind, debit, credit) {
            let detail = format!("a {} goes from {debit:?} to {credit:?}", line.kind);
            return Err(wrong(Invariant::TransferAccounts, detail));
        }
        let category = match (debit.category(), credit.category()) {
            (Some(from), Some(to)) if from != to => {
                let detail = format!("from {from} to {to}");
                return Err(wrong(Invariant::TransferCategory, detail));
            }
            (from, to) => from.or(to).unwrap_or(Category::General),
        };
        if line.target.is_some() != line.kind.has_target() {
            let detail = format!("a {} with target {:?}", line.kind, line.target);
            return Err(wrong(Invariant::TransferTarget, detail));
        }
        self.fold(line, page, (debit, credit), category, origins);
        Ok(())
    }

    fn fold(
        &mut self,
        line: &Line,
        page: u32,
        (debit, credit): (Place, Place),
        category: Category,
        origins: &mut Origins,
    ) {
        use TransferKind as K;
        self.has_lines[page as usize] = true;
        let open = Open {
            id: line.id,
            kind: line.kind,
            amount: line.amount,
            page,
            category,
            source: line.debit,
            origin: line.origin,
        };
        let story = Story::of(line.origin, line.holder, line.year, category);
        match (line.kind, line.target) {
            (K::Pending, _) => {
                self.apply(&open, Hours::ZERO);
                origins.add(&story, Fate::Waiting, line.amount);
                match self.early.remove(&line.id) {
                    Some(end) => self.end(&open, &end, &story, origins),
                    None => {
                        self.pending.insert(line.id, open);
                    }
                }
            }
            (K::Post | K::Void | K::Expire, Some(target)) => match self.pending.remove(&target) {
                Some(pending) => self.end(&pending, &open, &story, origins),
                None => {
                    // Two ends of one transfer: one of them may still find its start.
                    if let Some(other) = self.early.insert(target, open) {
                        self.suspects.push(other.id);
                    }
                }
            },
            (K::Settle, _) => {
                let key = (line.holder, line.year, category);
                *self.settled.entry(key).or_default() += line.amount;
            }
            (K::Reversal, _) if matches!(debit, Place::Settlement(_)) => {
                let key = (line.holder, line.year, category);
                *self.settled.entry(key).or_default() -= line.amount;
                self.suspects.push(line.id);
            }
            (K::Direct | K::Reversal | K::Post | K::Void | K::Expire, _) => {
                let slots = &mut self.pages[page as usize];
                for (place, side) in [(debit, Side::Debit), (credit, Side::Credit)] {
                    if let Some(index) = place.index() {
                        let totals = &mut slots[index].totals;
                        totals.apply(line.kind, side, line.amount, Hours::ZERO);
                    }
                }
                if line.kind == K::Direct {
                    origins.add(&story, Fate::Posted, line.amount);
                }
                if line.kind == K::Reversal {
                    origins.add(&story, Fate::Posted, -line.amount);
                    origins.add(&story, Fate::Undone, line.amount);
                    // What it undoes is not kept in memory; reversals are rare.
                    self.suspects.push(line.id);
                }
            }
        }
    }

    /// Folds the end of a pending transfer.
    fn end(&mut self, pending: &Open, end: &Open, story: &Story, origins: &mut Origins) {
        let fits = (pending.page, pending.category, pending.source)
            == (end.page, end.category, end.source)
            && pending.origin == end.origin
            && match end.kind {
                TransferKind::Post => end.amount <= pending.amount,
                _ => end.amount == pending.amount,
            };
        if !fits {
            self.suspects.push(end.id);
        }
        self.apply(end, pending.amount);
        origins.add(story, Fate::Waiting, -pending.amount);
        let (fate, amount) = match end.kind {
            TransferKind::Post => (Fate::Posted, end.amount),
            TransferKind::Expire => (Fate::Expired, pending.amount),
            _ => (Fate::TurnedDown, pending.amount),
        };
        origins.add(story, fate, amount);
    }

    fn apply(&mut self, open: &Open, announced: Hours) {
        let slot = &mut self.pages[open.page as usize][open.category as usize];
        slot.totals
            .apply(open.kind, Side::Credit, open.amount, announced);
    }

    fn places(&self, page: u32, line: &Line) -> (u32, Option<Place>, Option<Place>) {
        let slots = &self.pages[page as usize];
        let place = |id| self.place(slots, line, id);
        (page, place(line.debit), place(line.credit))
    }

    fn place(&self, slots: &Page, line: &Line, id: LedgerAccountId) -> Option<Place> {
        if let Some(index) = slots.iter().position(|it| it.account == id.0) {
            let category = Category::ALL[index % 3];
            return Some(if index < 3 {
                Place::Credit(category)
            } else {
                Place::OverCap(category)
            });
        }
        if self.sources.contains_key(&id) {
            return Some(Place::Source);
        }
        let &(owner, category) = self.settlements.get(&id)?;
        (owner == line.holder.0).then_some(Place::Settlement(category))
    }

    /// Most lines of a batch come from one decision: only a change is looked up.
    fn note_decision(&mut self, line: &Line) {
        if self.last_decision != Some(line.journal) {
            self.last_decision = Some(line.journal);
            self.decisions.entry(line.journal).or_insert(line.id);
        }
    }

    /// The decisions that lines name, each with one of its lines.
    pub(super) fn decisions(&mut self) -> IdMap<JournalId, TransferId> {
        std::mem::take(&mut self.decisions)
    }

    /// Lines to be looked at one by one: after the last line, also the ends without a start.
    pub fn suspects(&mut self) -> Vec<TransferId> {
        let mut suspects = std::mem::take(&mut self.suspects);
        suspects.extend(self.early.drain().map(|(_, end)| end.id));
        suspects
    }

    /// Takes a teacher's year out of the books: what its accounts hold, nothing if there are none.
    pub fn take(&mut self, person: PersonId, year: i32) -> Amounts {
        let Some(page) = self.index.remove(&(person, year)) else {
            return Amounts::default();
        };
        amounts(&self.pages[page as usize])
    }

    /// The teacher-years that have settled more than they hold. To be asked before any is taken out.
    pub fn over_settled(&self) -> Vec<(PersonId, i32)> {
        let mut over = Vec::new();
        for (&(person, year, category), &settled) in &self.settled {
            let page = self.index.get(&(person, year));
            let slot = page.map(|page| &self.pages[*page as usize][category as usize]);
            let posted = slot.map_or(Hours::ZERO, |it| it.totals.posted);
            if settled > posted.max(Hours::ZERO) {
                over.push((person, year));
            }
        }
        over
    }

    /// The teacher-years that nobody has taken out, those with lines.
    pub fn left(&self) -> impl Iterator<Item = (PersonId, i32)> {
        self.index
            .iter()
            .filter(|(_, page)| self.has_lines[**page as usize])
            .map(|(key, _)| *key)
    }
}

fn amounts(page: &Page) -> Amounts {
    let of = |from: usize, amount: fn(&Totals) -> Hours| ByCategory {
        general: amount(&page[from + Category::General as usize].totals),
        professional: amount(&page[from + Category::Professional as usize].totals),
        elective: amount(&page[from + Category::Elective as usize].totals),
    };
    Amounts {
        posted: of(0, |it| it.posted),
        pending: of(0, |it| it.pending),
        over_cap: of(3, |it| it.posted),
    }
}

fn wrong(invariant: Invariant, detail: impl Into<String>) -> Wrong {
    Wrong {
        invariant,
        detail: detail.into(),
    }
}

/// Which way each kind of transfer goes.
fn fits(kind: TransferKind, debit: Place, credit: Place) -> bool {
    use Place::*;
    match kind {
        TransferKind::Pending | TransferKind::Post | TransferKind::Void | TransferKind::Expire => {
            matches!((debit, credit), (Source, Credit(_)))
        }
        TransferKind::Direct => matches!((debit, credit), (Source, Credit(_) | OverCap(_))),
        TransferKind::Settle => matches!((debit, credit), (Credit(_), Settlement(_))),
        TransferKind::Reversal => matches!(
            (debit, credit),
            (Credit(_) | OverCap(_), Source) | (Settlement(_), Credit(_))
        ),
    }
}

#[cfg(test)]
mod tests;
