//! Claims: from a draft to hours in the account, and every way in which they stop on the road.

use std::fs;
use std::path::PathBuf;

use chrono::{Duration, NaiveDate};
use xingtan::access::Role;
use xingtan::clock::end_of;
use xingtan::credit_bank::claims::actions::{self, Verdict};
use xingtan::credit_bank::claims::casework;
use xingtan::credit_bank::claims::files::{self, Incoming};
use xingtan::credit_bank::claims::rules::ClaimFields;
use xingtan::credit_bank::claims::{Claim, ClaimId, ClaimState, store};
use xingtan::credit_bank::rules::ByCategory;
use xingtan::credit_bank::statement;
use xingtan::error::Error;
use xingtan::evidence::store::EvidenceId;
use xingtan::hours::Hours;
use xingtan::ledger::AsOf;
use xingtan::people::Person;

use crate::support::city::City;
use crate::support::{TestAccount, TestApp};

mod web;

on_each_backend!(
    a_claim_is_recognised_by_school_and_district,
    a_cap_leaves_the_rest_visible,
    a_return_names_fields_and_starts_over,
    a_refusal_and_a_withdrawal_void_what_waits,
    a_late_claim_needs_reasons_and_keeps_its_year,
    the_bureau_decides_for_its_own_schools,
    the_same_study_counts_once,
    nobody_decides_on_their_own_claim,
    a_claim_without_evidence_is_not_handed_in,
    evidence_is_what_it_says_and_for_the_right_eyes,
    a_claim_that_moved_meanwhile_is_stale,
    a_recognised_claim_can_be_undone,
    a_refused_claim_opens_a_new_round,
    a_claim_left_uncorrected_expires,
);

/// A teacher with an account, and the officers of school and district.
struct Story {
    city: City,
    person: Person,
    teacher: TestAccount,
    school: TestAccount,
    district: TestAccount,
}

fn story(app: &TestApp) -> Story {
    let city = app.city();
    let person = app.teacher(&city.school, "T0001", "陈知夏");
    Story {
        teacher: app.teacher_account(&person, &city.school),
        school: app.officer(Role::SchoolHr, &city.school),
        district: app.officer(Role::DistrictHr, &city.district),
        person,
        city,
    }
}

fn fields(item: &str, title: &str, done_on: &str, quantity: i64) -> ClaimFields {
    ClaimFields {
        item: item.to_owned(),
        title: title.to_owned(),
        description: String::new(),
        done_on: done_on.parse().expect("a date"),
        quantity,
        late_reason: String::new(),
    }
}

fn paper(title: &str) -> ClaimFields {
    fields("paper", title, "2026-09-10", 100)
}

fn draft(app: &TestApp, by: &TestAccount, fields: &ClaimFields) -> Result<ClaimId, Error> {
    app.write_as(by, |conn, context| {
        actions::draft_claim(conn, context, fields)
    })
}

fn file(app: &TestApp, name: &str, content: &[u8]) -> PathBuf {
    let path = app.folder().join(name);
    fs::write(&path, content).expect("a file in the test's folder");
    path
}

fn add_file(
    app: &TestApp,
    by: &TestAccount,
    claim: ClaimId,
    name: &str,
    content: &[u8],
) -> Result<EvidenceId, Error> {
    let path = file(app, "upload", content);
    app.write_as(by, |conn, context| {
        let incoming = Incoming {
            name,
            path: &path,
            is_cut_off: false,
        };
        files::add(conn, context, claim, incoming)
    })
}

fn load(app: &TestApp, id: ClaimId) -> Claim {
    app.read(|conn| store::load(conn, id)).expect("it is there")
}

fn submit(app: &TestApp, by: &TestAccount, id: ClaimId) -> Result<(), Error> {
    let seen = load(app, id).version;
    app.write_as(by, |conn, context| {
        actions::submit_claim(conn, context, id, seen)
    })
}

fn decide(
    app: &TestApp,
    by: &TestAccount,
    id: ClaimId,
    verdict: Verdict,
) -> Result<ClaimState, Error> {
    let seen = load(app, id).version;
    app.write_as(by, |conn, context| {
        actions::decide_claim(conn, context, id, seen, verdict.clone())
    })
}

/// Drafted, with a file, handed in.
fn handed_in(app: &TestApp, by: &TestAccount, fields: &ClaimFields) -> ClaimId {
    let id = draft(app, by, fields).expect("a draft");
    add_file(app, by, id, "封面.pdf", b"%PDF-1.7").expect("a file");
    submit(app, by, id).expect("handed in");
    id
}

fn agree(opinion: &str) -> Verdict {
    Verdict::Endorse {
        opinion: opinion.to_owned(),
    }
}

fn refuse() -> Verdict {
    Verdict::Refuse {
        reason: "不在认定范围".to_owned(),
    }
}

/// Posted, pending and over the cap in all, in a year.
fn hours(app: &TestApp, person: &Person, year: i32) -> (i64, i64, i64) {
    let number = &person.teacher_number;
    let told = app
        .write(|conn, context| statement::actions::load(conn, context, number, AsOf::NOW))
        .expect("a statement");
    let amounts = told.year(year).map(|it| it.amounts).unwrap_or_default();
    let whole = |it: &ByCategory| it.total().0;
    (
        whole(&amounts.posted),
        whole(&amounts.pending),
        whole(&amounts.over_cap),
    )
}

/// The key of the message at a field, or of the refusal.
fn key<T>(result: Result<T, Error>) -> String {
    match result {
        Ok(_) => "ok".to_owned(),
        Err(Error::Input(errors)) => errors
            .0
            .iter()
            .map(|(field, message)| format!("{field}: {}", message.key))
            .collect::<Vec<_>>()
            .join(", "),
        Err(Error::Refused(refused)) => refused.message.key.to_owned(),
        Err(error) => error.to_string(),
    }
}

fn a_claim_is_recognised_by_school_and_district(app: &TestApp) {
    let it = story(app);
    let id = handed_in(app, &it.teacher, &paper("低年级阅读的支架"));
    assert_eq!(load(app, id).state, ClaimState::AtSchool);
    assert_eq!(
        load(app, id).due_on,
        "2026-12-07".parse().ok(),
        "ten working days"
    );
    assert_eq!(hours(app, &it.person, 2026), (0, 2_800, 0));
    assert_eq!(
        decide(app, &it.school, id, agree("")).expect("endorsed"),
        ClaimState::AtDistrict
    );
    assert_eq!(hours(app, &it.person, 2026), (0, 2_800, 0));
    assert_eq!(
        decide(app, &it.district, id, agree("")).expect("ok"),
        ClaimState::Recognised
    );
    assert_eq!(hours(app, &it.person, 2026), (2_800, 0, 0));
    let claim = load(app, id);
    assert_eq!(claim.hours_posted, Some(Hours::whole(28)));
    assert_eq!(
        (claim.due_on, claim.decided_at),
        (None, Some(app.clock.now()))
    );
    assert_eq!(
        key(decide(app, &it.district, id, agree(""))),
        "workflow-closed"
    );
}

fn a_cap_leaves_the_rest_visible(app: &TestApp) {
    let it = story(app);
    for (title, expected) in [("论文甲", (2_800, 0, 0)), ("论文乙", (2_800, 0, 2_800))] {
        let id = handed_in(app, &it.teacher, &paper(title));
        decide(app, &it.school, id, agree("")).expect("endorsed");
        decide(app, &it.district, id, agree("")).expect("recognised");
        assert_eq!(hours(app, &it.person, 2026), expected, "{title}");
    }
    let lessons = fields("open_lesson", "分数的意义", "2026-04-10", 500);
    let id = handed_in(app, &it.teacher, &lessons);
    decide(app, &it.school, id, agree("")).expect("endorsed");
    decide(app, &it.district, id, agree("")).expect("recognised");
    assert_eq!(
        hours(app, &it.person, 2026),
        (4_600, 0, 4_000),
        "18 of 30 count"
    );
}

fn a_return_names_fields_and_starts_over(app: &TestApp) {
    let it = story(app);
    let id = handed_in(
        app,
        &it.teacher,
        &fields("rural_teaching", "支教", "2026-06-30", 300),
    );
    decide(app, &it.school, id, agree("")).expect("endorsed");
    let back = |fields: &[&str], reason: &str| Verdict::Return {
        fields: fields.iter().map(|it| (*it).to_owned()).collect(),
        reason: reason.to_owned(),
    };
    let nameless = decide(app, &it.district, id, back(&[], "月数不对"));
    assert_eq!(key(nameless), "fields: workflow-fields-missing");
    let mute = decide(app, &it.district, id, back(&["quantity"], " "));
    assert_eq!(key(mute), "reason: workflow-reason-missing");
    decide(app, &it.district, id, back(&["quantity"], "月数不对")).expect("sent back");
    assert_eq!(load(app, id).state, ClaimState::Returned);
    assert_eq!(
        hours(app, &it.person, 2026),
        (0, 1_200, 0),
        "still announced"
    );
    let seen = load(app, id).version;
    let right = fields("rural_teaching", "支教", "2026-06-30", 200);
    app.write_as(&it.teacher, |conn, context| {
        actions::change_claim(conn, context, id, seen, &right)
    })
    .expect("put right");
    submit(app, &it.teacher, id).expect("handed in again");
    assert_eq!(
        load(app, id).state,
        ClaimState::AtSchool,
        "every office sees it again"
    );
    assert_eq!(hours(app, &it.person, 2026), (0, 800, 0), "announced anew");
    decide(app, &it.school, id, agree("")).expect("endorsed");
    decide(app, &it.district, id, agree("")).expect("recognised");
    assert_eq!(hours(app, &it.person, 2026), (800, 0, 0));
}

fn a_refusal_and_a_withdrawal_void_what_waits(app: &TestApp) {
    let it = story(app);
    let refused = handed_in(app, &it.teacher, &paper("论文甲"));
    let mute = Verdict::Refuse {
        reason: String::new(),
    };
    assert_eq!(
        key(decide(app, &it.school, refused, mute)),
        "reason: workflow-reason-missing"
    );
    decide(app, &it.school, refused, refuse()).expect("refused");
    assert_eq!(hours(app, &it.person, 2026), (0, 0, 0));
    let withdrawn = handed_in(app, &it.teacher, &paper("论文乙"));
    let seen = load(app, withdrawn).version;
    app.write_as(&it.teacher, |conn, context| {
        actions::withdraw_claim(conn, context, withdrawn, seen)
    })
    .expect("taken back");
    assert_eq!(load(app, withdrawn).state, ClaimState::Withdrawn);
    assert_eq!(hours(app, &it.person, 2026), (0, 0, 0));
    let seen = load(app, withdrawn).version;
    let again = app.write_as(&it.teacher, |conn, context| {
        actions::change_claim(conn, context, withdrawn, seen, &paper("论文丙"))
    });
    assert_eq!(key(again), "claim-not-open-to-change");
}

fn a_late_claim_needs_reasons_and_keeps_its_year(app: &TestApp) {
    let it = story(app);
    let mut late = fields("paper", "去年的论文", "2025-12-30", 100);
    assert_eq!(
        key(draft(app, &it.teacher, &late)),
        "late_reason: claim-late-reason-missing"
    );
    "刊物寄到时已过年底".clone_into(&mut late.late_reason);
    let id = handed_in(app, &it.teacher, &late);
    assert!(load(app, id).is_late);
    decide(app, &it.school, id, agree("")).expect("the school only endorses");
    let mute = decide(app, &it.district, id, agree(""));
    assert_eq!(key(mute), "opinion: claim-late-opinion-missing");
    decide(app, &it.district, id, agree("刊物属实，当年完成")).expect("recognised");
    assert_eq!(
        hours(app, &it.person, 2025),
        (2_800, 0, 0),
        "in the year it belongs to"
    );
    assert_eq!(hours(app, &it.person, 2026), (0, 0, 0));
    let told = app
        .write(|conn, context| statement::actions::load(conn, context, "T0001", AsOf::NOW))
        .expect("a statement");
    let line = &told.lines[0];
    let done_on: NaiveDate = "2025-12-30".parse().expect("a date");
    assert_eq!(
        (line.effective_on, line.recorded_at()),
        (done_on, Some(app.clock.now()))
    );
}

fn the_bureau_decides_for_its_own_schools(app: &TestApp) {
    let it = story(app);
    let school = app.school(&it.city.bureau, "3144000099", "广州市第一中学");
    let person = app.teacher(&school, "T0009", "林见山");
    let teacher = app.teacher_account(&person, &school);
    let id = handed_in(app, &teacher, &paper("论文"));
    let hr = app.officer(Role::SchoolHr, &school);
    let bureau = app.officer(Role::BureauHr, &it.city.bureau);
    decide(app, &hr, id, agree("")).expect("endorsed");
    assert_eq!(key(decide(app, &it.district, id, agree(""))), "not found");
    assert_eq!(
        decide(app, &bureau, id, agree("")).expect("ok"),
        ClaimState::Recognised
    );
    let of_district = handed_in(app, &it.teacher, &paper("论文"));
    decide(app, &it.school, of_district, agree("")).expect("endorsed");
    assert_eq!(
        key(decide(app, &bureau, of_district, agree(""))),
        "access-not-allowed"
    );
}

fn the_same_study_counts_once(app: &TestApp) {
    let it = story(app);
    handed_in(app, &it.teacher, &paper("低年级阅读的支架"));
    let same = draft(app, &it.teacher, &paper("《低年级阅读的支架》")).expect("a draft");
    add_file(app, &it.teacher, same, "a.pdf", b"%PDF-1.7").expect("a file");
    assert_eq!(
        key(submit(app, &it.teacher, same)),
        "title: claim-duplicate"
    );
    let other_day = fields("paper", "低年级阅读的支架", "2026-09-11", 100);
    handed_in(app, &it.teacher, &other_day);
}

fn nobody_decides_on_their_own_claim(app: &TestApp) {
    let it = story(app);
    let person = app.teacher(&it.city.school, "T0002", "林见山");
    let both = app
        .account("both")
        .named("林见山")
        .of(&person)
        .with(Role::Teacher, &it.city.school)
        .with(Role::SchoolHr, &it.city.school)
        .sign_in();
    let id = handed_in(app, &both, &paper("论文"));
    assert_eq!(key(decide(app, &both, id, agree(""))), "access-own-case");
    assert_eq!(
        key(decide(app, &it.district, id, agree(""))),
        "access-not-allowed"
    );
    let stranger = app.officer(Role::SchoolHr, &it.city.neighbour);
    assert_eq!(key(decide(app, &stranger, id, agree(""))), "not found");
    assert_eq!(key(submit(app, &it.school, id)), "access-not-allowed");
}

fn a_claim_without_evidence_is_not_handed_in(app: &TestApp) {
    let it = story(app);
    let id = draft(app, &it.teacher, &paper("论文")).expect("a draft");
    assert_eq!(
        key(submit(app, &it.teacher, id)),
        "files: claim-files-missing"
    );
    let file = add_file(app, &it.teacher, id, "a.pdf", b"%PDF-1.7").expect("a file");
    app.write_as(&it.teacher, |conn, context| {
        files::withdraw(conn, context, id, file)
    })
    .expect("taken back");
    assert_eq!(
        key(submit(app, &it.teacher, id)),
        "files: claim-files-missing"
    );
    assert_eq!(hours(app, &it.person, 2026), (0, 0, 0));
}

fn evidence_is_what_it_says_and_for_the_right_eyes(app: &TestApp) {
    let it = story(app);
    let id = draft(app, &it.teacher, &paper("论文")).expect("a draft");
    for (content, expected) in [
        (&b"MZ\x90"[..], "files: file-wrong-kind"),
        (b"", "files: file-empty"),
        (&vec![b'%'; 20 * 1024 * 1024 + 1], "files: file-too-large"),
        (b"<script>", "files: file-wrong-kind"),
    ] {
        assert_eq!(
            key(add_file(app, &it.teacher, id, "a.pdf", content)),
            expected
        );
    }
    let scan = add_file(app, &it.teacher, id, "扫描.html", b"\xFF\xD8\xFF").expect("a picture");
    let read =
        |by: &TestAccount| app.write_as(by, |conn, context| files::read(conn, context, id, scan));
    assert_eq!(
        key(read(&it.school)),
        "not found",
        "a draft is the teacher's"
    );
    submit(app, &it.teacher, id).expect("handed in");
    let (file, content) = read(&it.school).expect("the school decides it");
    assert_eq!(
        (file.name.as_str(), content.as_slice()),
        ("扫描.html.jpg", &b"\xFF\xD8\xFF"[..])
    );
    let stranger = app.officer(Role::SchoolHr, &it.city.neighbour);
    assert_eq!(key(read(&stranger)), "not found");
    assert_eq!(
        key(add_file(app, &it.teacher, id, "b.pdf", b"%PDF-1.7")),
        "claim-not-open-to-change"
    );
    let other = handed_in(app, &it.teacher, &paper("另一篇"));
    let crossed = app.write_as(&it.teacher, |conn, context| {
        files::read(conn, context, other, scan)
    });
    assert_eq!(key(crossed), "not found", "a file belongs to its claim");
}

fn a_claim_that_moved_meanwhile_is_stale(app: &TestApp) {
    let it = story(app);
    let id = handed_in(app, &it.teacher, &paper("论文"));
    let seen = load(app, id).version - 1;
    let late = app.write_as(&it.school, |conn, context| {
        actions::decide_claim(conn, context, id, seen, agree(""))
    });
    assert!(matches!(late, Err(Error::Stale)));
    assert_eq!(load(app, id).state, ClaimState::AtSchool);
}

fn a_recognised_claim_can_be_undone(app: &TestApp) {
    let it = story(app);
    let id = handed_in(
        app,
        &it.teacher,
        &fields("open_lesson", "分数", "2026-04-10", 400),
    );
    decide(app, &it.school, id, agree("")).expect("endorsed");
    let reverse = |by: &TestAccount, reason: &str| {
        let seen = load(app, id).version;
        app.write_as(by, |conn, context| {
            actions::reverse_claim(conn, context, id, seen, reason)
        })
    };
    assert_eq!(key(reverse(&it.district, "重复")), "claim-not-recognised");
    decide(app, &it.district, id, agree("")).expect("recognised");
    assert_eq!(hours(app, &it.person, 2026), (1_800, 0, 600));
    assert_eq!(key(reverse(&it.school, "重复")), "access-not-allowed");
    assert_eq!(
        key(reverse(&it.district, " ")),
        "reason: workflow-reason-missing"
    );
    app.clock.set(app.clock.now().utc() + Duration::hours(1));
    reverse(&it.district, "与校本研修重复").expect("undone");
    assert_eq!(hours(app, &it.person, 2026), (0, 0, 0));
    assert_eq!(load(app, id).state, ClaimState::Reversed);
}

fn a_refused_claim_opens_a_new_round(app: &TestApp) {
    let it = story(app);
    let id = handed_in(app, &it.teacher, &paper("论文"));
    decide(app, &it.school, id, refuse()).expect("refused");
    let reopen = |reason: &str| {
        let seen = load(app, id).version;
        app.write_as(&it.teacher, |conn, context| {
            actions::reopen_claim(conn, context, id, seen, reason)
        })
    };
    assert_eq!(key(reopen("")), "reason: workflow-reason-missing");
    reopen("补充了刊物目录").expect("a new round");
    assert_eq!(load(app, id).state, ClaimState::Draft);
    submit(app, &it.teacher, id).expect("handed in again");
    assert_eq!(hours(app, &it.person, 2026), (0, 2_800, 0));
    decide(app, &it.school, id, agree("")).expect("endorsed");
    decide(app, &it.district, id, agree("")).expect("recognised");
    assert_eq!(hours(app, &it.person, 2026), (2_800, 0, 0));
    let case = casework::load_case(&load(app, id)).expect("it replays");
    assert_eq!(case.past_rounds().len(), 1, "the refusal is history");
}

fn a_claim_left_uncorrected_expires(app: &TestApp) {
    let it = story(app);
    let left = handed_in(app, &it.teacher, &paper("论文甲"));
    let waiting = handed_in(
        app,
        &it.teacher,
        &fields("open_lesson", "公开课", "2026-09-11", 100),
    );
    let back = Verdict::Return {
        fields: vec!["title".to_owned()],
        reason: "题目不全".to_owned(),
    };
    decide(app, &it.school, left, back).expect("sent back");
    let due_on = load(app, left).due_on.expect("a last day");
    let keep_up = |day: NaiveDate| {
        app.clock.set(end_of(day).utc());
        app.worker().keep_up().expect("the program itself")
    };

    assert_eq!(keep_up(due_on), 0, "the last day is the teacher's");
    assert_eq!(keep_up(due_on + Duration::days(1)), 1);
    assert_eq!(keep_up(due_on + Duration::days(2)), 0);
    assert_eq!(load(app, left).state, ClaimState::Withdrawn);
    assert_eq!(
        load(app, waiting).state,
        ClaimState::AtSchool,
        "an office's delay costs the teacher nothing"
    );
}
