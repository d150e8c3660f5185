//! Accounts and transfers in the database.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use uuid::Uuid;

use super::{
    Account, AccountKind, AsOf, Category, LedgerAccountId, OriginId, Refusal, Totals, Transfer,
    TransferId, TransferKind, check, fold,
};
use crate::db::schema::{ledger_accounts, transfers};
use crate::db::{At, Conn};
use crate::error::Error;
use crate::hours::Hours;
use crate::journal::JournalId;
use crate::on_backend;
use crate::people::PersonId;

/// Rows in one INSERT: well below SQLite's limit of bound values.
const ROWS_PER_INSERT: usize = 500;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = transfers, treat_none_as_default_value = false)]
struct TransferRow {
    id: TransferId,
    kind: TransferKind,
    debit_account_id: LedgerAccountId,
    credit_account_id: LedgerAccountId,
    amount: Hours,
    holder_id: PersonId,
    year: i32,
    target_id: Option<TransferId>,
    effective_on: NaiveDate,
    recorded_at: At,
    origin_id: OriginId,
    journal_id: JournalId,
}

impl From<TransferRow> for Transfer {
    fn from(row: TransferRow) -> Transfer {
        Transfer {
            id: row.id,
            kind: row.kind,
            debit: row.debit_account_id,
            credit: row.credit_account_id,
            amount: row.amount,
            holder: row.holder_id,
            year: row.year,
            target: row.target_id,
            effective_on: row.effective_on,
            recorded_at: row.recorded_at,
            origin: row.origin_id,
            journal: row.journal_id,
        }
    }
}

impl From<&Transfer> for TransferRow {
    fn from(transfer: &Transfer) -> TransferRow {
        TransferRow {
            id: transfer.id,
            kind: transfer.kind,
            debit_account_id: transfer.debit,
            credit_account_id: transfer.credit,
            amount: transfer.amount,
            holder_id: transfer.holder,
            year: transfer.year,
            target_id: transfer.target,
            effective_on: transfer.effective_on,
            recorded_at: transfer.recorded_at,
            origin_id: transfer.origin,
            journal_id: transfer.journal,
        }
    }
}

/// Makes sure that these accounts exist.
pub fn open_accounts(conn: &mut Conn, accounts: &[Account]) -> Result<(), Error> {
    use ledger_accounts as table;
    for chunk in accounts.chunks(ROWS_PER_INSERT) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|account| {
                (
                    table::id.eq(account.id()),
                    table::kind.eq(account.kind),
                    table::owner_id.eq(LedgerAccountId(account.owner)),
                    table::year.eq(account.year),
                    table::category.eq(account.category_text()),
                )
            })
            .collect();
        on_backend!(conn, |it| diesel::insert_into(table::table)
            .values(&rows)
            .on_conflict(table::id)
            .do_nothing()
            .execute(it))?;
    }
    Ok(())
}

/// Saves transfers, each checked against what it ends or undoes. The accounts must exist.
///
/// A transfer that is already there with the same body is passed over: a repeat is harmless. The
/// same id with another body is refused, and so is a second end of the same pending transfer.
/// Answers with those that were not there before.
pub fn save_transfers(conn: &mut Conn, batch: &[Transfer]) -> Result<HashSet<TransferId>, Error> {
    let mut saved = HashSet::with_capacity(batch.len());
    for chunk in batch.chunks(ROWS_PER_INSERT) {
        let named: Vec<TransferId> = chunk
            .iter()
            .flat_map(|transfer| [Some(transfer.id), transfer.target])
            .flatten()
            .collect();
        let mut known: HashMap<TransferId, Transfer> = list_by_id(conn, &named)?
            .into_iter()
            .map(|it| (it.id, it))
            .collect();
        let mut rows = Vec::with_capacity(chunk.len());
        for transfer in chunk {
            match known.get(&transfer.id) {
                Some(same) if same == transfer => continue,
                Some(_) => return Err(refused(Refusal::ExistsWithAnotherBody)),
                None => {}
            }
            let target = transfer.target.and_then(|target| known.get(&target));
            check(transfer, target).map_err(refused)?;
            rows.push(TransferRow::from(transfer));
            saved.insert(transfer.id);
            known.insert(transfer.id, transfer.clone());
        }
        if rows.is_empty() {
            continue;
        }
        on_backend!(conn, |it| diesel::insert_into(transfers::table)
            .values(&rows)
            .execute(it))
        .map_err(|error| {
            let error = Error::from(error);
            if error.is_duplicate() {
                refused(Refusal::TargetAlreadyEnded)
            } else {
                error
            }
        })?;
    }
    Ok(saved)
}

fn refused(refusal: Refusal) -> Error {
    Error::not_now(refusal.message())
}

/// The transfers with these ids, in any order; what does not exist is left out.
pub fn list_by_id(conn: &mut Conn, ids: &[TransferId]) -> Result<Vec<Transfer>, Error> {
    let rows: Vec<TransferRow> = transfers::table
        .filter(transfers::id.eq_any(ids.iter().copied()))
        .select(TransferRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Transfer::from).collect())
}

/// The transfers that end or undo these, in any order.
pub fn list_by_target(conn: &mut Conn, targets: &[TransferId]) -> Result<Vec<Transfer>, Error> {
    let rows: Vec<TransferRow> = transfers::table
        .filter(
            transfers::target_id
                .assume_not_null()
                .eq_any(targets.iter().copied()),
        )
        .select(TransferRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Transfer::from).collect())
}

/// The transfers of one teacher in a span of years, oldest first.
pub fn list_transfers(
    conn: &mut Conn,
    holder: PersonId,
    years: RangeInclusive<i32>,
) -> Result<Vec<Transfer>, Error> {
    let rows: Vec<TransferRow> = transfers::table
        .filter(transfers::holder_id.eq(holder))
        .filter(transfers::year.between(*years.start(), *years.end()))
        .order((transfers::recorded_at, transfers::id))
        .select(TransferRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Transfer::from).collect())
}

/// Every transfer of these teachers, oldest first.
pub fn list_transfers_of(conn: &mut Conn, holders: &[PersonId]) -> Result<Vec<Transfer>, Error> {
    let rows: Vec<TransferRow> = transfers::table
        .filter(transfers::holder_id.eq_any(holders.iter().copied()))
        .order((transfers::recorded_at, transfers::id))
        .select(TransferRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Transfer::from).collect())
}

/// The settlements of these teachers, oldest first.
pub fn list_settled(conn: &mut Conn, holders: &[PersonId]) -> Result<Vec<Transfer>, Error> {
    // Literal, so that both planners see that the small index of settlements will do.
    let is_settlement = diesel::dsl::sql::<Bool>("kind = 'settle'");
    let rows: Vec<TransferRow> = transfers::table
        .filter(is_settlement)
        .filter(transfers::holder_id.eq_any(holders.iter().copied()))
        .order((transfers::recorded_at, transfers::id))
        .select(TransferRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Transfer::from).collect())
}

/// The accounts of one owner in a span of years.
pub fn accounts_of(
    conn: &mut Conn,
    owner: Uuid,
    years: RangeInclusive<i32>,
) -> Result<Vec<Account>, Error> {
    let rows: Vec<(AccountKind, i32, String)> = ledger_accounts::table
        .filter(ledger_accounts::owner_id.eq(LedgerAccountId(owner)))
        .filter(ledger_accounts::year.between(*years.start(), *years.end()))
        .select((
            ledger_accounts::kind,
            ledger_accounts::year,
            ledger_accounts::category,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(kind, year, category)| {
            let category: Option<Category> = match category.as_str() {
                "any" => None,
                text => Some(text.parse().map_err(Error::Fault)?),
            };
            Ok(Account {
                kind,
                owner,
                year,
                category,
            })
        })
        .collect()
}

/// What a teacher's accounts hold, by account.
pub type Balances = BTreeMap<Account, Totals>;

/// The balance function: what a teacher's accounts of these years hold, seen from two dates.
///
/// Pages, exports, statements, rules and the check all ask here.
pub fn balances(
    conn: &mut Conn,
    holder: PersonId,
    years: RangeInclusive<i32>,
    as_of: AsOf,
) -> Result<Balances, Error> {
    let accounts = accounts_of(conn, holder.0, years.clone())?;
    let totals = fold(&list_transfers(conn, holder, years)?, as_of);
    Ok(accounts
        .into_iter()
        .map(|account| {
            (
                account,
                totals.get(&account.id()).copied().unwrap_or_default(),
            )
        })
        .collect())
}
