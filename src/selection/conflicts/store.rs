//! Conflicts in the database.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::rules::{Standing, glimpse, standings};
use super::{Conflict, ConflictKind, Pin, StatedBy, StatedTie, Tie, TieKind};
use crate::db::schema::{
    committee_members, conflict_pins, conflicts, nominations, people, person_ties,
    selection_rounds, stated_ties,
};
use crate::db::{At, Conn};
use crate::error::Error;
use crate::people::PersonId;
use crate::selection::committees::{MemberId, MemberState};
use crate::selection::nominations::NominationId;
use crate::selection::nominations::rules::NominationState;
use crate::selection::rounds::RoundId;

/// A member and a candidate.
pub type Pair = (MemberId, NominationId);

/// Everything that was found in a round.
pub fn list_found(conn: &mut Conn, round: RoundId) -> Result<Vec<Conflict>, Error> {
    Ok(conflicts::table
        .inner_join(committee_members::table)
        .filter(committee_members::round_id.eq(round))
        .order((
            conflicts::member_id,
            conflicts::nomination_id,
            conflicts::kind,
        ))
        .select(Conflict::as_select())
        .load(conn)?)
}

/// Everything that was decided in a round.
pub fn list_pins(conn: &mut Conn, round: RoundId) -> Result<Vec<Pin>, Error> {
    Ok(conflict_pins::table
        .inner_join(committee_members::table)
        .filter(committee_members::round_id.eq(round))
        .select(Pin::as_select())
        .load(conn)?)
}

/// What is known of a pair, as [`glimpse`] has it.
pub fn load_glimpse(conn: &mut Conn, (member, nomination): Pair) -> Result<String, Error> {
    let kinds: Vec<ConflictKind> = conflicts::table
        .filter(conflicts::member_id.eq(member))
        .filter(conflicts::nomination_id.eq(nomination))
        .select(conflicts::kind)
        .load(conn)?;
    let pin: Option<Pin> = conflict_pins::table
        .find((member, nomination))
        .select(Pin::as_select())
        .first(conn)
        .optional()?;
    let pinned = pin.as_ref().map(Pin::seen);
    Ok(glimpse(&kinds.into_iter().collect(), pinned))
}

/// How members and candidates of a round stand, where there is anything to say.
pub fn list_standings(conn: &mut Conn, round: RoundId) -> Result<BTreeMap<Pair, Standing>, Error> {
    let found: Vec<Pair> = conflicts::table
        .inner_join(committee_members::table)
        .filter(committee_members::round_id.eq(round))
        .select((conflicts::member_id, conflicts::nomination_id))
        .load(conn)?;
    let pins = list_pins(conn, round)?;
    let pins = pins
        .into_iter()
        .map(|it| ((it.member_id, it.nomination_id), it.is_conflict));
    Ok(standings(&found.into_iter().collect(), &pins.collect()))
}

/// Members and candidates of a round who are in conflict.
pub fn list_all_barred(conn: &mut Conn, round: RoundId) -> Result<BTreeSet<Pair>, Error> {
    let standings = list_standings(conn, round)?;
    let barred = standings.into_iter().filter(|(_, it)| it.bars());
    Ok(barred.map(|(pair, _)| pair).collect())
}

/// The candidates who do not exist for a member.
pub fn list_barred(conn: &mut Conn, member: MemberId) -> Result<BTreeSet<NominationId>, Error> {
    let found: Vec<NominationId> = conflicts::table
        .filter(conflicts::member_id.eq(member))
        .select(conflicts::nomination_id)
        .load(conn)?;
    let pins: Vec<(NominationId, bool)> = conflict_pins::table
        .filter(conflict_pins::member_id.eq(member))
        .select((conflict_pins::nomination_id, conflict_pins::is_conflict))
        .load(conn)?;
    let standings = standings(&found.into_iter().collect(), &pins.into_iter().collect());
    let barred = standings.into_iter().filter(|(_, it)| it.bars());
    Ok(barred.map(|(nomination, _)| nomination).collect())
}

/// Open pairs of these rounds: something is found between somebody who has a seat, or is about to get
/// one, and a candidate, and the secretary has not decided on it. Of reserves, of members who are out
/// and of candidates who left there is nothing to decide.
pub fn list_open(
    conn: &mut Conn,
    rounds: &[RoundId],
) -> Result<BTreeMap<RoundId, BTreeSet<Pair>>, Error> {
    let pinned = conflict_pins::table
        .filter(conflict_pins::member_id.eq(conflicts::member_id))
        .filter(conflict_pins::nomination_id.eq(conflicts::nomination_id));
    let found: Vec<(RoundId, MemberId, NominationId)> = conflicts::table
        .inner_join(committee_members::table)
        .inner_join(nominations::table)
        .filter(committee_members::round_id.eq_any(rounds.iter().copied()))
        .filter(committee_members::state.eq_any(MemberState::IN))
        .filter(nominations::state.eq(NominationState::Endorsed))
        .filter(nominations::is_eligible.eq(true))
        .filter(not(exists(pinned)))
        .select((
            committee_members::round_id,
            conflicts::member_id,
            conflicts::nomination_id,
        ))
        .load(conn)?;
    let mut open: BTreeMap<RoundId, BTreeSet<Pair>> = BTreeMap::new();
    for (round, member, nomination) in found {
        open.entry(round).or_default().insert((member, nomination));
    }
    Ok(open)
}

/// Open pairs of one round: [`list_open`].
pub fn list_open_of(conn: &mut Conn, round: RoundId) -> Result<BTreeSet<Pair>, Error> {
    let mut open = list_open(conn, &[round])?;
    Ok(open.remove(&round).unwrap_or_default())
}

/// Members of a round with an open pair: nobody invites them yet.
pub fn list_undecided_members(
    conn: &mut Conn,
    round: RoundId,
) -> Result<BTreeSet<MemberId>, Error> {
    let open = list_open_of(conn, round)?;
    Ok(open.into_iter().map(|(member, _)| member).collect())
}

/// Keeps what was found in a round in place of what was found before.
pub fn replace_found(conn: &mut Conn, round: RoundId, found: &[Conflict]) -> Result<(), Error> {
    let members = committee_members::table
        .filter(committee_members::round_id.eq(round))
        .select(committee_members::id);
    let old = conflicts::table.filter(conflicts::member_id.eq_any(members));
    diesel::delete(old).execute(conn)?;
    for conflict in found {
        diesel::insert_into(conflicts::table)
            .values(conflict.clone())
            .execute(conn)?;
    }
    Ok(())
}

/// Adds what was found between a member and a candidate, in place of the same of before.
pub fn save_found(conn: &mut Conn, found: &Conflict) -> Result<(), Error> {
    let key = (found.member_id, found.nomination_id, found.kind);
    diesel::delete(conflicts::table.find(key)).execute(conn)?;
    diesel::insert_into(conflicts::table)
        .values(found.clone())
        .execute(conn)?;
    Ok(())
}

/// Keeps a decision in place of the one before.
pub fn save_pin(conn: &mut Conn, pin: &Pin) -> Result<(), Error> {
    diesel::delete(conflict_pins::table.find((pin.member_id, pin.nomination_id))).execute(conn)?;
    diesel::insert_into(conflict_pins::table)
        .values(pin.clone())
        .execute(conn)?;
    Ok(())
}

/// Takes a decision back: the pair is to be decided anew.
pub fn remove_pin(conn: &mut Conn, (member, nomination): Pair) -> Result<(), Error> {
    diesel::delete(conflict_pins::table.find((member, nomination))).execute(conn)?;
    Ok(())
}

/// Ties of these people.
pub fn list_ties(conn: &mut Conn, persons: &[PersonId]) -> Result<Vec<Tie>, Error> {
    let one = person_ties::person_id.eq_any(persons.iter().copied());
    let other = person_ties::other_id.eq_any(persons.iter().copied());
    Ok(person_ties::table
        .filter(one.or(other))
        .select(Tie::as_select())
        .load(conn)?)
}

/// Keeps a tie in place of what was said about the same before.
pub fn save_tie(conn: &mut Conn, tie: &Tie) -> Result<(), Error> {
    diesel::delete(person_ties::table.find((tie.person_id, tie.other_id, tie.kind)))
        .execute(conn)?;
    diesel::insert_into(person_ties::table)
        .values(tie.clone())
        .execute(conn)?;
    Ok(())
}

/// The rounds in which each of these people was nominated, drafts left out, and when they were opened.
pub fn list_nominated(
    conn: &mut Conn,
    persons: &[PersonId],
) -> Result<Vec<(PersonId, RoundId, At)>, Error> {
    Ok(nominations::table
        .inner_join(selection_rounds::table)
        .filter(nominations::person_id.eq_any(persons.iter().copied()))
        .filter(nominations::state.ne(NominationState::Draft))
        .select((
            nominations::person_id,
            nominations::round_id,
            selection_rounds::created_at,
        ))
        .load(conn)?)
}

/// What nominees and the bureau stated of these people.
pub fn list_stated(conn: &mut Conn, persons: &[PersonId]) -> Result<Vec<StatedTie>, Error> {
    let one = stated_ties::person_id.eq_any(persons.iter().copied());
    let other = stated_ties::other_id.eq_any(persons.iter().copied());
    Ok(stated_ties::table
        .filter(one.or(other))
        .order((stated_ties::stated_at, stated_ties::other_id))
        .select(StatedTie::as_select())
        .load(conn)?)
}

/// What somebody stated of oneself as a nominee, with the others' names and numbers.
pub fn list_stated_by_nominee(
    conn: &mut Conn,
    person: PersonId,
) -> Result<Vec<(StatedTie, String, String)>, Error> {
    Ok(stated_ties::table
        .inner_join(people::table.on(people::id.eq(stated_ties::other_id)))
        .filter(stated_ties::person_id.eq(person))
        .filter(stated_ties::stated_by.eq(StatedBy::Nominee))
        .order((people::name_pinyin, people::id, stated_ties::kind))
        .select((StatedTie::as_select(), people::name, people::teacher_number))
        .load(conn)?)
}

/// Keeps a statement in place of the same of before.
pub fn save_stated(conn: &mut Conn, tie: &StatedTie) -> Result<(), Error> {
    remove_stated(conn, (tie.person_id, tie.other_id, tie.kind), tie.stated_by)?;
    diesel::insert_into(stated_ties::table)
        .values(tie.clone())
        .execute(conn)?;
    Ok(())
}

/// Takes a statement out; tells whether there was one.
pub fn remove_stated(
    conn: &mut Conn,
    (person, other, kind): (PersonId, PersonId, TieKind),
    stated_by: StatedBy,
) -> Result<bool, Error> {
    let row = stated_ties::table.find((person, other, kind, stated_by));
    Ok(diesel::delete(row).execute(conn)? > 0)
}
