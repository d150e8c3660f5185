//! States of meetings and ballots, and what stands against a step. Pure.

pub mod agenda;
pub mod votes;

use crate::error::Error;
use crate::message::Message;
use std::collections::BTreeSet;

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
    /// Fewer serve than the programme says: a quorum of those few would be none of the committee.
    MembersMissing {
        /// Members of the programme's committee.
        members: i64,
        /// Who has accepted.
        serving: i64,
    },
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
    /// Whoever leads the meeting is not in the room.
    ChairAbsent,
    /// Whoever leads the meeting is recused from somebody, and somebody in the room is not.
    ChairRecused,
    /// Everybody was voted on, and nobody is tied at the last seats.
    NothingToDecide,
    /// Nobody is tied at the last seats, so that none of them can be left empty for that.
    NothingTied,
    /// No ballot was held, or a tie at the last seats is left: the minutes say why.
    RemarksMissing,
    /// The minutes are not drawn up yet.
    NoMinutes,
    /// Minutes wait for the signature of whoever led the meeting.
    MinutesUnsigned,
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
            Refusal::MembersMissing { members, serving } => Message::new("meeting-members-missing")
                .with("members", members)
                .with("serving", serving)
                .with("missing", members - serving),
            Refusal::NoCandidates => Message::new("meeting-no-candidates"),
            Refusal::NobodyChosen => Message::new("meeting-nobody-chosen"),
            Refusal::DoesNotServe => Message::new("meeting-does-not-serve"),
            Refusal::IsHere => Message::new("meeting-is-here"),
            Refusal::IsNotHere => Message::new("meeting-is-not-here"),
            Refusal::BallotRuns => Message::new("meeting-ballot-runs"),
            Refusal::NotQuorate { present, needed } => Message::new("meeting-not-quorate")
                .with("present", present)
                .with("needed", needed),
            Refusal::ChairAbsent => Message::new("meeting-chair-absent"),
            Refusal::ChairRecused => Message::new("meeting-chair-recused"),
            Refusal::NothingToDecide => Message::new("meeting-nothing-to-decide"),
            Refusal::NothingTied => Message::new("meeting-nothing-tied"),
            Refusal::RemarksMissing => {
                return Error::input("remarks", Message::new("meeting-remarks-missing"));
            }
            Refusal::NoMinutes => Message::new("minutes-missing"),
            Refusal::MinutesUnsigned => Message::new("minutes-wait-for-chair"),
            Refusal::Signed => Message::new("minutes-signed-already"),
            Refusal::SignedByOneself => Message::new("minutes-signed-by-oneself"),
        };
        Error::not_now(message)
    }
}

/// A committee in its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room<'a> {
    /// The programme's rule of the vote.
    pub rule: &'a VoteRule,
    /// Members of the programme's committee.
    pub members: i64,
    /// Who has accepted a seat, and has not been released.
    pub serving: i64,
    /// Who of them is in the room.
    pub present: i64,
    /// Who leads.
    pub lead: Lead,
}

/// Who leads a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// Nobody who is in the room.
    Absent,
    /// Somebody who is recused from a candidate, where another in the room is not.
    Recused,
    /// Somebody in the room.
    Present,
}

/// Who leads: minutes are signed by somebody to whom nothing of them is hidden, wherever there is one.
pub fn lead<M: Ord>(chair: Option<M>, present: &BTreeSet<M>, recused: &BTreeSet<M>) -> Lead {
    match chair.filter(|it| present.contains(it)) {
        None => Lead::Absent,
        Some(chair) if recused.contains(&chair) && !present.is_subset(recused) => Lead::Recused,
        Some(_) => Lead::Present,
    }
}

impl Lead {
    /// Refuses a meeting that is led by nobody.
    fn check(self) -> Result<(), Refusal> {
        match self {
            Lead::Absent => Err(Refusal::ChairAbsent),
            Lead::Recused => Err(Refusal::ChairRecused),
            Lead::Present => Ok(()),
        }
    }
}

/// Refuses a committee of fewer than the programme says.
pub fn check_size(members: i64, serving: i64) -> Result<(), Refusal> {
    if serving < members {
        return Err(Refusal::MembersMissing { members, serving });
    }
    Ok(())
}

/// Whether a meeting may be opened: no other goes on, the committee is complete, somebody is to be
/// decided on.
pub fn may_open(
    runs: bool,
    (members, serving): (i64, i64),
    candidates: usize,
) -> Result<(), Refusal> {
    if runs {
        return Err(Refusal::MeetingRuns);
    }
    check_size(members, serving)?;
    if candidates == 0 {
        return Err(Refusal::NoCandidates);
    }
    Ok(())
}

/// Whether a ballot may be opened: nothing else goes on, the committee is complete, enough are present
/// and led by one of them, somebody is to be decided on.
pub fn may_open_ballot(
    meeting: Running,
    is_ballot_open: bool,
    room: &Room<'_>,
    candidates: usize,
) -> Result<(), Refusal> {
    if meeting == Running::Closed {
        return Err(Refusal::MeetingOver);
    }
    if is_ballot_open {
        return Err(Refusal::BallotRuns);
    }
    check_size(room.members, room.serving)?;
    let present = room.present;
    let needed = needed_for_quorum(room.rule, room.serving);
    if !is_quorate(room.rule, room.serving, present) {
        return Err(Refusal::NotQuorate { present, needed });
    }
    room.lead.check()?;
    if candidates == 0 {
        return Err(Refusal::NothingToDecide);
    }
    Ok(())
}

/// What a meeting comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// A result for everybody.
    All,
    /// No ballot was counted.
    Nothing,
    /// Candidates are tied at the last seats.
    Tied,
}

/// Whether a meeting may be closed. One that left something undecided says why; the seats for which
/// candidates are tied stay empty only if it says so.
pub fn may_close(
    meeting: Running,
    is_ballot_open: bool,
    lead: Lead,
    (decided, leaves_seats_empty): (Decided, bool),
    remarks: &str,
) -> Result<(), Refusal> {
    if meeting == Running::Closed {
        return Err(Refusal::MeetingOver);
    }
    if is_ballot_open {
        return Err(Refusal::BallotRuns);
    }
    lead.check()?;
    if leaves_seats_empty && decided != Decided::Tied {
        return Err(Refusal::NothingTied);
    }
    if decided != Decided::All && remarks.trim().is_empty() {
        return Err(Refusal::RemarksMissing);
    }
    Ok(())
}

/// Whether somebody else may lead from now on: whoever does is in the room while one meets, and whoever
/// led signs first.
pub fn may_lead(is_absent: bool, waits_for_signature: bool) -> Result<(), Refusal> {
    if is_absent {
        return Err(Refusal::ChairAbsent);
    }
    if waits_for_signature {
        return Err(Refusal::MinutesUnsigned);
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

    fn room(serving: i64, present: i64, lead: Lead) -> Room<'static> {
        Room {
            rule: &TWO_THIRDS,
            members: 25,
            serving,
            present,
            lead,
        }
    }

    #[test]
    fn a_meeting_is_refused_in_order_of_precedence() {
        let missing = Refusal::MembersMissing {
            members: 25,
            serving: 9,
        };
        for (runs, serving, candidates, answer) in [
            (true, 9, 0, Err(Refusal::MeetingRuns)),
            (false, 9, 0, Err(missing)),
            (false, 25, 0, Err(Refusal::NoCandidates)),
            (false, 25, 1, Ok(())),
            (false, 26, 1, Ok(())),
        ] {
            assert_eq!(may_open(runs, (25, serving), candidates), answer);
        }
    }

    #[test]
    fn a_ballot_is_refused_in_order_of_precedence() {
        use Lead::{Absent, Present, Recused};
        let few = Refusal::NotQuorate {
            present: 16,
            needed: 17,
        };
        let missing = Refusal::MembersMissing {
            members: 25,
            serving: 24,
        };
        for (meeting, is_open, (serving, present, lead), candidates, answer) in [
            (Closed, true, (24, 0, Absent), 0, Err(Refusal::MeetingOver)),
            (Open, true, (24, 0, Absent), 0, Err(Refusal::BallotRuns)),
            (Open, false, (24, 0, Absent), 0, Err(missing)),
            (Open, false, (25, 16, Absent), 0, Err(few)),
            (Open, false, (25, 17, Absent), 0, Err(Refusal::ChairAbsent)),
            (
                Open,
                false,
                (25, 17, Recused),
                0,
                Err(Refusal::ChairRecused),
            ),
            (
                Open,
                false,
                (25, 17, Present),
                0,
                Err(Refusal::NothingToDecide),
            ),
            (Open, false, (25, 17, Present), 1, Ok(())),
        ] {
            let room = room(serving, present, lead);
            assert_eq!(may_open_ballot(meeting, is_open, &room, candidates), answer);
        }
    }

    #[test]
    fn whoever_leads_is_there_and_knows_all_that_is_signed() {
        for (chair, present, recused, answer) in [
            (None, vec![1, 2], vec![], Lead::Absent),
            (Some(3), vec![1, 2], vec![], Lead::Absent),
            (Some(1), vec![1, 2], vec![1], Lead::Recused),
            (Some(1), vec![1, 2], vec![1, 2], Lead::Present),
            (Some(1), vec![1, 2], vec![2, 3], Lead::Present),
        ] {
            let (present, recused) = (BTreeSet::from_iter(present), BTreeSet::from_iter(recused));
            assert_eq!(lead(chair, &present, &recused), answer);
        }
        assert_eq!(may_lead(true, true), Err(Refusal::ChairAbsent));
        assert_eq!(may_lead(false, true), Err(Refusal::MinutesUnsigned));
        assert_eq!(may_lead(false, false), Ok(()));
    }

    /// Written out apart from the code: enough are present when `present × below ≥ committee × above`.
    #[test]
    fn a_quorum_is_the_rules_share_of_the_committee_whatever_the_base() {
        for base in VoteBase::ALL {
            for [above, below] in [[1, 2], [2, 3], [3, 4], [1, 1]] {
                let rule = VoteRule {
                    quorum: [above, below],
                    base: *base,
                    ..TWO_THIRDS
                };
                for committee in 1..=30 {
                    let needed = needed_for_quorum(&rule, committee);
                    for present in 0..=committee {
                        let is_enough = present * below >= committee * above;
                        let told = format!("{base} {above}/{below}: {present} of {committee}");
                        assert_eq!(is_quorate(&rule, committee, present), is_enough, "{told}");
                        assert_eq!(present >= needed, is_enough, "{told}");
                    }
                }
            }
        }
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table, read line by line")]
    fn what_was_left_undecided_is_explained() {
        use Decided::{All, Nothing, Tied};
        use Lead::{Absent, Present};
        for (meeting, is_open, lead, decided, remarks, answer) in [
            (
                Closed,
                true,
                Absent,
                (All, true),
                "",
                Err(Refusal::MeetingOver),
            ),
            (
                Open,
                true,
                Absent,
                (All, true),
                "",
                Err(Refusal::BallotRuns),
            ),
            (
                Open,
                false,
                Absent,
                (All, true),
                "",
                Err(Refusal::ChairAbsent),
            ),
            (
                Open,
                false,
                Present,
                (All, true),
                "",
                Err(Refusal::NothingTied),
            ),
            (
                Open,
                false,
                Present,
                (Nothing, true),
                "",
                Err(Refusal::NothingTied),
            ),
            (
                Open,
                false,
                Present,
                (Tied, true),
                " ",
                Err(Refusal::RemarksMissing),
            ),
            (Open, false, Present, (Tied, true), "席位空缺", Ok(())),
            (
                Open,
                false,
                Present,
                (Tied, false),
                "",
                Err(Refusal::RemarksMissing),
            ),
            (
                Open,
                false,
                Present,
                (Nothing, false),
                "",
                Err(Refusal::RemarksMissing),
            ),
            (
                Open,
                false,
                Present,
                (Nothing, false),
                "人数不足，改期",
                Ok(()),
            ),
            (Open, false, Present, (All, false), "", Ok(())),
        ] {
            assert_eq!(may_close(meeting, is_open, lead, decided, remarks), answer);
        }
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
