//! Two files of completions as providers send them when all goes nearly well: a CSV in GB 18030
//! from Tianhe's centre, and an xlsx with a title and merged cells for the city's open project.

use chrono::{Days, NaiveDate};

use super::sheet::{self, Content, Line, Sheet, text};
use super::{DemoFile, Kind, Outcome, finished_on};
use crate::demo::city::YUNSHAN;
use crate::demo::colleagues;
use crate::demo::personas::{Key, persona};
use crate::demo::projects::{OPEN_COURSES, TIANHE, TIANHE_COURSES};
use crate::error::Error;
use crate::ledger::Category;
use crate::people::documents::DocumentNumber;

/// What offices call the class of a course.
pub fn category_name(category: Category) -> &'static str {
    match category {
        Category::General => "公需科目",
        Category::Professional => "专业科目",
        Category::Elective => "选修科目",
    }
}

/// Whole hours as a number. Courses have a few of them.
pub fn hours(whole: i64) -> Content {
    Content::Number(i32::try_from(whole).map_or(0.0, f64::from))
}

/// What is particular about a row of the first file, by the form in which it is written.
const FORMS: [&str; 6] = [
    "a day as Excel saves it",
    "a name that GBK cannot write; a day in characters",
    "a day with dots; blanks around the name",
    "eight digits for a day",
    "full-width digits",
    "hours with their unit",
];

fn in_form(day: NaiveDate, form: usize) -> String {
    match form {
        0 => day.format("%Y/%-m/%-d").to_string(),
        1 => day.format("%Y年%-m月%-d日").to_string(),
        2 => day.format("%Y.%m.%d").to_string(),
        3 => day.format("%Y%m%d").to_string(),
        4 => full_width(&day.to_string()),
        _ => day.to_string(),
    }
}

/// A row of the first file: document, name, course, class, hours, day.
fn of_tianhe(document: &DocumentNumber, name: &str, day: NaiveDate, form: usize) -> Vec<Content> {
    let course = TIANHE_COURSES[form % TIANHE_COURSES.len()];
    let name = match form {
        2 => format!(" {name}  "),
        _ => name.to_owned(),
    };
    let done = match form {
        4 => text(full_width(&course.hours.to_string())),
        5 => text(format!("{} 学时", course.hours)),
        _ => hours(course.hours),
    };
    vec![
        text(document.reveal()),
        text(name),
        text(course.title),
        text(category_name(course.category)),
        done,
        text(in_form(day, form)),
    ]
}

/// Teachers by document, days in many forms, a title line and a total.
pub fn in_gb18030(year: i32) -> Result<DemoFile, Error> {
    let day = finished_on(year);
    let forms = colleagues::TIANHE.iter().zip(FORMS).enumerate();
    let mut lines: Vec<(&str, Outcome, Vec<Content>)> = forms
        .map(|(form, (it, about))| {
            let cells = of_tianhe(&it.document(), it.name, day, form);
            (about, Outcome::Accepted, cells)
        })
        .collect();
    for (key, about, outcome) in [
        (
            Key::NotActivated,
            "a teacher of Conghua, whose schools are in the alliance",
            Outcome::Accepted,
        ),
        (
            Key::Complete,
            "a teacher of Yuexiu, which is not in the alliance",
            Outcome::Refused("district_not_reached"),
        ),
    ] {
        let teacher = persona(key);
        let cells = of_tianhe(&teacher.document(), teacher.name, day, 0);
        lines.push((about, outcome, cells));
    }
    let total = lines.len().to_string();
    let sheet = Sheet {
        titles: vec![format!("天河区学科教师专项研修结业名单（{year}年1月）")],
        headings: &[
            "序号",
            "身份证号",
            "学员姓名",
            "培训课程",
            "类别",
            "完成学时",
            "结业日期",
        ],
        lines: numbered(lines),
        footer: vec![vec![text("合计"), text(total), text("人")]],
        created_on: day + Days::new(8),
    };
    let kind = Kind::Completions {
        provider: TIANHE,
        project: format!("{TIANHE}-{year}-02"),
    };
    DemoFile::of("completions-gb18030.csv", kind, &sheet, sheet::gb18030)
}

/// The rows of the second file: course, teacher, what is particular, what becomes of it.
const UNDER_TITLES: [(usize, Key, &str, Outcome); 10] = {
    use Outcome::{Accepted, Refused};
    [
        (
            0,
            Key::Complete,
            "first of three under a merged course",
            Accepted,
        ),
        (0, Key::ShortOfElectives, "second of three", Accepted),
        (0, Key::OverCap, "third of three", Accepted),
        (2, Key::Waiting, "another course", Accepted),
        (2, Key::Refused, "second of four", Accepted),
        (2, Key::ReturnedClaim, "third of four", Accepted),
        (
            2,
            Key::NewTeacher,
            "was not yet a teacher",
            Refused("not_employed"),
        ),
        (5, Key::LateClaim, "a third course", Accepted),
        (5, Key::OtherDocument, "second of three", Accepted),
        (5, Key::Sampled, "third of three", Accepted),
    ]
};

/// Courses merged down over those who finished them, as offices lay out a list.
pub fn with_titles(year: i32) -> Result<DemoFile, Error> {
    let day = finished_on(year) + Days::new(1);
    let mut last = None;
    let lines = UNDER_TITLES.map(|(place, key, about, outcome)| {
        let (course, teacher) = (OPEN_COURSES[place], persona(key));
        let is_same = last.replace(place) == Some(place);
        let once = |content| if is_same { Content::Merged } else { content };
        let cells = vec![
            once(text(course.title)),
            once(text(category_name(course.category))),
            once(hours(course.hours)),
            text(teacher.teacher_number().as_str()),
            text(teacher.name),
            Content::Day(day),
            text(if place == 2 { "线上" } else { "" }),
        ];
        (about, outcome, cells)
    });
    let sheet = Sheet {
        titles: vec![
            format!("{year} 年教师专业能力提升研修结业人员名单"),
            format!("主办单位：云山教师发展中心　　填报日期：{year}年1月16日"),
            String::new(),
        ],
        headings: &[
            "序号",
            "课程名称",
            "科目类别",
            "学时（个）",
            "教师编号*",
            "姓 名",
            "完成日期",
            "备注",
        ],
        lines: numbered(lines.into()),
        footer: vec![
            vec![],
            vec![
                text("填表人：周老师"),
                Content::Empty,
                Content::Empty,
                text("审核人："),
            ],
        ],
        created_on: day + Days::new(7),
    };
    let kind = Kind::Completions {
        provider: YUNSHAN,
        project: format!("{YUNSHAN}-{year}-01"),
    };
    DemoFile::of("completions-titles.xlsx", kind, &sheet, sheet::xlsx)
}

/// Lines with their running number in front.
pub fn numbered(lines: Vec<(&'static str, Outcome, Vec<Content>)>) -> Vec<Line> {
    let numbers = (1..).map(hours);
    numbers
        .zip(lines)
        .map(|(number, (about, outcome, cells))| Line {
            about,
            outcome,
            cells: [number].into_iter().chain(cells).collect(),
        })
        .collect()
}

/// Digits and signs as a Chinese input method types them.
pub fn full_width(text: &str) -> String {
    let wide = |it: char| char::from_u32(u32::from(it) + 0xfee0).filter(|_| it.is_ascii_graphic());
    text.chars().map(|it| wide(it).unwrap_or(it)).collect()
}

/// A document with another last character than the right one.
pub fn mistyped(document: &DocumentNumber) -> String {
    let (body, check) = document.reveal().split_at(17);
    format!("{body}{}", if check == "1" { "2" } else { "1" })
}
