//! How each kind of condition looks into a file: what came of it, the entries it looked at, and by
//! how much it is short. Pure.

use chrono::{Datelike, NaiveDate};

use super::{Candidate, Job, Outcome, Part, Weight};
use crate::message::{Fact, Message};
use crate::organizations::Stage;
use crate::people::{AssessmentGrade, Post, Title};
use crate::policy::last_day_of;
use crate::selection::programmes::Test;

/// What one condition saw.
pub(super) struct Look {
    pub(super) outcome: Outcome,
    pub(super) found: Message,
    pub(super) cure: Option<Message>,
    pub(super) parts: Vec<Part>,
}

impl Look {
    /// What a single fact settles, or leaves open.
    fn at(outcome: Outcome, found: Message) -> Look {
        Look {
            outcome,
            found,
            cure: None,
            parts: Vec::new(),
        }
    }

    fn met(is_met: bool, found: Message) -> Look {
        let outcome = if is_met {
            Outcome::Met
        } else {
            Outcome::NotMet
        };
        Look::at(outcome, found)
    }

    fn not_asked() -> Look {
        Look::at(Outcome::NotAsked, Message::new("found-not-asked"))
    }

    fn with(self, parts: Vec<Part>) -> Look {
        Look { parts, ..self }
    }

    fn cured(self, cure: Message) -> Look {
        Look {
            cure: Some(cure),
            ..self
        }
    }
}

pub(super) fn look(test: &Test, cutoff_on: NaiveDate, candidate: &Candidate) -> Look {
    match test {
        Test::TitleYears {
            title,
            years,
            below,
        } => title_years(candidate, (*title, *years, *below), cutoff_on),
        Test::PostIs { posts } => {
            let post = Fact::Key(candidate.post.name_key());
            let found = Message::new("found-post").with("post", post);
            Look::met(posts.contains(&candidate.post), found)
        }
        Test::StageIs { stages } => stage_is(stages, candidate.stage),
        Test::Ethics => match candidate.ethics_bars {
            0 => Look::met(true, Message::new("found-no-ethics")),
            count => Look::met(false, Message::new("found-ethics").with("count", count)),
        },
        Test::Assessments { years } => assessments(candidate, *years, cutoff_on),
        Test::ServiceYears { years, posts, of } => {
            if !is_asked(of, candidate.post) {
                return Look::not_asked();
            }
            served(&candidate.jobs, *years, cutoff_on, |it| {
                posts.contains(&it.post)
            })
        }
        Test::RuralYears { years, born_from } => rural(candidate, (*years, *born_from), cutoff_on),
        Test::YoungerThan { years } => younger(candidate, *years, cutoff_on),
        Test::ByPerson { of } if is_asked(of, candidate.post) => {
            Look::at(Outcome::ToConfirm, Message::new("found-by-person"))
        }
        Test::ByPerson { .. } => Look::not_asked(),
    }
}

/// A school of several stages may teach one of them; its file does not tell what the teacher does.
fn stage_is(stages: &[Stage], stage: Option<Stage>) -> Look {
    let Some(stage) = stage else {
        return Look::at(Outcome::ToConfirm, Message::new("found-no-stage"));
    };
    let found = Message::new("found-stage").with("stage", Fact::Key(stage.name_key()));
    let is_mixed = matches!(stage, Stage::Complete | Stage::Special);
    match stages.contains(&stage) {
        false if is_mixed => Look::at(Outcome::ToConfirm, found),
        is_met => Look::met(is_met, found),
    }
}

fn is_asked(of: &[Post], post: Post) -> bool {
    of.is_empty() || of.contains(&post)
}

/// The day on which so many full years are over; who began on 1 September 2023 has three on
/// 1 September 2026.
fn full_on(since: NaiveDate, years: u32) -> NaiveDate {
    last_day_of(since, years * 12)
}

/// A title held long enough; a programme may honour only those below another title.
fn title_years(
    candidate: &Candidate,
    (title, years, below): (Title, u32, Option<Title>),
    on: NaiveDate,
) -> Look {
    // The highest title comes first in their order.
    let is_too_high = |it: Title| below.is_some_and(|below| it <= below);
    let part = |(held, since): &(Title, Option<NaiveDate>)| {
        let weight = match since {
            _ if is_too_high(*held) => Weight::Against,
            _ if *held > title => Weight::Beside,
            None => Weight::Silent,
            Some(since) if full_on(*since, years) <= on => Weight::Counts,
            Some(_) => Weight::Against,
        };
        Part {
            told: told_title(*held, *since),
            weight,
        }
    };
    let parts: Vec<_> = candidate.titles.iter().map(part).collect();
    if candidate.titles.iter().any(|it| is_too_high(it.0)) {
        return Look::met(false, Message::new("found-title-too-high")).with(parts);
    }
    let high = || candidate.titles.iter().filter(|it| it.0 <= title);
    if high().next().is_none() {
        return Look::met(false, Message::new("found-no-title")).with(parts);
    }
    let without_day = Message::new("found-title-without-day");
    let Some(since) = high().filter_map(|it| it.1).min() else {
        return Look::at(Outcome::ToConfirm, without_day).with(parts);
    };
    let found = Message::new("found-title").with("day", since);
    let full_on = full_on(since, years);
    if full_on <= on {
        return Look::met(true, found).with(parts);
    }
    let cure = Message::new("cure-title")
        .with("years", i64::from(years))
        .with("day", full_on)
        .with("cutoff", on);
    let look = if high().any(|it| it.1.is_none()) {
        // Another of these titles has no day: it may be the older one.
        Look::at(Outcome::ToConfirm, without_day)
    } else {
        Look::met(false, found)
    };
    look.with(parts).cured(cure)
}

fn told_title(title: Title, since: Option<NaiveDate>) -> Message {
    let name = Fact::Key(title.name_key());
    match since {
        Some(day) => Message::new("part-title")
            .with("title", name)
            .with("day", day),
        None => Message::new("part-title-without-day").with("title", name),
    }
}

fn assessments(candidate: &Candidate, years: u32, on: NaiveDate) -> Look {
    // A year is assessed when it is over.
    let last = on.year() - 1;
    let first = last + 1 - i32::try_from(years).unwrap_or(0);
    let part = |year: i32| {
        let grade = candidate.grades.get(&year).copied();
        let weight = match grade {
            Some(AssessmentGrade::Excellent | AssessmentGrade::Pass) => Weight::Counts,
            Some(AssessmentGrade::BasicPass | AssessmentGrade::Fail) => Weight::Against,
            Some(AssessmentGrade::Ungraded) | None => Weight::Silent,
        };
        let grade = grade.map_or("part-year-without-grade", AssessmentGrade::name_key);
        let told = Message::new("part-year")
            .with("year", year.to_string())
            .with("grade", Fact::Key(grade));
        Part { told, weight }
    };
    let parts: Vec<_> = (first..=last).map(part).collect();
    let count = |weight| parts.iter().filter(|it| it.weight == weight).count();
    let open = count(Weight::Silent);
    let found = Message::new("found-assessments")
        .with("passed", count(Weight::Counts))
        .with("open", open);
    let look = match (count(Weight::Against), open) {
        (0, 0) => Look::met(true, found),
        (0, _) => Look::at(Outcome::ToConfirm, found),
        _ => Look::met(false, found),
    };
    look.with(parts)
}

/// Days of some employments up to a day; days of two at once count once, and 29 February does not, so
/// that any full year has 365.
pub(super) fn days<'a>(jobs: impl Iterator<Item = &'a Job>, on: NaiveDate) -> i64 {
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
            total += (last - first).num_days() + 1 - leap_days(first, last);
            counted_to = last;
        }
    }
    total
}

/// How often 29 February lies between two days, both included.
fn leap_days(first: NaiveDate, last: NaiveDate) -> i64 {
    let leap_day = |year| NaiveDate::from_ymd_opt(year, 2, 29);
    let inside = (first.year()..=last.year()).filter_map(leap_day);
    let inside = inside.filter(|it| (first..=last).contains(it));
    i64::try_from(inside.count()).unwrap_or(i64::MAX)
}

/// Years in employments of a kind. The file may not reach back to the beginning: too few days in it
/// prove nothing.
fn served(jobs: &[Job], years: u32, on: NaiveDate, counts: impl Fn(&Job) -> bool) -> Look {
    let days = days(jobs.iter().filter(|it| counts(it)), on);
    let found = Message::new("found-years").with("years", days / 365);
    let part = |job: &Job| Part {
        told: told_job(job),
        weight: if counts(job) && job.days.0 <= on {
            Weight::Counts
        } else {
            Weight::Beside
        },
    };
    let parts = jobs.iter().map(part).collect();
    let short = i64::from(years) * 365 - days;
    if short <= 0 {
        return Look::met(true, found).with(parts);
    }
    let cure = Message::new("cure-years")
        .with("days", short)
        .with("cutoff", on);
    Look::at(Outcome::ToConfirm, found).with(parts).cured(cure)
}

fn told_job(job: &Job) -> Message {
    let (first, last) = job.days;
    let key = match (last == NaiveDate::MAX, job.is_rural) {
        (true, false) => "part-job-now",
        (true, true) => "part-job-now-rural",
        (false, false) => "part-job",
        (false, true) => "part-job-rural",
    };
    let told = Message::new(key)
        .with("post", Fact::Key(job.post.name_key()))
        .with("first", first);
    if last == NaiveDate::MAX {
        told
    } else {
        told.with("last", last)
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
        return Look::not_asked();
    }
    served(&candidate.jobs, years, on, |it| it.is_rural)
}

fn younger(candidate: &Candidate, years: i32, on: NaiveDate) -> Look {
    let Some(born_on) = candidate.born_on else {
        return Look::at(Outcome::ToConfirm, Message::new("found-no-birthday"));
    };
    let age = on.years_since(born_on).map_or(0, i64::from);
    let found = Message::new("found-age").with("years", age);
    Look::met(age < i64::from(years), found)
}
