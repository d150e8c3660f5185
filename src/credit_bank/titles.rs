//! When two course titles are one course: the duplicate-subject rule (regulation notes 3.6).
//!
//! Two titles are one when they differ only by spacing, punctuation, width or case, the particle
//! 的, a leading ordinal, the mode of delivery in brackets, or a common abbreviation. Where it is
//! not certain, they stay apart: a missed duplicate is found by its dates, but a wrong one costs
//! a teacher hours. Hence: the order of a list is left alone, 第一期 and 第二期 are two sessions
//! wherever they stand, and punctuation between two numbers counts (1-2 is not 12).

use unicode_normalization::UnicodeNormalization;

/// Long forms and the short form they share. Towards the short form only: the other way would
/// find 信技 in 诚信技能.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("信息技术", "信技"),
    ("思想政治", "思政"),
    ("继续教育", "继教"),
    ("义务教育", "义教"),
    ("课程标准", "课标"),
    ("教学研究", "教研"),
    ("高级中学", "高中"),
    ("初级中学", "初中"),
    ("人工智能", "ai"),
    ("年度", "年"),
    // Words for "and".
    ("以及", "与"),
    ("和", "与"),
    ("及", "与"),
    ("暨", "与"),
];

/// What may follow a class (班) that is no class: 培训班主任 trains head teachers.
const NOT_A_CLASS: &[&str] = &["主任", "级", "长"];

/// How a course is given; in brackets it does not make another course.
const MODES: &[&str] = &[
    "线上",
    "线下",
    "线上线下",
    "网络",
    "网上",
    "在线",
    "远程",
    "直播",
    "录播",
    "面授",
    "混合",
    "混合式",
];

/// What a chapter is called. Sessions (期, 届, 批) are not chapters.
const CHAPTERS: &[&str] = &[
    "单元", "部分", "专题", "模块", "课时", "讲", "章", "节", "篇",
];

/// The key that titles of one course share. It is for comparing, never for showing, and it is
/// its own key.
pub fn title_key(title: &str) -> String {
    let mut key = title.to_owned();
    // Taking one thing away may bring another to the front, as in 的第一讲.
    loop {
        let shorter = pass(&key);
        if shorter == key {
            return key;
        }
        key = shorter;
    }
}

fn pass(title: &str) -> String {
    let title = plain(title);
    let content = without_modes(without_leading_ordinals(&title));
    let mut key = plain_ordinals(&squeezed(&content));
    for class in ["培训班", "研修班"] {
        key = without_class(&key, class);
    }
    for (long, short) in SHORT_FORMS {
        key = key.replace(long, short);
    }
    // A title of nothing but marks is left as it is, or all such titles would be one.
    if key.is_empty() { title } else { key }
}

/// Full-width characters become plain and capitals small. An encircled number gets brackets,
/// or ① would become part of the number after it.
fn plain(title: &str) -> String {
    let mut plain = String::new();
    for letter in title.chars() {
        let is_encircled = matches!(letter, '①'..='⑳' | '㊀'..='㊉');
        let (opening, closing) = if is_encircled { ("(", ")") } else { ("", "") };
        plain.push_str(opening);
        plain.push(letter);
        plain.push_str(closing);
    }
    let letters = plain
        .nfkc()
        .map(|letter| if letter == '&' { '与' } else { letter });
    letters.flat_map(char::to_lowercase).collect()
}

fn has_content(text: &str) -> bool {
    text.contains(is_content)
}

fn is_content(letter: char) -> bool {
    letter.is_alphanumeric() && letter != '的'
}

fn is_opening(letter: char) -> bool {
    "([{【〔".contains(letter)
}

fn is_closing(letter: char) -> bool {
    ")]}】〕".contains(letter)
}

/// The title after `一、`, `1.`, `(三)` or `第一讲`, as often as they come; a title that is
/// nothing else keeps the last.
fn without_leading_ordinals(title: &str) -> &str {
    let mut rest = title;
    while let Some(shorter) = after_ordinal(rest).filter(|shorter| has_content(shorter)) {
        rest = shorter;
    }
    rest
}

fn after_ordinal(title: &str) -> Option<&str> {
    let start = title.trim_start_matches(|it: char| !it.is_alphanumeric() && !is_opening(it));
    if let Some(chapter) = start.strip_prefix('第') {
        return after_chapter(chapter.trim_start());
    }
    let bracketed = start.strip_prefix(is_opening);
    let (number, after) = split_number(bracketed.unwrap_or(start).trim_start())?;
    // No course has a thousand parts: four digits are a year.
    if number.chars().count() > 3 {
        return None;
    }
    let after = after.trim_start();
    let rest = after.strip_prefix(|it: char| is_closing(it) || "、.:,;".contains(it))?;
    // 一、二年级 is a list and 1.5 a number, but 1、2024年 begins with an ordinal.
    let is_list = goes_on(number, rest) && !is_year(rest);
    let is_ordinal = after.starts_with(is_closing) || (bracketed.is_none() && !is_list);
    is_ordinal.then_some(rest)
}

/// What follows the chapter's number and name; none for a session or the like. A lesson (课) must
/// be set off, because 第二课堂 is no second lesson.
fn after_chapter(chapter: &str) -> Option<&str> {
    let (_, after) = split_number(chapter)?;
    let after = after.trim_start();
    let lesson = || {
        after
            .strip_prefix('课')
            .filter(|it| !it.starts_with(char::is_alphanumeric))
    };
    CHAPTERS
        .iter()
        .find_map(|name| after.strip_prefix(name))
        .or_else(lesson)
}

/// A number in front, in digits or in Chinese numerals, and what follows it.
fn split_number(text: &str) -> Option<(&str, &str)> {
    let is_same_kind: fn(char) -> bool = if text.starts_with(is_digit) {
        is_digit
    } else {
        is_chinese_numeral
    };
    let end = text
        .find(|letter| !is_same_kind(letter))
        .unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

fn goes_on(number: &str, rest: &str) -> bool {
    if number.starts_with(is_digit) {
        rest.starts_with(is_digit)
    } else {
        rest.starts_with(is_chinese_numeral)
    }
}

fn is_year(text: &str) -> bool {
    split_number(text).is_some_and(|(number, after)| {
        number.len() == 4 && number.starts_with(is_digit) && after.starts_with('年')
    })
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

fn is_chinese_numeral(letter: char) -> bool {
    "〇零一二两三四五六七八九十百".contains(letter)
}

/// The title without brackets that only say how it is given.
fn without_modes(title: &str) -> String {
    let mut kept = String::new();
    let mut rest = title;
    while let Some((before, opening, inside)) = split_around(rest, is_opening) {
        kept.push_str(before);
        rest = match split_around(inside, is_closing) {
            Some((mode, _, after)) if MODES.contains(&squeezed(mode).as_str()) => after,
            _ => {
                kept.push(opening);
                inside
            }
        };
        // What stood apart stays apart.
        kept.push(' ');
    }
    kept.push_str(rest);
    kept
}

fn split_around(text: &str, is_mark: fn(char) -> bool) -> Option<(&str, char, &str)> {
    let (at, mark) = text.char_indices().find(|(_, letter)| is_mark(*letter))?;
    Some((&text[..at], mark, &text[at + mark.len_utf8()..]))
}

/// Letters and digits only, without the particle 的. Between two numbers what stood there
/// leaves a mark, a single point as itself; C++ and C# keep their signs.
fn squeezed(title: &str) -> String {
    let is_number = |letter: char| is_digit(letter) || is_chinese_numeral(letter);
    let mut key = String::new();
    let mut gap = String::new();
    for letter in title.chars() {
        let is_sign = "+#".contains(letter) && gap.is_empty();
        if is_sign && key.ends_with(|it: char| it.is_ascii_alphanumeric() || "+#".contains(it)) {
            key.push(letter);
        } else if is_content(letter) {
            if !gap.is_empty() && key.ends_with(is_number) && is_number(letter) {
                let is_decimal = gap == "." && key.ends_with(is_digit) && is_digit(letter);
                key.push(if is_decimal { '.' } else { '-' });
            }
            gap.clear();
            key.push(letter);
        } else {
            gap.push(letter);
        }
    }
    key
}

/// 第十二期 and 第012期 as 第12期.
fn plain_ordinals(title: &str) -> String {
    let mut parts = title.split('第');
    let mut key = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        key.push('第');
        match split_number(part).and_then(|(number, after)| Some((value(number)?, after))) {
            // 第十2 is no number that anybody means.
            Some((value, after)) if !after.starts_with(is_digit) => {
                key.push_str(&value.to_string());
                key.push_str(after);
            }
            _ => key.push_str(part),
        }
    }
    key
}

/// The value of digits or of Chinese numerals below a thousand.
fn value(number: &str) -> Option<usize> {
    if number.starts_with(is_digit) {
        return number.parse().ok();
    }
    let (mut total, mut digit) = (0, None);
    for letter in number.chars() {
        match letter {
            '十' => total += digit.take().unwrap_or(1) * 10,
            '百' => total += digit.take()? * 100,
            '零' | '〇' if digit.is_none() => {}
            // Spelt digit by digit, as years are.
            _ if digit.is_some() => return None,
            '两' => digit = Some(2),
            _ => digit = Some("〇一二三四五六七八九".chars().position(|it| it == letter)?),
        }
    }
    Some(total + digit.unwrap_or(0))
}

/// 培训班 as 培训, unless the class is part of another word.
fn without_class(title: &str, class: &str) -> String {
    let mut parts = title.split(class);
    let mut key = parts.next().unwrap_or_default().to_owned();
    let course = class.trim_end_matches('班');
    for part in parts {
        let is_class = !NOT_A_CLASS.iter().any(|word| part.starts_with(word));
        key.push_str(if is_class { course } else { class });
        key.push_str(part);
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn finds_one_course_behind_two_titles() {
        for (one, other) in [
            ("课堂管理", "课堂 管理"),
            ("课堂管理", "《课堂管理》"),
            ("课堂管理", "一、课堂管理"),
            ("课堂管理", "1.课堂管理"),
            ("课堂管理", "１２．　课堂管理"),
            ("课堂管理", "1）课堂管理"),
            ("课堂管理", "（三）课堂管理"),
            ("课堂管理", "【2】课堂管理。"),
            ("课堂管理", "①课堂管理"),
            ("课堂管理", "㊂ 课堂管理"),
            ("课堂管理", "⒈课堂管理"),
            ("课堂管理", "第一讲 课堂管理"),
            ("课堂管理", "第十二讲：课堂管理"),
            ("课堂管理", "第 3 讲课堂管理"),
            ("课堂管理", "第二课 课堂管理"),
            ("课堂管理", "第二单元、（一）课堂管理"),
            ("课堂管理", "课堂管理（线上）"),
            ("课堂管理", "课堂管理【线上+线下】"),
            ("课堂的管理", "课堂管理"),
            ("中小学教师心理健康", "中、小学教师心理健康"),
            ("信息技术应用能力提升", "信技应用能力提升"),
            ("班主任培训班", "班主任培训"),
            ("骨干教师研修班（第二期）", "骨干教师研修 第2期"),
            ("新教师培训第十期", "新教师培训第10期"),
            ("新教师培训第01期", "新教师培训第一期"),
            ("语文和数学的融合教学", "语文与数学融合教学"),
            ("教学以及评价", "教学 & 评价"),
            ("人工智能通识", "AI 通识"),
            ("ＰＰＴ　制作", "ppt制作"),
            ("1、2024年暑期培训", "2024年度暑期培训"),
        ] {
            assert_eq!(title_key(one), title_key(other), "{one} | {other}");
        }
    }

    #[test]
    fn keeps_apart_what_differs() {
        for (one, other) in [
            ("骨干教师培训第一期", "骨干教师培训第二期"),
            ("第一期骨干教师培训", "第二期骨干教师培训"),
            ("第一届教学论坛", "第二届教学论坛"),
            ("课堂管理（上）", "课堂管理（下）"),
            ("课堂管理（初中）", "课堂管理（高中）"),
            ("课堂管理1", "课堂管理2"),
            ("课堂管理①", "课堂管理②"),
            ("课堂管理Ⅰ", "课堂管理Ⅱ"),
            ("2023年师德培训", "2024年师德培训"),
            ("1-2年级数学", "12年级数学"),
            ("1.5学时研修", "15学时研修"),
            ("三、四年级教学", "四年级教学"),
            ("一、二年级数学", "二年级数学"),
            ("3D打印", "D打印"),
            ("5G时代的教育", "G时代的教育"),
            ("第一课堂", "第二课堂"),
            ("第二课堂", "堂"),
            ("C++程序设计", "C程序设计"),
            ("C#程序设计", "C程序设计"),
            ("培训班主任", "培训主任"),
            ("教与学", "教学"),
            ("语文、数学", "数学、语文"),
            ("第一讲", "第二讲"),
            ("（线上）", "（线下）"),
            ("——", "……"),
        ] {
            assert_ne!(title_key(one), title_key(other), "{one} | {other}");
        }
    }

    #[test]
    fn shows_what_a_key_looks_like() {
        for (title, key) in [
            ("第一讲 信息技术 2.0 应用（线上）", "信技2.0应用"),
            (
                "（二）中、小学教师培训班（第十二期）",
                "中小学教师培训第12期",
            ),
            ("第一讲", "第1讲"),
            ("1、2、3年级", "1-2-3年级"),
            ("的", "的"),
            ("", ""),
        ] {
            assert_eq!(title_key(title), key, "{title}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(title in ".{0,24}") {
            let key = title_key(&title);
            prop_assert_eq!(title_key(&key), key.clone());
            prop_assert_eq!(key.is_empty(), title.is_empty());
        }

        #[test]
        fn pieces_in_any_order_give_a_key_that_is_its_own(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "第", "一", "十", "百", "2", "01", "2024", "年", "度", "讲", "课", "期", "、", ".",
                "（", "）", "线上", "的", "和", "以及", "培训班", "班", "主任", "信息", "技术", " ",
                "C", "+", "#", "&", "①", "堂", "教学", "义务", "教育",
            ]), 0..14),
        ) {
            let title = pieces.concat();
            let key = title_key(&title);
            prop_assert_eq!(title_key(&key), key.clone(), "{}", title);
            // Neither title marks nor an ordinal before it make a difference.
            if has_content(&title) && !key.contains('(') {
                prop_assert_eq!(title_key(&format!("（三）《{title}》")), key);
            }
        }
    }
}
