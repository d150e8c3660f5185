//! What members read of all candidates before they meet and vote: means of reviews and lessons, and
//! what was handed in.
//!
//! A candidate with whom a member is in conflict does not exist, here as in [`sight`]: figures are
//! worked out from what exists for the reader alone, so that neither a place nor a cut nor anybody's
//! leniency tells of a score on somebody hidden. Not here: the report for officers (`calibration`).

pub mod pages;
pub mod routes;

use std::collections::{BTreeMap, BTreeSet};

use super::calibration;
use super::calibration::rules::{CandidateFigures, Report, report};
use super::committees::Member;
use super::committees::actions::load_as_member;
use super::committees::apart::check_stands_not;
use super::lessons::{self, rules::Means};
use super::nominations::NominationId;
use super::phases::Phase;
use super::reviews::sight::{self, Face};
use super::rounds::{RoundId, Running};
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::message::Message;

/// A candidate with what is known of their points.
#[derive(Debug, Clone)]
pub struct Standing {
    /// As the member may know them.
    pub face: Face,
    /// Of reviews; none where nobody reviewed them.
    pub figures: Option<CandidateFigures>,
    /// Of lesson and defence, once nobody gives points any more.
    pub lesson: Option<Means>,
}

/// A round as a member reads it before the vote.
#[derive(Debug, Clone)]
pub struct Board {
    /// The round.
    pub running: Running,
    /// The seat.
    pub member: Member,
    /// Candidates that exist for the member, by number or name.
    pub standings: Vec<Standing>,
}

/// Whether members read points: from the phase of calibration on, when reviews are over.
pub fn is_open(running: &Running) -> bool {
    running.round.phase >= Phase::Calibration
}

/// The candidates of a round that exist for whoever reads. Whoever stands in the round does not.
pub fn load_board(conn: &mut Conn, context: &Context, round: RoundId) -> Result<Board, Error> {
    let (running, member) = load_as_member(conn, context, round)?;
    check_stands_not(conn, context, round)?;
    if !is_open(&running) {
        return Err(Error::not_now(Message::new("calibration-not-yet")));
    }
    let faces = sight::list_faces(conn, &running, &member)?;
    let seen: BTreeSet<NominationId> = faces.iter().map(|it| it.nomination).collect();
    let report = report_on(conn, &running, |it| seen.contains(&it))?;
    let mut figures: BTreeMap<NominationId, CandidateFigures> = report
        .candidates
        .into_iter()
        .map(|it| (it.candidate, it))
        .collect();
    let points = if lessons::is_over(&running) {
        lessons::list_counting(conn, round)?
    } else {
        Vec::new()
    };
    let standings = faces.into_iter().map(|face| Standing {
        figures: figures.remove(&face.nomination),
        lesson: lessons::means_of(&points, face.nomination),
        face,
    });
    Ok(Board {
        standings: standings.collect(),
        running,
        member,
    })
}

/// The report on some candidates, as if there were no others.
fn report_on(
    conn: &mut Conn,
    running: &Running,
    exists: impl Fn(NominationId) -> bool,
) -> Result<Report, Error> {
    let (_, mut scores) = calibration::load_scores(conn, running)?;
    scores.retain(|it| exists(it.candidate));
    let official = running.programme.review.official.value;
    Ok(report(&scores, &[], 0, official))
}

/// Official means for lists that call candidates by name, without those who do not exist for the
/// reader. None where names are covered: equal means on two lists would tell who is which number.
pub fn list_official(
    conn: &mut Conn,
    running: &Running,
    hidden: &BTreeSet<NominationId>,
) -> Result<BTreeMap<NominationId, i64>, Error> {
    if running.programme.review.is_blind || !is_open(running) {
        return Ok(BTreeMap::new());
    }
    let report = report_on(conn, running, |it| !hidden.contains(&it))?;
    let means = report.candidates.iter();
    Ok(means
        .map(|it| (it.candidate, it.official(report.official)))
        .collect())
}
