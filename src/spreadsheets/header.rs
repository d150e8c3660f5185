//! Headings: which columns are wanted, and where they stand in this file.
//!
//! Offices put titles, instructions and blank lines above the headings, order the columns as they
//! like and decorate the names. The headings are the first row that has all that is needed.

use super::Line;
use super::cell::Value;
use super::refusal::{FileRefusal, ReadError};
use super::text;

/// A column that the caller understands.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The caller's own name for it.
    pub key: &'static str,
    /// Headings that mean it, the usual one first, Chinese and English. Spaces, punctuation,
    /// asterisks, letter case, width and hints in brackets do not matter.
    pub names: &'static [&'static str],
    /// What the file may not leave out.
    pub need: Need,
}

/// Whether a file must have a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Without it the file is refused.
    Required,
    /// The file must have at least one of the columns that name the same group, such as
    /// 教师编号 or 证件号码. These columns say whom a row is about.
    OneOf(&'static str),
    /// May be left out; its cells are empty then.
    Optional,
}

/// The headings of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The row number that the person sees.
    pub row: u32,
    columns: Vec<HeaderColumn>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct HeaderColumn {
    key: &'static str,
    /// As it stands in the file; the usual name if the file does not have it.
    heading: String,
    /// The heading without its decoration.
    meaning: String,
    /// Where it stands.
    position: Option<u32>,
    /// Says whom a row is about.
    identifies: bool,
}

/// Titles and instructions above the headings: at most so many rows that hold something.
const ROWS_SEARCHED: usize = 50;

/// A row with fewer known headings is a title that happens to contain one.
const HEADINGS_MIN: usize = 2;

impl Header {
    /// Finds the headings among the first lines.
    pub(super) fn find(
        columns: &[Column],
        mut next_line: impl FnMut() -> Result<Option<Line>, ReadError>,
    ) -> Result<Header, ReadError> {
        let mut nearest: Option<Candidate> = None;
        for _ in 0..ROWS_SEARCHED {
            let Some(line) = next_line()? else { break };
            let candidate = Candidate::new(columns, &line);
            if candidate.matched < HEADINGS_MIN.min(columns.len()) {
                continue;
            }
            if candidate.missing.is_empty() {
                return candidate.into_header();
            }
            if nearest
                .as_ref()
                .is_none_or(|nearest| candidate.matched > nearest.matched)
            {
                nearest = Some(candidate);
            }
        }
        Err(match nearest {
            Some(Candidate {
                missing,
                found,
                header,
                ..
            }) => FileRefusal::MissingColumns {
                missing,
                found,
                row: header.row,
            }
            .into(),
            None => FileRefusal::NoHeadings {
                expected: needed_names(columns, |_| false),
            }
            .into(),
        })
    }

    /// What a form has: every column, headed by its key, in the caller's order.
    pub(super) fn of_form(columns: &[Column]) -> Header {
        let columns = (0..).zip(columns).map(|(position, column)| HeaderColumn {
            key: column.key,
            heading: column.key.to_owned(),
            meaning: column.key.to_owned(),
            position: Some(position),
            identifies: false,
        });
        Header {
            row: 0,
            columns: columns.collect(),
        }
    }

    /// Index of the caller's column.
    pub(super) fn index_of(&self, key: &str) -> usize {
        self.columns
            .iter()
            .position(|column| column.key == key)
            .expect("the key is one of the columns that the caller asked for")
    }

    /// The heading as it stands in the file.
    pub(super) fn heading(&self, index: usize) -> &str {
        &self.columns[index].heading
    }

    /// True if the file has the column.
    pub fn has(&self, key: &str) -> bool {
        self.columns[self.index_of(key)].position.is_some()
    }

    /// The values of a line in the order of the caller's columns.
    pub(super) fn pick(&self, line: &Line) -> Vec<Value> {
        let value = |position| Line::value(line, position).clone();
        self.columns
            .iter()
            .map(|it| it.position.map_or(Value::Empty, value))
            .collect()
    }

    /// True for a line that says nothing in any of the columns: a blank form line, or one that
    /// only has its running number.
    pub(super) fn is_blank(&self, line: &Line) -> bool {
        let mut positions = self.columns.iter().filter_map(|column| column.position);
        positions.all(|position| line.value(position).shows_nothing())
    }

    /// True for totals, remarks and signatures: the first words of the line say so, and nobody is
    /// named in the columns that identify a person.
    pub(super) fn is_footer(&self, line: &Line) -> bool {
        let mut visible = line
            .cells
            .iter()
            .filter(|(_, value)| !value.shows_nothing());
        let Some((first, Value::Text(words))) = visible.next() else {
            return false;
        };
        let mut identifying = self.columns.iter().filter(|column| column.identifies);
        let names_nobody = identifying.all(|column| {
            let is_elsewhere = |position: &u32| position != first;
            let position = column.position.filter(is_elsewhere);
            position.is_none_or(|it| says_nothing_or_counts(line.value(it)))
        });
        names_nobody && is_footer_text(words)
    }

    /// True for the headings once more, as long lists repeat them on each printed page.
    pub(super) fn is_repeated(&self, line: &Line) -> bool {
        self.columns.iter().all(|column| {
            let Some(position) = column.position else {
                return true;
            };
            matches!(line.value(position), Value::Text(raw) if text::heading(raw) == column.meaning)
        })
    }
}

/// A row that may be the headings.
struct Candidate {
    header: Header,
    matched: usize,
    missing: Vec<String>,
    found: Vec<String>,
    duplicate: Option<[String; 2]>,
}

impl Candidate {
    fn new(columns: &[Column], line: &Line) -> Candidate {
        let has_groups = columns
            .iter()
            .any(|column| matches!(column.need, Need::OneOf(_)));
        let mut header: Vec<HeaderColumn> = columns
            .iter()
            .map(|column| HeaderColumn {
                key: column.key,
                heading: column.names[0].to_owned(),
                meaning: String::new(),
                position: None,
                identifies: match column.need {
                    Need::OneOf(_) => true,
                    Need::Required => !has_groups,
                    Need::Optional => false,
                },
            })
            .collect();
        let mut found = Vec::new();
        let mut duplicate = None;
        for (position, value) in &line.cells {
            let Value::Text(raw) = value else { continue };
            let heading = text::tidy(raw);
            if let Some(index) = columns.iter().position(|column| column.is_called(raw)) {
                let place = &mut header[index];
                if place.position.is_some() {
                    duplicate = Some([place.heading.clone(), heading.clone()]);
                } else {
                    place.position = Some(*position);
                    place.meaning = text::heading(raw);
                    place.heading.clone_from(&heading);
                }
            }
            found.push(text::excerpt(raw));
        }
        let has = |index: usize| header[index].position.is_some();
        Candidate {
            matched: (0..header.len()).filter(|index| has(*index)).count(),
            missing: needed_names(columns, has),
            found,
            duplicate,
            header: Header {
                row: line.number,
                columns: header,
            },
        }
    }

    fn into_header(self) -> Result<Header, ReadError> {
        match self.duplicate {
            Some(headings) => Err(FileRefusal::DuplicateColumn {
                headings,
                row: self.header.row,
            }
            .into()),
            None => Ok(self.header),
        }
    }
}

impl Column {
    fn is_called(&self, raw: &str) -> bool {
        let heading = text::heading(raw);
        self.names.iter().any(|name| text::heading(name) == heading)
    }
}

/// The needed columns that a file does not have, each by its usual name.
fn needed_names(columns: &[Column], has: impl Fn(usize) -> bool) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut groups: Vec<&str> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        match column.need {
            Need::Optional => {}
            Need::Required if has(index) => {}
            Need::Required => names.push(column.names[0].to_owned()),
            Need::OneOf(group) if groups.contains(&group) => {}
            Need::OneOf(group) => {
                groups.push(group);
                let is_member = |it: &(usize, &Column)| it.1.need == Need::OneOf(group);
                let members: Vec<(usize, &Column)> =
                    columns.iter().enumerate().filter(is_member).collect();
                if !members.iter().any(|(index, _)| has(*index)) {
                    let alternatives: Vec<&str> =
                        members.iter().map(|(_, column)| column.names[0]).collect();
                    names.push(alternatives.join(" / "));
                }
            }
        }
    }
    names
}

/// True for an empty cell, and for a count such as `8` or `8 人` that a total puts where the rows
/// above say whom they are about. Numbers that identify somebody are longer.
fn says_nothing_or_counts(value: &Value) -> bool {
    const DIGITS_MAX: usize = 6;
    match value {
        Value::Number(count) => (0.0..1e6).contains(count),
        Value::Text(raw) => {
            let plain = text::compact(raw);
            let digits = ["人次", "人", "名", "条", "行"]
                .iter()
                .find_map(|unit| plain.strip_suffix(unit))
                .unwrap_or(&plain);
            digits.len() <= DIGITS_MAX && digits.bytes().all(|it| it.is_ascii_digit())
        }
        other => other.shows_nothing(),
    }
}

/// Words that begin a line of totals, remarks or signatures; nobody is called so.
fn is_footer_text(raw: &str) -> bool {
    const WORDS: [&str; 23] = [
        "合计",
        "总计",
        "小计",
        "共计",
        "总数",
        "备注",
        "说明",
        "填表",
        "制表",
        "审核",
        "审批",
        "复核",
        "经办",
        "负责人",
        "联系人",
        "单位盖章",
        "单位公章",
        "注",
        "total",
        "subtotal",
        "note",
        "remark",
        "preparedby",
    ];
    const TAILS: [&str; 14] = [
        "人数",
        "人次",
        "人签字",
        "人签名",
        "人",
        "学时",
        "说明",
        "签字",
        "签名",
        "单位",
        "日期",
        "时间",
        "意见",
        "s",
    ];
    let plain = text::compact(raw).to_lowercase();
    WORDS.iter().any(|word| {
        plain.strip_prefix(word).is_some_and(|rest| {
            let rest = TAILS
                .iter()
                .find_map(|tail| rest.strip_prefix(tail))
                .unwrap_or(rest);
            !rest.starts_with(char::is_alphabetic)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column {
            key: "teacher",
            names: &["教师编号", "Teacher number"],
            need: Need::OneOf("person"),
        },
        Column {
            key: "document",
            names: &["证件号码", "ID number"],
            need: Need::OneOf("person"),
        },
        Column {
            key: "name",
            names: &["姓名", "Name"],
            need: Need::Required,
        },
        Column {
            key: "hours",
            names: &["学时", "Hours"],
            need: Need::Required,
        },
        Column {
            key: "remark",
            names: &["备注", "Remark"],
            need: Need::Optional,
        },
    ];

    fn line(number: u32, texts: &[&str]) -> Line {
        let cells = (0_u32..).zip(texts).filter(|(_, text)| !text.is_empty());
        let cells = cells
            .map(|(at, text)| (at, Value::Text((*text).to_owned())))
            .collect();
        Line { number, cells }
    }

    fn find(rows: &[&[&str]]) -> Result<Header, FileRefusal> {
        let mut lines = (1_u32..)
            .zip(rows)
            .map(|(number, texts)| line(number, texts));
        Header::find(COLUMNS, || Ok(lines.next())).map_err(|error| match error {
            ReadError::Refused(refusal) => refusal,
            ReadError::Fault(fault) => panic!("no disk here: {fault}"),
        })
    }

    #[test]
    fn finds_the_headings_below_titles_in_any_order() {
        let header = find(&[
            &["2026年教师培训学时登记表"],
            &["学时", "见附件"],
            &["", "学 时（小时）", "*姓名：", "", "TEACHER_NUMBER"],
        ])
        .expect("headings");
        assert_eq!(header.row, 3);
        assert_eq!(header.heading(header.index_of("hours")), "学 时（小时）");
        assert!(header.has("teacher") && !header.has("document") && !header.has("remark"));
        assert_eq!(header.heading(header.index_of("document")), "证件号码");
    }

    #[test]
    fn names_what_is_missing_and_what_is_there() {
        assert_eq!(
            find(&[&["标题"], &["姓名", "备注", "单位"], &["张三", "", "一中"]]),
            Err(FileRefusal::MissingColumns {
                missing: vec!["教师编号 / 证件号码".to_owned(), "学时".to_owned()],
                found: vec!["姓名".to_owned(), "备注".to_owned(), "单位".to_owned()],
                row: 2,
            })
        );
        let expected = ["教师编号 / 证件号码", "姓名", "学时"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(
            find(&[&["张三", "8"]]),
            Err(FileRefusal::NoHeadings { expected })
        );
    }

    #[test]
    fn refuses_the_same_column_twice() {
        assert_eq!(
            find(&[&["教师编号", "姓名", "学时", "Hours (class)"]]),
            Err(FileRefusal::DuplicateColumn {
                headings: ["学时".to_owned(), "Hours (class)".to_owned()],
                row: 1,
            })
        );
        assert!(find(&[&["教师编号", "姓名", "学时", "单位", "单位"]]).is_ok());
    }

    #[test]
    fn tells_footers_from_people() {
        let header = find(&[&["教师编号", "姓名", "学时", "备注"]]).expect("headings");
        for footer in [
            &["合计", "", "128"][..],
            &["总计：12人次", "", "96"],
            &["填表人：李四", "审核人：王五"],
            &["备注：本表一式两份"],
            &["注：1. 学时按每45分钟计"],
            &["Total", "", "8"],
        ] {
            assert!(header.is_footer(&line(9, footer)), "{footer:?}");
        }
        for person in [
            &["4401001", "张三", "8", "备注"][..],
            &["", "合计三", "8"],
            &["", "张三", "8", "说明"],
            &["注册处", "张三", "8"],
        ] {
            assert!(!header.is_footer(&line(9, person)), "{person:?}");
        }
        assert!(!header.is_footer(&line(9, &["", "", "8"])));
        // A count below whom the rows are about names nobody.
        let header = find(&[&["序号", "教师编号", "姓名", "学时"]]).expect("headings");
        assert!(header.is_footer(&line(9, &["合计", "8", "", "128"])));
        assert!(header.is_footer(&line(9, &["合计", "８ 人"])));
        assert!(!header.is_footer(&line(9, &["备注", "4401001", "张三", "8"])));
    }

    #[test]
    fn knows_blank_lines_and_repeated_headings() {
        let header = find(&[&["教师编号", "姓名", "学时", "备注", "序号"]]).expect("headings");
        assert!(header.is_blank(&line(5, &["", "", "", "", "17"])));
        assert!(!header.is_blank(&line(5, &["", "", "", "迟交"])));
        assert!(header.is_repeated(&line(41, &["教师编号", "姓 名", "学时", "备注"])));
        assert!(!header.is_repeated(&line(41, &["教师编号", "姓名", "8", "备注"])));
    }
}
