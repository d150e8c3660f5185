//! The real executable, as scripts and operators run it: JSON, exit codes, words, and what is left
//! when it is killed.
//!
//! The program reads the machine's clock, so these tests live in today's year and not in 2026.

mod engines;
mod killed;
mod program;

use std::fs;
use std::path::Path;

use chrono::{Datelike, NaiveDate, Utc};
use serde_json::{Value, json};
use xingtan::clock::china;
use xingtan::credit_bank::projects::actions::{self, Verdict};
use xingtan::credit_bank::projects::rules::{CourseFields, ProjectFields};
use xingtan::credit_bank::projects::{self, Project};
use xingtan::hours::Hours;
use xingtan::ledger::Category;
use xingtan::organizations::Organization;
use xingtan::selection::programmes;

use crate::support::TestApp;
use crate::support::bank::HEADINGS;
use program::Program;

on_each_backend!(
    an_import_answers_row_by_row,
    a_file_that_is_no_table_is_told_apart,
    a_statement_counts_what_was_known,
    a_programme_of_our_own_is_taken_in,
    what_cannot_be_is_exit_code_2,
);

/// The provider of the small city.
const PROVIDER: &str = "P4401060001";
const TEACHER: &str = "T440100000014";
const COURSE: &str = "课堂观察与教学诊断";

fn this_year() -> i32 {
    Utc::now().with_timezone(&china()).year()
}

/// A day of this year that is over whatever today is.
fn new_year() -> NaiveDate {
    NaiveDate::from_ymd_opt(this_year(), 1, 1).expect("a day of the calendar")
}

/// An approved project of this year, every course of six hours.
fn offer(app: &TestApp, provider: &Organization, titles: &[&str]) -> Project {
    let ends_on = NaiveDate::from_ymd_opt(this_year(), 12, 31).expect("a day of the calendar");
    app.clock.set(Utc::now());
    app.write(|conn, context| {
        let fields = ProjectFields {
            title: "教师全员培训".to_owned(),
            starts_on: new_year(),
            ends_on,
        };
        let id = actions::file_project(conn, context, provider.id, &fields)?;
        for title in titles {
            let fields = CourseFields {
                title: (*title).to_owned(),
                category: Category::Professional,
                hours: Hours::whole(6),
                headcount_max: 1_000,
                starts_on: new_year(),
                ends_on,
            };
            actions::add_course(conn, context, id, &fields)?;
        }
        actions::submit_project(conn, context, id, 1)?;
        actions::decide_project(conn, context, id, 2, &Verdict::Approve)?;
        projects::store::load(conn, id)
    })
    .expect("a project that obeys the rules")
}

/// The small city with a teacher and a project.
fn city(app: &TestApp) -> Project {
    let city = app.city();
    app.teacher(&city.school, TEACHER, "陈雨桐");
    offer(app, &city.provider, &[COURSE])
}

fn row(number: &str, hours: &str) -> String {
    format!("{number},陈雨桐,{COURSE},专业科目,{hours},{}", new_year())
}

fn import<'a>(path: &'a Path, project: &'a Project, options: &[&'a str]) -> Vec<&'a str> {
    let path = path.to_str().expect("a path in UTF-8");
    let fixed = ["import", "completions", path, "--provider", PROVIDER];
    let project = ["--project", project.code.as_str(), "--json"];
    [&fixed[..], &project, options].concat()
}

/// The names in a JSON object.
fn names(value: &Value) -> Vec<&str> {
    let object = value.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

fn an_import_answers_row_by_row(app: &TestApp) {
    let project = city(app);
    let program = Program::of(app);
    let lines = [
        row(TEACHER, "5.25"),
        row("T440100000022", "6"),
        row(TEACHER, "5.25"),
    ];
    let list = app.csv("名单.csv", &lines);

    let trial = program.run(&import(&list, &project, &["--dry-run"]));
    assert_eq!(trial.code, 3, "{trial:?}");
    assert_eq!(app.completions().len(), 0, "a trial run stores nothing");

    let stored = program.run(&import(&list, &project, &[]));
    assert_eq!(stored.code, 3, "{stored:?}");
    let answer = stored.json();
    assert_eq!(answer, trial.json());
    assert_eq!(
        names(&answer),
        ["accepted", "duplicates", "refused", "rows"]
    );
    let counts = ["rows", "accepted", "duplicates"].map(|it| answer[it].clone());
    assert_eq!(counts, [json!(3), json!(1), json!(1)]);
    let refused = &answer["refused"][0];
    assert_eq!(names(refused), ["code", "column", "message", "row"]);
    assert_eq!(refused["row"], 3);
    assert_eq!(refused["column"], "教师编号");
    assert_eq!(refused["code"], "unknown_teacher");
    assert_eq!(
        refused["message"],
        "No teacher has the number “T440100000022”. Check the number."
    );

    let mended = app.csv("名单.csv", &[row(TEACHER, "5.25")]);
    let again = program.run(&import(&mended, &project, &[]));
    let expected = json!({"rows": 1, "accepted": 0, "refused": [], "duplicates": 1});
    assert_eq!((again.code, again.json()), (0, expected));
    assert_eq!(app.completions().len(), 1);
}

fn a_file_that_is_no_table_is_told_apart(app: &TestApp) {
    let project = city(app);
    let program = Program::of(app);
    let write = |name: &str, bytes: &[u8]| {
        let path = app.folder().join(name);
        fs::write(&path, bytes).expect("the test's folder can be written");
        path
    };
    let headings = HEADINGS.replace("姓名,", "");
    for (name, bytes, row, code) in [
        ("空.csv", &b""[..], 0, "file_empty"),
        (
            "扫描件.csv",
            b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
            0,
            "not_a_spreadsheet",
        ),
        ("截断.xlsx", b"PK\x03\x04 and no more", 0, "file_damaged"),
        (
            "通知.csv",
            "关于报送名单的通知\n".as_bytes(),
            0,
            "no_headings",
        ),
        ("缺列.csv", headings.as_bytes(), 1, "missing_columns"),
    ] {
        let path = write(name, bytes);
        let answer = program.run(&import(&path, &project, &[]));
        assert_eq!(answer.code, 2, "{name}: {answer:?}");
        let mut told = answer.json();
        let message = told["refused"][0]["message"].take();
        assert!(
            message.as_str().is_some_and(|it| it.len() > 10),
            "{name}: {message}"
        );
        let refused = json!([{"row": row, "column": "", "code": code, "message": null}]);
        let expected = json!({"rows": 0, "accepted": 0, "refused": refused, "duplicates": 0});
        assert_eq!(told, expected, "{name}");
    }
    for missing in [app.folder().join("没有.csv"), app.folder().to_owned()] {
        let answer = program.run(&import(&missing, &project, &[]));
        assert_eq!((answer.code, answer.out.as_str()), (2, ""));
        let name = missing.display().to_string();
        assert!(answer.err.contains(&name), "{answer:?}");
    }
}

fn a_statement_counts_what_was_known(app: &TestApp) {
    let project = city(app);
    let program = Program::of(app);
    let list = app.csv("名单.csv", &[row(TEACHER, "5.25")]);
    let before = app.clock.now().to_string();
    assert_eq!(program.run(&import(&list, &project, &[])).code, 0);

    let year_of = |options: &[&str]| {
        let arguments = [&["statement", TEACHER, "--json"], options].concat();
        let answer = program.run(&arguments);
        assert_eq!(answer.code, 0, "{answer:?}");
        let statement = answer.json();
        assert_eq!(names(&statement), ["cycle", "teacher_number", "years"]);
        assert_eq!(statement["teacher_number"], TEACHER);
        assert_eq!(names(&statement["cycle"]), ["counted", "required"]);
        let years = statement["years"].as_array().expect("a list of years");
        years.iter().find(|it| it["year"] == this_year()).cloned()
    };
    let year = year_of(&[]).expect("the running year");
    let parts = ["over_cap", "pending", "posted", "required", "short"];
    let [first, rest @ ..] = &names(&year)[..] else {
        panic!("{year}")
    };
    assert_eq!(*first, "complete");
    assert_eq!(rest, [&parts[..], &["year"]].concat());
    for part in parts {
        assert_eq!(
            names(&year[part]),
            ["elective", "general", "professional", "total"]
        );
    }
    let required = json!({"general": 30, "professional": 42, "elective": 18, "total": 90});
    assert_eq!(year["required"], required);
    let pending = json!({"general": 0, "professional": 5.25, "elective": 0, "total": 5.25});
    assert_eq!(year["pending"], pending);
    assert_eq!(year["complete"], false);
    let before_it_was_known = year_of(&["--known-at", &before]);
    assert!(before_it_was_known.is_none_or(|it| it["pending"]["total"] == 0));
    let day_before = new_year().pred_opt().expect("a day").to_string();
    let before_it_was_done = year_of(&["--effective-on", &day_before]);
    assert!(before_it_was_done.is_none_or(|it| it["pending"]["total"] == 0));
}

fn a_programme_of_our_own_is_taken_in(app: &TestApp) {
    app.city();
    let program = Program::of(app);
    let shipped = include_str!("../../seeds/programmes/city_special_teacher.toml");
    let own = |key: &str, version: u32, from: &str, to: &str| {
        assert!(shipped.contains(from), "{from}");
        let text = shipped
            .replace(
                "key = \"city_special_teacher\"",
                &format!("key = \"{key}\""),
            )
            .replace("\nversion = 4", &format!("\nversion = {version}"))
            .replace(from, to);
        fs::write(app.folder().join("own.toml"), text).expect("the test's folder");
    };
    let run = |arguments: &[&str]| {
        let all: Vec<&str> = ["programme", "own.toml"]
            .into_iter()
            .chain(arguments.iter().copied())
            .collect();
        let answer = program.run(&all);
        (answer.code, answer.out + &answer.err)
    };
    let name = "广州市特级教师";
    for (key, version, from, to, told) in [
        (
            "city_special_teacher",
            4,
            name,
            name,
            "comes with the system",
        ),
        ("ours", 2, name, name, "the next is 1"),
        (
            "ours",
            1,
            "seats = { value = 80",
            "seats = { value = 0",
            "no seat",
        ),
        (
            "ours",
            1,
            "pass = [1, 2]",
            "pass = [3, 2]",
            "recommendation",
        ),
        ("ours", 1, "[funnel]", "[tunnel]", "tunnel"),
    ] {
        own(key, version, from, to);
        let (code, said) = run(&[]);
        assert!(code == 2 && said.contains(told), "{told}: {said}");
    }
    own("ours", 1, name, "区域名师");
    assert_eq!(run(&["--check"]).0, 0);
    assert!(run(&[]).1.contains("was taken in"));
    assert!(run(&[]).1.contains("nothing changed"));
    own("ours", 1, name, "另一个名字");
    let (code, said) = run(&[]);
    assert!(code == 2 && said.contains("never edited"), "{said}");
    own("ours", 2, name, "区域名师（新）");
    assert!(run(&[]).1.contains("was taken in"));
    let newest = app
        .read(|conn| programmes::store::find_newest(conn, "ours"))
        .expect("programmes");
    assert_eq!(
        newest.map(|it| it.1.name).as_deref(),
        Some("区域名师（新）")
    );
}

fn what_cannot_be_is_exit_code_2(app: &TestApp) {
    let project = city(app);
    let program = Program::of(app);
    let list = app.csv("名单.csv", &[row(TEACHER, "6")]);
    let path = list.to_str().expect("a path in UTF-8");
    let code = project.code.as_str();
    for (arguments, says) in [
        (&["statement", "T440100009999"][..], "T440100009999"),
        (
            &["statement", TEACHER, "--known-at", "yesterday"],
            "2026-02-01",
        ),
        (
            &[
                "import",
                "completions",
                path,
                "--provider",
                "NOBODY",
                "--project",
                code,
            ],
            "project",
        ),
        (
            &[
                "import",
                "completions",
                path,
                "--provider",
                PROVIDER,
                "--project",
                "NONE",
            ],
            "project",
        ),
        (&["import", "completions", path], "--provider"),
        (&["demo"], "other data"),
        (&["import", "rosters"], "roster"),
    ] {
        let answer = program.run(arguments);
        assert_eq!(
            (answer.code, answer.out.as_str()),
            (2, ""),
            "{arguments:?}: {answer:?}"
        );
        assert!(answer.err.contains(says), "{arguments:?}: {}", answer.err);
    }
    let kept = program.run(&["demo", "--if-empty"]);
    assert_eq!(kept.code, 0, "{kept:?}");
    let check = program.run(&["check", "--json"]);
    assert_eq!(check.code, 0, "{check:?}");
    assert_eq!(check.json()["broken"], json!([]));
    assert_eq!(
        names(&check.json()),
        ["broken", "checked", "left_out", "seconds"]
    );
}

/// A typo in the address of the database is told, and leaves no file behind.
#[test]
fn a_mistyped_database_makes_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for url in [
        "posgres://localhost/xingtan",
        "sqlite:/data.db",
        "data.db",
        "sqlite://",
    ] {
        let answer = Program::at(folder.path(), url).run(&["migrate"]);
        assert_eq!(
            (answer.code, answer.out.as_str()),
            (2, ""),
            "{url}: {answer:?}"
        );
        assert!(
            answer.err.contains("sqlite:// or postgres://"),
            "{}",
            answer.err
        );
    }
    let secret = "posgres://bureau:hunter2@localhost/xingtan";
    let answer = Program::at(folder.path(), secret).run(&["migrate"]);
    assert!(!answer.err.contains("hunter2"), "{}", answer.err);
    // A check changes nothing, so it makes no database either.
    let absent = Program::at(folder.path(), "sqlite://absent.db").run(&["check"]);
    assert_eq!(absent.code, 1, "{absent:?}");
    let left = fs::read_dir(folder.path()).expect("it is there").count();
    assert_eq!(left, 0, "nothing was made");
}

/// Whoever asks for help gets an example that can be typed.
#[test]
fn help_teaches() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::at(folder.path(), "sqlite://never.db");
    for command in [
        &[][..],
        &["demo"],
        &["import"],
        &["import", "roster"],
        &["import", "completions"],
        &["statement"],
    ] {
        let answer = program.run(&[command, &["--help"]].concat());
        assert_eq!(answer.code, 0, "{command:?}");
        let teaches = ["Examples:\n  xingtan ", "Usage: xingtan"].map(|it| answer.out.contains(it));
        assert_eq!(teaches, [true; 2], "{command:?}: {}", answer.out);
    }
    let nothing_asked = program.run(&[]);
    assert_eq!(nothing_asked.code, 2);
    assert!(nothing_asked.err.contains("Commands:"), "{nothing_asked:?}");
}

/// The demonstration in one go, on whatever day this runs: the city, and files that fit it.
#[test]
fn the_demonstration_brings_files_that_fit() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::at(folder.path(), "sqlite://data/xingtan.db");
    let made = program.run(&["demo", "--teachers", "60", "--write-files", "files"]);
    assert_eq!(made.code, 0, "{made:?}");
    let project = format!("YUNSHAN-{}-01", this_year());
    assert!(made.out.contains(&project), "{}", made.out);
    let again = program.run(&["demo"]);
    assert_eq!(again.code, 0);
    let sign_ins: Vec<&str> = again.out.lines().collect();
    assert!(sign_ins.iter().all(|it| made.out.contains(it)), "{again:?}");
    let list = "files/completions-titles.xlsx";
    let arguments = [
        "import",
        "completions",
        list,
        "--provider",
        "YUNSHAN",
        "--json",
    ];
    let answer = program.run(&[&arguments[..], &["--project", &project]].concat());
    assert_eq!(answer.json()["rows"], 10, "{answer:?}");
    let check = program.run(&["check"]);
    assert_eq!(check.code, 0, "{check:?}");
}
