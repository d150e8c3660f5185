//! Whether a round goes on to its next phase, or back to the one before. Pure.
//!
//! Phases are walls: what a phase does not permit waits for nobody. So going on says what would be
//! left behind, and is refused where the rest of the round could not be.

use chrono::NaiveDate;

use super::Refusal;
use crate::message::Message;
use crate::selection::meetings::rules::check_size;
use crate::selection::phases::{Permission, Phase};
use crate::selection::rounds::SelectionRound;

crate::text_enum!(
    /// What waits for somebody in a round.
    Waiting {
        /// Applications without a vote of the school.
        WithoutVote => "without_vote",
        /// Applications on which a school voted and did not decide.
        AtSchool => "at_school",
        /// Applications that were sent back to their teachers.
        Returned => "returned",
        /// Applications that wait for their district.
        AtDistrict => "at_district",
        /// Nominees for whom nobody signed.
        Unsigned => "unsigned",
        /// Members who were drawn and not invited.
        Uninvited => "uninvited",
        /// Members and candidates of whom nobody decided whether they are in conflict.
        Undecided => "undecided",
        /// Reviews that are due, or were never dealt out.
        Unreviewed => "unreviewed",
        /// Questions of members that were not passed on, or not answered.
        QuestionsOpen => "questions_open",
        /// Candidates whose lesson was not drawn, or has no points.
        LessonsOpen => "lessons_open",
        /// Candidates who are proposed and not certified.
        Uncertified => "uncertified",
    }
);

impl Waiting {
    /// What has to be permitted so that it can be done.
    pub const fn needs(self) -> Permission {
        match self {
            Waiting::WithoutVote => Permission::RecordVote,
            Waiting::AtSchool => Permission::DecideAtSchool,
            Waiting::Returned => Permission::Correct,
            Waiting::AtDistrict => Permission::DecideAtDistrict,
            Waiting::Unsigned => Permission::CheckEligibility,
            Waiting::Uninvited => Permission::ComposeCommittee,
            Waiting::Undecided => Permission::ManageConflicts,
            Waiting::Unreviewed | Waiting::QuestionsOpen => Permission::WriteReview,
            Waiting::LessonsOpen => Permission::HoldLessons,
            Waiting::Uncertified => Permission::Certify,
        }
    }

    /// So many of it, in words.
    pub fn told(self, count: i64) -> Message {
        let message = match self {
            Waiting::WithoutVote => Message::new("waiting-without-vote"),
            Waiting::AtSchool => Message::new("waiting-at-school"),
            Waiting::Returned => Message::new("waiting-returned"),
            Waiting::AtDistrict => Message::new("waiting-at-district"),
            Waiting::Unsigned => Message::new("waiting-unsigned"),
            Waiting::Uninvited => Message::new("waiting-uninvited"),
            Waiting::Undecided => Message::new("waiting-undecided"),
            Waiting::Unreviewed => Message::new("waiting-unreviewed"),
            Waiting::QuestionsOpen => Message::new("waiting-questions-open"),
            Waiting::LessonsOpen => Message::new("waiting-lessons-open"),
            Waiting::Uncertified => Message::new("waiting-uncertified"),
        };
        message.with("count", count)
    }

    /// Whether the open phase is the last in which it can be done; `later` are the phases to come.
    pub fn ends_with(self, open: Phase, later: &[Phase]) -> bool {
        is_last(self.needs(), open, later)
    }
}

/// Whether the open phase is the last that permits something.
fn is_last(permission: Permission, open: Phase, later: &[Phase]) -> bool {
    open.permits(permission) && !later.iter().any(|it| it.permits(permission))
}

/// Something that could not be done any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stranded {
    /// What.
    pub what: Waiting,
    /// How many.
    pub count: i64,
}

/// How the rooms of a round stand, as far as the next phase rests on them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Standing {
    /// Whether the places of districts are shared out.
    pub has_places: bool,
    /// Whether anybody stands: a round without candidates needs no committee and no ballot.
    pub has_candidates: bool,
    /// Members whom the programme's committee has.
    pub members: i64,
    /// Who of them serves.
    pub serving: i64,
    /// Who was invited and has not answered.
    pub unanswered: i64,
    /// Whether a meeting goes on.
    pub is_meeting: bool,
    /// Whether a ballot on everybody was opened.
    pub has_ballot: bool,
    /// Whether it was counted.
    pub is_counted: bool,
    /// Whether candidates are tied at the last seats, and no meeting left these empty.
    pub is_tied: bool,
    /// Whether chair and secretary signed the minutes of every meeting.
    pub is_signed: bool,
    /// Whether results were posted.
    pub has_results: bool,
    /// Whether members who reviewed by number have seen faces in lessons since.
    pub has_seen_faces: bool,
    /// The phases that come later.
    pub later: Vec<Phase>,
    /// What could not be done any more after going on.
    pub stranded: Vec<Stranded>,
}

impl Standing {
    /// Refuses to leave the last phase in which a committee is completed with fewer members than the
    /// meetings to come need.
    fn check_members(&self, open: Phase) -> Result<(), Refusal> {
        let meets = self
            .later
            .iter()
            .any(|it| it.permits(Permission::HoldMeeting));
        let is_last = is_last(Permission::ComposeCommittee, open, &self.later);
        if !self.has_candidates || !meets || !is_last {
            return Ok(());
        }
        check_size(self.members, self.serving).map_err(Refusal::CannotMeet)
    }

    /// Refuses to leave the last phase in which results are posted while nobody has read who was
    /// selected, and who was not.
    fn check_posted(&self, open: Phase) -> Result<(), Refusal> {
        let is_last = is_last(Permission::PostResults, open, &self.later);
        if is_last && self.is_counted && !self.has_results {
            return Err(Refusal::NotPosted);
        }
        Ok(())
    }
}

/// What going on, or back, needs to know beside.
#[derive(Debug, Clone, Copy)]
pub struct Move<'a> {
    /// The phase that it leads to, if there is one.
    pub to: Option<Phase>,
    /// The last day of that phase.
    pub ends_on: NaiveDate,
    /// Why now.
    pub reason: &'a str,
    /// The day.
    pub today: NaiveDate,
}

/// What the next phase cannot do without, apart from what the bureau types.
pub fn may_leave(phase: Phase, standing: &Standing) -> Result<(), Refusal> {
    match phase {
        Phase::Preparation if !standing.has_places => Err(Refusal::PlacesNotShared),
        Phase::Conflicts if standing.has_candidates && standing.serving == 0 => {
            Err(Refusal::NobodyServes)
        }
        Phase::Ballot if standing.is_meeting => Err(Refusal::MeetingOpen),
        Phase::Ballot if standing.has_candidates && !standing.is_counted => Err(Refusal::NotVoted),
        Phase::Ballot if standing.is_tied => Err(Refusal::Tied),
        Phase::Ballot if !standing.is_signed => Err(Refusal::NotSigned),
        _ => Ok(()),
    }?;
    standing.check_members(phase)?;
    standing.check_posted(phase)
}

/// Whether the bureau may go on to the next phase, and to which. What would be left behind, it has
/// to accept.
pub fn go_on(
    round: &SelectionRound,
    standing: &Standing,
    onward: &Move<'_>,
    accepts_stranded: bool,
) -> Result<Phase, Refusal> {
    let next = onward.to.ok_or(Refusal::Closed)?;
    may_leave(round.phase, standing)?;
    let count = standing.stranded.iter().map(|it| it.count).sum();
    if count > 0 && !accepts_stranded {
        return Err(Refusal::Stranded { count });
    }
    if next != Phase::Closed && onward.ends_on < onward.today {
        return Err(Refusal::EndsInThePast);
    }
    if onward.reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(next)
}

/// Whether the bureau may go back at all, and to which phase. A ballot that was opened was held on
/// what stood then, and what was posted is known to everybody: neither is undone by a phase.
pub fn may_go_back(
    round: &SelectionRound,
    standing: &Standing,
    before: Option<Phase>,
) -> Result<Phase, Refusal> {
    if round.phase == Phase::Closed {
        return Err(Refusal::Closed);
    }
    let before = before.ok_or(Refusal::NothingBefore)?;
    if standing.has_ballot && matches!(round.phase, Phase::Meeting | Phase::Ballot) {
        return Err(Refusal::BallotOpened);
    }
    if standing.has_results && round.phase >= Phase::Publicity {
        return Err(Refusal::ResultsPosted);
    }
    if standing.has_seen_faces && before.permits(Permission::WriteReview) {
        return Err(Refusal::FacesSeen);
    }
    Ok(before)
}

/// The same with what the bureau types.
pub fn step_back(
    round: &SelectionRound,
    standing: &Standing,
    back: &Move<'_>,
) -> Result<Phase, Refusal> {
    let before = may_go_back(round, standing, back.to)?;
    if back.ends_on < back.today {
        return Err(Refusal::EndsInThePast);
    }
    if back.reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(before)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, round};
    use super::*;
    use crate::selection::meetings::rules::Refusal as Meeting;

    /// Everything that any phase could rest on.
    fn fine() -> Standing {
        Standing {
            has_places: true,
            has_candidates: true,
            members: 3,
            serving: 3,
            unanswered: 0,
            is_meeting: false,
            has_ballot: false,
            is_counted: true,
            is_tied: false,
            is_signed: true,
            has_results: false,
            has_seen_faces: false,
            later: Vec::new(),
            stranded: Vec::new(),
        }
    }

    fn to(phase: Option<Phase>, last: u32, reason: &str) -> Move<'_> {
        Move {
            to: phase,
            ends_on: day(11, last),
            reason,
            today: day(11, 23),
        }
    }

    #[test]
    fn going_on_is_refused_in_order_of_precedence() {
        let what = |what, count| Stranded { what, count };
        // Everything is wrong at first; line by line, the first refusal is put right.
        let mut standing = Standing {
            has_places: false,
            serving: 0,
            is_meeting: true,
            is_counted: false,
            is_tied: true,
            is_signed: false,
            stranded: vec![what(Waiting::AtSchool, 12), what(Waiting::Returned, 1)],
            ..fine()
        };
        let wrong = to(Some(Phase::Certify), 22, " ");
        let go_on = |phase, standing: &Standing, onward: &Move<'_>, accepts| {
            go_on(&round(phase), standing, onward, accepts)
        };
        let ended = to(None, 22, " ");
        assert_eq!(
            go_on(Phase::Closed, &standing, &ended, false),
            Err(Refusal::Closed)
        );
        let refused = |phase, standing: &Standing| go_on(phase, standing, &wrong, false).err();
        assert_eq!(
            refused(Phase::Preparation, &standing),
            Some(Refusal::PlacesNotShared)
        );
        assert_eq!(
            refused(Phase::Conflicts, &standing),
            Some(Refusal::NobodyServes)
        );
        assert_eq!(
            refused(Phase::Ballot, &standing),
            Some(Refusal::MeetingOpen)
        );
        standing.is_meeting = false;
        assert_eq!(refused(Phase::Ballot, &standing), Some(Refusal::NotVoted));
        standing.is_counted = true;
        assert_eq!(refused(Phase::Ballot, &standing), Some(Refusal::Tied));
        standing.is_tied = false;
        assert_eq!(refused(Phase::Ballot, &standing), Some(Refusal::NotSigned));
        standing.is_signed = true;
        let stranded = Refusal::Stranded { count: 13 };
        assert_eq!(refused(Phase::Ballot, &standing), Some(stranded));
        let accepted = |onward| go_on(Phase::Ballot, &standing, onward, true);
        assert_eq!(accepted(&wrong), Err(Refusal::EndsInThePast));
        let unsaid = to(Some(Phase::Certify), 23, " ");
        assert_eq!(accepted(&unsaid), Err(Refusal::ReasonMissing));
        let right = to(Some(Phase::Certify), 23, "按计划");
        assert_eq!(accepted(&right), Ok(Phase::Certify));
        let end = to(Some(Phase::Closed), 1, "完成");
        let posted = Standing {
            has_results: true,
            ..fine()
        };
        assert_eq!(
            go_on(Phase::Certify, &posted, &end, false),
            Ok(Phase::Closed)
        );
    }

    #[test]
    fn the_last_phase_for_something_is_a_wall() {
        let fewer = |later: &[Phase]| Standing {
            serving: 2,
            later: later.to_vec(),
            ..fine()
        };
        let missing = Refusal::CannotMeet(Meeting::MembersMissing {
            members: 3,
            serving: 2,
        });
        let not_posted = Refusal::NotPosted;
        for (phase, later, answer) in [
            // Reserves move up, and whoever was invited answers, as long as reviews are written.
            (
                Phase::Conflicts,
                &[Phase::Review, Phase::Meeting][..],
                Ok(()),
            ),
            (Phase::Conflicts, &[Phase::Meeting], Err(missing)),
            (Phase::Review, &[Phase::Meeting], Err(missing)),
            (Phase::Review, &[Phase::Certify], Ok(())),
            (Phase::Publicity, &[Phase::Certify], Ok(())),
            (Phase::Publicity, &[], Err(not_posted)),
            (Phase::Certify, &[], Err(not_posted)),
        ] {
            assert_eq!(may_leave(phase, &fewer(later)), answer, "{phase} {later:?}");
        }
    }

    #[test]
    fn a_round_without_candidates_comes_to_its_end() {
        let nobody = Standing {
            has_candidates: false,
            serving: 0,
            is_counted: false,
            ..fine()
        };
        for phase in Phase::ALL {
            assert_eq!(may_leave(*phase, &nobody), Ok(()), "{phase}");
        }
    }

    #[test]
    fn nobody_writes_a_blind_review_who_has_seen_the_faces() {
        let seen = Standing {
            has_seen_faces: true,
            ..fine()
        };
        let back = |from, to| may_go_back(&round(from), &seen, Some(to));
        assert_eq!(
            back(Phase::Calibration, Phase::Review),
            Err(Refusal::FacesSeen)
        );
        assert_eq!(
            back(Phase::Meeting, Phase::Calibration),
            Ok(Phase::Calibration)
        );
    }

    #[test]
    fn going_back_is_refused_in_order_of_precedence() {
        let voted = Standing {
            has_ballot: true,
            ..fine()
        };
        let posted = Standing {
            has_results: true,
            ..voted.clone()
        };
        let meeting = Some(Phase::Meeting);
        let ballot = Some(Phase::Ballot);
        for (phase, standing, back, answer) in [
            (
                Phase::Closed,
                &posted,
                to(None, 1, ""),
                Err(Refusal::Closed),
            ),
            (
                Phase::Nominate,
                &posted,
                to(None, 1, ""),
                Err(Refusal::NothingBefore),
            ),
            (
                Phase::Ballot,
                &posted,
                to(meeting, 1, ""),
                Err(Refusal::BallotOpened),
            ),
            (
                Phase::Publicity,
                &posted,
                to(ballot, 1, ""),
                Err(Refusal::ResultsPosted),
            ),
            // What was voted stays, and its minutes can still be signed.
            (
                Phase::Publicity,
                &voted,
                to(ballot, 22, ""),
                Err(Refusal::EndsInThePast),
            ),
            (
                Phase::Publicity,
                &voted,
                to(ballot, 23, " "),
                Err(Refusal::ReasonMissing),
            ),
            (
                Phase::Publicity,
                &voted,
                to(ballot, 23, "补签纪要"),
                Ok(Phase::Ballot),
            ),
            (
                Phase::Ballot,
                &fine(),
                to(meeting, 23, "改期"),
                Ok(Phase::Meeting),
            ),
        ] {
            assert_eq!(step_back(&round(phase), standing, &back), answer, "{phase}");
        }
    }

    #[test]
    fn what_waits_is_stranded_where_no_later_phase_permits_it() {
        let later = |open: Phase| -> Vec<Phase> {
            let all = Phase::ALL.iter().copied();
            all.filter(|it| *it > open).collect()
        };
        let last = |waiting: Waiting| -> Vec<Phase> {
            let all = Phase::ALL.iter().copied();
            all.filter(|it| waiting.ends_with(*it, &later(*it)))
                .collect()
        };
        for (waiting, phase) in [
            (Waiting::WithoutVote, Phase::SchoolPublicity),
            (Waiting::AtSchool, Phase::DistrictReview),
            (Waiting::Returned, Phase::DistrictReview),
            (Waiting::AtDistrict, Phase::DistrictReview),
            (Waiting::Unsigned, Phase::EligibilityCheck),
            (Waiting::Uninvited, Phase::Review),
            (Waiting::Undecided, Phase::Meeting),
            (Waiting::Unreviewed, Phase::Review),
            (Waiting::QuestionsOpen, Phase::Review),
            (Waiting::LessonsOpen, Phase::Calibration),
            (Waiting::Uncertified, Phase::Certify),
        ] {
            assert_eq!(last(waiting), [phase], "{waiting}");
        }
    }
}
