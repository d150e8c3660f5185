//! Seats by largest remainder (最大余额法), within floors and caps, with the arithmetic shown.
//!
//! Each name gets its proportional share, held between its floor and its cap: whoever would fall
//! below a floor or rise above a cap is fixed there, and the rest is shared anew. Whole parts come
//! first; the seats that are left go to the largest remainders, ties to the larger weight and then
//! to the name that comes first. All in exact fractions.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Seats, weights and limits by name. Nothing is negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Seats to share.
    pub seats: i64,
    /// Weight of each name: teachers, schools.
    pub weights: BTreeMap<String, i64>,
    /// At least so many for a name; missing is 0.
    pub floors: BTreeMap<String, i64>,
    /// At most so many for a name; missing is no limit.
    pub caps: BTreeMap<String, i64>,
}

/// One line of the arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The share would have been below the floor.
    FixedAtFloor {
        /// Who.
        name: String,
        /// The floor.
        seats: i64,
    },
    /// The share would have been above the cap.
    FixedAtCap {
        /// Who.
        name: String,
        /// The cap.
        seats: i64,
    },
    /// The share: `numerator / denominator`, of which `whole` seats at once.
    Share {
        /// Who.
        name: String,
        /// Weight times the seats that were free.
        numerator: i128,
        /// Sum of the weights that were free.
        denominator: i128,
        /// Whole seats.
        whole: i64,
        /// What remains of the numerator.
        remainder: i128,
    },
    /// One of the seats that were left.
    ByRemainder {
        /// Who.
        name: String,
    },
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Seats by name; their sum is what was to share.
    pub seats: BTreeMap<String, i64>,
    /// How it came about.
    pub steps: Vec<Step>,
}

/// Why seats cannot be shared so, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Impossible {
    /// Nobody to share among.
    NoNames,
    /// A floor or cap for a name without weight.
    UnknownName {
        /// Where: `floors` or `caps`.
        list: &'static str,
        /// Which.
        name: String,
    },
    /// A number below 0.
    Negative {
        /// Where: `seats`, `weights`, `floors` or `caps`.
        list: &'static str,
        /// Whose; none for the seats.
        name: Option<String>,
    },
    /// A floor above its own cap.
    FloorAboveCap {
        /// Whose.
        name: String,
    },
    /// The floors alone need more seats than there are.
    FloorsAboveSeats {
        /// Their sum.
        floors: i64,
    },
    /// The caps leave seats that nobody may take.
    CapsBelowSeats {
        /// The most that can be given.
        possible: i64,
    },
}

/// Shares the seats.
pub fn apportion(problem: &Problem) -> Result<Shared, Impossible> {
    check(problem)?;
    let mut seats = BTreeMap::new();
    let mut steps = Vec::new();
    let mut free: BTreeMap<&str, i64> = problem
        .weights
        .iter()
        .map(|(name, weight)| (name.as_str(), *weight))
        .collect();
    let mut left = problem.seats;
    while let Some(fixed) = next_to_fix(problem, &free, left) {
        for step in fixed {
            let (Step::FixedAtFloor { name, seats: fixed }
            | Step::FixedAtCap { name, seats: fixed }) = &step
            else {
                continue;
            };
            left -= fixed;
            free.remove(name.as_str());
            seats.insert(name.clone(), *fixed);
            steps.push(step);
        }
    }
    share_by_remainder(&free, left, &mut seats, &mut steps);
    Ok(Shared { seats, steps })
}

fn floor_of(problem: &Problem, name: &str) -> i64 {
    problem.floors.get(name).copied().unwrap_or(0)
}

fn cap_of(problem: &Problem, name: &str) -> i64 {
    problem.caps.get(name).copied().unwrap_or(problem.seats)
}

fn check(problem: &Problem) -> Result<(), Impossible> {
    if problem.weights.is_empty() {
        return Err(Impossible::NoNames);
    }
    for (list, entries) in [("floors", &problem.floors), ("caps", &problem.caps)] {
        if let Some(name) = entries
            .keys()
            .find(|name| !problem.weights.contains_key(*name))
        {
            return Err(Impossible::UnknownName {
                list,
                name: name.clone(),
            });
        }
    }
    if problem.seats < 0 {
        return Err(Impossible::Negative {
            list: "seats",
            name: None,
        });
    }
    for (list, entries) in [
        ("weights", &problem.weights),
        ("floors", &problem.floors),
        ("caps", &problem.caps),
    ] {
        if let Some((name, _)) = entries.iter().find(|(_, number)| **number < 0) {
            return Err(Impossible::Negative {
                list,
                name: Some(name.clone()),
            });
        }
    }
    let names = || problem.weights.keys();
    if let Some(name) = problem
        .caps
        .iter()
        .find(|(name, cap)| floor_of(problem, name) > **cap)
        .map(|(name, _)| name.clone())
    {
        return Err(Impossible::FloorAboveCap { name });
    }
    let floors = names().fold(0_i64, |sum, name| {
        sum.saturating_add(floor_of(problem, name))
    });
    if floors > problem.seats {
        return Err(Impossible::FloorsAboveSeats { floors });
    }
    // Who has no weight gets the floor and no more.
    let possible = problem.weights.iter().fold(0_i64, |sum, (name, weight)| {
        let most = if *weight > 0 {
            cap_of(problem, name)
        } else {
            floor_of(problem, name)
        };
        sum.saturating_add(most)
    });
    if possible < problem.seats {
        return Err(Impossible::CapsBelowSeats { possible });
    }
    Ok(())
}

/// Who has to be fixed before the rest is shared; `None` when every share lies within its limits.
///
/// If the floors ask for more than the caps give back, the floors hold for good, and the other way
/// round; only when both weigh the same may both be fixed.
fn next_to_fix(problem: &Problem, free: &BTreeMap<&str, i64>, left: i64) -> Option<Vec<Step>> {
    let weight: i128 = free.values().map(|it| i128::from(*it)).sum();
    let left = i128::from(left);
    let (mut below, mut above) = (Vec::new(), Vec::new());
    let (mut missing, mut beyond) = (0_i128, 0_i128);
    for (&name, &own) in free {
        // Both sides times the sum of weights, to stay in whole numbers; without any weight all
        // shares are nothing.
        let (share, scale) = if weight == 0 {
            (0, 1)
        } else {
            (i128::from(own) * left, weight)
        };
        let (floor, cap) = (floor_of(problem, name), cap_of(problem, name));
        if share < i128::from(floor) * scale {
            missing += i128::from(floor) * scale - share;
            below.push(Step::FixedAtFloor {
                name: name.to_owned(),
                seats: floor,
            });
        } else if share > i128::from(cap) * scale {
            beyond += share - i128::from(cap) * scale;
            above.push(Step::FixedAtCap {
                name: name.to_owned(),
                seats: cap,
            });
        }
    }
    match missing.cmp(&beyond) {
        std::cmp::Ordering::Greater => Some(below),
        std::cmp::Ordering::Less => Some(above),
        std::cmp::Ordering::Equal if below.is_empty() && above.is_empty() => None,
        std::cmp::Ordering::Equal => Some(below.into_iter().chain(above).collect()),
    }
}

fn share_by_remainder(
    free: &BTreeMap<&str, i64>,
    left: i64,
    seats: &mut BTreeMap<String, i64>,
    steps: &mut Vec<Step>,
) {
    let weight: i128 = free.values().map(|it| i128::from(*it)).sum();
    let mut given = 0;
    let mut remainders = Vec::new();
    for (&name, &own) in free {
        let numerator = i128::from(own) * i128::from(left);
        let denominator = weight.max(1);
        let whole = i64::try_from(numerator / denominator).expect("at most the seats");
        let remainder = numerator % denominator;
        given += whole;
        seats.insert(name.to_owned(), whole);
        remainders.push((Reverse(remainder), Reverse(own), name));
        let name = name.to_owned();
        steps.push(Step::Share {
            name,
            numerator,
            denominator,
            whole,
            remainder,
        });
    }
    remainders.sort_unstable();
    let seats_left = usize::try_from(left - given).unwrap_or(0);
    for (_, _, name) in remainders.into_iter().take(seats_left) {
        *seats.entry(name.to_owned()).or_default() += 1;
        steps.push(Step::ByRemainder {
            name: name.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Entries<'a> = &'a [(&'a str, i64)];

    fn problem(
        seats: i64,
        weights: Entries<'_>,
        floors: Entries<'_>,
        caps: Entries<'_>,
    ) -> Problem {
        let map = |entries: Entries<'_>| {
            entries
                .iter()
                .map(|(name, number)| ((*name).to_owned(), *number))
                .collect()
        };
        Problem {
            seats,
            weights: map(weights),
            floors: map(floors),
            caps: map(caps),
        }
    }

    fn shared(problem: &Problem) -> Vec<i64> {
        apportion(problem)
            .expect("possible")
            .seats
            .into_values()
            .collect()
    }

    #[test]
    fn the_largest_remainders_get_what_is_left() {
        // Shares of 10: 4.7, 3.3, 2.0: one seat is left and goes to the largest remainder.
        assert_eq!(
            shared(&problem(10, &[("a", 47), ("b", 33), ("c", 20)], &[], &[])),
            [5, 3, 2]
        );
    }

    #[test]
    fn a_tie_goes_to_the_larger_weight_then_to_the_name() {
        // Shares of 1: all remainders 1/3 apart from weight.
        assert_eq!(shared(&problem(1, &[("b", 1), ("a", 1)], &[], &[])), [1, 0]);
        // 2 seats, weights 3 and 1: shares 1.5 and 0.5, the same remainder.
        assert_eq!(shared(&problem(2, &[("a", 1), ("b", 3)], &[], &[])), [0, 2]);
    }

    #[test]
    fn floors_and_caps_bind_and_the_rest_is_shared_anew() {
        assert_eq!(
            shared(&problem(
                10,
                &[("a", 90), ("b", 5), ("c", 5)],
                &[("b", 1), ("c", 1)],
                &[]
            )),
            [8, 1, 1]
        );
        assert_eq!(
            shared(&problem(
                10,
                &[("a", 90), ("b", 6), ("c", 4)],
                &[],
                &[("a", 4)]
            )),
            [4, 4, 2]
        );
    }

    #[test]
    fn what_cannot_be_says_why() {
        let weights: Entries<'_> = &[("a", 1), ("b", 1)];
        for (problem, reason) in [
            (problem(1, &[], &[], &[]), Impossible::NoNames),
            (
                problem(1, weights, &[("z", 1)], &[]),
                Impossible::UnknownName {
                    list: "floors",
                    name: "z".to_owned(),
                },
            ),
            (
                problem(-1, weights, &[], &[]),
                Impossible::Negative {
                    list: "seats",
                    name: None,
                },
            ),
            (
                problem(1, &[("a", -1)], &[], &[]),
                Impossible::Negative {
                    list: "weights",
                    name: Some("a".to_owned()),
                },
            ),
            (
                problem(5, weights, &[("a", 3)], &[("a", 2)]),
                Impossible::FloorAboveCap {
                    name: "a".to_owned(),
                },
            ),
            (
                problem(5, weights, &[("a", 3), ("b", 3)], &[]),
                Impossible::FloorsAboveSeats { floors: 6 },
            ),
            (
                problem(5, weights, &[], &[("a", 2), ("b", 2)]),
                Impossible::CapsBelowSeats { possible: 4 },
            ),
            (
                problem(5, &[("a", 1), ("b", 0)], &[("b", 1)], &[("a", 2)]),
                Impossible::CapsBelowSeats { possible: 3 },
            ),
        ] {
            assert_eq!(apportion(&problem), Err(reason));
        }
    }

    proptest! {
        #[test]
        fn every_seat_is_given_once_and_within_the_limits(
            seats in 0..60_i64,
            entries in proptest::collection::vec((0..50_i64, 0..6_i64, 0..20_i64), 1..8),
        ) {
            let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
            let part = |pick: fn(&(i64, i64, i64)) -> i64| {
                names.iter().zip(&entries).map(|(name, it)| ((*name).to_owned(), pick(it))).collect()
            };
            let problem = Problem {
                seats,
                weights: part(|it| it.0),
                floors: part(|it| it.1),
                caps: part(|it| it.1 + it.2),
            };
            let Ok(shared) = apportion(&problem) else { return Ok(()) };
            prop_assert_eq!(shared.seats.values().sum::<i64>(), seats);
            for (name, given) in &shared.seats {
                prop_assert!(problem.floors[name] <= *given && *given <= problem.caps[name]);
            }
        }

        #[test]
        fn without_limits_nobody_is_a_whole_seat_from_the_share(
            seats in 0..100_i64,
            weights in proptest::collection::btree_map("[a-f]{1,2}", 1..1000_i64, 1..8),
        ) {
            let sum: i64 = weights.values().sum();
            let problem = Problem {
                seats,
                weights: weights.clone(),
                floors: BTreeMap::new(),
                caps: BTreeMap::new(),
            };
            let shared = apportion(&problem).expect("possible");
            for (name, given) in shared.seats {
                prop_assert!((given * sum - weights[&name] * seats).abs() < sum);
            }
        }
    }
}
