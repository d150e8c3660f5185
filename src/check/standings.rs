//! Holds standings against the books, and the counters of schools against standings.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::Pass;
use super::books::Books;
use super::report::Invariant;
use crate::credit_bank::rules::{Amounts, ByCategory, Shortfall, shortfall};
use crate::credit_bank::standings::{self, Standing};
use crate::db::schema::school_standings;
use crate::db::{Conn, each_row};
use crate::error::Error;
use crate::hours::Hours;
use crate::organizations::OrganizationId;

/// The counters of a school in a year.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Counters {
    district: Option<OrganizationId>,
    teachers: i64,
    complete: i64,
    /// General, professional, elective, in all.
    short: [Hours; 4],
}

impl Counters {
    fn add(&mut self, standing: &Standing) {
        let Shortfall { by_category, total } = standing.short;
        self.district = standing.district;
        self.teachers += 1;
        self.complete += i64::from(standing.short.is_complete());
        let parts = [
            by_category.general,
            by_category.professional,
            by_category.elective,
            total,
        ];
        for (sum, part) in self.short.iter_mut().zip(parts) {
            *sum += part;
        }
    }
}

type Schools = BTreeMap<(OrganizationId, i32), Counters>;

/// Compares every standing with what the books hold.
pub(super) fn compare(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    books: &mut Books,
) -> Result<(), Error> {
    for (person, year) in books.over_settled() {
        let id = format!("{person} {year}");
        let detail = "more hours were counted into registrations than there are";
        pass.report
            .add(Invariant::Settlement, "transfers", id, detail);
    }
    let mut rows = 0;
    let mut schools = Schools::new();
    standings::each(conn, |standing| {
        pass.count("standings", &mut rows);
        let held = books.take(standing.person, standing.year);
        compare_one(pass, &standing, &held);
        let counters = schools.entry((standing.school, standing.year)).or_default();
        counters.add(&standing);
        Ok(())
    })?;
    pass.finish("standings", rows);
    for (person, year) in books.left() {
        let id = format!("{person} {year}");
        let detail = "it has transfers and no standing";
        pass.report
            .add(Invariant::StandingMissing, "standings", id, detail);
    }
    compare_schools(conn, pass, schools)
}

fn compare_one(pass: &mut Pass<'_>, standing: &Standing, held: &Amounts) {
    let id = || format!("{} {}", standing.person, standing.year);
    let report = &mut pass.report;
    if !held.is_sound() {
        let detail = format!("the ledger holds {}", told(held));
        report.add(Invariant::AccountBelowZero, "ledger_accounts", id(), detail);
    }
    if standing.amounts != *held {
        let detail = format!(
            "it says {}; the ledger holds {}",
            told(&standing.amounts),
            told(held)
        );
        report.add(Invariant::StandingAmounts, "standings", id(), detail);
    }
    let missing = shortfall(&standing.required, &standing.amounts.posted);
    if standing.short != missing {
        let detail = format!(
            "it says {} is missing, and it is {}",
            standing.short.total, missing.total
        );
        report.add(Invariant::StandingShortfall, "standings", id(), detail);
    }
}

fn told(amounts: &Amounts) -> String {
    let of = |it: &ByCategory| format!("{}/{}/{}", it.general, it.professional, it.elective);
    format!(
        "{} posted, {} pending, {} over cap",
        of(&amounts.posted),
        of(&amounts.pending),
        of(&amounts.over_cap)
    )
}

fn compare_schools(
    conn: &mut Conn,
    pass: &mut Pass<'_>,
    mut schools: Schools,
) -> Result<(), Error> {
    type Read = (
        (OrganizationId, i32, Option<OrganizationId>),
        (i64, i64),
        Short,
    );
    type Short = (Hours, Hours, Hours, Hours);
    use school_standings as table;
    let mut rows = 0;
    let query = table::table.select((
        (table::school_id, table::year, table::district_id),
        (table::teachers, table::complete),
        (
            table::short_general,
            table::short_professional,
            table::short_elective,
            table::short_total,
        ),
    ));
    let mut differing: Vec<(OrganizationId, i32, String)> = Vec::new();
    each_row(conn, query, |(key, (teachers, complete), short): Read| {
        pass.count("school_standings", &mut rows);
        let (school, year, district) = key;
        let said = Counters {
            district,
            teachers,
            complete,
            short: short.into(),
        };
        let found = schools.remove(&(school, year)).unwrap_or(Counters {
            district,
            ..Counters::default()
        });
        if said != found {
            differing.push((
                school,
                year,
                format!("it says {said:?}, and it is {found:?}"),
            ));
        }
        Ok(())
    })?;
    pass.finish("school_standings", rows);
    for ((school, year), found) in schools {
        differing.push((school, year, format!("it is missing: {found:?}")));
    }
    for (school, year, detail) in differing {
        let id = format!("{school} {year}");
        pass.report
            .add(Invariant::SchoolStandings, "school_standings", id, detail);
    }
    Ok(())
}
