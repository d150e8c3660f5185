//! Who reviews whom: the deal over wishes and expertise, and what stands against a single change.
//! Pure.
//!
//! Conflicts, the number of reviews and the loads are walls; expertise and wishes are weighed, and then
//! even loads. Wishes count in bands, and lots decide among equals, so that nobody can steer towards
//! one candidate by a finely tuned number.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::error::Error;
use crate::lots::lot;
use crate::matching::assignment::{self, Evenness, Outcome, Problem};
use crate::message::Message;
use crate::selection::committees::MemberId;
use crate::selection::nominations::NominationId;
use crate::selection::reviews::rules::ReviewState;

/// How much a member may want a candidate, from not at all to very much.
pub const WISHES: RangeInclusive<i64> = -20..=20;
/// Two bands, and one more: somebody of the subject comes before whoever only wishes.
const EXPERTISE: i64 = 3;
/// Lots are numbers below this.
const LOTS: u64 = 1_000;

/// A member as the deal sees one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// Who.
    pub id: MemberId,
    /// The member's subject.
    pub subject: Option<String>,
    /// Reviews that the member has, due or in.
    pub load: i64,
    /// Reviews that the member takes at most.
    pub load_max: i64,
}

impl Reviewer {
    /// Reviews that the member can take besides.
    pub fn room(&self) -> i64 {
        (self.load_max - self.load).max(0)
    }
}

/// What a member can be asked to review at most.
pub const LOADS: RangeInclusive<i64> = 1..=1_000;

/// A candidate as the deal sees one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// Who.
    pub id: NominationId,
    /// The candidate's subject.
    pub subject: Option<String>,
    /// Reviews that are due or in.
    pub reviews: i64,
}

/// Everything that a deal goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// Reviews of each candidate, exactly.
    pub reviews_each: i64,
    /// Reviews of a member at most, as the programme has it.
    pub load_max: i64,
    /// Members who serve.
    pub reviewers: Vec<Reviewer>,
    /// All candidates.
    pub candidates: Vec<Served>,
    /// How much a member wants a candidate; missing is 0.
    pub wishes: BTreeMap<(MemberId, NominationId), i64>,
    /// Who must not meet.
    pub barred: BTreeSet<(MemberId, NominationId)>,
    /// Who was brought together before, and how that stands.
    pub met: BTreeMap<(MemberId, NominationId), ReviewState>,
}

/// A deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deal {
    /// Who gets whom, by candidate.
    pub pairs: Vec<(MemberId, NominationId)>,
    /// Wishes and expertise together; no other deal has more.
    pub total: i64,
    /// What each member then has.
    pub loads: BTreeMap<MemberId, i64>,
}

/// Why no deal is possible, and the smallest change that would help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// The committee has fewer members than the programme wants reviews of one candidate.
    TooFewMembers {
        /// So many.
        members: i64,
        /// The most reviews that every candidate can have.
        reviews_possible: i64,
    },
    /// Conflicts leave a candidate too few members, whatever the loads.
    TooFewEligible {
        /// The candidate with the fewest.
        candidate: NominationId,
        /// Members who are left for that candidate.
        eligible: i64,
        /// The most reviews that every candidate can have.
        reviews_possible: i64,
    },
    /// The members who may review some candidates cannot carry them all.
    LoadsTooSmall {
        /// Those candidates.
        candidates: Vec<NominationId>,
        /// Those members.
        members: Vec<MemberId>,
        /// Reviews that are missing in all.
        missing: i64,
        /// A smallest set of higher loads: who, and by how much.
        raises: Vec<(MemberId, i64)>,
    },
}

/// Why reviews are not dealt out or changed; in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no candidate.
    NoCandidates,
    /// Nobody serves on the committee.
    NoMembers,
    /// Members would see names that the secretary has not covered yet.
    NotBlindYet {
        /// So many candidates.
        open: i64,
    },
    /// Every candidate has all reviews.
    NothingMissing,
    /// It cannot be.
    Infeasible(Obstacle),
    /// What was shown is not what would be kept: something changed in between.
    Changed,
    /// The member does not serve on this committee.
    DoesNotServe,
    /// Something stands between the two.
    Barred,
    /// The member has the candidate already.
    AlreadyTogether,
    /// The member declined this candidate.
    Declined,
    /// The candidate has all reviews.
    EnoughReviews {
        /// So many.
        each: i64,
    },
    /// The member has as many as one may have.
    LoadFull {
        /// So many.
        load_max: i64,
    },
    /// The review is in, or was taken away before.
    NotDue,
    /// Somebody will want to know why.
    ReasonMissing,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        if refusal == Refusal::ReasonMissing {
            return Error::input("reason", Message::new("workflow-reason-missing"));
        }
        Error::not_now(refusal.message())
    }
}

impl Refusal {
    /// The sentence for it.
    pub fn message(&self) -> Message {
        match self {
            Refusal::NoCandidates => Message::new("assignment-no-candidates"),
            Refusal::NoMembers => Message::new("assignment-no-members"),
            Refusal::NotBlindYet { open } => {
                Message::new("assignment-not-blind-yet").with("open", *open)
            }
            Refusal::NothingMissing => Message::new("assignment-nothing-missing"),
            Refusal::Infeasible(Obstacle::TooFewMembers {
                members,
                reviews_possible,
            }) => Message::new("assignment-too-few-members")
                .with("members", *members)
                .with("possible", *reviews_possible),
            Refusal::Infeasible(Obstacle::TooFewEligible {
                eligible,
                reviews_possible,
                ..
            }) => Message::new("assignment-too-few-eligible")
                .with("eligible", *eligible)
                .with("possible", *reviews_possible),
            Refusal::Infeasible(Obstacle::LoadsTooSmall { missing, .. }) => {
                Message::new("assignment-loads-too-small").with("missing", *missing)
            }
            Refusal::Changed => Message::new("assignment-changed"),
            Refusal::DoesNotServe => Message::new("assignment-does-not-serve"),
            Refusal::Barred => Message::new("assignment-barred"),
            Refusal::AlreadyTogether => Message::new("assignment-already-together"),
            Refusal::Declined => Message::new("assignment-declined-before"),
            Refusal::EnoughReviews { each } => {
                Message::new("assignment-enough-reviews").with("each", *each)
            }
            Refusal::LoadFull { load_max } => {
                Message::new("assignment-load-full").with("most", *load_max)
            }
            Refusal::NotDue => Message::new("assignment-not-due"),
            Refusal::ReasonMissing => Message::new("workflow-reason-missing"),
        }
    }
}

impl Refusal {
    /// Key of a sentence without facts, for a line of a long list.
    pub const fn short_key(&self) -> &'static str {
        match self {
            Refusal::NoCandidates => "assignment-line-no-candidate",
            Refusal::NoMembers | Refusal::DoesNotServe => "assignment-does-not-serve",
            Refusal::NotBlindYet { .. } => "review-not-blind-yet",
            Refusal::NothingMissing => "assignment-nothing-missing",
            Refusal::Infeasible(_) | Refusal::Changed => "assignment-changed",
            Refusal::Barred => "assignment-barred",
            Refusal::AlreadyTogether => "assignment-already-together",
            Refusal::Declined => "assignment-declined-before",
            Refusal::EnoughReviews { .. } => "assignment-line-enough",
            Refusal::LoadFull { .. } => "assignment-line-load-full",
            Refusal::NotDue => "assignment-not-due",
            Refusal::ReasonMissing => "workflow-reason-missing",
        }
    }
}

/// The band of a wish: so much of it counts.
pub fn band(wish: i64) -> i64 {
    match wish {
        ..=-11 => -2,
        -10..=-1 => -1,
        0 => 0,
        1..=10 => 1,
        11.. => 2,
    }
}

impl Board {
    /// What speaks for a member and a candidate.
    pub fn merit(&self, reviewer: &Reviewer, candidate: &Served) -> i64 {
        let wish = self.wishes.get(&(reviewer.id, candidate.id));
        let is_expert = reviewer.subject.is_some() && reviewer.subject == candidate.subject;
        band(wish.copied().unwrap_or(0)) + if is_expert { EXPERTISE } else { 0 }
    }

    /// Whether a review counts for its candidate: it is in, or due from somebody who serves; and nothing
    /// stands between the two.
    pub fn counts(&self, pair: (MemberId, NominationId), state: ReviewState) -> bool {
        let serves = || self.reviewers.iter().any(|it| it.id == pair.0);
        let is_done = state == ReviewState::Submitted;
        state.counts() && (is_done || serves()) && !self.barred.contains(&pair)
    }

    /// As if so many more reviews of a pair counted.
    pub fn count(&mut self, pair: (MemberId, NominationId), change: i64) {
        for reviewer in self.reviewers.iter_mut().filter(|it| it.id == pair.0) {
            reviewer.load += change;
        }
        for served in self.candidates.iter_mut().filter(|it| it.id == pair.1) {
            served.reviews += change;
        }
    }

    /// Reviews that are missing in all.
    pub fn missing(&self) -> i64 {
        let lacking = |it: &Served| (self.reviews_each - it.reviews).max(0);
        self.candidates.iter().map(lacking).sum()
    }

    fn may_meet(&self, pair: (MemberId, NominationId)) -> bool {
        let is_new =
            |state: Option<&ReviewState>| matches!(state, None | Some(ReviewState::Released));
        !self.barred.contains(&pair) && is_new(self.met.get(&pair))
    }

    fn problem(&self, seed: &[u8]) -> Problem {
        // So large that all lots together are less than one step between loads, and all such steps
        // together less than one band.
        let missing = self.missing();
        let price = missing * i64::try_from(LOTS).unwrap_or(i64::MAX) + 1;
        let most = self.reviewers.iter().map(|it| it.load).max().unwrap_or(0) + missing;
        let unit = price * (missing * most + 1);
        let mut problem = Problem {
            reviews_each: self.reviews_each,
            loads: self.reviewers.iter().map(Reviewer::room).collect(),
            candidates: self.candidates.len(),
            served: self
                .candidates
                .iter()
                .enumerate()
                .map(|(index, it)| (index, it.reviews))
                .collect(),
            preferences: BTreeMap::new(),
            conflicts: BTreeSet::new(),
            evenness: Some(Evenness {
                price,
                present: self.reviewers.iter().map(|it| it.load).collect(),
            }),
        };
        for (member, reviewer) in self.reviewers.iter().enumerate() {
            let own_seed = [seed, reviewer.id.0.as_bytes()].concat();
            for (candidate, served) in self.candidates.iter().enumerate() {
                if served.reviews >= self.reviews_each {
                    continue;
                }
                if self.may_meet((reviewer.id, served.id)) {
                    let lot = i64::try_from(lot(&own_seed, served.id.0) % LOTS).unwrap_or(0);
                    let weight = self.merit(reviewer, served) * unit + lot;
                    problem.preferences.insert((member, candidate), weight);
                } else {
                    problem.conflicts.insert((member, candidate));
                }
            }
        }
        problem
    }

    fn obstacle(&self, found: assignment::Obstacle) -> Obstacle {
        match found {
            assignment::Obstacle::TooFewMembers {
                members,
                reviews_possible,
            } => Obstacle::TooFewMembers {
                members,
                reviews_possible,
            },
            assignment::Obstacle::TooFewEligible {
                candidate,
                eligible,
                reviews_possible,
            } => Obstacle::TooFewEligible {
                candidate: self.candidates[candidate].id,
                eligible,
                reviews_possible,
            },
            assignment::Obstacle::LoadsTooSmall {
                candidates,
                members,
                missing,
                raises,
            } => Obstacle::LoadsTooSmall {
                candidates: candidates
                    .iter()
                    .map(|it| self.candidates[*it].id)
                    .collect(),
                members: members.iter().map(|it| self.reviewers[*it].id).collect(),
                missing,
                raises: raises
                    .iter()
                    .map(|(it, more)| (self.reviewers[*it].id, *more))
                    .collect(),
            },
        }
    }
}

/// Deals out what is missing: every candidate ends with exactly the reviews that the programme wants,
/// by different members, nobody beyond the load. Wishes and expertise are as high as they can be, then
/// loads as even; among equal deals the seed decides.
pub fn deal(board: &Board, seed: &[u8]) -> Result<Deal, Refusal> {
    if board.candidates.is_empty() {
        return Err(Refusal::NoCandidates);
    }
    if board.reviewers.is_empty() {
        return Err(Refusal::NoMembers);
    }
    if board.missing() == 0 {
        return Err(Refusal::NothingMissing);
    }
    let pairs = match assignment::assign(&board.problem(seed)) {
        Outcome::Assigned { pairs, .. } => pairs,
        Outcome::Infeasible(found) => return Err(Refusal::Infeasible(board.obstacle(found))),
    };
    let mut loads: BTreeMap<MemberId, i64> =
        board.reviewers.iter().map(|it| (it.id, it.load)).collect();
    let mut deal = Deal {
        pairs: Vec::with_capacity(pairs.len()),
        total: 0,
        loads: BTreeMap::new(),
    };
    for (member, candidate) in pairs {
        let (reviewer, served) = (&board.reviewers[member], &board.candidates[candidate]);
        deal.pairs.push((reviewer.id, served.id));
        deal.total += board.merit(reviewer, served);
        *loads.entry(reviewer.id).or_default() += 1;
    }
    deal.loads = loads;
    Ok(deal)
}

/// Whether one member may get one candidate.
pub fn may_add(board: &Board, pair: (MemberId, NominationId)) -> Result<(), Refusal> {
    let reviewer = board.reviewers.iter().find(|it| it.id == pair.0);
    let reviewer = reviewer.ok_or(Refusal::DoesNotServe)?;
    let served = board.candidates.iter().find(|it| it.id == pair.1);
    let served = served.ok_or(Refusal::NoCandidates)?;
    if board.barred.contains(&pair) {
        return Err(Refusal::Barred);
    }
    match board.met.get(&pair) {
        Some(ReviewState::Due | ReviewState::Submitted) => return Err(Refusal::AlreadyTogether),
        Some(ReviewState::Declined) => return Err(Refusal::Declined),
        Some(ReviewState::Released) | None => {}
    }
    if served.reviews >= board.reviews_each {
        let each = board.reviews_each;
        return Err(Refusal::EnoughReviews { each });
    }
    if reviewer.room() == 0 {
        let load_max = reviewer.load_max;
        return Err(Refusal::LoadFull { load_max });
    }
    Ok(())
}

/// Whether all reviews of a candidate that count may stay.
pub fn may_stay(board: &Board, candidate: NominationId) -> bool {
    let served = board.candidates.iter().find(|it| it.id == candidate);
    served.is_none_or(|it| it.reviews <= board.reviews_each)
}

/// Whether a review may be taken away from a member.
pub fn may_remove(state: Option<ReviewState>, reason: &str) -> Result<(), Refusal> {
    if state != Some(ReviewState::Due) {
        return Err(Refusal::NotDue);
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(())
}

/// Members who may get one more candidate, those who suit best and have least to do first.
pub fn suggestions(board: &Board, candidate: NominationId) -> Vec<&Reviewer> {
    let Some(served) = board.candidates.iter().find(|it| it.id == candidate) else {
        return Vec::new();
    };
    // Whether the candidate needs one more is another question.
    let open = |it: &&Reviewer| it.room() > 0 && board.may_meet((it.id, candidate));
    let mut fitting: Vec<&Reviewer> = board.reviewers.iter().filter(open).collect();
    fitting.sort_by_key(|it| (-board.merit(it, served), it.load, it.id));
    fitting
}

#[cfg(test)]
mod tests;
