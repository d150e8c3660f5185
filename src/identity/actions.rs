//! What people do with accounts, one function each.
//!
//! `door`: sign in, sign out, activate, change the password. `accounts`: what the system
//! administrator does. `rights`: what the security administrator does.

pub mod accounts;
pub mod door;
pub mod rights;
