//! Xingtan 杏坛: a teacher credentials and development ledger for a city education bureau.
//!
//! The modules in reading order; ARCHITECTURE.md tells the story.

pub mod clock;
pub mod db;
pub mod error;
pub mod hours;
pub mod message;
pub mod web;
pub mod workflow;
