//! `xingtan selection`: the pure engines of a selection, on a file.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

use crate::selection::exchange::{InputError, assign, count, share};

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Deals candidates out to committee members.
    Assign,
    /// Counts ballots.
    Tally,
    /// Shares seats by largest remainder.
    Apportion,
}

/// Runs an engine on a JSON file and prints its answer; exit code 2 for input that cannot be.
pub fn selection(engine: Engine, input: &Path) -> ExitCode {
    let answer = read(input).and_then(|input| match engine {
        Engine::Assign => assign(&input),
        Engine::Tally => count(&input),
        Engine::Apportion => share(&input),
    });
    match answer {
        Ok(answer) => {
            println!("{answer}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("{}", error.to_json());
            ExitCode::from(2)
        }
    }
}

fn read(path: &Path) -> Result<Value, InputError> {
    let text = fs::read_to_string(path)
        .map_err(|error| InputError::new("unreadable_file", error.to_string(), ""))?;
    serde_json::from_str(&text).map_err(|error| InputError::new("not_json", error.to_string(), ""))
}
