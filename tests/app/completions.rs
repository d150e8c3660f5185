//! Completions from a provider's form or file: every kind of bad row, repeats, trial
//! runs, a kill in the middle. What schools do with them is in `confirmations.rs`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{Duration, TimeZone};
use xingtan::access::Role;
use xingtan::clock::china;
use xingtan::credit_bank::completions::rows::Row;
use xingtan::credit_bank::completions::{CompletionState, actions};
use xingtan::credit_bank::projects::Project;
use xingtan::credit_bank::projects::rules::CourseFields;
use xingtan::credit_bank::standings;
use xingtan::error::{Error, RefusalKind};
use xingtan::hours::Hours;
use xingtan::imports::Mode;
use xingtan::imports::report::Report;
use xingtan::ledger::Category;
use xingtan::people::Person;

use crate::support::bank::{course, day};
use crate::support::city::City;
use crate::support::{TestAccount, TestApp, opening_time};

on_each_backend!(
    a_good_file_waits_for_the_school,
    every_bad_row_is_told_at_its_cell,
    a_name_that_differs_is_not_revealed,
    a_course_counts_once_whatever_it_is_called,
    a_file_that_comes_twice_does_no_harm,
    a_trial_run_stores_nothing_and_says_the_same,
    a_kill_in_the_middle_loses_and_doubles_nothing,
    a_killed_trial_run_starts_over,
    a_provider_reaches_its_district_and_its_allies,
    a_full_course_takes_nobody_else,
    a_closed_year_takes_nothing,
    only_the_provider_of_an_approved_project_submits,
    one_by_form_obeys_the_same_rules,
);

/// Two teachers and an approved project of three courses.
pub struct Story {
    pub city: City,
    pub chen: Person,
    pub li: Person,
    pub project: Project,
}

pub fn story(app: &TestApp) -> Story {
    let city = app.city();
    let courses = [
        course("课堂评价设计", Category::Professional, 16),
        course("职业道德与法规", Category::General, 8),
        CourseFields {
            starts_on: day(3, 7),
            ends_on: day(3, 8),
            ..course("信息技术应用", Category::Elective, 12)
        },
    ];
    Story {
        chen: app.teacher(&city.school, "T001", "陈一"),
        li: app.teacher(&city.school, "T002", "李二"),
        project: app.offer(&city.provider, &courses),
        city,
    }
}

pub const GOOD: &str = "T001,陈一,课堂评价设计,专业科目,16,2026-05-10";

pub fn lines(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|it| (*it).to_owned()).collect()
}

pub fn counts(report: &Report) -> (usize, usize, usize, usize) {
    (
        report.rows,
        report.accepted,
        report.refused.len(),
        report.duplicates,
    )
}

pub fn codes(report: &Report) -> Vec<&str> {
    report.refused.iter().map(|it| it.code.as_str()).collect()
}

pub fn pending(app: &TestApp, person: &Person) -> Hours {
    app.read(|conn| standings::find(conn, person.id, 2026))
        .expect("standings can be read")
        .map_or(Hours::ZERO, |it| it.amounts.pending.total())
}

fn a_good_file_waits_for_the_school(app: &TestApp) {
    let story = story(app);
    let report = app.import(
        &story.project,
        &lines(&[
            GOOD,
            // Spacing, punctuation and ordinals make no other course; the class by its short name.
            "t002,李 二,《课堂 评价设计》,专业,7.5,2026/5/11",
            "T002,李二,职业道德与法规,公需课,８,2026年5月12日",
        ]),
        Mode::Store,
    );
    assert_eq!(counts(&report), (3, 3, 0, 0), "{:?}", report.refused);
    assert_eq!(pending(app, &story.chen), Hours::whole(16));
    assert_eq!(pending(app, &story.li), Hours(1550));
    let stored = app.completions();
    assert!(
        stored
            .iter()
            .all(|it| it.state == CompletionState::Submitted)
    );
    assert_eq!(stored[0].school_id, story.city.school.id);
    assert_eq!(stored[0].source_row, Some(2));
}

#[expect(clippy::too_many_lines, reason = "a table, read row by row")]
fn every_bad_row_is_told_at_its_cell(app: &TestApp) {
    let story = story(app);
    let cases = [
        (
            "T999,陈一,课堂评价设计,专业,16,2026-05-10",
            "unknown_teacher",
            "教师编号",
        ),
        (
            ",陈一,课堂评价设计,专业,16,2026-05-10",
            "teacher_missing",
            "教师编号",
        ),
        (
            "T001,王五,课堂评价设计,专业,16,2026-05-10",
            "name_differs",
            "姓名",
        ),
        (
            "T001,陈一,心理健康,专业,16,2026-05-10",
            "course_not_in_project",
            "课程名称",
        ),
        (
            "T001,陈一,课堂评价设计,必修,16,2026-05-10",
            "category_unknown",
            "科目类别",
        ),
        (
            "T001,陈一,课堂评价设计,选修,16,2026-05-10",
            "category_differs",
            "科目类别",
        ),
        (
            "T001,陈一,课堂评价设计,专业,0,2026-05-10",
            "hours_not_positive",
            "学时",
        ),
        (
            "T001,陈一,课堂评价设计,专业,-8,2026-05-10",
            "hours_not_positive",
            "学时",
        ),
        (
            "T001,陈一,课堂评价设计,专业,17,2026-05-10",
            "hours_over_accredited",
            "学时",
        ),
        // Twelve hours on the first day: a day holds eight.
        (
            "T001,陈一,信息技术应用,选修,12,2026-03-07",
            "hours_beyond_days",
            "学时",
        ),
        (
            "T001,陈一,课堂评价设计,专业,16,2027-05-10",
            "date_in_future",
            "完成日期",
        ),
        (
            "T001,陈一,课堂评价设计,专业,16,2026-02-28",
            "date_outside_course",
            "完成日期",
        ),
        (
            "T001,陈一,课堂评价设计,专业,16,2026-07-01",
            "date_outside_course",
            "完成日期",
        ),
    ];
    let texts: Vec<String> = cases.iter().map(|it| it.0.to_owned()).collect();
    let report = app.import(&story.project, &texts, Mode::Store);
    assert_eq!(counts(&report), (cases.len(), 0, cases.len(), 0));
    for ((refused, (line, code, column)), row) in report.refused.iter().zip(cases).zip(2..) {
        assert_eq!(
            (refused.code.as_str(), refused.column.as_str()),
            (code, column),
            "{line}"
        );
        assert_eq!(refused.row, row);
        assert!(!refused.message.contains('⟦'), "{}", refused.message);
    }
    let unreadable = [
        "T001,陈一,课堂评价设计,专业,许多,2026-05-10",
        "T001,陈一,课堂评价设计,专业,16,2026-02-30",
        "T001,,课堂评价设计,专业,16,2026-05-10",
        "T001,陈一,课堂评价设计,专业,1.125,2026-05-10",
    ];
    let report = app.import(&story.project, &lines(&unreadable), Mode::Store);
    assert_eq!(counts(&report), (4, 0, 4, 0), "{:?}", report.refused);
    assert!(
        app.completions().is_empty(),
        "nothing of a refused row is stored"
    );
}

fn a_name_that_differs_is_not_revealed(app: &TestApp) {
    let story = story(app);
    let line = "T002,陈一,课堂评价设计,专业,16,2026-05-10";
    let report = app.import(&story.project, &lines(&[line]), Mode::Store);
    assert_eq!(codes(&report), ["name_differs"]);
    assert!(!report.refused[0].message.contains("李二"));
}

fn a_course_counts_once_whatever_it_is_called(app: &TestApp) {
    let story = story(app);
    let other = app.offer(
        &story.city.provider,
        &[course("课堂评价设计（线上）", Category::Professional, 16)],
    );
    let first = app.import(&story.project, &lines(&[GOOD]), Mode::Store);
    assert_eq!(first.accepted, 1);
    let again = app.import(
        &other,
        &lines(&["T001,陈一,课堂评价设计,专业,16,2026-05-20"]),
        Mode::Store,
    );
    assert_eq!(codes(&again), ["course_twice"]);
    assert!(
        again.refused[0].message.contains(&story.project.title),
        "names the earlier one: {}",
        again.refused[0].message
    );
    // In one file, the row is named.
    let twice = app.import(
        &story.project,
        &lines(&[
            "T002,李二,课堂评价设计,专业,16,2026-05-10",
            "T002,李二,课堂评价设计,专业,16,2026-05-11",
            "T002,李二,课堂评价设计,专业,8,2026-05-10",
        ]),
        Mode::Store,
    );
    assert_eq!(codes(&twice), ["course_twice", "hours_differ_from_stored"]);
    for refused in &twice.refused {
        assert!(refused.message.contains("第 2 行"), "{}", refused.message);
    }
}

fn a_file_that_comes_twice_does_no_harm(app: &TestApp) {
    let story = story(app);
    let file = lines(&[GOOD, GOOD, "T002,李二,职业道德与法规,公需,8,2026-05-12"]);
    let first = app.import(&story.project, &file, Mode::Store);
    assert_eq!(counts(&first), (3, 2, 0, 1));
    let again = app.import(&story.project, &file, Mode::Store);
    assert_eq!(counts(&again), (3, 0, 0, 3));
    assert_eq!(app.completions().len(), 2);
    assert_eq!(pending(app, &story.chen), Hours::whole(16));
}

fn a_trial_run_stores_nothing_and_says_the_same(app: &TestApp) {
    let story = story(app);
    let file = lines(&[
        GOOD,
        GOOD,
        "T001,陈一,课堂评价设计,专业,8,2026-05-10",
        "T002,李二,职业道德与法规,公需,9,2026-05-12",
    ]);
    let trial = app.import(&story.project, &file, Mode::Trial);
    assert!(app.completions().is_empty());
    assert_eq!(pending(app, &story.chen), Hours::ZERO);
    let real = app.import(&story.project, &file, Mode::Store);
    assert_eq!(trial, real);
    assert_eq!(counts(&real), (4, 1, 2, 1));
}

/// More rows than one chunk holds, with a bad one in each hundred.
pub fn many_rows(app: &TestApp) -> (Project, Vec<String>, usize) {
    let city = app.city();
    let courses: Vec<CourseFields> = (0..30)
        .map(|it| course(&format!("{}论", title_of(it)), Category::Professional, 8))
        .collect();
    let project = app.offer(&city.provider, &courses);
    let teachers: Vec<Person> = (0..134)
        .map(|it| app.teacher(&city.school, &format!("T{it:03}"), &format!("教{it}")))
        .collect();
    let mut lines = Vec::new();
    for teacher in &teachers {
        for it in 0..30 {
            let hours = if lines.len() % 100 == 50 { 9 } else { 8 };
            lines.push(format!(
                "{},{},{}论,专业,{hours},2026-05-10",
                teacher.teacher_number,
                teacher.name,
                title_of(it)
            ));
        }
    }
    let refused = lines.iter().filter(|it| it.contains(",9,")).count();
    (project, lines, refused)
}

/// Titles of one kind that are not ordinals of one course.
fn title_of(number: u32) -> char {
    char::from_u32(u32::from('教') + number).expect("a character after 教")
}

/// The process dies after its first chunk: the worker's report panics, and nothing tidies up.
fn kill_after_first_chunk(app: &TestApp, job: xingtan::jobs::JobId) {
    let worker = app.worker();
    let killed = catch_unwind(AssertUnwindSafe(|| {
        worker.run_now(job, &|_, _| panic!("the power fails"))
    }));
    assert!(killed.is_err());
    let silence = opening_time() + Duration::minutes(5);
    app.clock.set(silence);
}

fn a_kill_in_the_middle_loses_and_doubles_nothing(app: &TestApp) {
    let (project, lines, refused) = many_rows(app);
    let path = app.csv("名单.csv", &lines);
    let job = app.enqueue(&project, &path, Mode::Store);
    kill_after_first_chunk(app, job);
    let stored = app.completions().len();
    assert!(
        stored > 0 && stored < lines.len() - refused,
        "in the middle"
    );
    let done = app.finish(job);
    assert_eq!(done.failure, None);
    let report = app.report(job);
    assert_eq!(
        counts(&report),
        (lines.len(), lines.len() - refused, refused, 0)
    );
    assert_eq!(app.completions().len(), lines.len() - refused);
    // Whoever runs the import once more finds it all there.
    let again = app.import(&project, &lines, Mode::Store);
    assert_eq!(
        counts(&again),
        (lines.len(), 0, refused, lines.len() - refused)
    );
}

fn a_killed_trial_run_starts_over(app: &TestApp) {
    let (project, lines, refused) = many_rows(app);
    let path = app.csv("名单.csv", &lines);
    let job = app.enqueue(&project, &path, Mode::Trial);
    kill_after_first_chunk(app, job);
    app.finish(job);
    let report = app.report(job);
    assert_eq!(
        counts(&report),
        (lines.len(), lines.len() - refused, refused, 0)
    );
    assert!(app.completions().is_empty());
}

fn a_provider_reaches_its_district_and_its_allies(app: &TestApp) {
    let story = story(app);
    let far = app.district(&story.city.bureau, "440103", "荔湾区教育局");
    let school = app.school(&far, "3144000009", "荔湾第九小学");
    let other = app.school(&far, "3144000010", "荔湾第十小学");
    app.teacher(&school, "T009", "何九");
    app.teacher(&other, "T010", "何十");
    let file = lines(&[
        "T009,何九,课堂评价设计,专业,16,2026-05-10",
        "T010,何十,课堂评价设计,专业,16,2026-05-10",
    ]);
    let refused = app.import(&story.project, &file, Mode::Store);
    assert_eq!(codes(&refused), ["district_not_reached"; 2]);
    app.alliance(&[&story.city.provider, &school]);
    let one = app.import(&story.project, &file, Mode::Store);
    assert_eq!(
        (one.accepted, codes(&one)),
        (1, vec!["district_not_reached"])
    );
    assert_eq!(app.completions()[0].audit_weight, 2_000);
    app.alliance(&[&story.city.provider, &far]);
    let both = app.import(&story.project, &file, Mode::Store);
    assert_eq!(counts(&both), (2, 1, 0, 1));
    // The bureau's own provider reaches everybody.
    let central = app.provider(&story.city.bureau, "P440100", "广州市教育研究院");
    let project = app.offer(&central, &[course("教育科研", Category::Elective, 8)]);
    let file = lines(&["T010,何十,教育科研,选修,8,2026-05-10"]);
    assert_eq!(app.import(&project, &file, Mode::Store).accepted, 1);
}

fn a_full_course_takes_nobody_else(app: &TestApp) {
    let city = app.city();
    let small = CourseFields {
        headcount_max: 1,
        ..course("小班研讨", Category::Elective, 8)
    };
    let project = app.offer(&city.provider, &[small]);
    app.teacher(&city.school, "T001", "陈一");
    app.teacher(&city.school, "T002", "李二");
    let file = lines(&[
        "T001,陈一,小班研讨,选修,8,2026-05-10",
        "T002,李二,小班研讨,选修,8,2026-05-10",
    ]);
    for mode in [Mode::Trial, Mode::Store] {
        let report = app.import(&project, &file, mode);
        assert_eq!((report.accepted, codes(&report)), (1, vec!["course_full"]));
    }
    let again = app.import(&project, &file, Mode::Store);
    assert_eq!((again.duplicates, codes(&again)), (1, vec!["course_full"]));

    // Whoever was not there after all leaves a seat.
    let id = app.completions()[0].id;
    app.write(|conn, context| actions::refuse_completions(conn, context, &[id], "没有参加"))
        .expect("it awaits the school's word");
    let free = app.import(&project, &file, Mode::Store);
    assert_eq!((free.accepted, codes(&free)), (1, vec!["refused_before"]));
}

fn a_closed_year_takes_nothing(app: &TestApp) {
    let story = story(app);
    let last_evening = china()
        .with_ymd_and_hms(2026, 12, 31, 23, 59, 0)
        .single()
        .expect("an instant");
    app.clock.set(last_evening.to_utc());
    let on_time = app.import(&story.project, &lines(&[GOOD]), Mode::Store);
    assert_eq!(on_time.accepted, 1);
    app.clock.set(last_evening.to_utc() + Duration::minutes(2));
    let late = app.import(
        &story.project,
        &lines(&[GOOD, "T002,李二,课堂评价设计,专业,16,2026-05-10"]),
        Mode::Store,
    );
    assert_eq!((late.duplicates, codes(&late)), (1, vec!["year_closed"]));
}

fn only_the_provider_of_an_approved_project_submits(app: &TestApp) {
    let story = story(app);
    let own = app.officer(Role::Provider, &story.city.provider);
    let strange = app.provider(&story.city.district, "P4401060002", "另一机构");
    let strange = app.officer(Role::Provider, &strange);
    let district = app.officer(Role::DistrictHr, &story.city.district);
    let row = row("T001", "陈一", "课堂评价设计", 16);
    let submit = |account: &TestAccount| {
        app.write_as(account, |conn, context| {
            actions::submit_completion(conn, context, story.project.id, &row)
        })
    };
    assert!(matches!(submit(&strange), Err(Error::NotFound)));
    let refused = submit(&district).expect_err("an office submits nothing");
    assert!(matches!(refused, Error::Refused(it) if it.kind == RefusalKind::NotAllowed));
    submit(&own).expect("the provider submits");
    let (draft, _) = app.draft(
        &story.city.provider,
        &[course("教育科研", Category::Elective, 8)],
    );
    let refused = app
        .write_as(&own, |conn, context| {
            actions::submit_completion(conn, context, draft, &row)
        })
        .expect_err("nobody approved it");
    assert!(matches!(refused, Error::Refused(it) if it.kind == RefusalKind::NotNow));
}

fn row(number: &str, name: &str, course: &str, hours: i64) -> Row {
    Row {
        number: None,
        teacher_number: Some(number.to_owned()),
        documents: Vec::new(),
        name: name.to_owned(),
        course: course.to_owned(),
        category: None,
        hours: Hours::whole(hours),
        completed_on: day(5, 10),
    }
}

fn one_by_form_obeys_the_same_rules(app: &TestApp) {
    let story = story(app);
    let submit = |row: &Row| {
        app.write(|conn, context| actions::submit_completion(conn, context, story.project.id, row))
    };
    let field = |row: &Row| match submit(row) {
        Err(Error::Input(errors)) => errors.0[0].0,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        field(&row("T009", "陈一", "课堂评价设计", 16)),
        "teacher_number"
    );
    assert_eq!(field(&row("T001", "李二", "课堂评价设计", 16)), "name");
    assert_eq!(field(&row("T001", "陈一", "课堂评价设计", 17)), "hours");
    submit(&row("T001", "陈一", "课堂评价设计", 16)).expect("a good one");
    assert_eq!(field(&row("T001", "陈一", "课堂评价设计", 16)), "course");
    assert_eq!(pending(app, &story.chen), Hours::whole(16));
}
