//! The rules of signing in: passwords, lock-out, activation codes, how long a session runs.
//!
//! Pure. Who may hold which role together with which other stands in `grants`.

mod grants;

pub use grants::{GrantRefusal, Term, WantedGrant, check_end, check_grant, ends_by_reset, fits};

use chrono::TimeDelta;
use unicode_normalization::UnicodeNormalization;

use crate::db::At;
use crate::message::Message;

/// A password has at least so many characters. Length is what resists guessing, so there is no
/// rule about capitals and signs (NIST SP 800-63B, 5.1.1.2).
pub const PASSWORD_CHARACTERS_MIN: usize = 10;
/// More would only give the hash something to chew on.
pub const PASSWORD_BYTES_MAX: usize = 512;
/// Fewer different characters than this are a pattern, not a password.
const DIFFERENT_CHARACTERS_MIN: usize = 5;

/// Passwords of ten characters and more that everybody tries first.
const COMMON: &[&str] = &[
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "5201314520",
    "a123456789",
    "aa12345678",
    "abc1234567",
    "abc123456789",
    "abcd123456",
    "admin12345",
    "admin123456",
    "iloveyou123",
    "laoshi123456",
    "password12",
    "password123",
    "password1234",
    "passw0rd123",
    "qazwsxedcrfv",
    "qq123456789",
    "qwerty12345",
    "qwerty123456",
    "qwertyuiop",
    "teacher123",
    "teacher123456",
    "woaini1314",
    "woaini520520",
    "zxcvbnm123",
];

/// Why a password is not good enough, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordRefusal {
    /// Fewer characters than needed.
    TooShort,
    /// Longer than anything a person remembers.
    TooLong,
    /// It is the login or the name, or holds little besides.
    ContainsLogin,
    /// Everybody tries it first, or it is a run of few characters.
    TooCommon,
}

impl PasswordRefusal {
    /// What to tell the person.
    pub fn message(self) -> Message {
        match self {
            PasswordRefusal::TooShort => {
                Message::new("password-too-short").with("count", PASSWORD_CHARACTERS_MIN)
            }
            PasswordRefusal::TooLong => Message::new("password-too-long"),
            PasswordRefusal::ContainsLogin => Message::new("password-contains-login"),
            PasswordRefusal::TooCommon => Message::new("password-too-common"),
        }
    }
}

/// One spelling for what a keyboard may send in several: full-width letters become plain ones.
pub fn normal_password(typed: &str) -> String {
    typed.nfkc().collect()
}

/// One spelling of a login: without blanks around it, in small letters, no full-width ones.
pub fn normal_login(typed: &str) -> String {
    typed.trim().nfkc().collect::<String>().to_lowercase()
}

/// Whether a password is good enough for this account.
pub fn check_password(password: &str, login: &str, name: &str) -> Result<(), PasswordRefusal> {
    let plain = password.to_lowercase();
    if plain.chars().count() < PASSWORD_CHARACTERS_MIN {
        return Err(PasswordRefusal::TooShort);
    }
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(PasswordRefusal::TooLong);
    }
    for known in [normal_login(login), name.to_lowercase()] {
        let rest = plain.replacen(known.as_str(), "", 1);
        if !known.is_empty() && rest.len() < plain.len() && rest.chars().count() < 6 {
            return Err(PasswordRefusal::ContainsLogin);
        }
    }
    if COMMON.contains(&plain.as_str()) || is_a_run(&plain) {
        return Err(PasswordRefusal::TooCommon);
    }
    Ok(())
}

/// Few different characters, or each the neighbour of the one before: 1111…, 1212…, 1234….
fn is_a_run(text: &str) -> bool {
    let letters: Vec<u32> = text.chars().map(u32::from).collect();
    let mut different = letters.clone();
    different.sort_unstable();
    different.dedup();
    let neighbours = letters
        .windows(2)
        .filter(|pair| pair[0].abs_diff(pair[1]) <= 1)
        .count();
    different.len() < DIFFERENT_CHARACTERS_MIN || neighbours + 2 >= letters.len()
}

/// After so many wrong passwords in a row the account waits.
pub const WRONG_TRIES_MAX: i64 = 5;
const FIRST_WAIT_MINUTES: i64 = 1;
const LONGEST_WAIT_MINUTES: i64 = 60;

/// How long an account waits after its n-th wrong password in a row: nothing up to the fourth,
/// a minute after the fifth, then twice as long each time, an hour at most.
pub fn wait_after(wrong_tries: i64) -> Option<TimeDelta> {
    if wrong_tries < WRONG_TRIES_MAX {
        return None;
    }
    let doublings = (wrong_tries - WRONG_TRIES_MAX).min(10);
    let minutes = (FIRST_WAIT_MINUTES << doublings).min(LONGEST_WAIT_MINUTES);
    Some(TimeDelta::minutes(minutes))
}

/// Minutes until a lock ends, for a sentence; none if it has ended. A begun minute counts.
pub fn minutes_to_wait(locked_until: Option<At>, now: At) -> Option<i64> {
    let left = locked_until?.utc() - now.utc();
    (left > TimeDelta::zero()).then(|| (left.num_seconds() + 59) / 60)
}

/// A session ends when nobody used it for so long …
pub const SESSION_IDLE: TimeDelta = TimeDelta::hours(12);
/// … and in any case so long after sign-in.
pub const SESSION_LIFE: TimeDelta = TimeDelta::days(7);
/// Using a session is written down only so often: a page that is read should not write.
pub const SESSION_TOUCH: TimeDelta = TimeDelta::minutes(10);

/// Browser and system out of what a browser calls itself: "Edge · Windows". Empty for anything else.
pub fn device_name(user_agent: &str) -> String {
    // The first that fits: each of these claims to be some of those below it.
    const BROWSERS: [(&str, &str); 7] = [
        ("MicroMessenger", "WeChat"),
        ("DingTalk", "DingTalk"),
        ("Edg", "Edge"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 8] = [
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let first = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(mark, _)| user_agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    let parts: Vec<&str> = [first(&BROWSERS), first(&SYSTEMS)]
        .into_iter()
        .flatten()
        .collect();
    parts.join(" · ")
}

/// A later instant.
pub fn later(at: At, by: TimeDelta) -> At {
    At::new(at.utc() + by)
}

/// An activation code works for so long.
pub const CODE_LIFE: TimeDelta = TimeDelta::days(14);
/// A code has so many characters: 59 bits, with one try costing one request.
pub const CODE_CHARACTERS: usize = 12;
const CODE_GROUP: usize = 4;
/// Nothing that is read for something else: no 0 and O, no 1, I and L.
const CODE_ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// A one-time code that sets a password. Its `Debug` form shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct ActivationCode(String);

impl std::fmt::Debug for ActivationCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ActivationCode(…)")
    }
}

impl ActivationCode {
    /// A code out of random bytes; too many are thrown away, so give plenty. `None` if they ran out.
    pub fn from_random(bytes: impl IntoIterator<Item = u8>) -> Option<ActivationCode> {
        // Five bits make 32 numbers for 31 characters: the last is drawn again, so all are as likely.
        let text: String = bytes
            .into_iter()
            .filter_map(|byte| CODE_ALPHABET.get(usize::from(byte & 31)))
            .take(CODE_CHARACTERS)
            .map(|&byte| char::from(byte))
            .collect();
        (text.len() == CODE_CHARACTERS).then_some(ActivationCode(text))
    }

    /// Reads what somebody typed: blanks, hyphens, small and full-width letters are forgiven.
    pub fn read(typed: &str) -> Option<ActivationCode> {
        let text: String = typed
            .nfkc()
            .filter(|letter| !letter.is_whitespace() && !"-‐–—_.".contains(*letter))
            .flat_map(char::to_uppercase)
            .collect();
        let is_code =
            text.len() == CODE_CHARACTERS && text.bytes().all(|byte| CODE_ALPHABET.contains(&byte));
        is_code.then_some(ActivationCode(text))
    }

    /// As it is kept: only ever through a keyed digest.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// As it is handed over: three groups of four.
    pub fn in_groups(&self) -> String {
        let groups: Vec<&str> = (0..CODE_CHARACTERS / CODE_GROUP)
            .map(|index| &self.0[index * CODE_GROUP..(index + 1) * CODE_GROUP])
            .collect();
        groups.join("-")
    }
}

#[cfg(test)]
mod tests;
