//! A registration from the school to its number: published at school, confirmed after five working
//! days, signed by district and city, answered by the province. Beside it somebody who was deferred
//! last year, has made up the hours, and is registered after all.

use crate::browser::{Browser, DESKTOP};
use crate::server::{Backend, City, PASSWORD, play};

/// Registered since 2022, with all hours done.
const RENEWED: &str = "陈雨桐";
/// Deferred last year for lack of hours.
const DEFERRED: &str = "丁浩然";
const SCHOOL: &str = "越秀区榕荫小学";
const RENEWAL: &str = "2026 年定期注册";
const RECHECK: &str = "2026 年暂缓注册复核";
/// Six working days after the story begins: notices are over.
const AFTER_PUBLICITY: &str = "2026-12-01";
const DOCUMENT: &str = "粤教师函〔2026〕905 号";

#[test]
fn registered_and_a_deferral_cured_on_sqlite() {
    play(Backend::Sqlite, story);
}

#[test]
fn registered_and_a_deferral_cured_on_postgres() {
    play(Backend::Postgres, story);
}

fn story(city: &City) {
    deferred_applies_again(&someone(city, "dinghaoran"));
    head_publishes(&someone(city, "school-head"));
    anybody_reads_the_notice(&city.visit(DESKTOP));

    city.live_on(AFTER_PUBLICITY);
    head_confirms(&someone(city, "school-head"));
    let district = someone(city, "district-hr");
    office_agrees(&district);
    district.do_not_see(DEFERRED);
    office_agrees(&someone(city, "bureau-hr"));
    province_answers(&someone(city, "bureau-registrar"));
    teacher_prints_the_sheet(&someone(city, "teacher"));
    cured(&someone(city, "dinghaoran"));
}

fn someone(city: &City, login: &str) -> Browser {
    let browser = city.visit(DESKTOP);
    browser.sign_in(login, PASSWORD);
    browser
}

/// What was short last year is enough now.
fn deferred_applies_again(teacher: &Browser) {
    teacher.goto("/registration");
    teacher.see("补足后申请复核");
    teacher.press("申请注册");
    teacher.see("申请已提交");
    teacher.see("注册合格");
}

fn list_of_school(head: &Browser, window: &str) {
    head.goto("/registration");
    // The head is a teacher too, and has a case of her own in the window.
    head.press_beside("受理中", window);
    head.press(SCHOOL);
}

fn head_publishes(head: &Browser) {
    for (window, name) in [(RENEWAL, RENEWED), (RECHECK, DEFERRED)] {
        list_of_school(head, window);
        head.tick(name);
        head.press("出具意见并公示");
        head.see("意见已出具并开始公示");
        // Not before everybody had the time to object.
        head.tick(name);
        head.press("公示期满，确认上报");
        head.see("公示期至");
    }
}

fn anybody_reads_the_notice(anybody: &Browser) {
    anybody.goto("/notices");
    anybody.press_beside(SCHOOL, RECHECK);
    anybody.see(DEFERRED);
}

fn head_confirms(head: &Browser) {
    for (window, name) in [(RENEWAL, RENEWED), (RECHECK, DEFERRED)] {
        list_of_school(head, window);
        head.tick(name);
        head.press("公示期满，确认上报");
        head.see("已确认上报");
    }
}

fn office_agrees(officer: &Browser) {
    officer.goto("/registration/queue");
    for name in [RENEWED, DEFERRED] {
        officer.tick(name);
    }
    officer.press("同意所选意见");
    officer.see("已同意所选意见");
}

fn province_answers(registrar: &Browser) {
    registrar.goto("/registration/queue");
    for name in [RENEWED, DEFERRED] {
        registrar.tick(name);
    }
    registrar.press("同意所选意见");
    registrar.see("请填写");
    registrar.fill("reason", DOCUMENT);
    registrar.press("同意所选意见");
    registrar.see("已同意所选意见");
}

fn teacher_prints_the_sheet(teacher: &Browser) {
    teacher.goto("/registration");
    teacher.see("注册有效期至 2032");
    teacher.press("4401002026");
    teacher.see("定期注册登记表");
    teacher.see(RENEWED);
    teacher.see("注册编号");
    teacher.see(DOCUMENT);
    teacher.look_at_print();
    teacher.do_not_see("退出登录");
}

fn cured(teacher: &Browser) {
    teacher.goto("/registration");
    teacher.see("注册有效期至 2031");
    teacher.press("4401002026");
    teacher.see(DEFERRED);
}
