//! How far a nomination is, its way, the school's vote, and what stands against a step. Pure.

pub mod eligibility;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Nomination;
use crate::credit_bank::claims::rules::Offices;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::notices::Occasion;
use crate::organizations::OrganizationId;
use crate::selection::phases::Permission;
use crate::selection::programmes::{Approval, Programme};
use crate::selection::tally::{Ballots, Meeting, tally};
use crate::workflow::approval::case::{
    Case, Level, Office, Place, Route, State, Step, Substitutes,
};

/// Characters of a statement, at least and at most.
pub const STATEMENT_CHARACTERS: (usize, usize) = (20, 3_000);
/// People at one meeting of a school, at most.
const STAFF_MAX: i64 = 10_000;

crate::text_enum!(
    /// How far a nomination is.
    NominationState {
        /// The teacher is writing; nobody else sees it.
        Draft => "draft",
        /// With the school.
        AtSchool => "at_school",
        /// With the district, or with the bureau for its own schools.
        AtDistrict => "at_district",
        /// Back with the teacher.
        Returned => "returned",
        /// The district recommends it.
        Endorsed => "endorsed",
        /// An office said no.
        Refused => "refused",
        /// The teacher took it back.
        Withdrawn => "withdrawn",
        /// It was sent back, and not handed in again in time.
        Expired => "expired",
        /// The bureau took the candidate out, with a reason.
        Excluded => "excluded",
    }
);

impl NominationState {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            NominationState::Draft => "nomination-draft",
            NominationState::AtSchool => "nomination-at-school",
            NominationState::AtDistrict => "nomination-at-district",
            NominationState::Returned => "nomination-returned",
            NominationState::Endorsed => "nomination-endorsed",
            NominationState::Refused => "nomination-refused",
            NominationState::Withdrawn => "nomination-withdrawn",
            NominationState::Expired => "nomination-expired",
            NominationState::Excluded => "nomination-excluded",
        }
    }

    /// As the engine's case says. Whoever leaves after all offices recommended does so by
    /// [`may_leave`], and the case stays as it ended.
    pub fn of(case: &Case) -> NominationState {
        match case.state() {
            State::Draft => NominationState::Draft,
            State::Awaiting(step) | State::Returned(Place::Step(step)) => {
                match case.round().route.steps()[step].level {
                    Level::School => NominationState::AtSchool,
                    Level::District | Level::City | Level::Province => NominationState::AtDistrict,
                }
            }
            State::Returned(Place::Applicant) => NominationState::Returned,
            State::Approved => NominationState::Endorsed,
            State::Refused => NominationState::Refused,
            State::Withdrawn => NominationState::Withdrawn,
            State::Expired => NominationState::Expired,
        }
    }

    /// Whether a case that ended so can belong to it.
    pub fn follows(self, case: &Case) -> bool {
        let by_case = NominationState::of(case);
        let has_left = matches!(self, NominationState::Withdrawn | NominationState::Excluded);
        self == by_case || (has_left && by_case == NominationState::Endorsed)
    }

    /// How whoever is in it left.
    pub const fn exit(self) -> Option<Exit> {
        match self {
            NominationState::Withdrawn => Some(Exit::Withdrawal),
            NominationState::Excluded => Some(Exit::Exclusion),
            _ => None,
        }
    }

    /// Whether the teacher stands, or may yet: until they give up.
    pub const fn stands(self) -> bool {
        !matches!(self, NominationState::Withdrawn)
    }

    /// The level that has it, if one has.
    pub const fn level(self) -> Option<ListLevel> {
        match self {
            NominationState::AtSchool => Some(ListLevel::School),
            NominationState::AtDistrict => Some(ListLevel::District),
            _ => None,
        }
    }
}

crate::text_enum!(
    /// How a nomination stands, as lists tell and are narrowed by: how far it is, with what the bureau
    /// signed.
    Stand {
        /// The teacher is writing.
        Draft => "draft",
        /// With the school.
        AtSchool => "at_school",
        /// With the district.
        AtDistrict => "at_district",
        /// Back with the teacher.
        Returned => "returned",
        /// Recommended; the bureau has not signed yet.
        Endorsed => "endorsed",
        /// Signed as eligible.
        Eligible => "eligible",
        /// Signed as not eligible.
        NotEligible => "not_eligible",
        /// An office said no.
        Refused => "refused",
        /// The teacher took it back.
        Withdrawn => "withdrawn",
        /// Sent back, and not handed in again in time.
        Expired => "expired",
        /// The bureau took the candidate out.
        Excluded => "excluded",
    }
);

impl Stand {
    /// As state and signature say.
    pub const fn of(nomination: &Nomination) -> Stand {
        match (nomination.state, nomination.is_eligible) {
            (NominationState::Draft, _) => Stand::Draft,
            (NominationState::AtSchool, _) => Stand::AtSchool,
            (NominationState::AtDistrict, _) => Stand::AtDistrict,
            (NominationState::Returned, _) => Stand::Returned,
            (NominationState::Endorsed, None) => Stand::Endorsed,
            (NominationState::Endorsed, Some(true)) => Stand::Eligible,
            (NominationState::Endorsed, Some(false)) => Stand::NotEligible,
            (NominationState::Refused, _) => Stand::Refused,
            (NominationState::Withdrawn, _) => Stand::Withdrawn,
            (NominationState::Expired, _) => Stand::Expired,
            (NominationState::Excluded, _) => Stand::Excluded,
        }
    }

    /// The state, and what was signed, that it stands for.
    pub const fn stored(self) -> (NominationState, Option<bool>) {
        match self {
            Stand::Draft => (NominationState::Draft, None),
            Stand::AtSchool => (NominationState::AtSchool, None),
            Stand::AtDistrict => (NominationState::AtDistrict, None),
            Stand::Returned => (NominationState::Returned, None),
            Stand::Endorsed => (NominationState::Endorsed, None),
            Stand::Eligible => (NominationState::Endorsed, Some(true)),
            Stand::NotEligible => (NominationState::Endorsed, Some(false)),
            Stand::Refused => (NominationState::Refused, None),
            Stand::Withdrawn => (NominationState::Withdrawn, None),
            Stand::Expired => (NominationState::Expired, None),
            Stand::Excluded => (NominationState::Excluded, None),
        }
    }

    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Stand::Draft => "nomination-draft",
            Stand::AtSchool => "nomination-at-school",
            Stand::AtDistrict => "nomination-at-district",
            Stand::Returned => "nomination-returned",
            Stand::Endorsed => "nomination-endorsed",
            Stand::Eligible => "nomination-eligible",
            Stand::NotEligible => "nomination-not-eligible",
            Stand::Refused => "nomination-refused",
            Stand::Withdrawn => "nomination-withdrawn",
            Stand::Expired => "nomination-expired",
            Stand::Excluded => "nomination-excluded",
        }
    }
}

crate::text_enum!(
    /// Where a list of nominees is posted before they are recommended.
    ListLevel {
        /// At the school.
        School => "school",
        /// In the district, or by the bureau for its own schools.
        District => "district",
    }
);

impl ListLevel {
    /// Where a nomination is while this level has it.
    pub const fn state(self) -> NominationState {
        match self {
            ListLevel::School => NominationState::AtSchool,
            ListLevel::District => NominationState::AtDistrict,
        }
    }

    /// What deciding here needs of the open phase.
    pub const fn permission(self) -> Permission {
        match self {
            ListLevel::School => Permission::DecideAtSchool,
            ListLevel::District => Permission::DecideAtDistrict,
        }
    }

    /// What its list is called where everybody reads it.
    pub const fn occasion(self) -> Occasion {
        match self {
            ListLevel::School => Occasion::School,
            ListLevel::District => Occasion::District,
        }
    }

    /// How long a list hangs here.
    pub fn working_days(self, programme: &Programme) -> u32 {
        match self {
            ListLevel::School => programme.publicity.school.value,
            ListLevel::District => programme.publicity.district.value,
        }
    }
}

/// The way of a nomination: school, then district, or the bureau for its own schools.
pub fn route(offices: &Offices, approval: &Approval) -> Route {
    let level = if offices.district.is_some() {
        Level::District
    } else {
        Level::City
    };
    let step = |level, office: OrganizationId, working_days| Step {
        level,
        office: Office(office.0),
        working_days,
        substitutes: Substitutes::Allowed,
    };
    let steps = vec![
        step(
            Level::School,
            offices.school,
            approval.school_working_days.value,
        ),
        step(level, offices.last(), approval.district_working_days.value),
    ];
    Route::new(steps, approval.correction_working_days.value).expect("two steps are a route")
}

/// Tidies what a teacher says, or says what is wrong.
pub fn read_statement(text: &str) -> Result<String, FieldErrors> {
    let text = text.trim();
    let (least, most) = STATEMENT_CHARACTERS;
    if (least..=most).contains(&text.chars().count()) {
        return Ok(text.to_owned());
    }
    let length = Message::new("nomination-statement-length")
        .with("least", least)
        .with("most", most);
    Err(FieldErrors::one("statement", length))
}

/// What a school counted at its meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoteCount {
    /// When it was held.
    pub held_on: NaiveDate,
    /// All who may vote.
    pub staff: i64,
    /// Who came.
    pub present: i64,
    /// Ballots that say yes.
    pub yes: i64,
    /// Ballots that say no.
    pub no: i64,
    /// Ballots that say neither.
    pub abstain: i64,
}

/// What came of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoteResult {
    /// Whether enough came.
    pub is_quorate: bool,
    /// Yes votes that were needed.
    pub needed: i64,
    /// Whether the teachers recommend.
    pub has_passed: bool,
}

/// Counts a school's vote by the programme's rule, or says what cannot be by field. Nobody votes on a
/// round that was not opened.
pub fn count_vote(
    programme: &Programme,
    vote: &VoteCount,
    (opened_on, today): (NaiveDate, NaiveDate),
) -> Result<VoteResult, FieldErrors> {
    let mut errors = FieldErrors::default();
    if vote.held_on > today {
        errors.add("held_on", Message::new("vote-in-the-future"));
    } else if vote.held_on < opened_on {
        let early = Message::new("vote-before-the-round").with("day", opened_on);
        errors.add("held_on", early);
    }
    if !(1..=STAFF_MAX).contains(&vote.staff) {
        errors.add("staff", Message::new("vote-without-staff"));
    }
    if vote.present > vote.staff {
        errors.add("present", Message::new("vote-more-present-than-staff"));
    }
    let cast = [vote.yes, vote.no, vote.abstain]
        .into_iter()
        .fold(0, i64::saturating_add);
    if cast > vote.present {
        errors.add("yes", Message::new("vote-more-ballots-than-present"));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let ballots = Ballots {
        yes: vote.yes,
        no: vote.no,
        abstain: vote.abstain,
    };
    let meeting = Meeting {
        committee: vote.staff,
        present: (0..vote.present).map(|it| it.to_string()).collect(),
        recused: BTreeMap::new(),
        ballots: BTreeMap::from([(String::new(), ballots)]),
        rule: programme.recommendation.value.rule(),
    };
    let uncountable = |_| FieldErrors::one("yes", Message::new("vote-uncountable"));
    let counted = tally(&meeting).map_err(uncountable)?;
    let result = &counted.results[""];
    Ok(VoteResult {
        is_quorate: counted.is_quorate,
        needed: result.needed,
        has_passed: result.has_passed,
    })
}

/// Why a nominee is not put on a list, recommended or signed for; in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The office does not have it.
    NotHere,
    /// The school's vote was not written down.
    VoteMissing,
    /// The teachers of the school do not recommend.
    VoteNotPassed,
    /// A list that names the nominee hangs already, or hung.
    AlreadyListed,
    /// Another vote in place of one that was written down, and nobody says why.
    VoteAgainWithoutReason,
    /// An objection to a list that named the nominee was right, and nobody says why there is another.
    AgainWithoutReason,
    /// Nobody was chosen.
    NobodyChosen,
    /// The office has no place left.
    NoPlaceLeft {
        /// Of so many.
        places: i64,
    },
    /// No list of this level names the nominee.
    NotListed,
    /// The program does not let this condition be confirmed: the file tells.
    FileTells,
    /// Nobody signed that the nominee is eligible, so there is no candidate yet, or none any more.
    NoCandidate,
    /// Results are posted: what happens now happens to the result.
    ResultsPosted,
    /// The nominee is not out yet.
    NotOut,
    /// That was written down already.
    FraudKnown,
    /// Fraud is written down: nobody signs that the nominee is eligible.
    FraudStands,
    /// Somebody will want to know why.
    ReasonMissing,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::not_now(match refusal {
            Refusal::NotHere => Message::new("nomination-not-here"),
            Refusal::VoteMissing => Message::new("nomination-vote-missing"),
            Refusal::VoteNotPassed => Message::new("nomination-vote-not-passed"),
            Refusal::AlreadyListed => Message::new("nomination-already-listed"),
            Refusal::VoteAgainWithoutReason => {
                return Error::input("vote_reason", Message::new("vote-again-without-reason"));
            }
            Refusal::AgainWithoutReason => {
                return Error::input("reason", Message::new("nomination-again-without-reason"));
            }
            Refusal::NobodyChosen => Message::new("nomination-nobody-chosen"),
            Refusal::NoPlaceLeft { places } => {
                Message::new("nomination-no-place-left").with("places", places)
            }
            Refusal::NotListed => Message::new("nomination-not-listed"),
            Refusal::FileTells => Message::new("nomination-file-tells"),
            Refusal::NoCandidate => Message::new("nomination-no-candidate"),
            Refusal::ResultsPosted => Message::new("nomination-results-posted"),
            Refusal::NotOut => Message::new("nomination-not-out"),
            Refusal::FraudKnown => Message::new("nomination-fraud-known"),
            Refusal::FraudStands => Message::new("nomination-fraud-stands"),
            Refusal::ReasonMissing => {
                return Error::input("reason", Message::new("workflow-reason-missing"));
            }
        })
    }
}

/// How somebody leaves whom all offices recommended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The teacher takes the nomination back.
    Withdrawal,
    /// The bureau takes the candidate out.
    Exclusion,
}

/// What leaving depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving {
    /// How far the nomination is.
    pub state: NominationState,
    /// What the bureau signed.
    pub is_eligible: Option<bool>,
    /// Whether the round has results, or is over.
    pub has_results: bool,
}

/// Whether somebody whom all offices recommended can leave, and where that leads. Until the bureau has
/// signed, it says no by signing.
pub fn may_leave(leaving: Leaving, exit: Exit) -> Result<NominationState, Refusal> {
    if leaving.state != NominationState::Endorsed {
        return Err(Refusal::NotHere);
    }
    match (exit, leaving.is_eligible) {
        (Exit::Exclusion, None) | (_, Some(false)) => return Err(Refusal::NoCandidate),
        (Exit::Withdrawal, None) | (_, Some(true)) => {}
    }
    if leaving.has_results {
        return Err(Refusal::ResultsPosted);
    }
    Ok(match exit {
        Exit::Withdrawal => NominationState::Withdrawn,
        Exit::Exclusion => NominationState::Excluded,
    })
}

/// What a school's vote has to be before anybody is put on a list.
pub fn check_vote(has_passed: Option<bool>) -> Result<(), Refusal> {
    match has_passed {
        None => Err(Refusal::VoteMissing),
        Some(false) => Err(Refusal::VoteNotPassed),
        Some(true) => Ok(()),
    }
}

/// Whether so many more fit beside those that an office recommended or has on its list.
pub fn check_places(places: i64, taken: i64, more: i64) -> Result<(), Refusal> {
    if taken + more > places {
        Err(Refusal::NoPlaceLeft { places })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selection::programmes::rules::parse;
    use crate::selection::programmes::store::SHIPPED;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a day of November")
    }

    fn count(staff: i64, present: i64, (yes, no, abstain): (i64, i64, i64)) -> VoteCount {
        VoteCount {
            held_on: day(20),
            staff,
            present,
            yes,
            no,
            abstain,
        }
    }

    #[test]
    fn a_vote_is_counted_by_the_programme() {
        let programme = parse(SHIPPED[0].1).expect("the shipped programme is right");
        for (vote, is_quorate, has_passed) in [
            (count(90, 60, (30, 30, 0)), true, true),
            (count(90, 60, (29, 0, 31)), true, false),
            (count(90, 59, (59, 0, 0)), false, false),
            (count(90, 60, (0, 0, 0)), true, false),
        ] {
            let days = (day(20), day(23));
            let result = count_vote(&programme, &vote, days).expect("a vote that can be");
            assert_eq!(
                (result.is_quorate, result.has_passed),
                (is_quorate, has_passed),
                "{vote:?}"
            );
        }
        let wrong = |vote: VoteCount, days| {
            let errors = count_vote(&programme, &vote, days).expect_err("cannot be");
            errors.0.iter().map(|it| it.0).collect::<Vec<_>>()
        };
        assert_eq!(
            wrong(count(0, 1, (1, 1, 0)), (day(1), day(19))),
            ["held_on", "staff", "present", "yes"]
        );
        let days = (day(20), day(20));
        assert_eq!(wrong(count(9, 8, (5, 3, 1)), days), ["yes"]);
        let days = (day(21), day(23));
        assert_eq!(wrong(count(9, 8, (5, 3, 0)), days), ["held_on"]);
    }

    #[test]
    fn a_statement_says_something_and_not_too_much() {
        let (least, most) = STATEMENT_CHARACTERS;
        for (length, is_right) in [
            (least - 1, false),
            (least, true),
            (most, true),
            (most + 1, false),
        ] {
            let text = format!("  {}\n", "字".repeat(length));
            assert_eq!(read_statement(&text).is_ok(), is_right, "{length}");
        }
    }

    #[test]
    fn a_candidate_leaves_between_signature_and_results() {
        use NominationState as S;
        for (state, is_eligible, has_results, [withdrawal, exclusion]) in [
            (S::AtDistrict, None, false, [Err(Refusal::NotHere); 2]),
            (S::Excluded, Some(true), false, [Err(Refusal::NotHere); 2]),
            (
                S::Endorsed,
                None,
                false,
                [Ok(S::Withdrawn), Err(Refusal::NoCandidate)],
            ),
            (
                S::Endorsed,
                Some(false),
                true,
                [Err(Refusal::NoCandidate); 2],
            ),
            (
                S::Endorsed,
                Some(true),
                false,
                [Ok(S::Withdrawn), Ok(S::Excluded)],
            ),
            (
                S::Endorsed,
                Some(true),
                true,
                [Err(Refusal::ResultsPosted); 2],
            ),
        ] {
            let leaving = Leaving {
                state,
                is_eligible,
                has_results,
            };
            assert_eq!(
                may_leave(leaving, Exit::Withdrawal),
                withdrawal,
                "{leaving:?}"
            );
            assert_eq!(
                may_leave(leaving, Exit::Exclusion),
                exclusion,
                "{leaving:?}"
            );
        }
    }

    #[test]
    fn places_are_not_exceeded_and_may_stay_empty() {
        assert_eq!(check_places(3, 2, 1), Ok(()));
        assert_eq!(check_places(3, 3, 0), Ok(()));
        assert_eq!(
            check_places(3, 2, 2),
            Err(Refusal::NoPlaceLeft { places: 3 })
        );
        assert_eq!(
            check_places(0, 0, 1),
            Err(Refusal::NoPlaceLeft { places: 0 })
        );
    }
}
