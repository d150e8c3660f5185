//! What files hold beside employments: a certificate, an alert, a leave.

use chrono::NaiveDate;
use xingtan::ethics::AlertId;
use xingtan::ethics::actions::{self as ethics, AlertEntry};
use xingtan::ethics::rules::{Gravity, Intent};
use xingtan::people::absences::rules::AbsenceEntry;
use xingtan::people::absences::{AbsenceId, AbsenceKind, actions as absences};
use xingtan::people::{Person, PersonId};
use xingtan::policy::{CertificateType, PutonghuaLevel, SanctionKind, StaffClass};
use xingtan::qualifications::rules::EventKind;
use xingtan::qualifications::rules::entry::{CertificateEntry, EventEntry};
use xingtan::qualifications::{CertificateId, QualificationEventId, actions as qualifications};

use super::TestApp;

/// A day of the calendar.
pub fn on(text: &str) -> NaiveDate {
    text.parse().expect("a date in the test")
}

/// A primary certificate for Chinese of 2015.
pub fn certificate(number: &str) -> CertificateEntry {
    CertificateEntry {
        kind: CertificateType::Primary,
        subject: Some("语文".to_owned()),
        number: number.to_owned(),
        certified_on: on("2015-06-20"),
        issued_by: Some("天河区教育局".to_owned()),
        putonghua: Some(PutonghuaLevel::SecondA),
        exam_passed_on: None,
        exam_number: None,
        preschool_trained_on: None,
    }
}

/// Something that happened to a qualification on a day.
pub fn event(kind: EventKind, happened_on: &str) -> EventEntry {
    EventEntry {
        kind,
        judgment: None,
        happened_on: on(happened_on),
        document: "穗教决〔2020〕1 号".to_owned(),
        reason: "查实".to_owned(),
    }
}

/// A warning that was decided on a day.
pub fn warning(decided_on: &str) -> AlertEntry {
    AlertEntry {
        gravity: Gravity::Ordinary,
        intent: Intent::Sanction(SanctionKind::Warning),
        staff: StaffClass::Teacher,
        heard_on: Some(on(decided_on)),
        decided_on: on(decided_on),
        decided_by: "天河区教育局".to_owned(),
        document: "天教处〔2026〕3 号".to_owned(),
        summary: "违规有偿补课".to_owned(),
    }
}

/// A leave between two days.
pub fn leave(kind: AbsenceKind, first: &str, last: Option<&str>) -> AbsenceEntry {
    AbsenceEntry {
        kind,
        started_on: on(first),
        ended_on: last.map(on),
        approved_by: Some("天河第一小学".to_owned()),
    }
}

/// One of each in a teacher's file.
pub struct Records {
    /// The certificate.
    pub certificate: CertificateId,
    /// Cheating, long ago.
    pub event: QualificationEventId,
    /// The alert.
    pub alert: AlertId,
    /// The leave.
    pub absence: AbsenceId,
}

impl Records {
    /// Enters them.
    pub fn make(app: &TestApp, person: &Person) -> Records {
        Records {
            certificate: app.certify(person.id, &certificate("20154410620001234")),
            event: app
                .write(|conn, context| {
                    let cheated = event(EventKind::Cheated, "2014-05-01");
                    qualifications::record_event(conn, context, person.id, &cheated)
                })
                .expect("an event of the past"),
            alert: app.alert(person.id, &warning("2026-09-01")),
            absence: app
                .write(|conn, context| {
                    let sick = leave(AbsenceKind::Sick, "2026-03-02", Some("2026-04-30"));
                    absences::record_absence(conn, context, person.id, &sick)
                })
                .expect("a leave of the past"),
        }
    }
}

impl TestApp {
    /// Enters a certificate.
    pub fn certify(&self, person: PersonId, entry: &CertificateEntry) -> CertificateId {
        self.write(|conn, context| qualifications::record_certificate(conn, context, person, entry))
            .expect("a certificate that can be")
    }

    /// Enters an alert.
    pub fn alert(&self, person: PersonId, entry: &AlertEntry) -> AlertId {
        self.write(|conn, context| ethics::open_alert(conn, context, person, entry))
            .expect("a decision that can be")
    }
}
