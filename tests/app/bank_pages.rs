//! The stream from provider to school to district, through the pages: every form that a role has,
//! and what nobody else may open.

use xingtan::access::Role;
use xingtan::credit_bank::completions::CompletionState;
use xingtan::imports::Mode;
use xingtan::ledger::Category;

use crate::support::TestApp;
use crate::support::bank::course;
use crate::support::web::Visitor;

on_each_backend!(
    a_provider_files_and_the_district_approves,
    what_was_typed_comes_back_with_what_is_wrong,
    a_completion_goes_through_all_offices,
    a_school_refuses_through_the_page,
    nobody_opens_what_is_not_theirs,
    a_commitment_is_public,
    a_long_list_is_made_into_a_file_by_a_job,
);

/// Everything shown is in words, in both languages.
#[track_caller]
fn see(visitor: &Visitor, path: &str) -> String {
    let body = visitor.see(path);
    assert!(!body.contains('⟦'), "{path}: a sentence is missing");
    body
}

fn id_in(location: &str) -> String {
    location
        .rsplit('/')
        .next()
        .expect("an address ends with an id")
        .to_owned()
}

fn a_provider_files_and_the_district_approves(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let provider = app.visitor_as(&app.officer(Role::Provider, &city.provider));
    let district = app.visitor_as(&app.officer(Role::DistrictHr, &city.district));
    let teacher = app.visitor_as(&app.teacher_account(&teacher, &city.school));
    assert!(see(&provider, "/projects").contains("申报项目"));
    see(&provider, "/projects/new");
    let owner = city.provider.id.to_string();
    let filed = provider.send(
        "/projects",
        &[
            ("provider", &owner),
            ("version", "0"),
            ("title", "骨干教师研修"),
            ("starts_on", "2026-03-01"),
            ("ends_on", "2026-12-31"),
        ],
    );
    assert_eq!(filed.status, 303, "{}", filed.body);
    let project = id_in(&filed.location);
    let empty = see(&provider, &filed.location);
    assert!(
        empty.contains("还没有课程"),
        "says why it cannot be submitted"
    );
    see(&provider, &format!("/projects/{project}/edit"));
    see(&provider, &format!("/projects/{project}/courses/new"));
    let added = provider.send(
        &format!("/projects/{project}/courses"),
        &[
            ("title", "课堂评价设计"),
            ("category", "professional"),
            ("hours", "１６"),
            ("headcount_max", "50"),
            ("starts_on", "2026-11-20"),
            ("ends_on", "2026-12-20"),
        ],
    );
    assert_eq!(added.status, 303, "{}", added.body);
    let submitted = provider.send(&format!("/projects/{project}/submit"), &[("version", "1")]);
    assert_eq!(submitted.status, 303, "{}", submitted.body);
    assert!(see(&district, "/projects").contains("骨干教师研修"));
    assert!(see(&district, &filed.location).contains("批准"));
    assert!(!see(&teacher, "/courses").contains("课堂评价设计"));
    let decided = district.send(
        &format!("/projects/{project}/decide"),
        &[("version", "2"), ("verdict", "approve"), ("reason", "")],
    );
    assert_eq!(decided.status, 303, "{}", decided.body);
    assert!(see(&teacher, "/courses").contains("课堂评价设计"));
    assert!(!see(&teacher, "/courses?category=general").contains("课堂评价设计"));
    let upload = see(&provider, &format!("/projects/{project}/upload"));
    assert!(upload.contains("试运行"));
    let template = provider.get(&format!("/projects/{project}/template.xlsx"));
    assert_eq!(template.status, 200);
}

fn what_was_typed_comes_back_with_what_is_wrong(app: &TestApp) {
    let city = app.city();
    let provider = app.visitor_as(&app.officer(Role::Provider, &city.provider));
    let district = app.visitor_as(&app.officer(Role::DistrictHr, &city.district));
    let owner = city.provider.id.to_string();
    let again = provider.send(
        "/projects",
        &[
            ("provider", &owner),
            ("version", "0"),
            ("title", "骨干教师研修"),
            ("starts_on", "2026-03-01"),
            ("ends_on", "2026-02-01"),
        ],
    );
    assert_eq!(again.status, 422);
    assert!(again.body.contains("结束日期早于开始日期"));
    assert!(again.body.contains("骨干教师研修"));
    let (id, _) = app.draft(
        &city.provider,
        &[course("课堂评价设计", Category::Professional, 16)],
    );
    let again = provider.send(
        &format!("/projects/{id}/courses"),
        &[
            ("title", "课堂 评价设计"),
            ("category", "professional"),
            ("hours", "许多"),
            ("headcount_max", "x"),
            ("starts_on", ""),
            ("ends_on", ""),
        ],
    );
    assert_eq!(again.status, 422);
    assert!(again.body.contains("请填写学时数") && again.body.contains("请填写整数"));
    provider.send(&format!("/projects/{id}/submit"), &[("version", "1")]);
    let again = district.send(
        &format!("/projects/{id}/decide"),
        &[("version", "2"), ("verdict", "return"), ("reason", " ")],
    );
    assert_eq!(again.status, 422);
    assert!(again.body.contains("请写明理由"));
}

#[expect(clippy::too_many_lines, reason = "a story, told in one go")]
fn a_completion_goes_through_all_offices(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let project = app.offer(
        &city.provider,
        &[course("课堂评价设计", Category::Professional, 16)],
    );
    let provider = app.visitor_as(&app.officer(Role::Provider, &city.provider));
    let school = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    let district = app.visitor_as(&app.officer(Role::DistrictHr, &city.district));
    let own = app.visitor_as(&app.teacher_account(&teacher, &city.school));
    see(
        &provider,
        &format!("/projects/{}/completions/new", project.id),
    );
    let fields = |hours| {
        [
            ("teacher_number", "t001"),
            ("document", ""),
            ("name", "陈一"),
            ("course", "课堂评价设计"),
            ("hours", hours),
            ("completed_on", "2026-05-10"),
        ]
    };
    let path = format!("/projects/{}/completions", project.id);
    let wrong = provider.send(&path, &fields("17"));
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("批准 16 学时"), "{}", wrong.body);
    assert_eq!(provider.send(&path, &fields("16")).status, 303);
    assert!(see(&provider, &path).contains("陈一"));

    let id = app.completion_ids()[0].to_string();
    assert!(see(&school, "/completions").contains("课堂评价设计"));
    let confirmed = school.send(
        "/completions/decide",
        &[("ids", &id), ("verdict", "confirm"), ("reason", "")],
    );
    assert_eq!(confirmed.status, 303, "{}", confirmed.body);
    assert!(see(&school, "/completions?show=confirmed").contains("陈一"));

    assert!(see(&district, "/audits").contains("1 条已确认的记录"));
    let place = city.district.id.to_string();
    let opened = district.send(
        "/audits",
        &[("district", &place), ("name", "第一轮"), ("share", "100%")],
    );
    assert_eq!(opened.status, 303, "{}", opened.body);
    let round = opened.location;
    assert!(see(&district, &round).contains("封存中"));
    let drawn = district.send(&format!("{round}/draw"), &[("version", "1")]);
    assert_eq!(drawn.status, 303, "{}", drawn.body);
    app.finish(id_in(&drawn.location).parse().expect("a job"));
    let sample = see(&district, &round);
    assert!(sample.contains("陈一") && !sample.contains("封存中"));
    let population = own.get(&format!("{round}/population.csv"));
    assert!(
        population.body.contains(&id.replace('-', "")),
        "{}",
        population.body
    );
    let decide = |verdict, reason| {
        district.send(
            &format!("{round}/decide"),
            &[
                ("ids", id.as_str()),
                ("verdict", verdict),
                ("reason", reason),
            ],
        )
    };
    assert_eq!(decide("fail", "").status, 422);
    assert_eq!(decide("pass", "").status, 303);
    assert_eq!(app.completions()[0].state, CompletionState::Posted);

    let path = format!("/completions/{id}");
    let history = see(&own, &path);
    for step in ["提交结业名单", "确认学时", "抽查通过"] {
        assert!(history.contains(step), "{step}");
    }
    assert!(!see(&school, &path).contains("冲销学时"));
    assert!(see(&district, &path).contains("冲销学时"));
    let undone = district.send(&format!("{path}/reverse"), &[("reason", "冒名顶替")]);
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert!(see(&own, &path).contains("冒名顶替"));
}

fn a_school_refuses_through_the_page(app: &TestApp) {
    let city = app.city();
    app.teacher(&city.school, "T001", "陈一");
    app.teacher(&city.school, "T002", "李二");
    let project = app.offer(
        &city.provider,
        &[course("课堂评价设计", Category::Professional, 16)],
    );
    let lines =
        ["T001,陈一", "T002,李二"].map(|it| format!("{it},课堂评价设计,专业,16,2026-05-10"));
    app.import(&project, &lines, Mode::Store);
    let school = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    let ids = app.completion_ids();
    let (first, second) = (ids[0].to_string(), ids[1].to_string());
    let refuse = |reason| {
        school.send(
            "/completions/decide",
            &[
                ("ids", first.as_str()),
                ("ids", second.as_str()),
                ("verdict", "refuse"),
                ("reason", reason),
            ],
        )
    };
    let again = refuse("");
    assert_eq!(again.status, 422);
    assert_eq!(
        again.body.matches(" checked").count(),
        2,
        "what was ticked stays so"
    );
    assert_eq!(refuse("只参加了一天").status, 303);
    let provider = app.visitor_as(&app.officer(Role::Provider, &city.provider));
    let over = see(
        &provider,
        &format!("/projects/{}/completions?show=over", project.id),
    );
    assert!(over.contains("只参加了一天"));
    let none = school.send(
        "/completions/decide",
        &[("verdict", "confirm"), ("reason", "")],
    );
    assert_eq!(none.status, 422);
    assert!(none.body.contains("请至少选择一条"));
}

fn nobody_opens_what_is_not_theirs(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let project = app.offer(
        &city.provider,
        &[course("课堂评价设计", Category::Professional, 16)],
    );
    let line = "T001,陈一,课堂评价设计,专业,16,2026-05-10".to_owned();
    app.import(&project, &[line], Mode::Store);
    let completion = app.completion_ids()[0];
    let other = app.provider(&city.district, "P4401060002", "另一机构");
    let other = app.visitor_as(&app.officer(Role::Provider, &other));
    let neighbour = app.visitor_as(&app.officer(Role::SchoolHr, &city.neighbour));
    let own = app.visitor_as(&app.teacher_account(&teacher, &city.school));
    let admin = app.visitor_as(&app.officer(Role::SystemAdmin, &city.bureau));
    for (visitor, path) in [
        (&other, format!("/projects/{}", project.id)),
        (&other, format!("/projects/{}/upload", project.id)),
        (&other, format!("/completions/{completion}")),
        (&neighbour, format!("/completions/{completion}")),
        (&neighbour, "/projects".to_owned()),
        (&neighbour, "/audits".to_owned()),
        (&own, "/completions".to_owned()),
        (&own, format!("/projects/{}", project.id)),
        (&admin, format!("/completions/{completion}")),
        (&admin, "/projects".to_owned()),
    ] {
        assert_eq!(visitor.get(&path).status, 404, "{path}");
    }
    see(&own, &format!("/completions/{completion}"));
}

fn a_commitment_is_public(app: &TestApp) {
    let city = app.city();
    let district = app.visitor_as(&app.officer(Role::DistrictHr, &city.district));
    let place = city.district.id.to_string();
    let wrong = district.send(
        "/audits",
        &[("district", &place), ("name", "第一轮"), ("share", "0")],
    );
    assert_eq!(wrong.status, 422);
    district.send(
        "/audits",
        &[("district", &place), ("name", "第一轮"), ("share", "5")],
    );
    let anybody = app.visitor();
    let list = see(&anybody, "/audits/commitments");
    assert!(list.contains("第一轮") && list.contains("封存中") && list.contains("SHA-256"));
}

fn a_long_list_is_made_into_a_file_by_a_job(app: &TestApp) {
    let city = app.city();
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &city.bureau));
    let path = format!("/overview/{}/teachers/export/csv?show=all", city.bureau.id);
    let queued = bureau.send(&path, &[]);
    assert_eq!(queued.status, 303, "{}", queued.body);
    assert!(see(&bureau, &queued.location).contains("排队中"));
    let file = format!("{}/file", queued.location);
    assert_eq!(bureau.get(&file).status, 404, "not made yet");

    app.worker()
        .run_next()
        .expect("the worker runs")
        .expect("a job waits");
    assert!(see(&bureau, &queued.location).contains(&file));
    assert!(bureau.see(&file).contains("教师编号"));
    let other = app.visitor_as(&app.officer(Role::DistrictHr, &city.district));
    assert_eq!(other.get(&file).status, 404, "somebody else's file");
}
