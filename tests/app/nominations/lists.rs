//! Lists of nominees: posted again after an objection was right, holding for whom it was not about,
//! and narrowed on the page.

use xingtan::workflow::publicity::Finding;

use super::*;

on_each_backend!(
    an_upheld_objection_calls_for_a_new_list,
    another_vote_follows_an_upheld_objection,
    an_objection_about_one_leaves_the_others_listed,
    a_list_is_narrowed_by_stand_and_name,
);

fn an_upheld_objection_calls_for_a_new_list(app: &TestApp) {
    let stage = stage(app);
    let id = apply(app, &stage.own, stage.round);
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    let list = (stage.round, ListLevel::School);
    assert_eq!(why(post(app, &hr, list, &[id])), "nomination-of");
    let chosen = [("level", "school"), ("ids", &id.to_string())];
    let lists = format!("/selection/{}/lists", stage.round);
    let refused = app.visitor_as(&hr).send(&lists, &chosen);
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("陈一：请先记录学校民主推荐的结果"));
    assert!(
        !refused.body.contains("aria-label=\"陈一\""),
        "nobody is offered who cannot be posted: {}",
        refused.body
    );
    vote(app, &hr, id);
    let notice = post(app, &hr, list, &[id]).expect("with a vote");
    app.write(|conn, context| {
        let text = "名单中的陈一提供的材料有误。";
        notices::actions::object(conn, context, notice, text, "")?;
        for it in notices::store::list_objections(conn, notice)? {
            let reason = "材料有误，更正后重新公示";
            let finding = Finding::Uphold;
            notices::actions::answer_objection(conn, context, it.id, it.version, finding, reason)?;
        }
        Ok(())
    })
    .expect("an objection");
    app.wait(TimeDelta::days(10));
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    assert!(endorse(app, &hr, id).is_err(), "the list certifies nothing");
    assert!(
        matches!(post(app, &hr, list, &[id]), Err(Error::Input(_))),
        "nothing is posted over in silence"
    );
    let page = app
        .visitor_as(&hr)
        .see(&lists.replace("/lists", "/nominations"));
    assert!(page.contains("再次公示的理由"));
    let because = (&[id][..], "材料更正后重新公示");
    let again = post_because(app, &hr, list, because).expect("a corrected list");
    let public = app.visitor().see(&format!("/notices/{again}"));
    assert!(public.contains("材料更正后重新公示"), "{public}");
    assert!(endorse(app, &hr, id).is_err(), "it has to hang its days");
    app.wait(TimeDelta::days(12));
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    endorse(app, &hr, id).expect("the second list has hung");
}

fn another_vote_follows_an_upheld_objection(app: &TestApp) {
    let stage = stage(app);
    let id = apply(app, &stage.own, stage.round);
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    vote(app, &hr, id);
    let list = (stage.round, ListLevel::School);
    let notice = post(app, &hr, list, &[id]).expect("with a vote");
    let again = |yes, held_on| {
        let count = VoteCount {
            held_on,
            staff: 30,
            present: 24,
            yes,
            no: 0,
            abstain: 0,
        };
        let seen = nomination(app, id).version;
        app.write_as(&hr, |conn, context| {
            decisions::record_vote(conn, context, id, seen, (&count, "计票有误，重新投票"))
        })
    };
    assert_eq!(why(again(22, day(11, 23))), "nomination-already-listed");
    app.write(|conn, context| {
        notices::actions::object(conn, context, notice, "投票没有达到法定人数。", "")?;
        for it in notices::store::list_objections(conn, notice)? {
            let (finding, reason) = (Finding::Uphold, "确实没有达到");
            notices::actions::answer_objection(conn, context, it.id, it.version, finding, reason)?;
        }
        Ok(())
    })
    .expect("an objection");
    assert!(
        matches!(again(22, day(11, 22)), Err(Error::Input(_))),
        "before the round"
    );
    let page = app.visitor_as(&hr).see(&format!("/nominations/{id}"));
    assert!(page.contains("再次投票的理由"));
    assert!(again(22, day(11, 23)).expect("the list certifies nothing"));
}

fn an_objection_about_one_leaves_the_others_listed(app: &TestApp) {
    let stage = stage(app);
    let second = app.teacher(&stage.city.school, "T003", "黄三");
    let second = app.teacher_account(&second, &stage.city.school);
    let ids = [
        apply(app, &stage.own, stage.round),
        apply(app, &second, stage.round),
    ];
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    for id in ids {
        vote(app, &hr, id);
    }
    let list = (stage.round, ListLevel::School);
    let notice = post(app, &hr, list, &ids).expect("both were voted on");
    app.write(|conn, context| {
        let text = "名单中的陈一提供的材料有误。";
        notices::actions::object(conn, context, notice, text, "")?;
        let objection = notices::store::list_objections(conn, notice)?.remove(0);
        notices::actions::answer_about(
            conn,
            context,
            (objection.id, objection.version),
            (Finding::Uphold, &[0]),
            "确实有误",
        )
    })
    .expect("an objection about the first line");
    let [first, second] = ids;
    assert_eq!(
        why(post(app, &hr, list, &[second])),
        "nomination-of",
        "its line still hangs"
    );
    assert!(matches!(
        post(app, &hr, list, &[first]),
        Err(Error::Input(_))
    ));
    post_because(app, &hr, list, (&[first], "补充材料后重新公示")).expect("with a reason");
    app.wait(TimeDelta::days(10));
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    endorse(app, &hr, second).expect("the others keep their days");
}

fn a_list_is_narrowed_by_stand_and_name(app: &TestApp) {
    let stage = stage(app);
    let second = app.teacher(&stage.city.school, "T003", "黄三");
    let second = app.teacher_account(&second, &stage.city.school);
    apply(app, &stage.own, stage.round);
    let id = apply(app, &second, stage.round);
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    let seen = nomination(app, id).version;
    app.write_as(&hr, |conn, context| {
        let reason = "材料不足".to_owned();
        decisions::decide(conn, context, id, seen, &Verdict::Refuse { reason })
    })
    .expect("refused");
    let hr = app.visitor_as(&hr);
    let names = |query: &str| {
        let page = hr.see(&format!("/selection/{}/nominations{query}", stage.round));
        let who = ["陈一", "黄三"];
        who.map(|name| page.contains(&format!(">{name}</a>")))
    };
    for (query, expected) in [
        ("", [true, true]),
        ("?stand=&text=", [true, true]),
        ("?stand=at_school", [true, false]),
        ("?stand=refused", [false, true]),
        ("?stand=eligible", [false, false]),
        ("?text=%E9%BB%84", [false, true]),
        ("?text=%25", [true, true]),
        ("?stand=at_school&text=%E9%BB%84", [false, false]),
    ] {
        assert_eq!(names(query), expected, "{query}");
    }
    let none = hr.see(&format!(
        "/selection/{}/nominations?stand=eligible",
        stage.round
    ));
    assert!(none.contains("没有符合条件的申报") && none.contains("查看全部"));
}
