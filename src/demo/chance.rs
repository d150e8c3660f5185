//! Chance that is the same every time: a small generator (`SplitMix64`) from a fixed seed.
//!
//! Each thing draws from a stream of its own, named after it, so that one more draw in one place
//! leaves every other place as it was. Not for secrets.

use crate::secrets::sha256;

/// A stream of numbers that look random.
#[derive(Debug, Clone)]
pub struct Chance {
    state: u64,
}

impl Chance {
    /// The stream with this name.
    pub fn of(name: &str) -> Chance {
        let digest = sha256(name.as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        Chance {
            state: u64::from_be_bytes(first),
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, and not, the bound.
    pub fn below(&mut self, bound: usize) -> usize {
        debug_assert!(bound > 0, "there is a number below the bound");
        // The high half of the product: even enough for bounds far below 2^64.
        let product = u128::from(self.next()) * bound as u128;
        usize::try_from(product >> 64).unwrap_or(0)
    }

    /// A number of a range, both ends in it.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = usize::try_from(most - least).unwrap_or(0) + 1;
        least + i64::try_from(self.below(width)).unwrap_or(0)
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of several, all as likely.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of several, each as likely as its weight.
    pub fn weighted<'a, T>(&mut self, from: &'a [T], weight: impl Fn(&T) -> usize) -> &'a T {
        let sum: usize = from.iter().map(&weight).sum();
        let mut left = self.below(sum);
        for one in from {
            match left.checked_sub(weight(one)) {
                Some(rest) => left = rest,
                None => return one,
            }
        }
        unreachable!("what is left is below the sum of the weights")
    }

    /// Puts a list into another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            list.swap(end, self.below(end + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_the_same_every_time_and_unlike_the_others() {
        let draw = |name: &str| {
            let mut chance = Chance::of(name);
            [0; 8].map(|_: i32| chance.below(1000))
        };
        assert_eq!(draw("names"), draw("names"));
        assert_ne!(draw("names"), draw("courses"));
    }

    #[test]
    fn draws_stay_in_range_and_reach_both_ends() {
        let mut chance = Chance::of("range");
        let drawn: Vec<i64> = (0..500).map(|_| chance.between(-2, 2)).collect();
        for number in -2..=2 {
            assert!(drawn.contains(&number), "{number} was never drawn");
        }
        assert!(drawn.iter().all(|it| (-2..=2).contains(it)));
    }

    #[test]
    fn weights_weigh() {
        let mut chance = Chance::of("weights");
        let drawn: Vec<char> = (0..1000)
            .map(|_| {
                chance
                    .weighted(&[('a', 9), ('b', 1), ('c', 0)], |it| it.1)
                    .0
            })
            .collect();
        let count = |letter| drawn.iter().filter(|it| **it == letter).count();
        assert!((850..950).contains(&count('a')), "{}", count('a'));
        assert_eq!(count('c'), 0);
    }

    #[test]
    fn shuffling_keeps_everything() {
        let mut list: Vec<usize> = (0..100).collect();
        Chance::of("cards").shuffle(&mut list);
        assert_ne!(list, (0..100).collect::<Vec<_>>());
        list.sort_unstable();
        assert_eq!(list, (0..100).collect::<Vec<_>>());
    }
}
