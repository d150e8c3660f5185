//! What the credit bank's tests are told in: approved projects, files, jobs, and what must hold of
//! standings whatever happened.

use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use diesel::prelude::*;
use xingtan::app;
use xingtan::credit_bank::completions::import::{self, Asked};
use xingtan::credit_bank::completions::sheet;
use xingtan::credit_bank::completions::{Completion, CompletionId};
use xingtan::credit_bank::projects::actions::{self, Verdict};
use xingtan::credit_bank::projects::rules::{CourseFields, ProjectFields};
use xingtan::credit_bank::projects::{self, CourseId, Project, ProjectId};
use xingtan::credit_bank::standings;
use xingtan::db::schema;
use xingtan::hours::Hours;
use xingtan::imports::report::{self, Report};
use xingtan::imports::{self, Mode};
use xingtan::jobs::worker::Worker;
use xingtan::jobs::{self, Job, JobId};
use xingtan::ledger::Category;
use xingtan::organizations::{Organization, OrganizationId};
use xingtan::people::PersonId;
use xingtan::web::language::Language;

use super::TestApp;

/// A day of 2026, the year in which all tests live.
pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day of 2026")
}

/// A course from March to June for 1,000 teachers.
pub fn course(title: &str, category: Category, hours: i64) -> CourseFields {
    CourseFields {
        title: title.to_owned(),
        category,
        hours: Hours::whole(hours),
        headcount_max: 1_000,
        starts_on: day(3, 1),
        ends_on: day(6, 30),
    }
}

/// The headings of a file of completions, as a provider writes them.
pub const HEADINGS: &str = "教师编号,姓名,课程名称,科目类别,学时,完成日期";

impl TestApp {
    /// A draft of a project for the whole year, with courses.
    pub fn draft(
        &self,
        provider: &Organization,
        courses: &[CourseFields],
    ) -> (ProjectId, Vec<CourseId>) {
        self.write(|conn, context| {
            let fields = ProjectFields {
                title: "2026 年教师全员培训".to_owned(),
                starts_on: day(1, 1),
                ends_on: day(12, 31),
            };
            let id = actions::file_project(conn, context, provider.id, &fields)?;
            let courses = courses
                .iter()
                .map(|it| actions::add_course(conn, context, id, it))
                .collect::<Result<_, _>>()?;
            Ok((id, courses))
        })
        .expect("a project that obeys the rules")
    }

    /// An approved project for the whole year, with courses.
    pub fn offer(&self, provider: &Organization, courses: &[CourseFields]) -> Project {
        let (id, _) = self.draft(provider, courses);
        self.write(|conn, context| {
            actions::submit_project(conn, context, id, 1)?;
            actions::decide_project(conn, context, id, 2, &Verdict::Approve)?;
            projects::store::load(conn, id)
        })
        .expect("a project with courses is approved")
    }

    /// A file with these lines below the headings.
    pub fn csv(&self, name: &str, lines: &[String]) -> PathBuf {
        let path = self.folder().join(name);
        let text = format!("{HEADINGS}\n{}\n", lines.join("\n"));
        fs::write(&path, text).expect("the test's folder can be written");
        path
    }

    /// Whoever does jobs.
    pub fn worker(&self) -> Worker {
        app::worker(self.db.clone(), self.clock.clone(), self.house.clone())
    }

    /// Does a job to its end.
    pub fn finish(&self, job: JobId) -> Job {
        self.worker()
            .run_now(job, &|_, _| {})
            .expect("the job can be claimed")
    }

    /// Puts a file of completions in the queue.
    pub fn enqueue(&self, project: &Project, path: &std::path::Path, mode: Mode) -> JobId {
        let asked = Asked {
            sha256: imports::receive(&self.house, path, sheet::COLUMNS).expect("a readable file"),
            mode,
            project: project.id,
        };
        self.write(|conn, context| import::start(conn, context, "名单.csv", &asked))
            .expect("the project takes completions")
    }

    /// Imports lines for a project.
    pub fn import(&self, project: &Project, lines: &[String], mode: Mode) -> Report {
        let path = self.csv("名单.csv", lines);
        let job = self.enqueue(project, &path, mode);
        let done = self.finish(job);
        assert_eq!(done.failure, None, "the import came to its end");
        self.report(job)
    }

    /// What came of an import.
    pub fn report(&self, job: JobId) -> Report {
        self.read(|conn| {
            let job = jobs::load(conn, job)?;
            report::load(conn, &job, Language::Chinese)
        })
        .expect("a job of this kind")
    }

    /// Every completion, in the order of submission.
    pub fn completions(&self) -> Vec<Completion> {
        self.read(|conn| {
            Ok(schema::completions::table
                .order(schema::completions::id)
                .select(Completion::as_select())
                .load(conn)?)
        })
        .expect("completions can be read")
    }

    /// The ids of every completion.
    pub fn completion_ids(&self) -> Vec<CompletionId> {
        self.completions().iter().map(|it| it.id).collect()
    }

    /// Makes an alliance of these organizations, since the beginning of the year.
    pub fn alliance(&self, members: &[&Organization]) {
        use schema::{alliance_members, alliances};
        self.write(|conn, _| {
            let id = OrganizationId::new();
            let alliance = xingtan::organizations::AllianceId(id.0);
            diesel::insert_into(alliances::table)
                .values((
                    alliances::id.eq(alliance),
                    alliances::code.eq(id.to_string()),
                    alliances::name.eq("教师专业发展联盟"),
                    alliances::founded_on.eq(day(1, 1)),
                ))
                .execute(conn)?;
            for member in members {
                diesel::insert_into(alliance_members::table)
                    .values((
                        alliance_members::alliance_id.eq(alliance),
                        alliance_members::organization_id.eq(member.id),
                        alliance_members::joined_on.eq(day(1, 1)),
                    ))
                    .execute(conn)?;
            }
            Ok(())
        })
        .expect("an alliance");
    }

    /// Standings are the fold of the ledger, and the counters of schools add them up.
    pub fn check_standings(&self) {
        use schema::{school_standings, standings as table};
        let keys: Vec<(PersonId, i32)> = self
            .read(|conn| {
                Ok(table::table
                    .select((table::person_id, table::year))
                    .load(conn)?)
            })
            .expect("standings can be read");
        let counters = || {
            self.read(|conn| {
                Ok(school_standings::table
                    .order((school_standings::school_id, school_standings::year))
                    .filter(school_standings::teachers.gt(0))
                    .load::<(
                        OrganizationId,
                        i32,
                        Option<OrganizationId>,
                        i64,
                        i64,
                        i64,
                        i64,
                        i64,
                        i64,
                    )>(conn)?)
            })
            .expect("counters can be read")
        };
        let before = counters();
        let mut teachers = 0;
        for (person, year) in keys {
            teachers += 1;
            let (old, fresh) = self
                .write(|conn, _| {
                    let old = standings::find(conn, person, year)?;
                    Ok((old, standings::refold(conn, person, year)?))
                })
                .expect("a standing can be folded anew");
            assert_eq!(old.as_ref(), Some(&fresh), "the ledger disagrees");
        }
        assert_eq!(before, counters(), "the counters disagree");
        assert_eq!(before.iter().map(|it| it.3).sum::<i64>(), teachers);
    }
}
