//! A file of completions: which columns it has, and what stands in a row's cells.
//!
//! Not here: how a file is read (`spreadsheets`), and whether a row can be right (`rows.rs`).

use std::io::Cursor;

use chrono::NaiveDate;

use crate::credit_bank::projects::{Course, Project};
use crate::error::Error;
use crate::imports::report::heading;
use crate::ledger::Category;
use crate::message::Message;
use crate::people::documents::{self, DocumentError, DocumentKind, DocumentNumber};
use crate::spreadsheets::RowProblem;
use crate::spreadsheets::cell::{Cell, CellError};
use crate::spreadsheets::header::{Column, Need};
use crate::spreadsheets::read;
use crate::spreadsheets::template::{Template, TemplateColumn, write_template};
use crate::spreadsheets::write::TableCell;
use crate::web::language::Words;

use super::rows::{Field, Refusal, Row};

/// Number or document, whichever the provider has; both if it has both.
const WHO: Need = Need::OneOf("teacher");

/// The columns, in the order of the template.
pub const COLUMNS: &[Column] = &[
    Column {
        key: Field::TeacherNumber.key(),
        names: &[
            "教师编号",
            "教师号",
            "编号",
            "Teacher number",
            "Teacher no.",
            "Teacher ID",
        ],
        need: WHO,
    },
    Column {
        key: Field::Document.key(),
        names: &[
            "证件号码",
            "身份证号码",
            "身份证号",
            "证件号",
            "Document number",
            "ID document",
            "ID number",
        ],
        need: WHO,
    },
    Column {
        key: Field::Name.key(),
        names: &["姓名", "教师姓名", "学员姓名", "Name", "Teacher name"],
        need: Need::Required,
    },
    Column {
        key: Field::Course.key(),
        names: &[
            "课程名称",
            "课程",
            "培训课程",
            "Course",
            "Course title",
            "Course name",
        ],
        need: Need::Required,
    },
    Column {
        key: Field::Category.key(),
        names: &["科目类别", "科目", "类别", "Category", "Subject category"],
        need: Need::Required,
    },
    Column {
        key: Field::Hours.key(),
        names: &["学时", "学时数", "完成学时", "Hours", "Class hours"],
        need: Need::Required,
    },
    Column {
        key: Field::CompletedOn.key(),
        names: &[
            "完成日期",
            "结业日期",
            "完成时间",
            "Completed on",
            "Completion date",
            "Date completed",
            "Date",
        ],
        need: Need::Required,
    },
];

/// Reads a row's cells, from left to right; the first one that cannot be read is the answer.
pub fn read_row(row: &read::Row) -> Result<Row, RowProblem> {
    let cell = |field: Field| row.cell(field.key());
    let number = cell(Field::TeacherNumber);
    let teacher_number = some_text(&number)?.map(|it| it.to_uppercase());
    let document = cell(Field::Document);
    let documents = match some_text(&document)? {
        Some(found) => read_document(&found)
            .map_err(|error| document.refuse("document_malformed", Message::from(error)))?,
        None => Vec::new(),
    };
    if teacher_number.is_none() && documents.is_empty() {
        return Err(number.refuse("teacher_missing", Message::new("row-teacher-missing")));
    }
    let (name, course) = (cell(Field::Name), cell(Field::Course));
    let (hours, completed_on) = (cell(Field::Hours), cell(Field::CompletedOn));
    Ok(Row {
        number: Some(row.number),
        teacher_number,
        documents,
        name: told_at(&name, name.required_text())?,
        course: told_at(&course, course.required_text())?,
        category: Some(category_in(&cell(Field::Category))?),
        hours: told_at(&hours, hours.hours())?,
        completed_on: told_at(&completed_on, completed_on.date())?,
    })
}

/// The refusal of a row, told at the cell where it can be mended.
pub fn problem(row: &read::Row, refusal: &Refusal) -> RowProblem {
    let number = row.cell(Field::TeacherNumber.key());
    let field = match refusal.field() {
        // Whoever is named by document looks for the mistake there.
        Field::TeacherNumber if number.is_blank() => Field::Document,
        field => field,
    };
    row.cell(field.key())
        .refuse(refusal.code(), refusal.message())
}

/// The blank form of a project, with its courses to choose from.
pub fn template(
    words: Words,
    project: &Project,
    courses: &[Course],
    today: NaiveDate,
) -> Result<Vec<u8>, Error> {
    let first = courses.first();
    let example = |field: Field| match field {
        Field::TeacherNumber => TableCell::Text("G0000001".to_owned()),
        Field::Document => TableCell::Empty,
        Field::Name => TableCell::Text(words.say("upload-example-name")),
        Field::Course => TableCell::Text(first.map_or_else(String::new, |it| it.title.clone())),
        Field::Category => {
            TableCell::Text(first.map_or_else(String::new, |it| words.say(it.category.name_key())))
        }
        Field::Hours => first.map_or(TableCell::Empty, |it| TableCell::Hours(it.hours)),
        Field::CompletedOn => first.map_or(TableCell::Empty, |it| TableCell::Date(it.ends_on)),
    };
    let column = |(field, column): (Field, &Column)| TemplateColumn {
        heading: heading(column, words.language).to_owned(),
        is_required: !matches!(field, Field::TeacherNumber | Field::Document),
        example: example(field),
        choices: match field {
            Field::Course => courses.iter().map(|it| it.title.clone()).collect(),
            Field::Category => {
                let names = Category::ALL.iter().map(|it| words.say(it.name_key()));
                names.collect()
            }
            _ => Vec::new(),
        },
    };
    let form = Template {
        title: project.title.clone(),
        note: words.say("upload-template-note"),
        columns: Field::ALL.into_iter().zip(COLUMNS).map(column).collect(),
        created_on: today,
    };
    let written = write_template(&form, Cursor::new(Vec::new())).map_err(Error::fault)?;
    Ok(written.into_inner())
}

fn told_at<T>(cell: &Cell<'_>, found: Result<T, CellError>) -> Result<T, RowProblem> {
    found.map_err(|error| cell.problem(&error))
}

fn some_text(cell: &Cell<'_>) -> Result<Option<String>, RowProblem> {
    if cell.is_blank() {
        return Ok(None);
    }
    told_at(cell, cell.text()).map(Some)
}

fn category_in(cell: &Cell<'_>) -> Result<Category, RowProblem> {
    let found = told_at(cell, cell.required_text())?;
    read_category(&found).ok_or_else(|| {
        let message = Message::new("row-category-unknown").with("found", found);
        cell.refuse("category_unknown", message)
    })
}

/// A document number in a column without a kind: a citizen id or a residence permit if it looks
/// like one, and then it must be right; else any kind that it can be.
pub fn read_document(text: &str) -> Result<Vec<DocumentNumber>, DocumentError> {
    let kind = match documents::parse(DocumentKind::CitizenId, text) {
        Ok(number) => return Ok(vec![number]),
        Err(DocumentError::OtherKind(kind)) => {
            return documents::parse(kind, text).map(|it| vec![it]);
        }
        Err(error) => error,
    };
    let letters = text.chars().filter(|it| it.is_alphanumeric()).count();
    let starts_with_digit = text.chars().next().is_some_and(char::is_numeric);
    if starts_with_digit && letters > 11 {
        return Err(kind);
    }
    let others = [
        DocumentKind::HkMoPermit,
        DocumentKind::TaiwanPermit,
        DocumentKind::Passport,
        DocumentKind::Other,
    ];
    let possible: Vec<DocumentNumber> = others
        .into_iter()
        .filter_map(|kind| documents::parse(kind, text).ok())
        .collect();
    if possible.is_empty() {
        Err(kind)
    } else {
        Ok(possible)
    }
}

/// A class by any of its usual names.
pub fn read_category(text: &str) -> Option<Category> {
    let plain: String = text
        .chars()
        .filter(|it| it.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let stem = ["科目", "课程", "课", "类", "学时"]
        .iter()
        .find_map(|ending| plain.strip_suffix(ending))
        .unwrap_or(&plain);
    match stem {
        "公需" | "公共" | "公共必修" | "general" | "common" => Some(Category::General),
        "专业" | "professional" => Some(Category::Professional),
        "选修" | "个人选修" | "elective" => Some(Category::Elective),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_by_its_usual_names() {
        for (text, category) in [
            ("公需科目", Some(Category::General)),
            ("公需", Some(Category::General)),
            ("公需课", Some(Category::General)),
            ("专业 科目", Some(Category::Professional)),
            ("选修课程", Some(Category::Elective)),
            ("Elective", Some(Category::Elective)),
            ("必修", None),
            ("科目", None),
            ("", None),
        ] {
            assert_eq!(read_category(text), category, "{text}");
        }
    }

    #[test]
    fn a_document_without_a_kind() {
        let kinds = |text| {
            read_document(text).map(|all| all.iter().map(DocumentNumber::kind).collect::<Vec<_>>())
        };
        // The example of GB 11643.
        assert_eq!(
            kinds("11010519491231002X"),
            Ok(vec![DocumentKind::CitizenId])
        );
        assert_eq!(kinds("110105194912310021"), Err(DocumentError::CheckDigit));
        assert_eq!(
            kinds("110105491231002"),
            Err(DocumentError::FirstGeneration)
        );
        let permit = kinds("H12345678").expect("a permit of Hong Kong");
        assert_eq!(permit[0], DocumentKind::HkMoPermit);
        assert!(kinds("E12345678").is_ok_and(|it| it.contains(&DocumentKind::Passport)));
    }
}
