//! What a registration asks of every file in a bench city: certificate, annual assessments, cycle.

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

use super::city::City;
use super::{Bench, lot};
use crate::clock::day_of;
use crate::db::Conn;
use crate::error::Error;
use crate::people::AssessmentGrade;
use crate::people::store::{AssessmentRow, insert_assessments};
use crate::policy::CertificateType;
use crate::qualifications::CertificateId;
use crate::qualifications::store::{CertificateRow, insert_certificates};

/// Teachers in one transaction.
const TEACHERS_PER_TRANSACTION: usize = 5_000;

/// When the running cycle of a teacher began: one of the last five years, in December.
pub(super) fn cycle_started_on(bench: &Bench, number: usize) -> Option<NaiveDate> {
    let back = i32::try_from(lot([number, 3, 0], 5)).ok()?;
    NaiveDate::from_ymd_opt(day_of(bench.now).year() - 1 - back, 12, 15)
}

/// Fills the files of everybody.
pub(super) fn fill(conn: &mut Conn, bench: &Bench, city: &City) -> Result<(), Error> {
    let this_year = day_of(bench.now).year();
    for first in (0..city.teachers.len()).step_by(TEACHERS_PER_TRANSACTION) {
        let last = city.teachers.len().min(first + TEACHERS_PER_TRANSACTION);
        let (mut certificates, mut grades) = (Vec::new(), Vec::new());
        for number in first..last {
            let teacher = &city.teachers[number];
            let person_id = teacher.id;
            certificates.push(CertificateRow {
                id: CertificateId::new(),
                person_id,
                kind: CertificateType::Primary,
                subject: None,
                number: format!("BENCH{number:08}"),
                certified_on: teacher.first_employed_on,
                issued_by: None,
                putonghua: None,
                exam_passed_on: None,
                exam_number: None,
                preschool_trained_on: None,
                recorded_at: bench.now,
                withdrawn_at: None,
                version: 1,
            });
            let years = (this_year - 5..this_year).enumerate();
            grades.extend(
                years
                    .filter(|(_, year)| teacher.first_employed_on.year() <= *year)
                    .map(|(index, year)| AssessmentRow {
                        person_id,
                        year,
                        grade: grade(lot([number, 4, index], 1_000)),
                    }),
            );
        }
        conn.transaction(|conn| {
            insert_certificates(conn, &certificates)?;
            insert_assessments(conn, &grades)
        })?;
    }
    Ok(())
}

fn grade(lot: usize) -> AssessmentGrade {
    match lot {
        0..=4 => AssessmentGrade::Fail,
        5..=19 => AssessmentGrade::Ungraded,
        20..=149 => AssessmentGrade::Excellent,
        _ => AssessmentGrade::Pass,
    }
}
