//! Reads accounts and transfers into the books, and looks at suspect transfers one by one.

use diesel::prelude::*;
use uuid::Uuid;

use super::Pass;
use super::books::{Books, Line};
use super::hash::IdSet;
use super::origins::Origins;
use super::report::Invariant;
use crate::credit_bank::projects::ProjectId;
use crate::db::schema::{ledger_accounts, organizations, people, projects, transfers};
use crate::db::{Conn, each_row};
use crate::error::Error;
use crate::hours::Hours;
use crate::journal::JournalId;
use crate::ledger::{
    self, Account, AccountKind, Category, LedgerAccountId, OriginId, Transfer, TransferId,
    TransferKind,
};
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::web::language::{Language, Said};

/// Suspect transfers looked at in one round trip.
const SUSPECTS_PER_QUERY: usize = 500;

/// Lines folded at once: few enough to stay in the processor's own cache.
const LINES_PER_BATCH: usize = 256;

/// Who can own an account.
#[derive(Default)]
struct Owners {
    teachers: IdSet<PersonId>,
    sources: IdSet<Uuid>,
}

/// Reads the accounts.
pub(super) fn open_books(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    books: &mut Books,
) -> Result<(), Error> {
    type Row = (LedgerAccountId, AccountKind, LedgerAccountId, i32, String);
    let owners = load_owners(conn, pass)?;
    let mut rows = 0;
    let query = ledger_accounts::table.select((
        ledger_accounts::id,
        ledger_accounts::kind,
        ledger_accounts::owner_id,
        ledger_accounts::year,
        ledger_accounts::category,
    ));
    each_row(conn, query, |(id, kind, owner, year, category): Row| {
        pass.count("ledger_accounts", &mut rows);
        let account = Account {
            kind,
            owner: owner.0,
            year,
            category: category.parse::<Category>().ok(),
        };
        if let Err(detail) = check_account(id, &account, &category, &owners) {
            let report = &mut pass.report;
            report.add(Invariant::AccountIdentity, "ledger_accounts", id, detail);
        }
        books.open(id, &account);
        Ok(())
    })?;
    pass.finish("ledger_accounts", rows);
    Ok(())
}

fn load_owners(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<Owners, Error> {
    let mut owners = Owners::default();
    each_row(conn, people::table.select(people::id), |id: PersonId| {
        owners.teachers.insert(id);
        Ok(())
    })?;
    each_row(
        conn,
        projects::table.select(projects::id),
        |id: ProjectId| {
            owners.sources.insert(id.0);
            Ok(())
        },
    )?;
    let offices = organizations::table.select(organizations::id);
    each_row(conn, offices, |id: OrganizationId| {
        owners.sources.insert(id.0);
        Ok(())
    })?;
    pass.finish("people", owners.teachers.len() as u64);
    Ok(owners)
}

fn check_account(
    id: LedgerAccountId,
    account: &Account,
    category: &str,
    owners: &Owners,
) -> Result<(), &'static str> {
    let is_source = account.kind == AccountKind::Source;
    if category != account.category_text() {
        return Err("its category is not one");
    }
    if is_source != account.category.is_none() || (is_source && account.year != 0) {
        return Err("a source has no category and no year, any other account has both");
    }
    let has_owner = if is_source {
        owners.sources.contains(&account.owner)
    } else {
        owners.teachers.contains(&PersonId(account.owner))
    };
    if !has_owner {
        return Err("its owner does not exist");
    }
    if account.id() != id {
        return Err("its id does not follow from what it is");
    }
    Ok(())
}

/// What [`each_line`] reads.
type LineRow = (
    TransferId,
    TransferKind,
    LedgerAccountId,
    LedgerAccountId,
    Hours,
    PersonId,
    i32,
    Option<TransferId>,
    OriginId,
    JournalId,
);

/// Every transfer, in the order of storage.
pub(super) fn each_line(
    conn: &mut Conn,
    mut read: impl FnMut(Line) -> Result<(), Error>,
) -> Result<(), Error> {
    let query = transfers::table.select((
        transfers::id,
        transfers::kind,
        transfers::debit_account_id,
        transfers::credit_account_id,
        transfers::amount,
        transfers::holder_id,
        transfers::year,
        transfers::target_id,
        transfers::origin_id,
        transfers::journal_id,
    ));
    each_row(conn, query, |row: LineRow| {
        let (id, kind, debit, credit, amount, holder, year, target, origin, journal) = row;
        read(Line {
            id,
            kind,
            debit,
            credit,
            amount,
            holder,
            year,
            target,
            origin,
            journal,
        })
    })
}

/// Folds every transfer.
pub(super) fn enter_transfers(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    books: &mut Books,
    origins: &mut Origins,
) -> Result<(), Error> {
    let mut rows = 0;
    let mut batch = Vec::with_capacity(LINES_PER_BATCH);
    each_line(conn, |line| {
        pass.count("transfers", &mut rows);
        batch.push(line);
        if batch.len() == LINES_PER_BATCH {
            enter(pass, books, origins, &mut batch);
        }
        Ok(())
    })?;
    enter(pass, books, origins, &mut batch);
    pass.finish("transfers", rows);
    for ids in books.suspects().chunks(SUSPECTS_PER_QUERY) {
        look_closely(conn, pass, ids)?;
    }
    Ok(())
}

fn enter(pass: &mut Pass<'_>, books: &mut Books, origins: &mut Origins, batch: &mut Vec<Line>) {
    books.enter_all(batch, origins, |line, wrong| {
        let report = &mut pass.report;
        report.add(wrong.invariant, "transfers", line.id, wrong.detail);
    });
    batch.clear();
}

/// Holds suspect transfers against the ledger's own rule.
fn look_closely(conn: &mut Conn, pass: &mut Pass<'_>, ids: &[TransferId]) -> Result<(), Error> {
    let suspects = ledger::list_by_id(conn, ids)?;
    let targets: Vec<TransferId> = suspects.iter().filter_map(|it| it.target).collect();
    let known = ledger::list_by_id(conn, &targets)?;
    let ends = ledger::list_by_target(conn, &targets)?;
    for suspect in &suspects {
        let target = known.iter().find(|it| Some(it.id) == suspect.target);
        if let Err(detail) = check_target(suspect, target) {
            let report = &mut pass.report;
            report.add(Invariant::TransferTarget, "transfers", suspect.id, detail);
            continue;
        }
        let others = ends.iter().filter(|it| it.target == suspect.target);
        if let Some(other) = others.clone().find(|it| it.id != suspect.id) {
            let detail = format!("{} ends or undoes the same transfer", other.id);
            let report = &mut pass.report;
            report.add(Invariant::TransferEndsOnce, "transfers", suspect.id, detail);
        }
    }
    Ok(())
}

fn check_target(suspect: &Transfer, target: Option<&Transfer>) -> Result<(), String> {
    ledger::check(suspect, target)
        .map_err(|refusal| Said::of(&refusal.message()).in_language(Language::English))?;
    match target {
        Some(target) if target.origin != suspect.origin => {
            Err("it comes from another case than its target".to_owned())
        }
        _ => Ok(()),
    }
}
