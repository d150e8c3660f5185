//! The small parts that pages are made of, as plain data for the macros in `templates/parts`.
//!
//! Texts arrive here already in the reader's language. Not here: charts (`web::charts`).

use askama::Template;

/// Whose turn it is: the meaning of a chip's colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The reader must act.
    Due,
    /// Somebody else must act.
    Wait,
    /// Done, or going well.
    Ok,
    /// Nobody: closed, withdrawn, for information.
    Plain,
}

impl Turn {
    /// The class beside `.chip`.
    pub const fn as_class(self) -> &'static str {
        match self {
            Turn::Due => "due",
            Turn::Wait => "wait",
            Turn::Ok => "ok",
            Turn::Plain => "plain",
        }
    }
}

/// A state in one or two words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// Whose turn it is.
    pub turn: Turn,
    /// The words; colour never stands alone.
    pub label: String,
}

impl Chip {
    /// The reader must act.
    pub fn due(label: impl Into<String>) -> Chip {
        Chip {
            turn: Turn::Due,
            label: label.into(),
        }
    }

    /// Somebody else must act.
    pub fn wait(label: impl Into<String>) -> Chip {
        Chip {
            turn: Turn::Wait,
            label: label.into(),
        }
    }

    /// Done, or going well.
    pub fn ok(label: impl Into<String>) -> Chip {
        Chip {
            turn: Turn::Ok,
            label: label.into(),
        }
    }

    /// Nobody's turn.
    pub fn plain(label: impl Into<String>) -> Chip {
        Chip {
            turn: Turn::Plain,
            label: label.into(),
        }
    }
}

/// A way out of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

impl Link {
    /// A link with these words.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Link {
        Link {
            label: label.into(),
            href: href.into(),
        }
    }
}

/// Something that waits, in a task list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What it is, and where it is done.
    pub link: Link,
    /// Since when, from whom, until when.
    pub detail: String,
    /// Whose turn it is.
    pub chip: Chip,
    /// True for the one that stands open beside the list.
    pub is_open: bool,
}

/// One entry of a history, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// What happened: "学校确认".
    pub what: String,
    /// Who did it and when.
    pub by: String,
    /// The reason given, or nothing.
    pub why: String,
    /// True where the case stands now.
    pub is_now: bool,
}

/// The way through a long list, page by page. Pages are found by key, so there is no last page.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Pager {
    /// What is shown of how many, as a sentence.
    pub shown: String,
    /// The page before, if any.
    pub previous_href: Option<String>,
    /// The page after, if any.
    pub next_href: Option<String>,
}

/// An entry of a select or a group of radio buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub label: String,
    /// An explanation under a radio button, or nothing.
    pub hint: String,
    /// True for the present choice.
    pub is_chosen: bool,
}

impl Choice {
    /// A choice; it is chosen where its value is the present one.
    pub fn new(value: impl Into<String>, label: impl Into<String>, present: &str) -> Choice {
        let value = value.into();
        let is_chosen = value == present;
        Choice {
            value,
            label: label.into(),
            hint: String::new(),
            is_chosen,
        }
    }

    /// The same with an explanation.
    #[must_use]
    pub fn explained(mut self, hint: impl Into<String>) -> Choice {
        self.hint = hint.into();
        self
    }
}

/// How a column of a table is sorted at present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorting {
    /// By another column.
    None,
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Sorting {
    /// The value of `aria-sort`.
    pub const fn as_aria(self) -> &'static str {
        match self {
            Sorting::None => "none",
            Sorting::Ascending => "ascending",
            Sorting::Descending => "descending",
        }
    }
}

/// A field of a form that must be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Name of the field.
    pub field: String,
    /// What is wrong and how to put it right.
    pub message: String,
}

/// What is wrong with a form, in the order of its fields.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// True for a form without problems.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with this field; empty if nothing is.
    pub fn of(&self, field: &str) -> &str {
        self.0
            .iter()
            .find(|it| it.field == field)
            .map_or("", |it| it.message.as_str())
    }
}

/// One condition of an assessment with the conditions that it is made of, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "parts/verdict.html")]
pub struct Verdict {
    /// The condition as a sentence.
    pub title: String,
    /// What was found against what is required: "30.5 / 42 学时".
    pub found: String,
    /// Met, short by how much, waiting.
    pub chip: Chip,
    /// The clause it comes from; may be empty.
    pub clause: String,
    /// What can still be done about it; may be empty.
    pub cure: String,
    /// The conditions it is made of.
    pub parts: Vec<Verdict>,
    /// True to show the parts at once: what is not met stands open.
    pub is_open: bool,
}

// Its template escapes each text.
impl askama::filters::HtmlSafe for Verdict {}

impl Verdict {
    fn has_body(&self) -> bool {
        !(self.clause.is_empty() && self.cure.is_empty() && self.parts.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(title: &str, parts: Vec<Verdict>) -> Verdict {
        Verdict {
            title: title.to_owned(),
            found: String::new(),
            chip: Chip::ok("met"),
            clause: String::new(),
            cure: String::new(),
            parts,
            is_open: false,
        }
    }

    #[test]
    fn a_verdict_holds_its_parts_and_escapes_their_words() {
        let inner = verdict("<script>", Vec::new());
        let text = verdict("all", vec![inner]).to_string();
        assert!(text.contains("<details") && text.contains("all"), "{text}");
        assert!(
            text.contains("script") && !text.contains("<script>"),
            "{text}"
        );
    }

    #[test]
    fn a_problem_belongs_to_its_field() {
        let problems = Problems(vec![Problem {
            field: "hours".to_owned(),
            message: "too many".to_owned(),
        }]);
        assert_eq!(
            (problems.of("hours"), problems.of("title")),
            ("too many", "")
        );
    }

    #[test]
    fn the_present_value_is_chosen() {
        assert!(Choice::new("a", "A", "a").is_chosen);
        assert!(!Choice::new("a", "A", "").is_chosen);
    }
}
