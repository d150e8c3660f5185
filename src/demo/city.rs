//! The offices of the demonstration city: eleven real districts, and schools, providers and
//! alliances that do not exist. Tables; who works there is in `residents`.
//!
//! The order of the tables is part of the city: codes count along it.

use crate::organizations::Stage;
use crate::organizations::codes::SocialCreditCode;

/// The area code of Guangzhou (GB/T 2260): that of the bureau, and of what it runs itself.
pub const CITY_CODE: &str = "440100";

/// The first two digits of the codes of such schools.
const fn category_digits(stage: Stage) -> &'static str {
    match stage {
        Stage::Kindergarten => "11",
        Stage::Primary => "21",
        Stage::Junior => "31",
        Stage::Senior | Stage::Complete => "34",
        Stage::Vocational => "36",
        Stage::Special => "51",
    }
}

/// How many teachers such a school has beside the others.
const fn weight_of(stage: Stage) -> usize {
    match stage {
        Stage::Kindergarten => 4,
        Stage::Special => 6,
        Stage::Junior => 10,
        Stage::Primary => 11,
        Stage::Vocational => 13,
        Stage::Senior | Stage::Complete => 19,
    }
}

/// A school of the city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct School {
    /// Area code of its district, or of the city if the bureau runs it.
    pub area: &'static str,
    /// Its number in the area, from 1.
    pub number: usize,
    /// What kind.
    pub stage: Stage,
    /// Its name.
    pub name: &'static str,
    /// Its English name.
    pub english: &'static str,
    /// Whether it counts as rural.
    pub is_rural: bool,
}

impl School {
    /// School identifier code: category, province, two digits of the area, number in it.
    pub fn code(&self) -> String {
        let category = category_digits(self.stage);
        format!("{category}44{}{:04}", area_digits(self.area), self.number)
    }

    /// Whether the bureau runs it itself.
    pub fn is_bureau_run(&self) -> bool {
        self.area == CITY_CODE
    }

    /// How many teachers it has beside the others.
    pub fn weight(&self) -> usize {
        let full = weight_of(self.stage);
        if self.is_rural { full * 2 / 3 } else { full }
    }
}

/// The city's own bodies count from 01, where no district is.
fn area_digits(area: &str) -> &str {
    if area == CITY_CODE { "01" } else { &area[4..] }
}

/// A name in both languages.
type Named = (Stage, &'static str, &'static str);

/// The schools of one area; a star before the name marks a rural one.
const SCHOOLS: &[(&str, &[Named])] = {
    use Stage::*;
    &[
        (
            "440103",
            &[
                (Kindergarten, "荔湾区荔红幼儿园", "Lihong Kindergarten"),
                (Primary, "荔湾区西荔小学", "Xili Primary School"),
                (Primary, "荔湾区涌泉小学", "Yongquan Primary School"),
                (Junior, "荔湾区荔江初级中学", "Lijiang Junior School"),
                (Complete, "荔湾区荔海中学", "Lihai Secondary School"),
            ],
        ),
        (
            "440104",
            &[
                (Kindergarten, "越秀区木棉幼儿园", "Mumian Kindergarten"),
                (Primary, "越秀区榕荫小学", "Rongyin Primary School"),
                (Primary, "越秀区越麓小学", "Yuelu Primary School"),
                (Junior, "越秀区文澜初级中学", "Wenlan Junior School"),
                (Complete, "越秀区越岭中学", "Yueling Secondary School"),
                (Special, "越秀区春晖特殊教育学校", "Chunhui Special School"),
            ],
        ),
        (
            "440105",
            &[
                (Kindergarten, "海珠区珠贝幼儿园", "Zhubei Kindergarten"),
                (Primary, "海珠区海韵小学", "Haiyun Primary School"),
                (Primary, "海珠区赤霞小学", "Chixia Primary School"),
                (Junior, "海珠区海澜初级中学", "Hailan Junior School"),
                (Complete, "海珠区珠澜中学", "Zhulan Secondary School"),
            ],
        ),
        (
            "440106",
            &[
                (Kindergarten, "天河区星河幼儿园", "Xinghe Kindergarten"),
                (Primary, "天河区天晴小学", "Tianqing Primary School"),
                (Primary, "天河区长青小学", "Changqing Primary School"),
                (Junior, "天河区天启初级中学", "Tianqi Junior School"),
                (Complete, "天河区天澄中学", "Tiancheng Secondary School"),
            ],
        ),
        (
            "440111",
            &[
                (Kindergarten, "白云区云朵幼儿园", "Yunduo Kindergarten"),
                (Primary, "白云区白石小学", "Baishi Primary School"),
                (Primary, "*白云区云溪小学", "Yunxi Primary School"),
                (Junior, "白云区云麓初级中学", "Yunlu Junior School"),
                (Complete, "白云区云帆中学", "Yunfan Secondary School"),
            ],
        ),
        (
            "440112",
            &[
                (Kindergarten, "黄埔区晨光幼儿园", "Chenguang Kindergarten"),
                (Primary, "黄埔区远帆小学", "Yuanfan Primary School"),
                (Primary, "黄埔区黄岗小学", "Huanggang Primary School"),
                (Junior, "黄埔区科创初级中学", "Kechuang Junior School"),
                (Complete, "黄埔区开源中学", "Kaiyuan Secondary School"),
            ],
        ),
        (
            "440113",
            &[
                (Kindergarten, "番禺区莲舟幼儿园", "Lianzhou Kindergarten"),
                (Primary, "番禺区沙涌小学", "Shayong Primary School"),
                (Primary, "*番禺区莲溪小学", "Lianxi Primary School"),
                (Junior, "番禺区番江初级中学", "Panjiang Junior School"),
                (Complete, "番禺区莲峰中学", "Lianfeng Secondary School"),
                (
                    Vocational,
                    "番禺区岭工职业学校",
                    "Linggong Vocational School",
                ),
            ],
        ),
        (
            "440114",
            &[
                (Kindergarten, "花都区花信幼儿园", "Huaxin Kindergarten"),
                (Primary, "花都区花溪小学", "Huaxi Primary School"),
                (Primary, "*花都区梯田小学", "Titian Primary School"),
                (Junior, "花都区花岭初级中学", "Hualing Junior School"),
                (Complete, "花都区花洲中学", "Huazhou Secondary School"),
            ],
        ),
        (
            "440115",
            &[
                (Kindergarten, "南沙区海鸥幼儿园", "Hai'ou Kindergarten"),
                (Primary, "南沙区红树小学", "Hongshu Primary School"),
                (Primary, "*南沙区滨沙小学", "Binsha Primary School"),
                (Junior, "南沙区南屏初级中学", "Nanping Junior School"),
                (Complete, "南沙区南澜中学", "Nanlan Secondary School"),
            ],
        ),
        (
            "440117",
            &[
                (Kindergarten, "从化区溪畔幼儿园", "Xipan Kindergarten"),
                (Primary, "*从化区荔乡小学", "Lixiang Primary School"),
                (Primary, "*从化区青坪小学", "Qingping Primary School"),
                (Junior, "*从化区从江初级中学", "Congjiang Junior School"),
                (Complete, "从化区流云中学", "Liuyun Secondary School"),
            ],
        ),
        (
            "440118",
            &[
                (Kindergarten, "增城区挂绿幼儿园", "Gualü Kindergarten"),
                (Primary, "*增城区丝苗小学", "Simiao Primary School"),
                (Primary, "增城区绿廊小学", "Lülang Primary School"),
                (Junior, "增城区荔增初级中学", "Lizeng Junior School"),
                (Complete, "增城区增源中学", "Zengyuan Secondary School"),
                (
                    Vocational,
                    "增城区增工职业学校",
                    "Zenggong Vocational School",
                ),
            ],
        ),
        (
            CITY_CODE,
            &[
                (Kindergarten, "广州市红棉幼儿园", "Hongmian Kindergarten"),
                (Complete, "广州市羊石中学", "Yangshi Secondary School"),
                (
                    Complete,
                    "广州市越海外国语学校",
                    "Yuehai Foreign Language School",
                ),
                (
                    Vocational,
                    "广州市珠工职业学校",
                    "Zhugong Vocational School",
                ),
                (Special, "广州市星语特殊教育学校", "Xingyu Special School"),
            ],
        ),
    ]
};

/// All schools, area by area.
pub fn schools() -> Vec<School> {
    let of_area = |(area, named): &(&'static str, &'static [Named])| {
        let area = *area;
        named.iter().enumerate().map(move |(index, it)| {
            let (stage, name, english) = *it;
            School {
                area,
                number: index + 1,
                stage,
                name: name.trim_start_matches('*'),
                english,
                is_rural: name.starts_with('*'),
            }
        })
    };
    SCHOOLS.iter().flat_map(of_area).collect()
}

/// A training provider of the city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provider {
    /// Its code, which the codes of its projects begin with.
    pub code: &'static str,
    /// Area code of the district that looks after it, or of the city.
    pub area: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its English name.
    pub english: &'static str,
}

const fn provider(
    code: &'static str,
    area: &'static str,
    name: &'static str,
    english: &'static str,
) -> Provider {
    Provider {
        code,
        area,
        name,
        english,
    }
}

/// The city's own teacher development centre.
pub const YUNSHAN: &str = "YUNSHAN";
/// The school of distance learning, where everybody takes the general subjects.
pub const LINGNAN: &str = "LINGNAN";

/// Providers: four that the bureau looks after, centres of seven districts, and a private one.
pub const PROVIDERS: &[Provider] = &[
    provider(
        YUNSHAN,
        CITY_CODE,
        "云山教师发展中心",
        "Yunshan Teacher Development Centre",
    ),
    provider(
        LINGNAN,
        CITY_CODE,
        "岭南远程教育学院",
        "Lingnan Institute of Distance Learning",
    ),
    provider(
        "XINGHAI",
        CITY_CODE,
        "星海艺术研修院",
        "Xinghai Academy of Arts",
    ),
    provider(
        "ZHUJIANG",
        CITY_CODE,
        "珠江职教师资培训中心",
        "Zhujiang Vocational Teacher Training Centre",
    ),
    provider(
        "JF440104",
        "440104",
        "越秀区教师发展中心",
        "Yuexiu Teacher Development Centre",
    ),
    provider(
        "JF440105",
        "440105",
        "海珠区教师发展中心",
        "Haizhu Teacher Development Centre",
    ),
    provider(
        "JF440106",
        "440106",
        "天河区教师发展中心",
        "Tianhe Teacher Development Centre",
    ),
    provider(
        "JF440111",
        "440111",
        "白云区教师发展中心",
        "Baiyun Teacher Development Centre",
    ),
    provider(
        "JF440113",
        "440113",
        "番禺区教师发展中心",
        "Panyu Teacher Development Centre",
    ),
    provider(
        "JF440114",
        "440114",
        "花都区教师发展中心",
        "Huadu Teacher Development Centre",
    ),
    provider(
        "JF440118",
        "440118",
        "增城区教师发展中心",
        "Zengcheng Teacher Development Centre",
    ),
    provider(
        "XIGUAN",
        "440103",
        "西关书院教育培训中心",
        "Xiguan Academy Training Centre",
    ),
];

/// The area of the office that looks after a provider.
pub fn area_of_provider(code: &str) -> &'static str {
    PROVIDERS
        .iter()
        .find(|it| it.code == code)
        .map_or(CITY_CODE, |it| it.area)
}

/// A teacher development alliance: its providers, and the areas whose schools have joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alliance {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Codes of its providers.
    pub providers: &'static [&'static str],
    /// Areas whose schools are members.
    pub areas: &'static [&'static str],
}

/// The alliances: districts without a centre of their own lean on a neighbour's.
pub const ALLIANCES: &[Alliance] = &[
    Alliance {
        code: "LM01",
        name: "东部教师专业发展联盟",
        providers: &["JF440106", "JF440118"],
        areas: &["440112", "440117", "440118"],
    },
    Alliance {
        code: "LM02",
        name: "湾区教师专业发展联盟",
        providers: &["JF440113", "XIGUAN"],
        areas: &["440113", "440115", "440103"],
    },
];

/// The district centre that teaches an area's teachers; none for the bureau's own schools.
pub fn home_provider(area: &str) -> Option<&'static str> {
    let code = match area {
        "440103" => "XIGUAN",
        "440104" => "JF440104",
        "440105" => "JF440105",
        "440106" => "JF440106",
        "440111" => "JF440111",
        "440112" | "440117" | "440118" => "JF440118",
        "440113" | "440115" => "JF440113",
        "440114" => "JF440114",
        _ => return None,
    };
    Some(code)
}

/// A unified social credit code that is well formed, for the n-th body of the city.
pub fn credit_code(number: usize) -> String {
    const LAST: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    // 12: a public institution. The MX of a made-up organization code is given to nobody.
    let body = format!("12440100MX{number:07}");
    LAST.chars()
        .map(|check| format!("{body}{check}"))
        .find(|code| SocialCreditCode::parse(code).is_ok())
        .expect("one of the 31 characters is the check character")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::organizations::codes::SchoolCode;

    /// The offices that every city begins with.
    const OFFICES: &str = include_str!("../../seeds/reference/organizations.toml");

    fn is_district(area: &str) -> bool {
        area != CITY_CODE && OFFICES.contains(&format!("\"{area}\""))
    }

    #[test]
    fn the_tables_make_a_city() {
        let schools = schools();
        assert!((55..=65).contains(&schools.len()), "{}", schools.len());
        let codes: BTreeSet<String> = schools.iter().map(School::code).collect();
        assert_eq!(codes.len(), schools.len(), "no code is given twice");
        for code in &codes {
            assert!(SchoolCode::parse(code).is_ok(), "{code}");
        }
        let areas: BTreeSet<&str> = schools.iter().map(|it| it.area).collect();
        assert_eq!(areas.iter().filter(|it| is_district(it)).count(), 11);
        for area in areas {
            let here: Vec<_> = schools.iter().filter(|it| it.area == area).collect();
            assert!(here.len() >= 5, "{area}");
            let district: String = here[0].name.chars().take(3).collect();
            assert!(here.iter().all(|it| it.name.starts_with(&district)));
        }
        assert!(schools.iter().filter(|it| it.is_rural).count() >= 6);
        assert!(schools.iter().filter(|it| it.is_bureau_run()).count() >= 4);
    }

    #[test]
    fn alliances_and_homes_name_providers_that_are_there() {
        let is_known = |code: &str| PROVIDERS.iter().any(|it| it.code == code);
        for alliance in ALLIANCES {
            assert!(alliance.providers.iter().all(|it| is_known(it)));
            assert!(alliance.areas.iter().all(|it| is_district(it)));
        }
        for school in schools().iter().filter(|it| !it.is_bureau_run()) {
            let home = home_provider(school.area).expect("every district has one");
            assert!(is_known(home), "{home}");
        }
    }

    #[test]
    fn credit_codes_are_well_formed() {
        for number in 0..100 {
            assert!(SocialCreditCode::parse(&credit_code(number)).is_ok());
        }
    }
}
