//! Publicity (公示): a decision is posted for some working days, anybody may object, and nothing
//! is certified until the period is over and each objection has its answer.
//!
//! Pure. It does not know what is posted, who may read it, who answers, or by which receipt an
//! objector finds the answer: that is `notices`.

use chrono::NaiveDate;

use super::calendar::{Calendar, YearMissing};
use crate::error::Error;
use crate::message::Message;

/// A public notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// The day on which it was posted, which is not counted.
    pub posted_on: NaiveDate,
    /// How long it stays: five working days for titles and studios, seven in the special-grade
    /// model; policy data, never a constant here.
    pub working_days: u32,
}

/// An objection (异议) to what a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Its place among the objections to the notice, from 1 on.
    pub number: usize,
    /// When it came in.
    pub received_on: NaiveDate,
    /// What became of it.
    pub state: ObjectionState,
}

/// What became of an objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjectionState {
    /// Nobody has answered it.
    Open,
    /// Looked into and found to be without ground.
    Dismissed(Answer),
    /// Looked into and found to be right: what was posted cannot be certified.
    Upheld(Answer),
}

/// The answer to an objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// When.
    pub answered_on: NaiveDate,
    /// What was found, as the objector will read it.
    pub reason: String,
}

/// What an inquiry found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The objection is without ground.
    Dismiss,
    /// The objection is right.
    Uphold,
}

/// Why nothing is certified, objected or answered, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The period reaches into a year without announced holidays.
    HolidaysMissing(YearMissing),
    /// Objections are taken from the day of posting on.
    NotPosted(NaiveDate),
    /// The last day of the period is over.
    PeriodOver(NaiveDate),
    /// The period runs until the end of this day.
    PeriodRunning(NaiveDate),
    /// This many objections wait for an answer.
    Unanswered(usize),
    /// The objection with this number was found to be right.
    Upheld(usize),
    /// The objection has been answered before.
    AnsweredOn(NaiveDate),
    /// An answer needs a reason.
    ReasonMissing,
}

impl Notice {
    /// The last day of the period.
    pub fn last_day(&self, calendar: &Calendar) -> Result<NaiveDate, YearMissing> {
        calendar.add_working_days(self.posted_on, self.working_days)
    }
}

/// Whether an objection is still taken `today`: from the day of posting to the last day.
pub fn may_object(notice: &Notice, today: NaiveDate, calendar: &Calendar) -> Result<(), Refusal> {
    let last_day = notice
        .last_day(calendar)
        .map_err(Refusal::HolidaysMissing)?;
    if today < notice.posted_on {
        return Err(Refusal::NotPosted(notice.posted_on));
    }
    if today > last_day {
        return Err(Refusal::PeriodOver(last_day));
    }
    Ok(())
}

/// The objection with its answer. An answer is final: a second one is refused.
pub fn answer(
    objection: &Objection,
    finding: Finding,
    reason: &str,
    today: NaiveDate,
) -> Result<Objection, Refusal> {
    match &objection.state {
        ObjectionState::Dismissed(earlier) | ObjectionState::Upheld(earlier) => {
            return Err(Refusal::AnsweredOn(earlier.answered_on));
        }
        ObjectionState::Open if reason.trim().is_empty() => return Err(Refusal::ReasonMissing),
        ObjectionState::Open => {}
    }
    let answer = Answer {
        answered_on: today,
        reason: reason.to_owned(),
    };
    let state = match finding {
        Finding::Dismiss => ObjectionState::Dismissed(answer),
        Finding::Uphold => ObjectionState::Upheld(answer),
    };
    Ok(Objection {
        state,
        ..objection.clone()
    })
}

/// Whether what was posted may be certified `today`: the whole last day must have passed, every
/// objection is answered, and none was upheld.
pub fn may_certify(
    notice: &Notice,
    objections: &[Objection],
    today: NaiveDate,
    calendar: &Calendar,
) -> Result<(), Refusal> {
    let last_day = notice
        .last_day(calendar)
        .map_err(Refusal::HolidaysMissing)?;
    if today <= last_day {
        return Err(Refusal::PeriodRunning(last_day));
    }
    let is_open = |objection: &&Objection| objection.state == ObjectionState::Open;
    match objections.iter().filter(is_open).count() {
        0 => {}
        count => return Err(Refusal::Unanswered(count)),
    }
    let upheld = objections
        .iter()
        .find(|it| matches!(it.state, ObjectionState::Upheld(_)));
    match upheld {
        Some(objection) => Err(Refusal::Upheld(objection.number)),
        None => Ok(()),
    }
}

impl From<Refusal> for Message {
    fn from(refusal: Refusal) -> Message {
        match refusal {
            Refusal::HolidaysMissing(missing) => missing.into(),
            Refusal::NotPosted(day) => Message::new("workflow-notice-not-posted").with("day", day),
            Refusal::PeriodOver(day) => Message::new("workflow-notice-over").with("day", day),
            Refusal::PeriodRunning(day) => Message::new("workflow-notice-running").with("day", day),
            Refusal::Unanswered(count) => {
                Message::new("workflow-objections-open").with("count", count)
            }
            Refusal::Upheld(number) => {
                Message::new("workflow-objection-upheld").with("number", number)
            }
            Refusal::AnsweredOn(day) => {
                Message::new("workflow-objection-answered").with("day", day)
            }
            Refusal::ReasonMissing => Message::new("workflow-reason-missing"),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        match refusal {
            Refusal::ReasonMissing => Error::input("reason", refusal.into()),
            _ => Error::not_now(refusal.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        let seed = include_str!("../../seeds/holidays.toml");
        Calendar::from_toml(seed).expect("the shipped holidays are sound")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in the test")
    }

    /// Posted before National Day 2026; five working days end on 9 October.
    fn notice() -> Notice {
        Notice {
            posted_on: day("2026-09-24"),
            working_days: 5,
        }
    }

    fn objection() -> Objection {
        Objection {
            number: 1,
            received_on: day("2026-09-28"),
            state: ObjectionState::Open,
        }
    }

    fn answered(finding: Finding) -> Objection {
        answer(&objection(), finding, "查无实据", day("2026-10-08")).expect("first answer")
    }

    #[test]
    fn holds_certification_until_the_period_is_over_and_each_objection_answered() {
        use Refusal::*;
        let (dismissed, upheld) = (answered(Finding::Dismiss), answered(Finding::Uphold));
        for (today, objections, verdict) in [
            ("2026-10-09", vec![], Err(PeriodRunning(day("2026-10-09")))),
            (
                "2026-10-09",
                vec![objection()],
                Err(PeriodRunning(day("2026-10-09"))),
            ),
            ("2026-10-10", vec![], Ok(())),
            ("2026-10-10", vec![dismissed.clone()], Ok(())),
            (
                "2026-10-10",
                vec![objection(), dismissed.clone()],
                Err(Unanswered(1)),
            ),
            (
                "2026-12-31",
                vec![objection(), upheld.clone(), objection()],
                Err(Unanswered(2)),
            ),
            ("2026-10-10", vec![dismissed, upheld], Err(Upheld(1))),
        ] {
            let answer = may_certify(&notice(), &objections, day(today), &calendar());
            assert_eq!(answer, verdict, "{today} {objections:?}");
        }
        let late = Notice {
            posted_on: day("2026-12-28"),
            working_days: 5,
        };
        let missing = Err(HolidaysMissing(YearMissing(2027)));
        assert_eq!(
            may_certify(&late, &[], day("2027-03-01"), &calendar()),
            missing
        );
    }

    #[test]
    fn takes_objections_from_posting_to_the_last_day() {
        for (today, verdict) in [
            ("2026-09-23", Err(Refusal::NotPosted(day("2026-09-24")))),
            ("2026-09-24", Ok(())),
            ("2026-10-09", Ok(())),
            ("2026-10-10", Err(Refusal::PeriodOver(day("2026-10-09")))),
        ] {
            assert_eq!(
                may_object(&notice(), day(today), &calendar()),
                verdict,
                "{today}"
            );
        }
    }

    #[test]
    fn answers_once_and_with_a_reason() {
        let today = day("2026-10-12");
        let again = answer(&answered(Finding::Dismiss), Finding::Uphold, "", today);
        assert_eq!(again, Err(Refusal::AnsweredOn(day("2026-10-08"))));
        let mute = answer(&objection(), Finding::Dismiss, " \u{3000}", today);
        assert_eq!(mute, Err(Refusal::ReasonMissing));
    }
}
