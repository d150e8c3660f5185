//! Text as offices type it, made comparable without harming a single Chinese character.

use unicode_normalization::UnicodeNormalization;

/// Text as it is stored: full-width digits, letters and spaces become plain ones, invisible
/// characters go, runs of white space become one space, ends are trimmed.
///
/// Not NFKC as a whole: that would turn `（）：` into ASCII and fold compatibility ideographs,
/// some of which are the only correct form of a person's name.
pub fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars().map(to_half_width) {
        if character.is_whitespace() {
            gap = !tidy.is_empty();
        } else if !is_invisible(character) {
            if gap {
                tidy.push(' ');
                gap = false;
            }
            tidy.push(character);
        }
    }
    tidy
}

/// True if nothing of the text can be seen.
pub fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|character| character.is_whitespace() || is_invisible(character))
}

/// Text that is to be read as a number or a date: NFKC, no white space at all.
pub fn compact(text: &str) -> String {
    text.nfkc()
        .filter(|character| !character.is_whitespace() && !is_invisible(*character))
        .collect()
}

/// Headings that mean the same compare equal: `* 学 时（小时）：` is `学时`.
pub fn heading(text: &str) -> String {
    let mut depth = 0_u32;
    let mut name = String::new();
    let mut whole = String::new();
    for character in text.nfkc().flat_map(char::to_lowercase) {
        match character {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if !character.is_alphanumeric() => {}
            _ => {
                whole.push(character);
                if depth == 0 {
                    name.push(character);
                }
            }
        }
    }
    // A heading that is nothing but a hint is its own name.
    if name.is_empty() { whole } else { name }
}

/// The first characters of a cell, to show in a message.
pub fn excerpt(text: &str) -> String {
    const SHOWN: usize = 40;
    let tidy = tidy(text);
    match tidy.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &tidy[..end]),
        None => tidy,
    }
}

fn to_half_width(character: char) -> char {
    match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(character as u32 - 0xFEE0).unwrap_or(character)
        }
        _ => character,
    }
}

/// Zero-width and direction marks that copying from web pages and chats leaves behind, and
/// control characters. Joiners and variation selectors stay: they belong to the character.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
        || (character.is_control() && !character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidies_without_harming_chinese() {
        for (raw, tidied) in [
            ("  张三\u{3000}", "张三"),
            ("Ｐ１２３\u{A0}\u{200B}", "P123"),
            ("新课标  解读\n（上）：实践", "新课标 解读 （上）：实践"),
            ("\u{FA19}\u{20BB7}\u{9FA5}", "\u{FA19}\u{20BB7}\u{9FA5}"), // 神 as a name is written
            ("葛\u{E0100}", "葛\u{E0100}"),
            ("\u{0}\u{7}x\ty", "x y"),
            ("\u{FEFF}\u{3000} ", ""),
        ] {
            assert_eq!(tidy(raw), tidied, "{raw:?}");
            assert_eq!(is_blank(raw), tidied.is_empty());
        }
    }

    #[test]
    fn headings_that_mean_the_same_are_equal() {
        for raw in [
            "学时",
            " 学 时\n",
            "*学时",
            "学时（小时）",
            "学时：",
            "【必填】学时",
            "學时",
        ] {
            assert_eq!(heading(raw) == "学时", raw != "學时", "{raw}");
        }
        assert_eq!(heading("Teacher No."), heading("teacher_no"));
        assert_eq!(heading("（备注）"), "备注");
        assert_eq!(heading("：*"), "");
    }

    #[test]
    fn shows_the_beginning_of_long_text() {
        assert_eq!(excerpt(&"长".repeat(41)), format!("{}…", "长".repeat(40)));
        assert_eq!(excerpt(" 短 "), "短");
    }
}
