//! Rosters: messy files become people once, a kill in the middle loses and doubles nothing, and
//! what is doubtful waits for a human.

use std::cell::Cell;
use std::path::PathBuf;

use chrono::NaiveDate;
use diesel::prelude::*;
use xingtan::access::{Action, Role};
use xingtan::db::schema::{employments, people as table, person_matches};
use xingtan::imports::report::Report;
use xingtan::imports::{self, Asked, Mode, report};
use xingtan::jobs::{self, JobState};
use xingtan::organizations::Organization;
use xingtan::people::matches::actions::{self as match_actions, Decision};
use xingtan::people::matches::store as match_store;
use xingtan::people::matches::{Match, MatchState};
use xingtan::people::roster::import;
use xingtan::people::roster::sheet::COLUMNS;
use xingtan::people::{Person, Post, store};
use xingtan::web::language::Language;

use crate::support::{TestAccount, TestApp};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

/// A citizen id with its check character.
pub fn citizen_id(area: &str, birth: &str, serial: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = format!("{area}{birth}{serial:03}");
    let sum: u32 = body
        .chars()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit.to_digit(10).expect("a digit") * weight)
        .sum();
    let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize];
    format!("{body}{check}")
}

const HEADINGS: &str = "姓名,证件号码,学校标识码,岗位,学科,入职日期,职称,教师编号\n";

/// A roster with these lines under the usual headings.
fn file(app: &TestApp, lines: &[String]) -> PathBuf {
    let path = app.folder().join(format!("{}.csv", lines.len()));
    std::fs::write(&path, format!("{HEADINGS}{}\n", lines.join("\n"))).expect("a file");
    path
}

pub fn line(name: &str, document: &str, school: &Organization) -> String {
    format!(
        "{name},{document},{},教师,语文,2020-09-01,一级教师,",
        school.code
    )
}

/// A name that nobody else has.
fn name(index: u32) -> String {
    let given = char::from_u32(0x4e00 + index).expect("a Chinese character");
    format!("陈{given}")
}

pub fn import(app: &TestApp, lines: &[String], mode: Mode) -> Report {
    let worker = app.worker();
    import::import_file(
        &worker,
        || app.context(xingtan::access::Actor::system("test")),
        &file(app, lines),
        (mode, Language::Chinese),
        &|_, _| {},
    )
    .expect("the file can be read")
}

/// rows, accepted, duplicates, tasks, refused
fn counts(report: &Report) -> [usize; 5] {
    let refused = report.refused.len();
    let sum = report.accepted + report.duplicates + report.tasks + refused;
    assert_eq!(report.rows, sum, "every row is counted once");
    [
        report.rows,
        report.accepted,
        report.duplicates,
        report.tasks,
        refused,
    ]
}

fn codes(report: &Report) -> Vec<(i32, &str, &str)> {
    let refused = report.refused.iter();
    refused
        .map(|it| (it.row, it.column.as_str(), it.code.as_str()))
        .collect()
}

fn people_total(app: &TestApp) -> i64 {
    app.read(|conn| Ok(table::table.count().get_result(conn)?))
        .expect("a count")
}

fn person_named(app: &TestApp, name: &str) -> Person {
    app.read(|conn| {
        Ok(table::table
            .filter(table::name.eq(name))
            .select(Person::as_select())
            .first(conn)?)
    })
    .expect("the person is on file")
}

fn open_matches(app: &TestApp) -> Vec<Match> {
    app.read(|conn| {
        Ok(person_matches::table
            .order(person_matches::id)
            .select(Match::as_select())
            .load(conn)?)
    })
    .expect("the matches")
}

on_each_backend!(
    a_roster_is_imported_once_however_often_it_is_sent,
    refusals_name_row_column_and_reason,
    a_trial_run_says_the_same_and_stores_nothing,
    an_import_killed_in_the_middle_goes_on_where_it_stood,
    changes_of_a_roster_reach_the_file,
    an_officer_imports_only_what_is_in_reach,
    a_doubtful_row_waits_and_is_decided,
    a_renamed_person_is_one_when_a_human_says_so,
    refused_rows_come_back_as_a_spreadsheet,
    a_large_roster_is_taken_in_chunks,
    a_roster_is_no_way_to_guess_a_document,
);

fn a_roster_is_imported_once_however_often_it_is_sent(app: &TestApp) {
    let city = app.city();
    let (zhang, li) = (
        citizen_id("440106", "19880229", 11),
        citizen_id("440102", "19900101", 22),
    );
    let mut lines = vec![
        line(" 张　三 ", &zhang, &city.school),
        line("李四", &li, &city.neighbour),
    ];
    lines.push(lines[0].clone());
    assert_eq!(counts(&import(app, &lines, Mode::Store)), [3, 2, 1, 0, 0]);
    assert_eq!(counts(&import(app, &lines, Mode::Store)), [3, 0, 3, 0, 0]);
    assert_eq!(people_total(app), 2);
    let person = person_named(app, "张三");
    assert_eq!(person.born_on, Some(day(1988, 2, 29)));
    assert_eq!(person.document_tail, zhang[14..]);
    // With the permanent number that the office read from the screen.
    lines[0].push_str(&person.teacher_number);
    assert_eq!(counts(&import(app, &lines, Mode::Store)), [3, 0, 3, 0, 0]);
}

fn refusals_name_row_column_and_reason(app: &TestApp) {
    let city = app.city();
    let good = citizen_id("440106", "19880229", 11);
    let school = &city.school.code;
    let young = citizen_id("440106", "20050101", 7);
    let row = |text: &str| {
        let text = text.replace("GOOD", &good).replace("YOUNG", &young);
        text.replace("SCHOOL", school)
    };
    let first = line("张三", &citizen_id("440106", "19750101", 33), &city.school);
    import(app, &[first], Mode::Store);
    let number = person_named(app, "张三").teacher_number;
    let lines: Vec<String> = [
        "王五,110105194912310021,SCHOOL,教师,,2020-09-01,,",
        "王五,GOOD,9999999999,教师,,2020-09-01,,",
        "王五,GOOD,2144009999,教师,,2020-09-01,,",
        "王五,GOOD,SCHOOL,宇航员,,2020-09-01,,",
        "王五,GOOD,SCHOOL,教师,,2020-02-30,,",
        "王五,YOUNG,SCHOOL,教师,,2016-09-01,,",
        "王5,GOOD,SCHOOL,教师,,2020-09-01,,",
        "王五,440106880229011,SCHOOL,教师,,2020-09-01,,",
        "王五,GOOD,SCHOOL,教师,,2020-09-01,,T440100000099",
        "王五,GOOD,SCHOOL,教师,,2020-09-01,,NUMBER",
        "王五,GOOD,,教师,,2020-09-01,,",
        ",GOOD,SCHOOL,教师,,2020-09-01,,",
    ]
    .map(|text| row(text).replace("NUMBER", &number))
    .to_vec();
    let report = import(app, &lines, Mode::Store);
    assert_eq!(
        codes(&report),
        [
            (2, "证件号码", "document_check_digit"),
            (3, "学校标识码", "school_code_category"),
            (4, "学校标识码", "school_unknown"),
            (5, "岗位", "post_unknown"),
            (6, "入职日期", "impossible_date"),
            (7, "入职日期", "too_young"),
            (8, "姓名", "name_character"),
            (9, "证件号码", "document_first_generation"),
            (10, "教师编号", "teacher_number_check_digit"),
            (11, "教师编号", "teacher_number_of_other_name"),
            (12, "学校标识码", "missing"),
            (13, "姓名", "missing"),
        ]
    );
    assert_eq!(people_total(app), 1, "nothing of a refused row is stored");
    let empty = app.folder().join("empty.xlsx");
    std::fs::write(&empty, "").expect("a file");
    let worker = app.worker();
    let report = import::import_file(
        &worker,
        || app.context(xingtan::access::Actor::system("test")),
        &empty,
        (Mode::Store, Language::English),
        &|_, _| {},
    )
    .expect("the refusal is in the report");
    assert!(report.is_file_refused);
    assert_eq!(codes(&report), [(0, "", "file_empty")]);
}

fn a_trial_run_says_the_same_and_stores_nothing(app: &TestApp) {
    let city = app.city();
    let id = citizen_id("440106", "19880229", 11);
    let lines = vec![
        line("张三", &id, &city.school),
        line("张三", &id, &city.school),
        line("张珊", &id, &city.school),
        line("张三", &id, &city.neighbour).replace("2020-09-01", "2026-09-01"),
        line("王五", "123", &city.school),
    ];
    let trial = import(app, &lines, Mode::Trial);
    assert_eq!(counts(&trial), [5, 2, 1, 1, 1]);
    assert_eq!(people_total(app), 0);
    assert!(open_matches(app).is_empty());
    assert_eq!(import(app, &lines, Mode::Store), trial);
    assert_eq!(people_total(app), 1);
    assert_eq!(open_matches(app).len(), 1);
}

fn an_import_killed_in_the_middle_goes_on_where_it_stood(app: &TestApp) {
    let city = app.city();
    let lines: Vec<String> = (0..2500)
        .map(|index| {
            let birth = format!("19{}0101", 60 + index / 900);
            line(
                &name(index),
                &citizen_id("440106", &birth, index % 900),
                &city.school,
            )
        })
        .collect();
    let path = file(app, &lines);
    let sha256 = imports::receive(&app.house, &path, COLUMNS).expect("a good file");
    let asked = Asked {
        sha256,
        mode: Mode::Store,
    };
    let job = app
        .write(|conn, context| import::start(conn, context, "名册.csv", &asked))
        .expect("a job");
    let worker = app.worker();
    // Killed after the first chunk: the thread dies in the middle of its work.
    let killed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let chunks = Cell::new(0);
        let chunks = std::sync::Mutex::new(chunks);
        worker.run_now(job, &move |_, _| {
            let chunks = chunks.lock().expect("one thread");
            chunks.set(chunks.get() + 1);
            assert!(chunks.get() < 2, "killed");
        })
    }));
    assert!(killed.is_err());
    let stored = people_total(app);
    assert_eq!(stored, 2000, "two chunks are through");
    let now = app.clock.now().utc();
    app.clock.set(now + chrono::TimeDelta::minutes(5));
    let done = worker.run_now(job, &|_, _| {}).expect("taken over");
    assert_eq!(done.state, JobState::Done);
    assert_eq!(people_total(app), 2500);
    let report = app
        .read(|conn| report::load(conn, &done, Language::Chinese))
        .expect("the report");
    assert_eq!(counts(&report), [2500, 2500, 0, 0, 0]);
    let employed: i64 = app
        .read(|conn| Ok(employments::table.count().get_result(conn)?))
        .expect("a count");
    assert_eq!(employed, 2500, "nothing lost, nothing doubled");
    let again = app.read(|conn| jobs::load(conn, job)).expect("the job");
    assert_eq!(again.done, again.total.expect("counted lines"));
}

fn changes_of_a_roster_reach_the_file(app: &TestApp) {
    let city = app.city();
    let id = citizen_id("440106", "19880229", 11);
    let first = line("张三", &id, &city.school);
    import(app, std::slice::from_ref(&first), Mode::Store);
    let changed = [
        first
            .replace("教师,语文", "副校长,数学")
            .replace("一级教师", "高级教师"),
        line("张三", &id, &city.neighbour).replace("2020-09-01", "2026-09-01"),
    ];
    assert_eq!(counts(&import(app, &changed, Mode::Store)), [2, 2, 0, 0, 0]);
    let person = person_named(app, "张三");
    let (timeline, titles) = app
        .read(|conn| {
            let timeline = store::list_employments(conn, person.id)?;
            Ok((timeline, store::list_titles(conn, person.id)?))
        })
        .expect("the file");
    assert_eq!(titles.len(), 2);
    assert_eq!(timeline[0].post, Post::DeputyPrincipal);
    assert_eq!(timeline[0].ended_on, Some(day(2026, 8, 31)));
    assert_eq!(timeline[1].organization_id, city.neighbour.id);
    // The old file once more changes nothing: the first line is history now.
    assert_eq!(counts(&import(app, &[first], Mode::Store)), [1, 0, 1, 0, 0]);
}

fn an_officer_imports_only_what_is_in_reach(app: &TestApp) {
    let city = app.city();
    let officer = app.officer(Role::SchoolHr, &city.school);
    let (zhang, li) = (
        citizen_id("440106", "19880229", 11),
        citizen_id("440106", "19900101", 22),
    );
    import(app, &[line("李四", &li, &city.neighbour)], Mode::Store);
    let lines = [
        line("张三", &zhang, &city.school),
        line("王五", &zhang, &city.neighbour),
        line("李四", &li, &city.school).replace("2020-09-01", "2026-09-01"),
    ];
    let sha256 = imports::receive(&app.house, &file(app, &lines), COLUMNS).expect("a good file");
    let asked = Asked {
        sha256,
        mode: Mode::Store,
    };
    let start = |account: &TestAccount| {
        app.write_as(account, |conn, context| {
            import::start(conn, context, "名册.csv", &asked)
        })
    };
    assert!(start(&app.officer(Role::SchoolHead, &city.school)).is_err());
    let job = start(&officer).expect("a job");
    let done = app.worker().run_now(job, &|_, _| {}).expect("done");
    let report = app
        .read(|conn| report::load(conn, &done, Language::Chinese))
        .expect("the report");
    assert_eq!(counts(&report), [3, 1, 0, 0, 2]);
    assert_eq!(
        codes(&report),
        [
            (3, "学校标识码", "school_out_of_reach"),
            (4, "学校标识码", "employed_elsewhere"),
        ]
    );
}

fn a_doubtful_row_waits_and_is_decided(app: &TestApp) {
    let city = app.city();
    let officer = app.officer(Role::DistrictHr, &city.district);
    let school = app.officer(Role::SchoolHr, &city.school);
    let (known, other, third) = (
        citizen_id("440106", "19880229", 11),
        citizen_id("440106", "19880229", 12),
        citizen_id("440106", "19880229", 13),
    );
    import(app, &[line("张三", &known, &city.school)], Mode::Store);
    let doubtful = [
        line("张三", &other, &city.school),
        line("张三", &third, &city.school),
    ];
    assert_eq!(
        counts(&import(app, &doubtful, Mode::Store)),
        [2, 0, 0, 2, 0]
    );
    assert_eq!(
        counts(&import(app, &doubtful, Mode::Store)),
        [2, 0, 0, 2, 0]
    );
    assert_eq!(people_total(app), 1, "nobody is doubled while it waits");
    let open = open_matches(app);
    assert_eq!(open.len(), 2, "asked once, however often it is sent");
    let reach = app.actor(&officer).reach(Action::DecideMatch);
    let listed = app
        .read(|conn| match_store::list_open(conn, &reach, None, 50))
        .expect("the list");
    assert_eq!(listed.len(), 2);
    let decide = |account: &TestAccount, it: &Match, decision: Decision| {
        app.write_as(account, |conn, context| {
            match_actions::decide(conn, context, it.id, it.version, decision, "核对证件原件")
        })
    };
    let same = Decision::SamePerson { takes_name: false };
    assert!(decide(&school, &open[0], same).is_err());
    decide(&officer, &open[0], same).expect("one person with two documents");
    assert!(decide(&officer, &open[0], same).is_err(), "decided once");
    decide(&officer, &open[1], Decision::AnotherPerson).expect("two people");
    assert_eq!(people_total(app), 2);
    // The next file knows both answers.
    assert_eq!(
        counts(&import(app, &doubtful, Mode::Store)),
        [2, 0, 2, 0, 0]
    );
    let states: Vec<MatchState> = open_matches(app).iter().map(|it| it.state).collect();
    assert_eq!(states, [MatchState::SamePerson, MatchState::AnotherPerson]);
}

fn a_renamed_person_is_one_when_a_human_says_so(app: &TestApp) {
    let city = app.city();
    let officer = app.officer(Role::DistrictHr, &city.district);
    let id = citizen_id("440106", "19880229", 11);
    let old_form = format!("{}{}", &id[..6], &id[8..17]);
    import(app, &[line("张三", &id, &city.school)], Mode::Store);
    let rows = [
        line("张叁", &id, &city.neighbour).replace("2020-09-01", "2026-09-01"),
        line("张三", &old_form, &city.school),
    ];
    assert_eq!(counts(&import(app, &rows, Mode::Store)), [2, 0, 0, 2, 0]);
    let open = open_matches(app);
    assert_eq!(
        open.len(),
        1,
        "one document and one person are one question"
    );
    let takes = Decision::SamePerson { takes_name: true };
    app.write_as(&officer, |conn, context| {
        match_actions::decide(conn, context, open[0].id, 1, takes, "户口本已更名")
    })
    .expect("renamed and moved");
    let person = person_named(app, "张叁");
    let timeline = app
        .read(|conn| store::list_employments(conn, person.id))
        .expect("the timeline");
    assert_eq!(timeline[1].organization_id, city.neighbour.id);
    assert_eq!(
        counts(&import(app, &rows[..1], Mode::Store)),
        [1, 0, 1, 0, 0]
    );
    assert_eq!(people_total(app), 1);
}

fn refused_rows_come_back_as_a_spreadsheet(app: &TestApp) {
    let city = app.city();
    let good = citizen_id("440106", "19880229", 11);
    let lines = [
        line("张三", &good, &city.school),
        line("王五", "110105194912310021", &city.school),
    ];
    let path = file(app, &lines);
    let sha256 = imports::receive(&app.house, &path, COLUMNS).expect("a good file");
    let asked = Asked {
        sha256,
        mode: Mode::Trial,
    };
    let job = app
        .write(|conn, context| import::start(conn, context, "名册.csv", &asked))
        .expect("a job");
    let done = app.worker().run_now(job, &|_, _| {}).expect("done");
    let words = xingtan::web::language::Words::of(Language::Chinese);
    let today = day(2026, 11, 23);
    let body = app
        .read(|conn| report::write_refused(conn, &app.house, &done, COLUMNS, words, today))
        .expect("a spreadsheet");
    let mended = app.folder().join("mended.xlsx");
    std::fs::write(&mended, body).expect("a file");
    let limits = xingtan::spreadsheets::limits::Limits::default();
    let mut file = xingtan::spreadsheets::read::open(&mended, &limits).expect("our own file");
    let rows: Vec<String> = file
        .rows(COLUMNS)
        .expect("the headings are understood")
        .map(|row| row.expect("a row").cell("name").shown())
        .collect();
    assert_eq!(rows, ["王五"]);
    // What was tried can be imported as it is, once.
    let stored = app
        .write(|conn, context| imports::store_after_trial(conn, context, job))
        .expect("the same in earnest");
    app.worker().run_now(stored, &|_, _| {}).expect("done");
    assert_eq!(people_total(app), 1);
    let again = app.write(|conn, context| imports::store_after_trial(conn, context, stored));
    assert!(again.is_err(), "what was stored is no trial");
}

fn a_large_roster_is_taken_in_chunks(app: &TestApp) {
    let city = app.city();
    let lines: Vec<String> = (0..1500_u32)
        .map(|index| {
            // From the thousandth on, the documents come again under other names.
            let id = citizen_id("440106", "19850101", index % 999);
            line(&name(index), &id, &city.school)
        })
        .collect();
    let trial = import(app, &lines, Mode::Trial);
    assert_eq!(counts(&trial), [1500, 999, 0, 501, 0]);
    assert_eq!(import(app, &lines, Mode::Store), trial);
}

fn a_roster_is_no_way_to_guess_a_document(app: &TestApp) {
    let city = app.city();
    let guesses: Vec<String> = (1..=40)
        .map(|serial| {
            line(
                "郭俊杰",
                &citizen_id("440106", "19831014", serial),
                &city.school,
            )
        })
        .collect();
    let report = import(app, &guesses, Mode::Trial);
    let refused = codes(&report);
    assert_eq!(refused.len(), 37, "three may be people, forty are guesses");
    assert!(
        refused
            .iter()
            .all(|(_, column, code)| *column == "姓名" && *code == "too_many_alike")
    );
}
