//! Drawing lots that anybody can repeat: a seed is committed to by its hash before anybody could know
//! what it draws, and opened at the draw. Pure; who keeps the sealed seed is the feature's business.

use uuid::Uuid;

use crate::secrets::sha256;

/// The commitment to a seed: its SHA-256.
pub fn commitment(seed: &[u8]) -> [u8; 32] {
    sha256(seed)
}

/// The lot that something draws: the first eight bytes of SHA-256 over the seed and the sixteen
/// bytes of its id, as a number between 0 and 2^64.
pub fn lot(seed: &[u8], id: Uuid) -> u64 {
    let digest = sha256(&[seed, id.as_bytes()].concat());
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    u64::from_be_bytes(first)
}

/// Things in the order of their lots; equal lots, which nobody will see, by id.
pub fn in_order<T>(seed: &[u8], mut things: Vec<T>, id: impl Fn(&T) -> Uuid) -> Vec<T> {
    things.sort_by_cached_key(|it| (lot(seed, id(it)), id(it)));
    things
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::hex;

    /// Worked out with `sha256sum`: whoever verifies a draw must come to the same.
    #[test]
    fn a_draw_that_anybody_can_repeat() {
        let seed = [7; 32];
        let first = lot(&seed, Uuid::from_u128(1));
        assert_eq!(hex(&first.to_be_bytes()), "c4ed02e0334c3b64");
        assert_eq!(
            hex(&commitment(&seed)),
            "4bb06f8e4e3a7715d201d573d0aa423762e55dabd61a2c02278fa56cc6d294e0"
        );
    }

    #[test]
    fn the_order_depends_on_the_seed_and_not_on_the_list() {
        let ids: Vec<Uuid> = (0..20).map(Uuid::from_u128).collect();
        let backwards: Vec<Uuid> = ids.iter().rev().copied().collect();
        let drawn = in_order(&[1; 32], ids.clone(), |it| *it);
        assert_eq!(drawn, in_order(&[1; 32], backwards, |it| *it));
        assert_ne!(drawn, in_order(&[2; 32], ids, |it| *it));
    }
}
