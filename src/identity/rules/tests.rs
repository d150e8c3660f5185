//! Tables for passwords, waiting and roles; properties of codes and of the three administrators.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::access::Role;
use crate::identity::{AccountId, AccountState};
use crate::organizations::OrganizationKind;

#[test]
fn passwords_are_refused_in_order_of_precedence() {
    use PasswordRefusal::*;
    let long = "长".repeat(PASSWORD_BYTES_MAX);
    for (password, expected) in [
        ("", Err(TooShort)),
        ("short-one", Err(TooShort)),
        ("1111", Err(TooShort)),
        (long.as_str(), Err(TooLong)),
        ("G4401000001", Err(ContainsLogin)),
        ("g4401000001!", Err(ContainsLogin)),
        ("陈小明ouyang2", Ok(())),
        ("Chen Xiaoming", Err(ContainsLogin)),
        ("Password123", Err(TooCommon)),
        ("1234567890", Err(TooCommon)),
        ("9876543210", Err(TooCommon)),
        ("aaaaaaaaaaaa", Err(TooCommon)),
        ("121212121212", Err(TooCommon)),
        ("马到成功一帆风顺十全十美", Ok(())),
        ("correct horse battery", Ok(())),
        ("tiger-9-lantern", Ok(())),
    ] {
        assert_eq!(
            check_password(password, "G4401000001", "Chen Xiaoming"),
            expected,
            "{password}"
        );
    }
}

#[test]
fn an_empty_login_is_part_of_nothing() {
    assert_eq!(check_password("tiger-9-lantern", "", ""), Ok(()));
}

#[test]
fn an_account_waits_longer_with_each_wrong_try() {
    let minutes = |tries| wait_after(tries).map(|wait| wait.num_minutes());
    let table: Vec<_> = (0..=12).map(minutes).collect();
    assert_eq!(
        table,
        [
            None,
            None,
            None,
            None,
            None,
            Some(1),
            Some(2),
            Some(4),
            Some(8),
            Some(16),
            Some(32),
            Some(60),
            Some(60)
        ]
    );
    assert_eq!(minutes(i64::MAX), Some(60));
}

#[test]
fn a_begun_minute_counts() {
    let now = At::from_micros(0).expect("in range");
    let until = |seconds: i64| At::from_micros(seconds * 1_000_000);
    assert_eq!(minutes_to_wait(None, now), None);
    assert_eq!(minutes_to_wait(until(0), now), None);
    assert_eq!(minutes_to_wait(until(1), now), Some(1));
    assert_eq!(minutes_to_wait(until(60), now), Some(1));
    assert_eq!(minutes_to_wait(until(61), now), Some(2));
}

#[test]
fn a_device_has_a_name_that_its_owner_knows() {
    let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0";
    assert_eq!(device_name(edge), "Edge · Windows");
    let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50";
    assert_eq!(device_name(phone), "WeChat · iPhone");
    assert_eq!(device_name("curl/8.0"), "");
    assert_eq!(device_name(""), "");
}

#[test]
fn one_spelling_for_what_keyboards_send() {
    assert_eq!(normal_login(" Ｇ４４０１ "), "g4401");
    assert_eq!(normal_password("ｔｉｇｅｒ－９"), "tiger-9");
}

#[test]
fn a_code_is_read_however_it_is_typed() {
    let code = ActivationCode::from_random(0..=255).expect("plenty of bytes");
    assert_eq!(code.in_groups(), "2345-6789-ABCD");
    for typed in [
        "2345-6789-ABCD",
        " 23456789abcd ",
        "２３４５ ６７８９ ａｂｃｄ",
        "2345–6789_ABCD",
    ] {
        assert_eq!(ActivationCode::read(typed), Some(code.clone()), "{typed}");
    }
    for typed in [
        "",
        "2345-6789-ABC",
        "2345-6789-ABCDE",
        "2345-6789-ABC0",
        "学学学学",
    ] {
        assert_eq!(ActivationCode::read(typed), None, "{typed}");
    }
    assert_eq!(format!("{code:?}"), "ActivationCode(…)");
}

#[test]
fn too_few_random_bytes_make_no_code() {
    assert_eq!(ActivationCode::from_random([31; 100]), None);
    assert_eq!(ActivationCode::from_random(0..11), None);
}

proptest! {
    #[test]
    fn a_code_is_what_was_handed_over(bytes in proptest::collection::vec(any::<u8>(), 64)) {
        if let Some(code) = ActivationCode::from_random(bytes) {
            prop_assert_eq!(ActivationCode::read(&code.in_groups()), Some(code));
        }
    }
}

fn day(ordinal: u32) -> NaiveDate {
    NaiveDate::from_yo_opt(2026, ordinal).expect("a day of 2026")
}

fn term(role: Role, from: u32, to: Option<u32>) -> Term {
    Term {
        role,
        starts_on: day(from),
        ends_on: to.map(day),
    }
}

fn wanted(account: AccountId, term: Term, held: &[Term]) -> WantedGrant<'_> {
    WantedGrant {
        giver: Some(AccountId::new()),
        account,
        state: AccountState::Active,
        has_person: true,
        place: *OrganizationKind::ALL
            .iter()
            .find(|&&kind| fits(term.role, kind))
            .expect("each role fits somewhere"),
        term,
        held,
        held_here: &[],
    }
}

#[test]
fn grants_are_refused_in_order_of_precedence() {
    let me = AccountId::new();
    let auditor = [term(Role::Auditor, 1, None)];
    let teacher = [term(Role::Teacher, 1, None)];
    let good = wanted(me, term(Role::Teacher, 10, Some(20)), &[]);
    // Each row breaks one rule more than the row below it.
    let mut all = WantedGrant {
        giver: Some(me),
        state: AccountState::Closed,
        has_person: false,
        term: term(Role::Teacher, 20, Some(10)),
        place: OrganizationKind::Bureau,
        held: &auditor,
        held_here: &teacher,
        ..good
    };
    let mut expect = |refusal: Option<GrantRefusal>, mend: fn(&mut WantedGrant<'_>)| {
        assert_eq!(check_grant(&all).err(), refusal);
        // A new refusal does not compile until it has a row here or in the test of ending.
        match refusal {
            Some(
                GrantRefusal::OwnRights
                | GrantRefusal::AccountClosed
                | GrantRefusal::EndsBeforeItStarts
                | GrantRefusal::WrongKindOfPlace(_)
                | GrantRefusal::NoTeacher
                | GrantRefusal::ThreeApart { .. }
                | GrantRefusal::HeldAlready(_)
                | GrantRefusal::HasEnded,
            )
            | None => mend(&mut all),
        }
    };
    let role = Role::Teacher;
    expect(Some(GrantRefusal::OwnRights), |it| it.giver = None);
    expect(Some(GrantRefusal::AccountClosed), |it| {
        it.state = AccountState::Active;
    });
    expect(Some(GrantRefusal::EndsBeforeItStarts), |it| {
        it.term.ends_on = None;
    });
    expect(Some(GrantRefusal::WrongKindOfPlace(role)), |it| {
        it.place = OrganizationKind::School;
    });
    expect(Some(GrantRefusal::NoTeacher), |it| it.has_person = true);
    let apart = GrantRefusal::ThreeApart {
        wanted: role,
        held: Role::Auditor,
    };
    expect(Some(apart), |it| it.held = &[]);
    expect(Some(GrantRefusal::HeldAlready(role)), |it| {
        it.held_here = &[];
    });
    expect(None, |_| {});
}

#[test]
fn roles_on_other_days_do_not_exclude_each_other() {
    let me = AccountId::new();
    let past = [term(Role::SystemAdmin, 1, Some(99))];
    assert_eq!(
        check_grant(&wanted(me, term(Role::BureauHr, 100, None), &past)),
        Ok(())
    );
    assert!(check_grant(&wanted(me, term(Role::BureauHr, 99, None), &past)).is_err());
    assert!(check_grant(&wanted(me, term(Role::BureauHr, 1, None), &past)).is_err());
}

#[test]
fn each_role_has_its_place() {
    for &role in Role::ALL {
        let places: Vec<_> = OrganizationKind::ALL
            .iter()
            .filter(|&&kind| fits(role, kind))
            .collect();
        assert!(!places.is_empty(), "{role} fits nowhere");
        if role.is_one_of_three() {
            assert_eq!(places, [&OrganizationKind::Bureau], "{role}");
        }
    }
}

#[test]
fn a_role_ends_once_and_not_by_its_holder() {
    let (me, other) = (AccountId::new(), AccountId::new());
    let open = term(Role::SchoolHr, 1, None);
    assert_eq!(
        check_end(Some(me), me, &open, day(50)),
        Err(GrantRefusal::OwnRights)
    );
    assert_eq!(check_end(Some(other), me, &open, day(50)), Ok(()));
    let past = term(Role::SchoolHr, 1, Some(49));
    assert_eq!(
        check_end(Some(other), me, &past, day(50)),
        Err(GrantRefusal::HasEnded)
    );
}

proptest! {
    #[test]
    fn the_three_administrators_stay_apart_whatever_is_asked_for(
        asked in proptest::collection::vec((0..Role::ALL.len(), 1_u32..60, 0_u32..60), 1..30)
    ) {
        let me = AccountId::new();
        let mut held: Vec<Term> = Vec::new();
        for (role, from, length) in asked {
            let term = term(Role::ALL[role], from, Some(from + length));
            if check_grant(&wanted(me, term, &held)).is_ok() {
                held.push(term);
            }
        }
        for on in 1..=120 {
            let mut today: Vec<Role> = held
                .iter()
                .filter(|it| it.starts_on <= day(on) && it.ends_on.is_none_or(|end| day(on) <= end))
                .map(|it| it.role)
                .collect();
            today.sort();
            today.dedup();
            prop_assert!(today.len() <= 1 || !today.iter().any(|role| role.is_one_of_three()));
        }
    }
}
