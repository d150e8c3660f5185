//! Whether a candidate meets the conditions of a programme: one finding for each, with what was
//! found. Pure.
//!
//! What the file does not tell is never silently met: it is to be confirmed by a person. Nobody is
//! eligible by the program alone: a named officer signs.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::message::{Fact, Message};
use crate::organizations::Stage;
use crate::people::{AssessmentGrade, Post, Title};
use crate::policy::last_day_of;
use crate::selection::programmes::{Condition, Programme, Test};

crate::text_enum!(
    /// What came of a condition.
    Outcome {
        /// It is met.
        Met => "met",
        /// It is not.
        NotMet => "not_met",
        /// The file does not tell; a person has to.
        ToConfirm => "to_confirm",
        /// It is not asked of this candidate.
        NotAsked => "not_asked",
    }
);

impl Outcome {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Outcome::Met => "outcome-met",
            Outcome::NotMet => "outcome-not-met",
            Outcome::ToConfirm => "outcome-to-confirm",
            Outcome::NotAsked => "outcome-not-asked",
        }
    }
}

/// An employment, as far as conditions ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    /// As what.
    pub post: Post,
    /// First and last day.
    pub days: (NaiveDate, NaiveDate),
    /// Whether at a rural school.
    pub is_rural: bool,
}

/// What the file tells about a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Employed as, when the application was made.
    pub post: Post,
    /// What the school teaches.
    pub stage: Option<Stage>,
    /// Whether at a rural school.
    pub is_rural: bool,
    /// Birthday, where known.
    pub born_on: Option<NaiveDate>,
    /// Titles, each with its day where known.
    pub titles: Vec<(Title, Option<NaiveDate>)>,
    /// All employments.
    pub jobs: Vec<Job>,
    /// Grades of yearly assessments.
    pub grades: BTreeMap<i32, AssessmentGrade>,
    /// Alerts about ethics that bar the purpose of the programme.
    pub ethics_bars: usize,
}

/// What a person confirmed in place of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// Whether the condition is met.
    pub is_met: bool,
    /// What it was seen by.
    pub reason: String,
}

/// What came of one condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The condition's key.
    pub condition: String,
    /// By the file alone.
    pub by_file: Outcome,
    /// With what a person confirmed.
    pub outcome: Outcome,
    /// What was found.
    pub found: Message,
}

/// Looks into every condition of a track, in the order of the programme.
pub fn assess(
    (programme, track): (&Programme, &str),
    cutoff_on: NaiveDate,
    candidate: &Candidate,
    confirmed: &BTreeMap<String, Confirmed>,
) -> Vec<Finding> {
    let finding = |condition: &Condition| {
        let (by_file, found) = look(&condition.test, cutoff_on, candidate);
        let outcome = match (by_file, confirmed.get(&condition.key)) {
            // Only what the file left open is a person's to confirm.
            (Outcome::ToConfirm, Some(it)) if it.is_met => Outcome::Met,
            (Outcome::ToConfirm, Some(_)) => Outcome::NotMet,
            (by_file, _) => by_file,
        };
        Finding {
            condition: condition.key.clone(),
            by_file,
            outcome,
            found,
        }
    };
    programme.asked(track).map(finding).collect()
}

/// Why nobody can be signed for as eligible, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// So many conditions are not met.
    NotMet(usize),
    /// So many wait for a person.
    ToConfirm(usize),
}

/// Whether an officer may sign that the candidate is eligible.
pub fn may_be_eligible(findings: &[Finding]) -> Result<(), Obstacle> {
    let count = |outcome| findings.iter().filter(|it| it.outcome == outcome).count();
    match (count(Outcome::NotMet), count(Outcome::ToConfirm)) {
        (0, 0) => Ok(()),
        (0, open) => Err(Obstacle::ToConfirm(open)),
        (short, _) => Err(Obstacle::NotMet(short)),
    }
}

impl From<Obstacle> for Message {
    fn from(obstacle: Obstacle) -> Message {
        match obstacle {
            Obstacle::NotMet(count) => Message::new("eligibility-short").with("count", count),
            Obstacle::ToConfirm(count) => Message::new("eligibility-open").with("count", count),
        }
    }
}

type Look = (Outcome, Message);

fn look(test: &Test, cutoff_on: NaiveDate, candidate: &Candidate) -> Look {
    match test {
        Test::TitleYears {
            title,
            years,
            below,
        } => match below {
            Some(below) if candidate.titles.iter().any(|it| it.0 <= *below) => {
                (Outcome::NotMet, Message::new("found-title-too-high"))
            }
            _ => title_years(candidate, (*title, *years), cutoff_on),
        },
        Test::PostIs { posts } => {
            let post = Fact::Key(candidate.post.name_key());
            let found = Message::new("found-post").with("post", post);
            (met(posts.contains(&candidate.post)), found)
        }
        Test::StageIs { stages } => stage_is(stages, candidate.stage),
        Test::Ethics => match candidate.ethics_bars {
            0 => (Outcome::Met, Message::new("found-no-ethics")),
            count => (
                Outcome::NotMet,
                Message::new("found-ethics").with("count", count),
            ),
        },
        Test::Assessments { years } => assessments(candidate, *years, cutoff_on),
        Test::ServiceYears { years, posts, of } => {
            if !is_asked(of, candidate.post) {
                return not_asked();
            }
            let jobs = candidate.jobs.iter().filter(|it| posts.contains(&it.post));
            served(days(jobs, cutoff_on), *years)
        }
        Test::RuralYears { years, born_from } => rural(candidate, (*years, *born_from), cutoff_on),
        Test::YoungerThan { years } => younger(candidate, *years, cutoff_on),
        Test::ByPerson { of } if is_asked(of, candidate.post) => {
            (Outcome::ToConfirm, Message::new("found-by-person"))
        }
        Test::ByPerson { .. } => not_asked(),
    }
}

fn met(is_met: bool) -> Outcome {
    if is_met {
        Outcome::Met
    } else {
        Outcome::NotMet
    }
}

/// A school of several stages may teach one of them; its file does not tell what the teacher does.
fn stage_is(stages: &[Stage], stage: Option<Stage>) -> Look {
    let Some(stage) = stage else {
        return (Outcome::ToConfirm, Message::new("found-no-stage"));
    };
    let found = Message::new("found-stage").with("stage", Fact::Key(stage.name_key()));
    let is_mixed = matches!(stage, Stage::Complete | Stage::Special);
    match stages.contains(&stage) {
        false if is_mixed => (Outcome::ToConfirm, found),
        is_met => (met(is_met), found),
    }
}

fn not_asked() -> Look {
    (Outcome::NotAsked, Message::new("found-not-asked"))
}

fn is_asked(of: &[Post], post: Post) -> bool {
    of.is_empty() || of.contains(&post)
}

/// Whether so many full years lie between two days; one who began on 1 September 2023 has three on
/// 1 September 2026.
fn has_years(since: NaiveDate, years: u32, on: NaiveDate) -> bool {
    last_day_of(since, years * 12) <= on
}

fn title_years(candidate: &Candidate, (title, years): (Title, u32), on: NaiveDate) -> Look {
    // The highest title comes first in their order.
    let high: Vec<_> = candidate.titles.iter().filter(|it| it.0 <= title).collect();
    if high.is_empty() {
        return (Outcome::NotMet, Message::new("found-no-title"));
    }
    let Some(since) = high.iter().filter_map(|it| it.1).min() else {
        return (Outcome::ToConfirm, Message::new("found-title-without-day"));
    };
    let found = Message::new("found-title").with("day", since);
    if has_years(since, years, on) {
        (Outcome::Met, found)
    } else if high.iter().any(|it| it.1.is_none()) {
        // Another of these titles has no day: it may be the older one.
        (Outcome::ToConfirm, Message::new("found-title-without-day"))
    } else {
        (Outcome::NotMet, found)
    }
}

fn assessments(candidate: &Candidate, years: u32, on: NaiveDate) -> Look {
    use chrono::Datelike;
    // A year is assessed when it is over.
    let last = on.year() - 1;
    let first = last + 1 - i32::try_from(years).unwrap_or(0);
    let grades: Vec<_> = (first..=last)
        .map(|year| candidate.grades.get(&year))
        .collect();
    let bad = grades.iter().flatten();
    let bad = bad
        .filter(|it| matches!(it, AssessmentGrade::Fail | AssessmentGrade::BasicPass))
        .count();
    let graded = grades.iter().flatten();
    let graded = graded
        .filter(|it| !matches!(it, AssessmentGrade::Ungraded))
        .count();
    let open = grades.len() - graded;
    let found = Message::new("found-assessments")
        .with("passed", graded - bad)
        .with("open", open);
    match (bad, open) {
        (0, 0) => (Outcome::Met, found),
        (0, _) => (Outcome::ToConfirm, found),
        _ => (Outcome::NotMet, found),
    }
}

/// Days of some employments up to a day; days of two at once count once.
fn days<'a>(jobs: impl Iterator<Item = &'a Job>, on: NaiveDate) -> i64 {
    let mut spans: Vec<_> = jobs
        .map(|it| (it.days.0, it.days.1.min(on)))
        .filter(|it| it.0 <= it.1)
        .collect();
    spans.sort_unstable();
    let mut total = 0;
    let mut counted_to = NaiveDate::MIN;
    for (first, last) in spans {
        let first = first.max(counted_to.succ_opt().unwrap_or(counted_to));
        if first <= last {
            total += (last - first).num_days() + 1;
            counted_to = last;
        }
    }
    total
}

/// The file may not reach back to the beginning: too few days in it prove nothing.
fn served(days: i64, years: u32) -> Look {
    // Full years of 365 days; the leap days are in the candidate's favour.
    let full = days / 365;
    let found = Message::new("found-years").with("years", full);
    if full >= i64::from(years) {
        (Outcome::Met, found)
    } else {
        (Outcome::ToConfirm, found)
    }
}

fn rural(candidate: &Candidate, (years, born_from): (u32, NaiveDate), on: NaiveDate) -> Look {
    let is_compulsory = match candidate.stage {
        Some(Stage::Primary | Stage::Junior) => Some(true),
        // Such a school has classes of compulsory education, and others.
        Some(Stage::Complete | Stage::Special) | None => None,
        Some(Stage::Kindergarten | Stage::Senior | Stage::Vocational) => Some(false),
    };
    let is_older = candidate.born_on.map(|it| it < born_from);
    if is_compulsory == Some(false) || is_older == Some(true) || candidate.is_rural {
        return not_asked();
    }
    let jobs = candidate.jobs.iter().filter(|it| it.is_rural);
    served(days(jobs, on), years)
}

fn younger(candidate: &Candidate, years: i32, on: NaiveDate) -> Look {
    let Some(born_on) = candidate.born_on else {
        return (Outcome::ToConfirm, Message::new("found-no-birthday"));
    };
    let age = on.years_since(born_on).map_or(0, i64::from);
    let found = Message::new("found-age").with("years", age);
    if age < i64::from(years) {
        (Outcome::Met, found)
    } else {
        (Outcome::NotMet, found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selection::programmes::rules::parse;
    use crate::selection::programmes::store::SHIPPED;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    const ON: &str = "2026-11-01";

    /// A primary teacher in town, with everything in order that the file can tell.
    fn candidate() -> Candidate {
        let grades = [2023, 2024, 2025].map(|year| (year, AssessmentGrade::Pass));
        Candidate {
            post: Post::Teacher,
            stage: Some(Stage::Primary),
            is_rural: false,
            born_on: Some(day("1980-05-01")),
            titles: vec![(Title::Senior, Some(day("2023-11-01")))],
            jobs: vec![Job {
                post: Post::Teacher,
                days: (day("2005-09-01"), NaiveDate::MAX),
                is_rural: false,
            }],
            grades: BTreeMap::from(grades),
            ethics_bars: 0,
        }
    }

    fn outcome(condition: &str, change: impl Fn(&mut Candidate)) -> Outcome {
        let programme = parse(SHIPPED[0].1).expect("the shipped programme is right");
        let mut candidate = candidate();
        change(&mut candidate);
        let findings = assess(
            (&programme, "teacher"),
            day(ON),
            &candidate,
            &BTreeMap::new(),
        );
        let finding = findings.into_iter().find(|it| it.condition == condition);
        finding.expect("a condition of the programme").outcome
    }

    #[test]
    fn a_title_counts_from_its_day_on() {
        use Outcome::*;
        let titles = |titles: &[(Title, Option<&str>)]| {
            let titles: Vec<_> = titles.iter().map(|(it, on)| (*it, on.map(day))).collect();
            outcome("title", |it| it.titles.clone_from(&titles))
        };
        for (held, expected) in [
            (&[(Title::Senior, Some("2023-11-01"))][..], Met),
            (&[(Title::Senior, Some("2023-11-02"))], NotMet),
            (&[(Title::FullSenior, Some("2020-01-01"))], Met),
            (&[(Title::FirstGrade, Some("2001-01-01"))], NotMet),
            (&[(Title::Senior, None)], ToConfirm),
            (
                &[
                    (Title::FullSenior, Some("2026-01-01")),
                    (Title::Senior, None),
                ],
                ToConfirm,
            ),
            (&[], NotMet),
        ] {
            assert_eq!(titles(held), expected, "{held:?}");
        }
    }

    #[test]
    fn what_the_file_does_not_tell_is_confirmed_by_a_person() {
        use Outcome::*;
        let leader = |it: &mut Candidate| it.post = Post::Principal;
        for (condition, found, expected) in [
            ("honour", outcome("honour", |_| {}), ToConfirm),
            ("leader_load", outcome("leader_load", |_| {}), NotAsked),
            ("leader_load", outcome("leader_load", leader), ToConfirm),
            ("rural_year", outcome("rural_year", |_| {}), ToConfirm),
            (
                "rural_year",
                outcome("rural_year", |it| it.is_rural = true),
                NotAsked,
            ),
            (
                "rural_year",
                outcome("rural_year", |it| it.born_on = Some(day("1969-12-31"))),
                NotAsked,
            ),
            (
                "rural_year",
                outcome("rural_year", |it| it.jobs[0].is_rural = true),
                Met,
            ),
            (
                "rural_year",
                outcome("rural_year", |it| it.stage = Some(Stage::Senior)),
                NotAsked,
            ),
            (
                "research_service",
                outcome("research_service", |_| {}),
                NotAsked,
            ),
            (
                "research_service",
                outcome("research_service", |it| it.post = Post::ResearchStaff),
                Met,
            ),
            ("assessments", outcome("assessments", |_| {}), Met),
            (
                "assessments",
                outcome("assessments", |it| it.grades.clear()),
                ToConfirm,
            ),
            (
                "assessments",
                outcome("assessments", |it| {
                    it.grades.insert(2024, AssessmentGrade::Fail);
                }),
                NotMet,
            ),
            ("ethics", outcome("ethics", |it| it.ethics_bars = 1), NotMet),
        ] {
            assert_eq!(found, expected, "{condition}");
        }
    }

    #[test]
    fn each_track_asks_what_it_honours() {
        use Outcome::*;
        let found = |file: &str, track: &str, condition: &str, candidate: &Candidate| {
            let shipped = SHIPPED.iter().find(|it| it.0 == file).expect("shipped");
            let programme = parse(shipped.1).expect("the shipped programme is right");
            let findings = assess((&programme, track), day(ON), candidate, &BTreeMap::new());
            let finding = findings.into_iter().find(|it| it.condition == condition);
            finding.map(|it| it.outcome)
        };
        let at = |stage| Candidate {
            stage,
            ..candidate()
        };
        let as_post = |post| Candidate {
            post,
            ..candidate()
        };
        let famous = "city_famous_educators";
        let trainees = "hundred_thousand_ten_thousand";
        let vocational = "vocational_full_senior";
        let teacher = candidate();
        let full = Candidate {
            titles: vec![
                (Title::FullSenior, Some(day("2024-01-01"))),
                (Title::Senior, Some(day("2010-01-01"))),
            ],
            ..at(Some(Stage::Vocational))
        };
        let senior = Candidate {
            titles: vec![(Title::Senior, Some(day("2010-01-01")))],
            ..at(Some(Stage::Vocational))
        };
        for (file, track, condition, candidate, expected) in [
            (famous, "principal", "leader", &teacher, Some(NotMet)),
            (
                famous,
                "principal",
                "leader",
                &as_post(Post::Principal),
                Some(Met),
            ),
            (famous, "teacher", "leader", &teacher, None),
            (trainees, "principal", "leader", &teacher, Some(NotMet)),
            (
                vocational,
                "teacher",
                "stage",
                &at(Some(Stage::Kindergarten)),
                Some(NotMet),
            ),
            (
                vocational,
                "teacher",
                "stage",
                &at(Some(Stage::Complete)),
                Some(ToConfirm),
            ),
            (vocational, "teacher", "stage", &at(None), Some(ToConfirm)),
            (vocational, "teacher", "stage", &senior, Some(Met)),
            (vocational, "teacher", "title", &senior, Some(Met)),
            (vocational, "teacher", "title", &full, Some(NotMet)),
        ] {
            let outcome = found(file, track, condition, candidate);
            assert_eq!(
                outcome, expected,
                "{file} {track} {condition} {candidate:?}"
            );
        }
    }

    #[test]
    fn a_person_confirms_only_what_the_file_left_open() {
        let programme = parse(SHIPPED[0].1).expect("the shipped programme is right");
        let confirm = |is_met| {
            let keys = programme.conditions.iter().map(|it| it.key.clone());
            let reason = "查看原件".to_owned();
            let all = keys.map(|key| {
                (
                    key,
                    Confirmed {
                        is_met,
                        reason: reason.clone(),
                    },
                )
            });
            all.collect::<BTreeMap<_, _>>()
        };
        let assess = |candidate: &Candidate, confirmed: &BTreeMap<_, _>| {
            may_be_eligible(&assess(
                (&programme, "teacher"),
                day(ON),
                candidate,
                confirmed,
            ))
        };
        let fine = candidate();
        assert_eq!(assess(&fine, &BTreeMap::new()), Err(Obstacle::ToConfirm(5)));
        assert_eq!(assess(&fine, &confirm(true)), Ok(()));
        assert_eq!(assess(&fine, &confirm(false)), Err(Obstacle::NotMet(5)));
        let barred = Candidate {
            ethics_bars: 1,
            ..candidate()
        };
        assert_eq!(assess(&barred, &confirm(true)), Err(Obstacle::NotMet(1)));
    }

    #[test]
    fn days_at_two_places_count_once() {
        let job = |first: &str, last: &str| Job {
            post: Post::Teacher,
            days: (day(first), day(last)),
            is_rural: true,
        };
        let jobs = [
            job("2020-01-01", "2020-01-10"),
            job("2020-01-05", "2020-01-20"),
            job("2026-10-31", "2030-01-01"),
        ];
        assert_eq!(days(jobs.iter(), day(ON)), 20 + 2);
    }
}
