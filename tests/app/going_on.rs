//! Rounds that go on: what is a wall, what is only named, and what nobody is asked about.

use xingtan::access::Role;
use xingtan::db::Json;
use xingtan::selection::committees::actions::{AnswerTo, answer};
use xingtan::selection::committees::{Member, MemberState};
use xingtan::selection::conflicts;
use xingtan::selection::phases::Phase;
use xingtan::selection::results;
use xingtan::selection::rounds::{self, RoundId};

use crate::support::selection::onward;
use crate::support::{TestApp, why};

on_each_backend!(
    nobody_ends_reviews_without_a_complete_committee,
    only_ties_that_can_be_decided_are_left_undone,
    nobody_ends_a_round_before_its_results_are_posted,
);

/// Goes on, and why not.
fn blocked(app: &TestApp, id: RoundId) -> &'static str {
    why(app.write(|conn, context| {
        let seen = rounds::store::load(conn, id)?.version;
        rounds::actions::advance_round(conn, context, id, seen, &onward(31))
    }))
}

/// Whoever answers late, or is drawn late, comes while reviews are written; nobody meets with fewer.
fn nobody_ends_reviews_without_a_complete_committee(app: &TestApp) {
    let committee = app.committee(1, 6);
    let round = committee.round;
    let invited: Vec<Member> = committee.draw(app);
    let mut invited = invited
        .into_iter()
        .filter(|it| it.state == MemberState::Invited);
    let accept = |member: &Member| {
        app.write_as(committee.account(member), |conn, context| {
            answer(conn, context, member.id, member.version, &AnswerTo::Accept)
        })
        .expect("an invitation");
    };
    for member in invited.by_ref().take(2) {
        accept(&member);
    }
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &committee.bureau));
    let page = || bureau.see(&format!("/selection/{round}"));
    assert!(page().contains("1 位评委尚未答复邀请"), "{}", page());
    assert_eq!(app.advance(round, 31), Phase::Review);
    assert_eq!(blocked(app, round), "meeting-members-missing");
    assert!(page().contains("还缺 1 人"), "{}", page());
    accept(&invited.next().expect("a third"));
    assert!(!page().contains("尚未答复邀请"), "{}", page());
    assert_eq!(app.advance(round, 31), Phase::Calibration);
}

/// Of a reserve and of whoever is out nobody decides any more; of who serves the secretary can.
fn only_ties_that_can_be_decided_are_left_undone(app: &TestApp) {
    let committee = app.committee(2, 6);
    let round = committee.round;
    let serving = committee.seat(app);
    let members = committee.members(app);
    let reserve = members.iter().find(|it| it.state == MemberState::Reserve);
    let find = |member: &Member, at: usize| {
        let nomination_id = committee.candidates[at].1;
        app.write(|conn, context| {
            let note = "曾是同门".to_owned();
            let found = conflicts::Conflict {
                member_id: member.id,
                nomination_id,
                kind: conflicts::ConflictKind::Mentor,
                detail: Json::of(&conflicts::rules::Detail::Said { note }),
                found_at: context.at,
            };
            conflicts::store::save_found(conn, &found)
        })
        .expect("a pair of the round");
    };
    find(reserve.expect("a reserve"), 0);
    for _ in 0..3 {
        app.advance(round, 31);
    }
    assert_eq!(app.running(round).round.phase, Phase::Meeting);
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &committee.bureau));
    let page = || bureau.see(&format!("/selection/{round}"));
    assert!(!page().contains("尚未决定是否回避"), "{}", page());
    find(&serving[0], 1);
    assert!(
        page().contains("1 项利害关系尚未决定是否回避"),
        "{}",
        page()
    );
}

/// Whoever was voted on is told, before nothing can be posted any more.
fn nobody_ends_a_round_before_its_results_are_posted(app: &TestApp) {
    let meeting = app.voted();
    let round = meeting.round();
    for phase in [Phase::Objections, Phase::Certify] {
        assert_eq!(app.advance(round, 31), phase);
    }
    assert_eq!(blocked(app, round), "round-not-posted");
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &meeting.committee.bureau));
    let page = bureau.see(&format!("/selection/{round}"));
    assert!(page.contains("评选结果还没有公示"), "{page}");
    app.write_as(&meeting.committee.secretary, |conn, context| {
        results::actions::post_results(conn, context, round)
    })
    .expect("the minutes are signed");
    assert_eq!(app.advance(round, 31), Phase::Closed);
}
