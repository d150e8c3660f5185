//! Hashing for a check that looks up tens of millions of identifiers. Made by ourselves and mostly
//! random, they need no defence against crafted keys; the standard hasher took a tenth of the time.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map keyed by identifiers.
pub(super) type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// A set of identifiers.
pub(super) type IdSet<K> = HashSet<K, BuildHasherDefault<IdHasher>>;

const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Multiplies to twice the width, and folds the halves: every bit of both reaches every bit.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the lower half is what is wanted"
)]
pub(super) fn mix(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high
}

/// Folds what it is given, eight bytes at a time.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = mix(self.0 ^ word, ODD);
    }

    fn write_i32(&mut self, word: i32) {
        self.write_u64(u64::from(word.cast_unsigned()));
    }

    // The length of an identifier is always the same.
    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0
    }
}
