//! What a process costs, as Linux tells it.

use std::fs::{self, File};
use std::io::Read;
use std::process::{Child, Command};
use std::time::Duration;

use crate::Outcome;

/// `/proc` counts processor time in hundredths of a second, on every machine that we know.
const TICK: Duration = Duration::from_millis(10);
/// How often a process is looked at while it runs.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// What a finished process cost.
#[derive(Debug)]
pub struct Cost {
    /// User and system time of all its threads.
    pub processor: Duration,
    /// The most memory that it held at once.
    pub peak_bytes: u64,
    /// What it printed.
    pub output: String,
}

/// Runs a program to its end. One that fails is an error.
pub fn run(command: &mut Command) -> Outcome<Cost> {
    let mut output = tempfile::tempfile()?;
    let mut child = Running(command.stdout(output.try_clone()?).spawn()?);
    let id = child.0.id();
    let mut peak = 0;
    // A process that ended keeps its times until somebody waits for it.
    while !is_over(id)? {
        peak = peak_bytes(id).unwrap_or(peak);
        std::thread::sleep(LOOK_EVERY);
    }
    let processor = processor_time(id)?;
    let status = child.0.wait()?;
    let output = read_from_start(&mut output)?;
    if !status.success() {
        return Err(format!("{command:?} failed with {status}: {output}").into());
    }
    Ok(Cost {
        processor,
        peak_bytes: peak,
        output,
    })
}

/// A process that does not outlive the benchmark.
#[derive(Debug)]
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may be over already, which is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs a part of this process and tells its result and processor time.
pub fn time_here<T>(job: impl FnOnce() -> Outcome<T>) -> Outcome<(T, Duration)> {
    let id = std::process::id();
    let before = processor_time(id)?;
    let result = job()?;
    Ok((result, processor_time(id)?.saturating_sub(before)))
}

/// The processor time of a process so far, all threads together.
pub fn processor_time(id: u32) -> Outcome<Duration> {
    let fields = stat(id)?;
    // proc(5): utime and stime are fields 14 and 15; `stat` leaves out the first two.
    let ticks = |field: usize| fields[field - 3].parse::<u32>();
    Ok(TICK * (ticks(14)? + ticks(15)?))
}

/// The most memory that a process has held at once.
pub fn peak_bytes(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

fn is_over(id: u32) -> Outcome<bool> {
    Ok(stat(id)?[0] == "Z")
}

/// The fields of a process's state from the third on: the second, a name, may hold blanks.
fn stat(id: u32) -> Outcome<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
    let (_, rest) = stat.rsplit_once(')').ok_or("no state of a process")?;
    Ok(rest.split_whitespace().map(str::to_owned).collect())
}

fn read_from_start(file: &mut File) -> Outcome<String> {
    use std::io::Seek;
    let mut text = String::new();
    file.rewind()?;
    file.read_to_string(&mut text)?;
    Ok(text)
}
