//! Reading a statement: one function for page, export, command line and print.

use chrono::{Datelike, NaiveDate};

use super::cure::{Cure, Offer, cure};
use super::forecast::{Forecast, Period, forecast};
use super::rules::{
    Cycle, CycleStatement, Line, LineState, YearStatement, amounts_by_year, explain, years_shown,
};
use super::store::{self, OpenCourse, Origin};
use crate::access::{Action, Facts, may};
use crate::clock::day_of;
use crate::context::Context;
use crate::credit_bank::rules::{ByCategory, Requirement, first_day};
use crate::credit_bank::titles::title_key;
use crate::db::Conn;
use crate::error::Error;
use crate::ledger::{self, AsOf};
use crate::organizations::{self, Organization};
use crate::people::{self, Person, Workplace};
use crate::policy::{self, AnnualHours, CycleHours, RuleSet};

/// Every year that a ledger can hold.
const ALL_YEARS: std::ops::RangeInclusive<i32> = 1..=9_999;

/// What one teacher owes and has, seen from two dates.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The teacher.
    pub person: Person,
    /// Where the teacher works today, if anywhere.
    pub workplace: Option<(Workplace, Organization)>,
    /// The two dates.
    pub as_of: AsOf,
    /// The day from which it is seen: the effective date, else the day on which it was known.
    pub day: NaiveDate,
    /// Year by year, oldest first.
    pub years: Vec<YearStatement>,
    /// The five-year cycle.
    pub cycle: CycleStatement,
    /// Everything that happened, newest first.
    pub lines: Vec<Line>,
}

/// One teacher's statement, for whoever may see it. A number that does not exist and a teacher
/// who is none of one's business are the same: not found.
pub fn load(
    conn: &mut Conn,
    context: &Context,
    teacher_number: &str,
    as_of: AsOf,
) -> Result<Statement, Error> {
    let person = people::store::find_by_number(conn, teacher_number)?.ok_or(Error::NotFound)?;
    let workplace = people::store::find_workplace(conn, person.id, context.today())?;
    let facts = workplace.map_or_else(
        || Facts {
            person: Some(person.id),
            ..Facts::default()
        },
        |it| it.facts(),
    );
    may(&context.actor, Action::ViewCreditBank, &facts)?;
    let workplace = match workplace {
        Some(it) => Some((it, organizations::store::load(conn, it.school)?)),
        None => None,
    };

    let day = as_of
        .effective_on
        .or_else(|| as_of.known_at.map(day_of))
        .map_or_else(|| context.today(), |day| day.min(context.today()));
    let transfers = ledger::list_transfers(conn, person.id, ALL_YEARS)?;
    let amounts = amounts_by_year(person.id, &transfers, as_of);
    let first_employed_on =
        store::find_first_employment(conn, person.id)?.unwrap_or_else(|| first_day(day.year()));
    let cycle_rule: RuleSet<CycleHours> = policy::load_at(conn, day)?;
    let cycle = Cycle::around(
        store::find_cycle_start(conn, &person, day)?,
        cycle_rule.parameters.years,
        day.year(),
    );
    let mut years = Vec::new();
    for year in years_shown(cycle, first_employed_on, day.year(), &amounts) {
        let rule: RuleSet<AnnualHours> =
            policy::load_at(conn, crate::credit_bank::rules::last_day(year))?;
        let held = amounts.get(&year).copied().unwrap_or_default();
        years.push(YearStatement::new(year, &rule, first_employed_on, held));
    }
    Ok(Statement {
        cycle: CycleStatement::new(cycle, &cycle_rule, &amounts),
        lines: explain(person.id, &transfers, as_of),
        person,
        workplace,
        as_of,
        day,
        years,
    })
}

impl Statement {
    /// One of the years that are shown.
    pub fn year(&self, year: i32) -> Option<&YearStatement> {
        self.years.iter().find(|it| it.year == year)
    }

    /// Where the pace of a year leads, and where it would lead with everything that waits.
    pub fn forecast_year(&self, year: &YearStatement) -> (Forecast, Forecast) {
        let period = Period {
            first_on: first_day(year.year),
            last_on: year.closes_on,
            today: self.day,
        };
        let posted = &year.amounts.posted;
        let all = posted.zip(&year.amounts.pending, |one, other| one + other);
        (
            forecast(&period, &year.required, posted),
            forecast(&period, &year.required, &all),
        )
    }

    /// The cycle as a period, seen from the statement's day.
    pub fn cycle_period(&self) -> Period {
        Period {
            first_on: first_day(self.cycle.cycle.first_year),
            last_on: self.cycle.closes_on(),
            today: self.day,
        }
    }

    /// Where the pace of the cycle leads. Classes do not matter in it, only the sum.
    pub fn forecast_cycle(&self) -> Forecast {
        let required = Requirement {
            total: self.cycle.required,
            ..Requirement::default()
        };
        let held = ByCategory {
            professional: self.cycle.counted,
            ..ByCategory::default()
        };
        forecast(&self.cycle_period(), &required, &held)
    }
}

/// Which open courses close the gap of a year.
#[derive(Debug, Clone)]
pub struct Remedy {
    /// The courses that could be taken.
    pub open: Vec<OpenCourse>,
    /// The choice among them.
    pub cure: Cure,
}

impl Remedy {
    /// The chosen courses, the soonest to end first.
    pub fn chosen(&self) -> impl Iterator<Item = &OpenCourse> {
        self.cure
            .chosen
            .iter()
            .filter_map(|&place| self.open.get(place))
    }
}

/// Which open courses would close what a year lacks once everything that waits is posted. None
/// if the teacher works nowhere or the year is over.
pub fn find_remedy(
    conn: &mut Conn,
    statement: &Statement,
    year: &YearStatement,
    today: NaiveDate,
) -> Result<Option<Remedy>, Error> {
    let short = year.short_after_pending();
    let Some((workplace, _)) = &statement.workplace else {
        return Ok(None);
    };
    if short.is_complete() || today > year.closes_on || today < first_day(year.year) {
        return Ok(None);
    }
    let lines: Vec<&Line> = statement
        .lines
        .iter()
        .filter(|it| {
            it.year == year.year
                && matches!(
                    it.state,
                    LineState::Pending | LineState::Posted | LineState::Capped
                )
        })
        .collect();
    let origins: Vec<_> = lines.iter().map(|it| it.origin).collect();
    let taken: Vec<String> = store::list_origins(conn, &origins)?
        .into_values()
        .map(|it| match it {
            Origin::Completion(it) => title_key(&it.title),
            Origin::Claim(it) => title_key(&it.title),
        })
        .collect();
    let open = store::list_open_courses(conn, workplace, today, year.closes_on, &taken)?;
    let offers: Vec<Offer> = open
        .iter()
        .map(|it| Offer {
            category: it.category,
            hours: it.hours,
        })
        .collect();
    let cure = cure(&short, &offers);
    Ok(Some(Remedy { open, cure }))
}
