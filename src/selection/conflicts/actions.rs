//! Finding, declaring and deciding conflicts of interest.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::{self, Detail, History, Period};
use super::{Conflict, ConflictKind, Pin, Tie, TieKind, store};
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations;
use crate::people::{self, PersonId};
use crate::selection::committees::actions::{load_as_member, load_as_secretary};
use crate::selection::committees::rules::required_reason;
use crate::selection::committees::{self, Member, MemberId};
use crate::selection::nominations::NominationId;
use crate::selection::nominations::candidates::{Candidate, list_candidates};
use crate::selection::phases::Permission;
use crate::selection::rounds::{self, RoundId, Running};

/// Characters of a declaration, at most.
pub const NOTE_CHARACTERS_MAX: usize = 200;

/// Looks into everybody who was drawn and every candidate, in place of what was found before. What
/// the secretary decided stays.
pub fn find_all(conn: &mut Conn, context: &Context, running: &Running) -> Result<(), Error> {
    let round = running.round.id;
    let members: Vec<Member> = committees::store::list_members(conn, round)?;
    let candidates = list_candidates(conn, round)?;
    let persons: Vec<PersonId> = members
        .iter()
        .map(|it| it.person_id)
        .chain(candidates.iter().map(|it| it.person))
        .collect();
    let histories = load_histories(conn, &persons)?;
    let ties = load_ties(conn, &members)?;
    let years = running.programme.committee.same_school_years.value;
    let period = Period::before(context.today(), years);
    let none = History::default();
    let of = |person: &PersonId| histories.get(person).unwrap_or(&none);
    let mut found = Vec::new();
    for member in &members {
        for candidate in &candidates {
            let pair = (member.id, candidate.nomination);
            let told = rules::find(of(&member.person_id), of(&candidate.person), period);
            let key = rules::pair(member.person_id, candidate.person);
            let said = ties.get(&key).into_iter().flatten().map(|tie| {
                let detail = Detail::Said {
                    note: tie.note.clone(),
                };
                (tie.kind.conflict(), detail)
            });
            found.extend(
                told.into_iter()
                    .chain(said)
                    .map(|it| conflict(context, pair, it)),
            );
        }
    }
    store::replace_found(conn, round, &found)?;
    let pairs: BTreeSet<_> = found
        .iter()
        .map(|it| (it.member_id, it.nomination_id))
        .collect();
    let payload = serde_json::json!({
        "title": running.round.title,
        "members": members.len(),
        "candidates": candidates.len(),
        "count": pairs.len(),
    });
    rounds::actions::record(
        conn,
        context,
        &running.round,
        "conflicts_found",
        (None, payload),
    )
}

fn conflict(
    context: &Context,
    (member_id, nomination_id): store::Pair,
    (kind, detail): (ConflictKind, Detail),
) -> Conflict {
    Conflict {
        member_id,
        nomination_id,
        kind,
        detail: Json::of(&detail),
        found_at: context.at,
    }
}

fn load_histories(
    conn: &mut Conn,
    persons: &[PersonId],
) -> Result<BTreeMap<PersonId, History>, Error> {
    let mut histories: BTreeMap<PersonId, History> = BTreeMap::new();
    for it in people::store::list_employments_of(conn, persons)? {
        let history = histories.entry(it.person_id).or_default();
        history
            .schools
            .push((it.organization_id, it.started_on, it.ended_on));
    }
    for (person, round) in store::list_nominated(conn, persons)? {
        histories.entry(person).or_default().rounds.insert(round);
    }
    Ok(histories)
}

type Ties = BTreeMap<(PersonId, PersonId), Vec<Tie>>;

fn load_ties(conn: &mut Conn, members: &[Member]) -> Result<Ties, Error> {
    let persons: Vec<PersonId> = members.iter().map(|it| it.person_id).collect();
    let mut ties = Ties::new();
    for tie in store::list_ties(conn, &persons)? {
        ties.entry((tie.person_id, tie.other_id))
            .or_default()
            .push(tie);
    }
    Ok(ties)
}

/// Looks again, for the secretary.
pub fn find_again(conn: &mut Conn, context: &Context, round: RoundId) -> Result<(), Error> {
    let running = load_as_secretary(conn, context, round)?;
    running.may_now(Permission::ManageConflicts, context.today())?;
    find_all(conn, context, &running)
}

/// The secretary decides whether a member and a candidate are in conflict, with the reason.
pub fn pin(
    conn: &mut Conn,
    context: &Context,
    (member, nomination): (MemberId, NominationId),
    is_conflict: bool,
    reason: &str,
) -> Result<(), Error> {
    let member = committees::store::load(conn, member)?;
    let running = load_as_secretary(conn, context, member.round_id)?;
    running.may_now(Permission::ManageConflicts, context.today())?;
    let candidate = find_candidate(conn, member.round_id, nomination)?;
    let reason = required_reason(reason)?;
    let pin = Pin {
        member_id: member.id,
        nomination_id: candidate.nomination,
        is_conflict,
        reason: reason.clone(),
        pinned_at: context.at,
    };
    store::save_pin(conn, &pin)?;
    let what = ("conflict_pinned", Some(reason.as_str()));
    let payload = serde_json::json!({
        "title": running.round.title,
        "is_conflict": is_conflict,
        "candidate": candidate.name,
    });
    record(conn, context, &member, what, payload)
}

fn find_candidate(
    conn: &mut Conn,
    round: RoundId,
    nomination: NominationId,
) -> Result<Candidate, Error> {
    let mut candidates = list_candidates(conn, round)?.into_iter();
    candidates
        .find(|it| it.nomination == nomination)
        .ok_or(Error::NotFound)
}

/// A member says what they are to a candidate, who then does not exist for them any more.
pub fn declare(
    conn: &mut Conn,
    context: &Context,
    (round, nomination): (RoundId, NominationId),
    kind: TieKind,
    note: &str,
) -> Result<(), Error> {
    let (running, member) = load_as_asked(conn, context, round)?;
    running.may_now(Permission::ManageConflicts, context.today())?;
    let candidate = find_candidate(conn, round, nomination)?;
    if store::list_barred(conn, member.id)?.contains(&nomination) {
        return Err(Error::NotFound);
    }
    let note = note.trim();
    if note.is_empty() || note.chars().count() > NOTE_CHARACTERS_MAX {
        let length = Message::new("conflict-note-length").with("most", NOTE_CHARACTERS_MAX);
        return Err(Error::input("note", length));
    }
    let (person_id, other_id) = rules::pair(member.person_id, candidate.person);
    let tie = Tie {
        person_id,
        other_id,
        kind,
        note: note.to_owned(),
        declared_at: context.at,
    };
    store::save_tie(conn, &tie)?;
    let found = (kind.conflict(), Detail::Said { note: tie.note });
    store::save_found(conn, &conflict(context, (member.id, nomination), found))?;
    let payload = serde_json::json!({
        "title": running.round.title,
        "candidate": candidate.name,
        "tie": kind,
    });
    record(conn, context, &member, ("tie_declared", None), payload)
}

/// One's own seat once one is asked, with its round: ties are declared before one says yes, too.
pub fn load_as_asked(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
) -> Result<(Running, Member), Error> {
    if let Ok(serving) = load_as_member(conn, context, round) {
        return Ok(serving);
    }
    let running = rounds::actions::load_visible(conn, context, round)?;
    let person = context.actor.person.ok_or(Error::NotFound)?;
    let seat = committees::store::find_member(conn, round, person)?.ok_or(Error::NotFound)?;
    let asked = committees::actions::load_own(conn, context, seat.id)?;
    if !asked.state.is_in() {
        return Err(Error::NotFound);
    }
    Ok((running, asked))
}

fn record(
    conn: &mut Conn,
    context: &Context,
    member: &Member,
    (event, reason): (&'static str, Option<&str>),
    payload: serde_json::Value,
) -> Result<(), Error> {
    let act = Act {
        event,
        subject: ("committee_members", member.id.0),
        organization: Some(organizations::store::load_bureau(conn)?.id),
        reason,
        payload,
    };
    journal::record(conn, context, act)?;
    Ok(())
}
