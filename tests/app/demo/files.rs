//! The files in seeds/demo, row by row.

use std::env;
use std::fs;
use std::path::Path;

use xingtan::access::Actor;
use xingtan::credit_bank::completions;
use xingtan::demo::files::{self, DemoFile, Kind, Outcome, SHIPPED_YEAR};
use xingtan::imports::Mode;
use xingtan::imports::report::Report;
use xingtan::people::roster;
use xingtan::web::language::Language;

use super::{day, make};
use crate::support::TestApp;

on_each_backend!(every_row_is_answered_as_expected);

fn every_row_is_answered_as_expected(app: &TestApp) {
    make(app, day("2026-11-23"));
    for file in files::of_year(2026).expect("the files can be written") {
        let path = app.folder().join(file.name);
        fs::write(&path, &file.bytes).expect("the test's folder can be written");
        let tried = import(app, &file, &path, Mode::Trial);
        assert_as_expected(&file, &tried);
        let stored = import(app, &file, &path, Mode::Store);
        assert_eq!(stored, tried, "{}: a trial run told the truth", file.name);
        let again = import(app, &file, &path, Mode::Store);
        assert_eq!(again.accepted, 0, "{}: nothing is doubled", file.name);
        assert_eq!(again.duplicates, stored.accepted + stored.duplicates);
        assert_eq!(again.rows, stored.rows);
    }
}

fn import(app: &TestApp, file: &DemoFile, path: &Path, mode: Mode) -> Report {
    let worker = app.worker();
    let context = || app.context(Actor::system("test"));
    let told = (mode, Language::Chinese);
    let report = match &file.kind {
        Kind::Roster => roster::import::import_file(&worker, context, path, told, &|_, _| {}),
        Kind::Completions { provider, project } => {
            let codes = (*provider, project.as_str());
            completions::import::import_file(&worker, context, path, codes, told, &|_, _| {})
        }
    };
    report.unwrap_or_else(|error| panic!("{}: {error:?}", file.name))
}

fn assert_as_expected(file: &DemoFile, report: &Report) {
    let count = |outcome| file.rows.iter().filter(|it| it.outcome == outcome).count();
    let expected: Vec<String> = file
        .rows
        .iter()
        .filter_map(|it| match it.outcome {
            Outcome::Refused(code) => Some(format!("{} {code}", it.row)),
            _ => None,
        })
        .collect();
    let mut refused: Vec<(i32, String)> = report
        .refused
        .iter()
        .map(|it| (it.row, format!("{} {}", it.row, it.code)))
        .collect();
    refused.sort();
    let refused: Vec<String> = refused.into_iter().map(|it| it.1).collect();
    assert_eq!(refused, expected, "{}: {:#?}", file.name, report.refused);
    for it in &report.refused {
        assert!(!it.column.is_empty() && !it.message.is_empty(), "{it:?}");
    }
    assert_eq!(report.rows, file.rows.len(), "{}", file.name);
    assert_eq!(report.accepted, count(Outcome::Accepted), "{}", file.name);
    assert_eq!(
        report.duplicates,
        count(Outcome::Duplicate),
        "{}",
        file.name
    );
    assert_eq!(report.tasks, count(Outcome::Task), "{}", file.name);
}

/// The files in the repository are those that the program writes.
#[test]
fn the_repository_has_the_files_of_its_year() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/demo");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        files::write_to(&folder, SHIPPED_YEAR).expect("the repository can be written");
    }
    let files = files::of_year(SHIPPED_YEAR).expect("the files can be written");
    for file in &files {
        let shipped = fs::read(folder.join(file.name)).unwrap_or_default();
        assert!(
            shipped == file.bytes,
            "seeds/demo/{} is another: UPDATE_GOLDEN=1 cargo test --test app demo",
            file.name
        );
    }
    let others = fs::read_dir(&folder).expect("it is there").count() - files.len();
    assert_eq!(others, 0, "files in seeds/demo that nothing writes");
}

/// Whoever has a bad row finds it among these.
#[test]
fn at_least_twenty_kinds_of_bad_row() {
    let files = files::of_year(SHIPPED_YEAR).expect("the files can be written");
    let bad = files
        .iter()
        .find(|it| it.name == "completions-bad-rows.xlsx");
    let mut codes: Vec<String> = bad
        .expect("it is one of them")
        .rows
        .iter()
        .filter_map(|it| match it.outcome {
            Outcome::Refused(code) => Some(code.to_owned()),
            _ => None,
        })
        .collect();
    codes.sort();
    codes.dedup();
    assert!(codes.len() >= 20, "{codes:?}");
}
