//! Codes of organizations: the unified social credit code (GB 32100-2015), the ten-digit school
//! identifier code (学校(机构)标识码), and the code of a provider.
//!
//! A code that can be read is well formed; whether it was ever given out is not known here.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::message::{Fact, Message};

/// Whether two digits are the code of a province, region or municipality (GB/T 2260), Taiwan,
/// Hong Kong and Macao with them.
pub fn is_province(digits: &str) -> bool {
    matches!(
        digits.parse::<u8>(),
        Ok(11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
    )
}

/// Why a text is not a code, in the order in which it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeError {
    /// Nothing was given.
    Empty,
    /// Too many or too few characters.
    Length {
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A character that the code never has, with its place counted from one.
    Character(char, usize),
    /// A school category that does not exist.
    Category,
    /// No province has these digits.
    Province,
    /// The last character does not agree with the others.
    CheckDigit,
}

/// A unified social credit code (统一社会信用代码), checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SocialCreditCode(String);

impl SocialCreditCode {
    /// The characters by their values: digits and capitals without I, O, S, V and Z.
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// Reads a code; full-width characters, small letters and blanks are forgiven.
    pub fn parse(text: &str) -> Result<SocialCreditCode, CodeError> {
        let code = plain(text);
        expect_length(&code, 18)?;
        let mut sum = 0;
        let mut weight = 1;
        for (index, letter) in code.chars().enumerate() {
            let value = SocialCreditCode::ALPHABET
                .find(letter)
                .ok_or(CodeError::Character(letter, index + 1))?;
            // The check character counts with weight 1, so the whole must come to a multiple of
            // 31 (GB 32100-2015); the weights before it are the powers of three.
            sum += value * if index < 17 { weight } else { 1 };
            weight = weight * 3 % 31;
        }
        if sum % 31 == 0 {
            Ok(SocialCreditCode(code))
        } else {
            Err(CodeError::CheckDigit)
        }
    }

    /// The code as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A school identifier code, checked. It dies with the school or its category: renaming keeps it,
/// but another category is another code, and no code is used again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolCode {
    text: String,
    category: SchoolCategory,
}

impl SchoolCode {
    /// Reads a code: two digits of category, two of province, six of serial number.
    pub fn parse(text: &str) -> Result<SchoolCode, CodeError> {
        let text = plain(text);
        expect_length(&text, 10)?;
        if let Some(index) = text.find(|letter: char| !letter.is_ascii_digit()) {
            let letter = text[index..].chars().next().unwrap_or_default();
            return Err(CodeError::Character(letter, index + 1));
        }
        let category = SchoolCategory::from_digits(&text[..2]).ok_or(CodeError::Category)?;
        if !is_province(&text[2..4]) {
            return Err(CodeError::Province);
        }
        // A college's serial number is a zero and its own five-digit code.
        if category.is_college() && &text[4..5] != "0" {
            return Err(CodeError::Character(char::from(text.as_bytes()[4]), 5));
        }
        Ok(SchoolCode { text, category })
    }

    /// The ten digits.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What kind of school.
    pub fn category(&self) -> SchoolCategory {
        self.category
    }

    /// The two digits of its province.
    pub fn province(&self) -> &str {
        &self.text[2..4]
    }
}

/// The code of a provider or an alliance: 2 to 20 capitals, digits and hyphens, given by the bureau.
/// It begins with a letter, so that it is never taken for a school identifier code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProviderCode(String);

impl ProviderCode {
    /// Reads a code; full-width characters, small letters and blanks are forgiven.
    pub fn parse(text: &str) -> Result<ProviderCode, CodeError> {
        const LENGTH_MAX: usize = 20;
        let code = plain(text);
        if code.is_empty() {
            return Err(CodeError::Empty);
        }
        let fits = |index: usize, letter: char| match index {
            0 => letter.is_ascii_uppercase(),
            _ => letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '-',
        };
        let wrong = code
            .chars()
            .enumerate()
            .find(|(index, letter)| !fits(*index, *letter));
        if let Some((index, letter)) = wrong {
            return Err(CodeError::Character(letter, index + 1));
        }
        match code.len() {
            2..=LENGTH_MAX => Ok(ProviderCode(code)),
            found => Err(CodeError::Length {
                found,
                expected: LENGTH_MAX.min(found.max(2)),
            }),
        }
    }
}

/// What kind of school, by the first two digits of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchoolCategory {
    /// 11 幼儿园.
    Kindergarten,
    /// 21 小学.
    Primary,
    /// 22 成人小学.
    AdultPrimary,
    /// 31 普通初中.
    JuniorSecondary,
    /// 32 职业初中.
    VocationalJuniorSecondary,
    /// 33 成人初中.
    AdultJuniorSecondary,
    /// 34 普通高中, complete secondary schools with it.
    SeniorSecondary,
    /// 35 成人高中.
    AdultSeniorSecondary,
    /// 36 中等职业学校.
    SecondaryVocational,
    /// 37 工读学校.
    Reformatory,
    /// 41 普通高等学校.
    College,
    /// 42 成人高等学校.
    AdultCollege,
    /// 51 特殊教育学校.
    SpecialEducation,
    /// 91, 92 and 93: other bodies.
    Other,
}

impl SchoolCategory {
    /// The category with these two digits.
    pub fn from_digits(digits: &str) -> Option<SchoolCategory> {
        Some(match digits {
            "11" => SchoolCategory::Kindergarten,
            "21" => SchoolCategory::Primary,
            "22" => SchoolCategory::AdultPrimary,
            "31" => SchoolCategory::JuniorSecondary,
            "32" => SchoolCategory::VocationalJuniorSecondary,
            "33" => SchoolCategory::AdultJuniorSecondary,
            "34" => SchoolCategory::SeniorSecondary,
            "35" => SchoolCategory::AdultSeniorSecondary,
            "36" => SchoolCategory::SecondaryVocational,
            "37" => SchoolCategory::Reformatory,
            "41" => SchoolCategory::College,
            "42" => SchoolCategory::AdultCollege,
            "51" => SchoolCategory::SpecialEducation,
            "91" | "92" | "93" => SchoolCategory::Other,
            _ => return None,
        })
    }

    fn is_college(self) -> bool {
        matches!(self, SchoolCategory::College | SchoolCategory::AdultCollege)
    }

    /// The category in words.
    pub fn words(self) -> Fact {
        Fact::Key(match self {
            SchoolCategory::Kindergarten => "school-category-kindergarten",
            SchoolCategory::Primary => "school-category-primary",
            SchoolCategory::AdultPrimary => "school-category-adult-primary",
            SchoolCategory::JuniorSecondary => "school-category-junior-secondary",
            SchoolCategory::VocationalJuniorSecondary => "school-category-vocational-junior",
            SchoolCategory::AdultJuniorSecondary => "school-category-adult-junior",
            SchoolCategory::SeniorSecondary => "school-category-senior-secondary",
            SchoolCategory::AdultSeniorSecondary => "school-category-adult-senior",
            SchoolCategory::SecondaryVocational => "school-category-secondary-vocational",
            SchoolCategory::Reformatory => "school-category-reformatory",
            SchoolCategory::College => "school-category-college",
            SchoolCategory::AdultCollege => "school-category-adult-college",
            SchoolCategory::SpecialEducation => "school-category-special-education",
            SchoolCategory::Other => "school-category-other",
        })
    }
}

/// Codes as offices type them: full-width characters become plain, blanks go, letters rise.
fn plain(text: &str) -> String {
    let letters = text.nfkc().filter(|letter| !letter.is_whitespace());
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

fn expect_length(code: &str, expected: usize) -> Result<(), CodeError> {
    match code.chars().count() {
        0 => Err(CodeError::Empty),
        found if found != expected => Err(CodeError::Length { found, expected }),
        _ => Ok(()),
    }
}

impl fmt::Display for SocialCreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for ProviderCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for SchoolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<CodeError> for Message {
    fn from(error: CodeError) -> Message {
        match error {
            CodeError::Empty => Message::new("code-empty"),
            CodeError::Length { found, expected } => Message::new("code-length")
                .with("found", found)
                .with("expected", expected),
            CodeError::Character(letter, place) => Message::new("code-character")
                .with("character", letter.to_string())
                .with("place", place),
            CodeError::Category => Message::new("code-category"),
            CodeError::Province => Message::new("code-province"),
            CodeError::CheckDigit => Message::new("code-check-digit"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_social_credit_codes() {
        for text in [
            "91350100M000100Y43",
            "９１３５０１００m000100y43",
            " 91350100 M000100Y43\u{a0}",
        ] {
            let code = SocialCreditCode::parse(text).map(|code| code.to_string());
            assert_eq!(code.as_deref(), Ok("91350100M000100Y43"), "{text}");
        }
        for (text, error) in [
            ("　", CodeError::Empty),
            (
                "91350100M000100Y4",
                CodeError::Length {
                    found: 17,
                    expected: 18,
                },
            ),
            (
                "91350100M000100Y433",
                CodeError::Length {
                    found: 19,
                    expected: 18,
                },
            ),
            ("9135010OM000100Y43", CodeError::Character('O', 8)),
            ("91350100M000100Y4市", CodeError::Character('市', 18)),
            ("91350100M000100Y44", CodeError::CheckDigit),
        ] {
            assert_eq!(SocialCreditCode::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn reads_school_codes() {
        for (text, category) in [
            ("2144010123", SchoolCategory::Primary),
            ("３４４４０００００１", SchoolCategory::SeniorSecondary),
            ("4144010558", SchoolCategory::College),
            ("93 44 000001", SchoolCategory::Other),
        ] {
            let code = SchoolCode::parse(text).expect("a well-formed code");
            assert_eq!(
                (code.category(), code.province()),
                (category, "44"),
                "{text}"
            );
        }
        for (text, error) in [
            ("", CodeError::Empty),
            (
                "214401012",
                CodeError::Length {
                    found: 9,
                    expected: 10,
                },
            ),
            ("21440101a3", CodeError::Character('A', 9)),
            ("2044010123", CodeError::Category),
            ("2199010123", CodeError::Province),
            ("4144110558", CodeError::Character('1', 5)),
        ] {
            assert_eq!(SchoolCode::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn reads_provider_codes() {
        let code = ProviderCode::parse(" gz-tdc1 ").map(|it| it.to_string());
        assert_eq!(code.as_deref(), Ok("GZ-TDC1"));
        for (text, error) in [
            (" ", CodeError::Empty),
            ("2144000001", CodeError::Character('2', 1)),
            ("GZ_1", CodeError::Character('_', 3)),
            (
                "G",
                CodeError::Length {
                    found: 1,
                    expected: 2,
                },
            ),
        ] {
            assert_eq!(ProviderCode::parse(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_found(place in 0_usize..18, letter in 0_usize..31) {
            let code = "91350100M000100Y43";
            let wrong = &SocialCreditCode::ALPHABET[letter..=letter];
            let changed = format!("{}{wrong}{}", &code[..place], &code[place + 1..]);
            prop_assert_eq!(SocialCreditCode::parse(&changed).is_ok(), changed == code);
        }

        #[test]
        fn anything_at_all_gets_an_answer(text in ".{0,24}") {
            let _ = (SocialCreditCode::parse(&text), SchoolCode::parse(&text));
        }
    }
}
