//! Lots that candidates draw: whoever may see a draw has the file of it, with ids in place of names, and
//! comes to the same.

use serde_json::Value;
use uuid::Uuid;
use xingtan::lots;
use xingtan::people::Person;
use xingtan::selection::lessons::rules::{Timetable, draw};
use xingtan::selection::lessons::{self, repeat};
use xingtan::selection::nominations::NominationId;
use xingtan::selection::results::rules::order_by_lot;
use xingtan::selection::results::{self, reserves};
use xingtan::selection::rounds;

use crate::support::bank::day;
use crate::support::committee::Committee;
use crate::support::web::Visitor;
use crate::support::{TestApp, why};

on_each_backend!(
    an_order_of_lessons_is_drawn_again_from_its_file,
    whoever_comes_after_the_draw_is_put_behind,
    an_order_of_equals_is_drawn_again_from_its_file,
);

/// Bytes of a text of hexadecimal digits.
fn bytes(text: &Value) -> Vec<u8> {
    let text = text.as_str().expect("digits").as_bytes();
    let byte = |it: &[u8]| {
        let pair = std::str::from_utf8(it).expect("digits");
        u8::from_str_radix(pair, 16).expect("hexadecimal digits")
    };
    text.chunks(2).map(byte).collect()
}

/// A file of draws, without a name in it.
fn file(visitor: &Visitor, path: &str) -> Value {
    let text = visitor.see(path);
    assert!(!text.contains("人选") && !text.contains("后来者"), "{text}");
    serde_json::from_str(&text).expect("a file of JSON")
}

fn timetable(december: &[u32]) -> Timetable {
    Timetable {
        days: december.iter().map(|it| day(12, *it)).collect(),
        rooms: vec!["一号厅".to_owned()],
        hours: vec![(510, 720)],
        pause: 0,
    }
}

/// Plans lessons by a timetable and draws their order.
fn draw_order(app: &TestApp, stage: &Committee, seen: i64, table: &Timetable) {
    app.write_as(&stage.secretary, |conn, context| {
        lessons::actions::plan(conn, context, stage.round, seen, table)
    })
    .expect("a timetable with room");
    let seen = seen.max(0) + 1;
    app.write_as(&stage.secretary, |conn, context| {
        lessons::actions::draw_order(conn, context, stage.round, seen)
    })
    .expect("an announced draw");
}

/// The order that follows from one draw of a file.
fn again(draw_of_file: &Value) -> Vec<(i64, NominationId)> {
    let seed = bytes(&draw_of_file["seed"]);
    let commitment = bytes(&draw_of_file["commitment"]);
    assert_eq!(lots::commitment(&seed).as_slice(), commitment);
    let inputs: repeat::Inputs =
        serde_json::from_value(draw_of_file["inputs"].clone()).expect("what it was drawn from");
    let drawn = draw(inputs.places, inputs.candidates, &seed).expect("as it was drawn");
    (inputs.first..)
        .zip(drawn.into_iter().map(|it| it.0))
        .collect()
}

/// The order that came out, as the file has it.
fn drawn(file: &Value) -> Vec<(i64, NominationId)> {
    let all = file["drawn"].as_array().expect("a list").iter();
    all.map(|it| {
        let id: Uuid = it["candidate"]
            .as_str()
            .expect("an id")
            .parse()
            .expect("an id");
        (it["place"].as_i64().expect("a place"), NominationId(id))
    })
    .collect()
}

fn own(app: &TestApp, stage: &Committee, person: &Person) -> Visitor {
    app.visitor_as(&app.teacher_account(person, &stage.school))
}

fn an_order_of_lessons_is_drawn_again_from_its_file(app: &TestApp) {
    let stage = app.committee(3, 4);
    let members = stage.seat(app);
    app.advance(stage.round, 31);
    let path = format!("/selection/{}/draws/lessons.json", stage.round);
    let secretary = app.visitor_as(&stage.secretary);
    assert_eq!(secretary.get(&path).status, 404, "nothing is drawn");
    draw_order(app, &stage, 0, &timetable(&[20]));
    let (person, id) = &stage.candidates[0];
    let nominee = own(app, &stage, person);
    let page = nominee.see(&format!("/nominations/{id}"));
    assert!(page.contains(&path), "{page}");
    let own_id = format!("<dd class=\"code small\">{}</dd>", id.0);
    assert!(page.contains(&own_id), "which of the ids they are: {page}");
    let told = file(&nominee, &path);
    assert!(told["drawn"].to_string().contains(&id.0.to_string()));
    assert_eq!(told, file(&secretary, &path));
    assert_eq!(again(&told["draws"][0]), drawn(&told));
    let round = nominee.see(&format!("/selection/{}", stage.round));
    assert!(round.contains(&path), "{round}");
    // Neither a member nor a teacher besides has it.
    let member = app.visitor_as(stage.account(&members[0]));
    assert_eq!(member.get(&path).status, 404);
    let besides = app.teacher(&stage.school, "X001", "旁人");
    assert_eq!(own(app, &stage, &besides).get(&path).status, 404);
}

fn whoever_comes_after_the_draw_is_put_behind(app: &TestApp) {
    let stage = app.committee(2, 4);
    stage.seat(app);
    app.advance(stage.round, 31);
    draw_order(app, &stage, 0, &timetable(&[20]));
    let list = || app.read(|conn| lessons::store::list_lessons(conn, stage.round));
    let before = list().expect("lessons");
    let more = timetable(&[20, 21]);
    let plan = |table: &Timetable| {
        app.write_as(&stage.secretary, |conn, context| {
            let seen = lessons::store::find_plan(conn, stage.round)?.map_or(0, |it| it.version);
            lessons::actions::plan(conn, context, stage.round, seen, table)
        })
    };
    assert_eq!(
        why(plan(&more)),
        "lesson-already-drawn",
        "everybody has one"
    );
    for _ in 0..2 {
        app.write(|conn, context| {
            let seen = rounds::store::load(conn, stage.round)?.version;
            let back = (day(12, 31), "补录一名人选");
            rounds::actions::step_back_round(conn, context, stage.round, seen, back)
        })
        .expect("the phase before");
    }
    let late = app.teacher(&stage.school, "L001", "后来者");
    let id = app.candidate(stage.round, &late, &stage.school, &stage.bureau);
    for _ in 0..2 {
        app.advance(stage.round, 31);
    }
    let path = format!("/selection/{}/lessons", stage.round);
    let secretary = app.visitor_as(&stage.secretary);
    assert!(secretary.see(&path).contains("有 1 名人选在抽签后才加入"));
    // Nobody opens a draw that was not announced; and there are three places on a day.
    let early = app.write_as(&stage.secretary, |conn, context| {
        lessons::actions::draw_order(conn, context, stage.round, 2)
    });
    assert_eq!(why(early), "draw-not-announced");
    let full = Timetable {
        hours: vec![(510, 620)],
        ..timetable(&[20])
    };
    assert_eq!(why(plan(&full)), "lesson-too-few-slots");
    draw_order(app, &stage, 2, &more);
    let after = list().expect("lessons");
    assert_eq!(after[..2], before, "nobody who has a lesson is touched");
    let last = &after[2];
    assert_eq!((last.nomination_id, last.place), (id, 3));
    assert!((last.held_on, last.starts_minute) > (before[1].held_on, before[1].starts_minute));
    // Each finds the draw that put them in order.
    let file = file(
        &secretary,
        &format!("/selection/{}/draws/lessons.json", stage.round),
    );
    let both = [again(&file["draws"][0]), again(&file["draws"][1])].concat();
    assert_eq!(both, drawn(&file));
    let (first, first_id) = &stage.candidates[0];
    for (person, id, at) in [(first, *first_id, 0), (&late, id, 1)] {
        let seed = file["draws"][at]["seed"].as_str().expect("a seed");
        let page = own(app, &stage, person).see(&format!("/nominations/{id}"));
        assert!(page.contains(seed), "{page}");
    }
    assert_eq!(why(plan(&more)), "lesson-already-drawn");
}

fn an_order_of_equals_is_drawn_again_from_its_file(app: &TestApp) {
    let meeting = app.meeting(5);
    meeting.ballot(app, &[(0, 3), (1, 3), (2, 2), (3, 2), (4, 0)]);
    meeting.sign(app);
    app.advance(meeting.round(), 31);
    let stage = &meeting.committee;
    app.write_as(&stage.secretary, |conn, context| {
        results::actions::post_results(conn, context, stage.round)?;
        reserves::announce_order(conn, context, stage.round)
    })
    .expect("two are equals");
    let visitor = |at: usize| own(app, stage, &stage.candidates[at].0);
    let round = format!("/selection/{}", stage.round);
    let path = format!("{round}/draws/reserves.json");
    let waits = visitor(2);
    let page = waits.see(&round);
    assert!(
        page.contains("递补名单上并列人选的先后顺序") && page.contains("封存中"),
        "{page}"
    );
    assert_eq!(waits.get(&path).status, 404, "the seed is sealed");
    app.write_as(&stage.secretary, |conn, context| {
        reserves::draw_order(conn, context, stage.round)
    })
    .expect("an announced draw");
    let told = file(&waits, &path);
    assert_eq!(told, file(&app.visitor_as(&stage.secretary), &path));
    let inputs: reserves::Inputs =
        serde_json::from_value(told["draws"][0]["inputs"].clone()).expect("what it was drawn from");
    assert_eq!(
        inputs.ranks.values().collect::<Vec<_>>(),
        [&1, &1],
        "equals"
    );
    let seed = bytes(&told["draws"][0]["seed"]);
    let again = order_by_lot(&seed, &inputs.ranks).into_iter();
    let mut again: Vec<_> = again.map(|(id, place)| (place, NominationId(id))).collect();
    again.sort_unstable_by_key(|it| it.0);
    assert_eq!(again, drawn(&told));
    assert!(waits.see(&round).contains(&path));
    // Whoever has a seat, or none, is not concerned.
    for at in [0, 4] {
        let other = visitor(at);
        let page = other.see(&round);
        assert!(!page.contains("递补名单上并列人选的先后顺序"), "{page}");
        assert_eq!(other.get(&path).status, 404);
    }
}
