//! Assignments: dealt out by a published seed within walls, changed with reasons, seen by the secretary;
//! and the report on how members scored.

use calamine::{Reader, Xlsx};
use xingtan::access::Role;
use xingtan::lots;
use xingtan::selection::assignments::store::load_table;
use xingtan::selection::assignments::{actions, wishes};
use xingtan::selection::calibration;
use xingtan::selection::committees::{self, Member, MemberId};
use xingtan::selection::conflicts::store::Pair;
use xingtan::selection::draws::{self, DrawPurpose};
use xingtan::selection::nominations::NominationId;
use xingtan::selection::reviews::rules::ReviewState;
use xingtan::web::language::{Language, Words};

use crate::support::committee::Committee;
use crate::support::{TestApp, why};

on_each_backend!(
    reviews_are_dealt_out_looked_at_and_kept,
    two_secretaries_keep_one_deal,
    what_changed_since_is_not_kept,
    a_deal_that_cannot_be_says_what_would_help,
    loads_are_raised_as_proposed_with_a_reason,
    a_wish_weighs_and_only_the_member_sees_it,
    single_changes_keep_the_walls,
    a_conflict_takes_a_review_away_and_gives_it_back_where_there_is_room,
    two_secretaries_do_not_overfill_a_candidate,
    a_list_is_changed_and_read_back,
    a_list_keeps_the_walls,
    the_report_shows_who_is_mild_and_who_is_tied,
);

fn coverage(stage: &Committee) -> String {
    format!("/selection/{}/assignments", stage.round)
}

fn reviews_are_dealt_out_looked_at_and_kept(app: &TestApp) {
    let stage = app.committee(3, 4);
    let members = stage.seat(app);
    let secretary = app.visitor_as(&stage.secretary);
    let page = secretary.see(&coverage(&stage));
    assert!(
        page.contains("缺 2 份") && page.contains("公布承诺值"),
        "{page}"
    );
    let deal = format!("/selection/{}/deal", stage.round);
    assert_eq!(secretary.get(&deal).status, 409, "nothing is announced");
    assert_eq!(secretary.send(&format!("{deal}/announce"), &[]).status, 303);
    let draw = |app: &TestApp| {
        let found = app.read(|conn| draws::find_newest(conn, stage.round, DrawPurpose::Reviews));
        found.expect("draws").expect("it was announced")
    };
    let announced = draw(app);
    let page = secretary.see(&deal);
    assert!(
        page.contains("共 6 份") && page.contains(&announced.commitment_hex()),
        "{page}"
    );
    assert_eq!(announced.seed, None, "looking publishes nothing");
    assert!(stage.reviews(app).is_empty(), "a dry run");
    let marked = "name=\"fingerprint\" value=\"";
    let rest = page.split(marked).nth(1).expect("the deal's fingerprint");
    let shown = rest.split('"').next().expect("a value");
    let kept = secretary.send(&deal, &[("fingerprint", shown)]);
    assert_eq!(kept.status, 303, "{}", kept.body);
    let opened = draw(app);
    let seed = opened.seed.expect("the seed is public");
    assert_eq!(lots::commitment(&seed).as_slice(), opened.commitment);
    assert_eq!(stage.reviews(app).len(), 6);
    let page = secretary.see(&coverage(&stage));
    assert!(
        page.contains("等待评委") && page.contains("契合度合计 18"),
        "{page}"
    );
    // Nobody sees who reviews whom before the reviews are open.
    for member in &members {
        let visitor = app.visitor_as(stage.account(member));
        assert!(visitor.see("/reviews").contains("还没有发放"));
        assert_eq!(visitor.get(&coverage(&stage)).status, 404);
    }
    let bureau = app.visitor_as(&app.officer(Role::BureauHr, &stage.bureau));
    assert!(bureau.see(&coverage(&stage)).contains("评审任务"));
    assert_eq!(bureau.send(&format!("{deal}/announce"), &[]).status, 403);
    let school = app.visitor_as(&app.officer(Role::SchoolHr, &stage.school));
    assert_eq!(school.get(&coverage(&stage)).status, 404);
}

fn two_secretaries_keep_one_deal(app: &TestApp) {
    let stage = app.committee(3, 4);
    stage.seat(app);
    let second = app
        .account("second")
        .with(Role::CommitteeSecretary, &stage.bureau)
        .sign_in();
    let shown = app
        .write_as(&stage.secretary, |conn, context| {
            actions::announce(conn, context, stage.round)?;
            actions::preview(conn, context, stage.round)
        })
        .expect("a deal");
    let keep = &|who| {
        app.write_as(who, |conn, context| {
            actions::keep(conn, context, stage.round, &shown.fingerprint)
        })
    };
    let results: Vec<_> = std::thread::scope(|scope| {
        let threads = [&stage.secretary, &second].map(|who| scope.spawn(move || keep(who)));
        let joined = threads.into_iter();
        joined.map(|it| it.join().expect("no panic")).collect()
    });
    let done = results.iter().filter(|it| it.is_ok()).count();
    assert_eq!(done, 1, "{results:?}");
    assert_eq!(stage.reviews(app).len(), 6, "and not twelve");
}

fn what_changed_since_is_not_kept(app: &TestApp) {
    let stage = app.committee(2, 4);
    let members = stage.seat(app);
    let shown = app
        .write_as(&stage.secretary, |conn, context| {
            actions::announce(conn, context, stage.round)?;
            actions::preview(conn, context, stage.round)
        })
        .expect("a deal");
    let pair = shown.deal.pairs[0];
    stage.pin(app, pair, true);
    let keep = |fingerprint: &str| {
        app.write_as(&stage.secretary, |conn, context| {
            actions::keep(conn, context, stage.round, fingerprint)
        })
    };
    assert_eq!(why(keep(&shown.fingerprint)), "assignment-changed");
    let again = app
        .write_as(&stage.secretary, |conn, context| {
            actions::preview(conn, context, stage.round)
        })
        .expect("two members are left");
    assert!(!again.deal.pairs.contains(&pair));
    assert_eq!(keep(&again.fingerprint).expect("as it is now"), 4);
    // A conflict that is found later takes a review out of the count, and the next deal fills it.
    let candidate = pair.1;
    let met = stage.reviews(app);
    let late = met
        .iter()
        .find(|it| it.nomination == candidate)
        .expect("it has two");
    stage.pin(app, pair, false);
    stage.pin(app, (late.member, candidate), true);
    assert_eq!(stage.deal(app), 1);
    assert_eq!(members.len(), 3);
}

fn a_deal_that_cannot_be_says_what_would_help(app: &TestApp) {
    let stage = app.committee(1, 4);
    let members = stage.seat(app);
    let nomination = stage.candidates[0].1;
    for member in &members[..2] {
        stage.pin(app, (member.id, nomination), true);
    }
    let secretary = app.visitor_as(&stage.secretary);
    let deal = format!("/selection/{}/deal", stage.round);
    assert_eq!(secretary.send(&format!("{deal}/announce"), &[]).status, 303);
    let page = secretary.see(&deal);
    assert!(
        page.contains("只剩 1 位没有回避关系的评委") && page.contains("人选0"),
        "{page}"
    );
    assert!(page.contains("改为 1 份"), "{page}");
}

fn loads_are_raised_as_proposed_with_a_reason(app: &TestApp) {
    let stage = app.committee_of(3, 4, |programme| programme.review.load_max.value = 1);
    let members = stage.seat(app);
    let secretary = app.visitor_as(&stage.secretary);
    let deal = format!("/selection/{}/deal", stage.round);
    assert_eq!(secretary.send(&format!("{deal}/announce"), &[]).status, 303);
    let page = secretary.see(&deal);
    assert!(
        page.contains("还缺 3 份"),
        "three hands for six reviews: {page}"
    );
    let rest = page.split("name=\"shown\" value=\"").nth(1);
    let shown = rest
        .and_then(|it| it.split('"').next())
        .expect("what is proposed");
    let raise = |shown: &str, reason: &str| {
        let fields = [("shown", shown), ("reason", reason)];
        secretary.send(&format!("{deal}/raise"), &fields)
    };
    assert_eq!(raise(shown, " ").status, 422);
    assert_eq!(raise("00", "人手不够").status, 409, "not what was shown");
    assert_eq!(raise(shown, "人手不够").status, 303);
    assert!(
        secretary.see(&deal).contains("共 6 份"),
        "the smallest change is enough"
    );
    assert_eq!(raise(shown, "人手不够").status, 409, "once");
    let set = |member: &Member, version: &str, most: &str, reason: &str| {
        let id = member.id.to_string();
        let fields = [
            ("member", id.as_str()),
            ("version", version),
            ("load_max", most),
            ("reason", reason),
        ];
        secretary.send(&format!("/selection/{}/loads", stage.round), &fields)
    };
    let now = stage.members(app);
    let first = now
        .iter()
        .find(|it| it.id == members[0].id)
        .expect("a member");
    let version = first.version.to_string();
    assert_eq!(set(first, &version, "0", "减负").status, 422);
    assert_eq!(set(first, &version, "3", "").status, 422);
    assert_eq!(set(first, &version, "3", "本人愿意多评").status, 303);
    assert_eq!(
        set(first, &version, "4", "本人愿意多评").status,
        409,
        "stale"
    );
    let page = secretary.see(&coverage(&stage));
    assert!(page.contains("0 / 3") && page.contains("0 / 2"), "{page}");
}

fn a_wish_weighs_and_only_the_member_sees_it(app: &TestApp) {
    let stage = app.committee(1, 4);
    let members = stage.seat(app);
    let nomination = stage.candidates[0].1;
    let visitor = app.visitor_as(stage.account(&members[2]));
    let path = format!("/wishes/{}", stage.round);
    assert!(visitor.see(&path).contains("人选0"));
    let id = nomination.to_string();
    let wish = |text| visitor.send(&path, &[("candidates", id.as_str()), ("wishes", text)]);
    assert!(wish("21").body.contains("之间的整数"));
    assert!(wish("很").body.contains("意向填整数"));
    assert_eq!(wish("-20").status, 303);
    assert!(visitor.see(&path).contains("value=\"-20\" selected"));
    // Whoever does not exist for the member is passed over, and the rest is kept.
    let unknown = NominationId::new().to_string();
    let fields = [
        ("candidates", unknown.as_str()),
        ("candidates", id.as_str()),
        ("wishes", "5"),
        ("wishes", "-20"),
    ];
    assert_eq!(visitor.send(&path, &fields).status, 303);
    assert!(visitor.see(&path).contains("value=\"-20\" selected"));
    for member in &members[..2] {
        let other = app.visitor_as(stage.account(member));
        assert!(!other.see(&path).contains("value=\"-20\" selected"));
    }
    stage.deal(app);
    let reviewers: Vec<_> = stage.reviews(app).iter().map(|it| it.member).collect();
    assert!(!reviewers.contains(&members[2].id), "two others are there");
    let outsider = app.write(|conn, context| wishes::keep(conn, context, stage.round, &[]));
    assert!(outsider.is_err(), "whoever has no seat has no wish");
}

fn single_changes_keep_the_walls(app: &TestApp) {
    let stage = app.committee(2, 4);
    let members = stage.seat(app);
    stage.deal(app);
    let secretary = app.visitor_as(&stage.secretary);
    let review = stage.reviews(app)[0];
    let path = format!("{}/{}", coverage(&stage), review.nomination);
    let free: &Member = members
        .iter()
        .find(|it| {
            let reviews = stage.reviews(app);
            let mut own = reviews.iter().filter(|review| review.member == it.id);
            own.all(|own| own.nomination != review.nomination)
        })
        .expect("two of three review a candidate");
    let number = (review.id.to_string(), free.id.to_string());
    let change = |act: &str, fields: &[(&str, &str)]| {
        let own = [
            ("review", number.0.as_str()),
            ("version", "1"),
            ("member", number.1.as_str()),
        ];
        secretary.send(&format!("{path}/{act}"), &[&own, fields].concat())
    };
    let full = change("add", &[("reason", "加派")]);
    assert!(
        full.status == 409 && full.body.contains("已有 2 份评审"),
        "{}",
        full.body
    );
    assert_eq!(change("remove", &[("reason", "")]).status, 422);
    stage.pin(app, (free.id, review.nomination), true);
    let barred = change("move", &[("reason", "换人")]);
    assert!(
        barred.status == 409 && barred.body.contains("回避关系"),
        "{}",
        barred.body
    );
    assert_eq!(
        stage.reviews(app)[0].state,
        ReviewState::Due,
        "all of it or nothing"
    );
    stage.pin(app, (free.id, review.nomination), false);
    let moved = change("move", &[("reason", "换人")]);
    assert_eq!(moved.status, 303, "{}", moved.body);
    assert_eq!(change("move", &[("reason", "换人")]).status, 409);
    let table = app.read(|conn| {
        let running = xingtan::selection::rounds::store::load_running(conn, stage.round)?;
        load_table(conn, &running)
    });
    assert_eq!(table.expect("the round").board.missing(), 0);
    let page = secretary.see(&path);
    assert!(page.contains("已取消") && page.contains("换人"), "{page}");
}

/// How the review of a pair stands, and how many count for its candidate.
fn standing(app: &TestApp, stage: &Committee, (member, nomination): Pair) -> (ReviewState, usize) {
    let table = app.read(|conn| {
        let running = xingtan::selection::rounds::store::load_running(conn, stage.round)?;
        load_table(conn, &running)
    });
    let table = table.expect("the round");
    let counting = table.with_counting();
    let counting = counting.filter(|(it, counts)| it.nomination == nomination && *counts);
    let mut of_pair = table.reviews.iter();
    let found = of_pair.find(|it| (it.member, it.nomination) == (member, nomination));
    (found.expect("they met").state, counting.count())
}

fn a_conflict_takes_a_review_away_and_gives_it_back_where_there_is_room(app: &TestApp) {
    use ReviewState::{Due, Released, Submitted};
    let stage = app.committee(1, 4);
    stage.seat(app);
    stage.deal(app);
    app.advance(stage.round, 31);
    let reviews = stage.reviews(app);
    let [first, second] = [0, 1].map(|at| (reviews[at].member, reviews[at].nomination));
    stage.pin(app, first, true);
    assert_eq!(
        standing(app, &stage, first),
        (Released, 1),
        "taken away at once"
    );
    stage.pin(app, first, false);
    assert_eq!(
        standing(app, &stage, first),
        (Due, 2),
        "there is room again"
    );
    stage.pin(app, first, true);
    assert_eq!(stage.deal(app), 1, "the third member takes the place");
    stage.pin(app, first, false);
    assert_eq!(
        standing(app, &stage, first),
        (Released, 2),
        "the place is taken"
    );
    // The same with a review that is in: it counts again only where nobody took its place.
    let account = stage
        .members(app)
        .into_iter()
        .find(|it| it.id == second.0)
        .expect("a member");
    stage.review_all(app, &account, "8");
    stage.pin(app, second, true);
    stage.pin(app, second, false);
    assert_eq!(standing(app, &stage, second), (Submitted, 2));
    stage.pin(app, second, true);
    assert_eq!(stage.deal(app), 1);
    stage.pin(app, second, false);
    assert_eq!(standing(app, &stage, second), (Released, 2), "exactly two");
}

fn a_list_keeps_the_walls(app: &TestApp) {
    let stage = app.committee_of(1, 6, |programme| programme.committee.members.value = 5);
    let members = stage.seat(app);
    stage.deal(app);
    let nomination = stage.candidates[0].1;
    let number = |member: MemberId| {
        let member = members.iter().find(|it| it.id == member).expect("a member");
        let mut experts = stage.experts.iter();
        let expert = experts.find(|it| it.person.id == member.person_id);
        expert.expect("an expert").person.teacher_number.clone()
    };
    let reviews = stage.reviews(app);
    let free: Vec<MemberId> = members
        .iter()
        .map(|it| it.id)
        .filter(|id| reviews.iter().all(|it| it.member != *id))
        .collect();
    // Whoever left has a review that does not count, and somebody else took the place.
    let gone = members.iter().find(|it| it.id == reviews[0].member);
    let gone = gone.expect("a member");
    app.write_as(&stage.secretary, |conn, context| {
        committees::actions::release(conn, context, gone.id, gone.version, "出国")?;
        actions::add(conn, context, stage.round, (free[0], nomination), "接替")
    })
    .expect("a place that is free");
    let send = |lines: &[(MemberId, &str, &str)]| {
        let head = "候选人教师编号,评委教师编号,操作,理由".to_owned();
        let line = |(member, change, reason): &(MemberId, &str, &str)| {
            format!("C000,{},{change},{reason}", number(*member))
        };
        let text: Vec<String> = std::iter::once(head)
            .chain(lines.iter().map(line))
            .collect();
        let text = text.join("\n");
        let path = format!("{}.csv", coverage(&stage));
        let file = [("file", "名单.csv", text.as_bytes())];
        let secretary = app.visitor_as(&stage.secretary);
        secretary.send_files(&path, &[("keep", "true")], &file)
    };
    let full = send(&[(gone.id, "取消", "已离任"), (free[1], "增加", "加派")]);
    assert_eq!(full.status, 422, "two count already: {}", full.body);
    assert!(full.body.contains("第 3 行"), "{}", full.body);
    let (_, counting) = standing(app, &stage, (gone.id, nomination));
    assert_eq!(counting, 2, "all of it or nothing");
    let silent = send(&[(reviews[1].member, "取消", "换人"), (free[1], "增加", "")]);
    assert!(
        silent.status == 422 && silent.body.contains("第 3 行"),
        "a reason for each: {}",
        silent.body
    );
    let swapped = send(&[
        (reviews[1].member, "取消", "换人"),
        (free[1], "增加", "换人"),
    ]);
    assert_eq!(swapped.status, 303, "{}", swapped.body);
}

fn two_secretaries_do_not_overfill_a_candidate(app: &TestApp) {
    let stage = app.committee(1, 4);
    let members = stage.seat(app);
    let nomination = stage.candidates[0].1;
    let second = app
        .account("second")
        .with(Role::CommitteeSecretary, &stage.bureau)
        .sign_in();
    let add = &|who, member: &Member| {
        app.write_as(who, |conn, context| {
            let pair = (member.id, nomination);
            actions::add(conn, context, stage.round, pair, "指定")
        })
    };
    add(&stage.secretary, &members[0]).expect("the first of two");
    let results: Vec<_> = std::thread::scope(|scope| {
        let asked = [(&stage.secretary, &members[1]), (&second, &members[2])];
        let threads = asked.map(|(who, member)| scope.spawn(move || add(who, member)));
        let joined = threads.into_iter();
        joined.map(|it| it.join().expect("no panic")).collect()
    });
    assert_eq!(
        results.iter().filter(|it| it.is_ok()).count(),
        1,
        "{results:?}"
    );
    assert_eq!(stage.reviews(app).len(), 2);
}

fn a_list_is_changed_and_read_back(app: &TestApp) {
    let stage = app.committee(2, 4);
    let members = stage.seat(app);
    stage.deal(app);
    let secretary = app.visitor_as(&stage.secretary);
    let path = format!("{}.csv", coverage(&stage));
    let file = secretary.see(&path);
    assert!(
        file.contains("候选人教师编号") && file.contains("C000"),
        "{file}"
    );
    let number = |member: &Member| {
        let expert = stage
            .experts
            .iter()
            .find(|it| it.person.id == member.person_id);
        expert.expect("an expert").person.teacher_number.clone()
    };
    let reviews = stage.reviews(app);
    let gone = reviews[0];
    let candidate = stage.candidates.iter().find(|it| it.1 == gone.nomination);
    let candidate = &candidate.expect("a candidate").0.teacher_number;
    let of = |id| members.iter().find(|it| it.id == id).expect("a member");
    let free = members
        .iter()
        .find(|it| {
            let mut own = reviews.iter().filter(|review| review.member == it.id);
            own.all(|own| own.nomination != gone.nomination)
        })
        .expect("two of three review a candidate");
    let lines = |reason: &str| {
        format!(
            "候选人教师编号,评委教师编号,操作,理由\n{candidate},{},增加,换人\n{candidate},{},取消,{reason}\n",
            number(free),
            number(of(gone.member)),
        )
    };
    let send = |text: &str, keep: &str| {
        let file = [("file", "名单.csv", text.as_bytes())];
        secretary.send_files(&path, &[("keep", keep)], &file)
    };
    let wrong = send(&lines(""), "true");
    assert!(
        wrong.status == 422 && wrong.body.contains("第 3 行"),
        "{}",
        wrong.body
    );
    let strange = send("候选人教师编号,评委教师编号,操作\nX9,E000,增加\n", "true");
    assert!(
        strange.body.contains("没有这个编号的候选人"),
        "{}",
        strange.body
    );
    assert_eq!(send(&lines("换人"), "false").status, 303);
    assert_eq!(stage.reviews(app), reviews, "a dry run");
    assert_eq!(send(&lines("换人"), "true").status, 303);
    let after = stage.reviews(app);
    assert_eq!(after.len(), reviews.len() + 1);
    assert_eq!(after[0].state, ReviewState::Released);
}

fn the_report_shows_who_is_mild_and_who_is_tied(app: &TestApp) {
    // Everybody reviews all: one gives forty points more than the two others.
    let stage = app.committee_of(6, 4, |programme| programme.review.each.value = 3);
    let members = stage.seat(app);
    stage.deal(app);
    app.advance(stage.round, 31);
    for (member, points) in members.iter().zip(["10", "6", "6"]) {
        stage.review_all(app, member, points);
    }
    let path = format!("/selection/{}/calibration", stage.round);
    let secretary = app.visitor_as(&stage.secretary);
    let early = secretary.get(&path);
    assert_eq!(early.status, 409, "a running score is nobody's to know");
    app.advance(stage.round, 31);
    let page = secretary.see(&path);
    assert!(
        page.contains("+26.67") && page.contains("−13.33") && page.contains("明显偏离"),
        "{page}"
    );
    assert!(
        page.contains("名额 2 个") && page.contains("名额线附近"),
        "{page}"
    );
    let file = secretary.get(&format!("{path}.xlsx"));
    assert_eq!(file.status, 200);
    let book = app.write_as(&stage.secretary, |conn, context| {
        calibration::pages::write(conn, context, Words::of(Language::Chinese), stage.round)
    });
    let book = std::io::Cursor::new(book.expect("a report").body);
    let mut book = Xlsx::new(book).expect("a workbook");
    assert_eq!(
        book.sheet_names(),
        ["候选人", "评委松紧", "分歧最大的评委", "同区评分"]
    );
    let rows = book.worksheet_range("评委松紧").expect("members").height();
    assert_eq!(rows, members.len() + 1);
    for member in &members {
        assert_eq!(app.visitor_as(stage.account(member)).get(&path).status, 404);
    }
}
