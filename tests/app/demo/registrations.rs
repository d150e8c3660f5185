//! A window in each state, and a case in each.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use xingtan::demo::personas::Key;
use xingtan::demo::registrants::{REGISTRANTS, Stage};
use xingtan::demo::registrations::windows;
use xingtan::people;
use xingtan::policy::{self, RegistrationProcedure, RuleSet};
use xingtan::registration::rules::windows::{WindowState, state};
use xingtan::registration::{CaseRow, CaseState, store};

use super::{day, make};
use crate::support::TestApp;

on_each_backend!(there_is_a_window_in_each_state);

fn there_is_a_window_in_each_state(app: &TestApp) {
    let on = day("2026-11-23");
    make(app, on);
    let states = assert_as_planned(app, on);
    assert_eq!(states, WindowState::ALL.iter().copied().collect());
    assert_everybody_is_where_the_story_says(app, on);
}

/// Also when the year has just begun, and the hours of autumn still wait.
#[test]
fn there_is_a_window_in_each_state_at_new_year() {
    TestApp::on_sqlite().run(|app| {
        let on = day("2026-01-02");
        make(app, on);
        assert_as_planned(app, on);
        assert_everybody_is_where_the_story_says(app, on);
    });
}

fn assert_as_planned(app: &TestApp, on: NaiveDate) -> BTreeSet<WindowState> {
    let calendar = &app.house.calendar;
    let mut seen = BTreeSet::new();
    let found = app.read(store::list_windows).expect("a query");
    for planned in windows(on) {
        let name = &planned.window.name;
        let window = found.iter().find(|it| it.name == *name);
        let window = window.unwrap_or_else(|| panic!("{name}: nobody opened it"));
        let counts = app.read(|conn| store::count_by_state(conn, window.id));
        let counts = counts.expect("a query");
        let undecided: i64 = CaseState::open().filter_map(|it| counts.get(&it)).sum();
        let undecided = usize::try_from(undecided).expect("a count");
        let rule = app.read(|conn| policy::load_at(conn, window.closes_on));
        let rule: RuleSet<RegistrationProcedure> = rule.expect("a rule set");
        let state = state(&window.window(), undecided, on, &rule.parameters, calendar);
        assert_eq!(state, Ok(planned.state), "{name}: {counts:?}");
        seen.insert(planned.state);
    }
    seen
}

fn assert_everybody_is_where_the_story_says(app: &TestApp, on: NaiveDate) {
    for persona in REGISTRANTS {
        let Key::Registrant(stage) = persona.key else {
            panic!("{} is no registrant", persona.name);
        };
        let number = persona.teacher_number().to_string();
        let cases: Vec<CaseRow> = app
            .read(|conn| {
                let person = people::store::find_by_number(conn, &number)?.expect("a file");
                store::list_of_person(conn, person.id)
            })
            .expect("a query");
        // Who was refused is up again this year; everybody else's last case is the one.
        let told = match stage {
            Stage::RefusedBefore => cases.last(),
            _ => cases.first(),
        };
        let case = told.expect("a case");
        assert_eq!(case.state, stage.state(), "{stage:?}");
        let is_published = case.notice_id.is_some();
        match stage {
            Stage::InPublicity | Stage::PublicityOver => assert!(is_published, "{stage:?}"),
            Stage::Returned => assert!(!is_published),
            Stage::Registered | Stage::RegisteredBefore => {
                let registration = app.read(|conn| store::find_registration(conn, case.id));
                let registration = registration.expect("a query").expect("a registration");
                let year = registration.registered_on.year();
                assert!(on.year() - 1 <= year, "{stage:?} in {year}");
            }
            _ => {}
        }
    }
}
