//! The walls inside the one crate: who may know of whom. The compiler does not hold them, this does.
//!
//! Each test reads the sources as text and names file and line.

use std::fs;
use std::path::{Path, PathBuf};

/// Features: they may know each other's rules and actions, never stores and routes.
const FEATURES: [&str; 8] = [
    "credit_bank",
    "notices",
    "selection",
    "qualifications",
    "ethics",
    "people",
    "organizations",
    "registration",
];
/// What every feature stands on; it knows none of them.
const SHARED: [&str; 13] = [
    "access",
    "db",
    "drafts",
    "evidence",
    "jobs",
    "journal",
    "ledger",
    "policy",
    "secrets.rs",
    "spreadsheets",
    "tasks",
    "web",
    "workflow",
];
/// Longer than this, a file wants to be two.
const LINES_MAX: usize = 700;

struct Source {
    /// Path from `src/` on.
    path: String,
    /// Its text without the tests beside the code.
    code: String,
}

impl Source {
    /// The lines that hold one of these words, outside comments.
    fn lines_with<'a>(&'a self, words: &'a [&str]) -> impl Iterator<Item = String> + 'a {
        self.code
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .filter(|(_, line)| words.iter().any(|word| line.contains(word)))
            .map(|(index, line)| format!("src/{}:{}: {}", self.path, index + 1, line.trim()))
    }
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|it| it == ending) {
            found.push(path);
        }
    }
}

fn files_below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
        ending,
        &mut found,
    );
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    files_below("src", "rs")
        .into_iter()
        .filter(|path| !path.ends_with("tests.rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a source is text");
            let code = text
                .split("#[cfg(test)]\nmod tests {")
                .next()
                .unwrap_or_default();
            let path = path
                .strip_prefix(&root)
                .expect("below src")
                .display()
                .to_string();
            Source {
                code: code.to_owned(),
                path,
            }
        })
        .collect()
}

fn assert_none(broken: &[String], rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
}

#[test]
fn rules_are_pure() {
    let impure = [
        "diesel",
        "rocket",
        "Conn",
        "Utc::now",
        "Instant::now",
        "rand::",
        "std::fs",
        "std::env",
        "crate::web",
        "crate::clock::Clock",
    ];
    let broken: Vec<String> = sources()
        .iter()
        .filter(|it| {
            it.path.ends_with("rules.rs")
                || it.path.contains("/rules/")
                || it.path.starts_with("workflow/")
        })
        .flat_map(|it| it.lines_with(&impure).collect::<Vec<_>>())
        .filter(|line| !line.contains("#[diesel("))
        .collect();
    assert_none(&broken, "rules know no database, web, clock or chance");
}

#[test]
fn only_db_knows_which_database_it_is() {
    let broken: Vec<String> = sources()
        .iter()
        .filter(|it| !it.path.starts_with("db/"))
        .flat_map(|it| {
            it.lines_with(&[
                "Conn::Sqlite",
                "Conn::Postgres",
                "DbUrl::Postgres",
                "DbUrl::Sqlite",
            ])
            .collect::<Vec<_>>()
        })
        .collect();
    assert_none(&broken, "outside db/, use on_backend! or Both");
}

#[test]
fn what_is_shared_knows_no_feature() {
    let features: Vec<String> = FEATURES[..2]
        .iter()
        .map(|it| format!("crate::{it}"))
        .collect();
    let features: Vec<&str> = features
        .iter()
        .map(String::as_str)
        .chain(["crate::app", "crate::demo"])
        .collect();
    let broken: Vec<String> = sources()
        .iter()
        .filter(|it| SHARED.iter().any(|shared| it.path.starts_with(shared)))
        .flat_map(|it| it.lines_with(&features).collect::<Vec<_>>())
        .collect();
    assert_none(&broken, "arrows only point down");
}

#[test]
fn nobody_reaches_into_another_rooms_routes() {
    let broken: Vec<String> = sources()
        .iter()
        .filter(|it| it.path != "app.rs")
        .flat_map(|it| {
            it.lines_with(&["routes::"])
                .filter(|line| line.contains("use crate::"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_none(&broken, "call an action, not a route");
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = ["src", "tests"]
        .into_iter()
        .flat_map(|folder| files_below(folder, "rs"))
        .filter(|path| !path.ends_with("db/schema.rs"))
        .filter_map(|path| {
            let lines = fs::read_to_string(&path)
                .expect("a source is text")
                .lines()
                .count();
            (lines > LINES_MAX).then(|| format!("{}: {lines} lines", path.display()))
        })
        .collect();
    assert_none(&long, "split it");
}

#[test]
fn every_template_is_somebodys_page() {
    let code: String = sources().into_iter().map(|it| it.code).collect();
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let texts: String = files_below("templates", "html")
        .iter()
        .map(|path| fs::read_to_string(path).expect("a template is text"))
        .collect();
    let unused: Vec<String> = files_below("templates", "html")
        .into_iter()
        .map(|path| {
            path.strip_prefix(&templates)
                .expect("below templates")
                .display()
                .to_string()
        })
        .filter(|name| !code.contains(name.as_str()) && !texts.contains(name.as_str()))
        .collect();
    assert_none(&unused, "a template that no page uses");
}

#[test]
fn tests_neither_sleep_nor_hide() {
    // Put together here, so that this file does not find itself.
    let forbidden = [
        ["thread::", "sleep"],
        ["#[", "ignore"],
        ["#[should_", "panic"],
    ]
    .map(|it| it.concat());
    let waits = ["TO", "DO"].concat();
    let mut broken = Vec::new();
    for path in files_below("tests", "rs") {
        let text = fs::read_to_string(&path).expect("a test is text");
        // The browser harness polls; a page has no other way to say that it is ready.
        let is_harness = path.components().any(|part| part.as_os_str() == "browser");
        for (index, line) in text.lines().enumerate() {
            let hides = forbidden.iter().any(|it| line.contains(it.as_str()));
            if (hides && !is_harness) || line.contains(waits.as_str()) {
                broken.push(format!("{}:{}: {}", path.display(), index + 1, line.trim()));
            }
        }
    }
    assert_none(&broken, "a test says what it waits for, and runs");
}
