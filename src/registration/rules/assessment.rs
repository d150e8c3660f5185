//! What an assessment says: the verdict and every condition with what it rests on.
//!
//! [`Assessment`] is what `registration explain` prints, what a case keeps and what a page shows; its
//! JSON form (`json.rs`) is stable and reads back. It carries no words: those are made for the reader.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::absence::AbsenceReason;
use super::span::Span;
use crate::ethics::AlertId;
use crate::hours::Hours;
use crate::ledger::TransferId;
use crate::people::AssessmentGrade;
use crate::policy::{
    Certainty, CertificateType, ConditionKey, Effect, RegistrationKind, RuleSet, TeachingLevel,
};
use crate::qualifications::rules::{EventKind, FitVerdict};

crate::text_enum!(
    /// The three outcomes that the rules know, the gravest last: the greatest decides.
    Verdict {
        /// 注册合格
        Qualified => "qualified",
        /// 暂缓注册
        Deferred => "deferred",
        /// 注册不合格
        Unqualified => "unqualified",
    }
);

/// What the facts of a day come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The proposed outcome.
    pub verdict: Verdict,
    /// First registration or renewal.
    pub kind: RegistrationKind,
    /// The day whose facts were looked at.
    #[serde(with = "crate::days::day")]
    pub on: NaiveDate,
    /// The last day of the registration that runs or ran, if there was one.
    #[serde(with = "crate::days::optional_day")]
    pub registered_until: Option<NaiveDate>,
    /// Every condition that binds, met or not.
    pub conditions: Vec<Condition>,
    /// The rule set of the conditions.
    pub policy: PolicyReference,
    /// The other rule sets that were used.
    pub rules: Vec<PolicyReference>,
}

/// Which version of a rule set was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyReference {
    /// Its key.
    pub key: String,
    /// Its version.
    pub version: i32,
}

impl PolicyReference {
    /// The reference to a rule set.
    pub fn of<T>(rule: &RuleSet<T>) -> PolicyReference {
        PolicyReference {
            key: rule.key.clone(),
            version: rule.version,
        }
    }
}

impl Assessment {
    /// The conditions that are not met, in their order.
    pub fn unmet(&self) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(|it| !it.met)
    }

    /// A condition, if it binds.
    pub fn find(&self, key: ConditionKey) -> Option<&Condition> {
        self.conditions.iter().find(|it| it.key == key)
    }
}

/// One condition, as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    into = "super::json::ConditionForm",
    try_from = "super::json::ConditionForm"
)]
pub struct Condition {
    /// Which.
    pub key: ConditionKey,
    /// What it rests on, as a page names it.
    pub clause: String,
    /// How certain that is.
    pub certainty: Certainty,
    /// What it means not to meet it.
    pub effect: Effect,
    /// What was required.
    pub required: Measure,
    /// What was found.
    pub found: Measure,
    /// Whether that is enough.
    pub met: bool,
    /// When it can be made good, if it is not met.
    pub cure: Cure,
    /// The facts that were looked at.
    pub entries: Vec<Entry>,
}

/// An amount that a condition compares. Both amounts of a condition are of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Class hours.
    Hours(Hours),
    /// A number of years, breaches or sanctions.
    Count(u32),
    /// A length of time.
    Time(Span),
    /// Whether something is so.
    Fact(bool),
}

/// Whether and when a condition can be made good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cure {
    /// It is met.
    NotNeeded,
    /// On this day at the earliest.
    From(NaiveDate),
    /// As soon as somebody puts it right: a certificate, a post, a record.
    OncePutRight,
    /// No more in this cycle.
    NotInThisCycle,
    /// Never.
    Never,
}

impl Cure {
    /// The earliest day, where there is one.
    pub fn on(self) -> Option<NaiveDate> {
        match self {
            Cure::From(day) => Some(day),
            Cure::NotNeeded | Cure::OncePutRight | Cure::NotInThisCycle | Cure::Never => None,
        }
    }
}

crate::text_enum!(
    /// How the certificates fit a post.
    PostFit {
        /// One is enough.
        Fits => "fits",
        /// One is enough with the pre-school training that was passed.
        FitsByTraining => "fits_by_training",
        /// One would be enough with pre-school training.
        NeedsTraining => "needs_training",
        /// They are for other posts.
        OtherPosts => "other_posts",
        /// There is none.
        NoCertificate => "no_certificate",
    }
);

impl From<FitVerdict> for PostFit {
    fn from(verdict: FitVerdict) -> PostFit {
        match verdict {
            FitVerdict::Fits(_) => PostFit::Fits,
            FitVerdict::FitsByTraining(..) => PostFit::FitsByTraining,
            FitVerdict::NeedsTraining(_) => PostFit::NeedsTraining,
            FitVerdict::OtherPosts(_) => PostFit::OtherPosts,
            FitVerdict::NoCertificate => PostFit::NoCertificate,
        }
    }
}

/// A fact that a condition looked at. It points at the file and repeats no more of it than it must:
/// an alert is only its id and dates, because not everybody who reads a verdict may read the alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// Class hours.
    Hours {
        /// The year that they count in.
        year: i32,
        /// How many.
        #[serde(deserialize_with = "crate::policy::read_hours")]
        hours: Hours,
        /// The transfer, unless it is the sum of a year.
        transfer: Option<TransferId>,
    },
    /// An annual assessment.
    Assessment {
        /// The calendar year.
        year: i32,
        /// The result; none if nobody entered one.
        grade: Option<AssessmentGrade>,
    },
    /// A time away.
    Absence {
        /// First day.
        #[serde(with = "crate::days::day")]
        from: NaiveDate,
        /// Last day; none while it lasts.
        #[serde(with = "crate::days::optional_day")]
        to: Option<NaiveDate>,
        /// Why.
        reason: AbsenceReason,
    },
    /// A valid certificate.
    Certificate {
        /// Which of the seven.
        certificate: CertificateType,
        /// When it was certified.
        #[serde(with = "crate::days::day")]
        certified_on: NaiveDate,
    },
    /// How the certificates fit a post.
    Post {
        /// The level taught.
        level: TeachingLevel,
        /// The answer.
        fit: PostFit,
        /// What the answer rests on.
        clause: String,
    },
    /// Something that happened to the qualification.
    Qualification {
        /// What.
        event: EventKind,
        /// When.
        #[serde(with = "crate::days::day")]
        happened_on: NaiveDate,
    },
    /// A breach of ethics.
    Alert {
        /// Which.
        alert: AlertId,
        /// When it was decided.
        #[serde(with = "crate::days::day")]
        decided_on: NaiveDate,
        /// The last day of its period, where it has one.
        #[serde(with = "crate::days::optional_day")]
        until: Option<NaiveDate>,
    },
    /// A time of unfitness.
    Unfit {
        /// First day.
        #[serde(with = "crate::days::day")]
        from: NaiveDate,
        /// Last day; none while it lasts.
        #[serde(with = "crate::days::optional_day")]
        to: Option<NaiveDate>,
    },
}
