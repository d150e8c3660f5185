//! Trials of a draft, and who would change sides, in the database.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::ROWS_PER_INSERT;
use crate::db::schema::{people, registration_flips, registration_proposals, registration_trials};
use crate::db::{Conn, Prepared};
use crate::error::Error;
use crate::on_backend;
use crate::organizations::OrganizationId;
use crate::registration::WindowId;
use crate::registration::rules::assessment::Verdict;
use crate::registration::what_if::{Flip, Trial, TrialId};

/// Adds a trial.
pub fn insert_trial(conn: &mut Conn, trial: &Trial) -> Result<(), Error> {
    diesel::insert_into(registration_trials::table)
        .values(trial.clone())
        .execute(conn)?;
    Ok(())
}

/// One trial.
pub fn load_trial(conn: &mut Conn, id: TrialId) -> Result<Trial, Error> {
    Ok(registration_trials::table
        .find(id)
        .select(Trial::as_select())
        .first(conn)?)
}

/// The trials of a window, the newest first.
pub fn list_trials(conn: &mut Conn, window: WindowId, limit: i64) -> Result<Vec<Trial>, Error> {
    Ok(registration_trials::table
        .filter(registration_trials::window_id.eq(window))
        .order(registration_trials::id.desc())
        .limit(limit)
        .select(Trial::as_select())
        .load(conn)?)
}

/// Notes how many people a trial has looked at.
pub fn save_looked_at(conn: &mut Conn, id: TrialId, looked_at: i64) -> Result<(), Error> {
    Prepared(
        diesel::update(registration_trials::table.find(id))
            .set(registration_trials::looked_at.eq(looked_at)),
    )
    .execute(conn)?;
    Ok(())
}

/// Adds who changes sides.
pub fn insert_flips(conn: &mut Conn, rows: &[Flip]) -> Result<(), Error> {
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        on_backend!(conn, |it| diesel::insert_into(registration_flips::table)
            .values(chunk)
            .execute(it))?;
    }
    Ok(())
}

/// How many people a window is for, as its last survey found.
pub fn count_due(conn: &mut Conn, window: WindowId) -> Result<i64, Error> {
    Ok(registration_proposals::table
        .filter(registration_proposals::window_id.eq(window))
        .filter(registration_proposals::is_due.eq(true))
        .count()
        .get_result(conn)?)
}

/// How many change sides at a school, by before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct FlipCount {
    /// The school.
    pub school: OrganizationId,
    /// Its district; none for a bureau-run school.
    pub district: Option<OrganizationId>,
    /// By the rules in force.
    pub before: Verdict,
    /// By the draft.
    pub after: Verdict,
    /// How many.
    pub count: i64,
}

/// How many change sides, school by school.
pub fn count_flips(conn: &mut Conn, trial: TrialId) -> Result<Vec<FlipCount>, Error> {
    use registration_flips as table;
    Ok(table::table
        .filter(table::trial_id.eq(trial))
        .group_by((
            table::school_id,
            table::district_id,
            table::verdict_before,
            table::verdict_after,
        ))
        .select((
            table::school_id,
            table::district_id,
            table::verdict_before,
            table::verdict_after,
            count_star(),
        ))
        .load(conn)?)
}

/// Somebody who changes sides.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Flipped {
    /// Name.
    pub name: String,
    /// Permanent number.
    pub teacher_number: String,
    /// By the rules in force.
    pub before: Verdict,
    /// By the draft.
    pub after: Verdict,
}

/// Who changes sides at a school, by name.
pub fn list_flips(
    conn: &mut Conn,
    trial: TrialId,
    school: OrganizationId,
    limit: i64,
) -> Result<Vec<Flipped>, Error> {
    use registration_flips as table;
    Ok(table::table
        .inner_join(people::table)
        .filter(table::trial_id.eq(trial))
        .filter(table::school_id.eq(school))
        .order((people::name_pinyin, people::id))
        .limit(limit)
        .select((
            people::name,
            people::teacher_number,
            table::verdict_before,
            table::verdict_after,
        ))
        .load(conn)?)
}
