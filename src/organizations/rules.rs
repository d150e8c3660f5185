//! When a school, provider or alliance may be opened, renamed, closed, joined and left. Pure.
//!
//! A code is given once: renaming keeps it, and a school that changes its category is closed and
//! another one opened (学校(机构)标识码 rules). Not here: how codes are built (`codes`).

use chrono::NaiveDate;

use super::codes::{CodeError, ProviderCode, SchoolCategory, SchoolCode, SocialCreditCode};
use super::{Membership, Organization, OrganizationId, OrganizationKind, Stage};
use crate::error::Error;
use crate::message::Message;

/// The longest names of real schools have some 40 characters.
const NAME_CHARACTERS_MAX: usize = 80;

/// A school or provider that somebody wants to open.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    /// School or provider.
    pub kind: OrganizationKind,
    /// School identifier code or provider code.
    pub code: String,
    /// Name in Chinese.
    pub name: String,
    /// English name, where there is one.
    pub name_en: Option<String>,
    /// The district that looks after it; none for the bureau itself.
    pub district: Option<OrganizationId>,
    /// What it teaches, if it is a school.
    pub stage: Option<Stage>,
    /// Whether it counts as a rural school.
    pub is_rural: bool,
    /// Unified social credit code, where known.
    pub credit_code: Option<String>,
    /// First day.
    pub opened_on: NaiveDate,
}

/// Why an organization cannot be opened, renamed or closed, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrganizationRefusal {
    /// Offices are reference data, not opened by hand.
    OfficeIsReference,
    /// The code is not well formed.
    Code(CodeError),
    /// Another organization has, or had, the code.
    CodeTaken,
    /// No name, or one that is too long.
    Name,
    /// A school needs a stage, and one that its code allows.
    StageDiffers,
    /// The credit code is not well formed.
    CreditCode(CodeError),
    /// Not every teacher has gone.
    StillEmploys {
        /// How many are left.
        people: i64,
    },
    /// It is closed already.
    AlreadyClosed,
    /// A last day before the first.
    ClosesBeforeOpening,
}

/// An organization as it will be, or the rule that it breaks.
pub fn open(
    new: &NewOrganization,
    bureau: OrganizationId,
) -> Result<Organization, OrganizationRefusal> {
    use OrganizationRefusal::*;
    let code = match new.kind {
        OrganizationKind::Bureau | OrganizationKind::District => return Err(OfficeIsReference),
        OrganizationKind::School => {
            let code = SchoolCode::parse(&new.code).map_err(Code)?;
            let fits = new
                .stage
                .is_some_and(|stage| is_stage_of(stage, code.category()));
            if !fits {
                return Err(StageDiffers);
            }
            code.to_string()
        }
        OrganizationKind::Provider => ProviderCode::parse(&new.code).map_err(Code)?.to_string(),
    };
    let credit_code = new
        .credit_code
        .as_deref()
        .filter(|it| !it.trim().is_empty());
    let credit_code = credit_code
        .map(SocialCreditCode::parse)
        .transpose()
        .map_err(CreditCode)?;
    Ok(Organization {
        id: OrganizationId::new(),
        kind: new.kind,
        code,
        name: parse_name(&new.name)?,
        name_en: english(new.name_en.as_deref()),
        parent_id: Some(new.district.unwrap_or(bureau)),
        district_id: new.district,
        stage: new.stage.filter(|_| new.kind == OrganizationKind::School),
        is_rural: new.is_rural,
        credit_code: credit_code.map(|it| it.to_string()),
        opened_on: new.opened_on,
        closed_on: None,
        version: 1,
    })
}

/// A name in one line.
pub fn parse_name(text: &str) -> Result<String, OrganizationRefusal> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > NAME_CHARACTERS_MAX {
        Err(OrganizationRefusal::Name)
    } else {
        Ok(name)
    }
}

/// An English name, if one was given.
pub fn english(text: Option<&str>) -> Option<String> {
    let name = text?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}

/// Whether schools of a category teach at a stage.
pub fn is_stage_of(stage: Stage, category: SchoolCategory) -> bool {
    match category {
        SchoolCategory::Kindergarten => stage == Stage::Kindergarten,
        SchoolCategory::Primary | SchoolCategory::AdultPrimary => stage == Stage::Primary,
        // Nine-year schools (九年一贯制) stand under 31, complete ones (完全中学) under 34.
        SchoolCategory::JuniorSecondary | SchoolCategory::AdultJuniorSecondary => {
            matches!(stage, Stage::Junior | Stage::Complete)
        }
        SchoolCategory::SeniorSecondary | SchoolCategory::AdultSeniorSecondary => {
            matches!(stage, Stage::Senior | Stage::Complete)
        }
        SchoolCategory::VocationalJuniorSecondary | SchoolCategory::SecondaryVocational => {
            stage == Stage::Vocational
        }
        SchoolCategory::Reformatory | SchoolCategory::SpecialEducation => stage == Stage::Special,
        SchoolCategory::College | SchoolCategory::AdultCollege | SchoolCategory::Other => true,
    }
}

/// The last day of an organization: nobody may be employed there after it.
pub fn may_close(
    organization: &Organization,
    last_day: NaiveDate,
    people_left: i64,
) -> Result<(), OrganizationRefusal> {
    use OrganizationRefusal::*;
    match organization.kind {
        OrganizationKind::Bureau | OrganizationKind::District => return Err(OfficeIsReference),
        OrganizationKind::School | OrganizationKind::Provider => {}
    }
    if people_left > 0 {
        return Err(StillEmploys {
            people: people_left,
        });
    }
    if organization.closed_on.is_some() {
        return Err(AlreadyClosed);
    }
    if last_day < organization.opened_on {
        return Err(ClosesBeforeOpening);
    }
    Ok(())
}

/// Why an alliance cannot be joined or left, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AllianceRefusal {
    /// Offices approve courses; they do not give any.
    OfficeIsNoMember,
    /// The member is one already, or was on that day.
    AlreadyMember,
    /// There is no membership to end.
    NoMember,
    /// Before the alliance was founded, or before the membership began.
    TooEarly,
}

/// Whether an organization may join on a day.
pub fn may_join(
    member: &Organization,
    founded_on: NaiveDate,
    memberships: &[Membership],
    on: NaiveDate,
) -> Result<(), AllianceRefusal> {
    match member.kind {
        OrganizationKind::Bureau | OrganizationKind::District => {
            return Err(AllianceRefusal::OfficeIsNoMember);
        }
        OrganizationKind::School | OrganizationKind::Provider => {}
    }
    let overlaps = |it: &Membership| it.left_on.is_none_or(|last| on <= last);
    if memberships.iter().any(overlaps) {
        return Err(AllianceRefusal::AlreadyMember);
    }
    if on < founded_on {
        return Err(AllianceRefusal::TooEarly);
    }
    Ok(())
}

/// The membership that ends on a last day.
pub fn may_leave(
    memberships: &[Membership],
    last_day: NaiveDate,
) -> Result<&Membership, AllianceRefusal> {
    let open = memberships
        .iter()
        .find(|it| it.left_on.is_none())
        .ok_or(AllianceRefusal::NoMember)?;
    if last_day < open.joined_on {
        return Err(AllianceRefusal::TooEarly);
    }
    Ok(open)
}

impl From<OrganizationRefusal> for Error {
    fn from(refusal: OrganizationRefusal) -> Error {
        use OrganizationRefusal::*;
        match refusal {
            OfficeIsReference => Error::not_now(Message::new("organization-office-is-reference")),
            Code(error) => Error::input("code", error.into()),
            CodeTaken => Error::input("code", Message::new("organization-code-taken")),
            Name => Error::input(
                "name",
                Message::new("organization-name").with("most", NAME_CHARACTERS_MAX),
            ),
            StageDiffers => Error::input("stage", Message::new("organization-stage-differs")),
            CreditCode(error) => Error::input("credit_code", error.into()),
            StillEmploys { people } => Error::input(
                "on",
                Message::new("organization-still-employs").with("people", people),
            ),
            AlreadyClosed => Error::not_now(Message::new("organization-already-closed")),
            ClosesBeforeOpening => {
                Error::input("on", Message::new("organization-closes-before-opening"))
            }
        }
    }
}

impl From<AllianceRefusal> for Error {
    fn from(refusal: AllianceRefusal) -> Error {
        match refusal {
            AllianceRefusal::OfficeIsNoMember => {
                Error::input("organization", Message::new("alliance-office-is-no-member"))
            }
            AllianceRefusal::AlreadyMember => {
                Error::input("organization", Message::new("alliance-already-member"))
            }
            AllianceRefusal::NoMember => {
                Error::input("organization", Message::new("alliance-no-member"))
            }
            AllianceRefusal::TooEarly => Error::input("on", Message::new("alliance-too-early")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organizations::AllianceId;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
    }

    fn new_school() -> NewOrganization {
        NewOrganization {
            kind: OrganizationKind::School,
            code: "2144000123".to_owned(),
            name: "  广州市第一小学 ".to_owned(),
            name_en: Some(" ".to_owned()),
            district: Some(OrganizationId::new()),
            stage: Some(Stage::Primary),
            is_rural: false,
            credit_code: None,
            opened_on: day(2000, 9, 1),
        }
    }

    #[test]
    fn a_school_is_opened_with_its_codes_in_order() {
        use OrganizationRefusal::*;
        let bureau = OrganizationId::new();
        let school = open(&new_school(), bureau).expect("all is well");
        assert_eq!(school.name, "广州市第一小学");
        assert_eq!(
            (school.name_en, school.parent_id),
            (None, school.district_id)
        );
        let refused = |change: &dyn Fn(&mut NewOrganization)| {
            let mut new = new_school();
            change(&mut new);
            open(&new, bureau).err()
        };
        assert_eq!(
            refused(&|it| it.kind = OrganizationKind::District),
            Some(OfficeIsReference)
        );
        assert_eq!(
            refused(&|it| it.code = "2099000123".to_owned()),
            Some(Code(CodeError::Category))
        );
        assert_eq!(refused(&|it| it.stage = None), Some(StageDiffers));
        assert_eq!(
            refused(&|it| it.stage = Some(Stage::Senior)),
            Some(StageDiffers)
        );
        assert_eq!(refused(&|it| it.name = " ".to_owned()), Some(Name));
        assert_eq!(
            refused(&|it| it.credit_code = Some("91350100M000100Y44".to_owned())),
            Some(CreditCode(CodeError::CheckDigit))
        );
    }

    #[test]
    fn what_belongs_to_no_district_stands_under_the_bureau() {
        let bureau = OrganizationId::new();
        let new = NewOrganization {
            kind: OrganizationKind::Provider,
            code: "gz-tdc".to_owned(),
            district: None,
            ..new_school()
        };
        let provider = open(&new, bureau).expect("all is well");
        assert_eq!(provider.code, "GZ-TDC");
        assert_eq!(
            (provider.parent_id, provider.district_id),
            (Some(bureau), None)
        );
        assert_eq!(provider.stage, None);
    }

    #[test]
    fn nobody_is_left_behind_when_a_school_closes() {
        use OrganizationRefusal::*;
        let school = open(&new_school(), OrganizationId::new()).expect("all is well");
        let last = day(2026, 8, 31);
        assert_eq!(may_close(&school, last, 0), Ok(()));
        assert_eq!(may_close(&school, last, 3), Err(StillEmploys { people: 3 }));
        assert_eq!(
            may_close(&school, day(2000, 8, 31), 0),
            Err(ClosesBeforeOpening)
        );
        let closed = Organization {
            closed_on: Some(last),
            ..school
        };
        assert_eq!(may_close(&closed, last, 0), Err(AlreadyClosed));
    }

    #[test]
    fn memberships_do_not_overlap() {
        let school = open(&new_school(), OrganizationId::new()).expect("all is well");
        let founded = day(2020, 1, 1);
        let past = Membership {
            alliance_id: AllianceId::new(),
            organization_id: school.id,
            joined_on: day(2021, 1, 1),
            left_on: Some(day(2021, 12, 31)),
        };
        let list = [past.clone()];
        assert_eq!(may_join(&school, founded, &list, day(2022, 1, 1)), Ok(()));
        assert_eq!(
            may_join(&school, founded, &list, day(2021, 12, 31)),
            Err(AllianceRefusal::AlreadyMember)
        );
        assert_eq!(
            may_join(&school, founded, &[], day(2019, 12, 31)),
            Err(AllianceRefusal::TooEarly)
        );
        assert_eq!(
            may_leave(&list, day(2022, 1, 1)),
            Err(AllianceRefusal::NoMember)
        );
        let open = [Membership {
            left_on: None,
            ..past
        }];
        assert_eq!(may_leave(&open, day(2022, 1, 1)), Ok(&open[0]));
        assert_eq!(
            may_leave(&open, day(2020, 1, 1)),
            Err(AllianceRefusal::TooEarly)
        );
    }
}
