//! Text files from Excel, WPS and other people's systems.

use encoding_rs::{BIG5, GB18030};
use proptest::prelude::*;

use super::samples::*;
use crate::spreadsheets::limits::Limits;
use crate::spreadsheets::refusal::{FileRefusal, FoundKind};

const TEXT: &str = "某区2026年培训学时,,,,\r\n教师编号,姓名,课程名称,学时,完成日期\r\n\
    4401001,张三,新课标解读,8,2026-03-05\r\n4401002,李㑇,\"实践,上\",8学时,2026年3月5日\r\n";

const ROWS: [(u32, &str); 2] = [
    (3, "4401001||张三|新课标解读|8|2026-03-05"),
    (4, "4401002||李㑇|实践,上|8|2026-03-05"),
];

fn as_strings(rows: &[(u32, &str)]) -> Vec<(u32, String)> {
    rows.iter()
        .map(|(number, row)| (*number, (*row).to_owned()))
        .collect()
}

#[test]
fn reads_the_same_rows_in_every_encoding() {
    let (gb18030, ..) = GB18030.encode(TEXT);
    let units = "\u{FEFF}".encode_utf16().chain(TEXT.encode_utf16());
    let utf16: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
    let with_mark = format!("\u{FEFF}{TEXT}");
    for bytes in [TEXT.as_bytes(), with_mark.as_bytes(), &gb18030, &utf16] {
        assert_eq!(rows(bytes), as_strings(&ROWS));
    }
}

#[test]
fn reads_other_delimiters() {
    for delimiter in ["\t", ";"] {
        let text = TEXT.replace("\"实践,上\"", "实践").replace(',', delimiter);
        assert_eq!(rows(text.as_bytes()).len(), 2, "{delimiter:?}");
    }
}

#[test]
fn numbers_rows_as_excel_does() {
    let text = "标题\n\n\n教师编号,姓名,课程名称,学时,完成日期\n,,,,\n1,甲,\"课\n程\",8,20260305\n\n\
        合计,,,8,\n\n2,乙,课,8,20260305";
    for text in [
        text.to_owned(),
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
    ] {
        assert_eq!(
            rows(text.as_bytes()),
            as_strings(&[
                (6, "1||甲|课 程|8|2026-03-05"),
                (10, "2||乙|课|8|2026-03-05")
            ])
        );
    }
}

#[test]
fn knows_the_conventions_that_keep_digits() {
    let text = "证件号码,姓名,课程名称,学时,完成日期\n\
        \"=\"\"440106199001011234\"\"\",甲,课,8,2026-3-5\n\
        '440106199001011234,乙,'-课,=4+4,2026-3-5\n\
        4.40106E+17,丙,课,8,2026-3-5\n\
        \t440106199001011234 ,丁,课,8,2026-3-5\n";
    assert_eq!(
        rows(text.as_bytes()),
        as_strings(&[
            (2, "|440106199001011234|甲|课|8|2026-03-05"),
            (3, "|440106199001011234|乙|-课|!formula|2026-03-05"),
            (4, "|!number_lost_precision|丙|课|8|2026-03-05"),
            (5, "|440106199001011234|丁|课|8|2026-03-05"),
        ])
    );
}

#[test]
fn refuses_what_cannot_be_meant() {
    for (bytes, refused) in [
        (&b""[..], FileRefusal::Empty),
        (b"\xEF\xBB\xBF", FileRefusal::Empty),
        (b" \r\n,,\r\n", FileRefusal::Empty),
        (b"name\0hours", FileRefusal::WrongKind(FoundKind::Unknown)),
        (b"<table><tr>", FileRefusal::WrongKind(FoundKind::WebPage)),
        (b"name,\xFF\xFF\xFF", FileRefusal::UnknownEncoding),
    ] {
        assert_eq!(refusal(bytes), refused, "{bytes:?}");
    }
}

#[test]
fn the_encoding_of_hong_kong_leads_to_no_known_headings() {
    let (big5, ..) = BIG5.encode("教師編號,姓名,課程名稱,學時,完成日期\n1,陳大文,課,8,2026-3-5\n");
    assert_eq!(refusal(&big5).code(), "no_headings");
}

#[test]
fn limits_hold() {
    let many = format!("{TEXT}{}", "1,甲,课,8,2026-3-5\n".repeat(100));
    let within = |limits| try_rows(many.as_bytes(), &limits).map(|rows| rows.len());
    let rows_max = 50;
    assert_eq!(
        within(Limits {
            rows: rows_max,
            ..Limits::default()
        }),
        Err(FileRefusal::TooManyRows { rows_max })
    );
    assert_eq!(
        within(Limits {
            csv_bytes: 1000,
            ..Limits::default()
        }),
        Err(FileRefusal::TooLarge { bytes_max: 1000 })
    );
    assert_eq!(within(Limits::default()), Ok(102));

    let unclosed = format!("{TEXT}1,\"甲,课\n{}", "2,乙,课,8,2026-3-5\n".repeat(2000));
    let limits = Limits {
        record_bytes: 20_000,
        ..Limits::default()
    };
    let refused = try_rows(unclosed.as_bytes(), &limits);
    assert_eq!(refused, Err(FileRefusal::RecordTooLong { row: 5 }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = try_rows(&bytes, &Limits::default());
    }

    #[test]
    fn no_text_below_headings_makes_it_panic(text in "[\\PC,;\"'=\r\n\t]{0,80}") {
        let _ = try_rows(format!("{TEXT}{text}").as_bytes(), &Limits::default());
    }
}
