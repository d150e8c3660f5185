//! Conflicts are looked for again when somebody or something comes later: a pair into which nobody
//! looked is not a pair without a conflict.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use xingtan::access::Role;
use xingtan::db::schema;
use xingtan::people::{EmploymentId, Post};
use xingtan::selection::assignments::actions as deals;
use xingtan::selection::committees::{Member, MemberId};
use xingtan::selection::conflicts;
use xingtan::selection::meetings;
use xingtan::selection::nominations::NominationId;
use xingtan::selection::phases::Phase;
use xingtan::selection::rounds;

use crate::support::bank::day;
use crate::support::city::founded_on;
use crate::support::committee::Committee;
use crate::support::{TestApp, why};

on_each_backend!(
    whoever_is_signed_after_the_draw_is_looked_into,
    what_becomes_known_before_a_deal_bars_in_it,
    a_list_of_ties_bars_at_once,
    a_meeting_opens_on_what_is_known_by_then,
);

/// Lets a member have worked in the candidates' school until 2024.
fn make_colleague(app: &TestApp, stage: &Committee, member: &Member) {
    use schema::employments;
    let last_day = NaiveDate::from_ymd_opt(2024, 8, 31).expect("a day");
    app.write(|conn, _| {
        diesel::update(employments::table)
            .filter(employments::person_id.eq(member.person_id))
            .set(employments::started_on.eq(last_day + Days::new(1)))
            .execute(conn)?;
        diesel::insert_into(employments::table)
            .values((
                employments::id.eq(EmploymentId::new()),
                employments::person_id.eq(member.person_id),
                employments::organization_id.eq(stage.school.id),
                employments::post.eq(Post::Teacher),
                employments::started_on.eq(founded_on()),
                employments::ended_on.eq(last_day),
            ))
            .execute(conn)?;
        Ok(())
    })
    .expect("employments");
}

fn barred(app: &TestApp, member: MemberId) -> Vec<NominationId> {
    let barred = app.read(|conn| conflicts::store::list_barred(conn, member));
    barred.expect("conflicts").into_iter().collect()
}

fn step_back(app: &TestApp, stage: &Committee) -> Phase {
    app.write(|conn, context| {
        let seen = rounds::store::load(conn, stage.round)?.version;
        let back = (day(12, 31), "补录一名人选");
        rounds::actions::step_back_round(conn, context, stage.round, seen, back)
    })
    .expect("the phase before")
}

fn whoever_is_signed_after_the_draw_is_looked_into(app: &TestApp) {
    let stage = app.committee(1, 4);
    let members = stage.seat(app);
    app.advance(stage.round, 31);
    step_back(app, &stage);
    assert_eq!(step_back(app, &stage), Phase::EligibilityCheck);
    let school = app.read(|conn| {
        let persons = [members[0].person_id];
        let workplaces = xingtan::people::store::list_employments_of(conn, &persons)?;
        xingtan::organizations::store::load(conn, workplaces[0].organization_id)
    });
    let school = school.expect("the member's school");
    let late = app.teacher(&school, "L001", "后来者");
    let late = app.candidate(stage.round, &late, &school, &stage.bureau);
    assert_eq!(app.advance(stage.round, 31), Phase::Conflicts);
    assert_eq!(barred(app, members[0].id), [late], "they share a school");
    let secretary = app.visitor_as(&stage.secretary);
    let page = secretary.see(&format!("/selection/{}/conflicts", stage.round));
    assert!(page.contains("后来者"), "{page}");
    let own = app.visitor_as(stage.account(&members[0]));
    assert!(
        !own.see(&format!("/committee/{}", stage.round))
            .contains("后来者")
    );
    // Going on finds nothing more, and says nothing.
    let searches = |app: &TestApp| {
        let auditor = app.fresh_officer(Role::Auditor, &stage.bureau);
        let journal = app.visitor_as(&auditor).see("/journal");
        journal.matches("查找利害关系").count()
    };
    let before = searches(app);
    assert!(before > 0, "the journal tells of searches");
    assert_eq!(app.advance(stage.round, 31), Phase::Review);
    assert_eq!(searches(app), before);
    stage.deal(app);
    let of_late = stage.reviews(app);
    let mut of_late = of_late.iter().filter(|it| it.nomination == late);
    assert!(of_late.all(|it| it.member != members[0].id), "{members:?}");
}

fn what_becomes_known_before_a_deal_bars_in_it(app: &TestApp) {
    let stage = app.committee(2, 4);
    let members = stage.seat(app);
    app.advance(stage.round, 31);
    app.write_as(&stage.secretary, |conn, context| {
        deals::announce(conn, context, stage.round)
    })
    .expect("reviews are to be dealt");
    make_colleague(app, &stage, &members[0]);
    assert!(barred(app, members[0].id).is_empty(), "nobody has looked");
    let secretary = app.visitor_as(&stage.secretary);
    secretary.see(&format!("/selection/{}/deal", stage.round));
    let shown = app
        .write_as(&stage.secretary, |conn, context| {
            deals::preview(conn, context, stage.round)
        })
        .expect("two members are left for each");
    let pairs = &shown.deal.pairs;
    assert!(pairs.iter().all(|it| it.0 != members[0].id), "{pairs:?}");
    app.write_as(&stage.secretary, |conn, context| {
        deals::keep(conn, context, stage.round, &shown.fingerprint)
    })
    .expect("what was shown is what is kept");
    assert_eq!(barred(app, members[0].id).len(), 2, "and it is known now");
    // Another comes to be known, and one review is given away by hand.
    make_colleague(app, &stage, &members[1]);
    let nomination = stage.candidates[0].1;
    let review = stage.reviews(app);
    let review = review
        .iter()
        .find(|it| (it.member, it.nomination) == (members[2].id, nomination));
    let review = review.expect("the third member has everybody").id;
    let move_it = || {
        app.write_as(&stage.secretary, |conn, context| {
            let to = (members[1].id, "调整");
            deals::move_to(conn, context, (stage.round, review), 1, to)
        })
    };
    // A refusal keeps nothing: the secretary looks again, and sees on which pair to decide.
    assert_eq!(why(move_it()), "conflict-new-found");
    app.write_as(&stage.secretary, |conn, context| {
        conflicts::actions::find_again(conn, context, stage.round)
    })
    .expect("the secretary looks again");
    assert_eq!(barred(app, members[1].id).len(), 2);
    assert_eq!(why(move_it()), "assignment-barred");
}

fn a_list_of_ties_bars_at_once(app: &TestApp) {
    let stage = app.committee(1, 4);
    let members = stage.seat(app);
    app.advance(stage.round, 31);
    stage.deal(app);
    let has_review = |at: usize| stage.due(app, members[at].id).len() == 1;
    let at = (0..3).find(|at| has_review(*at)).expect("two have one");
    let mut experts = stage.experts.iter();
    let expert = experts.find(|it| it.person.id == members[at].person_id);
    let number = &expert.expect("an expert").person.teacher_number;
    let text = format!("关系,教师编号,对方教师编号,来源\n工作室,C000,{number},名师工作室名单\n");
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &stage.bureau));
    let file = [("file", "名单.csv", text.as_bytes())];
    let sent = bureau.send_files("/experts/ties", &[("keep", "true")], &file);
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(barred(app, members[at].id), [stage.candidates[0].1]);
    assert!(!has_review(at), "and the review is taken away");
}

fn a_meeting_opens_on_what_is_known_by_then(app: &TestApp) {
    let stage = app.committee(1, 4);
    let members = stage.seat(app);
    for _ in 0..3 {
        app.advance(stage.round, 31);
    }
    make_colleague(app, &stage, &members[2]);
    app.write_as(&stage.secretary, |conn, context| {
        meetings::actions::open_meeting(conn, context, stage.round, "市局三楼会议室")
    })
    .expect("a committee that is complete");
    assert_eq!(barred(app, members[2].id), [stage.candidates[0].1]);
}
