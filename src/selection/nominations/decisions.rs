//! What schools and districts do with nominations: the vote, the list, the decision.

use super::actions::{load_visible, record, record_with, save_case, step};
use super::rules::{
    ListLevel, NominationState, Refusal, VoteCount, check_places, check_vote, count_vote,
};
use super::sight::Sight;
use super::{ListEntry, Nomination, NominationId, Vote, store};
use crate::access::{Action, may};
use crate::clock::day_of;
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, Refused};
use crate::message::{Fact, Message};
use crate::notices::actions::{Hanging, NewNotice, may_certify_line, open_notice};
use crate::notices::rules::{Entry, Proposal};
use crate::notices::{self, NoticeId, NoticeKind};
use crate::organizations;
use crate::people;
use crate::selection::phases::Permission;
use crate::selection::quotas::{self, Dimension};
use crate::selection::rounds::{self, RoundId, Running};
use crate::workflow::approval::case::{Act, Place};

/// What an office decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It recommends.
    Endorse {
        /// For the file; may be empty.
        opinion: String,
    },
    /// Back to the teacher.
    Return {
        /// What is to be put right.
        reason: String,
    },
    /// No.
    Refuse {
        /// Why, as the teacher will read it.
        reason: String,
    },
}

/// The right to decide at a level.
pub const fn action_at(level: ListLevel) -> Action {
    match level {
        ListLevel::School => Action::RecommendAtSchool,
        ListLevel::District => Action::RecommendAtDistrict,
    }
}

/// The level that has a nomination. Where none has it, that is asked of the last one, and the engine
/// says why not.
fn level_of(nomination: &Nomination) -> ListLevel {
    nomination.state.level().unwrap_or(ListLevel::District)
}

/// Writes down what the school's teachers voted, in place of what was written before, until a list
/// names the nominee. An objection that brought the list down may call for another vote.
pub fn record_vote(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    seen: i64,
    (count, reason): (&VoteCount, &str),
) -> Result<bool, Error> {
    let (nomination, running) = load_visible(conn, context, id)?;
    may(
        &context.actor,
        Action::RecommendAtSchool,
        &nomination.facts(),
    )?;
    running.may_now(Permission::RecordVote, context.today())?;
    if nomination.state != NominationState::AtSchool {
        return Err(Refusal::NotHere.into());
    }
    if is_listed(conn, &nomination, ListLevel::School)? {
        return Err(Refusal::AlreadyListed.into());
    }
    let reason = Some(reason.trim()).filter(|it| !it.is_empty());
    if store::find_vote(conn, id)?.is_some() && reason.is_none() {
        return Err(Refusal::VoteAgainWithoutReason.into());
    }
    let days = (day_of(running.round.created_at), context.today());
    let result = count_vote(&running.programme, count, days).map_err(Error::Input)?;
    let vote = Vote {
        nomination_id: id,
        held_on: count.held_on,
        staff: count.staff,
        present: count.present,
        yes: count.yes,
        no: count.no,
        abstain: count.abstain,
        has_passed: result.has_passed,
        recorded_at: context.at,
    };
    store::save_vote(conn, &vote)?;
    store::save(conn, &nomination, seen)?;
    let figures = serde_json::json!({
        "held_on": count.held_on.to_string(),
        "staff": count.staff,
        "present": count.present,
        "yes": count.yes,
        "no": count.no,
        "abstain": count.abstain,
    });
    record_with(
        conn,
        context,
        &nomination,
        ("nomination_voted", reason),
        figures,
    )?;
    Ok(result.has_passed)
}

/// Whether a nominee may stand on a new list of a level, and whether that follows one that an objection
/// brought down for them, so that it wants a reason.
pub(super) fn may_be_listed(
    conn: &mut Conn,
    nomination: &Nomination,
    level: ListLevel,
) -> Result<bool, Error> {
    if nomination.state.level() != Some(level) {
        return Err(Refusal::NotHere.into());
    }
    if level == ListLevel::School {
        check_vote(store::find_vote(conn, nomination.id)?.map(|it| it.has_passed))?;
    }
    match find_list(conn, nomination, level)? {
        Some(true) => Err(Refusal::AlreadyListed.into()),
        Some(false) => Ok(true),
        None => Ok(false),
    }
}

/// Whether a list of a level names a nominee, and holds for them: an objection about others does not
/// take it away.
pub(super) fn is_listed(
    conn: &mut Conn,
    nomination: &Nomination,
    level: ListLevel,
) -> Result<bool, Error> {
    Ok(find_list(conn, nomination, level)? == Some(true))
}

/// Whether the newest list of a level that names a nominee holds for them, if there is one.
fn find_list(
    conn: &mut Conn,
    nomination: &Nomination,
    level: ListLevel,
) -> Result<Option<bool>, Error> {
    let Some(entry) = store::find_entry(conn, nomination.id, level)? else {
        return Ok(None);
    };
    let hanging = Hanging::load(conn, entry.notice_id)?;
    Ok(Some(!hanging.is_void_for(nomination.person_id)?))
}

/// A refusal that says whom it is about, since a list has many names.
fn naming(conn: &mut Conn, nominee: &Nomination, error: Error) -> Error {
    let Error::Refused(refused) = error else {
        return error;
    };
    if !refused.message.facts.is_empty() {
        return Error::Refused(refused);
    }
    match people::store::load(conn, nominee.person_id) {
        Ok(person) => Error::Refused(Refused {
            message: Message::new("nomination-of")
                .with("name", person.name)
                .with("why", Fact::Key(refused.message.key)),
            ..refused
        }),
        Err(error) => error,
    }
}

/// Posts a list of nominees of one office, for as long as the programme says. Whoever is posted again
/// after an objection was found right wants a reason, which everybody reads.
pub fn post_list(
    conn: &mut Conn,
    context: &Context,
    (round, level): (RoundId, ListLevel),
    (ids, reason): (&[NominationId], &str),
) -> Result<NoticeId, Error> {
    let running = rounds::actions::load_visible(conn, context, round)?;
    let sight = Sight::load(conn, &context.actor, &running)?;
    let mut nominees = Vec::new();
    for id in ids {
        let nomination = store::load(conn, *id)?;
        sight.check(&nomination)?;
        if nomination.round_id != round {
            return Err(Error::NotFound);
        }
        may(&context.actor, action_at(level), &nomination.facts())?;
        nominees.push(nomination);
    }
    let first = nominees.first().ok_or(Refusal::NobodyChosen)?.clone();
    running.may_now(level.permission(), context.today())?;
    // One office posts its own list.
    let office = |it: &Nomination| match level {
        ListLevel::School => Some(it.school_id),
        ListLevel::District => it.district_id,
    };
    if nominees.iter().any(|it| office(it) != office(&first)) {
        return Err(Refusal::NotHere.into());
    }
    let mut is_again = false;
    for nominee in &nominees {
        let listed = may_be_listed(conn, nominee, level);
        is_again |= listed.map_err(|error| naming(conn, nominee, error))?;
    }
    let reason = Some(reason.trim()).filter(|it| !it.is_empty());
    if is_again && reason.is_none() {
        return Err(Refusal::AgainWithoutReason.into());
    }
    let more = i64::try_from(nominees.len()).map_err(Error::fault)?;
    if level == ListLevel::District {
        check_places_left(conn, &running, &first, more)?;
    }
    let organization = match office(&first) {
        Some(office) => office,
        None => organizations::store::load_bureau(conn)?.id,
    };
    let entries = entries(conn, &nominees)?;
    let new = NewNotice {
        kind: NoticeKind::Selection,
        title: &running.round.title,
        subject: ("selection_rounds", round.0),
        organization,
        working_days: level.working_days(&running.programme),
        entries: &entries,
        occasion: Some((level.occasion(), reason)),
    };
    let notice = open_notice(conn, context, &new)?;
    let listed: Vec<ListEntry> = nominees
        .iter()
        .map(|it| ListEntry {
            nomination_id: it.id,
            notice_id: notice,
            level,
        })
        .collect();
    store::insert_entries(conn, &listed)?;
    // Who stands in the round would gain from an objection against others.
    let standing = store::list_standing(conn, round)?.into_iter().collect();
    notices::actions::bar(conn, notice, &standing)?;
    for nominee in &nominees {
        store::save(conn, nominee, nominee.version)?;
        record(conn, context, nominee, "nomination_listed", reason)?;
    }
    Ok(notice)
}

/// Whether the office that has a nomination can recommend it now: after the vote, within its places,
/// and when its list has hung long enough without an objection that is open.
pub fn may_endorse(
    conn: &mut Conn,
    context: &Context,
    nomination: &Nomination,
    running: &Running,
) -> Result<(), Error> {
    let level = level_of(nomination);
    if level == ListLevel::School {
        check_vote(store::find_vote(conn, nomination.id)?.map(|it| it.has_passed))?;
    } else {
        check_places_left(conn, running, nomination, 1)?;
    }
    let entry = store::find_entry(conn, nomination.id, level)?.ok_or(Refusal::NotListed)?;
    let person = nomination.person_id;
    may_certify_line(conn, context, entry.notice_id, person)
}

/// The least that lets people know who is meant.
fn entries(conn: &mut Conn, nominees: &[Nomination]) -> Result<Vec<Entry>, Error> {
    let schools = nominees.iter().map(|it| it.school_id);
    let schools = organizations::store::load_names(conn, schools)?;
    let mut entries = Vec::new();
    for nominee in nominees {
        let school = schools.get(&nominee.school_id).map_or("", String::as_str);
        let subject = nominee.subject.as_deref().unwrap_or_default();
        entries.push(Entry {
            person: Some(nominee.person_id),
            name: people::store::load(conn, nominee.person_id)?.name,
            detail: format!("{school} {subject}").trim().to_owned(),
            proposal: Proposal::Recommended,
            is_struck: false,
        });
    }
    Ok(entries)
}

/// Whether the office of a nominee has places left for so many more beside those it recommended.
/// Two lists may hang at once; what is recommended in the end keeps to the places all the same.
pub(super) fn check_places_left(
    conn: &mut Conn,
    running: &Running,
    nominee: &Nomination,
    more: i64,
) -> Result<(), Error> {
    let key = store::load_share_key(conn, nominee.district_id)?;
    let shares = quotas::store::list(conn, running.round.id, Dimension::District)?;
    let places = shares
        .iter()
        .find(|it| it.key == key)
        .map_or(0, |it| it.places);
    let endorsed = store::count_endorsed(conn, running.round.id)?;
    let taken = endorsed.get(&nominee.district_id).copied().unwrap_or(0);
    Ok(check_places(places, taken, more)?)
}

/// Decides a nomination for the office that has it. A recommendation follows a list that hung its
/// days, with every objection answered and none upheld; and a district has places to keep to.
pub fn decide(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    seen: i64,
    verdict: &Verdict,
) -> Result<NominationState, Error> {
    let (nomination, running) = load_visible(conn, context, id)?;
    let level = level_of(&nomination);
    may(&context.actor, action_at(level), &nomination.facts())?;
    running.may_now(level.permission(), context.today())?;
    if nomination.state.level().is_none() {
        return Err(Refusal::NotHere.into());
    }
    let (act, event, reason) = match verdict {
        Verdict::Endorse { opinion } => {
            may_endorse(conn, context, &nomination, &running)?;
            let opinion = opinion.trim().to_owned();
            (
                Act::Endorse {
                    opinion: opinion.clone(),
                },
                "nomination_endorsed",
                opinion,
            )
        }
        Verdict::Return { reason } => {
            let reason = reason.trim().to_owned();
            let act = Act::Return {
                to: Place::Applicant,
                fields: vec!["statement".to_owned()],
                reason: reason.clone(),
            };
            (act, "nomination_returned", reason)
        }
        Verdict::Refuse { reason } => {
            let reason = reason.trim().to_owned();
            (
                Act::Refuse {
                    reason: reason.clone(),
                },
                "nomination_refused",
                reason,
            )
        }
    };
    if !matches!(verdict, Verdict::Endorse { .. }) && reason.is_empty() {
        return Err(Refusal::ReasonMissing.into());
    }
    let after = step(context, &nomination, &act)?;
    let why = Some(reason.as_str()).filter(|it| !it.is_empty());
    record(conn, context, &nomination, event, why)?;
    save_case(conn, context, nomination, &after, seen)?;
    Ok(NominationState::of(&after))
}
