//! What becomes of a school's notice when what it says no longer stands.
//!
//! A case leaves its notice when the opinion is given again, when it is sent back and when it is
//! handed in again. That must not pass over objections: they are answered first. And nobody goes on
//! reading what is no longer proposed: with the last case that rests on it the notice is taken down.
//! Posting one is in `school`.

use std::collections::BTreeSet;

use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;
use crate::notices::actions::{expect_answered, withdraw_notice};
use crate::notices::{self, NoticeId, NoticeState};
use crate::registration::{CaseRow, store};

/// The notices that cases leave in one act.
#[derive(Debug, Default)]
pub(super) struct Superseded(BTreeSet<NoticeId>);

impl Superseded {
    /// Notes that a case leaves its notice, if it has one. Refused while an objection is open.
    pub(super) fn add(
        &mut self,
        conn: &mut Conn,
        row: &CaseRow,
        reason: &str,
    ) -> Result<(), Error> {
        let Some(notice) = row.notice_id.filter(|it| !self.0.contains(it)) else {
            return Ok(());
        };
        if reason.trim().is_empty() {
            let missing = Message::new("registration-republish-reason-missing");
            return Err(Error::input("reason", missing));
        }
        expect_answered(conn, notice)?;
        self.0.insert(notice);
        Ok(())
    }

    /// Takes down the notices on which nothing rests any more, once the cases are saved.
    pub(super) fn take_down(
        self,
        conn: &mut Conn,
        context: &Context,
        reason: &str,
    ) -> Result<(), Error> {
        for notice in self.0 {
            // A case that was taken back keeps its notice, which may have gone with the others.
            let is_posted = notices::store::load(conn, notice)?.state == NoticeState::Posted;
            if is_posted && store::count_resting_on(conn, notice)? == 0 {
                withdraw_notice(conn, context, notice, reason)?;
            }
        }
        Ok(())
    }
}
