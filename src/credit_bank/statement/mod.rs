//! The statement (学时账单): what one teacher owes, has, waits for and may expect, at a glance.
//!
//! Start with `rules.rs`: years, cycle and the lines that explain them, all folded from one list of
//! transfers by the ledger's own fold. `forecast.rs` says where the pace of so far leads, `cure.rs`
//! which open courses close the gap. The statement of a person costs what that person's ledger
//! costs, however large the city is. Not here: who falls short in a school (`overview`).

pub mod actions;
pub mod cure;
pub mod explained;
pub mod export;
pub mod forecast;
mod pages;
pub mod routes;
pub mod rules;
pub mod store;
