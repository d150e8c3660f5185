//! The statement: figures from the ledger, seen from two dates, for whoever may see them.

use serde_json::json;
use xingtan::access::Role;
use xingtan::check::Invariant;
use xingtan::credit_bank::completions::{CompletionId, actions as completions};
use xingtan::credit_bank::posting::{self, Announcement, Decision, Posting, announcement_id};
use xingtan::credit_bank::projects::rules::CourseFields;
use xingtan::credit_bank::statement::{actions, export};
use xingtan::db::Conn;
use xingtan::error::Error;
use xingtan::hours::Hours;
use xingtan::imports::Mode;
use xingtan::journal::{self, Act};
use xingtan::ledger::{AsOf, Category, OriginId};
use xingtan::people::Person;

use crate::support::bank::{course, day};
use crate::support::city::City;
use crate::support::{TestAccount, TestApp};

on_each_backend!(
    a_year_is_told_as_scripts_read_it,
    a_statement_as_known_then_does_not_change,
    who_has_no_business_there_finds_nothing,
    the_first_line_answers_the_question,
    each_line_says_who_decided_and_why,
    open_courses_close_the_gap,
    the_page_can_be_seen_from_another_day,
    a_statement_goes_out_as_a_file_and_on_paper,
    each_page_is_for_those_who_may_see_it,
);

fn decision(conn: &mut Conn, context: &xingtan::context::Context) -> Result<Decision, Error> {
    let act = Act {
        event: "completions_submitted",
        subject: ("people", uuid::Uuid::now_v7()),
        organization: None,
        reason: None,
        payload: json!({}),
    };
    Ok(Decision {
        journal: journal::record(conn, context, act)?,
        at: context.at,
    })
}

fn announce(
    app: &TestApp,
    city: &City,
    person: &Person,
    (year, category, hours): (i32, Category, i64),
) -> OriginId {
    // Straight to posting, without a completion.
    app.tolerates(&[Invariant::TransferOrigin]);
    let origin = OriginId::new();
    app.write(|conn, context| {
        let announcement = Announcement {
            id: announcement_id(origin, 1),
            origin,
            source: city.provider.id.0,
            person: person.id,
            year,
            category,
            hours: Hours(hours),
            effective_on: format!("{year}-05-06").parse().expect("a date"),
        };
        let decision = decision(conn, context)?;
        posting::announce(conn, decision, &[announcement])
    })
    .expect("announced");
    origin
}

fn post(app: &TestApp, origin: OriginId, counted: i64, over_cap: i64) {
    app.write(|conn, context| {
        let posting = Posting {
            announcement: announcement_id(origin, 1),
            counted: Hours(counted),
            over_cap: Hours(over_cap),
        };
        let decision = decision(conn, context)?;
        posting::post(conn, decision, &[posting])
    })
    .expect("posted");
}

fn statement(app: &TestApp, number: &str, as_of: AsOf) -> serde_json::Value {
    let loaded = app
        .write(|conn, context| actions::load(conn, context, number, as_of))
        .expect("the program may see everything");
    export::to_json(&loaded)
}

fn a_year_is_told_as_scripts_read_it(app: &TestApp) {
    let city = app.city();
    let person = app.teacher(&city.school, "T0001", "陈知夏");
    let paper = announce(app, &city, &person, (2026, Category::Professional, 4_000));
    post(app, paper, 2_800, 1_200);
    let course = announce(app, &city, &person, (2026, Category::General, 3_050));
    post(app, course, 3_050, 0);
    announce(app, &city, &person, (2026, Category::Elective, 825));
    let told = statement(app, "T0001", AsOf::NOW);
    assert_eq!(told["teacher_number"], "T0001");
    let years = told["years"].as_array().expect("a list");
    assert_eq!(years.len(), 5, "the cycle that ends this year");
    assert_eq!(
        years[4],
        json!({
            "year": 2026,
            "required": {"general": 30, "professional": 42, "elective": 18, "total": 90},
            "posted": {"general": 30.5, "professional": 28, "elective": 0, "total": 58.5},
            "pending": {"general": 0, "professional": 0, "elective": 8.25, "total": 8.25},
            "over_cap": {"general": 0, "professional": 12, "elective": 0, "total": 12},
            "short": {"general": 0, "professional": 14, "elective": 18, "total": 32},
            "complete": false,
        })
    );
    assert_eq!(told["cycle"], json!({"required": 360, "counted": 58.5}));
}

fn a_statement_as_known_then_does_not_change(app: &TestApp) {
    let city = app.city();
    let person = app.teacher(&city.school, "T0001", "陈知夏");
    let course = announce(app, &city, &person, (2025, Category::General, 800));
    let then = AsOf {
        effective_on: None,
        known_at: Some(app.clock.now()),
    };
    let before = statement(app, "T0001", then);
    app.clock
        .set(app.clock.now().utc() + chrono::Duration::days(3));
    post(app, course, 800, 0);
    assert_eq!(statement(app, "T0001", then), before);
    let earlier = AsOf {
        effective_on: "2025-05-05".parse().ok(),
        known_at: None,
    };
    let told = statement(app, "T0001", earlier);
    assert_eq!(told["years"].as_array().expect("a list").len(), 5);
    assert_eq!(told["years"][4]["year"], 2025, "seen from that day's year");
    assert_eq!(told["cycle"]["counted"], 0, "it was done a day later");
    assert_eq!(statement(app, "T0001", AsOf::NOW)["cycle"]["counted"], 8);
}

fn who_has_no_business_there_finds_nothing(app: &TestApp) {
    let city = app.city();
    let person = app.teacher(&city.school, "T0001", "陈知夏");
    let other = app.teacher(&city.neighbour, "T0002", "林见山");
    let cases = [
        (app.teacher_account(&person, &city.school), true),
        (app.teacher_account(&other, &city.neighbour), false),
        (app.officer(Role::SchoolHr, &city.school), true),
        (app.officer(Role::SchoolHead, &city.school), true),
        (app.officer(Role::SchoolHr, &city.neighbour), false),
        (app.officer(Role::DistrictHr, &city.district), true),
        (app.officer(Role::BureauHr, &city.bureau), true),
        (app.officer(Role::Auditor, &city.bureau), true),
        (app.officer(Role::Provider, &city.provider), false),
        (app.officer(Role::SystemAdmin, &city.bureau), false),
    ];
    for (account, may_see) in cases {
        let found = app.write_as(&account, |conn, context| {
            actions::load(conn, context, "T0001", AsOf::NOW)
        });
        match found {
            Ok(_) => assert!(may_see, "{} sees it", account.login),
            Err(Error::NotFound) => assert!(!may_see, "{} does not", account.login),
            Err(error) => panic!("{}: {error}", account.login),
        }
    }
}

/// A teacher in November: a good part is posted, something waits, something was refused, and two
/// courses are open.
struct November {
    city: City,
    teacher: TestAccount,
    school: TestAccount,
}

fn november(app: &TestApp) -> November {
    // Posted without the audit that comes before: this is about the statement.
    app.tolerates(&[Invariant::CompletionState]);
    let city = app.city();
    let person = app.teacher(&city.school, "T0001", "陈知夏");
    let open = |title: &str, category, hours| CourseFields {
        starts_on: day(12, 1),
        ends_on: day(12, 20),
        ..course(title, category, hours)
    };
    let project = app.offer(
        &city.provider,
        &[
            course("人工智能与教育公需课", Category::General, 30),
            course("单元整体教学设计", Category::Professional, 24),
            course("课堂评价", Category::Professional, 8),
            course("校园急救", Category::Elective, 8),
            open("项目式学习工作坊", Category::Professional, 10),
            open("作业设计", Category::Professional, 12),
            open("心理健康教育", Category::Elective, 10),
        ],
    );
    let lines: Vec<String> = [
        "T0001,陈知夏,人工智能与教育公需课,公需,30,2026-04-02",
        "T0001,陈知夏,单元整体教学设计,专业,24,2026-05-20",
        "T0001,陈知夏,课堂评价,专业,8,2026-06-11",
        "T0001,陈知夏,校园急救,选修,8,2026-06-18",
    ]
    .map(str::to_owned)
    .to_vec();
    app.import(&project, &lines, Mode::Store);
    let ids: Vec<CompletionId> = app.completions().iter().map(|it| it.id).collect();
    let school = app
        .account("hr")
        .named("王人事")
        .with(Role::SchoolHr, &city.school)
        .sign_in();
    app.write_as(&school, |conn, context| {
        completions::confirm_completions(conn, context, &ids[..2])?;
        completions::refuse_completions(conn, context, &ids[2..3], "当天请假")
    })
    .expect("the school decides");
    app.write(|conn, context| {
        let journal = decision(conn, context)?;
        posting::post_in_full(conn, journal, &completions::announcements(&ids[..2]))
    })
    .expect("posted after the draw");
    November {
        teacher: app.teacher_account(&person, &city.school),
        city,
        school,
    }
}

fn the_first_line_answers_the_question(app: &TestApp) {
    let it = november(app);
    let page = app.visitor_as(&it.teacher).see("/credit-bank");
    assert!(page.contains("<h1>2026 年还差 36 学时</h1>"), "{page}");
    assert!(page.contains("还有 38 天"));
    assert!(
        page.contains("有的科目还没有入账学时"),
        "no elective hours, so no pace"
    );
    let officers = app.visitor_as(&it.school).see("/credit-bank/T0001");
    assert!(officers.contains("<h1>陈知夏：2026 年还差 36 学时</h1>"));
    assert!(
        !officers.contains("/claims/new"),
        "one claims one's own study only"
    );
}

fn each_line_says_who_decided_and_why(app: &TestApp) {
    let it = november(app);
    let page = app.visitor_as(&it.teacher).see("/credit-bank");
    let (waiting, settled) = page
        .split_once("id=\"waiting\"")
        .and_then(|(_, rest)| rest.split_once("明细</h2>"))
        .expect("what waits stands apart from the rest");
    assert!(waiting.contains("校园急救") && waiting.contains("待学校确认"));
    assert!(settled.contains("单元整体教学设计") && settled.contains("天河区教师发展中心"));
    assert!(settled.contains("学校确认") && settled.contains("王人事"));
    assert!(settled.contains("未计入") && settled.contains("原因：当天请假"));
}

fn open_courses_close_the_gap(app: &TestApp) {
    let it = november(app);
    let page = app.visitor_as(&it.teacher).see("/credit-bank");
    // 18 professional hours are missing and 10 elective ones, once the 8 that wait are posted.
    assert!(page.contains("下面 3 门课，共 32 学时"), "{page}");
    assert!(page.contains("已把待确认的 8 学时按通过计算"));
    assert!(page.contains("项目式学习工作坊") && page.contains("心理健康教育"));
}

fn the_page_can_be_seen_from_another_day(app: &TestApp) {
    let it = november(app);
    let visitor = app.visitor_as(&it.teacher);
    let page = visitor.see("/credit-bank?effective_on=2026-05-19");
    assert!(page.contains("<h1>2026 年还差 60 学时</h1>"), "{page}");
    assert!(page.contains("只含 2026 年 5 月 19 日（含当日）以前完成的研修"));
    assert!(page.contains("/credit-bank/T0001/print?year=2026&#38;effective_on=2026-05-19"));
    let before = visitor.see("/credit-bank?known_on=2026-11-22");
    assert!(
        before.contains("<h1>2026 年还差 90 学时</h1>"),
        "nothing was known yet"
    );
    let nonsense = visitor.see("/credit-bank?effective_on=yesterday&known_on=");
    assert!(nonsense.contains("<h1>2026 年还差 36 学时</h1>"));
    let earlier = visitor.see("/credit-bank?year=2025");
    assert!(earlier.contains("2025 年差 90 学时，已截止"));
}

fn a_statement_goes_out_as_a_file_and_on_paper(app: &TestApp) {
    let it = november(app);
    let visitor = app.visitor_as(&it.teacher);
    let csv = visitor.see("/credit-bank/T0001/export/csv");
    let mut lines = csv.trim_start_matches('\u{feff}').lines();
    assert_eq!(
        lines.next(),
        Some("教师编号,姓名,年度,完成日期,登记日期,内容,科目,计入学时,待确认,超上限,状态,说明")
    );
    assert_eq!(lines.count(), 4);
    assert!(csv.contains(
        "T0001,陈知夏,2026,2026-05-20,2026-11-23,单元整体教学设计,专业科目,24,0,0,已入账"
    ));
    assert_eq!(visitor.get("/credit-bank/T0001/export/xlsx").status, 200);
    assert_eq!(visitor.get("/credit-bank/T0001/export/doc").status, 404);
    let paper = visitor.see("/credit-bank/T0001/print");
    for told in [
        "继续教育学时账单",
        "陈知夏",
        "T0001",
        "天河第一小学",
        "截至 2026 年 11 月 23 日",
    ] {
        assert!(paper.contains(told), "{told}");
    }
}

fn each_page_is_for_those_who_may_see_it(app: &TestApp) {
    let it = november(app);
    let stranger = app.officer(Role::SchoolHr, &it.city.neighbour);
    let district = app.officer(Role::DistrictHr, &it.city.district);
    for rest in ["", "/print", "/export/csv"] {
        let path = format!("/credit-bank/T0001{rest}");
        assert_eq!(app.visitor_as(&stranger).get(&path).status, 404, "{path}");
        assert_eq!(app.visitor_as(&district).get(&path).status, 200, "{path}");
        assert_eq!(app.visitor().get(&path).status, 303, "{path}");
    }
    let visitor = app.visitor_as(&district);
    assert_eq!(
        visitor.get("/credit-bank").status,
        404,
        "an officer owes no hours"
    );
    assert_eq!(visitor.get("/credit-bank/T9999").status, 404);
}
