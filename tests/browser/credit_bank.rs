//! The main story: a provider uploads a list, the school confirms, the teacher sees the hours
//! and takes the statement home. The district's draw is told in `tests/app/bank_pages.rs`.

use std::fs;

use chrono::Datelike;

use crate::browser::DESKTOP;
use crate::server::{Backend, City, PASSWORD, play};

/// A row that can be taken, and one that cannot.
const LIST: &str = "\
教师编号,姓名,课程名称,科目类别,学时,完成日期
T440100000022,李嘉豪,岭南文化与校园美育,选修科目,6,2026-11-20
T440100000039,王思敏,岭南文化与校园美育,选修科目,25,2026-11-20
";

#[test]
fn hours_travel_from_a_list_to_the_teacher_on_sqlite() {
    play(Backend::Sqlite, story);
}

#[test]
fn hours_travel_from_a_list_to_the_teacher_on_postgres() {
    play(Backend::Postgres, story);
}

fn story(city: &City) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let list = folder.path().join("结业名单.csv");
    // The city was made today, and its last course ends in the middle of December.
    let today = chrono::Local::now().date_naive();
    let last = today
        .with_month(12)
        .and_then(|it| it.with_day(15))
        .unwrap_or(today);
    let day = today.min(last).to_string();
    fs::write(&list, LIST.replace("2026-11-20", &day)).expect("the list is written");

    let provider = city.visit(DESKTOP);
    provider.speak("zh-CN");
    provider.sign_in("provider", PASSWORD);
    provider.goto("/projects");
    provider.press_beside(
        &format!("YUNSHAN-{}-01", today.year()),
        "教师专业能力提升研修",
    );
    provider.press("上传结业名单");
    provider.upload("file", &list);
    provider.tick("正式提交");
    provider.press("上传");
    provider.press("查看结果");
    provider.see("这门课批准 6 学时，表中是 25 学时");

    let school = city.visit(DESKTOP);
    school.speak("zh-CN");
    school.sign_in("school-hr", PASSWORD);
    school.goto("/completions");
    school.tick("全选本页");
    school.press("确认所选");
    school.see("等待区教育局抽查后入账");

    let teacher = city.visit(DESKTOP);
    teacher.speak("zh-CN");
    teacher.sign_in("lijiahao", PASSWORD);
    teacher.goto("/credit-bank");
    teacher.see("岭南文化与校园美育");
    let file = teacher.download("导出 CSV");
    let text = fs::read_to_string(file).expect("the export is text");
    assert!(text.contains("岭南文化与校园美育"), "{text}");
}
