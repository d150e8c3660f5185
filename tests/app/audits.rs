//! Audits: the commitment binds, the draw can be repeated by anybody, what is not drawn is posted,
//! what is drawn waits for a decision, and what was posted can be undone.

use xingtan::access::Role;
use xingtan::credit_bank::audits::{AuditRound, AuditRoundId, AuditState, actions, rules, store};
use xingtan::credit_bank::completions::actions as completion_actions;
use xingtan::credit_bank::completions::{CompletionId, CompletionState};
use xingtan::credit_bank::standings;
use xingtan::error::Error;
use xingtan::hours::Hours;
use xingtan::imports::Mode;
use xingtan::ledger::Category;
use xingtan::organizations::{Organization, OrganizationId};

use crate::support::bank::course;
use crate::support::city::City;
use crate::support::{TestAccount, TestApp};

on_each_backend!(
    a_draw_takes_what_its_seed_says_and_posts_the_rest,
    what_was_drawn_is_posted_or_voided_by_the_audit,
    confirmed_after_the_draw_waits_for_the_next,
    one_round_at_a_time_and_only_ones_own_district,
    the_bureau_audits_the_schools_it_runs_itself,
    posted_hours_are_reversed_with_a_reason,
);

/// Sixty confirmed completions of one school.
fn confirmed(app: &TestApp, city: &City, school: &Organization) {
    let project = app.offer(
        &city.provider,
        &[course("课堂评价设计", Category::Professional, 16)],
    );
    let code = &school.code[7..];
    let lines: Vec<String> = (0..60)
        .map(|it| {
            let teacher = app.teacher(school, &format!("T{code}{it:02}"), &format!("教{it}"));
            format!(
                "{},{},课堂评价设计,专业,16,2026-05-10",
                teacher.teacher_number, teacher.name
            )
        })
        .collect();
    let report = app.import(&project, &lines, Mode::Store);
    assert_eq!(report.accepted, 60, "{:?}", report.refused);
    let ids: Vec<CompletionId> = app
        .completions()
        .iter()
        .filter(|it| it.state == CompletionState::Submitted)
        .map(|it| it.id)
        .collect();
    app.write(|conn, context| completion_actions::confirm_completions(conn, context, &ids))
        .expect("the program may confirm");
}

fn open(
    app: &TestApp,
    officer: &TestAccount,
    district: Option<OrganizationId>,
) -> Result<AuditRoundId, Error> {
    app.write_as(officer, |conn, context| {
        actions::open_round(conn, context, district, "第一轮", 300)
    })
}

fn draw(app: &TestApp, officer: &TestAccount, id: AuditRoundId) {
    let job = app
        .write_as(officer, |conn, context| {
            actions::draw_round(conn, context, id, 1)
        })
        .expect("an open round can be drawn");
    assert_eq!(app.finish(job).failure, None);
}

fn round(app: &TestApp, id: AuditRoundId) -> AuditRound {
    app.read(|conn| store::load(conn, id)).expect("the round")
}

fn in_state(app: &TestApp, state: CompletionState) -> Vec<CompletionId> {
    app.completions()
        .iter()
        .filter(|it| it.state == state)
        .map(|it| it.id)
        .collect()
}

fn a_draw_takes_what_its_seed_says_and_posts_the_rest(app: &TestApp) {
    let city = app.city();
    confirmed(app, &city, &city.school);
    let officer = app.officer(Role::DistrictHr, &city.district);
    let id = open(app, &officer, Some(city.district.id)).expect("the district's officer");
    let opened = round(app, id);
    assert_eq!(opened.seed, None, "sealed until the draw");
    draw(app, &officer, id);
    let drawn = round(app, id);
    let seed = drawn.seed.expect("public after the draw");
    assert_eq!(
        xingtan::lots::commitment(&seed).as_slice(),
        opened.commitment
    );
    let mut sampled = 0;
    for it in app.completions() {
        let expected = if rules::is_sampled(&seed, it.id, it.audit_weight, 300) {
            sampled += 1;
            CompletionState::Sampled
        } else {
            CompletionState::Posted
        };
        assert_eq!(it.state, expected);
        let standing = app
            .read(|conn| standings::find(conn, it.person_id, 2026))
            .expect("standings can be read")
            .expect("the year was opened");
        let (posted, pending) = (
            standing.amounts.posted.total(),
            standing.amounts.pending.total(),
        );
        let hours = Hours::whole(16);
        match expected {
            CompletionState::Posted => assert_eq!((posted, pending), (hours, Hours::ZERO)),
            _ => assert_eq!((posted, pending), (Hours::ZERO, hours)),
        }
    }
    assert!((1..60).contains(&sampled), "some and not all: {sampled}");
}

fn what_was_drawn_is_posted_or_voided_by_the_audit(app: &TestApp) {
    let city = app.city();
    confirmed(app, &city, &city.school);
    let officer = app.officer(Role::DistrictHr, &city.district);
    let id = open(app, &officer, Some(city.district.id)).expect("opened");
    draw(app, &officer, id);
    let sampled = in_state(app, CompletionState::Sampled);
    let (wrong, right) = sampled.split_at(1);
    let fail = |reason: &str| {
        app.write_as(&officer, |conn, context| {
            actions::fail_audit(conn, context, id, wrong, reason)
        })
    };
    assert!(matches!(fail(" "), Err(Error::Input(_))));
    fail("签到表与名单不符").expect("with a reason");
    assert_eq!(round(app, id).state, AuditState::Drawn);
    if !right.is_empty() {
        app.write_as(&officer, |conn, context| {
            actions::pass_audit(conn, context, id, right)
        })
        .expect("the others are right");
    }
    assert_eq!(round(app, id).state, AuditState::Closed);
    assert_eq!(in_state(app, CompletionState::FailedAudit), wrong);
    assert_eq!(in_state(app, CompletionState::Posted).len(), 59);
    let failed = &app
        .completions()
        .into_iter()
        .find(|it| it.id == wrong[0])
        .expect("it is there");
    assert_eq!(failed.reason.as_deref(), Some("签到表与名单不符"));
}

fn confirmed_after_the_draw_waits_for_the_next(app: &TestApp) {
    let city = app.city();
    confirmed(app, &city, &city.school);
    let officer = app.officer(Role::DistrictHr, &city.district);
    let id = open(app, &officer, Some(city.district.id)).expect("opened");
    draw(app, &officer, id);
    confirmed(app, &city, &city.neighbour);
    assert_eq!(in_state(app, CompletionState::Confirmed).len(), 60);
    let next = open(app, &officer, Some(city.district.id)).expect("the next round");
    draw(app, &officer, next);
    assert!(in_state(app, CompletionState::Confirmed).is_empty());
    let second = app
        .completions()
        .iter()
        .filter(|it| it.audit_round_id == Some(next))
        .count();
    assert_eq!(second, 60);
}

fn one_round_at_a_time_and_only_ones_own_district(app: &TestApp) {
    let city = app.city();
    let officer = app.officer(Role::DistrictHr, &city.district);
    let school = app.officer(Role::SchoolHr, &city.school);
    let other = app.district(&city.bureau, "440103", "荔湾区教育局");
    assert!(matches!(
        open(app, &officer, Some(other.id)),
        Err(Error::NotFound)
    ));
    assert!(open(app, &officer, None).is_err());
    assert!(open(app, &school, Some(city.district.id)).is_err());
    let id = open(app, &officer, Some(city.district.id)).expect("one's own");
    let again = open(app, &officer, Some(city.district.id)).expect_err("one at a time");
    assert!(matches!(again, Error::Refused(_)));
    let empty = app
        .write_as(&officer, |conn, context| {
            actions::draw_round(conn, context, id, 1)
        })
        .expect_err("nothing to draw");
    assert!(matches!(empty, Error::Refused(_)));
    assert_eq!(round(app, id).seed, None, "the seed stays sealed");
}

fn the_bureau_audits_the_schools_it_runs_itself(app: &TestApp) {
    let mut city = app.city();
    let own = app.school(&city.bureau, "3144000099", "广州市第一中学");
    city.provider = app.provider(&city.bureau, "P440100", "广州市教育研究院");
    confirmed(app, &city, &own);
    confirmed(app, &city, &city.school);
    let bureau = app.officer(Role::BureauHr, &city.bureau);
    let id = open(app, &bureau, None).expect("the bureau's own round");
    assert!(open(app, &bureau, Some(city.district.id)).is_err());
    draw(app, &bureau, id);
    assert_eq!(
        in_state(app, CompletionState::Confirmed).len(),
        60,
        "the district's wait for the district"
    );
}

fn posted_hours_are_reversed_with_a_reason(app: &TestApp) {
    let city = app.city();
    confirmed(app, &city, &city.school);
    let officer = app.officer(Role::DistrictHr, &city.district);
    let school = app.officer(Role::SchoolHr, &city.school);
    let id = open(app, &officer, Some(city.district.id)).expect("opened");
    draw(app, &officer, id);
    let posted = in_state(app, CompletionState::Posted)[0];
    let reverse = |account: &TestAccount| {
        app.write_as(account, |conn, context| {
            completion_actions::reverse_completion(conn, context, posted, "冒名顶替")
        })
    };
    assert!(reverse(&school).is_err(), "the district decides");
    reverse(&officer).expect("posted hours can be undone");
    assert!(reverse(&officer).is_err(), "once");
    assert_eq!(in_state(app, CompletionState::Reversed), [posted]);
}
