//! Selection of specialist teachers (特级教师) and other programmes: the pure engines.
//!
//! [`apportion`] splits seats by largest remainder, [`tally`] counts ballots in exact integers,
//! and `matching::assignment` deals candidates out to members. `docs/selection-engines.md` tells
//! the formats of the command line. Not here yet: rounds, nominations and meetings.

pub mod apportion;
pub mod exchange;
pub mod tally;
