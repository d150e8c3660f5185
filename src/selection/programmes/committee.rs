//! What a programme says about its committee: who sits on it, how it reviews, sees lessons, and what
//! whoever is selected gets.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Sourced;
use crate::message::Fact;
use crate::policy::Certainty;
use crate::web::language::Language;

/// Points of the largest scale.
const SCALE_MAX: i64 = 100;
/// What the best of several descriptions earns, at most: thousandths of the criterion.
const GRADE_FULL: i64 = 1_000;
/// Different scales of one track go into a number that is not larger.
const COMMON_MAX: i64 = 1_000_000_000;
/// What the weights of all criteria come to.
pub const WEIGHTS: i64 = 1_000;

/// Who sits on the committee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Committee {
    /// Members, at least; as many are drawn.
    pub members: Sourced<i64>,
    /// Drawn besides, who take the places of those that decline.
    pub reserves: Sourced<i64>,
    /// Members and reserves from one district, at most.
    pub per_district_max: Sourced<i64>,
    /// Whoever worked in the same school as a candidate in the last so many years is in conflict.
    pub same_school_years: Sourced<u32>,
    /// Years that an expert stays in the pool, at most.
    pub term_years_max: Sourced<u32>,
}

crate::text_enum!(
    /// Which mean of a candidate's scores counts.
    OfficialMean {
        /// Of the scores as they are.
        Raw => "raw",
        /// Without the highest and the lowest.
        Trimmed => "trimmed",
        /// With each score corrected by what its member always adds.
        Calibrated => "calibrated",
    }
);

impl OfficialMean {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            OfficialMean::Raw => "calibration-raw",
            OfficialMean::Trimmed => "calibration-trimmed",
            OfficialMean::Calibrated => "calibration-calibrated",
        }
    }
}

/// Raw scores count where a programme says nothing: versions before 3 did not.
fn raw() -> Sourced<OfficialMean> {
    Sourced {
        value: OfficialMean::Raw,
        certainty: Certainty::Recalled,
        source: "项目规则未写明以哪种平均分为准，按原始平均分；待市局确认".to_owned(),
    }
}

/// How members review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Reviews that each candidate gets, exactly.
    pub each: Sourced<i64>,
    /// Reviews that a member writes, at most.
    pub load_max: Sourced<i64>,
    /// Whether members see numbers in place of candidates.
    pub is_blind: bool,
    /// Which mean counts, in the report and wherever candidates are put in order by points.
    #[serde(default = "raw")]
    pub official: Sourced<OfficialMean>,
    /// Points of a criterion, at most.
    pub scale_max: i64,
    /// Characters of a comment, at least.
    pub comment_characters_min: u32,
    /// What points are given for.
    pub criteria: Vec<Criterion>,
    /// How certain all of it is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub source: String,
}

/// Something that points are given for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its key, kept by every review.
    pub key: String,
    /// What it looks at.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// Its part of the whole, in thousandths; 0 of a text, which earns nothing.
    #[serde(default)]
    pub weight: i64,
    /// Asked only for these tracks; for all if there are none.
    #[serde(default)]
    pub tracks: Vec<String>,
    /// How it is answered.
    #[serde(default)]
    pub answer: AnswerKind,
}

/// How a criterion is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum AnswerKind {
    /// By points from 0.
    Points {
        /// To so many; to those of the scale if nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<i64>,
    },
    /// By one of several descriptions.
    Choice {
        /// In the order in which they are offered.
        options: Vec<Grade>,
    },
    /// In words, which earn nothing.
    Text {
        /// Characters, at least.
        characters_min: u32,
    },
}

impl Default for AnswerKind {
    fn default() -> AnswerKind {
        AnswerKind::Points { max: None }
    }
}

/// One of several descriptions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Its key, kept by every review.
    pub key: String,
    /// What it says.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// What it earns of the criterion, in thousandths.
    pub permille: i64,
}

impl Grade {
    /// What it says, in a language.
    pub fn name_in(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.name,
            Language::English => &self.name_en,
        }
    }
}

/// The lesson in a borrowed class, and the defence after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// Minutes of the lesson.
    pub minutes: Sourced<u32>,
    /// Minutes of the defence.
    pub defence_minutes: Sourced<u32>,
}

/// What whoever is selected gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Award {
    /// What certificate numbers begin with; the year and a serial number follow.
    pub number_prefix: String,
    /// Yuan a month; none where no rule was found.
    #[serde(default)]
    pub allowance_yuan: Option<Sourced<i64>>,
    /// Years in which whoever an honour was taken away from, for fraud or worse, does not apply again.
    pub fraud_bar_years: Sourced<u32>,
}

impl Review {
    /// The criteria of a track, in order.
    pub fn criteria_of<'a>(&'a self, track: &'a str) -> impl Iterator<Item = &'a Criterion> {
        self.criteria
            .iter()
            .filter(move |it| it.tracks.is_empty() || it.tracks.iter().any(|key| key == track))
    }
}

impl Review {
    /// What full marks of a criterion are; none of a text.
    pub fn full(&self, criterion: &Criterion) -> Option<i64> {
        match &criterion.answer {
            AnswerKind::Points { max } => Some(max.unwrap_or(self.scale_max)),
            AnswerKind::Choice { .. } => Some(GRADE_FULL),
            AnswerKind::Text { .. } => None,
        }
    }

    /// The least number that full marks of all criteria of a track divide, so that parts of them can
    /// be added exactly; none if it is beyond counting with.
    pub fn common_max(&self, track: &str) -> Option<i64> {
        let mut all = self.criteria_of(track).filter_map(|it| self.full(it));
        all.try_fold(1, |common: i64, full| {
            let (mut one, mut other) = (common, full);
            while other != 0 {
                (one, other) = (other, one % other);
            }
            Some(common / one * full).filter(|it| *it <= COMMON_MAX)
        })
    }
}

impl Criterion {
    /// What it looks at, in a language.
    pub fn name_in(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.name,
            Language::English => &self.name_en,
        }
    }

    /// What it looks at, for a sentence in either language.
    pub fn name(&self) -> Fact {
        let (zh, en) = (self.name.clone(), self.name_en.clone());
        Fact::Name { zh, en }
    }
}

/// Why a committee could not work by this, if it could not.
pub(super) fn impossible(
    committee: &Committee,
    review: &Review,
    tracks: &BTreeSet<&str>,
) -> Option<String> {
    if committee.members.value < 1 || committee.reserves.value < 0 {
        return Some("committee: nobody would decide".to_owned());
    }
    if committee.per_district_max.value < 1 {
        return Some("committee: no district may send anybody".to_owned());
    }
    if !(1..=committee.members.value).contains(&review.each.value) {
        return Some("review: more reviews of a candidate than members".to_owned());
    }
    if review.load_max.value < 1 || !(1..=SCALE_MAX).contains(&review.scale_max) {
        return Some("review: nothing to give, or nobody who may".to_owned());
    }
    let keys: BTreeSet<&str> = review.criteria.iter().map(|it| it.key.as_str()).collect();
    if keys.len() < review.criteria.len() {
        return Some("review: a criterion stands twice".to_owned());
    }
    if let Some(because) = review.criteria.iter().find_map(unanswerable) {
        return Some(because);
    }
    let known = review.criteria.iter().flat_map(|it| &it.tracks);
    if let Some(strange) = known.into_iter().find(|it| !tracks.contains(it.as_str())) {
        return Some(format!(
            "review: a criterion for the unknown track {strange}"
        ));
    }
    for track in tracks {
        let weights: i64 = review.criteria_of(track).map(|it| it.weight).sum();
        if weights != WEIGHTS {
            return Some(format!(
                "review: weights of {track} do not come to {WEIGHTS}"
            ));
        }
        if review.common_max(track).is_none() {
            return Some(format!("review: scales of {track} are too many to add up"));
        }
    }
    None
}

/// Why nobody could answer a criterion, if so.
fn unanswerable(criterion: &Criterion) -> Option<String> {
    let key = &criterion.key;
    let because = match &criterion.answer {
        AnswerKind::Text { .. } if criterion.weight != 0 => "a text with a weight",
        AnswerKind::Points { .. } | AnswerKind::Choice { .. } if criterion.weight < 1 => {
            "nothing to win"
        }
        AnswerKind::Points { max: Some(max) } if !(1..=SCALE_MAX).contains(max) => {
            "a scale that is none"
        }
        AnswerKind::Choice { options } => {
            let keys: BTreeSet<&str> = options.iter().map(|it| it.key.as_str()).collect();
            if options.len() < 2 || keys.len() < options.len() {
                "fewer than two options, or one twice"
            } else if options.iter().any(|it| !(0..=1_000).contains(&it.permille)) {
                "an option beyond 0 to 1000 thousandths"
            } else {
                return None;
            }
        }
        AnswerKind::Text { .. } | AnswerKind::Points { .. } => return None,
    };
    Some(format!("review: {key}: {because}"))
}
