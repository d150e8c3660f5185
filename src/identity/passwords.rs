//! Password hashing: argon2id, a bounded number at once, the same work for a login that is unknown.
//!
//! A hash takes tens of milliseconds and 19 MiB on purpose, so none is made inside a transaction,
//! and a crowd at the door waits its turn instead of filling the memory.

use std::sync::{Condvar, Mutex, OnceLock};
use std::time::{Duration, Instant};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use super::rules::normal_password;
use crate::error::Error;

/// Whoever waits longer than this for a turn is told to come back.
const WAIT_MAX: Duration = Duration::from_secs(20);

/// A password as it is kept. Only [`Passwords::hash`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashedPassword(String);

impl HashedPassword {
    /// As the table has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Hashes and verifies passwords.
pub struct Passwords {
    argon2: Argon2<'static>,
    /// Verified in place of the hash of an account that does not exist.
    nobody: OnceLock<String>,
    turns: Mutex<usize>,
    turn_ended: Condvar,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords")
    }
}

impl Passwords {
    /// For real use: 19 MiB, two passes, one lane (OWASP password storage, argon2id).
    pub fn new() -> Passwords {
        let turns = std::thread::available_parallelism().map_or(2, usize::from);
        Passwords::with(Params::new(19 * 1024, 2, 1, None), turns)
    }

    /// For tests: as little work as the algorithm allows.
    pub fn fast() -> Passwords {
        Passwords::with(Params::new(Params::MIN_M_COST, 1, 1, None), 2)
    }

    fn with(params: Result<Params, argon2::Error>, turns: usize) -> Passwords {
        let params = params.expect("constant parameters within argon2's limits");
        Passwords {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            nobody: OnceLock::new(),
            turns: Mutex::new(turns),
            turn_ended: Condvar::new(),
        }
    }

    /// Hashes a new password. Blocking; never inside a transaction.
    pub fn hash(&self, password: &str) -> Result<HashedPassword, Error> {
        let _turn = self.take_turn()?;
        let hash = self
            .argon2
            .hash_password(normal_password(password).as_bytes())
            .map_err(Error::fault)?;
        Ok(HashedPassword(hash.to_string()))
    }

    /// Whether a password is the one that was hashed. Without a hash it takes as long and says no.
    /// Blocking; never inside a transaction.
    pub fn is_right(&self, password: &str, hash: Option<&str>) -> Result<bool, Error> {
        let _turn = self.take_turn()?;
        let kept = hash.unwrap_or_else(|| self.nobody());
        let parsed = PasswordHash::new(kept).map_err(Error::fault)?;
        let verified = self
            .argon2
            .verify_password(normal_password(password).as_bytes(), &parsed);
        match verified {
            Ok(()) => Ok(hash.is_some()),
            Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(Error::fault(error)),
        }
    }

    fn nobody(&self) -> &str {
        self.nobody.get_or_init(|| {
            self.argon2
                .hash_password(&rand::random::<[u8; 32]>())
                .expect("a password of 32 bytes can be hashed")
                .to_string()
        })
    }

    fn take_turn(&self) -> Result<Turn<'_>, Error> {
        let until = Instant::now() + WAIT_MAX;
        let mut turns = self.turns.lock().expect("counting turns does not panic");
        while *turns == 0 {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Error::Busy);
            }
            turns = self
                .turn_ended
                .wait_timeout(turns, left)
                .expect("counting turns does not panic")
                .0;
        }
        *turns -= 1;
        Ok(Turn(self))
    }
}

impl Default for Passwords {
    fn default() -> Passwords {
        Passwords::new()
    }
}

/// The right to hash one password; given back when dropped, also after a panic.
struct Turn<'a>(&'a Passwords);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.turns.lock().expect("counting turns does not panic") += 1;
        self.0.turn_ended.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_right_or_wrong() {
        let passwords = Passwords::fast();
        let hash = passwords.hash("tiger-9-lantern").expect("hashed");
        assert!(hash.as_str().starts_with("$argon2id$v=19$"));
        let is_right = |typed, hash| passwords.is_right(typed, hash).expect("verified");
        assert!(is_right("tiger-9-lantern", Some(hash.as_str())));
        assert!(is_right(
            "ｔｉｇｅｒ－９－ｌａｎｔｅｒｎ",
            Some(hash.as_str())
        ));
        assert!(!is_right("tiger-9-lanterns", Some(hash.as_str())));
        assert!(!is_right("tiger-9-lantern", None));
        assert!(
            passwords
                .is_right("tiger-9-lantern", Some("rubbish"))
                .is_err()
        );
    }

    #[test]
    fn the_same_password_never_looks_the_same() {
        let passwords = Passwords::fast();
        let hash = || passwords.hash("tiger-9-lantern").expect("hashed");
        assert_ne!(hash(), hash());
    }

    #[test]
    fn in_earnest_a_hash_costs_what_owasp_asks_for() {
        let hash = Passwords::new().hash("tiger-9-lantern").expect("hashed");
        assert!(hash.as_str().contains("$m=19456,t=2,p=1$"), "{hash:?}");
    }

    #[test]
    fn a_turn_is_given_back() {
        let passwords = Passwords::fast();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| passwords.hash("tiger-9-lantern").expect("hashed"));
            }
        });
        assert_eq!(*passwords.turns.lock().expect("no panic"), 2);
    }
}
