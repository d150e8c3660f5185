//! Words: turns a [`Message`] into a sentence of the reader's language.
//!
//! The sentences live in `locales/<tag>/*.ftl` and are built into the program.
//! Numbers and dates take the form of the language here, so that no page formats on its own.
//! Not here: which language a visitor asked for (`web::visit` reads cookie and header).

use std::borrow::{Borrow, Cow};
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Utc};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use serde::{Deserialize, Serialize};

use crate::hours::Hours;
use crate::message::{Fact, Message};

/// A language that the product speaks completely.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Simplified Chinese, the first language.
    #[default]
    Chinese,
    /// English.
    English,
}

/// The sentences of one feature, in both languages.
pub struct SentenceFile {
    /// File name without folder and ending.
    pub name: &'static str,
    chinese: &'static str,
    english: &'static str,
}

macro_rules! sentence_files {
    ($($name:literal)*) => {
        &[$(SentenceFile {
            name: $name,
            chinese: include_str!(concat!("../../locales/zh-CN/", $name, ".ftl")),
            english: include_str!(concat!("../../locales/en/", $name, ".ftl")),
        }),*]
    };
}

/// Built into the program; one line each, by the alphabet. `tests/tidy.rs` finds a forgotten one.
pub const SENTENCE_FILES: &[SentenceFile] = sentence_files! {
    "absences"
    "access"
    "assignments"
    "audits"
    "calibration"
    "claims"
    "commands"
    "committees"
    "completions"
    "credit_bank"
    "drafts"
    "ethics"
    "evidence"
    "frame"
    "identity"
    "imports"
    "jobs"
    "journal"
    "ledger"
    "lessons"
    "meetings"
    "notices"
    "organizations"
    "overview"
    "people"
    "policy"
    "projects"
    "qualifications"
    "registration"
    "results"
    "reviews"
    "roster"
    "selection"
    "spreadsheets"
    "tasks"
    "versions"
    "workflow"
};

static CHINESE: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle(Language::Chinese));
static ENGLISH: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle(Language::English));

impl Language {
    /// Both, the first language first.
    pub const ALL: [Language; 2] = [Language::Chinese, Language::English];

    /// The tag for `lang` attributes, cookies and folder names.
    pub const fn as_tag(self) -> &'static str {
        match self {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }

    /// Reads a tag such as `zh-CN`, `zh-Hans` or `en-GB`; none for a language we do not speak.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_']).next()?.trim();
        if primary.eq_ignore_ascii_case("zh") {
            Some(Language::Chinese)
        } else if primary.eq_ignore_ascii_case("en") {
            Some(Language::English)
        } else {
            None
        }
    }

    /// The language a browser likes best of ours; Chinese if it likes none.
    pub fn from_accept_language(header: &str) -> Language {
        let mut best = (0, Language::default());
        for wish in header.split(',') {
            let (tag, parameter) = wish.split_once(';').unwrap_or((wish, "q=1"));
            let (Some(language), weight) = (Language::from_tag(tag.trim()), weight(parameter))
            else {
                continue;
            };
            if weight > best.0 {
                best = (weight, language);
            }
        }
        best.1
    }

    /// The one to switch to.
    #[must_use]
    pub const fn other(self) -> Language {
        match self {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        }
    }
}

/// Thousandths out of `q=0.8`; a weight that is not a number counts as none.
fn weight(parameter: &str) -> u32 {
    let Some(text) = parameter.trim().strip_prefix("q=") else {
        return 1000;
    };
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), thousandths.parse::<u32>()) {
        (Ok(whole @ 0..=1), Ok(thousandths)) => (whole * 1000 + thousandths).min(1000),
        _ => 0,
    }
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let tag = language
        .as_tag()
        .parse()
        .expect("our own language tags are well formed");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Isolating marks around facts would end up in spreadsheets and searches; we have no
    // right-to-left language.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(grouped(&number.as_string(), 5)),
        _ => None,
    }));
    for file in SENTENCE_FILES {
        let text = match language {
            Language::Chinese => file.chinese,
            Language::English => file.english,
        };
        // A sentence that does not parse is left out and shows as its key; tests/tidy.rs fails.
        let resource = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        if let Err(errors) = bundle.add_resource(resource) {
            log::error!("locales/{}: {errors:?}", language.as_tag());
        }
    }
    bundle
}

/// Groups the digits before the point by threes where there are at least so many of them.
/// A typographic minus keeps its width in a column of figures.
fn grouped(number: &str, digits_min: usize) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(rest) => ("\u{2212}", rest),
        None => ("", number),
    };
    let (whole, fraction) = match digits.find('.') {
        Some(point) => digits.split_at(point),
        None => (digits, ""),
    };
    let mut text = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        let left = whole.len() - index;
        if index > 0 && whole.len() >= digits_min && left.is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text.push_str(fraction);
    text
}

/// Speaks one language. Cheap to copy: pages and templates carry it by value.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// The language spoken.
    pub language: Language,
}

impl Words {
    /// The words of a language.
    pub const fn of(language: Language) -> Words {
        Words { language }
    }

    /// A sentence without facts. A key that does not exist shows itself as `⟦key⟧`.
    pub fn say(self, key: &str) -> String {
        self.sentence(key, None)
    }

    /// A sentence with its facts.
    pub fn tell(self, message: impl Borrow<Message>) -> String {
        let message = message.borrow();
        let mut facts = FluentArgs::with_capacity(message.facts.len());
        for (name, fact) in &message.facts {
            facts.set(*name, self.fact(fact));
        }
        self.sentence(message.key, Some(&facts))
    }

    fn fact(self, fact: &Fact) -> FluentValue<'static> {
        match fact {
            Fact::Text(text) => FluentValue::String(Cow::Owned(text.clone())),
            // Stay numbers, so that English can choose singular or plural by them. Grouped from
            // five digits on: a fact may be a year.
            Fact::Number(number) => FluentValue::from(*number),
            Fact::Hours(hours) => FluentValue::from(hours.as_f64()),
            Fact::Date(date) => FluentValue::String(Cow::Owned(self.date(*date))),
            Fact::Permille(share) => FluentValue::String(Cow::Owned(percent(*share))),
            Fact::Key(key) => FluentValue::String(Cow::Owned(self.say(key))),
            Fact::Name { zh, en } => {
                let name = match self.language {
                    Language::Chinese => zh,
                    Language::English => en,
                };
                FluentValue::String(Cow::Owned(name.clone()))
            }
            Fact::List(texts) => {
                FluentValue::String(Cow::Owned(texts.join(&self.say("list-comma"))))
            }
        }
    }

    fn sentence(self, key: &str, facts: Option<&FluentArgs>) -> String {
        let bundle = match self.language {
            Language::Chinese => &*CHINESE,
            Language::English => &*ENGLISH,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            log::error!("no sentence {key} in {}", self.language.as_tag());
            return format!("⟦{key}⟧");
        };
        let mut errors = Vec::new();
        let text = bundle
            .format_pattern(pattern, facts, &mut errors)
            .into_owned();
        if !errors.is_empty() {
            log::error!("sentence {key} in {}: {errors:?}", self.language.as_tag());
        }
        text
    }

    // Templates hand over references and Rust values; both will do.

    /// Thousandths as per cent, with a decimal where there is one.
    pub fn percent(self, permille: impl Borrow<i64>) -> String {
        percent(*permille.borrow())
    }

    /// A count, not a year: `48`, `2,318`.
    pub fn number(self, number: impl Borrow<i64>) -> String {
        grouped(&number.borrow().to_string(), 4)
    }

    /// Class hours without unit: `21.5`, `−4`.
    pub fn hours(self, hours: impl Borrow<Hours>) -> String {
        grouped(&hours.borrow().to_string(), 4)
    }

    /// Class hours with unit: `21.5 学时`, `21.5 hours`.
    pub fn hours_with_unit(self, hours: impl Borrow<Hours>) -> String {
        self.tell(Message::new("hours-with-unit").with("hours", *hours.borrow()))
    }

    /// Class hours in a column of figures, where the points should stand under each other: `8.0`.
    pub fn hours_column(self, hours: impl Borrow<Hours>) -> String {
        let text = self.hours(hours);
        if text.contains('.') {
            text
        } else {
            text + ".0"
        }
    }

    /// A day: `2026 年 11 月 23 日`, `23 Nov 2026`.
    pub fn date(self, date: impl Borrow<NaiveDate>) -> String {
        let date = date.borrow();
        match self.language {
            Language::Chinese => date.format("%Y 年 %-m 月 %-d 日").to_string(),
            Language::English => date.format("%-d %b %Y").to_string(),
        }
    }

    /// A day where the year is clear: `11 月 23 日`, `23 Nov`.
    pub fn short_date(self, date: impl Borrow<NaiveDate>) -> String {
        let date = date.borrow();
        match self.language {
            Language::Chinese => date.format("%-m 月 %-d 日").to_string(),
            Language::English => date.format("%-d %b").to_string(),
        }
    }

    /// From a day to a day; a year that both share is said once: `2026 年 2 月 1 日 – 11 月 30 日`,
    /// `1 Feb – 30 Nov 2026`.
    pub fn days(self, first: impl Borrow<NaiveDate>, last: impl Borrow<NaiveDate>) -> String {
        let (first, last) = (first.borrow(), last.borrow());
        let (from, until) = match self.language {
            _ if first.year() != last.year() => (self.date(first), self.date(last)),
            Language::Chinese => (self.date(first), self.short_date(last)),
            Language::English => (self.short_date(first), self.date(last)),
        };
        if first == last {
            self.date(first)
        } else {
            format!("{from} – {until}")
        }
    }

    /// A month where the year is clear: `11 月`, `Nov`.
    pub fn month(self, date: impl Borrow<NaiveDate>) -> String {
        let date = date.borrow();
        match self.language {
            Language::Chinese => format!("{} 月", date.month()),
            Language::English => date.format("%b").to_string(),
        }
    }

    /// An instant by the clock of the bureau: `2026 年 11 月 23 日 14:05`, `23 Nov 2026, 14:05`.
    pub fn date_time(self, at: impl Borrow<DateTime<Utc>>) -> String {
        let local = at.borrow().with_timezone(&beijing());
        let date = self.date(local.date_naive());
        match self.language {
            Language::Chinese => format!("{date} {}", local.format("%H:%M")),
            Language::English => format!("{date}, {}", local.format("%H:%M")),
        }
    }
}

/// Beijing time. China keeps one clock and no summer time, so a fixed offset is right.
fn beijing() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("eight hours is a valid offset")
}

/// A sentence told in both languages, for what is kept longer than a request.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Said {
    zh: String,
    en: String,
}

impl Said {
    /// Tells a message in both languages.
    pub fn of(message: &Message) -> Said {
        Said {
            zh: Words::of(Language::Chinese).tell(message),
            en: Words::of(Language::English).tell(message),
        }
    }

    /// The sentence in one of them.
    pub fn in_language(self, language: Language) -> String {
        match language {
            Language::Chinese => self.zh,
            Language::English => self.en,
        }
    }

    /// As it is kept.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("two strings have a JSON form")
    }

    /// As it was kept; `None` if it was not.
    pub fn from_json(text: &str) -> Option<Said> {
        serde_json::from_str(text).ok()
    }
}

fn percent(permille: i64) -> String {
    let (whole, tenth) = (permille / 10, permille % 10);
    if tenth == 0 {
        format!("{whole}%")
    } else {
        format!("{whole}.{tenth}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZH: Words = Words::of(Language::Chinese);
    const EN: Words = Words::of(Language::English);

    #[test]
    fn the_language_the_browser_likes_best_wins() {
        for (header, language) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese),
            ("en-GB,en;q=0.9", Language::English),
            ("en;q=0.2, zh-Hans;q=0.7", Language::Chinese),
            ("fr, en;q=0.5", Language::English),
            ("fr;q=0.9, de", Language::Chinese),
            ("en;q=0, zh;q=0.1", Language::Chinese),
            ("EN-us", Language::English),
            ("en;q=nonsense", Language::Chinese),
            ("", Language::Chinese),
        ] {
            assert_eq!(Language::from_accept_language(header), language, "{header}");
        }
    }

    #[test]
    fn tags_lead_back_to_their_language() {
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.as_tag()), Some(language));
            assert_eq!(language.other().other(), language);
        }
        assert_eq!(Language::from_tag("ja"), None);
    }

    #[test]
    fn a_missing_sentence_shows_its_key() {
        assert_eq!(ZH.say("no-such-sentence"), "⟦no-such-sentence⟧");
    }

    #[test]
    fn hours_have_their_unit_and_english_its_plural() {
        assert_eq!(ZH.hours_with_unit(Hours(2150)), "21.5 学时");
        assert_eq!(EN.hours_with_unit(Hours(2150)), "21.5 hours");
        assert_eq!(EN.hours_with_unit(Hours::whole(1)), "1 hour");
        assert_eq!(ZH.hours(Hours::whole(-4)), "−4");
        assert_eq!(ZH.hours_column(Hours::whole(8)), "8.0");
        assert_eq!(ZH.hours_column(Hours(25)), "0.25");
    }

    #[test]
    fn counts_are_grouped_and_years_in_sentences_are_not() {
        for (number, shown) in [
            (7, "7"),
            (2_318, "2,318"),
            (162_976, "162,976"),
            (-1_000, "−1,000"),
        ] {
            assert_eq!(ZH.number(number), shown);
        }
        let years = Message::new("tasks-waiting").with("count", 2026_i64);
        assert_eq!(ZH.tell(years), "2026 件待办");
    }

    #[test]
    fn dates_take_the_form_of_the_language() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 3).expect("a real day");
        assert_eq!(ZH.date(day), "2026 年 11 月 3 日");
        assert_eq!(EN.date(day), "3 Nov 2026");
        assert_eq!(ZH.short_date(day), "11 月 3 日");
        assert_eq!(EN.short_date(day), "3 Nov");
        assert_eq!(
            (ZH.month(day), EN.month(day)),
            ("11 月".to_owned(), "Nov".to_owned())
        );
        let spring = NaiveDate::from_ymd_opt(2026, 2, 1).expect("a real day");
        let later = NaiveDate::from_ymd_opt(2027, 1, 9).expect("a real day");
        assert_eq!(ZH.days(spring, day), "2026 年 2 月 1 日 – 11 月 3 日");
        assert_eq!(EN.days(spring, day), "1 Feb – 3 Nov 2026");
        assert_eq!(EN.days(day, later), "3 Nov 2026 – 9 Jan 2027");
        assert_eq!(ZH.days(day, day), "2026 年 11 月 3 日");
    }

    #[test]
    fn an_evening_in_utc_is_the_next_morning_in_beijing() {
        let at: DateTime<Utc> = "2026-12-31T16:30:00Z".parse().expect("an instant");
        assert_eq!(ZH.date_time(at), "2027 年 1 月 1 日 00:30");
        assert_eq!(EN.date_time(at), "1 Jan 2027, 00:30");
    }
}
