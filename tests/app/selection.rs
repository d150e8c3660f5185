//! Rounds of selections: opened by the bureau, hidden while they are prepared, gone through phase by
//! phase; places that follow from the teachers on file.

use diesel::prelude::*;
use xingtan::access::Role;
use xingtan::db::schema::employments;
use xingtan::error::Error;
use xingtan::organizations::Organization;
use xingtan::people::Post;
use xingtan::selection::meetings;
use xingtan::selection::meetings::rules::Seat;
use xingtan::selection::nominations;
use xingtan::selection::phases::Phase;
use xingtan::selection::programmes;
use xingtan::selection::programmes::rules::parse;
use xingtan::selection::programmes::store::SHIPPED;
use xingtan::selection::quotas::rules::Typed;
use xingtan::selection::quotas::{self, Dimension};
use xingtan::selection::rounds::rules::{RoundFields, places};
use xingtan::selection::rounds::{self, RoundId};

use crate::support::TestApp;
use crate::support::bank::day;
use crate::support::city::City;
use crate::support::selection::onward;

on_each_backend!(
    the_bureau_opens_a_round_and_goes_on,
    a_prepared_round_does_not_exist_for_others,
    a_prepared_round_is_changed,
    a_prepared_round_is_dropped_with_a_reason,
    places_follow_the_teachers_on_file,
    places_follow_who_can_apply,
    what_remains_is_told_by_stage_too,
    what_is_shared_out_stays,
    two_officers_do_not_go_on_at_once,
    a_phase_gets_other_days_with_a_reason,
    nobody_goes_on_without_a_committee,
    nobody_goes_on_without_a_signed_ballot,
    what_would_be_left_undone_is_accepted_first,
    a_round_goes_back_with_a_reason,
    programmes_are_loaded_once_and_shown_in_both_languages,
);

/// Three teachers in the district, one in a school of the bureau.
fn teachers(app: &TestApp) -> (City, Organization) {
    let city = app.city();
    for (number, name) in [("T001", "陈一"), ("T002", "林二"), ("T003", "黄三")] {
        app.teacher(&city.school, number, name);
    }
    let own = app.school(&city.bureau, "3144000009", "市属中学");
    app.teacher(&own, "T004", "何四");
    (city, own)
}

fn line(key: &str, floor: &str, cap: &str) -> Typed {
    Typed {
        key: key.to_owned(),
        floor: floor.to_owned(),
        cap: cap.to_owned(),
    }
}

fn the_bureau_opens_a_round_and_goes_on(app: &TestApp) {
    let (city, _) = teachers(app);
    let officer = app.visitor_as(&app.officer(Role::BureauHr, &city.bureau));
    assert!(officer.see("/selection").contains("目前没有评选"));
    assert!(
        officer
            .see("/selection/new")
            .contains("市特级教师（80 名）")
    );
    let new = |seats| {
        let fields = [
            ("track", "city_special_teacher/teacher"),
            ("title", "2026 年市特级教师评选"),
            ("seats", seats),
            ("cutoff_on", "2026-11-01"),
            ("starts_on", "2026-11-23"),
        ];
        officer.send("/selection", &fields)
    };
    let wrong = new("81");
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("名额为 1 至 80") && wrong.body.contains("2026 年市特级教师评选"));
    let opened = new("20");
    assert_eq!(opened.status, 303, "{}", opened.body);
    let path = opened.location;
    let page = officer.see(&path);
    assert!(page.contains("筹备") && page.contains("请先把推荐名额分配到各区"));
    assert!(
        page.contains("2026 年 11 月 23 日 – 2026 年 12 月 12 日"),
        "{page}"
    );
    let go_on = |version, ends_on, reason| {
        let fields = [
            ("version", version),
            ("ends_on", ends_on),
            ("reason", reason),
        ];
        officer.send(&format!("{path}/advance"), &fields)
    };
    assert_eq!(go_on("1", "2026-12-12", "按计划").status, 409);
    let share = |floor| {
        let fields = [
            ("version", "1"),
            ("dimension", "district"),
            ("keys", ""),
            ("floors", floor),
            ("caps", ""),
            ("keys", "440106"),
            ("floors", "1"),
            ("caps", ""),
        ];
        officer.send(&format!("{path}/places"), &fields)
    };
    let places = format!("{path}/places");
    assert!(officer.see(&places).contains("按教师数分配"));
    let impossible = share("99");
    assert_eq!(impossible.status, 422);
    assert!(impossible.body.contains("最少数合计 100 个") && impossible.body.contains("\"99\""));
    assert_eq!(share("0").status, 303);
    let page = officer.see(&places);
    assert!(
        page.contains("天河区教育局：120 ÷ 4，整数 30 个，余 0"),
        "{page}"
    );
    assert!(go_on("2", "2026-12-12", " ").body.contains("理由"));
    assert_eq!(go_on("2", "2026-12-12", "按计划").status, 303);
    let page = officer.see(&path);
    assert!(page.contains("教师填写、提交申报") && page.contains("按计划"));
    a_teacher_sees(app, &city, &path);
}

/// The phases and places, and nothing of what only the bureau does and reads.
fn a_teacher_sees(app: &TestApp, city: &City, path: &str) {
    let teacher = app.teacher(&city.school, "T009", "叶九");
    let teacher = app.visitor_as(&app.teacher_account(&teacher, &city.school));
    assert!(teacher.see("/selection").contains("2026 年市特级教师评选"));
    let page = teacher.see(path);
    assert!(page.contains("进行中") && !page.contains("按计划") && !page.contains("advance"));
    assert!(teacher.see(&format!("{path}/places")).contains("30"));
}

fn a_prepared_round_does_not_exist_for_others(app: &TestApp) {
    let (city, _) = teachers(app);
    let askers = [
        app.officer(Role::DistrictHr, &city.district),
        app.officer(Role::SchoolHr, &city.school),
        app.officer(Role::CommitteeMember, &city.bureau),
    ];
    let lists = || -> Vec<String> {
        let seen = askers.iter().map(|it| app.visitor_as(it).see("/selection"));
        let without_form_ids = |page: String| {
            let lines = page.lines().filter(|it| !it.contains("form_id"));
            lines.collect::<Vec<_>>().join("\n")
        };
        seen.map(without_form_ids).collect()
    };
    let before = lists();
    let id = app.open_selection(20);
    assert_eq!(lists(), before, "a hidden round changes nothing");
    for asker in &askers {
        let visitor = app.visitor_as(asker);
        for path in [
            format!("/selection/{id}"),
            format!("/selection/{id}/places"),
        ] {
            assert_eq!(visitor.get(&path).status, 404, "{path}");
        }
    }
    let auditor = app.visitor_as(&app.officer(Role::Auditor, &city.bureau));
    assert!(auditor.see(&format!("/selection/{id}")).contains("筹备"));
    app.advance(id, 12);
    assert_ne!(lists(), before);
}

fn a_prepared_round_is_changed(app: &TestApp) {
    let (city, _) = teachers(app);
    let officer = app.visitor_as(&app.officer(Role::BureauHr, &city.bureau));
    let id = app.prepare_selection(5);
    app.share(id, Dimension::District, &[line("440106", "7", "")]);
    let path = format!("/selection/{id}/change");
    assert!(
        officer
            .see(&format!("/selection/{id}"))
            .contains("修改标题、名额或截止日")
    );
    assert!(officer.see(&path).contains("2026 年市特级教师评选"));
    let change = |version, seats, cutoff_on| {
        let fields = [
            ("version", version),
            ("title", "第二批市特级教师评选"),
            ("seats", seats),
            ("cutoff_on", cutoff_on),
        ];
        officer.send(&path, &fields)
    };
    // Seven places were promised, and three seats have six.
    let impossible = change("2", "3", "2026-11-01");
    assert!(
        impossible.status == 422 && impossible.body.contains("第二批市特级教师评选"),
        "{}",
        impossible.body
    );
    assert_eq!(
        change("2", "5", "2026-12-01").status,
        422,
        "after the first day"
    );
    assert_eq!(app.running(id).round.version, 2, "nothing was changed");
    assert_eq!(change("2", "4", "2026-10-01").status, 303);
    let round = app.running(id).round;
    assert_eq!(
        (round.title.as_str(), round.seats, round.places),
        ("第二批市特级教师评选", 4, 8)
    );
    assert_eq!(
        places_of(app, id, Dimension::District),
        [(String::new(), 1, 1), ("440106".to_owned(), 3, 7)]
    );
    assert_eq!(change("2", "4", "2026-10-01").status, 409, "somebody saved");
    let history = officer.see(&format!("/selection/{id}"));
    assert!(history.contains("修改筹备中的评选"), "{history}");
    app.advance(id, 12);
    assert_eq!(officer.get(&path).status, 409);
    assert_eq!(change("4", "2", "2026-10-01").status, 409);
}

fn a_prepared_round_is_dropped_with_a_reason(app: &TestApp) {
    let (city, _) = teachers(app);
    let officer = app.visitor_as(&app.officer(Role::BureauHr, &city.bureau));
    let id = app.open_selection(5);
    let path = format!("/selection/{id}");
    let drop = |version, reason| {
        let fields = [("version", version), ("reason", reason)];
        officer.send(&format!("{path}/drop"), &fields)
    };
    assert_eq!(drop("2", " ").status, 422);
    assert_eq!(drop("1", "选错了项目").status, 409);
    assert!(officer.see("/selection").contains("2026 年市特级教师评选"));
    assert_eq!(drop("2", "选错了项目").status, 303);
    assert_eq!(officer.get(&path).status, 404);
    assert!(!officer.see("/selection").contains("2026 年市特级教师评选"));
    let entries = app.read(|conn| xingtan::journal::list_of_subject(conn, id.0));
    let last = entries.expect("entries").pop().expect("an entry");
    assert_eq!(
        (last.event.as_str(), last.reason.as_deref()),
        ("round_dropped", Some("选错了项目"))
    );
    let opened = app.open_selection(5);
    app.advance(opened, 12);
    let late = officer.send(
        &format!("/selection/{opened}/drop"),
        &[("version", "3"), ("reason", "选错了项目")],
    );
    assert_eq!(late.status, 409);
}

fn places_of(app: &TestApp, id: RoundId, dimension: Dimension) -> Vec<(String, i64, i64)> {
    let shares = app
        .read(|conn| quotas::store::list(conn, id, dimension))
        .expect("shares");
    let told = shares.into_iter();
    told.map(|it| (it.key, it.weight, it.places)).collect()
}

fn places_follow_the_teachers_on_file(app: &TestApp) {
    teachers(app);
    let id = app.open_selection(5);
    let district = |key: &str, weight, places| (key.to_owned(), weight, places);
    assert_eq!(app.running(id).round.places, 10);
    assert_eq!(
        places_of(app, id, Dimension::District),
        // 7.5 and 2.5: equal remainders, the larger weight takes the last.
        [district("", 1, 2), district("440106", 3, 8)]
    );
    app.share(id, Dimension::District, &[line("440106", "0", "6")]);
    assert_eq!(
        places_of(app, id, Dimension::District),
        [district("", 1, 4), district("440106", 3, 6)]
    );
    app.share(id, Dimension::Stage, &[]);
    assert_eq!(
        places_of(app, id, Dimension::Stage),
        [district("primary", 4, 10)]
    );
    // Nobody's subject is on file.
    let shared = app.write(|conn, context| {
        let seen = rounds::store::load(conn, id)?.version;
        quotas::actions::share_places(conn, context, id, seen, Dimension::Subject, &[])
    });
    assert!(matches!(shared, Err(Error::Input(_))), "{shared:?}");
}

fn places_follow_who_can_apply(app: &TestApp) {
    let (city, own) = teachers(app);
    let leader = app.teacher(&own, "T005", "冯五");
    app.write(|conn, _| {
        diesel::update(employments::table.filter(employments::person_id.eq(leader.id)))
            .set(employments::post.eq(Post::Principal))
            .execute(conn)?;
        Ok(())
    })
    .expect("a post");
    let open = |of| {
        let fields = RoundFields {
            title: "名校长".to_owned(),
            seats: 2,
            cutoff_on: day(11, 23),
            starts_on: day(11, 23),
        };
        let id = app.write(|conn, context| rounds::actions::open_round(conn, context, of, &fields));
        id.expect("a round that obeys the rules")
    };
    let principals = open(("city_famous_educators", "principal"));
    app.share(principals, Dimension::District, &[]);
    // The one leader; the teachers of the district send nobody.
    assert_eq!(
        places_of(app, principals, Dimension::District),
        [(String::new(), 1, 3)]
    );
    let vocational = open(("vocational_full_senior", "teacher"));
    let shared = app.write(|conn, context| {
        quotas::actions::share_places(conn, context, vocational, 1, Dimension::District, &[])
    });
    assert!(
        matches!(shared, Err(Error::Input(_))),
        "no vocational school"
    );
    let officer = app.visitor_as(&app.officer(Role::BureauHr, &city.bureau));
    let page = officer.see("/programmes/city_famous_educators");
    assert!(page.contains("现任学校正职、副职领导（名校长）"), "{page}");
}

fn what_is_shared_out_stays(app: &TestApp) {
    teachers(app);
    let id = app.open_selection(5);
    app.advance(id, 12);
    let late = app.write(|conn, context| {
        let seen = rounds::store::load(conn, id)?.version;
        quotas::actions::share_places(conn, context, id, seen, Dimension::District, &[])
    });
    let Err(Error::Refused(refused)) = late else {
        panic!("nominees rely on their places: {late:?}");
    };
    assert_eq!(refused.message.key, "phase-does-not-allow");
}

fn two_officers_do_not_go_on_at_once(app: &TestApp) {
    let (city, _) = teachers(app);
    let id = app.open_selection(5);
    let officers = [
        app.officer(Role::BureauHr, &city.bureau),
        app.account("second")
            .with(Role::BureauHr, &city.bureau)
            .sign_in(),
    ];
    let seen = app.running(id).round.version;
    let go_on = &|officer| {
        app.write_as(officer, |conn, context| {
            rounds::actions::advance_round(conn, context, id, seen, &onward(12))
        })
    };
    let results: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = officers
            .iter()
            .map(|officer| scope.spawn(move || go_on(officer)))
            .collect();
        let joined = threads.into_iter();
        joined.map(|it| it.join().expect("no panic")).collect()
    });
    let stale = results
        .iter()
        .filter(|it| matches!(it, Err(Error::Stale)))
        .count();
    let done = results.iter().filter(|it| it.is_ok()).count();
    assert_eq!((done, stale), (1, 1), "{results:?}");
    assert_eq!(app.running(id).round.phase, Phase::Nominate);
}

fn a_phase_gets_other_days_with_a_reason(app: &TestApp) {
    let (city, _) = teachers(app);
    let id = app.open_selection(5);
    app.advance(id, 12);
    let officer = app.visitor_as(&app.officer(Role::BureauHr, &city.bureau));
    let path = format!("/selection/{id}");
    let version = app.running(id).round.version.to_string();
    let change = |starts_on, ends_on, reason| {
        let fields = [
            ("version", version.as_str()),
            ("phase", "nominate"),
            ("starts_on", starts_on),
            ("ends_on", ends_on),
            ("reason", reason),
        ];
        officer.send(&format!("{path}/days"), &fields)
    };
    assert_eq!(change("2026-11-24", "2026-12-20", "延长").status, 422);
    assert_eq!(change("2026-11-23", "2026-11-22", "延长").status, 422);
    assert_eq!(change("2026-11-23", "2026-12-20", "").status, 422);
    let planned = app.running(id).phases[1].starts_on;
    assert_eq!(change("2026-11-23", "2026-12-20", "延长").status, 303);
    let moved = app.running(id).phases[1].starts_on;
    assert_eq!((moved - planned).num_days(), 8, "the plan moves along");
    assert_eq!(change("2026-11-23", "2026-12-21", "延长").status, 409);
    assert!(officer.see(&path).contains("2026 年 12 月 20 日"));
    app.wait(chrono::TimeDelta::days(28));
    // The session has run out by then; the page says it to the next one.
    let officer = app
        .account("later")
        .with(Role::BureauHr, &city.bureau)
        .sign_in();
    assert!(
        app.visitor_as(&officer)
            .see(&path)
            .contains("本阶段已到截止日")
    );
}

fn programmes_are_loaded_once_and_shown_in_both_languages(app: &TestApp) {
    let (city, _) = teachers(app);
    let again = app
        .write(|conn, context| programmes::store::load_reference(conn, context.at))
        .expect("the shipped programmes are there");
    assert_eq!(again, 0);
    let visitor = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    for (key, chinese, english) in [
        ("city_special_teacher", "2 : 1", "Senior teacher or higher"),
        ("city_famous_educators", "教育专家", "Education expert"),
        ("hundred_thousand_ten_thousand", "300", "Trainee"),
        ("vocational_full_senior", "由当年通知确定", "by each year"),
    ] {
        let path = format!("/programmes/{key}");
        assert!(visitor.see(&path).contains(chinese), "{key}");
        visitor.get("/language/en");
        assert!(visitor.see(&path).contains(english), "{key}");
        visitor.get("/language/zh-CN");
    }
    assert_eq!(visitor.get("/programmes/none").status, 404);
}

/// Goes on, and why not.
fn blocked(app: &TestApp, id: RoundId) -> &'static str {
    let result = app.write(|conn, context| {
        let seen = rounds::store::load(conn, id)?.version;
        rounds::actions::advance_round(conn, context, id, seen, &onward(31))
    });
    match result {
        Err(Error::Refused(refused)) => refused.message.key,
        other => panic!("refused, and not {other:?}"),
    }
}

fn nobody_goes_on_without_a_committee(app: &TestApp) {
    let committee = app.committee(1, 6);
    let round = committee.round;
    assert_eq!(blocked(app, round), "round-nobody-serves");
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &committee.bureau));
    let page = bureau.see(&format!("/selection/{round}"));
    assert!(page.contains("还没有评委应邀，不能进入下一阶段"));
    committee.draw(app);
    assert_eq!(blocked(app, round), "round-nobody-serves");
}

fn nobody_goes_on_without_a_signed_ballot(app: &TestApp) {
    let meeting = app.meeting(1);
    let round = meeting.round();
    assert_eq!(blocked(app, round), "round-meeting-open");
    meeting.ballot(app, &[(0, 3)]);
    assert_eq!(blocked(app, round), "round-meeting-open");
    let secretary = &meeting.committee.secretary;
    app.write_as(secretary, |conn, context| {
        let seen = meetings::store::load(conn, meeting.id)?.version;
        meetings::actions::close_meeting(conn, context, meeting.id, seen, "")
    })
    .expect("everything was decided");
    assert_eq!(blocked(app, round), "round-not-signed");
    let back = app.write(|conn, context| {
        let seen = rounds::store::load(conn, round)?.version;
        rounds::actions::step_back_round(conn, context, round, seen, (day(12, 31), "重投"))
    });
    assert!(matches!(back, Err(Error::Refused(it)) if it.message.key == "round-ballot-opened"));
    for (by, seat) in [
        (secretary, Seat::Secretary),
        (meeting.account(0), Seat::Chair),
    ] {
        app.write_as(by, |conn, context| {
            meetings::minutes::sign(conn, context, meeting.id, seat)
        })
        .expect("each in the own seat");
    }
    assert_eq!(app.advance(round, 31), Phase::Publicity);
}

fn what_would_be_left_undone_is_accepted_first(app: &TestApp) {
    let (city, _) = teachers(app);
    let id = app.open_selection(5);
    app.advance(id, 31);
    let teacher = app.teacher(&city.school, "T009", "叶九");
    let own = app.teacher_account(&teacher, &city.school);
    app.write_as(&own, |conn, context| {
        let statement = "任教二十年，主持市级课题三项，指导青年教师五名。";
        let nomination = nominations::actions::apply(conn, context, id, statement)?;
        nominations::actions::submit(conn, context, nomination, 1)
    })
    .expect("an application");
    app.advance(id, 31);
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &city.bureau));
    let path = format!("/selection/{id}");
    let page = bureau.see(&path);
    assert!(page.contains("1 份申报还没有学校民主推荐结果"), "{page}");
    let version = app.running(id).round.version.to_string();
    let mut fields = vec![
        ("version", version.as_str()),
        ("ends_on", "2026-12-31"),
        ("reason", "按计划"),
    ];
    let refused = bureau.send(&format!("{path}/advance"), &fields);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("有 1 项尚未办完"));
    fields.push(("accepts_stranded", "true"));
    assert_eq!(bureau.send(&format!("{path}/advance"), &fields).status, 303);
    let entries = app.read(|conn| xingtan::journal::list_of_subject(conn, id.0));
    let entries = entries.expect("entries");
    assert_eq!(
        entries.last().expect("an entry").payload.0["left_undone"],
        1
    );
}

fn a_round_goes_back_with_a_reason(app: &TestApp) {
    let (city, _) = teachers(app);
    let id = app.open_selection(5);
    app.advance(id, 12);
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &city.bureau));
    let path = format!("/selection/{id}");
    let back = |reason| {
        let version = app.running(id).round.version.to_string();
        let fields = [
            ("version", version.as_str()),
            ("back_ends_on", "2026-12-20"),
            ("reason", reason),
        ];
        bureau.send(&format!("{path}/back"), &fields)
    };
    let hidden = back("重新分配名额");
    assert_eq!(hidden.status, 409);
    assert!(hidden.body.contains("前面没有可以退回的阶段"));
    app.advance(id, 31);
    assert!(bureau.see(&path).contains("退回“申报推荐”"));
    assert_eq!(back(" ").status, 422);
    assert_eq!(back("一所学校停电，延长申报").status, 303);
    let running = app.running(id);
    assert_eq!(running.round.phase, Phase::Nominate);
    assert_eq!(running.open_phase().ends_on, day(12, 20));
    let teacher = app.teacher(&city.school, "T009", "叶九");
    let teacher = app.visitor_as(&app.teacher_account(&teacher, &city.school));
    let told = "由“学校公示”退回“申报推荐”。理由：一所学校停电，延长申报";
    assert!(teacher.see(&path).contains(told));
    assert_eq!(app.advance(id, 31), Phase::SchoolPublicity);
    assert!(!teacher.see(&path).contains(told), "it has gone on");
}

fn what_remains_is_told_by_stage_too(app: &TestApp) {
    let (city, _) = teachers(app);
    let id = app.small_round();
    app.share(id, Dimension::Stage, &[]);
    app.advance(id, 31);
    let nominee = app.teacher(&city.school, "T009", "叶九");
    app.candidate(id, &nominee, &city.school, &city.bureau);
    let stages = |role, place| {
        let visitor = app.visitor_as(&app.officer(role, place));
        let page = visitor.see(&format!("/selection/{id}/places"));
        let section = page.split("<h2").find(|it| it.contains("按学段"));
        section.expect("places of stages").to_owned()
    };
    let all = stages(Role::BureauHr, &city.bureau);
    let left = ">59</td>";
    assert_eq!(
        all.matches(left).count(),
        2,
        "of the stage and in all: {all}"
    );
    let own = stages(Role::DistrictHr, &city.district);
    assert!(!own.contains(left), "other districts are others': {own}");
}

/// The programmes we ship fit themselves: their committees can carry all nominees of every track.
#[test]
fn a_shipped_committee_can_carry_its_nominees() {
    for (key, text) in SHIPPED {
        let programme = parse(text).expect("a shipped programme");
        let (committee, review) = (&programme.committee, &programme.review);
        let carried = committee.members.value * review.load_max.value;
        for track in &programme.tracks {
            let Some(seats) = &track.seats else { continue };
            let nominees = places(seats.value, programme.funnel.nominees_per_seat.value);
            let wanted = nominees * review.each.value;
            assert!(
                wanted <= carried,
                "{key}, {}: {wanted} reviews, and members take {carried}",
                track.key
            );
        }
    }
}
