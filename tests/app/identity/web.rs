//! At the door and in the offices of the administrators, through their pages.

use chrono::TimeDelta;
use rocket::http::SameSite;
use xingtan::access::Role;
use xingtan::demo::personas::DEMONSTRATION;
use xingtan::web::visit::SESSION_COOKIE;

use super::{OTHER_PASSWORD, PASSWORD};
use crate::support::TestApp;
use crate::support::web::{Page, Visitor};

on_each_backend!(
    one_signs_in_goes_on_and_signs_out,
    nobody_is_led_to_another_site,
    five_wrong_passwords_lock_the_door,
    a_code_opens_an_account_once,
    one_changes_the_password_and_ends_a_session,
    a_form_without_the_right_token_does_nothing,
    a_form_sent_twice_does_one_thing,
    a_page_speaks_the_language_that_was_chosen,
    using_a_session_keeps_it,
    the_auditor_reads_words_and_no_one_else_reads,
    an_expired_session_leads_back_to_where_one_was,
    only_a_demonstration_offers_sign_ins,
    an_address_that_cannot_be_is_not_found,
);

fn sign_in(visitor: &Visitor, login: &str, password: &str) -> Page {
    let fields = [
        ("login", login),
        ("password", password),
        ("back", "/account"),
    ];
    visitor.send("/sign-in", &fields)
}

fn chen(app: &TestApp) {
    let city = app.city();
    app.account("chen")
        .named("陈一")
        .opened_by(PASSWORD)
        .with(Role::SchoolHr, &city.school)
        .sign_in();
}

fn one_signs_in_goes_on_and_signs_out(app: &TestApp) {
    chen(app);
    let visitor = app.visitor();
    let wrong = sign_in(&visitor, "chen", "wrong");
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("账号或密码不正确"), "{}", wrong.body);
    assert!(wrong.body.contains("value=\"chen\"") && !wrong.body.contains("value=\"wrong\""));

    let page = sign_in(&visitor, "chen", PASSWORD);
    assert_eq!((page.status, page.location.as_str()), (303, "/account"));
    let cookie = visitor.cookie(SESSION_COOKIE).expect("a session");
    assert_eq!(cookie.value().len(), 64);
    let account = visitor.see("/account");
    assert!(account.contains("陈一") && account.contains("天河第一小学"));

    let out = visitor.send("/sign-out", &[]);
    assert_eq!((out.status, out.location.as_str()), (303, "/sign-in"));
    assert_eq!(visitor.get("/account").status, 303);
}

fn nobody_is_led_to_another_site(app: &TestApp) {
    chen(app);
    for back in [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/a\r\nX: y",
    ] {
        let visitor = app.visitor();
        let fields = [("login", "chen"), ("password", PASSWORD), ("back", back)];
        let page = visitor.send("/sign-in", &fields);
        assert_eq!(
            (page.status, page.location.as_str()),
            (303, "/"),
            "{back:?}"
        );
        let page = visitor.get("/language/en?back=%2F%2Fevil.example");
        assert_eq!(page.location, "/");
    }
    let body = app.visitor().see("/sign-in?next=https:%2F%2Fevil.example");
    assert!(body.contains("name=\"back\" value=\"/\""));
}

fn five_wrong_passwords_lock_the_door(app: &TestApp) {
    chen(app);
    let visitor = app.visitor();
    for _ in 0..4 {
        sign_in(&visitor, "chen", "wrong");
    }
    let locked = sign_in(&visitor, "chen", "wrong");
    assert!(locked.body.contains("请等 1 分钟"), "{}", locked.body);
    assert_eq!(sign_in(&visitor, "chen", PASSWORD).status, 422);

    let city_admin = app.account("admin").sign_in();
    assert_eq!(
        app.visitor_as(&city_admin).get("/admin/accounts").status,
        404
    );
    app.wait(TimeDelta::minutes(1));
    assert_eq!(sign_in(&visitor, "chen", PASSWORD).status, 303);
}

fn a_code_opens_an_account_once(app: &TestApp) {
    let city = app.city();
    let admin = app.visitor_as(&app.officer(Role::SystemAdmin, &city.bureau));
    let new = [
        ("login", "Lin"),
        ("display_name", "林二"),
        ("teacher_number", ""),
    ];
    let opened = admin.send("/admin/accounts", &new);
    assert_eq!(opened.status, 303, "{}", opened.body);
    let again = admin.send("/admin/accounts", &new);
    assert_eq!(again.status, 422);
    assert!(
        again.body.contains("这个账号已经有人用了"),
        "{}",
        again.body
    );

    let folder = opened.location;
    let code_page = admin.send(&format!("{folder}/code"), &[]);
    assert_eq!(code_page.status, 200);
    let code = code_page
        .body
        .split("class=\"code figure\">")
        .nth(1)
        .and_then(|rest| rest.split('<').next())
        .expect("the code")
        .to_owned();
    assert!(!admin.see(&folder).contains(&code), "it is shown once");

    let owner = app.visitor();
    let passwords = |password: &'static str| {
        [
            ("code", code.as_str()),
            ("password", password),
            ("password_again", password),
        ]
    };
    let short = owner.send("/activate", &passwords("short"));
    assert_eq!(short.status, 422);
    assert!(
        short.body.contains("密码至少要 10 个字符"),
        "{}",
        short.body
    );
    assert_eq!(owner.send("/activate", &passwords(PASSWORD)).status, 303);
    assert!(owner.see("/account").contains("林二"));
    let thief = app.visitor().send("/activate", &passwords(OTHER_PASSWORD));
    assert_eq!(thief.status, 422);
    assert!(thief.body.contains("这个激活码不能用"));
}

fn one_changes_the_password_and_ends_a_session(app: &TestApp) {
    chen(app);
    let (here, there) = (app.visitor(), app.visitor());
    sign_in(&here, "chen", PASSWORD);
    sign_in(&there, "chen", PASSWORD);
    let account = here.see("/account");
    let revoke = account
        .split("/account/sessions/")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("another session");
    // The session of the test's builder and that of `there` can be ended; this one has no button.
    assert_eq!(account.matches("/revoke").count(), 2);
    assert_eq!(
        here.send(&format!("/account/sessions/{revoke}"), &[])
            .status,
        303
    );
    assert_eq!(here.see("/account").matches("/revoke").count(), 1);

    let change = |present: &str, once: &str, again: &str| {
        here.send(
            "/account/password",
            &[
                ("present_password", present),
                ("password", once),
                ("password_again", again),
            ],
        )
    };
    assert!(
        change(PASSWORD, OTHER_PASSWORD, "x")
            .body
            .contains("两次输入的密码不一样")
    );
    assert!(
        change("wrong", OTHER_PASSWORD, OTHER_PASSWORD)
            .body
            .contains("现在的密码不正确")
    );
    assert_eq!(change(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD).status, 303);
    assert_eq!(here.see("/account").matches("/revoke").count(), 0);
    assert_eq!(there.get("/account").status, 303);
}

fn a_form_without_the_right_token_does_nothing(app: &TestApp) {
    chen(app);
    let visitor = app.visitor();
    let fields = [("login", "chen"), ("password", PASSWORD), ("back", "/")];
    assert_eq!(visitor.send_bare("/sign-in", &fields).status, 403);
    let of_another = app.visitor().form_token();
    let forged = [&fields[..], &[("form_token", of_another.as_str())]].concat();
    visitor.form_token();
    assert_eq!(visitor.send_bare("/sign-in", &forged).status, 403);
    assert!(visitor.cookie(SESSION_COOKIE).is_none());
}

fn a_form_sent_twice_does_one_thing(app: &TestApp) {
    let city = app.city();
    let admin = app.visitor_as(&app.officer(Role::SystemAdmin, &city.bureau));
    let send = |login: &str| {
        let new = [
            ("login", login),
            ("display_name", "林二"),
            ("teacher_number", ""),
        ];
        let name = "0192f0c1-2345-7abc-8def-0123456789ab";
        admin.send_named(name, "/admin/accounts", &new)
    };
    assert_eq!(send("lin").status, 303);
    let again = send("lin");
    assert_eq!(
        (again.status, again.location.as_str()),
        (303, "/admin/accounts")
    );
    assert_eq!(send("other").status, 409, "the same form with other fields");
    assert_eq!(admin.see("/admin/accounts").matches("林二").count(), 1);
}

fn a_page_speaks_the_language_that_was_chosen(app: &TestApp) {
    let visitor = app.visitor();
    assert!(visitor.see("/sign-in").contains("<html lang=\"zh-CN\">"));
    let page = visitor.get("/language/en?back=%2Factivate");
    assert_eq!((page.status, page.location.as_str()), (303, "/activate"));
    let body = visitor.see("/activate");
    assert!(body.contains("<html lang=\"en\">") && body.contains("Activation code"));
    assert_eq!(visitor.get("/language/fr").status, 404);
    let cookie = visitor.cookie("xingtan_language").expect("the choice");
    assert_eq!(cookie.same_site(), Some(SameSite::Strict));
}

fn using_a_session_keeps_it(app: &TestApp) {
    chen(app);
    let visitor = app.visitor();
    sign_in(&visitor, "chen", PASSWORD);
    for _ in 0..3 {
        app.wait(TimeDelta::hours(11));
        visitor.see("/account");
        // The use is written down beside the answer.
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(5);
        while !was_seen_now(app) {
            assert!(
                std::time::Instant::now() < deadline,
                "the use was written down"
            );
            std::thread::yield_now();
        }
    }
}

fn was_seen_now(app: &TestApp) -> bool {
    use diesel::prelude::*;
    use xingtan::db::schema::sessions;
    let count: i64 = app
        .read(|conn| {
            Ok(sessions::table
                .filter(sessions::seen_at.eq(app.clock.now()))
                .count()
                .get_result(conn)?)
        })
        .expect("sessions");
    count > 0
}

fn the_auditor_reads_words_and_no_one_else_reads(app: &TestApp) {
    let city = app.city();
    let security = app.officer(Role::SecurityAdmin, &city.bureau);
    let auditor = app.visitor_as(&app.officer(Role::Auditor, &city.bureau));
    let lin = app
        .account("lin")
        .named("林二")
        .opened_by(PASSWORD)
        .sign_in();
    let office = app.visitor_as(&security);
    let grant = [
        ("role", "district_hr"),
        ("organization", "天河区教育局"),
        ("starts_on", "2026-11-23"),
        ("ends_on", ""),
    ];
    let granted = office.send(&format!("/admin/rights/{}/grant", lin.id), &grant);
    assert_eq!(granted.status, 303, "{}", granted.body);
    sign_in(&app.visitor(), "lin", "wrong");

    let all = auditor.see("/journal");
    for word in [
        "授予角色",
        "区教育局人事",
        "天河区教育局",
        "密码输错",
        "未登录的人",
    ] {
        assert!(all.contains(word), "{word}");
    }
    let table = all.split("<table").nth(1).expect("a table");
    for raw in ["district_hr", "role_granted", "wrong_tries", "{&quot;"] {
        assert!(!table.contains(raw), "{raw}");
    }
    let failed = auditor.see("/journal?event=sign_in_failed&about=lin");
    assert!(failed.contains("密码输错") && !failed.contains("天河区教育局"));
    let by_security = auditor.see(&format!("/journal?actor={}", security.login));
    assert!(by_security.contains("天河区教育局") && !by_security.contains("未登录的人"));
    assert!(
        auditor
            .see("/journal?actor=nobody")
            .contains("没有账号“nobody”")
    );
    assert_eq!(office.get("/journal").status, 404);
}

fn an_expired_session_leads_back_to_where_one_was(app: &TestApp) {
    chen(app);
    let visitor = app.visitor();
    let page = visitor.get("/account?a=1");
    assert_eq!(page.location, "/sign-in?next=%2Faccount%3Fa%3D1");
    assert!(
        visitor
            .see(&page.location)
            .contains("name=\"back\" value=\"/account?a=1\"")
    );
    let page = visitor.send(
        "/account/sessions/0192f0c123457abc8def0123456789ab/revoke",
        &[],
    );
    assert_eq!(page.location, "/sign-in", "a form's address is no page");
}

fn only_a_demonstration_offers_sign_ins(app: &TestApp) {
    let earnest = app.visitor().see("/sign-in");
    assert!(!earnest.contains(DEMONSTRATION.password) && !earnest.contains("?login="));

    let page = app
        .demonstration_visitor()
        .see("/sign-in?login=district-hr");
    assert!(page.contains(DEMONSTRATION.password));
    for it in DEMONSTRATION.sign_ins {
        assert!(page.contains(&format!("href=\"/sign-in?login={}\"", it.login)));
    }
    assert!(page.contains("value=\"district-hr\""), "{page}");
}

fn an_address_that_cannot_be_is_not_found(app: &TestApp) {
    chen(app);
    let visitor = app.visitor();
    sign_in(&visitor, "chen", PASSWORD);
    for path in [
        "/claims/12",
        "/people/zz",
        "/organizations/-",
        "/no/such/page",
    ] {
        assert_eq!(visitor.get(path).status, 404, "{path}");
    }
    assert_eq!(
        visitor
            .send("/claims/12/submit", &[("version", "1")])
            .status,
        404
    );
}
