//! What a row of completions must be like: one row and the facts it is held against in, a verdict
//! out. Pure; form and file, trial run and real run all ask here.

mod refusal;

pub use refusal::Refusal;

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::{CompletionId, CompletionState};
use crate::credit_bank::projects::rules::most_hours;
use crate::credit_bank::projects::{Course, CourseId, Project};
use crate::credit_bank::titles::title_key;
use crate::hours::Hours;
use crate::jobs::JobId;
use crate::ledger::Category;
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::people::documents::DocumentNumber;
use crate::people::names::same_name;

/// A column of the form and of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// 教师编号
    TeacherNumber,
    /// 证件号码
    Document,
    /// 姓名
    Name,
    /// 课程名称
    Course,
    /// 科目类别
    Category,
    /// 学时
    Hours,
    /// 完成日期
    CompletedOn,
}

impl Field {
    /// Every column, in the order of the template.
    pub const ALL: [Field; 7] = [
        Field::TeacherNumber,
        Field::Document,
        Field::Name,
        Field::Course,
        Field::Category,
        Field::Hours,
        Field::CompletedOn,
    ];

    /// Its name in forms and in the reader of files.
    pub const fn key(self) -> &'static str {
        match self {
            Field::TeacherNumber => "teacher_number",
            Field::Document => "document",
            Field::Name => "name",
            Field::Course => "course",
            Field::Category => "category",
            Field::Hours => "hours",
            Field::CompletedOn => "completed_on",
        }
    }
}

/// A row whose cells could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as Excel shows it; none for the form.
    pub number: Option<u32>,
    /// Whom it is about, by permanent number.
    pub teacher_number: Option<String>,
    /// Whom it is about, by document: the kinds that the text can be, the likeliest first.
    pub documents: Vec<DocumentNumber>,
    /// The name that the provider has.
    pub name: String,
    /// Title of the course.
    pub course: String,
    /// Class of the course; the form does not ask for it.
    pub category: Option<Category>,
    /// Hours done.
    pub hours: Hours,
    /// The day on which the course was finished.
    pub completed_on: NaiveDate,
}

/// A person whom a row may be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPerson {
    /// The person.
    pub id: PersonId,
    /// The name in the file of people. Never shown to a provider.
    pub name: String,
}

/// One employment: where and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Employment {
    /// The school.
    pub school: OrganizationId,
    /// Its district.
    pub district: Option<OrganizationId>,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day, if there is one.
    pub ended_on: Option<NaiveDate>,
}

impl Employment {
    fn covers(&self, day: NaiveDate) -> bool {
        self.started_on <= day && self.ended_on.is_none_or(|last| day <= last)
    }
}

/// A member of an alliance that the provider is in, while both are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ally {
    /// A school or a district.
    pub organization: OrganizationId,
    /// First day of the shared membership.
    pub from: NaiveDate,
    /// Last day, if there is one.
    pub until: Option<NaiveDate>,
}

/// A completion that is there already, or was accepted a moment ago.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its id.
    pub id: CompletionId,
    /// The teacher.
    pub person: PersonId,
    /// The course.
    pub course: CourseId,
    /// Title of the course.
    pub course_title: String,
    /// What titles of the same course share.
    pub title_key: String,
    /// First and last day of the course.
    pub course_days: (NaiveDate, NaiveDate),
    /// Title of its project.
    pub project_title: String,
    /// The day on which it was finished.
    pub completed_on: NaiveDate,
    /// Its hours.
    pub hours: Hours,
    /// How far it is.
    pub state: CompletionState,
    /// Why it was refused.
    pub reason: Option<String>,
    /// Which attempt it was.
    pub attempt: i32,
    /// The import and row that brought it.
    pub source: Option<(JobId, u32)>,
}

/// What rows are held against: everything that was looked up for a batch of them.
#[derive(Debug)]
pub struct Facts<'a> {
    /// Today, in China.
    pub today: NaiveDate,
    /// The import, so that a row can name another row of the same file.
    pub job: Option<JobId>,
    /// The project.
    pub project: &'a Project,
    /// The provider's district; a provider of the bureau's own has none and reaches everybody.
    pub provider_district: Option<OrganizationId>,
    /// Its courses.
    pub courses: &'a [Course],
    /// What a day can give: rule set `hours.day`.
    pub full_day: Hours,
    /// When the project's year closes: rule set `hours.annual`.
    pub year_closes_on: NaiveDate,
    /// Who shares an alliance with the provider.
    pub allies: &'a [Ally],
    /// People by number.
    pub by_number: &'a HashMap<String, KnownPerson>,
    /// People by document.
    pub by_document: &'a HashMap<DocumentNumber, KnownPerson>,
    /// Employments by person.
    pub employments: &'a HashMap<PersonId, Vec<Employment>>,
}

/// What changes from row to row: what is there already, and how full the courses are.
#[derive(Debug, Default)]
pub struct Taken {
    /// Completions by person.
    pub earlier: HashMap<PersonId, Vec<Earlier>>,
    /// Teachers in each course.
    pub heads: HashMap<CourseId, i64>,
}

impl Taken {
    /// Remembers a completion.
    pub fn add(&mut self, earlier: Earlier) {
        self.earlier
            .entry(earlier.person)
            .or_default()
            .push(earlier);
    }

    fn of(&self, person: PersonId) -> &[Earlier] {
        self.earlier.get(&person).map_or(&[], Vec::as_slice)
    }
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// To be stored.
    Accepted(Accepted),
    /// The same completion is there: nothing to do, and no harm done.
    Duplicate,
    /// Not stored, because …
    Refused(Refusal),
}

/// A row that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The teacher.
    pub person: PersonId,
    /// The course, by its place among the project's courses.
    pub course: usize,
    /// The school that confirms.
    pub school: OrganizationId,
    /// Its district.
    pub district: Option<OrganizationId>,
    /// One more than the ended completions of the same course and day.
    pub attempt: i32,
    /// Whether provider and school are in different districts.
    pub is_across_districts: bool,
}

/// What becomes of a row. What it would store must be added to `taken` before the next row.
pub fn judge(row: &Row, facts: &Facts<'_>, taken: &Taken) -> Verdict {
    judge_or_refuse(row, facts, taken).unwrap_or_else(Verdict::Refused)
}

fn judge_or_refuse(row: &Row, facts: &Facts<'_>, taken: &Taken) -> Result<Verdict, Refusal> {
    let person = find_person(row, facts)?;
    let index = find_course(&row.course, facts.courses)
        .ok_or_else(|| Refusal::CourseNotInProject(row.course.clone()))?;
    let course = &facts.courses[index];
    let earlier = taken.of(person.id);
    let same_day = |it: &&Earlier| it.course == course.id && it.completed_on == row.completed_on;
    let is_repeat = |it: &Earlier| it.state.is_live() && it.hours == row.hours;
    // A file that comes twice is no offence, not even when the year was closed in between.
    if earlier.iter().filter(same_day).any(is_repeat) {
        return Ok(Verdict::Duplicate);
    }
    check_course(row, course)?;
    check_days(row, course, facts)?;
    let workplace = facts
        .employments
        .get(&person.id)
        .and_then(|all| all.iter().rfind(|it| it.covers(row.completed_on)))
        .ok_or(Refusal::NotEmployed(row.completed_on))?;
    let place = (workplace.school, workplace.district);
    let (provider, allies) = (facts.provider_district, facts.allies);
    if !is_reached(provider, allies, place, row.completed_on) {
        return Err(Refusal::NotReached);
    }
    check_earlier(row, course, earlier, facts.job)?;
    let heads = taken.heads.get(&course.id).copied().unwrap_or(0);
    let is_counted = earlier
        .iter()
        .any(|it| it.course == course.id && it.state.is_live());
    if !is_counted && heads >= course.headcount_max {
        return Err(Refusal::CourseFull(course.headcount_max));
    }
    let attempts = earlier.iter().filter(same_day).map(|it| it.attempt).max();
    Ok(Verdict::Accepted(Accepted {
        person: person.id,
        course: index,
        school: workplace.school,
        district: workplace.district,
        attempt: attempts.unwrap_or(0) + 1,
        is_across_districts: facts.provider_district.is_some()
            && facts.provider_district != workplace.district,
    }))
}

/// The person a row is about. A name that does not fit is refused without telling the right one:
/// a provider must not learn names by trying numbers.
fn find_person<'a>(row: &Row, facts: &Facts<'a>) -> Result<&'a KnownPerson, Refusal> {
    let by_document = row
        .documents
        .iter()
        .find_map(|it| facts.by_document.get(it));
    let person = match (&row.teacher_number, row.documents.is_empty()) {
        (Some(number), no_document) => {
            let person = facts
                .by_number
                .get(number)
                .ok_or_else(|| Refusal::UnknownTeacher(number.clone()))?;
            if !no_document && by_document.map(|it| it.id) != Some(person.id) {
                return Err(Refusal::NumberAndDocumentDiffer);
            }
            person
        }
        (None, _) => by_document.ok_or(Refusal::UnknownDocument)?,
    };
    if same_name(&person.name, &row.name) {
        Ok(person)
    } else {
        Err(Refusal::NameDiffers)
    }
}

/// The course that a title means. Most are spelt as they were approved, and need no key.
fn find_course(title: &str, courses: &[Course]) -> Option<usize> {
    let spelt_alike = courses.iter().position(|it| it.title == title);
    spelt_alike.or_else(|| {
        let key = title_key(title);
        courses.iter().position(|it| it.title_key == key)
    })
}

fn check_course(row: &Row, course: &Course) -> Result<(), Refusal> {
    if let Some(found) = row.category.filter(|it| *it != course.category) {
        return Err(Refusal::CategoryDiffers {
            approved: course.category,
            found,
        });
    }
    if !row.hours.is_positive() {
        return Err(Refusal::HoursNotPositive(row.hours));
    }
    if row.hours > course.hours {
        return Err(Refusal::HoursOverAccredited {
            accredited: course.hours,
            found: row.hours,
        });
    }
    Ok(())
}

fn check_days(row: &Row, course: &Course, facts: &Facts<'_>) -> Result<(), Refusal> {
    let day = row.completed_on;
    if day > facts.today {
        return Err(Refusal::DateInFuture(day));
    }
    if day < course.starts_on || day > course.ends_on {
        return Err(Refusal::DateOutsideCourse {
            first: course.starts_on,
            last: course.ends_on,
        });
    }
    // Who finished on the first day cannot have done more than a day holds (3.1).
    let most = most_hours(course.starts_on, day, facts.full_day);
    if row.hours > most {
        return Err(Refusal::HoursBeyondDays {
            most,
            found: row.hours,
        });
    }
    if facts.today > facts.year_closes_on {
        return Err(Refusal::YearClosed(day.year()));
    }
    Ok(())
}

/// A provider's courses count in its own district, everywhere if the bureau looks after it, and
/// for members of an alliance that it is in: a school, or a district with all its schools.
pub fn is_reached(
    provider_district: Option<OrganizationId>,
    allies: &[Ally],
    (school, district): (OrganizationId, Option<OrganizationId>),
    day: NaiveDate,
) -> bool {
    let is_member = |ally: &Ally| {
        let belongs = ally.organization == school || Some(ally.organization) == district;
        belongs && ally.from <= day && ally.until.is_none_or(|last| day <= last)
    };
    provider_district.is_none() || provider_district == district || allies.iter().any(is_member)
}

/// The duplicate-course rule (3.6): one course counts once, whatever its title is spelt like and
/// whoever offers it, if its days overlap.
fn check_earlier(
    row: &Row,
    course: &Course,
    earlier: &[Earlier],
    job: Option<JobId>,
) -> Result<(), Refusal> {
    let row_of = |it: &Earlier| {
        it.source
            .filter(|(brought_by, _)| Some(*brought_by) == job)
            .map(|(_, number)| number)
    };
    for it in earlier.iter().filter(|it| it.state.is_live()) {
        if it.course == course.id && it.completed_on == row.completed_on {
            return Err(Refusal::HoursDifferFromStored {
                stored: it.hours,
                row: row_of(it),
            });
        }
        let (first, last) = it.course_days;
        let overlaps = first <= course.ends_on && course.starts_on <= last;
        if it.title_key == course.title_key && overlaps {
            return Err(Refusal::CourseTwice {
                title: it.course_title.clone(),
                project: it.project_title.clone(),
                completed_on: it.completed_on,
                row: row_of(it),
            });
        }
    }
    let same = earlier.iter().find(|it| {
        matches!(
            it.state,
            CompletionState::Refused | CompletionState::FailedAudit | CompletionState::Reversed
        ) && it.course == course.id
            && it.completed_on == row.completed_on
            && it.hours == row.hours
    });
    match same {
        Some(it) => Err(Refusal::RefusedBefore(
            it.reason.clone().unwrap_or_default(),
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
