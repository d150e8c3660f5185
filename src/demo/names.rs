//! Names for people who do not exist: tables of our own with the pinyin of each character, put
//! together by chance. A test holds the tables against the readings that pages sort by.

use super::chance::Chance;
use crate::people::documents::Sex;

/// A part of a name, how it is read, and how often it comes.
struct Part {
    text: &'static str,
    reading: &'static str,
    weight: usize,
}

const fn part(text: &'static str, reading: &'static str, weight: usize) -> Part {
    Part {
        text,
        reading,
        weight,
    }
}

/// Surnames as they are common in Guangdong.
const SURNAMES: &[Part] = &[
    part("陈", "chen", 90),
    part("李", "li", 70),
    part("黄", "huang", 66),
    part("张", "zhang", 46),
    part("梁", "liang", 44),
    part("林", "lin", 42),
    part("王", "wang", 36),
    part("吴", "wu", 34),
    part("刘", "liu", 34),
    part("罗", "luo", 24),
    part("何", "he", 24),
    part("杨", "yang", 22),
    part("郭", "guo", 18),
    part("周", "zhou", 18),
    part("谢", "xie", 18),
    part("叶", "ye", 17),
    part("邓", "deng", 17),
    part("蔡", "cai", 16),
    part("谭", "tan", 15),
    part("钟", "zhong", 15),
    part("胡", "hu", 12),
    part("许", "xu", 12),
    part("彭", "peng", 11),
    part("曾", "zeng", 11),
    part("冯", "feng", 11),
    part("徐", "xu", 10),
    part("朱", "zhu", 10),
    part("卢", "lu", 10),
    part("邱", "qiu", 9),
    part("苏", "su", 9),
    part("赵", "zhao", 9),
    part("潘", "pan", 9),
    part("袁", "yuan", 7),
    part("莫", "mo", 7),
    part("姚", "yao", 6),
    part("温", "wen", 6),
    part("廖", "liao", 6),
    part("赖", "lai", 6),
    part("郑", "zheng", 6),
    part("余", "yu", 6),
    part("江", "jiang", 5),
    part("肖", "xiao", 5),
    part("孙", "sun", 5),
    part("马", "ma", 5),
    part("麦", "mai", 4),
    part("关", "guan", 4),
    part("黎", "li", 4),
    part("区", "ou", 3),
    part("冼", "xian", 2),
    part("欧阳", "ou yang", 2),
    part("司徒", "si tu", 1),
    part("上官", "shang guan", 1),
];

/// Characters of women's given names.
const WOMEN: &[Part] = &[
    part("婷", "ting", 8),
    part("静", "jing", 8),
    part("敏", "min", 8),
    part("丽", "li", 7),
    part("燕", "yan", 7),
    part("玲", "ling", 7),
    part("怡", "yi", 6),
    part("慧", "hui", 6),
    part("琳", "lin", 6),
    part("莹", "ying", 6),
    part("雯", "wen", 5),
    part("洁", "jie", 5),
    part("欣", "xin", 5),
    part("娟", "juan", 5),
    part("芳", "fang", 5),
    part("雪", "xue", 4),
    part("梅", "mei", 4),
    part("兰", "lan", 4),
    part("萍", "ping", 4),
    part("红", "hong", 4),
    part("霞", "xia", 4),
    part("艳", "yan", 4),
    part("倩", "qian", 4),
    part("颖", "ying", 4),
    part("珊", "shan", 4),
    part("瑶", "yao", 4),
    part("妍", "yan", 4),
    part("彤", "tong", 3),
    part("蓉", "rong", 3),
    part("菲", "fei", 3),
    part("秀", "xiu", 3),
    part("碧", "bi", 3),
    part("淑", "shu", 3),
    part("凤", "feng", 3),
    part("韵", "yun", 3),
    part("璇", "xuan", 2),
    part("薇", "wei", 2),
    part("茵", "yin", 2),
    part("晴", "qing", 2),
    part("岚", "lan", 2),
];

/// Characters of men's given names.
const MEN: &[Part] = &[
    part("伟", "wei", 8),
    part("杰", "jie", 8),
    part("明", "ming", 8),
    part("辉", "hui", 7),
    part("锋", "feng", 7),
    part("斌", "bin", 6),
    part("浩", "hao", 6),
    part("军", "jun", 6),
    part("勇", "yong", 6),
    part("涛", "tao", 5),
    part("超", "chao", 5),
    part("鹏", "peng", 5),
    part("飞", "fei", 5),
    part("波", "bo", 5),
    part("凯", "kai", 5),
    part("健", "jian", 5),
    part("俊", "jun", 5),
    part("豪", "hao", 5),
    part("毅", "yi", 4),
    part("荣", "rong", 4),
    part("德", "de", 4),
    part("国", "guo", 4),
    part("海", "hai", 4),
    part("亮", "liang", 4),
    part("铭", "ming", 4),
    part("轩", "xuan", 3),
    part("睿", "rui", 3),
    part("泽", "ze", 3),
    part("远", "yuan", 3),
    part("达", "da", 3),
    part("权", "quan", 3),
    part("贤", "xian", 3),
    part("耀", "yao", 3),
    part("龙", "long", 3),
    part("旭", "xu", 3),
];

/// First characters of given names of two, for anybody.
const FIRST: &[Part] = &[
    part("嘉", "jia", 8),
    part("志", "zhi", 7),
    part("文", "wen", 7),
    part("晓", "xiao", 7),
    part("思", "si", 6),
    part("俊", "jun", 5),
    part("雨", "yu", 5),
    part("子", "zi", 5),
    part("永", "yong", 4),
    part("建", "jian", 4),
    part("家", "jia", 4),
    part("美", "mei", 4),
    part("惠", "hui", 4),
    part("宇", "yu", 4),
    part("佳", "jia", 4),
    part("诗", "shi", 3),
    part("梓", "zi", 3),
    part("振", "zhen", 3),
    part("锦", "jin", 3),
    part("春", "chun", 3),
    part("小", "xiao", 3),
    part("景", "jing", 3),
    part("若", "ruo", 2),
    part("少", "shao", 2),
    part("伯", "bo", 1),
];

/// A name and how it is read, in small letters without tones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeName {
    /// As it is written.
    pub text: String,
    /// Syllable by syllable.
    pub reading: String,
}

/// A name for somebody; one in eight has a given name of a single character.
pub fn make(chance: &mut Chance, sex: Sex) -> MadeName {
    let mut draw = |from: &'static [Part]| chance.weighted(from, |it| it.weight);
    let surname = draw(SURNAMES);
    let last = draw(match sex {
        Sex::Female => WOMEN,
        Sex::Male => MEN,
    });
    let first = draw(FIRST);
    let parts = if chance.below(8) == 0 || first.text == last.text {
        vec![surname, last]
    } else {
        vec![surname, first, last]
    };
    let join = |pieces: Vec<&str>, with: &str| pieces.join(with);
    MadeName {
        text: join(parts.iter().map(|it| it.text).collect(), ""),
        reading: join(parts.iter().map(|it| it.reading).collect(), " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::names::NameKeys;

    #[test]
    fn the_readings_are_those_that_pages_sort_by() {
        for surname in SURNAMES {
            assert_eq!(NameKeys::of(surname.text).full, surname.reading);
        }
        for one in [WOMEN, MEN, FIRST].into_iter().flatten() {
            let name = format!("陈{}", one.text);
            assert_eq!(NameKeys::of(&name).full, format!("chen {}", one.reading));
        }
    }

    #[test]
    fn names_are_many_and_read_as_written() {
        let mut chance = Chance::of("names");
        let mut made: Vec<MadeName> = (0..2000)
            .map(|index| {
                let sex = if index % 3 == 0 {
                    Sex::Male
                } else {
                    Sex::Female
                };
                make(&mut chance, sex)
            })
            .collect();
        for name in &made {
            assert_eq!(NameKeys::of(&name.text).full, name.reading, "{}", name.text);
        }
        made.sort_by(|one, other| one.text.cmp(&other.text));
        made.dedup();
        assert!(made.len() > 1500, "{} different names", made.len());
    }
}
