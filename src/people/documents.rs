//! Identity documents as values: a number that was read is well formed for its kind.
//!
//! The citizen id (GB 11643) and the residence permit of Hong Kong, Macao and Taiwan residents
//! share their form and check character. The first six digits are the area at first issue, so
//! abolished areas are everywhere and only the province is looked at. Other documents are judged
//! softly: an office must be able to enter any real one.
//!
//! Numbers do not leak: `Debug` shows the mask, and only [`DocumentNumber::reveal`] the number.
//! Not here: encryption and the blind index, and whether the person was born in the future.

use std::fmt;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::message::{Fact, Message};
use crate::organizations::codes::is_province;

crate::text_enum!(
    /// What kind of document.
    DocumentKind {
        /// 居民身份证
        CitizenId => "citizen_id",
        /// 港澳台居民居住证
        ResidencePermitHkMoTw => "residence_permit_hk_mo_tw",
        /// 港澳居民来往内地通行证
        HkMoPermit => "hk_mo_permit",
        /// 台湾居民来往大陆通行证
        TaiwanPermit => "taiwan_permit",
        /// A passport of any country
        Passport => "passport",
        /// Any other document
        Other => "other",
    }
);

/// Male or female, as a citizen id tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

/// Why a text is not a number of its kind, in the order in which it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentError {
    /// Nothing was given.
    Empty,
    /// A citizen id of the first generation, with 15 digits; it ended in 2013.
    FirstGeneration,
    /// Not as long as numbers of this kind are.
    Length {
        /// How many characters there are.
        found: usize,
        /// The fewest there should be.
        least: usize,
        /// The most there should be.
        most: usize,
    },
    /// A character that does not belong there, with its place counted from one.
    Character(char, usize),
    /// A number of this other kind.
    OtherKind(DocumentKind),
    /// No province has these first digits.
    Province,
    /// Digits 7 to 14 are no day.
    BirthDate,
    /// The last character does not agree with the others.
    CheckDigit,
}

/// The number of an identity document, checked for its kind.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentNumber {
    kind: DocumentKind,
    text: String,
}

/// Reads a document number. Full-width characters, small letters, blanks and hyphens are
/// forgiven, because that is how rosters come; anything else must be right.
pub fn parse(kind: DocumentKind, text: &str) -> Result<DocumentNumber, DocumentError> {
    let text = plain(text);
    if text.is_empty() {
        return Err(DocumentError::Empty);
    }
    match kind {
        DocumentKind::CitizenId | DocumentKind::ResidencePermitHkMoTw => check_citizen(kind, &text),
        DocumentKind::HkMoPermit => check_hk_mo_permit(&text),
        DocumentKind::TaiwanPermit => check_digits_from(&text, 0, &[8, 10]),
        DocumentKind::Passport => check_soft(&text, 5, 20),
        DocumentKind::Other => check_soft(&text, 3, 30),
    }?;
    Ok(DocumentNumber { kind, text })
}

/// The citizen id that a number of the first generation became: same area, day and serial number,
/// with the century and a check character. Those numbers were given to people born before 1999.
pub fn expand_first_generation(text: &str) -> Option<DocumentNumber> {
    let old = plain(text);
    if old.len() != 15 || !old.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let first_17 = format!("{}19{}", &old[..6], &old[6..]);
    let number = format!("{first_17}{}", check_character(&first_17));
    parse(DocumentKind::CitizenId, &number).ok()
}

impl DocumentNumber {
    /// The 15 digits that this citizen id may once have had.
    pub fn first_generation(&self) -> Option<String> {
        let is_old_enough = self.kind == DocumentKind::CitizenId && &self.text[6..8] == "19";
        is_old_enough.then(|| format!("{}{}", &self.text[..6], &self.text[8..17]))
    }

    /// What kind of document.
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// The number itself, for encryption and for a reader whose purpose was logged.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// The number for a page: a quarter stays at each end, never more than four characters.
    /// Of a citizen id that leaves province and city, and hides district and day of birth.
    pub fn masked(&self) -> String {
        let length = self.text.len();
        let shown = (length / 4).min(4);
        let (head, tail) = (&self.text[..shown], &self.text[length - shown..]);
        format!("{head}{}{tail}", "*".repeat(length - 2 * shown))
    }

    /// The end that [`DocumentNumber::masked`] shows, kept beside the encrypted number.
    pub fn tail(&self) -> &str {
        let shown = (self.text.len() / 4).min(4);
        &self.text[self.text.len() - shown..]
    }

    /// The date of birth, where the number tells it.
    pub fn birth_on(&self) -> Option<NaiveDate> {
        self.is_citizen_form()
            .then(|| birth_on(&self.text))
            .flatten()
    }

    /// The sex, where the number tells it: digit 17 is odd for men.
    pub fn sex(&self) -> Option<Sex> {
        let digit = self.is_citizen_form().then(|| self.text.as_bytes()[16])?;
        Some(if digit % 2 == 1 {
            Sex::Male
        } else {
            Sex::Female
        })
    }

    fn is_citizen_form(&self) -> bool {
        matches!(
            self.kind,
            DocumentKind::CitizenId | DocumentKind::ResidencePermitHkMoTw
        )
    }
}

impl fmt::Debug for DocumentNumber {
    /// The mask: a log or a failed test never shows the number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.kind, self.masked())
    }
}

/// As offices type them: full-width characters become plain, blanks and hyphens go, letters rise.
fn plain(text: &str) -> String {
    // A spreadsheet marks a number that is to stay text with an apostrophe.
    let is_padding = |letter: &char| letter.is_whitespace() || "-‐‑–—'".contains(*letter);
    let letters = text.nfkc().filter(|letter| !is_padding(letter));
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// GB 11643: area (6), date of birth (8), serial number (3), check character.
fn check_citizen(kind: DocumentKind, text: &str) -> Result<(), DocumentError> {
    if text.len() == 15 && text.bytes().all(|it| it.is_ascii_digit()) {
        return Err(DocumentError::FirstGeneration);
    }
    expect_length(text, 18, 18)?;
    expect_characters(text, |place, letter| {
        letter.is_ascii_digit() || (place == 18 && letter == 'X')
    })?;
    // Hong Kong, Macao and Taiwan residents; no citizen id was ever issued there.
    let is_permit = ["810000", "820000", "830000"].contains(&&text[..6]);
    match kind {
        DocumentKind::CitizenId if is_permit => {
            return Err(DocumentError::OtherKind(
                DocumentKind::ResidencePermitHkMoTw,
            ));
        }
        DocumentKind::ResidencePermitHkMoTw if !is_permit => {
            return Err(DocumentError::OtherKind(DocumentKind::CitizenId));
        }
        _ => {}
    }
    if !is_province(&text[..2]) {
        return Err(DocumentError::Province);
    }
    if birth_on(text).is_none() {
        return Err(DocumentError::BirthDate);
    }
    if text.ends_with(check_character(text)) {
        Ok(())
    } else {
        Err(DocumentError::CheckDigit)
    }
}

/// The day that digits 7 to 14 tell; nobody alive was born before 1900.
fn birth_on(text: &str) -> Option<NaiveDate> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    let (year, month, day) = (number(6..10)?, number(10..12)?, number(12..14)?);
    let year = i32::try_from(year).ok().filter(|year| *year >= 1900)?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The check character of the first 17 digits (GB 11643, ISO 7064 MOD 11-2).
fn check_character(text: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHARACTERS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let digits = text.bytes().map(|digit| u32::from(digit - b'0'));
    let sum: u32 = WEIGHTS
        .iter()
        .zip(digits)
        .map(|(weight, digit)| weight * digit)
        .sum();
    CHARACTERS[sum as usize % 11]
}

/// H or M for the place, eight digits for the person, two more on older cards for the renewal.
fn check_hk_mo_permit(text: &str) -> Result<(), DocumentError> {
    match text.chars().next() {
        Some('H' | 'M') => check_digits_from(text, 1, &[9, 11]),
        other => Err(DocumentError::Character(other.unwrap_or_default(), 1)),
    }
}

/// Digits only after the first `skipped` characters, in one of these lengths.
fn check_digits_from(text: &str, skipped: usize, lengths: &[usize]) -> Result<(), DocumentError> {
    expect_characters(text, |place, letter| {
        place <= skipped || letter.is_ascii_digit()
    })?;
    if lengths.contains(&text.len()) {
        Ok(())
    } else {
        expect_length(text, lengths[0], lengths[0])
    }
}

fn check_soft(text: &str, least: usize, most: usize) -> Result<(), DocumentError> {
    expect_length(text, least, most)?;
    expect_characters(text, |_, letter| letter.is_ascii_alphanumeric())
}

fn expect_length(text: &str, least: usize, most: usize) -> Result<(), DocumentError> {
    let found = text.chars().count();
    if (least..=most).contains(&found) {
        Ok(())
    } else {
        Err(DocumentError::Length { found, least, most })
    }
}

/// Places are counted from one, as a person counts them.
fn expect_characters(text: &str, fits: impl Fn(usize, char) -> bool) -> Result<(), DocumentError> {
    match (1..)
        .zip(text.chars())
        .find(|(place, letter)| !fits(*place, *letter))
    {
        Some((place, letter)) => Err(DocumentError::Character(letter, place)),
        None => Ok(()),
    }
}

impl DocumentKind {
    /// Key of the kind's name.
    pub const fn name_key(self) -> &'static str {
        match self {
            DocumentKind::CitizenId => "document-citizen-id",
            DocumentKind::ResidencePermitHkMoTw => "document-residence-permit",
            DocumentKind::HkMoPermit => "document-hk-mo-permit",
            DocumentKind::TaiwanPermit => "document-taiwan-permit",
            DocumentKind::Passport => "document-passport",
            DocumentKind::Other => "document-other",
        }
    }

    /// The kind in words.
    pub fn words(self) -> Fact {
        Fact::Key(self.name_key())
    }
}

impl From<DocumentError> for Message {
    fn from(error: DocumentError) -> Message {
        match error {
            DocumentError::Empty => Message::new("document-empty"),
            DocumentError::FirstGeneration => Message::new("document-first-generation"),
            DocumentError::Length { found, least, most } if least == most => {
                Message::new("document-length")
                    .with("found", found)
                    .with("expected", least)
            }
            DocumentError::Length { found, least, most } => Message::new("document-length-range")
                .with("found", found)
                .with("least", least)
                .with("most", most),
            DocumentError::Character(letter, place) => Message::new("document-character")
                .with("character", letter.to_string())
                .with("place", place),
            DocumentError::OtherKind(kind) => {
                Message::new("document-other-kind").with("kind", kind.words())
            }
            DocumentError::Province => Message::new("document-province"),
            DocumentError::BirthDate => Message::new("document-birth-date"),
            DocumentError::CheckDigit => Message::new("document-check-digit"),
        }
    }
}

#[cfg(test)]
mod tests {
    use DocumentKind::*;
    use proptest::prelude::*;

    use super::*;

    /// A number with the check character that belongs to its first 17 digits.
    fn completed(first_17: &str) -> String {
        format!("{first_17}{}", check_character(first_17))
    }

    fn born(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    #[test]
    fn reads_citizen_ids_as_offices_type_them() {
        for text in [
            "11010519491231002X",
            "11010519491231002x",
            "１１０１０５１９４９１２３１００２Ｘ",
            " 110105 19491231 002X\u{3000}",
            "110105-19491231-002X",
        ] {
            let number = parse(CitizenId, text).expect(text);
            assert_eq!(number.reveal(), "11010519491231002X");
            assert_eq!(number.birth_on(), born(1949, 12, 31));
            assert_eq!(number.sex(), Some(Sex::Female));
        }
    }

    #[test]
    fn accepts_abolished_areas_and_leap_days() {
        for area in [
            "440102", "440107", "440116", "440183", "440184", "440106", "659999",
        ] {
            let number = parse(CitizenId, &completed(&format!("{area}19880229013"))).expect(area);
            assert_eq!(number.birth_on(), born(1988, 2, 29));
            assert_eq!(number.sex(), Some(Sex::Male));
        }
        for area in ["810000", "820000", "830000"] {
            let text = completed(&format!("{area}19800101002"));
            let permit = parse(ResidencePermitHkMoTw, &text).expect(area);
            assert_eq!(permit.birth_on(), born(1980, 1, 1));
        }
    }

    #[test]
    fn refuses_in_this_order() {
        use DocumentError::*;
        let permit = completed("81000019800101002");
        let citizen = completed("44010619880229013");
        let length = |found, least, most| Length { found, least, most };
        for (kind, text, error) in [
            (CitizenId, " \u{3000}", Empty),
            (CitizenId, "440106880229013", FirstGeneration),
            (CitizenId, "4401061988022901", length(16, 18, 18)),
            (CitizenId, "44010X19880229013X", Character('X', 6)),
            (CitizenId, "44010619880229013市", Character('市', 18)),
            (CitizenId, permit.as_str(), OtherKind(ResidencePermitHkMoTw)),
            (
                ResidencePermitHkMoTw,
                citizen.as_str(),
                OtherKind(CitizenId),
            ),
            (CitizenId, "990106198802290130", Province),
            (CitizenId, "440106198902290130", BirthDate),
            (CitizenId, "440106189912310130", BirthDate),
            (CitizenId, "110105194912310021", CheckDigit),
            (HkMoPermit, "A12345678", Character('A', 1)),
            (HkMoPermit, "H1234567", length(8, 9, 9)),
            (HkMoPermit, "H1234567A", Character('A', 9)),
            (TaiwanPermit, "1234567", length(7, 8, 8)),
            (Passport, "E123", length(4, 5, 20)),
            (Passport, "E1234567/8", Character('/', 9)),
            (Other, "12", length(2, 3, 30)),
        ] {
            assert_eq!(parse(kind, text), Err(error), "{kind:?} {text}");
        }
    }

    #[test]
    fn reads_other_documents_and_masks_them_all() {
        for (kind, text, masked) in [
            (CitizenId, "11010519491231002X", "1101**********002X"),
            (HkMoPermit, "h12345678", "H1*****78"),
            (HkMoPermit, "M1234567801", "M1*******01"),
            (TaiwanPermit, "０１２３４５６７", "01****67"),
            (Passport, "E1234 5678", "E1*****78"),
            (Passport, "AB123", "A***3"),
            (Other, "123", "***"),
        ] {
            let number = parse(kind, text).expect(text);
            assert_eq!(number.masked(), masked);
            assert_eq!(format!("{number:?}"), format!("{kind:?} {masked}"));
            assert_eq!(number.birth_on().is_some(), kind == CitizenId);
        }
    }

    #[test]
    fn the_two_generations_of_a_number_lead_to_each_other() {
        let old = "110105491231002";
        let number = expand_first_generation(old).expect("the standard's own example");
        assert_eq!(number.reveal(), "11010519491231002X");
        assert_eq!(number.first_generation().as_deref(), Some(old));
        assert_eq!(expand_first_generation("990105491231002"), None);
        let young = parse(
            CitizenId,
            &completed("44010620010229013".replace("0229", "0228").as_str()),
        );
        assert_eq!(young.expect("a citizen id").first_generation(), None);
    }

    /// Any citizen id that can be.
    fn citizen_id() -> impl Strategy<Value = String> {
        let area = prop::sample::select(vec!["440102", "440106", "110105", "659001"]);
        (area, 0_u64..40_000, 0_u32..1000).prop_map(|(area, days, serial)| {
            let birth = born(1900, 1, 1).expect("a date") + chrono::Days::new(days);
            completed(&format!("{area}{}{serial:03}", birth.format("%Y%m%d")))
        })
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_found(id in citizen_id(), place in 0_usize..18, digit in 0..10) {
            prop_assert!(parse(CitizenId, &id).is_ok());
            let changed = format!("{}{digit}{}", &id[..place], &id[place + 1..]);
            prop_assert_eq!(parse(CitizenId, &changed).is_ok(), changed == id);
        }

        #[test]
        fn two_exchanged_neighbours_are_found(id in citizen_id(), place in 0_usize..16) {
            let changed = format!(
                "{}{}{}{}", &id[..place], &id[place + 1..place + 2], &id[place..=place],
                &id[place + 2..],
            );
            prop_assert_eq!(parse(CitizenId, &changed).is_ok(), changed == id);
        }

        #[test]
        fn anything_at_all_gets_an_answer(text in ".{0,24}", kind in 0_usize..6) {
            if let Ok(number) = parse(DocumentKind::ALL[kind], &text) {
                prop_assert!(number.masked().contains('*'));
                prop_assert_eq!(parse(number.kind(), number.reveal()), Ok(number));
            }
        }
    }
}
