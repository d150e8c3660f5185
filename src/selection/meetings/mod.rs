//! Meetings of a committee: who was in the room, secret ballots, minutes that two people sign.
//!
//! `rules` says what stands against a step, `rules::agenda` in which order candidates are talked about,
//! `rules::votes` where they stand after the counting; shares of votes are `tally`'s. `actions` is the
//! room, `voting` the ballots, `minutes` the paper. That somebody voted and what was voted are two
//! tables which nothing joins: neither a name nor a time stands beside a choice, not even in the
//! journal. Not here: what follows from the result (`results`).

pub mod actions;
pub mod ballot_page;
pub mod minutes;
pub mod minutes_page;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod store;
pub mod voting;

use diesel::prelude::*;

use super::committees::MemberId;
use super::nominations::NominationId;
use super::rounds::RoundId;
use super::tally::Ballots;
use crate::db::schema::{
    ballot_candidates, ballot_papers, ballots, committee_meetings, meeting_minutes, meeting_stays,
    minutes_signatures,
};
use crate::db::{At, Json};
use crate::error::Error;
use crate::identity::AccountId;
use rules::{Choice, Running, Seat};

crate::id_type!(
    /// A meeting.
    MeetingId
);
crate::id_type!(
    /// A stay of a member in the room.
    StayId
);
crate::id_type!(
    /// A ballot, on everybody or on those who are tied.
    BallotId
);
crate::id_type!(
    /// A paper. Its ids are random: they tell no order.
    PaperId
);

/// A meeting as it stands.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = committee_meetings, treat_none_as_default_value = false)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// Of which round.
    pub round_id: RoundId,
    /// Where.
    pub place: String,
    /// Members who served when it was opened.
    pub committee: i64,
    /// Candidates in the order in which they are talked about.
    pub agenda: Json,
    /// Whether it goes on.
    pub state: Running,
    /// What the secretary wrote down when it was closed.
    pub remarks: Option<String>,
    /// When it was opened.
    pub opened_at: At,
    /// When it was closed.
    pub closed_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
    /// Whether it decided that the seats stay empty for which candidates are tied.
    pub leaves_seats_empty: bool,
}

impl Meeting {
    /// Candidates in the order in which they are talked about.
    pub fn agenda(&self) -> Result<Vec<NominationId>, Error> {
        self.agenda
            .read()
            .map_err(|error| Error::Fault(format!("meeting {}: {error}", self.id)))
    }
}

/// A stay of a member in the room.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = meeting_stays, treat_none_as_default_value = false)]
pub struct Stay {
    /// Its id.
    pub id: StayId,
    /// At which meeting.
    pub meeting_id: MeetingId,
    /// Who.
    pub member_id: MemberId,
    /// From when.
    pub arrived_at: At,
    /// Until when; none while it lasts.
    pub left_at: Option<At>,
}

/// A ballot as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ballots, treat_none_as_default_value = false)]
pub struct Ballot {
    /// Its id.
    pub id: BallotId,
    /// At which meeting.
    pub meeting_id: MeetingId,
    /// Of which round.
    pub round_id: RoundId,
    /// Counts every ballot of the round, void ones too.
    pub number: i64,
    /// Seats that are voted on.
    pub seats: i64,
    /// Members who served when it was opened.
    pub committee: i64,
    /// Whether it goes on.
    pub state: Running,
    /// Why it was closed before every paper was cast, or declared void.
    pub close_reason: Option<String>,
    /// When it was opened.
    pub opened_at: At,
    /// When it was closed: counted, or declared void.
    pub closed_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
    /// Whether it is on those only who are tied at the last seats.
    pub is_among_tied: bool,
    /// Whether it ended without being counted.
    pub is_void: bool,
}

impl Ballot {
    /// Among the tied: yes votes that a member has.
    pub fn yes_max(&self) -> Option<i64> {
        self.is_among_tied.then_some(self.seats)
    }

    /// Whether it was counted; a void one never is.
    pub fn is_counted(&self) -> bool {
        self.state == Running::Closed && !self.is_void
    }
}

/// The ballot on everybody, once it was counted.
pub fn find_first(ballots: &[Ballot]) -> Option<&Ballot> {
    ballots
        .iter()
        .find(|it| it.is_counted() && !it.is_among_tied)
}

/// What was counted for a candidate; nothing before the ballot is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ballot_candidates, treat_none_as_default_value = false)]
pub struct BallotCandidate {
    /// In which ballot.
    pub ballot_id: BallotId,
    /// On whom.
    pub nomination_id: NominationId,
    /// What the share is taken of.
    pub base: Option<i64>,
    /// For.
    pub yes: Option<i64>,
    /// Against.
    pub no: Option<i64>,
    /// Neither.
    pub abstain: Option<i64>,
    /// Yes votes that were needed.
    pub needed: Option<i64>,
    /// Whether that was enough.
    pub has_passed: Option<bool>,
}

/// A counted candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// On whom.
    pub nomination: NominationId,
    /// What the share is taken of.
    pub base: i64,
    /// What was cast.
    pub ballots: Ballots,
    /// Yes votes that were needed.
    pub needed: i64,
    /// Whether that was enough.
    pub has_passed: bool,
}

impl BallotCandidate {
    /// What was counted, if it was.
    pub fn count(&self) -> Option<Count> {
        Some(Count {
            nomination: self.nomination_id,
            base: self.base?,
            ballots: Ballots {
                yes: self.yes?,
                no: self.no?,
                abstain: self.abstain?,
            },
            needed: self.needed?,
            has_passed: self.has_passed?,
        })
    }
}

/// A paper in the box.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ballot_papers, treat_none_as_default_value = false)]
pub struct Paper {
    /// Its id.
    pub id: PaperId,
    /// In which ballot.
    pub ballot_id: BallotId,
    /// On whom.
    pub nomination_id: NominationId,
    /// What it says.
    pub choice: Choice,
}

impl PaperId {
    /// An id that tells no order.
    pub fn random() -> PaperId {
        PaperId(uuid::Builder::from_random_bytes(rand::random()).into_uuid())
    }
}

/// Minutes as they were drawn up; never changed.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = meeting_minutes, treat_none_as_default_value = false)]
pub struct Minutes {
    /// Of which meeting.
    pub meeting_id: MeetingId,
    /// What they say.
    pub body: Json,
    /// SHA-256 of it, which both sign.
    pub digest: Vec<u8>,
    /// When.
    pub drawn_up_at: At,
}

/// A signature under minutes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = minutes_signatures, treat_none_as_default_value = false)]
pub struct Signature {
    /// Under which minutes.
    pub meeting_id: MeetingId,
    /// As what.
    pub seat: Seat,
    /// Who.
    pub account_id: AccountId,
    /// The signer's name.
    pub name: String,
    /// What was signed.
    pub digest: Vec<u8>,
    /// When.
    pub signed_at: At,
}
