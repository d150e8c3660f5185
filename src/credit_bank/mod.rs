//! The credit bank (学分银行): class hours from a provider's file to a teacher's balance.
//!
//! Start with `rules.rs`: what a year requires and what is missing. [`titles`] tells when two
//! course titles are one course. `posting.rs` is the one place that turns a decision into transfers
//! of the `ledger`, and `standings` keeps their fold per teacher and year in the same transaction.
//! `statement` tells one teacher all of it, line by line.

pub mod audits;
pub mod claims;
pub mod completions;
pub mod overview;
pub mod posting;
pub mod projects;
pub mod rules;
pub mod standings;
pub mod statement;
pub mod tasks;
pub mod titles;
mod typed;
