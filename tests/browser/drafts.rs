//! What is typed into a long form is there again after leaving the page, until it is sent or thrown
//! away.

use crate::browser::DESKTOP;
use crate::server::{Backend, City, PASSWORD, play};

const TITLE: &str = "小学数学单元整体教学的实践";

#[test]
fn what_was_typed_comes_back() {
    play(Backend::Sqlite, story);
}

fn story(city: &City) {
    let teacher = city.visit(DESKTOP);
    teacher.sign_in("teacher", PASSWORD);
    let title = || teacher.ask("document.getElementById('field-title').value", &[]);

    teacher.goto("/claims/new");
    teacher.do_not_see("已自动保存");
    teacher.fill("title", TITLE);
    teacher.see("已自动保存");
    teacher.goto("/claims");
    teacher.goto("/claims/new");
    teacher.see("已恢复上次未提交的内容");
    assert_eq!(title(), TITLE);

    // Thrown away, it does not come back.
    teacher.press("不要了，清空");
    teacher.do_not_see("已恢复上次未提交的内容");
    assert_eq!(title(), "");
    teacher.goto("/claims/new");
    teacher.see("名称");
    assert_eq!(title(), "");
    assert_eq!(teacher.take_complaints(), [""; 0]);
}
