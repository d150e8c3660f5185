//! The page of one ballot: papers for a member, turnout for the secretary, counts for both once it is
//! closed. While it is open nothing on it depends on what anybody chose.

use std::collections::BTreeMap;

use askama::Template;

use super::actions::{Sight, load_seen};
use super::pages::{ballot_chip, ballot_name, candidates_href, detail, href, reason};
use super::rules::votes::{Turnout, Voting, gives_away, may_count};
use super::rules::{Choice, Running};
use super::{Ballot, BallotId, Count, Meeting, store, voting};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::{Fact, Message};
use crate::selection::candidates::list_official;
use crate::selection::committees::{self, MemberId};
use crate::selection::nominations::NominationId;
use crate::selection::nominations::candidates::list_ever;
use crate::selection::phases::Permission;
use crate::selection::reviews::rules::points;
use crate::selection::rounds;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{self, Chip, Link, Problems};

/// A candidate of the ballot.
#[derive(Debug)]
struct Line {
    id: NominationId,
    name: String,
    detail: String,
    /// The official mean; empty where members do not read it beside a name.
    points: String,
    /// What was counted; none while the ballot is open.
    count: Option<Count>,
    /// Voters who could not vote on the candidate.
    recused: i64,
    /// Papers that were expected and not cast; said once the ballot is closed.
    not_cast: i64,
    /// Whether the member's paper is in the box.
    is_cast: bool,
    /// Whether the member may vote on the candidate.
    is_own: bool,
}

/// How many of a member's papers are in the box.
#[derive(Debug)]
struct OwnTurnout {
    name: String,
    cast: usize,
    of: usize,
}

/// One ballot.
#[derive(Debug, Template)]
#[template(path = "selection/ballot.html")]
pub struct BallotPage {
    frame: Frame,
    ballot: Ballot,
    meeting: Meeting,
    running: rounds::Running,
    sight: Sight,
    lines: Vec<Line>,
    /// Whether the member can vote now, or why not; none for whoever is none.
    may_cast: Option<Result<(), String>>,
    /// For the secretary, the bureau and the auditor.
    turnout: Vec<OwnTurnout>,
    /// How many have voted.
    voted: Turnout,
    /// Whether the secretary can close and count it, but for a reason that it may need.
    may_count: Result<(), String>,
    values: Values,
    problems: Problems,
}

impl BallotPage {
    /// For whoever may see the meeting, without candidates who do not exist for the reader.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: BallotId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<BallotPage, Error> {
        let ballot = store::load_ballot(conn, id)?;
        let (meeting, running, sight) = load_seen(conn, context, ballot.meeting_id)?;
        let own = match &sight.member {
            Some(member) => Some(voting::load_voting(conn, &ballot, member)?),
            None => None,
        };
        let may_cast = match &own {
            Some(own) => {
                let in_phase = running.may_now(Permission::CastVote, context.today());
                let result = may_vote(own).and_then(|()| in_phase.map_err(Error::from));
                Some(frame.why_not(result)?)
            }
            None => None,
        };
        let lines = load_lines(conn, &ballot, (&meeting, &running), &sight, own.as_ref())?;
        let voted = voting::load_turnout(conn, &running, &ballot)?;
        let countable = may_count(ballot.state == Running::Open, &voted);
        Ok(BallotPage {
            problems: errors.in_words(frame.words),
            values: values.clone(),
            turnout: if sight.sees_all {
                load_turnout(conn, &ballot)?
            } else {
                Vec::new()
            },
            may_count: frame.why_not(countable.map_err(Error::from))?,
            voted,
            ballot,
            meeting,
            running,
            sight,
            lines,
            may_cast,
            frame,
        })
    }

    fn way(&self) -> [Link; 3] {
        let round = &self.running.round;
        [
            Link::new(self.frame.say("nav-selection"), "/selection"),
            Link::new(&round.title, rounds::pages::href(round.id)),
            Link::new(self.frame.say("meeting-title"), href(self.meeting.id)),
        ]
    }

    fn name(&self) -> String {
        ballot_name(self.frame.words, &self.ballot)
    }

    fn chip(&self) -> Chip {
        ballot_chip(&self.frame, &self.ballot)
    }

    fn is_open(&self) -> bool {
        self.ballot.state == Running::Open
    }

    fn runs(&self) -> bool {
        self.sight.is_secretary && self.is_open()
    }

    fn hint(&self) -> String {
        match self.ballot.yes_max() {
            Some(most) => self
                .frame
                .tell(Message::new("ballot-hint-tied").with("most", most)),
            None => self.frame.say("ballot-hint"),
        }
    }

    /// Candidates on whom the member can still vote.
    fn open_lines(&self) -> Vec<&Line> {
        let lines = self.lines.iter();
        lines.filter(|it| it.is_own && !it.is_cast).collect()
    }

    fn has_cast(&self) -> bool {
        self.lines.iter().any(|it| it.is_cast)
    }

    /// The radio buttons of a paper.
    fn choices(&self, line: &Line) -> Vec<parts::Choice> {
        let chosen = self.values.get(&format!("choices[{}]", line.id));
        let choices = Choice::ALL.iter();
        choices
            .map(|it| parts::Choice::new(it.as_str(), self.frame.say(it.name_key()), chosen))
            .collect()
    }

    /// What is told beside a name: school, subject and official mean, as far as the reader knows them.
    fn beside(&self, line: &Line) -> String {
        if line.points.is_empty() {
            return line.detail.clone();
        }
        let official = self.running.programme.review.official.value;
        let told = Message::new("ballot-beside")
            .with("detail", line.detail.as_str())
            .with("official", Fact::Key(official.name_key()))
            .with("points", line.points.as_str());
        self.frame.tell(told)
    }

    /// Where a member reads about all candidates.
    fn candidates_href(&self) -> Option<String> {
        candidates_href(&self.sight, self.running.round.id)
    }

    fn turnout_told(&self, turnout: &OwnTurnout) -> String {
        let message = Message::new("ballot-turnout")
            .with("cast", turnout.cast)
            .with("of", turnout.of);
        self.frame.tell(message)
    }

    fn turnout_chip(&self, turnout: &OwnTurnout) -> Chip {
        if turnout.cast == turnout.of {
            Chip::ok(self.frame.say("ballot-all-cast"))
        } else {
            Chip::wait(self.frame.say("ballot-not-all-cast"))
        }
    }

    fn missing_told(&self) -> String {
        let message = Message::new("ballot-missing")
            .with("count", self.voted.papers_missing)
            .with("voted", self.voted.voted)
            .with("needed", self.voted.needed);
        self.frame.tell(message)
    }

    fn blocked_count(&self) -> &str {
        reason(&self.may_count)
    }

    /// Why it was declared void.
    fn void_told(&self) -> String {
        let reason = self.ballot.close_reason.as_deref().unwrap_or_default();
        self.frame
            .tell(Message::new("minutes-ballot-void").with("reason", reason))
    }

    /// Whether what was counted tells what members voted.
    fn gives_away(&self) -> bool {
        let counts = self.lines.iter().filter_map(|it| it.count);
        let mut counts = counts.map(|it| it.ballots);
        counts.any(|it| gives_away(&it))
    }

    /// Whether the reader is told what a share was taken of.
    fn shows_base(&self) -> bool {
        let base = self.running.programme.ballot.value.base;
        self.sight.sees_base(base)
    }

    fn base_told(&self) -> String {
        let rule = &self.running.programme.ballot.value;
        let base = Fact::Key(rule.base.name_key());
        self.frame
            .tell(Message::new("ballot-base-note").with("base", base))
    }

    fn result_chip(&self, count: &Count) -> Chip {
        if self.ballot.is_among_tied {
            Chip::plain(self.frame.say("ballot-ranks"))
        } else if count.has_passed {
            Chip::ok(self.frame.say("ballot-passed"))
        } else {
            Chip::plain(self.frame.say("ballot-not-passed"))
        }
    }
}

/// Whether a member can cast anything at all now.
fn may_vote(own: &Voting<NominationId>) -> Result<(), Error> {
    use super::rules::votes::Refusal;
    if !own.is_open {
        return Err(Refusal::Closed.into());
    }
    if !own.is_voter {
        return Err(Refusal::NotAVoter.into());
    }
    if !own.is_here {
        return Err(Refusal::HasLeft.into());
    }
    Ok(())
}

/// Candidates in the order of the agenda.
fn load_lines(
    conn: &mut Conn,
    ballot: &Ballot,
    (meeting, running): (&Meeting, &rounds::Running),
    sight: &Sight,
    own: Option<&Voting<NominationId>>,
) -> Result<Vec<Line>, Error> {
    let order = meeting.agenda()?;
    let candidates = list_ever(conn, ballot.round_id)?;
    let voters = store::list_voters(conn, ballot.id)?.len();
    let mut may_vote: BTreeMap<NominationId, usize> = BTreeMap::new();
    for (nomination, _) in voting::list_expected(conn, ballot)? {
        *may_vote.entry(nomination).or_default() += 1;
    }
    let means = list_official(conn, running, &sight.barred)?;
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let mut lines = Vec::new();
    for it in store::list_candidates(conn, ballot.id)? {
        let id = it.nomination_id;
        let known = candidates
            .iter()
            .find(|candidate| candidate.nomination == id);
        let (Some(candidate), true) = (known, sight.sees(id)) else {
            continue;
        };
        let expected = may_vote.get(&id).copied().unwrap_or(0);
        let count = it.count();
        let cast = count.map_or(0, |it| it.ballots.yes + it.ballots.no + it.ballots.abstain);
        lines.push(Line {
            id,
            name: candidate.name.clone(),
            detail: detail(candidate, running, sight),
            points: means.get(&id).copied().map_or_else(String::new, points),
            recused: number(voters) - number(expected),
            not_cast: number(expected) - cast,
            count,
            is_cast: own.is_some_and(|it| it.cast.contains(&id)),
            is_own: own.is_some_and(|it| it.candidates.contains(&id)),
        });
    }
    lines.sort_by_key(|line| order.iter().position(|it| *it == line.id));
    Ok(lines)
}

/// Who has voted how often; never on what.
fn load_turnout(conn: &mut Conn, ballot: &Ballot) -> Result<Vec<OwnTurnout>, Error> {
    let expected = voting::list_expected(conn, ballot)?;
    let casts = store::list_casts(conn, ballot.id)?;
    let voters = store::list_voters(conn, ballot.id)?;
    let names: BTreeMap<MemberId, String> = committees::store::list_named(conn, ballot.round_id)?
        .into_iter()
        .map(|(member, name)| (member.id, name))
        .collect();
    let lines = voters.into_iter().map(|voter| OwnTurnout {
        name: names.get(&voter).cloned().unwrap_or_default(),
        cast: casts.iter().filter(|(_, by)| *by == voter).count(),
        of: expected.iter().filter(|(_, by)| *by == voter).count(),
    });
    Ok(lines.collect())
}
