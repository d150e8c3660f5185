//! The page of rules: what is in force, from which document, and how certain its text is.

use askama::Template;
use chrono::NaiveDate;
use serde_json::Value;

use super::{Certainty, RuleSet};
use crate::db::Json;
use crate::web::frame::Frame;
use crate::web::parts::Chip;

/// All rule sets, those in force first.
#[derive(Debug, Template)]
#[template(path = "policy/list.html")]
pub struct PoliciesPage {
    frame: Frame,
    today: NaiveDate,
    rules: Vec<RuleSet<Json>>,
}

impl PoliciesPage {
    /// Orders the rules: in force first, then the newest.
    pub fn new(frame: Frame, today: NaiveDate, mut rules: Vec<RuleSet<Json>>) -> PoliciesPage {
        rules.sort_by(|one, other| {
            let order = |it: &RuleSet<Json>| (!it.is_in_force(today), it.key.clone());
            order(one)
                .cmp(&order(other))
                .then(other.effective_from.cmp(&one.effective_from))
        });
        PoliciesPage {
            frame,
            today,
            rules,
        }
    }

    fn certainty(&self, rule: &RuleSet<Json>) -> Chip {
        let label = self.frame.say(rule.certainty.name_key());
        match rule.certainty {
            Certainty::Confirmed => Chip::ok(label),
            Certainty::Found => Chip::plain(label),
            Certainty::Recalled => Chip::due(label),
        }
    }

    fn force(&self, rule: &RuleSet<Json>) -> Chip {
        if rule.is_in_force(self.today) {
            Chip::ok(self.frame.say("policy-in-force"))
        } else {
            Chip::plain(self.frame.say("policy-not-in-force"))
        }
    }

    fn period(&self, rule: &RuleSet<Json>) -> String {
        let words = self.frame.words;
        let until = match rule.effective_to {
            Some(date) => words.date(date),
            None => self.frame.say("policy-open-end"),
        };
        format!("{} – {until}", words.date(rule.effective_from))
    }
}

/// The parameters as names and values, a line each.
fn parameters(rule: &RuleSet<Json>) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    flatten("", &rule.parameters.0, &mut lines);
    lines
}

/// Turns nested parameters into lines such as `classes.1.total`.
fn flatten(name: &str, value: &Value, lines: &mut Vec<(String, String)>) {
    let below = |part: &str| {
        if name.is_empty() {
            part.to_owned()
        } else {
            format!("{name}.{part}")
        }
    };
    match value {
        Value::Object(fields) => {
            for (part, value) in fields {
                flatten(&below(part), value, lines);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                flatten(&below(&(index + 1).to_string()), value, lines);
            }
        }
        Value::String(text) => lines.push((name.to_owned(), text.clone())),
        Value::Null => {}
        other => lines.push((name.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_parameters_become_lines() {
        let mut lines = Vec::new();
        let value =
            serde_json::json!({"classes": [{"class": "teacher", "total": 90}], "none": null});
        flatten("", &value, &mut lines);
        let line = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            lines,
            [
                line("classes.1.class", "teacher"),
                line("classes.1.total", "90")
            ]
        );
    }
}
