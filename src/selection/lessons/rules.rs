//! When and where candidates teach and defend, in an order drawn by lot; who gives points there.
//! Pure.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::error::{Error, FieldErrors};
use crate::lots::in_order;
use crate::message::Message;
use crate::selection::nominations::NominationId;
use crate::selection::phases::Phase;
use crate::selection::programmes::day;

/// Minutes of a day.
const DAY: i64 = 24 * 60;
/// Days, rooms and hours of one timetable, at most.
const LINES_MAX: usize = 60;
/// Points for a lesson or a defence, at most.
pub const POINTS_MAX: i64 = 100;

/// Where and when there is room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timetable {
    /// Days, in order.
    #[serde(with = "days")]
    pub days: Vec<NaiveDate>,
    /// Rooms, in order.
    pub rooms: Vec<String>,
    /// From and until, in minutes after midnight.
    pub hours: Vec<(i64, i64)>,
    /// Minutes between two candidates.
    pub pause: i64,
}

/// Days as files write them: `2026-12-05`.
mod days {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(days: &[NaiveDate], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(days.iter().map(ToString::to_string))
    }

    pub(super) fn deserialize<'de, D>(from: D) -> Result<Vec<NaiveDate>, D::Error>
    where
        D: Deserializer<'de>,
    {
        let texts = Vec::<String>::deserialize(from)?;
        let days = texts.iter().map(|it| it.parse());
        days.collect::<Result<_, _>>()
            .map_err(serde::de::Error::custom)
    }
}

/// A place in a timetable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The day.
    #[serde(with = "day")]
    pub held_on: NaiveDate,
    /// The room.
    pub room: String,
    /// From, in minutes after midnight.
    pub starts_minute: i64,
    /// Until.
    pub ends_minute: i64,
}

impl Slot {
    /// From and until as people read it.
    pub fn hours(&self) -> String {
        let (from, until) = (self.starts_minute, self.ends_minute);
        format!("{}–{}", clock(from), clock(until))
    }

    /// Whether both are in one room at a time.
    pub fn meets(&self, other: &Slot) -> bool {
        (self.held_on, &self.room) == (other.held_on, &other.room)
            && self.starts_minute < other.ends_minute
            && other.starts_minute < self.ends_minute
    }
}

/// Why lessons are not planned, drawn or scored; in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The programme has no lesson.
    NoLesson,
    /// Reviews are blind and not over: whoever comes to a lesson sees who is which number.
    Covered,
    /// The order is drawn.
    AlreadyDrawn,
    /// The order is not drawn yet.
    NotDrawn,
    /// There is no candidate.
    NoCandidates,
    /// The timetable has too little room.
    TooFewSlots {
        /// Places that it has.
        slots: usize,
        /// Candidates.
        candidates: usize,
    },
    /// The lesson has points, and was held.
    HasPoints,
    /// The place is the one that it has.
    SamePlace,
    /// The place is over.
    PlaceOver {
        /// When it was.
        held_on: NaiveDate,
    },
    /// Somebody who gave points that day was there.
    HasScored,
    /// The member is not there that day.
    NotPresent,
    /// The member gave points in another room at that time.
    Elsewhere {
        /// Where.
        room: String,
    },
    /// The day has not come.
    NotYet {
        /// When it is.
        held_on: NaiveDate,
    },
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::not_now(match refusal {
            Refusal::NoLesson => Message::new("lesson-none-in-programme"),
            Refusal::Covered => Message::new("lesson-covered"),
            Refusal::AlreadyDrawn => Message::new("lesson-already-drawn"),
            Refusal::NotDrawn => Message::new("lesson-not-drawn"),
            Refusal::NoCandidates => Message::new("assignment-no-candidates"),
            Refusal::TooFewSlots { slots, candidates } => Message::new("lesson-too-few-slots")
                .with("slots", slots)
                .with("candidates", candidates),
            Refusal::HasPoints => Message::new("lesson-has-points"),
            Refusal::SamePlace => Message::new("lesson-same-place"),
            Refusal::PlaceOver { held_on } => {
                Message::new("lesson-place-over").with("day", held_on)
            }
            Refusal::HasScored => Message::new("lesson-has-scored"),
            Refusal::NotPresent => Message::new("lesson-not-present"),
            Refusal::Elsewhere { room } => Message::new("lesson-elsewhere").with("room", room),
            Refusal::NotYet { held_on } => Message::new("lesson-not-yet").with("day", held_on),
        })
    }
}

/// Reads what was typed: days and rooms one a line, hours as `08:30-12:00`, one a line.
pub fn read_timetable(
    (days, rooms, hours, pause): (&str, &str, &str, &str),
    today: NaiveDate,
) -> Result<Timetable, FieldErrors> {
    let mut errors = FieldErrors::default();
    let lines = |text: &str| -> Vec<String> {
        let parts = text.split(['\n', ',', '，', '、', '；']).map(str::trim);
        parts
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let typed = lines(days);
    let mut read: Vec<NaiveDate> = typed.iter().filter_map(|it| it.parse().ok()).collect();
    if read.is_empty() || read.len() < typed.len() || typed.len() > LINES_MAX {
        errors.add("days", Message::new("lesson-days-wrong"));
    } else if read.iter().any(|it| *it < today) {
        errors.add("days", Message::new("lesson-days-past"));
    }
    read.sort_unstable();
    read.dedup();
    let rooms = lines(rooms);
    let distinct: BTreeSet<&String> = rooms.iter().collect();
    if rooms.is_empty() || rooms.len() > LINES_MAX || distinct.len() < rooms.len() {
        errors.add("rooms", Message::new("lesson-rooms-wrong"));
    }
    let typed = lines(hours);
    let hours: Vec<(i64, i64)> = typed.iter().filter_map(|it| read_hours(it)).collect();
    let in_turn = hours.windows(2).all(|it| it[0].1 <= it[1].0);
    if hours.is_empty() || hours.len() < typed.len() || !in_turn {
        errors.add("hours", Message::new("lesson-hours-wrong"));
    }
    let pause = pause
        .trim()
        .parse()
        .ok()
        .filter(|it| (0..=120).contains(it));
    if pause.is_none() {
        errors.add("pause", Message::new("lesson-pause-wrong"));
    }
    if errors.is_empty() {
        Ok(Timetable {
            days: read,
            rooms,
            hours,
            pause: pause.unwrap_or_default(),
        })
    } else {
        Err(errors)
    }
}

/// `08:30-12:00` in minutes.
fn read_hours(text: &str) -> Option<(i64, i64)> {
    let minute = |text: &str| -> Option<i64> {
        let (hour, minute) = text.trim().split_once([':', '：'])?;
        let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
        ((0..=24).contains(&hour) && (0..60).contains(&minute)).then_some(60 * hour + minute)
    };
    let (from, until) = text.split_once(['-', '–', '—', '~'])?;
    let (from, until) = (minute(from)?, minute(until)?);
    (from < until && until <= DAY).then_some((from, until))
}

/// A minute after midnight as people read it.
pub fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

impl Timetable {
    /// All places, in the order in which they are taken: day by day, hour by hour, room by room.
    pub fn slots(&self, minutes: i64) -> Vec<Slot> {
        let mut starts = Vec::new();
        for (from, until) in &self.hours {
            let mut start = *from;
            while minutes > 0 && start + minutes <= *until {
                starts.push(start);
                start += minutes + self.pause;
            }
        }
        let mut slots = Vec::new();
        for day in &self.days {
            for start in &starts {
                slots.extend(self.rooms.iter().map(|room| Slot {
                    held_on: *day,
                    room: room.clone(),
                    starts_minute: *start,
                    ends_minute: start + minutes,
                }));
            }
        }
        slots
    }
}

/// Whether lessons are held, and members learn when: where reviews are blind, not before they are
/// over. Whoever is there sees the person, and who is which number would be known while one writes.
pub fn may_hold(is_blind: bool, open: Phase) -> Result<(), Refusal> {
    if is_blind && open <= Phase::Review {
        return Err(Refusal::Covered);
    }
    Ok(())
}

/// Places of a timetable that can be given out: not over, behind everything that was drawn before, and
/// where nobody is.
pub fn free(mut slots: Vec<Slot>, taken: &[Slot], today: NaiveDate) -> Vec<Slot> {
    let start = |it: &Slot| (it.held_on, it.starts_minute);
    let last = taken.iter().map(start).max();
    slots.retain(|it| {
        it.held_on >= today
            && last.is_none_or(|last| last <= start(it))
            && !taken.iter().any(|other| other.meets(it))
    });
    slots
}

/// Whether so many candidates fit.
pub fn check_room(slots: usize, candidates: usize) -> Result<(), Refusal> {
    if candidates == 0 {
        return Err(Refusal::NoCandidates);
    }
    if slots < candidates {
        return Err(Refusal::TooFewSlots { slots, candidates });
    }
    Ok(())
}

/// Who teaches when: candidates in the order of their lots take one place after another.
pub fn draw(
    slots: Vec<Slot>,
    candidates: Vec<NominationId>,
    seed: &[u8],
) -> Result<Vec<(NominationId, Slot)>, Refusal> {
    check_room(slots.len(), candidates.len())?;
    let ordered = in_order(seed, candidates, |it| it.0);
    Ok(ordered.into_iter().zip(slots).collect())
}

/// Reads points given on the spot.
pub fn read_points(lesson: &str, defence: &str) -> Result<(i64, i64), FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut read = |field, text: &str| {
        let points = text.trim().parse().ok();
        points
            .filter(|it| (0..=POINTS_MAX).contains(it))
            .unwrap_or_else(|| {
                let message = Message::new("lesson-points-range").with("most", POINTS_MAX);
                errors.add(field, message);
                0
            })
    };
    let points = (read("lesson", lesson), read("defence", defence));
    if errors.is_empty() {
        Ok(points)
    } else {
        Err(errors)
    }
}

/// What members gave a candidate, in the mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Means {
    /// Members who gave points.
    pub count: i64,
    /// For the lesson, in thousandths of a point.
    pub lesson: i64,
    /// For the defence.
    pub defence: i64,
}

/// The means of points for lesson and defence, a half up; none of nothing.
pub fn means(points: &[(i64, i64)]) -> Option<Means> {
    let count = i64::try_from(points.len()).ok().filter(|it| *it > 0)?;
    let mean = |sum: i64| (2 * sum * 1_000 + count) / (2 * count);
    Some(Means {
        count,
        lesson: mean(points.iter().map(|it| it.0).sum()),
        defence: mean(points.iter().map(|it| it.1).sum()),
    })
}

/// Whether a lesson may go from one place to another. In an exchange the same is asked of the other.
pub fn may_move(
    has_points: bool,
    (from, to): (&Slot, &Slot),
    today: NaiveDate,
) -> Result<(), Refusal> {
    if has_points {
        return Err(Refusal::HasPoints);
    }
    if from == to {
        return Err(Refusal::SamePlace);
    }
    if to.held_on < today {
        let held_on = to.held_on;
        return Err(Refusal::PlaceOver { held_on });
    }
    Ok(())
}

/// Whether a member may give points to somebody whose day it is or was.
pub fn may_score(is_present: bool, held_on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    if today < held_on {
        return Err(Refusal::NotYet { held_on });
    }
    if !is_present {
        return Err(Refusal::NotPresent);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, day).expect("a day of December")
    }

    fn timetable() -> Timetable {
        let typed = (
            "2026-12-03\n2026-12-02",
            "一号厅、二号厅",
            "08:30-12:00, 14:00–17:00",
            "10",
        );
        read_timetable(typed, day(1)).expect("a timetable")
    }

    #[test]
    fn a_timetable_is_read_and_has_places_in_order() {
        let table = timetable();
        assert_eq!(table.days, [day(2), day(3)]);
        assert_eq!(table.hours, [(510, 720), (840, 1_020)]);
        let slots = table.slots(55);
        // Three in the morning, two in the afternoon, two rooms, two days.
        assert_eq!(slots.len(), 20);
        assert_eq!(
            (slots[0].starts_minute, slots[0].room.as_str()),
            (510, "一号厅")
        );
        assert_eq!(
            (slots[2].starts_minute, slots[1].room.as_str()),
            (575, "二号厅")
        );
        assert_eq!(clock(slots[4].ends_minute), "11:35");
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_field() {
        let typed = ("明天", "", "12:00-08:30", "-5");
        let errors = read_timetable(typed, day(1)).expect_err("nothing is right");
        let fields: Vec<_> = errors.0.iter().map(|it| it.0).collect();
        assert_eq!(fields, ["days", "rooms", "hours", "pause"]);
        let twice = ("2026-12-02", "一号厅、二号厅、一号厅", "08:30-12:00", "0");
        let errors = read_timetable(twice, day(1)).expect_err("a room stands twice");
        assert_eq!(errors.0[0].0, "rooms");
        let past = ("2026-12-01", "一号厅", "08:00-11:00, 10:00-12:00", "0");
        let errors = read_timetable(past, day(2)).expect_err("a past day, and two at once");
        let fields: Vec<_> = errors.0.iter().map(|it| it.0).collect();
        assert_eq!(fields, ["days", "hours"]);
        assert!(read_points("88", "100").is_ok());
        assert_eq!(read_points("101", "").expect_err("neither").0.len(), 2);
    }

    #[test]
    fn points_are_given_on_the_day_by_whoever_is_there() {
        for (is_present, today, answer) in [
            (true, day(1), Err(Refusal::NotYet { held_on: day(2) })),
            (false, day(2), Err(Refusal::NotPresent)),
            (true, day(2), Ok(())),
            (true, day(3), Ok(())),
        ] {
            assert_eq!(may_score(is_present, day(2), today), answer);
        }
    }

    #[test]
    fn a_place_changes_until_it_is_held_or_over() {
        let slots = timetable().slots(55);
        let (first, last) = (&slots[0], &slots[19]);
        let over = Refusal::PlaceOver { held_on: day(2) };
        for (has_points, places, today, answer) in [
            (false, (first, last), day(1), Ok(())),
            (false, (first, last), day(3), Ok(())),
            (false, (last, first), day(2), Ok(())),
            (false, (last, first), day(3), Err(over)),
            (false, (first, first), day(1), Err(Refusal::SamePlace)),
            (true, (first, first), day(3), Err(Refusal::HasPoints)),
        ] {
            assert_eq!(may_move(has_points, places, today), answer);
        }
    }

    #[test]
    fn nobody_sees_a_person_while_reviews_are_blind() {
        for (is_blind, open, answer) in [
            (true, Phase::Conflicts, Err(Refusal::Covered)),
            (true, Phase::Review, Err(Refusal::Covered)),
            (true, Phase::Calibration, Ok(())),
            (false, Phase::Review, Ok(())),
        ] {
            assert_eq!(may_hold(is_blind, open), answer, "{is_blind} {open}");
        }
    }

    #[test]
    fn whoever_comes_later_teaches_behind_everybody() {
        let slots = timetable().slots(55);
        // The second teaches last of the first day, alone in its hour; three were before.
        let taken = [0, 8, 1, 2].map(|at: usize| slots[at].clone());
        let left = free(slots.clone(), &taken, day(1));
        assert_eq!(left, slots[9..], "the other room of that hour comes first");
        assert_eq!(left[0].starts_minute, slots[8].starts_minute);
        assert_eq!(free(slots.clone(), &taken, day(3)), slots[10..]);
        assert_eq!(free(slots.clone(), &[], day(2)), slots);
        // A longer lesson of another timetable reaches into two hours.
        let long = Slot {
            ends_minute: slots[8].ends_minute + 30,
            ..slots[0].clone()
        };
        let left = free(slots.clone(), &[long], day(1));
        assert!(
            left.iter()
                .all(|it| it.room == slots[1].room || it.held_on == day(3))
        );
    }

    #[test]
    fn means_of_points() {
        assert_eq!(means(&[]), None);
        let found = means(&[(80, 90), (81, 90), (81, 91)]).expect("three members");
        assert_eq!(
            (found.count, found.lesson, found.defence),
            (3, 80_667, 90_333)
        );
    }

    proptest! {
        #[test]
        fn everybody_gets_one_place_and_no_place_is_given_twice(
            candidates in 0..30_usize, seed in any::<[u8; 8]>(), minutes in 1..200_i64,
        ) {
            let table = timetable();
            let ids: Vec<NominationId> =
                (0..candidates).map(|it| NominationId(Uuid::from_u128(it as u128))).collect();
            match draw(table.slots(minutes), ids.clone(), &seed) {
                Ok(drawn) => {
                    let who: BTreeSet<_> = drawn.iter().map(|it| it.0).collect();
                    prop_assert_eq!(who, ids.into_iter().collect());
                    for (index, (_, one)) in drawn.iter().enumerate() {
                        for (_, other) in &drawn[index + 1..] {
                            prop_assert!(!one.meets(other), "{one:?} {other:?}");
                        }
                    }
                }
                Err(Refusal::NoCandidates) => prop_assert_eq!(candidates, 0),
                Err(Refusal::TooFewSlots { slots, .. }) => prop_assert!(slots < candidates),
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }
    }
}
