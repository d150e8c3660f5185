//! Bureau, districts, schools and providers, and the alliances between them.
//!
//! One tree: bureau → district → school; a provider stands under the office that looks after it.
//! What has no district is looked after by the bureau itself (局属). Not here: who works where
//! (`people`), who may do what (`access`).

pub mod codes;
pub mod store;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::access::Facts;
use crate::db::schema::organizations;

crate::id_type!(
    /// A bureau, district, school or provider.
    OrganizationId
);
crate::id_type!(
    /// A teacher development alliance (教师专业发展联盟).
    AllianceId
);

crate::text_enum!(
    /// What an organization is.
    OrganizationKind {
        /// 市教育局
        Bureau => "bureau",
        /// 区教育局
        District => "district",
        /// 学校, also kindergartens and vocational schools
        School => "school",
        /// 培训机构, also teacher development centres
        Provider => "provider",
    }
);

/// An organization as it stands.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = organizations, treat_none_as_default_value = false)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// What it is.
    pub kind: OrganizationKind,
    /// Area code, school identifier code (10 digits) or provider code; never reused.
    pub code: String,
    /// Its name in Chinese, which is its name.
    pub name: String,
    /// Its English name, where it has one.
    pub name_en: Option<String>,
    /// The office above it; none for the bureau only.
    pub parent_id: Option<OrganizationId>,
    /// The district that looks after it; its own id for a district; none if the bureau does.
    pub district_id: Option<OrganizationId>,
    /// A school's stage: kindergarten, primary, junior, senior, complete, vocational, special.
    pub stage: Option<String>,
    /// Whether it counts as a rural school.
    pub is_rural: bool,
    /// Unified social credit code (GB 32100-2015), where known.
    pub credit_code: Option<String>,
    /// First day.
    pub opened_on: NaiveDate,
    /// Last day, if it is closed.
    pub closed_on: Option<NaiveDate>,
    /// Grows by one with each change.
    pub version: i64,
}

impl Organization {
    /// Where it belongs, for questions of access.
    pub fn facts(&self) -> Facts {
        Facts {
            person: None,
            organization: Some(self.id),
            district: self.district_id,
        }
    }
}
