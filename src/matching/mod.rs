//! Pure algorithms that match people with places: input in, answer out, nothing remembered.
//!
//! [`flow`] finds a cheapest flow; [`assignment`] deals candidates out to committee members on it.
//! Not here: who may see the answer, and what is done with it.

pub mod assignment;
pub mod flow;
