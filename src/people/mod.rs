//! People: a permanent teacher number, an identity document, names, dated employments.
//!
//! Start with `rules` (what a file may hold, how employments follow each other), then `actions`
//! (one function per use case; `registration` opens files). `search` finds people within somebody's reach.
//! Not here: accounts and sign-in (`identity`), hours (`credit_bank`).

pub mod absences;
pub mod actions;
pub mod documents;
pub mod export;
pub mod forms;
pub mod matches;
pub mod names;
pub mod newcomer;
pub mod numbers;
pub mod pages;
pub mod registration;
pub mod roster;
pub mod routes;
pub mod rules;
pub mod search;
pub mod store;
pub mod tabs;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::At;
use crate::db::schema::{employments, people};
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

impl Post {
    /// Key of the post's name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Post::Teacher => "post-teacher",
            Post::Principal => "post-principal",
            Post::DeputyPrincipal => "post-deputy-principal",
            Post::ResearchStaff => "post-research-staff",
            Post::Support => "post-support",
        }
    }
}

crate::text_enum!(
    /// A teacher's professional title (职称), the highest first.
    Title {
        /// 正高级教师
        FullSenior => "full_senior",
        /// 高级教师
        Senior => "senior",
        /// 一级教师
        FirstGrade => "first_grade",
        /// 二级教师
        SecondGrade => "second_grade",
        /// 三级教师
        ThirdGrade => "third_grade",
    }
);

impl Title {
    /// Key of the title's name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Title::FullSenior => "title-full-senior",
            Title::Senior => "title-senior",
            Title::FirstGrade => "title-first-grade",
            Title::SecondGrade => "title-second-grade",
            Title::ThirdGrade => "title-third-grade",
        }
    }
}

crate::text_enum!(
    /// The result of a year's assessment (年度考核).
    AssessmentGrade {
        /// 优秀
        Excellent => "excellent",
        /// 合格
        Pass => "pass",
        /// 基本合格
        BasicPass => "basic_pass",
        /// 不合格
        Fail => "fail",
        /// 未定等次: away for more than half the year, or on probation; neither pass nor fail.
        Ungraded => "ungraded",
    }
);

impl AssessmentGrade {
    /// Key of the grade's name.
    pub const fn name_key(self) -> &'static str {
        match self {
            AssessmentGrade::Excellent => "grade-excellent",
            AssessmentGrade::Pass => "grade-pass",
            AssessmentGrade::BasicPass => "grade-basic-pass",
            AssessmentGrade::Fail => "grade-fail",
            AssessmentGrade::Ungraded => "grade-ungraded",
        }
    }
}

crate::text_enum!(
    /// Sex as a file states it (GB/T 2261.1). The tables keep the standard's digit.
    SexCode {
        /// 0 未知
        Unknown => "unknown",
        /// 1 男
        Male => "male",
        /// 2 女
        Female => "female",
        /// 9 未说明
        NotStated => "not_stated",
    }
);

impl SexCode {
    /// Key of the word.
    pub const fn name_key(self) -> &'static str {
        match self {
            SexCode::Unknown => "sex-unknown",
            SexCode::Male => "sex-male",
            SexCode::Female => "sex-female",
            SexCode::NotStated => "sex-not-stated",
        }
    }
}

impl From<SexCode> for i32 {
    fn from(sex: SexCode) -> i32 {
        match sex {
            SexCode::Unknown => 0,
            SexCode::Male => 1,
            SexCode::Female => 2,
            SexCode::NotStated => 9,
        }
    }
}

impl From<i32> for SexCode {
    /// The tables allow no other digit than these four.
    fn from(digit: i32) -> SexCode {
        match digit {
            1 => SexCode::Male,
            2 => SexCode::Female,
            9 => SexCode::NotStated,
            _ => SexCode::Unknown,
        }
    }
}

impl From<documents::Sex> for SexCode {
    fn from(sex: documents::Sex) -> SexCode {
        match sex {
            documents::Sex::Male => SexCode::Male,
            documents::Sex::Female => SexCode::Female,
        }
    }
}

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
    /// Sort key: pinyin syllable by syllable, then the characters.
    pub name_pinyin: String,
    /// Pinyin initials.
    pub name_initials: String,
    /// As the file states it.
    #[diesel(deserialize_as = i32)]
    pub sex: SexCode,
    /// Birthday, where known.
    pub born_on: Option<NaiveDate>,
    /// Kind of identity document.
    pub document_kind: documents::DocumentKind,
    /// Last four characters of the document number.
    pub document_tail: String,
    /// Start of the five-year registration cycle that ran when the roster was taken in, where known.
    /// Later ones begin with a registration.
    pub cycle_started_on: Option<NaiveDate>,
    /// When the file was opened.
    pub created_at: At,
    /// Grows by one with each change.
    pub version: i64,
}

/// One employment: where somebody works or worked, and as what.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = employments, treat_none_as_default_value = false)]
pub struct Employment {
    /// Its id.
    pub id: EmploymentId,
    /// Whose.
    pub person_id: PersonId,
    /// Where.
    pub organization_id: OrganizationId,
    /// As what.
    pub post: Post,
    /// The subject taught, where there is one.
    pub subject: Option<String>,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day; none while it lasts.
    pub ended_on: Option<NaiveDate>,
}

impl Employment {
    /// Whether the employment covers a day.
    pub fn covers(&self, on: NaiveDate) -> bool {
        self.started_on <= on && self.ended_on.is_none_or(|last| on <= last)
    }
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
