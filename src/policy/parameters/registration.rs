//! Parameters about periodic registration (定期注册), and the words that they are written in.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Parameters, hours, optional_hours};
use crate::hours::Hours;
use crate::policy::Certainty;

crate::text_enum!(
    /// What somebody registers for.
    RegistrationKind {
        /// 首次注册
        First => "first",
        /// 定期注册, every five years after the first
        Renewal => "renewal",
    }
);

crate::text_enum!(
    /// What it means that a condition is not met, the lighter effect first.
    Effect {
        /// 暂缓注册
        Defer => "defer",
        /// 注册不合格
        Fail => "fail",
    }
);

crate::text_enum!(
    /// The conditions that this program can test, in the order in which a verdict lists them.
    /// Which of them bind, and with what effect, is data.
    ConditionKey {
        /// The qualification was neither lost (丧失) nor revoked (撤销).
        QualificationHeld => "qualification_held",
        /// No breach of ethics with 恶劣影响.
        Ethics => "ethics",
        /// Not so many failed annual assessments one after the other.
        AssessmentsInARow => "assessments_in_a_row",
        /// Every annual assessment passed.
        Assessments => "assessments",
        /// Class hours of the cycle.
        Hours => "hours",
        /// Teaching and education management not interrupted for too long.
        Interruption => "interruption",
        /// The certificate fits the post.
        TypeFitsPost => "type_fits_post",
        /// No sanction is running.
        Sanction => "sanction",
        /// Fit in body and mind.
        Fitness => "fitness",
        /// Employed in post.
        Employment => "employment",
        /// Probation passed.
        Probation => "probation",
        /// The annual assessment of the last year passed.
        LastAssessment => "last_assessment",
        /// Long enough in post.
        TimeInPost => "time_in_post",
        /// Class hours before the first registration.
        FirstHours => "first_hours",
        /// The teaching load done.
        TeachingLoad => "teaching_load",
        /// The last assessment of the term of employment (聘期考核) passed.
        TermAssessment => "term_assessment",
        /// Practice in enterprises, for vocational teachers of professional courses.
        EnterprisePractice => "enterprise_practice",
        /// Class hours of each single year of the cycle.
        YearHours => "year_hours",
    }
);

crate::text_enum!(
    /// What a year is where years are counted.
    YearBasis {
        /// 1 January to 31 December.
        Calendar => "calendar",
        /// 1 September to 31 August; named after the year in which it begins.
        School => "school",
    }
);

impl YearBasis {
    /// The year that a day belongs to.
    pub fn year_of(self, day: NaiveDate) -> i32 {
        match self {
            YearBasis::School if day.month() < 9 => day.year() - 1,
            YearBasis::Calendar | YearBasis::School => day.year(),
        }
    }

    /// The last day of a year.
    pub fn last_day_of(self, year: i32) -> NaiveDate {
        let day = match self {
            YearBasis::Calendar => NaiveDate::from_ymd_opt(year, 12, 31),
            YearBasis::School => NaiveDate::from_ymd_opt(year + 1, 8, 31),
        };
        day.unwrap_or(NaiveDate::MAX)
    }
}

/// `registration.conditions`: whom registration binds, for how long, and what it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistrationConditions {
    /// A registration lasts so many years.
    pub cycle_years: u32,
    /// Whether staff of private schools are in scope.
    pub private_schools: bool,
    /// Whether research staff (教研员) are in scope.
    pub research_staff: bool,
    /// Class hours of a cycle, at least.
    #[serde(deserialize_with = "hours")]
    pub cycle_hours: Hours,
    /// What a year of class hours is.
    pub hours_basis: YearBasis,
    /// Class hours of each year, at least, where a condition asks for them year by year.
    #[serde(default, deserialize_with = "hours")]
    pub year_hours_min: Hours,
    /// Class hours of one year that count for the cycle, at most; no limit if none.
    #[serde(
        default,
        deserialize_with = "optional_hours",
        skip_serializing_if = "Option::is_none"
    )]
    pub year_hours_max: Option<Hours>,
    /// Class hours before the first registration, at least.
    #[serde(deserialize_with = "hours")]
    pub first_hours: Hours,
    /// So many failed annual assessments one after the other.
    pub failed_years_in_a_row: u32,
    /// Whether 基本合格 counts as 合格.
    pub basic_pass_counts: bool,
    /// An interruption of more than so many semesters is too long.
    pub interruption_semesters: u32,
    /// What a semester is.
    pub semester_months: u32,
    /// In post before the first registration, at least.
    pub months_in_post: u32,
    /// Practice in enterprises in a cycle, at least.
    pub enterprise_months: u32,
    /// The conditions.
    pub conditions: Vec<ConditionRule>,
}

/// One condition: when it binds and what it means not to meet it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionRule {
    /// Which.
    pub key: ConditionKey,
    /// In which registrations.
    pub kinds: Vec<RegistrationKind>,
    /// What it means not to meet it.
    pub effect: Effect,
    /// Whether it binds at all: provincial extras are known and switched off.
    pub binds: bool,
    /// What it rests on, as a page names it.
    pub clause: String,
    /// How certain that is.
    pub certainty: Certainty,
}

impl RegistrationConditions {
    /// The conditions that bind in a registration, in the order of [`ConditionKey`].
    pub fn binding(&self, kind: RegistrationKind) -> Vec<&ConditionRule> {
        let binds = |it: &&ConditionRule| it.binds && it.kinds.contains(&kind);
        let mut rules: Vec<_> = self.conditions.iter().filter(binds).collect();
        rules.sort_by_key(|it| it.key);
        rules
    }

    /// The longest interruption that does no harm, in months.
    pub fn interruption_months(&self) -> u32 {
        self.interruption_semesters * self.semester_months
    }
}

impl Parameters for RegistrationConditions {
    const KEY: &'static str = "registration.conditions";

    fn check(&self) -> Result<(), String> {
        if !(1..=50).contains(&self.cycle_years) {
            return Err(format!("a cycle of {} years", self.cycle_years));
        }
        if let Some(most) = self.year_hours_max
            && most < self.year_hours_min
        {
            return Err(format!(
                "of a year {most} hours count at most, and {} are asked for",
                self.year_hours_min
            ));
        }
        if self.failed_years_in_a_row < 2 {
            return Err("failed_years_in_a_row: a row begins with two".to_owned());
        }
        if !(1..=12).contains(&self.semester_months) {
            return Err(format!("a semester of {} months", self.semester_months));
        }
        for kind in RegistrationKind::ALL {
            let binding = self.binding(*kind);
            if binding.is_empty() {
                return Err(format!("no condition binds in a {kind} registration"));
            }
            if let Some(twice) = binding.windows(2).find(|it| it[0].key == it[1].key) {
                return Err(format!("{} binds twice ({kind})", twice[0].key));
            }
        }
        Ok(())
    }
}

/// `registration.procedure`: the time limits of the procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistrationProcedure {
    /// Days after passing probation within which to apply for the first registration.
    pub first_apply_days: u32,
    /// Working days after the window closes within which everybody is told.
    pub conclusion_working_days: u32,
    /// Months of the probation (试用期) of a first job.
    pub probation_months: u32,
    /// Working days of the publicity at school.
    pub publicity_working_days: u32,
    /// Working days that the school has.
    pub school_working_days: u32,
    /// Working days that the district has.
    pub district_working_days: u32,
    /// Working days that the city has.
    pub city_working_days: u32,
    /// Working days that the province has.
    pub province_working_days: u32,
    /// Working days that a teacher has to put an application right.
    pub correction_working_days: u32,
    /// Months of a trial contract after a deferral, at most.
    pub deferred_trial_months: u32,
    /// Months of a trial contract after a failure, at most.
    pub failed_trial_months: u32,
    /// Months without registration after false statements.
    pub fraud_months: u32,
    /// Years to pass after a deferral before a failed annual assessment no longer stands in the way.
    pub cure_years: u32,
    /// Months back at work before an interruption no longer stands in the way.
    pub cure_months_at_work: u32,
    /// Months before the end of a registration from which on shortfalls are shown.
    pub warning_months: u32,
}

impl Parameters for RegistrationProcedure {
    const KEY: &'static str = "registration.procedure";

    fn check(&self) -> Result<(), String> {
        let offices = self.school_working_days
            + self.district_working_days
            + self.city_working_days
            + self.province_working_days;
        if offices > self.conclusion_working_days {
            return Err(format!(
                "the offices have {offices} working days, the whole procedure {}",
                self.conclusion_working_days
            ));
        }
        if self.cure_years == 0 {
            return Err("cure_years: at least one year has to pass".to_owned());
        }
        Ok(())
    }
}
