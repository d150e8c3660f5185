//! Dealing candidates out to a committee: `xingtan selection assign`.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::Outcome;
use crate::process;
use crate::report::{Format, Goal, Report};

const CANDIDATES: usize = 300;
const MEMBERS: usize = 60;
const REVIEWS_EACH: usize = 5;

/// Assigns a round of the usual size, with a preference for every pair and some conflicts.
pub fn measure(folder: &Path, report: &mut Report) -> Outcome<()> {
    let file = folder.join("assignment.json");
    std::fs::write(&file, round().to_string())?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_xingtan"));
    let cost = process::run(command.args(["selection", "assign", "--input"]).arg(&file))?;
    let answer: serde_json::Value = serde_json::from_str(&cost.output)?;
    let assigned = answer["assignments"].as_array().map_or(0, Vec::len);
    if assigned != CANDIDATES * REVIEWS_EACH {
        return Err(format!("{assigned} reviews were assigned").into());
    }
    report.judge(
        "assignment of 300 candidates to 60 members, 5 reviews each",
        Format::Seconds,
        cost.processor.as_secs_f64(),
        Goal::AtMost(2.0),
    );
    Ok(())
}

/// Loads without slack, and preferences and conflicts that follow no order.
fn round() -> serde_json::Value {
    let member = |it: usize| format!("m{it}");
    let candidate = |it: usize| format!("c{it}");
    let pairs = || (0..MEMBERS).flat_map(|m| (0..CANDIDATES).map(move |c| (m, c)));
    let lot = |m: usize, c: usize| (m * 7_919 + c * 104_729 + m * c * 31) % 1_009;
    let preferences: Vec<_> = pairs()
        .map(|(m, c)| json!([member(m), candidate(c), lot(m, c) % 100]))
        .collect();
    let conflicts: Vec<_> = pairs()
        .filter(|&(m, c)| lot(m, c) % 20 == 0)
        .map(|(m, c)| json!([member(m), candidate(c)]))
        .collect();
    let max = CANDIDATES * REVIEWS_EACH / MEMBERS;
    json!({
        "reviews_each": REVIEWS_EACH,
        "members": (0..MEMBERS).map(|it| json!({"id": member(it), "max": max})).collect::<Vec<_>>(),
        "candidates": (0..CANDIDATES).map(|it| json!({"id": candidate(it)})).collect::<Vec<_>>(),
        "preferences": preferences,
        "conflicts": conflicts,
    })
}
