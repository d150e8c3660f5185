//! The same procedure through pages and forms.

use xingtan::registration::CaseState;

use super::{autumn, load, pick, publicity_passes, story};
use crate::support::TestApp;

on_each_backend!(
    a_list_goes_from_school_to_registration_by_forms,
    a_form_says_what_is_wrong_with_a_window,
);

fn a_list_goes_from_school_to_registration_by_forms(app: &TestApp) {
    let mut story = story(app);
    let window = autumn(app, &story);
    let list = format!(
        "/registration/windows/{window}/schools/{}",
        story.city.school.id
    );
    let own = app.visitor_as(&story.teacher).see("/registration");
    assert!(
        own.contains("我的注册") && own.contains("申请注册"),
        "{own}"
    );

    let hr = app.visitor_as(&story.hr);
    let sent = hr.send(&format!("{list}/hand-in"), &[]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(hr.see(&list).contains("陈知夏"));
    let nobody = hr.send(&format!("{list}/opinion"), &[("reason", "")]);
    assert_eq!(nobody.status, 422);
    assert!(nobody.body.contains("请先勾选"), "{}", nobody.body);

    let cases = app.read(|conn| {
        xingtan::registration::store::list_of_school(conn, window, story.city.school.id)
    });
    let id = cases.expect("a query")[0].id;
    let tick = || format!("{id}:{}", pick(app, id).seen);
    let head = app.visitor_as(&story.head);
    let ticked = tick();
    let ticks = [("picks", ticked.as_str()), ("reason", "")];
    let published = head.send(&format!("{list}/opinion"), &ticks);
    assert_eq!(published.status, 303, "{}", published.body);
    publicity_passes(app, &mut story);
    for (by, path, reason) in [
        (&story.head, format!("{list}/confirm"), ""),
        (&story.district, "/registration/queue".to_owned(), ""),
        (&story.bureau, "/registration/queue".to_owned(), ""),
        (
            &story.registrar,
            "/registration/queue".to_owned(),
            "粤教师函〔2026〕88号",
        ),
    ] {
        let visitor = app.visitor_as(by);
        let queue = visitor.see("/registration/queue");
        assert!(queue.contains("陈知夏"), "{queue}");
        assert!(visitor.see("/tasks").contains("定期注册申请待办"));
        let ticked = tick();
        let sent = visitor.send(&path, &[("picks", ticked.as_str()), ("reason", reason)]);
        assert_eq!(sent.status, 303, "{}", sent.body);
    }
    assert_eq!(load(app, id).state, CaseState::Registered);
    let teacher = app.visitor_as(&story.teacher);
    let case = format!("/registration/cases/{id}");
    assert!(teacher.see(&case).contains("4401002026000001"));
    let sheet = teacher.see(&format!("{case}/sheet"));
    assert!(sheet.contains("粤教师函〔2026〕88号"), "{sheet}");
    assert!(
        app.visitor_as(&story.bureau)
            .see("/registration")
            .contains("renewal 2026-11-16")
    );
}

fn a_form_says_what_is_wrong_with_a_window(app: &TestApp) {
    let story = story(app);
    let bureau = app.visitor_as(&story.bureau);
    let wrong = [
        ("name", "秋季"),
        ("kind", "renewal"),
        ("opens_on", "2026-02-30"),
        ("closes_on", "2026-12-01"),
        ("due_until", "2027-06-30"),
    ];
    let answer = bureau.send("/registration/windows", &wrong);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("请填写日期"), "{}", answer.body);
    assert!(answer.body.contains("2026-12-01"));
}
