//! Which absences can be entered. Pure.

use chrono::{Months, NaiveDate};

use super::{AbsenceId, AbsenceKind};
use crate::error::FieldErrors;
use crate::message::Message;

/// An absence, as somebody enters it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsenceEntry {
    /// Why.
    pub kind: AbsenceKind,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day; none while it lasts.
    pub ended_on: Option<NaiveDate>,
    /// Who approved it.
    pub approved_by: Option<String>,
}

/// Another absence of the same person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Other {
    /// Its id.
    pub id: AbsenceId,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day; none while it lasts.
    pub ended_on: Option<NaiveDate>,
}

/// Whether an absence can be entered beside the others, `own` being the one that is corrected.
pub fn check(
    entry: &AbsenceEntry,
    own: Option<AbsenceId>,
    others: &[Other],
    today: NaiveDate,
) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    let latest = today.checked_add_months(Months::new(12));
    if latest.is_some_and(|latest| entry.started_on > latest) {
        errors.add("started_on", Message::new("absence-too-far-ahead"));
    }
    if entry.ended_on.is_some_and(|last| last < entry.started_on) {
        errors.add("ended_on", Message::new("absence-ends-before-start"));
    }
    let end = |last: Option<NaiveDate>| last.unwrap_or(NaiveDate::MAX);
    let overlaps = |it: &&Other| {
        Some(it.id) != own
            && it.started_on <= end(entry.ended_on)
            && entry.started_on <= end(it.ended_on)
    };
    if let Some(other) = others.iter().find(overlaps) {
        let since = Message::new("absence-overlaps").with("since", other.started_on);
        errors.add("started_on", since);
    }
    if entry.kind.is_approved() && entry.approved_by.is_none() {
        errors.add("approved_by", Message::new("absence-approval-missing"));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in the test")
    }

    #[test]
    fn what_cannot_be_is_said_at_its_field() {
        let known = Other {
            id: AbsenceId::new(),
            started_on: day("2026-03-01"),
            ended_on: Some(day("2026-08-25")),
        };
        let lasting = Other {
            id: AbsenceId::new(),
            started_on: day("2026-10-01"),
            ended_on: None,
        };
        let others = [known, lasting];
        for (from, to, approved_by, own, wrong) in [
            ("2026-01-01", Some("2026-02-28"), Some("学校"), None, vec![]),
            (
                "2026-01-01",
                Some("2026-03-01"),
                Some("学校"),
                None,
                vec!["started_on"],
            ),
            (
                "2026-08-25",
                Some("2026-08-26"),
                Some("学校"),
                None,
                vec!["started_on"],
            ),
            ("2026-08-26", Some("2026-09-30"), Some("学校"), None, vec![]),
            ("2026-12-01", None, Some("学校"), None, vec!["started_on"]),
            (
                "2026-03-01",
                Some("2026-09-01"),
                Some("学校"),
                Some(known.id),
                vec![],
            ),
            (
                "2025-03-01",
                Some("2025-02-01"),
                None,
                None,
                vec!["ended_on", "approved_by"],
            ),
            (
                "2028-03-01",
                Some("2028-04-01"),
                Some("学校"),
                Some(lasting.id),
                vec!["started_on"],
            ),
        ] {
            let entry = AbsenceEntry {
                kind: AbsenceKind::Sick,
                started_on: day(from),
                ended_on: to.map(day),
                approved_by: approved_by.map(str::to_owned),
            };
            let errors = check(&entry, own, &others, day("2026-11-23")).err();
            let errors = errors.unwrap_or_default().0;
            let fields: Vec<&str> = errors.iter().map(|(field, _)| *field).collect();
            assert_eq!(fields, wrong, "{from} {to:?}");
        }
    }

    #[test]
    fn only_who_left_without_approval_needs_none() {
        let entry = AbsenceEntry {
            kind: AbsenceKind::Unapproved,
            started_on: day("2026-05-01"),
            ended_on: None,
            approved_by: None,
        };
        assert_eq!(check(&entry, None, &[], day("2026-11-23")), Ok(()));
    }
}
