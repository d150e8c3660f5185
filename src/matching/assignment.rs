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
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Everybody is served.
    Assigned {
        /// Pairs (member, candidate), by candidate and then member.
        pairs: Vec<(usize, usize)>,
        /// Sum of their preferences; the highest there is.
        total: i128,
    },
    /// It cannot be.
    Infeasible(Obstacle),
}

/// Why it cannot be, and the smallest change that would help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A candidate has too few members without conflict, whatever the loads.
    TooFewEligible {
        /// The candidate with the fewest.
        candidate: usize,
        /// Members who may review this candidate, besides those who do already.
        eligible: i64,
        /// The most reviews each that every candidate can have.
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
        (self.reviews_each - self.served(candidate)).max(0)
    }

    fn reviews_wanted(&self) -> i64 {
        (0..self.candidates).map(|it| self.lacking(it)).sum()
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
                    let cost = if has_preferences {
                        -wish.unwrap_or(0)
                    } else {
                        0
                    };
                    pairs.insert((member, candidate), network.add_edge(node, other, 1, cost));
                }
            }
        }
        for (&node, &load) in members.iter().zip(&problem.loads) {
            network.add_edge(node, sink, load, 0);
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
    let mut board = Board::new(problem, true);
    let found = board
        .network
        .send(board.source, board.sink, problem.reviews_wanted());
    if found.flow < problem.reviews_wanted() {
        return Outcome::Infeasible(obstacle(problem));
    }
    let mut pairs: Vec<(usize, usize)> = board
        .pairs
        .iter()
        .filter(|(_, edge)| board.network.flow_of(**edge) > 0)
        .map(|(&pair, _)| pair)
        .collect();
    pairs.sort_by_key(|&(member, candidate)| (candidate, member));
    Outcome::Assigned {
        pairs,
        total: -found.cost,
    }
}

fn obstacle(problem: &Problem) -> Obstacle {
    let eligible = |candidate: usize| {
        let members = 0..problem.loads.len();
        let count = members
            .filter(|&member| problem.is_allowed(member, candidate))
            .count();
        i64::try_from(count).unwrap_or(i64::MAX)
    };
    let possible = |candidate| eligible(candidate) + problem.served(candidate);
    let fewest = (0..problem.candidates).map(|it| (possible(it), it)).min();
    if let Some((reviews_possible, candidate)) = fewest
        && reviews_possible < problem.reviews_each
    {
        return Obstacle::TooFewEligible {
            candidate,
            eligible: eligible(candidate),
            reviews_possible,
        };
    }
    let (candidates, members, missing) = bottleneck(problem);
    Obstacle::LoadsTooSmall {
        candidates,
        members,
        missing,
        raises: smallest_raises(problem),
    }
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
                    prop_assert_eq!(reviews_possible, eligible + problem.served(candidate));
                    let mut relaxed = problem.clone();
                    relaxed.reviews_each = reviews_possible;
                    relaxed.loads = vec![100; problem.loads.len()];
                    prop_assert!(is_possible(&relaxed));
                    relaxed.reviews_each += 1;
                    prop_assert!(!is_possible(&relaxed));
                }
            }
        }
    }
}
