//! How a quarter's completions go through the offices of the demonstration city.
//!
//! Providers submit, schools confirm, districts open an audit, draw and decide. The quarter under
//! way stops where it would stop on the city's last day: at some schools everything waits, others
//! have confirmed, one audit is drawn and still to be decided, others are open.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::attendance::Attended;
use super::city::CITY_CODE;
use super::history::{Attendance, History};
use super::personas::{Key, RONGYIN};
use super::projects::{PlannedProject, day};
use super::world::SchoolOffice;
use crate::credit_bank::audits;
use crate::credit_bank::completions::actions as completions;
use crate::credit_bank::completions::rows::Row;
use crate::credit_bank::completions::{CompletionId, CompletionState, store};
use crate::db::{At, Conn};
use crate::error::Error;
use crate::hours::Hours;
use crate::organizations::OrganizationId;
use crate::people::PersonId;

/// Completions in one batch.
const BATCH: usize = 1_000;

/// 越秀区越岭中学, whose few confirmed completions are all drawn for audit.
const AUDITED: (&str, usize) = ("440104", 5);

/// Areas whose audit is open on the last day, and not yet drawn.
const OPEN_AUDITS: [&str; 3] = ["440105", "440113", CITY_CODE];

/// A quarter of a year, and when what was done in it is handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// Its number in the year, from 1.
    pub number: u32,
    /// When providers submit.
    pub submitted_on: NaiveDate,
    /// When schools confirm.
    pub confirmed_on: NaiveDate,
    /// When districts draw.
    pub drawn_on: NaiveDate,
}

impl Quarter {
    /// The quarters of a year. The last one is handed on before the year's account closes.
    pub fn of_year(year: i32) -> [Quarter; 4] {
        let quarter = |number, first: (u32, u32), last: (u32, u32), then: [(u32, u32); 3]| {
            let on = |(month, date)| day(year, month, date);
            Quarter {
                first: on(first),
                last: on(last),
                number,
                submitted_on: on(then[0]),
                confirmed_on: on(then[1]),
                drawn_on: on(then[2]),
            }
        };
        [
            quarter(1, (1, 1), (3, 31), [(4, 7), (4, 13), (4, 20)]),
            quarter(2, (4, 1), (6, 30), [(7, 4), (7, 8), (7, 14)]),
            quarter(3, (7, 1), (9, 30), [(10, 9), (10, 14), (10, 20)]),
            quarter(4, (10, 1), (12, 18), [(12, 22), (12, 25), (12, 29)]),
        ]
    }

    /// The quarter whose completions still wait on a day: the first one that the next has not
    /// followed for three weeks.
    pub fn under_way(today: NaiveDate) -> Quarter {
        let year = today.year();
        let all = [Quarter::of_year(year - 1), Quarter::of_year(year)].concat();
        let waits = |it: &&Quarter| today < it.next_first() + Days::new(20);
        *all.iter()
            .find(waits)
            .expect("the last quarter of a year waits on every day of it")
    }

    fn next_first(&self) -> NaiveDate {
        match self.number {
            4 => day(self.first.year() + 1, 1, 1),
            _ => self.last + Days::new(1),
        }
    }

    /// When providers submitted what waits: a few days ago, and before the year's account closed.
    fn submitted_lately(&self, today: NaiveDate) -> NaiveDate {
        (today - Days::new(4)).min(day(self.first.year(), 12, 29))
    }

    /// The last day of what waits.
    pub fn last_submitted_day(&self, today: NaiveDate) -> NaiveDate {
        let submitted_on = self.submitted_lately(today);
        (submitted_on - Days::new(2)).min(day(self.first.year(), 12, 31))
    }
}

impl History<'_> {
    /// A quarter that went the whole way.
    pub(super) fn play_quarter(
        &self,
        conn: &mut Conn,
        plan: &[PlannedProject],
        quarter: &Quarter,
        rows: &Attendance,
    ) -> Result<(), Error> {
        self.submit(conn, plan, rows, self.world.at(quarter.submitted_on, 11))?;
        let under_way = Quarter::under_way(self.world.today());
        if quarter.next_first() == under_way.first {
            self.refuse_one(conn, self.world.at(quarter.confirmed_on, 9))?;
        }
        for school in &self.world.schools {
            self.confirm(conn, school, self.world.at(quarter.confirmed_on, 10))?;
        }
        self.steps.advance(rows.len());
        let name = format!("{} 年第 {} 季度抽查", quarter.first.year(), quarter.number);
        for area in self.world.areas() {
            self.audit(conn, area, &name, quarter)?;
        }
        self.steps.advance(rows.len());
        Ok(())
    }

    /// The quarter under way.
    pub(super) fn play_quarter_under_way(
        &self,
        conn: &mut Conn,
        plan: &[PlannedProject],
        quarter: &Quarter,
        rows: &Attendance,
    ) -> Result<(), Error> {
        let submitted_on = quarter.submitted_lately(self.world.today());
        let later = |days, hour| self.world.at(submitted_on + Days::new(days), hour);
        self.submit(conn, plan, rows, later(0, 11))?;
        for (index, school) in self.world.schools.iter().enumerate() {
            if (school.school.area, school.school.number) == AUDITED {
                self.confirm_for_audit(conn, school, later(1, 10))?;
            } else if school.school.area != RONGYIN.0 && index % 2 == 0 {
                self.confirm(conn, school, later(1, 10))?;
            }
        }
        let name = format!("{} 年第 {} 季度抽查", quarter.first.year(), quarter.number);
        for area in OPEN_AUDITS {
            let office = self.world.authority(area);
            let context = self.world.acting(conn, office.officer, later(2, 9))?;
            let share = audits::rules::SHARE_PERMILLE_USUAL;
            let district = self.world.district(area);
            audits::actions::open_round(conn, &context, district, &name, share)?;
        }
        self.draw_audited(conn, "集中核查", later(2, 9), later(3, 15))?;
        self.steps.advance(2 * rows.len());
        Ok(())
    }

    /// Providers submit what was attended, project by project, in the order of days.
    pub fn submit(
        &self,
        conn: &mut Conn,
        plan: &[PlannedProject],
        rows: &Attendance,
        at: At,
    ) -> Result<(), Error> {
        let mut by_project: BTreeMap<usize, Vec<&(usize, Attended)>> = BTreeMap::new();
        for row in rows {
            by_project.entry(row.1.project).or_default().push(row);
        }
        for (index, mut attended) in by_project {
            attended.sort_by_key(|(citizen, it)| (it.completed_on, *citizen, it.course));
            let project = &plan[index];
            let provider = self.world.provider(project.provider);
            let context = self.world.acting(conn, provider.officer, at)?;
            let id = self.projects[&project.code()];
            let rows: Vec<Row> = attended
                .iter()
                .map(|(citizen, it)| self.row(*citizen, project, it))
                .collect();
            for batch in rows.chunks(BATCH) {
                completions::submit_completions(conn, &context, id, batch)?;
                self.steps.advance(batch.len());
            }
        }
        Ok(())
    }

    /// A row as a provider would send it.
    fn row(&self, citizen: usize, project: &PlannedProject, attended: &Attended) -> Row {
        let (citizen, course) = (&self.citizens[citizen], &project.courses[attended.course]);
        Row {
            number: None,
            teacher_number: Some(citizen.file.teacher_number.to_string()),
            documents: Vec::new(),
            name: citizen.resident.name.clone(),
            course: course.offer.title.to_owned(),
            category: Some(course.offer.category),
            hours: Hours::whole(course.offer.hours),
            completed_on: attended.completed_on,
        }
    }

    /// A school confirms what waits for it.
    fn confirm(&self, conn: &mut Conn, school: &SchoolOffice, at: At) -> Result<(), Error> {
        let context = self.world.acting(conn, school.office.officer, at)?;
        loop {
            let waiting = waiting_at(conn, school.office.id)?;
            let ids: Vec<CompletionId> = waiting.iter().map(|it| it.0).collect();
            if ids.is_empty() {
                return Ok(());
            }
            completions::confirm_completions(conn, &context, &ids)?;
        }
    }

    /// The school refuses one completion of the teacher whose story it is.
    fn refuse_one(&self, conn: &mut Conn, at: At) -> Result<(), Error> {
        let teacher = self.citizen(Key::Refused);
        let school = &self.world.schools[teacher.resident.school];
        let waiting = waiting_at(conn, school.office.id)?;
        let of_teacher = waiting.iter().find(|it| it.1 == teacher.file.id);
        if let Some((id, _)) = of_teacher {
            let context = self.world.acting(conn, school.office.officer, at)?;
            let reason = "签到表上没有本人签名，请培训机构核实后重新提交。";
            completions::refuse_completions(conn, &context, &[*id], reason)?;
        }
        Ok(())
    }

    /// The school of the audited teacher confirms hers and a few more, so that the audit is small.
    fn confirm_for_audit(
        &self,
        conn: &mut Conn,
        school: &SchoolOffice,
        at: At,
    ) -> Result<(), Error> {
        const OTHERS: usize = 9;
        let teacher = self.citizen(Key::Sampled).file.id;
        let waiting = waiting_at(conn, school.office.id)?;
        let (hers, others): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|it| it.1 == teacher);
        let chosen = hers.into_iter().chain(others.into_iter().take(OTHERS));
        let ids: Vec<CompletionId> = chosen.map(|it| it.0).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let context = self.world.acting(conn, school.office.officer, at)?;
        completions::confirm_completions(conn, &context, &ids)
    }

    /// A round of an area: opened, drawn, and found right; none where nothing was confirmed.
    fn audit(
        &self,
        conn: &mut Conn,
        area: &str,
        name: &str,
        quarter: &Quarter,
    ) -> Result<(), Error> {
        let (district, office) = (self.world.district(area), self.world.authority(area));
        if store::count_confirmed(conn, district)?.0 == 0 {
            return Ok(());
        }
        let opened_at = self.world.at(quarter.submitted_on, 9);
        let context = self.world.acting(conn, office.officer, opened_at)?;
        let share = audits::rules::SHARE_PERMILLE_USUAL;
        let round = audits::actions::open_round(conn, &context, district, name, share)?;
        let drawn_at = self.world.at(quarter.drawn_on, 14);
        let context = self.world.acting(conn, office.officer, drawn_at)?;
        audits::actions::draw_at_once(conn, &context, round, 1)?;
        let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
        let drawn = audits::store::list_in_round(conn, round, CompletionState::Sampled, limit)?;
        let ids: Vec<CompletionId> = drawn.iter().map(|it| it.0).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let decided_at = self.world.at(quarter.drawn_on + Days::new(1), 10);
        let context = self.world.acting(conn, office.officer, decided_at)?;
        audits::actions::pass_audit(conn, &context, round, &ids)
    }

    /// The round that takes all of the few that were confirmed, and is still to be decided.
    fn draw_audited(
        &self,
        conn: &mut Conn,
        name: &str,
        opened_at: At,
        drawn_at: At,
    ) -> Result<(), Error> {
        let office = self.world.authority(AUDITED.0);
        let district = self.world.district(AUDITED.0);
        if store::count_confirmed(conn, district)?.0 == 0 {
            return Ok(());
        }
        let context = self.world.acting(conn, office.officer, opened_at)?;
        let round = audits::actions::open_round(conn, &context, district, name, 1_000)?;
        let context = self.world.acting(conn, office.officer, drawn_at)?;
        audits::actions::draw_at_once(conn, &context, round, 1)
    }
}

/// The next completions that wait for a school.
fn waiting_at(
    conn: &mut Conn,
    school: OrganizationId,
) -> Result<Vec<(CompletionId, PersonId)>, Error> {
    let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
    let all = (None, CompletionId::new());
    store::list_ids_of_school(conn, school, CompletionState::Submitted, all, limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_quarter_is_under_way_on_every_day() {
        let mut today = day(2026, 1, 1);
        let mut before = Quarter::under_way(today);
        while today < day(2028, 1, 1) {
            let quarter = Quarter::under_way(today);
            assert!(before <= quarter, "{today}");
            // Whatever went the whole way was drawn before today.
            for over in Quarter::of_year(today.year())
                .iter()
                .filter(|it| **it < quarter)
            {
                assert!(over.drawn_on < today, "{today}");
            }
            let waits_until = quarter.last_submitted_day(today);
            assert!(waits_until >= quarter.first, "{today}");
            assert!(quarter.submitted_lately(today) <= day(quarter.first.year(), 12, 31));
            before = quarter;
            today = today + Days::new(1);
        }
    }
}
