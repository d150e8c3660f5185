//! An import that is killed in the middle and run again.

use chrono::TimeDelta;
use diesel::prelude::*;
use xingtan::db::schema::jobs;
use xingtan::jobs::JobState;

use super::program::Program;
use super::{import, new_year, offer};
use crate::support::TestApp;

on_each_backend!(a_killed_import_loses_and_doubles_nothing);

/// Fifty rows each; rows are stored four thousand at a time, so that this takes two goes.
const TEACHERS: usize = 150;
const SUBJECTS: [&str; 10] = [
    "语文", "数学", "英语", "物理", "化学", "生物", "历史", "地理", "音乐", "美术",
];
const STUDIES: [&str; 5] = ["教学设计", "课堂评价", "作业研究", "命题技术", "阅读指导"];

fn a_killed_import_loses_and_doubles_nothing(app: &TestApp) {
    let city = app.city();
    let titles: Vec<String> = SUBJECTS
        .iter()
        .flat_map(|subject| STUDIES.map(|study| format!("{subject}{study}")))
        .collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let project = offer(app, &city.provider, &titles);
    let lines: Vec<String> = (0..TEACHERS)
        .flat_map(|index| {
            let number = format!("T4401{index:08}");
            app.teacher(&city.school, &number, "陈雨桐");
            let line = |title| format!("{number},陈雨桐,{title},专业科目,6,{}", new_year());
            titles.iter().map(line).collect::<Vec<String>>()
        })
        .collect();
    let list = app.csv("名单.csv", &lines);
    let program = Program::of(app);
    let arguments = import(&list, &project, &[]);

    let mut first = program.start(&arguments);
    while progress(app).is_none_or(|(done, _)| done == 0) {
        let ended = first.try_wait().expect("it is our own child");
        assert_eq!(ended, None, "the import ended before it was killed");
    }
    first.kill().expect("it still runs");
    first.wait().expect("it is our own child");
    let (_, state) = progress(app).expect("the job is there");
    assert_eq!(state, JobState::Running, "it was killed in the middle");
    let stored = app.completions().len();
    assert!((1..lines.len()).contains(&stored), "{stored} rows");

    let second = program.run(&arguments);
    assert_eq!(second.code, 0, "{second:?}");
    let answer = second.json();
    assert_eq!(answer["duplicates"], stored);
    assert_eq!(answer["accepted"], lines.len() - stored);
    assert_eq!(app.completions().len(), lines.len());
    assert_eq!(program.run(&["check"]).code, 0);

    // A server that starts later takes the dead job over, and finds everything there.
    app.clock.set(chrono::Utc::now() + TimeDelta::minutes(5));
    let taken_over = app.worker().run_next().expect("the job can be done");
    assert!(taken_over.is_some());
    assert_eq!(app.completions().len(), lines.len());
}

/// How far the first job is.
fn progress(app: &TestApp) -> Option<(i64, JobState)> {
    let first = jobs::table
        .order(jobs::id)
        .select((jobs::done, jobs::state));
    app.read(|conn| Ok(first.first(conn).optional()?))
        .expect("jobs can be read")
}
