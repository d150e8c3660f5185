//! A file of completions with every kind of bad row that a provider has ever sent, between a few
//! that are right though they do not look so. It meets what `stories` put into Panyu's project.

use chrono::{Days, NaiveDate};

use super::completions::{category_name, full_width, hours, mistyped, numbered};
use super::sheet::{self, Content, Sheet, text};
use super::{DemoFile, Kind, Outcome, finished_on};
use crate::demo::colleagues::{self, Colleague};
use crate::demo::personas::{Key, persona};
use crate::demo::projects::{OPEN_COURSES, PANYU, PANYU_COURSES, day};
use crate::demo::residents::document;
use crate::error::Error;
use crate::people::documents::{DocumentKind, Sex};
use crate::people::numbers::TeacherNumber;

/// The cells of a row.
#[derive(Debug, Clone)]
struct Cells {
    number: Content,
    document: Content,
    name: Content,
    course: Content,
    category: Content,
    hours: Content,
    completed_on: Content,
}

impl Cells {
    fn into_list(self) -> Vec<Content> {
        vec![
            self.number,
            self.document,
            self.name,
            self.course,
            self.category,
            self.hours,
            self.completed_on,
        ]
    }
}

/// Rows of one provider's project in one year.
struct Rows {
    year: i32,
    finished_on: NaiveDate,
}

type Told = (&'static str, Outcome, Cells);

fn refused(about: &'static str, code: &'static str, cells: Cells) -> Told {
    (about, Outcome::Refused(code), cells)
}

/// The file.
pub fn file(year: i32) -> Result<DemoFile, Error> {
    let finished_on = finished_on(year);
    let rows = Rows { year, finished_on };
    let all = [
        rows.right(),
        rows.wrong_people(),
        rows.wrong_courses(),
        rows.wrong_days(),
        rows.not_taken(),
        rows.wrong_cells(),
    ];
    let lines = all
        .into_iter()
        .flatten()
        .map(|(about, outcome, cells)| (about, outcome, cells.into_list()));
    let sheet = Sheet {
        titles: vec![
            format!("番禺区青年教师研修（{year}年寒假）结业登记表"),
            "填写说明：教师编号与证件号码至少填一项；学时按实际完成填写。".to_owned(),
        ],
        headings: &[
            "序号",
            "教师编号",
            "证件号码",
            "姓名",
            "课程名称",
            "科目类别",
            "学时",
            "完成日期",
        ],
        lines: numbered(lines.collect()),
        footer: Vec::new(),
        created_on: finished_on + Days::new(8),
    };
    let kind = Kind::Completions {
        provider: PANYU,
        project: format!("{PANYU}-{year}-02"),
    };
    DemoFile::of("completions-bad-rows.xlsx", kind, &sheet, sheet::xlsx)
}

impl Rows {
    /// A right row.
    fn of(&self, colleague: &Colleague, course: usize) -> Cells {
        let offer = PANYU_COURSES[course];
        Cells {
            number: text(colleague.teacher_number().as_str()),
            document: Content::Empty,
            name: text(colleague.name),
            course: text(offer.title),
            category: text(category_name(offer.category)),
            hours: hours(offer.hours),
            completed_on: Content::Day(self.finished_on),
        }
    }

    /// A right row, but for who it is about.
    fn of_persona(&self, key: Key, course: usize) -> Cells {
        let teacher = persona(key);
        Cells {
            number: text(teacher.teacher_number().as_str()),
            name: text(teacher.name),
            ..self.of(&colleagues::PANYU[0], course)
        }
    }

    fn right(&self) -> Vec<Told> {
        let [first, second, third, ..] = colleagues::PANYU else {
            return Vec::new();
        };
        let plain = self.of(first, 0);
        let wide = Cells {
            number: text(full_width(second.teacher_number().as_str())),
            hours: text("１０"),
            completed_on: text(full_width(&self.finished_on.to_string())),
            ..self.of(second, 1)
        };
        let loose = Cells {
            number: Content::Empty,
            document: text(format!(" {} ", third.document().reveal().to_lowercase())),
            name: text(format!("{}　", third.name)),
            category: text("选修课"),
            hours: text("6.0学时"),
            completed_on: text(self.finished_on.format("%Y年%-m月%-d日").to_string()),
            ..self.of(third, 2)
        };
        vec![
            ("nothing", Outcome::Accepted, plain.clone()),
            ("full-width letters and digits", Outcome::Accepted, wide),
            (
                "a number stored as text, blanks, other words",
                Outcome::Accepted,
                loose,
            ),
            ("the first row again", Outcome::Duplicate, plain),
            (
                "a completion that was submitted before",
                Outcome::Duplicate,
                self.of_persona(Key::LongName, 3),
            ),
        ]
    }

    fn wrong_people(&self) -> Vec<Told> {
        let (somebody, other) = (&colleagues::PANYU[3], &colleagues::PANYU[4]);
        let right = self.of(somebody, 0);
        let nobody = TeacherNumber::of_serial(9_999_999);
        let born_on = day(1991, 2, 3);
        let stranger = document(DocumentKind::CitizenId, "110101", born_on, Sex::Male, 0);
        let by_document = |content| Cells {
            number: Content::Empty,
            document: content,
            ..right.clone()
        };
        let number = |content| Cells {
            number: content,
            ..right.clone()
        };
        vec![
            refused(
                "a number that nobody has",
                "unknown_teacher",
                number(text(nobody.as_str())),
            ),
            refused(
                "a wrong check digit",
                "document_malformed",
                by_document(text(mistyped(&somebody.document()))),
            ),
            refused(
                "a document that nobody has",
                "unknown_document",
                by_document(text(stranger.reveal())),
            ),
            refused(
                "one teacher's number, another's document",
                "number_and_document_differ",
                Cells {
                    document: text(other.document().reveal()),
                    ..right.clone()
                },
            ),
            refused(
                "a name with another character",
                "name_differs",
                Cells {
                    name: text("叶俊希"),
                    ..right.clone()
                },
            ),
            refused(
                "neither number nor document",
                "teacher_missing",
                number(Content::Empty),
            ),
            refused(
                "no name",
                "missing",
                Cells {
                    name: Content::Empty,
                    ..right.clone()
                },
            ),
        ]
    }

    fn wrong_courses(&self) -> Vec<Told> {
        let elective = self.of(&colleagues::PANYU[3], 2);
        let category = |words: &str| Cells {
            category: text(words),
            ..elective.clone()
        };
        let hours = |content| Cells {
            hours: content,
            ..elective.clone()
        };
        vec![
            refused(
                "a course of another project",
                "course_not_in_project",
                Cells {
                    course: text(OPEN_COURSES[4].title),
                    ..elective.clone()
                },
            ),
            refused(
                "a class that there is not",
                "category_unknown",
                category("必修科目"),
            ),
            refused(
                "another class than was approved",
                "category_differs",
                category("专业科目"),
            ),
            refused(
                "25 hours of a course of 6",
                "hours_over_accredited",
                hours(Content::Number(25.0)),
            ),
            refused(
                "fewer hours than none",
                "hours_not_positive",
                hours(Content::Number(-6.0)),
            ),
            refused("hours in words", "not_hours", hours(text("两天"))),
            refused("hours by the clock", "clock_hours", hours(text("4.5小时"))),
            refused(
                "a thousandth of an hour",
                "hours_too_precise",
                hours(Content::Number(5.125)),
            ),
        ]
    }

    fn wrong_days(&self) -> Vec<Told> {
        let year = self.year;
        let right = self.of(&colleagues::PANYU[3], 0);
        let on = |content| Cells {
            completed_on: content,
            ..right.clone()
        };
        let written = |words: String| on(text(words));
        vec![
            refused(
                "a day of next year",
                "date_in_future",
                on(Content::Day(day(year + 1, 1, 8))),
            ),
            refused(
                "before the project",
                "date_outside_course",
                on(Content::Day(day(year - 1, 12, 20))),
            ),
            refused(
                "ten hours on the first day",
                "hours_beyond_days",
                on(Content::Day(day(year, 1, 1))),
            ),
            refused(
                "30 February",
                "impossible_date",
                written(format!("{year}-02-30")),
            ),
            refused(
                "day or month first?",
                "ambiguous_date",
                written(format!("01/08/{year}")),
            ),
            refused(
                "from one day to another",
                "date_range",
                written(format!("{year}.1.5-1.8")),
            ),
            refused(
                "a month",
                "incomplete_date",
                written(format!("{year}年1月")),
            ),
            refused("no date", "not_a_date", written("寒假".to_owned())),
        ]
    }

    /// Right in itself, and yet not taken.
    fn not_taken(&self) -> Vec<Told> {
        let first = &colleagues::PANYU[0];
        let next_day = Content::Day(self.finished_on + Days::new(1));
        vec![
            refused(
                "was not yet a teacher",
                "not_employed",
                self.of_persona(Key::NewTeacher, 0),
            ),
            refused(
                "a teacher of another district",
                "district_not_reached",
                self.of_persona(Key::Complete, 0),
            ),
            refused(
                "8 hours of this course and day are stored",
                "hours_differ_from_stored",
                self.of_persona(Key::Transferred, 0),
            ),
            refused(
                "the school refused this before",
                "refused_before",
                self.of_persona(Key::FarBehind, 2),
            ),
            refused(
                "the first row's course on another day",
                "course_twice",
                Cells {
                    completed_on: next_day,
                    ..self.of(first, 0)
                },
            ),
            refused("the course is full", "course_full", self.of(first, 3)),
        ]
    }

    fn wrong_cells(&self) -> Vec<Told> {
        let right = self.of(&colleagues::PANYU[4], 0);
        let hours = |content| Cells {
            hours: content,
            ..right.clone()
        };
        vec![
            refused(
                "a formula",
                "formula",
                hours(Content::Formula("=5+5", "10")),
            ),
            refused(
                "a formula that failed",
                "formula",
                hours(Content::Formula("=VLOOKUP(D4,X:Y,2,0)", "#N/A")),
            ),
            refused(
                "Excel rounded the document's last digits",
                "number_lost_precision",
                Cells {
                    number: Content::Empty,
                    document: Content::Number(4.401_131_983_052_999e17),
                    ..right.clone()
                },
            ),
            refused(
                "Excel made a day of the hours",
                "unexpected_date",
                hours(Content::Count(6.0)),
            ),
        ]
    }
}
