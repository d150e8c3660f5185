//! What members read of all candidates before they meet and vote: means and dossiers, of whoever
//! exists for them and of nobody else.

use xingtan::db::Json;
use xingtan::selection::committees::Member;
use xingtan::selection::nominations::NominationId;
use xingtan::selection::reviews::rules::rubric::{Answer, Scores};
use xingtan::selection::reviews::{Review, store};

use crate::reviews::covered;
use crate::support::TestApp;
use crate::support::committee::Committee;
use crate::support::reviews::all;

on_each_backend!(
    members_read_about_all_candidates_before_they_vote,
    a_score_on_somebody_hidden_changes_nothing_for_the_member,
    where_names_are_covered_nothing_tells_who_is_which_number,
);

/// A committee whose reviews are in, in the phase of calibration.
fn reviewed(app: &TestApp, candidates: usize) -> (Committee, Vec<Member>) {
    // Each takes two thirds of them, so that the lot gives nobody all.
    let even = i64::try_from(candidates * 2 / 3).expect("few");
    let stage = app.committee_of(candidates, 4, |it| it.review.load_max.value = even);
    let members = stage.seat(app);
    stage.deal(app);
    app.advance(stage.round, 31);
    for (member, points) in members.iter().zip(["9", "7", "5"]) {
        stage.review_all(app, member, points);
    }
    (stage, members)
}

/// A page without what differs from one answer to the next.
fn lines(page: &str) -> Vec<&str> {
    page.lines().filter(|it| !it.contains("form_id")).collect()
}

/// The names of candidates in the order of a page.
fn order(stage: &Committee, page: &str) -> Vec<String> {
    let names = stage.candidates.iter().map(|it| it.0.name.clone());
    let mut found: Vec<(usize, String)> = names
        .filter_map(|name| Some((page.find(&name)?, name)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|it| it.1).collect()
}

fn members_read_about_all_candidates_before_they_vote(app: &TestApp) {
    let (stage, members) = reviewed(app, 6);
    let path = format!("/candidates/{}", stage.round);
    let member = app.visitor_as(stage.account(&members[0]));
    assert_eq!(member.get(&path).status, 409, "reviews are not over");
    assert!(!member.see("/reviews").contains(&path));
    app.advance(stage.round, 31);
    assert!(member.see("/reviews").contains(&path));
    let page = member.see(&path);
    let by_points = order(&stage, &page);
    assert_eq!(by_points.len(), 6, "also those whom others review: {page}");
    let mean_of = |id: NominationId| -> i64 {
        let mut reviews = stage.reviews(app);
        reviews.retain(|it| it.nomination == id);
        reviews.iter().filter_map(|it| it.total).sum()
    };
    let sums: Vec<i64> = by_points
        .iter()
        .map(|name| {
            let mut all = stage.candidates.iter();
            mean_of(all.find(|it| it.0.name == *name).expect("a name").1)
        })
        .collect();
    assert!(sums.is_sorted_by(|one, next| one >= next), "{sums:?}");
    assert!(
        page.contains("原始平均分") && !page.contains("名额线约"),
        "{page}"
    );
    let by_name = order(&stage, &member.see(&format!("{path}?sort=name")));
    let mut sorted = by_name.clone();
    sorted.sort();
    assert_eq!(by_name, sorted);
    // Also whom somebody else reviewed.
    let mine: Vec<NominationId> = stage
        .reviews(app)
        .iter()
        .filter(|it| it.member == members[0].id)
        .map(|it| it.nomination)
        .collect();
    let (person, other) = stage
        .candidates
        .iter()
        .find(|it| !mine.contains(&it.1))
        .expect("two of three review each");
    let page = member.see(&format!("{path}/{other}"));
    assert!(
        page.contains(&person.name) && page.contains("任教二十年"),
        "{page}"
    );
    // The officer has the report, a candidate has nothing, and neither has anybody else.
    let secretary = app.visitor_as(&stage.secretary);
    let teacher = app.teacher_account(&stage.candidates[0].0, &stage.school);
    assert_eq!(app.visitor_as(&teacher).get(&path).status, 404);
    assert_eq!(secretary.get(&path).status, 404);
    // The means stand beside the agenda.
    app.advance(stage.round, 31);
    let list = format!("/selection/{}/meetings", stage.round);
    let opened = secretary.send(&list, &[("place", "市局三楼")]);
    let agenda = member.see(&opened.location);
    assert!(
        agenda.contains("原始平均分") && agenda.contains(&path),
        "{agenda}"
    );
}

fn a_score_on_somebody_hidden_changes_nothing_for_the_member(app: &TestApp) {
    let (stage, members) = reviewed(app, 6);
    let id = stage
        .reviews(app)
        .iter()
        .find(|it| it.member != members[0].id)
        .expect("two of three review each")
        .id;
    let review = app.read(|conn| store::load(conn, id)).expect("a review");
    let hidden = review.nomination_id;
    stage.pin(app, (members[0].id, hidden), true);
    app.advance(stage.round, 31);
    let path = format!("/candidates/{}", stage.round);
    let visitors = [0, 1].map(|it| app.visitor_as(stage.account(&members[it])));
    let [before, seen_before] = [0, 1].map(|it| visitors[it].see(&path));
    assert!(!before.contains(&hidden.to_string()));
    for rest in ["", "/files/00000000000000000000000000000000"] {
        let page = visitors[0].get(&format!("{path}/{hidden}{rest}"));
        assert_eq!(page.status, 404);
    }
    app.write(|conn, _| {
        let best = all("10").map(|(key, _)| (key.to_owned(), Answer::Points(10)));
        let other = Review {
            scores: Json::of(&Scores::from(best)),
            total: Some(100_000),
            ..review.clone()
        };
        store::save(conn, &other, review.version)
    })
    .expect("another score");
    assert_eq!(lines(&visitors[0].see(&path)), lines(&before));
    assert_ne!(lines(&visitors[1].see(&path)), lines(&seen_before));
}

fn where_names_are_covered_nothing_tells_who_is_which_number(app: &TestApp) {
    let stage = app.committee_of(3, 4, |programme| programme.review.is_blind = true);
    let members = stage.seat(app);
    let secretary = app.visitor_as(&stage.secretary);
    let list = format!("/selection/{}/covers", stage.round);
    assert_eq!(secretary.send(&list, &[]).status, 303);
    covered(app, &stage);
    stage.deal(app);
    app.advance(stage.round, 31);
    for (member, points) in members.iter().zip(["9", "7", "5"]) {
        stage.review_all(app, member, points);
    }
    app.advance(stage.round, 31);
    let member = app.visitor_as(stage.account(&members[0]));
    let path = format!("/candidates/{}", stage.round);
    let mut pages = member.see(&path);
    // The numbers have gaps, so that a hidden candidate leaves none.
    let numbers = pages.matches("候选人 ").zip(pages.matches(" 号"));
    assert!(numbers.count() >= stage.candidates.len(), "{pages}");
    let covers = app.read(|conn| store::list_covers(conn, stage.round));
    for cover in covers.expect("covers") {
        pages += &member.see(&format!("{path}/{}", cover.number));
    }
    for told in ["人选", "天河第一小学"] {
        assert!(!pages.contains(told), "{told} in {pages}");
    }
    // An id stands beside a name where ties are declared: it stands beside no number, and opens nothing.
    let ties = member.see(&format!("/committee/{}", stage.round));
    pages += &member.see(&format!("/wishes/{}", stage.round));
    pages += &member.see("/reviews");
    for (_, id) in &stage.candidates {
        assert!(ties.contains(&id.to_string()), "{ties}");
        assert!(!pages.contains(&id.to_string()), "{id} in {pages}");
        assert_eq!(member.get(&format!("{path}/{id}")).status, 404);
    }
    app.advance(stage.round, 31);
    let meetings = format!("/selection/{}/meetings", stage.round);
    let opened = secretary.send(&meetings, &[("place", "市局三楼")]);
    let agenda = member.see(&opened.location);
    assert!(
        !agenda.contains("原始平均分"),
        "a mean beside a name tells the number: {agenda}"
    );
    subjects_do_not_stand_beside_names(app, &stage, &members, &opened.location);
}

/// The only one of a subject would have a number by it, and with it a mean.
fn subjects_do_not_stand_beside_names(
    app: &TestApp,
    stage: &Committee,
    members: &[Member],
    meeting: &str,
) {
    let secretary = app.visitor_as(&stage.secretary);
    let all: Vec<String> = members.iter().map(|it| it.id.to_string()).collect();
    let mut came: Vec<_> = all.iter().map(|it| ("ids", it.as_str())).collect();
    came.push(("is_arrival", "true"));
    assert_eq!(
        secretary
            .send(&format!("{meeting}/attendance"), &came)
            .status,
        303
    );
    app.advance(stage.round, 31);
    let opened = secretary.send(&format!("{meeting}/ballots"), &[]);
    assert_eq!(opened.status, 303, "{}", opened.body);
    let member = app.visitor_as(stage.account(&members[0]));
    for path in [meeting, &opened.location] {
        let page = member.see(path);
        assert!(
            page.contains("人选0") && page.contains("天河第一小学"),
            "{page}"
        );
        assert!(!page.contains("语文"), "a subject beside a name: {page}");
    }
    assert!(secretary.see(meeting).contains("天河第一小学 语文"));
}
