//! Public notices: anybody reads them while they hang, anybody objects, and nothing is certified
//! before each objection has its answer.

use chrono::TimeDelta;
use uuid::Uuid;
use xingtan::access::Role;
use xingtan::error::Error;
use xingtan::journal;
use xingtan::notices::actions::{self, NewNotice};
use xingtan::notices::rules::{Entry, Proposal};
use xingtan::notices::{NoticeId, NoticeKind, store};
use xingtan::organizations::Organization;
use xingtan::people::PersonId;
use xingtan::workflow::publicity::Finding;

use crate::support::TestApp;
use crate::support::web::{Page, encoded};

on_each_backend!(
    anybody_objects_and_finds_the_answer,
    nothing_is_certified_before_the_last_answer,
    an_upheld_objection_calls_for_a_new_notice,
    a_list_is_public_only_while_it_hangs,
    objections_are_for_the_right_eyes,
    nobody_answers_about_oneself,
    who_objects_is_not_written_down,
    a_flood_has_to_wait,
    a_notice_that_says_nothing_is_not_posted,
);

const TEXT: &str = "名单中的陈一本学年没有承担教学任务。";

fn entry(person: Option<PersonId>, name: &str) -> Entry {
    Entry {
        person,
        name: name.to_owned(),
        detail: "语文".to_owned(),
        proposal: Proposal::Registered,
        is_struck: false,
    }
}

/// Posted on Monday, 23 November 2026; five working days end on the 30th.
fn post(app: &TestApp, school: &Organization, entries: &[Entry]) -> NoticeId {
    try_post(app, school, "2026 年定期注册名单", entries, 5).expect("a notice that says something")
}

fn try_post(
    app: &TestApp,
    school: &Organization,
    title: &str,
    entries: &[Entry],
    working_days: u32,
) -> Result<NoticeId, Error> {
    app.write(|conn, context| {
        let new = NewNotice {
            kind: NoticeKind::Registration,
            title,
            subject: ("organizations", school.id.0),
            organization: school.id,
            working_days,
            entries,
            occasion: None,
        };
        actions::open_notice(conn, context, &new)
    })
}

fn object(app: &TestApp, notice: NoticeId) -> String {
    app.write(|conn, context| actions::object(conn, context, notice, TEXT, ""))
        .expect("an objection while it hangs")
        .to_string()
}

/// Why it cannot be certified today.
fn certify(app: &TestApp, notice: NoticeId) -> Result<(), &'static str> {
    app.write(|conn, context| actions::may_certify(conn, context, notice))
        .map_err(|error| match error {
            Error::Refused(refused) => refused.message.key,
            other => panic!("{other}"),
        })
}

fn answer_all(app: &TestApp, notice: NoticeId, finding: Finding) {
    app.write(|conn, context| {
        for it in store::list_objections(conn, notice)? {
            let reason = "已向学校核实";
            actions::answer_objection(conn, context, it.id, it.version, finding, reason)?;
        }
        Ok(())
    })
    .expect("open objections");
}

fn objection_path(app: &TestApp, notice: NoticeId) -> String {
    let objections = app
        .read(|conn| store::list_objections(conn, notice))
        .expect("objections");
    format!("/objections/{}", objections[0].id)
}

fn anybody_objects_and_finds_the_answer(app: &TestApp) {
    let city = app.city();
    let notice = post(app, &city.school, &[entry(None, "陈一")]);
    let public = app.visitor();
    let list = public.see(&format!("/notices?school={}", encoded("天河第一")));
    assert!(list.contains("2026 年定期注册名单") && list.contains("公示至 11 月 30 日"));
    assert!(
        public
            .see(&format!("/notices?school={}", encoded("第二")))
            .contains("目前没有正在公示")
    );
    let path = format!("/notices/{notice}");
    let page = public.see(&path);
    assert!(page.contains("陈一") && page.contains("拟注册合格"));

    let short = public.send(
        &format!("{path}/objections"),
        &[("text", "不对"), ("contact", "")],
    );
    assert_eq!(short.status, 422);
    assert!(short.body.contains("请写明具体事实") && short.body.contains("不对"));
    let fields = [("text", TEXT), ("contact", "13800000000")];
    let form_id = Uuid::now_v7().to_string();
    let send = || -> Page { public.send_named(&form_id, &format!("{path}/objections"), &fields) };
    let taken = send();
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert!(taken.location.starts_with("/notices/receipt?code="));
    assert_eq!(
        send().location,
        path,
        "the same form again is not a second objection"
    );
    let receipt = public.see(&taken.location);
    assert!(receipt.contains("待答复") && !receipt.contains(TEXT));
    let unknown = public.see("/notices/receipt?code=AAAA-BBBB-CCCC-DDDD");
    assert!(unknown.contains("没有找到这个回执编号"));

    let officer = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    assert!(officer.see("/tasks").contains("1 件公示异议等待答复"));
    assert!(officer.see("/objections").contains("2026 年定期注册名单"));
    let objection = objection_path(app, notice);
    let page = officer.see(&objection);
    assert!(page.contains(TEXT) && page.contains("13800000000"));
    let answer = |finding, reason| {
        let fields = [("version", "1"), ("finding", finding), ("reason", reason)];
        officer.send(&format!("{objection}/answer"), &fields)
    };
    assert_eq!(answer("dismiss", " ").status, 422);
    assert_eq!(answer("dismiss", "课表表明其每周任课十节。").status, 303);
    assert_eq!(
        answer("uphold", "改变主意").status,
        409,
        "an answer is final"
    );
    let receipt = public.see(&taken.location);
    assert!(receipt.contains("异议不成立") && receipt.contains("每周任课十节"));
}

fn nothing_is_certified_before_the_last_answer(app: &TestApp) {
    let city = app.city();
    let notice = post(app, &city.school, &[entry(None, "陈一")]);
    object(app, notice);
    app.wait(TimeDelta::days(7));
    assert_eq!(
        certify(app, notice),
        Err("workflow-notice-running"),
        "the last day"
    );
    app.wait(TimeDelta::days(1));
    assert_eq!(certify(app, notice), Err("workflow-objections-open"));
    answer_all(app, notice, Finding::Dismiss);
    assert_eq!(certify(app, notice), Ok(()));
    let late = app.write(|conn, context| actions::object(conn, context, notice, TEXT, ""));
    assert!(matches!(late, Err(Error::Refused(_))), "the period is over");
}

fn an_upheld_objection_calls_for_a_new_notice(app: &TestApp) {
    let city = app.city();
    let notice = post(
        app,
        &city.school,
        &[entry(None, "陈一"), entry(None, "林二")],
    );
    object(app, notice);
    answer_all(app, notice, Finding::Uphold);
    app.wait(TimeDelta::days(8));
    assert_eq!(certify(app, notice), Err("workflow-objection-upheld"));
    let withdraw =
        |reason| app.write(|conn, context| actions::withdraw_notice(conn, context, notice, reason));
    assert!(matches!(withdraw(" "), Err(Error::Input(_))));
    withdraw("名单有误，更正后重新公示").expect("a reason");
    assert_eq!(certify(app, notice), Err("notice-withdrawn"));
    let corrected = post(app, &city.school, &[entry(None, "林二")]);
    app.wait(TimeDelta::days(9));
    assert_eq!(certify(app, corrected), Ok(()));
    let all = app.read(|conn| {
        store::list_of_subject(conn, xingtan::notices::NoticeSubjectId(city.school.id.0))
    });
    let ids: Vec<NoticeId> = all.expect("both").iter().map(|it| it.id).collect();
    assert_eq!(ids, [corrected, notice], "the newest first");
}

fn a_list_is_public_only_while_it_hangs(app: &TestApp) {
    let city = app.city();
    let notice = post(app, &city.school, &[entry(None, "陈一")]);
    let path = format!("/notices/{notice}");
    app.wait(TimeDelta::days(8));
    let stranger = app.visitor().see(&path);
    assert!(!stranger.contains("陈一") && stranger.contains("名单不再公开展示"));
    assert!(!app.visitor().see("/notices").contains("定期注册名单"));
    let officer = app.visitor_as(&app.officer(Role::DistrictHr, &city.district));
    assert!(officer.see(&path).contains("陈一"));
}

fn objections_are_for_the_right_eyes(app: &TestApp) {
    let city = app.city();
    let notice = post(app, &city.school, &[entry(None, "陈一")]);
    object(app, notice);
    let objection = objection_path(app, notice);
    let unknown = "/objections/019a0000000070008000000000000000";
    for (role, place, is_seen) in [
        (Role::SchoolHr, &city.school, true),
        (Role::SchoolHead, &city.school, true),
        (Role::DistrictHr, &city.district, true),
        (Role::BureauHr, &city.bureau, true),
        (Role::Auditor, &city.bureau, true),
        (Role::SchoolHr, &city.neighbour, false),
        (Role::Provider, &city.provider, false),
        (Role::SystemAdmin, &city.bureau, false),
    ] {
        let visitor = app.visitor_as(&app.officer(role, place));
        let page = visitor.get(&objection);
        assert_eq!(page.status == 200, is_seen, "{role} {}", page.status);
        assert_eq!(page.body.contains(TEXT), is_seen, "{role}");
        if !is_seen {
            assert_eq!(
                page.status,
                visitor.get(unknown).status,
                "as if it did not exist"
            );
        }
    }
    let auditor = app.account("second auditor");
    let auditor = app.visitor_as(&auditor.with(Role::Auditor, &city.bureau).sign_in());
    let fields = [("version", "1"), ("finding", "dismiss"), ("reason", "查实")];
    let answer = auditor.send(&format!("{objection}/answer"), &fields);
    assert_eq!(answer.status, 403, "reads everything, decides nothing");
}

fn nobody_answers_about_oneself(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let officer = app.account("hr").of(&teacher);
    let officer = officer.with(Role::SchoolHr, &city.school).sign_in();
    let notice = post(app, &city.school, &[entry(Some(teacher.id), "陈一")]);
    object(app, notice);
    let visitor = app.visitor_as(&officer);
    let objection = objection_path(app, notice);
    let page = visitor.see(&objection);
    assert!(page.contains("本人"), "it says why not");
    assert!(!page.contains(TEXT), "the objector trusted the office");
    let fields = [("version", "1"), ("finding", "dismiss"), ("reason", "查实")];
    assert_eq!(
        visitor.send(&format!("{objection}/answer"), &fields).status,
        403
    );
}

fn who_objects_is_not_written_down(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let visitor = app.visitor_as(&app.teacher_account(&teacher, &city.school));
    let notice = post(app, &city.school, &[entry(None, "林二")]);
    let path = format!("/notices/{notice}/objections");
    assert_eq!(
        visitor
            .send(&path, &[("text", TEXT), ("contact", "")])
            .status,
        303
    );
    let entries = app.read(|conn| journal::list_of_subject(conn, notice.0));
    let received = entries.expect("the journal").pop().expect("two entries");
    assert_eq!(received.event, "objection_received");
    assert_eq!(
        (received.actor_id, received.actor_name.as_str()),
        (None, "")
    );
    let stored = app.read(|conn| store::list_objections(conn, notice));
    let stored = &stored.expect("one")[0];
    let is_in_clear = stored
        .text_cipher
        .windows(3)
        .any(|it| it == "陈".as_bytes());
    assert!(!is_in_clear, "what it says is sealed");
}

fn a_flood_has_to_wait(app: &TestApp) {
    let city = app.city();
    let notice = post(app, &city.school, &[entry(None, "陈一")]);
    let context = app.context(xingtan::access::Actor::nobody());
    let object_from =
        |address| actions::object_from(&app.db, &context, Some(address), notice, (TEXT, ""));
    for count in 1..=15 {
        assert!(object_from("10.0.0.1").is_ok(), "objection {count}");
    }
    let Err(Error::Input(errors)) = object_from("10.0.0.1") else {
        panic!("the sixteenth has to wait");
    };
    assert_eq!(errors.0[0].1.key, "objection-wait");
    assert!(object_from("10.0.0.2").is_ok(), "others need not wait");
    let guess = app.write(|conn, context| {
        let code = "AAAA-BBBB-CCCC-DDDD";
        actions::find_by_receipt(conn, context, Some("10.0.0.1"), code)
    });
    let Err(Error::Input(errors)) = guess else {
        panic!("no such code");
    };
    assert_eq!(errors.0[0].1.key, "objection-wait", "nor are codes guessed");
}

fn a_notice_that_says_nothing_is_not_posted(app: &TestApp) {
    let city = app.city();
    let one = [entry(None, "陈一")];
    for (title, entries, days, key) in [
        (" ", &one[..], 5, "notice-without-title"),
        ("名单", &[][..], 5, "notice-without-entries"),
        ("名单", &one[..], 0, "notice-without-days"),
        ("名单", &one[..], 40, "workflow-holidays-missing"),
    ] {
        let Err(Error::Refused(refused)) = try_post(app, &city.school, title, entries, days) else {
            panic!("{key}");
        };
        assert_eq!(refused.message.key, key);
    }
}
