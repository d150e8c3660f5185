//! The journal's store: a form counts once, and what is written stays.

use diesel::connection::SimpleConnection;
use uuid::Uuid;
use xingtan::access::Actor;
use xingtan::context::{Context, Request};
use xingtan::db::Conn;
use xingtan::error::Error;
use xingtan::journal::{self, Act, JournalId};

use crate::support::TestApp;

on_each_backend!(
    a_form_counts_once,
    the_first_entry_takes_the_form,
    entries_are_found_by_what_they_are_about,
);

const FORM: Request = Request {
    id: Uuid::from_u128(1),
    digest: [1; 32],
};

fn record(conn: &mut Conn, context: &Context, subject: Uuid) -> Result<JournalId, Error> {
    journal::record(
        conn,
        context,
        Act {
            event: "account_opened",
            subject: ("accounts", subject),
            organization: None,
            reason: Some("新入职"),
            payload: serde_json::json!({"login": "chen"}),
        },
    )
}

fn a_form_counts_once(app: &TestApp) {
    let send = || {
        app.write(|conn, context| {
            context.request.set(Some(FORM));
            record(conn, context, Uuid::now_v7())
        })
    };
    let find = |request| app.read(|conn| journal::find_request(conn, request));

    assert_eq!(find(FORM).expect("a look"), None);
    let entry = send().expect("the first time");
    assert_eq!(find(FORM).expect("a look"), Some(entry));
    let other_fields = Request {
        digest: [2; 32],
        ..FORM
    };
    assert!(matches!(find(other_fields), Err(Error::Stale)));
    let again = send().expect_err("the table holds each form once");
    assert!(again.is_duplicate(), "{again}");
}

fn the_first_entry_takes_the_form(app: &TestApp) {
    let (first, second) = app
        .write(|conn, _| {
            let context = app.context(Actor::system("test"));
            context.request.set(Some(FORM));
            let first = record(conn, &context, Uuid::now_v7())?;
            Ok((first, record(conn, &context, Uuid::now_v7())?))
        })
        .expect("two entries of one transaction");
    let load = |id| app.read(|conn| journal::load(conn, id)).expect("an entry");
    assert_eq!(load(first).request_id.map(|it| it.0), Some(FORM.id));
    assert_eq!(load(second).request_id, None);
}

fn entries_are_found_by_what_they_are_about(app: &TestApp) {
    let (one, other) = (Uuid::now_v7(), Uuid::now_v7());
    let ids = app
        .write(|conn, context| {
            [one, other, one]
                .into_iter()
                .map(|subject| record(conn, context, subject))
                .collect::<Result<Vec<_>, _>>()
        })
        .expect("three entries");
    let about = app
        .read(|conn| journal::list_of_subject(conn, one))
        .expect("entries");
    assert_eq!(
        about.iter().map(|it| it.id).collect::<Vec<_>>(),
        [ids[0], ids[2]]
    );
    let newest = app
        .read(|conn| journal::list(conn, journal::Filter::default(), Some(ids[2]), 1))
        .expect("entries");
    assert_eq!(newest[0].id, ids[1]);
    assert_eq!(newest[0].reason.as_deref(), Some("新入职"));

    // The check after each test would find it; so the triggers must not let it happen.
    let changed = app
        .write(|conn, _| Ok(conn.batch_execute("UPDATE journal_entries SET event = 'another'")?));
    assert!(changed.is_err());
}
