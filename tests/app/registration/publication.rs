//! What a school publishes is what it confirms, and a new notice does not pass over objections.

use xingtan::message::Message;
use xingtan::notices::rules::Proposal;
use xingtan::notices::{self, Notice, NoticeState};
use xingtan::people::AssessmentGrade;
use xingtan::registration::actions::offices::ReturnTo;
use xingtan::registration::actions::school;
use xingtan::registration::rules::assessment::Verdict;
use xingtan::registration::{CaseId, CaseState};
use xingtan::workflow::publicity::Finding;

use super::{
    Story, at_district, autumn, decide, endorse, hand_in, hold, load, opine, pick,
    publicity_passes, qualify, regrade, send_back, story, told,
};
use crate::support::TestApp;

on_each_backend!(
    what_is_confirmed_is_what_was_published,
    what_changed_since_the_notice_is_published_again,
    a_new_notice_waits_for_objections_and_takes_the_old_one_down,
    a_return_waits_for_objections_and_takes_the_notice_down,
    handing_in_again_waits_for_objections_and_takes_the_notice_down,
    a_notice_stays_for_the_others_in_it,
    who_takes_a_case_back_leaves_the_notice,
);

const AGAIN: &str = "更正后重新公示";

fn what_is_confirmed_is_what_was_published(app: &TestApp) {
    let mut story = story(app);
    // One bad year: a deferral is proposed and published.
    regrade(app, &story.person, 2024, AssessmentGrade::Fail);
    let window = autumn(app, &story);
    let ids = hand_in(app, &story, window);
    let reason = "2024 年度考核不合格";
    assert_eq!(opine(app, &story.head, &ids, reason).left, []);
    publicity_passes(app, &mut story);
    let other = hold(Verdict::Qualified, "情况特殊");
    let refused = decide(app, &story.head, ids[0], &other);
    assert_eq!(told(refused), Message::new("registration-publish-again"));
    let same = decide(app, &story.head, ids[0], &hold(Verdict::Deferred, reason));
    assert_eq!(same.ok(), Some(CaseState::AtDistrict));
}

fn what_changed_since_the_notice_is_published_again(app: &TestApp) {
    let mut story = story(app);
    let window = autumn(app, &story);
    let ids = hand_in(app, &story, window);
    assert_eq!(opine(app, &story.head, &ids, "").left, []);
    publicity_passes(app, &mut story);
    regrade(app, &story.person, 2024, AssessmentGrade::Fail);
    let again = Message::new("registration-publish-again");
    for verdict in [Verdict::Qualified, Verdict::Deferred] {
        let refused = decide(app, &story.head, ids[0], &hold(verdict, "已核实"));
        assert_eq!(told(refused), again);
    }
    assert_eq!(endorse(app, &story.head, &ids, "").left, [(ids[0], again)]);
    // Published again, it is confirmed once the new period is over.
    assert_eq!(opine(app, &story.head, &ids, AGAIN).left, []);
    publicity_passes(app, &mut story);
    assert_eq!(endorse(app, &story.head, &ids, "").left, []);
    assert_eq!(load(app, ids[0]).opinion, Verdict::Deferred);
}

fn a_new_notice_waits_for_objections_and_takes_the_old_one_down(app: &TestApp) {
    let story = story(app);
    let window = autumn(app, &story);
    let ids = hand_in(app, &story, window);
    opine(app, &story.head, &ids, "");
    let first = notice_of(app, ids[0]);
    object(app, &first);
    let left = opine(app, &story.head, &ids, AGAIN).left;
    assert_eq!(left, [(ids[0], objections_open())]);
    assert_eq!(notice_of(app, ids[0]), first);

    dismiss(app, &story, &first);
    let mute = opine(app, &story.head, &ids, " ").left;
    let reason_missing = Message::new("registration-republish-reason-missing");
    assert_eq!(mute, [(ids[0], reason_missing)]);
    assert_eq!(opine(app, &story.head, &ids, AGAIN).left, []);
    assert_eq!(state_of(app, &first), NoticeState::Withdrawn);
    let second = notice_of(app, ids[0]);
    assert_eq!(second.state, NoticeState::Posted);
    let proposals = second.entries().expect("our own types");
    assert_eq!(proposals[0].proposal, Proposal::Registered);
}

fn a_return_waits_for_objections_and_takes_the_notice_down(app: &TestApp) {
    let mut story = story(app);
    let window = autumn(app, &story);
    let ids = hand_in(app, &story, window);
    opine(app, &story.head, &ids, "");
    let notice = notice_of(app, ids[0]);
    object(app, &notice);
    let to_applicant = send_back(ReturnTo::Applicant);
    let refused = decide(app, &story.head, ids[0], &to_applicant);
    assert_eq!(told(refused), objections_open());
    dismiss(app, &story, &notice);
    let state = decide(app, &story.head, ids[0], &to_applicant);
    assert_eq!(state.ok(), Some(CaseState::Returned));
    assert_eq!(state_of(app, &notice), NoticeState::Withdrawn);

    // An office above sends another back.
    let person = app.teacher(&story.city.school, "T0002", "林听雨");
    qualify(app, &story, &person, 360);
    let ids = at_district(app, &mut story, window, "");
    let notice = notice_of(app, ids[0]);
    let state = decide(app, &story.district, ids[0], &send_back(ReturnTo::School));
    assert_eq!(state.ok(), Some(CaseState::AtSchool));
    assert_eq!(state_of(app, &notice), NoticeState::Withdrawn);
}

fn handing_in_again_waits_for_objections_and_takes_the_notice_down(app: &TestApp) {
    let story = story(app);
    let window = autumn(app, &story);
    let ids = hand_in(app, &story, window);
    opine(app, &story.head, &ids, "");
    let notice = notice_of(app, ids[0]);
    object(app, &notice);
    let seen = pick(app, ids[0]);
    app.write_as(&story.hr, |conn, context| {
        school::withdraw(conn, context, seen, "材料有误")
    })
    .expect("HR handed it in");
    let seen = pick(app, ids[0]);
    let hand_in_again = || {
        app.write_as(&story.hr, |conn, context| {
            school::hand_in_again(conn, context, seen, AGAIN)
        })
    };
    assert_eq!(told(hand_in_again()), objections_open());
    dismiss(app, &story, &notice);
    hand_in_again().expect("every objection is answered");
    assert_eq!(state_of(app, &notice), NoticeState::Withdrawn);
}

fn a_notice_stays_for_the_others_in_it(app: &TestApp) {
    let story = story(app);
    let other = app.teacher(&story.city.school, "T0002", "林听雨");
    qualify(app, &story, &other, 360);
    let window = autumn(app, &story);
    let ids = hand_in(app, &story, window);
    opine(app, &story.head, &ids, "");
    let first = notice_of(app, ids[0]);
    // One teacher's case moves on alone; the notice goes with the last who rests on it.
    for (id, state) in ids
        .iter()
        .zip([NoticeState::Posted, NoticeState::Withdrawn])
    {
        assert_eq!(opine(app, &story.head, &[*id], AGAIN).left, []);
        assert_eq!(state_of(app, &first), state);
    }
}

fn who_takes_a_case_back_leaves_the_notice(app: &TestApp) {
    let mut story = story(app);
    let other = app.teacher(&story.city.school, "T0002", "林听雨");
    qualify(app, &story, &other, 360);
    let window = autumn(app, &story);
    let ids = hand_in(app, &story, window);
    opine(app, &story.head, &ids, "");
    let notice = notice_of(app, ids[0]);
    let is_own = |id: &&CaseId| load(app, **id).person_id == story.person.id;
    let own = *ids.iter().find(is_own).expect("both are due");
    let seen = pick(app, own);
    app.write_as(&story.hr, |conn, context| {
        school::withdraw(conn, context, seen, "本人申请撤回")
    })
    .expect("HR handed it in");

    // Nobody reads the name any more; the other one is still posted, and can be confirmed.
    let page = app.visitor().see(&format!("/notices/{}", notice.id));
    assert!(
        !page.contains("陈知夏") && page.contains("林听雨"),
        "{page}"
    );
    assert!(page.contains("发布后有 1 人撤出名单"), "{page}");
    // Handing it in again does not put it back.
    let seen = pick(app, own);
    app.write_as(&story.hr, |conn, context| {
        school::hand_in_again(conn, context, seen, AGAIN)
    })
    .expect("the window is open");
    assert_eq!(state_of(app, &notice), NoticeState::Posted);
    publicity_passes(app, &mut story);
    let rest: Vec<CaseId> = ids.iter().copied().filter(|it| *it != own).collect();
    assert_eq!(endorse(app, &story.head, &rest, "").left, []);
    let left = endorse(app, &story.head, &[own], "").left;
    assert_eq!(left[0].1, Message::new("registration-not-published"));
}

fn notice_of(app: &TestApp, id: CaseId) -> Notice {
    let notice = load(app, id).notice_id.expect("it was published");
    app.read(|conn| notices::store::load(conn, notice))
        .expect("it is there")
}

fn state_of(app: &TestApp, notice: &Notice) -> NoticeState {
    let now = app.read(|conn| notices::store::load(conn, notice.id));
    now.expect("it is there").state
}

fn objections_open() -> Message {
    Message::new("notice-objections-open").with("count", 1_usize)
}

fn object(app: &TestApp, notice: &Notice) {
    let text = "该教师 2024 年病假超过半年，请核实。";
    app.write(|conn, context| notices::actions::object(conn, context, notice.id, text, ""))
        .expect("the notice hangs");
}

fn dismiss(app: &TestApp, story: &Story, notice: &Notice) {
    let finding = Finding::Dismiss;
    app.write_as(&story.head, |conn, context| {
        for it in notices::store::list_objections(conn, notice.id)? {
            let (id, seen) = (it.id, it.version);
            notices::actions::answer_objection(conn, context, id, seen, finding, "查无实据")?;
        }
        Ok(())
    })
    .expect("the head may answer");
}
