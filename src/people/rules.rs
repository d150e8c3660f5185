//! What a person's file may hold, and how employments follow each other. Pure.
//!
//! Each refusal enum lists its rules in the order in which they are checked; the same functions
//! answer forms, the roster import and the demonstration city.
//! Not here: documents (`documents`), who may change a file (`access`).

use chrono::{Datelike, NaiveDate};

use super::documents::DocumentNumber;
use super::{Employment, EmploymentId, Post, SexCode};
use crate::error::Error;
use crate::message::Message;
use crate::organizations::{Organization, OrganizationId, OrganizationKind};

/// Names of minorities and foreigners are long; the longest document line has 50 characters.
const NAME_CHARACTERS_MAX: usize = 50;

/// 劳动法 art. 15: nobody is employed before the age of 16.
const EMPLOYMENT_AGE_MIN: u32 = 16;

/// An employment is entered ahead of the school year, not for the distant future.
const DAYS_AHEAD_MAX: i64 = 366;

/// What is wrong with the particulars of a person, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonRefusal {
    /// No name.
    NameEmpty,
    /// A name longer than any document has.
    NameTooLong {
        /// The limit.
        most: usize,
    },
    /// A digit or sign that no name has.
    NameCharacter(char),
    /// The document does not tell the date of birth, and nobody else did.
    BirthMissing,
    /// The date of birth is not that of the document.
    BirthDiffers {
        /// The document's.
        in_document: NaiveDate,
    },
    /// Born after today.
    BornInFuture,
    /// The sex is not that of the document.
    SexDiffers {
        /// The document's.
        in_document: SexCode,
    },
}

/// A name as it is kept: blanks trimmed, one kind of middle dot, plain width.
pub fn parse_name(text: &str) -> Result<String, PersonRefusal> {
    let plain: String = text.chars().map(half_width).map(middle_dot).collect();
    let name = joined(plain.split_whitespace());
    if name.is_empty() {
        return Err(PersonRefusal::NameEmpty);
    }
    if name.chars().count() > NAME_CHARACTERS_MAX {
        return Err(PersonRefusal::NameTooLong {
            most: NAME_CHARACTERS_MAX,
        });
    }
    match name.chars().find(|letter| !belongs_in_name(*letter)) {
        Some(letter) => Err(PersonRefusal::NameCharacter(letter)),
        None => Ok(name),
    }
}

/// Words with one blank between them, and none between Chinese characters: offices spread two
/// characters over the width of three, and 张　三 is 张三.
fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let is_latin = |letter: Option<char>| letter.is_some_and(|it| it < '\u{2e80}');
    words.fold(String::new(), |mut name, word| {
        if is_latin(name.chars().last()) && is_latin(word.chars().next()) {
            name.push(' ');
        }
        name + word
    })
}

/// Full-width letters become plain. Not NFKC: that would fold compatibility ideographs, some of
/// which are the only correct form of a name.
fn half_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        other => other,
    }
}

/// GB/T names write the dot between parts as U+00B7; keyboards and files know half a dozen.
fn middle_dot(letter: char) -> char {
    match letter {
        '•' | '・' | '･' | '‧' | '∙' | '⋅' => '·',
        other => other,
    }
}

/// Rare characters may still sit in the private use area (GB 18030-2022 moved them).
fn belongs_in_name(letter: char) -> bool {
    letter.is_alphabetic()
        || matches!(
            letter,
            ' ' | '·' | '.' | '-' | '\'' | '\u{e000}'..='\u{f8ff}'
        )
}

/// The date of birth and the sex that go into the file, out of the document and what was stated.
pub fn particulars(
    document: &DocumentNumber,
    stated_birth: Option<NaiveDate>,
    stated_sex: SexCode,
    today: NaiveDate,
) -> Result<(NaiveDate, SexCode), PersonRefusal> {
    let born_on = match (document.birth_on(), stated_birth) {
        (Some(in_document), Some(stated)) if in_document != stated => {
            return Err(PersonRefusal::BirthDiffers { in_document });
        }
        (Some(born_on), _) | (None, Some(born_on)) => born_on,
        (None, None) => return Err(PersonRefusal::BirthMissing),
    };
    if born_on > today {
        return Err(PersonRefusal::BornInFuture);
    }
    let sex = match (document.sex().map(SexCode::from), stated_sex) {
        (Some(in_document), SexCode::Unknown | SexCode::NotStated) => in_document,
        (Some(in_document), stated) if in_document != stated => {
            return Err(PersonRefusal::SexDiffers { in_document });
        }
        (_, stated) => stated,
    };
    Ok((born_on, sex))
}

/// An employment that somebody wants to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEmployment {
    /// Where.
    pub organization: OrganizationId,
    /// As what.
    pub post: Post,
    /// The subject taught, where there is one.
    pub subject: Option<String>,
    /// First day.
    pub started_on: NaiveDate,
}

/// Why an employment cannot be begun, changed or ended, in order of precedence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmploymentRefusal {
    /// Neither a school nor a provider (a teacher development centre is one).
    NotAnEmployer,
    /// The school is not open on that day.
    SchoolClosed {
        /// Its name.
        school: String,
    },
    /// More than a year ahead.
    TooFarAhead,
    /// Younger than 16 on the first day.
    TooYoung,
    /// Nobody works anywhere whose employment could be ended or moved.
    NotEmployed,
    /// A transfer to where the person already works.
    SameSchool,
    /// On or before the first day of the present employment.
    BeforeStart {
        /// That first day.
        started_on: NaiveDate,
    },
    /// Another main employment holds these days.
    Overlaps {
        /// Its first day.
        since: NaiveDate,
    },
}

/// Whether somebody born on a day may begin work there on that day, whatever else they do.
pub fn check_place(
    employer: &Organization,
    born_on: Option<NaiveDate>,
    started_on: NaiveDate,
    today: NaiveDate,
) -> Result<(), EmploymentRefusal> {
    use EmploymentRefusal::*;
    match employer.kind {
        OrganizationKind::School | OrganizationKind::Provider => {}
        OrganizationKind::Bureau | OrganizationKind::District => return Err(NotAnEmployer),
    }
    if !employer.is_open(started_on) {
        return Err(SchoolClosed {
            school: employer.name.clone(),
        });
    }
    if (started_on - today).num_days() > DAYS_AHEAD_MAX {
        return Err(TooFarAhead);
    }
    if born_on.is_some_and(|born_on| age_on(born_on, started_on) < Some(EMPLOYMENT_AGE_MIN)) {
        return Err(TooYoung);
    }
    Ok(())
}

/// Whole years of age on a day; none before birth.
pub fn age_on(born_on: NaiveDate, on: NaiveDate) -> Option<u32> {
    on.years_since(born_on)
}

/// The employment that has not ended; there is at most one.
pub fn present(timeline: &[Employment]) -> Option<&Employment> {
    timeline.iter().find(|it| it.ended_on.is_none())
}

/// Where the file is kept on a day: the employment that runs or was the last to begin, and for
/// somebody who has not begun anywhere the first to come.
pub fn keeper(timeline: &[Employment], today: NaiveDate) -> Option<&Employment> {
    let begun = timeline.iter().filter(|it| it.started_on <= today);
    begun
        .max_by_key(|it| it.started_on)
        .or_else(|| timeline.iter().min_by_key(|it| it.started_on))
}

/// A new employment without end beside those there are: main employments never overlap.
pub fn may_employ(timeline: &[Employment], started_on: NaiveDate) -> Result<(), EmploymentRefusal> {
    let clash = timeline
        .iter()
        .find(|it| it.ended_on.is_none_or(|last| started_on <= last));
    match clash {
        Some(it) => Err(EmploymentRefusal::Overlaps {
            since: it.started_on,
        }),
        None => Ok(()),
    }
}

/// The employment that ends on this last day.
pub fn may_end(
    timeline: &[Employment],
    last_day: NaiveDate,
) -> Result<EmploymentId, EmploymentRefusal> {
    let open = present(timeline).ok_or(EmploymentRefusal::NotEmployed)?;
    if last_day < open.started_on {
        return Err(EmploymentRefusal::BeforeStart {
            started_on: open.started_on,
        });
    }
    Ok(open.id)
}

/// The employment that a transfer ends, and its last day: the day before the new one begins.
pub fn may_transfer(
    timeline: &[Employment],
    to: OrganizationId,
    starts_on: NaiveDate,
) -> Result<(EmploymentId, NaiveDate), EmploymentRefusal> {
    let open = present(timeline).ok_or(EmploymentRefusal::NotEmployed)?;
    if open.organization_id == to {
        return Err(EmploymentRefusal::SameSchool);
    }
    let before_start = || EmploymentRefusal::BeforeStart {
        started_on: open.started_on,
    };
    let last_day = starts_on.pred_opt().ok_or_else(before_start)?;
    if last_day < open.started_on {
        return Err(before_start());
    }
    Ok((open.id, last_day))
}

/// Why a title or an assessment cannot be entered, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordRefusal {
    /// Granted after today.
    TitleInFuture,
    /// The file has the title already.
    TitleKnown,
    /// A year that is not over, or before anybody now employed could be assessed.
    YearNotAssessed,
}

/// 年度考核 takes place when the year is over, in practice from December on.
pub fn check_assessment_year(year: i32, today: NaiveDate) -> Result<(), RecordRefusal> {
    let latest = if today.month() == 12 {
        today.year()
    } else {
        today.year() - 1
    };
    if (1980..=latest).contains(&year) {
        Ok(())
    } else {
        Err(RecordRefusal::YearNotAssessed)
    }
}

impl PersonRefusal {
    /// The field of a form that it is told at.
    pub const fn field(&self) -> &'static str {
        match self {
            PersonRefusal::NameEmpty
            | PersonRefusal::NameTooLong { .. }
            | PersonRefusal::NameCharacter(_) => "name",
            PersonRefusal::BirthMissing
            | PersonRefusal::BirthDiffers { .. }
            | PersonRefusal::BornInFuture => "born_on",
            PersonRefusal::SexDiffers { .. } => "sex",
        }
    }

    /// Stable name for scripts.
    pub const fn code(&self) -> &'static str {
        match self {
            PersonRefusal::NameEmpty => "missing",
            PersonRefusal::NameTooLong { .. } => "name_too_long",
            PersonRefusal::NameCharacter(_) => "name_character",
            PersonRefusal::BirthMissing => "birth_missing",
            PersonRefusal::BirthDiffers { .. } => "birth_differs",
            PersonRefusal::BornInFuture => "born_in_future",
            PersonRefusal::SexDiffers { .. } => "sex_differs",
        }
    }
}

impl From<&PersonRefusal> for Message {
    fn from(refusal: &PersonRefusal) -> Message {
        match refusal {
            PersonRefusal::NameEmpty => Message::new("person-name-empty"),
            PersonRefusal::NameTooLong { most } => {
                Message::new("person-name-too-long").with("most", *most)
            }
            PersonRefusal::NameCharacter(letter) => {
                Message::new("person-name-character").with("character", letter.to_string())
            }
            PersonRefusal::BirthMissing => Message::new("person-birth-missing"),
            PersonRefusal::BirthDiffers { in_document } => {
                Message::new("person-birth-differs").with("date", *in_document)
            }
            PersonRefusal::BornInFuture => Message::new("person-born-in-future"),
            PersonRefusal::SexDiffers { in_document } => Message::new("person-sex-differs")
                .with("sex", crate::message::Fact::Key(in_document.name_key())),
        }
    }
}

impl From<PersonRefusal> for Error {
    fn from(refusal: PersonRefusal) -> Error {
        Error::input(refusal.field(), Message::from(&refusal))
    }
}

impl EmploymentRefusal {
    /// The field of a form that it is told at.
    pub const fn field(&self) -> &'static str {
        match self {
            EmploymentRefusal::NotAnEmployer
            | EmploymentRefusal::SchoolClosed { .. }
            | EmploymentRefusal::SameSchool => "school",
            EmploymentRefusal::TooFarAhead
            | EmploymentRefusal::TooYoung
            | EmploymentRefusal::NotEmployed
            | EmploymentRefusal::BeforeStart { .. }
            | EmploymentRefusal::Overlaps { .. } => "on",
        }
    }

    /// Stable name for scripts.
    pub const fn code(&self) -> &'static str {
        match self {
            EmploymentRefusal::NotAnEmployer => "not_an_employer",
            EmploymentRefusal::SchoolClosed { .. } => "school_closed",
            EmploymentRefusal::TooFarAhead => "too_far_ahead",
            EmploymentRefusal::TooYoung => "too_young",
            EmploymentRefusal::NotEmployed => "not_employed",
            EmploymentRefusal::SameSchool => "same_school",
            EmploymentRefusal::BeforeStart { .. } => "before_start",
            EmploymentRefusal::Overlaps { .. } => "employment_overlaps",
        }
    }
}

impl From<&EmploymentRefusal> for Message {
    fn from(refusal: &EmploymentRefusal) -> Message {
        match refusal {
            EmploymentRefusal::NotAnEmployer => Message::new("employment-not-an-employer"),
            EmploymentRefusal::SchoolClosed { school } => {
                Message::new("employment-school-closed").with("school", school.as_str())
            }
            EmploymentRefusal::TooFarAhead => Message::new("employment-too-far-ahead"),
            EmploymentRefusal::TooYoung => {
                Message::new("employment-too-young").with("age", i64::from(EMPLOYMENT_AGE_MIN))
            }
            EmploymentRefusal::NotEmployed => Message::new("employment-not-employed"),
            EmploymentRefusal::SameSchool => Message::new("employment-same-school"),
            EmploymentRefusal::BeforeStart { started_on } => {
                Message::new("employment-before-start").with("date", *started_on)
            }
            EmploymentRefusal::Overlaps { since } => {
                Message::new("employment-overlaps").with("date", *since)
            }
        }
    }
}

impl From<EmploymentRefusal> for Error {
    fn from(refusal: EmploymentRefusal) -> Error {
        Error::input(refusal.field(), Message::from(&refusal))
    }
}

impl From<RecordRefusal> for Error {
    fn from(refusal: RecordRefusal) -> Error {
        match refusal {
            RecordRefusal::TitleInFuture => {
                Error::input("granted_on", Message::new("title-in-future"))
            }
            RecordRefusal::TitleKnown => Error::input("title", Message::new("title-known")),
            RecordRefusal::YearNotAssessed => {
                Error::input("year", Message::new("assessment-year-not-assessed"))
            }
        }
    }
}

#[cfg(test)]
mod tests;
