//! What a year requires, what is there, and what is missing. Pure.
//!
//! The columns of a standing, the teacher's page, the overviews, the statement and the check all
//! compute what is missing with [`shortfall`], and nothing else does.

use chrono::{Months, NaiveDate};

use crate::hours::Hours;
use crate::ledger::Category;
use crate::policy::{ClassHours, PersonClass};

/// Hours of the three subject classes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct ByCategory {
    /// 公需科目
    pub general: Hours,
    /// 专业科目
    pub professional: Hours,
    /// 选修科目
    pub elective: Hours,
}

impl ByCategory {
    /// The hours of one class.
    pub fn of(&self, category: Category) -> Hours {
        match category {
            Category::General => self.general,
            Category::Professional => self.professional,
            Category::Elective => self.elective,
        }
    }

    /// The hours of one class, to be changed.
    pub fn of_mut(&mut self, category: Category) -> &mut Hours {
        match category {
            Category::General => &mut self.general,
            Category::Professional => &mut self.professional,
            Category::Elective => &mut self.elective,
        }
    }

    /// All three together.
    pub fn total(&self) -> Hours {
        self.general + self.professional + self.elective
    }

    /// Class by class, from the same classes of two others.
    pub fn zip(&self, other: &ByCategory, with: impl Fn(Hours, Hours) -> Hours) -> ByCategory {
        ByCategory {
            general: with(self.general, other.general),
            professional: with(self.professional, other.professional),
            elective: with(self.elective, other.elective),
        }
    }

    /// Whether no class is below nothing.
    fn is_sound(&self) -> bool {
        Category::ALL.iter().all(|&it| self.of(it) >= Hours::ZERO)
    }
}

/// What a teacher's accounts of one year hold, or how much that changes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    /// Confirmed hours: they count.
    pub posted: ByCategory,
    /// Announced hours: they wait for an office.
    pub pending: ByCategory,
    /// Hours over a cap: visible, and not counted.
    pub over_cap: ByCategory,
}

impl Amounts {
    /// These and a change together.
    pub fn plus(&self, change: &Amounts) -> Amounts {
        let add = |one: Hours, other: Hours| one + other;
        Amounts {
            posted: self.posted.zip(&change.posted, add),
            pending: self.pending.zip(&change.pending, add),
            over_cap: self.over_cap.zip(&change.over_cap, add),
        }
    }

    /// Whether they can be what accounts hold: nothing below nothing.
    pub fn is_sound(&self) -> bool {
        self.posted.is_sound() && self.pending.is_sound() && self.over_cap.is_sound()
    }
}

/// What a year requires of one teacher.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    /// At least, in each class.
    pub by_category: ByCategory,
    /// At least, in all; may be more than the three together.
    pub total: Hours,
}

impl From<ClassHours> for Requirement {
    fn from(hours: ClassHours) -> Requirement {
        Requirement {
            by_category: ByCategory {
                general: hours.general,
                professional: hours.professional,
                elective: hours.elective,
            },
            total: hours.total,
        }
    }
}

/// What is missing in a year.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Shortfall {
    /// In each class.
    pub by_category: ByCategory,
    /// In all: no less than the classes together, and no less than the total lacks.
    pub total: Hours,
}

impl Shortfall {
    /// Whether nothing is missing. Only then can the year's certificate be made.
    pub fn is_complete(&self) -> bool {
        self.total == Hours::ZERO
    }
}

/// What is missing, given what is required and what is posted.
///
/// Hours beyond the minimum of one class fill the total and no other class: a teacher with 90
/// professional hours still owes the general and the elective ones.
pub fn shortfall(required: &Requirement, posted: &ByCategory) -> Shortfall {
    let by_category = posted.zip(&required.by_category, Hours::short_of);
    let total = by_category
        .total()
        .max(posted.total().short_of(required.total));
    Shortfall { by_category, total }
}

/// The class of person somebody is in a calendar year.
///
/// DESIGN: the probation year (试用期) lasts twelve months, and the calendar year that ends within
/// them counts as the year of probation. The rules found name the hours, not the calendar year.
pub fn class_in(year: i32, first_employed_on: NaiveDate) -> PersonClass {
    let probation_ends = first_employed_on
        .checked_add_months(Months::new(12))
        .unwrap_or(NaiveDate::MAX);
    if probation_ends > last_day(year) {
        PersonClass::NewTeacher
    } else {
        PersonClass::Teacher
    }
}

/// 1 January.
pub fn first_day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN)
}

/// 31 December.
pub fn last_day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hours(general: i64, professional: i64, elective: i64) -> ByCategory {
        ByCategory {
            general: Hours::whole(general),
            professional: Hours::whole(professional),
            elective: Hours::whole(elective),
        }
    }

    #[test]
    fn what_is_missing() {
        let teacher = Requirement {
            by_category: hours(30, 42, 18),
            total: Hours::whole(90),
        };
        // New teachers owe more in all than the three classes ask.
        let new_teacher = Requirement {
            total: Hours::whole(120),
            ..teacher
        };
        for (required, posted, missing, total) in [
            (teacher, hours(0, 0, 0), hours(30, 42, 18), 90),
            (teacher, hours(30, 42, 18), hours(0, 0, 0), 0),
            (teacher, hours(40, 42, 10), hours(0, 0, 8), 8),
            (teacher, hours(0, 90, 0), hours(30, 0, 18), 48),
            (new_teacher, hours(30, 42, 18), hours(0, 0, 0), 30),
            (new_teacher, hours(60, 42, 10), hours(0, 0, 8), 8),
            (new_teacher, hours(29, 91, 0), hours(1, 0, 18), 19),
            (new_teacher, hours(29, 42, 0), hours(1, 0, 18), 49),
            (new_teacher, hours(60, 42, 18), hours(0, 0, 0), 0),
        ] {
            let found = shortfall(&required, &posted);
            assert_eq!(found.by_category, missing, "{posted:?}");
            assert_eq!(found.total, Hours::whole(total), "{posted:?}");
            assert_eq!(found.is_complete(), total == 0);
        }
    }

    #[test]
    fn the_year_that_ends_in_the_first_twelve_months_is_the_probation_year() {
        let day = |text: &str| text.parse().expect("a date");
        for (first_employed_on, year, class) in [
            ("2025-09-01", 2025, PersonClass::NewTeacher),
            ("2025-09-01", 2026, PersonClass::Teacher),
            ("2025-01-01", 2025, PersonClass::NewTeacher),
            ("2024-12-31", 2025, PersonClass::Teacher),
            ("2010-09-01", 2025, PersonClass::Teacher),
            ("2024-02-29", 2024, PersonClass::NewTeacher),
        ] {
            assert_eq!(
                class_in(year, day(first_employed_on)),
                class,
                "{first_employed_on}"
            );
        }
    }

    proptest! {
        /// Whoever does what is missing, class by class and then anything for the total, is done.
        #[test]
        fn doing_what_is_missing_completes_the_year(
            required in prop::array::uniform3(0_i64..200),
            extra in 0_i64..100,
            posted in prop::array::uniform3(0_i64..300),
        ) {
            let [general, professional, elective] = required;
            let required = Requirement {
                by_category: hours(general, professional, elective),
                total: Hours::whole(general + professional + elective + extra),
            };
            let [general, professional, elective] = posted;
            let posted = hours(general, professional, elective);
            let missing = shortfall(&required, &posted);
            let mut done = posted.zip(&missing.by_category, |one, other| one + other);
            done.elective += missing.total - missing.by_category.total();
            prop_assert!(shortfall(&required, &done).is_complete());
            // One hundredth less, in any class that misses something or in all, is not enough.
            if missing.total.is_positive() {
                let class = Category::ALL
                    .iter()
                    .copied()
                    .find(|&it| missing.by_category.of(it).is_positive())
                    .unwrap_or(Category::Elective);
                *done.of_mut(class) -= Hours(1);
                prop_assert!(!shortfall(&required, &done).is_complete());
            }
        }
    }
}
