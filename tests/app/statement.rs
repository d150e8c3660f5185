//! The statement: figures from the ledger, seen from two dates, for whoever may see them.

use serde_json::json;
use xingtan::access::Role;
use xingtan::credit_bank::posting::{self, Announcement, Decision, Posting, announcement_id};
use xingtan::credit_bank::statement::{actions, export};
use xingtan::db::Conn;
use xingtan::error::Error;
use xingtan::hours::Hours;
use xingtan::journal::{self, Act};
use xingtan::ledger::{AsOf, Category, OriginId};
use xingtan::people::Person;

use crate::support::TestApp;
use crate::support::city::City;

on_each_backend!(
    a_year_is_told_as_scripts_read_it,
    a_statement_as_known_then_does_not_change,
    who_has_no_business_there_finds_nothing,
);

fn decision(conn: &mut Conn, context: &xingtan::context::Context) -> Result<Decision, Error> {
    let act = Act {
        event: "test",
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
