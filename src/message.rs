//! What the program has to say to a person, before a language is chosen.
//!
//! Rules and parsers answer with a [`Message`]; `web::language` turns it into words.
//! Keys are always literals in the source, so that a test can find missing and unused ones.

use chrono::NaiveDate;

use crate::hours::Hours;

/// A sentence by its key in `locales/*/`, with the facts that go into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Key in the Fluent files.
    pub key: &'static str,
    /// Named facts, shown in the reader's language.
    pub facts: Vec<(&'static str, Fact)>,
}

/// A fact inside a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Text that the reader or a file supplied, shown as it is.
    Text(String),
    /// A count.
    Number(i64),
    /// Class hours, shown without unit.
    Hours(Hours),
    /// A day.
    Date(NaiveDate),
    /// A share in thousandths, shown as per cent.
    Permille(i64),
    /// Words with a key of their own, such as the name of a state.
    Key(&'static str),
    /// A name that data gives in both languages.
    Name {
        /// In Chinese.
        zh: String,
        /// In English.
        en: String,
    },
    /// Texts one after another, joined as the reader's language joins them.
    List(Vec<String>),
}

impl Message {
    /// A sentence without facts.
    pub const fn new(key: &'static str) -> Message {
        Message {
            key,
            facts: Vec::new(),
        }
    }

    /// The same sentence with one more fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Message {
        self.facts.push((name, fact.into()));
        self
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Fact {
        Fact::Text(text.to_owned())
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Fact {
        Fact::Text(text)
    }
}

impl From<i64> for Fact {
    fn from(number: i64) -> Fact {
        Fact::Number(number)
    }
}

impl From<usize> for Fact {
    fn from(number: usize) -> Fact {
        Fact::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Hours> for Fact {
    fn from(hours: Hours) -> Fact {
        Fact::Hours(hours)
    }
}

impl From<NaiveDate> for Fact {
    fn from(date: NaiveDate) -> Fact {
        Fact::Date(date)
    }
}
