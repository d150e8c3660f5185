//! The approval engine: a case walks a route of offices until it is approved or ends otherwise.
//!
//! A total state machine without clock or database. [`next`] answers the button (is it shown, and
//! if not, why) and the request (what it does). What holds on every route:
//!
//! - The office that holds the case acts, and no other.
//! - Nobody decides on their own case.
//! - Within a round a person acts in one place only: as the applicant, or at one step. When a
//!   return brings the case back to *that* step, they may act there again; otherwise a school
//!   with a single officer could never answer a return.
//! - A return undoes the endorsements of the step it goes to and of all after it. What the
//!   applicant puts right is seen by every office again.
//! - An office that is late does not cost the applicant the case: only a case that waits for the
//!   applicant expires. A late office is shown by [`progress::due_on`].
//! - Whoever ended a round may open the next one, and so may an applicant who was refused.
//!
//! The engine does not know what a case is about or who may see it: features compute routes and
//! subjects, `access` gives seats, the caller stores records. Read [`case`] first (the types),
//! then this file, [`refusal`] (the reasons for a no) and [`progress`] (what a page shows).

pub mod acting;
pub mod case;
pub mod progress;
pub mod refusal;
pub mod stored;
#[cfg(test)]
mod tests;
mod words;

use chrono::NaiveDate;

use case::{
    Act, Actor, Applicant, Capacity, Case, Office, Person, Place, Record, Route, Seat, State, Step,
    Substitutes,
};
use refusal::Refusal;

/// The case after `act`, with one more record, or the first reason why it may not happen.
/// The caller saves [`Case::latest`]; nothing else about the case has changed.
pub fn next(case: &Case, act: &Act, actor: &Actor, on: NaiveDate) -> Result<Case, Refusal> {
    let (turn, to) = turn(case, act)?;
    let Signature {
        person,
        seat,
        place,
    } = match turn {
        Turn::Applicant => may_act_as_applicant(case, actor)?,
        Turn::Office(step) => may_act_at(case, step, actor)?,
        Turn::Reopener => may_reopen(case, actor)?,
        Turn::Clock(deadline) => may_expire(actor, deadline, on)?,
    };
    must_be_complete(case, act)?;
    Ok(case.with(Record {
        act: act.clone(),
        person,
        seat,
        place,
        on,
        to,
    }))
}

/// The case that stored records tell, oldest first over all rounds. It fails on the first record
/// that the rules would not have made, so a check of the database finds what was written past
/// the engine.
pub fn replay(
    applicant: Applicant,
    subjects: Vec<Person>,
    route: Route,
    records: &[Record],
) -> Result<Case, ReplayError> {
    let mut case = Case::open(applicant, subjects, route);
    for (index, record) in records.iter().enumerate() {
        case = next(&case, &record.act, &record.actor(), record.on)
            .map_err(|refusal| ReplayError::Refused(index, refusal))?;
        if case.latest() != Some(record) {
            return Err(ReplayError::Altered(index));
        }
    }
    Ok(case)
}

/// Which stored record is not one of the engine's, by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplayError {
    /// The rules forbid the act.
    Refused(usize, Refusal),
    /// The act is allowed, but leads to another state or was done from another place.
    Altered(usize),
}

/// Whose turn it is to do something.
#[derive(Debug, Clone, Copy)]
enum Turn {
    Applicant,
    Office(usize),
    Reopener,
    Clock(NaiveDate),
}

/// The state machine itself: who may do `act` now, and where it leads.
fn turn(case: &Case, act: &Act) -> Result<(Turn, State), Refusal> {
    use Place::{Applicant, Step};

    match (case.holder(), act) {
        (Some(Applicant), Act::Submit) => Ok((Turn::Applicant, State::Awaiting(0))),
        (Some(_), Act::Withdraw { .. }) => Ok((Turn::Applicant, State::Withdrawn)),
        (Some(Applicant), Act::Expire { deadline }) => Ok((Turn::Clock(*deadline), State::Expired)),
        (Some(Step(step)), Act::Endorse { .. }) => {
            let after = step + 1;
            let is_last = after == case.round().route.steps().len();
            let to = if is_last {
                State::Approved
            } else {
                State::Awaiting(after)
            };
            Ok((Turn::Office(step), to))
        }
        (Some(Step(step)), Act::Return { to, .. }) => {
            Ok((Turn::Office(step), State::Returned(*to)))
        }
        (Some(Step(step)), Act::Refuse { .. }) => Ok((Turn::Office(step), State::Refused)),
        (None, Act::Reopen { .. }) => Ok((Turn::Reopener, State::Draft)),

        (None, _) => Err(Refusal::Closed(case.state())),
        (Some(_), Act::Reopen { .. }) => Err(Refusal::StillOpen),
        (Some(Applicant), Act::Endorse { .. } | Act::Return { .. } | Act::Refuse { .. }) => {
            Err(Refusal::WithApplicant)
        }
        (Some(Step(step)), Act::Submit | Act::Expire { .. }) => {
            Err(Refusal::WithOffice(case.step(step).level))
        }
    }
}

/// Who acts, with which seat and from which place of the round.
struct Signature {
    person: Option<Person>,
    seat: Option<Seat>,
    place: Option<Place>,
}

fn may_act_as_applicant(case: &Case, actor: &Actor) -> Result<Signature, Refusal> {
    let (person, seat) = is_applicant(case, actor)?;
    in_one_place(case, person, seat, Place::Applicant)
}

fn may_act_at(case: &Case, number: usize, actor: &Actor) -> Result<Signature, Refusal> {
    let (person, seat) = may_sign(case, case.step(number), actor)?;
    in_one_place(case, person, Some(seat), Place::Step(number))
}

/// Whoever ended the round opens the next; a refusal is also the applicant's to answer.
fn may_reopen(case: &Case, actor: &Actor) -> Result<Signature, Refusal> {
    let outside_the_chain = |(person, seat): (Person, Option<Seat>)| Signature {
        person: Some(person),
        seat,
        place: None,
    };
    let ended_at = case.latest().and_then(|record| record.place);
    let Some(Place::Step(step)) = ended_at else {
        return is_applicant(case, actor).map(outside_the_chain);
    };
    if case.state() == State::Refused
        && let Ok(applicant) = is_applicant(case, actor)
    {
        return Ok(outside_the_chain(applicant));
    }
    let (person, seat) = may_sign(case, case.step(step), actor)?;
    Ok(outside_the_chain((person, Some(seat))))
}

fn may_expire(actor: &Actor, deadline: NaiveDate, on: NaiveDate) -> Result<Signature, Refusal> {
    match actor {
        Actor::Person { .. } => Err(Refusal::ClockOnly),
        Actor::Clock if on <= deadline => Err(Refusal::NotDue(deadline)),
        Actor::Clock => Ok(Signature {
            person: None,
            seat: None,
            place: None,
        }),
    }
}

fn is_applicant(case: &Case, actor: &Actor) -> Result<(Person, Option<Seat>), Refusal> {
    let Actor::Person { person, seats } = actor else {
        return Err(Refusal::NotApplicant);
    };
    match case.applicant() {
        Applicant::Person(applicant) if applicant == *person => Ok((*person, None)),
        Applicant::Person(_) => Err(Refusal::NotApplicant),
        Applicant::Office(office) => match seat_at(seats, office) {
            Some(seat) => Ok((*person, Some(seat))),
            None => Err(Refusal::NotApplicant),
        },
    }
}

fn may_sign(case: &Case, step: &Step, actor: &Actor) -> Result<(Person, Seat), Refusal> {
    let Actor::Person { person, seats } = actor else {
        return Err(Refusal::NotYourOffice(step.level));
    };
    if case.is_about(*person) {
        return Err(Refusal::OwnCase);
    }
    let seat = seat_at(seats, step.office).ok_or(Refusal::NotYourOffice(step.level))?;
    match (step.substitutes, seat.capacity) {
        (Substitutes::Barred, Capacity::Substitute) => Err(Refusal::SubstituteBarred(step.level)),
        (Substitutes::Allowed, _) | (_, Capacity::Own) => Ok((*person, seat)),
    }
}

/// The seat to act from: one's own comes before standing in for somebody.
fn seat_at(seats: &[Seat], office: Office) -> Option<Seat> {
    let own = Seat {
        office,
        capacity: Capacity::Own,
    };
    let substitute = Seat {
        office,
        capacity: Capacity::Substitute,
    };
    [own, substitute]
        .into_iter()
        .find(|seat| seats.contains(seat))
}

/// One person acts in one place of a round, however often the case comes by.
fn in_one_place(
    case: &Case,
    person: Person,
    seat: Option<Seat>,
    place: Place,
) -> Result<Signature, Refusal> {
    let acted = case
        .round()
        .records
        .iter()
        .filter(|record| record.person == Some(person));
    match acted
        .filter_map(|record| record.place)
        .find(|earlier| *earlier != place)
    {
        Some(elsewhere) => Err(Refusal::ActedElsewhere(elsewhere)),
        None => Ok(Signature {
            person: Some(person),
            seat,
            place: Some(place),
        }),
    }
}

/// A no needs its reasons, and a return says where to and what to put right.
fn must_be_complete(case: &Case, act: &Act) -> Result<(), Refusal> {
    let is_blank = |text: &String| text.trim().is_empty();
    match act {
        Act::Return {
            to: Place::Step(to),
            ..
        } if case.holder() <= Some(Place::Step(*to)) => Err(Refusal::NotEarlier),
        Act::Return { fields, .. } if fields.is_empty() || fields.iter().any(is_blank) => {
            Err(Refusal::FieldsMissing)
        }
        Act::Return { reason, .. } | Act::Refuse { reason } | Act::Reopen { reason, .. }
            if is_blank(reason) =>
        {
            Err(Refusal::ReasonMissing)
        }
        Act::Submit
        | Act::Endorse { .. }
        | Act::Return { .. }
        | Act::Refuse { .. }
        | Act::Withdraw { .. }
        | Act::Expire { .. }
        | Act::Reopen { .. } => Ok(()),
    }
}
