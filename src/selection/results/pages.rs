//! Pages of results: a round's, one applicant's, a round in numbers.

use std::collections::BTreeMap;

use askama::Template;

use super::actions::{self, Due, Notices};
use super::rules::statistics::{Counts, Reached};
use super::rules::{self, Outcome, ResultState};
use super::statistics::{self, Row, Section, Statistics};
use super::{Certificate, SelectionResult, bars, certificate_pages, certificates, reserves, store};
use crate::access::{Action, Denial, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::people::{self, PersonId};
use crate::selection::draws::{self, Draw, DrawPurpose};
use crate::selection::meetings::actions::load_visible;
use crate::selection::meetings::{self, BallotCandidate, Count, voting};
use crate::selection::nominations::candidates::list_ever;
use crate::selection::nominations::{self, Nomination, NominationId};
use crate::selection::phases::Permission;
use crate::selection::quotas::pages::{kept_chip, kept_told};
use crate::selection::quotas::tilts::Kept;
use crate::selection::rounds::{self, RoundId, Running};
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Link, Problems};

/// Where the results of a round are.
pub fn href(round: RoundId) -> String {
    format!("/selection/{round}/results")
}

/// Where an applicant's outcome is.
pub fn outcome_href(nomination: NominationId) -> String {
    format!("/nominations/{nomination}/outcome")
}

fn way(frame: &Frame, running: &Running) -> [Link; 2] {
    let round = &running.round;
    [
        Link::new(frame.say("nav-selection"), "/selection"),
        Link::new(&round.title, rounds::pages::href(round.id)),
    ]
}

fn chip(frame: &Frame, state: ResultState) -> Chip {
    let label = frame.say(state.name_key());
    match state {
        ResultState::Proposed | ResultState::Certified => Chip::ok(label),
        ResultState::Reserve => Chip::wait(label),
        ResultState::NotPassed | ResultState::Declined | ResultState::Struck => Chip::plain(label),
    }
}

/// A refusal in words; other errors go on.
fn why_not(frame: &Frame, result: Result<(), Error>) -> Result<Result<(), String>, Error> {
    match result {
        Ok(()) => Ok(Ok(())),
        Err(Error::Refused(refused)) => Ok(Err(frame.tell(refused.message))),
        Err(error) => Err(error),
    }
}

/// A candidate with what the ballots and the bureau came to.
#[derive(Debug)]
struct Line {
    id: NominationId,
    href: String,
    name: String,
    detail: String,
    count: Option<Count>,
    state: ResultState,
    /// Whether the candidate is left off the list for what is known of their ethics.
    is_barred: bool,
    rank: Option<i64>,
    notice: String,
    number: String,
    certificate_href: String,
    /// What became of the honour, if it is not held any more.
    ended: Option<Chip>,
    /// Whether it can be certified now, or why not; none for whoever does not certify it.
    may_certify: Option<Result<(), String>>,
}

/// The results of a round.
#[derive(Debug, Template)]
#[template(path = "selection/results.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct ResultsPage {
    frame: Frame,
    running: Running,
    lines: Vec<Line>,
    is_posted: bool,
    /// Seats that nobody has.
    empty: i64,
    /// Whether the secretary can post now, or why not; none for others.
    may_post: Option<Result<(), String>>,
    /// Whether the next list follows an objection that was right.
    is_again: bool,
    /// The draw of the order of equals, once it was announced.
    draw: Option<Draw>,
    /// Whether equals wait on the reserve list.
    is_undrawn: bool,
    is_secretary: bool,
    values: Values,
    problems: Problems,
}

impl ResultsPage {
    /// For the secretary, the bureau and the auditor.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        round: RoundId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<ResultsPage, Error> {
        let (running, sight) = load_visible(conn, context, round)?;
        if !sight.sees_all {
            return Err(Error::NotFound);
        }
        let results = store::list(conn, round)?;
        let is_posted = !results.is_empty();
        let results = if is_posted {
            results
        } else {
            provisional(conn, context, &running)?
        };
        let due = actions::load_due(conn, round)?;
        let may_post = if sight.is_secretary {
            let in_phase = running.may_now(Permission::PostResults, context.today());
            let is_due = !is_posted || due != Due::Nothing;
            let result = in_phase.map_err(Error::from).and_then(|()| {
                if is_due {
                    Ok(())
                } else {
                    Err(rules::Refusal::NothingToPost.into())
                }
            });
            Some(frame.why_not(result)?)
        } else {
            None
        };
        let taken = results.iter().filter(|it| it.state.has_seat()).count();
        let draw = draws::find_newest(conn, round, DrawPurpose::Reserves)?;
        let is_undrawn = is_posted && reserves::is_undrawn(&results);
        Ok(ResultsPage {
            problems: errors.in_words(frame.words),
            values: values.clone(),
            empty: running.round.seats - i64::try_from(taken).map_err(Error::fault)?,
            lines: load_lines(conn, context, &frame, &running, results)?,
            running,
            is_posted,
            may_post,
            is_again: due == Due::Again,
            draw,
            is_undrawn,
            is_secretary: sight.is_secretary,
            frame,
        })
    }

    fn way(&self) -> [Link; 2] {
        way(&self.frame, &self.running)
    }

    fn chip(&self, line: &Line) -> Chip {
        chip(&self.frame, line.state)
    }

    fn lead(&self) -> String {
        let message = if self.is_posted || self.lines.is_empty() {
            Message::new("results-lead")
        } else {
            Message::new("results-lead-provisional")
        };
        self.frame.tell(
            message
                .with("seats", self.running.round.seats)
                .with("empty", self.empty),
        )
    }

    fn rank(&self, line: &Line) -> String {
        let rank = line.rank.filter(|_| line.state == ResultState::Reserve);
        rank.map_or_else(String::new, |it| self.frame.words.number(it))
    }

    fn votes(&self, line: &Line) -> String {
        let Some(count) = &line.count else {
            return String::new();
        };
        let message = Message::new("results-votes")
            .with("yes", count.ballots.yes)
            .with("base", count.base)
            .with("needed", count.needed);
        self.frame.tell(message)
    }

    /// Whether the seed of the order is sealed.
    fn is_announced(&self) -> bool {
        self.draw.as_ref().is_some_and(|it| it.seed.is_none())
    }

    fn can_certify(&self) -> bool {
        self.lines
            .iter()
            .any(|it| matches!(it.may_certify, Some(Ok(()))))
    }

    fn is_chosen(&self, line: &Line) -> bool {
        self.values.has("ids", &line.id.to_string())
    }
}

/// Whether a candidate has a seat or a place on the reserve list that is not certified.
fn has_place(state: Option<ResultState>) -> bool {
    matches!(state, Some(ResultState::Proposed | ResultState::Reserve))
}

/// Where candidates stand by the ballots so far; nothing of it is posted.
fn provisional(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
) -> Result<Vec<SelectionResult>, Error> {
    let ballots = meetings::store::list_ballots(conn, running.round.id)?;
    let Some(standing) = voting::load_standing(conn, &running.round, &ballots)? else {
        return Ok(Vec::new());
    };
    let result = |(nomination, state, reserve_rank)| SelectionResult {
        nomination_id: nomination,
        round_id: running.round.id,
        state,
        reserve_rank,
        notice_id: None,
        reason: None,
        decided_at: context.at,
        version: 0,
    };
    Ok(rules::results(&standing).into_iter().map(result).collect())
}

fn load_lines(
    conn: &mut Conn,
    context: &Context,
    frame: &Frame,
    running: &Running,
    mut results: Vec<SelectionResult>,
) -> Result<Vec<Line>, Error> {
    let round = running.round.id;
    let counts = load_counts(conn, round)?;
    let given: BTreeMap<NominationId, Certificate> = store::list_certificates(conn, round)?
        .into_iter()
        .map(|it| (it.nomination_id, it))
        .collect();
    let candidates = list_ever(conn, round)?;
    let place = |id: NominationId| candidates.iter().position(|it| it.nomination == id);
    let order = |state: ResultState| ResultState::ALL.iter().position(|it| *it == state);
    results.sort_by_key(|it| (order(it.state), it.reserve_rank, place(it.nomination_id)));
    let certifies = context.actor.can_ever(Action::CertifySelection)
        && running
            .may_now(Permission::Certify, context.today())
            .is_ok();
    let persons: Vec<PersonId> = candidates.iter().map(|it| it.person).collect();
    let barred = bars::load(conn, context, running, &persons)?;
    let mut notices = Notices::default();
    let mut lines = Vec::new();
    for result in results {
        let id = result.nomination_id;
        let Some(candidate) = place(id).map(|it| &candidates[it]) else {
            continue;
        };
        let may_certify = if certifies && result.state == ResultState::Proposed {
            let whose = (&result, candidate.person);
            let known = (&barred, &mut notices);
            let allowed = certificates::may_be_certified(conn, context, whose, known);
            Some(why_not(frame, allowed)?)
        } else {
            None
        };
        let is_barred = barred.contains(&candidate.person) && result.notice_id.is_none();
        let certificate = given.get(&id);
        let number = certificate.map_or_else(String::new, |it| it.number.clone());
        lines.push(Line {
            id,
            href: outcome_href(id),
            name: candidate.name.clone(),
            detail: candidate.school_name.clone(),
            count: counts.get(&id).copied(),
            is_barred: is_barred && has_place(Some(result.state)),
            state: result.state,
            rank: result.reserve_rank,
            notice: result
                .notice_id
                .map_or_else(String::new, |it| it.to_string()),
            certificate_href: certificate_pages::paper_href(&number),
            number,
            ended: certificate.and_then(|it| certificate_pages::ended(frame, it)),
            may_certify,
        });
    }
    Ok(lines)
}

/// What was counted in the ballot on everybody.
fn load_counts(conn: &mut Conn, round: RoundId) -> Result<BTreeMap<NominationId, Count>, Error> {
    let ballots = meetings::store::list_ballots(conn, round)?;
    let Some(first) = meetings::find_first(&ballots) else {
        return Ok(BTreeMap::new());
    };
    let candidates = meetings::store::list_candidates(conn, first.id)?;
    let counts = candidates.iter().filter_map(BallotCandidate::count);
    Ok(counts.map(|it| (it.nomination, it)).collect())
}

/// What became of one application: for the applicant, and for whoever decides on it.
#[derive(Debug, Template)]
#[template(path = "selection/outcome.html")]
pub struct OutcomePage {
    frame: Frame,
    nomination: Nomination,
    running: Running,
    name: String,
    outcome: Outcome,
    reason: Option<String>,
    result: Option<SelectionResult>,
    number: String,
    /// What became of the honour, if it is not held any more.
    ended: Option<Chip>,
    is_own: bool,
    can_strike: bool,
    can_promote: bool,
    values: Values,
    problems: Problems,
}

impl OutcomePage {
    /// For the applicant, the secretary, the bureau and the auditor.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: NominationId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<OutcomePage, Error> {
        let (nomination, running) = nominations::actions::load_visible(conn, context, id)?;
        let actor = &context.actor;
        let is_own = actor.person == Some(nomination.person_id);
        let sight = match load_visible(conn, context, nomination.round_id) {
            Ok((_, sight)) => Some(sight).filter(|it| it.sees_all),
            Err(Error::NotFound | Error::Refused(_)) => None,
            Err(error) => return Err(error),
        };
        if !is_own && sight.is_none() {
            return Err(Denial::NotAllowed.into());
        }
        let result = store::find(conn, id)?;
        let state = result.as_ref().map(|it| it.state);
        let is_open = running
            .may_now(Permission::PostResults, context.today())
            .is_ok();
        let certifies = may(actor, Action::CertifySelection, &nomination.facts()).is_ok();
        let has_place = has_place(state);
        let is_secretary = sight.is_some_and(|it| it.is_secretary);
        let (outcome, reason) = actions::load_outcome(conn, &nomination, &running)?;
        let certificate = store::find_certificate(conn, id)?;
        Ok(OutcomePage {
            problems: errors.in_words(frame.words),
            values: values.clone(),
            name: people::store::load(conn, nomination.person_id)?.name,
            ended: certificate
                .as_ref()
                .and_then(|it| certificate_pages::ended(&frame, it)),
            number: certificate.map_or_else(String::new, |it| it.number),
            can_strike: is_open && certifies && has_place,
            can_promote: is_open && is_secretary && state == Some(ResultState::Reserve),
            outcome,
            reason,
            result,
            is_own,
            nomination,
            running,
            frame,
        })
    }

    fn way(&self) -> [Link; 3] {
        let [selection, round] = way(&self.frame, &self.running);
        let nomination = nominations::pages::href(self.nomination.id);
        [selection, round, Link::new(&self.name, nomination)]
    }

    fn told(&self) -> String {
        self.frame.tell(Message::from(self.outcome))
    }

    fn notice(&self) -> Option<String> {
        let notice = self.result.as_ref()?.notice_id?;
        Some(format!("/notices/{notice}"))
    }

    fn certificate_href(&self) -> String {
        certificate_pages::paper_href(&self.number)
    }

    fn can_decline(&self) -> bool {
        let state = self.result.as_ref().map(|it| it.state);
        self.is_own && has_place(state)
    }
}

/// A round in numbers.
#[derive(Debug, Template)]
#[template(path = "selection/statistics.html")]
pub struct StatisticsPage {
    frame: Frame,
    running: Running,
    statistics: Statistics,
}

impl StatisticsPage {
    /// For the secretary, the bureau and the auditor.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        round: RoundId,
    ) -> Result<StatisticsPage, Error> {
        let (running, sight) = load_visible(conn, context, round)?;
        if !sight.sees_all {
            return Err(Error::NotFound);
        }
        Ok(StatisticsPage {
            statistics: statistics::load(conn, &running, frame.words)?,
            running,
            frame,
        })
    }

    fn way(&self) -> [Link; 2] {
        way(&self.frame, &self.running)
    }

    fn headings(&self) -> Vec<String> {
        let steps = Reached::ALL.iter();
        steps.map(|it| self.frame.say(it.name_key())).collect()
    }

    /// Numbers of a row, each with its heading.
    fn cells(&self, counts: &Counts) -> Vec<(String, String)> {
        let numbers = counts.iter().map(|it| self.frame.words.number(it));
        self.headings().into_iter().zip(numbers).collect()
    }

    /// Places of a row, and what is left of them, each with its heading.
    fn places(&self, row: &Row) -> Vec<(String, String)> {
        let headings = ["statistics-places", "statistics-left"].into_iter();
        let numbers = headings.zip(row.places.into_iter().flatten());
        let told = |(heading, number): (&'static str, i64)| {
            (self.frame.say(heading), self.frame.words.number(number))
        };
        numbers.map(told).collect()
    }

    /// Whether places were shared out by what the rows are about.
    fn has_places(section: &Section) -> bool {
        section.rows.iter().any(|it| it.places.is_some())
    }

    fn sections(&self) -> &[Section] {
        &self.statistics.sections
    }

    fn told(&self, kept: &Kept) -> String {
        kept_told(&self.frame, kept)
    }

    fn kept_chip(&self, kept: &Kept) -> Chip {
        kept_chip(&self.frame, kept)
    }
}
