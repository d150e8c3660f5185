//! Deals candidates out to committee members: exactly `reviews_each` reviews for each candidate, by
//! different members without conflict, nobody above one's load, and the sum of preferences as high
//! as it can be. What cannot be is explained, with the smallest change that would help.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::flow::{Edge, Network, Node};

/// What is asked. Members and candidates are numbered from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Reviews of each candidate.
    pub reviews_each: i64,
    /// The most that each member takes.
    pub loads: Vec<i64>,
    /// How many candidates there are.
    pub candidates: usize,
    /// Reviews that a candidate has already, which count; missing is 0.
    pub served: BTreeMap<usize, i64>,
    /// How much a member wants a candidate; missing is 0.
    pub preferences: BTreeMap<(usize, usize), i64>,
    /// Pairs (member, candidate) that must not meet.
    pub conflicts: BTreeSet<(usize, usize)>,
    /// How even loads are to be; none asks for preferences alone.
    pub evenness: Option<Evenness>,
}

/// A price on uneven loads: a member's next review costs so much for each that the member has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evenness {
    /// The price, in preference.
    pub price: i64,
    /// What each member has already.
    pub present: Vec<i64>,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Everybody is served.
    Assigned {
        /// Pairs (member, candidate), by candidate and then member.
        pairs: Vec<(usize, usize)>,
        /// Sum of their preferences; the highest there is, or with a price on uneven loads the highest
        /// less that price.
        total: i128,
    },
    /// It cannot be.
    Infeasible(Obstacle),
}

/// Why it cannot be, and the smallest change that would help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// There are fewer members than reviews of one candidate, whatever anybody's load.
    TooFewMembers {
        /// So many.
        members: i64,
        /// The most reviews each that every candidate can have, loads and all.
        reviews_possible: i64,
    },
    /// Conflicts leave a candidate too few members, whatever the loads.
    TooFewEligible {
        /// The candidate with the fewest.
        candidate: usize,
        /// Members who may review this candidate, besides those who do already.
        eligible: i64,
        /// The most reviews each that every candidate can have, loads and all.
        reviews_possible: i64,
    },
    /// The members who may review a group of candidates cannot carry them all.
    LoadsTooSmall {
        /// The candidates that compete for the same members.
        candidates: Vec<usize>,
        /// Those members.
        members: Vec<usize>,
        /// Reviews that are missing in all.
        missing: i64,
        /// A smallest set of higher loads: member and by how much.
        raises: Vec<(usize, i64)>,
    },
}

impl Problem {
    fn is_allowed(&self, member: usize, candidate: usize) -> bool {
        !self.conflicts.contains(&(member, candidate))
    }

    fn served(&self, candidate: usize) -> i64 {
        self.served.get(&candidate).copied().unwrap_or(0)
    }

    /// Reviews that a candidate still lacks.
    fn lacking(&self, candidate: usize) -> i64 {
        self.reviews_each
            .saturating_sub(self.served(candidate))
            .max(0)
    }

    /// Reviews that are missing in all. No candidate lacks more than there are members once
    /// [`too_few`] found none: the sum fits.
    fn reviews_wanted(&self) -> i64 {
        (0..self.candidates).map(|it| self.lacking(it)).sum()
    }

    /// Members who may review a candidate, besides those who do already.
    fn eligible(&self, candidate: usize) -> i64 {
        let members = 0..self.loads.len();
        let allowed = members.filter(|&member| self.is_allowed(member, candidate));
        i64::try_from(allowed.count()).unwrap_or(i64::MAX)
    }

    /// Whether it can be, with so many reviews of each candidate.
    fn is_feasible_with(&self, reviews_each: i64) -> bool {
        let problem = Problem {
            reviews_each,
            ..self.clone()
        };
        let mut board = Board::new(&problem, false);
        let wanted = problem.reviews_wanted();
        board.network.send(board.source, board.sink, wanted).flow == wanted
    }

    /// The most reviews each that can be, `most` at most. Fewer reviews are never harder.
    fn reviews_possible(&self, most: i64) -> i64 {
        let (mut possible, mut impossible) = (0, most.saturating_add(1));
        while impossible - possible > 1 {
            let middle = possible + (impossible - possible) / 2;
            if self.is_feasible_with(middle) {
                possible = middle;
            } else {
                impossible = middle;
            }
        }
        possible
    }
}

/// The network of a problem: source → candidate → member → sink.
struct Board {
    network: Network,
    source: Node,
    sink: Node,
    candidates: Vec<Node>,
    members: Vec<Node>,
    pairs: HashMap<(usize, usize), Edge>,
}

impl Board {
    fn new(problem: &Problem, has_preferences: bool) -> Board {
        let mut network = Network::new();
        let source = network.add_node();
        let sink = network.add_node();
        let candidates: Vec<Node> = (0..problem.candidates)
            .map(|_| network.add_node())
            .collect();
        let members: Vec<Node> = problem.loads.iter().map(|_| network.add_node()).collect();
        let mut pairs = HashMap::new();
        for (candidate, &node) in candidates.iter().enumerate() {
            network.add_edge(source, node, problem.lacking(candidate), 0);
            for (member, &other) in members.iter().enumerate() {
                if problem.is_allowed(member, candidate) {
                    let wish = problem.preferences.get(&(member, candidate)).copied();
                    let wish = wish.filter(|_| has_preferences);
                    let cost = -i128::from(wish.unwrap_or(0));
                    pairs.insert((member, candidate), network.add_edge(node, other, 1, cost));
                }
            }
        }
        // Nobody reviews a candidate twice.
        let most = i64::try_from(problem.candidates).unwrap_or(i64::MAX);
        for (member, (&node, &load)) in members.iter().zip(&problem.loads).enumerate() {
            let load = load.min(most);
            match problem.evenness.as_ref().filter(|_| has_preferences) {
                None => {
                    network.add_edge(node, sink, load, 0);
                }
                Some(Evenness { price, present }) => {
                    let next = present[member]..present[member].saturating_add(load);
                    for has in next {
                        network.add_edge(node, sink, 1, i128::from(*price) * i128::from(has));
                    }
                }
            }
        }
        Board {
            network,
            source,
            sink,
            candidates,
            members,
            pairs,
        }
    }
}

/// Finds the best assignment, or the reason why there is none.
pub fn assign(problem: &Problem) -> Outcome {
    if let Some(obstacle) = too_few(problem) {
        return Outcome::Infeasible(obstacle);
    }
    let mut board = Board::new(problem, true);
    let found = board
        .network
        .send(board.source, board.sink, problem.reviews_wanted());
    if found.flow < problem.reviews_wanted() {
        let (candidates, members, missing) = bottleneck(problem);
        return Outcome::Infeasible(Obstacle::LoadsTooSmall {
            candidates,
            members,
            missing,
            raises: smallest_raises(problem),
        });
    }
    let mut pairs: Vec<(usize, usize)> = board
        .pairs
        .iter()
        .filter(|(_, edge)| board.network.flow_of(**edge) > 0)
        .map(|(&pair, _)| pair)
        .collect();
    pairs.sort_by_key(|&(member, candidate)| (candidate, member));
    let wishes = pairs.iter().filter_map(|it| problem.preferences.get(it));
    Outcome::Assigned {
        total: wishes.map(|it| i128::from(*it)).sum(),
        pairs,
    }
}

/// Whether there are too few members for a candidate, whatever they may carry.
fn too_few(problem: &Problem) -> Option<Obstacle> {
    let lacks = |candidate: &usize| problem.lacking(*candidate) > problem.eligible(*candidate);
    (0..problem.candidates).find(lacks)?;
    let possible = |candidate| {
        let served = problem.served(candidate);
        problem.eligible(candidate).saturating_add(served)
    };
    let fewest = (0..problem.candidates).map(|it| (possible(it), it)).min();
    let (possible, candidate) = fewest?;
    let reviews_possible = problem.reviews_possible(possible);
    let members = i64::try_from(problem.loads.len()).unwrap_or(i64::MAX);
    if possible >= members {
        return Some(Obstacle::TooFewMembers {
            members,
            reviews_possible,
        });
    }
    Some(Obstacle::TooFewEligible {
        candidate,
        eligible: problem.eligible(candidate),
        reviews_possible,
    })
}

/// The candidates and members on the source's side of a smallest cut.
fn bottleneck(problem: &Problem) -> (Vec<usize>, Vec<usize>, i64) {
    let mut board = Board::new(problem, false);
    let found = board
        .network
        .send(board.source, board.sink, problem.reviews_wanted());
    let side = board.network.reachable(board.source);
    let inside = |nodes: &[Node]| {
        let numbered = nodes.iter().enumerate();
        numbered
            .filter(|(_, node)| Network::is_in(&side, **node))
            .map(|(it, _)| it)
            .collect()
    };
    (
        inside(&board.candidates),
        inside(&board.members),
        problem.reviews_wanted() - found.flow,
    )
}

/// The fewest additional reviews that make it possible: each costs one, what is there is free.
fn smallest_raises(problem: &Problem) -> Vec<(usize, i64)> {
    let mut board = Board::new(problem, false);
    let beyond: Vec<Edge> = board
        .members
        .clone()
        .into_iter()
        .map(|node| {
            board
                .network
                .add_edge(node, board.sink, problem.reviews_wanted(), 1)
        })
        .collect();
    board
        .network
        .send(board.source, board.sink, problem.reviews_wanted());
    beyond
        .into_iter()
        .map(|edge| board.network.flow_of(edge))
        .enumerate()
        .filter(|(_, raise)| *raise > 0)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn problems() -> impl Strategy<Value = Problem> {
        (
            1..=3_i64,
            proptest::collection::vec(0..=3_i64, 1..=4),
            1..=4_usize,
        )
            .prop_flat_map(|(reviews_each, loads, candidates)| {
                let members = loads.len();
                let pair = (0..members, 0..candidates);
                (
                    proptest::collection::btree_map(pair.clone(), -5..=5_i64, 0..=10),
                    proptest::collection::btree_set(pair, 0..=4),
                    proptest::collection::btree_map(0..candidates, 0..=3_i64, 0..=2),
                )
                    .prop_map(move |(preferences, conflicts, served)| Problem {
                        reviews_each,
                        loads: loads.clone(),
                        candidates,
                        served,
                        preferences,
                        conflicts,
                        evenness: None,
                    })
            })
    }

    /// The best total by trying everything, candidate after candidate.
    fn by_force(problem: &Problem, candidate: usize, loads: &mut Vec<i64>) -> Option<i128> {
        if candidate == problem.candidates {
            return Some(0);
        }
        let mut best: Option<i128> = None;
        for choice in 0_u32..1 << loads.len() {
            let chosen: Vec<usize> = (0..loads.len())
                .filter(|member| choice & (1 << member) != 0)
                .collect();
            let fits = i64::from(choice.count_ones()) == problem.lacking(candidate)
                && chosen
                    .iter()
                    .all(|&it| loads[it] > 0 && problem.is_allowed(it, candidate));
            if !fits {
                continue;
            }
            for &it in &chosen {
                loads[it] -= 1;
            }
            let rest = by_force(problem, candidate + 1, loads);
            for &it in &chosen {
                loads[it] += 1;
            }
            let wishes: i64 = chosen
                .iter()
                .map(|&it| {
                    problem
                        .preferences
                        .get(&(it, candidate))
                        .copied()
                        .unwrap_or(0)
                })
                .sum();
            best = best.max(rest.map(|rest| rest + i128::from(wishes)));
        }
        best
    }

    fn assert_keeps_the_rules(problem: &Problem, pairs: &[(usize, usize)]) {
        let unique: BTreeSet<_> = pairs.iter().collect();
        assert_eq!(
            unique.len(),
            pairs.len(),
            "a member reviews a candidate once"
        );
        for candidate in 0..problem.candidates {
            let reviews = pairs.iter().filter(|(_, it)| *it == candidate).count();
            assert_eq!(i64::try_from(reviews), Ok(problem.lacking(candidate)));
        }
        for (member, &load) in problem.loads.iter().enumerate() {
            let reviews = pairs.iter().filter(|(it, _)| *it == member).count();
            assert!(i64::try_from(reviews).expect("few") <= load);
        }
        assert!(pairs.iter().all(|pair| !problem.conflicts.contains(pair)));
    }

    /// With so many reviews each it can be, and with one more it cannot.
    fn assert_most(problem: &Problem, reviews_each: i64) {
        for (each, is_possible) in [(reviews_each, true), (reviews_each + 1, false)] {
            let relaxed = Problem {
                reviews_each: each,
                ..problem.clone()
            };
            let answer = assign(&relaxed);
            let found = matches!(answer, Outcome::Assigned { .. });
            assert_eq!(found, is_possible, "{each} each: {answer:?}");
        }
    }

    #[test]
    fn numbers_at_the_end_of_the_range_are_numbers() {
        let base = Problem {
            reviews_each: i64::MAX,
            loads: vec![i64::MAX; 2],
            candidates: 2,
            served: BTreeMap::new(),
            preferences: BTreeMap::from([((0, 0), i64::MIN), ((1, 1), i64::MAX)]),
            conflicts: BTreeSet::new(),
            evenness: None,
        };
        let expected = Obstacle::TooFewMembers {
            members: 2,
            reviews_possible: 2,
        };
        assert_eq!(assign(&base), Outcome::Infeasible(expected));
        let both = Problem {
            reviews_each: 2,
            ..base
        };
        let Outcome::Assigned { pairs, total } = assign(&both) else {
            panic!("two members, two reviews each");
        };
        assert_eq!((pairs.len(), total), (4, -1));
    }

    proptest! {
        #[test]
        fn no_assignment_is_better(problem in problems()) {
            let best = by_force(&problem, 0, &mut problem.loads.clone());
            match assign(&problem) {
                Outcome::Assigned { pairs, total } => {
                    assert_keeps_the_rules(&problem, &pairs);
                    prop_assert_eq!(Some(total), best);
                }
                Outcome::Infeasible(_) => prop_assert_eq!(best, None),
            }
        }

        #[test]
        fn the_smallest_relaxation_helps_and_a_smaller_one_does_not(problem in problems()) {
            let Outcome::Infeasible(obstacle) = assign(&problem) else { return Ok(()) };
            let is_possible =
                |problem: &Problem| matches!(assign(problem), Outcome::Assigned { .. });
            match obstacle {
                Obstacle::LoadsTooSmall { raises, missing, candidates, members } => {
                    prop_assert!(!candidates.is_empty());
                    prop_assert!(missing > 0);
                    let mut relaxed = problem.clone();
                    for (member, raise) in &raises {
                        prop_assert!(members.contains(member) || !members.is_empty());
                        relaxed.loads[*member] += raise;
                    }
                    prop_assert!(is_possible(&relaxed));
                    let sum: i64 = raises.iter().map(|(_, raise)| raise).sum();
                    prop_assert_eq!(sum, missing, "each raise brings exactly one review");
                }
                Obstacle::TooFewEligible { reviews_possible, eligible, candidate } => {
                    prop_assert!(reviews_possible <= eligible + problem.served(candidate));
                    prop_assert!(problem.reviews_each > eligible + problem.served(candidate));
                    assert_most(&problem, reviews_possible);
                }
                Obstacle::TooFewMembers { reviews_possible, members } => {
                    prop_assert_eq!(usize::try_from(members), Ok(problem.loads.len()));
                    prop_assert!(members < problem.reviews_each);
                    assert_most(&problem, reviews_possible);
                }
            }
        }
    }
}
