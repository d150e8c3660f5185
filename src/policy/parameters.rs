//! The typed parameters of each rule set. Hours are whole or decimal numbers in the files and
//! [`Hours`] here. Hours stand in this file, the rest by subject below it.

pub mod ethics;
pub mod qualification;
pub mod registration;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};

use crate::hours::Hours;
use crate::ledger::Category;

/// Parameters that belong to one key.
pub trait Parameters: Serialize + for<'de> Deserialize<'de> {
    /// The key of their rule set.
    const KEY: &'static str;

    /// What is wrong with them, if anything.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }
}

crate::text_enum!(
    /// A class of person with requirements of its own.
    PersonClass {
        /// In-service teachers, principals included.
        Teacher => "teacher",
        /// Teachers in their probation year.
        NewTeacher => "new_teacher",
    }
);

/// `hours.annual`: what a calendar year requires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnualHours {
    /// Last month and day of the year's account, such as 12-31.
    pub closes_on: String,
    /// Requirements by class of person.
    pub classes: Vec<ClassHours>,
}

/// What a calendar year requires of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassHours {
    /// Whom it binds.
    pub class: PersonClass,
    /// 公需科目, at least.
    #[serde(deserialize_with = "hours")]
    pub general: Hours,
    /// 专业科目, at least.
    #[serde(deserialize_with = "hours")]
    pub professional: Hours,
    /// 选修科目, at least.
    #[serde(deserialize_with = "hours")]
    pub elective: Hours,
    /// In all, at least.
    #[serde(deserialize_with = "hours")]
    pub total: Hours,
}

impl ClassHours {
    /// The minimum of one category.
    pub fn of(&self, category: Category) -> Hours {
        match category {
            Category::General => self.general,
            Category::Professional => self.professional,
            Category::Elective => self.elective,
        }
    }
}

impl AnnualHours {
    /// The last day of a year's account.
    pub fn closing_day(&self, year: i32) -> NaiveDate {
        format!("{year}-{}", self.closes_on)
            .parse()
            .expect("checked when the rule set was loaded")
    }

    /// What is required of a class; the class of teachers is always there.
    pub fn of(&self, class: PersonClass) -> ClassHours {
        let find = |class| self.classes.iter().find(|it| it.class == class).copied();
        find(class)
            .or_else(|| find(PersonClass::Teacher))
            .expect("checked when the rule set was loaded")
    }

    /// The last day of a year's account.
    pub fn last_day(&self, year: i32) -> NaiveDate {
        self.find_last_day(year)
            .expect("checked when the rule set was loaded")
    }

    fn find_last_day(&self, year: i32) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(&format!("{year}-{}", self.closes_on), "%Y-%m-%d").ok()
    }
}

impl Parameters for AnnualHours {
    const KEY: &'static str = "hours.annual";

    fn check(&self) -> Result<(), String> {
        // 29 February would not close every year.
        if format!("2001-{}", self.closes_on)
            .parse::<NaiveDate>()
            .is_err()
        {
            return Err(format!("closes_on: {:?} is no day", self.closes_on));
        }
        if !self
            .classes
            .iter()
            .any(|it| it.class == PersonClass::Teacher)
        {
            return Err("the class `teacher` is missing".to_owned());
        }
        // 2023 has no 29 February: the day must be there in every year.
        if self.find_last_day(2023).is_none() {
            return Err(format!("{:?} is no month and day", self.closes_on));
        }
        for it in &self.classes {
            let sum = it.general + it.professional + it.elective;
            if sum > it.total {
                return Err(format!(
                    "{}: the categories ask {sum}, the total {}",
                    it.class, it.total
                ));
            }
        }
        Ok(())
    }
}

/// `hours.cycle`: what a registration cycle requires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CycleHours {
    /// Length of the cycle in calendar years.
    pub years: i32,
    /// In all, at least.
    #[serde(deserialize_with = "hours")]
    pub total: Hours,
}

impl Parameters for CycleHours {
    const KEY: &'static str = "hours.cycle";
}

/// `hours.day`: how time becomes class hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayHours {
    /// A full day counts as so many class hours, which is also the most a day can give.
    #[serde(deserialize_with = "hours")]
    pub full_day: Hours,
    /// Minutes of one class hour.
    pub minutes_per_hour: i32,
}

impl Parameters for DayHours {
    const KEY: &'static str = "hours.day";
}

crate::text_enum!(
    /// What a recognised activity is counted in.
    Unit {
        /// A piece: a paper, a lesson, a degree.
        Piece => "piece",
        /// A class hour attended.
        ClassHour => "class_hour",
        /// A month.
        Month => "month",
        /// A school year.
        Year => "year",
    }
);

/// One row of the conversion table for own study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecognitionItem {
    /// Key of the row; kept by every claim.
    pub key: String,
    /// Its name in Chinese.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// Which category it counts in.
    pub category: Category,
    /// What it is counted in.
    pub unit: Unit,
    /// Hours for one unit.
    #[serde(deserialize_with = "hours")]
    pub hours_per_unit: Hours,
    /// The most that counts in one year; the rest goes to the over-cap account.
    #[serde(default, deserialize_with = "optional_hours")]
    pub cap_per_year: Option<Hours>,
    /// What has to be shown, in Chinese.
    pub evidence: String,
    /// What has to be shown, in English.
    pub evidence_en: String,
    /// Where the row comes from.
    pub certainty: super::Certainty,
}

/// `hours.recognition`: how own study becomes hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecognitionTable {
    /// The rows.
    pub items: Vec<RecognitionItem>,
    /// Working days that the school has.
    pub school_working_days: u32,
    /// Working days that the district has.
    pub district_working_days: u32,
}

impl RecognitionTable {
    /// A row by its key.
    pub fn find(&self, key: &str) -> Option<&RecognitionItem> {
        self.items.iter().find(|item| item.key == key)
    }
}

impl Parameters for RecognitionTable {
    const KEY: &'static str = "hours.recognition";

    fn check(&self) -> Result<(), String> {
        for (index, item) in self.items.iter().enumerate() {
            if !item.hours_per_unit.is_positive() {
                return Err(format!("{}: hours_per_unit must be more than 0", item.key));
            }
            if self.items[..index]
                .iter()
                .any(|other| other.key == item.key)
            {
                return Err(format!("{}: the key stands twice", item.key));
            }
        }
        Ok(())
    }
}

/// Reads `30`, `7.5` or `"7.5"` without passing through a float's rounding.
pub fn hours<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Hours, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Whole(i64),
        Decimal(f64),
        Text(String),
    }
    let text = match Number::deserialize(deserializer)? {
        Number::Whole(number) => number.to_string(),
        Number::Decimal(number) => number.to_string(),
        Number::Text(text) => text,
    };
    Hours::parse(&text)
        .map_err(|error| serde::de::Error::custom(format!("{text:?} is no amount: {error:?}")))
}

fn optional_hours<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Hours>, D::Error> {
    #[derive(Deserialize)]
    struct Wrapped(#[serde(deserialize_with = "hours")] Hours);
    Ok(Option::<Wrapped>::deserialize(deserializer)?.map(|Wrapped(hours)| hours))
}
