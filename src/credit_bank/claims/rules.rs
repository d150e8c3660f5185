//! What a claim must be like, what it is worth, which way it goes, and what a cap takes. Pure.

use chrono::{Datelike, Months, NaiveDate};

use crate::access::Role;
use crate::credit_bank::rules::first_day;
use crate::error::FieldErrors;
use crate::hours::Hours;
use crate::ledger::Category;
use crate::message::Message;
use crate::organizations::OrganizationId;
use crate::policy::{RecognitionItem, RecognitionTable, Unit};
use crate::workflow::approval::case::{
    Act, Case, Level, Office, Place, Route, State, Step, Substitutes,
};

crate::text_enum!(
    /// How far a claim is.
    ClaimState {
        /// The teacher is still writing.
        Draft => "draft",
        /// The school has it.
        AtSchool => "at_school",
        /// The district, or the bureau for its own schools, has it.
        AtDistrict => "at_district",
        /// Sent back to the teacher to be put right.
        Returned => "returned",
        /// In the teacher's account.
        Recognised => "recognised",
        /// An office said no.
        Refused => "refused",
        /// The teacher took it back.
        Withdrawn => "withdrawn",
        /// Recognised once, and undone by the district.
        Reversed => "reversed",
    }
);

impl ClaimState {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            ClaimState::Draft => "claim-state-draft",
            ClaimState::AtSchool => "claim-state-at-school",
            ClaimState::AtDistrict => "claim-state-at-district",
            ClaimState::Returned => "claim-state-returned",
            ClaimState::Recognised => "claim-state-recognised",
            ClaimState::Refused => "claim-state-refused",
            ClaimState::Withdrawn => "claim-state-withdrawn",
            ClaimState::Reversed => "claim-state-reversed",
        }
    }

    /// The state that a case puts its claim in.
    pub fn of(case: &Case) -> ClaimState {
        match case.state() {
            State::Draft => ClaimState::Draft,
            State::Awaiting(step) | State::Returned(Place::Step(step)) => {
                match case.round().route.steps()[step].level {
                    Level::School => ClaimState::AtSchool,
                    Level::District | Level::City | Level::Province => ClaimState::AtDistrict,
                }
            }
            State::Returned(Place::Applicant) => ClaimState::Returned,
            State::Approved => ClaimState::Recognised,
            State::Refused => ClaimState::Refused,
            State::Withdrawn | State::Expired => ClaimState::Withdrawn,
        }
    }

    /// Whether the teacher may still change it.
    pub const fn is_open_to_change(self) -> bool {
        matches!(self, ClaimState::Draft | ClaimState::Returned)
    }

    /// Whether it counts, or still may: the same study is not taken a second time.
    pub const fn is_live(self) -> bool {
        match self {
            ClaimState::AtSchool
            | ClaimState::AtDistrict
            | ClaimState::Returned
            | ClaimState::Recognised => true,
            ClaimState::Draft
            | ClaimState::Refused
            | ClaimState::Withdrawn
            | ClaimState::Reversed => false,
        }
    }
}

/// What a teacher says of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimFields {
    /// A row of the conversion table, by its key.
    pub item: String,
    /// What it is called.
    pub title: String,
    /// What else there is to say; may be empty.
    pub description: String,
    /// When it was done, or finished.
    pub done_on: NaiveDate,
    /// How much of it, in hundredths of the item's unit.
    pub quantity: i64,
    /// Why it comes after its year has closed; only asked for then.
    pub late_reason: String,
}

/// What a claim is held against.
#[derive(Debug, Clone, Copy)]
pub struct ClaimFacts<'a> {
    /// The conversion table in force on the day of the study.
    pub table: &'a RecognitionTable,
    /// The last day of the year that it would count in.
    pub year_closes_on: NaiveDate,
    /// The first day of the first employment.
    pub first_employed_on: NaiveDate,
    /// Today.
    pub today: NaiveDate,
}

/// What a claim comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assessed {
    /// The calendar year that it counts in.
    pub year: i32,
    /// The class that it counts in.
    pub category: Category,
    /// By the table, before caps.
    pub hours: Hours,
    /// Whether its year has closed.
    pub is_late: bool,
}

/// Longest title, in characters.
pub const TITLE_CHARACTERS_MAX: usize = 120;
/// Longest description, reason or opinion, in characters.
pub const TEXT_CHARACTERS_MAX: usize = 1_000;
/// Nobody does more of anything in a year: in hundredths of a unit.
pub const QUANTITY_MAX: i64 = 100_000;

/// What a claim comes to, or what is wrong with it by field, in the order of the form.
pub fn assess(fields: &ClaimFields, facts: &ClaimFacts<'_>) -> Result<Assessed, FieldErrors> {
    let mut errors = FieldErrors::default();
    let item = facts.table.find(&fields.item);
    if item.is_none() {
        errors.add("item", Message::new("claim-item-unknown"));
    }
    match fields.title.trim().chars().count() {
        0 => errors.add("title", Message::new("claim-title-missing")),
        count if count > TITLE_CHARACTERS_MAX => {
            let message = Message::new("claim-text-too-long").with("most", TITLE_CHARACTERS_MAX);
            errors.add("title", message);
        }
        _ => {}
    }
    check_day(fields.done_on, facts, &mut errors);
    let hours = item.and_then(|item| {
        convert(item, fields.quantity)
            .map_err(|message| errors.add("quantity", message))
            .ok()
    });
    if fields.description.chars().count() > TEXT_CHARACTERS_MAX {
        let message = Message::new("claim-text-too-long").with("most", TEXT_CHARACTERS_MAX);
        errors.add("description", message);
    }
    let is_late = facts.today > facts.year_closes_on;
    if is_late && fields.late_reason.trim().is_empty() {
        let message = Message::new("claim-late-reason-missing")
            .with("year", i64::from(fields.done_on.year()))
            .with("closed", facts.year_closes_on);
        errors.add("late_reason", message);
    } else if fields.late_reason.chars().count() > TEXT_CHARACTERS_MAX {
        let message = Message::new("claim-text-too-long").with("most", TEXT_CHARACTERS_MAX);
        errors.add("late_reason", message);
    }
    match (item, hours) {
        (Some(item), Some(hours)) if errors.is_empty() => Ok(Assessed {
            year: fields.done_on.year(),
            category: item.category,
            hours,
            is_late,
        }),
        _ => Err(errors),
    }
}

fn check_day(done_on: NaiveDate, facts: &ClaimFacts<'_>, errors: &mut FieldErrors) {
    if done_on > facts.today {
        errors.add("done_on", Message::new("claim-day-ahead"));
    } else if done_on < first_day(facts.first_employed_on.year()) {
        let message =
            Message::new("claim-day-before-employment").with("day", facts.first_employed_on);
        errors.add("done_on", message);
    }
}

/// Hours for so much of an item: quantity × hours per unit, exact in hundredths.
pub fn convert(item: &RecognitionItem, quantity: i64) -> Result<Hours, Message> {
    if quantity <= 0 {
        return Err(Message::new("claim-quantity-not-positive"));
    }
    if quantity > QUANTITY_MAX {
        return Err(Message::new("claim-quantity-too-large").with("most", QUANTITY_MAX / 100));
    }
    if item.unit == Unit::Piece && quantity % 100 != 0 {
        return Err(Message::new("claim-quantity-not-whole"));
    }
    let product = i128::from(quantity) * i128::from(item.hours_per_unit.0);
    if product % 100 != 0 {
        return Err(Message::new("claim-quantity-not-exact").with("hours", item.hours_per_unit));
    }
    i64::try_from(product / 100)
        .ok()
        .map(Hours)
        .filter(|hours| hours.is_positive() && *hours <= Hours::LARGEST)
        .ok_or_else(|| Message::new("claim-quantity-too-large").with("most", QUANTITY_MAX / 100))
}

/// How hours fall to both sides of a cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// What counts.
    pub counted: Hours,
    /// What lies over the cap.
    pub over_cap: Hours,
}

/// The part of a claim that counts, given what the same item gave in the same year before.
pub fn split_at_cap(hours: Hours, cap: Option<Hours>, before: Hours) -> Split {
    let counted = cap.map_or(hours, |cap| hours.min(before.short_of(cap)));
    Split {
        counted,
        over_cap: hours - counted,
    }
}

/// The days that a study took: those of a piece or of class hours are the day it was done; months
/// and years reach back from it.
pub fn days_of(unit: Unit, quantity: i64, done_on: NaiveDate) -> (NaiveDate, NaiveDate) {
    let months = match unit {
        Unit::Piece | Unit::ClassHour => return (done_on, done_on),
        Unit::Month => quantity,
        Unit::Year => quantity.saturating_mul(12),
    };
    // A part of a month is taken for the whole: it only widens the look for duplicates.
    let months = u32::try_from(months.max(0).saturating_add(99) / 100).unwrap_or(u32::MAX);
    let first = done_on
        .checked_sub_months(Months::new(months))
        .and_then(|day| day.succ_opt())
        .unwrap_or(done_on);
    (first, done_on)
}

/// Something with the same title that the teacher has already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its title as it was given.
    pub title: String,
    /// Its first and last day.
    pub days: (NaiveDate, NaiveDate),
}

/// The first that overlaps in time: one study counts once, whatever its title is spelt like.
pub fn find_duplicate(days: (NaiveDate, NaiveDate), same_title: &[Earlier]) -> Option<&Earlier> {
    same_title
        .iter()
        .find(|it| it.days.0 <= days.1 && days.0 <= it.days.1)
}

/// Who decides, in order.
#[derive(Debug, Clone, Copy)]
pub struct Offices {
    /// The teacher's school.
    pub school: OrganizationId,
    /// Its district; none for a bureau-run school.
    pub district: Option<OrganizationId>,
    /// The bureau.
    pub bureau: OrganizationId,
}

impl Offices {
    /// The office that recognises in the end: hours come from its account.
    pub fn last(&self) -> OrganizationId {
        self.district.unwrap_or(self.bureau)
    }
}

/// The way of a claim: school, then district, or the bureau for its own schools.
///
/// A late claim goes the same way with stricter signatures: at the last office whoever holds it
/// signs in person, and [`check_late_decision`] asks for a reason. DESIGN: the rules found close
/// the year without make-up (不可补学); what was done in time and is only reported late is left to
/// the district's decision.
pub fn route(offices: &Offices, table: &RecognitionTable, is_late: bool) -> Route {
    let level = if offices.district.is_some() {
        Level::District
    } else {
        Level::City
    };
    let step = |level, office: OrganizationId, working_days, substitutes| Step {
        level,
        office: Office(office.0),
        working_days,
        substitutes,
    };
    let last = if is_late {
        Substitutes::Barred
    } else {
        Substitutes::Allowed
    };
    let steps = vec![
        step(
            Level::School,
            offices.school,
            table.school_working_days,
            Substitutes::Allowed,
        ),
        step(level, offices.last(), table.district_working_days, last),
    ];
    // DESIGN: a teacher has as long to put a claim right as the school has to look at it.
    Route::new(steps, table.school_working_days).expect("two steps are a route")
}

/// A late claim is recognised with a reason of the office that decides it.
pub fn check_late_decision(is_late: bool, is_last: bool, act: &Act) -> Result<(), Message> {
    match act {
        Act::Endorse { opinion } if is_late && is_last && opinion.trim().is_empty() => {
            Err(Message::new("claim-late-opinion-missing"))
        }
        _ => Ok(()),
    }
}

/// Whose roles give a seat in an office that decides claims.
pub const SEATS: [Role; 3] = [Role::SchoolHr, Role::DistrictHr, Role::BureauHr];

/// How often a claim was handed in: each time announces its hours anew.
pub fn times_submitted(case: &Case) -> u32 {
    let rounds = case.past_rounds().iter().chain([case.round()]);
    let count = rounds
        .flat_map(|round| &round.records)
        .filter(|record| record.act == Act::Submit)
        .count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether the last office of the route has it.
pub fn is_at_last_step(case: &Case) -> bool {
    let last = case.round().route.steps().len() - 1;
    case.holder() == Some(Place::Step(last))
}

/// The parts of a claim that an office may ask to have put right, as the form names them.
pub const CORRECTABLE_FIELDS: &[(&str, &str)] = &[
    ("item", "claim-field-item"),
    ("title", "claim-field-title"),
    ("done_on", "claim-field-done-on"),
    ("quantity", "claim-field-quantity"),
    ("description", "claim-field-description"),
    ("files", "claim-field-files"),
    ("late_reason", "claim-field-late-reason"),
];

#[cfg(test)]
mod tests;
