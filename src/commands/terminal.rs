//! How commands talk: words in one language, answers on standard output, progress on standard
//! error. With `--json` standard output holds one JSON value and nothing else.

use std::borrow::Cow;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::error::Error;
use crate::message::Message;
use crate::web::language::{Language, Words};

/// Where a command writes, and in which language.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// The words.
    pub words: Words,
}

impl Terminal {
    /// Speaks the wanted language, else the one that the environment asks for.
    pub fn new(wanted: Option<Language>) -> Terminal {
        let language = wanted.unwrap_or_else(|| language_of(|name| std::env::var(name).ok()));
        Terminal {
            words: Words::of(language),
        }
    }

    /// One line on standard output.
    pub fn print(self, line: &str) {
        println!("{line}");
    }

    /// A sentence on standard output.
    pub fn tell(self, message: Message) {
        println!("{}", self.words.tell(message));
    }

    /// A value on standard output, for scripts.
    pub fn print_json(self, value: &impl serde::Serialize) -> Result<(), Error> {
        let text = serde_json::to_string(value).map_err(Error::fault)?;
        println!("{text}");
        Ok(())
    }

    /// A sentence on standard error that is no answer: what was done on the way.
    pub fn remark(self, message: Message) {
        eprintln!("{}", self.words.tell(message));
    }

    /// A progress bar on standard error. It is hidden when nobody watches: with `--json`, and when
    /// standard error is no terminal.
    pub fn progress(self, label: Message, is_json: bool) -> ProgressBar {
        let target = if is_json {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let style = ProgressStyle::with_template("{msg} {bar:32} {percent:>3} %  {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(Some(0), target)
            .with_style(style)
            .with_message(Cow::Owned(self.words.tell(label)))
    }

    /// Says on standard error what went wrong, a line for each thing.
    pub fn complain(self, error: &Error) {
        for sentence in self.sentences(error) {
            eprintln!("xingtan: {sentence}");
        }
    }

    fn sentences(self, error: &Error) -> Vec<String> {
        let words = self.words;
        let detail = |key, detail: String| words.tell(Message::new(key).with("detail", detail));
        match error {
            Error::Input(errors) => errors.0.iter().map(|(_, it)| words.tell(it)).collect(),
            Error::Refused(refused) => vec![words.tell(&refused.message)],
            Error::NotFound | Error::SignInNeeded => vec![words.say("command-not-found")],
            Error::Stale | Error::Busy => vec![words.say("command-busy")],
            Error::Database(error) => vec![detail("command-database-failed", error.to_string())],
            Error::Fault(text) => vec![detail("command-failed", text.clone())],
        }
    }
}

/// The language that the environment asks for: the first of the usual variables that is set.
/// Chinese when none is, and English for every language that we do not speak.
fn language_of(variable: impl Fn(&str) -> Option<String>) -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|it| !it.is_empty());
    match set {
        None => Language::Chinese,
        Some(locale) => Language::from_tag(&locale).unwrap_or(Language::English),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_chooses_the_language() {
        for (variables, language) in [
            (vec![], Language::Chinese),
            (vec![("LANG", "zh_CN.UTF-8")], Language::Chinese),
            (vec![("LANG", "en_GB.UTF-8")], Language::English),
            (vec![("LANG", "C.UTF-8")], Language::English),
            (vec![("LANG", "")], Language::Chinese),
            (
                vec![("LANG", "en_US"), ("LC_ALL", "zh_CN")],
                Language::Chinese,
            ),
        ] {
            let found = language_of(|name| {
                let set = variables.iter().find(|it| it.0 == name);
                set.map(|it| it.1.to_owned())
            });
            assert_eq!(found, language, "{variables:?}");
        }
    }
}
