//! Fraud that is found in a nomination: written down once the nominee is out, and a bar to others.

use super::*;

on_each_backend!(
    fraud_bars_other_applications_until_it_is_lifted,
    nobody_is_signed_for_while_fraud_stands,
);

fn fraud_bars_other_applications_until_it_is_lifted(app: &TestApp) {
    let stage = stage(app);
    let id = apply(app, &stage.own, stage.round);
    let bureau = officer(app, Role::BureauHr, &stage.city.bureau);
    let hr = officer(app, Role::SchoolHr, &stage.city.school);
    let find = |by: &TestAccount, is_found, reason: &str| {
        let seen = nomination(app, id).version;
        app.write_as(by, |conn, context| {
            fraud::record(conn, context, id, seen, (is_found, reason))
        })
    };
    assert_eq!(why(find(&bureau, true, "证书系伪造")), "nomination-not-out");
    let seen = nomination(app, id).version;
    app.write_as(&hr, |conn, context| {
        let reason = "证书查无此号".to_owned();
        decisions::decide(conn, context, id, seen, &Verdict::Refuse { reason })
    })
    .expect("refused");
    assert!(find(&hr, true, "证书系伪造").is_err(), "the bureau decides");
    let path = format!("/nominations/{id}");
    assert!(!app.visitor_as(&hr).see(&path).contains("认定弄虚作假"));
    assert!(app.visitor_as(&bureau).see(&path).contains("认定弄虚作假"));
    assert!(matches!(find(&bureau, true, " "), Err(Error::Input(_))));
    find(&bureau, true, "证书系伪造").expect("out, and with a reason");
    assert_eq!(
        why(find(&bureau, true, "证书系伪造")),
        "nomination-fraud-known"
    );
    let page = app.visitor_as(&stage.own).see(&path);
    assert!(
        page.contains("认定弄虚作假") && page.contains("证书系伪造") && page.contains("待确认"),
        "{page}"
    );
    let next = app.open_selection(2);
    app.advance(next, 31);
    let apply_again = || {
        app.write_as(&stage.own, |conn, context| {
            actions::apply(conn, context, next, STATEMENT)
        })
    };
    assert_eq!(why(apply_again()), "nomination-barred");
    find(&bureau, false, "经复核，证书属实").expect("found to be wrong");
    apply_again().expect("nothing stands against it any more");
}

fn nobody_is_signed_for_while_fraud_stands(app: &TestApp) {
    let stage = stage(app);
    let id = recommended(app, &stage);
    let bureau = officer(app, Role::BureauHr, &stage.city.bureau);
    let sign = |is_eligible| {
        let seen = nomination(app, id).version;
        app.write_as(&bureau, |conn, context| {
            verdicts::sign(conn, context, id, seen, (is_eligible, "核对了原件"))
        })
    };
    let find = |is_found| {
        let seen = nomination(app, id).version;
        app.write_as(&bureau, |conn, context| {
            fraud::record(conn, context, id, seen, (is_found, "证书系伪造"))
        })
    };
    assert_eq!(why(find(true)), "nomination-not-out");
    sign(false).expect("not eligible");
    find(true).expect("out by the signature");
    assert_eq!(why(sign(true)), "nomination-fraud-stands");
    find(false).expect("what was written down can be taken back");
    // Only the conditions stand in the way now.
    assert_ne!(why(sign(true)), "nomination-fraud-stands");
}
