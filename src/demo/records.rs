//! What the files of the demonstration city hold besides: a certificate for every teacher, leaves, a
//! warning, and a public notice that somebody objects to.

use chrono::{Datelike, Days, NaiveDate};

use super::chance::Chance;
use super::history::{Citizen, History};
use super::personas::Key;
use super::residents::Resident;
use super::world::World;
use crate::access::Actor;
use crate::context::Context;
use crate::db::Conn;
use crate::error::Error;
use crate::ethics::actions::{AlertEntry, open_alert};
use crate::ethics::rules::{Gravity, Intent};
use crate::notices::NoticeKind;
use crate::notices::actions::{NewNotice, object, open_notice};
use crate::notices::rules::{Entry, Proposal};
use crate::organizations::Stage;
use crate::people::absences::AbsenceKind;
use crate::people::absences::actions::record_absence;
use crate::people::absences::rules::AbsenceEntry;
use crate::people::registration::Registered;
use crate::policy::{CertificateType, PutonghuaLevel, SanctionKind, StaffClass};
use crate::qualifications::actions::record_certificates;
use crate::qualifications::rules::entry::CertificateEntry;

/// Working days of the notice.
const WORKING_DAYS: u32 = 5;

/// The school enters a certificate for each of those whose files it has opened. `before` is how many
/// files there were: serial numbers follow it.
pub(super) fn certify(
    conn: &mut Conn,
    context: &Context,
    world: &World,
    group: &[Resident],
    files: &[Registered],
    before: usize,
) -> Result<(), Error> {
    let Some(first) = group.first() else {
        return Ok(());
    };
    let school = &world.schools[first.school];
    let entries: Vec<_> = group
        .iter()
        .zip(files)
        .enumerate()
        .map(|(index, (resident, file))| {
            let entry = certificate(resident, school.school.stage, before + index + 1);
            (file.id, entry)
        })
        .collect();
    record_certificates(conn, context, school.office.id, &entries)
}

/// The certificate that somebody came with.
fn certificate(resident: &Resident, stage: Stage, serial: usize) -> CertificateEntry {
    let mut chance = Chance::of(&format!("certificate {}", resident.document.reveal()));
    let kind = kind(&mut chance, stage);
    let started = resident.started_on;
    let year = if started.month() > 6 {
        started.year()
    } else {
        started.year() - 1
    };
    let certified_on = NaiveDate::from_ymd_opt(year, 6, 20).unwrap_or(started);
    let sex = resident.document.sex().map_or(0, |sex| match sex {
        crate::people::documents::Sex::Male => 1,
        crate::people::documents::Sex::Female => 2,
    });
    let number = if year < 2001 {
        format!("粤教资字第 {serial:06} 号")
    } else {
        let body = 60 + chance.below(12);
        format!("{year}44{body:03}{}{sex}{serial:06}", kind.digit())
    };
    let subject = resident.subject.filter(|_| stage != Stage::Kindergarten);
    let putonghua = if resident.subject == Some("语文") || stage == Stage::Kindergarten {
        PutonghuaLevel::SecondA
    } else {
        *chance.pick(&[PutonghuaLevel::SecondB, PutonghuaLevel::SecondA])
    };
    // Whoever teaches small children with another certificate has passed the training.
    let needs_training = stage == Stage::Kindergarten && kind != CertificateType::Kindergarten;
    CertificateEntry {
        kind,
        subject: subject.map(str::to_owned),
        number,
        certified_on,
        issued_by: None,
        putonghua: Some(putonghua),
        exam_passed_on: None,
        exam_number: None,
        preschool_trained_on: needs_training.then_some(certified_on),
    }
}

/// A certificate that fits the school; some hold a higher one.
fn kind(chance: &mut Chance, stage: Stage) -> CertificateType {
    let higher = chance.percent(20);
    match stage {
        Stage::Kindergarten if higher => CertificateType::Primary,
        Stage::Kindergarten => CertificateType::Kindergarten,
        Stage::Primary | Stage::Special if !higher => CertificateType::Primary,
        Stage::Primary | Stage::Special => CertificateType::Junior,
        Stage::Junior if !higher => CertificateType::Junior,
        Stage::Junior | Stage::Senior | Stage::Complete => CertificateType::Senior,
        Stage::Vocational => CertificateType::Vocational,
    }
}

/// Leaves, a warning, and a notice with an objection.
pub(super) fn play(conn: &mut Conn, history: &History<'_>) -> Result<(), Error> {
    let today = history.world.today();
    let ago = |days| today - Days::new(days);
    for (key, kind, first, last) in [
        (Key::FarBehind, AbsenceKind::Sick, 400, Some(310)),
        (Key::OverCap, AbsenceKind::Maternity, 900, Some(723)),
        (Key::LongName, AbsenceKind::Study, 60, None),
    ] {
        let citizen = history.citizen(key);
        let context = at_school(conn, history, citizen, ago(first))?;
        let entry = AbsenceEntry {
            kind,
            started_on: ago(first),
            ended_on: last.map(ago),
            approved_by: Some("学校".to_owned()),
        };
        record_absence(conn, &context, citizen.file.id, &entry)?;
    }
    warn(conn, history, ago(75))?;
    post(conn, history)
}

/// A warning that still runs.
fn warn(conn: &mut Conn, history: &History<'_>, decided_on: NaiveDate) -> Result<(), Error> {
    let world = history.world;
    let citizen = history.citizen(Key::Refused);
    let school = &world.schools[citizen.resident.school_on(decided_on)];
    let authority = world.authority(school.school.area);
    let context = world.acting(conn, authority.officer, world.at(decided_on, 15))?;
    let entry = AlertEntry {
        gravity: Gravity::Ordinary,
        intent: Intent::Sanction(SanctionKind::Warning),
        staff: StaffClass::Teacher,
        heard_on: Some(decided_on - Days::new(10)),
        decided_on,
        decided_by: "区教育局".to_owned(),
        document: format!("教处〔{}〕7 号", decided_on.year()),
        summary: "节假日在校外机构有偿补课，已退还所收费用。".to_owned(),
    };
    open_alert(conn, &context, citizen.file.id, &entry)?;
    Ok(())
}

/// The school posts whom it nominates, and somebody objects.
fn post(conn: &mut Conn, history: &History<'_>) -> Result<(), Error> {
    let world = history.world;
    let today = world.today();
    // In the last days of a year the holidays of the next may not be announced yet.
    let calendar = &world.house().calendar;
    if calendar.add_working_days(today, WORKING_DAYS).is_err() {
        return Ok(());
    }
    let entries = [Key::Complete, Key::ShortOfElectives].map(|key| {
        let citizen = history.citizen(key);
        Entry {
            person: Some(citizen.file.id),
            name: citizen.resident.name.clone(),
            detail: citizen.resident.subject.unwrap_or_default().to_owned(),
            proposal: Proposal::Selected,
            is_struck: false,
        }
    });
    let citizen = history.citizen(Key::Complete);
    let context = at_school(conn, history, citizen, today)?;
    let school = world.schools[citizen.resident.school_on(today)].office.id;
    let new = NewNotice {
        kind: NoticeKind::Selection,
        title: "校级骨干教师推荐人选公示",
        subject: ("organizations", school.0),
        organization: school,
        working_days: WORKING_DAYS,
        entries: &entries,
        occasion: None,
    };
    let notice = open_notice(conn, &context, &new)?;
    let anybody = Context {
        actor: Actor::nobody(),
        ..context
    };
    let text = "李老师本学年主要承担行政工作，是否符合骨干教师的课时要求，请核实。";
    object(conn, &anybody, notice, text, "")?;
    Ok(())
}

/// The personnel officer of somebody's school acts on a day.
fn at_school(
    conn: &mut Conn,
    history: &History<'_>,
    citizen: &Citizen,
    on: NaiveDate,
) -> Result<Context, Error> {
    let world = history.world;
    let school = &world.schools[citizen.resident.school_on(on)];
    world.acting(conn, school.office.officer, world.at(on, 10))
}
