//! Nominations in the database.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::{count_star, exists, min};
use diesel::prelude::*;

use super::rules::{ListLevel, NominationState, Stand};
use super::{Confirmation, ListEntry, Nomination, NominationId, Vote};
use crate::access::Reach;
use crate::db::schema::{
    committee_members, nomination_confirmations, nomination_lists, nomination_votes, nominations,
    notices, organizations, people, programmes, selection_certificates, selection_rounds,
};
use crate::db::{Conn, one_changed};
use crate::error::Error;
use crate::notices::NoticeState;
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::selection::committees::MemberState;
use crate::selection::results::rules::CertificateState;
use crate::selection::rounds::RoundId;
use crate::within;

/// One nomination.
pub fn load(conn: &mut Conn, id: NominationId) -> Result<Nomination, Error> {
    Ok(nominations::table
        .find(id)
        .select(Nomination::as_select())
        .first(conn)?)
}

/// Somebody's nomination in a round.
pub fn find(
    conn: &mut Conn,
    round: RoundId,
    person: PersonId,
) -> Result<Option<Nomination>, Error> {
    Ok(nominations::table
        .filter(nominations::round_id.eq(round))
        .filter(nominations::person_id.eq(person))
        .select(Nomination::as_select())
        .first(conn)
        .optional()?)
}

/// Whether somebody holds the honour of a programme's track.
pub fn holds_honour(
    conn: &mut Conn,
    person: PersonId,
    (programme, track): (&str, &str),
) -> Result<bool, Error> {
    let held = selection_certificates::table
        .inner_join(
            selection_rounds::table.on(selection_rounds::id.eq(selection_certificates::round_id)),
        )
        .inner_join(programmes::table.on(programmes::id.eq(selection_rounds::programme_id)))
        .filter(selection_certificates::person_id.eq(person))
        .filter(selection_certificates::state.eq(CertificateState::Valid))
        .filter(programmes::key.eq(programme))
        .filter(selection_rounds::track.eq(track))
        .select(selection_certificates::number);
    Ok(diesel::select(exists(held)).get_result(conn)?)
}

/// Everybody who has a nomination in a round, drafts included.
pub fn list_persons(conn: &mut Conn, round: RoundId) -> Result<Vec<PersonId>, Error> {
    Ok(nominations::table
        .filter(nominations::round_id.eq(round))
        .select(nominations::person_id)
        .load(conn)?)
}

/// Everybody who stands in a round, or may yet.
pub fn list_standing(conn: &mut Conn, round: RoundId) -> Result<Vec<PersonId>, Error> {
    Ok(nominations::table
        .filter(nominations::round_id.eq(round))
        .filter(nominations::state.ne(NominationState::Withdrawn))
        .select(nominations::person_id)
        .load(conn)?)
}

/// The nominations of a round that were handed in, with their persons.
pub fn list_submitted(
    conn: &mut Conn,
    round: RoundId,
) -> Result<Vec<(NominationId, PersonId)>, Error> {
    Ok(nominations::table
        .filter(nominations::round_id.eq(round))
        .filter(nominations::state.ne(NominationState::Draft))
        .select((nominations::id, nominations::person_id))
        .load(conn)?)
}

/// Adds a nomination.
pub fn insert(conn: &mut Conn, nomination: &Nomination) -> Result<(), Error> {
    diesel::insert_into(nominations::table)
        .values(nomination.clone())
        .execute(conn)?;
    Ok(())
}

/// Saves a nomination that was changed since version `seen`; `Stale` if somebody else was faster.
pub fn save(conn: &mut Conn, nomination: &Nomination, seen: i64) -> Result<(), Error> {
    let fresh = Nomination {
        version: seen + 1,
        ..nomination.clone()
    };
    let changed = diesel::update(nominations::table)
        .filter(nominations::id.eq(nomination.id))
        .filter(nominations::version.eq(seen))
        .set(fresh)
        .execute(conn)?;
    one_changed(changed)
}

/// Nominations that were sent back and not handed in again by their deadline.
pub fn list_overdue(
    conn: &mut Conn,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<(Nomination, NaiveDate)>, Error> {
    let due_on = nominations::due_on.assume_not_null();
    Ok(nominations::table
        .filter(nominations::state.eq(NominationState::Returned))
        .filter(due_on.lt(today))
        .order(nominations::id)
        .limit(limit)
        .select((Nomination::as_select(), due_on))
        .load(conn)?)
}

/// A nomination with what a list says about it.
pub type Listed = (Nomination, String, String);

/// Which nominations a list is narrowed to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Those that stand so; any, if none is said.
    pub stand: Option<Stand>,
    /// Part of a teacher's or a school's name; may be empty.
    pub text: String,
}

impl Wanted {
    /// Whether it leaves anything out.
    pub fn is_narrowed(&self) -> bool {
        self.stand.is_some() || !self.text.trim().is_empty()
    }
}

/// Nominations of a round within a reach, without drafts, by school and name; each with the names of
/// teacher and school.
pub fn list(
    conn: &mut Conn,
    round: RoundId,
    reach: &Reach,
    wanted: &Wanted,
    limit: i64,
) -> Result<Vec<Listed>, Error> {
    let mut query = nominations::table
        .inner_join(people::table)
        .inner_join(organizations::table)
        .filter(nominations::round_id.eq(round))
        .filter(nominations::state.ne(NominationState::Draft))
        .order((organizations::code, people::name_pinyin, nominations::id))
        .limit(limit)
        .select((Nomination::as_select(), people::name, organizations::name))
        .into_boxed();
    if let Some(stand) = wanted.stand {
        let (state, is_eligible) = stand.stored();
        query = query.filter(nominations::state.eq(state));
        query = match is_eligible {
            Some(_) => query.filter(nominations::is_eligible.eq(is_eligible)),
            None if state == NominationState::Endorsed => {
                query.filter(nominations::is_eligible.is_null())
            }
            None => query,
        };
    }
    // What means something to LIKE is in no name.
    let text = wanted.text.trim().replace(['%', '_', '\\'], "");
    if !text.is_empty() {
        let part = format!("%{text}%");
        let named = people::name.like(part.clone());
        query = query.filter(named.or(organizations::name.like(part)));
    }
    query = within!(
        query,
        reach,
        nominations::school_id,
        nominations::district_id
    );
    Ok(query.load(conn)?)
}

/// Nominations that wait for an office, with the earliest of their deadlines.
pub type Queue = (i64, Option<NaiveDate>);

/// How many nominations of some rounds wait at a level within a reach; one's own are left out, and those
/// of rounds in which one has a seat.
pub fn count_waiting(
    conn: &mut Conn,
    rounds: &[RoundId],
    reach: &Reach,
    state: NominationState,
    not_of: Option<PersonId>,
) -> Result<Queue, Error> {
    let mut query = nominations::table
        .filter(nominations::round_id.eq_any(rounds.iter().copied()))
        .filter(nominations::state.eq(state))
        .select((count_star(), min(nominations::due_on)))
        .into_boxed();
    query = within!(
        query,
        reach,
        nominations::school_id,
        nominations::district_id
    );
    if let Some(person) = not_of {
        let seats = committee_members::table
            .filter(committee_members::person_id.eq(person))
            .filter(committee_members::state.eq_any(MemberState::PART))
            .select(committee_members::round_id);
        query = query
            .filter(nominations::person_id.ne(person))
            .filter(nominations::round_id.ne_all(seats));
    }
    Ok(query.first(conn)?)
}

/// How many nominations somebody has to put right in some rounds, with the earliest deadline.
pub fn count_returned(
    conn: &mut Conn,
    rounds: &[RoundId],
    person: PersonId,
) -> Result<Queue, Error> {
    Ok(nominations::table
        .filter(nominations::round_id.eq_any(rounds.iter().copied()))
        .filter(nominations::state.eq(NominationState::Returned))
        .filter(nominations::person_id.eq(person))
        .select((count_star(), min(nominations::due_on)))
        .first(conn)?)
}

/// For how many nominees of some rounds nobody has signed; those of rounds in which one stands or has a
/// seat are left out.
pub fn count_unsigned(
    conn: &mut Conn,
    rounds: &[RoundId],
    not_of: Option<PersonId>,
) -> Result<i64, Error> {
    let mut query = nominations::table
        .filter(nominations::round_id.eq_any(rounds.iter().copied()))
        .filter(nominations::state.eq(NominationState::Endorsed))
        .filter(nominations::verdict.is_null())
        .select(count_star())
        .into_boxed();
    if let Some(person) = not_of {
        let seats = committee_members::table
            .filter(committee_members::person_id.eq(person))
            .filter(committee_members::state.eq_any(MemberState::PART))
            .select(committee_members::round_id);
        let own: Vec<RoundId> = nominations::table
            .filter(nominations::person_id.eq(person))
            .filter(nominations::state.ne(NominationState::Withdrawn))
            .select(nominations::round_id)
            .load(conn)?;
        query = query
            .filter(nominations::round_id.ne_all(own))
            .filter(nominations::round_id.ne_all(seats));
    }
    Ok(query.first(conn)?)
}

/// How many nominations of a round are in some states.
pub fn count_in(conn: &mut Conn, round: RoundId, states: &[NominationState]) -> Result<i64, Error> {
    Ok(nominations::table
        .filter(nominations::round_id.eq(round))
        .filter(nominations::state.eq_any(states.iter().copied()))
        .count()
        .get_result(conn)?)
}

/// The same, of those on whom a school voted.
pub fn count_with_vote(
    conn: &mut Conn,
    round: RoundId,
    states: &[NominationState],
) -> Result<i64, Error> {
    Ok(nominations::table
        .inner_join(nomination_votes::table.on(nomination_votes::nomination_id.eq(nominations::id)))
        .filter(nominations::round_id.eq(round))
        .filter(nominations::state.eq_any(states.iter().copied()))
        .count()
        .get_result(conn)?)
}

/// Whoever takes one of the places: recommended by all offices, and not found ineligible since.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn takes_place() -> _ {
    let endorsed: NominationState = NominationState::Endorsed;
    let unsigned: diesel::dsl::IsNull<nominations::is_eligible> =
        nominations::is_eligible.is_null();
    nominations::state
        .eq(endorsed)
        .and(unsigned.or(nominations::is_eligible.assume_not_null()))
}

/// How many places each district has filled in a round; none is the bureau's own schools.
pub fn count_endorsed(
    conn: &mut Conn,
    round: RoundId,
) -> Result<BTreeMap<Option<OrganizationId>, i64>, Error> {
    let rows: Vec<(Option<OrganizationId>, i64)> = nominations::table
        .filter(nominations::round_id.eq(round))
        .filter(takes_place())
        .group_by(nominations::district_id)
        .select((nominations::district_id, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The area code of a district, as places are kept under; empty for the bureau's own schools.
pub fn load_share_key(conn: &mut Conn, district: Option<OrganizationId>) -> Result<String, Error> {
    let Some(district) = district else {
        return Ok(String::new());
    };
    Ok(organizations::table
        .find(district)
        .select(organizations::code)
        .first(conn)?)
}

/// The school's vote on a nominee.
pub fn find_vote(conn: &mut Conn, id: NominationId) -> Result<Option<Vote>, Error> {
    Ok(nomination_votes::table
        .find(id)
        .select(Vote::as_select())
        .first(conn)
        .optional()?)
}

/// All votes of schools in a round.
pub fn list_votes(conn: &mut Conn, round: RoundId) -> Result<Vec<Vote>, Error> {
    let of_round = nominations::table
        .filter(nominations::round_id.eq(round))
        .select(nominations::id);
    Ok(nomination_votes::table
        .filter(nomination_votes::nomination_id.eq_any(of_round))
        .select(Vote::as_select())
        .load(conn)?)
}

/// Writes a vote down, in place of one before.
pub fn save_vote(conn: &mut Conn, vote: &Vote) -> Result<(), Error> {
    diesel::delete(nomination_votes::table.find(vote.nomination_id)).execute(conn)?;
    diesel::insert_into(nomination_votes::table)
        .values(vote.clone())
        .execute(conn)?;
    Ok(())
}

/// The lists on which a nominee stands and which were not taken down, the newest last.
pub fn list_entries(conn: &mut Conn, id: NominationId) -> Result<Vec<ListEntry>, Error> {
    Ok(nomination_lists::table
        .inner_join(notices::table)
        .filter(nomination_lists::nomination_id.eq(id))
        .filter(notices::state.eq(NoticeState::Posted))
        .order(nomination_lists::notice_id)
        .select(ListEntry::as_select())
        .load(conn)?)
}

/// The newest list of a level on which a nominee stands.
pub fn find_entry(
    conn: &mut Conn,
    id: NominationId,
    level: ListLevel,
) -> Result<Option<ListEntry>, Error> {
    let entries = list_entries(conn, id)?;
    Ok(entries.into_iter().rev().find(|it| it.level == level))
}

/// Puts nominees on a list.
pub fn insert_entries(conn: &mut Conn, entries: &[ListEntry]) -> Result<(), Error> {
    for entry in entries {
        diesel::insert_into(nomination_lists::table)
            .values(entry.clone())
            .execute(conn)?;
    }
    Ok(())
}

/// What persons confirmed about a nominee.
pub fn list_confirmations(conn: &mut Conn, id: NominationId) -> Result<Vec<Confirmation>, Error> {
    Ok(nomination_confirmations::table
        .filter(nomination_confirmations::nomination_id.eq(id))
        .order(nomination_confirmations::condition)
        .select(Confirmation::as_select())
        .load(conn)?)
}

/// Keeps what a person confirmed, in place of what was confirmed before.
pub fn save_confirmation(conn: &mut Conn, confirmation: &Confirmation) -> Result<(), Error> {
    let key = (confirmation.nomination_id, confirmation.condition.clone());
    diesel::delete(nomination_confirmations::table.find(key)).execute(conn)?;
    diesel::insert_into(nomination_confirmations::table)
        .values(confirmation.clone())
        .execute(conn)?;
    Ok(())
}
