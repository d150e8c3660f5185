//! What a running selection waits for from secretary and bureau, on their list of tasks.

use chrono::TimeDelta;
use xingtan::access::Role;
use xingtan::selection::committees::actions as committees;
use xingtan::selection::conflicts::actions as conflicts;

use crate::support::TestApp;

on_each_backend!(
    the_secretary_finds_what_is_next,
    the_bureau_finds_a_phase_that_is_over,
    whoever_stands_learns_nothing_as_an_officer,
);

const DRAW: &str = "2026 年小型评选：评委会等待抽取";

fn the_secretary_finds_what_is_next(app: &TestApp) {
    let stage = app.committee(2, 6);
    let tasks = || app.visitor_as(&stage.secretary).see("/tasks");
    let found = tasks();
    assert!(found.contains(DRAW), "{found}");
    assert!(found.contains(&format!("/selection/{}/committee", stage.round)));
    app.write_as(&stage.secretary, |conn, context| {
        committees::announce_draw(conn, context, stage.round)?;
        committees::draw(conn, context, stage.round)
    })
    .expect("a pool that is large enough");
    assert!(tasks().contains("3 位已抽取的评委等待邀请"));
    app.write_as(&stage.secretary, |conn, context| {
        committees::invite_all(conn, context, stage.round)
    })
    .expect("nothing stands between them");
    assert!(
        !tasks().contains("2026 年小型评选"),
        "members are to answer"
    );
    let member = &stage.members(app)[0];
    app.write_as(stage.account(member), |conn, context| {
        let whom = (stage.round, stage.candidates[0].1);
        let kind = xingtan::selection::conflicts::TieKind::Kin;
        conflicts::declare(conn, context, whom, kind, "表兄弟")
    })
    .expect("a member's own tie");
    assert!(tasks().contains("1 对利害关系等待决定"));
}

fn the_bureau_finds_a_phase_that_is_over(app: &TestApp) {
    let stage = app.committee(1, 4);
    let bureau = app.account("bureau").with(Role::BureauHr, &stage.bureau);
    let bureau = bureau.sign_in();
    let tasks = || app.visitor_as(&bureau).see("/tasks");
    assert!(!tasks().contains("本阶段已到期"));
    // The phase lasts until 31 December; the session of eleven o'clock would not.
    app.wait(TimeDelta::days(39));
    let bureau = app.fresh_officer(Role::BureauHr, &stage.bureau);
    let found = app.visitor_as(&bureau).see("/tasks");
    assert!(found.contains("2026 年小型评选：本阶段已到期"), "{found}");
    assert!(!found.contains(DRAW), "that is the secretary's");
}

fn whoever_stands_learns_nothing_as_an_officer(app: &TestApp) {
    let stage = app.committee(1, 4);
    let (candidate, _) = &stage.candidates[0];
    let own = app.account("own").of(candidate);
    let own = own.with(Role::CommitteeSecretary, &stage.bureau).sign_in();
    assert!(!app.visitor_as(&own).see("/tasks").contains(DRAW));
}
