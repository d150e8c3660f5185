//! Versions of a nomination: kept each time it is handed in, compared by whoever may see it, and read
//! by offices and members in place of what the teacher is writing.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use xingtan::access::Role;
use xingtan::check::{self, Invariant};
use xingtan::db::{DbUrl, schema};
use xingtan::people::{Person, PersonId, Title};
use xingtan::selection::nominations::decisions::{self, Verdict};
use xingtan::selection::nominations::versions::{self, Version};
use xingtan::selection::nominations::{NominationId, actions, store};
use xingtan::selection::rounds::RoundId;

use crate::support::bank::day;
use crate::support::city::City;
use crate::support::web::Visitor;
use crate::support::{TestAccount, TestApp};

on_each_backend!(
    what_is_handed_in_again_is_compared,
    offices_read_what_was_handed_in,
    files_are_attached_detached_and_downloaded,
    versions_are_for_whoever_may_see_the_nomination,
    nothing_changed_is_said_in_words,
    a_reviewer_reads_what_was_kept,
    what_was_handed_in_before_is_kept_by_the_migration,
    the_check_misses_a_version,
    the_check_sees_what_shifted,
);

const FIRST: &str = "任教二十年，主持市级课题三项，指导青年教师五名，成绩显著。";
const SECOND: &str = "任教二十年，主持市级课题四项，指导青年教师五名，成绩显著。";
const PDF: &[u8] = b"%PDF-1.7 one";
const OTHER: &[u8] = b"%PDF-1.7 another";

struct Stage {
    city: City,
    round: RoundId,
    teacher: Person,
    own: TestAccount,
    hr: TestAccount,
}

/// A round in its phase of nomination, with a teacher who may apply and the school's officer.
fn stage(app: &TestApp) -> Stage {
    let city = app.city();
    let teacher = app.teacher(&city.school, "T001", "陈一");
    let round = app.open_selection(2);
    app.advance(round, 31);
    Stage {
        own: app.teacher_account(&teacher, &city.school),
        hr: app.officer(Role::SchoolHr, &city.school),
        round,
        teacher,
        city,
    }
}

impl Stage {
    fn draft(&self, app: &TestApp) -> NominationId {
        app.write_as(&self.own, |conn, context| {
            actions::apply(conn, context, self.round, FIRST)
        })
        .expect("an application in its phase")
    }

    fn submit(&self, app: &TestApp, id: NominationId) {
        app.write_as(&self.own, |conn, context| {
            let seen = store::load(conn, id)?.version;
            actions::submit(conn, context, id, seen)
        })
        .expect("an application that is the teacher's to hand in");
    }

    fn send_back(&self, app: &TestApp, id: NominationId) {
        app.write_as(&self.hr, |conn, context| {
            let seen = store::load(conn, id)?.version;
            let reason = "请核对课题数量".to_owned();
            decisions::decide(conn, context, id, seen, &Verdict::Return { reason })
        })
        .expect("the school has it");
    }

    fn write(&self, app: &TestApp, id: NominationId, statement: &str) {
        app.write_as(&self.own, |conn, context| {
            let seen = store::load(conn, id)?.version;
            actions::change_statement(conn, context, id, seen, statement)
        })
        .expect("the teacher has it");
    }

    /// Handed in, sent back, put right, handed in again.
    fn twice(&self, app: &TestApp) -> NominationId {
        let id = self.draft(app);
        self.submit(app, id);
        self.send_back(app, id);
        self.write(app, id, SECOND);
        self.submit(app, id);
        id
    }
}

fn kept(app: &TestApp, id: NominationId) -> Vec<Version> {
    app.read(|conn| versions::store::list(conn, id))
        .expect("versions")
}

/// What stands between a mark and the end of an attribute behind it, each time.
fn found_after<'a>(page: &'a str, mark: &str) -> Vec<&'a str> {
    let parts = page.split(mark).skip(1);
    parts.filter_map(|it| it.split('"').next()).collect()
}

fn give_title(app: &TestApp, person: PersonId) {
    app.write(|conn, _| {
        use schema::titles;
        diesel::insert_into(titles::table)
            .values((
                titles::person_id.eq(person),
                titles::title.eq(Title::Senior),
                titles::granted_on.eq(day(1, 1) - TimeDelta::days(2_000)),
            ))
            .execute(conn)?;
        Ok(())
    })
    .expect("a title");
}

fn what_is_handed_in_again_is_compared(app: &TestApp) {
    let stage = stage(app);
    let id = stage.draft(app);
    assert_eq!(kept(app, id), [], "a draft is kept by nobody");
    stage.submit(app, id);
    stage.send_back(app, id);
    give_title(app, stage.teacher.id);
    stage.write(app, id, SECOND);
    stage.submit(app, id);
    let numbers: Vec<(i64, String)> = kept(app, id)
        .into_iter()
        .map(|it| (it.number, it.statement))
        .collect();
    assert_eq!(numbers, [(1, FIRST.to_owned()), (2, SECOND.to_owned())]);

    let hr = app.visitor_as(&stage.hr);
    let list = hr.see(&format!("/selection/{}/nominations", stage.round));
    assert!(list.contains("第 2 次提交"), "{list}");
    let page = hr.see(&format!("/nominations/{id}"));
    assert!(
        page.contains("这是第 2 次提交，与第 1 次相比") && page.contains("个人陈述有改动"),
        "{page}"
    );
    let path = format!("/nominations/{id}/versions");
    assert!(page.contains(&path));
    let compared = hr.see(&path);
    for told in [
        "第 1 次和第 2 次提交的比较",
        "主持市级课题<del><span class=\"hidden\">（删去：</span>三",
        "<ins><span class=\"hidden\">（增加：</span>四",
        "档案内容有变化",
        "<ins>高级教师</ins>",
    ] {
        assert!(compared.contains(told), "{told} is not in {compared}");
    }
    // The other way round, and what there is none of.
    let back = hr.see(&format!("{path}?before=2&after=1"));
    assert!(back.contains("</span>四<span"), "{back}");
    for none in [format!("{path}?before=1&after=3"), format!("{path}/3")] {
        assert_eq!(hr.get(&none).status, 404, "{none}");
    }
    let first = hr.see(&format!("{path}/1"));
    assert!(
        first.contains(FIRST) && !first.contains("高级教师"),
        "{first}"
    );
    let own = app.visitor_as(&stage.own);
    assert!(own.see(&path).contains("第 2 次提交"));
}

fn offices_read_what_was_handed_in(app: &TestApp) {
    let stage = stage(app);
    let id = stage.draft(app);
    stage.submit(app, id);
    stage.send_back(app, id);
    stage.write(app, id, SECOND);
    let path = format!("/nominations/{id}");
    let hr = app.visitor_as(&stage.hr).see(&path);
    assert!(hr.contains(FIRST) && !hr.contains(SECOND), "{hr}");
    let own = app.visitor_as(&stage.own).see(&path);
    assert!(own.contains(SECOND), "{own}");
    let versions = app.visitor_as(&stage.hr).see(&format!("{path}/versions"));
    assert!(versions.contains("只提交过一次"), "{versions}");
}

/// Puts a file among the teacher's own; tells the choice that the nomination's page has for it.
fn choice(visitor: &Visitor, path: &str, name: &str, content: &[u8]) -> String {
    let label = [("paper", "award"), ("dated_on", "2026-05-20")];
    let kept = visitor.send_files("/evidence", &label, &[("file", name, content)]);
    assert_eq!(kept.status, 303, "{}", kept.body);
    let page = visitor.see(path);
    let rest = page
        .split_once("id=\"field-file\"")
        .expect("a choice of files")
        .1;
    let option = rest
        .split("<option value=\"")
        .find(|it| it.contains(name))
        .expect("the file is among the choices");
    option.split('"').next().expect("a value").to_owned()
}

fn files_are_attached_detached_and_downloaded(app: &TestApp) {
    let stage = stage(app);
    let id = stage.draft(app);
    let path = format!("/nominations/{id}");
    let files = format!("{path}/files");
    let own = app.visitor_as(&stage.own);
    let attach = |name, content| {
        let file = choice(&own, &path, name, content);
        own.send(&files, &[("file", &file)])
    };
    assert_eq!(attach("奖状.pdf", PDF).status, 303);
    let first = own.see(&path);
    let first = found_after(&first, &format!("href=\"{files}/"))[0].to_owned();
    let hr = app.visitor_as(&stage.hr);
    assert_eq!(hr.get(&format!("{files}/{first}")).status, 404, "a draft");
    stage.submit(app, id);
    let late = own.send(&files, &[("file", &first)]);
    assert_eq!(late.status, 409, "{}", late.body);
    let download = hr.get(&format!("{files}/{first}"));
    assert_eq!(
        (download.status, download.body.as_bytes()),
        (200, PDF),
        "handed in"
    );
    let kind = hr.header(&format!("{files}/{first}"), "Content-Disposition");
    assert!(kind.starts_with("attachment;"), "{kind}");

    stage.send_back(app, id);
    assert_eq!(attach("聘书.pdf", OTHER).status, 303);
    let page = own.see(&path);
    let second = found_after(&page, &format!("href=\"{files}/"))
        .into_iter()
        .find(|it| *it != first)
        .expect("two files");
    let second = format!("{files}/{second}");
    assert_eq!(own.get(&second).status, 200);
    assert_eq!(hr.get(&second).status, 404, "not handed in yet");
    let remove = format!("{files}/remove");
    assert_eq!(own.send(&remove, &[("file", &first)]).status, 303);
    assert_eq!(own.send(&remove, &[("file", &first)]).status, 404);
    stage.submit(app, id);
    assert_eq!(hr.get(&second).status, 200);
    let gone = hr.get(&format!("{files}/{first}"));
    assert_eq!(gone.status, 200, "what an office has seen stays");
    let compared = hr.see(&format!("{path}/versions"));
    assert!(
        compared.contains("佐证材料增加 1 份，移除 1 份") && compared.contains("获奖证书"),
        "{compared}"
    );
    let stranger = app.officer(Role::SchoolHr, &stage.city.neighbour);
    assert_eq!(app.visitor_as(&stranger).get(&second).status, 404);
}

fn versions_are_for_whoever_may_see_the_nomination(app: &TestApp) {
    let stage = stage(app);
    let colleague = app.teacher(&stage.city.school, "T002", "林二");
    let id = stage.twice(app);
    let city = &stage.city;
    let askers = [
        stage.own.clone(),
        app.officer(Role::DistrictHr, &city.district),
        app.officer(Role::BureauHr, &city.bureau),
        app.officer(Role::Auditor, &city.bureau),
        app.teacher_account(&colleague, &city.school),
        app.officer(Role::SchoolHr, &city.neighbour),
        app.officer(Role::CommitteeMember, &city.bureau),
        app.officer(Role::SystemAdmin, &city.bureau),
    ];
    for path in ["", "/versions", "/versions/1", "/versions/2"] {
        let path = format!("/nominations/{id}{path}");
        let answers = askers.each_ref().map(|it| {
            let status = app.visitor_as(it).get(&path).status;
            status == 200
        });
        let expected = [true, true, true, true, false, false, false, false];
        assert_eq!(answers, expected, "{path}");
    }
}

fn nothing_changed_is_said_in_words(app: &TestApp) {
    let stage = stage(app);
    let id = stage.draft(app);
    stage.submit(app, id);
    stage.send_back(app, id);
    stage.submit(app, id);
    let hr = app.visitor_as(&stage.hr);
    assert!(hr.see(&format!("/nominations/{id}")).contains("没有改动。"));
    let compared = hr.see(&format!("/nominations/{id}/versions"));
    assert!(
        compared.contains("个人陈述没有改动") && !compared.contains("<ins>"),
        "{compared}"
    );
    hr.get("/language/en?back=/");
    let english = hr.see(&format!("/nominations/{id}/versions"));
    assert!(
        english.contains("Nothing changed.") && english.contains("2nd time"),
        "{english}"
    );
}

fn a_reviewer_reads_what_was_kept(app: &TestApp) {
    let committee = app.committee(1, 4);
    let members = committee.seat(app);
    committee.deal(app);
    app.advance(committee.round, 31);
    let member = members
        .iter()
        .find(|it| !committee.due(app, it.id).is_empty())
        .expect("somebody has the candidate");
    let (person, id) = &committee.candidates[0];
    give_title(app, person.id);
    app.write(|conn, _| {
        use schema::{employments, organizations};
        diesel::update(organizations::table.find(committee.school.id))
            .set(organizations::name.eq("天河实验小学"))
            .execute(conn)?;
        diesel::update(employments::table.filter(employments::person_id.eq(person.id)))
            .set(employments::subject.eq("体育"))
            .execute(conn)?;
        Ok(())
    })
    .expect("a file that goes on");
    let visitor = app.visitor_as(committee.account(member));
    let review = committee.due(app, member.id)[0].id;
    let page = visitor.see(&format!("/reviews/{review}"));
    assert!(page.contains("天河第一小学"), "{page}");
    assert!(
        !page.contains("高级教师") && !page.contains("体育"),
        "{page}"
    );
    // Members read here and nowhere else.
    for path in ["", "/versions", "/versions/1"] {
        let path = format!("/nominations/{id}{path}");
        assert_eq!(visitor.get(&path).status, 404, "{path}");
    }
}

/// The newest migration's two ways.
fn migration(app: &TestApp) -> (&'static str, &'static str) {
    macro_rules! ways {
        ($backend:literal) => {
            (
                include_str!(concat!(
                    "../../migrations/",
                    $backend,
                    "/00000000000026_nomination_versions/down.sql"
                )),
                include_str!(concat!(
                    "../../migrations/",
                    $backend,
                    "/00000000000026_nomination_versions/up.sql"
                )),
            )
        };
    }
    match app.url() {
        DbUrl::Sqlite(_) => ways!("sqlite"),
        DbUrl::Postgres(_) => ways!("postgres"),
    }
}

fn what_was_handed_in_before_is_kept_by_the_migration(app: &TestApp) {
    let stage = stage(app);
    give_title(app, stage.teacher.id);
    let id = stage.draft(app);
    let path = format!("/nominations/{id}");
    let own = app.visitor_as(&stage.own);
    let file = choice(&own, &path, "奖状.pdf", PDF);
    own.send(&format!("{path}/files"), &[("file", &file)]);
    stage.submit(app, id);
    let colleague = app.teacher(&stage.city.school, "T002", "林二");
    let other = app.teacher_account(&colleague, &stage.city.school);
    app.write_as(&other, |conn, context| {
        actions::apply(conn, context, stage.round, FIRST)
    })
    .expect("a draft, which is kept by nobody");
    let before = kept(app, id);
    assert_eq!(before.len(), 1);
    let (down, up) = migration(app);
    app.write(|conn, _| {
        conn.batch_execute(down)?;
        Ok(conn.batch_execute(up)?)
    })
    .expect("the migration goes down and up");
    let after = kept(app, id);
    let contents = |versions: &[Version]| {
        let contents = versions.iter().map(Version::content);
        contents.collect::<Result<Vec<_>, _>>().expect("our form")
    };
    assert_eq!(contents(&after), contents(&before));
    assert_eq!((after[0].number, after[0].kept_at), (1, before[0].kept_at));
}

/// What the check finds.
fn broken(app: &TestApp) -> Vec<Invariant> {
    let options = check::Options {
        now: app.clock.now(),
        vault: None,
        progress: &|_, _| {},
    };
    let report = app.read(|conn| check::run(conn, &options));
    let broken = report.expect("the check comes to its end").broken;
    broken.iter().map(|it| it.invariant).collect()
}

fn the_check_misses_a_version(app: &TestApp) {
    app.tolerates(&[Invariant::NominationVersions]);
    let stage = stage(app);
    let id = stage.twice(app);
    let newest = kept(app, id).pop().expect("two");
    let jumped = Version {
        number: 4,
        ..newest
    };
    app.write(|conn, _| versions::store::insert(conn, &jumped))
        .expect("the table takes it");
    assert_eq!(broken(app), [Invariant::NominationVersions]);
}

fn the_check_sees_what_shifted(app: &TestApp) {
    app.tolerates(&[Invariant::NominationKept]);
    let stage = stage(app);
    let id = stage.twice(app);
    app.write(|conn, _| {
        use schema::nominations;
        diesel::update(nominations::table.find(id))
            .set(nominations::statement.eq(FIRST))
            .execute(conn)?;
        Ok(())
    })
    .expect("behind everybody's back");
    assert_eq!(broken(app), [Invariant::NominationKept]);
}
