//! What every procedure shares: counting working days, walking a case from office to office,
//! and keeping a public notice open until each objection is answered.
//!
//! Pure: facts in, a decision or a refusal out; the caller brings today's date and stores the
//! result. It knows no feature: a case is "a case" here, never a registration or a claim.
//! Read [`calendar`] first, then [`approval`], then [`publicity`].

pub mod approval;
pub mod calendar;
pub mod publicity;
