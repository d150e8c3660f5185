//! Certificates, alerts and leaves in a teacher's file: entered by those who may, seen by those who
//! may, and computed by date.

use chrono::TimeDelta;
use xingtan::access::Role;
use xingtan::error::Error;
use xingtan::ethics::rules::{AlertState, Step};
use xingtan::ethics::{actions as ethics, store as alerts};
use xingtan::people::absences::{AbsenceKind, actions as absences, store as absence_store};
use xingtan::qualifications::rules::EventKind;
use xingtan::qualifications::{actions as qualifications, store as certificates};

use crate::support::TestApp;
use crate::support::records::{Records, certificate, event, leave, warning};

on_each_backend!(
    school_hr_enters_a_certificate_and_sees_what_it_allows,
    what_cannot_be_is_said_at_its_field,
    one_number_is_one_certificate,
    loss_and_revocation_void_certificates,
    offices_enter_revocations_and_schools_do_not,
    many_files_are_loaded_at_once,
    an_alert_is_opened_lifted_and_opened_again,
    an_alert_shows_what_it_bars_until_it_ends,
    nobody_outside_learns_that_an_alert_exists,
    leaves_are_entered_corrected_and_taken_out,
);

fn school_hr_enters_a_certificate_and_sees_what_it_allows(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let visitor = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    let path = "/people/T001/certificates";
    assert!(visitor.see(path).contains("还没有登记教师资格证书"));
    assert!(
        visitor
            .see(&format!("{path}/new"))
            .contains("初级中学教师资格")
    );
    let fields = [
        ("version", "0"),
        ("kind", "junior"),
        ("number", "2015 4410 6300 01234"),
        ("certified_on", "2016-06-20"),
        ("subject", "数学"),
        ("issued_by", "天河区教育局"),
        ("putonghua", "second_b"),
        ("exam_passed_on", "2016-01-15"),
        ("exam_number", ""),
        ("preschool_trained_on", ""),
    ];
    let saved = visitor.send(path, &fields);
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = visitor.see(path);
    for text in [
        "20154410630001234",
        "二级乙等",
        "2019 年 1 月 15 日",
        "表明的认定年份是 2015 年",
        "小学（现任岗位）",
        "持有初级中学教师资格，可以任教这一岗位",
        "须通过县级以上教育部门组织的学前教育专业培训",
        "持有的初级中学教师资格不适用于这一岗位",
    ] {
        assert!(page.contains(text), "{text}");
    }
    let row = &app
        .read(|conn| certificates::list_certificates_of(conn, &[teacher.id]))
        .expect("one")[0];
    let mut corrected = fields;
    corrected[0] = ("version", "1");
    corrected[9] = ("preschool_trained_on", "2026-07-01");
    let path_of_one = format!("{path}/{}", row.id);
    assert!(
        visitor
            .see(&path_of_one)
            .contains("value=\"20154410630001234\"")
    );
    assert_eq!(visitor.send(&path_of_one, &corrected).status, 303);
    let stale = visitor.send(&path_of_one, &corrected);
    assert_eq!(stale.status, 409, "somebody else was faster");
    assert!(
        visitor
            .see(path)
            .contains("于 2026 年 7 月 1 日通过学前教育专业培训")
    );

    let own = app.visitor_as(&app.teacher_account(&teacher, &city.school));
    assert!(own.see(path).contains("20154410630001234"));
    assert_eq!(
        own.get(&format!("{path}/new")).status,
        403,
        "seen, not changed"
    );
    assert!(
        own.see("/people/T001").contains("登记教师资格证书"),
        "in the record"
    );
}

fn what_cannot_be_is_said_at_its_field(app: &TestApp) {
    let city = app.city();
    app.teacher(&city.school, "T001", "陈一");
    let visitor = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    let send = |number, certified_on| {
        let fields = [
            ("version", "0"),
            ("kind", "primary"),
            ("number", number),
            ("certified_on", certified_on),
            ("subject", ""),
            ("issued_by", ""),
            ("putonghua", ""),
            ("exam_passed_on", ""),
            ("exam_number", ""),
            ("preschool_trained_on", ""),
        ];
        visitor.send("/people/T001/certificates", &fields)
    };
    for (number, certified_on, text) in [
        ("20154410690001234", "2015-06-20", "应为 1 至 7，现在是 9"),
        ("20154410620001234", "2027-06-20", "日期晚于今天"),
        ("11010519491231002X", "2015-06-20", "这是身份证号码"),
        ("20154410620001234", "昨天", "请填写日期"),
    ] {
        let page = send(number, certified_on);
        assert_eq!(page.status, 422, "{text}");
        assert!(page.body.contains(text), "{text}");
        assert!(page.body.contains(number), "what was typed stays");
    }
    assert_eq!(
        send("粤教资字第 0123 号", "1996-06-20").status,
        303,
        "an old form"
    );
    let page = visitor.see("/people/T001/certificates");
    assert!(page.contains("粤教资字第 0123 号") && page.contains("不是 17 位的统一格式"));
}

fn one_number_is_one_certificate(app: &TestApp) {
    let city = app.city();
    let chen = app.teacher(&city.school, "T001", "陈一");
    let lin = app.teacher(&city.school, "T002", "林二");
    app.certify(chen.id, &certificate("20154410620001234"));
    let key = |person, number| {
        let result = app.write(|conn, context| {
            let entry = certificate(number);
            qualifications::record_certificate(conn, context, person, &entry)
        });
        match result {
            Ok(_) => "taken",
            Err(Error::Input(errors)) => errors.0[0].1.key,
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(key(chen.id, "20154410620001234"), "certificate-known");
    assert_eq!(
        key(lin.id, "20154410620001234"),
        "certificate-of-somebody-else"
    );
    assert_eq!(key(chen.id, "粤字 7 号"), "taken");
    assert_eq!(
        key(lin.id, "粤字 7 号"),
        "taken",
        "each body numbered for itself"
    );
    assert_eq!(key(lin.id, "粤字 7 号"), "certificate-known");
}

fn loss_and_revocation_void_certificates(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    app.certify(teacher.id, &certificate("20154410620001234"));
    let visitor = app.visitor_as(&app.officer(Role::DistrictHr, &city.district));
    let path = "/people/T001/certificates";
    assert!(
        visitor
            .see("/people/T001/qualification/new")
            .contains("终身不能重新取得")
    );
    let send = |kind, judgment| {
        let fields = [
            ("kind", kind),
            ("judgment", judgment),
            ("happened_on", "2026-05-20"),
            ("document", "天教撤〔2026〕1 号"),
            ("reason", "弄虚作假"),
        ];
        visitor.send("/people/T001/qualification", &fields)
    };
    assert!(visitor.see(path).contains("可以任教"));
    assert_eq!(send("revoked", "").status, 303);
    let page = visitor.see(path);
    for text in [
        "2031 年 5 月 20 日之前（含当日）不能重新申请",
        "已失效",
        "没有有效的教师资格证书",
    ] {
        assert!(page.contains(text), "{text}");
    }
    let negligent = send("lost", "negligence");
    assert_eq!(negligent.status, 422);
    assert!(negligent.body.contains("这种情况不丧失教师资格"));
    assert_eq!(send("lost", "intentional_imprisonment").status, 303);
    assert!(
        visitor
            .see(path)
            .contains("已于 2026 年 5 月 20 日丧失教师资格，不能重新取得")
    );
    let rows = app.read(|conn| certificates::list_events_of(conn, &[teacher.id]));
    for row in rows.expect("both") {
        let out = format!("/people/T001/qualification/{}/withdraw", row.id);
        assert_eq!(
            visitor
                .send(&out, &[("version", "1"), ("reason", " ")])
                .status,
            422
        );
        let gone = visitor.send(&out, &[("version", "1"), ("reason", "复议撤销决定")]);
        assert_eq!(gone.status, 303);
    }
    assert!(!visitor.see(path).contains("已失效"));
}

fn offices_enter_revocations_and_schools_do_not(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let revoke = |role, place| {
        let account = app.officer(role, place);
        app.write_as(&account, |conn, context| {
            let entry = event(EventKind::Revoked, "2026-05-20");
            qualifications::record_event(conn, context, teacher.id, &entry)
        })
    };
    assert!(matches!(
        revoke(Role::SchoolHr, &city.school),
        Err(Error::Refused(_))
    ));
    assert!(matches!(
        revoke(Role::SchoolHr, &city.neighbour),
        Err(Error::NotFound)
    ));
    assert!(revoke(Role::BureauHr, &city.bureau).is_ok());
    let future = app.write(|conn, context| {
        let entry = event(EventKind::Cheated, "2026-12-01");
        qualifications::record_event(conn, context, teacher.id, &entry)
    });
    assert!(matches!(future, Err(Error::Input(_))));
}

fn many_files_are_loaded_at_once(app: &TestApp) {
    let city = app.city();
    let chen = app.teacher(&city.school, "T001", "陈一");
    let lin = app.teacher(&city.school, "T002", "林二");
    let nobody = app.teacher(&city.school, "T003", "黄三");
    Records::make(app, &chen);
    app.certify(lin.id, &certificate("粤字 7 号"));
    let persons = [chen.id, lin.id, nobody.id];
    let (files, alerts, absences) = app
        .read(|conn| {
            Ok((
                certificates::load_files(conn, &persons)?,
                alerts::list_alerts_of(conn, &persons)?,
                absence_store::list_of(conn, &persons)?,
            ))
        })
        .expect("all at once");
    assert_eq!(files.len(), 2, "who has nothing is left out");
    assert_eq!(files[&chen.id].events.len(), 1);
    assert_eq!(files[&lin.id].certificates[0].number.as_str(), "粤字 7 号");
    assert_eq!((alerts[&chen.id].len(), alerts.len()), (1, 1));
    assert_eq!(absences.len(), 1);
}

fn an_alert_is_opened_lifted_and_opened_again(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let visitor = app.visitor_as(&app.officer(Role::DistrictHr, &city.district));
    let path = "/people/T001/ethics";
    let send = |heard_on, sanction| {
        let fields = [
            ("gravity", "ordinary"),
            ("staff", "teacher"),
            ("handling", "sanction"),
            ("sanction", sanction),
            ("admonition", ""),
            ("months", ""),
            ("heard_on", heard_on),
            ("decided_on", "2026-04-30"),
            ("decided_by", "天河区教育局"),
            ("document", "天教处〔2026〕3 号"),
            ("summary", "违规有偿补课"),
        ];
        visitor.send(path, &fields)
    };
    let unheard = send("", "warning");
    assert_eq!(unheard.status, 422);
    assert!(unheard.body.contains("请先听取教师本人的陈述"));
    assert!(
        send("2026-05-01", "warning").body.contains("请先听取"),
        "heard afterwards"
    );
    assert!(
        send("2026-04-20", "major_demerit")
            .body
            .contains("不适用于教师等工作人员")
    );
    assert_eq!(send("2026-04-20", "warning").status, 303);
    let page = visitor.see(path);
    assert!(
        page.contains("违规有偿补课") && page.contains("期限已满"),
        "six months are over"
    );
    let id = app
        .read(|conn| alerts::list_rows_of(conn, &[teacher.id]))
        .expect("one")[0]
        .id;
    let step = |version, step, reason| {
        let fields = [("version", version), ("step", step), ("reason", reason)];
        visitor.send(&format!("{path}/{id}"), &fields).status
    };
    assert_eq!(step("1", "reopen", "有误"), 409, "it is open");
    assert_eq!(step("1", "lift", " "), 422);
    assert_eq!(step("1", "lift", "天教解〔2026〕1 号"), 303);
    assert_eq!(step("1", "reopen", "解除有误"), 409, "an old page");
    assert_eq!(step("2", "reopen", "解除有误"), 303);
    assert_eq!(step("3", "set_aside", "申诉成立"), 303);
    let page = visitor.see(path);
    assert!(page.contains("决定已撤销，视同没有") && page.contains("恢复师德处理"));
}

fn an_alert_shows_what_it_bars_until_it_ends(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let id = app.alert(teacher.id, &warning("2026-09-01"));
    let own = app.visitor_as(&app.teacher_account(&teacher, &city.school));
    let page = own.see("/people/T001/ethics");
    for text in [
        "影响期至 2027 年 3 月 1 日",
        "处分期至 2027 年 3 月 1 日（含当日），期满后方可申请",
        "年度考核不能定为优秀",
    ] {
        assert!(page.contains(text), "{text}");
    }
    let lift = |document| {
        app.write(|conn, context| {
            ethics::change_alert(conn, context, id, 1, Step::Lift { document })
        })
    };
    assert!(
        matches!(lift("文号"), Err(Error::Refused(_))),
        "its period runs"
    );
    app.wait(TimeDelta::days(120));
    lift("文号").expect("its period is over");
    let row = app.read(|conn| alerts::load(conn, id)).expect("the alert");
    assert_eq!(row.state, AlertState::Lifted);
}

fn nobody_outside_learns_that_an_alert_exists(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let colleague = app.teacher(&city.school, "T002", "林二");
    let blank = app.teacher(&city.neighbour, "T003", "黄三");
    app.alert(teacher.id, &warning("2026-09-01"));
    let strangers = [
        app.teacher_account(&colleague, &city.school),
        app.officer(Role::SchoolHr, &city.neighbour),
        app.officer(Role::Provider, &city.provider),
        app.officer(Role::CommitteeMember, &city.bureau),
        app.officer(Role::SystemAdmin, &city.bureau),
        app.officer(Role::SecurityAdmin, &city.bureau),
    ];
    for account in &strangers {
        let visitor = app.visitor_as(account);
        // Somebody with an alert, and a number that nobody has: the same page, word for word.
        let known = visitor.get("/people/T001/ethics");
        let unknown = visitor.get("/people/T999/ethics");
        assert_eq!(known.status, 404, "{}", account.login);
        let told = |body: &str| {
            let main = body.split("<main").nth(1).expect("a page").to_owned();
            main.replace("T001", "T999")
        };
        assert_eq!(told(&known.body), told(&unknown.body), "{}", account.login);
        let change = visitor.send("/people/T001/ethics", &[("gravity", "grave")]);
        assert_eq!(change.status, 404, "{}", account.login);
    }
    for (role, place) in [
        (Role::SchoolHr, &city.school),
        (Role::SchoolHead, &city.school),
        (Role::DistrictHr, &city.district),
        (Role::BureauHr, &city.bureau),
        (Role::Auditor, &city.bureau),
    ] {
        let account = app.account(&format!("entitled {role}")).with(role, place);
        let visitor = app.visitor_as(&account.sign_in());
        assert!(
            visitor.see("/people/T001/ethics").contains("违规有偿补课"),
            "{role}"
        );
        if role == Role::SchoolHr {
            // The file's own record is read by more people than may know of it.
            assert!(
                !visitor.see("/people/T001").contains("师德处理"),
                "not in the record"
            );
            assert_eq!(
                visitor
                    .get(&format!("/people/{}/ethics", blank.teacher_number))
                    .status,
                404
            );
        }
    }
}

fn leaves_are_entered_corrected_and_taken_out(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let visitor = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    let path = "/people/T001/absences";
    let fields = |version, kind, ended_on, approved_by| {
        [
            ("version", version),
            ("kind", kind),
            ("started_on", "2026-03-02"),
            ("ended_on", ended_on),
            ("approved_by", approved_by),
        ]
    };
    let unapproved = visitor.send(path, &fields("0", "maternity", "", ""));
    assert_eq!(unapproved.status, 422);
    assert!(unapproved.body.contains("请填写批准单位"));
    assert_eq!(
        visitor
            .send(path, &fields("0", "maternity", "", "天河第一小学"))
            .status,
        303
    );
    assert!(visitor.see(path).contains("尚未结束"));
    let row = app.read(|conn| absence_store::list_of(conn, &[teacher.id]));
    let one = format!("{path}/{}", row.expect("one")[0].id);
    let corrected = fields("1", "maternity", "2026-08-26", "天河第一小学");
    assert_eq!(visitor.send(&one, &corrected).status, 303);
    assert!(visitor.see(path).contains("2026 年 8 月 26 日"));
    let overlapping = app.write(|conn, context| {
        let sick = leave(AbsenceKind::Sick, "2026-08-26", None);
        absences::record_absence(conn, context, teacher.id, &sick)
    });
    assert!(matches!(overlapping, Err(Error::Input(_))));
    let own = app.visitor_as(&app.teacher_account(&teacher, &city.school));
    assert!(own.see(path).contains("产假"));
    assert_eq!(own.send(path, &fields("0", "sick", "", "本人")).status, 403);
    let out = format!("{one}/withdraw");
    assert_eq!(
        visitor
            .send(&out, &[("version", "2"), ("reason", "登错了人")])
            .status,
        303
    );
    assert!(visitor.see(path).contains("没有请假或离岗记录"));
    assert_eq!(visitor.get(&one).status, 404);
}
