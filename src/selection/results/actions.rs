//! From the ballot to the list: posting, giving up, striking off, moving up.

use super::rules::{self, Act, Refusal, ResultState, next, read_reason, results};
use super::{SelectionResult, store};
use crate::access::{Action, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::journal;
use crate::notices::actions::{NewNotice, open_notice};
use crate::notices::rules::{Entry, Proposal};
use crate::notices::{self, NoticeId, NoticeKind, NoticeState, ObjectionState};
use crate::organizations;
use crate::selection::committees;
use crate::selection::meetings::{self, BallotCandidate, minutes, voting};
use crate::selection::nominations::candidates::{Candidate, list_candidates};
use crate::selection::nominations::rules::Exit;
use crate::selection::nominations::{self, Nomination, NominationId};
use crate::selection::phases::Permission;
use crate::selection::rounds::{self, RoundId, Running};

/// Posts results. The first time they follow from the ballots, whose minutes are signed; later it is
/// for those only who lack a notice that holds: whoever moved up, or everybody on a list that an
/// objection brought down. None if there is nobody to be posted, since nobody passed.
pub fn post_results(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
) -> Result<Option<NoticeId>, Error> {
    let running = committees::actions::load_as_secretary(conn, context, round)?;
    running.may_now(Permission::PostResults, context.today())?;
    if store::list(conn, round)?.is_empty() {
        settle(conn, context, &running)?;
    }
    post(conn, context, &running)
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

/// Whether a notice certifies nothing any more: taken down, or an objection was right.
fn is_void(conn: &mut Conn, id: NoticeId) -> Result<bool, Error> {
    if notices::store::load(conn, id)?.state == NoticeState::Withdrawn {
        return Ok(true);
    }
    let objections = notices::store::list_objections(conn, id)?;
    let is_upheld = |it: &notices::Objection| it.state == ObjectionState::Upheld;
    Ok(objections.iter().any(is_upheld))
}

/// Who is to be posted now.
fn list_unposted(conn: &mut Conn, round: RoundId) -> Result<Vec<SelectionResult>, Error> {
    let mut unposted = Vec::new();
    for result in store::list(conn, round)? {
        if !matches!(result.state, ResultState::Proposed | ResultState::Reserve) {
            continue;
        }
        let has_notice = match result.notice_id {
            Some(notice) => !is_void(conn, notice)?,
            None => false,
        };
        if !has_notice {
            unposted.push(result);
        }
    }
    Ok(unposted)
}

/// Whether somebody is to be posted now.
pub fn has_unposted(conn: &mut Conn, round: RoundId) -> Result<bool, Error> {
    Ok(!list_unposted(conn, round)?.is_empty())
}

fn post(conn: &mut Conn, context: &Context, running: &Running) -> Result<Option<NoticeId>, Error> {
    let round = running.round.id;
    let mut unposted = list_unposted(conn, round)?;
    if unposted.is_empty() {
        let all = store::list(conn, round)?;
        if all.iter().any(|it| it.notice_id.is_some()) {
            return Err(Refusal::NothingToPost.into());
        }
        record_posting(conn, context, running, all.len())?;
        return Ok(None);
    }
    let candidates = list_candidates(conn, round)?;
    let place = |id: NominationId| candidates.iter().position(|it| it.nomination == id);
    // Seats by name, so that nobody reads votes from the order; the reserve list is one.
    unposted.sort_by_key(|it| match it.state {
        ResultState::Reserve => (1, it.reserve_rank, place(it.nomination_id)),
        _ => (0, None, place(it.nomination_id)),
    });
    let entries: Vec<Entry> = unposted
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
    };
    let notice = open_notice(conn, context, &new)?;
    let parts = committees::apart::list_parts(conn, round)?;
    notices::actions::bar(conn, notice, &parts)?;
    record_posting(conn, context, running, entries.len())?;
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
fn entry(candidate: &Candidate, state: ResultState) -> Entry {
    let subject = candidate.subject.as_deref().unwrap_or_default();
    Entry {
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
    count: usize,
) -> Result<(), Error> {
    let payload = serde_json::json!({ "title": running.round.title, "count": count });
    let event = "results_posted";
    rounds::actions::record(conn, context, &running.round, event, (None, payload))
}

/// A candidate's nomination, round and result.
type Loaded = (Nomination, Running, SelectionResult);

fn load(conn: &mut Conn, context: &Context, id: NominationId) -> Result<Loaded, Error> {
    let (nomination, running) = nominations::actions::load_visible(conn, context, id)?;
    let result = store::find(conn, id)?.ok_or(Error::NotFound)?;
    Ok((nomination, running, result))
}

/// Gives one's own place up, before it is certified.
pub fn decline(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    reason: &str,
) -> Result<(), Error> {
    let (nomination, running, result) = load(conn, context, id)?;
    may(
        &context.actor,
        Action::ApplyForSelection,
        &nomination.facts(),
    )?;
    let step = (Act::Decline, "award_declined", reason);
    go_on(conn, context, &(nomination, running, result), step)
}

/// Takes a candidate off the list, with a reason that the candidate reads.
pub fn strike(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    reason: &str,
) -> Result<(), Error> {
    let (nomination, running, result) = load(conn, context, id)?;
    may(
        &context.actor,
        Action::CertifySelection,
        &nomination.facts(),
    )?;
    committees::apart::check_apart(conn, context, nomination.round_id)?;
    running.may_now(Permission::PostResults, context.today())?;
    let step = (Act::Strike, "award_struck", reason);
    go_on(conn, context, &(nomination, running, result), step)
}

/// Gives a free seat to the next on the reserve list, and posts that.
pub fn promote(
    conn: &mut Conn,
    context: &Context,
    id: NominationId,
    reason: &str,
) -> Result<NoticeId, Error> {
    let (nomination, _, result) = load(conn, context, id)?;
    let round = nomination.round_id;
    let running = committees::actions::load_as_secretary(conn, context, round)?;
    running.may_now(Permission::PostResults, context.today())?;
    let others = store::list(conn, round)?;
    let taken = others.iter().filter(|it| it.state.has_seat()).count();
    let act = Act::Promote {
        free: running.round.seats - i64::try_from(taken).map_err(Error::fault)?,
        is_overtaking: others
            .iter()
            .any(|it| it.state == ResultState::Reserve && it.reserve_rank < result.reserve_rank),
    };
    let result = SelectionResult {
        notice_id: None,
        ..result
    };
    let loaded = (nomination, running, result);
    go_on(conn, context, &loaded, (act, "award_moved_up", reason))?;
    post(conn, context, &loaded.1)?.ok_or_else(|| Refusal::NothingToPost.into())
}

fn go_on(
    conn: &mut Conn,
    context: &Context,
    (nomination, running, result): &Loaded,
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
