//! Teacher qualification (教师资格): certificates, what they allow, and how they are lost.
//!
//! Start with `rules`: who may teach where on a day, and who is barred until when. Not here: periodic
//! registration (`registration`), which a certificate survives whatever its outcome.

pub mod actions;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod store;

crate::id_type!(
    /// A certificate in somebody's file.
    CertificateId
);
crate::id_type!(
    /// Loss, revocation or cheating in somebody's file.
    QualificationEventId
);
