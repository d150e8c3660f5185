//! From the ballot to the list: posting, giving up, striking off, moving up.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::rules::{self, Act, Refusal, ResultState, next, read_reason, results};
use super::{SelectionResult, bars, store};
use crate::access::{Action, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::journal;
use crate::notices::actions::{Hanging, NewNotice, open_notice};
use crate::notices::rules::Proposal;
use crate::notices::{self, NoticeId, NoticeKind, Occasion};
use crate::organizations;
use crate::people::PersonId;
use crate::selection::committees;
use crate::selection::meetings::{self, BallotCandidate, minutes, voting};
use crate::selection::nominations::candidates::{Candidate, list_candidates};
use crate::selection::nominations::rules::Exit;
use crate::selection::nominations::{self, Nomination, NominationId};
use crate::selection::phases::Permission;
use crate::selection::rounds::{self, RoundId, Running};

/// As [`post_results`], with the reason that a list needs which is posted again after an objection was
/// right.
pub fn post_results_again(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    reason: &str,
) -> Result<Option<NoticeId>, Error> {
    settle_and_post(conn, context, round, Some(reason))
}

/// Posts results. The first time they follow from the ballots, whose minutes are signed; later it is
/// for those only who lack a notice that holds: whoever moved up, or everybody on a list that an
/// objection brought down. None if there is nobody to be posted, since nobody passed.
pub fn post_results(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
) -> Result<Option<NoticeId>, Error> {
    settle_and_post(conn, context, round, None)
}

fn settle_and_post(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    reason: Option<&str>,
) -> Result<Option<NoticeId>, Error> {
    let running = committees::actions::load_as_secretary(conn, context, round)?;
    running.may_now(Permission::PostResults, context.today())?;
    if store::list(conn, round)?.is_empty() {
        settle(conn, context, &running)?;
    }
    let reason = reason.map(str::trim).filter(|it| !it.is_empty());
    post(conn, context, &running, (Occasion::Results, reason))
}

/// Writes results down as the ballots have them.
fn settle(conn: &mut Conn, context: &Context, running: &Running) -> Result<(), Error> {
    let round = running.round.id;
    let ballots = meetings::store::list_ballots(conn, round)?;
    let standing = voting::load_standing(conn, &running.round, &ballots)?;
    let standing = standing.ok_or(Refusal::NotVoted)?;
    let mut leaves_seats_empty = false;
    for meeting in meetings::store::list(conn, round)? {
        if !minutes::is_signed(conn, meeting.id)? {
            return Err(Refusal::NotSigned.into());
        }
        leaves_seats_empty |= meeting.leaves_seats_empty;
    }
    // Nobody but the committee decides on whoever is tied at the last seats.
    if standing.tie.is_some() && !leaves_seats_empty {
        return Err(Refusal::Tied.into());
    }
    for (nomination, by_votes, rank) in results(&standing) {
        // Whoever left after the ballot was opened has no seat by it.
        let left = nominations::store::load(conn, nomination)?.state.exit();
        let (state, reserve_rank) = match left {
            None => (by_votes, rank),
            Some(Exit::Withdrawal) => (ResultState::Declined, None),
            Some(Exit::Exclusion) => (ResultState::Struck, None),
        };
        let result = SelectionResult {
            nomination_id: nomination,
            round_id: round,
            state,
            reserve_rank,
            notice_id: None,
            reason: None,
            decided_at: context.at,
            version: 1,
        };
        store::insert(conn, &result).map_err(|error| {
            if error.is_duplicate() {
                Error::Stale
            } else {
                error
            }
        })?;
    }
    Ok(())
}

/// Notices of a round, each read once.
#[derive(Debug, Default)]
pub struct Notices(BTreeMap<NoticeId, Hanging>);

impl Notices {
    /// One of them.
    pub fn load(&mut self, conn: &mut Conn, id: NoticeId) -> Result<&Hanging, Error> {
        Ok(match self.0.entry(id) {
            Entry::Occupied(it) => it.into_mut(),
            Entry::Vacant(it) => it.insert(Hanging::load(conn, id)?),
        })
    }
}

/// Who is to be posted now.
fn list_unposted(conn: &mut Conn, round: RoundId) -> Result<Vec<SelectionResult>, Error> {
    let persons = store::list_persons(conn, round)?;
    let mut notices = Notices::default();
    let mut unposted = Vec::new();
    for result in store::list(conn, round)? {
        if !matches!(result.state, ResultState::Proposed | ResultState::Reserve) {
            continue;
        }
        let person = persons.get(&result.nomination_id).ok_or(Error::NotFound)?;
        let has_notice = match result.notice_id {
            Some(notice) => !notices.load(conn, notice)?.is_void_for(*person)?,
            None => false,
        };
        if !has_notice {
            unposted.push(result);
        }
    }
    Ok(unposted)
}

/// What the next list would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// None.
    Nothing,
    /// Somebody without a notice so far.
    Fresh,
    /// Somebody whose notice an objection brought down.
    Again,
}

/// Whether somebody is to be posted now.
pub fn load_due(conn: &mut Conn, round: RoundId) -> Result<Due, Error> {
    let unposted = list_unposted(conn, round)?;
    Ok(if unposted.is_empty() {
        Due::Nothing
    } else if is_again(&unposted) {
        Due::Again
    } else {
        Due::Fresh
    })
}

fn is_again(unposted: &[SelectionResult]) -> bool {
    unposted.iter().any(|it| it.notice_id.is_some())
}

fn post(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    (occasion, reason): (Occasion, Option<&str>),
) -> Result<Option<NoticeId>, Error> {
    let round = running.round.id;
    let mut unposted = list_unposted(conn, round)?;
    if unposted.is_empty() {
        let all = store::list(conn, round)?;
        if all.iter().any(|it| it.notice_id.is_some()) {
            return Err(Refusal::NothingToPost.into());
        }
        record_posting(conn, context, running, (0, None))?;
        return Ok(None);
    }
    // The same names do not hang again as if nobody had been right.
    if is_again(&unposted) && reason.is_none() {
        return Err(Refusal::RepostReasonMissing.into());
    }
    let occasion = match occasion {
        Occasion::Results if is_again(&unposted) => Occasion::Again,
        occasion => occasion,
    };
    // Whoever is barred today waits for the bureau, and holds up nobody else.
    let persons = store::list_persons(conn, round)?;
    let person = |it: &SelectionResult| persons.get(&it.nomination_id).copied();
    let named: Vec<PersonId> = unposted.iter().filter_map(person).collect();
    let barred = bars::load(conn, context, running, &named)?;
    unposted.retain(|it| person(it).is_some_and(|it| !barred.contains(&it)));
    if unposted.is_empty() {
        return Err(Refusal::Barred.into());
    }
    let candidates = list_candidates(conn, round)?;
    let place = |id: NominationId| candidates.iter().position(|it| it.nomination == id);
    // Seats by name, so that nobody reads votes from the order; the reserve list is one.
    unposted.sort_by_key(|it| match it.state {
        ResultState::Reserve => (1, it.reserve_rank, place(it.nomination_id)),
        _ => (0, None, place(it.nomination_id)),
    });
    let entries: Vec<notices::rules::Entry> = unposted
        .iter()
        .filter_map(|it| Some(entry(&candidates[place(it.nomination_id)?], it.state)))
        .collect();
    let new = NewNotice {
        kind: NoticeKind::Selection,
        title: &running.round.title,
        subject: ("selection_rounds", round.0),
        organization: organizations::store::load_bureau(conn)?.id,
        working_days: running.programme.publicity.city.value,
        entries: &entries,
        occasion: Some((occasion, reason)),
    };
    let notice = open_notice(conn, context, &new)?;
    let parts = committees::apart::list_parts(conn, round)?;
    notices::actions::bar(conn, notice, &parts)?;
    record_posting(conn, context, running, (entries.len(), reason))?;
    for result in unposted {
        let posted = SelectionResult {
            notice_id: Some(notice),
            ..result
        };
        store::save(conn, &posted)?;
    }
    Ok(Some(notice))
}

/// The least that lets people know who is meant.
fn entry(candidate: &Candidate, state: ResultState) -> notices::rules::Entry {
    let subject = candidate.subject.as_deref().unwrap_or_default();
    notices::rules::Entry {
        person: Some(candidate.person),
        name: candidate.name.clone(),
        detail: format!("{} {subject}", candidate.school_name)
            .trim()
            .to_owned(),
        proposal: match state {
            ResultState::Reserve => Proposal::Reserve,
            _ => Proposal::Selected,
        },
        is_struck: false,
    }
}

fn record_posting(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    (count, reason): (usize, Option<&str>),
) -> Result<(), Error> {
    let payload = serde_json::json!({ "title": running.round.title, "count": count });
    let event = "results_posted";
    rounds::actions::record(conn, context, &running.round, event, (reason, payload))
}

/// A candidate's result, for whoever may decide on it: rights are asked before, since whether there is
/// a result yet is not everybody's to know.
fn load_result(conn: &mut Conn, id: NominationId) -> Result<SelectionResult, Error> {
    store::find(conn, id)?.ok_or(Error::NotFound)
}

/// Gives one's own place up, before it is certified.
pub fn decline(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    reason: &str,
) -> Result<(), Error> {
    let (nomination, running) = nominations::actions::load_visible(conn, context, id)?;
    may(
        &context.actor,
        Action::ApplyForSelection,
        &nomination.facts(),
    )?;
    let result = load_result(conn, id)?;
    let step = (Act::Decline, "award_declined", reason);
    go_on(conn, context, (&nomination, &running, &result), step)
}

/// Takes a candidate off the list, with a reason that the candidate reads.
pub fn strike(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    reason: &str,
) -> Result<(), Error> {
    let (nomination, running) = nominations::actions::load_visible(conn, context, id)?;
    may(
        &context.actor,
        Action::CertifySelection,
        &nomination.facts(),
    )?;
    committees::apart::check_apart(conn, context, nomination.round_id)?;
    let result = load_result(conn, id)?;
    running.may_now(Permission::PostResults, context.today())?;
    let step = (Act::Strike, "award_struck", reason);
    go_on(conn, context, (&nomination, &running, &result), step)
}

/// Seats that candidates had by the ballots and nobody has now. A seat that the meeting left empty is
/// none of them: nobody gave it up.
fn count_free(conn: &mut Conn, running: &Running, all: &[SelectionResult]) -> Result<i64, Error> {
    let ballots = meetings::store::list_ballots(conn, running.round.id)?;
    let standing = voting::load_standing(conn, &running.round, &ballots)?;
    let given = standing.ok_or(Refusal::NotVoted)?.placed.len();
    let taken = all.iter().filter(|it| it.state.has_seat()).count();
    let number = |it: usize| i64::try_from(it).map_err(Error::fault);
    Ok(number(given)? - number(taken)?)
}

/// Gives a seat that became free to the next on the reserve list, and posts that.
pub fn promote(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    reason: &str,
) -> Result<NoticeId, Error> {
    let (nomination, _) = nominations::actions::load_visible(conn, context, id)?;
    let round = nomination.round_id;
    let running = committees::actions::load_as_secretary(conn, context, round)?;
    let result = load_result(conn, id)?;
    running.may_now(Permission::PostResults, context.today())?;
    let others = store::list(conn, round)?;
    let waiting = others.iter().filter(|it| it.state == ResultState::Reserve);
    let waiting: Vec<Option<i64>> = waiting
        .filter(|it| it.nomination_id != id)
        .map(|it| it.reserve_rank)
        .collect();
    let act = Act::Promote {
        free: count_free(conn, &running, &others)?,
        is_overtaking: waiting.iter().any(|it| *it < result.reserve_rank),
        has_equal: waiting.contains(&result.reserve_rank),
    };
    bars::check(conn, context, &running, nomination.person_id)?;
    let result = SelectionResult {
        notice_id: None,
        ..result
    };
    let step = (act, "award_moved_up", reason);
    go_on(conn, context, (&nomination, &running, &result), step)?;
    let occasion = (Occasion::Replacement, Some(reason.trim()));
    post(conn, context, &running, occasion)?.ok_or_else(|| Refusal::NothingToPost.into())
}

fn go_on(
    conn: &mut Conn,
    context: &Context,
    (nomination, running, result): (&Nomination, &Running, &SelectionResult),
    (act, event, reason): (Act, &'static str, &str),
) -> Result<(), Error> {
    let state = next(result.state, act)?;
    let reason = read_reason(reason)?;
    let changed = SelectionResult {
        state,
        reason: Some(reason.to_owned()),
        decided_at: context.at,
        ..result.clone()
    };
    store::save(conn, &changed)?;
    // Whoever is out of it does not hang for everybody to read.
    if let (Act::Decline | Act::Strike, Some(notice)) = (act, result.notice_id) {
        let person = [nomination.person_id].into();
        notices::actions::strike_lines(conn, context, notice, &person, reason)?;
    }
    let payload = serde_json::json!({ "title": running.round.title });
    record(conn, context, nomination, event, (Some(reason), payload))
}

/// Writes what became of a candidate into the journal.
pub(super) fn record(
    conn: &mut Conn,
    context: &Context,
    nomination: &Nomination,
    event: &'static str,
    (reason, payload): (Option<&str>, serde_json::Value),
) -> Result<(), Error> {
    let act = journal::Act {
        event,
        subject: ("nominations", nomination.id.0),
        organization: Some(nomination.school_id),
        reason,
        payload,
    };
    journal::record(conn, context, act)?;
    Ok(())
}

/// What an applicant is told about the own application, with the reason that stands behind it.
pub fn load_outcome(
    conn: &mut Conn,
    nomination: &Nomination,
    running: &Running,
) -> Result<(rules::Outcome, Option<String>), Error> {
    let result = store::find(conn, nomination.id)?;
    let application = rules::Application {
        state: nomination.state,
        is_eligible: nomination.is_eligible,
        result: result.as_ref().map(|it| it.state),
        rank: result.as_ref().and_then(|it| it.reserve_rank),
        votes: match &result {
            Some(_) => find_votes(conn, nomination)?,
            None => None,
        },
        is_over: running.round.closed_at.is_some(),
    };
    let outcome = rules::outcome(&application);
    let reason = match outcome {
        rules::Outcome::NotRecommended => find_reason(conn, nomination, "nomination_refused")?,
        rules::Outcome::Excluded => find_reason(conn, nomination, "nomination_excluded")?,
        rules::Outcome::NotEligible => nomination.signed_reason.clone(),
        _ => result.and_then(|it| it.reason),
    };
    Ok((outcome, reason))
}

/// Why something was done with a nomination that is done once.
fn find_reason(
    conn: &mut Conn,
    nomination: &Nomination,
    event: &str,
) -> Result<Option<String>, Error> {
    let entries = journal::list_of_subject(conn, nomination.id.0)?;
    let done = entries.into_iter().find(|it| it.event == event);
    Ok(done.and_then(|it| it.reason))
}

/// One's own yes votes in the ballot on everybody, and what was needed.
fn find_votes(conn: &mut Conn, nomination: &Nomination) -> Result<Option<(i64, i64)>, Error> {
    let ballots = meetings::store::list_ballots(conn, nomination.round_id)?;
    let Some(first) = meetings::find_first(&ballots) else {
        return Ok(None);
    };
    let candidates = meetings::store::list_candidates(conn, first.id)?;
    let own = candidates.iter().filter_map(BallotCandidate::count);
    let mut own = own.filter(|it| it.nomination == nomination.id);
    Ok(own.next().map(|it| (it.ballots.yes, it.needed)))
}
