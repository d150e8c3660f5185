//! Early warnings: who is short of what, months before it is decided, as the last survey found.
//!
//! A survey writes proposals (`survey`); this is which of them concern whom, for the page of officers
//! and for the tasks of everybody. Not here: what a condition asks (`rules`).

use chrono::NaiveDate;

use super::rules::assessment::Verdict;
use super::store::{self, Proposal, Warned};
use super::{WindowRow, rules};
use crate::access::Reach;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::policy::{self, RegistrationProcedure, RuleSet};

/// The windows that were surveyed and are not closed, the next to close first.
pub fn list_windows(conn: &mut Conn, context: &Context) -> Result<Vec<WindowRow>, Error> {
    let today = context.today();
    let mut windows = store::list_windows(conn)?;
    windows.retain(|it| it.assessed_at.is_some() && today <= it.closes_on);
    windows.sort_by_key(|it| (it.closes_on, it.id));
    Ok(windows)
}

/// Registrations that end by this day are warned of.
pub fn ends_by(conn: &mut Conn, context: &Context) -> Result<NaiveDate, Error> {
    let today = context.today();
    let rule: RuleSet<RegistrationProcedure> = policy::load_at(conn, today)?;
    Ok(rules::warning::ends_by(&rule.parameters, today))
}

/// Whom a list of warnings of a window shows.
pub fn wanted(
    conn: &mut Conn,
    context: &Context,
    window: &WindowRow,
    reach: Reach,
    school: Option<OrganizationId>,
) -> Result<Warned, Error> {
    Ok(Warned {
        window: window.id,
        reach,
        school,
        ends_by: ends_by(conn, context)?,
    })
}

/// What somebody is short of and has not applied with yet, with its window.
pub fn find_own(
    conn: &mut Conn,
    context: &Context,
    person: PersonId,
) -> Result<Option<(WindowRow, Proposal)>, Error> {
    for window in list_windows(conn, context)? {
        let Some(proposal) = store::find_proposal(conn, window.id, person)? else {
            continue;
        };
        let ends_by = ends_by(conn, context)?;
        let ends_soon = proposal.registered_until.is_some_and(|it| it <= ends_by);
        let is_short = proposal.verdict != Verdict::Qualified;
        if is_short
            && (proposal.is_due || ends_soon)
            && store::list_with_case(conn, window.id, &[person])?.is_empty()
        {
            return Ok(Some((window, proposal)));
        }
    }
    Ok(None)
}
