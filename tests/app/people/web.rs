//! People through their pages: found, read, changed, revealed, exported, and handed in as a roster.

use xingtan::access::Role;
use xingtan::people::store;

use super::register;
use crate::support::TestApp;
use crate::support::web::{Visitor, encoded};

on_each_backend!(
    an_officer_finds_and_reads_a_file,
    somebody_elses_person_does_not_exist,
    somebody_is_taken_in_by_form_as_by_roster,
    a_file_is_changed_through_its_forms,
    a_number_is_shown_to_whoever_gave_a_purpose,
    a_list_is_taken_away_as_a_spreadsheet,
    a_roster_is_tried_and_then_imported,
    the_bureau_keeps_organizations_and_alliances,
);

fn an_officer_finds_and_reads_a_file(app: &TestApp) {
    let city = app.city();
    let zhang = register(app, "张三", "E11111111", &city.school);
    let visitor = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    for text in ["张", "zhangsan", "zs", zhang.teacher_number.as_str()] {
        let list = visitor.see(&format!("/people?q={}", encoded(text)));
        assert!(list.contains(zhang.teacher_number.as_str()), "{text}");
    }
    let none = visitor.see("/people?q=lisi");
    assert!(none.contains("没有找到符合条件的人员"));
    let file = visitor.see(&format!("/people/{}", zhang.teacher_number));
    for text in ["天河第一小学", "••••••11", "一级教师", "建立档案"] {
        assert!(file.contains(text), "{text}");
    }
    assert!(!file.contains("E11111111"), "the number stays hidden");
}

fn somebody_is_taken_in_by_form_as_by_roster(app: &TestApp) {
    let city = app.city();
    let visitor = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    assert!(visitor.see("/people").contains("/people/new"));
    assert!(visitor.see("/people/new").contains("天河第一小学"));
    let code = city.school.code.as_str();
    let typed = |name: &'static str, number: &'static str, born_on: &'static str| {
        [
            ("name", name),
            ("document_kind", "护照"),
            ("document_number", number),
            ("sex", "女"),
            ("born_on", born_on),
            ("school_code", code),
            ("post", "专任教师"),
            ("subject", "数学"),
            ("started_on", "2026-09-01"),
            ("title", ""),
        ]
    };
    let send = |fields: [(&str, &str); 10]| visitor.send("/people/new", &fields);

    let opened = send(typed("周小雨", "E11111112", "1990-05-06"));
    assert_eq!(opened.status, 303, "{}", opened.body);
    let file = visitor.see(&opened.location);
    assert!(file.contains("周小雨") && file.contains("1990 年 5 月 6 日"));
    let again = send(typed("周小雨", "E11111112", "1990-05-06"));
    assert_eq!(again.location, opened.location, "no second file");

    let perhaps = send(typed("周小雨", "E11111113", "1990-05-06"));
    assert_eq!(perhaps.location, "/people", "a human will say");
    let district = app.visitor_as(&app.officer(Role::DistrictHr, &city.district));
    assert!(district.see("/people/matches").contains("周小雨"));

    let wrong = send(typed("周大雨", "E11111114", ""));
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("周大雨") && wrong.body.contains("href=\"#field-born_on\""));
    let head = app.visitor_as(&app.officer(Role::SchoolHead, &city.school));
    assert_eq!(head.get("/people/new").status, 404);
}

fn somebody_elses_person_does_not_exist(app: &TestApp) {
    let city = app.city();
    let zhang = register(app, "张三", "E11111111", &city.school);
    let number = &zhang.teacher_number;
    let stranger = app.visitor_as(&app.officer(Role::SchoolHr, &city.neighbour));
    for path in [
        format!("/people/{number}"),
        format!("/people/{number}/transfer"),
        format!("/people/{number}/nonsense"),
        "/people/T440100009999".to_owned(),
        format!("/people/matches/{}", zhang.id),
    ] {
        assert_eq!(stranger.get(&path).status, 404, "{path}");
    }
    let reveal = stranger.send(&format!("/people/{number}/reveal"), &[("purpose", "好奇")]);
    assert_eq!(reveal.status, 404);
    let admin = app.visitor_as(&app.officer(Role::SystemAdmin, &city.bureau));
    assert_eq!(admin.get("/people").status, 404);
    let head = app.visitor_as(&app.officer(Role::SchoolHead, &city.school));
    let path = format!("/people/{number}/transfer");
    assert_eq!(head.get(&path).status, 403, "seen, but not to be changed");
    assert_eq!(head.get("/people/roster").status, 404);
    assert_eq!(app.visitor().get("/people").status, 303);
}

fn a_file_is_changed_through_its_forms(app: &TestApp) {
    let city = app.city();
    let zhang = register(app, "张三", "E11111111", &city.school);
    let file = format!("/people/{}", zhang.teacher_number);
    let visitor = app.visitor_as(&app.officer(Role::DistrictHr, &city.district));
    let form = visitor.see(&format!("{file}/transfer"));
    assert!(
        form.contains("天河第二小学"),
        "schools within reach are offered"
    );
    let mut fields = vec![
        ("version", "1"),
        ("school", "3144000002"),
        ("post", "teacher"),
        ("subject", "数学"),
        ("on", "2019-09-01"),
        ("reason", "轮岗"),
    ];
    let again = visitor.send(&format!("{file}/transfer"), &fields);
    assert_eq!(again.status, 422);
    assert!(
        again.body.contains("应晚于现任职的起始日期"),
        "{}",
        again.body
    );
    assert!(
        again.body.contains("value=\"2019-09-01\""),
        "what was typed stays"
    );
    fields[4].1 = "2026-09-01";
    let done = visitor.send(&format!("{file}/transfer"), &fields);
    assert_eq!((done.status, done.location.as_str()), (303, file.as_str()));
    let stale = visitor.send(&format!("{file}/transfer"), &fields);
    assert_ne!(stale.status, 303, "the page is out of date");
    let rename = [("version", "2"), ("name", "张叁"), ("reason", "户籍更名")];
    visitor.send(&format!("{file}/name"), &rename);
    let title = [("version", "3"), ("title", "senior"), ("granted_on", "")];
    visitor.send(&format!("{file}/title"), &title);
    let assessment = [("version", "4"), ("year", "2025"), ("grade", "excellent")];
    visitor.send(&format!("{file}/assessment"), &assessment);
    let post = [("version", "5"), ("post", "principal"), ("subject", "")];
    visitor.send(&format!("{file}/post"), &post);
    let page = visitor.see(&file);
    for text in [
        "张叁",
        "姓名由“张三”改为“张叁”",
        "高级教师",
        "优秀",
        "校长（园长）",
        "天河第二小学",
        "轮岗",
    ] {
        assert!(page.contains(text), "{text}");
    }
    leave_and_come_back(app, &visitor, &file);
}

/// Ends the employment of the person at `/people/<number>`, and begins another.
fn leave_and_come_back(app: &TestApp, visitor: &Visitor, file: &str) {
    let end = [("version", "6"), ("on", "2026-10-31"), ("reason", "退休")];
    assert_eq!(visitor.send(&format!("{file}/end"), &end).status, 303);
    let place = [
        ("version", "7"),
        ("school", "3144000001"),
        ("post", "teacher"),
        ("subject", ""),
        ("on", "2026-11-01"),
        ("reason", ""),
    ];
    assert_eq!(visitor.send(&format!("{file}/employ"), &place).status, 303);
    let number = file.rsplit('/').next().expect("a number");
    let person = app.read(|conn| store::find_by_number(conn, number));
    let person = person.expect("a look-up").expect("the person");
    assert_eq!(person.version, 8);
    for edit in ["employ", "end", "post", "name", "title", "assessment"] {
        visitor.see(&format!("{file}/{edit}"));
    }
}

fn a_number_is_shown_to_whoever_gave_a_purpose(app: &TestApp) {
    let city = app.city();
    let zhang = register(app, "张三", "E11111111", &city.school);
    let file = format!("/people/{}", zhang.teacher_number);
    let visitor = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    let reveal = format!("{file}/reveal");
    let without = visitor.send(&reveal, &[("purpose", "")]);
    assert_eq!(without.status, 422);
    assert!(without.body.contains("请写明查看用途"));
    let with = visitor.send(&reveal, &[("purpose", "办理社保")]);
    assert_eq!(with.status, 303);
    let shown = visitor.see(&with.location);
    assert!(shown.contains("E11111111") && shown.contains("办理社保"));
    let head = app.visitor_as(&app.officer(Role::SchoolHead, &city.school));
    let same_address = head.see(&with.location);
    assert!(!same_address.contains("E11111111"), "the address is no key");
}

fn a_list_is_taken_away_as_a_spreadsheet(app: &TestApp) {
    let city = app.city();
    register(app, "张三", "E11111111", &city.school);
    register(app, "李四", "E22222222", &city.neighbour);
    let visitor = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    let csv = visitor.see("/people/export/csv");
    assert!(csv.contains("张三") && !csv.contains("李四"));
    assert!(!csv.contains("E1111"), "no document numbers");
    assert_eq!(visitor.get("/people/export/xlsx").status, 200);
    assert_eq!(visitor.get("/people/export/pdf").status, 404);
    assert_eq!(visitor.get("/people/roster/form.xlsx").status, 200);
}

fn a_roster_is_tried_and_then_imported(app: &TestApp) {
    let city = app.city();
    let visitor = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    assert!(visitor.see("/people/roster").contains("证件号码"));
    let trial = [("mode", "trial")];
    let wrong = visitor.send_file("/people/roster", &trial, "名册.xlsx", b"%PDF-1.7");
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("这是 PDF"), "{}", wrong.body);
    let roster = "2026 年教师名册\n姓名,证件号码,学校标识码,岗位,入职日期\n\
                  张三,11010519491231002X,3144000001,教师,2020年9月1日\n\
                  李四,110105194912310021,3144000001,教师,2020/9/1\n";
    let sent = visitor.send_file("/people/roster", &trial, "名册.csv", roster.as_bytes());
    assert_eq!(sent.status, 303, "{}", sent.body);
    let work = |path: &str| {
        app.worker().run_next().expect("the job is done");
        path.replace("/jobs/", "/imports/")
    };
    let report = work(&sent.location);
    let page = visitor.see(&report);
    assert!(
        page.contains("这是试运行") && page.contains("最后一位与前面各位不符"),
        "{page}"
    );
    assert_eq!(visitor.get(&format!("{report}/refused.xlsx")).status, 200);
    let stranger = app.visitor_as(&app.officer(Role::SchoolHr, &city.neighbour));
    assert_eq!(stranger.get(&report).status, 404);
    let stored = visitor.send(&format!("{report}/store"), &[]);
    assert_eq!(stored.status, 303);
    let page = visitor.see(&work(&stored.location));
    assert!(!page.contains("这是试运行"));
    assert!(
        visitor
            .see(&format!("/people?q={}", encoded("张三")))
            .contains("T4401")
    );
}

fn the_bureau_keeps_organizations_and_alliances(app: &TestApp) {
    let city = app.city();
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &city.bureau));
    let teacher = app.visitor_as(&app.officer(Role::SchoolHead, &city.school));
    let directory = teacher.see(&format!("/organizations?q={}&district=", encoded("第二")));
    assert!(directory.contains("天河第二小学"));
    assert_eq!(teacher.get("/organizations/new").status, 404);
    let district = city.district.id.to_string();
    let mut fields = vec![
        ("kind", "school"),
        ("code", "2144000777"),
        ("name", "猎德小学"),
        ("name_en", "Liede Primary School"),
        ("district", district.as_str()),
        ("stage", "senior"),
        ("credit_code", ""),
        ("opened_on", "2016-09-01"),
    ];
    let again = bureau.send("/organizations/new", &fields);
    assert_eq!(again.status, 422);
    fields[5].1 = "primary";
    let opened = bureau.send("/organizations/new", &fields);
    assert_eq!(opened.status, 303, "{}", opened.body);
    let page = opened.location;
    let rename = [
        ("version", "1"),
        ("name", "猎德实验小学"),
        ("name_en", ""),
        ("reason", "更名"),
    ];
    assert_eq!(bureau.send(&format!("{page}/rename"), &rename).status, 303);
    assert_eq!(teacher.send(&format!("{page}/rename"), &rename).status, 404);
    let close = [("version", "2"), ("on", "2026-08-31"), ("reason", "")];
    assert_eq!(bureau.send(&format!("{page}/close"), &close).status, 422);
    let alliances = "/organizations/alliances";
    let found = [
        ("code", "TH-A1"),
        ("name", "天河联盟"),
        ("founded_on", "2024-01-01"),
    ];
    assert_eq!(bureau.send(alliances, &found).status, 303);
    let body = bureau.see(alliances);
    let id = body.split("id=\"alliance-").nth(1).expect("the alliance");
    let id = id.split('"').next().expect("an id");
    let mut member = vec![
        ("alliance", id),
        ("organization", "9"),
        ("on", "2024-09-01"),
    ];
    let join = format!("{alliances}/join");
    assert_eq!(bureau.send(&join, &member).status, 422);
    member[1].1 = "2144000777";
    assert_eq!(bureau.send(&join, &member).status, 303);
    assert!(bureau.see(alliances).contains("猎德实验小学"));
    member[2].1 = "2025-08-31";
    assert_eq!(
        bureau.send(&format!("{alliances}/leave"), &member).status,
        303
    );
}
