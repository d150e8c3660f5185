//! Who attends what, and when. Pure: a teacher, a year and the projects of that year in, courses
//! with days out.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::chance::Chance;
use super::city::{LINGNAN, School, YUNSHAN, home_provider};
use super::personas::Key;
use super::projects::{OPEN_COURSES, PlannedCourse, PlannedProject, TWIN_OF_OPEN, day};
use super::residents::Diligence;
use crate::ledger::Category;
use crate::organizations::Stage;

/// A course that somebody finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attended {
    /// The project, by its place in the year's list.
    pub project: usize,
    /// The course, by its place in the project.
    pub course: usize,
    /// The day.
    pub completed_on: NaiveDate,
}

/// What decides what somebody attends.
#[derive(Debug, Clone, Copy)]
pub struct Attendee<'a> {
    /// Name of the stream of chance: the document number.
    pub stream: &'a str,
    /// The school.
    pub school: &'a School,
    /// Whether the school changed in this year: then only what the city offers is attended.
    pub moves: bool,
    /// First day at work.
    pub started_on: NaiveDate,
    /// How much of it is done.
    pub diligence: Diligence,
    /// The story, if there is one.
    pub persona: Option<Key>,
}

/// No course is finished on its first days: so many hours need two.
const DAYS_OF_A_COURSE: i64 = 3;

/// Minimum of each class since 2021; what is attended reaches it and little more.
const WANTED: [(Category, i64); 3] = [
    (Category::General, 30),
    (Category::Professional, 42),
    (Category::Elective, 18),
];

/// What somebody attends in a year, up to a last day.
pub fn of_year(
    attendee: &Attendee<'_>,
    year: i32,
    projects: &[PlannedProject],
    last_day: NaiveDate,
) -> Vec<Attended> {
    let mut chance = Chance::of(&format!("courses of {} in {year}", attendee.stream));
    let mut attended = Vec::new();
    let mut titles = BTreeSet::new();
    for (category, least) in WANTED {
        let wanted = match attendee.diligence {
            Diligence::More => least * 3 / 2,
            _ => least,
        };
        let mut open = offered(attendee, projects, category);
        chance.shuffle(&mut open);
        let mut hours = 0;
        for (project, course, planned) in open {
            if hours >= wanted || !titles.insert(planned.offer.title) {
                continue;
            }
            if let Some(completed_on) = draw_day(&mut chance, attendee, planned, last_day) {
                hours += planned.offer.hours;
                attended.push(Attended {
                    project,
                    course,
                    completed_on,
                });
            }
        }
    }
    leave_out(&mut chance, attendee, &mut attended, projects);
    attended.retain(|it| it.completed_on <= last_day);
    attended
}

/// One training that two projects have under two titles, attended in spring.
pub fn twice(projects: &[PlannedProject]) -> Vec<Attended> {
    let titles = [OPEN_COURSES[1].title, TWIN_OF_OPEN.title];
    let days = [(3, 20), (3, 10)];
    let find = |(title, (month, date)): (&str, (u32, u32))| {
        projects.iter().enumerate().find_map(|(project, it)| {
            let is_it = |it: &PlannedCourse| it.offer.title == title;
            Some(Attended {
                project,
                course: it.courses.iter().position(is_it)?,
                completed_on: day(it.year, month, date),
            })
        })
    };
    titles.into_iter().zip(days).filter_map(find).collect()
}

/// The courses of a class that are open to somebody.
fn offered<'a>(
    attendee: &Attendee<'_>,
    projects: &'a [PlannedProject],
    category: Category,
) -> Vec<(usize, usize, &'a PlannedCourse)> {
    let home = home_provider(attendee.school.area)
        .filter(|_| !attendee.moves)
        .unwrap_or(YUNSHAN);
    let is_vocational = attendee.school.stage == Stage::Vocational;
    let is_open = |project: &PlannedProject| match project.provider {
        LINGNAN => true,
        "XINGHAI" => category == Category::Elective,
        "ZHUJIANG" => is_vocational,
        YUNSHAN => home == YUNSHAN && project.number == 2,
        code => code == home && project.number == 1,
    };
    projects
        .iter()
        .enumerate()
        .filter(|(_, project)| is_open(project))
        .flat_map(|(index, project)| {
            let courses = project.courses.iter().enumerate();
            courses.map(move |(place, course)| (index, place, course))
        })
        .filter(|(_, _, course)| course.offer.category == category)
        .filter(|(_, _, course)| course.offer.title != TWIN_OF_OPEN.title)
        .collect()
}

/// A day on which the course may have been finished. Whoever has a story of a complete year does
/// not put things off until winter.
fn draw_day(
    chance: &mut Chance,
    attendee: &Attendee<'_>,
    course: &PlannedCourse,
    last_day: NaiveDate,
) -> Option<NaiveDate> {
    let first = course.starts_on.max(attendee.started_on) + TimeDelta::days(DAYS_OF_A_COURSE);
    let is_early = matches!(
        attendee.persona,
        Some(Key::Complete | Key::ShortOfElectives)
    );
    let last = if is_early && course.starts_on.year() == last_day.year() {
        // Three quarters of what has passed of the year: submitted, confirmed and drawn by now.
        let passed = i64::from(last_day.ordinal0()) * 3 / 4;
        course
            .ends_on
            .min(last_day - TimeDelta::days(i64::from(last_day.ordinal0()) - passed))
    } else {
        course.ends_on
    };
    let days = (last - first).num_days();
    // The sooner of two: more is done early than late.
    (days >= 0).then(|| {
        let days = chance.between(0, days).min(chance.between(0, days));
        first + TimeDelta::days(days)
    })
}

/// Takes out what was not done.
fn leave_out(
    chance: &mut Chance,
    attendee: &Attendee<'_>,
    attended: &mut Vec<Attended>,
    projects: &[PlannedProject],
) {
    let class_of = |it: &Attended| projects[it.project].courses[it.course].offer.category;
    match attendee.diligence {
        Diligence::More | Diligence::Full => {}
        Diligence::NearlyFull => {
            let (class, _) = *chance.pick(&WANTED);
            if let Some(place) = attended.iter().position(|it| class_of(it) == class) {
                attended.remove(place);
            }
        }
        Diligence::FarBehind => attended.retain(|_| chance.percent(40)),
        Diligence::None => attended.clear(),
    }
    if attendee.persona == Some(Key::ShortOfElectives) {
        let mut kept = 0;
        attended.retain(|it| {
            let is_elective = class_of(it) == Category::Elective;
            kept += usize::from(is_elective);
            !is_elective || kept == 1
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::city;
    use crate::demo::projects;

    fn attend(diligence: Diligence, last_day: &str) -> Vec<Attended> {
        let schools = city::schools();
        let attendee = Attendee {
            stream: "somebody",
            school: &schools[0],
            moves: false,
            started_on: "2010-09-01".parse().expect("a day"),
            diligence,
            persona: None,
        };
        let last_day = last_day.parse().expect("a day");
        of_year(&attendee, 2025, &projects::of_year(2025, false), last_day)
    }

    fn hours(attended: &[Attended], category: Category) -> i64 {
        let projects = projects::of_year(2025, false);
        attended
            .iter()
            .map(|it| projects[it.project].courses[it.course].offer)
            .filter(|it| it.category == category)
            .map(|it| it.hours)
            .sum()
    }

    #[test]
    fn a_full_year_reaches_every_minimum_and_little_more() {
        let attended = attend(Diligence::Full, "2025-12-31");
        for (category, wanted) in WANTED {
            let done = hours(&attended, category);
            assert!((wanted..wanted + 12).contains(&done), "{category}: {done}");
        }
    }

    #[test]
    fn a_careless_year_does_not() {
        let attended = attend(Diligence::NearlyFull, "2025-12-31");
        let is_short = WANTED
            .iter()
            .any(|(category, wanted)| hours(&attended, *category) < *wanted);
        assert!(is_short);
        assert!(attend(Diligence::None, "2025-12-31").is_empty());
    }

    #[test]
    fn nothing_is_finished_after_today_or_outside_the_course() {
        let attended = attend(Diligence::Full, "2025-06-30");
        let projects = projects::of_year(2025, false);
        let last: NaiveDate = "2025-06-30".parse().expect("a day");
        assert!(!attended.is_empty());
        for it in attended {
            let course = &projects[it.project].courses[it.course];
            assert!(it.completed_on <= last);
            assert!(it.completed_on > course.starts_on && it.completed_on <= course.ends_on);
        }
    }
}
