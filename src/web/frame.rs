//! The frame around every page: who is here, where one can go, what was just done.
//!
//! Plain data for `templates/frame.html`; `web::visit` fills it from the request.
//! Not here: rights. A navigation item that one may not use is simply not in the list.

use std::borrow::Borrow;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::error::Error;
use crate::message::Message;
use crate::web::assets;
use crate::web::language::Words;

/// What the base template needs. Every page struct has one as `frame`.
#[derive(Debug)]
pub struct Frame {
    /// The reader's language.
    pub words: Words,
    /// The path and query of this page.
    pub path: String,
    /// Where the mark leads.
    pub home_href: String,
    /// Shows this page in the other language.
    pub language_href: String,
    /// Where the visitor may go, in the order of use.
    pub nav: Vec<NavItem>,
    /// The visitor, once signed in.
    pub who: Option<Who>,
    /// What the visitor just did, said once.
    pub flash: Option<Flash>,
    /// The secret that forms of this session send back.
    pub form_token: String,
    /// Names each form, so that a form sent twice counts once.
    pub form_ids: FormIds,
    /// When the page was made; printed pages say so.
    pub now: DateTime<Utc>,
}

/// A way to another page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Its name in the reader's language.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// True for the page, or the part of the product, one is in.
    pub is_current: bool,
    /// How many things wait there for the visitor; nothing is shown for zero.
    pub waiting: i64,
    /// True for a way that is taken rarely: it stands behind “more”.
    pub is_tucked: bool,
}

/// The visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// Name of the person.
    pub name: String,
    /// The role in use, in the reader's language.
    pub role: String,
    /// The school or bureau for which the role is held.
    pub organization: String,
    /// Password, sessions, other roles.
    pub account_href: String,
    /// Where the sign-out form goes.
    pub sign_out_href: String,
}

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Good to know.
    Info,
    /// Done.
    Success,
    /// Think before going on.
    Warning,
    /// It did not work.
    Error,
}

impl Mood {
    /// The class of a `.notice`, also the name that travels in a flash cookie.
    pub const fn as_class(self) -> &'static str {
        match self {
            Mood::Info => "info",
            Mood::Success => "success",
            Mood::Warning => "warning",
            Mood::Error => "error",
        }
    }

    /// Reads the name back.
    pub fn from_class(class: &str) -> Option<Mood> {
        [Mood::Info, Mood::Success, Mood::Warning, Mood::Error]
            .into_iter()
            .find(|mood| mood.as_class() == class)
    }

    /// Screen readers interrupt for what needs attention and wait with the rest.
    pub const fn as_role(self) -> &'static str {
        match self {
            Mood::Info | Mood::Success => "status",
            Mood::Warning | Mood::Error => "alert",
        }
    }
}

/// What the visitor just did, said once at the top of the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// How it is meant.
    pub mood: Mood,
    /// The sentence, in the reader's language.
    pub text: String,
}

/// Names for the forms of one page: the first is given, the rest are counted up from it.
#[derive(Debug)]
pub struct FormIds {
    first: Uuid,
    given: AtomicU64,
}

impl FormIds {
    /// Starts with a name that was never used before, such as a new random id.
    pub const fn starting_at(first: Uuid) -> FormIds {
        FormIds {
            first,
            given: AtomicU64::new(0),
        }
    }

    /// The name for the next form of the page.
    pub fn next(&self) -> Uuid {
        let count = self.given.fetch_add(1, Ordering::Relaxed);
        Uuid::from_u128(self.first.as_u128().wrapping_add(u128::from(count)))
    }
}

impl Frame {
    /// A frame without visitor and navigation: sign-in, public pages, failures.
    pub fn bare(words: Words, now: DateTime<Utc>) -> Frame {
        Frame {
            words,
            path: String::from("/"),
            home_href: String::from("/"),
            language_href: String::from("/"),
            nav: Vec::new(),
            who: None,
            flash: None,
            form_token: String::new(),
            form_ids: FormIds::starting_at(Uuid::nil()),
            now,
        }
    }

    /// A sentence in the reader's language.
    pub fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// A sentence with its facts in the reader's language.
    pub fn tell(&self, message: impl Borrow<Message>) -> String {
        self.words.tell(message)
    }

    /// What a refusal says, for a button that shows why it cannot be pressed; other errors go on.
    pub fn why_not<T>(&self, result: Result<T, Error>) -> Result<Result<T, String>, Error> {
        match result {
            Ok(value) => Ok(Ok(value)),
            Err(Error::Refused(refused)) => Ok(Err(self.tell(refused.message))),
            Err(error) => Err(error),
        }
    }

    /// The tag of the other language, for the switch.
    pub fn other_tag(&self) -> &'static str {
        self.words.language.other().as_tag()
    }

    /// The name of the other language, in that language.
    pub fn other_language(&self) -> String {
        Words::of(self.words.language.other()).say("language-name")
    }

    /// Whether the navigation leads there: a link to it is no dead end.
    pub fn leads_to(&self, href: &str) -> bool {
        self.nav.iter().any(|it| it.href == href)
    }

    fn tucked(&self) -> impl Iterator<Item = &NavItem> {
        self.nav.iter().filter(|it| it.is_tucked)
    }

    /// Whether some ways stand behind “more”.
    pub fn has_more(&self) -> bool {
        self.tucked().next().is_some()
    }

    /// Whether one is somewhere behind “more”.
    pub fn is_in_more(&self) -> bool {
        self.tucked().any(|it| it.is_current)
    }

    /// How many tasks a navigation item announces, for those who cannot see the badge.
    pub fn waiting(&self, item: &NavItem) -> String {
        self.words
            .tell(Message::new("tasks-waiting").with("count", item.waiting))
    }

    /// Who and when, for the head of a printed page.
    pub fn printed_by(&self) -> String {
        let at = self.words.date_time(self.now);
        let message = match &self.who {
            Some(who) => Message::new("printed-by").with("name", who.name.as_str()),
            None => Message::new("printed-on"),
        };
        self.words.tell(message.with("at", at))
    }

    /// Address of a static file.
    pub fn asset(&self, name: &str) -> String {
        assets::href(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_a_page_has_its_own_name() {
        let ids = FormIds::starting_at(Uuid::from_u128(41));
        assert_eq!(
            [ids.next(), ids.next()],
            [Uuid::from_u128(41), Uuid::from_u128(42)]
        );
    }

    #[test]
    fn a_mood_survives_the_cookie() {
        for mood in [Mood::Info, Mood::Success, Mood::Warning, Mood::Error] {
            assert_eq!(Mood::from_class(mood.as_class()), Some(mood));
        }
        assert_eq!(Mood::from_class("furious"), None);
    }
}
