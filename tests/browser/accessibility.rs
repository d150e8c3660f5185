//! The sweep that every page goes through: what a program can check of WCAG 2.2 AA.

use serde_json::Value;

use crate::browser::Browser;

const SWEEP: &str = concat!(
    "(() => {",
    include_str!("accessibility.js"),
    "return accessibilityProblems();",
    "})()",
);

impl Browser {
    /// What is wrong with the page at this width and in these colours, one sentence each.
    #[track_caller]
    pub fn accessibility_problems(&self) -> Vec<String> {
        let Value::Array(problems) = self.ask(SWEEP, &[]) else {
            unreachable!("the script returns an array")
        };
        problems
            .iter()
            .map(|it| it.as_str().unwrap_or("not text").to_owned())
            .collect()
    }
}
