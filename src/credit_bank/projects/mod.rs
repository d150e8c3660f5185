//! Projects (培训项目) and their courses: what a provider offers, and the office that decides.
//!
//! A provider files a project with courses, accredited hours and a ceiling of heads; its district
//! approves, returns or refuses it, the bureau for providers without a district. Only an approved
//! project takes completions. Start with `rules.rs`; the completions are next door.

pub mod actions;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod store;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::access::Facts;
use crate::db::At;
use crate::db::schema::{courses, projects};
use crate::hours::Hours;
use crate::ledger::Category;
use crate::organizations::OrganizationId;

pub use rules::ProjectState;

crate::id_type!(
    /// A project of a provider.
    ProjectId
);
crate::id_type!(
    /// A course of a project.
    CourseId
);

/// A provider's project as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = projects, treat_none_as_default_value = false)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Who offers it.
    pub provider_id: OrganizationId,
    /// Its code: the provider's code, the year and a number.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The office that decides: the provider's district, else the bureau.
    pub authority_id: OrganizationId,
    /// The calendar year that its hours count in.
    pub year: i32,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// How far it is.
    pub state: ProjectState,
    /// What the office said when it returned or refused it.
    pub decision_reason: Option<String>,
    /// When it was filed.
    pub created_at: At,
    /// Grows by one with each change.
    pub version: i64,
}

impl Project {
    /// Where it belongs, for questions of access: to its provider and the provider's district.
    pub fn facts(&self, district: Option<OrganizationId>) -> Facts {
        Facts {
            person: None,
            organization: Some(self.provider_id),
            district,
        }
    }
}

/// A course of a project.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = courses, treat_none_as_default_value = false)]
pub struct Course {
    /// Its id.
    pub id: CourseId,
    /// The project that it belongs to.
    pub project_id: ProjectId,
    /// Its code: the project's code and a number.
    pub code: String,
    /// Its title.
    pub title: String,
    /// What titles of the same course share.
    pub title_key: String,
    /// Which class its hours count in.
    pub category: Category,
    /// Accredited hours: no completion has more.
    pub hours: Hours,
    /// So many teachers at most.
    pub headcount_max: i64,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}
