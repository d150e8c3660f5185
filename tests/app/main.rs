//! The house on both databases: stores, actions, routes and pages, each test with a database of
//! its own.
//!
//! A test is a function `fn what_must_hold(app: &TestApp)`, named in `on_each_backend!`, which runs
//! it on SQLite and on PostgreSQL. Read [`support`] for the words that tests are told in. Not here:
//! pure rules (beside the code), house rules about the text (`tests/tidy.rs`), browser journeys.

#![allow(clippy::print_stderr, reason = "a skipped test says so")]

#[macro_use]
mod support;

mod assignments;
mod audits;
mod ballots;
mod bank_pages;
mod candidates;
mod check;
mod claims;
mod command_line;
mod committees;
mod completions;
mod confirmations;
mod conflicts;
mod demo;
mod drafts;
mod duties;
mod evidence;
mod going_on;
mod identity;
mod journal;
mod leaving;
mod ledger;
mod lessons;
mod lots;
mod meetings;
mod migrations;
mod nominations;
mod notices;
mod organizations;
mod people;
mod policy;
mod posting;
mod postings;
mod projects;
mod records;
mod registration;
mod results;
mod reviews;
mod rights_matrix;
mod roster;
mod schema;
mod selection;
mod statement;
mod versions;
