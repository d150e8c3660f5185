//! The phases of a round: named bundles of permissions, one open at a time, each with a last day.
//! Pure.
//!
//! A permission answers the button and the request alike.

use chrono::NaiveDate;

use crate::error::Error;
use crate::message::{Fact, Message};

crate::text_enum!(
    /// What a round is about at a time, in order.
    Phase {
        /// 筹备: quotas are set, nobody outside the bureau sees the round.
        Preparation => "preparation",
        /// 申报推荐
        Nominate => "nominate",
        /// 学校公示
        SchoolPublicity => "school_publicity",
        /// 区级遴选
        DistrictReview => "district_review",
        /// 资格审核
        EligibilityCheck => "eligibility_check",
        /// 回避审查
        Conflicts => "conflicts",
        /// 专家评审
        Review => "review",
        /// 评分校准
        Calibration => "calibration",
        /// 评审会议
        Meeting => "meeting",
        /// 投票
        Ballot => "ballot",
        /// 结果公示
        Publicity => "publicity",
        /// 异议处理
        Objections => "objections",
        /// 认定发证
        Certify => "certify",
        /// 已结束
        Closed => "closed",
    }
);

crate::text_enum!(
    /// What somebody may want to do in a round.
    Permission {
        /// Share places out.
        SetQuotas => "set_quotas",
        /// Write and hand in one's own application.
        Apply => "apply",
        /// Put right what was sent back, and hand it in again.
        Correct => "correct",
        /// Write down the school's vote.
        RecordVote => "record_vote",
        /// Send an application back, refuse or recommend it, and post the school's list.
        DecideAtSchool => "decide_at_school",
        /// The same for the district, or for the bureau with its own schools.
        DecideAtDistrict => "decide_at_district",
        /// Confirm what no data tells, and sign who is eligible.
        CheckEligibility => "check_eligibility",
        /// Draw the committee, invite, replace who declines.
        ComposeCommittee => "compose_committee",
        /// Say what stands between members and candidates, and decide on it.
        ManageConflicts => "manage_conflicts",
        /// Deal candidates out to members.
        AssignReviews => "assign_reviews",
        /// Write reviews, decline, ask.
        WriteReview => "write_review",
        /// Draw the order of lessons and defences, and score them.
        HoldLessons => "hold_lessons",
        /// Open the meeting, say who is there.
        HoldMeeting => "hold_meeting",
        /// Open ballots, vote, count.
        CastVote => "cast_vote",
        /// Propose who is selected, and post the list.
        PostResults => "post_results",
        /// Approve and certify.
        Certify => "certify",
    }
);

impl Phase {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Phase::Preparation => "phase-preparation",
            Phase::Nominate => "phase-nominate",
            Phase::SchoolPublicity => "phase-school-publicity",
            Phase::DistrictReview => "phase-district-review",
            Phase::EligibilityCheck => "phase-eligibility-check",
            Phase::Conflicts => "phase-conflicts",
            Phase::Review => "phase-review",
            Phase::Calibration => "phase-calibration",
            Phase::Meeting => "phase-meeting",
            Phase::Ballot => "phase-ballot",
            Phase::Publicity => "phase-publicity",
            Phase::Objections => "phase-objections",
            Phase::Certify => "phase-certify",
            Phase::Closed => "phase-closed",
        }
    }

    /// Whether something may be done in it.
    pub fn permits(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// What may be done in it, and in no other way.
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Phase::Preparation => &[P::SetQuotas],
            Phase::Nominate => &[P::Apply, P::Correct, P::RecordVote, P::DecideAtSchool],
            Phase::SchoolPublicity => &[P::Correct, P::RecordVote, P::DecideAtSchool],
            // What a district sends back goes its way again from the school on.
            Phase::DistrictReview => &[P::Correct, P::DecideAtSchool, P::DecideAtDistrict],
            Phase::EligibilityCheck => &[P::CheckEligibility],
            Phase::Conflicts => &[P::ComposeCommittee, P::ManageConflicts, P::AssignReviews],
            // A reserve who moves up is invited while there are reviews to be written.
            Phase::Review => &[
                P::ComposeCommittee,
                P::ManageConflicts,
                P::AssignReviews,
                P::WriteReview,
                P::HoldLessons,
            ],
            // Who remembers a tie in the lesson or on the way to the ballot can still say so.
            Phase::Calibration => &[P::ManageConflicts, P::HoldLessons],
            Phase::Meeting => &[P::ManageConflicts, P::HoldMeeting],
            Phase::Ballot => &[P::HoldMeeting, P::CastVote],
            // An objection that is right calls for a new list.
            Phase::Publicity | Phase::Objections => &[P::PostResults],
            Phase::Certify => &[P::PostResults, P::Certify],
            Phase::Closed => &[],
        }
    }
}

impl Permission {
    /// Key of what it lets one do.
    pub const fn name_key(self) -> &'static str {
        match self {
            Permission::SetQuotas => "permission-set-quotas",
            Permission::Apply => "permission-apply",
            Permission::Correct => "permission-correct",
            Permission::RecordVote => "permission-record-vote",
            Permission::DecideAtSchool => "permission-decide-at-school",
            Permission::DecideAtDistrict => "permission-decide-at-district",
            Permission::CheckEligibility => "permission-check-eligibility",
            Permission::ComposeCommittee => "permission-compose-committee",
            Permission::ManageConflicts => "permission-manage-conflicts",
            Permission::AssignReviews => "permission-assign-reviews",
            Permission::WriteReview => "permission-write-review",
            Permission::HoldLessons => "permission-hold-lessons",
            Permission::HoldMeeting => "permission-hold-meeting",
            Permission::CastVote => "permission-cast-vote",
            Permission::PostResults => "permission-post-results",
            Permission::Certify => "permission-certify",
        }
    }
}

/// The open phase, with its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenPhase {
    /// Which.
    pub phase: Phase,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
}

/// Why something may not be done now, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The open phase does not allow it.
    NotInPhase {
        /// What is open.
        open: Phase,
    },
    /// The phase allows it, from a later day on.
    NotYet {
        /// What is open.
        open: Phase,
        /// From this day on.
        starts_on: NaiveDate,
    },
    /// Its last day is over; the bureau has not gone on yet.
    Over {
        /// What is open.
        open: Phase,
        /// Its last day.
        ended_on: NaiveDate,
    },
}

/// Whether something may be done on a day.
pub fn may_now(open: &OpenPhase, permission: Permission, today: NaiveDate) -> Result<(), Refusal> {
    let phase = open.phase;
    if !phase.permits(permission) {
        return Err(Refusal::NotInPhase { open: phase });
    }
    if today < open.starts_on {
        let starts_on = open.starts_on;
        return Err(Refusal::NotYet {
            open: phase,
            starts_on,
        });
    }
    if open.ends_on < today {
        let ended_on = open.ends_on;
        return Err(Refusal::Over {
            open: phase,
            ended_on,
        });
    }
    Ok(())
}

impl From<Refusal> for Message {
    fn from(refusal: Refusal) -> Message {
        let named =
            |message: Message, open: Phase| message.with("phase", Fact::Key(open.name_key()));
        match refusal {
            Refusal::NotInPhase { open } => named(Message::new("phase-does-not-allow"), open),
            Refusal::NotYet { open, starts_on } => {
                named(Message::new("phase-not-yet"), open).with("day", starts_on)
            }
            Refusal::Over { open, ended_on } => {
                named(Message::new("phase-over"), open).with("day", ended_on)
            }
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::not_now(refusal.into())
    }
}

/// The phase after this one among those that a programme has; after the last the round is closed.
pub fn after(phase: Phase, planned: &[Phase]) -> Option<Phase> {
    if phase == Phase::Closed {
        return None;
    }
    let next = planned.iter().copied().filter(|it| *it > phase).min();
    Some(next.unwrap_or(Phase::Closed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a day of November")
    }

    #[test]
    fn refusals_come_in_order_of_precedence() {
        let open = OpenPhase {
            phase: Phase::Nominate,
            starts_on: day(10),
            ends_on: day(20),
        };
        let phase = Phase::Nominate;
        let not_here = Refusal::NotInPhase { open: phase };
        for (permission, today, answer) in [
            (Permission::SetQuotas, day(1), Err(not_here)),
            (Permission::CheckEligibility, day(15), Err(not_here)),
            (
                Permission::Apply,
                day(9),
                Err(Refusal::NotYet {
                    open: phase,
                    starts_on: day(10),
                }),
            ),
            (Permission::Apply, day(10), Ok(())),
            (Permission::Apply, day(20), Ok(())),
            (
                Permission::Apply,
                day(21),
                Err(Refusal::Over {
                    open: phase,
                    ended_on: day(20),
                }),
            ),
        ] {
            assert_eq!(
                may_now(&open, permission, today),
                answer,
                "{permission} {today}"
            );
        }
    }

    #[test]
    fn phases_follow_each_other_and_end() {
        let planned = [Phase::Nominate, Phase::DistrictReview, Phase::Certify];
        let mut seen = vec![Phase::Preparation];
        while let Some(next) = after(seen[seen.len() - 1], &planned) {
            seen.push(next);
        }
        assert_eq!(
            seen,
            [
                Phase::Preparation,
                Phase::Nominate,
                Phase::DistrictReview,
                Phase::Certify,
                Phase::Closed
            ]
        );
    }

    #[test]
    fn every_permission_is_in_some_phase() {
        for permission in Permission::ALL {
            let somewhere = Phase::ALL
                .iter()
                .any(|it| it.permissions().contains(permission));
            assert!(somewhere, "{permission}");
        }
    }
}
