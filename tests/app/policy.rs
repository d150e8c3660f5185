//! Rule sets in the database: loaded once, found by day, never before the first.

use chrono::NaiveDate;
use xingtan::error::Error;
use xingtan::policy::{self, AnnualHours, CycleHours, DayHours, RecognitionTable, RuleSet};

use crate::support::TestApp;

on_each_backend!(
    rule_sets_load_once,
    the_rule_of_the_day_is_found,
    every_rule_set_reads_back,
);

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn rule_sets_load_once(app: &TestApp) {
    let before = app.read(policy::list_all).expect("rule sets").len();
    assert!(before >= 4, "the template holds the shipped rule sets");
    let added = app
        .write(|conn, context| policy::load_reference(conn, context.at))
        .expect("loading again");
    assert_eq!(added, 0);
    assert_eq!(app.read(policy::list_all).expect("rule sets").len(), before);
}

fn the_rule_of_the_day_is_found(app: &TestApp) {
    let load = |on| app.read(|conn| policy::load_at::<AnnualHours>(conn, on));
    let older = load(day(2020, 12, 31)).expect("the rule to 2020");
    let newer = load(day(2021, 1, 1)).expect("the rule from 2021");
    assert_ne!(older.version, newer.version);
    assert!(older.is_in_force(day(2020, 12, 31)) && !older.is_in_force(day(2021, 1, 1)));
    assert!(matches!(load(day(1949, 9, 30)), Err(Error::Fault(_))));
}

fn every_rule_set_reads_back(app: &TestApp) {
    fn load<T: policy::Parameters>(app: &TestApp) -> RuleSet<T> {
        app.read(|conn| policy::load_at(conn, day(2026, 11, 23)))
            .expect("in force today")
    }
    load::<AnnualHours>(app);
    load::<CycleHours>(app);
    load::<DayHours>(app);
    load::<RecognitionTable>(app);
}
