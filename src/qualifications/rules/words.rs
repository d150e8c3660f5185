//! Words for certificates, levels, doubts and refusals.

use super::number::NumberError;
use super::{Doubt, EventKind, Fit, FitVerdict, Refusal, Standing};
use crate::error::Error;
use crate::message::{Fact, Message};
use crate::policy::{CertificateType, PutonghuaLevel, TeachingLevel};

impl CertificateType {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            CertificateType::Kindergarten => "certificate-kindergarten",
            CertificateType::Primary => "certificate-primary",
            CertificateType::Junior => "certificate-junior",
            CertificateType::Senior => "certificate-senior",
            CertificateType::Vocational => "certificate-vocational",
            CertificateType::PracticeInstructor => "certificate-practice-instructor",
            CertificateType::Higher => "certificate-higher",
        }
    }
}

impl TeachingLevel {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            TeachingLevel::Kindergarten => "level-kindergarten",
            TeachingLevel::Primary => "level-primary",
            TeachingLevel::Junior => "level-junior",
            TeachingLevel::Senior => "level-senior",
            TeachingLevel::Vocational => "level-vocational",
            TeachingLevel::VocationalPractice => "level-vocational-practice",
        }
    }
}

impl PutonghuaLevel {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            PutonghuaLevel::ThirdB => "putonghua-third-b",
            PutonghuaLevel::ThirdA => "putonghua-third-a",
            PutonghuaLevel::SecondB => "putonghua-second-b",
            PutonghuaLevel::SecondA => "putonghua-second-a",
            PutonghuaLevel::FirstB => "putonghua-first-b",
            PutonghuaLevel::FirstA => "putonghua-first-a",
        }
    }
}

impl EventKind {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            EventKind::Lost => "qualification-event-lost",
            EventKind::Revoked => "qualification-event-revoked",
            EventKind::Cheated => "qualification-event-cheated",
        }
    }
}

impl EventKind {
    /// Key of what follows from it.
    pub const fn hint_key(self) -> &'static str {
        match self {
            EventKind::Lost => "qualification-event-lost-hint",
            EventKind::Revoked => "qualification-event-revoked-hint",
            EventKind::Cheated => "qualification-event-cheated-hint",
        }
    }
}

impl From<NumberError> for Message {
    fn from(error: NumberError) -> Message {
        match error {
            NumberError::Empty => Message::new("certificate-number-empty"),
            NumberError::TooLong { most } => {
                Message::new("certificate-number-too-long").with("most", most)
            }
            NumberError::IdentityNumber => Message::new("certificate-number-identity"),
            NumberError::Year { found, first, last } => Message::new("certificate-number-year")
                .with("found", i64::from(found))
                .with("first", i64::from(first))
                .with("last", i64::from(last)),
            NumberError::Province => Message::new("certificate-number-province"),
            NumberError::Type { digit } => {
                Message::new("certificate-number-type").with("digit", i64::from(digit))
            }
        }
    }
}

impl From<Doubt> for Message {
    fn from(doubt: Doubt) -> Message {
        match doubt {
            Doubt::OtherForm => Message::new("certificate-doubt-other-form"),
            Doubt::TypeDiffers(kind) => {
                Message::new("certificate-doubt-type").with("type", Fact::Key(kind.name_key()))
            }
            Doubt::YearDiffers(year) => {
                Message::new("certificate-doubt-year").with("year", i64::from(year))
            }
        }
    }
}

impl From<Standing> for Message {
    fn from(standing: Standing) -> Message {
        match standing {
            Standing::Lost { since } => {
                Message::new("qualification-standing-lost").with("since", since)
            }
            Standing::Revoked { until } => {
                Message::new("qualification-standing-revoked").with("until", until)
            }
            Standing::Cheated { until } => {
                Message::new("qualification-standing-cheated").with("until", until)
            }
            Standing::Clear => Message::new("qualification-standing-clear"),
        }
    }
}

impl From<FitVerdict> for Message {
    fn from(verdict: FitVerdict) -> Message {
        let named = |key, kind: CertificateType| {
            Message::new(key).with("certificate", Fact::Key(kind.name_key()))
        };
        match verdict {
            FitVerdict::Fits(kind) => named("fit-by-certificate", kind),
            FitVerdict::FitsByTraining(kind, on) => named("fit-by-training", kind).with("on", on),
            FitVerdict::NeedsTraining(kind) => named("unfit-without-training", kind),
            FitVerdict::OtherPosts(kind) => named("unfit-other-posts", kind),
            FitVerdict::NoCertificate => Message::new("unfit-no-certificate"),
        }
    }
}

impl Fit {
    /// What is worth a look although it bars nothing.
    pub fn warning(&self) -> Option<Message> {
        let subject = self.other_subject.clone()?;
        Some(Message::new("fit-other-subject").with("subject", subject))
    }
}

impl From<Refusal> for Message {
    fn from(refusal: Refusal) -> Message {
        match refusal {
            Refusal::Lost { since } => Standing::Lost { since }.into(),
            Refusal::Revoked { until } => Standing::Revoked { until }.into(),
            Refusal::Cheated { until } => Standing::Cheated { until }.into(),
            Refusal::ExamExpired { on } => {
                Message::new("qualification-exam-expired").with("on", on)
            }
            Refusal::Putonghua {
                required,
                found: Some(found),
            } => Message::new("putonghua-too-low")
                .with("required", Fact::Key(required.name_key()))
                .with("found", Fact::Key(found.name_key())),
            Refusal::Putonghua {
                required,
                found: None,
            } => Message::new("putonghua-missing").with("required", Fact::Key(required.name_key())),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::not_now(refusal.into())
    }
}
