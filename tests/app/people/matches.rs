//! Matches through their pages: both sides beside each other, decided with a reason.

use xingtan::access::Role;
use xingtan::imports::Mode;
use xingtan::people::matches::store as match_store;

use crate::roster::{citizen_id, import, line};
use crate::support::TestApp;

on_each_backend!(
    both_sides_stand_beside_each_other_and_one_decides,
    a_match_across_districts_is_the_bureaus,
);

fn both_sides_stand_beside_each_other_and_one_decides(app: &TestApp) {
    let city = app.city();
    let (known, other) = (
        citizen_id("440106", "19880229", 11),
        citizen_id("440106", "19880229", 13),
    );
    import(app, &[line("张三", &known, &city.school)], Mode::Store);
    import(app, &[line("张三", &other, &city.neighbour)], Mode::Store);
    let school = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    assert_eq!(school.get("/people/matches").status, 404);
    let officer = app.visitor_as(&app.officer(Role::DistrictHr, &city.district));
    let list = officer.see("/people/matches");
    assert!(list.contains("姓名和出生日期相同"), "{list}");
    let path = list
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|href| href.starts_with("/people/matches/"))
        .expect("a question")
        .to_owned();
    assert_eq!(school.get(&path).status, 404);
    let page = officer.see(&path);
    assert!(page.contains("天河第二小学") && page.contains("天河第一小学"));
    assert_eq!(
        page.matches("class=\"wrong\"").count(),
        2,
        "document and school differ"
    );
    assert!(
        !page.contains(&known) && !page.contains(&other),
        "numbers stay hidden"
    );
    let nothing = officer.send(&path, &[("version", "1"), ("reason", "")]);
    assert_eq!(nothing.status, 422);
    let another = [
        ("version", "1"),
        ("decision", "another"),
        ("reason", "两人证件均已核对"),
    ];
    assert_eq!(officer.send(&path, &another).status, 303);
    assert!(officer.see("/people?q=zhangsan").matches("T4401").count() >= 4);
    assert!(officer.see(&path).contains("已经判断过了"));
    assert!(officer.see("/people/matches").contains("没有待判断的行"));
}

fn a_match_across_districts_is_the_bureaus(app: &TestApp) {
    let city = app.city();
    let far = app.district(&city.bureau, "440103", "荔湾区教育局");
    let far_school = app.school(&far, "2144000003", "荔湾小学");
    let (known, other) = (
        citizen_id("440106", "19880229", 11),
        citizen_id("440106", "19880229", 12),
    );
    import(app, &[line("张三", &known, &far_school)], Mode::Store);
    import(app, &[line("张三", &other, &city.school)], Mode::Store);
    let district = app.visitor_as(&app.officer(Role::DistrictHr, &city.district));
    assert!(district.see("/people/matches").contains("没有待判断的行"));
    let bureau = app.officer(Role::BureauHr, &city.bureau);
    let reach = app
        .actor(&bureau)
        .reach(xingtan::access::Action::DecideMatch);
    let open = app
        .read(|conn| match_store::list_open(conn, &reach, None, 10))
        .expect("the list");
    assert_eq!(open.len(), 1);
    let path = format!("/people/matches/{}", open[0].id);
    assert_eq!(district.get(&path).status, 404);
    let same = [
        ("version", "1"),
        ("decision", "same"),
        ("reason", "换领护照"),
    ];
    let visitor = app.visitor_as(&bureau);
    // The row tells of a second employment since the same day: that cannot be linked.
    let refused = visitor.send(&path, &same);
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("应晚于现任职的起始日期"));
    visitor.see(&path);
}
