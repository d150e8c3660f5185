//! What is to be done next in a round, and by whom. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::selection::committees::MemberState;
use crate::selection::phases::{Permission, Phase};

/// What is known of a round that is running.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Its title.
    pub title: String,
    /// The open phase.
    pub phase: Phase,
    /// Its last day.
    pub ends_on: Option<NaiveDate>,
    /// Whoever was drawn for its committee, by state.
    pub members: BTreeMap<MemberState, i64>,
    /// Ties between members and candidates that the secretary is to decide on.
    pub undecided: i64,
    /// Reviews that were dealt out.
    pub reviews: i64,
    /// Meetings.
    pub meetings: i64,
    /// Minutes that the secretary has not signed.
    pub unsigned: i64,
    /// Ballots that were counted.
    pub counted: i64,
    /// Candidates with a result.
    pub results: i64,
    /// Those of them who are proposed.
    pub proposed: i64,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// Draw the committee.
    Draw,
    /// Decide on ties.
    Decide {
        /// So many.
        ties: i64,
    },
    /// Invite who was drawn.
    Invite {
        /// So many.
        members: i64,
    },
    /// Deal candidates out.
    Deal,
    /// Open the meeting.
    Meet,
    /// Sign minutes.
    Sign {
        /// So many.
        minutes: i64,
    },
    /// Let the committee vote, and count.
    Vote,
    /// Post results.
    Post,
    /// Certify, or go on waiting for objections.
    Certify {
        /// So many are proposed.
        proposed: i64,
    },
    /// Go on: the last day of the phase is over.
    GoOn,
}

impl Duty {
    /// Key of its sentence.
    pub const fn message_key(self) -> &'static str {
        match self {
            Duty::Draw => "task-committee-draw",
            Duty::Decide { .. } => "task-ties-decide",
            Duty::Invite { .. } => "task-members-invite",
            Duty::Deal => "task-reviews-deal",
            Duty::Meet => "task-meeting-open",
            Duty::Sign { .. } => "task-minutes-sign",
            Duty::Vote => "task-ballot-hold",
            Duty::Post => "task-results-post",
            Duty::Certify { .. } => "task-awards-certify",
            Duty::GoOn => "task-round-overdue",
        }
    }

    /// How many things that are.
    pub const fn count(self) -> i64 {
        match self {
            Duty::Draw | Duty::Deal | Duty::Meet | Duty::Vote | Duty::Post | Duty::GoOn => 1,
            Duty::Decide { ties: count }
            | Duty::Invite { members: count }
            | Duty::Sign { minutes: count }
            | Duty::Certify { proposed: count } => count,
        }
    }

    /// Where it is done, below the round.
    pub const fn room(self) -> &'static str {
        match self {
            Duty::Draw | Duty::Invite { .. } => "/committee",
            Duty::Decide { .. } => "/conflicts",
            Duty::Deal => "/deal",
            Duty::Meet | Duty::Vote | Duty::Sign { .. } => "/meetings",
            Duty::Post | Duty::Certify { .. } => "/results",
            Duty::GoOn => "",
        }
    }
}

/// What the secretary does next; nothing while others are to act.
pub fn of_secretary(facts: &Facts) -> Option<Duty> {
    let with = |state| facts.members.get(&state).copied().unwrap_or(0);
    let (drawn, serving) = (with(MemberState::Drawn), with(MemberState::Accepted));
    let committee = || match (facts.undecided, drawn) {
        (1.., _) => Some(Duty::Decide {
            ties: facts.undecided,
        }),
        (_, 1..) => Some(Duty::Invite { members: drawn }),
        _ => None,
    };
    match facts.phase {
        Phase::Conflicts if facts.members.is_empty() => Some(Duty::Draw),
        Phase::Conflicts | Phase::Review if committee().is_some() => committee(),
        Phase::Conflicts | Phase::Review
            if facts.reviews == 0 && serving > 0 && with(MemberState::Invited) == 0 =>
        {
            Some(Duty::Deal)
        }
        Phase::Meeting if facts.meetings == 0 => Some(Duty::Meet),
        Phase::Meeting | Phase::Ballot if facts.unsigned > 0 => Some(Duty::Sign {
            minutes: facts.unsigned,
        }),
        Phase::Ballot if facts.counted == 0 => Some(Duty::Vote),
        phase if phase.permits(Permission::PostResults) => {
            (facts.counted > 0 && facts.results == 0).then_some(Duty::Post)
        }
        _ => None,
    }
}

/// What the bureau does next.
pub fn of_bureau(facts: &Facts, today: NaiveDate) -> Option<Duty> {
    match facts.phase {
        Phase::Certify if facts.proposed > 0 => Some(Duty::Certify {
            proposed: facts.proposed,
        }),
        _ => facts
            .ends_on
            .is_some_and(|it| it < today)
            .then_some(Duty::GoOn),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a day of November")
    }

    fn facts(phase: Phase) -> Facts {
        Facts {
            title: "评选".to_owned(),
            phase,
            ends_on: Some(day(20)),
            members: BTreeMap::new(),
            undecided: 0,
            reviews: 0,
            meetings: 0,
            unsigned: 0,
            counted: 0,
            results: 0,
            proposed: 0,
        }
    }

    fn with_members(phase: Phase, members: &[(MemberState, i64)]) -> Facts {
        Facts {
            members: members.iter().copied().collect(),
            ..facts(phase)
        }
    }

    #[test]
    fn the_secretary_does_one_thing_after_another() {
        use MemberState::{Accepted, Drawn, Invited};
        let drawn = with_members(Phase::Conflicts, &[(Drawn, 3), (Accepted, 2)]);
        let tied = Facts {
            undecided: 2,
            ..drawn.clone()
        };
        let answering = with_members(Phase::Conflicts, &[(Invited, 1), (Accepted, 2)]);
        let serving = with_members(Phase::Review, &[(Accepted, 3)]);
        let dealt = Facts {
            reviews: 9,
            ..serving.clone()
        };
        let voted = |phase, results| Facts {
            counted: 1,
            results,
            ..facts(phase)
        };
        let held = Facts {
            meetings: 1,
            unsigned: 1,
            ..facts(Phase::Ballot)
        };
        for (facts, duty) in [
            (facts(Phase::Nominate), None),
            (facts(Phase::Conflicts), Some(Duty::Draw)),
            (tied, Some(Duty::Decide { ties: 2 })),
            (drawn, Some(Duty::Invite { members: 3 })),
            (answering, None),
            (serving, Some(Duty::Deal)),
            (dealt, None),
            (facts(Phase::Meeting), Some(Duty::Meet)),
            (held, Some(Duty::Sign { minutes: 1 })),
            (facts(Phase::Ballot), Some(Duty::Vote)),
            (facts(Phase::Publicity), None),
            (voted(Phase::Publicity, 0), Some(Duty::Post)),
            (voted(Phase::Certify, 0), Some(Duty::Post)),
            (voted(Phase::Certify, 4), None),
            (voted(Phase::Ballot, 0), None),
        ] {
            assert_eq!(of_secretary(&facts), duty, "{facts:?}");
        }
    }

    #[test]
    fn the_bureau_goes_on_in_time_and_certifies() {
        let proposed = Facts {
            proposed: 2,
            ..facts(Phase::Certify)
        };
        for (facts, today, duty) in [
            (facts(Phase::Nominate), day(20), None),
            (facts(Phase::Nominate), day(21), Some(Duty::GoOn)),
            (proposed, day(21), Some(Duty::Certify { proposed: 2 })),
            (facts(Phase::Certify), day(21), Some(Duty::GoOn)),
        ] {
            assert_eq!(of_bureau(&facts, today), duty, "{today} {facts:?}");
        }
    }
}
