//! Nominations: applied for, voted on, posted, recommended and looked into; nobody about oneself,
//! nobody beyond the places, nothing that the file does not tell met in silence.

mod frauds;
mod lists;
mod sent_back;

use chrono::{Datelike, TimeDelta};
use diesel::prelude::*;
use xingtan::access::Role;
use xingtan::db::schema;
use xingtan::error::Error;
use xingtan::notices;
use xingtan::organizations::Organization;
use xingtan::people::{Person, PersonId, Title};
use xingtan::selection::nominations::decisions::{self, Verdict};
use xingtan::selection::nominations::rules::eligibility::Outcome;
use xingtan::selection::nominations::rules::{ListLevel, NominationState, VoteCount};
use xingtan::selection::nominations::{Nomination, NominationId, actions, fraud, store, verdicts};
use xingtan::selection::phases::Phase;
use xingtan::selection::quotas::Dimension;
use xingtan::selection::quotas::rules::Typed;
use xingtan::selection::rounds::{self, RoundId};

use crate::support::bank::day;
use crate::support::city::City;
use crate::support::{TestAccount, TestApp, why};

on_each_backend!(
    a_teacher_is_nominated_from_page_to_page,
    what_the_file_leaves_open_is_confirmed_before_anybody_signs,
    a_draft_is_the_teachers_own,
    a_district_keeps_to_its_places,
    nobody_recommends_oneself,
    a_task_ends_with_its_phase,
    what_was_confirmed_before_stays_known,
    after_its_last_day_a_draft_shows_why_not,
    who_takes_a_nomination_back_leaves_the_list,
    two_officers_do_not_decide_at_once,
);

/// As it stands in the form when it is handed in, not saved before.
const LONGER: &str =
    "任教二十年，主持市级课题三项，指导青年教师五名，成绩显著。近年承担市级公开课。";
const STATEMENT: &str = "任教二十年，主持市级课题三项，指导青年教师五名，成绩显著。";

struct Stage {
    city: City,
    round: RoundId,
    teacher: Person,
    own: TestAccount,
}

/// A round in its phase of nomination, with four places for the district.
fn stage(app: &TestApp) -> Stage {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    app.teacher(&city.school, "T002", "林二");
    let round = app.open_selection(2);
    app.advance(round, 31);
    Stage {
        own: app.teacher_account(&teacher, &city.school),
        round,
        teacher,
        city,
    }
}

/// An officer whose session began today.
fn officer(app: &TestApp, role: Role, place: &Organization) -> TestAccount {
    let login = format!("{role}{}", uuid::Uuid::now_v7().simple());
    app.account(&login).with(role, place).sign_in()
}

fn apply(app: &TestApp, own: &TestAccount, round: RoundId) -> NominationId {
    app.write_as(own, |conn, context| {
        let id = actions::apply(conn, context, round, STATEMENT)?;
        actions::submit(conn, context, id, 1)?;
        Ok(id)
    })
    .expect("an application in its phase")
}

fn nomination(app: &TestApp, id: NominationId) -> Nomination {
    app.read(|conn| store::load(conn, id))
        .expect("a nomination")
}

fn vote(app: &TestApp, by: &TestAccount, id: NominationId) {
    let count = VoteCount {
        held_on: day(11, 23),
        staff: 30,
        present: 24,
        yes: 20,
        no: 3,
        abstain: 1,
    };
    let seen = nomination(app, id).version;
    let passed = app
        .write_as(by, |conn, context| {
            decisions::record_vote(conn, context, id, seen, (&count, ""))
        })
        .expect("a vote that can be counted");
    assert!(passed);
}

fn post(
    app: &TestApp,
    by: &TestAccount,
    list: (RoundId, ListLevel),
    ids: &[NominationId],
) -> Result<notices::NoticeId, Error> {
    post_because(app, by, list, (ids, ""))
}

/// The same with the reason that another list wants.
fn post_because(
    app: &TestApp,
    by: &TestAccount,
    list: (RoundId, ListLevel),
    nominees: (&[NominationId], &str),
) -> Result<notices::NoticeId, Error> {
    app.write_as(by, |conn, context| {
        decisions::post_list(conn, context, list, nominees)
    })
}

fn endorse(app: &TestApp, by: &TestAccount, id: NominationId) -> Result<NominationState, Error> {
    let seen = nomination(app, id).version;
    app.write_as(by, |conn, context| {
        let opinion = String::new();
        decisions::decide(conn, context, id, seen, &Verdict::Endorse { opinion })
    })
}

/// Voted on, posted at the school for its days, recommended there; the district's turn begins.
fn recommended_at_school(app: &TestApp, stage: &Stage, ids: &[NominationId]) {
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    for id in ids {
        vote(app, &hr, *id);
    }
    post(app, &hr, (stage.round, ListLevel::School), ids).expect("nominees with a vote");
    app.wait(TimeDelta::days(10));
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    for id in ids {
        let state = endorse(app, &hr, *id).expect("its list has hung");
        assert_eq!(state, NominationState::AtDistrict);
    }
    app.advance(stage.round, 31);
    app.advance(stage.round, 31);
}

/// The teacher's own nomination, recommended by all offices; the bureau's turn begins.
fn recommended(app: &TestApp, stage: &Stage) -> NominationId {
    let id = apply(app, &stage.own, stage.round);
    recommended_at_school(app, stage, &[id]);
    let district = officer(app, Role::DistrictHr, &stage.city.district);
    post(app, &district, (stage.round, ListLevel::District), &[id]).expect("a place is left");
    app.wait(TimeDelta::days(12));
    let district = officer(app, Role::DistrictHr, &stage.city.district);
    endorse(app, &district, id).expect("its list has hung");
    app.advance(stage.round, 31);
    id
}

fn a_teacher_is_nominated_from_page_to_page(app: &TestApp) {
    let stage = stage(app);
    let list = format!("/selection/{}/nominations", stage.round);
    let teacher = app.visitor_as(&stage.own);
    assert!(teacher.see(&list).contains("我要申报"));
    let short = teacher.send(&list, &[("statement", "想当特级教师")]);
    assert!(short.status == 422 && short.body.contains("想当特级教师"));
    let begun = teacher.send(&list, &[("statement", STATEMENT)]);
    assert_eq!(begun.status, 303, "{}", begun.body);
    let path = begun.location;
    assert!(teacher.see(&path).contains("待核实"));
    let id: NominationId = path
        .rsplit('/')
        .next()
        .expect("an id")
        .parse()
        .expect("an id");
    assert_eq!(
        teacher
            .send(
                &format!("{path}/submit"),
                &[("version", "1"), ("statement", LONGER)],
            )
            .status,
        303
    );

    let hr = app.visitor_as(&officer(app, Role::SchoolHr, &stage.city.school));
    assert!(hr.see(&path).contains(LONGER), "nothing typed is lost");
    assert!(hr.see("/tasks").contains("1 份申报等待推荐"));
    assert!(hr.see(&list).contains("陈一"));
    let vote = |version, yes| {
        let fields = [
            ("version", version),
            ("held_on", "2026-11-23"),
            ("staff", "30"),
            ("present", "24"),
            ("yes", yes),
            ("no", "3"),
            ("abstain", "1"),
        ];
        hr.send(&format!("{path}/vote"), &fields)
    };
    assert!(vote("3", "21").body.contains("票数合计不能多于实到人数"));
    assert_eq!(vote("3", "20").status, 303);
    // Nobody votes until it fits without saying why.
    let again = vote("4", "19");
    assert!(again.status == 422 && again.body.contains("请写明再次投票的理由"));
    let endorse = [("version", "4"), ("verdict", "endorse"), ("reason", "")];
    let early = hr.send(&format!("{path}/decide"), &endorse);
    assert!(
        early.status == 409 && early.body.contains("还没有公示"),
        "{}",
        early.body
    );
    let chosen = [("level", "school"), ("ids", &id.to_string())];
    let posted = hr.send(&format!("/selection/{}/lists", stage.round), &chosen);
    assert_eq!(posted.status, 303, "{}", posted.body);
    let public = app.visitor().see(&posted.location);
    assert!(public.contains("陈一") && public.contains("拟推荐") && public.contains("7 个工作日"));
    let endorse = [("version", "5"), ("verdict", "endorse"), ("reason", "")];
    let hanging = hr.send(&format!("{path}/decide"), &endorse);
    assert!(
        hanging.status == 409
            && hanging
                .body
                .contains("<button class=\"btn \" disabled>推荐</button>")
    );
    app.wait(TimeDelta::days(10));
    let hr = app.visitor_as(&officer(app, Role::SchoolHr, &stage.city.school));
    assert_eq!(hr.send(&format!("{path}/decide"), &endorse).status, 303);
    assert_eq!(nomination(app, id).state, NominationState::AtDistrict);
    // Its own page stays the school's to read, and no longer to decide.
    assert!(!hr.see(&path).contains("不予推荐</button>"));
}

fn give_title(app: &TestApp, person: PersonId) {
    app.write(|conn, _| {
        use schema::titles;
        diesel::insert_into(titles::table)
            .values((
                titles::person_id.eq(person),
                titles::title.eq(Title::Senior),
                titles::granted_on.eq(day(1, 1) - TimeDelta::days(2_000)),
            ))
            .execute(conn)?;
        Ok(())
    })
    .expect("a title");
}

#[expect(clippy::too_many_lines, reason = "one story, told to its end")]
fn what_the_file_leaves_open_is_confirmed_before_anybody_signs(app: &TestApp) {
    let stage = stage(app);
    give_title(app, stage.teacher.id);
    let id = apply(app, &stage.own, stage.round);
    recommended_at_school(app, &stage, &[id]);
    let district = officer(app, Role::DistrictHr, &stage.city.district);
    post(app, &district, (stage.round, ListLevel::District), &[id]).expect("a place is left");
    app.wait(TimeDelta::days(12));
    let district = officer(app, Role::DistrictHr, &stage.city.district);
    assert_eq!(
        endorse(app, &district, id).expect("its list has hung"),
        NominationState::Endorsed
    );
    app.advance(stage.round, 31);
    let bureau = officer(app, Role::BureauHr, &stage.city.bureau);
    // No school of the district is rural: nobody is missing from it.
    let places = format!("/selection/{}/places", stage.round);
    for officer in [&bureau, &district] {
        let page = app.visitor_as(officer).see(&places);
        assert!(
            page.contains("已占用") && page.contains("不足 0 个区"),
            "{page}"
        );
    }
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    assert!(!app.visitor_as(&hr).see(&places).contains("倾斜和控制比例"));
    let sign = |is_eligible, reason: &str| {
        let seen = nomination(app, id).version;
        app.write_as(&bureau, |conn, context| {
            verdicts::sign(conn, context, id, seen, (is_eligible, reason))
        })
    };
    let confirm = |condition: &str, is_met| {
        let seen = nomination(app, id).version;
        app.write_as(&bureau, |conn, context| {
            verdicts::confirm(conn, context, id, seen, (condition, is_met, "查看原件"))
        })
    };
    assert_eq!(why(sign(true, "符合")), "eligibility-open");
    assert_eq!(why(confirm("title", true)), "nomination-file-tells");
    let open = app
        .read(|conn| {
            let running = rounds::store::load_running(conn, stage.round)?;
            verdicts::findings(conn, &nomination(app, id), &running, day(12, 15))
        })
        .expect("findings");
    let open = open.iter().filter(|it| it.outcome == Outcome::ToConfirm);
    let open: Vec<String> = open.map(|it| it.condition.clone()).collect();
    assert!(
        open.contains(&"honour".to_owned()) && !open.contains(&"title".to_owned()),
        "{open:?}"
    );
    for condition in &open {
        confirm(condition, condition != "honour").expect("the file leaves it open");
    }
    assert_eq!(why(sign(true, "符合")), "eligibility-short");
    confirm("honour", true).expect("seen after all");
    assert!(matches!(sign(true, " "), Err(Error::Input(_))));
    sign(true, "全部条件已核实").expect("all is confirmed");
    // What was signed by mistake is signed anew, with a reason and with what stood before.
    sign(false, "证书是伪造的").expect("the phase lasts");
    assert_eq!(nomination(app, id).is_eligible, Some(false));
    sign(true, "全部条件已核实，证书属实").expect("the phase lasts");
    let entries = app.read(|conn| xingtan::journal::list_of_subject(conn, id.0));
    let last = entries.expect("entries").pop().expect("an entry").payload.0;
    assert_eq!(last["confirmed_before"], "not_met");
    assert_eq!(last["reason_before"], "证书是伪造的");
    // What was signed stays as it was, whatever the file says later.
    app.write(|conn, _| {
        use schema::titles::dsl::titles;
        diesel::delete(titles).execute(conn)?;
        Ok(())
    })
    .expect("titles can be taken out");
    let page = app.visitor_as(&bureau).see(&format!("/nominations/{id}"));
    assert!(!page.contains("档案中没有这一级职称"));
    assert!(page.contains("资格审核通过") && page.contains("全部条件已核实"));
}

fn a_draft_is_the_teachers_own(app: &TestApp) {
    let stage = stage(app);
    let askers = [
        officer(app, Role::SchoolHr, &stage.city.school),
        officer(app, Role::DistrictHr, &stage.city.district),
        officer(app, Role::BureauHr, &stage.city.bureau),
        officer(app, Role::Auditor, &stage.city.bureau),
        officer(app, Role::SchoolHr, &stage.city.neighbour),
    ];
    let list = format!("/selection/{}/nominations", stage.round);
    let id = app
        .write_as(&stage.own, |conn, context| {
            actions::apply(conn, context, stage.round, STATEMENT)
        })
        .expect("a draft");
    let path = format!("/nominations/{id}");
    for asker in &askers {
        let visitor = app.visitor_as(asker);
        assert_eq!(visitor.get(&path).status, 404);
        assert!(!visitor.see(&list).contains("陈一"));
    }
    let second = app.write_as(&stage.own, |conn, context| {
        actions::apply(conn, context, stage.round, STATEMENT)
    });
    assert_eq!(why(second), "nomination-exists");
    app.write_as(&stage.own, |conn, context| {
        actions::submit(conn, context, id, 1)
    })
    .expect("handed in");
    let seen: Vec<u16> = askers
        .iter()
        .map(|it| app.visitor_as(it).get(&path).status)
        .collect();
    assert_eq!(seen, [200, 200, 200, 200, 404]);
}

fn a_district_keeps_to_its_places(app: &TestApp) {
    let city = app.city();
    let people = [("T001", "陈一"), ("T002", "林二")]
        .map(|(number, name)| app.teacher(&city.school, number, name));
    let own = app.school(&city.bureau, "3144000009", "市属中学");
    app.teacher(&own, "T004", "何四");
    let round = app.prepare_selection(1);
    let cap = Typed {
        key: "440106".to_owned(),
        floor: "1".to_owned(),
        cap: "1".to_owned(),
    };
    app.share(round, Dimension::District, &[cap]);
    app.advance(round, 31);
    let ids = people
        .each_ref()
        .map(|it| apply(app, &app.teacher_account(it, &city.school), round));
    let [teacher, _] = people;
    let stage = Stage {
        own: app.account("unused").sign_in(),
        city,
        round,
        teacher,
    };
    recommended_at_school(app, &stage, &ids);
    let district = officer(app, Role::DistrictHr, &stage.city.district);
    let list = (round, ListLevel::District);
    assert_eq!(
        why(post(app, &district, list, &ids)),
        "nomination-no-place-left"
    );
    assert_eq!(
        why(post(app, &district, list, &[])),
        "nomination-nobody-chosen"
    );
    for id in &ids {
        post(app, &district, list, &[*id]).expect("one fits");
    }
    assert_eq!(why(post(app, &district, list, &ids[..1])), "nomination-of");
    app.wait(TimeDelta::days(12));
    let district = officer(app, Role::DistrictHr, &stage.city.district);
    endorse(app, &district, ids[0]).expect("the one place");
    assert_eq!(
        why(endorse(app, &district, ids[1])),
        "nomination-no-place-left"
    );
    a_place_given_back_goes_to_the_next(app, &stage, ids);
}

/// Whoever is found ineligible leaves the place to another, and does not get it back from them.
fn a_place_given_back_goes_to_the_next(
    app: &TestApp,
    stage: &Stage,
    [first, second]: [NominationId; 2],
) {
    app.advance(stage.round, 31);
    let bureau = officer(app, Role::BureauHr, &stage.city.bureau);
    let sign = |is_eligible| {
        let seen = nomination(app, first).version;
        app.write_as(&bureau, |conn, context| {
            verdicts::sign(conn, context, first, seen, (is_eligible, "核对了原件"))
        })
    };
    sign(false).expect("whoever is not eligible needs no confirmation");
    let back = app.write(|conn, context| {
        let seen = rounds::store::load(conn, stage.round)?.version;
        let back = (day(12, 31), "递补推荐");
        rounds::actions::step_back_round(conn, context, stage.round, seen, back)
    });
    assert_eq!(back.expect("one phase back"), Phase::DistrictReview);
    let district = officer(app, Role::DistrictHr, &stage.city.district);
    endorse(app, &district, second).expect("the place is free again");
    app.advance(stage.round, 31);
    assert_eq!(why(sign(true)), "nomination-no-place-left");
}

fn nobody_recommends_oneself(app: &TestApp) {
    let stage = stage(app);
    let both = app.teacher(&stage.city.school, "T003", "黄三");
    let hr = app
        .account("both")
        .of(&both)
        .with(Role::Teacher, &stage.city.school)
        .with(Role::SchoolHr, &stage.city.school)
        .sign_in();
    let id = apply(app, &hr, stage.round);
    let seen = nomination(app, id).version;
    let refused = app.write_as(&hr, |conn, context| {
        let reason = "不同意".to_owned();
        decisions::decide(conn, context, id, seen, &Verdict::Refuse { reason })
    });
    assert_eq!(why(refused), "access-own-case");
    assert_eq!(
        why(post(app, &hr, (stage.round, ListLevel::School), &[id])),
        "access-own-case"
    );
}

fn a_task_ends_with_its_phase(app: &TestApp) {
    let stage = stage(app);
    apply(app, &stage.own, stage.round);
    let hr = app.visitor_as(&officer(app, Role::SchoolHr, &stage.city.school));
    let waits = || hr.see("/tasks").contains("1 份申报等待推荐");
    assert!(waits());
    for phase in [Phase::SchoolPublicity, Phase::DistrictReview] {
        assert_eq!(app.advance(stage.round, 31), phase);
        assert!(waits(), "{phase}");
    }
    app.advance(stage.round, 31);
    assert!(!waits(), "nothing can be done about it any more");
}

fn what_was_confirmed_before_stays_known(app: &TestApp) {
    let stage = stage(app);
    let id = recommended(app, &stage);
    let bureau = officer(app, Role::BureauHr, &stage.city.bureau);
    let confirm = |is_met, reason| {
        let seen = nomination(app, id).version;
        app.write_as(&bureau, |conn, context| {
            verdicts::confirm(conn, context, id, seen, ("honour", is_met, reason))
        })
        .expect("the file leaves it open");
    };
    confirm(false, "没有证书");
    confirm(true, "补交了证书");
    let entries = app
        .read(|conn| xingtan::journal::list_of_subject(conn, id.0))
        .expect("entries");
    let last = &entries.last().expect("an entry").payload.0;
    assert_eq!(last["asked"], "获得县级以上荣誉称号");
    assert_eq!(last["confirmed"], "met");
    assert_eq!(last["confirmed_before"], "not_met");
    assert_eq!(last["reason_before"], "没有证书");
    let page = app.visitor_as(&bureau).see(&format!("/nominations/{id}"));
    let by = format!(
        "人员核实：补交了证书（{}，",
        entries.last().expect("an entry").actor_name
    );
    assert!(page.contains(&by), "{by}");
}

fn after_its_last_day_a_draft_shows_why_not(app: &TestApp) {
    let stage = stage(app);
    let id = app
        .write_as(&stage.own, |conn, context| {
            actions::apply(conn, context, stage.round, STATEMENT)
        })
        .expect("a draft");
    let path = format!("/nominations/{id}");
    let teacher = app.visitor_as(&stage.own);
    assert!(teacher.see(&path).contains("提交学校"));
    app.advance(stage.round, 31);
    let page = teacher.see(&path);
    assert!(!page.contains("提交学校") && page.contains("现在是“学校公示”阶段"));
}

fn who_takes_a_nomination_back_leaves_the_list(app: &TestApp) {
    let stage = stage(app);
    let id = apply(app, &stage.own, stage.round);
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    vote(app, &hr, id);
    let list = (stage.round, ListLevel::School);
    let notice = post(app, &hr, list, &[id]).expect("a nominee with a vote");
    let seen = nomination(app, id).version;
    app.write_as(&stage.own, |conn, context| {
        actions::withdraw(conn, context, id, seen, "")
    })
    .expect("one's own");
    let notice = app.read(|conn| notices::store::load(conn, notice));
    let notice = notice.expect("it is there");
    assert_eq!(notice.state, notices::NoticeState::Withdrawn);
    assert_eq!(notice.standing().expect("our own types"), []);
}

fn two_officers_do_not_decide_at_once(app: &TestApp) {
    let stage = stage(app);
    let id = apply(app, &stage.own, stage.round);
    let officers = [0, 1].map(|_| officer(app, Role::SchoolHr, &stage.city.school));
    let seen = nomination(app, id).version;
    let refuse = &|by| {
        app.write_as(by, |conn, context| {
            let reason = "材料不足".to_owned();
            decisions::decide(conn, context, id, seen, &Verdict::Refuse { reason })
        })
    };
    let results: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = officers
            .iter()
            .map(|officer| scope.spawn(move || refuse(officer)))
            .collect();
        let joined = threads.into_iter();
        joined.map(|it| it.join().expect("no panic")).collect()
    });
    assert_eq!(
        results.iter().filter(|it| it.is_ok()).count(),
        1,
        "{results:?}"
    );
    assert_eq!(nomination(app, id).state, NominationState::Refused);
}
