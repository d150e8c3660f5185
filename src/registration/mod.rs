//! Periodic registration (定期注册): every five years, whether somebody goes on teaching.
//!
//! Start with `rules`: the conditions, the verdict that explains itself, whom it binds and when, and
//! what a signed decision means. `files` gathers the facts of many people in a constant number of
//! queries; `survey` assesses the city; `actions` is the procedure, from a window to a registration.
//! Not here: certificates (`qualifications`) and breaches (`ethics`), which are facts for a
//! registration and live longer than it.

pub mod actions;
pub mod files;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod store;
pub mod survey;
pub mod tasks;
pub mod warnings;
pub mod what_if;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::access::Facts;
use crate::db::schema::{registration_cases, registration_windows, registrations};
use crate::db::{At, Json};
use crate::error::Error;
use crate::journal::JournalId;
use crate::ledger::OriginId;
use crate::notices::NoticeId;
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::policy::{PolicyVersionId, RegistrationKind};
use rules::assessment::{Assessment, Verdict};
use rules::windows::{Window, WindowKind};

pub use rules::state::CaseState;

crate::id_type!(
    /// A window (批次) in which applications are taken.
    WindowId
);
crate::id_type!(
    /// A case: one teacher in one window.
    CaseId
);
crate::id_type!(
    /// A registration.
    RegistrationId
);

/// A window as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = registration_windows, treat_none_as_default_value = false)]
pub struct WindowRow {
    /// Its id.
    pub id: WindowId,
    /// What the bureau calls it.
    pub name: String,
    /// What it is for.
    pub kind: WindowKind,
    /// The first day of applications.
    pub opens_on: NaiveDate,
    /// The last day of applications.
    pub closes_on: NaiveDate,
    /// Takes registrations that end by this day.
    pub due_until: NaiveDate,
    /// When the bureau entered it.
    pub opened_at: At,
    /// The day of the last assessment of the whole city.
    pub assessed_on: Option<NaiveDate>,
    /// How far that assessment has come, by person.
    pub assessed_through: Option<PersonId>,
    /// When it was done.
    pub assessed_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}

impl WindowRow {
    /// As the rules want it.
    pub fn window(&self) -> Window {
        Window {
            id: self.id,
            kind: self.kind,
            opens_on: self.opens_on,
            closes_on: self.closes_on,
            due_until: self.due_until,
        }
    }
}

/// A case as it stands.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(
    table_name = registration_cases,
    treat_none_as_default_value = false,
    treat_none_as_null = true
)]
pub struct CaseRow {
    /// Its id.
    pub id: CaseId,
    /// In which window.
    pub window_id: WindowId,
    /// The teacher.
    pub person_id: PersonId,
    /// The school that handles it: where the teacher worked when it was handed in.
    pub school_id: OrganizationId,
    /// The school's district; none for a bureau-run school, whose first authority is the city.
    pub district_id: Option<OrganizationId>,
    /// Sort key of lists.
    pub name_pinyin: String,
    /// First registration or renewal.
    pub kind: RegistrationKind,
    /// How far it is.
    pub state: CaseState,
    /// The engine's case: route, rounds, who acted.
    pub approval: Json,
    /// The last day for whoever has it; none for an ended case, and where the holidays of the next
    /// year are not announced yet.
    pub due_on: Option<NaiveDate>,
    /// The verdict tree, as it was when the case last moved.
    pub assessment: Json,
    /// The rule set of the conditions.
    pub policy_version_id: PolicyVersionId,
    /// What the rules propose.
    pub proposed: Verdict,
    /// What the offices so far hold.
    pub opinion: Verdict,
    /// Why, in writing.
    pub opinion_reason: Option<String>,
    /// Whether it is to be reviewed first.
    pub is_exception: bool,
    /// The publicity at school.
    pub notice_id: Option<NoticeId>,
    /// The decision in the journal.
    pub decision_id: Option<JournalId>,
    /// Who signed it.
    pub signed_by: Option<String>,
    /// The last day that a trial contract may run to.
    pub trial_until: Option<NaiveDate>,
    /// No registration to the end of this day, after false statements.
    pub barred_until: Option<NaiveDate>,
    /// When it was handed in last.
    pub submitted_at: At,
    /// When it ended.
    pub decided_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
}

impl CaseRow {
    /// Where it belongs, for questions of access.
    pub fn facts(&self) -> Facts {
        Facts {
            person: Some(self.person_id),
            organization: Some(self.school_id),
            district: self.district_id,
        }
    }

    /// The verdict tree. One that does not read back is a fault.
    pub fn assessment(&self) -> Result<Assessment, Error> {
        self.assessment
            .read()
            .map_err(|error| Error::Fault(format!("registration case {}: {error}", self.id)))
    }

    /// What the transfers of its settlement name as their origin.
    pub fn origin(&self) -> OriginId {
        OriginId(self.id.0)
    }
}

/// A registration, as it was recorded. Never changed.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = registrations, treat_none_as_default_value = false)]
pub struct Registration {
    /// Its id.
    pub id: RegistrationId,
    /// The number that the certificate's annex bears.
    pub number: String,
    /// Whose.
    pub person_id: PersonId,
    /// The case that decided it.
    pub case_id: CaseId,
    /// First registration or renewal.
    pub kind: RegistrationKind,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day.
    pub valid_to: NaiveDate,
    /// The day of the decision.
    pub registered_on: NaiveDate,
    /// What the sheet says.
    pub sheet: Json,
    /// When it was recorded.
    pub registered_at: At,
}
