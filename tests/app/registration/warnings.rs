//! The survey of the city, the warnings that it gives, and what a draft of the rules would do.

use chrono::Duration;
use diesel::prelude::*;
use xingtan::db::schema::jobs;
use xingtan::jobs::{JobKind, JobState};
use xingtan::policy::{RegistrationConditions, parse_file};
use xingtan::registration::rules::windows::WindowKind;
use xingtan::registration::{WindowId, store};

use super::{Story, autumn, day, hand_in, new_window, open, qualify, sign_in_again, story};
use crate::support::TestApp;

on_each_backend!(
    a_survey_warns_person_school_and_district,
    a_survey_starts_by_itself_when_a_window_is_near,
    a_draft_of_the_rules_is_tried_and_changes_nothing,
    a_draft_that_cannot_be_is_not_tried,
);

/// A teacher who is 60 hours short, and a window.
fn short_of_hours(app: &TestApp) -> (Story, WindowId) {
    let story = story(app);
    let short = app.teacher(&story.city.school, "T0002", "林听雨");
    qualify(app, &story, &short, 300);
    let window = autumn(app, &story);
    (story, window)
}

fn work(app: &TestApp) {
    while app.worker().run_next().expect("jobs go well").is_some() {}
}

/// The bureau presses the button.
fn survey(app: &TestApp, story: &Story, window: WindowId) {
    let bureau = app.visitor_as(&story.bureau);
    let page = format!("/registration/windows/{window}");
    let sent = bureau.send(&format!("{page}/survey"), &[]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(bureau.see(&page).contains("全市评估正在进行"));
    let twice = bureau.send(&format!("{page}/survey"), &[]);
    assert_eq!(twice.status, 409, "{}", twice.body);
    work(app);
    let job = bureau.see(&sent.location);
    assert!(job.contains(&page), "{job}");
}

fn a_survey_warns_person_school_and_district(app: &TestApp) {
    let (story, window) = short_of_hours(app);
    let person = app
        .read(|conn| xingtan::people::store::find_by_number(conn, "T0002"))
        .expect("a query")
        .expect("a teacher");
    let own = app.teacher_account(&person, &story.city.school);
    assert!(
        !app.visitor_as(&own)
            .see("/tasks")
            .contains("还有条件未满足")
    );
    survey(app, &story, window);

    assert!(
        app.visitor_as(&own)
            .see("/tasks")
            .contains("还有条件未满足")
    );
    for officer in [&story.hr, &story.district] {
        let visitor = app.visitor_as(officer);
        let tasks = visitor.see("/tasks");
        assert!(tasks.contains("1 名教师注册条件未满足"), "{tasks}");
        let page = visitor.see("/registration/warnings");
        assert!(
            page.contains("林听雨") && page.contains("还差 60 学时"),
            "{page}"
        );
        assert!(page.contains("最早可在"), "{page}");
        assert!(!page.contains("陈知夏"), "nothing is missing: {page}");
    }
    // Another school and another teacher hear nothing of it.
    let neighbour = app.officer(xingtan::access::Role::SchoolHr, &story.city.neighbour);
    let page = app.visitor_as(&neighbour).see("/registration/warnings");
    assert!(!page.contains("林听雨"), "{page}");
    let teacher = app.visitor_as(&story.teacher);
    assert_eq!(teacher.get("/registration/warnings").status, 404);

    // Whoever is handed in is on the list of cases, and is warned no more.
    hand_in(app, &story, window);
    let page = app.visitor_as(&story.hr).see("/registration/warnings");
    assert!(!page.contains("林听雨"), "{page}");
    assert!(
        !app.visitor_as(&own)
            .see("/tasks")
            .contains("还有条件未满足")
    );
}

fn a_survey_starts_by_itself_when_a_window_is_near(app: &TestApp) {
    let mut story = story(app);
    let near = autumn(app, &story);
    let far = new_window(WindowKind::First, "2032-01-11", "2032-06-30", "2032-12-31");
    open(app, &story.bureau, &far).expect("nothing overlaps");
    let surveys = || {
        let state = jobs::table
            .filter(jobs::kind.eq(JobKind::SurveyRegistration))
            .order(jobs::id)
            .select(jobs::state);
        app.read(|conn| Ok(state.load::<JobState>(conn)?))
            .expect("jobs")
    };
    let keep_up = || {
        app.worker().keep_up().expect("the program itself");
        surveys()
    };
    // Once, however often the hour strikes.
    assert_eq!(keep_up(), [JobState::Waiting]);
    assert_eq!(keep_up(), [JobState::Waiting]);
    work(app);
    assert_eq!(keep_up(), [JobState::Done]);
    let window = app.read(|conn| store::load_window(conn, near));
    assert_eq!(
        window.expect("it is there").assessed_on,
        Some(day("2026-11-23"))
    );
    // The next one follows a week later, while the window is open.
    app.wait(Duration::days(4));
    sign_in_again(app, &mut story);
    assert_eq!(keep_up(), [JobState::Done]);
    app.wait(Duration::days(30));
    assert_eq!(keep_up(), [JobState::Done], "the window is closed");
}

const DRAFT: [(&str, &str); 6] = [
    ("cycle_hours", "300"),
    ("year_hours_min", ""),
    ("year_hours_max", ""),
    ("failed_years_in_a_row", "2"),
    ("interruption_semesters", "1"),
    ("basic_pass_counts", "false"),
];

fn a_draft_of_the_rules_is_tried_and_changes_nothing(app: &TestApp) {
    let (story, window) = short_of_hours(app);
    survey(app, &story, window);
    let bureau = app.visitor_as(&story.bureau);
    let console = format!("/registration/windows/{window}/what-if");
    let page = bureau.see(&console);
    assert!(page.contains("现行 360"), "{page}");
    let sent = bureau.send(&console, &DRAFT);
    assert_eq!(sent.status, 303, "{}", sent.body);
    let trial = sent.location;
    assert!(bureau.see(&trial).contains("周期学时：360 → 300"));
    work(app);
    let page = bureau.see(&trial);
    assert!(page.contains("1 人由暂缓注册变为注册合格"), "{page}");
    let school = format!("{trial}/schools/{}", story.city.school.id);
    assert!(page.contains(&school), "{page}");
    let names = bureau.see(&school);
    assert!(
        names.contains("林听雨") && !names.contains("陈知夏"),
        "{names}"
    );
    assert!(bureau.see(&console).contains("360 → 300"), "it is kept");

    // All hours were done in one year: a limit by year defers whoever had enough.
    let mut capped = DRAFT;
    capped[0].1 = "360";
    capped[2].1 = "90";
    let sent = bureau.send(&console, &capped);
    work(app);
    let page = bureau.see(&sent.location);
    assert!(page.contains("1 人由注册合格变为暂缓注册"), "{page}");
    let mut yearly = DRAFT;
    yearly[0].1 = "360";
    yearly[1].1 = "72";
    let sent = bureau.send(&console, &yearly);
    work(app);
    let page = bureau.see(&sent.location);
    assert!(page.contains("1 人由注册合格变为暂缓注册"), "{page}");

    // The draft is a rule file that can be completed and approved.
    let file = bureau.get(&format!("{trial}/draft"));
    let versions = parse_file(&file.body).expect("a rule file");
    let rule: RegistrationConditions =
        serde_json::from_value(versions[0].parameters.clone()).expect("its parameters");
    assert_eq!(rule.cycle_hours, xingtan::hours::Hours::whole(300));
    assert_eq!(versions[0].approved_by, None);

    // Nobody is decided by it, nothing in the survey moved, and it is the bureau's business.
    assert!(
        bureau
            .see("/registration/warnings")
            .contains("还差 60 学时")
    );
    let district = app.visitor_as(&story.district);
    for path in [&console, &trial, &school] {
        assert_eq!(district.get(path).status, 404, "{path}");
    }
}

fn a_draft_that_cannot_be_is_not_tried(app: &TestApp) {
    let (story, window) = short_of_hours(app);
    let bureau = app.visitor_as(&story.bureau);
    let console = format!("/registration/windows/{window}/what-if");
    for (field, value, said) in [
        (0, "很多", "请填写学时"),
        (3, "1", "请填写 2 到 10 的整数"),
        (4, "-1", "请填写 0 到 10 的整数"),
    ] {
        let mut draft = DRAFT;
        draft[field].1 = value;
        let answer = bureau.send(&console, &draft);
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains(said), "{}", answer.body);
    }
    let mut draft = DRAFT;
    (draft[1].1, draft[2].1) = ("90", "72");
    let answer = bureau.send(&console, &draft);
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("上限不能小于下限"), "{}", answer.body);
}
