//! Results: hidden until they are posted, held up by objections, certified by the bureau, replaced from
//! the reserve list, taken away; and what each applicant is told.

use chrono::{NaiveDate, TimeDelta};
use xingtan::access::{Actor, Role};
use xingtan::error::Error;
use xingtan::identity::{self, SessionId};
use xingtan::notices::{self, NoticeId};
use xingtan::selection::nominations::{self, NominationId};
use xingtan::selection::results::certificates::{self, Revocation};
use xingtan::selection::results::rules::{CertificateState, ResultState};
use xingtan::selection::results::{actions, store};
use xingtan::workflow::publicity::Finding;

use crate::support::bank::day;
use crate::support::meeting::Meeting;
use crate::support::{TestAccount, TestApp, why};

on_each_backend!(
    a_result_goes_from_ballot_to_certificate,
    nobody_knows_a_result_before_it_is_posted,
    an_objection_that_is_right_calls_for_a_new_list,
    a_losing_candidate_answers_no_objection,
    a_free_seat_goes_down_the_reserve_list,
    nobody_certifies_oneself,
    an_honour_ends_and_its_number_says_so,
    nobody_lists_holders_number_by_number,
    whoever_lost_an_honour_does_not_apply_for_another,
    nobody_passes_and_seats_stay_empty,
    officers_list_the_honours_they_answer_for,
);

fn secretary(app: &TestApp, meeting: &Meeting) -> TestAccount {
    let bureau = &meeting.committee.bureau;
    app.fresh_officer(Role::CommitteeSecretary, bureau)
}

fn officer(app: &TestApp, meeting: &Meeting) -> TestAccount {
    app.fresh_officer(Role::BureauHr, &meeting.committee.bureau)
}

fn post(app: &TestApp, meeting: &Meeting) -> Result<Option<NoticeId>, Error> {
    app.write_as(&secretary(app, meeting), |conn, context| {
        actions::post_results(conn, context, meeting.round())
    })
}

fn certify(app: &TestApp, meeting: &Meeting, places: &[usize]) -> Result<Vec<String>, Error> {
    let ids: Vec<NominationId> = places.iter().map(|it| meeting.candidate(*it)).collect();
    app.write_as(&officer(app, meeting), |conn, context| {
        let reason = "经局务会审定";
        certificates::certify(conn, context, meeting.round(), &ids, reason)
    })
}

fn states(app: &TestApp, meeting: &Meeting) -> Vec<ResultState> {
    let states = app.read(|conn| store::list_states(conn, meeting.round()));
    let states = states.expect("results");
    let candidates = meeting.committee.candidates.iter();
    candidates.map(|it| states[&it.1]).collect()
}

/// The list hangs its days, and the round goes on to the phase of certificates.
fn hang(app: &TestApp, meeting: &Meeting) {
    app.wait(TimeDelta::days(12));
    app.advance(meeting.round(), 31);
    app.advance(meeting.round(), 31);
}

/// A candidate's own account, with a session that begins now.
fn own(app: &TestApp, meeting: &Meeting, at: usize) -> TestAccount {
    let (person, _) = &meeting.committee.candidates[at];
    let known = app.read(|conn| identity::store::find_of_person(conn, person.id));
    let Some(known) = known.expect("accounts") else {
        return app.teacher_account(person, &meeting.committee.school);
    };
    let mut account = TestAccount {
        id: known.id,
        login: known.login,
        session: SessionId::new(),
        token: String::new(),
    };
    app.renew(&mut account);
    account
}

fn outcome(app: &TestApp, meeting: &Meeting, at: usize) -> String {
    let path = format!("/nominations/{}/outcome", meeting.candidate(at));
    app.visitor_as(&own(app, meeting, at)).see(&path)
}

fn a_result_goes_from_ballot_to_certificate(app: &TestApp) {
    use ResultState::{Certified, NotPassed, Proposed, Reserve};
    let meeting = app.meeting(4);
    let results = format!("/selection/{}/results", meeting.round());
    meeting.ballot(app, &[(0, 3), (1, 3), (2, 2), (3, 1)]);
    assert_eq!(why(post(app, &meeting)), "phase-does-not-allow");
    meeting.sign(app);
    app.advance(meeting.round(), 31);
    let page = app.visitor_as(&secretary(app, &meeting)).see(&results);
    assert!(
        page.contains("尚未公示") && page.contains("同意 3 票"),
        "{page}"
    );
    let posted = app
        .visitor_as(&secretary(app, &meeting))
        .send(&results, &[]);
    assert_eq!(posted.status, 303, "{}", posted.body);
    let notice = app.visitor().see(&posted.location);
    assert!(notice.contains("人选0") && notice.contains("拟入选") && notice.contains("人选2"));
    assert!(
        !notice.contains("人选3") && !notice.contains("同意"),
        "{notice}"
    );
    assert_eq!(why(post(app, &meeting)), "result-nothing-to-post");
    assert_eq!(
        states(app, &meeting),
        [Proposed, Proposed, Reserve, NotPassed]
    );
    assert!(outcome(app, &meeting, 0).contains("拟认定"));
    assert!(outcome(app, &meeting, 2).contains("列为递补第 1 位"));
    assert!(outcome(app, &meeting, 3).contains("同意 1 票，须 2 票"));
    assert_eq!(why(certify(app, &meeting, &[0])), "phase-does-not-allow");
    app.advance(meeting.round(), 31);
    app.advance(meeting.round(), 31);
    assert!(certify(app, &meeting, &[0]).is_err(), "the list hangs");
    app.wait(TimeDelta::days(12));
    let bureau = app.visitor_as(&officer(app, &meeting));
    let [first, second] = [0, 1].map(|it| meeting.candidate(it).to_string());
    let path = format!("/selection/{}/certificates", meeting.round());
    let fields = [("ids", first.as_str()), ("ids", &second), ("reason", " ")];
    assert_eq!(bureau.send(&path, &fields).status, 422);
    let fields = [
        ("ids", first.as_str()),
        ("ids", &second),
        ("reason", "审定"),
    ];
    let certified = bureau.send(&path, &fields);
    assert_eq!(certified.status, 303, "{}", certified.body);
    assert_eq!(
        states(app, &meeting),
        [Certified, Certified, Reserve, NotPassed]
    );
    what_everybody_sees_of_it(app, &meeting);
}

/// The number for strangers, the paper for its holder, statistics for the bureau.
fn what_everybody_sees_of_it(app: &TestApp, meeting: &Meeting) {
    let bureau = app.visitor_as(&officer(app, meeting));
    let numbers = app.read(|conn| store::list_certificates(conn, meeting.round()));
    let numbers: Vec<String> = numbers
        .expect("certificates")
        .into_iter()
        .map(|it| it.number)
        .collect();
    assert!(numbers[0].ends_with("20260001"), "{numbers:?}");
    assert!(numbers[1].ends_with("20260002"), "{numbers:?}");
    let number = crate::support::web::encoded(&numbers[0]);
    let checked = app.visitor().see(&format!("/certificates/{number}"));
    assert!(
        checked.contains("有效") && checked.contains("人＊＊"),
        "{checked}"
    );
    assert!(!checked.contains("人选0"), "a stranger reads no name");
    let paper = app
        .visitor_as(&own(app, meeting, 0))
        .see(&format!("/certificates/{number}/paper"));
    assert!(paper.contains("兹认定人选0同志") && !paper.contains("撤销称号"));
    let unknown = app.visitor().see("/certificates?number=XX1");
    assert!(unknown.contains("没有这个编号"));
    let statistics = format!("/selection/{}/statistics", meeting.round());
    let page = bureau.see(&statistics);
    // A district that sent nobody has a row like every other.
    assert!(page.contains("天河区教育局") && page.contains("第0区教育局"));
    assert!(page.contains("剩余名额"), "{page}");
    assert_eq!(bureau.get(&format!("{statistics}.xlsx")).status, 200);
}

fn nobody_knows_a_result_before_it_is_posted(app: &TestApp) {
    let meeting = app.voted();
    let committee = &meeting.committee;
    let district = committee.school.district_id.expect("a district's school");
    let district = app.read(|conn| xingtan::organizations::store::load(conn, district));
    let results = format!("/selection/{}/results", meeting.round());
    let numbers = format!("/selection/{}/statistics", meeting.round());
    let askers = [
        own(app, &meeting, 0),
        app.fresh_officer(Role::SchoolHr, &committee.school),
        app.fresh_officer(Role::DistrictHr, &district.expect("a district")),
        app.fresh_officer(Role::SchoolHead, &committee.school),
    ];
    for asker in &askers {
        let visitor = app.visitor_as(asker);
        assert_eq!(visitor.get(&results).status, 404);
        assert_eq!(visitor.get(&numbers).status, 404);
        assert_eq!(visitor.get(&format!("{numbers}.xlsx")).status, 404);
    }
    let member = app.visitor_as(meeting.account(1));
    assert_eq!(
        member.get(&results).status,
        404,
        "a member sees counts, no list"
    );
    for at in 0..4 {
        let page = outcome(app, &meeting, at);
        assert!(page.contains("评选正在进行"), "{page}");
        assert!(!page.contains("票"), "{page}");
    }
    let path = format!("/nominations/{}/outcome", meeting.candidate(0));
    let school = app.visitor_as(&askers[1]);
    assert_eq!(school.get(&path).status, 403, "another's outcome");
}

fn object(app: &TestApp, notice: NoticeId, finding: Finding) {
    app.write(|conn, context| {
        let text = "名单中的人选提供的材料与事实不符。";
        notices::actions::object(conn, context, notice, text, "")?;
        for it in notices::store::list_objections(conn, notice)? {
            let reason = "已核查";
            notices::actions::answer_objection(conn, context, it.id, it.version, finding, reason)?;
        }
        Ok(())
    })
    .expect("an objection in time");
}

fn an_objection_that_is_right_calls_for_a_new_list(app: &TestApp) {
    use ResultState::{Certified, NotPassed, Proposed, Struck};
    let meeting = app.voted();
    let notice = post(app, &meeting).expect("signed").expect("somebody");
    object(app, notice, Finding::Uphold);
    let strike = |reason: &str| {
        app.write_as(&officer(app, &meeting), |conn, context| {
            actions::strike(conn, context, meeting.candidate(0), reason)
        })
    };
    assert_eq!(why(strike(" ")), "result-reason-missing");
    strike("异议成立：论文系他人所作").expect("with a reason");
    assert!(outcome(app, &meeting, 0).contains("论文系他人所作"));
    // The list certifies nothing any more, so that everybody left is posted anew.
    app.write_as(&secretary(app, &meeting), |conn, context| {
        actions::promote(conn, context, meeting.candidate(2), "递补")
    })
    .expect("the first on the reserve list");
    assert_eq!(
        states(app, &meeting),
        [Struck, Proposed, Proposed, NotPassed]
    );
    let results = app.read(|conn| store::list(conn, meeting.round()));
    let again: Vec<_> = results
        .expect("results")
        .into_iter()
        .filter(|it| it.state == Proposed)
        .map(|it| it.notice_id.expect("posted"))
        .collect();
    assert!(again[0] == again[1] && again[0] != notice);
    hang(app, &meeting);
    certify(app, &meeting, &[1, 2]).expect("the second list has hung");
    assert_eq!(
        states(app, &meeting),
        [Struck, Certified, Certified, NotPassed]
    );
    assert_eq!(why(certify(app, &meeting, &[0])), "result-not-here");
}

fn a_losing_candidate_answers_no_objection(app: &TestApp) {
    let meeting = app.voted();
    let notice = post(app, &meeting).expect("signed").expect("somebody");
    let text = "本学年没有承担教学任务。";
    app.write(|conn, context| notices::actions::object(conn, context, notice, text, ""))
        .expect("anybody may object");
    let objections = app.read(|conn| notices::store::list_objections(conn, notice));
    let id = objections.expect("objections")[0].id;
    let loser = own(app, &meeting, 3);
    app.grant(&loser, Role::BureauHr, meeting.committee.bureau.id);
    let answer = |by: &TestAccount| {
        app.write_as(by, |conn, context| {
            let finding = Finding::Uphold;
            notices::actions::answer_objection(conn, context, id, 1, finding, "情况属实")
        })
    };
    assert_eq!(
        why(answer(&loser)),
        "access-own-case",
        "the winners' seats would be free"
    );
    let page = app.visitor_as(&loser).see(&format!("/objections/{id}"));
    assert!(
        !page.contains(text),
        "the objector trusted the office: {page}"
    );
    answer(&officer(app, &meeting)).expect("an officer who does not stand");
}

/// Draws the order of the third and the fourth, who are equals, from page to page.
fn drawn(app: &TestApp, meeting: &Meeting) -> [usize; 2] {
    let path = format!("/selection/{}/results", meeting.round());
    let visitor = app.visitor_as(&secretary(app, meeting));
    let announce = format!("{path}/order/announce");
    let draw = format!("{path}/order");
    assert_eq!(visitor.send(&draw, &[]).status, 409, "nothing is announced");
    assert_eq!(visitor.send(&announce, &[]).status, 303);
    assert!(visitor.see(&path).contains("公开种子，抽签"));
    assert_eq!(visitor.send(&draw, &[]).status, 303);
    assert_eq!(visitor.send(&announce, &[]).status, 409, "it is drawn once");
    let ranks = [2, 3].map(|at| {
        let found = app.read(|conn| store::find(conn, meeting.candidate(at)));
        found.expect("results").expect("voted on").reserve_rank
    });
    match ranks {
        [Some(1), Some(2)] => [2, 3],
        [Some(2), Some(1)] => [3, 2],
        other => panic!("one is first: {other:?}"),
    }
}

fn a_free_seat_goes_down_the_reserve_list(app: &TestApp) {
    let meeting = app.meeting(4);
    meeting.ballot(app, &[(0, 3), (1, 3), (2, 2), (3, 2)]);
    meeting.sign(app);
    app.advance(meeting.round(), 31);
    let notice = post(app, &meeting).expect("signed").expect("somebody");
    let promote = |at: usize| {
        app.write_as(&secretary(app, &meeting), |conn, context| {
            actions::promote(conn, context, meeting.candidate(at), "前一名放弃")
        })
    };
    assert_eq!(why(promote(2)), "result-no-seat-free");
    let path = format!("/nominations/{}/decline", meeting.candidate(0));
    let declined = app
        .visitor_as(&own(app, &meeting, 0))
        .send(&path, &[("reason", "工作调动")]);
    assert_eq!(declined.status, 303, "{}", declined.body);
    assert!(outcome(app, &meeting, 0).contains("本人已放弃"));
    let public = app.visitor().see(&format!("/notices/{notice}"));
    assert!(!public.contains("人选0"), "{public}");
    let other = app.visitor_as(&own(app, &meeting, 1));
    assert_eq!(other.send(&path, &[("reason", "替他放弃")]).status, 404);
    // Equals on the reserve list share a place: a lot decides, and nobody chooses.
    for at in [2, 3] {
        assert_eq!(why(promote(at)), "result-order-not-drawn");
    }
    let [first, second] = drawn(app, &meeting);
    assert_eq!(why(promote(second)), "result-not-next");
    let moved = promote(first).expect("a free seat");
    assert_ne!(moved, notice);
    let public = app.visitor().see(&format!("/notices/{moved}"));
    let name = |at: usize| format!("人选{at}");
    assert!(public.contains(&name(first)) && !public.contains("人选1"));
    assert!(public.contains("递补公示") && public.contains("公示原因：前一名放弃"));
    let public = app.visitor().see(&format!("/notices/{notice}"));
    assert!(public.contains("评选结果公示") && !public.contains("公示原因"));
    assert_eq!(why(promote(second)), "result-no-seat-free");
    object(app, notice, Finding::Dismiss);
    hang(app, &meeting);
    certify(app, &meeting, &[1, first]).expect("both lists have hung");
}

fn nobody_certifies_oneself(app: &TestApp) {
    let meeting = app.voted();
    post(app, &meeting).expect("signed");
    hang(app, &meeting);
    let (person, id) = &meeting.committee.candidates[0];
    let committee = &meeting.committee;
    let both = app
        .account("both")
        .of(person)
        .with(Role::Teacher, &committee.school)
        .with(Role::BureauHr, &committee.bureau)
        .sign_in();
    let certified = app.write_as(&both, |conn, context| {
        certificates::certify(conn, context, meeting.round(), &[*id], "同意")
    });
    assert_eq!(why(certified), "access-own-case");
    let page = app
        .visitor_as(&both)
        .get(&format!("/selection/{}/results", meeting.round()));
    assert_eq!(page.status, 403, "nor looks into a round of one's own");
}

fn whoever_lost_an_honour_does_not_apply_for_another(app: &TestApp) {
    let meeting = app.voted();
    let next = app.open_selection(2);
    let same = app.small_round();
    for round in [next, same] {
        app.advance(round, 31);
    }
    post(app, &meeting).expect("signed");
    hang(app, &meeting);
    let numbers = certify(app, &meeting, &[0]).expect("the list has hung");
    let apply_in = |round, at: usize| {
        app.write_as(&own(app, &meeting, at), |conn, context| {
            let statement = "任教二十年，主持市级课题三项，指导青年教师五名，成绩显著。";
            nominations::actions::apply(conn, context, round, statement)
        })
    };
    assert_eq!(why(apply_in(same, 0)), "nomination-honour-held");
    apply_in(same, 2).expect("nobody certified her");
    let revocation = Revocation {
        on: day(12, 5),
        reason: "评选材料弄虚作假".to_owned(),
        document: "穗教人〔2026〕99号".to_owned(),
        approved_by: "广州市教育局党组".to_owned(),
    };
    app.write_as(&officer(app, &meeting), |conn, context| {
        certificates::revoke(conn, context, &numbers[0], 1, &revocation)
    })
    .expect("under a document");
    assert_eq!(why(apply_in(next, 0)), "nomination-barred");
    apply_in(next, 1).expect("nothing was taken away from her");
}

fn nobody_lists_holders_number_by_number(app: &TestApp) {
    let ask_from = |address: &str, number: u32| {
        let context = app.context(Actor::nobody());
        app.read(|conn| {
            let number = format!("SZ2026{number:04}");
            certificates::check(conn, &context, Some(address), &number)
        })
    };
    for number in 0..100 {
        assert!(ask_from("10.0.0.1", number).is_ok(), "question {number}");
    }
    assert_eq!(why(ask_from("10.0.0.1", 100)), "honour-wait");
    assert!(ask_from("10.0.0.2", 0).is_ok(), "others need not wait");
    app.wait(TimeDelta::minutes(1));
    assert!(ask_from("10.0.0.1", 100).is_ok(), "the wait is over");
}

#[expect(clippy::too_many_lines, reason = "one story, told to its end")]
fn an_honour_ends_and_its_number_says_so(app: &TestApp) {
    let meeting = app.voted();
    post(app, &meeting).expect("signed");
    hang(app, &meeting);
    let numbers = certify(app, &meeting, &[0, 1]).expect("the list has hung");
    let today = day(12, 5);
    let revocation = |on: NaiveDate, document: &str| Revocation {
        on,
        reason: "评选材料弄虚作假".to_owned(),
        document: document.to_owned(),
        approved_by: "广州市教育局党组".to_owned(),
    };
    let revoke = |revocation: &Revocation, seen| {
        app.write_as(&officer(app, &meeting), |conn, context| {
            certificates::revoke(conn, context, &numbers[0], seen, revocation)
        })
    };
    let document = "穗教人〔2026〕99号";
    assert_eq!(
        why(revoke(&revocation(today, " "), 1)),
        "award-document-missing"
    );
    let early = revocation(day(12, 4), document);
    assert_eq!(why(revoke(&early, 1)), "award-day-impossible");
    assert!(matches!(
        revoke(&revocation(today, document), 9),
        Err(Error::Stale)
    ));
    revoke(&revocation(today, document), 1).expect("under a document");
    assert_eq!(
        why(revoke(&revocation(today, document), 2)),
        "award-not-held"
    );
    let find = |number: &str| {
        let found = app.read(|conn| store::find_by_number(conn, number));
        found.expect("certificates").expect("a certificate")
    };
    let revoked = find(&numbers[0]);
    assert_eq!(revoked.state, CertificateState::Revoked);
    let next_month = NaiveDate::from_ymd_opt(2027, 1, 1);
    let has_allowance = revoked.allowance_yuan.is_some();
    assert_eq!(
        revoked.allowance_stops_on,
        next_month.filter(|_| has_allowance)
    );
    let number = crate::support::web::encoded(&numbers[0]);
    let checked = app.visitor().see(&format!("/certificates/{number}"));
    assert!(checked.contains("已撤销") && !checked.contains("弄虚作假"));

    let round = format!("/selection/{}", meeting.round());
    let bureau = app.visitor_as(&officer(app, &meeting));
    assert!(bureau.see(&format!("{round}/results")).contains("已撤销"));
    assert!(
        bureau
            .see(&format!("{round}/statistics"))
            .contains("其中已撤销或放弃")
    );
    assert!(outcome(app, &meeting, 0).contains("已撤销"));

    let leave = |on: NaiveDate, seen| {
        app.write_as(&officer(app, &meeting), |conn, context| {
            certificates::stop_allowance(conn, context, &numbers[1], seen, (on, "调往外市"))
        })
    };
    let left = leave(today, 1);
    if has_allowance {
        assert_eq!(left.ok(), next_month);
        assert_eq!(why(leave(today, 2)), "award-no-allowance");
        app.wait(TimeDelta::days(1));
        leave(day(12, 6), 2).expect("the day before was wrong");
    } else {
        assert_eq!(why(left), "award-no-allowance");
    }
    let seen = find(&numbers[1]).version;
    let renounce = |by: &TestAccount| {
        app.write_as(by, |conn, context| {
            certificates::renounce(conn, context, &numbers[1], seen, "个人原因")
        })
    };
    let other = own(app, &meeting, 0);
    assert!(matches!(renounce(&other), Err(Error::NotFound)));
    renounce(&own(app, &meeting, 1)).expect("one's own");
    assert_eq!(find(&numbers[1]).state, CertificateState::Renounced);
}

fn nobody_passes_and_seats_stay_empty(app: &TestApp) {
    let meeting = app.meeting(2);
    meeting.ballot(app, &[(0, 1), (1, 0)]);
    meeting.sign(app);
    app.advance(meeting.round(), 31);
    assert_eq!(post(app, &meeting).expect("signed"), None);
    assert_eq!(states(app, &meeting), [ResultState::NotPassed; 2]);
    assert!(outcome(app, &meeting, 1).contains("同意 0 票"));
}

fn officers_list_the_honours_they_answer_for(app: &TestApp) {
    let meeting = app.voted();
    let notice = post(app, &meeting).expect("signed");
    assert!(notice.is_some());
    let bureau = || app.visitor_as(&officer(app, &meeting));
    assert!(bureau().see("/honours").contains("还没有认定称号"));
    hang(app, &meeting);
    certify(app, &meeting, &[0, 1]).expect("the list has hung");
    let names = |page: &str| [0, 1].map(|at| page.contains(&format!(">人选{at}</a>")));
    let page = bureau().see("/honours");
    assert_eq!(names(&page), [true, true], "{page}");
    assert!(page.contains("共 2 项") && page.contains("导出 Excel"));
    assert!(bureau().see("/selection").contains("荣誉名录"));
    let found = |query: &str| names(&bureau().see(&format!("/honours?{query}")));
    assert_eq!(found("text=%E4%BA%BA%E9%80%890"), [true, false]);
    assert_eq!(found("state=revoked"), [false, false]);
    assert_eq!(found("state=&text="), [true, true]);
    let sheet = bureau().get("/honours.xlsx?text=%E4%BA%BA%E9%80%890");
    assert_eq!(sheet.status, 200);
    // Teachers, and members without another office, have their own papers only.
    let holder = app.visitor_as(&own(app, &meeting, 0));
    assert_eq!(holder.get("/honours").status, 404);
    assert!(!holder.see("/selection").contains("荣誉名录"));
}
