//! People: a permanent teacher number, an identity document, names, dated employments.
//!
//! Not here: accounts and sign-in (`identity`), hours (`credit_bank`).

pub mod documents;
pub mod names;
pub mod store;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::At;
use crate::db::schema::people;
use crate::organizations::OrganizationId;

crate::id_type!(
    /// A person.
    PersonId
);
crate::id_type!(
    /// One employment of a person.
    EmploymentId
);

crate::text_enum!(
    /// What somebody is employed as.
    Post {
        /// 教师
        Teacher => "teacher",
        /// 校长（园长）
        Principal => "principal",
        /// 副校长
        DeputyPrincipal => "deputy_principal",
        /// 教研员
        ResearchStaff => "research_staff",
        /// 其他教辅人员
        Support => "support",
    }
);

/// A person as the file has them. The document number itself stays encrypted in the database.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = people)]
pub struct Person {
    /// The person's id.
    pub id: PersonId,
    /// Permanent number; survives every change of school, name or document.
    pub teacher_number: String,
    /// Name as in the document.
    pub name: String,
    /// Sort key: full pinyin.
    pub name_pinyin: String,
    /// Pinyin initials.
    pub name_initials: String,
    /// GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated.
    pub sex: i32,
    /// Birthday, where known.
    pub born_on: Option<NaiveDate>,
    /// Kind of identity document.
    pub document_kind: String,
    /// Last four characters of the document number.
    pub document_tail: String,
    /// Start of the running five-year registration cycle, where known.
    pub cycle_started_on: Option<NaiveDate>,
    /// When the file was opened.
    pub created_at: At,
    /// Grows by one with each change.
    pub version: i64,
}

/// Where somebody works on a day, with the district of the school.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workplace {
    /// The person.
    pub person: PersonId,
    /// The school.
    pub school: OrganizationId,
    /// Its district; none for a bureau-run school.
    pub district: Option<OrganizationId>,
    /// Employed as.
    pub post: Post,
    /// Since.
    pub since: NaiveDate,
}

impl Workplace {
    /// Where the person belongs, for questions of access.
    pub fn facts(&self) -> crate::access::Facts {
        crate::access::Facts {
            person: Some(self.person),
            organization: Some(self.school),
            district: self.district,
        }
    }
}
