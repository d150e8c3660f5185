//! A batch of rows: looks up what they are held against, judges them one after another, and makes
//! completions of those that pass. Form, file and trial run go the same way.

use std::collections::{HashMap, HashSet};

use super::rows::{
    Accepted, Ally, Earlier, Employment, Facts, KnownPerson, Row, Taken, Verdict, judge,
};
use super::rules::{CompletionState, Risk, audit_weight};
use super::{Completion, CompletionId, store};
use crate::context::Context;
use crate::credit_bank::posting::{self, Announcement, Decision};
use crate::credit_bank::projects::{self, Course, Project, ProjectState};
use crate::credit_bank::rules::last_day;
use crate::credit_bank::titles::title_key;
use crate::db::Conn;
use crate::error::Error;
use crate::hours::Hours;
use crate::jobs::JobId;
use crate::journal::{self, Act};
use crate::ledger::OriginId;
use crate::message::Message;
use crate::organizations::{self, OrganizationId};
use crate::people::PersonId;
use crate::people::documents::DocumentNumber;
use crate::people::registration::document_index;
use crate::policy::{self, AnnualHours, DayHours, RuleSet};
use crate::secrets::Keys;

/// What became of a batch.
#[derive(Debug)]
pub(super) struct Judged {
    /// One verdict for each row.
    pub verdicts: Vec<Verdict>,
    /// The completions of the rows that passed, in their order.
    pub completions: Vec<Completion>,
    /// The same, for the batches that follow in a trial run.
    pub fresh: Vec<Earlier>,
}

/// Where a batch comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    /// The project, permitted and approved.
    pub project: &'a Project,
    /// The import; none for the form.
    pub job: Option<JobId>,
}

/// Refuses a project that takes no completions.
pub(super) fn check_takes_completions(project: &Project) -> Result<(), Error> {
    if project.state == ProjectState::Approved {
        Ok(())
    } else {
        Err(Error::not_now(Message::new("project-takes-no-completions")))
    }
}

/// Judges rows in their order. `remembered` is what earlier batches of a trial run would have
/// stored.
pub(super) fn judge_all(
    conn: &mut Conn,
    context: &Context,
    source: Source<'_>,
    rows: &[Row],
    remembered: &Taken,
) -> Result<Judged, Error> {
    let found = Lookup::load(conn, context, source.project, rows)?;
    let facts = found.facts(context, source);
    let mut taken = found.taken(conn, source.project, remembered)?;
    let mut judged = Judged {
        verdicts: Vec::with_capacity(rows.len()),
        completions: Vec::with_capacity(rows.len()),
        fresh: Vec::new(),
    };
    for row in rows {
        let verdict = judge(row, &facts, &taken);
        if let Verdict::Accepted(accepted) = &verdict {
            let course = &found.courses[accepted.course];
            let completion = completion_of(context, source, row, accepted, course);
            let earlier = earlier_of(&completion, source.project, course);
            let mut others = taken
                .earlier
                .get(&completion.person_id)
                .into_iter()
                .flatten();
            if !others.any(|it| it.course == course.id && it.state.is_live()) {
                *taken.heads.entry(course.id).or_default() += 1;
            }
            taken.add(earlier.clone());
            judged.fresh.push(earlier);
            judged.completions.push(completion);
        }
        judged.verdicts.push(verdict);
    }
    Ok(judged)
}

/// Stores completions and announces their hours, under one journal entry.
pub(super) fn save(
    conn: &mut Conn,
    context: &Context,
    source: Source<'_>,
    completions: &[Completion],
) -> Result<(), Error> {
    let Some(first) = completions.first() else {
        return Ok(());
    };
    let subject = match source.job {
        Some(job) => ("jobs", job.0),
        None => ("completions", first.id.0),
    };
    let journal = journal::record(
        conn,
        context,
        Act {
            event: "completions_submitted",
            subject,
            organization: Some(source.project.provider_id),
            reason: None,
            payload: serde_json::json!({
                "project": source.project.code,
                "count": completions.len(),
                "hours": completions.iter().map(|it| it.hours).sum::<Hours>(),
                "first_row": first.source_row,
                "last_row": completions.last().and_then(|it| it.source_row),
            }),
        },
    )?;
    store::insert(conn, completions)?;
    let announcements: Vec<Announcement> = completions
        .iter()
        .map(|it| Announcement {
            id: it.announcement(),
            origin: OriginId(it.id.0),
            source: it.project_id.0,
            person: it.person_id,
            year: it.year,
            category: it.category,
            hours: it.hours,
            effective_on: it.completed_on,
        })
        .collect();
    let decision = Decision {
        journal,
        at: context.at,
    };
    posting::announce(conn, decision, &announcements)
}

fn completion_of(
    context: &Context,
    source: Source<'_>,
    row: &Row,
    accepted: &Accepted,
    course: &Course,
) -> Completion {
    Completion {
        id: CompletionId::new(),
        course_id: course.id,
        project_id: course.project_id,
        person_id: accepted.person,
        school_id: accepted.school,
        district_id: accepted.district,
        // A project lies within one calendar year, and so do the days of its courses.
        year: source.project.year,
        completed_on: row.completed_on,
        hours: row.hours,
        category: course.category,
        title_key: course.title_key.clone(),
        state: CompletionState::Submitted,
        reason: None,
        attempt: accepted.attempt,
        audit_weight: audit_weight(&Risk {
            hours: row.hours,
            completed_on: row.completed_on,
            submitted_on: context.today(),
            is_across_districts: accepted.is_across_districts,
        }),
        audit_round_id: None,
        school_decision_id: None,
        job_id: source.job,
        source_row: row.number.and_then(|it| i32::try_from(it).ok()),
        submitted_at: context.at,
        decided_at: None,
        version: 1,
    }
}

fn earlier_of(it: &Completion, project: &Project, course: &Course) -> Earlier {
    Earlier {
        id: it.id,
        person: it.person_id,
        course: it.course_id,
        course_title: course.title.clone(),
        title_key: it.title_key.clone(),
        course_days: (course.starts_on, course.ends_on),
        project_title: project.title.clone(),
        completed_on: it.completed_on,
        hours: it.hours,
        state: it.state,
        reason: None,
        attempt: it.attempt,
        source: it
            .job_id
            .zip(it.source_row.and_then(|row| u32::try_from(row).ok())),
    }
}

/// Everything that was looked up for a batch, with a handful of queries whatever its size.
struct Lookup {
    provider_district: Option<OrganizationId>,
    courses: Vec<Course>,
    /// What the rows' titles share with others.
    title_keys: HashSet<String>,
    full_day: Hours,
    year_closes_on: chrono::NaiveDate,
    allies: Vec<Ally>,
    by_number: HashMap<String, KnownPerson>,
    by_document: HashMap<DocumentNumber, KnownPerson>,
    employments: HashMap<PersonId, Vec<Employment>>,
    persons: Vec<PersonId>,
}

impl Lookup {
    fn load(
        conn: &mut Conn,
        context: &Context,
        project: &Project,
        rows: &[Row],
    ) -> Result<Lookup, Error> {
        let provider = organizations::store::load(conn, project.provider_id)?;
        let days: RuleSet<DayHours> = policy::load_at(conn, project.starts_on)?;
        let annual: RuleSet<AnnualHours> = policy::load_at(conn, last_day(project.year))?;
        let numbers: HashSet<String> = rows
            .iter()
            .filter_map(|row| row.teacher_number.clone())
            .collect();
        let by_number = store::people_by_number(conn, &Vec::from_iter(numbers))?;
        let by_document = find_by_document(conn, &context.house.keys, rows)?;
        let persons: HashSet<PersonId> = by_number
            .values()
            .chain(by_document.values())
            .map(|it| it.id)
            .collect();
        let persons = Vec::from_iter(persons);
        let titles: HashSet<&str> = rows.iter().map(|row| row.course.as_str()).collect();
        Ok(Lookup {
            title_keys: titles.into_iter().map(title_key).collect(),
            provider_district: provider.district_id,
            courses: projects::store::list_courses(conn, project.id)?,
            full_day: days.parameters.full_day,
            year_closes_on: annual.parameters.closing_day(project.year),
            allies: store::list_allies(conn, project.provider_id)?,
            employments: store::employments_of(conn, &persons)?,
            by_number,
            by_document,
            persons,
        })
    }

    fn facts<'a>(&'a self, context: &Context, source: Source<'a>) -> Facts<'a> {
        Facts {
            today: context.today(),
            job: source.job,
            project: source.project,
            provider_district: self.provider_district,
            courses: &self.courses,
            full_day: self.full_day,
            year_closes_on: self.year_closes_on,
            allies: &self.allies,
            by_number: &self.by_number,
            by_document: &self.by_document,
            employments: &self.employments,
        }
    }

    /// What these people have already, in the database and in a trial run's memory.
    fn taken(
        &self,
        conn: &mut Conn,
        project: &Project,
        remembered: &Taken,
    ) -> Result<Taken, Error> {
        let keys: Vec<&str> = self.title_keys.iter().map(String::as_str).collect();
        let days = (project.starts_on, project.ends_on);
        let mut taken = Taken {
            heads: store::load_heads(conn, project.id)?,
            ..Taken::default()
        };
        for earlier in store::list_earlier(conn, &self.persons, &keys, days)? {
            taken.add(earlier);
        }
        let known = self
            .persons
            .iter()
            .filter_map(|it| remembered.earlier.get(it));
        for earlier in known.flatten() {
            taken.add(earlier.clone());
        }
        for (course, heads) in &remembered.heads {
            *taken.heads.entry(*course).or_default() += heads;
        }
        Ok(taken)
    }
}

/// The people behind the documents of a batch, by blind index: no number is decrypted for it.
fn find_by_document(
    conn: &mut Conn,
    keys: &Keys,
    rows: &[Row],
) -> Result<HashMap<DocumentNumber, KnownPerson>, Error> {
    let documents: HashSet<&DocumentNumber> = rows.iter().flat_map(|row| &row.documents).collect();
    let indexes: Vec<(Vec<u8>, &DocumentNumber)> = documents
        .into_iter()
        .map(|it| (document_index(keys, it.kind(), it.reveal()), it))
        .collect();
    let wanted: Vec<Vec<u8>> = indexes.iter().map(|(index, _)| index.clone()).collect();
    let mut found = store::people_by_document(conn, &wanted)?;
    Ok(indexes
        .into_iter()
        .filter_map(|(index, document)| Some((document.clone(), found.remove(&index)?)))
        .collect())
}
