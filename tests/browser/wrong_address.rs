//! Somebody follows a link that leads nowhere.

use crate::browser::{Browser, PHONE};
use crate::server::{Backend, City, play};

#[test]
fn a_wrong_address_is_answered_in_words_on_sqlite() {
    play(Backend::Sqlite, a_wrong_address_is_answered_in_words);
}

#[test]
fn a_wrong_address_is_answered_in_words_on_postgres() {
    play(Backend::Postgres, a_wrong_address_is_answered_in_words);
}

fn a_wrong_address_is_answered_in_words(city: &City) {
    let somebody: Browser = city.visit(PHONE);
    for language in ["zh-CN", "en"] {
        somebody.speak(language);
        somebody.goto("/nowhere");
        assert_eq!(somebody.status(), 404);
        assert_eq!(somebody.ask("document.documentElement.lang", &[]), language);
        assert_eq!(somebody.accessibility_problems(), [""; 0]);
    }
}
