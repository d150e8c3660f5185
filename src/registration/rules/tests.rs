//! The boundary cases of registration as tables, under the shipped rule sets.

mod cycles;
mod fixtures;
mod procedure;
mod renewal;

use chrono::NaiveDate;

use self::fixtures::{facts, newcomer, policies};
use super::absence::{Absence, AbsenceReason};
use super::assessment::{Assessment, Cure, Verdict};
use super::facts::{Facts, Probation};
use super::{assess, windows};
use crate::policy::{ConditionKey, RegistrationKind};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in the test")
}

/// The day of most cases: six weeks before a registration of 2022 runs out.
fn today() -> NaiveDate {
    day("2026-11-23")
}

fn unmet(assessment: &Assessment) -> Vec<ConditionKey> {
    assessment.unmet().map(|it| it.key).collect()
}

/// Facts, and how one case differs from them.
type Change = fn(&mut Facts);

fn away(from: &str, to: &str, reason: AbsenceReason) -> Absence {
    Absence {
        from: day(from),
        to: Some(day(to)),
        reason,
    }
}

#[test]
fn a_first_registration_asks_for_other_things_than_a_renewal() {
    let policies = policies(today());
    let cases: Vec<(&str, Change, Verdict, Vec<ConditionKey>)> = vec![
        ("all is well", |_| {}, Verdict::Qualified, vec![]),
        (
            "hours and old assessments do not matter",
            |it| {
                it.hours.clear();
                it.assessments.clear();
            },
            Verdict::Qualified,
            vec![],
        ),
        (
            "probation runs",
            |it| {
                it.service.probation = Probation::Running {
                    ends_on: day("2026-12-31"),
                }
            },
            Verdict::Deferred,
            vec![ConditionKey::Probation],
        ),
        (
            "probation passed tomorrow",
            |it| {
                it.service.probation = Probation::Passed {
                    on: day("2026-11-24"),
                }
            },
            Verdict::Deferred,
            vec![ConditionKey::Probation],
        ),
        (
            "not employed any more",
            |it| it.service.ended_on = Some(day("2026-11-22")),
            Verdict::Deferred,
            vec![ConditionKey::Employment],
        ),
        (
            "without certificate",
            |it| it.certificates.clear(),
            Verdict::Deferred,
            vec![ConditionKey::TypeFitsPost],
        ),
    ];
    for (case, change, verdict, keys) in cases {
        let mut facts = newcomer();
        change(&mut facts);
        let found = assess(&facts, &policies, today());
        assert_eq!(found.kind, RegistrationKind::First, "{case}");
        assert_eq!((found.verdict, unmet(&found)), (verdict, keys), "{case}");
    }
}

#[test]
fn provincial_extras_are_known_and_switched_off() {
    let renewal = assess(&facts(), &policies(today()), today());
    let first = assess(&newcomer(), &policies(today()), today());
    for key in [
        ConditionKey::LastAssessment,
        ConditionKey::TimeInPost,
        ConditionKey::FirstHours,
        ConditionKey::TeachingLoad,
        ConditionKey::TermAssessment,
        ConditionKey::EnterprisePractice,
    ] {
        assert_eq!(renewal.find(key), None, "{key}");
        assert_eq!(first.find(key), None, "{key}");
    }
}

/// The same call with another rule set is a what-if.
#[test]
fn a_draft_of_the_rules_flips_a_verdict() {
    let policies = policies(today());
    let mut short = facts();
    fixtures::study(&mut short, 300);
    let before = assess(&short, &policies, today());
    let mut draft = policies.clone();
    draft.conditions.parameters.cycle_hours = crate::hours::Hours::whole(300);
    let after = assess(&short, &draft, today());
    assert_eq!(
        super::warning::flip(&before, &after),
        Some((Verdict::Deferred, Verdict::Qualified))
    );
    let one_is_enough = assess(&facts(), &policies, today());
    assert_eq!(super::warning::flip(&one_is_enough, &one_is_enough), None);
}

/// What `registration explain --json` promises to scripts.
#[test]
fn the_tree_has_the_promised_form_and_reads_back() {
    let mut short = facts();
    fixtures::study(&mut short, 350);
    let found = assess(&short, &policies(today()), today());
    let json = serde_json::to_value(&found).expect("our own types");
    assert_eq!(json["verdict"], "deferred");
    assert_eq!(json["kind"], "renewal");
    assert_eq!(json["policy"]["key"], "registration.conditions");
    assert_eq!(json["policy"]["version"], 1);
    let conditions = json["conditions"].as_array().expect("a list");
    let hours = conditions.iter().find(|it| it["key"] == "hours");
    let hours = hours.expect("hours bind");
    assert_eq!(hours["required"], 360);
    assert_eq!(hours["found"], 350);
    assert_eq!(hours["met"], false);
    // Ten hours are two days of eight.
    assert_eq!(hours["curable_on"], "2026-11-25");
    assert!(hours["clause"].as_str().is_some_and(|it| !it.is_empty()));
    let entries = hours["entries"].as_array().expect("a list");
    assert!(!entries.is_empty());
    let ethics = conditions.iter().find(|it| it["key"] == "ethics");
    assert_eq!(
        ethics.expect("ethics binds")["curable_on"],
        serde_json::Value::Null
    );
    let back: Assessment = serde_json::from_value(json).expect("it reads back");
    assert_eq!(back, found);
}

#[test]
fn months_before_the_end_a_warning_says_what_can_still_be_made_good() {
    let policies = policies(today());
    let mut short = facts();
    fixtures::study(&mut short, 350);
    let warning = super::warning::warn(&short, &policies, today()).expect("hours are short");
    assert_eq!(warning.until, day("2027-01-10"));
    assert_eq!(warning.hours_until, day("2026-12-31"));
    let [hours] = warning.short.as_slice() else {
        panic!("one condition is short: {:?}", warning.short);
    };
    assert_eq!(hours.cure, Cure::From(day("2026-11-25")));
    assert!(warning.is_in_time(hours));
    // 18 months before the end of 10 January 2027, not a day earlier.
    assert_eq!(
        super::warning::warn(&short, &policies, day("2025-07-09")),
        None
    );
    assert!(super::warning::warn(&short, &policies, day("2025-07-10")).is_some());
    assert_eq!(
        super::warning::warn(&short, &policies, day("2027-01-11")),
        None
    );
    assert_eq!(super::warning::warn(&facts(), &policies, today()), None);
    assert_eq!(windows::WindowKind::ALL.len(), 3);
}
