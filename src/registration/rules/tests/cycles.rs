//! Which years of class hours belong to which registration.

use super::fixtures::{facts, newcomer, policies};
use super::{Change, day, today};
use crate::hours::Hours;
use crate::policy::{Certainty, ConditionKey, Effect, RegistrationKind, YearBasis};
use crate::registration::WindowId;
use crate::registration::rules::facts::HoursEntry;
use crate::registration::rules::windows::{Window, WindowKind, wants_survey};
use crate::registration::rules::{assess, hours_counted};

/// Ten hours on the last day of each year from 2018 to 2032.
fn with_hours_in_every_year(change: Change) -> super::Facts {
    let mut facts = facts();
    change(&mut facts);
    facts.hours = (2018..=2032)
        .map(|year| HoursEntry {
            counted_on: chrono::NaiveDate::from_ymd_opt(year, 12, 31).expect("a day"),
            hours: Hours::whole(10),
            transfer: None,
        })
        .collect();
    facts
}

#[test]
fn each_year_belongs_to_the_cycle_that_begins_in_it() {
    let rows: [(&str, &str, Change, i32, std::ops::RangeInclusive<i32>); 7] = [
        ("signed early", "2026-11-23", |_| {}, 2022, 2022..=2026),
        (
            "the next cycle, which begins in January",
            "2026-12-02",
            |it| it.registered_on = Some(day("2027-01-11")),
            2027,
            2027..=2031,
        ),
        (
            "a cycle that begins in September has its first year whole",
            "2027-06-30",
            |it| it.registered_on = Some(day("2022-09-01")),
            2022,
            2022..=2026,
        ),
        (
            "late without a deferral: what was done since counts for no cycle",
            "2028-03-01",
            |_| {},
            2022,
            2022..=2026,
        ),
        (
            "late after a deferral: what was done since makes up",
            "2028-03-01",
            |it| it.deferred_on = Some(day("2026-12-01")),
            2022,
            2022..=2028,
        ),
        (
            "the cycle after a late registration",
            "2028-03-02",
            |it| it.registered_on = Some(day("2028-03-01")),
            2028,
            2028..=2032,
        ),
        (
            "the first registration looks at the whole service",
            "2026-11-23",
            |it| *it = newcomer(),
            2025,
            2025..=2029,
        ),
    ];
    for (name, on, change, first_year, years) in rows {
        let facts = with_hours_in_every_year(change);
        let counted = hours_counted(&facts, &policies(today()), day(on));
        let found: Vec<i32> = counted.days.iter().map(chrono::Datelike::year).collect();
        assert_eq!(counted.first_year, first_year, "{name}");
        assert_eq!(found, years.collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn school_years_touch_two_calendar_years() {
    let mut policies = policies(today());
    policies.conditions.parameters.hours_basis = YearBasis::School;
    let mut facts = facts();
    facts.registered_on = Some(day("2022-09-01"));
    facts.hours = ["2022-08-31", "2022-09-01", "2027-08-31", "2027-09-01"]
        .map(|it| HoursEntry {
            counted_on: day(it),
            hours: Hours::whole(10),
            transfer: None,
        })
        .to_vec();
    let counted = hours_counted(&facts, &policies, day("2027-06-30"));
    assert_eq!(counted.days, [day("2022-09-01"), day("2027-08-31")]);
}

#[test]
fn a_limit_by_year_and_a_minimum_by_year() {
    let mut policies = policies(today());
    let rule = &mut policies.conditions.parameters;
    rule.conditions.push(crate::policy::ConditionRule {
        key: ConditionKey::YearHours,
        kinds: vec![RegistrationKind::Renewal],
        effect: Effect::Defer,
        binds: true,
        clause: "草案".to_owned(),
        certainty: Certainty::Recalled,
    });
    // Ninety in each of the four years that are over.
    for (name, least, most, deferred, since, met) in [
        ("just enough", 90, 90, false, 0, (true, true)),
        ("too little counts", 90, 89, false, 0, (false, true)),
        ("too little in each", 91, 360, false, 0, (true, false)),
        (
            "a deferral alone cures nothing",
            91,
            360,
            true,
            3,
            (true, false),
        ),
        ("made up since", 91, 360, true, 5, (true, true)),
    ] {
        let rule = &mut policies.conditions.parameters;
        rule.year_hours_min = Hours::whole(least);
        rule.year_hours_max = Some(Hours::whole(most));
        let mut facts = facts();
        let mut on = today();
        if deferred {
            on = day("2027-06-01");
            facts.deferred_on = Some(day("2026-12-01"));
            for (day_of, hours) in [("2026-12-31", 91), ("2027-05-31", since)] {
                facts.hours.push(HoursEntry {
                    counted_on: day(day_of),
                    hours: Hours::whole(hours),
                    transfer: None,
                });
            }
        }
        let found = assess(&facts, &policies, on);
        let is_met = |key| found.find(key).expect("it binds").met;
        let both = (is_met(ConditionKey::Hours), is_met(ConditionKey::YearHours));
        assert_eq!(both, met, "{name}");
    }
}

#[test]
fn the_city_is_surveyed_weekly_while_a_window_is_near() {
    let window = Window {
        id: WindowId::new(),
        kind: WindowKind::Renewal,
        opens_on: day("2026-11-16"),
        closes_on: day("2026-11-27"),
        due_until: day("2027-06-30"),
    };
    let mut rule = policies(today()).procedure.parameters;
    rule.warning_months = 6;
    for (on, surveyed_on, wants) in [
        ("2026-05-15", None, false),
        ("2026-05-16", None, true),
        ("2026-11-27", None, true),
        ("2026-11-28", None, false),
        ("2026-11-27", Some("2026-11-21"), false),
        ("2026-11-27", Some("2026-11-20"), true),
    ] {
        let found = wants_survey(&window, surveyed_on.map(day), day(on), &rule);
        assert_eq!(found, wants, "{on} after {surveyed_on:?}");
    }
}
