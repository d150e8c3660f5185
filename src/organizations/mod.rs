//! Bureau, districts, schools and providers, and the alliances between them.
//!
//! One tree: bureau → district → school; a provider stands under the office that looks after it.
//! What has no district is looked after by the bureau itself (局属). Not here: who works where
//! (`people`), who may do what (`access`).

pub mod actions;
pub mod codes;
pub mod pages;
pub mod reference;
pub mod routes;
pub mod rules;
pub mod store;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::access::Facts;
use crate::db::schema::{alliance_members, alliances, organizations};
use crate::message::Fact;
use crate::web::language::Language;

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

crate::text_enum!(
    /// What a school teaches.
    Stage {
        /// 幼儿园
        Kindergarten => "kindergarten",
        /// 小学
        Primary => "primary",
        /// 初中
        Junior => "junior",
        /// 高中
        Senior => "senior",
        /// 完全中学, 九年一贯制, 十二年一贯制
        Complete => "complete",
        /// 中等职业学校
        Vocational => "vocational",
        /// 特殊教育学校
        Special => "special",
    }
);

impl Stage {
    /// Key of the stage's name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Stage::Kindergarten => "stage-kindergarten",
            Stage::Primary => "stage-primary",
            Stage::Junior => "stage-junior",
            Stage::Senior => "stage-senior",
            Stage::Complete => "stage-complete",
            Stage::Vocational => "stage-vocational",
            Stage::Special => "stage-special",
        }
    }
}

impl OrganizationKind {
    /// Key of the kind's name.
    pub const fn name_key(self) -> &'static str {
        match self {
            OrganizationKind::Bureau => "organization-bureau",
            OrganizationKind::District => "organization-district",
            OrganizationKind::School => "organization-school",
            OrganizationKind::Provider => "organization-provider",
        }
    }
}

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
    /// What it teaches, if it is a school.
    pub stage: Option<Stage>,
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

/// A teacher development alliance.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = alliances, treat_none_as_default_value = false)]
pub struct Alliance {
    /// Its id.
    pub id: AllianceId,
    /// Its code, never reused.
    pub code: String,
    /// Its name.
    pub name: String,
    /// First day.
    pub founded_on: NaiveDate,
}

/// A membership of an alliance, with its dates.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = alliance_members, treat_none_as_default_value = false)]
pub struct Membership {
    /// Of which alliance.
    pub alliance_id: AllianceId,
    /// Whose.
    pub organization_id: OrganizationId,
    /// First day.
    pub joined_on: NaiveDate,
    /// Last day; none while it lasts.
    pub left_on: Option<NaiveDate>,
}

impl Organization {
    /// The name in a language: English only where there is an English one.
    pub fn name_in(&self, language: Language) -> &str {
        match (language, &self.name_en) {
            (Language::English, Some(name)) => name,
            _ => &self.name,
        }
    }

    /// The name for a sentence in either language.
    pub fn named(&self) -> Fact {
        let zh = self.name.clone();
        let en = self.name_en.clone().unwrap_or_else(|| zh.clone());
        Fact::Name { zh, en }
    }

    /// Whether it is open on a day.
    pub fn is_open(&self, on: NaiveDate) -> bool {
        self.opened_on <= on && self.closed_on.is_none_or(|last| on <= last)
    }

    /// Where it belongs, for questions of access.
    pub fn facts(&self) -> Facts {
        Facts {
            person: None,
            organization: Some(self.id),
            district: self.district_id,
        }
    }
}
