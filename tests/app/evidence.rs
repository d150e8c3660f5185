//! One's own files: kept once, used in one claim after another, with their versions.

use std::path::PathBuf;

use xingtan::access::Role;
use xingtan::credit_bank::claims::rules::ClaimFields;
use xingtan::credit_bank::claims::{ClaimId, actions as claims, files};
use xingtan::evidence::actions;

use crate::support::bank::day;
use crate::support::{TestAccount, TestApp};

on_each_backend!(
    a_file_is_kept_replaced_and_taken_out,
    ones_own_files_are_for_nobody_else,
    a_file_serves_one_claim_after_another,
    a_refill_is_a_new_version_and_the_officer_sees_both,
);

const PDF: &[u8] = b"%PDF-1.7 first";
const NEWER: &[u8] = b"%PDF-1.7 second";

fn draft(app: &TestApp, by: &TestAccount, title: &str) -> ClaimId {
    let fields = ClaimFields {
        item: "open_lesson".to_owned(),
        title: title.to_owned(),
        description: String::new(),
        done_on: day(4, 10),
        quantity: 100,
        late_reason: String::new(),
    };
    app.write_as(by, |conn, context| {
        claims::draft_claim(conn, context, &fields)
    })
    .expect("a draft")
}

fn on_disk(app: &TestApp, name: &str, content: &[u8]) -> PathBuf {
    let path = app.folder().join(name);
    std::fs::write(&path, content).expect("the test's folder can be written");
    path
}

fn a_file_is_kept_replaced_and_taken_out(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let account = app.teacher_account(&teacher, &city.school);
    let visitor = app.visitor_as(&account);
    assert!(visitor.see("/evidence").contains("还没有存入材料"));
    let label = [("paper", "award"), ("dated_on", "2026-05-20")];
    let wrong = visitor.send_files("/evidence", &label, &[("file", "奖状.pdf", b"MZ")]);
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("改扩展名不起作用"));
    let future = [("paper", "award"), ("dated_on", "2027-05-20")];
    let early = visitor.send_files("/evidence", &future, &[("file", "奖状.pdf", PDF)]);
    assert!(early.body.contains("日期晚于今天"));
    let saved = visitor.send_files("/evidence", &label, &[("file", "奖状.pdf", PDF)]);
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = visitor.see("/evidence");
    assert!(page.contains("奖状.pdf") && page.contains("获奖证书"));
    assert!(page.contains("2026 年 5 月 20 日"));

    let own = || {
        let context = app.context(app.actor(&account));
        app.read(|conn| actions::list_own(conn, &context))
            .expect("own files")
    };
    let first = own()[0].id;
    let replace = format!("/evidence/{first}/replace");
    assert!(visitor.see(&replace).contains("用新文件替换"));
    let newer = visitor.send_files(&replace, &label, &[("file", "奖状（盖章）.pdf", NEWER)]);
    assert_eq!(newer.status, 303, "{}", newer.body);
    let second = &own()[0];
    assert_eq!((second.replaces, own().len()), (Some(first), 1));
    assert!(visitor.see("/evidence").contains("查看上一版"));
    let path = format!("/evidence/{first}");
    assert!(
        visitor
            .header(&path, "Content-Disposition")
            .starts_with("attachment;")
    );
    let out = visitor.send(&format!("/evidence/{}/withdraw", second.id), &[]);
    assert_eq!(out.status, 303);
    assert_eq!(own().len(), 0);
    assert_eq!(
        visitor.get(&path).status,
        404,
        "with it its earlier version"
    );
}

fn ones_own_files_are_for_nobody_else(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let colleague = app.teacher(&city.school, "T002", "林二");
    let account = app.teacher_account(&teacher, &city.school);
    let label = [("paper", "degree"), ("dated_on", "")];
    let visitor = app.visitor_as(&account);
    visitor.send_files("/evidence", &label, &[("file", "学位.pdf", PDF)]);
    let context = app.context(app.actor(&account));
    let own = app.read(|conn| actions::list_own(conn, &context));
    let path = format!("/evidence/{}", own.expect("one")[0].id);
    let stranger = app.visitor_as(&app.teacher_account(&colleague, &city.school));
    assert!(!stranger.see("/evidence").contains("学位.pdf"));
    for account in [
        app.officer(Role::SchoolHr, &city.school),
        app.officer(Role::BureauHr, &city.bureau),
        app.officer(Role::Auditor, &city.bureau),
    ] {
        let visitor = app.visitor_as(&account);
        assert_eq!(visitor.get("/evidence").status, 404, "{}", account.login);
        assert_eq!(visitor.get(&path).status, 404, "{}", account.login);
    }
    assert_eq!(stranger.get(&path).status, 404);
    assert_eq!(stranger.send(&format!("{path}/withdraw"), &[]).status, 404);
}

fn a_file_serves_one_claim_after_another(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let account = app.teacher_account(&teacher, &city.school);
    let visitor = app.visitor_as(&account);
    let label = [("paper", "proof"), ("dated_on", "")];
    visitor.send_files("/evidence", &label, &[("file", "公开课证明.pdf", PDF)]);
    let context = app.context(app.actor(&account));
    let own = app
        .read(|conn| actions::list_own(conn, &context))
        .expect("one");
    let own = own[0].id;
    for title in ["一堂公开课", "另一堂公开课"] {
        let claim = draft(app, &account, title);
        let path = format!("/claims/{claim}");
        assert!(visitor.see(&path).contains("从我的材料中选用"));
        let own = own.to_string();
        let used = visitor.send(&format!("{path}/files/reuse"), &[("file", &own)]);
        assert_eq!(used.status, 303, "{}", used.body);
        let again = visitor.send(&format!("{path}/files/reuse"), &[("file", &own)]);
        assert_eq!(again.status, 303, "it is there already");
        let page = visitor.see(&path);
        assert!(page.contains("公开课证明.pdf"));
        assert!(
            !page.contains("从我的材料中选用"),
            "nothing is left to choose"
        );
        let submit = visitor.send(&format!("{path}/submit"), &[("version", "1")]);
        assert_eq!(submit.status, 303, "{}", submit.body);
    }
    // What was handed in stays with the claims.
    app.write_as(&account, |conn, context| {
        actions::withdraw(conn, context, own)
    })
    .expect("taken out");
    let officer = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    assert!(officer.see("/claims").contains("另一堂公开课"));
}

fn a_refill_is_a_new_version_and_the_officer_sees_both(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let account = app.teacher_account(&teacher, &city.school);
    let visitor = app.visitor_as(&account);
    let claim = draft(app, &account, "一堂公开课");
    let path = on_disk(app, "证明.pdf", PDF);
    let first = app
        .write_as(&account, |conn, context| {
            let incoming = files::Incoming {
                name: "证明.pdf",
                path: &path,
                is_cut_off: false,
            };
            files::add(conn, context, claim, incoming)
        })
        .expect("a file");
    let here = format!("/claims/{claim}");
    let replace = format!("{here}/files/{first}/replace");
    let none = visitor.send_files(&replace, &[], &[]);
    assert_eq!(none.status, 422);
    let newer = visitor.send_files(&replace, &[], &[("files", "证明（盖章）.pdf", NEWER)]);
    assert_eq!(newer.status, 303, "{}", newer.body);
    let submit = visitor.send(&format!("{here}/submit"), &[("version", "1")]);
    assert_eq!(submit.status, 303, "{}", submit.body);
    let officer = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    let page = officer.see(&here);
    assert!(
        page.contains("证明（盖章）.pdf") && page.contains("替换了"),
        "{page}"
    );
    let before = format!("{here}/files/{first}");
    assert!(page.contains(&before), "the earlier version is linked");
    assert_eq!(officer.get(&before).status, 200, "and can be read");
    let stranger = app.visitor_as(&app.officer(Role::SchoolHr, &city.neighbour));
    assert_eq!(stranger.get(&before).status, 404);
    let late = visitor.send_files(&replace, &[], &[("files", "x.pdf", PDF)]);
    assert_eq!(late.status, 409, "not while an office has it");
}
