//! What becomes of candidates after the ballot, certificates, and what each applicant is told. Pure.

pub mod statistics;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};
use uuid::Uuid;

use crate::error::Error;
use crate::lots;
use crate::message::Message;
use crate::selection::meetings::rules::votes::Standing;
use crate::selection::nominations::rules::NominationState;

crate::text_enum!(
    /// Where a candidate stands once results are posted.
    ResultState {
        /// 拟认定: posted for a seat.
        Proposed => "proposed",
        /// 递补: passed, and waits for a seat to become free.
        Reserve => "reserve",
        /// The votes were not enough.
        NotPassed => "not_passed",
        /// The candidate gave it up before it was certified.
        Declined => "declined",
        /// The bureau took the candidate off the list, with a reason.
        Struck => "struck",
        /// Certified; what happens to the honour later is the certificate's.
        Certified => "certified",
    }
);

impl ResultState {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            ResultState::Proposed => "result-proposed",
            ResultState::Reserve => "result-reserve",
            ResultState::NotPassed => "result-not-passed",
            ResultState::Declined => "result-declined",
            ResultState::Struck => "result-struck",
            ResultState::Certified => "result-certified",
        }
    }

    /// Whether a seat is taken.
    pub const fn has_seat(self) -> bool {
        matches!(self, ResultState::Proposed | ResultState::Certified)
    }
}

crate::text_enum!(
    /// Whether an honour is held.
    CertificateState {
        /// It is.
        Valid => "valid",
        /// Its holder gave it up.
        Renounced => "renounced",
        /// It was taken away.
        Revoked => "revoked",
    }
);

impl CertificateState {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            CertificateState::Valid => "award-valid",
            CertificateState::Renounced => "award-renounced",
            CertificateState::Revoked => "award-revoked",
        }
    }
}

/// What is done with a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The candidate gives it up.
    Decline,
    /// The bureau takes the candidate off the list.
    Strike,
    /// The next on the reserve list gets a free seat.
    Promote {
        /// Seats that somebody selected had, and nobody has.
        free: i64,
        /// Whether somebody before this candidate waits on the reserve list.
        is_overtaking: bool,
        /// Whether somebody waits who has the same place there.
        has_equal: bool,
    },
    /// The bureau approves and certifies.
    Certify,
}

/// Why a step is not taken, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Results are posted already, and nothing has changed since.
    NothingToPost,
    /// No ballot on everybody was counted.
    NotVoted,
    /// The minutes lack a signature.
    NotSigned,
    /// Candidates are tied at the last seats, and the meeting neither voted again nor left these empty.
    Tied,
    /// A step that does not follow from where the candidate stands.
    NotHere(ResultState),
    /// Nobody who was selected gave a seat up or lost it.
    NoSeatFree,
    /// Somebody before this candidate waits on the reserve list.
    NotNext,
    /// Others have the same place on the reserve list: a lot decides, nobody else.
    OrderNotDrawn,
    /// Nobody shares a place on the reserve list.
    NothingToDraw,
    /// What is known of the candidate's ethics keeps the candidate from the honour today.
    Barred,
    /// No notice names the candidate.
    NotPosted,
    /// An objection was right, and a list is posted again without saying why.
    RepostReasonMissing,
    /// A step without a reason.
    ReasonMissing,
    /// A revocation without its document or without who approved it.
    DocumentMissing,
    /// A day before the certificate, or after today.
    DayImpossible,
    /// The honour is not held any more.
    NotHeld,
    /// The allowance ends already, or there is none.
    NoAllowance,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        let message = match refusal {
            Refusal::NothingToPost => Message::new("result-nothing-to-post"),
            Refusal::NotVoted => Message::new("result-not-voted"),
            Refusal::NotSigned => Message::new("result-not-signed"),
            Refusal::Tied => Message::new("result-tied"),
            Refusal::NotHere(state) => {
                let name = crate::message::Fact::Key(state.name_key());
                Message::new("result-not-here").with("state", name)
            }
            Refusal::NoSeatFree => Message::new("result-no-seat-free"),
            Refusal::NotNext => Message::new("result-not-next"),
            Refusal::OrderNotDrawn => Message::new("result-order-not-drawn"),
            Refusal::NothingToDraw => Message::new("result-nothing-to-draw"),
            Refusal::Barred => Message::new("result-barred"),
            Refusal::NotPosted => Message::new("result-not-posted"),
            Refusal::RepostReasonMissing => {
                let missing = Message::new("result-repost-reason-missing");
                return Error::input("post_reason", missing);
            }
            Refusal::ReasonMissing => {
                return Error::input("reason", Message::new("result-reason-missing"));
            }
            Refusal::DocumentMissing => {
                return Error::input("document", Message::new("award-document-missing"));
            }
            Refusal::DayImpossible => {
                return Error::input("on", Message::new("award-day-impossible"));
            }
            Refusal::NotHeld => Message::new("award-not-held"),
            Refusal::NoAllowance => Message::new("award-no-allowance"),
        };
        Error::not_now(message)
    }
}

/// Where a candidate stands after a step.
pub fn next(state: ResultState, act: Act) -> Result<ResultState, Refusal> {
    use ResultState as S;
    match (state, act) {
        (S::Proposed | S::Reserve, Act::Decline) => Ok(S::Declined),
        (S::Proposed | S::Reserve, Act::Strike) => Ok(S::Struck),
        (S::Reserve, Act::Promote { free, .. }) if free < 1 => Err(Refusal::NoSeatFree),
        (S::Reserve, Act::Promote { is_overtaking, .. }) if is_overtaking => Err(Refusal::NotNext),
        (S::Reserve, Act::Promote { has_equal, .. }) if has_equal => Err(Refusal::OrderNotDrawn),
        (S::Reserve, Act::Promote { .. }) => Ok(S::Proposed),
        (S::Proposed, Act::Certify) => Ok(S::Certified),
        (
            S::NotPassed | S::Declined | S::Struck | S::Certified,
            Act::Decline | Act::Strike | Act::Promote { .. } | Act::Certify,
        )
        | (S::Proposed, Act::Promote { .. })
        | (S::Reserve, Act::Certify) => Err(Refusal::NotHere(state)),
    }
}

/// A reason that says something, tidied.
pub fn read_reason(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(text)
}

/// Results as they are posted first: a state for each candidate, and a place on the reserve list.
pub fn results<C: Copy>(standing: &Standing<C>) -> Vec<(C, ResultState, Option<i64>)> {
    let placed = standing.placed.iter();
    let placed = placed.map(|it| (*it, ResultState::Proposed, None));
    let reserve = standing.reserve.iter();
    let reserve = reserve.map(|(it, rank)| (*it, ResultState::Reserve, Some(*rank)));
    let failed = standing.not_passed.iter();
    let failed = failed.map(|it| (*it, ResultState::NotPassed, None));
    placed.chain(reserve).chain(failed).collect()
}

/// Places on the reserve list after a lot has decided among equals: whoever shares a place takes it and
/// those that follow, in the order of the lots. Whoever shares none keeps theirs.
pub fn order_by_lot(seed: &[u8], ranks: &BTreeMap<Uuid, i64>) -> BTreeMap<Uuid, i64> {
    let mut groups: BTreeMap<i64, Vec<Uuid>> = BTreeMap::new();
    for (id, rank) in ranks {
        groups.entry(*rank).or_default().push(*id);
    }
    let mut drawn = BTreeMap::new();
    for (rank, equals) in groups {
        drawn.extend(
            lots::in_order(seed, equals, |it| *it)
                .into_iter()
                .zip(rank..),
        );
    }
    drawn
}

/// Whether places on the reserve list are shared.
pub fn has_equals(ranks: impl IntoIterator<Item = i64>) -> bool {
    let mut seen = BTreeSet::new();
    ranks.into_iter().any(|it| !seen.insert(it))
}

/// A certificate's number: what the programme says, the year, four digits or more.
pub fn number(prefix: &str, year: i32, serial: i64) -> String {
    format!("{prefix}{year}{serial:04}")
}

/// The counter that gives serial numbers out.
pub fn counter(prefix: &str, year: i32) -> String {
    format!("honour_{prefix}_{year}")
}

/// The first day without allowance: it stops the month after its holder left the school system, and
/// likewise after the honour ended (特级教师评选规定, 教人〔1993〕38 号; recalled, needs confirmation).
pub fn allowance_stops_on(left_on: NaiveDate) -> NaiveDate {
    let first = left_on.with_day(1).unwrap_or(left_on);
    first.checked_add_months(Months::new(1)).unwrap_or(first)
}

/// The last day on which whoever an honour was taken away from, or in whose nomination fraud was found,
/// applies for no other, if it is not over (职称评审管理暂行规定, 人社部令第 40 号, records fraud for three years; recalled, needs
/// confirmation).
pub fn barred_until(found_on: &[NaiveDate], years: u32, today: NaiveDate) -> Option<NaiveDate> {
    let last = found_on.iter().max()?;
    let until = last.checked_add_months(Months::new(12 * years))?;
    (today <= until).then_some(until)
}

/// Whether a day after the certificate can be written down today.
pub fn check_day(issued_on: NaiveDate, on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    if (issued_on..=today).contains(&on) {
        Ok(())
    } else {
        Err(Refusal::DayImpossible)
    }
}

/// A name as a stranger sees it who checks a certificate: enough to recognise, too little to collect.
pub fn masked(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().unwrap_or_default();
    format!("{first}{}", "＊".repeat(letters.count().clamp(1, 2)))
}

/// What an applicant is told about the own application, from the first step that ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was never handed in.
    NotHandedIn,
    /// The applicant took it back.
    TakenBack,
    /// It was sent back, and the applicant did not hand it in again in time.
    Expired,
    /// School or district did not recommend, with a reason.
    NotRecommended,
    /// It was with an office when the round ended.
    NotDecided,
    /// The bureau found a condition not met, with a reason.
    NotEligible,
    /// The bureau took the candidate out, with a reason.
    Excluded,
    /// It goes on, and nothing about the result is public.
    GoesOn,
    /// Proposed, and being posted.
    Proposed,
    /// Passed; others had more votes for the seats.
    Reserve {
        /// Place on the reserve list.
        rank: i64,
    },
    /// Not enough yes votes: one's own, and what was needed.
    VotesShort {
        /// Own yes votes.
        yes: i64,
        /// What was needed.
        needed: i64,
    },
    /// Given up.
    Declined,
    /// Taken off the list, with a reason.
    Struck,
    /// Certified.
    Certified,
}

/// What is known about an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Application {
    /// How far it came.
    pub state: NominationState,
    /// What the bureau signed.
    pub is_eligible: Option<bool>,
    /// Where the candidate stands, once that is posted.
    pub result: Option<ResultState>,
    /// Place on the reserve list.
    pub rank: Option<i64>,
    /// Own yes votes in the ballot on everybody, and what was needed.
    pub votes: Option<(i64, i64)>,
    /// Whether the round is over.
    pub is_over: bool,
}

/// What an applicant is told.
pub fn outcome(application: &Application) -> Outcome {
    match application.state {
        NominationState::Draft => return Outcome::NotHandedIn,
        NominationState::Withdrawn => return Outcome::TakenBack,
        NominationState::Expired => return Outcome::Expired,
        NominationState::Excluded => return Outcome::Excluded,
        NominationState::Refused => return Outcome::NotRecommended,
        NominationState::AtSchool | NominationState::AtDistrict | NominationState::Returned => {
            return if application.is_over {
                Outcome::NotDecided
            } else {
                Outcome::GoesOn
            };
        }
        NominationState::Endorsed => {}
    }
    if application.is_eligible == Some(false) {
        return Outcome::NotEligible;
    }
    match application.result {
        None if application.is_over => Outcome::NotDecided,
        None => Outcome::GoesOn,
        Some(ResultState::Proposed) => Outcome::Proposed,
        Some(ResultState::Reserve) => Outcome::Reserve {
            rank: application.rank.unwrap_or(1),
        },
        Some(ResultState::NotPassed) => {
            let (yes, needed) = application.votes.unwrap_or_default();
            Outcome::VotesShort { yes, needed }
        }
        Some(ResultState::Declined) => Outcome::Declined,
        Some(ResultState::Struck) => Outcome::Struck,
        Some(ResultState::Certified) => Outcome::Certified,
    }
}

impl From<Outcome> for Message {
    fn from(outcome: Outcome) -> Message {
        match outcome {
            Outcome::NotHandedIn => Message::new("outcome-not-handed-in"),
            Outcome::TakenBack => Message::new("outcome-taken-back"),
            Outcome::Expired => Message::new("outcome-expired"),
            Outcome::NotRecommended => Message::new("outcome-not-recommended"),
            Outcome::NotDecided => Message::new("outcome-not-decided"),
            Outcome::NotEligible => Message::new("outcome-not-eligible"),
            Outcome::Excluded => Message::new("outcome-excluded"),
            Outcome::GoesOn => Message::new("outcome-goes-on"),
            Outcome::Proposed => Message::new("outcome-proposed"),
            Outcome::Reserve { rank } => Message::new("outcome-reserve").with("rank", rank),
            Outcome::VotesShort { yes, needed } => Message::new("outcome-votes-short")
                .with("yes", yes)
                .with("needed", needed),
            Outcome::Declined => Message::new("outcome-declined"),
            Outcome::Struck => Message::new("outcome-struck"),
            Outcome::Certified => Message::new("outcome-certified"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    #[test]
    fn whoever_lost_an_honour_waits_out_the_years() {
        let revoked = [day(2020, 1, 31), day(2023, 12, 5)];
        for (today, answer) in [
            (day(2024, 1, 1), Some(day(2026, 12, 5))),
            (day(2026, 12, 5), Some(day(2026, 12, 5))),
            (day(2026, 12, 6), None),
        ] {
            assert_eq!(barred_until(&revoked, 3, today), answer, "{today}");
        }
        assert_eq!(barred_until(&[], 3, day(2026, 12, 5)), None);
    }

    #[test]
    fn each_step_follows_from_where_one_stands() {
        use ResultState::*;
        let promote_equal = |free, is_overtaking, has_equal| Act::Promote {
            free,
            is_overtaking,
            has_equal,
        };
        let promote = |free, is_overtaking| promote_equal(free, is_overtaking, false);
        for (state, act, answer) in [
            (Proposed, Act::Certify, Ok(Certified)),
            (Proposed, Act::Strike, Ok(Struck)),
            (Reserve, Act::Decline, Ok(Declined)),
            (Reserve, Act::Certify, Err(Refusal::NotHere(Reserve))),
            (Reserve, promote(0, true), Err(Refusal::NoSeatFree)),
            (Reserve, promote_equal(1, true, true), Err(Refusal::NotNext)),
            (
                Reserve,
                promote_equal(1, false, true),
                Err(Refusal::OrderNotDrawn),
            ),
            (Reserve, promote(1, false), Ok(Proposed)),
            (
                NotPassed,
                promote(1, false),
                Err(Refusal::NotHere(NotPassed)),
            ),
            (Certified, Act::Strike, Err(Refusal::NotHere(Certified))),
            (Struck, Act::Certify, Err(Refusal::NotHere(Struck))),
        ] {
            assert_eq!(next(state, act), answer, "{state} {act:?}");
        }
    }

    #[test]
    fn a_lot_decides_among_equals_and_nobody_else_moves() {
        let id = Uuid::from_u128;
        let ranks = BTreeMap::from([(id(1), 1), (id(2), 2), (id(3), 2), (id(4), 2), (id(5), 5)]);
        assert!(has_equals(ranks.values().copied()));
        let mut firsts = BTreeSet::new();
        for seed in 0..20 {
            let drawn = order_by_lot(&[seed; 32], &ranks);
            assert_eq!((drawn[&id(1)], drawn[&id(5)]), (1, 5));
            assert!(!has_equals(drawn.values().copied()));
            assert_eq!(
                drawn.values().copied().collect::<BTreeSet<i64>>(),
                BTreeSet::from([1, 2, 3, 4, 5])
            );
            assert_eq!(
                drawn,
                order_by_lot(&[seed; 32], &ranks),
                "anybody can repeat it"
            );
            firsts.extend(drawn.into_iter().filter(|it| it.1 == 2).map(|it| it.0));
        }
        assert_eq!(
            firsts,
            BTreeSet::from([id(2), id(3), id(4)]),
            "each has a chance"
        );
    }

    #[test]
    fn an_allowance_stops_with_the_month_after() {
        for (left_on, stops_on) in [
            (day(2027, 3, 31), day(2027, 4, 1)),
            (day(2027, 4, 1), day(2027, 5, 1)),
            (day(2027, 12, 15), day(2028, 1, 1)),
        ] {
            assert_eq!(allowance_stops_on(left_on), stops_on);
        }
        let (issued_on, today) = (day(2027, 1, 10), day(2027, 6, 1));
        assert_eq!(check_day(issued_on, issued_on, today), Ok(()));
        for wrong in [day(2027, 1, 9), day(2027, 6, 2)] {
            let refused = check_day(issued_on, wrong, today);
            assert_eq!(refused, Err(Refusal::DayImpossible));
        }
    }

    #[test]
    fn numbers_and_names_look_like_this() {
        assert_eq!(number("穗特", 2027, 7), "穗特20270007");
        assert_eq!(number("穗特", 2027, 12_345), "穗特202712345");
        assert_eq!(masked("陈一"), "陈＊");
        assert_eq!(masked("欧阳修文"), "欧＊＊");
    }

    #[test]
    fn every_applicant_is_told_the_first_step_that_ended_it() {
        use ResultState as S;
        let endorsed = Application {
            state: NominationState::Endorsed,
            is_eligible: Some(true),
            result: None,
            rank: None,
            votes: None,
            is_over: false,
        };
        let result = |result, rank, votes| Application {
            result: Some(result),
            rank,
            votes,
            ..endorsed
        };
        let at = |state, is_over| Application {
            state,
            is_over,
            is_eligible: None,
            ..endorsed
        };
        for (application, told) in [
            (at(NominationState::Draft, true), Outcome::NotHandedIn),
            (at(NominationState::Withdrawn, false), Outcome::TakenBack),
            (at(NominationState::Expired, false), Outcome::Expired),
            (at(NominationState::Refused, false), Outcome::NotRecommended),
            (at(NominationState::Excluded, true), Outcome::Excluded),
            (at(NominationState::AtSchool, false), Outcome::GoesOn),
            (at(NominationState::AtDistrict, true), Outcome::NotDecided),
            (
                Application {
                    is_eligible: Some(false),
                    ..endorsed
                },
                Outcome::NotEligible,
            ),
            (endorsed, Outcome::GoesOn),
            (
                result(S::NotPassed, None, Some((9, 17))),
                Outcome::VotesShort { yes: 9, needed: 17 },
            ),
            (
                result(S::Reserve, Some(2), Some((18, 17))),
                Outcome::Reserve { rank: 2 },
            ),
            (result(S::Proposed, None, None), Outcome::Proposed),
            (result(S::Declined, None, None), Outcome::Declined),
            (result(S::Struck, None, None), Outcome::Struck),
            (result(S::Certified, None, None), Outcome::Certified),
        ] {
            assert_eq!(outcome(&application), told);
        }
    }
}
