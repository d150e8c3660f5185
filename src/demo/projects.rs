//! The projects that providers file each year, with their courses. Pure; `history` files them.
//!
//! Codes follow from provider, year and number, so they are fixed for a year: docs/demo.md lists
//! those that files are written against.

use chrono::{Datelike, NaiveDate};

use super::catalogue::{self, Offer};
use super::city::{LINGNAN, PROVIDERS, YUNSHAN};
use crate::ledger::Category;

/// The centre of Tianhe, whose second project the file in GB 18030 belongs to.
pub const TIANHE: &str = "JF440106";
/// The centre of Panyu, whose second project the file with bad rows belongs to.
pub const PANYU: &str = "JF440113";
/// The private provider, whose second project waits for the district.
pub const XIGUAN: &str = "XIGUAN";

/// Where the first course of the year begins, and where no course goes on: the year's account
/// closes on 31 December, and what is done then is submitted before.
const COURSES_END: (u32, u32) = (12, 18);

/// A project as it will be filed.
#[derive(Debug, Clone)]
pub struct PlannedProject {
    /// Code of its provider.
    pub provider: &'static str,
    /// The calendar year.
    pub year: i32,
    /// Its number among the provider's projects of the year, from 1.
    pub number: usize,
    /// Its title.
    pub title: &'static str,
    /// Its courses, in the order of their codes.
    pub courses: Vec<PlannedCourse>,
    /// Whether the office still has to decide.
    pub is_waiting: bool,
}

/// A course as it will be filed.
#[derive(Debug, Clone, Copy)]
pub struct PlannedCourse {
    /// Title, class and hours.
    pub offer: Offer,
    /// So many teachers at most.
    pub headcount_max: i64,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

impl PlannedProject {
    /// Its code.
    pub fn code(&self) -> String {
        format!("{}-{}-{:02}", self.provider, self.year, self.number)
    }

    /// The code of a course, by its place.
    pub fn course_code(&self, index: usize) -> String {
        format!("{}-{:02}", self.code(), index + 1)
    }
}

const fn offer(title: &'static str, category: Category, hours: i64) -> Offer {
    Offer {
        title,
        category,
        hours,
    }
}

/// Courses of the open project: anybody may write a file against them.
pub const OPEN_COURSES: &[Offer] = {
    use Category::*;
    &[
        offer("教育数字化转型与课堂变革", Professional, 12),
        offer("学习科学与有效教学", Professional, 10),
        offer("教师职业道德与依法执教", General, 10),
        offer("生成式人工智能的教学应用", Professional, 8),
        offer("岭南文化与校园美育", Elective, 6),
        offer("校园安全与急救实务", Elective, 6),
    ]
};

/// Nearly the title of an open course: registered twice by one teacher, and reversed once.
pub const TWIN_OF_OPEN: Offer = offer("学习科学与有效教学工作坊", Category::Professional, 10);

/// Courses of Tianhe's second project.
pub const TIANHE_COURSES: &[Offer] = {
    use Category::*;
    &[
        offer("中小学实验操作考核培训", Professional, 8),
        offer("校本课程开发与实施", Professional, 10),
        offer("羊城非遗进校园", Elective, 6),
    ]
};

/// Courses of Panyu's second project; the last one has room for two.
pub const PANYU_COURSES: &[Offer] = {
    use Category::*;
    &[
        offer("青年教师课堂教学基本功", Professional, 10),
        offer("教育政策法规专题学习", General, 10),
        offer("沙湾广东音乐赏析", Elective, 6),
        offer("名师工作室跟岗研修", Professional, 12),
    ]
};

/// Courses of the project that waits for its district.
const XIGUAN_COURSES: &[Offer] = {
    use Category::*;
    &[
        offer("西关民俗与综合实践活动", Elective, 9),
        offer("粤语童谣教学与传承", Elective, 6),
    ]
};

/// More than the city has teachers.
const ROOM_FOR_ALL: i64 = 200_000;
/// What a centre has room for.
const ROOM: i64 = 5_000;
/// The room of the course that is full.
const ROOM_FOR_TWO: i64 = 2;

/// All projects of a year. `is_running` says that it is the year in which the city is made, which
/// has a few projects more.
pub fn of_year(year: i32, is_running: bool) -> Vec<PlannedProject> {
    let mut all = vec![
        open_project(year),
        regular(YUNSHAN, year, 2, "市级教师全员研修", &{
            let mut offers = catalogue::centre(year, 0);
            offers.push(TWIN_OF_OPEN);
            offers
        }),
        general_project(year),
        regular(
            "XINGHAI",
            year,
            1,
            "教师艺术素养研修",
            &catalogue::arts(year),
        ),
        regular(
            "ZHUJIANG",
            year,
            1,
            "中职教师素质提升培训",
            &catalogue::vocational(year),
        ),
    ];
    let centres = PROVIDERS.iter().filter(|it| is_centre(it.code));
    for (number, centre) in centres.enumerate() {
        let offers = catalogue::centre(year, number + 1);
        all.push(regular(centre.code, year, 1, "区级教师全员研修", &offers));
    }
    if is_running {
        all.push(all_year(
            TIANHE,
            year,
            "天河区学科教师专项研修",
            TIANHE_COURSES,
        ));
        let mut panyu = all_year(PANYU, year, "番禺区青年教师研修", PANYU_COURSES);
        if let Some(last) = panyu.courses.last_mut() {
            last.headcount_max = ROOM_FOR_TWO;
        }
        all.push(panyu);
        all.push(PlannedProject {
            is_waiting: true,
            ..all_year(XIGUAN, year, "西关文化进课堂研修", XIGUAN_COURSES)
        });
    }
    all
}

/// Whether a provider teaches the teachers of a district.
pub fn is_centre(code: &str) -> bool {
    code.starts_with("JF") || code == XIGUAN
}

/// The open project of a year: everybody's, all year.
pub fn open_project(year: i32) -> PlannedProject {
    PlannedProject {
        number: 1,
        ..all_year(YUNSHAN, year, "教师专业能力提升研修", OPEN_COURSES)
    }
}

fn all_year(
    provider: &'static str,
    year: i32,
    title: &'static str,
    offers: &[Offer],
) -> PlannedProject {
    let courses = offers.iter().map(|offer| PlannedCourse {
        offer: *offer,
        headcount_max: ROOM,
        starts_on: day(year, 1, 1),
        ends_on: day(year, 12, 31),
    });
    PlannedProject {
        provider,
        year,
        number: 2,
        title,
        courses: courses.collect(),
        is_waiting: false,
    }
}

/// The general subjects: online, nearly all year, for everybody.
fn general_project(year: i32) -> PlannedProject {
    let (month, last) = COURSES_END;
    let offers = catalogue::general(year);
    let courses = offers.iter().map(|offer| PlannedCourse {
        offer: *offer,
        headcount_max: ROOM_FOR_ALL,
        starts_on: day(year, 2, 1),
        ends_on: day(year, month, last),
    });
    PlannedProject {
        provider: LINGNAN,
        year,
        number: 1,
        title: "公需科目网络学习",
        courses: courses.collect(),
        is_waiting: false,
    }
}

/// First and last month of the courses, by turns.
const SEASONS: [(u32, u32); 7] = [(2, 4), (3, 5), (4, 6), (7, 8), (5, 7), (8, 10), (9, 11)];

fn regular(
    provider: &'static str,
    year: i32,
    number: usize,
    title: &'static str,
    offers: &[Offer],
) -> PlannedProject {
    let courses = offers.iter().enumerate().map(|(index, offer)| {
        let (first, last) = SEASONS[index % SEASONS.len()];
        let (end_month, end_day) = COURSES_END;
        let last_day = day(year, last, 1) + chrono::Months::new(1) - chrono::Days::new(1);
        PlannedCourse {
            offer: *offer,
            headcount_max: ROOM,
            starts_on: day(year, first, 1),
            ends_on: last_day.min(day(year, end_month, end_day)),
        }
    });
    PlannedProject {
        provider,
        year,
        number,
        title,
        courses: courses.collect(),
        is_waiting: false,
    }
}

/// A day of the tables above, which hold no 30 February.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

/// The project that runs on a day.
pub fn running_open_project(today: NaiveDate) -> PlannedProject {
    open_project(today.year())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::credit_bank::titles::title_key;

    #[test]
    fn every_provider_has_a_project_and_numbers_count_up() {
        let projects = of_year(2026, true);
        for provider in PROVIDERS {
            let mut numbers = projects
                .iter()
                .filter(|it| it.provider == provider.code)
                .map(|it| it.number)
                .collect::<Vec<_>>();
            let expected: Vec<usize> = (1..=numbers.len()).collect();
            assert_eq!(numbers, expected, "{}", provider.code);
            numbers.sort_unstable();
            assert!(!numbers.is_empty());
        }
        assert_eq!(projects[0].code(), "YUNSHAN-2026-01");
        assert_eq!(projects[0].course_code(2), "YUNSHAN-2026-01-03");
    }

    #[test]
    fn courses_of_one_project_have_titles_of_their_own_and_days_enough() {
        for year in 2020..2032 {
            for project in of_year(year, true) {
                let keys: BTreeSet<String> = project
                    .courses
                    .iter()
                    .map(|it| title_key(it.offer.title))
                    .collect();
                assert_eq!(keys.len(), project.courses.len(), "{}", project.code());
                for course in &project.courses {
                    assert!(course.starts_on < course.ends_on);
                    assert_eq!(course.starts_on.year(), year);
                    assert_eq!(course.ends_on.year(), year);
                }
            }
        }
    }

    #[test]
    fn what_files_are_written_against_is_taught_nowhere_else() {
        let projects = of_year(2026, true);
        let mut keys = BTreeSet::new();
        for project in &projects {
            let is_fixed = project.courses[0].ends_on == day(2026, 12, 31);
            for course in project.courses.iter().filter(|_| is_fixed) {
                assert!(
                    keys.insert(title_key(course.offer.title)),
                    "{}",
                    course.offer.title
                );
            }
        }
        for project in &projects {
            let is_fixed = project.courses[0].ends_on == day(2026, 12, 31);
            for course in project.courses.iter().filter(|_| !is_fixed) {
                assert!(!keys.contains(&title_key(course.offer.title)));
            }
        }
    }
}
