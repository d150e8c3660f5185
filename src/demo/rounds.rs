//! Which rounds the demonstration city has, how far each is, and on which days its steps fall. Pure.

use chrono::{Datelike, Days, NaiveDate};

use crate::selection::phases::Phase;
use crate::workflow::calendar::Calendar;

/// Seats of rounds where some have to go away empty-handed.
const FEW_SEATS: i64 = 3;
/// Working days that lists hang in every programme of the city, at most.
const LISTED: u32 = 7;

/// A round of the city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its title.
    pub title: String,
    /// Programme and track.
    pub of: (&'static str, &'static str),
    /// How many can win.
    pub seats: i64,
    /// How far it is, as long as all holidays are announced.
    pub phase: Phase,
}

/// The rounds, the one that is furthest first.
pub fn rounds(today: NaiveDate) -> Vec<Planned> {
    let year = today.year();
    let planned = |name: &str, programme, track, seats, phase| Planned {
        title: format!("{year} 年{name}"),
        of: (programme, track),
        seats,
        phase,
    };
    let special = |batch: &str, seats, phase| {
        let name = format!("市特级教师评选（{batch}）");
        planned(&name, "city_special_teacher", "teacher", seats, phase)
    };
    let famous = |batch: &str, seats, phase| {
        let name = format!("名教师评选（{batch}）");
        planned(&name, "city_famous_educators", "teacher", seats, phase)
    };
    let trainees = |batch: &str, seats, phase| {
        let name = format!("“百千万”名教师培养对象遴选（{batch}）");
        let programme = "hundred_thousand_ten_thousand";
        planned(&name, programme, "teacher", seats, phase)
    };
    let principals = |seats, phase| {
        let programme = "city_famous_educators";
        planned("名校长评选", programme, "principal", seats, phase)
    };
    let vocational = |seats, phase| {
        let programme = "vocational_full_senior";
        planned("中职正高级教师评审", programme, "teacher", seats, phase)
    };
    vec![
        special("第一批", 40, Phase::Certify),
        famous("第一批", FEW_SEATS, Phase::Objections),
        trainees("第一批", FEW_SEATS, Phase::Publicity),
        special("第二批", FEW_SEATS, Phase::Ballot),
        famous("第二批", 50, Phase::Meeting),
        trainees("第二批", FEW_SEATS, Phase::Calibration),
        special("第三批", 40, Phase::Review),
        vocational(FEW_SEATS, Phase::Review),
        famous("第三批", 50, Phase::Conflicts),
        trainees("第三批", 100, Phase::EligibilityCheck),
        special("第四批", 40, Phase::DistrictReview),
        principals(FEW_SEATS, Phase::DistrictReview),
        famous("第四批", 50, Phase::SchoolPublicity),
        trainees("第四批", 100, Phase::Nominate),
        special("第五批", 40, Phase::Preparation),
    ]
}

/// The days of a round's steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Schedule {
    pub(super) opened: NaiveDate,
    pub(super) applied: NaiveDate,
    pub(super) listed_at_school: NaiveDate,
    pub(super) endorsed_at_school: NaiveDate,
    pub(super) listed_in_district: NaiveDate,
    pub(super) endorsed_in_district: NaiveDate,
    pub(super) signed: NaiveDate,
    /// The committee is drawn.
    pub(super) drawn: NaiveDate,
    /// Its members have answered.
    pub(super) seated: NaiveDate,
    pub(super) reviewed: NaiveDate,
    /// The committee meets.
    pub(super) met: NaiveDate,
    /// The list of those selected has hung; none where the holidays are not announced.
    hung: Option<NaiveDate>,
}

impl Schedule {
    /// The days of a round that is opened on a day, where the holidays are announced.
    fn from(opened: NaiveDate, calendar: &Calendar) -> Option<Schedule> {
        let after = |from: NaiveDate, days| from + Days::new(days);
        let applied = after(opened, 4);
        let listed_at_school = after(applied, 3);
        let endorsed_at_school = hung(listed_at_school, calendar)?;
        let listed_in_district = after(endorsed_at_school, 2);
        let endorsed_in_district = hung(listed_in_district, calendar)?;
        let signed = after(endorsed_in_district, 3);
        let seated = after(signed, 5);
        let (reviewed, met) = (after(seated, 10), after(seated, 12));
        Some(Schedule {
            opened,
            applied,
            listed_at_school,
            endorsed_at_school,
            listed_in_district,
            endorsed_in_district,
            signed,
            drawn: after(signed, 2),
            seated,
            reviewed,
            met,
            // Posted the day after the ballot, which is the day after the first of the meeting.
            hung: hung(after(met, 2), calendar),
        })
    }

    /// The day on which a phase's own work is half done; none where the holidays are not announced.
    fn last(&self, phase: Phase) -> Option<NaiveDate> {
        Some(match phase {
            Phase::Preparation => self.opened,
            Phase::Nominate => self.applied,
            Phase::SchoolPublicity => self.listed_at_school,
            Phase::DistrictReview => self.listed_in_district,
            Phase::EligibilityCheck => self.endorsed_in_district,
            Phase::Conflicts => self.drawn,
            Phase::Review => self.seated + Days::new(5),
            Phase::Calibration => self.reviewed,
            Phase::Meeting => self.met,
            Phase::Ballot => self.met + Days::new(1),
            Phase::Publicity => self.met + Days::new(2),
            Phase::Objections => self.hung?,
            Phase::Certify | Phase::Closed => self.hung? + Days::new(1),
        })
    }

    /// The latest schedule by which a round is in a phase for two days.
    pub(super) fn until(phase: Phase, today: NaiveDate, calendar: &Calendar) -> Option<Schedule> {
        let latest = today - Days::new(2);
        (0..200).find_map(|ago| {
            let schedule = Schedule::from(latest - Days::new(ago), calendar)?;
            (schedule.last(phase)? <= latest).then_some(schedule)
        })
    }
}

/// The first day on which a list that was posted on a day has hung long enough.
pub(super) fn hung(posted: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    calendar.add_working_days(posted, LISTED + 1).ok()
}
