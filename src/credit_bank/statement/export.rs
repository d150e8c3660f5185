//! A statement for machines: JSON for the command line, rows for spreadsheets.

use serde_json::{Value, json};

use super::actions::Statement;
use crate::credit_bank::rules::{ByCategory, Requirement, Shortfall};
use crate::hours::Hours;

/// The stable form that scripts read. Hours are numbers with at most two decimals.
pub fn to_json(statement: &Statement) -> Value {
    let years: Vec<Value> = statement
        .years
        .iter()
        .map(|it| {
            json!({
                "year": it.year,
                "required": required(&it.required),
                "posted": sum(&it.amounts.posted),
                "pending": sum(&it.amounts.pending),
                "over_cap": sum(&it.amounts.over_cap),
                "short": short(&it.short),
                "complete": it.is_complete(),
            })
        })
        .collect();
    json!({
        "teacher_number": statement.person.teacher_number,
        "years": years,
        "cycle": {
            "required": statement.cycle.required,
            "counted": statement.cycle.counted,
        },
    })
}

fn hours(by_category: &ByCategory, total: Hours) -> Value {
    json!({
        "general": by_category.general,
        "professional": by_category.professional,
        "elective": by_category.elective,
        "total": total,
    })
}

fn sum(by_category: &ByCategory) -> Value {
    hours(by_category, by_category.total())
}

fn required(it: &Requirement) -> Value {
    hours(&it.by_category, it.total)
}

fn short(it: &Shortfall) -> Value {
    hours(&it.by_category, it.total)
}
