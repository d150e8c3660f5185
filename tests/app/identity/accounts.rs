//! What the system administrator does with accounts.

use xingtan::access::Role;
use xingtan::error::{Error, RefusalKind};
use xingtan::identity::AccountState;
use xingtan::identity::actions::accounts::{self, NewAccount};
use xingtan::identity::store;

use super::{PASSWORD, input, refusal};
use crate::support::TestApp;

on_each_backend!(
    an_account_is_opened_for_a_login_and_a_teacher_that_have_none,
    only_the_system_administrator_opens_accounts,
    closing_ends_everything_and_reopening_gives_it_back,
    accounts_are_found_by_the_beginning_of_login_or_name,
);

fn new(login: &str) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        display_name: "陈一".to_owned(),
        teacher_number: None,
    }
}

fn an_account_is_opened_for_a_login_and_a_teacher_that_have_none(app: &TestApp) {
    let city = app.city();
    let admin = app.officer(Role::SystemAdmin, &city.bureau);
    app.teacher(&city.school, "T001", "陈一");
    let open = |new: &NewAccount| {
        app.write_as(&admin, |conn, context| {
            accounts::open_account(conn, context, new)
        })
    };
    for wrong in ["ab", "陈一", "a b c", "", "a'--"] {
        assert_eq!(
            input(open(&new(wrong))),
            ("login", "account-login-form"),
            "{wrong}"
        );
    }
    let of_teacher = |login, number: &str| NewAccount {
        teacher_number: Some(number.to_owned()),
        ..new(login)
    };
    assert_eq!(
        input(open(&of_teacher("chen", "T999"))),
        ("teacher_number", "account-no-such-teacher")
    );
    let id = open(&of_teacher(" Chen ", "T001")).expect("opened");
    let account = app.read(|conn| store::load(conn, id)).expect("an account");
    assert_eq!(
        (account.login.as_str(), account.state),
        ("chen", AccountState::New)
    );
    assert!(account.person_id.is_some());
    assert_eq!(input(open(&new("CHEN"))), ("login", "account-login-taken"));
    assert_eq!(
        input(open(&of_teacher("chen2", "T001"))),
        ("teacher_number", "account-teacher-has-one")
    );
}

fn only_the_system_administrator_opens_accounts(app: &TestApp) {
    let city = app.city();
    for (role, place) in [
        (Role::SecurityAdmin, &city.bureau),
        (Role::Auditor, &city.bureau),
        (Role::BureauHr, &city.bureau),
        (Role::SchoolHr, &city.school),
    ] {
        let officer = app.officer(role, place);
        let opened = app.write_as(&officer, |conn, context| {
            accounts::open_account(conn, context, &new("x"))
        });
        assert!(matches!(opened, Err(Error::NotFound)), "{role}");
        let code = app.write_as(&officer, |conn, context| {
            accounts::issue_activation_code(conn, context, officer.id)
        });
        assert!(matches!(code, Err(Error::NotFound)), "{role}");
    }
}

fn closing_ends_everything_and_reopening_gives_it_back(app: &TestApp) {
    let city = app.city();
    let admin = app.officer(Role::SystemAdmin, &city.bureau);
    let chen = app.account("chen").opened_by(PASSWORD).sign_in();
    let close = |id, seen| {
        app.write_as(&admin, |conn, context| {
            accounts::close_account(conn, context, id, seen, "调离")
        })
    };
    assert_eq!(refusal(close(admin.id, 1)).0, RefusalKind::NotAllowed);
    assert!(matches!(close(chen.id, 7), Err(Error::Stale)));
    close(chen.id, 1).expect("closed");
    let find = || {
        app.read(|conn| store::find_actor(conn, &chen.token_hash(), app.clock.now()))
            .expect("a look")
    };
    assert!(find().is_none());
    let code = app.write_as(&admin, |conn, context| {
        accounts::issue_activation_code(conn, context, chen.id)
    });
    assert_eq!(refusal(code).1.key, "account-is-closed");
    app.write_as(&admin, |conn, context| {
        accounts::reopen_account(conn, context, chen.id, 2)
    })
    .expect("open again");
    let account = app
        .read(|conn| store::load(conn, chen.id))
        .expect("an account");
    assert_eq!((account.state, account.version), (AccountState::Active, 3));
    assert!(find().is_none(), "the session stays ended");
}

fn accounts_are_found_by_the_beginning_of_login_or_name(app: &TestApp) {
    for (login, name) in [("chen1", "陈一"), ("chen2", "陈二"), ("lin", "林%三")] {
        app.account(login).named(name).sign_in();
    }
    let find = |beginning: &str, after: &str| -> Vec<String> {
        app.read(|conn| store::list(conn, beginning, after, 10))
            .expect("accounts")
            .into_iter()
            .map(|account| account.login)
            .collect()
    };
    assert_eq!(find("", ""), ["chen1", "chen2", "lin"]);
    assert_eq!(find("", "chen1"), ["chen2", "lin"]);
    assert_eq!(find("CHEN", ""), ["chen1", "chen2"]);
    assert_eq!(find("陈", ""), ["chen1", "chen2"]);
    assert_eq!(find("%三", ""), Vec::<String>::new());
}
