//! Pages of the secretary: coverage, a deal before it is kept, one candidate; and a member's wishes.

use std::borrow::Borrow;

use askama::Template;

use super::actions::{Preview, load_searched, preview};
use super::rules::{Obstacle, Refusal, deal, suggestions};
use super::store::{self, Table};
use super::{KeptDeal, loads, wishes};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::selection::committees::actions::load_visible;
use crate::selection::committees::{Member, MemberId};
use crate::selection::draws::{self, Draw, DrawPurpose};
use crate::selection::nominations::NominationId;
use crate::selection::nominations::candidates::Candidate;
use crate::selection::phases::Permission;
use crate::selection::reviews::rules::ReviewState;
use crate::selection::reviews::sight::Face;
use crate::selection::reviews::{self, Review};
use crate::selection::rounds::{self, RoundId, Running};
use crate::web::form::Values;
use crate::web::frame::{Frame, NavItem};
use crate::web::parts::{Chip, Choice, Link, Problems};

/// Where the coverage of a round is.
pub fn href(round: RoundId) -> String {
    format!("/selection/{round}/assignments")
}

/// Where the reviewers of one candidate are.
pub fn candidate_href(round: RoundId, nomination: NominationId) -> String {
    format!("/selection/{round}/assignments/{nomination}")
}

/// Where a deal is looked at.
pub fn deal_href(round: RoundId) -> String {
    format!("/selection/{round}/deal")
}

/// Where a member says whom they would like.
pub fn wishes_href(round: RoundId) -> String {
    format!("/wishes/{round}")
}

/// The way to a page of a round.
pub fn way_to(frame: &Frame, running: &Running) -> Vec<Link> {
    let round = &running.round;
    vec![
        Link::new(frame.say("nav-selection"), "/selection"),
        Link::new(&round.title, rounds::pages::href(round.id)),
    ]
}

/// Whether the reader may change who reviews whom now.
fn may_change(context: &Context, running: &Running) -> bool {
    may(&context.actor, Action::RunCommittee, &Facts::default()).is_ok()
        && running
            .may_now(Permission::AssignReviews, context.today())
            .is_ok()
}

/// Which candidates a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// All of them.
    All,
    /// Those that lack a reviewer.
    Missing,
    /// Those whose reviews are not all in.
    Waiting,
    /// Those somebody declined.
    Declined,
}

impl Show {
    const ALL: [Show; 4] = [Show::All, Show::Missing, Show::Waiting, Show::Declined];

    /// As an address has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Show::All => "all",
            Show::Missing => "missing",
            Show::Waiting => "waiting",
            Show::Declined => "declined",
        }
    }

    /// Reads an address; what is unknown shows all.
    pub fn of(text: &str) -> Show {
        let found = Show::ALL.into_iter().find(|it| it.as_str() == text);
        found.unwrap_or(Show::All)
    }

    const fn name_key(self) -> &'static str {
        match self {
            Show::All => "coverage-show-all",
            Show::Missing => "coverage-show-missing",
            Show::Waiting => "coverage-show-waiting",
            Show::Declined => "coverage-show-declined",
        }
    }
}

/// How the reviews of somebody stand.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counts {
    due: i64,
    submitted: i64,
    declined: i64,
}

impl Counts {
    fn add(&mut self, state: ReviewState, counts: bool) {
        match state {
            ReviewState::Due if counts => self.due += 1,
            ReviewState::Submitted if counts => self.submitted += 1,
            ReviewState::Declined => self.declined += 1,
            _ => {}
        }
    }
}

/// A candidate on the list.
#[derive(Debug)]
struct Line<'a> {
    candidate: &'a Candidate,
    counts: Counts,
    missing: i64,
}

/// Who reviews whom, and how far it is.
#[derive(Debug, Template)]
#[template(path = "selection/coverage.html")]
pub struct CoveragePage {
    frame: Frame,
    running: Running,
    table: Table,
    by_candidate: Vec<Counts>,
    by_member: Vec<Counts>,
    deals: Vec<KeptDeal>,
    draw: Option<Draw>,
    show: Show,
    can_change: bool,
    is_secretary: bool,
    problems: Problems,
}

impl CoveragePage {
    /// For whoever may know of the committee's work.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        (id, show): (RoundId, Show),
        errors: &FieldErrors,
    ) -> Result<CoveragePage, Error> {
        let running = load_visible(conn, context, id)?;
        let table = store::load_table(conn, &running)?;
        let (by_candidate, by_member) = count(&table);
        Ok(CoveragePage {
            by_candidate,
            by_member,
            deals: store::list_deals(conn, id)?,
            draw: draws::find_newest(conn, id, DrawPurpose::Reviews)?,
            can_change: may_change(context, &running),
            is_secretary: may(&context.actor, Action::RunCommittee, &Facts::default()).is_ok(),
            problems: errors.in_words(frame.words),
            show,
            table,
            running,
            frame,
        })
    }

    fn way(&self) -> Vec<Link> {
        way_to(&self.frame, &self.running)
    }

    fn each(&self) -> i64 {
        self.table.board.reviews_each
    }

    fn lead(&self) -> String {
        let lead = Message::new("coverage-lead")
            .with("each", self.each())
            .with("most", self.table.board.load_max);
        self.frame.tell(lead)
    }

    fn total(&self) -> Counts {
        let mut total = Counts::default();
        for it in &self.by_candidate {
            total.due += it.due;
            total.submitted += it.submitted;
            total.declined += it.declined;
        }
        total
    }

    fn wanted(&self) -> i64 {
        self.each() * i64::try_from(self.table.candidates.len()).unwrap_or(i64::MAX)
    }

    fn tabs(&self) -> Vec<NavItem> {
        let item = |show: Show| NavItem {
            label: self.frame.say(show.name_key()),
            href: format!("{}?show={}", href(self.running.round.id), show.as_str()),
            is_current: show == self.show,
            waiting: 0,
            is_tucked: false,
        };
        Show::ALL.into_iter().map(item).collect()
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let lines = self.table.candidates.iter().zip(&self.by_candidate);
        let lines = lines.map(|(candidate, counts)| Line {
            missing: (self.each() - counts.due - counts.submitted).max(0),
            counts: *counts,
            candidate,
        });
        lines
            .filter(|line| match self.show {
                Show::All => true,
                Show::Missing => line.missing > 0,
                Show::Waiting => line.missing > 0 || line.counts.due > 0,
                Show::Declined => line.counts.declined > 0,
            })
            .collect()
    }

    fn chip(&self, line: &Line<'_>) -> Chip {
        let say = |key| self.frame.say(key);
        if line.missing > 0 {
            let missing = Message::new("coverage-missing").with("count", line.missing);
            Chip::due(self.frame.tell(missing))
        } else if line.counts.due > 0 {
            Chip::wait(say("coverage-waiting"))
        } else {
            Chip::ok(say("coverage-complete"))
        }
    }

    fn line_href(&self, line: &Line<'_>) -> String {
        candidate_href(self.running.round.id, line.candidate.nomination)
    }

    fn loads(&self) -> Vec<(&Member, &str, Counts)> {
        let members = self.table.members.iter().zip(&self.by_member);
        members
            .filter(|((member, _), counts)| member.serves() || **counts != Counts::default())
            .map(|((member, name), counts)| (member, name.as_str(), *counts))
            .collect()
    }

    fn load_of(&self, member: &Member, counts: &Counts) -> String {
        let has = counts.due + counts.submitted;
        format!("{has} / {}", self.load_max(member))
    }

    fn load_max(&self, member: &Member) -> i64 {
        member.load_max.unwrap_or(self.table.board.load_max)
    }

    fn is_announced(&self) -> bool {
        self.draw.as_ref().is_some_and(|it| it.seed.is_none())
    }

    fn needs_deal(&self) -> bool {
        self.can_change && self.table.board.missing() > 0
    }

    /// Whether names are covered, and the reader may be the one who covers them.
    fn needs_covers(&self) -> bool {
        self.is_secretary && self.running.programme.review.is_blind
    }

    fn deal_told(&self, deal: &KeptDeal) -> String {
        let message = Message::new("coverage-dealt")
            .with("day", crate::clock::day_of(deal.kept_at))
            .with("reviews", deal.reviews)
            .with("total", deal.total);
        self.frame.tell(message)
    }
}

fn count(table: &Table) -> (Vec<Counts>, Vec<Counts>) {
    use std::collections::HashMap;
    let mut by_candidate: HashMap<NominationId, Counts> = HashMap::new();
    let mut by_member: HashMap<MemberId, Counts> = HashMap::new();
    for (review, counts) in table.with_counting() {
        by_candidate
            .entry(review.nomination)
            .or_default()
            .add(review.state, counts);
        by_member
            .entry(review.member)
            .or_default()
            .add(review.state, counts);
    }
    let candidates = table.candidates.iter().map(|it| it.nomination);
    let members = table.members.iter().map(|it| it.0.id);
    (
        candidates
            .map(|it| by_candidate.get(&it).copied().unwrap_or_default())
            .collect(),
        members
            .map(|it| by_member.get(&it).copied().unwrap_or_default())
            .collect(),
    )
}

/// A deal before it is kept, or why there is none.
#[derive(Debug, Template)]
#[template(path = "selection/deal.html")]
pub struct DealPage {
    frame: Frame,
    running: Running,
    found: Result<Preview, (Table, Refusal)>,
    values: Values,
    problems: Problems,
}

impl DealPage {
    /// For the secretary, once a deal is announced.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: RoundId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<DealPage, Error> {
        let running = load_visible(conn, context, id)?;
        let found = match preview(conn, context, id) {
            Ok(found) => Ok(found),
            Err(error) => {
                let table = load_searched(conn, context, &running)?;
                // Why not does not depend on the seed; other errors are not about the deal.
                match deal(&table.board, &[]) {
                    Err(refusal) if matches!(error, Error::Refused(_)) => Err((table, refusal)),
                    _ => return Err(error),
                }
            }
        };
        Ok(DealPage {
            problems: errors.in_words(frame.words),
            values: values.clone(),
            frame,
            running,
            found,
        })
    }

    fn way(&self) -> Vec<Link> {
        let mut way = way_to(&self.frame, &self.running);
        let coverage = self.frame.say("coverage-title");
        way.push(Link::new(coverage, href(self.running.round.id)));
        way
    }

    fn why(&self, refusal: &Refusal) -> String {
        self.frame.tell(refusal.message())
    }

    /// What tells the raises that would help, where loads are what stands in the way.
    fn raises(refusal: &Refusal) -> Option<String> {
        match refusal {
            Refusal::Infeasible(Obstacle::LoadsTooSmall { raises, .. }) => {
                Some(loads::fingerprint(raises))
            }
            _ => None,
        }
    }

    /// Names behind an obstacle, and what would help.
    fn cure(&self, table: &Table, refusal: &Refusal) -> Vec<String> {
        let name = |id: &NominationId| {
            table
                .candidate(*id)
                .map_or_else(|_| String::new(), |it| it.name.clone())
        };
        let joined = |names: Vec<String>| names.join(&self.frame.say("list-comma"));
        match refusal {
            Refusal::Infeasible(Obstacle::TooFewMembers {
                reviews_possible, ..
            }) => {
                let help = Message::new("deal-fewer-reviews").with("each", *reviews_possible);
                vec![self.frame.tell(help)]
            }
            Refusal::Infeasible(Obstacle::TooFewEligible {
                candidate,
                reviews_possible,
                ..
            }) => {
                let who = Message::new("deal-whom").with("names", name(candidate));
                let help = Message::new("deal-fewer-reviews").with("each", *reviews_possible);
                vec![self.frame.tell(who), self.frame.tell(help)]
            }
            Refusal::Infeasible(Obstacle::LoadsTooSmall {
                candidates, raises, ..
            }) => {
                let who = Message::new("deal-whom").with(
                    "names",
                    joined(candidates.iter().take(20).map(name).collect()),
                );
                let raise = |(member, more): &(MemberId, i64)| {
                    let told = Message::new("deal-raise")
                        .with("name", table.name_of(*member))
                        .with("more", *more);
                    self.frame.tell(told)
                };
                let help = Message::new("deal-higher-loads")
                    .with("names", joined(raises.iter().map(raise).collect()));
                vec![self.frame.tell(who), self.frame.tell(help)]
            }
            _ => Vec::new(),
        }
    }

    fn lead(&self, found: &Preview) -> String {
        let lead = Message::new("deal-lead")
            .with("reviews", found.deal.pairs.len())
            .with("total", found.deal.total);
        self.frame.tell(lead)
    }

    /// What each member would have: name, subject, now, then.
    fn loads_after(found: &Preview) -> Vec<(&str, &str, i64, String)> {
        let reviewers = found.table.board.reviewers.iter();
        let load = |id| found.deal.loads.get(id).copied().unwrap_or(0);
        reviewers
            .map(|it| {
                let subject = it.subject.as_deref().unwrap_or_default();
                let after = format!("{} / {}", load(&it.id), it.load_max);
                (found.table.name_of(it.id), subject, it.load, after)
            })
            .collect()
    }

    /// Who would review whom.
    fn given<'a>(&self, found: &'a Preview) -> Vec<(&'a str, String)> {
        let comma = self.frame.say("list-comma");
        let candidates = found.table.candidates.iter();
        candidates
            .map(|candidate| {
                let pairs = found.deal.pairs.iter();
                let names: Vec<&str> = pairs
                    .filter(|pair| pair.1 == candidate.nomination)
                    .map(|pair| found.table.name_of(pair.0))
                    .collect();
                (candidate.name.as_str(), names.join(&comma))
            })
            .filter(|(_, names)| !names.is_empty())
            .collect()
    }
}

/// Who reviews one candidate.
#[derive(Debug, Template)]
#[template(path = "selection/reviewers.html")]
pub struct ReviewersPage {
    frame: Frame,
    running: Running,
    table: Table,
    candidate: Candidate,
    reviews: Vec<Review>,
    can_change: bool,
    values: Values,
    problems: Problems,
}

impl ReviewersPage {
    /// For whoever may know of the committee's work.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        (round, nomination): (RoundId, NominationId),
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<ReviewersPage, Error> {
        let running = load_visible(conn, context, round)?;
        let table = store::load_table(conn, &running)?;
        let candidate = table.candidate(nomination)?.clone();
        Ok(ReviewersPage {
            reviews: reviews::store::list_of_candidate(conn, nomination)?,
            can_change: may_change(context, &running),
            problems: errors.in_words(frame.words),
            values: values.clone(),
            candidate,
            table,
            running,
            frame,
        })
    }

    fn way(&self) -> Vec<Link> {
        let mut way = way_to(&self.frame, &self.running);
        let coverage = self.frame.say("coverage-title");
        way.push(Link::new(coverage, href(self.running.round.id)));
        way
    }

    fn lead(&self) -> String {
        let subject = self.candidate.subject.as_deref().unwrap_or_default();
        format!("{} {subject}", self.candidate.school_name)
    }

    fn name(&self, review: &Review) -> &str {
        self.table.name_of(review.member_id)
    }

    fn chip(&self, review: &Review) -> Chip {
        let label = self.frame.say(review.state.name_key());
        match review.state {
            ReviewState::Due => Chip::wait(label),
            ReviewState::Submitted => Chip::ok(label),
            ReviewState::Declined => Chip::due(label),
            ReviewState::Released => Chip::plain(label),
        }
    }

    fn can_take(&self, review: &Review) -> bool {
        self.can_change && review.state == ReviewState::Due
    }

    fn is_short(&self) -> bool {
        let served = self.table.board.candidates.iter();
        let mut own = served.filter(|it| it.id == self.candidate.nomination);
        own.any(|it| it.reviews < self.table.board.reviews_each)
    }

    /// Members who may take the candidate, those who suit best first.
    fn choices(&self) -> Vec<Choice> {
        let chosen = self.values.get("member");
        let fitting = suggestions(&self.table.board, self.candidate.nomination);
        let told = fitting.into_iter().map(|it| {
            let label = Message::new("reviewer-choice")
                .with("name", self.table.name_of(it.id))
                .with("subject", it.subject.as_deref().unwrap_or_default())
                .with("load", it.load);
            Choice::new(it.id.to_string(), self.frame.tell(label), chosen)
        });
        told.collect()
    }
}

/// What a member chooses from, with what a deal weighs it as.
const LEVELS: [(i64, &str); 5] = [
    (20, "wish-gladly"),
    (10, "wish-rather"),
    (0, "wish-any"),
    (-10, "wish-rather-not"),
    (-20, "wish-not"),
];

/// Whom a member would like to review.
#[derive(Debug, Template)]
#[template(path = "selection/wishes.html")]
pub struct WishesPage {
    frame: Frame,
    running: Running,
    wishes: Vec<(Face, i64)>,
    can_change: bool,
    values: Values,
    problems: Problems,
}

impl WishesPage {
    /// For a member.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        round: RoundId,
        (values, errors): (&Values, &FieldErrors),
    ) -> Result<WishesPage, Error> {
        let wishes = wishes::list_own(conn, context, round)?;
        let running = rounds::store::load_running(conn, round)?;
        let may_change = running.may_now(Permission::AssignReviews, context.today());
        Ok(WishesPage {
            can_change: may_change.is_ok(),
            problems: errors.in_words(frame.words),
            values: values.clone(),
            wishes,
            running,
            frame,
        })
    }

    fn way(&self) -> Vec<Link> {
        vec![Link::new(self.frame.say("reviews-title"), "/reviews")]
    }

    fn title(&self, face: &Face) -> String {
        reviews::pages::title(&self.frame, face)
    }

    /// The five levels, of which the one as typed, or the nearest to what is kept, is chosen.
    fn levels(&self, index: impl Borrow<usize>, kept: impl Borrow<i64>) -> Vec<Choice> {
        let kept = *kept.borrow();
        let nearest = LEVELS.iter().min_by_key(|(it, _)| (it - kept).abs());
        let chosen = match self.values.all("wishes").get(*index.borrow()) {
            Some(typed) => typed.clone(),
            None => nearest.map_or_else(String::new, |(it, _)| it.to_string()),
        };
        let level = |(weight, key): &(i64, &'static str)| {
            Choice::new(weight.to_string(), self.frame.say(key), &chosen)
        };
        LEVELS.iter().map(level).collect()
    }
}
