//! Policy: regulation as dated data. Which rule was in force on a day, with its document and how
//! certain we are of its text.
//!
//! Rule sets are read from `seeds/policies/*.toml` and kept in the database as versions that are
//! never edited. Not here: who may do what (`access`), and what follows from a rule (the features).

mod pages;
mod parameters;
mod periods;
pub mod routes;
mod store;
mod timeline;

pub use parameters::ethics::{
    EthicsHandling, GradeBarred, LookBack, LookBacks, Purpose, SanctionKind, SanctionTerm,
    SanctionTerms, SanctionedGrade, SanctionedGrades, StaffClass,
};
pub use parameters::hours as read_hours;
pub use parameters::qualification::{
    CertificateType, CertificateValidity, ExamValidity, PostCertificates, PutonghuaLevel,
    PutonghuaPost, PutonghuaRequirement, QualificationBars, TeachingLevel,
};
pub use parameters::registration::{
    ConditionKey, ConditionRule, Effect, RegistrationConditions, RegistrationKind,
    RegistrationProcedure, YearBasis,
};
pub use parameters::{
    AnnualHours, ClassHours, CycleHours, DayHours, Parameters, PersonClass, RecognitionItem,
    RecognitionTable, Unit,
};
pub use periods::{day_after, last_day_of};
pub use store::{list_all, load_at, load_reference};
pub use timeline::{TimelineError, check_timeline, parse_file};

use chrono::NaiveDate;

crate::id_type!(
    /// One version of a rule set.
    PolicyVersionId
);

crate::text_enum!(
    /// How certain we are of a rule's text.
    Certainty {
        /// Its text was read.
        Found => "found",
        /// From memory, not found: needs confirmation before it goes live.
        Recalled => "recalled",
        /// Confirmed by the bureau.
        Confirmed => "confirmed",
    }
);

impl Certainty {
    /// Key of the mark that stands beside the rule on screen.
    pub const fn name_key(self) -> &'static str {
        match self {
            Certainty::Found => "certainty-found",
            Certainty::Recalled => "certainty-recalled",
            Certainty::Confirmed => "certainty-confirmed",
        }
    }
}

/// A version of a rule set, with parameters of one type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSet<T> {
    /// Its id, kept by whatever it decides.
    pub id: PolicyVersionId,
    /// Its key, such as `hours.annual`.
    pub key: String,
    /// Counts up from 1 within the key.
    pub version: i32,
    /// Area code of the jurisdiction: 44 Guangdong, 440100 Guangzhou, 100000 the nation.
    pub jurisdiction: String,
    /// What the rule is called.
    pub title: String,
    /// The document's number, where known.
    pub document_number: Option<String>,
    /// The article, where known.
    pub article: Option<String>,
    /// How certain the text is.
    pub certainty: Certainty,
    /// Where the fact comes from.
    pub source: String,
    /// First day in force.
    pub effective_from: NaiveDate,
    /// Last day in force, if it has one.
    pub effective_to: Option<NaiveDate>,
    /// Who approved it for use, once somebody did.
    pub approved_by: Option<String>,
    /// What it says.
    pub parameters: T,
}

impl<T> RuleSet<T> {
    /// Whether it is in force on a day.
    pub fn is_in_force(&self, on: NaiveDate) -> bool {
        self.effective_from <= on && self.effective_to.is_none_or(|last| on <= last)
    }

    /// Whether its text still needs confirmation.
    pub fn needs_confirmation(&self) -> bool {
        self.certainty == Certainty::Recalled
    }

    /// The same rule set with other parameters.
    pub fn map<U, E>(self, read: impl FnOnce(T) -> Result<U, E>) -> Result<RuleSet<U>, E> {
        Ok(RuleSet {
            id: self.id,
            key: self.key,
            version: self.version,
            jurisdiction: self.jurisdiction,
            title: self.title,
            document_number: self.document_number,
            article: self.article,
            certainty: self.certainty,
            source: self.source,
            effective_from: self.effective_from,
            effective_to: self.effective_to,
            approved_by: self.approved_by,
            parameters: read(self.parameters)?,
        })
    }
}
