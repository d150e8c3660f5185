use proptest::prelude::*;

use super::number::{CertificateNumber, NumberError, parse};
use super::*;
use crate::message::Message;
use crate::policy::{Parameters, RuleSet, parse_file};
use crate::web::language::{Language, Words};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in the test")
}

/// The shipped rule of a key that is in force on a day.
fn shipped<T: Parameters>(text: &str, on: &str) -> T {
    let versions = parse_file(text).expect("a shipped rule set");
    let mut in_force = versions.into_iter().filter(|it| it.is_in_force(day(on)));
    let rule: RuleSet<T> = in_force
        .next()
        .expect("a rule in force")
        .map(T::deserialize)
        .expect("its parameters");
    rule.parameters
}

fn validity(on: &str) -> CertificateValidity {
    let text = include_str!("../../../seeds/policies/qualification_validity.toml");
    shipped(text, on)
}

fn bars() -> QualificationBars {
    let text = include_str!("../../../seeds/policies/qualification_bars.toml");
    shipped(text, "2026-11-23")
}

fn exam() -> ExamValidity {
    let text = include_str!("../../../seeds/policies/qualification_exam.toml");
    shipped(text, "2026-11-23")
}

fn putonghua() -> PutonghuaRequirement {
    let text = include_str!("../../../seeds/policies/qualification_putonghua.toml");
    shipped(text, "2026-11-23")
}

fn certificate(kind: CertificateType) -> Certificate {
    Certificate {
        kind,
        subject: None,
        number: CertificateNumber::Other("旧证 12 号".to_owned()),
        certified_on: day("2010-06-30"),
    }
}

fn post(level: TeachingLevel) -> TaughtPost {
    TaughtPost {
        level,
        subject: None,
    }
}

fn fit(kind: CertificateType, trained_on: Option<&str>, level: TeachingLevel, on: &str) -> Fit {
    let held = certificate(kind);
    may_teach(
        &[&held],
        trained_on.map(day),
        &post(level),
        day(on),
        &validity(on),
    )
}

fn event(kind: EventKind, happened_on: &str) -> Event {
    Event {
        kind,
        happened_on: day(happened_on),
    }
}

/// 教师资格条例 art. 5, told once more as an order of levels.
#[test]
fn a_certificate_reaches_its_level_and_below() {
    use CertificateType as C;
    use TeachingLevel as L;
    for (kind, levels) in [
        (C::Kindergarten, vec![L::Kindergarten]),
        (C::Primary, vec![L::Kindergarten, L::Primary]),
        (C::Junior, vec![L::Kindergarten, L::Primary, L::Junior]),
        (
            C::Senior,
            vec![
                L::Kindergarten,
                L::Primary,
                L::Junior,
                L::Senior,
                L::Vocational,
                L::VocationalPractice,
            ],
        ),
        (C::Vocational, L::ALL.to_vec()),
        (C::PracticeInstructor, vec![L::VocationalPractice]),
        (C::Higher, L::ALL.to_vec()),
    ] {
        for &level in L::ALL {
            let found = fit(kind, None, level, "2025-05-31").verdict.is_fit();
            assert_eq!(found, levels.contains(&level), "{kind} at {level}");
            if level != L::Kindergarten {
                let later = fit(kind, Some("2025-01-01"), level, "2026-09-01");
                assert_eq!(later.verdict.is_fit(), found, "{kind} at {level} later");
            }
        }
    }
}

/// 学前教育法 art. 37: downward validity stops at kindergartens from 1 June 2025.
#[test]
fn kindergartens_ask_for_their_own_certificate_or_training_from_june_2025() {
    use CertificateType as C;
    use FitVerdict::*;
    for (kind, trained_on, on, verdict) in [
        (C::Primary, None, "2025-05-31", Fits(C::Primary)),
        (C::Primary, None, "2025-06-01", NeedsTraining(C::Primary)),
        (
            C::Primary,
            Some("2025-06-01"),
            "2025-06-01",
            FitsByTraining(C::Primary, day("2025-06-01")),
        ),
        (
            C::Primary,
            Some("2025-06-02"),
            "2025-06-01",
            NeedsTraining(C::Primary),
        ),
        (
            C::Higher,
            Some("2020-01-01"),
            "2026-09-01",
            FitsByTraining(C::Higher, day("2020-01-01")),
        ),
        (C::Kindergarten, None, "2026-09-01", Fits(C::Kindergarten)),
        (
            C::PracticeInstructor,
            Some("2020-01-01"),
            "2026-09-01",
            OtherPosts(C::PracticeInstructor),
        ),
    ] {
        let found = fit(kind, trained_on, TeachingLevel::Kindergarten, on);
        assert_eq!(found.verdict, verdict, "{kind} {trained_on:?} {on}");
        let article = if on < "2025-06-01" {
            "第五条"
        } else {
            "第三十七条"
        };
        assert!(found.clause.contains(article), "{}", found.clause);
    }
}

#[test]
fn the_best_certificate_counts_and_another_subject_is_only_a_warning() {
    let with_subject = |kind, subject: &str| Certificate {
        subject: Some(subject.to_owned()),
        ..certificate(kind)
    };
    let physics = with_subject(CertificateType::Senior, "物理");
    let maths = with_subject(CertificateType::Junior, " 数 学");
    let low = certificate(CertificateType::Primary);
    let teaches = TaughtPost {
        level: TeachingLevel::Junior,
        subject: Some("数学".to_owned()),
    };
    let rule = validity("2026-09-01");
    let judge = |held: &[&Certificate]| may_teach(held, None, &teaches, day("2026-09-01"), &rule);
    let both = judge(&[&low, &physics, &maths]);
    assert_eq!(both.verdict, FitVerdict::Fits(CertificateType::Junior));
    assert_eq!(both.other_subject, None);
    let only = judge(&[&low, &physics]);
    assert_eq!(only.verdict, FitVerdict::Fits(CertificateType::Senior));
    assert_eq!(only.other_subject.as_deref(), Some("物理"));
    assert!(only.warning().is_some());
    let too_low = judge(&[&low]);
    assert_eq!(
        too_low.verdict,
        FitVerdict::OtherPosts(CertificateType::Primary)
    );
    assert_eq!(judge(&[]).verdict, FitVerdict::NoCertificate);
}

#[test]
fn loss_is_for_life_revocation_five_years_cheating_three() {
    use EventKind::*;
    for (events, on, standing) in [
        (vec![], "2026-01-01", Standing::Clear),
        (
            vec![event(Lost, "2020-03-10")],
            "2020-03-09",
            Standing::Clear,
        ),
        (
            vec![event(Lost, "2020-03-10")],
            "2090-01-01",
            Standing::Lost {
                since: day("2020-03-10"),
            },
        ),
        (
            vec![event(Revoked, "2020-03-10")],
            "2025-03-10",
            Standing::Revoked {
                until: day("2025-03-10"),
            },
        ),
        (
            vec![event(Revoked, "2020-03-10")],
            "2025-03-11",
            Standing::Clear,
        ),
        (
            vec![event(Revoked, "2020-02-29")],
            "2025-03-01",
            Standing::Clear,
        ),
        (
            vec![event(Cheated, "2023-05-20")],
            "2026-05-20",
            Standing::Cheated {
                until: day("2026-05-20"),
            },
        ),
        (
            vec![event(Cheated, "2023-05-20")],
            "2026-05-21",
            Standing::Clear,
        ),
        // The graver one is told; the later one of two of a kind counts.
        (
            vec![event(Cheated, "2024-01-01"), event(Revoked, "2021-01-01")],
            "2026-01-01",
            Standing::Revoked {
                until: day("2026-01-01"),
            },
        ),
        (
            vec![event(Revoked, "2020-01-01"), event(Revoked, "2022-01-01")],
            "2026-01-01",
            Standing::Revoked {
                until: day("2027-01-01"),
            },
        ),
    ] {
        assert_eq!(
            standing_on(&events, &bars(), day(on)),
            standing,
            "{events:?} {on}"
        );
    }
}

#[test]
fn a_revoked_certificate_is_gone_and_a_new_one_after_the_bar_is_valid() {
    let old = certificate(CertificateType::Junior);
    let new = Certificate {
        certified_on: day("2025-06-30"),
        ..certificate(CertificateType::Senior)
    };
    let held = [old, new];
    let count = |events: &[Event], on: &str| valid_on(&held, events, day(on)).len();
    let revoked = [event(EventKind::Revoked, "2020-03-10")];
    assert_eq!(count(&revoked, "2020-03-09"), 1);
    assert_eq!(count(&revoked, "2020-03-10"), 0);
    assert_eq!(count(&revoked, "2025-06-29"), 0);
    assert_eq!(count(&revoked, "2025-06-30"), 1);
    assert_eq!(count(&[], "2025-06-30"), 2);
    assert_eq!(
        count(&[event(EventKind::Cheated, "2020-03-10")], "2026-01-01"),
        2
    );
    assert_eq!(
        count(&[event(EventKind::Lost, "2020-03-10")], "2026-01-01"),
        0
    );
}

#[test]
fn only_intent_and_imprisonment_or_loss_of_rights_forfeit() {
    for (is_intentional, is_imprisonment, deprives_of_political_rights, forfeits) in [
        (true, true, false, true),
        (true, false, false, false),
        // Negligence, such as a traffic accident.
        (false, true, false, false),
        (false, false, false, false),
        (false, false, true, true),
        (true, true, true, true),
    ] {
        let conviction = Conviction {
            is_intentional,
            is_imprisonment,
            deprives_of_political_rights,
        };
        assert_eq!(conviction.forfeits(), forfeits, "{conviction:?}");
    }
}

#[test]
fn applications_and_examinations_know_their_own_bars() {
    use EventKind::*;
    let apply = |events: &[Event], on: &str| {
        may_apply(events, day("2023-06-15"), &bars(), &exam(), day(on))
    };
    let sit = |events: &[Event], on: &str| may_sit(events, &bars(), day(on));
    let lost = [event(Lost, "2020-01-01"), event(Revoked, "2024-01-01")];
    let since = day("2020-01-01");
    assert_eq!(apply(&lost, "2040-01-01"), Err(Refusal::Lost { since }));
    assert_eq!(sit(&lost, "2040-01-01"), Err(Refusal::Lost { since }));
    let revoked = [event(Revoked, "2020-05-01")];
    let until = day("2025-05-01");
    assert_eq!(
        apply(&revoked, "2025-05-01"),
        Err(Refusal::Revoked { until })
    );
    assert_eq!(apply(&revoked, "2025-05-02"), Ok(()));
    assert_eq!(sit(&revoked, "2022-01-01"), Ok(()));
    let cheated = [event(Cheated, "2024-01-01")];
    assert_eq!(apply(&cheated, "2025-01-01"), Ok(()));
    let until = day("2027-01-01");
    assert_eq!(sit(&cheated, "2027-01-01"), Err(Refusal::Cheated { until }));
    assert_eq!(sit(&cheated, "2027-01-02"), Ok(()));
    let both = [event(Revoked, "2024-02-01"), event(Cheated, "2024-01-01")];
    assert_eq!(sit(&both, "2026-01-01"), Err(Refusal::Cheated { until }));
    let on = day("2026-06-15");
    assert_eq!(apply(&[], "2026-06-15"), Ok(()));
    assert_eq!(apply(&[], "2026-06-16"), Err(Refusal::ExamExpired { on }));
    assert_eq!(paper_until(day("2024-02-29"), &exam()), day("2026-02-28"));
}

#[test]
fn putonghua_is_asked_for_by_post() {
    use PutonghuaLevel::*;
    let chinese = Some("语文".to_owned());
    for (level, subject, found, required) in [
        (TeachingLevel::Primary, None, Some(SecondB), None),
        (TeachingLevel::Primary, None, Some(ThirdA), Some(SecondB)),
        (TeachingLevel::Primary, None, None, Some(SecondB)),
        (
            TeachingLevel::Junior,
            chinese.clone(),
            Some(SecondB),
            Some(SecondA),
        ),
        (TeachingLevel::Junior, chinese, Some(FirstB), None),
        (
            TeachingLevel::Kindergarten,
            None,
            Some(SecondB),
            Some(SecondA),
        ),
        (TeachingLevel::Kindergarten, None, Some(SecondA), None),
    ] {
        let answer = speaks_well_enough(found, &TaughtPost { level, subject }, &putonghua());
        let refusal = required.map(|required| Refusal::Putonghua { required, found });
        assert_eq!(answer.err(), refusal, "{level} {found:?}");
    }
    assert!(PutonghuaLevel::ALL.is_sorted());
}

#[test]
fn numbers_are_read_softly() {
    let today = day("2026-11-23");
    let read = |text: &str| parse(text, today);
    for text in [
        "20194401031000123",
        " 2019 4401 0310 00123",
        "２０１９４４０１０３１０００１２３",
    ] {
        let Ok(CertificateNumber::Unified(number)) = read(text) else {
            panic!("{text}");
        };
        assert_eq!((number.year, number.province.as_str()), (2019, "44"));
        assert_eq!(
            (number.body.as_str(), number.serial.as_str()),
            ("010", "000123")
        );
        assert_eq!(number.kind, CertificateType::Junior);
    }
    for text in [
        "粤教资字 98 第 001 号",
        "2019440103100012",
        "2019440103100012X",
        "A-1",
    ] {
        assert_eq!(read(text), Ok(CertificateNumber::Other(text.to_owned())));
    }
    for (text, error) in [
        ("  ", NumberError::Empty),
        ("11010519491231002X", NumberError::IdentityNumber),
        (
            "19944401031000123",
            NumberError::Year {
                found: 1994,
                first: 1995,
                last: 2026,
            },
        ),
        (
            "20274401031000123",
            NumberError::Year {
                found: 2027,
                first: 1995,
                last: 2026,
            },
        ),
        ("20199901031000123", NumberError::Province),
        ("20194401001000123", NumberError::Type { digit: 0 }),
        ("20194401081000123", NumberError::Type { digit: 8 }),
        ("20194401091000123", NumberError::Type { digit: 9 }),
    ] {
        assert_eq!(read(text), Err(error), "{text}");
    }
    let long = "证".repeat(41);
    assert_eq!(read(&long), Err(NumberError::TooLong { most: 40 }));
}

#[test]
fn a_number_that_tells_another_story_is_doubted_and_not_refused() {
    let read = |text| parse(text, day("2026-11-23")).expect("a number");
    let held = |text, certified_on| Certificate {
        number: read(text),
        certified_on: day(certified_on),
        ..certificate(CertificateType::Junior)
    };
    for (certificate, expected) in [
        (held("20104401031000123", "2010-06-30"), vec![]),
        (
            held("20094401021000123", "2010-06-30"),
            vec![
                Doubt::TypeDiffers(CertificateType::Primary),
                Doubt::YearDiffers(2009),
            ],
        ),
        (held("粤 12", "2010-06-30"), vec![Doubt::OtherForm]),
    ] {
        assert_eq!(doubts(&certificate), expected);
    }
}

#[test]
fn everything_has_words_in_both_languages() {
    let keys = (CertificateType::ALL.iter().map(|it| it.name_key()))
        .chain(TeachingLevel::ALL.iter().map(|it| it.name_key()))
        .chain(PutonghuaLevel::ALL.iter().map(|it| it.name_key()))
        .chain(EventKind::ALL.iter().map(|it| it.name_key()));
    for language in Language::ALL {
        let words = Words::of(language);
        for key in keys.clone() {
            assert!(!words.say(key).contains('⟦'), "{key}");
        }
    }
    let refusal = Refusal::Putonghua {
        required: PutonghuaLevel::SecondA,
        found: None,
    };
    assert_eq!(
        Words::of(Language::Chinese).tell(Message::from(refusal)),
        "普通话水平须达到二级甲等，还没有登记等级。"
    );
}

fn any_type() -> impl Strategy<Value = CertificateType> {
    prop::sample::select(CertificateType::ALL)
}

fn any_level() -> impl Strategy<Value = TeachingLevel> {
    prop::sample::select(TeachingLevel::ALL)
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..20_000).prop_map(|days| day("2000-01-01") + chrono::Days::new(days))
}

fn any_events() -> impl Strategy<Value = Vec<Event>> {
    let kind = prop::sample::select(EventKind::ALL);
    let event = (kind, any_day()).prop_map(|(kind, happened_on)| Event { kind, happened_on });
    prop::collection::vec(event, 0..4)
}

proptest! {
    /// The digit for the sex changes nothing that is read.
    #[test]
    fn the_digit_for_the_sex_is_never_read(
        year in 1995_i32..=2026, kind in any_type(), serial in 0_u32..1_000_000,
        one in 0_u8..10, other in 0_u8..10,
    ) {
        let read = |sex: u8| {
            let text = format!("{year}44010{}{sex}{serial:06}", kind.digit());
            match parse(&text, day("2026-11-23")) {
                Ok(CertificateNumber::Unified(it)) => (it.year, it.body, it.kind, it.serial),
                answer => panic!("{text}: {answer:?}"),
            }
        };
        prop_assert_eq!(read(one), read(other));
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,45}") {
        let _ = parse(&text, day("2026-11-23"));
    }

    /// One more certificate, or a training course, never takes a post away.
    #[test]
    fn more_certificates_never_harm(
        kinds in prop::collection::vec(any_type(), 0..4), one_more in any_type(),
        level in any_level(), trained in any::<bool>(), later in any::<bool>(),
    ) {
        let on = if later { "2026-09-01" } else { "2024-09-01" };
        let held: Vec<Certificate> = kinds.iter().map(|it| certificate(*it)).collect();
        let extra = certificate(one_more);
        let judge = |held: Vec<&Certificate>, trained_on| {
            let fit = may_teach(&held, trained_on, &post(level), day(on), &validity(on));
            fit.verdict.is_fit()
        };
        let before = judge(held.iter().collect(), None);
        let more = held.iter().chain([&extra]).collect();
        let trained_on = trained.then(|| day("2020-01-01"));
        prop_assert!(!before || judge(more, trained_on));
    }

    /// Time heals every standing but a loss, and never a loss.
    #[test]
    fn bars_end_and_losses_do_not(events in any_events(), on in any_day(), wait in 0_u64..9_000) {
        let later = on + chrono::Days::new(wait);
        let last = events.iter().map(|it| it.happened_on).max();
        let is_over = last.is_none_or(|last| last_day_of(last, 60) < later);
        let is_lost = |day| matches!(standing_on(&events, &bars(), day), Standing::Lost { .. });
        prop_assert!(!is_lost(on) || is_lost(later));
        if is_over && !is_lost(later) {
            prop_assert_eq!(standing_on(&events, &bars(), later), Standing::Clear);
        }
    }
}
