//! Claims through their pages.

use super::{add_file, draft, hours, paper, story};
use crate::support::TestApp;

on_each_backend!(
    a_teacher_claims_by_form_and_the_offices_decide,
    a_form_says_what_is_wrong_and_keeps_what_was_typed,
    the_table_stands_beside_the_form,
    a_file_is_saved_and_never_shown,
);

/// What the form of a new claim sends.
fn typed<'a>(then: &'a str, done_on: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("item", "open_lesson"),
        ("title", "分数的意义"),
        ("done_on", done_on),
        ("quantity", "4"),
        ("description", ""),
        ("late_reason", ""),
        ("version", "0"),
        ("then", then),
    ]
}

fn a_teacher_claims_by_form_and_the_offices_decide(app: &TestApp) {
    let it = story(app);
    let teacher = app.visitor_as(&it.teacher);
    let scan: (&str, &str, &[u8]) = ("files", "证明.pdf", b"%PDF-1.7");
    let sent = teacher.send_files("/claims", &typed("submit", "2026-04-10"), &[scan]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    let page = teacher.see(&sent.location);
    assert!(page.contains("已提交，等学校审核") && page.contains("证明.pdf"));
    assert!(
        page.contains("18 学时（另有 6 学时超出年度上限，不计入）"),
        "{page}"
    );
    assert!(teacher.see("/claims").contains("分数的意义"));

    let school = app.visitor_as(&it.school);
    let queue = school.see("/claims");
    assert!(queue.contains("等您审核 1 件") && queue.contains("陈知夏"));
    let decide = format!("{}/decide", sent.location);
    let verdict = |version: &'static str, verdict: &'static str, reason: &'static str| {
        [
            ("version", version),
            ("verdict", verdict),
            ("reason", reason),
        ]
    };
    let mute = school.send(&decide, &verdict("2", "refuse", ""));
    assert_eq!(mute.status, 422);
    assert!(mute.body.contains("请填写理由"), "{}", mute.body);
    let endorsed = school.send(&decide, &verdict("2", "endorse", "属实"));
    assert_eq!(endorsed.status, 303, "{}", endorsed.body);
    let stale = school.send(&decide, &verdict("2", "endorse", ""));
    assert_eq!(stale.status, 403, "it is with the district now");
    let district = app.visitor_as(&it.district);
    assert_eq!(
        district.send(&decide, &verdict("2", "endorse", "")).status,
        409,
        "stale"
    );
    assert_eq!(
        district.send(&decide, &verdict("3", "endorse", "")).status,
        303
    );
    assert_eq!(hours(app, &it.person, 2026), (1_800, 0, 600));
    let page = teacher.see(&sent.location);
    assert!(page.contains("认定自主学习学时") && page.contains("属实"));
    let bank = teacher.see("/credit-bank");
    assert!(
        bank.contains("年度上限 18 学时，超出的 6 学时不计入"),
        "{bank}"
    );
}

fn a_form_says_what_is_wrong_and_keeps_what_was_typed(app: &TestApp) {
    let it = story(app);
    let teacher = app.visitor_as(&it.teacher);
    let late = teacher.send_files("/claims", &typed("save", "2025-04-10"), &[]);
    assert_eq!(late.status, 422);
    assert!(
        late.body.contains("2025 年已于 2025 年 12 月 31 日截止"),
        "{}",
        late.body
    );
    assert!(
        late.body.contains("value=\"分数的意义\""),
        "what was typed stays"
    );
    let unreadable = teacher.send_files("/claims", &typed("save", "昨天"), &[]);
    assert!(unreadable.body.contains("请填写完成日期"));
    let bare = teacher.send_files("/claims", &typed("submit", "2026-04-10"), &[]);
    assert_eq!(bare.status, 422);
    assert!(bare.body.contains("请至少上传一份证明材料"));
    let program: (&str, &str, &[u8]) = ("files", "证明.pdf", b"MZ");
    let wrong = teacher.send_files("/claims", &typed("save", "2026-04-10"), &[program]);
    assert!(wrong.body.contains("改扩展名不起作用"));
    assert!(
        app.visitor_as(&it.teacher)
            .see("/claims")
            .contains("还没有申报"),
        "nothing was kept"
    );
    let draft = teacher.send_files("/claims", &typed("save", "2026-04-10"), &[]);
    assert_eq!(draft.status, 303);
    assert_eq!(app.visitor_as(&it.school).get(&draft.location).status, 404);
    let edit = teacher.see(&format!("{}/edit", draft.location));
    assert!(edit.contains("value=\"2026-04-10\"") && edit.contains("value=\"4\""));
    let submit = teacher.send(&format!("{}/submit", draft.location), &[("version", "1")]);
    assert_eq!(submit.status, 422);
    assert!(submit.body.contains("请至少上传一份证明材料"));
}

fn the_table_stands_beside_the_form(app: &TestApp) {
    let it = story(app);
    let page = app.visitor_as(&it.teacher).see("/claims/new");
    assert!(page.contains("公开发表论文") && page.contains("每项 28 学时"));
    assert!(page.contains("每学年 12 学时") && page.contains("派出单位和受援学校证明"));
    assert!(
        page.contains("待确认") && page.contains("已查到原文"),
        "how certain each is"
    );
    assert_eq!(app.visitor_as(&it.school).get("/claims/new").status, 404);
}

fn a_file_is_saved_and_never_shown(app: &TestApp) {
    let it = story(app);
    let id = draft(app, &it.teacher, &paper("论文")).expect("a draft");
    let file = add_file(app, &it.teacher, id, "扫描.png", b"\x89PNG\r\n\x1A\n").expect("a file");
    let path = format!("/claims/{id}/files/{file}");
    let teacher = app.visitor_as(&it.teacher);
    assert!(
        teacher
            .header(&path, "Content-Disposition")
            .starts_with("attachment;")
    );
    assert_eq!(teacher.header(&path, "Content-Type"), "image/png");
    let gone = teacher.send(&format!("{path}/withdraw"), &[]);
    assert_eq!(gone.status, 303);
    assert_eq!(teacher.get(&path).status, 404);
}
