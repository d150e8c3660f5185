//! What a text tells about who wrote it, covered up. Pure.
//!
//! It proposes; the secretary reads and confirms. Names, schools, telephone numbers, long numbers and
//! mail addresses are found by form alone: what only a person can recognise stays for the person.

/// What stands in place of something covered.
pub const COVER: &str = "〔隐去〕";
/// Digits in a row that may be a telephone or a document number.
const DIGITS_MIN: usize = 7;
/// Digits of a document number that ends with a letter.
const DOCUMENT_DIGITS: usize = 17;
/// What people are called by after their surname.
const TITLES: [&str; 5] = ["老师", "校长", "主任", "同志", "名师"];
/// What a name of a school ends with; without it the rest still tells which school it is.
const SCHOOL_ENDINGS: [&str; 5] = ["实验学校", "小学", "中学", "学校", "幼儿园"];

/// What must not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The candidate's name, and other names that tell it.
    pub names: Vec<String>,
    /// Schools, as they are on file.
    pub schools: Vec<String>,
}

impl Identity {
    /// Words to cover, the longest first, so that no part of one is left standing.
    fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        for name in &self.names {
            words.push(name.clone());
            if let Some(surname) = name.chars().next().filter(|it| !it.is_ascii()) {
                words.extend(TITLES.iter().map(|title| format!("{surname}{title}")));
            }
        }
        for school in &self.schools {
            words.push(school.clone());
            let characters: Vec<char> = school.chars().collect();
            // 天河第一小学: also without the name of the place before it.
            for skipped in 2..=6 {
                let rest: String = characters.iter().skip(skipped).collect();
                let is_school = SCHOOL_ENDINGS.iter().any(|it| rest.ends_with(it));
                let says_more = rest.chars().count() >= 4;
                if is_school && says_more {
                    words.push(rest);
                }
            }
        }
        words.retain(|it| !it.is_empty());
        words.sort_by_key(|it| std::cmp::Reverse(it.chars().count()));
        words.dedup();
        words
    }
}

/// A text with everything covered that tells who wrote it.
pub fn redact(text: &str, identity: &Identity) -> String {
    let words = identity.words();
    let mut covered = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = words.iter().find(|word| rest.starts_with(word.as_str()));
        let taken = word
            .map(String::len)
            .or_else(|| number(rest))
            .or_else(|| address(rest));
        if let Some(taken) = taken {
            // One cover for what stands side by side.
            if !covered.ends_with(COVER) {
                covered.push_str(COVER);
            }
            rest = &rest[taken..];
        } else {
            // A run of digits or letters is looked at from its beginning only.
            let run = run_length(rest).max(first.len_utf8());
            covered.push_str(&rest[..run]);
            rest = &rest[run..];
        }
    }
    covered
}

/// Bytes of a long number at the beginning, with what people put between digits.
fn number(text: &str) -> Option<usize> {
    let mut digits = 0;
    let mut end = 0;
    for (at, letter) in text.char_indices() {
        if letter.is_ascii_digit() {
            digits += 1;
            end = at + 1;
        } else if digits == DOCUMENT_DIGITS && matches!(letter, 'X' | 'x') {
            end = at + 1;
        } else if !(digits > 0 && matches!(letter, ' ' | '-')) {
            break;
        }
    }
    (digits >= DIGITS_MIN).then_some(end)
}

/// Bytes of a mail address at the beginning.
fn address(text: &str) -> Option<usize> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "._-+".contains(letter);
    let end = |text: &str| text.find(|it| !is_part(it)).unwrap_or(text.len());
    let name = end(text);
    let domain = text[name..].strip_prefix('@')?;
    let length = end(domain);
    (name > 0 && length > 0).then_some(name + 1 + length)
}

/// Bytes of the digits, or of the letters of a word, at the beginning.
fn run_length(text: &str) -> usize {
    let is_digit = text.starts_with(|it: char| it.is_ascii_digit());
    let belongs = |it: char| {
        if is_digit {
            it.is_ascii_digit()
        } else {
            it.is_ascii_alphabetic()
        }
    };
    text.find(|it| !belongs(it)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn identity() -> Identity {
        Identity {
            names: vec!["陈一鸣".to_owned(), "Yiming".to_owned()],
            schools: vec!["天河第一小学".to_owned()],
        }
    }

    #[test]
    fn what_tells_the_candidate_is_covered_and_the_rest_stays() {
        for (text, covered) in [
            ("任教二十年，主持课题 3 项。", "任教二十年，主持课题 3 项。"),
            (
                "我是陈一鸣，同事叫我陈老师。",
                "我是〔隐去〕，同事叫我〔隐去〕。",
            ),
            ("在天河第一小学任教", "在〔隐去〕任教"),
            ("在第一小学任教", "在〔隐去〕任教"),
            ("电话 138 0013-8000。", "电话 〔隐去〕。"),
            ("身份证 44010619800101123X 号", "身份证 〔隐去〕 号"),
            ("写信到 chen.y@example.cn。", "写信到 〔隐去〕。"),
            ("2024 年指导 12 人", "2024 年指导 12 人"),
            ("陈一鸣陈老师", "〔隐去〕"),
            ("", ""),
        ] {
            assert_eq!(redact(text, &identity()), covered, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_name_and_no_school_is_left(
            parts in proptest::collection::vec(0..9_usize, 0..20)
        ) {
            let pieces = ["陈一鸣", "陈老师", "天河第一小学", "第一小学", "一", "小学", "，", "陈", "课题"];
            let text: String = parts.iter().map(|it| pieces[*it]).collect();
            let covered = redact(&text, &identity());
            for word in identity().words() {
                prop_assert!(!covered.contains(&word), "{word} in {covered}");
            }
            prop_assert_eq!(redact(&covered, &identity()), covered.clone(), "once is enough");
        }

        #[test]
        fn a_text_without_names_and_long_numbers_is_left_alone(text in "[一-五课题，。 a-z]{0,40}") {
            prop_assert_eq!(redact(&text, &Identity::default()), text);
        }
    }
}
