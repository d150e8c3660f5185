//! Drafts: kept while one types, filled in on return, gone with the form; and nobody else's.

use chrono::Duration;
use diesel::prelude::*;
use xingtan::db::schema::{drafts, journal_entries};

use crate::support::city::City;
use crate::support::{TestAccount, TestApp};

on_each_backend!(
    a_draft_comes_back_and_goes_with_the_form,
    nobody_reads_anothers_draft,
    a_draft_is_sealed_and_in_no_journal,
    drafts_are_few_small_and_soon_forgotten,
);

/// What the script is told where there is no draft.
const NONE: &str = "null";
const TITLE: &str = "小学数学单元整体教学的实践";

fn teacher(app: &TestApp, city: &City, number: &str) -> TestAccount {
    let person = app.teacher(&city.school, number, "陈知夏");
    app.teacher_account(&person, &city.school)
}

fn typed(title: &str) -> String {
    serde_json::json!({ "title": [title], "item": ["paper"], "new_password": ["x"] }).to_string()
}

fn sealed(app: &TestApp) -> Vec<Vec<u8>> {
    app.read(|conn| Ok(drafts::table.select(drafts::sealed).load(conn)?))
        .expect("drafts")
}

fn a_draft_comes_back_and_goes_with_the_form(app: &TestApp) {
    let city = app.city();
    let visitor = app.visitor_as(&teacher(app, &city, "T0001"));
    let form = visitor.see("/claims/new");
    assert!(form.contains("data-draft=\"claim-new\""), "{form}");
    assert!(form.contains("/static/drafts.js"), "{form}");
    assert_eq!(visitor.see("/drafts/claim-new"), NONE);

    // The later one counts.
    for title in ["小学数学", TITLE] {
        let fields = typed(title);
        let sent = visitor.send_bare(
            "/drafts",
            &[
                ("form_token", &visitor.form_token()),
                ("key", "claim-new"),
                ("fields", &fields),
            ],
        );
        assert_eq!(sent.status, 204, "{}", sent.body);
    }
    let draft = visitor.get("/drafts/claim-new").body;
    let draft: serde_json::Value = serde_json::from_str(&draft).expect("JSON");
    assert_eq!(draft["fields"]["title"][0], TITLE);
    assert_eq!(draft["fields"].get("new_password"), None);
    assert_eq!(draft["saved_at"], "2026-11-23T02:00:00+00:00");
    assert_eq!(visitor.see("/drafts/claim-other"), NONE);
    assert_eq!(visitor.get("/drafts/Claim%20Other").status, 404);

    // A form that comes back with problems leaves it; one that is done takes it along.
    let claim = |title| {
        let fields = [
            ("version", "1"),
            ("item", "paper"),
            ("title", title),
            ("done_on", "2026-09-11"),
            ("quantity", "1"),
            ("description", ""),
            ("late_reason", ""),
            ("then", "save"),
            ("draft", "claim-new"),
        ];
        visitor.send_files("/claims", &fields, &[])
    };
    assert_eq!(claim("").status, 422);
    assert_ne!(visitor.see("/drafts/claim-new"), NONE);
    let done = claim(TITLE);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(visitor.see("/drafts/claim-new"), NONE);

    // Or its author wants it no more.
    let save = |fields: &str| {
        let sent = visitor.send("/drafts", &[("key", "claim-new"), ("fields", fields)]);
        assert_eq!(sent.status, 204, "{}", sent.body);
    };
    save(&typed(TITLE));
    save("");
    assert_eq!(sealed(app), Vec::<Vec<u8>>::new());
}

fn nobody_reads_anothers_draft(app: &TestApp) {
    let city = app.city();
    let own = app.visitor_as(&teacher(app, &city, "T0001"));
    let other = app.visitor_as(&teacher(app, &city, "T0002"));
    let fields = typed(TITLE);
    let draft = [("key", "claim-new"), ("fields", fields.as_str())];
    assert_eq!(own.send("/drafts", &draft).status, 204);
    assert_eq!(other.see("/drafts/claim-new"), NONE);
    // Forgetting one's own does nothing to another's.
    let nothing = [("key", "claim-new"), ("fields", "")];
    assert_eq!(other.send("/drafts", &nothing).status, 204);
    assert!(own.see("/drafts/claim-new").contains(TITLE));
    // A draft put under another's name does not open there.
    let stranger = app.read(|conn| {
        use xingtan::db::schema::accounts;
        Ok(accounts::table
            .order(accounts::id.desc())
            .select(accounts::id)
            .first::<xingtan::identity::AccountId>(conn)?)
    });
    let stranger = stranger.expect("an account");
    app.write(|conn, _| {
        diesel::update(drafts::table)
            .set(drafts::account_id.eq(stranger))
            .execute(conn)?;
        Ok(())
    })
    .expect("a forger with the database");
    assert_eq!(other.get("/drafts/claim-new").status, 500);

    // Nobody without a session, and no form without a token, saves anything.
    let visitor = app.visitor();
    assert_eq!(visitor.get("/drafts/claim-new").status, 303);
    assert_eq!(visitor.send("/drafts", &draft).status, 303);
    assert_eq!(own.send_bare("/drafts", &draft).status, 403);
}

fn a_draft_is_sealed_and_in_no_journal(app: &TestApp) {
    let city = app.city();
    let visitor = app.visitor_as(&teacher(app, &city, "T0001"));
    let entries = || {
        app.read(|conn| Ok(journal_entries::table.count().get_result::<i64>(conn)?))
            .expect("a count")
    };
    let before = entries();
    let fields = typed(TITLE);
    let sent = visitor.send("/drafts", &[("key", "claim-new"), ("fields", &fields)]);
    assert_eq!(sent.status, 204);
    assert_eq!(entries(), before);
    let [kept] = &sealed(app)[..] else {
        panic!("one draft");
    };
    let needle = TITLE.as_bytes();
    assert!(!kept.windows(needle.len()).any(|it| it == needle));
}

fn drafts_are_few_small_and_soon_forgotten(app: &TestApp) {
    let city = app.city();
    let account = teacher(app, &city, "T0001");
    let visitor = app.visitor_as(&account);
    let save = |key: &str, fields: &str| {
        visitor
            .send("/drafts", &[("key", key), ("fields", fields)])
            .status
    };
    for (key, fields) in [
        ("Claim New", typed(TITLE)),
        ("claim-new", "[]".to_owned()),
        ("claim-new", "nonsense".to_owned()),
        ("claim-new", typed(&"长".repeat(20_000))),
    ] {
        assert_eq!(save(key, &fields), 422, "{key}");
    }
    assert_eq!(sealed(app), Vec::<Vec<u8>>::new());
    for number in 0..32 {
        assert_eq!(save(&format!("claim-{number}"), &typed(TITLE)), 204);
        app.wait(Duration::seconds(1));
    }
    assert_eq!(sealed(app).len(), 30, "the oldest give way");
    assert_eq!(visitor.see("/drafts/claim-1"), NONE);
    assert_ne!(visitor.see("/drafts/claim-2"), NONE);

    app.wait(Duration::days(29));
    app.worker().keep_up().expect("the program itself");
    assert_eq!(sealed(app).len(), 30);
    app.wait(Duration::days(2));
    app.worker().keep_up().expect("the program itself");
    assert_eq!(sealed(app), Vec::<Vec<u8>>::new());
}
