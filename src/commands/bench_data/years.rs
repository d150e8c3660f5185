//! The years of a bench city: a course a month for everybody, and what became of it.

use chrono::{Months, NaiveDate, NaiveTime};
use diesel::prelude::*;
use indicatif::ProgressBar;
use std::ops::Range;

use super::city::{City, District};
use super::{Bench, lot};
use crate::clock::{china, day_of};
use crate::credit_bank::completions::rules::PLAIN_WEIGHT;
use crate::credit_bank::completions::{
    self, Completion, CompletionId, CompletionState, announcement,
};
use crate::credit_bank::projects::{self, Course, CourseId, Project, ProjectId, ProjectState};
use crate::credit_bank::rules::{Amounts, Requirement, class_in, last_day, shortfall};
use crate::credit_bank::standings::{self, Standing};
use crate::credit_bank::titles::title_key;
use crate::db::{At, Conn};
use crate::error::Error;
use crate::hours::Hours;
use crate::journal::{self, Act, JournalId};
use crate::ledger::{self, Account, Category, OriginId, Transfer, TransferId, TransferKind};
use crate::policy::{self, AnnualHours, RuleSet};

/// The course of each month: 30 general, 42 professional and 18 elective hours in all.
const MONTHS: [(Category, i64); 12] = [
    (Category::General, 10),
    (Category::Professional, 7),
    (Category::Professional, 7),
    (Category::Elective, 6),
    (Category::General, 10),
    (Category::Professional, 7),
    (Category::Professional, 7),
    (Category::Elective, 6),
    (Category::General, 10),
    (Category::Professional, 7),
    (Category::Professional, 7),
    (Category::Elective, 6),
];
/// Schools whose teachers sit in one course.
const SCHOOLS_PER_COURSE: usize = 10;
/// Out of a hundred teachers, so many miss a course.
const MISSING_PERCENT: usize = 5;
/// Teachers in one batch of accounts or standings.
const TEACHERS_PER_BATCH: usize = 500;

/// One year while it is played.
struct Play<'a> {
    bench: &'a Bench,
    city: &'a City,
    year: i32,
    /// Past years were taken over from the old system at once.
    is_past: bool,
    /// What each teacher's accounts hold.
    held: Vec<Amounts>,
}

/// Plays one year: accounts, courses, completions, transfers, and how everybody stands.
pub(super) fn play(
    conn: &mut Conn,
    bench: &Bench,
    city: &City,
    year: i32,
    bar: &ProgressBar,
) -> Result<(), Error> {
    let mut play = Play {
        bench,
        city,
        year,
        is_past: last_day(year) < day_of(bench.now),
        held: vec![Amounts::default(); city.teachers.len()],
    };
    conn.transaction(|conn| play.open_accounts(conn))?;
    let projects = conn.transaction(|conn| play.open_projects(conn))?;
    for month in 0..MONTHS.len() {
        conn.transaction(|conn| play.play_month(conn, &projects, month))?;
        bar.inc(city.teachers.len() as u64);
    }
    conn.transaction(|conn| play.close(conn))
}

impl Play<'_> {
    fn open_accounts(&self, conn: &mut Conn) -> Result<(), Error> {
        for teachers in self.city.teachers.chunks(TEACHERS_PER_BATCH) {
            let of = |category: Category| {
                let year = self.year;
                teachers
                    .iter()
                    .map(move |it| Account::credit(it.id, year, category))
            };
            let accounts: Vec<Account> = Category::ALL.iter().flat_map(|it| of(*it)).collect();
            ledger::open_accounts(conn, &accounts)?;
        }
        Ok(())
    }

    /// One project for each district.
    fn open_projects(&self, conn: &mut Conn) -> Result<Vec<Project>, Error> {
        let mut projects = Vec::with_capacity(self.city.districts.len());
        for district in &self.city.districts {
            let project = self.project_of(district);
            projects::store::insert(conn, &project)?;
            ledger::open_accounts(conn, &[Account::source(project.id.0)])?;
            projects.push(project);
        }
        Ok(projects)
    }

    fn project_of(&self, district: &District) -> Project {
        Project {
            id: ProjectId::new(),
            provider_id: district.provider.id,
            code: format!("{}-{}-01", district.provider.code, self.year),
            title: format!("{}年教师全员培训", self.year),
            authority_id: district.id,
            year: self.year,
            starts_on: self.day(0, 1),
            ends_on: last_day(self.year),
            state: ProjectState::Approved,
            decision_reason: None,
            created_at: at_ten(self.day(0, 1)),
            version: 1,
        }
    }

    /// A day of a month, counted from 0.
    fn day(&self, month: usize, day: u32) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(self.year, 1, day).unwrap_or(NaiveDate::MIN);
        first + Months::new(u32::try_from(month).unwrap_or(0))
    }

    fn play_month(
        &mut self,
        conn: &mut Conn,
        projects: &[Project],
        month: usize,
    ) -> Result<(), Error> {
        if self.day(month, 15) >= day_of(self.bench.now) {
            return Ok(());
        }
        let mut announced = Vec::new();
        for (district, project) in self.city.districts.iter().zip(projects) {
            for (number, first) in district
                .schools
                .clone()
                .step_by(SCHOOLS_PER_COURSE)
                .enumerate()
            {
                let schools = first..district.schools.end.min(first + SCHOOLS_PER_COURSE);
                let course = self.course_of(project, month, number);
                projects::store::insert_course(conn, &course)?;
                announced.append(&mut self.play_course(conn, &course, month, schools)?);
            }
        }
        self.decide(conn, month, &announced)
    }

    fn course_of(&self, project: &Project, month: usize, number: usize) -> Course {
        let (category, hours) = MONTHS[month];
        let title = format!("{}月专题研修（{}班）", month + 1, number + 1);
        Course {
            id: CourseId::new(),
            project_id: project.id,
            code: format!("{}-{:02}{number:03}", project.code, month + 1),
            title_key: title_key(&title),
            title,
            category,
            hours: Hours::whole(hours),
            headcount_max: 600,
            starts_on: self.day(month, 10),
            ends_on: self.day(month, 12),
        }
    }

    /// The completions of one course, and their hours: moved at once, or announced.
    fn play_course(
        &mut self,
        conn: &mut Conn,
        course: &Course,
        month: usize,
        schools: Range<usize>,
    ) -> Result<Vec<(usize, CompletionState, Transfer)>, Error> {
        let submitted_at = at_ten(self.day(month, 15));
        let submitted = self.record(conn, "completions_submitted", course.id, submitted_at)?;
        let confirmed_at = at_ten(self.day(month, 20)).min(self.bench.now);
        let confirmed = self.record(conn, "completions_confirmed", course.id, confirmed_at)?;
        let mut completions = Vec::new();
        let mut transfers = Vec::new();
        let mut cases = Vec::new();
        for school in &self.city.schools[schools] {
            for teacher in school.teachers.clone() {
                let chance = [teacher, self.year.unsigned_abs() as usize, month];
                if lot(chance, 100) < MISSING_PERCENT {
                    continue;
                }
                let state = self.state_of(chance, month);
                let is_submitted = state == CompletionState::Submitted;
                let completion = Completion {
                    id: CompletionId::new(),
                    course_id: course.id,
                    project_id: course.project_id,
                    person_id: self.city.teachers[teacher].id,
                    school_id: school.id,
                    district_id: Some(self.city.districts[school.district].id),
                    year: self.year,
                    completed_on: course.ends_on,
                    hours: course.hours,
                    category: course.category,
                    title_key: course.title_key.clone(),
                    state,
                    reason: None,
                    attempt: 1,
                    audit_weight: PLAIN_WEIGHT,
                    audit_round_id: None,
                    school_decision_id: (!is_submitted).then_some(confirmed),
                    job_id: None,
                    source_row: None,
                    submitted_at,
                    decided_at: (!is_submitted).then_some(confirmed_at),
                    version: 1,
                };
                let transfer = self.first_transfer(&completion, submitted, submitted_at);
                self.add(teacher, &transfer, Hours::ZERO);
                transfers.push(transfer.clone());
                cases.push((teacher, state, transfer));
                completions.push(completion);
            }
        }
        completions::store::insert(conn, &completions)?;
        ledger::save_transfers(conn, &transfers)?;
        Ok(cases)
    }

    /// What became of a completion by now.
    fn state_of(&self, [teacher, year, month]: [usize; 3], course_month: usize) -> CompletionState {
        let lot = lot([teacher, year, month + 100], 1_000);
        if self.is_past {
            return match lot {
                0 => CompletionState::Reversed,
                _ => CompletionState::Posted,
            };
        }
        let is_drawn = self.day(course_month, 28) < day_of(self.bench.now);
        match (lot, is_drawn) {
            (0..=9, _) => CompletionState::Refused,
            (10..=12, true) => CompletionState::FailedAudit,
            (13..=14, true) => CompletionState::Expired,
            (15..=16, true) => CompletionState::Reversed,
            (_, true) => CompletionState::Posted,
            (10..=49, false) => CompletionState::Sampled,
            (50..=399, false) => CompletionState::Confirmed,
            (_, false) => CompletionState::Submitted,
        }
    }

    fn first_transfer(&self, it: &Completion, journal: JournalId, at: At) -> Transfer {
        Transfer {
            id: announcement(it.id),
            kind: if self.is_past {
                TransferKind::Direct
            } else {
                TransferKind::Pending
            },
            debit: Account::source(it.project_id.0).id(),
            credit: Account::credit(it.person_id, it.year, it.category).id(),
            amount: it.hours,
            holder: it.person_id,
            year: it.year,
            target: None,
            effective_on: it.completed_on,
            recorded_at: at,
            origin: OriginId(it.id.0),
            journal,
        }
    }

    /// A month's decisions: posts, refusals, and a few that are taken back.
    fn decide(
        &mut self,
        conn: &mut Conn,
        month: usize,
        cases: &[(usize, CompletionState, Transfer)],
    ) -> Result<(), Error> {
        let at = at_ten(self.day(month, 28)).min(self.bench.now);
        let Some((_, _, first)) = cases.first() else {
            return Ok(());
        };
        let journal = self.record(conn, "audit_drawn", CourseId(first.origin.0), at)?;
        let (mut ends, mut reversals) = (Vec::new(), Vec::new());
        for (teacher, state, announced) in cases {
            let mut last = announced.clone();
            if let Some(kind) = ending(*state).filter(|_| !self.is_past) {
                last = Transfer {
                    id: TransferId::new(),
                    kind,
                    target: Some(announced.id),
                    recorded_at: at,
                    journal,
                    ..announced.clone()
                };
                self.add(*teacher, &last, announced.amount);
                ends.push(last.clone());
            }
            if *state == CompletionState::Reversed {
                let reversal = Transfer {
                    id: TransferId::new(),
                    kind: TransferKind::Reversal,
                    debit: last.credit,
                    credit: last.debit,
                    target: Some(last.id),
                    recorded_at: at,
                    journal,
                    ..last
                };
                self.add(*teacher, &reversal, Hours::ZERO);
                reversals.push(reversal);
            }
        }
        ledger::save_transfers(conn, &ends)?;
        ledger::save_transfers(conn, &reversals)?;
        Ok(())
    }

    /// Adds a transfer to what its teacher's accounts hold, by the ledger's own arithmetic.
    fn add(&mut self, teacher: usize, transfer: &Transfer, announced: Hours) {
        let side = match transfer.kind {
            TransferKind::Reversal => ledger::Side::Debit,
            _ => ledger::Side::Credit,
        };
        let mut totals = ledger::Totals::default();
        totals.apply(transfer.kind, side, transfer.amount, announced);
        // The course's month says the category.
        let months = usize::try_from(chrono::Datelike::month0(&transfer.effective_on));
        let (category, _) = MONTHS[months.unwrap_or(0)];
        let held = &mut self.held[teacher];
        *held.posted.of_mut(category) += totals.posted;
        *held.pending.of_mut(category) += totals.pending;
    }

    fn record(
        &self,
        conn: &mut Conn,
        event: &'static str,
        course: CourseId,
        at: At,
    ) -> Result<JournalId, Error> {
        let act = Act {
            event,
            subject: ("courses", course.0),
            organization: None,
            reason: None,
            payload: serde_json::json!({ "year": self.year }),
        };
        journal::record(conn, &self.bench.context(at), act)
    }

    /// Writes down how everybody stands.
    fn close(&self, conn: &mut Conn) -> Result<(), Error> {
        let rule: RuleSet<AnnualHours> = policy::load_at(conn, last_day(self.year))?;
        let mut batch = Vec::with_capacity(TEACHERS_PER_BATCH);
        for school in &self.city.schools {
            for number in school.teachers.clone() {
                let teacher = &self.city.teachers[number];
                let class = class_in(self.year, teacher.first_employed_on);
                let required = Requirement::from(rule.parameters.of(class));
                let amounts = self.held[number];
                batch.push(Standing {
                    person: teacher.id,
                    year: self.year,
                    school: school.id,
                    district: Some(self.city.districts[school.district].id),
                    name_pinyin: teacher.name_pinyin.clone(),
                    policy_version: Some(rule.id),
                    required,
                    amounts,
                    short: shortfall(&required, &amounts.posted),
                });
            }
            if batch.len() >= TEACHERS_PER_BATCH {
                standings::add(conn, self.year, &std::mem::take(&mut batch))?;
            }
        }
        standings::add(conn, self.year, &batch)
    }
}

/// How an announcement ended, if it did.
fn ending(state: CompletionState) -> Option<TransferKind> {
    match state {
        CompletionState::Submitted | CompletionState::Confirmed | CompletionState::Sampled => None,
        CompletionState::Posted | CompletionState::Reversed => Some(TransferKind::Post),
        CompletionState::Refused | CompletionState::FailedAudit => Some(TransferKind::Void),
        CompletionState::Expired => Some(TransferKind::Expire),
    }
}

/// Ten o'clock in China.
fn at_ten(day: NaiveDate) -> At {
    let ten = NaiveTime::from_hms_opt(10, 0, 0).unwrap_or(NaiveTime::MIN);
    let there = day.and_time(ten).and_local_timezone(china());
    At::new(there.single().expect("China has no summer time").to_utc())
}
