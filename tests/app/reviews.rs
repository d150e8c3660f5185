//! Reviews: written from page to page, once and for all when they are in; what a member must not know
//! of does not exist; names are covered; questions go through the secretary.

use chrono::Datelike;
use xingtan::access::Role;
use xingtan::selection::assignments::store::list_wishes_of;
use xingtan::selection::committees::Member;
use xingtan::selection::nominations::NominationId;
use xingtan::selection::programmes::Programme;
use xingtan::selection::programmes::rules::parse;
use xingtan::selection::programmes::store::SHIPPED;
use xingtan::selection::reviews::actions::{self, Written};
use xingtan::selection::reviews::rules::{QuestionState, ReviewState};
use xingtan::selection::reviews::{Question, ReviewId, covers, questions, store};

use crate::support::city::founded_on;
use crate::support::committee::Committee;
use crate::support::reviews::{COMMENT, all, hand_in, review};
use crate::support::web::Visitor;
use crate::support::{TestApp, why};

on_each_backend!(
    a_member_reviews_from_page_to_page,
    a_draft_is_kept_and_only_the_newest_counts,
    one_review_sent_twice_is_in_once,
    what_others_wrote_opens_when_ones_own_is_in,
    a_candidate_in_conflict_does_not_exist,
    a_declined_review_goes_back_to_the_secretary,
    names_are_covered_where_the_programme_wants_it,
    a_question_goes_through_the_secretary,
    a_rubric_of_points_choices_and_words_is_filled_in_and_read,
);

/// A committee with its reviews dealt out, in the phase of reviews.
fn reviewing(app: &TestApp, candidates: usize) -> (Committee, Vec<Member>) {
    let stage = app.committee(candidates, 4);
    let members = stage.seat(app);
    stage.deal(app);
    app.advance(stage.round, 31);
    (stage, members)
}

/// The fields of a review with the same points for all criteria.
fn fields<'a>(version: &'a str, points: &'a str, comment: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("version", version), ("comment", comment)];
    for (key, points) in all(points) {
        fields.extend([("keys", key), ("points", points)]);
    }
    fields
}

fn a_member_reviews_from_page_to_page(app: &TestApp) {
    let (stage, members) = reviewing(app, 3);
    let member = members
        .iter()
        .max_by_key(|it| stage.due(app, it.id).len())
        .expect("members");
    let mine = stage.due(app, member.id);
    let visitor = app.visitor_as(stage.account(member));
    let queue = visitor.see("/reviews");
    let progress = format!("已提交 0 份，共 {} 份", mine.len());
    assert!(
        queue.contains(&progress) && queue.contains("人选"),
        "{queue}"
    );
    let tasks = visitor.see("/tasks");
    assert!(
        tasks.contains(&format!("{} 份评审等待提交", mine.len())),
        "{tasks}"
    );
    let path = format!("/reviews/{}", mine[0].id);
    let page = visitor.see(&path);
    assert!(page.contains("任教二十年") && page.contains("天河第一小学") && page.contains("/ 10"));
    let submit = format!("{path}/submit");
    let wrong = visitor.send(&submit, &fields("1", "11", COMMENT));
    assert!(
        wrong.status == 422 && wrong.body.contains("填 0 到 10 的整数"),
        "{}",
        wrong.body
    );
    assert!(wrong.body.contains("value=\"11\"") && wrong.body.contains(COMMENT));
    let short = visitor.send(&submit, &fields("1", "", "好"));
    assert!(short.body.contains("还没有评分") && short.body.contains("还差 9 个字"));
    let sent = visitor.send(&submit, &fields("1", "8", COMMENT));
    assert_eq!(sent.status, 303, "{}", sent.body);
    let next = if mine.len() > 1 {
        format!("/reviews/{}", mine[1].id)
    } else {
        "/reviews".into()
    };
    assert!(
        sent.location == next || sent.location.starts_with("/reviews"),
        "{}",
        sent.location
    );
    let kept = review(app, mine[0].id);
    assert_eq!(
        (kept.state, kept.total),
        (ReviewState::Submitted, Some(80_000))
    );
    let page = visitor.see(&path);
    assert!(
        page.contains(">80 <small>") && !page.contains("/submit"),
        "{page}"
    );
    assert_eq!(
        visitor.send(&submit, &fields("2", "9", COMMENT)).status,
        409
    );
    // Somebody who does not serve, and nobody in particular.
    let other = app.visitor_as(&app.officer(Role::CommitteeMember, &stage.bureau));
    assert_eq!(other.get(&path).status, 404);
    assert!(other.see("/reviews").contains("目前没有评审任务"));
    let secretary = app.visitor_as(&stage.secretary);
    assert_eq!(secretary.get(&path).status, 404, "nobody reads along");
}

fn a_draft_is_kept_and_only_the_newest_counts(app: &TestApp) {
    let (stage, members) = reviewing(app, 1);
    let member = members.iter().find(|it| !stage.due(app, it.id).is_empty());
    let member = member.expect("somebody has the candidate");
    let id = stage.due(app, member.id)[0].id;
    let visitor = app.visitor_as(stage.account(member));
    let save = format!("/reviews/{id}/save");
    assert_eq!(
        visitor.send(&save, &fields("1", "7", "还没写完")).status,
        303
    );
    assert_eq!(
        visitor.send(&save, &fields("1", "3", "旧的页面")).status,
        409
    );
    let page = visitor.see(&format!("/reviews/{id}"));
    assert!(
        page.contains("还没写完") && page.contains("value=\"7\""),
        "{page}"
    );
    assert!(page.contains("草稿保存于"), "{page}");
    let kept = review(app, id);
    assert_eq!(
        (kept.state, kept.total, kept.version),
        (ReviewState::Due, None, 2)
    );
    app.advance(stage.round, 31);
    assert_eq!(visitor.send(&save, &fields("2", "8", "迟了")).status, 409);
    let late = hand_in(app, stage.account(member), id, "8");
    assert_eq!(why(late), "phase-does-not-allow");
}

fn one_review_sent_twice_is_in_once(app: &TestApp) {
    let (stage, members) = reviewing(app, 1);
    let member = members.iter().find(|it| !stage.due(app, it.id).is_empty());
    let member = member.expect("somebody has the candidate");
    let (id, account) = (stage.due(app, member.id)[0].id, stage.account(member));
    let send = &|points: &'static str| {
        let (points, comment) = (&all(points)[..], COMMENT);
        app.write_as(account, |conn, context| {
            actions::submit(conn, context, id, 1, &Written { points, comment })
        })
    };
    let results: Vec<_> = std::thread::scope(|scope| {
        let threads = ["6", "9"].map(|points| scope.spawn(move || send(points)));
        let joined = threads.into_iter();
        joined.map(|it| it.join().expect("no panic")).collect()
    });
    let done: Vec<i64> = results
        .iter()
        .filter_map(|it| it.as_ref().ok().copied())
        .collect();
    assert_eq!(done.len(), 1, "{results:?}");
    assert_eq!(review(app, id).total, Some(done[0]));
    // The same form once more is the same act.
    let (stage, id) = {
        let other = members.iter().find(|it| !stage.due(app, it.id).is_empty());
        let other = other.expect("two reviews of each candidate");
        (stage.account(other).clone(), stage.due(app, other.id)[0].id)
    };
    let visitor = app.visitor_as(&stage);
    let (name, path) = (
        uuid::Uuid::now_v7().to_string(),
        format!("/reviews/{id}/submit"),
    );
    for _ in 0..2 {
        let sent = visitor.send_named(&name, &path, &fields("1", "8", COMMENT));
        assert_eq!(sent.status, 303, "{}", sent.body);
    }
}

fn what_others_wrote_opens_when_ones_own_is_in(app: &TestApp) {
    let (stage, members) = reviewing(app, 1);
    let mine: Vec<(&Member, ReviewId)> = members
        .iter()
        .filter_map(|it| Some((it, stage.due(app, it.id).first()?.id)))
        .collect();
    let [(first, early), (second, late)] = mine[..] else {
        panic!("two reviews of one candidate");
    };
    hand_in(app, stage.account(first), early, "9").expect("complete");
    let visitor = app.visitor_as(stage.account(second));
    let path = format!("/reviews/{late}");
    let before = visitor.see(&path);
    assert!(
        !before.contains(COMMENT),
        "not before one's own is in: {before}"
    );
    hand_in(app, stage.account(second), late, "6").expect("complete");
    let after = visitor.see(&path);
    let name = |member: &Member| {
        let expert = stage
            .experts
            .iter()
            .find(|it| it.person.id == member.person_id);
        expert.expect("an expert").person.name.clone()
    };
    assert!(
        after.contains(&name(first)) && after.contains("<dd>9</dd>"),
        "{after}"
    );
    assert_eq!(visitor.get(&format!("/reviews/{early}")).status, 404);
}

/// Everything of the round that a member can open, form ids and tokens left out.
fn all_pages(visitor: &Visitor, stage: &Committee) -> String {
    let pages = [
        "/reviews".to_owned(),
        format!("/wishes/{}", stage.round),
        "/tasks".to_owned(),
    ];
    let seen = pages.iter().map(|it| visitor.see(it));
    let lines: Vec<String> = seen
        .flat_map(|page| page.lines().map(str::to_owned).collect::<Vec<_>>())
        .filter(|it| !it.contains("form_id"))
        .collect();
    lines.join("\n")
}

fn a_candidate_in_conflict_does_not_exist(app: &TestApp) {
    let (stage, members) = reviewing(app, 2);
    let member = members
        .iter()
        .find(|it| stage.due(app, it.id).len() == 2)
        .unwrap_or(&members[0]);
    let mine = stage.due(app, member.id);
    let (hidden, name) = {
        let id = mine[0].nomination;
        let found = stage
            .candidates
            .iter()
            .find(|it| it.1 == id)
            .expect("a candidate");
        (id, found.0.name.clone())
    };
    let visitor = app.visitor_as(stage.account(member));
    assert!(all_pages(&visitor, &stage).contains(&name));
    stage.pin(app, (member.id, hidden), true);
    let after = all_pages(&visitor, &stage);
    assert!(!after.contains(&name), "{after}");
    assert!(
        !after.contains(&format!("{} 份评审等待提交", mine.len())),
        "{after}"
    );
    let path = format!("/reviews/{}", mine[0].id);
    assert_eq!(visitor.get(&path).status, 404);
    let file = format!("{path}/files/{}", uuid::Uuid::now_v7().simple());
    assert_eq!(visitor.get(&file).status, 404);
    for (act, fields) in [
        ("submit", fields("1", "8", COMMENT)),
        ("save", fields("1", "8", COMMENT)),
        ("decline", vec![("version", "1"), ("reason", "忙")]),
        ("ask", vec![("question", "请问课题结题了吗？")]),
    ] {
        let sent = visitor.send(&format!("{path}/{act}"), &fields);
        assert_eq!(sent.status, 404, "{act}: {}", sent.body);
    }
    let wishes = [
        ("candidates", hidden.to_string()),
        ("wishes", "5".to_owned()),
    ];
    let wishes: Vec<(&str, &str)> = wishes.iter().map(|it| (it.0, it.1.as_str())).collect();
    let wish = visitor.send(&format!("/wishes/{}", stage.round), &wishes);
    assert_eq!(wish.status, 303, "passed over, as whoever does not exist");
    let kept = app.read(|conn| list_wishes_of(conn, member.id));
    assert_eq!(kept.expect("wishes").len(), 0);
}

fn a_declined_review_goes_back_to_the_secretary(app: &TestApp) {
    let (stage, members) = reviewing(app, 1);
    let member = members.iter().find(|it| !stage.due(app, it.id).is_empty());
    let member = member.expect("somebody has the candidate");
    let id = stage.due(app, member.id)[0].id;
    let visitor = app.visitor_as(stage.account(member));
    let path = format!("/reviews/{id}/decline");
    let silent = visitor.send(&path, &[("version", "1"), ("reason", " ")]);
    assert_eq!(silent.status, 422);
    let declined = visitor.send(&path, &[("version", "1"), ("reason", "出差，无法按时完成")]);
    assert_eq!(declined.status, 303, "{}", declined.body);
    let secretary = app.visitor_as(&stage.secretary);
    let coverage = secretary.see(&format!(
        "/selection/{}/assignments?show=missing",
        stage.round
    ));
    assert!(coverage.contains("缺 1 份"), "{coverage}");
    let nomination = stage.candidates[0].1;
    let path = format!("/selection/{}/assignments/{nomination}", stage.round);
    let page = secretary.see(&path);
    assert!(
        page.contains("出差，无法按时完成") && page.contains("增加评委"),
        "{page}"
    );
    let free = members
        .iter()
        .find(|it| {
            stage
                .reviews(app)
                .iter()
                .all(|review| review.member != it.id)
        })
        .expect("three members, two reviews");
    let again = |member: &Member| {
        let member = member.id.to_string();
        let fields = [("member", member.as_str()), ("reason", "补派")];
        secretary.send(&format!("{path}/add"), &fields)
    };
    let same = again(member);
    assert!(
        same.status == 409 && same.body.contains("已经婉拒过"),
        "{}",
        same.body
    );
    assert_eq!(again(free).status, 303);
    assert!(
        app.visitor_as(stage.account(free))
            .see("/reviews")
            .contains("人选0")
    );
    assert_eq!(again(free).status, 409);
}

pub fn covered(app: &TestApp, stage: &Committee) {
    app.write_as(&stage.secretary, |conn, context| {
        covers::prepare(conn, context, stage.round)?;
        for cover in store::list_covers(conn, stage.round)? {
            let which = (stage.round, cover.nomination_id);
            let seen = (cover.statement.as_str(), &[][..]);
            covers::confirm(conn, context, which, cover.version, seen)?;
        }
        Ok(())
    })
    .expect("texts without names");
}

fn names_are_covered_where_the_programme_wants_it(app: &TestApp) {
    let stage = app.committee_of(3, 4, |programme| {
        programme.review.is_blind = true;
        // Two each, so that the lot leaves nobody without.
        programme.review.load_max.value = 2;
    });
    let members = stage.seat(app);
    assert_eq!(why(stage.try_deal(app)), "assignment-not-blind-yet");
    let secretary = app.visitor_as(&stage.secretary);
    let list = format!("/selection/{}/covers", stage.round);
    assert_eq!(secretary.send(&list, &[]).status, 303);
    let nomination = stage.candidates[0].1;
    let path = format!("{list}/{nomination}");
    let page = secretary.see(&path);
    assert!(page.contains("〔隐去〕的申报材料"), "{page}");
    let told = [
        ("version", "1"),
        (
            "statement",
            "人选0的申报材料：任教二十年，指导青年教师五名。",
        ),
    ];
    let still = secretary.send(&path, &told);
    assert!(
        still.status == 422 && still.body.contains("还有姓名或学校"),
        "{}",
        still.body
    );
    covered(app, &stage);
    stage.deal(app);
    app.advance(stage.round, 31);
    let covers = app.read(|conn| store::list_covers(conn, stage.round));
    let numbers: Vec<i64> = covers.expect("covers").iter().map(|it| it.number).collect();
    assert!(
        numbers.iter().all(|it| (1_000..10_000).contains(it)),
        "a gap tells nothing: {numbers:?}"
    );
    let first_day = founded_on();
    let told = format!(
        "{} 年 {} 月 {} 日",
        first_day.year(),
        first_day.month(),
        first_day.day()
    );
    let by_year = format!("{} 年至", first_day.year());
    for member in &members {
        let visitor = app.visitor_as(stage.account(member));
        let mut pages = all_pages(&visitor, &stage);
        for it in stage.due(app, member.id) {
            pages += &visitor.see(&format!("/reviews/{}", it.id));
        }
        assert!(pages.contains("候选人") && pages.contains(" 号"), "{pages}");
        assert!(
            pages.contains(&by_year) && !pages.contains(&told),
            "posts by year: {pages}"
        );
        let named = visitor.see(&format!("/committee/{}", stage.round));
        assert!(
            named.contains("人选0") && !named.contains("语文"),
            "a subject beside a name would tell the number: {named}"
        );
        for told in ["人选", "天河第一小学"] {
            assert!(!pages.contains(told), "{told} in {pages}");
        }
        assert_eq!(visitor.get(&list).status, 404, "who is which number");
    }
}

fn question(app: &TestApp, to: NominationId) -> Question {
    let all = app.read(|conn| store::list_questions_to(conn, to));
    all.expect("questions").pop().expect("one was asked")
}

#[expect(clippy::too_many_lines, reason = "one story, told to its end")]
fn a_question_goes_through_the_secretary(app: &TestApp) {
    let (stage, members) = reviewing(app, 1);
    let (person, nomination) = &stage.candidates[0];
    let reviewers: Vec<(&Member, ReviewId)> = members
        .iter()
        .filter_map(|it| Some((it, stage.due(app, it.id).first()?.id)))
        .collect();
    let (asker, id) = reviewers[0];
    let visitor = app.visitor_as(stage.account(asker));
    let ask = |text| visitor.send(&format!("/reviews/{id}/ask"), &[("question", text)]);
    assert_eq!(ask("？").status, 422);
    assert_eq!(ask("我是专家，请问课题何时结题？").status, 303);
    let own = app.visitor_as(&app.teacher_account(person, &stage.school));
    let page = format!("/nominations/{nomination}");
    assert!(
        !own.see(&page).contains("何时结题"),
        "not before it was passed on"
    );
    let secretary = app.visitor_as(&stage.secretary);
    let list = format!("/selection/{}/questions", stage.round);
    assert!(secretary.see("/tasks").contains("1 个评委提问等待转达"));
    assert!(secretary.see(&list).contains("我是专家"));
    let asked = question(app, *nomination);
    let number = asked.id.to_string();
    let pass = [
        ("question", number.as_str()),
        ("version", "1"),
        ("forwarded", "请问课题何时结题？"),
    ];
    assert_eq!(
        secretary.send(&format!("{list}/forward"), &pass).status,
        303
    );
    let seen = own.see(&page);
    assert!(
        seen.contains("请问课题何时结题？") && !seen.contains("我是专家"),
        "{seen}"
    );
    assert!(own.see("/tasks").contains("1 个评委提问等待您答复"));
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &stage.bureau));
    let round = || bureau.see(&format!("/selection/{}", stage.round));
    assert!(round().contains("1 个评委提问尚未答复"), "{}", round());
    let answer = [
        ("question", number.as_str()),
        ("version", "2"),
        ("answer", "去年六月已经结题。"),
    ];
    let path = format!("{page}/answer");
    assert_eq!(
        app.visitor_as(stage.account(asker))
            .send(&path, &answer)
            .status,
        404
    );
    assert_eq!(own.send(&path, &answer).status, 303);
    assert_eq!(question(app, *nomination).state, QuestionState::Answered);
    assert!(!round().contains("评委提问尚未答复"), "{}", round());
    for (member, id) in &reviewers {
        let read = app
            .visitor_as(stage.account(member))
            .see(&format!("/reviews/{id}"));
        assert!(read.contains("去年六月已经结题"), "{read}");
        let is_asker = member.id == asker.id;
        assert_eq!(read.contains("我是专家"), is_asker, "who asked is not said");
    }
    let refused = app.write_as(&stage.secretary, |conn, context| {
        let which = (stage.round, asked.id);
        questions::refuse(conn, context, which, 3, "重复")
    });
    assert_eq!(why(refused), "question-wrong-state");
    // What still waits when reviews are over goes nowhere, and nobody is asked for it.
    assert_eq!(ask("请问另一项课题何时结题？").status, 303);
    let forward = format!("{list}/forward");
    assert!(secretary.see(&list).contains(&forward));
    assert!(round().contains("1 个评委提问尚未答复"), "{}", round());
    app.advance(stage.round, 31);
    let page = secretary.see(&list);
    assert!(!page.contains(&forward), "{page}");
    assert!(page.contains("评分校准"), "and says why: {page}");
    assert!(!secretary.see("/tasks").contains("评委提问等待转达"));
}

/// The rubric of the experts of 教育专家, with a choice and a text.
fn typed(programme: &mut Programme) {
    let shipped = SHIPPED.iter().find(|it| it.0 == "city_famous_educators");
    let educators = parse(shipped.expect("it is shipped").1).expect("it is right");
    programme.review.criteria = educators.review.criteria;
    let criteria = &mut programme.review.criteria;
    criteria.retain(|it| it.tracks.is_empty() || it.tracks == ["expert"]);
    for it in criteria {
        it.tracks.clear();
    }
}

fn a_rubric_of_points_choices_and_words_is_filled_in_and_read(app: &TestApp) {
    let stage = app.committee_of(1, 4, typed);
    let members = stage.seat(app);
    stage.deal(app);
    app.advance(stage.round, 31);
    let reviewers: Vec<&Member> = members
        .iter()
        .filter(|it| !stage.due(app, it.id).is_empty())
        .collect();
    let id = stage.due(app, reviewers[0].id)[0].id;
    let visitor = app.visitor_as(stage.account(reviewers[0]));
    let page = visitor.see(&format!("/reviews/{id}"));
    assert!(
        page.contains("data-points=\"850\"") && page.contains("至少 10 个字，不计分"),
        "{page}"
    );
    let advice = "建议整理教学主张，带教更多青年教师。";
    let send = |step: &str, version: &str, influence: &str, advice: &str| {
        let mut fields = vec![("version", version), ("comment", COMMENT)];
        for (key, points) in [
            ("ethics", "9"),
            ("thought", "8"),
            ("achievements", "6"),
            ("influence", influence),
            ("advice", advice),
        ] {
            fields.extend([("keys", key), ("points", points)]);
        }
        visitor.send(&format!("/reviews/{id}/{step}"), &fields)
    };
    assert_eq!(send("save", "1", "", advice).status, 303, "a draft");
    let draft = visitor.see(&format!("/reviews/{id}"));
    assert!(draft.contains(advice), "{draft}");
    let missing = send("submit", "2", "", advice);
    assert!(
        missing.status == 422 && missing.body.contains("“成果影响范围”还没有评分"),
        "{}",
        missing.body
    );
    let strange = send("submit", "2", "galaxy", advice);
    assert!(strange.status == 422 && strange.body.contains("请从列出的选项中选一项"));
    let short = send("submit", "2", "provincial", "好");
    assert!(short.status == 422 && short.body.contains("至少写 10 个字"));
    assert_eq!(send("submit", "2", "provincial", advice).status, 303);
    // 9 × 20 + 8 × 30 + 6 × 25 tenths, and 85 of 100 × 25.
    assert_eq!(review(app, id).total, Some(78_250));
    let own = visitor.see(&format!("/reviews/{id}"));
    assert!(
        own.contains("全省") && own.contains(advice) && own.contains("78.25"),
        "{own}"
    );
}
