//! Wrong tries with logins that nobody has, and tries and questions from one address: counted in
//! memory.
//!
//! An unknown login waits as a known one does, so that waiting tells nobody which logins exist.
//! Known accounts count in the database, where a restart forgets nothing.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::TimeDelta;

use super::rules::{later, wait_after};
use crate::db::At;
use crate::secrets::sha256;

/// So many are remembered; then the oldest half is forgotten.
const REMEMBERED_MAX: usize = 20_000;
/// From one address so many wrong tries pass for one wrong try with an account: a whole school may
/// sit behind one address.
const TRIES_PER_ADDRESS: i64 = 20;
/// So many objections, or wrong receipts, from one address pass for one wrong try with an account.
const OBJECTIONS_PER_TRY: i64 = 3;
/// So many numbers of certificates asked for from one address pass for one wrong try with an account.
/// Numbers follow one another, so that a right one is no sign of having it.
const NUMBERS_PER_TRY: i64 = 20;
/// A count that nobody added to for so long is over.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(2);

#[derive(Debug, Clone, Copy)]
struct Count {
    wrong: i64,
    last_at: At,
}

/// Wrong tries by what was tried, for this process.
#[derive(Debug, Default)]
pub struct Tries {
    counts: Mutex<HashMap<[u8; 32], Count>>,
}

/// What a count is kept for.
#[derive(Debug, Clone, Copy)]
pub enum Tried<'a> {
    /// A login that no account has.
    Login(&'a str),
    /// The address that a request came from.
    Address(&'a str),
    /// The address that objections to public notices come from: anybody may object, not flood.
    Objector(&'a str),
    /// The address that certificates are checked from: anybody may check one, not list them.
    Checker(&'a str),
}

impl Tried<'_> {
    fn key(self) -> [u8; 32] {
        match self {
            Tried::Login(login) => sha256(format!("login {login}").as_bytes()),
            Tried::Address(address) => sha256(format!("address {address}").as_bytes()),
            Tried::Objector(address) => sha256(format!("objector {address}").as_bytes()),
            Tried::Checker(address) => sha256(format!("checker {address}").as_bytes()),
        }
    }

    /// When the wait ends that so many wrong tries have earned.
    fn locked_until(self, count: Count) -> Option<At> {
        let wrong = match self {
            Tried::Login(_) => count.wrong,
            Tried::Address(_) => count.wrong / TRIES_PER_ADDRESS,
            Tried::Objector(_) => count.wrong / OBJECTIONS_PER_TRY,
            Tried::Checker(_) => count.wrong / NUMBERS_PER_TRY,
        };
        wait_after(wrong).map(|wait| later(count.last_at, wait))
    }
}

impl Tries {
    /// Until when this has to wait, if it does.
    pub fn locked_until(&self, tried: Tried<'_>, now: At) -> Option<At> {
        let counts = self.counts.lock().expect("counting does not panic");
        let count = counts.get(&tried.key())?;
        tried.locked_until(*count).filter(|until| *until > now)
    }

    /// Counts one more wrong try.
    pub fn add_wrong(&self, tried: Tried<'_>, now: At) {
        let mut counts = self.counts.lock().expect("counting does not panic");
        if counts.len() >= REMEMBERED_MAX {
            forget_oldest_half(&mut counts);
        }
        let fresh = Count {
            wrong: 0,
            last_at: now,
        };
        let count = counts.entry(tried.key()).or_insert(fresh);
        if later(count.last_at, FORGOTTEN_AFTER) < now {
            *count = fresh;
        }
        count.wrong += 1;
        count.last_at = now;
    }
}

fn forget_oldest_half(counts: &mut HashMap<[u8; 32], Count>) {
    let mut times: Vec<At> = counts.values().map(|count| count.last_at).collect();
    times.sort_unstable();
    let middle = times[times.len() / 2];
    counts.retain(|_, count| count.last_at > middle);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> At {
        At::from_micros(second * 1_000_000).expect("in range")
    }

    #[test]
    fn an_unknown_login_waits_like_a_known_one() {
        let tries = Tries::default();
        let login = Tried::Login("nobody");
        for _ in 0..4 {
            tries.add_wrong(login, at(0));
        }
        assert_eq!(tries.locked_until(login, at(0)), None);
        tries.add_wrong(login, at(0));
        assert_eq!(tries.locked_until(login, at(0)), Some(at(60)));
        assert_eq!(tries.locked_until(login, at(60)), None);
        assert_eq!(tries.locked_until(Tried::Login("other"), at(0)), None);
        tries.add_wrong(login, at(60));
        assert_eq!(tries.locked_until(login, at(60)), Some(at(180)));
    }

    #[test]
    fn a_school_behind_one_address_may_err_often() {
        let tries = Tries::default();
        let address = Tried::Address("10.0.0.1");
        for _ in 0..99 {
            tries.add_wrong(address, at(0));
        }
        assert_eq!(tries.locked_until(address, at(0)), None);
        tries.add_wrong(address, at(0));
        assert_eq!(tries.locked_until(address, at(0)), Some(at(60)));
    }

    #[test]
    fn old_counts_are_forgotten() {
        let tries = Tries::default();
        let login = Tried::Login("nobody");
        for _ in 0..5 {
            tries.add_wrong(login, at(0));
        }
        tries.add_wrong(login, at(3 * 3600));
        assert_eq!(tries.locked_until(login, at(3 * 3600)), None);
        for second in 0..i64::try_from(REMEMBERED_MAX).expect("small") + 10 {
            tries.add_wrong(Tried::Login(&second.to_string()), at(second));
        }
        let counted = tries.counts.lock().expect("no panic").len();
        assert!(counted <= REMEMBERED_MAX);
    }
}
