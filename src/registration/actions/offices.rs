//! What offices do with cases: agree, hold another opinion, or send back; one by one, or a whole
//! list in one act. The agreement of the last office concludes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::conclude::{self, Concluded};
use super::publication::Superseded;
use super::{
    Pick, Today, Told, action_at, left_out, load_case, load_visible, persons, record_batch,
    record_case, step, with_assessment, with_case,
};
use crate::access::may;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;
use crate::notices::NoticeId;
use crate::notices::actions::may_certify;
use crate::registration::rules::assessment::{Assessment, Verdict};
use crate::registration::rules::decision::sign;
use crate::registration::rules::state::is_at_last_step;
use crate::registration::{CaseId, CaseRow, CaseState, store};
use crate::workflow::approval::case::{Act, Place};

/// What an office decides on one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It agrees with the opinion, or holds another; the last office concludes with it.
    Endorse {
        /// What it holds.
        verdict: Verdict,
        /// Why; a deferral, a refusal and whatever departs from the proposal need it. At the last
        /// office the document that answers.
        reason: String,
        /// 弄虚作假: a refusal for false statements bars for years.
        has_false_statements: bool,
    },
    /// Back to be put right, with the fields to look at.
    Return {
        /// To whom.
        to: ReturnTo,
        /// Their names.
        fields: Vec<String>,
        /// Why.
        reason: String,
    },
}

/// To whom a case is sent back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReturnTo {
    /// Whoever handed it in.
    Applicant,
    /// The school's working group.
    School,
}

/// The parts of a case that an office may ask to have put right, with the keys of their names.
pub const CORRECTABLE_FIELDS: &[(&str, &str)] = &[
    ("certificate", "registration-field-certificate"),
    ("employment", "registration-field-employment"),
    ("assessments", "registration-field-assessments"),
    ("hours", "registration-field-hours"),
    ("absences", "registration-field-absences"),
    ("opinion", "registration-field-opinion"),
    ("other", "registration-field-other"),
];

/// Decides one case for the office that has it.
pub fn decide(
    conn: &mut Conn,
    context: &Context,
    pick: Pick,
    decision: &Decision,
) -> Result<CaseState, Error> {
    let row = load_visible(conn, context, pick.case)?;
    match decision {
        Decision::Return { to, fields, reason } => {
            send_back(conn, context, row, pick.seen, *to, fields, reason)
        }
        Decision::Endorse {
            verdict,
            reason,
            has_false_statements,
        } => {
            let mut certified = Certified::default();
            let today = Today::load(conn, context, &[row.person_id])?;
            let wish = Wish {
                verdict: Some(*verdict),
                reason,
                has_false_statements: *has_false_statements,
            };
            let endorsed = endorse(conn, context, row, pick.seen, &today, wish, &mut certified)?;
            let state = endorsed.row.state;
            let reason = endorsed.row.opinion_reason.clone();
            let event = event_of(state);
            let journal = record_case(conn, context, &endorsed.row, event, reason.as_deref())?;
            conclude::save_all(conn, context, journal, vec![endorsed], &today)?;
            Ok(state)
        }
    }
}

/// Agrees with the opinions on many cases in one act. What cannot be agreed with so, such as a case
/// that moved meanwhile, is left as it was, with the reason.
pub fn endorse_all(
    conn: &mut Conn,
    context: &Context,
    picks: &[Pick],
    reason: &str,
) -> Result<Told, Error> {
    let ids: Vec<CaseId> = picks.iter().map(|it| it.case).collect();
    let seen: BTreeMap<CaseId, i64> = picks.iter().map(|it| (it.case, it.seen)).collect();
    let rows = store::list_by_id(conn, &ids)?;
    let today = Today::load(conn, context, &persons(&rows))?;
    let mut certified = Certified::default();
    let mut told = Told::default();
    let mut endorsed = Vec::with_capacity(rows.len());
    for row in rows {
        let (id, wish) = (row.id, Wish::agreeing(reason));
        match endorse(conn, context, row, seen[&id], &today, wish, &mut certified) {
            Ok(it) => endorsed.push(it),
            Err(error) => told.left.push((id, left_out(error)?)),
        }
    }
    let Some(first) = endorsed.first() else {
        return Ok(told);
    };
    let subject = ("registration_windows", first.row.window_id.0);
    let facts = json!({ "cases": endorsed.len(), "left_out": told.left.len() });
    let event = "registrations_endorsed";
    let reason = Some(reason.trim());
    let journal = record_batch(conn, context, subject, None, event, reason, facts)?;
    told.done = endorsed.iter().map(|it| it.row.id).collect();
    conclude::save_all(conn, context, journal, endorsed, &today)?;
    Ok(told)
}

/// What somebody holds of a case.
#[derive(Debug, Clone, Copy)]
struct Wish<'a> {
    /// None agrees with the opinion so far.
    verdict: Option<Verdict>,
    reason: &'a str,
    has_false_statements: bool,
}

impl Wish<'_> {
    fn agreeing(reason: &str) -> Wish<'_> {
        Wish {
            verdict: None,
            reason,
            has_false_statements: false,
        }
    }
}

/// The notices that were found to be over, so that a list asks once for each.
#[derive(Debug, Default)]
struct Certified(BTreeSet<NoticeId>);

impl Certified {
    fn check(&mut self, conn: &mut Conn, context: &Context, row: &CaseRow) -> Result<(), Error> {
        let notice = row
            .notice_id
            .ok_or_else(|| Error::not_now(Message::new("registration-not-published")))?;
        if !self.0.contains(&notice) {
            may_certify(conn, context, notice)?;
            self.0.insert(notice);
        }
        Ok(())
    }
}

fn endorse(
    conn: &mut Conn,
    context: &Context,
    row: CaseRow,
    seen: i64,
    today: &Today,
    wish: Wish<'_>,
    certified: &mut Certified,
) -> Result<Concluded, Error> {
    may(&context.actor, action_at(row.state), &row.facts())?;
    let case = load_case(&row)?;
    let assessment = today.assess(context, row.person_id)?;
    let verdict = wish.verdict.unwrap_or(row.opinion);
    expect_known(&row, &wish, verdict, &assessment)?;
    let own = wish.reason.trim();
    let agreed = row.opinion_reason.as_deref().unwrap_or_default();
    let reason = if own.is_empty() && verdict == row.opinion {
        agreed
    } else {
        own
    };
    let on = context.today();
    let outcome = sign(&assessment, verdict, reason, on, &today.policies)?;
    let act = Act::Endorse {
        opinion: own.to_owned(),
    };
    let after = step(context, &case, &act)?;
    if row.version != seen {
        return Err(Error::Stale);
    }
    match row.state {
        CaseState::AtSchool => certified.check(conn, context, &row)?,
        _ if is_at_last_step(&case) && own.is_empty() => {
            let missing = Message::new("registration-document-missing");
            return Err(Error::input("reason", missing));
        }
        _ => {}
    }
    let row = CaseRow {
        opinion: verdict,
        opinion_reason: Some(reason.to_owned()).filter(|it| !it.is_empty()),
        is_exception: verdict != Verdict::Qualified || verdict != assessment.verdict,
        ..with_assessment(row, &assessment, &today.policies)
    };
    Ok(Concluded {
        row: with_case(context, row, &after),
        seen,
        outcome,
        assessment,
        has_false_statements: wish.has_false_statements,
    })
}

/// Refuses to agree unseen with what changed, and to confirm at school what was not published.
fn expect_known(
    row: &CaseRow,
    wish: &Wish<'_>,
    verdict: Verdict,
    assessment: &Assessment,
) -> Result<(), Error> {
    let has_changed = assessment.verdict != row.proposed;
    let is_published = row.state == CaseState::AtSchool && row.notice_id.is_some();
    if is_published && (has_changed || verdict != row.opinion) {
        // People could object to the published opinion only, so no other one is confirmed.
        return Err(Error::not_now(Message::new("registration-publish-again")));
    }
    if wish.verdict.is_none() && has_changed {
        // Something in the file changed: somebody has to look before agreeing.
        return Err(Error::not_now(Message::new("registration-facts-changed")));
    }
    Ok(())
}

fn send_back(
    conn: &mut Conn,
    context: &Context,
    row: CaseRow,
    seen: i64,
    to: ReturnTo,
    fields: &[String],
    reason: &str,
) -> Result<CaseState, Error> {
    may(&context.actor, action_at(row.state), &row.facts())?;
    let is_known = |it: &String| CORRECTABLE_FIELDS.iter().any(|(name, _)| name == it);
    let act = Act::Return {
        to: match to {
            ReturnTo::Applicant => Place::Applicant,
            ReturnTo::School => Place::Step(0),
        },
        fields: fields.iter().filter(|it| is_known(it)).cloned().collect(),
        reason: reason.trim().to_owned(),
    };
    let case = step(context, &load_case(&row)?, &act)?;
    let mut superseded = Superseded::default();
    superseded.add(conn, &row, reason)?;
    // What was published no longer stands: the working group looks again and publishes again.
    let row = CaseRow {
        notice_id: None,
        ..with_case(context, row, &case)
    };
    store::save(conn, &row, seen)?;
    superseded.strike(conn, context, reason)?;
    record_case(
        conn,
        context,
        &row,
        "registration_returned",
        Some(reason.trim()),
    )?;
    Ok(row.state)
}

fn event_of(state: CaseState) -> &'static str {
    match state {
        CaseState::Registered => "registration_granted",
        CaseState::Deferred => "registration_deferred",
        CaseState::Refused => "registration_refused",
        CaseState::AtSchool
        | CaseState::AtDistrict
        | CaseState::AtCity
        | CaseState::AtProvince
        | CaseState::Returned
        | CaseState::Withdrawn => "registration_endorsed",
    }
}
