//! States of meetings and ballots, and what stands against a step. Pure.

pub mod agenda;
pub mod votes;

use crate::error::Error;
use crate::message::Message;
use crate::selection::programmes::VoteRule;
use crate::selection::tally::{Meeting, tally};

/// Characters of a place, at most.
pub const PLACE_CHARACTERS_MAX: usize = 100;
/// Characters of what a secretary adds to the minutes, at most.
pub const REMARKS_CHARACTERS_MAX: usize = 3_000;

crate::text_enum!(
    /// Whether a meeting or a ballot goes on.
    Running {
        /// It does.
        Open => "open",
        /// It is over, for good.
        Closed => "closed",
    }
);

crate::text_enum!(
    /// What a paper says.
    Choice {
        /// 同意
        Yes => "yes",
        /// 不同意
        No => "no",
        /// 弃权, which is no yes.
        Abstain => "abstain",
    }
);

impl Choice {
    /// Key of its word.
    pub const fn name_key(self) -> &'static str {
        match self {
            Choice::Yes => "choice-yes",
            Choice::No => "choice-no",
            Choice::Abstain => "choice-abstain",
        }
    }
}

crate::text_enum!(
    /// As what somebody signs minutes.
    Seat {
        /// 主任委员
        Chair => "chair",
        /// 秘书
        Secretary => "secretary",
    }
);

impl Seat {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Seat::Chair => "seat-chair",
            Seat::Secretary => "seat-secretary",
        }
    }
}

/// Why a step of a meeting is not taken, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Another meeting of the round goes on.
    MeetingRuns,
    /// The meeting is over.
    MeetingOver,
    /// Nobody serves on the committee.
    NobodyServes,
    /// Nobody is to be decided on.
    NoCandidates,
    /// No member was chosen.
    NobodyChosen,
    /// The member does not serve any more.
    DoesNotServe,
    /// The member is in the room.
    IsHere,
    /// The member is not in the room.
    IsNotHere,
    /// A ballot goes on.
    BallotRuns,
    /// Too few are present.
    NotQuorate {
        /// In the room.
        present: i64,
        /// Members who have to be.
        needed: i64,
    },
    /// Everybody was voted on, and nobody is tied at the last seats.
    NothingToDecide,
    /// No ballot was held, or a tie at the last seats is left: the minutes say why.
    RemarksMissing,
    /// The minutes are not drawn up yet.
    NoMinutes,
    /// The seat has signed.
    Signed,
    /// The same account has signed in the other seat.
    SignedByOneself,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        let message = match refusal {
            Refusal::MeetingRuns => Message::new("meeting-runs"),
            Refusal::MeetingOver => Message::new("meeting-over"),
            Refusal::NobodyServes => Message::new("meeting-nobody-serves"),
            Refusal::NoCandidates => Message::new("meeting-no-candidates"),
            Refusal::NobodyChosen => Message::new("meeting-nobody-chosen"),
            Refusal::DoesNotServe => Message::new("meeting-does-not-serve"),
            Refusal::IsHere => Message::new("meeting-is-here"),
            Refusal::IsNotHere => Message::new("meeting-is-not-here"),
            Refusal::BallotRuns => Message::new("meeting-ballot-runs"),
            Refusal::NotQuorate { present, needed } => Message::new("meeting-not-quorate")
                .with("present", present)
                .with("needed", needed),
            Refusal::NothingToDecide => Message::new("meeting-nothing-to-decide"),
            Refusal::RemarksMissing => {
                return Error::input("remarks", Message::new("meeting-remarks-missing"));
            }
            Refusal::NoMinutes => Message::new("minutes-missing"),
            Refusal::Signed => Message::new("minutes-signed-already"),
            Refusal::SignedByOneself => Message::new("minutes-signed-by-oneself"),
        };
        Error::not_now(message)
    }
}

/// Whether a ballot may be opened: nothing else goes on, enough are present, somebody is to be
/// decided on.
pub fn may_open_ballot(
    meeting: Running,
    is_ballot_open: bool,
    (rule, committee, present): (&VoteRule, i64, i64),
    candidates: usize,
) -> Result<(), Refusal> {
    if meeting == Running::Closed {
        return Err(Refusal::MeetingOver);
    }
    if is_ballot_open {
        return Err(Refusal::BallotRuns);
    }
    let needed = needed_for_quorum(rule, committee);
    if !is_quorate(rule, committee, present) {
        return Err(Refusal::NotQuorate { present, needed });
    }
    if candidates == 0 {
        return Err(Refusal::NothingToDecide);
    }
    Ok(())
}

/// Whether a meeting may be closed. One that left something undecided says why.
pub fn may_close(
    meeting: Running,
    is_ballot_open: bool,
    has_decided: bool,
    remarks: &str,
) -> Result<(), Refusal> {
    if meeting == Running::Closed {
        return Err(Refusal::MeetingOver);
    }
    if is_ballot_open {
        return Err(Refusal::BallotRuns);
    }
    if !has_decided && remarks.trim().is_empty() {
        return Err(Refusal::RemarksMissing);
    }
    Ok(())
}

/// Whether somebody may sign minutes, given which seats and accounts have signed.
pub fn may_sign<A: PartialEq>(
    signed: &[(Seat, A)],
    seat: Seat,
    account: &A,
) -> Result<(), Refusal> {
    if signed.iter().any(|(it, _)| *it == seat) {
        return Err(Refusal::Signed);
    }
    if signed.iter().any(|(_, it)| it == account) {
        return Err(Refusal::SignedByOneself);
    }
    Ok(())
}

/// Whether enough members are present, as the counting of ballots asks it.
pub fn is_quorate(rule: &VoteRule, committee: i64, present: i64) -> bool {
    let meeting = Meeting {
        committee,
        present: (0..present).map(|it| it.to_string()).collect(),
        recused: std::collections::BTreeMap::new(),
        ballots: std::collections::BTreeMap::new(),
        rule: rule.rule(),
    };
    tally(&meeting).is_ok_and(|it| it.is_quorate)
}

/// Members who have to be present.
pub fn needed_for_quorum(rule: &VoteRule, committee: i64) -> i64 {
    rule.rule().quorum.needed(committee)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selection::programmes::VoteBase;
    use Running::{Closed, Open};

    const TWO_THIRDS: VoteRule = VoteRule {
        quorum: [2, 3],
        pass: [2, 3],
        base: VoteBase::Present,
    };

    #[test]
    fn a_ballot_is_refused_in_order_of_precedence() {
        let rule = &TWO_THIRDS;
        let few = Refusal::NotQuorate {
            present: 16,
            needed: 17,
        };
        for (meeting, is_open, present, candidates, answer) in [
            (Closed, true, 0, 0, Err(Refusal::MeetingOver)),
            (Open, true, 0, 0, Err(Refusal::BallotRuns)),
            (Open, false, 16, 0, Err(few)),
            (Open, false, 17, 0, Err(Refusal::NothingToDecide)),
            (Open, false, 17, 1, Ok(())),
        ] {
            let room = (rule, 25, present);
            assert_eq!(may_open_ballot(meeting, is_open, room, candidates), answer);
        }
    }

    #[test]
    fn a_quorum_is_the_rules_share_of_the_committee() {
        for committee in 1..=60 {
            let needed = needed_for_quorum(&TWO_THIRDS, committee);
            for present in 0..=committee {
                let is_enough = 3 * present >= 2 * committee;
                assert_eq!(is_quorate(&TWO_THIRDS, committee, present), is_enough);
                assert_eq!(present >= needed, is_enough, "{present} of {committee}");
            }
        }
    }

    #[test]
    fn what_was_left_undecided_is_explained() {
        assert_eq!(may_close(Closed, true, true, ""), Err(Refusal::MeetingOver));
        assert_eq!(may_close(Open, true, true, ""), Err(Refusal::BallotRuns));
        assert_eq!(
            may_close(Open, false, false, " "),
            Err(Refusal::RemarksMissing)
        );
        assert_eq!(may_close(Open, false, false, "人数不足，改期"), Ok(()));
        assert_eq!(may_close(Open, false, true, ""), Ok(()));
    }

    #[test]
    fn two_seats_are_two_accounts() {
        let signed = [(Seat::Chair, 1)];
        assert_eq!(may_sign(&signed, Seat::Chair, &1), Err(Refusal::Signed));
        assert_eq!(
            may_sign(&signed, Seat::Secretary, &1),
            Err(Refusal::SignedByOneself)
        );
        assert_eq!(may_sign(&signed, Seat::Secretary, &2), Ok(()));
    }
}
