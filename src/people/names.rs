//! Names: sorted and found by pinyin, and compared as people mean them.
//!
//! A file may write a name with blanks, with full-width letters or with another middle dot; the
//! person is the same. A character that no reading is known for (GB 18030-2022 added thousands)
//! stays as it is: it sorts after the readings and is found by itself. The readings are those
//! of the `pinyin` crate, except for surnames with a reading of their own.
//! Not here: whether two people are one (`documents` and a human decide that).

use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;

/// Surnames read otherwise than the character usually is. Compound surnames come first, so
/// that their own reading wins.
const SURNAMES: &[(&str, &[&str])] = &[
    ("尉迟", &["yu", "chi"]),
    ("万俟", &["mo", "qi"]),
    ("澹台", &["tan", "tai"]),
    ("长孙", &["zhang", "sun"]),
    ("乐正", &["yue", "zheng"]),
    ("单", &["shan"]),
    ("解", &["xie"]),
    ("仇", &["qiu"]),
    ("曾", &["zeng"]),
    ("区", &["ou"]),
    ("查", &["zha"]),
    ("盖", &["ge"]),
    ("朴", &["piao"]),
    ("任", &["ren"]),
    ("乐", &["yue"]),
    ("翟", &["zhai"]),
    ("覃", &["qin"]),
    ("缪", &["miao"]),
    ("薄", &["bo"]),
    ("卜", &["bu"]),
    ("都", &["du"]),
    ("阚", &["kan"]),
    ("种", &["chong"]),
    ("繁", &["po"]),
    ("员", &["yun"]),
    ("贠", &["yun"]),
    ("洗", &["xian"]),
    ("折", &["she"]),
    ("召", &["shao"]),
    ("秘", &["bi"]),
    ("祭", &["zhai"]),
    ("郇", &["huan"]),
    ("乜", &["nie"]),
    ("句", &["gou"]),
];

/// What a name is sorted and found by, in small letters without tones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameKeys {
    /// Syllable by syllable: `zhang san`.
    pub full: String,
    /// In one word, as it is typed: `zhangsan`.
    pub joined: String,
    /// First letters: `zs`.
    pub initials: String,
}

impl NameKeys {
    /// The keys of a Chinese, foreign or mixed name.
    pub fn of(name: &str) -> NameKeys {
        let syllables = syllables(name);
        NameKeys {
            full: syllables.join(" "),
            joined: syllables.concat(),
            initials: syllables
                .iter()
                .filter_map(|syllable| syllable.chars().next())
                .collect(),
        }
    }
}

/// Text that puts names in order when it is compared character by character: by reading, syllable
/// for syllable, and where readings agree by the characters themselves.
pub fn sort_key(name: &str) -> String {
    // The tab sorts before the blank between syllables, so that 李 comes before 李安.
    format!("{}\t{}", NameKeys::of(name).full, comparable(name))
}

/// Whether the name is what `query` looks for: some of its characters, or its reading from any
/// syllable on, each syllable spelt out or begun (`zhangsan`, `zs`, `zhangs`, `san`).
/// Nothing to look for finds every name.
pub fn matches(name: &str, query: &str) -> bool {
    let wanted = comparable(query);
    if comparable(name).contains(&wanted) {
        return true;
    }
    let (syllables, typed) = (syllables(name), typed(&wanted));
    // Passports print LYU where keyboards have lv.
    let wanted = [typed.replace("lyu", "lv"), typed];
    (0..syllables.len()).any(|from| wanted.iter().any(|it| spells(&syllables[from..], it)))
}

/// Whether two spellings are one name: blanks, middle dots, invisible characters, width and
/// the case of letters make no difference.
pub fn same_name(one: &str, other: &str) -> bool {
    comparable(one) == comparable(other)
}

/// A name without what makes no difference. For comparing, never for showing.
fn comparable(name: &str) -> String {
    let letters = name.chars().filter(|letter| !is_middle_dot(*letter)).nfkc();
    letters
        .filter(|letter| !letter.is_whitespace() && !is_invisible(*letter))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The dots that offices write between the parts of a foreign or minority name.
fn is_middle_dot(letter: char) -> bool {
    "·•・･‧∙⋅᛫˙．.".contains(letter)
}

/// Marks that come along from web pages and fonts: zero-width characters, variation selectors.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// The readings of a name in order; a foreign word counts as one syllable.
fn syllables(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = name.trim_start();
    // A name with a middle dot has no Chinese surname: 查理·布朗 is not a Zha.
    let surname = SURNAMES
        .iter()
        .find(|(surname, _)| rest.starts_with(surname))
        .filter(|_| !name.contains(is_middle_dot));
    if let Some((surname, reading)) = surname {
        found.extend(reading.iter().map(|syllable| (*syllable).to_owned()));
        rest = &rest[surname.len()..];
    }
    let mut word = String::new();
    let letters = rest.nfkc().filter(|letter| !is_invisible(*letter));
    for letter in letters.flat_map(char::to_lowercase) {
        let reading = letter.to_pinyin().map(|reading| typed(reading.plain()));
        if reading.is_none() && letter.is_alphanumeric() && !is_ideograph(letter) {
            word.push(letter);
            continue;
        }
        if !word.is_empty() {
            found.push(typed(&std::mem::take(&mut word)));
        }
        match reading {
            Some(reading) => found.push(reading),
            None if is_ideograph(letter) => found.push(letter.to_string()),
            None => {}
        }
    }
    if !word.is_empty() {
        found.push(typed(&word));
    }
    found
}

/// A Chinese character, also one that no table knows yet.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
        | '\u{e000}'..='\u{f8ff}')
}

/// The reading as keyboards have it: `lü` is typed `lv`.
fn typed(reading: &str) -> String {
    reading.replace('ü', "v")
}

/// Whether `wanted` begins these syllables one after the other.
fn spells(syllables: &[String], wanted: &str) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let Some((first, rest)) = syllables.split_first() else {
        return false;
    };
    let mut begun = 0;
    for (letter, typed) in first.chars().zip(wanted.chars()) {
        if letter != typed {
            return false;
        }
        begun += letter.len_utf8();
        if spells(rest, &wanted[begun..]) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn full(name: &str) -> String {
        NameKeys::of(name).full
    }

    #[test]
    fn reads_names_with_their_surnames() {
        for (name, reading) in [
            ("张三", "zhang san"),
            (" 张　三 ", "zhang san"),
            ("单雪梅", "shan xue mei"),
            ("解晓东", "xie xiao dong"),
            ("仇英", "qiu ying"),
            ("曾志伟", "zeng zhi wei"),
            ("区建国", "ou jian guo"),
            ("查良镛", "zha liang yong"),
            ("盖叫天", "ge jiao tian"),
            ("朴英子", "piao ying zi"),
            ("任盈盈", "ren ying ying"),
            ("尉迟恭", "yu chi gong"),
            ("尉健行", "wei jian xing"),
            ("长孙无忌", "zhang sun wu ji"),
            ("万俟卨", "mo qi xie"),
            ("万里", "wan li"),
            ("覃雁", "qin yan"),
            ("欧阳修", "ou yang xiu"),
            ("吕布", "lv bu"),
            // The reading of a surname does not follow the character into a given name.
            ("李单", "li dan"),
            ("买买提·艾力", "mai mai ti ai li"),
            ("查理•布朗", "cha li bu lang"),
            ("John Smith", "john smith"),
            ("Ｊｏｈｎ　李", "john li"),
            ("李Alice", "li alice"),
            ("", ""),
        ] {
            assert_eq!(full(name), reading, "{name}");
        }
        let keys = NameKeys::of("欧阳娜娜");
        assert_eq!(
            (keys.joined.as_str(), keys.initials.as_str()),
            ("ouyangnana", "oynn")
        );
    }

    #[test]
    fn rare_characters_survive() {
        // Four bytes each in UTF-8: one with a known reading, one without.
        assert_eq!(full("李𬭊"), "li du");
        let keys = NameKeys::of("𠮷田");
        assert_eq!(
            (keys.full.as_str(), keys.initials.as_str()),
            ("𠮷 tian", "𠮷t")
        );
        assert!(matches("王𠮷", "𠮷") && matches("王𠮷", "w𠮷") && !matches("王𠮷", "吉"));
        assert!(same_name("王𠮷", " 王 𠮷\u{200b}"));
    }

    #[test]
    fn finds_by_characters_reading_and_initials() {
        for (name, query, found) in [
            ("张三丰", "", true),
            ("张三丰", "三", true),
            ("张三丰", "张 三", true),
            ("张三丰", "zhang", true),
            ("张三丰", "Zhang San", true),
            ("张三丰", "ZHANGSANFENG", true),
            ("张三丰", "zsf", true),
            ("张三丰", "zhangs", true),
            ("张三丰", "zsfeng", true),
            ("张三丰", "ｓａｎ", true),
            ("张三丰", "ang", false),
            ("张三丰", "zf", false),
            ("张三丰", "丰张", false),
            ("张三丰", "zhangsanfengs", false),
            ("吕秀莲", "lü", true),
            ("吕秀莲", "LYU XIULIAN", true),
            ("单雪梅", "shan", true),
            ("单雪梅", "dan", false),
            ("买买提·艾力", "买买提艾力", true),
            ("买买提·艾力", "ai", true),
            ("John Smith", "smi", true),
        ] {
            assert_eq!(matches(name, query), found, "{query:?} in {name}");
        }
    }

    #[test]
    fn one_name_in_many_spellings() {
        for (one, other, same) in [
            ("张三", "张 三", true),
            ("张三", "\u{feff}张\u{3000}三\n", true),
            ("买买提·艾力", "买买提•艾力", true),
            ("买买提·艾力", "买买提．艾力", true),
            ("买买提·艾力", "买买提艾力", true),
            ("John Smith", "ＪＯＨＮ　ＳＭＩＴＨ", true),
            ("葛\u{e0100}平", "葛平", true),
            ("张三", "张山", false),
            ("张三", "章三", false),
            ("张三", "张三丰", false),
            ("郭", "𫞪", false),
        ] {
            assert_eq!(same_name(one, other), same, "{one} {other}");
        }
    }

    #[test]
    fn sorts_by_reading_and_then_by_character() {
        let sorted = [
            "阿布", "李", "李安", "李明", "黎明", "林安", "单雪", "张三", "章三", "𠮷田",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, sorted);
    }

    proptest! {
        #[test]
        fn every_name_is_found_by_itself_and_its_keys(name in "[\u{4e00}-\u{9fa5}𠮷a-zA-Z· ]{1,8}") {
            let keys = NameKeys::of(&name);
            prop_assert!(same_name(&name, &name.replace('·', "•")));
            for query in [&name, &keys.full, &keys.joined, &keys.initials] {
                prop_assert!(matches(&name, query), "{:?}", query);
            }
        }

        #[test]
        fn anything_at_all_gets_an_answer(name in ".{0,20}", query in ".{0,8}") {
            let _ = (matches(&name, &query), sort_key(&name), same_name(&name, &query));
        }
    }
}
