//! Teacher ethics (师德): breaches, how they were handled, and what they keep somebody from and until
//! when.
//!
//! Start with `rules`. Everything is computed by date from the decision; nobody is flagged.
//! Not here: loss and revocation of the qualification itself (`qualifications`), and what an alert
//! means for a registration (`registration`). Who may see an alert is for `access` to say.

pub mod actions;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod store;

crate::id_type!(
    /// An alert in somebody's file.
    AlertId
);
