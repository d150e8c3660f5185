//! The JSON form of a condition: plain numbers, dates and flags, as `registration explain` prints
//! them and scripts read them. What a number means follows from the condition's key.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::assessment::{Condition, Cure, Entry, Measure};
use crate::policy::{Certainty, ConditionKey, Effect, read_hours};

crate::text_enum!(
    /// [`Cure`] without its day, which stands in `curable_on`.
    CureWord {
        /// It is met.
        NotNeeded => "not_needed",
        /// On a day at the earliest.
        From => "from",
        /// As soon as somebody puts it right.
        OncePutRight => "once_put_right",
        /// No more in this cycle.
        NotInThisCycle => "not_in_this_cycle",
        /// Never.
        Never => "never",
    }
);

/// A condition as it is written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ConditionForm {
    key: ConditionKey,
    clause: String,
    certainty: Certainty,
    required: Value,
    found: Value,
    met: bool,
    effect: Effect,
    #[serde(with = "crate::days::optional_day")]
    curable_on: Option<NaiveDate>,
    cure: CureWord,
    entries: Vec<Entry>,
}

/// What a condition compares.
#[derive(Debug, Clone, Copy)]
enum Unit {
    Hours,
    Count,
    Time,
    Fact,
}

fn unit(key: ConditionKey) -> Unit {
    match key {
        ConditionKey::Hours | ConditionKey::FirstHours => Unit::Hours,
        ConditionKey::Ethics
        | ConditionKey::AssessmentsInARow
        | ConditionKey::YearHours
        | ConditionKey::Assessments
        | ConditionKey::Sanction => Unit::Count,
        ConditionKey::Interruption
        | ConditionKey::TimeInPost
        | ConditionKey::EnterprisePractice => Unit::Time,
        ConditionKey::QualificationHeld
        | ConditionKey::TypeFitsPost
        | ConditionKey::Fitness
        | ConditionKey::Employment
        | ConditionKey::Probation
        | ConditionKey::LastAssessment
        | ConditionKey::TeachingLoad
        | ConditionKey::TermAssessment => Unit::Fact,
    }
}

fn write(measure: Measure) -> Value {
    match measure {
        Measure::Hours(hours) => json!(hours),
        Measure::Count(count) => json!(count),
        Measure::Time(span) => json!(span.to_string()),
        Measure::Fact(is_so) => json!(is_so),
    }
}

fn read(key: ConditionKey, value: Value) -> Result<Measure, String> {
    let wrong = |error: serde_json::Error| format!("{key}: {error}");
    match unit(key) {
        Unit::Hours => read_hours(value).map(Measure::Hours).map_err(wrong),
        Unit::Count => u32::deserialize(value).map(Measure::Count).map_err(wrong),
        Unit::Fact => bool::deserialize(value).map(Measure::Fact).map_err(wrong),
        Unit::Time => {
            let text = String::deserialize(value).map_err(wrong)?;
            text.parse().map(Measure::Time)
        }
    }
}

impl From<Condition> for ConditionForm {
    fn from(it: Condition) -> ConditionForm {
        ConditionForm {
            key: it.key,
            clause: it.clause,
            certainty: it.certainty,
            required: write(it.required),
            found: write(it.found),
            met: it.met,
            effect: it.effect,
            curable_on: it.cure.on(),
            cure: match it.cure {
                Cure::NotNeeded => CureWord::NotNeeded,
                Cure::From(_) => CureWord::From,
                Cure::OncePutRight => CureWord::OncePutRight,
                Cure::NotInThisCycle => CureWord::NotInThisCycle,
                Cure::Never => CureWord::Never,
            },
            entries: it.entries,
        }
    }
}

impl TryFrom<ConditionForm> for Condition {
    type Error = String;
    fn try_from(it: ConditionForm) -> Result<Condition, String> {
        Ok(Condition {
            required: read(it.key, it.required)?,
            found: read(it.key, it.found)?,
            cure: match (it.cure, it.curable_on) {
                (CureWord::From, Some(day)) => Cure::From(day),
                (CureWord::From, None) => return Err(format!("{}: no curable_on", it.key)),
                (CureWord::NotNeeded, _) => Cure::NotNeeded,
                (CureWord::OncePutRight, _) => Cure::OncePutRight,
                (CureWord::NotInThisCycle, _) => Cure::NotInThisCycle,
                (CureWord::Never, _) => Cure::Never,
            },
            key: it.key,
            clause: it.clause,
            certainty: it.certainty,
            effect: it.effect,
            met: it.met,
            entries: it.entries,
        })
    }
}
