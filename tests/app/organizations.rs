//! Organizations: codes are given once, schools close empty, alliances have dates.

use chrono::NaiveDate;
use xingtan::access::Role;
use xingtan::error::Error;
use xingtan::organizations::rules::NewOrganization;
use xingtan::organizations::{OrganizationKind, Stage, actions, reference, store};

use crate::support::TestApp;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

fn refused_field(result: Result<impl std::fmt::Debug, Error>) -> String {
    match result {
        Err(Error::Input(errors)) => format!("{}: {}", errors.0[0].0, errors.0[0].1.key),
        other => panic!("expected a refusal at a field, got {other:?}"),
    }
}

fn new_school(code: &str) -> NewOrganization {
    NewOrganization {
        kind: OrganizationKind::School,
        code: code.to_owned(),
        name: "新港小学".to_owned(),
        name_en: Some("Xingang Primary School".to_owned()),
        district: None,
        stage: Some(Stage::Primary),
        is_rural: false,
        credit_code: None,
        opened_on: day(2016, 9, 1),
    }
}

on_each_backend!(
    the_offices_are_loaded_once,
    a_code_is_given_once_and_a_renamed_school_keeps_it,
    a_school_closes_when_nobody_works_there,
    allies_are_members_of_the_day,
);

fn the_offices_are_loaded_once(app: &TestApp) {
    let load = || app.write(|conn, _| reference::load(conn));
    assert_eq!(load().expect("the first time"), 12);
    assert_eq!(load().expect("again"), 0);
    let district = app
        .read(|conn| store::find_by_code(conn, "440106"))
        .expect("a look-up")
        .expect("天河区");
    assert_eq!(district.district_id, Some(district.id));
}

fn a_code_is_given_once_and_a_renamed_school_keeps_it(app: &TestApp) {
    let city = app.city();
    let bureau = app.officer(Role::BureauHr, &city.bureau);
    let district = app.officer(Role::DistrictHr, &city.district);
    let open = |account, code: &str| {
        app.write_as(account, |conn, context| {
            actions::open(conn, context, &new_school(code))
        })
    };
    assert!(matches!(
        open(&district, "2144000100"),
        Err(Error::NotFound)
    ));
    let id = open(&bureau, "2144000100").expect("a new code");
    assert_eq!(
        refused_field(open(&bureau, " 2144000100 ")),
        "code: organization-code-taken"
    );
    app.write_as(&bureau, |conn, context| {
        actions::rename(conn, context, id, 1, ("新港中路小学", None), "区划调整")
    })
    .expect("the new name");
    let school = app.read(|conn| store::load(conn, id)).expect("the school");
    assert_eq!(
        (school.code.as_str(), school.name.as_str(), school.version),
        ("2144000100", "新港中路小学", 2)
    );
    app.write_as(&bureau, |conn, context| {
        actions::close(conn, context, id, 2, day(2026, 8, 31), "并入他校")
    })
    .expect("nobody works there");
    assert_eq!(
        refused_field(open(&bureau, "2144000100")),
        "code: organization-code-taken"
    );
}

fn a_school_closes_when_nobody_works_there(app: &TestApp) {
    let city = app.city();
    app.teacher(&city.school, "T001", "张三");
    let close = app.write(|conn, context| {
        actions::close(conn, context, city.school.id, 1, day(2026, 8, 31), "停办")
    });
    assert_eq!(refused_field(close), "on: organization-still-employs");
}

fn allies_are_members_of_the_day(app: &TestApp) {
    let city = app.city();
    let (school, provider) = (city.school.id, city.provider.id);
    let alliance = app
        .write(|conn, context| {
            let id = actions::found_alliance(conn, context, "TH-A1", "天河联盟", day(2024, 1, 1))?;
            actions::join_alliance(conn, context, id, school, day(2024, 1, 1))?;
            actions::join_alliance(conn, context, id, provider, day(2025, 1, 1))?;
            Ok(id)
        })
        .expect("an alliance of two");
    let allies = |on| {
        let mut allies = app
            .read(|conn| store::list_allies(conn, school, on))
            .expect("the allies");
        allies.sort();
        allies
    };
    let mut both = vec![school, provider];
    both.sort();
    assert_eq!(allies(day(2024, 12, 31)), [school]);
    assert_eq!(allies(day(2025, 1, 1)), both);
    let join = || {
        app.write(|conn, context| {
            actions::join_alliance(conn, context, alliance, provider, day(2026, 1, 1))
        })
    };
    assert_eq!(
        refused_field(join()),
        "organization: alliance-already-member"
    );
    app.write(|conn, context| {
        actions::leave_alliance(conn, context, alliance, provider, day(2025, 6, 30))
    })
    .expect("the end of the membership");
    join().expect("a second membership");
    assert_eq!(allies(day(2025, 6, 30)), both);
    assert_eq!(allies(day(2025, 7, 1)), [school]);
    assert_eq!(allies(day(2026, 1, 1)), both);
}
