//! How a round moves, and which completions a seed takes. Pure, and the same for everybody: whoever
//! knows the seed can work out the sample.

use crate::credit_bank::completions::CompletionId;
use crate::error::Error;
use crate::lots::lot;
use crate::message::{Fact, Message};

crate::text_enum!(
    /// How far a round is.
    AuditState {
        /// Its commitment is public, its seed sealed.
        Open => "open",
        /// Its seed is public, its sample fixed.
        Drawn => "drawn",
        /// Everything drawn was decided.
        Closed => "closed",
    }
);

impl AuditState {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            AuditState::Open => "audit-state-open",
            AuditState::Drawn => "audit-state-drawn",
            AuditState::Closed => "audit-state-closed",
        }
    }
}

/// What may happen to a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The seed is opened and the sample taken.
    Draw,
    /// The last completion of the sample was decided.
    Close,
}

/// Why a round cannot be opened or moved, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not from this state.
    WrongState(AuditState),
    /// Another round of the district is still open.
    AnotherIsOpen,
    /// Nothing is confirmed that could be drawn.
    NothingToDraw,
}

impl Refusal {
    /// The sentence for it.
    pub fn message(self) -> Message {
        match self {
            Refusal::WrongState(state) => {
                Message::new("audit-wrong-state").with("state", Fact::Key(state.name_key()))
            }
            Refusal::AnotherIsOpen => Message::new("audit-another-is-open"),
            Refusal::NothingToDraw => Message::new("audit-nothing-to-draw"),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::not_now(refusal.message())
    }
}

/// Where a step leads.
pub fn next(state: AuditState, step: Step) -> Result<AuditState, Refusal> {
    use AuditState::*;
    match (state, step) {
        (Open, Step::Draw) => Ok(Drawn),
        (Drawn, Step::Close) => Ok(Closed),
        (Open | Drawn | Closed, _) => Err(Refusal::WrongState(state)),
    }
}

/// DESIGN: the share that a new round proposes, in thousandths. No rule on this was found.
pub const SHARE_PERMILLE_USUAL: i32 = 50;

/// Whether a seed takes a completion: its lot lies below the round's share, times the completion's
/// weight. Both are in thousandths, so the comparison is exact.
pub fn is_sampled(seed: &[u8], completion: CompletionId, weight: i32, share_permille: i32) -> bool {
    let chance = u128::from(weight.unsigned_abs()) * u128::from(share_permille.unsigned_abs());
    let lot = u128::from(lot(seed, completion.0));
    lot * 1_000_000 < chance << 64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_step_from_every_state() {
        use AuditState::*;
        for &state in AuditState::ALL {
            for step in [Step::Draw, Step::Close] {
                let expected = match (state, step) {
                    (Open, Step::Draw) => Ok(Drawn),
                    (Drawn, Step::Close) => Ok(Closed),
                    _ => Err(Refusal::WrongState(state)),
                };
                assert_eq!(next(state, step), expected, "{state} {step:?}");
            }
        }
    }

    #[test]
    fn a_share_of_all_takes_all_and_a_larger_weight_takes_more() {
        let seed = [1; 32];
        let taken = |weight, share| {
            (0..10_000_u128)
                .filter(|it| is_sampled(&seed, CompletionId(Uuid::from_u128(*it)), weight, share))
                .count()
        };
        assert_eq!(taken(1_000, 1_000), 10_000);
        assert_eq!(taken(2_500, 1_000), 10_000);
        // 5 % of 10,000, give or take five standard deviations.
        assert!((391..=609).contains(&taken(1_000, 50)));
        assert!((850..=1_150).contains(&taken(2_000, 50)));
        assert_eq!(taken(1_000, 0), 0);
    }

    proptest! {
        /// A completion that is taken stays taken when its weight or the share grows.
        #[test]
        fn more_weight_or_share_never_lets_one_go(
            seed in prop::array::uniform32(0_u8..),
            id in 0_u128..,
            weight in 0_i32..3_000,
            share in 0_i32..1_000,
        ) {
            let id = CompletionId(Uuid::from_u128(id));
            if is_sampled(&seed, id, weight, share) {
                prop_assert!(is_sampled(&seed, id, weight + 1, share));
                prop_assert!(is_sampled(&seed, id, weight, share + 1));
            }
        }
    }
}
