//! Nominations that an office sends back: put right in time, or lapsed.

use super::*;

on_each_backend!(
    what_was_sent_back_is_handed_in_again,
    what_was_sent_back_and_left_expires,
    a_district_sends_back_and_gets_it_again,
);

fn what_was_sent_back_is_handed_in_again(app: &TestApp) {
    let stage = stage(app);
    let id = apply(app, &stage.own, stage.round);
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    let send_back = |reason: &str| {
        let seen = nomination(app, id).version;
        app.write_as(&hr, |conn, context| {
            let reason = reason.to_owned();
            decisions::decide(conn, context, id, seen, &Verdict::Return { reason })
        })
    };
    assert!(matches!(send_back(" "), Err(Error::Input(_))));
    assert_eq!(
        send_back("请补充课题编号").expect("sent back"),
        NominationState::Returned
    );
    app.advance(stage.round, 31);
    app.write_as(&stage.own, |conn, context| {
        let seen = store::load(conn, id)?.version;
        let longer = format!("{STATEMENT}课题编号为 2024-03。");
        actions::change_statement(conn, context, id, seen, &longer)?;
        actions::submit(conn, context, id, seen + 1)
    })
    .expect("what was sent back can be put right in the next phase too");
    assert_eq!(nomination(app, id).state, NominationState::AtSchool);
    let late = app.write_as(&stage.own, |conn, context| {
        actions::withdraw(conn, context, id, 99, "")
    });
    assert!(matches!(late, Err(Error::Stale)));
}

fn what_was_sent_back_and_left_expires(app: &TestApp) {
    let stage = stage(app);
    let id = apply(app, &stage.own, stage.round);
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    let seen = nomination(app, id).version;
    app.write_as(&hr, |conn, context| {
        let reason = "请补充课题编号".to_owned();
        decisions::decide(conn, context, id, seen, &Verdict::Return { reason })
    })
    .expect("sent back");
    let due_on = nomination(app, id).due_on.expect("a last day");
    let keep_up = |day: chrono::NaiveDate| {
        app.clock.set(xingtan::clock::end_of(day).utc());
        app.worker().keep_up().expect("the program itself");
        nomination(app, id).state
    };
    assert_eq!(keep_up(due_on), NominationState::Returned);
    let after = keep_up(due_on + TimeDelta::days(1));
    assert_eq!(after, NominationState::Expired);
    let mut own = stage.own.clone();
    app.renew(&mut own);
    let page = app.visitor_as(&own).see(&format!("/nominations/{id}"));
    assert!(page.contains("逾期未补正，已失效") && !page.contains("已撤回"));
}

fn a_district_sends_back_and_gets_it_again(app: &TestApp) {
    let stage = stage(app);
    let id = apply(app, &stage.own, stage.round);
    recommended_at_school(app, &stage, &[id]);
    let district = officer(app, Role::DistrictHr, &stage.city.district);
    let seen = nomination(app, id).version;
    app.write_as(&district, |conn, context| {
        let reason = "请补充课题编号".to_owned();
        decisions::decide(conn, context, id, seen, &Verdict::Return { reason })
    })
    .expect("the district has it");
    let due_on = nomination(app, id).due_on.expect("a last day");
    let mut own = stage.own.clone();
    app.renew(&mut own);
    let teacher = app.visitor_as(&own);
    let path = format!("/nominations/{id}");
    let (year, month, day) = (due_on.year(), due_on.month(), due_on.day());
    let last_day = format!("{year} 年 {month} 月 {day} 日");
    let told = format!("请在 {last_day}前补正");
    assert!(teacher.see(&path).contains(&told), "{told}");
    let tasks = teacher.see("/tasks");
    assert!(tasks.contains("1 份申报被退回，等待补正") && tasks.contains(&last_day));
    let longer = format!("{STATEMENT}课题编号为 2024-03。");
    let version = nomination(app, id).version.to_string();
    let fields = [("version", version.as_str()), ("statement", &longer)];
    let sent = teacher.send(&format!("{path}/submit"), &fields);
    assert_eq!(sent.status, 303, "{}", sent.body);
    // The school's vote and list are still good.
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    let again = endorse(app, &hr, id).expect("it has voted and posted");
    assert_eq!(again, NominationState::AtDistrict);
    post(app, &district, (stage.round, ListLevel::District), &[id]).expect("a place is left");
    app.wait(TimeDelta::days(12));
    let district = officer(app, Role::DistrictHr, &stage.city.district);
    let state = endorse(app, &district, id).expect("its list has hung");
    assert_eq!(state, NominationState::Endorsed);
}
