//! The journal in words: what each event and each fact is called.
//!
//! Features write short names; here they get sentences. The tests' check after each story finds an
//! event or fact that has none.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use crate::access::Role;
use crate::ethics::rules::{AdmonitionKind, Gravity};
use crate::ethics::store::HandlingKind;
use crate::evidence::kinds::PaperKind;
use crate::hours::Hours;
use crate::message::Message;
use crate::people::absences::AbsenceKind;
use crate::policy::{CertificateType, SanctionKind};
use crate::selection::conflicts::TieKind;
use crate::selection::draws::DrawPurpose;
use crate::selection::meetings::rules::Seat;
use crate::selection::phases::Phase;
use crate::selection::quotas::Dimension;
use crate::web::language::Words;

/// Every event with the key of its name, in the order of the filter.
pub const EVENTS: &[(&str, &str)] = &[
    ("signed_in", "event-signed-in"),
    ("signed_out", "event-signed-out"),
    ("sign_in_failed", "event-sign-in-failed"),
    ("session_revoked", "event-session-revoked"),
    ("account_activated", "event-account-activated"),
    ("password_changed", "event-password-changed"),
    ("password_reset", "event-password-reset"),
    ("account_opened", "event-account-opened"),
    ("activation_code_issued", "event-activation-code-issued"),
    ("account_unlocked", "event-account-unlocked"),
    ("account_closed", "event-account-closed"),
    ("account_reopened", "event-account-reopened"),
    ("role_granted", "event-role-granted"),
    ("role_ended", "event-role-ended"),
    ("role_ended_by_reset", "event-role-ended-by-reset"),
    ("person_registered", "event-person-registered"),
    ("person_renamed", "event-person-renamed"),
    ("person_employed", "event-person-employed"),
    ("person_transferred", "event-person-transferred"),
    ("employment_ended", "event-employment-ended"),
    ("post_corrected", "event-post-corrected"),
    ("title_granted", "event-title-granted"),
    ("assessment_recorded", "event-assessment-recorded"),
    ("assessments_recorded", "event-assessments-recorded"),
    ("document_revealed", "event-document-revealed"),
    ("match_decided", "event-match-decided"),
    ("organization_opened", "event-organization-opened"),
    ("organization_renamed", "event-organization-renamed"),
    ("organization_closed", "event-organization-closed"),
    ("alliance_founded", "event-alliance-founded"),
    ("alliance_joined", "event-alliance-joined"),
    ("alliance_left", "event-alliance-left"),
    ("project_filed", "event-project-filed"),
    ("project_changed", "event-project-changed"),
    ("project_submitted", "event-project-submitted"),
    ("project_approved", "event-project-approved"),
    ("project_returned", "event-project-returned"),
    ("project_refused", "event-project-refused"),
    ("project_closed", "event-project-closed"),
    ("course_added", "event-course-added"),
    ("course_changed", "event-course-changed"),
    ("course_removed", "event-course-removed"),
    ("completions_submitted", "event-completions-submitted"),
    ("completions_confirmed", "event-completions-confirmed"),
    ("completions_refused", "event-completions-refused"),
    ("completions_expired", "event-completions-expired"),
    ("completion_reversed", "event-completion-reversed"),
    ("audit_opened", "event-audit-opened"),
    ("audit_drawn", "event-audit-drawn"),
    ("audit_closed", "event-audit-closed"),
    ("audit_passed", "event-audit-passed"),
    ("audit_failed", "event-audit-failed"),
    ("claim_drafted", "event-claim-drafted"),
    ("claim_changed", "event-claim-changed"),
    ("claim_evidence_added", "event-claim-evidence-added"),
    ("claim_evidence_replaced", "event-claim-evidence-replaced"),
    ("claim_evidence_withdrawn", "event-claim-evidence-withdrawn"),
    ("claim_submitted", "event-claim-submitted"),
    ("claim_endorsed", "event-claim-endorsed"),
    ("claim_recognised", "event-claim-recognised"),
    ("claim_returned", "event-claim-returned"),
    ("claim_refused", "event-claim-refused"),
    ("demonstration_made", "event-demonstration-made"),
    ("claim_withdrawn", "event-claim-withdrawn"),
    ("claim_expired", "event-claim-expired"),
    ("claim_reopened", "event-claim-reopened"),
    ("claim_reversed", "event-claim-reversed"),
    ("certificate_recorded", "event-certificate-recorded"),
    ("certificates_recorded", "event-certificates-recorded"),
    ("certificate_corrected", "event-certificate-corrected"),
    ("certificate_withdrawn", "event-certificate-withdrawn"),
    ("qualification_lost", "event-qualification-lost"),
    ("qualification_revoked", "event-qualification-revoked"),
    ("qualification_cheated", "event-qualification-cheated"),
    (
        "qualification_event_withdrawn",
        "event-qualification-event-withdrawn",
    ),
    ("alert_opened", "event-alert-opened"),
    ("alert_lifted", "event-alert-lifted"),
    ("alert_set_aside", "event-alert-set-aside"),
    ("alert_reopened", "event-alert-reopened"),
    ("absence_recorded", "event-absence-recorded"),
    ("absence_corrected", "event-absence-corrected"),
    ("absence_withdrawn", "event-absence-withdrawn"),
    ("evidence_added", "event-evidence-added"),
    ("evidence_replaced", "event-evidence-replaced"),
    ("evidence_withdrawn", "event-evidence-withdrawn"),
    ("notice_posted", "event-notice-posted"),
    ("notice_lines_struck", "event-notice-lines-struck"),
    ("notice_withdrawn", "event-notice-withdrawn"),
    ("objection_received", "event-objection-received"),
    ("objection_answered", "event-objection-answered"),
    (
        "registration_window_opened",
        "event-registration-window-opened",
    ),
    ("registration_applied", "event-registration-applied"),
    ("registrations_handed_in", "event-registrations-handed-in"),
    (
        "registration_survey_started",
        "event-registration-survey-started",
    ),
    ("registration_rules_tried", "event-registration-rules-tried"),
    ("registration_expired", "event-registration-expired"),
    ("registration_withdrawn", "event-registration-withdrawn"),
    (
        "registration_opinion_given",
        "event-registration-opinion-given",
    ),
    ("registrations_endorsed", "event-registrations-endorsed"),
    ("registration_endorsed", "event-registration-endorsed"),
    ("registration_returned", "event-registration-returned"),
    ("registration_granted", "event-registration-granted"),
    ("registration_deferred", "event-registration-deferred"),
    ("registration_refused", "event-registration-refused"),
    ("programme_taken_in", "event-programme-taken-in"),
    ("nomination_fraud_found", "event-nomination-fraud-found"),
    ("nomination_fraud_lifted", "event-nomination-fraud-lifted"),
    ("round_opened", "event-round-opened"),
    ("round_changed", "event-round-changed"),
    ("round_dropped", "event-round-dropped"),
    ("round_advanced", "event-round-advanced"),
    ("round_stepped_back", "event-round-stepped-back"),
    ("phase_rescheduled", "event-phase-rescheduled"),
    ("places_shared", "event-places-shared"),
    ("nomination_begun", "event-nomination-begun"),
    ("nomination_changed", "event-nomination-changed"),
    ("nomination_submitted", "event-nomination-submitted"),
    ("nomination_expired", "event-nomination-expired"),
    ("nomination_withdrawn", "event-nomination-withdrawn"),
    ("nomination_excluded", "event-nomination-excluded"),
    ("nomination_voted", "event-nomination-voted"),
    ("nomination_listed", "event-nomination-listed"),
    ("nomination_endorsed", "event-nomination-endorsed"),
    ("nomination_returned", "event-nomination-returned"),
    ("nomination_refused", "event-nomination-refused"),
    ("nomination_confirmed", "event-nomination-confirmed"),
    ("nomination_eligible", "event-nomination-eligible"),
    ("nomination_not_eligible", "event-nomination-not-eligible"),
    ("expert_appointed", "event-expert-appointed"),
    ("expert_ended", "event-expert-ended"),
    ("wishes_stated", "event-wishes-stated"),
    ("lessons_planned", "event-lessons-planned"),
    ("lessons_drawn", "event-lessons-drawn"),
    ("presence_recorded", "event-presence-recorded"),
    ("lesson_scored", "event-lesson-scored"),
    ("lesson_rescored", "event-lesson-rescored"),
    ("lesson_moved", "event-lesson-moved"),
    ("reviews_dealt", "event-reviews-dealt"),
    ("review_assigned", "event-review-assigned"),
    ("review_released", "event-review-released"),
    ("review_barred", "event-review-barred"),
    ("review_submitted", "event-review-submitted"),
    ("review_declined", "event-review-declined"),
    ("covers_prepared", "event-covers-prepared"),
    ("cover_confirmed", "event-cover-confirmed"),
    ("question_asked", "event-question-asked"),
    ("question_forwarded", "event-question-forwarded"),
    ("question_refused", "event-question-refused"),
    ("question_answered", "event-question-answered"),
    ("nomination_file_added", "event-nomination-file-added"),
    ("nomination_file_removed", "event-nomination-file-removed"),
    ("draw_announced", "event-draw-announced"),
    ("draw_opened", "event-draw-opened"),
    ("committee_drawn", "event-committee-drawn"),
    ("member_invited", "event-member-invited"),
    ("member_accepted", "event-member-accepted"),
    ("member_declined", "event-member-declined"),
    ("member_released", "event-member-released"),
    ("member_load_set", "event-member-load-set"),
    ("member_moved_up", "event-member-moved-up"),
    ("chair_named", "event-chair-named"),
    ("conflicts_found", "event-conflicts-found"),
    ("conflict_pinned", "event-conflict-pinned"),
    ("conflict_reopened", "event-conflict-reopened"),
    ("tie_stated", "event-tie-stated"),
    ("tie_taken_back", "event-tie-taken-back"),
    ("ties_taken_in", "event-ties-taken-in"),
    ("tie_declared", "event-tie-declared"),
    ("meeting_opened", "event-meeting-opened"),
    ("members_arrived", "event-members-arrived"),
    ("members_left", "event-members-left"),
    ("ballot_opened", "event-ballot-opened"),
    ("ballot_cast", "event-ballot-cast"),
    ("ballot_closed", "event-ballot-closed"),
    ("ballot_voided", "event-ballot-voided"),
    ("meeting_closed", "event-meeting-closed"),
    ("minutes_signed", "event-minutes-signed"),
    ("results_posted", "event-results-posted"),
    ("award_declined", "event-award-declined"),
    ("award_struck", "event-award-struck"),
    ("award_moved_up", "event-award-moved-up"),
    ("award_certified", "event-award-certified"),
    ("award_revoked", "event-award-revoked"),
    ("award_renounced", "event-award-renounced"),
    ("allowance_stopped", "event-allowance-stopped"),
    ("allowance_corrected", "event-allowance-corrected"),
];

/// Every fact of a payload with the key of its name.
const FACTS: &[(&str, &str)] = &[
    ("device", "fact-device"),
    ("wrong_tries", "fact-wrong-tries"),
    ("wait_minutes", "fact-wait-minutes"),
    ("sessions_ended", "fact-sessions-ended"),
    ("login", "sign-in-login"),
    ("name", "fact-name"),
    ("role", "role-name"),
    ("organization", "role-place"),
    ("starts_on", "role-first-day"),
    ("ends_on", "role-last-day"),
    ("count", "fact-count"),
    ("hours", "fact-hours"),
    ("project", "fact-project"),
    ("first_row", "fact-first-row"),
    ("last_row", "fact-last-row"),
    ("code", "fact-code"),
    ("title", "fact-title"),
    ("version", "fact-version"),
    ("state", "fact-state"),
    ("year", "fact-year"),
    ("teachers", "fact-teachers"),
    ("study", "fact-study"),
    ("is_late", "fact-is-late"),
    ("round", "fact-round"),
    ("seed", "fact-seed"),
    ("commitment", "fact-commitment"),
    ("share_permille", "fact-share-permille"),
    ("teacher_number", "fact-teacher-number"),
    ("employment", "fact-employment"),
    ("post", "fact-post"),
    ("subject", "fact-subject"),
    ("started_on", "fact-started-on"),
    ("ended_on", "fact-ended-on"),
    ("from", "fact-from"),
    ("before", "fact-before"),
    ("after", "fact-after"),
    ("granted_on", "fact-granted-on"),
    ("kind", "fact-kind"),
    ("district", "fact-district"),
    ("name_en", "fact-name-en"),
    ("founded_on", "fact-founded-on"),
    ("joined_on", "fact-joined-on"),
    ("left_on", "fact-left-on"),
    ("left_on_before", "fact-left-on-before"),
    ("closed_on", "fact-closed-on"),
    ("member", "fact-member"),
    ("cause", "fact-cause"),
    ("decision", "fact-decision"),
    ("posted_on", "fact-posted-on"),
    ("last_day", "fact-last-day"),
    ("finding", "fact-finding"),
    ("certificate", "fact-certificate"),
    ("number", "fact-certificate-number"),
    ("certified_on", "fact-certified-on"),
    ("happened_on", "fact-happened-on"),
    ("document", "fact-document"),
    ("gravity", "fact-gravity"),
    ("measure", "fact-measure"),
    ("decided_on", "fact-decided-on"),
    ("absence", "fact-absence"),
    ("paper", "fact-paper"),
    ("opens_on", "fact-opens-on"),
    ("closes_on", "fact-closes-on"),
    ("due_until", "fact-due-until"),
    ("cases", "fact-cases"),
    ("left_out", "fact-left-out"),
    ("verdict", "fact-verdict"),
    ("proposed", "fact-proposed"),
    ("programme", "fact-programme"),
    ("track", "fact-track"),
    ("seats", "fact-seats"),
    ("seats_before", "fact-seats-before"),
    ("title_before", "fact-title-before"),
    ("cutoff_on_before", "fact-cutoff-on-before"),
    ("places", "fact-places"),
    ("cutoff_on", "fact-cutoff-on"),
    ("phase", "fact-phase"),
    ("phase_before", "fact-phase-before"),
    ("left_undone", "fact-left-undone"),
    ("asked", "fact-asked"),
    ("confirmed", "fact-confirmed"),
    ("confirmed_before", "fact-confirmed-before"),
    ("reason_before", "fact-reason-before"),
    ("shares", "fact-shares"),
    ("share", "fact-share"),
    ("weight", "quota-weight"),
    ("floor", "quota-floor"),
    ("cap", "quota-cap"),
    ("file", "fact-file"),
    ("dimension", "fact-dimension"),
    ("total", "fact-total"),
    ("draw", "fact-draw"),
    ("pool", "fact-pool"),
    ("members", "fact-members"),
    ("reserves", "fact-reserves"),
    ("position", "fact-position"),
    ("load_max", "fact-load-max"),
    ("candidates", "fact-candidates"),
    ("candidate", "fact-candidate"),
    ("is_conflict", "fact-is-conflict"),
    ("tie", "fact-tie"),
    ("ballot", "fact-ballot"),
    ("present", "fact-present"),
    ("held_on", "vote-held-on"),
    ("staff", "vote-staff"),
    ("yes", "vote-yes"),
    ("no", "vote-no"),
    ("abstain", "vote-abstain"),
    ("seat", "fact-seat"),
    ("approved_by", "fact-approved-by"),
    ("stops_on", "fact-stops-on"),
];

/// Words that features write for their states and kinds: fact, word, key of its name.
const VALUES: &[(&str, &str, &str)] = &[
    ("post", "teacher", "post-teacher"),
    ("post", "principal", "post-principal"),
    ("post", "deputy_principal", "post-deputy-principal"),
    ("post", "research_staff", "post-research-staff"),
    ("post", "support", "post-support"),
    ("title", "full_senior", "title-full-senior"),
    ("title", "senior", "title-senior"),
    ("title", "first_grade", "title-first-grade"),
    ("title", "second_grade", "title-second-grade"),
    ("title", "third_grade", "title-third-grade"),
    ("before", "excellent", "grade-excellent"),
    ("before", "pass", "grade-pass"),
    ("before", "basic_pass", "grade-basic-pass"),
    ("before", "fail", "grade-fail"),
    ("before", "ungraded", "grade-ungraded"),
    ("after", "excellent", "grade-excellent"),
    ("after", "pass", "grade-pass"),
    ("after", "basic_pass", "grade-basic-pass"),
    ("after", "fail", "grade-fail"),
    ("after", "ungraded", "grade-ungraded"),
    ("state", "draft", "project-state-draft"),
    ("state", "submitted", "project-state-submitted"),
    ("state", "returned", "project-state-returned"),
    ("state", "approved", "project-state-approved"),
    ("state", "refused", "project-state-refused"),
    ("state", "closed", "project-state-closed"),
    ("kind", "citizen_id", "document-citizen-id"),
    (
        "kind",
        "residence_permit_hk_mo_tw",
        "document-residence-permit",
    ),
    ("kind", "hk_mo_permit", "document-hk-mo-permit"),
    ("kind", "taiwan_permit", "document-taiwan-permit"),
    ("kind", "passport", "document-passport"),
    ("kind", "other", "document-other"),
    ("kind", "bureau", "organization-bureau"),
    ("kind", "district", "organization-district"),
    ("kind", "school", "organization-school"),
    ("kind", "provider", "organization-provider"),
    ("cause", "same_name_and_birth", "match-same-name-and-birth"),
    (
        "cause",
        "document_of_other_name",
        "match-document-of-other-name",
    ),
    ("cause", "old_number_form", "match-old-number-form"),
    (
        "cause",
        "number_of_other_document",
        "match-number-of-other-document",
    ),
    ("decision", "same_person", "decision-same-person"),
    ("decision", "another_person", "decision-another-person"),
    ("finding", "dismissed", "objection-dismissed"),
    ("finding", "upheld", "objection-upheld"),
    ("confirmed", "met", "outcome-met"),
    ("confirmed", "not_met", "outcome-not-met"),
    ("confirmed_before", "met", "outcome-met"),
    ("confirmed_before", "not_met", "outcome-not-met"),
    ("verdict", "qualified", "registration-qualified"),
    ("verdict", "deferred", "registration-deferred"),
    ("verdict", "unqualified", "registration-unqualified"),
    ("proposed", "qualified", "registration-qualified"),
    ("proposed", "deferred", "registration-deferred"),
    ("proposed", "unqualified", "registration-unqualified"),
];

fn find(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    let found = table.iter().find(|(known, _)| *known == name);
    found.map(|(_, key)| *key)
}

/// Key of an event's name.
pub fn event_key(event: &str) -> Option<&'static str> {
    find(EVENTS, event)
}

/// Key of a fact's name.
pub fn fact_key(fact: &str) -> Option<&'static str> {
    find(FACTS, fact)
}

/// What an event is called; one without a name is shown as it was written.
pub fn event_name(words: Words, event: &str) -> String {
    event_key(event).map_or_else(|| event.to_owned(), |key| words.say(key))
}

/// What a payload says, for a reader. Organizations are named; other ids and what is empty are
/// left out.
pub struct Reader<'a> {
    /// The language.
    pub words: Words,
    /// Names of organizations by id.
    pub places: &'a HashMap<Uuid, String>,
}

impl Reader<'_> {
    /// The facts of a payload, each with its name: "角色：校长".
    pub fn facts(&self, payload: &Value) -> Vec<String> {
        let Value::Object(facts) = payload else {
            return Vec::new();
        };
        facts
            .iter()
            .filter_map(|(name, value)| {
                let text = self.value(name, value)?;
                let label = fact_key(name).map_or_else(|| name.clone(), |key| self.words.say(key));
                let message = Message::new("fact-with-value").with("fact", label);
                Some(self.words.tell(message.with("value", text)))
            })
            .collect()
    }

    fn value(&self, name: &str, value: &Value) -> Option<String> {
        let several = |texts: Vec<String>| {
            (!texts.is_empty()).then(|| texts.join(&self.words.say("list-comma")))
        };
        match value {
            Value::Null => None,
            Value::Bool(is_so) => Some(self.words.say(if *is_so { "yes" } else { "no" })),
            Value::Number(number) => Some(self.number(name, &number.to_string())),
            Value::String(text) => self.text(name, text),
            Value::Array(items) => several(
                items
                    .iter()
                    .filter_map(|item| self.value(name, item))
                    .collect(),
            ),
            Value::Object(_) => several(self.facts(value)),
        }
    }

    fn number(&self, name: &str, text: &str) -> String {
        match (name, Hours::parse(text)) {
            ("hours", Ok(hours)) => self.words.hours_with_unit(hours),
            // A year has no comma.
            ("year", _) => text.to_owned(),
            _ => text
                .parse()
                .map_or_else(|_| text.to_owned(), |number: i64| self.words.number(number)),
        }
    }

    fn text(&self, name: &str, text: &str) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        if let Ok(id) = Uuid::parse_str(text) {
            return self.places.get(&id).cloned();
        }
        if let Some(key) = value_key(name, text) {
            return Some(self.words.say(key));
        }
        let date = text.parse::<NaiveDate>();
        Some(date.map_or_else(|_| text.to_owned(), |date| self.words.date(date)))
    }
}

/// How a breach of ethics was handled: a sanction, an admonition, or rights taken away.
fn measure_key(word: &str) -> Option<&'static str> {
    let sanction = word.parse().ok().map(SanctionKind::name_key);
    let admonition = || word.parse().ok().map(AdmonitionKind::name_key);
    let handling = || word.parse().ok().map(HandlingKind::name_key);
    sanction.or_else(admonition).or_else(handling)
}

/// What a word that a feature wrote is called; none for a text that is nobody's word.
pub fn value_name(words: Words, fact: &str, word: &str) -> Option<String> {
    value_key(fact, word).map(|key| words.say(key))
}

/// Key of a word that a feature wrote.
fn value_key(fact: &str, word: &str) -> Option<&'static str> {
    // Kinds that are named in one place only.
    let named = match fact {
        "role" => word.parse().ok().map(Role::name_key),
        "certificate" => word.parse().ok().map(CertificateType::name_key),
        "gravity" => word.parse().ok().map(Gravity::name_key),
        "measure" => measure_key(word),
        "absence" => word.parse().ok().map(AbsenceKind::name_key),
        "paper" => word.parse().ok().map(PaperKind::name_key),
        "phase" | "phase_before" => word.parse().ok().map(Phase::name_key),
        "seat" => word.parse().ok().map(Seat::name_key),
        "draw" => word.parse().ok().map(DrawPurpose::name_key),
        "tie" => word
            .parse()
            .ok()
            .map(|it: TieKind| it.conflict().name_key()),
        "dimension" => word.parse().ok().map(Dimension::name_key),
        _ => None,
    };
    if named.is_some() {
        return named;
    }
    let found = VALUES
        .iter()
        .find(|(of, known, _)| *of == fact && *known == word);
    found.map(|(_, _, key)| *key)
}

/// Every id in a payload, in case it is an organization's.
pub fn ids(payload: &Value) -> Vec<Uuid> {
    match payload {
        Value::String(text) => Uuid::parse_str(text).into_iter().collect(),
        Value::Array(items) => items.iter().flat_map(ids).collect(),
        Value::Object(facts) => facts.values().flat_map(ids).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// The facts of a payload that have no name here.
pub fn unnamed(payload: &Value) -> Vec<String> {
    match payload {
        Value::Object(facts) => facts
            .iter()
            .flat_map(|(name, value)| {
                let is_unnamed = fact_key(name).is_none() && ids(value).is_empty();
                let own = is_unnamed.then(|| name.clone());
                own.into_iter().chain(unnamed(value))
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(unnamed).collect(),
        _ => Vec::new(),
    }
}
