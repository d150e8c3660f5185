//! What schools do with completions: confirm, refuse, let lie; and that nobody decides on one's own.

use chrono::Duration;
use diesel::prelude::*;
use xingtan::access::{Action, Role};
use xingtan::credit_bank::completions::{CompletionState, actions, store};
use xingtan::db::schema;
use xingtan::error::Error;
use xingtan::hours::Hours;
use xingtan::imports::Mode;

use crate::completions::{GOOD, Story, codes, counts, lines, many_rows, pending, story};
use crate::support::{TestAccount, TestApp, opening_time};

on_each_backend!(
    a_school_confirms_and_nobody_confirms_ones_own,
    a_school_refuses_with_a_reason_and_the_provider_mends_it,
    all_that_waits_is_confirmed_by_a_job,
    what_lies_too_long_expires,
);

fn submitted(app: &TestApp, story: &Story) {
    let file = lines(&[GOOD, "T002,李二,课堂评价设计,专业,16,2026-05-10"]);
    let report = app.import(&story.project, &file, Mode::Store);
    assert_eq!(report.accepted, 2);
}

fn a_school_confirms_and_nobody_confirms_ones_own(app: &TestApp) {
    let story = story(app);
    submitted(app, &story);
    let chen = app
        .account("chen")
        .of(&story.chen)
        .with(Role::Teacher, &story.city.school)
        .with(Role::SchoolHr, &story.city.school)
        .sign_in();
    let neighbour = app.officer(Role::SchoolHr, &story.city.neighbour);
    let ids = app.completion_ids();
    let confirm = |account: &TestAccount, ids: &[_]| {
        app.write_as(account, |conn, context| {
            actions::confirm_completions(conn, context, ids)
        })
    };
    assert!(matches!(
        confirm(&neighbour, &ids[1..]),
        Err(Error::NotFound)
    ));
    assert!(confirm(&chen, &ids).is_err(), "one of them is her own");
    assert!(
        app.completions()
            .iter()
            .all(|it| it.state == CompletionState::Submitted),
        "all or none"
    );
    confirm(&chen, &ids[1..]).expect("a colleague's");
    let states: Vec<_> = app.completions().iter().map(|it| it.state).collect();
    assert_eq!(
        states,
        [CompletionState::Submitted, CompletionState::Confirmed]
    );
    assert!(confirm(&chen, &ids[1..]).is_err(), "once is enough");
    // Confirmed is not posted: the hours wait for the district.
    assert_eq!(pending(app, &story.li), Hours::whole(16));
    let reach = app.actor(&chen).reach(Action::ViewCompletions);
    let filter = store::Filter {
        states: vec![CompletionState::Confirmed],
        ..store::Filter::default()
    };
    let listed = app
        .read(|conn| store::list(conn, &reach, &filter, None, 10))
        .expect("the school's list");
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].name, "李二");
    assert_eq!(listed[0].course_title, "课堂评价设计");
}

fn a_school_refuses_with_a_reason_and_the_provider_mends_it(app: &TestApp) {
    let story = story(app);
    submitted(app, &story);
    let officer = app.officer(Role::SchoolHr, &story.city.school);
    let ids = app.completion_ids();
    let refuse = |reason: &str| {
        app.write_as(&officer, |conn, context| {
            actions::refuse_completions(conn, context, &ids[..1], reason)
        })
    };
    assert!(matches!(refuse("  "), Err(Error::Input(_))));
    refuse("只参加了一天").expect("with a reason");
    assert_eq!(pending(app, &story.chen), Hours::ZERO);
    let same = app.import(&story.project, &lines(&[GOOD]), Mode::Store);
    assert_eq!(codes(&same), ["refused_before"]);
    assert!(same.refused[0].message.contains("只参加了一天"));
    let mended = app.import(
        &story.project,
        &lines(&["T001,陈一,课堂评价设计,专业,8,2026-05-10"]),
        Mode::Store,
    );
    assert_eq!(counts(&mended), (1, 1, 0, 0));
    assert_eq!(app.completions()[2].attempt, 2);
    assert_eq!(pending(app, &story.chen), Hours::whole(8));
}

fn all_that_waits_is_confirmed_by_a_job(app: &TestApp) {
    let (project, lines, _) = many_rows(app);
    let report = app.import(&project, &lines, Mode::Store);
    let (school, own) = app
        .read(|conn| {
            Ok(schema::completions::table
                .select((
                    schema::completions::school_id,
                    schema::completions::person_id,
                ))
                .first::<(
                    xingtan::organizations::OrganizationId,
                    xingtan::people::PersonId,
                )>(conn)?)
        })
        .expect("a completion");
    let (school, own) = app
        .read(|conn| {
            let school = xingtan::organizations::store::load(conn, school)?;
            Ok((school, xingtan::people::store::load(conn, own)?))
        })
        .expect("they are there");
    let officer = app
        .account("officer")
        .of(&own)
        .with(Role::SchoolHr, &school)
        .sign_in();
    let job = app
        .write_as(&officer, |conn, context| {
            actions::confirm_all(conn, context, school.id)
        })
        .expect("the school's officer");
    let done = app.finish(job);
    assert_eq!(done.failure, None);
    let (confirmed, waiting): (Vec<_>, Vec<_>) = app
        .completions()
        .into_iter()
        .partition(|it| it.state == CompletionState::Confirmed);
    assert_eq!(confirmed.len() + waiting.len(), report.accepted);
    assert!(!waiting.is_empty());
    assert!(
        waiting.iter().all(|it| it.person_id == own.id),
        "one's own waits"
    );
    assert_eq!(done.done, i64::try_from(confirmed.len()).expect("a count"));
}

fn what_lies_too_long_expires(app: &TestApp) {
    let story = story(app);
    submitted(app, &story);
    let expire = || {
        app.write(|conn, context| actions::expire_overdue(conn, context, 100))
            .expect("the program itself")
    };
    assert_eq!(expire(), 0);
    app.clock.set(opening_time() + Duration::days(91));
    assert_eq!(expire(), 2);
    assert_eq!(expire(), 0);
    assert_eq!(pending(app, &story.chen), Hours::ZERO);
}
