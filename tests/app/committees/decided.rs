//! Colleagues of candidates: not drawn where too few others could look, found again, and decided on
//! before anybody is invited.

use super::*;

on_each_backend!(
    colleagues_are_found_and_decided_before_anybody_is_invited,
    nobody_is_drawn_where_too_few_could_look,
    several_pairs_are_decided_at_once_and_nothing_is_passed_over,
    what_is_new_opens_a_pair_that_was_cleared,
);

/// Lets all experts have worked beside the candidates until 2024.
fn make_colleagues(app: &TestApp, stage: &Committee) {
    use schema::employments;
    let last_day = NaiveDate::from_ymd_opt(2024, 8, 31).expect("a day");
    app.write(|conn, _| {
        for expert in &stage.experts {
            diesel::update(employments::table)
                .filter(employments::person_id.eq(expert.person.id))
                .set(employments::started_on.eq(last_day + Days::new(1)))
                .execute(conn)?;
            diesel::insert_into(employments::table)
                .values((
                    employments::id.eq(EmploymentId::new()),
                    employments::person_id.eq(expert.person.id),
                    employments::organization_id.eq(stage.school.id),
                    employments::post.eq(Post::Teacher),
                    employments::started_on.eq(founded_on()),
                    employments::ended_on.eq(last_day),
                ))
                .execute(conn)?;
        }
        Ok(())
    })
    .expect("employments");
}

/// A committee whose files are put right after the draw: all were colleagues of the candidate.
fn drawn_before_they_were_colleagues(app: &TestApp) -> Committee {
    let stage = app.committee(1, 4);
    app.write_as(&stage.secretary, |conn, context| {
        actions::announce_draw(conn, context, stage.round)?;
        actions::draw(conn, context, stage.round)
    })
    .expect("a pool that is large enough");
    make_colleagues(app, &stage);
    app.write_as(&stage.secretary, |conn, context| {
        conflicts::actions::find_again(conn, context, stage.round)
    })
    .expect("the secretary looks again");
    stage
}

fn nobody_is_drawn_where_too_few_could_look(app: &TestApp) {
    let stage = app.committee(1, 4);
    make_colleagues(app, &stage);
    let draw = || {
        app.write_as(&stage.secretary, |conn, context| {
            actions::draw(conn, context, stage.round)
        })
    };
    app.write_as(&stage.secretary, |conn, context| {
        actions::announce_draw(conn, context, stage.round)
    })
    .expect("announced");
    assert_eq!(why(draw()), "draw-recused");
    // The seed stays sealed: after the pool has grown the same draw is made.
    let [sealed] = &app
        .read(|conn| draws::list(conn, stage.round))
        .expect("draws")[..]
    else {
        panic!("one draw");
    };
    assert_eq!(sealed.seed, None);
    app.write(|conn, _| {
        use schema::employments::dsl::{employments, ended_on};
        diesel::delete(employments.filter(ended_on.is_not_null())).execute(conn)?;
        Ok(())
    })
    .expect("files that were wrong");
    draw().expect("nobody was a colleague");
}

fn colleagues_are_found_and_decided_before_anybody_is_invited(app: &TestApp) {
    let stage = drawn_before_they_were_colleagues(app);
    let invite = |app: &TestApp| {
        app.write_as(&stage.secretary, |conn, context| {
            actions::invite_all(conn, context, stage.round)
        })
    };
    assert_eq!(why(invite(app)), "member-conflict-undecided");
    let secretary = app.visitor_as(&stage.secretary);
    let path = format!("/selection/{}/conflicts", stage.round);
    let page = secretary.see(&path);
    assert!(
        page.contains("待决定 3 对"),
        "three members, one candidate: {page}"
    );
    assert!(
        page.contains("天河第一小学，2021 年 11 月 23 日 – 2024 年 8 月 31 日"),
        "{page}"
    );
    let committee = secretary.see(&format!("/selection/{}/committee", stage.round));
    assert!(
        committee.contains("不足 2 位") && committee.contains("人选0"),
        "said before anybody is invited: {committee}"
    );
    let nomination = stage.candidates[0].1;
    let members = stage.members(app);
    let decide = |member: &Member, reason: &str, is_conflict: &str| {
        let tick = tick(app, (member.id, nomination));
        let page = secretary.see(&path);
        assert!(page.contains(&format!("value=\"{tick}\"")), "{page}");
        let fields = [
            ("pairs", tick.as_str()),
            ("is_conflict", is_conflict),
            ("reason", reason),
        ];
        secretary.send(&path, &fields).status
    };
    assert_eq!(
        barred(app, &members[0]),
        [nomination],
        "found counts until decided"
    );
    assert_eq!(decide(&members[0], "", "false"), 422);
    assert_eq!(
        decide(&members[0], "不在同一学科组，经领导小组研究", "false"),
        303
    );
    assert!(barred(app, &members[0]).is_empty(), "cleared with a reason");
    assert_eq!(invite(app).expect("one is clear"), 1);
    assert_eq!(decide(&members[1], "同一学科组", "true"), 303);
    assert_eq!(barred(app, &members[1]), [nomination]);
    assert_eq!(invite(app).expect("decided is decided"), 1);
}

/// A pair as the page sends it when it is ticked.
fn tick(app: &TestApp, pair: Pair) -> String {
    let seen = app.read(|conn| Seen::now(conn, pair)).expect("a pair");
    format!("{}:{}:{}", pair.0, pair.1, seen.glimpse)
}

fn several_pairs_are_decided_at_once_and_nothing_is_passed_over(app: &TestApp) {
    let stage = drawn_before_they_were_colleagues(app);
    let secretary = app.visitor_as(&stage.secretary);
    let path = format!("/selection/{}/conflicts", stage.round);
    let nomination = stage.candidates[0].1;
    let members = stage.members(app);
    let ticks: Vec<String> = members[..3]
        .iter()
        .map(|it| tick(app, (it.id, nomination)))
        .collect();
    let send = |ticks: &[String], is_conflict: &str, reason: &str| {
        let mut fields = vec![("is_conflict", is_conflict), ("reason", reason)];
        fields.extend(ticks.iter().map(|it| ("pairs", it.as_str())));
        secretary.send(&path, &fields)
    };
    let none = send(&[], "true", "同校");
    assert!(
        none.status == 422 && none.body.contains("请勾选"),
        "{}",
        none.body
    );
    assert_eq!(send(&ticks[..2], "true", "近年同校").status, 303);
    for member in &members[..2] {
        assert_eq!(barred(app, member), [nomination]);
    }
    // Another secretary still has the page of before.
    let stale = send(&ticks, "false", "核实无关");
    assert_eq!(stale.status, 409, "{}", stale.body);
    assert_eq!(
        barred(app, &members[2]),
        [nomination],
        "all of it or nothing"
    );
    let (member, candidate) = (members[0].id.to_string(), nomination.to_string());
    let fields = [
        ("member", member.as_str()),
        ("nomination", candidate.as_str()),
        ("is_conflict", "false"),
        ("reason", "核实无关"),
    ];
    let known = secretary.send(&path, &fields);
    assert!(
        known.status == 422 && known.body.contains("已在上面的列表中"),
        "{}",
        known.body
    );
}

fn what_is_new_opens_a_pair_that_was_cleared(app: &TestApp) {
    let stage = app.committee(1, 4);
    let members = stage.draw(app);
    let invited: Vec<&Member> = members
        .iter()
        .filter(|it| it.state == MemberState::Invited)
        .collect();
    let nomination = stage.candidates[0].1;
    let declare = |member: &Member, kind| {
        app.write_as(stage.account(member), |conn, context| {
            let whom = (stage.round, nomination);
            conflicts::actions::declare(conn, context, whom, kind, "同门")
        })
    };
    declare(invited[0], TieKind::Other).expect("a candidate who is there");
    stage.pin(app, (invited[0].id, nomination), false);
    assert!(barred(app, invited[0]).is_empty(), "cleared");
    declare(invited[0], TieKind::Mentor).expect("a candidate who is there again");
    assert_eq!(
        barred(app, invited[0]),
        [nomination],
        "the member's own word counts until it is decided"
    );
    // The same when files tell something new.
    stage.pin(app, (invited[1].id, nomination), false);
    make_colleagues(app, &stage);
    let find = || {
        app.write_as(&stage.secretary, |conn, context| {
            conflicts::actions::find_again(conn, context, stage.round)
        })
        .expect("the secretary looks again");
    };
    find();
    assert_eq!(barred(app, invited[1]), [nomination]);
    stage.pin(app, (invited[1].id, nomination), false);
    find();
    assert!(
        barred(app, invited[1]).is_empty(),
        "nothing is new: decided is decided"
    );
}
