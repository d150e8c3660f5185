//! The check sees each invariant break, and nothing else. Every test tells the same sound story,
//! takes the guards off the database, breaks one thing behind everybody's back, and looks.

mod unguarded;

use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use uuid::Uuid;
use xingtan::access::Role;
use xingtan::check::{self, Invariant, Options, Report};
use xingtan::credit_bank::completions::rules::PLAIN_WEIGHT;
use xingtan::credit_bank::completions::store::{self, Change};
use xingtan::credit_bank::completions::{Completion, CompletionId, CompletionState};
use xingtan::credit_bank::posting::{self, Announcement, Decision};
use xingtan::credit_bank::projects::{self, Course, CourseId, Project, ProjectId, ProjectState};
use xingtan::db::schema::{self, transfers};
use xingtan::db::{At, Conn};
use xingtan::error::Error;
use xingtan::hours::Hours;
use xingtan::jobs::{JobId, JobState};
use xingtan::journal::{self, JournalId};
use xingtan::ledger::{
    self, Account, AccountKind, Category, LedgerAccountId, OriginId, Transfer, TransferId,
    TransferKind,
};
use xingtan::organizations::Organization;
use xingtan::people::{EmploymentId, Person, Post};
use xingtan::policy::{self, AnnualHours, RuleSet};

use self::unguarded::{copied, insert, take_guards_off};
use crate::support::TestApp;
use crate::support::city::City;

mod records;
mod selections;

on_each_backend!(
    a_sound_story_has_no_findings,
    transfer_amount,
    transfer_accounts,
    transfer_category,
    transfer_target,
    transfer_ends_once,
    transfer_journal,
    transfer_origin,
    account_identity,
    account_below_zero,
    settlement,
    standing_missing,
    standing_amounts,
    standing_shortfall,
    school_standings,
    completion_state,
    claim_state,
    course_headcount,
    course_counter,
    journal_commitment,
    employment_overlap,
    administrators_apart,
    policy_timeline,
    job_alive,
    evidence_file,
);

/// Two teachers with three completions of one course on 1 October 2026: one waits, one is posted,
/// one was posted and taken back.
struct Story {
    city: City,
    teacher: Person,
    other: Person,
    waiting: Completion,
    posted: Completion,
    course: Course,
    decision: JournalId,
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day of 2026")
}

fn story(app: &TestApp) -> Story {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let other = app.teacher(&city.neighbour, "T002", "李二");
    let (project, course) = offer(&city);
    let at = |person: &Person, school: &Organization, on| completion(&course, person, school, on);
    let waiting = at(&teacher, &city.school, day(10, 1));
    let posted = at(&other, &city.neighbour, day(10, 1));
    let undone = at(&other, &city.neighbour, day(9, 1));
    let all = [waiting.clone(), posted.clone(), undone.clone()];
    let decision = app
        .write(|conn, context| {
            projects::store::insert(conn, &project)?;
            projects::store::insert_course(conn, &course)?;
            store::insert(conn, &all)?;
            let journal = some_entry(conn, context)?;
            let decision = Decision {
                journal,
                at: context.at,
            };
            let announced: Vec<Announcement> = all.iter().map(announcement).collect();
            posting::announce(conn, decision, &announced)?;
            let ids = [posted.announcement(), undone.announcement()];
            posting::post_in_full(conn, decision, &ids)?;
            posting::reverse(conn, decision, &[undone.announcement()])?;
            move_to(conn, &posted, CompletionState::Posted, context.at)?;
            move_to(conn, &undone, CompletionState::Reversed, context.at)?;
            Ok(journal)
        })
        .expect("a story that obeys the rules");
    Story {
        city,
        teacher,
        other,
        waiting,
        posted,
        course,
        decision,
    }
}

fn offer(city: &City) -> (Project, Course) {
    let project = Project {
        id: ProjectId::new(),
        provider_id: city.provider.id,
        code: "P4401060001-2026-01".to_owned(),
        title: "2026 年教师全员培训".to_owned(),
        authority_id: city.district.id,
        year: 2026,
        starts_on: day(1, 1),
        ends_on: day(12, 31),
        state: ProjectState::Approved,
        decision_reason: None,
        created_at: At::from_micros(0).expect("1970"),
        version: 1,
    };
    let course = Course {
        id: CourseId::new(),
        project_id: project.id,
        code: "P4401060001-2026-01-01".to_owned(),
        title: "班级管理".to_owned(),
        title_key: "班级管理".to_owned(),
        category: Category::Professional,
        hours: Hours::whole(8),
        headcount_max: 10,
        starts_on: day(9, 1),
        ends_on: day(10, 1),
    };
    (project, course)
}

fn completion(
    course: &Course,
    person: &Person,
    school: &Organization,
    on: NaiveDate,
) -> Completion {
    Completion {
        id: CompletionId::new(),
        course_id: course.id,
        project_id: course.project_id,
        person_id: person.id,
        school_id: school.id,
        district_id: school.district_id,
        year: 2026,
        completed_on: on,
        hours: course.hours,
        category: course.category,
        title_key: course.title_key.clone(),
        state: CompletionState::Submitted,
        reason: None,
        attempt: 1,
        audit_weight: PLAIN_WEIGHT,
        audit_round_id: None,
        school_decision_id: None,
        job_id: None,
        source_row: None,
        submitted_at: At::from_micros(0).expect("1970"),
        decided_at: None,
        version: 1,
    }
}

fn announcement(it: &Completion) -> Announcement {
    Announcement {
        id: it.announcement(),
        origin: OriginId(it.id.0),
        source: it.project_id.0,
        person: it.person_id,
        year: it.year,
        category: it.category,
        hours: it.hours,
        effective_on: it.completed_on,
    }
}

fn move_to(conn: &mut Conn, it: &Completion, to: CompletionState, at: At) -> Result<(), Error> {
    let change = Change {
        from: CompletionState::Submitted,
        to,
        reason: None,
        school_decision: None,
        at,
    };
    store::save_state(conn, &[it.id], &change)
}

fn some_entry(conn: &mut Conn, context: &xingtan::context::Context) -> Result<JournalId, Error> {
    journal::record(
        conn,
        context,
        journal::Act {
            event: "completions_submitted",
            subject: ("completions", Uuid::now_v7()),
            organization: None,
            reason: None,
            payload: serde_json::json!({"count": 3}),
        },
    )
}

fn report(app: &TestApp) -> Report {
    let options = Options {
        now: app.clock.now(),
        vault: Some(&app.house.vault),
        progress: &|_, _| {},
    };
    app.read(|conn| check::run(conn, &options))
        .expect("the check comes to its end")
}

/// Takes the guards off, breaks something, and expects this invariant alone to be told.
#[track_caller]
fn assert_tells(
    app: &TestApp,
    invariant: Invariant,
    table: &str,
    breaking: impl FnOnce(&mut Conn) -> QueryResult<()>,
) {
    assert_tells_each(app, &[(invariant, table)], breaking);
}

/// Expects these invariants to be told, each of them and no other.
#[track_caller]
fn assert_tells_each(
    app: &TestApp,
    wanted: &[(Invariant, &str)],
    breaking: impl FnOnce(&mut Conn) -> QueryResult<()>,
) {
    app.tolerates(Invariant::ALL);
    let mut conn = app.db.connection().expect("a connection");
    take_guards_off(&mut conn);
    breaking(&mut conn).expect("an unguarded database takes anything");
    drop(conn);
    let report = report(app);
    let found: Vec<_> = report
        .broken
        .iter()
        .map(|it| (it.invariant, it.table))
        .collect();
    for it in wanted {
        assert!(found.contains(it), "{it:?} was not found");
    }
    for finding in &report.broken {
        let is_wanted = wanted.contains(&(finding.invariant, finding.table));
        assert!(is_wanted, "{finding:?}");
    }
}

fn credit(person: &Person, category: Category) -> Account {
    Account::credit(person.id, 2026, category)
}

/// Counts the schools anew from the standings.
fn recount(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute(
        "DELETE FROM school_standings;
         INSERT INTO school_standings
         SELECT school_id, year, district_id, COUNT(*),
                SUM(CASE WHEN short_total = 0 THEN 1 ELSE 0 END),
                SUM(short_general), SUM(short_professional), SUM(short_elective),
                SUM(short_total)
         FROM standings GROUP BY school_id, year, district_id",
    )
}

fn a_sound_story_has_no_findings(app: &TestApp) {
    story(app);
    let report = report(app);
    assert_eq!(report.broken, []);
    // Three announcements, two posts, one reversal.
    assert_eq!(report.checked["transfers"], 6);
    assert_eq!(report.checked["completions"], 3);
    assert_eq!(report.checked["standings"], 2);
}

fn transfer_amount(app: &TestApp) {
    let story = story(app);
    assert_tells(app, Invariant::TransferAmount, "transfers", |conn| {
        copied(conn, story.waiting.announcement(), |it| Transfer {
            amount: Hours::ZERO,
            ..it
        });
        Ok(())
    });
}

fn transfer_accounts(app: &TestApp) {
    let story = story(app);
    assert_tells(app, Invariant::TransferAccounts, "transfers", |conn| {
        copied(conn, story.waiting.announcement(), |it| Transfer {
            credit: credit(&story.other, Category::Professional).id(),
            ..it
        });
        Ok(())
    });
}

fn transfer_category(app: &TestApp) {
    let story = story(app);
    let settlement = Account {
        kind: AccountKind::Settlement,
        ..credit(&story.other, Category::General)
    };
    app.write(|conn, _| ledger::open_accounts(conn, &[settlement]))
        .expect("an account");
    let told = [
        (Invariant::TransferCategory, "transfers"),
        (Invariant::Settlement, "transfers"),
    ];
    assert_tells_each(app, &told, |conn| {
        copied(conn, story.posted.announcement(), |it| Transfer {
            kind: TransferKind::Settle,
            debit: it.credit,
            credit: settlement.id(),
            ..it
        });
        Ok(())
    });
}

fn transfer_target(app: &TestApp) {
    let story = story(app);
    assert_tells(app, Invariant::TransferTarget, "transfers", |conn| {
        copied(conn, story.waiting.announcement(), |it| Transfer {
            kind: TransferKind::Void,
            target: Some(TransferId::new()),
            ..it
        });
        Ok(())
    });
}

fn transfer_ends_once(app: &TestApp) {
    let story = story(app);
    assert_tells(app, Invariant::TransferEndsOnce, "transfers", |conn| {
        copied(conn, story.posted.announcement(), |it| Transfer {
            kind: TransferKind::Void,
            target: Some(it.id),
            ..it
        });
        Ok(())
    });
}

fn transfer_journal(app: &TestApp) {
    let story = story(app);
    assert_tells(app, Invariant::TransferJournal, "transfers", |conn| {
        diesel::update(transfers::table.find(story.waiting.announcement()))
            .set(transfers::journal_id.eq(JournalId::new()))
            .execute(conn)
            .map(drop)
    });
}

fn transfer_origin(app: &TestApp) {
    let story = story(app);
    assert_tells(app, Invariant::TransferOrigin, "transfers", |conn| {
        let pending = Transfer {
            id: TransferId::new(),
            origin: OriginId::new(),
            ..ledger::list_by_id(conn, &[story.waiting.announcement()])
                .expect("transfers can be read")
                .remove(0)
        };
        let void = Transfer {
            id: TransferId::new(),
            kind: TransferKind::Void,
            target: Some(pending.id),
            ..pending.clone()
        };
        insert(conn, &pending);
        insert(conn, &void);
        Ok(())
    });
}

fn account_identity(app: &TestApp) {
    use schema::ledger_accounts as table;
    let story = story(app);
    assert_tells(app, Invariant::AccountIdentity, "ledger_accounts", |conn| {
        diesel::insert_into(table::table)
            .values((
                table::id.eq(LedgerAccountId::new()),
                table::kind.eq(AccountKind::OverCap),
                table::owner_id.eq(LedgerAccountId(story.teacher.id.0)),
                table::year.eq(2026),
                table::category.eq("general"),
            ))
            .execute(conn)
            .map(drop)
    });
}

/// More is undone than was there; standing and counters say so faithfully.
fn account_below_zero(app: &TestApp) {
    use schema::standings as table;
    let story = story(app);
    let told = [
        (Invariant::AccountBelowZero, "ledger_accounts"),
        (Invariant::TransferTarget, "transfers"),
        (Invariant::CompletionState, "completions"),
    ];
    assert_tells_each(app, &told, |conn| {
        copied(conn, story.posted.announcement(), |it| Transfer {
            kind: TransferKind::Reversal,
            debit: it.credit,
            credit: it.debit,
            amount: Hours::whole(10),
            target: Some(it.id),
            ..it
        });
        diesel::update(table::table.find((story.other.id, 2026)))
            .set((
                table::posted_professional.eq(table::posted_professional - 1_000),
                table::short_professional.eq(table::short_professional + 1_000),
                table::short_total.eq(table::short_total + 1_000),
            ))
            .execute(conn)?;
        recount(conn)
    });
}

/// More is settled than was there, and for no registration.
fn settlement(app: &TestApp) {
    let story = story(app);
    let settlement = Account {
        kind: AccountKind::Settlement,
        ..credit(&story.other, Category::Professional)
    };
    app.write(|conn, _| ledger::open_accounts(conn, &[settlement]))
        .expect("an account");
    assert_tells(app, Invariant::Settlement, "transfers", |conn| {
        copied(conn, story.posted.announcement(), |it| Transfer {
            kind: TransferKind::Settle,
            debit: it.credit,
            credit: settlement.id(),
            amount: Hours::whole(10),
            ..it
        });
        Ok(())
    });
}

fn standing_missing(app: &TestApp) {
    use schema::standings as table;
    let story = story(app);
    assert_tells(app, Invariant::StandingMissing, "standings", |conn| {
        diesel::delete(table::table.find((story.teacher.id, 2026))).execute(conn)?;
        recount(conn)
    });
}

fn standing_amounts(app: &TestApp) {
    use schema::standings as table;
    let story = story(app);
    assert_tells(app, Invariant::StandingAmounts, "standings", |conn| {
        diesel::update(table::table.find((story.teacher.id, 2026)))
            .set(table::pending_elective.eq(100))
            .execute(conn)
            .map(drop)
    });
}

fn standing_shortfall(app: &TestApp) {
    use schema::standings as table;
    let story = story(app);
    assert_tells(app, Invariant::StandingShortfall, "standings", |conn| {
        diesel::update(table::table.find((story.teacher.id, 2026)))
            .set(table::short_general.eq(0))
            .execute(conn)?;
        recount(conn)
    });
}

fn school_standings(app: &TestApp) {
    use schema::school_standings as table;
    let story = story(app);
    let name = "school_standings";
    assert_tells(app, Invariant::SchoolStandings, name, |conn| {
        diesel::update(table::table.find((story.city.school.id, 2026)))
            .set(table::complete.eq(1))
            .execute(conn)
            .map(drop)
    });
}

fn completion_state(app: &TestApp) {
    use schema::completions as table;
    let story = story(app);
    assert_tells(app, Invariant::CompletionState, "completions", |conn| {
        diesel::update(table::table.find(story.posted.id))
            .set(table::state.eq(CompletionState::Confirmed))
            .execute(conn)
            .map(drop)
    });
}

fn claim_state(app: &TestApp) {
    use schema::claims as table;
    let story = story(app);
    let rule: RuleSet<AnnualHours> = app
        .read(|conn| policy::load_at(conn, day(12, 31)))
        .expect("the rule of the year");
    assert_tells(app, Invariant::ClaimState, "claims", |conn| {
        diesel::insert_into(table::table)
            .values((
                (
                    table::id.eq(OriginId::new()),
                    table::person_id.eq(story.teacher.id),
                    table::school_id.eq(story.city.school.id),
                    table::item.eq("paper"),
                    table::policy_version_id.eq(rule.id),
                    table::title.eq("论文"),
                    table::title_key.eq("论文"),
                    table::description.eq(""),
                    table::year.eq(2026),
                    table::done_on.eq(day(9, 1)),
                ),
                (
                    table::quantity.eq(100),
                    table::category.eq(Category::Elective),
                    table::hours.eq(Hours::whole(8)),
                    table::is_late.eq(false),
                    table::state.eq("at_school"),
                    table::approval.eq("{}"),
                    table::created_at.eq(app.clock.now()),
                    table::version.eq(1),
                ),
            ))
            .execute(conn)
            .map(drop)
    });
}

fn course_headcount(app: &TestApp) {
    use schema::courses as table;
    let story = story(app);
    assert_tells(app, Invariant::CourseHeadcount, "courses", |conn| {
        diesel::update(table::table.find(story.course.id))
            .set(table::headcount_max.eq(1))
            .execute(conn)
            .map(drop)
    });
}

fn course_counter(app: &TestApp) {
    use schema::courses as table;
    let story = story(app);
    assert_tells(app, Invariant::CourseHeadcount, "courses", |conn| {
        diesel::update(table::table.find(story.course.id))
            .set(table::headcount.eq(table::headcount + 1))
            .execute(conn)
            .map(drop)
    });
}

fn journal_commitment(app: &TestApp) {
    use schema::journal_entries as table;
    let story = story(app);
    let name = "journal_entries";
    assert_tells(app, Invariant::JournalCommitment, name, |conn| {
        diesel::update(table::table.find(story.decision))
            .set(table::payload.eq("{\"count\":4}"))
            .execute(conn)
            .map(drop)
    });
}

fn employment_overlap(app: &TestApp) {
    use schema::employments as table;
    let story = story(app);
    assert_tells(app, Invariant::EmploymentOverlap, "employments", |conn| {
        diesel::insert_into(table::table)
            .values((
                table::id.eq(EmploymentId::new()),
                table::person_id.eq(story.teacher.id),
                table::organization_id.eq(story.city.neighbour.id),
                table::post.eq(Post::Teacher),
                table::started_on.eq(day(1, 1)),
                table::ended_on.eq(day(1, 31)),
            ))
            .execute(conn)
            .map(drop)
    });
}

fn administrators_apart(app: &TestApp) {
    let story = story(app);
    let table = "role_grants";
    app.account("security")
        .with(Role::SecurityAdmin, &story.city.bureau)
        .sign_in();
    assert_eq!(report(app).broken, [], "one role alone is fine");
    assert_tells(app, Invariant::AdministratorsApart, table, |_| {
        app.account("both")
            .with(Role::Auditor, &story.city.bureau)
            .with(Role::BureauHr, &story.city.bureau)
            .sign_in();
        Ok(())
    });
}

fn policy_timeline(app: &TestApp) {
    use schema::policy_versions as table;
    let name = "policy_versions";
    assert_tells(app, Invariant::PolicyTimeline, name, |conn| {
        diesel::update(table::table.filter(table::key.eq("hours.annual")))
            .filter(table::version.eq(2))
            .set(table::effective_from.eq(day(1, 1)))
            .execute(conn)
            .map(drop)
    });
}

fn job_alive(app: &TestApp) {
    use schema::jobs as table;
    let long_ago = At::new(app.clock.now().utc() - chrono::TimeDelta::hours(2));
    assert_tells(app, Invariant::JobAlive, "jobs", |conn| {
        diesel::insert_into(table::table)
            .values((
                table::id.eq(JobId::new()),
                table::kind.eq("import_roster"),
                table::title.eq("名单.xlsx"),
                table::parameters.eq("{}"),
                table::state.eq(JobState::Running),
                table::done.eq(0),
                table::checkpoint.eq("null"),
                table::is_cancel_wanted.eq(false),
                table::claimed_at.eq(long_ago),
                table::created_at.eq(long_ago),
                table::version.eq(2),
            ))
            .execute(conn)
            .map(drop)
    });
}

fn evidence_file(app: &TestApp) {
    use schema::evidence_files as table;
    let stored = app.house.vault.put("证明".as_bytes()).expect("stored");
    let row = |sha256: &[u8]| {
        (
            table::id.eq(OriginId::new()),
            table::sha256.eq(sha256.to_vec()),
            table::size.eq(6_i64),
            table::media_type.eq("application/pdf"),
            table::name.eq("证明.pdf"),
            table::owner_kind.eq("claims"),
            table::owner_id.eq(OriginId::new()),
            table::uploaded_at.eq(app.clock.now()),
        )
    };
    let save = |conn: &mut Conn, sha256: &[u8]| {
        diesel::insert_into(table::table)
            .values(row(sha256))
            .execute(conn)
            .map(drop)
    };
    app.write(|conn, _| Ok(save(conn, &stored.sha256)?))
        .expect("a row");
    assert_eq!(report(app).broken, [], "the file is there and whole");
    assert_tells(app, Invariant::EvidenceFile, "evidence_files", |conn| {
        save(conn, &[7; 32])
    });
}
