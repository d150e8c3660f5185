//! How far a case is, and who may sign for an office.

use super::assessment::Verdict;
use crate::access::Role;
use crate::message::Fact;
use crate::workflow::approval::case::{Case, Level, Place, State};

crate::text_enum!(
    /// How far a case is.
    CaseState {
        /// The school has it.
        AtSchool => "at_school",
        /// The district has it.
        AtDistrict => "at_district",
        /// The city has it.
        AtCity => "at_city",
        /// The province's answer is awaited.
        AtProvince => "at_province",
        /// Sent back to whoever handed it in.
        Returned => "returned",
        /// 注册合格
        Registered => "registered",
        /// 暂缓注册
        Deferred => "deferred",
        /// 注册不合格; the certificate is not touched.
        Refused => "refused",
        /// Taken back.
        Withdrawn => "withdrawn",
    }
);

impl CaseState {
    /// The state of a case that the last office concluded with a verdict.
    pub fn of(case: &Case, opinion: Verdict) -> CaseState {
        match case.state() {
            State::Awaiting(step) | State::Returned(Place::Step(step)) => {
                match case.round().route.steps()[step].level {
                    Level::School => CaseState::AtSchool,
                    Level::District => CaseState::AtDistrict,
                    Level::City => CaseState::AtCity,
                    Level::Province => CaseState::AtProvince,
                }
            }
            State::Draft | State::Returned(Place::Applicant) => CaseState::Returned,
            State::Approved => match opinion {
                Verdict::Qualified => CaseState::Registered,
                Verdict::Deferred => CaseState::Deferred,
                Verdict::Unqualified => CaseState::Refused,
            },
            // No office of this procedure refuses: the last one concludes with a verdict.
            State::Refused | State::Withdrawn | State::Expired => CaseState::Withdrawn,
        }
    }

    /// Whether somebody still has to decide.
    pub const fn is_open(self) -> bool {
        match self {
            CaseState::AtSchool
            | CaseState::AtDistrict
            | CaseState::AtCity
            | CaseState::AtProvince
            | CaseState::Returned => true,
            CaseState::Registered
            | CaseState::Deferred
            | CaseState::Refused
            | CaseState::Withdrawn => false,
        }
    }

    /// The states in which somebody still has to decide.
    pub fn open() -> impl Iterator<Item = CaseState> {
        CaseState::ALL.iter().copied().filter(|it| it.is_open())
    }

    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            CaseState::AtSchool => "registration-state-at-school",
            CaseState::AtDistrict => "registration-state-at-district",
            CaseState::AtCity => "registration-state-at-city",
            CaseState::AtProvince => "registration-state-at-province",
            CaseState::Returned => "registration-state-returned",
            CaseState::Registered => "registration-qualified",
            CaseState::Deferred => "registration-deferred",
            CaseState::Refused => "registration-unqualified",
            CaseState::Withdrawn => "registration-state-withdrawn",
        }
    }

    /// Its name, to stand in a sentence.
    pub const fn words(self) -> Fact {
        Fact::Key(self.name_key())
    }
}

/// The step of the route that has a case, if an office has it.
pub fn holder(case: &Case) -> Option<(usize, Level)> {
    match case.holder() {
        Some(Place::Step(number)) => {
            let step = case.round().route.steps().get(number)?;
            Some((number, step.level))
        }
        Some(Place::Applicant) | None => None,
    }
}

/// Whether the office that has a case is the last of its route.
pub fn is_at_last_step(case: &Case) -> bool {
    let last = case.round().route.steps().len() - 1;
    case.holder() == Some(Place::Step(last))
}

/// Whose roles give a seat on the way of a registration.
///
/// The head signs for the school's working group, HR hands in and prepares. The province answers
/// through the bureau: an officer other than the one who signed for the city enters its answer.
pub const SEATS: [Role; 4] = [
    Role::SchoolHead,
    Role::SchoolHr,
    Role::DistrictHr,
    Role::BureauHr,
];
