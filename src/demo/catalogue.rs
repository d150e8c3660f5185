//! What the providers of the demonstration city teach: titles of our own, by class of subject.

use crate::ledger::Category;

/// A course that a provider offers in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Its title.
    pub title: &'static str,
    /// Which class its hours count in.
    pub category: Category,
    /// Whole hours.
    pub hours: i64,
}

/// 公需科目: three of them make a year. The subjects change from year to year.
const GENERAL: &[&str] = &[
    "人工智能与教育变革",
    "数据安全与个人信息保护",
    "生态文明与绿色发展",
    "知识产权与创新能力",
    "职业道德与法治素养",
    "心理健康与压力管理",
    "粤港澳大湾区发展概论",
    "应急处置与公共安全",
    "乡村振兴与社会实践",
    "数字素养与网络文明",
    "科学精神与工匠精神",
    "中华优秀传统文化通论",
];

/// 专业科目 for schools.
const PROFESSIONAL: &[(&str, i64)] = &[
    ("新课程标准解读与教学实施", 12),
    ("大单元教学设计与作业优化", 10),
    ("核心素养导向的课堂评价", 8),
    ("跨学科主题学习的设计", 10),
    ("课堂观察与教学诊断", 8),
    ("命题技术与学业质量监测", 12),
    ("信息技术与学科教学融合", 10),
    ("班主任工作与班集体建设", 12),
    ("学生心理辅导与家校沟通", 8),
    ("项目式学习案例研修", 10),
    ("实验教学与实验室安全", 8),
    ("课题研究方法与论文写作", 12),
    ("分层作业与个别化辅导", 8),
    ("幼小衔接的理念与做法", 8),
    ("特殊需要学生的融合教育", 10),
    ("教研组建设与校本教研", 8),
    ("阅读教学与整本书阅读", 10),
    ("数学思维与问题解决教学", 10),
    ("英语听说教学与评价", 10),
    ("体育课堂的运动负荷与安全", 8),
];

/// 专业科目 of vocational schools.
const VOCATIONAL: &[(&str, i64)] = &[
    ("双师型教师企业实践指导", 12),
    ("工作过程系统化课程开发", 12),
    ("技能竞赛训练与指导", 10),
    ("产教融合与现代学徒制", 8),
    ("活页式教材的编写", 10),
    ("实训室管理与安全", 8),
];

/// 选修科目.
const ELECTIVE: &[(&str, i64)] = &[
    ("粤剧欣赏与校园戏曲", 6),
    ("岭南建筑与城市文化", 6),
    ("书法鉴赏与临习", 9),
    ("合唱排练与指挥入门", 9),
    ("校园足球裁判法", 6),
    ("急救知识与心肺复苏", 6),
    ("嗓音保护与科学用声", 6),
    ("教师礼仪与语言表达", 6),
    ("短视频与微课制作", 9),
    ("传统节日与劳动教育", 6),
    ("科普阅读与科技馆研学", 6),
    ("茶艺与客家文化", 6),
    ("园艺与校园绿化", 6),
    ("摄影基础与活动记录", 9),
    ("青少年法律常识", 6),
    ("太极与教师健身", 6),
];

/// Hours of every general course.
const GENERAL_HOURS: i64 = 10;

/// Some of a table, from another place each year.
fn turn<T: Copy>(table: &[T], year: i32, shift: usize, count: usize) -> impl Iterator<Item = T> {
    let year = usize::try_from(year).unwrap_or(0);
    let start = year * 3 + shift * 5;
    (0..count.min(table.len())).map(move |index| table[(start + index) % table.len()])
}

/// The general courses of a year.
pub fn general(year: i32) -> Vec<Offer> {
    turn(GENERAL, year, 0, 6)
        .map(|title| Offer {
            title,
            category: Category::General,
            hours: GENERAL_HOURS,
        })
        .collect()
}

fn offer(category: Category) -> impl Fn((&'static str, i64)) -> Offer {
    move |(title, hours)| Offer {
        title,
        category,
        hours,
    }
}

/// What the n-th centre offers in a year: professional and elective courses.
pub fn centre(year: i32, number: usize) -> Vec<Offer> {
    let professional = turn(PROFESSIONAL, year, number, 9).map(offer(Category::Professional));
    let elective = turn(ELECTIVE, year, number, 5).map(offer(Category::Elective));
    professional.chain(elective).collect()
}

/// What the vocational centre offers.
pub fn vocational(year: i32) -> Vec<Offer> {
    let professional = turn(VOCATIONAL, year, 0, 6).map(offer(Category::Professional));
    let elective = turn(ELECTIVE, year, 2, 3).map(offer(Category::Elective));
    professional.chain(elective).collect()
}

/// What the academy of arts offers.
pub fn arts(year: i32) -> Vec<Offer> {
    turn(ELECTIVE, year, 1, 8)
        .map(offer(Category::Elective))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::credit_bank::titles::title_key;

    #[test]
    fn no_two_titles_are_one_course() {
        let titles: Vec<&str> = GENERAL
            .iter()
            .copied()
            .chain(
                [PROFESSIONAL, VOCATIONAL, ELECTIVE]
                    .concat()
                    .iter()
                    .map(|it| it.0),
            )
            .collect();
        let keys: BTreeSet<String> = titles.iter().map(|it| title_key(it)).collect();
        assert_eq!(keys.len(), titles.len());
    }

    #[test]
    fn what_is_offered_suffices_for_a_year() {
        let sum = |offers: &[Offer], category| -> i64 {
            offers
                .iter()
                .filter(|it| it.category == category)
                .map(|it| it.hours)
                .sum()
        };
        for year in 2020..2032 {
            assert!(sum(&general(year), Category::General) >= 30);
            for number in 0..8 {
                let offers = centre(year, number);
                assert!(sum(&offers, Category::Professional) >= 60);
                assert!(sum(&offers, Category::Elective) >= 24);
                let titles: BTreeSet<&str> = offers.iter().map(|it| it.title).collect();
                assert_eq!(titles.len(), offers.len());
            }
            assert!(sum(&vocational(year), Category::Professional) >= 42);
        }
    }
}
