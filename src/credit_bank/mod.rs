//! The credit bank (学分银行): class hours from a provider's file to a teacher's balance.
//!
//! Pure so far: [`titles`] tells when two course titles are one course.

pub mod titles;
