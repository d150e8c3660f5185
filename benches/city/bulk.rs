//! Many rows at once: importing a provider's file, and confirming what it brought.
//!
//! Each is held against bare prepared statements that write rows of the same shape in one
//! transaction: no checks, no journal, no standings, no job that survives a crash. They go through
//! the same driver to the same database, for the same teachers. What they left undone is made up
//! for afterwards, so that `xingtan check` finds nothing wrong in a city that was measured.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use std::time::Duration;

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;

use xingtan::app;
use xingtan::clock::{Clock, day_of};
use xingtan::context::Context;
use xingtan::credit_bank::completions::actions::confirm_all;
use xingtan::credit_bank::completions::{Completion, CompletionId, CompletionState, announcement};
use xingtan::credit_bank::projects::actions::{
    Verdict, add_course, decide_project, file_project, submit_project,
};
use xingtan::credit_bank::projects::rules::{CourseFields, ProjectFields};
use xingtan::credit_bank::projects::{CourseId, Project, store};
use xingtan::credit_bank::standings;
use xingtan::db::schema::{completions, courses, journal_entries, people, transfers};
use xingtan::db::{At, Conn, Db, Prepared, pool};
use xingtan::error::Error;
use xingtan::hours::Hours;
use xingtan::jobs::JobState;
use xingtan::journal::JournalId;
use xingtan::ledger::{Account, Category, OriginId, TransferId, TransferKind, open_accounts};
use xingtan::on_backend;
use xingtan::organizations;

use crate::Outcome;
use crate::city::{City, told};
use crate::process::{self, Cost, time_here};
use crate::report::{Format, Goal, Report};

/// Courses of the file. Its rows are sorted by course, which is the harder way: each chunk moves
/// the standings of a thousand teachers.
const COURSES: usize = 50;
/// Courses of a file a tenth as long, to see whether memory grows with a file.
const COURSES_OF_TENTH: usize = COURSES / 10;
/// The provider that reaches every school, by `xingtan bench-data`.
const PROVIDER: &str = "P4401000001";

/// Imports and confirms so many rows.
pub fn measure(city: &City, rows: u32, report: &mut Report) -> Outcome<()> {
    let teachers = usize::try_from(rows)? / COURSES;
    let offer = Offer::make(city, COURSES + COURSES_OF_TENTH)?;
    let other = Offer::make(city, COURSES)?;
    let teachers = list_teachers(city, teachers)?;
    let (short, long) = offer.courses.split_at(COURSES_OF_TENTH);
    let tenth = offer.import(city, "tenth.csv", &teachers, short)?;
    let whole = offer.import(city, "whole.csv", &teachers, long)?;
    report.judge(
        "memory of an import, over that of a file a tenth as long",
        Format::Ratio,
        whole.peak_bytes as f64 / tenth.peak_bytes as f64,
        Goal::AtMost(1.25),
    );
    report.tell(
        "memory of an import",
        Format::Megabytes.show(whole.peak_bytes as f64),
    );

    let imported = list_imported(city, long)?;
    if imported.len() != teachers.len() * COURSES {
        return Err(format!("{} rows were imported", imported.len()).into());
    }
    let rows = rows_of_other(&imported, long, &other);
    let bare = insert_bare(city, &rows)?;
    tell_rates(report, "importing", imported.len(), (whole.processor, bare));
    make_good(city, &rows)?;

    let bare = confirm_bare(city, &rows)?;
    let (confirmed, took) = confirm_in_bulk(city, &imported)?;
    // The schools had a few rows waiting already.
    let share = imported.len() as f64 / f64::from(confirmed);
    tell_rates(
        report,
        "confirming",
        imported.len(),
        (took.mul_f64(share), bare),
    );
    Ok(())
}

fn tell_rates(report: &mut Report, what: &str, rows: usize, (took, bare): (Duration, Duration)) {
    let rate = |it: Duration| Format::PerSecond.show(rows as f64 / it.as_secs_f64());
    report.tell(
        &format!("{what} {rows} rows, by processor time"),
        rate(took),
    );
    report.tell("the same rows, bare prepared statements", rate(bare));
    report.judge(
        &format!("{what}, speed over that of bare statements"),
        Format::Ratio,
        bare.as_secs_f64() / took.as_secs_f64(),
        Goal::AtLeast(0.5),
    );
}

/// A teacher, as a file names one.
struct Teacher {
    number: String,
    name: String,
}

fn list_teachers(city: &City, count: usize) -> Outcome<Vec<Teacher>> {
    let rows: Vec<(String, String)> = people::table
        .order(people::teacher_number)
        .limit(i64::try_from(count)?)
        .select((people::teacher_number, people::name))
        .load(&mut city.connect()?)?;
    let teacher = |(number, name)| Teacher { number, name };
    Ok(rows.into_iter().map(teacher).collect())
}

/// An approved project of this year.
struct Offer {
    project: Project,
    courses: Vec<(CourseId, String)>,
    day: NaiveDate,
}

impl Offer {
    /// Files a project with so many courses, and has it approved.
    fn make(city: &City, courses: usize) -> Outcome<Offer> {
        let context = city.context()?;
        let day = day_of(context.at);
        let first_on = day.with_ordinal(1).ok_or("no first of January")?;
        let fields = ProjectFields {
            title: "全市大规模培训".to_owned(),
            starts_on: first_on,
            ends_on: day,
        };
        // A kept city has the courses of earlier runs.
        let run = spelt(context.at.utc().timestamp().unsigned_abs());
        pool::write(&mut city.connect()?, |conn| {
            let provider = organizations::store::find_by_code(conn, PROVIDER)?;
            let provider = provider.ok_or(Error::NotFound)?.id;
            let id = file_project(conn, &context, provider, &fields)?;
            let add = |place: usize| {
                let title = format!("课程{}之{run}", spelt(place as u64));
                let course = CourseFields {
                    title: title.clone(),
                    category: Category::Professional,
                    hours: Hours::whole(1),
                    headcount_max: 100_000,
                    starts_on: first_on,
                    ends_on: day,
                };
                Ok((add_course(conn, &context, id, &course)?, title))
            };
            let courses = (0..courses).map(add).collect::<Result<_, Error>>()?;
            submit_project(conn, &context, id, 1)?;
            decide_project(conn, &context, id, 2, &Verdict::Approve)?;
            let project = store::load(conn, id)?;
            open_accounts(conn, &[Account::source(id.0)])?;
            Ok(Offer {
                project,
                courses,
                day,
            })
        })
        .map_err(told)
    }

    /// Writes a file in which every teacher finished each of these courses, and imports it.
    fn import(
        &self,
        city: &City,
        name: &str,
        teachers: &[Teacher],
        courses: &[(CourseId, String)],
    ) -> Outcome<Cost> {
        let mut text = String::from("教师编号,姓名,课程名称,科目类别,学时,完成日期\n");
        for (_, title) in courses {
            for Teacher { number, name } in teachers {
                writeln!(text, "{number},{name},{title},专业科目,1,{}", self.day)?;
            }
        }
        let file = city.folder().join(name);
        std::fs::write(&file, text)?;
        let mut command = city.xingtan("import");
        command
            .args(["completions", "--json", "--provider", PROVIDER, "--project"])
            .arg(&self.project.code)
            .arg(&file);
        process::run(&mut command)
    }
}

/// A number in letters: a title with another number may be the same course.
fn spelt(number: u64) -> String {
    const LETTERS: [&str; 10] = ["赤", "橙", "黄", "绿", "青", "蓝", "紫", "黑", "白", "灰"];
    let digits = number.to_string();
    digits
        .bytes()
        .map(|it| LETTERS[usize::from(it - b'0')])
        .collect()
}

/// What the import stored of these courses, in its order.
fn list_imported(city: &City, courses: &[(CourseId, String)]) -> Outcome<Vec<Completion>> {
    let ids: Vec<CourseId> = courses.iter().map(|it| it.0).collect();
    let rows = completions::table
        .filter(completions::course_id.eq_any(ids))
        .order(completions::id)
        .select(Completion::as_select())
        .load(&mut city.connect()?)?;
    Ok(rows)
}

/// The same completions, as those of other courses.
fn rows_of_other(
    imported: &[Completion],
    courses: &[(CourseId, String)],
    other: &Offer,
) -> Vec<Completion> {
    let counterpart: HashMap<CourseId, CourseId> = courses
        .iter()
        .zip(&other.courses)
        .map(|(one, other)| (one.0, other.0))
        .collect();
    imported
        .iter()
        .map(|it| Completion {
            id: CompletionId::new(),
            course_id: counterpart[&it.course_id],
            project_id: other.project.id,
            ..it.clone()
        })
        .collect()
}

/// Inserts completions one by one, each with its pending transfer, and no more than that.
fn insert_bare(city: &City, rows: &[Completion]) -> Outcome<Duration> {
    let mut conn = city.connect()?;
    let journal = find_decision(&mut conn, "completions_submitted")?;
    let ((), took) = time_here(|| {
        pool::write(&mut conn, |conn| {
            rows.iter()
                .try_for_each(|row| insert_one(conn, row, journal))
        })
        .map_err(told)
    })?;
    Ok(took)
}

/// A decision to name: the journal is not written.
fn find_decision(conn: &mut Conn, event: &str) -> Outcome<JournalId> {
    let query = journal_entries::table.filter(journal_entries::event.eq(event));
    Ok(query.select(journal_entries::id).first(conn)?)
}

fn insert_one(conn: &mut Conn, row: &Completion, journal: JournalId) -> Result<(), Error> {
    on_backend!(&mut *conn, |it| diesel::insert_into(completions::table)
        .values(row.clone())
        .execute(it))?;
    let transfer = (
        transfers::id.eq(announcement(row.id)),
        transfers::kind.eq(TransferKind::Pending),
        transfers::debit_account_id.eq(Account::source(row.project_id.0).id()),
        transfers::credit_account_id
            .eq(Account::credit(row.person_id, row.year, row.category).id()),
        transfers::amount.eq(row.hours),
        transfers::holder_id.eq(row.person_id),
        transfers::year.eq(row.year),
        transfers::target_id.eq(None::<TransferId>),
        transfers::effective_on.eq(row.completed_on),
        transfers::recorded_at.eq(row.submitted_at),
        transfers::origin_id.eq(OriginId(row.id.0)),
        transfers::journal_id.eq(journal),
    );
    on_backend!(conn, |it| diesel::insert_into(transfers::table)
        .values(transfer)
        .execute(it))?;
    Ok(())
}

/// Does what bare statements did not: folds the transfers into standings, and counts heads.
fn make_good(city: &City, rows: &[Completion]) -> Outcome<()> {
    let years: BTreeSet<_> = rows.iter().map(|it| (it.person_id, it.year)).collect();
    let mut heads: BTreeMap<CourseId, i64> = BTreeMap::new();
    for row in rows {
        *heads.entry(row.course_id).or_default() += 1;
    }
    pool::write(&mut city.connect()?, |conn| {
        for &(person, year) in &years {
            standings::refold(conn, person, year)?;
        }
        for (&course, &count) in &heads {
            diesel::update(courses::table.find(course))
                .set(courses::headcount.eq(count))
                .execute(conn)?;
        }
        Ok(())
    })
    .map_err(told)
}

/// Confirms completions one by one, and no more than that.
fn confirm_bare(city: &City, rows: &[Completion]) -> Outcome<Duration> {
    let mut conn = city.connect()?;
    let journal = find_decision(&mut conn, "completions_confirmed")?;
    let now = Clock::System.now();
    let ((), took) = time_here(|| {
        pool::write(&mut conn, |conn| {
            rows.iter()
                .try_for_each(|row| confirm_one(conn, row.id, journal, now))
        })
        .map_err(told)
    })?;
    Ok(took)
}

fn confirm_one(
    conn: &mut Conn,
    id: CompletionId,
    journal: JournalId,
    now: At,
) -> Result<(), Error> {
    let query = diesel::update(completions::table.find(id)).set((
        completions::state.eq(CompletionState::Confirmed),
        completions::school_decision_id.eq(journal),
        completions::decided_at.eq(now),
        completions::version.eq(completions::version + 1),
    ));
    on_backend!(conn, |it| Prepared(query).execute(it))?;
    Ok(())
}

/// Confirms everything that waits for the schools of these rows, each school in a job; tells how
/// many rows there were.
fn confirm_in_bulk(city: &City, imported: &[Completion]) -> Outcome<(u32, Duration)> {
    let context: Context = city.context()?;
    let db = Db::open(&city.url(), 2).map_err(told)?;
    let worker = app::worker(db, Clock::System, context.house.clone());
    let schools: BTreeSet<_> = imported.iter().map(|it| it.school_id).collect();
    time_here(|| {
        let mut confirmed = 0;
        for school in schools {
            let job = worker.db.write(|conn| confirm_all(conn, &context, school));
            let job = worker
                .run_now(job.map_err(told)?, &|_, _| {})
                .map_err(told)?;
            if job.state != JobState::Done {
                return Err(format!("a confirmation is {}", job.state).into());
            }
            confirmed += u32::try_from(job.done)?;
        }
        Ok(confirmed)
    })
}
