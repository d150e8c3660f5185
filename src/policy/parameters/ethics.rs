//! Parameters about sanctions and ethics (师德), and the words that they are written in.

use serde::{Deserialize, Serialize};

use super::Parameters;

crate::text_enum!(
    /// Sanctions (处分), the lightest first.
    SanctionKind {
        /// 警告
        Warning => "warning",
        /// 记过
        Demerit => "demerit",
        /// 记大过, for public officials
        MajorDemerit => "major_demerit",
        /// 降低岗位等级, for staff of public institutions
        LowerPost => "lower_post",
        /// 降级, for public officials
        LowerRank => "lower_rank",
        /// 撤职
        Removal => "removal",
        /// 开除
        Dismissal => "dismissal",
    }
);

crate::text_enum!(
    /// Which law of sanctions binds somebody.
    StaffClass {
        /// Teachers and other staff.
        Teacher => "teacher",
        /// 公职人员, such as the principal of a public school.
        PublicOfficial => "public_official",
    }
);

/// `ethics.sanctions`: which sanctions there are, for whom and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SanctionTerms {
    /// One row for each sanction and group of staff.
    pub terms: Vec<SanctionTerm>,
}

/// A sanction that may be given to some staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SanctionTerm {
    /// Which.
    pub kind: SanctionKind,
    /// To whom.
    pub staff: Vec<StaffClass>,
    /// How long it runs from the decision; none for a dismissal, which has no end.
    #[serde(default)]
    pub months: Option<u32>,
}

impl SanctionTerms {
    /// The row for a sanction and a person, if the person can get that sanction.
    pub fn find(&self, kind: SanctionKind, staff: StaffClass) -> Option<&SanctionTerm> {
        self.terms
            .iter()
            .find(|row| row.kind == kind && row.staff.contains(&staff))
    }
}

impl Parameters for SanctionTerms {
    const KEY: &'static str = "ethics.sanctions";

    fn check(&self) -> Result<(), String> {
        for row in &self.terms {
            let is_endless = row.kind == SanctionKind::Dismissal;
            if row.months.is_none() != is_endless || row.months == Some(0) {
                return Err(format!("{}: only a dismissal has no months", row.kind));
            }
            for staff in &row.staff {
                let of_staff = |it: &&SanctionTerm| it.staff.contains(staff);
                let rows = self.terms.iter().filter(|it| it.kind == row.kind);
                if rows.filter(of_staff).count() > 1 {
                    return Err(format!("{} for {staff} stands twice", row.kind));
                }
            }
        }
        Ok(())
    }
}

/// `ethics.handling`: other handling of a breach of ethics than a sanction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EthicsHandling {
    /// Whoever loses rights (awards, promotion, titles, talent plans) loses them for at least so
    /// many months.
    pub rights_loss_months_min: u32,
}

impl Parameters for EthicsHandling {
    const KEY: &'static str = "ethics.handling";
}

crate::text_enum!(
    /// The best grade of the annual assessment that a sanction rules out, the lighter effect first.
    GradeBarred {
        /// No 优秀.
        Excellent => "excellent",
        /// Neither 优秀 nor 合格.
        Pass => "pass",
    }
);

/// `ethics.assessment`: what a sanction rules out in the annual assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SanctionedGrades {
    /// Sanctions of this weight and heavier, up to the next row.
    pub from: Vec<SanctionedGrade>,
}

/// What sanctions from one weight on rule out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SanctionedGrade {
    /// This sanction and heavier ones.
    pub kind: SanctionKind,
    /// What they rule out.
    pub bars: GradeBarred,
}

impl SanctionedGrades {
    /// What a sanction rules out.
    pub fn of(&self, kind: SanctionKind) -> Option<GradeBarred> {
        let reached = self.from.iter().filter(|row| row.kind <= kind);
        reached.map(|row| row.bars).max()
    }
}

impl Parameters for SanctionedGrades {
    const KEY: &'static str = "ethics.assessment";
}

crate::text_enum!(
    /// What somebody may be kept from.
    Purpose {
        /// 定期注册
        Registration => "registration",
        /// 职称
        Title => "title",
        /// 评优评先, 特级教师 and other selections
        Selection => "selection",
        /// 人才储备库, 培养工程
        TalentPool => "talent_pool",
        /// 工作室
        Studio => "studio",
        /// 岗位聘任、晋升
        Promotion => "promotion",
    }
);

/// `ethics.look_back`: how far back a breach of ethics is looked for. It is no sanction period: a
/// breach is still found after its sanction was lifted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookBacks {
    /// Where a window is set; elsewhere only what still runs counts.
    pub windows: Vec<LookBack>,
}

/// The window for one purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookBack {
    /// For what.
    pub purpose: Purpose,
    /// So many months from the decision.
    pub months: u32,
}

impl LookBacks {
    /// The window for a purpose, if one is set.
    pub fn months_for(&self, purpose: Purpose) -> Option<u32> {
        let window = self.windows.iter().find(|it| it.purpose == purpose)?;
        Some(window.months)
    }
}

impl Parameters for LookBacks {
    const KEY: &'static str = "ethics.look_back";
}
