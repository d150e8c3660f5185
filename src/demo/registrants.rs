//! The teachers of the demonstration city who show how far a registration can be.
//!
//! Their numbers follow those of the colleagues. What happens to them is played in `registrations`;
//! what they did and how they were assessed before follows from their stage, here.

use chrono::NaiveDate;

use super::personas::{Key, Persona, TEACHER};
use super::projects::day;
use super::residents::Diligence;
use crate::people::AssessmentGrade;
use crate::people::documents::Sex;
use crate::registration::CaseState;

/// How far somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Registered last year.
    RegisteredBefore,
    /// Deferred last year for lack of hours, which are made up by now.
    Curable,
    /// Deferred last year for lack of hours, which are lacking still.
    StillDeferred,
    /// Refused last year, after two failed years in a row.
    RefusedBefore,
    /// Deferred last year; the re-check lies at the district for too long.
    RecheckLate,
    /// Sent back by the school.
    Returned,
    /// The school's opinion is posted, and may be objected to.
    InPublicity,
    /// The time for objections is over, and the school has to confirm.
    PublicityOver,
    /// The district has it.
    AtDistrict,
    /// The city has it.
    AtCity,
    /// The province's answer is awaited.
    AtProvince,
    /// Registered a few days ago.
    Registered,
    /// Deferred a few days ago, with a plan.
    Deferred,
    /// Taken back by the school.
    TakenBack,
    /// Up for the first registration.
    FirstTime,
}

impl Stage {
    /// Whether last year's window was the one.
    pub const fn is_of_last_year(self) -> bool {
        matches!(
            self,
            Stage::RegisteredBefore
                | Stage::Curable
                | Stage::StillDeferred
                | Stage::RefusedBefore
                | Stage::RecheckLate
        )
    }

    /// The state in which the case is when the city is made.
    pub const fn state(self) -> CaseState {
        match self {
            Stage::RegisteredBefore | Stage::Registered => CaseState::Registered,
            Stage::Curable | Stage::StillDeferred | Stage::Deferred => CaseState::Deferred,
            Stage::RefusedBefore => CaseState::Refused,
            Stage::Returned => CaseState::Returned,
            Stage::InPublicity | Stage::PublicityOver => CaseState::AtSchool,
            Stage::RecheckLate | Stage::AtDistrict | Stage::FirstTime => CaseState::AtDistrict,
            Stage::AtCity => CaseState::AtCity,
            Stage::AtProvince => CaseState::AtProvince,
            Stage::TakenBack => CaseState::Withdrawn,
        }
    }

    /// What offices write; nothing where all conditions are met.
    pub const fn reason(self) -> &'static str {
        match self {
            Stage::Curable | Stage::StillDeferred => {
                "周期内累计学时不足 360 学时，补足后复核；补学计划已当面告知本人。"
            }
            Stage::RefusedBefore => "周期内年度考核连续两年不合格，材料已与本人核对。",
            Stage::RecheckLate => "处分期未满，期满后复核。",
            Stage::Deferred => "周期内有一个年度考核不合格，下一年度考核合格后复核。",
            _ => "",
        }
    }

    /// How the hours of a year were done. Whoever is registered has enough on any day of this year.
    pub(super) const fn diligence(self, years_ago: i32) -> Diligence {
        match self {
            Stage::StillDeferred => Diligence::FarBehind,
            // Three full years are less than a cycle asks for, and last year makes up for it.
            Stage::Curable if years_ago > 1 => Diligence::Full,
            _ => Diligence::More,
        }
    }

    /// How a year was assessed.
    pub(super) const fn grade(self, years_ago: i32) -> AssessmentGrade {
        match (self, years_ago) {
            (Stage::RefusedBefore, 3 | 4) | (Stage::Deferred, 2) => AssessmentGrade::Fail,
            _ => AssessmentGrade::Pass,
        }
    }
}

/// When the registration began that somebody came with, if it is not that of the whole city.
pub(super) fn cycle_started_on(key: Option<Key>, this_year: i32) -> Option<NaiveDate> {
    match key {
        Some(Key::Registrant(stage)) if stage.is_of_last_year() => Some(day(this_year - 6, 5, 1)),
        _ => None,
    }
}

/// All of them. The order gives the teacher numbers.
pub const REGISTRANTS: &[Persona] = &[
    Persona {
        key: Key::Registrant(Stage::RegisteredBefore),
        name: "陆婉清",
        login: "luwanqing",
        born_on: (1984, 6, 15),
        story: "去年定期注册合格",
        story_en: "registered last year",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::Curable),
        name: "丁浩然",
        login: "dinghaoran",
        born_on: (1987, 4, 23),
        sex: Sex::Male,
        subject: "数学",
        story: "去年因学时不足暂缓注册，现已补足，可以申请复核",
        story_en: "deferred last year for lack of hours, made up since: may apply for the re-check",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::StillDeferred),
        name: "石秀英",
        login: "shixiuying",
        born_on: (1976, 1, 9),
        subject: "美术",
        started_in: 1998,
        story: "去年因学时不足暂缓注册，还没有补足",
        story_en: "deferred last year for lack of hours, and short of them still",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::RefusedBefore),
        name: "彭国栋",
        login: "pengguodong",
        born_on: (1979, 10, 2),
        sex: Sex::Male,
        subject: "体育与健康",
        started_in: 2003,
        story: "年度考核连续两年不合格，去年注册不合格，今年再次申请",
        story_en: "failed two years in a row: not registered last year, and up again",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::RecheckLate),
        name: "高燕玲",
        login: "gaoyanling",
        born_on: (1985, 8, 30),
        subject: "英语",
        started_in: 2009,
        story: "处分期满申请复核，区教育局逾期未审",
        story_en: "asked for the re-check after a sanction; the district is late",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::Returned),
        name: "汤晓明",
        login: "tangxiaoming",
        born_on: (1983, 12, 12),
        sex: Sex::Male,
        subject: "科学",
        started_in: 2007,
        story: "注册材料被退回补正",
        story_en: "the application came back to be put right",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::InPublicity),
        name: "贺梦瑶",
        login: "hemengyao",
        born_on: (1990, 9, 5),
        subject: "音乐",
        started_in: 2013,
        story: "注册意见正在校内公示",
        story_en: "the school's opinion is posted for objections",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::PublicityOver),
        name: "覃志强",
        login: "qinzhiqiang",
        born_on: (1981, 2, 26),
        sex: Sex::Male,
        subject: "体育与健康",
        started_in: 2005,
        story: "校内公示期满，待学校确认",
        story_en: "the time for objections is over, the school has to confirm",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::AtDistrict),
        name: "莫丽娜",
        login: "molina",
        born_on: (1988, 11, 18),
        story: "注册申请待区教育局审核",
        story_en: "the registration lies with the district",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::AtCity),
        name: "简文静",
        login: "jianwenjing",
        born_on: (1986, 7, 7),
        subject: "道德与法治",
        started_in: 2010,
        story: "注册申请待市教育局审核",
        story_en: "the registration lies with the city",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::AtProvince),
        name: "甘国华",
        login: "ganguohua",
        born_on: (1978, 5, 20),
        sex: Sex::Male,
        subject: "信息科技",
        started_in: 2001,
        story: "注册申请待省级答复",
        story_en: "the province's answer is awaited",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::Registered),
        name: "韦雅婷",
        login: "weiyating",
        born_on: (1989, 3, 14),
        subject: "数学",
        story: "今年定期注册合格，可打印注册表",
        story_en: "registered these days, with a sheet to print",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::Deferred),
        name: "龙子健",
        login: "longzijian",
        born_on: (1982, 10, 31),
        sex: Sex::Male,
        subject: "英语",
        started_in: 2006,
        story: "一个年度考核不合格，暂缓注册，下一年度可复核",
        story_en: "deferred for a failed year, with a plan for the next",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::TakenBack),
        name: "施慕云",
        login: "shimuyun",
        born_on: (1992, 4, 4),
        subject: "美术",
        started_in: 2015,
        story: "学校撤回了注册申请",
        story_en: "the school took the application back",
        ..TEACHER
    },
    Persona {
        key: Key::Registrant(Stage::FirstTime),
        name: "傅一鸣",
        login: "fuyiming",
        born_on: (2000, 8, 16),
        sex: Sex::Male,
        title: None,
        story: "试用期满，申请首次注册",
        story_en: "past probation, up for the first registration",
        ..TEACHER
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_not_registered_has_a_written_reason() {
        for persona in REGISTRANTS {
            let Key::Registrant(stage) = persona.key else {
                panic!("{} is no registrant", persona.name);
            };
            let needs_reason = matches!(stage.state(), CaseState::Deferred | CaseState::Refused);
            assert!(!needs_reason || !stage.reason().is_empty(), "{stage:?}");
        }
    }
}
