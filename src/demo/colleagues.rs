//! Teachers without a story whom the files in seeds/demo name. Numbers, documents and schools are
//! fixed, like those of the people in `personas`, whom they follow in the register.

use chrono::NaiveDate;

use super::personas::PERSONAS;
use super::residents::document;
use crate::people::documents::{DocumentKind, DocumentNumber, Sex};
use crate::people::numbers::TeacherNumber;

/// A teacher whom a file names.
#[derive(Debug, Clone, Copy)]
pub struct Colleague {
    /// The name.
    pub name: &'static str,
    area_of_birth: &'static str,
    born_on: (i32, u32, u32),
    sex: Sex,
    /// Area code of the school.
    pub area: &'static str,
    /// The school's number in its area.
    pub school: usize,
    /// The subject taught.
    pub subject: &'static str,
    started_in: i32,
}

/// Teachers of Tianhe. The second has a character that GBK lacks and GB 18030 has.
pub const TIANHE: &[Colleague] = &[
    of_tianhe(
        "冯嘉欣",
        "440106",
        (1991, 3, 14),
        Sex::Female,
        2,
        "语文",
        2013,
    ),
    of_tianhe(
        "卢㛃",
        "441224",
        (1988, 11, 27),
        Sex::Female,
        2,
        "数学",
        2011,
    ),
    of_tianhe("曾子轩", "440582", (1993, 6, 2), Sex::Male, 4, "英语", 2016),
    of_tianhe(
        "彭秋月",
        "430104",
        (1986, 9, 19),
        Sex::Female,
        4,
        "生物学",
        2009,
    ),
    of_tianhe(
        "苏文杰",
        "440981",
        (1981, 12, 8),
        Sex::Male,
        5,
        "物理",
        2004,
    ),
    of_tianhe(
        "潘晓彤",
        "440105",
        (1995, 1, 23),
        Sex::Female,
        5,
        "地理",
        2018,
    ),
];

/// Teachers of Panyu.
pub const PANYU: &[Colleague] = &[
    of_panyu(
        "何咏诗",
        "440113",
        (1990, 4, 11),
        Sex::Female,
        2,
        "语文",
        2012,
    ),
    of_panyu("黎志恒", "440113", (1985, 7, 5), Sex::Male, 2, "数学", 2008),
    of_panyu(
        "萧佩珊",
        "440183",
        (1992, 10, 16),
        Sex::Female,
        4,
        "英语",
        2015,
    ),
    of_panyu(
        "叶俊熙",
        "445122",
        (1994, 2, 8),
        Sex::Male,
        4,
        "体育与健康",
        2017,
    ),
    of_panyu(
        "钟慧敏",
        "440107",
        (1983, 5, 29),
        Sex::Female,
        5,
        "化学",
        2006,
    ),
    of_panyu(
        "范思远",
        "360102",
        (1989, 8, 13),
        Sex::Male,
        5,
        "信息科技",
        2012,
    ),
];

const fn of_tianhe(
    name: &'static str,
    area_of_birth: &'static str,
    born_on: (i32, u32, u32),
    sex: Sex,
    school: usize,
    subject: &'static str,
    started_in: i32,
) -> Colleague {
    Colleague {
        name,
        area_of_birth,
        born_on,
        sex,
        area: "440106",
        school,
        subject,
        started_in,
    }
}

const fn of_panyu(
    name: &'static str,
    area_of_birth: &'static str,
    born_on: (i32, u32, u32),
    sex: Sex,
    school: usize,
    subject: &'static str,
    started_in: i32,
) -> Colleague {
    Colleague {
        area: "440113",
        ..of_tianhe(
            name,
            area_of_birth,
            born_on,
            sex,
            school,
            subject,
            started_in,
        )
    }
}

/// All of them, in the order of their numbers.
pub fn all() -> impl Iterator<Item = &'static Colleague> {
    TIANHE.iter().chain(PANYU)
}

impl Colleague {
    /// The permanent teacher number: after those of everybody with a story.
    pub fn teacher_number(&self) -> TeacherNumber {
        let place = all().position(|it| it.name == self.name);
        let serial = PERSONAS.len() + place.map_or(0, |it| it + 1);
        TeacherNumber::of_serial(i64::try_from(serial).unwrap_or(0))
    }

    /// The identity document.
    pub fn document(&self) -> DocumentNumber {
        let (year, month, day) = self.born_on;
        let born_on = NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar");
        let kind = DocumentKind::CitizenId;
        document(kind, self.area_of_birth, born_on, self.sex, 0)
    }

    /// First day at the school.
    pub fn started_on(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.started_in, 9, 1).expect("a day of the calendar")
    }
}
