//! Committees: drawn by a seed that was bound before, invited once conflicts are decided; whoever is
//! in conflict with a candidate does not find the candidate anywhere.

mod decided;

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use xingtan::access::Role;
use xingtan::db::schema;
use xingtan::error::Error;
use xingtan::lots;
use xingtan::people::{EmploymentId, Post};
use xingtan::selection::committees::actions::{self, AnswerTo};
use xingtan::selection::committees::repeat::Inputs;
use xingtan::selection::committees::{Member, MemberState, experts, rules};
use xingtan::selection::conflicts::actions::Seen;
use xingtan::selection::conflicts::store::Pair;
use xingtan::selection::conflicts::{self, TieKind};
use xingtan::selection::draws::{self, DrawPurpose};
use xingtan::selection::nominations::{self, NominationId};

use crate::support::bank::day;
use crate::support::city::founded_on;
use crate::support::committee::Committee;
use crate::support::{TestApp, why};

on_each_backend!(
    a_committee_is_drawn_from_page_to_page,
    the_seed_binds_and_the_draw_can_be_repeated,
    whoever_has_the_file_of_a_draw_draws_again,
    a_nominee_states_a_tie_and_nobody_else_reads_it,
    ties_come_from_lists_and_old_rounds_are_over,
    a_barred_candidate_does_not_exist_for_the_member,
    a_reserve_moves_up_when_a_member_declines,
    a_candidate_is_no_secretary_and_no_member,
    a_reserve_is_no_officer_of_the_round,
    an_experts_term_is_checked_by_field,
    two_secretaries_do_not_draw_at_once,
);

fn a_committee_is_drawn_from_page_to_page(app: &TestApp) {
    let stage = app.committee(2, 5);
    let secretary = app.visitor_as(&stage.secretary);
    let path = format!("/selection/{}/committee", stage.round);
    assert!(secretary.see(&path).contains("还没有抽取评委"));
    let sent = secretary.send(&format!("{path}/announce"), &[]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    let page = secretary.see(&path);
    assert!(page.contains("公开种子，抽取") && page.contains("承诺值"));
    assert_eq!(secretary.send(&format!("{path}/draw"), &[]).status, 303);
    assert_eq!(secretary.send(&format!("{path}/invite"), &[]).status, 303);
    let invited: Vec<Member> = stage
        .members(app)
        .into_iter()
        .filter(|it| it.state == MemberState::Invited)
        .collect();
    assert_eq!(invited.len(), 3);
    let member = app.visitor_as(stage.account(&invited[0]));
    assert!(member.see("/tasks").contains("1 份评委邀请待答复"));
    assert!(member.see("/committee").contains("2026 年小型评选"));
    let answer = format!("/members/{}/answer", invited[0].id);
    let silent = [("version", "2"), ("accept", "false"), ("reason", " ")];
    assert_eq!(member.send(&answer, &silent).status, 422);
    let accept = [("version", "2"), ("accept", "true"), ("reason", "")];
    assert_eq!(member.send(&answer, &accept).status, 303);
    assert!(secretary.see(&path).contains("已应邀 1 人，至少需要 3 人"));
    let other = app.visitor_as(stage.account(&invited[1]));
    assert_eq!(
        other.send(&answer, &accept).status,
        404,
        "somebody else's seat"
    );
    assert_eq!(
        other.get(&path).status,
        404,
        "who sits beside one is not said"
    );
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &stage.bureau));
    assert!(bureau.see(&path).contains("评委会"));
    assert_eq!(bureau.send(&format!("{path}/invite"), &[]).status, 403);
}

fn the_seed_binds_and_the_draw_can_be_repeated(app: &TestApp) {
    let stage = app.committee(1, 6);
    app.write_as(&stage.secretary, |conn, context| {
        actions::announce_draw(conn, context, stage.round)
    })
    .expect("a secretary in the phase of conflicts");
    let purpose = DrawPurpose::Committee;
    let find = || app.read(|conn| draws::find_newest(conn, stage.round, purpose));
    let announced = find().expect("draws").expect("it was announced");
    assert_eq!(announced.seed, None);
    let again = app.write_as(&stage.secretary, |conn, context| {
        actions::announce_draw(conn, context, stage.round)
    });
    assert_eq!(why(again), "draw-announced-already");
    app.write_as(&stage.secretary, |conn, context| {
        actions::draw(conn, context, stage.round)
    })
    .expect("six experts for three seats and a reserve");
    let seed = find()
        .expect("draws")
        .expect("it was drawn")
        .seed
        .expect("public");
    assert_eq!(lots::commitment(&seed).as_slice(), announced.commitment);
    let persons: Vec<_> = stage.experts.iter().map(|it| it.person.id).collect();
    let expected = lots::in_order(&seed, persons, |it| it.0);
    let members = stage.members(app);
    let drawn: Vec<_> = members.iter().map(|it| it.person_id).collect();
    assert_eq!(
        drawn,
        expected[..4],
        "each has a district of their own: the order is the lots'"
    );
    assert_eq!(members[3].state, MemberState::Reserve);
    let full = app.write_as(&stage.secretary, |conn, context| {
        actions::draw(conn, context, stage.round)
    });
    assert_eq!(why(full), "draw-committee-is-full");
}

fn whoever_has_the_file_of_a_draw_draws_again(app: &TestApp) {
    let stage = app.committee(1, 6);
    let path = format!("/selection/{}/committee/draw.json", stage.round);
    let auditor = app.visitor_as(&app.officer(Role::Auditor, &stage.bureau));
    assert_eq!(auditor.get(&path).status, 404, "nothing is drawn");
    let members = stage.draw(app);
    let file: serde_json::Value =
        serde_json::from_str(&auditor.see(&path)).expect("a file of JSON");
    let inputs: Inputs =
        serde_json::from_value(file["draws"][0]["inputs"].clone()).expect("what it was drawn from");
    let seed = file["draws"][0]["seed"].as_str().expect("the seed");
    let seed = hex::decode(seed);
    let (seated, pool, wanted) = inputs.tickets();
    assert_eq!((seated.len(), pool.len()), (0, 6));
    let again = rules::draw(&seed, &seated, &pool, &wanted).expect("as it was drawn");
    let drawn: Vec<_> = members.iter().map(|it| it.person_id).collect();
    assert_eq!([again.members, again.reserves].concat(), drawn);
    let id = members[0].person_id.to_string();
    assert!(
        file["names"][&id]
            .as_str()
            .is_some_and(|it| it.starts_with("专家"))
    );
    // Everybody who may know of the round can compare seed and commitment.
    let teacher = app.teacher_account(&stage.candidates[0].0, &stage.school);
    let teacher = app.visitor_as(&teacher);
    let page = teacher.see(&format!("/selection/{}", stage.round));
    let commitment = file["draws"][0]["commitment"]
        .as_str()
        .expect("the commitment");
    assert!(page.contains(commitment), "{page}");
    assert_eq!(
        teacher.get(&path).status,
        404,
        "the pool is not everybody's"
    );
}

/// Bytes of a text of hexadecimal digits.
mod hex {
    pub fn decode(text: &str) -> Vec<u8> {
        let digits = text.as_bytes().chunks(2);
        let byte = |it: &[u8]| {
            let pair = std::str::from_utf8(it).expect("digits");
            u8::from_str_radix(pair, 16).expect("hexadecimal digits")
        };
        digits.map(byte).collect()
    }
}

fn a_nominee_states_a_tie_and_nobody_else_reads_it(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let other = app.teacher(&city.school, "T002", "林二");
    let own = app.teacher_account(&teacher, &city.school);
    let round = app.open_selection(20);
    app.advance(round, 31);
    let id = app.write_as(&own, |conn, context| {
        let statement = "任教二十年，主持市级课题三项，指导青年教师五名，成绩显著。";
        let id = nominations::actions::apply(conn, context, round, statement)?;
        nominations::actions::submit(conn, context, id, 1)?;
        Ok(id)
    });
    let path = format!(
        "/nominations/{}/ties",
        id.expect("an application in its phase")
    );
    let own = app.visitor_as(&own);
    let state = |number: &str, name: &str| {
        let fields = [
            ("kind", "mentor"),
            ("teacher_number", number),
            ("name", name),
            ("note", "带教三年"),
        ];
        own.send(&path, &fields)
    };
    for (number, name) in [("T002", "林三"), ("T999", "林二"), ("T001", "陈一")] {
        let wrong = state(number, name);
        assert!(
            wrong.status == 422 && wrong.body.contains("编号与姓名不符"),
            "{number} {name}: {}",
            wrong.body
        );
    }
    assert_eq!(state("T002", "林二").status, 303);
    assert!(own.see(&path).contains("林二"));
    let stated = app.read(|conn| conflicts::store::list_stated(conn, &[other.id]));
    assert_eq!(stated.expect("ties").len(), 1);
    for account in [
        app.officer(Role::SchoolHr, &city.school),
        app.officer(Role::BureauHr, &city.bureau),
    ] {
        assert_eq!(app.visitor_as(&account).get(&path).status, 403);
    }
    let other = other.id.to_string();
    let gone = [("other", other.as_str()), ("kind", "mentor")];
    assert_eq!(own.send(&format!("{path}/remove"), &gone).status, 303);
    assert!(!own.see(&path).contains("林二"));
}

fn ties_come_from_lists_and_old_rounds_are_over(app: &TestApp) {
    use schema::selection_rounds as rounds;
    let stage = app.committee(1, 4);
    let members = stage.draw(app);
    let nomination = stage.candidates[0].1;
    let person = |member: &Member| {
        let mut experts = stage.experts.iter();
        let expert = experts.find(|it| it.person.id == member.person_id);
        expert.expect("an expert").person.clone()
    };
    let find = || {
        app.write_as(&stage.secretary, |conn, context| {
            conflicts::actions::find_again(conn, context, stage.round)
        })
        .expect("the secretary looks again");
    };
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &stage.bureau));
    let number = person(&members[0]).teacher_number;
    let send = |kind: &str, keep: &str| {
        let text = format!(
            "关系,教师编号,对方教师编号,开始日期,结束日期,来源\n{kind},C000,{number},2019-09-01,,名师工作室名单\n"
        );
        let file = [("file", "名单.csv", text.as_bytes())];
        bureau.send_files("/experts/ties", &[("keep", keep)], &file)
    };
    let wrong = send("朋友", "true");
    assert!(
        wrong.status == 422 && wrong.body.contains("第 2 行"),
        "{}",
        wrong.body
    );
    assert_eq!(send("工作室", "false").status, 303);
    find();
    assert!(barred(app, &members[0]).is_empty(), "a dry run");
    assert_eq!(send("工作室", "true").status, 303);
    find();
    assert_eq!(barred(app, &members[0]), [nomination]);
    let secretary = app.visitor_as(&stage.secretary);
    let page = secretary.see(&format!("/selection/{}/conflicts", stage.round));
    assert!(
        page.contains("名师工作室名单（市教育局名单） 2019 年 9 月 1 日"),
        "{page}"
    );
    // Who stood in one round is in conflict, until that is as long ago as it counts of colleagues.
    let before = app.open_selection(20);
    let school = &stage.school;
    app.candidate(before, &stage.candidates[0].0, school, &stage.bureau);
    app.candidate(before, &person(&members[1]), school, &stage.bureau);
    find();
    assert_eq!(barred(app, &members[1]), [nomination]);
    let long_ago = app.clock.now().utc() - chrono::TimeDelta::days(3_000);
    app.write(|conn, _| {
        diesel::update(rounds::table.find(before))
            .set(rounds::created_at.eq(xingtan::db::At::new(long_ago)))
            .execute(conn)?;
        Ok(())
    })
    .expect("a round");
    find();
    assert!(barred(app, &members[1]).is_empty(), "long ago");
}

fn barred(app: &TestApp, member: &Member) -> Vec<NominationId> {
    app.read(|conn| conflicts::store::list_barred(conn, member.id))
        .expect("conflicts")
        .into_iter()
        .collect()
}

fn a_barred_candidate_does_not_exist_for_the_member(app: &TestApp) {
    let stage = app.committee(2, 4);
    let members = stage.draw(app);
    let member = members
        .iter()
        .find(|it| it.state == MemberState::Invited)
        .expect("invited");
    let visitor = app.visitor_as(stage.account(member));
    let path = format!("/committee/{}", stage.round);
    let page = visitor.see(&path);
    assert!(page.contains("人选0") && page.contains("人选1"));
    let nomination = stage.candidates[0].1.to_string();
    let fields = [
        ("nomination", nomination.as_str()),
        ("kind", "kin"),
        ("note", "表兄弟"),
    ];
    let ties = format!("{path}/ties");
    assert_eq!(visitor.send(&ties, &fields).status, 303);
    let page = visitor.see(&path);
    assert!(!page.contains("人选0") && !page.contains(&nomination) && page.contains("人选1"));
    assert_eq!(visitor.send(&ties, &fields).status, 404);
    assert_eq!(
        visitor.get(&format!("/nominations/{nomination}")).status,
        404
    );
    // Whoever was not asked finds nothing at all.
    let reserve = members
        .iter()
        .find(|it| it.state == MemberState::Reserve)
        .expect("one");
    let reserve = app.visitor_as(stage.account(reserve));
    assert_eq!(reserve.get(&path).status, 404);
    assert!(reserve.see("/committee").contains("目前没有评委工作"));
}

fn a_reserve_moves_up_when_a_member_declines(app: &TestApp) {
    let stage = app.committee(1, 4);
    let members = stage.draw(app);
    let member = members
        .iter()
        .find(|it| it.state == MemberState::Invited)
        .expect("invited");
    let decline = |reason: &str| {
        let answer = AnswerTo::Decline(reason.to_owned());
        app.write_as(stage.account(member), |conn, context| {
            actions::answer(conn, context, member.id, member.version, &answer)
        })
    };
    assert!(matches!(decline(""), Err(Error::Input(_))));
    decline("出国访学").expect("an invitation");
    assert!(matches!(decline("又一次"), Err(Error::Stale)));
    let after = stage.members(app);
    let states = |wanted| after.iter().filter(|it| it.state == wanted).count();
    assert_eq!(
        (states(MemberState::Declined), states(MemberState::Drawn)),
        (1, 1)
    );
    assert_eq!(states(MemberState::Reserve), 0);
    // The seat of a released member stays empty until more are drawn.
    let other = after
        .iter()
        .find(|it| it.state == MemberState::Invited)
        .expect("another");
    app.write_as(&stage.secretary, |conn, context| {
        actions::release(conn, context, other.id, other.version, "联系不上")
    })
    .expect("a reason is given");
    assert_eq!(
        stage
            .members(app)
            .iter()
            .filter(|it| it.state.is_in())
            .count(),
        2
    );
}

fn a_candidate_is_no_secretary_and_no_member(app: &TestApp) {
    let stage = app.committee(1, 4);
    let own = app
        .account("both")
        .of(&stage.candidates[0].0)
        .with(Role::CommitteeSecretary, &stage.bureau)
        .sign_in();
    let announce = app.write_as(&own, |conn, context| {
        actions::announce_draw(conn, context, stage.round)
    });
    assert_eq!(why(announce), "round-apart");
    let wanted = experts::Appointment {
        teacher_number: &stage.candidates[0].0.teacher_number,
        subject: "语文",
        starts_on: day(1, 1),
        ends_on: day(12, 31),
    };
    app.write(|conn, context| experts::appoint(conn, context, &wanted))
        .expect("an expert may stand elsewhere");
    let members = stage.draw(app);
    let candidate = stage.candidates[0].0.id;
    assert!(members.iter().all(|it| it.person_id != candidate));
}

/// Whoever may yet move up has not read before what a member must not know.
fn a_reserve_is_no_officer_of_the_round(app: &TestApp) {
    let stage = app.committee(1, 4);
    let members = stage.draw(app);
    let reserve = members.iter().find(|it| it.state == MemberState::Reserve);
    let account = stage.account(reserve.expect("one"));
    for role in [Role::BureauHr, Role::CommitteeSecretary] {
        app.grant(account, role, stage.bureau.id);
    }
    let visitor = app.visitor_as(account);
    for room in ["committee", "conflicts", "assignments", "meetings"] {
        let path = format!("/selection/{}/{room}", stage.round);
        assert_eq!(visitor.get(&path).status, 403, "{room}");
    }
    let nomination = format!("/nominations/{}", stage.candidates[0].1);
    assert_eq!(visitor.get(&nomination).status, 404);
    let round = visitor.see(&format!("/selection/{}", stage.round));
    assert!(round.contains("不以管理人员身份查看"), "{round}");
    assert!(!visitor.see("/tasks").contains("2026 年小型评选"));
}

fn an_experts_term_is_checked_by_field(app: &TestApp) {
    let city = app.city();
    app.teacher(&city.school, "T001", "陈一");
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &city.bureau));
    let send = |number, starts, ends| {
        let fields = [
            ("teacher_number", number),
            ("subject", "数学"),
            ("starts_on", starts),
            ("ends_on", ends),
        ];
        bureau.send("/experts", &fields)
    };
    assert!(bureau.see("/experts").contains("专家库还没有专家"));
    for (number, starts, ends, problem) in [
        ("T009", "2026-01-01", "2026-12-31", "没有这个教师编号"),
        ("T001", "", "2026-12-31", "请填写日期"),
        ("T001", "2026-01-01", "2025-12-31", "最后一天早于第一天"),
        ("T001", "2026-01-01", "2029-01-01", "任期不能超过 3 年"),
    ] {
        let page = send(number, starts, ends);
        assert_eq!(page.status, 422);
        assert!(page.body.contains(problem), "{problem}: {}", page.body);
    }
    assert_eq!(send("T001", "2026-01-01", "2028-12-31").status, 303);
    let twice = send("T001", "2028-12-31", "2029-12-31");
    assert!(twice.status == 422 && twice.body.contains("已有任期"));
    let page = bureau.see("/experts");
    assert!(page.contains("陈一") && page.contains("2028 年 12 月 31 日"));
    let teacher = app.visitor_as(&app.officer(Role::SchoolHr, &city.school));
    assert_eq!(teacher.get("/experts").status, 404);
}

fn two_secretaries_do_not_draw_at_once(app: &TestApp) {
    let stage = app.committee(1, 6);
    let second = app
        .account("second")
        .with(Role::CommitteeSecretary, &stage.bureau)
        .sign_in();
    app.write_as(&stage.secretary, |conn, context| {
        actions::announce_draw(conn, context, stage.round)
    })
    .expect("announced");
    let draw = &|by| {
        app.write_as(by, |conn, context| {
            actions::draw(conn, context, stage.round)
        })
    };
    let outcomes: Vec<Result<(), Error>> = std::thread::scope(|scope| {
        let threads = [&stage.secretary, &second].map(|by| scope.spawn(move || draw(by)));
        threads
            .into_iter()
            .map(|it| it.join().expect("no panic"))
            .collect()
    });
    let drawn = outcomes.iter().filter(|it| it.is_ok()).count();
    assert_eq!(drawn, 1, "{outcomes:?}");
    assert_eq!(stage.members(app).len(), 4, "drawn once");
}
