//! What every action is told: who acts, when, with which form, in which house.

use std::cell::Cell;
use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::access::Actor;
use crate::clock::day_of;
use crate::db::At;
use crate::evidence::Vault;
use crate::identity::passwords::Passwords;
use crate::identity::tries::Tries;
use crate::secrets::Keys;
use crate::workflow::calendar::Calendar;

/// What does not change while the program runs.
#[derive(Debug)]
pub struct House {
    /// Keys for identity numbers, form tokens and sealed seeds.
    pub keys: Keys,
    /// Where evidence files are kept.
    pub vault: Vault,
    /// Working days, for deadlines.
    pub calendar: Calendar,
    /// Hashes passwords, a bounded number at once.
    pub passwords: Passwords,
    /// Wrong sign-ins that no account counts.
    pub tries: Tries,
}

impl House {
    /// A house with the shipped calendar.
    pub fn new(keys: Keys, vault: Vault) -> House {
        let calendar = Calendar::from_toml(include_str!("../seeds/holidays.toml"))
            .expect("the shipped calendar is tested");
        House {
            keys,
            vault,
            calendar,
            passwords: Passwords::new(),
            tries: Tries::default(),
        }
    }
}

/// Who acts, when, and with which form.
#[derive(Debug, Clone)]
pub struct Context {
    /// Who acts.
    pub actor: Actor,
    /// When: one instant for the whole transaction.
    pub at: At,
    /// The form that asked for it; the first journal entry takes it, so that the same form sent
    /// twice is one act.
    pub request: Cell<Option<Request>>,
    /// The house.
    pub house: Arc<House>,
}

/// A form's own id, and the digest of what it carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// Made with the page, unique to it.
    pub id: Uuid,
    /// SHA-256 of the fields.
    pub digest: [u8; 32],
}

impl Context {
    /// A context without a form: command line, jobs, seeds.
    pub fn new(actor: Actor, at: At, house: Arc<House>) -> Context {
        Context {
            actor,
            at,
            request: Cell::new(None),
            house,
        }
    }

    /// The calendar day in China.
    pub fn today(&self) -> NaiveDate {
        day_of(self.at)
    }
}
