//! What we write, our own reader reads back.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::samples::*;
use crate::hours::Hours;
use crate::spreadsheets::template::{Template, TemplateColumn, write_template};
use crate::spreadsheets::text;
use crate::spreadsheets::write::{Format, Table, TableCell, TableWriter};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day")
}

fn text(text: &str) -> TableCell {
    TableCell::Text(text.to_owned())
}

fn written(format: Format, rows: &[Vec<TableCell>]) -> Vec<u8> {
    let table = Table {
        title: "学时明细：2026/上半年".to_owned(),
        headings: HEADINGS.map(str::to_owned).to_vec(),
        created_on: day(),
    };
    let mut writer = TableWriter::start(format, &table, Vec::new()).expect("a new table");
    for row in rows {
        writer.add_row(row).expect("room for a row");
    }
    writer.finish().expect("a whole table")
}

fn row(name: &str, course: &str) -> Vec<TableCell> {
    let hours = TableCell::Hours(Hours(850));
    vec![
        text("0044010001"),
        text(name),
        text(course),
        hours,
        TableCell::Date(day()),
    ]
}

#[test]
fn exports_are_read_back() {
    let rows_out = [
        row("张三", "=1+1"),
        row("@李四", "-新课标"),
        vec![text("9"), TableCell::Empty],
    ];
    for format in [Format::Xlsx, Format::Csv] {
        assert_eq!(
            rows(&written(format, &rows_out)),
            [
                (2, "0044010001||张三|=1+1|8.5|2026-03-05".to_owned()),
                (3, "0044010001||@李四|-新课标|8.5|2026-03-05".to_owned()),
                (4, "9||||!missing|!missing".to_owned()),
            ],
            "{format:?}"
        );
    }
}

#[test]
fn a_csv_runs_no_formula_and_shows_chinese_in_excel() {
    let bytes = written(
        Format::Csv,
        &[row("=HYPERLINK(\"http://x\")", "＝1"), row("\t-x", "a,b")],
    );
    let text = String::from_utf8(bytes).expect("UTF-8");
    assert_eq!(
        text,
        "\u{FEFF}教师编号,姓名,课程名称,学时,完成日期\r\n\
         0044010001,\"'=HYPERLINK(\"\"http://x\"\")\",'＝1,8.5,2026-03-05\r\n\
         0044010001,'\t-x,\"a,b\",8.5,2026-03-05\r\n"
    );
}

#[test]
fn the_same_table_is_the_same_file() {
    let rows = [row("张三", "新课标解读")];
    assert_eq!(written(Format::Xlsx, &rows), written(Format::Xlsx, &rows));
}

#[test]
fn a_workbook_is_pleasant_to_read() {
    let bytes = written(Format::Xlsx, &[row("张三", &"很长的课程名称".repeat(20))]);
    let parts = parts(&bytes);
    let part = |name: &str| {
        let (_, bytes) = parts.iter().find(|part| part.0 == name).expect("the part");
        String::from_utf8_lossy(bytes).into_owned()
    };
    let sheet = part(SHEET);
    assert!(sheet.contains("<autoFilter ref=\"A1:E2\"/>"), "{sheet}");
    assert!(sheet.contains("state=\"frozen\""));
    assert!(sheet.contains("<v>8.5</v>") && sheet.contains("<v>46086</v>"));
    assert!(
        sheet.contains("min=\"3\" max=\"3\" width=\"50."),
        "long courses do not fill a wall"
    );
    assert!(part("xl/workbook.xml").contains("学时明细：2026 上半年"));
    assert!(part("docProps/core.xml").contains("2026-03-05T00:00:00Z"));
}

#[test]
fn a_form_filled_in_below_its_example_is_read_without_it() {
    let column = |heading: &str, example: TableCell| TemplateColumn {
        heading: heading.to_owned(),
        is_required: true,
        example,
        choices: Vec::new(),
    };
    let mut columns: Vec<TemplateColumn> = HEADINGS
        .iter()
        .zip(row("张三", "新课标"))
        .map(|(it, cell)| column(it, cell))
        .collect();
    columns[2].choices = vec!["新课标".to_owned(), "师德".to_owned()];
    let template = Template {
        title: "学时导入".to_owned(),
        note: "第 2 行是示例，不会导入。请从表头下一行开始填写。".to_owned(),
        columns,
        created_on: day(),
    };
    let blank = write_template(&template, Vec::new()).expect("a form");
    assert_eq!(rows(&blank), []);
    let (_, sheet) = parts(&blank)
        .into_iter()
        .find(|part| part.0 == SHEET)
        .expect("the sheet");
    let sheet = String::from_utf8(sheet).expect("XML is text");
    assert!(
        sheet.contains("<formula1>\"新课标,师德\"</formula1>"),
        "{sheet}"
    );
    // Excel must not turn a number typed below 教师编号 into 4.4E+17.
    assert!(sheet.contains("<col min=\"1\" max=\"1\"") && sheet.contains("style=\"1\""));
    let filled = with_part(&blank, SHEET, |xml| {
        let cell = |column: char, it: &str| {
            format!("<c r=\"{column}4\" t=\"inlineStr\"><is><t>{it}</t></is></c>")
        };
        let cells: String = ('A'..)
            .zip(GOOD_ROW)
            .map(|(column, it)| cell(column, it))
            .collect();
        xml.replace(
            "</sheetData>",
            &format!("<row r=\"4\">{cells}</row></sheetData>"),
        )
    });
    assert_eq!(
        rows(&filled),
        [(4, "4401001||张三|新课标解读|8|2026-03-05".to_owned())]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_name_survives_a_csv(name in "\\PC{1,20}") {
        let tidied = text::tidy(&name);
        prop_assume!(!tidied.is_empty() && !name.starts_with('\'') && !tidied.contains("E+"));
        let line = rows(&written(Format::Csv, &[row(&name, "课")])).remove(0).1;
        prop_assert_eq!(line, format!("0044010001||{tidied}|课|8.5|2026-03-05"));
    }
}
