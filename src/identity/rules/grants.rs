//! Who may be given which role: where it fits, and which roles exclude each other.

use chrono::NaiveDate;

use crate::access::Role;
use crate::identity::{AccountId, AccountState};
use crate::message::{Fact, Message};
use crate::organizations::OrganizationKind;

/// A role that an account holds or held, and from when to when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// What one is.
    pub role: Role,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day, if there is one.
    pub ends_on: Option<NaiveDate>,
}

impl Term {
    /// Whether two terms share a day.
    fn overlaps(&self, other: &Term) -> bool {
        self.ends_on.is_none_or(|end| other.starts_on <= end)
            && other.ends_on.is_none_or(|end| self.starts_on <= end)
    }
}

/// A role that somebody is to be given.
#[derive(Debug, Clone, Copy)]
pub struct WantedGrant<'a> {
    /// Who gives it; none for the program itself.
    pub giver: Option<AccountId>,
    /// Who gets it.
    pub account: AccountId,
    /// How that account stands.
    pub state: AccountState,
    /// Whether a teacher is behind the account.
    pub has_person: bool,
    /// What it will be, and when.
    pub term: Term,
    /// What kind of organization it is bound to.
    pub place: OrganizationKind,
    /// Roles that the account holds anywhere, also those to come.
    pub held: &'a [Term],
    /// The same role at the same organization, held or to come.
    pub held_here: &'a [Term],
}

/// Why a role cannot be given or ended, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantRefusal {
    /// Nobody changes one's own rights.
    OwnRights,
    /// The account is closed.
    AccountClosed,
    /// The last day lies before the first.
    EndsBeforeItStarts,
    /// The role belongs to another kind of organization.
    WrongKindOfPlace(Role),
    /// The role of a teacher needs a teacher behind the account.
    NoTeacher,
    /// One of the three administrators holds no other role (三员分立, GB/T 22239-2019, 8.1.5).
    ThreeApart {
        /// What is to be given.
        wanted: Role,
        /// What stands against it.
        held: Role,
    },
    /// The same role at the same place, on the same days.
    HeldAlready(Role),
    /// It has ended already.
    HasEnded,
}

impl GrantRefusal {
    /// What to tell the administrator.
    pub fn message(self) -> Message {
        let about = |key, role: Role| Message::new(key).with("role", Fact::Key(role.name_key()));
        match self {
            GrantRefusal::OwnRights => Message::new("rights-own"),
            GrantRefusal::AccountClosed => Message::new("rights-account-closed"),
            GrantRefusal::EndsBeforeItStarts => Message::new("rights-ends-before-it-starts"),
            GrantRefusal::WrongKindOfPlace(role) => about("rights-wrong-kind-of-place", role),
            GrantRefusal::NoTeacher => Message::new("rights-no-teacher"),
            GrantRefusal::ThreeApart { wanted, held } => {
                about("rights-three-apart", wanted).with("held", Fact::Key(held.name_key()))
            }
            GrantRefusal::HeldAlready(role) => about("rights-held-already", role),
            GrantRefusal::HasEnded => Message::new("rights-has-ended"),
        }
    }

    /// The field of the grant form that it is about, where it is about one.
    pub const fn field(self) -> Option<&'static str> {
        match self {
            GrantRefusal::EndsBeforeItStarts => Some("ends_on"),
            GrantRefusal::WrongKindOfPlace(_) => Some("organization"),
            GrantRefusal::NoTeacher
            | GrantRefusal::ThreeApart { .. }
            | GrantRefusal::HeldAlready(_) => Some("role"),
            GrantRefusal::OwnRights | GrantRefusal::AccountClosed | GrantRefusal::HasEnded => None,
        }
    }
}

/// Whether a role belongs to this kind of organization.
pub const fn fits(role: Role, place: OrganizationKind) -> bool {
    use OrganizationKind as K;
    match role {
        Role::Teacher | Role::SchoolHr | Role::SchoolHead => matches!(place, K::School),
        Role::DistrictHr => matches!(place, K::District),
        Role::Provider => matches!(place, K::Provider),
        Role::CommitteeMember | Role::CommitteeSecretary => {
            matches!(place, K::Bureau | K::District)
        }
        Role::BureauHr | Role::Auditor | Role::SystemAdmin | Role::SecurityAdmin => {
            matches!(place, K::Bureau)
        }
    }
}

/// May this role be given?
pub fn check_grant(wanted: &WantedGrant<'_>) -> Result<(), GrantRefusal> {
    let term = &wanted.term;
    if wanted.giver == Some(wanted.account) {
        return Err(GrantRefusal::OwnRights);
    }
    if wanted.state == AccountState::Closed {
        return Err(GrantRefusal::AccountClosed);
    }
    if term.ends_on.is_some_and(|end| end < term.starts_on) {
        return Err(GrantRefusal::EndsBeforeItStarts);
    }
    if !fits(term.role, wanted.place) {
        return Err(GrantRefusal::WrongKindOfPlace(term.role));
    }
    if term.role == Role::Teacher && !wanted.has_person {
        return Err(GrantRefusal::NoTeacher);
    }
    let same_days = |held: &&Term| held.overlaps(term);
    let against = wanted.held.iter().filter(same_days).find(|held| {
        held.role != term.role && (held.role.is_one_of_three() || term.role.is_one_of_three())
    });
    if let Some(held) = against {
        return Err(GrantRefusal::ThreeApart {
            wanted: term.role,
            held: held.role,
        });
    }
    if wanted.held_here.iter().any(|held| held.overlaps(term)) {
        return Err(GrantRefusal::HeldAlready(term.role));
    }
    Ok(())
}

/// Whether a role ends when somebody else's code resets the password of an active account.
///
/// One administrator resets the password, another gives the rights: whoever hands out a code could
/// use it, and must not come into an office by it (三员分立). Being a teacher is no office.
pub fn ends_by_reset(role: Role) -> bool {
    role != Role::Teacher
}

/// May this role be ended with today as its last day?
pub fn check_end(
    ender: Option<AccountId>,
    holder: AccountId,
    term: &Term,
    today: NaiveDate,
) -> Result<(), GrantRefusal> {
    if ender == Some(holder) {
        return Err(GrantRefusal::OwnRights);
    }
    if term.ends_on.is_some_and(|end| end < today) {
        return Err(GrantRefusal::HasEnded);
    }
    Ok(())
}
