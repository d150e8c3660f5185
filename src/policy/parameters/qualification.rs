//! Parameters about teacher qualification, and the words that they are written in.

use serde::{Deserialize, Serialize};

use super::Parameters;
use crate::policy::Certainty;

crate::text_enum!(
    /// The seven types of certificate (教师资格条例 art. 4), in the order of their digit.
    CertificateType {
        /// 幼儿园教师资格
        Kindergarten => "kindergarten",
        /// 小学教师资格
        Primary => "primary",
        /// 初级中学教师资格
        Junior => "junior",
        /// 高级中学教师资格
        Senior => "senior",
        /// 中等职业学校教师资格
        Vocational => "vocational",
        /// 中等职业学校实习指导教师资格
        PracticeInstructor => "practice_instructor",
        /// 高等学校教师资格
        Higher => "higher",
    }
);

crate::text_enum!(
    /// What a post teaches. A school may have posts of several levels, so this is not its stage.
    TeachingLevel {
        /// 幼儿园
        Kindergarten => "kindergarten",
        /// 小学
        Primary => "primary",
        /// 初中
        Junior => "junior",
        /// 高中
        Senior => "senior",
        /// 中等职业学校文化课、专业课
        Vocational => "vocational",
        /// 中等职业学校实习指导
        VocationalPractice => "vocational_practice",
    }
);

crate::text_enum!(
    /// Levels of Putonghua (普通话水平等级), the lowest first, so that they compare.
    PutonghuaLevel {
        /// 三级乙等
        ThirdB => "third_b",
        /// 三级甲等
        ThirdA => "third_a",
        /// 二级乙等
        SecondB => "second_b",
        /// 二级甲等
        SecondA => "second_a",
        /// 一级乙等
        FirstB => "first_b",
        /// 一级甲等
        FirstA => "first_a",
    }
);

/// `qualification.validity`: which certificates fit which posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateValidity {
    /// One row for each level.
    pub posts: Vec<PostCertificates>,
}

/// The certificates that fit posts of one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostCertificates {
    /// The level.
    pub level: TeachingLevel,
    /// Each of these is enough.
    pub certificates: Vec<CertificateType>,
    /// Each of these is enough together with a pre-school training course passed.
    #[serde(default)]
    pub with_preschool_training: Vec<CertificateType>,
    /// What the row rests on, as a page names it.
    pub clause: String,
    /// How certain the row is.
    pub certainty: Certainty,
}

impl CertificateValidity {
    /// The row of a level; every level has one.
    pub fn of(&self, level: TeachingLevel) -> &PostCertificates {
        self.posts
            .iter()
            .find(|row| row.level == level)
            .expect("checked when the rule set was loaded")
    }
}

impl Parameters for CertificateValidity {
    const KEY: &'static str = "qualification.validity";

    fn check(&self) -> Result<(), String> {
        for level in TeachingLevel::ALL {
            let rows = self.posts.iter().filter(|row| row.level == *level).count();
            if rows != 1 {
                return Err(format!("{level}: {rows} rows, there must be one"));
            }
        }
        for row in &self.posts {
            if row.certificates.is_empty() {
                return Err(format!("{}: no certificate fits", row.level));
            }
            let all = || row.certificates.iter().chain(&row.with_preschool_training);
            if let Some(twice) = all().find(|it| all().filter(|other| other == it).count() > 1) {
                return Err(format!("{}: {twice} stands twice", row.level));
            }
        }
        Ok(())
    }
}

/// `qualification.bars`: how long nobody may apply or sit again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualificationBars {
    /// After a revocation (撤销), no application for so many months.
    pub revoked_months: u32,
    /// After cheating, no examination for so many months.
    pub cheating_months: u32,
}

impl Parameters for QualificationBars {
    const KEY: &'static str = "qualification.bars";
}

/// `qualification.exam`: how long a pass lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExamValidity {
    /// The pass of a single written paper.
    pub paper_months: u32,
    /// The certificate of the whole examination (考试合格证明).
    pub certificate_months: u32,
}

impl Parameters for ExamValidity {
    const KEY: &'static str = "qualification.exam";
}

/// `qualification.putonghua`: the level of Putonghua that a post asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutonghuaRequirement {
    /// Every post, at least.
    pub least: PutonghuaLevel,
    /// Posts that ask for more.
    pub more: Vec<PutonghuaPost>,
}

/// Posts that ask for a higher level of Putonghua.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutonghuaPost {
    /// Posts of this level; none for every level.
    #[serde(default)]
    pub level: Option<TeachingLevel>,
    /// Posts of this subject; none for every subject.
    #[serde(default)]
    pub subject: Option<String>,
    /// At least.
    pub least: PutonghuaLevel,
}

impl PutonghuaRequirement {
    /// What a post asks for: the highest of the rows that it meets.
    pub fn of(&self, level: TeachingLevel, subject: Option<&str>) -> PutonghuaLevel {
        let fits = |row: &&PutonghuaPost| {
            row.level.is_none_or(|it| it == level)
                && row.subject.as_deref().is_none_or(|it| Some(it) == subject)
        };
        let rows = self.more.iter().filter(fits).map(|row| row.least);
        rows.fold(self.least, Ord::max)
    }
}

impl Parameters for PutonghuaRequirement {
    const KEY: &'static str = "qualification.putonghua";

    fn check(&self) -> Result<(), String> {
        for row in &self.more {
            if row.level.is_none() && row.subject.is_none() {
                return Err("a row of `more` names neither level nor subject".to_owned());
            }
            if row.least <= self.least {
                return Err(format!("{}: a row of `more` asks for no more", row.least));
            }
        }
        Ok(())
    }
}
