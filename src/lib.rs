//! Xingtan 杏坛: a teacher credentials and development ledger for a city education bureau.
//!
//! The modules in reading order; ARCHITECTURE.md tells the story.

pub mod access;
pub mod app;
pub mod check;
pub mod clock;
pub mod commands;
pub mod config;
pub mod context;
pub mod credit_bank;
mod days;
pub mod db;
pub mod demo;
pub mod drafts;
pub mod error;
pub mod ethics;
pub mod evidence;
pub mod hours;
pub mod identity;
pub mod imports;
pub mod jobs;
pub mod journal;
pub mod ledger;
pub mod lots;
pub mod matching;
pub mod message;
pub mod notices;
pub mod organizations;
pub mod people;
pub mod policy;
mod private;
pub mod qualifications;
pub mod registration;
pub mod secrets;
pub mod selection;
pub mod spreadsheets;
pub mod tasks;
pub mod web;
pub mod workflow;
