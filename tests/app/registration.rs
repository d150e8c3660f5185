//! Periodic registration: from a window to a registration with its number, and every way in which a
//! case stops, waits or comes back.

mod chain;
mod cycles;
mod publication;
mod races;
mod verdicts;
mod warnings;
mod web;
mod windows;

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use xingtan::access::Role;
use xingtan::credit_bank::completions::{self, Completion, CompletionId, CompletionState};
use xingtan::credit_bank::posting::{self, Announcement, Decision as Posting};
use xingtan::credit_bank::projects::{CourseId, Project};
use xingtan::db::schema::{courses, people as people_table};
use xingtan::error::Error;
use xingtan::hours::Hours;
use xingtan::journal::{self, Act};
use xingtan::ledger::Category;
use xingtan::message::Message;
use xingtan::people::store::AssessmentRow;
use xingtan::people::{self, AssessmentGrade, Person};
use xingtan::policy::CertificateType;
use xingtan::qualifications::CertificateId;
use xingtan::qualifications::store::CertificateRow;
use xingtan::registration::actions::offices::{self, Decision, ReturnTo};
use xingtan::registration::actions::windows::{NewWindow, open_window};
use xingtan::registration::actions::{Pick, Told, school};
use xingtan::registration::rules::assessment::Verdict;
use xingtan::registration::rules::windows::WindowKind;
use xingtan::registration::{CaseId, CaseRow, CaseState, WindowId, store};

use crate::support::bank::course;
use crate::support::city::City;
use crate::support::{TestAccount, TestApp};

/// A teacher with nothing against a renewal, and everybody who has to sign.
struct Story {
    city: City,
    project: Project,
    course: CourseId,
    person: Person,
    teacher: TestAccount,
    hr: TestAccount,
    head: TestAccount,
    district: TestAccount,
    bureau: TestAccount,
    /// Another officer of the bureau, who enters the province's answer.
    registrar: TestAccount,
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in the test")
}

fn story(app: &TestApp) -> Story {
    let city = app.city();
    let person = app.teacher(&city.school, "T0001", "陈知夏");
    let courses = [course("全员培训", Category::General, 200)];
    let project = app.offer(&city.provider, &courses);
    let course = app.read(|conn| {
        let of_project = courses::table.filter(courses::project_id.eq(project.id));
        Ok(of_project.select(courses::id).first(conn)?)
    });
    let registrar = app.account("registrar").with(Role::BureauHr, &city.bureau);
    let story = Story {
        teacher: app.teacher_account(&person, &city.school),
        hr: app.officer(Role::SchoolHr, &city.school),
        head: app.officer(Role::SchoolHead, &city.school),
        district: app.officer(Role::DistrictHr, &city.district),
        bureau: app.officer(Role::BureauHr, &city.bureau),
        registrar: registrar.sign_in(),
        course: course.expect("a project with courses"),
        project,
        person,
        city,
    };
    qualify(app, &story, &story.person, 360);
    story
}

/// Gives a teacher a cycle since January 2022, a certificate, good years and so many hours.
fn qualify(app: &TestApp, story: &Story, person: &Person, hours: i64) {
    app.write(|conn, context| {
        diesel::update(people_table::table.find(person.id))
            .set(people_table::cycle_started_on.eq(day("2022-01-10")))
            .execute(conn)?;
        let certificate = CertificateRow {
            id: CertificateId::new(),
            person_id: person.id,
            kind: CertificateType::Primary,
            subject: None,
            number: "旧证 12 号".to_owned(),
            certified_on: day("2014-06-30"),
            issued_by: None,
            putonghua: None,
            exam_passed_on: None,
            exam_number: None,
            preschool_trained_on: None,
            recorded_at: context.at,
            withdrawn_at: None,
            version: 1,
        };
        xingtan::qualifications::store::insert_certificates(conn, &[certificate])
    })
    .expect("a file");
    grade(app, person, 2022, [AssessmentGrade::Pass; 4]);
    study(app, story, person, hours);
}

/// The results of years from one on.
fn grade(app: &TestApp, person: &Person, first: i32, grades: [AssessmentGrade; 4]) {
    let rows: Vec<AssessmentRow> = (first..)
        .zip(grades)
        .map(|(year, grade)| AssessmentRow {
            person_id: person.id,
            year,
            grade,
        })
        .collect();
    app.write(|conn, _| people::store::insert_assessments(conn, &rows))
        .expect("years without a result");
}

fn regrade(app: &TestApp, person: &Person, year: i32, grade: AssessmentGrade) {
    let row = AssessmentRow {
        person_id: person.id,
        year,
        grade,
    };
    app.write(|conn, _| people::store::save_assessment(conn, &row))
        .expect("a year with a result");
}

/// A course that was posted at once, as those taken over from an older system are.
fn study(app: &TestApp, story: &Story, person: &Person, hours: i64) -> CompletionId {
    let id = CompletionId::new();
    let done_on = day("2026-03-16");
    app.write(|conn, context| {
        let act = Act {
            event: "completions_confirmed",
            subject: ("completions", id.0),
            organization: Some(story.city.school.id),
            reason: None,
            payload: serde_json::json!({}),
        };
        let decision = Posting {
            journal: journal::record(conn, context, act)?,
            at: context.at,
        };
        let completion = Completion {
            id,
            course_id: story.course,
            project_id: story.project.id,
            person_id: person.id,
            school_id: story.city.school.id,
            district_id: story.city.school.district_id,
            year: 2026,
            completed_on: done_on,
            hours: Hours::whole(hours),
            category: Category::General,
            title_key: id.to_string(),
            state: CompletionState::Posted,
            reason: None,
            attempt: 1,
            audit_weight: 1_000,
            audit_round_id: None,
            school_decision_id: Some(decision.journal),
            job_id: None,
            source_row: None,
            submitted_at: context.at,
            decided_at: Some(context.at),
            version: 1,
        };
        // Two studies of one day differ by the attempt.
        let earlier = completions_of(conn, person)?;
        let completion = Completion {
            attempt: i32::try_from(earlier).expect("a few") + 1,
            ..completion
        };
        completions::store::insert(conn, std::slice::from_ref(&completion))?;
        let announcement = Announcement {
            id: completions::announcement(id),
            origin: xingtan::ledger::OriginId(id.0),
            source: story.project.id.0,
            person: person.id,
            year: 2026,
            category: Category::General,
            hours: completion.hours,
            effective_on: done_on,
        };
        posting::direct(conn, decision, &[announcement])
    })
    .expect("hours in the account");
    id
}

fn completions_of(conn: &mut xingtan::db::Conn, person: &Person) -> Result<i64, Error> {
    use xingtan::db::schema::completions as table;
    Ok(table::table
        .filter(table::person_id.eq(person.id))
        .count()
        .get_result(conn)?)
}

fn new_window(kind: WindowKind, opens_on: &str, closes_on: &str, due_until: &str) -> NewWindow {
    NewWindow {
        name: format!("{kind} {opens_on}"),
        kind,
        opens_on: day(opens_on),
        closes_on: day(closes_on),
        due_until: day(due_until),
    }
}

fn open(app: &TestApp, by: &TestAccount, new: &NewWindow) -> Result<WindowId, Error> {
    app.write_as(by, |conn, context| open_window(conn, context, new))
}

/// The window of most stories.
fn autumn(app: &TestApp, story: &Story) -> WindowId {
    let new = new_window(
        WindowKind::Renewal,
        "2026-11-16",
        "2026-11-27",
        "2027-06-30",
    );
    open(app, &story.bureau, &new).expect("nothing overlaps")
}

fn load(app: &TestApp, id: CaseId) -> CaseRow {
    app.read(|conn| store::load(conn, id)).expect("it is there")
}

fn pick(app: &TestApp, id: CaseId) -> Pick {
    Pick {
        case: id,
        seen: load(app, id).version,
    }
}

/// The school hands in whoever is due.
fn hand_in(app: &TestApp, story: &Story, window: WindowId) -> Vec<CaseId> {
    app.write_as(&story.hr, |conn, context| {
        school::hand_in(conn, context, window, story.city.school.id)
    })
    .expect("somebody is due")
}

fn opine(app: &TestApp, by: &TestAccount, ids: &[CaseId], reason: &str) -> Told {
    let picks: Vec<Pick> = ids.iter().map(|it| pick(app, *it)).collect();
    app.write_as(by, |conn, context| {
        school::give_opinion(conn, context, &picks, None, reason)
    })
    .expect("an act on many says what was left")
}

fn endorse(app: &TestApp, by: &TestAccount, ids: &[CaseId], reason: &str) -> Told {
    let picks: Vec<Pick> = ids.iter().map(|it| pick(app, *it)).collect();
    app.write_as(by, |conn, context| {
        offices::endorse_all(conn, context, &picks, reason)
    })
    .expect("an act on many says what was left")
}

fn decide(
    app: &TestApp,
    by: &TestAccount,
    id: CaseId,
    decision: &Decision,
) -> Result<CaseState, Error> {
    let pick = pick(app, id);
    app.write_as(by, |conn, context| {
        offices::decide(conn, context, pick, decision)
    })
}

fn hold(verdict: Verdict, reason: &str) -> Decision {
    Decision::Endorse {
        verdict,
        reason: reason.to_owned(),
        has_false_statements: false,
    }
}

fn send_back(to: ReturnTo) -> Decision {
    Decision::Return {
        to,
        fields: vec!["hours".to_owned()],
        reason: "学时证明不清楚".to_owned(),
    }
}

/// The publicity of five working days is over.
fn publicity_passes(app: &TestApp, story: &mut Story) {
    app.wait(Duration::days(8));
    sign_in_again(app, story);
}

/// Sessions last twelve hours.
fn sign_in_again(app: &TestApp, story: &mut Story) {
    for account in [
        &mut story.teacher,
        &mut story.hr,
        &mut story.head,
        &mut story.district,
        &mut story.bureau,
        &mut story.registrar,
    ] {
        app.renew(account);
    }
}

/// Handed in, published and confirmed by the school.
fn at_district(app: &TestApp, story: &mut Story, window: WindowId, reason: &str) -> Vec<CaseId> {
    let ids = hand_in(app, story, window);
    assert_eq!(opine(app, &story.head, &ids, reason).left, []);
    publicity_passes(app, story);
    assert_eq!(endorse(app, &story.head, &ids, reason).left, []);
    ids
}

/// Through district and city, and answered by the province.
fn conclude(app: &TestApp, story: &Story, ids: &[CaseId], document: &str) {
    for by in [&story.district, &story.bureau] {
        assert_eq!(endorse(app, by, ids, "").left, []);
    }
    assert_eq!(endorse(app, &story.registrar, ids, document).left, []);
}

/// The first sentence of a refusal.
fn told<T: std::fmt::Debug>(result: Result<T, Error>) -> Message {
    match result.expect_err("it is refused") {
        Error::Refused(refused) => refused.message,
        Error::Input(errors) => errors.0[0].1.clone(),
        other => panic!("another error: {other:?}"),
    }
}
