//! `xingtan check`: reads the whole database and tells every row that breaks an invariant.

use std::sync::Arc;
use std::time::Duration;

use indicatif::ProgressBar;

use crate::check::{Options, Report, run};
use crate::clock::Clock;
use crate::config::{CheckOptions, DataOptions};
use crate::db::pool;
use crate::error::Error;
use crate::evidence::Vault;

/// Checks, and says what was found; `false` if anything is broken. Writes nothing.
pub fn check(data: &DataOptions, options: &CheckOptions) -> Result<bool, Error> {
    let mut conn = data.database_url.connect_to_existing()?;
    let vault = Vault::new(&data.evidence);
    let bar = Arc::new(ProgressBar::new_spinner());
    bar.enable_steady_tick(Duration::from_millis(120));
    let shown = Arc::clone(&bar);
    let progress = move |table: &'static str, rows: u64| {
        shown.set_message(format!("{table}: {rows} rows"));
    };
    let report = pool::read(&mut conn, |conn| {
        run(
            conn,
            &Options {
                now: Clock::System.now(),
                vault: options.with_evidence.then_some(&vault),
                progress: &progress,
            },
        )
    });
    bar.finish_and_clear();
    let report = report?;
    if options.json {
        let text = serde_json::to_string(&report).map_err(Error::fault)?;
        println!("{text}");
    } else {
        tell(&report);
    }
    Ok(report.is_sound())
}

fn tell(report: &Report) {
    for (table, rows) in &report.checked {
        println!("{rows:>12}  {table}");
    }
    for finding in &report.broken {
        println!(
            "{}: {} {}: {}",
            finding.invariant, finding.table, finding.id, finding.detail
        );
    }
    let found = report.broken.len() as u64 + report.left_out;
    match found {
        0 => println!("Everything holds. {:.1} s", report.seconds),
        _ => println!("{found} findings. {:.1} s", report.seconds),
    }
}
