//! Who is drawn, how a member's invitation goes, how long an expert's term may be. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};

use super::Member;
use crate::error::Error;
use crate::lots;
use crate::matching::flow::Network;
use crate::message::{Fact, Message};
use crate::people::PersonId;
use crate::selection::nominations::NominationId;

crate::text_enum!(
    /// How far a member is.
    MemberState {
        /// Drawn as a reserve.
        Reserve => "reserve",
        /// Drawn; conflicts are looked into before anybody is invited.
        Drawn => "drawn",
        /// Asked, and has not answered.
        Invited => "invited",
        /// Serves.
        Accepted => "accepted",
        /// Said no.
        Declined => "declined",
        /// Taken out by the secretary.
        Released => "released",
    }
);

impl MemberState {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            MemberState::Reserve => "member-reserve",
            MemberState::Drawn => "member-drawn",
            MemberState::Invited => "member-invited",
            MemberState::Accepted => "member-accepted",
            MemberState::Declined => "member-declined",
            MemberState::Released => "member-released",
        }
    }

    /// States in which a member has a seat, or may yet have it.
    pub const IN: [MemberState; 3] = [
        MemberState::Drawn,
        MemberState::Invited,
        MemberState::Accepted,
    ];

    /// States in which somebody is part of the round: a reserve may move up any day.
    pub const PART: [MemberState; 4] = [
        MemberState::Reserve,
        MemberState::Drawn,
        MemberState::Invited,
        MemberState::Accepted,
    ];

    /// Whether the member has or may yet have a seat.
    pub fn is_in(self) -> bool {
        MemberState::IN.contains(&self)
    }

    /// Whether the member is in, or a reserve who may come in.
    pub fn is_drawn(self) -> bool {
        self.is_in() || self == MemberState::Reserve
    }
}

/// What may happen to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Takes the place of one who is out.
    MoveUp,
    /// Is asked.
    Invite,
    /// Says yes.
    Accept,
    /// Says no.
    Decline,
    /// Is taken out.
    Release,
}

impl Step {
    /// Every step.
    pub const ALL: [Step; 5] = [
        Step::MoveUp,
        Step::Invite,
        Step::Accept,
        Step::Decline,
        Step::Release,
    ];
}

/// Why a committee does not change, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Not from this state.
    WrongState(MemberState),
    /// A conflict that was found is not decided yet.
    ConflictUndecided,
    /// Only who serves can lead.
    ChairDoesNotServe,
    /// Somebody will want to know why.
    ReasonMissing,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        match refusal {
            Refusal::WrongState(state) => Error::not_now(
                Message::new("member-wrong-state").with("state", Fact::Key(state.name_key())),
            ),
            Refusal::ConflictUndecided => Error::not_now(Message::new("member-conflict-undecided")),
            Refusal::ChairDoesNotServe => {
                Error::not_now(Message::new("member-chair-does-not-serve"))
            }
            Refusal::ReasonMissing => {
                Error::input("reason", Message::new("workflow-reason-missing"))
            }
        }
    }
}

/// Where a step leads.
pub fn next(state: MemberState, step: Step) -> Result<MemberState, Refusal> {
    use MemberState::*;
    match (state, step) {
        (Reserve, Step::MoveUp) => Ok(Drawn),
        (Drawn, Step::Invite) => Ok(Invited),
        (Invited, Step::Accept) => Ok(Accepted),
        (Invited, Step::Decline) => Ok(Declined),
        (Reserve | Drawn | Invited | Accepted, Step::Release) => Ok(Released),
        _ => Err(Refusal::WrongState(state)),
    }
}

/// The reason as it is kept, or that it is missing.
pub fn required_reason(reason: &str) -> Result<String, Refusal> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(reason.to_owned())
}

/// Why an expert is not appointed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermRefusal {
    /// The last day lies before the first.
    EndsBeforeStart,
    /// Longer than the programme's years.
    TooLong(u32),
    /// There is a term on one of these days.
    Overlaps,
}

impl From<TermRefusal> for Error {
    fn from(refusal: TermRefusal) -> Error {
        let message = match refusal {
            TermRefusal::EndsBeforeStart => Message::new("expert-ends-before-start"),
            TermRefusal::TooLong(years) => {
                Message::new("expert-term-too-long").with("years", i64::from(years))
            }
            TermRefusal::Overlaps => Message::new("expert-term-overlaps"),
        };
        Error::input("ends_on", message)
    }
}

/// Whether a term can be, beside those there are.
pub fn check_term(
    (starts_on, ends_on): (NaiveDate, NaiveDate),
    years_max: u32,
    others: &[(NaiveDate, NaiveDate)],
) -> Result<(), TermRefusal> {
    if ends_on < starts_on {
        return Err(TermRefusal::EndsBeforeStart);
    }
    let after = starts_on.checked_add_months(Months::new(12 * years_max));
    if after.is_none_or(|it| ends_on >= it) {
        return Err(TermRefusal::TooLong(years_max));
    }
    let overlaps = |it: &(NaiveDate, NaiveDate)| it.0 <= ends_on && starts_on <= it.1;
    if others.iter().any(overlaps) {
        return Err(TermRefusal::Overlaps);
    }
    Ok(())
}

/// Somebody who can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// Who.
    pub person: PersonId,
    /// What the expert knows; empty if nothing in particular.
    pub subject: String,
    /// Where the expert belongs; empty for the bureau's own schools.
    pub district: String,
    /// The candidates from whom the expert would be recused, by what is known before the draw.
    pub recused: BTreeSet<NominationId>,
}

/// What a draw has to come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Members.
    pub members: usize,
    /// Reserves besides.
    pub reserves: usize,
    /// Members and reserves of one district, at most.
    pub per_district_max: usize,
    /// Subjects with at least one member each.
    pub subjects: Vec<String>,
    /// How many members may look at each candidate at least.
    pub each: usize,
}

/// A draw: the persons in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Those who are asked first.
    pub members: Vec<PersonId>,
    /// Those who take the place of members that decline.
    pub reserves: Vec<PersonId>,
}

/// Which constraint cannot be met, and the smallest change that would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Infeasible {
    /// The pool has fewer than are wanted.
    PoolTooSmall {
        /// In the pool.
        has: usize,
        /// Members and reserves.
        needs: usize,
    },
    /// Nobody knows these subjects.
    SubjectsMissing(Vec<String>),
    /// More subjects than members.
    TooManySubjects {
        /// Subjects.
        subjects: usize,
    },
    /// With so many of a district it would do.
    DistrictMaxTooSmall {
        /// The smallest maximum that would do.
        least: usize,
    },
    /// Too many experts are recused: a candidate would be left with fewer members than that.
    Recused {
        /// Members wanted for each candidate.
        each: usize,
    },
}

impl From<Infeasible> for Error {
    fn from(why: Infeasible) -> Error {
        Error::not_now(match why {
            Infeasible::PoolTooSmall { has, needs } => Message::new("draw-pool-too-small")
                .with("has", has)
                .with("needs", needs),
            Infeasible::SubjectsMissing(subjects) => {
                Message::new("draw-subjects-missing").with("subjects", Fact::List(subjects))
            }
            Infeasible::TooManySubjects { subjects } => {
                Message::new("draw-too-many-subjects").with("subjects", subjects)
            }
            Infeasible::DistrictMaxTooSmall { least } => {
                Message::new("draw-district-max-too-small").with("least", least)
            }
            Infeasible::Recused { each } => Message::new("draw-recused").with("each", each),
        })
    }
}

/// Members looked at before a draw gives up. Without recusals none is looked at twice; with them a
/// choice may turn out to leave too few for somebody, and is taken back.
const TRIES_MAX: usize = 200_000;

/// Draws a committee, or what it lacks beside those who are `in_already`: whoever comes first by lot
/// is taken, unless the rest could then not meet the constraints. So the same seed gives the same
/// committee, the earliest by lot of all that can be.
pub fn draw(
    seed: &[u8],
    in_already: &[Ticket],
    pool: &[Ticket],
    wanted: &Wanted,
) -> Result<Drawn, Infeasible> {
    let needs = wanted.members + wanted.reserves;
    let has = in_already.len() + pool.len();
    if has < needs {
        return Err(Infeasible::PoolTooSmall { has, needs });
    }
    if wanted.subjects.len() > wanted.members {
        let subjects = wanted.subjects.len();
        return Err(Infeasible::TooManySubjects { subjects });
    }
    let known = |subject: &String| {
        let mut all = in_already.iter().chain(pool);
        all.any(|it| it.subject == *subject)
    };
    let missing: Vec<String> = wanted
        .subjects
        .iter()
        .filter(|it| !known(it))
        .cloned()
        .collect();
    if !missing.is_empty() {
        return Err(Infeasible::SubjectsMissing(missing));
    }
    if !fits(in_already, pool, wanted) {
        let least = (wanted.per_district_max + 1..=has)
            .find(|max| {
                let wider = Wanted {
                    per_district_max: *max,
                    ..wanted.clone()
                };
                fits(in_already, pool, &wider)
            })
            .unwrap_or(has);
        return Err(Infeasible::DistrictMaxTooSmall { least });
    }
    let mut left = lots::in_order(seed, pool.to_vec(), |it| it.person.0);
    // Members first, subjects among them; reserves from whoever is left, by lot.
    let mut chosen: Vec<Ticket> = in_already.to_vec();
    let mut tries = TRIES_MAX;
    if !complete(&mut chosen, &mut left, wanted, &mut tries) {
        let each = wanted.each;
        return Err(Infeasible::Recused { each });
    }
    let vacant = wanted.members.saturating_sub(in_already.len());
    let mut persons = chosen
        .into_iter()
        .skip(in_already.len())
        .map(|it| it.person);
    Ok(Drawn {
        members: persons.by_ref().take(vacant).collect(),
        reserves: persons.collect(),
    })
}

/// Which reserve takes the place of one who is out: the next in the order of the draw; if nobody else
/// knows the subject of the one who left, the next who does, where there is one.
pub fn successor<'a>(left: &Member, members: &'a [Member]) -> Option<&'a Member> {
    let is_covered = left.subject.is_none()
        || members
            .iter()
            .any(|it| it.state.is_in() && it.subject == left.subject);
    let mut reserves: Vec<&Member> = members
        .iter()
        .filter(|it| it.state == MemberState::Reserve)
        .collect();
    reserves.sort_by_key(|it| it.position);
    let alike = reserves.iter().find(|it| it.subject == left.subject);
    let alike = alike.filter(|_| !is_covered);
    alike.or(reserves.first()).copied()
}

/// Completes those chosen by lot, or leaves them as they are.
fn complete(
    chosen: &mut Vec<Ticket>,
    left: &mut Vec<Ticket>,
    wanted: &Wanted,
    tries: &mut usize,
) -> bool {
    if chosen.len() >= wanted.members + wanted.reserves {
        return leaves_enough(chosen, left, wanted);
    }
    for index in 0..left.len() {
        let Some(fewer) = tries.checked_sub(1) else {
            return false;
        };
        *tries = fewer;
        chosen.push(left.remove(index));
        let can_be = fits(chosen, left, wanted) && leaves_enough(chosen, left, wanted);
        if can_be && complete(chosen, left, wanted, tries) {
            return true;
        }
        left.insert(index, chosen.pop().expect("it was pushed above"));
    }
    false
}

/// Whether each candidate can still get members enough who are not recused: those there are, and those
/// who may fill the seats left. Certain once all seats are filled; before that, two candidates may
/// want the same seat.
fn leaves_enough(chosen: &[Ticket], left: &[Ticket], wanted: &Wanted) -> bool {
    let members = &chosen[..chosen.len().min(wanted.members)];
    let seats = wanted.members - members.len();
    let all = members.iter().chain(left);
    let known: BTreeSet<NominationId> = all.flat_map(|it| it.recused.iter().copied()).collect();
    known.into_iter().all(|candidate| {
        let free = |among: &[Ticket]| {
            let free = among.iter().filter(|it| !it.recused.contains(&candidate));
            free.count()
        };
        free(members) + free(left).min(seats) >= wanted.each
    })
}

/// Whether those chosen can be completed from those left, apart from recusals.
///
/// Two questions, each a flow: the missing subjects find members within the districts' maxima and
/// the places left; and the districts' maxima leave enough places in all. Sets that keep the
/// districts' maxima are a matroid, so that whatever answers the first extends to the second.
fn fits(chosen: &[Ticket], left: &[Ticket], wanted: &Wanted) -> bool {
    let mut room: BTreeMap<&str, usize> = BTreeMap::new();
    for it in chosen.iter().chain(left) {
        room.entry(&it.district).or_insert(wanted.per_district_max);
    }
    for it in chosen {
        let Some(places) = room.get_mut(it.district.as_str()) else {
            continue;
        };
        let Some(fewer) = places.checked_sub(1) else {
            return false;
        };
        *places = fewer;
    }
    let has = |subject: &String| {
        let members = chosen.iter().take(wanted.members);
        members.into_iter().any(|it| it.subject == *subject)
    };
    let missing: Vec<&String> = wanted.subjects.iter().filter(|it| !has(it)).collect();
    if missing.len() > wanted.members.saturating_sub(chosen.len()) {
        return false;
    }
    if !subjects_fit(&missing, left, &room) {
        return false;
    }
    let mut available: BTreeMap<&str, usize> = BTreeMap::new();
    for it in left {
        *available.entry(&it.district).or_default() += 1;
    }
    let more: usize = available
        .iter()
        .map(|(district, count)| (*count).min(room[district]))
        .sum();
    chosen.len() + more >= wanted.members + wanted.reserves
}

/// Whether each missing subject finds somebody within the places that districts have left.
fn subjects_fit(missing: &[&String], left: &[Ticket], room: &BTreeMap<&str, usize>) -> bool {
    if missing.is_empty() {
        return true;
    }
    let mut network = Network::new();
    let (source, sink) = (network.add_node(), network.add_node());
    let districts: BTreeMap<&str, _> = room
        .iter()
        .map(|(district, places)| {
            let node = network.add_node();
            let places = i64::try_from(*places).unwrap_or(i64::MAX);
            network.add_edge(node, sink, places, 0);
            (*district, node)
        })
        .collect();
    for subject in missing {
        let node = network.add_node();
        network.add_edge(source, node, 1, 0);
        let mut here: Vec<&str> = left
            .iter()
            .filter(|it| it.subject == **subject)
            .map(|it| it.district.as_str())
            .collect();
        here.sort_unstable();
        here.dedup();
        for district in here {
            network.add_edge(node, districts[district], 1, 0);
        }
    }
    let wanted = i64::try_from(missing.len()).unwrap_or(i64::MAX);
    network.send(source, sink, wanted).flow == wanted
}

#[cfg(test)]
mod tests;
