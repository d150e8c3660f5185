//! `xingtan registration assess`: the whole city for one window.

use chrono::Months;
use xingtan::registration::actions::windows::{NewWindow, open_window};
use xingtan::registration::rules::windows::WindowKind;
use xingtan::registration::store;

use crate::Outcome;
use crate::city::{City, told};
use crate::process;
use crate::report::{Format, Goal, Report};

/// The name of the window that the benchmark opens.
const WINDOW: &str = "bench";
/// 163,000 teachers in 20 seconds, as a rate that holds for a city of any size.
const TEACHERS_PER_SECOND_MIN: f64 = 163_000.0 / 20.0;
/// Of memory, whatever the city's size.
const BYTES_MAX: f64 = 500e6;

/// Assesses everybody.
pub fn measure(city: &City, report: &mut Report) -> Outcome<()> {
    open(city)?;
    let mut command = city.xingtan("registration");
    command.args(["assess", "--window", WINDOW, "--json"]);
    let cost = process::run(&mut command)?;
    let found: serde_json::Value = serde_json::from_str(&cost.output)?;
    let assessed = found["assessed"].as_f64().ok_or("nobody was assessed")?;
    let seconds = cost.processor.as_secs_f64();
    report.tell("teachers assessed for registration", assessed);
    report.tell(
        "assessing them, processor time",
        Format::Seconds.show(seconds),
    );
    report.judge(
        "assessing, teachers a second and core",
        Format::PerSecond,
        assessed / seconds,
        Goal::AtLeast(TEACHERS_PER_SECOND_MIN),
    );
    report.judge(
        "assessing, memory",
        Format::Megabytes,
        cost.peak_bytes as f64,
        Goal::AtMost(BYTES_MAX),
    );
    Ok(())
}

/// Opens the window, unless a kept city has it from an earlier run.
fn open(city: &City) -> Outcome<()> {
    let context = city.context()?;
    let mut conn = city.connect()?;
    let windows = store::list_windows(&mut conn).map_err(told)?;
    if windows.iter().any(|it| it.name == WINDOW) {
        return Ok(());
    }
    let today = context.today();
    let new = NewWindow {
        name: WINDOW.to_owned(),
        kind: WindowKind::Renewal,
        opens_on: today,
        closes_on: today + Months::new(1),
        due_until: today + Months::new(8),
    };
    open_window(&mut conn, &context, &new).map_err(told)?;
    Ok(())
}
