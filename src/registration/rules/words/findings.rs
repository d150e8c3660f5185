//! What a condition found, as one sentence: what is there, what is required, what is missing.

use super::super::assessment::{Condition, Entry, Measure, PostFit};
use super::super::span::Span;
use crate::hours::Hours;
use crate::message::{Fact, Message};
use crate::policy::ConditionKey;

impl Condition {
    /// What was found.
    pub fn finding(&self) -> Message {
        match (self.key, self.met) {
            (ConditionKey::Hours | ConditionKey::FirstHours, _) => self.hours(),
            (ConditionKey::Interruption, _) => self.interruption(),
            (ConditionKey::TypeFitsPost, _) => self.post(),
            (ConditionKey::Assessments, true) => self.counted("finding-assessments"),
            (ConditionKey::Assessments, false) => self.counted("finding-assessments-short"),
            (ConditionKey::AssessmentsInARow, true) => Message::new("finding-no-row"),
            (ConditionKey::AssessmentsInARow, false) => self.counted("finding-row"),
            (ConditionKey::Ethics, true) => Message::new("finding-ethics"),
            (ConditionKey::Ethics, false) => self.counted("finding-ethics-grave"),
            (ConditionKey::Sanction, true) => Message::new("finding-no-sanction"),
            (ConditionKey::Sanction, false) => self.counted("finding-sanction"),
            (ConditionKey::QualificationHeld, true) => Message::new("finding-qualification-held"),
            (ConditionKey::QualificationHeld, false) => Message::new("finding-qualification-gone"),
            (ConditionKey::Fitness, true) => Message::new("finding-fit"),
            (ConditionKey::Fitness, false) => Message::new("finding-unfit"),
            (ConditionKey::Employment, true) => Message::new("finding-employed"),
            (ConditionKey::Employment, false) => Message::new("finding-not-employed"),
            (ConditionKey::Probation, true) => Message::new("finding-probation-passed"),
            (ConditionKey::Probation, false) => Message::new("finding-probation-not-passed"),
            (ConditionKey::LastAssessment, true) => Message::new("finding-last-assessment"),
            (ConditionKey::LastAssessment, false) => Message::new("finding-last-assessment-short"),
            (ConditionKey::TermAssessment, true) => Message::new("finding-term-assessment"),
            (ConditionKey::TermAssessment, false) => Message::new("finding-term-assessment-short"),
            (ConditionKey::TeachingLoad, true) => Message::new("finding-load"),
            (ConditionKey::TeachingLoad, false) => Message::new("finding-load-short"),
            (ConditionKey::TimeInPost, true) => self.timed("finding-time-in-post"),
            (ConditionKey::TimeInPost, false) => self.timed("finding-time-in-post-short"),
            (ConditionKey::EnterprisePractice, true) => self.timed("finding-practice"),
            (ConditionKey::EnterprisePractice, false) => self.timed("finding-practice-short"),
            (ConditionKey::YearHours, true) => self.counted("finding-year-hours"),
            (ConditionKey::YearHours, false) => self.counted("finding-year-hours-short"),
        }
    }

    /// The class hours that are missing; none for other conditions.
    pub fn short_hours(&self) -> Option<Hours> {
        match (self.required, self.found) {
            (Measure::Hours(required), Measure::Hours(found)) => Some(found.short_of(required)),
            _ => None,
        }
    }

    fn hours(&self) -> Message {
        let hours = |measure| match measure {
            Measure::Hours(hours) => hours,
            _ => Hours::ZERO,
        };
        let (required, found) = (hours(self.required), hours(self.found));
        let message = if self.met {
            Message::new("finding-hours")
        } else {
            Message::new("finding-hours-short").with("short", found.short_of(required))
        };
        message.with("found", found).with("required", required)
    }

    fn interruption(&self) -> Message {
        if self.found == Measure::Time(Span::default()) {
            Message::new("finding-no-interruption")
        } else if self.met {
            self.timed("finding-interruption-short")
        } else {
            self.timed("finding-interruption-long")
        }
    }

    /// The best of the answers for the levels that the post may have.
    fn post(&self) -> Message {
        let posts = self.entries.iter().filter_map(|entry| match entry {
            Entry::Post { level, fit, .. } => Some((*fit, *level)),
            _ => None,
        });
        let Some((fit, level)) = posts.min_by_key(|it| it.0) else {
            return Message::new("finding-post-unknown");
        };
        let message = match fit {
            PostFit::Fits => Message::new("finding-post-fits"),
            PostFit::FitsByTraining => Message::new("finding-post-fits-by-training"),
            PostFit::NeedsTraining => Message::new("finding-post-needs-training"),
            PostFit::OtherPosts => Message::new("finding-post-other"),
            PostFit::NoCertificate => Message::new("finding-post-no-certificate"),
        };
        message.with("level", Fact::Key(level.name_key()))
    }

    fn counted(&self, key: &'static str) -> Message {
        let count = |measure| match measure {
            Measure::Count(count) => i64::from(count),
            _ => 0,
        };
        Message::new(key)
            .with("found", count(self.found))
            .with("required", count(self.required))
    }

    fn timed(&self, key: &'static str) -> Message {
        let time = |measure| match measure {
            Measure::Time(span) => span,
            _ => Span::default(),
        };
        let found = time(self.found);
        Message::new(key)
            .with("months", i64::from(found.months))
            .with("days", i64::from(found.days))
            .with("required", i64::from(time(self.required).months))
    }
}
