//! The ledger (学分银行台账): double-entry class hours.
//!
//! Hours move between accounts by immutable transfers. A completion is *pending* until somebody
//! confirms it, then *posted*, else *voided* or *expired*. A correction is an opposite transfer that
//! names the first. Every balance is a fold of transfers; [`fold`] is the only one there is.
//! Not here: which hours count for what (`policy`, `credit_bank`).

mod store;

pub use store::{
    Balances, accounts_of, balances, list_by_id, list_by_target, list_settled, list_transfers,
    list_transfers_of, open_accounts, save_transfers,
};

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::db::At;
use crate::hours::Hours;
use crate::journal::JournalId;
use crate::message::Message;
use crate::people::PersonId;
use crate::secrets::sha256;

crate::id_type!(
    /// An account of the ledger.
    LedgerAccountId
);
crate::id_type!(
    /// A transfer between two accounts.
    TransferId
);
crate::id_type!(
    /// What a transfer came from: a completion or a claim.
    OriginId
);

crate::text_enum!(
    /// What an account holds.
    AccountKind {
        /// Where hours come from: a provider's project, or an office that recognises own study.
        Source => "source",
        /// A teacher's hours of one year and category.
        Credit => "credit",
        /// Hours over a cap: visible, and not counted.
        OverCap => "over_cap",
        /// Hours counted into a registration cycle; they cannot count twice.
        Settlement => "settlement",
    }
);

crate::text_enum!(
    /// The three subject classes of continuing education.
    Category {
        /// 公需科目
        General => "general",
        /// 专业科目
        Professional => "professional",
        /// 选修科目
        Elective => "elective",
    }
);

impl Category {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Category::General => "category-general",
            Category::Professional => "category-professional",
            Category::Elective => "category-elective",
        }
    }
}

crate::text_enum!(
    /// What a transfer does.
    TransferKind {
        /// Announces hours; they wait.
        Pending => "pending",
        /// Ends a pending transfer by moving its hours, or a part of them.
        Post => "post",
        /// Ends a pending transfer without moving anything: refused.
        Void => "void",
        /// Ends a pending transfer that waited too long.
        Expire => "expire",
        /// Moves hours at once.
        Direct => "direct",
        /// Undoes a post or direct transfer, in the opposite direction.
        Reversal => "reversal",
        /// Moves counted hours to the settlement account of a cycle.
        Settle => "settle",
    }
);

impl TransferKind {
    /// Whether it names another transfer, that it ends or undoes.
    pub const fn has_target(self) -> bool {
        match self {
            TransferKind::Post
            | TransferKind::Void
            | TransferKind::Expire
            | TransferKind::Reversal => true,
            TransferKind::Pending | TransferKind::Direct | TransferKind::Settle => false,
        }
    }
}

/// An account, by what it is. Its id follows from these four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Account {
    /// What it holds.
    pub kind: AccountKind,
    /// A project, an office or a person.
    pub owner: Uuid,
    /// Calendar year; first year of the cycle for a settlement; 0 for a source.
    pub year: i32,
    /// The category; none for a source.
    pub category: Option<Category>,
}

impl Account {
    /// Where a project's or an office's hours come from.
    pub const fn source(owner: Uuid) -> Account {
        Account {
            kind: AccountKind::Source,
            owner,
            year: 0,
            category: None,
        }
    }

    /// A teacher's hours of one year and category.
    pub const fn credit(person: PersonId, year: i32, category: Category) -> Account {
        Account {
            kind: AccountKind::Credit,
            owner: person.0,
            year,
            category: Some(category),
        }
    }

    /// A teacher's hours over a cap.
    pub const fn over_cap(person: PersonId, year: i32, category: Category) -> Account {
        Account {
            kind: AccountKind::OverCap,
            owner: person.0,
            year,
            category: Some(category),
        }
    }

    /// A teacher's hours that were counted into the registration cycle that began in a year.
    pub const fn settlement(person: PersonId, first_year: i32, category: Category) -> Account {
        Account {
            kind: AccountKind::Settlement,
            owner: person.0,
            year: first_year,
            category: Some(category),
        }
    }

    /// The spelling of the category in the table.
    pub fn category_text(&self) -> &'static str {
        self.category.map_or("any", Category::as_str)
    }

    /// Derived from what the account is, so that it is known without asking the database.
    pub fn id(&self) -> LedgerAccountId {
        let mut bytes = Vec::with_capacity(64);
        bytes.extend_from_slice(b"ledger account 1\0");
        bytes.extend_from_slice(self.kind.as_str().as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(self.owner.as_bytes());
        bytes.extend_from_slice(&self.year.to_be_bytes());
        bytes.extend_from_slice(self.category_text().as_bytes());
        let digest = sha256(&bytes);
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        // Version 8: an application's own layout.
        LedgerAccountId(uuid::Builder::from_custom_bytes(id).into_uuid())
    }
}

/// One line of the ledger. Written once, never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Made by the caller: the same id twice is the same transfer, or an error.
    pub id: TransferId,
    /// What it does.
    pub kind: TransferKind,
    /// Hours leave this account.
    pub debit: LedgerAccountId,
    /// Hours arrive at this account.
    pub credit: LedgerAccountId,
    /// How many; more than nothing. A void or expire repeats what had been announced.
    pub amount: Hours,
    /// The teacher whose accounts it touches.
    pub holder: PersonId,
    /// The year that it counts in.
    pub year: i32,
    /// What a post, void or expire ends, or a reversal undoes.
    pub target: Option<TransferId>,
    /// When it happened.
    pub effective_on: NaiveDate,
    /// When we learned it.
    pub recorded_at: At,
    /// The completion or claim that it came from.
    pub origin: OriginId,
    /// The decision that it belongs to.
    pub journal: JournalId,
}

/// Why a transfer is not accepted, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The id exists with another body.
    ExistsWithAnotherBody,
    /// The amount is not more than nothing.
    AmountNotPositive(Hours),
    /// Both sides are the same account.
    AccountsMustDiffer,
    /// What it ends or undoes does not exist.
    TargetMissing,
    /// What it ends is not pending, or what it undoes was not posted.
    TargetOfWrongKind(TransferKind),
    /// The accounts, holder or year are not those of its target.
    AccountsDifferFromTarget,
    /// More than what was announced, or not the whole of what is undone.
    AmountDiffersFromTarget {
        /// Of the target.
        target: Hours,
        /// Of this one.
        amount: Hours,
    },
    /// What it ends has ended already, or what it undoes was undone already.
    TargetAlreadyEnded,
    /// What it undoes was counted into a registration.
    TargetSettled,
}

impl Refusal {
    /// For the log and the command line; a person never makes a transfer by hand.
    pub fn message(self) -> Message {
        match self {
            Refusal::ExistsWithAnotherBody => Message::new("ledger-exists-with-another-body"),
            Refusal::AmountNotPositive(amount) => {
                Message::new("ledger-amount-not-positive").with("hours", amount)
            }
            Refusal::AccountsMustDiffer => Message::new("ledger-accounts-must-differ"),
            Refusal::TargetMissing => Message::new("ledger-target-missing"),
            Refusal::TargetOfWrongKind(_) => Message::new("ledger-target-of-wrong-kind"),
            Refusal::AccountsDifferFromTarget => Message::new("ledger-accounts-differ"),
            Refusal::AmountDiffersFromTarget { target, amount } => {
                Message::new("ledger-amount-differs")
                    .with("target", target)
                    .with("hours", amount)
            }
            Refusal::TargetAlreadyEnded => Message::new("ledger-target-already-ended"),
            Refusal::TargetSettled => Message::new("ledger-target-settled"),
        }
    }
}

/// Checks one transfer against what it names. What passes can fail only by a race for its target.
pub fn check(transfer: &Transfer, target: Option<&Transfer>) -> Result<(), Refusal> {
    use TransferKind as K;
    if !transfer.amount.is_positive() {
        return Err(Refusal::AmountNotPositive(transfer.amount));
    }
    if transfer.debit == transfer.credit {
        return Err(Refusal::AccountsMustDiffer);
    }
    let target = match transfer.kind {
        K::Pending | K::Direct | K::Settle => return Ok(()),
        K::Post | K::Void | K::Expire | K::Reversal => target.ok_or(Refusal::TargetMissing)?,
    };
    let (same_way, other_way) = (
        transfer.debit == target.debit && transfer.credit == target.credit,
        transfer.debit == target.credit && transfer.credit == target.debit,
    );
    let (kind_fits, accounts_fit, amount_fits) = match transfer.kind {
        K::Reversal => (
            matches!(target.kind, K::Post | K::Direct | K::Settle),
            other_way,
            transfer.amount == target.amount,
        ),
        K::Post => (
            target.kind == K::Pending,
            same_way,
            transfer.amount <= target.amount,
        ),
        _ => (
            target.kind == K::Pending,
            same_way,
            transfer.amount == target.amount,
        ),
    };
    if !kind_fits {
        return Err(Refusal::TargetOfWrongKind(target.kind));
    }
    if !accounts_fit || transfer.holder != target.holder || transfer.year != target.year {
        return Err(Refusal::AccountsDifferFromTarget);
    }
    if !amount_fits {
        return Err(Refusal::AmountDiffersFromTarget {
            target: target.amount,
            amount: transfer.amount,
        });
    }
    Ok(())
}

/// Both dates of a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// Counts what happened on this day or before; everything if none.
    pub effective_on: Option<NaiveDate>,
    /// Counts what was recorded at this instant or before; everything if none.
    pub known_at: Option<At>,
}

impl AsOf {
    /// Everything known now.
    pub const NOW: AsOf = AsOf {
        effective_on: None,
        known_at: None,
    };

    /// Whether a transfer counts.
    pub fn includes(&self, effective_on: NaiveDate, recorded_at: At) -> bool {
        self.effective_on.is_none_or(|day| effective_on <= day)
            && self.known_at.is_none_or(|instant| recorded_at <= instant)
    }
}

/// From which side an account sees a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Hours leave.
    Debit,
    /// Hours arrive.
    Credit,
}

/// What an account holds.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Hours that are there.
    pub posted: Hours,
    /// Hours announced to it, waiting for somebody.
    pub pending: Hours,
}

impl Totals {
    /// Adds one transfer, seen from the account that it credits or debits.
    ///
    /// `announced` is the amount of the pending transfer that this one ends; nothing if it ends
    /// none.
    pub fn apply(&mut self, kind: TransferKind, side: Side, amount: Hours, announced: Hours) {
        let (amount, announced) = match side {
            Side::Credit => (amount, announced),
            Side::Debit => (-amount, -announced),
        };
        match kind {
            TransferKind::Pending => self.pending += amount,
            TransferKind::Post => {
                self.posted += amount;
                self.pending -= announced;
            }
            TransferKind::Void | TransferKind::Expire => self.pending -= announced,
            TransferKind::Direct | TransferKind::Reversal | TransferKind::Settle => {
                self.posted += amount;
            }
        }
    }
}

/// Folds the transfers of one holder into totals by account, in any order.
///
/// A post, void or expire whose pending transfer is not among those included releases nothing:
/// what was not announced yet cannot be waiting.
pub fn fold<'a>(
    transfers: impl IntoIterator<Item = &'a Transfer>,
    as_of: AsOf,
) -> BTreeMap<LedgerAccountId, Totals> {
    let included: Vec<&Transfer> = transfers
        .into_iter()
        .filter(|transfer| as_of.includes(transfer.effective_on, transfer.recorded_at))
        .collect();
    let announced: HashMap<TransferId, Hours> = included
        .iter()
        .filter(|transfer| transfer.kind == TransferKind::Pending)
        .map(|transfer| (transfer.id, transfer.amount))
        .collect();
    let mut totals: BTreeMap<LedgerAccountId, Totals> = BTreeMap::new();
    for transfer in included {
        let ended = transfer
            .target
            .and_then(|target| announced.get(&target))
            .copied()
            .unwrap_or_default();
        for (account, side) in [
            (transfer.debit, Side::Debit),
            (transfer.credit, Side::Credit),
        ] {
            totals
                .entry(account)
                .or_default()
                .apply(transfer.kind, side, transfer.amount, ended);
        }
    }
    totals
}

#[cfg(test)]
mod tests;
