//! The chain of offices: school, district, city, province.

use chrono::Duration;
use xingtan::access::Role;
use xingtan::credit_bank::completions;
use xingtan::credit_bank::posting::{self, Decision as Posting};
use xingtan::error::Error;
use xingtan::journal::{self, Act};
use xingtan::message::Message;
use xingtan::people::AssessmentGrade;
use xingtan::qualifications;
use xingtan::registration::actions::offices::ReturnTo;
use xingtan::registration::actions::{offices, school};
use xingtan::registration::files::{self, Detail};
use xingtan::registration::rules::assess;
use xingtan::registration::rules::assessment::Verdict;
use xingtan::registration::rules::windows::WindowKind;
use xingtan::registration::{CaseId, CaseState, store};

use super::{
    at_district, autumn, conclude, day, decide, endorse, grade, hand_in, hold, load, new_window,
    open, opine, pick, publicity_passes, qualify, regrade, send_back, story, study, told,
};
use crate::support::TestApp;

on_each_backend!(
    school_district_city_province_and_registered,
    a_bureau_run_school_goes_to_the_city_first,
    no_level_is_skipped,
    nobody_decides_on_their_own_case,
    nobody_signs_twice_in_one_chain,
    a_return_names_fields_and_starts_over,
    a_deferral_is_cured_later,
    a_refusal_leaves_the_certificate_and_bars_after_fraud,
    hours_that_were_used_cannot_count_twice,
    what_changed_since_the_opinion_is_looked_at,
    an_application_is_taken_back_and_handed_in_again,
);

const DOCUMENT: &str = "粤教师函〔2026〕88号";

fn school_district_city_province_and_registered(app: &TestApp) {
    let mut story = story(app);
    let window = autumn(app, &story);
    let ids = hand_in(app, &story, window);
    let [id] = ids[..] else {
        panic!("one teacher is due");
    };
    assert_eq!(load(app, id).proposed, Verdict::Qualified);

    // The school publishes, and confirms once the five working days are over.
    let unpublished = endorse(app, &story.head, &ids, "");
    assert_eq!(
        unpublished.left[0].1,
        Message::new("registration-not-published")
    );
    assert_eq!(opine(app, &story.head, &ids, "").done, ids);
    let early = endorse(app, &story.head, &ids, "");
    let running = Message::new("workflow-notice-running").with("day", day("2026-11-30"));
    assert_eq!(early.left, [(id, running)]);
    publicity_passes(app, &mut story);
    for (by, reason, state) in [
        (&story.head, "", CaseState::AtDistrict),
        (&story.district, "", CaseState::AtCity),
        (&story.bureau, "", CaseState::AtProvince),
        (&story.registrar, DOCUMENT, CaseState::Registered),
    ] {
        assert_eq!(endorse(app, by, &ids, reason).left, []);
        assert_eq!(load(app, id).state, state);
    }

    let case = load(app, id);
    assert_eq!(case.signed_by.as_deref(), Some("registrar"));
    let registration = app
        .read(|conn| store::find_registration(conn, id))
        .expect("a query")
        .expect("a registration");
    assert_eq!(registration.number, "4401002026000001");
    // The next cycle begins the day after the last one.
    assert_eq!(registration.valid_from, day("2027-01-11"));
    assert_eq!(registration.valid_to, day("2032-01-11"));
    assert_eq!(registration.sheet.0["name"], "陈知夏");
}

fn a_bureau_run_school_goes_to_the_city_first(app: &TestApp) {
    let mut story = story(app);
    let school = app.school(&story.city.bureau, "3144000009", "广州市第一中学");
    let person = app.teacher(&school, "T0009", "周望舒");
    qualify(app, &story, &person, 360);
    story.city.school = school;
    story.hr = app.officer(Role::SchoolHr, &story.city.school);
    story.head = app.officer(Role::SchoolHead, &story.city.school);
    let window = autumn(app, &story);
    let ids = at_district(app, &mut story, window, "");
    assert_eq!(load(app, ids[0]).state, CaseState::AtCity);
}

fn no_level_is_skipped(app: &TestApp) {
    let mut story = story(app);
    let window = autumn(app, &story);
    let ids = hand_in(app, &story, window);
    let agree = hold(Verdict::Qualified, DOCUMENT);
    for by in [&story.district, &story.bureau, &story.registrar] {
        assert!(decide(app, by, ids[0], &agree).is_err());
    }
    opine(app, &story.head, &ids, "");
    publicity_passes(app, &mut story);
    endorse(app, &story.head, &ids, "");
    // The city may not take what is the district's, and the school no longer has it.
    for by in [&story.head, &story.bureau, &story.registrar] {
        assert!(decide(app, by, ids[0], &agree).is_err());
    }
    assert_eq!(load(app, ids[0]).state, CaseState::AtDistrict);
}

fn nobody_decides_on_their_own_case(app: &TestApp) {
    let mut story = story(app);
    let window = autumn(app, &story);
    let officer = app.teacher(&story.city.school, "T0004", "沈砚秋");
    qualify(app, &story, &officer, 360);
    let mut own = app
        .account("officer")
        .of(&officer)
        .with(Role::SchoolHead, &story.city.school)
        .with(Role::DistrictHr, &story.city.district)
        .sign_in();
    let ids = hand_in(app, &story, window);
    let is_own = |id: &&CaseId| load(app, **id).person_id == officer.id;
    let id = *ids.iter().find(is_own).expect("both are due");
    let left = opine(app, &own, &[id], "").left;
    assert_eq!(left, [(id, Message::new("access-own-case"))]);
    opine(app, &story.head, &[id], "");
    publicity_passes(app, &mut story);
    app.renew(&mut own);
    assert_eq!(endorse(app, &own, &[id], "").done, []);
    endorse(app, &story.head, &[id], "");
    let refused = decide(app, &own, id, &hold(Verdict::Qualified, ""));
    assert_eq!(told(refused), Message::new("access-own-case"));
}

fn nobody_signs_twice_in_one_chain(app: &TestApp) {
    let mut story = story(app);
    let window = autumn(app, &story);
    let ids = hand_in(app, &story, window);
    opine(app, &story.head, &ids, "");
    publicity_passes(app, &mut story);
    // HR handed it in, so that somebody else confirms for the school.
    assert_eq!(endorse(app, &story.hr, &ids, "").done, []);
    endorse(app, &story.head, &ids, "");
    endorse(app, &story.district, &ids, "");
    endorse(app, &story.bureau, &ids, "");
    // The officer who signed for the city does not enter the province's answer.
    assert_eq!(endorse(app, &story.bureau, &ids, DOCUMENT).done, []);
    // And the answer is a document.
    let mute = endorse(app, &story.registrar, &ids, " ");
    assert_eq!(
        mute.left[0].1,
        Message::new("registration-document-missing")
    );
    assert_eq!(endorse(app, &story.registrar, &ids, DOCUMENT).done, ids);
}

fn a_return_names_fields_and_starts_over(app: &TestApp) {
    let mut story = story(app);
    let window = autumn(app, &story);
    let ids = at_district(app, &mut story, window, "");
    let id = ids[0];
    let state = decide(app, &story.district, id, &send_back(ReturnTo::School));
    assert_eq!(state.ok(), Some(CaseState::AtSchool));
    // What was published no longer stands.
    let left = endorse(app, &story.head, &ids, "").left;
    assert_eq!(left[0].1, Message::new("registration-not-published"));
    let state = decide(app, &story.head, id, &send_back(ReturnTo::Applicant));
    assert_eq!(state.ok(), Some(CaseState::Returned));
    let again = pick(app, id);
    app.write_as(&story.hr, |conn, context| {
        school::hand_in_again(conn, context, again, "已补证明")
    })
    .expect("it was sent back to HR");
    assert_eq!(load(app, id).state, CaseState::AtSchool);

    let nothing = offices::Decision::Return {
        to: ReturnTo::Applicant,
        fields: vec!["nonsense".to_owned()],
        reason: "请补".to_owned(),
    };
    assert!(matches!(
        decide(app, &story.head, id, &nothing),
        Err(Error::Input(_))
    ));
}

fn a_deferral_is_cured_later(app: &TestApp) {
    let mut story = story(app);
    let short = app.teacher(&story.city.school, "T0002", "林听雨");
    qualify(app, &story, &short, 350);
    let window = autumn(app, &story);
    let ids = hand_in(app, &story, window);
    assert_eq!(ids.len(), 2);
    let is_short = |id: &&CaseId| load(app, **id).person_id == short.id;
    let id = *ids.iter().find(is_short).expect("both are due");
    // A deferral is not published without a reason.
    let left = opine(app, &story.head, &ids, "").left;
    assert_eq!(left, [(id, Message::new("sign-reason-missing"))]);
    assert_eq!(opine(app, &story.head, &ids, "差 10 学时").left, []);
    publicity_passes(app, &mut story);
    endorse(app, &story.head, &ids, "差 10 学时");
    conclude(app, &story, &ids, DOCUMENT);

    let case = load(app, id);
    assert_eq!(case.state, CaseState::Deferred);
    assert_eq!(case.trial_until, Some(day("2028-12-01")));
    let plan = case.assessment().expect("a verdict tree");
    let unmet: Vec<_> = plan.unmet().map(|it| it.key.as_str()).collect();
    assert_eq!(unmet, ["hours"]);
    let none = app.read(|conn| store::find_registration(conn, id));
    assert_eq!(none.expect("a query"), None);

    // Hours are made up, and the re-check takes whoever was deferred.
    study(app, &story, &short, 10);
    let recheck = new_window(
        WindowKind::Recheck,
        "2026-12-01",
        "2026-12-18",
        "2026-12-31",
    );
    let recheck = open(app, &story.bureau, &recheck).expect("nothing overlaps");
    let ids = hand_in(app, &story, recheck);
    assert_eq!(ids.len(), 1);
    assert_eq!(load(app, ids[0]).proposed, Verdict::Qualified);
    assert_eq!(opine(app, &story.head, &ids, "").left, []);
    publicity_passes(app, &mut story);
    endorse(app, &story.head, &ids, "");
    conclude(app, &story, &ids, DOCUMENT);
    assert_eq!(load(app, ids[0]).state, CaseState::Registered);
    let registration = app
        .read(|conn| store::find_registration(conn, ids[0]))
        .expect("a query")
        .expect("a registration");
    assert_eq!(registration.valid_from, day("2027-01-11"));
}

fn a_refusal_leaves_the_certificate_and_bars_after_fraud(app: &TestApp) {
    let mut story = story(app);
    regrade(app, &story.person, 2023, AssessmentGrade::Fail);
    regrade(app, &story.person, 2024, AssessmentGrade::Fail);
    let window = autumn(app, &story);
    let reason = "连续两年年度考核不合格";
    let ids = at_district(app, &mut story, window, reason);
    for by in [&story.district, &story.bureau] {
        assert_eq!(endorse(app, by, &ids, "").left, []);
    }
    let fraud = offices::Decision::Endorse {
        verdict: Verdict::Unqualified,
        reason: "弄虚作假，粤教师函〔2026〕89号".to_owned(),
        has_false_statements: true,
    };
    let state = decide(app, &story.registrar, ids[0], &fraud);
    assert_eq!(state.ok(), Some(CaseState::Refused));
    let case = load(app, ids[0]);
    assert_eq!(case.trial_until, Some(day("2027-12-01")));
    assert_eq!(case.barred_until, Some(day("2031-12-01")));
    let held = app
        .read(|conn| qualifications::store::load_files(conn, &[story.person.id]))
        .expect("a query");
    assert_eq!(held[&story.person.id].certificates.len(), 1);

    let next = new_window(
        WindowKind::Renewal,
        "2026-12-01",
        "2026-12-18",
        "2027-06-30",
    );
    let next = open(app, &story.bureau, &next).expect("nothing overlaps");
    let barred = app.write_as(&story.teacher, |conn, context| {
        school::apply(conn, context, next)
    });
    let bar = Message::new("apply-fraud-bar").with("day", day("2031-12-01"));
    assert_eq!(told(barred), bar);
}

fn hours_that_were_used_cannot_count_twice(app: &TestApp) {
    let mut story = story(app);
    let completion = study(app, &story, &story.person, 40);
    let window = autumn(app, &story);
    let ids = at_district(app, &mut story, window, "");
    conclude(app, &story, &ids, DOCUMENT);
    let found = |detail| {
        let (person, on) = (story.person.id, day("2026-12-02"));
        app.read(|conn| {
            let policies = files::load_policies(conn, on)?;
            let files = files::load(conn, &[person], &policies, on, detail)?;
            Ok(files[0].facts.hours.len())
        })
        .expect("facts")
    };
    assert_eq!((found(Detail::Sums), found(Detail::Lines)), (0, 0));
    // The year keeps its hours: check compares standings with the ledger after each story.
    let standing = app
        .read(|conn| xingtan::credit_bank::standings::find(conn, story.person.id, 2026))
        .expect("a query")
        .expect("a standing");
    assert_eq!(
        standing.amounts.posted.general,
        xingtan::hours::Hours::whole(400)
    );

    // What a registration stands on is not undone behind its back.
    let undone = app.write(|conn, context| {
        let act = Act {
            event: "completion_reversed",
            subject: ("completions", completion.0),
            organization: None,
            reason: Some("误录"),
            payload: serde_json::json!({}),
        };
        let decision = Posting {
            journal: journal::record(conn, context, act)?,
            at: context.at,
        };
        posting::reverse(conn, decision, &[completions::announcement(completion)])
    });
    assert_eq!(told(undone), Message::new("ledger-target-settled"));

    // Hours that come later are there for the next cycle.
    app.wait(Duration::hours(1));
    study(app, &story, &story.person, 5);
    assert_eq!((found(Detail::Sums), found(Detail::Lines)), (1, 1));
}

fn what_changed_since_the_opinion_is_looked_at(app: &TestApp) {
    let mut story = story(app);
    let window = autumn(app, &story);
    let ids = at_district(app, &mut story, window, "");
    regrade(app, &story.person, 2024, AssessmentGrade::Fail);
    let left = endorse(app, &story.district, &ids, "").left;
    assert_eq!(left, [(ids[0], Message::new("registration-facts-changed"))]);
    let defer = hold(Verdict::Deferred, "2024 年度考核不合格");
    let state = decide(app, &story.district, ids[0], &defer);
    assert_eq!(state.ok(), Some(CaseState::AtCity));
    let case = load(app, ids[0]);
    assert_eq!((case.opinion, case.is_exception), (Verdict::Deferred, true));
}

fn an_application_is_taken_back_and_handed_in_again(app: &TestApp) {
    let story = story(app);
    let window = autumn(app, &story);
    let id = app
        .write_as(&story.teacher, |conn, context| {
            school::apply(conn, context, window)
        })
        .expect("the window is open");
    let twice = app.write_as(&story.teacher, |conn, context| {
        school::apply(conn, context, window)
    });
    assert_eq!(told(twice), Message::new("apply-already"));
    let seen = pick(app, id);
    app.write_as(&story.teacher, |conn, context| {
        school::withdraw(conn, context, seen, "")
    })
    .expect("one's own");
    assert_eq!(load(app, id).state, CaseState::Withdrawn);
    let seen = pick(app, id);
    app.write_as(&story.teacher, |conn, context| {
        school::hand_in_again(conn, context, seen, "材料已齐")
    })
    .expect("one's own");
    assert_eq!(load(app, id).state, CaseState::AtSchool);
    // HR did not hand this one in, and may confirm it.
    assert_eq!(opine(app, &story.hr, &[id], "").done, [id]);

    // Another's application is nobody's to apply for, withdraw, or even see.
    let stranger = app.teacher(&story.city.neighbour, "T0003", "何晚晴");
    grade(app, &stranger, 2022, [AssessmentGrade::Pass; 4]);
    let stranger = app.teacher_account(&stranger, &story.city.neighbour);
    let seen = pick(app, id);
    let unseen = app.write_as(&stranger, |conn, context| {
        school::withdraw(conn, context, seen, "")
    });
    assert!(matches!(unseen, Err(Error::NotFound)));
    let assessment = load(app, id).assessment().expect("a verdict tree");
    let now = app.read(|conn| {
        let on = day("2026-11-23");
        let policies = files::load_policies(conn, on)?;
        let files = files::load(conn, &[story.person.id], &policies, on, Detail::Sums)?;
        Ok(assess(&files[0].facts, &policies, on))
    });
    assert_eq!(now.expect("facts"), assessment);
}
