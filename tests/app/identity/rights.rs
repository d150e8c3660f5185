//! What the security administrator does with roles.

use chrono::{NaiveDate, TimeDelta};
use xingtan::access::{Actor, Role};
use xingtan::error::{Error, RefusalKind};
use xingtan::identity::actions::accounts::issue_activation_code;
use xingtan::identity::actions::door;
use xingtan::identity::actions::rights::{self, NewGrant};
use xingtan::identity::rules::ActivationCode;
use xingtan::identity::store::{self, grants};
use xingtan::identity::{AccountId, GrantId};
use xingtan::organizations::Organization;

use super::{OTHER_PASSWORD, input, refusal};
use crate::support::{TestAccount, TestApp};

on_each_backend!(
    a_role_is_held_from_its_first_day_and_gone_at_once_when_it_is_ended,
    only_the_security_administrator_grants_and_never_to_oneself,
    the_three_administrators_stay_apart,
    a_role_must_fit_its_place,
    holders_are_listed_by_organization,
    a_reset_password_brings_nobody_into_an_office,
    no_code_resets_the_password_of_an_administrator,
);

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day of 2026")
}

fn grant(
    app: &TestApp,
    by: &TestAccount,
    account: AccountId,
    role: Role,
    place: &Organization,
) -> Result<GrantId, Error> {
    let new = NewGrant {
        account,
        role,
        organization: place.id,
        starts_on: day(11, 24),
        ends_on: None,
    };
    app.write_as(by, |conn, context| rights::grant_role(conn, context, &new))
}

fn a_role_is_held_from_its_first_day_and_gone_at_once_when_it_is_ended(app: &TestApp) {
    let city = app.city();
    let admin = app.officer(Role::SecurityAdmin, &city.bureau);
    let chen = app.account("chen").sign_in();
    let id = grant(app, &admin, chen.id, Role::SchoolHr, &city.school).expect("granted");
    let holds = || app.actor(&chen).holds(Role::SchoolHr);
    assert!(!holds(), "it begins tomorrow");
    assert_eq!(
        input(grant(app, &admin, chen.id, Role::SchoolHr, &city.school)),
        ("role", "rights-held-already")
    );
    grant(app, &admin, chen.id, Role::SchoolHr, &city.neighbour).expect("elsewhere too");
    app.clock.set(app.clock.now().utc() + TimeDelta::hours(11));
    let chen_tomorrow = app.account("chen-tomorrow").sign_in();
    assert!(!app.actor(&chen_tomorrow).holds(Role::SchoolHr));
    app.clock
        .set(app.clock.now().utc() + TimeDelta::minutes(30));

    let today = day(11, 24);
    let held = || -> Vec<String> {
        app.read(|conn| grants::list_of_day(conn, chen.id, today))
            .expect("roles")
            .into_iter()
            .map(|it| it.organization_name)
            .collect()
    };
    assert_eq!(
        held(),
        [city.school.name.as_str(), city.neighbour.name.as_str()]
    );
    let end = || {
        app.write_as(&admin, |conn, context| {
            rights::end_role(conn, context, id, "调离")
        })
    };
    end().expect("ended");
    assert_eq!(held(), [city.neighbour.name.as_str()]);
    assert_eq!(refusal(end()).1.key, "rights-has-ended");
    grant(app, &admin, chen.id, Role::SchoolHr, &city.school).expect("and given again");
}

fn only_the_security_administrator_grants_and_never_to_oneself(app: &TestApp) {
    let city = app.city();
    let admin = app.officer(Role::SecurityAdmin, &city.bureau);
    let chen = app.account("chen").sign_in();
    for (role, place) in [
        (Role::SystemAdmin, &city.bureau),
        (Role::Auditor, &city.bureau),
        (Role::BureauHr, &city.bureau),
        (Role::SchoolHead, &city.school),
    ] {
        let officer = app.officer(role, place);
        let result = grant(app, &officer, chen.id, Role::SchoolHr, &city.school);
        assert!(matches!(result, Err(Error::NotFound)), "{role}");
    }
    let own = refusal(grant(app, &admin, admin.id, Role::BureauHr, &city.bureau));
    assert_eq!((own.0, own.1.key), (RefusalKind::NotAllowed, "rights-own"));
}

fn the_three_administrators_stay_apart(app: &TestApp) {
    let city = app.city();
    let admin = app.officer(Role::SecurityAdmin, &city.bureau);
    let auditor = app.officer(Role::Auditor, &city.bureau);
    for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::BureauHr] {
        assert_eq!(
            input(grant(app, &admin, auditor.id, role, &city.bureau)),
            ("role", "rights-three-apart"),
            "{role}"
        );
    }
    let officer = app.officer(Role::BureauHr, &city.bureau);
    assert_eq!(
        input(grant(app, &admin, officer.id, Role::Auditor, &city.bureau)),
        ("role", "rights-three-apart")
    );
}

fn a_role_must_fit_its_place(app: &TestApp) {
    let city = app.city();
    let admin = app.officer(Role::SecurityAdmin, &city.bureau);
    let chen = app.account("chen").sign_in();
    assert_eq!(
        input(grant(app, &admin, chen.id, Role::SchoolHr, &city.district)),
        ("organization", "rights-wrong-kind-of-place")
    );
    assert_eq!(
        input(grant(app, &admin, chen.id, Role::Teacher, &city.school)),
        ("role", "rights-no-teacher")
    );
}

fn holders_are_listed_by_organization(app: &TestApp) {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    app.teacher_account(&teacher, &city.school);
    app.officer(Role::SchoolHr, &city.school);
    app.officer(Role::SchoolHr, &city.neighbour);
    let holders = app
        .read(|conn| grants::list_of_organization(conn, city.school.id, day(11, 23), 10))
        .expect("holders");
    let roles: Vec<Role> = holders.iter().map(|it| it.term.role).collect();
    assert_eq!(roles, [Role::SchoolHr, Role::Teacher]);
    assert_eq!(holders[1].display_name, "陈一");
}

/// What an activation code makes of an account, as anybody who has it can do.
fn redeem(app: &TestApp, code: &ActivationCode) -> Result<(), Error> {
    let nobody = app.context(Actor::nobody());
    let caller = door::Caller::default();
    door::activate(&app.db, &nobody, &code.in_groups(), OTHER_PASSWORD, &caller).map(drop)
}

fn roles(app: &TestApp, account: AccountId) -> Vec<Role> {
    app.read(|conn| grants::list_open(conn, account, day(11, 23)))
        .expect("roles")
        .into_iter()
        .map(|it| it.term.role)
        .collect()
}

fn a_reset_password_brings_nobody_into_an_office(app: &TestApp) {
    let city = app.city();
    let system = app.officer(Role::SystemAdmin, &city.bureau);
    let security = app.officer(Role::SecurityAdmin, &city.bureau);
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let chen = app
        .account("chen")
        .of(&teacher)
        .with(Role::Teacher, &city.school)
        .with(Role::SchoolHr, &city.school)
        .sign_in();
    grant(app, &security, chen.id, Role::SchoolHead, &city.neighbour).expect("from tomorrow");
    let issue = || {
        app.write_as(&system, |conn, context| {
            issue_activation_code(conn, context, chen.id)
        })
    };
    issue().expect("a code that nobody uses");
    let code = issue().expect("a code for an active account");
    assert_eq!(roles(app, chen.id).len(), 3, "an unused code ends nothing");

    redeem(app, &code).expect("whoever has the code");
    assert_eq!(roles(app, chen.id), [Role::Teacher]);
    let context = app.context(Actor::nobody());
    let actor = app
        .read(|conn| store::load_actor(conn, chen.id, context.today()))
        .expect("chen");
    assert!(actor.holds(Role::Teacher) && !actor.holds(Role::SchoolHr));
    let auditor = app.visitor_as(&app.officer(Role::Auditor, &city.bureau));
    let journal = auditor.see("/journal?event=role_ended_by_reset&about=chen");
    assert!(journal.contains("密码重设，角色收回待重新授予"));

    grant(app, &security, chen.id, Role::SchoolHr, &city.school).expect("confirmed");
    assert_eq!(roles(app, chen.id), [Role::Teacher, Role::SchoolHr]);
}

fn no_code_resets_the_password_of_an_administrator(app: &TestApp) {
    let city = app.city();
    let system = app.officer(Role::SystemAdmin, &city.bureau);
    let security = app.officer(Role::SecurityAdmin, &city.bureau);
    let auditor = app.officer(Role::Auditor, &city.bureau);
    let issue = |account| {
        app.write_as(&system, |conn, context| {
            issue_activation_code(conn, context, account)
        })
    };
    for account in [system.id, security.id, auditor.id] {
        let (kind, message) = refusal(issue(account));
        assert_eq!(kind, RefusalKind::NotAllowed);
        assert_eq!(message.key, "account-code-three-apart");
    }
    app.write(|conn, context| issue_activation_code(conn, context, auditor.id))
        .expect("the program itself can");

    // A code made in advance dies when its owner becomes an administrator, today or later.
    let chen = app.account("chen").sign_in();
    let early = issue(chen.id).expect("no office yet");
    grant(app, &security, chen.id, Role::Auditor, &city.bureau).expect("from tomorrow");
    assert_eq!(input(redeem(app, &early)).1, "activation-code-unknown");
    assert_eq!(refusal(issue(chen.id)).1.key, "account-code-three-apart");
    assert_eq!(roles(app, chen.id), [Role::Auditor]);

    let page = app.visitor_as(&system);
    let of_chen = page.see(&format!("/admin/accounts/{}", chen.id));
    assert!(of_chen.contains("不能发激活码重设"), "{of_chen}");
    let lin = app.account("lin").sign_in();
    let of_lin = page.see(&format!("/admin/accounts/{}", lin.id));
    assert!(of_lin.contains("由安全管理员重新授予") && !of_lin.contains("不能发激活码重设"));
}
