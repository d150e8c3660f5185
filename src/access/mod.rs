//! Who may do what. Pure: roles and facts in, a permit or a denial out.
//!
//! One function, [`Actor::reach`], says how far an action of a person reaches: over which teachers,
//! schools, districts. Lists filter by it and single pages ask it, so that a page, a count, a search
//! and an export can never disagree. [`may`] adds the rules about one's own case.
//! What lies outside the reach of every viewing role does not exist for that person (404).

mod rules;

pub use rules::{Action, Denial, Facts, Permit, Reach, may};

use crate::identity::AccountId;
use crate::organizations::OrganizationId;
use crate::people::PersonId;

crate::text_enum!(
    /// A role, always bound to an organization and to dates.
    Role {
        /// 教师
        Teacher => "teacher",
        /// 学校人事
        SchoolHr => "school_hr",
        /// 校长
        SchoolHead => "school_head",
        /// 区教育局人事
        DistrictHr => "district_hr",
        /// 市教育局人事
        BureauHr => "bureau_hr",
        /// 培训机构
        Provider => "provider",
        /// 评委
        CommitteeMember => "committee_member",
        /// 评委会秘书
        CommitteeSecretary => "committee_secretary",
        /// 纪检审计, the audit administrator of the three (审计管理员)
        Auditor => "auditor",
        /// 系统管理员
        SystemAdmin => "system_admin",
        /// 安全管理员
        SecurityAdmin => "security_admin",
    }
);

impl Role {
    /// Key of the role's name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Role::Teacher => "role-teacher",
            Role::SchoolHr => "role-school-hr",
            Role::SchoolHead => "role-school-head",
            Role::DistrictHr => "role-district-hr",
            Role::BureauHr => "role-bureau-hr",
            Role::Provider => "role-provider",
            Role::CommitteeMember => "role-committee-member",
            Role::CommitteeSecretary => "role-committee-secretary",
            Role::Auditor => "role-auditor",
            Role::SystemAdmin => "role-system-admin",
            Role::SecurityAdmin => "role-security-admin",
        }
    }

    /// One of the three administrators, who hold no other role (三员分立, GB/T 22239-2019).
    pub const fn is_one_of_three(self) -> bool {
        matches!(
            self,
            Role::Auditor | Role::SystemAdmin | Role::SecurityAdmin
        )
    }
}

/// A role that somebody holds today, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// What one is.
    pub role: Role,
    /// Where.
    pub organization: OrganizationId,
    /// The organization's name, for the page frame.
    pub organization_name: String,
}

/// Who is acting, with the roles held today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account; none for the program itself and for a visitor who is not signed in.
    pub account: Option<AccountId>,
    /// For the journal and the page frame.
    pub name: String,
    /// The teacher behind the account, if there is one.
    pub person: Option<PersonId>,
    /// Roles held today.
    pub grants: Vec<Grant>,
    is_system: bool,
}

impl Actor {
    /// Somebody who is signed in.
    pub fn signed_in(
        account: AccountId,
        name: String,
        person: Option<PersonId>,
        grants: Vec<Grant>,
    ) -> Actor {
        Actor {
            account: Some(account),
            name,
            person,
            grants,
            is_system: false,
        }
    }

    /// The program itself, on behalf of whoever can run commands on the server.
    pub fn system(name: &str) -> Actor {
        Actor {
            name: name.to_owned(),
            is_system: true,
            ..Actor::nobody()
        }
    }

    /// A visitor who is not signed in, with no rights at all.
    pub fn nobody() -> Actor {
        Actor {
            account: None,
            name: String::new(),
            person: None,
            grants: Vec::new(),
            is_system: false,
        }
    }

    /// Whether the program itself acts.
    pub fn is_system(&self) -> bool {
        self.is_system
    }

    /// Whether the role is held anywhere today.
    pub fn holds(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// The organizations where the role is held today.
    pub fn places(&self, role: Role) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |grant| grant.role == role)
    }
}
