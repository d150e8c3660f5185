//! Programmes: the rules of a selection as data, one file of `seeds/programmes/` each.
//!
//! Every parameter says where it comes from and how certain that is. Versions are kept in the
//! database and never edited; a round keeps the version that it was opened under. `rules` reads and
//! checks a file, `store` keeps it, `actions` takes in one of the
//! bureau's own. Not here: what happens in a round.

pub mod actions;
pub mod committee;
pub mod pages;
pub mod rules;
pub mod store;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::phases::Phase;
use super::tally::{Base, Ratio, Rule};
use crate::organizations::Stage;
use crate::people::{Post, Title};
use crate::policy::{Certainty, Purpose};
use crate::web::language::Language;
use committee::{Award, Committee, Lesson, Review};

crate::id_type!(
    /// One version of a programme.
    ProgrammeId
);

/// A parameter with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sourced<T> {
    /// What it says.
    pub value: T,
    /// How certain that is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub source: String,
}

/// A programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Its key, such as `city_special_teacher`.
    pub key: String,
    /// Counts up from 1 within the key.
    pub version: i32,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// For which purpose breaches of ethics are looked for.
    pub purpose: Purpose,
    /// What can be won: each has its own rounds.
    pub tracks: Vec<Track>,
    /// How many are nominated, and from where.
    pub funnel: Funnel,
    /// How long lists hang, in working days.
    pub publicity: Publicity,
    /// How long offices have, in working days.
    pub approval: Approval,
    /// How teachers of a school recommend.
    pub recommendation: Sourced<VoteRule>,
    /// How the committee votes.
    pub ballot: Sourced<VoteRule>,
    /// Who sits on the committee.
    pub committee: Committee,
    /// How members review.
    pub review: Review,
    /// The lesson and the defence, where there are any.
    #[serde(default)]
    pub lesson: Option<Lesson>,
    /// What whoever is selected gets.
    pub award: Award,
    /// The phases of a round, in order.
    pub phases: Vec<PhasePlan>,
    /// What a candidate has to be and to have done.
    pub conditions: Vec<Condition>,
}

/// Something that can be won.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// How many; none where each round says it.
    #[serde(default)]
    pub seats: Option<Sourced<i64>>,
}

/// How many are nominated, and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Funnel {
    /// Nominees for each seat, as a fraction that is at least 1.
    pub nominees_per_seat: Sourced<[i64; 2]>,
    /// Rural nominees of each district, at least.
    #[serde(default)]
    pub rural_per_district: Option<Sourced<i64>>,
    /// A share of all nominees that comes from some stages, at least.
    #[serde(default)]
    pub stage_share: Option<Sourced<StageShare>>,
    /// School leaders among the nominees, at most, in thousandths.
    #[serde(default)]
    pub leaders_permille_max: Option<Sourced<i64>>,
}

/// A share of all nominees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageShare {
    /// Of these stages together.
    pub stages: Vec<Stage>,
    /// In thousandths.
    pub permille: i64,
}

/// Working days that lists hang, level by level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publicity {
    /// At the school.
    pub school: Sourced<u32>,
    /// In the district.
    pub district: Sourced<u32>,
    /// In the city.
    pub city: Sourced<u32>,
}

/// Working days that offices have, and an applicant to put something right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The school.
    pub school_working_days: Sourced<u32>,
    /// The district.
    pub district_working_days: Sourced<u32>,
    /// The applicant.
    pub correction_working_days: Sourced<u32>,
}

/// A rule of a vote as a file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoteRule {
    /// So much of all has to be present.
    pub quorum: [i64; 2],
    /// So much of the base has to say yes.
    pub pass: [i64; 2],
    /// What the pass is taken of.
    pub base: VoteBase,
}

crate::text_enum!(
    /// What a share of votes is taken of. Votes that were cast are no base: whoever abstains would
    /// then make it easier.
    VoteBase {
        /// Everybody present.
        Present => "present",
        /// The whole body.
        Committee => "committee",
        /// Everybody present who may vote on the candidate.
        PresentMinusRecused => "present_minus_recused",
    }
);

impl VoteBase {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            VoteBase::Present => "vote-base-present",
            VoteBase::Committee => "vote-base-committee",
            VoteBase::PresentMinusRecused => "vote-base-present-minus-recused",
        }
    }
}

impl VoteRule {
    /// As the engine has it.
    pub fn rule(&self) -> Rule {
        let ratio = |[numerator, denominator]: [i64; 2]| Ratio {
            numerator,
            denominator,
        };
        Rule {
            quorum: ratio(self.quorum),
            pass: ratio(self.pass),
            base: match self.base {
                VoteBase::Present => Base::Present,
                VoteBase::Committee => Base::Committee,
                VoteBase::PresentMinusRecused => Base::PresentMinusRecused,
            },
        }
    }
}

/// A phase with the days that it usually takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhasePlan {
    /// Which.
    pub phase: Phase,
    /// Calendar days; the bureau changes them round by round.
    pub days: u32,
}

/// Something that a candidate has to be or to have done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Its key, kept by every verdict.
    pub key: String,
    /// What it asks for.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// Asked in these tracks only; in all if there are none.
    #[serde(default)]
    pub tracks: Vec<String>,
    /// How it is looked into.
    pub test: Test,
    /// How certain it is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub source: String,
}

/// How a condition is looked into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    /// A professional title or a higher one, for so many years.
    TitleYears {
        /// At least this title.
        title: Title,
        /// Full years.
        years: u32,
        /// And none that is as high as this: whoever has it needs no other.
        #[serde(default)]
        below: Option<Title>,
    },
    /// Employed as one of these.
    PostIs {
        /// Any of them.
        posts: Vec<Post>,
    },
    /// At a school that teaches one of these stages.
    StageIs {
        /// Any of them.
        stages: Vec<Stage>,
    },
    /// No breach of ethics that bars the purpose of the programme.
    Ethics,
    /// The last yearly assessments were passed.
    Assessments {
        /// So many.
        years: u32,
    },
    /// Employed as a teacher or leader for so many years.
    ServiceYears {
        /// Full years.
        years: u32,
        /// In these posts.
        posts: Vec<Post>,
        /// Asked only of whoever is in one of these posts now; of everybody if there are none.
        #[serde(default)]
        of: Vec<Post>,
    },
    /// So many years in a rural school, asked of teachers of compulsory education in towns.
    RuralYears {
        /// Full years.
        years: u32,
        /// Asked of whoever was born on this day or later.
        #[serde(with = "day")]
        born_from: NaiveDate,
    },
    /// Younger than this on the day up to which evidence counts.
    YoungerThan {
        /// Years of age.
        years: i32,
    },
    /// No data tells: a person confirms it.
    ByPerson {
        /// Asked only of whoever is in one of these posts; of everybody if there are none.
        #[serde(default)]
        of: Vec<Post>,
    },
}

/// Teachers of some posts at schools of some stages; of any, where none are named.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Circle {
    /// Employed as.
    pub posts: Vec<Post>,
    /// At schools that teach.
    pub stages: Vec<Stage>,
}

impl Programme {
    /// Its name in a language.
    pub fn name_in(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.name,
            Language::English => &self.name_en,
        }
    }

    /// A track by its key.
    pub fn track(&self, key: &str) -> Option<&Track> {
        self.tracks.iter().find(|it| it.key == key)
    }

    /// A condition by its key.
    pub fn condition(&self, key: &str) -> Option<&Condition> {
        self.conditions.iter().find(|it| it.key == key)
    }

    /// What is asked in a track.
    pub fn asked<'a>(&'a self, track: &'a str) -> impl Iterator<Item = &'a Condition> {
        let conditions = self.conditions.iter();
        conditions
            .filter(move |it| it.tracks.is_empty() || it.tracks.iter().any(|key| key == track))
    }

    /// Who can apply in a track at all, as far as posts and stages go: places follow them.
    pub fn circle(&self, track: &str) -> Circle {
        let mut circle = Circle::default();
        for condition in self.asked(track) {
            match &condition.test {
                Test::PostIs { posts } => circle.posts.clone_from(posts),
                Test::StageIs { stages } => circle.stages.clone_from(stages),
                _ => {}
            }
        }
        circle
    }

    /// The phases that a round passes.
    pub fn planned(&self) -> Vec<Phase> {
        self.phases.iter().map(|it| it.phase).collect()
    }

    /// Whether something in it still needs confirmation.
    pub fn needs_confirmation(&self) -> bool {
        let of_conditions = self.conditions.iter().map(|it| it.certainty);
        let of_tracks = self.tracks.iter().filter_map(|it| it.seats.as_ref());
        of_conditions
            .chain(of_tracks.map(|it| it.certainty))
            .chain(self.certainties())
            .any(|it| it == Certainty::Recalled)
    }

    fn certainties(&self) -> BTreeSet<Certainty> {
        let (funnel, approval) = (&self.funnel, &self.approval);
        let publicity = &self.publicity;
        [
            funnel.nominees_per_seat.certainty,
            publicity.school.certainty,
            publicity.district.certainty,
            publicity.city.certainty,
            approval.school_working_days.certainty,
            approval.district_working_days.certainty,
            approval.correction_working_days.certainty,
            self.recommendation.certainty,
            self.ballot.certainty,
            self.committee.members.certainty,
            self.committee.reserves.certainty,
            self.committee.per_district_max.certainty,
            self.committee.same_school_years.certainty,
            self.committee.term_years_max.certainty,
            self.review.each.certainty,
            self.review.load_max.certainty,
            self.review.certainty,
            self.award.fraud_bar_years.certainty,
        ]
        .into_iter()
        .chain(funnel.rural_per_district.as_ref().map(|it| it.certainty))
        .chain(funnel.stage_share.as_ref().map(|it| it.certainty))
        .chain(funnel.leaders_permille_max.as_ref().map(|it| it.certainty))
        .collect()
    }
}

impl Track {
    /// Its name in a language.
    pub fn name_in(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.name,
            Language::English => &self.name_en,
        }
    }
}

impl Condition {
    /// What it asks for, in a language.
    pub fn name_in(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.name,
            Language::English => &self.name_en,
        }
    }
}

/// Days as files write them: `1970-01-01`.
pub(in crate::selection) mod day {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks for a reference"
    )]
    pub(in crate::selection) fn serialize<S: Serializer>(
        day: &NaiveDate,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_str(day)
    }

    pub(in crate::selection) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<NaiveDate, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
