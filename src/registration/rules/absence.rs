//! Time away from teaching and education management, and how long work was interrupted.
//!
//! Approved study, training, exchange, sick leave and maternity leave never interrupt, however long
//! they last; days that they cover are not counted even where another absence covers them too.

use chrono::NaiveDate;

use super::span::Span;
use crate::people::absences::AbsenceKind;
use crate::policy::{day_after, last_day_of};

crate::text_enum!(
    /// Why somebody was away.
    AbsenceReason {
        /// 经批准的进修
        Study => "study",
        /// 经批准的培训
        Training => "training",
        /// 经批准的学术交流
        Exchange => "exchange",
        /// 病假
        Sick => "sick",
        /// 产假
        Maternity => "maternity",
        /// 事假
        Personal => "personal",
        /// 借调到教育教学和教育管理以外的工作
        OtherWork => "other_work",
        /// 未经批准离岗
        Unapproved => "unapproved",
        /// Between two employments.
        NotEmployed => "not_employed",
    }
);

impl From<AbsenceKind> for AbsenceReason {
    fn from(kind: AbsenceKind) -> AbsenceReason {
        match kind {
            AbsenceKind::Study => AbsenceReason::Study,
            AbsenceKind::Training => AbsenceReason::Training,
            AbsenceKind::Exchange => AbsenceReason::Exchange,
            // Whether somebody may be registered meanwhile is another condition's question.
            AbsenceKind::Sick | AbsenceKind::Unfit => AbsenceReason::Sick,
            AbsenceKind::Maternity => AbsenceReason::Maternity,
            AbsenceKind::Personal => AbsenceReason::Personal,
            AbsenceKind::OtherWork => AbsenceReason::OtherWork,
            AbsenceKind::Unapproved => AbsenceReason::Unapproved,
        }
    }
}

impl AbsenceReason {
    /// Whether it interrupts work in the sense of the rule.
    pub const fn interrupts(self) -> bool {
        match self {
            AbsenceReason::Study
            | AbsenceReason::Training
            | AbsenceReason::Exchange
            | AbsenceReason::Sick
            | AbsenceReason::Maternity => false,
            AbsenceReason::Personal
            | AbsenceReason::OtherWork
            | AbsenceReason::Unapproved
            | AbsenceReason::NotEmployed => true,
        }
    }
}

/// Time away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absence {
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while it lasts.
    pub to: Option<NaiveDate>,
    /// Why.
    pub reason: AbsenceReason,
}

/// A stretch of days without work that nothing excuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interruption {
    /// First day.
    pub first: NaiveDate,
    /// Last day, as far as it is known on the day asked about.
    pub last: NaiveDate,
}

impl Interruption {
    /// How long it lasted.
    pub fn length(&self) -> Span {
        Span::between(self.first, day_after(self.last))
    }

    /// Whether it lasted for more than so many months.
    pub fn exceeds(&self, months: u32) -> bool {
        day_after(self.last) > last_day_of(self.first, months)
    }
}

/// The interruptions between two days, in order: absences that interrupt, without the days that an
/// approved leave covers, run together where they touch.
pub fn interruptions(absences: &[Absence], first: NaiveDate, last: NaiveDate) -> Vec<Interruption> {
    let clipped = |it: &Absence| Interruption {
        first: it.from.max(first),
        last: it.to.unwrap_or(last).min(last),
    };
    let (away, excused): (Vec<&Absence>, Vec<&Absence>) =
        absences.iter().partition(|it| it.reason.interrupts());
    let mut pieces: Vec<Interruption> = away.into_iter().map(clipped).collect();
    for leave in excused.into_iter().map(clipped) {
        let left = pieces.into_iter().flat_map(|it| without(it, leave));
        pieces = left.collect();
    }
    pieces.retain(|it| it.first <= it.last);
    pieces.sort_by_key(|it| it.first);
    let mut joined: Vec<Interruption> = Vec::new();
    for piece in pieces {
        match joined.last_mut() {
            Some(before) if piece.first <= day_after(before.last) => {
                before.last = before.last.max(piece.last);
            }
            _ => joined.push(piece),
        }
    }
    joined
}

/// What is left of a stretch without the days of a leave: up to two pieces, which may be empty.
fn without(stretch: Interruption, leave: Interruption) -> Vec<Interruption> {
    let is_apart =
        leave.last < leave.first || leave.last < stretch.first || stretch.last < leave.first;
    if is_apart {
        return vec![stretch];
    }
    let before = leave
        .first
        .pred_opt()
        .map(|last| Interruption { last, ..stretch });
    let after = Interruption {
        first: day_after(leave.last),
        ..stretch
    };
    before.into_iter().chain([after]).collect()
}

/// The gaps that employments leave between two days: nobody teaches in them.
pub fn gaps(
    employments: &[(NaiveDate, Option<NaiveDate>)],
    first: NaiveDate,
    last: NaiveDate,
) -> Vec<Absence> {
    let whole = Interruption { first, last };
    let mut pieces = vec![whole];
    for &(from, to) in employments {
        let work = Interruption {
            first: from,
            last: to.unwrap_or(last),
        };
        let left = pieces.into_iter().flat_map(|it| without(it, work));
        pieces = left.filter(|it| it.first <= it.last).collect();
    }
    let absence = |it: Interruption| Absence {
        from: it.first,
        to: Some(it.last),
        reason: AbsenceReason::NotEmployed,
    };
    pieces.into_iter().map(absence).collect()
}
