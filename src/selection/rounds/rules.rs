//! Opening a round and moving its days; going on to the next phase, or back, is in `moving`. Pure.

pub mod moving;

use chrono::{Days, NaiveDate};

use super::{RoundId, RoundPhase};
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::selection::meetings;
use crate::selection::programmes::{Programme, Track};

/// Seats of a round, at most.
pub const SEATS_MAX: i64 = 10_000;
/// Characters of a title, at most.
pub const TITLE_CHARACTERS_MAX: usize = 80;

/// What the bureau says when it opens a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundFields {
    /// Its title.
    pub title: String,
    /// How many can win.
    pub seats: i64,
    /// Evidence counts up to this day.
    pub cutoff_on: NaiveDate,
    /// First day of the first phase, as planned.
    pub starts_on: NaiveDate,
}

/// Tidies what was typed, or says what is wrong by field.
pub fn check(fields: &RoundFields, track: &Track, today: NaiveDate) -> Result<String, FieldErrors> {
    let title = fields.title.trim();
    let mut errors = FieldErrors::default();
    if title.is_empty() {
        errors.add("title", Message::new("round-title-missing"));
    } else if title.chars().count() > TITLE_CHARACTERS_MAX {
        let most = Message::new("round-title-too-long").with("most", TITLE_CHARACTERS_MAX);
        errors.add("title", most);
    }
    // The document that a programme rests on names its seats: a round has no more, and may have fewer.
    let most = track.seats.as_ref().map_or(SEATS_MAX, |it| it.value);
    if !(1..=most).contains(&fields.seats) {
        let range = Message::new("round-seats-out-of-range").with("most", most);
        errors.add("seats", range);
    }
    if fields.starts_on < today {
        errors.add("starts_on", Message::new("round-starts-in-the-past"));
    }
    if fields.cutoff_on > fields.starts_on {
        errors.add("cutoff_on", Message::new("round-cutoff-after-start"));
    }
    if errors.is_empty() {
        Ok(title.to_owned())
    } else {
        Err(errors)
    }
}

/// Places for nominees: the seats times the fraction of the programme, rounded up.
pub fn places(seats: i64, nominees_per_seat: [i64; 2]) -> i64 {
    let [nominees, per] = nominees_per_seat;
    (seats * nominees + per - 1) / per
}

/// The phases one after another, each as long as the programme usually takes.
pub fn plan(round: RoundId, programme: &Programme, starts_on: NaiveDate) -> Vec<RoundPhase> {
    let mut first = starts_on;
    let phases = programme.phases.iter().map(|it| {
        let ends_on = first + Days::new(u64::from(it.days.max(1)) - 1);
        let planned = RoundPhase {
            round_id: round,
            phase: it.phase,
            starts_on: first,
            ends_on,
            opened_at: None,
            closed_at: None,
        };
        first = ends_on + Days::new(1);
        planned
    });
    phases.collect()
}

/// Why a round does not go on or back, or a phase keeps its days; in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It has ended.
    Closed,
    /// Places are not shared out yet, so no district would know what it may send.
    PlacesNotShared,
    /// Nobody serves in the committee, so nobody would review or vote.
    NobodyServes,
    /// A meeting goes on, and could not be held any more.
    MeetingOpen,
    /// No ballot on everybody was counted, so nothing could be posted.
    NotVoted,
    /// Candidates are tied at the last seats, and no meeting decided on them.
    Tied,
    /// Chair or secretary did not sign the minutes, so nothing could be posted.
    NotSigned,
    /// Fewer serve than a meeting needs, and nobody could join them any more.
    CannotMeet(meetings::rules::Refusal),
    /// A ballot was counted, and its results could not be posted any more.
    NotPosted,
    /// Something would be left undone for good, and nobody said that it may be.
    Stranded {
        /// So many things.
        count: i64,
    },
    /// The first phase, or preparation: what everybody has seen is not hidden again.
    NothingBefore,
    /// Members voted, or could: what they voted on stays.
    BallotOpened,
    /// Everybody can read who is selected.
    ResultsPosted,
    /// Members have seen in lessons who is which number: no review would be blind any more.
    FacesSeen,
    /// The phase is over: its days are history.
    PhaseOver,
    /// A phase that was opened keeps its first day.
    AlreadyOpen,
    /// The last day lies before the first.
    EndsBeforeStart,
    /// The last day is over already.
    EndsInThePast,
    /// Somebody will want to know why.
    ReasonMissing,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        match refusal {
            Refusal::Closed => Error::not_now(Message::new("round-closed")),
            Refusal::PlacesNotShared => Error::not_now(Message::new("round-places-not-shared")),
            Refusal::NobodyServes => Error::not_now(Message::new("round-nobody-serves")),
            Refusal::CannotMeet(why) => why.into(),
            Refusal::NotPosted => Error::not_now(Message::new("round-not-posted")),
            Refusal::MeetingOpen => Error::not_now(Message::new("round-meeting-open")),
            Refusal::NotVoted => Error::not_now(Message::new("round-not-voted")),
            Refusal::Tied => Error::not_now(Message::new("result-tied")),
            Refusal::NotSigned => Error::not_now(Message::new("round-not-signed")),
            Refusal::Stranded { count } => {
                let stranded = Message::new("round-would-strand").with("count", count);
                Error::input("accepts_stranded", stranded)
            }
            Refusal::NothingBefore => Error::not_now(Message::new("round-nothing-before")),
            Refusal::BallotOpened => Error::not_now(Message::new("round-ballot-opened")),
            Refusal::ResultsPosted => Error::not_now(Message::new("round-results-posted")),
            Refusal::FacesSeen => Error::not_now(Message::new("round-faces-seen")),
            Refusal::PhaseOver => Error::not_now(Message::new("round-phase-over")),
            Refusal::AlreadyOpen => {
                Error::input("starts_on", Message::new("round-phase-already-open"))
            }
            Refusal::EndsBeforeStart => {
                Error::input("ends_on", Message::new("round-phase-ends-before-start"))
            }
            Refusal::EndsInThePast => {
                Error::input("ends_on", Message::new("round-phase-ends-in-the-past"))
            }
            Refusal::ReasonMissing => {
                Error::input("reason", Message::new("workflow-reason-missing"))
            }
        }
    }
}

/// A phase with other days, if they may be changed.
pub fn reschedule(
    phase: &RoundPhase,
    (starts_on, ends_on): (NaiveDate, NaiveDate),
    reason: &str,
    today: NaiveDate,
) -> Result<RoundPhase, Refusal> {
    if phase.closed_at.is_some() {
        return Err(Refusal::PhaseOver);
    }
    if phase.opened_at.is_some() && starts_on != phase.starts_on {
        return Err(Refusal::AlreadyOpen);
    }
    if ends_on < starts_on {
        return Err(Refusal::EndsBeforeStart);
    }
    if ends_on < today {
        return Err(Refusal::EndsInThePast);
    }
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    Ok(RoundPhase {
        starts_on,
        ends_on,
        ..phase.clone()
    })
}

/// The phases that are still planned after one that was extended, later by as many days.
pub fn move_along(
    phases: &[RoundPhase],
    before: &RoundPhase,
    after: &RoundPhase,
) -> Vec<RoundPhase> {
    if after.ends_on > before.ends_on {
        follow(phases, before, after)
    } else {
        Vec::new()
    }
}

/// The phases that are still planned after one that was opened, as far behind it as they were: what is
/// planned neither begins before it is over nor leaves days in which nothing can be done.
pub fn follow(phases: &[RoundPhase], before: &RoundPhase, after: &RoundPhase) -> Vec<RoundPhase> {
    let moved = after.ends_on - before.ends_on;
    let planned = phases
        .iter()
        .filter(|it| it.phase > after.phase && it.opened_at.is_none() && !moved.is_zero());
    let later = planned.map(|it| RoundPhase {
        starts_on: it.starts_on + moved,
        ends_on: it.ends_on + moved,
        ..it.clone()
    });
    later.collect()
}

#[cfg(test)]
pub(in crate::selection::rounds::rules) mod tests {
    use super::*;
    use crate::db::At;
    use crate::selection::phases::Phase;
    use crate::selection::programmes::ProgrammeId;
    use crate::selection::programmes::rules::parse;
    use crate::selection::programmes::store::SHIPPED;
    use crate::selection::rounds::SelectionRound;

    pub(in crate::selection::rounds::rules) fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).expect("a day")
    }

    fn at() -> At {
        At::from_micros(0).expect("an instant")
    }

    fn programme() -> Programme {
        parse(SHIPPED[0].1).expect("the shipped programme is right")
    }

    pub(in crate::selection::rounds::rules) fn round(phase: Phase) -> SelectionRound {
        SelectionRound {
            id: RoundId::new(),
            programme_id: ProgrammeId::new(),
            track: "teacher".to_owned(),
            title: "第一轮".to_owned(),
            seats: 80,
            places: 160,
            cutoff_on: day(11, 1),
            phase,
            created_at: at(),
            closed_at: None,
            version: 1,
        }
    }

    #[test]
    fn a_round_says_what_is_wrong_by_field() {
        let programme = programme();
        let fair = RoundFields {
            title: " 第一轮 ".to_owned(),
            seats: 80,
            cutoff_on: day(11, 30),
            starts_on: day(12, 1),
        };
        let track = &programme.tracks[0];
        assert_eq!(check(&fair, track, day(11, 23)), Ok("第一轮".to_owned()));
        let wrong = RoundFields {
            title: String::new(),
            seats: 81,
            cutoff_on: day(11, 23),
            starts_on: day(11, 22),
        };
        let errors = check(&wrong, track, day(11, 23)).expect_err("all of it is wrong");
        let fields: Vec<_> = errors.0.iter().map(|it| it.0).collect();
        assert_eq!(fields, ["title", "seats", "starts_on", "cutoff_on"]);
    }

    #[test]
    fn places_are_rounded_up() {
        for (seats, fraction, expected) in [
            (80, [2, 1], 160),
            (10, [3, 2], 15),
            (5, [3, 2], 8),
            (7, [1, 1], 7),
        ] {
            assert_eq!(places(seats, fraction), expected, "{seats} {fraction:?}");
        }
    }

    #[test]
    fn phases_are_planned_without_gap() {
        let programme = programme();
        let phases = plan(RoundId::new(), &programme, day(12, 1));
        assert_eq!(phases.len(), programme.phases.len());
        assert_eq!(phases[0].ends_on, day(12, 20));
        for pair in phases.windows(2) {
            assert_eq!(pair[0].ends_on + Days::new(1), pair[1].starts_on);
        }
    }

    #[test]
    fn what_is_planned_moves_along() {
        let phases = plan(RoundId::new(), &programme(), day(12, 1));
        let extended = |days: i64| RoundPhase {
            ends_on: phases[1].ends_on + chrono::TimeDelta::days(days),
            ..phases[1].clone()
        };
        let moved = move_along(&phases, &phases[1], &extended(3));
        assert_eq!(moved.len(), phases.len() - 2);
        assert_eq!(moved[0].starts_on, phases[2].starts_on + Days::new(3));
        assert_eq!(moved[0].ends_on, phases[2].ends_on + Days::new(3));
        assert_eq!(move_along(&phases, &phases[1], &extended(-1)), []);
        let followed = follow(&phases, &phases[1], &extended(-1));
        assert_eq!(followed[0].starts_on, phases[2].starts_on - Days::new(1));
        assert_eq!(follow(&phases, &phases[1], &extended(0)), []);
    }

    #[test]
    fn days_that_are_history_do_not_change() {
        let planned = RoundPhase {
            round_id: RoundId::new(),
            phase: Phase::Nominate,
            starts_on: day(11, 10),
            ends_on: day(11, 30),
            opened_at: None,
            closed_at: None,
        };
        let open = RoundPhase {
            opened_at: Some(at()),
            ..planned.clone()
        };
        let over = RoundPhase {
            closed_at: Some(at()),
            ..open.clone()
        };
        let today = day(11, 23);
        for (phase, days, reason, refusal) in [
            (&over, (day(1, 1), day(1, 1)), "", Some(Refusal::PhaseOver)),
            (
                &open,
                (day(11, 11), day(1, 1)),
                "",
                Some(Refusal::AlreadyOpen),
            ),
            (
                &planned,
                (day(11, 11), day(11, 10)),
                "",
                Some(Refusal::EndsBeforeStart),
            ),
            (
                &open,
                (day(11, 10), day(11, 22)),
                "",
                Some(Refusal::EndsInThePast),
            ),
            (
                &open,
                (day(11, 10), day(12, 5)),
                " ",
                Some(Refusal::ReasonMissing),
            ),
            (&open, (day(11, 10), day(12, 5)), "材料多", None),
        ] {
            let answer = reschedule(phase, days, reason, today);
            assert_eq!(answer.err(), refusal, "{days:?}");
        }
    }
}
