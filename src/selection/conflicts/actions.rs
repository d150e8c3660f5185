//! Finding, declaring and deciding conflicts of interest.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::{self, Detail, History, Period};
use super::store::{self, Pair};
use super::{Conflict, ConflictKind, Pin, Tie, TieKind};
use crate::clock::day_of;
use crate::context::Context;
use crate::db::{Conn, Json};
use crate::error::Error;
use crate::journal::{self, Act};
use crate::message::Message;
use crate::organizations;
use crate::people::{self, PersonId};
use crate::selection::assignments;
use crate::selection::committees::actions::{load_as_member, load_as_secretary};
use crate::selection::committees::rules::required_reason;
use crate::selection::committees::{self, Member};
use crate::selection::nominations::NominationId;
use crate::selection::nominations::candidates::{Candidate, list_candidates};
use crate::selection::phases::Permission;
use crate::selection::rounds::{self, RoundId, Running};

/// Characters of a declaration, at most.
pub const NOTE_CHARACTERS_MAX: usize = 200;

/// Looks into everybody who was drawn and every candidate, in place of what was found before. What
/// the secretary decided stays; but where something new is found, a pair that was cleared waits for a
/// decision again.
pub fn find_all(conn: &mut Conn, context: &Context, running: &Running) -> Result<(), Error> {
    let found = search_round(conn, context, running)?;
    keep_found(conn, context, running, &found)
}

/// Looks for what came since: another candidate, a tie from a list, a move to another school. Nothing
/// that was found is taken back, and nothing is written where nothing is new. Whatever rests on who
/// is in conflict asks this first: a pair into which nobody looked is not a pair without a conflict.
pub fn find_new(conn: &mut Conn, context: &Context, running: &Running) -> Result<(), Error> {
    let mut found = store::list_found(conn, running.round.id)?;
    let new = search_new(conn, context, running, &found)?;
    if new.is_empty() {
        return Ok(());
    }
    found.extend(new);
    keep_found(conn, context, running, &found)
}

/// Pairs of which [`find_new`] would find something, for pages, which write nothing.
pub fn list_new(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
) -> Result<BTreeSet<Pair>, Error> {
    let found = store::list_found(conn, running.round.id)?;
    let new = search_new(conn, context, running, &found)?.into_iter();
    Ok(new.map(|it| (it.member_id, it.nomination_id)).collect())
}

/// Refuses where a search would find something of pairs that are meant: a refusal takes back what was
/// found with it, so that nobody would see on which pair to decide. The secretary looks again first.
pub fn check_known(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    is_meant: impl Fn(&Pair) -> bool,
) -> Result<(), Error> {
    if list_new(conn, context, running)?.iter().any(is_meant) {
        return Err(Error::not_now(Message::new("conflict-new-found")));
    }
    Ok(())
}

/// What a search finds beside what is known.
fn search_new(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    known: &[Conflict],
) -> Result<Vec<Conflict>, Error> {
    let key = |it: &Conflict| (it.member_id, it.nomination_id, it.kind);
    let known: BTreeSet<_> = known.iter().map(key).collect();
    let mut found = search_round(conn, context, running)?;
    found.retain(|it| !known.contains(&key(it)));
    Ok(found)
}

fn search_round(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
) -> Result<Vec<Conflict>, Error> {
    let members = committees::store::list_members(conn, running.round.id)?;
    if members.is_empty() {
        return Ok(Vec::new());
    }
    let candidates = list_candidates(conn, running.round.id)?;
    search(conn, context, running, (&members, &candidates))
}

/// Keeps what is known of a round now; decisions and reviews follow.
fn keep_found(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    found: &[Conflict],
) -> Result<(), Error> {
    let round = running.round.id;
    let members: Vec<Member> = committees::store::list_members(conn, round)?;
    let candidates = list_candidates(conn, round)?;
    let before = by_pair(&store::list_found(conn, round)?);
    let after = by_pair(found);
    let barred = store::list_all_barred(conn, round)?;
    store::replace_found(conn, round, found)?;
    let cleared = store::list_pins(conn, round)?.into_iter();
    let cleared = cleared.filter(|it| !it.is_conflict);
    let cleared: BTreeSet<Pair> = cleared.map(|it| (it.member_id, it.nomination_id)).collect();
    for pair in rules::reopened(&before, &after, &cleared) {
        reopen(conn, context, running, (pair, &members, &candidates))?;
    }
    let payload = serde_json::json!({
        "title": running.round.title,
        "members": members.len(),
        "candidates": candidates.len(),
        "count": after.len(),
    });
    rounds::actions::record(
        conn,
        context,
        &running.round,
        "conflicts_found",
        (None, payload),
    )?;
    assignments::follow::follow_conflicts(conn, context, running, &barred)
}

/// What of which kind is known of each pair.
pub(super) fn by_pair(found: &[Conflict]) -> BTreeMap<Pair, BTreeSet<ConflictKind>> {
    let mut kinds: BTreeMap<Pair, BTreeSet<ConflictKind>> = BTreeMap::new();
    for it in found {
        let pair = (it.member_id, it.nomination_id);
        kinds.entry(pair).or_default().insert(it.kind);
    }
    kinds
}

/// Takes back that a pair was cleared, since more is known now.
fn reopen(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    (pair, members, candidates): (Pair, &[Member], &[Candidate]),
) -> Result<(), Error> {
    store::remove_pin(conn, pair)?;
    let Some(member) = members.iter().find(|it| it.id == pair.0) else {
        return Ok(());
    };
    let candidate = candidates.iter().find(|it| it.nomination == pair.1);
    let payload = serde_json::json!({
        "title": running.round.title,
        "candidate": candidate.map_or("", |it| it.name.as_str()),
    });
    record(conn, context, member, ("conflict_reopened", None), payload)
}

/// What files and ties tell of every member and candidate.
fn search(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    (members, candidates): (&[Member], &[Candidate]),
) -> Result<Vec<Conflict>, Error> {
    let persons: Vec<PersonId> = members.iter().map(|it| it.person_id).collect();
    let known = search_persons(conn, context, running, (&persons, candidates))?;
    let mut found = Vec::new();
    for member in members {
        for candidate in candidates {
            let pair = (member.id, candidate.nomination);
            let told = known.get(&(member.person_id, candidate.nomination));
            let told = told.into_iter().flatten().cloned();
            found.extend(told.map(|it| conflict(context, pair, it)));
        }
    }
    // One of a kind is enough, whoever says so; members come first.
    let mut known = BTreeSet::new();
    found.retain(|it| known.insert((it.member_id, it.nomination_id, it.kind)));
    Ok(found)
}

/// The candidates from whom people would be recused who have no seat yet, for the draw of one.
pub fn find_of_persons(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    (persons, candidates): (&[PersonId], &[Candidate]),
) -> Result<BTreeMap<PersonId, BTreeSet<NominationId>>, Error> {
    let found = search_persons(conn, context, running, (persons, candidates))?;
    let mut of_person: BTreeMap<PersonId, BTreeSet<NominationId>> = BTreeMap::new();
    for (person, nomination) in found.into_keys() {
        of_person.entry(person).or_default().insert(nomination);
    }
    Ok(of_person)
}

type Told = Vec<(ConflictKind, Detail)>;

/// What files and ties tell of people and candidates, where they tell anything.
fn search_persons(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    (persons, candidates): (&[PersonId], &[Candidate]),
) -> Result<BTreeMap<(PersonId, NominationId), Told>, Error> {
    let all: Vec<PersonId> = persons
        .iter()
        .copied()
        .chain(candidates.iter().map(|it| it.person))
        .collect();
    let years = running.programme.committee.same_school_years.value;
    let period = Period::before(context.today(), years);
    let histories = load_histories(conn, &all, period)?;
    let ties = load_ties(conn, persons)?;
    let none = History::default();
    let of = |person: &PersonId| histories.get(person).unwrap_or(&none);
    let mut found: BTreeMap<(PersonId, NominationId), Told> = BTreeMap::new();
    for person in persons {
        for candidate in candidates {
            let mut told = rules::find(of(person), of(&candidate.person), period);
            let key = rules::pair(*person, candidate.person);
            told.extend(ties.get(&key).into_iter().flatten().cloned());
            if !told.is_empty() {
                found.insert((*person, candidate.nomination), told);
            }
        }
    }
    Ok(found)
}

fn conflict(
    context: &Context,
    (member_id, nomination_id): Pair,
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
    period: Period,
) -> Result<BTreeMap<PersonId, History>, Error> {
    let mut histories: BTreeMap<PersonId, History> = BTreeMap::new();
    for it in people::store::list_employments_of(conn, persons)? {
        let history = histories.entry(it.person_id).or_default();
        history
            .schools
            .push((it.organization_id, it.started_on, it.ended_on));
    }
    for (person, round, opened_at) in store::list_nominated(conn, persons)? {
        // Whoever stood together long ago is no more in conflict than colleagues of then.
        if day_of(opened_at) < period.from {
            continue;
        }
        histories.entry(person).or_default().rounds.insert(round);
    }
    Ok(histories)
}

type Ties = BTreeMap<(PersonId, PersonId), Told>;

/// What members, nominees and the bureau say of these people, by pairs.
fn load_ties(conn: &mut Conn, persons: &[PersonId]) -> Result<Ties, Error> {
    let mut ties = Ties::new();
    for tie in store::list_ties(conn, persons)? {
        let said = Detail::Said { note: tie.note };
        let of_pair = ties.entry((tie.person_id, tie.other_id)).or_default();
        of_pair.push((tie.kind.conflict(), said));
    }
    for tie in store::list_stated(conn, persons)? {
        let stated = Detail::Stated {
            stated_by: tie.stated_by,
            note: tie.note,
            since: tie.since_on,
            until: tie.until_on,
        };
        let pair = rules::pair(tie.person_id, tie.other_id);
        let of_pair = ties.entry(pair).or_default();
        of_pair.push((tie.kind.conflict(), stated));
    }
    Ok(ties)
}

/// Looks again, for the secretary.
pub fn find_again(conn: &mut Conn, context: &Context, round: RoundId) -> Result<(), Error> {
    let running = load_as_secretary(conn, context, round)?;
    running.may_now(Permission::ManageConflicts, context.today())?;
    find_all(conn, context, &running)
}

/// A member and a candidate, with what the secretary saw of them: [`store::load_glimpse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Who.
    pub pair: Pair,
    /// What was known; empty if nothing was.
    pub glimpse: String,
}

impl Seen {
    /// A pair of which nothing was known.
    pub const fn unknown(pair: Pair) -> Seen {
        Seen {
            pair,
            glimpse: String::new(),
        }
    }

    /// A pair as it stands.
    pub fn now(conn: &mut Conn, pair: Pair) -> Result<Seen, Error> {
        let glimpse = store::load_glimpse(conn, pair)?;
        Ok(Seen { pair, glimpse })
    }
}

/// The secretary decides whether members and candidates are in conflict, with the reason for all of
/// them; what others decided or found meanwhile is not passed over.
pub fn pin(
    conn: &mut Conn,
    context: &Context,
    round: RoundId,
    pairs: &[Seen],
    (is_conflict, reason): (bool, &str),
) -> Result<(), Error> {
    let running = load_as_secretary(conn, context, round)?;
    running.may_now(Permission::ManageConflicts, context.today())?;
    let members = committees::store::list_members(conn, round)?;
    let candidates = list_candidates(conn, round)?;
    let before = store::list_all_barred(conn, round)?;
    let mut chosen = Vec::new();
    for seen in pairs {
        let member = members.iter().find(|it| it.id == seen.pair.0);
        let candidate = candidates.iter().find(|it| it.nomination == seen.pair.1);
        let found = member.zip(candidate).ok_or(Error::NotFound)?;
        check_seen(conn, seen)?;
        chosen.push(found);
    }
    if chosen.is_empty() {
        return Err(Error::input("pairs", Message::new("conflict-tick-some")));
    }
    let reason = required_reason(reason)?;
    for (member, candidate) in chosen {
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
        record(conn, context, member, what, payload)?;
    }
    assignments::follow::follow_conflicts(conn, context, &running, &before)
}

fn check_seen(conn: &mut Conn, seen: &Seen) -> Result<(), Error> {
    if store::load_glimpse(conn, seen.pair)? == seen.glimpse {
        Ok(())
    } else if seen.glimpse.is_empty() {
        let known = Message::new("conflict-known-already");
        Err(Error::input("nomination", known))
    } else {
        Err(Error::Stale)
    }
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

/// A member says what they are to a candidate, who then does not exist for them any more, even if the
/// secretary had cleared the two: that was decided without knowing this.
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
    let before = store::list_all_barred(conn, round)?;
    store::save_tie(conn, &tie)?;
    store::remove_pin(conn, (member.id, nomination))?;
    let found = (kind.conflict(), Detail::Said { note: tie.note });
    store::save_found(conn, &conflict(context, (member.id, nomination), found))?;
    let payload = serde_json::json!({
        "title": running.round.title,
        "candidate": candidate.name,
        "tie": kind,
    });
    record(conn, context, &member, ("tie_declared", None), payload)?;
    assignments::follow::follow_conflicts(conn, context, &running, &before)
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
