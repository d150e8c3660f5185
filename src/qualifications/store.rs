//! Certificates and what happened to them, in the database. What follows from them is for `rules`.
//!
//! One person's page reads the rows; an assessment of many people reads [`load_files`], two queries
//! however many there are.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rules::number::CertificateNumber;
use super::rules::{Certificate, Event, EventKind};
use super::{CertificateId, QualificationEventId};
use crate::db::schema::{qualification_certificates, qualification_events};
use crate::db::{At, Conn, one_changed};
use crate::error::Error;
use crate::on_backend;
use crate::people::PersonId;
use crate::policy::{CertificateType, PutonghuaLevel};

/// Rows in one INSERT: well below `SQLite`'s limit of bound values.
const ROWS_PER_INSERT: usize = 500;

/// A certificate as the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(
    table_name = qualification_certificates,
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
pub struct CertificateRow {
    /// Its id.
    pub id: CertificateId,
    /// Whose.
    pub person_id: PersonId,
    /// Which of the seven.
    pub kind: CertificateType,
    /// The subject it names, where it names one.
    pub subject: Option<String>,
    /// Its number, as it was accepted.
    pub number: String,
    /// When it was certified.
    pub certified_on: NaiveDate,
    /// The certifying body, as the paper names it.
    pub issued_by: Option<String>,
    /// The level of Putonghua.
    pub putonghua: Option<PutonghuaLevel>,
    /// When the examination was passed.
    pub exam_passed_on: Option<NaiveDate>,
    /// The number of the certificate of the examination (考试合格证明).
    pub exam_number: Option<String>,
    /// When a pre-school training course was passed.
    pub preschool_trained_on: Option<NaiveDate>,
    /// When it was entered.
    pub recorded_at: At,
    /// When it was taken out, since it had been entered by mistake.
    pub withdrawn_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}

impl CertificateRow {
    /// As the rules want it.
    pub fn certificate(&self) -> Certificate {
        Certificate {
            kind: self.kind,
            subject: self.subject.clone(),
            number: CertificateNumber::of_stored(&self.number),
            certified_on: self.certified_on,
        }
    }
}

/// Loss, revocation or cheating, as it was decided.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = qualification_events, treat_none_as_default_value = false)]
pub struct EventRow {
    /// Its id.
    pub id: QualificationEventId,
    /// Whose.
    pub person_id: PersonId,
    /// What.
    pub kind: EventKind,
    /// The day of the judgment or decision.
    pub happened_on: NaiveDate,
    /// The judgment or decision.
    pub document: String,
    /// Why, in its words.
    pub reason: String,
    /// When it was entered.
    pub recorded_at: At,
    /// When it was taken out, since it had been entered by mistake.
    pub withdrawn_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}

impl EventRow {
    /// As the rules want it.
    pub fn event(&self) -> Event {
        Event {
            kind: self.kind,
            happened_on: self.happened_on,
        }
    }
}

/// Everything that the rules ask about somebody's qualification.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct QualificationFile {
    /// All certificates ever held.
    pub certificates: Vec<Certificate>,
    /// What happened to the qualification.
    pub events: Vec<Event>,
    /// When a pre-school training course was first passed.
    pub preschool_trained_on: Option<NaiveDate>,
    /// The best level of Putonghua.
    pub putonghua: Option<PutonghuaLevel>,
}

impl QualificationFile {
    /// The rows of one person, put together.
    pub fn of(certificates: &[CertificateRow], events: &[EventRow]) -> QualificationFile {
        let mut file = QualificationFile::default();
        for row in certificates {
            file.add(row);
        }
        file.events = events.iter().map(EventRow::event).collect();
        file
    }

    fn add(&mut self, row: &CertificateRow) {
        self.certificates.push(row.certificate());
        self.preschool_trained_on = [self.preschool_trained_on, row.preschool_trained_on]
            .into_iter()
            .flatten()
            .min();
        self.putonghua = self.putonghua.max(row.putonghua);
    }
}

/// The certificates of these people, person by person, the oldest first.
pub fn list_certificates_of(
    conn: &mut Conn,
    persons: &[PersonId],
) -> Result<Vec<CertificateRow>, Error> {
    use qualification_certificates as table;
    Ok(table::table
        .filter(table::person_id.eq_any(persons.iter().copied()))
        .filter(table::withdrawn_at.is_null())
        .order((table::person_id, table::certified_on, table::id))
        .select(CertificateRow::as_select())
        .load(conn)?)
}

/// What happened to the qualifications of these people, person by person, in order of time.
pub fn list_events_of(conn: &mut Conn, persons: &[PersonId]) -> Result<Vec<EventRow>, Error> {
    use qualification_events as table;
    Ok(table::table
        .filter(table::person_id.eq_any(persons.iter().copied()))
        .filter(table::withdrawn_at.is_null())
        .order((table::person_id, table::happened_on, table::id))
        .select(EventRow::as_select())
        .load(conn)?)
}

/// The qualifications of these people; who has neither certificate nor event is left out.
pub fn load_files(
    conn: &mut Conn,
    persons: &[PersonId],
) -> Result<BTreeMap<PersonId, QualificationFile>, Error> {
    let mut files: BTreeMap<PersonId, QualificationFile> = BTreeMap::new();
    for row in list_certificates_of(conn, persons)? {
        files.entry(row.person_id).or_default().add(&row);
    }
    for row in list_events_of(conn, persons)? {
        let file = files.entry(row.person_id).or_default();
        file.events.push(row.event());
    }
    Ok(files)
}

/// One certificate that was not taken out.
pub fn load_certificate(conn: &mut Conn, id: CertificateId) -> Result<CertificateRow, Error> {
    Ok(qualification_certificates::table
        .find(id)
        .filter(qualification_certificates::withdrawn_at.is_null())
        .select(CertificateRow::as_select())
        .first(conn)?)
}

/// One event that was not taken out.
pub fn load_event(conn: &mut Conn, id: QualificationEventId) -> Result<EventRow, Error> {
    Ok(qualification_events::table
        .find(id)
        .filter(qualification_events::withdrawn_at.is_null())
        .select(EventRow::as_select())
        .first(conn)?)
}

/// Certificates with one of these numbers, in whosever file.
pub fn list_with_numbers<'a>(
    conn: &mut Conn,
    numbers: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<CertificateRow>, Error> {
    use qualification_certificates as table;
    let numbers: Vec<String> = numbers.into_iter().map(str::to_owned).collect();
    Ok(table::table
        .filter(table::number.eq_any(numbers))
        .filter(table::withdrawn_at.is_null())
        .order(table::id)
        .select(CertificateRow::as_select())
        .load(conn)?)
}

/// Adds certificates.
pub fn insert_certificates(conn: &mut Conn, rows: &[CertificateRow]) -> Result<(), Error> {
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        on_backend!(conn, |it| diesel::insert_into(
            qualification_certificates::table
        )
        .values(chunk)
        .execute(it))?;
    }
    Ok(())
}

/// Saves a certificate that was changed since version `seen`; `Stale` if somebody was faster.
pub fn save_certificate(conn: &mut Conn, row: &CertificateRow, seen: i64) -> Result<(), Error> {
    let fresh = CertificateRow {
        version: seen + 1,
        ..row.clone()
    };
    let changed = diesel::update(qualification_certificates::table)
        .filter(qualification_certificates::id.eq(row.id))
        .filter(qualification_certificates::version.eq(seen))
        .filter(qualification_certificates::withdrawn_at.is_null())
        .set(fresh)
        .execute(conn)?;
    expect_one(changed)
}

/// Adds an event.
pub fn insert_event(conn: &mut Conn, row: &EventRow) -> Result<(), Error> {
    diesel::insert_into(qualification_events::table)
        .values(row.clone())
        .execute(conn)?;
    Ok(())
}

/// Takes an event out; the journal keeps it.
pub fn withdraw_event(
    conn: &mut Conn,
    id: QualificationEventId,
    seen: i64,
    at: At,
) -> Result<(), Error> {
    let changed = diesel::update(qualification_events::table)
        .filter(qualification_events::id.eq(id))
        .filter(qualification_events::version.eq(seen))
        .filter(qualification_events::withdrawn_at.is_null())
        .set((
            qualification_events::withdrawn_at.eq(at),
            qualification_events::version.eq(seen + 1),
        ))
        .execute(conn)?;
    expect_one(changed)
}

fn expect_one(changed: usize) -> Result<(), Error> {
    one_changed(changed)
}
