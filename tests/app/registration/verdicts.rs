//! What the files of a day come to.

use chrono::NaiveDate;
use xingtan::people::AssessmentGrade::{Fail, Pass, Ungraded};
use xingtan::people::Person;
use xingtan::people::absences::AbsenceKind;
use xingtan::people::absences::actions::record_absence;
use xingtan::registration::files::{self, Detail};
use xingtan::registration::rules::assess;
use xingtan::registration::rules::assessment::{Assessment, Verdict};
use xingtan::registration::survey;

use super::{autumn, day, qualify, regrade, story};
use crate::support::TestApp;
use crate::support::records::leave;

on_each_backend!(
    one_bad_year_defers_and_two_in_a_row_fail,
    facts_are_those_of_the_day,
    sums_and_lines_say_the_same,
    a_survey_goes_on_where_it_stopped,
    whoever_a_hospital_calls_unfit_is_deferred_as_long_as_it_lasts,
);

fn explain(app: &TestApp, person: &Person, on: NaiveDate, detail: Detail) -> Assessment {
    app.read(|conn| {
        let policies = files::load_policies(conn, on)?;
        let files = files::load(conn, &[person.id], &policies, on, detail)?;
        Ok(assess(&files[0].facts, &policies, on))
    })
    .expect("facts")
}

fn one_bad_year_defers_and_two_in_a_row_fail(app: &TestApp) {
    let story = story(app);
    for (grades, verdict) in [
        ([Pass, Pass, Pass, Pass], Verdict::Qualified),
        ([Pass, Fail, Pass, Pass], Verdict::Deferred),
        ([Pass, Fail, Fail, Pass], Verdict::Unqualified),
        ([Fail, Pass, Fail, Pass], Verdict::Deferred),
        ([Pass, Ungraded, Pass, Pass], Verdict::Qualified),
    ] {
        for (year, grade) in (2022..).zip(grades) {
            regrade(app, &story.person, year, grade);
        }
        let found = explain(app, &story.person, day("2026-11-23"), Detail::Lines);
        assert_eq!(found.verdict, verdict, "{grades:?}");
    }
}

fn facts_are_those_of_the_day(app: &TestApp) {
    let story = story(app);
    let before = explain(app, &story.person, day("2026-03-15"), Detail::Lines);
    assert_eq!(before.verdict, Verdict::Deferred);
    let after = explain(app, &story.person, day("2026-03-16"), Detail::Lines);
    assert_eq!(after.verdict, Verdict::Qualified);
    // Before the first employment there is no file.
    let none = app.read(|conn| {
        let on = day("2015-08-31");
        let policies = files::load_policies(conn, on)?;
        files::load(conn, &[story.person.id], &policies, on, Detail::Lines)
    });
    assert_eq!(none.expect("facts"), []);
}

fn whoever_a_hospital_calls_unfit_is_deferred_as_long_as_it_lasts(app: &TestApp) {
    let story = story(app);
    app.write(|conn, context| {
        let unfit = leave(AbsenceKind::Unfit, "2026-10-01", Some("2026-11-30"));
        record_absence(conn, context, story.person.id, &unfit)
    })
    .expect("a leave of the autumn");
    for (on, verdict) in [
        ("2026-09-30", Verdict::Qualified),
        ("2026-10-01", Verdict::Deferred),
        ("2026-11-30", Verdict::Deferred),
        ("2026-12-01", Verdict::Qualified),
    ] {
        let found = explain(app, &story.person, day(on), Detail::Lines);
        assert_eq!(found.verdict, verdict, "{on}");
    }
}

fn sums_and_lines_say_the_same(app: &TestApp) {
    let story = story(app);
    let short = app.teacher(&story.city.school, "T0002", "林听雨");
    qualify(app, &story, &short, 350);
    for person in [&story.person, &short] {
        let verdict = |detail| explain(app, person, day("2026-11-23"), detail).verdict;
        assert_eq!(verdict(Detail::Sums), verdict(Detail::Lines));
    }
    let lines = explain(app, &short, day("2026-11-23"), Detail::Lines);
    let json = serde_json::to_value(&lines).expect("our own types");
    let hours = json["conditions"].as_array().expect("a list");
    let hours = hours
        .iter()
        .find(|it| it["key"] == "hours")
        .expect("it binds");
    assert_eq!(
        (&hours["required"], &hours["found"]),
        (&360.into(), &350.into())
    );
    assert!(hours["entries"][0]["transfer"].is_string());
}

fn a_survey_goes_on_where_it_stopped(app: &TestApp) {
    let story = story(app);
    let window = autumn(app, &story);
    for number in 2..8 {
        let person = app.teacher(&story.city.school, &format!("T000{number}"), "林听雨");
        let grades = [Pass; 4];
        super::grade(app, &person, 2022, grades);
    }
    let on = day("2026-11-23");
    let begin = || app.write(|conn, context| survey::begin(conn, context, window, on));
    let go_on = |after| app.write(|conn, context| survey::go_on(conn, context, window, on, after));
    assert_eq!(begin().expect("a window"), None);
    let first = go_on(None).expect("a chunk");
    assert_eq!(first.looked_at, 7);
    // Killed here, and begun again.
    assert_eq!(begin().expect("a window"), first.through);
    let last = go_on(first.through).expect("the end");
    assert_eq!((last.looked_at, last.through), (0, None));
    let found = app
        .read(|conn| survey::found(conn, window))
        .expect("counts");
    assert_eq!((found.assessed, found.due), (7, 1));
    assert_eq!(
        (found.qualified, found.deferred, found.unqualified),
        (1, 0, 0)
    );
    // Done: the next one begins anew.
    assert_eq!(begin().expect("a window"), None);
    let found = app
        .read(|conn| survey::found(conn, window))
        .expect("counts");
    assert_eq!(found.assessed, 0);
}
