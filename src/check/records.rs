//! What must hold in people's files and in public notices.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::Pass;
use super::report::Invariant;
use crate::clock::day_of;
use crate::db::schema::{
    absences, ethics_alerts, evidence_files, notices, objections, qualification_certificates,
};
use crate::db::{At, Conn, each_row};
use crate::error::Error;
use crate::ethics::store::AlertRow;
use crate::evidence::store::{EvidenceId, OwnerId};
use crate::notices::{Notice, NoticeId, ObjectionId};
use crate::people::PersonId;
use crate::people::absences::AbsenceId;
use crate::qualifications::CertificateId;

/// A certificate has a number, and was given before it was entered.
pub(super) fn check_certificates(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    use qualification_certificates as table;
    type Row = (CertificateId, String, NaiveDate, At);
    let mut rows = 0;
    let query = table::table.select((
        table::id,
        table::number,
        table::certified_on,
        table::recorded_at,
    ));
    each_row(conn, query, |(id, number, certified_on, at): Row| {
        pass.count("qualification_certificates", &mut rows);
        let detail = if number.trim().is_empty() {
            "it has no number".to_owned()
        } else if certified_on > day_of(at) {
            format!("it is of {certified_on}, and was entered before")
        } else {
            return Ok(());
        };
        let name = "qualification_certificates";
        pass.report.add(Invariant::Certificate, name, id, detail);
        Ok(())
    })?;
    pass.finish("qualification_certificates", rows);
    Ok(())
}

/// The columns of an alert are such as a decision writes, and the teacher was heard before it.
pub(super) fn check_alerts(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    let mut rows = 0;
    let query = ethics_alerts::table.select(ethics_alerts::all_columns);
    each_row(conn, query, |row: AlertRow| {
        pass.count("ethics_alerts", &mut rows);
        let detail = match row.alert() {
            Err(_) => "how it was handled contradicts itself",
            Ok(_) if row.heard_on > row.decided_on => "the teacher was heard after the decision",
            Ok(_) if row.ends_on.is_some_and(|last| last < row.decided_on) => {
                "it ends before it was decided"
            }
            Ok(_) => return Ok(()),
        };
        let report = &mut pass.report;
        report.add(Invariant::AlertHandling, "ethics_alerts", row.id, detail);
        Ok(())
    })?;
    pass.finish("ethics_alerts", rows);
    Ok(())
}

/// Nobody is away for two reasons on one day.
pub(super) fn check_absences(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    type Row = (AbsenceId, PersonId, NaiveDate, Option<NaiveDate>);
    let mut rows = 0;
    let query = absences::table
        .filter(absences::withdrawn_at.is_null())
        .order((absences::person_id, absences::started_on, absences::id))
        .select((
            absences::id,
            absences::person_id,
            absences::started_on,
            absences::ended_on,
        ));
    let mut before: Option<(PersonId, NaiveDate)> = None;
    each_row(conn, query, |(id, person, started_on, ended_on): Row| {
        pass.count("absences", &mut rows);
        let earlier = before.filter(|it| it.0 == person).map(|(_, last)| last);
        if earlier.is_some_and(|earlier| started_on <= earlier) {
            let detail = format!("it begins on {started_on}, before the one before it ends");
            let report = &mut pass.report;
            report.add(Invariant::AbsenceOverlap, "absences", id, detail);
        }
        let last = ended_on.unwrap_or(NaiveDate::MAX);
        before = Some((person, earlier.map_or(last, |it| it.max(last))));
        Ok(())
    })?;
    pass.finish("absences", rows);
    Ok(())
}

/// A notice names somebody, and hangs for some days.
pub(super) fn check_notices(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    let mut rows = 0;
    let query = notices::table.select(notices::all_columns);
    each_row(conn, query, |row: Notice| {
        pass.count("notices", &mut rows);
        let detail = match row.entries() {
            Err(_) => "its entries cannot be read",
            Ok(entries) if entries.is_empty() => "it names nobody",
            Ok(_) if row.last_day <= row.posted_on => "it ends on the day of its posting",
            Ok(_) if row.posted_on != day_of(row.posted_at) => "it bears another day",
            Ok(_) => return Ok(()),
        };
        let report = &mut pass.report;
        report.add(Invariant::NoticePeriod, "notices", row.id, detail);
        Ok(())
    })?;
    pass.finish("notices", rows);
    Ok(())
}

/// An objection came in while its notice hung, and was answered afterwards.
pub(super) fn check_objections(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    type Row = (ObjectionId, At, Option<At>, NoticeId, NaiveDate, NaiveDate);
    let mut rows = 0;
    let query = objections::table.inner_join(notices::table).select((
        objections::id,
        objections::received_at,
        objections::answered_at,
        notices::id,
        notices::posted_on,
        notices::last_day,
    ));
    each_row(conn, query, |row: Row| {
        let (id, received_at, answered_at, notice, posted_on, last_day) = row;
        pass.count("objections", &mut rows);
        let received_on = day_of(received_at);
        let detail = if !(posted_on..=last_day).contains(&received_on) {
            format!("it came in on {received_on}, when notice {notice} did not hang")
        } else if answered_at.is_some_and(|at| at < received_at) {
            "it was answered before it came in".to_owned()
        } else {
            return Ok(());
        };
        let report = &mut pass.report;
        report.add(Invariant::ObjectionInPeriod, "objections", id, detail);
        Ok(())
    })?;
    pass.finish("objections", rows);
    Ok(())
}

/// A file takes the place of an earlier one of the same owner, which has been taken back.
pub(super) fn check_versions(conn: &mut Conn, pass: &mut Pass<'_>) -> Result<(), Error> {
    type Row = (EvidenceId, OwnerId, OwnerId, At, Option<At>);
    let (new, old) = diesel::alias!(evidence_files as newer, evidence_files as older);
    let query = new
        .inner_join(
            old.on(new
                .field(evidence_files::replaces)
                .assume_not_null()
                .eq(old.field(evidence_files::id))),
        )
        .select((
            new.field(evidence_files::id),
            new.field(evidence_files::owner_id),
            old.field(evidence_files::owner_id),
            new.field(evidence_files::uploaded_at),
            old.field(evidence_files::withdrawn_at),
        ));
    let pairs: Vec<Row> = query.load(conn)?;
    pass.finish("evidence_files", pairs.len() as u64);
    for (id, owner, owner_before, uploaded_at, withdrawn_at) in pairs {
        let detail = if owner != owner_before {
            "it takes the place of somebody else's file"
        } else if withdrawn_at.is_none_or(|at| at > uploaded_at) {
            "the file whose place it takes is still there"
        } else {
            continue;
        };
        let report = &mut pass.report;
        report.add(Invariant::EvidenceVersion, "evidence_files", id, detail);
    }
    Ok(())
}
