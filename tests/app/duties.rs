//! What a running selection waits for from secretary and bureau, on their list of tasks.

use chrono::TimeDelta;
use xingtan::access::Role;
use xingtan::db::Json;
use xingtan::selection::committees::actions::{self as committees, AnswerTo};
use xingtan::selection::committees::{Member, MemberState};
use xingtan::selection::conflicts::rules::Detail;
use xingtan::selection::conflicts::{Conflict, ConflictKind, actions as conflicts, store};
use xingtan::selection::nominations::{self, NominationId};
use xingtan::selection::results;

use crate::support::TestApp;

on_each_backend!(
    the_secretary_finds_what_is_next,
    a_tie_of_whoever_is_out_waits_for_nobody,
    results_wait_to_be_posted_as_long_as_they_can_be,
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

/// Something that is found between a member and a candidate.
fn find(app: &TestApp, member: &Member, nomination_id: NominationId) {
    app.write(|conn, context| {
        let note = "曾是同门".to_owned();
        let found = Conflict {
            member_id: member.id,
            nomination_id,
            kind: ConflictKind::Mentor,
            detail: Json::of(&Detail::Said { note }),
            found_at: context.at,
        };
        store::save_found(conn, &found)
    })
    .expect("a pair of the round");
}

/// Nobody can decide on a pair that the page of conflicts does not show, and nothing waits for it.
fn a_tie_of_whoever_is_out_waits_for_nobody(app: &TestApp) {
    let stage = app.committee(2, 6);
    app.write_as(&stage.secretary, |conn, context| {
        committees::announce_draw(conn, context, stage.round)?;
        committees::draw(conn, context, stage.round)
    })
    .expect("a pool that is large enough");
    let [leaves, stays] = [0, 1].map(|at| stage.candidates[at].1);
    let members = stage.members(app);
    let of = |state| members.iter().find(|it| it.state == state);
    let drawn = of(MemberState::Drawn).expect("a member");
    find(app, of(MemberState::Reserve).expect("a reserve"), stays);
    find(app, drawn, leaves);
    let tasks = || app.visitor_as(&stage.secretary).see("/tasks");
    let page = || {
        let path = format!("/selection/{}/conflicts", stage.round);
        app.visitor_as(&stage.secretary).see(&path)
    };
    assert!(tasks().contains("1 对利害关系等待决定"), "{}", tasks());
    assert!(page().contains("待决定 1 对"));
    let bureau = app.officer(Role::BureauHr, &stage.bureau);
    app.write_as(&bureau, |conn, context| {
        let seen = nominations::store::load(conn, leaves)?.version;
        nominations::actions::exclude(conn, context, leaves, seen, "师德核查不合格")
    })
    .expect("a candidate before results");
    assert!(page().contains("待决定 0 对"));
    assert!(tasks().contains("3 位已抽取的评委等待邀请"), "{}", tasks());
    let invited = app.write_as(&stage.secretary, |conn, context| {
        committees::invite_all(conn, context, stage.round)
    });
    assert_eq!(invited.expect("nothing is to be decided"), 3);
    // Whoever moves up may serve: now it is to be decided.
    app.write_as(stage.account(drawn), |conn, context| {
        let answer = AnswerTo::Decline("出国访学".to_owned());
        committees::answer(conn, context, drawn.id, drawn.version + 1, &answer)
    })
    .expect("an invitation");
    assert!(tasks().contains("1 对利害关系等待决定"), "{}", tasks());
    assert!(page().contains("待决定 1 对"));
}

fn results_wait_to_be_posted_as_long_as_they_can_be(app: &TestApp) {
    const POST: &str = "2026 年小型评选：评选结果等待公示";
    let meeting = app.voted();
    let tasks = || app.visitor_as(&meeting.committee.secretary).see("/tasks");
    for phase in ["publicity", "objections", "certify"] {
        assert!(tasks().contains(POST), "{phase}: {}", tasks());
        if phase != "certify" {
            app.advance(meeting.round(), 31);
        }
    }
    app.write_as(&meeting.committee.secretary, |conn, context| {
        results::actions::post_results(conn, context, meeting.round())
    })
    .expect("the minutes are signed");
    assert!(!tasks().contains(POST), "{}", tasks());
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
