//! Results and certificates in the database.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rules::{CertificateState, ResultState};
use super::{Certificate, SelectionResult};
use crate::db::schema::{
    nominations, organizations, people, selection_certificates, selection_results,
};
use crate::db::{Conn, one_changed};
use crate::error::Error;
use crate::organizations::{OrganizationId, Stage};
use crate::people::{PersonId, SexCode};
use crate::selection::nominations::NominationId;
use crate::selection::nominations::rules::NominationState;
use crate::selection::rounds::RoundId;

/// Everybody who was voted on in a round; nobody before results are posted.
pub fn list(conn: &mut Conn, round: RoundId) -> Result<Vec<SelectionResult>, Error> {
    Ok(selection_results::table
        .filter(selection_results::round_id.eq(round))
        .order(selection_results::nomination_id)
        .select(SelectionResult::as_select())
        .load(conn)?)
}

/// Whose the results of a round are.
pub fn list_persons(
    conn: &mut Conn,
    round: RoundId,
) -> Result<BTreeMap<NominationId, PersonId>, Error> {
    let rows: Vec<(NominationId, PersonId)> = nominations::table
        .filter(nominations::round_id.eq(round))
        .select((nominations::id, nominations::person_id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// A candidate's result.
pub fn find(conn: &mut Conn, nomination: NominationId) -> Result<Option<SelectionResult>, Error> {
    Ok(selection_results::table
        .find(nomination)
        .select(SelectionResult::as_select())
        .first(conn)
        .optional()?)
}

/// Adds a result.
pub fn insert(conn: &mut Conn, result: &SelectionResult) -> Result<(), Error> {
    diesel::insert_into(selection_results::table)
        .values(result.clone())
        .execute(conn)?;
    Ok(())
}

/// Saves a result as it was read and changed; `Stale` if somebody else was faster.
pub fn save(conn: &mut Conn, result: &SelectionResult) -> Result<(), Error> {
    let fresh = SelectionResult {
        version: result.version + 1,
        ..result.clone()
    };
    let changed = diesel::update(selection_results::table)
        .filter(selection_results::nomination_id.eq(result.nomination_id))
        .filter(selection_results::version.eq(result.version))
        .set(fresh)
        .execute(conn)?;
    expect_one(changed)
}

/// A certificate by its number.
pub fn find_by_number(conn: &mut Conn, number: &str) -> Result<Option<Certificate>, Error> {
    Ok(selection_certificates::table
        .filter(selection_certificates::number.eq(number))
        .select(Certificate::as_select())
        .first(conn)
        .optional()?)
}

/// The certificate that followed from a nomination.
pub fn find_certificate(
    conn: &mut Conn,
    nomination: NominationId,
) -> Result<Option<Certificate>, Error> {
    Ok(selection_certificates::table
        .filter(selection_certificates::nomination_id.eq(nomination))
        .select(Certificate::as_select())
        .first(conn)
        .optional()?)
}

/// The certificates of a round, by number.
pub fn list_certificates(conn: &mut Conn, round: RoundId) -> Result<Vec<Certificate>, Error> {
    Ok(selection_certificates::table
        .filter(selection_certificates::round_id.eq(round))
        .order(selection_certificates::number)
        .select(Certificate::as_select())
        .load(conn)?)
}

/// The days on which honours of a person were taken away.
pub fn list_revoked(conn: &mut Conn, person: PersonId) -> Result<Vec<NaiveDate>, Error> {
    let days: Vec<Option<NaiveDate>> = selection_certificates::table
        .filter(selection_certificates::person_id.eq(person))
        .filter(selection_certificates::state.eq(CertificateState::Revoked))
        .select(selection_certificates::ended_on)
        .load(conn)?;
    Ok(days.into_iter().flatten().collect())
}

/// Adds a certificate.
pub fn insert_certificate(conn: &mut Conn, certificate: &Certificate) -> Result<(), Error> {
    diesel::insert_into(selection_certificates::table)
        .values(certificate.clone())
        .execute(conn)?;
    Ok(())
}

/// Saves a certificate that was changed since version `seen`; `Stale` if somebody else was faster.
pub fn save_certificate(
    conn: &mut Conn,
    certificate: &Certificate,
    seen: i64,
) -> Result<(), Error> {
    let fresh = Certificate {
        version: seen + 1,
        ..certificate.clone()
    };
    let changed = diesel::update(selection_certificates::table)
        .filter(selection_certificates::id.eq(certificate.id))
        .filter(selection_certificates::version.eq(seen))
        .set(fresh)
        .execute(conn)?;
    expect_one(changed)
}

/// A nominee as statistics want them.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Who.
    pub nomination: NominationId,
    /// How far the offices went.
    pub state: NominationState,
    /// What the bureau signed.
    pub is_eligible: Option<bool>,
    /// The district; none for bureau-run schools.
    pub district: Option<OrganizationId>,
    /// What the school teaches.
    pub stage: Option<Stage>,
    /// As the file states it.
    pub sex: SexCode,
    /// Birthday, where known.
    pub born_on: Option<NaiveDate>,
}

/// Every nomination of a round that was handed in.
pub fn list_counted(conn: &mut Conn, round: RoundId) -> Result<Vec<Counted>, Error> {
    type Row = (
        NominationId,
        NominationState,
        Option<bool>,
        Option<OrganizationId>,
        Option<Stage>,
        i32,
        Option<NaiveDate>,
    );
    let rows: Vec<Row> = nominations::table
        .inner_join(people::table)
        .inner_join(organizations::table)
        .filter(nominations::round_id.eq(round))
        .filter(nominations::state.ne(NominationState::Draft))
        .select((
            nominations::id,
            nominations::state,
            nominations::is_eligible,
            nominations::district_id,
            organizations::stage,
            people::sex,
            people::born_on,
        ))
        .load(conn)?;
    let counted = rows.into_iter().map(
        |(nomination, state, is_eligible, district, stage, sex, born_on)| {
            let sex = SexCode::from(sex);
            Counted {
                nomination,
                state,
                is_eligible,
                district,
                stage,
                sex,
                born_on,
            }
        },
    );
    Ok(counted.collect())
}

/// Where everybody who was voted on stands.
pub fn list_states(
    conn: &mut Conn,
    round: RoundId,
) -> Result<BTreeMap<NominationId, ResultState>, Error> {
    let results = list(conn, round)?;
    Ok(results
        .into_iter()
        .map(|it| (it.nomination_id, it.state))
        .collect())
}

fn expect_one(changed: usize) -> Result<(), Error> {
    one_changed(changed)
}
