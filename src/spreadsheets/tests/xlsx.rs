//! Workbooks as offices send them, and as attackers would.

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use super::samples::*;
use crate::spreadsheets::limits::Limits;
use crate::spreadsheets::refusal::{FileRefusal, FoundKind};

/// Everything that an office does to a form at once.
fn office_sheet(sheet: &mut Worksheet) -> Result<&mut Worksheet, XlsxError> {
    let plain = Format::new();
    let date = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    sheet.merge_range(0, 0, 0, 6, "天河区2026年上半年教师培训学时登记表", &plain)?;
    sheet.merge_range(1, 0, 1, 6, "填报单位：某培训中心（盖章）", &plain)?;
    sheet.write_row(3, 0, ["序号", "姓 名", "*教师\n编号", "课程名称："])?;
    sheet.write_row(3, 4, ["学时（小时）", "完成日期", "备注"])?;
    for (row, name) in (4_u32..).zip(["张三", "李四", "王五", "赵六", "钱七", "孙八"]) {
        sheet.write_number(row, 0, row - 3)?;
        sheet.write_string(row, 1, name)?;
    }
    sheet.merge_range(4, 3, 6, 3, "新课标解读", &plain)?;
    sheet.merge_range(7, 3, 9, 3, "班主任工作（二）", &plain)?;
    sheet.write_number(4, 2, 4_401_001)?;
    sheet.write_string(5, 2, "４４０１００２")?;
    sheet.write_string(6, 2, " 4401003\u{A0}")?;
    sheet.write_column(7, 2, ["4401004", "4401005", "4401006"])?;
    sheet.write_number(4, 4, 8)?;
    sheet.write_string(5, 4, "8学时")?;
    sheet.write_string(6, 4, "８．５")?;
    sheet.write_number(7, 4, -4)?;
    sheet.write_string(8, 4, "半天")?;
    sheet.write_number(9, 4, 25)?;
    sheet.write_number_with_format(4, 5, 46_086, &date)?;
    sheet.write_column(
        5,
        5,
        ["2026年3月5日", "2026.3.5", "03/05/2026", "2026.3.5-3.7"],
    )?;
    sheet.write_number(9, 5, 20_260_305)?;
    sheet.write_number(10, 0, 7)?; // a running number without anybody
    sheet.write_string(11, 0, "合计")?;
    sheet.write_formula(11, 4, Formula::new("SUM(E5:E10)").set_result("45.5"))?;
    sheet.write_string(12, 0, "填表人：周九")?;
    sheet.write_string(12, 3, "审核人：吴十")?;
    for row in 13..200 {
        sheet.write_blank(row, 0, &date)?;
    }
    Ok(sheet)
}

#[test]
fn reads_a_form_with_everything_that_offices_do_to_it() {
    let bytes = sheet(office_sheet);
    let expected = [
        (5, "4401001||张三|新课标解读|8|2026-03-05"),
        (6, "4401002||李四|新课标解读|8|2026-03-05"),
        (7, "4401003||王五|新课标解读|8.5|2026-03-05"),
        (8, "4401004||赵六|班主任工作（二）|-4|!ambiguous_date"),
        (9, "4401005||钱七|班主任工作（二）|!not_hours|!date_range"),
        (10, "4401006||孙八|班主任工作（二）|25|2026-03-05"),
    ];
    assert_eq!(
        rows(&bytes),
        expected.map(|(number, row)| (number, row.to_owned()))
    );
}

#[test]
fn a_problem_names_row_and_heading_as_they_stand_in_the_file() {
    let mut file = open(&sheet(office_sheet)).expect("a good file");
    let lines_total = file.lines_total();
    let mut rows = file.rows(COLUMNS).expect("headings");
    assert_eq!(rows.header().row, 4);
    let row = rows.by_ref().nth(4).expect("five rows").expect("readable");
    let cell = row.cell("hours");
    let problem = cell.problem(&cell.hours().expect_err("half a day is not hours"));
    assert_eq!((problem.row, problem.column.as_str()), (9, "学时（小时）"));
    assert_eq!(
        (problem.code, problem.message.key),
        ("not_hours", "cell-not-hours")
    );
    assert_eq!(rows.by_ref().count(), 1);
    assert_eq!((rows.notes(), rows.lines_read()), (2, lines_total));
    drop(rows);
    let again = file.rows(COLUMNS).expect("the same headings");
    assert_eq!(again.count(), 6);
}

#[test]
fn a_formula_is_an_error_of_its_cell_and_of_no_other() {
    let bytes = sheet(|sheet| {
        sheet.write_row(0, 0, HEADINGS)?;
        sheet.write_string(0, 5, "序号")?;
        sheet.write_row(1, 0, GOOD_ROW)?;
        sheet.write_formula(1, 3, Formula::new("4+4").set_result("8"))?;
        sheet.write_formula(1, 5, Formula::new("ROW()-1").set_result("1"))?;
        // Formulas copied far below the data show nothing.
        sheet.write_formula(2, 1, Formula::new("IF(A3=\"\",\"\",A3)"))
    });
    let bytes = with_part(&bytes, SHEET, |xml| {
        xml.replace("<c r=\"B3\">", "<c r=\"B3\" t=\"str\">")
            .replace("</f><v>0</v>", "</f><v></v>")
    });
    let expected = "4401001||张三|新课标解读|!formula|2026-03-05";
    assert_eq!(rows(&bytes), [(2, expected.to_owned())]);
}

#[test]
fn two_rows_of_headings_are_read_as_one() {
    let bytes = sheet(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 1, 0, "教师编号", &plain)?;
        sheet.merge_range(0, 1, 1, 1, "姓名", &plain)?;
        sheet.merge_range(0, 2, 0, 4, "培训情况", &plain)?;
        sheet.write_row(1, 2, ["课程名称", "学时", "完成日期"])?;
        sheet.write_row(2, 0, GOOD_ROW)?;
        sheet.write_row(3, 0, HEADINGS)?; // once more on the next printed page
        sheet.write_row(4, 1, ["李四", "", "8", "2026/3/5"])
    });
    assert_eq!(
        rows(&bytes),
        [
            (3, "4401001||张三|新课标解读|8|2026-03-05".to_owned()),
            (5, "||李四||8|2026-03-05".to_owned()),
        ]
    );
}

#[test]
fn long_numbers_that_excel_rounded_are_refused() {
    let bytes = sheet(|sheet| {
        sheet.write_row(0, 0, ["证件号码", "姓名", "课程名称", "学时", "完成日期"])?;
        sheet.write_row(1, 0, GOOD_ROW)?;
        sheet.write_number(1, 0, 440_106_199_001_011_230.0_f64)
    });
    assert_eq!(
        rows(&bytes)[0].1,
        "|!number_lost_precision|张三|新课标解读|8|2026-03-05"
    );
}

#[test]
fn counts_days_as_the_workbook_does() {
    let bytes = sheet(|sheet| {
        let date = Format::new().set_num_format("yyyy/m/d");
        good_sheet(sheet)?.write_number_with_format(1, 4, 44_624, &date)
    });
    let old_mac = with_part(&bytes, "xl/workbook.xml", |xml| {
        xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    assert!(rows(&bytes)[0].1.ends_with("2022-03-04"));
    assert!(rows(&old_mac)[0].1.ends_with("2026-03-05"));
}

#[test]
fn only_one_visible_sheet_may_hold_data() {
    let hidden = |hide: fn(&mut Worksheet) -> &mut Worksheet| {
        workbook(|book| {
            good_sheet(book.add_worksheet())?;
            hide(book.add_worksheet())
                .set_name("旧名单")?
                .write_string(7, 7, "李四")?;
            Ok(())
        })
    };
    let refused = FileRefusal::HiddenSheet {
        name: "旧名单".to_owned(),
    };
    assert_eq!(refusal(&hidden(|sheet| sheet.set_hidden(true))), refused);
    assert_eq!(
        refusal(&hidden(|sheet| sheet.set_very_hidden(true))),
        refused
    );

    let several = workbook(|book| {
        good_sheet(book.add_worksheet().set_name("上半年")?)?;
        good_sheet(book.add_worksheet().set_name("下半年")?)?;
        Ok(())
    });
    let names = ["上半年", "下半年"].map(str::to_owned).to_vec();
    assert_eq!(refusal(&several), FileRefusal::SeveralSheets { names });

    let spare_sheets = workbook(|book| {
        book.add_worksheet().write_blank(3, 3, &Format::new())?;
        good_sheet(book.add_worksheet())?;
        book.add_worksheet().set_hidden(true);
        Ok(())
    });
    assert_eq!(rows(&spare_sheets).len(), 1);
}

#[test]
fn the_last_row_of_excel_is_as_good_as_any_and_blank_ones_are_free() {
    let bytes = sheet(|sheet| {
        good_sheet(sheet)?;
        for row in 2..5000 {
            sheet.write_blank(row, 0, &Format::new().set_bold())?;
        }
        sheet.write_row(1_048_575, 0, GOOD_ROW)
    });
    let limits = Limits {
        rows: 3,
        ..Limits::default()
    };
    let numbers: Vec<u32> = try_rows(&bytes, &limits)
        .expect("three lines")
        .iter()
        .map(|row| row.0)
        .collect();
    assert_eq!(numbers, [2, 1_048_576]);
    let limits = Limits {
        rows: 2,
        ..Limits::default()
    };
    assert_eq!(
        try_rows(&bytes, &limits),
        Err(FileRefusal::TooManyRows { rows_max: 2 })
    );
}

#[test]
fn a_full_sheet_is_refused_before_a_row_is_used() {
    // As a program writes it that leaves out what Excel would say anyway.
    let full = with_part(&sheet(good_sheet), SHEET, |xml| {
        let (head, tail) = xml.split_once("</sheetData>").expect("the end of the data");
        let rows = "<row><c><v>1</v></c></row>".repeat(3000);
        format!("{head}{rows}</sheetData>{tail}")
    });
    let limits = Limits {
        rows: 2000,
        ..Limits::default()
    };
    let refused = open_within(&full, &limits)
        .map(|_| ())
        .expect_err("too long");
    assert_eq!(refused, FileRefusal::TooManyRows { rows_max: 2000 });
}

#[test]
fn says_what_is_missing() {
    assert_eq!(
        refusal(&sheet(|sheet| sheet.write_string(0, 0, " "))),
        FileRefusal::Empty
    );
    let no_headings = refusal(&sheet(|sheet| sheet.write_row(0, 0, GOOD_ROW)));
    assert_eq!(no_headings.code(), "no_headings");
    let bytes = sheet(|sheet| {
        sheet.write_row(0, 0, ["姓名", "课程名称", "学时", "单位"])?;
        sheet.write_row(1, 0, ["张三", "新课标解读", "8", "一中"])
    });
    let refused = refusal(&bytes);
    assert_eq!(
        (refused.code(), refused.row()),
        ("missing_columns", Some(1))
    );
    let twice = sheet(|sheet| good_sheet(sheet)?.write_string(0, 5, "Hours"));
    assert_eq!(refusal(&twice).code(), "duplicate_column");
}

#[test]
fn tells_other_archives_by_what_is_in_them() {
    let part = |name: &str| (name.to_owned(), b"<x/>".to_vec());
    let kinds = [
        (vec![part("photo.jpg")], FoundKind::Archive),
        (
            vec![part("mimetype"), part("content.xml")],
            FoundKind::OpenDocument,
        ),
        (
            vec![part("[Content_Types].xml"), part("xl/workbook.bin")],
            FoundKind::BinaryWorkbook,
        ),
        (
            vec![part("[Content_Types].xml"), part("word/document.xml")],
            FoundKind::OfficeDocument,
        ),
    ];
    for (parts, kind) in kinds {
        assert_eq!(refusal(&archive(&parts)), FileRefusal::WrongKind(kind));
    }
}

#[test]
fn zip_bombs_are_not_unpacked() {
    let good = sheet(good_sheet);
    let bomb = |size: usize| {
        with_part(&good, SHEET, |xml| {
            xml.replace(
                "<sheetData>",
                &format!("<sheetData>{}", "<row/>".repeat(size / 6)),
            )
        })
    };
    // A thousand times larger than packed.
    assert_eq!(refusal(&bomb(3 << 20)), FileRefusal::UnpacksTooLarge);
    // Small enough a ratio, but larger than allowed in all.
    let limits = Limits {
        unpacked_bytes: 100_000,
        ..Limits::default()
    };
    let refused = try_rows(&bomb(200_000), &limits);
    assert_eq!(refused, Err(FileRefusal::UnpacksTooLarge));
    // A nest of many small parts.
    let mut many = parts(&good);
    many.extend((0..2000).map(|number| (format!("xl/media/{number}"), Vec::new())));
    assert_eq!(refusal(&archive(&many)), FileRefusal::UnpacksTooLarge);
}

#[test]
fn what_would_be_held_in_memory_is_bounded() {
    let good = sheet(good_sheet);
    let strings = "xl/sharedStrings.xml";
    let lie = with_part(&good, strings, |xml| {
        xml.replace("uniqueCount=\"", "uniqueCount=\"99999999999")
    });
    assert_eq!(refusal(&lie), FileRefusal::UnpacksTooLarge);
    let disguised = with_part(&good, strings, |xml| {
        xml.replace("<sst ", "<!-- <sst> --><sst uniqueCount=\"99999999999\" ")
    });
    assert_eq!(refusal(&disguised), FileRefusal::Damaged);
    let long_text = with_part(&good, strings, |xml| {
        xml.replace("张三", &"张三".repeat(300_000))
    });
    assert_eq!(refusal(&long_text), FileRefusal::UnpacksTooLarge);
    let limits = Limits {
        held_bytes: 100,
        ..Limits::default()
    };
    assert_eq!(try_rows(&good, &limits), Err(FileRefusal::UnpacksTooLarge));
    let limits = Limits {
        xlsx_bytes: 1000,
        ..Limits::default()
    };
    assert_eq!(
        try_rows(&good, &limits),
        Err(FileRefusal::TooLarge { bytes_max: 1000 })
    );
}

#[test]
fn damaged_workbooks_are_refused_whole() {
    let good = sheet(good_sheet);
    for part in 1..20 {
        let cut = &good[..good.len() * part / 20];
        assert_eq!(refusal(cut), FileRefusal::Damaged, "cut at {part}/20");
    }
    for (from, to) in [
        ("</sheetData>", ""),
        ("<c r=\"A2\"", "<c r=\"A99999999999\""),
        ("<row r=\"2\"", "<row r=\"0\""),
        ("<c r=\"A2\" t=\"s\"><v>5", "<c r=\"A2\" t=\"s\"><v>999"),
        ("<sheetData>", "<sheetDate>"),
    ] {
        let broken = with_part(&good, SHEET, |xml| {
            assert!(xml.contains(from), "{from} is in {xml}");
            xml.replace(from, to)
        });
        let result = try_rows(&broken, &Limits::default());
        assert_eq!(result, Err(FileRefusal::Damaged), "{from} -> {to}");
    }
    let going_back = with_part(&good, SHEET, |xml| {
        xml.replace("r=\"2\"", "r=\"1\"")
            .replace("A2\"", "A1\"")
            .replace("B1\"", "B7\"")
    });
    assert_eq!(refusal(&going_back), FileRefusal::Damaged);
}

#[test]
fn error_values_are_told_at_their_cell_or_near_it() {
    let good = sheet(good_sheet);
    let with_value = |value: &str| {
        with_part(&good, SHEET, |xml| {
            let (head, tail) = xml.split_once("<c r=\"D2\" t=\"s\">").expect("the hours");
            let (_, tail) = tail.split_once("</c>").expect("the end of the cell");
            format!("{head}<c r=\"D2\" t=\"e\"><v>{value}</v></c>{tail}")
        })
    };
    assert!(rows(&with_value("#N/A"))[0].1.contains("|!error_value|"));
    let spill = FileRefusal::UnknownErrorValue {
        found: "#SPILL!".to_owned(),
        row: 2,
    };
    assert_eq!(refusal(&with_value("#SPILL!")), spill);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_byte_changed_makes_it_panic(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = sheet(good_sheet);
        let index = at.index(bytes.len());
        bytes[index] = byte;
        let _ = try_rows(&bytes, &Limits::default());
    }

    #[test]
    fn no_markup_changed_makes_it_panic(
        part in prop::sample::select(vec![SHEET, "xl/workbook.xml", "xl/styles.xml"]),
        at in any::<prop::sample::Index>(),
        text in "[<>/\"'=A-Z0-9: #!&;]{0,12}",
    ) {
        let bytes = with_part(&sheet(good_sheet), part, |xml| {
            let (at, _) = xml.char_indices().nth(at.index(xml.chars().count())).expect("within");
            format!("{}{text}{}", &xml[..at], &xml[at..])
        });
        let _ = try_rows(&bytes, &Limits::default());
    }
}
