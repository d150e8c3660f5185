//! The main story: a provider uploads a list, the school confirms, the district draws and looks,
//! the hours are posted, and the teacher takes the statement home in both forms.

use std::fs;
use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};
use chrono::{Datelike, NaiveDate};

use crate::browser::{Browser, DESKTOP};
use crate::server::{Backend, City, PASSWORD, TODAY, play};

/// What 李嘉豪 finishes.
const COURSE: &str = "岭南文化与校园美育";

/// A row that can be taken, and one that cannot.
fn list(today: NaiveDate) -> String {
    format!(
        "教师编号,姓名,课程名称,科目类别,学时,完成日期\n\
         T440100000022,李嘉豪,{COURSE},选修科目,6,{today}\n\
         T440100000039,王思敏,{COURSE},选修科目,25,{today}\n"
    )
}

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
    let today: NaiveDate = TODAY.parse().expect("a day");
    let path = folder.path().join("结业名单.csv");
    fs::write(&path, list(today)).expect("the list is written");
    provider_uploads(&someone(city, "provider"), &path, today.year());
    school_confirms(&someone(city, "school-hr"));
    district_draws(&someone(city, "district-hr"));
    teacher_exports(&someone(city, "lijiahao"));
}

fn someone(city: &City, login: &str) -> Browser {
    let browser = city.visit(DESKTOP);
    browser.speak("zh-CN");
    browser.sign_in(login, PASSWORD);
    browser
}

fn provider_uploads(provider: &Browser, list: &Path, year: i32) {
    provider.goto("/projects");
    provider.press_beside(&format!("YUNSHAN-{year}-01"), "教师专业能力提升研修");
    provider.press("上传结业名单");
    provider.upload("file", list);
    provider.tick("正式提交");
    provider.press("上传");
    provider.press("查看结果");
    provider.see("这门课批准 6 学时，表中是 25 学时");
}

fn school_confirms(school: &Browser) {
    school.goto("/completions");
    school.tick(&format!("李嘉豪 {COURSE}"));
    school.press("确认所选");
    school.see("已确认 1 条，等待区教育局抽查后入账");
}

/// Everything is drawn, so that the story does not depend on the seed.
fn district_draws(district: &Browser) {
    district.goto("/audits");
    district.fill("name", "全部核查");
    district.fill("share", "100");
    district.press("开启一轮");
    district.see("承诺值已公布");
    district.see("封存中，抽取时公布");
    district.press("公布种子并抽取");
    district.press("查看结果");
    district.press("全部核查");
    district.do_not_see("封存中，抽取时公布");
    district.tick(&format!("李嘉豪 {COURSE}"));
    district.press("核查通过，入账");
    district.see("已处理");
    district.see("这一轮已经全部处理完毕");
}

fn teacher_exports(teacher: &Browser) {
    teacher.goto("/credit-bank");
    teacher.see(COURSE);
    let csv = teacher.download("导出 CSV");
    let text = fs::read_to_string(csv).expect("the export is text");
    let line = text.lines().find(|it| it.contains(COURSE));
    assert!(line.is_some_and(|it| it.contains("已入账")), "{text}");

    let xlsx = teacher.download("导出 Excel");
    let mut workbook: Xlsx<_> = open_workbook(xlsx).expect("the export is a workbook");
    let sheet = workbook.worksheet_range_at(0).expect("it has a sheet");
    let sheet = sheet.expect("the sheet can be read");
    let is_posted = sheet.rows().any(|row| {
        let says = |text: &str| row.iter().any(|cell| cell.to_string().contains(text));
        says(COURSE) && says("已入账")
    });
    assert!(is_posted, "{sheet:?}");
}
