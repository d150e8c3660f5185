//! What may be entered into a file: certificates as the paper has them, and what became of them.
//! Pure. Old forms are never refused, only what cannot be.

use chrono::{Months, NaiveDate};

use super::number::{self, CertificateNumber, NumberError};
use super::{Conviction, Event, EventKind, Standing, standing_on};
use crate::error::FieldErrors;
use crate::message::Message;
use crate::policy::{CertificateType, PutonghuaLevel, QualificationBars};

/// Nobody was certified younger than this.
const AGE_MIN: u32 = 16;

/// A certificate, as somebody types it from the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateEntry {
    /// Which of the seven.
    pub kind: CertificateType,
    /// The subject it names.
    pub subject: Option<String>,
    /// Its number, as it is written.
    pub number: String,
    /// When it was certified.
    pub certified_on: NaiveDate,
    /// The certifying body.
    pub issued_by: Option<String>,
    /// The level of Putonghua.
    pub putonghua: Option<PutonghuaLevel>,
    /// When the examination was passed.
    pub exam_passed_on: Option<NaiveDate>,
    /// The number of the certificate of the examination.
    pub exam_number: Option<String>,
    /// When a pre-school training course was passed.
    pub preschool_trained_on: Option<NaiveDate>,
}

/// What is known besides.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The birthday.
    pub born_on: Option<NaiveDate>,
    /// What happened to the qualification.
    pub events: &'a [Event],
    /// How long that bars.
    pub bars: &'a QualificationBars,
    /// Today.
    pub today: NaiveDate,
}

/// What is wrong with a field of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryError {
    /// The number cannot be one.
    Number(NumberError),
    /// A day that has not come.
    InFuture,
    /// The holder was a child on that day.
    TooYoung,
    /// The qualification was lost or revoked on that day, and nothing could be certified.
    Barred(Standing),
    /// The examination comes before the certificate.
    ExamAfterwards,
}

/// The number of a certificate that can be entered, or what is wrong by field.
pub fn check(entry: &CertificateEntry, known: &Known) -> Result<CertificateNumber, FieldErrors> {
    let mut errors = FieldErrors::default();
    let number = number::parse(&entry.number, known.today);
    if let Err(error) = &number {
        errors.add("number", EntryError::Number(*error).into());
    }
    if let Some(error) = wrong_day(entry.certified_on, known) {
        errors.add("certified_on", error.into());
    }
    let exam = entry.exam_passed_on;
    if exam.is_some_and(|day| day > known.today) {
        errors.add("exam_passed_on", EntryError::InFuture.into());
    } else if exam.is_some_and(|day| day > entry.certified_on) {
        errors.add("exam_passed_on", EntryError::ExamAfterwards.into());
    }
    if entry
        .preschool_trained_on
        .is_some_and(|day| day > known.today)
    {
        errors.add("preschool_trained_on", EntryError::InFuture.into());
    }
    match number {
        Ok(number) if errors.is_empty() => Ok(number),
        _ => Err(errors),
    }
}

/// Why a certificate cannot bear a day, if it cannot.
fn wrong_day(day: NaiveDate, known: &Known) -> Option<EntryError> {
    if day > known.today {
        return Some(EntryError::InFuture);
    }
    let grown = |born_on: NaiveDate| born_on.checked_add_months(Months::new(12 * AGE_MIN));
    if known.born_on.and_then(grown).is_some_and(|it| day < it) {
        return Some(EntryError::TooYoung);
    }
    match standing_on(known.events, known.bars, day) {
        standing @ (Standing::Lost { .. } | Standing::Revoked { .. })
            if !ends_today(known.events, day) =>
        {
            Some(EntryError::Barred(standing))
        }
        _ => None,
    }
}

/// A certificate that is taken away on the day on which it was given was given before.
fn ends_today(events: &[Event], day: NaiveDate) -> bool {
    let taken = |it: &&Event| it.kind != EventKind::Cheated && it.happened_on <= day;
    events.iter().filter(taken).all(|it| it.happened_on == day)
}

impl From<EntryError> for Message {
    fn from(error: EntryError) -> Message {
        match error {
            EntryError::Number(error) => error.into(),
            EntryError::InFuture => Message::new("certificate-day-in-future"),
            EntryError::TooYoung => {
                Message::new("certificate-too-young").with("age", i64::from(AGE_MIN))
            }
            EntryError::Barred(standing) => standing.into(),
            EntryError::ExamAfterwards => Message::new("certificate-exam-afterwards"),
        }
    }
}

crate::text_enum!(
    /// What a court decided, where a loss is entered.
    Judgment {
        /// 剥夺政治权利
        PoliticalRights => "political_rights",
        /// 故意犯罪，判处有期徒刑以上刑罚（含缓刑）
        IntentionalImprisonment => "intentional_imprisonment",
        /// 过失犯罪
        Negligence => "negligence",
        /// 有期徒刑以下
        Lighter => "lighter",
    }
);

impl Judgment {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Judgment::PoliticalRights => "judgment-political-rights",
            Judgment::IntentionalImprisonment => "judgment-intentional-imprisonment",
            Judgment::Negligence => "judgment-negligence",
            Judgment::Lighter => "judgment-lighter",
        }
    }

    /// As the law looks at it.
    pub const fn conviction(self) -> Conviction {
        Conviction {
            is_intentional: !matches!(self, Judgment::Negligence),
            is_imprisonment: !matches!(self, Judgment::Lighter),
            deprives_of_political_rights: matches!(self, Judgment::PoliticalRights),
        }
    }
}

/// Loss, revocation or cheating, as somebody enters it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventEntry {
    /// What.
    pub kind: EventKind,
    /// The court's judgment; asked for a loss only.
    pub judgment: Option<Judgment>,
    /// The day of the judgment or decision.
    pub happened_on: NaiveDate,
    /// Its number.
    pub document: String,
    /// Why, in its words.
    pub reason: String,
}

/// Whether an event can be entered, or what is wrong by field.
pub fn check_event(entry: &EventEntry, today: NaiveDate) -> Result<(), FieldErrors> {
    let mut errors = FieldErrors::default();
    if entry.kind == EventKind::Lost {
        match entry.judgment {
            None => errors.add("judgment", Message::new("judgment-missing")),
            Some(it) if !it.conviction().forfeits() => {
                errors.add("judgment", Message::new("judgment-forfeits-nothing"));
            }
            Some(_) => {}
        }
    }
    if entry.happened_on > today {
        errors.add("happened_on", Message::new("certificate-day-in-future"));
    }
    if entry.document.trim().is_empty() {
        errors.add("document", Message::new("qualification-document-missing"));
    }
    if entry.reason.trim().is_empty() {
        errors.add("reason", Message::new("reason-needed"));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARS: QualificationBars = QualificationBars {
        revoked_months: 60,
        cheating_months: 36,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in the test")
    }

    fn entry() -> CertificateEntry {
        CertificateEntry {
            kind: CertificateType::Primary,
            subject: Some("语文".to_owned()),
            number: "20154410620001234".to_owned(),
            certified_on: day("2015-06-20"),
            issued_by: None,
            putonghua: Some(PutonghuaLevel::SecondA),
            exam_passed_on: Some(day("2015-01-10")),
            exam_number: None,
            preschool_trained_on: None,
        }
    }

    fn fields(entry: &CertificateEntry, events: &[Event]) -> Vec<&'static str> {
        let known = Known {
            born_on: Some(day("1992-03-01")),
            events,
            bars: &BARS,
            today: day("2026-11-23"),
        };
        let errors = check(entry, &known).err().unwrap_or_default();
        errors.0.into_iter().map(|(field, _)| field).collect()
    }

    type Change = fn(&mut CertificateEntry);

    #[test]
    fn what_cannot_be_is_said_at_its_field() {
        let none: [&str; 0] = [];
        assert_eq!(fields(&entry(), &[]), none);
        let rows: [(Change, &[&str]); 8] = [
            (|it| it.number = "粤教资字 0123 号".to_owned(), &[]),
            (|it| it.number = " ".to_owned(), &["number"]),
            (|it| it.number = "20154410690001234".to_owned(), &["number"]),
            (|it| it.certified_on = day("2026-11-24"), &["certified_on"]),
            (
                |it| it.certified_on = day("2008-02-29"),
                &["certified_on", "exam_passed_on"],
            ),
            (
                |it| it.exam_passed_on = Some(day("2015-06-21")),
                &["exam_passed_on"],
            ),
            (|it| it.exam_passed_on = Some(day("2015-06-20")), &[]),
            (
                |it| it.preschool_trained_on = Some(day("2027-01-01")),
                &["preschool_trained_on"],
            ),
        ];
        for (index, (change, wrong)) in rows.iter().enumerate() {
            let mut changed = entry();
            change(&mut changed);
            assert_eq!(fields(&changed, &[]), *wrong, "row {index}");
        }
    }

    #[test]
    fn nothing_is_certified_while_a_bar_runs() {
        let event = |kind, on| Event {
            kind,
            happened_on: day(on),
        };
        for (events, wrong) in [
            (vec![event(EventKind::Revoked, "2010-06-21")], true),
            (vec![event(EventKind::Revoked, "2010-06-19")], false),
            (vec![event(EventKind::Revoked, "2015-06-20")], false),
            (vec![event(EventKind::Lost, "2001-01-01")], true),
            (vec![event(EventKind::Lost, "2015-06-21")], false),
            (vec![event(EventKind::Cheated, "2014-01-01")], false),
        ] {
            let found = fields(&entry(), &events);
            assert_eq!(!found.is_empty(), wrong, "{events:?} {found:?}");
        }
    }

    #[test]
    fn only_some_judgments_forfeit() {
        let lost = |judgment| EventEntry {
            kind: EventKind::Lost,
            judgment,
            happened_on: day("2026-05-01"),
            document: "（2026）粤 01 刑初 1 号".to_owned(),
            reason: "故意伤害".to_owned(),
        };
        for (judgment, is_fine) in [
            (None, false),
            (Some(Judgment::PoliticalRights), true),
            (Some(Judgment::IntentionalImprisonment), true),
            (Some(Judgment::Negligence), false),
            (Some(Judgment::Lighter), false),
        ] {
            let verdict = check_event(&lost(judgment), day("2026-11-23"));
            assert_eq!(verdict.is_ok(), is_fine, "{judgment:?}");
        }
        let bare = EventEntry {
            kind: EventKind::Revoked,
            judgment: None,
            happened_on: day("2027-01-01"),
            document: " ".to_owned(),
            reason: String::new(),
        };
        let errors = check_event(&bare, day("2026-11-23")).expect_err("all is wrong");
        let fields: Vec<&str> = errors.0.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["happened_on", "document", "reason"]);
    }
}
