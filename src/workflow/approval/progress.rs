//! What a page shows about a case: how far each office has come and when the next answer is due.

use chrono::NaiveDate;

use super::case::{Act, Case, Place, Record, Round, State, Step};
use crate::workflow::calendar::{Calendar, YearMissing};

/// One step of the present round, as the applicant sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage<'case> {
    /// The office and its limit.
    pub step: &'case Step,
    /// How far it has come.
    pub standing: Standing<'case>,
}

/// How far one office has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'case> {
    /// Its endorsement stands.
    Endorsed(&'case Record),
    /// It has the case since this record.
    Holds(&'case Record),
    /// It refused the case.
    Refused(&'case Record),
    /// It endorsed the case before a return, and will be asked again.
    ToRedo(&'case Record),
    /// The case has not come to it.
    Ahead,
}

/// Every step of the present round in order.
pub fn progress(case: &Case) -> Vec<Stage<'_>> {
    let round = case.round();
    let endorsed = endorsed_steps(round);
    let steps = round.route.steps().iter().enumerate();
    steps
        .map(|(number, step)| Stage {
            step,
            standing: standing(round, number, endorsed),
        })
        .collect()
}

/// The last day for whoever has the case; `None` for a draft, which its procedure's own window
/// limits, and for a case that has ended.
pub fn due_on(case: &Case, calendar: &Calendar) -> Result<Option<NaiveDate>, YearMissing> {
    let working_days = match case.state() {
        State::Draft => None,
        state => state.holder().map(|place| match place {
            Place::Applicant => case.round().route.correction_working_days(),
            Place::Step(number) => case.step(number).working_days,
        }),
    };
    match (working_days, case.latest()) {
        (Some(count), Some(since)) => calendar.add_working_days(since.on, count).map(Some),
        (None, _) | (_, None) => Ok(None),
    }
}

/// How many steps from the first on stand endorsed: a return undoes its step and all after it.
fn endorsed_steps(round: &Round) -> usize {
    round
        .records
        .iter()
        .fold(0, |endorsed, record| match (&record.act, record.place) {
            (Act::Endorse { .. }, Some(Place::Step(step))) => step + 1,
            (
                Act::Return {
                    to: Place::Step(step),
                    ..
                },
                _,
            ) => *step,
            (
                Act::Return {
                    to: Place::Applicant,
                    ..
                },
                _,
            ) => 0,
            _ => endorsed,
        })
}

fn standing(round: &Round, number: usize, endorsed: usize) -> Standing<'_> {
    let at = Place::Step(number);
    let endorsed_it =
        |record: &&Record| record.place == Some(at) && matches!(record.act, Act::Endorse { .. });
    let endorsement = round.records.iter().rev().find(endorsed_it);
    match (round.state(), round.records.last(), endorsement) {
        (state, Some(latest), _) if state.holder() == Some(at) => Standing::Holds(latest),
        (State::Refused, Some(latest), _) if latest.place == Some(at) => Standing::Refused(latest),
        (_, _, Some(record)) if number < endorsed => Standing::Endorsed(record),
        (state, _, Some(record)) if state.holder().is_some() => Standing::ToRedo(record),
        _ => Standing::Ahead,
    }
}
