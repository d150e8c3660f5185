//! Who may not get an honour today for what is known of their ethics. Eligibility asked it once; between
//! that day and the certificate lie months.

use std::collections::BTreeSet;

use super::rules::Refusal;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::ethics;
use crate::people::PersonId;
use crate::policy::{self, LookBacks};
use crate::selection::programmes::Test;
use crate::selection::rounds::Running;

/// Those of these people whom the programme's condition about ethics bars today; nobody where it has
/// none.
pub fn load(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    persons: &[PersonId],
) -> Result<BTreeSet<PersonId>, Error> {
    let mut conditions = running.programme.conditions.iter();
    if persons.is_empty() || !conditions.any(|it| it.test == Test::Ethics) {
        return Ok(BTreeSet::new());
    }
    let today = context.today();
    let purpose = running.programme.purpose;
    let look_backs = policy::load_at::<LookBacks>(conn, today)?.parameters;
    let alerts = ethics::store::list_alerts_of(conn, persons)?;
    Ok(alerts
        .into_iter()
        .filter(|(_, it)| !ethics::rules::bars(it, purpose, &look_backs, today).is_empty())
        .map(|(person, _)| person)
        .collect())
}

/// Refuses one who is barred today.
pub fn check(
    conn: &mut Conn,
    context: &Context,
    running: &Running,
    person: PersonId,
) -> Result<(), Error> {
    if load(conn, context, running, &[person])?.contains(&person) {
        return Err(Refusal::Barred.into());
    }
    Ok(())
}
