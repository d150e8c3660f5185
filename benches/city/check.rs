//! `xingtan check` on the whole city.

use crate::Outcome;
use crate::city::City;
use crate::process;
use crate::report::{Format, Goal, Report};

/// The first check finds the file on disk, the others in memory; neighbours make some slower.
const TIMES: usize = 3;

/// Checks the city. The time is that of the whole check, all tables, and not of transfers alone;
/// of several the least, which was disturbed least.
pub fn measure(city: &City, report: &mut Report) -> Outcome<()> {
    let mut cost = process::run(city.xingtan("check").arg("--json"))?;
    for _ in 1..TIMES {
        let again = process::run(city.xingtan("check").arg("--json"))?;
        if again.processor < cost.processor {
            cost = again;
        }
    }
    let found: serde_json::Value = serde_json::from_str(&cost.output)?;
    let transfers = found["checked"]["transfers"].as_f64();
    let transfers = transfers.ok_or("the check read no transfers")?;
    let seconds = cost.processor.as_secs_f64();
    report.tell("transfers in it", transfers);
    report.tell("check, processor time", Format::Seconds.show(seconds));
    report.tell(
        "check, memory",
        Format::Megabytes.show(cost.peak_bytes as f64),
    );
    report.judge(
        "check, transfers a second and core",
        Format::PerSecond,
        transfers / seconds,
        Goal::AtLeast(1e6),
    );
    Ok(())
}
