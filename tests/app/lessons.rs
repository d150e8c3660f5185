//! Lessons and defences: planned, put in order by a published seed, scored on the spot by whoever is
//! there and not in conflict.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use xingtan::access::Role;
use xingtan::lots;
use xingtan::selection::committees::actions::{self as committees, AnswerTo};
use xingtan::selection::committees::{Member, MemberState};
use xingtan::selection::draws::{self, DrawPurpose};
use xingtan::selection::lessons::rules::clock;
use xingtan::selection::lessons::{Lesson, actions, store};
use xingtan::selection::reviews::sight::Handle;
use xingtan::selection::reviews::store as reviews;

use crate::reviews::covered;
use crate::support::committee::Committee;
use crate::support::{TestAccount, TestApp, why};

on_each_backend!(
    lessons_are_planned_drawn_and_scored,
    two_secretaries_draw_one_order,
    a_candidate_in_conflict_has_no_lesson_for_a_member,
    whoever_scored_and_serves_no_more_hinders_nobody,
    a_place_changes_after_the_draw_with_a_reason_only,
    where_reviews_are_blind_a_lesson_is_held_after_them,
);

const PLAN: [(&str, &str); 4] = [
    ("days", "2026-11-24"),
    ("rooms", "一号厅\n二号厅"),
    ("hours", "08:30-12:00"),
    ("pause", "10"),
];

/// A committee in the phase of reviews, with its lessons planned.
fn planned(app: &TestApp) -> (Committee, Vec<Member>) {
    let stage = app.committee(3, 4);
    let members = stage.seat(app);
    app.advance(stage.round, 31);
    let secretary = app.visitor_as(&stage.secretary);
    let path = format!("/selection/{}/lessons", stage.round);
    let short = [
        ("hours", "08:30-09:30"),
        ("rooms", "一号厅"),
        ("days", "2026-11-24"),
        ("pause", "0"),
    ];
    let few = secretary.send(&path, &[&short[..], &[("version", "0")]].concat());
    assert!(
        few.status == 409 && few.body.contains("只有 1 个时段"),
        "{}",
        few.body
    );
    let wrong = secretary.send(
        &path,
        &[
            ("version", "0"),
            ("days", "明天"),
            ("rooms", "一号厅"),
            ("hours", ""),
            ("pause", ""),
        ],
    );
    assert!(
        wrong.status == 422 && wrong.body.contains("明天"),
        "{}",
        wrong.body
    );
    let sent = secretary.send(&path, &[&PLAN[..], &[("version", "0")]].concat());
    assert_eq!(sent.status, 303, "{}", sent.body);
    (stage, members)
}

fn lessons(app: &TestApp, stage: &Committee) -> Vec<Lesson> {
    app.read(|conn| store::list_lessons(conn, stage.round))
        .expect("lessons")
}

fn lessons_are_planned_drawn_and_scored(app: &TestApp) {
    let (stage, members) = planned(app);
    let secretary = app.visitor_as(&stage.secretary);
    let path = format!("/selection/{}/lessons", stage.round);
    let page = secretary.see(&path);
    assert!(
        page.contains("一号厅") && page.contains("承诺值已公布"),
        "{page}"
    );
    assert_eq!(
        secretary
            .send(&format!("{path}/draw"), &[("version", "1")])
            .status,
        303
    );
    let held = lessons(app, &stage);
    let draw = app.read(|conn| draws::find_newest(conn, stage.round, DrawPurpose::Lessons));
    let draw = draw.expect("draws").expect("it was announced");
    let seed = draw.seed.expect("the seed is public");
    let ids = stage.candidates.iter().map(|it| it.1).collect();
    let order: Vec<_> = held.iter().map(|it| it.nomination_id).collect();
    assert_eq!(
        order,
        lots::in_order(&seed, ids, |it| it.0),
        "anybody can repeat it"
    );
    let page = secretary.see(&path);
    assert!(
        page.contains("08:30–09:25") && page.contains("二号厅"),
        "{page}"
    );
    let again = secretary.send(&path, &[&PLAN[..], &[("version", "2")]].concat());
    assert_eq!(again.status, 409);
    points_are_given_on_the_day(app, &stage, &members, &order[0].to_string());
}

/// Not before the day, not by whoever is not there, and changed as long as nobody else did.
fn points_are_given_on_the_day(
    app: &TestApp,
    stage: &Committee,
    members: &[Member],
    nomination: &str,
) {
    let path = format!("/selection/{}/lessons", stage.round);
    let (person, id) = &stage.candidates[0];
    let own = app.visitor_as(&app.teacher_account(person, &stage.school));
    assert!(
        own.see(&format!("/nominations/{id}"))
            .contains("2026 年 11 月 24 日")
    );
    let score = |account: &TestAccount, version: &str, lesson: &str| {
        let fields = [
            ("candidate", nomination),
            ("version", version),
            ("lesson", lesson),
            ("defence", "90"),
        ];
        let own = format!("/lessons/{}", stage.round);
        app.visitor_as(account).send(&own, &fields)
    };
    assert_eq!(score(stage.account(&members[0]), "0", "88").status, 409);
    app.wait(TimeDelta::days(1));
    let mut accounts: Vec<TestAccount> =
        members.iter().map(|it| stage.account(it).clone()).collect();
    accounts.push(stage.secretary.clone());
    for it in &mut accounts {
        app.renew(it);
    }
    assert_eq!(
        score(&accounts[0], "0", "88").status,
        409,
        "nobody wrote that they are there"
    );
    let secretary = app.visitor_as(&accounts[3]);
    let first = members[0].id.to_string();
    let there = [("held_on", "2026-11-24"), ("members", first.as_str())];
    assert_eq!(
        secretary.send(&format!("{path}/presence"), &there).status,
        303
    );
    assert_eq!(score(&accounts[0], "0", "101").status, 422);
    assert_eq!(score(&accounts[0], "0", "88").status, 303);
    assert_eq!(
        score(&accounts[0], "0", "70").status,
        409,
        "a page from before"
    );
    assert_eq!(score(&accounts[0], "1", "86").status, 303);
    points_that_were_replaced_are_kept(app, stage);
    assert_eq!(score(&accounts[1], "0", "60").status, 409);
    nobody_scores_in_two_rooms(app, stage, &accounts[0]);
    let page = secretary.see(&path);
    assert!(page.contains("已有 1 位评委打分"), "{page}");
    let nobody = secretary.send(&format!("{path}/presence"), &there[..1]);
    assert!(
        nobody.status == 409 && nobody.body.contains("应当在场"),
        "{}",
        nobody.body
    );
    // What they gave is told once nobody can give any more.
    app.advance(stage.round, 31);
    let bureau = app.fresh_officer(Role::BureauHr, &stage.bureau);
    let round = app
        .visitor_as(&bureau)
        .see(&format!("/selection/{}", stage.round));
    assert!(
        round.contains("2 位人选的授课与答辩尚未打分"),
        "two of three, in the last phase of lessons: {round}"
    );
    app.advance(stage.round, 31);
    let page = secretary.see(&path);
    assert!(page.contains("1 位评委：上课 86，答辩 90"), "{page}");
}

/// Nobody sees them, and nobody can take them away.
fn points_that_were_replaced_are_kept(app: &TestApp, stage: &Committee) {
    let before = app.read(|conn| store::list_before(conn, stage.round));
    let before = before.expect("points of before");
    let points: Vec<_> = before.iter().map(|it| (it.version, it.lesson)).collect();
    assert_eq!(points, [(1, 88)]);
    let gone = app.write(|conn, _| Ok(conn.batch_execute("DELETE FROM lesson_scores_before")?));
    let error = gone.expect_err("a trigger refuses it").to_string();
    assert!(
        error.contains("lesson_scores_before is append-only"),
        "{error}"
    );
    let auditor = app.visitor_as(&app.officer(Role::Auditor, &stage.bureau));
    let journal = auditor.see("/journal");
    assert!(journal.contains("修改现场评分"), "{journal}");
}

/// The second candidate teaches at the same time as the first, in the other room.
fn nobody_scores_in_two_rooms(app: &TestApp, stage: &Committee, member: &TestAccount) {
    let held = lessons(app, stage);
    assert!(held[1].overlaps(&held[0]) && held[1].room != held[0].room);
    let beside = held[1].nomination_id.to_string();
    let beside = [
        ("candidate", beside.as_str()),
        ("version", "0"),
        ("lesson", "80"),
        ("defence", "80"),
    ];
    let elsewhere = app
        .visitor_as(member)
        .send(&format!("/lessons/{}", stage.round), &beside);
    let room = held[0].room.as_str();
    assert!(
        elsewhere.status == 409 && elsewhere.body.contains(room),
        "{}",
        elsewhere.body
    );
}

fn two_secretaries_draw_one_order(app: &TestApp) {
    let (stage, _) = planned(app);
    let second = app
        .account("second")
        .with(Role::CommitteeSecretary, &stage.bureau)
        .sign_in();
    let draw = &|who| {
        app.write_as(who, |conn, context| {
            actions::draw_order(conn, context, stage.round, 1)
        })
    };
    let results: Vec<_> = std::thread::scope(|scope| {
        let threads = [&stage.secretary, &second].map(|who| scope.spawn(move || draw(who)));
        let joined = threads.into_iter();
        joined.map(|it| it.join().expect("no panic")).collect()
    });
    assert_eq!(
        results.iter().filter(|it| it.is_ok()).count(),
        1,
        "{results:?}"
    );
    assert_eq!(lessons(app, &stage).len(), 3);
}

fn a_candidate_in_conflict_has_no_lesson_for_a_member(app: &TestApp) {
    let (stage, members) = planned(app);
    let (person, nomination) = &stage.candidates[1];
    stage.pin(app, (members[0].id, *nomination), true);
    app.write_as(&stage.secretary, |conn, context| {
        actions::draw_order(conn, context, stage.round, 1)
    })
    .expect("a plan");
    let path = format!("/lessons/{}", stage.round);
    let barred = app.visitor_as(stage.account(&members[0]));
    assert!(!barred.see(&path).contains(&person.name));
    let other = app.visitor_as(stage.account(&members[1]));
    assert!(other.see(&path).contains(&person.name));
    let id = nomination.to_string();
    let fields = [
        ("candidate", id.as_str()),
        ("version", "0"),
        ("lesson", "88"),
        ("defence", "90"),
    ];
    assert_eq!(barred.send(&path, &fields).status, 404);
}

/// A committee on the day of its lessons, everybody there, who all gave the first candidate points.
fn taught(app: &TestApp) -> (Committee, Vec<Member>, Lesson) {
    let (mut stage, members) = planned(app);
    app.write_as(&stage.secretary, |conn, context| {
        actions::draw_order(conn, context, stage.round, 1)
    })
    .expect("a plan");
    app.wait(TimeDelta::days(1));
    app.renew(&mut stage.secretary);
    for expert in &mut stage.experts {
        app.renew(&mut expert.account);
    }
    let first = lessons(app, &stage)[0].clone();
    let all: Vec<_> = members.iter().map(|it| it.id).collect();
    app.write_as(&stage.secretary, |conn, context| {
        actions::record_presence(conn, context, (stage.round, first.held_on), &all)
    })
    .expect("the day of lessons");
    for (member, points) in members.iter().zip([60, 80, 100]) {
        app.write_as(stage.account(member), |conn, context| {
            let whom = (stage.round, Handle::Id(first.nomination_id));
            actions::score(conn, context, whom, 0, (points, points))
        })
        .expect("whoever is there");
    }
    (stage, members, first)
}

fn whoever_scored_and_serves_no_more_hinders_nobody(app: &TestApp) {
    let (stage, members, first) = taught(app);
    let gone = &members[2];
    app.write_as(&stage.secretary, |conn, context| {
        let version = gone.version;
        committees::release(conn, context, gone.id, version, "长期出差")
    })
    .expect("the secretary releases");
    let rest: Vec<_> = members[..2].iter().map(|it| it.id).collect();
    let kept = app.write_as(&stage.secretary, |conn, context| {
        actions::record_presence(conn, context, (stage.round, first.held_on), &rest)
    });
    kept.expect("those who serve were all there");
    let held = app.write_as(&stage.secretary, |conn, context| {
        let whom = (stage.round, first.nomination_id);
        actions::move_lesson(conn, context, whom, 2, (5, "改期"))
    });
    assert!(held.is_err(), "it was held");
    // Nobody meets with fewer: the reserve comes in.
    let invited = app.write_as(&stage.secretary, |conn, context| {
        committees::invite_all(conn, context, stage.round)
    });
    assert_eq!(invited.expect("a reserve moved up"), 1);
    let members_now = stage.members(app);
    let late = members_now
        .iter()
        .find(|it| it.state == MemberState::Invited);
    let late = late.expect("who moved up");
    app.write_as(stage.account(late), |conn, context| {
        committees::answer(conn, context, late.id, late.version, &AnswerTo::Accept)
    })
    .expect("an invitation");
    // Points of whoever turns out to be in conflict count no more.
    stage.pin(app, (members[0].id, first.nomination_id), true);
    for _ in 0..2 {
        app.advance(stage.round, 31);
    }
    let page = app
        .visitor_as(&stage.secretary)
        .see(&format!("/selection/{}/lessons", stage.round));
    assert!(page.contains("2 位评委：上课 90，答辩 90"), "{page}");
}

fn a_place_changes_after_the_draw_with_a_reason_only(app: &TestApp) {
    let (stage, _) = planned(app);
    let secretary = app.visitor_as(&stage.secretary);
    let path = format!("/selection/{}/lessons", stage.round);
    let send = |version: &str, whom: &Lesson, to: &str, reason: &str| {
        let candidate = whom.nomination_id.to_string();
        let fields = [
            ("version", version),
            ("candidate", candidate.as_str()),
            ("to", to),
            ("reason", reason),
        ];
        secretary.send(&format!("{path}/move"), &fields)
    };
    let nobody = stage.candidates[0].1;
    let early = app.write_as(&stage.secretary, |conn, context| {
        actions::move_lesson(conn, context, (stage.round, nobody), 1, (0, "生病"))
    });
    assert!(early.is_err(), "nothing is drawn");
    let drawn = [("version", "1")];
    assert_eq!(secretary.send(&format!("{path}/draw"), &drawn).status, 303);
    let before = lessons(app, &stage);
    assert_eq!(send("2", &before[0], "2", " ").status, 422);
    assert_eq!(send("2", &before[0], "99", "生病").status, 422);
    assert_eq!(
        send("2", &before[0], "0", "生病").status,
        409,
        "the same place"
    );
    // The first and the third exchange places; numbers stay as they were drawn.
    assert_eq!(send("2", &before[0], "2", "上午要上课").status, 303);
    assert_eq!(
        send("2", &before[0], "5", "又要上课").status,
        409,
        "a page from before"
    );
    let after = lessons(app, &stage);
    assert_eq!(after[0].nomination_id, before[0].nomination_id);
    assert_eq!(
        (after[0].slot(), after[2].slot()),
        (before[2].slot(), before[0].slot())
    );
    // The second goes where nobody is.
    assert_eq!(send("3", &before[1], "5", "会场冲突").status, 303);
    let free = lessons(app, &stage)[1].slot();
    assert_eq!(clock(free.starts_minute), "10:40");
    let page = secretary.see(&path);
    for told in ["上午要上课", "会场冲突", "对调", "已调整"] {
        assert!(page.contains(told), "{told} in {page}");
    }
    // The nominee finds the new time, and what the order was drawn by.
    let draw = app.read(|conn| draws::find_newest(conn, stage.round, DrawPurpose::Lessons));
    let seed = draw.expect("draws").and_then(|it| it.seed_hex());
    let seed = seed.expect("the seed is public");
    for (person, id) in &stage.candidates {
        let own = app.visitor_as(&app.teacher_account(person, &stage.school));
        let page = own.see(&format!("/nominations/{id}"));
        assert!(page.contains(&seed), "{page}");
        assert_eq!(
            page.contains("10:40"),
            *id == before[1].nomination_id,
            "{page}"
        );
    }
}

fn where_reviews_are_blind_a_lesson_is_held_after_them(app: &TestApp) {
    let stage = app.committee_of(2, 4, |it| it.review.is_blind = true);
    let members = stage.seat(app);
    covered(app, &stage);
    app.advance(stage.round, 10);
    let secretary = app.visitor_as(&stage.secretary);
    let path = format!("/selection/{}/lessons", stage.round);
    let wall = "评审阶段结束后才进行现场课和答辩";
    assert!(secretary.see(&path).contains(wall), "it is told before");
    let plan = |on: &str| {
        let rest = [("version", "0"), ("days", on)];
        secretary.send(&path, &[&PLAN[1..], &rest].concat())
    };
    let within = plan("2026-12-10");
    assert!(
        within.status == 422 && within.body.contains("评审到 2026 年 12 月 10 日结束"),
        "{}",
        within.body
    );
    assert_eq!(plan("2026-12-11").status, 303);
    let drawn = [("version", "1")];
    assert_eq!(secretary.send(&format!("{path}/draw"), &drawn).status, 303);
    // Officers know who teaches when; a member does not, and nobody is there.
    assert!(secretary.see(&path).contains("人选0"));
    let own = format!("/lessons/{}", stage.round);
    let member = app.visitor_as(stage.account(&members[0]));
    let page = member.see(&own);
    assert!(page.contains(wall), "{page}");
    for told in ["12 月 11 日", "一号厅", "候选人 "] {
        assert!(!page.contains(told), "{told} in {page}");
    }
    let held_on = lessons(app, &stage)[0].held_on;
    let present = app.write_as(&stage.secretary, |conn, context| {
        actions::record_presence(conn, context, (stage.round, held_on), &[members[0].id])
    });
    assert_eq!(why(present), "lesson-covered");
    let scored = app.write_as(stage.account(&members[0]), |conn, context| {
        let number = reviews::list_covers(conn, stage.round)?[0].number;
        let whom = (stage.round, Handle::Number(number));
        actions::score(conn, context, whom, 0, (88, 90))
    });
    assert_eq!(why(scored), "lesson-covered");
    app.advance(stage.round, 31);
    let page = member.see(&own);
    assert!(
        !page.contains(wall) && page.contains("12 月 11 日"),
        "{page}"
    );
    assert!(!secretary.see(&path).contains(wall));
}
