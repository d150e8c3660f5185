//! What teachers, schools and districts do with claims: one function per use case.

use chrono::{Datelike, NaiveDate};

use super::casework::{action_at, announced, decision, load_case, record, save_case, step, told};
use super::rules::{
    Assessed, ClaimFacts, ClaimFields, ClaimState, Earlier, Offices, Split, assess,
    check_late_decision, days_of, find_duplicate, is_at_last_step, route, split_at_cap,
};
use super::{Claim, ClaimId, files, store};
use crate::access::{Action, Denial, may};
use crate::context::Context;
use crate::credit_bank::posting::{self, Announcement, Posting};
use crate::credit_bank::rules::last_day;
use crate::credit_bank::titles::title_key;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::message::Message;
use crate::organizations;
use crate::people::{self, PersonId};
use crate::policy::{self, AnnualHours, RecognitionItem, RecognitionTable, RuleSet};
use crate::workflow::approval::case::{Act, Applicant, Case, Person, Place, State};
use crate::workflow::approval::stored;

/// What an office decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It agrees; the last office recognises with it. A late claim needs an opinion there.
    Endorse {
        /// For the file; may be empty.
        opinion: String,
    },
    /// Back to the teacher, with the fields to put right.
    Return {
        /// Their names in the form.
        fields: Vec<String>,
        /// Why.
        reason: String,
    },
    /// No.
    Refuse {
        /// Why, as the teacher will read it.
        reason: String,
    },
}

impl From<Verdict> for Act {
    fn from(verdict: Verdict) -> Act {
        match verdict {
            Verdict::Endorse { opinion } => Act::Endorse { opinion },
            Verdict::Return { fields, reason } => Act::Return {
                to: Place::Applicant,
                fields,
                reason,
            },
            Verdict::Refuse { reason } => Act::Refuse { reason },
        }
    }
}

/// Saves a draft of the person behind the account.
pub fn draft_claim(
    conn: &mut Conn,
    context: &Context,
    fields: &ClaimFields,
) -> Result<ClaimId, Error> {
    let person = context
        .actor
        .person
        .ok_or_else(|| Error::from(Denial::NotAllowed))?;
    let workplace = people::store::find_workplace(conn, person, context.today())?
        .ok_or_else(|| Error::not_now(Message::new("claim-without-school")))?;
    may(&context.actor, Action::ClaimStudy, &workplace.facts())?;
    let (rule, assessed) = assess_fields(conn, context, person, fields)?;
    let offices = Offices {
        school: workplace.school,
        district: workplace.district,
        bureau: organizations::store::load_bureau(conn)?.id,
    };
    let route = route(&offices, &rule.parameters, assessed.is_late);
    let case = Case::open(Applicant::Person(Person(person.0)), Vec::new(), route);
    let blank = Claim {
        id: ClaimId::new(),
        person_id: person,
        school_id: workplace.school,
        district_id: workplace.district,
        item: String::new(),
        policy_version_id: rule.id,
        title: String::new(),
        title_key: String::new(),
        description: String::new(),
        year: assessed.year,
        done_on: fields.done_on,
        quantity: fields.quantity,
        category: assessed.category,
        hours: assessed.hours,
        hours_posted: None,
        hours_over_cap: None,
        is_late: false,
        late_reason: None,
        state: ClaimState::Draft,
        approval: Json(stored::to_json(&case, &[])),
        due_on: None,
        created_at: context.at,
        submitted_at: None,
        decided_at: None,
        version: 1,
    };
    let claim = filled(blank, fields, &rule, &assessed);
    store::insert(conn, &claim)?;
    record(conn, context, &claim, "claim_drafted", None)?;
    Ok(claim.id)
}

/// Changes one's own claim while it is a draft or was sent back.
pub fn change_claim(
    conn: &mut Conn,
    context: &Context,
    id: ClaimId,
    seen: i64,
    fields: &ClaimFields,
) -> Result<(), Error> {
    let claim = load_own(conn, context, id)?;
    let (rule, assessed) = assess_fields(conn, context, claim.person_id, fields)?;
    let case = load_case(&claim)?;
    let mut changed = filled(claim, fields, &rule, &assessed);
    if changed.state == ClaimState::Draft
        && case.past_rounds().is_empty()
        && case.latest().is_none()
    {
        // Nothing has happened yet: the route follows what the draft says now.
        let route = route(
            &offices_of(conn, &changed)?,
            &rule.parameters,
            changed.is_late,
        );
        let fresh = Case::open(case.applicant(), Vec::new(), route);
        changed.approval = Json(stored::to_json(&fresh, &[]));
    }
    store::save(conn, &changed, seen)?;
    record(conn, context, &changed, "claim_changed", None)?;
    Ok(())
}

/// Hands one's own claim in, with at least one file: its hours are announced.
pub fn submit_claim(
    conn: &mut Conn,
    context: &Context,
    id: ClaimId,
    seen: i64,
) -> Result<(), Error> {
    let claim = load_own(conn, context, id)?;
    let case = load_case(&claim)?;
    // The year may have closed since the draft was saved.
    let (rule, assessed) = assess_fields(conn, context, claim.person_id, &fields_of(&claim))?;
    let claim = filled(claim.clone(), &fields_of(&claim), &rule, &assessed);
    if files::list(conn, &claim)?.is_empty() {
        return Err(Error::input("files", Message::new("claim-files-missing")));
    }
    check_duplicates(conn, &claim, &rule.parameters)?;
    let after = step(context, &case, &Act::Submit)?;
    let journal = record(conn, context, &claim, "claim_submitted", None)?;
    if case.state() != State::Draft {
        // It comes back after a return: what was announced then may have changed.
        posting::void(
            conn,
            decision(context, journal),
            &[announced(&claim, &case)],
        )?;
    }
    let announcement = Announcement {
        id: announced(&claim, &after),
        origin: claim.origin(),
        source: offices_of(conn, &claim)?.last().0,
        person: claim.person_id,
        year: claim.year,
        category: claim.category,
        hours: claim.hours,
        effective_on: claim.done_on,
    };
    posting::announce(conn, decision(context, journal), &[announcement])?;
    let submitted = Claim {
        submitted_at: Some(context.at),
        ..claim
    };
    save_case(conn, context, submitted, &after, seen)
}

/// Decides a claim for the office that has it: agree, send back, or refuse. The last office's
/// agreement posts the hours, with what lies over the item's cap beside them.
pub fn decide_claim(
    conn: &mut Conn,
    context: &Context,
    id: ClaimId,
    seen: i64,
    verdict: Verdict,
) -> Result<ClaimState, Error> {
    let claim = load_visible(conn, context, id)?;
    let case = load_case(&claim)?;
    may(&context.actor, action_at(&case), &claim.facts())?;
    let act = Act::from(verdict);
    let after = step(context, &case, &act)?;
    check_late_decision(claim.is_late, is_at_last_step(&case), &act)
        .map_err(|message| Error::input("opinion", message))?;
    let (event, reason) = told(&act, ClaimState::of(&after));
    let journal = record(conn, context, &claim, event, reason)?;
    let announcement = announced(&claim, &case);
    let mut decided = claim;
    match ClaimState::of(&after) {
        ClaimState::Recognised => {
            let split = split(conn, &decided)?;
            let posting = Posting {
                announcement,
                counted: split.counted,
                over_cap: split.over_cap,
            };
            posting::post(conn, decision(context, journal), &[posting])?;
            decided.hours_posted = Some(split.counted);
            decided.hours_over_cap = Some(split.over_cap);
        }
        ClaimState::Refused => {
            posting::void(conn, decision(context, journal), &[announcement])?;
        }
        _ => {}
    }
    save_case(conn, context, decided, &after, seen)?;
    Ok(ClaimState::of(&after))
}

/// Takes one's own claim back; hours that were announced are voided.
pub fn withdraw_claim(
    conn: &mut Conn,
    context: &Context,
    id: ClaimId,
    seen: i64,
) -> Result<(), Error> {
    let claim = load_visible(conn, context, id)?;
    may(&context.actor, Action::ClaimStudy, &claim.facts())?;
    let case = load_case(&claim)?;
    let reason = String::new();
    let after = step(context, &case, &Act::Withdraw { reason })?;
    let journal = record(conn, context, &claim, "claim_withdrawn", None)?;
    if claim.state.is_live() {
        posting::void(
            conn,
            decision(context, journal),
            &[announced(&claim, &case)],
        )?;
    }
    save_case(conn, context, claim, &after, seen)
}

/// Opens a new round of one's own claim that was refused or taken back, as a draft.
pub fn reopen_claim(
    conn: &mut Conn,
    context: &Context,
    id: ClaimId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let claim = load_visible(conn, context, id)?;
    may(&context.actor, Action::ClaimStudy, &claim.facts())?;
    let case = load_case(&claim)?;
    let (rule, assessed) = assess_fields(conn, context, claim.person_id, &fields_of(&claim))?;
    let route = route(
        &offices_of(conn, &claim)?,
        &rule.parameters,
        assessed.is_late,
    );
    let reason = reason.trim().to_owned();
    let act = Act::Reopen { route, reason };
    let after = step(context, &case, &act)?;
    let (event, reason) = told(&act, ClaimState::Draft);
    record(conn, context, &claim, event, reason)?;
    save_case(conn, context, claim, &after, seen)
}

/// Lets claims expire that were sent back and not handed in again by their deadline; tells how
/// many. For the program itself, so many at a time.
pub fn expire_overdue(conn: &mut Conn, context: &Context, limit: i64) -> Result<usize, Error> {
    if !context.actor.is_system() {
        return Err(Denial::NotAllowed.into());
    }
    let overdue = store::list_overdue(conn, context.today(), limit)?;
    for (claim, deadline) in &overdue {
        let case = load_case(claim)?;
        let act = Act::Expire {
            deadline: *deadline,
        };
        let after = step(context, &case, &act)?;
        let journal = record(
            conn,
            context,
            claim,
            told(&act, ClaimState::of(&after)).0,
            None,
        )?;
        posting::expire(conn, decision(context, journal), &[announced(claim, &case)])?;
        save_case(conn, context, claim.clone(), &after, claim.version)?;
    }
    Ok(overdue.len())
}

/// Undoes a recognised claim for the district, with a reason.
pub fn reverse_claim(
    conn: &mut Conn,
    context: &Context,
    id: ClaimId,
    seen: i64,
    reason: &str,
) -> Result<(), Error> {
    let claim = load_visible(conn, context, id)?;
    may(&context.actor, Action::ReverseHours, &claim.facts())?;
    if claim.state != ClaimState::Recognised {
        return Err(Error::not_now(Message::new("claim-not-recognised")));
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::input(
            "reason",
            Message::new("workflow-reason-missing"),
        ));
    }
    let announcement = announced(&claim, &load_case(&claim)?);
    let journal = record(conn, context, &claim, "claim_reversed", Some(reason))?;
    posting::reverse(conn, decision(context, journal), &[announcement])?;
    let reversed = Claim {
        state: ClaimState::Reversed,
        decided_at: Some(context.at),
        ..claim
    };
    store::save(conn, &reversed, seen)
}

/// A claim that this person may see.
pub fn load_visible(conn: &mut Conn, context: &Context, id: ClaimId) -> Result<Claim, Error> {
    let claim = store::load(conn, id)?;
    // A draft is nobody's business but the teacher's.
    if claim.state == ClaimState::Draft && context.actor.person != Some(claim.person_id) {
        return Err(Error::NotFound);
    }
    may(&context.actor, Action::ViewClaim, &claim.facts())?;
    Ok(claim)
}

/// One's own claim, while it can be changed.
pub fn load_own(conn: &mut Conn, context: &Context, id: ClaimId) -> Result<Claim, Error> {
    let claim = load_visible(conn, context, id)?;
    may(&context.actor, Action::ClaimStudy, &claim.facts())?;
    if claim.state.is_open_to_change() {
        Ok(claim)
    } else {
        Err(Error::not_now(Message::new("claim-not-open-to-change")))
    }
}

/// What would count of a claim, and what would lie over the cap, if it were recognised now.
pub fn split(conn: &mut Conn, claim: &Claim) -> Result<Split, Error> {
    let cap = load_item(conn, claim)?.and_then(|item| item.cap_per_year);
    let before = store::sum_posted(conn, claim)?;
    Ok(split_at_cap(claim.hours, cap, before))
}

/// The row of the conversion table that a claim is measured by.
pub fn load_item(conn: &mut Conn, claim: &Claim) -> Result<Option<RecognitionItem>, Error> {
    let rule: RuleSet<RecognitionTable> = policy::load_at(conn, claim.done_on)?;
    Ok(rule.parameters.find(&claim.item).cloned())
}

fn assess_fields(
    conn: &mut Conn,
    context: &Context,
    person: PersonId,
    fields: &ClaimFields,
) -> Result<(RuleSet<RecognitionTable>, Assessed), Error> {
    let year = fields.done_on.year();
    let today = context.today();
    // Days that no table can know are refused below, by the facts of today.
    let on = fields.done_on.min(today).max(policy_begins());
    let rule: RuleSet<RecognitionTable> = policy::load_at(conn, on)?;
    let annual: RuleSet<AnnualHours> = policy::load_at(conn, last_day(year).max(policy_begins()))?;
    let first_employed_on = store::find_first_employment(conn, person)?.unwrap_or(today);
    let facts = ClaimFacts {
        table: &rule.parameters,
        year_closes_on: annual.parameters.last_day(year),
        first_employed_on,
        today,
    };
    let assessed = assess(fields, &facts).map_err(Error::Input)?;
    Ok((rule, assessed))
}

/// No rule set reaches back further.
fn policy_begins() -> NaiveDate {
    NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day of the calendar")
}

fn filled(
    claim: Claim,
    fields: &ClaimFields,
    rule: &RuleSet<RecognitionTable>,
    assessed: &Assessed,
) -> Claim {
    Claim {
        item: fields.item.clone(),
        policy_version_id: rule.id,
        title: fields.title.trim().to_owned(),
        title_key: title_key(&fields.title),
        description: fields.description.trim().to_owned(),
        year: assessed.year,
        done_on: fields.done_on,
        quantity: fields.quantity,
        category: assessed.category,
        hours: assessed.hours,
        is_late: assessed.is_late,
        late_reason: assessed
            .is_late
            .then(|| fields.late_reason.trim().to_owned()),
        ..claim
    }
}

/// What a teacher said of a claim.
pub fn fields_of(claim: &Claim) -> ClaimFields {
    ClaimFields {
        item: claim.item.clone(),
        title: claim.title.clone(),
        description: claim.description.clone(),
        done_on: claim.done_on,
        quantity: claim.quantity,
        late_reason: claim.late_reason.clone().unwrap_or_default(),
    }
}

fn offices_of(conn: &mut Conn, claim: &Claim) -> Result<Offices, Error> {
    Ok(Offices {
        school: claim.school_id,
        district: claim.district_id,
        bureau: organizations::store::load_bureau(conn)?.id,
    })
}

/// One study counts once: refused when a course or another claim under the same title, however it
/// is spelt, took place on the same days.
fn check_duplicates(conn: &mut Conn, claim: &Claim, table: &RecognitionTable) -> Result<(), Error> {
    let days = |claim: &Claim| {
        let item = table.find(&claim.item);
        item.map_or((claim.done_on, claim.done_on), |item| {
            days_of(item.unit, claim.quantity, claim.done_on)
        })
    };
    let mut earlier = store::list_same_course(conn, claim)?;
    for other in store::list_same_title(conn, claim)? {
        let days = days(&other);
        earlier.push(Earlier {
            title: other.title,
            days,
        });
    }
    match find_duplicate(days(claim), &earlier) {
        None => Ok(()),
        Some(duplicate) => {
            let message = Message::new("claim-duplicate")
                .with("title", duplicate.title.as_str())
                .with("day", duplicate.days.1);
            Err(Error::input("title", message))
        }
    }
}
