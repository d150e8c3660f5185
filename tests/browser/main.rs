//! Whole journeys through the product in a real Chromium, as a person would make them.
//!
//! Not here: anything that can be seen without a browser; that is in `tests/app`.
//! Read [`browser::Browser`] for the words that a journey is told in, and [`server`] for the city
//! that it happens in. A journey that fails leaves a picture in `target/screenshots/failed`.

#![allow(clippy::print_stderr, reason = "a skipped or failed journey says so")]

mod accessibility;
mod browser;
mod chromium;
mod credit_bank;
mod drafts;
mod harness;
mod registration;
mod selection;
mod server;
mod tour;
mod wrong_address;

/// Whether the person who runs the tests asked for none in a browser; says so if they did.
///
/// A missing Chromium is no reason to skip anything: it fails, and says what to install.
fn browser_is_left_out() -> bool {
    let is_left_out = std::env::var_os("XINGTAN_TEST_WITHOUT_BROWSER").is_some();
    if is_left_out {
        eprintln!("SKIPPED: no browser, as XINGTAN_TEST_WITHOUT_BROWSER says");
    }
    is_left_out
}
