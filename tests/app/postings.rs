//! Posting and certifying: what an objection brings down, whom ethics bar meanwhile, and what happens at
//! the same moment.

use chrono::TimeDelta;
use xingtan::access::Role;
use xingtan::error::Error;
use xingtan::notices::{self, NoticeId};
use xingtan::selection::meetings::rules::Choice::{No, Yes};
use xingtan::selection::nominations::NominationId;
use xingtan::selection::results::rules::ResultState;
use xingtan::selection::results::{actions, certificates, store};
use xingtan::workflow::publicity::Finding;

use crate::support::meeting::{Meeting, at_once};
use crate::support::records::warning;
use crate::support::{TestApp, why};

on_each_backend!(
    whoever_is_barred_meanwhile_is_not_posted,
    whoever_is_barred_at_the_end_is_not_certified,
    an_objection_holds_up_whom_it_is_about,
    the_same_list_hangs_again_for_a_reason_only,
    only_who_may_decide_learns_whether_there_is_a_result,
    two_secretaries_post_at_once,
    two_reserves_move_up_at_once,
    two_officers_certify_at_once,
);

fn post(app: &TestApp, meeting: &Meeting, reason: &str) -> Result<Option<NoticeId>, Error> {
    app.write_as(&meeting.committee.secretary, |conn, context| {
        actions::post_results_again(conn, context, meeting.round(), reason)
    })
}

fn posted(app: &TestApp, meeting: &Meeting) -> NoticeId {
    let notice = post(app, meeting, "").expect("signed minutes");
    notice.expect("somebody passed")
}

fn strike(app: &TestApp, meeting: &Meeting, at: usize) {
    let officer = app.fresh_officer(Role::BureauHr, &meeting.committee.bureau);
    app.write_as(&officer, |conn, context| {
        actions::strike(conn, context, meeting.candidate(at), "经查不符合条件")
    })
    .expect("with a reason");
}

fn certify(app: &TestApp, meeting: &Meeting, places: &[usize]) -> Result<Vec<String>, Error> {
    let ids: Vec<NominationId> = places.iter().map(|it| meeting.candidate(*it)).collect();
    let officer = app.fresh_officer(Role::BureauHr, &meeting.committee.bureau);
    app.write_as(&officer, |conn, context| {
        certificates::certify(conn, context, meeting.round(), &ids, "经局务会审定")
    })
}

/// The lists hang their days, and the round goes on to certificates.
fn hang(app: &TestApp, meeting: &Meeting) {
    app.wait(TimeDelta::days(12));
    app.advance(meeting.round(), 31);
    app.advance(meeting.round(), 31);
}

/// A sanction that was decided while the round ran.
fn sanction(app: &TestApp, meeting: &Meeting, at: usize) {
    let person = meeting.committee.candidates[at].0.id;
    app.alert(person, &warning("2026-11-23"));
}

fn notice_of(app: &TestApp, meeting: &Meeting, at: usize) -> Option<NoticeId> {
    let found = app.read(|conn| store::find(conn, meeting.candidate(at)));
    found.expect("results").expect("voted on").notice_id
}

fn whoever_is_barred_meanwhile_is_not_posted(app: &TestApp) {
    let meeting = app.voted();
    sanction(app, &meeting, 0);
    let notice = posted(app, &meeting);
    assert_eq!(notice_of(app, &meeting, 1), Some(notice), "others go on");
    assert_eq!(notice_of(app, &meeting, 0), None);
    let public = app.visitor().see(&format!("/notices/{notice}"));
    assert!(
        !public.contains("人选0") && public.contains("人选1"),
        "{public}"
    );
    assert_eq!(why(post(app, &meeting, "")), "result-barred");
    let results = format!("/selection/{}/results", meeting.round());
    let page = app.visitor_as(&meeting.committee.secretary).see(&results);
    assert!(page.contains("按师德方面的规定"), "{page}");
    strike(app, &meeting, 0);
    app.write_as(&meeting.committee.secretary, |conn, context| {
        actions::promote(conn, context, meeting.candidate(2), "前一名取消资格")
    })
    .expect("a free seat");
}

fn whoever_is_barred_at_the_end_is_not_certified(app: &TestApp) {
    let meeting = app.voted();
    posted(app, &meeting);
    hang(app, &meeting);
    sanction(app, &meeting, 0);
    assert_eq!(why(certify(app, &meeting, &[0])), "result-barred");
    let officer = app.fresh_officer(Role::BureauHr, &meeting.committee.bureau);
    let results = format!("/selection/{}/results", meeting.round());
    let page = app.visitor_as(&officer).see(&results);
    assert!(page.contains("按师德方面的规定"), "{page}");
    certify(app, &meeting, &[1]).expect("nothing bars the other");
    strike(app, &meeting, 0);
}

/// An objection to a notice, which is found right about some of its lines.
fn uphold(app: &TestApp, notice: NoticeId, lines: &[usize]) {
    app.write(|conn, context| {
        let text = "名单中的人选提供的材料与事实不符。";
        notices::actions::object(conn, context, notice, text, "")?;
        let objections = notices::store::list_objections(conn, notice)?;
        let newest = objections.last().expect("it came in");
        let seen = (newest.id, newest.version);
        let about = (Finding::Uphold, lines);
        notices::actions::answer_about(conn, context, seen, about, "经核查属实")
    })
    .expect("an objection in time");
}

fn an_objection_holds_up_whom_it_is_about(app: &TestApp) {
    let meeting = app.voted();
    let notice = posted(app, &meeting);
    let asked = app.write(|conn, context| {
        let text = "名单中的人选提供的材料与事实不符。";
        notices::actions::object(conn, context, notice, text, "")
    });
    asked.expect("an objection in time");
    let officer = app.fresh_officer(Role::BureauHr, &meeting.committee.bureau);
    let objections = app.read(|conn| notices::store::list_objections(conn, notice));
    let objection = objections.expect("objections")[0].id;
    let visitor = app.visitor_as(&officer);
    let path = format!("/objections/{objection}");
    assert!(visitor.see(&path).contains("异议成立所涉及的人选"));
    let answer = [
        ("version", "1"),
        ("finding", "uphold"),
        ("lines", "0"),
        ("reason", "经核查属实"),
    ];
    let answered = visitor.send(&format!("{path}/answer"), &answer);
    assert_eq!(answered.status, 303, "{}", answered.body);
    // The first line is out; the others keep their days.
    strike(app, &meeting, 0);
    hang(app, &meeting);
    certify(app, &meeting, &[1]).expect("nobody objected to the other");
    assert_eq!(notice_of(app, &meeting, 1), Some(notice));
}

fn the_same_list_hangs_again_for_a_reason_only(app: &TestApp) {
    let meeting = app.voted();
    let notice = posted(app, &meeting);
    uphold(app, notice, &[0]);
    assert_eq!(
        why(post(app, &meeting, " ")),
        "result-repost-reason-missing"
    );
    let path = format!("/selection/{}/results", meeting.round());
    let secretary = app.visitor_as(&meeting.committee.secretary);
    assert!(secretary.see(&path).contains("重新公示的理由"));
    let reason = "材料笔误，更正后条件仍然符合";
    let again = secretary.send(&path, &[("post_reason", reason)]);
    assert_eq!(again.status, 303, "{}", again.body);
    let public = app.visitor().see(&again.location);
    assert!(
        public.contains("异议成立后重新公示") && public.contains(reason),
        "{public}"
    );
    assert!(
        public.contains("人选0") && !public.contains("人选1"),
        "{public}"
    );
    assert_eq!(
        notice_of(app, &meeting, 1),
        Some(notice),
        "she keeps her days"
    );
    assert_eq!(why(post(app, &meeting, reason)), "result-nothing-to-post");
}

/// School HR sees the nomination, and is told the same before and after there is a result.
fn only_who_may_decide_learns_whether_there_is_a_result(app: &TestApp) {
    let meeting = app.voted();
    let school = app.fresh_officer(Role::SchoolHr, &meeting.committee.school);
    let visitor = app.visitor_as(&school);
    let ask = |act: &str| {
        let path = format!("/nominations/{}/{act}", meeting.candidate(0));
        visitor.send(&path, &[("reason", "打听")]).status
    };
    let before = ["decline", "strike", "promote"].map(ask);
    posted(app, &meeting);
    assert_eq!(["decline", "strike", "promote"].map(ask), before);
}

fn two_secretaries_post_at_once(app: &TestApp) {
    let meeting = app.voted();
    let bureau = &meeting.committee.bureau;
    let secretaries = [0, 1].map(|_| app.fresh_officer(Role::CommitteeSecretary, bureau));
    let (won, lost) = at_once(|at| {
        app.write_as(&secretaries[at], |conn, context| {
            actions::post_results(conn, context, meeting.round())
        })
    });
    assert_eq!(won, 1, "{lost:?}");
    let is_told = match &lost[0] {
        Error::Stale => true,
        Error::Refused(it) => it.message.key == "result-nothing-to-post",
        _ => false,
    };
    assert!(is_told, "{lost:?}");
    let round = notices::NoticeSubjectId(meeting.round().0);
    let hanging = app.read(|conn| notices::store::list_of_subject(conn, round));
    assert_eq!(hanging.expect("notices").len(), 1);
}

/// One seat is free, and two wait for it.
fn two_reserves_move_up_at_once(app: &TestApp) {
    let meeting = app.meeting(4);
    meeting.ballot(app, &[(0, 3), (1, 2), (2, 2), (3, 2)]);
    // Three for one seat: the third and the fourth wait in this order.
    let tied = meeting.open_ballot(app).expect("those tied");
    for (member, chosen) in [1, 1, 2].into_iter().enumerate() {
        let papers = [1, 2, 3].map(|at| (at, if at == chosen { Yes } else { No }));
        meeting.cast(app, tied, member, &papers).expect("one yes");
    }
    meeting.close_ballot(app, tied, "").expect("all is cast");
    meeting.sign(app);
    app.advance(meeting.round(), 31);
    posted(app, &meeting);
    strike(app, &meeting, 0);
    let bureau = &meeting.committee.bureau;
    let secretaries = [0, 1].map(|_| app.fresh_officer(Role::CommitteeSecretary, bureau));
    let (won, lost) = at_once(|at| {
        app.write_as(&secretaries[at], |conn, context| {
            actions::promote(conn, context, meeting.candidate(2 + at), "递补")
        })
    });
    assert_eq!(won, 1, "{lost:?}");
    let states = app.read(|conn| store::list_states(conn, meeting.round()));
    let states = states.expect("results");
    assert_eq!(states[&meeting.candidate(2)], ResultState::Proposed);
    assert_eq!(states[&meeting.candidate(3)], ResultState::Reserve);
}

fn two_officers_certify_at_once(app: &TestApp) {
    let meeting = app.voted();
    posted(app, &meeting);
    hang(app, &meeting);
    let bureau = &meeting.committee.bureau;
    let officers = [0, 1].map(|_| app.fresh_officer(Role::BureauHr, bureau));
    let ids = [meeting.candidate(0), meeting.candidate(1)];
    let (won, lost) = at_once(|at| {
        app.write_as(&officers[at], |conn, context| {
            certificates::certify(conn, context, meeting.round(), &ids, "经局务会审定")
        })
    });
    assert_eq!(won, 1, "{lost:?}");
    let is_told = match &lost[0] {
        Error::Stale => true,
        Error::Refused(it) => it.message.key == "result-not-here",
        _ => false,
    };
    assert!(is_told, "{lost:?}");
    let given = app.read(|conn| store::list_certificates(conn, meeting.round()));
    let numbers: Vec<String> = given
        .expect("certificates")
        .into_iter()
        .map(|it| it.number)
        .collect();
    assert_eq!(numbers.len(), 2, "{numbers:?}");
    assert!(
        numbers[0].ends_with("0001") && numbers[1].ends_with("0002"),
        "{numbers:?}"
    );
}
