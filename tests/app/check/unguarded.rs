//! A database without guards, and wrong rows for it.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use xingtan::db::Conn;
use xingtan::db::schema::transfers;
use xingtan::ledger::{self, Transfer, TransferId};

/// What holds wrong rows back: triggers, foreign keys, checks, the unique target.
pub fn take_guards_off(conn: &mut Conn) {
    match conn {
        Conn::Sqlite(it) => it.batch_execute(
            "PRAGMA foreign_keys = OFF;
             PRAGMA ignore_check_constraints = ON;
             DROP TRIGGER transfers_no_update;
             DROP TRIGGER journal_entries_no_update;
             DROP TRIGGER policy_versions_no_update;
             DROP TRIGGER ballots_no_change;
             DROP TRIGGER ballot_candidates_no_update;
             DROP TRIGGER ballot_candidates_no_delete;
             DROP TRIGGER ballot_papers_no_delete;
             DROP TRIGGER ballot_papers_no_insert;
             DROP INDEX transfers_by_target;",
        ),
        Conn::Postgres(it) => it.batch_execute(
            "SET session_replication_role = replica;
             ALTER TABLE transfers DROP CONSTRAINT transfers_amount_check;
             DROP INDEX transfers_by_target;",
        ),
    }
    .expect("the guards are where the migrations put them");
}

/// A transfer of the story, made anew with another id.
pub fn copied(conn: &mut Conn, id: TransferId, change: impl Fn(Transfer) -> Transfer) {
    let found = ledger::list_by_id(conn, &[id]).expect("transfers can be read");
    let copy = Transfer {
        id: TransferId::new(),
        ..change(found[0].clone())
    };
    insert(conn, &copy);
}

/// Saves a transfer past the rules.
pub fn insert(conn: &mut Conn, it: &Transfer) {
    diesel::insert_into(transfers::table)
        .values((
            transfers::id.eq(it.id),
            transfers::kind.eq(it.kind),
            transfers::debit_account_id.eq(it.debit),
            transfers::credit_account_id.eq(it.credit),
            transfers::amount.eq(it.amount),
            transfers::holder_id.eq(it.holder),
            transfers::year.eq(it.year),
            transfers::target_id.eq(it.target),
            transfers::effective_on.eq(it.effective_on),
            transfers::recorded_at.eq(it.recorded_at),
            transfers::origin_id.eq(it.origin),
            transfers::journal_id.eq(it.journal),
        ))
        .execute(conn)
        .expect("an unguarded table takes anything");
}
