//! Secret ballots: who may cast what, when a ballot may be closed, and where candidates stand after
//! the counting. Pure.
//!
//! A first ballot is on everybody. Where more pass than there are seats, yes votes rank them; who is
//! tied at the last seats is voted on again, the tied alone, and nobody says yes to more of them than
//! there are seats left. Having passed, nobody has to pass again.

use std::collections::{BTreeMap, BTreeSet};

use super::Choice;
use crate::error::Error;
use crate::message::Message;
use crate::selection::tally::Ballots;

/// Why papers are not taken or not counted yet, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The ballot is over: no vote is taken late.
    Closed,
    /// The member was not in the room when the ballot was opened.
    NotAVoter,
    /// The member left the room since then, or serves no more.
    HasLeft,
    /// No paper says anything.
    NothingChosen,
    /// A paper on this candidate was cast before, and is not changed.
    AlreadyCast,
    /// Among the tied each is voted on at once, so that the yes votes can be counted.
    Incomplete,
    /// More yes votes than seats that are left.
    TooManyYes {
        /// Seats that are left.
        most: i64,
    },
    /// Fewer members have cast all their papers than a quorum needs: what is counted would be their
    /// vote and not the committee's, and could be told from the turnout.
    TooFewVoted {
        /// Who has, or has none to cast.
        voted: i64,
        /// A quorum.
        needed: i64,
    },
    /// Papers of members who may vote are missing, and no reason is given.
    PapersMissing {
        /// So many.
        count: i64,
    },
    /// A ballot is declared void without a reason.
    VoidReasonMissing,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        let on_paper = |message| Error::input("choices", message);
        match refusal {
            Refusal::Closed => Error::not_now(Message::new("ballot-closed")),
            Refusal::NotAVoter => Error::not_now(Message::new("ballot-not-a-voter")),
            Refusal::HasLeft => Error::not_now(Message::new("ballot-has-left")),
            Refusal::NothingChosen => on_paper(Message::new("ballot-nothing-chosen")),
            Refusal::AlreadyCast => Error::not_now(Message::new("ballot-already-cast")),
            Refusal::Incomplete => on_paper(Message::new("ballot-incomplete")),
            Refusal::TooManyYes { most } => {
                on_paper(Message::new("ballot-too-many-yes").with("most", most))
            }
            Refusal::TooFewVoted { voted, needed } => {
                let message = Message::new("ballot-too-few-voted").with("voted", voted);
                Error::not_now(message.with("needed", needed))
            }
            Refusal::PapersMissing { count } => {
                let missing = Message::new("ballot-papers-missing").with("count", count);
                Error::input("reason", missing)
            }
            Refusal::VoidReasonMissing => {
                Error::input("void_reason", Message::new("ballot-void-reason-missing"))
            }
        }
    }
}

/// A ballot as a member meets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voting<C> {
    /// Whether papers are taken.
    pub is_open: bool,
    /// Whether the member was in the room when it was opened.
    pub is_voter: bool,
    /// Whether the member is in the room and serves.
    pub is_here: bool,
    /// On whom the member may vote: nobody from whom the member is recused.
    pub candidates: BTreeSet<C>,
    /// On whom the member has voted.
    pub cast: BTreeSet<C>,
    /// Among the tied: seats that are left.
    pub yes_max: Option<i64>,
}

/// Whether a member may cast these papers. Whoever is no candidate for the member is not asked here:
/// the member is not to know.
pub fn may_cast<C: Ord + Copy>(
    voting: &Voting<C>,
    papers: &BTreeMap<C, Choice>,
) -> Result<(), Refusal> {
    if !voting.is_open {
        return Err(Refusal::Closed);
    }
    if !voting.is_voter {
        return Err(Refusal::NotAVoter);
    }
    if !voting.is_here {
        return Err(Refusal::HasLeft);
    }
    if papers.is_empty() {
        return Err(Refusal::NothingChosen);
    }
    if papers.keys().any(|it| voting.cast.contains(it)) {
        return Err(Refusal::AlreadyCast);
    }
    if let Some(most) = voting.yes_max {
        if !voting.candidates.iter().all(|it| papers.contains_key(it)) {
            return Err(Refusal::Incomplete);
        }
        let yes = papers.values().filter(|it| **it == Choice::Yes).count();
        if i64::try_from(yes).unwrap_or(i64::MAX) > most {
            return Err(Refusal::TooManyYes { most });
        }
    }
    Ok(())
}

/// How many have voted in a ballot; never what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turnout {
    /// Voters whose papers are all in the box; whoever is recused from everybody has none to cast.
    pub voted: i64,
    /// A quorum of the committee.
    pub needed: i64,
    /// Papers that may be cast and are not.
    pub papers_missing: i64,
}

/// Whether a ballot may be counted, but for a reason that it may need: a quorum of the committee has
/// voted, and did not only come.
pub fn may_count(is_open: bool, turnout: &Turnout) -> Result<(), Refusal> {
    if !is_open {
        return Err(Refusal::Closed);
    }
    let (voted, needed) = (turnout.voted, turnout.needed);
    if voted < needed {
        return Err(Refusal::TooFewVoted { voted, needed });
    }
    Ok(())
}

/// Whether a ballot may be closed: while papers of members who may vote are missing, with a reason
/// only, which the minutes keep. A missing paper is no yes.
pub fn may_close(is_open: bool, turnout: &Turnout, reason: &str) -> Result<(), Refusal> {
    may_count(is_open, turnout)?;
    let count = turnout.papers_missing;
    if count > 0 && reason.trim().is_empty() {
        return Err(Refusal::PapersMissing { count });
    }
    Ok(())
}

/// The reason for which an open ballot is declared void, tidied; the minutes keep it.
pub fn may_void(is_open: bool, reason: &str) -> Result<&str, Refusal> {
    if !is_open {
        return Err(Refusal::Closed);
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::VoidReasonMissing);
    }
    Ok(reason)
}

/// Whether the counts of a candidate tell what members voted to whoever knows who did: all say the same,
/// or so few were cast that each voter learns the others' by subtracting the own. No secret ballot can
/// hide that; its page says so.
pub fn gives_away(ballots: &Ballots) -> bool {
    let cast = [ballots.yes, ballots.no, ballots.abstain];
    let total: i64 = cast.iter().sum();
    total > 0 && (total < 3 || cast.contains(&total))
}

/// What was counted for a candidate in the first ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Yes votes.
    pub yes: i64,
    /// Whether that was enough.
    pub has_passed: bool,
}

/// Candidates who are tied at the last seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie<C> {
    /// Who.
    pub candidates: Vec<C>,
    /// Seats that are left for them.
    pub seats: usize,
}

/// Where candidates stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<C> {
    /// Who takes a seat, the most yes votes first.
    pub placed: Vec<C>,
    /// Who passed without a seat, with the place on the reserve list; equals share one.
    pub reserve: Vec<(C, i64)>,
    /// Who did not pass.
    pub not_passed: Vec<C>,
    /// Who is tied at the last seats. They lead the reserve list until a ballot tells; if none does,
    /// the seats stay empty.
    pub tie: Option<Tie<C>>,
}

/// Where candidates stand after the first ballot and those among the tied, in the order in which they
/// were held.
pub fn stand<C: Ord + Copy>(
    seats: usize,
    first: &BTreeMap<C, Counted>,
    among_tied: &[BTreeMap<C, i64>],
) -> Standing<C> {
    let (passed, failed): (Vec<_>, Vec<_>) = first.iter().partition(|(_, it)| it.has_passed);
    let passed: Vec<C> = passed
        .into_iter()
        .map(|(candidate, _)| *candidate)
        .collect();
    let mut ranked = vec![passed];
    split(&mut ranked, |candidate| {
        first.get(&candidate).map(|it| it.yes)
    });
    for ballot in among_tied {
        split(&mut ranked, |candidate| ballot.get(&candidate).copied());
    }
    let mut standing = Standing {
        placed: Vec::new(),
        reserve: Vec::new(),
        not_passed: failed
            .into_iter()
            .map(|(candidate, _)| *candidate)
            .collect(),
        tie: None,
    };
    for equals in ranked {
        let left = seats.saturating_sub(standing.placed.len());
        if equals.len() <= left && standing.reserve.is_empty() {
            standing.placed.extend(equals);
            continue;
        }
        if left > 0 && standing.reserve.is_empty() {
            standing.tie = Some(Tie {
                candidates: equals.clone(),
                seats: left,
            });
        }
        let rank = i64::try_from(standing.reserve.len() + 1).unwrap_or(i64::MAX);
        standing
            .reserve
            .extend(equals.into_iter().map(|it| (it, rank)));
    }
    standing
}

/// Splits groups of equals by their votes, the most first. A group of which somebody was not voted on
/// stays as it is.
fn split<C: Ord + Copy>(ranked: &mut Vec<Vec<C>>, votes: impl Fn(C) -> Option<i64>) {
    let mut after = Vec::new();
    for equals in ranked.drain(..) {
        let by_votes: Option<Vec<(i64, C)>> =
            equals.iter().map(|it| Some((votes(*it)?, *it))).collect();
        match by_votes {
            None => after.push(equals),
            Some(by_votes) => {
                let mut groups: BTreeMap<i64, Vec<C>> = BTreeMap::new();
                for (votes, candidate) in by_votes {
                    groups.entry(votes).or_default().push(candidate);
                }
                after.extend(groups.into_values().rev());
            }
        }
    }
    *ranked = after;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn voting() -> Voting<u8> {
        Voting {
            is_open: true,
            is_voter: true,
            is_here: true,
            candidates: [1, 2, 3].into(),
            cast: [3].into(),
            yes_max: None,
        }
    }

    #[test]
    fn papers_are_refused_in_order_of_precedence() {
        let yes = |ids: &[u8]| -> BTreeMap<u8, Choice> {
            ids.iter().map(|it| (*it, Choice::Yes)).collect()
        };
        let late = Voting {
            is_open: false,
            is_voter: false,
            ..voting()
        };
        let stranger = Voting {
            is_voter: false,
            is_here: false,
            ..voting()
        };
        let gone = Voting {
            is_here: false,
            ..voting()
        };
        let tied = Voting {
            cast: BTreeSet::new(),
            yes_max: Some(2),
            ..voting()
        };
        let with_abstention = [(1, Choice::Yes), (2, Choice::Yes), (3, Choice::Abstain)];
        for (voting, papers, answer) in [
            (&late, yes(&[]), Err(Refusal::Closed)),
            (&stranger, yes(&[1]), Err(Refusal::NotAVoter)),
            (&gone, yes(&[]), Err(Refusal::HasLeft)),
            (&voting(), yes(&[]), Err(Refusal::NothingChosen)),
            (&voting(), yes(&[1, 3]), Err(Refusal::AlreadyCast)),
            (&voting(), yes(&[1]), Ok(())),
            (&tied, yes(&[1, 2]), Err(Refusal::Incomplete)),
            (&tied, yes(&[1, 2, 3]), Err(Refusal::TooManyYes { most: 2 })),
            (&tied, with_abstention.into(), Ok(())),
        ] {
            assert_eq!(may_cast(voting, &papers), answer, "{papers:?}");
        }
    }

    #[test]
    fn missing_papers_need_a_reason() {
        let turnout = |voted, papers_missing| Turnout {
            voted,
            needed: 17,
            papers_missing,
        };
        let few = Refusal::TooFewVoted {
            voted: 16,
            needed: 17,
        };
        for (is_open, turnout, reason, answer) in [
            (false, turnout(1, 2), "", Err(Refusal::Closed)),
            (true, turnout(16, 2), "两位委员因病离会", Err(few)),
            (
                true,
                turnout(17, 2),
                " ",
                Err(Refusal::PapersMissing { count: 2 }),
            ),
            (true, turnout(17, 2), "两位委员因病离会", Ok(())),
            (true, turnout(19, 0), "", Ok(())),
        ] {
            assert_eq!(may_close(is_open, &turnout, reason), answer);
        }
    }

    #[test]
    fn a_ballot_is_void_for_a_reason() {
        assert_eq!(may_void(false, ""), Err(Refusal::Closed));
        assert_eq!(may_void(true, " "), Err(Refusal::VoidReasonMissing));
        assert_eq!(may_void(true, " 停电 "), Ok("停电"));
    }

    #[test]
    fn counts_that_give_choices_away_are_known() {
        for (yes, no, abstain, answer) in [
            (0, 0, 0, false),
            (1, 1, 0, true),
            (0, 0, 7, true),
            (7, 0, 0, true),
            (2, 1, 0, false),
        ] {
            let ballots = Ballots { yes, no, abstain };
            assert_eq!(gives_away(&ballots), answer, "{ballots:?}");
        }
    }

    fn first(counted: &[(u8, i64)], needed: i64) -> BTreeMap<u8, Counted> {
        let one = |&(candidate, yes): &(u8, i64)| {
            let has_passed = yes >= needed;
            (candidate, Counted { yes, has_passed })
        };
        counted.iter().map(one).collect()
    }

    #[test]
    fn seats_go_by_yes_votes_and_ties_at_the_last_one_are_voted_on_again() {
        let counted = first(&[(1, 20), (2, 25), (3, 18), (4, 20), (5, 20), (6, 9)], 17);
        let standing = stand(2, &counted, &[]);
        assert_eq!(standing.placed, [2]);
        let tie = standing.tie.expect("three are tied for one seat");
        assert_eq!((tie.candidates, tie.seats), (vec![1, 4, 5], 1));
        assert_eq!(standing.reserve, [(1, 1), (4, 1), (5, 1), (3, 4)]);
        assert_eq!(standing.not_passed, [6]);

        let again = stand(2, &counted, &[[(1, 10), (4, 10), (5, 5)].into()]);
        assert_eq!(again.tie.map(|it| it.candidates), Some(vec![1, 4]));
        let ballots = [[(1, 10), (4, 10), (5, 5)].into(), [(1, 12), (4, 13)].into()];
        let settled = stand(2, &counted, &ballots);
        assert_eq!((settled.placed, settled.tie), (vec![2, 4], None));
        assert_eq!(settled.reserve, [(1, 1), (5, 2), (3, 3)]);
    }

    #[test]
    fn a_seat_may_stay_empty() {
        let standing = stand(5, &first(&[(1, 20), (2, 3)], 17), &[]);
        assert_eq!((standing.placed, standing.not_passed), (vec![1], vec![2]));
        assert_eq!((standing.reserve, standing.tie), (vec![], None));
    }

    fn counts() -> impl Strategy<Value = BTreeMap<u8, Counted>> {
        proptest::collection::btree_map(0_u8..12, 0_i64..12, 0..10).prop_map(|it| {
            let counted: Vec<(u8, i64)> = it.into_iter().collect();
            first(&counted, 5)
        })
    }

    proptest! {
        #[test]
        fn everybody_stands_somewhere_once(
            seats in 0_usize..6,
            counted in counts(),
            again in proptest::collection::btree_map(0_u8..12, 0_i64..4, 0..10),
        ) {
            let standing = stand(seats, &counted, &[again]);
            prop_assert!(standing.placed.len() <= seats);
            let reserve = standing.reserve.iter().map(|(it, _)| *it);
            let mut all: Vec<u8> = standing.placed.iter().copied().chain(reserve)
                .chain(standing.not_passed.iter().copied()).collect();
            all.sort_unstable();
            prop_assert_eq!(all, counted.keys().copied().collect::<Vec<_>>());
            for placed in &standing.placed {
                for (reserve, _) in &standing.reserve {
                    prop_assert!(counted[placed].yes >= counted[reserve].yes);
                }
            }
        }

        #[test]
        fn one_more_yes_never_costs_a_seat(seats in 0_usize..6, counted in counts()) {
            let before = stand(seats, &counted, &[]);
            for lucky in &before.placed {
                let mut after = counted.clone();
                let more = Counted { yes: counted[lucky].yes + 1, has_passed: true };
                after.insert(*lucky, more);
                prop_assert!(stand(seats, &after, &[]).placed.contains(lucky));
            }
        }
    }
}
