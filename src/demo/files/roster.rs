//! A school office's roster: people who began last autumn, people who are known already, some who
//! may be known, and rows that are wrong.

use chrono::NaiveDate;

use super::completions::{mistyped, numbered};
use super::sheet::{self, Content, Sheet, text};
use super::{DemoFile, Kind, Outcome};
use crate::demo::city;
use crate::demo::personas::{Key, RONGYIN, persona};
use crate::demo::projects::day;
use crate::demo::residents::document;
use crate::error::Error;
use crate::people::documents::{DocumentKind, DocumentNumber, Sex};

/// The cells of a row.
#[derive(Debug, Clone)]
struct Cells {
    name: Content,
    sex: Content,
    born_on: Content,
    document_kind: Content,
    document: Content,
    school: Content,
    post: Content,
    subject: Content,
    started_on: Content,
    title: Content,
}

impl Cells {
    fn into_list(self) -> Vec<Content> {
        vec![
            self.name,
            self.sex,
            self.born_on,
            self.document_kind,
            self.document,
            self.school,
            self.post,
            self.subject,
            self.started_on,
            self.title,
        ]
    }
}

type Told = (&'static str, Outcome, Cells);

/// Somebody who began last autumn.
fn newcomer(name: &str, document: &DocumentNumber, sex: Sex, began_on: NaiveDate) -> Cells {
    Cells {
        name: text(name),
        sex: text(if sex == Sex::Male { "男" } else { "女" }),
        born_on: Content::Empty,
        document_kind: text("居民身份证"),
        document: text(document.reveal()),
        school: text(rongyin_code()),
        post: text("专任教师"),
        subject: text("语文"),
        started_on: Content::Day(began_on),
        title: text("二级教师"),
    }
}

/// Somebody with a story, as the register has it.
fn known(key: Key) -> Cells {
    let teacher = persona(key);
    let sex = if key == Key::OverCap {
        Sex::Female
    } else {
        Sex::Male
    };
    let began_on = teacher.started_on(day(2026, 12, 31));
    Cells {
        subject: text(teacher.subject),
        title: Content::Empty,
        ..newcomer(teacher.name, &teacher.document(), sex, began_on)
    }
}

fn rongyin_code() -> String {
    city::schools()
        .iter()
        .find(|it| (it.area, it.number) == RONGYIN)
        .expect("the school of most stories")
        .code()
}

/// The file.
pub fn file(year: i32) -> Result<DemoFile, Error> {
    let all = [right_rows(year), wrong_people(year), wrong_posts(year)];
    let lines = all
        .into_iter()
        .flatten()
        .map(|(about, outcome, cells)| (about, outcome, cells.into_list()));
    let sheet = Sheet {
        titles: vec![
            "越秀区榕荫小学教职工花名册".to_owned(),
            format!("填报日期：{year}年1月12日　　联系人：王老师"),
        ],
        headings: &[
            "序号",
            "姓名*",
            "性别",
            "出生日期",
            "证件类型",
            "证件号码*",
            "学校标识码",
            "岗位*",
            "任教学科",
            "入职日期*",
            "职称",
        ],
        lines: numbered(lines.collect()),
        footer: vec![vec![], vec![text("制表："), text("")]],
        created_on: day(year, 1, 12),
    };
    DemoFile::of("roster.xlsx", Kind::Roster, &sheet, sheet::xlsx)
}

fn citizen(area: &str, born_on: (i32, u32, u32), sex: Sex) -> DocumentNumber {
    let (year, month, date) = born_on;
    document(
        DocumentKind::CitizenId,
        area,
        day(year, month, date),
        sex,
        1,
    )
}

fn right_rows(year: i32) -> Vec<Told> {
    let began_on = day(year - 1, 9, 1);
    let first = newcomer(
        "江若云",
        &citizen("440104", (1999, 3, 9), Sex::Female),
        Sex::Female,
        began_on,
    );
    let written = Cells {
        started_on: text(began_on.format("%Y年%-m月").to_string() + "1日"),
        post: text("教师"),
        title: text("无"),
        ..newcomer(
            "柳　青",
            &citizen("440114", (2000, 7, 21), Sex::Male),
            Sex::Male,
            began_on,
        )
    };
    let permit = document(
        DocumentKind::ResidencePermitHkMoTw,
        "820000",
        day(1996, 10, 5),
        Sex::Female,
        1,
    );
    let resident = Cells {
        document_kind: text("港澳台居民居住证"),
        ..newcomer("区嘉敏", &permit, Sex::Female, began_on)
    };
    let namesake = Cells {
        born_on: text(persona(Key::OverCap).born_on().to_string()),
        document_kind: text("护照"),
        document: text("E99900456"),
        ..known(Key::OverCap)
    };
    let old_form = Cells {
        document: text(first_generation(&persona(Key::ReturnedClaim).document())),
        ..known(Key::ReturnedClaim)
    };
    let promoted = Cells {
        title: text("高级教师"),
        ..known(Key::ShortOfElectives)
    };
    vec![
        ("somebody new", Outcome::Accepted, first.clone()),
        (
            "the day in characters, no title yet",
            Outcome::Accepted,
            written,
        ),
        ("a residence permit of Macao", Outcome::Accepted, resident),
        ("known, with a new title", Outcome::Accepted, promoted),
        (
            "known, and nothing new",
            Outcome::Duplicate,
            known(Key::Waiting),
        ),
        ("the first row again", Outcome::Duplicate, first),
        (
            "name and birthday of somebody known, another document",
            Outcome::Task,
            namesake,
        ),
        (
            "the 15-digit form of a known document",
            Outcome::Task,
            old_form,
        ),
    ]
}

fn refused(about: &'static str, code: &'static str, cells: Cells) -> Told {
    (about, Outcome::Refused(code), cells)
}

/// Somebody whose row would be right.
fn right(year: i32) -> Cells {
    let document = citizen("440105", (1998, 11, 30), Sex::Male);
    newcomer("关山越", &document, Sex::Male, day(year - 1, 9, 1))
}

fn wrong_people(year: i32) -> Vec<Told> {
    let right = right(year);
    let document = mistyped(&citizen("440105", (1998, 11, 30), Sex::Male));
    let nobody = first_generation(&citizen("440106", (1977, 6, 18), Sex::Male));
    vec![
        refused(
            "no name",
            "missing",
            Cells {
                name: Content::Empty,
                ..right.clone()
            },
        ),
        refused(
            "a wrong check digit",
            "document_check_digit",
            Cells {
                document: text(document),
                ..right.clone()
            },
        ),
        refused(
            "15 digits that nobody on file had",
            "document_first_generation",
            Cells {
                document: text(nobody),
                ..right.clone()
            },
        ),
        refused(
            "another sex than the document says",
            "sex_differs",
            Cells {
                sex: text("女"),
                ..right.clone()
            },
        ),
    ]
}

fn wrong_posts(year: i32) -> Vec<Told> {
    let right = right(year);
    vec![
        refused(
            "a school that there is not",
            "school_unknown",
            Cells {
                school: text("2144040099"),
                ..right.clone()
            },
        ),
        refused(
            "a post that there is not",
            "post_unknown",
            Cells {
                post: text("保安"),
                ..right.clone()
            },
        ),
        refused(
            "begins in three years",
            "too_far_ahead",
            Cells {
                started_on: Content::Day(day(year + 3, 9, 1)),
                ..right.clone()
            },
        ),
        refused(
            "known, but since another day",
            "start_differs",
            Cells {
                started_on: Content::Day(day(year - 1, 9, 1)),
                ..known(Key::Waiting)
            },
        ),
    ]
}

/// The 15 digits that a citizen id had until 1999: two digits of the year, no check character.
fn first_generation(document: &DocumentNumber) -> String {
    let number = document.reveal();
    format!("{}{}", &number[..6], &number[8..17])
}
