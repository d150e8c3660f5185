//! What may stand in a notice, what may be said against it, and what a receipt looks like. Pure.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::people::PersonId;

/// Characters of an objection, at least: fewer say nothing that could be looked into.
pub const TEXT_CHARACTERS_MIN: usize = 10;
/// Characters of an objection, at most.
pub const TEXT_CHARACTERS_MAX: usize = 2_000;
/// Characters of a contact, at most.
pub const CONTACT_CHARACTERS_MAX: usize = 100;
/// People in one notice, at most.
pub const ENTRIES_MAX: usize = 5_000;

crate::text_enum!(
    /// What is proposed for somebody.
    Proposal {
        /// 拟注册合格
        Registered => "registered",
        /// 拟暂缓注册
        Deferred => "deferred",
        /// 拟注册不合格
        NotRegistered => "not_registered",
        /// 拟推荐
        Recommended => "recommended",
        /// 拟入选
        Selected => "selected",
        /// 拟列为递补
        Reserve => "reserve",
    }
);

impl Proposal {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Proposal::Registered => "proposal-registered",
            Proposal::Deferred => "proposal-deferred",
            Proposal::NotRegistered => "proposal-not-registered",
            Proposal::Recommended => "proposal-recommended",
            Proposal::Selected => "proposal-selected",
            Proposal::Reserve => "proposal-reserve",
        }
    }
}

/// A line of a notice: the least that lets people know whom it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Who it is, for recusal; never shown.
    pub person: Option<PersonId>,
    /// The name.
    pub name: String,
    /// Subject, school or the like, where a name alone would not do.
    pub detail: String,
    /// What is proposed.
    pub proposal: Proposal,
    /// Whether it no longer stands: what was proposed was taken back, or is proposed anew elsewhere.
    /// The name is shown to nobody from then on, and kept for recusal.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_struck: bool,
}

/// Takes the lines of these people off a notice; how many lines that were.
pub fn strike(entries: &mut [Entry], persons: &BTreeSet<PersonId>) -> usize {
    let is_meant = |it: &&mut Entry| {
        !it.is_struck && it.person.is_some_and(|person| persons.contains(&person))
    };
    let mut struck = 0;
    for entry in entries.iter_mut().filter(is_meant) {
        entry.is_struck = true;
        struck += 1;
    }
    struck
}

/// Why a notice is not posted, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostingRefusal {
    /// It has no heading.
    NoTitle,
    /// It names nobody.
    NoEntries,
    /// It names more people than anybody would read.
    TooManyEntries,
    /// It would hang for no day at all.
    NoDays,
}

/// Whether something may be posted.
pub fn may_post(title: &str, entries: &[Entry], working_days: u32) -> Result<(), PostingRefusal> {
    if title.trim().is_empty() {
        return Err(PostingRefusal::NoTitle);
    }
    if entries.is_empty() {
        return Err(PostingRefusal::NoEntries);
    }
    if entries.len() > ENTRIES_MAX {
        return Err(PostingRefusal::TooManyEntries);
    }
    if working_days == 0 {
        return Err(PostingRefusal::NoDays);
    }
    Ok(())
}

impl From<PostingRefusal> for Error {
    fn from(refusal: PostingRefusal) -> Error {
        Error::not_now(match refusal {
            PostingRefusal::NoTitle => Message::new("notice-without-title"),
            PostingRefusal::NoEntries => Message::new("notice-without-entries"),
            PostingRefusal::TooManyEntries => {
                Message::new("notice-too-long").with("most", ENTRIES_MAX)
            }
            PostingRefusal::NoDays => Message::new("notice-without-days"),
        })
    }
}

/// What somebody says against a notice, and how to be reached: tidied, or what is wrong by field.
pub fn read_objection(text: &str, contact: &str) -> Result<(String, Option<String>), FieldErrors> {
    let (text, contact) = (text.trim(), contact.trim());
    let mut errors = FieldErrors::default();
    let length = text.chars().count();
    if length < TEXT_CHARACTERS_MIN {
        let least = Message::new("objection-too-short").with("least", TEXT_CHARACTERS_MIN);
        errors.add("text", least);
    } else if length > TEXT_CHARACTERS_MAX {
        let most = Message::new("objection-too-long").with("most", TEXT_CHARACTERS_MAX);
        errors.add("text", most);
    }
    if contact.chars().count() > CONTACT_CHARACTERS_MAX {
        let most = Message::new("objection-contact-too-long").with("most", CONTACT_CHARACTERS_MAX);
        errors.add("contact", most);
    }
    if errors.is_empty() {
        let contact = (!contact.is_empty()).then(|| contact.to_owned());
        Ok((text.to_owned(), contact))
    } else {
        Err(errors)
    }
}

/// Letters and digits that nobody takes for one another when copying by hand.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Characters of a code: 80 bits, which nobody guesses.
const CODE_CHARACTERS: usize = 16;

/// The code by which an objector finds the answer: four groups of four characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptCode(String);

impl ReceiptCode {
    /// A code out of random bytes.
    pub fn from_random(bytes: [u8; CODE_CHARACTERS]) -> ReceiptCode {
        let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
        ReceiptCode(bytes.iter().map(letter).collect())
    }

    /// A code as somebody types it: small letters, blanks and dashes do no harm.
    pub fn parse(typed: &str) -> Option<ReceiptCode> {
        let is_gap = |it: &char| it.is_whitespace() || matches!(it, '-' | '－' | '—');
        let plain: String = typed
            .chars()
            .filter(|it| !is_gap(it))
            .map(|it| it.to_ascii_uppercase())
            .collect();
        let is_code =
            plain.len() == CODE_CHARACTERS && plain.bytes().all(|byte| ALPHABET.contains(&byte));
        is_code.then_some(ReceiptCode(plain))
    }

    /// What is digested.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Display for ReceiptCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let groups: Vec<&str> = (0..CODE_CHARACTERS)
            .step_by(4)
            .map(|from| &self.0[from..from + 4])
            .collect();
        f.write_str(&groups.join("-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            person: None,
            name: "陈一".to_owned(),
            detail: "语文".to_owned(),
            proposal: Proposal::Registered,
            is_struck: false,
        }
    }

    #[test]
    fn a_line_is_struck_once_and_the_others_stay() {
        let (first, second) = (PersonId::new(), PersonId::new());
        let of = |person| Entry { person, ..entry() };
        let mut entries = vec![of(Some(first)), of(Some(second)), of(None)];
        let meant = BTreeSet::from([first]);
        assert_eq!(strike(&mut entries, &meant), 1);
        assert_eq!(strike(&mut entries, &meant), 0);
        let struck: Vec<_> = entries.iter().map(|it| it.is_struck).collect();
        assert_eq!(struck, [true, false, false]);
    }

    #[test]
    fn a_notice_of_before_lines_could_be_struck_reads_back() {
        let text = r#"{"person":null,"name":"陈一","detail":"语文","proposal":"registered"}"#;
        assert_eq!(serde_json::from_str::<Entry>(text).ok(), Some(entry()));
    }

    #[test]
    fn refusals_come_in_order_of_precedence() {
        use PostingRefusal::*;
        for (title, entries, days, verdict) in [
            (" ", vec![], 0, Err(NoTitle)),
            ("公示", vec![], 0, Err(NoEntries)),
            (
                "公示",
                vec![entry(); ENTRIES_MAX + 1],
                0,
                Err(TooManyEntries),
            ),
            ("公示", vec![entry()], 0, Err(NoDays)),
            ("公示", vec![entry(); ENTRIES_MAX], 5, Ok(())),
        ] {
            assert_eq!(may_post(title, &entries, days), verdict, "{title} {days}");
        }
    }

    #[test]
    fn an_objection_says_something_and_not_too_much() {
        let fields = |text: &str, contact: &str| -> Vec<&'static str> {
            let errors = read_objection(text, contact).err().unwrap_or_default();
            errors.0.into_iter().map(|(field, _)| field).collect()
        };
        let fair = "公示的第三位教师去年没有任教。";
        assert_eq!(fields(fair, ""), [] as [&str; 0]);
        assert_eq!(fields("  不同意          ", ""), ["text"]);
        assert_eq!(
            fields(&"字".repeat(TEXT_CHARACTERS_MAX + 1), &"9".repeat(101)),
            ["text", "contact"]
        );
        let read = read_objection(fair, " \u{3000}").expect("a fair objection");
        assert_eq!(read, (fair.to_owned(), None));
    }

    #[test]
    fn a_code_is_read_however_it_is_copied() {
        let code = ReceiptCode::from_random(*b"0123456789abcdef");
        let shown = code.to_string();
        assert_eq!(shown.len(), 19, "{shown}");
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', " "),
            shown.replace('-', ""),
        ] {
            assert_eq!(ReceiptCode::parse(&typed), Some(code.clone()), "{typed}");
        }
        for wrong in ["", "ABCD-EFGH-JKLM", "ABCD-EFGH-JKLM-NPQ0", "回执"] {
            assert_eq!(ReceiptCode::parse(wrong), None, "{wrong}");
        }
    }
}
