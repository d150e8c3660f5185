//! What the journal says about one thing, told as a history.

use crate::journal::Entry;
use crate::message::Message;
use crate::web::frame::Frame;
use crate::web::parts::Happening;

/// The entries as a history, the newest first.
pub fn happenings(frame: &Frame, entries: &[Entry]) -> Vec<Happening> {
    entries
        .iter()
        .rev()
        .enumerate()
        .map(|(index, entry)| Happening {
            what: frame.say(event_key(&entry.event)),
            by: frame.tell(
                Message::new("history-by")
                    .with("name", entry.actor_name.as_str())
                    .with("at", frame.words.date_time(entry.recorded_at.utc())),
            ),
            why: entry.reason.clone().unwrap_or_default(),
            is_now: index == 0,
        })
        .collect()
}

/// Key of what happened. An event that nobody named is told as a change.
fn event_key(event: &str) -> &'static str {
    match event {
        "project_filed" => "event-project-filed",
        "project_changed" => "event-project-changed",
        "course_added" => "event-course-added",
        "course_changed" => "event-course-changed",
        "course_removed" => "event-course-removed",
        "project_submitted" => "event-project-submitted",
        "project_approved" => "event-project-approved",
        "project_returned" => "event-project-returned",
        "project_refused" => "event-project-refused",
        "project_closed" => "event-project-closed",
        "completions_submitted" => "event-completions-submitted",
        "completions_confirmed" => "event-completions-confirmed",
        "completions_refused" => "event-completions-refused",
        "completions_expired" => "event-completions-expired",
        "completion_reversed" => "event-completion-reversed",
        "audit_opened" => "event-audit-opened",
        "audit_drawn" => "event-audit-drawn",
        "audit_passed" => "event-audit-passed",
        "audit_failed" => "event-audit-failed",
        "audit_closed" => "event-audit-closed",
        _ => "event-changed",
    }
}
