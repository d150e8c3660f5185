//! Who falls short, by how much, where: the city by district, a district by school, a school by
//! teacher.
//!
//! Everything here is read from `standings`, which the ledger keeps up to date; nothing adds up a
//! ledger per request. Not here: one teacher's page (`statement`).

mod export;
mod long_export;
mod pages;
pub mod routes;
mod store;

pub use long_export::run as run_export;

use crate::hours::Hours;
use crate::organizations::OrganizationId;

use super::rules::ByCategory;

/// How an organization's teachers stand in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The district or school; none for the schools that the bureau runs itself.
    pub organization: Option<OrganizationId>,
    /// Its name in Chinese.
    pub name: String,
    /// Its English name, where it has one.
    pub name_en: Option<String>,
    /// Teachers of whom the year asks something.
    pub teachers: i64,
    /// Those who have it all.
    pub complete: i64,
    /// What is missing by category, of all together.
    pub short: ByCategory,
    /// What is missing in all.
    pub short_total: Hours,
}

impl Line {
    /// Adds the teachers of another line.
    fn add(&mut self, other: &Line) {
        self.teachers += other.teachers;
        self.complete += other.complete;
        self.short = self.short.zip(&other.short, |one, another| one + another);
        self.short_total += other.short_total;
    }
}

/// Adds up lines.
fn sum(lines: &[Line]) -> Line {
    let mut sum = Line {
        organization: None,
        name: String::new(),
        name_en: None,
        teachers: 0,
        complete: 0,
        short: ByCategory::default(),
        short_total: Hours::ZERO,
    };
    for line in lines {
        sum.add(line);
    }
    sum
}

crate::text_enum!(
    /// What a list is ordered by.
    Sort {
        /// Largest shortfall first.
        Short => "short",
        /// Largest shortfall in general subjects first.
        General => "general",
        /// Largest shortfall in professional subjects first.
        Professional => "professional",
        /// Largest shortfall in elective subjects first.
        Elective => "elective",
        /// Lowest share of complete teachers first; of teachers, as by shortfall.
        Share => "share",
        /// By name.
        Name => "name",
    }
);

/// Orders lines of organizations.
fn sort_lines(lines: &mut [Line], sort: Sort) {
    use std::cmp::Reverse;
    match sort {
        // As the offices are numbered.
        Sort::Name => {}
        Sort::Short => lines.sort_by_key(|it| Reverse(it.short_total)),
        Sort::General => lines.sort_by_key(|it| Reverse(it.short.general)),
        Sort::Professional => lines.sort_by_key(|it| Reverse(it.short.professional)),
        Sort::Elective => lines.sort_by_key(|it| Reverse(it.short.elective)),
        // a / b < c / d without fractions.
        Sort::Share => lines.sort_by(|one, other| {
            (one.complete * other.teachers.max(1)).cmp(&(other.complete * one.teachers.max(1)))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, teachers: i64, complete: i64, short: i64) -> Line {
        Line {
            name: name.to_owned(),
            teachers,
            complete,
            short_total: Hours(short),
            ..sum(&[])
        }
    }

    fn names(lines: &[Line]) -> Vec<&str> {
        lines.iter().map(|it| it.name.as_str()).collect()
    }

    #[test]
    fn lines_add_up() {
        let total = sum(&[line("a", 10, 4, 300), line("b", 5, 5, 0)]);
        assert_eq!(
            (total.teachers, total.complete, total.short_total),
            (15, 9, Hours(300))
        );
    }

    #[test]
    fn the_worst_come_first() {
        let mut lines = vec![
            line("a", 10, 9, 100),
            line("b", 4, 1, 900),
            line("c", 3, 1, 200),
        ];
        sort_lines(&mut lines, Sort::Short);
        assert_eq!(names(&lines), ["b", "c", "a"]);
        sort_lines(&mut lines, Sort::Share);
        assert_eq!(names(&lines), ["b", "c", "a"]);
        let mut empty = vec![line("full", 2, 2, 0), line("half", 2, 1, 10)];
        sort_lines(&mut empty, Sort::Share);
        assert_eq!(names(&empty), ["half", "full"]);
    }
}
