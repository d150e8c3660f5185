//! The roster (教师名册): rows of a spreadsheet that become people and employments.
//!
//! A row is somebody new, somebody known who is unchanged or has changed school, post or title, or
//! *perhaps* somebody known: that is for a human (`matches`), never a silent merge or a duplicate.
//! Read `rules.rs` for the verdict on a row, `sheet.rs` for its columns, `import.rs` for the job.

pub mod import;
mod known;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod sheet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::documents::DocumentNumber;
use super::numbers::TeacherNumber;
use super::registration::NewPerson;
use super::rules::NewEmployment;
use super::{PersonId, Post, SexCode, Title};
use crate::error::Error;
use crate::organizations::OrganizationId;

/// A row that could be read: every cell is well formed, nothing is looked up yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// As a document has it.
    pub name: String,
    /// The document; a number of the first generation in its present form.
    pub document: DocumentNumber,
    /// Whether the file has the old form with 15 digits.
    pub is_old_form: bool,
    /// The permanent number, if the file gives one.
    pub teacher_number: Option<TeacherNumber>,
    /// As the document or the file states it.
    pub sex: SexCode,
    /// As the document or the file states it.
    pub born_on: NaiveDate,
    /// School identifier code, or the school's name.
    pub school: SchoolName,
    /// What the person is employed as.
    pub post: Post,
    /// The subject taught, if the file gives one.
    pub subject: Option<String>,
    /// First day at the school.
    pub started_on: NaiveDate,
    /// The professional title, if the file gives one.
    pub title: Option<Title>,
}

/// How a row names its school.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SchoolName {
    /// By identifier code.
    Code(String),
    /// By name, for files without a code.
    Name(String),
}

impl RosterRow {
    /// The employment that the row tells of.
    pub fn employment(&self, school: OrganizationId) -> NewEmployment {
        NewEmployment {
            organization: school,
            post: self.post,
            subject: self.subject.clone(),
            started_on: self.started_on,
        }
    }

    /// The file that the row opens, if it is somebody new.
    pub fn newcomer(&self, id: PersonId, school: OrganizationId) -> NewPerson {
        NewPerson {
            id,
            name: self.name.clone(),
            document: self.document.clone(),
            born_on: Some(self.born_on),
            sex: self.sex,
            employment: self.employment(school),
            title: self.title,
            cycle_started_on: None,
        }
    }
}

/// A row that waits for a decision, as it is kept: all but the document number, which is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRow {
    /// As the file has it.
    pub name: String,
    /// As the document or the file states it.
    pub sex: SexCode,
    /// Day of birth, as 1988-02-29.
    born_on: String,
    /// Whether the file has the old form of the number.
    pub is_old_form: bool,
    /// What the person is employed as.
    pub post: Post,
    /// The subject taught.
    pub subject: Option<String>,
    /// First day at the school, as 2020-09-01.
    started_on: String,
    /// The professional title.
    pub title: Option<Title>,
}

impl KeptRow {
    /// What is kept of a row.
    pub fn of(row: &RosterRow) -> KeptRow {
        KeptRow {
            name: row.name.clone(),
            sex: row.sex,
            born_on: row.born_on.to_string(),
            is_old_form: row.is_old_form,
            post: row.post,
            subject: row.subject.clone(),
            started_on: row.started_on.to_string(),
            title: row.title,
        }
    }

    /// Day of birth.
    pub fn born_on(&self) -> Result<NaiveDate, Error> {
        self.born_on.parse().map_err(Error::fault)
    }

    /// First day at the school.
    pub fn started_on(&self) -> Result<NaiveDate, Error> {
        self.started_on.parse().map_err(Error::fault)
    }

    /// The row again, with its document.
    pub fn row(&self, document: DocumentNumber, school: SchoolName) -> Result<RosterRow, Error> {
        Ok(RosterRow {
            name: self.name.clone(),
            document,
            is_old_form: self.is_old_form,
            teacher_number: None,
            sex: self.sex,
            born_on: self.born_on()?,
            school,
            post: self.post,
            subject: self.subject.clone(),
            started_on: self.started_on()?,
            title: self.title,
        })
    }
}
