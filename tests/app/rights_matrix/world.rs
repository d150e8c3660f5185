//! The world that the matrix looks at: one of each thing, and somebody in each role around it.

use xingtan::access::Role;
use xingtan::credit_bank::claims::files::{self, Incoming};
use xingtan::credit_bank::claims::rules::ClaimFields;
use xingtan::credit_bank::claims::{ClaimId, actions as claims};
use xingtan::credit_bank::completions::import::{self, Asked};
use xingtan::credit_bank::completions::sheet;
use xingtan::credit_bank::projects::Project;
use xingtan::ethics::AlertId;
use xingtan::evidence::actions::{self as evidence, Label};
use xingtan::evidence::kinds::PaperKind;
use xingtan::evidence::store::EvidenceId;
use xingtan::identity::GrantId;
use xingtan::identity::store::grants;
use xingtan::imports::{self, Mode};
use xingtan::jobs::JobId;
use xingtan::ledger::Category;
use xingtan::notices::actions::{self as notices, NewNotice};
use xingtan::notices::rules::{Entry, Proposal};
use xingtan::notices::{NoticeId, NoticeKind, ObjectionId, store};
use xingtan::organizations::Organization;
use xingtan::people::Person;
use xingtan::people::absences::AbsenceId;
use xingtan::qualifications::{CertificateId, QualificationEventId};

use super::Asker;
use super::places::Places;
use super::registration::Registration;
use super::stream::Stream;
use crate::support::bank::{course, day};
use crate::support::city::City;
use crate::support::records::Records;
use crate::support::{TestAccount, TestApp};

/// An asker's name and session.
pub type Seat = (&'static str, String);

/// One of each thing.
pub struct World {
    /// The organizations.
    pub city: City,
    /// A teacher of the school.
    pub teacher: Person,
    /// An account that the administrators look after.
    pub account: TestAccount,
    /// Its role: HR of the school.
    pub grant: GrantId,
    /// A claim of the teacher that the school has.
    pub claim: ClaimId,
    /// A draft of the teacher, with a file.
    pub draft: ClaimId,
    /// The draft's file.
    pub file: EvidenceId,
    /// A file of the teacher's own.
    pub own_file: EvidenceId,
    /// A trial import into it, which the provider asked for.
    pub trial: JobId,
    /// Projects, completions, audits.
    pub stream: Stream,
    /// A window, and the teacher's case in it.
    pub registration: Registration,
    /// A public notice of the school.
    pub notice: NoticeId,
    /// An objection to it.
    pub objection: ObjectionId,
    /// Where selections are.
    pub places: Places,
    /// A certificate of the teacher.
    pub certificate: CertificateId,
    /// Cheating, long ago.
    pub event: QualificationEventId,
    /// An alert about the teacher.
    pub alert: AlertId,
    /// A leave of the teacher.
    pub absence: AbsenceId,
    askers: Vec<Seat>,
}

impl World {
    /// Makes it, with selections of its own.
    pub fn make(app: &TestApp) -> World {
        World::around(app, Places::make).0
    }

    /// The same around other selections, with those in them who ask, and whatever their maker keeps.
    pub fn around<T>(
        app: &TestApp,
        selections: impl FnOnce(&TestApp, &City, &TestAccount) -> (Places, Vec<Seat>, T),
    ) -> (World, T) {
        let city = app.city();
        let elsewhere = app.district(&city.bureau, "440105", "海珠区教育局");
        let school = app.school(&elsewhere, "3144000003", "海珠第一小学");
        let provider = app.provider(&elsewhere, "P4401050001", "海珠区教师发展中心");
        let teacher = app.teacher(&city.school, "T001", "陈一");
        let colleague = app.teacher(&city.school, "T002", "林二");
        let own = app.teacher_account(&teacher, &city.school);
        let (claim, _) = draft_claim(app, &own, "一堂公开课");
        app.write_as(&own, |conn, context| {
            claims::submit_claim(conn, context, claim, 1)
        })
        .expect("a claim with a file can be handed in");
        let (draft, file) = draft_claim(app, &own, "另一堂公开课");
        let registration = Registration::make(app, &own);
        let own_file = keep_file(app, &own);
        let mut askers = vec![
            ("teacher", own.token.clone()),
            (
                "another teacher of the school",
                app.teacher_account(&colleague, &city.school).token,
            ),
        ];
        let training = app.officer(Role::Provider, &city.provider);
        let project = app.offer(
            &city.provider,
            &[course("课程标准解读", Category::Professional, 8)],
        );
        let trial = trial_import(app, &training, &project);
        let stream = Stream::make(app, &city, &project);
        let (notice, objection) = post_notice(app, &city);
        let (places, seats, kept) = selections(app, &city, &own);
        askers.extend(seats);
        let records = Records::make(app, &teacher);
        askers.push(("provider", training.token));
        askers.extend(officers(app, &city, (&elsewhere, &school, &provider)));
        let (account, grant) = somebody(app, &city);
        let world = World {
            city,
            teacher,
            account,
            grant,
            claim,
            draft,
            file,
            own_file,
            trial,
            stream,
            registration,
            notice,
            objection,
            places,
            certificate: records.certificate,
            event: records.event,
            alert: records.alert,
            absence: records.absence,
            askers,
        };
        (world, kept)
    }

    /// Nobody, and everybody.
    pub fn askers(&self) -> Vec<Asker> {
        let nobody = Asker {
            name: "nobody",
            token: None,
        };
        let everybody = self.askers.iter().map(|(name, token)| Asker {
            name,
            token: Some(token.clone()),
        });
        std::iter::once(nobody).chain(everybody).collect()
    }
}

/// An account that the administrators look after, with its role.
fn somebody(app: &TestApp, city: &City) -> (TestAccount, GrantId) {
    let account = app
        .account("somebody")
        .with(Role::SchoolHr, &city.school)
        .sign_in();
    let roles = app
        .read(|conn| grants::list_of_account(conn, account.id))
        .expect("roles");
    (account, roles[0].id)
}

/// Somebody in each role, in the place and elsewhere: a district, a school of it and a provider.
fn officers(
    app: &TestApp,
    city: &City,
    (elsewhere, school, provider): (&Organization, &Organization, &Organization),
) -> Vec<Seat> {
    let mut askers = Vec::new();
    for (name, role, place) in [
        ("provider elsewhere", Role::Provider, provider),
        ("school HR", Role::SchoolHr, &city.school),
        ("school HR elsewhere", Role::SchoolHr, school),
        ("school head", Role::SchoolHead, &city.school),
        ("district HR", Role::DistrictHr, &city.district),
        ("district HR elsewhere", Role::DistrictHr, elsewhere),
        ("bureau HR", Role::BureauHr, &city.bureau),
        ("committee member", Role::CommitteeMember, &city.bureau),
        (
            "committee secretary",
            Role::CommitteeSecretary,
            &city.bureau,
        ),
        ("auditor", Role::Auditor, &city.bureau),
        ("system administrator", Role::SystemAdmin, &city.bureau),
        ("security administrator", Role::SecurityAdmin, &city.bureau),
    ] {
        askers.push((name, app.officer(role, place).token));
    }
    askers
}

/// A notice of the school with an objection.
fn post_notice(app: &TestApp, city: &City) -> (NoticeId, ObjectionId) {
    let entry = Entry {
        person: None,
        name: "陈一".to_owned(),
        detail: "语文".to_owned(),
        proposal: Proposal::Registered,
        is_struck: false,
    };
    app.write(|conn, context| {
        let new = NewNotice {
            kind: NoticeKind::Registration,
            title: "定期注册名单",
            subject: ("organizations", city.school.id.0),
            organization: city.school.id,
            working_days: 5,
            entries: std::slice::from_ref(&entry),
            occasion: None,
        };
        let notice = notices::open_notice(conn, context, &new)?;
        notices::object(conn, context, notice, "本学年没有承担教学任务。", "")?;
        let objections = store::list_objections(conn, notice)?;
        Ok((notice, objections[0].id))
    })
    .expect("a notice with an objection")
}

/// A file that a teacher keeps.
fn keep_file(app: &TestApp, by: &TestAccount) -> EvidenceId {
    let path = app.folder().join("学位.pdf");
    std::fs::write(&path, b"%PDF-1.7 degree").expect("the test's folder can be written");
    app.write_as(by, |conn, context| {
        let incoming = Incoming {
            name: "学位.pdf",
            path: &path,
            is_cut_off: false,
        };
        let label = Label {
            paper: PaperKind::Degree,
            dated_on: None,
        };
        evidence::add(conn, context, incoming, label)
    })
    .expect("a file of one's own")
}

/// A draft with a file.
fn draft_claim(app: &TestApp, by: &TestAccount, title: &str) -> (ClaimId, EvidenceId) {
    let path = app.folder().join("证明.pdf");
    std::fs::write(&path, b"%PDF-1.7").expect("the test's folder can be written");
    let fields = ClaimFields {
        item: "open_lesson".to_owned(),
        title: title.to_owned(),
        description: String::new(),
        done_on: day(4, 10),
        quantity: 100,
        late_reason: String::new(),
    };
    app.write_as(by, |conn, context| {
        let id = claims::draft_claim(conn, context, &fields)?;
        let incoming = Incoming {
            name: "证明.pdf",
            path: &path,
            is_cut_off: false,
        };
        Ok((id, files::add(conn, context, id, incoming)?))
    })
    .expect("a draft with a file")
}

/// A trial import of one line that is taken and one that is refused, done.
fn trial_import(app: &TestApp, by: &TestAccount, project: &Project) -> JobId {
    let lines = [
        "T001,陈一,课程标准解读,专业科目,8,2026-05-20".to_owned(),
        "T999,无名,课程标准解读,专业科目,8,2026-05-20".to_owned(),
    ];
    let path = app.csv("名单.csv", &lines);
    let asked = Asked {
        sha256: imports::receive(&app.house, &path, sheet::COLUMNS).expect("a readable file"),
        mode: Mode::Trial,
        project: project.id,
    };
    let job = app
        .write_as(by, |conn, context| {
            import::start(conn, context, "名单.csv", &asked)
        })
        .expect("the project takes completions");
    app.finish(job);
    job
}
