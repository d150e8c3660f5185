//! The columns of a roster, and how a row of cells is read. Nothing is looked up here.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::{RosterRow, SchoolName};
use crate::message::Message;
use crate::organizations::codes::{CodeError, SchoolCode};
use crate::people::documents::{self, DocumentError, DocumentKind, DocumentNumber};
use crate::people::numbers::TeacherNumber;
use crate::people::rules::{PersonRefusal, parse_name, particulars};
use crate::people::{Post, SexCode, Title};
use crate::spreadsheets::RowProblem;
use crate::spreadsheets::cell::{Cell, CellError};
use crate::spreadsheets::header::{Column, Need};
use crate::spreadsheets::read::Row;
use crate::web::language::{Language, Words};

/// What a roster may have; the order is that of the blank form.
pub const COLUMNS: &[Column] = &[
    column(
        "name",
        &["姓名", "教师姓名", "Name", "Full name"],
        Need::Required,
    ),
    column(
        "document_kind",
        &[
            "证件类型",
            "身份证件类型",
            "证件种类",
            "Document type",
            "ID type",
        ],
        Need::Optional,
    ),
    column(
        "document_number",
        &[
            "证件号码",
            "证件号",
            "身份证号",
            "身份证号码",
            "身份证件号",
            "身份证件号码",
            "Document number",
            "ID number",
        ],
        Need::OneOf("person"),
    ),
    column("sex", &["性别", "Sex", "Gender"], Need::Optional),
    column(
        "born_on",
        &["出生日期", "出生年月日", "Date of birth", "Birth date"],
        Need::Optional,
    ),
    column(
        "school_code",
        &["学校标识码", "学校代码", "机构标识码", "School code"],
        Need::OneOf("school"),
    ),
    column(
        "school_name",
        &[
            "学校名称",
            "学校",
            "任职学校",
            "单位",
            "单位名称",
            "School",
            "School name",
        ],
        Need::OneOf("school"),
    ),
    column(
        "post",
        &["岗位", "岗位类别", "职务", "Post", "Position"],
        Need::Required,
    ),
    column("subject", &["学科", "任教学科", "Subject"], Need::Optional),
    column(
        "started_on",
        &[
            "入职日期",
            "任职日期",
            "入校日期",
            "到校日期",
            "Start date",
            "Employed since",
        ],
        Need::Required,
    ),
    column(
        "title",
        &["职称", "专业技术职称", "Title", "Professional title"],
        Need::Optional,
    ),
    column(
        "teacher_number",
        &["教师编号", "Teacher number"],
        Need::Optional,
    ),
];

const fn column(key: &'static str, names: &'static [&'static str], need: Need) -> Column {
    Column { key, names, need }
}

/// Reads a row; the first cell that is wrong, from left to right, is told.
pub fn read_row(row: &Row, today: NaiveDate) -> Result<RosterRow, RowProblem> {
    let name = read_name(&row.cell("name"))?;
    let (document, is_old_form) = read_document(row)?;
    let stated_sex = read_sex(&row.cell("sex"))?;
    let birth = row.cell("born_on");
    let stated_birth = optional(&birth, Cell::date)?;
    let (born_on, sex) = particulars(&document, stated_birth, stated_sex, today)
        .map_err(|refusal| at(row, refusal.field(), &refusal))?;
    let school = read_school(row)?;
    let post = read_post(&row.cell("post"))?;
    let subject = optional_words(&row.cell("subject"))?;
    let start = row.cell("started_on");
    let started_on = start.date().map_err(|error| start.problem(&error))?;
    let title = read_title(&row.cell("title"))?;
    let teacher_number = read_number(&row.cell("teacher_number"))?;
    Ok(RosterRow {
        name,
        document,
        is_old_form,
        teacher_number,
        sex,
        born_on,
        school,
        post,
        subject,
        started_on,
        title,
    })
}

fn at(row: &Row, key: &str, refusal: &PersonRefusal) -> RowProblem {
    row.cell(key).refuse(refusal.code(), Message::from(refusal))
}

fn optional<'a, T>(
    cell: &Cell<'a>,
    read: impl FnOnce(&Cell<'a>) -> Result<T, CellError>,
) -> Result<Option<T>, RowProblem> {
    if cell.is_blank() {
        return Ok(None);
    }
    read(cell).map(Some).map_err(|error| cell.problem(&error))
}

fn optional_words(cell: &Cell<'_>) -> Result<Option<String>, RowProblem> {
    Ok(optional(cell, Cell::text)?.filter(|words| !words.is_empty()))
}

fn required_text(cell: &Cell<'_>) -> Result<String, RowProblem> {
    cell.required_text().map_err(|error| cell.problem(&error))
}

fn read_name(cell: &Cell<'_>) -> Result<String, RowProblem> {
    let text = required_text(cell)?;
    parse_name(&text).map_err(|refusal| cell.refuse(refusal.code(), Message::from(&refusal)))
}

/// Files without a kind mean the citizen id, or the residence permit that has its form.
fn read_document(row: &Row) -> Result<(DocumentNumber, bool), RowProblem> {
    let cell = row.cell("document_number");
    let text = required_text(&cell)?;
    let kind_cell = row.cell("document_kind");
    let stated = optional_words(&kind_cell)?;
    let kind = match &stated {
        Some(words) => KINDS
            .get(&plain(words))
            .copied()
            .ok_or_else(|| unknown(&kind_cell, words, "kind_unknown"))?,
        None => DocumentKind::CitizenId,
    };
    let refuse = |error: DocumentError| cell.refuse(code_of(error), error.into());
    match documents::parse(kind, &text) {
        Ok(document) => Ok((document, false)),
        Err(DocumentError::OtherKind(other)) if stated.is_none() => {
            let document = documents::parse(other, &text).map_err(refuse)?;
            Ok((document, false))
        }
        Err(DocumentError::FirstGeneration) => documents::expand_first_generation(&text)
            .map(|document| (document, true))
            .ok_or_else(|| refuse(DocumentError::FirstGeneration)),
        Err(error) => Err(refuse(error)),
    }
}

/// Stable names for scripts.
pub(super) fn code_of(error: DocumentError) -> &'static str {
    match error {
        DocumentError::Empty => "missing",
        DocumentError::FirstGeneration => "document_first_generation",
        DocumentError::Length { .. } => "document_length",
        DocumentError::Character(..) => "document_character",
        DocumentError::OtherKind(_) => "document_other_kind",
        DocumentError::Province => "document_province",
        DocumentError::BirthDate => "document_birth_date",
        DocumentError::CheckDigit => "document_check_digit",
    }
}

fn unknown(cell: &Cell<'_>, found: &str, code: &'static str) -> RowProblem {
    cell.refuse(
        code,
        Message::new("roster-word-unknown").with("found", found),
    )
}

/// Without blanks, in small letters.
fn plain(words: &str) -> String {
    words
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What a column may say: the words of both languages, and what else offices write.
type Vocabulary<T> = LazyLock<HashMap<String, T>>;

fn vocabulary<T: Copy>(
    all: &[T],
    name_key: fn(T) -> &'static str,
    others: &[(&str, T)],
) -> HashMap<String, T> {
    let both = Language::ALL.map(Words::of);
    let own = all
        .iter()
        .flat_map(|it| both.map(|words| (plain(&words.say(name_key(*it))), *it)));
    let others = others.iter().map(|(words, it)| (plain(words), *it));
    own.chain(others).collect()
}

static KINDS: Vocabulary<DocumentKind> = LazyLock::new(|| {
    use DocumentKind::*;
    vocabulary(
        DocumentKind::ALL,
        DocumentKind::name_key,
        &[
            ("身份证", CitizenId),
            ("二代身份证", CitizenId),
            ("居住证", ResidencePermitHkMoTw),
            ("回乡证", HkMoPermit),
            ("台胞证", TaiwanPermit),
            ("其他", Other),
        ],
    )
});

static SEXES: Vocabulary<SexCode> = LazyLock::new(|| {
    use SexCode::*;
    vocabulary(
        SexCode::ALL,
        SexCode::name_key,
        &[
            ("0", Unknown),
            ("1", Male),
            ("2", Female),
            ("9", NotStated),
            ("男性", Male),
            ("女性", Female),
            ("m", Male),
            ("f", Female),
        ],
    )
});

static POSTS: Vocabulary<Post> = LazyLock::new(|| {
    use Post::*;
    vocabulary(
        Post::ALL,
        Post::name_key,
        &[
            ("教师", Teacher),
            ("老师", Teacher),
            ("班主任", Teacher),
            ("校长", Principal),
            ("园长", Principal),
            ("principal", Principal),
            ("副校长", DeputyPrincipal),
            ("副园长", DeputyPrincipal),
            ("教辅", Support),
            ("教辅人员", Support),
            ("职员", Support),
            ("行政", Support),
            ("工勤", Support),
            ("其他", Support),
            ("support", Support),
        ],
    )
});

/// 中小学教师, 中职教师 and kindergarten teachers share the five grades; the older names of the
/// separate ladders map to them (人社部发〔2015〕79号).
static TITLES: Vocabulary<Title> = LazyLock::new(|| {
    use Title::*;
    vocabulary(
        Title::ALL,
        Title::name_key,
        &[
            ("正高级", FullSenior),
            ("正高", FullSenior),
            ("高级", Senior),
            ("副高级", Senior),
            ("副高", Senior),
            ("中学高级教师", Senior),
            ("一级", FirstGrade),
            ("中级", FirstGrade),
            ("中学一级教师", FirstGrade),
            ("小学高级教师", FirstGrade),
            ("二级", SecondGrade),
            ("初级", SecondGrade),
            ("三级", ThirdGrade),
        ],
    )
});

fn read_sex(cell: &Cell<'_>) -> Result<SexCode, RowProblem> {
    let Some(words) = optional_words(cell)? else {
        return Ok(SexCode::Unknown);
    };
    let sex = SEXES.get(&plain(&words)).copied();
    sex.ok_or_else(|| unknown(cell, &words, "sex_unknown"))
}

fn read_school(row: &Row) -> Result<SchoolName, RowProblem> {
    let code_cell = row.cell("school_code");
    if let Some(text) = optional_words(&code_cell)? {
        let code = SchoolCode::parse(&text)
            .map_err(|error| code_cell.refuse(school_code_problem(error), error.into()))?;
        return Ok(SchoolName::Code(code.to_string()));
    }
    let name_cell = row.cell("school_name");
    let name = optional_words(&name_cell)?;
    name.map(SchoolName::Name).ok_or_else(|| {
        // Told at the column that the file has.
        let cell = if row.has("school_code") {
            code_cell
        } else {
            name_cell
        };
        cell.refuse("missing", Message::new("roster-school-missing"))
    })
}

const fn school_code_problem(error: CodeError) -> &'static str {
    match error {
        CodeError::Empty => "missing",
        CodeError::Length { .. } => "school_code_length",
        CodeError::Character(..) => "school_code_character",
        CodeError::Category => "school_code_category",
        CodeError::Province => "school_code_province",
        CodeError::CheckDigit => "school_code_check_digit",
    }
}

fn read_post(cell: &Cell<'_>) -> Result<Post, RowProblem> {
    let words = required_text(cell)?;
    let post = POSTS.get(&plain(&words)).copied();
    post.ok_or_else(|| unknown(cell, &words, "post_unknown"))
}

fn read_title(cell: &Cell<'_>) -> Result<Option<Title>, RowProblem> {
    let Some(words) = optional_words(cell)? else {
        return Ok(None);
    };
    let plain = plain(&words);
    if ["无", "未定", "未评", "none", "-", "—", "/"].contains(&plain.as_str()) {
        return Ok(None);
    }
    let title = TITLES.get(&plain).copied();
    title
        .map(Some)
        .ok_or_else(|| unknown(cell, &words, "title_unknown"))
}

fn read_number(cell: &Cell<'_>) -> Result<Option<TeacherNumber>, RowProblem> {
    let Some(text) = optional_words(cell)? else {
        return Ok(None);
    };
    TeacherNumber::parse(&text)
        .map(Some)
        .map_err(|error| cell.refuse(error.code(), error.into()))
}

/// The words that a column of the blank form offers, if it offers any.
pub fn choices(key: &str) -> Vec<&'static str> {
    match key {
        "document_kind" => DocumentKind::ALL.iter().map(|it| it.name_key()).collect(),
        "sex" => vec![SexCode::Male.name_key(), SexCode::Female.name_key()],
        "post" => Post::ALL.iter().map(|it| it.name_key()).collect(),
        "title" => Title::ALL.iter().map(|it| it.name_key()).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_blank_form_offers_is_understood_in_both_languages() {
        for words in Language::ALL.map(Words::of) {
            let said = |key: &str| plain(&words.say(key));
            for key in choices("document_kind") {
                assert!(KINDS.contains_key(&said(key)), "{key}");
            }
            for key in choices("sex") {
                assert!(SEXES.contains_key(&said(key)), "{key}");
            }
            for key in choices("post") {
                assert!(POSTS.contains_key(&said(key)), "{key}");
            }
            for key in choices("title") {
                assert!(TITLES.contains_key(&said(key)), "{key}");
            }
        }
    }

    #[test]
    fn offices_write_posts_and_titles_in_many_ways() {
        assert_eq!(POSTS.get(&plain(" 园 长")), Some(&Post::Principal));
        assert_eq!(TITLES.get(&plain("小学高级教师")), Some(&Title::FirstGrade));
        assert_eq!(POSTS.get(&plain("宇航员")), None);
    }
}
