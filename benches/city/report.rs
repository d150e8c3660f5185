//! The table: a line for each figure, printed as soon as it is known.

use std::io::{Stdout, Write, stdout};

/// How a figure is written.
#[derive(Debug, Clone, Copy)]
pub enum Format {
    /// Bytes, shown in megabytes.
    Megabytes,
    /// Seconds, shown in milliseconds.
    Milliseconds,
    /// So many a second.
    PerSecond,
    /// One figure over another.
    Ratio,
    /// Seconds.
    Seconds,
}

impl Format {
    /// The figure with its unit.
    pub fn show(self, figure: f64) -> String {
        match self {
            Format::Megabytes => format!("{:.0} MB", figure / 1e6),
            Format::Milliseconds => format!("{:.2} ms", figure * 1e3),
            Format::PerSecond => format!("{figure:.0} /s"),
            Format::Ratio => format!("{figure:.2}"),
            Format::Seconds => format!("{figure:.2} s"),
        }
    }
}

/// What a figure should be.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    /// This or less.
    AtMost(f64),
    /// This or more.
    AtLeast(f64),
}

impl Goal {
    fn is_met_by(self, figure: f64) -> bool {
        match self {
            Goal::AtMost(most) => figure <= most,
            Goal::AtLeast(least) => figure >= least,
        }
    }
}

/// The figures so far.
#[derive(Debug)]
pub struct Report {
    table: Stdout,
    missed: usize,
}

impl Report {
    /// Prints the head of the table.
    pub fn begin() -> Report {
        let mut report = Report {
            table: stdout(),
            missed: 0,
        };
        report.line(["what", "figure", "goal", ""]);
        report.line(["---"; 4]);
        report
    }

    /// A figure without a goal.
    pub fn tell(&mut self, what: &str, figure: impl std::fmt::Display) {
        self.line([what, &figure.to_string(), "", ""]);
    }

    /// A figure with a goal.
    pub fn judge(&mut self, what: &str, format: Format, figure: f64, goal: Goal) {
        let (relation, bound) = match goal {
            Goal::AtMost(most) => ("at most", most),
            Goal::AtLeast(least) => ("at least", least),
        };
        let is_met = goal.is_met_by(figure);
        self.missed += usize::from(!is_met);
        let (figure, bound) = (format.show(figure), format.show(bound));
        let verdict = if is_met { "met" } else { "**missed**" };
        self.line([what, &figure, &format!("{relation} {bound}"), verdict]);
    }

    fn line(&mut self, cells: [&str; 4]) {
        let [what, figure, goal, verdict] = cells;
        writeln!(self.table, "| {what} | {figure} | {goal} | {verdict} |")
            .expect("whoever asked for the table reads it");
    }

    /// Whether no goal was missed.
    pub fn all_met(&self) -> bool {
        self.missed == 0
    }
}
