//! Two officers at once: exactly one decides, the other is told.

use std::sync::Barrier;

use xingtan::error::Error;
use xingtan::registration::CaseState;
use xingtan::registration::actions::offices;
use xingtan::registration::rules::assessment::Verdict;

use super::{at_district, autumn, decide, endorse, hold, load, pick, story};
use crate::support::TestApp;

on_each_backend!(
    two_officers_decide_the_same_case,
    a_case_is_not_decided_twice,
);

/// Two of the same office press the button on the same page at the same moment.
fn two_officers_decide_the_same_case(app: &TestApp) {
    let mut story = story(app);
    let window = autumn(app, &story);
    let ids = at_district(app, &mut story, window, "");
    endorse(app, &story.district, &ids, "");
    let seen = pick(app, ids[0]);
    let agree = hold(Verdict::Qualified, "");
    let start = Barrier::new(2);
    let press = |by| {
        start.wait();
        app.write_as(by, |conn, context| {
            offices::decide(conn, context, seen, &agree)
        })
    };
    let results = std::thread::scope(|scope| {
        let one = scope.spawn(|| press(&story.bureau));
        let other = scope.spawn(|| press(&story.registrar));
        [one, other].map(|it| it.join().expect("no panic"))
    });
    let won = results.iter().filter(|it| it.is_ok()).count();
    assert_eq!(won, 1, "{results:?}");
    let lost = results.iter().find_map(|it| it.as_ref().err());
    assert!(matches!(lost, Some(Error::Stale)), "{lost:?}");
    assert_eq!(load(app, ids[0]).state, CaseState::AtProvince);
}

/// The province's answer is entered once, whoever tries again.
fn a_case_is_not_decided_twice(app: &TestApp) {
    let mut story = story(app);
    let window = autumn(app, &story);
    let ids = at_district(app, &mut story, window, "");
    for by in [&story.district, &story.bureau] {
        endorse(app, by, &ids, "");
    }
    let seen = pick(app, ids[0]);
    let answer = hold(Verdict::Qualified, "粤教师函〔2026〕88号");
    let enter = || {
        app.write_as(&story.registrar, |conn, context| {
            offices::decide(conn, context, seen, &answer)
        })
    };
    assert_eq!(enter().ok(), Some(CaseState::Registered));
    assert!(enter().is_err());
    assert!(decide(app, &story.registrar, ids[0], &answer).is_err());
    assert_eq!(load(app, ids[0]).version, seen.seen + 1);
}
