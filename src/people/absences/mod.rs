//! Time away from teaching (请假、进修、借调): what a school enters, with who approved it.
//!
//! Not here: what an absence means for a registration (`registration`), which counts interruptions.

pub mod actions;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod store;

crate::id_type!(
    /// An absence in somebody's file.
    AbsenceId
);

crate::text_enum!(
    /// Why somebody was away.
    AbsenceKind {
        /// 经批准的进修
        Study => "study",
        /// 经批准的培训
        Training => "training",
        /// 经批准的学术交流
        Exchange => "exchange",
        /// 病假
        Sick => "sick",
        /// 医院证明暂不适合任教: registration is deferred as long as it lasts.
        Unfit => "unfit",
        /// 产假
        Maternity => "maternity",
        /// 事假
        Personal => "personal",
        /// 借调到教育教学和教育管理以外的工作
        OtherWork => "other_work",
        /// 未经批准离岗
        Unapproved => "unapproved",
    }
);

impl AbsenceKind {
    /// Whether somebody approved it.
    pub const fn is_approved(self) -> bool {
        !matches!(self, AbsenceKind::Unapproved)
    }

    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            AbsenceKind::Study => "absence-study",
            AbsenceKind::Training => "absence-training",
            AbsenceKind::Exchange => "absence-exchange",
            AbsenceKind::Sick => "absence-sick",
            AbsenceKind::Unfit => "absence-unfit",
            AbsenceKind::Maternity => "absence-maternity",
            AbsenceKind::Personal => "absence-personal",
            AbsenceKind::OtherWork => "absence-other-work",
            AbsenceKind::Unapproved => "absence-unapproved",
        }
    }
}
