//! Sign-in, lock-out, activation, sessions.

use std::sync::Barrier;

use chrono::TimeDelta;
use diesel::prelude::*;
use xingtan::access::{Actor, Role};
use xingtan::context::Context;
use xingtan::db::schema::journal_entries;
use xingtan::error::Error;
use xingtan::identity::actions::accounts;
use xingtan::identity::actions::door::{self, Caller, SessionToken, WHOLE_FORM};
use xingtan::identity::store::{self, sessions};
use xingtan::journal;
use xingtan::secrets::sha256;

use super::{OTHER_PASSWORD, PASSWORD, input};
use crate::support::{TestAccount, TestApp};

on_each_backend!(
    each_sign_in_has_a_new_token_and_ends_the_browsers_old_session,
    wrong_passwords_make_an_account_wait,
    an_unknown_login_is_answered_like_a_known_one,
    a_closed_account_is_answered_like_an_unknown_one,
    one_address_cannot_try_every_account,
    a_code_sets_a_password_once,
    of_two_who_use_a_code_at_once_one_gets_in,
    a_code_ends_after_two_weeks_and_by_a_newer_one,
    a_code_resets_a_forgotten_password,
    changing_the_password_ends_other_sessions,
    guessing_ones_own_password_counts_as_at_the_door,
    a_session_ends_when_idle_and_after_a_week,
    one_ends_ones_own_sessions_only,
    the_journal_says_who_came_in_and_holds_no_secret,
);

fn visitor(app: &TestApp) -> Context {
    app.context(Actor::nobody())
}

fn sign_in(app: &TestApp, login: &str, password: &str) -> Result<SessionToken, Error> {
    door::sign_in(&app.db, &visitor(app), login, password, &Caller::default())
}

fn hash(token: SessionToken) -> [u8; 32] {
    sha256(token.into_text().as_bytes())
}

fn is_running(app: &TestApp, hash: &[u8]) -> bool {
    app.read(|conn| store::find_actor(conn, hash, app.clock.now()))
        .expect("a look")
        .is_some()
}

fn chen(app: &TestApp) -> TestAccount {
    app.account("chen")
        .named("陈一")
        .opened_by(PASSWORD)
        .sign_in()
}

/// An account that waits for its owner, and its code.
fn new_account(app: &TestApp) -> (xingtan::identity::AccountId, String) {
    app.write(|conn, context| {
        let new = accounts::NewAccount {
            login: "Lin".to_owned(),
            display_name: "林二".to_owned(),
            teacher_number: None,
        };
        let id = accounts::open_account(conn, context, &new)?;
        let code = accounts::issue_activation_code(conn, context, id)?;
        Ok((id, code.in_groups()))
    })
    .expect("an account with a code")
}

fn activate(app: &TestApp, code: &str, password: &str) -> Result<SessionToken, Error> {
    door::activate(&app.db, &visitor(app), code, password, &Caller::default())
}

fn each_sign_in_has_a_new_token_and_ends_the_browsers_old_session(app: &TestApp) {
    let account = chen(app);
    let caller = Caller {
        session_hash: Some(account.token_hash()),
        ..Caller::default()
    };
    let context = visitor(app);
    let token = door::sign_in(&app.db, &context, " CHEN ", PASSWORD, &caller).expect("in");
    let first = hash(token);
    let second = hash(sign_in(app, "chen", PASSWORD).expect("in again"));
    assert_ne!(first, second);
    assert!(is_running(app, &first) && is_running(app, &second));
    assert!(
        !is_running(app, &account.token_hash()),
        "the browser's old session"
    );
}

fn wrong_passwords_make_an_account_wait(app: &TestApp) {
    chen(app);
    for _ in 0..4 {
        assert_eq!(
            input(sign_in(app, "chen", "wrong")),
            (WHOLE_FORM, "sign-in-wrong")
        );
    }
    assert_eq!(
        input(sign_in(app, "chen", "wrong")),
        (WHOLE_FORM, "sign-in-waiting")
    );
    // The right password does not help now, and does not tell that it is right.
    assert_eq!(
        input(sign_in(app, "chen", PASSWORD)),
        (WHOLE_FORM, "sign-in-waiting")
    );
    app.wait(TimeDelta::seconds(60));
    assert_eq!(
        input(sign_in(app, "chen", "wrong")),
        (WHOLE_FORM, "sign-in-waiting")
    );
    app.wait(TimeDelta::seconds(119));
    assert_eq!(
        input(sign_in(app, "chen", PASSWORD)),
        (WHOLE_FORM, "sign-in-waiting")
    );
    app.wait(TimeDelta::seconds(1));
    sign_in(app, "chen", PASSWORD).expect("the wait is over");
    // A right password wipes the count.
    assert_eq!(
        input(sign_in(app, "chen", "wrong")),
        (WHOLE_FORM, "sign-in-wrong")
    );
}

/// What somebody hears who tries a login seven times, waits, and tries it twice more.
fn answers(app: &TestApp, login: &str) -> Vec<String> {
    let attempt = |_| match sign_in(app, login, "wrong") {
        Err(Error::Input(errors)) => format!("{errors:?}"),
        other => panic!("{other:?}"),
    };
    let mut heard: Vec<String> = (0..7).map(attempt).collect();
    app.wait(TimeDelta::seconds(61));
    heard.extend((0..2).map(attempt));
    heard
}

fn an_unknown_login_is_answered_like_a_known_one(app: &TestApp) {
    chen(app);
    assert_eq!(answers(app, "chen"), answers(app, "nobody"));
    new_account(app);
    assert_eq!(
        answers(app, "lin"),
        answers(app, "no-one"),
        "not activated yet"
    );
}

fn a_closed_account_is_answered_like_an_unknown_one(app: &TestApp) {
    let account = chen(app);
    app.write(|conn, context| accounts::close_account(conn, context, account.id, 1, "离职"))
        .expect("closed");
    assert_eq!(
        input(sign_in(app, "chen", PASSWORD)),
        (WHOLE_FORM, "sign-in-wrong")
    );
}

fn one_address_cannot_try_every_account(app: &TestApp) {
    chen(app);
    let caller = Caller {
        address: Some("10.0.0.1".to_owned()),
        ..Caller::default()
    };
    let attempt = |login: &str, password: &str| {
        door::sign_in(&app.db, &visitor(app), login, password, &caller)
    };
    for index in 0..100 {
        let login = format!("guess-{index}");
        assert_eq!(
            input(attempt(&login, PASSWORD)),
            (WHOLE_FORM, "sign-in-wrong")
        );
    }
    assert_eq!(
        input(attempt("chen", PASSWORD)),
        (WHOLE_FORM, "sign-in-waiting")
    );
    sign_in(app, "chen", PASSWORD).expect("other addresses are not concerned");
}

fn a_code_sets_a_password_once(app: &TestApp) {
    let (_, code) = new_account(app);
    assert_eq!(
        input(activate(app, "2222-2222-2222", PASSWORD)).1,
        "activation-code-unknown"
    );
    assert_eq!(
        input(activate(app, &code, "short")),
        ("password", "password-too-short")
    );
    assert_eq!(input(activate(app, &code, "lin-12345")).0, "password");
    let token = activate(app, &code.to_lowercase(), PASSWORD).expect("activated");
    assert!(is_running(app, &hash(token)));
    assert_eq!(
        input(activate(app, &code, OTHER_PASSWORD)).1,
        "activation-code-unknown"
    );
    sign_in(app, "lin", PASSWORD).expect("the first password stands");
}

fn of_two_who_use_a_code_at_once_one_gets_in(app: &TestApp) {
    let (_, code) = new_account(app);
    let start = Barrier::new(2);
    let results: Vec<bool> = std::thread::scope(|scope| {
        let both = [PASSWORD, OTHER_PASSWORD].map(|password| {
            let (start, code) = (&start, &code);
            scope.spawn(move || {
                start.wait();
                activate(app, code, password).is_ok()
            })
        });
        both.map(|one| one.join().expect("no panic")).to_vec()
    });
    assert_eq!(results.iter().filter(|&&is_in| is_in).count(), 1);
}

fn a_code_ends_after_two_weeks_and_by_a_newer_one(app: &TestApp) {
    let (id, first) = new_account(app);
    let second = app
        .write(|conn, context| accounts::issue_activation_code(conn, context, id))
        .expect("another code")
        .in_groups();
    assert_eq!(
        input(activate(app, &first, PASSWORD)).1,
        "activation-code-unknown"
    );
    app.wait(TimeDelta::days(14));
    assert_eq!(
        input(activate(app, &second, PASSWORD)).1,
        "activation-code-unknown"
    );
    app.wait(TimeDelta::seconds(-1));
    activate(app, &second, PASSWORD).expect("in the last second");
}

fn a_code_resets_a_forgotten_password(app: &TestApp) {
    let account = chen(app);
    let code = app
        .write(|conn, context| accounts::issue_activation_code(conn, context, account.id))
        .expect("a code");
    sign_in(app, "chen", PASSWORD).expect("until the code is used the old password stands");
    activate(app, &code.in_groups(), OTHER_PASSWORD).expect("reset");
    assert_eq!(input(sign_in(app, "chen", PASSWORD)).1, "sign-in-wrong");
    assert!(
        !is_running(app, &account.token_hash()),
        "all former sessions end"
    );
}

fn changing_the_password_ends_other_sessions(app: &TestApp) {
    let account = chen(app);
    let other = hash(sign_in(app, "chen", PASSWORD).expect("another browser"));
    let context = app.context(app.actor(&account));
    let change = |present: &str, new: &str| {
        door::change_password(&app.db, &context, present, new, &account.token_hash())
    };
    assert_eq!(
        input(change(PASSWORD, "1234567890")),
        ("password", "password-too-common")
    );
    change(PASSWORD, OTHER_PASSWORD).expect("changed");
    assert!(is_running(app, &account.token_hash()));
    assert!(!is_running(app, &other));
    assert_eq!(input(sign_in(app, "chen", PASSWORD)).1, "sign-in-wrong");
    sign_in(app, "chen", OTHER_PASSWORD).expect("the new password");
}

fn guessing_ones_own_password_counts_as_at_the_door(app: &TestApp) {
    let account = chen(app);
    let context = app.context(app.actor(&account));
    let guess = || {
        door::change_password(
            &app.db,
            &context,
            "wrong",
            OTHER_PASSWORD,
            &account.token_hash(),
        )
    };
    for _ in 0..4 {
        assert_eq!(
            input(guess()),
            ("present_password", "password-present-wrong")
        );
    }
    assert_eq!(input(guess()), (WHOLE_FORM, "sign-in-waiting"));
    assert_eq!(
        input(sign_in(app, "chen", PASSWORD)),
        (WHOLE_FORM, "sign-in-waiting")
    );
}

fn a_session_ends_when_idle_and_after_a_week(app: &TestApp) {
    let account = chen(app);
    let is_in = || is_running(app, &account.token_hash());
    app.wait(TimeDelta::hours(12) - TimeDelta::seconds(1));
    assert!(is_in());
    app.wait(TimeDelta::seconds(1));
    assert!(!is_in(), "twelve hours without a visit");

    let token = hash(sign_in(app, "chen", PASSWORD).expect("in"));
    for _ in 0..13 {
        app.wait(TimeDelta::hours(11));
        let found = app.read(|conn| store::find_actor(conn, &token, app.clock.now()));
        let (session, _) = found.expect("a look").expect("used often enough");
        app.write(|conn, context| sessions::touch(conn, session.id, context.at))
            .expect("touched");
    }
    app.wait(TimeDelta::hours(11));
    assert!(is_running(app, &token), "154 hours");
    app.write(|conn, context| {
        let (session, _) = store::find_actor(conn, &token, context.at)?.ok_or(Error::NotFound)?;
        sessions::touch(conn, session.id, context.at)
    })
    .expect("touched");
    app.wait(TimeDelta::hours(11));
    assert!(is_running(app, &token), "165 hours");
    app.wait(TimeDelta::hours(3));
    assert!(!is_running(app, &token), "a week is over");
}

fn one_ends_ones_own_sessions_only(app: &TestApp) {
    let account = chen(app);
    let city = app.city();
    let other = app.officer(Role::SchoolHr, &city.school);
    let foreign = app.write_as(&account, |conn, context| {
        door::revoke_session(conn, context, other.session)
    });
    assert!(matches!(foreign, Err(Error::NotFound)));
    assert!(is_running(app, &other.token_hash()));
    app.write_as(&account, |conn, context| {
        door::revoke_session(conn, context, account.session)
    })
    .expect("one's own");
    assert!(!is_running(app, &account.token_hash()));
}

fn the_journal_says_who_came_in_and_holds_no_secret(app: &TestApp) {
    let (id, code) = new_account(app);
    let token = activate(app, &code, PASSWORD)
        .expect("activated")
        .into_text();
    let context = app.context(Actor::nobody());
    assert_eq!(
        input(sign_in(app, "lin", "a-wrong-password")).1,
        "sign-in-wrong"
    );
    let owner = app
        .read(|conn| store::load_actor(conn, id, context.today()))
        .expect("the owner");
    let context = app.context(owner);
    let session = sha256(token.as_bytes());
    door::change_password(&app.db, &context, PASSWORD, OTHER_PASSWORD, &session).expect("changed");
    app.write(|conn, _| door::sign_out(conn, &context, &session))
        .expect("out");

    let entries: Vec<journal::Entry> = app
        .read(|conn| {
            Ok(journal_entries::table
                .order(journal_entries::id)
                .select(journal::Entry::as_select())
                .load(conn)?)
        })
        .expect("the journal");
    let events: Vec<_> = entries.iter().map(|it| it.event.as_str()).collect();
    assert_eq!(
        events,
        [
            "account_opened",
            "activation_code_issued",
            "account_activated",
            "signed_in",
            "sign_in_failed",
            "password_changed",
            "signed_out"
        ]
    );
    assert!(
        entries[2..4]
            .iter()
            .all(|it| it.actor_id == Some(id) && it.actor_name == "林二")
    );
    assert_eq!(entries[4].actor_id, None, "whoever failed was nobody");
    let plain_code = code.replace('-', "");
    for entry in &entries {
        let text = format!(
            "{} {:?} {}",
            entry.payload.0, entry.reason, entry.actor_name
        );
        for secret in [
            PASSWORD,
            OTHER_PASSWORD,
            "a-wrong-password",
            &code,
            &plain_code,
            &token,
        ] {
            assert!(!text.contains(secret), "{}: {text}", entry.event);
        }
    }
}
