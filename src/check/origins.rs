//! Whether the cases and the ledger tell the same story: a completion that says "posted" has its
//! hours posted, one that waits has them pending, and no transfer came from nowhere.
//!
//! Ten million completions are not kept in memory. Each transfer adds a weight that nobody can
//! guess to a sum, each completion takes away the weight that its state stands for; when every sum
//! is zero, the two agree. Where a sum is not zero, its few thousand cases are read once more and
//! told apart. Claims are fewer and have rounds, so they are kept as they are.

use crate::hours::Hours;
use crate::ledger::{Category, OriginId};
use crate::people::PersonId;

use super::hash::{IdMap, mix};

/// What became of the hours of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// They wait for an office.
    Waiting,
    /// They are in the teacher's account, or in the one over a cap.
    Posted,
    /// They were refused.
    TurnedDown,
    /// Nobody decided in time.
    Expired,
    /// They were posted, and taken back.
    Undone,
}

/// Hours of one case by what became of them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Fates {
    /// See [`Fate::Waiting`].
    pub waiting: Hours,
    /// See [`Fate::Posted`].
    pub posted: Hours,
    /// See [`Fate::TurnedDown`].
    pub turned_down: Hours,
    /// See [`Fate::Expired`].
    pub expired: Hours,
    /// See [`Fate::Undone`].
    pub undone: Hours,
}

impl Fates {
    /// All hours met one fate.
    pub fn all(fate: Fate, hours: Hours) -> Fates {
        let mut fates = Fates::default();
        *fates.of_mut(fate) = hours;
        fates
    }

    fn of_mut(&mut self, fate: Fate) -> &mut Hours {
        match fate {
            Fate::Waiting => &mut self.waiting,
            Fate::Posted => &mut self.posted,
            Fate::TurnedDown => &mut self.turned_down,
            Fate::Expired => &mut self.expired,
            Fate::Undone => &mut self.undone,
        }
    }
}

impl std::fmt::Display for Fates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> = [
            ("waiting", self.waiting),
            ("posted", self.posted),
            ("turned down", self.turned_down),
            ("expired", self.expired),
            ("undone", self.undone),
        ]
        .into_iter()
        .filter(|(_, hours)| *hours != Hours::ZERO)
        .map(|(name, hours)| format!("{hours} {name}"))
        .collect();
        f.write_str(if parts.is_empty() { "nothing" } else { "" })?;
        f.write_str(&parts.join(", "))
    }
}

/// Whose hours, of which case and class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Story {
    origin: OriginId,
    holder: PersonId,
    year: i32,
    category: Category,
}

impl Story {
    /// As a transfer or a case has it.
    pub fn of(origin: OriginId, holder: PersonId, year: i32, category: Category) -> Story {
        Story {
            origin,
            holder,
            year,
            category,
        }
    }
}

/// Sums that are kept apart, so that few cases must be read again when one is not zero.
const SUMS: usize = 4096;
/// So many of them are looked into.
const SUMS_READ_AGAIN: usize = 64;

/// The sums, and the claims.
#[derive(Debug)]
pub struct Origins {
    // Made anew for each check: nobody can make up rows whose weights cancel out.
    key: [u64; 2],
    sums: Vec<u64>,
    claims: IdMap<OriginId, Fates>,
}

impl Default for Origins {
    fn default() -> Origins {
        Origins {
            key: rand::random(),
            sums: vec![0; SUMS],
            claims: IdMap::default(),
        }
    }
}

impl Origins {
    /// A claim: its hours are kept apart.
    pub fn note_claim(&mut self, claim: OriginId) {
        self.claims.insert(claim, Fates::default());
    }

    /// What became of a claim's hours, by the ledger.
    pub fn claim(&self, claim: OriginId) -> Fates {
        self.claims.get(&claim).copied().unwrap_or_default()
    }

    /// The ledger says this of a case.
    pub fn add(&mut self, story: &Story, fate: Fate, hours: Hours) {
        match self.claims.get_mut(&story.origin) {
            Some(fates) => *fates.of_mut(fate) += hours,
            None => self.weigh(story, fate, hours),
        }
    }

    /// A completion says this of itself.
    pub fn take_away(&mut self, story: &Story, fate: Fate, hours: Hours) {
        self.weigh(story, fate, -hours);
    }

    fn weigh(&mut self, story: &Story, fate: Fate, hours: Hours) {
        let weight = self.weight(story, fate);
        let sum = &mut self.sums[index(story.origin)];
        *sum = sum.wrapping_add(weight.wrapping_mul(hours.0.cast_unsigned()));
    }

    fn weight(&self, story: &Story, fate: Fate) -> u64 {
        let (origin, holder) = (story.origin.0.as_u64_pair(), story.holder.0.as_u64_pair());
        let year = u64::from(story.year.cast_unsigned());
        let rest = (year << 16) | ((story.category as u64) << 8) | fate as u64;
        [origin.0, origin.1, holder.0, holder.1, rest]
            .into_iter()
            .fold(self.key[0], |sum, word| mix(sum ^ word, self.key[1] | 1))
    }

    /// The cases to be told apart, if ledger and completions disagree anywhere.
    pub fn disputed(&self) -> Option<Disputed> {
        let sums: Vec<usize> = (0..SUMS)
            .filter(|&it| self.sums[it] != 0)
            .take(SUMS_READ_AGAIN)
            .collect();
        (!sums.is_empty()).then_some(Disputed { sums })
    }

    /// Whether a case is a claim.
    pub fn is_claim(&self, origin: OriginId) -> bool {
        self.claims.contains_key(&origin)
    }
}

/// The cases behind sums that are not zero.
#[derive(Debug)]
pub struct Disputed {
    sums: Vec<usize>,
}

impl Disputed {
    /// Whether a case is one of them.
    pub fn contains(&self, origin: OriginId) -> bool {
        self.sums.contains(&index(origin))
    }
}

/// The last bits of an identifier are random.
fn index(origin: OriginId) -> usize {
    usize::try_from(origin.0.as_u128() % SUMS as u128).expect("less than the number of sums")
}
