//! The verdict on a roster row: new, unchanged, changed, perhaps somebody known, or refused. Pure.
//!
//! When in doubt a human decides. A row is only taken for a known person if document *and* name
//! agree, or if a human has said before that this document is that person's.

use chrono::NaiveDate;

use super::{RosterRow, SchoolName};
use crate::access::{Facts, Reach};
use crate::message::Message;
use crate::organizations::Organization;
use crate::people::names::same_name;
use crate::people::rules::{
    EmploymentRefusal, NewEmployment, check_place, may_employ, may_transfer,
};
use crate::people::rules::{keeper, present};
use crate::people::{Employment, EmploymentId, PersonId, Post, Title};

/// Somebody on file, as far as a row is held against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPerson {
    /// Who.
    pub id: PersonId,
    /// The permanent number; none for somebody whom the same file has just brought.
    pub teacher_number: Option<String>,
    /// As in the document.
    pub name: String,
    /// Birthday, where known.
    pub born_on: Option<NaiveDate>,
    /// Version of the file.
    pub version: i64,
    /// All employments, the earliest first.
    pub employments: Vec<Employment>,
    /// All titles.
    pub titles: Vec<Title>,
}

crate::text_enum!(
    /// Why a row might be somebody known.
    Cause {
        /// Same name and birthday, another document.
        SameNameAndBirth => "same_name_and_birth",
        /// The document is known under another name.
        DocumentOfOtherName => "document_of_other_name",
        /// The 15-digit and the 18-digit form of one citizen id.
        OldNumberForm => "old_number_form",
        /// The teacher number and name are known with another document.
        NumberOfOtherDocument => "number_of_other_document",
    }
);

impl Cause {
    /// Key of the sentence that explains it.
    pub const fn name_key(self) -> &'static str {
        match self {
            Cause::SameNameAndBirth => "match-same-name-and-birth",
            Cause::DocumentOfOtherName => "match-document-of-other-name",
            Cause::OldNumberForm => "match-old-number-form",
            Cause::NumberOfOtherDocument => "match-number-of-other-document",
        }
    }
}

/// What a human said before about this document and somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Nothing yet: the task is open.
    Open,
    /// They are one, also under this name.
    Same {
        /// The name that the row had.
        name: String,
    },
    /// They are not.
    Other,
}

/// What is known about a row.
#[derive(Debug, Default)]
pub struct Known<'a> {
    /// Who has the document: by the file, or because a human said so.
    pub by_document: Option<&'a KnownPerson>,
    /// Who has the other form of the citizen id.
    pub by_other_form: Option<&'a KnownPerson>,
    /// Who has the teacher number of the row.
    pub by_number: Option<&'a KnownPerson>,
    /// Everybody with the same name and birthday.
    pub by_name_and_birth: Vec<&'a KnownPerson>,
    /// What humans said about this document.
    pub said: Vec<(PersonId, Said)>,
    /// Where the person by document is kept.
    pub kept_at: Facts,
}

impl Known<'_> {
    fn said_of(&self, person: PersonId) -> Option<&Said> {
        let found = self.said.iter().find(|(id, _)| *id == person);
        found.map(|(_, said)| said)
    }
}

/// Who imports, and when.
#[derive(Debug)]
pub struct Importer<'a> {
    /// How far `EditPeople` reaches.
    pub reach: &'a Reach,
    /// The importer's own file, which one does not change oneself.
    pub own: Option<PersonId>,
    /// The day.
    pub today: NaiveDate,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Somebody new.
    New,
    /// Somebody known, and nothing to change.
    Unchanged,
    /// Somebody known, with another employment, post or title.
    Changed(PersonId, Change),
    /// Perhaps one of these; a human decides. Never empty.
    Perhaps(Vec<(PersonId, Cause)>),
    /// Not taken.
    Refused(Refusal),
}

/// What changes about somebody known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The employment.
    pub employment: Option<EmploymentChange>,
    /// A title that the file does not have yet.
    pub title: Option<Title>,
}

/// How an employment changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmploymentChange {
    /// Begins after a break.
    Employ(NewEmployment),
    /// Moves to another school.
    Transfer(NewEmployment),
    /// Same school, another post or subject.
    Correct {
        /// The new post.
        post: Post,
        /// The new subject.
        subject: Option<String>,
    },
}

/// Why a row is not taken, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No school has the code or name.
    SchoolUnknown(SchoolName),
    /// Several schools have the name.
    SchoolAmbiguous,
    /// Another office looks after the school.
    SchoolOutOfReach,
    /// The school or the dates do not allow the employment.
    Employment(EmploymentRefusal),
    /// Nobody has the teacher number.
    NumberUnknown,
    /// Somebody with another name has the teacher number.
    NumberOfOtherName,
    /// The document belongs to somebody with another teacher number.
    NumberAndDocumentDiffer,
    /// A human said that the document is not this person's.
    DocumentOfAnother,
    /// The document is on file under a name that a human has confirmed.
    NameDiffers,
    /// 15 digits that nobody on file had.
    FirstGeneration,
    /// Works at a school that another office looks after.
    EmployedElsewhere,
    /// Works there, but since another day.
    StartDiffers {
        /// The day on file.
        since: NaiveDate,
    },
    /// The importer's own file.
    OwnCase,
}

/// The verdict on a row whose school was found.
pub fn judge(
    row: &RosterRow,
    school: &Organization,
    known: &Known<'_>,
    by: &Importer<'_>,
) -> Verdict {
    let refuse = |refusal| Verdict::Refused(refusal);
    if !by.reach.covers(&school.facts()) {
        return refuse(Refusal::SchoolOutOfReach);
    }
    if let Err(refusal) = check_place(school, Some(row.born_on), row.started_on, by.today) {
        return refuse(Refusal::Employment(refusal));
    }
    if let Some(refusal) = check_number(row, known) {
        return refuse(refusal);
    }
    if let Some(person) = known.by_document {
        return judge_known(row, school, person, known, by);
    }
    let old_form = known
        .by_other_form
        .map(|it| (it.id, Cause::OldNumberForm))
        .filter(|(id, _)| known.said_of(*id) != Some(&Said::Other));
    if let Some(perhaps) = old_form {
        return Verdict::Perhaps(vec![perhaps]);
    }
    if row.is_old_form {
        return refuse(Refusal::FirstGeneration);
    }
    let by_number = known
        .by_number
        .map(|it| (it.id, Cause::NumberOfOtherDocument));
    let by_name = known.by_name_and_birth.iter();
    let by_name = by_name.map(|it| (it.id, Cause::SameNameAndBirth));
    let mut perhaps: Vec<(PersonId, Cause)> = by_number.into_iter().chain(by_name).collect();
    perhaps.retain(|(id, _)| known.said_of(*id) != Some(&Said::Other));
    // Same number and same name is one doubt about one person, not two.
    let mut seen = Vec::new();
    perhaps.retain(|(id, _)| {
        !seen.contains(id) && {
            seen.push(*id);
            true
        }
    });
    if perhaps.is_empty() {
        Verdict::New
    } else {
        Verdict::Perhaps(perhaps)
    }
}

/// A teacher number must be somebody's, of this name and of this document if that is known.
fn check_number(row: &RosterRow, known: &Known<'_>) -> Option<Refusal> {
    row.teacher_number.as_ref()?;
    let Some(holder) = known.by_number else {
        return Some(Refusal::NumberUnknown);
    };
    if !same_name(&holder.name, &row.name) && !said_same_name(row, holder, known) {
        return Some(Refusal::NumberOfOtherName);
    }
    known
        .by_document
        .filter(|it| it.id != holder.id)
        .map(|_| Refusal::NumberAndDocumentDiffer)
}

/// Whether a human said that the document is this person's under the row's name.
fn said_same_name(row: &RosterRow, person: &KnownPerson, known: &Known<'_>) -> bool {
    matches!(known.said_of(person.id), Some(Said::Same { name }) if same_name(name, &row.name))
}

/// The verdict on a row whose document is somebody's.
fn judge_known(
    row: &RosterRow,
    school: &Organization,
    person: &KnownPerson,
    known: &Known<'_>,
    by: &Importer<'_>,
) -> Verdict {
    let is_said_same = said_same_name(row, person, known);
    if !is_said_same && known.said_of(person.id) == Some(&Said::Other) {
        return Verdict::Refused(Refusal::DocumentOfAnother);
    }
    if !is_said_same && !same_name(&person.name, &row.name) {
        // A third name after a human had looked at the second is a slip, not a new doubt.
        if matches!(known.said_of(person.id), Some(Said::Same { .. })) {
            return Verdict::Refused(Refusal::NameDiffers);
        }
        return Verdict::Perhaps(vec![(person.id, Cause::DocumentOfOtherName)]);
    }
    if !is_said_same && row.is_old_form {
        return Verdict::Perhaps(vec![(person.id, Cause::OldNumberForm)]);
    }
    match compare(row, school, person) {
        Ok(Change {
            employment: None,
            title: None,
        }) => Verdict::Unchanged,
        Ok(_) if by.own == Some(person.id) => Verdict::Refused(Refusal::OwnCase),
        Ok(Change {
            employment: Some(EmploymentChange::Transfer(_)),
            ..
        }) if !by.reach.covers(&known.kept_at) => Verdict::Refused(Refusal::EmployedElsewhere),
        Ok(change) => Verdict::Changed(person.id, change),
        Err(refusal) => Verdict::Refused(refusal),
    }
}

/// What a row changes about the person that it is.
pub fn compare(
    row: &RosterRow,
    school: &Organization,
    person: &KnownPerson,
) -> Result<Change, Refusal> {
    let title = row.title.filter(|title| !person.titles.contains(title));
    let employment = compare_employment(row, school, &person.employments)?;
    Ok(Change { employment, title })
}

fn compare_employment(
    row: &RosterRow,
    school: &Organization,
    timeline: &[Employment],
) -> Result<Option<EmploymentChange>, Refusal> {
    let same = timeline
        .iter()
        .find(|it| it.organization_id == school.id && it.started_on == row.started_on);
    if let Some(same) = same {
        // What the file leaves blank, it does not contradict; what has ended is history.
        let has_other_subject = row.subject.is_some() && row.subject != same.subject;
        let is_other = same.post != row.post || has_other_subject;
        return Ok(
            (same.ended_on.is_none() && is_other).then(|| EmploymentChange::Correct {
                post: row.post,
                subject: row.subject.clone().or_else(|| same.subject.clone()),
            }),
        );
    }
    let new = row.employment(school.id);
    match present(timeline) {
        Some(now) if now.organization_id == school.id => Err(Refusal::StartDiffers {
            since: now.started_on,
        }),
        Some(_) => match may_transfer(timeline, school.id, row.started_on) {
            Ok(_) => Ok(Some(EmploymentChange::Transfer(new))),
            Err(refusal) => Err(Refusal::Employment(refusal)),
        },
        None => match may_employ(timeline, row.started_on) {
            Ok(()) => Ok(Some(EmploymentChange::Employ(new))),
            Err(refusal) => Err(Refusal::Employment(refusal)),
        },
    }
}

/// The person after a change, for the rows that follow in the same file.
pub fn apply(person: &mut KnownPerson, change: &Change) {
    person.titles.extend(change.title);
    let id = person.id;
    match &change.employment {
        None => {}
        Some(EmploymentChange::Correct { post, subject }) => {
            if let Some(open) = person
                .employments
                .iter_mut()
                .find(|it| it.ended_on.is_none())
            {
                open.post = *post;
                open.subject.clone_from(subject);
            }
        }
        Some(EmploymentChange::Transfer(new) | EmploymentChange::Employ(new)) => {
            if let Some(open) = person
                .employments
                .iter_mut()
                .find(|it| it.ended_on.is_none())
            {
                open.ended_on = new.started_on.pred_opt();
            }
            person.employments.push(began(id, new));
        }
    }
}

/// Somebody whom a row has just brought.
pub fn arrived(row: &RosterRow, id: PersonId, school: &Organization) -> KnownPerson {
    KnownPerson {
        id,
        teacher_number: None,
        name: row.name.clone(),
        born_on: Some(row.born_on),
        version: 1,
        employments: vec![began(id, &row.employment(school.id))],
        titles: row.title.into_iter().collect(),
    }
}

fn began(person: PersonId, new: &NewEmployment) -> Employment {
    Employment {
        id: EmploymentId::new(),
        person_id: person,
        organization_id: new.organization,
        post: new.post,
        subject: new.subject.clone(),
        started_on: new.started_on,
        ended_on: None,
    }
}

/// Where somebody is kept, by the organizations at hand.
pub fn kept_at<'a>(
    person: &KnownPerson,
    today: NaiveDate,
    find: impl Fn(crate::organizations::OrganizationId) -> Option<&'a Organization>,
) -> Facts {
    let place = keeper(&person.employments, today).and_then(|it| find(it.organization_id));
    Facts {
        person: Some(person.id),
        ..place.map(Organization::facts).unwrap_or_default()
    }
}

impl Refusal {
    /// The column that it is told at.
    pub const fn column(&self) -> &'static str {
        match self {
            Refusal::SchoolUnknown(SchoolName::Name(_)) | Refusal::SchoolAmbiguous => "school_name",
            Refusal::SchoolUnknown(SchoolName::Code(_))
            | Refusal::SchoolOutOfReach
            | Refusal::EmployedElsewhere
            | Refusal::Employment(
                EmploymentRefusal::NotAnEmployer
                | EmploymentRefusal::SchoolClosed { .. }
                | EmploymentRefusal::SameSchool,
            ) => "school_code",
            Refusal::Employment(_) | Refusal::StartDiffers { .. } => "started_on",
            Refusal::NumberUnknown
            | Refusal::NumberOfOtherName
            | Refusal::NumberAndDocumentDiffer => "teacher_number",
            Refusal::DocumentOfAnother | Refusal::FirstGeneration => "document_number",
            Refusal::NameDiffers | Refusal::OwnCase => "name",
        }
    }

    /// Stable name for scripts.
    pub const fn code(&self) -> &'static str {
        match self {
            Refusal::SchoolUnknown(_) => "school_unknown",
            Refusal::SchoolAmbiguous => "school_ambiguous",
            Refusal::SchoolOutOfReach => "school_out_of_reach",
            Refusal::Employment(refusal) => refusal.code(),
            Refusal::NumberUnknown => "teacher_number_unknown",
            Refusal::NumberOfOtherName => "teacher_number_of_other_name",
            Refusal::NumberAndDocumentDiffer => "teacher_number_of_other_document",
            Refusal::DocumentOfAnother => "document_of_another",
            Refusal::NameDiffers => "name_differs",
            Refusal::FirstGeneration => "document_first_generation",
            Refusal::EmployedElsewhere => "employed_elsewhere",
            Refusal::StartDiffers { .. } => "start_differs",
            Refusal::OwnCase => "own_case",
        }
    }
}

impl From<&Refusal> for Message {
    fn from(refusal: &Refusal) -> Message {
        match refusal {
            Refusal::SchoolUnknown(SchoolName::Code(code)) => {
                Message::new("roster-school-code-unknown").with("code", code.as_str())
            }
            Refusal::SchoolUnknown(SchoolName::Name(name)) => {
                Message::new("roster-school-name-unknown").with("name", name.as_str())
            }
            Refusal::SchoolAmbiguous => Message::new("roster-school-ambiguous"),
            Refusal::SchoolOutOfReach => Message::new("roster-school-out-of-reach"),
            Refusal::Employment(refusal) => refusal.into(),
            Refusal::NumberUnknown => Message::new("roster-number-unknown"),
            Refusal::NumberOfOtherName => Message::new("roster-number-of-other-name"),
            Refusal::NumberAndDocumentDiffer => Message::new("roster-number-and-document-differ"),
            Refusal::DocumentOfAnother => Message::new("roster-document-of-another"),
            Refusal::NameDiffers => Message::new("roster-name-differs"),
            Refusal::FirstGeneration => Message::new("document-first-generation"),
            Refusal::EmployedElsewhere => Message::new("roster-employed-elsewhere"),
            Refusal::StartDiffers { since } => {
                Message::new("roster-start-differs").with("date", *since)
            }
            Refusal::OwnCase => Message::new("access-own-case"),
        }
    }
}

#[cfg(test)]
mod tests;
