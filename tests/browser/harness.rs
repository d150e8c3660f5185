//! Tries the words of [`crate::browser`] and the sweep of [`crate::accessibility`] on two pages
//! made for it, so that a journey which fails is the product's fault.

use std::fs;

use fantoccini::key::Key;
use tempfile::TempDir;

use crate::browser::{Browser, ColorScheme, DESKTOP, PHONE};
use crate::browser_is_left_out;

const GOOD_PAGE: &str = include_str!("harness/good.html");
const BAD_PAGE: &str = include_str!("harness/bad.html");

/// The two pages in a folder, and a browser on it.
fn open(width: u32) -> (Browser, TempDir) {
    let folder = TempDir::new().expect("a temporary directory");
    for (name, page) in [("good.html", GOOD_PAGE), ("bad.html", BAD_PAGE)] {
        fs::write(folder.path().join(name), page).expect("the folder is ours");
    }
    (
        Browser::open(&format!("file://{}", folder.path().display()), width),
        folder,
    )
}

#[test]
fn a_person_can_fill_press_and_download() {
    if browser_is_left_out() {
        return;
    }
    let (browser, folder) = open(DESKTOP);
    browser.goto("/good.html");
    browser.see("两行记录");
    browser.do_not_see("李四已确认");

    browser.fill("姓名", "王五");
    browser.fill("科目类别", "专业科目");
    browser.fill("finished_on", "2026-11-23");
    browser.tick("我已核对");
    browser.upload("证明材料", &folder.path().join("bad.html"));
    browser.press("提交");
    browser.see("王五 professional 2026-11-23 true bad.html");

    browser.press_beside("李四", "确认");
    browser.see("李四已确认");
    browser.do_not_see("张三已确认");

    browser.type_keys(&Key::Tab.to_string());
    assert_eq!(
        browser.ask("document.activeElement.textContent", &[]),
        "下载"
    );
    let file = browser.download("下载");
    assert_eq!(fs::read_to_string(file).expect("it was downloaded"), "学时");
    assert_eq!(browser.path(), "/good.html");
}

#[test]
fn the_screen_can_be_small_dark_and_on_paper() {
    if browser_is_left_out() {
        return;
    }
    let (browser, _folder) = open(PHONE);
    browser.goto("/good.html");
    assert_eq!(browser.ask("innerWidth", &[]), PHONE);
    for scheme in [ColorScheme::Dark, ColorScheme::Light] {
        browser.prefer(scheme);
        let query = format!(
            "matchMedia('(prefers-color-scheme: {})').matches",
            scheme.as_str()
        );
        assert_eq!(browser.ask(&query, &[]), true);
        assert_eq!(browser.accessibility_problems(), [""; 0]);
    }
    browser.look_at_print();
    assert_eq!(browser.ask("matchMedia('print').matches", &[]), true);
    let picture = fs::read(browser.screenshot("harness/good-print")).expect("it was written");
    assert!(picture.starts_with(b"\x89PNG"));
}

#[test]
fn a_bad_page_is_found_out() {
    if browser_is_left_out() {
        return;
    }
    let (browser, _folder) = open(PHONE);
    browser.goto("/bad.html");
    let problems = browser.accessibility_problems();
    for expected in [
        "the page has no title",
        "html lang",
        "0 main elements",
        "2 h1",
        "h4 after h1",
        "no name: <input",
        "no name: <button",
        "a picture without words, not hidden either: <img",
        "a picture without words, not hidden either: <svg",
        "tabindex changes the order",
        "a header without scope",
        "two elements have the id twice",
        "aria-describedby points at nothing",
        "wrong, but why",
        "px wide on a screen of 360",
        "a target of 10 × 10 px",
        "contrast of rgb(187, 187, 187)",
    ] {
        assert!(
            problems.iter().any(|it| it.contains(expected)),
            "{expected}: not in {problems:#?}"
        );
    }
    let complaints = browser.take_complaints().join("\n");
    assert!(
        complaints.contains("Content Security Policy"),
        "{complaints}"
    );
}
