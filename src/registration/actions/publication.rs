//! What becomes of a school's notice when what it says no longer stands.
//!
//! A case leaves its notice when the opinion is given again, when it is sent back, when it is taken
//! back and when it is handed in again. An office must not pass over objections: they are answered
//! first. And nobody goes on reading what is no longer proposed: the line of the case is struck, and
//! with the last line the notice is taken down. Posting one is in `school`.

use std::collections::{BTreeMap, BTreeSet};

use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;
use crate::notices::NoticeId;
use crate::notices::actions::{expect_answered, strike_lines};
use crate::people::PersonId;
use crate::registration::CaseRow;

/// The notices that cases leave in one act, with whose lines.
#[derive(Debug, Default)]
pub(super) struct Superseded(BTreeMap<NoticeId, BTreeSet<PersonId>>);

impl Superseded {
    /// Notes that a case leaves its notice, if it has one, for an office that decides anew. Refused
    /// while an objection is open.
    pub(super) fn add(
        &mut self,
        conn: &mut Conn,
        row: &CaseRow,
        reason: &str,
    ) -> Result<(), Error> {
        let Some(notice) = row.notice_id else {
            return Ok(());
        };
        if reason.trim().is_empty() {
            let missing = Message::new("registration-republish-reason-missing");
            return Err(Error::input("reason", missing));
        }
        if !self.0.contains_key(&notice) {
            expect_answered(conn, notice)?;
        }
        self.take_back(row);
        Ok(())
    }

    /// Notes that a case leaves its notice because it is taken back, which no objection prevents.
    pub(super) fn take_back(&mut self, row: &CaseRow) {
        if let Some(notice) = row.notice_id {
            self.0.entry(notice).or_default().insert(row.person_id);
        }
    }

    /// Strikes the lines of the cases that left.
    pub(super) fn strike(
        self,
        conn: &mut Conn,
        context: &Context,
        reason: &str,
    ) -> Result<(), Error> {
        for (notice, persons) in self.0 {
            strike_lines(conn, context, notice, &persons, reason)?;
        }
        Ok(())
    }
}
