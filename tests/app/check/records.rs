//! The check sees what breaks in files and notices.

use diesel::prelude::*;
use xingtan::check::Invariant;
use xingtan::db::At;
use xingtan::db::schema::{
    absences, ethics_alerts, evidence_files, notices, objections, qualification_certificates,
};
use xingtan::evidence::store::EvidenceId;
use xingtan::notices::actions::{self, NewNotice};
use xingtan::notices::rules::{Entry, Proposal};
use xingtan::notices::{NoticeId, NoticeKind};
use xingtan::people::absences::AbsenceId;

use super::{assert_tells, day, report};
use crate::support::TestApp;
use crate::support::records::Records;

on_each_backend!(
    certificate,
    alert_handling,
    absence_overlap,
    notice_period,
    objection_in_period,
    evidence_version,
);

fn records(app: &TestApp) -> Records {
    let city = app.city();
    let records = Records::make(app, &app.teacher(&city.school, "T001", "陈一"));
    assert_eq!(report(app).broken, [], "what actions write is sound");
    records
}

fn certificate(app: &TestApp) {
    use qualification_certificates as table;
    let it = records(app);
    assert_tells(
        app,
        Invariant::Certificate,
        "qualification_certificates",
        |conn| {
            diesel::update(table::table.find(it.certificate))
                .set(table::certified_on.eq(day(12, 31)))
                .execute(conn)
                .map(drop)
        },
    );
}

fn alert_handling(app: &TestApp) {
    use ethics_alerts as table;
    let it = records(app);
    assert_tells(app, Invariant::AlertHandling, "ethics_alerts", |conn| {
        // A dismissal never ends, and this one does.
        diesel::update(table::table.find(it.alert))
            .set(table::measure.eq("dismissal"))
            .execute(conn)
            .map(drop)
    });
}

fn absence_overlap(app: &TestApp) {
    use absences as table;
    let it = records(app);
    assert_tells(app, Invariant::AbsenceOverlap, "absences", |conn| {
        let person: xingtan::people::PersonId = table::table
            .find(it.absence)
            .select(table::person_id)
            .first(conn)?;
        diesel::insert_into(table::table)
            .values((
                table::id.eq(AbsenceId::new()),
                table::person_id.eq(person),
                table::kind.eq("study"),
                table::started_on.eq(day(4, 30)),
                table::recorded_at.eq(app.clock.now()),
                table::version.eq(1),
            ))
            .execute(conn)
            .map(drop)
    });
}

fn notice(app: &TestApp) -> NoticeId {
    let city = app.city();
    let entry = Entry {
        person: None,
        name: "陈一".to_owned(),
        detail: String::new(),
        proposal: Proposal::Selected,
        is_struck: false,
    };
    let posted = app.write(|conn, context| {
        let new = NewNotice {
            kind: NoticeKind::Selection,
            title: "推荐人选",
            subject: ("organizations", city.school.id.0),
            organization: city.school.id,
            working_days: 5,
            entries: std::slice::from_ref(&entry),
            occasion: None,
        };
        let id = actions::open_notice(conn, context, &new)?;
        actions::object(conn, context, id, "名单中的陈一没有任教。", "")?;
        Ok(id)
    });
    assert_eq!(report(app).broken, [], "what actions write is sound");
    posted.expect("a notice with an objection")
}

fn notice_period(app: &TestApp) {
    use notices as table;
    let id = notice(app);
    assert_tells(app, Invariant::NoticePeriod, "notices", |conn| {
        diesel::update(table::table.find(id))
            .set(table::entries.eq("[]"))
            .execute(conn)
            .map(drop)
    });
}

fn objection_in_period(app: &TestApp) {
    use objections as table;
    notice(app);
    let late = At::new(app.clock.now().utc() + chrono::TimeDelta::days(30));
    assert_tells(app, Invariant::ObjectionInPeriod, "objections", |conn| {
        diesel::update(table::table)
            .set(table::received_at.eq(late))
            .execute(conn)
            .map(drop)
    });
}

fn evidence_version(app: &TestApp) {
    use evidence_files as table;
    let stored = app.house.vault.put("证明".as_bytes()).expect("stored");
    let (first, second) = (EvidenceId::new(), EvidenceId::new());
    let owner = EvidenceId::new();
    let row = |id: EvidenceId, replaces: Option<EvidenceId>| {
        (
            table::id.eq(id),
            table::sha256.eq(stored.sha256.to_vec()),
            table::size.eq(6_i64),
            table::media_type.eq("application/pdf"),
            table::name.eq("证明.pdf"),
            table::owner_kind.eq("people"),
            table::owner_id.eq(owner),
            table::uploaded_at.eq(app.clock.now()),
            table::replaces.eq(replaces),
        )
    };
    app.write(|conn, _| {
        diesel::insert_into(table::table)
            .values(row(first, None))
            .execute(conn)?;
        Ok(())
    })
    .expect("a row");
    assert_tells(app, Invariant::EvidenceVersion, "evidence_files", |conn| {
        diesel::insert_into(table::table)
            .values(row(second, Some(first)))
            .execute(conn)
            .map(drop)
    });
}
