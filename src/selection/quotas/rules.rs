//! Sharing places out, and the arithmetic in words. Pure.

use std::collections::BTreeMap;

use super::{Dimension, Share};
use crate::error::FieldErrors;
use crate::message::Message;
use crate::selection::apportion::{Impossible, Problem, Shared, Step, apportion};
use crate::selection::rounds::RoundId;

/// A line of the form: floor and cap as they were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// Whose.
    pub key: String,
    /// At least; empty is none.
    pub floor: String,
    /// At most; empty is no limit.
    pub cap: String,
}

/// Floor and, where there is one, cap, by key.
pub type Limits = BTreeMap<String, (i64, Option<i64>)>;

/// Floors and caps by key, or what is wrong with the form.
pub fn read(lines: &[Typed]) -> Result<Limits, FieldErrors> {
    let mut limits = BTreeMap::new();
    for line in lines {
        let number = |text: &str| match text.trim() {
            "" => Ok(None),
            text => text.parse().ok().filter(|it| *it >= 0).map(Some).ok_or(()),
        };
        let wrong = |field| {
            let message = Message::new("quota-not-a-number").with("key", line.key.as_str());
            FieldErrors::one(field, message)
        };
        let floor = number(&line.floor)
            .map_err(|()| wrong("floors"))?
            .unwrap_or(0);
        let cap = number(&line.cap).map_err(|()| wrong("caps"))?;
        limits.insert(line.key.clone(), (floor, cap));
    }
    Ok(limits)
}

/// The engine's problem behind some shares.
pub fn problem(shares: &[Share], places: i64) -> Problem {
    let of = |pick: &dyn Fn(&Share) -> Option<i64>| {
        let picked = shares
            .iter()
            .filter_map(|it| Some((it.key.clone(), pick(it)?)));
        picked.collect()
    };
    Problem {
        seats: places,
        weights: of(&|it| Some(it.weight)),
        floors: of(&|it| (it.floor > 0).then_some(it.floor)),
        caps: of(&|it| it.cap),
    }
}

/// Shares places out by the teachers of each, within floors and caps.
pub fn share_out(
    round: RoundId,
    dimension: Dimension,
    places: i64,
    weights: &BTreeMap<String, i64>,
    limits: &Limits,
) -> Result<Vec<Share>, Impossible> {
    let mut shares: Vec<Share> = weights
        .iter()
        .map(|(key, weight)| {
            let (floor, cap) = limits.get(key).copied().unwrap_or_default();
            Share {
                round_id: round,
                dimension,
                key: key.clone(),
                weight: *weight,
                floor,
                cap,
                places: 0,
            }
        })
        .collect();
    let shared = apportion(&problem(&shares, places))?;
    for share in &mut shares {
        share.places = shared.seats[&share.key];
    }
    Ok(shares)
}

/// Works the shares out once more from what is stored with them.
pub fn again(shares: &[Share]) -> Result<Shared, Impossible> {
    apportion(&problem(shares, shares.iter().map(|it| it.places).sum()))
}

impl From<Impossible> for Message {
    fn from(impossible: Impossible) -> Message {
        match impossible {
            Impossible::NoNames => Message::new("quota-nobody"),
            Impossible::UnknownName { name, .. } => {
                Message::new("quota-unknown-name").with("key", name)
            }
            Impossible::Negative { .. } => Message::new("quota-negative"),
            Impossible::FloorAboveCap { name } => {
                Message::new("quota-floor-above-cap").with("key", name)
            }
            Impossible::FloorsAboveSeats { floors } => {
                Message::new("quota-floors-above-places").with("floors", floors)
            }
            Impossible::CapsBelowSeats { possible } => {
                Message::new("quota-caps-below-places").with("possible", possible)
            }
        }
    }
}

/// A line of the arithmetic in words; `name` tells what a key is called.
pub fn words(step: &Step, name: &dyn Fn(&str) -> String) -> Message {
    // Teachers times places of a city fit easily; a number that does not is shown as the largest.
    let shown = |number: i128| i64::try_from(number).unwrap_or(i64::MAX);
    match step {
        Step::FixedAtFloor { name: key, seats } => Message::new("quota-step-floor")
            .with("name", name(key))
            .with("places", *seats),
        Step::FixedAtCap { name: key, seats } => Message::new("quota-step-cap")
            .with("name", name(key))
            .with("places", *seats),
        Step::Share {
            name: key,
            numerator,
            denominator,
            whole,
            remainder,
        } => Message::new("quota-step-share")
            .with("name", name(key))
            .with("numerator", shown(*numerator))
            .with("denominator", shown(*denominator))
            .with("whole", *whole)
            .with("remainder", shown(*remainder)),
        Step::ByRemainder { name: key } => {
            Message::new("quota-step-remainder").with("name", name(key))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(key: &str, floor: &str, cap: &str) -> Typed {
        Typed {
            key: key.to_owned(),
            floor: floor.to_owned(),
            cap: cap.to_owned(),
        }
    }

    #[test]
    fn what_is_typed_is_read_or_refused_by_field() {
        let limits = read(&[line("440106", " 2 ", ""), line("", "", "5")]).expect("numbers");
        assert_eq!(limits["440106"], (2, None));
        assert_eq!(limits[""], (0, Some(5)));
        for (floor, cap, field) in [
            ("-1", "", "floors"),
            ("二", "", "floors"),
            ("", "1.5", "caps"),
        ] {
            let errors = read(&[line("440106", floor, cap)]).expect_err("no number");
            assert_eq!(errors.0[0].0, field);
        }
    }

    #[test]
    fn floors_and_caps_that_cannot_be_kept_say_so() {
        let weights = BTreeMap::from([("a".to_owned(), 3), ("b".to_owned(), 1)]);
        let share = |floor, cap| {
            let limits = BTreeMap::from([("a".to_owned(), (floor, cap))]);
            let round = RoundId::new();
            share_out(round, Dimension::District, 4, &weights, &limits).map_err(Message::from)
        };
        let places = share(0, None).expect("nothing in the way");
        assert_eq!(
            places.iter().map(|it| it.places).collect::<Vec<_>>(),
            [3, 1]
        );
        assert_eq!(
            share(5, None).map_err(|it| it.key),
            Err("quota-floors-above-places")
        );
        assert_eq!(
            share(3, Some(2)).map_err(|it| it.key),
            Err("quota-floor-above-cap")
        );
    }

    proptest! {
        /// What is stored follows again from what is stored with it.
        #[test]
        fn shares_follow_again_from_themselves(
            weights in prop::collection::btree_map("[a-h]", 0_i64..5_000, 1..8),
            floor in 0_i64..3,
            places in 30_i64..200,
        ) {
            prop_assume!(weights.values().sum::<i64>() > 0);
            let limits = weights.keys().map(|key| (key.clone(), (floor, None))).collect();
            let shares =
                share_out(RoundId::new(), Dimension::District, places, &weights, &limits)
                    .expect("floors far below the places");
            prop_assert_eq!(shares.iter().map(|it| it.places).sum::<i64>(), places);
            let again = again(&shares).expect("it was possible before");
            for share in shares {
                prop_assert!(share.places >= floor);
                prop_assert_eq!(again.seats[&share.key], share.places);
            }
        }
    }
}
