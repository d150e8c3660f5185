//! A teacher with nothing against a renewal, one with nothing against a first registration, and the
//! shipped rule sets.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::day;
use crate::ethics::AlertId;
use crate::ethics::rules::{Alert, AlertState, Gravity, Handling};
use crate::hours::Hours;
use crate::people::{AssessmentGrade, Post};
use crate::policy::{CertificateType, Parameters, RuleSet, TeachingLevel, parse_file};
use crate::qualifications::rules::number::CertificateNumber;
use crate::qualifications::rules::{Certificate, Event, EventKind};
use crate::registration::rules::Policies;
use crate::registration::rules::facts::{Extras, Facts, HoursEntry, Ownership, Probation, Service};
use crate::workflow::calendar::Calendar;

/// The shipped rule set of a key that is in force on a day.
fn shipped<T: Parameters>(text: &str, on: NaiveDate) -> RuleSet<T> {
    let versions = parse_file(text).expect("a shipped rule set");
    let mut in_force = versions.into_iter().filter(|it| it.is_in_force(on));
    let rule = in_force.next().expect("a rule in force");
    let rule: RuleSet<T> = rule.map(T::deserialize).expect("its parameters");
    rule.parameters.check().expect("sound parameters");
    rule
}

pub fn policies(on: NaiveDate) -> Policies {
    macro_rules! seed {
        ($name:literal) => {
            shipped(
                include_str!(concat!("../../../../seeds/policies/", $name, ".toml")),
                on,
            )
        };
    }
    Policies {
        conditions: seed!("registration_conditions"),
        procedure: seed!("registration_procedure"),
        validity: seed!("qualification_validity"),
        bars: seed!("qualification_bars"),
        day: seed!("hours_day"),
    }
}

pub fn calendar() -> Calendar {
    Calendar::from_toml(include_str!("../../../../seeds/holidays.toml")).expect("shipped holidays")
}

/// Registered on 10 January 2022, until 10 January 2027: the years 2022 to 2026 count.
pub fn facts() -> Facts {
    let years = 2022..=2025;
    let mut facts = Facts {
        registered_on: Some(day("2022-01-10")),
        deferred_on: None,
        service: Service {
            post: Post::Teacher,
            ownership: Ownership::Public,
            is_on_establishment: true,
            started_on: day("2015-09-01"),
            ended_on: None,
            levels: vec![TeachingLevel::Primary],
            subject: None,
            is_professional_course: false,
            probation: Probation::NotRequired,
        },
        certificates: vec![certificate(CertificateType::Primary, "2014-06-30")],
        qualification_events: Vec::new(),
        preschool_trained_on: None,
        alerts: Vec::new(),
        assessments: years.map(|it| (it, AssessmentGrade::Pass)).collect(),
        hours: Vec::new(),
        absences: Vec::new(),
        unfit: Vec::new(),
        extras: Extras::default(),
    };
    study(&mut facts, 360);
    facts
}

/// In the first post since September 2025, probation passed on 31 August 2026.
pub fn newcomer() -> Facts {
    let facts = facts();
    Facts {
        registered_on: None,
        service: Service {
            started_on: day("2025-09-01"),
            probation: Probation::Passed {
                on: day("2026-08-31"),
            },
            ..facts.service
        },
        assessments: BTreeMap::from([(2025, AssessmentGrade::Ungraded)]),
        ..facts
    }
}

/// So many hours in the cycle instead of what is there, spread over its first four years.
pub fn study(facts: &mut Facts, hours: i64) {
    study_hundredths(facts, hours * 100);
}

pub fn study_hundredths(facts: &mut Facts, hundredths: i64) {
    let each = hundredths / 4;
    let rest = hundredths - 3 * each;
    facts.hours = [(2022, each), (2023, each), (2024, each), (2025, rest)]
        .map(|(year, hours)| HoursEntry {
            counted_on: NaiveDate::from_ymd_opt(year, 12, 31).expect("a day"),
            hours: Hours(hours),
            transfer: None,
        })
        .to_vec();
}

pub fn grades(facts: &mut Facts, grades: [Option<AssessmentGrade>; 4]) {
    facts.assessments = (2022..)
        .zip(grades)
        .filter_map(|(year, grade)| Some((year, grade?)))
        .collect();
}

pub fn certificate(kind: CertificateType, certified_on: &str) -> Certificate {
    Certificate {
        kind,
        subject: None,
        number: CertificateNumber::Other("旧证 12 号".to_owned()),
        certified_on: day(certified_on),
    }
}

pub fn event(kind: EventKind, happened_on: &str) -> Event {
    Event {
        kind,
        happened_on: day(happened_on),
    }
}

pub fn alert(gravity: Gravity, handling: Handling, decided_on: &str) -> Alert {
    Alert {
        id: AlertId::new(),
        gravity,
        decided_on: day(decided_on),
        handling,
        state: AlertState::Open,
    }
}
