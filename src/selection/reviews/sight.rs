//! What a member sees: the one answer for queue, page, file, question and count.
//!
//! A candidate with whom the member is in conflict does not exist; neither does a review that was taken
//! away, nor any before the reviews are open, nor what others wrote before one's own is in.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use rocket::form::{FromFormField, ValueField};
use rocket::request::FromParam;

use super::rules::ReviewState;
use super::store::{self, Brief};
use super::{Review, ReviewId};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::selection::committees::actions::load_as_member;
use crate::selection::committees::{self, Member};
use crate::selection::conflicts;
use crate::selection::nominations::NominationId;
use crate::selection::nominations::candidates::{Candidate, list_candidates};
use crate::selection::phases::Phase;
use crate::selection::rounds::{self, Running};

/// What addresses and forms call a candidate in front of a member: the number where names are
/// covered. There an id would tell who it is, since it stands beside the name where ties are declared
/// and votes are cast; so it is nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handle {
    /// Where names are covered.
    Number(i64),
    /// Where they are not.
    Id(NominationId),
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Handle::Number(number) => number.fmt(f),
            Handle::Id(id) => id.fmt(f),
        }
    }
}

impl FromStr for Handle {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Handle, uuid::Error> {
        match text.parse() {
            Ok(number) => Ok(Handle::Number(number)),
            Err(_) => text.parse().map(Handle::Id),
        }
    }
}

impl<'a> FromParam<'a> for Handle {
    type Error = uuid::Error;

    fn from_param(text: &'a str) -> Result<Handle, uuid::Error> {
        text.parse()
    }
}

impl<'a> FromFormField<'a> for Handle {
    fn from_value(field: ValueField<'a>) -> rocket::form::Result<'a, Handle> {
        let wrong = |_| rocket::form::Error::validation("not a candidate").into();
        field.value.parse().map_err(wrong)
    }
}

/// How a candidate is called in front of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// Who. Where names are covered no page tells it: [`Face::handle`].
    pub nomination: NominationId,
    /// The number, where names are covered.
    pub number: Option<i64>,
    /// The name; empty where it is covered.
    pub name: String,
    /// The school; empty where it is covered.
    pub school: String,
    /// The subject taught.
    pub subject: Option<String>,
}

impl Face {
    /// What addresses and forms call the candidate.
    pub fn handle(&self) -> Handle {
        match self.number {
            Some(number) => Handle::Number(number),
            None => Handle::Id(self.nomination),
        }
    }
}

/// The candidates of a round that exist for a member, by number or name.
pub fn list_faces(conn: &mut Conn, running: &Running, member: &Member) -> Result<Vec<Face>, Error> {
    let barred = list_hidden(conn, running, member)?;
    let mut candidates = list_candidates(conn, running.round.id)?;
    candidates.retain(|it| !barred.contains(&it.nomination) && it.person != member.person_id);
    if !running.programme.review.is_blind {
        return Ok(candidates.into_iter().map(open_face).collect());
    }
    let covers = store::list_covers(conn, running.round.id)?;
    let covered = covers.into_iter().filter_map(|cover| {
        let candidate = candidates
            .iter()
            .find(|it| it.nomination == cover.nomination_id)?;
        Some(Face {
            nomination: cover.nomination_id,
            number: Some(cover.number),
            name: String::new(),
            school: String::new(),
            subject: candidate.subject.clone(),
        })
    });
    Ok(covered.collect())
}

fn open_face(candidate: Candidate) -> Face {
    Face {
        nomination: candidate.nomination,
        number: None,
        name: candidate.name,
        school: candidate.school_name,
        subject: candidate.subject,
    }
}

fn list_hidden(
    conn: &mut Conn,
    running: &Running,
    member: &Member,
) -> Result<BTreeSet<NominationId>, Error> {
    let mut hidden = conflicts::store::list_barred(conn, member.id)?;
    if let Some(own) =
        crate::selection::nominations::store::find(conn, running.round.id, member.person_id)?
    {
        hidden.insert(own.id);
    }
    Ok(hidden)
}

/// Whether members can see who reviews whom: from the phase of reviews on.
pub fn is_released(running: &Running) -> bool {
    running.round.phase >= Phase::Review
}

/// A round with what a member has in it.
#[derive(Debug, Clone)]
pub struct Queue {
    /// The round.
    pub running: Running,
    /// The seat.
    pub member: Member,
    /// Reviews with the candidates, in the order of the list.
    pub items: Vec<(Brief, Face)>,
}

/// What somebody has to review, round by round: whoever serves nowhere has an empty list, whoever
/// may never serve is told so.
pub fn list_queues(conn: &mut Conn, context: &Context) -> Result<Vec<Queue>, Error> {
    may(&context.actor, Action::ServeOnCommittee, &Facts::default())?;
    let Some(person) = context.actor.person else {
        return Ok(Vec::new());
    };
    let mut queues = Vec::new();
    for member in committees::store::list_of_person(conn, person)? {
        if !member.serves() {
            continue;
        }
        let running = rounds::store::load_running(conn, member.round_id)?;
        running.round.visible(&context.actor)?;
        let mut items = Vec::new();
        if is_released(&running) {
            let briefs = store::list_of_member(conn, member.id)?;
            for face in list_faces(conn, &running, &member)? {
                let found = briefs.iter().find(|it| it.nomination == face.nomination);
                items.extend(found.map(|brief| (*brief, face)));
            }
        }
        queues.push(Queue {
            running,
            member,
            items,
        });
    }
    Ok(queues)
}

/// One's own review, with everything beside it.
#[derive(Debug, Clone)]
pub struct Own {
    /// The round.
    pub running: Running,
    /// The seat.
    pub member: Member,
    /// The review.
    pub review: Review,
    /// The candidate, as the member may know them.
    pub face: Face,
}

/// One's own review of a candidate that exists for one.
pub fn load_own(conn: &mut Conn, context: &Context, id: ReviewId) -> Result<Own, Error> {
    let review = store::load(conn, id)?;
    let (running, member) = load_as_member(conn, context, review.round_id)?;
    let is_mine = review.member_id == member.id && review.state != ReviewState::Released;
    if !is_mine || !is_released(&running) {
        return Err(Error::NotFound);
    }
    let faces = list_faces(conn, &running, &member)?;
    let face = faces
        .into_iter()
        .find(|it| it.nomination == review.nomination_id)
        .ok_or(Error::NotFound)?;
    Ok(Own {
        running,
        member,
        review,
        face,
    })
}

/// What others handed in about the same candidate: nothing before one's own is in. Reviews of members
/// who are in conflict with the candidate are nobody's to read.
pub fn list_others(conn: &mut Conn, own: &Own) -> Result<Vec<Review>, Error> {
    if !own.review.state.opens_others() {
        return Ok(Vec::new());
    }
    let nomination = own.review.nomination_id;
    let barred = conflicts::store::list_all_barred(conn, own.running.round.id)?;
    let mut others = store::list_of_candidate(conn, nomination)?;
    others.retain(|it| {
        it.state == ReviewState::Submitted
            && it.id != own.review.id
            && !barred.contains(&(it.member_id, nomination))
    });
    Ok(others)
}
