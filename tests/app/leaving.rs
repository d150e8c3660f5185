//! Candidates who leave between signature and results: taken out by the bureau, or of their own will.
//! What the committee has not begun goes on without them, what it voted stays.

use xingtan::access::Role;
use xingtan::error::Error;
use xingtan::notices;
use xingtan::selection::nominations::candidates::list_candidates;
use xingtan::selection::nominations::rules::NominationState;
use xingtan::selection::nominations::{NominationId, actions, store};
use xingtan::selection::results;
use xingtan::selection::results::rules::ResultState;

use crate::support::committee::Committee;
use crate::support::{TestAccount, TestApp, why};

on_each_backend!(
    who_is_taken_out_is_no_candidate,
    who_leaves_after_the_ballot_has_no_seat,
);

fn seen(app: &TestApp, id: NominationId) -> i64 {
    let nomination = app.read(|conn| store::load(conn, id));
    nomination.expect("a nomination").version
}

/// A candidate with an account.
fn own(app: &TestApp, committee: &Committee, at: usize) -> TestAccount {
    app.teacher_account(&committee.candidates[at].0, &committee.school)
}

fn withdraw(app: &TestApp, by: &TestAccount, id: NominationId) -> Result<(), Error> {
    let seen = seen(app, id);
    app.write_as(by, |conn, context| {
        actions::withdraw(conn, context, id, seen, "个人原因")
    })
}

fn who_is_taken_out_is_no_candidate(app: &TestApp) {
    let stage = app.committee(2, 4);
    let members = stage.sit(app);
    stage.deal(app);
    app.advance(stage.round, 31);
    let [out, stays] = [0, 1].map(|at| stage.candidates[at].1);
    let bureau = app.officer(Role::BureauHr, &stage.bureau);
    let exclude = |reason: &str| {
        let seen = seen(app, out);
        app.write_as(&bureau, |conn, context| {
            actions::exclude(conn, context, out, seen, reason)
        })
    };
    assert!(matches!(exclude(" "), Err(Error::Input(_))));
    let reviews = stage.reviews(app);
    let one = reviews
        .iter()
        .find(|it| it.nomination == out)
        .expect("dealt out");
    let reviewer = members
        .iter()
        .find(|it| it.id == one.member)
        .expect("a member");
    let reviewer = app.visitor_as(stage.account(reviewer));
    assert!(reviewer.see("/reviews").contains("人选0"));
    let officer = app.visitor_as(&bureau);
    assert!(
        officer
            .see(&format!("/nominations/{out}"))
            .contains("取消人选资格")
    );
    exclude("师德核查不合格").expect("a candidate before results");
    assert_eq!(why(exclude("再次")), "nomination-not-here");
    let candidates = app.read(|conn| list_candidates(conn, stage.round));
    let candidates: Vec<_> = candidates
        .expect("a list")
        .into_iter()
        .map(|it| it.nomination)
        .collect();
    assert_eq!(candidates, [stays]);
    assert!(!reviewer.see("/reviews").contains("人选0"));
    assert_eq!(reviewer.get(&format!("/reviews/{}", one.id)).status, 404);
    let page = officer.see(&format!("/selection/{}", stage.round));
    assert!(page.contains("2 份评审尚未提交"), "of the one who stays");
    let teacher = app.visitor_as(&own(app, &stage, 0));
    let page = teacher.see(&format!("/nominations/{out}"));
    assert!(page.contains("已取消人选资格") && page.contains("师德核查不合格"));
}

fn who_leaves_after_the_ballot_has_no_seat(app: &TestApp) {
    let meeting = app.meeting(2);
    let round = meeting.round();
    meeting.ballot(app, &[(0, 3), (1, 3)]);
    let [first, second] = [0, 1].map(|at| own(app, &meeting.committee, at));
    withdraw(app, &first, meeting.candidate(0)).expect("nothing is posted");
    meeting.sign(app);
    app.advance(round, 31);
    let notice = app
        .write_as(&meeting.committee.secretary, |conn, context| {
            results::actions::post_results(conn, context, round)
        })
        .expect("the minutes are signed")
        .expect("one is left");
    let notice = app.read(|conn| notices::store::load(conn, notice));
    let names: Vec<String> = notice
        .expect("a notice")
        .entries()
        .expect("our own types")
        .into_iter()
        .map(|it| it.name)
        .collect();
    assert_eq!(names, ["人选1"]);
    let states = app.read(|conn| {
        let result = results::store::find(conn, meeting.candidate(0))?;
        let nomination = store::load(conn, meeting.candidate(0))?;
        Ok((result.map(|it| it.state), nomination.state))
    });
    let expected = (Some(ResultState::Declined), NominationState::Withdrawn);
    assert_eq!(states.expect("a result"), expected);
    assert_eq!(
        why(withdraw(app, &second, meeting.candidate(1))),
        "nomination-results-posted"
    );
}
