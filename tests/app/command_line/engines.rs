//! The engines of a selection on files that cannot be: an error in JSON, exit code 2, no panic.

use std::fs;

use tempfile::TempDir;

use super::program::Program;

const MEMBERS: &str = r#""members":[{"id":"a","max":1},{"id":"b","max":1}]"#;
const CANDIDATES: &str = r#""candidates":[{"id":"x"},{"id":"y"}]"#;
const RULE: &str = r#""rule":{"quorum":[2,3],"pass":[2,3],"base":"present"}"#;

/// Engine, what stands in the file, and the code and path that are told.
#[expect(clippy::too_many_lines, reason = "a table, read line by line")]
fn table() -> Vec<(&'static str, Vec<u8>, &'static str, &'static str)> {
    let assign = |each: &str, rest: &str| {
        format!(r#"{{"reviews_each":{each},{MEMBERS},{CANDIDATES}{rest}}}"#).into_bytes()
    };
    let tally = |rest: &str| format!("{{{rest},{RULE}}}").into_bytes();
    let nested = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    let bytes = |text: &str| text.as_bytes().to_vec();
    vec![
        ("assign", Vec::new(), "not_json", ""),
        ("assign", bytes("no"), "not_json", ""),
        ("assign", vec![0xff, 0xfe, b'{', 0], "unreadable_file", ""),
        ("assign", bytes("\u{feff}{}"), "not_json", ""),
        ("assign", nested, "not_json", ""),
        ("assign", bytes("[]"), "not_an_object", ""),
        ("assign", bytes("null"), "not_an_object", ""),
        ("assign", bytes("{}"), "missing_field", ""),
        (
            "assign",
            assign("1.0", ""),
            "not_an_integer",
            "/reviews_each",
        ),
        ("assign", assign("1e400", ""), "not_json", ""),
        (
            "assign",
            assign("9223372036854775808", ""),
            "not_an_integer",
            "/reviews_each",
        ),
        ("assign", assign("-1", ""), "negative", "/reviews_each"),
        (
            "assign",
            assign("\"1\"", ""),
            "not_an_integer",
            "/reviews_each",
        ),
        (
            "assign",
            assign("1", r#","preferences":[["a","x",0.5]]"#),
            "not_an_integer",
            "/preferences/0/2",
        ),
        (
            "assign",
            assign("1", r#","conflicts":[["a"]]"#),
            "wrong_length",
            "/conflicts/0",
        ),
        (
            "assign",
            assign("1", r#","conflicts":[["x","a"]]"#),
            "unknown_member",
            "/conflicts/0/0",
        ),
        (
            "assign",
            bytes(
                r#"{"reviews_each":1,"members":[{"id":"a","max":1},{"id":"a","max":1}],"candidates":[]}"#,
            ),
            "id_twice",
            "/members/1/id",
        ),
        (
            "tally",
            tally(r#""committee":0,"present":[],"ballots":{}"#),
            "empty_committee",
            "/committee",
        ),
        (
            "tally",
            tally(
                r#""committee":2,"present":["a"],"ballots":{"x":{"yes":9223372036854775807,"no":9223372036854775807}}"#,
            ),
            "too_many_ballots",
            "/ballots/x",
        ),
        (
            "tally",
            tally(r#""committee":1,"present":["a","a"],"ballots":{}"#),
            "present_twice",
            "/present",
        ),
        (
            "tally",
            tally(r#""committee":2,"present":[1],"ballots":{}"#),
            "not_a_text",
            "/present/0",
        ),
        (
            "apportion",
            bytes(r#"{"seats":1,"weights":{}}"#),
            "no_names",
            "/weights",
        ),
        (
            "apportion",
            bytes(r#"{"seats":1,"weights":{"a/b":-1}}"#),
            "negative",
            "/weights/a~1b",
        ),
        (
            "apportion",
            bytes(r#"{"seats":1,"weights":{"a":1},"floors":{"b/c":1}}"#),
            "unknown_name",
            "/floors/b~1c",
        ),
    ]
}

#[test]
fn an_engine_says_what_is_wrong_with_its_file() {
    let folder = TempDir::new().expect("a folder");
    let program = Program::at(folder.path(), "sqlite://none.db");
    let file = folder.path().join("input.json");
    let input = file.to_str().expect("a plain path");
    let run = |engine| program.run(&["selection", engine, "--input", input, "--json"]);
    let missing = run("assign");
    assert_eq!(missing.code, 2, "{missing:?}");
    assert_eq!(missing.json()["error"]["code"], "unreadable_file");
    for (engine, text, code, path) in table() {
        fs::write(&file, &text).expect("the test's folder");
        let answer = run(engine);
        let told = String::from_utf8_lossy(&text[..text.len().min(200)]);
        assert_eq!(answer.code, 2, "{engine} {told}: {answer:?}");
        let error = answer.json()["error"].clone();
        assert_eq!(
            (&error["code"], &error["path"]),
            (&code.into(), &path.into()),
            "{engine} {told}"
        );
        assert!(error["message"].as_str().is_some_and(|it| !it.is_empty()));
    }
}

#[test]
fn an_engine_answers_at_the_end_of_the_range() {
    let folder = TempDir::new().expect("a folder");
    let program = Program::at(folder.path(), "sqlite://none.db");
    let file = folder.path().join("input.json");
    let input = file.to_str().expect("a plain path");
    let most = i64::MAX;
    for (engine, text) in [
        (
            "assign",
            format!(r#"{{"reviews_each":{most},{MEMBERS},{CANDIDATES}}}"#),
        ),
        (
            "assign",
            format!(
                r#"{{"reviews_each":1,{MEMBERS},{CANDIDATES},"preferences":[["a","x",{}],["b","y",{most}]]}}"#,
                i64::MIN
            ),
        ),
        (
            "assign",
            r#"{"reviews_each":3,"members":[],"candidates":[{"id":"x"}]}"#.to_owned(),
        ),
        (
            "assign",
            r#"{"reviews_each":3,"members":[],"candidates":[]}"#.to_owned(),
        ),
        (
            "tally",
            format!(
                r#"{{"committee":{most},"present":["a"],"ballots":{{"x":{{"yes":1}}}},{RULE}}}"#
            ),
        ),
        (
            "apportion",
            format!(r#"{{"seats":{most},"weights":{{"a":{most},"b":{most}}}}}"#),
        ),
    ] {
        fs::write(&file, &text).expect("the test's folder");
        let answer = program.run(&["selection", engine, "--input", input, "--json"]);
        assert_eq!(answer.code, 0, "{engine} {text}: {answer:?}");
        assert!(answer.json().is_object(), "{answer:?}");
    }
}
