//! What certificates allow on a day, and what is left of them after loss, revocation or cheating.
//! Pure: certificates, events and dated rule sets in, a verdict with its clause out.
//!
//! Three things must not be confused (regulations on qualification, arts 18 to 20): loss (丧失) is for
//! life, revocation (撤销) bars for years, cheating bars from the examination. Each is computed by
//! date from the events. A registration that fails is a fourth thing and touches no certificate.

pub mod entry;
pub mod number;
mod words;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use self::number::CertificateNumber;
use crate::organizations::Stage;
use crate::policy::{
    Certainty, CertificateType, CertificateValidity, ExamValidity, PutonghuaLevel,
    PutonghuaRequirement, QualificationBars, TeachingLevel, last_day_of,
};

/// A qualification certificate (教师资格证书).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Which of the seven.
    pub kind: CertificateType,
    /// The subject it names, where it names one.
    pub subject: Option<String>,
    /// Its number, as far as it could be read.
    pub number: CertificateNumber,
    /// When it was certified.
    pub certified_on: NaiveDate,
}

/// What makes one doubt a certificate; a person looks into it, nothing is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The number is not of the unified form.
    OtherForm,
    /// The number says another type.
    TypeDiffers(CertificateType),
    /// The number says another year.
    YearDiffers(i32),
}

/// What the number of a certificate makes one doubt.
pub fn doubts(certificate: &Certificate) -> Vec<Doubt> {
    use chrono::Datelike;
    let CertificateNumber::Unified(number) = &certificate.number else {
        return vec![Doubt::OtherForm];
    };
    let mut doubts = Vec::new();
    if number.kind != certificate.kind {
        doubts.push(Doubt::TypeDiffers(number.kind));
    }
    if number.year != certificate.certified_on.year() {
        doubts.push(Doubt::YearDiffers(number.year));
    }
    doubts
}

crate::text_enum!(
    /// What can happen to a qualification, the gravest first.
    EventKind {
        /// 丧失: deprived of political rights, or 有期徒刑 and heavier for an intentional crime.
        Lost => "lost",
        /// 撤销: obtained by fraud, or misconduct with 恶劣影响.
        Revoked => "revoked",
        /// 考试作弊: cheated in the examination.
        Cheated => "cheated",
    }
);

/// Something that happened to somebody's qualification. Never edited; a mistake is taken out with a
/// reason before it gets here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// The day of the judgment or decision.
    pub happened_on: NaiveDate,
}

/// A court's judgment, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conviction {
    /// 故意犯罪; negligence (过失) does not forfeit a qualification.
    pub is_intentional: bool,
    /// 有期徒刑 or heavier. A suspended sentence (缓刑) is one all the same.
    pub is_imprisonment: bool,
    /// 剥夺政治权利.
    pub deprives_of_political_rights: bool,
}

impl Conviction {
    /// Whether the qualification is lost (教师法 art. 14).
    pub fn forfeits(self) -> bool {
        self.deprives_of_political_rights || (self.is_intentional && self.is_imprisonment)
    }
}

/// How somebody's right to a qualification stands on a day, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Lost for life (教师资格条例 art. 18).
    Lost {
        /// Since when.
        since: NaiveDate,
    },
    /// No new application yet (art. 19).
    Revoked {
        /// The last day of the bar.
        until: NaiveDate,
    },
    /// No examination yet (art. 20); certificates that are there stay valid.
    Cheated {
        /// The last day of the bar.
        until: NaiveDate,
    },
    /// Nothing stands in the way.
    Clear,
}

/// How somebody stands on a day. What happens later does not count yet.
pub fn standing_on(events: &[Event], bars: &QualificationBars, on: NaiveDate) -> Standing {
    let barred = |kind, months| barred_until(events, kind, months, on);
    if let Some(since) = days_of(events, EventKind::Lost, on).min() {
        Standing::Lost { since }
    } else if let Some(until) = barred(EventKind::Revoked, bars.revoked_months) {
        Standing::Revoked { until }
    } else if let Some(until) = barred(EventKind::Cheated, bars.cheating_months) {
        Standing::Cheated { until }
    } else {
        Standing::Clear
    }
}

/// The days up to `on` on which events of a kind happened.
fn days_of(events: &[Event], kind: EventKind, on: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let past = events.iter().map(|it| (it.kind, it.happened_on));
    past.filter_map(move |(it, day)| (it == kind && day <= on).then_some(day))
}

/// The last day of the bar that runs on a day, if one does.
fn barred_until(
    events: &[Event],
    kind: EventKind,
    months: u32,
    on: NaiveDate,
) -> Option<NaiveDate> {
    let until = last_day_of(days_of(events, kind, on).max()?, months);
    (on <= until).then_some(until)
}

/// The certificates that are valid on a day. A loss takes all of them for ever; a revocation takes
/// those certified up to its day, and one that is certified after the bar is valid again.
pub fn valid_on<'a>(
    certificates: &'a [Certificate],
    events: &[Event],
    on: NaiveDate,
) -> Vec<&'a Certificate> {
    let is_void = |certificate: &Certificate| {
        let mut past = events.iter().filter(|it| it.happened_on <= on);
        past.any(|event| match event.kind {
            EventKind::Lost => true,
            EventKind::Revoked => certificate.certified_on <= event.happened_on,
            EventKind::Cheated => false,
        })
    };
    let is_valid = |it: &&Certificate| it.certified_on <= on && !is_void(it);
    certificates.iter().filter(is_valid).collect()
}

/// What a post teaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaughtPost {
    /// The level.
    pub level: TeachingLevel,
    /// The subject, where the file has it.
    pub subject: Option<String>,
}

/// Whether somebody may teach at a post, in order of preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FitVerdict {
    /// This certificate is enough.
    Fits(CertificateType),
    /// This certificate is enough with the training passed on this day.
    FitsByTraining(CertificateType, NaiveDate),
    /// This certificate would be enough with a pre-school training course passed.
    NeedsTraining(CertificateType),
    /// The certificates held are for other posts; this is one of them.
    OtherPosts(CertificateType),
    /// No valid certificate at all.
    NoCertificate,
}

impl FitVerdict {
    /// Whether teaching is allowed.
    pub fn is_fit(self) -> bool {
        matches!(self, FitVerdict::Fits(_) | FitVerdict::FitsByTraining(_, _))
    }

    fn rank(self) -> u8 {
        match self {
            FitVerdict::Fits(_) => 0,
            FitVerdict::FitsByTraining(_, _) => 1,
            FitVerdict::NeedsTraining(_) => 2,
            FitVerdict::OtherPosts(_) => 3,
            FitVerdict::NoCertificate => 4,
        }
    }
}

/// Whether somebody may teach at a post, and what the answer rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// The answer.
    pub verdict: FitVerdict,
    /// What it rests on, as a page names it.
    pub clause: String,
    /// How certain that is.
    pub certainty: Certainty,
    /// The certificate's subject, if it is not the post's. No bar, only worth a look: downward
    /// validity (教师资格条例 art. 5) knows levels and no subjects.
    pub other_subject: Option<String>,
}

/// Whether somebody may teach at a post on a day.
///
/// `certificates` are the valid ones of that day ([`valid_on`]), `trained_on` is when a pre-school
/// training course was passed, and `rule` is the one in force on that day.
pub fn may_teach(
    certificates: &[&Certificate],
    trained_on: Option<NaiveDate>,
    post: &TaughtPost,
    on: NaiveDate,
    rule: &CertificateValidity,
) -> Fit {
    let row = rule.of(post.level);
    let trained_on = trained_on.filter(|day| *day <= on);
    let verdict_of = |it: &Certificate| {
        if row.certificates.contains(&it.kind) {
            FitVerdict::Fits(it.kind)
        } else if row.with_preschool_training.contains(&it.kind) {
            match trained_on {
                Some(day) => FitVerdict::FitsByTraining(it.kind, day),
                None => FitVerdict::NeedsTraining(it.kind),
            }
        } else {
            FitVerdict::OtherPosts(it.kind)
        }
    };
    // Of certificates that are equally good, the one for the post's own subject.
    let preference =
        |it: &&&Certificate| (verdict_of(it).rank(), other_subject(it, post).is_some());
    let best = certificates.iter().min_by_key(preference);
    let verdict = best.map_or(FitVerdict::NoCertificate, |it| verdict_of(it));
    Fit {
        verdict,
        clause: row.clause.clone(),
        certainty: row.certainty,
        other_subject: best
            .filter(|_| verdict.is_fit())
            .and_then(|it| other_subject(it, post)),
    }
}

/// The certificate's subject, if both have one and they differ. Kindergartens have no subjects.
fn other_subject(certificate: &Certificate, post: &TaughtPost) -> Option<String> {
    let (own, taught) = (certificate.subject.as_ref()?, post.subject.as_ref()?);
    let plain = |text: &str| -> String { text.nfkc().filter(|it| !it.is_whitespace()).collect() };
    let differs = plain(own) != plain(taught) && post.level != TeachingLevel::Kindergarten;
    differs.then(|| own.clone())
}

/// Why somebody cannot apply for a certificate or sit the examination, in order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The qualification was lost for life.
    Lost {
        /// Since when.
        since: NaiveDate,
    },
    /// A revocation bars.
    Revoked {
        /// The last day of the bar.
        until: NaiveDate,
    },
    /// Cheating bars.
    Cheated {
        /// The last day of the bar.
        until: NaiveDate,
    },
    /// The certificate of the examination has run out.
    ExamExpired {
        /// Its last day.
        on: NaiveDate,
    },
    /// The Putonghua level does not suffice.
    Putonghua {
        /// What is asked for.
        required: PutonghuaLevel,
        /// What is there.
        found: Option<PutonghuaLevel>,
    },
}

/// Whether somebody may sit the examination on a day. A revocation bars from applying (art. 19),
/// not from sitting.
pub fn may_sit(events: &[Event], bars: &QualificationBars, on: NaiveDate) -> Result<(), Refusal> {
    if let Some(since) = days_of(events, EventKind::Lost, on).min() {
        return Err(Refusal::Lost { since });
    }
    match barred_until(events, EventKind::Cheated, bars.cheating_months, on) {
        Some(until) => Err(Refusal::Cheated { until }),
        None => Ok(()),
    }
}

/// The last day on which the certificate of a passed examination (考试合格证明) can be used.
pub fn exam_certificate_until(passed_on: NaiveDate, rule: &ExamValidity) -> NaiveDate {
    last_day_of(passed_on, rule.certificate_months)
}

/// The last day on which the pass of a single written paper counts.
pub fn paper_until(passed_on: NaiveDate, rule: &ExamValidity) -> NaiveDate {
    last_day_of(passed_on, rule.paper_months)
}

/// Whether somebody may apply for a certificate on a day.
///
/// Cheating makes the result of that examination void and bars from the next one; an older pass
/// that is still valid may be used.
pub fn may_apply(
    events: &[Event],
    exam_passed_on: NaiveDate,
    bars: &QualificationBars,
    exam: &ExamValidity,
    on: NaiveDate,
) -> Result<(), Refusal> {
    match standing_on(events, bars, on) {
        Standing::Lost { since } => return Err(Refusal::Lost { since }),
        Standing::Revoked { until } => return Err(Refusal::Revoked { until }),
        Standing::Cheated { .. } | Standing::Clear => {}
    }
    let until = exam_certificate_until(exam_passed_on, exam);
    if on <= until {
        Ok(())
    } else {
        Err(Refusal::ExamExpired { on: until })
    }
}

/// Whether a level of Putonghua suffices for a post.
pub fn speaks_well_enough(
    found: Option<PutonghuaLevel>,
    post: &TaughtPost,
    rule: &PutonghuaRequirement,
) -> Result<(), Refusal> {
    let required = rule.of(post.level, post.subject.as_deref());
    if found.is_some_and(|level| level >= required) {
        Ok(())
    } else {
        Err(Refusal::Putonghua { required, found })
    }
}

/// What a post at a school of such a stage teaches. An office without a stage, such as research
/// staff have, looks after all.
pub fn levels_of(stage: Option<Stage>) -> &'static [TeachingLevel] {
    use TeachingLevel as Level;
    match stage {
        Some(Stage::Kindergarten) => &[Level::Kindergarten],
        Some(Stage::Primary) => &[Level::Primary],
        Some(Stage::Junior) => &[Level::Junior],
        Some(Stage::Senior) => &[Level::Senior],
        Some(Stage::Complete) => &[Level::Primary, Level::Junior, Level::Senior],
        Some(Stage::Vocational) => &[Level::Vocational, Level::VocationalPractice],
        Some(Stage::Special) => &[Level::Primary, Level::Junior],
        None => &[
            Level::Kindergarten,
            Level::Primary,
            Level::Junior,
            Level::Senior,
        ],
    }
}
