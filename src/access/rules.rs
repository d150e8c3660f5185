//! The table of roles and actions, and what follows from it.

use super::{Actor, Role};
use crate::error::Error;
use crate::message::Message;
use crate::organizations::OrganizationId;
use crate::people::PersonId;

/// What somebody may want to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// See a person's file: name, number, employments.
    ViewPerson,
    /// See a teacher's credit bank and statement.
    ViewCreditBank,
    /// See who falls short in an organization.
    ViewOverview,
    /// See a document number in clear, with a logged purpose.
    RevealDocument,
    /// Change a person's file; import a roster.
    EditPeople,
    /// Decide whether a roster row is somebody already known.
    DecideMatch,
    /// See a project with its courses as office or provider.
    ViewProject,
    /// File and change a provider's project.
    FileProject,
    /// Approve, return or refuse a project.
    DecideProject,
    /// Submit completions of a project.
    SubmitCompletions,
    /// See completions that wait for, or passed, a school or district.
    ViewCompletions,
    /// Confirm or refuse completions for a school.
    ConfirmCompletions,
    /// Open, draw and decide audits of a district.
    AuditCompletions,
    /// Undo posted hours by an opposite transfer.
    ReverseHours,
    /// Claim one's own study.
    ClaimStudy,
    /// See a claim.
    ViewClaim,
    /// Decide a claim for the school.
    DecideClaimAtSchool,
    /// Decide a claim for the district.
    DecideClaimAtDistrict,
    /// See a registration case and what a teacher is registered for.
    ViewRegistration,
    /// Apply for one's own registration.
    ApplyForRegistration,
    /// Hand in a school's list for registration.
    HandInRegistrations,
    /// Give a school's opinion on a registration and confirm it.
    DecideRegistrationAtSchool,
    /// Decide a registration for the district.
    DecideRegistrationAtDistrict,
    /// Decide a registration for the city, and enter the province's answer.
    DecideRegistrationAtCity,
    /// Open a registration window, and survey the city for it.
    OpenRegistrationWindow,
    /// Open accounts, issue activation codes, unlock, close.
    AdministerAccounts,
    /// Grant and end roles.
    AdministerRights,
    /// Read the journal.
    ViewJournal,
    /// Keep organizations and alliances.
    EditOrganizations,
    /// Enter or take out the loss or revocation of a qualification, and cheating.
    DecideQualification,
    /// See what is on file about a breach of ethics.
    ViewEthics,
    /// Enter, close and open again an alert about a breach of ethics.
    DecideEthics,
    /// See objections to a public notice.
    ViewObjections,
    /// Answer them.
    AnswerObjections,
    /// See rounds of selections, with their phases and places.
    ViewSelection,
    /// See them while they are prepared.
    ViewPreparedSelection,
    /// Open rounds, share places out, go from phase to phase.
    RunSelection,
    /// See nominations, without others' drafts.
    ViewNomination,
    /// Apply for a selection oneself.
    ApplyForSelection,
    /// Record a vote, post a list and recommend for the school.
    RecommendAtSchool,
    /// Post a list and recommend for the district.
    RecommendAtDistrict,
    /// Confirm conditions, and sign who is eligible.
    CheckEligibility,
    /// Keep the pool of experts.
    ManageExperts,
    /// See the committee's work: members, conflicts, coverage, meetings.
    ViewCommittee,
    /// Do the committee's work as its secretary.
    RunCommittee,
    /// Review and vote; only where one is a member, and never on a candidate one is in conflict with.
    ServeOnCommittee,
    /// Approve the result, certify, revoke.
    CertifySelection,
}

impl Action {
    /// The action that lets one see the thing; who cannot do that is told that it does not exist.
    const fn seen_by(self) -> Action {
        match self {
            Action::RevealDocument | Action::EditPeople | Action::DecideQualification => {
                Action::ViewPerson
            }
            Action::DecideEthics => Action::ViewEthics,
            Action::AnswerObjections => Action::ViewObjections,
            Action::FileProject | Action::DecideProject | Action::SubmitCompletions => {
                Action::ViewProject
            }
            Action::ConfirmCompletions | Action::AuditCompletions => Action::ViewCompletions,
            Action::ReverseHours => Action::ViewCreditBank,
            Action::DecideClaimAtSchool | Action::DecideClaimAtDistrict | Action::ClaimStudy => {
                Action::ViewClaim
            }
            Action::ApplyForRegistration
            | Action::HandInRegistrations
            | Action::DecideRegistrationAtSchool
            | Action::DecideRegistrationAtDistrict
            | Action::DecideRegistrationAtCity => Action::ViewRegistration,
            Action::RunSelection => Action::ViewSelection,
            Action::ManageExperts | Action::RunCommittee | Action::CertifySelection => {
                Action::ViewCommittee
            }
            Action::ApplyForSelection
            | Action::RecommendAtSchool
            | Action::RecommendAtDistrict
            | Action::CheckEligibility => Action::ViewNomination,
            itself => itself,
        }
    }

    /// Whether it decides somebody's case, which nobody does for oneself.
    const fn decides(self) -> bool {
        matches!(
            self,
            Action::DecideProject
                | Action::RecommendAtSchool
                | Action::RecommendAtDistrict
                | Action::CheckEligibility
                | Action::CertifySelection
                | Action::ConfirmCompletions
                | Action::AuditCompletions
                | Action::ReverseHours
                | Action::DecideClaimAtSchool
                | Action::DecideClaimAtDistrict
                | Action::DecideRegistrationAtSchool
                | Action::DecideRegistrationAtDistrict
                | Action::DecideRegistrationAtCity
                | Action::DecideMatch
                | Action::EditPeople
                | Action::DecideQualification
                | Action::DecideEthics
                | Action::AnswerObjections
        )
    }
}

/// How far a role carries an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Nothing,
    /// The person behind the account.
    Own,
    /// The organization that the role is bound to.
    Here,
    /// The district that the role is bound to, and all in it.
    District,
    /// Bodies without a district, which the bureau looks after itself.
    BureauRun,
    Everywhere,
}

/// The rights matrix. Read a line as: this role, with this action, reaches so far.
#[expect(clippy::too_many_lines, reason = "a table, read line by line")]
const fn span(role: Role, action: Action) -> Span {
    use Action as A;
    match role {
        Role::Teacher => match action {
            A::ViewPerson
            | A::ViewCreditBank
            | A::ViewClaim
            | A::ClaimStudy
            | A::ViewEthics
            | A::ViewRegistration
            | A::ApplyForRegistration
            | A::ViewNomination
            | A::ApplyForSelection => Span::Own,
            A::ViewSelection => Span::Everywhere,
            _ => Span::Nothing,
        },
        Role::SchoolHr => match action {
            A::ViewPerson
            | A::ViewCreditBank
            | A::ViewOverview
            | A::RevealDocument
            | A::EditPeople
            | A::ViewCompletions
            | A::ConfirmCompletions
            | A::ViewClaim
            | A::DecideClaimAtSchool
            | A::ViewEthics
            | A::ViewObjections
            | A::AnswerObjections
            | A::ViewRegistration
            | A::HandInRegistrations
            | A::DecideRegistrationAtSchool
            | A::ViewNomination
            | A::RecommendAtSchool => Span::Here,
            A::ViewSelection => Span::Everywhere,
            _ => Span::Nothing,
        },
        Role::SchoolHead => match action {
            A::ViewPerson
            | A::ViewCreditBank
            | A::ViewOverview
            | A::ViewCompletions
            | A::ViewClaim
            | A::ViewEthics
            | A::ViewObjections
            | A::AnswerObjections
            | A::ViewRegistration
            | A::DecideRegistrationAtSchool
            | A::ViewNomination => Span::Here,
            A::ViewSelection => Span::Everywhere,
            _ => Span::Nothing,
        },
        Role::DistrictHr => match action {
            A::ViewPerson
            | A::ViewCreditBank
            | A::ViewOverview
            | A::RevealDocument
            | A::EditPeople
            | A::DecideMatch
            | A::ViewCompletions
            | A::AuditCompletions
            | A::ReverseHours
            | A::ViewClaim
            | A::DecideClaimAtDistrict
            | A::ViewProject
            | A::DecideProject
            | A::DecideQualification
            | A::ViewEthics
            | A::DecideEthics
            | A::ViewObjections
            | A::AnswerObjections
            | A::ViewRegistration
            | A::DecideRegistrationAtDistrict
            | A::ViewNomination
            | A::RecommendAtDistrict => Span::District,
            A::ViewSelection => Span::Everywhere,
            _ => Span::Nothing,
        },
        Role::BureauHr => match action {
            A::ViewPerson
            | A::ViewCreditBank
            | A::ViewOverview
            | A::RevealDocument
            | A::EditPeople
            | A::DecideMatch
            | A::ViewCompletions
            | A::ReverseHours
            | A::ViewClaim
            | A::ViewProject
            | A::EditOrganizations
            | A::DecideQualification
            | A::ViewEthics
            | A::DecideEthics
            | A::ViewObjections
            | A::AnswerObjections
            | A::ViewRegistration
            | A::OpenRegistrationWindow
            | A::DecideRegistrationAtCity
            | A::ViewSelection
            | A::ViewPreparedSelection
            | A::RunSelection
            | A::ViewNomination
            | A::CheckEligibility
            | A::ManageExperts
            | A::ViewCommittee
            | A::CertifySelection => Span::Everywhere,
            A::DecideProject
            | A::DecideClaimAtDistrict
            | A::AuditCompletions
            | A::RecommendAtDistrict => Span::BureauRun,
            _ => Span::Nothing,
        },
        Role::Provider => match action {
            A::ViewProject | A::FileProject | A::SubmitCompletions => Span::Here,
            _ => Span::Nothing,
        },
        Role::Auditor => match action {
            A::ViewPerson
            | A::ViewCreditBank
            | A::ViewOverview
            | A::ViewCompletions
            | A::ViewClaim
            | A::ViewProject
            | A::ViewJournal
            | A::ViewEthics
            | A::ViewObjections
            | A::ViewRegistration
            | A::ViewSelection
            | A::ViewPreparedSelection
            | A::ViewNomination
            | A::ViewCommittee => Span::Everywhere,
            _ => Span::Nothing,
        },
        Role::SystemAdmin => match action {
            A::AdministerAccounts => Span::Everywhere,
            _ => Span::Nothing,
        },
        Role::SecurityAdmin => match action {
            A::AdministerRights => Span::Everywhere,
            _ => Span::Nothing,
        },
        Role::CommitteeMember => match action {
            A::ViewSelection | A::ServeOnCommittee => Span::Everywhere,
            _ => Span::Nothing,
        },
        Role::CommitteeSecretary => match action {
            A::ViewSelection | A::ViewNomination | A::ViewCommittee | A::RunCommittee => {
                Span::Everywhere
            }
            _ => Span::Nothing,
        },
    }
}

/// How far an action of a person reaches. Lists filter by it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Reach {
    /// All there is.
    pub everywhere: bool,
    /// Everything that belongs to no district.
    pub bureau_run: bool,
    /// One's own.
    pub own: Option<PersonId>,
    /// All that belongs to these schools or providers.
    pub organizations: Vec<OrganizationId>,
    /// All that belongs to these districts.
    pub districts: Vec<OrganizationId>,
}

/// Where a thing belongs: what [`Reach`] is asked about.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The person that it is about.
    pub person: Option<PersonId>,
    /// The school or provider that it belongs to.
    pub organization: Option<OrganizationId>,
    /// The district that it belongs to; none for what the bureau looks after itself.
    pub district: Option<OrganizationId>,
}

impl Reach {
    /// Whether it reaches nothing at all.
    pub fn is_empty(&self) -> bool {
        *self == Reach::default()
    }

    /// Whether a thing lies within.
    pub fn covers(&self, facts: &Facts) -> bool {
        let holds = |list: &[OrganizationId], one: Option<OrganizationId>| {
            one.is_some_and(|one| list.contains(&one))
        };
        self.everywhere
            || (self.bureau_run && facts.district.is_none())
            || (self.own.is_some() && self.own == facts.person)
            || holds(&self.organizations, facts.organization)
            || holds(&self.districts, facts.district)
    }
}

impl Actor {
    /// How far an action of this person reaches today.
    pub fn reach(&self, action: Action) -> Reach {
        let mut reach = Reach {
            everywhere: self.is_system(),
            ..Reach::default()
        };
        for grant in &self.grants {
            match span(grant.role, action) {
                Span::Nothing => {}
                Span::Own => reach.own = self.person,
                Span::Here => reach.organizations.push(grant.organization),
                Span::District => reach.districts.push(grant.organization),
                Span::BureauRun => reach.bureau_run = true,
                Span::Everywhere => reach.everywhere = true,
            }
        }
        reach
    }

    /// Whether the action reaches anything at all: shows or hides a way in.
    pub fn can_ever(&self, action: Action) -> bool {
        !self.reach(action).is_empty()
    }
}

/// Proof that [`may`] said yes. Nothing is saved without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permit {
    action: Action,
}

impl Permit {
    /// What was permitted.
    pub fn action(self) -> Action {
        self.action
    }
}

/// Why not, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    /// It lies outside everything this person may see: it does not exist.
    NotVisible,
    /// One may see it, and not do this.
    NotAllowed,
    /// Nobody decides on one's own case.
    OwnCase,
}

impl From<Denial> for Error {
    fn from(denial: Denial) -> Error {
        match denial {
            Denial::NotVisible => Error::NotFound,
            Denial::NotAllowed => Error::not_allowed(Message::new("access-not-allowed")),
            Denial::OwnCase => Error::not_allowed(Message::new("access-own-case")),
        }
    }
}

/// May this person do this to that thing? The same answer serves the button and the request.
pub fn may(actor: &Actor, action: Action, facts: &Facts) -> Result<Permit, Denial> {
    if !actor.reach(action.seen_by()).covers(facts) && !actor.reach(action).covers(facts) {
        return Err(Denial::NotVisible);
    }
    if !actor.reach(action).covers(facts) {
        return Err(Denial::NotAllowed);
    }
    if action.decides() && facts.person.is_some() && facts.person == actor.person {
        return Err(Denial::OwnCase);
    }
    Ok(Permit { action })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Grant;
    use crate::identity::AccountId;

    fn actor(person: Option<PersonId>, grants: &[(Role, OrganizationId)]) -> Actor {
        Actor::signed_in(
            AccountId::new(),
            "甲".to_owned(),
            person,
            grants
                .iter()
                .map(|&(role, organization)| Grant {
                    role,
                    organization,
                    organization_name: String::new(),
                })
                .collect(),
        )
    }

    #[test]
    fn what_one_may_not_see_does_not_exist() {
        let (school, other) = (OrganizationId::new(), OrganizationId::new());
        let officer = actor(None, &[(Role::SchoolHr, school)]);
        let at = |organization| Facts {
            person: Some(PersonId::new()),
            organization: Some(organization),
            district: Some(OrganizationId::new()),
        };
        assert!(may(&officer, Action::ViewCreditBank, &at(school)).is_ok());
        assert_eq!(
            may(&officer, Action::ViewCreditBank, &at(other)),
            Err(Denial::NotVisible)
        );
        assert_eq!(
            may(&officer, Action::ReverseHours, &at(school)),
            Err(Denial::NotAllowed)
        );
        assert_eq!(
            may(&officer, Action::ReverseHours, &at(other)),
            Err(Denial::NotVisible)
        );
    }

    #[test]
    fn nobody_decides_on_ones_own_case() {
        let (school, person) = (OrganizationId::new(), PersonId::new());
        let officer = actor(
            Some(person),
            &[(Role::SchoolHr, school), (Role::Teacher, school)],
        );
        let own = Facts {
            person: Some(person),
            organization: Some(school),
            district: None,
        };
        assert_eq!(
            may(&officer, Action::ConfirmCompletions, &own),
            Err(Denial::OwnCase)
        );
        assert!(may(&officer, Action::ViewCreditBank, &own).is_ok());
        assert!(may(&officer, Action::ClaimStudy, &own).is_ok());
    }

    #[test]
    fn administrators_have_no_business_data() {
        let bureau = OrganizationId::new();
        let thing = Facts {
            person: Some(PersonId::new()),
            organization: Some(bureau),
            district: Some(bureau),
        };
        for role in [Role::SystemAdmin, Role::SecurityAdmin] {
            let admin = actor(None, &[(role, bureau)]);
            for action in [
                Action::ViewPerson,
                Action::ViewCreditBank,
                Action::ViewOverview,
                Action::ViewClaim,
                Action::ViewJournal,
                Action::RevealDocument,
            ] {
                assert_eq!(
                    may(&admin, action, &thing),
                    Err(Denial::NotVisible),
                    "{role}"
                );
            }
        }
        let auditor = actor(None, &[(Role::Auditor, bureau)]);
        assert!(may(&auditor, Action::ViewJournal, &thing).is_ok());
        assert!(may(&auditor, Action::ConfirmCompletions, &thing).is_err());
    }

    #[test]
    fn the_bureau_decides_for_its_own_schools_and_sees_all() {
        let bureau = OrganizationId::new();
        let officer = actor(None, &[(Role::BureauHr, bureau)]);
        let facts = |district| Facts {
            district,
            ..Facts::default()
        };
        let district = Some(OrganizationId::new());
        assert!(may(&officer, Action::DecideClaimAtDistrict, &facts(None)).is_ok());
        assert_eq!(
            may(&officer, Action::DecideClaimAtDistrict, &facts(district)),
            Err(Denial::NotAllowed)
        );
        assert!(may(&officer, Action::ViewClaim, &facts(district)).is_ok());
    }

    #[test]
    fn a_visitor_reaches_nothing_and_the_program_everything() {
        for action in [
            Action::ViewPerson,
            Action::AdministerRights,
            Action::ViewJournal,
        ] {
            assert!(!Actor::nobody().can_ever(action));
            assert!(Actor::system("check").can_ever(action));
        }
    }

    #[test]
    fn a_teacher_reaches_only_oneself() {
        let (school, person) = (OrganizationId::new(), PersonId::new());
        let teacher = actor(Some(person), &[(Role::Teacher, school)]);
        let reach = teacher.reach(Action::ViewCreditBank);
        assert_eq!(
            reach,
            Reach {
                own: Some(person),
                ..Reach::default()
            }
        );
        let colleague = Facts {
            person: Some(PersonId::new()),
            organization: Some(school),
            district: None,
        };
        assert!(!reach.covers(&colleague));
    }
}
