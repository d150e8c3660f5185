//! The demonstration city on any day of the year, the files that are written against it, and the
//! page that describes both.

mod files;
mod page;
mod registrations;

use std::sync::Arc;

use chrono::NaiveDate;
use diesel::prelude::*;
use xingtan::credit_bank::completions::CompletionState;
use xingtan::db::schema::{completions, courses, people, standings};
use xingtan::hours::Hours;
use xingtan::{demo, organizations};

use crate::support::TestApp;

/// Everybody with a name, and one teacher at some schools.
const TEACHERS: usize = 75;

/// Makes the city at ten o'clock of a day, which is the test's present from then on.
fn make(app: &TestApp, on: NaiveDate) {
    let morning = demo::world::instant(on, 10);
    app.clock.set(morning.utc());
    app.write(|conn, _| organizations::reference::load(conn))
        .expect("bureau and districts");
    let house = Arc::clone(&app.house);
    demo::make(&app.db, &house, morning, TEACHERS, &|_, _| {})
        .unwrap_or_else(|error| panic!("on {on}: {error:?}"));
    let made_on = app.read(demo::made_on).expect("the journal can be read");
    assert_eq!(made_on, Some(on));
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of the calendar")
}

/// What was done in December and handed in in January would be a late claim.
#[test]
fn made_when_claims_fall_due_in_january() {
    TestApp::on_sqlite().run(|app| make(app, day("2027-01-14")));
}

#[test]
fn made_on_a_leap_day() {
    TestApp::on_sqlite().run(|app| make(app, day("2028-02-29")));
}

/// Made twice at one instant, on both databases if there are two, it is the same city; also when
/// the year has just begun.
#[test]
fn the_same_day_makes_the_same_city() {
    let first = TestApp::on_sqlite();
    let second = TestApp::on_postgres().unwrap_or_else(TestApp::on_sqlite);
    let [first, second] = [first, second].map(|app| {
        make(&app, day("2026-01-02"));
        let content = business_content(&app);
        app.run(|_| {});
        content
    });
    assert!(first.len() > 1_000, "{} lines", first.len());
    for (one, other) in first.iter().zip(&second) {
        assert_eq!(one, other);
    }
    assert_eq!(first.len(), second.len());
}

/// What a person would see of the city, without ids, salts and seeds.
fn business_content(app: &TestApp) -> Vec<String> {
    type Done = (String, String, NaiveDate, Hours, CompletionState);
    type Year = (String, i32, Hours, Hours, Hours);
    let mut lines = app
        .read(|conn| {
            let people: Vec<(String, String, Option<NaiveDate>)> = people::table
                .select((people::teacher_number, people::name, people::born_on))
                .load(conn)?;
            let done: Vec<Done> = completions::table
                .inner_join(people::table.on(people::id.eq(completions::person_id)))
                .inner_join(courses::table.on(courses::id.eq(completions::course_id)))
                .select((
                    people::teacher_number,
                    courses::code,
                    completions::completed_on,
                    completions::hours,
                    completions::state,
                ))
                .load(conn)?;
            let years: Vec<Year> = standings::table
                .inner_join(people::table.on(people::id.eq(standings::person_id)))
                .select((
                    people::teacher_number,
                    standings::year,
                    standings::posted_general,
                    standings::posted_professional,
                    standings::posted_elective,
                ))
                .load(conn)?;
            let people = people.iter().map(|it| format!("{it:?}"));
            let done = done.iter().map(|it| format!("{it:?}"));
            let years = years.iter().map(|it| format!("{it:?}"));
            Ok(people.chain(done).chain(years).collect::<Vec<String>>())
        })
        .expect("the city can be read");
    lines.sort();
    lines
}
