//! Alerts in the database. What they keep somebody from is for `rules`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::AlertId;
use super::rules::{AdmonitionKind, Alert, AlertState, Gravity, Handling};
use crate::db::schema::ethics_alerts;
use crate::db::{At, Conn, one_changed};
use crate::error::Error;
use crate::people::PersonId;
use crate::policy::{SanctionKind, StaffClass};

crate::text_enum!(
    /// Which of the three ways of handling a row holds.
    HandlingKind {
        /// 处分
        Sanction => "sanction",
        /// 取消评优、晋升等资格
        RightsLoss => "rights_loss",
        /// 批评教育等其他处理
        Admonition => "admonition",
    }
);

impl HandlingKind {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            HandlingKind::Sanction => "handling-sanction",
            HandlingKind::RightsLoss => "handling-rights-loss",
            HandlingKind::Admonition => "handling-admonition",
        }
    }
}

/// An alert as the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ethics_alerts, treat_none_as_default_value = false)]
pub struct AlertRow {
    /// Its id.
    pub id: AlertId,
    /// Whose.
    pub person_id: PersonId,
    /// How bad it was.
    pub gravity: Gravity,
    /// How it was handled.
    pub handling: HandlingKind,
    /// Which sanction or admonition; none for a loss of rights.
    pub measure: Option<String>,
    /// Which law of sanctions bound the person.
    pub staff: StaffClass,
    /// When the teacher was heard.
    pub heard_on: NaiveDate,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// The last day of its effect, if it has one.
    pub ends_on: Option<NaiveDate>,
    /// Who decided.
    pub decided_by: String,
    /// The number of the decision.
    pub document: String,
    /// What happened, in short.
    pub summary: String,
    /// Whether it stands.
    pub state: AlertState,
    /// What the state rests on since it was last changed.
    pub state_reason: Option<String>,
    /// When it was entered.
    pub recorded_at: At,
    /// Grows by one with each change.
    pub version: i64,
}

impl Handling {
    /// The columns that hold it: which way, which measure, the last day.
    pub fn columns(self) -> (HandlingKind, Option<String>, Option<NaiveDate>) {
        match self {
            Handling::Sanction(kind, ends_on) => {
                (HandlingKind::Sanction, Some(kind.to_string()), ends_on)
            }
            Handling::RightsLoss(ends_on) => (HandlingKind::RightsLoss, None, Some(ends_on)),
            Handling::Admonition(kind) => (HandlingKind::Admonition, Some(kind.to_string()), None),
        }
    }
}

impl AlertRow {
    /// As the rules want it; a row that no rule would have written is a fault.
    pub fn alert(&self) -> Result<Alert, Error> {
        let broken = || Error::Fault(format!("alert {}: its columns contradict", self.id));
        let measure = self.measure.as_deref();
        let handling = match (self.handling, measure, self.ends_on) {
            (HandlingKind::Sanction, Some(kind), ends_on) => {
                let kind: SanctionKind = kind.parse().map_err(|_| broken())?;
                if ends_on.is_none() != (kind == SanctionKind::Dismissal) {
                    return Err(broken());
                }
                Handling::Sanction(kind, ends_on)
            }
            (HandlingKind::RightsLoss, None, Some(ends_on)) => Handling::RightsLoss(ends_on),
            (HandlingKind::Admonition, Some(kind), None) => {
                let kind: AdmonitionKind = kind.parse().map_err(|_| broken())?;
                Handling::Admonition(kind)
            }
            _ => return Err(broken()),
        };
        Ok(Alert {
            id: self.id,
            gravity: self.gravity,
            decided_on: self.decided_on,
            handling,
            state: self.state,
        })
    }
}

/// The alerts of these people, closed ones with them, person by person, in order of time.
pub fn list_rows_of(conn: &mut Conn, persons: &[PersonId]) -> Result<Vec<AlertRow>, Error> {
    Ok(ethics_alerts::table
        .filter(ethics_alerts::person_id.eq_any(persons.iter().copied()))
        .order((
            ethics_alerts::person_id,
            ethics_alerts::decided_on,
            ethics_alerts::id,
        ))
        .select(AlertRow::as_select())
        .load(conn)?)
}

/// The alerts of these people as the rules want them; who has none is left out. One query.
pub fn list_alerts_of(
    conn: &mut Conn,
    persons: &[PersonId],
) -> Result<BTreeMap<PersonId, Vec<Alert>>, Error> {
    let mut alerts: BTreeMap<PersonId, Vec<Alert>> = BTreeMap::new();
    for row in list_rows_of(conn, persons)? {
        let alert = row.alert()?;
        alerts.entry(row.person_id).or_default().push(alert);
    }
    Ok(alerts)
}

/// One alert.
pub fn load(conn: &mut Conn, id: AlertId) -> Result<AlertRow, Error> {
    Ok(ethics_alerts::table
        .find(id)
        .select(AlertRow::as_select())
        .first(conn)?)
}

/// Adds an alert.
pub fn insert(conn: &mut Conn, row: &AlertRow) -> Result<(), Error> {
    diesel::insert_into(ethics_alerts::table)
        .values(row.clone())
        .execute(conn)?;
    Ok(())
}

/// Closes or opens an alert that was read at version `seen`; `Stale` if somebody was faster.
pub fn save_state(
    conn: &mut Conn,
    id: AlertId,
    seen: i64,
    state: AlertState,
    reason: &str,
) -> Result<(), Error> {
    let changed = diesel::update(ethics_alerts::table)
        .filter(ethics_alerts::id.eq(id))
        .filter(ethics_alerts::version.eq(seen))
        .set((
            ethics_alerts::state.eq(state),
            ethics_alerts::state_reason.eq(reason),
            ethics_alerts::version.eq(seen + 1),
        ))
        .execute(conn)?;
    one_changed(changed)
}
