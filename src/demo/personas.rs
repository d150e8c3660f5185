//! The people of the demonstration city who have a story, and who signs in for each role.
//!
//! Numbers, documents, logins and schools are fixed: docs/demo.md lists them, and a test holds that
//! page and this table together. What happens to whom is played in `stories`.

use chrono::{Datelike, NaiveDate};

use super::city::{CITY_CODE, School};
use super::colleagues;
use super::registrants::{REGISTRANTS, Stage};
use super::residents::document;
use crate::access::Role;
use crate::identity::{Demonstration, SignIn};
use crate::people::documents::{DocumentKind, DocumentNumber, Sex};
use crate::people::numbers::TeacherNumber;
use crate::people::{Post, Title};

/// Whose story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Has done all hours of every year.
    Complete,
    /// Lacks elective hours this year.
    ShortOfElectives,
    /// Two papers in one year: the second lies over the cap.
    OverCap,
    /// Completions wait for the school.
    Waiting,
    /// The school refused a completion.
    Refused,
    /// A claim came back: the stamped page is missing.
    ReturnedClaim,
    /// A late claim for last year was approved.
    LateClaim,
    /// The same course was registered twice, and undone once.
    Reversed,
    /// Moved from one district to another.
    Transferred,
    /// In the year of probation.
    NewTeacher,
    /// Works at a school that the bureau runs.
    BureauRun,
    /// A completion was drawn in an audit that is still open.
    Sampled,
    /// Far behind, year after year.
    FarBehind,
    /// A resident of Hong Kong, with another document.
    OtherDocument,
    /// A name with a middle dot.
    LongName,
    /// Rural school; the account is open and nobody has activated it.
    NotActivated,
    /// Head of a school, and a teacher who owes hours like anybody.
    Head,
    /// Somebody who may be known already: a row of a roster waits for a human.
    PossiblyKnown,
    /// In the middle of a registration, or just past one.
    Registrant(Stage),
}

/// Somebody with a story.
#[derive(Debug, Clone, Copy)]
pub struct Persona {
    /// Whose story it is.
    pub key: Key,
    /// The name.
    pub name: &'static str,
    /// What one signs in with.
    pub login: &'static str,
    pub(super) area_of_birth: &'static str,
    pub(super) born_on: (i32, u32, u32),
    pub(super) sex: Sex,
    /// Area code of the school.
    pub area: &'static str,
    /// The school's number in its area.
    pub school: usize,
    /// As what.
    pub post: Post,
    /// The subject taught.
    pub subject: &'static str,
    pub(super) started_in: i32,
    /// The title held.
    pub title: Option<Title>,
    /// The story in a line, Chinese.
    pub story: &'static str,
    /// The story in a line, English.
    pub story_en: &'static str,
}

/// 越秀区榕荫小学, where most of the stories are told.
pub const RONGYIN: (&str, usize) = ("440104", 2);

/// What most of them have in common.
pub(super) const TEACHER: Persona = Persona {
    key: Key::Complete,
    name: "",
    login: "",
    area_of_birth: "440104",
    born_on: (1985, 1, 1),
    sex: Sex::Female,
    area: RONGYIN.0,
    school: RONGYIN.1,
    post: Post::Teacher,
    subject: "语文",
    started_in: 2012,
    title: Some(Title::FirstGrade),
    story: "",
    story_en: "",
};

/// Those whose stories are about class hours. The order gives the teacher numbers.
pub const PERSONAS: &[Persona] = &[
    Persona {
        key: Key::Complete,
        name: "陈雨桐",
        login: "teacher",
        born_on: (1988, 5, 12),
        story: "五年学时全部完成",
        story_en: "has done all hours of five years",
        ..TEACHER
    },
    Persona {
        key: Key::ShortOfElectives,
        name: "李嘉豪",
        login: "lijiahao",
        area_of_birth: "440103",
        born_on: (1986, 11, 3),
        sex: Sex::Male,
        subject: "数学",
        started_in: 2010,
        story: "今年选修科目还差学时",
        story_en: "lacks elective hours this year",
        ..TEACHER
    },
    Persona {
        key: Key::OverCap,
        name: "王思敏",
        login: "wangsimin",
        area_of_birth: "440105",
        born_on: (1982, 8, 21),
        subject: "英语",
        started_in: 2006,
        title: Some(Title::Senior),
        story: "一年发表两篇论文，超出 28 学时上限",
        story_en: "published two papers in a year: over the cap of 28 hours",
        ..TEACHER
    },
    Persona {
        key: Key::Waiting,
        name: "黄志远",
        login: "huangzhiyuan",
        area_of_birth: "440981",
        born_on: (1990, 2, 17),
        sex: Sex::Male,
        subject: "体育与健康",
        started_in: 2014,
        title: Some(Title::SecondGrade),
        story: "结业记录待学校确认",
        story_en: "completions wait for the school",
        ..TEACHER
    },
    Persona {
        key: Key::Refused,
        name: "林晓晴",
        login: "linxiaoqing",
        area_of_birth: "445122",
        born_on: (1992, 7, 30),
        subject: "音乐",
        started_in: 2015,
        title: Some(Title::SecondGrade),
        story: "学校退回一条结业记录，写明原因",
        story_en: "the school refused a completion and said why",
        ..TEACHER
    },
    Persona {
        key: Key::ReturnedClaim,
        name: "梁文博",
        login: "liangwenbo",
        area_of_birth: "440102",
        born_on: (1984, 12, 9),
        sex: Sex::Male,
        subject: "科学",
        started_in: 2008,
        story: "公开课申报被退回补盖章页",
        story_en: "a claim came back: the stamped page is missing",
        ..TEACHER
    },
    Persona {
        key: Key::LateClaim,
        name: "何静怡",
        login: "hejingyi",
        area_of_birth: "440106",
        born_on: (1987, 3, 25),
        school: 4,
        subject: "数学",
        started_in: 2011,
        story: "去年的补报申请已获批准",
        story_en: "a late claim for last year was approved",
        ..TEACHER
    },
    Persona {
        key: Key::Reversed,
        name: "郭俊杰",
        login: "guojunjie",
        area_of_birth: "440107",
        born_on: (1983, 10, 14),
        sex: Sex::Male,
        area: "440106",
        school: 5,
        subject: "物理",
        started_in: 2007,
        title: Some(Title::Senior),
        story: "同一课程重复登记，已冲正",
        story_en: "one course was registered twice and reversed once",
        ..TEACHER
    },
    Persona {
        key: Key::Transferred,
        name: "周美玲",
        login: "zhoumeiling",
        area_of_birth: "440183",
        born_on: (1989, 6, 6),
        area: "440106",
        school: 2,
        started_in: 2013,
        story: "去年由天河区调入番禺区",
        story_en: "moved from Tianhe to Panyu last year",
        ..TEACHER
    },
    Persona {
        key: Key::NewTeacher,
        name: "吴子涵",
        login: "wuzihan",
        area_of_birth: "440111",
        born_on: (2003, 4, 18),
        title: None,
        story: "新入职教师，试用期内须完成 120 学时",
        story_en: "new teacher on probation: owes 120 hours",
        ..TEACHER
    },
    Persona {
        key: Key::BureauRun,
        name: "徐海涛",
        login: "xuhaitao",
        area_of_birth: "430104",
        born_on: (1980, 9, 2),
        sex: Sex::Male,
        area: CITY_CODE,
        school: 2,
        subject: "化学",
        started_in: 2004,
        title: Some(Title::Senior),
        story: "局属学校教师，由市教育局审核",
        story_en: "works at a bureau-run school",
        ..TEACHER
    },
    Persona {
        key: Key::Sampled,
        name: "罗艳芳",
        login: "luoyanfang",
        area_of_birth: "441402",
        born_on: (1985, 1, 28),
        school: 5,
        subject: "历史",
        started_in: 2009,
        story: "结业记录被抽中，等待区级核查",
        story_en: "a completion was drawn in an open audit",
        ..TEACHER
    },
    Persona {
        key: Key::FarBehind,
        name: "邓国强",
        login: "dengguoqiang",
        area_of_birth: "440113",
        born_on: (1972, 12, 30),
        sex: Sex::Male,
        area: "440113",
        school: 5,
        subject: "体育与健康",
        started_in: 1996,
        story: "连年学时不足",
        story_en: "far behind, year after year",
        ..TEACHER
    },
    Persona {
        key: Key::OtherDocument,
        name: "欧阳雪",
        login: "ouyangxue",
        area_of_birth: "810000",
        born_on: (1994, 8, 8),
        school: 1,
        subject: "学前教育",
        started_in: 2017,
        title: Some(Title::SecondGrade),
        story: "持港澳台居民居住证的幼儿园教师",
        story_en: "kindergarten teacher with a residence permit of Hong Kong",
        ..TEACHER
    },
    Persona {
        key: Key::LongName,
        name: "阿依古丽·买买提",
        login: "ayiguli",
        area_of_birth: "650102",
        born_on: (1991, 5, 1),
        area: "440113",
        school: 6,
        subject: "计算机应用",
        started_in: 2016,
        story: "姓名带间隔号的中职教师",
        story_en: "vocational teacher with a middle dot in her name",
        ..TEACHER
    },
    Persona {
        key: Key::NotActivated,
        name: "谭伟明",
        login: "tanweiming",
        area_of_birth: "440184",
        born_on: (1979, 7, 19),
        sex: Sex::Male,
        area: "440117",
        school: 2,
        subject: "数学",
        started_in: 2001,
        story: "乡村学校教师，激活码尚未使用",
        story_en: "rural teacher whose activation code is unused",
        ..TEACHER
    },
    Persona {
        key: Key::Head,
        name: "蔡慧琳",
        login: "school-head",
        area_of_birth: "440582",
        born_on: (1975, 3, 3),
        post: Post::Principal,
        started_in: 1997,
        title: Some(Title::FullSenior),
        story: "榕荫小学校长，自己也有学时要求",
        story_en: "head of Rongyin Primary School, who owes hours like anybody",
        ..TEACHER
    },
    Persona {
        key: Key::PossiblyKnown,
        name: "谢春兰",
        login: "xiechunlan",
        area_of_birth: "441522",
        born_on: (1993, 9, 9),
        school: 3,
        started_in: 2018,
        title: Some(Title::SecondGrade),
        story: "另一所学校的花名册里有疑似同一人，待区教育局判定",
        story_en: "a row of another school's roster may be the same person",
        ..TEACHER
    },
];

impl Persona {
    /// The permanent teacher number.
    pub fn teacher_number(&self) -> TeacherNumber {
        let place = |table: &[Persona]| table.iter().position(|it| it.key == self.key);
        // Registrants come after the colleagues, who were here before registration came.
        let before = PERSONAS.len() + colleagues::all().count();
        let late = || place(REGISTRANTS).map(|it| before + it);
        let serial = place(PERSONAS).or_else(late).map_or(0, |it| it + 1);
        TeacherNumber::of_serial(i64::try_from(serial).unwrap_or(0))
    }

    /// Date of birth.
    pub fn born_on(&self) -> NaiveDate {
        let (year, month, day) = self.born_on;
        NaiveDate::from_ymd_opt(year, month, day).expect("the table holds days that there are")
    }

    /// The identity document.
    pub fn document(&self) -> DocumentNumber {
        let kind = if self.key == Key::OtherDocument {
            DocumentKind::ResidencePermitHkMoTw
        } else {
            DocumentKind::CitizenId
        };
        document(kind, self.area_of_birth, self.born_on(), self.sex, 0)
    }

    /// Where this persona moved last year, and when.
    pub fn moved(&self, today: NaiveDate) -> Option<(&'static str, usize, NaiveDate)> {
        let on = NaiveDate::from_ymd_opt(today.year() - 1, 9, 1)?;
        (self.key == Key::Transferred).then_some(("440113", 2, on))
    }

    /// First day at the school. A new teacher began this year.
    pub fn started_on(&self, today: NaiveDate) -> NaiveDate {
        let day = |month| NaiveDate::from_ymd_opt(today.year(), month, 1).unwrap_or(today);
        match self.key {
            Key::NewTeacher => {
                let began = [day(9), day(2), day(1)];
                began.into_iter().find(|it| *it <= today).unwrap_or(today)
            }
            // Past the year of probation, and registered never.
            Key::Registrant(Stage::FirstTime) => {
                NaiveDate::from_ymd_opt(today.year() - 2, 9, 1).unwrap_or(today)
            }
            _ => NaiveDate::from_ymd_opt(self.started_in, 9, 1).unwrap_or(today),
        }
    }
}

/// Everybody with a story.
pub fn everybody() -> impl Iterator<Item = &'static Persona> {
    PERSONAS.iter().chain(REGISTRANTS)
}

/// The persona with this story.
pub fn persona(key: Key) -> &'static Persona {
    everybody()
        .find(|it| it.key == key)
        .expect("every story has its persona")
}

/// Whether the head of a school has a story, so that none needs to be drawn.
pub fn has_head(school: &School) -> bool {
    let head = persona(Key::Head);
    (head.area, head.school) == (school.area, school.number)
}

/// Who runs the committees.
pub const SECRETARY: &str = "secretary";
/// One of the experts in the pool.
pub const MEMBER: &str = "member";

/// The password of every account of the demonstration city, and of no other.
pub const PASSWORD: &str = "xingtan-demo";

const fn sign_in(role: Role, login: &'static str, place: &'static str) -> SignIn {
    SignIn { role, login, place }
}

/// What the sign-in page offers, and `xingtan demo` prints.
pub static DEMONSTRATION: Demonstration = Demonstration {
    password: PASSWORD,
    sign_ins: SIGN_INS,
};

/// More sign-ins, for what takes two of a kind: nobody signs twice on the way of one case.
pub const FURTHER_SIGN_INS: &[SignIn] = &[
    sign_in(Role::BureauHr, "bureau-registrar", "广州市教育局"),
    sign_in(Role::SchoolHead, "head-yueling", "越秀区越岭中学"),
    sign_in(Role::SchoolHead, "head-yangshi", "广州市羊石中学"),
];

const SIGN_INS: &[SignIn] = &[
    sign_in(Role::Teacher, "teacher", "越秀区榕荫小学"),
    sign_in(Role::SchoolHr, "school-hr", "越秀区榕荫小学"),
    sign_in(Role::SchoolHead, "school-head", "越秀区榕荫小学"),
    sign_in(Role::DistrictHr, "district-hr", "越秀区教育局"),
    sign_in(Role::BureauHr, "bureau-hr", "广州市教育局"),
    sign_in(Role::Provider, "provider", "云山教师发展中心"),
    sign_in(Role::CommitteeMember, MEMBER, "广州市教育局"),
    sign_in(Role::CommitteeSecretary, SECRETARY, "广州市教育局"),
    sign_in(Role::Auditor, "auditor", "广州市教育局"),
    sign_in(Role::SystemAdmin, "system-admin", "广州市教育局"),
    sign_in(Role::SecurityAdmin, "security-admin", "广州市教育局"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::demo::city;

    #[test]
    fn everybody_with_a_story_is_somebody_else_and_works_somewhere() {
        let schools = city::schools();
        let mut seen = BTreeSet::new();
        for persona in everybody() {
            assert!(seen.insert(persona.login.to_owned()), "{}", persona.login);
            assert!(seen.insert(persona.document().reveal().to_owned()));
            assert!(
                schools
                    .iter()
                    .any(|it| it.area == persona.area && it.number == persona.school),
                "{} works nowhere",
                persona.name
            );
        }
        let keys: BTreeSet<Key> = everybody().map(|it| it.key).collect();
        assert_eq!(keys.len(), everybody().count());
    }

    #[test]
    fn the_new_teacher_began_this_year_on_any_day() {
        let new = persona(Key::NewTeacher);
        for text in ["2026-01-01", "2026-03-09", "2026-11-23"] {
            let today: NaiveDate = text.parse().expect("a day");
            let began = new.started_on(today);
            assert!(began <= today && began.year() == 2026, "{began} on {today}");
        }
    }
}
